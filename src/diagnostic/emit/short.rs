//! `path:line:column: severity[code]: message`, one line a finding: the form that editors and `grep` understand.

use super::{Texts, Tongue, Veiled, one_line};
use std::io::{self, Write};

/// Severities stay English here: whoever asks for this form has a program read it.
pub(super) fn emit(report: &Veiled<'_>, tongue: Tongue, to: &mut dyn Write) -> io::Result<()> {
    let mut texts = Texts::new(report);
    for finding in report.findings.iter() {
        let place = texts.place(finding.span);
        writeln!(
            to,
            "{}:{}:{}: {}[{}]: {}",
            one_line(place.file),
            place.start.line,
            place.start.column,
            finding.severity.as_str(),
            finding.code,
            one_line(finding.message.get(tongue))
        )?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::tests::{PLAN, PLAN_PATH, printed, span, unknown_key};
    use super::super::{Format, Tongue};
    use crate::diagnostic::{Code, Finding};
    use crate::say;

    #[test]
    fn a_finding_is_one_line_whatever_its_message_holds() {
        let odd = Finding::new(Code::BrokenLink, span(0, PLAN, "方案"), say!("no file `a\tb\nc`", "沒有檔案「a\tb\nc」"));
        insta::assert_snapshot!(printed(Format::Short, Tongue::Zh, &[(PLAN_PATH, PLAN)], vec![unknown_key(), odd]), @r"
content/communities/秣陵/2024-1/plan.zh.md:2:13: error[broken-link]: 沒有檔案「a b c」
content/communities/秣陵/2024-1/plan.zh.md:3:1: error[unknown-key]: 不認識的鍵「sumary」
");
    }
}
