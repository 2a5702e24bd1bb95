//! Community pages and organisation pages.

use super::Words;
use crate::calendar::Period;
use crate::catalogue::raw::RotaPer;
use crate::catalogue::{Commitment, Community, CommunityId, Measure, OrganisationId, Rota};
use crate::language::{Localised, Shown};
use crate::routes::builder::slice;
use crate::routes::parts::Said;
use crate::routes::view::{
    CommitmentView, CommunityActivitiesView, CommunityView, Fact, FactValue, MemberItem, MemberView, Membership, Name,
    PeriodCards, RoleView, RotaView, StandingView, TurnOf, TurnView,
};
use crate::routes::wanted::{ACTIVITIES_A_PAGE, DOCUMENTS_A_PAGE};
use crate::routes::{Reader, Route};
use std::collections::BTreeMap;

/// Activities on a community's own page; the others stand on a page of their own.
const ACTIVITIES_AT_A_GLANCE: usize = 12;
/// A member's turns of a rota are shown so many before and after the present one.
const TURNS_AROUND_NOW: i16 = 4;
/// Periods in which undertakings are shown.
const PERIODS_OF_STANDING: usize = 6;

impl Reader<'_> {
    pub(super) fn community_view(&self, id: CommunityId, page: usize, words: &dyn Words) -> CommunityView {
        let catalogue = self.site.catalogue();
        let community = catalogue.community(id);
        let index = &self.site.index;
        let documents = index.communities.get(&id).map_or(&[][..], Vec::as_slice);
        let activities = index.activities.by_community.get(&id).map_or(&[][..], Vec::as_slice);
        let by_period = slice(documents, page, DOCUMENTS_A_PAGE)
            .chunk_by(|a, b| catalogue.document(*a).period == catalogue.document(*b).period)
            .filter_map(|documents| {
                let period = self.period(catalogue.document(*documents.first()?).period);
                Some(PeriodCards { period, documents: self.cards(documents, &[Said::Whose, Said::When]) })
            })
            .collect();
        let profile = community.profile.iter().find(|v| v.language == self.language()).or_else(|| community.profile.first());
        let mut children: Vec<CommunityId> = catalogue.children(id).collect();
        children.sort_by_key(|child| self.community_rank(*child));
        CommunityView {
            name: self.text(&community.name),
            summary: community.summary.as_ref().map(|t| self.text(t)),
            motto: community.motto.as_ref().map(|t| self.text(t)),
            logo: community.logo.and_then(|source| self.table.file(source)).map(|path| self.href(path)),
            facts: self.community_facts(community),
            about_lang: profile
                .filter(|v| v.language != self.language())
                .map(|v| self.site.config().language(v.language).tag.clone()),
            about: profile.map(|v| self.body(v, words)),
            parent: community.parent.map(|p| self.community(p)),
            children: children.into_iter().map(|child| self.community_item(child, 0)).collect(),
            members: self.members(id),
            roles: community
                .posts
                .iter()
                .map(|post| RoleView {
                    role: self.text(&post.role),
                    holder: post.holder.as_ref().map(|h| self.text(h)),
                    organisation: post.organisation.as_ref().map(|o| self.party(o)),
                })
                .collect(),
            rota: community.rota.as_ref().map(|rota| self.rota(rota)),
            commitments: community.commitments.iter().map(|c| self.commitment(id, c)).collect(),
            attendance: self.attendance(id),
            documents: by_period,
            document_count: self.count(documents.len()),
            activities: self.activities(slice(activities, 1, ACTIVITIES_AT_A_GLANCE), &[Said::Whose]),
            activity_count: self.count(activities.len()),
            all_activities: (activities.len() > ACTIVITIES_AT_A_GLANCE).then(|| self.link(Route::CommunityActivities(id, 1))),
            calendar: (!activities.is_empty()).then(|| self.link(Route::CommunityCalendar(id))),
            pager: self.pager(Route::Community(id, page), page),
        }
    }

    pub(super) fn community_activities_view(&self, id: CommunityId, page: usize) -> CommunityActivitiesView {
        let activities = self.site.index.activities.by_community.get(&id).map_or(&[][..], Vec::as_slice);
        CommunityActivitiesView {
            community: self.community(id),
            activities: self.activities(slice(activities, page, ACTIVITIES_A_PAGE), &[Said::Whose]),
            count: self.count(activities.len()),
            pager: self.pager(Route::CommunityActivities(id, page), page),
        }
    }

    fn community_facts(&self, community: &Community) -> Vec<Fact> {
        let text = |text: Shown| FactValue { text, word: None, href: None, datetime: None, note: None };
        let word = |key: &str| FactValue { word: Some(key.to_owned()), ..text(self.neutral("")) };
        let localised = |l: &Localised| text(self.text(l));
        let mut rows: Vec<Fact> = Vec::new();
        let mut row = |key: &'static str, values: Vec<FactValue>| {
            if !values.is_empty() {
                rows.push(Fact { key, values });
            }
        };
        let field = community.field.and_then(|f| self.site.config().fields.get(f));
        row("short_name", community.short_name.iter().map(localised).collect());
        row("field", field.iter().map(|f| localised(&f.name)).collect());
        row("level", community.level.iter().map(|l| word(l.as_str())).collect());
        row("area", community.area.iter().map(localised).collect());
        row(
            "organisers",
            community.organisers.iter().map(|p| self.party(p)).map(|n| FactValue { href: n.href, ..text(n.name) }).collect(),
        );
        let leads = community.members.iter().filter(|m| m.role == crate::catalogue::raw::MemberRole::Lead);
        row(
            "lead",
            leads.map(|m| self.organisation(m.organisation)).map(|r| FactValue { href: Some(r.href), ..text(r.name) }).collect(),
        );
        row("contact", community.contact.iter().map(localised).collect());
        row("website", community.website.iter().map(|w| FactValue { href: Some(w.clone()), ..text(self.neutral(w)) }).collect());
        if community.example {
            row("example", vec![word("example")]);
        }
        rows
    }

    /// Members with the lead first, then in the order given; how many activities each hosts here.
    fn members(&self, id: CommunityId) -> Vec<MemberItem> {
        let community = self.site.catalogue().community(id);
        let mut hosts: BTreeMap<OrganisationId, usize> = BTreeMap::new();
        for activity in self.site.index.activities.by_community.get(&id).into_iter().flatten() {
            let (_, activity) = activity.get(self.site.catalogue());
            if let Some(host) = activity.host.as_ref().and_then(crate::routes::index::organisation_of) {
                *hosts.entry(host).or_default() += 1;
            }
        }
        let mut members = community.members.clone();
        members.sort_by_key(|m| m.role);
        members
            .into_iter()
            .map(|m| {
                let organisation = self.organisation(m.organisation);
                MemberItem {
                    name: organisation.name,
                    href: organisation.href,
                    role: m.role.as_str(),
                    hosts: self.count(hosts.get(&m.organisation).copied().unwrap_or(0)),
                }
            })
            .collect()
    }

    /// The period of a rota that is now, if its form has one.
    fn now(&self, rota: &Rota) -> Option<Period> {
        let calendar = &self.site.config().calendar;
        match rota.per {
            RotaPer::Term => calendar.term_at(self.site.today),
            RotaPer::AcademicYear => {
                calendar.academic_year_at(self.site.today).map(|year| Period::AcademicYear(crate::edtf::Year::known(year)))
            }
        }
    }

    /// The turns around now: periods with who is on duty.
    pub(super) fn turns(&self, rota: &Rota, before: i16, after: i16) -> Vec<(Period, OrganisationId, bool)> {
        let calendar = &self.site.config().calendar;
        let Some(now) = self.now(rota) else { return Vec::new() };
        let started = rota.from.steps_to(now, calendar).is_some_and(|steps| steps >= 0);
        let centre = if started { now } else { rota.from };
        let before = if started { before } else { 0 };
        (-before..=after)
            .filter_map(|n| centre.later(n, calendar))
            .filter_map(|period| Some((period, rota.on_duty(period, calendar)?, period == now)))
            .collect()
    }

    fn rota(&self, rota: &Rota) -> RotaView {
        let now = self.turns(rota, 0, 0).into_iter().find(|(.., current)| *current);
        RotaView {
            per: rota.per.as_str(),
            order: rota.order.iter().map(|id| self.organisation(*id)).collect(),
            now: now.map(|(period, member, current)| TurnView {
                period: self.period_name(period),
                member: self.organisation(member),
                current,
            }),
            years: self.rota_lanes(rota),
        }
    }

    fn commitment(&self, id: CommunityId, commitment: &Commitment) -> CommitmentView {
        let catalogue = self.site.catalogue();
        let what = match commitment.what {
            Measure::Activity => Name { name: self.neutral(""), href: Some(self.link(Route::Types)) },
            Measure::Type(kind) => {
                Name { name: self.text(&catalogue.activity_type(kind).name), href: Some(self.link(Route::Type(kind, 1))) }
            }
            Measure::Kind(kind) => Name { name: self.text(&catalogue.config.kind(kind).name), href: None },
        };
        let (goal, a, b) = match (commitment.at_least, commitment.at_most) {
            (Some(a), Some(b)) if a == b => ("equals", a, None),
            (Some(a), Some(b)) => ("range", a, Some(b)),
            (Some(a), None) => ("at_least", a, None),
            (None, most) => ("at_most", most.unwrap_or(0), None),
        };
        let ledger = &self.site.ledger;
        let periods: Vec<Period> = ledger.periods_of(id).rev().collect();
        CommitmentView {
            anchor: format!("commitment-{}", crate::document::slug::slug(&commitment.id)),
            label: self.text(&commitment.label),
            what,
            goal,
            a: self.count(a as usize).text,
            b: b.map(|b| self.count(b as usize).text),
            per: commitment.per.map(|p| p.as_str()),
            by: commitment.by.as_str(),
            standings: periods
                .into_iter()
                .map(|period| (period, ledger.tally(id, commitment, period)))
                .filter(|(_, tally)| tally.standing != crate::catalogue::standing::Standing::Unknown)
                .take(PERIODS_OF_STANDING)
                .map(|(period, tally)| StandingView {
                    period: self.period(period),
                    planned: self.count(tally.planned),
                    held: self.count(tally.held),
                    standing: tally.standing.as_str(),
                })
                .collect(),
        }
    }

    pub(super) fn member_view(&self, id: OrganisationId, page: usize) -> MemberView {
        let catalogue = self.site.catalogue();
        let organisation = catalogue.organisation(id);
        let index = &self.site.index;
        let text = |text: Shown| FactValue { text, word: None, href: None, datetime: None, note: None };
        let mut facts = Vec::new();
        if let Some(short) = &organisation.short_name {
            facts.push(Fact { key: "short_name", values: vec![text(self.text(short))] });
        }
        if let Some(area) = &organisation.area {
            facts.push(Fact { key: "area", values: vec![text(self.text(area))] });
        }
        if let Some(website) = &organisation.website {
            facts.push(Fact {
                key: "website",
                values: vec![FactValue { href: Some(website.clone()), ..text(self.neutral(website)) }],
            });
        }
        let posts = |community: CommunityId| -> Vec<Shown> {
            let posts = catalogue.community(community).posts.iter();
            posts
                .filter(|p| p.organisation.as_ref().and_then(crate::routes::index::organisation_of) == Some(id))
                .map(|p| self.text(&p.role))
                .collect()
        };
        let mut memberships: Vec<CommunityId> = index.memberships.get(&id).cloned().unwrap_or_default();
        memberships
            .extend(index.posts.get(&id).into_iter().flatten().filter(|c| !memberships.contains(c)).copied().collect::<Vec<_>>());
        memberships.sort_by_key(|c| self.community_rank(*c));
        let mut organises: Vec<CommunityId> = index.organises.get(&id).cloned().unwrap_or_default();
        organises.sort_by_key(|c| self.community_rank(*c));
        let turns = memberships
            .iter()
            .filter_map(|c| Some((*c, catalogue.community(*c).rota.as_ref()?)))
            .flat_map(|(c, rota)| {
                self.turns(rota, TURNS_AROUND_NOW, TURNS_AROUND_NOW)
                    .into_iter()
                    .filter(|(_, member, _)| *member == id)
                    .map(move |turn| (c, turn))
            })
            .map(|(c, (period, _, current))| TurnOf { community: self.community(c), period: self.period_name(period), current })
            .collect();
        let hosted = index.activities.hosted.get(&id).map_or(&[][..], Vec::as_slice);
        let issued = index.issued.get(&id).map_or(&[][..], Vec::as_slice);
        MemberView {
            name: self.text(&organisation.name),
            facts,
            communities: memberships
                .iter()
                .map(|c| Membership {
                    community: self.community(*c),
                    role: catalogue
                        .community(*c)
                        .members
                        .iter()
                        .find(|m| m.organisation == id)
                        .map_or("post", |m| m.role.as_str()),
                    posts: posts(*c),
                })
                .collect(),
            organises: organises.into_iter().map(|c| self.community(c)).collect(),
            issued: self.cards(slice(issued, page, ACTIVITIES_A_PAGE), &[]),
            turns,
            hosts: self.activities(slice(hosted, page, ACTIVITIES_A_PAGE), &[Said::Host]),
            host_count: self.count(hosted.len()),
            pager: self.pager(Route::Member(id, page), page),
        }
    }
}
