//! What lies in the output folder when a build begins, read once, so that putting a file asks the system nothing twice.
//!
//! Links are never followed: behind one nothing is compared, replaced or deleted. Folders in which we never wrote are not
//! entered, so that a `.git` in the output costs nothing; only when a file of the site goes into one is it looked at.

use super::super::files::{below, parent};
use super::super::{Doing, OutputError};
use super::manifest::{self, Manifest};
use super::work;
use rayon::prelude::*;
use std::collections::{HashMap, HashSet};
use std::fs::{self, FileType};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// What stands at a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A file that the manifest lists.
    OurFile,
    /// A file that it does not list.
    ForeignFile,
    /// A folder in which a listed file lies or lay.
    OurFolder,
    /// Any other folder; it was not entered.
    ForeignFolder,
    /// A link, a pipe, a name that is not Unicode.
    Other,
}

/// What a new file finds at its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Seat {
    /// A file of the same path.
    File {
        /// Whether it is ours.
        ours: bool,
    },
    /// Its folder, and nothing of its name.
    Free,
    /// Not even its folder: the first `top` bytes of its path name the topmost folder that is missing.
    NoFolder {
        /// Length of that folder's path.
        top: usize,
    },
    /// Something that is no folder, at the first `top` bytes of its path, where a folder is needed.
    Blocked {
        /// Length of the path of what blocks.
        top: usize,
        /// What it is.
        by: Kind,
    },
    /// A folder or anything else at the path itself.
    Taken(Kind),
}

/// The output folder as it was found.
#[derive(Debug)]
pub(super) struct Tree {
    root: PathBuf,
    entries: HashMap<Box<str>, Kind>,
}

impl Tree {
    /// Reads what lies in `root`.
    pub fn read(root: &Path, manifest: &Manifest) -> Result<Self, OutputError> {
        let folders = folders_of(manifest.paths.iter().map(AsRef::as_ref));
        let mut entries = HashMap::new();
        walk(
            root,
            "",
            |path| folders.contains(path),
            |path| manifest.lists(path),
            |path, kind| {
                entries.insert(path, kind);
            },
        )?;
        Ok(Self { root: root.to_owned(), entries })
    }

    /// What stands at `path`, as far as it was entered.
    pub fn kind(&self, path: &str) -> Option<Kind> {
        self.entries.get(path).copied()
    }

