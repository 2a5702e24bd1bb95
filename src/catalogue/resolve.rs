//! From parsed files to the catalogue: names become references, languages are paired, facts are taken from originals.

mod arranged;
mod document;
mod original;
mod others;
pub(super) mod relations;

use super::community::{self, unknown_community};
use super::editions::{self, MadeEdition};
use super::links::Names;
use super::seal::Digests;
use super::vocabulary::{self, Organisations};
use super::{ActivityType, Catalogue, Community, CommunityId, DocumentId, Documents, Programme, checks};
use crate::calendar::Period;
use crate::config::Config;
use crate::diagnostic::{Code, Finding, Findings};
use crate::document::{Document, ProgrammeFile};
use crate::say;
use crate::source::{At, SourceSet, Span};
use arranged::Arranged;
use checks::personal::Numbers;
use checks::text::Looked;
use document::{Place, Resolver};
use rayon::prelude::*;
use relations::{Followed, Pending, Standing};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The catalogue with what it was made of, kept so that the next run resolves only what changed.
#[derive(Clone, Debug)]
pub struct Resolution {
    /// The catalogue of everything that could be read.
    pub catalogue: Catalogue,
    ground: Arc<Ground>,
    /// What was found in the texts of pages and profiles.
    looked: Arc<Looked>,
    arranged: Arc<Arranged>,
    /// By document.
    made: Vec<Arc<Made>>,
    followed: Arc<Followed>,
    names: Arc<Names>,
    editions: Vec<MadeEdition>,
    /// What stands in texts about people.
    numbers: Arc<Numbers>,
    digests: Arc<Digests>,
}

/// What documents stand on: vocabularies and communities, these without their profiles.
#[derive(Debug)]
struct Ground {
    types: Vec<ActivityType>,
    organisations: Organisations,
    communities: Vec<Community>,
    findings: Findings,
}

impl Ground {
    fn new(config: &Arc<Config>, sources: &SourceSet) -> Self {
        let mut findings = Findings::default();
        let types = vocabulary::types(config, sources, &mut findings);
        let mut organisations = Organisations::read(config, sources, &mut findings);
        let raw = community::read(config, sources, &mut findings);
        let mut context = community::Context { config, sources, types: &types, organisations: &mut organisations };
        let communities = community::resolve(raw, &mut context, &mut findings);
        Self { types, organisations, communities, findings }
    }
}

impl Resolution {
    /// The same of other sources, where nothing changed that it was made of.
    pub fn with(&self, sources: &Arc<SourceSet>) -> Self {
        Self { catalogue: Catalogue { sources: Arc::clone(sources), ..self.catalogue.clone() }, ..self.clone() }
    }
}

/// A document by itself, before it is known what others say.
#[derive(Debug)]
struct Made {
    /// The files that it is made of, by language.
    files: Vec<Arc<ProgrammeFile>>,
    programme: Arc<Programme>,
    pending: Pending,
    /// What is wrong with it, whatever others say.
    findings: Findings,
}

/// Whether runs follow each other.
#[derive(Clone, Copy, Debug)]
pub enum History<'a> {
    /// There is one run only: nothing is kept.
    None,
    /// What follows will want to know what was made.
    First,
    /// What is the same as before is shared with it.
    After(&'a Resolution),
}

impl<'a> History<'a> {
    fn before(self) -> Option<&'a Resolution> {
        match self {
            Self::After(before) => Some(before),
            Self::None | Self::First => None,
        }
    }
}

