//! `fangan translate`: how translations stand.

use super::{ListFormat, Narrowing};
use clap::{Args, Subcommand, ValueEnum};

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
    /// Which documents
    #[command(flatten)]
    pub narrowing: Narrowing,
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
