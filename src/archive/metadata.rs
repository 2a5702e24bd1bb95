//! What the archive says about an edition: elements named as DA/T 46 names them, as far as they are known, in JSON and XML.
//!
//! What is not known is listed as missing and never invented. Some elements are the documents' own and have no counterpart
//! in the standard; they say so by having no `term` of it. Nothing here claims to conform to the standard.

use super::media::media_type;
use crate::catalogue::{ApprovedDocument, Party};
use crate::document::front_matter::Retention;
use crate::language::Localised;
use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};
use serde_json::{Map, Value, json};
use std::io;

/// What the first key of the JSON form says; a form that is read differently gets another number.
pub const FORM: &str = "fangan-record-1";

/// An element: its key here, and its name in Chinese.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Term {
    /// Its key.
    pub key: &'static str,
    /// Its name, as DA/T 46 has it where `standard` says so.
    pub name: &'static str,
    /// Whether the standard has it.
    pub standard: bool,
    /// Whether it is listed where it is missing.
    pub wanted: bool,
}

const fn wanted(key: &'static str, name: &'static str) -> Term {
    Term { key, name, standard: true, wanted: true }
}

const fn welcome(key: &'static str, name: &'static str) -> Term {
    Term { key, name, standard: true, wanted: false }
}

const fn own(key: &'static str, name: &'static str) -> Term {
    Term { key, name, standard: false, wanted: false }
}

/// Every element, in the order of the record.
pub const TERMS: &[Term] = &[
    wanted("archival-code", "檔號"),
    wanted("fonds", "全宗號"),
    wanted("fonds-name", "全宗名稱"),
    wanted("year", "年度"),
    wanted("retention", "保管期限"),
    wanted("title", "題名"),
    welcome("subtitle", "副題名"),
    wanted("creator", "責任者"),
    wanted("number", "文件編號"),
    wanted("date", "日期"),
    wanted("security", "密級"),
    wanted("genre", "文種"),
    wanted("language", "語種"),
    wanted("pages", "頁數"),
    welcome("keyword", "關鍵詞"),
    welcome("abstract", "摘要"),
    own("index-number", "索引號"),
    own("validity", "有效性"),
    own("community", "共同體"),
    own("period", "時期"),
];

/// What is done with a document, in order; each is a business action of the standard.
pub const ACTIONS: [(&str, &str); 5] =
    [("drafted", "起草"), ("reviewed", "審核"), ("approved", "批准"), ("published", "發布"), ("withdrawn", "撤回")];

/// A text, with its language where it has one.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Text {
    lang: Option<String>,
    text: String,
}

/// Something that was done.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Action {
    key: &'static str,
    on: String,
    /// Further facts: by whom, why.
    facts: Vec<(&'static str, Vec<Text>)>,
}

/// A file of the edition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// Where it lies in the edition.
    pub path: String,
    /// What it was called in the site, for files that come from there.
    pub name: Option<String>,
    /// What it is to the document: `text`, `attachment`, `linked`, `page`, `approval`.
    pub role: &'static str,
    /// The language of a text or page.
    pub language: Option<String>,
    /// Its size in bytes.
    pub size: u64,
    /// Its SHA-256.
    pub sha256: String,
}

/// The record of an edition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    object: String,
    document: String,
    url: String,
    elements: Vec<(Term, Vec<Text>)>,
    actions: Vec<Action>,
    files: Vec<File>,
    software: String,
}

impl Record {
    /// The record of a document as it stands; `url` is where its original can be read.
    pub fn new(approved: &ApprovedDocument<'_>, object: &str, url: String, files: Vec<File>, software: &str) -> Self {
        let elements = TERMS.iter().map(|term| (*term, values(approved, term.key))).collect();
        Self {
            object: object.to_owned(),
            document: approved.document().id.clone(),
            url,
            elements,
            actions: actions(approved),
            files,
            software: software.to_owned(),
        }
    }

    fn missing(&self) -> impl Iterator<Item = (&'static str, &'static str)> {
        let elements =
            self.elements.iter().filter(|(term, values)| term.wanted && values.is_empty()).map(|(term, _)| (term.key, term.name));
        let done = |key: &str| self.actions.iter().any(|action| action.key == key);
        // A document that was not withdrawn lacks nothing.
        let actions = ACTIONS.into_iter().filter(move |(key, _)| *key != "withdrawn" && !done(key));
        elements.chain(actions)
    }

