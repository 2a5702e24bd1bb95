//! From parsed files to the catalogue: names become references, languages are paired, facts are taken from originals.

pub(super) mod relations;

use super::checks::translations::{Recorded, Translated};
use super::community::{self, party, unknown_community};
use super::editions::{self, MadeEdition};
use super::programme::{Approval, Attachment, BasisDocument, Change, Facts, Freshness, Phase, Target, Waiver, Withdrawal};
use super::seal::Digests;
use super::sections::Original;
use super::vocabulary::{self, Organisations, unknown_type};
use super::{Activity, Catalogue, Community, CommunityId, Documents, Page, Party, Programme, TypeId, Version, checks};
use crate::calendar::Period;
use crate::config::Config;
use crate::data::{Id, List, Text};
use crate::diagnostic::{Code, Finding, Findings};
use crate::document::front_matter::{ActivityState, FrontMatter, RawActivity, RawTarget, Status};
use crate::document::sections::TranslatedSections;
use crate::document::{Document, PageFile, ProfileFile, ProgrammeFile};
use crate::language::{LanguageId, Localised};
use crate::say;
use crate::source::{At, SourceSet, Span};
use checks::personal::Numbers;
use checks::text::Looked;
use rayon::prelude::*;
use relations::{Pending, PendingResult};
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
    /// By document.
    made: Vec<Arc<Made>>,
    editions: Vec<MadeEdition>,
    /// What stands in texts about people.
    numbers: Arc<Numbers>,
    digests: Arc<Digests>,
}

