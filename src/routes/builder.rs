//! Parts that several pages show: cards, activities, pagers, coverage.

use super::parts::{Part, PartKey, Said};
use super::view::{
    ActivityView, Card, CommunityItem, CountedRef, Coverage, CoverageCell, CoverageItem, CoverageRow, Html, Pager, PagerLink, Ref,
};
use super::{ActivityRef, Reader, Route};
use crate::calendar::Period;
use crate::catalogue::raw::By;
use crate::catalogue::standing::{Presence, Standing};
use crate::catalogue::{Activity, CommunityId, DocumentId, Measure, Programme, TypeId};
use crate::document::front_matter::Every;
use crate::language::Shown;

impl Reader<'_> {
    /// A document in a list.
    pub(super) fn card(&self, id: DocumentId) -> Card {
        let document = self.site.catalogue().document(id);
        let facts = &document.facts;
        let config = self.site.config();
        let only_in = if document.version(self.language()).is_some() {
            Vec::new()
        } else {
            document.versions.iter().map(|v| config.language(v.language).name.clone()).collect()
        };
        Card {
            title: self.text(&document.title),
            href: self.link(Route::Document(id)),
            kind: self.text(&config.kind(document.kind).name),
            community: self.community(document.community),
            period: self.period(document.period),
            issued: facts.issued.as_ref().or(facts.published.as_ref()).map(|d| self.date(d.it)),
            summary: document.summary.as_ref().map(|s| self.text(s)).or_else(|| self.excerpt(document)),
            state: facts.status.it.as_str(),
            example: facts.example,
            only_in,
        }
    }

    /// The beginning of a document's text, in the reader's language only.
    fn excerpt(&self, document: &Programme) -> Option<Shown> {
        let excerpt = &document.version(self.language())?.outline.excerpt;
        (!excerpt.is_empty()).then(|| self.text_in(self.language(), excerpt))
    }

    /// Documents of one page of a list.
    pub(super) fn cards(&self, documents: &[DocumentId], already: &[Said]) -> Html {
        let root = self.root_of_parts();
        documents.iter().fold(Html::default(), |mut html, id| {
            let make = || Part::Card(Box::new(self.of_parts().card(*id)));
            html.add(self.parts.part(PartKey::Card(*id), self.locale, &make), &root, already);
            html
        })
    }

    /// An activity. A report that does not repeat the plan's words has them from there.
    pub(crate) fn activity(&self, at: ActivityRef) -> ActivityView {
        let catalogue = self.site.catalogue();
        let (document, activity) = at.get(catalogue);
        self.activity_of(at.document, document, activity, at.planned(catalogue))
    }

    /// An activity of a document or of an earlier edition of it; a report has what it does not say from what was planned.
    pub(super) fn activity_of(
        &self,
        id: DocumentId,
        document: &Programme,
        activity: &Activity,
        planned: Option<&Activity>,
    ) -> ActivityView {
        let kind = self.site.catalogue().activity_type(activity.kind);
        let title = activity.title.as_ref().or_else(|| planned.and_then(|p| p.title.as_ref()));
        let when = activity.when.as_ref().or_else(|| planned.and_then(|p| p.when.as_ref()));
        let host = activity.host.as_ref().or_else(|| planned.and_then(|p| p.host.as_ref()));
        let venue = activity.venue.as_ref().or_else(|| planned.and_then(|p| p.venue.as_ref()));
        let page = self.link(Route::Document(id));
        ActivityView {
            anchor: activity.anchor.clone(),
            title: self.text(title.unwrap_or(&kind.name)),
            kind: Some(Ref { name: self.text(&kind.name), href: self.link(Route::Type(activity.kind, 1)) }),
            when: when.map(|w| self.date(w.it)),
            state: activity.state.as_str(),
            every: activity.every.map(Every::as_str),
            host: host.map(|h| self.party(h)),
            venue: venue.map(|v| self.text(v)),
            audience: activity.audience.as_ref().map(|a| self.text(a)),
            agenda: activity.agenda.iter().map(|a| self.text(a)).collect(),
            attendance: activity.attendance.map(|n| self.count(n as usize)),
            outcome: activity.outcome.as_ref().map(|o| self.text(o)),
            community: self.community(document.community),
            document: Ref { name: self.text(&document.title), href: format!("{page}#{}", activity.anchor) },
        }
    }

    /// What an activity is called: by its report, its plan or its type.
    pub(super) fn activity_title(&self, at: ActivityRef) -> Shown {
        let catalogue = self.site.catalogue();
        let activity = at.get(catalogue).1;
        let title = activity.title.as_ref().or_else(|| at.planned(catalogue)?.title.as_ref());
        self.text(title.unwrap_or(&catalogue.activity_type(activity.kind).name))
    }

    /// Activities of one page of a list.
    pub(super) fn activities(&self, activities: &[ActivityRef], already: &[Said]) -> Html {
        let root = self.root_of_parts();
        activities.iter().fold(Html::default(), |mut html, at| {
            let make = || Part::Activity(Box::new(self.of_parts().activity(*at)));
            html.add(self.parts.part(PartKey::Activity(*at), self.locale, &make), &root, already);
            html
        })
    }

    /// What parts begin their links with: nothing on the home page.
    fn root_of_parts(&self) -> String {
        let root = self.root();
        if root == "./" { String::new() } else { root }
    }

    /// A community in a list.
    pub(super) fn community_item(&self, id: CommunityId, depth: usize) -> CommunityItem {
        let community = self.site.catalogue().community(id);
        let Ref { name, href } = self.community(id);
        CommunityItem {
            name,
            href,
            depth,
            level: community.level.map(|l| l.as_str()),
            area: community.area.as_ref().map(|a| self.text(a)),
            members: self.count(community.members.len()),
            documents: self.count(self.site.index.communities.get(&id).map_or(0, Vec::len)),
        }
    }

    /// Communities in the reader's order, parents before their children.
    pub(super) fn community_tree(&self, keep: impl Fn(CommunityId) -> bool) -> Vec<(CommunityId, usize)> {
        let catalogue = self.site.catalogue();
        let mut tops: Vec<CommunityId> =
            catalogue.community_ids().filter(|id| catalogue.community(*id).parent.is_none()).collect();
        tops.sort_by_key(|id| self.community_rank(*id));
        let mut stack: Vec<(CommunityId, usize)> = tops.into_iter().rev().map(|id| (id, 0)).collect();
        let mut all = Vec::new();
        while let Some((id, depth)) = stack.pop() {
            if keep(id) {
                all.push((id, depth));
            }
            let mut children: Vec<CommunityId> = catalogue.children(id).collect();
            children.sort_by_key(|id| self.community_rank(*id));
            stack.extend(children.into_iter().rev().map(|id| (id, depth + 1)));
        }
        all
    }

    /// Types in their file's order, children below their parents, each with its depth.
    pub(super) fn type_tree(&self) -> Vec<(TypeId, usize)> {
        let catalogue = self.site.catalogue();
        let below = |parent: Option<TypeId>| -> Vec<TypeId> {
            catalogue.type_ids().filter(|id| catalogue.activity_type(*id).parent == parent).collect()
        };
        let mut stack: Vec<(TypeId, usize)> = below(None).into_iter().rev().map(|id| (id, 0)).collect();
        let mut all = Vec::new();
        while let Some((id, depth)) = stack.pop() {
            all.push((id, depth));
            stack.extend(below(Some(id)).into_iter().rev().map(|child| (child, depth + 1)));
        }
        all
    }

    /// Types with what occurs of them.
    pub(super) fn types(&self, count: impl Fn(TypeId) -> usize, keep_empty: bool) -> Vec<CountedRef> {
        self.types_at(count, |id| Route::Type(id, 1), keep_empty)
    }

    /// The same, each leading to a page of the caller's choice.
    pub(super) fn types_at(
        &self,
        count: impl Fn(TypeId) -> usize,
        page: impl Fn(TypeId) -> Route,
        keep_empty: bool,
    ) -> Vec<CountedRef> {
        self.type_tree()
            .into_iter()
            .map(|(id, depth)| (id, depth, count(id)))
            .filter(|(_, _, n)| keep_empty || *n > 0)
            .map(|(id, depth, n)| {
                let kind = self.site.catalogue().activity_type(id);
                CountedRef {
                    name: self.text(&kind.name),
                    href: self.link(page(id)),
                    count: self.count(n),
                    description: kind.description.as_ref().map(|d| self.text(d)),
                    depth,
                }
            })
            .collect()
    }

    /// The pager of a list; `None` where it has one page.
    pub(super) fn pager(&self, route: Route, current: usize) -> Option<Pager> {
        let total = self.table.pages_of(route);
        if total < 2 {
            return None;
        }
        let link = |page: usize| self.link(route.at(page));
        let mut pages = Vec::new();
        let mut last = 0;
        for n in (1..=total).filter(|n| *n == 1 || *n == total || n.abs_diff(current) <= 2) {
            pages.push(PagerLink { n, href: link(n), current: n == current, gap: n > last + 1 });
            last = n;
        }
        Some(Pager {
            current,
            total,
            previous: (current > 1).then(|| link(current - 1)),
            next: (current < total).then(|| link(current + 1)),
            pages,
        })
    }

    /// What communities have in periods; communities that are active in none of them are left out.
    pub(super) fn coverage(&self, periods: &[Period]) -> Coverage {
        let ledger = &self.site.ledger;
        let rows = self
            .community_tree(|id| periods.iter().any(|p| ledger.is_active(id, *p)))
            .into_iter()
            .map(|(id, depth)| CoverageRow {
                community: self.community(id),
                depth,
                cells: periods.iter().map(|p| self.coverage_cell(id, *p)).collect(),
            })
            .collect();
        Coverage { totals: self.coverage_totals(periods), periods: periods.iter().map(|p| self.period(*p)).collect(), rows }
    }

    fn coverage_cell(&self, id: CommunityId, period: Period) -> CoverageCell {
        let ledger = &self.site.ledger;
        let config = self.site.config();
        let community = self.site.catalogue().community(id);
        let items = ledger
            .expected(id, period)
            .into_iter()
            .map(|(kind, presence)| CoverageItem {
                kind: self.text(&config.kind(kind).name),
                state: match presence {
                    Presence::Present(_) => "present",
                    Presence::Missing => "missing",
                    Presence::NotDue => "not_due",
                },
                href: match presence {
                    Presence::Present(document) => Some(self.link(Route::Document(document))),
                    _ => None,
                },
            })
            .collect();
        let (planned, held) = ledger.activities(id, period);
        // The undertaking of the community as a whole that counts activities in this form of period.
        let asked = community
            .commitments
            .iter()
            .filter(|c| c.by == By::Community && matches!(c.what, Measure::Activity | Measure::Type(_)))
            .map(|c| (c, ledger.tally(id, c, period)))
            .find(|(_, tally)| tally.standing != Standing::Unknown);
        CoverageCell {
            items,
            planned: planned.len(),
            held: held.len(),
            required: asked.as_ref().map(|(c, _)| match (c.at_least, c.at_most) {
                (Some(a), Some(b)) if a != b => format!("{a}–{b}"),
                (Some(n), _) => format!("≥{n}"),
                (None, Some(n)) => format!("≤{n}"),
                (None, None) => String::new(),
            }),
            standing: asked.map(|(_, tally)| tally.standing.as_str()),
            duty: community.rota.as_ref().and_then(|r| r.on_duty(period, &config.calendar)).map(|o| self.organisation(o)),
        }
    }
}

/// The items of one page of a list.
pub(super) fn slice<T>(all: &[T], page: usize, a_page: usize) -> &[T] {
    let start = (page.saturating_sub(1) * a_page).min(all.len());
    &all[start..(start + a_page).min(all.len())]
}
