//! Which folder the output is, and which it must never be.

use super::super::{Doing, OutputError};
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// The true path of an output folder that need not exist yet. A link to a folder stands for that folder.
pub(super) fn resolve(path: &Path) -> Result<PathBuf, OutputError> {
    let not_a_folder = || OutputError::NotAFolder { path: path.to_owned() };
    match fs::canonicalize(path) {
        Ok(real) if real.is_dir() => Ok(real),
        Ok(_) => Err(not_a_folder()),
        Err(error) if error.kind() == ErrorKind::NotFound => {
            // A link that leads nowhere: creating the folder would fail, and so would replacing the link be wrong.
            if path.symlink_metadata().is_ok() {
                return Err(not_a_folder());
            }
            let name = path.file_name().ok_or_else(not_a_folder)?;
            let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
            Ok(resolve(parent)?.join(name))
        }
        Err(error) if error.kind() == ErrorKind::NotADirectory => Err(not_a_folder()),
        Err(error) => Err(OutputError::io(path, Doing::Read)(error)),
    }
}

/// Refuses an output that is, holds or lies in one of `keep_out`. One that holds another of them (a site's root holds
/// its `content`) may have the output inside.
pub(super) fn protect(given: &Path, output: &Path, keep_out: &[PathBuf]) -> Result<(), OutputError> {
    let real = |path: &PathBuf| fs::canonicalize(path).ok().or_else(|| resolve(path).ok());
    let kept: Vec<PathBuf> = keep_out.iter().filter_map(real).collect();
    let holds_another = |one: &PathBuf| kept.iter().any(|other| other != one && other.starts_with(one));
    let clashes = kept.iter().any(|one| one.starts_with(output) || (output.starts_with(one) && !holds_another(one)));
    // Without a parent it is the root of a whole disk.
    if clashes || output.parent().is_none() {
        return Err(OutputError::Protected { path: given.to_owned() });
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judge(output: &Path, keep_out: &[PathBuf]) -> Result<(), OutputError> {
        protect(output, &resolve(output)?, keep_out)
    }

    #[test]
    fn the_output_never_mixes_with_the_site() {
        let site = tempfile::tempdir().unwrap();
        let root = site.path();
        fs::create_dir_all(root.join("content/a")).unwrap();
        fs::write(root.join("fangan.toml"), "").unwrap();
        for keep_out in [
            vec![root.to_owned(), root.join("content"), root.join("themes")],
            vec![root.join("fangan.toml"), root.join("content"), root.join("themes")],
        ] {
            assert!(judge(&root.join("public"), &keep_out).is_ok());
            assert!(judge(&root.join("deep/er/public"), &keep_out).is_ok());
            for bad in ["", "content", "content/a", "content/b/c", "content/..", ".."] {
                assert!(matches!(judge(&root.join(bad), &keep_out), Err(OutputError::Protected { .. })), "{bad}");
            }
        }
        assert!(matches!(judge(Path::new("/"), &[]), Err(OutputError::Protected { .. })));
    }

    #[test]
    fn files_and_links_to_nowhere_are_no_folders() {
        let site = tempfile::tempdir().unwrap();
        let file = site.path().join("file");
        fs::write(&file, "").unwrap();
        for bad in [file.clone(), file.join("public"), site.path().join("missing/.."), PathBuf::new()] {
            assert!(matches!(resolve(&bad), Err(OutputError::NotAFolder { .. })), "{bad:?}");
        }
        #[cfg(unix)]
        {
            let link = site.path().join("link");
            std::os::unix::fs::symlink(site.path().join("nowhere"), &link).unwrap();
            assert!(matches!(resolve(&link), Err(OutputError::NotAFolder { .. })));
        }
    }
}
