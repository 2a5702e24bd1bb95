//! What templates get: one value a page, complete, in the reader's language, every link worked out.
//!
//! A template looks nothing up. Names of states, facts and notices are keys into the theme's strings (`t`); everything
//! that comes from content or configuration is here as text. All `href`s are relative to the page.

use crate::language::Shown;
use crate::plots::{Bar, Segment, Tick};
use serde::Serialize;

/// HTML that the theme's components made of the items of a list: it goes into the page as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Html(pub(super) String);

/// What every page has around its own content.
#[derive(Clone, Debug, Serialize)]
pub struct Frame {
    /// BCP 47 tag of the page.
    pub lang: String,
    /// The page's title, without the site's.
    pub title: Shown,
    /// The site's title.
    pub site_title: String,
    /// One sentence for search engines.
    pub description: Option<String>,
    /// Absolute address of this page.
    pub canonical: String,
    /// Relative prefix that leads to the site's root, where `assets/` is: `../../`, or `./`.
    pub root: String,
    /// Where the site's title links to: the home page in this language.
    pub home: String,
    /// This page in every language and script, itself included.
    pub languages: Vec<LanguageLink>,
    /// The main ways in.
    pub nav: Vec<NavItem>,
    /// The search page.
    pub search: String,
    /// Pages such as about and contact.
    pub pages: Vec<Ref>,
    /// From the home page down to the page above this one.
    pub crumbs: Vec<Crumb>,
    /// Feeds and calendars that belong to this page.
    pub feeds: Vec<FeedLink>,
    /// `<meta name content>`.
    pub meta: Vec<Meta>,
    /// `<meta property content>`.
    pub open_graph: Vec<Meta>,
    /// JSON-LD, safe inside a `<script type="application/ld+json">`.
    pub json_ld: Option<String>,
    /// Whether search engines shall leave the page out.
    pub noindex: bool,
    /// Absolute address of the page that they shall show in its place: of an earlier edition that of the present one.
    pub instead: Option<String>,
    /// The list of what is sealed, where anything is.
    pub archive: Option<String>,
    /// The publisher.
    pub bureau: BureauView,
    /// Whether the whole site is an example.
    pub example_site: bool,
    /// Whether unpublished documents are shown: a preview, with a banner on every page.
    pub preview: bool,
}

/// A page in another language.
#[derive(Clone, Debug, Serialize)]
pub struct LanguageLink {
    /// What the language calls itself.
    pub name: String,
    /// Its tag.
    pub tag: String,
    /// Relative link.
    pub href: String,
    /// Absolute link, for `hreflang`.
    pub absolute: String,
    /// Whether it is this page.
    pub current: bool,
    /// Whether it is the default language (`x-default`).
    pub default: bool,
}

/// An entry of the main navigation. `key` is one of home, communities, years, activities, documents.
#[derive(Clone, Debug, Serialize)]
pub struct NavItem {
    /// Key of its name in `t.nav`.
    pub key: &'static str,
    /// Link.
    pub href: String,
    /// Whether this page is it or lies below it.
    pub current: bool,
}

/// A step of the way to this page: either a name from content or a key of `t.nav`.
#[derive(Clone, Debug, Serialize)]
pub struct Crumb {
    /// Key in `t.nav`, where it is a fixed page.
    pub key: Option<&'static str>,
    /// Name, where it comes from content.
    pub name: Option<Shown>,
    /// Link.
    pub href: String,
}

/// A feed or calendar.
#[derive(Clone, Debug, Serialize)]
pub struct FeedLink {
    /// `feed` or `calendar`: key in `t.feeds`.
    pub key: &'static str,
    /// Media type.
    pub mime: &'static str,
    /// What it is of.
    pub of: Shown,
    /// Link.
    pub href: String,
}

/// A meta element.
#[derive(Clone, Debug, Serialize)]
pub struct Meta {
    /// Its name.
    pub name: String,
    /// Its content.
    pub content: String,
}

