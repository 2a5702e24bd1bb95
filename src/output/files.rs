//! What an output file is: a safe path and its contents.

use crate::diagnostic::Wording;
use crate::say;
use std::borrow::Borrow;
use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

/// File systems allow 255 bytes in a part; the rest is left for what servers and archives add (`.gz`, `.tmp`, a version).
const LONGEST_PART: usize = 200;

/// An object's key in S3-compatible stores has at most 1,024 bytes; the rest is left for a prefix.
const LONGEST_PATH: usize = 1000;

/// First parts that begin so belong to the program's own files in the output folder.
pub(super) const RESERVED: &str = ".fangan";

/// A path inside the output: parts joined by `/`, valid on every platform and never leading outside.
///
/// The only way to one is [`OutputPath::new`], so whoever holds one may join it to a folder without another check.
/// Order is that of the bytes, the same on every machine.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OutputPath(Box<str>);

impl OutputPath {
    /// Accepts text of the form `a/b/c.html`; everything that some platform would understand otherwise is refused.
    pub fn new(text: impl Into<String>) -> Result<Self, BadPath> {
        let text = text.into();
        match fault(&text) {
            None => Ok(Self(text.into_boxed_str())),
            Some(why) => Err(BadPath { path: text, why }),
        }
    }

    /// As text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The parts between the slashes.
    pub fn parts(&self) -> impl DoubleEndedIterator<Item = &str> {
        self.0.split('/')
    }

    /// The last part.
    pub fn file_name(&self) -> &str {
        self.0.rsplit('/').next().unwrap_or(&self.0)
    }

    /// Everything before the last part; empty at the root.
    pub fn folder(&self) -> &str {
        parent(&self.0)
    }

    /// The same place below `root`, with the separators of the platform.
    pub fn under(&self, root: &Path) -> PathBuf {
        below(root, &self.0)
    }
}

/// The folder that `path` lies in; empty at the root.
pub(super) fn parent(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// `path` below `root`. Canonical Windows paths do not understand `/`, so there the parts are added one by one.
pub(super) fn below(root: &Path, path: &str) -> PathBuf {
    let mut all = PathBuf::with_capacity(root.as_os_str().len() + path.len() + 1);
    all.push(root);
    if cfg!(windows) {
        all.extend(path.split('/').filter(|part| !part.is_empty()));
    } else if !path.is_empty() {
        all.push(path);
    }
    all
}

impl fmt::Display for OutputPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Borrow<str> for OutputPath {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl AsRef<str> for OutputPath {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl TryFrom<&str> for OutputPath {
    type Error = BadPath;
    fn try_from(text: &str) -> Result<Self, BadPath> {
        Self::new(text)
    }
}

/// A text that is no [`OutputPath`], and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadPath {
    /// The text.
    pub path: String,
    why: Fault,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fault {
    Empty,
    EmptyPart,
    Dots,
    Character(char),
    Ending,
    Device,
    TooLong,
    Reserved,
}

fn fault(path: &str) -> Option<Fault> {
    if path.is_empty() {
        return Some(Fault::Empty);
    }
    if path.len() > LONGEST_PATH {
        return Some(Fault::TooLong);
    }
    if path.get(..RESERVED.len()).is_some_and(|start| start.eq_ignore_ascii_case(RESERVED)) {
        return Some(Fault::Reserved);
    }
    path.split('/').find_map(part_fault)
}

fn part_fault(part: &str) -> Option<Fault> {
    // A colon makes drives and hidden streams on Windows, line breaks would break the manifest; the rest Windows refuses.
    let wrong = |c: char| c.is_control() || matches!(c, '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|');
    match part {
        "" => Some(Fault::EmptyPart),
        "." | ".." => Some(Fault::Dots),
        _ if part.len() > LONGEST_PART => Some(Fault::TooLong),
        _ if part.ends_with(['.', ' ']) => Some(Fault::Ending),
        _ if is_device(part) => Some(Fault::Device),
        _ => part.chars().find(|c| wrong(*c)).map(Fault::Character),
    }
}

/// Whether Windows takes a file of this name, with any extension, for a device.
fn is_device(part: &str) -> bool {
    let stem = part.split('.').next().unwrap_or(part).trim_end_matches(' ');
    let is = |name: &str| stem.eq_ignore_ascii_case(name);
    let mut end = stem.chars();
    let numbered = matches!(end.next_back(), Some('0'..='9' | '¹' | '²' | '³'))
        && ["com", "lpt"].iter().any(|name| end.as_str().eq_ignore_ascii_case(name));
    numbered || ["con", "prn", "aux", "nul", "conin$", "conout$"].into_iter().any(is)
}

impl BadPath {
    /// What is wrong, in both languages.
    pub fn wording(&self) -> Wording {
        let why = match self.why {
            Fault::Empty => say!("it is empty", "路徑是空的"),
            Fault::EmptyPart => say!("a part between two slashes is empty", "兩個斜線之間沒有名稱"),
            Fault::Dots => say!("`.` and `..` are not allowed", "不可以有「.」或「..」"),
            Fault::Character(c) => {
                let c = c.escape_debug().to_string();
                say!("`{c}` is not allowed in file names", "檔名不可以有「{c}」")
            }
            Fault::Ending => say!("a part ends in a dot or a space", "名稱不可以用句點或空格結尾"),
            Fault::Device => say!("Windows keeps one of the names for a device", "其中的名稱在 Windows 是裝置名"),
            Fault::TooLong => say!(
                "it is too long (a part has at most {LONGEST_PART} bytes, a path {LONGEST_PATH})",
                "路徑太長（每一段至多 {LONGEST_PART} 位元組，全部至多 {LONGEST_PATH}）"
            ),
            Fault::Reserved => {
                say!("names that begin with `{RESERVED}` are the program's own", "「{RESERVED}」開頭的名稱由程式自用")
            }
        };
        let path = self.path.escape_debug().to_string();
        let (en, zh) = (why.en, why.zh);
        say!("`{path}` can't be an output path: {en}", "「{path}」不能作輸出路徑：{zh}")
    }
}

impl fmt::Display for BadPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.wording().en)
    }
}