/// What documents stand on: vocabularies and communities, these without their profiles.
#[derive(Debug)]
struct Ground {
    types: Vec<super::ActivityType>,
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
    let (mut programmes, mut others) = (Vec::with_capacity(parsed.len()), Vec::new());
    for document in parsed {
        match document {
            Document::Programme(file) => programmes.push(file),
            other => others.push(other),
        }
    }
    let looked = checks::text::of_others(config, sources, &others, before.map(|old| old.looked.as_ref()), findings);
    let looked = Arc::new(if matches!(history, History::None) { Looked::default() } else { looked });
    let mut communities = ground.communities.clone();
    let (mut pages, mut profiles) = (Vec::new(), Vec::new());
    for document in others {
        match document {
            Document::Page(file) => pages.push(Arc::unwrap_or_clone(file)),
            Document::Profile(file) => profiles.push(Arc::unwrap_or_clone(file)),
            Document::Programme(file) => programmes.push(file),
        }
    }
    add_profiles(config, sources, profiles, &mut communities, findings);
    let pages = resolve_pages(config, sources, pages, findings);
    let mut made = documents(config, sources, &ground, programmes, history, before, findings);
    made.iter().for_each(|of_document| findings.extend(of_document.findings.clone()));
    let mut catalogue = Catalogue {
        config: Arc::clone(config),
        sources: Arc::clone(sources),
        communities,
        types: ground.types.clone(),
        organisations: ground.organisations.list().to_vec(),
        documents: match history {
            // Nobody else has them, so that they need not be copied to be changed.
            History::None => Documents::new(made.iter_mut().map(|one| match Arc::get_mut(one) {
                Some(one) => std::mem::take(&mut one.programme),
                None => Arc::clone(&one.programme),
            })),
            _ => Documents::new(made.iter().map(|m| Arc::clone(&m.programme))),
        },
        editions: Vec::new(),
        pages,
    };
    relations::connect(&mut catalogue, &made, history.before(), findings);
    let editions = {
        let Ground { types, organisations, communities, .. } = ground.as_ref();
        // What is wrong with a sealed text nobody can mend any more.
        let mut unheard = Findings::default();
        let mut resolver = Resolver { config, sources, types, organisations, communities, findings: &mut unheard };
        let same = before.map_or(&[][..], |old| &old.editions);
        editions::make(&catalogue, same, |document, files| resolver.edition(catalogue.document(document), files))
    };
    editions::connect(&mut catalogue, &editions, findings);
    let numbers = Numbers::new(sources, history.before().map(|old| (old.catalogue.sources.as_ref(), old.numbers.as_ref())));
    let digests = Digests::new(&catalogue, history.before().map(|old| old.digests.as_ref()));
    checks::all(&catalogue, &numbers, &digests, findings);
    let (numbers, digests) = (Arc::new(numbers), Arc::new(digests));
    Resolution { catalogue, ground, looked, made, editions, numbers, digests }
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
    mut files: Vec<Arc<ProgrammeFile>>,
    history: History<'_>,
    before: Option<&Resolution>,
    findings: &mut Findings,
) -> Vec<Arc<Made>> {
    fn name(file: &ProgrammeFile) -> (&str, &str, &str) {
        (&file.community, &file.period, &file.name)
    }
    files.sort_by(|a, b| name(a).cmp(&name(b)));
    let by_folder: BTreeMap<&str, CommunityId> =
        ground.communities.iter().enumerate().map(|(n, c)| (c.id.as_str(), CommunityId::new(n))).collect();
    let mut told: BTreeSet<String> = BTreeSet::new();
    let mut known = before.map_or(&[][..], |old| &old.made).iter().peekable();
    let mut rest = files.into_iter().peekable();
    let mut all = Vec::new();
    while let Some(first) = rest.next() {
        let mut files = vec![first];
        while let Some(more) = rest.next_if(|file| files.first().is_some_and(|first| name(file) == name(first))) {
            files.push(more);
        }
        let Some(first) = files.first() else { continue };
        // Both are in the same order.
        let is_gone = |made: &Arc<Made>| made.files.first().is_none_or(|old| name(old) < name(first));
        while known.next_if(|made| is_gone(made)).is_some() {}
        let same =
            |made: &&Arc<Made>| made.files.len() == files.len() && made.files.iter().zip(&files).all(|(a, b)| Arc::ptr_eq(a, b));
        if let Some(made) = known.peek().copied().filter(same) {
            all.push(Todo::Known(Arc::clone(made)));
            continue;
        }
        let here = Span::start_of(first.source);
        let (folder, period_folder, _) = name(first);
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
    let make = |todo: Todo| match todo {
        Todo::Known(made) => Ok(made),
        Todo::New(files, place) => {
            let mut own = Findings::default();
            checks::text::of_programme(config, sources, &files, &mut own);
            let Ground { types, organisations, communities, .. } = ground;
            let mut resolver = Resolver { config, sources, types, organisations, communities, findings: &mut own };
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
        match one {
            Ok(made) => all.push(made),
            Err(own) => findings.extend(own),
        }
    }
    all
}

/// A document that is to be made, or stays.
enum Todo {
    Known(Arc<Made>),
    New(Vec<Arc<ProgrammeFile>>, Option<Place>),
}

/// What a document's path says.
struct Place {
    community: CommunityId,
    period: Period,
    kind: crate::config::KindId,
}

struct Resolver<'a, 'f> {
    config: &'a Config,
    sources: &'a SourceSet,
    types: &'a [super::ActivityType],
    organisations: &'a Organisations,
    communities: &'a [Community],
    findings: &'f mut Findings,
}

impl Resolver<'_, '_> {
    /// A document, with its files if they are to be `kept` for the next run.
    fn document(
        &mut self,
        files: Vec<Arc<ProgrammeFile>>,
        place: Option<Place>,
        kept: bool,
    ) -> Option<(Vec<Arc<ProgrammeFile>>, Programme, Pending)> {
        let id = files.first()?.id();
        let own_files = if kept { files.clone() } else { Vec::new() };
        let files = files.into_iter().map(Arc::unwrap_or_clone).collect();
        let (original, translations) = self.original(files)?;
        let (programme, pending) = self.programme(id, place?, original, translations);
        checks::of_document(self.config, &programme, self.findings);
        Some((own_files, programme, pending))
    }

    /// An earlier edition of a document, of its files.
    fn edition(&mut self, of: &Programme, files: Vec<ProgrammeFile>) -> Option<(Programme, Pending)> {
        let (original, translations) = self.original(files)?;
        let place = Place { community: of.community, period: of.period, kind: of.kind };
        Some(self.programme(of.id.clone(), place, original, translations))
    }

    /// Which of a document's files is the original.
    fn original(&mut self, mut files: Vec<ProgrammeFile>) -> Option<(ProgrammeFile, Vec<ProgrammeFile>)> {
        let keys: Vec<OriginalKey> = files
            .iter()
            .map(|f| OriginalKey {
                language: f.language,
                source: f.source,
                said: f.front.original.clone(),
                translates: translates(f.front.translated_from.as_ref(), f.front.translated_sections.as_ref()),
            })
            .collect();
        let at = original_of(self.config, &keys, self.findings)?;
        let original = files.remove(at);
        Some((original, files))
    }

    fn programme(
        &mut self,
        id: String,
        Place { community, period, kind }: Place,
        original: ProgrammeFile,
        translations: Vec<ProgrammeFile>,
    ) -> (Programme, Pending) {
        for translation in &translations {
            checks::translations::repeated_facts(self.sources, &original, translation, self.findings);
        }
        let name = id.rsplit('/').next().unwrap_or(&id).to_owned();
        let language = original.language;
        let span = original.front.span;
        let mut title = self.text(&original.front.title, language).unwrap_or_else(|| Localised::new(language, name.clone()));
        let mut subtitle = self.text(&original.front.subtitle, language);
        let mut summary = self.text(&original.front.summary, language);
        let plain = |text: Option<&Localised>| text.and_then(|t| t.get(language)).unwrap_or("").to_owned();
        let text = self.sources.get(original.source).text();
        let body = text.get(original.body.clone()).unwrap_or("");
        let own = Original::new(&plain(Some(&title)), &plain(subtitle.as_ref()), &plain(summary.as_ref()), body);
        let slug = match &original.front.slug {
            Some(slug) => crate::document::slug::slug(&slug.it.0),
            None => crate::document::slug::slug(&name),
        };
        let title_place = original.front.title.as_ref().map_or(Span::start_of(original.source), |title| title.span);
        let first = version(&original.body, original.outline, language, original.source, Freshness::Original, own.digest());
        let translated = Translated { name: &id, text: own, version: &first, title: title_place, body };
        let mut others = Vec::with_capacity(translations.len());
        for translation in translations {
            let to = translation.language;
            let mut merge = |into: &mut Option<Localised>, said: &Option<At<Text>>| {
                if let Some(said) = self.text(said, to) {
                    let text = said.get(to).unwrap_or(said.original()).to_owned();
                    *into = Some(match into.take() {
                        Some(all) => all.and(to, text),
                        None => Localised::new(to, text),
                    });
                }
            };
            let mut own_title = Some(title);
            merge(&mut own_title, &translation.front.title);
            title = own_title.unwrap_or_else(|| Localised::new(language, name.clone()));
            merge(&mut subtitle, &translation.front.subtitle);
            merge(&mut summary, &translation.front.summary);
            let front = translation.front;
            let recorded = Recorded {
                language: &self.config.language(to).code,
                digest: front.translated_from,
                sections: front.translated_sections,
            };
            let text = version(&translation.body, translation.outline, to, translation.source, Freshness::Unknown, String::new());
            others.push(recorded.by(text, &translated, self.findings));
        }
        let versions = std::iter::once(first).chain(others).collect();
        let (facts, pending) = self.facts(original.front, community, kind, language, &original.source);
        (Programme { id, community, period, kind, slug, title, subtitle, summary, facts, versions, span }, pending)
    }

    fn text(&mut self, text: &Option<At<Text>>, language: LanguageId) -> Option<Localised> {
        text.as_ref().map(|t| self.config.text(&t.it, language, self.findings))
    }

    fn texts(&mut self, texts: Option<At<List<Text>>>, language: LanguageId) -> Vec<Localised> {
        texts.map(|t| t.it).unwrap_or_default().iter().map(|t| self.config.text(&t.it, language, self.findings)).collect()
    }

    fn facts(
        &mut self,
        front: FrontMatter,
        community: CommunityId,
        kind: crate::config::KindId,
        language: LanguageId,
        source: &crate::source::SourceId,
    ) -> (Facts, Pending) {
        // Every key is taken apart here, so that a new one can't be read and then forgotten.
        let FrontMatter {
            span,
            unread: _,
            title: _,
            subtitle: _,
            summary: _,
            keywords,
            community: _,
            period: _,
            kind: _,
            language: _,
            slug: _,
            status,
            issued,
            published,
            issuers,
            number,
            index_number,
            validity,
            basis,
            themes,
            activities,
            targets,
            results,
            phases,
            attachments,
            answers,
            supersedes,
            approval,
            withdrawn,
            changes,
            aliases,
            retention,
            waivers,
            example,
            original: _,
            translated_from: _,
            translated_sections: _,
        } = front;
        let is_summary = self.config.kind(kind).id == "summary";
        let issuers = issuers
            .map(|i| i.it)
            .unwrap_or_default()
            .iter()
            .filter_map(|issuer| party(issuer, self.config, language, self.organisations, self.findings))
            .collect();
        if let Some(number) = &number {
            checks::numbers::document_number(number, self.findings);
        }
        let basis = basis
            .map(|b| b.it)
            .unwrap_or_default()
            .into_iter()
            .filter_map(|basis| {
                if let Some(number) = &basis.it.number {
                    checks::numbers::document_number(number, self.findings);
                }
                Some(BasisDocument {
                    title: self.text(&basis.it.title, language)?,
                    number: basis.it.number.map(|n| n.it),
                    url: basis.it.url.map(|u| u.it.0),
                })
            })
            .collect();
        let (activities, reports) =
            self.activities(activities.map(|a| a.it).unwrap_or_default(), community, is_summary, language);
        let targets = self.targets(targets.map(|t| t.it).unwrap_or_default(), language);
        let mut pending_results = Vec::new();
        for result in results.map(|r| r.it).unwrap_or_default() {
            let note = self.text(&result.it.note, language);
            if let (Some(target), Some(value)) = (result.it.target, result.it.value) {
                pending_results.push(PendingResult { target, value: value.it, on: result.it.on.map(|o| o.it), note });
            }
        }
        let phases = phases
            .map(|p| p.it)
            .unwrap_or_default()
            .into_iter()
            .filter_map(|phase| {
                Some(Phase {
                    label: self.text(&phase.it.label, language)?,
                    when: phase.it.when.map(|w| w.it),
                    tasks: self.texts(phase.it.tasks, language),
                })
            })
            .collect();
        let attachments = attachments
            .map(|a| a.it)
            .unwrap_or_default()
            .into_iter()
            .filter_map(|attachment| {
                let title = self.text(&attachment.it.title, language);
                let file = attachment.it.file?;
                let source = checks::attachments::find(self.sources, *source, &file, self.findings)?;
                Some(Attachment { source, title })
            })
            .collect();
        let approval = approval.and_then(|approval| {
            let (span, raw) = (approval.span, approval.it);
            let by = self.text(&raw.by, language)?;
            let edition = raw.edition.map_or(1, |edition| edition.it.0.max(1));
            Some(At::new(Approval { by, on: raw.on?.it, number: raw.number.map(|n| n.it), digest: raw.digest, edition }, span))
        });
        let withdrawn = withdrawn.and_then(|withdrawn| {
            let span = withdrawn.span;
            let reason = self.text(&withdrawn.it.reason, language)?;
            Some(At::new(Withdrawal { on: withdrawn.it.on?.it, reason }, span))
        });
        let changes = changes
            .map(|c| c.it)
            .unwrap_or_default()
            .into_iter()
            .filter_map(|change| {
                let note = self.text(&change.it.note, language)?;
                Some(Change { on: change.it.on?.it, note, minor: change.it.minor.is_some_and(|m| m.it) })
            })
            .collect();
        let waivers = waivers
            .map(|w| w.it)
            .unwrap_or_default()
            .into_iter()
            .filter_map(|waiver| {
                let reason = self.text(&waiver.it.reason, language)?;
                Some(Waiver { code: waiver.it.code?.map(|c| c.0), reason, on: waiver.it.on?.it })
            })
            .collect();
        let facts = Facts {
            status: status.unwrap_or(At::new(Status::Draft, Span { end: span.start, ..span })),
            issued,
            published,
            issuers,
            number: number.map(|n| n.it),
            index_number,
            validity: validity.map(|v| v.it),
            keywords: self.texts(keywords, language),
            basis,
            themes: self.texts(themes, language),
            activities,
            targets,
            results: Vec::new(),
            phases,
            attachments,
            answers: None,
            supersedes: None,
            approval,
            withdrawn,
            changes,
            aliases: aliases.map(|a| a.it).unwrap_or_default(),
            retention: retention.map(|r| r.it),
            waivers,
            example: example.is_some_and(|e| e.it),
        };
        (facts, Pending { answers, supersedes, reports, results: pending_results })
    }

    fn activities(
        &mut self,
        raw: List<RawActivity>,
        community: CommunityId,
        is_summary: bool,
        language: LanguageId,
    ) -> (Vec<Activity>, Vec<Option<At<Id>>>) {
        let mut seen: BTreeMap<String, Span> = BTreeMap::new();
        let mut anchors: BTreeSet<String> = BTreeSet::new();
        let (mut activities, mut reports) = (Vec::new(), Vec::new());
        for (n, At { it: raw, .. }) in raw.into_iter().enumerate() {
            if let Some(id) = &raw.id {
                self.unique(&mut seen, id);
            }
            let found = raw.kind.as_ref().and_then(|kind| {
                let found = self.types.iter().position(|t| t.id == kind.it).map(TypeId::new);
                if found.is_none() {
                    self.findings.push(unknown_type(kind, self.types.iter().map(|t| t.id.as_str())));
                }
                found
            });
            let host = raw.host.as_ref().and_then(|host| self.host(host, community));
            let mut anchor = raw.id.as_ref().map_or_else(String::new, |id| crate::document::slug::slug(&id.it.0));
            if anchor.is_empty() || !anchors.insert(anchor.clone()) {
                anchor = (n + 1).to_string();
                anchors.insert(anchor.clone());
            }
            let (title, venue) = (self.text(&raw.title, language), self.text(&raw.venue, language));
            let (audience, outcome) = (self.text(&raw.audience, language), self.text(&raw.outcome, language));
            let agenda = self.texts(raw.agenda, language);
            let Some(kind) = found else { continue };
            activities.push(Activity {
                id: raw.id.map(|id| id.it.0),
                anchor: format!("activity-{anchor}"),
                kind,
                title,
                when: raw.when,
                host,
                venue,
                audience,
                agenda,
                state: raw.state.map_or(if is_summary { ActivityState::Held } else { ActivityState::Planned }, |s| s.it),
                attendance: raw.attendance.map(|a| a.it.0),
                outcome,
                every: raw.every.map(|e| e.it),
                reports: None,
            });
            reports.push(raw.plan);
        }
        (activities, reports)
    }

    fn unique(&mut self, seen: &mut BTreeMap<String, Span>, id: &At<Id>) {
        if let Some(first) = seen.insert(id.it.0.clone(), id.span) {
            let name = &id.it.0;
            self.findings.push(
                Finding::new(
                    Code::DuplicateId,
                    id.span,
                    say!("the id `{name}` is given twice in this document", "編號「{name}」在這份文件裡用了兩次"),
                )
                .label(first, say!("first given here", "第一次在這裡")),
            );
        }
    }

    /// A host is a member or organiser of the community, of those above it or of those below it.
    fn host(&mut self, host: &At<String>, community: CommunityId) -> Option<Party> {
        let mut near: Vec<CommunityId> = vec![community];
        let mut at = self.communities[community.index()].parent;
        while let Some(parent) = at {
            near.push(parent);
            at = self.communities[parent.index()].parent;
        }
        let above = near.len();
        let mut n = 0;
        while n < near.len() {
            // Below the community itself, not below its parents: siblings are no hosts.
            if n == 0 || n >= above {
                let parent = near[n];
                near.extend(
                    self.communities
                        .iter()
                        .enumerate()
                        .filter(|(_, c)| c.parent == Some(parent))
                        .map(|(i, _)| CommunityId::new(i)),
                );
            }
            n += 1;
        }
        let parties = near.iter().flat_map(|id| {
            let c = &self.communities[id.index()];
            let organisers = c.organisers.iter().filter_map(|p| if let Party::Organisation(o) = p { Some(*o) } else { None });
            c.members.iter().map(|m| m.organisation).chain(organisers)
        });
        let allowed: BTreeSet<_> = parties.collect();
        let found = self.organisations.find(&host.it).filter(|id| allowed.contains(id));
        if found.is_none() {
            self.findings.push(community::unknown_member(host, allowed.iter().map(|id| self.organisations.get(*id).id.as_str())));
        }
        found.map(Party::Organisation)
    }

    fn targets(&mut self, raw: List<RawTarget>, language: LanguageId) -> Vec<Target> {
        let mut seen: BTreeMap<String, Span> = BTreeMap::new();
        let mut targets = Vec::new();
        for At { it: raw, span } in raw {
            if let Some(id) = &raw.id {
                self.unique(&mut seen, id);
            }
            let label = self.text(&raw.label, language);
            let unit = self.text(&raw.unit, language);
            let goal = checks::targets::goal(&raw, span, self.findings);
            if let (Some(id), Some(label), Some(goal)) = (raw.id, label, goal) {
                targets.push(Target { id: id.it.0, label, goal, unit, by: raw.by.map(|b| b.it) });
            }
        }
        targets
    }
}

fn version(
    body: &std::ops::Range<usize>,
    outline: crate::document::markdown::Body,
    language: LanguageId,
    source: crate::source::SourceId,
    freshness: Freshness,
    digest: String,
) -> Version {
    Version { language, source, body: body.clone(), outline, links: BTreeMap::new(), freshness, digest, sections: None }
}

/// Where a file says that it translates another.
fn translates(digest: Option<&At<String>>, sections: Option<&At<TranslatedSections>>) -> Option<Span> {
    digest.map(|at| at.span).or_else(|| sections.map(|at| at.span))
}

/// What decides which of several files is the original.
struct OriginalKey {
    language: LanguageId,
    source: crate::source::SourceId,
    said: Option<At<bool>>,
    translates: Option<Span>,
}

/// The original is the file that says so, or else the default language's, or else the only one.
fn original_of(config: &Config, files: &[OriginalKey], findings: &mut Findings) -> Option<usize> {
    let said: Vec<usize> = (0..files.len()).filter(|n| files[*n].said.as_ref().is_some_and(|s| s.it)).collect();
    if let [first, second, ..] = said.as_slice()
        && let (Some(one), Some(two)) = (&files[*first].said, &files[*second].said)
    {
        findings.push(
            Finding::new(
                Code::TranslationConflict,
                two.span,
                say!("two files say that they are the original", "兩個檔案都說自己是原文"),
            )
            .label(one.span, say!("the other one", "另一個在這裡"))
            .hint(say!("only one can be: leave `original` out of the other", "只能有一個：請刪去另一個的 original")),
        );
    }
    let lonely_translation = |n: usize| {
        let key = files.get(n)?;
        key.translates.or_else(|| key.said.as_ref().filter(|s| !s.it).map(|s| s.span))
    };
    let chosen = said
        .first()
        .copied()
        .or_else(|| files.iter().position(|f| f.language == Config::DEFAULT))
        .or_else(|| (files.len() == 1 && lonely_translation(0).is_none()).then_some(0));
    if chosen.is_none() {
        let key = files.first()?;
        let span = lonely_translation(0).unwrap_or(Span::start_of(key.source));
        let default = &config.language(Config::DEFAULT).code;
        findings.push(
            Finding::new(
                Code::MissingOriginal,
                span,
                say!("this is a translation, but its original is not there", "這是譯文，但沒有原文"),
            )
            .hint(say!(
                "add the file in `{default}`, or write `original: true` in the file that the others translate",
                "請加上「{default}」的檔案，或在作為原文的檔案裡寫 original: true"
            )),
        );
    }
    chosen
}

fn add_profiles(
    config: &Config,
    sources: &SourceSet,
    files: Vec<ProfileFile>,
    communities: &mut [Community],
    findings: &mut Findings,
) {
    let mut by_community: BTreeMap<String, Vec<ProfileFile>> = BTreeMap::new();
    for file in files {
        by_community.entry(file.community.clone()).or_default().push(file);
    }
    for (folder, mut files) in by_community {
        let Some(community) = communities.iter_mut().find(|c| c.id == folder) else {
            if let Some(file) = files.first() {
                findings.push(unknown_community(&At::new(folder, Span::start_of(file.source)), std::iter::empty()));
            }
            continue;
        };
        files.sort_by_key(|f| f.language);
        for file in files {
            if let Some(text) = &file.front.summary {
                let said = config.text(&text.it, file.language, findings);
                community.summary = Some(match community.summary.take() {
                    Some(all) => said.all().fold(all, |all, (l, t)| all.and(l, t)),
                    None => said,
                });
            }
            let freshness = if community.profile.is_empty() { Freshness::Original } else { Freshness::Current };
            let text = sources.get(file.source).text().get(file.body.clone()).unwrap_or("");
            let own = Original::new("", "", "", text).digest();
            community.profile.push(version(&file.body, file.outline, file.language, file.source, freshness, own));
        }
    }
}

fn resolve_pages(config: &Config, sources: &SourceSet, files: Vec<PageFile>, findings: &mut Findings) -> Vec<Page> {
    let mut groups: BTreeMap<String, Vec<PageFile>> = BTreeMap::new();
    for file in files {
        groups.entry(file.name.clone()).or_default().push(file);
    }
    let mut pages = Vec::new();
    for (name, mut files) in groups {
        let keys: Vec<OriginalKey> = files
            .iter()
            .map(|f| OriginalKey {
                language: f.language,
                source: f.source,
                said: f.front.original.clone(),
                translates: translates(f.front.translated_from.as_ref(), f.front.translated_sections.as_ref()),
            })
            .collect();
        let Some(at) = original_of(config, &keys, findings) else { continue };
        let original = files.remove(at);
        let language = original.language;
        let text = |text: &Option<At<Text>>, language, findings: &mut Findings| {
            text.as_ref().map(|t| config.text(&t.it, language, findings))
        };
        let mut title = text(&original.front.title, language, findings).unwrap_or_else(|| Localised::new(language, name.clone()));
        let mut summary = text(&original.front.summary, language, findings);
        let body = sources.get(original.source).text().get(original.body.clone()).unwrap_or("");
        let own = Original::new(title.original(), "", summary.as_ref().map_or("", Localised::original), body);
        let title_place = original.front.title.as_ref().map_or(Span::start_of(original.source), |title| title.span);
        let first = version(&original.body, original.outline, language, original.source, Freshness::Original, own.digest());
        let id = format!("pages/{name}");
        let translated = Translated { name: &id, text: own, version: &first, title: title_place, body };
        let mut others = Vec::with_capacity(files.len());
        for file in files {
            if let Some(said) = text(&file.front.title, file.language, findings) {
                title = title.and(file.language, said.pick(file.language).1);
            }
            if let Some(said) = text(&file.front.summary, file.language, findings) {
                let said = said.pick(file.language).1.to_owned();
                summary = Some(match summary.take() {
                    Some(all) => all.and(file.language, said),
                    None => Localised::new(file.language, said),
                });
            }
            let recorded = Recorded {
                language: &config.language(file.language).code,
                digest: file.front.translated_from,
                sections: file.front.translated_sections,
            };
            let text = version(&file.body, file.outline, file.language, file.source, Freshness::Unknown, String::new());
            others.push(recorded.by(text, &translated, findings));
        }
        let versions = std::iter::once(first).chain(others).collect();
        pages.push(Page {
            slug: crate::document::slug::slug(&name),
            title,
            summary,
            order: original.front.order.map_or(u32::MAX, |o| o.it.0),
            aliases: original.front.aliases.map(|a| a.it).unwrap_or_default(),
            draft: original.front.draft.is_some_and(|d| d.it),
            versions,
            source: original.source,
        });
    }
    pages.sort_by(|a, b| (a.order, &a.slug).cmp(&(b.order, &b.slug)));
    pages
}
