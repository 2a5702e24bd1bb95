//! The archive on disk: an OCFL storage root with the log of events beside it.

use super::disk::{self, Disk};
use super::error::ArchiveError;
use super::lock;
use super::log::{self, Edition, Event, Log, What};
use super::ocfl::inventory::{self, VersionName};
use super::ocfl::write::{Addition, Staged, Writer, newest, staging};
use super::ocfl::{Inventory, Spec, files, layout, root};
use super::report::is_sound;
use crate::say;
use rayon::prelude::*;
use std::fs::{self, File};
use std::io::Read as _;
use std::path::{Path, PathBuf};

/// So many versions are prepared together, at most: one entry of the log is written before them and one behind.
const BATCH: usize = 64;

/// In the folder of unfinished work: what is being written behind the log.
const TAIL: &str = "log";

/// Whatever makes an addition may fail in ways of its own.
pub trait Failure: From<ArchiveError> + Send {}
impl<T: From<ArchiveError> + Send> Failure for T {}

/// The archive, open for adding. It is locked until this is dropped.
#[derive(Debug)]
pub struct Store {
    root: PathBuf,
    disk: Disk,
    file: File,
    log: Log,
    /// What the clock says, as RFC 3339 writes it.
    time: String,
}

impl Store {
    /// Opens the archive in a folder, or makes one where the folder is empty or missing; puts right what a killed run left.
    /// `time` is what the log says of this run.
    pub fn open(folder: &Path, time: &str, by: &str) -> Result<Self, ArchiveError> {
        Self::open_on(Disk::default(), folder, time, by)
    }

    pub(super) fn open_on(disk: Disk, folder: &Path, time: &str, by: &str) -> Result<Self, ArchiveError> {
        disk.folders(folder).map_err(ArchiveError::write(folder))?;
        let root = fs::canonicalize(folder).map_err(ArchiveError::read(folder))?;
        if !is_archive(&root) {
            refuse_foreign(&root)?;
        }
        let path = root.join(log::FILE);
        let file = disk::open(&path, !is_archive(&root)).map_err(ArchiveError::write(&path))?;
        lock::exclusive(&file, &root, &path)?;
        let mut store = Self { root, disk, file, log: Log::default(), time: time.to_owned() };
        // Another process may have made it before the lock was ours.
        if !is_archive(&store.root) {
            store.create(by)?;
        }
        store.read()?;
        store.mend()?;
        Ok(store)
    }

    /// The folder.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The log.
    pub fn log(&self) -> &Log {
        &self.log
    }

    /// The newest inventory of an object; `None` where there is no such object.
    pub fn newest(&self, id: &str) -> Result<Option<Inventory>, ArchiveError> {
        newest(&self.root, id)
    }

    /// Adds a version for each job. `make` works out what is to be added, for several at once; `told` hears of each that is
    /// in place. What was added before something failed stays.
    pub fn add<J: Sync, E: Failure>(
        &mut self,
        jobs: &[J],
        make: impl Fn(&J) -> Result<Addition, E> + Sync,
        told: &mut dyn FnMut(&Edition),
    ) -> Result<(), E> {
        for batch in jobs.chunks(BATCH) {
            let staged = self.stage(batch, &make);
            let done = staged.and_then(|staged| Ok(self.commit(&staged, told)?));
            // Whether it went well or not, what was only prepared is of no use to anyone.
            let cleared = self.writer().clear();
            done?;
            cleared?;
        }
        Ok(())
    }

    fn stage<J: Sync, E: Failure>(
        &self,
        batch: &[J],
        make: &(impl Fn(&J) -> Result<Addition, E> + Sync),
    ) -> Result<Vec<Staged>, E> {
        let folder = staging(&self.root);
        self.disk.folders(&folder).map_err(ArchiveError::write(&folder))?;
        let one = |(n, job): (usize, &J)| -> Result<Staged, E> { Ok(self.writer().stage(n, &make(job)?)?) };
        batch.par_iter().enumerate().map(one).collect()
    }

