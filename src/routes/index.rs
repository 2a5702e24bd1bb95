//! The catalogue sorted for every list of the site, once.

use super::{Facet, Months};
use crate::calendar::Period;
use crate::catalogue::{Activity, Catalogue, CommunityId, DocumentId, OrganisationId, Party, Programme, TypeId};
use crate::config::YearKind;
use crate::edtf::{Edtf, Year};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::fmt;

/// A year of the year index; years that sources withhold stand together, last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum YearKey {
    /// A year, or the academic year that begins in it.
    Known(i16),
    /// Not stated.
    NotStated,
}

/// As in URLs.
impl fmt::Display for YearKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Known(year) => write!(f, "{year:04}"),
            Self::NotStated => f.write_str("not-stated"),
        }
    }
}

/// An activity of a document, by position.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ActivityRef {
    /// The document that tells of it.
    pub document: DocumentId,
    /// Its position there.
    pub index: usize,
}

impl ActivityRef {
    /// The document and the activity.
    pub fn get(self, catalogue: &Catalogue) -> (&Programme, &Activity) {
        let document = catalogue.document(self.document);
        (document, &document.facts.activities[self.index])
    }

    /// The planned activity that a report stands for.
    pub fn planned(self, catalogue: &Catalogue) -> Option<&Activity> {
        let (document, activity) = self.get(catalogue);
        let plan = catalogue.document(document.facts.answers.as_ref()?.it);
        plan.facts.activities.get(activity.reports?)
    }

    /// When it is; a report that does not say goes by its plan.
    pub fn when(self, catalogue: &Catalogue) -> Option<Edtf> {
        let own = self.get(catalogue).1.when.as_ref();
        own.or_else(|| self.planned(catalogue)?.when.as_ref()).map(|when| when.it)
    }
}

/// A sealed edition of a document that can be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sealed {
    /// The year that its record belongs to: of its signing, or else of its approval.
    pub year: YearKey,
    /// Whose it is.
    pub document: DocumentId,
    /// Its position among the earlier editions; `None` for the one that readers get.
    pub earlier: Option<usize>,
}

impl Sealed {
    /// What it says.
    pub fn get(self, catalogue: &Catalogue) -> &Programme {
        let earlier = self.earlier.and_then(|n| catalogue.editions.get(n));
        earlier.map_or_else(|| catalogue.document(self.document), |edition| &edition.programme)
    }
}

/// Every list.
#[derive(Clone, Debug, Default)]
pub struct Index {
    /// Documents, newest first, undated ones by period behind them.
    pub documents: Vec<DocumentId>,
    /// Documents by year, newest first.
    pub years: BTreeMap<YearKey, Vec<DocumentId>>,
    /// Documents by period.
    pub periods: BTreeMap<Period, Vec<DocumentId>>,
    /// Documents by community, newest period first.
    pub communities: BTreeMap<CommunityId, Vec<DocumentId>>,
    /// Documents by what the catalogue can be narrowed to.
    pub facets: BTreeMap<Facet, Vec<DocumentId>>,
    /// Documents of a year by what its list can be narrowed to.
    pub year_facets: BTreeMap<YearKey, BTreeMap<Facet, Vec<DocumentId>>>,
    /// Activities of a type by what its list can be narrowed to.
    pub type_facets: BTreeMap<TypeId, BTreeMap<Facet, Vec<ActivityRef>>>,
    /// Documents that an organisation issued.
    pub issued: BTreeMap<OrganisationId, Vec<DocumentId>>,
    /// Summaries by the plan that they report on.
    pub answered_by: BTreeMap<DocumentId, Vec<DocumentId>>,
    /// Newer documents by the one that they replace.
    pub superseded_by: BTreeMap<DocumentId, DocumentId>,
    /// Activities, newest first, undated ones last; one that was planned and reported stands once, as reported.
    pub activities: Vec<ActivityRef>,
    /// Activities by month.
    pub months: Months,
    /// Activities by type; a type has those of the types below it too.
    pub activities_by_type: BTreeMap<TypeId, Vec<ActivityRef>>,
    /// Activities by community.
    pub activities_by_community: BTreeMap<CommunityId, Vec<ActivityRef>>,
    /// Activities by period of their document.
    pub activities_by_period: BTreeMap<Period, Vec<ActivityRef>>,
    /// Activities by year of their document.
    pub activities_by_year: BTreeMap<YearKey, Vec<ActivityRef>>,
    /// Activities by host.
    pub hosted: BTreeMap<OrganisationId, Vec<ActivityRef>>,
    /// Editions that were sealed, by the year of their records, newest first.
    pub sealed: Vec<Sealed>,
    /// Communities by member.
    pub memberships: BTreeMap<OrganisationId, Vec<CommunityId>>,
    /// Communities by organiser.
    pub organises: BTreeMap<OrganisationId, Vec<CommunityId>>,
    /// Communities in which an organisation fills a post.
    pub posts: BTreeMap<OrganisationId, Vec<CommunityId>>,
}

