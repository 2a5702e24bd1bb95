//! Where packages are written: a folder or a zip file that is there whole or not at all. The same files give the same bytes.

use super::bagit::write::Sink;
use super::digest::{self, Algorithm, Digested};
use super::error::ArchiveError;
use std::fs::{self, File};
use std::io::{self, BufWriter, Read, Write};
use std::path::{Path, PathBuf};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, System, ZipWriter};

/// From this size on a file needs the longer form of a zip file's entries.
const LARGE: u64 = 0xFFFF_0000;

/// A package on its way to disk. One that is not finished leaves no trace.
pub struct Pack {
    target: PathBuf,
    draft: PathBuf,
    form: Form,
}

enum Form {
    Folder,
    /// With the folder that all files lie in.
    Zip(Box<ZipWriter<BufWriter<File>>>, String),
    Finished,
}

impl Pack {
    /// Begins a zip file where the name ends in `.zip`, else a folder. What is there already is not touched. `folder` is the
    /// folder in a zip file.
    pub fn begin(target: &Path, folder: &str) -> Result<Self, ArchiveError> {
        if !target.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("zip")) {
            return Self::folder(target);
        }
        let draft = draft(target)?;
        let file = File::create_new(&draft).map_err(ArchiveError::write(&draft))?;
        let form = Form::Zip(Box::new(ZipWriter::new(BufWriter::new(file))), format!("{folder}/"));
        Ok(Self { target: target.to_owned(), draft, form })
    }

    /// Begins a folder. An empty one may be there already.
    pub fn folder(target: &Path) -> Result<Self, ArchiveError> {
        let draft = draft(target)?;
        fs::create_dir(&draft).map_err(ArchiveError::write(&draft))?;
        Ok(Self { target: target.to_owned(), draft, form: Form::Folder })
    }

    /// Puts the finished package in its place.
    pub fn finish(mut self) -> Result<(), ArchiveError> {
        let mut finish = || -> io::Result<()> {
            match std::mem::replace(&mut self.form, Form::Finished) {
                Form::Zip(zip, _) => {
                    let mut buffer = zip.finish().map_err(io::Error::from)?;
                    buffer.flush()?;
                    buffer.get_ref().sync_all()?;
                    // Renaming would put it over a file that has appeared meanwhile.
                    fs::hard_link(&self.draft, &self.target).or_else(|error| match error.kind() {
                        io::ErrorKind::AlreadyExists => Err(error),
                        _ => fs::rename(&self.draft, &self.target),
                    })
                }
                // Over an empty folder it goes, over one with anything in it it does not.
                Form::Folder | Form::Finished => fs::rename(&self.draft, &self.target),
            }
        };
        let finished = finish();
        finished.map_err(ArchiveError::write(&self.target))
    }
}

impl Drop for Pack {
    fn drop(&mut self) {
        // Nothing can be done about errors here.
        _ = match self.draft.is_dir() {
            true => fs::remove_dir_all(&self.draft),
            false => fs::remove_file(&self.draft),
        };
    }
}

/// A hidden name beside the target, which must be free.
fn draft(target: &Path) -> Result<PathBuf, ArchiveError> {
    let is_empty_folder = || fs::read_dir(target).is_ok_and(|mut entries| entries.next().is_none());
    if target.symlink_metadata().is_ok() && !is_empty_folder() {
        return Err(ArchiveError::Exists { path: target.to_owned() });
    }
    let name = target.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let around = target.parent().filter(|around| !around.as_os_str().is_empty()).unwrap_or(Path::new("."));
    fs::create_dir_all(around).map_err(ArchiveError::write(around))?;
    // A run that was killed may have left one.
    let drafts = (1..).map(|n: u32| around.join(format!(".{name}.{n}.tmp")));
    drafts
        .take(1000)
        .find(|draft| draft.symlink_metadata().is_err())
        .ok_or_else(|| ArchiveError::Exists { path: target.to_owned() })
}

impl Sink for Pack {
    fn file(&mut self, path: &str, size: u64, from: &mut dyn Read, algorithms: &[Algorithm]) -> io::Result<Digested> {
        match &mut self.form {
            Form::Folder => {
                let disk = path.split('/').fold(self.draft.clone(), |all, part| all.join(part));
                fs::create_dir_all(disk.parent().unwrap_or(&self.draft))?;
                let mut file = File::create_new(disk)?;
                let digested = digest::copy(from, &mut file, algorithms)?;
                file.sync_all()?;
                Ok(digested)
            }
            Form::Zip(zip, folder) => {
                // Nothing that differs from one machine or day to another.
                let options = SimpleFileOptions::default()
                    .compression_method(CompressionMethod::Deflated)
                    .last_modified_time(DateTime::default())
                    .unix_permissions(0o644)
                    .system(System::Unix)
                    .large_file(size >= LARGE);
                zip.start_file(format!("{folder}{path}"), options)?;
                digest::copy(from, &mut **zip, algorithms)
            }
            Form::Finished => Err(io::ErrorKind::BrokenPipe.into()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn put(pack: &mut Pack) {
        pack.file("data/方案.md", 3, &mut &b"abc"[..], &[]).unwrap();
    }

    #[test]
    fn a_package_is_there_whole_or_not_at_all() {
        let dir = tempfile::tempdir().unwrap();
        for name in ["bag", "bag.zip"] {
            let target = dir.path().join("deep").join(name);
            let mut pack = Pack::begin(&target, "bag").unwrap();
            put(&mut pack);
            assert!(!target.exists());
            drop(pack);
            assert_eq!(fs::read_dir(dir.path().join("deep")).unwrap().count(), 0);
            let mut pack = Pack::begin(&target, "bag").unwrap();
            put(&mut pack);
            pack.finish().unwrap();
            assert!(target.exists());
            assert!(matches!(Pack::begin(&target, "bag"), Err(ArchiveError::Exists { .. })));
            assert_eq!(fs::read_dir(dir.path().join("deep")).unwrap().count(), 1);
            if target.is_dir() { fs::remove_dir_all(target) } else { fs::remove_file(target) }.unwrap();
        }
    }

    #[test]
    fn what_appears_meanwhile_is_not_written_over() {
        let dir = tempfile::tempdir().unwrap();
        for name in ["bag", "bag.zip"] {
            let target = dir.path().join(name);
            let mut pack = Pack::begin(&target, "bag").unwrap();
            put(&mut pack);
            let other = if name == "bag" { target.join("other") } else { target.clone() };
            fs::create_dir_all(other.parent().unwrap()).unwrap();
            fs::write(&other, "other").unwrap();
            assert!(pack.finish().is_err());
            assert_eq!(fs::read_to_string(other).unwrap(), "other");
        }
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 2);
    }

    #[test]
    fn the_same_files_give_the_same_bytes() {
        let dir = tempfile::tempdir().unwrap();
        let bytes = |name: &str| {
            let target = dir.path().join(name);
            let mut pack = Pack::begin(&target, "bag").unwrap();
            put(&mut pack);
            pack.finish().unwrap();
            fs::read(target).unwrap()
        };
        assert_eq!(bytes("a.zip"), bytes("b.zip"));
    }
}
