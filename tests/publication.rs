//! What is not published reaches no byte of the public output: each fact of an unpublished document is a word that
//! stands nowhere else, and no file's name or content may hold it.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that can't go on fails")]

mod support;

use std::collections::BTreeSet;
use support::{JIANGNING, Site, Tree, none, small};

/// A document in which every fact is a word of its own: `zq` and the fact, `%` and what tells documents apart. Keys
/// that it does not have yet must be added here when the model gets them.
const FACTS: &str = r#"title: zqtitle% 髹漆%
subtitle: zqsubtitle%
summary: zqsummary%
keywords: [zqkeyword%, 鏨刻%]
slug: plan-zqslug%
issued: 1871-01-01
published: 1872-02-02
issuers: [發文 zqissuer%]
number: 髹漆發〔1873〕4321號
index-number: ZQINDEX%
validity: in-force
basis:
  - {title: zqbasis%, number: 髹漆函〔1874〕8765號, url: "https://zqbasisurl%.example/"}
themes: [zqtheme%]
activities:
  - id: zqactivity%
    type: seminar
    title: zqactivitytitle%
    when: 2025-09-24
    host: moling
    venue: zqvenue%
    audience: zqaudience%
    agenda: [zqagenda%]
    attendance: 4747
    outcome: zqoutcome%
targets:
  - {id: zqtarget%, label: zqtargetlabel%, at-least: 5353, unit: zqunit%}
results:
  - {target: zqtarget%, value: 6161, note: zqnote%}
phases:
  - {label: zqphase%, when: 2025-10, tasks: [zqtask%]}
attachments:
  - {file: zqattachment%.csv, title: zqattachmenttitle%}
changes:
  - {on: 1875-03-03, note: zqchange%}
aliases: [/zqalias%/]
retention: permanent
waivers:
  - {code: date-outside-period, reason: zqwaiver%, on: 1876-04-04}
"#;

const BODY: &str = "\n## zqheading%\n\nzqbody% 髹漆工藝%\n\n```rust\nlet zqcode% = 1;\n```\n\n![zqalt%](zqpicture%.svg)\n\n[zqlink%](https://zqexternal%.example/)\n";

/// A document of a state with all its files, translated too.
fn document(site: &mut Vec<(String, String)>, period: &str, name: &str, state: &str, word: &str) {
    let here = format!("{JIANGNING}/{period}");
    let fill = |text: &str| text.replace('%', word);
    site.push((format!("{here}/{name}.zh.md"), fill(&format!("---\n{FACTS}{state}---\n{BODY}"))));
    let english = "---\ntitle: zqentitle%\nsubtitle: zqensubtitle%\nsummary: zqensummary%\n---\n\nzqenbody%\n";
    site.push((format!("{here}/{name}.en.md"), fill(english)));
    site.push((format!("{here}/{}", fill("zqattachment%.csv")), fill("zqcontent%\n")));
    site.push((
        format!("{here}/{}", fill("zqpicture%.svg")),
        fill("<svg xmlns=\"http://www.w3.org/2000/svg\"><title>zqsvg%</title></svg>"),
    ));
}

/// What stands in an unpublished document and nowhere else.
fn secrets(word: &str) -> BTreeSet<String> {
    let all = format!(
        "{FACTS}{BODY} zqentitle% zqensubtitle% zqensummary% zqenbody% zqcontent% zqsvg% zqattachment%.csv zqpicture%.svg"
    );
    let words = all.split(|c: char| !c.is_ascii_alphanumeric() && c != '%').map(str::to_lowercase);
    let mut words: BTreeSet<String> =
        words.filter(|piece| piece.starts_with("zq")).map(|piece| piece.replace('%', word)).collect();
    // In Chinese, in the other script and in pinyin, and figures and years of its own.
    words.extend(
        ["髹漆", "鏨刻", "錾刻", "xiu-qi", "〔1873〕", "4321", "8765", "4747", "5353", "6161", "1871", "1872", "1875", "1876"]
            .map(str::to_owned),
    );
    words
}

/// What stands on no page even of a published document: waivers, and the pinyin of words that are in no file's name.
fn for_clerks(word: &str) -> bool {
    word.starts_with("zqwaiver") || ["1876", "xiu-qi"].contains(&word)
}

/// Where a word stands, in names and contents of files, whatever its case.
fn leaks(output: &Tree, words: &BTreeSet<String>) -> Vec<String> {
    let mut leaks = Vec::new();
    for (path, bytes) in output {
        let name = percent_encoding::percent_decode_str(path).decode_utf8_lossy().to_lowercase();
        let raw = String::from_utf8_lossy(bytes).to_lowercase();
        // Calendars fold their lines, addresses are encoded.
        let unfolded = raw.replace("\r\n ", "").replace("\n ", "");
        let decoded = percent_encoding::percent_decode_str(&raw).decode_utf8_lossy().into_owned();
        for word in words.iter().filter(|word| [&name, &raw, &unfolded, &decoded].iter().any(|text| text.contains(word.as_str())))
        {
            leaks.push(format!("{word} in {path}"));
        }
    }
    leaks
}

