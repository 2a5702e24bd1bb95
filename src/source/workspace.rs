//! Reading a site from disk: the only place where input is read.

use super::{Content, SitePath, Source, SourceSet, Span, picture};
use crate::diagnostic::{Code, Finding, Findings};
use crate::say;
use rayon::prelude::*;
use std::path::{Path, PathBuf};
use walkdir::WalkDir;

/// The file that makes a folder a site.
pub const CONFIG: &str = "fangan.toml";

/// A text file longer than this is refused: no programme document is, and a mistake (a disk image named `.md`) should not fill the memory.
const LONGEST_TEXT: u64 = 32 * 1024 * 1024;

/// A site's folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Workspace {
    root: PathBuf,
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
    pub fn scan(&self, built_in: Vec<Source>) -> (SourceSet, Findings) {
        let mut files = vec![(SitePath::new(CONFIG), self.root.join(CONFIG))];
        // Until the set exists there are no ids to hang findings on, so troubles wait with their paths.
        let mut troubles: Vec<(SitePath, Trouble)> = Vec::new();
        for top in ["content", "themes"] {
            let folder = self.root.join(top);
            if !folder.exists() {
                continue;
            }
            let visible = |entry: &walkdir::DirEntry| entry.depth() == 0 || !is_left_alone(&entry.file_name().to_string_lossy());
            for entry in WalkDir::new(&folder).follow_links(false).follow_root_links(false).into_iter().filter_entry(visible) {
                match entry {
                    Ok(entry) => match (self.site_path(entry.path()), entry.file_type()) {
                        (Some(path), kind) if kind.is_dir() => {
                            // What is missing would otherwise be looked for everywhere but here.
                            if is_text(&path) && !path.as_str().starts_with("themes/") {
                                troubles.push((path, Trouble::Folder));
                            }
                        }
                        (Some(path), kind) if kind.is_file() => files.push((path, entry.into_path())),
                        (Some(path), kind) if kind.is_symlink() => troubles.push((path, Trouble::Link)),
                        (Some(path), _) => troubles.push((path, Trouble::Device)),
                        (None, _) => troubles.push((self.lossy_path(entry.path()), Trouble::Name)),
                    },
                    Err(error) => {
                        let path = error.path().map_or_else(|| SitePath::new(top), |p| self.lossy_path(p));
                        troubles.push((path, Trouble::Unreadable(error.to_string())));
                    }
                }
            }
        }
        let read: Vec<(Source, Option<Trouble>)> = files.into_par_iter().map(|(path, disk)| read(path, disk)).collect();
        let mut sources = built_in;
        sources.reserve(read.len() + troubles.len());
        for (source, trouble) in read {
            troubles.extend(trouble.map(|t| (source.path.clone(), t)));
            sources.push(source);
        }
        for (path, trouble) in &troubles {
            if !matches!(trouble, Trouble::Encoding(_)) {
                sources.push(Source { path: path.clone(), content: Content::Damaged, disk: None });
            }
        }
        let set = SourceSet::new(sources);
        let mut findings = Findings::default();
        for (path, trouble) in troubles {
            if let Some(id) = set.find(&path) {
                findings.push(trouble.finding(&path, Span::start_of(id)));
            }
        }
        (set, findings)
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
enum Trouble {
    Unreadable(String),
    TooLong,
    Folder,
    Device,
    Link,
    Name,
    Encoding(Encoding),
}

/// What a file that is not UTF-8 seems to be written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Encoding {
    Utf16(&'static str),
    Gb18030,
    Big5,
    Unknown { at: usize },
}

fn decode(bytes: Vec<u8>) -> Result<String, Encoding> {
    if bytes.starts_with(&[0xFF, 0xFE]) {
        return Err(Encoding::Utf16("UTF-16LE"));
    }
    if bytes.starts_with(&[0xFE, 0xFF]) {
        return Err(Encoding::Utf16("UTF-16BE"));
    }
    match String::from_utf8(bytes) {
        Ok(text) if text.contains('\0') && text.len() > 3 => {
            // ASCII text in UTF-16 without a mark is valid UTF-8 with a NUL beside every letter.
            let first_is_nul = text.starts_with('\0');
            if text.bytes().filter(|b| *b == 0).count() * 3 > text.len() {
                Err(Encoding::Utf16(if first_is_nul { "UTF-16BE" } else { "UTF-16LE" }))
            } else {
                Err(Encoding::Unknown { at: text.find('\0').unwrap_or(0) })
            }
        }
        Ok(text) => Ok(text.strip_prefix('\u{FEFF}').map(str::to_owned).unwrap_or(text)),
        Err(error) => {
            let at = error.utf8_error().valid_up_to();
            let bytes = error.into_bytes();
            let nul = bytes.iter().filter(|b| **b == 0).count();
            if nul * 8 > bytes.len() {
                let even = bytes.iter().step_by(2).filter(|b| **b == 0).count();
                return Err(Encoding::Utf16(if even * 2 > nul { "UTF-16BE" } else { "UTF-16LE" }));
            }
            let fits = |encoding: &'static encoding_rs::Encoding| {
                encoding.decode_without_bom_handling_and_without_replacement(&bytes).map(|text| common_han(&text))
            };
            let (gb, big5) = (fits(encoding_rs::GB18030), fits(encoding_rs::BIG5));
            Err(match (gb, big5) {
                (Some(gb), Some(big5)) if big5 > gb => Encoding::Big5,
                (Some(gb), _) if gb > 0.0 => Encoding::Gb18030,
                (None, Some(big5)) if big5 > 0.0 => Encoding::Big5,
                _ => Encoding::Unknown { at },
            })
        }
    }
}

/// The share of a text's Han characters that are among the most common: wrong decodings yield rare ones.
fn common_han(text: &str) -> f64 {
    const COMMON: &str = "的一是不了在有人我他這这中大來来上個个國国和地到說说們们為为子時时道出要於于就下得可你年生會会學学校教師师活動动方案期區区共同體体研究小組组結结作工業业課课題题主要各項项年月日第文標标單单位市縣县";
    let han: Vec<char> = text.chars().filter(|c| ('\u{3400}'..='\u{9fff}').contains(c)).collect();
    if han.is_empty() {
        return 0.0;
    }
    let common = han.iter().filter(|c| COMMON.contains(**c)).count();
    #[allow(clippy::cast_precision_loss, reason = "a share of characters")]
    let share = (common as f64 + 0.01) / han.len() as f64;
    share
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn other_encodings_are_told_by_name() {
        let text = "---\ntitle: 秣陵中心幼兒園活動方案\n---\n各成員單位的活動在學期初報教研室。\n";
        let simplified = "---\ntitle: 秣陵中心幼儿园活动方案\n---\n各成员单位的活动在学期初报教研室。\n";
        let utf16 = |bytes: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(bytes).collect::<Vec<u8>>();
        assert_eq!(decode(encoding_rs::GB18030.encode(simplified).0.into_owned()), Err(Encoding::Gb18030));
        assert_eq!(decode(encoding_rs::BIG5.encode(text).0.into_owned()), Err(Encoding::Big5));
        assert_eq!(decode(utf16(u16::to_le_bytes)), Err(Encoding::Utf16("UTF-16LE")));
        assert_eq!(decode(utf16(u16::to_be_bytes)), Err(Encoding::Utf16("UTF-16BE")));
        assert_eq!(decode(b"ab\xff\xff".to_vec()), Err(Encoding::Unknown { at: 2 }));
        assert_eq!(decode(format!("\u{feff}{text}").into_bytes()).as_deref(), Ok(text));
    }
}
