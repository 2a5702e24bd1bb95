//! Wrong inputs, each with its finding marked beside the text that causes it.
//!
//! A case stands in one of the files of `tests/check/`:
//!
//! ```text
//! === what is wrong
//! @ ~/2025-1/plan.zh.md
//! ---
//! title: 方案
//! ⟦unknown-key:sumary⟧: 摘要
//! ---
//! ```
//!
//! Each `@` begins a file, `~` being the community's folder; what a case does not give comes from the small site of
//! `support`. An encoding may follow the path. `⟦code:text⟧` marks what a finding underlines; the marks are taken out
//! before the program sees the text, and what `check` finds must be what is marked, no more and no less.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that can't go on fails")]

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use support::{COMMUNITY, CONFIG, JIANGNING, Site, Tree, none};

/// A site with something wrong in it.
#[derive(Clone)]
struct Case {
    name: String,
    group: String,
    /// Files by path: text with marks, and the encoding to write it in.
    files: BTreeMap<String, (String, String)>,
}

/// What a finding is and where: file, line, column, end line, end column, code.
type Found = (String, u64, u64, u64, u64, String);

#[test]
fn each_wrong_input_is_found_where_it_stands() {
    let wrong = on_all(&cases(), |case| {
        let (files, expected) = case.unmarked();
        let checked = Site::new(&files).check();
        let mut complaints = differences(&expected, &found(&checked.findings));
        let errors = checked.findings.iter().any(|f| f["severity"] == "error");
        let status = if !errors {
            0
        } else if case.group == "config" {
            2
        } else {
            1
        };
        if checked.run.status != status {
            complaints.push(format!("exit status {} instead of {status}", checked.run.status));
        }
        complaints
    });
    none("cases", wrong);
}

#[test]
fn there_are_enough_of_them() {
    let cases = cases();
    let errors = cases.iter().filter(|case| case.unmarked().1.iter().any(|found| severity(&found.5) == "error"));
    assert!(errors.count() >= 80);
    let mut names = BTreeSet::new();
    none(
        "names used twice",
        cases.iter().filter(|case| !names.insert(case.name.clone())).map(|case| case.name.clone()).collect(),
    );
    let marked: BTreeSet<String> = cases.iter().flat_map(|case| case.unmarked().1).map(|found| found.5).collect();
    // What no text can show, and what only a site with an archive or with later editions is told, has tests of its own;
    // approvals without digest are everywhere.
    let elsewhere = ["unreadable-file", "symbolic-link", "approval-without-digest", "missing-retention", "missing-edition"];
    let codes = fangan::diagnostic::Code::ALL.iter().map(|code| code.as_str()).filter(|code| !elsewhere.contains(code));
    none("codes without a case", codes.filter(|code| !marked.contains(*code)).map(str::to_owned).collect());
}

/// All cases that can stand in one site, each in a community of its own: no finding hides another.
#[test]
fn all_wrong_inputs_together_are_found_in_one_run() {
    let (mut files, mut expected) = (Tree::new(), BTreeSet::new());
    let mut merged = 0;
    for (n, case) in cases().iter().enumerate() {
        // A name as long as the one that it takes the place of leaves every column where it was.
        let folder = format!("jiang-{n:03}");
        assert_eq!(folder.len(), "jiangning".len());
        let Some(case) = case.in_community(&folder) else { continue };
        let (more, findings) = case.unmarked();
        files.extend(more);
        expected.extend(findings);
        merged += 1;
    }
    assert!(merged >= 70, "{merged}");
    let site = Site::new(&files);
    let checked = site.check();
    none("findings", differences(&expected, &found(&checked.findings)));
    checked.run.ends(1);
    let run = site.run(&["build"]).ends(1);
    assert!(!site.path("public").exists(), "{}", run.stderr);
}

