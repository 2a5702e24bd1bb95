//! Whole sites made by chance: communities, documents, facts right and wrong, texts, file names, bytes. Whatever stands on
//! disk, the program ends, says what is wrong at a place that is there, and what it publishes holds together.
//!
//! `PROPTEST_CASES` sets how many sites; each is written to disk and read and rendered by the library itself.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that can't go on fails")]

mod support;

use fangan::catalogue::Catalogue;
use fangan::diagnostic::emit::{self, Format};
use fangan::diagnostic::{Findings, Report, Tongue};
use fangan::document::front_matter::Status;
use fangan::output::Bytes;
use fangan::output::memory::Memory;
use fangan::pipeline::{self, Audience, Options, Reading};
use fangan::source::workspace::Workspace;
use fangan::source::{Content, SourceSet, Span};
use proptest::prelude::*;
use proptest::sample::select;
use proptest::test_runner::{Config, TestRunner};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use support::html::{Page, follow};
use support::{Site, Tree};

/// How many sites of each sort, unless `PROPTEST_CASES` says otherwise.
const CASES: u32 = 40;

/// A site as its files, and the words of each of its documents by path: one in its title, one in its body.
#[derive(Clone, Debug)]
struct Made {
    files: Tree,
    words: BTreeMap<String, [String; 2]>,
    base_url: String,
}

/// One document before it is put together.
#[derive(Clone, Debug)]
struct Sketch {
    community: usize,
    period: &'static str,
    name: String,
    language: &'static str,
    status: &'static str,
    front: Vec<&'static str>,
    body: String,
    translated: bool,
}

const GOOD_NAMES: &[&str] = &["jiangning", "江寧", "weinan-7", "Ouhai", "銀行音樂", "é-school", "a b", "甲（一）", "_x"];
const WILD_NAMES: &[&str] = &["jiang-ning", "CON", "..a", "%2e%2e", "\"'<&>", "a\nb", "\u{202e}x", "-", "🎉", "a\\b", "#x", "?"];

const GOOD_PERIODS: &[&str] = &["2025-1", "2025-2", "ay2025", "2025", "2022-2025", "20XX-1", "20XX", "2026-1"];
const WILD_PERIODS: &[&str] = &["2025-3", "0000-1", "9999-2", "1000-9999", "二〇二五", "2025-1 ", "ay20XX"];

const GOOD_DOCUMENTS: &[&str] = &["plan", "summary", "activity", "activity-參觀", "plan-second", "summary-second", "plan-甲乙"];
const WILD_DOCUMENTS: &[&str] = &["sumary", "plan.", "", "plan-\u{7f}", "activity-can-guan", "about", "plan--", "Plan"];

/// Keys that may stand in any document of any community here.
const GOOD_KEYS: &[&str] = &[
    "subtitle: 副題",
    "summary: {zh: 摘要, en: Summary}",
    "keywords: [觀察, {zh: 記錄, en: Records}]",
    "issued: 2025-09-01",
    "published: 2025-09-03",
    "issuers: [moling, 教科室]",
    "number: 甌委辦發〔2015〕99號",
    "validity: in-force",
    "basis: [{title: 意見, number: 甌委辦發〔2015〕9號, url: \"https://a.example/b?c=1&d=2\"}]",
    "themes: [主題一, 主題二]",
    "activities: [{id: a, type: seminar, title: 研討, when: 2025-10-12, host: moling, venue: 禮堂, agenda: [一, 二]}, {type: visit, when: 20XX-12, every: term}]",
    "activities: [{id: b, type: visit, state: held, attendance: 41, outcome: 好}, {type: seminar, state: cancelled, when: 2025-12-07/2025-12-22}]",
    "targets: [{id: t, label: 到場率, at-least: 93.50, unit: \"%\"}, {id: u, label: 記錄, range: [3, 5]}]",
    "phases: [{label: 準備, when: 2025-09, tasks: [一]}, {label: 實施, when: 2025-10/..}]",
    "changes: [{on: 2025-10-01, note: 改了地點, minor: true}]",
    "retention: 10",
    "example: true",
    "attachments: [{file: list.csv, title: 名單}]",
];
const WILD_KEYS: &[&str] = &[
    "sumary: x",
    "標題：方案",
    "issued: 2025-13-45",
    "issued: [",
    "activities: 研討",
    "activities: [{id: a b, type: semnar, host: nobody, when: 昨天, attendance: -3}]",
    "targets: [{id: t}, {id: t, label: x, equals: 十四}]",
    "results: [{target: none, value: 1}]",
    "answers: jiangning/2025-1/plan",
    "supersedes: x/y/z",
    "aliases: [/old/, /communities/, ../x, \"/a b/\"]",
    "status: draft",
    "title: &a [*a]",
    "slug: \"..\"",
    "slug: plan",
    "original: true",
    "translated-from: sha256:00",
    "attachments: [{file: ../../../../fangan.toml}, {file: none.csv}]",
    "waivers: [{code: broken-link, reason: x, on: 2025-09-01}, {code: nothing}]",
    "approval: {by: x}",
    "community: other",
    "number: 甌委辦發[2015]099號",
    "keywords: {zh: x, fr: y}",
    "\"\\u0000\": 1",
    "? [a]\n: b",
    "\t- x",
];

