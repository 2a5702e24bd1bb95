//! What front matter may say, key by key.

use super::sections::TranslatedSections;
use crate::data::{Code, Digits, Figure, Id, Link, List, Text, record, words};
use crate::edtf::Edtf;

record! {
    /// Front matter of a programme document. What the path says (community, period, kind, language) may be repeated
    /// where it agrees.
    pub struct FrontMatter {
        /// The title.
        "title" | "標題" | "标题" required => title: Text,
        /// The subtitle.
        "subtitle" | "副標題" | "副标题" => subtitle: Text,
        /// One or two sentences about the document.
        "summary" | "摘要" => summary: Text,
        /// Keywords.
        "keywords" | "關鍵詞" | "关键词" | "主題詞" | "主题词" => keywords: List<Text>,
        /// The community, only where it agrees with the path.
        "community" | "共同體" | "共同体" => community: String,
        /// The period, only where it agrees with the path.
        "period" | "學期" | "学期" | "時期" | "时期" => period: String,
        /// The kind, only where it agrees with the path.
        "kind" | "文種" | "文种" => kind: String,
        /// The language, only where it agrees with the path.
        "language" | "lang" | "語言" | "语言" => language: String,
        /// The last part of the document's URL.
        "slug" => slug: Id,
        /// Its state; only approved, superseded and withdrawn documents are published.
        "status" | "狀態" | "状态" => status: Status,
        /// 成文日期, when it was signed.
        "issued" | "成文日期" => issued: Edtf,
        /// 發布日期, when it went on the web.
        "published" | "發布日期" | "发布日期" => published: Edtf,
        /// 發文機關, organisation ids or names in order.
        "issuers" | "發文機關" | "发文机关" => issuers: List<Text>,
        /// 發文字號, such as 甌委辦發〔2015〕99號.
        "number" | "發文字號" | "发文字号" => number: String,
        /// 索引號, unique and never used again.
        "index-number" | "索引號" | "索引号" => index_number: String,
        /// Whether it is in force.
        "validity" | "有效性" => validity: Validity,
        /// Documents that it rests on.
        "basis" | "依據" | "依据" => basis: List<Basis>,
        /// The period's research themes.
        "themes" | "主題" | "主题" => themes: List<Text>,
        /// Activities, planned or held.
        "activities" | "活動" | "活动" => activities: List<RawActivity>,
        /// Targets.
        "targets" | "目標" | "目标" => targets: List<RawTarget>,
        /// Results of the plan's targets.
        "results" | "結果" | "结果" => results: List<RawResult>,
        /// Phases in order.
        "phases" | "實施步驟" | "实施步骤" => phases: List<RawPhase>,
        /// Files that belong to it.
        "attachments" | "附件" => attachments: List<RawAttachment>,
        /// On a summary: the plan that it reports on.
        "answers" => answers: Id,
        /// The earlier document that it replaces.
        "supersedes" => supersedes: Id,
        /// Who approved it and when; written by `fangan approve`.
        "approval" | "審批" | "审批" => approval: RawApproval,
        /// When and why it was withdrawn.
        "withdrawn" | "撤回" => withdrawn: RawWithdrawal,
        /// What readers are told changed.
        "changes" | "變更" | "变更" => changes: List<RawChange>,
        /// Old URLs that lead here.
        "aliases" => aliases: List<String>,
        /// 保管期限: permanent, or years.
        "retention" | "保管期限" => retention: Retention,
        /// Findings that someone has looked at and accepts.
        "waivers" => waivers: List<RawWaiver>,
        /// Whether the page says that this document is an example.
        "example" => example: bool,
        /// Whether this file is the original of which the others are translations.
        "original" => original: bool,
        /// On a translation: the digest of the original that it translates.
        "translated-from" => translated_from: String,
        /// On a translation: the digests of the original's sections, written by `fangan translate mark`.
        "translated-sections" => translated_sections: TranslatedSections,
    }
}

impl FrontMatter {
    /// Keys that a translation has in its own words.
    pub const TRANSLATED: &'static [&'static str] = &[
        "title",
        "subtitle",
        "summary",
        "translated-from",
        "translated-sections",
        "community",
        "period",
        "kind",
        "language",
        "original",
        "slug",
    ];
}

words! {
    /// State of a document.
    pub enum Status {
        /// Being written.
        Draft = "draft" | "草稿",
        /// Handed in for approval.
        Submitted = "submitted" | "送審" | "送审",
        /// Approved.
        Approved = "approved" | "已批准" | "批准",
        /// Approved once, replaced since.
        Superseded = "superseded" | "已替代",
        /// Approved once, withdrawn since.
        Withdrawn = "withdrawn" | "已撤回" | "撤回",
    }
}

impl Status {
    /// Whether the public is told of a document of this state.
    pub fn is_published(self) -> bool {
        matches!(self, Self::Approved | Self::Superseded | Self::Withdrawn)
    }
}

words! {
    /// 有效性: whether a document is in force.
    pub enum Validity {
        /// 有效
        InForce = "in-force" | "有效",
        /// 失效
        Expired = "expired" | "失效",
        /// 廢止
        Repealed = "repealed" | "廢止" | "废止",
        /// 已修改
        Amended = "amended" | "已修改",
    }
}

words! {
    /// 保管期限: how long the record is kept.
    pub enum Retention {
        /// For good.
        Permanent = "permanent" | "永久",
        /// Thirty years.
        Years30 = "30" | "30年",
        /// Ten years.
        Years10 = "10" | "10年",
    }
}

