//! Taking a package that was sent: it is checked whole before anything of it is written anywhere.

use super::bagit::read::{self, Checked};
use super::bagit::write::Sink as _;
use super::digest::Algorithm;
use super::error::ArchiveError;
use super::pack::Pack;
use super::package::Package;
use super::report::is_sound;
use crate::say;
use std::path::Path;

/// A package that was checked, and may be unpacked if it is sound.
#[derive(Debug)]
pub struct Received {
    /// What it holds and what is wrong with it.
    pub checked: Checked,
    package: Option<Package>,
}

impl Received {
    /// Checks a package: a folder or a zip file.
    pub fn open(path: &Path) -> Result<Self, ArchiveError> {
        let mut problems = Vec::new();
        Ok(match Package::open(path, &mut problems)? {
            Some(mut package) => Self { checked: read::check(&mut package), package: Some(package) },
            None => Self { checked: Checked { problems, ..Checked::default() }, package: None },
        })
    }

    /// Whether nothing about it is in doubt.
    pub fn is_sound(&self) -> bool {
        self.package.is_some() && is_sound(&self.checked.problems)
    }

    /// Puts the bag into a folder that is empty or not there. What is written must still be what was checked.
    pub fn unpack(self, to: &Path) -> Result<(), ArchiveError> {
        let Self { checked, package } = self;
        let mut pack = Pack::folder(to)?;
        let Some(mut package) = package.filter(|_| is_sound(&checked.problems)) else { return Ok(()) };
        let files: Vec<(String, u64)> = package.files().map(|(path, size)| (path.to_owned(), size)).collect();
        for (path, size) in files {
            let written = package.read(&path, |from| pack.file(&path, size, from, &[Algorithm::Sha512]));
            let digests = written.map_err(ArchiveError::write(&to.join(&path)))?.digests;
            if digests.first() != checked.digests.get(&path) {
                return Err(ArchiveError::Unfit {
                    path: path.into(),
                    why: say!("it was changed after it was checked", "核對之後被改動了"),
                });
            }
        }
        pack.finish()
    }
}
