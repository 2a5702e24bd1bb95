//! Periods that documents speak of, and the school calendar that says when terms begin and end.

use crate::edtf::Year;
use crate::language::{Convention, LanguageId, Localised};
use jiff::civil::Date;
use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::fmt;

/// What a document speaks of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Period {
    /// A term, counted from 1, of the academic year that begins in `year`.
    Term {
        /// The year in which the academic year begins.
        year: Year,
        /// Which term of it, from 1.
        term: u8,
    },
    /// A whole academic year.
    AcademicYear(Year),
    /// A calendar year, or a year of which the source does not even say that it is known (`20XX`).
    CalendarYear(Year),
    /// Calendar years, both ends in.
    Years(i16, i16),
}

/// More years than this are a slip of the pen, such as `2022-2225`; every one of them would get a page.
const LONGEST_SPAN: i16 = 100;

impl Period {
    /// Reads a folder name of a calendar with `terms` terms a year.
    pub fn parse(folder: &str, terms: usize) -> Option<Self> {
        if let Some(year) = folder.strip_prefix("ay") {
            return Year::parse(year).map(Self::AcademicYear);
        }
        let Some((year, rest)) = folder.split_once('-') else {
            return Year::parse(folder).map(Self::CalendarYear);
        };
        let year = Year::parse(year)?;
        if rest.len() == 4 {
            let (from, to) = (year.number()?, Year::parse(rest)?.number()?);
            return (from < to && to - from < LONGEST_SPAN).then_some(Self::Years(from, to));
        }
        let term = rest.parse::<u8>().ok().filter(|n| rest.len() == 1 && (1..=terms).contains(&usize::from(*n)))?;
        Some(Self::Term { year, term })
    }

    /// Whether the source withholds the year.
    pub fn is_withheld(self) -> bool {
        match self {
            Self::Term { year, .. } | Self::AcademicYear(year) | Self::CalendarYear(year) => year.number().is_none(),
            Self::Years(..) => false,
        }
    }

    /// First and last day, both in; `None` where the year is withheld.
    pub fn days(self, calendar: &Calendar) -> Option<(Date, Date)> {
        match self {
            Self::Term { year, term } => calendar.term_days(year.number()?, term),
            Self::AcademicYear(year) => calendar.academic_year_days(year.number()?),
            Self::CalendarYear(year) => year_days(year.number()?, year.number()?),
            Self::Years(from, to) => year_days(from, to),
        }
    }

    /// The periods of the same form `n` steps later.
    pub fn later(self, n: i16, calendar: &Calendar) -> Option<Self> {
        match self {
            Self::Term { year, term } => {
                let terms = i16::try_from(calendar.terms.len()).ok()?.max(1);
                let steps = year.number()?.checked_mul(terms)?.checked_add(i16::from(term) - 1)?.checked_add(n)?;
                let term = u8::try_from(steps.rem_euclid(terms) + 1).ok()?;
                Some(Self::Term { year: Year::known(steps.div_euclid(terms)), term })
            }
            Self::AcademicYear(year) => Some(Self::AcademicYear(Year::known(year.number()?.checked_add(n)?))),
            Self::CalendarYear(year) => Some(Self::CalendarYear(Year::known(year.number()?.checked_add(n)?))),
            Self::Years(..) => None,
        }
    }

    /// How many steps of its form lie between two periods; `None` where they can't be counted.
    pub fn steps_to(self, later: Self, calendar: &Calendar) -> Option<i32> {
        let terms = i32::try_from(calendar.terms.len()).ok()?.max(1);
        match (self, later) {
            (Self::Term { year: a, term: s }, Self::Term { year: b, term: t }) => {
                Some((i32::from(b.number()?) - i32::from(a.number()?)) * terms + i32::from(t) - i32::from(s))
            }
            (Self::AcademicYear(a), Self::AcademicYear(b)) | (Self::CalendarYear(a), Self::CalendarYear(b)) => {
                Some(i32::from(b.number()?) - i32::from(a.number()?))
            }
            _ => None,
        }
    }

    /// Whether two periods are of the same form, so that one may follow the other.
    pub fn same_form(self, other: Self) -> bool {
        std::mem::discriminant(&self) == std::mem::discriminant(&other)
    }

    /// The academic year that a term or academic year belongs to.
    pub fn academic_year(self) -> Option<Year> {
        match self {
            Self::Term { year, .. } | Self::AcademicYear(year) => Some(year),
            _ => None,
        }
    }

