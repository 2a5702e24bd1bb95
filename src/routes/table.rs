//! The table of everything that the site has, each at a URL of its own.

use super::wanted::{Claim, Wanted};
use super::{Route, Site};
use crate::catalogue::publish::Visible;
use crate::catalogue::{CommunityId, DocumentId, OrganisationId, TypeId};
use crate::diagnostic::{Code, Finding, Findings};
use crate::say;
use crate::source::{SourceId, Span};
use rayon::prelude::*;
use std::sync::Arc;

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

impl Item {
    /// Whether it is a canonical page: no redirect, no withdrawn document.
    pub(super) fn is_address(&self) -> bool {
        matches!(self, Self::Page(route) if !route.is_left_out())
    }
}

/// The file that stands for a folder.
const INDEX: &str = "index.html";

impl Entry {
    /// The file that it is written to.
    pub fn output(&self) -> String {
        if self.path.is_empty() || self.path.ends_with('/') { [self.path.as_str(), INDEX].concat() } else { self.path.clone() }
    }
}

/// Every URL of a site.
#[derive(Clone, Debug)]
pub struct RouteTable {
    entries: Vec<Entry>,
    wanted: Wanted,
}

impl RouteTable {
    /// Gives everything its place. Two things at one URL are reported, and the first keeps it.
    pub fn new(site: &Site<'_>, findings: &mut Findings) -> Self {
        let wanted = Wanted::new(site, findings);
        Self { entries: entries(site, &wanted, findings), wanted }
    }

    /// As [`RouteTable::new`], or that of a site in which everything had [the name](super::Kept::Names) that it has, if the same is
    /// wanted and nothing was in its way.
    pub fn again(site: &Site<'_>, before: &Arc<Self>, findings: &mut Findings) -> Arc<Self> {
        let mut own = Findings::default();
        let wanted = Wanted::new(site, &mut own);
        if wanted == before.wanted && own.is_empty() {
            return Arc::clone(before);
        }
        findings.extend(own);
        Arc::new(Self { entries: entries(site, &wanted, findings), wanted })
    }

    /// Every URL, in order of path.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// Where a file that is carried along stands.
    pub fn file(&self, source: SourceId) -> Option<&str> {
        self.wanted.files.get(&source).map(String::as_str)
    }

    /// How many pages a list has.
    pub fn pages_of(&self, route: Route) -> usize {
        self.wanted.lengths.get(&route.first()).copied().unwrap_or(1)
    }

    /// The canonical pages of the site, for sitemaps: no redirects, no withdrawn documents, no earlier editions.
    pub fn addresses(&self) -> impl Iterator<Item = &Entry> {
        self.entries.iter().filter(|entry| entry.item.is_address())
    }
}

/// A claim with the path that it is to.
struct Placed<'w> {
    /// The output path, [to be sorted](sortable).
    output: String,
    path: String,
    claim: &'w Claim,
}

/// Stands for the slash in paths that are sorted: smaller than any character of a name.
const IN: char = '\0';

/// A path in whose order a file comes right before all that would stand in a folder of its name.
fn sortable(path: &str) -> String {
    let mut output = String::with_capacity(path.len() + INDEX.len());
    output.extend(path.chars().map(|c| if c == '/' { IN } else { c }));
    if path.is_empty() || path.ends_with('/') {
        output.push_str(INDEX);
    }
    output
}

/// Every claim that is the first to its path.
fn entries(site: &Site<'_>, wanted: &Wanted, findings: &mut Findings) -> Vec<Entry> {
    let place = |claim| -> Placed<'_> {
        let path = wanted.path(site, claim);
        Placed { output: sortable(&path), path, claim }
    };
    let mut placed: Vec<Placed<'_>> = wanted.claims.par_iter().map(place).collect();
    // Of claims to one path the earlier stays the first, and a folder stands right before what is in it.
    placed.par_sort_by(|a, b| a.output.cmp(&b.output));
    let mut kept: Vec<Placed<'_>> = Vec::with_capacity(placed.len());
    for next in placed {
        match kept.last() {
            Some(last) if last.output == next.output => report_twice(site, last.claim.origin, &next, findings),
            last => {
                let inside = |last: &&Placed<'_>| next.output.strip_prefix(&last.output).is_some_and(|rest| rest.starts_with(IN));
                if let Some(last) = last.filter(inside) {
                    report_nested(site, last, &next, findings);
                }
                kept.push(next);
            }
        }
    }
    let entry = |Placed { path, claim, .. }: Placed<'_>| {
        let item = claim.item.clone()?;
        Some(Entry { path, locale: claim.locale, item, origin: claim.origin })
    };
    let mut entries: Vec<Entry> = kept.into_iter().filter_map(entry).collect();
    entries.par_sort_unstable_by(|a, b| a.path.cmp(&b.path));
    entries
}

fn report_twice(site: &Site<'_>, first: Option<Origin>, Placed { path, claim, .. }: &Placed<'_>, findings: &mut Findings) {
    let (Some(_), Some(place)) = (&claim.item, claim.origin.or(first)) else {
        // An index page, which no file names, can only be in the way of something that one does.
        return;
    };
    let label = first.filter(|first| *first != place).map(|first| first.span(site.visible));
    let finding = Finding::new(
        Code::DuplicateUrl,
        place.span(site.visible),
        say!("the URL `/{path}` belongs to something else already", "網址「/{path}」已經有別的內容"),
    );
    let finding = match label {
        Some(first) => finding.label(first, say!("it belongs to this", "屬於這裡")),
        None => finding.hint(say!("it is a page of the site itself", "那是網站本身的頁面")),
    };
    findings.push(finding.hint(say!("give one of them another `slug` or name", "請給其中一個另取 slug 或名稱")));
}

/// A file can't have the name of a folder that others stand in.
fn report_nested(site: &Site<'_>, file: &Placed<'_>, inside: &Placed<'_>, findings: &mut Findings) {
    if let Some(place) = file.claim.origin.or(inside.claim.origin) {
        let (path, other) = (file.output.replace(IN, "/"), inside.output.replace(IN, "/"));
        findings.push(Finding::new(
            Code::DuplicateUrl,
            place.span(site.visible),
            say!("`/{path}` would be a file and the folder of `/{other}`", "「/{path}」既是檔案，又是「/{other}」的資料夾"),
        ));
    }
}
