//! The stages in their order, one line each.

pub mod pages;
mod proof;

use crate::catalogue::publish::Visible;
use crate::catalogue::resolve::{self, History, Resolution};
use crate::catalogue::{Catalogue, amendments, checks};
use crate::config::Config;
use crate::diagnostic::{Code, Finding, Findings, Severity};
use crate::document::Parsed;
use crate::formats;
use crate::output::{Bytes, OutputError, OutputPath, Sink};
use crate::render::Renderer;
use crate::routes::{Entry, Item, RouteTable, Site, page};
use crate::say;
use crate::search;
use crate::source::workspace::{CONFIG, Workspace};
use crate::source::{Content, SitePath, Source, SourceId, SourceSet, Span};
use crate::theme::{self, Theme};
use jiff::civil::Date;
use proof::Proof;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

/// What was read from disk, and what is wrong with it.
pub struct Reading {
    /// The files.
    pub sources: Arc<SourceSet>,
    /// The configuration; `None` where it can't serve.
    pub config: Option<Arc<Config>>,
    /// The catalogue of everything, published or not, as it is being written.
    pub catalogue: Option<Catalogue>,
    /// The catalogue with sealed editions in the place of what is being amended; `None` where nothing is.
    pub sealed: Option<Catalogue>,
    /// The theme; `None` where it can't serve.
    pub theme: Option<Arc<Theme>>,
    /// What is wrong so far.
    pub findings: Findings,
}

/// What the stages made, kept so that the next run of the same process works out only what follows from a change.
#[derive(Debug)]
pub struct Memo {
    sources: Arc<SourceSet>,
    config: (Arc<Config>, Findings),
    parsed: Parsed,
    resolution: Resolution,
    /// What was found when it was made.
    resolved: Findings,
    theme: (Option<Arc<Theme>>, Findings),
}

/// From disk to the catalogue.
pub fn read(workspace: &Workspace) -> Reading {
    let (sources, findings) = workspace.scan(theme::built_in_files());
    resolve(sources, findings)
}

/// From files to the catalogue.
pub fn resolve(sources: Arc<SourceSet>, mut findings: Findings) -> Reading {
    let Some(config) = Config::read(&sources, &mut findings).map(Arc::new) else {
        return Reading { sources, config: None, catalogue: None, sealed: None, theme: None, findings };
    };
    let parsed = Parsed::new(&config, &sources, None);
    findings.extend(parsed.findings());
    let documents = parsed.documents();
    let sealed = amendments::sealed(&config, &sources, &documents);
    let resolution = resolve::resolve(&config, &sources, documents, History::None, &mut findings);
    let theme = Theme::load(&config, &sources, &mut findings).map(Arc::new);
    let catalogue = Some(resolution.catalogue);
    let Some(sealed) = sealed else {
        return Reading { sources, config: Some(config), catalogue, sealed: None, theme, findings };
    };
    let mut own = Findings::default();
    let public = resolve::resolve(&config, &sealed.sources, sealed.documents, History::None, &mut own).catalogue;
    // Where an edition is missing, what else is missed because of it is no news.
    findings.extend(if sealed.findings.any_error() { sealed.findings } else { of_public(&public, own) });
    // Findings point into both sets, and the ids of the first are good in the second.
    Reading { sources: sealed.sources, config: Some(config), catalogue, sealed: Some(public), theme, findings }
}

/// The public's catalogue with earlier editions, by number, in the place of some documents, by name: as they were kept when
/// they were approved. Findings about them are nobody's any more.
pub fn earlier(reading: &Reading, editions: &BTreeMap<String, u32>) -> Option<Catalogue> {
    let config = reading.config.as_ref()?;
    let documents = Parsed::new(config, &reading.sources, None).documents();
    let earlier = amendments::earlier(config, &reading.sources, &documents, editions);
    Some(resolve::resolve(config, &earlier.sources, earlier.documents, History::None, &mut Findings::default()).catalogue)
}

/// What of the findings about sealed editions stops the work: nobody can mend the rest of them, and documents that are
/// not published were looked at beside the amendments.
fn of_public(sealed: &Catalogue, mut findings: Findings) -> Findings {
    let unpublished = sealed.documents.iter().filter(|d| !d.facts.status.it.is_published());
    let unpublished: HashSet<SourceId> = unpublished.flat_map(|d| &d.versions).map(|version| version.source).collect();
    findings.retain(|finding| finding.severity == Severity::Error && !unpublished.contains(&finding.span.source));
    findings
}

impl Reading {
    /// The catalogue that an audience's site is made of, taken out.
    pub fn take_catalogue(&mut self, audience: Audience) -> Option<Catalogue> {
        match audience {
            Audience::Public if self.sealed.is_some() => {
                // What writers accept in an amendment is no business of the edition before it.
                let all = std::mem::take(&mut self.findings);
                let amended = self.catalogue.iter().flat_map(|c| c.documents.iter()).filter(|d| d.is_amendment());
                self.findings = checks::waivers::apply(amended, &[], all, false);
                self.sealed.take()
            }
            _ => self.catalogue.take(),
        }
    }
}

