//! Profiles of communities, and pages such as about and contact.

use super::original;
use crate::catalogue::checks::translations::{Recorded, Translated};
use crate::catalogue::community::unknown_community;
use crate::catalogue::programme::Freshness;
use crate::catalogue::sections::Original;
use crate::catalogue::{Community, Page, Version};
use crate::config::Config;
use crate::data::Text;
use crate::diagnostic::Findings;
use crate::document::{PageFile, ProfileFile};
use crate::language::Localised;
use crate::source::{At, SourceSet, Span};
use std::collections::BTreeMap;

/// Gives communities the texts of their profiles.
pub(super) fn add_profiles(
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
            community.profile.push(Version::new(file.language, file.source, file.body, file.outline, freshness, own));
        }
    }
}

/// Pages in their order.
pub(super) fn pages(config: &Config, sources: &SourceSet, files: Vec<PageFile>, findings: &mut Findings) -> Vec<Page> {
    let mut groups: BTreeMap<String, Vec<PageFile>> = BTreeMap::new();
    for file in files {
        groups.entry(file.name.clone()).or_default().push(file);
    }
    let mut pages = Vec::new();
    for (name, files) in groups {
        let Some((original, files)) = original::part(config, files, findings) else { continue };
        let language = original.language;
        let text = |text: &Option<At<Text>>, language, findings: &mut Findings| {
            text.as_ref().map(|t| config.text(&t.it, language, findings))
        };
        let mut title = text(&original.front.title, language, findings).unwrap_or_else(|| Localised::new(language, name.clone()));
        let mut summary = text(&original.front.summary, language, findings);
        let body = sources.get(original.source).text().get(original.body.clone()).unwrap_or("");
        let own = Original::new(title.original(), "", summary.as_ref().map_or("", Localised::original), body);
        let title_place = original.front.title.as_ref().map_or(Span::start_of(original.source), |title| title.span);
        let first = Version::new(language, original.source, original.body, original.outline, Freshness::Original, own.digest());
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
            let text = Version::new(file.language, file.source, file.body, file.outline, Freshness::Unknown, String::new());
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
