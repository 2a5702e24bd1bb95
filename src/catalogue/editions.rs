//! Editions of a document before the one that readers get: they stay readable, as they were sealed.
//!
//! An earlier edition is made of its copy alone; its links lead to what the site has now. No list knows of it.

use super::links::{Names, Places};
use super::resolve::relations::{self, Pending};
use super::seal::{self, Kept};
use super::{Catalogue, DocumentId, Programme, amendments, checks};
use crate::diagnostic::{Code, Finding, Findings};
use crate::document::front_matter::Status;
use crate::document::{self, Document, ProgrammeFile};
use crate::say;
use crate::source::{At, Source};
use std::collections::HashMap;
use std::sync::Arc;

/// An earlier edition.
#[derive(Clone, Debug, PartialEq)]
pub struct Edition {
    /// Whose.
    pub document: DocumentId,
    /// Which one, from 1.
    pub number: u32,
    /// What it says; its references are to the site as it is.
    pub programme: Arc<Programme>,
}

/// An earlier edition by itself, kept for the next run.
#[derive(Clone, Debug)]
pub(super) struct MadeEdition {
    document: DocumentId,
    /// The document's name.
    id: String,
    number: u32,
    files: Vec<Arc<Source>>,
    /// `None` where there is no copy that can be read.
    made: Option<(Arc<Programme>, Arc<Pending>)>,
    finding: Option<Finding>,
}

/// The numbers of a document's earlier editions.
fn numbers(document: &Programme) -> std::ops::Range<u32> {
    let approval = document.facts.approval.as_ref().filter(|approval| approval.it.digest.is_some());
    let Some(last) = approval.map(|approval| approval.it.edition) else { return 1..1 };
    // What is sealed last is what the public reads until the next one is; for its writers it is an earlier one already.
    1..if document.is_amendment() { last.saturating_add(1) } else { last }
}

/// Makes every earlier edition of which there is a copy. `make` is what makes a document of its files; what is the same as
/// `before` is not made again.
pub(super) fn make(
    catalogue: &Catalogue,
    before: &[MadeEdition],
    mut make: impl FnMut(DocumentId, Vec<ProgrammeFile>) -> Option<(Programme, Pending)>,
) -> Vec<MadeEdition> {
    let before: HashMap<(&str, u32), &MadeEdition> = before.iter().map(|old| ((old.id.as_str(), old.number), old)).collect();
    let mut all = Vec::new();
    for document in catalogue.document_ids() {
        let programme = catalogue.document(document);
        // Withdrawn, nothing of a document is left to read.
        if programme.facts.status.it == Status::Withdrawn {
            continue;
        }
        for number in numbers(programme) {
            let id = &programme.id;
            let files = seal::copies(&catalogue.sources, id, number);
            let is_same = |old: &&&MadeEdition| {
                old.made.is_some()
                    && old.files.len() == files.len()
                    && old.files.iter().zip(&files).all(|(a, b)| Arc::ptr_eq(a, b))
            };
            if let Some(old) = before.get(&(id.as_str(), number)).filter(is_same) {
                all.push(MadeEdition { document, ..MadeEdition::clone(old) });
                continue;
            }
            let recorded = programme.facts.approval.as_ref().filter(|approval| approval.it.edition == number);
            let recorded = recorded.and_then(|approval| approval.it.digest.as_ref());
            let kept = match recorded {
                Some(recorded) => Kept::find(&catalogue.sources, id, number, &recorded.it),
                None => Kept::earlier(&catalogue.sources, id, number),
            };
            let (made, finding) = match (kept, recorded) {
                (Kept::Whole(_), _) => (make(document, parse(catalogue, id, &files)), None),
                // The public reads it while the next one is written.
                (broken, Some(recorded)) => (None, Some(amendments::broken_edition(&broken, id, number, recorded))),
                (broken, None) => (None, Some(lost(programme, number, &broken))),
            };
            let made = made.map(|(programme, pending)| (Arc::new(programme), Arc::new(pending)));
            all.push(MadeEdition { document, id: id.clone(), number, files, made, finding });
        }
    }
    all
}

