//! What is wrong with the text itself: damage, script, punctuation, numbering. One file a rule.
//!
//! Every Markdown file is read once more as [`Prose`], and each passage is looked at once ([`survey`]); only what was
//! noticed there is looked at closer. Rules see text alone, so that code, URLs and HTML are never judged, and those about
//! Chinese see Chinese text alone.

mod annexes;
mod brackets;
mod damage;
mod document_numbers;
mod dots;
mod half_width;
mod han;
mod invisible;
mod letters;
mod mixed_script;
mod mojibake;
mod numbering;
mod placeholders;
mod readings;
mod shifted;
mod survey;

use crate::config::Config;
use crate::data::Field;
use crate::diagnostic::{Code, Finding, Findings, Wording};
use crate::document::cjk::is_han;
use crate::document::front_matter::Status;
use crate::document::markdown::Link;
use crate::document::prose::{Kind, Prose};
use crate::document::{Document, ProgrammeFile};
use crate::language::LanguageId;
use crate::script::Script;
use crate::source::{SourceId, SourceSet, Span};
use rayon::prelude::*;
use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;
use survey::Traits;

/// Looks at the text of a document in every language that it has.
pub(in crate::catalogue) fn of_programme(
    config: &Config,
    sources: &SourceSet,
    files: &[Arc<ProgrammeFile>],
    findings: &mut Findings,
) {
    let facts = Facts::of(files);
    for file in files {
        let ProgrammeFile { source, language, front, body, .. } = file.as_ref();
        check_file(config, sources, (*source, *language, body), front, facts, findings);
    }
}

/// What was found in pages and profiles, kept so that the next run looks only at those that changed.
#[derive(Debug, Default)]
pub(in crate::catalogue) struct Looked(HashMap<SourceId, (Document, Findings)>);

/// Looks at the text of pages and profiles. `before` is of a run with the same configuration and the same paths.
pub(in crate::catalogue) fn of_others(
    config: &Config,
    sources: &SourceSet,
    files: &[Document],
    before: Option<&Looked>,
    findings: &mut Findings,
) -> Looked {
    let look = |file: &Document| {
        let source = file.source();
        let known = before.and_then(|before| before.0.get(&source)).filter(|(seen, _)| seen.is_same(file));
        let found = known.map_or_else(|| of_other(config, sources, file), |(_, findings)| findings.clone());
        (source, (file.clone(), found))
    };
    let looked: Vec<_> = files.par_iter().map(look).collect();
    looked.iter().for_each(|(_, (_, found))| findings.extend(found.clone()));
    Looked(looked.into_iter().collect())
}

fn of_other(config: &Config, sources: &SourceSet, file: &Document) -> Findings {
    let mut findings = Findings::default();
    match file {
        Document::Page(file) => {
            let published = !file.front.draft.as_ref().is_some_and(|draft| draft.it);
            let facts = Facts { published, attached: leads_to_a_file(&file.outline.links) };
            check_file(config, sources, (file.source, file.language, &file.body), &file.front, facts, &mut findings);
        }
        Document::Profile(file) => {
            let facts = Facts { published: true, attached: leads_to_a_file(&file.outline.links) };
            check_file(config, sources, (file.source, file.language, &file.body), &file.front, facts, &mut findings);
        }
        Document::Programme(file) => of_programme(config, sources, std::slice::from_ref(file), &mut findings),
    }
    findings
}

fn check_file<T: Field>(
    config: &Config,
    sources: &SourceSet,
    (source, language, body): (SourceId, LanguageId, &Range<usize>),
    front: &T,
    facts: Facts,
    findings: &mut Findings,
) {
    let mut prose = Prose::default();
    add_values(config, sources, &mut prose, front, source, language);
    let text = sources.get(source).text();
    prose.add_body(text.get(body.clone()).unwrap_or_default(), body.start, language);
    Page::new(config, source, text, &prose, facts).check(findings);
}

