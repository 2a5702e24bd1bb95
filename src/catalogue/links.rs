//! What the links of a body lead to.

use super::checks::attachments::{kept, may_be_carried};
use super::{Catalogue, CommunityId, DocumentId, Version, seal};
use crate::document::sections::without_number;
use crate::document::{file_name, markdown};
use crate::language::LanguageId;
use crate::source::{SitePath, SourceId, SourceSet};
use percent_encoding::percent_decode_str;
use std::collections::HashMap;

/// What a link leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LinkTarget {
    /// Out of the site: `https:`, `http:`, `mailto:`, `tel:`.
    External(String),
    /// A document, perhaps at a heading of its text in one language.
    Document(DocumentId, Option<Heading>),
    /// A page (position in the catalogue), perhaps at a heading.
    Page(usize, Option<Heading>),
    /// A community.
    Community(CommunityId),
    /// A file that is published beside the document.
    File(SourceId),
    /// A heading of the same text.
    Here(String),
}

/// A heading of a text in one language, by its position among that text's headings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heading {
    /// Whose text.
    pub language: LanguageId,
    /// Which heading of it.
    pub index: usize,
}

/// What is wrong with a link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Broken {
    /// It would run something.
    Unsafe,
    /// It begins with `/`, which is no path that an editor follows.
    Absolute,
    /// It leads out of the site's folder.
    Outside,
    /// There is no such file; the files that are near it.
    NoFile(SitePath),
    /// The file is there, but it has no such heading; the headings that it has.
    NoHeading(Vec<String>),
    /// A picture from another host.
    Remote,
}

/// Where names lead that links and references give: positions only, so that they hold as long as everything stays in its
/// place, whatever texts say.
#[derive(Debug)]
pub(super) struct Names {
    /// Documents by name.
    pub documents: HashMap<String, DocumentId>,
    /// Communities by folder.
    communities: HashMap<String, CommunityId>,
    /// By source.
    texts: Vec<Option<Text>>,
}

/// A text that links lead to.
#[derive(Clone, Copy, Debug)]
struct Text {
    of: Whose,
    /// Which of its versions.
    version: usize,
}

/// What a text is of.
#[derive(Clone, Copy, Debug)]
enum Whose {
    Document(DocumentId),
    /// Position in the catalogue.
    Page(usize),
    Profile(CommunityId),
}

impl Names {
    /// The names of a catalogue.
    pub fn new(catalogue: &Catalogue) -> Self {
        let mut texts = vec![None; catalogue.sources.slots()];
        let mut put = |of: Whose, versions: &[Version]| {
            for (n, version) in versions.iter().enumerate() {
                if let Some(slot) = texts.get_mut(version.source.0 as usize) {
                    *slot = Some(Text { of, version: n });
                }
            }
        };
        catalogue.document_ids().for_each(|id| put(Whose::Document(id), &catalogue.document(id).versions));
        catalogue.pages.iter().enumerate().for_each(|(n, page)| put(Whose::Page(n), &page.versions));
        catalogue.community_ids().for_each(|id| put(Whose::Profile(id), &catalogue.community(id).profile));
        Self {
            documents: catalogue.document_ids().map(|id| (catalogue.document(id).id.clone(), id)).collect(),
            communities: catalogue.community_ids().map(|id| (catalogue.community(id).id.clone(), id)).collect(),
            texts,
        }
    }
}

/// Everything that a link may lead to.
pub(super) struct Places<'a> {
    pub sources: &'a SourceSet,
    catalogue: &'a Catalogue,
    pub names: &'a Names,
    /// Texts of earlier editions: only their own links lead there.
    copies: HashMap<SourceId, &'a Version>,
}

impl<'a> Places<'a> {
    /// Where everything stands in a catalogue; `copies` are the texts of earlier editions.
    pub(super) fn new(catalogue: &'a Catalogue, names: &'a Names, copies: impl Iterator<Item = &'a Version>) -> Self {
        let copies = copies.map(|version| (version.source, version)).collect();
        Self { sources: &catalogue.sources, catalogue, names, copies }
    }

