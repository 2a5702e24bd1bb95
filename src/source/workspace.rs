//! Reading a site from disk: the only place where input is read.

mod encoding;

use super::{Content, SitePath, Source, SourceSet, Span, picture};
use crate::diagnostic::{Code, Finding, Findings};
use crate::say;
use encoding::{Encoding, decode};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::fs::Metadata;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use walkdir::WalkDir;

/// The file that makes a folder a site.
pub const CONFIG: &str = "fangan.toml";

/// The folders that are read beside it.
pub const FOLDERS: [&str; 2] = ["content", "themes"];

/// Where copies of sealed editions are kept: no content of its own, and written by commands only.
pub const EDITIONS: &str = "content/editions";

/// A text file longer than this is refused: no programme document is, and a mistake (a disk image named `.md`) should not fill the memory.
const LONGEST_TEXT: u64 = 32 * 1024 * 1024;

/// A site's folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Workspace {
    root: PathBuf,
}

/// What was read of a site's folder, kept so that the next reading reads only what changed.
#[derive(Clone, Debug)]
pub struct Snapshot {
    /// What is in the program: there again when a file that took its place is gone.
    built_in: Arc<BTreeMap<SitePath, Seen>>,
    files: BTreeMap<SitePath, Seen>,
    /// Those of them that can't be read.
    troubled: BTreeSet<SitePath>,
    sources: Arc<SourceSet>,
}

/// A file as it was read.
#[derive(Clone, Debug)]
struct Seen {
    source: Arc<Source>,
    trouble: Option<Trouble>,
    /// `None` for what is in the program and for what can't be read.
    stamp: Option<Stamp>,
}

/// What tells that a file was written since: a file that is written over keeps its number, one that is replaced does not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Stamp {
    size: u64,
    #[cfg(unix)]
    number: u64,
    #[cfg(unix)]
    changed: (i64, i64),
    #[cfg(not(unix))]
    changed: Option<std::time::SystemTime>,
}

impl Stamp {
    fn of(data: &Metadata) -> Self {
        #[cfg(unix)]
        {
            use std::os::unix::fs::MetadataExt;
            Self { size: data.len(), number: data.ino(), changed: (data.ctime(), data.ctime_nsec()) }
        }
        #[cfg(not(unix))]
        Self { size: data.len(), changed: data.modified().ok() }
    }
}

impl Workspace {
    /// The site that `start` lies in: the nearest folder from it upwards that holds `fangan.toml`.
    pub fn find(start: &Path) -> Option<Self> {
        start.ancestors().find(|folder| folder.join(CONFIG).is_file()).map(|root| Self { root: root.to_owned() })
    }

    /// The folder itself.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Reads `fangan.toml`, `content/` and `themes/`. Files on disk take the place of `built_in` ones of the same path.
    pub fn scan(&self, built_in: Vec<Source>) -> (Arc<SourceSet>, Findings) {
        let snapshot = self.snapshot(built_in);
        let findings = snapshot.findings();
        (snapshot.sources, findings)
    }

    /// As [`Workspace::scan`], kept for the next reading.
    pub fn snapshot(&self, built_in: Vec<Source>) -> Snapshot {
        let built_in = built_in.into_iter().map(|source| {
            let path = source.path.clone();
            (path, Seen { source: Arc::new(source), trouble: None, stamp: None })
        });
        let files: BTreeMap<SitePath, Seen> = built_in.collect();
        let mut snapshot =
            Snapshot { built_in: Arc::new(files.clone()), files, troubled: BTreeSet::new(), sources: Arc::default() };
        let found = self.walk_all();
        snapshot.put(self.read_all(&snapshot, found), |_| false);
        snapshot
    }

    /// Looks at everything again; files that seem not to have been written since are not read.
    pub fn again(&self, snapshot: &mut Snapshot) {
        let found = self.walk_all();
        snapshot.put(self.read_all(snapshot, found), |_| true);
    }

    /// Reads the files and folders at `changed` again, and nothing else.
    pub fn after(&self, snapshot: &mut Snapshot, changed: &[PathBuf]) {
        let places: Vec<(SitePath, &PathBuf)> = changed.iter().filter_map(|disk| Some((self.site_path(disk)?, disk))).collect();
        let below = |path: &SitePath, place: &SitePath| path == place || path.is_below(place.as_str());
        let mut found = Vec::new();
        for (place, disk) in &places {
            let inside = place.as_str() == CONFIG || FOLDERS.iter().any(|top| below(place, &SitePath::new(*top)));
            if inside && !place.parts().any(is_left_alone) {
                self.walk(disk, &mut found);
            }
        }
        snapshot.put(self.read_all(snapshot, found), |path| places.iter().any(|(place, _)| below(path, place)))
    }

