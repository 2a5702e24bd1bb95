//! The tree that both syntaxes become.

use crate::diagnostic::Wording;
use crate::say;
use crate::source::Span;

/// One value with its place.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// Where it stands.
    pub span: Span,
    /// What it is.
    pub value: Value,
}

/// What stands at a place. Numbers keep the text that was written, so that `2024` may serve as a date and `0.50` is printed as given.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Nothing: `key:` with no value.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number as written.
    Number(String),
    /// Text; dates too.
    Text(String),
    /// A list.
    List(Vec<Node>),
    /// A map in the order written, keys unique.
    Map(Map),
}

/// Keys and values in the order written.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Map(pub Vec<(Key, Node)>);

/// A key with its place.
#[derive(Clone, Debug, PartialEq)]
pub struct Key {
    /// As written.
    pub name: String,
    /// Where.
    pub span: Span,
}

impl Map {
    /// The entry under a key.
    pub fn get(&self, name: &str) -> Option<&(Key, Node)> {
        self.0.iter().find(|(key, _)| key.name == name)
    }
}

impl Value {
    /// Whether the two say the same, wherever they stand.
    pub fn same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::List(a), Self::List(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| a.value.same(&b.value)),
            (Self::Map(a), Self::Map(b)) => {
                let pairs = || a.0.iter().zip(&b.0);
                a.0.len() == b.0.len() && pairs().all(|((a, x), (b, y))| a.name == b.name && x.value.same(&y.value))
            }
            _ => self == other,
        }
    }

    /// What kind of value it is, as a message says it.
    pub fn noun(&self) -> Wording {
        match self {
            Self::Null => say!("nothing", "空值"),
            Self::Bool(_) => say!("true or false", "真假值"),
            Self::Number(_) => say!("a number", "數字"),
            Self::Text(_) => say!("text", "文字"),
            Self::List(_) => say!("a list", "列表"),
            Self::Map(_) => say!("a map of keys and values", "鍵值表"),
        }
    }
}
