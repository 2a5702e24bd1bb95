//! Communities.

use super::ancestry::{Ancestry, DEEPEST, ancestry};
use super::raw::{By, Level, MemberRole, Per, RawCommunity, RawMember, RotaPer};
use super::vocabulary::Organisations;
use super::{ActivityType, CommunityId, OrganisationId, TypeId, Version, checks};
use crate::calendar::Period;
use crate::config::{Config, KindId};
use crate::data::{self, Text};
use crate::diagnostic::{Code, Finding, Findings};
use crate::language::Localised;
use crate::say;
use crate::source::{At, SitePath, SourceId, SourceSet, Span};
use std::collections::BTreeMap;

/// A body in which schools, hospitals or authorities work together.
#[derive(Clone, Debug, PartialEq)]
pub struct Community {
    /// The folder's name.
    pub id: String,
    /// The last part of its URL.
    pub slug: String,
    /// Its file.
    pub source: SourceId,
    /// Name.
    pub name: Localised,
    /// Short name.
    pub short_name: Option<Localised>,
    /// Position of its field in the configuration.
    pub field: Option<usize>,
    /// How far it reaches.
    pub level: Option<Level>,
    /// Where it is.
    pub area: Option<Localised>,
    /// The community that it belongs to.
    pub parent: Option<CommunityId>,
    /// Who runs it.
    pub organisers: Vec<Party>,
    /// Its members in the order given.
    pub members: Vec<Member>,
    /// Its posts.
    pub posts: Vec<Post>,
    /// Who is on duty when.
    pub rota: Option<Rota>,
    /// What it has undertaken.
    pub commitments: Vec<Commitment>,
    /// Motto.
    pub motto: Option<Localised>,
    /// Emblem.
    pub logo: Option<SourceId>,
    /// How to reach it.
    pub contact: Option<Localised>,
    /// Website.
    pub website: Option<String>,
    /// Whether its members and figures are examples.
    pub example: bool,
    /// Prose profile, the original first.
    pub profile: Vec<Version>,
    /// One sentence from the profile.
    pub summary: Option<Localised>,
}

/// An organisation of the catalogue, or one that is only named.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Party {
    /// With a page of its own.
    Organisation(OrganisationId),
    /// Named in passing.
    Named(Localised),
}

/// A member of a community.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Member {
    /// Which organisation.
    pub organisation: OrganisationId,
    /// What it is there.
    pub role: MemberRole,
}

/// A post in a community.
#[derive(Clone, Debug, PartialEq)]
pub struct Post {
    /// The post.
    pub role: Localised,
    /// Who holds it; `None` is vacant.
    pub holder: Option<Localised>,
    /// Of which organisation.
    pub organisation: Option<Party>,
}

/// Who hosts or is on duty when.
#[derive(Clone, Debug, PartialEq)]
pub struct Rota {
    /// Length of a turn.
    pub per: RotaPer,
    /// Members in turn, at least one.
    pub order: Vec<OrganisationId>,
    /// The first turn.
    pub from: Period,
}

impl Rota {
    /// Whose turn a period is; `None` before the first turn, for other forms of period and where the first is withheld.
    pub fn on_duty(&self, period: Period, calendar: &crate::calendar::Calendar) -> Option<OrganisationId> {
        let steps = usize::try_from(self.from.steps_to(period, calendar)?).ok()?;
        self.order.get(steps % self.order.len().max(1)).copied()
    }
}

/// An undertaking.
#[derive(Clone, Debug, PartialEq)]
pub struct Commitment {
    /// Its id.
    pub id: String,
    /// What is counted.
    pub what: Measure,
    /// How many at least.
    pub at_least: Option<u32>,
    /// How many at most.
    pub at_most: Option<u32>,
    /// In which time; `None` is without a time.
    pub per: Option<Per>,
    /// By whom.
    pub by: By,
    /// In words.
    pub label: Localised,
}

/// What an undertaking counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Measure {
    /// Any activity.
    Activity,
    /// Activities of a type and the types below it.
    Type(TypeId),
    /// Documents of a kind.
    Kind(KindId),
}

/// What resolving communities needs.
pub(super) struct Context<'a> {
    pub config: &'a Config,
    pub sources: &'a SourceSet,
    pub types: &'a [ActivityType],
    pub organisations: &'a mut Organisations,
}

