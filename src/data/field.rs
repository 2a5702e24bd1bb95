//! What may stand as a value: text, ids, figures, dates, lists and tables.

use super::{Node, Value};
use crate::characters;
use crate::diagnostic::{self, Finding, Findings, Wording};
use crate::edtf::Edtf;
use crate::say;
use crate::source::{At, Span};
use serde_json::json;

/// A type that reads itself from a node, reporting what is wrong.
pub trait Field: Sized {
    /// The value, or `None` after at least one finding.
    fn read(node: &Node, findings: &mut Findings) -> Option<Self>;

    /// What a message says was expected.
    fn expected() -> Wording;

    /// JSON Schema of what `read` accepts.
    fn schema() -> serde_json::Value;

    /// Tells of every text in it that is written for readers: where it stands, and its language where it names one.
    /// `at` is the place of the value itself.
    fn texts<'a>(&'a self, _at: Span, _tell: &mut dyn FnMut(Span, Option<&'a str>)) {}
}

/// The finding for a value of another kind than `T`.
pub fn wrong_type<T: Field>(node: &Node) -> Finding {
    let (expected, found) = (T::expected(), node.value.noun());
    let (e_en, e_zh, f_en, f_zh) = (expected.en, expected.zh, found.en, found.zh);
    Finding::new(
        diagnostic::Code::WrongType,
        node.span,
        Wording { en: format!("expected {e_en}, found {f_en}"), zh: format!("這裡應為{e_zh}，而不是{f_zh}") },
    )
}

/// The text of a scalar that may serve as text: numbers keep the form in which they were written.
fn scalar(node: &Node) -> Option<&str> {
    match &node.value {
        Value::Text(text) | Value::Number(text) => Some(text),
        _ => None,
    }
}

/// Text that was written on several lines, on one: what is asked for here are titles and sentences, not paragraphs.
fn one_line(text: &str) -> String {
    let text = text.trim();
    if text.contains('\n') { characters::one_line(text.lines()) } else { text.to_owned() }
}

impl Field for String {
    fn read(node: &Node, findings: &mut Findings) -> Option<Self> {
        let text = scalar(node);
        if text.is_none() {
            findings.push(wrong_type::<Self>(node));
        }
        text.map(one_line)
    }

    fn expected() -> Wording {
        say!("text", "文字")
    }

    fn schema() -> serde_json::Value {
        json!({ "type": ["string", "number"] })
    }
}

impl Field for bool {
    fn read(node: &Node, findings: &mut Findings) -> Option<Self> {
        match &node.value {
            Value::Bool(yes) => Some(*yes),
            _ => {
                findings.push(wrong_type::<Self>(node));
                None
            }
        }
    }

    fn expected() -> Wording {
        say!("`true` or `false`", "true 或 false")
    }

    fn schema() -> serde_json::Value {
        json!({ "type": "boolean" })
    }
}

/// Text in one language or several. A plain string is in the language of the original.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Text {
    /// In the language of the file that it stands in.
    Plain(String),
    /// By language code; the codes are checked against the configuration where the text is resolved.
    Languages(Vec<(At<String>, At<String>)>),
}

impl Field for Text {
    fn read(node: &Node, findings: &mut Findings) -> Option<Self> {
        match &node.value {
            Value::Map(map) => {
                let read = |(key, value): &(super::Key, Node)| {
                    Some((At::new(key.name.clone(), key.span), At::new(String::read(value, findings)?, value.span)))
                };
                let texts: Vec<_> = map.0.iter().filter_map(read).collect();
                (!texts.is_empty()).then_some(Self::Languages(texts))
            }
            _ => match scalar(node) {
                Some(text) => Some(Self::Plain(one_line(text))),
                None => {
                    findings.push(wrong_type::<Self>(node));
                    None
                }
            },
        }
    }

    fn expected() -> Wording {
        say!("text, or a map such as `{{zh: …, en: …}}`", "文字，或「{{zh: …, en: …}}」")
    }

    fn schema() -> serde_json::Value {
        json!({ "anyOf": [
            { "type": ["string", "number"] },
            { "type": "object", "additionalProperties": { "type": ["string", "number"] }, "minProperties": 1 },
        ] })
    }

    fn texts<'a>(&'a self, at: Span, tell: &mut dyn FnMut(Span, Option<&'a str>)) {
        match self {
            Self::Plain(_) => tell(at, None),
            Self::Languages(texts) => texts.iter().for_each(|(code, text)| tell(text.span, Some(&code.it))),
        }
    }
}

/// A name that other places refer to: letters, digits, `-`, `_` and `.`, in any script.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Id(pub String);

