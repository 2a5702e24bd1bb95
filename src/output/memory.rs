//! Output that stays in memory, and what differs between two outputs.

use super::{Bytes, OutputPath, Sink};
use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::io;
use std::sync::{Mutex, PoisonError};

/// A sink that keeps what it is given, for tests and the preview.
#[derive(Debug, Default)]
pub struct Memory {
    files: Mutex<BTreeMap<OutputPath, Bytes>>,
}

impl Memory {
    /// An empty one.
    pub fn new() -> Self {
        Self::default()
    }

    /// All files, in the order of their paths.
    pub fn into_files(self) -> BTreeMap<OutputPath, Bytes> {
        self.files.into_inner().unwrap_or_else(PoisonError::into_inner)
    }

    /// A copy of one file's contents.
    pub fn get(&self, path: &str) -> Option<Bytes> {
        self.files.lock().unwrap_or_else(PoisonError::into_inner).get(path).cloned()
    }
}

impl Sink for Memory {
    fn put(&self, path: &OutputPath, bytes: Bytes) -> io::Result<()> {
        match self.files.lock().unwrap_or_else(PoisonError::into_inner).entry(path.clone()) {
            Entry::Vacant(place) => {
                place.insert(bytes);
                Ok(())
            }
            Entry::Occupied(_) => Err(io::Error::new(io::ErrorKind::AlreadyExists, "the file was put twice")),
        }
    }
}

/// The paths that differ between an older and a newer output, each list in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// Only in the newer.
    pub added: Vec<OutputPath>,
    /// In both, with different contents.
    pub changed: Vec<OutputPath>,
    /// Only in the older.
    pub removed: Vec<OutputPath>,
}

impl Changes {
    /// Whether the two outputs are the same.
    pub fn is_empty(&self) -> bool {
        self.added.is_empty() && self.changed.is_empty() && self.removed.is_empty()
    }
}

/// Compares two outputs by whatever stands for a file's contents: its [`Bytes`], or a hash of what it is made from.
///
/// [`Bytes::Copy`] compares by name and size. Whoever has to notice that a file was exchanged for another of the same size
/// compares hashes instead.
pub fn diff<V: PartialEq>(old: &BTreeMap<OutputPath, V>, new: &BTreeMap<OutputPath, V>) -> Changes {
    let mut changes = Changes::default();
    let (mut olds, mut news) = (old.iter().peekable(), new.iter().peekable());
    loop {
        let order = match (olds.peek(), news.peek()) {
            (None, None) => return changes,
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (Some((old, _)), Some((new, _))) => old.cmp(new),
        };
        let before = if order.is_le() { olds.next() } else { None };
        let after = if order.is_ge() { news.next() } else { None };
        match (before, after) {
            (Some((path, _)), None) => changes.removed.push(path.clone()),
            (None, Some((path, _))) => changes.added.push(path.clone()),
            (Some((path, before)), Some((_, after))) if before != after => changes.changed.push(path.clone()),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn path(text: &str) -> OutputPath {
        OutputPath::new(text).unwrap()
    }

    #[test]
    fn files_are_kept_and_a_second_one_of_the_same_path_is_refused() {
        let memory = Memory::new();
        memory.put(&path("b"), Bytes::Made(b"2".to_vec())).unwrap();
        memory.put(&path("a"), Bytes::Made(b"1".to_vec())).unwrap();
        assert_eq!(memory.put(&path("a"), Bytes::Made(b"1".to_vec())).unwrap_err().kind(), io::ErrorKind::AlreadyExists);
        assert_eq!(memory.get("b"), Some(Bytes::Made(b"2".to_vec())));
        assert_eq!(memory.get("c"), None);
        assert_eq!(memory.into_files().keys().map(OutputPath::as_str).collect::<Vec<_>>(), ["a", "b"]);
    }

    proptest! {
        #[test]
        fn a_difference_names_each_path_once_and_rightly(
            old in prop::collection::btree_map("[a-e]", 0..3u8, 0..5), new in prop::collection::btree_map("[a-e]", 0..3u8, 0..5)
        ) {
            let map = |files: &BTreeMap<String, u8>| files.iter().map(|(p, v)| (path(p), *v)).collect::<BTreeMap<_, _>>();
            let names = |paths: &[OutputPath]| paths.iter().map(ToString::to_string).collect::<Vec<_>>();
            let changes = diff(&map(&old), &map(&new));
            let only = |a: &BTreeMap<String, u8>, b: &BTreeMap<String, u8>| a.keys().filter(|p| !b.contains_key(*p)).cloned().collect::<Vec<_>>();
            prop_assert_eq!(names(&changes.added), only(&new, &old));
            prop_assert_eq!(names(&changes.removed), only(&old, &new));
            let changed: Vec<String> = old.iter().filter(|(p, v)| new.get(*p).is_some_and(|w| w != *v)).map(|(p, _)| p.clone()).collect();
            prop_assert_eq!(names(&changes.changed), changed);
            prop_assert_eq!(changes.is_empty(), old == new);
        }
    }
}
