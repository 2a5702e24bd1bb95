//! How communities stand: what is due in a period and what has been done of what was undertaken.
//!
//! A community is *active* in a period where it has a document of it, and in every period of the same form between its
//! first and its last. In a period in which it is active, each kind of document that the configuration calls due is
//! expected of it, if it has ever had one for a period of that form: a community that never writes summaries misses none.

use super::raw::{By, MemberRole, Per};
use super::{Activity, Catalogue, Commitment, CommunityId, DocumentId, Measure, Party, Programme};
use crate::calendar::Period;
use crate::config::{Due, KindId};
use crate::document::front_matter::{ActivityState, Every};
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Whether a document that a period calls for is there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Presence {
    /// It is there.
    Present(DocumentId),
    /// It ought to be.
    Missing,
    /// It will be due.
    NotDue,
}

/// How an undertaking stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Done as undertaken.
    Kept,
    /// Less than undertaken, and the period is over or reported on.
    Short,
    /// More than undertaken.
    Over,
    /// The period is not over.
    Open,
    /// What is known does not tell.
    Unknown,
}

impl Standing {
    /// As a key of strings.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Kept => "kept",
            Self::Short => "short",
            Self::Over => "over",
            Self::Open => "open",
            Self::Unknown => "unknown",
        }
    }
}

/// What has been counted for an undertaking in a period.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tally {
    /// Planned.
    pub planned: usize,
    /// Done.
    pub held: usize,
    /// How it stands.
    pub standing: Standing,
}

/// An activity with the document that tells of it.
type Told<'a> = (&'a Programme, &'a Activity);

/// A catalogue's documents by community and period.
#[derive(Clone, Debug, Default)]
pub struct Filed {
    documents: BTreeMap<(CommunityId, Period), Vec<DocumentId>>,
    periods: BTreeMap<CommunityId, BTreeSet<Period>>,
    kinds: BTreeMap<CommunityId, BTreeSet<KindId>>,
}

impl Filed {
    /// Sorts the documents once.
    pub fn new(catalogue: &Catalogue) -> Self {
        let mut filed = Self::default();
        for id in catalogue.document_ids() {
            let document = catalogue.document(id);
            filed.documents.entry((document.community, document.period)).or_default().push(id);
            filed.periods.entry(document.community).or_default().insert(document.period);
            filed.kinds.entry(document.community).or_default().insert(document.kind);
        }
        filed
    }
}

/// What is due and done on the day that is today.
#[derive(Clone, Debug)]
pub struct Ledger<'a> {
    catalogue: &'a Catalogue,
    today: Date,
    filed: Arc<Filed>,
}

impl<'a> Ledger<'a> {
    /// Of a catalogue whose documents have been filed.
    pub fn new(catalogue: &'a Catalogue, filed: Arc<Filed>, today: Date) -> Self {
        Self { catalogue, today, filed }
    }

    /// A community's documents of a period.
    pub fn documents(&self, community: CommunityId, period: Period) -> &[DocumentId] {
        self.filed.documents.get(&(community, period)).map_or(&[], Vec::as_slice)
    }