/// Pieces of Markdown that are right anywhere.
const GOOD_PIECES: &[&str] = &[
    "## 目標\n\n",
    "### 三、成效 {#results}\n\n",
    "# 方案\n\n",
    "**「重點」**的",
    "*a*b",
    "~~舊~~",
    "各園報送計劃，\n匯總後公佈。",
    "- 甲\n- 乙\n  1. 丙\n",
    "- [x] 已完成\n",
    "| 甲 | 乙 |\n|--|:-:|\n| 1 | **2** |\n\n",
    "> 引文\n>\n> > [!NOTE]\n> > 注意\n\n",
    "註[^1]、[^n]\n\n[^1]: 一[^n]\n[^n]: 二\n\n",
    "甲\n: 乙\n\n",
    "```rust\nfn main() {}\n```\n\n",
    "    indented\n",
    "<https://a.example/湾?b&c>",
    "[外](https://a.example/ \"題\")",
    "[附](list.csv)",
    "![圖](dot.svg)",
    "![圖](dot.svg \"說明\")\n\n",
    "[此處](#目標)\n\n## 目標\n\n",
    "[共同體](../)",
    "<mailto@a.example>",
    "\n\n",
    "\n",
    " ",
    "甲乙丙",
    "abc",
    "\u{3000}",
    "1. ",
    "\\*",
    "&amp;",
    "---\n\n",
    "## 目標\n\n## 目標\n\n",
    "&lt;script&gt;",
    "“甲”……——",
    "`code`",
    "𠮷🎉",
];
const WILD_PIECES: &[&str] = &[
    "<b>",
    "</b>",
    "<script>alert(1)</script>",
    "<img src=x onerror=y>",
    "<a href=\"list.csv\">甲</a>",
    "<a href=javascript:alert(1)>",
    "<div>\n",
    "<!--",
    "[x](none.zh.md)",
    "[x](#none)",
    "[x](../../../../../../etc/passwd)",
    "[x](javascript:alert(1))",
    "![](dot.svg)",
    "![x](https://a.example/x.png)",
    "](",
    "[",
    "**",
    "_",
    "`",
    "\u{0}",
    "\u{fdd0}",
    "\u{feff}",
    "\u{202e}",
    "\r\n",
    "> > > > ",
    "[r]: plan.zh.md\n",
    "[r]",
    "[x](plan.zh.md)",
    "[x](<summary.zh.md#results>)",
    "[^",
    "{#a b}",
    "|",
    "```",
    "$x$",
    "[x](/communities/)",
    "[x](//evil.example)",
];

fn some_of(good: &'static [&'static str], wild: &'static [&'static str], is_wild: bool) -> BoxedStrategy<&'static str> {
    if is_wild { prop_oneof![3 => select(good), 1 => select(wild)].boxed() } else { select(good).boxed() }
}

fn sketch(is_wild: bool) -> impl Strategy<Value = Sketch> {
    let name = some_of(GOOD_DOCUMENTS, WILD_DOCUMENTS, is_wild).prop_map(str::to_owned);
    let name = if is_wild {
        prop_oneof![5 => name, 1 => "plan-\\PC{1,40}".prop_map(|name| name.replace('/', "-"))].boxed()
    } else {
        name.boxed()
    };
    (
        (
            0..3_usize,
            some_of(GOOD_PERIODS, WILD_PERIODS, is_wild),
            name,
            some_of(&["zh", "zh", "en"], &["fr", "", "zh-Hans"], is_wild),
        ),
        some_of(&["approved", "approved", "draft", "submitted", "withdrawn"], &["superseded", "已批准", ""], is_wild),
        prop::collection::vec(some_of(GOOD_KEYS, WILD_KEYS, is_wild), 0..5),
        prop::collection::vec(some_of(GOOD_PIECES, WILD_PIECES, is_wild), 0..12),
        any::<bool>(),
    )
        .prop_map(|((community, period, name, language), status, front, body, translated)| Sketch {
            community,
            period,
            name,
            language,
            status,
            front,
            body: body.concat(),
            translated,
        })
}

