//! Numbers as people write them: digits of either width, in groups with blanks or hyphens between.

use super::context;
use std::ops::Range;

/// How many blanks and hyphens may stand between two groups of one number.
const WIDEST_GAP: usize = 3;

/// How many bytes of the text before a number are looked at.
const FAR_BEFORE: usize = 240;
/// How many bytes of the text behind it.
const FAR_BEHIND: usize = 48;

/// Finds the digits of a text.
pub(super) struct Scanner<'t> {
    text: &'t [u8],
    /// Where the last stretch ended.
    at: usize,
    stretch: Stretch,
}

/// How many bytes are passed over at once where they hold few digits.
const BLOCK: usize = 64;
/// How many digits a number has that may be written in groups of any length.
const LONG: usize = 11;
/// Every number has a group of so many digits, but for identity numbers that someone wrote in pairs.
const SHORTEST_RUN: usize = 3;

/// Digits that may belong together, one group behind the other.
#[derive(Default)]
struct Stretch {
    /// As ASCII.
    digits: Vec<u8>,
    groups: Vec<Group>,
}

/// Digits without anything between that can be seen.
struct Group {
    /// Which digits of its stretch.
    digits: Range<usize>,
    /// Its bytes in the text.
    place: Range<usize>,
}

/// A stretch with its text.
pub(super) struct Stretched<'s> {
    text: &'s [u8],
    stretch: &'s Stretch,
}

/// A number as it is written: some groups of a stretch.
pub(super) struct Written<'s> {
    text: &'s [u8],
    stretch: &'s Stretch,
    /// Its digits as ASCII.
    pub digits: &'s [u8],
    groups: &'s [Group],
    /// How many digits the group has that stands before it in the same stretch.
    before: Option<usize>,
    /// Likewise the group behind.
    behind: Option<usize>,
}

impl<'t> Scanner<'t> {
    pub fn new(text: &'t [u8]) -> Self {
        Self { text, at: 0, stretch: Stretch::default() }
    }

    /// The next stretch with enough digits to be looked at.
    pub fn next_stretch(&mut self) -> Option<Stretched<'_>> {
        while let Some(digit) = next_number(self.text, self.at) {
            let start = start_of(self.text, digit).max(self.at);
            self.at = self.stretch.read(self.text, start);
            if self.stretch.may_hold_numbers() {
                return Some(Stretched { text: self.text, stretch: &self.stretch });
            }
        }
        None
    }
}

/// A digit of the first stretch at or after a byte that may be long enough. Most of a text is passed over in blocks; the
/// loop over a block is simple so that the compiler makes it work on many bytes at once.
fn next_number(text: &[u8], from: usize) -> Option<usize> {
    let (blocks, rest) = text.get(from..)?.as_chunks::<BLOCK>();
    for (block, at) in blocks.iter().zip((from..).step_by(BLOCK)) {
        // Full-width digits begin with 0xEF, and so do Chinese commas. A number that two blocks share has enough digits in
        // one of them.
        let both = block.iter().fold(0, |n: u8, byte| n + u8::from(byte.is_ascii_digit()) + u8::from(*byte == 0xEF));
        if usize::from(both) < SHORTEST_RUN {
            continue;
        }
        let wide = block.iter().fold(0, |n: u8, byte| n + u8::from(*byte == 0xEF));
        let narrow = if usize::from(both - wide) < SHORTEST_RUN { None } else { narrow_in(text, at, block) };
        let wide = if usize::from(wide) < SHORTEST_RUN { None } else { wide_in(text, at, block) };
        if narrow.is_some() || wide.is_some() {
            return narrow.into_iter().chain(wide).min();
        }
    }
    let at = text.len() - rest.len();
    narrow_in(text, at, rest).into_iter().chain(wide_in(text, at, rest)).min()
}

/// A narrow digit in a block of the text, which begins at `at`, that may be a number's.
fn narrow_in(text: &[u8], at: usize, block: &[u8]) -> Option<usize> {
    // Of every three bytes the last: three digits that stand together have one of them.
    for (n, [.., byte]) in block.as_chunks::<SHORTEST_RUN>().0.iter().enumerate() {
        let at = at + n * SHORTEST_RUN + SHORTEST_RUN - 1;
        if byte.is_ascii_digit() && is_in_number(text, at) {
            return Some(at);
        }
    }
    None
}

