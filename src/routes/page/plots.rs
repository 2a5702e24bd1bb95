//! Figures of many documents together, and what is drawn of them.

use crate::calendar::Period;
use crate::catalogue::standing::Presence;
use crate::catalogue::{CommunityId, OrganisationId, Rota, TypeId};
use crate::config::{Due, KindId};
use crate::language;
use crate::plots::{self, Segment, Tick};
use crate::routes::view::{
    AttendanceRow, CoverageLines, CoverageTotal, CoverageTotals, FigureCell, KindLine, KindTotal, Lane, LaneTurn, LineRow,
    LineRun, Ref, RotaLanes, TurnView, TypeRow, TypesByYear, YearHead,
};
use crate::routes::{Reader, Route, YearKey};
use std::collections::BTreeMap;

/// Periods of which the home page has figures.
pub(super) const PERIODS_AT_HOME: usize = 6;
/// Periods of which the list of years has figures.
pub(super) const PERIODS_OF_YEARS: usize = 12;
/// With more communities the page would grow without end; the years' own pages have them all.
const MOST_LINES: usize = 60;
/// Years beside each other; what lies before them is counted together.
const YEARS_ACROSS: usize = 8;
/// Periods of which a community's page has the attendance.
const PERIODS_OF_ATTENDANCE: usize = 8;
/// Turns that are drawn before the present one.
const TURNS_BEFORE: i16 = 6;
/// Turns that are drawn after it, so that every member's next one is among them, as long as there is room.
const TURNS_AFTER: (usize, usize) = (9, 24);

/// A state of a document that is called for, as a key of `t.coverage`.
fn state(presence: &Presence) -> &'static str {
    match presence {
        Presence::Present(_) => "present",
        Presence::Missing => "missing",
        Presence::NotDue => "not_due",
    }
}

