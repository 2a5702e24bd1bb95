//! What documents say of each other and lead to, followed when all of them are known.

use super::{Made, Resolution};
use crate::catalogue::links::{Names, Places};
use crate::catalogue::programme::{Outcome, TargetRef};
use crate::catalogue::{Catalogue, DocumentId, LinkTarget, Programme, Version, checks};
use crate::data::Id;
use crate::diagnostic::{Code, Finding, Findings};
use crate::language::Localised;
use crate::say;
use crate::source::{At, Source, SourceId, SourceSet};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
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

/// What is known of the references of documents when they were followed.
#[derive(Clone, Debug, Default)]
pub(super) struct Followed {
    /// By document: the others that it leads to.
    to: Vec<Box<[DocumentId]>>,
    /// What was found of some, by position.
    findings: BTreeMap<usize, Findings>,
}

/// A run before in which everything stood where it stands.
#[derive(Clone)]
pub(super) struct Standing<'a> {
    pub before: &'a Resolution,
    /// Documents in which others may look for names that are new or gone.
    renamed: BTreeSet<DocumentId>,
}

impl Standing<'_> {
    /// Whether no name changed at all.
    pub fn has_all_names(&self) -> bool {
        self.renamed.is_empty()
    }

    /// Whether a document leads where it led.
    fn keeps(&self, n: usize, made: &Arc<Made>) -> bool {
        let Followed { to, findings } = self.before.followed.as_ref();
        self.before.made.get(n).is_some_and(|old| Arc::ptr_eq(old, made))
            && !findings.contains_key(&n)
            && to.get(n).is_some_and(|to| self.has_all_names() || !to.iter().any(|id| self.renamed.contains(id)))
    }
}

/// Follows every reference. A document that leads where it led before is the one that it was. Where everything stands, the
/// catalogue has its documents where they are the same, and only those references are followed that may lead elsewhere now.
pub(super) fn connect(
    catalogue: &mut Catalogue,
    names: &Names,
    made: &[Arc<Made>],
    before: Option<&Resolution>,
    standing: Option<&Standing<'_>>,
    findings: &mut Findings,
) -> Followed {
    let (led, others) = {
        let places = Places::new(catalogue, names, std::iter::empty());
        let links = |version: &Version, findings: &mut Findings| {
            checks::links::of_version(&places, version, catalogue.config.raw_html, findings)
        };
        let of_document = |(n, made): (usize, &Arc<Made>)| {
            if standing.is_some_and(|standing| standing.keeps(n, made)) {
                return None;
            }
            let mut own = Findings::default();
            let id = DocumentId::new(n);
            let document = catalogue.document(id);
            let links = document.versions.iter().map(|version| links(version, &mut own)).collect();
            let relations = relations(catalogue, id, document, &made.pending, names, links, &mut own);
            let to = relations.to(id);
            let same = before.filter(|old| old.made.get(n).is_some_and(|old| Arc::ptr_eq(old, made)));
            let old = same.and_then(|old| old.catalogue.documents.share(id)).filter(|old| leads(old, &relations));
            Some((n, to, old.ok_or(relations), own))
        };
        let led: Vec<_> = made.par_iter().enumerate().filter_map(of_document).collect();
        let others: Vec<_> = other_versions(catalogue).map(|version| links(version, findings)).collect();
        (led, others)
    };
    let mut followed = standing.map_or_else(Followed::default, |standing| Followed::clone(&standing.before.followed));
    followed.to.resize_with(made.len(), Box::default);
    for (n, to, led, own) in led {
        let id = DocumentId::new(n);
        match led {
            Ok(old) => catalogue.documents.put(id, old),
            Err(relations) => catalogue.documents.change(id, |document| put(document, relations)),
        }
        if let Some(slot) = followed.to.get_mut(n) {
            *slot = to;
        }
        followed.findings.remove(&n);
        if !own.is_empty() {
            followed.findings.insert(n, own);
        }
    }
    followed.findings.values().for_each(|own| findings.extend(own.clone()));
    let pages = catalogue.pages.iter_mut().flat_map(|p| &mut p.versions);
    let profiles = catalogue.communities.iter_mut().flat_map(|c| &mut c.profile);
    for (version, links) in pages.chain(profiles).zip(others) {
        version.links = links;
    }
    followed
}

