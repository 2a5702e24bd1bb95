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
    at: usize,
    stretch: Stretch,
}

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
        while let Some(start) = next_digit(self.text, self.at) {
            self.at = self.stretch.read(self.text, start);
            if self.stretch.digits.len() >= super::FEWEST_DIGITS {
                return Some(Stretched { text: self.text, stretch: &self.stretch });
            }
        }
        None
    }
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

/// The first digit at or after a byte.
fn next_digit(bytes: &[u8], from: usize) -> Option<usize> {
    let rest = bytes.get(from..)?;
    rest.iter().zip(from..).find(|(byte, at)| (byte.is_ascii_digit() || **byte == 0xEF) && digit_at(bytes, *at).is_some()).map(|(_, at)| at)
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
        let (mut at, mut end, mut gap, mut begins) = (start, start, 0, true);
        loop {
            if let Some((digit, len)) = digit_at(text, at) {
                self.digits.push(digit);
                match self.groups.last_mut().filter(|_| !begins) {
                    Some(group) => (group.digits.end, group.place.end) = (self.digits.len(), at + len),
                    None => self.groups.push(Group { digits: self.digits.len() - 1..self.digits.len(), place: at..at + len }),
                }
                at += len;
                (end, gap, begins) = (at, 0, false);
                continue;
            }
            match gap_at(text, at) {
                Some((seen, len)) if gap < WIDEST_GAP => {
                    at += len;
                    gap += 1;
                    begins |= seen;
                }
                _ => return end,
            }
        }
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

    /// Whether it is all of its stretch.
    pub fn is_whole(&self) -> bool {
        self.before.is_none() && self.behind.is_none()
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
        assert_eq!(groups("a 138-0000 0000,１２３　45\u{a0}6"), [vec![3, 4, 4], vec![3, 2, 1]]);
        assert_eq!(groups("1\u{200b}23\u{200b}45"), [vec![5]]);
        assert_eq!(groups("138 - 0000  0000"), [vec![3, 4, 4]]);
        assert_eq!(groups("12345    67890\n12345|67890"), [vec![5], vec![5], vec![5], vec![5]]);
        assert_eq!(groups("1234，２０２４年"), Vec::<Vec<usize>>::new());
    }

    #[test]
    fn a_number_knows_what_it_is_a_part_of() {
        let mut scanner = Scanner::new(b"12 345 6789");
        let stretch = scanner.next_stretch().unwrap();
        let whole = stretch.written(0..3).unwrap();
        assert!(whole.is_whole() && whole.range() == (0..11) && whole.number() == "123456789");
        let part = stretch.written(1..2).unwrap();
        assert!(!part.is_whole() && !part.stands_alone() && part.number() == "345");
        assert_eq!((part.before(), part.behind()), ("12 ", " 6789"));
        assert_eq!((stretch.reach(0, 9), stretch.reach(0, 8), stretch.reach(1, 3), stretch.reach(2, 3)), (3, 2, 2, 2));
        assert!(stretch.written(0..4).is_none());
    }
}
