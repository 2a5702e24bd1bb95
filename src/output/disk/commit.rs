//! From prepared files to the new output: first a plan, which can refuse; then steps, each of which the system does whole
//! or not at all.
//!
//! # Killed in the middle
//!
//! What must survive is the knowledge which files are ours, or leftovers of a killed build would count as somebody else's:
//! they would stay for ever, or stand in the way. Therefore:
//!
//! 1. all that needs room on the disk is prepared beforehand, both manifests too;
//! 2. the manifest becomes the union of the old and the new paths;
//! 3. files of ours that stand where a folder must go, and folders of ours where a file must go, are cleared away;
//! 4. prepared files and folders are renamed into place: pages are the old ones or the new ones, never half;
//! 5. files that no page owns any more are deleted, only now, so that no link leads nowhere for longer than it must;
//! 6. folders of ours that are empty by then go too;
//! 7. the manifest becomes the list of the new paths.
//!
//! After any prefix of these the manifest lists every file of ours that is there (and perhaps some that are not, which does
//! no harm), so the next build, comparing contents, ends where this one would have.
//!
//! # Power cut
//!
//! Nothing but the union (2.) is forced onto the disk: that is one wait for the disk, and only when pages come or go, where
//! one for each of thousands of files would make the build many times slower. Journalling file systems keep the order of
//! creating and renaming, so after a power cut a page may be empty or old, but the list of ours is there; the next build
//! sees the difference and writes the page again. Should the last manifest (7.) be the one that is cut off, its header tells
//! (see [`manifest::Manifest::damaged`]), and what lies where the site's files go counts as ours.

use super::super::files::below;
use super::super::{Doing, OutputError, OutputPath};
use super::Written;
use super::manifest;
use super::tree::{Kind, Seat, Tree, folders_of};
use super::work::Work;
use rayon::prelude::*;
use std::collections::HashSet;
use std::fs::{self, File};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

/// One file of this build.
#[derive(Debug)]
pub(super) struct Put {
    pub path: OutputPath,
    pub seat: Seat,
    pub state: State,
    pub size: u64,
}

/// How far a file has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum State {
    /// The output has it already, byte for byte.
    Same,
    /// Prepared as a file of this number.
    Prepared(u64),
    /// Prepared at its path in a new folder that is renamed as a whole.
    InFolder,
    /// It could not be prepared.
    Failed,
}

/// What is to be done, in this order.
#[derive(Debug, Default)]
pub(super) struct Plan {
    pub phases: Vec<Phase>,
    pub written: Written,
}

#[derive(Debug)]
pub(super) enum Phase {
    /// Steps that do not touch each other.
    Together(Vec<Step>),
    /// Steps that build on each other.
    InOrder(Vec<Step>),
}

/// One change of the output folder.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// Puts a prepared manifest into place.
    Manifest(PathBuf),
    /// Puts a prepared file or folder into place.
    Place { from: PathBuf, to: Box<str> },
    /// Deletes a file.
    Remove(Box<str>),
    /// Deletes a folder if it is empty.
    RemoveFolder(Box<str>),
}

/// What a build has at hand when it comes to the end.
pub(super) struct Scene<'a> {
    pub root: &'a Path,
    pub tree: &'a Tree,
    pub work: &'a Work,
    /// Sorted by path.
    pub puts: &'a [Put],
}