impl Relations {
    /// The other documents that these lead to.
    fn to(&self, own: DocumentId) -> Box<[DocumentId]> {
        let links = self.links.iter().flat_map(BTreeMap::values).filter_map(|target| match target {
            LinkTarget::Document(id, _) => Some(*id),
            _ => None,
        });
        let named = [&self.answers, &self.supersedes].into_iter().flatten().map(|reference| reference.it);
        named.chain(links).filter(|id| *id != own).collect::<BTreeSet<_>>().into_iter().collect()
    }
}

/// The run before, which was on the same ground, if everything that a reference can lead to is where it was: only texts of
/// documents changed, and no document has another name, kind or language.
pub(super) fn standing<'a>(sources: &SourceSet, made: &[Arc<Made>], before: &'a Resolution) -> Option<Standing<'a>> {
    fn place(document: &Programme) -> impl PartialEq {
        let texts: Vec<_> = document.versions.iter().map(|version| (version.source, version.language)).collect();
        (&document.id, document.kind, texts)
    }
    /// What others may look for in it.
    fn names(document: &Programme) -> impl PartialEq {
        let headings = document.versions.iter().flat_map(|version| &version.outline.headings);
        let headings: Vec<_> = headings.map(|heading| (&heading.id, &heading.text)).collect();
        let activities: Vec<_> = document.facts.activities.iter().map(|activity| &activity.id).collect();
        let targets: Vec<_> = document.facts.targets.iter().map(|target| &target.id).collect();
        (headings, activities, targets)
    }
    if made.len() != before.made.len() {
        return None;
    }
    let (mut texts, mut renamed) = (BTreeSet::new(), BTreeSet::new());
    for (n, (now, old)) in made.iter().zip(&before.made).enumerate() {
        if Arc::ptr_eq(now, old) {
            continue;
        }
        if place(&now.programme) != place(&old.programme) {
            return None;
        }
        if names(&now.programme) != names(&old.programme) {
            renamed.insert(DocumentId::new(n));
        }
        texts.extend(now.programme.versions.iter().map(|version| version.source));
    }
    let is_text = |(id, _): (SourceId, &Source)| texts.contains(&id);
    sources.changed(&before.catalogue.sources).all(is_text).then_some(Standing { before, renamed })
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
    names: &Names,
    links: Vec<BTreeMap<String, LinkTarget>>,
    findings: &mut Findings,
) -> Relations {
    let find = |reference: &At<Id>, findings: &mut Findings| {
        let found = names.documents.get(&reference.it.0).copied();
        if found.is_none() {
            let wrong = &reference.it.0;
            findings.push(
                Finding::new(
                    Code::UnknownDocument,
                    reference.span,
                    say!("there is no document `{wrong}`", "沒有文件「{wrong}」"),
                )
                .nearest(wrong, names.documents.keys().map(String::as_str))
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
        None => plan_beside(catalogue, document, names).map(|id| At::new(id, document.span)),
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
fn plan_beside(catalogue: &Catalogue, document: &Programme, names: &Names) -> Option<DocumentId> {
    if catalogue.config.kind(document.kind).id != "summary" {
        return None;
    }
    let (folder, name) = document.id.rsplit_once('/')?;
    let rest = name.strip_prefix("summary")?;
    [format!("{folder}/plan{rest}"), format!("{folder}/plan")].iter().find_map(|id| names.documents.get(id).copied())
}

/// The texts that are no documents: pages and profiles.
fn other_versions(catalogue: &Catalogue) -> impl Iterator<Item = &Version> {
    catalogue.pages.iter().flat_map(|p| &p.versions).chain(catalogue.communities.iter().flat_map(|c| &c.profile))
}
