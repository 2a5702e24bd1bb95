//! Adding a version to a storage root as a transaction.
//!
//! A version is prepared whole in a folder below `extensions/`, where validators let programs keep what is their own, and is
//! put in place by one step:
//!
//! - a new object by renaming a folder: the topmost one that is missing on the way down to the object
//! - a further version by exchanging the object for a twin that has it; the twin's other files are second names of the
//!   object's own, so that nothing is copied, and nothing of the object is ever written to
//!
//! So there is no moment at which the root is not valid. Where a disk can't exchange folders or give a file a second name,
//! the version's folder, the inventory and its sidecar are renamed into the object one after the other; the file `place`
//! beside them tells the next run to go on where this one was stopped.

use super::super::digest::Algorithm;
use super::super::disk::Disk;
use super::super::error::ArchiveError;
use super::super::log::Edition;
use super::inventory::{self, Inventory, Paths, Spec, User, Version, VersionName};
use super::{layout, root};
use crate::output::{Bytes, OutputPath};
use crate::say;
use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

/// The folder of unfinished work, below the root's `extensions`.
pub const STAGING: &str = "fangan-staging";

/// In a folder of unfinished work: which object's place the pieces beside it are on the way to.
const PLACE: &str = "place";

/// In a folder of unfinished work: the object to be.
const OBJECT: &str = "object";

/// The algorithm of everything that is written.
pub const ALGORITHM: Algorithm = Algorithm::Sha512;

/// A version to be added.
#[derive(Clone, Debug)]
pub struct Addition {
    /// The object's identifier, in ASCII.
    pub id: String,
    /// The version's date, as RFC 3339 writes it.
    pub created: String,
    /// Why it is added.
    pub message: String,
    /// Who adds it.
    pub user: User,
    /// Its files.
    pub files: Vec<NewFile>,
}

/// A file of a version to be added.
#[derive(Clone, Debug)]
pub struct NewFile {
    /// Its logical path.
    pub path: OutputPath,
    /// Its bytes.
    pub bytes: Bytes,
    /// The SHA-256 that they must have.
    pub sha256: String,
}

/// A version that is prepared.
#[derive(Debug)]
pub struct Staged {
    folder: PathBuf,
    target: PathBuf,
    version: VersionName,
    /// What the log says of it.
    pub edition: Edition,
}

/// Writes to a storage root. Whoever holds one has locked it.
#[derive(Clone, Copy, Debug)]
pub struct Writer<'a> {
    /// The root.
    pub root: &'a Path,
    /// The disk.
    pub disk: &'a Disk,
}

/// Where unfinished work lies.
pub fn staging(root: &Path) -> PathBuf {
    root.join(root::EXTENSIONS).join(STAGING)
}

/// The newest inventory of an object, which must be in order; `None` where there is no such object.
pub fn newest(root: &Path, id: &str) -> Result<Option<Inventory>, ArchiveError> {
    let folder = below(root, &layout::path(id));
    if !folder.exists() {
        return Ok(None);
    }
    let path = folder.join(inventory::FILE);
    let bytes = fs::read(&path).map_err(ArchiveError::read(&path))?;
    let sidecar = folder.join(inventory::sidecar_name(ALGORITHM));
    let recorded = fs::read_to_string(&sidecar).map_err(ArchiveError::read(&sidecar))?;
    let mut problems = Vec::new();
    let read = Inventory::read(&bytes, &mut problems);
    let is_true = recorded == inventory::sidecar(&ALGORITHM.of(&bytes)) && super::super::report::is_sound(&problems);
    match read.filter(|inventory| is_true && inventory.id == id) {
        Some(inventory) => Ok(Some(inventory)),
        None => Err(ArchiveError::Unfit {
            path,
            why: say!("the inventory is damaged; `fangan archive verify` tells more", "清單已損壞，詳見 fangan archive verify"),
        }),
    }
}

fn below(root: &Path, path: &str) -> PathBuf {
    path.split('/').fold(root.to_owned(), |all, part| all.join(part))
}

