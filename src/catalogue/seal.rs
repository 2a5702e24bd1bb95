//! What an approval covers, and where a document stands between draft and record.
//!
//! An approval with a digest is a *seal*: the digest covers every file of the document, so that no change goes
//! unnoticed. What was sealed is kept as a copy under [`EDITIONS`], one folder an edition.

use super::{Catalogue, DocumentId, LinkTarget, Programme, digest};
use crate::data::{Field, Split, read_yaml, split};
use crate::diagnostic::Findings;
use crate::document::front_matter::FrontMatter;
use crate::document::front_matter::Status;
use crate::source::workspace::{EDITIONS, digest_blob};
use crate::source::{Content, SitePath, Source, SourceId, SourceSet};
use rayon::prelude::*;
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

/// The folder of one edition of a document.
pub fn folder(id: &str, edition: u32) -> SitePath {
    SitePath::new(format!("{EDITIONS}/{id}/{edition}"))
}

/// Where the file of a copy stood when it was sealed.
pub fn place_of(copy: &SitePath) -> Option<SitePath> {
    let rest: Vec<&str> = copy.as_str().strip_prefix(EDITIONS)?.split('/').skip(1).collect();
    let [community, period, _, _, name] = rest.as_slice() else { return None };
    Some(SitePath::new(format!("content/communities/{community}/{period}/{name}")))
}

/// Where a document stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Never sealed, and not published: a draft, or submitted.
    Draft,
    /// Published, without a digest: nothing would notice a change.
    Unsealed,
    /// Approved, and as it was approved.
    Sealed {
        /// Which edition.
        edition: u32,
    },
    /// Approved, and changed since: the build stops.
    Changed {
        /// Which edition was approved.
        edition: u32,
    },
    /// The edition behind this one is being written; the public reads this one.
    Amended {
        /// Which edition was approved last.
        edition: u32,
    },
    /// Replaced by another document.
    Superseded,
    /// Withdrawn.
    Withdrawn,
}

/// Digests of published documents whose approvals record one, kept for the next run.
#[derive(Debug, Default)]
pub struct Digests {
    sources: Arc<SourceSet>,
    attached: Attached,
    /// By document.
    of: Vec<Option<Arc<Digested>>>,
}

/// Which document attaches which file.
type Attached = BTreeSet<(SourceId, DocumentId)>;

/// A document with the files that an approval of it covers.
#[derive(Debug)]
struct Digested {
    document: Arc<Programme>,
    files: Vec<SourceId>,
    digest: String,
}

impl Digests {
    /// Worked out of every byte that is published, but for documents whose files are the same as `before`.
    pub(super) fn new(catalogue: &Catalogue, before: Option<&Self>) -> Self {
        let seals = Seals::new(catalogue);
        let before = before.filter(|old| old.sources.has_paths_of(&catalogue.sources));
        let changed: BTreeSet<SourceId> =
            before.iter().flat_map(|old| catalogue.sources.changed(&old.sources)).map(|(id, _)| id).collect();
        let known: HashMap<usize, &Arc<Digested>> =
            before.iter().flat_map(|old| old.of.iter().flatten()).map(|of| (Arc::as_ptr(&of.document).addr(), of)).collect();
        let same_owners = before.is_some_and(|old| old.attached == seals.attached);
        let is_same = |files: &[SourceId]| changed.is_empty() || !files.iter().any(|file| changed.contains(file));
        let of_one = |id: DocumentId| {
            let document = catalogue.documents.share(id)?;
            let recorded = document.facts.approval.as_ref().and_then(|approval| approval.it.digest.as_ref());
            recorded.filter(|_| document.facts.status.it.is_published())?;
            let old = known.get(&Arc::as_ptr(document).addr()).copied();
            if let Some(old) = old.filter(|old| same_owners && is_same(&old.files)) {
                return Some(Arc::clone(old));
            }
            let files = seals.files(id);
            let old = old.filter(|old| old.files == files && is_same(&files));
            let digest = old.map_or_else(|| seals.digest_of(&files), |old| old.digest.clone());
            Some(Arc::new(Digested { document: Arc::clone(document), files, digest }))
        };
        let of = DocumentId::up_to(catalogue.documents.slots()).collect::<Vec<_>>().into_par_iter().map(of_one).collect();
        Self { sources: Arc::clone(&catalogue.sources), attached: seals.attached, of }
    }

    /// A document's digest.
    pub(super) fn get(&self, id: DocumentId) -> Option<&str> {
        self.of.get(id.index())?.as_ref().map(|of| of.digest.as_str())
    }
}

/// What the documents of a catalogue are made of, as far as approvals cover it.
pub struct Seals<'c> {
    catalogue: &'c Catalogue,
    attached: Attached,
}

impl<'c> Seals<'c> {
    /// Of every document.
    pub fn new(catalogue: &'c Catalogue) -> Self {
        let of_one = |id: DocumentId| catalogue.document(id).facts.attachments.iter().map(move |a| (a.source, id));
        Self { catalogue, attached: catalogue.document_ids().flat_map(of_one).collect() }
    }