/// Makes the catalogue of everything that could be read.
pub fn resolve(
    config: &Arc<Config>,
    sources: &Arc<SourceSet>,
    parsed: Vec<Document>,
    history: History<'_>,
    findings: &mut Findings,
) -> Resolution {
    // A document whose files are the same is the same only on the same ground.
    let before = history.before().filter(|old| same_ground(&old.catalogue, config, sources));
    let ground = before.map_or_else(|| Arc::new(Ground::new(config, sources)), |old| Arc::clone(&old.ground));
    findings.extend(ground.findings.clone());
    let (mut programmes, mut rest) = (Vec::with_capacity(parsed.len()), Vec::new());
    for document in parsed {
        match document {
            Document::Programme(file) => programmes.push(file),
            other => rest.push(other),
        }
    }
    let looked = checks::text::of_others(config, sources, &rest, before.map(|old| old.looked.as_ref()), findings);
    let looked = Arc::new(if matches!(history, History::None) { Looked::default() } else { looked });
    let mut communities = ground.communities.clone();
    let (mut pages, mut profiles) = (Vec::new(), Vec::new());
    for document in rest {
        match document {
            Document::Page(file) => pages.push(Arc::unwrap_or_clone(file)),
            Document::Profile(file) => profiles.push(Arc::unwrap_or_clone(file)),
            Document::Programme(file) => programmes.push(file),
        }
    }
    others::add_profiles(config, sources, profiles, &mut communities, findings);
    let pages = others::pages(config, sources, pages, findings);
    let (arranged, mut made) = documents(config, sources, &ground, programmes, history, before, findings);
    made.iter().for_each(|of_document| findings.extend(of_document.findings.clone()));
    let standing = before.and_then(|old| relations::standing(sources, &made, old));
    let mut catalogue = Catalogue {
        config: Arc::clone(config),
        sources: Arc::clone(sources),
        communities,
        types: ground.types.clone(),
        organisations: ground.organisations.list().to_vec(),
        documents: match (history, &standing) {
            // Nobody else has them, so that they need not be copied to be changed.
            (History::None, _) => Documents::new(made.iter_mut().map(|one| match Arc::get_mut(one) {
                Some(one) => std::mem::take(&mut one.programme),
                None => Arc::clone(&one.programme),
            })),
            (_, Some(standing)) => {
                let mut documents = standing.before.catalogue.documents.clone();
                for (n, (made, old)) in made.iter().zip(&standing.before.made).enumerate() {
                    if !Arc::ptr_eq(made, old) {
                        documents.put(DocumentId::new(n), &made.programme);
                    }
                }
                documents
            }
            (_, None) => Documents::new(made.iter().map(|m| Arc::clone(&m.programme))),
        },
        editions: Vec::new(),
        pages,
    };
    let names = standing.as_ref().map_or_else(|| Arc::new(Names::new(&catalogue)), |standing| Arc::clone(&standing.before.names));
    let followed = Arc::new(relations::connect(&mut catalogue, &names, &made, before, standing.as_ref(), findings));
    let editions = {
        // What is wrong with a sealed text nobody can mend any more.
        let mut unheard = Findings::default();
        let mut resolver = Resolver { config, sources, ground: &ground, findings: &mut unheard };
        let same = before.map_or(&[][..], |old| &old.editions);
        editions::make(&catalogue, same, |document, files| resolver.edition(catalogue.document(document), files))
    };
    let as_before = standing.filter(Standing::has_all_names).map(|standing| standing.before);
    let as_before = as_before.filter(|old| editions::are_same(&old.editions, &editions));
    match as_before {
        Some(old) => catalogue.editions = old.catalogue.editions.clone(),
        None => editions::connect(&mut catalogue, &names, &editions),
    }
    findings.extend(editions::findings(&editions));
    let numbers = Numbers::new(sources, history.before().map(|old| (old.catalogue.sources.as_ref(), old.numbers.as_ref())));
    let digests = Digests::new(&catalogue, history.before().map(|old| old.digests.as_ref()));
    checks::all(&catalogue, &numbers, &digests, findings);
    let (numbers, digests) = (Arc::new(numbers), Arc::new(digests));
    Resolution { catalogue, ground, looked, arranged: Arc::new(arranged), made, followed, names, editions, numbers, digests }
}

