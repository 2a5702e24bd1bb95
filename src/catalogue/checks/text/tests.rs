//! What the tests of the rules share, and tests of the whole.

use super::*;
use crate::document::markdown;
use crate::source::{SitePath, workspace};

/// What is found in a body of a published document in a language.
fn look(tag: &str, body: &str, facts: Facts) -> Vec<Finding> {
    let sources = SourceSet::of_texts([(workspace::CONFIG, config_text(tag).as_str()), ("content/a.md", body)]);
    let mut findings = Findings::default();
    let config = Config::read(&sources, &mut findings).unwrap_or_else(|| panic!("{findings:?}"));
    let source = sources.find(&SitePath::new("content/a.md")).unwrap();
    let mut prose = Prose::default();
    prose.add_body(body, 0, Config::DEFAULT);
    let attached = facts.attached || leads_to_a_file(&markdown::read(body).links);
    Page::new(&config, source, body, &prose, Facts { attached, ..facts }).check(&mut findings);
    findings.iter().cloned().collect()
}

fn config_text(tag: &str) -> String {
    format!(
        "[site]\ntitle = \"t\"\nbase-url = \"https://x.example/\"\n[languages.a]\ntag = \"{tag}\"\npath = \"\"\ndefault = true\n\
         [fields.f]\nname = \"f\"\n"
    )
}

const PUBLISHED: Facts = Facts { published: true, attached: false };

fn told(body: &str, findings: &[Finding]) -> Vec<String> {
    findings.iter().map(|f| format!("{} {}", f.code, body.get(f.span.range()).unwrap_or("?"))).collect()
}

/// The findings in a body of a published document, each with what it underlines.
pub(super) fn found(tag: &str, body: &str) -> Vec<String> {
    told(body, &look(tag, body, PUBLISHED))
}

/// As [`found`], in a draft.
pub(super) fn found_in_draft(tag: &str, body: &str) -> Vec<String> {
    told(body, &look(tag, body, Facts { published: false, ..PUBLISHED }))
}

/// As [`found`], in a document with attachments.
pub(super) fn found_attached(tag: &str, body: &str) -> Vec<String> {
    told(body, &look(tag, body, Facts { attached: true, ..PUBLISHED }))
}

/// Nothing is found in a body.
#[track_caller]
pub(super) fn clean(tag: &str, body: &str) {
    assert_eq!(found(tag, body), Vec::<String>::new(), "{body}");
}

/// A body with everything put in place that findings say, certain or not.
pub(super) fn mends(tag: &str, body: &str) -> String {
    let mut puts: Vec<(Range<usize>, String)> = look(tag, body, PUBLISHED)
        .into_iter()
        .flat_map(|finding| finding.hints)
        .filter_map(|hint| hint.put)
        .map(|(span, text)| (span.range(), text))
        .collect();
    puts.sort_by_key(|(range, _)| (range.start, std::cmp::Reverse(range.end)));
    let (mut mended, mut done) = (String::new(), 0);
    for (range, text) in puts.into_iter() {
        if range.start >= done {
            mended = mended + &body[done..range.start] + &text;
            done = range.end;
        }
    }
    mended + &body[done..]
}

#[test]
fn a_clean_plan_has_no_findings() {
    clean(
        "zh-Hant",
        "為落實《3—6歲兒童學習與發展指南》（以下簡稱《指南》），制定本方案。\n\n## 一、基本思路\n\n圍繞「觀察與記錄」，兩園結對——\
         輪流承辦……\n\n## 二、活動安排\n\n（一）專題研討\n\n1.9月24日9:00，秣陵中心幼兒園；\n\n2.11月12日，清水亭幼兒園。\n\n\
         （二）區外參觀\n\n| 時間 | 地點 |\n|---|---|\n| 20XX年12月 | 待通知 |\n\n- 甲\n- 乙\n\n依據甌委辦發〔2015〕99號。\n",
    );
}

#[test]
fn what_stands_otherwise_in_the_file_is_told_and_not_exchanged() {
    let body = "觀察&#44;記錄，甲\\!乙";
    let findings = look("zh-Hant", body, PUBLISHED);
    assert_eq!(told(body, &findings), ["half-width-punctuation &#44;", "half-width-punctuation \\!"]);
    assert!(findings.iter().flat_map(|f| &f.hints).all(|hint| hint.put.is_none()));
}
