//! The table of everything that the site has, each at a URL of its own.

use super::{Facet, Route, Site, YearKey, route::period_path};
use crate::catalogue::publish::Visible;
use crate::catalogue::{CommunityId, DocumentId, LinkTarget, OrganisationId, TypeId};
use crate::diagnostic::{Code, Finding, Findings};
use crate::document::slug::slug;
use crate::say;
use crate::source::{At, SourceId, Span};
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

/// What a feed or calendar is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Channel {
    /// The whole site.
    All,
    /// A community.
    Community(CommunityId),
    /// An activity type.
    Type(TypeId),
}

/// What stands at a URL.
#[derive(Clone, Debug, PartialEq)]
pub enum Item {
    /// A page.
    Page(Route),
    /// An old URL that leads to a page.
    Redirect(Route),
    /// An Atom feed.
    Feed(Channel),
    /// An iCalendar.
    Calendar(Channel),
    /// The catalogue as JSON.
    CatalogueJson,
    /// The catalogue as CSV.
    CatalogueCsv,
    /// Sitemap: the only one, or the list of several.
    Sitemap,
    /// One of several sitemaps, from 0.
    SitemapPart(usize),
    /// robots.txt
    Robots,
    /// The search index of a language in all its scripts: many files, the first of which stands here.
    SearchIndex,
    /// A file that is carried along.
    File(SourceId),
}

/// One URL.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// Path below the root: a folder with its closing slash, or a file.
    pub path: String,
    /// Position of its locale in [`Site::locales`].
    pub locale: usize,
    /// What stands there.
    pub item: Item,
    /// What it is named after, if anything.
    pub origin: Option<Origin>,
}

/// What a URL is named after.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Origin {
    /// A community.
    Community(CommunityId),
    /// A document.
    Document(DocumentId),
    /// An earlier edition, by position.
    Edition(usize),
    /// A withdrawn document, by position.
    Withdrawn(usize),
    /// An activity type.
    Type(TypeId),
    /// An organisation.
    Organisation(OrganisationId),
    /// A plain page, by position.
    Page(usize),
    /// The accessibility statement of the configuration.
    Statement,
    /// An old URL of a document, by position.
    OldDocument(DocumentId, usize),
    /// An old URL of a plain page, by their positions.
    OldPage(usize, usize),
    /// A file that is carried along.
    File(SourceId),
}

impl Origin {
    /// Where the sources tell of it.
    pub fn span(self, visible: &Visible) -> Span {
        let catalogue = visible.catalogue();
        let page = |n: usize| catalogue.pages.get(n);
        let found = match self {
            Self::Community(id) => Some(Span::start_of(catalogue.community(id).source)),
            Self::Document(id) => Some(catalogue.document(id).span),
            Self::Edition(n) => catalogue.editions.get(n).map(|edition| edition.programme.span),
            Self::Withdrawn(n) => visible.withdrawn().get(n).map(|withdrawn| withdrawn.span),
            Self::Type(id) => Some(catalogue.activity_type(id).span),
            Self::Organisation(id) => Some(catalogue.organisation(id).span),
            Self::Page(n) => page(n).map(|page| Span::start_of(page.source)),
            Self::Statement => catalogue.config.accessibility.as_ref().map(|statement| statement.span),
            Self::OldDocument(id, n) => catalogue.document(id).facts.aliases.get(n).map(|alias| alias.span),
            Self::OldPage(page_at, n) => page(page_at).and_then(|page| page.aliases.get(n)).map(|alias| alias.span),
            Self::File(source) => Some(Span::start_of(source)),
        };
        found.unwrap_or(Span::start_of(SourceId(0)))
    }
}

impl Entry {
    /// Whether it is a canonical page: no redirect, no withdrawn document.
    fn is_address(&self) -> bool {
        matches!(&self.item, Item::Page(route) if !route.is_left_out())
    }

    /// The file that it is written to.
    pub fn output(&self) -> String {
        if self.path.is_empty() || self.path.ends_with('/') { format!("{}index.html", self.path) } else { self.path.clone() }
    }
}

/// Every URL of a site.
#[derive(Clone, Debug, Default)]
pub struct RouteTable {
    entries: Vec<Entry>,
    files: BTreeMap<SourceId, String>,
    /// How many pages a list has, by its first page.
    lengths: BTreeMap<Route, usize>,
}

