//! Findings as text for people and for tools.
//!
//! One file a form. All of them see places through `Texts`, which counts lines and columns from 1, columns in
//! characters, ends exclusive; an empty range has its end where it begins.

mod github;
mod human;
mod json;
mod sarif;
mod short;
mod veil;
mod window;

use super::{Finding, Findings, Report, Tongue};
use crate::source::lines::{LineColumn, Lines};
use crate::source::{SourceId, SourceSet, Span};
use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use std::io::{self, Write};
use std::sync::Arc;
use veil::{File, Veiled};

/// In which form findings are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Format {
    /// For people: the source line with the place underlined.
    #[default]
    Human,
    /// One line a finding, as editors read it.
    Short,
    /// One JSON object a line.
    Json,
    /// A SARIF 2.1.0 log.
    Sarif,
    /// Workflow commands of GitHub Actions.
    Github,
}

impl Format {
    /// Every form.
    pub const ALL: &'static [Self] = &[Self::Human, Self::Short, Self::Json, Self::Sarif, Self::Github];

    /// As it stands on the command line.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Human => "human",
            Self::Short => "short",
            Self::Json => "json",
            Self::Sarif => "sarif",
            Self::Github => "github",
        }
    }

    /// The form with this name.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|format| format.as_str() == text)
    }
}

/// How findings are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Options {
    /// In which form.
    pub format: Format,
    /// In which language.
    pub tongue: Tongue,
    /// Whether with the colours of a terminal; only the human form has any.
    pub color: bool,
    /// How many cells wide a line of the human form may be.
    pub width: usize,
}

/// Prints a report, personal data masked.
pub fn emit(report: Report<'_>, options: &Options, to: &mut dyn Write) -> io::Result<()> {
    let report = Veiled::new(report);
    match options.format {
        Format::Human => human::emit(&report, options, to),
        Format::Short => short::emit(&report, options.tongue, to),
        Format::Json => json::emit(&report, options.tongue, to),
        Format::Sarif => sarif::emit(&report, options.tongue, to),
        Format::Github => github::emit(&report, options.tongue, to),
    }
}

/// Findings as whoever shows them otherwise may show them: personal data masked in all that they say.
#[derive(Default)]
pub struct VeiledFindings {
    sources: Arc<SourceSet>,
    /// As they were made.
    plain: Findings,
    /// The same, each in the same place.
    veiled: Findings,
}

impl VeiledFindings {
    /// Those of another run. A finding that is shared with this one, about files that are, is not looked at again.
    pub fn again(&self, plain: Findings, sources: &Arc<SourceSet>) -> Self {
        let same_paths = self.sources.has_paths_of(sources);
        let is_same = |finding: &Finding| same_paths && veil::sources(finding).all(|id| self.sources.shares(sources, id));
        let known: HashMap<*const Finding, &Arc<Finding>> =
            self.plain.shared().map(Arc::as_ptr).zip(self.veiled.shared()).collect();
        let mut slots: Vec<Option<Arc<Finding>>> = Vec::new();
        let mut new = Findings::default();
        for finding in plain.shared() {
            let old = known.get(&Arc::as_ptr(finding)).filter(|_| is_same(finding));
            slots.push(old.map(|old| Arc::clone(old)));
            if old.is_none() {
                new.push(Arc::clone(finding));
            }
        }
        let mut new = Veiled::new(Report { findings: &new, sources }).findings.into_iter();
        let mut veiled = Findings::default();
        veiled.extend(slots.into_iter().filter_map(|slot| slot.or_else(|| new.next())));
        Self { sources: Arc::clone(sources), plain, veiled }
    }

    /// The findings, to be shown.
    pub fn findings(&self) -> &Findings {
        &self.veiled
    }
}

/// A span as people say it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Place<'a> {
    file: &'a str,
    start: LineColumn,
    end: LineColumn,
}

/// The texts that findings point into, each cut into lines once.
struct Texts<'a> {
    files: &'a BTreeMap<SourceId, File<'a>>,
    lines: BTreeMap<SourceId, Lines<'a>>,
}

impl<'a> Texts<'a> {
    fn new(report: &'a Veiled<'a>) -> Self {
        Self { files: &report.files, lines: BTreeMap::new() }
    }

