//! Something that was sent: a folder, or a zip file. Its list of files is judged before anything of it is read, and whatever
//! could harm somebody who unpacks it is refused.

use super::error::ArchiveError;
use super::name::folded;
use super::ocfl::files::Below;
use super::report::Problem;
use crate::say;
use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::{self, BufReader, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use zip::ZipArchive;
use zip::result::ZipError;

/// No package of programme documents has so many files.
const MOST_FILES: u64 = 200_000;

/// Nor so many bytes.
const MOST_BYTES: u64 = 64 * 1024 * 1024 * 1024;

/// Nor does anything that people write shrink to less than a hundredth; below this size nobody is harmed if it does.
const MOST_RATIO: u64 = 100;
const SMALL: u64 = 64 * 1024 * 1024;

/// The longest path and the longest part of one that every common disk can hold.
const LONGEST_PATH: usize = 1024;
const LONGEST_PART: usize = 255;

/// A package whose list of files can be trusted to be harmless.
#[derive(Debug)]
pub struct Package {
    /// Sizes by path, seen from the folder that the package is.
    files: BTreeMap<String, u64>,
    from: From,
}

#[derive(Debug)]
enum From {
    Folder(PathBuf),
    /// With the position of each file.
    Zip(Box<ZipArchive<BufReader<File>>>, BTreeMap<String, usize>),
}

impl Package {
    /// Opens a folder or a zip file. `None` where it is refused; problems say why.
    pub fn open(path: &Path, problems: &mut Vec<Problem>) -> Result<Option<Self>, ArchiveError> {
        let is_folder = path.metadata().map_err(ArchiveError::read(path))?.is_dir();
        let before = problems.len();
        let package = if is_folder { Self::folder(path, problems)? } else { Self::zip(path, problems)? };
        Ok(package.filter(|_| problems.len() == before))
    }

    fn folder(path: &Path, problems: &mut Vec<Problem>) -> Result<Option<Self>, ArchiveError> {
        let below = Below::read(path, "").map_err(ArchiveError::read(path))?;
        problems.extend(below.odd.into_iter().map(link));
        let mut files = BTreeMap::new();
        for file in below.files {
            let disk = file.split('/').fold(path.to_owned(), |all, part| all.join(part));
            let size = disk.metadata().map_err(ArchiveError::read(&disk))?.len();
            files.insert(file, size);
        }
        if files.len() as u64 > MOST_FILES {
            problems.push(too_many());
        }
        judge(files.keys().map(String::as_str), problems);
        Ok(Some(Self { files, from: From::Folder(path.to_owned()) }))
    }

    fn zip(path: &Path, problems: &mut Vec<Problem>) -> Result<Option<Self>, ArchiveError> {
        let mut file = File::open(path).map_err(ArchiveError::read(path))?;
        let length = file.metadata().map_err(ArchiveError::read(path))?.len();
        // Asked before the list itself is read: that is kept in memory.
        if announced(&mut file, length).map_err(ArchiveError::read(path))?.is_some_and(|announced| announced > MOST_FILES) {
            problems.push(too_many());
            return Ok(None);
        }
        let mut zip = match ZipArchive::new(BufReader::new(file)) {
            Ok(zip) => zip,
            Err(error) => {
                problems.push(not_zip(&error));
                return Ok(None);
            }
        };
        let Some((files, places)) = list(&mut zip, length, problems) else { return Ok(None) };
        let root = root_of(&files);
        let strip = |path: &str| path.strip_prefix(root.as_str()).map(str::to_owned);
        if let Some(stray) = files.keys().find(|path| strip(path).is_none()) {
            problems.push(
                Problem::doubt("stray-file", say!("it lies outside of the package's folder", "在包的資料夾之外")).in_file(stray),
            );
        }
        let files = files.iter().filter_map(|(path, size)| Some((strip(path)?, *size))).collect();
        let places = places.iter().filter_map(|(path, at)| Some((strip(path)?, *at))).collect();
        Ok(Some(Self { files, from: From::Zip(Box::new(zip), places) }))
    }

    /// Its files with their sizes, in order of path.
    pub fn files(&self) -> impl Iterator<Item = (&str, u64)> {
        self.files.iter().map(|(path, size)| (path.as_str(), *size))
    }

    /// Whether it has a file.
    pub fn has(&self, path: &str) -> bool {
        self.files.contains_key(path)
    }

    /// Reads a file. It is never longer than the list says.
    pub fn read<T>(&mut self, path: &str, read: impl FnOnce(&mut dyn Read) -> io::Result<T>) -> io::Result<T> {
        let size = self.files.get(path).copied().ok_or(io::ErrorKind::NotFound)?;
        match &mut self.from {
            From::Folder(folder) => {
                let disk = path.split('/').fold(folder.clone(), |all, part| all.join(part));
                // What was a file when the list was made may be a link by now.
                if !disk.symlink_metadata()?.is_file() {
                    return Err(io::ErrorKind::InvalidData.into());
                }
                read(&mut Exactly { from: File::open(disk)?, left: size })
            }
            From::Zip(zip, places) => {
                let at = places.get(path).copied().ok_or(io::ErrorKind::NotFound)?;
                let file = zip.by_index(at).map_err(io::Error::other)?;
                read(&mut Exactly { from: file, left: size })
            }
        }
    }
}

/// A reader that fails where there is more than was announced.
struct Exactly<R> {
    from: R,
    left: u64,
}

impl<R: Read> Read for Exactly<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let length = self.from.read(into)?;
        match self.left.checked_sub(length as u64) {
            Some(left) => self.left = left,
            None => return Err(io::Error::new(io::ErrorKind::InvalidData, "the file is longer than announced")),
        }
        if length == 0 && self.left > 0 && !into.is_empty() {
            return Err(io::Error::new(io::ErrorKind::UnexpectedEof, "the file is shorter than announced"));
        }
        Ok(length)
    }
}

