//! `fangan.toml`: the site, its languages, its calendar and its vocabularies.

mod raw;

pub use raw::{Conformance, Due, RawConfig};

use crate::calendar::{Calendar, Term};
use crate::data::{self, Text};
use crate::diagnostic::{Code, Finding, Findings};
use crate::edtf::Edtf;
use crate::language::{Convention, Language, LanguageId, Localised, Order, Variant};
use crate::say;
use crate::source::{At, SitePath, SourceId, SourceSet, Span, workspace};
use jiff::civil;
use raw::{RawCalendar, RawLanguage};
use std::collections::BTreeMap;

/// What the year index counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum YearKind {
    /// Academic years.
    Academic,
    /// Calendar years.
    Calendar,
}

/// A configured site.
#[derive(Clone, Debug)]
pub struct Config {
    /// Its title.
    pub title: Localised,
    /// One sentence about it.
    pub description: Option<Localised>,
    /// Where it will stand, with a closing slash.
    pub base_url: String,
    /// The theme's name.
    pub theme: At<String>,
    /// What the year index counts.
    pub year: YearKind,
    /// IANA name of the time zone that "today" is taken in.
    pub time_zone: String,
    /// Whether every page says that the content is an example.
    pub example: bool,
    /// Whether HTML in bodies is passed on, sanitised.
    pub raw_html: bool,
    /// Who publishes.
    pub bureau: Bureau,
    /// The languages, the default one first.
    pub languages: Vec<Language>,
    /// The school calendar.
    pub calendar: Calendar,
    /// Document kinds in the order given.
    pub kinds: Vec<Kind>,
    /// Fields of work in the order given.
    pub fields: Vec<FieldOfWork>,
    /// Whether script conversion exchanges vocabulary too, such as 軟體 and 软件.
    pub regional: bool,
    /// Words that script conversion leaves alone.
    pub keep: Vec<String>,
    /// Words that script conversion puts otherwise: from, to.
    pub replace: Vec<(String, String)>,
    /// The archive, where the file speaks of it.
    pub archive: Option<Archive>,
    /// The accessibility statement, where the file makes one.
    pub accessibility: Option<At<Accessibility>>,
}

/// What the accessibility statement says.
#[derive(Clone, Debug)]
pub struct Accessibility {
    /// How far the site meets the guidelines.
    pub status: Conformance,
    /// When that was found out.
    pub assessed: Option<Edtf>,
    /// What is known to be missing.
    pub limits: Vec<Localised>,
    /// Whom to tell of a problem.
    pub contact: Option<Localised>,
    /// The address for letters about it.
    pub email: Option<String>,
}

/// The archive of approved editions.
#[derive(Clone, Debug)]
pub struct Archive {
    /// Its folder, seen from the site's.
    pub path: String,
    /// 全宗號.
    pub fonds: Option<String>,
    /// 全宗名稱.
    pub fonds_name: Option<Localised>,
}

impl Archive {
    /// Where it is unless the file says otherwise.
    pub const PATH: &'static str = "archive";
}

/// Who publishes the site; what is absent is not shown.
#[derive(Clone, Debug, Default)]
pub struct Bureau {
    /// Its name.
    pub name: Option<Localised>,
    /// How to reach it.
    pub contact: Option<Localised>,
    /// Its address for letters.
    pub email: Option<String>,
    /// 網站標識碼.
    pub site_code: Option<String>,
    /// ICP備案號.
    pub icp: Option<String>,
    /// 公安備案號.
    pub police: Option<String>,
    /// The site's domain as registered.
    pub domain: Option<String>,
}

/// Which of the configured kinds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KindId(pub u16);

/// A kind of document.
#[derive(Clone, Debug)]
pub struct Kind {
    /// As in file names.
    pub id: String,
    /// For people.
    pub name: Localised,
    /// When one is due.
    pub due: Due,
}

