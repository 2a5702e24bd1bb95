//! Findings as rustc prints them: the source line, the place underlined, the mend below. The only file that knows the
//! printer of snippets.
//!
//! Lines are cut before the printer sees them (it cuts replacements not at all, and lines only together). That moves
//! columns, so the printer is given a token for each place, for which the place itself is put in afterwards.

use super::window::Window;
use super::{Options, Texts, Tongue, Veiled, one_line};
use crate::diagnostic::{Finding, Hint, Severity};
use crate::say;
use crate::source::{SourceId, Span};
use annotate_snippets::{Annotation, AnnotationKind, Group, Level, Origin, Patch, Renderer, Snippet};
use std::io::{self, Write};
use std::ops::Range;

/// Wider than any line that is passed on: the printer is not to cut a second time.
const NEVER_CUT: usize = 1 << 20;

/// However narrow the terminal is, so much of a line is shown.
const LEAST_CELLS: usize = 24;

/// Places on lines so near to each other are shown together.
const NEAR: usize = 8;

/// A replacement of more lines is described only.
const MOST_LINES: usize = 8;

/// Begins and ends the number of a place. As a noncharacter it has no business in any text, and none passes with it.
const TOKEN: char = '\u{fdd0}';

pub(super) fn emit(report: &Veiled<'_>, options: &Options, to: &mut dyn Write) -> io::Result<()> {
    let renderer = if options.color { Renderer::styled() } else { Renderer::plain() }.term_width(NEVER_CUT);
    let mut texts = Texts::new(report);
    for (n, (finding, more)) in told_once(report, &mut texts).into_iter().enumerate() {
        if n > 0 {
            writeln!(to)?;
        }
        let mut sheet = Sheet::new(finding, &mut texts, options);
        let groups = sheet.groups(finding, more);
        let printed = renderer.render(&groups);
        writeln!(to, "{}", sheet.put_places(&printed))?;
    }
    Ok(())
}

/// The findings, and to how many more places of the same line each applies word for word: a line with thirty half-width
/// commas is shown once.
fn told_once<'f>(report: &'f Veiled<'_>, texts: &mut Texts<'_>) -> Vec<(&'f Finding, usize)> {
    let mut told: Vec<(&Finding, usize)> = Vec::new();
    // Where in `told` the findings of the line begin that is being gone through.
    let (mut line, mut first) = (None, 0);
    for finding in report.findings.iter() {
        let here = (finding.span.source, texts.place(finding.span).start.line);
        if line.replace(here) != Some(here) {
            first = told.len();
        }
        let same = |other: &Finding| other.code == finding.code && other.message == finding.message && other.labels.is_empty();
        let before = told.get_mut(first..).unwrap_or_default().iter_mut().find(|(other, _)| same(other));
        match before.filter(|_| finding.labels.is_empty()) {
            Some((_, more)) => *more += 1,
            None => told.push((finding, 0)),
        }
    }
    told
}

/// What a finding says at one place.
#[derive(Clone, Copy)]
struct Mark<'f> {
    span: Span,
    /// The line that it begins on; a place of several lines is shown by its first.
    line: usize,
    /// `None` is the place of the finding itself.
    says: Option<&'f str>,
}

/// One finding while it is laid out.
struct Sheet<'t, 'a> {
    texts: &'t mut Texts<'a>,
    tongue: Tongue,
    /// How wide source text may be.
    cells: usize,
    /// What the tokens stand for.
    places: Vec<String>,
}

impl<'t, 'a> Sheet<'t, 'a> {
    fn new(finding: &Finding, texts: &'t mut Texts<'a>, options: &Options) -> Self {
        let spans = finding.labels.iter().map(|label| label.span).chain([finding.span]);
        let last = spans.map(|span| texts.place(span).start.line).max().unwrap_or(1);
        // `12 | ` stands before the text.
        let margin = last.to_string().len() + 3;
        let cells = options.width.saturating_sub(margin).clamp(LEAST_CELLS, NEVER_CUT / 4);
        Self { texts, tongue: options.tongue, cells, places: Vec::new() }
    }

