//! The list of what is sealed.

use super::{Count, CountedRef, DateView, Pager, Ref};
use crate::language::Shown;
use serde::Serialize;

/// `archive.html`: what is sealed, by year.
#[derive(Clone, Debug, Serialize)]
pub struct ArchiveView {
    /// How many editions there are.
    pub editions: Count,
    /// How many documents they are of.
    pub documents: Count,
    /// Every year, where it begins.
    pub all_years: Vec<CountedRef>,
    /// The years of this page.
    pub years: Vec<ArchiveYear>,
    /// What works out a digest, for a shell.
    pub recipe: &'static str,
    /// Further pages.
    pub pager: Option<Pager>,
}

/// Sealed editions of one year.
#[derive(Clone, Debug, Serialize)]
pub struct ArchiveYear {
    /// Anchor.
    pub anchor: String,
    /// The year; absent where it is not stated.
    pub label: Option<String>,
    /// The editions, those that were approved last first.
    pub editions: Vec<SealedView>,
}

/// A sealed edition in the list of them.
#[derive(Clone, Debug, Serialize)]
pub struct SealedView {
    /// The document's title in this edition.
    pub title: Shown,
    /// The edition's page.
    pub href: String,
    /// Whose document it is.
    pub community: Ref,
    /// Its period.
    pub period: String,
    /// Which edition, from 1.
    pub edition: u32,
    /// Whether another one followed.
    pub earlier: bool,
    /// When it was approved.
    pub on: DateView,
    /// Who approved it.
    pub by: Shown,
    /// The digest.
    pub digest: String,
    /// How long it is kept: key in `t.words`.
    pub retention: Option<&'static str>,
}
