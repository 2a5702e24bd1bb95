//! What readers search: an index of everything that a language's pages show, as files of bounded size.
//!
//! A browser loads `index.json`, then the few files of `terms/` that a query needs and the files of `entries/` of what it
//! found; `themes/bureau/assets/search-index.js` reads them, and `docs/search.md` says what is in them. Han text is
//! found by pairs of neighbouring characters with their places, so that it is found however it is cut; the two scripts
//! are folded into one, so that the variants of a language share their terms.

mod gather;
mod postings;
mod text;

use crate::catalogue::Programme;
use crate::document::cjk::is_han;
use crate::document::front_matter::Status;
use crate::language::Shown;
use crate::routes::page::{Press, Words};
use crate::routes::{Reader, RouteTable, SEARCH_FOLDER, Site};
use crate::script::folding;
use gather::{Entry, Gatherer};
use postings::{Chunk, Run};
use rayon::prelude::*;
use serde::Serialize;
use std::collections::BTreeSet;

/// How many bytes a file of terms may have; one that holds a single piece of a list may have a little more. Two or three
/// are loaded for a query.
const BYTES_A_FILE: usize = 32 * 1024;
/// Entries in one file.
const ENTRIES_A_FILE: usize = 20;
/// Entries that are indexed together. Enough that their terms repeat, few enough that every processor has some, and that
/// the places of one term in all of them fit into a file.
const ENTRIES_A_CHUNK: usize = 512;
/// Characters of a summary in a list of results.
const SUMMARY: usize = 160;

/// What takes the files: their paths below the site's root, and their bytes.
pub type Put<'p, E> = &'p (dyn Fn(String, Vec<u8>) -> Result<(), E> + Sync);

/// Writes the index of a locale and of all locales whose texts differ from its in script alone.
pub fn write<E: Send>(site: &Site<'_>, table: &RouteTable, locale: usize, press: &dyn Press, put: Put<'_, E>) -> Result<(), E> {
    let folder = |locale: usize| format!("{}{SEARCH_FOLDER}", site.locales.get(locale).map_or("", |l| l.prefix.as_str()));
    let home = folder(locale);
    let reader = Reader::new(site, table, locale, &home, press);
    let entries = Entry::all(&reader);
    let terms = Terms::write(&entries, reader, |n, bytes| put(format!("{home}terms/{n}.txt"), bytes))?;
    for other in (0..site.locales.len()).filter(|other| site.same_text(*other) == locale) {
        let folder = folder(other);
        let up = "../".repeat(folder.matches('/').count());
        let index = Index {
            version: &terms.version,
            documents: site.index.documents.len(),
            entries: entries.len(),
            entries_a_file: ENTRIES_A_FILE,
            lengths: &terms.lengths,
            superseded: &terms.superseded,
            folding: &terms.folding,
            skipped: text::SKIPPED,
            terms: format!("{up}{home}terms/"),
            starts: &terms.starts,
        };
        put(format!("{folder}index.json"), json(&index))?;
        let reader = Reader::new(site, table, other, &folder, press);
        entries.chunks(ENTRIES_A_FILE).enumerate().par_bridge().try_for_each(|(n, entries)| {
            let found: Vec<Found> = entries.iter().map(|entry| Found::new(&reader, *entry, press)).collect();
            put(format!("{folder}entries/{n}.json"), json(&found))
        })?;
    }
    Ok(())
}

fn json(value: &impl Serialize) -> Vec<u8> {
    // Plain structures of texts and numbers always become JSON.
    serde_json::to_vec(value).unwrap_or_default()
}

/// `index.json`
#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct Index<'i> {
    /// A digest of the terms: part of every address, so that no cache mixes two editions.
    version: &'i str,
    /// How many of the entries are documents; they come first, the newest on top.
    documents: usize,
    entries: usize,
    entries_a_file: usize,
    /// How much running text each entry has, a character an entry: `]` for none, and two steps for each doubling.
    lengths: &'i str,
    /// Entries that a newer document replaces.
    superseded: &'i [u32],
    /// Han characters with what they fold to, by twos.
    folding: &'i str,
    /// Words that are not indexed.
    skipped: &'i [&'i str],
    /// Where the files of terms are, seen from here.
    terms: String,
    /// The first term of each of them.
    starts: &'i [String],
}