fn site(is_wild: bool) -> impl Strategy<Value = Made> {
    let bytes = prop_oneof![
        prop::collection::vec(any::<u8>(), 0..60),
        select(vec![
            b"\xff\xfea\0".to_vec(),
            b"GIF89a\x01\0\x01\0".to_vec(),
            b"<svg viewBox=\"0 0 9 9\"/>".to_vec(),
            b"\xb7\xbd\xb0\xb8".to_vec()
        ]),
    ];
    let stray = prop::collection::vec(
        ("[a-z]{0,3}\\PC{0,6}(\\.(zh|en))?(\\.md|\\.csv|\\.png|\\.toml|)", bytes),
        0..if is_wild { 4 } else { 1 },
    );
    (
        prop::collection::vec(some_of(GOOD_NAMES, WILD_NAMES, is_wild), 3),
        prop::collection::vec(sketch(is_wild), 1..7),
        stray,
        any::<[bool; 4]>(),
        select(vec!["https://records.example/", "https://host.example/a/b/", "http://localhost:8080/"]),
    )
        .prop_map(move |(names, sketches, stray, [raw, calendar, variant, broken], base_url)| {
            put_together(&names, sketches, stray, [raw, calendar, variant, is_wild && broken], base_url)
        })
}

fn put_together(
    names: &[&str],
    sketches: Vec<Sketch>,
    stray: Vec<(String, Vec<u8>)>,
    [raw, calendar, variant, broken]: [bool; 4],
    base_url: &str,
) -> Made {
    let mut files: Tree = support::small().into_iter().map(|(path, text)| (path, text.into_bytes())).collect();
    let mut config = support::CONFIG.replace("https://records.example/", base_url);
    config = config.replace(
        "theme = \"bureau\"",
        &format!("raw-html = {raw}\nyear = \"{}\"", if calendar { "calendar" } else { "academic" }),
    );
    if !variant {
        config = config.replace("variants = [\"zh-Hans\"]\n", "");
    }
    files.insert("fangan.toml".to_owned(), config.into_bytes());
    let mut words = BTreeMap::new();
    for (n, name) in names.iter().enumerate() {
        let mut text = support::COMMUNITY.replace("江寧共同體", &format!("共同體{n}"));
        if n == 1 {
            text.insert_str(0, &format!("parent = {:?}\n", names[0]));
        }
        if n == 2 {
            text.push_str("[rota]\nper = \"term\"\norder = [\"moling\", \"guli\"]\nfrom = \"2025-1\"\n[[commitments]]\nid = \"a\"\nwhat = \"activity\"\nat-least = 1\nper = \"term\"\nby = \"each-member\"\nlabel = \"每學期一次\"\n");
        }
        if broken {
            text = text.chars().take(60 * (n + 1)).collect();
        }
        files.insert(format!("content/communities/{name}/community.toml"), text.into_bytes());
    }
    for (n, sketch) in sketches.iter().enumerate() {
        let folder = format!("content/communities/{}/{}", names[sketch.community], sketch.period);
        let word = [format!("qz{n}title"), format!("qz{n}body")];
        let mut front = format!("title: 方案 {}\nstatus: {}\n", word[0], sketch.status);
        if sketch.status != "draft" {
            front.push_str("approval: {by: 教科室, on: 2025-09-01}\n");
        }
        if sketch.status == "withdrawn" {
            front.push_str("withdrawn: {on: 2025-10-01, reason: 改期}\n");
        }
        let mut keys = BTreeSet::new();
        for line in &sketch.front {
            // One key twice is one mistake among many; the sites that are to build must not have it.
            if keys.insert(line.split(':').next()) {
                front.push_str(line);
                front.push('\n');
            }
        }
        let path = format!("{folder}/{}.{}.md", sketch.name, sketch.language);
        // Beginning and end of a body are paragraphs of their own, whatever is between.
        let text = format!("---\n{front}---\n{}\n\n{}\n", word[1], sketch.body);
        files.insert(path.clone(), text.into_bytes());
        words.insert(path, word.clone());
        if sketch.translated && sketch.language == "zh" {
            let path = format!("{folder}/{}.en.md", sketch.name);
            files.insert(
                path.clone(),
                format!("---\ntitle: Plan {}\n---\n{}\n\n{}\n", word[0], word[1], sketch.body).into_bytes(),
            );
            words.insert(path, word);
        }
        files.insert(format!("{folder}/list.csv"), "甲,乙\n".into());
        files.insert(format!("{folder}/dot.svg"), "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 1 1\"/>".into());
    }
    for (n, (name, bytes)) in stray.into_iter().enumerate() {
        let name = name.replace(['/', '\0'], "-");
        if !name.is_empty() && name != "." && name != ".." {
            files.insert(format!("content/communities/{}/2025-1/x{n}{name}", names[0]), bytes);
        }
    }
    Made { files, words, base_url: base_url.to_owned() }
}

