//! Workflow commands of GitHub Actions, which become annotations beside the changed lines.

use super::{Place, Texts, Tongue, Veiled, one_line};
use crate::diagnostic::{Finding, Severity};
use std::io::{self, Write};

pub(super) fn emit(report: &Veiled<'_>, tongue: Tongue, to: &mut dyn Write) -> io::Result<()> {
    let mut texts = Texts::new(report);
    for finding in report.findings.iter() {
        writeln!(to, "{}", command(finding, texts.place(finding.span), tongue))?;
    }
    Ok(())
}

fn command(finding: &Finding, place: Place<'_>, tongue: Tongue) -> String {
    let level = match finding.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "notice",
    };
    let Place { file, start, end } = place;
    // Columns are refused where the lines differ.
    let columns = if start.line == end.line { format!(",col={},endColumn={}", start.column, end.column) } else { String::new() };
    let hints = finding.hints.iter().map(|hint| &hint.says);
    let lines: Vec<_> = std::iter::once(&finding.message).chain(hints).map(|says| one_line(says.get(tongue))).collect();
    format!(
        "::{level} file={},line={},endLine={}{columns},title={}::{}",
        property(file),
        start.line,
        end.line,
        property(finding.code.as_str()),
        data(&lines.join("\n"))
    )
}

/// What follows the second `::`.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// The value of a property, which ends at a comma and, the last one, at a colon.
fn property(text: &str) -> String {
    one_line(&data(text)).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::super::tests::{PLAN, PLAN_PATH, printed, span, unknown_key};
    use super::super::{Format, Tongue};
    use crate::diagnostic::{Code, Finding};
    use crate::say;

    #[test]
    fn a_finding_is_one_command_with_its_hints() {
        let findings = vec![
            unknown_key(),
            Finding::new(Code::StaleTranslation, span(0, PLAN, "方案\nsumary"), say!("50% done", "完成 50%，見附件：甲")),
            Finding::new(Code::WithheldDocumentNumber, span(0, PLAN, "共"), say!("withheld", "隱去")),
        ];
        insta::assert_snapshot!(printed(Format::Github, Tongue::Zh, &[(PLAN_PATH, PLAN)], findings), @r"
::warning file=content/communities/秣陵/2024-1/plan.zh.md,line=2,endLine=3,title=stale-translation::完成 50%25，見附件：甲
::error file=content/communities/秣陵/2024-1/plan.zh.md,line=3,endLine=3,col=1,endColumn=7,title=unknown-key::不認識的鍵「sumary」%0A是否要寫「summary」？%0A請看鍵的清單
::notice file=content/communities/秣陵/2024-1/plan.zh.md,line=3,endLine=3,col=14,endColumn=15,title=withheld-document-number::隱去
");
    }

    #[test]
    fn a_path_can_not_break_out_of_its_property() {
        let path = "content/a,b:c%\n::error::\u{202e}d.md";
        let finding = Finding::new(Code::BrokenLink, span(0, "甲", "甲"), say!("x\n::error::y", "x"));
        let text = printed(Format::Github, Tongue::En, &[(path, "甲")], vec![finding]);
        insta::assert_snapshot!(text, @r"::error file=content/a%2Cb%3Ac%25%0A%3A%3Aerror%3A%3A�d.md,line=1,endLine=1,col=1,endColumn=2,title=broken-link::x ::error::y");
    }
}
