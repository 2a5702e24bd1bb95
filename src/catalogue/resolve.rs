//! From parsed files to the catalogue: names become references, languages are paired, facts are taken from originals.

use super::community::{self, party, unknown_community};
use super::links::Places;
use super::programme::{
    Approval, Attachment, BasisDocument, Change, Facts, Freshness, Outcome, Phase, Target, TargetRef, Waiver, Withdrawal,
};
use super::vocabulary::{self, Organisations, unknown_type};
use super::{Activity, Catalogue, Community, CommunityId, DocumentId, Page, Party, Programme, TypeId, Version, checks, digest};
use crate::calendar::Period;
use crate::config::Config;
use crate::data::{Id, List, Text};
use crate::diagnostic::{Code, Finding, Findings};
use crate::document::front_matter::{ActivityState, FrontMatter, RawActivity, RawTarget, Status};
use crate::document::{Document, PageFile, ProfileFile, ProgrammeFile};
use crate::language::{LanguageId, Localised};
use crate::say;
use crate::source::{At, SourceSet, Span};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Makes the catalogue of everything that could be read.
pub fn resolve(config: &Arc<Config>, sources: &Arc<SourceSet>, parsed: Vec<Document>, findings: &mut Findings) -> Catalogue {
    checks::text::check(config, sources, &parsed, findings);
    let types = vocabulary::types(config, sources, findings);
    let mut organisations = Organisations::read(config, sources, findings);
    let raw = community::read(config, sources, findings);
    let mut context = community::Context { config, sources, types: &types, organisations: &mut organisations };
    let mut communities = community::resolve(raw, &mut context, findings);

    let (mut programmes, mut pages, mut profiles) = (Vec::new(), Vec::new(), Vec::new());
    for document in parsed {
        match document {
            Document::Programme(file) => programmes.push(*file),
            Document::Page(file) => pages.push(file),
            Document::Profile(file) => profiles.push(file),
        }
    }
    add_profiles(config, sources, profiles, &mut communities, findings);
    let pages = resolve_pages(config, sources, pages, findings);
    let (documents, pending) = {
        let mut resolver =
            Resolver { config, sources, types: &types, organisations: &organisations, communities: &communities, findings };
        resolver.programmes(programmes)
    };
    let mut catalogue = Catalogue {
        config: Arc::clone(config),
        sources: Arc::clone(sources),
        communities,
        types,
        organisations: organisations.into_list(),
        documents,
        pages,
    };
    connect(&mut catalogue, pending, findings);
    resolve_links(&mut catalogue, findings);
    checks::all(&catalogue, findings);
    catalogue
}

/// References of a document that can be followed only when all documents are known.
struct Pending {
    answers: Option<At<Id>>,
    supersedes: Option<At<Id>>,
    /// For each activity the planned one that it reports.
    reports: Vec<Option<At<Id>>>,
    /// Results whose targets are still to be found.
    results: Vec<PendingResult>,
}

/// A result that names its target.
struct PendingResult {
    target: At<Id>,
    value: crate::data::Figure,
    on: Option<crate::edtf::Edtf>,
    note: Option<Localised>,
}

struct Resolver<'a, 'f> {
    config: &'a Config,
    sources: &'a SourceSet,
    types: &'a [super::ActivityType],
    organisations: &'a Organisations<'a>,
    communities: &'a [Community],
    findings: &'f mut Findings,
}

impl Resolver<'_, '_> {
    fn programmes(&mut self, files: Vec<ProgrammeFile>) -> (Vec<Programme>, Vec<Pending>) {
        let by_folder: BTreeMap<&str, CommunityId> =
            self.communities.iter().enumerate().map(|(n, c)| (c.id.as_str(), CommunityId::new(n))).collect();
        let mut groups: BTreeMap<(String, String, String), Vec<ProgrammeFile>> = BTreeMap::new();
        for file in files {
            groups.entry((file.community.clone(), file.period.clone(), file.name.clone())).or_default().push(file);
        }
        let mut told: BTreeSet<String> = BTreeSet::new();
        let (mut documents, mut pending) = (Vec::new(), Vec::new());
        for ((folder, period_folder, name), files) in groups {
            let Some(first) = files.first() else { continue };
            let here = Span::start_of(first.source);
            let community = by_folder.get(folder.as_str()).copied();
            if community.is_none() && told.insert(folder.clone()) {
                let at = At::new(folder.clone(), here);
                self.findings.push(unknown_community(&at, std::iter::empty()).hint(say!(
                    "write content/communities/{folder}/community.toml",
                    "請寫 content/communities/{folder}/community.toml"
                )));
            }
            let terms = self.config.calendar.terms.len();
            let period = Period::parse(&period_folder, terms);
            if period.is_none() && told.insert(format!("{folder}/{period_folder}")) {
                let finding = Finding::new(
                    Code::UnknownPeriod,
                    here,
                    say!("the folder `{period_folder}` is not a period", "資料夾「{period_folder}」不是時期"),
                );
                self.findings.push(finding.hint(say!(
                    "periods are named 2024-1 (term), ay2024 (academic year), 2024 (year), 2022-2025 (years), 20XX-2 or 20XX (withheld)",
                    "時期寫作 2024-1（學期）、ay2024（學年）、2024（年）、2022-2025（跨年）、20XX-2 或 20XX（原文隱去）"
                )));
            }
            let kind = first.kind;
            let Some((original, translations)) = self.original(files) else { continue };
            let (Some(community), Some(period), Some(kind)) = (community, period, kind) else { continue };
            let id = format!("{folder}/{period_folder}/{name}");
            let (document, rest) = self.programme(id, community, period, kind, original, translations);
            documents.push(document);
            pending.push(rest);
        }
        (documents, pending)
    }

