//! Languages of a site, text in several of them, and how each writes dates, numbers and periods.

use crate::edtf::{Date, Edtf, Part};
use serde::Serialize;

/// Which of the configured languages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LanguageId(pub u8);

/// A configured language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Language {
    /// The file suffix: `zh`.
    pub code: String,
    /// The BCP 47 tag: `zh-Hant`.
    pub tag: String,
    /// The URL prefix without slashes, empty for the default language.
    pub path: String,
    /// What it calls itself.
    pub name: String,
    /// Other scripts in which it is published too.
    pub variants: Vec<Variant>,
    /// How lists of names are ordered.
    pub order: Order,
    /// How dates and numbers are written.
    pub convention: Convention,
}

impl Language {
    /// Whether it is Chinese in the simplified script, in which the program's own words have to be put.
    pub fn is_simplified(&self) -> bool {
        self.tag == "zh-CN" || self.tag == "zh-Hans" || self.tag.starts_with("zh-Hans-")
    }
}

/// The same language in another script, converted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Variant {
    /// The BCP 47 tag: `zh-Hans`.
    pub tag: String,
    /// The URL prefix: `zh-hans`.
    pub path: String,
    /// What it calls itself.
    pub name: String,
}

/// How Chinese names are ordered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// By number of strokes.
    Stroke,
    /// By pronunciation.
    Pinyin,
}

/// How a language writes dates, numbers and periods.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Convention {
    /// 2024年12月9日
    Chinese,
    /// 9 December 2024
    English,
}

impl Convention {
    /// By language tag; languages without a convention of their own write as English does.
    pub fn of(tag: &str) -> Self {
        if tag == "zh" || tag.starts_with("zh-") { Self::Chinese } else { Self::English }
    }
}

/// Text in one or several languages; the first is the one it was written in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Localised {
    first: (LanguageId, String),
    others: Vec<(LanguageId, String)>,
}

impl Localised {
    /// Text in one language.
    pub fn new(language: LanguageId, text: impl Into<String>) -> Self {
        Self { first: (language, text.into()), others: Vec::new() }
    }

    /// Adds a translation; one that is there already stays.
    pub fn and(mut self, language: LanguageId, text: impl Into<String>) -> Self {
        if self.get(language).is_none() {
            self.others.push((language, text.into()));
        }
        self
    }

    /// The text in exactly this language.
    pub fn get(&self, language: LanguageId) -> Option<&str> {
        self.all().find(|(l, _)| *l == language).map(|(_, text)| text)
    }

    /// The text for a reader of `language`: in it, or as it was written.
    pub fn pick(&self, language: LanguageId) -> (LanguageId, &str) {
        self.all().find(|(l, _)| *l == language).unwrap_or((self.first.0, &self.first.1))
    }

    /// As it was written.
    pub fn original(&self) -> &str {
        &self.first.1
    }

    /// Every language's text, the original first.
    pub fn all(&self) -> impl Iterator<Item = (LanguageId, &str)> {
        std::iter::once(&self.first).chain(&self.others).map(|(l, text)| (*l, text.as_str()))
    }
}

const MONTHS: [&str; 12] =
    ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];

fn month_name(month: i8) -> &'static str {
    usize::try_from(month - 1).ok().and_then(|n| MONTHS.get(n)).copied().unwrap_or("")
}

fn part(part: Part) -> String {
    part.number().map_or_else(|| "XX".to_owned(), |n| n.to_string())
}