/// The first wide digit in such a block.
fn wide_in(text: &[u8], at: usize, block: &[u8]) -> Option<usize> {
    (at..at + block.len()).zip(block).find(|(at, byte)| **byte == 0xEF && digit_at(text, *at).is_some()).map(|(at, _)| at)
}

/// Whether a narrow digit is one of so many that stand together that they may be a number, or a group of one.
fn is_in_number(text: &[u8], at: usize) -> bool {
    let is_digit = |at: usize| text.get(at).is_some_and(u8::is_ascii_digit);
    let (mut start, mut end) = (at, at + 1);
    while start.checked_sub(1).is_some_and(is_digit) {
        start -= 1;
    }
    while is_digit(end) {
        end += 1;
    }
    match text.get(start..end) {
        // A number in groups has one that is no year; years are what most digits of a page are.
        Some([] | [_] | [_, _] | [b'1', b'9', _, _] | [b'2', b'0', _, _]) => false,
        Some([_, _, _] | [_, _, _, _]) => digit_behind(text, end).is_some() || digit_before(text, start).is_some(),
        _ => true,
    }
}

/// Where the stretch begins that a digit belongs to.
fn start_of(text: &[u8], digit: usize) -> usize {
    let mut start = digit;
    while let Some(before) = digit_before(text, start) {
        start = before;
    }
    start
}

/// Where the digit begins that stands before a digit in the same stretch.
fn digit_before(text: &[u8], digit: usize) -> Option<usize> {
    let mut at = digit;
    for _ in 0..=WIDEST_GAP {
        match text.get(..at)? {
            [.., b'0'..=b'9'] => return Some(at - 1),
            [.., b' ' | b'-'] => at -= 1,
            [.., 0..=0x7F] => return None,
            [.., 0xEF, 0xBC, 0x90..=0x99] => return Some(at - 3),
            _ => {
                at -= (2..=3)
                    .find(|len| at.checked_sub(*len).and_then(|at| gap_at(text, at)).is_some_and(|(_, own)| own == *len))?
            }
        }
    }
    None
}

/// Where the digit begins that stands behind the end of another in the same stretch.
fn digit_behind(text: &[u8], end: usize) -> Option<usize> {
    let mut at = end;
    for _ in 0..=WIDEST_GAP {
        if digit_at(text, at).is_some() {
            return Some(at);
        }
        at += gap_at(text, at)?.1;
    }
    None
}

/// The digit at a byte, and how many bytes it has.
fn digit_at(bytes: &[u8], at: usize) -> Option<(u8, usize)> {
    match bytes.get(at..)? {
        [digit @ b'0'..=b'9', ..] => Some((*digit, 1)),
        // U+FF10 to U+FF19
        [0xEF, 0xBC, digit @ 0x90..=0x99, ..] => Some((digit - 0x90 + b'0', 3)),
        _ => None,
    }
}

/// Whether anything in a gap can be seen, so that the digits before and behind it are not of one group.
fn is_parted(gap: &[u8]) -> bool {
    let mut at = 0;
    while let Some((seen, len)) = gap_at(gap, at) {
        if seen {
            return true;
        }
        at += len;
    }
    false
}

/// The blank or hyphen at a byte that may stand between two digits of a number: whether it is to be seen, so that it
/// parts two groups, and how many bytes it has.
fn gap_at(bytes: &[u8], at: usize) -> Option<(bool, usize)> {
    match bytes.get(at..)? {
        [b' ' | b'-', ..] => Some((true, 1)),
        // No-break space; soft hyphen
        [0xC2, 0xA0, ..] => Some((true, 2)),
        [0xC2, 0xAD, ..] => Some((false, 2)),
        // U+2000 to U+200A are spaces, U+200B to U+200D have no width, U+2010 to U+2015 are hyphens and dashes
        [0xE2, 0x80, 0x80..=0x8A | 0x90..=0x95 | 0xAF, ..] => Some((true, 3)),
        [0xE2, 0x80, 0x8B..=0x8D, ..] => Some((false, 3)),
        // U+205F and U+2060
        [0xE2, 0x81, 0x9F, ..] => Some((true, 3)),
        [0xE2, 0x81, 0xA0, ..] => Some((false, 3)),
        // Minus, ideographic space, small and full-width hyphen
        [0xE2, 0x88, 0x92, ..] | [0xE3, 0x80, 0x80, ..] | [0xEF, 0xB9, 0xA3, ..] | [0xEF, 0xBC, 0x8D, ..] => Some((true, 3)),
        // U+FEFF
        [0xEF, 0xBB, 0xBF, ..] => Some((false, 3)),
        _ => None,
    }
}

