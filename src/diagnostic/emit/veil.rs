//! Personal data is told of, never told: whatever finding is printed, in whatever form, the lines that it quotes, its
//! words and the names of its files are masked before a form sees them.

use super::super::{Finding, Findings, Hint, Report, Wording};
use crate::personal;
use crate::source::SourceId;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

/// A report that may be shown.
pub(super) struct Veiled<'a> {
    /// Its findings.
    pub findings: Findings,
    /// The files that they point into.
    pub files: BTreeMap<SourceId, File<'a>>,
}

/// A file as far as it may be shown. Masks are as long as what they hide, so that places are those of the file.
pub(super) struct File<'a> {
    /// Its path.
    pub path: Cow<'a, str>,
    /// Its text; empty for anything that is not text.
    pub text: Cow<'a, str>,
    /// The numbers that are hidden, as they are written: a message may quote one without what gives it away.
    numbers: BTreeSet<&'a str>,
}

impl<'a> Veiled<'a> {
    /// Hides what a report must not tell.
    pub fn new(report: Report<'a>) -> Self {
        let mut files = BTreeMap::new();
        for finding in report.findings.iter() {
            for id in sources(finding) {
                files.entry(id).or_insert_with(|| {
                    let source = report.sources.get(id);
                    File::new(report.sources.shown_path(id).as_str(), source.text())
                });
            }
        }
        let mut findings = Findings::default();
        findings.extend(report.findings.iter().map(|finding| veiled(finding, &files)));
        Self { findings, files }
    }
}

impl<'a> File<'a> {
    fn new(path: &'a str, text: &'a str) -> Self {
        let mut numbers = BTreeSet::new();
        let mut veiled = |text: &'a str| {
            let hits = personal::find(text);
            numbers.extend(hits.iter().filter_map(|hit| text.get(hit.range.clone())));
            if hits.is_empty() {
                Cow::Borrowed(text)
            } else {
                Cow::Owned(personal::mask_at(text, hits.into_iter().map(|hit| hit.range)))
            }
        };
        Self { path: veiled(path), text: veiled(text), numbers }
    }
}

/// The files that a finding speaks of.
pub(super) fn sources(finding: &Finding) -> impl Iterator<Item = SourceId> + '_ {
    let labels = finding.labels.iter().map(|label| label.span);
    let mends = finding.hints.iter().filter_map(|hint| hint.put.as_ref()).map(|(span, _)| *span);
    std::iter::once(finding.span).chain(labels).chain(mends).map(|span| span.source)
}

fn veiled(finding: &Finding, files: &BTreeMap<SourceId, File<'_>>) -> Finding {
    let numbers: BTreeSet<&str> =
        sources(finding).filter_map(|id| files.get(&id)).flat_map(|file| &file.numbers).copied().collect();
    let hide = |text: &str| {
        numbers.iter().fold(personal::mask(text).into_owned(), |text, number| {
            if text.contains(number) { text.replace(number, &personal::hidden(number)) } else { text }
        })
    };
    let say = |says: &Wording| Wording { en: hide(&says.en), zh: hide(&says.zh) };
    let mut out = finding.clone();
    out.message = say(&finding.message);
    out.labels.iter_mut().for_each(|label| label.says = say(&label.says));
    for Hint { says, put, certain: _ } in &mut out.hints {
        *says = say(says);
        // A mend with asterisks in it would mend nothing.
        *put = put.take().filter(|(_, text)| hide(text) == *text);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::super::tests::{printed, span};
    use super::super::{Format, Tongue};
    use crate::diagnostic::{Code, Finding};
    use crate::say;

    const TEXT: &str = "---\ntitle: 聯絡138-0000-0000王某\nQQ群: [123456789, ＱＱ]\n---\n第一行，電話１３９０００００００１。\n";
    const PATH: &str = "content/名單13700000002.md";

    #[test]
    fn no_form_shows_a_number_whatever_it_reports() {
        let quote =
            |part: &str| Finding::new(Code::UnknownKey, span(0, TEXT, part), say!("what is `{part}`?", "「{part}」是什麼？"));
        let findings = vec![
            quote("王某").label(span(0, TEXT, "第一行"), say!("beside 138-0000-0000", "在 138-0000-0000 旁")),
            quote("123456789"),
            quote("１３９０００００００１").put(
                span(0, TEXT, "１３９０００００００１"),
                "13900000001",
                say!("write 13900000001", "寫 13900000001"),
            ),
        ];
        for format in Format::ALL {
            for tongue in [Tongue::En, Tongue::Zh] {
                let text = printed(*format, tongue, &[(PATH, TEXT)], findings.clone());
                for number in ["138-0000", "0000-0000", "123456789", "１３９０", "1390000", "1370000"] {
                    assert!(!text.contains(number), "{format:?} shows {number}:\n{text}");
                }
            }
        }
    }

    #[test]
    fn what_is_underlined_stands_above_its_underline() {
        let finding = Finding::new(Code::UnknownKey, span(0, TEXT, "王某"), say!("x", "甲"));
        insta::assert_snapshot!(printed(Format::Human, Tongue::En, &[(PATH, TEXT)], vec![finding]), @r"
error[unknown-key]: x
 --> content/名單*********02.md:2:23
  |
2 | title: 聯絡***-****-**00王某
  |                         ^^^^
");
    }
}
