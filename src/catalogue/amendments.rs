//! What the public reads of a document whose next edition is being written: the last sealed one.
//!
//! An amendment is a draft, or submitted, and has the approval of the edition before it. For the public, the files of
//! that edition's copy stand in the place of the document's own; of what the copies say themselves, only what their
//! digest covers is believed: the approval is the document's.

use super::seal::{self, Kept};
use crate::config::Config;
use crate::diagnostic::{Code, Finding, Findings};
use crate::document::front_matter::Status;
use crate::document::{self, Document, ProgrammeFile};
use crate::say;
use crate::source::{At, SitePath, Source, SourceId, SourceSet};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// A site as the public may read it.
pub struct Sealed {
    /// The files, copies of editions in the place of what is being amended.
    pub sources: Arc<SourceSet>,
    /// What they say.
    pub documents: Vec<Document>,
    /// Editions that can't be read.
    pub findings: Findings,
}

/// Puts sealed editions in the place of all amendments; `None` where there are none.
pub fn sealed(config: &Config, sources: &SourceSet, documents: &[Document]) -> Option<Sealed> {
    let amended: Vec<(&ProgrammeFile, &At<String>)> = programmes(documents).filter_map(amendment).collect();
    if amended.is_empty() {
        return None;
    }
    let mut findings = Findings::default();
    let mut copies: Vec<(&ProgrammeFile, Vec<Arc<Source>>)> = Vec::new();
    for (file, recorded) in &amended {
        let id = file.id();
        let edition = edition(file);
        match Kept::find(sources, &id, edition, &recorded.it) {
            Kept::Whole(copy) => copies.push((file, copy)),
            broken => findings.push(broken_edition(&broken, &id, edition, recorded)),
        }
    }
    let amended_files: Vec<&ProgrammeFile> = amended.iter().map(|(file, _)| *file).collect();
    Some(in_place(config, sources, documents, &amended_files, copies, &|copy| as_sealed(copy, &amended), findings))
}

/// Puts earlier editions in the place of some documents, by name. What their copies say of their approval is all that is
/// known of it; whoever uses them must see that their digests are right. Documents whose copies are gone are left out.
pub fn earlier(config: &Config, sources: &SourceSet, documents: &[Document], editions: &BTreeMap<String, u32>) -> Sealed {
    let replaced: Vec<&ProgrammeFile> = programmes(documents).filter(|file| editions.contains_key(&file.id())).collect();
    let mut seen = BTreeSet::new();
    let first = replaced.iter().filter(|file| seen.insert(file.id()));
    let copies = first.filter_map(|file| {
        let edition = editions.get(&file.id())?;
        Some((*file, seal::copies(sources, &file.id(), *edition))).filter(|(_, copy)| !copy.is_empty())
    });
    let copies = copies.collect();
    let believe = |mut copy: ProgrammeFile| {
        let approval = copy.front.approval.as_ref();
        copy.front.status = approval.map(|approval| At::new(Status::Approved, approval.span));
        copy.front.withdrawn = None;
        copy
    };
    in_place(config, sources, documents, &replaced, copies, &believe, Findings::default())
}

/// Puts copies in the place of documents; `believe` says what of a copy's facts is believed.
fn in_place(
    config: &Config,
    sources: &SourceSet,
    documents: &[Document],
    replaced: &[&ProgrammeFile],
    copies: Vec<(&ProgrammeFile, Vec<Arc<Source>>)>,
    believe: &dyn Fn(ProgrammeFile) -> ProgrammeFile,
    mut findings: Findings,
) -> Sealed {
    let is_replaced = |file: &ProgrammeFile| replaced.iter().any(|one| belongs(file, one));
    let mut without: Vec<SourceId> = programmes(documents).filter(|file| is_replaced(file)).map(|file| file.source).collect();
    let mut others: Vec<(Source, SitePath)> = Vec::new();
    for (file, copy) in copies {
        let folder = sources.get(file.source).path.folder();
        others.extend(copy.into_iter().map(|source| {
            let path = SitePath::new(format!("{folder}/{}", source.path.file_name()));
            let origin = source.path.clone();
            (Source { path, ..Source::clone(&source) }, origin)
        }));
    }
    without.extend(others.iter().filter_map(|(source, _)| sources.find(&source.path)));
    let new: Vec<SitePath> = others.iter().map(|(source, _)| source.path.clone()).collect();
    let sources = sources.with_others(&without, others);
    let texts: Vec<SourceId> =
        new.iter().filter(|path| path.file_name().ends_with(".md")).filter_map(|path| sources.find(path)).collect();
    let copies = document::parse_files(config, &sources, texts, &mut findings).into_iter().map(|copy| match copy {
        Document::Programme(copy) => Document::Programme(Arc::new(believe(Arc::unwrap_or_clone(copy)))),
        other => other,
    });
    let rest = documents.iter().filter(|one| !matches!(one, Document::Programme(file) if is_replaced(file))).cloned();
    let documents = rest.chain(copies).collect();
    Sealed { sources: Arc::new(sources), documents, findings }
}

fn programmes(documents: &[Document]) -> impl Iterator<Item = &ProgrammeFile> {
    documents.iter().filter_map(|document| match document {
        Document::Programme(file) => Some(&**file),
        _ => None,
    })
}

/// The file of an amendment that holds its facts, and the digest of the edition before it.
fn amendment(file: &ProgrammeFile) -> Option<(&ProgrammeFile, &At<String>)> {
    let published = file.front.status.as_ref().is_some_and(|status| status.it.is_published());
    let recorded = file.front.approval.as_ref()?.it.digest.as_ref()?;
    (!published).then_some((file, recorded))
}

fn belongs(file: &ProgrammeFile, document: &ProgrammeFile) -> bool {
    (&file.community, &file.period, &file.name) == (&document.community, &document.period, &document.name)
}

fn edition(file: &ProgrammeFile) -> u32 {
    let edition = file.front.approval.as_ref().and_then(|approval| approval.it.edition.as_ref());
    edition.map_or(1, |edition| edition.it.0.max(1))
}

/// A copy with the state that its document's own approval gives it.
fn as_sealed(mut copy: ProgrammeFile, amended: &[(&ProgrammeFile, &At<String>)]) -> ProgrammeFile {
    let own = amended.iter().find(|(file, _)| belongs(&copy, file) && file.language == copy.language);
    let approval = own.and_then(|(file, _)| file.front.approval.clone());
    copy.front.status = approval.as_ref().map(|approval| At::new(Status::Approved, approval.span));
    copy.front.approval = approval;
    copy.front.withdrawn = None;
    copy
}

/// The finding about an edition that the public reads and that can't be shown.
pub(super) fn broken_edition(kept: &Kept, id: &str, edition: u32, recorded: &At<String>) -> Finding {
    let folder = seal::folder(id, edition);
    let message = match kept {
        Kept::Missing => say!(
            "edition {edition}, which the public reads while the next one is written, is not in {folder}",
            "下一版批准之前公眾看到的是第 {edition} 版，但 {folder} 裡沒有它"
        ),
        _ => say!(
            "edition {edition}, which the public reads while the next one is written, was changed in {folder}",
            "下一版批准之前公眾看到的是第 {edition} 版，但 {folder} 裡的副本改動過"
        ),
    };
    Finding::new(Code::BrokenEdition, recorded.span, message).hint(say!(
        "get the folder back as it was, from your version control or the archive",
        "請從版本管理或檔案庫裡取回這個資料夾"
    ))
}