impl Scene<'_> {
    /// Works out the steps. Every refusal comes from here, before the output is touched.
    pub fn plan(&self) -> Result<Plan, OutputError> {
        let paths: Vec<&OutputPath> = self.puts.iter().map(|put| &put.path).collect();
        let folders = folders_of(paths.iter().map(|path| path.as_str()));
        self.refuse_contradictions(&folders)?;
        let mut written = Written::default();
        let mut clear = Clear::default();
        for put in self.puts {
            self.judge(put, &mut written, &mut clear)?;
        }
        let places = self.places();
        let (remove, empty) = self.stale(&folders, &clear);
        written.removed = remove.len() + clear.files.len();
        self.refuse_false_folders(&places, &remove)?;
        let (union, last) = self.manifests(&paths, places.is_empty())?;
        let (cleared_files, cleared_folders) = clear.steps();
        let phases = vec![
            Phase::InOrder(union),
            Phase::Together(cleared_files),
            Phase::InOrder(cleared_folders),
            Phase::Together(places),
            Phase::Together(remove),
            Phase::InOrder(empty),
            Phase::InOrder(last),
        ];
        Ok(Plan { phases, written })
    }

    /// Whether a file may go to its place: counts it, and notes what of ours must go for it.
    fn judge<'a>(&'a self, put: &'a Put, written: &mut Written, clear: &mut Clear<'a>) -> Result<(), OutputError> {
        let path = put.path.as_str();
        written.bytes += put.size;
        if put.state == State::Same {
            written.unchanged += 1;
            return Ok(());
        }
        match put.seat {
            // With a damaged manifest nobody knows, and what lies where our files go is most likely ours.
            Seat::File { ours } if ours || self.tree.manifest.damaged => {
                written.changed += 1;
                return Ok(());
            }
            Seat::Free | Seat::NoFolder { .. } => {}
            Seat::Blocked { top, by: Kind::OurFile } => drop(clear.files.insert(&path[..top])),
            Seat::Taken(Kind::OurFolder) => self.clear_folder(path, clear)?,
            Seat::Blocked { top, .. } => return Err(self.in_the_way(&path[..top])),
            Seat::File { .. } | Seat::Taken(_) => return Err(self.in_the_way(path)),
        }
        written.new += 1;
        Ok(())
    }

    /// Renames prepared files and new folders into place.
    fn places(&self) -> Vec<Step> {
        let folders = self.work.folders();
        let mut places = Vec::new();
        let mut last = "";
        for put in self.puts {
            let path = put.path.as_str();
            match (put.state, put.seat) {
                (State::Prepared(number), _) => places.push(Step::Place { from: self.work.file(number), to: path.into() }),
                // The files of a new folder follow each other, since they are sorted.
                (State::InFolder, Seat::NoFolder { top } | Seat::Blocked { top, .. }) if last != &path[..top] => {
                    last = &path[..top];
                    places.push(Step::Place { from: below(&folders, last), to: last.into() });
                }
                _ => {}
            }
        }
        places
    }

    /// Deletes what earlier builds wrote and this one did not, and the folders that get empty by it.
    fn stale(&self, folders: &HashSet<&str>, clear: &Clear<'_>) -> (Vec<Step>, Vec<Step>) {
        // Both lists are sorted, so one walk along the two finds what is missing from the other.
        let mut puts = self.puts.iter().peekable();
        let mut is_put = |path: &OutputPath| {
            while puts.next_if(|put| put.path < *path).is_some() {}
            puts.peek().is_some_and(|put| put.path == *path)
        };
        let stale: Vec<(&str, bool)> =
            self.tree.listed().filter(|(path, _)| !is_put(path)).map(|(path, there)| (path.as_str(), there)).collect();
        let remove = stale.iter().filter(|(path, there)| *there && !clear.files.contains(path));
        let remove = remove.map(|(path, _)| Step::Remove((*path).into())).collect();
        // The folders also of files that are gone already: a killed build may have come no further.
        let mut empty: Vec<&str> = folders_of(stale.into_iter().map(|(path, _)| path))
            .into_iter()
            .filter(|folder| !folders.contains(folder) && !clear.folders.contains(folder))
            .filter(|folder| self.tree.kind(folder) == Some(Kind::OurFolder))
            .collect();
        empty.sort_unstable_by(|a, b| b.cmp(a));
        (remove, empty.into_iter().map(|folder| Step::RemoveFolder(folder.into())).collect())
    }

    fn in_the_way(&self, path: &str) -> OutputError {
        OutputError::InTheWay { path: below(self.root, path) }
    }

    /// What the caller must not do. Routes are unique, so these are mistakes in the program; they must not cost a page.
    fn refuse_contradictions(&self, folders: &HashSet<&str>) -> Result<(), OutputError> {
        for (at, put) in self.puts.iter().enumerate() {
            let why = if put.state == State::Failed {
                "it could not be prepared"
            } else if folders.contains(put.path.as_str()) {
                "the site has a folder of the same name"
            } else if self.puts.get(at + 1).is_some_and(|next| next.path == put.path) {
                "the site has two files of this name"
            } else {
                continue;
            };
            return Err(OutputError::put(&put.path, io::Error::other(why)));
        }
        Ok(())
    }

    /// A folder of ours stands where a file must go: everything in it must be ours.
    fn clear_folder<'a>(&'a self, folder: &'a str, clear: &mut Clear<'a>) -> Result<(), OutputError> {
        clear.folders.insert(folder);
        let mut foreign: Option<&str> = None;
        for (path, kind) in self.tree.below(folder) {
            match kind {
                Kind::OurFile => drop(clear.files.insert(path)),
                Kind::OurFolder => drop(clear.folders.insert(path)),
                // The first by name, so that the message is the same each time.
                _ => foreign = Some(foreign.map_or(path, |other| other.min(path))),
            }
        }
        foreign.map_or(Ok(()), |path| Err(self.in_the_way(path)))
    }

    /// Somebody may have put a link in place of a folder since the output was read; behind it nothing is touched.
    fn refuse_false_folders(&self, places: &[Step], remove: &[Step]) -> Result<(), OutputError> {
        let look = |steps: &[Step], may_be_gone: bool| -> Result<(), OutputError> {
            let folders: Vec<&str> = folders_of(steps.iter().map(Step::target)).into_iter().collect();
            let wrong = folders.par_iter().find_map_any(|folder| {
                let disk = below(self.root, folder);
                match disk.symlink_metadata() {
                    Ok(data) if data.is_dir() => None,
                    Ok(_) => Some(OutputError::InTheWay { path: disk }),
                    Err(error) if may_be_gone && error.kind() == ErrorKind::NotFound => None,
                    Err(error) => Some(OutputError::io(&disk, Doing::Write)(error)),
                }
            });
            wrong.map_or(Ok(()), Err)
        };
        look(places, false)?;
        look(remove, true)
    }

    /// Prepares the manifest for the time of moving and the one for afterwards, where they differ from what is there.
    fn manifests(&self, paths: &[&OutputPath], nothing_moves: bool) -> Result<(Vec<Step>, Vec<Step>), OutputError> {
        let mut union: Vec<&OutputPath> = self.tree.manifest.paths.iter().chain(paths.iter().copied()).collect();
        // Not `sort_unstable`, which does not make use of these being two sorted halves.
        union.sort();
        union.dedup();
        let needs_union = !nothing_moves && !self.tree.manifest.says(&union);
        let needs_last = if needs_union { union != paths } else { !self.tree.manifest.says(paths) };
        let prepare = |needed: bool, paths: &[&OutputPath], durable: bool| {
            if needed { Ok(vec![self.prepare_manifest(paths, durable)?]) } else { Ok(Vec::new()) }
        };
        Ok((prepare(needs_union, &union, true)?, prepare(needs_last, paths, false)?))
    }

    fn prepare_manifest(&self, paths: &[&OutputPath], durable: bool) -> Result<Step, OutputError> {
        let disk = self.work.file(self.work.fresh());
        let write = || -> io::Result<()> {
            let mut file = File::create_new(&disk)?;
            file.write_all(manifest::text(paths).as_bytes())?;
            if durable { file.sync_all() } else { Ok(()) }
        };
        write().map_err(OutputError::io(&disk, Doing::Write))?;
        Ok(Step::Manifest(disk))
    }
}