    /// Its name for people.
    pub fn label(self, calendar: &Calendar, language: LanguageId, convention: Convention) -> String {
        let academic = |year: Year| {
            let next = year.plus(1).to_string();
            match convention {
                Convention::Chinese => format!("{year}—{next}學年"),
                Convention::English => format!("{year}–{}", next.get(2..).unwrap_or(&next)),
            }
        };
        let withheld = if self.is_withheld() && convention == Convention::English { " (year withheld)" } else { "" };
        match (self, convention) {
            (Self::Term { year, term }, Convention::Chinese) => academic(year) + &calendar.term_name(term, language),
            (Self::Term { year, term }, Convention::English) => {
                format!("{} {}{withheld}", calendar.term_name(term, language), academic(year))
            }
            (Self::AcademicYear(year), Convention::Chinese) => academic(year),
            (Self::AcademicYear(year), Convention::English) => format!("Academic year {}{withheld}", academic(year)),
            (Self::CalendarYear(year), Convention::Chinese) => format!("{year}年"),
            (Self::CalendarYear(year), Convention::English) => format!("{year}{withheld}"),
            (Self::Years(from, to), Convention::Chinese) => format!("{from}—{to}年"),
            (Self::Years(from, to), Convention::English) => format!("{from}–{to}"),
        }
    }

    /// A key that orders periods by their beginning, longer before shorter, withheld ones last.
    fn key(self) -> (bool, Year, u8, u8) {
        match self {
            Self::CalendarYear(year) => (self.is_withheld(), year, 0, 1),
            Self::Years(from, _) => (false, Year::known(from), 0, 0),
            Self::AcademicYear(year) => (self.is_withheld(), year, 1, 0),
            Self::Term { year, term } => (self.is_withheld(), year, 1, term),
        }
    }
}

impl Ord for Period {
    fn cmp(&self, other: &Self) -> Ordering {
        self.key().cmp(&other.key()).then_with(|| self.to_string().cmp(&other.to_string()))
    }
}
impl PartialOrd for Period {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// As the folder is named.
impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Term { year, term } => write!(f, "{year}-{term}"),
            Self::AcademicYear(year) => write!(f, "ay{year}"),
            Self::CalendarYear(year) => write!(f, "{year}"),
            Self::Years(from, to) => write!(f, "{from:04}-{to:04}"),
        }
    }
}

fn year_days(from: i16, to: i16) -> Option<(Date, Date)> {
    Some((Date::new(from, 1, 1).ok()?, Date::new(to, 12, 31).ok()?))
}

/// When terms begin and end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Calendar {
    /// The terms of an academic year in order.
    pub terms: Vec<Term>,
    /// Years whose terms lie otherwise, by the year in which they begin: first and last day of each term.
    pub years: BTreeMap<i16, Vec<(Date, Date)>>,
}

/// A term of every year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term {
    /// Its name.
    pub name: Localised,
    /// Month and day of its first day.
    pub from: (i8, i8),
    /// Month and day of its last day.
    pub to: (i8, i8),
}

impl Calendar {
    fn term_name(&self, term: u8, language: LanguageId) -> String {
        self.terms.get(usize::from(term) - 1).map_or_else(|| term.to_string(), |t| t.name.pick(language).1.to_owned())
    }

    fn term_days(&self, year: i16, term: u8) -> Option<(Date, Date)> {
        let index = usize::from(term).checked_sub(1)?;
        if let Some(days) = self.years.get(&year).and_then(|terms| terms.get(index)) {
            return Some(*days);
        }
        let (first, rule) = (self.terms.first()?, self.terms.get(index)?);
        let start_year = if rule.from < first.from { year + 1 } else { year };
        let end_year = if rule.to < rule.from { start_year + 1 } else { start_year };
        // 29 February in a common year is the 28th.
        let day = |y: i16, (m, d): (i8, i8)| Date::new(y, m, d).or_else(|_| Date::new(y, m, d - 1)).ok();
        Some((day(start_year, rule.from)?, day(end_year, rule.to)?))
    }

    /// First day of the year's first term to the day before the next year's.
    fn academic_year_days(&self, year: i16) -> Option<(Date, Date)> {
        let from = self.term_days(year, 1)?.0;
        let next = self.term_days(year.checked_add(1)?, 1)?.0;
        Some((from, next.yesterday().ok()?))
    }

