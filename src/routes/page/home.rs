//! The home page, the lists of communities and of years.

use super::plots::{PERIODS_AT_HOME, PERIODS_OF_YEARS};
use crate::calendar::Period;
use crate::catalogue::CommunityId;
use crate::catalogue::standing::Presence;
use crate::config::{Due, KindId};
use crate::routes::builder::slice;
use crate::routes::index::years_of;
use crate::routes::parts::Said;
use crate::routes::view::{
    CommunitiesView, CountedRef, FieldGroup, GlanceKind, HomeView, PeriodRef, TermGlance, YearItem, YearsView,
};
use crate::routes::{Reader, Route, YearKey};

/// Newest documents on the home page.
const NEWEST: usize = 6;
/// Coming activities on the home page.
const COMING: usize = 8;

impl Reader<'_> {
    pub(super) fn home_view(&self) -> HomeView {
        let catalogue = self.site.catalogue();
        let index = &self.site.index;
        let by_type = |id| index.activities.by_type.get(&id).map_or(0, Vec::len);
        let coming = index.activities.coming(self.site.today);
        HomeView {
            description: self.site.config().description.as_ref().map(|d| self.text(d)),
            communities: self.count(catalogue.communities.len()),
            documents: self.count(index.documents.len()),
            activities: self.count(index.activities.all.len()),
            newest: self.cards(index.documents.get(..NEWEST).unwrap_or(&index.documents), &[]),
            current: self.current_term(),
            coming: self.activities(slice(&coming, 1, COMING), &[Said::Kind, Said::Host, Said::Source]),
            all_coming: (coming.len() > COMING).then(|| self.link(Route::CalendarComing(1))),
            calendar: self.link(Route::Calendar),
            fields: self.fields(|id| catalogue.community(id).parent.is_none()),
            totals: self.coverage_totals(&self.newest_periods(PERIODS_AT_HOME)),
            years: self
                .year_items()
                .into_iter()
                .map(|year| CountedRef {
                    name: self.neutral(year.label.unwrap_or_default()),
                    href: year.href,
                    count: year.documents,
                    description: None,
                    depth: 0,
                })
                .collect(),
            types: self.types(by_type, false),
        }
    }

    fn current_term(&self) -> Option<TermGlance> {
        let period = self.site.config().calendar.term_at(self.site.today)?;
        self.site.index.periods.get(&period)?;
        let catalogue = self.site.catalogue();
        let (mut present, mut missing) = (vec![0; self.site.config().kinds.len()], vec![0; self.site.config().kinds.len()]);
        for id in catalogue.community_ids() {
            for (kind, presence) in self.site.ledger.expected(id, period) {
                let list = match presence {
                    Presence::Present(_) => &mut present,
                    Presence::Missing => &mut missing,
                    Presence::NotDue => continue,
                };
                if let Some(n) = list.get_mut(usize::from(kind.0)) {
                    *n += 1;
                }
            }
        }
        let kinds = (0..)
            .zip(&self.site.config().kinds)
            .filter(|(_, kind)| kind.due != Due::None)
            .map(|(n, kind): (u16, _)| {
                let at = usize::from(KindId(n).0);
                GlanceKind { name: self.text(&kind.name), present: self.count(present[at]), missing: self.count(missing[at]) }
            })
            .collect();
        Some(TermGlance {
            period: self.period(period),
            days: self.days(period),
            kinds,
            activities: self.count(self.site.index.activities.by_period.get(&period).map_or(0, Vec::len)),
        })
    }

    pub(super) fn communities_view(&self) -> CommunitiesView {
        CommunitiesView { count: self.count(self.site.catalogue().communities.len()), fields: self.fields(|_| true) }
    }

    /// Communities by field in the order of the configuration, those without one last.
    fn fields(&self, keep: impl Fn(CommunityId) -> bool) -> Vec<FieldGroup> {
        let catalogue = self.site.catalogue();
        // A child stands under its topmost parent's field, so that a tree is never torn apart.
        let field_of = |id: CommunityId| {
            let mut at = id;
            for _ in 0..catalogue.communities.len() {
                match catalogue.community(at).parent {
                    Some(parent) => at = parent,
                    None => break,
                }
            }
            catalogue.community(at).field
        };
        let tree = self.community_tree(keep);
        let fields = (0..self.site.config().fields.len()).map(Some).chain([None]);
        fields
            .map(|field| FieldGroup {
                name: field.and_then(|f| self.site.config().fields.get(f)).map(|f| self.text(&f.name)),
                communities: tree
                    .iter()
                    .filter(|(id, _)| field_of(*id) == field)
                    .map(|(id, depth)| self.community_item(*id, *depth))
                    .collect(),
            })
            .filter(|group| !group.communities.is_empty())
            .collect()
    }

    pub(super) fn years_view(&self) -> YearsView {
        let periods = self.newest_periods(PERIODS_OF_YEARS);
        YearsView { years: self.year_items(), totals: self.coverage_totals(&periods), lines: self.coverage_lines(&periods) }
    }

    /// The years of the index, newest first, withheld ones last.
    pub(super) fn years_newest_first(&self) -> Vec<YearKey> {
        let mut years: Vec<YearKey> = self.site.index.years.keys().copied().collect();
        years.sort_by_key(|year| match year {
            YearKey::Known(n) => (0, -i32::from(*n)),
            YearKey::NotStated => (1, 0),
        });
        years
    }

    /// Each year with what it has.
    fn year_items(&self) -> Vec<YearItem> {
        let index = &self.site.index;
        let current = self.current_year();
        self.years_newest_first()
            .into_iter()
            .map(|year| YearItem {
                label: self.year_label(year),
                href: self.link(Route::Year(year, 1)),
                documents: self.count(index.years.get(&year).map_or(0, Vec::len)),
                activities: self.count(index.activities.by_year.get(&year).map_or(0, Vec::len)),
                periods: self.periods_in(year).into_iter().map(|p| self.period(p)).collect::<Vec<PeriodRef>>(),
                current: Some(year) == current,
            })
            .collect()
    }

    /// The year that today lies in.
    fn current_year(&self) -> Option<YearKey> {
        let config = self.site.config();
        let number = match config.year {
            crate::config::YearKind::Academic => config.calendar.academic_year_at(self.site.today)?,
            crate::config::YearKind::Calendar => self.site.today.year(),
        };
        Some(YearKey::Known(number))
    }

    /// A year's name; `None` for the withheld ones.
    pub(super) fn year_label(&self, year: YearKey) -> Option<String> {
        let YearKey::Known(number) = year else { return None };
        let year = crate::edtf::Year::known(number);
        Some(self.period_label(match self.site.config().year {
            crate::config::YearKind::Academic => Period::AcademicYear(year),
            crate::config::YearKind::Calendar => Period::CalendarYear(year),
        }))
    }

    /// The periods with documents that stand under a year.
    pub(super) fn periods_in(&self, year: YearKey) -> Vec<Period> {
        let catalogue = self.site.catalogue();
        self.site.index.periods.keys().copied().filter(|p| years_of(catalogue, *p).contains(&year)).collect()
    }
}
