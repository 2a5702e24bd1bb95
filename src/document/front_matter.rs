//! What front matter may say, key by key.

use super::sections::TranslatedSections;
use crate::data::{Code, Digits, Figure, Id, Link, List, Text, record, words};
use crate::edtf::Edtf;

record! {
    /// Front matter of a programme document. What the path says (community, period, kind, language) may be repeated
    /// where it agrees.
    pub struct FrontMatter {
        /// The title.
        /// | 標題。
        "title" | "標題" | "标题" required => title: Text,
        /// The subtitle.
        /// | 副標題。
        "subtitle" | "副標題" | "副标题" => subtitle: Text,
        /// One or two sentences about the document.
        /// | 摘要，一兩句話。
        "summary" | "摘要" => summary: Text,
        /// Keywords.
        /// | 主題詞。
        "keywords" | "關鍵詞" | "关键词" | "主題詞" | "主题词" => keywords: List<Text>,
        /// The community, only where it agrees with the path.
        /// | 共同體；路徑已經說明，寫了須與路徑一致。
        "community" | "共同體" | "共同体" => community: String,
        /// The period, only where it agrees with the path.
        /// | 時期；路徑已經說明，寫了須與路徑一致。
        "period" | "學期" | "学期" | "時期" | "时期" => period: String,
        /// The kind, only where it agrees with the path.
        /// | 文種；路徑已經說明，寫了須與路徑一致。
        "kind" | "文種" | "文种" => kind: String,
        /// The language, only where it agrees with the path.
        /// | 語言；路徑已經說明，寫了須與路徑一致。
        "language" | "lang" | "語言" | "语言" => language: String,
        /// The last part of the document's URL.
        /// | 文件網址的最後一段。
        "slug" => slug: Id,
        /// Its state; only approved, superseded and withdrawn documents are published.
        /// | 狀態；已批准、已替代、已撤回的才會發布。
        "status" | "狀態" | "状态" => status: Status,
        /// 成文日期, when it was signed.
        /// | 成文日期。
        "issued" | "成文日期" => issued: Edtf,
        /// 發布日期, when it went on the web.
        /// | 發布日期。
        "published" | "發布日期" | "发布日期" => published: Edtf,
        /// 發文機關, organisation ids or names in order.
        /// | 發文機關，按次序寫單位編號或名稱。
        "issuers" | "發文機關" | "发文机关" => issuers: List<Text>,
        /// 發文字號, such as 甌委辦發〔2015〕99號.
        /// | 發文字號，如 甌委辦發〔2015〕99號。
        "number" | "發文字號" | "发文字号" => number: String,
        /// 索引號, unique and never used again.
        /// | 索引號，全站唯一，不再使用。
        "index-number" | "索引號" | "索引号" => index_number: String,
        /// Whether it is in force.
        /// | 有效性。
        "validity" | "有效性" => validity: Validity,
        /// Documents that it rests on.
        /// | 所依據的文件。
        "basis" | "依據" | "依据" => basis: List<Basis>,
        /// The period's research themes.
        /// | 本時期的研究主題。
        "themes" | "主題" | "主题" => themes: List<Text>,
        /// Activities, planned or held.
        /// | 活動，計劃的或已開展的。
        "activities" | "活動" | "活动" => activities: List<RawActivity>,
        /// Targets.
        /// | 目標。
        "targets" | "目標" | "目标" => targets: List<RawTarget>,
        /// Results of the plan's targets.
        /// | 方案各項目標的結果。
        "results" | "結果" | "结果" => results: List<RawResult>,
        /// Phases in order.
        /// | 實施步驟，按次序。
        "phases" | "實施步驟" | "实施步骤" => phases: List<RawPhase>,
        /// Files that belong to it.
        /// | 附件。
        "attachments" | "附件" => attachments: List<RawAttachment>,
        /// On a summary: the plan that it reports on.
        /// | 用於小結：所對應的方案。
        "answers" => answers: Id,
        /// The earlier document that it replaces.
        /// | 所替代的舊文件。
        "supersedes" => supersedes: Id,
        /// Who approved it and when; written by `fangan approve`.
        /// | 由誰、何時批准；由 fangan approve 寫入。
        "approval" | "審批" | "审批" => approval: RawApproval,
        /// When and why it was withdrawn.
        /// | 何時、為何撤回。
        "withdrawn" | "撤回" => withdrawn: RawWithdrawal,
        /// What readers are told changed.
        /// | 告訴讀者改了什麼。
        "changes" | "變更" | "变更" => changes: List<RawChange>,
        /// Old URLs that lead here.
        /// | 轉到這裡的舊網址。
        "aliases" => aliases: List<String>,
        /// 保管期限: permanent, or years.
        /// | 保管期限：永久，或年數。
        "retention" | "保管期限" => retention: Retention,
        /// Findings that someone has looked at and accepts.
        /// | 已查看並接受的問題。
        "waivers" => waivers: List<RawWaiver>,
        /// Whether the page says that this document is an example.
        /// | 頁面上是否註明本文件為示例。
        "example" => example: bool,
        /// Whether this file is the original of which the others are translations.
        /// | 這個檔案是不是原文，其他語言由它譯出。
        "original" => original: bool,
        /// On a translation: the digest of the original that it translates.
        /// | 用於譯文：所譯原文的摘要值。
        "translated-from" => translated_from: String,
        /// On a translation: the digests of the original's sections, written by `fangan translate mark`.
        /// | 用於譯文：所譯原文各節的摘要值，由 fangan translate mark 寫入。
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
        /// | 標題。
        "title" required => title: Text,
        /// Its number.
        /// | 文號。
        "number" => number: String,
        /// Where it can be read.
        /// | 可以查閱的網址。
        "url" => url: Link,
    }
}