/// A field of work.
#[derive(Clone, Debug)]
pub struct FieldOfWork {
    /// As in community files.
    pub id: String,
    /// For people.
    pub name: Localised,
}

impl Config {
    /// The language with this code.
    pub fn language_named(&self, code: &str) -> Option<LanguageId> {
        self.languages.iter().position(|l| l.code == code).and_then(|n| u8::try_from(n).ok()).map(LanguageId)
    }

    /// A language by id.
    pub fn language(&self, id: LanguageId) -> &Language {
        // Ids are made from this list alone, and the list is never empty.
        &self.languages[usize::from(id.0).min(self.languages.len() - 1)]
    }

    /// The default language.
    pub const DEFAULT: LanguageId = LanguageId(0);

    /// Every language's id.
    pub fn language_ids(&self) -> impl Iterator<Item = LanguageId> + use<> {
        (0..u8::try_from(self.languages.len()).unwrap_or(u8::MAX)).map(LanguageId)
    }

    /// The kind with this id.
    pub fn kind_named(&self, id: &str) -> Option<KindId> {
        self.kinds.iter().position(|k| k.id == id).and_then(|n| u16::try_from(n).ok()).map(KindId)
    }

    /// A kind by id.
    pub fn kind(&self, id: KindId) -> &Kind {
        &self.kinds[usize::from(id.0).min(self.kinds.len() - 1)]
    }

    /// Text from a file in `language`, checked for the languages that it names.
    pub fn text(&self, text: &Text, language: LanguageId, findings: &mut Findings) -> Localised {
        localise(text, language, &self.languages, findings)
    }

    /// Reads the configuration out of a scanned site. `None` where there is none or it can't serve; findings say why.
    pub fn read(sources: &SourceSet, findings: &mut Findings) -> Option<Self> {
        let id = sources.find(&SitePath::new(workspace::CONFIG))?;
        let mut own = Findings::default();
        let config = data::read_toml_as::<RawConfig>(sources, id, &mut own).and_then(|raw| resolve(raw, id, &mut own));
        let usable = !own.any_error();
        if own.iter().any(|finding| finding.code == Code::TomlSyntax) {
            // What seems to be missing may stand behind the mistake.
            own.retain(|finding| finding.code != Code::MissingKey);
        }
        findings.extend(own);
        config.filter(|_| usable)
    }
}

fn localise(text: &Text, language: LanguageId, languages: &[Language], findings: &mut Findings) -> Localised {
    match text {
        Text::Plain(text) => Localised::new(language, text),
        Text::Languages(texts) => {
            let mut known: Vec<(LanguageId, &str)> = Vec::new();
            for (code, text) in texts {
                match languages.iter().position(|l| l.code == code.it).and_then(|n| u8::try_from(n).ok()) {
                    Some(n) => known.push((LanguageId(n), &text.it)),
                    None => findings.push(unknown_language(code, languages.iter().map(|l| l.code.as_str()))),
                }
            }
            // The language of the file is the one it was written in, so it goes first.
            known.sort_by_key(|(l, _)| (*l != language, *l));
            let mut known = known.into_iter();
            let first = known.next().map_or_else(|| Localised::new(language, ""), |(l, t)| Localised::new(l, t));
            known.fold(first, |all, (l, t)| all.and(l, t))
        }
    }
}

/// The finding for a language code that is not configured.
pub fn unknown_language<'a>(code: &At<String>, valid: impl Iterator<Item = &'a str>) -> Finding {
    let name = &code.it;
    Finding::new(Code::UnknownLanguage, code.span, say!("the language `{name}` is not configured", "沒有設定「{name}」這種語言"))
        .nearest(name, valid)
}

