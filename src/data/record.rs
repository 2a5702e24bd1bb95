//! Records and words: the two declarations from which reading, checking and the JSON Schema follow.

use super::Key;
use crate::diagnostic::{Code, Finding};
use crate::say;
use crate::source::Span;

/// Declares a struct that reads itself from a map.
///
/// Every field becomes an `Option<At<T>>`: whether a key that is absent is a mistake, and what stands in its place, is
/// decided where the record is used; `required` only reports it. Further names of a key are those that people type by
/// mistake, in Chinese mostly: they are reported, and read all the same. The comment on a key is what editors show for it,
/// in both languages: `English | 中文`.
macro_rules! record {
    ($(#[doc = $doc:literal])+ $vis:vis struct $name:ident {
        $($(#[doc = $fdoc:literal])+ $key:literal $(| $alias:literal)* $($required:ident)? => $field:ident : $ty:ty),* $(,)?
    }) => {
        $(#[doc = $doc])+
        #[derive(Clone, Debug, PartialEq)]
        $vis struct $name {
            /// The whole record.
            pub span: $crate::source::Span,
            /// Keys that are given, but whose values could not be read: a finding says why.
            pub unread: Vec<&'static str>,
            $($(#[doc = $fdoc])+ pub $field: Option<$crate::source::At<$ty>>,)*
        }

        impl $name {
            /// The record with nothing in it.
            pub fn empty(span: $crate::source::Span) -> Self {
                Self { span, unread: Vec::new(), $($field: None,)* }
            }

            /// The keys that it may have.
            pub const KEYS: &'static [&'static str] = &[$($key),*];

            /// The place of every key that is given.
            pub fn given(&self) -> Vec<(&'static str, $crate::source::Span)> {
                let mut given = Vec::new();
                $(if let Some(at) = &self.$field { given.push(($key, at.span)); })*
                given
            }
        }

        impl $crate::data::Field for $name {
            fn read(node: &$crate::data::Node, findings: &mut $crate::diagnostic::Findings) -> Option<Self> {
                let $crate::data::Value::Map(map) = &node.value else {
                    findings.push($crate::data::wrong_type::<Self>(node));
                    return None;
                };
                let mut record = Self::empty(node.span);
                let mut given: Vec<&str> = Vec::new();
                for (key, value) in &map.0 {
                    match key.name.as_str() {
                        $($key $(| $alias)* => {
                            if key.name != $key {
                                findings.push($crate::data::alias_key(key, $key));
                            }
                            if value.value != $crate::data::Value::Null {
                                given.push($key);
                                // A table of its own is named by its key: its first value would be a strange place to point at.
                                let span = if matches!(value.value, $crate::data::Value::Map(_)) { key.span } else { value.span };
                                record.$field =
                                    <$ty as $crate::data::Field>::read(value, findings).map(|it| $crate::source::At::new(it, span));
                                if record.$field.is_none() {
                                    record.unread.push($key);
                                }
                            }
                        })*
                        _ => findings.push($crate::data::unknown_key(key, Self::KEYS)),
                    }
                }
                $($(
                    const _: &str = stringify!($required);
                    if !given.contains(&$key) {
                        findings.push($crate::data::missing_key(node.span, $key));
                    }
                )?)*
                Some(record)
            }

            fn expected() -> $crate::diagnostic::Wording {
                $crate::say!("a map of keys and values", "鍵值表")
            }

            fn schema() -> serde_json::Value {
                let mut properties = serde_json::Map::new();
                $({
                    let mut one = <$ty as $crate::data::Field>::schema();
                    if let Some(object) = one.as_object_mut() {
                        object.insert("description".into(), concat!($($fdoc),+).trim().into());
                    }
                    properties.insert($key.into(), one);
                })*
                let required: &[&str] = &[$($({ const _: &str = stringify!($required); $key },)?)*];
                serde_json::json!({
                    "type": "object",
                    "properties": properties,
                    "required": required,
                    "additionalProperties": false,
                })
            }

            fn texts<'a>(
                &'a self,
                _at: $crate::source::Span,
                tell: &mut dyn FnMut($crate::source::Span, Option<&'a str>),
            ) {
                $(if let Some(value) = &self.$field { $crate::data::Field::texts(&value.it, value.span, tell); })*
            }
        }
    };
}
pub(crate) use record;

/// Declares an enumeration of words; further names are what people type by mistake, reported with the right word.
macro_rules! words {
    ($(#[doc = $doc:literal])+ $vis:vis enum $name:ident {
        $($(#[doc = $vdoc:literal])+ $variant:ident = $word:literal $(| $alias:literal)*),+ $(,)?
    }) => {
        $(#[doc = $doc])+
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        $vis enum $name { $($(#[doc = $vdoc])+ $variant,)+ }

        impl $name {
            /// Every word.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// As written in files.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word,)+ }
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                to.serialize_str(self.as_str())
            }
        }

        impl $crate::data::Field for $name {
            fn read(node: &$crate::data::Node, findings: &mut $crate::diagnostic::Findings) -> Option<Self> {
                let ($crate::data::Value::Text(text) | $crate::data::Value::Number(text)) = &node.value else {
                    findings.push($crate::data::wrong_type::<Self>(node));
                    return None;
                };
                match text.as_str() {
                    $($word => Some(Self::$variant),)+
                    other => {
                        let finding = $crate::diagnostic::Finding::new(
                            $crate::diagnostic::Code::UnknownValue,
                            node.span,
                            $crate::say!("`{other}` is not one of the words that may stand here", "這裡不能寫「{other}」"),
                        );
                        let alias: Option<&str> = match other { $($($alias => Some($word),)*)+ _ => None };
                        findings.push(match alias {
                            Some(word) => finding.put(node.span, word, $crate::say!("write `{word}`", "請寫「{word}」")),
                            None => finding.nearest(other, Self::ALL.iter().map(|w| w.as_str())),
                        });
                        None
                    }
                }
            }

            fn expected() -> $crate::diagnostic::Wording {
                let all = [$($word),+].join(", ");
                $crate::say!("one of {all}", "以下之一：{all}")
            }

            fn schema() -> serde_json::Value {
                serde_json::json!({ "enum": [$($word),+] })
            }
        }
    };
}
pub(crate) use words;

/// The finding for a key that nothing reads.
pub fn unknown_key(key: &Key, valid: &[&str]) -> Finding {
    let name = &key.name;
    Finding::new(Code::UnknownKey, key.span, say!("unknown key `{name}`", "不認識的鍵「{name}」"))
        .nearest(name, valid.iter().copied())
}

/// The finding for a key in Chinese or otherwise misnamed whose meaning is clear.
pub fn alias_key(key: &Key, right: &str) -> Finding {
    let name = &key.name;
    Finding::new(Code::UnknownKey, key.span, say!("the key `{name}` is written `{right}`", "鍵「{name}」請寫成「{right}」")).mend(
        key.span,
        right,
        say!("write `{right}`", "請寫「{right}」"),
    )
}

/// The finding for a key that must be there.
pub fn missing_key(span: Span, key: &str) -> Finding {
    let code = if key == "title" { Code::MissingTitle } else { Code::MissingKey };
    // The record as a whole may be long: its first character is place enough.
    let place = Span { end: span.start, ..span };
    Finding::new(code, place, say!("`{key}` is missing", "缺少「{key}」"))
}
