//! The command line: each flag is defined here once; help, manual page and completions come from it.
//!
//! The comment on a command, a flag or a value is what users read, in both languages: `English | 中文`. A test finds what
//! lacks one of them.

mod help;
mod manual;
mod read;
mod usage;
mod words;

pub use help::Setting;
pub use read::{Answer, help, manual, read, spoken, tongue};
pub use usage::Wrong;

use crate::diagnostic::Tongue;
use clap::{Args, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

/// Turns a bureau's programme documents into a public record: Markdown in, a bilingual static site out
/// | 把主管部門的方案文件做成公開的記錄：讀 Markdown 檔，建成雙語的靜態網站
#[derive(Debug, Parser)]
#[command(name = "fangan", version, propagate_version = true)]
pub struct Cli {
    /// Flags of every command.
    #[command(flatten)]
    pub global: Global,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// Flags of every command.
#[derive(Clone, Debug, Default, Args)]
pub struct Global {
    /// The site's folder (the one with fangan.toml); otherwise the folder you are in or the nearest above it
    /// | 網站資料夾（內有 fangan.toml）；不指定時，用目前所在的資料夾或離它最近的上層
    #[arg(long, global = true, value_name = "DIR")]
    pub site: Option<PathBuf>,
    /// Language of messages; otherwise that of your locale
    /// | 訊息的語種；不指定時依系統的語言設定
    #[arg(long, global = true, value_enum)]
    pub lang: Option<Lang>,
    /// When to colour messages
    /// | 訊息何時加上顏色
    #[arg(long, global = true, value_enum, default_value_t = Color::Auto)]
    pub color: Color,
    /// No progress and no closing line; findings are still printed
    /// | 不顯示進度和結語；發現的問題照樣列出
    #[arg(long, short, global = true)]
    pub quiet: bool,
}

/// Language of messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Lang {
    /// English
    /// | 英文
    En,
    /// Chinese
    /// | 中文
    Zh,
}

/// When to colour.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Color {
    /// Where a terminal reads it; NO_COLOR and CLICOLOR_FORCE are honoured
    /// | 輸出到終端機時才加；依從 NO_COLOR 和 CLICOLOR_FORCE
    #[default]
    Auto,
    /// Always
    /// | 一律加
    Always,
    /// Never
    /// | 一律不加
    Never,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Make a new site that builds at once
    /// | 新建一個網站，立刻可以建成
    Init(Init),
    /// Make a new community or document in its right place
    /// | 在正確的位置新建共同體或文件
    New(New),
    /// Build the public site
    /// | 建成公開網站
    Build(Build),
    /// Preview the site with drafts while you write; pages change as you save
    /// | 邊寫邊預覽網站，包括草稿；一存檔網頁就更新
    Serve(Serve),
    /// Report every finding about the content, writing nothing unless --fix asks for it
    /// | 列出內容的全部問題；不加 --fix 就不寫任何檔案
    Check(Check),
    /// Say what a finding means, with an example and the mend
    /// | 說明某個問題的意思、例子和改法
    Explain(Explain),
    /// List documents with their state, translations and commitments
    /// | 列出文件的狀態、各語種情況和承諾的落實
    List(List),
    /// See how translations stand, or record that one is up to date
    /// | 查看譯文的情況，或記下譯文已更新
    Translate(Translate),
    /// Hand drafts in for approval
    /// | 把草稿送審
    Submit(Submit),
    /// Approve documents and seal them: any later change is noticed
    /// | 批准文件並封存：之後的任何改動都會被發覺
    Approve(Approve),
    /// Begin the next edition of an approved document
    /// | 開始已批准文件的下一版
    Amend(Amend),
    /// Show what changed in a document since it was approved
    /// | 列出文件在批准之後的改動
    Diff(Diff),
    /// Put a newer document in the place of an approved one
    /// | 用新文件替代已批准的文件
    Supersede(Supersede),
    /// Withdraw a published document; a page with date and reason remains
    /// | 撤回已發布的文件；網頁只留下日期和原因
    Withdraw(Withdraw),
    /// Keep approved editions for good, check them, hand them over
    /// | 長久保存批准的版本，核對，移交
    Archive(Archive),
    /// Print a JSON Schema, for editors that check while you type
    /// | 輸出 JSON Schema，供編輯器邊寫邊檢查
    Schema(Schema),
    /// Print completions for a shell
    /// | 輸出命令補全設定
    Completions(Completions),
    /// Print the manual page
    /// | 輸出手冊頁
    Man,
}

