//! What lies in the output folder when a build begins, read once, so that putting a file asks the system nothing twice.
//!
//! Links are never followed: behind one nothing is compared, replaced or deleted. Folders in which we never wrote are not
//! entered, so that a `.git` in the output costs nothing; only when a file of the site goes into one is it looked at.

use super::super::files::{below, parent};
use super::super::{Doing, OutputError, OutputPath};
use super::manifest::{self, Manifest};
use super::work;
use rayon::prelude::*;
use std::collections::{HashMap, HashSet};
use std::fs::{self, FileType};
use std::io::ErrorKind;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

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
    /// What the last build said is there.
    pub manifest: Manifest,
    found: Found,
}

/// What of a list of files is there, and what else.
#[derive(Debug)]
struct Found {
    /// For each of the list whether it is there as a file.
    there: Vec<bool>,
    /// Folders that were entered.
    folders: HashSet<Box<str>>,
    /// Everything else.
    others: HashMap<Box<str>, Kind>,
}

impl Tree {
    /// Reads what lies in `root`.
    pub fn read(root: &Path, manifest: Manifest) -> Result<Self, OutputError> {
        let found = walk(root, "", &manifest.paths)?;
        Ok(Self { root: root.to_owned(), manifest, found })
    }

    /// What stands at `path`, as far as it was entered.
    pub fn kind(&self, path: &str) -> Option<Kind> {
        if self.manifest.index(path).and_then(|at| self.found.there.get(at)) == Some(&true) {
            Some(Kind::OurFile)
        } else if self.found.folders.contains(path) {
            Some(Kind::OurFolder)
        } else {
            self.found.others.get(path).copied()
        }
    }

    /// The files of the manifest in order, each with whether it is there.
    pub fn listed(&self) -> impl Iterator<Item = (&OutputPath, bool)> {
        self.manifest.paths.iter().zip(self.found.there.iter().copied())
    }

