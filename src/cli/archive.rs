//! `fangan archive`: what is kept for good.

use super::{ListFormat, Narrowing};
use clap::{Args, Subcommand, ValueEnum};
use std::path::PathBuf;

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
    /// Which documents
    #[command(flatten)]
    pub narrowing: Narrowing,
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
