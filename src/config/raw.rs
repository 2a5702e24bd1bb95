//! What `fangan.toml` may say, key by key.

use crate::data::{List, Table, Text, record, words};
use crate::edtf::Edtf;

record! {
    /// The whole file.
    pub struct RawConfig {
        /// The site: its title, address and habits.
        "site" required => site: RawSite,
        /// Who publishes it; whatever is absent is not shown.
        "bureau" => bureau: RawBureau,
        /// The languages, by file suffix.
        "languages" required => languages: Table<RawLanguage>,
        /// When terms begin and end.
        "calendar" => calendar: RawCalendar,
        /// Kinds of document; `plan`, `summary` and `activity` are built in.
        "kinds" => kinds: Table<RawKind>,
        /// Fields of work that communities belong to.
        "fields" => fields: Table<RawName>,
        /// Words for the conversion between scripts.
        "glossary" => glossary: RawGlossary,
        /// The archive of approved editions.
        "archive" => archive: RawArchive,
    }
}

record! {
    /// `[site]`
    pub struct RawSite {
        /// The site's title.
        "title" required => title: Text,
        /// One sentence about it.
        "description" => description: Text,
        /// The address under which it will be published.
        "base-url" required => base_url: String,
        /// The theme: a folder under `themes/`, or `bureau`, which is built in.
        "theme" => theme: String,
        /// What the year index counts.
        "year" => year: RawYear,
        /// The time zone in which "today" is taken.
        "time-zone" => time_zone: String,
        /// `true` puts a notice on every page that the content is an example.
        "example" => example: bool,
        /// `true` passes HTML in bodies through a sanitiser instead of showing it as text.
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
        "name" => name: Text,
        /// How to reach it.
        "contact" => contact: Text,
        /// Its e-mail address.
        "email" => email: String,
        /// 網站標識碼, the site's identification code.
        "site-code" => site_code: String,
        /// ICP備案號, the registration with the telecommunications authority.
        "icp" => icp: String,
        /// 公安備案號, the registration with the police.
        "police" => police: String,
        /// The domain as registered.
        "domain" => domain: String,
    }
}

record! {
    /// `[languages.<code>]`
    pub struct RawLanguage {
        /// The BCP 47 tag, such as zh-Hant.
        "tag" => tag: String,
        /// The URL prefix, empty for the default language.
        "path" => path: String,
        /// Whether it is the default language; exactly one is.
        "default" => default: bool,
        /// What the language calls itself.
        "name" => name: String,
        /// Other scripts in which it is published too.
        "variants" => variants: List<String>,
        /// How lists of Chinese names are ordered.
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
        "terms" => terms: List<RawTerm>,
        /// Academic years whose terms lie otherwise, by the year in which they begin.
        "years" => years: Table<RawYearTerms>,
    }
}

record! {
    /// A term of every year.
    pub struct RawTerm {
        /// Its name.
        "name" => name: Text,
        /// Month and day of its first day: 09-01.
        "from" required => from: String,
        /// Month and day of its last day: 01-31.
        "to" required => to: String,
    }
}

record! {
    /// `[calendar.years.<year>]`
    pub struct RawYearTerms {
        /// First and last day of each term in order.
        "terms" required => terms: List<RawTermDays>,
    }
}

record! {
    /// A term of one year.
    pub struct RawTermDays {
        /// Its first day.
        "from" required => from: Edtf,
        /// Its last day.
        "to" required => to: Edtf,
    }
}

record! {
    /// `[kinds.<id>]`
    pub struct RawKind {
        /// Its name.
        "name" => name: Text,
        /// When in its period one is due for a community that is active in it.
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
        "name" required => name: Text,
    }
}

record! {
    /// `[glossary]`
    pub struct RawGlossary {
        /// `true` exchanges vocabulary of the mainland and of Taiwan too, such as 軟體 and 软件. It also touches words that
        /// documents of an authority share, such as 項目: look at the result.
        "regional" => regional: bool,
        /// Words that the conversion leaves alone.
        "keep" => keep: List<String>,
        /// Words that the conversion puts otherwise: from = to.
        "replace" => replace: Table<String>,
    }
}

record! {
    /// `[archive]`
    pub struct RawArchive {
        /// Its folder, seen from the site's.
        "path" => path: String,
        /// 全宗號, the number of the bureau's fonds.
        "fonds" => fonds: String,
        /// 全宗名稱, the name of the bureau's fonds.
        "fonds-name" => fonds_name: Text,
    }
}
