//! The hidden folder in which a build prepares its files, and the lock that keeps two builds apart.
//!
//! For `site/public` it is `site/.public.fangan`: not part of the site, and on the same file system, so that finished files
//! can be renamed into place. Where the folder around the output can't be written or is another file system (a mounted
//! volume), it is `.fangan` inside the output. It exists only while a build runs.

use super::super::{Doing, OutputError};
use std::ffi::OsString;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

/// Its name where it has to lie inside the output.
pub(super) const INSIDE: &str = ".fangan";

const LOCK: &str = "lock";
const STAGING: &str = "staging";

/// How often the lock is tried while other builds end and take its file away; each time means one that has ended.
const TRIES: usize = 100;

/// The folder, locked.
#[derive(Debug)]
pub(super) struct Work {
    folder: PathBuf,
    inside: PathBuf,
    lock: Option<File>,
    /// Folders created on the way, to be taken away again where they stayed empty.
    made: Vec<PathBuf>,
    /// Number of the next file in the staging folder.
    next: AtomicU64,
    /// Whether `inside` was needed on the way from `folder`.
    crossed: AtomicBool,
}

enum Refused {
    Locked,
    Io(Doing, io::Error),
}

impl Refused {
    fn tell(self, output: &Path) -> OutputError {
        match self {
            Self::Locked => OutputError::Locked { output: output.to_owned() },
            Self::Io(what, error) => OutputError::io(output, what)(error),
        }
    }
}

impl Work {
    /// Locks the output folder, which need not exist, and clears what a killed build left.
    pub fn open(output: &Path) -> Result<Self, OutputError> {
        let mut made = Vec::new();
        let (folder, lock) = match choose(output, &mut made) {
            Ok(chosen) => chosen,
            Err(error) => {
                remove_empty(&made);
                return Err(error);
            }
        };
        let inside = output.join(INSIDE);
        let work = Self::new(folder, inside.clone(), lock, made);
        // A killed build may have worked inside, and one that may not write beside may be doing so now.
        if work.folder != inside && inside.symlink_metadata().is_ok_and(|data| data.is_dir()) {
            let lock = claim(&inside).map_err(|refused| refused.tell(output))?;
            drop(Self::new(inside.clone(), inside, lock, Vec::new()));
        }
        let staging = work.staging();
        clear(&staging)
            .and_then(|()| fs::create_dir(&staging))
            .and_then(|()| fs::create_dir(work.folders()))
            .map_err(OutputError::io(&staging, Doing::Write))?;
        Ok(work)
    }

    fn new(folder: PathBuf, inside: PathBuf, lock: File, made: Vec<PathBuf>) -> Self {
        Self { folder, inside, lock: Some(lock), made, next: AtomicU64::new(0), crossed: AtomicBool::new(false) }
    }

    fn staging(&self) -> PathBuf {
        self.folder.join(STAGING)
    }

    /// Where folders are prepared that the output does not have yet.
    pub fn folders(&self) -> PathBuf {
        self.staging().join("new")
    }

    /// A fresh name for one prepared file.
    pub fn fresh(&self) -> u64 {
        self.next.fetch_add(1, Ordering::Relaxed)
    }

    /// The prepared file of this number.
    pub fn file(&self, number: u64) -> PathBuf {
        self.staging().join(number.to_string())
    }

    /// Renames a prepared file or folder into place. Mounts can make two folders of one disk foreign to each other, which
    /// no number tells beforehand; then it is copied to inside the output first, so that the last step is a rename still.
    pub fn place(&self, from: &Path, to: &Path) -> io::Result<()> {
        match fs::rename(from, to) {
            Err(error) if error.kind() == ErrorKind::CrossesDevices => {
                self.crossed.store(self.folder != self.inside, Ordering::Relaxed);
                make_folder(&self.inside)?;
                let near = self.inside.join(STAGING);
                make_folder(&near)?;
                let near = near.join(self.fresh().to_string());
                copy(from, &near)?;
                fs::rename(near, to)
            }
            result => result,
        }
    }

    fn unlock(&mut self) {
        if let Some(lock) = self.lock.take() {
            // Closing alone would leave it locked as long as a process that is just being started holds a copy.
            let _ = lock.unlock();
        }
    }

    /// Gives up the lock and leaves everything lying, as a killed process does.
    #[cfg(test)]
    pub fn die(mut self) {
        self.unlock();
        std::mem::forget(self);
    }
}

impl Drop for Work {
    fn drop(&mut self) {
        // Nothing can be done about errors here; the next build clears what is left.
        let _ = clear(&self.staging());
        if self.crossed.load(Ordering::Relaxed) {
            let _ = clear(&self.inside.join(STAGING));
            let _ = fs::remove_dir(&self.inside);
        }
        // The lock's file goes while it is still locked: whoever has opened it meanwhile notices and tries again.
        if cfg!(unix) {
            let _ = fs::remove_file(self.folder.join(LOCK));
            let _ = fs::remove_dir(&self.folder);
        }
        remove_empty(&self.made);
        self.unlock();
    }
}