    /// The periods in which a community has documents, oldest first.
    pub fn periods_of(&self, community: CommunityId) -> impl DoubleEndedIterator<Item = Period> + '_ {
        self.filed.periods.get(&community).into_iter().flatten().copied()
    }

    /// Whether a community is active in a period.
    pub fn is_active(&self, community: CommunityId, period: Period) -> bool {
        let Some(periods) = self.filed.periods.get(&community) else { return false };
        if periods.contains(&period) {
            return true;
        }
        let same = || periods.iter().filter(|p| p.same_form(period) && !p.is_withheld());
        !period.is_withheld() && same().any(|p| *p < period) && same().any(|p| *p > period)
    }

    /// What a period calls for from a community that is active in it.
    pub fn expected(&self, community: CommunityId, period: Period) -> Vec<(KindId, Presence)> {
        if !self.is_active(community, period) {
            return Vec::new();
        }
        let here = self.documents(community, period);
        let days = period.days(&self.catalogue.config.calendar);
        let mut all = Vec::new();
        for (n, kind) in (0..).zip(&self.catalogue.config.kinds) {
            let id = KindId(n);
            let present: Vec<DocumentId> = here.iter().copied().filter(|d| self.catalogue.document(*d).kind == id).collect();
            if !present.is_empty() {
                all.extend(present.into_iter().map(|d| (id, Presence::Present(d))));
                continue;
            }
            // A summary may report on a plan of another period: then that plan is what this period goes by.
            let elsewhere = here.iter().find_map(|d| {
                let plan = self.catalogue.document(*d).facts.answers.as_ref()?.it;
                (self.catalogue.document(plan).kind == id).then_some(plan)
            });
            if let Some(plan) = elsewhere {
                all.push((id, Presence::Present(plan)));
                continue;
            }
            let has_had_one = self.filed.kinds.get(&community).is_some_and(|kinds| kinds.contains(&id));
            let due = match (kind.due, days) {
                (Due::None, _) => continue,
                // Of a withheld period nobody can say that it is over.
                (_, None) => continue,
                (Due::Start, Some((first, _))) => self.today >= first,
                (Due::End, Some((_, last))) => self.today > last,
            };
            match (due, has_had_one) {
                (true, true) => all.push((id, Presence::Missing)),
                (false, true) => all.push((id, Presence::NotDue)),
                (_, false) => {}
            }
        }
        all
    }

    /// A community's documents of a period; those of an academic year's terms are of the year too.
    fn of_period(&self, community: CommunityId, period: Period) -> impl Iterator<Item = &DocumentId> {
        let terms = match period {
            Period::AcademicYear(year) => {
                let count = u8::try_from(self.catalogue.config.calendar.terms.len()).unwrap_or(0);
                (1..=count).map(|term| Period::Term { year, term }).collect()
            }
            _ => Vec::new(),
        };
        self.documents(community, period).iter().chain(terms.into_iter().flat_map(move |term| self.documents(community, term)))
    }

    /// Activities of a community in a period, each once: a report stands for the plan that it reports.
    pub fn activities(&self, community: CommunityId, period: Period) -> (Vec<Told<'a>>, Vec<Told<'a>>) {
        let (mut planned, mut held) = (Vec::new(), Vec::new());
        for id in self.of_period(community, period) {
            let document = self.catalogue.document(*id);
            let is_summary = self.catalogue.config.kind(document.kind).due == Due::End;
            for activity in &document.facts.activities {
                if !is_summary {
                    planned.push((document, activity));
                }
                if activity.took_place() {
                    held.push((document, activity));
                }
            }
        }
        (planned, held)
    }

    /// How an undertaking stands in a period.
    pub fn tally(&self, community: CommunityId, commitment: &Commitment, period: Period) -> Tally {
        let (planned, held) = match commitment.what {
            Measure::Kind(kind) => {
                let n = self.documents(community, period).iter().filter(|d| self.catalogue.document(**d).kind == kind).count();
                // One document for all is no count of what each member handed in.
                (n, (commitment.by != By::EachMember).then_some(n))
            }
            Measure::Activity | Measure::Type(_) => {
                let (planned, held) = self.activities(community, period);
                (self.count(community, commitment, &planned, period).0, self.count(community, commitment, &held, period).1)
            }
        };
        let over = period.days(&self.catalogue.config.calendar).is_none_or(|(_, last)| self.today > last);
        let reported = self
            .documents(community, period)
            .iter()
            .any(|d| self.catalogue.config.kind(self.catalogue.document(*d).kind).due == Due::End);
        let counts = match commitment.what {
            Measure::Kind(_) => over,
            _ => reported,
        };
        let fits = self.fits(community, commitment, period);
        let required = |n: u32| (n as usize).saturating_mul(fits.unwrap_or(1));
        let standing = match held {
            _ if fits.is_none() => Standing::Unknown,
            None => Standing::Unknown,
            Some(n) if commitment.at_most.is_some_and(|most| n > required(most)) => Standing::Over,
            Some(n) if n >= required(commitment.at_least.unwrap_or(0)) => Standing::Kept,
            Some(_) if !over => Standing::Open,
            Some(_) if counts => Standing::Short,
            Some(_) => Standing::Unknown,
        };
        Tally { planned, held: held.unwrap_or(0), standing }
    }

    /// How many of the undertaking's times a period holds; `None` where the two can't be compared.
    fn fits(&self, community: CommunityId, commitment: &Commitment, period: Period) -> Option<usize> {
        let terms = self.catalogue.config.calendar.terms.len().max(1);
        // What is undertaken by the term is counted in the terms, where there are documents of terms.
        let has_terms =
            || self.of_period(community, period).any(|d| matches!(self.catalogue.document(*d).period, Period::Term { .. }));
        match (commitment.per, period) {
            (None, _) => Some(1),
            (Some(Per::Term), Period::Term { .. }) => Some(1),
            (Some(Per::Term), Period::AcademicYear(_)) => (!has_terms()).then_some(terms),
            (Some(Per::AcademicYear), Period::AcademicYear(_)) | (Some(Per::CalendarYear), Period::CalendarYear(_)) => Some(1),
            (Some(Per::CalendarYear), Period::Years(from, to)) => usize::try_from(to - from + 1).ok(),
            (Some(Per::Month | Per::Week), _) => {
                let (first, last) = period.days(&self.catalogue.config.calendar)?;
                let days = usize::try_from((last - first).get_days()).ok()? + 1;
                Some(if commitment.per == Some(Per::Month) { days.div_ceil(31) } else { days / 7 })
            }
            _ => None,
        }
    }

    /// Planned and held activities that an undertaking counts; `None` for held ones where members are not told apart.
    fn count(
        &self,
        community: CommunityId,
        commitment: &Commitment,
        activities: &[Told<'_>],
        period: Period,
    ) -> (usize, Option<usize>) {
        let matching: Vec<&Activity> = activities
            .iter()
            .map(|(_, a)| *a)
            .filter(|a| a.state != ActivityState::Cancelled)
            .filter(|a| match commitment.what {
                Measure::Type(kind) => self.catalogue.is_kind_of(a.kind, kind),
                _ => true,
            })
            .collect();
        let weight = |a: &Activity| match (a.every, commitment.per) {
            // What recurs each month counts once for each month of the period.
            (Some(Every::Month), _) => period
                .days(&self.catalogue.config.calendar)
                .and_then(|(first, last)| usize::try_from((last - first).get_days()).ok())
                .map_or(1, |days| (days + 1).div_ceil(31)),
            _ => 1,
        };
        let members = &self.catalogue.community(community).members;
        let hosted_by = |organisation| {
            matching.iter().filter(|a| a.host == Some(Party::Organisation(organisation))).map(|a| weight(a)).sum::<usize>()
        };
        match commitment.by {
            By::Community => {
                let n = matching.iter().map(|a| weight(a)).sum();
                (n, Some(n))
            }
            By::Lead => {
                let leads = members.iter().filter(|m| m.role == MemberRole::Lead).map(|m| hosted_by(m.organisation));
                let fewest = leads.min();
                (fewest.unwrap_or(0), fewest)
            }
            By::EachMember => {
                let each = members.iter().filter(|m| m.role != MemberRole::Associate).map(|m| hosted_by(m.organisation));
                let fewest = each.min();
                // Where no activity names its host, nobody can say what each member did.
                let told = matching.iter().any(|a| a.host.is_some());
                (fewest.unwrap_or(0), fewest.filter(|_| told))
            }
        }
    }
}
