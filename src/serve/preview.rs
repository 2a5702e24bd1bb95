//! One generation of the site after another.

use crate::catalogue::publish::Visible;
use crate::diagnostic::emit::VeiledFindings;
use crate::diagnostic::{Code, Finding, Findings, Severity};
use crate::output::Bytes;
use crate::pipeline::{self, Audience, Memo};
use crate::render::Renderer;
use crate::routes::{Entry, Item, Kept, Lists, Route, RouteTable, Site};
use crate::source::workspace::{Snapshot, Workspace};
use crate::source::{SitePath, SourceId, SourceSet};
use crate::theme::{self, Theme};
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};
use std::convert::Infallible;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

/// How often what breaks because of what broke is looked at again, before the rest is left out.
const ROUNDS: usize = 3;

/// What may have changed in the site's folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// These files and folders.
    Paths(BTreeSet<PathBuf>),
    /// Nobody knows what.
    Anything,
}

/// The day that is today in a time zone.
pub type Today = dyn Fn(&str) -> Date + Send + Sync;

/// Makes generations.
pub struct Preview {
    workspace: Workspace,
    today: Box<Today>,
    snapshot: Snapshot,
    /// Of the files as they are.
    memo: Option<Memo>,
    /// Of the files as they were when they were last good, where some are not.
    mended: Option<Memo>,
    /// Every file as it was last served.
    good: Arc<SourceSet>,
    generation: Arc<Generation>,
    /// Its findings, kept for the next.
    veiled: VeiledFindings,
}

/// The site at one moment.
pub struct Generation {
    /// Counts from 1.
    pub number: u64,
    /// The files as they are, which the findings speak of.
    pub sources: Arc<SourceSet>,
    /// What is wrong with them, sorted.
    pub findings: Findings,
    /// Files of which an older state is served, because they are broken.
    pub broken: BTreeSet<SitePath>,
    /// What can be served; `None` until the configuration can be read.
    pub ready: Option<Ready>,
}

/// Everything that pages are rendered from.
pub struct Ready {
    /// What a writer may see: everything.
    pub visible: Visible,
    /// The site's theme.
    pub theme: Arc<Theme>,
    /// The day that "now" means.
    pub today: Date,
    lists: Lists,
    table: Arc<RouteTable>,
    /// What is wrong with its URLs.
    misplaced: Findings,
    renderer: Renderer,
    /// The search indexes, made when somebody searches.
    search: OnceLock<BTreeMap<String, Vec<u8>>>,
}

/// A file that is served.
#[derive(Clone, Debug, PartialEq)]
pub struct Served {
    /// Its path in the output.
    pub output: String,
    /// Its contents.
    pub bytes: Bytes,
    /// The files that a page of a document, community or plain page is made of.
    pub sources: Vec<SourceId>,
}

impl Preview {
    /// Reads the site for the first time.
    pub fn new(workspace: Workspace, today: Box<Today>) -> Self {
        let snapshot = workspace.snapshot(theme::built_in_files());
        let nothing = Generation {
            number: 0,
            sources: Arc::clone(snapshot.sources()),
            findings: Findings::default(),
            broken: BTreeSet::new(),
            ready: None,
        };
        let (good, generation) = (Arc::default(), Arc::new(nothing));
        let mut preview =
            Self { workspace, today, snapshot, memo: None, mended: None, good, generation, veiled: VeiledFindings::default() };
        preview.generation = preview.next();
        preview
    }

    /// The present generation.
    pub fn generation(&self) -> &Arc<Generation> {
        &self.generation
    }

    /// The folder that it is of.
    pub fn workspace(&self) -> &Workspace {
        &self.workspace
    }

    /// Takes in a change. The generation stays the same where nothing follows from it.
    pub fn update(&mut self, change: &Change) -> &Arc<Generation> {
        let (old, troubles) = (Arc::clone(self.snapshot.sources()), self.snapshot.findings());
        match change {
            Change::Paths(paths) => {
                let paths: Vec<PathBuf> = paths.iter().cloned().collect();
                self.workspace.after(&mut self.snapshot, &paths);
            }
            Change::Anything => self.workspace.again(&mut self.snapshot),
        }
        let new = self.snapshot.sources();
        let same = old.has_paths_of(new) && new.changed(&old).next().is_none();
        // On another day other things are due.
        let same_day = self.generation.ready.as_ref().is_none_or(|ready| ready.today == self.day_of(ready));
        let same_troubles = self.snapshot.findings() == troubles;
        if !(same && same_day && same_troubles) {
            self.generation = self.next();
        }
        &self.generation
    }

