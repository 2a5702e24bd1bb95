//! The log of events: a chain in which every line vouches for all lines before it.
//!
//! `events.jsonl` in the archive's folder has one JSON object a line. `previous` is the `hash` of the line before, zeros in
//! the first line; `hash` is the SHA-256 of the line's bytes up to the `,"hash":` of its end. So whoever knows the last hash
//! knows whether any line was changed, and with standard tools:
//!
//! ```sh
//! while IFS= read -r line; do printf '%s' "${line%,\"hash\":*}" | sha256sum; done < events.jsonl
//! ```
//!
//! An addition is told twice, before (`adding`) and after (`added`), each with the digest of the version's inventory, which
//! holds the digests of all its files. A process that dies between the two leaves an open one, which the next run closes.

use super::digest::Algorithm;
use super::report::Problem;
use crate::say;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// Its name in the archive's folder.
pub const FILE: &str = "events.jsonl";

/// What stands for the line before the first.
const NOTHING: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// A version of an object with the digest (SHA-512) of its inventory.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Edition {
    /// The object's identifier.
    pub object: String,
    /// The version: `v2`.
    pub version: String,
    /// The digest of its inventory.
    pub inventory: String,
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// The archive was made.
    Created {
        /// By which program.
        by: String,
    },
    /// A version is about to be added.
    Adding(Edition),
    /// It was added.
    Added(Edition),
    /// It was not added: the run was interrupted.
    Abandoned(Edition),
    /// Somebody recorded why a document is no longer in the site.
    Noted {
        /// The object's identifier.
        object: String,
        /// The reason.
        reason: String,
    },
}

/// An event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// When, as RFC 3339 writes it.
    pub time: String,
    /// What.
    pub what: What,
}

/// The log as far as it could be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Log {
    /// Its events.
    pub events: Vec<Event>,
    /// The hash of the last line.
    pub head: String,
    /// How many bytes its whole lines take.
    pub length: u64,
    /// What stands behind the last line feed.
    pub torn: Vec<u8>,
}

impl Default for Log {
    fn default() -> Self {
        Self { events: Vec::new(), head: NOTHING.to_owned(), length: 0, torn: Vec::new() }
    }
}

impl Log {
    /// Reads a log and says what is wrong with it.
    pub fn read(bytes: &[u8], problems: &mut Vec<Problem>) -> Self {
        let mut log = Self::default();
        for (number, line) in (1..).zip(bytes.split_inclusive(|byte| *byte == b'\n')) {
            let Some(line) = line.strip_suffix(b"\n") else {
                log.torn = line.to_vec();
                break;
            };
            let mut fault = |why: crate::diagnostic::Wording| {
                let (en, zh) = (why.en, why.zh);
                problems.push(Problem::doubt("log", say!("line {number}: {en}", "第 {number} 行：{zh}")).in_file(FILE));
            };
            match Line::read(line) {
                Some(read) => {
                    if !read.is_true {
                        fault(say!("it was changed: it does not have its hash", "被改動過：與其雜湊值不符"));
                    }
                    if read.previous != log.head {
                        fault(say!("it does not follow the line before", "與前一行不相連"));
                    }
                    if read.number != number {
                        fault(say!("its number is wrong", "序號不對"));
                    }
                    log.head = read.hash;
                    log.events.push(read.event);
                }
                None => fault(say!("it is no event", "不是一筆記錄")),
            }
            log.length += line.len() as u64 + 1;
        }
        log
    }

    /// The lines of further events.
    pub fn lines(&self, events: &[Event]) -> Vec<u8> {
        let mut previous = self.head.clone();
        let mut all = Vec::new();
        for (number, event) in (self.events.len() as u64 + 1..).zip(events) {
            let (line, hash) = line(number, event, &previous);
            all.extend(line.into_bytes());
            previous = hash;
        }
        all
    }

    /// The log with further events behind it.
    pub fn and(mut self, events: &[Event]) -> Self {
        for event in events {
            let (line, hash) = line(self.events.len() as u64 + 1, event, &self.head);
            self.length += line.len() as u64;
            self.head = hash;
            self.events.push(event.clone());
        }
        self
    }

    /// The editions that were added, by object, oldest first.
    pub fn added(&self) -> BTreeMap<&str, Vec<&Edition>> {
        let mut all: BTreeMap<&str, Vec<&Edition>> = BTreeMap::new();
        for event in &self.events {
            if let What::Added(edition) = &event.what {
                all.entry(&edition.object).or_default().push(edition);
            }
        }
        all
    }

    /// Additions that were begun and of which nothing more is told.
    pub fn open(&self) -> Vec<Edition> {
        let mut open: Vec<Edition> = Vec::new();
        for event in &self.events {
            match &event.what {
                What::Adding(edition) => open.push(edition.clone()),
                What::Added(edition) | What::Abandoned(edition) => open.retain(|other| other != edition),
                What::Created { .. } | What::Noted { .. } => {}
            }
        }
        open
    }

    /// The reasons recorded for an object, oldest first.
    pub fn reasons(&self, id: &str) -> impl Iterator<Item = &str> {
        self.events.iter().filter_map(move |event| match &event.what {
            What::Noted { object, reason } if object == id => Some(reason.as_str()),
            _ => None,
        })
    }
}