    fn walk_all(&self) -> Vec<Found> {
        let mut found = Vec::new();
        self.walk(&self.root.join(CONFIG), &mut found);
        FOLDERS.iter().for_each(|top| self.walk(&self.root.join(top), &mut found));
        found
    }

    /// The files at or below a place, and what is in the way of reading them.
    fn walk(&self, place: &Path, found: &mut Vec<Found>) {
        if place.symlink_metadata().is_err() && place.file_name().is_none_or(|name| name != CONFIG) {
            return;
        }
        // The configuration alone may be a link to a file that several sites share.
        let is_config = place.file_name().is_some_and(|name| name == CONFIG);
        let visible = |entry: &walkdir::DirEntry| entry.depth() == 0 || !is_left_alone(&entry.file_name().to_string_lossy());
        let walk = WalkDir::new(place).follow_links(false).follow_root_links(is_config);
        for entry in walk.into_iter().filter_entry(visible) {
            found.push(match entry {
                Ok(entry) => match (self.site_path(entry.path()), entry.file_type()) {
                    (Some(path), kind) if kind.is_dir() => {
                        // What is missing would otherwise be looked for everywhere but here.
                        if !is_text(&path) || path.as_str().starts_with("themes") {
                            continue;
                        }
                        Found { path, what: What::Trouble(Trouble::Folder) }
                    }
                    (Some(path), kind) if kind.is_file() => {
                        let stamp = entry.metadata().ok().map(|data| Stamp::of(&data));
                        Found { path, what: What::File(entry.into_path(), stamp) }
                    }
                    (Some(path), kind) if kind.is_symlink() => Found { path, what: What::Trouble(Trouble::Link) },
                    (Some(path), _) => Found { path, what: What::Trouble(Trouble::Device) },
                    (None, _) => Found { path: self.lossy_path(entry.path()), what: What::Trouble(Trouble::Name) },
                },
                Err(error) => {
                    let path = error.path().map_or_else(|| self.lossy_path(place), |p| self.lossy_path(p));
                    Found { path, what: What::Trouble(Trouble::Unreadable(error.to_string())) }
                }
            });
        }
    }

    /// Reads what was found, but for files that stand in `before` as they are.
    fn read_all(&self, before: &Snapshot, found: Vec<Found>) -> Vec<(SitePath, Seen)> {
        let known = |path: &SitePath, stamp: Option<Stamp>| {
            before.files.get(path).filter(|seen| stamp.is_some() && seen.stamp == stamp).cloned()
        };
        let one = |Found { path, what }| {
            let seen = match what {
                What::Trouble(trouble) => {
                    let trouble = Some(trouble);
                    let same = before.files.get(&path).filter(|seen| seen.trouble == trouble && seen.stamp.is_none());
                    same.cloned().unwrap_or_else(|| {
                        let source = Source { path: path.clone(), content: Content::Damaged, disk: None };
                        Seen { source: Arc::new(source), trouble, stamp: None }
                    })
                }
                What::File(disk, stamp) => known(&path, stamp).unwrap_or_else(|| {
                    let (source, trouble) = read(path.clone(), disk);
                    // Text that was only saved again is the same value as before, so that nothing follows from it.
                    let same = before.files.get(&path).map(|seen| &seen.source);
                    let same = same.filter(|old| matches!(old.content, Content::Text(_)) && ***old == source);
                    Seen { source: same.map_or_else(|| Arc::new(source), Arc::clone), trouble, stamp }
                }),
            };
            (path, seen)
        };
        if found.len() < 8 { found.into_iter().map(one).collect() } else { found.into_par_iter().map(one).collect() }
    }

    fn site_path(&self, disk: &Path) -> Option<SitePath> {
        let relative = disk.strip_prefix(&self.root).ok()?;
        let parts: Option<Vec<&str>> = relative.components().map(|part| part.as_os_str().to_str()).collect();
        Some(SitePath::new(parts?.join("/")))
    }

    fn lossy_path(&self, disk: &Path) -> SitePath {
        SitePath::new(disk.strip_prefix(&self.root).unwrap_or(disk).to_string_lossy().replace('\\', "/"))
    }
}

/// Something at a place in the site's folder.
struct Found {
    path: SitePath,
    what: What,
}

enum What {
    File(PathBuf, Option<Stamp>),
    Trouble(Trouble),
}

impl Snapshot {
    /// The files.
    pub fn sources(&self) -> &Arc<SourceSet> {
        &self.sources
    }

