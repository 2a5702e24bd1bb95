//! Translations: which sections they are behind, who is told, and how they are recorded as up to date.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that can't go on fails")]

mod support;

use serde_json::Value;
use support::{Run, Site, none, small};

const ZH: &str = "content/communities/jiangning/2025-1/plan.zh.md";
const EN: &str = "content/communities/jiangning/2025-1/plan.en.md";
const DOC: &str = "jiangning/2025-1/plan";

const ORIGINAL: &str = "---
title: 方案
summary: 四次研討。
status: approved
approval: {by: 局, on: 2025-09-01}
---
引言。

## 一、主題

觀察。

## 二、活動 {#huodong}

四次。

### 例

一則。
";

const TRANSLATION: &str = "---
title: Plan # short
# The summary is to be agreed.
summary: Four seminars.
---
Opening.

## Theme

Watching.

## Activities

Four.

### An example

One.
";

/// A site with one document in both languages, whose translation says nothing of what it translates.
fn site() -> Site {
    Site::new(small().into_iter().chain([(ZH.to_owned(), ORIGINAL.to_owned()), (EN.to_owned(), TRANSLATION.to_owned())]))
}

/// The same with its translation recorded.
fn marked() -> Site {
    let site = site();
    site.run(&["translate", "mark", DOC]).succeeds();
    site
}

/// How the translation stands, and what `translate status` says of it.
fn state(site: &Site) -> (String, Value) {
    let out = site.run(&["translate", "status", "--language", "en", "--kind", "plan", "--format", "json"]).succeeds().stdout;
    let rows: Value = serde_json::from_str(&out).unwrap();
    (rows[0]["state"].as_str().unwrap().to_owned(), rows[0]["sections"].clone())
}

fn warnings(site: &Site) -> Vec<String> {
    site.check().findings.iter().filter(|f| f["code"] == "stale-translation").map(|f| f["message"].to_string()).collect()
}

#[test]
fn what_is_marked_is_current_and_every_other_byte_stays() {
    let site = site();
    assert_eq!(state(&site).0, "unknown");
    let said = site.run(&["translate", "mark", DOC]).succeeds();
    assert_eq!(said.stdout.trim_end(), EN);
    assert_eq!(state(&site).0, "current");
    let text = site.read(EN);
    let lines: Vec<&str> = text.lines().filter(|line| !line.contains("translated-") && !line.starts_with("  ")).collect();
    assert_eq!(lines, TRANSLATION.lines().collect::<Vec<_>>());
    assert!(text.contains("\ntranslated-sections:\n  title: ") && text.contains("一、主題\n"), "{text}");
    // Again, there is nothing to do.
    let again = site.run(&["translate", "mark", EN, "--language", "en"]).succeeds();
    assert!(again.stdout.is_empty() && again.stderr.contains("recorded so already"), "{}", again.stderr);
    assert_eq!(site.read(EN), text);
}

#[test]
fn windows_files_stay_windows_files() {
    let site = site();
    site.write(ZH, ORIGINAL.replace('\n', "\r\n"));
    site.write(EN, format!("\u{feff}{}", TRANSLATION.replace('\n', "\r\n")));
    site.run(&["translate", "mark", DOC]).succeeds();
    let text = site.read(EN);
    assert!(text.starts_with("\u{feff}---\r\ntitle: Plan # short\r\n"), "{text:?}");
    assert_eq!(text.matches('\n').count(), text.matches("\r\n").count());
    assert_eq!(state(&site).0, "current");
    // The digests are those of the same text with other line ends.
    site.write(ZH, ORIGINAL);
    assert_eq!(state(&site).0, "current");
}

#[test]
fn a_plain_digest_is_enough_but_tells_no_sections() {
    let site = marked();
    let text = site.read(EN);
    let plain: String =
        text.lines().filter(|line| !line.starts_with("  ") && !line.contains("-sections")).map(|l| format!("{l}\n")).collect();
    site.write(EN, &plain);
    assert_eq!(state(&site).0, "current");
    site.edit(ZH, "四次。", "五次。");
    assert_eq!(state(&site), ("stale".to_owned(), Value::Null));
    assert_eq!(warnings(&site), ["\"the original changed after this translation was made\""]);
}

