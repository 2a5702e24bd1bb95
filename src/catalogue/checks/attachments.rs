//! Files that documents name are there, and files that are there belong to a document.

use crate::catalogue::{Catalogue, Programme, Version, seal};
use crate::diagnostic::{Code, Finding, Findings};
use crate::say;
use crate::source::workspace::EDITIONS;
use crate::source::{At, Content, SitePath, Source, SourceId, SourceSet, Span};
use std::collections::BTreeSet;

/// The file of this name beside `from`, if it is one that may be published as it is: never a document or a file of facts,
/// whose own text may not be for the public.
pub(in crate::catalogue) fn carried(sources: &SourceSet, from: SourceId, name: &str) -> Option<SourceId> {
    let own = &sources.get(from).path;
    let place = seal::place_of(own).as_ref().unwrap_or(own).join(name)?;
    kept(sources, own, &place).or_else(|| sources.find(&place).filter(|found| may_be_carried(sources.get(*found))))
}

/// The file that a copy has of what stood at `place`: an edition takes along what its text shows or links to.
pub(in crate::catalogue) fn kept(sources: &SourceSet, copy: &SitePath, place: &SitePath) -> Option<SourceId> {
    let found = Some(copy).filter(|copy| copy.is_below(EDITIONS)).and_then(|copy| copy.join(place.file_name()))?;
    sources.find(&found).filter(|found| matches!(sources.get(*found).content, Content::Blob { .. }))
}

/// Whether a file may be published as it is.
pub(in crate::catalogue) fn may_be_carried(source: &Source) -> bool {
    let path = &source.path;
    matches!(source.content, Content::Blob { .. }) && path.is_below("content") && !path.is_below(EDITIONS)
}

/// The file that a document names, or a finding.
pub fn find(sources: &SourceSet, document: SourceId, file: &At<String>, findings: &mut Findings) -> Option<SourceId> {
    let found = carried(sources, document, &file.it);
    if found.is_none() {
        let (name, path) = (&file.it, &sources.get(document).path);
        let beside = crate::catalogue::community::beside(sources, path);
        findings.push(
            Finding::new(
                Code::MissingAttachment,
                file.span,
                say!("there is no file `{name}` beside this document", "這份文件旁邊沒有檔案「{name}」"),
            )
            .nearest(name, beside.iter().map(String::as_str)),
        );
    }
    found
}

/// Reports files beside documents that nothing publishes.
pub fn unattached(catalogue: &Catalogue, findings: &mut Findings) {
    let mut used: BTreeSet<SourceId> = catalogue.documents.iter().flat_map(Programme::files).collect();
    let others = catalogue.pages.iter().flat_map(|p| &p.versions).chain(catalogue.communities.iter().flat_map(|c| &c.profile));
    used.extend(others.flat_map(Version::files));
    used.extend(catalogue.communities.iter().filter_map(|c| c.logo));
    for (id, source) in catalogue.sources.content() {
        if matches!(source.content, Content::Blob { .. }) && !used.contains(&id) {
            let name = source.path.file_name();
            findings.push(
                Finding::new(
                    Code::UnattachedFile,
                    Span::start_of(id),
                    say!(
                        "no document attaches or links to `{name}`, so it is not published",
                        "沒有文件附上或連到「{name}」，所以不會發布"
                    ),
                )
                .hint(say!("name it under `attachments`, or move it out of `content`", "請寫進 attachments，或移出 content")),
            );
        }
    }
}
