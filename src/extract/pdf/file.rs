//! The objects of a PDF file. Its cross-reference tables are not relied on: the objects are looked for, which finds them
//! in damaged files too, and the last of those with one number counts, as in a file that was saved again.

use super::object::{Dict, Lexer, Object, ROOM};
use crate::extract::{MOST_UNPACKED, Unread};
use flate2::read::{DeflateDecoder, ZlibDecoder};
use std::cell::Cell;
use std::collections::BTreeMap;
use std::io::Read;
use std::ops::Range;

/// A file of more objects than this is none that a program wrote.
const MOST_OBJECTS: usize = 500_000;

/// References that lead to references are followed so far.
const FARTHEST: usize = 16;

/// A file.
pub(super) struct File<'b> {
    bytes: &'b [u8],
    objects: BTreeMap<u32, Object>,
    /// How many elements the objects may still have.
    room: usize,
    /// How many bytes may still be read of streams.
    left: Cell<usize>,
}

impl<'b> File<'b> {
    pub fn read(bytes: &'b [u8]) -> Result<Self, Unread> {
        if find(bytes, b"/Encrypt", 0).is_some() {
            return Err(Unread::Locked);
        }
        let mut file = Self { bytes, objects: BTreeMap::new(), room: ROOM, left: Cell::new(MOST_UNPACKED) };
        let mut at = 0;
        while let Some(found) = find(bytes, b"obj", at) {
            at = found + 3;
            let Some(number) = number_before(bytes, found) else { continue };
            let mut lexer = Lexer::new(bytes, at);
            lexer.room = file.room;
            let Some(object) = lexer.next() else { break };
            (at, file.room) = (lexer.at.max(at), lexer.room);
            let object = match object {
                Object::Dict(dict) => match stream_at(bytes, at, &dict) {
                    Some(range) => {
                        at = range.end;
                        Object::Stream(dict, range)
                    }
                    None => Object::Dict(dict),
                },
                other => other,
            };
            if file.is(&object, b"Type", b"ObjStm") {
                file.unpack(&object)?;
            }
            file.objects.insert(number, object);
            if file.objects.len() > MOST_OBJECTS || file.room == 0 {
                return Err(Unread::TooLong);
            }
        }
        Ok(file)
    }

    /// Objects that stand in a stream (7.5.7).
    fn unpack(&mut self, stream: &Object) -> Result<(), Unread> {
        let Some(dict) = stream.dict() else { return Ok(()) };
        let number = |key: &[u8]| dict.get(key).and_then(Object::index).unwrap_or(0);
        let (count, first) = (number(b"N"), number(b"First"));
        let Some(data) = self.data(stream)? else { return Err(Unread::Damaged) };
        let mut head = Lexer::new(&data, 0);
        for _ in 0..count.min(MOST_OBJECTS) {
            let (Some(number), Some(offset)) = (head.next(), head.next()) else { break };
            let (Some(number), Some(offset)) = (number.index(), offset.index()) else { break };
            let mut lexer = Lexer::new(&data, first.saturating_add(offset));
            lexer.room = self.room;
            if let (Ok(number), Some(object)) = (u32::try_from(number), lexer.next()) {
                self.objects.insert(number, object);
            }
            self.room = lexer.room;
        }
        Ok(())
    }

    /// Every object.
    pub fn objects(&self) -> impl Iterator<Item = &Object> {
        self.objects.values()
    }

    /// The object itself, wherever it stands.
    pub fn follow<'o>(&'o self, object: &'o Object) -> &'o Object {
        let mut object = object;
        for _ in 0..FARTHEST {
            match object {
                Object::Reference(number) => object = self.objects.get(number).unwrap_or(&Object::Null),
                other => return other,
            }
        }
        &Object::Null
    }

    /// What a dictionary has under a key.
    pub fn get<'o>(&'o self, dict: &'o Dict, key: &[u8]) -> &'o Object {
        self.follow(dict.get(key).unwrap_or(&Object::Null))
    }

    /// Whether an object has a name under a key.
    pub fn is(&self, object: &Object, key: &[u8], name: &[u8]) -> bool {
        object.dict().is_some_and(|dict| self.get(dict, key).name() == Some(name))
    }

    /// The data of a stream; `None` where it is packed in a way that is for pictures, or broken.
    pub fn data(&self, stream: &Object) -> Result<Option<Vec<u8>>, Unread> {
        let Object::Stream(dict, range) = stream else { return Ok(None) };
        // One stream may be named many times.
        self.spend(range.len())?;
        let mut data = self.bytes.get(range.clone()).unwrap_or(&[]).to_vec();
        let predicted =
            |parms: &Object| parms.dict().is_some_and(|parms| self.get(parms, b"Predictor").number().unwrap_or(1.0) > 1.0);
        if self.get(dict, b"DecodeParms").elements().iter().any(|parms| predicted(self.follow(parms))) {
            return Ok(None);
        }
        for filter in self.get(dict, b"Filter").elements() {
            data = match self.follow(filter) {
                Object::Null => data,
                Object::Name(name) => match name.as_slice() {
                    b"FlateDecode" | b"Fl" => self.inflate(&data)?,
                    b"ASCIIHexDecode" | b"AHx" => match Lexer::new(&[b"<", data.as_slice()].concat(), 0).next() {
                        Some(Object::Text(text)) => text,
                        _ => return Ok(None),
                    },
                    b"ASCII85Decode" | b"A85" => ascii85(&data),
                    _ => return Ok(None),
                },
                _ => return Ok(None),
            };
        }
        Ok(Some(data))
    }