impl RouteTable {
    /// Gives everything its place. Two things at one URL are reported, and the first keeps it.
    pub fn new(site: &Site<'_>, findings: &mut Findings) -> Self {
        let mut builder = Builder { site, table: Self::default(), claims: Vec::new(), findings };
        builder.pages();
        builder.files();
        builder.machine_readable();
        builder.search();
        builder.aliases();
        builder.table()
    }

    /// Every URL, in order of path.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// Where a file that is carried along stands.
    pub fn file(&self, source: SourceId) -> Option<&str> {
        self.files.get(&source).map(String::as_str)
    }

    /// How many pages a list has.
    pub fn pages_of(&self, route: Route) -> usize {
        self.lengths.get(&route.first()).copied().unwrap_or(1)
    }

    /// The canonical pages of the site, for sitemaps: no redirects, no withdrawn documents, no earlier editions.
    pub fn addresses(&self) -> impl Iterator<Item = &Entry> {
        self.entries.iter().filter(|entry| entry.is_address())
    }
}

struct Builder<'a, 'f> {
    site: &'a Site<'a>,
    table: RouteTable,
    /// Who wants which output path, in order of their right to it.
    claims: Vec<Claim>,
    findings: &'f mut Findings,
}

/// Someone who wants an output path.
struct Claim {
    /// The path, [to be sorted](sortable).
    output: String,
    origin: Option<Origin>,
    /// What is to stand there; nothing where it is kept free.
    entry: Option<Entry>,
}

/// Stands for the slash in paths that are sorted: smaller than any character of a name.
const IN: &str = "\0";

/// A path in whose order a file comes right before all that would stand in a folder of its name.
fn sortable(path: &str) -> String {
    path.replace('/', IN)
}