#[test]
fn a_build_that_fails_leaves_the_output_as_it_was() {
    let good = Site::new(support::small());
    good.build(&[]);
    let before = good.output();
    assert!(before.len() > 20);
    let wrong = on_all(&cases(), |case| {
        let (files, expected) = case.unmarked();
        if !expected.iter().any(|found| severity(&found.5) == "error") {
            return Vec::new();
        }
        let site = Site::new(&files);
        for (path, bytes) in &before {
            site.write(&format!("public/{path}"), bytes);
        }
        site.write("public/notes.txt", "not ours");
        let (tree, times) = (site.output(), support::times(&site.path("public")));
        let run = site.run(&["build"]);
        let mut complaints = Vec::new();
        let status = if case.group == "config" { 2 } else { 1 };
        if run.status != status {
            complaints.push(format!("build ends with {} instead of {status}", run.status));
        }
        if site.output() != tree || support::times(&site.path("public")) != times {
            complaints.push("build changed the output".to_owned());
        }
        complaints
    });
    none("cases", wrong);
}

#[test]
fn messages_stand_in_every_form_and_language() {
    let case = cases().into_iter().find(|case| case.name == "unknown key").unwrap();
    let site = Site::new(&case.unmarked().0);
    let plan = format!("{JIANGNING}/2025-1/plan.zh.md");
    let run = |args: &[&str]| {
        let mut all = vec!["check"];
        all.extend(args);
        site.run(&all).ends(1).stderr
    };
    assert_eq!(
        run(&["--format", "short"]).lines().next().unwrap(),
        format!("{plan}:3:1: error[unknown-key]: unknown key `sumary`")
    );
    let human = run(&[]);
    for piece in ["error[unknown-key]", &format!("{plan}:3:1"), "sumary: 摘要", "^^^^^^", "summary"] {
        assert!(human.contains(piece), "{piece} is not in\n{human}");
    }
    let chinese = run(&["--lang", "zh"]);
    assert!(chinese.contains("不認識的鍵「sumary」") && chinese.contains("summary"), "{chinese}");
    let sarif: serde_json::Value = serde_json::from_str(&run(&["--format", "sarif"])).unwrap();
    let result = &sarif["runs"][0]["results"][0];
    assert_eq!(result["ruleId"], "unknown-key");
    assert_eq!(result["locations"][0]["physicalLocation"]["region"]["startLine"], 3);
    let github = run(&["--format", "github"]);
    assert!(github.starts_with(&format!("::error file={plan},line=3,")) && github.contains(",col=1,"), "{github}");
}

/// Chinese characters are two cells wide: what is underlined stands above its underline.
#[test]
fn chinese_is_underlined_in_cells() {
    let mut files = support::small();
    files.insert(format!("{JIANGNING}/2025-1/plan.zh.md"), "---\ntitle: 方案\nissued: 二〇二五年九月\n---\n".to_owned());
    let text = Site::new(&files).run(&["check"]).ends(1).stderr;
    let lines: Vec<&str> = text.lines().collect();
    let at = lines.iter().position(|line| line.contains("二〇二五年九月") && line.contains("issued")).unwrap();
    let cells = |text: &str| text.chars().map(|c| if c.is_ascii() || "│┃╭╰━─".contains(c) { 1 } else { 2 }).sum::<usize>();
    let (line, under) = (lines[at], lines[at + 1]);
    let start = cells(&line[..line.find('二').unwrap()]);
    let marks = cells(&under[..under.find('^').unwrap()]);
    assert_eq!((marks, under.matches('^').count()), (start, 14), "{text}");
}

#[test]
fn a_file_in_another_encoding_is_told_by_name_with_the_command_that_converts_it() {
    for (label, from) in [("GB18030", "GB18030"), ("UTF-16LE", "UTF-16LE"), ("UTF-16BE", "UTF-16BE"), ("Big5", "BIG5")] {
        let case = cases().into_iter().find(|case| case.group == "encoding" && case.name.contains(label)).unwrap();
        let text = Site::new(&case.unmarked().0).run(&["check"]).ends(1).stderr;
        assert!(
            text.contains(&format!("is written in {label}")) && text.contains(&format!("iconv -f {from} -t UTF-8")),
            "{text}"
        );
    }
}

