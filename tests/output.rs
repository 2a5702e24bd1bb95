//! What a build leaves in its folder: the same bytes for the same input, nothing touched without need, nothing of
//! others harmed, links that work under any address.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that can't go on fails")]

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::time::{Duration, SystemTime};
use support::html::{Page, follow};
use support::{JIANGNING, NOW, Site, Tree, none, run_in, sample_files, small, times, tree};

/// A small site with a published plan in both languages and an attachment.
fn published() -> BTreeMap<String, String> {
    let mut files = small();
    let plan = "---\ntitle: 秋季方案\nstatus: approved\napproval: {by: 教科室, on: 2025-09-01}\nattachments: [{file: list.csv}]\n---\n\n## 目標\n\n正文\n";
    files.insert(format!("{JIANGNING}/2025-1/plan.zh.md"), plan.to_owned());
    files.insert(format!("{JIANGNING}/2025-1/plan.en.md"), "---\ntitle: Autumn plan\n---\n\nText\n".to_owned());
    files.insert(format!("{JIANGNING}/2025-1/list.csv"), "甲,乙\n".to_owned());
    files
}

/// Sets all files below a folder to a time long ago, so that any write shows.
fn age(folder: &Path) {
    let long_ago = SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000_000);
    for path in support::files(folder).values() {
        fs::File::options().write(true).open(path).unwrap().set_modified(long_ago).unwrap();
    }
}

/// Files whose time stamp a build moved.
fn touched(before: &BTreeMap<String, SystemTime>, folder: &Path) -> BTreeSet<String> {
    let after = times(folder);
    after.into_iter().filter(|(path, time)| before.get(path) != Some(time)).map(|(path, _)| path).collect()
}

#[test]
fn a_second_build_touches_nothing() {
    let site = Site::sample();
    let first = site.build(&[]);
    let public = site.path("public");
    age(&public);
    let before = times(&public);
    let run = site.run(&["build"]).succeeds();
    none("files touched", touched(&before, &public).into_iter().collect());
    assert_eq!(site.output(), first);
    assert!(run.stderr.contains("0 files new, 0 changed,") && run.stderr.contains("0 removed"), "{}", run.stderr);
}

#[test]
fn an_edit_touches_only_what_shows_it() {
    let site = Site::new(published());
    site.build(&[]);
    let public = site.path("public");
    age(&public);
    let before = times(&public);
    site.edit(&format!("{JIANGNING}/2025-1/plan.zh.md"), "正文", "改過的正文");
    site.build(&[]);
    let touched = touched(&before, &public);
    let page = "communities/jiangning/2025-1/plan/index.html";
    assert!(touched.contains(page) && touched.contains(&format!("zh-hans/{page}")), "{touched:?}");
    let elsewhere = [
        "years/index.html",
        "members/index.html",
        "assets/style.css",
        "communities/jiangning/2025-1/list.csv",
        "404.html",
        "robots.txt",
    ];
    none(
        "touched for nothing",
        elsewhere.iter().filter(|path| touched.contains(**path)).map(|path| (*path).to_owned()).collect(),
    );
}

#[test]
fn stale_files_go_and_foreign_files_stay() {
    let site = Site::new(published());
    site.build(&[]);
    let foreign = ["CNAME", ".well-known/security.txt", "communities/jiangning/2025-1/plan/note.txt", "old/deep/page.html"];
    for path in foreign {
        site.write(&format!("public/{path}"), "not ours");
    }
    let had: BTreeSet<String> = site.output().into_keys().collect();
    for file in ["plan.zh.md", "plan.en.md", "list.csv"] {
        site.remove(&format!("{JIANGNING}/2025-1/{file}"));
    }
    let run = site.run(&["build"]).succeeds();
    let left = site.output();
    let fresh = Site::new(small()).build(&[]);
    let expected: BTreeSet<String> = fresh.keys().cloned().chain(foreign.map(str::to_owned)).collect();
    assert_eq!(left.keys().cloned().collect::<BTreeSet<_>>(), expected);
    assert!(had.contains("communities/jiangning/2025-1/list.csv"));
    for path in foreign {
        assert_eq!(left[path], b"not ours");
    }
    assert!(run.stderr.contains("not of this program"), "{}", run.stderr);
    // An empty folder that nothing owns any more is gone too.
    assert!(!site.path("public/terms/2025-1").exists());
}

#[test]
fn what_an_earlier_build_wrote_is_gone_with_clean_too() {
    let site = Site::new(published());
    let first = site.build(&[]);
    site.write("public/CNAME", "not ours");
    let mut second = site.build(&["--clean"]);
    assert_eq!(second.remove("CNAME").unwrap(), b"not ours");
    assert_eq!(second, first);
}

