//! What documents say of each other and lead to, followed when all of them are known.

use super::{Made, Resolution};
use crate::catalogue::links::{Places, Text, Whose};
use crate::catalogue::programme::{Outcome, TargetRef};
use crate::catalogue::{Catalogue, DocumentId, LinkTarget, Programme, Version, checks};
use crate::data::Id;
use crate::diagnostic::{Code, Finding, Findings};
use crate::language::Localised;
use crate::say;
use crate::source::At;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

/// References of a document that are still to be followed.
#[derive(Clone, Debug)]
pub(in crate::catalogue) struct Pending {
    pub answers: Option<At<Id>>,
    pub supersedes: Option<At<Id>>,
    /// For each activity the planned one that it reports.
    pub reports: Vec<Option<At<Id>>>,
    /// Results whose targets are still to be found.
    pub results: Vec<PendingResult>,
}

/// A result that names its target.
#[derive(Clone, Debug)]
pub(in crate::catalogue) struct PendingResult {
    pub target: At<Id>,
    pub value: crate::data::Figure,
    pub on: Option<crate::edtf::Edtf>,
    pub note: Option<Localised>,
}

/// Where the references of a document lead.
pub(in crate::catalogue) struct Relations {
    answers: Option<At<DocumentId>>,
    supersedes: Option<At<DocumentId>>,
    reports: Vec<Option<usize>>,
    results: Vec<Outcome>,
    /// By version.
    links: Vec<BTreeMap<String, LinkTarget>>,
}

/// What was found of the references of each document.
pub(super) type Misled = Vec<Findings>;

/// Follows every reference. A document that leads where it led before is the one that it was; where everything still
/// [stands] that a reference can lead to, only those of new documents are followed.
pub(super) fn connect(
    catalogue: &mut Catalogue,
    made: &[Arc<Made>],
    before: Option<&Resolution>,
    standing: bool,
    findings: &mut Findings,
) -> Misled {
    // The document as it was, if it is the same but for where it leads.
    let was = |n: usize, made: &Arc<Made>| {
        let old = before.filter(|old| old.made.get(n).is_some_and(|old| Arc::ptr_eq(old, made)))?;
        Some((old.catalogue.documents.share(DocumentId::new(n))?, old.misled.get(n)?))
    };
    let (led, others) = {
        let by_id = by_id(catalogue);
        let places = places(catalogue);
        let links = |version: &Version, findings: &mut Findings| {
            checks::links::of_version(&places, version, catalogue.config.raw_html, findings)
        };
        let of_document = |(n, made): (usize, &Arc<Made>)| {
            let was = was(n, made);
            if let Some((joined, misled)) = was.filter(|_| standing) {
                return (Ok(joined), misled.clone());
            }
            let mut own = Findings::default();
            let id = DocumentId::new(n);
            let document = catalogue.document(id);
            let links = document.versions.iter().map(|version| links(version, &mut own)).collect();
            let relations = relations(catalogue, id, document, &made.pending, &by_id, links, &mut own);
            match was {
                Some((joined, _)) if leads(joined, &relations) => (Ok(joined), own),
                _ => (Err(relations), own),
            }
        };
        let led: Vec<(Result<&Arc<Programme>, Relations>, Findings)> = made.par_iter().enumerate().map(of_document).collect();
        let others: Vec<_> = other_versions(catalogue).map(|version| links(version, findings)).collect();
        (led, others)
    };
    let mut misled = Vec::with_capacity(led.len());
    for (n, (led, own)) in led.into_iter().enumerate() {
        let id = DocumentId::new(n);
        match led {
            Ok(joined) => catalogue.documents.put(id, joined),
            Err(relations) => catalogue.documents.change(id, |document| put(document, relations)),
        }
        findings.extend(own.clone());
        misled.push(own);
    }
    let pages = catalogue.pages.iter_mut().flat_map(|p| &mut p.versions);
    let profiles = catalogue.communities.iter_mut().flat_map(|c| &mut c.profile);
    for (version, links) in pages.chain(profiles).zip(others) {
        version.links = links;
    }
    misled
}

