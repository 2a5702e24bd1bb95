//! Conversion between the traditional and the simplified script, by phrases. The only file that knows the converter.
//!
//! Vocabulary is never exchanged: 行政程序 stays what it is in either script.

use crate::config::Config;
use crate::language::Language;
use ferrous_opencc::OpenCC;
use ferrous_opencc::config::BuiltinConfig;
use std::borrow::Cow;
use std::sync::Arc;

/// A script in which Chinese is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Script {
    /// 繁體
    Traditional,
    /// 简体
    Simplified,
}

impl Script {
    /// The script of a language tag, said in it or by its region; `None` where the tag leaves it open or is not Chinese.
    pub fn of(tag: &str) -> Option<Self> {
        let mut parts = tag.split('-');
        if parts.next() != Some("zh") {
            return None;
        }
        parts.find_map(|part| match part {
            "Hant" | "TW" | "HK" | "MO" => Some(Self::Traditional),
            "Hans" | "CN" | "SG" => Some(Self::Simplified),
            _ => None,
        })
    }

    /// The other one.
    pub fn other(self) -> Self {
        match self {
            Self::Traditional => Self::Simplified,
            Self::Simplified => Self::Traditional,
        }
    }
}

/// Turns text of one script into the other.
#[derive(Clone)]
pub struct Converter {
    tables: Arc<OpenCC>,
    /// Words with what stands for them, longest first.
    words: Vec<(String, String)>,
}

impl std::fmt::Debug for Converter {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Converter").field("words", &self.words).finish_non_exhaustive()
    }
}

impl Converter {
    /// The converter for a variant of a language; `None` where the two are of one script.
    pub fn new(config: &Config, from: &Language, to: &str) -> Option<Self> {
        let plain = match (from.tag.as_str(), to) {
            ("zh-Hans", "zh-Hant") => Self::plain(Script::Traditional),
            (tag, "zh-Hans") if tag.starts_with("zh") => Self::plain(Script::Simplified),
            _ => None,
        }?;
        let keep = config.keep.iter().map(|word| (word.clone(), word.clone()));
        let mut words: Vec<(String, String)> =
            keep.chain(config.replace.iter().cloned()).filter(|(from, _)| !from.is_empty()).collect();
        words.sort_by_key(|(from, _)| std::cmp::Reverse(from.len()));
        Some(Self { words, ..plain })
    }

    /// The converter into a script, without a site's own words.
    pub fn plain(to: Script) -> Option<Self> {
        let tables = match to {
            Script::Traditional => BuiltinConfig::S2t,
            Script::Simplified => BuiltinConfig::T2s,
        };
        Some(Self { tables: Arc::new(OpenCC::from_config(tables).ok()?), words: Vec::new() })
    }

    /// The text in the other script; the glossary's words first.
    pub fn convert<'a>(&self, text: &'a str) -> Cow<'a, str> {
        if text.is_ascii() {
            return Cow::Borrowed(text);
        }
        let mut out = String::with_capacity(text.len());
        let mut rest = text;
        while let Some((at, (from, to))) =
            self.words.iter().filter_map(|word| rest.find(word.0.as_str()).map(|at| (at, word))).min_by_key(|(at, _)| *at)
        {
            out.push_str(&self.tables.convert(&rest[..at]));
            out.push_str(to);
            rest = &rest[at + from.len()..];
        }
        out.push_str(&self.tables.convert(rest));
        Cow::Owned(out)
    }
}