impl std::error::Error for BadPath {}

/// The contents of an output file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Bytes {
    /// Made by this run.
    Made(Vec<u8>),
    /// Carried along from a file of the site; never held in memory as a whole.
    Copy {
        /// The file.
        from: PathBuf,
        /// Its size when it was scanned; a file that has another size by now is refused.
        size: u64,
    },
}

impl Bytes {
    /// How many there are.
    pub fn size(&self) -> u64 {
        match self {
            Self::Made(bytes) => bytes.len() as u64,
            Self::Copy { size, .. } => *size,
        }
    }
}

/// Takes finished files, from any number of threads at once.
pub trait Sink: Sync {
    /// Takes one file. Every path is put once; a second time is an error, for which of the two won would be chance.
    fn put(&self, path: &OutputPath, bytes: Bytes) -> io::Result<()>;
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::path::Component;

    #[test]
    fn paths_that_pages_have_are_accepted() {
        for good in [
            "index.html",
            "en/communities/moling/2024-1/plan/index.html",
            "附件/活動方案（定稿）.docx",
            ".nojekyll",
            ".well-known/security.txt",
            "a b/c...d",
            "console/comma/com/lpt10/nulls.html",
        ] {
            assert!(OutputPath::new(good).is_ok(), "{good}");
        }
    }

    #[test]
    fn paths_that_lead_elsewhere_or_exist_nowhere_are_refused() {
        let long = "x".repeat(LONGEST_PART + 1);
        let deep = vec!["x".repeat(LONGEST_PART); 5].join("/");
        for bad in [
            "",
            "/",
            "/a",
            "a/",
            "a//b",
            ".",
            "..",
            "../a",
            "a/../b",
            "a/./b",
            "a\\b",
            "..\\a",
            "a\0b",
            "a\nb",
            "C:",
            "C:/a",
            "a:b",
            "a?",
            "con",
            "CON.html",
            "a/nul/b",
            "Aux .txt",
            "com1",
            "LPT9.log",
            "com¹",
            "a.",
            "a /b",
            "CONOUT$",
            ".fangan-manifest",
            ".FANGAN/a",
            &long,
            &deep,
        ] {
            assert!(OutputPath::new(bad).is_err(), "{bad:?}");
        }
        let error = OutputPath::new("a/../b").unwrap_err();
        assert_eq!(error.to_string(), "`a/../b` can't be an output path: `.` and `..` are not allowed");
        assert!(error.wording().zh.contains("a/../b"));
    }

    proptest! {
        #[test]
        fn an_accepted_path_lies_below_the_root(text in "[a-c./\\\\: \0é學~]{0,12}") {
            if let Ok(path) = OutputPath::new(text.clone()) {
                let all = path.under(Path::new("root"));
                prop_assert!(all.starts_with("root") && all != Path::new("root"));
                prop_assert!(all.components().all(|part| matches!(part, Component::Normal(_))));
                prop_assert_eq!(path.parts().collect::<Vec<_>>().join("/"), text);
            }
        }
    }
}