/// Looks at the texts of a record of a data file.
pub(in crate::catalogue) fn check_record<T: Field>(
    config: &Config,
    sources: &SourceSet,
    source: SourceId,
    record: &T,
    findings: &mut Findings,
) {
    let mut prose = Prose::default();
    add_values(config, sources, &mut prose, record, source, Config::DEFAULT);
    let facts = Facts { published: true, attached: true };
    Page::new(config, source, sources.get(source).text(), &prose, facts).check(findings);
}

fn add_values<T: Field>(
    config: &Config,
    sources: &SourceSet,
    prose: &mut Prose,
    record: &T,
    source: SourceId,
    language: LanguageId,
) {
    let text = sources.get(source).text();
    record.texts(Span::start_of(source), &mut |span, code| {
        // A language that is not configured has a finding of its own.
        let language = code.map_or(Some(language), |code| config.language_named(code));
        if let (Some(language), Some(value)) = (language, text.get(span.range())) {
            prose.add_value(value, span.range().start, language);
        }
    });
}

/// What the rules need to know of a document's facts, which stand in one of its files.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Facts {
    /// Whether the public reads it.
    published: bool,
    /// Whether any file is attached to it or linked.
    attached: bool,
}

impl Facts {
    /// Of the files of one document.
    fn of(files: &[Arc<ProgrammeFile>]) -> Self {
        let published = |file: &ProgrammeFile| {
            matches!(file.front.status.as_ref().map(|status| status.it), Some(Status::Approved | Status::Superseded))
        };
        let attached = |file: &ProgrammeFile| {
            file.front.attachments.as_ref().is_some_and(|files| !files.it.is_empty()) || leads_to_a_file(&file.outline.links)
        };
        Self { published: files.iter().any(|file| published(file)), attached: files.iter().any(|file| attached(file)) }
    }
}

/// Whether a link leads to something that is neither text of the site nor a picture shown in place.
fn leads_to_a_file(links: &[Link]) -> bool {
    links.iter().any(|link| {
        let path = link.to.split(['#', '?']).next().unwrap_or_default();
        !link.image && !path.is_empty() && !path.contains("://") && !path.starts_with("mailto:") && !path.ends_with(".md")
    })
}

/// A file while it is looked at.
struct Page<'a> {
    config: &'a Config,
    source: SourceId,
    text: &'a str,
    prose: &'a Prose,
    facts: Facts,
    passages: Vec<Passage<'a>>,
}

/// A passage with what was noticed about it.
#[derive(Clone, Copy, Debug)]
struct Passage<'a> {
    text: &'a str,
    /// Where it begins in the prose.
    start: usize,
    kind: Kind,
    language: Language,
    traits: Traits,
}

/// What a passage's language is to the rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Language {
    /// Chinese, in a script if its tag says so.
    Chinese(Option<Script>),
    English,
    Other,
}

impl Language {
    fn of(tag: &str) -> Self {
        match tag.split('-').next() {
            Some("zh") => Self::Chinese(Script::of(tag)),
            Some("en") => Self::English,
            _ => Self::Other,
        }
    }
}

impl Passage<'_> {
    fn is_chinese(&self) -> bool {
        matches!(self.language, Language::Chinese(_))
    }

    /// Whether it is a table that was drawn with characters, where each has its width and cells end at any line.
    fn is_drawn(&self) -> bool {
        self.text.matches(|c| matches!(c, '\u{2502}'..='\u{254b}')).nth(1).is_some()
    }

    /// Whether it is Chinese and any of these was noticed.
    fn is_chinese_with(&self, traits: Traits) -> bool {
        self.traits.any(traits) && self.is_chinese()
    }
}

impl<'a> Page<'a> {
    fn new(config: &'a Config, source: SourceId, text: &'a str, prose: &'a Prose, facts: Facts) -> Self {
        let passages = prose.passages.iter().map(|passage| Passage {
            text: prose.of(passage),
            start: passage.range.start,
            kind: passage.kind,
            language: Language::of(&config.language(passage.language).tag),
            traits: Traits::of(prose.of(passage)),
        });
        Self { config, source, text, prose, facts, passages: passages.collect() }
    }

