//! The preview after any series of edits is what a build with drafts would write, and says what `check` would.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that can't go on fails")]

mod support;

use fangan::output::memory::Memory;
use fangan::output::{Bytes, OutputPath};
use fangan::pipeline::{self, Audience, Options};
use fangan::routes::Item;
use fangan::serve::preview::{Change, Preview};
use fangan::source::workspace::Workspace;
use fangan::source::{SourceSet, Span};
use jiff::civil::{Date, date};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::PathBuf;
use support::{JIANGNING, Site, small};

const TODAY: Date = date(2026, 11, 24);

/// What a site is, made from nothing.
struct Clean {
    files: BTreeMap<String, Vec<u8>>,
    findings: BTreeSet<(String, String, usize, usize)>,
    any_error: bool,
}

fn workspace(site: &Site) -> Workspace {
    Workspace::find(site.root()).expect("a site")
}

fn told(findings: impl Iterator<Item = (&'static str, Span)>, sources: &SourceSet) -> BTreeSet<(String, String, usize, usize)> {
    let place = |span: Span| (sources.get(span.source).path.to_string(), span.range());
    findings.map(|(code, span)| (place(span).0, code.to_owned(), place(span).1.start, place(span).1.end)).collect()
}

fn clean(site: &Site) -> Clean {
    let reading = pipeline::read(&workspace(site));
    let mut findings = reading.findings;
    let mut files = BTreeMap::new();
    if let (Some(catalogue), Some(theme)) = (reading.catalogue, reading.theme) {
        let visible = pipeline::visible(catalogue, Audience::Writers, &mut findings);
        let options = Options { audience: Audience::Writers, base_url: None, today: TODAY };
        let memory = Memory::new();
        pipeline::render(&visible, &theme, &options, &mut findings, &memory, &|_, _| {}).unwrap();
        files =
            memory.into_files().into_iter().map(|(path, bytes)| (OutputPath::as_str(&path).to_owned(), content(bytes))).collect();
    }
    let any_error = findings.any_error();
    let findings = told(findings.iter().map(|f| (f.code.as_str(), f.span)), &reading.sources);
    Clean { files, findings, any_error }
}

fn content(bytes: Bytes) -> Vec<u8> {
    match bytes {
        Bytes::Made(bytes) => bytes,
        Bytes::Copy { from, .. } => fs::read(from).unwrap(),
    }
}

/// Everything that the preview serves.
fn served(preview: &Preview) -> BTreeMap<String, Vec<u8>> {
    let ready = preview.generation().ready.as_ref().expect("something to serve");
    let pages = ready.table().entries().iter().filter(|entry| entry.item != Item::SearchIndex).map(|entry| entry.path.clone());
    let assets = ready.theme.assets.keys().map(|path| format!("assets/{path}"));
    pages
        .chain(assets)
        .chain(ready.search().keys().cloned())
        .map(|path| {
            let served = ready.serve(&path).expect("it is in the table").expect("templates are fine");
            (served.output, content(served.bytes))
        })
        .collect()
}

fn assert_same(preview: &Preview, site: &Site, after: &str) {
    let clean = clean(site);
    let generation = preview.generation();
    let findings = told(generation.findings.iter().map(|f| (f.code.as_str(), f.span)), &generation.sources);
    assert_eq!(findings, clean.findings, "findings after {after}");
    if clean.any_error {
        return;
    }
    let served = served(preview);
    let names = |files: &BTreeMap<String, Vec<u8>>| files.keys().cloned().collect::<Vec<_>>();
    assert_eq!(names(&served), names(&clean.files), "files after {after}");
    for (path, bytes) in &served {
        assert!(Some(bytes) == clean.files.get(path), "{path} differs after {after}");
    }
}

fn preview(site: &Site) -> Preview {
    Preview::new(workspace(site), Box::new(|_| TODAY))
}

/// Something that a writer, an editor or `git checkout` does.
#[derive(Clone, Debug)]
enum Edit {
    /// Puts one of some texts into one of some files.
    Write {
        file: usize,
        text: usize,
    },
    /// As editors save: into another file, which takes the place of the first.
    Replace {
        file: usize,
        text: usize,
    },
    Delete {
        file: usize,
    },
    Rename {
        from: usize,
        to: usize,
    },
    DeleteFolder,
    /// Nothing but the time.
    Touch {
        file: usize,
    },
}

const PLAN: &str = "communities/jiangning/2025-1";

fn paths() -> Vec<String> {
    vec![
        format!("content/{PLAN}/plan.zh.md"),
        format!("content/{PLAN}/plan.en.md"),
        format!("content/{PLAN}/summary.zh.md"),
        "content/communities/jiangning/2025-2/plan.zh.md".into(),
        "content/communities/jiangning/about.zh.md".into(),
        format!("content/{PLAN}/list.csv"),
        "content/pages/about.zh.md".into(),
        "content/activity-types.toml".into(),
        "themes/bureau/templates/page.html".into(),
        "themes/bureau/assets/style.css".into(),
    ]
}

fn texts() -> Vec<String> {
    let front = |more: &str| {
        format!(
            "---\ntitle: 方案\nstatus: approved\napproval: {{by: 教科室, on: 2025-09-01}}\n{more}---\n\n## 目標\n\n正文一。\n"
        )
    };
    vec![
        front(""),
        front("issued: 2025-09-02\nactivities:\n  - {id: a, type: seminar, when: 2025-10-01}\n"),
        front("").replace("正文一", "正文二，[附件](list.csv)"),
        front("").replace("正文一", "見[小結](summary.zh.md)"),
        "---\ntitle: Plan\n---\n\n## Aims\n\nText.\n".into(),
        "---\ntitle: 草稿\nstatus: draft\nactivities:\n  - {plan: a, type: seminar, when: 2025-10-02, attendance: 9}\n---\n草稿正文\n".into(),
        "---\ntitel: 錯\n---\n壞\n".into(),
        "---\ntitle: 撤回\nstatus: withdrawn\napproval: {by: 教科室, on: 2025-09-01}\nwithdrawn: {on: 2025-09-03, reason: 有誤}\n---\n".into(),
        "[seminar]\nname = { zh = \"專題研討\", en = \"Seminar\" }\n[lecture]\nname = { zh = \"講座\", en = \"Lecture\" }\n".into(),
        "甲,乙\n".into(),
        "body { color: red }\n".into(),
        String::new(),
    ]
}

fn edit() -> impl Strategy<Value = Edit> {
    let (files, texts) = (paths().len(), texts().len());
    prop_oneof![
        6 => (0..files, 0..texts).prop_map(|(file, text)| Edit::Write { file, text }),
        3 => (0..files, 0..texts).prop_map(|(file, text)| Edit::Replace { file, text }),
        2 => (0..files).prop_map(|file| Edit::Delete { file }),
        1 => (0..files, 0..files).prop_map(|(from, to)| Edit::Rename { from, to }),
        1 => Just(Edit::DeleteFolder),
        1 => (0..files).prop_map(|file| Edit::Touch { file }),
    ]
}

/// Does it, and says which paths an event would name.
fn perform(site: &Site, edit: &Edit) -> BTreeSet<PathBuf> {
    let (paths, texts) = (paths(), texts());
    let at = |n: usize| site.path(&paths[n]);
    let write = |path: &PathBuf, text: &str| {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    };
    match edit {
        Edit::Write { file, text } => {
            write(&at(*file), &texts[*text]);
            BTreeSet::from([at(*file)])
        }
        Edit::Replace { file, text } => {
            let beside = at(*file).with_extension("md.tmp");
            write(&beside, &texts[*text]);
            fs::rename(&beside, at(*file)).unwrap();
            BTreeSet::from([at(*file), beside])
        }
        Edit::Delete { file } => {
            _ = fs::remove_file(at(*file));
            BTreeSet::from([at(*file)])
        }
        Edit::Rename { from, to } => {
            fs::create_dir_all(at(*to).parent().unwrap()).unwrap();
            _ = fs::rename(at(*from), at(*to));
            BTreeSet::from([at(*from), at(*to)])
        }
        Edit::DeleteFolder => {
            let folder = site.path(&format!("content/{PLAN}"));
            _ = fs::remove_dir_all(&folder);
            BTreeSet::from([folder])
        }
        Edit::Touch { file } => {
            if let Ok(bytes) = fs::read(at(*file)) {
                fs::write(at(*file), bytes).unwrap();
            }
            BTreeSet::from([at(*file)])
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, max_shrink_iters: 60, ..ProptestConfig::default() })]

    #[test]
    fn any_series_of_edits_is_a_clean_build(edits in proptest::collection::vec((edit(), any::<bool>()), 1..9)) {
        let site = Site::new(small());
        let mut preview = preview(&site);
        let mut seen = Vec::new();
        for (edit, known) in edits {
            let paths = perform(&site, &edit);
            // Sometimes nobody knows what changed.
            let change = if known { Change::Paths(paths) } else { Change::Anything };
            preview.update(&change);
            seen.push(edit);
            assert_same(&preview, &site, &format!("{seen:?}"));
        }
    }
}