/// Whether a document whose files are the same is the same: it depends on the configuration, the vocabularies and the
/// communities, and on which files there are.
fn same_ground(before: &Catalogue, config: &Arc<Config>, sources: &SourceSet) -> bool {
    Arc::ptr_eq(&before.config, config)
        && sources.has_paths_of(&before.sources)
        && sources
            .iter()
            .filter(|(_, source)| source.path.as_str().starts_with("content/") && source.path.file_name().ends_with(".toml"))
            .all(|(id, _)| sources.shares(&before.sources, id))
}

/// Documents by themselves, in order of community, period and name. Those that are the same as before are shared.
fn documents(
    config: &Config,
    sources: &SourceSet,
    ground: &Ground,
    files: Vec<Arc<ProgrammeFile>>,
    history: History<'_>,
    before: Option<&Resolution>,
    findings: &mut Findings,
) -> (Arranged, Vec<Arc<Made>>) {
    let mut arranged = Arranged::new(files, before.map(|old| old.arranged.as_ref()));
    let known = before.map_or_else(|| vec![None; arranged.len()], |old| arranged.known(old));
    let by_folder: BTreeMap<&str, CommunityId> =
        ground.communities.iter().enumerate().map(|(n, c)| (c.id.as_str(), CommunityId::new(n))).collect();
    let mut told: BTreeSet<String> = BTreeSet::new();
    let mut all = Vec::with_capacity(arranged.len());
    for (n, known) in known.into_iter().enumerate() {
        if let Some(made) = known.and_then(|at| before?.made.get(at)) {
            all.push(Todo::Known(Arc::clone(made)));
            continue;
        }
        let files = arranged.files(n);
        let Some(first) = files.first() else { continue };
        let here = Span::start_of(first.source);
        let (folder, period_folder, _) = arranged::name(first);
        let community = by_folder.get(folder).copied();
        if community.is_none() && told.insert(folder.to_owned()) {
            let at = At::new(folder.to_owned(), here);
            findings.push(unknown_community(&at, std::iter::empty()).hint(say!(
                "write content/communities/{folder}/community.toml",
                "請寫 content/communities/{folder}/community.toml"
            )));
        }
        let period = Period::parse(period_folder, config.calendar.terms.len());
        if period.is_none() && told.insert(format!("{folder}/{period_folder}")) {
            let finding = Finding::new(
                Code::UnknownPeriod,
                here,
                say!("the folder `{period_folder}` is not a period", "資料夾「{period_folder}」不是時期"),
            );
            findings.push(finding.hint(say!(
                "periods are named 2024-1 (term), ay2024 (academic year), 2024 (year), 2022-2025 (years), 20XX-2 or 20XX (withheld)",
                "時期寫作 2024-1（學期）、ay2024（學年）、2024（年）、2022-2025（跨年）、20XX-2 或 20XX（原文隱去）"
            )));
        }
        let place = community.zip(period).zip(first.kind).map(|((community, period), kind)| Place { community, period, kind });
        all.push(Todo::New(files, place));
    }
    let kept = !matches!(history, History::None);
    if !kept {
        // Nobody else has the files then, so that they need not be copied to be taken apart.
        arranged = Arranged::default();
    }
    let make = |todo: Todo| match todo {
        Todo::Known(made) => Ok(made),
        Todo::New(files, place) => {
            let mut own = Findings::default();
            checks::text::of_programme(config, sources, &files, &mut own);
            let mut resolver = Resolver { config, sources, ground, findings: &mut own };
            match resolver.document(files, place, kept) {
                Some((files, programme, pending)) => {
                    Ok(Arc::new(Made { files, programme: Arc::new(programme), pending, findings: own }))
                }
                None => Err(own),
            }
        }
    };
    let made: Vec<Result<Arc<Made>, Findings>> = all.into_par_iter().map(make).collect();
    let mut all = Vec::with_capacity(made.len());
    for one in made {
        arranged.made.push(one.is_ok().then_some(all.len()));
        match one {
            Ok(made) => all.push(made),
            Err(own) => findings.extend(own),
        }
    }
    (arranged, all)
}

/// A document that is to be made, or stays.
enum Todo {
    Known(Arc<Made>),
    New(Vec<Arc<ProgrammeFile>>, Option<Place>),
}