/// `fangan init`
#[derive(Debug, Args)]
pub struct Init {
    /// The folder, made if it is not there; otherwise the one you are in. What it holds already is left alone
    /// | 資料夾，沒有就新建；不指定時用目前所在的資料夾。裡面已有的檔案不會改動
    pub dir: Option<PathBuf>,
}

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

/// `fangan build`
#[derive(Debug, Args)]
pub struct Build {
    /// Where to write the site
    /// | 網站寫到哪個資料夾
    #[arg(long, short, value_name = "DIR")]
    pub output: Option<PathBuf>,
    /// The address under which it will be published, instead of the configured one
    /// | 網站發布後的網址，取代設定檔所寫的
    #[arg(long, value_name = "URL")]
    pub base_url: Option<String>,
    /// With drafts and submitted documents, under a banner; never publish such a site
    /// | 連同草稿和已送審的文件，頁首有提示；這樣的網站切勿發布
    #[arg(long)]
    pub drafts: bool,
    /// The day that "current term", "on duty" and "due" mean; otherwise SOURCE_DATE_EPOCH, else today
    /// | 「本學期」「值守」「應交」以哪一天為準；不指定時用 SOURCE_DATE_EPOCH，再不然用今天
    #[arg(long, value_name = "DATE")]
    pub as_of: Option<String>,
    /// Write every file again, also those that are there already and have not changed
    /// | 所有檔案重新寫入，沒有變動的也寫
    #[arg(long)]
    pub clean: bool,
}

/// `fangan serve`
#[derive(Debug, Args)]
pub struct Serve {
    /// The address to listen on; 0.0.0.0 shows drafts to everyone who can reach this machine
    /// | 監聽的位址；寫 0.0.0.0 則凡能連到這臺電腦的人都看得到草稿
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1")]
    pub host: String,
    /// The port; the next one that is free where it is taken, 0 for any
    /// | 埠號；已被占用時改用下一個空閒的，0 為任意
    #[arg(long, default_value_t = 4747)]
    pub port: u16,
    /// Open the preview in your browser
    /// | 在瀏覽器裡打開預覽
    #[arg(long)]
    pub open: bool,
    /// Look for changes every now and then, for network drives that do not tell of them
    /// | 定時查看改動，用於不會通知改動的網路磁碟
    #[arg(long)]
    pub poll: bool,
    /// How files open from the preview: vscode, none, or an address with {path}, {line} and {column}
    /// | 從預覽打開檔案的方式：vscode、none，或帶有 {path}、{line}、{column} 的網址
    #[arg(long, value_name = "EDITOR", default_value = "vscode")]
    pub editor: String,
    /// The day that "now" means, such as 2024-12-09
    /// | 「今天」指哪一天，例如 2024-12-09
    #[arg(long, value_name = "DATE")]
    pub as_of: Option<String>,
}

/// `fangan check`
#[derive(Debug, Args)]
pub struct Check {
    /// How to print findings
    /// | 問題用什麼格式列出
    #[arg(long, value_enum, default_value_t = FindingFormat::Human)]
    pub format: FindingFormat,
    /// Make warnings stop the work, as errors do
    /// | 有警告也當作錯誤，停止工作
    #[arg(long, value_name = "WHAT", value_enum)]
    pub deny: Option<Deny>,
    /// Put in place what is certain: punctuation, look-alikes in front matter, readings left in text and the like; what
    /// then remains is reported. Documents whose approval carries a digest are left alone
    /// | 改正有把握的問題：標點、文件頭裡的形近符號、殘留的讀音等，再列出餘下的問題；已封存的文件不動
    #[arg(long)]
    pub fix: bool,
    /// With --fix: show the difference, write nothing
    /// | 與 --fix 同用：只顯示差異，不寫入
    #[arg(long, requires = "fix")]
    pub dry_run: bool,
    /// The day that "due" means; otherwise SOURCE_DATE_EPOCH, else today
    /// | 「應交」以哪一天為準；不指定時用 SOURCE_DATE_EPOCH，再不然用今天
    #[arg(long, value_name = "DATE")]
    pub as_of: Option<String>,
}

