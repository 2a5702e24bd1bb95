//! Who may see what: the one place that decides.
//!
//! Everything after the catalogue takes a [`Visible`] one. The public's holds no trace of an unpublished document; a
//! preview's holds everything, marked as such.

use super::{Catalogue, DocumentId, LinkTarget, Programme};
use crate::diagnostic::{Code, Finding, Findings};
use crate::document::front_matter::Status;
use crate::language::Localised;
use crate::say;
use crate::source::Span;

/// A catalogue of what may be seen.
#[derive(Clone, Debug)]
pub struct Visible {
    catalogue: Catalogue,
    withdrawn: Vec<WithdrawnDocument>,
    preview: bool,
}

/// What is left of a withdrawn document: a page at its URL with title, date and reason.
#[derive(Clone, Debug)]
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
        // Where each document goes in the list of those that stay.
        let mut next = 0;
        let moved: Vec<Option<DocumentId>> = catalogue
            .documents
            .iter()
            .map(|d| {
                visible(d).then(|| {
                    next += 1;
                    DocumentId::new(next - 1)
                })
            })
            .collect();
        let to = |id: DocumentId| moved.get(id.index()).copied().flatten();
        if !preview {
            report_links(&catalogue, &visible, findings);
        }
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
        let all = std::mem::take(&mut catalogue.documents);
        catalogue.documents = all.into_iter().zip(&moved).filter_map(|(d, at)| at.map(|_| d)).collect();
        for document in &mut catalogue.documents {
            let facts = &mut document.facts;
            facts.supersedes = facts
                .supersedes
                .take()
                .and_then(|at| Some(at.span).zip(to(at.it)))
                .map(|(span, id)| crate::source::At::new(id, span));
            let answers = facts
                .answers
                .take()
                .and_then(|at| Some(at.span).zip(to(at.it)))
                .map(|(span, id)| crate::source::At::new(id, span));
            if answers.is_none() {
                facts.activities.iter_mut().for_each(|a| a.reports = None);
            }
            facts.answers = answers;
            facts.results.retain_mut(|result| match to(result.target.document) {
                Some(id) => {
                    result.target.document = id;
                    true
                }
                None => false,
            });
        }
        let documents = catalogue.documents.iter_mut().flat_map(|d| &mut d.versions);
        let pages = catalogue.pages.iter_mut().flat_map(|p| &mut p.versions);
        let profiles = catalogue.communities.iter_mut().flat_map(|c| &mut c.profile);
        for version in documents.chain(pages).chain(profiles) {
            version.links.retain(|_, target| match target {
                LinkTarget::Document(id, _) => match to(*id) {
                    Some(new) => {
                        *id = new;
                        true
                    }
                    None => false,
                },
                LinkTarget::Page(page, _) => match pages_moved.get(*page).copied().flatten() {
                    Some(new) => {
                        *page = new;
                        true
                    }
                    None => false,
                },
                _ => true,
            });
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