#[test]
fn the_nearest_name_is_told() {
    let all = cases();
    for (name, hint) in [
        ("unknown key", "did you mean `summary`?"),
        ("unknown activity type", "did you mean `seminar`?"),
        ("host that is no member", "did you mean `moling`?"),
        ("parent that is no community", "did you mean `jiangning`?"),
        ("answers a document that is not there", "did you mean `jiangning/2025-1/plan`?"),
        ("kind that is not configured", "did you mean `summary`?"),
        ("link to a file that is not there", "did you mean `plan.zh.md`?"),
        ("full-width colon", "type `:`"),
        ("ideographic space", "type U+0020"),
        ("Chinese key", "write `title`"),
        ("date in Chinese", "write `2025-09-01`"),
        ("document number in square brackets", "甌委辦發〔2015〕99號"),
    ] {
        let case = all.iter().find(|case| case.name == name).unwrap_or_else(|| panic!("no case {name}"));
        let checked = Site::new(&case.unmarked().0).check();
        let hints =
            checked.findings.iter().flat_map(|f| f["hints"].as_array().unwrap().iter().map(|h| h["message"].as_str().unwrap()));
        let hints: Vec<&str> = hints.collect();
        assert!(hints.iter().any(|h| h.contains(hint)), "{name}: {hint:?} is not among {hints:?}");
    }
}

#[test]
fn warnings_stop_the_work_only_when_denied() {
    let mut files = support::small();
    files.insert(format!("{JIANGNING}/2025-1/notes.txt"), "beside".to_owned());
    let site = Site::new(&files);
    site.run(&["check"]).ends(0);
    site.run(&["check", "--deny", "warnings"]).ends(1);
    site.run(&["build"]).ends(0);
}

#[test]
fn without_a_site_the_usage_is_wrong() {
    let site = Site::new([("nothing.txt", "")]);
    for command in ["check", "build"] {
        let run = site.run(&[command]).ends(2);
        assert!(run.stderr.contains("there is no fangan.toml"), "{}", run.stderr);
    }
    let run = site.run(&["build", "--site", "nowhere"]).ends(2);
    assert!(run.stderr.contains("nowhere"), "{}", run.stderr);
}

#[test]
fn files_that_can_not_be_read_are_told_and_the_rest_is_checked() {
    let mut files = support::small();
    files.insert(format!("{JIANGNING}/2025-2/plan.zh.md"), "---\nsummary: 摘要\n---\n".to_owned());
    let site = Site::new(&files);
    let long = site.path(&format!("{JIANGNING}/2025-1/plan.zh.md"));
    std::fs::create_dir_all(long.parent().unwrap()).unwrap();
    std::fs::File::create(&long).unwrap().set_len(33 * 1024 * 1024).unwrap();
    let errors = site.check().of("error");
    let expected = ["2025-1/plan.zh.md:1:1 unreadable-file", "2025-2/plan.zh.md:2:1 missing-title"];
    assert_eq!(errors, expected.map(|place| format!("{JIANGNING}/{place}")));
}

#[cfg(unix)]
#[test]
fn names_that_are_no_text_and_links_are_told() {
    use std::os::unix::ffi::OsStringExt;
    let site = Site::new(support::small());
    let folder = site.path(&format!("{JIANGNING}/2025-1"));
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join(std::ffi::OsString::from_vec(b"\xb7\xbd.zh.md".to_vec())), "---\ntitle: x\n---\n").unwrap();
    std::os::unix::fs::symlink("/etc/hostname", folder.join("plan.zh.md")).unwrap();
    let findings = site.check().findings;
    let told: Vec<String> =
        findings.iter().map(|f| format!("{} {}", f["severity"].as_str().unwrap(), f["code"].as_str().unwrap())).collect();
    assert_eq!(told, ["warning symbolic-link", "error unreadable-file"]);
}