/// What `--deny` takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Deny {
    /// Every warning
    /// | 所有警告
    Warnings,
}

/// How findings are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum FindingFormat {
    /// For people, with the source line
    /// | 給人看的，附原文
    Human,
    /// One line each
    /// | 每個問題一行
    Short,
    /// One JSON object each
    /// | 每個問題一個 JSON 物件
    Json,
    /// A SARIF 2.1.0 log
    /// | SARIF 2.1.0 記錄
    Sarif,
    /// GitHub workflow commands
    /// | GitHub 工作流程指令
    Github,
}

/// `fangan explain`
#[derive(Debug, Args)]
pub struct Explain {
    /// The finding's name, such as unknown-key; without one, all are listed
    /// | 問題的代碼，如 unknown-key；不寫就列出全部
    pub code: Option<String>,
}

/// `fangan list`
#[derive(Debug, Args)]
pub struct List {
    /// How to print
    /// | 用什麼格式列出
    #[arg(long, value_enum, default_value_t = ListFormat::Table)]
    pub format: ListFormat,
    /// Only this community
    /// | 只列這個共同體
    #[arg(long, short)]
    pub community: Option<String>,
    /// Only this period
    /// | 只列這個時期
    #[arg(long, short)]
    pub period: Option<String>,
    /// Only this kind
    /// | 只列這個文種
    #[arg(long, short)]
    pub kind: Option<String>,
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

/// `fangan archive`
#[derive(Debug, Args)]
pub struct Archive {
    /// What to do
    #[command(subcommand)]
    pub what: ArchiveWhat,
}

/// What `fangan archive` does.
#[derive(Debug, Subcommand)]
pub enum ArchiveWhat {
    /// Add every approved edition that is not there yet, and withdrawals
    /// | 把還沒有歸檔的批准版本和撤回記錄歸檔
    Add(ArchiveAdd),
    /// Read every byte again and check it
    /// | 逐位元組重讀核對
    Verify(ArchiveVerify),
    /// List what is archived and what is not
    /// | 列出哪些已歸檔、哪些沒有
    List(ArchiveList),
    /// Write a package to hand over
    /// | 打包移交
    Export(ArchiveExport),
    /// Check a package that was sent, and unpack it if it is sound
    /// | 核對收到的包，完好才解開
    Receive(ArchiveReceive),
    /// Record why an archived document is no longer in the site
    /// | 記下某份已歸檔的文件為什麼不在網站裡了
    Note(ArchiveNote),
}

/// Which documents a command of the archive is about.
#[derive(Clone, Debug, Default, Args)]
pub struct Selection {
    /// Only these documents, each as community/period/name
    /// | 只要這些文件，寫作 共同體/時期/文件名
    #[arg(value_name = "DOCUMENT")]
    pub documents: Vec<String>,
    /// Only this community
    /// | 只要這個共同體
    #[arg(long, short)]
    pub community: Option<String>,
    /// Only this period
    /// | 只要這個時期
    #[arg(long, short)]
    pub period: Option<String>,
    /// Only this kind
    /// | 只要這個文種
    #[arg(long, short)]
    pub kind: Option<String>,
}

/// `fangan archive add`
#[derive(Debug, Args)]
pub struct ArchiveAdd {
    /// Which documents
    #[command(flatten)]
    pub selection: Selection,
    /// The day that pages take for today, and the date of editions whose approval is not dated to the day; otherwise
    /// SOURCE_DATE_EPOCH
    /// | 網頁上「今天」是哪一天，也是批准日期沒有精確到日的版本所用的日期；不指定時依 SOURCE_DATE_EPOCH
    #[arg(long, value_name = "DATE")]
    pub as_of: Option<String>,
}

/// `fangan archive verify`
#[derive(Debug, Args)]
pub struct ArchiveVerify {
    /// Another OCFL storage root or object, checked by the rules of OCFL alone; otherwise the site's archive
    /// | 另一個 OCFL 儲存根或物件，只按 OCFL 的規定核對；不指定時核對本站的檔案庫
    #[arg(value_name = "DIR")]
    pub path: Option<PathBuf>,
    /// How to print
    /// | 輸出格式
    #[arg(long, value_enum, default_value_t = ReportFormat::Human)]
    pub format: ReportFormat,
}

/// `fangan archive list`
#[derive(Debug, Args)]
pub struct ArchiveList {
    /// Which documents
    #[command(flatten)]
    pub selection: Selection,
    /// How to print
    /// | 輸出格式
    #[arg(long, value_enum, default_value_t = ListFormat::Table)]
    pub format: ListFormat,
}

/// `fangan archive export`
#[derive(Debug, Args)]
pub struct ArchiveExport {
    /// Which documents
    #[command(flatten)]
    pub selection: Selection,
    /// Only documents of this year: that of their date, or else of their approval
    /// | 只要這一年的文件：按成文日期，沒有的按批准日期
    #[arg(long, value_name = "YEAR", value_parser = clap::value_parser!(i16).range(0..=9999))]
    pub year: Option<i16>,
    /// Where to write it: a zip file where the name ends in .zip, else a folder; never over something that is there
    /// | 寫到哪裡：以 .zip 結尾的寫成 zip 檔，否則寫成資料夾；不會覆蓋已有的東西
    #[arg(long, value_name = "DIR|FILE.zip")]
    pub to: PathBuf,
    /// The date of the package; otherwise SOURCE_DATE_EPOCH, else today
    /// | 包的日期；不指定時依 SOURCE_DATE_EPOCH，否則為今天
    #[arg(long, value_name = "DATE")]
    pub as_of: Option<String>,
}

/// `fangan archive receive`
#[derive(Debug, Args)]
pub struct ArchiveReceive {
    /// The package: a folder or a zip file
    /// | 收到的包：資料夾或 zip 檔
    pub package: PathBuf,
    /// Where to unpack it if it is sound: a folder that is empty or not there
    /// | 完好時解到哪裡：空的或還沒有的資料夾
    #[arg(long, value_name = "DIR")]
    pub to: Option<PathBuf>,
    /// How to print
    /// | 輸出格式
    #[arg(long, value_enum, default_value_t = ReportFormat::Human)]
    pub format: ReportFormat,
}

/// `fangan archive note`
#[derive(Debug, Args)]
pub struct ArchiveNote {
    /// The document, as community/period/name
    /// | 文件，寫作 共同體/時期/文件名
    pub document: String,
    /// Why it is no longer in the site
    /// | 為什麼不在網站裡了
    #[arg(long)]
    pub reason: String,
}

/// How a report is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ReportFormat {
    /// For people
    /// | 供人閱讀
    Human,
    /// One JSON object
    /// | 一個 JSON 物件
    Json,
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

/// `fangan translate`
#[derive(Debug, Args)]
pub struct Translate {
    /// What to do
    /// | 做什麼
    #[command(subcommand)]
    pub what: TranslateWhat,
}

/// What `fangan translate` does.
#[derive(Debug, Subcommand)]
pub enum TranslateWhat {
    /// List every document and page in every language, with the sections that changed since they were translated
    /// | 列出每份文件和頁面的各語種情況，以及翻譯之後原文改動過的部分
    Status(TranslateStatus),
    /// Record that a translation says what its original says now
    /// | 記下譯文已與現在的原文一致
    Mark(Mark),
}

/// `fangan translate status`
#[derive(Debug, Args)]
pub struct TranslateStatus {
    /// How to print
    /// | 輸出的格式
    #[arg(long, value_enum, default_value_t = ListFormat::Table)]
    pub format: ListFormat,
    /// Only this community
    /// | 只看這個共同體
    #[arg(long, short)]
    pub community: Option<String>,
    /// Only this period
    /// | 只看這個時期
    #[arg(long, short)]
    pub period: Option<String>,
    /// Only this kind
    /// | 只看這個文種
    #[arg(long, short)]
    pub kind: Option<String>,
    /// Only this language, by code
    /// | 只看這個語種（代碼）
    #[arg(long)]
    pub language: Option<String>,
    /// Only texts that stand so
    /// | 只看處於這種情況的文本
    #[arg(long, value_enum)]
    pub state: Option<TextState>,
}

/// How a text stands to its original.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum TextState {
    /// The original
    /// | 是原文
    Original,
    /// It translates the original as it is
    /// | 與現在的原文一致
    Current,
    /// The original changed since
    /// | 原文後來改動過
    Stale,
    /// It does not say what it translates
    /// | 沒有註明譯自哪個版本
    Unknown,
    /// There is none
    /// | 沒有
    Missing,
}