/// Reads every `content/communities/*/community.toml`, in order of folder.
pub(super) fn read(config: &Config, sources: &SourceSet, findings: &mut Findings) -> Vec<(String, SourceId, RawCommunity)> {
    let mut communities = Vec::new();
    for (id, source) in sources.below("content/communities") {
        let parts: Vec<&str> = source.path.parts().collect();
        let [_, _, folder, "community.toml"] = parts.as_slice() else { continue };
        let raw = data::read_toml_as(sources, id, findings).unwrap_or_else(|| RawCommunity::empty(Span::start_of(id)));
        checks::text::check_record(config, sources, id, &raw, findings);
        communities.push(((*folder).to_owned(), id, raw));
    }
    communities
}

/// Describes every member first, so that any community may refer to any organisation, and resolves the rest then.
pub(super) fn resolve(
    raw: Vec<(String, SourceId, RawCommunity)>,
    context: &mut Context<'_>,
    findings: &mut Findings,
) -> Vec<Community> {
    let by_folder: BTreeMap<String, CommunityId> =
        raw.iter().enumerate().map(|(n, (folder, ..))| (folder.clone(), CommunityId::new(n))).collect();
    let members: Vec<Vec<Member>> = raw.iter().map(|(_, _, raw)| members(raw, context, findings)).collect();
    let mut communities: Vec<Community> = raw
        .into_iter()
        .zip(members)
        .map(|((folder, source, raw), members)| one(folder, source, raw, members, &by_folder, context, findings))
        .collect();
    break_cycles(&mut communities, findings);
    communities
}

fn members(raw: &RawCommunity, context: &mut Context<'_>, findings: &mut Findings) -> Vec<Member> {
    let (mut members, mut seen) = (Vec::new(), BTreeMap::<OrganisationId, Span>::new());
    // Inline ones may be named by plain id in a community that comes earlier, so they are described in a first pass.
    for entry in raw.members.iter().flat_map(|m| &m.it) {
        let (organisation, role) = match &entry.it {
            RawMember::Named(id) => {
                let id = At::new(data::Id(id.clone()), entry.span);
                (context.organisations.describe(&id, None, findings), MemberRole::Member)
            }
            RawMember::Described(table) => {
                let Some(id) = &table.id else { continue };
                let role = table.role.as_ref().map_or(MemberRole::Member, |r| r.it);
                (context.organisations.describe(id, table.name.as_ref(), findings), role)
            }
        };
        let Some(organisation) = organisation else { continue };
        if let Some(first) = seen.get(&organisation) {
            let name = &context.organisations.get(organisation).id;
            findings.push(
                Finding::new(
                    Code::DuplicateId,
                    entry.span,
                    say!("the member `{name}` is listed twice", "成員「{name}」列了兩次"),
                )
                .label(*first, say!("first listed here", "第一次在這裡")),
            );
            continue;
        }
        seen.insert(organisation, entry.span);
        members.push(Member { organisation, role });
    }
    members
}

/// An organisation by id, or text in passing: text that looks like an id must be one.
pub(super) fn party(
    text: &At<Text>,
    config: &Config,
    language: crate::language::LanguageId,
    organisations: &Organisations,
    findings: &mut Findings,
) -> Option<Party> {
    if let Text::Plain(name) = &text.it {
        if let Some(id) = organisations.find(name) {
            return Some(Party::Organisation(id));
        }
        if !name.is_empty() && name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-') {
            findings.push(organisations.unknown(name, text.span));
            return None;
        }
    }
    Some(Party::Named(config.text(&text.it, language, findings)))
}