    fn commit(&mut self, staged: &[Staged], told: &mut dyn FnMut(&Edition)) -> Result<(), ArchiveError> {
        self.append(staged.iter().map(|staged| What::Adding(staged.edition.clone())).collect())?;
        let mut added = Vec::new();
        let mut failed = None;
        for one in staged {
            match self.writer().commit(one) {
                Ok(()) => {
                    told(&one.edition);
                    added.push(What::Added(one.edition.clone()));
                }
                Err(error) => {
                    failed = Some(error);
                    break;
                }
            }
        }
        // Of those that could not be put in place the next run says what became of them.
        self.append(added)?;
        failed.map_or(Ok(()), Err)
    }

    /// Records why a document is no longer in the site.
    pub fn note(&mut self, object: &str, reason: &str) -> Result<(), ArchiveError> {
        let noted = self.append(vec![What::Noted { object: object.to_owned(), reason: reason.to_owned() }]);
        let cleared = self.writer().clear();
        noted.and(cleared)
    }

    fn writer(&self) -> Writer<'_> {
        Writer { root: &self.root, disk: &self.disk }
    }

    /// Writes events behind the log. They are written elsewhere first: so a line that is cut off can be told from one that
    /// was damaged.
    fn append(&mut self, whats: Vec<What>) -> Result<(), ArchiveError> {
        if whats.is_empty() {
            return Ok(());
        }
        let events: Vec<Event> = whats.into_iter().map(|what| Event { time: self.time.clone(), what }).collect();
        let lines = self.log.lines(&events);
        let folder = staging(&self.root);
        self.disk.folders(&folder).map_err(ArchiveError::write(&folder))?;
        let tail = folder.join(TAIL);
        self.disk.replace(&tail, &folder.join("log-draft"), &lines).map_err(ArchiveError::write(&tail))?;
        let path = self.root.join(log::FILE);
        self.disk.append(&mut self.file, self.log.length, &lines).map_err(ArchiveError::write(&path))?;
        self.log = std::mem::take(&mut self.log).and(&events);
        Ok(())
    }

    /// Makes an archive of an empty folder. The declaration comes last: before it there is no archive.
    fn create(&mut self, by: &str) -> Result<(), ArchiveError> {
        let extension = self.root.join(root::EXTENSIONS).join(layout::NAME);
        let draft = self.root.join(root::EXTENSIONS).join("draft");
        self.disk.folders(&extension).map_err(ArchiveError::write(&extension))?;
        for (path, text) in
            [(extension.join("config.json"), layout::PARAMETERS), (self.root.join(root::LAYOUT), layout::DESCRIPTION)]
        {
            self.disk.replace(&path, &draft, text.as_bytes()).map_err(ArchiveError::write(&path))?;
        }
        let path = self.root.join(log::FILE);
        let event = Event { time: self.time.clone(), what: What::Created { by: by.to_owned() } };
        let line = Log::default().lines(&[event]);
        let first = self.disk.cut(&self.file, 0).and_then(|()| self.disk.append(&mut self.file, 0, &line));
        first.map_err(ArchiveError::write(&path))?;
        let name = Spec::V1_1.root_declaration();
        let text = format!("{}\n", name.trim_start_matches("0="));
        let path = self.root.join(name);
        self.disk.replace(&path, &draft, text.as_bytes()).map_err(ArchiveError::write(&path))
    }

    fn read(&mut self) -> Result<(), ArchiveError> {
        let path = self.root.join(log::FILE);
        let bytes = fs::read(&path).map_err(ArchiveError::read(&path))?;
        let mut problems = Vec::new();
        self.log = Log::read(&bytes, &mut problems);
        if !is_sound(&problems) || (!self.log.torn.is_empty() && !is_interrupted(&self.root, &self.log)) {
            let why =
                say!("the log is damaged; `fangan archive verify` tells more", "事件記錄已損壞，詳見 fangan archive verify");
            return Err(ArchiveError::Unfit { path, why });
        }
        Ok(())
    }

    /// Puts right what a killed run left: a line that is cut off, a version that is half in place, additions of which the
    /// log does not say how they ended. Where nothing is to be put right nothing is written.
    fn mend(&mut self) -> Result<(), ArchiveError> {
        if !self.log.torn.is_empty() {
            let path = self.root.join(log::FILE);
            self.disk.cut(&self.file, self.log.length).map_err(ArchiveError::write(&path))?;
            self.log.torn.clear();
        }
        self.writer().resume()?;
        let ended =
            |edition: Edition| if is_in_place(&self.root, &edition) { What::Added(edition) } else { What::Abandoned(edition) };
        let ended: Vec<What> = self.log.open().into_iter().map(ended).collect();
        self.append(ended)?;
        self.writer().clear()
    }
}