/// Links are not followed, wherever they lead; what is no file is not opened, and nothing waits for it.
#[cfg(unix)]
#[test]
fn links_that_lead_nowhere_or_in_circles_and_things_that_are_no_files_are_told() {
    use std::os::unix::fs::symlink;
    let site = Site::new(support::small());
    let folder = site.path(&format!("{JIANGNING}/2025-1"));
    std::fs::create_dir_all(folder.join("summary.zh.md")).unwrap();
    symlink("nowhere", folder.join("plan.zh.md")).unwrap();
    symlink(".", folder.join("circle")).unwrap();
    symlink("/dev/zero", folder.join("activity.zh.md")).unwrap();
    assert!(std::process::Command::new("mkfifo").arg(folder.join("plan-pipe.zh.md")).status().unwrap().success());
    // Were it followed, all of the disk would be read.
    symlink("/", site.path("themes")).unwrap();
    let told: Vec<String> = site.check().findings.iter().map(support::place).collect();
    let here = format!("{JIANGNING}/2025-1");
    let expected = [
        format!("{here}/activity.zh.md:1:1 symbolic-link"),
        format!("{here}/circle:1:1 symbolic-link"),
        format!("{here}/plan-pipe.zh.md:1:1 unreadable-file"),
        format!("{here}/plan.zh.md:1:1 symbolic-link"),
        format!("{here}/summary.zh.md:1:1 unreadable-file"),
        "themes:1:1 symbolic-link".to_owned(),
    ];
    assert_eq!(told, expected);
}

/// Does the work for every case on two threads; complaints come with the case's name.
fn on_all(cases: &[Case], work: impl Fn(&Case) -> Vec<String> + Sync) -> Vec<String> {
    let (next, complaints) = (AtomicUsize::new(0), Mutex::new(Vec::new()));
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                while let Some(case) = cases.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let own = work(case);
                    complaints.lock().unwrap().extend(own.into_iter().map(|c| format!("{}: {}: {c}", case.group, case.name)));
                }
            });
        }
    });
    let mut complaints = complaints.into_inner().unwrap();
    complaints.sort();
    complaints
}

fn severity(code: &str) -> &'static str {
    fangan::diagnostic::Code::parse(code).unwrap_or_else(|| panic!("there is no code {code}")).severity().as_str()
}

/// What `check` found, but for approvals without digest, which nothing here is about.
fn found(findings: &[serde_json::Value]) -> BTreeSet<Found> {
    let findings = findings.iter().filter(|f| f["code"] != "approval-without-digest");
    let findings = findings.map(|f| {
        let number = |key: &str| f[key].as_u64().unwrap();
        let text = |key: &str| f[key].as_str().unwrap().to_owned();
        (text("file"), number("line"), number("column"), number("end_line"), number("end_column"), text("code"))
    });
    findings.collect()
}

fn differences(expected: &BTreeSet<Found>, found: &BTreeSet<Found>) -> Vec<String> {
    let missing = expected.difference(found).map(|f| format!("not found: {f:?}"));
    missing.chain(found.difference(expected).map(|f| format!("not expected: {f:?}"))).collect()
}

impl Case {
    /// The site's files without marks, and the findings that the marks stand for.
    fn unmarked(&self) -> (Tree, BTreeSet<Found>) {
        let mut tree: Tree = support::small().into_iter().map(|(path, text)| (path, text.into_bytes())).collect();
        let mut expected = BTreeSet::new();
        for (path, (text, encoding)) in &self.files {
            let mut plain = String::new();
            let mut rest = text.as_str();
            while let Some((before, marked)) = rest.split_once('⟦') {
                plain.push_str(before);
                let (inside, after) = marked.split_once('⟧').expect("a mark ends");
                let (code, text) = inside.split_once(':').expect("a mark begins with a code");
                let (line, column) = place(&plain);
                plain.push_str(text);
                let (end_line, end_column) = place(&plain);
                severity(code);
                expected.insert((path.clone(), line, column, end_line, end_column, code.to_owned()));
                rest = after;
            }
            plain.push_str(rest);
            tree.insert(path.clone(), encoded(&plain, encoding));
        }
        (tree, expected)
    }