    fn day_of(&self, ready: &Ready) -> Date {
        (self.today)(&ready.visible.catalogue().config.time_zone)
    }

    fn next(&mut self) -> Arc<Generation> {
        let sources = Arc::clone(self.snapshot.sources());
        let last = self.generation.ready.as_ref();
        let (ready, findings, memo) = self.make(&sources, self.snapshot.findings(), self.memo.as_ref(), last);
        let mut broken = BTreeSet::new();
        let (ready, mended, good) = if errors(&findings).is_empty() {
            (ready, None, Arc::clone(&sources))
        } else {
            self.mend(&sources, &findings, &mut broken)
        };
        // A configuration that can't be read leaves the memo of the last that could.
        self.memo = memo.or(self.memo.take());
        self.mended = mended;
        self.good = good;
        self.veiled = self.veiled.again(findings.sorted(), &sources);
        let findings = self.veiled.findings().clone();
        Arc::new(Generation { number: self.generation.number + 1, sources, findings, broken, ready })
    }

    /// The site with every broken file as it was when it was last good; where it never was, without it.
    fn mend(
        &self,
        sources: &Arc<SourceSet>,
        findings: &Findings,
        broken: &mut BTreeSet<SitePath>,
    ) -> (Option<Ready>, Option<Memo>, Arc<SourceSet>) {
        let mut mended = Arc::clone(sources);
        let mut errors: Vec<SourceId> = errors(findings);
        let last = self.generation.ready.as_ref();
        let mut made = (None, None);
        for _ in 0..ROUNDS {
            let known = errors.iter().filter_map(|id| {
                let path = &sources.get(*id).path;
                let old = self.good.share(self.good.find(path)?)?;
                sources.share(*id).filter(|new| !Arc::ptr_eq(new, old)).map(|_| Arc::clone(old))
            });
            let known: Vec<_> = known.filter(|old| !broken.contains(&old.path)).collect();
            if known.is_empty() && made.0.is_some() {
                break;
            }
            broken.extend(known.iter().map(|old| old.path.clone()));
            mended = mended.with(known).map_or(mended, Arc::new);
            let before = self.mended.as_ref().or(self.memo.as_ref());
            let (ready, findings, memo) = self.make(&mended, Findings::default(), before, last);
            made = (ready, memo);
            errors = self::errors(&findings);
            if errors.is_empty() {
                break;
            }
        }
        (made.0, made.1, mended)
    }

    /// The stages up to where pages can be rendered.
    fn make(
        &self,
        sources: &Arc<SourceSet>,
        findings: Findings,
        before: Option<&Memo>,
        last: Option<&Ready>,
    ) -> (Option<Ready>, Findings, Option<Memo>) {
        let (reading, memo) = pipeline::resolve_again(Arc::clone(sources), findings, before);
        let mut findings = reading.findings;
        let Some(catalogue) = reading.catalogue else { return (None, findings, memo) };
        let visible = pipeline::visible(catalogue, Audience::Writers, &mut findings);
        let Some(theme) = reading.theme else { return (None, findings, memo) };
        let config = Arc::clone(&visible.catalogue().config);
        let today = (self.today)(&config.time_zone);
        // What is wrong with URLs is said of places, which may have moved.
        let is_good = |last: &&Ready| last.today == today && last.misplaced.is_empty();
        let same = last.filter(is_good).map(|last| (last, Lists::kept(&last.visible, &visible)));
        let as_before = |enough: Kept| same.filter(|(_, same)| *same >= enough).map(|(last, _)| last);
        let lists = as_before(Kept::Lists).map_or_else(|| Lists::new(&visible), |last| last.lists.clone());
        let mut misplaced = Findings::default();
        let (table, renderer) = {
            let site = Site::with(&visible, lists.clone(), &config.base_url, today);
            let table = match (as_before(Kept::Lists), as_before(Kept::Names)) {
                (Some(last), _) => Arc::clone(&last.table),
                (None, Some(last)) => pipeline::table_again(&site, &last.table, &mut misplaced),
                (None, None) => Arc::new(pipeline::table(&site, &mut misplaced)),
            };
            let renderer = match last.filter(|last| Arc::ptr_eq(&last.theme, &theme)) {
                Some(last) => Ok(last.renderer.again(sources, &site)),
                None => Renderer::new(&theme, sources).map(|renderer| renderer.with_words(&theme, &site)),
            };
            (table, renderer)
        };
        findings.extend(misplaced.clone());
        match renderer {
            Ok(renderer) => (
                Some(Ready { visible, theme, today, lists, table, misplaced, renderer, search: OnceLock::new() }),
                findings,
                memo,
            ),
            Err(mistake) => {
                findings.push(*mistake);
                (None, findings, memo)
            }
        }
    }
}

