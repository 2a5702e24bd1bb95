//! What of the catalogue is searched, and how much each part counts: what the page of an entry shows, in the words of
//! its reader.

use super::postings::{Band, Chunk};
use crate::catalogue::{Activity, Community, CommunityId, DocumentId, OrganisationId, Page, Party, Programme, TypeId, Version};
use crate::document::{plain, slug};
use crate::language::Localised;
use crate::routes::{Reader, Route, years_of};
use std::borrow::Cow;

/// Something that can be found, with a page of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Entry {
    /// A document.
    Document(DocumentId),
    /// A community.
    Community(CommunityId),
    /// An organisation.
    Organisation(OrganisationId),
    /// A type of activity.
    Type(TypeId),
    /// A page, by position.
    Page(usize),
}

impl Entry {
    /// Everything that can be found: documents first, the newest on top.
    pub fn all(reader: &Reader<'_>) -> Vec<Self> {
        let catalogue = reader.site.catalogue();
        let documents = reader.site.index.documents.iter().copied().map(Self::Document);
        documents
            .chain(catalogue.community_ids().map(Self::Community))
            .chain(catalogue.organisation_ids().map(Self::Organisation))
            .chain(catalogue.type_ids().map(Self::Type))
            .chain((0..catalogue.pages.len()).map(Self::Page))
            .collect()
    }

    /// Its page.
    pub fn route(self) -> Route {
        match self {
            Self::Document(id) => Route::Document(id),
            Self::Community(id) => Route::Community(id, 1),
            Self::Organisation(id) => Route::Member(id, 1),
            Self::Type(id) => Route::Type(id, 1),
            Self::Page(n) => Route::Page(n),
        }
    }
}

/// Terms that stand for what documents can be narrowed to.
pub fn narrowed_to(key: &str, value: &str) -> String {
    format!("={key}/{value}")
}

/// How many characters of a name, from any of them on, are found by their initials or syllables.
const HEARD: usize = 8;

/// Puts what a reader finds into a chunk of the index.
pub struct Gatherer<'g, 's> {
    /// The reader.
    pub reader: Reader<'s>,
    /// The chunk.
    pub chunk: &'g mut Chunk,
}

impl Gatherer<'_, '_> {
    /// Adds an entry; what comes back is how much running text it has.
    pub fn entry(&mut self, number: u32, entry: Entry) -> u32 {
        let catalogue = self.reader.site.catalogue();
        self.chunk.document(number);
        match entry {
            Entry::Document(id) => self.document(id),
            Entry::Community(id) => self.community(id, catalogue.community(id)),
            Entry::Organisation(id) => self.organisation(id),
            Entry::Type(id) => {
                let kind = catalogue.activity_type(id);
                self.texts(&kind.description);
                self.title(&kind.name, None);
            }
            Entry::Page(n) => catalogue.pages.get(n).into_iter().for_each(|page| self.page(page)),
        }
        self.chunk.length()
    }

