//! The examples of the explanations: each causes its finding, and mended causes it no more.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that can't go on fails")]

mod support;

use fangan::diagnostic::Code;
use fangan::diagnostic::explain::example;
use std::sync::LazyLock;
use support::{Checked, Site, none, place, run_in};

/// Codes that no text can show.
const IN_COMMANDS: [Code; 3] = [Code::UnreadableFile, Code::NotUtf8, Code::SymbolicLink];

#[test]
fn every_code_has_an_example_unless_no_text_can_show_it() {
    let without: Vec<Code> = Code::ALL.iter().copied().filter(|code| example(*code).is_none()).collect();
    assert_eq!(without, IN_COMMANDS);
}

#[test]
fn every_example_causes_its_finding() {
    none(
        "examples",
        complaints(|code, cause, _| {
            let codes: Vec<&str> = cause.findings.iter().map(|f| f["code"].as_str().unwrap()).collect();
            if codes.contains(&code) { Vec::new() } else { vec![format!("the example causes {codes:?}")] }
        }),
    );
}

/// One thing at a time: what is learnt from an example should not be hidden among other mistakes.
#[test]
fn every_example_causes_nothing_else_that_stops_the_work() {
    none(
        "examples",
        complaints(|code, cause, _| {
            // A waiver that is not allowed needs the error that it would waive.
            let others =
                cause.findings.iter().filter(|f| f["severity"] == "error" && f["code"] != code && code != "waiver-not-allowed");
            others.map(place).collect()
        }),
    );
}

#[test]
fn every_mend_mends() {
    none(
        "mends",
        complaints(|code, _, mended| {
            mended.findings.iter().filter(|f| f["severity"] == "error" || f["code"] == code).map(place).collect()
        }),
    );
}

/// What `check` finds in each code's example and in its mend, written to disk.
static CHECKED: LazyLock<Vec<(Code, [Checked; 2])>> = LazyLock::new(|| {
    let examples = Code::ALL.iter().filter_map(|code| Some((*code, example(*code)?)));
    examples.map(|(code, example)| (code, [example.cause, example.mended].map(|files| Site::new(files).check()))).collect()
});

/// What `work` has to say about each.
fn complaints(work: impl Fn(&str, &Checked, &Checked) -> Vec<String>) -> Vec<String> {
    let of_one = |(code, [cause, mended]): &(Code, [Checked; 2])| {
        work(code.as_str(), cause, mended).into_iter().map(move |what| format!("{code}: {what}")).collect::<Vec<_>>()
    };
    CHECKED.iter().flat_map(of_one).collect()
}

#[test]
fn explain_prints_what_a_finding_means_in_both_languages() {
    let folder = Site::new([("empty", "")]);
    let run = |args: &[&str]| run_in(folder.root(), args, &[]);
    let english = run(&["explain", "broken-link"]).succeeds().stdout;
    assert!(english.starts_with("# broken-link: ") && english.contains("## Mend"), "{english}");
    let chinese = run(&["explain", "broken-link", "--lang", "zh"]).succeeds().stdout;
    assert!(chinese.starts_with("# broken-link：") && chinese.contains("## 改法"), "{chinese}");
    let all = run(&["explain"]).succeeds().stdout;
    none(
        "codes that are not listed",
        Code::ALL.iter().map(|code| code.to_string()).filter(|code| !all.contains(code.as_str())).collect(),
    );
    let unknown = run(&["explain", "broken-lnik"]).ends(2);
    assert!(unknown.stderr.contains("broken-link"), "{}", unknown.stderr);
}
