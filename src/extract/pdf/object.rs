//! Objects of a PDF (ISO 32000-1, 7.2 and 7.3), as files and content streams hold them.

use std::collections::BTreeMap;
use std::ops::Range;

/// Arrays and dictionaries nested deeper than this are cut off.
const DEEPEST: usize = 48;

/// How many elements are read at most: a short text can stand for many.
pub(super) const ROOM: usize = 3_000_000;

/// A dictionary, by names without their slash.
pub(super) type Dict = BTreeMap<Vec<u8>, Object>;

/// An object.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Object {
    /// `null`, and whatever can't be read.
    Null,
    Number(f64),
    Name(Vec<u8>),
    /// A string, literal or hexadecimal.
    Text(Vec<u8>),
    Array(Vec<Object>),
    Dict(Dict),
    /// `12 0 R`: the number of another object.
    Reference(u32),
    /// A word that is no object: an operator, or `endobj`.
    Word(Vec<u8>),
    /// A dictionary with bytes of the file, as they stand there.
    Stream(Dict, Range<usize>),
}

impl Object {
    /// The dictionary of a dictionary or stream.
    pub fn dict(&self) -> Option<&Dict> {
        match self {
            Self::Dict(dict) | Self::Stream(dict, _) => Some(dict),
            _ => None,
        }
    }

    pub fn name(&self) -> Option<&[u8]> {
        match self {
            Self::Name(name) => Some(name),
            _ => None,
        }
    }

    pub fn number(&self) -> Option<f64> {
        match self {
            Self::Number(number) => Some(*number),
            _ => None,
        }
    }

    /// A number as a length, count or position.
    pub fn index(&self) -> Option<usize> {
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a float turns into the nearest that fits")]
        self.number().map(|number| number as usize)
    }

    /// The elements of an array; of anything else, the thing itself.
    pub fn elements(&self) -> &[Object] {
        match self {
            Self::Array(all) => all,
            other => std::slice::from_ref(other),
        }
    }
}

/// Reads objects one after the other.
pub(super) struct Lexer<'b> {
    bytes: &'b [u8],
    /// Where the next object is looked for.
    pub at: usize,
    /// How many elements the arrays and dictionaries may still have that are read.
    pub room: usize,
}

fn is_white(byte: u8) -> bool {
    matches!(byte, b'\0' | b'\t' | b'\n' | 0x0C | b'\r' | b' ')
}

fn is_regular(byte: u8) -> bool {
    !is_white(byte) && !b"()<>[]{}/%".contains(&byte)
}

fn hex(byte: u8) -> Option<u8> {
    char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok())
}

impl<'b> Lexer<'b> {
    pub fn new(bytes: &'b [u8], at: usize) -> Self {
        Self { bytes, at, room: ROOM }
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn take(&mut self) -> Option<u8> {
        let byte = self.peek()?;
        self.at += 1;
        Some(byte)
    }

    fn take_while(&mut self, accept: impl Fn(u8) -> bool) -> &'b [u8] {
        let start = self.at;
        while self.peek().is_some_and(&accept) {
            self.at += 1;
        }
        self.bytes.get(start..self.at).unwrap_or(&[])
    }

    /// Passes over blanks and comments.
    pub fn skip_white(&mut self) {
        while let Some(byte) = self.peek() {
            match byte {
                b'%' => _ = self.take_while(|byte| !matches!(byte, b'\n' | b'\r')),
                byte if is_white(byte) => self.at += 1,
                _ => return,
            }
        }
    }

    /// The next object or word; `None` at the end.
    pub fn next(&mut self) -> Option<Object> {
        self.nested(0)
    }

    fn nested(&mut self, depth: usize) -> Option<Object> {
        self.skip_white();
        let rest = self.bytes.get(self.at..)?;
        Some(match rest {
            [] => return None,
            [b'/', ..] => {
                self.at += 1;
                Object::Name(self.name())
            }
            [b'(', ..] => {
                self.at += 1;
                Object::Text(self.literal())
            }
            [b'<', b'<', ..] => {
                self.at += 2;
                Object::Dict(self.dict(depth))
            }
            [b'<', ..] => {
                self.at += 1;
                Object::Text(self.hexadecimal())
            }
            [b'[', ..] => {
                self.at += 1;
                Object::Array(self.until(b"]", depth))
            }
            [b'0'..=b'9' | b'+' | b'-' | b'.', ..] => {
                let word = self.take_while(is_regular);
                let number = std::str::from_utf8(word).ok().and_then(|word| word.parse().ok());
                number.map_or(Object::Null, Object::Number)
            }
            [byte, ..] if is_regular(*byte) => match self.take_while(is_regular) {
                b"null" => Object::Null,
                word => Object::Word(word.to_vec()),
            },
            // A bracket that closes, and braces.
            [b'>', b'>', ..] => {
                self.at += 2;
                Object::Word(b">>".to_vec())
            }
            [byte, ..] => {
                self.at += 1;
                Object::Word(vec![*byte])
            }
        })
    }

