//! Activity types and organisations.

use super::ancestry::{Ancestry, DEEPEST, ancestry};
use super::{OrganisationId, TypeId, checks, raw};
use crate::config::Config;
use crate::data::{self, Field, Table};
use crate::diagnostic::{Code, Finding, Findings};
use crate::language::Localised;
use crate::say;
use crate::source::{At, SitePath, SourceId, SourceSet, Span};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Where activity types stand.
pub const TYPES: &str = "content/activity-types.toml";
/// Where organisations stand.
pub const ORGANISATIONS: &str = "content/organisations.toml";

/// A type of activity.
#[derive(Clone, Debug, PartialEq)]
pub struct ActivityType {
    /// As in documents.
    pub id: String,
    /// The last part of its URL.
    pub slug: String,
    /// For people.
    pub name: Localised,
    /// What it is.
    pub description: Option<Localised>,
    /// The type that it is a kind of.
    pub parent: Option<TypeId>,
    /// Where it is declared.
    pub span: Span,
}

/// An organisation: a school, an office, a hospital.
#[derive(Clone, Debug, PartialEq)]
pub struct Organisation {
    /// As in documents.
    pub id: String,
    /// The last part of its URL.
    pub slug: String,
    /// For people.
    pub name: Localised,
    /// Short name.
    pub short_name: Option<Localised>,
    /// Where it is.
    pub area: Option<Localised>,
    /// Its website.
    pub website: Option<String>,
    /// Where it is declared.
    pub span: Span,
}

fn table<T: Field>(config: &Config, sources: &SourceSet, path: &str, findings: &mut Findings) -> Option<(SourceId, Table<T>)> {
    let source = sources.find(&SitePath::new(path))?;
    let table = data::read_toml_as(sources, source, findings)?;
    checks::text::check_record(config, sources, source, &table, findings);
    Some((source, table))
}

pub(super) fn types(config: &Config, sources: &SourceSet, findings: &mut Findings) -> Vec<ActivityType> {
    let Some((_, raw)) = table::<raw::RawType>(config, sources, TYPES, findings) else { return Vec::new() };
    let index: BTreeMap<String, TypeId> = raw.0.iter().enumerate().map(|(n, (id, _))| (id.it.clone(), TypeId::new(n))).collect();
    let mut types = Vec::with_capacity(raw.0.len());
    for (id, raw) in raw.0 {
        check_name(&id, findings);
        let mut text = |text: &At<data::Text>| config.text(&text.it, Config::DEFAULT, findings);
        let name = raw.name.as_ref().map_or_else(|| Localised::new(Config::DEFAULT, id.it.clone()), &mut text);
        let description = raw.description.as_ref().map(&mut text);
        let parent = raw.parent.and_then(|parent| {
            let found = index.get(&parent.it).copied();
            if found.is_none() {
                findings.push(unknown_type(&parent, index.keys().map(String::as_str)));
            }
            found
        });
        types.push(ActivityType {
            slug: crate::document::slug::slug(&id.it),
            id: id.it,
            name,
            description,
            parent,
            span: id.span,
        });
    }
    for n in 0..types.len() {
        let (id, name, span) = (TypeId::new(n), types[n].id.clone(), types[n].span);
        let finding = match ancestry(id, |id| types[id.index()].parent) {
            Ancestry::Ends => continue,
            Ancestry::Circle => Finding::new(
                Code::CommunityCycle,
                span,
                say!("the type `{name}` is, over others, its own parent", "類型「{name}」輾轉成了自己的上級"),
            ),
            Ancestry::TooLong => Finding::new(
                Code::NestedTooDeep,
                span,
                say!("more than {DEEPEST} types are above the type `{name}`", "類型「{name}」之上的類型超過 {DEEPEST} 層"),
            ),
        };
        findings.push(finding);
        types[n].parent = None;
    }
    types
}

/// The finding for an activity type that is not in the vocabulary.
pub(super) fn unknown_type<'a>(name: &At<String>, valid: impl Iterator<Item = &'a str>) -> Finding {
    let wrong = &name.it;
    Finding::new(
        Code::UnknownActivityType,
        name.span,
        say!("the activity type `{wrong}` is not in {TYPES}", "活動類型「{wrong}」不在 {TYPES} 裡"),
    )
    .nearest(wrong, valid)
}

