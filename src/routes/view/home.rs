//! The home page.

use super::{Count, CountedRef, CoverageTotals, DateView, FieldGroup, Html, PeriodRef};
use crate::language::Shown;
use serde::Serialize;

/// `home.html`
#[derive(Clone, Debug, Serialize)]
pub struct HomeView {
    /// The site's sentence about itself.
    pub description: Option<Shown>,
    /// How many communities, documents, activities there are.
    pub communities: Count,
    /// Documents.
    pub documents: Count,
    /// Activities.
    pub activities: Count,
    /// The newest documents.
    pub newest: Html,
    /// The current term at a glance.
    pub current: Option<TermGlance>,
    /// Dated activities from today on, soonest first.
    pub coming: Html,
    /// The page with all of them, where not all are here.
    pub all_coming: Option<String>,
    /// The calendar.
    pub calendar: String,
    /// Communities by field.
    pub fields: Vec<FieldGroup>,
    /// What there is of the newest periods.
    pub totals: Option<CoverageTotals>,
    /// Years, newest first.
    pub years: Vec<CountedRef>,
    /// Activity types that occur.
    pub types: Vec<CountedRef>,
}

/// A term in a few figures.
#[derive(Clone, Debug, Serialize)]
pub struct TermGlance {
    /// The term.
    pub period: PeriodRef,
    /// Its first and last day.
    pub days: Option<DateView>,
    /// By document kind that is due: name, how many are there, how many are due.
    pub kinds: Vec<GlanceKind>,
    /// Activities of the term.
    pub activities: Count,
}

/// How many documents of a kind a term has.
#[derive(Clone, Debug, Serialize)]
pub struct GlanceKind {
    /// The kind's name.
    pub name: Shown,
    /// How many there are.
    pub present: Count,
    /// How many are missing although due.
    pub missing: Count,
}