    /// Which of a document's files is the original.
    fn original(&mut self, mut files: Vec<ProgrammeFile>) -> Option<(ProgrammeFile, Vec<ProgrammeFile>)> {
        let keys: Vec<OriginalKey> = files
            .iter()
            .map(|f| OriginalKey {
                language: f.language,
                source: f.source,
                said: f.front.original.clone(),
                translates: f.front.translated_from.as_ref().map(|t| t.span),
            })
            .collect();
        let at = original_of(self.config, &keys, self.findings)?;
        let original = files.remove(at);
        Some((original, files))
    }

    fn programme(
        &mut self,
        id: String,
        community: CommunityId,
        period: Period,
        kind: crate::config::KindId,
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
        let plain =
            |text: &Option<Localised>| text.as_ref().map_or_else(String::new, |t| t.get(language).unwrap_or("").to_owned());
        let text = self.sources.get(original.source).text();
        let own_digest = digest::of_original(
            title.get(language).unwrap_or(""),
            &plain(&subtitle),
            &plain(&summary),
            text.get(original.body.clone()).unwrap_or(""),
        );
        let slug = match &original.front.slug {
            Some(slug) => crate::document::slug::slug(&slug.it.0),
            None => crate::document::slug::slug(&name),
        };
        let mut versions =
            vec![version(&original.body, original.outline, language, original.source, Freshness::Original, own_digest.clone())];
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
            let freshness = checks::translations::freshness(
                translation.front.translated_from.as_ref(),
                &own_digest,
                versions[0].source,
                self.findings,
            );
            let recorded = translation.front.translated_from.map_or_else(String::new, |d| d.it);
            versions.push(version(&translation.body, translation.outline, to, translation.source, freshness, recorded));
        }
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
            let span = approval.span;
            let by = self.text(&approval.it.by, language)?;
            Some(At::new(
                Approval { by, on: approval.it.on?.it, number: approval.it.number.map(|n| n.it), digest: approval.it.digest },
                span,
            ))
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
    Version { language, source, body: body.clone(), outline, links: BTreeMap::new(), freshness, digest }
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
            let own = digest::of_original("", "", "", text);
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
                translates: f.front.translated_from.as_ref().map(|t| t.span),
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
        let own = digest::of_original(title.original(), "", summary.as_ref().map_or("", Localised::original), body);
        let mut versions =
            vec![version(&original.body, original.outline, language, original.source, Freshness::Original, own.clone())];
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
            let freshness =
                checks::translations::freshness(file.front.translated_from.as_ref(), &own, versions[0].source, findings);
            let recorded = file.front.translated_from.map_or_else(String::new, |d| d.it);
            versions.push(version(&file.body, file.outline, file.language, file.source, freshness, recorded));
        }
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