fn check_name(id: &At<String>, findings: &mut Findings) {
    let fine = !id.it.is_empty() && id.it.chars().all(|c| c.is_alphanumeric() || "-_.".contains(c));
    if !fine {
        let name = &id.it;
        findings.push(
            Finding::new(
                Code::MalformedValue,
                id.span,
                say!("`{name}` can't be a name that others refer to", "「{name}」不能作編號"),
            )
            .hint(say!("use letters, digits and hyphens", "請用字母、數字和連字號")),
        );
    }
}

/// Organisations while they are gathered from `organisations.toml` and the communities.
#[derive(Clone, Debug)]
pub(super) struct Organisations {
    config: Arc<Config>,
    list: Vec<Organisation>,
    by_id: BTreeMap<String, OrganisationId>,
}

impl Organisations {
    pub(super) fn read(config: &Arc<Config>, sources: &SourceSet, findings: &mut Findings) -> Self {
        let mut all = Self { config: Arc::clone(config), list: Vec::new(), by_id: BTreeMap::new() };
        for (id, raw) in
            table::<raw::RawOrganisation>(config, sources, ORGANISATIONS, findings).map(|(_, t)| t.0).unwrap_or_default()
        {
            check_name(&id, findings);
            let mut text = |text: &At<data::Text>| config.text(&text.it, Config::DEFAULT, findings);
            let organisation = Organisation {
                slug: crate::document::slug::slug(&id.it),
                name: raw.name.as_ref().map_or_else(|| Localised::new(Config::DEFAULT, id.it.clone()), &mut text),
                short_name: raw.short_name.as_ref().map(&mut text),
                area: raw.area.as_ref().map(&mut text),
                website: raw.website.map(|w| w.it.0),
                id: id.it,
                span: id.span,
            };
            all.add(organisation);
        }
        all
    }

    fn add(&mut self, organisation: Organisation) -> OrganisationId {
        let id = OrganisationId::new(self.list.len());
        self.by_id.insert(organisation.id.clone(), id);
        self.list.push(organisation);
        id
    }

    /// An organisation described as a member. Described twice, it must be called the same both times.
    pub(super) fn describe(
        &mut self,
        id: &At<data::Id>,
        name: Option<&At<data::Text>>,
        findings: &mut Findings,
    ) -> Option<OrganisationId> {
        let wanted = &id.it.0;
        let name = name.map(|n| (self.config.text(&n.it, Config::DEFAULT, findings), n.span));
        match (self.by_id.get(wanted).copied(), name) {
            (Some(known), None) => Some(known),
            (Some(known), Some((name, span))) => {
                let first = &self.list[known.index()];
                if first.name != name {
                    findings.push(
                        Finding::new(
                            Code::DuplicateId,
                            span,
                            say!("`{wanted}` is called otherwise elsewhere", "「{wanted}」在別處另有名稱"),
                        )
                        .label(first.span, say!("it is described here too", "這裡也寫了"))
                        .hint(say!(
                            "describe it once in {ORGANISATIONS} and name only its id here",
                            "請在 {ORGANISATIONS} 裡寫一次，這裡只寫編號"
                        )),
                    );
                }
                Some(known)
            }
            (None, Some((name, _))) => Some(self.add(Organisation {
                slug: crate::document::slug::slug(wanted),
                id: wanted.clone(),
                name,
                short_name: None,
                area: None,
                website: None,
                span: id.span,
            })),
            (None, None) => {
                findings.push(self.unknown(wanted, id.span));
                None
            }
        }
    }

    pub(super) fn find(&self, id: &str) -> Option<OrganisationId> {
        self.by_id.get(id).copied()
    }

    pub(super) fn unknown(&self, name: &str, span: Span) -> Finding {
        Finding::new(Code::UnknownOrganisation, span, say!("the organisation `{name}` is not known", "沒有「{name}」這個機構"))
            .nearest(name, self.by_id.keys().map(String::as_str))
            .hint(say!(
                "organisations are described in {ORGANISATIONS} or as members of a community",
                "機構寫在 {ORGANISATIONS} 裡，或寫作某個共同體的成員"
            ))
    }

    pub(super) fn get(&self, id: OrganisationId) -> &Organisation {
        &self.list[id.index()]
    }

    pub(super) fn list(&self) -> &[Organisation] {
        &self.list
    }
}