record! {
    /// An activity.
    pub struct RawActivity {
        /// Its id, unique within the document.
        /// | 編號，在本文件裡唯一。
        "id" | "編號" | "编号" => id: Id,
        /// Its type, from `activity-types.toml`.
        /// | 類型，取自 activity-types.toml。
        "type" | "類型" | "类型" required => kind: String,
        /// Its title.
        /// | 標題。
        "title" | "標題" | "标题" | "名稱" | "名称" => title: Text,
        /// When.
        /// | 時間。
        "when" | "時間" | "时间" | "date" => when: Edtf,
        /// Which member hosts it.
        /// | 承辦的成員單位。
        "host" | "承辦" | "承办" => host: String,
        /// Where.
        /// | 地點。
        "venue" | "地點" | "地点" => venue: Text,
        /// Who takes part.
        /// | 參加對象。
        "audience" | "對象" | "对象" => audience: Text,
        /// Its steps in order.
        /// | 議程，按次序。
        "agenda" | "議程" | "议程" => agenda: List<Text>,
        /// Whether it is planned, held, moved or cancelled.
        /// | 計劃、已舉行、改期還是取消。
        "state" | "狀態" | "状态" => state: ActivityState,
        /// How many came.
        /// | 參加人數。
        "attendance" | "人數" | "人数" => attendance: Digits,
        /// What came of it.
        /// | 成效。
        "outcome" | "成效" => outcome: Text,
        /// How often it recurs.
        /// | 多久一次。
        "every" => every: Every,
        /// In a summary: the planned activity that it reports.
        /// | 用於小結：所匯報的是方案中的哪項活動。
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
        /// | 編號，在本文件裡唯一。
        "id" required => id: Id,
        /// What is measured.
        /// | 衡量什麼。
        "label" required => label: Text,
        /// The lowest figure that fulfils it.
        /// | 不少於多少。
        "at-least" => at_least: Figure,
        /// The highest figure that fulfils it.
        /// | 不多於多少。
        "at-most" => at_most: Figure,
        /// The figure that fulfils it.
        /// | 等於多少。
        "equals" => equals: Figure,
        /// The lowest and the highest figure that fulfil it.
        /// | 範圍：最小和最大的數。
        "range" => range: List<Figure>,
        /// The unit.
        /// | 單位。
        "unit" => unit: Text,
        /// By when.
        /// | 期限。
        "by" => by: Edtf,
    }
}