impl Field for Id {
    fn read(node: &Node, findings: &mut Findings) -> Option<Self> {
        let Some(text) = scalar(node) else {
            findings.push(wrong_type::<Self>(node));
            return None;
        };
        let fine = !text.is_empty() && text.chars().all(|c| c.is_alphanumeric() || "-_./".contains(c)) && !text.contains("..");
        if fine {
            return Some(Self(text.to_owned()));
        }
        findings.push(
            Finding::new(
                diagnostic::Code::MalformedValue,
                node.span,
                say!("`{text}` can't be a name that others refer to", "「{text}」不能作編號"),
            )
            .hint(say!("use letters, digits and hyphens", "請用字母、數字和連字號")),
        );
        None
    }

    fn expected() -> Wording {
        say!("a name of letters, digits and hyphens", "由字母、數字和連字號組成的編號")
    }

    fn schema() -> serde_json::Value {
        json!({ "type": ["string", "number"], "pattern": "^[\\p{L}\\p{N}_./-]+$" })
    }
}

/// A figure as it was written, with its value: `93.50` stays `93.50` on the page.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    /// As written.
    pub text: String,
    /// Its value.
    pub value: f64,
}

impl Field for Figure {
    fn read(node: &Node, findings: &mut Findings) -> Option<Self> {
        let text = match &node.value {
            Value::Number(text) => text,
            Value::Text(text) => {
                let plain: String = text.chars().map(half_width).collect();
                let mut finding = Finding::new(
                    diagnostic::Code::MalformedNumber,
                    node.span,
                    say!("`{text}` is not a number", "「{text}」不是數字"),
                );
                let digits = plain.trim().trim_end_matches(['%', '％']).to_owned();
                finding = if digits.parse::<f64>().is_ok_and(f64::is_finite) {
                    finding.hint(say!("write `{digits}`, without quotation marks or unit", "請寫「{digits}」，不加引號和單位"))
                } else {
                    finding.hint(say!("write digits, without a unit", "只寫數字，不帶單位"))
                };
                findings.push(finding);
                return None;
            }
            _ => {
                findings.push(wrong_type::<Self>(node));
                return None;
            }
        };
        match text.replace('_', "").parse::<f64>() {
            Ok(value) if value.is_finite() => Some(Self { text: text.trim_start_matches('+').replace('_', ""), value }),
            _ => {
                findings.push(Finding::new(
                    diagnostic::Code::MalformedNumber,
                    node.span,
                    say!("`{text}` is not a number", "「{text}」不是數字"),
                ));
                None
            }
        }
    }

    fn expected() -> Wording {
        say!("a number", "數字")
    }

    fn schema() -> serde_json::Value {
        json!({ "type": "number" })
    }
}

/// A full-width digit or letter as its half-width twin.
fn half_width(c: char) -> char {
    match c {
        '！'..='～' => char::from_u32(c as u32 - 0xFEE0).unwrap_or(c),
        c => c,
    }
}

/// A count: a whole number, not negative.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Digits(pub u32);

impl Field for Digits {
    fn read(node: &Node, findings: &mut Findings) -> Option<Self> {
        let figure = Figure::read(node, findings)?;
        match figure.text.parse::<u32>() {
            Ok(count) => Some(Self(count)),
            Err(_) => {
                let text = figure.text;
                findings.push(
                    Finding::new(
                        diagnostic::Code::MalformedNumber,
                        node.span,
                        say!("`{text}` is not a count", "「{text}」不是計數"),
                    )
                    .hint(say!("write a whole number from 0 on", "請寫 0 以上的整數")),
                );
                None
            }
        }
    }

    fn expected() -> Wording {
        say!("a whole number", "整數")
    }

    fn schema() -> serde_json::Value {
        json!({ "type": "integer", "minimum": 0 })
    }
}

impl Field for Edtf {
    fn read(node: &Node, findings: &mut Findings) -> Option<Self> {
        let Some(text) = scalar(node) else {
            findings.push(wrong_type::<Self>(node));
            return None;
        };
        match Edtf::parse(text) {
            Ok(date) => Some(date),
            Err(why) => {
                let plain: String = text.chars().map(half_width).collect();
                let mut finding = Finding::new(diagnostic::Code::MalformedDate, node.span, why);
                finding = match Edtf::guess(&plain) {
                    Some(right) => finding.put(node.span, right.to_string(), say!("write `{right}`", "請寫「{right}」")),
                    None => finding.hint(say!(
                        "dates are written 2024-12-09, 2024-12, 2024, 2024-12-07/2024-12-22, 2024-09/.. or 20XX-12-07",
                        "日期寫作 2024-12-09、2024-12、2024、2024-12-07/2024-12-22、2024-09/.. 或 20XX-12-07"
                    )),
                };
                findings.push(finding);
                None
            }
        }
    }

