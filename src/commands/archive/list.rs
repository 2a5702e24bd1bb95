//! `fangan archive list`: what is archived, and what is approved and not archived.

use super::Ground;
use super::add::{Wanted, is_archived};
use crate::archive::edition::METADATA;
use crate::archive::log::Log;
use crate::archive::metadata::retention_name;
use crate::archive::name;
use crate::archive::store::{Shelf, content, is_archive};
use crate::cli::{self, ListFormat};
use crate::commands::{Exit, Terminal};
use crate::document::front_matter::Retention;
use crate::say;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// One document.
#[derive(Default)]
struct Row {
    versions: usize,
    created: String,
    title: String,
    retention: String,
    state: State,
}

/// How the archive and the site stand to each other.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum State {
    /// The site's edition is archived.
    Archived,
    /// The site has a newer one that is approved.
    Newer,
    /// The site's document is being changed, or carries no digest.
    Unapproved,
    /// It is not in the site any more.
    #[default]
    Gone,
    /// It is approved and was never archived.
    Missing,
}

pub(super) fn list(terminal: &Terminal, args: &cli::ArchiveList) -> Result<Exit, Exit> {
    let ground = Ground::read(terminal)?;
    let root = ground.archive();
    let mut rows: BTreeMap<String, Row> = BTreeMap::new();
    if is_archive(&root) {
        let shelf = Shelf::open(&root).map_err(|error| terminal.archive_error(&error))?;
        // What is wrong with the log is what `verify` tells.
        let log = Log::read(shelf.log(), &mut Vec::new());
        for id in log.added().keys() {
            let inventory = shelf.newest(id).map_err(|error| terminal.archive_error(&error))?;
            let (Some(document), Some(inventory)) = (name::document(id), inventory) else { continue };
            let metadata = content(shelf.root(), &inventory, METADATA).map_err(|error| terminal.archive_error(&error))?;
            let metadata: Value = serde_json::from_slice(&metadata.unwrap_or_default()).unwrap_or_default();
            let text = |key: &str| {
                let value = metadata.pointer(&format!("/elements/{key}/values/0/text"));
                value.and_then(Value::as_str).unwrap_or_default().to_owned()
            };
            let created = inventory.newest().and_then(|version| version.created.get(..10)).unwrap_or_default().to_owned();
            let row = Row {
                versions: inventory.versions.len(),
                created,
                title: text("title"),
                retention: text("retention"),
                state: State::Gone,
            };
            rows.insert(document, row);
        }
    }
    let archived: Vec<String> = rows.keys().cloned().collect();
    args.selection.check(terminal, &ground.catalogue, &archived)?;
    for document in ground.catalogue.documents.iter() {
        if let Some(row) = rows.get_mut(&document.id) {
            row.state = State::Unapproved;
        }
    }
    for approved in Wanted::new(&ground.catalogue, &|_| true).approved {
        let is_there = is_archived(&root, &approved).map_err(|error| terminal.archive_error(&error))?;
        let row = rows.entry(approved.document().id.clone()).or_default();
        row.state = match (is_there, row.versions) {
            (true, _) => State::Archived,
            (false, 0) => State::Missing,
            (false, _) => State::Newer,
        };
        if row.versions == 0 {
            row.title = approved.document().title.original().to_owned();
        }
    }
    rows.retain(|document, _| args.selection.wants(document));
    if rows.is_empty() {
        terminal.nothing_fits();
    }
    Ok(match args.format {
        ListFormat::Table if rows.is_empty() => Exit::Fine,
        ListFormat::Table => table(terminal, &rows),
        ListFormat::Csv => {
            let cells = |(document, row): (&String, &Row)| {
                vec![
                    document.clone(),
                    row.state.word().into(),
                    row.versions.to_string(),
                    row.created.clone(),
                    row.retention.clone(),
                    row.title.clone(),
                ]
            };
            terminal.csv(
                &["document", "state", "versions", "created", "retention", "title"],
                &rows.iter().map(cells).collect::<Vec<_>>(),
            )
        }
        ListFormat::Json => {
            let object = |(document, row): (&String, &Row)| {
                json!({
                    "document": document,
                    "state": row.state.word(),
                    "versions": row.versions,
                    "created": row.created,
                    "retention": row.retention,
                    "title": row.title,
                })
            };
            terminal.json(&rows.iter().map(object).collect())
        }
    })
}

impl State {
    /// For programs.
    fn word(self) -> &'static str {
        match self {
            Self::Archived => "archived",
            Self::Newer => "newer",
            Self::Unapproved => "unapproved",
            Self::Gone => "gone",
            Self::Missing => "missing",
        }
    }
}

fn table(terminal: &Terminal, rows: &BTreeMap<String, Row>) -> Exit {
    let state = |state: State| {
        terminal.word(&match state {
            State::Archived => say!("archived", "已歸檔"),
            State::Newer => say!("newer edition to archive", "有新版待歸檔"),
            State::Unapproved => say!("archived; changed since", "已歸檔，其後有改動"),
            State::Gone => say!("archived; gone from the site", "已歸檔，網站已無"),
            State::Missing => say!("to archive", "待歸檔"),
        })
    };
    // The record has the words of the bureaus' tables.
    let kept = |name: &str| {
        let words = [
            (Retention::Permanent, say!("permanently", "永久")),
            (Retention::Years30, say!("30 years", "30年")),
            (Retention::Years10, say!("10 years", "10年")),
        ];
        let found = words.iter().find(|(retention, _)| retention_name(*retention) == name);
        found.map_or_else(|| name.to_owned(), |(_, word)| terminal.word(word))
    };
    let heads = [
        say!("document", "文件"),
        say!("state", "狀態"),
        say!("editions", "版本"),
        say!("newest", "最新版"),
        say!("kept", "保管期限"),
        say!("title", "題名"),
    ]
    .map(|head| terminal.word(&head));
    let heads: Vec<&str> = heads.iter().map(String::as_str).collect();
    let cells = |(document, row): (&String, &Row)| {
        vec![
            document.clone(),
            state(row.state),
            row.versions.to_string(),
            row.created.clone(),
            kept(&row.retention),
            row.title.clone(),
        ]
    };
    terminal.table(&heads, &rows.iter().map(cells).collect::<Vec<_>>(), &[heads.len() - 1])
}
