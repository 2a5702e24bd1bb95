//! Office Open XML and OpenDocument: zip files full of XML.

use super::{MOST_UNPACKED, Unread, xml};
use std::io::{Cursor, Read};
use zip::ZipArchive;
use zip::result::ZipError;

/// A package of more parts than this is none that an office program wrote.
const MOST_PARTS: usize = 20_000;

/// As [`super::words`]: every part that is XML, whatever it is for, so that comments, headers, notes and properties are
/// looked at too.
pub(super) fn words(bytes: &[u8], into: &mut String) -> Result<(), Unread> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(why)?;
    if archive.len() > MOST_PARTS {
        return Err(Unread::TooLong);
    }
    let mut left = MOST_UNPACKED as u64;
    for n in 0..archive.len() {
        let part = archive.by_index(n).map_err(why)?;
        if !part.name().is_ok_and(|name| name.ends_with(".xml") || name.ends_with(".rels")) {
            continue;
        }
        // One byte more than is left tells that there is more. What a part says of its own length is not relied on.
        let mut text = Vec::new();
        part.take(left + 1).read_to_end(&mut text).map_err(|_| Unread::Damaged)?;
        left = left.checked_sub(text.len() as u64).ok_or(Unread::TooLong)?;
        xml::words(&text, into)?;
        into.push('\n');
    }
    Ok(())
}

fn why(error: ZipError) -> Unread {
    match error {
        ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) => Unread::Locked,
        ZipError::UnsupportedArchive(_) => Unread::Form,
        _ => Unread::Damaged,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;
    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    fn package<'a>(parts: impl IntoIterator<Item = (&'a str, Vec<u8>)>) -> Vec<u8> {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, bytes) in parts {
            writer.start_file(name, SimpleFileOptions::default()).unwrap();
            writer.write_all(&bytes).unwrap();
        }
        writer.finish().unwrap().into_inner()
    }

    fn of(bytes: &[u8]) -> Result<String, Unread> {
        let mut words = String::new();
        super::words(bytes, &mut words).map(|()| words)
    }

    #[test]
    fn every_part_of_xml_is_read() {
        let document = b"<w:p><w:r><w:t>138</w:t></w:r><w:r><w:t>0000</w:t></w:r></w:p>".to_vec();
        let parts = [
            ("word/document.xml", document),
            ("word/media/a.png", b"<v>7</v>".to_vec()),
            ("word/comments.xml", b"<p>9</p>".to_vec()),
        ];
        let words = of(&package(parts)).unwrap();
        assert_eq!(words.split_whitespace().collect::<Vec<_>>(), ["1380000", "9"]);
    }

    #[test]
    fn a_bomb_is_not_set_off() {
        let parts = (0..3).map(|n| (["a.xml", "b.xml", "c.xml"][n], vec![b' '; MOST_UNPACKED / 2]));
        assert_eq!(of(&package(parts)), Err(Unread::TooLong));
    }

    #[test]
    fn a_torn_file_is_damaged() {
        let whole = package([("a.xml", b"<p>1</p>".to_vec())]);
        for len in 0..whole.len() {
            assert!(of(&whole[..len]).is_err(), "{len}");
        }
    }
}