/// Finds the place for the folder and locks it.
fn choose(output: &Path, made: &mut Vec<PathBuf>) -> Result<(PathBuf, File), OutputError> {
    let inside = output.join(INSIDE);
    let beside =
        name_beside(output).filter(|(around, _)| make_folders(around, made).is_ok() && !is_other_file_system(around, output));
    if let Some((_, folder)) = beside {
        match claim(&folder) {
            Ok(lock) => return Ok((folder, lock)),
            Err(Refused::Locked) => return Err(Refused::Locked.tell(output)),
            Err(Refused::Io(..)) => {}
        }
    }
    make_folders(output, made).map_err(OutputError::io(output, Doing::Write))?;
    let lock = claim(&inside).map_err(|refused| refused.tell(output))?;
    Ok((inside, lock))
}

/// The folder around the output, and the hidden one in it.
fn name_beside(output: &Path) -> Option<(&Path, PathBuf)> {
    let mut hidden = OsString::from(".");
    hidden.push(output.file_name()?);
    hidden.push(INSIDE);
    let around = output.parent()?;
    Some((around, around.join(hidden)))
}

#[cfg(unix)]
fn is_other_file_system(around: &Path, output: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let device = |path: &Path| path.metadata().map(|data| data.dev()).ok();
    device(output).is_some_and(|it| Some(it) != device(around))
}

#[cfg(not(unix))]
fn is_other_file_system(_: &Path, _: &Path) -> bool {
    // There `place` finds out.
    false
}

/// Creates the folder and locks the file in it.
fn claim(folder: &Path) -> Result<File, Refused> {
    let path = folder.join(LOCK);
    let open = || {
        make_folder(folder)?;
        if path.symlink_metadata().is_ok_and(|data| data.is_symlink()) {
            fs::remove_file(&path)?;
        }
        OpenOptions::new().read(true).write(true).create(true).truncate(false).open(&path)
    };
    for _ in 0..TRIES {
        let file = match open() {
            // The build before took the folder away between two of these calls.
            Err(error) if error.kind() == ErrorKind::NotFound => continue,
            file => file.map_err(|error| Refused::Io(Doing::Write, error))?,
        };
        match file.try_lock() {
            Ok(()) if is_still_there(&file, &path) => return Ok(file),
            // The lock of a file that its holder has taken away excludes nobody.
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(Refused::Locked),
            Err(TryLockError::Error(error)) => return Err(Refused::Io(Doing::Lock, error)),
        }
    }
    Err(Refused::Locked)
}

#[cfg(unix)]
fn is_still_there(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    match (file.metadata(), path.metadata()) {
        (Ok(held), Ok(there)) => (held.dev(), held.ino()) == (there.dev(), there.ino()),
        _ => false,
    }
}

#[cfg(not(unix))]
fn is_still_there(_: &File, _: &Path) -> bool {
    // There the file is never taken away.
    true
}

/// Creates one folder; it may exist, but not as a link or a file.
fn make_folder(folder: &Path) -> io::Result<()> {
    match fs::create_dir(folder) {
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {
            if folder.symlink_metadata()?.is_dir() {
                Ok(())
            } else {
                Err(ErrorKind::NotADirectory.into())
            }
        }
        result => result,
    }
}

/// Creates `folder` and those above it, noting which were missing.
fn make_folders(folder: &Path, made: &mut Vec<PathBuf>) -> io::Result<()> {
    let missing: Vec<&Path> = folder.ancestors().take_while(|path| !path.as_os_str().is_empty() && !path.is_dir()).collect();
    for path in missing.into_iter().rev() {
        fs::create_dir(path)?;
        made.push(path.to_owned());
    }
    Ok(())
}

fn remove_empty(made: &[PathBuf]) {
    for folder in made.iter().rev() {
        let _ = fs::remove_dir(folder);
    }
}

/// Deletes whatever is at `path`; links are deleted, not followed.
fn clear(path: &Path) -> io::Result<()> {
    let result = match path.symlink_metadata() {
        Ok(data) if data.is_dir() => fs::remove_dir_all(path),
        Ok(_) => fs::remove_file(path),
        Err(error) => Err(error),
    };
    match result {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
        result => result,
    }
}

/// Copies a file or a folder that we prepared.
fn copy(from: &Path, to: &Path) -> io::Result<()> {
    if !from.symlink_metadata()?.is_dir() {
        return fs::copy(from, to).map(drop);
    }
    fs::create_dir(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        copy(&entry.path(), &to.join(entry.file_name()))?;
    }
    Ok(())
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    #[test]
    fn what_was_prepared_on_another_file_system_is_placed_all_the_same() {
        let (Ok(there), Ok(here)) = (tempfile::tempdir_in("/dev/shm"), tempfile::tempdir()) else { return };
        let output = here.path().join("public");
        let hidden = there.path().join("hidden");
        let Ok(lock) = claim(&hidden) else { panic!("no lock") };
        let work = Work::new(hidden, output.join(INSIDE), lock, Vec::new());
        fs::create_dir_all(work.folders().join("a/b")).unwrap();
        fs::create_dir(&output).unwrap();
        fs::write(work.folders().join("a/b/c"), "1").unwrap();
        fs::write(work.file(0), "2").unwrap();
        fs::write(output.join("d"), "old").unwrap();
        work.place(&work.folders().join("a"), &output.join("a")).unwrap();
        work.place(&work.file(0), &output.join("d")).unwrap();
        assert_eq!(fs::read_to_string(output.join("a/b/c")).unwrap(), "1");
        assert_eq!(fs::read_to_string(output.join("d")).unwrap(), "2");
        drop(work);
        assert_eq!(fs::read_dir(&output).unwrap().count(), 2);
        assert_eq!(fs::read_dir(there.path()).unwrap().count(), 0);
    }
}
