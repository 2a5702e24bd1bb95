//! What `fangan.toml` may say, key by key.

use crate::data::{List, Table, Text, record, words};
use crate::edtf::Edtf;

record! {
    /// The whole file.
    pub struct RawConfig {
        /// The site: its title, address and habits.
        /// | 網站的名稱、網址和習慣。
        "site" required => site: RawSite,
        /// Who publishes it; whatever is absent is not shown.
        /// | 主辦單位；沒有寫的不顯示。
        "bureau" => bureau: RawBureau,
        /// The languages, by file suffix.
        /// | 各種語言，以檔名後綴為鍵。
        "languages" required => languages: Table<RawLanguage>,
        /// When terms begin and end.
        /// | 各學期的起止日期。
        "calendar" => calendar: RawCalendar,
        /// Kinds of document; `plan`, `summary` and `activity` are built in.
        /// | 文種；plan、summary、activity 已內建。
        "kinds" => kinds: Table<RawKind>,
        /// Fields of work that communities belong to.
        /// | 共同體所屬的工作領域。
        "fields" => fields: Table<RawName>,
        /// Words for the conversion between scripts.
        /// | 繁簡轉換用的詞。
        "glossary" => glossary: RawGlossary,
        /// The archive of approved editions.
        /// | 保存批准版本的檔案庫。
        "archive" => archive: RawArchive,
        /// The accessibility statement.
        /// | 無障礙聲明。
        "accessibility" => accessibility: RawAccessibility,
    }
}

record! {
    /// `[site]`
    pub struct RawSite {
        /// The site's title.
        /// | 網站名稱。
        "title" required => title: Text,
        /// One sentence about it.
        /// | 一句話介紹。
        "description" => description: Text,
        /// The address under which it will be published.
        /// | 網站發布後的網址。
        "base-url" required => base_url: String,
        /// The theme: a folder under `themes/`, or `bureau`, which is built in.
        /// | 版面主題：themes/ 之下的資料夾名，或內建的 bureau。
        "theme" => theme: String,
        /// What the year index counts.
        /// | 年份索引按學年還是日曆年。
        "year" => year: RawYear,
        /// The time zone in which "today" is taken.
        /// | 「今天」按哪個時區算。
        "time-zone" => time_zone: String,
        /// `true` puts a notice on every page that the content is an example.
        /// | 寫 true，每一頁都註明內容是示例。
        "example" => example: bool,
        /// `true` passes HTML in bodies through a sanitiser instead of showing it as text.
        /// | 寫 true，正文裡的 HTML 經過濾後生效，不再照字面顯示。
        "raw-html" => raw_html: bool,
    }
}

words! {
    /// What the year index counts.
    pub enum RawYear {
        /// Academic years.
        Academic = "academic" | "學年" | "学年",
        /// Calendar years.
        Calendar = "calendar" | "日曆年" | "自然年",
    }
}

record! {
    /// `[bureau]`
    pub struct RawBureau {
        /// The publisher's name.
        /// | 主辦單位名稱。
        "name" => name: Text,
        /// How to reach it.
        /// | 聯繫方式。
        "contact" => contact: Text,
        /// Its e-mail address.
        /// | 電子郵箱。
        "email" => email: String,
        /// 網站標識碼, the site's identification code.
        /// | 網站標識碼。
        "site-code" => site_code: String,
        /// ICP備案號, the registration with the telecommunications authority.
        /// | ICP備案號。
        "icp" => icp: String,
        /// 公安備案號, the registration with the police.
        /// | 公安備案號。
        "police" => police: String,
        /// The domain as registered.
        /// | 備案的域名。
        "domain" => domain: String,
    }
}

record! {
    /// `[languages.<code>]`
    pub struct RawLanguage {
        /// The BCP 47 tag, such as zh-Hant.
        /// | 語言標籤（BCP 47），如 zh-Hant。
        "tag" => tag: String,
        /// The URL prefix, empty for the default language.
        /// | 網址前綴；預設語言為空。
        "path" => path: String,
        /// Whether it is the default language; exactly one is.
        /// | 是否預設語言；只能有一種。
        "default" => default: bool,
        /// What the language calls itself.
        /// | 這種語言的自稱。
        "name" => name: String,
        /// Other scripts in which it is published too.
        /// | 另以哪些字形發布。
        "variants" => variants: List<String>,
        /// How lists of Chinese names are ordered.
        /// | 中文名單怎樣排序。
        "order" => order: RawOrder,
    }
}