/// Whether everything that a reference can lead to is where it was: only texts of documents changed, and in those no name
/// that others may give.
pub(super) fn stands(catalogue: &Catalogue, made: &[Arc<Made>], before: &Resolution) -> bool {
    fn names(document: &Programme) -> impl PartialEq {
        fn headings(version: &Version) -> impl PartialEq {
            let headings: Vec<_> = version.outline.headings.iter().map(|heading| (&heading.id, &heading.text)).collect();
            (version.source, version.language, headings)
        }
        let facts = &document.facts;
        let activities: Vec<_> = facts.activities.iter().map(|activity| &activity.id).collect();
        let targets: Vec<_> = facts.targets.iter().map(|target| &target.id).collect();
        let texts: Vec<_> = document.versions.iter().map(headings).collect();
        (&document.id, document.kind, activities, targets, texts)
    }
    let mut texts = BTreeSet::new();
    let same = |(now, old): (&Arc<Made>, &Arc<Made>)| {
        let is_same = Arc::ptr_eq(now, old);
        if !is_same {
            texts.extend(now.programme.versions.iter().map(|version| version.source));
        }
        is_same || names(&now.programme) == names(&old.programme)
    };
    made.len() == before.made.len()
        && made.iter().zip(&before.made).all(same)
        && catalogue.sources.changed(&before.catalogue.sources).all(|(id, _)| texts.contains(&id))
}

/// Whether a document leads there already.
fn leads(document: &Programme, to: &Relations) -> bool {
    let Relations { answers, supersedes, reports, results, links } = to;
    let facts = &document.facts;
    facts.answers == *answers
        && facts.supersedes == *supersedes
        && facts.results == *results
        && facts.activities.iter().map(|activity| &activity.reports).eq(reports)
        && document.versions.iter().map(|version| &version.links).eq(links)
}

/// Every document by its name.
pub(in crate::catalogue) fn by_id(catalogue: &Catalogue) -> HashMap<&str, DocumentId> {
    catalogue.document_ids().map(|id| (catalogue.document(id).id.as_str(), id)).collect()
}

/// Puts the references of a document into it.
pub(in crate::catalogue) fn put(document: &mut Programme, relations: Relations) {
    let Relations { answers, supersedes, reports, results, links } = relations;
    let facts = &mut document.facts;
    facts.answers = answers;
    facts.supersedes = supersedes;
    facts.results = results;
    for (activity, report) in facts.activities.iter_mut().zip(reports) {
        activity.reports = report;
    }
    for (version, links) in document.versions.iter_mut().zip(links) {
        version.links = links;
    }
}