type Listed = (BTreeMap<String, u64>, BTreeMap<String, usize>);

/// The files of a zip file with sizes and positions; `None` where the list itself is refused.
fn list(zip: &mut ZipArchive<BufReader<File>>, length: u64, problems: &mut Vec<Problem>) -> Option<Listed> {
    if zip.len() as u64 > MOST_FILES {
        problems.push(too_many());
        return None;
    }
    let (mut files, mut places) = (BTreeMap::new(), BTreeMap::new());
    let mut folders = Vec::new();
    let mut total = 0_u64;
    for at in 0..zip.len() {
        let entry = match zip.by_index_raw(at) {
            Ok(entry) => entry,
            Err(error) => {
                problems.push(not_zip(&error));
                return None;
            }
        };
        let Ok(name) = std::str::from_utf8(entry.name_raw()).map(str::to_owned) else {
            let name = String::from_utf8_lossy(entry.name_raw()).into_owned();
            problems.push(Problem::doubt("name", say!("the name is not Unicode", "檔名不是 Unicode")).in_file(name));
            continue;
        };
        // The bits that say what kind of file it is.
        let kind = entry.unix_mode().map_or(0, |mode| mode & 0o170_000);
        let is_folder = name.ends_with('/');
        if entry.is_symlink() || !(kind == 0 || kind == 0o100_000 || (kind == 0o040_000 && is_folder)) {
            problems.push(link(name));
            continue;
        }
        if entry.encrypted() {
            problems.push(Problem::doubt("encrypted", say!("the file is encrypted", "檔案加了密")).in_file(name));
            continue;
        }
        if is_folder {
            folders.push(name.trim_end_matches('/').to_owned());
            continue;
        }
        total = total.saturating_add(entry.size());
        if files.insert(name.clone(), entry.size()).is_some() {
            problems.push(Problem::doubt("twin", say!("the file is there twice", "檔案重複")).in_file(name.clone()));
        }
        places.insert(name, at);
    }
    if zip.has_duplicate_names() && problems.iter().all(|problem| problem.rule != "twin") {
        problems.push(Problem::doubt("twin", say!("a file is there twice", "有檔案重複")));
    }
    if total > MOST_BYTES || (total > SMALL && total / MOST_RATIO > length) {
        problems.push(Problem::doubt("too-big", say!("unpacked it would have {total} bytes", "解開後會有 {total} 位元組")));
    }
    match zip.has_overlapping_entries() {
        Ok(false) => {}
        Ok(true) => {
            problems.push(Problem::doubt("too-big", say!("files share the same bytes of the package", "有檔案共用同一段資料")))
        }
        Err(error) => problems.push(not_zip(&error)),
    }
    judge(files.keys().map(String::as_str).chain(folders.iter().map(String::as_str)), problems);
    Some((files, places))
}

/// The folder in which a bag lies in a zip file, with its slash: the one that has `bagit.txt`, or none.
fn root_of(files: &BTreeMap<String, u64>) -> String {
    if files.contains_key("bagit.txt") {
        return String::new();
    }
    let tops: BTreeSet<&str> =
        files.keys().filter_map(|path| path.strip_suffix("/bagit.txt")).filter(|top| !top.contains('/')).collect();
    match tops.into_iter().collect::<Vec<_>>().as_slice() {
        [top] => format!("{top}/"),
        _ => String::new(),
    }
}