/// An entry as a list of results shows it.
#[derive(Serialize)]
struct Found {
    /// Its page, seen from the language's home page.
    path: String,
    title: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    lang: Option<String>,
    kind: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    community: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    period: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    date: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<String>,
    #[serde(rename = "text-lang", skip_serializing_if = "Option::is_none")]
    text_lang: Option<String>,
    /// What has to be said of it: superseded, an example, in another language.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    tags: Vec<String>,
}

impl Found {
    fn new(reader: &Reader<'_>, entry: Entry, words: &dyn Words) -> Self {
        let catalogue = reader.site.catalogue();
        let word = |key: &str| words.word(reader.locale, key);
        let named = |title: Shown, kind: &str, text: Option<Shown>| {
            let text = text.map(shortened);
            Self {
                path: entry.route().path(catalogue, reader.site.visible.withdrawn()),
                title: title.text,
                lang: title.lang,
                kind: word(kind),
                community: None,
                period: None,
                date: None,
                text_lang: text.as_ref().and_then(|text| text.lang.clone()),
                text: text.map(|text| text.text),
                tags: Vec::new(),
            }
        };
        match entry {
            Entry::Document(id) => {
                let document = catalogue.document(id);
                let facts = &document.facts;
                let own = document.version(reader.language());
                let excerpt = own.map(|v| v.outline.excerpt.as_str()).filter(|text| !text.is_empty());
                let summary = document.summary.as_ref().map(|text| reader.text(text));
                let text = summary.or_else(|| excerpt.map(|text| reader.text_in(reader.language(), text)));
                Self {
                    kind: reader.plain(&catalogue.config.kind(document.kind).name),
                    community: Some(reader.plain(&catalogue.community(document.community).name)),
                    period: Some(reader.period_label(document.period)),
                    date: facts.issued.as_ref().or(facts.published.as_ref()).map(|date| reader.date(date.it).text),
                    tags: tags(reader, document, words),
                    ..named(reader.text(&document.title), "", text)
                }
            }
            Entry::Community(id) => {
                let community = catalogue.community(id);
                named(reader.text(&community.name), "search.community", community.summary.as_ref().map(|t| reader.text(t)))
            }
            Entry::Organisation(id) => {
                let organisation = catalogue.organisation(id);
                named(reader.text(&organisation.name), "search.organisation", organisation.area.as_ref().map(|t| reader.text(t)))
            }
            Entry::Type(id) => {
                let kind = catalogue.activity_type(id);
                named(reader.text(&kind.name), "search.activity_type", kind.description.as_ref().map(|t| reader.text(t)))
            }
            Entry::Page(n) => {
                let page = catalogue.pages.get(n);
                let title = page.map_or_else(|| reader.neutral(""), |page| reader.text(&page.title));
                named(title, "search.page", page.and_then(|page| page.summary.as_ref()).map(|t| reader.text(t)))
            }
        }
    }
}

fn tags(reader: &Reader<'_>, document: &Programme, words: &dyn Words) -> Vec<String> {
    let word = |key: &str| words.word(reader.locale, key);
    let facts = &document.facts;
    let state = facts.status.it;
    let mut tags = Vec::new();
    if state != Status::Approved {
        tags.push(word(&format!("states.{}", state.as_str())));
    }
    if facts.example {
        tags.push(word("words.example"));
    }
    if document.version(reader.language()).is_none() {
        let config = reader.site.config();
        let names: Vec<&str> = document.versions.iter().map(|v| config.language(v.language).name.as_str()).collect();
        tags.push(word("document.only_in").replace("{name}", &names.join(&word("list_separator"))));
    }
    tags
}