/// A date in words, as the convention writes it.
pub fn date(convention: Convention, date: Edtf) -> String {
    match (convention, date) {
        (_, Edtf::Interval(Some(from), Some(to))) if from == to => self::date(convention, Edtf::Date(from)),
        (Convention::Chinese, Edtf::Date(d)) => chinese(d),
        (Convention::Chinese, Edtf::Interval(Some(from), None)) => format!("{}起", chinese(from)),
        (Convention::Chinese, Edtf::Interval(None, Some(to))) => format!("至{}", chinese(to)),
        (Convention::Chinese, Edtf::Interval(Some(from), Some(to))) => {
            let end = match (from.year == to.year, from.month == to.month) {
                (true, true) if to.day != Part::Absent => format!("{}日", part(to.day)),
                (true, _) if to.month != Part::Absent => chinese_in_year(to),
                _ => chinese(to),
            };
            format!("{}至{end}", chinese(from))
        }
        (Convention::English, Edtf::Date(d)) => english(d),
        (Convention::English, Edtf::Interval(Some(from), None)) => format!("from {}", english(from)),
        (Convention::English, Edtf::Interval(None, Some(to))) => format!("until {}", english(to)),
        (Convention::English, Edtf::Interval(Some(from), Some(to))) => {
            let month = |part: Part| part.number().map(month_name);
            match (from.year == to.year, month(from.month), month(to.month)) {
                (true, Some(a), Some(b)) if a == b && from.day != Part::Absent && to.day != Part::Absent => {
                    format!("{}–{}", part(from.day), english(to))
                }
                (true, Some(a), Some(b)) if a != b => match (from.day, to.day) {
                    (Part::Absent, Part::Absent) => format!("{a}–{}", english(to)),
                    (Part::Absent, _) => format!("{a} – {}", english(to)),
                    (day, _) => format!("{} {a} – {}", part(day), english(to)),
                },
                _ if from.month == Part::Absent && to.month == Part::Absent => format!("{}–{}", english(from), english(to)),
                _ => format!("{} – {}", english(from), english(to)),
            }
        }
        (_, Edtf::Interval(None, None)) => String::new(),
    }
}

/// A date by which something is to be done: of a month or a year its end.
pub fn deadline(convention: Convention, by: Edtf) -> String {
    let last = match by {
        Edtf::Date(last) | Edtf::Interval(_, Some(last)) => last,
        Edtf::Interval(_, None) => return date(convention, by),
    };
    match (convention, last.day) {
        (Convention::Chinese, Part::Absent) => format!("{}底", chinese(last)),
        (Convention::English, Part::Absent) => format!("the end of {}", english(last)),
        (Convention::Chinese, _) => chinese(last),
        (Convention::English, _) => english(last),
    }
}

/// A month of a year.
pub fn month(convention: Convention, day: jiff::civil::Date) -> String {
    date(convention, Edtf::Date(Date { day: Part::Absent, ..Date::day(day) }))
}

/// A day of a year that goes without saying.
pub fn day_in_year(convention: Convention, day: jiff::civil::Date) -> String {
    match convention {
        Convention::Chinese => chinese_in_year(Date::day(day)),
        Convention::English => format!("{} {}", day.day(), month_name(day.month())),
    }
}

/// The month of a day, in little room.
pub fn short_month(convention: Convention, day: jiff::civil::Date) -> String {
    match convention {
        Convention::Chinese => format!("{}月", day.month()),
        Convention::English => month_name(day.month()).get(..3).unwrap_or("").to_owned(),
    }
}

fn chinese(date: Date) -> String {
    format!("{}年{}", date.year, chinese_in_year(date))
}

fn chinese_in_year(date: Date) -> String {
    let month = if date.month == Part::Absent { String::new() } else { format!("{}月", part(date.month)) };
    let day = if date.day == Part::Absent { String::new() } else { format!("{}日", part(date.day)) };
    month + &day
}

fn english(date: Date) -> String {
    match (date.day, date.month) {
        (_, Part::Absent) => date.year.to_string(),
        (Part::Absent, Part::Known(month)) => format!("{} {}", month_name(month), date.year),
        (day, Part::Known(month)) => format!("{} {} {}", part(day), month_name(month), date.year),
        (Part::Known(day), Part::Withheld) => format!("{day} XX {}", date.year),
        (_, Part::Withheld) => format!("{} (month withheld)", date.year),
    }
}

/// A count with the convention's grouping: English groups thousands, Chinese official text does not.
pub fn number(convention: Convention, n: usize) -> String {
    figure(convention, &n.to_string())
}

