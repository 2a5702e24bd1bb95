//! `fangan submit`, `approve`, `amend`, `diff`, `supersede` and `withdraw`: the states of a document.

use clap::Args;

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
