//! Pages of every site: the search, plain pages, the accessibility statement, old URLs, nothing found.

use super::{ContentsItem, DateView, Notice};
use crate::language::Shown;
use serde::Serialize;

/// `search.html`: what results can be narrowed to. The index is beside the page.
#[derive(Clone, Debug, Serialize)]
pub struct SearchView {
    /// Communities that have documents, parents before their children.
    pub communities: Vec<Choice>,
    /// Years, newest first.
    pub years: Vec<Choice>,
    /// Kinds of documents.
    pub kinds: Vec<Choice>,
    /// Activity types that occur, children below their parents.
    pub types: Vec<Choice>,
}

/// Something that results can be narrowed to.
#[derive(Clone, Debug, Serialize)]
pub struct Choice {
    /// As the index and addresses have it.
    pub value: String,
    /// Its name; absent for the years that sources withhold (`t.year_not_stated`).
    pub name: Option<Shown>,
    /// How deep it lies below others.
    pub depth: usize,
}

/// `page.html`
#[derive(Clone, Debug, Serialize)]
pub struct PageView {
    /// Title.
    pub title: Shown,
    /// Notices (only in another language).
    pub notices: Vec<Notice>,
    /// Headings.
    pub contents: Vec<ContentsItem>,
    /// Body as HTML.
    pub body: Option<String>,
}

/// `accessibility.html`: the statement, from the configuration.
#[derive(Clone, Debug, Serialize)]
pub struct AccessibilityView {
    /// `full`, `partial`, `none`: key in `t.accessibility`.
    pub status: &'static str,
    /// When that was found out.
    pub assessed: Option<DateView>,
    /// What is known to be missing.
    pub limits: Vec<Shown>,
    /// Whom to tell of a problem.
    pub contact: Option<Shown>,
    /// By letter.
    pub email: Option<String>,
}

/// `redirect.html`
#[derive(Clone, Debug, Serialize)]
pub struct RedirectView {
    /// Where to.
    pub href: String,
    /// Its name.
    pub name: Shown,
}

/// `not-found.html`
#[derive(Clone, Debug, Serialize)]
pub struct NotFoundView {}