/// A figure as it was written in digits, `-12345.50`, with the convention's grouping.
pub fn figure(convention: Convention, written: &str) -> String {
    if convention == Convention::Chinese {
        return written.to_owned();
    }
    let whole = written.find('.').unwrap_or(written.len());
    let sign = written.len() - written.trim_start_matches('-').len();
    let mut out = String::with_capacity(written.len() + 4);
    for (at, c) in written.char_indices() {
        if at > sign && at < whole && (whole - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(c);
    }
    out
}

/// Text as a reader of one language gets it; `lang` is set where it is in another language than the page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Shown {
    /// The text.
    pub text: String,
    /// Its BCP 47 tag where that differs from the page's.
    pub lang: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn both(text: &str) -> (String, String) {
        let d = Edtf::parse(text).unwrap_or(Edtf::Interval(None, None));
        (date(Convention::Chinese, d), date(Convention::English, d))
    }

    #[test]
    fn dates_read_as_people_write_them() {
        for (edtf, zh, en) in [
            ("2024-12-09", "2024年12月9日", "9 December 2024"),
            ("2024-12", "2024年12月", "December 2024"),
            ("2024", "2024年", "2024"),
            ("20XX-12-07", "20XX年12月7日", "7 December 20XX"),
            ("2024-12-07/2024-12-22", "2024年12月7日至22日", "7–22 December 2024"),
            ("20XX-12-07/20XX-12-22", "20XX年12月7日至22日", "7–22 December 20XX"),
            ("2024-12-30/2025-01-03", "2024年12月30日至2025年1月3日", "30 December 2024 – 3 January 2025"),
            ("2024-09/2024-11", "2024年9月至11月", "September–November 2024"),
            ("2024-11/2025-01", "2024年11月至2025年1月", "November 2024 – January 2025"),
            ("2024-12-07/2024-12-07", "2024年12月7日", "7 December 2024"),
            ("2024-12-07/2024-12", "2024年12月7日至12月", "7 December 2024 – December 2024"),
            ("20XX-12-30/20XX-12-31", "20XX年12月30日至31日", "30–31 December 20XX"),
            ("20XX-11-30/20XX-12-01", "20XX年11月30日至12月1日", "30 November – 1 December 20XX"),
            ("2024-12-XX", "2024年12月XX日", "XX December 2024"),
            ("2024-XX-07", "2024年XX月7日", "7 XX 2024"),
            ("2024-09-02/2024-11-03", "2024年9月2日至11月3日", "2 September – 3 November 2024"),
            ("2024-09/..", "2024年9月起", "from September 2024"),
            ("../2017-07", "至2017年7月", "until July 2017"),
            ("2022/2025", "2022年至2025年", "2022–2025"),
        ] {
            assert_eq!(both(edtf), (zh.to_owned(), en.to_owned()), "{edtf}");
        }
    }

    #[test]
    fn a_deadline_is_the_end_of_what_is_named() {
        for (edtf, zh, en) in [
            ("2025-09-19", "2025年9月19日", "19 September 2025"),
            ("2025-09", "2025年9月底", "the end of September 2025"),
            ("2025", "2025年底", "the end of 2025"),
            ("2024/2025-06", "2025年6月底", "the end of June 2025"),
            ("2024/..", "2024年起", "from 2024"),
        ] {
            let by = Edtf::parse(edtf).unwrap();
            assert_eq!((deadline(Convention::Chinese, by), deadline(Convention::English, by)), (zh.to_owned(), en.to_owned()));
        }
    }

    #[test]
    fn days_and_months_have_shorter_names() {
        let day = jiff::civil::date(2024, 12, 9);
        let both =
            |name: fn(Convention, jiff::civil::Date) -> String| [Convention::Chinese, Convention::English].map(|c| name(c, day));
        assert_eq!(both(month), ["2024年12月", "December 2024"]);
        assert_eq!(both(day_in_year), ["12月9日", "9 December"]);
        assert_eq!(both(short_month), ["12月", "Dec"]);
    }

    #[test]
    fn numbers_are_grouped_as_the_language_groups_them() {
        assert_eq!(number(Convention::English, 1_234_567), "1,234,567");
        assert_eq!(number(Convention::English, 12), "12");
        assert_eq!(number(Convention::Chinese, 12_345), "12345");
        for (written, english) in
            [("0", "0"), ("999", "999"), ("1000", "1,000"), ("-1234.5678", "-1,234.5678"), ("-123", "-123"), ("93.50", "93.50")]
        {
            assert_eq!(
                (figure(Convention::English, written), figure(Convention::Chinese, written)),
                (english.into(), written.into())
            );
        }
    }
}