    /// What `link` in the file `from` leads to.
    pub(super) fn resolve(&self, from: SourceId, link: &markdown::Link) -> Result<LinkTarget, Broken> {
        let to = link.to.as_str();
        if !crate::document::html::is_safe(to) {
            return Err(Broken::Unsafe);
        }
        let lower = to.to_ascii_lowercase();
        if ["http:", "https:", "mailto:", "tel:"].iter().any(|scheme| lower.starts_with(scheme)) || to.starts_with("//") {
            return if link.image { Err(Broken::Remote) } else { Ok(LinkTarget::External(to.to_owned())) };
        }
        if let Some(fragment) = to.strip_prefix('#') {
            return self.heading(from, fragment).map(|(_, id)| LinkTarget::Here(id));
        }
        if to.starts_with('/') {
            return Err(Broken::Absolute);
        }
        let (path, fragment) = to.split_once('#').map_or((to, None), |(path, fragment)| (path, Some(fragment)));
        let path = percent_decode_str(path.split('?').next().unwrap_or(path)).decode_utf8_lossy();
        let own = &self.sources.get(from).path;
        let place = seal::place_of(own).as_ref().unwrap_or(own).join(&path).ok_or(Broken::Outside)?;
        if let Some(kept) = kept(self.sources, own, &place) {
            return Ok(LinkTarget::File(kept));
        }
        if let Some(community) = self.community(&place) {
            return Ok(LinkTarget::Community(community));
        }
        let Some(source) = self.sources.find(&place) else { return Err(Broken::NoFile(place)) };
        let at = |fragment: Option<&str>| match fragment {
            None | Some("") => Ok(None),
            Some(fragment) => self.heading(source, fragment).map(|(index, _)| Some(index)),
        };
        if let Some(of) = self.whose(source)
            && let Some(language) = self.text(source).map(|version| version.language)
        {
            let heading = |at: Option<usize>| at.map(|index| Heading { language, index });
            match of {
                Whose::Document(id) => return Ok(LinkTarget::Document(id, heading(at(fragment)?))),
                Whose::Page(page) => return Ok(LinkTarget::Page(page, heading(at(fragment)?))),
                Whose::Profile(_) => {}
            }
        }
        match may_be_carried(self.sources.get(source)) {
            true => Ok(LinkTarget::File(source)),
            false => Err(Broken::NoFile(place)),
        }
    }

    fn whose(&self, source: SourceId) -> Option<Whose> {
        Some(self.names.texts.get(source.0 as usize)?.as_ref()?.of)
    }

    fn text(&self, source: SourceId) -> Option<&Version> {
        if let Some(copy) = self.copies.get(&source) {
            return Some(copy);
        }
        let text = self.names.texts.get(source.0 as usize)?.as_ref()?;
        let versions = match text.of {
            Whose::Document(id) => &self.catalogue.document(id).versions,
            Whose::Page(page) => &self.catalogue.pages.get(page)?.versions,
            Whose::Profile(id) => &self.catalogue.community(id).profile,
        };
        versions.get(text.version)
    }

    /// The community whose folder, file or profile a path names.
    fn community(&self, place: &SitePath) -> Option<CommunityId> {
        let parts: Vec<&str> = place.parts().collect();
        match parts.as_slice() {
            ["content", "communities", folder] | ["content", "communities", folder, "community.toml"] => {
                self.names.communities.get(*folder).copied()
            }
            ["content", "communities", folder, name] if file_name(name).0 == "about" && name.ends_with(".md") => {
                self.names.communities.get(*folder).copied()
            }
            _ => None,
        }
    }

    /// A heading by its id, its words, its words without their number, or as editors write anchors.
    fn heading(&self, source: SourceId, fragment: &str) -> Result<(usize, String), Broken> {
        let fragment = percent_decode_str(fragment).decode_utf8_lossy();
        let headings = self.text(source).map_or(&[][..], |text| text.outline.headings.as_slice());
        let ways: [&dyn Fn(&markdown::Heading) -> bool; 4] =
            [&|h| h.id == fragment, &|h| h.text == fragment, &|h| without_number(&h.text) == fragment, &|h| {
                as_editors_write(&h.text) == fragment.to_lowercase()
            }];
        ways.iter()
            .find_map(|fits| headings.iter().position(fits))
            .and_then(|n| headings.get(n).map(|h| (n, h.id.clone())))
            .ok_or_else(|| Broken::NoHeading(headings.iter().map(|h| h.id.clone()).collect()))
    }
}

/// The anchor that editors and code hosts make of a heading: small letters, hyphens for blanks, no punctuation.
fn as_editors_write(text: &str) -> String {
    text.to_lowercase()
        .chars()
        .filter(|c| c.is_alphanumeric() || *c == ' ' || *c == '-' || *c == '_')
        .map(|c| if c == ' ' { '-' } else { c })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn anchors_are_those_of_editors() {
        assert_eq!(as_editors_write("三、成效 Results"), "三成效-results");
    }
}
