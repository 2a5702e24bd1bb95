//! Everything that pages are made from, and texts as a reader of one language gets them.

use super::parts::{Parts, ROOT, Shelf};
use super::view::{Count, DateView, Name, PeriodRef, Ref};
use super::{Index, Locale, Route, RouteTable};
use crate::calendar::Period;
use crate::catalogue::publish::Visible;
use crate::catalogue::standing::{Filed, Ledger};
use crate::catalogue::{Catalogue, DocumentId, Party, Programme};
use crate::config::Config;
use crate::data::Figure;
use crate::edtf::Edtf;
use crate::language::{self, Convention, LanguageId, Localised, Shown};
use crate::order::Names;
use crate::script::Converter;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use std::borrow::Cow;
use std::sync::Arc;

/// All that pages are made from; immutable, shared by every renderer.
pub struct Site<'a> {
    /// What may be seen.
    pub visible: &'a Visible,
    /// Its lists.
    pub index: Arc<Index>,
    /// What is due and done.
    pub ledger: Ledger<'a>,
    /// Languages and scripts.
    pub locales: Arc<[Locale]>,
    /// Where the site will stand, with a closing slash.
    pub base_url: String,
    /// The path of `base_url`: `/` or `/a/b/`.
    pub base_path: String,
    /// The day that "now" means.
    pub today: Date,
    /// The time zone that days begin in.
    pub time_zone: TimeZone,
    /// What its lists were made of.
    lists: Lists,
}

/// Everything about a site that is the same as long as nothing changes that lists are made of: what a document is, not what
/// it says.
#[derive(Clone, Debug)]
pub struct Lists {
    index: Arc<Index>,
    filed: Arc<Filed>,
    locales: Arc<[Locale]>,
    /// By locale: what puts the site's texts into the script of a variant.
    converters: Arc<[Option<Converter>]>,
    /// By locale: what puts the program's and the theme's own words into its script.
    own: Arc<[Option<Converter>]>,
    /// The paths of documents below a language's prefix: every page links to some.
    document_paths: Arc<[String]>,
    /// By document: how many activities stand in those before it.
    activities_before: Arc<[usize]>,
    /// By locale: the rank of each community's name.
    community_ranks: Arc<[Vec<usize>]>,
    /// By locale: the rank of each organisation's name.
    organisation_ranks: Arc<[Vec<usize>]>,
}

impl Lists {
    /// Sorts everything once.
    pub fn new(visible: &Visible) -> Self {
        let catalogue = visible.catalogue();
        let config = &catalogue.config;
        let locales: Arc<[Locale]> = Locale::all(config).into();
        let converters: Arc<[Option<Converter>]> = locales
            .iter()
            .map(|locale| locale.variant.and_then(|_| Converter::new(config, config.language(locale.language), &locale.tag)))
            .collect();
        let own = locales
            .iter()
            .zip(converters.iter())
            .map(|(locale, converter)| converter.clone().or_else(|| Converter::of_words(config.language(locale.language))))
            .collect();
        // A name is ordered by what its reader sees: strokes differ from script to script.
        let ranks = |names: &dyn Fn(LanguageId) -> Vec<String>| -> Arc<[Vec<usize>]> {
            let of_locale = |(locale, converter): (&Locale, &Option<Converter>)| {
                let names = names(locale.language);
                let shown = names.iter().map(|name| converter.as_ref().map_or(Cow::Borrowed(name.as_str()), |c| c.convert(name)));
                Names::of(config.language(locale.language)).ranks(shown)
            };
            locales.iter().zip(converters.iter()).map(of_locale).collect()
        };
        let paths = DocumentId::up_to(catalogue.documents.slots());
        let mut activities = 0;
        let before = |id| {
            activities += catalogue.document(id).facts.activities.len();
            activities
        };
        let activities_before = std::iter::once(0).chain(DocumentId::up_to(catalogue.documents.slots()).map(before)).collect();
        let community_ranks = ranks(&|l| catalogue.communities.iter().map(|c| c.name.pick(l).1.to_owned()).collect());
        let organisation_ranks = ranks(&|l| catalogue.organisations.iter().map(|o| o.name.pick(l).1.to_owned()).collect());
        Self {
            index: Arc::new(Index::new(catalogue)),
            filed: Arc::new(Filed::new(catalogue)),
            own,
            document_paths: paths.map(|id| Route::Document(id).path(catalogue, visible.withdrawn())).collect(),
            activities_before,
            locales,
            converters,
            community_ranks,
            organisation_ranks,
        }
    }