fn resolve(raw: RawConfig, id: SourceId, findings: &mut Findings) -> Option<Config> {
    let RawConfig { span: _, unread: _, site, bureau, languages, calendar, kinds, fields, glossary, archive, accessibility } =
        raw;
    let languages = languages_of(languages.map(|l| l.it.0).unwrap_or_default(), id, findings);
    let site = site?.it;
    let mut text = |text: &Text| localise(text, Config::DEFAULT, &languages, findings);
    let title = text(&site.title?.it);
    let description = site.description.map(|d| text(&d.it));
    let bureau = bureau.map(|b| b.it).map(|b| Bureau {
        name: b.name.map(|t| text(&t.it)),
        contact: b.contact.map(|t| text(&t.it)),
        email: b.email.map(|t| t.it),
        site_code: b.site_code.map(|t| t.it),
        icp: b.icp.map(|t| t.it),
        police: b.police.map(|t| t.it),
        domain: b.domain.map(|t| t.it),
    });
    let mut all_kinds = built_in_kinds(&languages);
    for (name, raw) in kinds.map(|k| k.it.0).unwrap_or_default() {
        let known = all_kinds.iter().position(|k| k.id == name.it);
        let label = match (raw.name, known.and_then(|n| all_kinds.get(n))) {
            (Some(label), _) => text(&label.it),
            (None, Some(kind)) => kind.name.clone(),
            (None, None) => Localised::new(Config::DEFAULT, name.it.clone()),
        };
        let due = raw.due.map_or_else(|| known.and_then(|n| all_kinds.get(n)).map_or(Due::None, |k| k.due), |d| d.it);
        let kind = Kind { id: name.it, name: label, due };
        match known.and_then(|n| all_kinds.get_mut(n)) {
            Some(place) => *place = kind,
            None => all_kinds.push(kind),
        }
    }
    let fields = fields
        .map(|f| f.it.0)
        .unwrap_or_default()
        .into_iter()
        .map(|(name, raw)| FieldOfWork {
            name: raw.name.map_or_else(|| Localised::new(Config::DEFAULT, name.it.clone()), |t| text(&t.it)),
            id: name.it,
        })
        .collect();
    let archive = archive.map(|a| a.it).map(|a| Archive {
        path: a.path.and_then(|path| archive_path(path, findings)).unwrap_or_else(|| Archive::PATH.to_owned()),
        fonds: a.fonds.map(|f| f.it),
        fonds_name: a.fonds_name.map(|n| localise(&n.it, Config::DEFAULT, &languages, findings)),
    });
    let accessibility = accessibility.and_then(|a| {
        let mut text = |text: &Text| localise(text, Config::DEFAULT, &languages, findings);
        let statement = Accessibility {
            status: a.it.status?.it,
            assessed: a.it.assessed.map(|date| date.it),
            limits: a.it.limits.map(|l| l.it.iter().map(|limit| text(&limit.it)).collect()).unwrap_or_default(),
            contact: a.it.contact.map(|c| text(&c.it)),
            email: a.it.email.map(|e| e.it),
        };
        Some(At::new(statement, a.span))
    });
    let calendar = calendar_of(calendar.map(|c| c.it), &languages, findings);
    let base_url = site.base_url.and_then(|url| base_url(&url, findings))?;
    let time_zone = site.time_zone.map_or_else(
        || "Asia/Shanghai".to_owned(),
        |zone| {
            if jiff::tz::TimeZone::get(&zone.it).is_err() {
                let name = &zone.it;
                findings.push(
                    Finding::new(
                        Code::MalformedValue,
                        zone.span,
                        say!("there is no time zone `{name}`", "沒有「{name}」這個時區"),
                    )
                    .hint(say!("time zones are named like Asia/Shanghai", "時區寫作 Asia/Shanghai 這樣的名稱")),
                );
            }
            zone.it
        },
    );
    let (regional, keep, replace) = glossary.map(|g| g.it).map_or_else(Default::default, |g| {
        let keep = g.keep.map(|k| k.it.into_iter().map(|w| w.it).collect()).unwrap_or_default();
        let replace = g.replace.map(|r| r.it.0.into_iter().map(|(from, to)| (from.it, to)).collect()).unwrap_or_default();
        (g.regional.is_some_and(|r| r.it), keep, replace)
    });
    Some(Config {
        title,
        description,
        base_url,
        theme: site.theme.unwrap_or_else(|| At::new("bureau".to_owned(), Span::start_of(id))),
        year: match site.year.map(|y| y.it) {
            Some(raw::RawYear::Calendar) => YearKind::Calendar,
            _ => YearKind::Academic,
        },
        time_zone,
        example: site.example.is_some_and(|e| e.it),
        raw_html: site.raw_html.is_some_and(|r| r.it),
        bureau: bureau.unwrap_or_default(),
        languages,
        calendar,
        kinds: all_kinds,
        fields,
        regional,
        keep,
        replace,
        archive,
        accessibility,
    })
}

