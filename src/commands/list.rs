//! `fangan list`: documents with their state and translations, or commitments and what is due.

mod commitments;
mod documents;

use super::print::standing;
use super::{Exit, Terminal, names};
use crate::catalogue::{Catalogue, Programme};
use crate::cli;
use crate::diagnostic::emit::Format;
use crate::diagnostic::{Severity, Tongue};
use crate::document::front_matter::Status;
use crate::language::{Convention, LanguageId, Localised};
use crate::pipeline::{self, Audience};
use crate::say;
use jiff::civil::Date;

pub(super) fn run(terminal: &Terminal, args: &cli::List) -> Exit {
    match list(terminal, args) {
        Ok(exit) | Err(exit) => exit,
    }
}

fn list(terminal: &Terminal, args: &cli::List) -> Result<Exit, Exit> {
    let workspace = terminal.workspace()?;
    let mut reading = pipeline::read(&workspace);
    let (Some(config), Some(catalogue)) = (reading.config.clone(), reading.catalogue.take()) else {
        return Err(terminal.without_config(reading, Format::Human));
    };
    let today = terminal.today(args.as_of.as_deref(), &config.time_zone)?;
    let filter = Filter::new(terminal, args, &catalogue, today)?;
    let page = Page { terminal, catalogue: &catalogue, filter, today };
    let exit = match args.commitments {
        true => commitments::list(&page, args.format),
        false => documents::list(&page, args.format),
    };
    // What can't be read is not in the list: whoever counts on it should know.
    let mut findings = std::mem::take(&mut reading.findings);
    pipeline::visible(catalogue, Audience::Writers, &mut findings);
    match findings.count(Severity::Error) {
        0 => {}
        1 => terminal.close(&say!(
            "Note: one error in the content; `fangan check` shows it. What it concerns may be missing here.",
            "註：內容有 1 個錯誤，見 fangan check。有關的文件可能沒有列出。"
        )),
        n => terminal.close(&say!(
            "Note: {n} errors in the content; `fangan check` shows them. What they concern may be missing here.",
            "註：內容有 {n} 個錯誤，見 fangan check。有關的文件可能沒有列出。"
        )),
    }
    Ok(exit)
}

/// What is to be listed.
struct Filter {
    narrowed: names::Narrowed,
    status: Option<Status>,
    untranslated: Option<LanguageId>,
}

impl Filter {
    fn new(terminal: &Terminal, args: &cli::List, catalogue: &Catalogue, today: Date) -> Result<Self, Exit> {
        let config = &catalogue.config;
        let narrowed = names::Narrowed::new(terminal, &args.narrowing, catalogue, today)?;
        let status = args.status.as_deref().map(|name| names::status(terminal, name)).transpose()?;
        let untranslated = args.untranslated.as_deref().map(|code| names::language(terminal, config, code)).transpose()?;
        Ok(Self { narrowed, status, untranslated })
    }

    fn wants(&self, document: &Programme) -> bool {
        self.narrowed.has(document)
            && self.status.is_none_or(|status| status == document.facts.status.it)
            && self.untranslated.is_none_or(|language| matches!(standing(document.version(language)), "missing" | "stale"))
    }
}

/// What a list is made of.
struct Page<'a> {
    terminal: &'a Terminal,
    catalogue: &'a Catalogue,
    filter: Filter,
    today: Date,
}

impl Page<'_> {
    /// A text in the language of the terminal, as far as it is there.
    fn text<'t>(&self, text: &'t Localised) -> &'t str {
        let wanted = match self.terminal.tongue {
            Tongue::En => Convention::English,
            Tongue::Zh => Convention::Chinese,
        };
        let config = &self.catalogue.config;
        let language = config.language_ids().find(|id| config.language(*id).convention == wanted && text.get(*id).is_some());
        language.and_then(|id| text.get(id)).unwrap_or(text.original())
    }
}