    /// What can't be read, and why.
    pub fn findings(&self) -> Findings {
        let mut findings = Findings::default();
        for path in &self.troubled {
            let trouble = self.files.get(path).and_then(|seen| seen.trouble.as_ref());
            if let (Some(trouble), Some(id)) = (trouble, self.sources.find(path)) {
                findings.push(trouble.clone().finding(path, Span::start_of(id)));
            }
        }
        findings
    }

    /// Puts what was read in place of everything on disk that `replaced` names.
    fn put(&mut self, read: Vec<(SitePath, Seen)>, replaced: impl Fn(&SitePath) -> bool) {
        let read: BTreeMap<SitePath, Seen> = read.into_iter().collect();
        let gone = self.files.iter().filter(|(path, seen)| seen.is_from_disk() && replaced(path) && !read.contains_key(*path));
        let gone: Vec<SitePath> = gone.map(|(path, _)| path.clone()).collect();
        let same_paths =
            read.keys().all(|path| self.files.contains_key(path)) && gone.iter().all(|path| self.built_in.contains_key(path));
        let mut changed: Vec<Arc<Source>> = read.values().map(|seen| Arc::clone(&seen.source)).collect();
        for path in gone {
            self.troubled.remove(&path);
            match self.built_in.get(&path) {
                Some(seen) => {
                    changed.push(Arc::clone(&seen.source));
                    self.files.insert(path, seen.clone());
                }
                None => _ = self.files.remove(&path),
            }
        }
        for (path, seen) in &read {
            match seen.trouble {
                Some(_) => _ = self.troubled.insert(path.clone()),
                None => _ = self.troubled.remove(path),
            }
        }
        self.files.extend(read);
        let set = if same_paths { self.sources.with(changed) } else { None };
        self.sources = Arc::new(set.unwrap_or_else(|| SourceSet::new(self.files.values().map(|seen| Arc::clone(&seen.source)))));
    }
}

impl Seen {
    fn is_from_disk(&self) -> bool {
        self.source.disk.is_some() || self.trouble.is_some()
    }
}

/// Files that editors and systems leave beside the real ones.
pub fn is_left_alone(name: &str) -> bool {
    name.starts_with('.')
        || name.starts_with("~$")
        || name.starts_with('#')
        || name.ends_with('~')
        || name.ends_with(".swp")
        || name.ends_with(".tmp")
        || ["Thumbs.db", "desktop.ini", "__MACOSX"].contains(&name)
}

/// Whether a file of this path is read as text.
fn is_text(path: &SitePath) -> bool {
    let name = path.file_name();
    path.as_str().starts_with("themes/") || name.ends_with(".md") || name.ends_with(".toml")
}

/// Reads one file.
fn read(path: SitePath, disk: PathBuf) -> (Source, Option<Trouble>) {
    let failed = |error: std::io::Error| Trouble::Unreadable(error.to_string());
    let size = match disk.metadata() {
        Ok(data) => data.len(),
        Err(error) => return (Source { path, content: Content::Damaged, disk: None }, Some(failed(error))),
    };
    if !is_text(&path) {
        // Opening tells now, rather than half way through writing, that a file may not be read.
        let opened = std::fs::File::open(&disk);
        let measured = opened.and_then(|file| picture::is_picture(path.file_name()).then(|| picture::measure(file)).transpose());
        let (picture, trouble) = measured.map_or_else(|error| (None, Some(failed(error))), |picture| (picture, None));
        return (Source { path, content: Content::Blob { size, picture }, disk: Some(disk) }, trouble);
    }
    let (content, trouble) = match std::fs::read(&disk) {
        _ if size > LONGEST_TEXT => (Content::Damaged, Some(Trouble::TooLong)),
        Err(error) => (Content::Damaged, Some(failed(error))),
        Ok(bytes) => match decode(bytes) {
            Ok(text) => (Content::Text(text), None),
            // A theme's pictures and fonts are carried along as they are.
            Err(_) if path.as_str().starts_with("themes/") && path.parts().nth(2) == Some("assets") => {
                (Content::Blob { size, picture: None }, None)
            }
            Err(encoding) => (Content::Damaged, Some(Trouble::Encoding(encoding))),
        },
    };
    (Source { path, content, disk: Some(disk) }, trouble)
}

/// The files of a folder that was written just now, in order of name.
pub fn read_folder(disk: &Path) -> std::io::Result<Vec<Source>> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(disk)? {
        let entry = entry?;
        files.push(read(SitePath::new(entry.file_name().to_string_lossy()), entry.path()).0);
    }
    files.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(files)
}

