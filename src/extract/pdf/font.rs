//! Which characters the codes of a font are (ISO 32000-1, 9.6 to 9.10).

use super::file::File;
use super::object::{Dict, Lexer, Object};
use crate::extract::Unread;
use encoding_rs::{BIG5, EUC_KR, Encoding, GBK, SHIFT_JIS, UTF_16BE, WINDOWS_1252};
use std::collections::BTreeMap;

/// A range of a map stands for at most so many characters.
const LONGEST_RANGE: u32 = 0xFFFF;

/// What a code in a map costs of what a file may take up, in bytes.
const OF_A_CODE: usize = 64;

/// Characters by code, with the code's length in bytes.
type Map = BTreeMap<(usize, u32), String>;

/// A font, as far as it tells characters.
pub(super) struct Font {
    map: Map,
    /// What codes mean that the map lacks.
    rest: Rest,
}

enum Rest {
    /// A byte a character, as in Windows.
    Bytes,
    /// An encoding of the East, or UTF-16.
    Encoded(&'static Encoding),
    /// Glyphs of two bytes, whose characters nobody tells.
    Glyphs,
}

impl Font {
    pub fn read(file: &File<'_>, dict: &Dict) -> Result<Self, Unread> {
        let encoding = file.get(dict, b"Encoding");
        let composite = file.get(dict, b"Subtype").name() == Some(b"Type0");
        let rest = match encoding.name() {
            _ if !composite => Rest::Bytes,
            Some(name) => predefined(name).map_or(Rest::Glyphs, Rest::Encoded),
            None => Rest::Glyphs,
        };
        let mut map = BTreeMap::new();
        if let Some(encoding) = encoding.dict().filter(|_| !composite) {
            differences(file.get(encoding, b"Differences").elements(), &mut map);
        }
        if let Some(data) = file.data(file.get(dict, b"ToUnicode"))? {
            to_unicode(&data, &mut map, &mut |codes| file.spend(codes * OF_A_CODE))?;
        }
        Ok(Self { map, rest })
    }

    /// Adds the characters of a string; whether all of them are known.
    pub fn decode(&self, codes: &[u8], into: &mut String) -> bool {
        let mut known = true;
        let mut at = 0;
        while let Some(rest) = codes.get(at..).filter(|rest| !rest.is_empty()) {
            // The shortest code that means something, as the ranges of code spaces do not overlap.
            let mapped = (1..=rest.len().min(4)).find_map(|len| {
                let code = rest.get(..len)?.iter().fold(0, |code, byte| code << 8 | u32::from(*byte));
                Some((len, self.map.get(&(len, code))?))
            });
            if let Some((len, text)) = mapped {
                into.push_str(text);
                at += len;
                continue;
            }
            let len = match self.rest {
                Rest::Bytes => 1,
                Rest::Encoded(encoding) if encoding != UTF_16BE && rest.first().is_some_and(u8::is_ascii) => 1,
                Rest::Encoded(_) | Rest::Glyphs => 2.min(rest.len()),
            };
            let code = rest.get(..len).unwrap_or(&[]);
            match self.rest {
                Rest::Bytes => into.push_str(&WINDOWS_1252.decode_without_bom_handling(code).0),
                Rest::Encoded(encoding) => into.push_str(&encoding.decode_without_bom_handling(code).0),
                Rest::Glyphs => {
                    known = false;
                    into.push('\u{fffd}');
                }
            }
            at += len;
        }
        known
    }
}

/// What the names of predefined maps stand for (9.7.5.2).
fn predefined(name: &[u8]) -> Option<&'static Encoding> {
    let name = String::from_utf8_lossy(name);
    let is = |pieces: &[&str]| pieces.iter().any(|piece| name.contains(piece));
    match () {
        () if is(&["UCS2", "UTF16"]) => Some(UTF_16BE),
        () if is(&["GB"]) => Some(GBK),
        () if is(&["B5", "HKscs", "CNS"]) => Some(BIG5),
        () if is(&["RKSJ"]) => Some(SHIFT_JIS),
        () if is(&["KSC"]) => Some(EUC_KR),
        () => None,
    }
}

/// Codes of a byte that have another glyph than usual: `[48 /zero /one 65 /A]`.
fn differences(list: &[Object], map: &mut Map) {
    let mut code = 0;
    for object in list {
        match object {
            Object::Number(_) => code = object.index().and_then(|code| u32::try_from(code).ok()).unwrap_or(0),
            Object::Name(name) => {
                map.insert((1, code), glyph(name).unwrap_or('\u{fffd}').to_string());
                code = code.saturating_add(1);
            }
            _ => {}
        }
    }
}

/// The character of a glyph's name, as far as figures and the letters around them go.
fn glyph(name: &[u8]) -> Option<char> {
    const NAMED: [(&str, char); 22] = [
        ("zero", '0'),
        ("one", '1'),
        ("two", '2'),
        ("three", '3'),
        ("four", '4'),
        ("five", '5'),
        ("six", '6'),
        ("seven", '7'),
        ("eight", '8'),
        ("nine", '9'),
        ("space", ' '),
        ("hyphen", '-'),
        ("minus", '-'),
        ("endash", '–'),
        ("emdash", '—'),
        ("plus", '+'),
        ("period", '.'),
        ("comma", ','),
        ("colon", ':'),
        ("slash", '/'),
        ("parenleft", '('),
        ("parenright", ')'),
    ];
    let name = std::str::from_utf8(name).ok()?;
    let name = name.split('.').next().unwrap_or(name);
    let code = name.strip_prefix("uni").or_else(|| name.strip_prefix('u'));
    match (name.chars().next(), name.chars().nth(1)) {
        (Some(letter), None) => Some(letter),
        _ => NAMED
            .iter()
            .find(|(known, _)| *known == name)
            .map(|(_, c)| *c)
            .or_else(|| char::from_u32(u32::from_str_radix(code?, 16).ok()?)),
    }
}