    /// What of a site is as it was in the catalogue before.
    pub fn kept(one: &Visible, other: &Visible) -> Kept {
        fn names(document: &Programme) -> impl PartialEq {
            (&document.id, document.community, document.period, document.kind, &document.slug)
        }
        fn listed(document: &Programme) -> impl PartialEq {
            let Programme { facts, versions, id: _, community: _, period: _, kind: _, slug: _, .. } = document;
            let texts: Vec<_> = versions.iter().map(|v| (v.language, v.links.clone())).collect();
            (facts.without_places(), texts)
        }
        let (a, b) = (one.catalogue(), other.catalogue());
        let same = |id: DocumentId| match (a.documents.share(id), b.documents.share(id)) {
            (Some(a), Some(b)) if Arc::ptr_eq(a, b) => Kept::Lists,
            (Some(a), Some(b)) if names(a) != names(b) => Kept::Nothing,
            (Some(a), Some(b)) if listed(a) != listed(b) => Kept::Names,
            (Some(_), Some(_)) | (None, None) => Kept::Lists,
            _ => Kept::Nothing,
        };
        let all = Arc::ptr_eq(&a.config, &b.config)
            && one.is_preview() == other.is_preview()
            && one.withdrawn() == other.withdrawn()
            && a.documents.slots() == b.documents.slots()
            && a.communities == b.communities
            && a.types == b.types
            && a.organisations == b.organisations
            && a.editions == b.editions
            && a.pages == b.pages
            && a.sources.has_paths_of(&b.sources);
        let documents = || DocumentId::up_to(a.documents.slots()).map(same).min();
        if all { documents().unwrap_or(Kept::Lists) } else { Kept::Nothing }
    }
}

/// What of a site is as it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kept {
    /// Anything may be another.
    Nothing,
    /// Everything has the name that it had, and would have the same path.
    Names,
    /// Every list has the same items too.
    Lists,
}

impl<'a> Site<'a> {
    /// A site at an address, on a day.
    pub fn new(visible: &'a Visible, base_url: &str, today: Date) -> Self {
        Self::with(visible, Lists::new(visible), base_url, today)
    }

    /// As [`Site::new`], with lists that are [the same](Kept::Lists) as they were.
    pub fn with(visible: &'a Visible, lists: Lists, base_url: &str, today: Date) -> Self {
        let catalogue = visible.catalogue();
        let path = base_url.split_once("://").and_then(|(_, rest)| rest.find('/').map(|at| rest[at..].to_owned()));
        Self {
            time_zone: TimeZone::get(&catalogue.config.time_zone).unwrap_or(TimeZone::UTC),
            index: Arc::clone(&lists.index),
            ledger: Ledger::new(catalogue, Arc::clone(&lists.filed), today),
            locales: Arc::clone(&lists.locales),
            base_url: base_url.to_owned(),
            base_path: path.unwrap_or_else(|| "/".to_owned()),
            today,
            lists,
            visible,
        }
    }

    /// An empty place for every part of its pages.
    pub fn shelf(&self) -> Shelf {
        Shelf::new(Arc::clone(&self.lists.activities_before), self.locales.len())
    }

    /// The catalogue.
    pub fn catalogue(&self) -> &'a Catalogue {
        self.visible.catalogue()
    }

    /// The configuration.
    pub fn config(&self) -> &'a Config {
        &self.visible.catalogue().config
    }

    /// The path of a route below the site's root in one locale.
    pub fn path(&self, route: Route, locale: usize) -> String {
        let prefix = self.locales.get(locale).map_or("", |l| l.prefix.as_str());
        match route {
            Route::Document(id) => [prefix, self.lists.document_paths[id.index()].as_str()].concat(),
            route => [prefix, route.path(self.catalogue(), self.visible.withdrawn()).as_str()].concat(),
        }
    }

    /// The locale whose texts are this one's but for their script. Words that are exchanged make them differ.
    pub fn same_text(&self, locale: usize) -> usize {
        let written = |variant: &Locale| self.locales.iter().position(|l| l.language == variant.language && l.variant.is_none());
        let variant = self
            .locales
            .get(locale)
            .filter(|l| l.variant.is_some() && self.config().replace.is_empty() && !self.config().regional);
        variant.and_then(written).unwrap_or(locale)
    }

    /// The converter of the program's and the theme's own words, where those are of another script than the locale.
    pub fn converter_of_words(&self, locale: usize) -> Option<&Converter> {
        self.lists.own.get(locale).and_then(Option::as_ref)
    }

    /// The converter of a locale that is a script variant.
    pub fn converter(&self, locale: usize) -> Option<&Converter> {
        self.lists.converters.get(locale).and_then(Option::as_ref)
    }
}

