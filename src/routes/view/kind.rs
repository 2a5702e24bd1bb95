//! Types of activity.

use super::{Count, CountedRef, Facet, Html, Narrowed, Pager, Ref};
use crate::language::Shown;
use serde::Serialize;

/// `activities.html`: types with counts.
#[derive(Clone, Debug, Serialize)]
pub struct TypesView {
    /// Types, children below their parents.
    pub types: Vec<CountedRef>,
    /// The calendar.
    pub calendar: String,
    /// How many of each there are in each year.
    pub by_year: Option<TypesByYear>,
    /// Activities in all.
    pub count: Count,
}

/// Activity types down, years across.
#[derive(Clone, Debug, Serialize)]
pub struct TypesByYear {
    /// Years, oldest first.
    pub years: Vec<YearHead>,
    /// Types that occur, children below their parents, counted in with them.
    pub rows: Vec<TypeRow>,
}

/// A year at the head of a column.
#[derive(Clone, Debug, Serialize)]
pub struct YearHead {
    /// Its name.
    pub label: Option<String>,
    /// `earlier`, `not_stated`: key in `t.plots`, where it is not one year.
    pub key: Option<&'static str>,
    /// Its page.
    pub href: Option<String>,
}

/// A type's row.
#[derive(Clone, Debug, Serialize)]
pub struct TypeRow {
    /// The type.
    pub kind: Ref,
    /// Depth below its topmost parent.
    pub depth: usize,
    /// How many there are in each of the years.
    pub cells: Vec<FigureCell>,
}

/// A figure as a length.
#[derive(Clone, Debug, Serialize)]
pub struct FigureCell {
    /// The figure.
    pub count: Count,
    /// Its length, 0 to 100.
    pub length: f64,
}

/// `activity-type.html`
#[derive(Clone, Debug, Serialize)]
pub struct TypeView {
    /// Name.
    pub name: Shown,
    /// What it is.
    pub description: Option<Shown>,
    /// The type above.
    pub parent: Option<Ref>,
    /// Types below.
    pub children: Vec<CountedRef>,
    /// What the list is narrowed to; absent for the whole.
    pub narrowed: Option<Narrowed>,
    /// Ways to narrow it.
    pub facets: Vec<Facet>,
    /// Activities by date, newest first, undated ones last.
    pub activities: Html,
    /// In all.
    pub count: Count,
    /// Pages.
    pub pager: Option<Pager>,
}