words! {
    /// How Chinese names are ordered.
    pub enum RawOrder {
        /// By number of strokes.
        Stroke = "stroke" | "筆畫" | "笔画",
        /// By pronunciation.
        Pinyin = "pinyin" | "拼音",
    }
}

record! {
    /// `[calendar]`
    pub struct RawCalendar {
        /// The terms of an academic year in order.
        /// | 一學年的各學期，按次序。
        "terms" => terms: List<RawTerm>,
        /// Academic years whose terms lie otherwise, by the year in which they begin.
        /// | 學期起止不同的學年，以開始的年份為鍵。
        "years" => years: Table<RawYearTerms>,
    }
}

record! {
    /// A term of every year.
    pub struct RawTerm {
        /// Its name.
        /// | 名稱。
        "name" => name: Text,
        /// Month and day of its first day: 09-01.
        /// | 首日的月和日，如 09-01。
        "from" required => from: String,
        /// Month and day of its last day: 01-31.
        /// | 末日的月和日，如 01-31。
        "to" required => to: String,
    }
}

record! {
    /// `[calendar.years.<year>]`
    pub struct RawYearTerms {
        /// First and last day of each term in order.
        /// | 各學期的首日和末日，按次序。
        "terms" required => terms: List<RawTermDays>,
    }
}

record! {
    /// A term of one year.
    pub struct RawTermDays {
        /// Its first day.
        /// | 首日。
        "from" required => from: Edtf,
        /// Its last day.
        /// | 末日。
        "to" required => to: Edtf,
    }
}

record! {
    /// `[kinds.<id>]`
    pub struct RawKind {
        /// Its name.
        /// | 名稱。
        "name" => name: Text,
        /// When in its period one is due for a community that is active in it.
        /// | 在時期的何時應有一份；只對這個時期有活動的共同體要求。
        "due" => due: Due,
    }
}

words! {
    /// When a document is due.
    pub enum Due {
        /// When the period begins.
        Start = "start" | "期初",
        /// When the period ends.
        End = "end" | "期末",
        /// Never.
        None = "none" | "無" | "无",
    }
}

record! {
    /// A name, in `[fields.<id>]`.
    pub struct RawName {
        /// The name.
        /// | 名稱。
        "name" required => name: Text,
    }
}

record! {
    /// `[glossary]`
    pub struct RawGlossary {
        /// `true` exchanges vocabulary of the mainland and of Taiwan too, such as 軟體 and 软件. It also touches words that
        /// documents of an authority share, such as 項目: look at the result.
        /// | 寫 true，兩岸用詞也一併轉換，如「軟體」與「软件」。「項目」之類公文通用的詞也會改動，請查看結果。
        "regional" => regional: bool,
        /// Words that the conversion leaves alone.
        /// | 轉換時保留原樣的詞。
        "keep" => keep: List<String>,
        /// Words that the conversion puts otherwise: from = to.
        /// | 轉換時另行指定的詞：原詞 = 新詞。
        "replace" => replace: Table<String>,
    }
}

record! {
    /// `[archive]`
    pub struct RawArchive {
        /// Its folder, seen from the site's.
        /// | 檔案庫的資料夾，從網站資料夾算起。
        "path" => path: String,
        /// 全宗號, the number of the bureau's fonds.
        /// | 全宗號。
        "fonds" => fonds: String,
        /// 全宗名稱, the name of the bureau's fonds.
        /// | 全宗名稱。
        "fonds-name" => fonds_name: Text,
    }
}

record! {
    /// `[accessibility]`
    pub struct RawAccessibility {
        /// How far the site meets WCAG 2.2 at level AA.
        /// | 網站在多大程度上符合 WCAG 2.2 的 AA 級。
        "status" required => status: Conformance,
        /// When that was found out.
        /// | 評估日期。
        "assessed" => assessed: Edtf,
        /// What is known to be missing, a sentence each.
        /// | 已知的不足，每條一句。
        "limits" => limits: List<Text>,
        /// Whom to tell of a problem; otherwise the bureau's contact.
        /// | 反映問題找誰；不寫就用主辦單位的聯繫方式。
        "contact" => contact: Text,
        /// The e-mail address for it; otherwise the bureau's.
        /// | 反映問題的電子郵箱；不寫就用主辦單位的。
        "email" => email: String,
    }
}

words! {
    /// How far a site meets the guidelines for accessibility.
    pub enum Conformance {
        /// In every respect.
        Full = "full" | "完全符合",
        /// But for what the statement names.
        Partial = "partial" | "部分符合",
        /// Not, or not yet looked into.
        None = "none" | "不符合",
    }
}