/// A copy's texts, read as if they stood where they did.
fn parse(catalogue: &Catalogue, id: &str, files: &[Arc<Source>]) -> Vec<ProgrammeFile> {
    let texts = files.iter().filter_map(|source| Some((catalogue.sources.find(&source.path)?, seal::place_of(&source.path)?)));
    let mut unheard = Findings::default();
    let parsed = texts.filter(|(_, place)| place.file_name().ends_with(".md")).filter_map(|(source, place)| {
        match document::parse_as(&catalogue.config, &catalogue.sources, source, &place, &mut unheard)? {
            Document::Programme(file) => Some(as_approved(Arc::unwrap_or_clone(file))),
            _ => None,
        }
    });
    parsed.filter(|file| file.id() == id).collect()
}

/// The finding about an earlier edition that can't be shown.
fn lost(document: &Programme, number: u32, kept: &Kept) -> Finding {
    let folder = seal::folder(&document.id, number);
    let place = document.facts.approval.as_ref().map_or(document.span, |approval| approval.span);
    match kept {
        Kept::Missing => Finding::new(
            Code::MissingEdition,
            place,
            say!(
                "edition {number} can't be read any more: there is no copy of it in {folder}",
                "第 {number} 版已經無法閱讀：{folder} 裡沒有它的副本"
            ),
        )
        .hint(say!("get the folder back, from your version control or the archive", "請從版本管理或檔案庫裡取回這個資料夾")),
        _ => Finding::new(
            Code::BrokenEdition,
            place,
            say!("the copy of edition {number} in {folder} was changed", "{folder} 裡第 {number} 版的副本改動過"),
        )
        .hint(say!(
            "get the folder back as it was, from your version control or the archive",
            "請從版本管理或檔案庫裡取回這個資料夾"
        )),
    }
}

/// Whether these are editions that were there before.
pub(super) fn are_same(before: &[MadeEdition], now: &[MadeEdition]) -> bool {
    let same = |(old, new): (&MadeEdition, &MadeEdition)| match (&old.made, &new.made) {
        (Some((old_one, _)), Some((new_one, _))) => {
            Arc::ptr_eq(old_one, new_one) && (old.document, old.number) == (new.document, new.number)
        }
        (None, None) => true,
        _ => false,
    };
    before.len() == now.len() && before.iter().zip(now).all(same)
}

/// What is wrong with copies.
pub(super) fn findings(made: &[MadeEdition]) -> impl Iterator<Item = Finding> {
    made.iter().filter_map(|edition| edition.finding.clone())
}

/// Follows the references of earlier editions, and puts them into the catalogue.
pub(super) fn connect(catalogue: &mut Catalogue, names: &Names, made: &[MadeEdition]) {
    if !made.iter().any(|edition| edition.made.is_some()) {
        return;
    }
    let mut unheard = Findings::default();
    let editions = {
        let texts = made.iter().filter_map(|edition| edition.made.as_ref()).flat_map(|(programme, _)| &programme.versions);
        let places = Places::new(catalogue, names, texts);
        let one = |edition: &MadeEdition| {
            let (programme, pending) = edition.made.as_ref()?;
            let links = programme
                .versions
                .iter()
                .map(|version| checks::links::of_version(&places, version, catalogue.config.raw_html, &mut unheard));
            let links = links.collect();
            let found = relations::relations(catalogue, edition.document, programme, pending, names, links, &mut unheard);
            let mut programme = Programme::clone(programme);
            relations::put(&mut programme, found);
            Some(Edition { document: edition.document, number: edition.number, programme: Arc::new(programme) })
        };
        made.iter().filter_map(one).collect()
    };
    catalogue.editions = editions;
}

/// What a copy's file says of its document's state is not believed: it was approved, and that is all.
fn as_approved(mut file: ProgrammeFile) -> ProgrammeFile {
    let approval = file.front.approval.as_ref();
    file.front.status = approval.map(|approval| At::new(Status::Approved, approval.span));
    file.front.withdrawn = None;
    file
}