    /// Everything that was seen below `folder`.
    pub fn below(&self, folder: &str) -> impl Iterator<Item = (&str, Kind)> {
        self.entries().filter(move |(path, _)| path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/')))
    }

    fn entries(&self) -> impl Iterator<Item = (&str, Kind)> {
        self.entries.iter().map(|(path, kind)| (&**path, *kind))
    }

    /// What a new file at `path` finds.
    pub fn seat(&self, path: &str) -> Seat {
        if let Some(kind) = self.kind(path) {
            return at_path(kind);
        }
        if self.kind(parent(path)) == Some(Kind::OurFolder) {
            return Seat::Free;
        }
        let mut entered = true;
        for (top, _) in path.match_indices('/') {
            let prefix = &path[..top];
            match if entered { self.kind(prefix) } else { self.ask(prefix) } {
                None => return Seat::NoFolder { top },
                Some(Kind::OurFolder) => {}
                Some(Kind::ForeignFolder) => entered = false,
                Some(by) => return Seat::Blocked { top, by },
            }
        }
        if entered { Seat::Free } else { self.ask(path).map_or(Seat::Free, at_path) }
    }

    /// What stands at a path in a folder that was not entered. Nothing there is ours.
    fn ask(&self, path: &str) -> Option<Kind> {
        let data = below(&self.root, path).symlink_metadata().ok()?;
        Some(kind_of(data.file_type(), || false, || false))
    }

    /// The names of what we did not write, sorted: files, and folders (with a slash) in which we wrote nothing.
    /// `written` are the sorted paths of the files that are ours by now.
    pub fn foreign(&self, written: &[&str]) -> Vec<String> {
        let is_ours = |path: &str| written.binary_search(&path).is_ok();
        let mut names = Vec::new();
        // Folders that were foreign and have got a file of ours are entered now.
        let mut folders: Option<HashSet<&str>> = None;
        for (path, kind) in self.entries() {
            match kind {
                Kind::ForeignFile | Kind::Other if !is_ours(path) => names.push(path.to_owned()),
                Kind::ForeignFolder => {
                    let folders = folders.get_or_insert_with(|| folders_of(written.iter().copied()));
                    if !folders.contains(path) {
                        names.push(format!("{path}/"));
                        continue;
                    }
                    let entered = walk(
                        &self.root,
                        path,
                        |path| folders.contains(path),
                        is_ours,
                        |path, kind| match kind {
                            Kind::OurFile | Kind::OurFolder => {}
                            Kind::ForeignFolder => names.push(format!("{path}/")),
                            Kind::ForeignFile | Kind::Other => names.push(path.into()),
                        },
                    );
                    // The site is written by now; a note about others' files is no reason to call that a failure.
                    if entered.is_err() {
                        names.push(format!("{path}/"));
                    }
                }
                _ => {}
            }
        }
        names.sort_unstable();
        names
    }
}

fn at_path(kind: Kind) -> Seat {
    match kind {
        Kind::OurFile => Seat::File { ours: true },
        Kind::ForeignFile => Seat::File { ours: false },
        other => Seat::Taken(other),
    }
}

fn kind_of(kind: FileType, is_our_file: impl FnOnce() -> bool, is_our_folder: impl FnOnce() -> bool) -> Kind {
    if kind.is_dir() {
        if is_our_folder() { Kind::OurFolder } else { Kind::ForeignFolder }
    } else if kind.is_file() {
        if is_our_file() { Kind::OurFile } else { Kind::ForeignFile }
    } else {
        Kind::Other
    }
}

/// All folders above these paths, without the root.
pub(super) fn folders_of<'a>(paths: impl Iterator<Item = &'a str>) -> HashSet<&'a str> {
    let mut folders = HashSet::new();
    for path in paths {
        let mut folder = parent(path);
        // Above a folder that is known all are known.
        while !folder.is_empty() && folders.insert(folder) {
            folder = parent(folder);
        }
    }
    folders
}

/// Tells everything below `start`, entering only the folders that are ours. Level by level instead of recursively, so that
/// no depth can exhaust the stack, and the folders of a level at once.
fn walk(
    root: &Path,
    start: &str,
    is_our_folder: impl Fn(&str) -> bool + Sync,
    is_our_file: impl Fn(&str) -> bool + Sync,
    mut tell: impl FnMut(Box<str>, Kind),
) -> Result<(), OutputError> {
    let list = |folder: &str| -> Result<Vec<(Box<str>, Kind)>, OutputError> {
        let disk = below(root, folder);
        let failed = || OutputError::io(&disk, Doing::Read);
        let entries = match fs::read_dir(&disk) {
            Ok(entries) => entries,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(failed()(error)),
        };
        let mut found = Vec::new();
        for entry in entries {
            let entry = entry.map_err(failed())?;
            let name = entry.file_name();
            let text = name.to_string_lossy();
            if folder.is_empty() && (text == manifest::NAME || text == work::INSIDE) {
                continue;
            }
            let path = if folder.is_empty() { text.into_owned() } else { format!("{folder}/{text}") };
            let kind = match name.to_str() {
                Some(_) => {
                    let kind = entry.file_type().map_err(failed())?;
                    kind_of(kind, || is_our_file(&path), || is_our_folder(&path))
                }
                None => Kind::Other,
            };
            found.push((path.into_boxed_str(), kind));
        }
        Ok(found)
    };
    let mut level: Vec<Box<str>> = vec![start.into()];
    while !level.is_empty() {
        let found: Vec<_> = level.par_iter().map(|folder| list(folder)).collect::<Result<_, _>>()?;
        level.clear();
        for (path, kind) in found.into_iter().flatten() {
            if kind == Kind::OurFolder {
                level.push(path.clone());
            }
            tell(path, kind);
        }
    }
    Ok(())
}
