//! `fangan theme`.

use clap::{Args, Subcommand};

/// `fangan theme`
#[derive(Debug, Args)]
pub struct Theme {
    /// What to do
    /// | 做什麼
    #[command(subcommand)]
    pub what: ThemeWhat,
}

/// What `fangan theme` does.
#[derive(Debug, Subcommand)]
pub enum ThemeWhat {
    /// List the themes that there are; the one in use is marked
    /// | 列出現有的主題，正在用的有記號
    List,
    /// Begin a theme that looks like `bureau` until you change something
    /// | 新建主題：在你改動之前，和 bureau 一模一樣
    New(ThemeNew),
    /// Copy a file of the built-in theme into yours, to be changed there
    /// | 把內建主題的檔案複製到你的主題裡，在那裡改
    Eject(ThemeEject),
}

/// `fangan theme new`
#[derive(Debug, Args)]
pub struct ThemeNew {
    /// Its folder's name under themes/: letters, digits and hyphens
    /// | themes/ 之下的資料夾名稱：字母、數字和連字號
    pub name: String,
    /// A file of `bureau` that it begins with, such as document.html; may be given several times
    /// | 一開始就取出的 bureau 檔案，如 document.html；可多次指定
    #[arg(long, value_name = "FILE")]
    pub with: Vec<String>,
}

/// `fangan theme eject`
#[derive(Debug, Args)]
pub struct ThemeEject {
    /// The file, such as document.html, strings/en.toml or style.css; without one, all are listed
    /// | 檔案，如 document.html、strings/en.toml 或 style.css；不寫則列出全部
    pub file: Option<String>,
    /// The theme to put it into; otherwise the one in use
    /// | 放進哪個主題；不指定時用正在用的
    #[arg(long = "into", value_name = "THEME")]
    pub theme: Option<String>,
}