    /// `metadata.json`
    pub fn to_json(&self) -> Vec<u8> {
        let named = |(key, name): (&str, &str)| json!({ "key": key, "name": name });
        let elements: Map<String, Value> = self
            .elements
            .iter()
            .filter(|(_, values)| !values.is_empty())
            .map(|(term, values)| {
                let it = json!({ "name": term.name, "standard": term.standard.then_some("DA/T 46"), "values": texts(values) });
                (term.key.to_owned(), it)
            })
            .collect();
        let actions = self.actions.iter().map(|action| {
            let name = ACTIONS.iter().find(|(key, _)| *key == action.key).map(|(_, name)| *name);
            let mut it = Map::from_iter([
                ("key".to_owned(), json!(action.key)),
                ("name".into(), json!(name)),
                ("on".into(), json!(action.on)),
            ]);
            it.extend(action.facts.iter().map(|(key, values)| ((*key).to_owned(), texts(values))));
            Value::from(it)
        });
        let files = self.files.iter().map(|file| {
            json!({
                "path": file.path,
                "name": file.name,
                "role": file.role,
                "language": file.language,
                "type": media_type(&file.path),
                "size": file.size,
                "sha256": file.sha256,
            })
        });
        let it = json!({
            "form": FORM,
            "object": self.object,
            "document": self.document,
            "url": self.url,
            "elements": elements,
            "actions": actions.collect::<Vec<_>>(),
            "missing": self.missing().map(named).collect::<Vec<_>>(),
            "files": files.collect::<Vec<_>>(),
            "software": self.software,
        });
        lines(&it)
    }

    /// `metadata.xml`
    pub fn to_xml(&self) -> Vec<u8> {
        let mut writer = Writer::new_with_indent(Vec::new(), b' ', 2);
        // Writing into memory can't fail.
        _ = self.write_xml(&mut writer);
        let mut bytes = writer.into_inner();
        bytes.push(b'\n');
        bytes
    }

    fn write_xml(&self, writer: &mut Writer<Vec<u8>>) -> io::Result<()> {
        writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
        let record =
            writer.create_element("record").with_attributes([("xmlns", "urn:fangan:record:1"), ("object", self.object.as_str())]);
        record.write_inner_content(|to| {
            leaf(to, "document", &[], &self.document)?;
            leaf(to, "url", &[], &self.url)?;
            for (term, values) in &self.elements {
                for value in values {
                    let lang = value.lang.as_deref();
                    let attributes = [
                        ("key", Some(term.key)),
                        ("name", Some(term.name)),
                        ("standard", term.standard.then_some("DA/T 46")),
                        ("xml:lang", lang),
                    ];
                    leaf(to, "element", &attributes, &value.text)?;
                }
            }
            for action in &self.actions {
                let name = ACTIONS.iter().find(|(key, _)| *key == action.key).map(|(_, name)| *name);
                let start = to.create_element("action").with_attributes([
                    ("key", action.key),
                    ("name", name.unwrap_or_default()),
                    ("on", action.on.as_str()),
                ]);
                start.write_inner_content(|to| {
                    let facts = action.facts.iter().flat_map(|(key, values)| values.iter().map(move |value| (key, value)));
                    facts
                        .into_iter()
                        .try_for_each(|(key, value)| leaf(to, key, &[("xml:lang", value.lang.as_deref())], &value.text))
                })?;
            }
            for (key, name) in self.missing() {
                leaf(to, "missing", &[("key", Some(key)), ("name", Some(name))], "")?;
            }
            for file in &self.files {
                let (size, media) = (file.size.to_string(), media_type(&file.path));
                let attributes = [
                    ("role", Some(file.role)),
                    ("name", file.name.as_deref()),
                    ("xml:lang", file.language.as_deref()),
                    ("type", Some(media.as_str())),
                    ("size", Some(size.as_str())),
                    ("sha256", Some(file.sha256.as_str())),
                ];
                leaf(to, "file", &attributes, &file.path)?;
            }
            leaf(to, "software", &[], &self.software)
        })?;
        Ok(())
    }
}

fn leaf(writer: &mut Writer<Vec<u8>>, name: &str, attributes: &[(&str, Option<&str>)], text: &str) -> io::Result<()> {
    let clean: Vec<(&str, String)> =
        attributes.iter().filter_map(|(key, value)| value.map(|value| (*key, xml_text(value)))).collect();
    let element = writer.create_element(name).with_attributes(clean.iter().map(|(key, value)| (*key, value.as_str())));
    if text.is_empty() {
        element.write_empty()?;
    } else {
        element.write_text_content(BytesText::new(&xml_text(text)))?;
    }
    Ok(())
}

/// A text without the characters that XML can't hold at all.
fn xml_text(text: &str) -> String {
    text.chars().filter(|c| matches!(c, '\t' | '\n' | '\r' | ' '..='\u{fffd}' | '\u{10000}'..)).collect()
}

