//! Calendars.

use super::{Count, DateView, Html, Pager, Ref};
use crate::language::Shown;
use serde::Serialize;

/// `calendar.html`: a month of all communities' activities, or some months of one community's.
#[derive(Clone, Debug, Serialize)]
pub struct CalendarView {
    /// Whose it is, where it is not everyone's.
    pub community: Option<Ref>,
    /// The months that are shown; none where nothing is dated.
    pub months: Vec<MonthView>,
    /// The nearest month before it that has something.
    pub previous: Option<Ref>,
    /// The nearest month after it that has something.
    pub next: Option<Ref>,
    /// Every month that has something, by year, newest first; on the page that the calendar opens with.
    pub years: Vec<MonthsOfYear>,
    /// The page with what is still to come; on everyone's calendar, where something is.
    pub coming: Option<String>,
    /// A community's activities that stand on no day.
    pub without_day: Html,
    /// How many there are in all.
    pub without_day_count: Count,
    /// The page with all of them, where not all are here.
    pub all_without_day: Option<String>,
    /// The list of a community's activities of all times, where its calendar does not have all.
    pub all_activities: Option<String>,
    /// Pages of a month that has much.
    pub pager: Option<Pager>,
}

/// A month of a calendar.
#[derive(Clone, Debug, Serialize)]
pub struct MonthView {
    /// `2026-11`: its anchor, and its name in URLs.
    pub id: String,
    /// Its name.
    pub label: String,
    /// Its page.
    pub href: String,
    /// Whether nothing is on any Monday, Tuesday and so on of it.
    pub free: [bool; 7],
    /// Weeks from Monday to Sunday; absent days are of other months.
    pub weeks: Vec<Vec<Option<DayView>>>,
    /// Activities that may be in this month, but on a day that is not told.
    pub vague: Html,
    /// How many there are.
    pub vague_count: Count,
}

/// A day of a calendar.
#[derive(Clone, Debug, Serialize)]
pub struct DayView {
    /// Day of the month.
    pub n: i8,
    /// Month and day in words; absent where nothing is on it.
    pub date: Option<DateView>,
    /// What is on it.
    pub entries: Vec<EntryView>,
}

/// An activity on a day.
#[derive(Clone, Debug, Serialize)]
pub struct EntryView {
    /// Its title, or else its type's name.
    pub title: Shown,
    /// Where its document tells of it.
    pub href: String,
    /// `planned`, `held`, `moved`, `cancelled`: key in `t.activity_states`.
    pub state: &'static str,
    /// Whose it is, by its short name; absent on a community's own calendar.
    pub community: Option<Ref>,
    /// Which of its days this is, where it has several.
    pub nth: Option<(i32, i32)>,
}

/// The months of a year that have something.
#[derive(Clone, Debug, Serialize)]
pub struct MonthsOfYear {
    /// The year.
    pub year: String,
    /// Its months.
    pub months: Vec<Ref>,
}

/// `calendar-coming.html`: activities that are still to come, or not over, soonest first.
#[derive(Clone, Debug, Serialize)]
pub struct ComingView {
    /// The day that they are counted from.
    pub today: DateView,
    /// The activities.
    pub activities: Html,
    /// In all.
    pub count: Count,
    /// Pages.
    pub pager: Option<Pager>,
}

/// `calendar-without-day.html`: activities that stand on no day of the calendar.
#[derive(Clone, Debug, Serialize)]
pub struct WithoutDayView {
    /// The activities.
    pub activities: Html,
    /// In all.
    pub count: Count,
    /// Pages.
    pub pager: Option<Pager>,
}
