//! Days on a line.

use super::axis::fits;
use super::{Segment, Tick, WHOLE, axis, bar};
use jiff::civil::Date;

/// Steps between the marks of an axis, in months.
const STEPS: [i32; 11] = [1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1_200];
/// What is shorter is drawn so long, so that it can be seen.
const LEAST_SEEN: f64 = 1.0;

/// The days from the first to the last of some spans.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TimeLine {
    first: Date,
    last: Date,
}

impl TimeLine {
    /// The line of several spans; one span alone, or one day, has nothing to be compared with.
    pub fn new(spans: &[(Date, Date)]) -> Option<Self> {
        let first = spans.iter().map(|(from, _)| *from).min()?;
        let last = spans.iter().map(|(_, to)| *to).max()?;
        (spans.len() > 1 && first < last).then_some(Self { first, last })
    }

    /// Its first and last day.
    pub fn ends(self) -> (Date, Date) {
        (self.first, self.last)
    }

    /// Where a span lies, both days in.
    pub fn place(self, from: Date, to: Date) -> Segment {
        let begin = self.at(from);
        let end = self.at(to) + WHOLE / self.days();
        let segment = bar::Segment::between(begin, end);
        if segment.length >= LEAST_SEEN {
            return segment;
        }
        let from = segment.from.min(WHOLE - LEAST_SEEN);
        Segment { from, length: LEAST_SEEN }
    }

    /// The beginnings of months or years, as many as have room. `label` names one, given the months from each to the next.
    pub fn ticks(self, label: impl Fn(Date, i32) -> String) -> Vec<Tick> {
        let marks = |step: i32| -> Vec<(f64, String)> {
            let months = |date: Date| i32::from(date.year()) * 12 + i32::from(date.month()) - 1;
            // The month of the first day has begun before it, unless that is its first.
            let first = months(self.first) + i32::from(self.first.day() > 1);
            let begin = first.div_euclid(step) * step + if first.rem_euclid(step) == 0 { 0 } else { step };
            (begin..=months(self.last))
                .step_by(usize::try_from(step).unwrap_or(1))
                .filter_map(|n| {
                    let (year, month) = (i16::try_from(n.div_euclid(12)).ok()?, i8::try_from(n.rem_euclid(12) + 1).ok()?);
                    Date::new(year, month, 1).ok()
                })
                .map(|day| (self.at(day), label(day, step)))
                .collect()
        };
        let enough = |marks: &[(f64, String)]| fits(marks.iter());
        // Of a line of centuries no step of months has room, and looking for one would take long.
        let years = i32::from(self.last.year()) - i32::from(self.first.year());
        let found = STEPS.into_iter().filter(|step| years * 12 / step < 60).map(marks).find(|marks| enough(marks));
        axis(found.unwrap_or_default())
    }

    fn days(self) -> f64 {
        f64::from((self.last - self.first).get_days()) + 1.0
    }

    fn at(self, day: Date) -> f64 {
        f64::from((day - self.first).get_days()) / self.days() * WHOLE
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    fn line(from: &str, to: &str) -> TimeLine {
        TimeLine::new(&[(day(from), day(from)), (day(to), day(to))]).unwrap()
    }

    fn labels(line: TimeLine) -> Vec<String> {
        let name = |date: Date, step: i32| if step < 12 { format!("{}月", date.month()) } else { date.year().to_string() };
        line.ticks(name).into_iter().filter_map(|tick| tick.label).collect()
    }

    #[test]
    fn one_span_is_no_line() {
        let span = (day("2024-09-01"), day("2024-10-31"));
        assert_eq!(TimeLine::new(&[]), None);
        assert_eq!(TimeLine::new(&[span]), None);
        assert_eq!(TimeLine::new(&[(span.0, span.0), (span.0, span.0)]), None);
        assert!(TimeLine::new(&[span, span]).is_some());
    }

    #[test]
    fn spans_lie_where_their_days_do() {
        let line = line("2024-09-01", "2024-09-10");
        assert_eq!(line.place(day("2024-09-01"), day("2024-09-05")), Segment { from: 0.0, length: 50.0 });
        assert_eq!(line.place(day("2024-09-10"), day("2024-09-10")), Segment { from: 90.0, length: 10.0 });
    }

    #[test]
    fn a_day_among_years_can_be_seen() {
        let line = line("2016-01-01", "2025-12-31");
        assert_eq!(line.place(day("2025-12-31"), day("2025-12-31")), Segment { from: 99.0, length: 1.0 });
        assert_eq!(line.place(day("2016-01-01"), day("2016-01-01")), Segment { from: 0.0, length: 1.0 });
    }

    #[test]
    fn marks_are_months_or_years_as_there_is_room() {
        assert_eq!(labels(line("2024-09-01", "2024-12-31")), ["9月", "10月", "11月", "12月"]);
        assert_eq!(labels(line("2024-09-02", "2025-06-30")), ["11月", "1月", "3月", "5月"]);
        assert_eq!(labels(line("2022-01-01", "2025-12-31")), ["2022", "2023", "2024", "2025"]);
        assert_eq!(labels(line("0001-01-01", "9999-12-31")), Vec::<String>::new());
        assert_eq!(labels(line("2024-09-05", "2024-09-20")), Vec::<String>::new());
    }

    fn days() -> impl Strategy<Value = Date> {
        (0..=9_999_i16, 1..=12_i8, 1..=28_i8).prop_map(|(y, m, d)| Date::new(y, m, d).unwrap())
    }

    proptest! {
        #[test]
        fn everything_stays_on_the_line(spans in prop::collection::vec((days(), days()), 2..20)) {
            let spans: Vec<(Date, Date)> = spans.into_iter().map(|(a, b)| (a.min(b), a.max(b))).collect();
            let Some(line) = TimeLine::new(&spans) else { return Ok(()) };
            for (from, to) in &spans {
                let Segment { from, length } = line.place(*from, *to);
                prop_assert!(from >= 0.0 && length > 0.0 && from + length <= WHOLE + 1e-6, "{from} {length}");
            }
            let ticks = line.ticks(|date, step| format!("{}-{step}", date.year()));
            prop_assert!(ticks.iter().all(|tick| (0.0..=WHOLE).contains(&tick.at)));
            prop_assert!(ticks.is_sorted_by(|a, b| a.at < b.at || (a.at - b.at).abs() < 0.2));
        }
    }
}
