//! Dates as documents give them: EDTF (ISO 8601-2:2019, annex A) levels 0 and 1 as far as this domain needs them.
//!
//! A date may be a day, a month or a year; digits may be withheld (`20XX-12-07`); two dates make an interval, whose end
//! may be open. A date is never completed by guessing: what is not said has no [`Edtf::first_day`].

use crate::diagnostic::Wording;
use crate::say;
use jiff::civil;
use std::cmp::Ordering;
use std::fmt;

/// The accepted forms, as a regular expression for editors.
pub const PATTERN: &str = r"^(\.\./)?[0-9X]{4}(-[0-9X]{2}(-[0-9X]{2})?)?(/(\.\.|[0-9X]{4}(-[0-9X]{2}(-[0-9X]{2})?)?))?$";

/// A year of four digits, of which the last ones may be withheld: `2024`, `20XX`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Year {
    /// The digits that are given, withheld ones as zero: `20XX` is 2000.
    floor: i16,
    /// How many digits at the end are withheld, 0 to 4.
    withheld: u8,
}

impl Year {
    /// A year that is known.
    pub fn known(year: i16) -> Self {
        Self { floor: year, withheld: 0 }
    }

    /// Reads four digits or withheld digits.
    pub fn parse(text: &str) -> Option<Self> {
        let given = text.trim_end_matches('X');
        if text.len() != 4 || !given.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        let withheld = u8::try_from(4 - given.len()).ok()?;
        let floor = given.parse::<i16>().unwrap_or(0) * 10_i16.pow(u32::from(withheld.min(3)));
        Some(Self { floor, withheld })
    }

    /// The number, where it is known.
    pub fn number(self) -> Option<i16> {
        (self.withheld == 0).then_some(self.floor)
    }

    /// The year `n` later; withheld years stay as they are.
    pub fn plus(self, n: i16) -> Self {
        if self.withheld == 0 { Self::known(self.floor.saturating_add(n).clamp(0, 9999)) } else { self }
    }
}

impl fmt::Display for Year {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digits = format!("{:04}", self.floor);
        let given = 4 - usize::from(self.withheld);
        write!(f, "{}{}", digits.get(..given).unwrap_or(""), "X".repeat(4 - given))
    }
}

/// Known years in order, withheld ones after all of them.
impl Ord for Year {
    fn cmp(&self, other: &Self) -> Ordering {
        (self.withheld, self.floor).cmp(&(other.withheld, other.floor))
    }
}
impl PartialOrd for Year {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// A day, month or year. A month or day that is written `XX` is withheld.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    /// The year.
    pub year: Year,
    /// The month: absent, withheld or 1 to 12.
    pub month: Part,
    /// The day of the month: absent, withheld or 1 to 31.
    pub day: Part,
}

/// A month or a day as far as it is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// Not said: the date is less exact.
    Absent,
    /// Known.
    Known(i8),
    /// Said to exist but withheld: `XX`.
    Withheld,
}

impl Part {
    /// The number, where it is known.
    pub fn number(self) -> Option<i8> {
        match self {
            Self::Known(n) => Some(n),
            _ => None,
        }
    }
}

impl Date {
    /// A known day.
    pub fn day(date: civil::Date) -> Self {
        Self { year: Year::known(date.year()), month: Part::Known(date.month()), day: Part::Known(date.day()) }
    }

    fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split('-');
        let year = Year::parse(parts.next()?)?;
        let mut part = |most: i8| match parts.next() {
            None => Some(Part::Absent),
            Some("XX") => Some(Part::Withheld),
            Some(text) if text.len() == 2 && text.bytes().all(|b| b.is_ascii_digit()) => {
                text.parse().ok().filter(|n| (1..=most).contains(n)).map(Part::Known)
            }
            Some(_) => None,
        };
        let (month, day) = (part(12)?, part(31)?);
        if parts.next().is_some() {
            return None;
        }
        if let (Part::Known(m), Part::Known(d)) = (month, day) {
            // A leap year stands in for a withheld one: 20XX-02-29 may exist.
            civil::Date::new(year.number().unwrap_or(2000), m, d).ok()?;
        }
        Some(Self { year, month, day })
    }

    /// The first day that it may be, where year, month and day leave no doubt about the beginning.
    pub fn first_day(self) -> Option<civil::Date> {
        let year = self.year.number()?;
        let month = if self.month == Part::Absent { 1 } else { self.month.number()? };
        let day = if self.day == Part::Absent { 1 } else { self.day.number()? };
        civil::Date::new(year, month, day).ok()
    }

    /// The last day that it may be.
    pub fn last_day(self) -> Option<civil::Date> {
        let year = self.year.number()?;
        let month = if self.month == Part::Absent { 12 } else { self.month.number()? };
        let first = civil::Date::new(year, month, 1).ok()?;
        let day = if self.day == Part::Absent { first.days_in_month() } else { self.day.number()? };
        civil::Date::new(year, month, day).ok()
    }

    /// The day, where it is exactly one.
    pub fn exact_day(self) -> Option<civil::Date> {
        self.day.number().and_then(|_| self.first_day())
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.year)?;
        for part in [self.month, self.day] {
            match part {
                Part::Absent => {}
                Part::Known(n) => write!(f, "-{n:02}")?,
                Part::Withheld => f.write_str("-XX")?,
            }
        }
        Ok(())
    }
}

/// A date, or an interval of which one end may be open (`..`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Edtf {
    /// One date.
    Date(Date),
    /// From a date to a date, both in; `None` is an open end. At least one end is given.
    Interval(Option<Date>, Option<Date>),
}