    /// Everything that was seen below `folder`.
    pub fn below(&self, folder: &str) -> impl Iterator<Item = (&str, Kind)> {
        let files = self.listed().filter(|(_, there)| *there).map(|(path, _)| (path.as_str(), Kind::OurFile));
        let folders = self.found.folders.iter().map(|path| (&**path, Kind::OurFolder));
        let others = self.found.others.iter().map(|(path, kind)| (&**path, *kind));
        files
            .chain(folders)
            .chain(others)
            .filter(move |(path, _)| path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/')))
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
        Some(foreign_kind(data.file_type()))
    }

    /// The names of what we did not write, sorted: files, and folders (with a slash) in which we wrote nothing.
    /// `written` are the sorted paths of the files that are ours by now.
    pub fn foreign(&self, written: &[&str]) -> Vec<String> {
        let mut names = Vec::new();
        for (path, kind) in &self.found.others {
            if *kind != Kind::ForeignFolder {
                if written.binary_search(&&**path).is_err() {
                    names.push(path.to_string());
                }
                continue;
            }
            let now = if below_in(written, path).is_empty() { None } else { walk(&self.root, path, written).ok() };
            match now {
                Some(found) => names.extend(found.others.iter().map(|(path, kind)| name(path, *kind))),
                // Also where it can't be entered: the site is written, and a note about others' files must not undo that.
                None => names.push(name(path, *kind)),
            }
        }
        names.sort_unstable();
        names
    }
}

fn name(path: &str, kind: Kind) -> String {
    if kind == Kind::ForeignFolder { format!("{path}/") } else { path.to_owned() }
}

fn at_path(kind: Kind) -> Seat {
    match kind {
        Kind::OurFile => Seat::File { ours: true },
        Kind::ForeignFile => Seat::File { ours: false },
        other => Seat::Taken(other),
    }
}

fn foreign_kind(kind: FileType) -> Kind {
    if kind.is_dir() {
        Kind::ForeignFolder
    } else if kind.is_file() {
        Kind::ForeignFile
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

/// Which of the sorted `paths` lie below `folder`.
fn below_in<P: AsRef<str>>(paths: &[P], folder: &str) -> Range<usize> {
    let is_before = |path: &P| match path.as_ref().get(..folder.len()) {
        Some(start) if start == folder => path.as_ref().as_bytes().get(folder.len()).is_none_or(|next| *next < b'/'),
        _ => path.as_ref() < folder,
    };
    let start = paths.partition_point(is_before);
    let is_below = |path: &P| path.as_ref().strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'));
    start..start + paths[start..].partition_point(is_below)
}

/// Looks at everything below `start`, entering only the folders of the sorted files that are `ours`. Level by level instead
/// of recursively, so that no depth can exhaust the stack, and the folders of a level at once.
fn walk<P: AsRef<str> + Sync>(root: &Path, start: &str, ours: &[P]) -> Result<Found, OutputError> {
    let there: Vec<AtomicBool> = ours.iter().map(|_| AtomicBool::new(false)).collect();
    let mut folders = HashSet::new();
    let mut others = HashMap::new();
    let all = if start.is_empty() { 0..ours.len() } else { below_in(ours, start) };
    let mut level: Vec<(Box<str>, Range<usize>)> = vec![(start.into(), all)];
    while !level.is_empty() {
        let seen = level.par_iter().map(|(folder, range)| list(root, folder, range, ours, &there));
        let seen: Vec<Vec<Seen>> = seen.collect::<Result<_, _>>()?;
        folders.extend(level.drain(..).map(|(folder, _)| folder));
        for seen in seen.into_iter().flatten() {
            match seen {
                Seen::Folder(path, range) => level.push((path, range)),
                Seen::Other(path, kind) => drop(others.insert(path, kind)),
            }
        }
    }
    Ok(Found { there: there.into_iter().map(AtomicBool::into_inner).collect(), folders, others })
}

enum Seen {
    /// A folder in which these of our files lie.
    Folder(Box<str>, Range<usize>),
    Other(Box<str>, Kind),
}

/// Looks at what lies in one folder, in which those of `ours` that `range` gives are to be found.
fn list<P: AsRef<str>>(
    root: &Path,
    folder: &str,
    range: &Range<usize>,
    ours: &[P],
    there: &[AtomicBool],
) -> Result<Vec<Seen>, OutputError> {
    let disk = below(root, folder);
    let failed = || OutputError::io(&disk, Doing::Read);
    let entries = match fs::read_dir(&disk) {
        Ok(entries) => entries,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(failed()(error)),
    };
    let ours = &ours[range.clone()];
    let mut found = Vec::new();
    // One buffer for all paths, for most of them are not kept.
    let mut path = String::from(folder);
    for entry in entries {
        let entry = entry.map_err(failed())?;
        let name = entry.file_name();
        path.truncate(folder.len());
        if !folder.is_empty() {
            path.push('/');
        }
        path.push_str(&name.to_string_lossy());
        if [manifest::NAME, work::INSIDE].contains(&path.as_str()) {
            continue;
        }
        let kind = match name.to_str() {
            Some(_) => foreign_kind(entry.file_type().map_err(failed())?),
            None => Kind::Other,
        };
        if kind == Kind::ForeignFile
            && let Ok(at) = ours.binary_search_by(|ours| ours.as_ref().cmp(path.as_str()))
        {
            there[range.start + at].store(true, Ordering::Relaxed);
            continue;
        }
        if kind == Kind::ForeignFolder {
            let inside = below_in(ours, &path);
            if !inside.is_empty() {
                found.push(Seen::Folder(path.as_str().into(), range.start + inside.start..range.start + inside.end));
                continue;
            }
        }
        found.push(Seen::Other(path.as_str().into(), kind));
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_files_of_a_folder_are_found(mut paths in prop::collection::vec("[ab!~學]{1,2}(/[ab]){0,2}", 0..12), folder in "[ab學]{1,2}(/[ab])?") {
            paths.sort_unstable();
            let below: Vec<&String> = paths.iter().filter(|path| path.starts_with(&format!("{folder}/"))).collect();
            prop_assert_eq!(paths[below_in(&paths, &folder)].iter().collect::<Vec<_>>(), below);
        }
    }
}