/// How many files a zip file says that it has, from the record at its end; `None` where there is no such record.
fn announced(file: &mut File, length: u64) -> io::Result<Option<u64>> {
    /// The record with the longest remark.
    const END: u64 = 22 + 65_535;
    let from = length.saturating_sub(END);
    let mut tail = Vec::new();
    file.seek(SeekFrom::Start(from))?;
    file.take(END).read_to_end(&mut tail)?;
    file.seek(SeekFrom::Start(0))?;
    let number = |bytes: &[u8], at: usize, length: usize| -> Option<u64> {
        Some(bytes.get(at..at + length)?.iter().rev().fold(0, |all, byte| all << 8 | u64::from(*byte)))
    };
    let Some(at) = tail.windows(4).rposition(|window| window == b"PK\x05\x06") else { return Ok(None) };
    // The reader may take another record for the right one: any that announces too much is too much.
    let small = tail
        .windows(4)
        .enumerate()
        .filter(|(_, window)| *window == b"PK\x05\x06")
        .filter_map(|(at, _)| number(&tail, at + 10, 2));
    let Some(locator) = at.checked_sub(20).filter(|at| tail.get(*at..at + 4) == Some(b"PK\x06\x07")) else {
        return Ok(small.max());
    };
    let Some(place) = number(&tail, locator + 8, 8) else { return Ok(None) };
    file.seek(SeekFrom::Start(place.min(length)))?;
    let mut record = Vec::new();
    file.take(56).read_to_end(&mut record)?;
    file.seek(SeekFrom::Start(0))?;
    Ok(number(&record, 32, 8))
}

/// Paths that lead outside, that some disk can't hold, or that some disk takes for one.
fn judge<'a>(paths: impl Iterator<Item = &'a str> + Clone, problems: &mut Vec<Problem>) {
    for path in paths.clone().filter(|path| !is_safe(path)) {
        let name = path.escape_debug().to_string();
        problems.push(
            Problem::doubt("path", say!("the path leads outside, or can't be kept on a disk", "路徑指向包外，或無法存放"))
                .in_file(name),
        );
    }
    // Each folder too must be written in one way.
    let mut written: BTreeMap<String, &str> = BTreeMap::new();
    let mut is_file: BTreeMap<&str, bool> = BTreeMap::new();
    for path in paths {
        let ends = path.match_indices('/').map(|(at, _)| at).chain([path.len()]);
        for end in ends {
            let Some(part) = path.get(..end) else { continue };
            let other = *written.entry(folded(part)).or_insert(part);
            if other != part {
                problems.push(
                    Problem::doubt(
                        "twin",
                        say!("it differs from `{other}` only in capitals or accents", "與「{other}」只有大小寫或組字之別"),
                    )
                    .in_file(part),
                );
            }
            let file = end == path.len();
            if *is_file.entry(part).or_insert(file) != file {
                problems.push(Problem::doubt("twin", say!("it is a file and a folder", "既是檔案又是資料夾")).in_file(part));
            }
        }
    }
    // A folder is often listed besides the files in it.
    let mut seen = BTreeSet::new();
    problems.retain(|problem| problem.rule != "twin" || seen.insert((problem.file.clone(), problem.says.clone())));
}

/// Whether a path stays inside of where it is unpacked, on every platform.
pub fn is_safe(path: &str) -> bool {
    let part = |part: &str| {
        !matches!(part, "" | "." | "..") && part.len() <= LONGEST_PART && !part.chars().any(|c| c.is_control() || c == '\\')
    };
    let drive = path.as_bytes().get(1) == Some(&b':') && path.starts_with(|c: char| c.is_ascii_alphabetic());
    let windows = !cfg!(windows) || crate::output::OutputPath::new(path).is_ok();
    path.len() <= LONGEST_PATH && !path.starts_with('~') && !drive && windows && path.split('/').all(part)
}

fn link(path: String) -> Problem {
    Problem::doubt("link", say!("links and devices are not taken", "不接受連結或裝置")).in_file(path)
}

fn too_many() -> Problem {
    Problem::doubt("too-big", say!("there are more than {MOST_FILES} files", "檔案超過 {MOST_FILES} 個"))
}

