//! Putting files into a site whole or not at all: new ones never over one that is there, changed ones only over what was read.

use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::Path;

/// Writes a new file and the folders above it. A file of that name, even a dangling link, is an error of the kind
/// [`io::ErrorKind::AlreadyExists`] and stays as it is.
pub(super) fn create(path: &Path, text: &str) -> io::Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder)?;
    if path.symlink_metadata().is_ok() {
        return Err(io::ErrorKind::AlreadyExists.into());
    }
    let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    // Hidden, so that a scan leaves it alone should the run end here.
    let draft = folder.join(format!(".{name}.{}.tmp", std::process::id()));
    let written = write(&draft, text).and_then(|()| match fs::hard_link(&draft, path) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Err(error),
        // Some file systems know no second name for a file.
        Err(_) => fs::rename(&draft, path),
        Ok(()) => Ok(()),
    });
    _ = fs::remove_file(&draft);
    written
}

/// Changes a text file; `old` is what was read from it, byte order mark and all. Where it says something else by now it stays
/// as it is and the answer is `false`. Permissions stay too.
pub(super) fn replace(path: &Path, old: &str, new: &str) -> io::Result<bool> {
    if fs::read(path)? != old.as_bytes() {
        return Ok(false);
    }
    let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    let draft = path.with_file_name(format!(".{name}.{}.tmp", std::process::id()));
    let permissions = fs::metadata(path)?.permissions();
    let written =
        write(&draft, new).and_then(|()| fs::set_permissions(&draft, permissions)).and_then(|()| fs::rename(&draft, path));
    if written.is_err() {
        _ = fs::remove_file(&draft);
    }
    written.map(|()| true)
}

fn write(path: &Path, text: &str) -> io::Result<()> {
    let mut file = OpenOptions::new().write(true).create_new(true).open(path)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()
}

/// A path as the user can use it from where they are.
pub(super) fn from_here(path: &Path) -> String {
    let here = std::env::current_dir().unwrap_or_default();
    path.strip_prefix(&here).unwrap_or(path).display().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_exists_is_written_over() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("content/江寧/plan.zh.md");
        create(&path, "first").unwrap();
        assert_eq!(create(&path, "second").unwrap_err().kind(), io::ErrorKind::AlreadyExists);
        assert_eq!(fs::read_to_string(&path).unwrap(), "first");
        assert_eq!(fs::read_dir(path.parent().unwrap()).unwrap().count(), 1, "no draft is left behind");
    }

    #[test]
    fn a_changed_file_takes_the_place_of_what_was_read() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("plan.zh.md");
        fs::write(&path, "first").unwrap();
        assert!(replace(&path, "first", "second").unwrap());
        assert!(!replace(&path, "first", "third").unwrap());
        assert_eq!(fs::read_to_string(&path).unwrap(), "second");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "no draft is left behind");
        assert_eq!(replace(&folder.path().join("none"), "", "x").unwrap_err().kind(), io::ErrorKind::NotFound);
    }

    #[cfg(unix)]
    #[test]
    fn a_changed_file_keeps_its_permissions() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("plan.zh.md");
        fs::write(&path, "first").unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
        replace(&path, "first", "second").unwrap();
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o640);
    }
}