/// As [`resolve()`], working out only what is not the same as `before`, for writers: there is no catalogue of sealed
/// editions. Without a configuration there is nothing to keep.
pub fn resolve_again(sources: Arc<SourceSet>, mut findings: Findings, before: Option<&Memo>) -> (Reading, Option<Memo>) {
    let before = before.map(|memo| (memo, Same::new(&memo.sources, &sources)));
    let same = |folder: &str| before.as_ref().filter(|(_, same)| same.below(folder)).map(|(memo, _)| *memo);
    let config = match same(CONFIG) {
        Some(memo) => Some(memo.config.clone()),
        None => {
            let mut own = Findings::default();
            Config::read(&sources, &mut own).map(Arc::new).map(|config| (config, own.clone())).or_else(|| {
                findings.extend(own);
                None
            })
        }
    };
    let Some(config) = config else {
        return (Reading { sources, config: None, catalogue: None, sealed: None, theme: None, findings }, None);
    };
    let parsed = Parsed::new(&config.0, &sources, before.as_ref().map(|(memo, _)| &memo.parsed));
    findings.extend(config.1.shared().cloned().chain(parsed.findings()));
    let on_same_config = |memo: &&Memo| Arc::ptr_eq(&memo.config.0, &config.0);
    let mut resolved = Findings::default();
    let resolution = match same("content").filter(on_same_config) {
        Some(memo) => {
            resolved = memo.resolved.clone();
            memo.resolution.with(&sources)
        }
        None => {
            let history = before.as_ref().map_or(History::First, |(memo, _)| History::After(&memo.resolution));
            resolve::resolve(&config.0, &sources, parsed.clone().documents(), history, &mut resolved)
        }
    };
    findings.extend(resolved.clone());
    let theme = match same("themes").filter(on_same_config) {
        Some(memo) => memo.theme.clone(),
        None => {
            let mut own = Findings::default();
            (Theme::load(&config.0, &sources, &mut own).map(Arc::new), own)
        }
    };
    findings.extend(theme.1.clone());
    let reading = Reading {
        sources: Arc::clone(&sources),
        config: Some(Arc::clone(&config.0)),
        catalogue: Some(resolution.catalogue.clone()),
        sealed: None,
        theme: theme.0.clone(),
        findings,
    };
    (reading, Some(Memo { sources, config, parsed, resolution, resolved, theme }))
}

/// Which folders of a site hold what they held.
struct Same {
    paths: bool,
    changed: Vec<SitePath>,
}

impl Same {
    fn new(before: &SourceSet, now: &SourceSet) -> Self {
        let paths = before.has_paths_of(now);
        let changed = if paths { now.changed(before).map(|(_, source)| source.path.clone()).collect() } else { Vec::new() };
        Self { paths, changed }
    }

    /// Whether that is so of a folder, or of one file.
    fn below(&self, folder: &str) -> bool {
        let is_in =
            |path: &SitePath| path.as_str().strip_prefix(folder).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
        self.paths && !self.changed.iter().any(is_in)
    }
}

/// For whom a site is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Audience {
    /// The public: published documents only.
    Public,
    /// Writers: everything, under a banner.
    Writers,
}

/// How a site is to be made.
#[derive(Clone, Debug)]
pub struct Options {
    /// For whom.
    pub audience: Audience,
    /// Another address than the configured one.
    pub base_url: Option<String>,
    /// The day that "now" means.
    pub today: Date,
}

/// What a run made.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Made {
    /// HTML pages.
    pub pages: usize,
    /// All files.
    pub files: usize,
    /// Documents that are in them.
    pub documents: usize,
}

/// Decides what the audience may see, and gives waived findings their due. Of what goes to the public the words of files
/// are looked at first, which a preview has no time for.
pub fn visible(catalogue: Catalogue, audience: Audience, findings: &mut Findings) -> Visible {
    let public = audience == Audience::Public;
    if public {
        checks::personal::files(&catalogue, findings);
    }
    let all = std::mem::take(findings);
    findings.extend(checks::waivers::apply(catalogue.documents.iter(), &catalogue.editions, all, public));
    match audience {
        Audience::Public => Visible::to_public(catalogue, findings),
        Audience::Writers => Visible::to_writers(catalogue),
    }
}

/// Every URL of a site.
pub fn table(site: &Site<'_>, findings: &mut Findings) -> RouteTable {
    let table = RouteTable::new(site, findings);
    check_paths(site, &table, findings);
    table
}

/// As [`table`], where `before` is the table of a site in which everything had the name that it has, and nothing was wrong.
pub fn table_again(site: &Site<'_>, before: &Arc<RouteTable>, findings: &mut Findings) -> Arc<RouteTable> {
    let table = RouteTable::again(site, before, findings);
    if !Arc::ptr_eq(&table, before) {
        check_paths(site, &table, findings);
    }
    table
}

