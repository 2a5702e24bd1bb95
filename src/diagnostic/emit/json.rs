//! One JSON object a finding, one finding a line. Keys are the same in both languages and never change.

use super::{Place, Texts, Tongue, Veiled};
use crate::diagnostic::{Finding, Hint, Label};
use serde::Serialize;
use std::io::{self, Write};

#[derive(Serialize)]
struct Line<'a> {
    code: &'static str,
    severity: &'static str,
    message: &'a str,
    file: &'a str,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
    labels: Vec<LabelLine<'a>>,
    hints: Vec<HintLine<'a>>,
}

#[derive(Serialize)]
struct LabelLine<'a> {
    file: &'a str,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
    message: &'a str,
}

#[derive(Serialize)]
struct HintLine<'a> {
    message: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    replacement: Option<Replacement<'a>>,
    /// Whether `fangan check --fix` puts the replacement there.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    certain: bool,
}

/// What to put in place of a range of the finding's own file.
#[derive(Serialize)]
struct Replacement<'a> {
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
    text: &'a str,
}

pub(super) fn emit(report: &Veiled<'_>, tongue: Tongue, to: &mut dyn Write) -> io::Result<()> {
    let mut texts = Texts::new(report);
    for finding in report.findings.iter() {
        serde_json::to_writer(&mut *to, &line(finding, &mut texts, tongue))?;
        to.write_all(b"\n")?;
    }
    Ok(())
}

fn line<'a>(finding: &'a Finding, texts: &mut Texts<'a>, tongue: Tongue) -> Line<'a> {
    let Place { file, start, end } = texts.place(finding.span);
    Line {
        code: finding.code.as_str(),
        severity: finding.severity.as_str(),
        message: finding.message.get(tongue),
        file,
        line: start.line,
        column: start.column,
        end_line: end.line,
        end_column: end.column,
        labels: finding.labels.iter().map(|label| label_line(label, texts, tongue)).collect(),
        hints: finding.hints.iter().map(|hint| hint_line(hint, finding, texts, tongue)).collect(),
    }
}

fn label_line<'a>(label: &'a Label, texts: &mut Texts<'a>, tongue: Tongue) -> LabelLine<'a> {
    let Place { file, start, end } = texts.place(label.span);
    LabelLine {
        file,
        line: start.line,
        column: start.column,
        end_line: end.line,
        end_column: end.column,
        message: label.says.get(tongue),
    }
}

fn hint_line<'a>(hint: &'a Hint, finding: &Finding, texts: &mut Texts<'a>, tongue: Tongue) -> HintLine<'a> {
    // A replacement names no file, so one for another file would be put in the wrong place.
    let here = hint.put.as_ref().filter(|(span, _)| span.source == finding.span.source);
    let replacement = here.map(|(span, text)| {
        let Place { start, end, .. } = texts.place(*span);
        Replacement { line: start.line, column: start.column, end_line: end.line, end_column: end.column, text }
    });
    let certain = hint.certain && replacement.is_some();
    HintLine { message: hint.says.get(tongue), replacement, certain }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{PLAN, PLAN_PATH, printed, span, unknown_key};
    use super::super::{Format, Tongue};
    use crate::diagnostic::{Code, Finding};
    use crate::say;

    #[test]
    fn a_finding_is_an_object_with_all_its_keys() {
        let json = printed(Format::Json, Tongue::Zh, &[(PLAN_PATH, PLAN)], vec![unknown_key()]);
        insta::assert_snapshot!(json, @r#"{"code":"unknown-key","severity":"error","message":"不認識的鍵「sumary」","file":"content/communities/秣陵/2024-1/plan.zh.md","line":3,"column":1,"end_line":3,"end_column":7,"labels":[{"file":"content/communities/秣陵/2024-1/plan.zh.md","line":2,"column":8,"end_line":2,"end_column":15,"message":"標題，100%\n確定"}],"hints":[{"message":"是否要寫「summary」？","replacement":{"line":3,"column":1,"end_line":3,"end_column":7,"text":"summary"}},{"message":"請看鍵的清單"}]}"#);
        let bare = Finding::new(Code::DuplicateId, span(0, PLAN, "sumary: 三次"), say!("a\nb", "甲"));
        let json = printed(Format::Json, Tongue::En, &[(PLAN_PATH, PLAN)], vec![bare]);
        insta::assert_snapshot!(json, @r#"{"code":"duplicate-id","severity":"error","message":"a\nb","file":"content/communities/秣陵/2024-1/plan.zh.md","line":3,"column":1,"end_line":3,"end_column":11,"labels":[],"hints":[]}"#);
    }

    #[test]
    fn a_mend_for_another_file_is_told_in_words_only() {
        let finding = Finding::new(Code::DuplicateUrl, span(0, "甲", "甲"), say!("twice", "重複")).put(
            span(1, "乙", "乙"),
            "丙",
            say!("rename the other", "改另一個"),
        );
        let json = printed(Format::Json, Tongue::En, &[("a", "甲"), ("b", "乙")], vec![finding]);
        assert!(json.contains(r#""hints":[{"message":"rename the other"}]"#), "{json}");
    }
}