/// A base URL with its closing slash, checked.
pub fn base_url(url: &At<String>, findings: &mut Findings) -> Option<String> {
    let text = &url.it;
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    let host = rest.map(|r| r.split('/').next().unwrap_or(""));
    let clean = text.is_ascii() && !text.contains(|c: char| c.is_whitespace() || c.is_control() || "?#\"'<>\\{}|^`".contains(c));
    if host.is_none_or(str::is_empty) || !clean {
        findings.push(
            Finding::new(
                Code::MalformedValue,
                url.span,
                say!("`{text}` is not an address for a site", "「{text}」不是網站的網址"),
            )
            .hint(say!(
                "write it like https://records.example/ or https://host.example/a/b/",
                "請寫成 https://records.example/ 或 https://host.example/a/b/"
            )),
        );
        return None;
    }
    Some(if text.ends_with('/') { text.clone() } else { format!("{text}/") })
}

/// The archive's folder: one of its own, where nothing else of the site is read or written.
fn archive_path(path: At<String>, findings: &mut Findings) -> Option<String> {
    let first = path.it.split(['/', '\\']).find(|part| !part.is_empty() && *part != ".");
    if first.is_some_and(|part| !["content", "themes"].contains(&part)) {
        return Some(path.it);
    }
    let text = &path.it;
    findings.push(
        Finding::new(
            Code::MalformedValue,
            path.span,
            say!("`{text}` can't be the archive's folder", "「{text}」不能作檔案庫的資料夾"),
        )
        .hint(say!("give it a folder of its own, such as archive", "請給它一個專用的資料夾，例如 archive")),
    );
    None
}

fn built_in_kinds(languages: &[Language]) -> Vec<Kind> {
    let kind = |id: &str, names: [&str; 3], due| Kind { id: id.to_owned(), name: named(languages, names), due };
    vec![
        kind("plan", ["方案", "方案", "Plan"], Due::Start),
        kind("summary", ["小結", "小结", "Summary"], Due::End),
        kind("activity", ["活動方案", "活动方案", "Activity programme"], Due::None),
    ]
}

/// A built-in name in whatever languages the site has; given in both scripts of Chinese and in English.
fn named(languages: &[Language], [traditional, simplified, english]: [&str; 3]) -> Localised {
    let mut names = (0..).map(LanguageId).zip(languages).map(|(id, language)| match language.convention {
        Convention::Chinese if language.is_simplified() => (id, simplified),
        Convention::Chinese => (id, traditional),
        Convention::English => (id, english),
    });
    let (first, text) = names.next().unwrap_or((Config::DEFAULT, traditional));
    names.fold(Localised::new(first, text), |all, (id, text)| all.and(id, text))
}

