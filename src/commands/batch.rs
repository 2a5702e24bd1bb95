//! Files and folders of a site that change together: prepared first, then put in their place one after the other, and
//! taken back where one can't be.

use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// What is prepared. Dropped before it is committed, it leaves nothing behind.
#[derive(Default)]
pub(super) struct Batch {
    changes: Vec<Change>,
    folders: Vec<Folder>,
}

/// A file with another text, prepared beside it.
struct Change {
    path: PathBuf,
    draft: PathBuf,
    old: Vec<u8>,
}

/// A new folder, prepared beside its place.
struct Folder {
    path: PathBuf,
    draft: PathBuf,
    /// Folders that were made for it, the outermost first.
    made: Vec<PathBuf>,
}

/// A file of a new folder.
pub(super) enum Piece {
    /// With these bytes.
    Bytes(Vec<u8>),
    /// A copy of this file.
    CopyOf(PathBuf),
}

/// A hidden name, so that a scan leaves it alone should the run end here.
fn draft_of(path: &Path) -> PathBuf {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    path.with_file_name(format!(".{name}.{}.tmp", std::process::id()))
}

fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = OpenOptions::new().write(true).create_new(true).open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

impl Batch {
    /// Prepares a change of a file; `old` is what it must still hold, or the answer is `false`. Permissions stay.
    pub(super) fn change(&mut self, path: &Path, old: &[u8], new: &[u8]) -> io::Result<bool> {
        if fs::read(path)? != old {
            return Ok(false);
        }
        let draft = draft_of(path);
        self.changes.push(Change { path: path.to_owned(), draft: draft.clone(), old: old.to_owned() });
        write(&draft, new)?;
        fs::set_permissions(&draft, fs::metadata(path)?.permissions())?;
        Ok(true)
    }

    /// Prepares a folder with these files, which takes the place of one that is there; where it stands until then.
    pub(super) fn folder(&mut self, path: &Path, files: impl IntoIterator<Item = (String, Piece)>) -> io::Result<PathBuf> {
        let draft = draft_of(path);
        let parents: Vec<&Path> = path.ancestors().skip(1).take_while(|folder| !folder.exists()).collect();
        let made = parents.into_iter().rev().map(Path::to_owned).collect();
        self.folders.push(Folder { path: path.to_owned(), draft: draft.clone(), made });
        fs::create_dir_all(&draft)?;
        for (name, piece) in files {
            match piece {
                Piece::Bytes(bytes) => write(&draft.join(name), &bytes)?,
                Piece::CopyOf(from) => _ = fs::copy(from, draft.join(name))?,
            }
        }
        Ok(draft)
    }

    /// Puts everything in its place: files, in the order in which they were prepared, then folders. Where one can't be
    /// put, the files get their old texts back.
    pub(super) fn commit(mut self) -> io::Result<()> {
        let changes = std::mem::take(&mut self.changes);
        for (n, change) in changes.iter().enumerate() {
            if let Err(error) = fs::rename(&change.draft, &change.path) {
                take_back(changes.get(..n).unwrap_or(&[]));
                self.changes = changes;
                return Err(error);
            }
        }
        let folders = std::mem::take(&mut self.folders);
        for (n, folder) in folders.iter().enumerate() {
            if let Err(error) = put(folder) {
                take_back(&changes);
                self.folders = folders.into_iter().skip(n).collect();
                return Err(error);
            }
        }
        Ok(())
    }
}

fn put(folder: &Folder) -> io::Result<()> {
    let there = folder.path.symlink_metadata().is_ok();
    let old = folder.draft.with_extension("old.tmp");
    if there {
        fs::rename(&folder.path, &old)?;
    }
    fs::rename(&folder.draft, &folder.path).inspect_err(|_| {
        if there {
            _ = fs::rename(&old, &folder.path);
        }
    })?;
    if there {
        _ = fs::remove_dir_all(old);
    }
    Ok(())
}

fn take_back(changes: &[Change]) {
    for change in changes {
        _ = fs::remove_file(&change.draft);
        _ = write(&change.draft, &change.old).and_then(|()| fs::rename(&change.draft, &change.path));
    }
}