    /// The case in another community; `None` where it is not about one community alone.
    fn in_community(&self, folder: &str) -> Option<Self> {
        let home = format!("{JIANGNING}/");
        if !self.files.keys().all(|path| path.starts_with(&home)) {
            return None;
        }
        let own = [(format!("{JIANGNING}/community.toml"), (COMMUNITY.to_owned(), String::new()))];
        let files = own.into_iter().chain(self.files.clone());
        let moved = files
            .map(|(path, (text, encoding))| (path.replace("jiangning", folder), (text.replace("jiangning", folder), encoding)));
        Some(Self { files: moved.collect(), ..self.clone() })
    }
}

/// Line and column, from 1, of the end of a text.
fn place(text: &str) -> (u64, u64) {
    let line = text.matches('\n').count() as u64 + 1;
    (line, text.rsplit('\n').next().unwrap().chars().count() as u64 + 1)
}

fn encoded(text: &str, encoding: &str) -> Vec<u8> {
    let utf16 = |bytes: fn(u16) -> [u8; 2], mark: &str| format!("{mark}{text}").encode_utf16().flat_map(bytes).collect();
    match encoding {
        "" => text.as_bytes().to_vec(),
        "UTF-16LE" => utf16(u16::to_le_bytes, "\u{feff}"),
        "UTF-16BE" => utf16(u16::to_be_bytes, "\u{feff}"),
        "UTF-16LE-without-mark" => utf16(u16::to_le_bytes, ""),
        "UTF-8-with-mark" => format!("\u{feff}{text}").into_bytes(),
        "NUL" => text.replace('␀', "\0").into_bytes(),
        "CRLF" => text.replace('\n', "\r\n").into_bytes(),
        other => {
            let encoding = encoding_rs::Encoding::for_label(other.as_bytes()).expect("a known encoding");
            let (bytes, _, failed) = encoding.encode(text);
            assert!(!failed, "{other} can't write {text:?}");
            bytes.into_owned()
        }
    }
}

/// The cases of every file in `tests/check`.
fn cases() -> Vec<Case> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/check");
    let mut cases = Vec::new();
    for (file, text) in support::tree(&folder) {
        let text = String::from_utf8(text).unwrap();
        for part in format!("\n{text}").split("\n=== ").skip(1) {
            let (name, rest) = part.split_once('\n').unwrap_or((part, ""));
            let mut files = BTreeMap::new();
            for file in format!("\n{rest}").split("\n@ ").skip(1) {
                let (head, text) = file.split_once('\n').unwrap_or((file, ""));
                let (path, encoding) = head.split_once(' ').unwrap_or((head, ""));
                let path = path.replacen('~', JIANGNING, 1);
                let text = text.strip_suffix('\n').unwrap_or(text);
                let mut text = text.replace("{{CONFIG}}\n", CONFIG).replace("{{COMMUNITY}}\n", COMMUNITY);
                // With another theme.
                if let Some((theme, rest)) = text.strip_prefix("{{CONFIG ").and_then(|rest| rest.split_once("}}")) {
                    text = CONFIG.replace("theme = \"bureau\"", &format!("theme = \"{theme}\"")) + rest;
                }
                files.insert(path, (format!("{text}\n"), encoding.to_owned()));
            }
            let group = file.trim_end_matches(".txt").to_owned();
            cases.push(Case { name: name.trim().to_owned(), group, files });
        }
    }
    cases
}
