//! Names of documents as identifiers of objects, and names of files as every platform can keep them.

use crate::output::OutputPath;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use std::collections::BTreeSet;

/// What every identifier begins with. A document is called `community/period/name` behind it.
const PREFIX: &str = "urn:fangan:";

/// What stands as it is in an identifier; everything else is percent-encoded, so that identifiers are ASCII.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'/').remove(b'-').remove(b'_').remove(b'.').remove(b'~');

/// The identifier of a document's object.
pub fn object_id(document: &str) -> String {
    format!("{PREFIX}{}", utf8_percent_encode(document, ENCODED))
}

/// The document of an object, if it is one of ours.
pub fn document(object: &str) -> Option<String> {
    let encoded = object.strip_prefix(PREFIX)?;
    percent_decode_str(encoded).decode_utf8().ok().map(std::borrow::Cow::into_owned)
}

/// What two names have in common that some platform takes for one: capitals and composed characters make no difference.
pub fn folded(name: &str) -> String {
    let composed = icu_normalizer::ComposingNormalizerBorrowed::new_nfc().normalize(name).into_owned();
    composed.to_lowercase()
}

/// Gives files names that every platform can keep side by side.
#[derive(Debug, Default)]
pub struct Names {
    taken: BTreeSet<String>,
}

impl Names {
    /// A path in `folder` for a file of this name: the name itself, unless some character of it or another file forbids it.
    /// `None` where `folder` can't be a folder.
    pub fn path(&mut self, folder: &str, name: &str) -> Option<OutputPath> {
        // Programs disagree on how a percent sign is written in the lists of a package.
        let wrong = |c: char| c.is_control() || "%/\\:*?\"<>|".contains(c);
        let name: String = name.chars().map(|c| if wrong(c) { '_' } else { c }).collect();
        let (stem, ending) = name.rsplit_once('.').filter(|(stem, _)| !stem.is_empty()).unwrap_or((&name, ""));
        let dot = if ending.is_empty() { "" } else { "." };
        let tries = 2..=self.taken.len() + 2;
        let numbered = tries.clone().map(|n| format!("{stem}-{n}{dot}{ending}"));
        let plain = tries.map(|n| format!("file-{n}"));
        let paths = std::iter::once(name.clone())
            .chain(numbered)
            .chain(plain)
            .filter_map(|name| OutputPath::new(format!("{folder}/{name}")).ok());
        let free = paths.into_iter().find(|path| !self.taken.contains(&folded(path.as_str())))?;
        self.taken.insert(folded(free.as_str()));
        Some(free)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_are_ascii_and_lead_back() {
        for name in ["jiangning-play/2025-1/plan", "江寧/20XX-1/activity-同課異構", "a b/2024/plan-50%", "a/b/c:d?e#f"] {
            let id = object_id(name);
            assert!(id.is_ascii() && !id.contains([' ', '?', '#']), "{id}");
            assert_eq!(document(&id).as_deref(), Some(name));
        }
        assert_eq!(object_id("jiangning/2025-1/plan"), "urn:fangan:jiangning/2025-1/plan");
        assert_eq!(document("urn:other:x"), None);
    }

    #[test]
    fn files_are_named_apart_on_every_platform() {
        let mut names = Names::default();
        let mut path = |name: &str| names.path("source", name).map(|path| path.to_string());
        assert_eq!(path("附件.csv").as_deref(), Some("source/附件.csv"));
        assert_eq!(path("a.csv").as_deref(), Some("source/a.csv"));
        assert_eq!(path("A.CSV").as_deref(), Some("source/A-2.CSV"));
        assert_eq!(path("50%\n.csv").as_deref(), Some("source/50__.csv"));
        assert_eq!(path("con.txt").as_deref(), Some("source/con-2.txt"));
        assert_eq!(path(&"x".repeat(300)).as_deref(), Some("source/file-2"));
        assert_eq!(path("n\u{303}.csv").as_deref(), Some("source/n\u{303}.csv"));
        assert_eq!(path("\u{f1}.csv").as_deref(), Some("source/\u{f1}-2.csv"));
        assert_eq!(Names::default().path("..", "a"), None);
    }
}
