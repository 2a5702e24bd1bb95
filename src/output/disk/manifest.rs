//! The list of the files in the output folder that are ours.
//!
//! It lies in the output itself, as a dot file that static servers do not serve, so that it goes wherever the folder goes.
//! A header and one path a line, sorted: the same files give the same bytes.

use super::super::{Doing, OutputError, OutputPath};
use std::fs::File;
use std::io::{ErrorKind, Read};
use std::path::Path;

/// Its name in the output folder.
pub(super) const NAME: &str = ".fangan-manifest";

/// The version follows, and the number of paths, by which a cut-off manifest is noticed.
const HEADER: &str = "fangan-manifest 1 ";

/// Some 600,000 paths; a longer file was not written by us.
const LONGEST: u64 = 64 * 1024 * 1024;

/// What an earlier build left.
#[derive(Debug, Default)]
pub(super) struct Manifest {
    /// The paths that it lists, sorted; lines that are no safe path are left out, whoever wrote them.
    pub paths: Vec<OutputPath>,
    /// Whether it exists but can't be relied on to be complete.
    pub damaged: bool,
    /// Whether it exists.
    pub exists: bool,
}

impl Manifest {
    /// Reads the manifest of an output folder; one that does not exist is empty.
    pub fn read(output: &Path) -> Result<Self, OutputError> {
        let path = output.join(NAME);
        let mut bytes = Vec::new();
        match path.symlink_metadata() {
            Ok(data) if data.is_file() => {}
            Ok(_) => return Err(OutputError::InTheWay { path }),
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Self::default()),
            Err(error) => return Err(OutputError::io(&path, Doing::Read)(error)),
        }
        let read = File::open(&path).and_then(|file| file.take(LONGEST + 1).read_to_end(&mut bytes));
        read.map_err(OutputError::io(&path, Doing::Read))?;
        if bytes.len() as u64 > LONGEST {
            return Ok(Self { damaged: true, exists: true, ..Self::default() });
        }
        Ok(Self::parse(&String::from_utf8_lossy(&bytes)))
    }

    fn parse(text: &str) -> Self {
        let mut lines = text.lines();
        let Some(count) = lines.next().and_then(|line| line.strip_prefix(HEADER)) else {
            return Self { damaged: true, exists: true, ..Self::default() };
        };
        let mut paths: Vec<OutputPath> = lines.filter_map(|line| OutputPath::new(line).ok()).collect();
        paths.sort_unstable();
        paths.dedup();
        let damaged = count.parse() != Ok(paths.len());
        Self { paths, damaged, exists: true }
    }

    /// Where in the list `path` stands.
    pub fn index(&self, path: &str) -> Option<usize> {
        self.paths.binary_search_by(|listed| listed.as_str().cmp(path)).ok()
    }

    /// Whether the file on disk already says exactly `paths`.
    pub fn says(&self, paths: &[&OutputPath]) -> bool {
        self.exists && !self.damaged && self.paths.iter().eq(paths.iter().copied())
    }
}

/// The text of a manifest with these sorted paths.
pub(super) fn text(paths: &[&OutputPath]) -> String {
    let mut text = format!("{HEADER}{}\n", paths.len());
    text.reserve(paths.iter().map(|path| path.as_str().len() + 1).sum());
    for path in paths {
        text.push_str(path.as_str());
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_again() {
        let paths: Vec<OutputPath> = ["a", "a/b", "學/期"].map(|p| OutputPath::new(p).unwrap()).to_vec();
        let refs: Vec<&OutputPath> = paths.iter().collect();
        let read = Manifest::parse(&text(&refs));
        assert!(read.says(&refs));
        assert_eq!((read.index("a/b"), read.index("b")), (Some(1), None));
        assert_eq!(text(&refs), "fangan-manifest 1 3\na\na/b\n學/期\n");
    }

    #[test]
    fn a_damaged_or_hostile_one_lists_only_safe_paths() {
        for (text, listed) in [
            ("", vec![]),
            ("\0\0\0\0", vec![]),
            ("fangan-manifest 2 1\na\n", vec![]),
            ("fangan-manifest 1 2\na\n", vec!["a"]),
            ("fangan-manifest 1 2\na\n../b\n", vec!["a"]),
            ("fangan-manifest 1 3\n/etc/passwd\nb\na/../../c\n", vec!["b"]),
            ("fangan-manifest 1 x\nb\nb\n.fangan-manifest\n", vec!["b"]),
        ] {
            let read = Manifest::parse(text);
            assert!(read.damaged && read.exists, "{text}");
            assert_eq!(read.paths.iter().map(OutputPath::as_str).collect::<Vec<_>>(), listed, "{text}");
        }
    }
}