/// `fangan translate mark`
#[derive(Debug, Args)]
pub struct Mark {
    /// Documents and pages: community/period/name, pages/name, or files
    /// | 文件和頁面：共同體/時期/名稱、pages/名稱，或檔案
    #[arg(value_name = "DOC", required = true)]
    pub documents: Vec<String>,
    /// The language of the translation, by code; may be left out where there is only one
    /// | 譯文的語種（代碼）；只有一種時可以不寫
    #[arg(long)]
    pub language: Option<String>,
    /// Only this section of the original, by its heading, or `title` or `lead` (what precedes the first heading); may be
    /// given several times
    /// | 只記原文的這一部分：寫它的標題，或 title、lead（第一個標題之前的部分）；可寫多次
    #[arg(long, value_name = "HEADING")]
    pub section: Vec<String>,
}

/// Flags of commands that change a document's state.
#[derive(Clone, Debug, Args)]
pub struct Change {
    /// Show what would be written, and write nothing
    /// | 只顯示將要寫入的內容，不寫入
    #[arg(long)]
    pub dry_run: bool,
    /// The day that "today" means; otherwise SOURCE_DATE_EPOCH, else today
    /// | 「今天」指哪一天；不寫則用 SOURCE_DATE_EPOCH，再不然就是今天
    #[arg(long, value_name = "DATE")]
    pub as_of: Option<String>,
}

