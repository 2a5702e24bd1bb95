//! Where each term stands: lists of documents and places, made chunk by chunk and merged.
//!
//! A list is text. A number is written in digits of base 32, the lowest first: `>` and the 31 characters after it for
//! the last digit of a number, `^` and the 31 after it for one that another follows. No digit is among them, so that a
//! number of a document never occurs in an index by chance.
//!
//! ```text
//! list     = entry+
//! entry    = document place+          document: how many further than the one before (the first: counted from 0)
//! place    = number                   0: on to the next band, where places begin at 0 again
//!                                     else twice the step from the place before, plus 1 in an entry's last place
//! ```

use super::text::{Lexer, SKIPPED, Token};
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// How much a place counts. A document's texts are given in this order, and the first band is the one that needs no sign.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Band {
    /// Running text.
    Body,
    /// Headings, activities, hosts, places.
    Keys,
    /// What a document is filed under.
    Names,
    /// Its title.
    Title,
}

/// Where one term stands in the documents of a chunk.
#[derive(Debug, Default)]
struct List {
    text: Vec<u8>,
    /// The first document; its number is not in `text`.
    first: u32,
    document: u32,
    band: u8,
    position: u32,
    /// Where the last place begins in `text`.
    last: usize,
}

impl List {
    /// Adds a place, of which the first in a band is 1; nothing where it does not lie behind the one before.
    fn push(&mut self, document: u32, band: Band, position: u32) {
        let band = band as u8;
        if self.text.is_empty() {
            (self.first, self.document) = (document, document);
        } else if document != self.document {
            self.close();
            number(&mut self.text, document - self.document);
            (self.document, self.band, self.position) = (document, 0, 0);
        } else if (band, position) <= (self.band, self.position) {
            return;
        }
        for _ in self.band..band {
            number(&mut self.text, 0);
            self.position = 0;
        }
        self.band = band;
        self.last = self.text.len();
        number(&mut self.text, (position - self.position) << 1);
        self.position = position;
    }

    /// Marks the last place as the last: the lowest bit of its first digit.
    fn close(&mut self) {
        if let Some(digit) = self.text.get_mut(self.last) {
            *digit += 1;
        }
    }
}

/// Adds a number to a list.
fn number(to: &mut Vec<u8>, mut n: u32) {
    while n >= 32 {
        to.push(b'^' + (n & 31) as u8);
        n >>= 5;
    }
    to.push(b'>' + n as u8);
}

/// A quick hasher, because each character and word of a site passes through it.
#[derive(Default)]
struct Quick(u64);

impl Hasher for Quick {
    fn finish(&self) -> u64 {
        self.0
    }
    fn write(&mut self, bytes: &[u8]) {
        bytes.iter().for_each(|byte| self.write_u64(u64::from(*byte)));
    }
    fn write_u64(&mut self, n: u64) {
        let mixed = (self.0 ^ n).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        self.0 = mixed ^ (mixed >> 29);
    }
}

/// Collects the terms of some documents, which come in order.
pub struct Chunk {
    lexer: Lexer,
    terms: Terms,
}

impl Chunk {
    /// One without documents.
    pub fn new() -> Self {
        let terms = Terms {
            pairs: HashMap::default(),
            words: HashMap::default(),
            document: 0,
            band: Band::Body,
            position: 0,
            body: 0,
            pending: None,
        };
        Self { lexer: Lexer::new(), terms }
    }

    /// What follows belongs to this document.
    pub fn document(&mut self, document: u32) {
        self.terms.document = document;
        (self.terms.band, self.terms.position, self.terms.body) = (Band::Body, 0, 0);
    }

    /// What follows counts as this; a band comes after those before it.
    pub fn band(&mut self, band: Band) {
        if self.terms.band == Band::Body {
            self.terms.body = self.terms.position;
        }
        (self.terms.band, self.terms.position) = (band, 0);
    }

    /// About how many characters and words of running text the document has, once its next band has begun.
    pub fn length(&self) -> u32 {
        self.terms.body
    }

    /// Adds a text. No phrase goes from one text into the next.
    pub fn text(&mut self, text: &str) {
        self.terms.position += 1;
        self.lexer.read(text, |token| self.terms.token(token));
        self.terms.end_of_han();
    }

    /// Adds a term that is in no text.
    pub fn term(&mut self, term: &str) {
        self.terms.position += 1;
        self.terms.word(term);
    }