impl Writer<'_> {
    /// Prepares a version in the `n`th folder of unfinished work.
    pub fn stage(&self, n: usize, addition: &Addition) -> Result<Staged, ArchiveError> {
        let folder = staging(self.root).join(n.to_string());
        let object = folder.join(OBJECT);
        self.stage_in(&object, addition).map(|(version, inventory)| Staged {
            target: below(self.root, &layout::path(&addition.id)),
            edition: Edition { object: addition.id.clone(), version: version.to_string(), inventory },
            folder,
            version,
        })
    }

    fn stage_in(&self, object: &Path, addition: &Addition) -> Result<(VersionName, String), ArchiveError> {
        let before = newest(self.root, &addition.id)?;
        let version = VersionName::plain(before.as_ref().map_or(1, |inventory| inventory.head.number + 1));
        let mut inventory = before.unwrap_or_else(|| Inventory {
            spec: Spec::V1_1,
            id: addition.id.clone(),
            algorithm: ALGORITHM,
            head: version,
            content_directory: None,
            manifest: Paths::new(),
            versions: Vec::new(),
            fixity: Vec::new(),
        });
        let folder = object.join(version.to_string());
        self.disk.folders(&folder).map_err(ArchiveError::write(&folder))?;
        let mut state: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for file in &addition.files {
            let digest = digest_of(file)?;
            let path = &file.path;
            if !inventory.manifest.iter().any(|(known, _)| *known == digest) {
                let content = format!("{version}/{}/{path}", inventory.content());
                self.content(&below(object, &content), &file.bytes, &digest)?;
                inventory.manifest.push((digest.clone(), vec![content]));
            }
            state.entry(digest).or_default().push(path.to_string());
        }
        inventory.head = version;
        let (created, message) = (addition.created.clone(), Some(addition.message.clone()));
        let state = state.into_iter().collect();
        inventory.versions.push((version, Version { created, message, user: Some(addition.user.clone()), state }));
        let bytes = inventory.to_bytes();
        let digest = ALGORITHM.of(&bytes);
        let sidecar = inventory::sidecar(&digest);
        for folder in [&folder, object] {
            self.write(&folder.join(inventory::FILE), &bytes)?;
            self.write(&folder.join(inventory::sidecar_name(ALGORITHM)), sidecar.as_bytes())?;
        }
        if version.number == 1 {
            let name = inventory.spec.object_declaration();
            let text = format!("{}\n", name.trim_start_matches("0="));
            self.write(&object.join(name), text.as_bytes())?;
        }
        self.disk.settle_all(object).map_err(ArchiveError::write(object))?;
        Ok((version, digest))
    }

    fn write(&self, path: &Path, bytes: &[u8]) -> Result<(), ArchiveError> {
        self.disk.file(path, &mut &*bytes, &[]).map(drop).map_err(ArchiveError::write(path))
    }

    /// Writes a file of the content, which must still have its digest.
    fn content(&self, path: &Path, bytes: &Bytes, digest: &str) -> Result<(), ArchiveError> {
        let write = || {
            self.disk.folders(path.parent().unwrap_or(path))?;
            self.disk.file(path, &mut *open(bytes)?, &[ALGORITHM])
        };
        let written = write().map_err(ArchiveError::write(path))?;
        if written.digests.iter().any(|is| is == digest) { Ok(()) } else { Err(changed(bytes)) }
    }

    /// Puts a prepared version in place.
    pub fn commit(&self, staged: &Staged) -> Result<(), ArchiveError> {
        let commit = match staged.version.number {
            1 => self.place_new(staged),
            _ => self.place_version(staged),
        };
        commit.map_err(ArchiveError::write(&staged.target))
    }

    fn place_new(&self, staged: &Staged) -> io::Result<()> {
        let object = staged.folder.join(OBJECT);
        let missing: Vec<&Path> = staged.target.ancestors().take_while(|path| *path != self.root && !path.exists()).collect();
        let top = missing.last().ok_or(io::ErrorKind::AlreadyExists)?;
        let rest = staged.target.strip_prefix(top).unwrap_or(Path::new(""));
        let (Some(parent), Some(_)) = (rest.parent(), rest.file_name()) else {
            return self.disk.rename(&object, top);
        };
        // An empty folder must not appear even for an instant, so the missing ones come with the object.
        let wrap = staged.folder.join("new");
        self.disk.folders(&wrap.join(parent))?;
        self.disk.rename(&object, &wrap.join(rest))?;
        self.disk.settle_all(&wrap)?;
        self.disk.rename(&wrap, top)
    }

    fn place_version(&self, staged: &Staged) -> io::Result<()> {
        let object = staged.folder.join(OBJECT);
        let twinned = self.twin(&staged.target, &object).and_then(|()| self.disk.exchange(&object, &staged.target));
        if twinned.is_ok() {
            return Ok(());
        }
        let place = staged.folder.join(PLACE);
        let target = staged.target.strip_prefix(self.root).unwrap_or(&staged.target);
        let text = target.components().map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/");
        self.disk.replace(&place, &staged.folder.join("draft"), text.as_bytes())?;
        self.finish(&object, &staged.target)
    }

    /// Completes a prepared object that has its newest version only with all that the object has besides.
    fn twin(&self, target: &Path, object: &Path) -> io::Result<()> {
        for entry in fs::read_dir(target)? {
            let entry = entry?;
            let (from, to) = (entry.path(), object.join(entry.file_name()));
            match entry.file_type()?.is_dir() {
                true => self.disk.twin(&from, &to)?,
                // Inventory and sidecar are there already, and newer.
                false if to.exists() => {}
                false => self.disk.link(&from, &to)?,
            }
        }
        self.disk.settle_all(object)
    }

    /// Renames the pieces of a version into the object one after the other, as far as that was not done already.
    fn finish(&self, object: &Path, target: &Path) -> io::Result<()> {
        let mut pieces: Vec<_> =
            fs::read_dir(object)?.map(|entry| entry.map(|entry| entry.file_name())).collect::<Result<_, _>>()?;
        // Folders of versions, then `inventory.json`, then its sidecar, which vouches for all.
        pieces.sort_by_key(|name| (!name.to_string_lossy().starts_with('v'), name.clone()));
        for name in pieces {
            let (from, to) = (object.join(&name), target.join(&name));
            let is_newer = name.to_string_lossy().starts_with(inventory::FILE);
            if is_newer || !to.exists() {
                self.disk.rename(&from, &to)?;
            }
        }
        Ok(())
    }

    /// Goes on with whatever a killed run was putting in place piece by piece.
    pub fn resume(&self) -> Result<(), ArchiveError> {
        let staging = staging(self.root);
        let Ok(found) = fs::read_dir(&staging) else { return Ok(()) };
        for entry in found {
            let folder = entry.map_err(ArchiveError::read(&staging))?.path();
            // Where it says is where an object lies: nothing else is ever written to.
            let Ok(place) = fs::read_to_string(folder.join(PLACE)) else { continue };
            let target = OutputPath::new(place).ok().map(|path| path.under(self.root)).filter(|target| root::is_object(target));
            if let Some(target) = target {
                self.finish(&folder.join(OBJECT), &target).map_err(ArchiveError::write(&target))?;
            }
        }
        Ok(())
    }

    /// Deletes unfinished work.
    pub fn clear(&self) -> Result<(), ArchiveError> {
        let staging = staging(self.root);
        if !staging.exists() {
            return Ok(());
        }
        self.disk.remove(&staging).map_err(ArchiveError::remove(&staging))
    }
}