    /// The catalogue.
    pub fn catalogue(&self) -> &'c Catalogue {
        self.catalogue
    }

    /// The files that an approval of a document covers, in order of name: its language versions, its attachments, and
    /// what its text shows or links to, unless that is another document's attachment.
    pub fn files(&self, id: DocumentId) -> Vec<SourceId> {
        let document = self.catalogue.document(id);
        let linked = document.versions.iter().flat_map(|v| v.links.values()).filter_map(|target| match target {
            LinkTarget::File(source) if !self.is_attached_elsewhere(*source, id) => Some(*source),
            _ => None,
        });
        let own = document.versions.iter().map(|v| v.source).chain(document.facts.attachments.iter().map(|a| a.source));
        let mut files: Vec<SourceId> = own.chain(linked).collect();
        let name = |id: &SourceId| self.catalogue.sources.get(*id).path.file_name();
        files.sort_by(|a, b| (name(a), a).cmp(&(name(b), b)));
        files.dedup();
        files
    }

    fn is_attached_elsewhere(&self, source: SourceId, id: DocumentId) -> bool {
        let mut owners = self.attached.range((source, DocumentId::new(0))..).take_while(|(s, _)| *s == source).peekable();
        owners.peek().is_some() && owners.all(|(_, owner)| *owner != id)
    }

    /// The digest that an approval of the document would record now.
    pub fn digest(&self, id: DocumentId) -> String {
        self.digest_of(&self.files(id))
    }

    fn digest_of(&self, files: &[SourceId]) -> String {
        digest::of_approval(files.iter().map(|file| line(self.catalogue.sources.get(*file))))
    }

    /// Where a document stands.
    pub fn standing(&self, id: DocumentId) -> Standing {
        let facts = &self.catalogue.document(id).facts;
        let sealed = facts.approval.as_ref().and_then(|a| a.it.digest.as_ref().map(|digest| (a.it.edition, digest)));
        match (facts.status.it, sealed) {
            (Status::Draft | Status::Submitted, None) => Standing::Draft,
            (Status::Draft | Status::Submitted, Some((edition, _))) => Standing::Amended { edition },
            (_, None) => Standing::Unsealed,
            (Status::Approved, Some((edition, digest))) if digest.it == self.digest(id) => Standing::Sealed { edition },
            (Status::Approved, Some((edition, _))) => Standing::Changed { edition },
            (Status::Superseded, Some(_)) => Standing::Superseded,
            (Status::Withdrawn, Some(_)) => Standing::Withdrawn,
        }
    }
}

/// A file's name with the SHA-256 of what an approval digests of it.
fn line(source: &Source) -> (&str, String) {
    let hex = match &source.content {
        Content::Text(text) => digest::of_text(text),
        _ => digest_blob(source),
    };
    (source.path.file_name(), hex)
}

/// Whether a digest is that of these files.
pub fn is_of<'s>(files: impl Iterator<Item = &'s Source>, recorded: &str) -> bool {
    digest::of_approval(files.map(line)) == recorded
}

/// The files that are kept of an edition, whatever they hold.
pub(super) fn copies(sources: &SourceSet, id: &str, edition: u32) -> Vec<Arc<Source>> {
    let folder = folder(id, edition);
    let files = sources.below(folder.as_str()).filter(|(_, source)| source.path.folder() == folder.as_str());
    files.filter_map(|(id, _)| sources.share(id).cloned()).collect()
}

/// The digest that the front matter of a text records.
fn digest_in(text: &str) -> Option<String> {
    let Split::Both { front, .. } = split(text) else { return None };
    let mut unheard = Findings::default();
    let node = read_yaml(SourceId(0), text.get(front)?, 0, &mut unheard)?;
    Some(FrontMatter::read(&node, &mut unheard)?.approval?.it.digest?.it)
}

/// The copy of an edition.
#[derive(Clone, Debug)]
pub enum Kept {
    /// It is there, and as it was sealed.
    Whole(Vec<Arc<Source>>),
    /// It is there, but its digest is another.
    Altered,
    /// It is not there.
    Missing,
}

impl Kept {
    /// Looks for the copy of an edition that has this digest.
    pub fn find(sources: &SourceSet, id: &str, edition: u32, recorded: &str) -> Self {
        match copies(sources, id, edition) {
            files if files.is_empty() => Self::Missing,
            files if is_of(files.iter().map(Arc::as_ref), recorded) => Self::Whole(files),
            _ => Self::Altered,
        }
    }

    /// Looks for the copy of an edition before the last: what it records itself is all that is known of it.
    pub fn earlier(sources: &SourceSet, id: &str, edition: u32) -> Self {
        let files = copies(sources, id, edition);
        match files.iter().find_map(|file| digest_in(file.text())) {
            Some(recorded) if is_of(files.iter().map(Arc::as_ref), &recorded) => Self::Whole(files),
            _ if files.is_empty() => Self::Missing,
            _ => Self::Altered,
        }
    }

    /// The copy of the edition that a document's approval speaks of.
    pub fn of(catalogue: &Catalogue, document: &Programme) -> Self {
        let Some(approval) = &document.facts.approval else { return Self::Missing };
        let recorded = approval.it.digest.as_ref().map_or("", |digest| digest.it.as_str());
        Self::find(&catalogue.sources, &document.id, approval.it.edition, recorded)
    }
}
