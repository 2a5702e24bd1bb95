//! What every page has around its own content.

use super::Words;
use crate::language::{Localised, Shown};
use crate::routes::table::Channel;
use crate::routes::view::{BureauView, Crumb, FeedLink, Frame, LanguageLink, NavItem, Ref};
use crate::routes::{Facet, Reader, Route};

impl Reader<'_> {
    pub(super) fn frame(&self, route: Route, words: &dyn Words) -> Frame {
        let config = self.site.config();
        let catalogue = self.site.catalogue();
        let title = self.title(route, words);
        let description =
            self.description(route).or_else(|| self.description(Route::Home).map(|site| format!("{} · {site}", title.text)));
        let own_path = self.site.path(route, self.locale);
        let canonical = self.absolute(&own_path);
        Frame {
            lang: self.its_locale().tag.clone(),
            site_title: self.plain(&config.title),
            home: self.link(Route::Home),
            root: self.root(),
            languages: self
                .site
                .locales
                .iter()
                .enumerate()
                .map(|(n, locale)| {
                    let path = self.site.path(route, n);
                    LanguageLink {
                        name: locale.name.clone(),
                        tag: locale.tag.clone(),
                        href: self.href(&path),
                        absolute: self.absolute(&path),
                        current: n == self.locale,
                        default: n == 0,
                    }
                })
                .collect(),
            nav: self.nav(route),
            search: self.link(Route::Search),
            pages: catalogue
                .pages
                .iter()
                .enumerate()
                .map(|(n, page)| Ref { name: self.text(&page.title), href: self.link(Route::Page(n)) })
                .chain(
                    config
                        .accessibility
                        .as_ref()
                        .map(|_| Ref { name: self.title(Route::Accessibility, words), href: self.link(Route::Accessibility) }),
                )
                .collect(),
            crumbs: self.crumbs(route, words),
            feeds: self.feeds(route),
            meta: self.meta(route, &title, description.as_deref()),
            open_graph: self.open_graph(route, &title, description.as_deref(), &canonical),
            json_ld: self.json_ld(route, &canonical),
            noindex: route.is_left_out() || self.site.visible.is_preview(),
            instead: match route {
                Route::Edition(n) => catalogue
                    .editions
                    .get(n)
                    .map(|edition| self.absolute(&self.site.path(Route::Document(edition.document), self.locale))),
                _ => None,
            },
            archive: (!self.site.index.sealed.is_empty()).then(|| self.link(Route::Archive(1))),
            bureau: self.bureau(),
            example_site: config.example,
            preview: self.site.visible.is_preview(),
            canonical,
            description,
            title,
        }
    }

    fn bureau(&self) -> BureauView {
        let bureau = &self.site.config().bureau;
        let text = |t: &Option<Localised>| t.as_ref().map(|t| self.text(t));
        BureauView {
            name: text(&bureau.name),
            contact: text(&bureau.contact),
            email: bureau.email.clone(),
            site_code: bureau.site_code.clone(),
            icp: bureau.icp.clone(),
            police: bureau.police.clone(),
        }
    }

    /// A route's title; numbered from the second page of a list on.
    pub(super) fn title(&self, route: Route, words: &dyn Words) -> Shown {
        let catalogue = self.site.catalogue();
        let word = |key: &str| self.neutral(words.word(self.locale, key));
        let (title, page) = match route {
            Route::Home => (self.text(&self.site.config().title), 1),
            Route::Communities => (word("nav.communities"), 1),
            Route::Community(id, page) => (self.text(&catalogue.community(id).name), page),
            Route::CommunityActivities(id, page) => {
                let name = self.text(&catalogue.community(id).name);
                (Shown { text: format!("{} · {}", name.text, words.word(self.locale, "nav.activities")), lang: None }, page)
            }
            Route::CommunityCalendar(id) => {
                let name = self.text(&catalogue.community(id).name);
                (self.neutral(format!("{} · {}", name.text, words.word(self.locale, "nav.calendar"))), 1)
            }
            Route::Document(id) => (self.text(&catalogue.document(id).title), 1),
            Route::Withdrawn(n) => (self.text(&self.site.visible.withdrawn()[n].title), 1),
            Route::Edition(n) => {
                let edition = &catalogue.editions[n];
                let number = words.word(self.locale, "archive.edition").replace("{n}", &edition.number.to_string());
                let title = self.text(&edition.programme.title);
                (Shown { text: format!("{} · {number}", title.text), lang: None }, 1)
            }
            Route::Archive(page) => (word("nav.archive"), page),
            Route::Years => (word("nav.years"), 1),
            // An academic year's index and the page of documents that speak of the whole year have one name.
            Route::Year(year, page) => {
                let label = self.year_label(year).unwrap_or_else(|| words.word(self.locale, "year_not_stated"));
                (self.neutral(format!("{label} · {}", words.word(self.locale, "nav.years"))), page)
            }
            Route::YearNarrowed(year, facet, page) => {
                let label = self.year_label(year).unwrap_or_else(|| words.word(self.locale, "year_not_stated"));
                (self.neutral(format!("{label} · {}", self.facet_text(facet, words))), page)
            }
            Route::Term(period, page) => (self.neutral(self.period_label(period)), page),
            Route::Types => (word("nav.activities"), 1),
            Route::Type(id, page) => (self.text(&catalogue.activity_type(id).name), page),
            Route::Calendar => (word("nav.calendar"), 1),
            Route::CalendarMonth(month, page) => {
                (self.neutral(format!("{} · {}", self.month(month), words.word(self.locale, "nav.calendar"))), page)
            }
            Route::CalendarComing(page) => (word("home.coming"), page),
            Route::CalendarWithoutDay(page) => (word("calendar.without_day"), page),
            Route::TypeNarrowed(id, facet, page) => {
                let name = self.text(&catalogue.activity_type(id).name);
                (Shown { text: format!("{} · {}", name.text, self.facet_text(facet, words)), lang: name.lang }, page)
            }
            Route::Members(page) => (word("nav.members"), page),
            Route::Member(id, page) => (self.text(&catalogue.organisation(id).name), page),
            Route::Documents(None, page) => (word("nav.documents"), page),
            Route::Documents(Some(facet), page) => {
                let name = self.facet_text(facet, words);
                (self.neutral(format!("{} · {name}", words.word(self.locale, "nav.documents"))), page)
            }
            Route::Search => (word("nav.search"), 1),
            Route::Page(n) => (self.text(&catalogue.pages[n].title), 1),
            Route::Accessibility => (word("accessibility.title"), 1),
            Route::NotFound => (word("not_found.title"), 1),
        };
        if page > 1 { Shown { text: format!("{} ({page})", title.text), lang: title.lang } } else { title }
    }

    /// A facet's value as text.
    fn facet_text(&self, facet: Facet, words: &dyn Words) -> String {
        match self.facet_name(facet) {
            (_, Some(key)) => words.word(self.locale, &format!("words.{key}")),
            (name, None) if name.text.is_empty() => words.word(self.locale, "year_not_stated"),
            (name, None) => name.text,
        }
    }

    fn description(&self, route: Route) -> Option<String> {
        let catalogue = self.site.catalogue();
        let own =
            |text: &Option<Localised>| text.as_ref().and_then(|t| t.get(self.language())).map(|t| self.script(t).into_owned());
        match route {
            Route::Home => own(&self.site.config().description),
            Route::Document(id) => {
                let document = catalogue.document(id);
                own(&document.summary).or_else(|| {
                    let excerpt = &document.version(self.language())?.outline.excerpt;
                    (!excerpt.is_empty()).then(|| self.script(excerpt).into_owned())
                })
            }
            Route::Community(id, _) => own(&catalogue.community(id).summary),
            Route::Type(id, _) => own(&catalogue.activity_type(id).description),
            Route::Page(n) => own(&catalogue.pages[n].summary),
            _ => None,
        }
    }

    fn nav(&self, route: Route) -> Vec<NavItem> {
        let section = match route {
            Route::Home => "home",
            Route::Communities
            | Route::Community(..)
            | Route::CommunityActivities(..)
            | Route::CommunityCalendar(_)
            | Route::Document(_)
            | Route::Edition(_)
            | Route::Withdrawn(_) => "communities",
            Route::Years | Route::Year(..) | Route::YearNarrowed(..) | Route::Term(..) => "years",
            Route::Types
            | Route::Type(..)
            | Route::TypeNarrowed(..)
            | Route::Calendar
            | Route::CalendarMonth(..)
            | Route::CalendarComing(_)
            | Route::CalendarWithoutDay(_) => "activities",
            Route::Documents(..) => "documents",
            Route::Members(_) | Route::Member(..) => "members",
            Route::Archive(_) | Route::Search | Route::Page(_) | Route::Accessibility | Route::NotFound => "",
        };
        [
            ("home", Route::Home),
            ("communities", Route::Communities),
            ("years", Route::Years),
            ("activities", Route::Types),
            ("members", Route::Members(1)),
            ("documents", Route::Documents(None, 1)),
        ]
        .into_iter()
        .map(|(key, to)| NavItem { key, href: self.link(to), current: key == section })
        .collect()
    }

    fn crumbs(&self, route: Route, words: &dyn Words) -> Vec<Crumb> {
        let catalogue = self.site.catalogue();
        let fixed = |key: &'static str, to: Route| Crumb { key: Some(key), name: None, href: self.link(to) };
        let community = |id| {
            let Ref { name, href } = self.community(id);
            Crumb { key: None, name: Some(name), href }
        };
        let ancestors = |id| {
            let mut above = Vec::new();
            let mut at = catalogue.community(id).parent;
            while let Some(parent) = at
                && above.len() < catalogue.communities.len()
            {
                above.push(community(parent));
                at = catalogue.community(parent).parent;
            }
            above.reverse();
            above
        };
        let home = fixed("home", Route::Home);
        let communities = fixed("communities", Route::Communities);
        let mut crumbs = match route {
            Route::Home => return Vec::new(),
            Route::Community(id, _) => [vec![home, communities], ancestors(id)].concat(),
            Route::CommunityActivities(id, _) | Route::CommunityCalendar(id) => {
                [vec![home, communities], ancestors(id), vec![community(id)]].concat()
            }
            Route::Document(id) => {
                let document = catalogue.document(id);
                let period = self.period(document.period);
                let period = Crumb { key: None, name: Some(self.neutral(period.label)), href: period.href };
                [vec![home, communities], ancestors(document.community), vec![community(document.community), period]].concat()
            }
            Route::Edition(n) => {
                let document = catalogue.editions[n].document;
                let name = self.text(&catalogue.document(document).title);
                let current = Crumb { key: None, name: Some(name), href: self.link(Route::Document(document)) };
                [self.crumbs(Route::Document(document), words), vec![current]].concat()
            }
            Route::Withdrawn(_) => vec![home, communities],
            Route::Year(..) => vec![home, fixed("years", Route::Years)],
            Route::YearNarrowed(year, ..) => {
                let name = self.year_label(year).unwrap_or_else(|| words.word(self.locale, "year_not_stated"));
                let above = Crumb { key: None, name: Some(self.neutral(name)), href: self.link(Route::Year(year, 1)) };
                vec![home, fixed("years", Route::Years), above]
            }
            Route::Term(period, _) => {
                let year = crate::routes::index::years_of(catalogue, period).into_iter().next();
                let year = year.and_then(|y| {
                    let name = self.year_label(y).map(|label| self.neutral(label))?;
                    Some(Crumb { key: None, name: Some(name), href: self.link(Route::Year(y, 1)) })
                });
                [vec![home, fixed("years", Route::Years)], year.into_iter().collect()].concat()
            }
            Route::Type(id, _) | Route::TypeNarrowed(id, ..) => {
                let step = |id| Crumb {
                    key: None,
                    name: Some(self.text(&catalogue.activity_type(id).name)),
                    href: self.link(Route::Type(id, 1)),
                };
                let above = catalogue.activity_type(id).parent.map(step);
                let own = matches!(route, Route::TypeNarrowed(..)).then(|| step(id));
                [home, fixed("activities", Route::Types)].into_iter().chain(above).chain(own).collect()
            }
            Route::Calendar => vec![home, fixed("activities", Route::Types)],
            Route::CalendarMonth(..) | Route::CalendarComing(_) | Route::CalendarWithoutDay(_) => {
                vec![home, fixed("activities", Route::Types), fixed("calendar", Route::Calendar)]
            }
            Route::Member(..) => vec![home, fixed("members", Route::Members(1))],
            Route::Documents(Some(_), _) => vec![home, fixed("documents", Route::Documents(None, 1))],
            Route::Communities
            | Route::Years
            | Route::Types
            | Route::Members(_)
            | Route::Documents(None, _)
            | Route::Archive(_)
            | Route::Search
            | Route::Page(_)
            | Route::Accessibility
            | Route::NotFound => {
                vec![home]
            }
        };
        // Further pages of a list lie below its first.
        crumbs.dedup_by(|a, b| a.href == b.href);
        crumbs
    }

    fn feeds(&self, route: Route) -> Vec<FeedLink> {
        let catalogue = self.site.catalogue();
        let prefix = &self.its_locale().prefix;
        let site = self.text(&self.site.config().title);
        let link = |key, folder: &str, of: &Shown| {
            let (file, mime) =
                if key == "feed" { ("feed.xml", "application/atom+xml") } else { ("calendar.ics", "text/calendar") };
            FeedLink { key, mime, of: of.clone(), href: self.href(&format!("{folder}{file}")) }
        };
        let mut feeds = vec![link("feed", prefix, &site), link("calendar", prefix, &site)];
        let channel = match route {
            Route::Community(id, _) | Route::CommunityActivities(id, _) | Route::CommunityCalendar(id) => {
                Some(Channel::Community(id))
            }
            Route::Document(id) => Some(Channel::Community(catalogue.document(id).community)),
            Route::Edition(n) => Some(Channel::Community(catalogue.editions[n].programme.community)),
            Route::Type(id, _) | Route::TypeNarrowed(id, ..) => Some(Channel::Type(id)),
            _ => None,
        };
        match channel {
            Some(Channel::Community(id)) => {
                let folder = self.site.path(Route::Community(id, 1), self.locale);
                let name = self.text(&catalogue.community(id).name);
                feeds.extend([link("feed", &folder, &name), link("calendar", &folder, &name)]);
            }
            Some(Channel::Type(id)) => {
                let folder = self.site.path(Route::Type(id, 1), self.locale);
                feeds.push(link("feed", &folder, &self.text(&catalogue.activity_type(id).name)));
            }
            _ => {}
        }
        feeds
    }
}
