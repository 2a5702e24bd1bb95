//! The steps by which the archive changes a disk. Every change goes through here, and each is on the disk when it returns.

use super::digest::{self, Algorithm, Digested};
use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Read, Seek, SeekFrom, Write};
use std::path::Path;

/// A disk. In tests it can be told to fail or to die at any step.
#[derive(Debug, Default)]
pub struct Disk {
    #[cfg(test)]
    pub(super) fuse: fuse::Fuse,
}

impl Disk {
    #[allow(clippy::unused_self, clippy::unnecessary_wraps, reason = "tests count the steps")]
    fn step(&self) -> io::Result<()> {
        #[cfg(test)]
        self.fuse.step()?;
        Ok(())
    }

    /// Makes a folder in one that is there. It may exist already.
    pub fn folder(&self, path: &Path) -> io::Result<()> {
        self.step()?;
        match fs::create_dir(path) {
            Err(error) if error.kind() == ErrorKind::AlreadyExists && path.symlink_metadata()?.is_dir() => Ok(()),
            result => result,
        }
    }

    /// Makes a folder and those above it that are missing.
    pub fn folders(&self, path: &Path) -> io::Result<()> {
        let missing: Vec<&Path> = path.ancestors().take_while(|path| !path.as_os_str().is_empty() && !path.is_dir()).collect();
        missing.into_iter().rev().try_for_each(|path| self.folder(path))
    }

    /// Writes a new file, and digests it on the way.
    pub fn file(&self, path: &Path, from: &mut dyn Read, algorithms: &[Algorithm]) -> io::Result<Digested> {
        #[cfg(test)]
        if self.fuse.is_last() {
            // A process can die in the middle of a file.
            let mut half = Vec::new();
            from.read_to_end(&mut half)?;
            half.truncate(half.len() / 2);
            fs::write(path, half)?;
        }
        self.step()?;
        let mut file = File::create_new(path)?;
        let digested = digest::copy(from, &mut file, algorithms)?;
        file.sync_all()?;
        Ok(digested)
    }

    /// Writes a file whole or not at all, by way of `draft` on the same disk.
    pub fn replace(&self, path: &Path, draft: &Path, bytes: &[u8]) -> io::Result<()> {
        self.remove_file(draft)?;
        self.file(draft, &mut &*bytes, &[])?;
        self.rename(draft, path)
    }

    /// Writes behind the first `length` bytes of a file. Where that fails the file is cut off there again.
    pub fn append(&self, file: &mut File, length: u64, bytes: &[u8]) -> io::Result<()> {
        let mut write = || {
            file.seek(SeekFrom::Start(length))?;
            #[cfg(test)]
            if self.fuse.is_last() {
                file.write_all(bytes.get(..bytes.len() / 2).unwrap_or_default())?;
            }
            self.step()?;
            file.write_all(bytes)?;
            file.sync_data()
        };
        write().inspect_err(|_| {
            // What remains if this fails too is cut off by the next run.
            _ = self.cut(file, length);
        })
    }

    /// Cuts a file off.
    pub fn cut(&self, file: &File, length: u64) -> io::Result<()> {
        self.step()?;
        file.set_len(length)?;
        file.sync_all()
    }