impl Stretch {
    /// Reads the stretch that begins at `start`; where it ends.
    fn read(&mut self, text: &[u8], start: usize) -> usize {
        self.digits.clear();
        self.groups.clear();
        let (mut at, mut end) = (start, start);
        while let Some((digit, len)) = digit_at(text, at) {
            let joined = self.groups.last_mut().filter(|_| !is_parted(text.get(end..at).unwrap_or(&[])));
            self.digits.push(digit);
            match joined {
                Some(group) => (group.digits.end, group.place.end) = (self.digits.len(), at + len),
                None => self.groups.push(Group { digits: self.digits.len() - 1..self.digits.len(), place: at..at + len }),
            }
            end = at + len;
            at = digit_behind(text, end).unwrap_or(end);
        }
        end
    }

    /// Whether a group by itself is a year of our time.
    fn is_year(&self, group: &Group) -> bool {
        matches!(self.digits.get(group.digits.clone()), Some([b'1', b'9', _, _] | [b'2', b'0', _, _]))
    }

    /// Whether there are enough digits for a number: many, or some in groups that are not those of a day.
    fn may_hold_numbers(&self) -> bool {
        let len = |group: &Group| group.digits.len();
        self.digits.len() >= LONG
            || self.digits.len() >= super::FEWEST_DIGITS
                && self.groups.iter().all(|group| len(group) >= SHORTEST_RUN && !self.is_year(group))
            || self.groups.iter().any(|group| len(group) >= super::FEWEST_DIGITS)
    }
}

impl<'s> Stretched<'s> {
    /// How many groups there are.
    pub fn groups(&self) -> usize {
        self.stretch.groups.len()
    }

    /// Of the numbers that begin with a group and have at most `most` digits, the group behind the longest.
    pub fn reach(&self, first: usize, most: usize) -> usize {
        let mut digits = 0;
        let fits = |group: &&Group| {
            digits += group.digits.len();
            digits <= most
        };
        first + self.stretch.groups.iter().skip(first).take_while(fits).count()
    }

    /// The number that some groups make.
    pub fn written(&self, groups: Range<usize>) -> Option<Written<'s>> {
        let Self { text, stretch } = *self;
        let own = stretch.groups.get(groups.clone())?;
        let digits = own.first()?.digits.start..own.last()?.digits.end;
        let len = |group: Option<&Group>| group.map(|group| group.digits.len());
        Some(Written {
            text,
            stretch,
            digits: stretch.digits.get(digits)?,
            groups: own,
            before: len(groups.start.checked_sub(1).and_then(|n| stretch.groups.get(n))),
            behind: len(stretch.groups.get(groups.end)),
        })
    }
}

impl<'s> Written<'s> {
    /// The bytes from its first to its last digit.
    pub fn range(&self) -> Range<usize> {
        let start = self.groups.first().map_or(0, |group| group.place.start);
        start..self.groups.last().map_or(start, |group| group.place.end)
    }

