//! The output folder on disk, changed as a transaction.
//!
//! Rendering puts files from many threads. A file that the output has already, byte for byte, is left alone, time stamp and
//! all; any other is prepared in a hidden folder beside the output. Nothing of the output changes until
//! [`Transaction::commit`], and a transaction that is dropped leaves no trace. How it ends well when killed is told in
//! `commit`.
//!
//! Ours is what the manifest of the last build lists; everything else is foreign and stays. A foreign file that happens to be
//! the same as one of the site's becomes ours; one that differs stands in the way and is an error, as nobody can say whether
//! it is still wanted.

mod commit;
mod manifest;
mod place;
mod tree;
mod work;

#[cfg(test)]
mod tests;

use super::files::below;
use super::{Bytes, OutputError, OutputPath, Sink};
use commit::{Put, Scene, State};
use manifest::Manifest;
use std::cell::RefCell;
use std::fs::{self, File};
use std::io::{self, ErrorKind, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use tree::{Seat, Tree};
use work::Work;

/// How much of a file is compared at a time. Most pages fit.
const CHUNK: usize = 64 * 1024;

/// So many foreign files are named; the rest is counted.
const NAMED: usize = 20;

/// Output to a folder.
#[derive(Clone, Copy, Debug)]
pub struct Disk;

impl Disk {
    /// Locks the output folder (which need not exist), clears what a killed build left and reads what is there.
    ///
    /// `keep_out` is what the site is made of: its root or config file, `content`, `themes`. The output must not be or hold
    /// any of them, nor lie in one, unless that one holds another of them as the root does.
    pub fn begin(output: &Path, keep_out: &[PathBuf]) -> Result<Transaction, OutputError> {
        let root = place::resolve(output)?;
        place::protect(output, &root, keep_out)?;
        let work = Work::open(&root)?;
        let tree = Tree::read(&root, Manifest::read(&root)?)?;
        Ok(Transaction { root, work, tree, anew: false, puts: Mutex::default() })
    }
}

/// A build on its way to disk.
#[derive(Debug)]
pub struct Transaction {
    root: PathBuf,
    work: Work,
    tree: Tree,
    anew: bool,
    puts: Mutex<Vec<Put>>,
}

/// What a build did to the output.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Written {
    /// Files that were not there before.
    pub new: usize,
    /// Files with other contents than before.
    pub changed: usize,
    /// Files that were left alone.
    pub unchanged: usize,
    /// Files of earlier builds that were deleted.
    pub removed: usize,
    /// The first twenty, by name, of what lies in the folder and was never written by a build: files, and folders (with a
    /// slash at the end) that hold nothing of ours.
    pub foreign: Vec<String>,
    /// How many of these there are.
    pub foreign_count: usize,
    /// Size of all files of the site.
    pub bytes: u64,
}

impl Sink for Transaction {
    fn put(&self, path: &OutputPath, bytes: Bytes) -> io::Result<()> {
        let seat = self.tree.seat(path.as_str());
        let size = bytes.size();
        let result = if !self.anew && matches!(seat, Seat::File { .. }) && is_same(&path.under(&self.root), &bytes) {
            Ok(State::Same)
        } else {
            self.prepare(path, seat, &bytes)
        };
        let state = *result.as_ref().unwrap_or(&State::Failed);
        self.note(Put { path: path.clone(), seat, state, size });
        result.map(drop)
    }
}

impl Transaction {
    /// Makes what was put the output. What is refused is refused before anything is changed; if the system fails halfway,
    /// every file is the old one or the new one, and the next build puts the rest right.
    pub fn commit(mut self) -> Result<Written, OutputError> {
        let puts = self.sorted_puts();
        let plan = self.scene(&puts).plan()?;
        self.make_root()?;
        let mut written = plan.run(&self.root, &self.work)?;
        let paths: Vec<&str> = puts.iter().map(|put| put.path.as_str()).collect();
        let mut foreign = self.tree.foreign(&paths);
        written.foreign_count = foreign.len();
        foreign.truncate(NAMED);
        written.foreign = foreign;
        Ok(written)
    }

    /// Counts a file as put without its bytes, for callers that remember what the last build made: whether the output has a
    /// file of ours there, of this size. Where it says no the file must be put.
    ///
    /// The size is asked for because it is what a power cut changes; that the bytes are the right ones the caller vouches for.
    pub fn keep(&self, path: &OutputPath, size: u64) -> bool {
        let seat = self.tree.seat(path.as_str());
        let is_there = || path.under(&self.root).symlink_metadata().is_ok_and(|data| data.is_file() && data.len() == size);
        let kept = seat == (Seat::File { ours: true }) && is_there();
        if kept {
            self.note(Put { path: path.clone(), seat, state: State::Same, size });
        }
        kept
    }

