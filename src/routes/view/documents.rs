//! Every document, and how its list is narrowed.

use super::{Count, Html, Pager};
use crate::language::Shown;
use serde::Serialize;

/// `documents.html`: all documents, those that have something in common, or those of a year that have.
#[derive(Clone, Debug, Serialize)]
pub struct DocumentsView {
    /// What the list is narrowed to; absent for the whole.
    pub narrowed: Option<Narrowed>,
    /// Ways to narrow it.
    pub facets: Vec<Facet>,
    /// Documents, newest first.
    pub documents: Html,
    /// In all.
    pub count: Count,
    /// Pages.
    pub pager: Option<Pager>,
    /// The catalogue as files.
    pub downloads: Vec<Download>,
}

/// What a list is narrowed to.
#[derive(Clone, Debug, Serialize)]
pub struct Narrowed {
    /// `year`, `kind`, `field`, `level`, `state`, `language`: key in `t.facets`.
    pub facet: &'static str,
    /// Its name, where it comes from content; empty where `word` is given, and for the years that sources withhold
    /// (`t.year_not_stated`).
    pub name: Shown,
    /// Key in `t.words`.
    pub word: Option<String>,
    /// The whole list.
    pub all: String,
}

/// A way to narrow a list.
#[derive(Clone, Debug, Serialize)]
pub struct Facet {
    /// Key in `t.facets`.
    pub key: &'static str,
    /// Its values.
    pub values: Vec<FacetValue>,
}

/// One value of a facet.
#[derive(Clone, Debug, Serialize)]
pub struct FacetValue {
    /// Its name, empty where `word` is given and for the years that sources withhold (`t.year_not_stated`).
    pub name: Shown,
    /// Key in `t.words`.
    pub word: Option<String>,
    /// Link.
    pub href: String,
    /// Documents or activities.
    pub count: Count,
    /// Whether the list is narrowed to it.
    pub current: bool,
}

/// A file to download.
#[derive(Clone, Debug, Serialize)]
pub struct Download {
    /// `CSV`, `JSON`.
    pub kind: &'static str,
    /// Link.
    pub href: String,
}