/// Follows the references between documents.
fn connect(catalogue: &mut Catalogue, pending: Vec<Pending>, findings: &mut Findings) {
    let by_id: BTreeMap<String, DocumentId> =
        catalogue.document_ids().map(|id| (catalogue.document(id).id.clone(), id)).collect();
    let find = |reference: &At<Id>, findings: &mut Findings| {
        let found = by_id.get(&reference.it.0).copied();
        if found.is_none() {
            let wrong = &reference.it.0;
            findings.push(
                Finding::new(
                    Code::UnknownDocument,
                    reference.span,
                    say!("there is no document `{wrong}`", "沒有文件「{wrong}」"),
                )
                .nearest(wrong, by_id.keys().map(String::as_str))
                .hint(say!(
                    "a document is named community/period/name, such as jiangning/2024-1/plan",
                    "文件寫作「共同體/時期/名稱」，例如 jiangning/2024-1/plan"
                )),
            );
        }
        found.map(|id| At::new(id, reference.span))
    };
    for (n, pending) in pending.into_iter().enumerate() {
        let document = &catalogue.documents[n];
        let answers = match &pending.answers {
            Some(reference) => find(reference, findings),
            None => plan_beside(catalogue, document, &by_id).map(|id| At::new(id, document.span)),
        };
        let supersedes = pending.supersedes.as_ref().and_then(|reference| find(reference, findings));
        let plan = answers.as_ref().map(|a| a.it);
        let mut reports = Vec::with_capacity(pending.reports.len());
        for reference in pending.reports {
            reports.push(reference.and_then(|reference| {
                let planned = plan.map_or(&[][..], |id| catalogue.document(id).facts.activities.as_slice());
                let found = planned.iter().position(|a| a.id.as_deref() == Some(reference.it.0.as_str()));
                if found.is_none() {
                    let wrong = &reference.it.0;
                    findings.push(
                        Finding::new(
                            Code::UnknownActivity,
                            reference.span,
                            say!("the plan has no activity `{wrong}`", "方案裡沒有活動「{wrong}」"),
                        )
                        .nearest(wrong, planned.iter().filter_map(|a| a.id.as_deref())),
                    );
                }
                found
            }));
        }
        let mut results = Vec::new();
        for PendingResult { target, value, on, note } in pending.results {
            let own = DocumentId::new(n);
            let places = [Some(own), plan];
            let found = places.into_iter().flatten().find_map(|id| {
                let index = catalogue.document(id).facts.targets.iter().position(|t| t.id == target.it.0)?;
                Some(TargetRef { document: id, index })
            });
            match found {
                Some(target) => results.push(Outcome { target, value, on, note }),
                None => {
                    let wrong = &target.it.0;
                    let known = places
                        .into_iter()
                        .flatten()
                        .flat_map(|id| catalogue.document(id).facts.targets.iter().map(|t| t.id.as_str()));
                    findings.push(
                        Finding::new(
                            Code::UnknownTarget,
                            target.span,
                            say!(
                                "neither the plan nor this document has a target `{wrong}`",
                                "方案和這份文件裡都沒有目標「{wrong}」"
                            ),
                        )
                        .nearest(wrong, known),
                    );
                }
            }
        }
        let facts = &mut catalogue.documents[n].facts;
        facts.answers = answers;
        facts.supersedes = supersedes;
        facts.results = results;
        for (activity, report) in facts.activities.iter_mut().zip(reports) {
            activity.reports = report;
        }
    }
}

/// A summary answers the plan of the same name in its own folder.
fn plan_beside(catalogue: &Catalogue, document: &Programme, by_id: &BTreeMap<String, DocumentId>) -> Option<DocumentId> {
    if catalogue.config.kind(document.kind).id != "summary" {
        return None;
    }
    let (folder, name) = document.id.rsplit_once('/')?;
    let rest = name.strip_prefix("summary")?;
    [format!("{folder}/plan{rest}"), format!("{folder}/plan")].iter().find_map(|id| by_id.get(id).copied())
}

fn resolve_links(catalogue: &mut Catalogue, findings: &mut Findings) {
    let sources = Arc::clone(&catalogue.sources);
    let mut places = Places {
        sources: &sources,
        documents: BTreeMap::new(),
        pages: BTreeMap::new(),
        communities: catalogue.community_ids().map(|id| (catalogue.community(id).id.clone(), id)).collect(),
        outlines: BTreeMap::new(),
    };
    // The links are worked out against the whole, and put in afterwards.
    let resolved: Vec<BTreeMap<String, super::LinkTarget>> = {
        for id in catalogue.document_ids() {
            for version in &catalogue.document(id).versions {
                places.documents.insert(version.source, (id, version.language));
                places.outlines.insert(version.source, &version.outline);
            }
        }
        for (n, page) in catalogue.pages.iter().enumerate() {
            for version in &page.versions {
                places.pages.insert(version.source, (n, version.language));
                places.outlines.insert(version.source, &version.outline);
            }
        }
        for version in catalogue.communities.iter().flat_map(|c| &c.profile) {
            places.outlines.insert(version.source, &version.outline);
        }
        all_versions(catalogue)
            .map(|version| checks::links::of_version(&places, version, catalogue.config.raw_html, findings))
            .collect()
    };
    let mut resolved = resolved.into_iter();
    let documents = catalogue.documents.iter_mut().flat_map(|d| &mut d.versions);
    let pages = catalogue.pages.iter_mut().flat_map(|p| &mut p.versions);
    let profiles = catalogue.communities.iter_mut().flat_map(|c| &mut c.profile);
    for version in documents.chain(pages).chain(profiles) {
        version.links = resolved.next().unwrap_or_default();
    }
}

/// Every text of the catalogue, in the order in which links are put in.
fn all_versions(catalogue: &Catalogue) -> impl Iterator<Item = &Version> {
    let documents = catalogue.documents.iter().flat_map(|d| &d.versions);
    let pages = catalogue.pages.iter().flat_map(|p| &p.versions);
    documents.chain(pages).chain(catalogue.communities.iter().flat_map(|c| &c.profile))
}
