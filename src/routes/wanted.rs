//! What a site is to have, before it is known where that stands.

use super::table::{Channel, Item, Origin};
use super::{Facet, Route, Site, YearKey, route::period_path};
use crate::catalogue::{DocumentId, LinkTarget};
use crate::diagnostic::{Code, Finding, Findings};
use crate::document::slug::slug;
use crate::say;
use crate::source::{At, SourceId};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// Documents on a page of a list.
pub const DOCUMENTS_A_PAGE: usize = 40;
/// Activities on a page of a list.
pub const ACTIVITIES_A_PAGE: usize = 40;
/// Days of activities on a page of a month.
pub const DAYS_A_PAGE: usize = 120;
/// Editions on a page of the list of what is sealed.
pub const EDITIONS_A_PAGE: usize = 60;
/// Organisations on a page of their list.
pub const MEMBERS_A_PAGE: usize = 100;
/// Addresses in one sitemap; the protocol allows 50,000.
pub const ADDRESSES_A_SITEMAP: usize = 45_000;
/// The folder below a language's prefix in which the search page and its index stand.
pub const SEARCH_FOLDER: &str = "search/";

/// Everything that is to have a URL.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Wanted {
    /// Who wants which place, in order of their right to it.
    pub claims: Vec<Claim>,
    /// The paths of files that are carried along.
    pub files: BTreeMap<SourceId, String>,
    /// How many pages a list has, by its first page, where there are several.
    pub lengths: BTreeMap<Route, usize>,
}

/// Someone who wants a place.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Claim {
    place: Place,
    /// In which locale.
    pub locale: usize,
    /// What is to stand there; nothing where it is kept free.
    pub item: Option<Item>,
    /// What it is named after, if anything.
    pub origin: Option<Origin>,
}