fn one(
    folder: String,
    source: SourceId,
    raw: RawCommunity,
    members: Vec<Member>,
    by_folder: &BTreeMap<String, CommunityId>,
    context: &mut Context<'_>,
    findings: &mut Findings,
) -> Community {
    let RawCommunity {
        span: _,
        unread: _,
        name,
        short_name,
        slug,
        field,
        level,
        area,
        parent,
        organisers,
        members: _,
        roles,
        rota,
        commitments,
        motto,
        logo,
        contact,
        website,
        example,
    } = raw;
    let config = context.config;
    let text = |text: &At<Text>, findings: &mut Findings| config.text(&text.it, Config::DEFAULT, findings);
    let opt = |t: &Option<At<Text>>, findings: &mut Findings| t.as_ref().map(|t| text(t, findings));
    let field = field.and_then(|field| {
        let found = config.fields.iter().position(|f| f.id == field.it);
        if found.is_none() {
            let wrong = &field.it;
            findings.push(
                Finding::new(
                    Code::UnknownField,
                    field.span,
                    say!("the field `{wrong}` is not in fangan.toml", "領域「{wrong}」不在 fangan.toml 裡"),
                )
                .nearest(wrong, config.fields.iter().map(|f| f.id.as_str())),
            );
        }
        found
    });
    let parent = parent.and_then(|parent| {
        let found = by_folder.get(&parent.it).copied();
        if found.is_none() {
            findings.push(unknown_community(&parent, by_folder.keys().map(String::as_str)));
        }
        found
    });
    let organisers = organisers
        .iter()
        .flat_map(|o| &o.it)
        .filter_map(|o| party(o, config, Config::DEFAULT, context.organisations, findings))
        .collect();
    let posts = roles
        .iter()
        .flat_map(|r| &r.it)
        .filter_map(|role| {
            Some(Post {
                role: text(role.it.role.as_ref()?, findings),
                holder: opt(&role.it.holder, findings),
                organisation: role
                    .it
                    .organisation
                    .as_ref()
                    .and_then(|o| party(o, config, Config::DEFAULT, context.organisations, findings)),
            })
        })
        .collect();
    let rota = rota.and_then(|rota| self::rota(&rota.it, &members, context, findings));
    let commitments = self::commitments(commitments.map(|c| c.it).unwrap_or_default(), context, findings);
    let logo = logo.and_then(|logo| {
        let found = super::checks::attachments::carried(context.sources, source, &logo.it);
        if found.is_none() {
            let name = &logo.it;
            findings.push(
                Finding::new(
                    Code::MissingAttachment,
                    logo.span,
                    say!("there is no file `{name}` here", "這裡沒有檔案「{name}」"),
                )
                .nearest(name, beside(context.sources, &context.sources.get(source).path).iter().map(String::as_str)),
            );
        }
        found
    });
    Community {
        slug: slug.map_or_else(|| crate::document::slug::slug(&folder), |s| crate::document::slug::slug(&s.it.0)),
        name: name.as_ref().map_or_else(|| Localised::new(Config::DEFAULT, folder.clone()), |t| text(t, findings)),
        short_name: opt(&short_name, findings),
        id: folder,
        source,
        field,
        level: level.map(|l| l.it),
        area: opt(&area, findings),
        parent,
        organisers,
        members,
        posts,
        rota,
        commitments,
        motto: opt(&motto, findings),
        logo,
        contact: opt(&contact, findings),
        website: website.map(|w| w.it.0),
        example: example.is_some_and(|e| e.it),
        profile: Vec::new(),
        summary: None,
    }
}

/// Names of the files in the same folder that are no documents.
pub(super) fn beside(sources: &SourceSet, path: &SitePath) -> Vec<String> {
    let folder = path.folder();
    sources
        .below(folder)
        .filter(|(_, s)| {
            s.path.folder() == folder && !s.path.file_name().ends_with(".md") && !s.path.file_name().ends_with(".toml")
        })
        .map(|(_, s)| s.path.file_name().to_owned())
        .collect()
}

/// The finding for a community that does not exist.
pub(super) fn unknown_community<'a>(name: &At<String>, valid: impl Iterator<Item = &'a str>) -> Finding {
    let wrong = &name.it;
    Finding::new(
        Code::UnknownCommunity,
        name.span,
        say!("there is no community `{wrong}` under content/communities", "content/communities 之下沒有共同體「{wrong}」"),
    )
    .nearest(wrong, valid)
}

fn rota(raw: &super::raw::RawRota, members: &[Member], context: &Context<'_>, findings: &mut Findings) -> Option<Rota> {
    let (per, from) = (raw.per.as_ref()?.it, raw.from.as_ref()?);
    let order: Vec<OrganisationId> = raw
        .order
        .as_ref()?
        .it
        .iter()
        .filter_map(|name| {
            let found = context.organisations.find(&name.it).filter(|id| members.iter().any(|m| m.organisation == *id));
            if found.is_none() {
                findings
                    .push(unknown_member(name, members.iter().map(|m| context.organisations.get(m.organisation).id.as_str())));
            }
            found
        })
        .collect();
    let period = Period::parse(&from.it, context.config.calendar.terms.len());
    let fits = matches!(
        (per, period),
        (RotaPer::Term, Some(Period::Term { .. })) | (RotaPer::AcademicYear, Some(Period::AcademicYear(_)))
    );
    if !fits {
        let text = &from.it;
        findings.push(
            Finding::new(
                Code::MalformedRota,
                from.span,
                say!("`{text}` is not a period of this rota", "「{text}」與輪值的週期不符"),
            )
            .hint(match per {
                RotaPer::Term => {
                    say!("a rota by terms begins with a term, such as 2024-1", "按學期輪值，從 2024-1 這樣的學期開始")
                }
                RotaPer::AcademicYear => {
                    say!("a rota by academic years begins with one, such as ay2024", "按學年輪值，從 ay2024 這樣的學年開始")
                }
            }),
        );
    }
    if order.is_empty() {
        findings.push(Finding::new(Code::MalformedRota, raw.span, say!("the rota has no members", "輪值沒有成員")));
        return None;
    }
    period.filter(|_| fits).map(|from| Rota { per, order, from })
}