#[test]
fn clean_writes_every_file_anew_and_none_of_others() {
    let site = Site::new(published());
    let first = site.build(&[]);
    site.write("public/CNAME", "not ours");
    let public = site.path("public");
    age(&public);
    let before = times(&public);
    let run = site.run(&["build", "--clean"]).succeeds();
    // The list of our own files is the same and no page of the site.
    let ours: BTreeSet<String> = first.keys().filter(|path| *path != ".fangan-manifest").cloned().collect();
    assert_eq!(touched(&before, &public), ours);
    assert!(run.stderr.contains("CNAME is not of this program"), "{}", run.stderr);
    let mut second = site.output();
    second.remove("CNAME");
    assert!(second == first);
    // A build that fails leaves everything, anew or not.
    let before = times(&public);
    site.edit(&format!("{JIANGNING}/2025-1/plan.zh.md"), "title:", "titel:");
    site.run(&["build", "--clean"]).ends(1);
    assert_eq!(touched(&before, &public), BTreeSet::new());
}

#[test]
fn a_foreign_file_in_the_way_is_not_overwritten() {
    let site = Site::new(published());
    site.write("public/index.html", "somebody's page");
    let run = site.run(&["build"]).ends(3);
    assert!(run.stderr.contains("index.html"), "{}", run.stderr);
    assert_eq!(site.output(), Tree::from([("index.html".to_owned(), b"somebody's page".to_vec())]));
}

#[test]
fn a_failed_build_leaves_everything_and_the_next_one_goes_on() {
    let site = Site::new(published());
    let first = site.build(&[]);
    let public = site.path("public");
    age(&public);
    let before = times(&public);
    let plan = format!("{JIANGNING}/2025-1/plan.zh.md");
    let good = site.read(&plan);
    for wrong in [good.replace("title:", "titel:"), good.replace("正文", "[x](nowhere.zh.md)"), "no front matter".to_owned()] {
        site.write(&plan, wrong);
        let run = site.run(&["build"]).ends(1);
        assert!(run.stderr.contains("Nothing was written"), "{}", run.stderr);
        none("touched", touched(&before, &public).into_iter().collect());
        assert_eq!(site.output(), first);
    }
    site.write(&plan, good);
    assert_eq!(site.build(&[]), first);
}

/// A template that fails on one page only: found out while others were rendered already.
#[test]
fn a_template_that_fails_late_leaves_everything_too() {
    let site = Site::new(published());
    let first = site.build(&[]);
    age(&site.path("public"));
    let before = times(&site.path("public"));
    site.edit("fangan.toml", "\"bureau\"", "\"town\"");
    site.write("themes/town/templates/member.html", "{{ view.nothing.at.all }}");
    let run = site.run(&["build"]).ends(1);
    assert!(run.stderr.contains("themes/town/templates/member.html:1:"), "{}", run.stderr);
    assert_eq!(site.output(), first);
    none("touched", touched(&before, &site.path("public")).into_iter().collect());
    let left = fs::read_dir(site.root()).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap());
    none("left over", left.filter(|name| !["content", "fangan.toml", "public", "themes"].contains(&name.as_str())).collect());
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    let files = sample_files();
    let forwards = Site::new(&files);
    let backwards = Site::new(files.iter().rev());
    let one = forwards.run_with(&["build"], &[("RAYON_NUM_THREADS", "1")]).succeeds();
    let two = backwards
        .run_with(&["build"], &[("RAYON_NUM_THREADS", "2"), ("TZ", "America/New_York"), ("LC_ALL", "zh_CN.UTF-8")])
        .succeeds();
    let (first, second) = (forwards.output(), backwards.output());
    assert_eq!(first.keys().collect::<Vec<_>>(), second.keys().collect::<Vec<_>>());
    none(
        "files that differ",
        first.iter().filter(|(path, bytes)| second[*path] != **bytes).map(|(path, _)| path.clone()).collect(),
    );
    assert!(one.stderr.contains("pages of") && two.stderr.contains("pages of"));
    // Nothing knows where it was built.
    for (site, output) in [(&forwards, &first), (&backwards, &second)] {
        let folder = site.root().to_str().unwrap();
        none(
            "files that name their folder",
            output
                .iter()
                .filter(|(_, bytes)| String::from_utf8_lossy(bytes).contains(folder))
                .map(|(path, _)| path.clone())
                .collect(),
        );
    }
}

#[test]
fn the_theme_on_disk_and_the_one_in_the_program_give_the_same_bytes() {
    let site = Site::new(published());
    let built_in = site.build(&[]);
    let theme = Path::new(env!("CARGO_MANIFEST_DIR")).join("themes/bureau");
    for (path, bytes) in tree(&theme) {
        site.write(&format!("themes/bureau/{path}"), bytes);
    }
    assert!(site.build(&[]) == built_in, "the program was built with another theme than the one that is there");
}

#[test]
fn a_theme_may_replace_one_file() {
    let site = Site::new(published());
    site.edit("fangan.toml", "\"bureau\"", "\"town\"");
    site.write("themes/town/assets/style.css", "body { color: #123 }");
    site.write(
        "themes/town/templates/not-found.html",
        "<!DOCTYPE html><html lang=\"zh\"><title>town</title><h1>town</h1></html>",
    );
    site.write("themes/town/strings/en.toml", "[nav]\nhome = \"Front door\"\n");
    site.write("themes/town/strings/zh.toml", "[nav]\nhome = \"大門\"\n");
    let output = site.build(&[]);
    assert_eq!(output["assets/style.css"], b"body { color: #123 }");
    assert!(String::from_utf8_lossy(&output["en/index.html"]).contains("Front door"));
    assert!(String::from_utf8_lossy(&output["zh-hans/index.html"]).contains("大门"));
    assert!(output.contains_key("assets/theme.js"));
}

