//! What can keep output from being written. These are troubles of the environment, not findings about content.

use super::{BadPath, OutputPath};
use crate::diagnostic::Wording;
use crate::say;
use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

/// Why a build could not be written.
#[derive(Debug)]
pub enum OutputError {
    /// Another build holds the lock of the output folder.
    Locked {
        /// The output folder.
        output: PathBuf,
    },
    /// Something that fangan did not write stands where a file of the site must go.
    InTheWay {
        /// What stands there.
        path: PathBuf,
    },
    /// The output is not a folder and can't become one.
    NotAFolder {
        /// What was given.
        path: PathBuf,
    },
    /// The output folder would mix with what the site is made of.
    Protected {
        /// What was given.
        path: PathBuf,
    },
    /// A file would get a path that some computer can't have.
    Path(BadPath),
    /// The system refused something.
    Io {
        /// The file or folder.
        path: PathBuf,
        /// What was attempted.
        what: Doing,
        /// What the system said.
        source: io::Error,
    },
}

/// What was attempted when the system refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Doing {
    /// Reading.
    Read,
    /// Writing, creating or moving into place.
    Write,
    /// Deleting.
    Remove,
    /// Locking.
    Lock,
}

impl OutputError {
    /// For the error of a [`Sink::put`](super::Sink::put).
    pub fn put(path: &OutputPath, source: io::Error) -> Self {
        Self::Io { path: PathBuf::from(path.as_str()), what: Doing::Write, source }
    }

    /// Makes an error of what the system said about `path`.
    pub fn io(path: &Path, what: Doing) -> impl FnOnce(io::Error) -> Self {
        move |source| Self::Io { path: path.to_owned(), what, source }
    }

    /// What went wrong, in both languages.
    pub fn wording(&self) -> Wording {
        match self {
            Self::Locked { output } => {
                let path = output.display();
                say!(
                    "another build is writing to `{path}`; wait until it has finished",
                    "另一個建置正在寫入「{path}」，請等它完成後再試"
                )
            }
            Self::InTheWay { path } => {
                let path = path.display();
                say!(
                    "`{path}` is in the way: it was not written by fangan, so it is not replaced; move it elsewhere and build again",
                    "「{path}」占住了輸出的位置：它不是 fangan 寫的，不會被覆蓋；請移到別處再重新建置"
                )
            }
            Self::NotAFolder { path } => {
                let path = path.display();
                say!("`{path}` can't be the output: it is not a folder", "「{path}」不能作輸出資料夾：它不是資料夾")
            }
            Self::Protected { path } => {
                let path = path.display();
                say!(
                    "`{path}` can't be the output: the site's own files lie in it or around it; choose a folder of its own",
                    "「{path}」不能作輸出資料夾：會與網站的來源檔案混在一起；請另選一個專用的資料夾"
                )
            }
            Self::Path(bad) => bad.wording(),
            Self::Io { path, what, source } => {
                let path = path.display();
                let Wording { en, zh } = Wording::of_system(source);
                match what {
                    Doing::Read => say!("can't read `{path}`: {en}", "無法讀取「{path}」：{zh}"),
                    Doing::Write => say!("can't write `{path}`: {en}", "無法寫入「{path}」：{zh}"),
                    Doing::Remove => say!("can't delete `{path}`: {en}", "無法刪除「{path}」：{zh}"),
                    Doing::Lock => say!("can't lock `{path}`: {en}", "無法鎖定「{path}」：{zh}"),
                }
            }
        }
    }
}

impl fmt::Display for OutputError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.wording().en)
    }
}

impl std::error::Error for OutputError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Io { source, .. } => Some(source),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::ErrorKind;

    #[test]
    fn causes_that_people_can_mend_are_told_apart() {
        let told = |kind: ErrorKind| OutputError::io(Path::new("public/a"), Doing::Write)(kind.into()).wording();
        assert_eq!(told(ErrorKind::StorageFull).en, "can't write `public/a`: the disk is full");
        assert_eq!(told(ErrorKind::StorageFull).zh, "無法寫入「public/a」：磁碟已滿");
        assert_eq!(told(ErrorKind::PermissionDenied).zh, "無法寫入「public/a」：沒有權限");
        assert_eq!(told(ErrorKind::ReadOnlyFilesystem).en, "can't write `public/a`: the disk is read-only");
        assert_eq!(
            OutputError::Locked { output: "public".into() }.to_string(),
            "another build is writing to `public`; wait until it has finished"
        );
    }
}
