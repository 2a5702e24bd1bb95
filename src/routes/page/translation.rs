//! What readers are told of a text that is behind its original, or not in their language.

use super::Words;
use crate::catalogue::{Difference, Freshness, Section, Staleness, Version};
use crate::language::{LanguageId, Shown};
use crate::routes::view::{Notice, NoticeDetail, NoticeLink};
use crate::routes::{Reader, Route};

impl Reader<'_> {
    /// The notice above a text whose versions are these, the original first.
    pub(super) fn of_translation(&self, versions: &[Version], route: Route, words: &dyn Words) -> Option<Notice> {
        let Some(version) = versions.iter().find(|v| v.language == self.language()) else {
            let links = versions.iter().map(|v| self.in_language(v.language, route)).collect();
            return Some(Notice { key: "only_in", links, details: Vec::new() });
        };
        let (Freshness::Stale(staleness), Some(original)) = (&version.freshness, versions.first()) else { return None };
        let there = self.in_language(original.language, route);
        let behind = Behind { reader: self, original, version, there: &there, words };
        let details = behind.details(staleness);
        Some(Notice { key: "stale", links: vec![there], details })
    }

    fn in_language(&self, language: LanguageId, route: Route) -> NoticeLink {
        let locale = self.site.locales.iter().position(|l| l.language == language && l.variant.is_none()).unwrap_or(0);
        let there = &self.site.locales[locale];
        NoticeLink {
            name: Shown { text: there.name.clone(), lang: Some(there.tag.clone()) },
            href: Some(self.href(&self.site.path(route, locale))),
            hreflang: Some(there.tag.clone()),
        }
    }
}

/// A translation that is behind its original.
struct Behind<'a> {
    reader: &'a Reader<'a>,
    original: &'a Version,
    version: &'a Version,
    /// The original's page.
    there: &'a NoticeLink,
    words: &'a dyn Words,
}

impl Behind<'_> {
    /// The sections of the original by what became of them.
    fn details(&self, staleness: &Staleness) -> Vec<NoticeDetail> {
        let (mut changed, mut new, mut gone) = (Vec::new(), Vec::new(), Vec::new());
        for difference in &staleness.differences {
            match difference {
                Difference::Changed { now, then } => changed.push(self.link(*now, self.own(*then))),
                Difference::New { now } => new.push(self.link(*now, None)),
                Difference::Gone { then, heading } => {
                    let name = self.own(*then).unwrap_or_else(|| self.reader.text_in(self.original.language, heading));
                    gone.push(NoticeLink { name, href: None, hreflang: None });
                }
            }
        }
        let lists = [("changed", changed), ("new", new), ("gone", gone)].into_iter().filter(|(_, links)| !links.is_empty());
        let details = lists.map(|(key, links)| NoticeDetail { key, links });
        details.chain(staleness.reordered.then(|| NoticeDetail { key: "reordered", links: Vec::new() })).collect()
    }

    /// The section's name in the reader's language: as long as the translation has as many headings as it recorded, each
    /// is the translation of the one in its place.
    fn own(&self, then: Section) -> Option<Shown> {
        let word = |key: &str| Some(self.reader.neutral(self.words.word(self.reader.locale, key)));
        let Section::Heading(n) = then else {
            return word(if then == Section::Title { "stale.title" } else { "stale.lead" });
        };
        let headings = &self.version.outline.headings;
        let recorded = self.version.sections.as_ref().map(|sections| sections.headings.len());
        let heading = headings.get(n).filter(|_| recorded == Some(headings.len()))?;
        Some(self.reader.text_in(self.version.language, &heading.text))
    }

    /// A link to a section on the original's page, by the name in the reader's language or else the original's.
    fn link(&self, now: Section, own: Option<Shown>) -> NoticeLink {
        let Section::Heading(n) = now else {
            return NoticeLink {
                name: own.or_else(|| self.own(now)).unwrap_or_else(|| self.there.name.clone()),
                ..self.there.clone()
            };
        };
        let heading = self.original.outline.headings.get(n);
        let (id, text) = heading.map_or(("", ""), |heading| (heading.id.as_str(), heading.text.as_str()));
        NoticeLink {
            name: own.unwrap_or_else(|| self.reader.text_in(self.original.language, text)),
            href: self.there.href.as_ref().map(|page| format!("{page}#{id}")),
            hreflang: self.there.hreflang.clone(),
        }
    }
}