    fn text(&self, id: SourceId) -> &'a str {
        self.files.get(&id).map_or("", |file| &file.text)
    }

    fn lines(&mut self, id: SourceId) -> &Lines<'a> {
        let text = self.text(id);
        self.lines.entry(id).or_insert_with(|| Lines::new(text))
    }

    fn path(&self, id: SourceId) -> &'a str {
        self.files.get(&id).map_or("", |file| &file.path)
    }

    /// Whether there is anything of the source to be shown.
    fn has_text(&self, id: SourceId) -> bool {
        !self.text(id).is_empty()
    }

    fn place(&mut self, span: Span) -> Place<'a> {
        let file = self.path(span.source);
        let lines = self.lines(span.source);
        let range = span.range();
        Place { file, start: lines.locate(range.start), end: lines.locate(range.end.max(range.start)) }
    }
}

/// Text that stays on its line and does nothing to a terminal: messages quote what stands in files.
fn one_line(text: &str) -> Cow<'_, str> {
    // U+FDD0 is no character; the human form uses it.
    let steers = |c: char| c.is_control() || matches!(c, '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{fdd0}');
    if !text.contains(steers) {
        return Cow::Borrowed(text);
    }
    let tame = |c: char| match c {
        '\n' | '\r' | '\t' | '\u{2028}' | '\u{2029}' => ' ',
        c if steers(c) => '\u{fffd}',
        c => c,
    };
    Cow::Owned(text.chars().map(tame).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{Code, Finding};
    use crate::say;
    use crate::source::SourceSet;

    /// Prints findings about texts in memory.
    pub(super) fn printed(format: Format, tongue: Tongue, files: &[(&str, &str)], findings: Vec<Finding>) -> String {
        printed_in(80, format, tongue, &SourceSet::of_texts(files.iter().copied()), findings)
    }

    /// As [`printed`], in a window of so many cells.
    pub(super) fn printed_in(
        width: usize,
        format: Format,
        tongue: Tongue,
        sources: &SourceSet,
        findings: Vec<Finding>,
    ) -> String {
        let mut all = Findings::default();
        all.extend(findings);
        let report = Report { findings: &all.sorted(), sources };
        let mut out = Vec::new();
        let written = emit(report, &Options { format, tongue, color: false, width }, &mut out);
        assert!(written.is_ok());
        String::from_utf8_lossy(&out).into_owned()
    }

    /// The span of `part` in the text of file number `file`.
    pub(super) fn span(file: u32, text: &str, part: &str) -> Span {
        let at = text.find(part).unwrap_or_default();
        Span::new(SourceId(file), at..at + part.len())
    }

    /// A plan with an unknown key, a second place and two hints: what most tests print.
    pub(super) const PLAN: &str = "---\ntitle: 秣陵幼兒園方案\nsumary: 三次活動，共二十八人\n---\n";
    pub(super) const PLAN_PATH: &str = "content/communities/秣陵/2024-1/plan.zh.md";
    pub(super) fn unknown_key() -> Finding {
        Finding::new(Code::UnknownKey, span(0, PLAN, "sumary"), say!("unknown key `sumary`", "不認識的鍵「sumary」"))
            .label(span(0, PLAN, "秣陵幼兒園方案"), say!("the title, 100%\nsure", "標題，100%\n確定"))
            .put(span(0, PLAN, "sumary"), "summary", say!("did you mean `summary`?", "是否要寫「summary」？"))
            .hint(say!("see the list of keys", "請看鍵的清單"))
    }

    #[test]
    fn every_form_has_a_name_that_is_read_again() {
        for format in Format::ALL {
            assert_eq!(Format::parse(format.as_str()), Some(*format));
        }
        assert_eq!(Format::parse("xml"), None);
    }

    #[test]
    fn no_findings_are_no_text_except_in_a_log() {
        for format in Format::ALL {
            let text = printed(*format, Tongue::En, &[], Vec::new());
            assert_eq!(text.is_empty(), *format != Format::Sarif);
        }
    }

    #[test]
    fn what_steers_a_terminal_is_not_passed_on() {
        assert_eq!(one_line("甲\t乙\r\n丙"), "甲 乙  丙");
        assert_eq!(one_line("\u{1b}[31m\u{9b}\u{202e}"), "\u{fffd}[31m\u{fffd}\u{fffd}");
        assert!(matches!(one_line("甲乙"), Cow::Borrowed("甲乙")));
    }
}
