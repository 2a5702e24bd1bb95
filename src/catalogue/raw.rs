//! What `community.toml`, `activity-types.toml` and `organisations.toml` may say, key by key.

use crate::data::{self, Digits, Field, Id, Link, List, Node, Table, Text, Value, record, words};
use crate::diagnostic::{Findings, Wording};
use crate::say;
use crate::source::Span;

record! {
    /// `community.toml`
    pub struct RawCommunity {
        /// Its name.
        /// | 名稱。
        "name" required => name: Text,
        /// Its short name.
        /// | 簡稱。
        "short-name" => short_name: Text,
        /// The last part of its URL, where the folder's name does not serve.
        /// | 網址的最後一段；資料夾名不合用時才寫。
        "slug" => slug: Id,
        /// Its field of work, from `fangan.toml`.
        /// | 工作領域，取自 fangan.toml。
        "field" => field: String,
        /// How far it reaches.
        /// | 層級。
        "level" => level: Level,
        /// Where it is.
        /// | 地區。
        "area" => area: Text,
        /// The community that it belongs to.
        /// | 上級共同體。
        "parent" => parent: String,
        /// Organisations that run it: ids or names.
        /// | 主辦單位：編號或名稱。
        "organisers" => organisers: List<Text>,
        /// Its members.
        /// | 成員單位。
        "members" => members: List<RawMember>,
        /// Posts and who holds them.
        /// | 職務和擔任者。
        "roles" => roles: List<RawRole>,
        /// Who hosts or is on duty when.
        /// | 輪值：何時由誰承辦或值守。
        "rota" => rota: RawRota,
        /// What it has undertaken.
        /// | 承諾事項。
        "commitments" => commitments: List<RawCommitment>,
        /// Its motto.
        /// | 口號。
        "motto" => motto: Text,
        /// Its emblem: a picture beside this file.
        /// | 標識：放在本檔案旁邊的圖片。
        "logo" => logo: String,
        /// How to reach it.
        /// | 聯繫方式。
        "contact" => contact: Text,
        /// Its website.
        /// | 網站。
        "website" => website: Link,
        /// Whether its page says that its members and figures are examples.
        /// | 頁面上是否註明成員和數字為示例。
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
        /// | 編號。
        "id" required => id: Id,
        /// Its name, unless `organisations.toml` gives it.
        /// | 名稱；organisations.toml 已有的不必寫。
        "name" => name: Text,
        /// Its role.
        /// | 角色。
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
        /// | 職務。
        "role" required => role: Text,
        /// Who holds it; a post without holder is vacant.
        /// | 擔任者；不寫就是空缺。
        "holder" => holder: Text,
        /// Of which organisation.
        /// | 所在單位。
        "organisation" => organisation: Text,
    }
}

record! {
    /// A rota.
    pub struct RawRota {
        /// How long a turn is.
        /// | 多久輪換一次。
        "per" required => per: RotaPer,
        /// The members in turn.
        /// | 成員的輪值次序。
        "order" required => order: List<String>,
        /// The period of the first turn.
        /// | 第一輪的時期。
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
        /// | 編號。
        "id" required => id: Id,
        /// What is counted: an activity type, a document kind, or `activity`.
        /// | 核對什麼：活動類型、文種，或 activity（任何活動）。
        "what" required => what: String,
        /// How many at least.
        /// | 至少幾次。
        "at-least" => at_least: Digits,
        /// How many at most.
        /// | 至多幾次。
        "at-most" => at_most: Digits,
        /// In which time.
        /// | 在多長時間之內。
        "per" => per: Per,
        /// By whom.
        /// | 由誰承擔。
        "by" => by: By,
        /// What it says in words.
        /// | 承諾的文字。
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
        /// | 名稱。
        "name" required => name: Text,
        /// What it is.
        /// | 說明。
        "description" => description: Text,
        /// The type that it is a kind of.
        /// | 上級類型。
        "parent" => parent: String,
    }
}

/// `organisations.toml`: a table an organisation.
pub type RawOrganisations = Table<RawOrganisation>;

record! {
    /// An organisation.
    pub struct RawOrganisation {
        /// Its name.
        /// | 名稱。
        "name" required => name: Text,
        /// Its short name.
        /// | 簡稱。
        "short-name" => short_name: Text,
        /// Where it is.
        /// | 地區。
        "area" => area: Text,
        /// Its website.
        /// | 網站。
        "website" => website: Link,
    }
}