fn languages_of(raw: Vec<(At<String>, RawLanguage)>, id: SourceId, findings: &mut Findings) -> Vec<Language> {
    let mut defaults: Vec<Span> = Vec::new();
    let mut seen: Vec<(String, Span)> = Vec::new();
    let mut languages: Vec<(bool, Language)> = Vec::new();
    let several = raw.len() > 1;
    for (code, language) in raw {
        let tag = language.tag.map_or_else(|| code.it.clone(), |t| t.it);
        let is_default = language.default.as_ref().map_or(!several, |d| d.it);
        if is_default {
            defaults.push(code.span);
        }
        let path_span = language.path.as_ref().map_or(code.span, |p| p.span);
        let path = language
            .path
            .map_or_else(|| if is_default { String::new() } else { code.it.clone() }, |p| p.it.trim_matches('/').to_owned());
        let name = language.name.map_or_else(|| own_name(&tag), |n| n.it);
        let mut variants = Vec::new();
        for variant in language.variants.map(|v| v.it).unwrap_or_default() {
            let wanted = ["zh-Hans", "zh-Hant"].into_iter().find(|v| *v == variant.it && *v != tag && tag.starts_with("zh"));
            match wanted {
                Some(v) => {
                    variants.push((Variant { tag: v.to_owned(), path: v.to_lowercase(), name: own_name(v) }, variant.span))
                }
                None => {
                    let (name, tag) = (&variant.it, &tag);
                    findings.push(
                        Finding::new(
                            Code::UnknownValue,
                            variant.span,
                            say!("`{tag}` can't be published as `{name}`", "「{tag}」不能轉成「{name}」發布"),
                        )
                        .hint(say!(
                            "zh-Hant can have the variant zh-Hans, and zh-Hans the variant zh-Hant",
                            "zh-Hant 可另以 zh-Hans 發布，反之亦然"
                        )),
                    );
                }
            }
        }
        let prefixes = variants.iter().map(|(v, span)| (v.path.clone(), *span)).chain([(path.clone(), path_span)]);
        for (prefix, span) in prefixes {
            let clean = prefix.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
            if !clean {
                findings.push(
                    Finding::new(
                        Code::MalformedValue,
                        span,
                        say!("`{prefix}` can't be a URL prefix", "「{prefix}」不能作網址前綴"),
                    )
                    .hint(say!("use small letters, digits and hyphens", "請用小寫字母、數字和連字號")),
                );
            }
            if let Some((_, first)) = seen.iter().find(|(p, _)| *p == prefix) {
                findings.push(
                    Finding::new(
                        Code::DuplicateUrl,
                        span,
                        say!("two languages would be published under `/{prefix}`", "兩種語言都要發布在「/{prefix}」之下"),
                    )
                    .label(*first, say!("the first one", "前一種"))
                    .hint(say!("give one of them another `path`", "請給其中一種另一個 path")),
                );
            }
            seen.push((prefix, span));
        }
        languages.push((
            is_default,
            Language {
                code: code.it,
                convention: Convention::of(&tag),
                path,
                name,
                variants: variants.into_iter().map(|(v, _)| v).collect(),
                order: match language.order.map(|o| o.it) {
                    Some(raw::RawOrder::Pinyin) => Order::Pinyin,
                    Some(raw::RawOrder::Stroke) => Order::Stroke,
                    None if tag == "zh-Hans" => Order::Pinyin,
                    None => Order::Stroke,
                },
                tag,
            },
        ));
    }
    match defaults.as_slice() {
        [_] => {}
        [] => findings.push(
            Finding::new(Code::MissingKey, Span::start_of(id), say!("no language is the default", "沒有指定預設語言")).hint(
                say!("write `default = true` in one `[languages.…]` table", "請在一個 [languages.…] 表裡寫 default = true"),
            ),
        ),
        [first, more @ ..] => {
            for span in more {
                findings.push(
                    Finding::new(Code::DuplicateKey, *span, say!("two languages are the default", "有兩種預設語言"))
                        .label(*first, say!("the first one", "前一種")),
                );
            }
        }
    }
    // Ids are positions, the default one first; among the others the order given stays.
    languages.sort_by_key(|(is_default, _)| !is_default);
    let languages: Vec<Language> = languages.into_iter().map(|(_, l)| l).take(200).collect();
    if languages.is_empty() {
        // So that later stages always have a language to speak of; the finding above stops the run.
        return vec![Language {
            code: "zh".into(),
            tag: "zh-Hant".into(),
            path: String::new(),
            name: own_name("zh-Hant"),
            variants: Vec::new(),
            order: Order::Stroke,
            convention: Convention::Chinese,
        }];
    }
    languages
}