/// The files that can't be shown as they are. What only keeps a text from the public is no reason not to show it to those
/// who write it.
fn errors(findings: &Findings) -> Vec<SourceId> {
    let for_writers = [Code::MissingApproval, Code::ChangedAfterApproval, Code::MissingChangeNote, Code::BrokenEdition];
    let stops = |finding: &&Finding| finding.severity == Severity::Error && !for_writers.contains(&finding.code);
    let errors = findings.iter().filter(stops);
    errors.map(|finding| finding.span.source).collect::<BTreeSet<_>>().into_iter().collect()
}

impl Ready {
    /// The site's parts.
    pub fn site(&self) -> Site<'_> {
        Site::with(&self.visible, self.lists.clone(), &self.visible.catalogue().config.base_url, self.today)
    }

    /// Every URL.
    pub fn table(&self) -> &RouteTable {
        &self.table
    }

    /// What stands at a path below the root: a folder with its closing slash, or a file. The error is a mistake in a template.
    pub fn serve(&self, path: &str) -> Option<Result<Served, Vec<Finding>>> {
        let sources = &self.visible.catalogue().sources;
        if let Some(asset) = path.strip_prefix("assets/") {
            let source = *self.theme.assets.get(asset)?;
            let bytes = pipeline::carried(sources.get(source));
            return Some(Ok(Served { output: path.to_owned(), bytes, sources: Vec::new() }));
        }
        let entries = self.table().entries();
        let entry = entries.binary_search_by(|entry| entry.path.as_str().cmp(path)).ok().and_then(|n| entries.get(n));
        let Some(entry) = entry.filter(|entry| entry.item != Item::SearchIndex) else {
            let bytes = self.search().get(path).cloned().map(Bytes::Made)?;
            return Some(Ok(Served { output: path.to_owned(), bytes, sources: Vec::new() }));
        };
        let bytes = pipeline::bytes(&self.site(), self.table(), &self.renderer, entry)
            .map(|made| made.unwrap_or(Bytes::Made(Vec::new())));
        let mistakes = self.renderer.mistakes();
        Some(match bytes {
            Ok(bytes) if mistakes.is_empty() => Ok(Served { output: entry.output(), bytes, sources: self.sources_of(entry) }),
            Ok(_) => Err(mistakes),
            Err(mistake) => Err([mistakes, vec![*mistake]].concat()),
        })
    }

    /// The files of the search indexes by their paths.
    pub fn search(&self) -> &BTreeMap<String, Vec<u8>> {
        self.search.get_or_init(|| {
            let files = Mutex::new(BTreeMap::new());
            let put = |path: String, bytes: Vec<u8>| {
                files.lock().unwrap_or_else(PoisonError::into_inner).insert(path, bytes);
                Ok::<(), Infallible>(())
            };
            let indexes = self.table().entries().iter().filter(|entry| entry.item == Item::SearchIndex);
            for index in indexes {
                // Memory takes everything.
                _ = crate::search::write(&self.site(), self.table(), index.locale, &self.renderer, &put);
            }
            files.into_inner().unwrap_or_else(PoisonError::into_inner)
        })
    }

    /// The files that a page is about.
    fn sources_of(&self, entry: &Entry) -> Vec<SourceId> {
        let catalogue = self.visible.catalogue();
        let Item::Page(route) = entry.item else { return Vec::new() };
        match route {
            Route::Document(id) => {
                let document = catalogue.document(id);
                let attached = document.facts.attachments.iter().map(|a| a.source);
                document.versions.iter().map(|v| v.source).chain(attached).collect()
            }
            Route::Edition(n) => {
                catalogue.editions.get(n).map(|e| e.programme.versions.iter().map(|v| v.source).collect()).unwrap_or_default()
            }
            Route::Community(id, _) => {
                let community = catalogue.community(id);
                std::iter::once(community.source).chain(community.profile.iter().map(|v| v.source)).collect()
            }
            Route::Page(n) => catalogue.pages.get(n).map(|p| p.versions.iter().map(|v| v.source).collect()).unwrap_or_default(),
            _ => Vec::new(),
        }
    }
}
