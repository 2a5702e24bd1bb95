//! What `community.toml`, `activity-types.toml` and `organisations.toml` may say, key by key.

use crate::data::{self, Digits, Field, Id, Link, List, Node, Table, Text, Value, record, words};
use crate::diagnostic::{Findings, Wording};
use crate::say;
use crate::source::Span;

record! {
    /// `community.toml`
    pub struct RawCommunity {
        /// Its name.
        "name" required => name: Text,
        /// Its short name.
        "short-name" => short_name: Text,
        /// The last part of its URL, where the folder's name does not serve.
        "slug" => slug: Id,
        /// Its field of work, from `fangan.toml`.
        "field" => field: String,
        /// How far it reaches.
        "level" => level: Level,
        /// Where it is.
        "area" => area: Text,
        /// The community that it belongs to.
        "parent" => parent: String,
        /// Organisations that run it: ids or names.
        "organisers" => organisers: List<Text>,
        /// Its members.
        "members" => members: List<RawMember>,
        /// Posts and who holds them.
        "roles" => roles: List<RawRole>,
        /// Who hosts or is on duty when.
        "rota" => rota: RawRota,
        /// What it has undertaken.
        "commitments" => commitments: List<RawCommitment>,
        /// Its motto.
        "motto" => motto: Text,
        /// Its emblem: a picture beside this file.
        "logo" => logo: String,
        /// How to reach it.
        "contact" => contact: Text,
        /// Its website.
        "website" => website: Link,
        /// Whether its page says that its members and figures are examples.
        "example" => example: bool,
    }
}

words! {
    /// How far a community reaches.
    pub enum Level {
        /// The country.
        National = "national",
        /// Several provinces.
        Regional = "regional",
        /// A province.
        Province = "province",
        /// A city.
        City = "city",
        /// A district.
        District = "district",
        /// A county.
        County = "county",
        /// A school.
        School = "school",
        /// A class.
        Class = "class",
    }
}

/// A member: an organisation's id, or the organisation itself with its role.
#[derive(Clone, Debug, PartialEq)]
pub enum RawMember {
    /// An id from `organisations.toml`.
    Named(String),
    /// Described here.
    Described(Box<RawMemberTable>),
}

record! {
    /// A member described in its community.
    pub struct RawMemberTable {
        /// Its id.
        "id" required => id: Id,
        /// Its name, unless `organisations.toml` gives it.
        "name" => name: Text,
        /// Its role.
        "role" => role: MemberRole,
    }
}

impl Field for RawMember {
    fn read(node: &Node, findings: &mut Findings) -> Option<Self> {
        match &node.value {
            Value::Map(_) => RawMemberTable::read(node, findings).map(|table| Self::Described(Box::new(table))),
            Value::Text(_) | Value::Number(_) => Id::read(node, findings).map(|id| Self::Named(id.0)),
            _ => {
                findings.push(data::wrong_type::<Self>(node));
                None
            }
        }
    }

    fn expected() -> Wording {
        say!("an organisation's id, or {{ id, name, role }}", "機構編號，或 {{ id, name, role }}")
    }

    fn schema() -> serde_json::Value {
        serde_json::json!({ "anyOf": [{ "type": "string" }, RawMemberTable::schema()] })
    }

    fn texts<'a>(&'a self, at: Span, tell: &mut dyn FnMut(Span, Option<&'a str>)) {
        if let Self::Described(table) = self {
            table.texts(at, tell);
        }
    }
}

words! {
    /// What a member is in its community.
    pub enum MemberRole {
        /// It leads.
        Lead = "lead" | "牽頭" | "牵头",
        /// It belongs.
        Member = "member" | "成員" | "成员",
        /// It takes part.
        Associate = "associate" | "聯繫" | "联系",
    }
}

record! {
    /// A post.
    pub struct RawRole {
        /// The post.
        "role" required => role: Text,
        /// Who holds it; a post without holder is vacant.
        "holder" => holder: Text,
        /// Of which organisation.
        "organisation" => organisation: Text,
    }
}

record! {
    /// A rota.
    pub struct RawRota {
        /// How long a turn is.
        "per" required => per: RotaPer,
        /// The members in turn.
        "order" required => order: List<String>,
        /// The period of the first turn.
        "from" required => from: String,
    }
}

words! {
    /// How long a turn of duty is.
    pub enum RotaPer {
        /// A term.
        Term = "term" | "學期" | "学期",
        /// An academic year.
        AcademicYear = "academic-year" | "學年" | "学年",
    }
}

record! {
    /// An undertaking.
    pub struct RawCommitment {
        /// Its id.
        "id" required => id: Id,
        /// What is counted: an activity type, a document kind, or `activity`.
        "what" required => what: String,
        /// How many at least.
        "at-least" => at_least: Digits,
        /// How many at most.
        "at-most" => at_most: Digits,
        /// In which time.
        "per" => per: Per,
        /// By whom.
        "by" => by: By,
        /// What it says in words.
        "label" required => label: Text,
    }
}

words! {
    /// The time in which an undertaking is counted.
    pub enum Per {
        /// A term.
        Term = "term" | "學期" | "学期",
        /// An academic year.
        AcademicYear = "academic-year" | "學年" | "学年",
        /// A calendar year.
        CalendarYear = "calendar-year" | "年",
        /// A month.
        Month = "month" | "月",
        /// A week.
        Week = "week" | "週" | "周",
    }
}

words! {
    /// Who has undertaken it.
    pub enum By {
        /// The community as a whole.
        Community = "community" | "共同體" | "共同体",
        /// Its lead.
        Lead = "lead" | "牽頭單位" | "牵头单位",
        /// Each of its members.
        EachMember = "each-member" | "各成員" | "各成员",
    }
}

/// `activity-types.toml`: a table a type.
pub type RawTypes = Table<RawType>;

record! {
    /// An activity type.
    pub struct RawType {
        /// Its name.
        "name" required => name: Text,
        /// What it is.
        "description" => description: Text,
        /// The type that it is a kind of.
        "parent" => parent: String,
    }
}

/// `organisations.toml`: a table an organisation.
pub type RawOrganisations = Table<RawOrganisation>;

record! {
    /// An organisation.
    pub struct RawOrganisation {
        /// Its name.
        "name" required => name: Text,
        /// Its short name.
        "short-name" => short_name: Text,
        /// Where it is.
        "area" => area: Text,
        /// Its website.
        "website" => website: Link,
    }
}