/// A line and its hash.
fn line(number: u64, event: &Event, previous: &str) -> (String, String) {
    let mut it = Map::new();
    it.insert("seq".into(), json!(number));
    it.insert("time".into(), json!(event.time));
    let mut put = |name: &str, values: &[(&str, &str)]| {
        it.insert("event".into(), json!(name));
        it.extend(values.iter().map(|(key, value)| ((*key).to_owned(), json!(value))));
    };
    match &event.what {
        What::Created { by } => put("created", &[("by", by)]),
        What::Adding(edition) => put("adding", &edition.values()),
        What::Added(edition) => put("added", &edition.values()),
        What::Abandoned(edition) => put("abandoned", &edition.values()),
        What::Noted { object, reason } => put("noted", &[("object", object), ("reason", reason)]),
    }
    it.insert("previous".into(), json!(previous));
    let whole = Value::from(it).to_string();
    let body = whole.strip_suffix('}').unwrap_or(&whole);
    let hash = Algorithm::Sha256.of(body.as_bytes());
    (format!("{body},\"hash\":\"{hash}\"}}\n"), hash)
}

impl Edition {
    fn values(&self) -> [(&'static str, &str); 3] {
        [("object", &self.object), ("version", &self.version), ("inventory", &self.inventory)]
    }
}

struct Line {
    number: u64,
    event: Event,
    previous: String,
    hash: String,
    /// Whether the line has its hash, and nothing behind it.
    is_true: bool,
}

impl Line {
    fn read(line: &[u8]) -> Option<Self> {
        let text = std::str::from_utf8(line).ok()?;
        let json: Map<String, Value> = serde_json::from_str(text).ok()?;
        let get = |key: &str| json.get(key).and_then(Value::as_str).map(str::to_owned);
        let edition = || Some(Edition { object: get("object")?, version: get("version")?, inventory: get("inventory")? });
        let what = match get("event")?.as_str() {
            "created" => What::Created { by: get("by")? },
            "adding" => What::Adding(edition()?),
            "added" => What::Added(edition()?),
            "abandoned" => What::Abandoned(edition()?),
            "noted" => What::Noted { object: get("object")?, reason: get("reason")? },
            _ => return None,
        };
        let hash = get("hash")?;
        let end = format!(",\"hash\":\"{hash}\"}}");
        let is_true = text.strip_suffix(&end).is_some_and(|body| Algorithm::Sha256.of(body.as_bytes()) == hash);
        let event = Event { time: get("time")?, what };
        Some(Self { number: json.get("seq")?.as_u64()?, event, previous: get("previous")?, hash, is_true })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edition(version: &str) -> Edition {
        Edition { object: "urn:fangan:a/2025-1/plan".into(), version: version.into(), inventory: "ab".into() }
    }

    fn events() -> Vec<Event> {
        let whats = [
            What::Created { by: "fangan".into() },
            What::Adding(edition("v1")),
            What::Added(edition("v1")),
            What::Adding(edition("v2")),
            What::Noted { object: "urn:fangan:a/2025-1/plan".into(), reason: "社區\n「撤銷」".into() },
        ];
        whats.into_iter().map(|what| Event { time: "2026-11-24T12:00:00+08:00".into(), what }).collect()
    }

    fn problems(bytes: &[u8]) -> usize {
        let mut problems = Vec::new();
        let log = Log::read(bytes, &mut problems);
        problems.len() + usize::from(!log.torn.is_empty())
    }

    #[test]
    fn what_is_written_is_read() {
        let events = events();
        let bytes = Log::default().lines(&events);
        let mut problems = Vec::new();
        let log = Log::read(&bytes, &mut problems);
        assert_eq!(problems, []);
        assert_eq!(log, Log::default().and(&events));
        assert_eq!(log.length, bytes.len() as u64);
        // Written in two goes it is the same.
        let (some, more) = events.split_at(2);
        let first = Log::default().and(some);
        assert_eq!([Log::default().lines(some), first.lines(more)].concat(), bytes);
        assert_eq!(log.open(), [edition("v2")]);
        assert_eq!(log.added().values().flatten().collect::<Vec<_>>(), [&&edition("v1")]);
        assert_eq!(log.reasons("urn:fangan:a/2025-1/plan").collect::<Vec<_>>(), ["社區\n「撤銷」"]);
    }

    #[test]
    fn every_changed_byte_shows() {
        let bytes = Log::default().lines(&events());
        for at in 0..bytes.len() {
            for bit in 0..8 {
                let mut changed = bytes.clone();
                changed[at] ^= 1 << bit;
                assert!(problems(&changed) > 0, "byte {at}, bit {bit}");
            }
        }
    }

    #[test]
    fn lines_can_be_neither_lost_nor_moved() {
        let bytes = Log::default().lines(&events());
        let lines: Vec<&[u8]> = bytes.split_inclusive(|byte| *byte == b'\n').collect();
        for n in 0..lines.len() - 1 {
            let without: Vec<&[u8]> = lines.iter().enumerate().filter(|(m, _)| *m != n).map(|(_, line)| *line).collect();
            assert!(problems(&without.concat()) > 0, "line {n} is gone");
            let mut moved = lines.clone();
            moved.swap(n, n + 1);
            assert!(problems(&moved.concat()) > 0, "line {n} is moved");
        }
        assert!(problems(bytes.strip_suffix(b"\n").unwrap()) > 0);
    }
}
