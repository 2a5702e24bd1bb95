//! The command line: each flag is defined here once; help, manual page and completions come from it.
//!
//! The comment on a command, a flag or a value is what users read, in both languages: `English | 中文`. A test finds what
//! lacks one of them.

mod approval;
mod archive;
mod build;
mod check;
mod document;
mod help;
mod manual;
mod narrowing;
mod read;
mod theme;
mod translation;
mod usage;
mod words;

pub use approval::{Amend, Approve, Change, Diff, Submit, Supersede, Withdraw};
pub use archive::{
    Archive, ArchiveAdd, ArchiveExport, ArchiveList, ArchiveNote, ArchiveReceive, ArchiveVerify, ArchiveWhat, ReportFormat,
    Selection,
};
pub use build::{Build, Init, Serve};
pub use check::{Check, Completions, Deny, Explain, FindingFormat, Schema, SchemaOf};
pub use document::{List, ListFormat, New, NewCommunity, NewDocument, NewWhat};
pub use help::Setting;
pub use narrowing::Narrowing;
pub use read::{Answer, help, manual, read, spoken, tongue};
pub use theme::{Theme, ThemeEject, ThemeNew, ThemeWhat};
pub use translation::{Mark, TextState, Translate, TranslateStatus, TranslateWhat};
pub use usage::Wrong;
pub use words::both;

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
    /// See the themes, begin one of your own, take a file of one over to change it
    /// | 查看主題，新建自己的主題，取出主題的檔案來改
    Theme(Theme),
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