/// JSON for people too, with a line feed at the end.
pub(super) fn lines(value: &Value) -> Vec<u8> {
    // A value can always be written.
    let mut bytes = serde_json::to_vec_pretty(value).unwrap_or_default();
    bytes.push(b'\n');
    bytes
}

fn texts(values: &[Text]) -> Value {
    let one = |value: &Text| match &value.lang {
        Some(lang) => json!({ "lang": lang, "text": value.text }),
        None => json!({ "text": value.text }),
    };
    values.iter().map(one).collect::<Vec<_>>().into()
}

fn neutral(text: impl Into<String>) -> Vec<Text> {
    vec![Text { lang: None, text: text.into() }]
}

fn localised(approved: &ApprovedDocument<'_>, text: &Localised) -> Vec<Text> {
    let config = &approved.catalogue().config;
    text.all().map(|(id, text)| Text { lang: Some(config.language(id).tag.clone()), text: text.to_owned() }).collect()
}

/// What is known of an element.
fn values(approved: &ApprovedDocument<'_>, key: &str) -> Vec<Text> {
    let (catalogue, document) = (approved.catalogue(), approved.document());
    let (config, facts) = (&catalogue.config, &document.facts);
    let text = |text: &Localised| localised(approved, text);
    let maybe = |it: Option<&Localised>| it.map(text).unwrap_or_default();
    let plain = |it: Option<&str>| it.map(neutral).unwrap_or_default();
    let archive = config.archive.as_ref();
    match key {
        "fonds" => plain(archive.and_then(|archive| archive.fonds.as_deref())),
        // A bureau's fonds has its name, unless another is configured.
        "fonds-name" => maybe(archive.and_then(|archive| archive.fonds_name.as_ref()).or(config.bureau.name.as_ref())),
        "year" => document.year_of_record().map(|year| neutral(format!("{year:04}"))).unwrap_or_default(),
        "retention" => facts.retention.map(|retention| neutral(retention_name(retention))).unwrap_or_default(),
        "title" => text(&document.title),
        "subtitle" => maybe(document.subtitle.as_ref()),
        "creator" => facts
            .issuers
            .iter()
            .flat_map(|party| match party {
                Party::Organisation(id) => text(&catalogue.organisation(*id).name),
                Party::Named(name) => text(name),
            })
            .collect(),
        "number" => plain(facts.number.as_deref()),
        "date" => facts.issued.as_ref().map(|issued| neutral(issued.it.to_string())).unwrap_or_default(),
        "genre" => text(&config.kind(document.kind).name),
        "language" => {
            document.versions.iter().flat_map(|version| neutral(config.language(version.language).tag.clone())).collect()
        }
        "keyword" => facts.keywords.iter().flat_map(text).collect(),
        "abstract" => maybe(document.summary.as_ref()),
        "index-number" => plain(facts.index_number.as_ref().map(|number| number.it.as_str())),
        "validity" => plain(facts.validity.map(crate::document::front_matter::Validity::as_str)),
        "community" => text(&catalogue.community(document.community).name),
        "period" => neutral(document.period.to_string()),
        // Nothing in a site tells archival code, security or pages.
        _ => Vec::new(),
    }
}

/// How long a record is kept, in the words of the bureaus' tables.
pub fn retention_name(retention: Retention) -> &'static str {
    match retention {
        Retention::Permanent => "永久",
        Retention::Years30 => "30年",
        Retention::Years10 => "10年",
    }
}

fn actions(approved: &ApprovedDocument<'_>) -> Vec<Action> {
    let (approval, facts) = (approved.approval(), &approved.document().facts);
    let mut all = Vec::new();
    let mut by = vec![("by", localised(approved, &approval.by))];
    by.extend(approval.number.as_ref().map(|number| ("number", neutral(number.clone()))));
    all.push(Action { key: "approved", on: approval.on.to_string(), facts: by });
    all.extend(facts.published.as_ref().map(|on| Action { key: "published", on: on.it.to_string(), facts: Vec::new() }));
    all.extend(approved.withdrawal().map(|withdrawal| Action {
        key: "withdrawn",
        on: withdrawal.on.to_string(),
        facts: vec![("reason", localised(approved, &withdrawal.reason))],
    }));
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_xml_can_not_hold_is_left_out() {
        assert_eq!(xml_text("方\u{1}案\u{fffe}\n𠮷"), "方案\n𠮷");
    }

    #[test]
    fn elements_are_named_once() {
        let keys: std::collections::BTreeSet<&str> =
            TERMS.iter().map(|term| term.key).chain(ACTIONS.map(|(key, _)| key)).collect();
        assert_eq!(keys.len(), TERMS.len() + ACTIONS.len());
    }
}