    fn expected() -> Wording {
        say!("a date", "日期")
    }

    fn schema() -> serde_json::Value {
        json!({ "type": ["string", "integer"], "pattern": crate::edtf::PATTERN })
    }
}

/// A web address that a reader may follow: `http`, `https` or `mailto`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link(pub String);

impl Field for Link {
    fn read(node: &Node, findings: &mut Findings) -> Option<Self> {
        let text = String::read(node, findings)?;
        let fine = ["https://", "http://"].iter().any(|scheme| text.strip_prefix(scheme).is_some_and(|rest| !rest.is_empty()));
        if fine && !text.chars().any(|c| c.is_whitespace() || c.is_control() || "\"<>\\^`{|}".contains(c)) {
            return Some(Self(text));
        }
        findings.push(
            Finding::new(
                diagnostic::Code::MalformedValue,
                node.span,
                say!("`{text}` is not a web address", "「{text}」不是網址"),
            )
            .hint(say!("an address begins with https:// or http://", "網址以 https:// 或 http:// 開頭")),
        );
        None
    }

    fn expected() -> Wording {
        say!("a web address", "網址")
    }

    fn schema() -> serde_json::Value {
        json!({ "type": "string", "pattern": "^https?://" })
    }
}

/// The name of a finding, in waivers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Code(pub diagnostic::Code);

impl Field for Code {
    fn read(node: &Node, findings: &mut Findings) -> Option<Self> {
        let text = String::read(node, findings)?;
        let code = diagnostic::Code::parse(&text);
        if code.is_none() {
            let all = diagnostic::Code::ALL.iter().map(|c| c.as_str());
            findings.push(
                Finding::new(
                    diagnostic::Code::UnknownCode,
                    node.span,
                    say!("there is no finding `{text}`", "沒有「{text}」這種問題"),
                )
                .nearest(&text, all),
            );
        }
        code.map(Self)
    }

    fn expected() -> Wording {
        say!("the name of a finding", "問題代碼")
    }

    fn schema() -> serde_json::Value {
        let all: Vec<_> = diagnostic::Code::ALL.iter().filter(|c| c.may_be_waived()).map(|c| c.as_str()).collect();
        json!({ "enum": all })
    }
}

/// A list; its items keep their places. An item that can't be read is left out after its finding.
pub type List<T> = Vec<At<T>>;

impl<T: Field> Field for Vec<At<T>> {
    fn read(node: &Node, findings: &mut Findings) -> Option<Self> {
        let Value::List(items) = &node.value else {
            findings.push(wrong_type::<Self>(node).hint(say!(
                "a list has each item on a line of its own after `- `, or stands between [ and ]",
                "列表每項一行，以「- 」開頭；或寫在 [ 和 ] 之間"
            )));
            return None;
        };
        Some(items.iter().filter_map(|item| T::read(item, findings).map(|it| At::new(it, item.span))).collect())
    }

    fn expected() -> Wording {
        say!("a list", "列表")
    }

    fn schema() -> serde_json::Value {
        json!({ "type": "array", "items": T::schema() })
    }

    fn texts<'a>(&'a self, _at: Span, tell: &mut dyn FnMut(Span, Option<&'a str>)) {
        self.iter().for_each(|item| item.it.texts(item.span, tell));
    }
}

/// A table whose keys the writer chooses (kinds, fields, languages).
#[derive(Clone, Debug, PartialEq)]
pub struct Table<T>(pub Vec<(At<String>, T)>);

impl<T> Default for Table<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T: Field> Field for Table<T> {
    fn read(node: &Node, findings: &mut Findings) -> Option<Self> {
        let Value::Map(map) = &node.value else {
            findings.push(wrong_type::<Self>(node));
            return None;
        };
        let read = |(key, value): &(super::Key, Node)| Some((At::new(key.name.clone(), key.span), T::read(value, findings)?));
        Some(Self(map.0.iter().filter_map(read).collect()))
    }

    fn expected() -> Wording {
        say!("a table", "表")
    }

    fn schema() -> serde_json::Value {
        json!({ "type": "object", "additionalProperties": T::schema() })
    }

    fn texts<'a>(&'a self, at: Span, tell: &mut dyn FnMut(Span, Option<&'a str>)) {
        self.0.iter().for_each(|(_, value)| value.texts(at, tell));
    }
}