/// The beginning of a text.
fn shortened(text: Shown) -> Shown {
    match text.text.char_indices().nth(SUMMARY) {
        Some((at, _)) => Shown { text: format!("{}…", text.text.get(..at).unwrap_or_default()), lang: text.lang },
        None => text,
    }
}

/// What is known of the terms once they are written.
struct Terms {
    version: String,
    starts: Vec<String>,
    lengths: String,
    superseded: Vec<u32>,
    folding: String,
}

impl Terms {
    /// Indexes the entries and gives the files of terms to `put`, by number.
    fn write<E>(entries: &[Entry], reader: Reader<'_>, put: impl Fn(usize, Vec<u8>) -> Result<(), E>) -> Result<Self, E> {
        let numbered: Vec<(u32, Entry)> = (0..).zip(entries.iter().copied()).collect();
        let chunks: Vec<(Run, String)> = numbered
            .par_chunks(ENTRIES_A_CHUNK)
            .map(|entries| {
                let mut chunk = Chunk::new();
                let mut gatherer = Gatherer { reader, chunk: &mut chunk };
                let lengths = entries.iter().map(|(number, entry)| length_sign(gatherer.entry(*number, *entry))).collect();
                (chunk.finish(), lengths)
            })
            .collect();
        let (runs, lengths): (Vec<Run>, Vec<String>) = chunks.into_iter().unzip();

        let (mut starts, mut file, mut digest) = (Vec::new(), Vec::new(), FNV_START);
        let mut han: BTreeSet<char> = BTreeSet::new();
        let mut end = |file: &mut Vec<u8>, n: usize| {
            digest = fnv(digest, file);
            put(n, std::mem::take(file))
        };
        postings::merge(&runs, BYTES_A_FILE, |term, list| {
            let line = term.len() + list.len() + 2;
            if !file.is_empty() && file.len() + line > BYTES_A_FILE {
                end(&mut file, starts.len() - 1)?;
            }
            if file.is_empty() {
                starts.push(term.to_owned());
            }
            file.extend_from_slice(term.as_bytes());
            file.push(b'\t');
            file.extend_from_slice(list);
            file.push(b'\n');
            han.extend(term.chars().filter(|c| is_han(*c)));
            Ok(())
        })?;
        if !file.is_empty() {
            end(&mut file, starts.len() - 1)?;
        }
        let folding = folding().pairs().filter(|(_, to)| han.contains(to)).flat_map(|(from, to)| [from, to]).collect();
        let superseded = |entry: &Entry| {
            let Entry::Document(id) = entry else { return false };
            reader.site.catalogue().document(*id).facts.status.it == Status::Superseded
        };
        Ok(Self {
            version: format!("{digest:016x}"),
            starts,
            lengths: lengths.concat(),
            superseded: numbered.iter().filter(|(_, entry)| superseded(entry)).map(|(n, _)| *n).collect(),
            folding,
        })
    }
}

/// A length as a sign: two steps for each doubling, counted in whole numbers so that every machine finds the same.
fn length_sign(length: u32) -> char {
    let n = u128::from(length) + 1;
    let doublings = n.ilog2();
    let half = u32::from(n * n >= 1 << (2 * doublings + 1));
    char::from_u32(u32::from(']') + (2 * doublings + half).min(33)).unwrap_or(']')
}

const FNV_START: u64 = 0xCBF2_9CE4_8422_2325;

/// A digest (FNV-1a) that tells two editions apart; nothing depends on nobody being able to forge it.
fn fnv(digest: u64, bytes: &[u8]) -> u64 {
    bytes.iter().fold(digest, |digest, byte| (digest ^ u64::from(*byte)).wrapping_mul(0x100_0000_01B3))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_have_two_signs_for_each_doubling() {
        assert_eq!([0, 1, 2, 3, 5, 7].map(length_sign), [']', '_', '`', 'a', 'b', 'c']);
        assert_eq!(length_sign(u32::MAX), '~');
    }
}