    /// The chunk in order of its terms, packed.
    pub fn finish(self) -> Run {
        self.terms.pack()
    }
}

/// The terms of a chunk with their lists.
struct Terms {
    /// Two neighbouring Han characters, or one (and 0) that no other follows.
    pairs: HashMap<u64, List, BuildHasherDefault<Quick>>,
    words: HashMap<Box<str>, List, BuildHasherDefault<Quick>>,
    document: u32,
    band: Band,
    /// The place of the last token.
    position: u32,
    /// Where running text ended.
    body: u32,
    /// A Han character of which it is not known yet what follows.
    pending: Option<char>,
}

impl Terms {
    fn token(&mut self, token: Token<'_>) {
        match token {
            Token::Han(c) => {
                if let Some(before) = self.pending.replace(c) {
                    self.pair(before, Some(c));
                }
                self.position += 1;
            }
            Token::Word(word) => {
                self.end_of_han();
                self.position += 1;
                if SKIPPED.binary_search(&word).is_err() {
                    self.word(word);
                }
            }
            Token::Break => {
                self.end_of_han();
                self.position += 1;
            }
        }
    }

    fn end_of_han(&mut self) {
        if let Some(c) = self.pending.take() {
            self.pair(c, None);
        }
    }

    /// A pair stands where its first character stands, which is the last that was read.
    fn pair(&mut self, first: char, second: Option<char>) {
        let key = u64::from(u32::from(first)) << 32 | u64::from(second.map_or(0, u32::from));
        self.pairs.entry(key).or_default().push(self.document, self.band, self.position);
    }

    fn word(&mut self, word: &str) {
        match self.words.get_mut(word) {
            Some(list) => list.push(self.document, self.band, self.position),
            None => self.words.entry(word.into()).or_default().push(self.document, self.band, self.position),
        }
    }

    fn pack(self) -> Run {
        let text = |key: u64| {
            let part = |n: u64| u32::try_from(n).ok().and_then(char::from_u32).filter(|c| *c != '\0');
            [part(key >> 32), part(key & 0xFFFF_FFFF)].into_iter().flatten().collect::<String>()
        };
        let pairs = self.pairs.into_iter().map(|(key, list)| (text(key).into_boxed_str(), list));
        let mut lists: Vec<(Box<str>, List)> = pairs.chain(self.words).collect();
        lists.sort_unstable_by(|a, b| a.0.cmp(&b.0));
        let mut run = Run::default();
        for (term, mut list) in lists {
            list.close();
            run.terms.push_str(&term);
            run.lists.extend_from_slice(&list.text);
            run.index.push(Packed { term: run.terms.len(), list: run.lists.len(), first: list.first, last: list.document });
        }
        run
    }
}

/// The lists of a chunk, packed.
#[derive(Debug, Default)]
pub struct Run {
    terms: String,
    lists: Vec<u8>,
    index: Vec<Packed>,
}

/// A term of a run: where it and its list end, and its first and last document.
#[derive(Debug)]
struct Packed {
    term: usize,
    list: usize,
    first: u32,
    last: u32,
}

impl Run {
    fn at(&self, n: usize) -> Option<Part<'_>> {
        let entry = self.index.get(n)?;
        let before = n.checked_sub(1).and_then(|before| self.index.get(before));
        Some(Part {
            term: self.terms.get(before.map_or(0, |b| b.term)..entry.term)?,
            list: self.lists.get(before.map_or(0, |b| b.list)..entry.list)?,
            first: entry.first,
            last: entry.last,
        })
    }
}

/// A term's list in one run.
#[derive(Clone, Copy, Debug)]
struct Part<'r> {
    term: &'r str,
    list: &'r [u8],
    first: u32,
    last: u32,
}