/// `fangan submit`
#[derive(Debug, Args)]
pub struct Submit {
    /// The documents: community/period/name, or one of their files
    /// | 文件：共同體/時期/名稱，或它的檔案
    #[arg(required = true, value_name = "DOC")]
    pub documents: Vec<String>,
    /// The rest
    #[command(flatten)]
    pub change: Change,
}

/// `fangan approve`
#[derive(Debug, Args)]
pub struct Approve {
    /// The documents: community/period/name, or one of their files
    /// | 文件：共同體/時期/名稱，或它的檔案
    #[arg(required_unless_present = "all_unsealed", value_name = "DOC")]
    pub documents: Vec<String>,
    /// Who approved; in each language: --by zh=... --by en="Research Office"
    /// | 誰批准的；可按語種各寫一次：--by zh=教研室 --by en="Research Office"
    #[arg(long, value_name = "TEXT")]
    pub by: Vec<String>,
    /// On which day
    /// | 日期
    #[arg(long, value_name = "DATE")]
    pub on: Option<String>,
    /// The number of the decision
    /// | 批文號
    #[arg(long, value_name = "TEXT")]
    pub number: Option<String>,
    /// Every published document whose approval is on record and carries no digest yet
    /// | 所有已有審批記錄、還沒有摘要值的已發布文件
    #[arg(long, conflicts_with_all = ["documents", "by", "on", "number"])]
    pub all_unsealed: bool,
    /// The rest
    #[command(flatten)]
    pub change: Change,
}

