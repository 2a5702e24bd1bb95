//! Documents, one a line.

use super::Page;
use crate::catalogue::{Freshness, Programme, Version};
use crate::cli::ListFormat;
use crate::commands::print::standing;
use crate::commands::{Exit, translate};
use crate::document::front_matter::Status;
use crate::language::Localised;
use crate::say;
use serde_json::{Map, Value, json};

pub(super) fn list(page: &Page<'_>, format: ListFormat) -> Exit {
    let mut documents: Vec<&Programme> = page.catalogue.documents.iter().filter(|d| page.filter.wants(d)).collect();
    documents.sort_by(|a, b| (a.community, a.period, a.kind, &a.id).cmp(&(b.community, b.period, b.kind, &b.id)));
    if documents.is_empty() {
        page.terminal.nothing_fits();
    }
    match format {
        // Nothing is an answer too, and a program wants it in the same form.
        ListFormat::Json => page.terminal.json(&documents.iter().map(|d| object(page, d)).collect()),
        ListFormat::Csv => csv(page, &documents),
        ListFormat::Table if documents.is_empty() => Exit::Fine,
        ListFormat::Table => table(page, &documents),
    }
}

fn table(page: &Page<'_>, documents: &[&Programme]) -> Exit {
    let config = &page.catalogue.config;
    let head = [say!("document", "文件"), say!("status", "狀態")].map(|w| page.terminal.word(&w));
    let end = [say!("dated", "日期"), say!("title", "標題")].map(|w| page.terminal.word(&w));
    let languages = config.languages.iter().map(|l| l.code.clone());
    let heads: Vec<String> = head.into_iter().chain(languages).chain(end).collect();
    let rows: Vec<Vec<String>> = documents
        .iter()
        .map(|document| {
            let status = status(page, document.facts.status.it);
            let texts = config.language_ids().map(|id| page.terminal.standing(standing(document.version(id))));
            let dated = document.dated().map_or_else(|| "–".to_owned(), |d| d.to_string());
            [document.id.clone(), status].into_iter().chain(texts).chain([dated, page.text(&document.title).to_owned()]).collect()
        })
        .collect();
    let heads: Vec<&str> = heads.iter().map(String::as_str).collect();
    // The id is what one copies: the title gives way first.
    let exit = page.terminal.table(&heads, &rows, &[heads.len() - 1]);
    let n = documents.len();
    page.terminal.close(&match n {
        1 => say!("1 document.", "共 1 份文件。"),
        _ => say!("{n} documents.", "共 {n} 份文件。"),
    });
    exit
}

fn status(page: &Page<'_>, status: Status) -> String {
    page.terminal.word(&match status {
        Status::Draft => say!("draft", "草稿"),
        Status::Submitted => say!("submitted", "送審"),
        Status::Approved => say!("approved", "已批准"),
        Status::Superseded => say!("superseded", "已替代"),
        Status::Withdrawn => say!("withdrawn", "已撤回"),
    })
}

fn csv(page: &Page<'_>, documents: &[&Programme]) -> Exit {
    let config = &page.catalogue.config;
    let first = ["id", "community", "period", "kind", "status", "issued", "published", "updated", "digest"];
    let languages = config.languages.iter().map(|l| l.code.as_str());
    let head: Vec<&str> = first.into_iter().chain(languages).chain(["title"]).collect();
    let rows: Vec<Vec<String>> = documents
        .iter()
        .map(|document| {
            let facts = &document.facts;
            let date = |date: Option<crate::edtf::Edtf>| date.map_or_else(String::new, |d| d.to_string());
            let values = [
                document.id.clone(),
                page.catalogue.community(document.community).id.clone(),
                document.period.to_string(),
                config.kind(document.kind).id.clone(),
                facts.status.it.as_str().to_owned(),
                date(facts.issued.as_ref().map(|d| d.it)),
                date(facts.published.as_ref().map(|d| d.it)),
                date(document.updated()),
                original(document).map_or_else(String::new, |v| v.digest.clone()),
            ];
            let texts = config.language_ids().map(|id| standing(document.version(id)).to_owned());
            values.into_iter().chain(texts).chain([document.title.original().to_owned()]).collect()
        })
        .collect();
    page.terminal.csv(&head, &rows)
}

fn original(document: &Programme) -> Option<&Version> {
    document.versions.first()
}

fn object(page: &Page<'_>, document: &Programme) -> Value {
    let (config, facts) = (&page.catalogue.config, &document.facts);
    let path = |version: &Version| page.catalogue.sources.get(version.source).path.to_string();
    let date = |date: Option<crate::edtf::Edtf>| date.map(|d| d.to_string());
    let translations: Map<String, Value> = config
        .language_ids()
        .filter(|id| *id != document.original_language())
        .map(|id| {
            let version = document.version(id);
            let recorded = version.map(|v| v.digest.as_str()).filter(|digest| !digest.is_empty());
            let changes = match (version.map(|v| &v.freshness), original(document)) {
                (Some(Freshness::Stale(staleness)), Some(original)) => translate::sections(staleness, &original.outline),
                _ => Value::Null,
            };
            let file = version.map(path);
            let one = json!({ "state": standing(version), "file": file, "recorded": recorded, "sections": changes });
            (config.language(id).code.clone(), one)
        })
        .collect();
    json!({
        "id": document.id,
        "title": by_language(page, &document.title),
        "community": page.catalogue.community(document.community).id,
        "period": document.period.to_string(),
        "kind": config.kind(document.kind).id,
        "status": facts.status.it.as_str(),
        "example": facts.example,
        "issued": date(facts.issued.as_ref().map(|d| d.it)),
        "published": date(facts.published.as_ref().map(|d| d.it)),
        "approved": date(facts.approval.as_ref().map(|a| a.it.on)),
        "edition": facts.approval.as_ref().map(|a| a.it.edition),
        "sealed": facts.approval.as_ref().and_then(|a| a.it.digest.as_ref()).map(|digest| digest.it.as_str()),
        "amended": document.is_amendment(),
        "updated": date(document.updated()),
        "original": config.language(document.original_language()).code,
        "file": original(document).map(path),
        "digest": original(document).map(|v| v.digest.as_str()),
        "translations": translations,
    })
}

/// A text as an object of languages.
pub(super) fn by_language(page: &Page<'_>, text: &Localised) -> Value {
    text.all()
        .map(|(id, text)| (page.catalogue.config.language(id).code.clone(), Value::from(text)))
        .collect::<Map<_, _>>()
        .into()
}
