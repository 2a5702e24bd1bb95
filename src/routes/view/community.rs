//! Communities: their lists, rota and commitments, and those who are in them.

use super::{Count, CountedRef, Fact, Html, Name, Pager, PeriodCards, PeriodRef, Ref};
use crate::language::Shown;
use crate::plots::Segment;
use crate::plots::Tick;
use serde::Serialize;

/// Communities of one field, parents before their children.
#[derive(Clone, Debug, Serialize)]
pub struct FieldGroup {
    /// The field's name; absent for communities without one.
    pub name: Option<Shown>,
    /// Its communities.
    pub communities: Vec<CommunityItem>,
}

/// A community in a list.
#[derive(Clone, Debug, Serialize)]
pub struct CommunityItem {
    /// Name.
    pub name: Shown,
    /// Link.
    pub href: String,
    /// Depth below its topmost parent.
    pub depth: usize,
    /// Level: key in `t.levels`.
    pub level: Option<&'static str>,
    /// Where.
    pub area: Option<Shown>,
    /// Members.
    pub members: Count,
    /// Documents.
    pub documents: Count,
}

/// `communities.html`
#[derive(Clone, Debug, Serialize)]
pub struct CommunitiesView {
    /// How many there are.
    pub count: Count,
    /// By field.
    pub fields: Vec<FieldGroup>,
}

/// `community.html`
#[derive(Clone, Debug, Serialize)]
pub struct CommunityView {
    /// Name.
    pub name: Shown,
    /// One sentence about it.
    pub summary: Option<Shown>,
    /// Motto.
    pub motto: Option<Shown>,
    /// Picture.
    pub logo: Option<String>,
    /// Short name, field, level, area, organisers, lead, contact, website, as a facts table.
    pub facts: Vec<Fact>,
    /// The prose profile as HTML, and its language where it is not the reader's.
    pub about: Option<String>,
    /// Tag of the profile's language where it is not the page's.
    pub about_lang: Option<String>,
    /// The community above.
    pub parent: Option<Ref>,
    /// Communities inside.
    pub children: Vec<CommunityItem>,
    /// Members with their roles, the lead first.
    pub members: Vec<MemberItem>,
    /// Posts and who holds them.
    pub roles: Vec<RoleView>,
    /// Who is on duty when.
    pub rota: Option<RotaView>,
    /// Undertakings and how they stand.
    pub commitments: Vec<CommitmentView>,
    /// How many people came to its activities, by period, the newest on top.
    pub attendance: Vec<AttendanceRow>,
    /// Documents by period, newest first.
    pub documents: Vec<PeriodCards>,
    /// How many documents there are in all.
    pub document_count: Count,
    /// The latest and coming activities, and how many there are in all.
    pub activities: Html,
    /// Activities in all.
    pub activity_count: Count,
    /// The page with all activities, where not all are here.
    pub all_activities: Option<String>,
    /// Its calendar, where it has activities.
    pub calendar: Option<String>,
    /// Pages of the list of documents.
    pub pager: Option<Pager>,
}

/// `community-activities.html`
#[derive(Clone, Debug, Serialize)]
pub struct CommunityActivitiesView {
    /// The community.
    pub community: Ref,
    /// Activities, newest first.
    pub activities: Html,
    /// In all.
    pub count: Count,
    /// Pages.
    pub pager: Option<Pager>,
}

/// A member of a community.
#[derive(Clone, Debug, Serialize)]
pub struct MemberItem {
    /// Name.
    pub name: Shown,
    /// Its page.
    pub href: String,
    /// `lead`, `member`, `associate`: key in `t.member_roles`.
    pub role: &'static str,
    /// Activities it hosts in this community.
    pub hosts: Count,
}

/// A post.
#[derive(Clone, Debug, Serialize)]
pub struct RoleView {
    /// The post.
    pub role: Shown,
    /// Who holds it; absent where it is vacant.
    pub holder: Option<Shown>,
    /// Of which organisation.
    pub organisation: Option<Name>,
}

/// A rota.
#[derive(Clone, Debug, Serialize)]
pub struct RotaView {
    /// `term` or `academic-year`: key in `t.per`.
    pub per: &'static str,
    /// The members in turn.
    pub order: Vec<Ref>,
    /// Whose turn it is now.
    pub now: Option<TurnView>,
    /// Its turns through the years; absent where the first period is withheld.
    pub years: Option<RotaLanes>,
}