/// Follows the references of a document, or of an earlier edition of it.
pub(in crate::catalogue) fn relations(
    catalogue: &Catalogue,
    own: DocumentId,
    document: &Programme,
    pending: &Pending,
    by_id: &HashMap<&str, DocumentId>,
    links: Vec<BTreeMap<String, LinkTarget>>,
    findings: &mut Findings,
) -> Relations {
    let find = |reference: &At<Id>, findings: &mut Findings| {
        let found = by_id.get(reference.it.0.as_str()).copied();
        if found.is_none() {
            let wrong = &reference.it.0;
            findings.push(
                Finding::new(
                    Code::UnknownDocument,
                    reference.span,
                    say!("there is no document `{wrong}`", "沒有文件「{wrong}」"),
                )
                .nearest(wrong, by_id.keys().copied())
                .hint(say!(
                    "a document is named community/period/name, such as jiangning/2024-1/plan",
                    "文件寫作「共同體/時期/名稱」，例如 jiangning/2024-1/plan"
                )),
            );
        }
        found.map(|id| At::new(id, reference.span))
    };
    let answers = match &pending.answers {
        Some(reference) => find(reference, findings),
        None => plan_beside(catalogue, document, by_id).map(|id| At::new(id, document.span)),
    };
    let supersedes = pending.supersedes.as_ref().and_then(|reference| find(reference, findings));
    let plan = answers.as_ref().map(|a| a.it);
    let reports = pending.reports.iter().map(|reference| {
        let reference = reference.as_ref()?;
        let planned = plan.map_or(&[][..], |id| catalogue.document(id).facts.activities.as_slice());
        let found = planned.iter().position(|a| a.id.as_deref() == Some(reference.it.0.as_str()));
        if found.is_none() {
            let wrong = &reference.it.0;
            findings.push(
                Finding::new(
                    Code::UnknownActivity,
                    reference.span,
                    say!("the plan has no activity `{wrong}`", "方案裡沒有活動「{wrong}」"),
                )
                .nearest(wrong, planned.iter().filter_map(|a| a.id.as_deref())),
            );
        }
        found
    });
    let reports = reports.collect();
    let targets = |id: DocumentId| match id == own {
        true => document.facts.targets.as_slice(),
        false => catalogue.document(id).facts.targets.as_slice(),
    };
    let mut results = Vec::new();
    for PendingResult { target, value, on, note } in &pending.results {
        let places = [Some(own), plan];
        let found = places.into_iter().flatten().find_map(|id| {
            let index = targets(id).iter().position(|t| t.id == target.it.0)?;
            Some(TargetRef { document: id, index })
        });
        match found {
            Some(found) => results.push(Outcome { target: found, value: value.clone(), on: *on, note: note.clone() }),
            None => {
                let wrong = &target.it.0;
                let known = places.into_iter().flatten().flat_map(|id| targets(id).iter().map(|t| t.id.as_str()));
                findings.push(
                    Finding::new(
                        Code::UnknownTarget,
                        target.span,
                        say!(
                            "neither the plan nor this document has a target `{wrong}`",
                            "方案和這份文件裡都沒有目標「{wrong}」"
                        ),
                    )
                    .nearest(wrong, known),
                );
            }
        }
    }
    Relations { answers, supersedes, reports, results, links }
}

/// A summary answers the plan of the same name in its own folder.
fn plan_beside(catalogue: &Catalogue, document: &Programme, by_id: &HashMap<&str, DocumentId>) -> Option<DocumentId> {
    if catalogue.config.kind(document.kind).id != "summary" {
        return None;
    }
    let (folder, name) = document.id.rsplit_once('/')?;
    let rest = name.strip_prefix("summary")?;
    [format!("{folder}/plan{rest}"), format!("{folder}/plan")].iter().find_map(|id| by_id.get(id.as_str()).copied())
}

/// Everything that a link may lead to.
pub(in crate::catalogue) fn places<'a>(catalogue: &'a Catalogue) -> Places<'a> {
    let mut texts = vec![None; catalogue.sources.slots()];
    let mut put = |of: Whose, versions: &'a [Version]| {
        for version in versions {
            if let Some(slot) = texts.get_mut(version.source.0 as usize) {
                *slot = Some(Text { of, language: version.language, outline: &version.outline });
            }
        }
    };
    catalogue.document_ids().for_each(|id| put(Whose::Document(id), &catalogue.document(id).versions));
    catalogue.pages.iter().enumerate().for_each(|(n, page)| put(Whose::Page(n), &page.versions));
    catalogue.communities.iter().for_each(|community| put(Whose::Profile, &community.profile));
    Places {
        sources: &catalogue.sources,
        texts,
        communities: catalogue.community_ids().map(|id| (catalogue.community(id).id.clone(), id)).collect(),
    }
}

/// The texts that are no documents: pages and profiles.
fn other_versions(catalogue: &Catalogue) -> impl Iterator<Item = &Version> {
    catalogue.pages.iter().flat_map(|p| &p.versions).chain(catalogue.communities.iter().flat_map(|c| &c.profile))
}