    /// Unpacks what there is: data that breaks off is shown by readers as far as it goes.
    fn inflate(&self, data: &[u8]) -> Result<Vec<u8>, Unread> {
        let left = self.left.get();
        let unpack = |from: &mut dyn Read| {
            let mut out = Vec::new();
            _ = from.take(left as u64 + 1).read_to_end(&mut out);
            out
        };
        let mut out = unpack(&mut ZlibDecoder::new(data));
        if out.is_empty() {
            out = unpack(&mut DeflateDecoder::new(data.get(2..).unwrap_or(&[])));
        }
        self.spend(out.len())?;
        Ok(out)
    }

    /// Takes so many bytes from those that may still be read.
    pub fn spend(&self, bytes: usize) -> Result<(), Unread> {
        self.left.set(self.left.get().checked_sub(bytes).ok_or(Unread::TooLong)?);
        Ok(())
    }
}

/// Where a piece stands, from a place on.
fn find(bytes: &[u8], piece: &[u8], from: usize) -> Option<usize> {
    let rest = bytes.get(from..)?;
    rest.windows(piece.len()).position(|window| window == piece).map(|at| from + at)
}

/// The number of `12 0 obj`, read backwards from `obj`.
fn number_before(bytes: &[u8], obj: usize) -> Option<u32> {
    let before = bytes.get(obj.saturating_sub(24)..obj)?;
    let mut words = before.rsplit(u8::is_ascii_whitespace).filter(|word| !word.is_empty());
    // `endobj`, or an `obj` that follows something else than a number.
    let generation = words.next().filter(|_| before.last().is_some_and(u8::is_ascii_whitespace))?;
    let digits =
        |word: &[u8]| word.iter().all(u8::is_ascii_digit).then(|| std::str::from_utf8(word).ok()?.parse().ok()).flatten();
    digits(generation).and_then(|_: u32| digits(words.next()?))
}

/// The data of the stream whose dictionary ends at `at`.
fn stream_at(bytes: &[u8], at: usize, dict: &Dict) -> Option<Range<usize>> {
    let mut lexer = Lexer::new(bytes, at);
    lexer.skip_white();
    let rest = bytes.get(lexer.at..)?.strip_prefix(b"stream")?;
    let rest =
        rest.strip_prefix(b"\r\n").or_else(|| rest.strip_prefix(b"\n")).or_else(|| rest.strip_prefix(b"\r")).unwrap_or(rest);
    let start = bytes.len() - rest.len();
    let ends = |end: &usize| {
        let behind = bytes.get(*end..).unwrap_or(&[]).trim_ascii_start();
        behind.starts_with(b"endstream") || behind.starts_with(b"endobj")
    };
    // A length that stands elsewhere, or is wrong, is not needed: the data has an end mark.
    let told = dict.get(b"Length".as_slice()).and_then(Object::index).and_then(|len| start.checked_add(len)).filter(ends);
    let end = told.or_else(|| find(bytes, b"endstream", start)).unwrap_or(bytes.len());
    Some(start..end)
}

fn ascii85(data: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(data.len() / 5 * 4 + 4);
    let mut group = Vec::with_capacity(5);
    let mut flush = |group: &mut Vec<u8>| {
        let len = group.len();
        group.resize(5, 84);
        let word = group.drain(..).fold(0u32, |word, digit| word.wrapping_mul(85).wrapping_add(u32::from(digit)));
        out.extend(word.to_be_bytes().into_iter().take(len.saturating_sub(1)));
    };
    for byte in data {
        match byte {
            b'!'..=b'u' => group.push(byte - b'!'),
            b'z' if group.is_empty() => group.resize(5, 0),
            b'~' => break,
            _ => {}
        }
        if group.len() == 5 {
            flush(&mut group);
        }
    }
    if group.len() > 1 {
        flush(&mut group);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn objects_are_found_without_tables() {
        let file =
            File::read(b"%PDF-1.4\n1 0 obj <</A 2 0 R>> endobj 2 0 obj\n(x)\nendobj 2 0 obj (new) endobj x obj (y)").unwrap();
        assert_eq!(file.objects().count(), 2);
        let first = file.objects().next().unwrap();
        assert_eq!(file.get(first.dict().unwrap(), b"A"), &Object::Text(b"new".to_vec()));
    }

    #[test]
    fn references_in_a_circle_lead_nowhere() {
        let file = File::read(b"1 0 obj <</A 1 0 R>> endobj").unwrap();
        assert!(file.follow(&Object::Reference(1)).dict().is_some());
    }

    #[test]
    fn filters_are_undone() {
        assert_eq!(ascii85(b"87cURD_*#TDfTZ)~>"), b"Hello, world");
        let text = b"1 0 obj <</Length 7/Filter/AHx>> stream\n31 32 >endstream endobj";
        let file = File::read(text).unwrap();
        let stream = file.objects().next().unwrap();
        assert_eq!(file.data(stream), Ok(Some(b"12".to_vec())));
    }
}