/// A file that is carried along; `None` where it is longer than `most` bytes.
pub fn read_blob(source: &Source, most: u64) -> std::io::Result<Option<Vec<u8>>> {
    use std::io::Read;
    let Some(disk) = &source.disk else { return Ok(Some(source.text().as_bytes().to_vec())) };
    let mut bytes = Vec::new();
    // One byte more than is allowed tells that there are more.
    std::fs::File::open(disk)?.take(most + 1).read_to_end(&mut bytes)?;
    Ok(Some(bytes).filter(|bytes| bytes.len() as u64 <= most))
}

/// SHA-256 of a file that is carried along, in hexadecimal digits; empty where it can't be read any more.
pub fn digest_blob(source: &Source) -> String {
    use sha2::{Digest, Sha256};
    use std::io::BufRead;
    let mut hasher = Sha256::new();
    let mut read = |path: &PathBuf| -> std::io::Result<()> {
        let mut file = std::io::BufReader::with_capacity(1 << 16, std::fs::File::open(path)?);
        loop {
            let piece = file.fill_buf()?;
            if piece.is_empty() {
                return Ok(());
            }
            hasher.update(piece);
            let len = piece.len();
            file.consume(len);
        }
    };
    match source.disk.as_ref().map(&mut read) {
        Some(Ok(())) => hasher.finalize().iter().map(|byte| format!("{byte:02x}")).collect(),
        _ => String::new(),
    }
}

/// What kept a file from being read.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Trouble {
    Unreadable(String),
    TooLong,
    Folder,
    Device,
    Link,
    Name,
    Encoding(Encoding),
}

impl Trouble {
    fn finding(self, path: &SitePath, span: Span) -> Finding {
        let name = path.file_name().to_owned();
        match self {
            Self::Unreadable(why) => {
                Finding::new(Code::UnreadableFile, span, say!("`{name}` can't be read: {why}", "無法讀取「{name}」：{why}"))
            }
            Self::TooLong => Finding::new(
                Code::UnreadableFile,
                span,
                say!("`{name}` is longer than 32 MiB, too long for a text", "「{name}」超過 32 MiB，不像是文字檔"),
            ),
            Self::Name => Finding::new(
                Code::UnreadableFile,
                span,
                say!("the file name `{name}` is not valid Unicode", "檔名「{name}」不是有效的 Unicode"),
            ),
            Self::Folder => Finding::new(
                Code::UnreadableFile,
                span,
                say!("`{name}` is a folder, though its name is that of a file", "「{name}」是資料夾，名稱卻像檔案"),
            )
            .hint(say!("rename it, or put its file in its place", "請改名，或換成檔案")),
            Self::Device => Finding::new(
                Code::UnreadableFile,
                span,
                say!("`{name}` is neither a file nor a folder", "「{name}」既不是檔案，也不是資料夾"),
            ),
            Self::Link => Finding::new(
                Code::SymbolicLink,
                span,
                say!("`{name}` is a link to another place and was left out", "「{name}」是指向別處的連結，已略過"),
            )
            .hint(say!("put the file itself here", "請把檔案本身放在這裡")),
            Self::Encoding(encoding) => {
                let (label, from) = match encoding {
                    Encoding::Utf16(name) => (name, Some(name)),
                    Encoding::Gb18030 => ("GB18030 (GBK, GB2312)", Some("GB18030")),
                    Encoding::Big5 => ("Big5", Some("BIG5")),
                    Encoding::Unknown { .. } => ("", None),
                };
                match from {
                    Some(from) => Finding::new(
                        Code::NotUtf8,
                        span,
                        say!("`{name}` is written in {label}, not in UTF-8", "「{name}」的編碼是 {label}，不是 UTF-8"),
                    )
                    .hint(say!(
                        "convert it: iconv -f {from} -t UTF-8 \"{name}\" > new.md && mv new.md \"{name}\" (or save it as UTF-8 in your editor)",
                        "轉換編碼：iconv -f {from} -t UTF-8 \"{name}\" > new.md && mv new.md \"{name}\"（或在編輯器中另存為 UTF-8）"
                    )),
                    None => {
                        let at = if let Encoding::Unknown { at } = encoding { at } else { 0 };
                        Finding::new(
                            Code::NotUtf8,
                            span,
                            say!("`{name}` is not UTF-8 text (first wrong byte: number {at})", "「{name}」不是 UTF-8 文字（第 {at} 個位元組起有誤）"),
                        )
                        .hint(say!("save it as UTF-8 in your editor", "請在編輯器中另存為 UTF-8"))
                    }
                }
            }
        }
    }
}
