//! Activities month by month, for calendars.

use super::ActivityRef;
use crate::edtf::Edtf;
use jiff::ToSpan;
use jiff::civil::Date;
use std::collections::BTreeMap;
use std::fmt;

/// What lasts longer stands in no calendar's days: it would fill them.
const LONGEST_ON_DAYS: i32 = 31;
/// What may be in more months stands in none of them.
const MOST_MONTHS: i32 = 6;

/// A month of a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Month {
    year: i16,
    month: i8,
}

impl Month {
    /// The month of a day.
    pub fn of(day: Date) -> Self {
        Self { year: day.year(), month: day.month() }
    }

    /// Its year.
    pub fn year(self) -> i16 {
        self.year
    }

    /// Its first day.
    pub fn first_day(self) -> Date {
        Date::new(self.year, self.month, 1).unwrap_or(Date::MIN)
    }

    fn next(self) -> Self {
        if self.month == 12 {
            Self { year: self.year.saturating_add(1), month: 1 }
        } else {
            Self { month: self.month + 1, ..self }
        }
    }

    fn number(self) -> i32 {
        i32::from(self.year) * 12 + i32::from(self.month)
    }
}

/// As in URLs.
impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year, self.month)
    }
}

/// An activity on one of its days.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct OnDay {
    /// The day.
    pub day: Date,
    /// The activity.
    pub activity: ActivityRef,
    /// Which of its days this is, from 1, and how many it has.
    pub nth: (i32, i32),
}

/// Activities by month.
#[derive(Clone, Debug, Default)]
pub struct Months {
    /// Those whose days are told, on each of them, in order.
    pub days: BTreeMap<Month, Vec<OnDay>>,
    /// Those whose days are not told, in each month that they may be in, where these are few.
    pub vague: BTreeMap<Month, Vec<ActivityRef>>,
    /// Those that stand on no day: undated, withheld or told less exactly than to the day, or of many days.
    pub without_day: Vec<ActivityRef>,
}

impl Months {
    /// Sorts activities.
    pub fn new(activities: impl Iterator<Item = (ActivityRef, Option<Edtf>)>) -> Self {
        let mut months = Self::default();
        for (activity, when) in activities {
            months.add(activity, when);
        }
        months.days.values_mut().for_each(|days| days.sort());
        months
    }

    fn add(&mut self, activity: ActivityRef, when: Option<Edtf>) {
        let length = |(first, last): (Date, Date)| (last - first).get_days() + 1;
        if let Some((first, last)) = when.and_then(Edtf::exact_days)
            && (1..=LONGEST_ON_DAYS).contains(&length((first, last)))
        {
            let of = length((first, last));
            for n in 0..of {
                let Ok(day) = first.checked_add(n.days()) else { break };
                self.days.entry(Month::of(day)).or_default().push(OnDay { day, activity, nth: (n + 1, of) });
            }
            return;
        }
        self.without_day.push(activity);
        let Some((first, last)) = when.and_then(|w| w.first_day().zip(w.last_day())) else { return };
        let (mut month, last) = (Month::of(first), Month::of(last));
        if last.number() - month.number() < MOST_MONTHS {
            while month <= last {
                self.vague.entry(month).or_default().push(activity);
                month = month.next();
            }
        }
    }

    /// The months that have something, in order.
    pub fn all(&self) -> Vec<Month> {
        let mut all: Vec<Month> = self.days.keys().chain(self.vague.keys()).copied().collect();
        all.sort();
        all.dedup();
        all
    }

    /// What is told of the days of a month.
    pub fn on_days(&self, month: Month) -> &[OnDay] {
        self.days.get(&month).map_or(&[], Vec::as_slice)
    }

    /// What may be in a month.
    pub fn perhaps_in(&self, month: Month) -> &[ActivityRef] {
        self.vague.get(&month).map_or(&[], Vec::as_slice)
    }
}

/// The month to open a calendar at: that of `today`, or else the next that has something, or the last.
pub fn opening(months: &[Month], today: Date) -> Option<usize> {
    let now = Month::of(today);
    months.iter().position(|month| *month >= now).or_else(|| months.len().checked_sub(1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::DocumentId;

    fn months(whens: &[&str]) -> Months {
        let mut months = Months::default();
        for (index, when) in whens.iter().enumerate() {
            months.add(ActivityRef { document: DocumentId::up_to(1).next().unwrap(), index }, Edtf::parse(when).ok());
        }
        months.days.values_mut().for_each(|days| days.sort());
        months
    }

    fn on_days(months: &Months) -> Vec<(String, usize, (i32, i32))> {
        months.days.values().flatten().map(|on| (on.day.to_string(), on.activity.index, on.nth)).collect()
    }

    fn vague(months: &Months) -> Vec<(String, usize)> {
        months.vague.iter().flat_map(|(month, all)| all.iter().map(|a| (month.to_string(), a.index))).collect()
    }

    #[test]
    fn what_is_told_to_the_day_stands_on_each_of_its_days() {
        let months = months(&["2024-12-31/2025-01-01", "2024-12-31"]);
        let day = |text: &str, index, nth| (text.to_owned(), index, nth);
        let expected = [day("2024-12-31", 0, (1, 2)), day("2024-12-31", 1, (1, 1)), day("2025-01-01", 0, (2, 2))];
        assert_eq!(on_days(&months), expected);
        assert_eq!(months.without_day, []);
        assert_eq!(months.all().iter().map(ToString::to_string).collect::<Vec<_>>(), ["2024-12", "2025-01"]);
    }

    #[test]
    fn nothing_stands_on_a_day_that_is_not_told() {
        let whens = ["2024-12", "2024-11/2025-01", "2024", "20XX-12-07", "2024-12-XX", "2024-09/..", "", "2024-09-01/2024-10-02"];
        let months = months(&whens);
        assert_eq!(on_days(&months), []);
        assert_eq!(months.without_day.len(), whens.len());
        let expected = [("2024-09", 7), ("2024-10", 7), ("2024-11", 1), ("2024-12", 0), ("2024-12", 1), ("2025-01", 1)];
        assert_eq!(vague(&months), expected.map(|(month, index)| (month.to_owned(), index)));
    }

    #[test]
    fn what_lasts_for_ages_fills_no_calendar() {
        let months = months(&["0001-01-01/9999-12-31", "9999-12-31", "2024-01-01/2024-01-31"]);
        assert_eq!(months.all().iter().map(ToString::to_string).collect::<Vec<_>>(), ["2024-01", "9999-12"]);
        assert_eq!(months.on_days(Month { year: 2024, month: 1 }).len(), 31);
    }

    #[test]
    fn a_calendar_opens_where_something_is_to_come() {
        let of = |year, month| Month { year, month };
        let all = [of(2024, 9), of(2024, 12), of(2025, 3)];
        let at = |day: &str| opening(&all, day.parse().unwrap());
        assert_eq!(
            (at("2024-01-01"), at("2024-12-31"), at("2025-01-05"), at("2026-01-01")),
            (Some(0), Some(1), Some(2), Some(2))
        );
        assert_eq!(opening(&[], "2024-01-01".parse().unwrap()), None);
    }
}