record! {
    /// A result of a plan's target.
    pub struct RawResult {
        /// The target's id.
        /// | 目標的編號。
        "target" required => target: Id,
        /// The figure.
        /// | 數值。
        "value" required => value: Figure,
        /// As of when.
        /// | 截至何時。
        "on" => on: Edtf,
        /// A remark.
        /// | 說明。
        "note" => note: Text,
    }
}

record! {
    /// A phase.
    pub struct RawPhase {
        /// Its name.
        /// | 名稱。
        "label" required => label: Text,
        /// When.
        /// | 時間。
        "when" => when: Edtf,
        /// What is to be done.
        /// | 要做的事。
        "tasks" => tasks: List<Text>,
    }
}

record! {
    /// A file that belongs to a document.
    pub struct RawAttachment {
        /// Its name, as it stands beside the document.
        /// | 檔名，檔案放在文件旁邊。
        "file" required => file: String,
        /// Its title.
        /// | 標題。
        "title" => title: Text,
    }
}

record! {
    /// An approval.
    pub struct RawApproval {
        /// Who approved.
        /// | 由誰批准。
        "by" required => by: Text,
        /// When.
        /// | 時間。
        "on" required => on: Edtf,
        /// The number of the decision.
        /// | 批准文號。
        "number" => number: String,
        /// The digest of what was approved.
        /// | 所批准內容的摘要值。
        "digest" => digest: String,
        /// Which edition it approves; the first where it is not given.
        /// | 批准的是第幾版；不寫就是第一版。
        "edition" => edition: Digits,
    }
}

record! {
    /// A withdrawal.
    pub struct RawWithdrawal {
        /// When.
        /// | 時間。
        "on" required => on: Edtf,
        /// Why.
        /// | 原因。
        "reason" required => reason: Text,
    }
}

record! {
    /// A change.
    pub struct RawChange {
        /// When.
        /// | 時間。
        "on" required => on: Edtf,
        /// What changed.
        /// | 改了什麼。
        "note" required => note: Text,
        /// Whether it is too small to tell subscribers.
        /// | 是否小改，不必通知訂閱者。
        "minor" => minor: bool,
    }
}

record! {
    /// A finding that someone accepts.
    pub struct RawWaiver {
        /// The finding.
        /// | 問題的代碼。
        "code" required => code: Code,
        /// Why it is accepted.
        /// | 接受的原因。
        "reason" required => reason: Text,
        /// Since when.
        /// | 從何時起。
        "on" required => on: Edtf,
    }
}

record! {
    /// Front matter of a page under `content/pages/`.
    pub struct PageFrontMatter {
        /// The title.
        /// | 標題。
        "title" | "標題" | "标题" required => title: Text,
        /// One sentence about it.
        /// | 一句話介紹。
        "summary" | "摘要" => summary: Text,
        /// Its place among the pages.
        /// | 在各頁面中的次序。
        "order" => order: Digits,
        /// Old URLs that lead here.
        /// | 轉到這裡的舊網址。
        "aliases" => aliases: List<String>,
        /// Whether it is not to be published yet.
        /// | 是否暫不發布。
        "draft" => draft: bool,
        /// Whether this file is the original.
        /// | 這個檔案是不是原文。
        "original" => original: bool,
        /// On a translation: the digest of the original that it translates.
        /// | 用於譯文：所譯原文的摘要值。
        "translated-from" => translated_from: String,
        /// On a translation: the digests of the original's sections, written by `fangan translate mark`.
        /// | 用於譯文：所譯原文各節的摘要值，由 fangan translate mark 寫入。
        "translated-sections" => translated_sections: TranslatedSections,
    }
}

record! {
    /// Front matter of a community's profile.
    pub struct ProfileFrontMatter {
        /// One sentence about the community.
        /// | 一句話介紹共同體。
        "summary" | "摘要" => summary: Text,
    }
}
