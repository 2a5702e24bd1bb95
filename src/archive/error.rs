//! What can keep the archive from being read or written: troubles of the environment, not of what is in it.

use crate::diagnostic::Wording;
use crate::output::{Doing, OutputError};
use crate::say;
use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

/// Why nothing could be done, or not all of it.
#[derive(Debug)]
pub enum ArchiveError {
    /// Another process writes to the archive.
    Locked {
        /// The archive's folder.
        root: PathBuf,
    },
    /// There is no archive.
    Missing {
        /// Where one was expected.
        root: PathBuf,
    },
    /// What lies there is something else, or damaged in a way that forbids adding to it.
    Unfit {
        /// The file or folder.
        path: PathBuf,
        /// What is wrong with it.
        why: Wording,
    },
    /// Something stands where a file or folder is to be written.
    Exists {
        /// What stands there.
        path: PathBuf,
    },
    /// The system refused something.
    Disk(OutputError),
}

impl ArchiveError {
    /// An error in reading.
    pub fn read(path: &Path) -> impl FnOnce(io::Error) -> Self {
        move |error| Self::Disk(OutputError::io(path, Doing::Read)(error))
    }

    /// An error in writing.
    pub fn write(path: &Path) -> impl FnOnce(io::Error) -> Self {
        move |error| Self::Disk(OutputError::io(path, Doing::Write)(error))
    }

    /// An error in deleting.
    pub fn remove(path: &Path) -> impl FnOnce(io::Error) -> Self {
        move |error| Self::Disk(OutputError::io(path, Doing::Remove)(error))
    }

    /// An error in locking.
    pub fn lock(path: &Path) -> impl FnOnce(io::Error) -> Self {
        move |error| Self::Disk(OutputError::io(path, Doing::Lock)(error))
    }

    /// What went wrong, in both languages.
    pub fn wording(&self) -> Wording {
        match self {
            Self::Locked { root } => {
                let path = root.display();
                say!(
                    "another process is working with the archive `{path}`; wait until it has finished",
                    "另一個程序正在使用檔案庫「{path}」，請等它完成後再試"
                )
            }
            Self::Missing { root } => {
                let path = root.display();
                say!("there is no archive in `{path}`", "「{path}」裡沒有檔案庫")
            }
            Self::Unfit { path, why } => {
                let path = path.display();
                let (en, zh) = (&why.en, &why.zh);
                say!("`{path}` can't serve: {en}", "「{path}」不能用：{zh}")
            }
            Self::Exists { path } => {
                let path = path.display();
                say!("`{path}` is there already and is not written over", "「{path}」已經存在，不會覆蓋")
            }
            Self::Disk(error) => error.wording(),
        }
    }
}

impl fmt::Display for ArchiveError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.wording().en)
    }
}

impl std::error::Error for ArchiveError {}