    /// Writes every file again, whether or not the output has it already: for an output that is not to be trusted.
    pub fn anew(self) -> Self {
        Self { anew: true, ..self }
    }

    /// The output folder itself, as the system calls it.
    pub fn output(&self) -> &Path {
        &self.root
    }

    fn note(&self, put: Put) {
        self.puts.lock().unwrap_or_else(PoisonError::into_inner).push(put);
    }

    fn sorted_puts(&mut self) -> Vec<Put> {
        let mut puts = std::mem::take(self.puts.get_mut().unwrap_or_else(PoisonError::into_inner));
        puts.sort_unstable_by(|a, b| a.path.cmp(&b.path));
        puts
    }

    fn scene<'a>(&'a self, puts: &'a [Put]) -> Scene<'a> {
        Scene { root: &self.root, tree: &self.tree, work: &self.work, puts }
    }

    fn make_root(&self) -> Result<(), OutputError> {
        match fs::create_dir(&self.root) {
            Err(error) if error.kind() != ErrorKind::AlreadyExists => {
                Err(OutputError::io(&self.root, super::Doing::Write)(error))
            }
            _ => Ok(()),
        }
    }

    /// Writes a file into the hidden folder: where its folder is new, into a twin of that folder, which is then renamed as a
    /// whole instead of creating it and renaming each file.
    fn prepare(&self, path: &OutputPath, seat: Seat, bytes: &Bytes) -> io::Result<State> {
        let (to, state) = match seat {
            Seat::NoFolder { .. } | Seat::Blocked { .. } => (below(&self.work.folders(), path.as_str()), State::InFolder),
            Seat::File { .. } | Seat::Free | Seat::Taken(_) => {
                let number = self.work.fresh();
                (self.work.file(number), State::Prepared(number))
            }
        };
        let file = match File::create_new(&to) {
            Err(error) if error.kind() == ErrorKind::NotFound => {
                fs::create_dir_all(to.parent().unwrap_or(&to))?;
                File::create_new(&to)?
            }
            file => file?,
        };
        fill(file, bytes)?;
        Ok(state)
    }
}

fn fill(mut file: File, bytes: &Bytes) -> io::Result<()> {
    match bytes {
        Bytes::Made(bytes) => file.write_all(bytes),
        Bytes::Copy { from, size } => {
            // Trouble with the source must not read like trouble with the output.
            let blame = |why: String| io::Error::other(format!("{}: {why}", from.display()));
            let source = File::open(from).map_err(|error| blame(error.to_string()))?;
            // One more than there ought to be shows that it has grown, and a file that grows for ever ends.
            let copied = io::copy(&mut source.take(size.saturating_add(1)), &mut file)?;
            if copied == *size { Ok(()) } else { Err(blame("the file changed while the site was built".to_owned())) }
        }
    }
}

/// Whether the file holds exactly these bytes. One that can't be read does not: then it is replaced, which needs no reading.
fn is_same(disk: &Path, bytes: &Bytes) -> bool {
    // One pair of buffers a thread: clearing new ones for each file would cost as much as comparing a page.
    thread_local! {
        static CHUNKS: RefCell<[Vec<u8>; 2]> = RefCell::new([vec![0; CHUNK], vec![0; CHUNK]]);
    }
    let open = |path: &Path| -> io::Result<Option<File>> {
        let file = File::open(path)?;
        Ok((file.metadata()?.len() == bytes.size()).then_some(file))
    };
    let compare = |[old, new]: &mut [Vec<u8>; 2]| -> io::Result<bool> {
        let Some(mut file) = open(disk)? else { return Ok(false) };
        let mut source = match bytes {
            Bytes::Made(bytes) => Source::Made(bytes),
            Bytes::Copy { from, .. } => match open(from)? {
                Some(file) => Source::Copy(file),
                None => return Ok(false),
            },
        };
        let mut left = bytes.size();
        while left > 0 {
            let length = usize::try_from(left).unwrap_or(CHUNK).min(CHUNK);
            file.read_exact(&mut old[..length])?;
            let new = match &mut source {
                Source::Made(bytes) => bytes.split_off(..length).unwrap_or_default(),
                Source::Copy(file) => {
                    file.read_exact(&mut new[..length])?;
                    &new[..length]
                }
            };
            if old[..length] != *new {
                return Ok(false);
            }
            left -= length as u64;
        }
        Ok(true)
    };
    CHUNKS.with_borrow_mut(compare).unwrap_or(false)
}

/// Where the new bytes come from.
enum Source<'a> {
    Made(&'a [u8]),
    Copy(File),
}
