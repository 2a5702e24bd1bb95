//! Years and terms, and who planned and reported what in them.

use super::{Count, CountedRef, DateView, Facet, Html, Pager, PeriodRef, Ref};
use crate::language::Shown;
use crate::plots::Segment;
use crate::plots::Tick;
use serde::Serialize;

/// `years.html`
#[derive(Clone, Debug, Serialize)]
pub struct YearsView {
    /// Years, newest first, withheld ones last.
    pub years: Vec<YearItem>,
    /// What there is of the newest periods.
    pub totals: Option<CoverageTotals>,
    /// What each community has of them, where there are not too many to be drawn.
    pub lines: Option<CoverageLines>,
}

/// One year in the list of years.
#[derive(Clone, Debug, Serialize)]
pub struct YearItem {
    /// The label; absent for years that sources withhold (`t.year_not_stated`).
    pub label: Option<String>,
    /// Link.
    pub href: String,
    /// Documents.
    pub documents: Count,
    /// Activities.
    pub activities: Count,
    /// Its periods.
    pub periods: Vec<PeriodRef>,
    /// Whether it is the current one.
    pub current: bool,
}

/// `year.html`
#[derive(Clone, Debug, Serialize)]
pub struct YearView {
    /// The label; absent for years that sources withhold.
    pub label: Option<String>,
    /// Its periods with their documents counted.
    pub periods: Vec<PeriodCount>,
    /// Activities by type, each leading to its activities of this year.
    pub types: Vec<CountedRef>,
    /// Ways to narrow its documents.
    pub facets: Vec<Facet>,
    /// Documents.
    pub documents: Html,
    /// In all.
    pub document_count: Count,
    /// Activities in all.
    pub activity_count: Count,
    /// Communities down, terms across; on the first page.
    pub coverage: Option<Coverage>,
    /// The year before.
    pub previous: Option<Ref>,
    /// The year after.
    pub next: Option<Ref>,
    /// Pages of the list of documents.
    pub pager: Option<Pager>,
}

/// A period with a count.
#[derive(Clone, Debug, Serialize)]
pub struct PeriodCount {
    /// The period.
    pub period: PeriodRef,
    /// First and last day.
    pub days: Option<DateView>,
    /// Documents.
    pub documents: Count,
}

/// What there is of each community in each period.
#[derive(Clone, Debug, Serialize)]
pub struct Coverage {
    /// Its figures.
    pub totals: Option<CoverageTotals>,
    /// Periods across.
    pub periods: Vec<PeriodRef>,
    /// Communities down.
    pub rows: Vec<CoverageRow>,
}

/// How many communities have what periods call for.
#[derive(Clone, Debug, Serialize)]
pub struct CoverageTotals {
    /// Names of the kinds of documents that are called for.
    pub kinds: Vec<Shown>,
    /// Periods, the newest on top.
    pub rows: Vec<CoverageTotal>,
}

/// A period's figures.
#[derive(Clone, Debug, Serialize)]
pub struct CoverageTotal {
    /// The period.
    pub period: PeriodRef,
    /// Its figures for each of the kinds.
    pub kinds: Vec<KindTotal>,
}

/// How many communities have a kind of document of a period.
#[derive(Clone, Debug, Serialize)]
pub struct KindTotal {
    /// Have it.
    pub present: Count,
    /// Do not have it although it is due.
    pub missing: Count,
    /// Will have it to give.
    pub not_due: Count,
    /// In all.
    pub all: Count,
    /// Present, missing and not yet due as pieces of a line.
    pub pieces: Vec<Segment>,
}

/// What each community has of what a row of periods called for.
#[derive(Clone, Debug, Serialize)]
pub struct CoverageLines {
    /// Names of the kinds of documents that are called for.
    pub kinds: Vec<Shown>,
    /// Where years begin on the lines.
    pub ticks: Vec<Tick>,
    /// The first period.
    pub from: String,
    /// The last.
    pub to: String,
    /// Communities, children below their parents.
    pub rows: Vec<LineRow>,
}

/// One community's lines.
#[derive(Clone, Debug, Serialize)]
pub struct LineRow {
    /// The community.
    pub community: Ref,
    /// Depth below its topmost parent.
    pub depth: usize,
    /// A line for each of the kinds.
    pub kinds: Vec<KindLine>,
}

/// What a community has of one kind of document.
#[derive(Clone, Debug, Serialize)]
pub struct KindLine {
    /// Periods with it.
    pub present: Count,
    /// Periods without it although it is due.
    pub missing: Count,
    /// Periods of one state after the other; those in which nothing is called for are left out.
    pub runs: Vec<LineRun>,
}

/// Periods of one state.
#[derive(Clone, Debug, Serialize)]
pub struct LineRun {
    /// `present`, `missing`, `not_due`: key in `t.coverage`.
    pub state: &'static str,
    /// Where it is on the line.
    pub piece: Segment,
}

/// One community's row.
#[derive(Clone, Debug, Serialize)]
pub struct CoverageRow {
    /// The community.
    pub community: Ref,
    /// Depth below its topmost parent.
    pub depth: usize,
    /// One cell a period.
    pub cells: Vec<CoverageCell>,
}

/// What a community has in a period.
#[derive(Clone, Debug, Serialize)]
pub struct CoverageCell {
    /// Documents that are there, missing or not yet due; empty where the community was not active.
    pub items: Vec<CoverageItem>,
    /// Activities planned.
    pub planned: usize,
    /// Activities reported as held.
    pub held: usize,
    /// How many the commitments ask for, where they do.
    pub required: Option<String>,
    /// `kept`, `short`, `over`, `open`, `unknown` (key in `t.standings`), where commitments ask for a number.
    pub standing: Option<&'static str>,
    /// Who is on duty.
    pub duty: Option<Ref>,
}

/// A document that is there or ought to be.
#[derive(Clone, Debug, Serialize)]
pub struct CoverageItem {
    /// The kind's name.
    pub kind: Shown,
    /// `present`, `missing`, `not_due`: key in `t.coverage`.
    pub state: &'static str,
    /// Its page.
    pub href: Option<String>,
}

/// `term.html`
#[derive(Clone, Debug, Serialize)]
pub struct TermView {
    /// The period.
    pub period: PeriodRef,
    /// First and last day.
    pub days: Option<DateView>,
    /// Whether today lies in it.
    pub current: bool,
    /// One column: every community that is active in it; on the first page.
    pub coverage: Option<Coverage>,
    /// Documents.
    pub documents: Html,
    /// In all.
    pub document_count: Count,
    /// Activities by date.
    pub activities: Html,
    /// In all.
    pub activity_count: Count,
    /// The years that it stands under.
    pub years: Vec<Ref>,
    /// The period of the same form before.
    pub previous: Option<PeriodRef>,
    /// The period of the same form after.
    pub next: Option<PeriodRef>,
    /// Pages of documents and activities.
    pub pager: Option<Pager>,
}
