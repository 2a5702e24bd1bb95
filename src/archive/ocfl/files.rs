//! What lies in a folder: files, empty folders, and what must not be there at all.

use std::fs;
use std::io;
use std::path::Path;

/// An entry of a folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A file.
    File,
    /// A folder.
    Folder,
    /// A link, a device, or a name that is not Unicode.
    Odd,
}

/// The entries of a folder by name, in order. Names that are not Unicode are told as far as they can be.
pub fn entries(folder: &Path) -> io::Result<Vec<(String, Kind)>> {
    let mut all = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let kind = entry.file_type()?;
        let name = entry.file_name();
        let kind = match name.to_str() {
            Some(_) if kind.is_file() => Kind::File,
            Some(_) if kind.is_dir() => Kind::Folder,
            _ => Kind::Odd,
        };
        all.push((name.to_string_lossy().into_owned(), kind));
    }
    all.sort_by(|(a, _), (b, _)| a.cmp(b));
    Ok(all)
}

/// What lies below a folder, paths joined by `/`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Below {
    /// Files.
    pub files: Vec<String>,
    /// Folders with nothing in them.
    pub empty: Vec<String>,
    /// Links, devices, names that are not Unicode.
    pub odd: Vec<String>,
}

impl Below {
    /// Looks through a folder; `prefix` stands before every path.
    pub fn read(folder: &Path, prefix: &str) -> io::Result<Self> {
        let mut below = Self::default();
        below.add(folder, prefix)?;
        Ok(below)
    }

    fn add(&mut self, folder: &Path, prefix: &str) -> io::Result<()> {
        let entries = entries(folder)?;
        if entries.is_empty() {
            self.empty.push(prefix.trim_end_matches('/').to_owned());
        }
        for (name, kind) in entries {
            let path = format!("{prefix}{name}");
            match kind {
                Kind::File => self.files.push(path),
                Kind::Odd => self.odd.push(path),
                Kind::Folder => self.add(&folder.join(&name), &format!("{path}/"))?,
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_and_empty_folders_are_told_apart() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir_all(folder.path().join("a/empty")).unwrap();
        fs::write(folder.path().join("a/附件.csv"), "1").unwrap();
        fs::write(folder.path().join("b"), "2").unwrap();
        #[cfg(unix)]
        std::os::unix::fs::symlink("b", folder.path().join("link")).unwrap();
        let below = Below::read(folder.path(), "v1/").unwrap();
        assert_eq!(below.files, ["v1/a/附件.csv", "v1/b"]);
        assert_eq!(below.empty, ["v1/a/empty"]);
        assert_eq!(below.odd, if cfg!(unix) { vec!["v1/link"] } else { Vec::new() });
    }
}