    fn groups<'f>(&mut self, finding: &'f Finding, more: usize) -> Vec<Group<'f>> {
        let title = self.level(finding.severity).primary_title(one_line(finding.message.get(self.tongue)));
        let mut first = Group::with_title(title.id(finding.code.as_str()));
        for marks in self.gather(finding) {
            first = self.show(first, &marks);
        }
        if more > 0 {
            let s = if more == 1 { "" } else { "s" };
            let says = say!("{more} more place{s} on this line", "這一行還有 {more} 處");
            first = first.element(self.level(Severity::Note).message(says.get(self.tongue).to_owned()));
        }
        let mut mends = Vec::new();
        for hint in &finding.hints {
            match self.mend(hint, finding.span.source) {
                Some(group) => mends.push(group),
                None => first = first.element(self.help().message(one_line(hint.says.get(self.tongue)))),
            }
        }
        mends.insert(0, first);
        mends
    }

    /// The places of a finding, those together that one snippet shows; the finding's own place is in the first.
    fn gather<'f>(&mut self, finding: &'f Finding) -> Vec<Vec<Mark<'f>>> {
        let tongue = self.tongue;
        let labels = finding.labels.iter().map(|label| (label.span, Some(label.says.get(tongue))));
        let mut all: Vec<Vec<Mark<'f>>> = Vec::new();
        for (span, says) in std::iter::once((finding.span, None)).chain(labels) {
            let mark = Mark { span, line: self.texts.place(span).start.line, says };
            let fits = self.texts.has_text(span.source) && self.is_whole(mark);
            // On a line that has to be cut every place needs a window of its own.
            let near = |other: &Mark<'_>| {
                let apart = other.line.abs_diff(mark.line);
                other.span.source == span.source && apart <= NEAR && (apart > 0 || fits)
            };
            match all.iter_mut().find(|marks| marks.iter().all(near)) {
                Some(marks) => marks.push(mark),
                None => all.push(vec![mark]),
            }
        }
        all
    }

    fn is_whole(&mut self, mark: Mark<'_>) -> bool {
        let lines = self.texts.lines(mark.span.source);
        let range = lines.range(mark.line);
        Window::new(lines.text(), range.clone(), range.start..range.start, self.cells).shows(&range)
    }

    fn show<'f>(&mut self, group: Group<'f>, marks: &[Mark<'f>]) -> Group<'f> {
        let Some(head) = marks.first() else { return group };
        let source = head.span.source;
        if !self.texts.has_text(source) {
            let place = self.place(head.span);
            let group = if place.is_empty() { group } else { group.element(Origin::path(place)) };
            let note = |says| self.level(Severity::Note).message(one_line(says));
            return head.says.map(note).into_iter().fold(group, Group::element);
        }
        let (from, to) = marks.iter().fold((head.line, head.line), |(a, b), mark| (a.min(mark.line), b.max(mark.line)));
        let (mut text, mut annotations) = (String::new(), Vec::new());
        for line in from..=to {
            let here: Vec<&Mark<'f>> = marks.iter().filter(|mark| mark.line == line).collect();
            let window = self.window(source, line, here.first().map(|mark| mark.span));
            for mark in here {
                let Range { start, end } = self.range(mark.span);
                let range = text.len() + window.find(start)..text.len() + window.find(end);
                annotations.push(annotation(mark, range));
            }
            text.push_str(&window.text);
            text.push('\n');
        }
        let token = self.token(head.span);
        group.element(Snippet::source(text).line_start(from).path(token).annotations(annotations))
    }

    /// The mend as a change of its line, where it is one.
    fn mend<'f>(&mut self, hint: &'f Hint, home: SourceId) -> Option<Group<'f>> {
        let (span, put) = hint.put.as_ref()?;
        let place = self.texts.place(*span);
        let mut range = self.range(*span);
        let mut put = put.as_str();
        if (place.end.line, place.end.column) == (place.start.line + 1, 1) && (put.is_empty() || put.ends_with('\n')) {
            // A whole line with its end goes or is exchanged: what is shown is the line.
            range.end = range.end.min(self.texts.lines(span.source).range(place.start.line).end).max(range.start);
            put = put.trim_end_matches('\n');
        } else if place.start.line != place.end.line {
            return None;
        }
        if !self.texts.has_text(span.source) || put.lines().count() > MOST_LINES {
            return None;
        }
        let window = self.window(span.source, place.start.line, Some(*span));
        if !window.shows(&range) {
            return None;
        }
        let put: Vec<_> = put.split('\n').map(one_line).collect();
        let patch = Patch::new(window.find(range.start)..window.find(range.end), put.join("\n"));
        let snippet = Snippet::source(window.text + "\n").line_start(place.start.line).patch(patch);
        // The finding's own file needs no second mention.
        let snippet = if span.source == home { snippet } else { snippet.path(self.token(*span)) };
        let title = self.help().secondary_title(one_line(hint.says.get(self.tongue)));
        Some(Group::with_title(title).element(snippet))
    }

    fn window(&mut self, source: SourceId, line: usize, focus: Option<Span>) -> Window {
        let focus = focus.map(|span| self.range(span));
        let lines = self.texts.lines(source);
        let range = lines.range(line);
        let focus = focus
            .map_or(range.start..range.start, |f| f.start.clamp(range.start, range.end)..f.end.clamp(range.start, range.end));
        Window::new(lines.text(), range, focus, self.cells)
    }

    /// The bytes of a span, between characters and within its text whatever the span says.
    fn range(&mut self, span: Span) -> Range<usize> {
        let lines = self.texts.lines(span.source);
        let start = lines.boundary(span.range().start);
        start..lines.boundary(span.range().end).max(start)
    }

    fn level(&self, severity: Severity) -> Level<'static> {
        let level = match severity {
            Severity::Error => Level::ERROR,
            Severity::Warning => Level::WARNING,
            Severity::Note => Level::NOTE,
        };
        self.named(level, severity.word(Tongue::Zh))
    }

    fn help(&self) -> Level<'static> {
        self.named(Level::HELP, "建議")
    }

    fn named(&self, level: Level<'static>, zh: &'static str) -> Level<'static> {
        match self.tongue {
            Tongue::En => level,
            Tongue::Zh => level.with_name(zh),
        }
    }

    /// `path:line:column`, empty for a source that is not there.
    fn place(&mut self, span: Span) -> String {
        let place = self.texts.place(span);
        match one_line(place.file) {
            file if file.is_empty() => String::new(),
            file => format!("{file}:{}:{}", place.start.line, place.start.column),
        }
    }

    fn token(&mut self, span: Span) -> String {
        let place = self.place(span);
        self.places.push(place);
        format!("{TOKEN}{}{TOKEN}", self.places.len() - 1)
    }

    /// Exchanges the tokens, and the line and column that the printer put behind them, for the places.
    fn put_places(&self, printed: &str) -> String {
        let mut parts = printed.split(TOKEN);
        let mut out = parts.next().unwrap_or("").to_owned();
        while let (Some(number), Some(rest)) = (parts.next(), parts.next()) {
            let place = number.parse().ok().and_then(|n: usize| self.places.get(n));
            out.push_str(place.map_or("", String::as_str));
            out.push_str(rest.trim_start_matches(|c: char| c == ':' || c.is_ascii_digit()));
        }
        out
    }
}

fn annotation<'f>(mark: &Mark<'f>, range: Range<usize>) -> Annotation<'f> {
    match mark.says {
        None => AnnotationKind::Primary.span(range),
        Some(says) => AnnotationKind::Context.span(range).label(one_line(says)),
    }
}

#[cfg(test)]
mod tests;
