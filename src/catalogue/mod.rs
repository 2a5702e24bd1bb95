//! The catalogue: every community, document, activity and organisation of a site, typed, with every reference valid.
//!
//! [`resolve`](resolve::resolve) makes it from parsed files; it is immutable from then on. What may be published is
//! decided once, in [`publish`], and later stages take a [`publish::Visible`] catalogue only.

pub mod amendments;
mod ancestry;
mod approved;
pub mod changes;
pub mod checks;
mod community;
pub mod digest;
mod documents;
pub mod editions;
mod ids;
mod links;
mod programme;
pub mod publish;
pub mod raw;
pub mod resolve;
pub mod seal;
pub mod sections;
pub mod standing;
mod vocabulary;

pub use approved::{ApprovedDocument, NotApproved};
pub use community::{Commitment, Community, Measure, Member, Party, Post, Rota};
pub use documents::Documents;
pub use editions::Edition;
pub use ids::{CommunityId, DocumentId, OrganisationId, TypeId};
pub use links::{Heading, LinkTarget};
pub use programme::{
    Activity, Approval, Attachment, Attainment, BasisDocument, Change, Facts, Freshness, Goal, Outcome, Phase, Programme, Target,
    TargetRef, Version, Waiver, Withdrawal,
};
pub use sections::{Difference, Section, Sections, Staleness};
pub use vocabulary::{ActivityType, Organisation};

use crate::calendar::Period;
use crate::config::Config;
use crate::language::{LanguageId, Localised};
use crate::source::{SourceId, SourceSet};
use std::sync::Arc;

/// Everything that a site holds.
#[derive(Clone, Debug)]
pub struct Catalogue {
    /// The configuration.
    pub config: Arc<Config>,
    /// The files that it was made from.
    pub sources: Arc<SourceSet>,
    /// Communities by folder name.
    pub communities: Vec<Community>,
    /// Activity types in the order of their file.
    pub types: Vec<ActivityType>,
    /// Organisations by id, those that are described in a community included.
    pub organisations: Vec<Organisation>,
    /// Programme documents by community, period and name.
    pub documents: Documents,
    /// Earlier editions of documents, by document and number.
    pub editions: Vec<Edition>,
    /// Pages such as about and contact, in their order.
    pub pages: Vec<Page>,
}

/// A page under `content/pages/`.
#[derive(Clone, Debug, PartialEq)]
pub struct Page {
    /// The last part of its URL.
    pub slug: String,
    /// Title.
    pub title: Localised,
    /// One sentence.
    pub summary: Option<Localised>,
    /// Its place among the pages.
    pub order: u32,
    /// Old URLs.
    pub aliases: Vec<crate::source::At<String>>,
    /// Whether it is not to be published yet.
    pub draft: bool,
    /// Its text in each language, the original first.
    pub versions: Vec<Version>,
    /// The original's file.
    pub source: SourceId,
}

impl Catalogue {
    /// A community.
    pub fn community(&self, id: CommunityId) -> &Community {
        &self.communities[id.index()]
    }

    /// A document.
    pub fn document(&self, id: DocumentId) -> &Programme {
        self.documents.get(id)
    }

    /// The earlier editions of a document with their positions, in order of number.
    pub fn editions_of(&self, id: DocumentId) -> impl DoubleEndedIterator<Item = (usize, &Edition)> {
        let start = self.editions.partition_point(|edition| edition.document < id);
        let end = self.editions.partition_point(|edition| edition.document <= id);
        self.editions.iter().enumerate().take(end).skip(start)
    }

    /// An organisation.
    pub fn organisation(&self, id: OrganisationId) -> &Organisation {
        &self.organisations[id.index()]
    }

    /// An activity type.
    pub fn activity_type(&self, id: TypeId) -> &ActivityType {
        &self.types[id.index()]
    }

    /// Every community with its id.
    pub fn community_ids(&self) -> impl Iterator<Item = CommunityId> + use<> {
        CommunityId::up_to(self.communities.len())
    }

    /// Every document with its id.
    pub fn document_ids(&self) -> impl Iterator<Item = DocumentId> + '_ {
        self.documents.ids()
    }

    /// Every organisation's id.
    pub fn organisation_ids(&self) -> impl Iterator<Item = OrganisationId> + use<> {
        OrganisationId::up_to(self.organisations.len())
    }

    /// Every type's id.
    pub fn type_ids(&self) -> impl Iterator<Item = TypeId> + use<> {
        TypeId::up_to(self.types.len())
    }

    /// A community's children.
    pub fn children(&self, parent: CommunityId) -> impl Iterator<Item = CommunityId> + '_ {
        self.community_ids().filter(move |id| self.community(*id).parent == Some(parent))
    }

    /// A type and the types below it.
    pub fn is_kind_of(&self, kind: TypeId, of: TypeId) -> bool {
        let mut at = Some(kind);
        // Bounded, because a vocabulary with a cycle is still looked at after its finding.
        for _ in 0..=self.types.len() {
            match at {
                Some(id) if id == of => return true,
                Some(id) => at = self.activity_type(id).parent,
                None => return false,
            }
        }
        false
    }

    /// How deep a community lies below its topmost parent.
    pub fn depth(&self, id: CommunityId) -> usize {
        let mut at = self.community(id).parent;
        let mut depth = 0;
        while let Some(parent) = at
            && depth < self.communities.len()
        {
            depth += 1;
            at = self.community(parent).parent;
        }
        depth
    }

    /// A document's text as its translations record it.
    pub fn original(&self, document: &Programme) -> Option<sections::Original<'_>> {
        let version = document.versions.first()?;
        let text = |text: &Localised| text.get(version.language).unwrap_or("").to_owned();
        let of = |said: &Option<Localised>| said.as_ref().map_or_else(String::new, text);
        let (title, subtitle, summary) = (text(&document.title), of(&document.subtitle), of(&document.summary));
        Some(sections::Original::new(&title, &subtitle, &summary, self.body(version)))
    }

    /// A page's text as its translations record it.
    pub fn original_page(&self, page: &Page) -> Option<sections::Original<'_>> {
        let summary = page.summary.as_ref().map_or("", Localised::original);
        Some(sections::Original::new(page.title.original(), "", summary, self.body(page.versions.first()?)))
    }

    /// The text of a version's body.
    pub fn body(&self, version: &Version) -> &str {
        self.sources.get(version.source).text().get(version.body.clone()).unwrap_or("")
    }

    /// A text for readers of a language.
    pub fn pick<'a>(&self, text: &'a Localised, language: LanguageId) -> &'a str {
        text.pick(language).1
    }

    /// The periods that documents speak of, oldest first, withheld ones last.
    pub fn periods(&self) -> Vec<Period> {
        let mut periods: Vec<Period> = self.documents.iter().map(|d| d.period).collect();
        periods.sort_unstable();
        periods.dedup();
        periods
    }
}