/// Where that is.
#[derive(Clone, Debug, PartialEq)]
enum Place {
    /// The path of a page.
    Of(Route),
    /// A file in a page's folder.
    Below(Route, &'static str),
    /// A path.
    Path(Cow<'static, str>),
}

impl Wanted {
    /// What a site is to have.
    pub fn new(site: &Site<'_>, findings: &mut Findings) -> Self {
        let mut collector = Collector { site, wanted: Self::default(), findings };
        collector.pages();
        collector.files();
        collector.machine_readable();
        collector.search();
        collector.aliases();
        collector.wanted
    }

    /// The path that a claim is to.
    pub fn path(&self, site: &Site<'_>, claim: &Claim) -> String {
        match &claim.place {
            Place::Of(route) => site.path(*route, claim.locale),
            Place::Below(route, file) => site.path(*route, claim.locale) + file,
            Place::Path(path) => path.clone().into_owned(),
        }
    }
}

struct Collector<'a, 'f> {
    site: &'a Site<'a>,
    wanted: Wanted,
    findings: &'f mut Findings,
}

impl<'a> Collector<'a, '_> {
    fn add(&mut self, place: Place, locale: usize, item: Item, origin: Option<Origin>) {
        self.wanted.claims.push(Claim { place, locale, item: Some(item), origin });
    }

    /// A file at the root.
    fn at_root(&mut self, path: impl Into<Cow<'static, str>>, item: Item) {
        self.add(Place::Path(path.into()), 0, item, None);
    }

    /// Keeps a path free for what is known later.
    fn keep_free(&mut self, place: Place, locale: usize) {
        self.wanted.claims.push(Claim { place, locale, item: None, origin: None });
    }

    /// A page in every locale.
    fn page(&mut self, route: Route, origin: Option<Origin>) {
        for locale in 0..self.site.locales.len() {
            self.add(Place::Of(route), locale, Item::Page(route), origin);
        }
    }

    /// A list of `len` items in every locale, page by page.
    fn list(&mut self, first: Route, len: usize, a_page: usize, origin: Option<Origin>) {
        let pages = len.div_ceil(a_page).max(1);
        if pages > 1 {
            self.wanted.lengths.insert(first, pages);
        }
        for page in 1..=pages {
            self.page(first.at(page), origin);
        }
    }

    fn pages(&mut self) {
        let catalogue = self.site.catalogue();
        let index = &self.site.index;
        for route in [Route::Home, Route::Communities, Route::Years, Route::Types, Route::Search, Route::NotFound] {
            self.page(route, None);
        }
        for id in catalogue.community_ids() {
            let origin = Some(Origin::Community(id));
            let documents = index.communities.get(&id).map_or(0, Vec::len);
            self.list(Route::Community(id, 1), documents, DOCUMENTS_A_PAGE, origin);
            let activities = index.activities.by_community.get(&id).map_or(0, Vec::len);
            self.list(Route::CommunityActivities(id, 1), activities, ACTIVITIES_A_PAGE, origin);
            if activities > 0 {
                self.page(Route::CommunityCalendar(id), origin);
            }
        }
        for id in catalogue.document_ids() {
            self.page(Route::Document(id), Some(Origin::Document(id)));
        }
        for n in 0..catalogue.editions.len() {
            self.page(Route::Edition(n), Some(Origin::Edition(n)));
        }
        if !index.sealed.is_empty() {
            self.list(Route::Archive(1), index.sealed.len(), EDITIONS_A_PAGE, None);
        }
        for n in 0..self.site.visible.withdrawn().len() {
            self.page(Route::Withdrawn(n), Some(Origin::Withdrawn(n)));
        }
        let years: Vec<(YearKey, usize)> = index.years.iter().map(|(year, documents)| (*year, documents.len())).collect();
        for (year, documents) in years {
            self.list(Route::Year(year, 1), documents, DOCUMENTS_A_PAGE, None);
            for (facet, some) in index.year_facets.get(&year).into_iter().flatten() {
                self.list(Route::YearNarrowed(year, *facet, 1), some.len(), DOCUMENTS_A_PAGE, None);
            }
        }
        for (period, documents) in &index.periods {
            let activities = index.activities.by_period.get(period).map_or(0, Vec::len);
            self.list(Route::Term(*period, 1), documents.len().max(activities), DOCUMENTS_A_PAGE, None);
        }
        for id in catalogue.type_ids() {
            let activities = index.activities.by_type.get(&id).map_or(0, Vec::len);
            self.list(Route::Type(id, 1), activities, ACTIVITIES_A_PAGE, Some(Origin::Type(id)));
            for (facet, some) in index.activities.type_facets.get(&id).into_iter().flatten() {
                self.list(Route::TypeNarrowed(id, *facet, 1), some.len(), ACTIVITIES_A_PAGE, None);
            }
        }
        self.page(Route::Calendar, None);
        for month in index.activities.months.all() {
            self.list(Route::CalendarMonth(month, 1), index.activities.months.on_days(month).len(), DAYS_A_PAGE, None);
        }
        let coming = index.activities.coming(self.site.today).len();
        if coming > 0 {
            self.list(Route::CalendarComing(1), coming, ACTIVITIES_A_PAGE, None);
        }
        if !index.activities.months.without_day.is_empty() {
            self.list(Route::CalendarWithoutDay(1), index.activities.months.without_day.len(), ACTIVITIES_A_PAGE, None);
        }
        self.list(Route::Members(1), catalogue.organisations.len(), MEMBERS_A_PAGE, None);
        for id in catalogue.organisation_ids() {
            let hosted = index.activities.hosted.get(&id).map_or(0, Vec::len).max(index.issued.get(&id).map_or(0, Vec::len));
            self.list(Route::Member(id, 1), hosted, ACTIVITIES_A_PAGE, Some(Origin::Organisation(id)));
        }
        self.list(Route::Documents(None, 1), index.documents.len(), DOCUMENTS_A_PAGE, None);
        let facets: Vec<(Facet, usize)> = index.facets.iter().map(|(facet, documents)| (*facet, documents.len())).collect();
        for (facet, documents) in facets {
            self.list(Route::Documents(Some(facet), 1), documents, DOCUMENTS_A_PAGE, None);
        }
        if self.site.config().accessibility.is_some() {
            self.page(Route::Accessibility, Some(Origin::Statement));
        }
        for n in 0..catalogue.pages.len() {
            self.page(Route::Page(n), Some(Origin::Page(n)));
        }
    }

    /// Attachments, pictures and emblems, each once for all languages.
    fn files(&mut self) {
        let catalogue = self.site.catalogue();
        let mut files: BTreeMap<SourceId, String> = BTreeMap::new();
        for document in catalogue.documents.iter() {
            let folder = format!("communities/{}/{}", catalogue.community(document.community).slug, period_path(document.period));
            let linked = document.versions.iter().flat_map(|v| v.links.values());
            for source in document.facts.attachments.iter().map(|a| a.source).chain(linked.filter_map(file_of)) {
                files.entry(source).or_insert_with(|| folder.clone());
            }
        }
        for (n, edition) in catalogue.editions.iter().enumerate() {
            let folder = Route::Edition(n).path(catalogue, &[]);
            for source in edition.programme.files() {
                files.entry(source).or_insert_with(|| folder.trim_end_matches('/').to_owned());
            }
        }
        for community in &catalogue.communities {
            let linked = community.profile.iter().flat_map(|v| v.links.values()).filter_map(file_of);
            for source in community.logo.into_iter().chain(linked) {
                files.entry(source).or_insert_with(|| format!("communities/{}", community.slug));
            }
        }
        for page in &catalogue.pages {
            for source in page.versions.iter().flat_map(|v| v.links.values()).filter_map(file_of) {
                files.entry(source).or_insert_with(|| "files".into());
            }
        }
        for (source, folder) in files {
            let path = format!("{folder}/{}", file_slug(catalogue.sources.get(source).path.file_name()));
            self.add(Place::Path(path.clone().into()), 0, Item::File(source), Some(Origin::File(source)));
            self.wanted.files.insert(source, path);
        }
    }

    /// How many addresses sitemaps will list.
    fn addresses(&self) -> usize {
        self.wanted.claims.iter().filter_map(|claim| claim.item.as_ref()).filter(|item| item.is_address()).count()
    }

    fn machine_readable(&mut self) {
        let catalogue = self.site.catalogue();
        for locale in 0..self.site.locales.len() {
            let mut add = |folder: Route, file, item| self.add(Place::Below(folder, file), locale, item, None);
            add(Route::Home, "feed.xml", Item::Feed(Channel::All));
            add(Route::Home, "calendar.ics", Item::Calendar(Channel::All));
            add(Route::Home, "catalogue.json", Item::CatalogueJson);
            add(Route::Home, "catalogue.csv", Item::CatalogueCsv);
            for id in catalogue.community_ids() {
                add(Route::Community(id, 1), "feed.xml", Item::Feed(Channel::Community(id)));
                add(Route::Community(id, 1), "calendar.ics", Item::Calendar(Channel::Community(id)));
            }
            for id in catalogue.type_ids() {
                add(Route::Type(id, 1), "feed.xml", Item::Feed(Channel::Type(id)));
            }
        }
        self.at_root("sitemap.xml", Item::Sitemap);
        self.at_root("robots.txt", Item::Robots);
        let addresses = self.addresses();
        if addresses > ADDRESSES_A_SITEMAP {
            for part in 0..addresses.div_ceil(ADDRESSES_A_SITEMAP) {
                self.at_root(format!("sitemap-{}.xml", part + 1), Item::SitemapPart(part));
            }
        }
    }

    /// The search index of each language. How many files it has is known when it is made, so their folders are kept free.
    fn search(&mut self) {
        for locale in 0..self.site.locales.len() {
            let index = Place::Below(Route::Search, "index.json");
            if self.site.same_text(locale) == locale {
                self.add(index, locale, Item::SearchIndex, None);
            } else {
                self.keep_free(index, locale);
            }
            for files in ["terms", "entries"] {
                self.keep_free(Place::Below(Route::Search, files), locale);
            }
        }
    }

    /// Old URLs.
    fn aliases(&mut self) {
        let catalogue = self.site.catalogue();
        let of_document = |id: DocumentId| {
            let aliases = catalogue.document(id).facts.aliases.iter().enumerate();
            aliases.map(move |(n, alias)| (Route::Document(id), alias, Origin::OldDocument(id, n)))
        };
        let of_page = |(page, aliases): (usize, &'a [At<String>])| {
            aliases.iter().enumerate().map(move |(n, alias)| (Route::Page(page), alias, Origin::OldPage(page, n)))
        };
        let pages = catalogue.pages.iter().map(|page| page.aliases.as_slice()).enumerate();
        for (route, alias, origin) in catalogue.document_ids().flat_map(of_document).chain(pages.flat_map(of_page)) {
            let Some(path) = alias_path(&alias.it) else {
                let text = &alias.it;
                self.findings.push(
                    Finding::new(
                        Code::MalformedValue,
                        alias.span,
                        say!("`{text}` is not an old URL of this site", "「{text}」不是本站的舊網址"),
                    )
                    .hint(say!("write its path, such as /old/plan/", "請寫它的路徑，例如 /old/plan/")),
                );
                continue;
            };
            // An old URL below a language's prefix leads to that language's page.
            let locale = (0..self.site.locales.len())
                .filter(|n| path.starts_with(&self.site.locales[*n].prefix))
                .max_by_key(|n| self.site.locales[*n].prefix.len())
                .unwrap_or(0);
            self.add(Place::Path(path.into()), locale, Item::Redirect(route), Some(origin));
        }
    }
}

fn file_of(target: &LinkTarget) -> Option<SourceId> {
    match target {
        LinkTarget::File(source) => Some(*source),
        _ => None,
    }
}

/// A file's name in URLs: its stem as a slug, its ending in small letters.
fn file_slug(name: &str) -> String {
    let (stem, ending) = name.rsplit_once('.').filter(|(stem, _)| !stem.is_empty()).unwrap_or((name, ""));
    let (stem, ending) = (slug(stem), slug(ending));
    let stem = if stem.is_empty() { "file".to_owned() } else { stem };
    if ending.is_empty() { stem } else { format!("{stem}.{ending}") }
}

/// The path of an alias below the root, where it is one.
fn alias_path(alias: &str) -> Option<String> {
    let path = alias.strip_prefix('/')?;
    let parts: Vec<&str> = path.trim_end_matches('/').split('/').collect();
    let fine = |part: &&str| {
        !part.is_empty()
            && *part != "."
            && *part != ".."
            && !part.starts_with('.')
            && !part.contains(|c: char| c.is_control() || "\\?#%\"<>|:*".contains(c))
    };
    if !parts.iter().all(fine) {
        return None;
    }
    let last = parts.last()?;
    Some(if last.contains('.') && !path.ends_with('/') { parts.join("/") } else { format!("{}/", parts.join("/")) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn aliases_are_paths_of_this_site() {
        assert_eq!(alias_path("/old/plan/").as_deref(), Some("old/plan/"));
        assert_eq!(alias_path("/old/plan").as_deref(), Some("old/plan/"));
        assert_eq!(alias_path("/old/plan.html").as_deref(), Some("old/plan.html"));
        for wrong in ["old/", "/", "/../x", "https://a/b", "/a//b", "/a?b", "/.git/x"] {
            assert_eq!(alias_path(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn file_names_become_url_parts() {
        assert_eq!(file_slug("Register 2025.CSV"), "register-2025.csv");
        assert_eq!(file_slug("README"), "readme");
    }
}