record! {
    /// A document that this one rests on.
    pub struct Basis {
        /// Its title.
        "title" required => title: Text,
        /// Its number.
        "number" => number: String,
        /// Where it can be read.
        "url" => url: Link,
    }
}

record! {
    /// An activity.
    pub struct RawActivity {
        /// Its id, unique within the document.
        "id" | "編號" | "编号" => id: Id,
        /// Its type, from `activity-types.toml`.
        "type" | "類型" | "类型" required => kind: String,
        /// Its title.
        "title" | "標題" | "标题" | "名稱" | "名称" => title: Text,
        /// When.
        "when" | "時間" | "时间" | "date" => when: Edtf,
        /// Which member hosts it.
        "host" | "承辦" | "承办" => host: String,
        /// Where.
        "venue" | "地點" | "地点" => venue: Text,
        /// Who takes part.
        "audience" | "對象" | "对象" => audience: Text,
        /// Its steps in order.
        "agenda" | "議程" | "议程" => agenda: List<Text>,
        /// Whether it is planned, held, moved or cancelled.
        "state" | "狀態" | "状态" => state: ActivityState,
        /// How many came.
        "attendance" | "人數" | "人数" => attendance: Digits,
        /// What came of it.
        "outcome" | "成效" => outcome: Text,
        /// How often it recurs.
        "every" => every: Every,
        /// In a summary: the planned activity that it reports.
        "plan" => plan: Id,
    }
}

words! {
    /// State of an activity.
    pub enum ActivityState {
        /// Yet to come.
        Planned = "planned" | "計劃" | "计划",
        /// It took place.
        Held = "held" | "已舉行" | "已举行",
        /// It took place, or will, at another time.
        Moved = "moved" | "改期",
        /// It did not take place.
        Cancelled = "cancelled" | "canceled" | "取消",
    }
}

words! {
    /// How often something recurs.
    pub enum Every {
        /// Each year.
        Year = "year" | "每年",
        /// Each term.
        Term = "term" | "每學期" | "每学期",
        /// Each month.
        Month = "month" | "每月",
    }
}

record! {
    /// A target: exactly one of `at-least`, `at-most`, `equals` and `range`.
    pub struct RawTarget {
        /// Its id, unique within the document.
        "id" required => id: Id,
        /// What is measured.
        "label" required => label: Text,
        /// The lowest figure that fulfils it.
        "at-least" => at_least: Figure,
        /// The highest figure that fulfils it.
        "at-most" => at_most: Figure,
        /// The figure that fulfils it.
        "equals" => equals: Figure,
        /// The lowest and the highest figure that fulfil it.
        "range" => range: List<Figure>,
        /// The unit.
        "unit" => unit: Text,
        /// By when.
        "by" => by: Edtf,
    }
}

record! {
    /// A result of a plan's target.
    pub struct RawResult {
        /// The target's id.
        "target" required => target: Id,
        /// The figure.
        "value" required => value: Figure,
        /// As of when.
        "on" => on: Edtf,
        /// A remark.
        "note" => note: Text,
    }
}

record! {
    /// A phase.
    pub struct RawPhase {
        /// Its name.
        "label" required => label: Text,
        /// When.
        "when" => when: Edtf,
        /// What is to be done.
        "tasks" => tasks: List<Text>,
    }
}

record! {
    /// A file that belongs to a document.
    pub struct RawAttachment {
        /// Its name, as it stands beside the document.
        "file" required => file: String,
        /// Its title.
        "title" => title: Text,
    }
}

record! {
    /// An approval.
    pub struct RawApproval {
        /// Who approved.
        "by" required => by: Text,
        /// When.
        "on" required => on: Edtf,
        /// The number of the decision.
        "number" => number: String,
        /// The digest of what was approved.
        "digest" => digest: String,
        /// Which edition it approves; the first where it is not given.
        "edition" => edition: Digits,
    }
}

record! {
    /// A withdrawal.
    pub struct RawWithdrawal {
        /// When.
        "on" required => on: Edtf,
        /// Why.
        "reason" required => reason: Text,
    }
}

record! {
    /// A change.
    pub struct RawChange {
        /// When.
        "on" required => on: Edtf,
        /// What changed.
        "note" required => note: Text,
        /// Whether it is too small to tell subscribers.
        "minor" => minor: bool,
    }
}

record! {
    /// A finding that someone accepts.
    pub struct RawWaiver {
        /// The finding.
        "code" required => code: Code,
        /// Why it is accepted.
        "reason" required => reason: Text,
        /// Since when.
        "on" required => on: Edtf,
    }
}

record! {
    /// Front matter of a page under `content/pages/`.
    pub struct PageFrontMatter {
        /// The title.
        "title" | "標題" | "标题" required => title: Text,
        /// One sentence about it.
        "summary" | "摘要" => summary: Text,
        /// Its place among the pages.
        "order" => order: Digits,
        /// Old URLs that lead here.
        "aliases" => aliases: List<String>,
        /// Whether it is not to be published yet.
        "draft" => draft: bool,
        /// Whether this file is the original.
        "original" => original: bool,
        /// On a translation: the digest of the original that it translates.
        "translated-from" => translated_from: String,
        /// On a translation: the digests of the original's sections, written by `fangan translate mark`.
        "translated-sections" => translated_sections: TranslatedSections,
    }
}

record! {
    /// Front matter of a community's profile.
    pub struct ProfileFrontMatter {
        /// One sentence about the community.
        "summary" | "摘要" => summary: Text,
    }
}
