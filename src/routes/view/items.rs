//! What lists and pages are made of.

use crate::language::Shown;
use crate::plots::Bar;
use crate::plots::Segment;
use serde::Serialize;

/// HTML that the theme's components made of the items of a list: it goes into the page as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Html(pub(in crate::routes) String);

/// A link to another page of the site.
#[derive(Clone, Debug, Serialize)]
pub struct Ref {
    /// Its name.
    pub name: Shown,
    /// Link.
    pub href: String,
}

/// A name that may have a page.
#[derive(Clone, Debug, Serialize)]
pub struct Name {
    /// The name.
    pub name: Shown,
    /// Its page, where there is one.
    pub href: Option<String>,
}

/// A date.
#[derive(Clone, Debug, Serialize)]
pub struct DateView {
    /// As people write it.
    pub text: String,
    /// For `<time datetime>`, where HTML allows it.
    pub datetime: Option<String>,
}

/// A period with its page.
#[derive(Clone, Debug, Serialize)]
pub struct PeriodRef {
    /// As the folder is named.
    pub id: String,
    /// For people.
    pub label: String,
    /// Its page.
    pub href: String,
}

/// A number with what it counts: `n` and its form with the language's grouping.
#[derive(Clone, Debug, Serialize)]
pub struct Count {
    /// The number.
    pub n: usize,
    /// As the language writes it.
    pub text: String,
}

/// Pages of a long list.
#[derive(Clone, Debug, Serialize)]
pub struct Pager {
    /// This page, from 1.
    pub current: usize,
    /// How many there are.
    pub total: usize,
    /// The one before.
    pub previous: Option<String>,
    /// The one after.
    pub next: Option<String>,
    /// First, last and those around this one; a missing number in the row is a gap.
    pub pages: Vec<PagerLink>,
}

/// One page of a long list.
#[derive(Clone, Debug, Serialize)]
pub struct PagerLink {
    /// Its number.
    pub n: usize,
    /// Link.
    pub href: String,
    /// Whether it is this page.
    pub current: bool,
    /// Whether numbers are left out before it.
    pub gap: bool,
}

/// A document in a list.
#[derive(Clone, Debug, Serialize)]
pub struct Card {
    /// Its title.
    pub title: Shown,
    /// Its page in the reader's language.
    pub href: String,
    /// Its kind's name.
    pub kind: Shown,
    /// Whose it is.
    pub community: Ref,
    /// What it speaks of.
    pub period: PeriodRef,
    /// When it was signed.
    pub issued: Option<DateView>,
    /// One or two sentences.
    pub summary: Option<Shown>,
    /// `draft`, `submitted`, `approved`, `superseded`, `withdrawn`: key in `t.states`.
    pub state: &'static str,
    /// Whether it is marked as an example.
    pub example: bool,
    /// Names of the languages that its text is in, where the reader's is not among them.
    pub only_in: Vec<String>,
}

/// Documents of one period.
#[derive(Clone, Debug, Serialize)]
pub struct PeriodCards {
    /// The period.
    pub period: PeriodRef,
    /// Its documents.
    pub documents: Html,
}

/// An activity, planned or held.
#[derive(Clone, Debug, Serialize)]
pub struct ActivityView {
    /// Its anchor on its document's page; empty where it is shown on the page of another document.
    pub anchor: String,
    /// Its title, or else its type's name.
    pub title: Shown,
    /// Its type.
    pub kind: Option<Ref>,
    /// When.
    pub when: Option<DateView>,
    /// `planned`, `held`, `moved`, `cancelled`: key in `t.activity_states`.
    pub state: &'static str,
    /// `year`, `term`, `month`: key in `t.every`.
    pub every: Option<&'static str>,
    /// Who hosts it.
    pub host: Option<Name>,
    /// Where.
    pub venue: Option<Shown>,
    /// Who takes part.
    pub audience: Option<Shown>,
    /// Steps in order.
    pub agenda: Vec<Shown>,
    /// How many came.
    pub attendance: Option<Count>,
    /// What came of it.
    pub outcome: Option<Shown>,
    /// Whose it is.
    pub community: Ref,
    /// The document that tells of it, at its anchor.
    pub document: Ref,
}

/// A planned activity beside the reports on it (what recurs has several); at least one of the two. Activities of another
/// document have no anchor here.
#[derive(Clone, Debug, Serialize)]
pub struct ActivityPair {
    /// What the plan says.
    pub planned: Option<ActivityView>,
    /// What summaries say.
    pub held: Vec<ActivityView>,
}

/// A target with its result.
#[derive(Clone, Debug, Serialize)]
pub struct TargetView {
    /// Its anchor.
    pub anchor: String,
    /// What is measured.
    pub label: Shown,
    /// `at_least`, `at_most`, `equals`, `range`: key in `t.goals`, with `{a}` and `{b}` for the figures.
    pub goal: &'static str,
    /// The figure, or the lower end.
    pub a: String,
    /// The upper end of a range.
    pub b: Option<String>,
    /// Unit.
    pub unit: Option<Shown>,
    /// By when.
    pub by: Option<DateView>,
    /// The result, where one is reported.
    pub result: Option<ResultView>,
    /// The figures as lengths.
    pub bar: Option<Bar>,
}

/// A reported figure.
#[derive(Clone, Debug, Serialize)]
pub struct ResultView {
    /// The figure.
    pub value: String,
    /// As of when.
    pub on: Option<DateView>,
    /// A remark.
    pub note: Option<Shown>,
    /// Whether the goal was reached: `met`, `missed`, or `open` while its time is not over; key in `t.results`.
    pub standing: &'static str,
    /// The document that reports it.
    pub document: Ref,
}

/// A phase of a plan.
#[derive(Clone, Debug, Serialize)]
pub struct PhaseView {
    /// Its name.
    pub label: Shown,
    /// When.
    pub when: Option<DateView>,
    /// What is to be done.
    pub tasks: Vec<Shown>,
    /// Where it begins and how long it is on the plan's time line, 0 to 100, where its dates are known.
    pub bar: Option<Segment>,
}

/// A link with a count.
#[derive(Clone, Debug, Serialize)]
pub struct CountedRef {
    /// Its name.
    pub name: Shown,
    /// Link.
    pub href: String,
    /// The count.
    pub count: Count,
    /// A sentence about it.
    pub description: Option<Shown>,
    /// How deep it lies below others, 0 for the top.
    pub depth: usize,
}
