//! Approval as a seal: every way from one state to another, every refusal, and that no change goes unnoticed.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that can't go on fails")]

mod support;

use fangan::data;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Command;
use support::{JIANGNING, Site, Tree, none, small, tree};

/// The plan of most tests.
const PLAN: &str = "jiangning/2025-1/plan";
const BY: [&str; 4] = ["--by", "江寧區教科室", "--on", "2025-09-10"];

/// Every fact that a document may tell, in front matter as people write it.
const FACTS: &str = "\
# 本學期方案
title: 方案
subtitle: 觀察與記錄
summary: 三次活動
keywords: [遊戲, 觀察]

status: draft   # 待批
issued: 2025-09-01
published: 2025-09-08
issuers: [江寧區教科室]
number: 江教〔2025〕3號
index-number: JN-2025-0301
validity: in-force
basis:
  - {title: 指南, number: 教基〔2012〕4號, url: \"https://example.org/guide\"}
themes:
- 自主遊戲
activities:
  - id: opening
    type: seminar
    title: 第一次研討
    when: 2025-09-24
    host: moling
    venue: 秣陵
    audience: 園長
    agenda: [觀摩, 研討]
    state: planned
    attendance: 28
    outcome: 記錄一份
    every: year
targets:
  - {id: rate, label: 參加率, at-least: 90, unit: \"%\", by: 2026-01}
results:
  - {target: rate, value: 93, on: 2026-01, note: 全部到齊}
phases:
  - {label: 準備, when: 2025-09, tasks: [分工]}
attachments:
  - {file: timetable.csv, title: 日程表}
changes:
  - {on: 2025-09-08, note: 改正錯字, minor: true}
aliases: [/old/plan/]
retention: permanent
example: true
";

const BODY: &str = "\n## 一、目標\n\n先看見，再支持。\n\n![示意圖](map.svg)\n\n## 二、安排\n\n- 九月\n- 十一月\n";

fn text(facts: &str, body: &str) -> String {
    format!("---\n{facts}---\n{body}")
}

/// A site with one draft in two languages, with an attachment and a picture.
fn site() -> Site {
    let site = Site::new(small());
    site.write(&plan("zh.md"), text(FACTS, BODY));
    site.write(&plan("en.md"), "---\ntitle: Plan\nsummary: Three activities\n---\n\n## Aims\n\nSee first.\n");
    site.write(&beside("timetable.csv"), "日期,活動\n2025-09-24,研討\n");
    site.write(&beside("map.svg"), "<svg xmlns=\"http://www.w3.org/2000/svg\"><title>map</title></svg>");
    site
}

fn beside(name: &str) -> String {
    format!("{JIANGNING}/2025-1/{name}")
}

fn plan(ending: &str) -> String {
    beside(&format!("plan.{ending}"))
}

/// The site with its plan approved.
fn sealed() -> Site {
    let site = site();
    approve(&site, PLAN);
    site
}

fn approve(site: &Site, document: &str) {
    let mut args = vec!["approve", document];
    args.extend(BY);
    site.run(&args).succeeds();
}

/// A further document of one language.
fn add(site: &Site, name: &str, facts: &str, body: &str) -> String {
    site.write(&beside(&format!("{name}.zh.md")), text(&format!("title: {name}\n{facts}"), body));
    format!("jiangning/2025-1/{name}")
}

/// Everything but what was built.
fn all_files(site: &Site) -> Tree {
    let mut files = tree(site.root());
    files.retain(|path, _| !path.starts_with("public/"));
    files
}

fn digest(site: &Site, file: &str) -> String {
    let text = site.read(file);
    let at = text.find("digest: ").expect("a digest") + "digest: ".len();
    text[at..].chars().take_while(|c| c.is_ascii_alphanumeric() || *c == ':').collect()
}

/// What a site has to say against itself.
fn complaints(site: &Site) -> Vec<String> {
    let checked = site.check();
    checked.of("error").into_iter().chain(checked.of("warning")).collect()
}

#[test]
fn approving_writes_its_keys_and_nothing_else_and_keeps_a_copy() {
    let site = site();
    let before = all_files(&site);
    let run = site.run(&[&["approve", PLAN, "--number", "江教批〔2025〕1號"], &BY[..]].concat()).succeeds();
    assert!(run.stdout.contains("content/communities/jiangning/2025-1/plan.zh.md"), "{}", run.stdout);
    assert!(run.stderr.contains("Approved and sealed: jiangning/2025-1/plan, edition 1, sha256:"), "{}", run.stderr);
    let digest = digest(&site, &plan("zh.md"));
    let expected = text(FACTS, BODY).replace("status: draft   # 待批\n", "status: approved   # 待批\n").replace(
        "changes:\n",
        &format!(
            "approval:\n  by: 江寧區教科室\n  on: 2025-09-10\n  number: \"江教批〔2025〕1號\"\n  digest: {digest}\nchanges:\n"
        ),
    );
    assert_eq!(site.read(&plan("zh.md")), expected);
    let (copies, mut after): (Tree, Tree) =
        all_files(&site).into_iter().partition(|(path, _)| path.starts_with("content/editions/"));
    after.insert(plan("zh.md"), before[&plan("zh.md")].clone());
    assert_eq!(after, before);
    let names: BTreeSet<&str> =
        copies.keys().map(|path| path.strip_prefix("content/editions/jiangning/2025-1/plan/1/").unwrap()).collect();
    assert_eq!(names, BTreeSet::from(["map.svg", "plan.en.md", "plan.zh.md", "timetable.csv"]));
    for (path, bytes) in &copies {
        assert_eq!(*bytes, std::fs::read(site.path(&beside(path.rsplit('/').next().unwrap()))).unwrap(), "{path}");
    }
    none("findings", complaints(&site));
}

#[test]
fn the_page_and_the_catalogue_tell_edition_and_digest() {
    let site = sealed();
    let digest = digest(&site, &plan("zh.md"));
    let output = site.build(&[]);
    let file = |path: &str| String::from_utf8(output[path].clone()).unwrap();
    for (path, words) in [
        ("communities/jiangning/2025-1/plan/index.html", ["第1版", "seal *"]),
        ("en/communities/jiangning/2025-1/plan/index.html", ["Edition 1 was sealed", "fangan diff jiangning/2025-1/plan"]),
    ] {
        let page = file(path);
        assert!(words.iter().all(|word| page.contains(word)) && page.contains(&digest), "{path}");
    }
    let json: serde_json::Value = serde_json::from_str(&file("catalogue.json")).unwrap();
    assert_eq!(json["documents"][0]["approval"]["edition"], 1);
    assert_eq!(json["documents"][0]["approval"]["digest"], digest.as_str());
    let csv = file("en/catalogue.csv");
    assert!(csv.contains("Edition,Digest") && csv.contains(&format!(",1,{digest},")), "{csv}");
}

/// Facts, texts, files: whatever changes is found, with its place, and stops the build.
#[test]
fn every_change_after_the_approval_is_found_where_it_was_made() {
    let site = sealed();
    let sound = all_files(&site);
    let mut wrong = Vec::new();
    let mut tried = 0;
    let mut expect = |what: &str, place: Option<(&str, usize)>| {
        tried += 1;
        let checked = site.check();
        let of_seal: Vec<_> = checked.findings.iter().filter(|f| f["code"] == "changed-after-approval").collect();
        let [finding] = of_seal.as_slice() else {
            wrong.push(format!("{what}: {:?}", checked.of("error")));
            return;
        };
        let labels = finding["labels"].as_array().unwrap();
        let told = place.is_none_or(|(file, line)| labels.iter().any(|l| l["file"] == *file && l["line"] == line));
        if !told || checked.run.status != 1 {
            wrong.push(format!("{what}: {labels:?}, exit status {}", checked.run.status));
        }
    };
    let zh = site.read(&plan("zh.md"));
    let state: BTreeSet<usize> = {
        let start = zh.lines().position(|line| line == "approval:").unwrap();
        let status = zh.lines().position(|line| line.starts_with("status:")).unwrap();
        (start..start + 4).chain([status]).collect()
    };
    // Each line that is not the state's, changed in its last letter.
    for (n, line) in zh.lines().enumerate() {
        let Some(at) = line.rfind(|c: char| c.is_alphanumeric()) else { continue };
        if state.contains(&n) || line.starts_with("---") {
            continue;
        }
        let changed = format!("{}x{}", &line[..at], &line[at..]);
        site.write(&plan("zh.md"), zh.replacen(&format!("\n{line}\n"), &format!("\n{changed}\n"), 1));
        // What can't be read any more is another finding.
        let unread = site.check().findings.iter().all(|f| f["code"] != "changed-after-approval");
        let broken = unread && !site.check().of("error").is_empty();
        if !broken {
            expect(&changed, Some((&plan("zh.md"), n + 1)));
        }
    }
    let restore = || sound.iter().for_each(|(path, bytes)| site.write(path, bytes));
    restore();
    for (path, from, to, line) in [
        (plan("en.md"), "title: Plan", "title: Plans", 2),
        (plan("en.md"), "See first.", "See last.", 8),
        (plan("zh.md"), "- 九月\n", "", 59),
        (plan("zh.md"), "先看見，再支持。\n", "先看見，再支持。\n\n再記錄。\n", 55),
        (plan("zh.md"), "retention: permanent\n", "retention: permanent\nslug: plan-b\n", 48),
        (plan("zh.md"), "# 本學期方案\n", "# 方案\n", 2),
    ] {
        site.edit(&path, from, to);
        expect(to, Some((&path, line)));
        restore();
    }
    for (path, content) in [("timetable.csv", "日期\n"), ("map.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>")] {
        site.write(&beside(path), content);
        expect(path, None);
        restore();
    }
    site.remove(&plan("en.md"));
    expect("a translation that was taken out", None);
    restore();
    assert!(tried >= 45, "{tried}");
    none("changes", wrong);
    // And undone, all is well.
    none("findings", complaints(&site));
}

#[test]
fn a_change_stops_the_build_and_is_told_in_words() {
    let site = sealed();
    site.edit(&plan("zh.md"), "when: 2025-09-24", "when: 2025-10-08");
    site.write(&beside("timetable.csv"), "日期\n");
    let run = site.run(&["build"]).ends(1);
    for word in [
        "`activities`: this was “when: 2025-09-24”",
        "the file `timetable.csv` was replaced",
        "fangan amend jiangning/2025-1/plan",
    ] {
        assert!(run.stderr.contains(word), "{word}: {}", run.stderr);
    }
    assert!(!site.path("public").exists());
    let chinese = site.run(&["check", "--lang", "zh"]).ends(1).stderr;
    assert!(chinese.contains("activities：原為「when: 2025-09-24」"), "{chinese}");
    // Without the copy it is still found.
    std::fs::remove_dir_all(site.path("content/editions")).unwrap();
    let run = site.run(&["build"]).ends(1);
    assert!(run.stderr.contains("there is no copy of it in content/editions/jiangning/2025-1/plan/1"), "{}", run.stderr);
}

#[test]
fn line_ends_and_marks_are_no_change() {
    let site = sealed();
    let text = site.read(&plan("zh.md"));
    site.write(&plan("zh.md"), format!("\u{feff}{}", text.replace('\n', "\r\n")));
    none("findings", complaints(&site));
}

/// Front matter in the forms that people write, with every line end and mark: what is not a key's own stays, byte by
/// byte, and without the keys the text is what it was.
#[test]
fn any_layout_is_kept_and_can_be_undone() {
    let fronts = [
        "title: 方案\n",
        "title: 方案\n\n# 狀態\nstatus: draft # 待批\n\n# 其他\nkeywords: [a]\n",
        "title: 方案\nstatus: submitted\nkeywords:\n- a\n- b\n# 尾\n",
        "title: |\n  方案\nsummary: >-\n  一\n\n  二\nretention: 10\n",
        "\"title\": '方案'\nissued: 2025-09-01\n\n\n",
        "title: 方案\nchanges: [{on: 2025-09-01, note: 改}]\nexample: true",
    ];
    for front in fronts {
        for (mark, end) in [("", "\n"), ("\u{feff}", "\n"), ("", "\r\n"), ("\u{feff}", "\r\n")] {
            let before =
                format!("{mark}---\n{}\n---\n\n正文\n\n---\nstatus: draft\n", front.trim_end_matches('x')).replace('\n', end);
            let site = Site::new(small());
            site.write(&plan("zh.md"), &before);
            approve(&site, PLAN);
            none(front, site.check().of("error"));
            let after = site.read(&plan("zh.md"));
            let lines: BTreeSet<&str> = after.split_inclusive('\n').collect();
            let lost = before.split_inclusive('\n').filter(|line| !lines.contains(line) && !line.starts_with("status:"));
            none(front, lost.map(str::to_owned).collect());
            let undone = data::remove(&after, "approval").unwrap();
            let undone = match before.contains("status: draft #") || before.contains("status: submitted") {
                true => {
                    let old = if before.contains("submitted") { "submitted" } else { "draft" };
                    data::set(&undone, "status", &data::Yaml::text(old), &[]).unwrap()
                }
                false => data::remove(&undone, "status").unwrap(),
            };
            assert_eq!(undone, before, "{front}");
        }
    }
}

#[test]
fn what_makes_no_sense_is_refused_and_nothing_is_written() {
    /// What is there, a command, and what it says.
    type Case<'a> = (&'a dyn Fn() -> Site, &'a [&'a str], i32, &'a str);
    let draft: &dyn Fn() -> Site = &site;
    let approved: &dyn Fn() -> Site = &sealed;
    let amended = || {
        let site = sealed();
        site.run(&["amend", PLAN]).succeeds();
        site
    };
    let withdrawn = || {
        let site = sealed();
        site.run(&["withdraw", PLAN, "--on", "2025-10-01", "--reason", "改期"]).succeeds();
        site
    };
    let two = || {
        let site = sealed();
        let other = add(&site, "plan-b", "", "乙\n");
        approve(&site, &other);
        site
    };
    let superseded = || {
        let site = two();
        site.run(&["amend", "jiangning/2025-1/plan-b", "--note", "替代"]).succeeds();
        site.run(&["supersede", PLAN, "--by", "jiangning/2025-1/plan-b"]).succeeds();
        site.run(&[&["approve", "jiangning/2025-1/plan-b"], &["--by", "室", "--on", "2026-11-24"][..]].concat()).succeeds();
        site
    };
    let unsealed = || {
        let site = Site::new(small());
        add(&site, "plan", "status: approved\napproval: {by: 室, on: 2025-09-10}\n", "甲\n");
        site
    };
    let changed = || {
        let site = sealed();
        site.edit(&plan("zh.md"), "- 九月", "- 十月");
        site
    };
    let changed_without_copy = || {
        let site = changed();
        std::fs::remove_dir_all(site.path("content/editions")).unwrap();
        site
    };
    let altered_copy = || {
        let site = sealed();
        site.edit("content/editions/jiangning/2025-1/plan/1/plan.zh.md", "九月", "十月");
        site
    };
    let wrong_link = || {
        let site = site();
        site.edit(&plan("zh.md"), "先看見", "[先看見](none.zh.md)");
        site
    };
    let quoted = || {
        let site = site();
        site.edit(&plan("zh.md"), "status:", "\"status\":");
        site
    };
    let one_name = || {
        let site = site();
        site.write(&format!("{JIANGNING}/2025-2/timetable.csv"), "x");
        site.edit(&plan("zh.md"), "title: 日程表}", "title: 日程表}\n  - {file: ../2025-2/timetable.csv}");
        site
    };
    let other_edition = || {
        let site = site();
        site.write("content/editions/jiangning/2025-1/plan/1/plan.zh.md", "another text");
        site
    };
    let by = |on: &'static str| ["approve", PLAN, "--by", "室", "--on", on];
    let cases: &[Case<'_>] = &[
        (
            draft,
            &["approve", "jiangning/2025-1/plam", "--by", "室", "--on", "2025-09-10"],
            2,
            "did you mean `jiangning/2025-1/plan`?",
        ),
        (
            draft,
            &["approve", "content/communities/jiangning/2025-1/plam.zh.md", "--by", "室", "--on", "2025-09-10"],
            2,
            "did you mean `jiangning/2025-1/plan`?",
        ),
        (draft, &["approve", PLAN, "--on", "2025-09-10"], 2, "add --by TEXT"),
        (draft, &["approve", PLAN, "--by", "室"], 2, "add --on DATE"),
        (draft, &["approve", PLAN], 2, "who approved it, and on which day?"),
        (draft, &["approve"], 2, "still missing"),
        (draft, &["approve", PLAN, "--all-unsealed"], 2, "can't be used together with"),
        (draft, &by("2026-11-25"), 2, "2026-11-25 is in the future; today is 2026-11-24"),
        (draft, &by("2025-08-31"), 2, "2025-08-31 is before 2025-09-01, when jiangning/2025-1/plan was signed"),
        (draft, &by("2025-09"), 2, "`2025-09` is not one day"),
        (draft, &by("2025/9/10"), 2, "write --on 2025-09-10"),
        (draft, &by("soon"), 2, "`soon` is not a date"),
        (draft, &["approve", PLAN, "--by", " ", "--on", "2025-09-10"], 2, "--by is empty"),
        (
            draft,
            &["approve", PLAN, "--by", "室", "--by", "office", "--on", "2025-09-10"],
            2,
            "once for each language: --by zh=… --by en=…",
        ),
        (draft, &["approve", PLAN, "--by", "zh=室", "--by", "zh=局", "--on", "2025-09-10"], 2, "is given several times"),
        (&wrong_link, &by("2025-09-10"), 1, "broken-link"),
        (&quoted, &by("2025-09-10"), 1, "are not written as keys that begin their line"),
        (&one_name, &by("2025-09-10"), 2, "two of its files are called timetable.csv"),
        (&other_edition, &by("2025-09-10"), 2, "content/editions/jiangning/2025-1/plan/1 holds another text already"),
        (approved, &by("2025-09-10"), 2, "is approved already: edition 1, on 2025-09-10"),
        (approved, &["submit", PLAN], 2, "is approved; drafts only"),
        (&changed, &by("2025-10-10"), 2, "edition 2 needs a note that tells readers what changed"),
        (&amended, &by("2025-10-10"), 2, "edition 2 needs a note that tells readers what changed"),
        (&withdrawn, &by("2025-10-10"), 2, "is withdrawn and can't be approved again"),
        (&superseded, &by("2026-10-10"), 2, "is superseded and can't be approved again"),
        (draft, &["amend", PLAN, "--note", "x"], 2, "was never approved"),
        (&unsealed, &["amend", PLAN, "--note", "x"], 2, "seal it as it was approved: fangan approve jiangning/2025-1/plan"),
        (&amended, &["amend", PLAN], 2, "edition 2 of jiangning/2025-1/plan is being written already"),
        (&withdrawn, &["amend", PLAN, "--note", "x"], 2, "is withdrawn: it stays as it was"),
        (&superseded, &["amend", PLAN, "--note", "x"], 2, "is superseded: it stays as it was"),
        (&changed_without_copy, &["amend", PLAN, "--note", "x"], 2, "there is no copy of edition 1"),
        (
            &altered_copy,
            &["amend", PLAN, "--note", "x"],
            2,
            "the copy of edition 1 in content/editions/jiangning/2025-1/plan/1 was changed",
        ),
        (
            approved,
            &["amend", PLAN, "--note", "x", "--on", "2025-09-09"],
            2,
            "2025-09-09 is before 2025-09-10, when edition 1 was approved",
        ),
        (approved, &["amend", PLAN, "--note", "x", "--on", "2027-01-01"], 2, "in the future"),
        (
            draft,
            &["withdraw", PLAN, "--on", "2025-10-01", "--reason", "x"],
            2,
            "was never published: there is nothing to withdraw",
        ),
        (
            &amended,
            &["withdraw", PLAN, "--on", "2025-10-01", "--reason", "x"],
            2,
            "cp content/editions/jiangning/2025-1/plan/1/* content/communities/jiangning/2025-1/",
        ),
        (&withdrawn, &["withdraw", PLAN, "--on", "2025-10-01", "--reason", "x"], 2, "is withdrawn already, on 2025-10-01"),
        (
            approved,
            &["withdraw", PLAN, "--on", "2025-09-09", "--reason", "x"],
            2,
            "before 2025-09-10, when jiangning/2025-1/plan was approved",
        ),
        (approved, &["withdraw", PLAN, "--on", "2026-12-01", "--reason", "x"], 2, "in the future"),
        (approved, &["withdraw", PLAN, "--on", "2025-10-01"], 2, "--reason"),
        (&changed, &["withdraw", PLAN, "--on", "2025-10-01", "--reason", "x"], 1, "changed-after-approval"),
        (approved, &["supersede", PLAN, "--by", PLAN], 2, "can't replace itself"),
        (&two, &["supersede", PLAN, "--by", "jiangning/2025-1/plan-b"], 2, "is sealed and does not say that it replaces"),
        (&superseded, &["supersede", PLAN, "--by", "jiangning/2025-1/plan-b"], 2, "is superseded already"),
        (&superseded, &["supersede", "jiangning/2025-1/plan-b", "--by", PLAN], 2, "says that it replaced jiangning/2025-1/plan"),
        (draft, &["diff", PLAN], 2, "no edition of jiangning/2025-1/plan was sealed"),
        (approved, &["diff", PLAN, "--edition", "2"], 2, "has no edition 2"),
        (&altered_copy, &["diff", PLAN], 2, "was changed"),
    ];
    let mut wrong = Vec::new();
    for (there, args, status, says) in cases {
        let site = there();
        let before = all_files(&site);
        let run = site.run(args);
        if run.status != *status || !run.stderr.contains(says) || !run.stdout.is_empty() {
            wrong.push(format!("{args:?}: {} {}", run.status, run.stderr));
        }
        if all_files(&site) != before {
            wrong.push(format!("{args:?} wrote something"));
        }
    }
    none("refusals", wrong);
}

#[test]
fn the_public_reads_the_sealed_edition_until_the_next_is_approved() {
    let site = sealed();
    let other = add(
        &site,
        "summary",
        "answers: jiangning/2025-1/plan\nactivities:\n  - {type: seminar, plan: opening}\n",
        "見[方案](plan.zh.md#二安排)。\n",
    );
    approve(&site, &other);
    let first = site.build(&[]);

    let run = site.run(&["amend", PLAN, "--note", "zh=改期", "--note", "en=Moved", "--minor"]).succeeds();
    assert!(run.stderr.contains("Edition 2 of jiangning/2025-1/plan is a draft; the public reads edition 1"), "{}", run.stderr);
    let front = site.read(&plan("zh.md"));
    let noted =
        "  - {on: 2025-09-08, note: 改正錯字, minor: true}\n  - {on: 2026-11-24, note: {zh: 改期, en: Moved}, minor: true}\n";
    assert!(front.contains("\nstatus: draft   # 待批\n") && front.contains(noted), "{front}");
    // Text, heading, fact, attachment, translation: everything is written anew, a file comes and one goes.
    site.edit(&plan("zh.md"), "## 二、安排", "## 二、zqheading");
    site.edit(&plan("zh.md"), "title: 方案", "title: zqtitle");
    site.edit(&plan("zh.md"), "  - id: opening", "  - id: zqopening");
    site.edit(&plan("en.md"), "See first.", "zqbody");
    site.write(&beside("timetable.csv"), "zqcsv\n");
    site.write(&beside("zqnew.csv"), "zqnew\n");
    site.edit(&plan("zh.md"), "title: 日程表}", "title: 日程表}\n  - {file: zqnew.csv}");

    // Those who write see what the changes will break; the public sees nothing of them.
    let findings = complaints(&site);
    none(
        "findings",
        findings.iter().filter(|f| !f.ends_with(" broken-heading") && !f.ends_with(" unknown-activity")).cloned().collect(),
    );
    assert_eq!(findings.len(), 2);
    site.edit(&plan("zh.md"), "  - id: zqopening", "  - id: opening");
    site.edit(&plan("zh.md"), "## 二、zqheading", "## 二、安排\n\nzqtext");
    none("findings", complaints(&site));
    assert_eq!(differing(&site.build(&[]), &first), [""; 0]);

    let drafts = site.build(&["--drafts"]);
    let page = String::from_utf8_lossy(&drafts["communities/jiangning/2025-1/plan/index.html"]).into_owned();
    assert!(page.contains("zqtext") && page.contains("這是新的一版，尚未批准"), "{page}");
    assert_eq!(differing(&site.build(&[]), &first), [""; 0]);

    site.run(&["submit", PLAN]).succeeds();
    assert_eq!(differing(&site.build(&[]), &first), [""; 0]);

    site.run(&["approve", PLAN, "--by", "zh=教科室", "--by", "en=Research Office", "--on", "2026-11-24"]).succeeds();
    let front = site.read(&plan("zh.md"));
    assert!(front.contains("  by: {zh: 教科室, en: Research Office}\n  on: 2026-11-24\n"), "{front}");
    assert!(front.contains("  edition: 2\n") && !front.contains("江教批"), "{front}");
    none("findings", complaints(&site));
    let second = site.build(&[]);
    let page = String::from_utf8_lossy(&second["communities/jiangning/2025-1/plan/index.html"]).into_owned();
    assert!(page.contains("zqtext") && page.contains("第2版") && page.contains("改期"), "{page}");
    let copies: BTreeSet<String> = tree(&site.path("content/editions/jiangning/2025-1/plan")).into_keys().collect();
    assert!(copies.contains("1/plan.zh.md") && copies.contains("2/zqnew.csv") && !copies.contains("1/zqnew.csv"), "{copies:?}");
    let earlier = site.run(&["diff", PLAN, "--edition", "1"]).succeeds().stdout;
    assert!(earlier.contains("-title: 方案\n+title: zqtitle\n"), "{earlier}");
    assert!(earlier.contains("zqnew.csv: a file that was added"), "{earlier}");
}

/// The names of files that two trees have not alike.
fn differing(one: &Tree, other: &Tree) -> Vec<String> {
    let names: BTreeSet<&String> = one.keys().chain(other.keys()).collect();
    names.into_iter().filter(|name| one.get(*name) != other.get(*name)).cloned().collect()
}

#[test]
fn a_copy_that_the_public_would_read_must_be_whole() {
    let site = sealed();
    site.run(&["amend", PLAN, "--note", "改"]).succeeds();
    let first = site.build(&[]);
    let copy = |name: &str| format!("content/editions/jiangning/2025-1/plan/1/{name}");
    let whole = all_files(&site);
    // Whatever a copy says of its own state is not believed.
    site.edit(&copy("plan.zh.md"), "status: approved", "status: withdrawn");
    site.edit(&copy("plan.zh.md"), "by: 江寧區教科室", "by: somebody");
    assert_eq!(differing(&site.build(&[]), &first), [""; 0]);
    type Damage<'a> = &'a dyn Fn(&Site);
    let damages: [(&str, Damage<'_>); 5] = [
        ("text", &|site| site.edit(&copy("plan.zh.md"), "九月", "十月")),
        ("attachment", &|site| site.write(&copy("timetable.csv"), "x")),
        ("file more", &|site| site.write(&copy("more.csv"), "x")),
        ("file less", &|site| site.remove(&copy("plan.en.md"))),
        ("everything", &|site| std::fs::remove_dir_all(site.path("content/editions")).unwrap()),
    ];
    let mut wrong = Vec::new();
    for (what, damage) in damages {
        whole.iter().for_each(|(path, bytes)| site.write(path, bytes));
        _ = std::fs::remove_file(site.path(&copy("more.csv")));
        damage(&site);
        let errors = site.check().of("error");
        if errors.len() != 1 || !errors[0].ends_with(" broken-edition") {
            wrong.push(format!("{what}: {errors:?}"));
        }
        if site.run(&["build"]).status != 1 || site.output() != first {
            wrong.push(format!("{what}: the build went on"));
        }
    }
    none("damages", wrong);
}

#[test]
fn amending_what_has_no_copy_yet_keeps_one() {
    let site = sealed();
    std::fs::remove_dir_all(site.path("content/editions")).unwrap();
    let before = site.read(&plan("zh.md"));
    site.run(&["amend", PLAN, "--note", "改"]).succeeds();
    assert_eq!(site.read("content/editions/jiangning/2025-1/plan/1/plan.zh.md"), before);
    none("findings", complaints(&site));
}

#[test]
fn a_changed_document_with_a_note_may_be_approved_at_once() {
    let site = sealed();
    site.edit(&plan("zh.md"), "- 九月", "- 十月");
    site.edit(&plan("zh.md"), "minor: true}", "minor: true}\n  - {on: 2025-09-30, note: 改到十月}");
    site.run(&["approve", "content/communities/jiangning/2025-1/plan.en.md", "--by", "室", "--on", "2025-10-01"]).succeeds();
    assert!(site.read(&plan("zh.md")).contains("  edition: 2\n"));
    none("findings", complaints(&site));
    // The note of the second edition is none of the third.
    site.edit(&plan("zh.md"), "- 十月", "- 十二月");
    let run = site.run(&["approve", PLAN, "--by", "室", "--on", "2025-10-02"]).ends(2);
    assert!(run.stderr.contains("edition 3 needs a note"), "{}", run.stderr);
    let run = site.run(&["approve", PLAN, "--by", "室", "--on", "2025-09-20"]).ends(2);
    assert!(run.stderr.contains("when the edition before it was approved"), "{}", run.stderr);
}

#[test]
fn what_is_approved_on_paper_is_sealed_as_it_is() {
    let site = Site::new(small());
    let approval = "approval: {by: {zh: 室, en: \"Office #1\"}, on: 2025, number: 3}  # 會議\n";
    let (one, two) = (
        add(&site, "plan", &format!("status: approved\n{approval}retention: 10\n"), "甲\n"),
        add(&site, "plan-b", &format!("status: withdrawn\n{approval}withdrawn: {{on: 2025-11-01, reason: 改}}\n"), "乙\n"),
    );
    add(&site, "plan-c", "", "丙\n");
    let run = site.run(&["approve", "--all-unsealed"]).succeeds();
    assert!(
        run.stderr.contains("Approved and sealed: 2 documents.") && run.stderr.contains(&format!("{two} does not say how long")),
        "{}",
        run.stderr
    );
    let text = site.read(&plan("zh.md"));
    let digest = digest(&site, &plan("zh.md"));
    let flow = format!("approval: {{by: {{zh: 室, en: \"Office #1\"}}, on: 2025, number: 3, digest: {digest}}}  # 會議\n");
    assert!(text.contains(&flow), "{text}");
    assert!(site.read(&beside("plan-b.zh.md")).contains("status: withdrawn\n"));
    none("findings", complaints(&site));
    assert!(site.run(&["approve", "--all-unsealed"]).succeeds().stderr.contains("Nothing to do"));
    let run = site.run(&["approve", &one]).ends(2);
    assert!(run.stderr.contains("is approved already"), "{}", run.stderr);
}

#[test]
fn documents_that_need_each_other_are_approved_together_or_not_at_all() {
    let site = Site::new(small());
    let a = add(&site, "plan", "", "見[乙](plan-b.zh.md)。\n");
    let b = add(&site, "plan-b", "", "見[甲](plan.zh.md)。\n");
    let before = all_files(&site);
    let run = site.run(&[&["approve", &a], &BY[..]].concat()).ends(1);
    assert!(run.stderr.contains("link-to-unpublished") && run.stderr.contains("Nothing was written"), "{}", run.stderr);
    let run = site.run(&[&["approve", &a, "jiangning/2025-1/plan-x"], &BY[..]].concat()).ends(2);
    assert!(run.stderr.contains("there is no document"), "{}", run.stderr);
    assert_eq!(all_files(&site), before);
    let run = site.run(&[&["approve", &a, &b, &a, "--dry-run"], &BY[..]].concat()).succeeds();
    assert!(
        run.stdout.contains("+status: approved\n") && run.stdout.contains("+ content/editions/jiangning/2025-1/plan-b/1/"),
        "{}",
        run.stdout
    );
    assert_eq!(all_files(&site), before);
    let run = site.run(&[&["approve", &a, &b, &a], &BY[..]].concat()).succeeds();
    assert!(run.stderr.contains("Approved and sealed: 2 documents."), "{}", run.stderr);
    none("errors", site.check().of("error"));
}

#[test]
fn an_error_that_an_approval_would_cause_elsewhere_stops_it() {
    let site = Site::new(small());
    let a = add(&site, "plan", "aliases: [/old/]\n", "甲\n");
    approve(&site, &a);
    let b = add(&site, "plan-b", "aliases: [/old/]\n", "乙\n");
    // A mistake that has nothing to do with it does not.
    add(&site, "plan-c", "basis: x\n", "丙\n");
    let run = site.run(&[&["approve", &b], &BY[..]].concat()).ends(1);
    assert!(run.stderr.contains("duplicate-url") && !run.stderr.contains("wrong-type"), "{}", run.stderr);
    site.edit(&beside("plan-b.zh.md"), "/old/", "/older/");
    let run = site.run(&[&["approve", &b], &BY[..]].concat()).succeeds();
    assert!(!run.stderr.contains("wrong-type"), "{}", run.stderr);
}

#[test]
fn a_newer_document_takes_the_place_of_an_approved_one_with_its_approval() {
    let site = sealed();
    let new = add(&site, "plan-b", "", "乙\n");
    let run = site.run(&["supersede", PLAN, "--by", &new]).succeeds();
    assert!(run.stderr.contains("takes the place of jiangning/2025-1/plan when it is approved"), "{}", run.stderr);
    assert!(site.read(&beside("plan-b.zh.md")).contains("\nsupersedes: jiangning/2025-1/plan\n"));
    assert!(site.read(&plan("zh.md")).contains("status: approved"));
    none("errors", site.check().of("error"));
    assert!(site.run(&["supersede", PLAN, "--by", &new]).succeeds().stderr.contains("Nothing to do"));
    approve(&site, &new);
    assert!(site.read(&plan("zh.md")).contains("\nstatus: superseded   # 待批\n"));
    none("errors", site.check().of("error"));
    // On paper first: both are approved, and neither says so yet.
    let site = Site::new(small());
    let approval = "status: approved\napproval: {by: 室, on: 2025-09-10}\n";
    let (old, new) = (add(&site, "plan", approval, "甲\n"), add(&site, "plan-b", approval, "乙\n"));
    site.run(&["supersede", &old, "--by", &new]).succeeds();
    assert!(site.read(&plan("zh.md")).contains("status: superseded"));
    none("errors", site.check().of("error"));
}

#[test]
fn a_withdrawn_document_leaves_date_and_reason() {
    let site = sealed();
    site.run(&["withdraw", PLAN, "--on", "2025-10-01", "--reason", "zh=改期", "--reason", "en=Moved: see the summary"])
        .succeeds();
    let front = site.read(&plan("zh.md"));
    let withdrawn = "withdrawn:\n  on: 2025-10-01\n  reason: {zh: 改期, en: \"Moved: see the summary\"}\n";
    assert!(front.contains("\nstatus: withdrawn   # 待批\n") && front.contains(withdrawn), "{front}");
    none("findings", complaints(&site));
    let page = site.build(&[])["en/communities/jiangning/2025-1/plan/index.html"].clone();
    assert!(String::from_utf8_lossy(&page).contains("Moved: see the summary"));
}

#[test]
fn diff_shows_what_changed_and_ends_as_a_build_would() {
    let site = sealed();
    let run = site.run(&["diff", PLAN]).succeeds();
    assert!(run.stdout.is_empty() && run.stderr.contains("is as edition 1 was approved"), "{}{}", run.stdout, run.stderr);
    site.edit(&plan("zh.md"), "先看見，再支持。", "先看見，再記錄。");
    let expected = "--- content/editions/jiangning/2025-1/plan/1/plan.zh.md\n+++ content/communities/jiangning/2025-1/plan.zh.md\n@@ -56,7 +56,7 @@ 一、目標\n";
    let run = site.run(&["diff", PLAN]).ends(1);
    let head: Vec<&str> = expected.lines().take(2).collect();
    assert!(head.iter().all(|line| run.stdout.contains(line)), "{}", run.stdout);
    assert!(
        run.stdout.contains("@@ 一、目標\n") && run.stdout.contains("-先看見，再支持。\n+先看見，再記錄。\n"),
        "{}",
        run.stdout
    );
    site.run(&["amend", PLAN, "--note", "改"]).succeeds();
    // The state is no change; the note is.
    let run = site.run(&["diff", &plan("zh.md")]).succeeds();
    assert!(
        run.stdout.contains("-先看見，再支持。\n") && run.stdout.contains("note: 改") && !run.stdout.contains("status"),
        "{}",
        run.stdout
    );
}

/// The very commands of the documentation, on files that have everything that the rule speaks of.
#[cfg(unix)]
#[test]
fn the_recipe_of_the_documentation_gives_the_digest() {
    let recipes = ["docs/approval.md", "docs/approval.zh.md"].map(|path| {
        let text = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap();
        let (_, rest) = text.split_once("```bash\n").unwrap();
        rest.split_once("\n```").unwrap().0.to_owned()
    });
    assert_eq!(recipes[0], recipes[1]);
    let recompute = |folder: &Path, files: &str| {
        let script = format!("{}\nseal {files}", recipes[0]);
        let output = Command::new("bash").args(["-euc", &script]).current_dir(folder).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        format!("sha256:{}", String::from_utf8(output.stdout).unwrap().split_whitespace().next().unwrap())
    };
    let windows = |text: &str| format!("\u{feff}{}", text.replace('\n', "\r\n"));
    let odd = "---  \ntitle: 方案\n# 註\n\nstatus: draft\n\n# a\n  # b\nsummary: |\n  一\n\n  status: 二\nretention: 10\n---\t\n\nstatus: x\n\n---\nx";
    for text in [text(FACTS, BODY), windows(&text(FACTS, BODY)), odd.to_owned(), windows(odd), text("title: 方案\n", "")] {
        let site = site();
        site.write(&plan("zh.md"), &text);
        if !text.contains("attachments") {
            site.remove(&beside("timetable.csv"));
            site.remove(&beside("map.svg"));
        }
        site.write(&plan("en.md"), windows("---\ntitle: Plan\n---\nText without an end"));
        approve(&site, PLAN);
        let recorded = digest(&site, &plan("zh.md"));
        assert_eq!(recompute(&site.path("content/editions/jiangning/2025-1/plan/1"), "*"), recorded, "{text}");
        let files = site.path(&format!("{JIANGNING}/2025-1"));
        assert_eq!(recompute(&files, "*"), recorded, "{text}");
    }
}

#[test]
fn the_sample_site_can_be_sealed_in_one_go() {
    let site = Site::sample();
    site.run(&["approve", "--all-unsealed"]).succeeds();
    none("findings", complaints(&site));
    let listed = site.run(&["list", "--format", "json"]).succeeds().stdout;
    let listed: Vec<BTreeMap<String, serde_json::Value>> = serde_json::from_str(&listed).unwrap();
    let open =
        listed.iter().filter(|d| d["sealed"].is_null() && !["draft", "submitted"].contains(&d["status"].as_str().unwrap()));
    none("not sealed", open.map(|d| d["id"].to_string()).collect());
}