    /// The term that `day` lies in, or else the last one that began before it.
    pub fn term_at(&self, day: Date) -> Option<Period> {
        let count = u8::try_from(self.terms.len()).ok()?;
        (day.year() - 1..=day.year())
            .flat_map(|year| (1..=count).map(move |term| (year, term)))
            .rfind(|(year, term)| self.term_days(*year, *term).is_some_and(|(from, _)| from <= day))
            .map(|(year, term)| Period::Term { year: Year::known(year), term })
    }

    /// The academic year that `day` lies in.
    pub fn academic_year_at(&self, day: Date) -> Option<i16> {
        (day.year() - 1..=day.year())
            .rev()
            .find(|year| self.academic_year_days(*year).is_some_and(|(from, to)| from <= day && day <= to))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ZH: LanguageId = LanguageId(0);
    const EN: LanguageId = LanguageId(1);

    fn calendar() -> Calendar {
        let term = |zh: &str, en: &str, from, to| Term { name: Localised::new(ZH, zh).and(EN, en), from, to };
        Calendar {
            terms: vec![term("第一學期", "Autumn term", (9, 1), (1, 31)), term("第二學期", "Spring term", (2, 1), (8, 31))],
            years: BTreeMap::new(),
        }
    }

    fn period(folder: &str) -> Option<Period> {
        Period::parse(folder, 2)
    }

    #[test]
    fn every_form_of_the_table_is_read_and_named() {
        for (folder, zh, en) in [
            ("2024-1", "2024—2025學年第一學期", "Autumn term 2024–25"),
            ("2024-2", "2024—2025學年第二學期", "Spring term 2024–25"),
            ("ay2024", "2024—2025學年", "Academic year 2024–25"),
            ("2024", "2024年", "2024"),
            ("2022-2025", "2022—2025年", "2022–2025"),
            ("20XX-2", "20XX—20XX學年第二學期", "Spring term 20XX–XX (year withheld)"),
            ("20XX", "20XX年", "20XX (year withheld)"),
        ] {
            let Some(read) = period(folder) else { unreachable!("{folder}") };
            assert_eq!(read.to_string(), folder);
            assert_eq!(read.label(&calendar(), ZH, Convention::Chinese), zh);
            assert_eq!(read.label(&calendar(), EN, Convention::English), en);
        }
        for wrong in ["2024-3", "2024-0", "24-1", "2025-2022", "ay24", "term", "2024-01", "20XX-20XX", ""] {
            assert_eq!(period(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn terms_have_days_and_neighbours() {
        let calendar = calendar();
        let day = |y, m, d| Date::new(y, m, d).unwrap_or(Date::ZERO);
        let days = |folder| period(folder).and_then(|p| p.days(&calendar));
        assert_eq!(days("2024-1"), Some((day(2024, 9, 1), day(2025, 1, 31))));
        assert_eq!(days("2024-2"), Some((day(2025, 2, 1), day(2025, 8, 31))));
        assert_eq!(days("ay2024"), Some((day(2024, 9, 1), day(2025, 8, 31))));
        assert_eq!(days("20XX-2"), None);
        assert_eq!(period("2024-2").and_then(|p| p.later(1, &calendar)), period("2025-1"));
        assert_eq!(period("2024-1").and_then(|p| p.later(-1, &calendar)), period("2023-2"));
        assert_eq!(period("2023-2").zip(period("2025-1")).and_then(|(a, b)| a.steps_to(b, &calendar)), Some(3));
        assert_eq!(calendar.term_at(day(2026, 11, 23)), period("2026-1"));
        assert_eq!(calendar.term_at(day(2026, 1, 31)), period("2025-1"));
        assert_eq!(calendar.term_at(day(2026, 8, 31)), period("2025-2"));
        assert_eq!(calendar.academic_year_at(day(2026, 8, 31)), Some(2025));
    }

    #[test]
    fn withheld_periods_come_after_all_others() {
        let mut periods: Vec<Period> =
            ["20XX-2", "2024-2", "2022-2025", "ay2024", "2024", "2024-1", "20XX"].iter().filter_map(|f| period(f)).collect();
        periods.sort();
        let order: Vec<String> = periods.iter().map(ToString::to_string).collect();
        assert_eq!(order, ["2022-2025", "2024", "ay2024", "2024-1", "2024-2", "20XX", "20XX-2"]);
    }
}