/// A published plan and summary beside which something unpublished stands.
fn public() -> Vec<(String, String)> {
    let mut files: Vec<(String, String)> = small().into_iter().collect();
    let approval = "status: approved\napproval: {by: 教科室, on: 2025-09-01}\n";
    let plan = "activities:\n  - {id: a, type: visit, title: 參觀, when: 2025-10-08}\n";
    files.push((format!("{JIANGNING}/2025-1/plan-open.zh.md"), format!("---\ntitle: 公開方案\n{approval}{plan}---\n正文\n")));
    files.push((format!("{JIANGNING}/2025-1/plan-open.en.md"), "---\ntitle: Open plan\n---\nText\n".to_owned()));
    files.push((format!("{JIANGNING}/2025-1/summary-open.zh.md"), format!("---\ntitle: 公開小結\n{approval}---\n正文\n")));
    files
}

#[test]
fn drafts_and_submitted_documents_reach_nothing_public() {
    for (state, word) in [("", "draftdefault"), ("status: draft\n", "draft"), ("status: submitted\n", "submitted")] {
        let mut files = public();
        document(&mut files, "2025-2", "plan", state, word);
        let site = Site::new(files);
        none(state, leaks(&site.build(&[]), &secrets(word)));

        let shown = leaks(&site.build(&["--drafts"]), &secrets(word));
        let unseen: Vec<String> = secrets(word)
            .into_iter()
            .filter(|secret| !for_clerks(secret) && !shown.iter().any(|leak| leak.starts_with(secret.as_str())))
            .collect();
        none(&format!("{state}not shown with --drafts"), unseen);
        // And the next public build is clean again.
        none(&format!("{state}after --drafts"), leaks(&site.build(&[]), &secrets(word)));
    }
}

#[test]
fn approved_ones_are_published_with_all_that_they_say() {
    let mut files = public();
    document(&mut files, "2025-2", "plan", "status: approved\napproval: {by: zqapproved%, on: 2025-09-01}\n", "public");
    let shown = leaks(&Site::new(files).build(&[]), &secrets("public"));
    let unseen = secrets("public").into_iter().filter(|word| !for_clerks(word));
    none("facts on no page", unseen.filter(|word| !shown.iter().any(|leak| leak.starts_with(word.as_str()))).collect());
}

#[test]
fn a_period_in_which_nothing_is_published_has_no_page() {
    let mut files = public();
    document(&mut files, "2031-1", "plan", "", "future");
    let site = Site::new(files);
    let output = site.build(&[]);
    none("traces of the period", leaks(&output, &BTreeSet::from(["2031".to_owned()])));
    assert!(site.build(&["--drafts"]).contains_key("terms/2031-1/index.html"));
}

#[test]
fn a_draft_beside_a_published_summary_gives_it_nothing() {
    let mut files = public();
    // The plan that the published summary answers by its name.
    document(&mut files, "2025-1", "plan", "", "beside");
    let site = Site::new(files);
    let before = Site::new(public()).build(&[]);
    let after = site.build(&[]);
    none("words", leaks(&after, &secrets("beside")));
    let names = |tree: &Tree| tree.keys().cloned().collect::<BTreeSet<_>>();
    assert_eq!(names(&after), names(&before));
    none(
        "files that a draft changes",
        before.iter().filter(|(path, bytes)| after.get(*path) != Some(bytes)).map(|(path, _)| path.clone()).collect(),
    );
}

#[test]
fn drafts_change_no_byte_of_the_public_sample() {
    let site = Site::sample();
    let before = site.build(&[]);
    let mut files = Vec::new();
    document(&mut files, "2025-2", "plan", "", "sample");
    for (path, text) in files {
        site.write(&path.replace("communities/jiangning/", "communities/ouhai-west/").replace("2025-2", "2026-2"), text);
    }
    site.edit("content/communities/ouhai-west/2026-2/plan.zh.md", "    host: moling\n", "");
    let after = site.build(&[]);
    none(
        "files that a draft changes",
        before.iter().filter(|(path, bytes)| after.get(*path) != Some(bytes)).map(|(path, _)| path.clone()).collect(),
    );
    assert_eq!(before.len(), after.len());
}