#[test]
fn a_broken_document_is_served_as_it_last_was() {
    let mut files = small();
    let plan = format!("{JIANGNING}/2025-1/plan.zh.md");
    files.insert(plan.clone(), texts()[0].clone());
    let site = Site::new(files);
    let mut preview = preview(&site);
    let page = |preview: &Preview| {
        let ready = preview.generation().ready.as_ref().unwrap();
        ready.serve(&format!("{PLAN}/plan/")).map(|served| String::from_utf8(content(served.unwrap().bytes)).unwrap())
    };
    let good = page(&preview).expect("the plan has a page");
    site.write(&plan, "---\ntitel: 錯\n---\n壞\n");
    preview.update(&Change::Paths(BTreeSet::from([site.path(&plan)])));
    assert!(preview.generation().findings.any_error());
    assert_eq!(preview.generation().broken.len(), 1);
    assert_eq!(page(&preview).as_deref(), Some(good.as_str()));
    site.write(&plan, texts()[0].replace("正文一", "改正之後"));
    preview.update(&Change::Anything);
    assert!(!preview.generation().findings.any_error() && preview.generation().broken.is_empty());
    assert!(page(&preview).unwrap().contains("改正之後"));
    // What was never good is left out, and the rest is served.
    let other = format!("{JIANGNING}/2025-1/plan-b.zh.md");
    site.write(&other, "---\ntitel: 錯\n---\n壞\n");
    preview.update(&Change::Paths(BTreeSet::from([site.path(&other)])));
    assert!(preview.generation().findings.any_error());
    assert!(page(&preview).unwrap().contains("改正之後"));
}