/// The publisher; what is not configured is absent.
#[derive(Clone, Debug, Default, Serialize)]
pub struct BureauView {
    /// Name.
    pub name: Option<Shown>,
    /// How to reach it.
    pub contact: Option<Shown>,
    /// E-mail.
    pub email: Option<String>,
    /// 網站標識碼.
    pub site_code: Option<String>,
    /// ICP備案號.
    pub icp: Option<String>,
    /// 公安備案號.
    pub police: Option<String>,
}

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
    /// Whether the goal was reached: `met` or `missed`, key in `t.results`.
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

/// `archive.html`: what is sealed, by year.
#[derive(Clone, Debug, Serialize)]
pub struct ArchiveView {
    /// How many editions there are.
    pub editions: Count,
    /// How many documents they are of.
    pub documents: Count,
    /// Every year, where it begins.
    pub all_years: Vec<CountedRef>,
    /// The years of this page.
    pub years: Vec<ArchiveYear>,
    /// What works out a digest, for a shell.
    pub recipe: &'static str,
    /// Further pages.
    pub pager: Option<Pager>,
}

/// Sealed editions of one year.
#[derive(Clone, Debug, Serialize)]
pub struct ArchiveYear {
    /// Anchor.
    pub anchor: String,
    /// The year; absent where it is not stated.
    pub label: Option<String>,
    /// The editions, those that were approved last first.
    pub editions: Vec<SealedView>,
}