    /// Renames a file or folder, over a file that is there.
    pub fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.step()?;
        fs::rename(from, to)?;
        settle(to.parent())?;
        settle(from.parent())
    }

    /// Exchanges two folders in one instant. Not every system and disk can.
    pub fn exchange(&self, a: &Path, b: &Path) -> io::Result<()> {
        self.step()?;
        #[cfg(test)]
        self.fuse.exchange()?;
        exchange(a, b)?;
        settle(a.parent())?;
        settle(b.parent())
    }

    /// Gives every file of a folder a second name below another, which must not exist.
    pub fn twin(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.folder(to)?;
        for entry in fs::read_dir(from)? {
            let entry = entry?;
            let (from, to) = (entry.path(), to.join(entry.file_name()));
            if entry.file_type()?.is_dir() {
                self.twin(&from, &to)?;
            } else {
                self.link(&from, &to)?;
            }
        }
        settle(Some(to))
    }

    /// Gives a file a second name.
    pub fn link(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.step()?;
        #[cfg(test)]
        self.fuse.exchange()?;
        fs::hard_link(from, to)
    }

    /// Deletes a folder with all that is in it; it need not exist.
    pub fn remove(&self, path: &Path) -> io::Result<()> {
        self.step()?;
        match fs::remove_dir_all(path) {
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
            result => result,
        }
    }

    /// Deletes a file; it need not exist.
    pub fn remove_file(&self, path: &Path) -> io::Result<()> {
        self.step()?;
        match fs::remove_file(path) {
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
            result => result,
        }
    }

    /// Has the names in a folder and in all below it written to the disk.
    pub fn settle_all(&self, folder: &Path) -> io::Result<()> {
        for entry in fs::read_dir(folder)? {
            let entry = entry?;
            if entry.file_type()?.is_dir() {
                self.settle_all(&entry.path())?;
            }
        }
        settle(Some(folder))
    }
}

/// Opens a file to read and write it, made where `fresh` says that it may be missing.
pub fn open(path: &Path, fresh: bool) -> io::Result<File> {
    OpenOptions::new().read(true).write(true).create(fresh).truncate(false).open(path)
}

/// Has the names in a folder written to the disk.
#[cfg(unix)]
fn settle(folder: Option<&Path>) -> io::Result<()> {
    folder.map_or(Ok(()), |folder| File::open(folder)?.sync_all())
}

#[cfg(not(unix))]
#[allow(clippy::unnecessary_wraps, reason = "there a folder can't be opened")]
fn settle(_: Option<&Path>) -> io::Result<()> {
    Ok(())
}

#[cfg(any(target_os = "linux", target_vendor = "apple"))]
fn exchange(a: &Path, b: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    Ok(renameat_with(CWD, a, CWD, b, RenameFlags::EXCHANGE)?)
}

#[cfg(not(any(target_os = "linux", target_vendor = "apple")))]
fn exchange(_: &Path, _: &Path) -> io::Result<()> {
    Err(ErrorKind::Unsupported.into())
}

/// Dying and failing on purpose.
#[cfg(test)]
pub(super) mod fuse {
    use std::io::{self, ErrorKind};
    use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};

    /// How many steps are left, and what happens then.
    #[derive(Debug)]
    pub struct Fuse {
        left: AtomicI64,
        /// Whether the disk works again after the step that failed, as a full one does for what needs no space.
        full: AtomicBool,
        /// Whether folders can't be exchanged and files have no second name, as on some disks.
        plain: AtomicBool,
    }

    impl Default for Fuse {
        fn default() -> Self {
            Self { left: AtomicI64::new(i64::MAX), full: AtomicBool::new(false), plain: AtomicBool::new(false) }
        }
    }

    impl Fuse {
        /// Every step after so many fails, as in a process that is dead.
        pub fn die_after(&self, steps: i64) {
            self.left.store(steps, Ordering::Relaxed);
        }

        /// The step after so many fails for want of space.
        pub fn full_after(&self, steps: i64) {
            self.die_after(steps);
            self.full.store(true, Ordering::Relaxed);
        }

        /// A disk that can't exchange folders.
        pub fn make_plain(&self, plain: bool) {
            self.plain.store(plain, Ordering::Relaxed);
        }

        pub(super) fn is_last(&self) -> bool {
            self.left.load(Ordering::Relaxed) == 0
        }

        pub(super) fn step(&self) -> io::Result<()> {
            let left = self.left.fetch_sub(1, Ordering::Relaxed);
            if left > 0 || (left < 0 && self.full.load(Ordering::Relaxed)) {
                return Ok(());
            }
            let kind = if self.full.load(Ordering::Relaxed) { ErrorKind::StorageFull } else { ErrorKind::Other };
            Err(io::Error::new(kind, "the fuse"))
        }

        pub(super) fn exchange(&self) -> io::Result<()> {
            if self.plain.load(Ordering::Relaxed) { Err(ErrorKind::Unsupported.into()) } else { Ok(()) }
        }
    }
}