/// A rota through the years.
#[derive(Clone, Debug, Serialize)]
pub struct RotaLanes {
    /// The first period that is drawn.
    pub from: String,
    /// The last.
    pub to: String,
    /// Where years begin.
    pub ticks: Vec<Tick>,
    /// Where the present period is.
    pub now: Option<Segment>,
    /// A lane for each member, in the order of their turns.
    pub lanes: Vec<Lane>,
}

/// A member's turns.
#[derive(Clone, Debug, Serialize)]
pub struct Lane {
    /// The member.
    pub member: Ref,
    /// Its turns in order.
    pub turns: Vec<LaneTurn>,
}

/// A turn in a lane.
#[derive(Clone, Debug, Serialize)]
pub struct LaneTurn {
    /// When.
    pub turn: TurnView,
    /// Where it is.
    pub piece: Segment,
}

/// The attendance of a period.
#[derive(Clone, Debug, Serialize)]
pub struct AttendanceRow {
    /// The period.
    pub period: PeriodRef,
    /// How many people came to its activities together.
    pub people: Count,
    /// Of how many activities that is told.
    pub activities: Count,
    /// The figure as a length, 0 to 100.
    pub length: f64,
}

/// One turn.
#[derive(Clone, Debug, Serialize)]
pub struct TurnView {
    /// When.
    pub period: Name,
    /// Who.
    pub member: Ref,
    /// Whether it is now.
    pub current: bool,
}

/// An undertaking.
#[derive(Clone, Debug, Serialize)]
pub struct CommitmentView {
    /// Its anchor.
    pub anchor: String,
    /// What it says.
    pub label: Shown,
    /// What is counted.
    pub what: Name,
    /// `at_least`, `at_most`, `range`, `equals`: key in `t.goals`.
    pub goal: &'static str,
    /// Figure or lower end.
    pub a: String,
    /// Upper end.
    pub b: Option<String>,
    /// Key in `t.per`.
    pub per: Option<&'static str>,
    /// `community`, `lead`, `each-member`: key in `t.by`.
    pub by: &'static str,
    /// How it stands in each period that has documents, newest first.
    pub standings: Vec<StandingView>,
}

/// How an undertaking stands in a period.
#[derive(Clone, Debug, Serialize)]
pub struct StandingView {
    /// The period.
    pub period: PeriodRef,
    /// How many were planned.
    pub planned: Count,
    /// How many are reported as held (or, for documents, are there).
    pub held: Count,
    /// `kept`, `short`, `over`, `open`, `unknown`: key in `t.standings`.
    pub standing: &'static str,
}

/// `members.html`
#[derive(Clone, Debug, Serialize)]
pub struct MembersView {
    /// Organisations by name, counted by communities.
    pub members: Vec<CountedRef>,
    /// In all.
    pub count: Count,
    /// Pages.
    pub pager: Option<Pager>,
}

/// `member.html`
#[derive(Clone, Debug, Serialize)]
pub struct MemberView {
    /// Name.
    pub name: Shown,
    /// Short name, area, website as facts.
    pub facts: Vec<Fact>,
    /// Communities that it belongs to, with its role.
    pub communities: Vec<Membership>,
    /// Communities that it organises.
    pub organises: Vec<Ref>,
    /// Documents that it issued.
    pub issued: Html,
    /// Its turns of duty, present and coming.
    pub turns: Vec<TurnOf>,
    /// What it hosts.
    pub hosts: Html,
    /// In all.
    pub host_count: Count,
    /// Pages.
    pub pager: Option<Pager>,
}

/// A community that an organisation belongs to.
#[derive(Clone, Debug, Serialize)]
pub struct Membership {
    /// The community.
    pub community: Ref,
    /// Key in `t.member_roles`.
    pub role: &'static str,
    /// Posts that it fills.
    pub posts: Vec<Shown>,
}

/// A turn of duty in a community.
#[derive(Clone, Debug, Serialize)]
pub struct TurnOf {
    /// The community.
    pub community: Ref,
    /// When.
    pub period: Name,
    /// Whether it is now.
    pub current: bool,
}