    fn name(&mut self) -> Vec<u8> {
        let mut raw = self.take_while(is_regular).iter().copied();
        let mut name = Vec::new();
        while let Some(byte) = raw.next() {
            let mut ahead = raw.clone();
            match (byte, ahead.next().and_then(hex), ahead.next().and_then(hex)) {
                (b'#', Some(high), Some(low)) => {
                    name.push(high * 16 + low);
                    raw = ahead;
                }
                _ => name.push(byte),
            }
        }
        name
    }

    /// `( … )`, its opening bracket read.
    fn literal(&mut self) -> Vec<u8> {
        let mut text = Vec::new();
        let mut open = 1;
        while let Some(byte) = self.take() {
            match byte {
                b'(' => open += 1,
                b')' => open -= 1,
                b'\\' => {
                    text.extend(self.escaped());
                    continue;
                }
                _ => {}
            }
            if open == 0 {
                break;
            }
            text.push(byte);
        }
        text
    }

    /// What follows a backslash.
    fn escaped(&mut self) -> Option<u8> {
        Some(match self.take()? {
            b'n' => b'\n',
            b'r' => b'\r',
            b't' => b'\t',
            b'b' => 8,
            b'f' => 12,
            b'\r' => {
                if self.peek() == Some(b'\n') {
                    self.at += 1;
                }
                return None;
            }
            b'\n' => return None,
            first @ b'0'..=b'7' => {
                let mut code = first - b'0';
                for _ in 0..2 {
                    let Some(digit @ b'0'..=b'7') = self.peek() else { break };
                    self.at += 1;
                    code = code.wrapping_mul(8).wrapping_add(digit - b'0');
                }
                code
            }
            other => other,
        })
    }

    /// `< … >`, its opening bracket read.
    fn hexadecimal(&mut self) -> Vec<u8> {
        let digits: Vec<u8> = self.take_while(|byte| byte != b'>').iter().copied().filter_map(hex).collect();
        self.at += 1;
        digits.chunks(2).map(|pair| pair.first().unwrap_or(&0) * 16 + pair.get(1).unwrap_or(&0)).collect()
    }

    /// Objects until a word closes them, references put together.
    fn until(&mut self, close: &[u8], depth: usize) -> Vec<Object> {
        let mut all = Vec::new();
        while depth < DEEPEST
            && self.room > 0
            && let Some(object) = self.nested(depth + 1)
        {
            self.room -= 1;
            match object {
                Object::Word(word) if word == close || word == b"endobj" || word == b"stream" => break,
                Object::Word(word) if word == b"R" => {
                    all.pop();
                    let number =
                        all.pop().and_then(|number: Object| number.index()).and_then(|number| u32::try_from(number).ok());
                    all.push(number.map_or(Object::Null, Object::Reference));
                }
                object => all.push(object),
            }
        }
        all
    }

    fn dict(&mut self, depth: usize) -> Dict {
        let mut pairs = self.until(b">>", depth).into_iter();
        let mut dict = Dict::new();
        while let (Some(key), Some(value)) = (pairs.next(), pairs.next()) {
            if let Object::Name(key) = key {
                dict.insert(key, value);
            }
        }
        dict
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(text: &str) -> Vec<Object> {
        let mut lexer = Lexer::new(text.as_bytes(), 0);
        std::iter::from_fn(|| lexer.next()).collect()
    }

    #[test]
    fn each_kind_of_object_is_read() {
        let name = |text: &str| Object::Name(text.as_bytes().to_vec());
        let text = |text: &str| Object::Text(text.as_bytes().to_vec());
        assert_eq!(all("/A#20b 1 -2.5 null"), [name("A b"), Object::Number(1.0), Object::Number(-2.5), Object::Null]);
        assert_eq!(
            all(r"(a(b)\)\061\n\
)"),
            [text("a(b))1\n")]
        );
        assert_eq!(all("<31 3>%x\nTj"), [text("10"), Object::Word(b"Tj".to_vec())]);
        assert_eq!(all("[1 2 0 R]"), [Object::Array(vec![Object::Number(1.0), Object::Reference(2)])]);
        let [Object::Dict(dict)] = &all("<</A<</B 1>>/C[/D]>>")[..] else { panic!() };
        assert_eq!(dict.len(), 2);
        assert_eq!(dict[b"A".as_slice()].dict().map(Dict::len), Some(1));
    }

    #[test]
    fn what_is_broken_ends() {
        for text in ["(", "<", "[", "<<", "<</A", "[[[[", "]", ">>", "}", "/", "#", "\\", "(\\", "1 R", "R R R", "<<R", "(((\\7"]
        {
            assert!(all(text).len() <= text.len(), "{text}");
        }
        assert!(all(&"[".repeat(100_000)).len() < 100_000);
        let mut lexer = Lexer::new(b"[1 2 3 4]", 0);
        lexer.room = 2;
        assert_eq!(lexer.next(), Some(Object::Array(vec![Object::Number(1.0), Object::Number(2.0)])));
    }
}
