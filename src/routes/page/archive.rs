//! What is sealed, by year, and how anyone can verify it.

use crate::catalogue::digest;
use crate::edtf::Edtf;
use crate::routes::builder::slice;
use crate::routes::view::{ArchiveView, ArchiveYear, CountedRef, SealedView};
use crate::routes::wanted::EDITIONS_A_PAGE;
use crate::routes::{Reader, Route, Sealed, YearKey};
use std::collections::BTreeSet;

impl Reader<'_> {
    pub(super) fn archive_view(&self, page: usize) -> ArchiveView {
        let all = &self.site.index.sealed;
        let of_year = |years: &mut Vec<ArchiveYear>, sealed: &Sealed| {
            let anchor = anchor(sealed.year);
            if years.last().is_none_or(|year| year.anchor != anchor) {
                years.push(ArchiveYear { anchor, label: self.calendar_year(sealed.year), editions: Vec::new() });
            }
            let view = self.sealed_view(*sealed);
            if let Some(year) = years.last_mut() {
                year.editions.extend(view);
            }
        };
        let mut years = Vec::new();
        slice(all, page, EDITIONS_A_PAGE).iter().for_each(|sealed| of_year(&mut years, sealed));
        let documents: BTreeSet<_> = all.iter().map(|sealed| sealed.document).collect();
        ArchiveView {
            editions: self.count(all.len()),
            documents: self.count(documents.len()),
            all_years: self.archive_years(all),
            years,
            recipe: digest::RECIPE,
            pager: self.pager(Route::Archive(page), page),
        }
    }

    /// Every year, with a link to where it begins.
    fn archive_years(&self, all: &[Sealed]) -> Vec<CountedRef> {
        let chunks = all.chunk_by(|a, b| a.year == b.year);
        let mut before = 0;
        let year = |chunk: &[Sealed]| {
            let (first, year) = (before, chunk.first()?.year);
            before += chunk.len();
            let page = self.link(Route::Archive(first / EDITIONS_A_PAGE + 1));
            Some(CountedRef {
                name: self.neutral(self.calendar_year(year).unwrap_or_default()),
                href: format!("{page}#{}", anchor(year)),
                count: self.count(chunk.len()),
                description: None,
                depth: 0,
            })
        };
        chunks.filter_map(year).collect()
    }

    fn sealed_view(&self, sealed: Sealed) -> Option<SealedView> {
        let document = sealed.get(self.site.catalogue());
        let approval = &document.facts.approval.as_ref()?.it;
        Some(SealedView {
            title: self.text(&document.title),
            href: self.link(sealed.earlier.map_or(Route::Document(sealed.document), Route::Edition)),
            community: self.community(document.community),
            period: self.period_label(document.period),
            edition: approval.edition,
            earlier: sealed.earlier.is_some(),
            on: self.date(approval.on),
            by: self.text(&approval.by),
            digest: approval.digest.as_ref()?.it.clone(),
            retention: document.facts.retention.map(super::document::retention_word),
        })
    }

    fn calendar_year(&self, year: YearKey) -> Option<String> {
        let YearKey::Known(year) = year else { return None };
        Edtf::parse(&format!("{year:04}")).ok().map(|year| self.date(year).text)
    }
}

fn anchor(year: YearKey) -> String {
    format!("y{year}")
}