    fn check(&self, findings: &mut Findings) {
        for passage in &self.passages {
            let mut damage = Findings::default();
            mojibake::check(self, passage, &mut damage);
            let mut within = Findings::default();
            damage::check(self, passage, &mut within);
            keep_outside(&damage, &mut within);
            shifted::check(self, passage, &mut damage);
            let mut rest = Findings::default();
            invisible::check(self, passage, &mut rest);
            mixed_script::check(self, passage, &mut rest);
            half_width::check(self, passage, &mut rest);
            dots::check(self, passage, &mut rest);
            letters::check(self, passage, &mut rest);
            document_numbers::check(self, passage, &mut rest);
            placeholders::check(self, passage, &mut rest);
            // What is damaged has wrong characters and marks, of course.
            keep_outside(&damage, &mut rest);
            [damage, within, rest].into_iter().for_each(|found| findings.extend(found));
        }
        readings::check(self, findings);
        numbering::check(self, findings);
        brackets::check(self, findings);
        annexes::check(self, findings);
    }

    /// The place of a range of a passage in its file.
    fn span(&self, passage: &Passage<'_>, range: Range<usize>) -> Span {
        let range = passage.start + range.start..passage.start + range.end;
        Span::new(self.source, self.prose.source(range))
    }

    /// A finding about a range of a passage.
    fn finding(&self, code: Code, passage: &Passage<'_>, range: Range<usize>, message: Wording) -> Finding {
        Finding::new(code, self.span(passage, range), message)
    }

    /// What stands in the file at a range of a passage, if it stands there just as readers see it. Something else may be
    /// put in its place only then.
    fn place(&self, passage: &Passage<'_>, range: Range<usize>) -> Option<Span> {
        let span = self.span(passage, range.clone());
        let same = self.text.get(span.range()).is_some_and(|text| passage.text.get(range) == Some(text));
        same.then_some(span)
    }

    /// A finding with what is certain to be right in its place.
    fn mended(
        &self,
        code: Code,
        passage: &Passage<'_>,
        range: Range<usize>,
        message: Wording,
        (put, says): (&str, Wording),
    ) -> Finding {
        let finding = self.finding(code, passage, range.clone(), message);
        match self.place(passage, range) {
            Some(span) => finding.mend(span, put, says),
            None => finding.hint(says),
        }
    }

    /// A finding with what was probably meant in its place.
    fn guessed(
        &self,
        code: Code,
        passage: &Passage<'_>,
        range: Range<usize>,
        message: Wording,
        (put, says): (&str, Wording),
    ) -> Finding {
        let finding = self.finding(code, passage, range.clone(), message);
        match self.place(passage, range) {
            Some(span) => finding.put(span, put, says),
            None => finding.hint(says),
        }
    }
}

/// Leaves out findings that lie in places of other ones.
fn keep_outside(others: &Findings, findings: &mut Findings) {
    let places: Vec<Span> = others.iter().map(|other| other.span).collect();
    if !places.is_empty() {
        findings.retain(|finding| !places.iter().any(|place| place.start <= finding.span.start && finding.span.end <= place.end));
    }
}

/// The character before `at`, line breaks left out of account.
fn before(text: &str, at: usize) -> Option<char> {
    text.get(..at)?.chars().rev().find(|c| *c != '\n')
}

/// The character from `at` on, line breaks left out of account.
fn after(text: &str, at: usize) -> Option<char> {
    text.get(at..)?.chars().find(|c| *c != '\n')
}

/// Whether Chinese text ends with the character: Han, or a mark that closes something.
fn ends_chinese(c: char) -> bool {
    is_han(c) || matches!(c, '》' | '」' | '』' | '）' | '】' | '〕' | '〉' | '”' | '’')
}

/// Whether Chinese text begins with the character: Han, or a mark that opens something.
fn begins_chinese(c: char) -> bool {
    is_han(c) || matches!(c, '《' | '「' | '『' | '（' | '【' | '〔' | '〈' | '“' | '‘')
}

#[cfg(test)]
mod tests;