impl Drop for Batch {
    fn drop(&mut self) {
        for change in &self.changes {
            _ = fs::remove_file(&change.draft);
        }
        for folder in self.folders.iter().rev() {
            _ = fs::remove_dir_all(&folder.draft);
            // Only empty ones go.
            folder.made.iter().rev().for_each(|made| _ = fs::remove_dir(made));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every file below a folder with its text.
    fn all(folder: &Path) -> Vec<(String, String)> {
        let mut files: Vec<(String, String)> = Vec::new();
        for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
            let name = entry.file_name().to_string_lossy().into_owned();
            match entry.file_type().unwrap().is_dir() {
                true if fs::read_dir(entry.path()).unwrap().next().is_none() => files.push((format!("{name}/"), String::new())),
                true => files.extend(all(&entry.path()).into_iter().map(|(inner, text)| (format!("{name}/{inner}"), text))),
                false => files.push((name, fs::read_to_string(entry.path()).unwrap())),
            }
        }
        files.sort();
        files
    }

    fn pairs(list: &[(&str, &str)]) -> Vec<(String, String)> {
        list.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect()
    }

    #[test]
    fn everything_is_put_in_its_place() {
        let root = tempfile::tempdir().unwrap();
        let at = |name: &str| root.path().join(name);
        fs::write(at("a"), "old a").unwrap();
        fs::write(at("b"), "old b").unwrap();
        let mut batch = Batch::default();
        assert!(batch.change(&at("a"), b"old a", b"new a").unwrap());
        assert!(!batch.change(&at("b"), b"something else", b"new b").unwrap());
        let pieces = || [("x".to_owned(), Piece::Bytes(b"1".to_vec())), ("y".to_owned(), Piece::CopyOf(at("b")))];
        batch.folder(&at("deep/er/1"), pieces()).unwrap();
        batch.commit().unwrap();
        let whole = pairs(&[("a", "new a"), ("b", "old b"), ("deep/er/1/x", "1"), ("deep/er/1/y", "old b")]);
        assert_eq!(all(root.path()), whole);
        // A folder that is there is replaced as a whole.
        let mut batch = Batch::default();
        batch.folder(&at("deep/er/1"), [("z".to_owned(), Piece::Bytes(b"2".to_vec()))]).unwrap();
        batch.commit().unwrap();
        assert_eq!(all(&at("deep")), pairs(&[("er/1/z", "2")]));
    }

    #[test]
    fn what_is_not_committed_leaves_nothing() {
        let root = tempfile::tempdir().unwrap();
        let at = |name: &str| root.path().join(name);
        fs::write(at("a"), "old").unwrap();
        let mut batch = Batch::default();
        batch.change(&at("a"), b"old", b"new").unwrap();
        batch.folder(&at("deep/1"), [("x".to_owned(), Piece::Bytes(b"1".to_vec()))]).unwrap();
        assert!(batch.folder(&at("deep/2"), [("x".to_owned(), Piece::CopyOf(at("none")))]).is_err());
        drop(batch);
        assert_eq!(all(root.path()), pairs(&[("a", "old")]));
    }

    #[test]
    fn what_cannot_be_put_takes_all_back() {
        let root = tempfile::tempdir().unwrap();
        let at = |name: &str| root.path().join(name);
        fs::write(at("a"), "old a").unwrap();
        fs::write(at("b"), "old b").unwrap();
        let mut batch = Batch::default();
        batch.change(&at("a"), b"old a", b"new a").unwrap();
        batch.change(&at("b"), b"old b", b"new b").unwrap();
        batch.folder(&at("f/1"), [("x".to_owned(), Piece::Bytes(b"1".to_vec()))]).unwrap();
        // Somebody puts a folder where the second file was.
        fs::remove_file(at("b")).unwrap();
        fs::create_dir_all(at("b/c")).unwrap();
        assert!(batch.commit().is_err());
        assert_eq!(all(root.path()), pairs(&[("a", "old a"), ("b/c/", "")]));
    }
}