#[test]
fn draft_pages_are_not_published() {
    let mut files = public();
    files.push((
        "content/pages/zqpage.zh.md".to_owned(),
        "---\ntitle: zqpagetitle\nsummary: zqpagesummary\ndraft: true\naliases: [/zqpagealias/]\n---\nzqpagebody\n".to_owned(),
    ));
    files.push(("content/pages/zqpage.en.md".to_owned(), "---\ntitle: zqpageentitle\n---\nzqpageenbody\n".to_owned()));
    let site = Site::new(files);
    let words = ["zqpage", "zqpagetitle", "zqpagesummary", "zqpagealias", "zqpagebody", "zqpageentitle", "zqpageenbody"];
    let words: BTreeSet<String> = words.map(str::to_owned).into();
    none("words", leaks(&site.build(&[]), &words));
    let shown = leaks(&site.build(&["--drafts"]), &words);
    none(
        "not shown with --drafts",
        words.into_iter().filter(|word| !shown.iter().any(|leak| leak.starts_with(&format!("{word} ")))).collect(),
    );
}

#[test]
fn of_a_withdrawn_document_only_title_date_and_reason_are_left_on_its_page() {
    let mut files = public();
    let state = "status: withdrawn\napproval: {by: zqapprover%, on: 2025-09-01}\nwithdrawn: {on: 2026-05-06, reason: {zh: zqreason%, en: zqenreason%}}\n";
    document(&mut files, "2025-2", "plan", state, "gone");
    let output = Site::new(files).build(&[]);
    let page = |path: &str| path.ends_with("communities/jiangning/2025-2/plan-zqsluggone/index.html");
    let pages: Tree = output.iter().filter(|(path, _)| page(path)).map(|(path, bytes)| (path.clone(), bytes.clone())).collect();
    assert_eq!(pages.len(), 3, "{:?}", output.keys());
    // Its old address leads to it, and the list of files that the next build needs names them.
    let others = |path: &str| !page(path) && !path.contains("zqaliasgone") && path != ".fangan-manifest";
    let elsewhere: Tree = output.into_iter().filter(|(path, _)| others(path)).collect();

    let mut all = secrets("gone");
    all.extend(["zqapprovergone", "zqreasongone", "zqenreasongone"].map(str::to_owned));
    none("words elsewhere", leaks(&elsewhere, &all));
    for (path, bytes) in &pages {
        let text = String::from_utf8_lossy(bytes);
        let (title, reason) =
            if path.starts_with("en/") { ("zqentitlegone", "zqenreasongone") } else { ("zqtitlegone", "zqreasongone") };
        assert!(text.contains(title) && text.contains(reason) && text.contains("2026-05-06"), "{path}: {text}");
    }
    for told in ["zqtitlegone", "zqentitlegone", "zqreasongone", "zqenreasongone", "zqsluggone", "髹漆"] {
        all.remove(told);
    }
    none("words on its page", leaks(&pages, &all));
}

#[test]
fn a_published_text_that_leads_to_a_draft_stops_the_build() {
    let mut files = public();
    document(&mut files, "2025-2", "plan", "", "linked");
    let site = Site::new(files);
    site.edit(&format!("{JIANGNING}/2025-1/plan-open.zh.md"), "正文", "見[方案](../2025-2/plan.zh.md)");
    let run = site.run(&["build"]).ends(1);
    assert!(run.stderr.contains("link-to-unpublished"), "{}", run.stderr);
    assert!(!site.path("public").exists());
}

#[test]
fn a_preview_says_on_every_page_what_it_is() {
    let mut files = public();
    document(&mut files, "2025-2", "plan", "", "banner");
    let site = Site::new(files);
    let run = site.run(&["build", "--drafts"]).succeeds();
    assert!(run.stderr.contains("do not put it on the web"), "{}", run.stderr);
    let output = site.output();
    let page = String::from_utf8_lossy(&output["communities/jiangning/2025-2/plan-zqslugbanner/index.html"]).into_owned();
    assert!(page.contains("notice"), "{page}");
    let without =
        output.iter().filter(|(path, bytes)| path.ends_with(".html") && !String::from_utf8_lossy(bytes).contains("noindex"));
    none("pages of a preview that search engines may keep", without.map(|(path, _)| path.clone()).collect());
}

/// What a community names as its emblem is published as it is; a document must never be.
#[test]
fn an_emblem_is_no_way_out_for_a_draft() {
    let mut files = small();
    files.insert(format!("{JIANGNING}/2025-1/plan.zh.md"), "---\ntitle: 方案\n---\nzqemblem\n".to_owned());
    for logo in ["2025-1/plan.zh.md", "community.toml", "../../../fangan.toml", "../../../themes/bureau/theme.toml"] {
        let text = format!("logo = \"{logo}\"\n{}", support::COMMUNITY);
        files.insert(format!("{JIANGNING}/community.toml"), text);
        let site = Site::new(&files);
        assert_eq!(site.check().of("error"), [format!("{JIANGNING}/community.toml:1:9 missing-attachment")]);
        site.run(&["build"]).ends(1);
        assert!(!site.path("public").exists());
    }
}
