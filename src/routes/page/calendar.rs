//! Calendars: a month of everyone's activities a page, and one page of a community's.
//!
//! What is told to the day stands on its days; what is not stands in a list of its own, on no day.

use crate::catalogue::CommunityId;
use crate::edtf::Edtf;
use crate::routes::builder::slice;
use crate::routes::months::{Month, Months, OnDay, opening};
use crate::routes::parts::Said;
use crate::routes::view::{
    CalendarView, ComingView, DateView, DayView, EntryView, Html, MonthView, MonthsOfYear, Ref, WithoutDayView,
};
use crate::routes::wanted::{ACTIVITIES_A_PAGE, DAYS_A_PAGE};
use crate::routes::{Reader, Route};
use jiff::ToSpan;
use jiff::civil::Date;

/// Months on a community's calendar.
const MONTHS_OF_A_COMMUNITY: usize = 6;
/// How many of them may lie before the one that the calendar opens at.
const MONTHS_BEFORE: usize = 2;

impl Reader<'_> {
    /// The calendar at the month that is now, or else the nearest that has something.
    pub(super) fn calendar_view(&self) -> CalendarView {
        let months = self.site.index.activities.months.all();
        let mut view = match opening(&months, self.site.today).and_then(|at| months.get(at)) {
            Some(month) => self.month_view(*month, 1),
            None => self.empty_calendar(),
        };
        let is_coming = !self.site.index.activities.coming(self.site.today).is_empty();
        view.coming = is_coming.then(|| self.link(Route::CalendarComing(1)));
        let years = months.chunk_by(|a, b| a.year() == b.year()).rev();
        view.years = years
            .filter_map(|months| {
                let months_of = |month: &Month| Ref {
                    name: self.neutral(self.month(*month)),
                    href: self.link(Route::CalendarMonth(*month, 1)),
                };
                Some(MonthsOfYear { year: months.first()?.year().to_string(), months: months.iter().map(months_of).collect() })
            })
            .collect();
        view
    }

    fn empty_calendar(&self) -> CalendarView {
        let without_day = self.site.index.activities.months.without_day.len();
        CalendarView {
            community: None,
            months: Vec::new(),
            previous: None,
            next: None,
            years: Vec::new(),
            coming: None,
            without_day: Html::default(),
            without_day_count: self.count(without_day),
            all_without_day: (without_day > 0).then(|| self.link(Route::CalendarWithoutDay(1))),
            all_activities: None,
            pager: None,
        }
    }

    pub(super) fn month_view(&self, month: Month, page: usize) -> CalendarView {
        let months = &self.site.index.activities.months;
        let all = months.all();
        let at = all.iter().position(|m| *m == month);
        let neighbour = |at: Option<usize>| {
            let month = *all.get(at?)?;
            Some(Ref { name: self.neutral(self.month(month)), href: self.link(Route::CalendarMonth(month, 1)) })
        };
        let mut shown = self.month_of(months, month, slice(months.on_days(month), page, DAYS_A_PAGE), None);
        if page > 1 {
            shown.vague = Html::default();
        }
        CalendarView {
            months: vec![shown],
            previous: neighbour(at.and_then(|at| at.checked_sub(1))),
            next: neighbour(at.map(|at| at + 1)),
            pager: self.pager(Route::CalendarMonth(month, page), page),
            ..self.empty_calendar()
        }
    }

    /// A community's months around now on one page: a page for each month of each community would be very many.
    pub(super) fn community_calendar_view(&self, id: CommunityId) -> CalendarView {
        let activities = self.site.index.activities.by_community.get(&id).map_or(&[][..], Vec::as_slice);
        let catalogue = self.site.catalogue();
        let to_keep = activities.iter().filter(|activity| !activity.is_void(catalogue));
        let months = Months::new(to_keep.map(|activity| (*activity, activity.when(catalogue))));
        let all = months.all();
        let from = opening(&all, self.site.today).unwrap_or(0).saturating_sub(MONTHS_BEFORE);
        let from = from.min(all.len().saturating_sub(MONTHS_OF_A_COMMUNITY));
        let shown = all.get(from..).unwrap_or_default().iter().take(MONTHS_OF_A_COMMUNITY);
        let every_activity = self.link(Route::CommunityActivities(id, 1));
        CalendarView {
            community: Some(self.community(id)),
            months: shown.map(|month| self.month_of(&months, *month, months.on_days(*month), Some(id))).collect(),
            without_day: self.activities(slice(&months.without_day, 1, ACTIVITIES_A_PAGE), &[Said::Whose]),
            without_day_count: self.count(months.without_day.len()),
            all_without_day: (months.without_day.len() > ACTIVITIES_A_PAGE).then(|| every_activity.clone()),
            all_activities: (all.len() > MONTHS_OF_A_COMMUNITY).then_some(every_activity),
            ..self.empty_calendar()
        }
    }

    pub(super) fn coming_view(&self, page: usize) -> ComingView {
        let activities = self.site.index.activities.coming(self.site.today);
        ComingView {
            today: self.date(Edtf::day(self.site.today)),
            activities: self.activities(slice(&activities, page, ACTIVITIES_A_PAGE), &[Said::Source]),
            count: self.count(activities.len()),
            pager: self.pager(Route::CalendarComing(page), page),
        }
    }

    pub(super) fn without_day_view(&self, page: usize) -> WithoutDayView {
        let activities = &self.site.index.activities.months.without_day;
        WithoutDayView {
            activities: self.activities(slice(activities, page, ACTIVITIES_A_PAGE), &[]),
            count: self.count(activities.len()),
            pager: self.pager(Route::CalendarWithoutDay(page), page),
        }
    }

    /// A month with what is `on_days` of it; of one community, whose name then goes without saying.
    fn month_of(&self, months: &Months, month: Month, on_days: &[OnDay], of: Option<CommunityId>) -> MonthView {
        let vague = months.perhaps_in(month);
        let already: &[Said] = if of.is_some() { &[Said::Whose] } else { &[] };
        // A month that fills several pages has on each the weeks that the page is of.
        let is_part = on_days.len() < months.on_days(month).len();
        let weeks = weeks(month)
            .into_iter()
            .filter(|week| {
                let (first, last) = (week.first().copied(), week.last().copied());
                !is_part || on_days.iter().any(|on| Some(on.day) >= first && Some(on.day) <= last)
            })
            .map(|week| week.into_iter().map(|day| self.day(month, day, on_days, of)).collect())
            .collect();
        let mut free = [true; 7];
        for on in on_days {
            let weekday = usize::try_from(on.day.weekday().to_monday_zero_offset()).unwrap_or(0);
            free.get_mut(weekday).into_iter().for_each(|free| *free = false);
        }
        MonthView {
            free,
            id: month.to_string(),
            label: self.month(month),
            href: self.link(Route::CalendarMonth(month, 1)),
            weeks,
            vague: self.activities(slice(vague, 1, ACTIVITIES_A_PAGE), already),
            vague_count: self.count(vague.len()),
        }
    }

    fn day(&self, month: Month, day: Date, on_days: &[OnDay], of: Option<CommunityId>) -> Option<DayView> {
        if Month::of(day) != month {
            return None;
        }
        let from = on_days.partition_point(|on| on.day < day);
        let entries: Vec<EntryView> =
            on_days.get(from..).unwrap_or_default().iter().take_while(|on| on.day == day).map(|on| self.entry(on, of)).collect();
        let date =
            (!entries.is_empty()).then(|| DateView { text: self.day_in_year(day), datetime: Edtf::day(day).html_datetime() });
        Some(DayView { n: day.day(), date, entries })
    }

    fn entry(&self, on: &OnDay, of: Option<CommunityId>) -> EntryView {
        let (document, activity) = on.activity.get(self.site.catalogue());
        EntryView {
            title: self.activity_title(on.activity),
            href: format!("{}#{}", self.link(Route::Document(on.activity.document)), activity.anchor),
            state: activity.state.as_str(),
            community: of.is_none().then(|| self.community_in_short(document.community)),
            nth: (on.nth.1 > 1).then_some(on.nth),
        }
    }
}

/// The weeks that a month lies in, each from Monday to Sunday.
fn weeks(month: Month) -> Vec<Vec<Date>> {
    let first = month.first_day();
    let before = i64::from(first.weekday().to_monday_zero_offset());
    let len = before + i64::from(first.days_in_month());
    let weeks = len.div_euclid(7) + i64::from(len.rem_euclid(7) > 0);
    // Of the first and the last month that there is, some days of the weeks do not exist.
    let day = |n: i64| first.checked_add((n - before).days()).ok();
    (0..weeks).map(|week| (week * 7..week * 7 + 7).filter_map(day).collect()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weeks_begin_on_monday_and_hold_the_whole_month() {
        let of = |day: &str| weeks(Month::of(day.parse().unwrap()));
        let november = of("2026-11-27");
        assert_eq!(november.len(), 6);
        assert_eq!(november[0][0].to_string(), "2026-10-26");
        assert_eq!(november[5][6].to_string(), "2026-12-06");
        assert!(november.iter().all(|week| week.len() == 7));
        assert_eq!(of("2027-02-01").len(), 4);
        assert_eq!(of("2026-09-30").len(), 5);
    }
}