impl Reader<'_> {
    /// The newest periods of the form that most documents speak of, oldest first.
    pub(super) fn newest_periods(&self, most: usize) -> Vec<Period> {
        let known = || self.site.index.periods.iter().filter(|(period, _)| !period.is_withheld());
        let weight = |form: Period| known().filter(|(p, _)| p.same_form(form)).map(|(_, d)| d.len()).sum::<usize>();
        let Some(form) = known().map(|(period, _)| *period).max_by_key(|period| weight(*period)) else { return Vec::new() };
        let all: Vec<Period> = known().map(|(period, _)| *period).filter(|period| period.same_form(form)).collect();
        all.get(all.len().saturating_sub(most)..).unwrap_or_default().to_vec()
    }

    /// The kinds of documents that periods call for.
    fn kinds_due(&self) -> Vec<KindId> {
        let kinds = (0..).map(KindId).zip(&self.site.config().kinds);
        kinds.filter(|(_, kind)| kind.due != Due::None).map(|(id, _)| id).collect()
    }

    /// How many communities have what periods call for, the newest on top; nothing where nothing is called for.
    pub(in crate::routes) fn coverage_totals(&self, periods: &[Period]) -> Option<CoverageTotals> {
        let kinds = self.kinds_due();
        let count = |period: Period| -> Vec<[usize; 3]> {
            let mut counts = vec![[0; 3]; kinds.len()];
            for id in self.site.catalogue().community_ids() {
                let expected = self.site.ledger.expected(id, period);
                for (kind, count) in kinds.iter().zip(&mut counts) {
                    // A community with two plans of a period has its plan.
                    let Some((_, presence)) = expected.iter().find(|(k, _)| k == kind) else { continue };
                    match presence {
                        Presence::Present(_) => count[0] += 1,
                        Presence::Missing => count[1] += 1,
                        Presence::NotDue => count[2] += 1,
                    }
                }
            }
            counts
        };
        let counted: Vec<(Period, Vec<[usize; 3]>)> = periods.iter().rev().map(|period| (*period, count(*period))).collect();
        let most = counted.iter().flat_map(|(_, counts)| counts).map(|parts| parts.iter().sum::<usize>()).max()?;
        let total = |parts: &[usize; 3]| KindTotal {
            present: self.count(parts[0]),
            missing: self.count(parts[1]),
            not_due: self.count(parts[2]),
            all: self.count(parts.iter().sum()),
            pieces: plots::stacked(parts, most),
        };
        (most > 0).then(|| CoverageTotals {
            kinds: self.kind_names(&kinds),
            rows: counted
                .iter()
                .map(|(period, counts)| CoverageTotal { period: self.period(*period), kinds: counts.iter().map(total).collect() })
                .collect(),
        })
    }

    fn kind_names(&self, kinds: &[KindId]) -> Vec<language::Shown> {
        kinds.iter().map(|kind| self.text(&self.site.config().kind(*kind).name)).collect()
    }

    /// What each community has of what periods called for.
    pub(super) fn coverage_lines(&self, periods: &[Period]) -> Option<CoverageLines> {
        let ledger = &self.site.ledger;
        let kinds = self.kinds_due();
        let communities = self.community_tree(|id| periods.iter().any(|period| ledger.is_active(id, *period)));
        if communities.is_empty() || kinds.is_empty() || communities.len() > MOST_LINES || periods.len() < 2 {
            return None;
        }
        let line = |id: CommunityId, kind: KindId| {
            let states: Vec<Option<&'static str>> = periods
                .iter()
                .map(|period| ledger.expected(id, *period).iter().find(|(k, _)| *k == kind).map(|(_, presence)| state(presence)))
                .collect();
            let count = |state| self.count(states.iter().filter(|s| **s == Some(state)).count());
            KindLine {
                present: count("present"),
                missing: count("missing"),
                runs: plots::runs(&states)
                    .into_iter()
                    .filter_map(|(state, piece)| Some(LineRun { state: state?, piece }))
                    .collect(),
            }
        };
        Some(CoverageLines {
            kinds: self.kind_names(&kinds),
            ticks: self.years_of_steps(periods),
            from: self.period_label(*periods.first()?),
            to: self.period_label(*periods.last()?),
            rows: communities
                .into_iter()
                .map(|(id, depth)| LineRow {
                    community: self.community(id),
                    depth,
                    kinds: kinds.iter().map(|kind| line(id, *kind)).collect(),
                })
                .collect(),
        })
    }

    /// Periods as equal steps of a line, with a mark where a year begins.
    fn years_of_steps(&self, periods: &[Period]) -> Vec<Tick> {
        let year = |period: Period| match period {
            Period::Term { year, .. } | Period::AcademicYear(year) | Period::CalendarYear(year) => year.to_string(),
            Period::Years(from, _) => from.to_string(),
        };
        let mut marks: Vec<(f64, String)> = Vec::new();
        for (n, period) in periods.iter().enumerate() {
            let label = year(*period);
            if marks.last().is_none_or(|(_, last)| *last != label) {
                marks.push((n as f64 / periods.len() as f64 * plots::WHOLE, label));
            }
        }
        plots::axis(marks)
    }

    /// Activities of each type in each year, where there is more than one of either.
    pub(super) fn types_by_year(&self) -> Option<TypesByYear> {
        let index = &self.site.index;
        let known: Vec<YearKey> = index.activities.by_year.keys().copied().filter(|y| *y != YearKey::NotStated).collect();
        let (earlier, across) = known.split_at(known.len().saturating_sub(YEARS_ACROSS));
        let of_years = |years: &[YearKey]| -> BTreeMap<TypeId, usize> {
            let mut sum = BTreeMap::new();
            for year in years {
                for (kind, n) in self.count_types(index.activities.by_year.get(year).map_or(&[][..], Vec::as_slice)) {
                    *sum.entry(kind).or_default() += n;
                }
            }
            sum
        };
        let mut columns: Vec<(YearHead, BTreeMap<TypeId, usize>)> = Vec::new();
        if !earlier.is_empty() {
            columns.push((YearHead { label: None, key: Some("earlier"), href: None }, of_years(earlier)));
        }
        let link = |year: YearKey| Some(self.link(Route::Year(year, 1)));
        columns.extend(
            across
                .iter()
                .map(|year| (YearHead { label: self.year_label(*year), key: None, href: link(*year) }, of_years(&[*year]))),
        );
        if index.activities.by_year.contains_key(&YearKey::NotStated) {
            let head = YearHead { label: None, key: Some("not_stated"), href: link(YearKey::NotStated) };
            columns.push((head, of_years(&[YearKey::NotStated])));
        }
        let of_type = |id: TypeId, counts: &BTreeMap<TypeId, usize>| counts.get(&id).copied().unwrap_or(0);
        let most = columns.iter().flat_map(|(_, counts)| counts.values()).copied().max()?;
        if columns.len() < 2 {
            return None;
        }
        let rows: Vec<TypeRow> = self
            .type_tree()
            .into_iter()
            .filter(|(id, _)| columns.iter().any(|(_, counts)| of_type(*id, counts) > 0))
            .map(|(id, depth)| TypeRow {
                kind: Ref { name: self.text(&self.site.catalogue().activity_type(id).name), href: self.link(Route::Type(id, 1)) },
                depth,
                cells: columns
                    .iter()
                    .map(|(_, counts)| of_type(id, counts))
                    .map(|n| FigureCell { count: self.count(n), length: plots::share(n as f64, most as f64) })
                    .collect(),
            })
            .collect();
        Some(TypesByYear { years: columns.into_iter().map(|(head, _)| head).collect(), rows })
    }

    /// How many people came to a community's activities, by period, the newest on top.
    pub(super) fn attendance(&self, id: CommunityId) -> Vec<AttendanceRow> {
        let catalogue = self.site.catalogue();
        let mut periods: BTreeMap<Period, (usize, usize)> = BTreeMap::new();
        for at in self.site.index.activities.by_community.get(&id).into_iter().flatten() {
            let (document, activity) = at.get(catalogue);
            if let Some(people) = activity.attendance.filter(|_| activity.took_place()) {
                let (sum, activities) = periods.entry(document.period).or_default();
                *sum = sum.saturating_add(people as usize);
                *activities += 1;
            }
        }
        let mut newest: Vec<(Period, (usize, usize))> = periods.into_iter().collect();
        newest.sort_by_key(|(period, _)| (period.is_withheld(), std::cmp::Reverse(*period)));
        newest.truncate(PERIODS_OF_ATTENDANCE);
        let most = newest.iter().map(|(_, (people, _))| *people).max().unwrap_or(0);
        newest
            .into_iter()
            .map(|(period, (people, activities))| AttendanceRow {
                period: self.period(period),
                people: self.count(people),
                activities: self.count(activities),
                length: plots::share(people as f64, most as f64),
            })
            .collect()
    }

    /// A rota through the years: a lane for each member.
    pub(super) fn rota_lanes(&self, rota: &Rota) -> Option<RotaLanes> {
        let after = i16::try_from(rota.order.len().clamp(TURNS_AFTER.0, TURNS_AFTER.1)).unwrap_or(TURNS_BEFORE);
        let turns = self.turns(rota, TURNS_BEFORE, after);
        let periods: Vec<Period> = turns.iter().map(|(period, ..)| *period).collect();
        let pieces: Vec<Segment> = plots::stacked(&vec![1; turns.len()], turns.len());
        let mut members: Vec<OrganisationId> = Vec::new();
        for member in &rota.order {
            if !members.contains(member) {
                members.push(*member);
            }
        }
        let lane = |member: OrganisationId| Lane {
            member: self.organisation(member),
            turns: turns
                .iter()
                .zip(&pieces)
                .filter(|((_, on_duty, _), _)| *on_duty == member)
                .map(|((period, _, current), piece)| LaneTurn {
                    turn: TurnView { period: self.period_name(*period), member: self.organisation(member), current: *current },
                    piece: *piece,
                })
                .collect(),
        };
        Some(RotaLanes {
            from: self.period_label(*periods.first()?),
            to: self.period_label(*periods.last()?),
            ticks: self.years_of_steps(&periods),
            now: turns.iter().zip(&pieces).find(|((.., current), _)| *current).map(|(_, piece)| *piece),
            lanes: members.into_iter().map(lane).collect(),
        })
    }
}