#[test]
fn facts_and_state_make_no_translation_stale() {
    let site = marked();
    site.edit(ZH, "status: approved\n", "status: approved\nissued: 2025-09-01\nkeywords: [觀察]\n");
    assert_eq!(state(&site).0, "current");
    site.edit(ZH, "觀察。\n\n##", "觀察。\n\n\n\n##");
    assert_eq!(state(&site).0, "current", "blank lines between sections");
}

#[test]
fn check_points_at_what_changed_in_the_original() {
    let site = marked();
    site.edit(ZH, "四次。", "五次。");
    site.edit(ZH, "### 例\n\n一則。\n", "## 三、經費\n\n從簡。\n\n## 四、附則\n\n無。\n");
    site.edit(ZH, "summary: 四次研討。", "summary: 五次研討。");
    let stale: Vec<Value> = site.check().findings.into_iter().filter(|f| f["code"] == "stale-translation").collect();
    let [finding] = stale.as_slice() else { panic!("{stale:?}") };
    assert_eq!((&finding["file"], &finding["severity"]), (&EN.into(), &"warning".into()));
    assert_eq!(
        finding["message"],
        "the original changed after this translation was made; changed: title and summary, “二、活動”; new: “三、經費”, “四、附則”; \
         gone: “例”"
    );
    let places: Vec<(u64, &str)> = finding["labels"]
        .as_array()
        .unwrap()
        .iter()
        .map(|label| (label["line"].as_u64().unwrap(), label["file"].as_str().unwrap()))
        .collect();
    assert_eq!(places, [(2, ZH), (13, ZH), (17, ZH), (21, ZH)]);
    assert!(finding["hints"].to_string().contains("fangan translate mark jiangning/2025-1/plan --language en"));
    let (_, sections) = state(&site);
    assert_eq!(sections["changed"][1], serde_json::json!({"section": "heading", "heading": "二、活動", "anchor": "huodong"}));
    assert_eq!(sections["gone"][0]["heading"], "例");
    let chinese = site.run(&["translate", "status", "--state", "stale", "--lang", "zh"]).succeeds().stdout;
    assert!(
        chinese.contains("過時  有改動：標題和摘要、「二、活動」；新增：「三、經費」、「四、附則」；已刪去：「例」"),
        "{chinese}"
    );
}

#[test]
fn sections_are_recorded_one_by_one() {
    let site = marked();
    site.edit(ZH, "觀察。", "觀察和記錄。");
    site.edit(ZH, "四次。", "五次。");
    site.edit(ZH, "### 例\n\n一則。\n", "");
    let before = site.read(EN);
    let mark = |section: &str| site.run(&["translate", "mark", DOC, "--section", section]);
    for section in ["#huodong", "活動", "二、活動"] {
        let said = mark(section).succeeds();
        assert!(said.stderr.contains("What is left: changed: “一、主題”; gone: “例”."), "{section} {}", said.stderr);
        site.write(EN, &before);
    }
    let unknown = mark("經費").ends(2);
    assert!(unknown.stderr.contains("there are: title, lead, 一、主題, 二、活動, 例"), "{}", unknown.stderr);
    assert_eq!(site.read(EN), before);
    mark("二、活動").succeeds();
    let digest = |text: &str| text.lines().find(|line| line.starts_with("translated-from")).unwrap().to_owned();
    assert_eq!(digest(&site.read(EN)), digest(&before), "what it translates as a whole is still the earlier text");
    assert_eq!(state(&site).1["changed"][0]["heading"], "一、主題");
    site.run(&["translate", "mark", DOC, "--section", "一、主題", "--section", "例"]).succeeds();
    assert_eq!(state(&site).0, "current");
    assert_ne!(digest(&site.read(EN)), digest(&before));
    // Nothing need be known of the other sections.
    site.write(EN, TRANSLATION);
    let first = mark("lead").succeeds();
    assert!(first.stderr.contains("What is left: new: title and summary, “一、主題”, “二、活動”."), "{}", first.stderr);
    assert_eq!(state(&site).0, "stale");
}