    /// The text before it, as far back as its name or the beginning of an address may stand.
    pub fn before(&self) -> &'s str {
        let end = self.range().start;
        let mut near = self.text.get(end.saturating_sub(FAR_BEFORE)..end).unwrap_or(&[]);
        loop {
            match std::str::from_utf8(near) {
                Ok(text) => return text,
                // The first character is cut off.
                Err(error) => near = near.get(error.valid_up_to() + 1..).unwrap_or(&[]),
            }
        }
    }

    /// The text behind it, as far as it tells what the number is.
    pub fn behind(&self) -> &'s str {
        let start = self.range().end;
        let near = self.text.get(start..self.text.len().min(start + FAR_BEHIND)).unwrap_or(&[]);
        let whole = std::str::from_utf8(near).map_or_else(|error| error.valid_up_to(), str::len);
        near.get(..whole).and_then(|near| std::str::from_utf8(near).ok()).unwrap_or("")
    }

    /// How many digits each of its groups has.
    pub fn groups(&self) -> impl ExactSizeIterator<Item = usize> + DoubleEndedIterator + '_ {
        self.groups.iter().map(|group| group.digits.len())
    }

    /// Its digits.
    pub fn number(&self) -> String {
        self.digits.iter().copied().map(char::from).collect()
    }

    /// The value of each digit.
    pub fn values(&self) -> impl DoubleEndedIterator<Item = u32> + '_ {
        self.digits.iter().map(|digit| u32::from(digit - b'0'))
    }

    /// Whether what stands beside its digits is no part of the number.
    pub fn is_free(&self) -> bool {
        (self.before.is_some() || context::ends_freely(self.before())) && self.is_free_behind()
    }

    /// Whether what stands behind its digits is no part of the number.
    pub fn is_free_behind(&self) -> bool {
        self.behind.is_some() || context::begins_freely(self.behind())
    }

    /// Whether no group stands beside it that could belong to it or to a list of which it is a piece.
    pub fn stands_alone(&self) -> bool {
        [self.before, self.behind].into_iter().flatten().all(|digits| digits >= 7)
    }

    /// Whether it is written together, or in groups that are neither years nor a list.
    pub fn is_one(&self) -> bool {
        let groups = || self.groups.iter().all(|group| group.digits.len() >= SHORTEST_RUN && !self.stretch.is_year(group));
        self.groups.len() == 1 || self.before.is_none() && self.behind.is_none() && groups()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn groups(text: &str) -> Vec<Vec<usize>> {
        let mut scanner = Scanner::new(text.as_bytes());
        let mut all = Vec::new();
        while let Some(stretch) = scanner.next_stretch() {
            let written = stretch.written(0..stretch.groups());
            all.push(written.map(|written| written.groups().collect()).unwrap_or_default());
        }
        all
    }

    #[test]
    fn digits_of_either_width_are_read_in_groups() {
        assert_eq!(groups("a 138-0000 0000,１２３　456\u{a0}789"), [vec![3, 4, 4], vec![3, 3, 3]]);
        assert_eq!(groups("1\u{200b}234\u{200b}5"), [vec![5]]);
        assert_eq!(groups("138 - 0000  0000"), [vec![3, 4, 4]]);
        assert_eq!(groups("12345    67890\n12345|67890"), [vec![5], vec![5], vec![5], vec![5]]);
        assert_eq!(groups("1234，２０２４年"), Vec::<Vec<usize>>::new());
    }

    /// What is passed over in blocks is what a look at every byte passes over, wherever the blocks begin.
    #[test]
    fn no_number_hides_between_blocks() {
        for number in
            ["12345", "138 0000 0000", "１２３４５", "１３８　００００　００００", "6222-0000-0000-0009", "12\u{2014}34567"]
        {
            let len = number.chars().filter(|c| c.is_numeric()).count();
            for before in 0..3 * BLOCK {
                for filler in ["a", "學，", "2 "] {
                    let text = format!("{}，{number}。{}", filler.repeat(before), "12，".repeat(before % 9));
                    let mut scanner = Scanner::new(text.as_bytes());
                    let mut seen = Vec::new();
                    while let Some(stretch) = scanner.next_stretch() {
                        seen.extend(stretch.written(0..stretch.groups()).map(|written| written.digits.len()));
                    }
                    assert!(seen.contains(&len), "{text}");
                }
            }
        }
    }

    #[test]
    fn a_number_knows_what_it_is_a_part_of() {
        let mut scanner = Scanner::new(b"12 345 6789 01");
        let stretch = scanner.next_stretch().unwrap();
        let whole = stretch.written(0..4).unwrap();
        assert!(!whole.is_one() && whole.range() == (0..14) && whole.number() == "12345678901");
        let part = stretch.written(1..2).unwrap();
        assert!(part.is_one() && !part.stands_alone() && part.number() == "345");
        assert_eq!((part.before(), part.behind()), ("12 ", " 6789 01"));
        assert_eq!((stretch.reach(0, 9), stretch.reach(0, 8), stretch.reach(1, 3), stretch.reach(2, 3)), (3, 2, 2, 2));
        assert!(stretch.written(0..5).is_none());
    }
}
