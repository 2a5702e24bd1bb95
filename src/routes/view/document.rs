//! Documents: their pages, what these are made of, and sealed editions.

use super::{ActivityPair, Count, DateView, PeriodRef, PhaseView, Ref, TargetView};
use crate::language::Shown;
use crate::plots::Tick;
use serde::Serialize;

/// A row of the facts table. `key` names it in `t.facts`.
#[derive(Clone, Debug, Serialize)]
pub struct Fact {
    /// Key in `t.facts`.
    pub key: &'static str,
    /// Its values.
    pub values: Vec<FactValue>,
}

/// One value of a fact: text, a date, or a key of the strings.
#[derive(Clone, Debug, Serialize)]
pub struct FactValue {
    /// The text, empty where `word` is given.
    pub text: Shown,
    /// A key in `t.words`, for values that are the program's own words (states, validity, retention).
    pub word: Option<String>,
    /// Link.
    pub href: Option<String>,
    /// Machine form of a date.
    pub datetime: Option<String>,
    /// A remark behind it, such as a document number.
    pub note: Option<String>,
}

/// A file to download.
#[derive(Clone, Debug, Serialize)]
pub struct AttachmentView {
    /// Its title, or else its file name.
    pub title: Shown,
    /// Link.
    pub href: String,
    /// The name under which it is saved.
    pub file: String,
    /// Upper-case ending: `CSV`.
    pub kind: String,
    /// Size as people write it: `12 KB`.
    pub size: String,
}

/// An entry of the contents list.
#[derive(Clone, Debug, Serialize)]
pub struct ContentsItem {
    /// Heading id.
    pub id: String,
    /// Heading text.
    pub text: String,
    /// 2 to 6.
    pub level: u8,
}

/// What a reader has to be told before reading.
#[derive(Clone, Debug, Serialize)]
pub struct Notice {
    /// `example`, `draft`, `submitted`, `earlier_edition`, `superseded`, `stale`, `only_in`, `expired`, `repealed`, `amended`: key in `t.notices`,
    /// with `{name}` for the names in `links`.
    pub key: &'static str,
    /// What it refers to (the newer document, the languages that there are).
    pub links: Vec<NoticeLink>,
    /// What it says one by one: the sections of the original that a translation is behind.
    pub details: Vec<NoticeDetail>,
}

/// One of the things that a notice says.
#[derive(Clone, Debug, Serialize)]
pub struct NoticeDetail {
    /// `changed`, `new`, `gone`, `reordered`: key in `t.stale`, with `{name}` for the names in `links`.
    pub key: &'static str,
    /// The sections.
    pub links: Vec<NoticeLink>,
}

/// A link in a notice.
#[derive(Clone, Debug, Serialize)]
pub struct NoticeLink {
    /// Its name.
    pub name: Shown,
    /// Link; absent for what is no more.
    pub href: Option<String>,
    /// Tag of the language that it leads to, where that differs.
    pub hreflang: Option<String>,
}

/// A change that readers are told.
#[derive(Clone, Debug, Serialize)]
pub struct ChangeView {
    /// When.
    pub on: Option<DateView>,
    /// What.
    pub note: Shown,
    /// Whether it is minor.
    pub minor: bool,
}

/// `document.html`
#[derive(Clone, Debug, Serialize)]
pub struct DocumentView {
    /// Title.
    pub title: Shown,
    /// Subtitle.
    pub subtitle: Option<Shown>,
    /// Summary.
    pub summary: Option<Shown>,
    /// Its kind's name.
    pub kind: Shown,
    /// What it speaks of.
    pub period: PeriodRef,
    /// What the reader has to be told.
    pub notices: Vec<Notice>,
    /// The facts table.
    pub facts: Vec<Fact>,
    /// How it was approved and is kept: facts that fewer readers look for.
    pub record: Vec<Fact>,
    /// Research themes of the period.
    pub themes: Vec<Shown>,
    /// The body's headings.
    pub contents: Vec<ContentsItem>,
    /// Whether the headings want numbers (一、（一）1.（1）): the text is Chinese and none of them has one.
    pub unnumbered: bool,
    /// The body as HTML; absent where it is not in the reader's language.
    pub body: Option<String>,
    /// Activities, planned beside held.
    pub activities: Vec<ActivityPair>,
    /// Whether any activity of the list is planned, so that two columns are needed.
    pub has_planned: bool,
    /// Whether any is reported.
    pub has_held: bool,
    /// Targets with results.
    pub targets: Vec<TargetView>,
    /// Phases in order.
    pub phases: Vec<PhaseView>,
    /// First and last date of the time line, where phases can be drawn.
    pub phase_ends: Option<(DateView, DateView)>,
    /// Months or years on the time line.
    pub phase_ticks: Vec<Tick>,
    /// Files.
    pub attachments: Vec<AttachmentView>,
    /// The plan that this summary reports on.
    pub answers: Option<Ref>,
    /// Summaries that report on this plan.
    pub answered_by: Vec<Ref>,
    /// The document that this one replaces.
    pub supersedes: Option<Ref>,
    /// The document that replaces this one.
    pub superseded_by: Option<Ref>,
    /// Same kind, the period before.
    pub previous: Option<Sibling>,
    /// Same kind, the period after.
    pub next: Option<Sibling>,
    /// Other documents of the community in the same period.
    pub beside: Vec<Sibling>,
    /// What changed since it was first published.
    pub changes: Vec<ChangeView>,
    /// Every sealed edition that can be read, newest first, where there are several.
    pub editions: Vec<EditionView>,
    /// Findings that the bureau has looked at and accepts.
    pub waivers: Vec<ChangeView>,
    /// What was sealed, where the approval carries a digest.
    pub seal: Option<SealView>,
    /// Absolute address to cite.
    pub permalink: String,
    /// Length of the text: `t.length` with `{n}`; reading time in minutes.
    pub length: Option<Length>,
}

/// Another document of the same community.
#[derive(Clone, Debug, Serialize)]
pub struct Sibling {
    /// Its title.
    pub title: Shown,
    /// Its page.
    pub href: String,
    /// Its kind's name.
    pub kind: Shown,
    /// What it speaks of.
    pub period: String,
}

/// The edition that a page shows, by which whoever has its files can tell whether it was changed.
#[derive(Clone, Debug, Serialize)]
pub struct SealView {
    /// Which edition, from 1.
    pub edition: u32,
    /// `community/period/name`, as commands call the document.
    pub id: String,
    /// The folder of its copy, seen from the site's own.
    pub folder: String,
    /// Where the list of what is sealed tells how digests are worked out.
    pub recipe: String,
}

/// A sealed edition of a document.
#[derive(Clone, Debug, Serialize)]
pub struct EditionView {
    /// Which, from 1.
    pub number: u32,
    /// When it was approved.
    pub on: DateView,
    /// Its page.
    pub href: String,
    /// Whether it is this page.
    pub here: bool,
    /// Whether it is the one that readers get.
    pub current: bool,
}

/// How long a text is.
#[derive(Clone, Debug, Serialize)]
pub struct Length {
    /// `characters` or `words`: key in `t.length`.
    pub key: &'static str,
    /// How many.
    pub count: Count,
    /// Minutes of reading, at least 1.
    pub minutes: Count,
}

/// `withdrawn.html`: title, date and reason, and nothing else.
#[derive(Clone, Debug, Serialize)]
pub struct WithdrawnView {
    /// Title.
    pub title: Shown,
    /// When it was withdrawn.
    pub on: Option<DateView>,
    /// Why.
    pub reason: Option<Shown>,
}