#[test]
fn comments_in_what_is_recorded_stay() {
    let site = marked();
    let text = site.read(EN);
    let line = text.lines().find(|line| line.contains("一、主題")).unwrap().to_owned();
    site.write(EN, text.replace(&line, &format!("{line} # 已校")));
    site.edit(ZH, "四次。", "五次。");
    site.run(&["translate", "mark", DOC]).succeeds();
    assert!(site.read(EN).contains(&format!("{line} # 已校\n")), "{}", site.read(EN));
}

#[test]
fn readers_are_told_which_sections() {
    let site = marked();
    site.edit(ZH, "四次。", "五次。");
    site.edit(ZH, "### 例\n\n一則。\n", "## 三、經費\n\n從簡。\n\n## 四、附則\n");
    site.edit(ZH, "引言。", "緣起。");
    let output = site.build(&[]);
    let page = |path: &str| String::from_utf8(output[path].clone()).unwrap();
    let english = page("en/communities/jiangning/2025-1/plan/index.html");
    let original = "../../../../../communities/jiangning/2025-1/plan/";
    for part in [
        "The original has changed since this translation was made.".to_owned(),
        // By the translation's own headings, as long as they are those that were recorded.
        format!("<li>Changed since: <a href=\"{original}\" hreflang=\"zh-Hant\">the opening text</a>; "),
        format!("<a href=\"{original}#huodong\" hreflang=\"zh-Hant\">Activities</a></li>"),
        // What nobody has translated yet has the original's.
        "<li>New: <a ".to_owned(),
        "hreflang=\"zh-Hant\"><span lang=\"zh-Hant\">三、經費</span></a>; ".to_owned(),
        "<li>No longer in the original: An example</li>".to_owned(),
    ] {
        assert!(english.contains(&part), "{part}\n{english}");
    }
    assert!(page("communities/jiangning/2025-1/plan/index.html").contains("id=\"huodong\""), "the link leads somewhere");
    for path in ["communities/jiangning/2025-1/plan/index.html", "zh-hans/communities/jiangning/2025-1/plan/index.html"] {
        assert!(output.get(path).is_none_or(|_| !page(path).contains("notice-stale")), "{path}");
    }
    // Headings that are no longer those that were recorded are no names.
    site.edit(EN, "### An example", "## Costs\n\nFew.\n\n### An example");
    let output = site.build(&[]);
    let english = String::from_utf8(output["en/communities/jiangning/2025-1/plan/index.html"].clone()).unwrap();
    assert!(
        english
            .contains(&format!("<a href=\"{original}#huodong\" hreflang=\"zh-Hant\"><span lang=\"zh-Hant\">二、活動</span></a>")),
        "{english}"
    );
}

#[test]
fn pages_are_translations_too() {
    let site = site();
    site.write("content/pages/about.zh.md", "---\ntitle: 關於\n---\n## 甲\n\n一。\n");
    site.write("content/pages/about.en.md", "---\ntitle: About\n---\n## A\n\nOne.\n");
    site.run(&["translate", "mark", "pages/about", DOC]).succeeds();
    site.edit("content/pages/about.zh.md", "一。", "二。");
    let found = site.check();
    assert!(found.findings.iter().any(|f| f["code"] == "stale-translation" && f["file"] == "content/pages/about.en.md"));
    let page = String::from_utf8(site.build(&[])["en/about/index.html"].clone()).unwrap();
    assert!(page.contains("notice-stale") && page.contains("../../about/#jia"), "{page}");
}

