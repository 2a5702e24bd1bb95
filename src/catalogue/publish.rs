//! Who may see what: the one place that decides.
//!
//! Everything after the catalogue takes a [`Visible`] one. The public's holds no trace of an unpublished document; a
//! preview's holds everything, marked as such.

use super::{Catalogue, DocumentId, LinkTarget, Programme};
use crate::diagnostic::{Code, Finding, Findings};
use crate::document::front_matter::Status;
use crate::language::Localised;
use crate::say;
use crate::source::{At, Span};
use std::collections::HashSet;
use std::sync::Arc;

/// A catalogue of what may be seen.
#[derive(Clone, Debug)]
pub struct Visible {
    catalogue: Catalogue,
    withdrawn: Vec<WithdrawnDocument>,
    preview: bool,
}

/// What is left of a withdrawn document: a page at its URL with title, date and reason.
#[derive(Clone, Debug, PartialEq)]
pub struct WithdrawnDocument {
    /// The community's URL part.
    pub community: String,
    /// The period.
    pub period: crate::calendar::Period,
    /// The document's URL part.
    pub slug: String,
    /// Title.
    pub title: Localised,
    /// When, and why.
    pub withdrawal: Option<super::Withdrawal>,
    /// Its file, for findings.
    pub span: Span,
}

impl Visible {
    /// What the public may see of a catalogue. Reports published documents that lead to unpublished ones.
    pub fn to_public(catalogue: Catalogue, findings: &mut Findings) -> Self {
        let visible = |d: &Programme| matches!(d.facts.status.it, Status::Approved | Status::Superseded);
        Self::keep(catalogue, visible, false, findings)
    }

    /// What a writer sees: everything.
    pub fn to_writers(catalogue: Catalogue) -> Self {
        let visible = |d: &Programme| d.facts.status.it != Status::Withdrawn;
        Self::keep(catalogue, visible, true, &mut Findings::default())
    }

    fn keep(mut catalogue: Catalogue, visible: impl Fn(&Programme) -> bool, preview: bool, findings: &mut Findings) -> Self {
        let withdrawn = catalogue
            .documents
            .iter()
            .filter(|d| d.facts.status.it == Status::Withdrawn)
            .map(|d| WithdrawnDocument {
                community: catalogue.community(d.community).slug.clone(),
                period: d.period,
                slug: d.slug.clone(),
                title: d.title.clone(),
                withdrawal: d.facts.withdrawn.as_ref().map(|w| w.it.clone()),
                span: d.span,
            })
            .collect();
        if !preview {
            report_links(&catalogue, &visible, findings);
        }
        catalogue.documents.retain(visible);
        let seen: HashSet<DocumentId> = catalogue.document_ids().collect();
        let is_seen = |id: DocumentId| seen.contains(&id);
        let mut next = 0;
        let pages_moved: Vec<Option<usize>> = catalogue
            .pages
            .iter()
            .map(|page| {
                (preview || !page.draft).then(|| {
                    next += 1;
                    next - 1
                })
            })
            .collect();
        catalogue.pages.retain(|page| preview || !page.draft);
        let stays = |target: &mut LinkTarget| match target {
            LinkTarget::Document(id, _) => is_seen(*id),
            LinkTarget::Page(page, _) => pages_moved.get(*page).copied().flatten().inspect(|new| *page = *new).is_some(),
            _ => true,
        };
        let changes = |target: &LinkTarget| match target {
            LinkTarget::Document(id, _) => !is_seen(*id),
            LinkTarget::Page(page, _) => pages_moved.get(*page) != Some(&Some(*page)),
            _ => false,
        };
        let is_touched = |Programme { facts, versions, .. }: &Programme| {
            let lost = |reference: &Option<At<DocumentId>>| reference.as_ref().is_some_and(|at| !is_seen(at.it));
            lost(&facts.supersedes)
                || lost(&facts.answers)
                || facts.results.iter().any(|result| !is_seen(result.target.document))
                || versions.iter().flat_map(|v| v.links.values()).any(changes)
        };
        let strip = |document: &mut Programme| {
            let facts = &mut document.facts;
            facts.supersedes = facts.supersedes.take().filter(|at| is_seen(at.it));
            facts.answers = facts.answers.take().filter(|at| is_seen(at.it));
            if facts.answers.is_none() {
                facts.activities.iter_mut().for_each(|a| a.reports = None);
            }
            facts.results.retain(|result| is_seen(result.target.document));
            for version in &mut document.versions {
                version.links.retain(|_, target| stays(target));
            }
        };
        for id in &seen {
            if is_touched(catalogue.document(*id)) {
                catalogue.documents.change(*id, strip);
            }
        }
        catalogue.editions.retain(|edition| is_seen(edition.document));
        for edition in catalogue.editions.iter_mut().filter(|edition| is_touched(&edition.programme)) {
            strip(Arc::make_mut(&mut edition.programme));
        }
        let pages = catalogue.pages.iter_mut().flat_map(|p| &mut p.versions);
        let profiles = catalogue.communities.iter_mut().flat_map(|c| &mut c.profile);
        for version in pages.chain(profiles) {
            version.links.retain(|_, target| stays(target));
        }
        Self { catalogue, withdrawn, preview }
    }

    /// The catalogue.
    pub fn catalogue(&self) -> &Catalogue {
        &self.catalogue
    }

    /// Withdrawn documents.
    pub fn withdrawn(&self) -> &[WithdrawnDocument] {
        &self.withdrawn
    }

    /// Whether unpublished documents are in it.
    pub fn is_preview(&self) -> bool {
        self.preview
    }
}

/// Reports what a published text refers to and readers could not open.
fn report_links(catalogue: &Catalogue, visible: &dyn Fn(&Programme) -> bool, findings: &mut Findings) {
    let hidden = |id: DocumentId| {
        let document = catalogue.document(id);
        (!visible(document) && document.facts.status.it != Status::Withdrawn).then_some(document)
    };
    let mut report = |span: Span, document: &Programme| {
        let (name, state) = (&document.id, document.facts.status.it.as_str());
        findings.push(
            Finding::new(
                Code::LinkToUnpublished,
                span,
                say!("`{name}` is not published: its status is {state}", "「{name}」不發布：它的狀態是 {state}"),
            )
            .hint(say!("take the reference out until it is approved", "請在它批准之前先拿掉這處引用")),
        );
    };
    let seen = catalogue.documents.iter().filter(|d| visible(d));
    for document in seen.clone() {
        let facts = &document.facts;
        for reference in [&facts.supersedes, &facts.answers].into_iter().flatten() {
            // A plan that is found by its path was not named by anyone.
            if reference.span != document.span
                && let Some(hidden) = hidden(reference.it)
            {
                report(reference.span, hidden);
            }
        }
    }
    let pages = catalogue.pages.iter().filter(|p| !p.draft).flat_map(|p| &p.versions);
    let profiles = catalogue.communities.iter().flat_map(|c| &c.profile);
    for version in seen.flat_map(|d| &d.versions).chain(pages).chain(profiles) {
        for link in &version.outline.links {
            if let Some(LinkTarget::Document(id, _)) = version.links.get(&link.to)
                && let Some(hidden) = hidden(*id)
            {
                let range = version.body.start + link.to_range.start..version.body.start + link.to_range.end;
                report(Span::new(version.source, range), hidden);
            }
        }
    }
}
