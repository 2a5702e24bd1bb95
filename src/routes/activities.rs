//! Activities sorted for every list of the site, once.

use super::index::{YearKey, Years, facets_of, narrowing, organisation_of};
use super::{Facet, Months};
use crate::calendar::Period;
use crate::catalogue::{Activity, Catalogue, CommunityId, DocumentId, OrganisationId, Programme, TypeId};
use crate::document::front_matter::{ActivityState, Status};
use crate::edtf::Edtf;
use jiff::civil::Date;
use rayon::prelude::*;
use std::cmp::Reverse;
use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

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

    /// Whether nothing came of it, because its plan was superseded: its days are no longer to be kept.
    pub fn is_void(self, catalogue: &Catalogue) -> bool {
        let (document, activity) = self.get(catalogue);
        activity.state == ActivityState::Planned && document.facts.status.it == Status::Superseded
    }

    /// When it is; a report that does not say goes by its plan.
    pub fn when(self, catalogue: &Catalogue) -> Option<Edtf> {
        let own = self.get(catalogue).1.when.as_ref();
        own.or_else(|| self.planned(catalogue)?.when.as_ref()).map(|when| when.it)
    }
}

/// Every list of activities, each newest first, undated ones last. One that was planned and reported stands once, as
/// reported.
#[derive(Clone, Debug, Default)]
pub struct Activities {
    /// All of them.
    pub all: Vec<ActivityRef>,
    /// By month.
    pub months: Months,
    /// Those that are to take place and whose last day is known, by that day.
    by_end: Vec<Lasting>,
    /// By type; a type has those of the types below it too.
    pub by_type: BTreeMap<TypeId, Vec<ActivityRef>>,
    /// Those of a type by what its list can be narrowed to.
    pub type_facets: BTreeMap<TypeId, BTreeMap<Facet, Vec<ActivityRef>>>,
    /// By community.
    pub by_community: BTreeMap<CommunityId, Vec<ActivityRef>>,
    /// By period of their document.
    pub by_period: BTreeMap<Period, Vec<ActivityRef>>,
    /// By year of their document.
    pub by_year: BTreeMap<YearKey, Vec<ActivityRef>>,
    /// By host.
    pub hosted: BTreeMap<OrganisationId, Vec<ActivityRef>>,
}

/// An activity from its first day to its last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Lasting {
    last: Date,
    first: Option<Date>,
    activity: ActivityRef,
}

/// What lists ask of an activity, side by side: documents lie far apart.
struct Row {
    activity: ActivityRef,
    day: Option<Date>,
    when: Option<Edtf>,
    state: ActivityState,
    is_void: bool,
    kind: TypeId,
    host: Option<OrganisationId>,
    community: CommunityId,
    period: Period,
    /// What the lists of its type can be narrowed to.
    facets: Arc<[Facet]>,
}

impl Row {
    fn lasting(&self) -> Option<Lasting> {
        let when = self.when.filter(|_| self.state != ActivityState::Cancelled && !self.is_void)?;
        Some(Lasting { last: when.last_day()?, first: when.first_day(), activity: self.activity })
    }
}

impl Activities {
    /// Sorts the activities of a catalogue.
    pub(super) fn new(catalogue: &Catalogue, years: &Years) -> Self {
        let rows = rows(catalogue, years);
        let lists = || Self::of(&rows, catalogue, years);
        let months = || Months::new(rows.iter().filter(|row| !row.is_void).map(|row| (row.activity, row.when)));
        let (lists, months) = rayon::join(lists, months);
        Self { months, ..lists }
    }

    /// What is not over on a day, soonest first.
    pub fn coming(&self, today: Date) -> Vec<ActivityRef> {
        let from = self.by_end.partition_point(|lasting| lasting.last < today);
        let mut coming = self.by_end[from..].to_vec();
        coming.sort_unstable_by_key(|lasting| (lasting.first, lasting.activity));
        coming.into_iter().map(|lasting| lasting.activity).collect()
    }

    /// All but the months.
    fn of(rows: &[Row], catalogue: &Catalogue, years: &Years) -> Self {
        let mut lists = Self { all: rows.iter().map(|row| row.activity).collect(), ..Self::default() };
        let mut types: BTreeMap<TypeId, Vec<&Row>> = BTreeMap::new();
        for row in rows {
            let activity = row.activity;
            let mut kind = Some(row.kind);
            // Bounded, because a vocabulary with a cycle is still looked at after its finding.
            for _ in 0..=catalogue.types.len() {
                let Some(id) = kind else { break };
                types.entry(id).or_default().push(row);
                kind = catalogue.activity_type(id).parent;
            }
            lists.by_community.entry(row.community).or_default().push(activity);
            lists.by_period.entry(row.period).or_default().push(activity);
            for year in years.of(row.period) {
                lists.by_year.entry(*year).or_default().push(activity);
            }
            if let Some(host) = row.host {
                lists.hosted.entry(host).or_default().push(activity);
            }
        }
        lists.by_end = rows.iter().filter_map(Row::lasting).collect();
        lists.by_end.sort_unstable();
        for (kind, rows) in types {
            lists.type_facets.insert(kind, narrowing(rows.iter().map(|row| (row.activity, &row.facets))));
            lists.by_type.insert(kind, rows.into_iter().map(|row| row.activity).collect());
        }
        lists
    }
}

/// What is told of every activity that stands in lists, in their order.
fn rows(catalogue: &Catalogue, years: &Years) -> Vec<Row> {
    let documents: Vec<DocumentId> = catalogue.document_ids().collect();
    let of_document = |document: &DocumentId| {
        let programme = catalogue.document(*document);
        let of_years = years.of(programme.period).iter().map(|year| Facet::Year(*year));
        // What a plan and its summary tell of is one activity.
        let others = facets_of(catalogue, programme).into_iter().filter(|facet| !matches!(facet, Facet::Kind(_)));
        let facets: Arc<[Facet]> = of_years.chain(others).collect();
        let of_activity = |(index, told): (usize, &Activity)| {
            let activity = ActivityRef { document: *document, index };
            Row {
                activity,
                day: told.when.as_ref().and_then(|when| when.it.first_day()),
                when: activity.when(catalogue),
                state: told.state,
                is_void: activity.is_void(catalogue),
                kind: told.kind,
                host: told.host.as_ref().and_then(organisation_of),
                community: programme.community,
                period: programme.period,
                facets: Arc::clone(&facets),
            }
        };
        let activities = &programme.facts.activities;
        let plan = programme.facts.answers.as_ref().map(|plan| plan.it);
        let reported = activities.iter().filter_map(|told| Some(ActivityRef { document: plan?, index: told.reports? }));
        (activities.iter().enumerate().map(of_activity).collect::<Vec<_>>(), reported.collect::<Vec<_>>())
    };
    let (rows, reported): (Vec<Vec<Row>>, Vec<Vec<ActivityRef>>) = documents.par_iter().map(of_document).unzip();
    let reported: HashSet<ActivityRef> = reported.into_iter().flatten().collect();
    let mut rows: Vec<Row> = rows.into_iter().flatten().filter(|row| !reported.contains(&row.activity)).collect();
    let order = |row: &Row| (Reverse(row.day), row.period.is_withheld(), Reverse(row.period), row.activity);
    rows.par_sort_unstable_by_key(order);
    rows
}