    /// A text in the reader's words.
    fn words<'t>(&self, text: &'t Localised) -> Cow<'t, str> {
        let (language, text) = text.pick(self.reader.language());
        if language == self.reader.language() { self.reader.script(text) } else { Cow::Borrowed(text) }
    }

    fn texts<'t>(&mut self, texts: impl IntoIterator<Item = &'t Localised>) {
        for text in texts {
            let words = self.words(text);
            self.chunk.text(&words);
        }
    }

    fn party(&mut self, party: &Party) {
        match party {
            Party::Organisation(id) => self.texts([&self.reader.site.catalogue().organisation(*id).name]),
            Party::Named(name) => self.texts([name]),
        }
    }

    /// The running text of a body.
    fn body(&mut self, version: Option<&Version>) {
        let Some(version) = version else { return };
        let (reader, chunk) = (self.reader, &mut *self.chunk);
        plain::blocks(reader.site.catalogue().body(version), reader.site.config().raw_html, |block| {
            if !block.is_heading {
                chunk.text(&reader.script(block.text));
            }
        });
    }

    /// The headings of a body.
    fn headings(&mut self, version: Option<&Version>) {
        for heading in version.into_iter().flat_map(|v| &v.outline.headings) {
            self.chunk.text(&self.reader.script(&heading.text));
        }
    }

    /// Ends an entry with its title or name, which is found by its sound too, and its short name.
    fn title(&mut self, name: &Localised, short: Option<&Localised>) {
        self.chunk.band(Band::Title);
        self.texts(std::iter::once(name).chain(short));
        self.sound(name);
        short.into_iter().for_each(|short| self.sound(short));
    }

    /// Initials and syllables from each character of a name on: `jnqjy` and `jiangning` for 江寧區教育.
    fn sound(&mut self, name: &Localised) {
        for run in slug::readings(&self.words(name)) {
            for at in 0..run.len() {
                let heard: Vec<&str> = run.iter().skip(at).take(HEARD).map(String::as_str).collect();
                let initials: String = heard.iter().filter_map(|syllable| syllable.chars().next()).collect();
                self.chunk.term(&format!("'{initials}"));
                self.chunk.term(&format!("'{}", heard.concat()));
            }
        }
    }

    fn document(&mut self, id: DocumentId) {
        let reader = self.reader;
        let catalogue = reader.site.catalogue();
        let document = catalogue.document(id);
        let community = catalogue.community(document.community);
        let facts = &document.facts;
        let version = document.version(reader.language());
        // The plan whose words a report does not repeat.
        let plan = facts.answers.as_ref().map(|a| catalogue.document(a.it));

        self.texts(&document.summary);
        self.body(version);
        for activity in &facts.activities {
            if let Some(when) = &activity.when {
                self.chunk.text(&reader.date(when.it).text);
            }
            self.texts(activity.audience.iter().chain(&activity.agenda).chain(&activity.outcome));
        }
        self.texts(facts.phases.iter().flat_map(|phase| &phase.tasks));
        self.texts(facts.results.iter().filter_map(|result| result.note.as_ref()));
        self.texts(facts.changes.iter().map(|change| &change.note));

        self.chunk.band(Band::Keys);
        self.headings(version);
        for activity in &facts.activities {
            self.activity(activity, plan);
        }
        self.texts(facts.targets.iter().map(|target| &target.label));
        self.texts(facts.phases.iter().map(|phase| &phase.label));
        self.texts(facts.attachments.iter().filter_map(|attachment| attachment.title.as_ref()));
        for basis in &facts.basis {
            self.texts([&basis.title]);
            self.numbers(&basis.number);
        }

        self.chunk.band(Band::Names);
        self.texts(document.subtitle.iter().chain(&facts.keywords).chain(&facts.themes));
        self.numbers(&facts.number);
        self.numbers(facts.index_number.as_ref().map(|n| &n.it));
        self.numbers(facts.approval.as_ref().and_then(|a| a.it.number.as_ref()));
        for issuer in &facts.issuers {
            self.party(issuer);
        }
        self.texts(std::iter::once(&community.name).chain(&community.short_name));
        self.texts([&reader.site.config().kind(document.kind).name]);
        self.chunk.text(&reader.period_label(document.period));
        self.narrowing(document);

        self.title(&document.title, None);
        self.sound(&community.name);
    }

    fn numbers<'t>(&mut self, numbers: impl IntoIterator<Item = &'t String>) {
        for number in numbers {
            self.chunk.text(&self.reader.script(number));
        }
    }

    fn activity(&mut self, activity: &Activity, plan: Option<&Programme>) {
        let planned = activity.reports.and_then(|n| plan?.facts.activities.get(n));
        let title = activity.title.as_ref().or_else(|| planned?.title.as_ref());
        let venue = activity.venue.as_ref().or_else(|| planned?.venue.as_ref());
        let host = activity.host.as_ref().or_else(|| planned?.host.as_ref());
        self.texts(title.into_iter().chain([&self.reader.site.catalogue().activity_type(activity.kind).name]).chain(venue));
        if let Some(host) = host {
            self.party(host);
        }
    }

    /// What a document can be narrowed to: its kind, its years, its activities' types with those above them, its
    /// community with those above it.
    fn narrowing(&mut self, document: &Programme) {
        let catalogue = self.reader.site.catalogue();
        let mut term = |key: &str, value: &str| self.chunk.term(&narrowed_to(key, value));
        term("kind", &slug::slug(&catalogue.config.kind(document.kind).id));
        for year in years_of(catalogue, document.period) {
            term("year", &year.to_string());
        }
        let mut community = Some(document.community);
        for _ in 0..=catalogue.communities.len() {
            let Some(id) = community else { break };
            term("community", &catalogue.community(id).slug);
            community = catalogue.community(id).parent;
        }
        for activity in &document.facts.activities {
            let mut kind = Some(activity.kind);
            for _ in 0..=catalogue.types.len() {
                let Some(id) = kind else { break };
                term("type", &catalogue.activity_type(id).slug);
                kind = catalogue.activity_type(id).parent;
            }
        }
    }

    fn community(&mut self, id: CommunityId, community: &Community) {
        let catalogue = self.reader.site.catalogue();
        let profile = community.profile.iter().find(|v| v.language == self.reader.language()).or(community.profile.first());
        self.texts(community.summary.iter().chain(&community.motto).chain(&community.contact));
        self.body(profile);
        self.texts(community.posts.iter().flat_map(|post| std::iter::once(&post.role).chain(&post.holder)));
        self.texts(community.commitments.iter().map(|commitment| &commitment.label));
        self.chunk.band(Band::Keys);
        self.headings(profile);
        self.texts(community.members.iter().map(|member| &catalogue.organisation(member.organisation).name));
        self.texts(catalogue.children(id).map(|child| &catalogue.community(child).name));
        self.chunk.band(Band::Names);
        self.texts(&community.area);
        self.texts(community.field.and_then(|field| catalogue.config.fields.get(field)).map(|field| &field.name));
        for organiser in &community.organisers {
            self.party(organiser);
        }
        self.title(&community.name, community.short_name.as_ref());
    }

    fn organisation(&mut self, id: OrganisationId) {
        let organisation = self.reader.site.catalogue().organisation(id);
        self.chunk.band(Band::Names);
        self.texts(&organisation.area);
        self.title(&organisation.name, organisation.short_name.as_ref());
    }

    fn page(&mut self, page: &Page) {
        let version = page.versions.iter().find(|v| v.language == self.reader.language());
        self.texts(&page.summary);
        self.body(version);
        self.chunk.band(Band::Keys);
        self.headings(version);
        self.title(&page.title, None);
    }
}
