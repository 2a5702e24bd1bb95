//! A number at the beginning of a line: how it is read, and how it is written.

use crate::document::cjk::is_cjk;

/// The levels of official numbering.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Level {
    /// 一、
    First,
    /// （一）
    Second,
    /// 1.
    Third,
    /// （1）
    Fourth,
}

/// A number at the beginning of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Number {
    pub level: Level,
    pub n: u32,
    /// Whether it is a number for certain: 三、四年級 and 3.5萬元 begin as numbers do.
    pub sure: bool,
    /// Where it begins in the line.
    pub from: usize,
    /// How long it is with its mark.
    pub length: usize,
    /// How it is written, where it stands otherwise.
    pub right: Option<String>,
}

impl Number {
    /// The number that a line begins with.
    pub fn read(line: &str) -> Option<Self> {
        let from = line.len() - line.trim_start_matches([' ', '\t', '\u{3000}']).len();
        let text = line.get(from..)?;
        let number = match text.chars().next()? {
            open @ ('(' | '（') => bracketed(text, open),
            c if chinese_digit(c).is_some() => chinese(text),
            '0'..='9' => arabic(text),
            _ => None,
        }?;
        Some(Self { from, ..number })
    }
}

/// （一） and （1）: in full-width brackets, with nothing behind.
fn bracketed(text: &str, open: char) -> Option<Number> {
    let inside = text.get(open.len_utf8()..)?;
    let length = inside.find([')', '）']).filter(|length| *length <= 9)?;
    let (digits, rest) = (inside.get(..length)?, inside.get(length..)?);
    let close = rest.chars().next()?;
    let (level, n) = match value(digits) {
        Some(n) => (Level::Second, n),
        None if digits.len() <= 2 => (Level::Fourth, digits.parse().ok().filter(|n| *n > 0)?),
        None => return None,
    };
    let after = rest.get(close.len_utf8()..)?;
    let mark = after.chars().next().filter(|c| matches!(c, '、' | '.' | '．' | '，' | ','));
    let goes_on = after.get(mark.map_or(0, char::len_utf8)..)?.chars().next();
    if speaks_of_numbers(after) {
        return None;
    }
    let wrong = (open, close) != ('（', '）') || mark.is_some();
    // Only before Chinese text: (1) Introduction is another's numbering.
    let right = (wrong && goes_on.is_some_and(is_cjk)).then(|| format!("（{digits}）"));
    let length = text.len() - after.len() + mark.filter(|_| right.is_some()).map_or(0, char::len_utf8);
    Some(Number { level, n, sure: true, from: 0, length, right })
}

/// Whether what follows a number in brackets makes it a reference: （一）、（二）項, （一）至（三）, （一）項.
fn speaks_of_numbers(after: &str) -> bool {
    let another = after.trim_start_matches(['、', '，', '至', '到', '和', '與', '与', '或']);
    let part = |one: &[char], word: &[char]| after.strip_prefix(one).is_some_and(|rest| !rest.starts_with(word));
    another.starts_with(['(', '（']) || part(&['項', '项'], &['目']) || part(&['款'], &['項', '项', '式', '待'])
}

/// 一、
fn chinese(text: &str) -> Option<Number> {
    let end = text.find(|c| chinese_digit(c).is_none())?;
    let (digits, rest) = (text.get(..end)?, text.get(end..)?);
    let n = value(digits)?;
    let mark = rest.chars().next()?;
    let after = rest.get(mark.len_utf8()..)?;
    let goes_on = after.chars().next();
    let again = goes_on.is_some_and(|c| chinese_digit(c).is_some());
    let right = match mark {
        '、' => None,
        '.' | '．' if !again && goes_on.is_some_and(is_cjk) => Some(format!("{digits}、")),
        _ => return None,
    };
    Some(Number { level: Level::First, n, sure: !again, from: 0, length: end + mark.len_utf8(), right })
}

/// 1.
fn arabic(text: &str) -> Option<Number> {
    let end = text.find(|c: char| !c.is_ascii_digit())?;
    let (digits, rest) = (text.get(..end).filter(|digits| digits.len() <= 2)?, text.get(end..)?);
    let n = digits.parse().ok().filter(|n| *n > 0)?;
    let mark = rest.chars().next()?;
    let after = rest.get(mark.len_utf8()..)?;
    let blank = after.len() - after.trim_start_matches([' ', '\u{3000}']).len();
    let goes_on = after.get(blank..)?.chars().next();
    let sure = goes_on.is_some_and(is_cjk);
    let length = end + mark.len_utf8();
    match mark {
        '.' | '．' => Some(Number { level: Level::Third, n, sure, from: 0, length, right: None }),
        // What is put must not become a list of Markdown: no blank may follow the point.
        '、' => {
            let right = sure.then(|| format!("{digits}."));
            let blank = if sure { blank } else { 0 };
            Some(Number { level: Level::Third, n, sure, from: 0, length: length + blank, right })
        }
        _ => None,
    }
}

fn chinese_digit(c: char) -> Option<u32> {
    "一二三四五六七八九十".chars().position(|digit| digit == c).and_then(|at| u32::try_from(at + 1).ok())
}

/// A Chinese number up to 99.
fn value(digits: &str) -> Option<u32> {
    let values: Vec<u32> = digits.chars().map(chinese_digit).collect::<Option<_>>()?;
    match values.as_slice() {
        [n] => Some(*n),
        [10, ones @ 1..=9] => Some(10 + ones),
        [tens @ 2..=9, 10] => Some(tens * 10),
        [tens @ 2..=9, 10, ones @ 1..=9] => Some(tens * 10 + ones),
        _ => None,
    }
}

/// A number in Chinese digits.
fn chinese_number(n: u32) -> String {
    let digit = |n: u32| (n as usize).checked_sub(1).and_then(|n| "一二三四五六七八九".chars().nth(n)).map(String::from);
    let (tens, ones) = (n / 10, digit(n % 10).unwrap_or_default());
    match tens {
        0 => ones,
        1 => format!("十{ones}"),
        tens => format!("{}十{ones}", digit(tens).unwrap_or_default()),
    }
}

/// A number of a level as it is written.
pub(super) fn written(level: Level, n: u32) -> String {
    match level {
        Level::First => format!("{}、", chinese_number(n)),
        Level::Second => format!("（{}）", chinese_number(n)),
        Level::Third => format!("{n}."),
        Level::Fourth => format!("（{n}）"),
    }
}

/// Whether a text has a number of a level anywhere, however it is written.
pub(super) fn mentions(text: &str, level: Level, n: u32) -> bool {
    let (digits, marks): (String, &[char]) = match level {
        Level::First => (chinese_number(n), &['、', '.', '．', ' ', ',', '，']),
        Level::Second => (chinese_number(n), &[')', '）']),
        Level::Third => (n.to_string(), &['.', '．', '、', ' ', ')', '）']),
        Level::Fourth => (n.to_string(), &[')', '）']),
    };
    let is_in = |text: &str| {
        let mut places = text.match_indices(&digits);
        places.any(|(at, digits)| text.get(at + digits.len()..).is_some_and(|rest| rest.starts_with(marks)))
    };
    // 三　十、 is as wide as 二十九、.
    is_in(text) || digits.chars().nth(1).is_some() && is_in(&text.replace([' ', '\u{3000}'], ""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_they_are_read() {
        for n in 1..=99 {
            for level in [Level::First, Level::Second, Level::Third, Level::Fourth] {
                let text = written(level, n) + "甲";
                let read = Number::read(&text).map(|read| (read.level, read.n, read.right));
                assert_eq!(read, Some((level, n, None)), "{text}");
            }
        }
    }
}
