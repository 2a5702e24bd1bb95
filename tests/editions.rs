//! Earlier editions stay readable, as they were sealed, and stand in no list; what is sealed is told with its digest.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that can't go on fails")]

mod support;

use std::process::Command;
use support::{JIANGNING, Site, Tree, small};

const PLAN: &str = "jiangning/2025-1/plan";
const PAGE: &str = "communities/jiangning/2025-1/plan";
const COPY: &str = "content/editions/jiangning/2025-1/plan/1";

fn plan(sessions: &str, list: &str) -> String {
    format!(
        "---\ntitle: 研討方案\nstatus: draft\nissued: 2025-09-01\nactivities:\n  - {{id: a, type: seminar, when: 2025-09-24}}\n\
         attachments:\n  - {{file: {list}, title: 日程表}}\nretention: 10\n---\n\n## 安排 {{#plan}}\n\n本學期安排{sessions}次研討，\
         見[日程表]({list})和[安排](#plan)。\n"
    )
}

/// A site whose plan was approved, amended and approved again; the attachment changed with it.
fn amended() -> Site {
    let site = Site::new(small());
    let file = |name: &str| format!("{JIANGNING}/2025-1/{name}");
    site.write(&file("plan.zh.md"), plan("三", "list.csv"));
    site.write(&file("list.csv"), "日期\n2025-09-24\n");
    site.run(&["approve", PLAN, "--by", "教科室", "--on", "2025-09-10"]).succeeds();
    site.run(&["amend", PLAN, "--note", "研討由三次增加到四次", "--on", "2025-10-08"]).succeeds();
    site.edit(&file("plan.zh.md"), "三次研討", "四次研討");
    site.write(&file("list.csv"), "日期\n2025-09-24\n2025-12-03\n");
    site.run(&["approve", PLAN, "--by", "教科室", "--on", "2025-10-09"]).succeeds();
    site
}

fn page<'t>(output: &'t Tree, path: &str) -> &'t str {
    let bytes = output.get(path).unwrap_or_else(|| panic!("{path} is not there: {:?}", output.keys()));
    std::str::from_utf8(bytes).unwrap()
}

/// Files of the output that hold a text.
fn holding(output: &Tree, text: &str) -> Vec<String> {
    let has = |bytes: &[u8]| bytes.windows(text.len()).any(|window| window == text.as_bytes());
    output.iter().filter(|(path, bytes)| !path.starts_with('.') && has(bytes)).map(|(path, _)| path.clone()).collect()
}

#[test]
fn an_earlier_edition_is_readable_at_its_own_address_in_every_language() {
    let site = amended();
    assert_eq!(site.check().findings, Vec::<serde_json::Value>::new());
    let output = site.build(&[]);
    for prefix in ["", "zh-hans/", "en/"] {
        let old = page(&output, &format!("{prefix}{PAGE}/editions/1/index.html"));
        assert!(old.contains("<meta name=\"robots\" content=\"noindex\">"), "{prefix}");
        assert!(old.contains(&format!("<link rel=\"canonical\" href=\"https://records.example/{prefix}{PAGE}/\">")), "{prefix}");
        assert!(old.contains("notice-earlier_edition") && old.contains("href=\"../../../../../"), "{prefix}");
        assert!(!old.contains("hreflang=\"x-default\""), "{prefix}");
        let new = page(&output, &format!("{prefix}{PAGE}/index.html"));
        assert!(new.contains("plan/editions/1/\""), "{prefix}: the change notes lead to it");
        assert!(new.contains("plan/\"") && !new.contains("notice-earlier_edition"), "{prefix}");
    }
    let old = page(&output, &format!("{PAGE}/editions/1/index.html"));
    assert!(old.contains("本學期安排三次研討") && !old.contains("四次研討，") && !old.contains("增加到四次"), "{old}");
    assert!(old.contains("href=\"#plan\""), "a link to a heading of its own");
    assert!(page(&output, &format!("zh-hans/{PAGE}/editions/1/index.html")).contains("本学期安排三次研讨"));
    assert!(page(&output, &format!("en/{PAGE}/editions/1/index.html")).contains("notice-only_in"));
    // What it attached is what it attached.
    let file = format!("{PAGE}/editions/1/list.csv");
    assert_eq!(page(&output, &file), "日期\n2025-09-24\n");
    assert!(old.contains("editions/1/list.csv\""), "{old}");
    assert!(page(&output, "communities/jiangning/2025-1/list.csv").contains("2025-12-03"));
}