/// A map from codes to characters (9.10.3).
fn to_unicode(data: &[u8], map: &mut Map, spend: &mut dyn FnMut(usize) -> Result<(), Unread>) -> Result<(), Unread> {
    let mut lexer = Lexer::new(data, 0);
    let mut before: Vec<Object> = Vec::new();
    while let Some(object) = lexer.next() {
        let Object::Word(word) = &object else {
            before.push(object);
            continue;
        };
        match word.as_slice() {
            b"endbfchar" => {
                spend(before.len() / 2)?;
                for pair in before.chunks_exact(2) {
                    if let [Object::Text(code), Object::Text(text)] = pair {
                        map.insert((code.len(), number(code)), utf16(text));
                    }
                }
            }
            b"endbfrange" => {
                for range in before.chunks_exact(3) {
                    map_range(range, map, spend)?;
                }
            }
            _ => {}
        }
        before.clear();
    }
    Ok(())
}

/// `<first> <last> <text>` counts on from the text's last unit; `<first> <last> [<text> …]` names each.
fn map_range(range: &[Object], map: &mut Map, spend: &mut dyn FnMut(usize) -> Result<(), Unread>) -> Result<(), Unread> {
    let [Object::Text(first), Object::Text(last), to] = range else { return Ok(()) };
    let (len, first, last) = (first.len(), number(first), number(last));
    let codes = first..=last.min(first.saturating_add(LONGEST_RANGE));
    spend(codes.clone().count())?;
    match to {
        Object::Text(text) => {
            let (lead, unit) = text.split_at(text.len().saturating_sub(2));
            for code in codes {
                let unit = number(unit).wrapping_add(code - first);
                let text = [lead, unit.to_be_bytes().get(2..).unwrap_or(&[])].concat();
                map.insert((len, code), utf16(&text));
            }
        }
        Object::Array(texts) => {
            for (code, text) in codes.zip(texts) {
                if let Object::Text(text) = text {
                    map.insert((len, code), utf16(text));
                }
            }
        }
        _ => {}
    }
    Ok(())
}

fn number(bytes: &[u8]) -> u32 {
    bytes.iter().fold(0, |number, byte| number << 8 | u32::from(*byte))
}

fn utf16(bytes: &[u8]) -> String {
    UTF_16BE.decode_without_bom_handling(bytes).0.into_owned()
}

/// A string outside of pages (7.9.2.2): UTF-16 or UTF-8 with their marks, else a byte a character.
pub(super) fn of_text_string(text: &[u8]) -> String {
    let encoding = Encoding::for_bom(text).map_or(WINDOWS_1252, |(encoding, _)| encoding);
    encoding.decode(text).0.into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_map_names_characters_one_by_one_and_in_ranges() {
        let mut map = BTreeMap::new();
        let text =
            b"1 beginbfchar <0001> <7FA4> endbfchar 2 beginbfrange <10> <19> <0030> <0020> <0021> [<0041> <D83DDE00>] endbfrange";
        to_unicode(text, &mut map, &mut |_| Ok(())).unwrap();
        let font = Font { map, rest: Rest::Glyphs };
        let mut out = String::new();
        assert!(font.decode(b"\x00\x01\x11\x13\x18\x00\x20\x00\x21", &mut out));
        assert_eq!(out, "群138A😀");
        assert!(!font.decode(b"\x00\x99", &mut out));
    }

    #[test]
    fn a_range_without_end_is_cut() {
        let mut map = BTreeMap::new();
        let mut left = 100_000;
        let mut spend = |codes: usize| {
            left = usize::checked_sub(left, codes).ok_or(Unread::TooLong)?;
            Ok(())
        };
        let range = b"<00000000> <FFFFFFFF> <0041> endbfrange ";
        assert_eq!(to_unicode(range, &mut map, &mut spend), Ok(()));
        assert_eq!(map.len(), LONGEST_RANGE as usize + 1);
        assert_eq!(to_unicode(range, &mut map, &mut spend), Err(Unread::TooLong));
    }

    #[test]
    fn glyphs_have_names() {
        for (name, c) in [
            ("one", Some('1')),
            ("A", Some('A')),
            ("uni7FA4", Some('群')),
            ("u1F600", Some('😀')),
            ("nine.alt", Some('9')),
            ("g12", None),
        ] {
            assert_eq!(glyph(name.as_bytes()), c, "{name}");
        }
    }

    #[test]
    fn texts_of_the_east_are_read() {
        let of = |encoding, bytes: &[u8]| {
            let mut out = String::new();
            assert!(Font { map: BTreeMap::new(), rest: Rest::Encoded(encoding) }.decode(bytes, &mut out));
            out
        };
        assert_eq!(of(predefined(b"GBK-EUC-H").unwrap(), &GBK.encode("群12号").0), "群12号");
        assert_eq!(of(predefined(b"ETen-B5-H").unwrap(), &BIG5.encode("群12號").0), "群12號");
        assert_eq!(of(predefined(b"UniGB-UCS2-H").unwrap(), b"\x7f\xa4\x00\x31"), "群1");
        assert!(predefined(b"Identity-H").is_none());
    }
}