/// `fangan amend`
#[derive(Debug, Args)]
pub struct Amend {
    /// The document: community/period/name, or one of its files
    /// | 文件：共同體/時期/名稱，或它的檔案
    #[arg(value_name = "DOC")]
    pub document: String,
    /// What readers are told changed; in each language: --note zh=TEXT --note en=TEXT
    /// | 告訴讀者改了什麼；可按語種各寫一次：--note zh=… --note en=…
    #[arg(long, value_name = "TEXT")]
    pub note: Vec<String>,
    /// The change is too small to tell subscribers
    /// | 改動很小，不必通知訂閱者
    #[arg(long, requires = "note")]
    pub minor: bool,
    /// The day of the note; otherwise today
    /// | 說明的日期；不寫則為今天
    #[arg(long, value_name = "DATE", requires = "note")]
    pub on: Option<String>,
    /// The rest
    #[command(flatten)]
    pub change: Change,
}

/// `fangan diff`
#[derive(Debug, Args)]
pub struct Diff {
    /// The document: community/period/name, or one of its files
    /// | 文件：共同體/時期/名稱，或它的檔案
    #[arg(value_name = "DOC")]
    pub document: String,
    /// Compare with this edition; otherwise with the one that was approved last
    /// | 與這一版比較；不寫則與最近批准的一版比較
    #[arg(long, value_name = "NUMBER")]
    pub edition: Option<u32>,
}

/// `fangan supersede`
#[derive(Debug, Args)]
pub struct Supersede {
    /// The document that is replaced: community/period/name, or one of its files
    /// | 被替代的文件：共同體/時期/名稱，或它的檔案
    #[arg(value_name = "DOC")]
    pub document: String,
    /// The document that takes its place
    /// | 用來替代它的文件
    #[arg(long, value_name = "DOC")]
    pub by: String,
    /// The rest
    #[command(flatten)]
    pub change: Change,
}

/// `fangan withdraw`
#[derive(Debug, Args)]
pub struct Withdraw {
    /// The document: community/period/name, or one of its files
    /// | 文件：共同體/時期/名稱，或它的檔案
    #[arg(value_name = "DOC")]
    pub document: String,
    /// On which day
    /// | 日期
    #[arg(long, value_name = "DATE")]
    pub on: String,
    /// What readers are told; in each language: --reason zh=TEXT --reason en=TEXT
    /// | 告訴讀者的原因；可按語種各寫一次：--reason zh=… --reason en=…
    #[arg(long, value_name = "TEXT", required = true)]
    pub reason: Vec<String>,
    /// The rest
    #[command(flatten)]
    pub change: Change,
}

/// `fangan schema`
#[derive(Debug, Args)]
pub struct Schema {
    /// Of which file
    /// | 哪一種檔案的
    #[arg(value_enum, default_value_t = SchemaOf::Document)]
    pub of: SchemaOf,
}

/// Which file a schema is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum SchemaOf {
    /// Front matter of a document
    /// | 方案等文件的文件頭
    Document,
    /// community.toml
    /// | 共同體的 community.toml
    Community,
    /// fangan.toml
    /// | 網站設定 fangan.toml
    Site,
    /// Front matter of a page
    /// | 頁面的文件頭
    Page,
    /// activity-types.toml
    /// | 活動類型表 activity-types.toml
    ActivityTypes,
    /// organisations.toml
    /// | 單位名錄 organisations.toml
    Organisations,
}

/// `fangan completions`
#[derive(Debug, Args)]
pub struct Completions {
    /// The shell
    /// | 所用的 shell
    #[arg(value_enum)]
    pub shell: clap_complete::Shell,
}

impl TextState {
    /// As lists and JSON have it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Original => "original",
            Self::Current => "current",
            Self::Stale => "stale",
            Self::Unknown => "unknown",
            Self::Missing => "missing",
        }
    }
}

impl Global {
    /// The language of messages: as asked, else as the locale says.
    pub fn tongue(&self) -> Tongue {
        let locale = || {
            let set = ["LC_ALL", "LC_MESSAGES", "LANG"]
                .iter()
                .filter_map(|name| std::env::var(name).ok())
                .find(|value| !value.is_empty());
            set.is_some_and(|value| value.starts_with("zh"))
        };
        match self.lang {
            Some(Lang::Zh) => Tongue::Zh,
            Some(Lang::En) => Tongue::En,
            None if locale() => Tongue::Zh,
            None => Tongue::En,
        }
    }
}