/// What of ours has to go before something else can take its place.
#[derive(Default)]
struct Clear<'a> {
    files: HashSet<&'a str>,
    folders: HashSet<&'a str>,
}

impl Clear<'_> {
    /// Files in any order, then folders, the innermost first.
    fn steps(self) -> (Vec<Step>, Vec<Step>) {
        let files = self.files.into_iter().map(|path| Step::Remove(path.into())).collect();
        let mut folders: Vec<&str> = self.folders.into_iter().collect();
        folders.sort_unstable_by(|a, b| b.cmp(a));
        (files, folders.into_iter().map(|folder| Step::RemoveFolder(folder.into())).collect())
    }
}

impl Plan {
    /// Does it.
    pub fn run(self, root: &Path, work: &Work) -> Result<Written, OutputError> {
        for phase in self.phases {
            match phase {
                Phase::Together(steps) => steps.par_iter().try_for_each(|step| step.run(root, work))?,
                Phase::InOrder(steps) => steps.iter().try_for_each(|step| step.run(root, work))?,
            }
        }
        Ok(self.written)
    }
}

impl Step {
    fn target(&self) -> &str {
        match self {
            Self::Manifest(_) => manifest::NAME,
            Self::Place { to, .. } => to,
            Self::Remove(path) | Self::RemoveFolder(path) => path,
        }
    }

    /// Does one step.
    pub fn run(&self, root: &Path, work: &Work) -> Result<(), OutputError> {
        let disk = below(root, self.target());
        match self {
            Self::Manifest(from) | Self::Place { from, .. } => {
                work.place(from, &disk).map_err(OutputError::io(&disk, Doing::Write))
            }
            Self::Remove(_) => accept(fs::remove_file(&disk), &[ErrorKind::NotFound], &disk),
            Self::RemoveFolder(_) => accept(fs::remove_dir(&disk), &[ErrorKind::NotFound, ErrorKind::DirectoryNotEmpty], &disk),
        }
    }
}

fn accept(result: io::Result<()>, fine: &[ErrorKind], disk: &Path) -> Result<(), OutputError> {
    match result {
        Err(error) if !fine.contains(&error.kind()) => Err(OutputError::io(disk, Doing::Remove)(error)),
        _ => Ok(()),
    }
}