#[test]
fn no_list_knows_of_earlier_editions() {
    let output = amended().build(&[]);
    let pages = ["", "zh-hans/", "en/"].map(|prefix| format!("{prefix}{PAGE}/editions/1/"));
    let listed: Vec<String> = holding(&output, "plan/editions/1/");
    let own = |path: &str| path.starts_with("archive/") || path.contains("/archive/") || path.contains("2025-1/plan/");
    let wrong: Vec<&String> = listed.iter().filter(|path| !own(path)).collect();
    assert_eq!(wrong, Vec::<&String>::new());
    let old = holding(&output, "本學期安排三次研討");
    assert_eq!(old, [format!("{}index.html", pages[0])]);
    assert!(page(&output, "sitemap.xml").contains("/archive/") && !page(&output, "sitemap.xml").contains("/editions/"));
}

#[test]
fn what_is_sealed_is_listed_by_year_with_its_digest() {
    let site = amended();
    let output = site.build(&[]);
    let digest = |file: &str| {
        let text = site.read(file);
        let line = text.lines().find_map(|line| line.trim().strip_prefix("digest: ")).unwrap().to_owned();
        assert!(line.starts_with("sha256:") && line.len() == 71, "{line}");
        line
    };
    let (old, new) = (digest(&format!("{COPY}/plan.zh.md")), digest(&format!("{JIANGNING}/2025-1/plan.zh.md")));
    for prefix in ["", "zh-hans/", "en/"] {
        let list = page(&output, &format!("{prefix}archive/index.html"));
        let at = |text: &str| list.find(text).unwrap_or_else(|| panic!("{prefix}: {text}"));
        assert!(at("id=\"y2025\"") < at(&new) && at(&new) < at(&old), "{prefix}");
        assert!(list.contains("seal *") && list.contains("id=\"_verify\""), "{prefix}");
        assert!(page(&output, &format!("{prefix}index.html")).contains("archive/\">"), "{prefix}: a way there from every page");
        let document = page(&output, &format!("{prefix}{PAGE}/index.html"));
        assert!(document.contains(&new) && document.contains("archive/#_verify"), "{prefix}");
        assert!(document.contains("cd content/editions/jiangning/2025-1/plan/2\nseal *"), "{prefix}");
        assert!(page(&output, &format!("{prefix}{PAGE}/editions/1/index.html")).contains(&old), "{prefix}");
    }
    // Whoever does what the page says gets what it says.
    let list = page(&output, "archive/index.html");
    let (_, recipe) = list.split_once("canonical() {").expect("the recipe");
    let (recipe, _) = recipe.split_once("</code>").unwrap();
    let recipe = format!("canonical() {{{recipe}").replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"");
    let recipe = recipe.replace("&#39;", "'").replace("&#x27;", "'").replace("&amp;", "&").replace("&#x2F;", "/");
    for (edition, digest) in [(1, &old), (2, &new)] {
        let folder = site.path(&format!("content/editions/jiangning/2025-1/plan/{edition}"));
        let run = Command::new("bash").arg("-c").arg(format!("{recipe}\nseal *")).current_dir(folder).output().unwrap();
        let printed = String::from_utf8(run.stdout).unwrap();
        assert_eq!(format!("sha256:{}", printed.split_whitespace().next().unwrap_or("")), **digest);
    }
}

#[test]
fn a_site_without_seals_has_no_list_of_them() {
    let site = Site::new(small());
    site.write(&format!("{JIANGNING}/2025-1/plan.zh.md"), plan("三", "list.csv"));
    site.write(&format!("{JIANGNING}/2025-1/list.csv"), "日期\n");
    let output = site.build(&[]);
    assert!(holding(&output, "archive/").is_empty() && !output.keys().any(|path| path.contains("archive/index")));
}

