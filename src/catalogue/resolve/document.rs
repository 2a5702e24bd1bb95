//! One document of its files: every key of the front matter becomes a fact, and languages are brought together.

use super::relations::{Pending, PendingResult};
use super::{Ground, original};
use crate::calendar::Period;
use crate::catalogue::checks::{
    self,
    translations::{Recorded, Translated},
};
use crate::catalogue::community::{self, party};
use crate::catalogue::programme::{
    Approval, Attachment, BasisDocument, Change, Facts, Freshness, Phase, Target, Waiver, Withdrawal,
};
use crate::catalogue::sections::Original;
use crate::catalogue::vocabulary::unknown_type;
use crate::catalogue::{Activity, CommunityId, Party, Programme, TypeId, Version};
use crate::config::{Config, KindId};
use crate::data::{Id, List, Text};
use crate::diagnostic::{Code, Finding, Findings};
use crate::document::ProgrammeFile;
use crate::document::front_matter::{ActivityState, FrontMatter, RawActivity, RawTarget, Status};
use crate::language::{LanguageId, Localised};
use crate::say;
use crate::source::{At, SourceId, SourceSet, Span};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// What a document's path says.
pub(super) struct Place {
    pub community: CommunityId,
    pub period: Period,
    pub kind: KindId,
}

/// Makes documents of files, on the ground of what is said for all of them.
pub(super) struct Resolver<'a, 'f> {
    pub config: &'a Config,
    pub sources: &'a SourceSet,
    pub ground: &'a Ground,
    pub findings: &'f mut Findings,
}

impl Resolver<'_, '_> {
    /// A document, with its files if they are to be `kept` for the next run.
    pub fn document(
        &mut self,
        files: Vec<Arc<ProgrammeFile>>,
        place: Option<Place>,
        kept: bool,
    ) -> Option<(Vec<Arc<ProgrammeFile>>, Programme, Pending)> {
        let id = files.first()?.id();
        let own_files = if kept { files.clone() } else { Vec::new() };
        let files = files.into_iter().map(Arc::unwrap_or_clone).collect();
        let (original, translations) = original::part(self.config, files, self.findings)?;
        let (programme, pending) = self.programme(id, place?, original, translations);
        checks::of_document(self.config, &programme, self.findings);
        Some((own_files, programme, pending))
    }

    /// An earlier edition of a document, of its files.
    pub fn edition(&mut self, of: &Programme, files: Vec<ProgrammeFile>) -> Option<(Programme, Pending)> {
        let (original, translations) = original::part(self.config, files, self.findings)?;
        let place = Place { community: of.community, period: of.period, kind: of.kind };
        Some(self.programme(of.id.clone(), place, original, translations))
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
        let first = Version::new(language, original.source, original.body, original.outline, Freshness::Original, own.digest());
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
            let text =
                Version::new(to, translation.source, translation.body, translation.outline, Freshness::Unknown, String::new());
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
        kind: KindId,
        language: LanguageId,
        source: &SourceId,
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
            .filter_map(|issuer| party(issuer, self.config, language, &self.ground.organisations, self.findings))
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
                let found = self.ground.types.iter().position(|t| t.id == kind.it).map(TypeId::new);
                if found.is_none() {
                    self.findings.push(unknown_type(kind, self.ground.types.iter().map(|t| t.id.as_str())));
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
        let mut at = self.ground.communities[community.index()].parent;
        while let Some(parent) = at {
            near.push(parent);
            at = self.ground.communities[parent.index()].parent;
        }
        let above = near.len();
        let mut n = 0;
        while n < near.len() {
            // Below the community itself, not below its parents: siblings are no hosts.
            if n == 0 || n >= above {
                let parent = near[n];
                near.extend(
                    self.ground
                        .communities
                        .iter()
                        .enumerate()
                        .filter(|(_, c)| c.parent == Some(parent))
                        .map(|(i, _)| CommunityId::new(i)),
                );
            }
            n += 1;
        }
        let parties = near.iter().flat_map(|id| {
            let c = &self.ground.communities[id.index()];
            let organisers = c.organisers.iter().filter_map(|p| if let Party::Organisation(o) = p { Some(*o) } else { None });
            c.members.iter().map(|m| m.organisation).chain(organisers)
        });
        let allowed: BTreeSet<_> = parties.collect();
        let found = self.ground.organisations.find(&host.it).filter(|id| allowed.contains(id));
        if found.is_none() {
            self.findings
                .push(community::unknown_member(host, allowed.iter().map(|id| self.ground.organisations.get(*id).id.as_str())));
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