impl Index {
    /// Sorts a catalogue.
    pub fn new(catalogue: &Catalogue) -> Self {
        let mut index = Self::default();
        let mut documents: Vec<DocumentId> = catalogue.document_ids().collect();
        documents.sort_by_cached_key(|id| {
            let document = catalogue.document(*id);
            // Dated ones first, the newest on top; then those of known periods; then the rest, each by name.
            let dated = document.dated().and_then(crate::edtf::Edtf::last_day);
            (Reverse(dated), document.period.is_withheld(), Reverse(document.period), *id)
        });
        let mut years: HashMap<Period, Vec<YearKey>> = HashMap::new();
        for id in &documents {
            let document = catalogue.document(*id);
            for year in years.entry(document.period).or_insert_with(|| years_of(catalogue, document.period)) {
                index.years.entry(*year).or_default().push(*id);
            }
            index.periods.entry(document.period).or_default().push(*id);
            index.communities.entry(document.community).or_default().push(*id);
            for issuer in document.facts.issuers.iter().filter_map(organisation_of).collect::<BTreeSet<_>>() {
                index.issued.entry(issuer).or_default().push(*id);
            }
            if let Some(plan) = &document.facts.answers {
                index.answered_by.entry(plan.it).or_default().push(*id);
            }
            if let Some(old) = &document.facts.supersedes {
                index.superseded_by.insert(old.it, *id);
            }
        }
        index.facets = narrowing(&documents, |id| facets_of(catalogue, catalogue.document(id)));
        for (year, list) in &index.years {
            index.year_facets.insert(*year, narrowing(list, |id| facets_of(catalogue, catalogue.document(id))));
        }
        for list in index.communities.values_mut() {
            list.sort_by_cached_key(|id| {
                let document = catalogue.document(*id);
                (document.period.is_withheld(), Reverse(document.period), document.kind, document.slug.clone())
            });
        }
        index.documents = documents;
        index.add_sealed(catalogue);
        index.add_activities(catalogue, &years);
        for id in catalogue.community_ids() {
            let community = catalogue.community(id);
            for member in &community.members {
                index.memberships.entry(member.organisation).or_default().push(id);
            }
            for organiser in community.organisers.iter().filter_map(organisation_of).collect::<BTreeSet<_>>() {
                index.organises.entry(organiser).or_default().push(id);
            }
            let fill = community.posts.iter().filter_map(|p| p.organisation.as_ref()).filter_map(organisation_of);
            for organisation in fill.collect::<BTreeSet<_>>() {
                index.posts.entry(organisation).or_default().push(id);
            }
        }
        index
    }

    fn add_sealed(&mut self, catalogue: &Catalogue) {
        let current = catalogue.document_ids().map(|document| (document, None));
        let earlier = catalogue.editions.iter().enumerate().map(|(n, edition)| (edition.document, Some(n)));
        let sealed = current.chain(earlier).filter_map(|(document, earlier)| {
            let it = Sealed { year: YearKey::NotStated, document, earlier };
            let programme = it.get(catalogue);
            let facts = &programme.facts;
            let is_sealed = facts.approval.as_ref().is_some_and(|approval| approval.it.digest.is_some());
            let year = programme.year_of_record().map_or(YearKey::NotStated, YearKey::Known);
            (is_sealed && facts.status.it.is_published()).then_some(Sealed { year, ..it })
        });
        self.sealed = sealed.collect();
        self.sealed.sort_by_cached_key(|sealed| {
            let document = sealed.get(catalogue);
            let approval = document.facts.approval.as_ref();
            let on = approval.and_then(|approval| approval.it.on.last_day());
            let edition = approval.map_or(0, |approval| approval.it.edition);
            let year = match sealed.year {
                YearKey::Known(year) => Some(year),
                YearKey::NotStated => None,
            };
            (Reverse(year), Reverse(on), document.id.clone(), Reverse(edition))
        });
    }