/// The archive, open for reading. Nobody adds to it until this is dropped.
#[derive(Debug)]
pub struct Shelf {
    root: PathBuf,
    /// Kept for its lock.
    _file: File,
    bytes: Vec<u8>,
}

impl Shelf {
    /// Opens the archive in a folder.
    pub fn open(folder: &Path) -> Result<Self, ArchiveError> {
        let root = fs::canonicalize(folder).map_err(|_| ArchiveError::Missing { root: folder.to_owned() })?;
        if !is_archive(&root) {
            return Err(ArchiveError::Missing { root: folder.to_owned() });
        }
        let path = root.join(log::FILE);
        let mut file = File::open(&path).map_err(ArchiveError::read(&path))?;
        lock::shared(&file, &root)?;
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).map_err(ArchiveError::read(&path))?;
        Ok(Self { root, _file: file, bytes })
    }

    /// The folder.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The bytes of the log.
    pub fn log(&self) -> &[u8] {
        &self.bytes
    }

    /// The newest inventory of an object; `None` where there is no such object.
    pub fn newest(&self, id: &str) -> Result<Option<Inventory>, ArchiveError> {
        newest(&self.root, id)
    }
}

/// The bytes of a file of an object's newest version, compared with their digest; `None` where it has no such file.
pub fn content(root: &Path, inventory: &Inventory, logical: &str) -> Result<Option<Vec<u8>>, ArchiveError> {
    let Some((path, digest)) = inventory.newest().and_then(|version| inventory.find(version, logical)) else { return Ok(None) };
    let disk = path.split('/').fold(root.join(layout::path(&inventory.id)), |all, part| all.join(part));
    let bytes = fs::read(&disk).map_err(ArchiveError::read(&disk))?;
    if inventory.algorithm.of(&bytes) == digest {
        return Ok(Some(bytes));
    }
    let why = say!("it was changed; `fangan archive verify` tells more", "檔案被改動過，詳見 fangan archive verify");
    Err(ArchiveError::Unfit { path: disk, why })
}

/// Whether a folder has the declaration of a storage root of ours.
pub fn is_archive(folder: &Path) -> bool {
    folder.join(Spec::V1_1.root_declaration()).is_file()
}

/// Whether a log ends with a line that is cut off because the process that wrote it was stopped.
pub fn is_interrupted(root: &Path, log: &Log) -> bool {
    let tail = fs::read(staging(root).join(TAIL)).unwrap_or_default();
    tail.split_inclusive(|byte| *byte == b'\n').any(|line| line.starts_with(&log.torn))
}

/// Whether an edition that was to be added is there.
pub fn is_in_place(root: &Path, edition: &Edition) -> bool {
    let Some(version) = VersionName::parse(&edition.version) else { return false };
    let object = root.join(layout::path(&edition.object));
    let inventory = fs::read(object.join(version.to_string()).join(inventory::FILE));
    let reached = newest(root, &edition.object).ok().flatten().is_some_and(|inventory| inventory.head.number >= version.number);
    reached && inventory.is_ok_and(|bytes| super::ocfl::write::ALGORITHM.of(&bytes) == edition.inventory)
}

/// A folder that holds something else does not become an archive.
fn refuse_foreign(root: &Path) -> Result<(), ArchiveError> {
    let own = [root::EXTENSIONS, root::LAYOUT, log::FILE];
    let found = files::entries(root).map_err(ArchiveError::read(root))?;
    match found.into_iter().find(|(name, _)| !own.contains(&name.as_str())) {
        None => Ok(()),
        Some((name, _)) => Err(ArchiveError::Unfit {
            path: root.to_owned(),
            why: say!(
                "it is no archive, and `{name}` lies in it; choose an empty folder",
                "它不是檔案庫，裡面卻有「{name}」；請另選一個空的資料夾"
            ),
        }),
    }
}