/// Every link of every page, feed and catalogue leads to a file, whatever the site's address.
#[test]
fn links_work_under_any_address() {
    for base in ["https://host.example/a/b/", "https://host.example/a/b", "http://localhost:8080/"] {
        let site = Site::sample();
        let output = site.build(&["--base-url", base]);
        let base = format!("{}/", base.trim_end_matches('/'));
        let (mut links, mut broken) = (0, BTreeSet::new());
        for (path, bytes) in &output {
            let text = String::from_utf8_lossy(bytes);
            if text.contains("records.example/") {
                broken.insert(format!("{path} has the configured address"));
            }
            let mut look = |to: &str| {
                links += 1;
                if let Some((file, _)) = follow(path, to, &base)
                    && !output.contains_key(&file)
                {
                    broken.insert(format!("{path}: {to} ({file} is not there)"));
                }
            };
            if path.ends_with(".html") {
                let page = Page::read(&text);
                page.tags.iter().flat_map(|tag| [tag.get("href"), tag.get("src")]).flatten().for_each(look);
            } else if [".xml", ".json", ".csv", ".txt"].iter().any(|end| path.ends_with(end)) {
                // Addresses of the site itself, up to what ends an address in any of these forms.
                for (at, _) in text.match_indices(base.as_str()) {
                    let rest = &text[at..];
                    look(&support::html::decode(&rest[..rest.find(['"', '<', '\n', '\r', ',', ' ']).unwrap_or(rest.len())]));
                }
            }
        }
        assert!(links > 10_000, "{links}");
        none(&base, broken.into_iter().collect());
    }
}

#[test]
fn the_output_must_not_be_the_site_itself() {
    let site = Site::new(published());
    let before = tree(site.root());
    for output in [".", "content", "content/communities", "themes", ".."] {
        site.run(&["build", "--output", output]).ends(3);
        assert_eq!(tree(site.root()), before, "{output}");
    }
}

#[test]
fn the_output_may_be_anywhere_else() {
    let site = Site::new(published());
    let elsewhere = Site::new([("keep.txt", "")]);
    let folder = elsewhere.path("deep/down");
    run_in(&site.path("content"), &["build", "--output", folder.to_str().unwrap()], &[]).succeeds();
    assert!(folder.join("index.html").is_file() && !site.path("public").exists());
    run_in(elsewhere.root(), &["build", "--site", site.root().to_str().unwrap(), "-o", "here"], &[]).succeeds();
    assert_eq!(tree(&elsewhere.path("here")), tree(&folder));
}

/// "Now" is input: the same day gives the same bytes wherever it comes from, and another day another home page.
#[test]
fn the_day_is_input() {
    let site = Site::new(published());
    let from_epoch = site.build(&[]);
    let asked = site.build(&["--as-of", "2026-11-24"]);
    assert!(from_epoch == asked, "{NOW} is 24 November 2026 in Shanghai");
    let earlier = site.build(&["--as-of", "2025-10-01"]);
    assert_ne!(from_epoch["index.html"], earlier["index.html"]);
    site.run(&["build", "--as-of", "tomorrow"]).ends(2);
    site.run_with(&["build"], &[("SOURCE_DATE_EPOCH", "soon")]).ends(2);
}

#[test]
fn wrong_usage_ends_with_2() {
    let site = Site::new(published());
    for args in
        [&["bild"][..], &["build", "--no-such-flag"], &["build", "--base-url", "host.example"], &["explain", "no-such-code"]]
    {
        site.run(args).ends(2);
    }
    assert!(!site.path("public").exists());
}

/// What can't be written is the environment's fault, and is told without a panic.
#[cfg(unix)]
#[test]
fn an_output_that_can_not_be_written_ends_with_3() {
    let site = Site::new(published());
    site.write("file", "");
    for output in ["file", "file/below", "/proc/fangan"] {
        let run = site.run(&["build", "--output", output]).ends(3);
        assert!(run.stderr.starts_with("error: "), "{}", run.stderr);
    }
}

#[test]
fn two_builds_at_once_do_not_harm_each_other() {
    let site = Site::new(published());
    let expected = site.build(&[]);
    for _ in 0..3 {
        std::thread::scope(|scope| {
            let runs: Vec<_> = (0..3).map(|_| scope.spawn(|| site.run(&["build"]))).collect();
            let ends: Vec<i32> = runs.into_iter().map(|run| run.join().unwrap().status).collect();
            assert!(ends.contains(&0) && ends.iter().all(|end| [0, 3].contains(end)), "{ends:?}");
        });
        assert_eq!(site.output(), expected);
    }
}
