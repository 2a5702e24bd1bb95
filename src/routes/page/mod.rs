//! The view of each page.

mod accessibility;
mod archive;
mod calendar;
mod community;
mod document;
mod frame;
mod home;
mod lists;
mod plots;
mod search;
mod translation;

use super::parts::Parts;
use super::view::{self, Frame};
use super::{Reader, Route, RouteTable, Site};
use serde::Serialize;

/// What a template is given.
#[derive(Clone, Debug, Serialize)]
pub struct Page {
    /// What every page has around its own content.
    pub page: Frame,
    /// Its own content.
    pub view: View,
}

macro_rules! views {
    ($($(#[$doc:meta])* $name:ident($kind:ty) = $template:literal),+ $(,)?) => {
        /// The content of a page, by template.
        #[derive(Clone, Debug, Serialize)]
        #[serde(untagged)]
        #[allow(missing_docs, reason = "each is the view of the template named beside it")]
        pub enum View { $($name(Box<$kind>),)+ }

        impl View {
            /// The template that shows it.
            pub fn template(&self) -> &'static str {
                match self { $(Self::$name(_) => $template,)+ }
            }

            /// Every template that a theme must have.
            pub const TEMPLATES: &'static [&'static str] = &[$($template),+];
        }
    };
}

views! {
    Home(view::HomeView) = "home.html",
    Communities(view::CommunitiesView) = "communities.html",
    Community(view::CommunityView) = "community.html",
    CommunityActivities(view::CommunityActivitiesView) = "community-activities.html",
    Calendar(view::CalendarView) = "calendar.html",
    Coming(view::ComingView) = "calendar-coming.html",
    WithoutDay(view::WithoutDayView) = "calendar-without-day.html",
    Document(view::DocumentView) = "document.html",
    Withdrawn(view::WithdrawnView) = "withdrawn.html",
    Archive(view::ArchiveView) = "archive.html",
    Years(view::YearsView) = "years.html",
    Year(view::YearView) = "year.html",
    Term(view::TermView) = "term.html",
    Types(view::TypesView) = "activities.html",
    Type(view::TypeView) = "activity-type.html",
    Members(view::MembersView) = "members.html",
    Member(view::MemberView) = "member.html",
    Documents(view::DocumentsView) = "documents.html",
    Search(view::SearchView) = "search.html",
    Page(view::PageView) = "page.html",
    Accessibility(view::AccessibilityView) = "accessibility.html",
    NotFound(view::NotFoundView) = "not-found.html",
    Redirect(view::RedirectView) = "redirect.html",
}

/// The page of a route in one locale.
pub fn view(site: &Site<'_>, table: &RouteTable, route: Route, locale: usize, press: &dyn Press) -> Page {
    let path = site.path(route, locale);
    let reader = Reader::new(site, table, locale, &path, press);
    let words: &dyn Words = press;
    let view = match route {
        Route::Home => View::Home(Box::new(reader.home_view())),
        Route::Communities => View::Communities(Box::new(reader.communities_view())),
        Route::Community(id, page) => View::Community(Box::new(reader.community_view(id, page, words))),
        Route::CommunityActivities(id, page) => View::CommunityActivities(Box::new(reader.community_activities_view(id, page))),
        Route::CommunityCalendar(id) => View::Calendar(Box::new(reader.community_calendar_view(id))),
        Route::Calendar => View::Calendar(Box::new(reader.calendar_view())),
        Route::CalendarMonth(month, page) => View::Calendar(Box::new(reader.month_view(month, page))),
        Route::CalendarComing(page) => View::Coming(Box::new(reader.coming_view(page))),
        Route::CalendarWithoutDay(page) => View::WithoutDay(Box::new(reader.without_day_view(page))),
        Route::Document(id) => View::Document(Box::new(reader.document_view(id, words))),
        Route::Edition(n) => View::Document(Box::new(reader.edition_view(n, words))),
        Route::Archive(page) => View::Archive(Box::new(reader.archive_view(page))),
        Route::Withdrawn(n) => View::Withdrawn(Box::new(reader.withdrawn_view(n))),
        Route::Years => View::Years(Box::new(reader.years_view())),
        Route::Year(year, page) => View::Year(Box::new(reader.year_view(year, page))),
        Route::YearNarrowed(year, facet, page) => View::Documents(Box::new(reader.year_narrowed_view(year, facet, page))),
        Route::Term(period, page) => View::Term(Box::new(reader.term_view(period, page))),
        Route::Types => View::Types(Box::new(reader.types_view())),
        Route::Type(id, page) => View::Type(Box::new(reader.type_view(id, None, page))),
        Route::TypeNarrowed(id, facet, page) => View::Type(Box::new(reader.type_view(id, Some(facet), page))),
        Route::Members(page) => View::Members(Box::new(reader.members_view(page))),
        Route::Member(id, page) => View::Member(Box::new(reader.member_view(id, page))),
        Route::Documents(facet, page) => View::Documents(Box::new(reader.documents_view(facet, page))),
        Route::Search => View::Search(Box::new(reader.search_view())),
        Route::Page(n) => View::Page(Box::new(reader.page_view(n, words))),
        Route::Accessibility => View::Accessibility(Box::new(reader.accessibility_view())),
        Route::NotFound => View::NotFound(Box::new(view::NotFoundView {})),
    };
    let page = reader.frame(route, words);
    Page { page, view }
}

/// The page that an old URL leads to.
pub fn redirect(site: &Site<'_>, table: &RouteTable, from: &str, to: Route, locale: usize, press: &dyn Press) -> Page {
    let reader = Reader::new(site, table, locale, from, press);
    let mut page = reader.frame(to, press);
    page.noindex = true;
    page.json_ld = None;
    let view = view::RedirectView { href: reader.link(to), name: page.title.clone() };
    Page { page, view: View::Redirect(Box::new(view)) }
}

/// The few words of a theme that pages are made with rather than templates.
pub trait Words: Sync {
    /// The word for `key` (parts joined by dots) in a locale; the key itself where there is none.
    fn word(&self, locale: usize, key: &str) -> String;
}

/// What pages are made with before their template is run: a theme's words and parts.
pub trait Press: Words + Parts {}

impl<T: Words + Parts> Press for T {}