/// What would get a path that some computer can't have is a finding where its name comes from.
fn check_paths(site: &Site<'_>, table: &RouteTable, findings: &mut Findings) {
    let sources = &site.catalogue().sources;
    let config = Span::start_of(sources.find(&SitePath::new(CONFIG)).unwrap_or(SourceId(0)));
    let mut told = BTreeSet::new();
    let bad = |entry: &Entry| OutputPath::new(entry.output()).err().map(|bad| (entry.origin, bad));
    for (origin, bad) in table.entries().par_iter().filter_map(bad).collect::<Vec<_>>() {
        let origin = origin.map_or(config, |origin| origin.span(site.visible));
        // Once for all languages.
        if told.insert(origin) {
            findings.push(
                Finding::new(Code::MalformedValue, origin, bad.wording())
                    .hint(say!("give it a short name, or a `slug` of its own", "請取短一點的名稱，或另寫 slug")),
            );
        }
    }
}

/// From the catalogue to files: routes every page and renders it into the sink, unless a finding stops the work first.
/// What went into the sink is to be thrown away where there are errors in the end.
/// `progress` is told after each file how many there are. The error is the environment's.
pub fn render(
    visible: &Visible,
    theme: &Theme,
    options: &Options,
    findings: &mut Findings,
    sink: &dyn Sink,
    progress: &(dyn Fn(usize, usize) + Sync),
) -> Result<Made, OutputError> {
    let sources = &visible.catalogue().sources;
    let config = &visible.catalogue().config;
    let base_url = options.base_url.clone().unwrap_or_else(|| config.base_url.clone());
    let site = Site::new(visible, &base_url, options.today);
    let table = table(&site, findings);
    let renderer = match Renderer::new(theme, sources) {
        Ok(renderer) => renderer.with_words(theme, &site),
        Err(finding) => {
            findings.push(*finding);
            return Ok(Made::default());
        }
    };
    if findings.any_error() {
        return Ok(Made::default());
    }
    let (done, total) = (AtomicUsize::new(0), table.entries().len() + theme.assets.len());
    let mistakes: Mutex<Vec<Finding>> = Mutex::new(Vec::new());
    let proof = Proof::default();
    let tell = || progress(done.fetch_add(1, Ordering::Relaxed) + 1, total);
    let files = AtomicUsize::new(0);
    let put = |path: &str, bytes: Bytes| {
        files.fetch_add(1, Ordering::Relaxed);
        put(sink, path, bytes)
    };
    table.entries().par_iter().try_for_each(|entry| {
        match bytes(&site, &table, &renderer, entry) {
            Ok(Some(bytes)) => {
                let path = entry.output();
                proof.look(&path, &bytes, entry.origin);
                put(&path, bytes)?;
            }
            // Its words are those of pages, in a form in which no number can be told.
            Ok(None) => search::write(&site, &table, entry.locale, &renderer, &|path, bytes| put(&path, Bytes::Made(bytes)))?,
            // One mistake in a template shows on many pages; they are told once in the end.
            Err(finding) => mistakes.lock().unwrap_or_else(PoisonError::into_inner).push(*finding),
        }
        tell();
        Ok(())
    })?;
    for (path, source) in &theme.assets {
        let (path, bytes) = (format!("assets/{path}"), carried(sources.get(*source)));
        proof.look(&path, &bytes, None);
        put(&path, bytes)?;
        tell();
    }
    findings.extend(mistakes.into_inner().unwrap_or_else(PoisonError::into_inner));
    findings.extend(renderer.mistakes());
    findings.extend(proof.findings(visible));
    let pages = table.entries().iter().filter(|e| matches!(e.item, Item::Page(_))).count();
    Ok(Made { pages, files: files.into_inner(), documents: visible.catalogue().documents.len() })
}

fn put(sink: &dyn Sink, path: &str, bytes: Bytes) -> Result<(), OutputError> {
    let path = OutputPath::new(path).map_err(OutputError::Path)?;
    sink.put(&path, bytes).map_err(|error| OutputError::put(&path, error))
}

/// What stands at one URL; `None` for a search index, which is many files. The error is a mistake in a template.
pub fn bytes(site: &Site<'_>, table: &RouteTable, renderer: &Renderer, entry: &Entry) -> Result<Option<Bytes>, Box<Finding>> {
    let sources = &site.catalogue().sources;
    let page = match &entry.item {
        Item::Page(route) => page::view(site, table, *route, entry.locale, renderer),
        Item::Redirect(route) => page::redirect(site, table, &entry.path, *route, entry.locale, renderer),
        Item::File(source) => return Ok(Some(carried(sources.get(*source)))),
        Item::SearchIndex => return Ok(None),
        item => {
            let made = formats::write(site, table, item, entry.locale, &entry.path, renderer);
            return Ok(Some(Bytes::Made(made.unwrap_or_default())));
        }
    };
    renderer.render(&page, entry.locale).map(|html| Some(Bytes::Made(html)))
}

/// A file that is published as it is.
pub fn carried(source: &Source) -> Bytes {
    match (&source.content, &source.disk) {
        (Content::Blob { size, .. }, Some(disk)) => Bytes::Copy { from: disk.clone(), size: *size },
        _ => Bytes::Made(source.text().as_bytes().to_vec()),
    }
}