/// The finding for a member that the community does not have.
pub(super) fn unknown_member<'a>(name: &At<String>, valid: impl Iterator<Item = &'a str>) -> Finding {
    let wrong = &name.it;
    Finding::new(
        Code::UnknownMember,
        name.span,
        say!("`{wrong}` is not a member of this community", "「{wrong}」不是這個共同體的成員"),
    )
    .nearest(wrong, valid)
}

fn commitments(raw: data::List<super::raw::RawCommitment>, context: &Context<'_>, findings: &mut Findings) -> Vec<Commitment> {
    let mut seen: BTreeMap<String, Span> = BTreeMap::new();
    let mut commitments = Vec::new();
    for At { it: raw, span } in raw {
        let (Some(id), Some(what), Some(label)) = (raw.id, raw.what, raw.label) else { continue };
        if let Some(first) = seen.insert(id.it.0.clone(), id.span) {
            let name = &id.it.0;
            findings.push(
                Finding::new(
                    Code::DuplicateId,
                    id.span,
                    say!("the commitment `{name}` is there twice", "承諾「{name}」寫了兩次"),
                )
                .label(first, say!("first given here", "第一次在這裡")),
            );
        }
        let kind = context.types.iter().position(|t| t.id == what.it).map(|n| Measure::Type(TypeId::new(n)));
        let measure = match what.it.as_str() {
            "activity" => Some(Measure::Activity),
            other => kind.or_else(|| context.config.kind_named(other).map(Measure::Kind)),
        };
        let Some(measure) = measure else {
            let names = context.types.iter().map(|t| t.id.as_str()).chain(context.config.kinds.iter().map(|k| k.id.as_str()));
            let wrong = &what.it;
            findings.push(
                Finding::new(
                    Code::UnknownMeasure,
                    what.span,
                    say!("`{wrong}` is neither an activity type nor a document kind", "「{wrong}」既不是活動類型，也不是文種"),
                )
                .nearest(wrong, names.chain(["activity"])),
            );
            continue;
        };
        let (at_least, at_most) = (raw.at_least.map(|n| n.it.0), raw.at_most.map(|n| n.it.0));
        if at_least.is_none() && at_most.is_none() || at_least.zip(at_most).is_some_and(|(a, b)| a > b) {
            findings.push(
                Finding::new(
                    Code::MalformedCommitment,
                    Span { end: span.start, ..span },
                    say!("the commitment says no number that can be kept", "這項承諾沒有可以做到的數目"),
                )
                .hint(say!(
                    "give `at-least`, `at-most` or both, the smaller first",
                    "請寫 at-least、at-most 或兩者，前者不大於後者"
                )),
            );
            continue;
        }
        commitments.push(Commitment {
            id: id.it.0,
            what: measure,
            at_least,
            at_most,
            per: raw.per.map(|p| p.it),
            by: raw.by.map_or(By::Community, |b| b.it),
            label: context.config.text(&label.it, Config::DEFAULT, findings),
        });
    }
    commitments
}

fn break_cycles(communities: &mut [Community], findings: &mut Findings) {
    for n in 0..communities.len() {
        let (name, span) = (communities[n].id.clone(), Span::start_of(communities[n].source));
        let finding = match ancestry(CommunityId::new(n), |id| communities[id.index()].parent) {
            Ancestry::Ends => continue,
            Ancestry::Circle => Finding::new(
                Code::CommunityCycle,
                span,
                say!("`{name}` is, over others, its own parent", "「{name}」輾轉成了自己的上級"),
            ),
            Ancestry::TooLong => Finding::new(
                Code::NestedTooDeep,
                span,
                say!("more than {DEEPEST} communities are above `{name}`", "「{name}」之上的共同體超過 {DEEPEST} 層"),
            ),
        };
        findings.push(finding);
        communities[n].parent = None;
    }
}
