//! The catalogue sorted for every list of the site, once.

use super::Facet;
use super::activities::Activities;
use crate::calendar::Period;
use crate::catalogue::{Catalogue, CommunityId, DocumentId, OrganisationId, Party, Programme};
use crate::config::YearKind;
use crate::edtf::Year;
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
    /// Documents that an organisation issued.
    pub issued: BTreeMap<OrganisationId, Vec<DocumentId>>,
    /// Summaries by the plan that they report on.
    pub answered_by: BTreeMap<DocumentId, Vec<DocumentId>>,
    /// Newer documents by the one that they replace.
    pub superseded_by: BTreeMap<DocumentId, DocumentId>,
    /// Activities.
    pub activities: Activities,
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
        let years = Years::new(catalogue);
        let (lists, activities) = rayon::join(|| Self::of(catalogue, &years), || Activities::new(catalogue, &years));
        Self { activities, ..lists }
    }

    /// All but the activities.
    fn of(catalogue: &Catalogue, years: &Years) -> Self {
        let mut index = Self::default();
        let mut documents: Vec<DocumentId> = catalogue.document_ids().collect();
        documents.sort_by_cached_key(|id| {
            let document = catalogue.document(*id);
            // Dated ones first, the newest on top; then those of known periods; then the rest, each by name.
            let dated = document.dated().and_then(crate::edtf::Edtf::last_day);
            (Reverse(dated), document.period.is_withheld(), Reverse(document.period), *id)
        });
        let mut of_years: BTreeMap<YearKey, Vec<(DocumentId, Vec<Facet>)>> = BTreeMap::new();
        let mut all = Vec::with_capacity(documents.len());
        for id in &documents {
            let document = catalogue.document(*id);
            let facets = facets_of(catalogue, document);
            for year in years.of(document.period) {
                of_years.entry(*year).or_default().push((*id, facets.clone()));
            }
            all.push((*id, facets));
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
        index.facets = narrowing(all.into_iter());
        for (year, list) in of_years {
            index.years.insert(year, list.iter().map(|(id, _)| *id).collect());
            index.year_facets.insert(year, narrowing(list.into_iter()));
        }
        for list in index.communities.values_mut() {
            list.sort_by_cached_key(|id| {
                let document = catalogue.document(*id);
                (document.period.is_withheld(), Reverse(document.period), document.kind, document.slug.as_str())
            });
        }
        index.documents = documents;
        index.add_sealed(catalogue);
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
}

/// The items of a list by what they have; what all of them have narrows nothing.
pub(super) fn narrowing<T: Copy>(list: impl ExactSizeIterator<Item = (T, impl AsRef<[Facet]>)>) -> BTreeMap<Facet, Vec<T>> {
    let all = list.len();
    let mut facets: BTreeMap<Facet, Vec<T>> = BTreeMap::new();
    for (item, of_item) in list {
        for facet in of_item.as_ref() {
            facets.entry(*facet).or_default().push(item);
        }
    }
    facets.retain(|_, some| some.len() < all);
    facets
}

/// The years of every period that documents speak of.
pub(super) struct Years(HashMap<Period, Vec<YearKey>>);

impl Years {
    fn new(catalogue: &Catalogue) -> Self {
        let periods: HashSet<Period> = catalogue.documents.iter().map(|document| document.period).collect();
        Self(periods.into_iter().map(|period| (period, years_of(catalogue, period))).collect())
    }

    /// The years that a period stands under.
    pub(super) fn of(&self, period: Period) -> &[YearKey] {
        self.0.get(&period).map_or(&[], Vec::as_slice)
    }
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

/// What a document has that lists can be narrowed to.
pub(super) fn facets_of(catalogue: &Catalogue, document: &Programme) -> Vec<Facet> {
    let community = catalogue.community(document.community);
    let mut facets = vec![Facet::Kind(document.kind), Facet::State(document.facts.status.it)];
    facets.extend(community.field.map(Facet::Field));
    facets.extend(community.level.map(Facet::Level));
    facets.extend(document.versions.iter().map(|v| Facet::Language(v.language)));
    facets
}
