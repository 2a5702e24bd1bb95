//! `fangan translate status`: every document and page in every language.

use super::{Desk, Text, sections};
use crate::catalogue::{Freshness, Version};
use crate::cli::{ListFormat, TranslateStatus};
use crate::commands::print::standing;
use crate::commands::{Exit, names};
use crate::language::LanguageId;
use crate::say;
use serde_json::{Value, json};

/// A text in one language.
struct Row<'d> {
    id: String,
    language: LanguageId,
    state: &'static str,
    version: Option<&'d Version>,
    original: Option<&'d Version>,
}

pub(super) fn status(desk: &Desk<'_>, args: &TranslateStatus) -> Result<Exit, Exit> {
    let rows = rows(desk, args)?;
    if rows.is_empty() {
        desk.terminal.nothing_fits();
    }
    let exit = match args.format {
        ListFormat::Json => desk.terminal.json(&rows.iter().map(|row| object(desk, row)).collect()),
        ListFormat::Csv => csv(desk, &rows),
        ListFormat::Table if rows.is_empty() => Exit::Fine,
        ListFormat::Table => table(desk, &rows),
    };
    if desk.damaged {
        desk.terminal.close(&say!(
            "Note: there are errors in the content; `fangan check` shows them. What they concern may be missing here.",
            "註：內容有錯誤，見 fangan check。有關的文件可能沒有列出。"
        ));
    }
    Ok(exit)
}

fn rows<'d>(desk: &'d Desk<'_>, args: &TranslateStatus) -> Result<Vec<Row<'d>>, Exit> {
    let (terminal, catalogue) = (desk.terminal, &desk.catalogue);
    let config = &catalogue.config;
    let today = terminal.today(None, &config.time_zone)?;
    let narrowed = names::Narrowed::new(terminal, &args.narrowing, catalogue, today)?;
    let language = args.language.as_deref().map(|code| names::language(terminal, config, code)).transpose()?;
    let wanted = |text: &Text<'_>| match text {
        Text::Document(document) => narrowed.has(document),
        Text::Page(_) => narrowed.is_everything(),
    };
    let mut rows = Vec::new();
    for text in desk.texts().filter(wanted) {
        for id in config.language_ids().filter(|id| language.is_none_or(|language| language == *id)) {
            let version = text.version(id);
            let state = standing(version);
            if args.state.is_none_or(|wanted| wanted.as_str() == state) {
                rows.push(Row { id: text.id(desk), language: id, state, version, original: text.versions().first() });
            }
        }
    }
    Ok(rows)
}

impl Row<'_> {
    /// What changed since, in words; empty where nothing did or it is not known.
    fn changes(&self, desk: &Desk<'_>) -> String {
        match (self.version.map(|v| &v.freshness), self.original) {
            (Some(Freshness::Stale(staleness)), Some(original)) => desk.terminal.word(&staleness.words(&original.outline)),
            _ => String::new(),
        }
    }

    fn digest(&self) -> Option<&str> {
        self.version.map(|v| v.digest.as_str()).filter(|digest| !digest.is_empty())
    }
}

fn table(desk: &Desk<'_>, rows: &[Row<'_>]) -> Exit {
    let terminal = desk.terminal;
    let heads = [say!("document", "文件"), say!("language", "語種"), say!("state", "狀態"), say!("sections", "各節")];
    let heads = heads.map(|head| terminal.word(&head));
    let cells: Vec<Vec<String>> = rows
        .iter()
        .map(|row| {
            let state = terminal.standing(row.state);
            vec![row.id.clone(), desk.code(row.language).to_owned(), state, row.changes(desk)]
        })
        .collect();
    let exit = terminal.table(&heads.each_ref().map(String::as_str), &cells, &[3]);
    let count = |state| rows.iter().filter(|row| row.state == state).count();
    let [original, current, stale, unknown, missing] = ["original", "current", "stale", "unknown", "missing"].map(count);
    terminal.close(&say!(
        "{original} original, {current} current, {stale} stale, {unknown} unknown, {missing} missing.",
        "原文 {original}，最新 {current}，過時 {stale}，未註明 {unknown}，沒有 {missing}。"
    ));
    exit
}

fn object(desk: &Desk<'_>, row: &Row<'_>) -> Value {
    let changes = match (row.version.map(|v| &v.freshness), row.original) {
        (Some(Freshness::Stale(staleness)), Some(original)) => sections(staleness, &original.outline),
        _ => Value::Null,
    };
    json!({
        "id": row.id,
        "language": desk.code(row.language),
        "state": row.state,
        "file": row.version.map(|v| desk.path(v)),
        "digest": row.digest(),
        "sections": changes,
    })
}

fn csv(desk: &Desk<'_>, rows: &[Row<'_>]) -> Exit {
    let cells: Vec<Vec<String>> = rows
        .iter()
        .map(|row| {
            let file = row.version.map_or("", |v| desk.path(v)).to_owned();
            let digest = row.digest().unwrap_or("").to_owned();
            vec![row.id.clone(), desk.code(row.language).to_owned(), row.state.to_owned(), file, digest, row.changes(desk)]
        })
        .collect();
    desk.terminal.csv(&["id", "language", "state", "file", "digest", "sections"], &cells)
}
