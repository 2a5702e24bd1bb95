//! Facts live once, in the original; a translation says what it translates.

use crate::catalogue::sections::Original;
use crate::catalogue::{Difference, Freshness, Section, Sections, Staleness, Version};
use crate::diagnostic::{Code, Finding, Findings, Wording};
use crate::document::ProgrammeFile;
use crate::document::front_matter::FrontMatter;
use crate::document::sections::TranslatedSections;
use crate::say;
use crate::source::{At, SourceSet, Span};

/// Reports facts that a translation says again.
pub fn repeated_facts(sources: &SourceSet, original: &ProgrammeFile, translation: &ProgrammeFile, findings: &mut Findings) {
    let first = original.front.given();
    for (key, span) in translation.front.given() {
        if FrontMatter::TRANSLATED.contains(&key) {
            continue;
        }
        let text = |span: Span| {
            let text = sources.get(span.source).text().get(span.range()).unwrap_or("");
            text.split_whitespace().collect::<Vec<_>>().join(" ").trim_matches(['"', '\'']).to_owned()
        };
        let there = first.iter().find(|(k, _)| *k == key).map(|(_, span)| *span);
        let delete =
            || say!("leave `{key}` out of the translation: facts live in the original", "請從譯文刪去 {key}：事實只寫在原文裡");
        findings.push(match there {
            Some(there) if text(there) == text(span) => {
                Finding::new(Code::RepeatedFact, span, say!("`{key}` is said again", "重複寫了 {key}"))
                    .label(there, say!("the original says it here", "原文在這裡"))
                    .hint(delete())
            }
            Some(there) => Finding::new(
                Code::TranslationConflict,
                span,
                say!("the translation gives another `{key}` than the original", "譯文的 {key} 與原文不同"),
            )
            .label(there, say!("the original says this", "原文是這樣"))
            .hint(delete()),
            None => Finding::new(
                Code::TranslationConflict,
                span,
                say!("the translation gives a `{key}` that the original does not", "譯文寫了原文沒有的 {key}"),
            )
            .hint(say!("move it to the original", "請移到原文裡")),
        });
    }
}

/// An original with all that a finding about its translations points at.
pub struct Translated<'a> {
    /// As other commands name it: `community/period/name`, `pages/name`.
    pub name: &'a str,
    /// Its text.
    pub text: Original<'a>,
    /// Its version of that text.
    pub version: &'a Version,
    /// Where its title stands.
    pub title: Span,
    /// Its body.
    pub body: &'a str,
}

/// What a translation says of the original that it translates.
pub struct Recorded<'a> {
    /// The language of the translation.
    pub language: &'a str,
    /// `translated-from`.
    pub digest: Option<At<String>>,
    /// `translated-sections`.
    pub sections: Option<At<TranslatedSections>>,
}

impl Recorded<'_> {
    /// The version that recorded it; a stale one is reported with the sections that changed.
    pub fn by(self, version: Version, original: &Translated<'_>, findings: &mut Findings) -> Version {
        let place = self.digest.as_ref().map(|at| at.span).or_else(|| self.sections.as_ref().map(|at| at.span));
        let sections = self.sections.map(|said| Sections::recorded(&said.it));
        let digest = self.digest.map_or_else(String::new, |digest| digest.it);
        let freshness = match place {
            None => Freshness::Unknown,
            Some(_) if digest == original.version.digest => Freshness::Current,
            Some(place) => {
                let now = || original.text.sections(&original.version.outline);
                match sections.as_ref().map(|then| then.staleness(&now())) {
                    Some(nothing) if nothing == Staleness::default() => Freshness::Current,
                    known => {
                        let staleness = known.unwrap_or_default();
                        findings.push(stale(original, self.language, place, &staleness));
                        Freshness::Stale(staleness)
                    }
                }
            }
        };
        Version { freshness, digest, sections, ..version }
    }
}

fn stale(original: &Translated<'_>, language: &str, place: Span, staleness: &Staleness) -> Finding {
    let what = staleness.words(&original.version.outline);
    let mut message = say!("the original changed after this translation was made", "這份譯文之後，原文又改動了");
    if !what.en.is_empty() {
        message = Wording { en: format!("{}; {}", message.en, what.en), zh: format!("{}；{}", message.zh, what.zh) };
    }
    let mut finding = Finding::new(Code::StaleTranslation, place, message);
    for difference in &staleness.differences {
        finding = match difference {
            Difference::Changed { now: Section::Title, .. } => {
                finding.label(original.title, say!("title, subtitle or summary changed since", "標題、副標題或摘要有改動"))
            }
            Difference::Changed { now, .. } => finding.label(original.place(*now), say!("changed since", "這裡有改動")),
            Difference::New { now } => finding.label(original.place(*now), say!("new", "這裡是新增的")),
            Difference::Gone { .. } => finding,
        };
    }
    if finding.labels.is_empty() {
        finding = finding.label(Span::start_of(original.version.source), say!("the original", "原文"));
    }
    let name = original.name;
    finding.hint(say!(
        "bring the translation up to date, then record it: `fangan translate mark {name} --language {language}`",
        "請更新譯文，再記下：fangan translate mark {name} --language {language}"
    ))
}

impl Translated<'_> {
    /// Where a section of it begins.
    fn place(&self, section: Section) -> Span {
        let (source, start) = (self.version.source, self.version.body.start);
        match section {
            Section::Title => self.title,
            Section::Lead => {
                let from = self.body.len() - self.body.trim_start().len();
                let line = self.body.get(from..).and_then(|text| text.lines().next()).map_or(0, str::len);
                Span::new(source, start + from..start + from + line)
            }
            Section::Heading(n) => {
                let range = self.version.outline.headings.get(n).map_or(0..0, |heading| heading.range.clone());
                Span::new(source, start + range.start..start + range.end)
            }
        }
    }
}
