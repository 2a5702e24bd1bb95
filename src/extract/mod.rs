//! The words of files that are published as they are: office documents, PDF, tables and plain text.
//!
//! Not for showing them: what is wanted is everything that a reader could find in a file, in pieces that stand together
//! in it. Everything here is a pure function of a file's bytes; whatever they are, it ends soon, in bounded memory and
//! without a panic.

mod package;
mod pdf;
mod plain;
mod xml;

/// A file longer than this is not looked at.
pub const LARGEST_FILE: u64 = 64 * 1024 * 1024;

/// How much may come out of a compressed file: far more than any office document holds, and little for a computer.
const MOST_UNPACKED: usize = 96 * 1024 * 1024;

/// Why a file's words can't be looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Unread {
    /// It is of a form that is not read: old office files, archives, anything unknown.
    Form,
    /// It is locked with a password.
    Locked,
    /// It is not what it says it is, or broken.
    Damaged,
    /// It is too long, or becomes so when it is unpacked.
    TooLong,
    /// It shows its words as pictures, or in fonts that don't say which characters they are.
    Pictures,
}

/// Endings of files that hold no words, or none that a program could read: pictures, sound, films, fonts.
const WORDLESS: [&str; 24] = [
    "png", "jpg", "jpeg", "gif", "webp", "avif", "bmp", "tif", "tiff", "ico", "heic", "mp3", "wav", "ogg", "m4a", "flac", "mp4",
    "webm", "mov", "avi", "mkv", "woff", "woff2", "ttf",
];

/// Endings of files that are text as they are.
const PLAIN: [&str; 12] = ["csv", "tsv", "txt", "text", "json", "md", "htm", "html", "ics", "vcf", "log", "yaml"];

/// Endings of zip files full of XML: Office Open XML and OpenDocument.
const PACKAGES: [&str; 13] = ["docx", "docm", "dotx", "xlsx", "xlsm", "xltx", "pptx", "pptm", "ppsx", "odt", "ods", "odp", "odg"];

/// Whether a file of this name holds no words that could be looked at.
pub fn is_wordless(name: &str) -> bool {
    WORDLESS.contains(&ending(name).as_str())
}

/// Adds the words of a file with this name. What could be read before it could not be read further is there in any case.
pub fn words(name: &str, bytes: &[u8], into: &mut String) -> Result<(), Unread> {
    let ending = ending(name);
    let is = |known: &[&str]| known.contains(&ending.as_str());
    match bytes {
        [b'%', b'P', b'D', b'F', ..] => pdf::words(bytes, into),
        [b'P', b'K', 3, 4, ..] if is(&PACKAGES) => package::words(bytes, into),
        // A file of the old office, or a new one that is locked.
        [0xD0, 0xCF, 0x11, 0xE0, ..] => Err(if is(&PACKAGES) { Unread::Locked } else { Unread::Form }),
        _ if is(&PACKAGES) || ending == "pdf" => Err(Unread::Damaged),
        _ if ending == "svg" || ending == "xml" => xml::words(bytes, into),
        _ if is(&PLAIN) => {
            into.push_str(&plain::text(bytes));
            Ok(())
        }
        _ => Err(Unread::Form),
    }
}

/// What follows the last dot of a name, in small letters.
fn ending(name: &str) -> String {
    name.rsplit_once('.').map_or(String::new(), |(_, ending)| ending.to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(name: &str, bytes: &[u8]) -> Result<String, Unread> {
        let mut words = String::new();
        super::words(name, bytes, &mut words).map(|()| words)
    }

    #[test]
    fn a_file_is_known_by_its_first_bytes_and_its_name() {
        assert_eq!(of("a.txt", "甲".as_bytes()).as_deref(), Ok("甲"));
        assert_eq!(of("a.doc", b"\xD0\xCF\x11\xE0rest"), Err(Unread::Form));
        assert_eq!(of("a.docx", b"\xD0\xCF\x11\xE0rest"), Err(Unread::Locked));
        assert_eq!(of("a.docx", b"no package"), Err(Unread::Damaged));
        assert_eq!(of("a.PDF", b"no document"), Err(Unread::Damaged));
        assert_eq!(of("a.zip", b"PK\x03\x04"), Err(Unread::Form));
        assert_eq!(of("a.svg", b"<svg><path d='1'/><text>2</text></svg>").as_deref(), Ok("2\n"));
        assert!(is_wordless("a.PNG") && !is_wordless("png") && !is_wordless("a.docx"));
    }
}