    fn add_activities(&mut self, catalogue: &Catalogue, years: &HashMap<Period, Vec<YearKey>>) {
        let reported: HashSet<ActivityRef> = catalogue
            .document_ids()
            .flat_map(|id| {
                let facts = &catalogue.document(id).facts;
                let plan = facts.answers.as_ref().map(|a| a.it);
                facts.activities.iter().filter_map(move |a| Some(ActivityRef { document: plan?, index: a.reports? }))
            })
            .collect();
        let mut all: Vec<ActivityRef> = catalogue
            .document_ids()
            .flat_map(|document| {
                (0..catalogue.document(document).facts.activities.len()).map(move |index| ActivityRef { document, index })
            })
            .filter(|activity| !reported.contains(activity))
            .collect();
        all.sort_by_cached_key(|a| {
            let (document, activity) = a.get(catalogue);
            let day = activity.when.as_ref().and_then(|w| w.it.first_day());
            (Reverse(day), document.period.is_withheld(), Reverse(document.period), *a)
        });
        for activity in &all {
            let (document, what) = activity.get(catalogue);
            let mut kind = Some(what.kind);
            for _ in 0..=catalogue.types.len() {
                let Some(id) = kind else { break };
                self.activities_by_type.entry(id).or_default().push(*activity);
                kind = catalogue.activity_type(id).parent;
            }
            self.activities_by_community.entry(document.community).or_default().push(*activity);
            self.activities_by_period.entry(document.period).or_default().push(*activity);
            for year in years.get(&document.period).into_iter().flatten() {
                self.activities_by_year.entry(*year).or_default().push(*activity);
            }
            if let Some(host) = what.host.as_ref().and_then(organisation_of) {
                self.hosted.entry(host).or_default().push(*activity);
            }
        }
        self.months = Months::new(catalogue, &all);
        for (kind, list) in &self.activities_by_type {
            let facets = narrowing(list, |activity| {
                let (document, _) = activity.get(catalogue);
                let community = catalogue.community(document.community);
                let years = years.get(&document.period).into_iter().flatten().map(|year| Facet::Year(*year));
                years.chain(community.field.map(Facet::Field)).chain(community.level.map(Facet::Level)).collect()
            });
            self.type_facets.insert(*kind, facets);
        }
        self.activities = all;
    }
}

/// The items of a list by what they have; what all of them have narrows nothing.
fn narrowing<T: Copy>(list: &[T], of: impl Fn(T) -> Vec<Facet>) -> BTreeMap<Facet, Vec<T>> {
    let mut facets: BTreeMap<Facet, Vec<T>> = BTreeMap::new();
    for item in list {
        for facet in of(*item) {
            facets.entry(facet).or_default().push(*item);
        }
    }
    facets.retain(|_, some| some.len() < list.len());
    facets
}

/// The organisation that a party is, where it has a page.
pub fn organisation_of(party: &Party) -> Option<OrganisationId> {
    match party {
        Party::Organisation(id) => Some(*id),
        Party::Named(_) => None,
    }
}

/// The years of the index that a period stands under: those with which it shares a day.
pub fn years_of(catalogue: &Catalogue, period: Period) -> Vec<YearKey> {
    let calendar = &catalogue.config.calendar;
    let academic = catalogue.config.year == YearKind::Academic;
    let Some((first, last)) = period.days(calendar) else { return vec![YearKey::NotStated] };
    if academic && let Some(year) = period.academic_year().and_then(Year::number) {
        return vec![YearKey::Known(year)];
    }
    let year_at =
        |day: jiff::civil::Date| if academic { calendar.academic_year_at(day).unwrap_or(day.year()) } else { day.year() };
    (year_at(first)..=year_at(last)).map(YearKey::Known).collect()
}

fn facets_of(catalogue: &Catalogue, document: &Programme) -> Vec<Facet> {
    let community = catalogue.community(document.community);
    let mut facets = vec![Facet::Kind(document.kind), Facet::State(document.facts.status.it)];
    facets.extend(community.field.map(Facet::Field));
    facets.extend(community.level.map(Facet::Level));
    facets.extend(document.versions.iter().map(|v| Facet::Language(v.language)));
    facets
}