#[test]
fn a_broken_configuration_or_template_leaves_the_site_as_it_was() {
    let site = Site::new(small());
    let mut preview = preview(&site);
    let before = served(&preview);
    let config = site.read("fangan.toml");
    site.write("fangan.toml", format!("{config}\nx = "));
    preview.update(&Change::Anything);
    assert!(preview.generation().findings.any_error());
    assert_eq!(served(&preview), before);
    site.write("fangan.toml", config);
    preview.update(&Change::Anything);
    assert_eq!(served(&preview), before);
    site.write("themes/bureau/templates/home.html", "{% extends \"base.html\" %}{{ view. }}");
    preview.update(&Change::Anything);
    assert!(preview.generation().findings.any_error());
    assert_eq!(served(&preview), before);
    fs::remove_dir_all(site.path("themes")).unwrap();
    preview.update(&Change::Paths(BTreeSet::from([site.path("themes")])));
    assert!(!preview.generation().findings.any_error());
    assert_eq!(served(&preview), before);
}

#[test]
fn where_nothing_changed_nothing_is_made() {
    let site = Site::new(small());
    // What can't be read is the same trouble every time.
    site.write(&format!("{JIANGNING}/2025-1/plan.zh.md"), [0xFF, 0xFE, 0x00]);
    #[cfg(unix)]
    std::os::unix::fs::symlink("..", site.path("content/loop")).unwrap();
    let mut preview = preview(&site);
    let first = preview.generation().number;
    for _ in 0..3 {
        assert_eq!(preview.update(&Change::Anything).number, first);
        assert_eq!(preview.update(&Change::Paths(BTreeSet::from([site.path("content")]))).number, first);
    }
}