/// Gives `put` every term with its list, in order of terms. A list of more than `bound` bytes comes in several pieces,
/// each of whole entries and about as long.
pub fn merge<E>(runs: &[Run], bound: usize, mut put: impl FnMut(&str, &[u8]) -> Result<(), E>) -> Result<(), E> {
    let mut next = vec![0; runs.len()];
    let mut list = Vec::new();
    loop {
        let heads = runs.iter().zip(&next).filter_map(|(run, n)| run.at(*n));
        let Some(term) = heads.map(|part| part.term).min() else { return Ok(()) };
        let mut last = None;
        list.clear();
        for (run, n) in runs.iter().zip(&mut next) {
            let Some(part) = run.at(*n).filter(|part| part.term == term) else { continue };
            *n += 1;
            if last.is_some() && list.len() + part.list.len() > bound {
                put(term, &list)?;
                list.clear();
                last = None;
            }
            number(&mut list, part.first - last.unwrap_or(0));
            list.extend_from_slice(part.list);
            last = Some(part.last);
        }
        put(term, &list)?;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    type Places = Vec<(u32, Vec<(u8, u32)>)>;

    /// What a list says, read as its description says.
    fn read(list: &[u8]) -> Places {
        let mut digits = list.iter();
        let mut numbers = std::iter::from_fn(|| {
            let (mut n, mut shift) = (0, 0);
            loop {
                let digit = *digits.next()?;
                if digit < b'^' {
                    return Some(n | u32::from(digit - b'>') << shift);
                }
                n |= u32::from(digit - b'^') << shift;
                shift += 5;
            }
        });
        let (mut all, mut document) = (Vec::new(), 0);
        while let Some(step) = numbers.next() {
            document += step;
            let (mut band, mut position, mut places) = (0, 0, Vec::new());
            loop {
                match numbers.next().unwrap() {
                    0 => (band, position) = (band + 1, 0),
                    n => {
                        position += n >> 1;
                        places.push((band, position));
                        if n & 1 == 1 {
                            break;
                        }
                    }
                }
            }
            all.push((document, places));
        }
        all
    }

    fn merged(runs: &[Run], bound: usize) -> BTreeMap<String, Vec<Places>> {
        let mut all: BTreeMap<String, Vec<Places>> = BTreeMap::new();
        let mut before = String::new();
        merge(runs, bound, |term, list| {
            assert!(before.as_str() <= term);
            before = term.to_owned();
            all.entry(term.to_owned()).or_default().push(read(list));
            Ok::<(), ()>(())
        })
        .unwrap();
        all
    }

    fn chunk(documents: std::ops::Range<u32>) -> Run {
        let mut chunk = Chunk::new();
        for n in documents {
            chunk.document(n);
            chunk.text("教研計劃，教研 open lessons of the term");
            chunk.band(Band::Title);
            chunk.text(if n % 2 == 0 { "教研" } else { "計劃" });
        }
        chunk.finish()
    }

    #[test]
    fn each_term_with_its_places() {
        let all = merged(&[chunk(0..2)], 1_000);
        assert_eq!(all["教研"], [[(0, vec![(0, 2), (0, 7), (3, 2)]), (1, vec![(0, 2), (0, 7)])]]);
        assert_eq!(all["计画"], [[(0, vec![(0, 4)]), (1, vec![(0, 4), (3, 2)])]]);
        assert_eq!(all["研计"], [[(0, vec![(0, 3)]), (1, vec![(0, 3)])]]);
        assert_eq!(all["画"], [[(0, vec![(0, 5)]), (1, vec![(0, 5), (3, 3)])]]);
        assert_eq!(all["lesson"], [[(0, vec![(0, 10)]), (1, vec![(0, 10)])]]);
        assert_eq!(all["term"], [[(0, vec![(0, 13)]), (1, vec![(0, 13)])]]);
        assert!(!all.contains_key("the"));
    }

    #[test]
    fn chunks_make_no_difference_and_long_lists_come_in_pieces() {
        let whole = merged(&[chunk(0..300)], usize::MAX);
        assert_eq!(merged(&[chunk(0..1), chunk(1..200), chunk(200..300)], usize::MAX), whole);
        let pieces = merged(&[chunk(0..100), chunk(100..200), chunk(200..300)], 1_000);
        assert!(pieces["教研"].len() > 1);
        for (term, lists) in pieces {
            assert_eq!(lists.concat(), whole[&term][0], "{term}");
        }
    }

    #[test]
    fn a_term_counts_once_in_a_place() {
        let mut chunk = Chunk::new();
        chunk.document(7);
        chunk.band(Band::Keys);
        chunk.term("x");
        chunk.terms.word("x");
        chunk.text("y x");
        let all = merged(&[chunk.finish()], 10);
        assert_eq!(all["x"], [[(7, vec![(1, 1), (1, 4)])]]);
    }
}