fn own_name(tag: &str) -> String {
    match tag {
        "zh-Hant" => "繁體中文".into(),
        "zh-Hans" => "简体中文".into(),
        "zh" => "中文".into(),
        "en" => "English".into(),
        other => other.to_owned(),
    }
}

fn calendar_of(raw: Option<RawCalendar>, languages: &[Language], findings: &mut Findings) -> Calendar {
    let default_term = |names, from, to| Term { name: named(languages, names), from, to };
    let mut terms = vec![
        default_term(["第一學期", "第一学期", "Autumn term"], (9, 1), (1, 31)),
        default_term(["第二學期", "第二学期", "Spring term"], (2, 1), (8, 31)),
    ];
    let mut years = BTreeMap::new();
    let Some(raw) = raw else { return Calendar { terms, years } };
    if let Some(given) = raw.terms {
        let read: Vec<Term> = given
            .it
            .into_iter()
            .enumerate()
            .filter_map(|(n, term)| {
                let mut end = |date: Option<At<String>>| {
                    let date = date?;
                    let read = month_day(&date.it);
                    if read.is_none() {
                        let text = &date.it;
                        findings.push(
                            Finding::new(
                                Code::MalformedDate,
                                date.span,
                                say!("`{text}` is not a month and day", "「{text}」不是月和日"),
                            )
                            .hint(say!("write it like 09-01", "請寫成 09-01")),
                        );
                    }
                    read
                };
                let (from, to) = (end(term.it.from)?, end(term.it.to)?);
                let name = term.it.name.map_or_else(
                    || {
                        let n = n + 1;
                        named(languages, [&format!("第{n}學期"), &format!("第{n}学期"), &format!("Term {n}")])
                    },
                    |t| localise(&t.it, Config::DEFAULT, languages, findings),
                );
                Some(Term { name, from, to })
            })
            .take(9)
            .collect();
        if !read.is_empty() {
            terms = read;
        }
    }
    for (year, raw) in raw.years.map(|y| y.it.0).unwrap_or_default() {
        let Some(number) = year.it.parse::<i16>().ok().filter(|_| year.it.len() == 4) else {
            let name = &year.it;
            findings.push(Finding::new(Code::MalformedDate, year.span, say!("`{name}` is not a year", "「{name}」不是年份")));
            continue;
        };
        let days: Vec<(civil::Date, civil::Date)> = raw
            .terms
            .map(|t| t.it)
            .unwrap_or_default()
            .into_iter()
            .filter_map(|term| {
                let (from, to) = (term.it.from?, term.it.to?);
                match (from.it.exact_days(), to.it.exact_days()) {
                    (Some((first, _)), Some((_, last))) if first <= last => Some((first, last)),
                    _ => {
                        findings.push(
                            Finding::new(
                                Code::MalformedDate,
                                from.span,
                                say!("a term needs a first and a last day in order", "學期要有先後相符的首日和末日"),
                            )
                            .hint(say!("write both like 2024-09-02", "兩者都寫成 2024-09-02 這樣")),
                        );
                        None
                    }
                }
            })
            .collect();
        years.insert(number, days);
    }
    Calendar { terms, years }
}

fn month_day(text: &str) -> Option<(i8, i8)> {
    let (month, day) = text.split_once('-')?;
    let (month, day) = (month.parse().ok()?, day.parse().ok()?);
    // A leap year, so that 02-29 may be written.
    civil::Date::new(2000, month, day).ok().map(|_| (month, day))
}