#[test]
fn earlier_editions_follow_their_documents_and_copies() {
    let seal = |text: &str| {
        let line = ("plan.zh.md", fangan::catalogue::digest::of_text(text));
        text.replace("DIGEST", &fangan::catalogue::digest::of_approval([line]))
    };
    let text = |edition: u32, status: &str, body: &str| {
        let changes = if edition > 1 { "changes:\n  - {on: 2025-10-01, note: 改動}\n" } else { "" };
        seal(&format!(
            "---\ntitle: 方案\nstatus: {status}\n{changes}approval:\n  by: 教科室\n  on: 2025-10-0{edition}\n  edition: {edition}\n  digest: DIGEST\n---\n\n{body}\n"
        ))
    };
    let plan = format!("{JIANGNING}/2025-1/plan.zh.md");
    let copy = "content/editions/jiangning/2025-1/plan/1/plan.zh.md";
    let site = Site::new(small());
    site.write(&plan, text(1, "approved", "第一版"));
    let mut preview = preview(&site);
    let mut step = |what: &str, path: &str, text: Option<String>| {
        match text {
            Some(text) => site.write(path, text),
            None => fs::remove_file(site.path(path)).unwrap(),
        }
        preview.update(&Change::Paths(BTreeSet::from([site.path(path)])));
        assert_same(&preview, &site, what);
        let ready = preview.generation().ready.as_ref().unwrap();
        ready.serve(&format!("{PLAN}/plan/editions/1/")).map(|page| String::from_utf8(content(page.unwrap().bytes)).unwrap())
    };
    assert!(step("the copy is kept", copy, Some(text(1, "approved", "第一版"))).is_none());
    let page = step(
        "it is amended",
        &plan,
        Some(text(1, "approved", "第一版").replace("approved", "draft").replace("第一版", "改動中")),
    );
    assert!(page.unwrap().contains("第一版"));
    assert!(step("its copy is another", copy, Some(text(1, "approved", "改過"))).is_none());
    assert!(step("and is as it was", copy, Some(text(1, "approved", "第一版"))).is_some());
    assert!(step("the second edition", &plan, Some(text(2, "approved", "第二版"))).unwrap().contains("第一版"));
    assert!(step("the copy is another", copy, Some(text(1, "approved", "最早的一版"))).unwrap().contains("最早的一版"));
    assert!(step("another document", &format!("{JIANGNING}/2025-1/summary.zh.md"), Some(texts()[0].clone())).is_some());
    assert!(step("the copy is gone", copy, None).is_none());
    assert!(step("it is there again", copy, Some(text(1, "approved", "第一版"))).is_some());
    assert!(step("withdrawn", &plan, Some(texts()[7].clone())).is_none());
}

#[test]
fn what_refers_to_another_document_follows_its_names() {
    let plan = "---\ntitle: 方案\nstatus: approved\napproval: {by: 教科室, on: 2025-09-01}\nactivities:\n  - {id: visit, type: seminar, when: 2025-10-01}\ntargets:\n  - {id: all, label: 參加, at-least: 9}\n---\n\n## 目標\n\n正文。\n";
    let summary = "---\ntitle: 總結\nstatus: approved\napproval: {by: 教科室, on: 2026-01-05}\nactivities:\n  - {plan: visit, type: seminar, when: 2025-10-01}\nresults:\n  - {target: all, value: 8}\n---\n\n見[目標](plan.zh.md#目標)。\n\n![圖](chart.png)\n";
    let picture = "\u{1}not a picture";
    let (at, answer) = (format!("{JIANGNING}/2025-1/plan.zh.md"), format!("{JIANGNING}/2025-1/summary.zh.md"));
    let drawing = format!("{JIANGNING}/2025-1/chart.png");
    let site = Site::new(small());
    site.write(&at, plan);
    site.write(&answer, summary);
    site.write(&drawing, picture);
    let mut preview = preview(&site);
    assert_same(&preview, &site, "the first run");
    let mut told = |what: &str, path: &str, text: &[u8]| {
        fs::write(site.path(path), text).unwrap();
        preview.update(&Change::Paths(BTreeSet::from([site.path(path)])));
        assert_same(&preview, &site, what);
        let findings = preview.generation().findings.iter();
        findings.map(|finding| finding.code.as_str()).collect::<Vec<_>>()
    };
    let png = [b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\0\0\0\0".as_slice(), &[0; 40]].concat();
    let whole = told("a picture", &drawing, &png);
    for (what, from, to) in [
        ("a heading", "## 目標", "## 方向"),
        ("an activity's name", "id: visit", "id: stay"),
        ("a target's name", "id: all", "id: some"),
        ("the text only", "正文", "改動"),
        ("lines before", "title: 方案\n", "title: 方案\nsubtitle: 細則\n"),
    ] {
        let now = told(what, &at, plan.replace(from, to).as_bytes());
        let is_name = !matches!(what, "the text only" | "lines before");
        assert_eq!(now != whole, is_name, "{what}: {now:?}");
        assert_eq!(told(&format!("{what} as it was"), &at, plan.as_bytes()), whole);
    }
}
