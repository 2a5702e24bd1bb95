//! Structured data in files: YAML front matter and TOML tables become one tree with a place on every node, and records
//! read themselves out of it, reporting everything that is wrong at once.
//!
//! A `record!` names each key once: its type says what may stand there, its comment is what `fangan schema` tells
//! editors, and every key that it does not name is a finding.

mod edit;
mod fence;
mod field;
mod node;
mod record;
mod repair;
mod toml;
mod yaml;

pub use edit::{EditError, Yaml, remove, set};
pub use fence::{Split, split};
pub use field::{Code, Digits, Field, Figure, Id, Link, List, Table, Text, wrong_type};
pub use node::{Key, Map, Node, Value};
pub use record::{alias_key, missing_key, unknown_key};
pub use toml::{read_toml, read_toml_as};
pub use yaml::read_yaml;

pub(crate) use record::{record, words};