/// A reader of one page: texts in her language and script, links relative to the page.
#[derive(Clone, Copy)]
pub struct Reader<'s> {
    /// The site.
    pub site: &'s Site<'s>,
    /// Where everything stands.
    pub table: &'s RouteTable,
    /// Which locale.
    pub locale: usize,
    /// Prints what lists are made of.
    pub parts: &'s dyn Parts,
    /// The page's relative way up to the root.
    root: Root,
}

/// The way from a page to the site's root.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Root {
    /// So many folders up.
    Up(usize),
    /// By absolute path, for pages that are shown at any URL.
    Absolute,
    /// Left open, for parts that many pages show.
    Open,
}

impl<'s> Reader<'s> {
    /// The reader of the page at `path`.
    pub fn new(site: &'s Site<'s>, table: &'s RouteTable, locale: usize, path: &str, parts: &'s dyn Parts) -> Self {
        let root = if path.ends_with("404.html") { Root::Absolute } else { Root::Up(path.matches('/').count()) };
        Self { site, table, locale, parts, root }
    }

    /// The reader of a part that many pages show.
    pub(super) fn of_parts(self) -> Self {
        Self { root: Root::Open, ..self }
    }

    /// The locale.
    pub fn its_locale(&self) -> &'s Locale {
        &self.site.locales[self.locale]
    }

    /// The language.
    pub fn language(&self) -> LanguageId {
        self.its_locale().language
    }

    /// How the language writes dates and numbers.
    pub fn convention(&self) -> Convention {
        self.site.config().language(self.language()).convention
    }

    /// The way up to the root: `../../`, or `./`.
    pub fn root(&self) -> String {
        match self.root {
            Root::Absolute => self.site.base_path.clone(),
            Root::Open => ROOT.to_owned(),
            Root::Up(0) => "./".into(),
            Root::Up(n) => "../".repeat(n),
        }
    }

    /// A link to a path below the root.
    pub fn href(&self, path: &str) -> String {
        match (self.root, path) {
            (Root::Up(0), path) if !path.is_empty() => path.to_owned(),
            _ => self.root() + path,
        }
    }

    /// A link to a route in the reader's language.
    pub fn link(&self, route: Route) -> String {
        self.href(&self.site.path(route, self.locale))
    }

    /// The absolute address of a path below the root.
    pub fn absolute(&self, path: &str) -> String {
        format!("{}{path}", self.site.base_url)
    }

    /// Text of the reader's own language in her script.
    pub fn script<'t>(&self, text: &'t str) -> Cow<'t, str> {
        self.site.converter(self.locale).map_or(Cow::Borrowed(text), |c| c.convert(text))
    }

    /// Words of the program in the reader's script.
    fn own<'t>(&self, text: &'t str) -> Cow<'t, str> {
        self.site.converter_of_words(self.locale).map_or(Cow::Borrowed(text), |c| c.convert(text))
    }

    /// A text in the reader's language, or as it was written with its language marked.
    pub fn text(&self, text: &Localised) -> Shown {
        let (language, text) = text.pick(self.language());
        self.text_in(language, text)
    }

    /// A text that is in a known language.
    pub fn text_in(&self, language: LanguageId, text: &str) -> Shown {
        if language == self.language() {
            Shown { text: self.script(text).into_owned(), lang: None }
        } else {
            Shown { text: text.to_owned(), lang: Some(self.site.config().language(language).tag.clone()) }
        }
    }

    /// A text as a plain string, for places that can't mark its language.
    pub fn plain(&self, text: &Localised) -> String {
        self.text(text).text
    }

    /// Text that has no language: numbers, addresses.
    pub fn neutral(&self, text: impl Into<String>) -> Shown {
        Shown { text: text.into(), lang: None }
    }

    /// A date.
    pub fn date(&self, date: Edtf) -> DateView {
        let text = language::date(self.convention(), date);
        DateView { text: self.own(&text).into_owned(), datetime: date.html_datetime() }
    }

    /// A month's name.
    pub fn month(&self, month: super::Month) -> String {
        let text = language::month(self.convention(), month.first_day());
        self.own(&text).into_owned()
    }

    /// A day of a year that is known.
    pub fn day_in_year(&self, day: Date) -> String {
        let text = language::day_in_year(self.convention(), day);
        self.own(&text).into_owned()
    }

    /// The month of a day, in little room.
    pub fn short_month(&self, day: Date) -> String {
        let text = language::short_month(self.convention(), day);
        self.own(&text).into_owned()
    }

    /// A date by which something is to be done.
    pub fn deadline(&self, by: Edtf) -> DateView {
        let text = language::deadline(self.convention(), by);
        DateView { text: self.script(&text).into_owned(), datetime: by.html_datetime() }
    }

    /// A count.
    pub fn count(&self, n: usize) -> Count {
        Count { n, text: language::number(self.convention(), n) }
    }

    /// A figure as it was given.
    pub fn figure(&self, figure: &Figure) -> String {
        language::figure(self.convention(), &figure.text)
    }

    /// A period's name.
    pub fn period_label(&self, period: Period) -> String {
        let label = period.label(&self.site.config().calendar, self.language(), self.convention());
        self.own(&label).into_owned()
    }

    /// A period with its page; only for periods that have one.
    pub fn period(&self, period: Period) -> PeriodRef {
        PeriodRef { id: period.to_string(), label: self.period_label(period), href: self.link(Route::Term(period, 1)) }
    }

    /// A period with its page, if it has one.
    pub fn period_name(&self, period: Period) -> Name {
        let href = self.site.index.periods.contains_key(&period).then(|| self.link(Route::Term(period, 1)));
        Name { name: self.neutral(self.period_label(period)), href }
    }

    /// First and last day of a period.
    pub fn days(&self, period: Period) -> Option<DateView> {
        let (first, last) = period.days(&self.site.config().calendar)?;
        let day = crate::edtf::Date::day;
        Some(self.date(Edtf::Interval(Some(day(first)), Some(day(last)))))
    }

    /// A community with its page.
    pub fn community(&self, id: crate::catalogue::CommunityId) -> Ref {
        let community = self.site.catalogue().community(id);
        Ref { name: self.text(&community.name), href: self.link(Route::Community(id, 1)) }
    }

    /// A community with its page, by its short name where it has one.
    pub fn community_in_short(&self, id: crate::catalogue::CommunityId) -> Ref {
        let community = self.site.catalogue().community(id);
        let name = community.short_name.as_ref().unwrap_or(&community.name);
        Ref { name: self.text(name), href: self.link(Route::Community(id, 1)) }
    }

    /// An organisation with its page.
    pub fn organisation(&self, id: crate::catalogue::OrganisationId) -> Ref {
        let organisation = self.site.catalogue().organisation(id);
        Ref { name: self.text(&organisation.name), href: self.link(Route::Member(id, 1)) }
    }

    /// An organisation, or one that is only named.
    pub fn party(&self, party: &Party) -> Name {
        match party {
            Party::Organisation(id) => {
                let Ref { name, href } = self.organisation(*id);
                Name { name, href: Some(href) }
            }
            Party::Named(name) => Name { name: self.text(name), href: None },
        }
    }

    /// The rank of a community's name in the reader's language and script.
    pub fn community_rank(&self, id: crate::catalogue::CommunityId) -> usize {
        self.site.lists.community_ranks[self.locale][id.index()]
    }

    /// The rank of an organisation's name in the reader's language and script.
    pub fn organisation_rank(&self, id: crate::catalogue::OrganisationId) -> usize {
        self.site.lists.organisation_ranks[self.locale][id.index()]
    }
}
