//! `fangan new` and `list`: documents and communities.

use super::Narrowing;
use clap::{Args, Subcommand, ValueEnum};

/// `fangan new`
#[derive(Debug, Args)]
pub struct New {
    /// What to make
    /// | 要新建什麼
    #[command(subcommand)]
    pub what: NewWhat,
}

/// What `fangan new` makes.
#[derive(Debug, Subcommand)]
pub enum NewWhat {
    /// A community: its folder with community.toml, to be filled in
    /// | 共同體：建立資料夾和待填寫的 community.toml
    Community(NewCommunity),
    /// A plan, with an activity for each of the community's commitments
    /// | 方案：按共同體的每項承諾列出一項活動
    Plan(NewDocument),
    /// A summary, with the plan's activities and targets to report on
    /// | 小結：列出方案中要報告的活動和指標
    Summary(NewDocument),
    /// An activity programme
    /// | 活動方案
    Activity(NewDocument),
    /// A document of a kind from fangan.toml
    /// | fangan.toml 所定的某個文種
    Document {
        /// The kind
        /// | 文種
        kind: String,
        /// The rest
        #[command(flatten)]
        document: NewDocument,
    },
}

/// `fangan new community`
#[derive(Debug, Args)]
pub struct NewCommunity {
    /// Its folder's name: letters, digits and hyphens, in any script
    /// | 資料夾名稱：用文字、數字和連字號，中文亦可
    pub id: String,
    /// Its full name; otherwise the id, to be changed
    /// | 全稱；不指定時先用資料夾名稱，之後再改
    #[arg(long)]
    pub name: Option<String>,
    /// The community that it belongs to
    /// | 所屬的上級共同體
    #[arg(long)]
    pub parent: Option<String>,
}

/// `fangan new plan` and the like
#[derive(Debug, Args)]
pub struct NewDocument {
    /// The community's id; may be left out where the site has only one, or inside its folder
    /// | 共同體的編號；網站只有一個共同體，或目前就在其資料夾裡時，可以不寫
    #[arg(long, short)]
    pub community: Option<String>,
    /// The period, such as 2024-1, ay2024 or 2024; otherwise that of the folder you are in, or the current one: a term,
    /// or what the community's other documents speak of
    /// | 時期，如 2024-1、ay2024 或 2024；不指定時用目前資料夾所屬的，或當前的：學期，或這個共同體其他文件所用的時期
    #[arg(long, short)]
    pub period: Option<String>,
    /// A name for it, where the period has several of the kind: letters, digits and hyphens, in any script
    /// | 同一時期有幾份同類文件時，用來區分的名稱：文字、數字和連字號，中文亦可
    #[arg(long)]
    pub slug: Option<String>,
    /// Its title; otherwise made of community, period and kind
    /// | 標題；不指定時由共同體、時期和文種組成
    #[arg(long)]
    pub title: Option<String>,
    /// Its language, by code; otherwise the site's default. A document that is there in another one gets a translation to
    /// fill in
    /// | 語種代碼；不指定時用網站的預設語種。文件已有別的語種時，新建待填寫的譯文
    #[arg(long)]
    pub language: Option<String>,
}

/// `fangan list`
#[derive(Debug, Args)]
pub struct List {
    /// How to print
    /// | 用什麼格式列出
    #[arg(long, value_enum, default_value_t = ListFormat::Table)]
    pub format: ListFormat,
    /// Which documents
    #[command(flatten)]
    pub narrowing: Narrowing,
    /// Only this state
    /// | 只列這個狀態
    #[arg(long)]
    pub status: Option<String>,
    /// Only documents whose text is missing or stale in this language
    /// | 只列這個語種沒有正文或正文已過時的文件
    #[arg(long, value_name = "LANGUAGE")]
    pub untranslated: Option<String>,
    /// How commitments stand in recent periods, drafts counted, and which documents are due; instead of documents
    /// | 改為列出各項承諾近期的落實（草稿也算）和應交的文件
    #[arg(long, conflicts_with_all = ["status", "untranslated"])]
    pub commitments: bool,
    /// The day that "due" means; otherwise SOURCE_DATE_EPOCH, else today
    /// | 「應交」以哪一天為準；不指定時用 SOURCE_DATE_EPOCH，再不然用今天
    #[arg(long, value_name = "DATE")]
    pub as_of: Option<String>,
}

/// How a list is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ListFormat {
    /// For people
    /// | 給人看
    Table,
    /// One JSON array
    /// | 一個 JSON 陣列
    Json,
    /// For spreadsheets
    /// | 給試算表用的 CSV
    Csv,
}
