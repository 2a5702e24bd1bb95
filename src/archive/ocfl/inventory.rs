//! The inventory of an object: which files it has, and what each version is made of.

mod read;
mod rules;

use super::super::digest::Algorithm;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use std::fmt;

/// Its name beside the sidecar with its digest.
pub const FILE: &str = "inventory.json";

/// The folder of a version's files where the inventory names no other.
pub const CONTENT: &str = "content";

/// The edition of the specification that an inventory or object declares.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Spec {
    /// OCFL 1.0
    V1_0,
    /// OCFL 1.1
    V1_1,
}

impl Spec {
    /// Both, the newest first.
    pub const ALL: [Self; 2] = [Self::V1_1, Self::V1_0];

    /// `1.1`
    pub fn number(self) -> &'static str {
        match self {
            Self::V1_0 => "1.0",
            Self::V1_1 => "1.1",
        }
    }

    /// The `type` of an inventory.
    pub fn inventory_type(self) -> String {
        format!("https://ocfl.io/{}/spec/#inventory", self.number())
    }

    /// The name of an object's declaration, and the text in it before its line feed is what follows the `=`.
    pub fn object_declaration(self) -> String {
        format!("0=ocfl_object_{}", self.number())
    }

    /// The name of a storage root's declaration.
    pub fn root_declaration(self) -> String {
        format!("0=ocfl_{}", self.number())
    }
}

/// The name of a version and its folder: `v3`, or padded `v003`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct VersionName {
    /// From 1.
    pub number: u32,
    /// How many digits a padded name has; 0 where names are not padded.
    pub width: usize,
}

impl VersionName {
    /// The name without padding.
    pub fn plain(number: u32) -> Self {
        Self { number, width: 0 }
    }

    /// Reads `v3` or `v003`.
    pub fn parse(text: &str) -> Option<Self> {
        let digits = text.strip_prefix('v')?;
        if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        let width = if digits.starts_with('0') { digits.len() } else { 0 };
        digits.parse().ok().filter(|number| *number > 0).map(|number| Self { number, width })
    }
}

impl fmt::Display for VersionName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "v{:0width$}", self.number, width = self.width)
    }
}

/// Digests with the paths that have them, as `manifest`, `state` and `fixity` list them.
pub type Paths = Vec<(String, Vec<String>)>;

/// A version.
#[derive(Clone, Debug, PartialEq)]
pub struct Version {
    /// When it was made, as RFC 3339 writes it.
    pub created: String,
    /// Why it was made.
    pub message: Option<String>,
    /// Who made it.
    pub user: Option<User>,
    /// Its files: digests with logical paths.
    pub state: Paths,
}

/// Who made a version.
#[derive(Clone, Debug, PartialEq)]
pub struct User {
    /// A name.
    pub name: String,
    /// A URI.
    pub address: Option<String>,
}

/// An inventory.
#[derive(Clone, Debug, PartialEq)]
pub struct Inventory {
    /// The edition of the specification.
    pub spec: Spec,
    /// The object's identifier.
    pub id: String,
    /// The algorithm of `manifest` and `state`.
    pub algorithm: Algorithm,
    /// The newest version.
    pub head: VersionName,
    /// The folder of a version's files, where it is named.
    pub content_directory: Option<String>,
    /// Digests with content paths.
    pub manifest: Paths,
    /// Every version, oldest first.
    pub versions: Vec<(VersionName, Version)>,
    /// Digests by other algorithms.
    pub fixity: Vec<(String, Paths)>,
}

impl Inventory {
    /// The folder of a version's files.
    pub fn content(&self) -> &str {
        self.content_directory.as_deref().unwrap_or(CONTENT)
    }

    /// A version.
    pub fn version(&self, name: VersionName) -> Option<&Version> {
        self.versions.iter().find(|(other, _)| *other == name).map(|(_, version)| version)
    }

    /// The newest version.
    pub fn newest(&self) -> Option<&Version> {
        self.version(self.head)
    }

    /// The content path and the digest of a logical path of a version.
    pub fn find(&self, version: &Version, logical: &str) -> Option<(&str, &str)> {
        let (digest, _) = version.state.iter().find(|(_, paths)| paths.iter().any(|path| path == logical))?;
        let (digest, paths) = self.manifest.iter().find(|(other, _)| other == digest)?;
        paths.first().map(|path| (path.as_str(), digest.as_str()))
    }

    /// Every logical path of a version with content path and digest, in order of logical path.
    pub fn files<'a>(&'a self, version: &'a Version) -> BTreeMap<&'a str, (&'a str, &'a str)> {
        let content: BTreeMap<&str, &str> = self
            .manifest
            .iter()
            .filter_map(|(digest, paths)| paths.first().map(|path| (digest.as_str(), path.as_str())))
            .collect();
        let of = |(digest, paths): &'a (String, Vec<String>)| {
            let found = content.get(digest.as_str()).copied();
            paths.iter().filter_map(move |path| Some((path.as_str(), (found?, digest.as_str()))))
        };
        version.state.iter().flat_map(of).collect()
    }

    /// The file, as this program writes it: two blanks for each level, keys in a fixed order, a line feed at the end.
    pub fn to_bytes(&self) -> Vec<u8> {
        let paths = |paths: &Paths| -> Value {
            let sorted: BTreeMap<&String, &Vec<String>> = paths.iter().map(|(digest, paths)| (digest, paths)).collect();
            sorted.into_iter().map(|(digest, paths)| (digest.clone(), json!(paths))).collect::<Map<_, _>>().into()
        };
        let version = |version: &Version| {
            let mut it = Map::new();
            it.insert("created".into(), json!(version.created));
            it.extend(version.message.as_ref().map(|message| ("message".to_owned(), json!(message))));
            it.extend(version.user.as_ref().map(|user| {
                let mut who = Map::new();
                who.insert("name".into(), json!(user.name));
                who.extend(user.address.as_ref().map(|address| ("address".to_owned(), json!(address))));
                ("user".to_owned(), who.into())
            }));
            it.insert("state".into(), paths(&version.state));
            Value::from(it)
        };
        let versions: Map<String, Value> = self.versions.iter().map(|(name, v)| (name.to_string(), version(v))).collect();
        let mut it = Map::new();
        it.insert("id".into(), json!(self.id));
        it.insert("type".into(), json!(self.spec.inventory_type()));
        it.insert("digestAlgorithm".into(), json!(self.algorithm.name()));
        it.insert("head".into(), json!(self.head.to_string()));
        it.extend(self.content_directory.as_ref().map(|name| ("contentDirectory".to_owned(), json!(name))));
        it.insert("manifest".into(), paths(&self.manifest));
        it.insert("versions".into(), versions.into());
        // A value of texts alone can always be written.
        let mut bytes = serde_json::to_vec_pretty(&it).unwrap_or_default();
        bytes.push(b'\n');
        bytes
    }
}

/// The name of the sidecar of an inventory.
pub fn sidecar_name(algorithm: Algorithm) -> String {
    format!("{FILE}.{}", algorithm.name())
}

/// What a sidecar says, as this program writes it.
pub fn sidecar(digest: &str) -> String {
    format!("{digest} {FILE}\n")
}
