//! The search page.

use crate::catalogue::CommunityId;
use crate::document::slug::slug;
use crate::routes::view::{Choice, SearchView};
use crate::routes::{Reader, YearKey};
use std::collections::BTreeSet;

impl Reader<'_> {
    pub(super) fn search_view(&self) -> SearchView {
        let catalogue = self.site.catalogue();
        let index = &self.site.index;
        let config = self.site.config();
        let choice = |value: &str, name, depth| Choice { value: value.to_owned(), name: Some(name), depth };
        // Narrowing to a community takes in those below it.
        let mut with_documents: BTreeSet<CommunityId> = BTreeSet::new();
        for id in index.communities.keys() {
            let mut at = Some(*id);
            while let Some(community) = at.filter(|community| with_documents.insert(*community)) {
                at = catalogue.community(community).parent;
            }
        }
        let kinds: BTreeSet<_> = catalogue.documents.iter().map(|d| d.kind).collect();
        SearchView {
            communities: self
                .community_tree(|id| with_documents.contains(&id))
                .into_iter()
                .map(|(id, depth)| {
                    let community = catalogue.community(id);
                    choice(&community.slug, self.text(&community.name), depth)
                })
                .collect(),
            years: self
                .years_newest_first()
                .into_iter()
                .map(|year: YearKey| Choice {
                    value: year.to_string(),
                    name: self.year_label(year).map(|label| self.neutral(label)),
                    depth: 0,
                })
                .collect(),
            kinds: kinds
                .into_iter()
                .map(|kind| choice(&slug(&config.kind(kind).id), self.text(&config.kind(kind).name), 0))
                .collect(),
            types: self
                .type_tree()
                .into_iter()
                .filter(|(id, _)| index.activities.by_type.contains_key(id))
                .map(|(id, depth)| {
                    let kind = catalogue.activity_type(id);
                    choice(&kind.slug, self.text(&kind.name), depth)
                })
                .collect(),
        }
    }
}