/// What a run over a site gives.
struct Outcome {
    sources: Arc<SourceSet>,
    findings: Findings,
    /// The catalogue before anything was taken out of it.
    catalogue: Option<Catalogue>,
    /// Files by path; none where a finding stopped the work.
    output: Option<BTreeMap<String, Vec<u8>>>,
}

fn run(site: &Site) -> Outcome {
    let workspace = Workspace::find(site.root()).unwrap();
    let Reading { sources, config, catalogue, theme, mut findings, .. } = pipeline::read(&workspace);
    let (Some(config), Some(catalogue)) = (config, catalogue) else {
        return Outcome { sources, findings, catalogue: None, output: None };
    };
    let all = catalogue.clone();
    let visible = pipeline::visible(catalogue, Audience::Public, &mut findings);
    let memory = Memory::new();
    let options = Options { audience: Audience::Public, base_url: None, today: "2026-11-24".parse().unwrap() };
    if let Some(theme) = theme {
        // A URL that two things have is an error of the sink, unless a finding came first.
        pipeline::render(&visible, &theme, &options, &mut findings, &memory, &|_, _| {}).expect("memory takes everything");
    }
    assert_eq!(config.time_zone, "Asia/Shanghai");
    let output = (!findings.any_error()).then(|| {
        let bytes = |bytes| match bytes {
            Bytes::Made(bytes) => bytes,
            Bytes::Copy { from, .. } => std::fs::read(from).unwrap(),
        };
        memory.into_files().into_iter().map(|(path, file)| (path.as_str().to_owned(), bytes(file))).collect()
    });
    Outcome { sources, findings, catalogue: Some(all), output }
}

fn check(made: &Made, built: &AtomicUsize) -> Result<(), TestCaseError> {
    let site = Site::new(&made.files);
    let outcome = run(&site);
    places(&outcome)?;
    told(&outcome)?;
    let Some(output) = &outcome.output else { return Ok(()) };
    built.fetch_add(1, Ordering::Relaxed);
    alike(output)?;
    hidden(made, &outcome, output)?;
    linked(output, &made.base_url)?;
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap();
    let again = pool.install(|| run(&site));
    prop_assert!(again.output.as_ref() == Some(output), "two builds differ");
    Ok(())
}

/// Every finding points into its source.
fn places(outcome: &Outcome) -> Result<(), TestCaseError> {
    for finding in outcome.findings.iter() {
        let puts = finding.hints.iter().filter_map(|hint| hint.put.as_ref().map(|(span, _)| *span));
        for Span { source, start, end } in finding.labels.iter().map(|label| label.span).chain(puts).chain([finding.span]) {
            let text = match &outcome.sources.get(source).content {
                Content::Text(text) => text.as_str(),
                _ => "",
            };
            let inside = start <= end && text.get(start as usize..end as usize).is_some();
            prop_assert!(inside, "{start}..{end} is not in {} bytes: {finding:?}", text.len());
        }
    }
    Ok(())
}

/// Findings can be printed in every form and language.
fn told(outcome: &Outcome) -> Result<(), TestCaseError> {
    let findings = outcome.findings.clone().sorted();
    let report = Report { findings: &findings, sources: &outcome.sources };
    for format in Format::ALL {
        for tongue in [Tongue::En, Tongue::Zh] {
            let mut out = Vec::new();
            emit::emit(report, &emit::Options { format: *format, tongue, color: false, width: 80 }, &mut out).unwrap();
            let text = String::from_utf8(out);
            prop_assert!(text.is_ok(), "{format:?}");
            // Programs get the text as it is, people nothing that steers their terminal.
            let steers: &[char] = match format {
                Format::Json | Format::Sarif => &['\u{1b}', '\0'],
                Format::Human | Format::Short | Format::Github => &['\u{1b}', '\0', '\u{202e}'],
            };
            prop_assert!(text.is_ok_and(|text| !text.contains(steers)), "{format:?}");
        }
    }
    Ok(())
}