#[test]
fn nonsense_is_refused_and_changes_nothing() {
    let site = site();
    site.write("content/communities/jiangning/2025-1/summary.zh.md", "---\ntitle: 小結\n---\n");
    site.write("content/communities/jiangning/2025-2/plan.zh.md", "---\ntitle: 方案\n---\n");
    site.write("content/communities/jiangning/2025-2/plan.en.md", "---\ntitle: [\n---\n");
    site.write("content/communities/jiangning/2024-1/plan.zh.md", "---\ntitle: 方案\n---\n");
    site.write("content/communities/jiangning/2024-1/plan.en.md", "---\n{title: Plan}\n---\n");
    for (args, says) in [
        (&["jiangning/2025-1/plna"][..], "did you mean `jiangning/2025-1/plan`?"),
        (&["jiangning/2025-1/summary"], "has no translation"),
        (&["jiangning/2025-1/summary", "--language", "en"], "summary.en.md; `fangan new` begins one"),
        (&[DOC, "--language", "zh"], "is the language of the original"),
        (&[DOC, "--language", "fr"], "is not configured"),
        (&["jiangning/2025-2/plan", "--language", "en"], "plan.en.md can't be read; `fangan check` says why"),
        (&["jiangning/2024-1/plan"], "can't be changed without touching other keys"),
        (&[DOC, "jiangning/2024-1/plan"], "can't be changed without touching other keys"),
        (&[DOC, "jiangning/2024-1/plan", "--section", "例"], "of one document"),
        (&["content/communities/jiangning/community.toml"], "can't be read as a document"),
    ] {
        let all: Vec<&str> = ["translate", "mark"].iter().chain(args).copied().collect();
        let said = site.run(&all).ends(2);
        assert!(said.stderr.contains(says), "{args:?}\n{}", said.stderr);
        assert_eq!(said.stdout, "", "{args:?}");
    }
    assert_eq!(site.read(EN), TRANSLATION);
}

#[test]
fn what_is_sealed_is_not_touched() {
    let site = site();
    site.run(&["approve", DOC]).succeeds();
    let said = site.run(&["translate", "mark", DOC]).ends(2);
    assert!(said.stderr.contains("sealed by its approval") && said.stderr.contains("fangan amend"), "{}", said.stderr);
    assert_eq!(site.read(EN), TRANSLATION);
    // What was changed already has to be approved again anyway; so has what is being amended.
    site.edit(EN, "One.", "One more.");
    site.run(&["translate", "mark", DOC]).succeeds();
}

#[test]
fn status_lists_every_text_in_every_language() {
    let site = marked();
    site.write("content/communities/jiangning/2025-1/summary.zh.md", "---\ntitle: 小結\n---\n");
    site.write("content/pages/about.zh.md", "---\ntitle: 關於\n---\n");
    let csv = |args: &[&str]| {
        let all: Vec<&str> = ["translate", "status", "--format", "csv"].iter().chain(args).copied().collect();
        let Run { stdout, .. } = site.run(&all).succeeds();
        stdout.lines().skip(1).map(|line| line.split(',').take(3).collect::<Vec<_>>().join(" ")).collect::<Vec<_>>()
    };
    assert_eq!(
        csv(&[]),
        [
            "jiangning/2025-1/plan zh original",
            "jiangning/2025-1/plan en current",
            "jiangning/2025-1/summary zh original",
            "jiangning/2025-1/summary en missing",
            "pages/about zh original",
            "pages/about en missing",
        ]
    );
    assert_eq!(csv(&["--state", "missing", "--community", "jiangning"]), ["jiangning/2025-1/summary en missing"]);
    assert_eq!(csv(&["--kind", "plan", "--language", "en", "--period", "2025-1"]), ["jiangning/2025-1/plan en current"]);
    assert_eq!(csv(&["--period", "2024-1"]), [""; 0]);
    let table = site.run(&["translate", "status"]).succeeds();
    assert!(table.stderr.contains("3 original, 1 current, 0 stale, 0 unknown, 2 missing."), "{}", table.stderr);
    site.run(&["translate", "status", "--community", "jiangnin"]).ends(2);
}

#[test]
fn every_translation_of_the_sample_site_is_current_and_recorded_by_section() {
    let site = Site::sample();
    let out = site.run(&["translate", "status", "--format", "json"]).succeeds().stdout;
    let rows: Vec<Value> = serde_json::from_str(&out).unwrap();
    let translations: Vec<&Value> =
        rows.iter().filter(|row| !["original", "missing"].contains(&row["state"].as_str().unwrap())).collect();
    assert!(translations.len() >= 50, "{}", translations.len());
    none("translations", translations.iter().filter(|row| row["state"] != "current").map(|row| row["id"].to_string()).collect());
    none(
        "translations without sections",
        translations
            .iter()
            .map(|row| row["file"].as_str().unwrap())
            .filter(|file| !site.read(file).contains("\ntranslated-sections:\n  title: "))
            .map(str::to_owned)
            .collect(),
    );
}