impl Edtf {
    /// A known day.
    pub fn day(date: civil::Date) -> Self {
        Self::Date(Date::day(date))
    }

    /// Reads an EDTF expression; the error says what is wrong with it.
    pub fn parse(text: &str) -> Result<Self, Wording> {
        let malformed = || say!("`{text}` is not a date", "「{text}」不是日期");
        let end = |side: &str| if side == ".." { Some(None) } else { Date::parse(side).map(Some) };
        let Some((from, to)) = text.split_once('/') else {
            return Date::parse(text).map(Self::Date).ok_or_else(malformed);
        };
        match (end(from), end(to)) {
            (Some(None), Some(None)) => Err(say!("an interval needs at least one end", "起止時間至少要有一端")),
            (Some(from), Some(to)) => {
                if let (Some(first), Some(last)) = (from.and_then(Date::first_day), to.and_then(Date::last_day))
                    && first > last
                {
                    return Err(say!("`{text}` ends before it begins", "「{text}」的結束早於開始"));
                }
                Ok(Self::Interval(from, to))
            }
            _ => Err(malformed()),
        }
    }

    /// What was probably meant by a date in another common form: `2024年12月9日`, `2024/12/9`, `2024.12.9`, `2024-9-1`.
    pub fn guess(text: &str) -> Option<Self> {
        let numbers: Vec<&str> = text.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty()).collect();
        let known = |c: char| c.is_ascii_digit() || " 年月日號号/.-".contains(c);
        if !text.chars().all(known) || !(2..=3).contains(&numbers.len()) || numbers[0].len() != 4 {
            return None;
        }
        let parts: Vec<String> = numbers.iter().map(|n| format!("{n:0>2}")).collect();
        Date::parse(&parts.join("-")).map(Self::Date)
    }

    /// Where it begins: the date itself or the interval's first end.
    pub fn start(self) -> Option<Date> {
        match self {
            Self::Date(date) => Some(date),
            Self::Interval(from, _) => from,
        }
    }

    /// Where it ends.
    pub fn end(self) -> Option<Date> {
        match self {
            Self::Date(date) => Some(date),
            Self::Interval(_, to) => to,
        }
    }

    /// The first day that it may cover, if that is known.
    pub fn first_day(self) -> Option<civil::Date> {
        self.start().and_then(Date::first_day)
    }

    /// The last day that it may cover, if that is known.
    pub fn last_day(self) -> Option<civil::Date> {
        self.end().and_then(Date::last_day)
    }

    /// The value for `<time datetime>`, which knows no withheld digits and no intervals.
    pub fn html_datetime(self) -> Option<String> {
        let Self::Date(date) = self else { return None };
        let known = date.year.number().is_some() && date.month != Part::Withheld && date.day != Part::Withheld;
        known.then(|| date.to_string())
    }

    /// First and last exact day, where both are known to the day: what a calendar may show.
    pub fn exact_days(self) -> Option<(civil::Date, civil::Date)> {
        Some((self.start()?.exact_day()?, self.end()?.exact_day()?))
    }

    /// A key that orders dates sensibly: by beginning, less exact before more exact, open beginnings first, withheld years last.
    pub fn order(self) -> impl Ord + Copy + fmt::Debug {
        (self.start(), self.end())
    }
}

impl fmt::Display for Edtf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let end = |date: &Option<Date>| date.map_or_else(|| "..".to_owned(), |d| d.to_string());
        match self {
            Self::Date(date) => date.fmt(f),
            Self::Interval(from, to) => write!(f, "{}/{}", end(from), end(to)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_read_is_written_again() {
        for text in [
            "2024",
            "2024-12",
            "2024-12-09",
            "20XX",
            "20XX-12-07",
            "2024-XX-XX",
            "2024-12-07/2024-12-22",
            "2024-09/..",
            "../2017-07",
            "20XX-05/2017-07",
            "2024-02-29",
            "20XX-02-29",
            "XXXX",
        ] {
            assert_eq!(Edtf::parse(text).map(|d| d.to_string()).as_deref(), Ok(text));
        }
    }

    #[test]
    fn what_is_no_date_is_refused() {
        for text in [
            "",
            "24",
            "2024-13",
            "2024-1-9",
            "2023-02-29",
            "2024-12-09/2024-12-01",
            "../..",
            "2024-",
            "2X24",
            "2024-12-09T10:00",
            "2024/12/09",
            "2024-12-09/",
            "二〇二四",
            "2024-00",
        ] {
            assert!(Edtf::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn other_forms_are_recognised_for_the_hint() {
        for (text, right) in
            [("2024年12月9日", "2024-12-09"), ("2024/9/1", "2024-09-01"), ("2024.12", "2024-12"), ("2024-9-1", "2024-09-01")]
        {
            assert_eq!(Edtf::guess(text).map(|d| d.to_string()).as_deref(), Some(right));
        }
        assert_eq!(Edtf::guess("next week"), None);
    }

    #[test]
    fn withheld_years_are_last_and_never_become_days() {
        let date = |t| Edtf::parse(t).unwrap_or(Edtf::Interval(None, None));
        let mut dates = ["20XX-12-07", "2024-12-09", "2024-12", "2023"].map(date);
        dates.sort_by_key(|d| d.order());
        assert_eq!(dates.map(|d| d.to_string()), ["2023", "2024-12", "2024-12-09", "20XX-12-07"]);
        assert_eq!(date("20XX-12-07").first_day(), None);
        assert_eq!(date("20XX-12-07").html_datetime(), None);
        assert_eq!(date("2024-12").html_datetime().as_deref(), Some("2024-12"));
    }
}