impl<'a> Builder<'a, '_> {
    fn add(&mut self, path: String, locale: usize, item: Item, origin: Option<Origin>) {
        let entry = Entry { path, locale, item, origin };
        self.claims.push(Claim { output: sortable(&entry.output()), origin, entry: Some(entry) });
    }

    /// Keeps a path free for what is known later.
    fn keep_free(&mut self, output: &str) {
        self.claims.push(Claim { output: sortable(output), origin: None, entry: None });
    }

    /// Every claim that is the first to its path.
    fn table(mut self) -> RouteTable {
        // Of claims to one path the earlier stays the first, and a folder stands right before what is in it.
        self.claims.sort_by(|a, b| a.output.cmp(&b.output));
        let mut kept: Vec<Claim> = Vec::with_capacity(self.claims.len());
        for claim in std::mem::take(&mut self.claims) {
            match kept.last() {
                Some(last) if last.output == claim.output => self.report_twice(last.origin, claim),
                last => {
                    if let Some(last) = last.filter(|last| claim.output.starts_with(&format!("{}{IN}", last.output))) {
                        self.report_nested(last, &claim);
                    }
                    kept.push(claim);
                }
            }
        }
        let mut entries: Vec<Entry> = kept.into_iter().filter_map(|claim| claim.entry).collect();
        entries.sort_by(|a, b| a.path.cmp(&b.path));
        self.table.entries = entries;
        self.table
    }

    fn report_twice(&mut self, first: Option<Origin>, Claim { entry, origin, .. }: Claim) {
        let (Some(entry), Some(place)) = (entry, origin.or(first)) else {
            // An index page, which no file names, can only be in the way of something that one does.
            return;
        };
        let path = &entry.path;
        let label = first.filter(|first| *first != place).map(|first| first.span(self.site.visible));
        let finding = Finding::new(
            Code::DuplicateUrl,
            place.span(self.site.visible),
            say!("the URL `/{path}` belongs to something else already", "網址「/{path}」已經有別的內容"),
        );
        let finding = match label {
            Some(first) => finding.label(first, say!("it belongs to this", "屬於這裡")),
            None => finding.hint(say!("it is a page of the site itself", "那是網站本身的頁面")),
        };
        self.findings.push(finding.hint(say!("give one of them another `slug` or name", "請給其中一個另取 slug 或名稱")));
    }

    /// A file can't have the name of a folder that others stand in.
    fn report_nested(&mut self, file: &Claim, inside: &Claim) {
        if let Some(place) = file.origin.or(inside.origin) {
            let (path, other) = (file.output.replace(IN, "/"), inside.output.replace(IN, "/"));
            self.findings.push(Finding::new(
                Code::DuplicateUrl,
                place.span(self.site.visible),
                say!("`/{path}` would be a file and the folder of `/{other}`", "「/{path}」既是檔案，又是「/{other}」的資料夾"),
            ));
        }
    }

    /// A page in every locale.
    fn page(&mut self, route: Route, origin: Option<Origin>) {
        for locale in 0..self.site.locales.len() {
            self.add(self.site.path(route, locale), locale, Item::Page(route), origin);
        }
    }

    /// A list of `len` items in every locale, page by page.
    fn list(&mut self, first: Route, len: usize, a_page: usize, origin: Option<Origin>) {
        let pages = len.div_ceil(a_page).max(1);
        if pages > 1 {
            self.table.lengths.insert(first, pages);
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
            let activities = index.activities_by_community.get(&id).map_or(0, Vec::len);
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
            let activities = index.activities_by_period.get(period).map_or(0, Vec::len);
            self.list(Route::Term(*period, 1), documents.len().max(activities), DOCUMENTS_A_PAGE, None);
        }
        for id in catalogue.type_ids() {
            let activities = index.activities_by_type.get(&id).map_or(0, Vec::len);
            self.list(Route::Type(id, 1), activities, ACTIVITIES_A_PAGE, Some(Origin::Type(id)));
            for (facet, some) in index.type_facets.get(&id).into_iter().flatten() {
                self.list(Route::TypeNarrowed(id, *facet, 1), some.len(), ACTIVITIES_A_PAGE, None);
            }
        }
        self.page(Route::Calendar, None);
        for month in index.months.all() {
            self.list(Route::CalendarMonth(month, 1), index.months.on_days(month).len(), DAYS_A_PAGE, None);
        }
        if !index.months.without_day.is_empty() {
            self.list(Route::CalendarWithoutDay(1), index.months.without_day.len(), ACTIVITIES_A_PAGE, None);
        }
        self.list(Route::Members(1), catalogue.organisations.len(), MEMBERS_A_PAGE, None);
        for id in catalogue.organisation_ids() {
            let hosted = index.hosted.get(&id).map_or(0, Vec::len).max(index.issued.get(&id).map_or(0, Vec::len));
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
            self.add(path.clone(), 0, Item::File(source), Some(Origin::File(source)));
            self.table.files.insert(source, path);
        }
    }

    /// How many addresses sitemaps will list.
    fn addresses(&self) -> usize {
        self.claims.iter().filter_map(|claim| claim.entry.as_ref()).filter(|entry| entry.is_address()).count()
    }

    fn machine_readable(&mut self) {
        let catalogue = self.site.catalogue();
        for locale in 0..self.site.locales.len() {
            let prefix = self.site.locales[locale].prefix.clone();
            self.add(format!("{prefix}feed.xml"), locale, Item::Feed(Channel::All), None);
            self.add(format!("{prefix}calendar.ics"), locale, Item::Calendar(Channel::All), None);
            self.add(format!("{prefix}catalogue.json"), locale, Item::CatalogueJson, None);
            self.add(format!("{prefix}catalogue.csv"), locale, Item::CatalogueCsv, None);
            for id in catalogue.community_ids() {
                let folder = self.site.path(Route::Community(id, 1), locale);
                self.add(format!("{folder}feed.xml"), locale, Item::Feed(Channel::Community(id)), None);
                self.add(format!("{folder}calendar.ics"), locale, Item::Calendar(Channel::Community(id)), None);
            }
            for id in catalogue.type_ids() {
                let folder = self.site.path(Route::Type(id, 1), locale);
                self.add(format!("{folder}feed.xml"), locale, Item::Feed(Channel::Type(id)), None);
            }
        }
        self.add("sitemap.xml".into(), 0, Item::Sitemap, None);
        self.add("robots.txt".into(), 0, Item::Robots, None);
        let addresses = self.addresses();
        if addresses > ADDRESSES_A_SITEMAP {
            for part in 0..addresses.div_ceil(ADDRESSES_A_SITEMAP) {
                self.add(format!("sitemap-{}.xml", part + 1), 0, Item::SitemapPart(part), None);
            }
        }
    }

    /// The search index of each language. How many files it has is known when it is made, so their folders are kept free.
    fn search(&mut self) {
        for locale in 0..self.site.locales.len() {
            let folder = self.site.path(Route::Search, locale);
            let index = format!("{folder}index.json");
            if self.site.same_text(locale) == locale {
                self.add(index, locale, Item::SearchIndex, None);
            } else {
                self.keep_free(&index);
            }
            for files in ["terms", "entries"] {
                self.keep_free(&format!("{folder}{files}"));
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
            self.add(path, locale, Item::Redirect(route), Some(origin));
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
