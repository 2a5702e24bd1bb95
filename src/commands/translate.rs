//! `fangan translate`: how translations stand to their originals, and that one says what its original says now.

mod mark;
mod status;

use super::{Exit, Terminal};
use crate::catalogue::seal::Seals;
use crate::catalogue::sections::Original;
use crate::catalogue::{Catalogue, Difference, Page, Programme, Section, Staleness, Version};
use crate::cli::{self, TranslateWhat};
use crate::data::Yaml;
use crate::diagnostic::emit::Format;
use crate::document::file_name;
use crate::document::front_matter::{FrontMatter, PageFrontMatter};
use crate::document::markdown::Body;
use crate::language::LanguageId;
use crate::pipeline;
use serde_json::{Value, json};
use std::path::PathBuf;

pub(super) fn run(terminal: &Terminal, args: &cli::Translate) -> Exit {
    let done = match &args.what {
        TranslateWhat::Status(args) => Desk::open(terminal).and_then(|desk| status::status(&desk, args)),
        TranslateWhat::Mark(args) => Desk::open(terminal).and_then(|desk| mark::mark(&desk, args)),
    };
    match done {
        Ok(exit) | Err(exit) => exit,
    }
}

/// The site that translations are looked at in.
struct Desk<'t> {
    terminal: &'t Terminal,
    root: PathBuf,
    catalogue: Catalogue,
    /// Whether something could not be read, and may be missing therefore.
    damaged: bool,
}

impl<'t> Desk<'t> {
    fn open(terminal: &'t Terminal) -> Result<Self, Exit> {
        let workspace = terminal.workspace()?;
        let mut reading = pipeline::read(&workspace);
        let Some(catalogue) = reading.catalogue.take() else {
            return Err(terminal.without_config(reading, Format::Human));
        };
        let damaged = reading.findings.any_error();
        Ok(Self { terminal, root: workspace.root().to_owned(), catalogue, damaged })
    }

    /// Everything that may be translated: documents, then pages.
    fn texts(&self) -> impl Iterator<Item = Text<'_>> {
        let documents = self.catalogue.documents.iter().map(Text::Document);
        documents.chain(self.catalogue.pages.iter().map(Text::Page))
    }

    fn code(&self, language: LanguageId) -> &str {
        &self.catalogue.config.language(language).code
    }

    fn path(&self, version: &Version) -> &str {
        self.catalogue.sources.get(version.source).path.as_str()
    }
}

/// A text in one language or several.
#[derive(Clone, Copy)]
enum Text<'c> {
    Document(&'c Programme),
    Page(&'c Page),
}

impl<'c> Text<'c> {
    /// `community/period/name`, `pages/name`.
    fn id(self, desk: &Desk<'_>) -> String {
        match self {
            Self::Document(document) => document.id.clone(),
            Self::Page(page) => format!("pages/{}", file_name(desk.catalogue.sources.get(page.source).path.file_name()).0),
        }
    }

    fn versions(self) -> &'c [Version] {
        match self {
            Self::Document(document) => &document.versions,
            Self::Page(page) => &page.versions,
        }
    }

    fn version(self, language: LanguageId) -> Option<&'c Version> {
        self.versions().iter().find(|v| v.language == language)
    }

    fn original(self, catalogue: &'c Catalogue) -> Option<Original<'c>> {
        match self {
            Self::Document(document) => catalogue.original(document),
            Self::Page(page) => catalogue.original_page(page),
        }
    }

    /// Whether it was approved with a digest and is still as it was approved: any change would have to be approved again.
    fn is_sealed(self, catalogue: &Catalogue) -> bool {
        let Self::Document(document) = self else { return false };
        let digest = document.facts.approval.as_ref().and_then(|approval| approval.it.digest.as_ref());
        let Some(recorded) = digest.filter(|_| document.facts.status.it.is_published()) else { return false };
        let id = catalogue.document_ids().find(|id| catalogue.document(*id).id == document.id);
        id.is_some_and(|id| Seals::new(catalogue).digest(id) == recorded.it)
    }

    /// The keys of its front matter in their order.
    fn keys(self) -> &'static [&'static str] {
        match self {
            Self::Document(_) => FrontMatter::KEYS,
            Self::Page(_) => PageFrontMatter::KEYS,
        }
    }
}

/// What makes a translation stale, for programs: `null` where it is not known.
pub(super) fn sections(staleness: &Staleness, outline: &Body) -> Value {
    if *staleness == Staleness::default() {
        return Value::Null;
    }
    let one = |section: Section| match section {
        Section::Title => json!({ "section": "title" }),
        Section::Lead => json!({ "section": "lead" }),
        Section::Heading(n) => {
            let heading = outline.headings.get(n);
            json!({ "section": "heading", "heading": heading.map(|h| &h.text), "anchor": heading.map(|h| &h.id) })
        }
    };
    let (mut changed, mut new, mut gone) = (Vec::new(), Vec::new(), Vec::new());
    for difference in &staleness.differences {
        match difference {
            Difference::Changed { now, .. } => changed.push(one(*now)),
            Difference::New { now } => new.push(one(*now)),
            Difference::Gone { then: Section::Heading(_), heading } => {
                gone.push(json!({ "section": "heading", "heading": heading }))
            }
            Difference::Gone { then, .. } => gone.push(one(*then)),
        }
    }
    json!({ "changed": changed, "new": new, "gone": gone, "reordered": staleness.reordered })
}

/// The lines of a front matter that record an original, whose version this is, as it stands.
pub(super) fn lines(original: &Original<'_>, version: &Version) -> Vec<String> {
    let mut lines = vec![format!("translated-from: {}", version.digest), "translated-sections:".to_owned()];
    if let Yaml::Block(block) = original.sections(&version.outline).yaml() {
        lines.extend(block.into_iter().map(|line| format!("  {line}")));
    }
    lines
}
