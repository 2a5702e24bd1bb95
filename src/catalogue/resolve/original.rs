//! Which of a text's files is the original, and which are its translations.

use crate::config::Config;
use crate::diagnostic::{Code, Finding, Findings};
use crate::document::{PageFile, ProgrammeFile};
use crate::language::LanguageId;
use crate::say;
use crate::source::{At, SourceId, Span};

/// A file that is the original of a text or one of its translations.
pub(super) trait Claimant {
    /// What it says of itself.
    fn claim(&self) -> Claim;
}

/// What decides which of several files is the original.
pub(super) struct Claim {
    language: LanguageId,
    source: SourceId,
    said: Option<At<bool>>,
    /// Where it says that it translates another.
    translates: Option<Span>,
}

impl Claimant for ProgrammeFile {
    fn claim(&self) -> Claim {
        let front = &self.front;
        let translates =
            front.translated_from.as_ref().map(|at| at.span).or(front.translated_sections.as_ref().map(|at| at.span));
        Claim { language: self.language, source: self.source, said: front.original.clone(), translates }
    }
}

impl Claimant for PageFile {
    fn claim(&self) -> Claim {
        let front = &self.front;
        let translates =
            front.translated_from.as_ref().map(|at| at.span).or(front.translated_sections.as_ref().map(|at| at.span));
        Claim { language: self.language, source: self.source, said: front.original.clone(), translates }
    }
}

/// Parts files into the original and its translations.
pub(super) fn part<F: Claimant>(config: &Config, mut files: Vec<F>, findings: &mut Findings) -> Option<(F, Vec<F>)> {
    let claims: Vec<Claim> = files.iter().map(F::claim).collect();
    let original = files.remove(position(config, &claims, findings)?);
    Some((original, files))
}

/// The original is the file that says so, or else the default language's, or else the only one.
fn position(config: &Config, files: &[Claim], findings: &mut Findings) -> Option<usize> {
    let said: Vec<usize> = (0..files.len()).filter(|n| files[*n].said.as_ref().is_some_and(|s| s.it)).collect();
    if let [first, second, ..] = said.as_slice()
        && let (Some(one), Some(two)) = (&files[*first].said, &files[*second].said)
    {
        findings.push(
            Finding::new(
                Code::TranslationConflict,
                two.span,
                say!("two files say that they are the original", "兩個檔案都說自己是原文"),
            )
            .label(one.span, say!("the other one", "另一個在這裡"))
            .hint(say!("only one can be: leave `original` out of the other", "只能有一個：請刪去另一個的 original")),
        );
    }
    let lonely_translation = |n: usize| {
        let key = files.get(n)?;
        key.translates.or_else(|| key.said.as_ref().filter(|s| !s.it).map(|s| s.span))
    };
    let chosen = said
        .first()
        .copied()
        .or_else(|| files.iter().position(|f| f.language == Config::DEFAULT))
        .or_else(|| (files.len() == 1 && lonely_translation(0).is_none()).then_some(0));
    if chosen.is_none() {
        let key = files.first()?;
        let span = lonely_translation(0).unwrap_or(Span::start_of(key.source));
        let default = &config.language(Config::DEFAULT).code;
        findings.push(
            Finding::new(
                Code::MissingOriginal,
                span,
                say!("this is a translation, but its original is not there", "這是譯文，但沒有原文"),
            )
            .hint(say!(
                "add the file in `{default}`, or write `original: true` in the file that the others translate",
                "請加上「{default}」的檔案，或在作為原文的檔案裡寫 original: true"
            )),
        );
    }
    chosen
}
