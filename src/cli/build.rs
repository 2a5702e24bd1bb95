//! `fangan init`, `build` and `serve`: a site and what is made of it.

use clap::Args;
use std::path::PathBuf;

/// `fangan init`
#[derive(Debug, Args)]
pub struct Init {
    /// The folder, made if it is not there; otherwise the one you are in. What it holds already is left alone
    /// | 資料夾，沒有就新建；不指定時用目前所在的資料夾。裡面已有的檔案不會改動
    pub dir: Option<PathBuf>,
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
