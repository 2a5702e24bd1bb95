//! Years, terms, activity types, organisations and the catalogue.

use crate::calendar::Period;
use crate::catalogue::TypeId;
use crate::routes::builder::slice;
use crate::routes::index::years_of;
use crate::routes::parts::Said;
use crate::routes::view::{
    CountedRef, DocumentsView, Download, FacetValue, MembersView, Narrowed, PeriodCount, Ref, TermView, TypeView, TypesView,
    YearView,
};
use crate::routes::wanted::{ACTIVITIES_A_PAGE, DOCUMENTS_A_PAGE, MEMBERS_A_PAGE};
use crate::routes::{ActivityRef, Facet, Reader, Route, YearKey, view};
use std::collections::BTreeMap;

impl Reader<'_> {
    pub(super) fn year_view(&self, year: YearKey, page: usize) -> YearView {
        let index = &self.site.index;
        let documents = index.years.get(&year).map_or(&[][..], Vec::as_slice);
        let activities = index.activities.by_year.get(&year).map_or(&[][..], Vec::as_slice);
        let periods = self.periods_in(year);
        let neighbour = |forward: bool| {
            let mut known = index.years.keys().copied().filter(|y| *y != YearKey::NotStated);
            let found = if forward { known.find(|y| *y > year) } else { known.rfind(|y| *y < year) };
            found
                .filter(|_| year != YearKey::NotStated)
                .map(|y| Ref { name: self.neutral(self.year_label(y).unwrap_or_default()), href: self.link(Route::Year(y, 1)) })
        };
        let by_type = self.count_types(activities);
        YearView {
            label: self.year_label(year),
            periods: periods
                .iter()
                .map(|p| PeriodCount {
                    period: self.period(*p),
                    days: self.days(*p),
                    documents: self.count(index.periods.get(p).map_or(0, Vec::len)),
                })
                .collect(),
            types: self.types_at(
                |id| by_type.get(&id).copied().unwrap_or(0),
                |id| {
                    let facet = Facet::Year(year);
                    // Where all of a type's activities are of this year, its page is the list.
                    let narrowed = index.activities.type_facets.get(&id).is_some_and(|facets| facets.contains_key(&facet));
                    if narrowed { Route::TypeNarrowed(id, facet, 1) } else { Route::Type(id, 1) }
                },
                false,
            ),
            facets: self.year_facets(year, None),
            documents: self.cards(slice(documents, page, DOCUMENTS_A_PAGE), &[]),
            document_count: self.count(documents.len()),
            activity_count: self.count(activities.len()),
            coverage: (page == 1).then(|| self.coverage(&periods)),
            previous: neighbour(false),
            next: neighbour(true),
            pager: self.pager(Route::Year(year, page), page),
        }
    }

    /// How many of some activities there are of each type, those of the types below it counted in.
    pub(super) fn count_types(&self, activities: &[ActivityRef]) -> BTreeMap<TypeId, usize> {
        let catalogue = self.site.catalogue();
        let mut counts = BTreeMap::new();
        for activity in activities {
            let mut kind = Some(activity.get(catalogue).1.kind);
            for _ in 0..=catalogue.types.len() {
                let Some(id) = kind else { break };
                *counts.entry(id).or_default() += 1;
                kind = catalogue.activity_type(id).parent;
            }
        }
        counts
    }

    pub(super) fn term_view(&self, period: Period, page: usize) -> TermView {
        let index = &self.site.index;
        let catalogue = self.site.catalogue();
        let documents = index.periods.get(&period).map_or(&[][..], Vec::as_slice);
        let mut activities = index.activities.by_period.get(&period).cloned().unwrap_or_default();
        // A term's activities read from its beginning to its end, undated ones last.
        activities.sort_by_key(|a| {
            let day = a.get(catalogue).1.when.as_ref().and_then(|w| w.it.first_day());
            (day.is_none(), day, *a)
        });
        let neighbour = |forward: bool| {
            let mut same =
                index.periods.keys().copied().filter(|p| p.same_form(period) && !p.is_withheld() && !period.is_withheld());
            let found = if forward { same.find(|p| *p > period) } else { same.rfind(|p| *p < period) };
            found.map(|p| self.period(p))
        };
        TermView {
            period: self.period(period),
            days: self.days(period),
            current: period.days(&self.site.config().calendar).is_some_and(|(a, b)| a <= self.site.today && self.site.today <= b),
            coverage: (page == 1).then(|| self.coverage(&[period])),
            documents: self.cards(slice(documents, page, DOCUMENTS_A_PAGE), &[Said::When]),
            document_count: self.count(documents.len()),
            activities: self.activities(slice(&activities, page, DOCUMENTS_A_PAGE), &[]),
            activity_count: self.count(activities.len()),
            years: years_of(catalogue, period)
                .into_iter()
                .map(|y| Ref { name: self.neutral(self.year_label(y).unwrap_or_default()), href: self.link(Route::Year(y, 1)) })
                .collect(),
            previous: neighbour(false),
            next: neighbour(true),
            pager: self.pager(Route::Term(period, page), page),
        }
    }

    pub(super) fn types_view(&self) -> TypesView {
        let index = &self.site.index;
        TypesView {
            types: self.types(|id| index.activities.by_type.get(&id).map_or(0, Vec::len), true),
            calendar: self.link(Route::Calendar),
            by_year: self.types_by_year(),
            count: self.count(index.activities.all.len()),
        }
    }

    pub(super) fn type_view(&self, id: TypeId, narrowed: Option<Facet>, page: usize) -> TypeView {
        let catalogue = self.site.catalogue();
        let kind = catalogue.activity_type(id);
        let index = &self.site.index;
        let facets = index.activities.type_facets.get(&id);
        let (activities, route) = match narrowed {
            Some(facet) => (facets.and_then(|f| f.get(&facet)), Route::TypeNarrowed(id, facet, page)),
            None => (index.activities.by_type.get(&id), Route::Type(id, page)),
        };
        let activities = activities.map_or(&[][..], Vec::as_slice);
        let reference =
            |id: TypeId| Ref { name: self.text(&catalogue.activity_type(id).name), href: self.link(Route::Type(id, 1)) };
        TypeView {
            name: self.text(&kind.name),
            description: kind.description.as_ref().map(|d| self.text(d)),
            parent: kind.parent.map(reference),
            children: catalogue
                .type_ids()
                .filter(|child| catalogue.activity_type(*child).parent == Some(id))
                .map(|child| {
                    let Ref { name, href } = reference(child);
                    let count = self.count(index.activities.by_type.get(&child).map_or(0, Vec::len));
                    CountedRef { name, href, count, description: None, depth: 0 }
                })
                .collect(),
            narrowed: narrowed.map(|facet| self.narrowed(facet, Route::Type(id, 1))),
            facets: self.facets(facets.into_iter().flatten().map(|(facet, some)| (*facet, some.len())), narrowed, |facet| {
                Route::TypeNarrowed(id, facet, 1)
            }),
            activities: self.activities(slice(activities, page, ACTIVITIES_A_PAGE), &[Said::Kind]),
            count: self.count(activities.len()),
            pager: self.pager(route, page),
        }
    }

    pub(super) fn members_view(&self, page: usize) -> MembersView {
        let catalogue = self.site.catalogue();
        let mut members: Vec<_> = catalogue.organisation_ids().collect();
        members.sort_by_key(|id| self.organisation_rank(*id));
        let of = |map: &BTreeMap<_, Vec<_>>, id| map.get(&id).map_or(0, Vec::len);
        MembersView {
            members: slice(&members, page, MEMBERS_A_PAGE)
                .iter()
                .map(|id| {
                    let Ref { name, href } = self.organisation(*id);
                    let count = of(&self.site.index.memberships, *id) + of(&self.site.index.organises, *id);
                    CountedRef { name, href, count: self.count(count), description: None, depth: 0 }
                })
                .collect(),
            count: self.count(members.len()),
            pager: self.pager(Route::Members(page), page),
        }
    }

    pub(super) fn documents_view(&self, narrowed: Option<Facet>, page: usize) -> DocumentsView {
        let index = &self.site.index;
        let documents = match narrowed {
            Some(facet) => index.facets.get(&facet).map_or(&[][..], Vec::as_slice),
            None => &index.documents,
        };
        let prefix = &self.its_locale().prefix;
        DocumentsView {
            narrowed: narrowed.map(|facet| self.narrowed(facet, Route::Documents(None, 1))),
            facets: self.facets(index.facets.iter().map(|(facet, some)| (*facet, some.len())), narrowed, |facet| {
                Route::Documents(Some(facet), 1)
            }),
            documents: self.cards(slice(documents, page, DOCUMENTS_A_PAGE), &[]),
            count: self.count(documents.len()),
            pager: self.pager(Route::Documents(narrowed, page), page),
            downloads: vec![
                Download { kind: "CSV", href: self.href(&format!("{prefix}catalogue.csv")) },
                Download { kind: "JSON", href: self.href(&format!("{prefix}catalogue.json")) },
            ],
        }
    }

    pub(super) fn year_narrowed_view(&self, year: YearKey, facet: Facet, page: usize) -> DocumentsView {
        let documents = self.site.index.year_facets.get(&year).and_then(|facets| facets.get(&facet));
        let documents = documents.map_or(&[][..], Vec::as_slice);
        DocumentsView {
            narrowed: Some(self.narrowed(facet, Route::Year(year, 1))),
            facets: self.year_facets(year, Some(facet)),
            documents: self.cards(slice(documents, page, DOCUMENTS_A_PAGE), &[]),
            count: self.count(documents.len()),
            pager: self.pager(Route::YearNarrowed(year, facet, page), page),
            downloads: Vec::new(),
        }
    }

    fn year_facets(&self, year: YearKey, narrowed: Option<Facet>) -> Vec<view::Facet> {
        let facets = self.site.index.year_facets.get(&year).into_iter().flatten();
        self.facets(facets.map(|(facet, some)| (*facet, some.len())), narrowed, |facet| Route::YearNarrowed(year, facet, 1))
    }

    /// Ways to narrow a list, each value with its count and its page; years newest first, as everywhere.
    fn facets(
        &self,
        all: impl Iterator<Item = (Facet, usize)>,
        narrowed: Option<Facet>,
        page: impl Fn(Facet) -> Route,
    ) -> Vec<view::Facet> {
        let mut facets: Vec<view::Facet> = Vec::new();
        let mut all: Vec<(Facet, usize)> = all.collect();
        all.sort_by_key(|(facet, _)| match facet {
            Facet::Year(YearKey::Known(year)) => (0, -i32::from(*year), *facet),
            Facet::Year(YearKey::NotStated) => (1, 0, *facet),
            other => (2, 0, *other),
        });
        for (facet, count) in all {
            let (name, word) = self.facet_name(facet);
            let (href, count) = (self.link(page(facet)), self.count(count));
            let value = FacetValue { name, word, href, count, current: narrowed == Some(facet) };
            match facets.last_mut().filter(|f| f.key == facet.key()) {
                Some(known) => known.values.push(value),
                None => facets.push(view::Facet { key: facet.key(), values: vec![value] }),
            }
        }
        facets
    }

    fn narrowed(&self, facet: Facet, all: Route) -> Narrowed {
        let (name, word) = self.facet_name(facet);
        Narrowed { facet: facet.key(), name, word, all: self.link(all) }
    }

    /// A facet's value: a name from content, or a word of the strings; neither for the years that sources withhold.
    pub(super) fn facet_name(&self, facet: Facet) -> (crate::language::Shown, Option<String>) {
        let config = self.site.config();
        match facet {
            Facet::Year(year) => (self.neutral(self.year_label(year).unwrap_or_default()), None),
            Facet::Kind(kind) => (self.text(&config.kind(kind).name), None),
            Facet::Field(field) => (config.fields.get(field).map_or_else(|| self.neutral(""), |f| self.text(&f.name)), None),
            Facet::Level(level) => (self.neutral(""), Some(level.as_str().to_owned())),
            Facet::State(state) => (self.neutral(""), Some(state.as_str().to_owned())),
            Facet::Language(language) => {
                let language = config.language(language);
                (crate::language::Shown { text: language.name.clone(), lang: Some(language.tag.clone()) }, None)
            }
        }
    }
}