/// No two files of one name, whether or not capitals count.
fn alike(output: &BTreeMap<String, Vec<u8>>) -> Result<(), TestCaseError> {
    let mut seen = BTreeSet::new();
    for path in output.keys() {
        prop_assert!(seen.insert(path.to_lowercase()), "{path} and another are one on some disks");
    }
    Ok(())
}

/// Words of what is not published are nowhere, those of what is are somewhere.
fn hidden(made: &Made, outcome: &Outcome, output: &BTreeMap<String, Vec<u8>>) -> Result<(), TestCaseError> {
    let holds = |word: &str| {
        let needle = word.as_bytes();
        output
            .iter()
            .find(|(path, bytes)| path.contains(word) || bytes.windows(needle.len()).any(|part| part == needle))
            .map(|(path, _)| path)
    };
    let catalogue = outcome.catalogue.as_ref().unwrap();
    for document in catalogue.documents.iter() {
        for version in &document.versions {
            let [title, body] = &made.words[outcome.sources.get(version.source).path.as_str()];
            let (title, body) = (holds(title), holds(body));
            match document.facts.status.it {
                Status::Draft | Status::Submitted => prop_assert_eq!((title, body), (None, None), "{}", document.id),
                Status::Withdrawn => prop_assert_eq!((title.is_some(), body), (true, None), "{}", document.id),
                Status::Approved | Status::Superseded => prop_assert!(title.is_some() && body.is_some(), "{}", document.id),
            }
        }
    }
    Ok(())
}

/// Every link leads to a file of the site, every fragment to an element of it, and no element has another's name.
fn linked(output: &BTreeMap<String, Vec<u8>>, base: &str) -> Result<(), TestCaseError> {
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    let pages: BTreeMap<&str, Page> = output
        .iter()
        .filter(|(path, _)| path.ends_with(".html"))
        .map(|(path, bytes)| (path.as_str(), Page::read(&text(bytes))))
        .collect();
    for (path, page) in &pages {
        let mut ids = BTreeSet::new();
        for id in page.ids() {
            prop_assert!(ids.insert(id), "{path}: {id} twice");
        }
        for tag in &page.tags {
            for to in ["href", "src"].iter().filter_map(|name| tag.get(name)) {
                prop_assert!(!to.trim_start().to_ascii_lowercase().starts_with("javascript"), "{path}: {to}");
                let Some((file, fragment)) = follow(path, to, base) else { continue };
                prop_assert!(output.contains_key(&file), "{path}: {to} leads to {file}");
                let there =
                    fragment.is_empty() || pages.get(file.as_str()).is_none_or(|page| page.ids().any(|id| id == fragment));
                prop_assert!(there, "{path}: {to} leads to no element");
            }
        }
    }
    Ok(())
}

fn runner() -> TestRunner {
    let cases = std::env::var("PROPTEST_CASES").ok().and_then(|n| n.parse().ok()).unwrap_or(CASES);
    TestRunner::new(Config { cases, failure_persistence: None, max_shrink_iters: 400, ..Config::default() })
}

#[test]
fn sites_that_are_mostly_right_hold_together() {
    let (made, built) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let result = runner().run(&site(false), |site| {
        made.fetch_add(1, Ordering::Relaxed);
        check(&site, &built)
    });
    if let Err(error) = result {
        panic!("{error}");
    }
    // Sites that never build would prove nothing.
    assert!(built.load(Ordering::Relaxed) * 3 > made.load(Ordering::Relaxed), "{built:?} of {made:?} sites were built");
}

#[test]
fn sites_that_are_wrong_in_many_ways_are_told_so() {
    if let Err(error) = runner().run(&site(true), |site| check(&site, &AtomicUsize::new(0))) {
        panic!("{error}");
    }
}

/// The program itself ends as its findings say, and a build that fails writes nothing.
#[test]
fn how_a_run_ends_is_what_its_findings_say() {
    let mut runner = TestRunner::new(Config { cases: 12, failure_persistence: None, max_shrink_iters: 30, ..Config::default() });
    let result = runner.run(&prop_oneof![site(true), site(false)], |made| {
        let site = Site::new(&made.files);
        let errors = run(&site).findings.any_error();
        let checked = site.check();
        prop_assert_eq!(checked.findings.iter().any(|finding| finding["severity"] == "error"), errors);
        prop_assert_eq!(checked.run.status, i32::from(errors));
        prop_assert_eq!(site.run(&["build"]).status, i32::from(errors));
        prop_assert_eq!(site.path("public").exists(), !errors);
        Ok(())
    });
    if let Err(error) = result {
        panic!("{error}");
    }
}