#[test]
fn while_the_next_edition_is_written_the_public_reads_what_it_read() {
    let site = amended();
    let before = site.build(&[]);
    site.run(&["amend", PLAN, "--note", "改為五次", "--on", "2025-11-01"]).succeeds();
    site.edit(&format!("{JIANGNING}/2025-1/plan.zh.md"), "四次研討", "五次研討");
    let after = site.build(&[]);
    assert!(before == after, "{:?}", before.keys().filter(|path| before.get(*path) != after.get(*path)).collect::<Vec<_>>());
    // Its writers can read both that were sealed.
    let drafts = site.build(&["--drafts"]);
    for edition in [1, 2] {
        let path = format!("{PAGE}/editions/{edition}/index.html");
        assert!(page(&drafts, &path).contains(["三次研討", "四次研討"][edition - 1]), "{edition}");
    }
    assert!(page(&drafts, &format!("{PAGE}/index.html")).contains("五次研討"));
}

#[test]
fn withdrawn_nothing_of_any_edition_is_left() {
    let site = amended();
    site.run(&["withdraw", PLAN, "--on", "2025-12-01", "--reason", "有誤"]).succeeds();
    let output = site.build(&[]);
    assert_eq!(output.keys().filter(|path| path.contains("editions")).count(), 0);
    assert!(holding(&output, "次研討，").is_empty());
    assert!(page(&output, &format!("{PAGE}/index.html")).contains("有誤"));
}

#[test]
fn a_copy_that_was_changed_stops_the_build_and_one_that_is_gone_is_told_of() {
    let site = amended();
    for (file, from, to) in [("plan.zh.md", "三次", "六次"), ("list.csv", "09-24", "09-25")] {
        let path = format!("{COPY}/{file}");
        site.edit(&path, from, to);
        let checked = site.check();
        assert_eq!(checked.of("error"), [format!("{JIANGNING}/2025-1/plan.zh.md:9:1 broken-edition")], "{file}");
        site.run(&["build"]).ends(1);
        site.edit(&path, to, from);
    }
    site.build(&[]);
    std::fs::remove_dir_all(site.path(COPY)).unwrap();
    assert_eq!(site.check().of("warning"), [format!("{JIANGNING}/2025-1/plan.zh.md:9:1 missing-edition")]);
    let output = site.build(&[]);
    assert!(!output.keys().any(|path| path.contains("editions/1")));
    assert!(!page(&output, &format!("{PAGE}/index.html")).contains("editions/1/"));
    // What else lies there is no copy.
    site.write("content/editions/notes.md", "x");
    site.write("content/editions/jiangning/2025-1/plan/draft/plan.zh.md", "x");
    let warnings = site.check().of("warning");
    assert_eq!(warnings.iter().filter(|warning| warning.ends_with("misplaced-file")).count(), 2, "{warnings:?}");
}

#[test]
fn personal_data_of_an_earlier_edition_does_not_get_out() {
    let site = amended();
    // It was sealed before anyone knew better: the copy is as it was sealed.
    let path = format!("{COPY}/plan.zh.md");
    site.edit(&path, "三次研討", "三次研討（電話13912345678）");
    let digest = site.run(&["diff", PLAN, "--edition", "1"]);
    assert_ne!(digest.status, 0, "its digest is wrong now");
    let recipe = std::fs::read_to_string("src/catalogue/digest/recipe.sh").unwrap();
    let run = Command::new("bash").arg("-c").arg(format!("{recipe}\nseal *")).current_dir(site.path(COPY)).output().unwrap();
    let right = String::from_utf8(run.stdout).unwrap().split_whitespace().next().unwrap().to_owned();
    let text = site.read(&path);
    let wrong = text.lines().find_map(|line| line.trim().strip_prefix("digest: sha256:")).unwrap().to_owned();
    site.edit(&path, &wrong, &right);
    let run = site.run(&["build"]).ends(1);
    assert!(run.stderr.contains("personal-mobile") && !run.stderr.contains("13912345678"), "{}", run.stderr);
    assert!(!site.path("public").exists());
}