/// A sealed edition in the list of them.
#[derive(Clone, Debug, Serialize)]
pub struct SealedView {
    /// The document's title in this edition.
    pub title: Shown,
    /// The edition's page.
    pub href: String,
    /// Whose document it is.
    pub community: Ref,
    /// Its period.
    pub period: String,
    /// Which edition, from 1.
    pub edition: u32,
    /// Whether another one followed.
    pub earlier: bool,
    /// When it was approved.
    pub on: DateView,
    /// Who approved it.
    pub by: Shown,
    /// The digest.
    pub digest: String,
    /// How long it is kept: key in `t.words`.
    pub retention: Option<&'static str>,
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

/// `home.html`
#[derive(Clone, Debug, Serialize)]
pub struct HomeView {
    /// The site's sentence about itself.
    pub description: Option<Shown>,
    /// How many communities, documents, activities there are.
    pub communities: Count,
    /// Documents.
    pub documents: Count,
    /// Activities.
    pub activities: Count,
    /// The newest documents.
    pub newest: Html,
    /// The current term at a glance.
    pub current: Option<TermGlance>,
    /// Dated activities from today on, soonest first.
    pub coming: Html,
    /// The calendar.
    pub calendar: String,
    /// Communities by field.
    pub fields: Vec<FieldGroup>,
    /// What there is of the newest periods.
    pub totals: Option<CoverageTotals>,
    /// Years, newest first.
    pub years: Vec<CountedRef>,
    /// Activity types that occur.
    pub types: Vec<CountedRef>,
}

/// A term in a few figures.
#[derive(Clone, Debug, Serialize)]
pub struct TermGlance {
    /// The term.
    pub period: PeriodRef,
    /// Its first and last day.
    pub days: Option<DateView>,
    /// By document kind that is due: name, how many are there, how many are due.
    pub kinds: Vec<GlanceKind>,
    /// Activities of the term.
    pub activities: Count,
}

/// How many documents of a kind a term has.
#[derive(Clone, Debug, Serialize)]
pub struct GlanceKind {
    /// The kind's name.
    pub name: Shown,
    /// How many there are.
    pub present: Count,
    /// How many are missing although due.
    pub missing: Count,
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

/// Communities of one field, parents before their children.
#[derive(Clone, Debug, Serialize)]
pub struct FieldGroup {
    /// The field's name; absent for communities without one.
    pub name: Option<Shown>,
    /// Its communities.
    pub communities: Vec<CommunityItem>,
}

/// A community in a list.
#[derive(Clone, Debug, Serialize)]
pub struct CommunityItem {
    /// Name.
    pub name: Shown,
    /// Link.
    pub href: String,
    /// Depth below its topmost parent.
    pub depth: usize,
    /// Level: key in `t.levels`.
    pub level: Option<&'static str>,
    /// Where.
    pub area: Option<Shown>,
    /// Members.
    pub members: Count,
    /// Documents.
    pub documents: Count,
}

/// `communities.html`
#[derive(Clone, Debug, Serialize)]
pub struct CommunitiesView {
    /// How many there are.
    pub count: Count,
    /// By field.
    pub fields: Vec<FieldGroup>,
}

/// `community.html`
#[derive(Clone, Debug, Serialize)]
pub struct CommunityView {
    /// Name.
    pub name: Shown,
    /// One sentence about it.
    pub summary: Option<Shown>,
    /// Motto.
    pub motto: Option<Shown>,
    /// Picture.
    pub logo: Option<String>,
    /// Short name, field, level, area, organisers, lead, contact, website, as a facts table.
    pub facts: Vec<Fact>,
    /// The prose profile as HTML, and its language where it is not the reader's.
    pub about: Option<String>,
    /// Tag of the profile's language where it is not the page's.
    pub about_lang: Option<String>,
    /// The community above.
    pub parent: Option<Ref>,
    /// Communities inside.
    pub children: Vec<CommunityItem>,
    /// Members with their roles, the lead first.
    pub members: Vec<MemberItem>,
    /// Posts and who holds them.
    pub roles: Vec<RoleView>,
    /// Who is on duty when.
    pub rota: Option<RotaView>,
    /// Undertakings and how they stand.
    pub commitments: Vec<CommitmentView>,
    /// How many people came to its activities, by period, the newest on top.
    pub attendance: Vec<AttendanceRow>,
    /// Documents by period, newest first.
    pub documents: Vec<PeriodCards>,
    /// How many documents there are in all.
    pub document_count: Count,
    /// The latest and coming activities, and how many there are in all.
    pub activities: Html,
    /// Activities in all.
    pub activity_count: Count,
    /// The page with all activities, where not all are here.
    pub all_activities: Option<String>,
    /// Its calendar, where it has activities.
    pub calendar: Option<String>,
    /// Pages of the list of documents.
    pub pager: Option<Pager>,
}

/// `community-activities.html`
#[derive(Clone, Debug, Serialize)]
pub struct CommunityActivitiesView {
    /// The community.
    pub community: Ref,
    /// Activities, newest first.
    pub activities: Html,
    /// In all.
    pub count: Count,
    /// Pages.
    pub pager: Option<Pager>,
}

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

/// A member of a community.
#[derive(Clone, Debug, Serialize)]
pub struct MemberItem {
    /// Name.
    pub name: Shown,
    /// Its page.
    pub href: String,
    /// `lead`, `member`, `associate`: key in `t.member_roles`.
    pub role: &'static str,
    /// Activities it hosts in this community.
    pub hosts: Count,
}

/// A post.
#[derive(Clone, Debug, Serialize)]
pub struct RoleView {
    /// The post.
    pub role: Shown,
    /// Who holds it; absent where it is vacant.
    pub holder: Option<Shown>,
    /// Of which organisation.
    pub organisation: Option<Name>,
}

/// A rota.
#[derive(Clone, Debug, Serialize)]
pub struct RotaView {
    /// `term` or `academic-year`: key in `t.per`.
    pub per: &'static str,
    /// The members in turn.
    pub order: Vec<Ref>,
    /// Whose turn it is now.
    pub now: Option<TurnView>,
    /// Its turns through the years; absent where the first period is withheld.
    pub years: Option<RotaLanes>,
}

/// A rota through the years.
#[derive(Clone, Debug, Serialize)]
pub struct RotaLanes {
    /// The first period that is drawn.
    pub from: String,
    /// The last.
    pub to: String,
    /// Where years begin.
    pub ticks: Vec<Tick>,
    /// Where the present period is.
    pub now: Option<Segment>,
    /// A lane for each member, in the order of their turns.
    pub lanes: Vec<Lane>,
}

/// A member's turns.
#[derive(Clone, Debug, Serialize)]
pub struct Lane {
    /// The member.
    pub member: Ref,
    /// Its turns in order.
    pub turns: Vec<LaneTurn>,
}

/// A turn in a lane.
#[derive(Clone, Debug, Serialize)]
pub struct LaneTurn {
    /// When.
    pub turn: TurnView,
    /// Where it is.
    pub piece: Segment,
}

/// The attendance of a period.
#[derive(Clone, Debug, Serialize)]
pub struct AttendanceRow {
    /// The period.
    pub period: PeriodRef,
    /// How many people came to its activities together.
    pub people: Count,
    /// Of how many activities that is told.
    pub activities: Count,
    /// The figure as a length, 0 to 100.
    pub length: f64,
}

/// One turn.
#[derive(Clone, Debug, Serialize)]
pub struct TurnView {
    /// When.
    pub period: Name,
    /// Who.
    pub member: Ref,
    /// Whether it is now.
    pub current: bool,
}

/// An undertaking.
#[derive(Clone, Debug, Serialize)]
pub struct CommitmentView {
    /// Its anchor.
    pub anchor: String,
    /// What it says.
    pub label: Shown,
    /// What is counted.
    pub what: Name,
    /// `at_least`, `at_most`, `range`, `equals`: key in `t.goals`.
    pub goal: &'static str,
    /// Figure or lower end.
    pub a: String,
    /// Upper end.
    pub b: Option<String>,
    /// Key in `t.per`.
    pub per: Option<&'static str>,
    /// `community`, `lead`, `each-member`: key in `t.by`.
    pub by: &'static str,
    /// How it stands in each period that has documents, newest first.
    pub standings: Vec<StandingView>,
}

/// How an undertaking stands in a period.
#[derive(Clone, Debug, Serialize)]
pub struct StandingView {
    /// The period.
    pub period: PeriodRef,
    /// How many were planned.
    pub planned: Count,
    /// How many are reported as held (or, for documents, are there).
    pub held: Count,
    /// `kept`, `short`, `over`, `open`, `unknown`: key in `t.standings`.
    pub standing: &'static str,
}

/// `years.html`
#[derive(Clone, Debug, Serialize)]
pub struct YearsView {
    /// Years, newest first, withheld ones last.
    pub years: Vec<YearItem>,
    /// What there is of the newest periods.
    pub totals: Option<CoverageTotals>,
    /// What each community has of them, where there are not too many to be drawn.
    pub lines: Option<CoverageLines>,
}

/// One year in the list of years.
#[derive(Clone, Debug, Serialize)]
pub struct YearItem {
    /// The label; absent for years that sources withhold (`t.year_not_stated`).
    pub label: Option<String>,
    /// Link.
    pub href: String,
    /// Documents.
    pub documents: Count,
    /// Activities.
    pub activities: Count,
    /// Its periods.
    pub periods: Vec<PeriodRef>,
    /// Whether it is the current one.
    pub current: bool,
}

/// `year.html`
#[derive(Clone, Debug, Serialize)]
pub struct YearView {
    /// The label; absent for years that sources withhold.
    pub label: Option<String>,
    /// Its periods with their documents counted.
    pub periods: Vec<PeriodCount>,
    /// Activities by type, each leading to its activities of this year.
    pub types: Vec<CountedRef>,
    /// Ways to narrow its documents.
    pub facets: Vec<Facet>,
    /// Documents.
    pub documents: Html,
    /// In all.
    pub document_count: Count,
    /// Activities in all.
    pub activity_count: Count,
    /// Communities down, terms across; on the first page.
    pub coverage: Option<Coverage>,
    /// The year before.
    pub previous: Option<Ref>,
    /// The year after.
    pub next: Option<Ref>,
    /// Pages of the list of documents.
    pub pager: Option<Pager>,
}

/// A period with a count.
#[derive(Clone, Debug, Serialize)]
pub struct PeriodCount {
    /// The period.
    pub period: PeriodRef,
    /// First and last day.
    pub days: Option<DateView>,
    /// Documents.
    pub documents: Count,
}

/// What there is of each community in each period.
#[derive(Clone, Debug, Serialize)]
pub struct Coverage {
    /// Its figures.
    pub totals: Option<CoverageTotals>,
    /// Periods across.
    pub periods: Vec<PeriodRef>,
    /// Communities down.
    pub rows: Vec<CoverageRow>,
}

/// How many communities have what periods call for.
#[derive(Clone, Debug, Serialize)]
pub struct CoverageTotals {
    /// Names of the kinds of documents that are called for.
    pub kinds: Vec<Shown>,
    /// Periods, the newest on top.
    pub rows: Vec<CoverageTotal>,
}

/// A period's figures.
#[derive(Clone, Debug, Serialize)]
pub struct CoverageTotal {
    /// The period.
    pub period: PeriodRef,
    /// Its figures for each of the kinds.
    pub kinds: Vec<KindTotal>,
}

/// How many communities have a kind of document of a period.
#[derive(Clone, Debug, Serialize)]
pub struct KindTotal {
    /// Have it.
    pub present: Count,
    /// Do not have it although it is due.
    pub missing: Count,
    /// Will have it to give.
    pub not_due: Count,
    /// In all.
    pub all: Count,
    /// Present, missing and not yet due as pieces of a line.
    pub pieces: Vec<Segment>,
}

/// What each community has of what a row of periods called for.
#[derive(Clone, Debug, Serialize)]
pub struct CoverageLines {
    /// Names of the kinds of documents that are called for.
    pub kinds: Vec<Shown>,
    /// Where years begin on the lines.
    pub ticks: Vec<Tick>,
    /// The first period.
    pub from: String,
    /// The last.
    pub to: String,
    /// Communities, children below their parents.
    pub rows: Vec<LineRow>,
}

/// One community's lines.
#[derive(Clone, Debug, Serialize)]
pub struct LineRow {
    /// The community.
    pub community: Ref,
    /// Depth below its topmost parent.
    pub depth: usize,
    /// A line for each of the kinds.
    pub kinds: Vec<KindLine>,
}

/// What a community has of one kind of document.
#[derive(Clone, Debug, Serialize)]
pub struct KindLine {
    /// Periods with it.
    pub present: Count,
    /// Periods without it although it is due.
    pub missing: Count,
    /// Periods of one state after the other; those in which nothing is called for are left out.
    pub runs: Vec<LineRun>,
}

/// Periods of one state.
#[derive(Clone, Debug, Serialize)]
pub struct LineRun {
    /// `present`, `missing`, `not_due`: key in `t.coverage`.
    pub state: &'static str,
    /// Where it is on the line.
    pub piece: Segment,
}

/// One community's row.
#[derive(Clone, Debug, Serialize)]
pub struct CoverageRow {
    /// The community.
    pub community: Ref,
    /// Depth below its topmost parent.
    pub depth: usize,
    /// One cell a period.
    pub cells: Vec<CoverageCell>,
}

/// What a community has in a period.
#[derive(Clone, Debug, Serialize)]
pub struct CoverageCell {
    /// Documents that are there, missing or not yet due; empty where the community was not active.
    pub items: Vec<CoverageItem>,
    /// Activities planned.
    pub planned: usize,
    /// Activities reported as held.
    pub held: usize,
    /// How many the commitments ask for, where they do.
    pub required: Option<String>,
    /// `kept`, `short`, `over`, `open`, `unknown` (key in `t.standings`), where commitments ask for a number.
    pub standing: Option<&'static str>,
    /// Who is on duty.
    pub duty: Option<Ref>,
}

/// A document that is there or ought to be.
#[derive(Clone, Debug, Serialize)]
pub struct CoverageItem {
    /// The kind's name.
    pub kind: Shown,
    /// `present`, `missing`, `not_due`: key in `t.coverage`.
    pub state: &'static str,
    /// Its page.
    pub href: Option<String>,
}

/// `term.html`
#[derive(Clone, Debug, Serialize)]
pub struct TermView {
    /// The period.
    pub period: PeriodRef,
    /// First and last day.
    pub days: Option<DateView>,
    /// Whether today lies in it.
    pub current: bool,
    /// One column: every community that is active in it; on the first page.
    pub coverage: Option<Coverage>,
    /// Documents.
    pub documents: Html,
    /// In all.
    pub document_count: Count,
    /// Activities by date.
    pub activities: Html,
    /// In all.
    pub activity_count: Count,
    /// The years that it stands under.
    pub years: Vec<Ref>,
    /// The period of the same form before.
    pub previous: Option<PeriodRef>,
    /// The period of the same form after.
    pub next: Option<PeriodRef>,
    /// Pages of documents and activities.
    pub pager: Option<Pager>,
}

/// `activities.html`: types with counts.
#[derive(Clone, Debug, Serialize)]
pub struct TypesView {
    /// Types, children below their parents.
    pub types: Vec<CountedRef>,
    /// The calendar.
    pub calendar: String,
    /// How many of each there are in each year.
    pub by_year: Option<TypesByYear>,
    /// Activities in all.
    pub count: Count,
}

/// Activity types down, years across.
#[derive(Clone, Debug, Serialize)]
pub struct TypesByYear {
    /// Years, oldest first.
    pub years: Vec<YearHead>,
    /// Types that occur, children below their parents, counted in with them.
    pub rows: Vec<TypeRow>,
}

/// A year at the head of a column.
#[derive(Clone, Debug, Serialize)]
pub struct YearHead {
    /// Its name.
    pub label: Option<String>,
    /// `earlier`, `not_stated`: key in `t.plots`, where it is not one year.
    pub key: Option<&'static str>,
    /// Its page.
    pub href: Option<String>,
}

/// A type's row.
#[derive(Clone, Debug, Serialize)]
pub struct TypeRow {
    /// The type.
    pub kind: Ref,
    /// Depth below its topmost parent.
    pub depth: usize,
    /// How many there are in each of the years.
    pub cells: Vec<FigureCell>,
}

/// A figure as a length.
#[derive(Clone, Debug, Serialize)]
pub struct FigureCell {
    /// The figure.
    pub count: Count,
    /// Its length, 0 to 100.
    pub length: f64,
}

/// `activity-type.html`
#[derive(Clone, Debug, Serialize)]
pub struct TypeView {
    /// Name.
    pub name: Shown,
    /// What it is.
    pub description: Option<Shown>,
    /// The type above.
    pub parent: Option<Ref>,
    /// Types below.
    pub children: Vec<CountedRef>,
    /// What the list is narrowed to; absent for the whole.
    pub narrowed: Option<Narrowed>,
    /// Ways to narrow it.
    pub facets: Vec<Facet>,
    /// Activities by date, newest first, undated ones last.
    pub activities: Html,
    /// In all.
    pub count: Count,
    /// Pages.
    pub pager: Option<Pager>,
}

/// `members.html`
#[derive(Clone, Debug, Serialize)]
pub struct MembersView {
    /// Organisations by name, counted by communities.
    pub members: Vec<CountedRef>,
    /// In all.
    pub count: Count,
    /// Pages.
    pub pager: Option<Pager>,
}

/// `member.html`
#[derive(Clone, Debug, Serialize)]
pub struct MemberView {
    /// Name.
    pub name: Shown,
    /// Short name, area, website as facts.
    pub facts: Vec<Fact>,
    /// Communities that it belongs to, with its role.
    pub communities: Vec<Membership>,
    /// Communities that it organises.
    pub organises: Vec<Ref>,
    /// Documents that it issued.
    pub issued: Html,
    /// Its turns of duty, present and coming.
    pub turns: Vec<TurnOf>,
    /// What it hosts.
    pub hosts: Html,
    /// In all.
    pub host_count: Count,
    /// Pages.
    pub pager: Option<Pager>,
}

/// A community that an organisation belongs to.
#[derive(Clone, Debug, Serialize)]
pub struct Membership {
    /// The community.
    pub community: Ref,
    /// Key in `t.member_roles`.
    pub role: &'static str,
    /// Posts that it fills.
    pub posts: Vec<Shown>,
}

/// A turn of duty in a community.
#[derive(Clone, Debug, Serialize)]
pub struct TurnOf {
    /// The community.
    pub community: Ref,
    /// When.
    pub period: Name,
    /// Whether it is now.
    pub current: bool,
}

/// `documents.html`: all documents, those that have something in common, or those of a year that have.
#[derive(Clone, Debug, Serialize)]
pub struct DocumentsView {
    /// What the list is narrowed to; absent for the whole.
    pub narrowed: Option<Narrowed>,
    /// Ways to narrow it.
    pub facets: Vec<Facet>,
    /// Documents, newest first.
    pub documents: Html,
    /// In all.
    pub count: Count,
    /// Pages.
    pub pager: Option<Pager>,
    /// The catalogue as files.
    pub downloads: Vec<Download>,
}

/// What a list is narrowed to.
#[derive(Clone, Debug, Serialize)]
pub struct Narrowed {
    /// `year`, `kind`, `field`, `level`, `state`, `language`: key in `t.facets`.
    pub facet: &'static str,
    /// Its name, where it comes from content; empty where `word` is given, and for the years that sources withhold
    /// (`t.year_not_stated`).
    pub name: Shown,
    /// Key in `t.words`.
    pub word: Option<String>,
    /// The whole list.
    pub all: String,
}

/// A way to narrow a list.
#[derive(Clone, Debug, Serialize)]
pub struct Facet {
    /// Key in `t.facets`.
    pub key: &'static str,
    /// Its values.
    pub values: Vec<FacetValue>,
}

/// One value of a facet.
#[derive(Clone, Debug, Serialize)]
pub struct FacetValue {
    /// Its name, empty where `word` is given and for the years that sources withhold (`t.year_not_stated`).
    pub name: Shown,
    /// Key in `t.words`.
    pub word: Option<String>,
    /// Link.
    pub href: String,
    /// Documents or activities.
    pub count: Count,
    /// Whether the list is narrowed to it.
    pub current: bool,
}

/// A file to download.
#[derive(Clone, Debug, Serialize)]
pub struct Download {
    /// `CSV`, `JSON`.
    pub kind: &'static str,
    /// Link.
    pub href: String,
}

/// `search.html`: what results can be narrowed to. The index is beside the page.
#[derive(Clone, Debug, Serialize)]
pub struct SearchView {
    /// Communities that have documents, parents before their children.
    pub communities: Vec<Choice>,
    /// Years, newest first.
    pub years: Vec<Choice>,
    /// Kinds of documents.
    pub kinds: Vec<Choice>,
    /// Activity types that occur, children below their parents.
    pub types: Vec<Choice>,
}

/// Something that results can be narrowed to.
#[derive(Clone, Debug, Serialize)]
pub struct Choice {
    /// As the index and addresses have it.
    pub value: String,
    /// Its name; absent for the years that sources withhold (`t.year_not_stated`).
    pub name: Option<Shown>,
    /// How deep it lies below others.
    pub depth: usize,
}

/// `page.html`
#[derive(Clone, Debug, Serialize)]
pub struct PageView {
    /// Title.
    pub title: Shown,
    /// Notices (only in another language).
    pub notices: Vec<Notice>,
    /// Headings.
    pub contents: Vec<ContentsItem>,
    /// Body as HTML.
    pub body: Option<String>,
}

/// `accessibility.html`: the statement, from the configuration.
#[derive(Clone, Debug, Serialize)]
pub struct AccessibilityView {
    /// `full`, `partial`, `none`: key in `t.accessibility`.
    pub status: &'static str,
    /// When that was found out.
    pub assessed: Option<DateView>,
    /// What is known to be missing.
    pub limits: Vec<Shown>,
    /// Whom to tell of a problem.
    pub contact: Option<Shown>,
    /// By letter.
    pub email: Option<String>,
}

/// `redirect.html`
#[derive(Clone, Debug, Serialize)]
pub struct RedirectView {
    /// Where to.
    pub href: String,
    /// Its name.
    pub name: Shown,
}

/// `not-found.html`
#[derive(Clone, Debug, Serialize)]
pub struct NotFoundView {}
