//! What `theme.toml` may say.

use crate::data::{List, Text, record};

record! {
    /// `theme.toml`
    pub struct RawTheme {
        /// The theme's name.
        /// | 主題的名稱。
        "name" => name: String,
        /// One sentence about it.
        /// | 一句說明。
        "description" => description: Text,
        /// Style sheets of its own under `assets/`, linked after those of `bureau`.
        /// | assets/ 之下自己的樣式表，排在 bureau 的之後。
        "styles" => styles: List<String>,
        /// Files under the `assets/` of `bureau` that are not published.
        /// | bureau 的 assets/ 裡不發布的檔案。
        "without" => without: List<String>,
    }
}
