//! `fangan check`, `explain`, `schema` and `completions`: what helps writers.

use clap::{Args, ValueEnum};

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
    /// then remains is reported. Sealed documents are left alone
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
