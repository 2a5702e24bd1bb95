//! The documents of a catalogue.

use super::{DocumentId, Programme};
use std::sync::Arc;

/// Documents by id. Those that may not be seen are taken out; the others keep their ids.
#[derive(Clone, Debug)]
pub struct Documents {
    all: Vec<Option<Arc<Programme>>>,
    /// Stands where a document was taken out: nothing of it is left.
    nothing: Arc<Programme>,
}

impl Documents {
    pub(super) fn new(all: impl IntoIterator<Item = Arc<Programme>>) -> Self {
        Self { all: all.into_iter().map(Some).collect(), nothing: Arc::default() }
    }

    /// The document with this id; a blank one where it was taken out.
    pub fn get(&self, id: DocumentId) -> &Programme {
        self.share(id).unwrap_or(&self.nothing)
    }

    /// A document as it is shared with the runs before and after in which it is the same.
    pub fn share(&self, id: DocumentId) -> Option<&Arc<Programme>> {
        self.all.get(id.index()).and_then(Option::as_ref)
    }

    /// Every document's id, in order.
    pub fn ids(&self) -> impl DoubleEndedIterator<Item = DocumentId> + '_ {
        self.all.iter().enumerate().filter(|(_, document)| document.is_some()).map(|(n, _)| DocumentId::new(n))
    }

    /// Every document, in order of id.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &Programme> + Clone {
        self.all.iter().flatten().map(Arc::as_ref)
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.all.iter().flatten().count()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// One more than the highest id that there was.
    pub fn slots(&self) -> usize {
        self.all.len()
    }

    /// Takes out every document that `keep` does not accept.
    pub(super) fn retain(&mut self, keep: impl Fn(&Programme) -> bool) {
        for slot in &mut self.all {
            if slot.as_ref().is_some_and(|document| !keep(document)) {
                *slot = None;
            }
        }
    }

    /// Puts a document in place of another.
    pub(super) fn put(&mut self, id: DocumentId, document: &Arc<Programme>) {
        if let Some(slot) = self.all.get_mut(id.index()) {
            *slot = Some(Arc::clone(document));
        }
    }

    /// Changes a document in this catalogue only.
    pub(super) fn change(&mut self, id: DocumentId, change: impl FnOnce(&mut Programme)) {
        if let Some(Some(document)) = self.all.get_mut(id.index()) {
            change(Arc::make_mut(document));
        }
    }
}