fn not_zip(error: &ZipError) -> Problem {
    let why = error.to_string();
    Problem::doubt("zip", say!("it can't be read as a zip file: {why}", "不能當作 zip 檔讀取：{why}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;
    use zip::write::SimpleFileOptions;

    #[test]
    fn paths_stay_inside() {
        for good in ["bagit.txt", "data/附件 1.csv", "data/~x", "data/%41", "data/a..b", ".hidden"] {
            assert!(is_safe(good), "{good}");
        }
        for bad in [
            "/etc/passwd",
            "../x",
            "a/../../x",
            "a//b",
            "",
            "a/",
            "./a",
            "C:/x",
            "c:x",
            "a\\b",
            "~/x",
            "~root/x",
            "a\nb",
            &"x".repeat(256),
        ] {
            assert!(!is_safe(bad), "{bad:?}");
        }
    }

    fn rules(paths: &[&str]) -> Vec<&'static str> {
        let mut problems = Vec::new();
        judge(paths.iter().copied(), &mut problems);
        problems.into_iter().map(|problem| problem.rule).collect()
    }

    #[test]
    fn twins_are_told() {
        assert_eq!(rules(&["data/a", "data/b", "data/c/d", "data/c/e", "data/c"]), ["twin"]);
        assert_eq!(rules(&["data/a", "data/A"]), ["twin"]);
        assert_eq!(rules(&["data/x/a", "data/X/b"]), ["twin"]);
        assert_eq!(rules(&["data/n\u{303}", "data/\u{f1}"]), ["twin"]);
        assert_eq!(rules(&["data/方案", "data/小結"]), Vec::<&str>::new());
    }

    fn zip(write: impl FnOnce(&mut zip::ZipWriter<File>)) -> (tempfile::TempDir, PathBuf) {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("a.zip");
        let mut zip = zip::ZipWriter::new(File::create(&path).unwrap());
        write(&mut zip);
        zip.finish().unwrap();
        (dir, path)
    }

    fn refused(path: &Path) -> Vec<&'static str> {
        let mut problems = Vec::new();
        let package = Package::open(path, &mut problems).unwrap();
        assert_eq!(package.is_none(), !problems.is_empty());
        problems.into_iter().map(|problem| problem.rule).collect()
    }

    #[test]
    fn a_zip_file_is_read_whether_or_not_it_has_a_folder_around() {
        for folder in ["", "2024年/"] {
            let (_dir, path) = zip(|zip| {
                for name in ["bagit.txt", "data/附件.csv"] {
                    zip.start_file(format!("{folder}{name}"), SimpleFileOptions::default()).unwrap();
                    zip.write_all(name.as_bytes()).unwrap();
                }
            });
            let mut package = Package::open(&path, &mut Vec::new()).unwrap().unwrap();
            assert_eq!(package.files().map(|(path, _)| path).collect::<Vec<_>>(), ["bagit.txt", "data/附件.csv"]);
            let mut text = String::new();
            package.read("data/附件.csv", |from| from.read_to_string(&mut text)).unwrap();
            assert_eq!(text, "data/附件.csv");
            assert!(package.read("none", |_| Ok(())).is_err());
        }
    }

    #[test]
    fn hostile_zip_files_are_refused() {
        let plain = SimpleFileOptions::default();
        let one = |name: &'static str| {
            move |zip: &mut zip::ZipWriter<File>| zip.start_file(name, SimpleFileOptions::default()).unwrap()
        };
        for name in ["../x", "/x", "data/../../x", "C:/x", "a\\..\\x"] {
            let (_dir, path) = zip(one(name));
            assert_eq!(refused(&path), ["path"], "{name}");
        }
        let (_dir, path) = zip(|zip| zip.add_symlink("data/link", "/etc/passwd", plain).unwrap());
        assert_eq!(refused(&path), ["link"]);
        let (_dir, path) = zip(|zip| {
            zip.start_file("data/a", plain).unwrap();
            zip.start_file("data/A", plain).unwrap();
        });
        assert_eq!(refused(&path), ["twin"]);
        let (_dir, path) = zip(|zip| {
            zip.start_file("data/zeros", plain).unwrap();
            let zeros = vec![0; 1 << 20];
            (0..80).for_each(|_| zip.write_all(&zeros).unwrap());
        });
        assert_eq!(refused(&path), ["too-big"]);
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("no.zip");
        std::fs::write(&path, "PK").unwrap();
        assert_eq!(refused(&path), ["zip"]);
    }

    #[test]
    fn a_zip_file_says_how_many_files_it_has() {
        let (_dir, path) = zip(|zip| (0..300).for_each(|n| zip.start_file(n.to_string(), SimpleFileOptions::default()).unwrap()));
        let mut file = File::open(&path).unwrap();
        let length = file.metadata().unwrap().len();
        assert_eq!(announced(&mut file, length).unwrap(), Some(300));
    }

    #[test]
    #[cfg(unix)]
    fn links_in_a_folder_are_refused() {
        let dir = tempfile::tempdir().unwrap();
        std::os::unix::fs::symlink("/etc/passwd", dir.path().join("link")).unwrap();
        assert_eq!(refused(dir.path()), ["link"]);
    }
}