/// The digest of a file that still is what it was when the version was put together.
fn digest_of(file: &NewFile) -> Result<String, ArchiveError> {
    let read = || super::super::digest::read(&mut *open(&file.bytes)?, &[ALGORITHM, Algorithm::Sha256]);
    let name = match &file.bytes {
        Bytes::Made(_) => Path::new(file.path.as_str()),
        Bytes::Copy { from, .. } => from,
    };
    let digested = read().map_err(ArchiveError::read(name))?;
    match digested.digests.as_slice() {
        [digest, sha256] if *sha256 == file.sha256 && digested.size == file.bytes.size() => Ok(digest.clone()),
        _ => Err(changed(&file.bytes)),
    }
}

fn open(bytes: &Bytes) -> io::Result<Box<dyn Read + '_>> {
    Ok(match bytes {
        Bytes::Made(bytes) => Box::new(bytes.as_slice()),
        // A file that grows for ever ends too.
        Bytes::Copy { from, size } => Box::new(fs::File::open(from)?.take(size.saturating_add(1))),
    })
}

fn changed(bytes: &Bytes) -> ArchiveError {
    let path = match bytes {
        Bytes::Made(_) => PathBuf::new(),
        Bytes::Copy { from, .. } => from.clone(),
    };
    ArchiveError::Unfit { path, why: say!("it was changed while it was being archived", "歸檔期間被改動了") }
}
