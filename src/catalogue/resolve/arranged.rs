//! Which files make which document.

use super::{Made, Resolution};
use crate::document::ProgrammeFile;
use rayon::prelude::*;
use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

/// Files by document, in order of community, period and name.
#[derive(Debug, Default)]
pub(super) struct Arranged {
    /// The files as they came.
    files: Vec<Arc<ProgrammeFile>>,
    /// Their positions, those of a document beside each other.
    order: Vec<usize>,
    /// The documents' parts of the order.
    documents: Vec<Range<usize>>,
    /// For each document its position among those that were made; `None` where none could be.
    pub made: Vec<Option<usize>>,
}

/// What a document's files have in common.
pub(super) fn name(file: &ProgrammeFile) -> (&str, &str, &str) {
    (&file.community, &file.period, &file.name)
}

impl Arranged {
    /// Arranges files; as they were `before`, on the same ground, where files from the same places came.
    pub fn new(files: Vec<Arc<ProgrammeFile>>, before: Option<&Self>) -> Self {
        let same = |(a, b): (&Arc<ProgrammeFile>, &Arc<ProgrammeFile>)| Arc::ptr_eq(a, b) || a.source == b.source;
        if let Some(before) = before.filter(|old| old.files.len() == files.len() && old.files.iter().zip(&files).all(same)) {
            return Self { files, order: before.order.clone(), documents: before.documents.clone(), made: Vec::new() };
        }
        let mut order: Vec<usize> = (0..files.len()).collect();
        let at = |n: usize| files.get(n).map(|file| name(file));
        order.par_sort_by(|a, b| at(*a).cmp(&at(*b)));
        let mut start = 0;
        let parts = order.chunk_by(|a, b| at(*a) == at(*b)).map(|part| {
            let range = start..start + part.len();
            start = range.end;
            range
        });
        let documents = parts.collect();
        Self { files, order, documents, made: Vec::new() }
    }

    /// How many documents there are.
    pub fn len(&self) -> usize {
        self.documents.len()
    }

    /// The files of a document.
    pub fn files(&self, document: usize) -> Vec<Arc<ProgrammeFile>> {
        self.positions(document).filter_map(|n| self.files.get(n).cloned()).collect()
    }

    fn positions(&self, document: usize) -> impl Iterator<Item = usize> {
        let part = self.documents.get(document).and_then(|part| self.order.get(part.clone()));
        part.unwrap_or(&[]).iter().copied()
    }

    /// For each document its position among those that were made `before` of the same files.
    pub fn known(&self, before: &Resolution) -> Vec<Option<usize>> {
        let old = &before.arranged;
        if self.order == old.order && self.documents == old.documents {
            let same = |n: usize| self.files.get(n).zip(old.files.get(n)).is_some_and(|(a, b)| Arc::ptr_eq(a, b));
            let of_document = |(n, made): (usize, &Option<usize>)| made.filter(|_| self.positions(n).all(same));
            return old.made.iter().enumerate().map(of_document).collect();
        }
        let first = |files: &[Arc<ProgrammeFile>]| files.first().map(Arc::as_ptr);
        let made = |(n, made): (usize, &Arc<Made>)| Some((first(&made.files)?, n));
        let by_first: HashMap<*const ProgrammeFile, usize> = before.made.iter().enumerate().filter_map(made).collect();
        let of_document = |n: usize| {
            let files = self.files(n);
            let at = *by_first.get(&first(&files)?)?;
            let old = &before.made.get(at)?.files;
            (old.len() == files.len() && old.iter().zip(&files).all(|(a, b)| Arc::ptr_eq(a, b))).then_some(at)
        };
        (0..self.len()).map(of_document).collect()
    }
}
