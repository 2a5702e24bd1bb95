//! The catalogue as files: JSON for programs, CSV for spreadsheets.

use crate::catalogue::{DocumentId, Freshness, Goal, Party};
use crate::language::Localised;
use crate::routes::page::Words;
use crate::routes::{Locale, Reader, Route};
use serde_json::{Map, Value, json};

/// One document a line: a large catalogue is written as it is made, and two editions of it can be compared line by line.
pub(super) fn json(reader: &Reader<'_>) -> Vec<u8> {
    let site = reader.site;
    let head = json!({
        "site": reader.plain(&site.config().title),
        "language": reader.its_locale().tag,
        "url": reader.absolute(&site.path(Route::Home, reader.locale)),
        "count": site.index.documents.len(),
    });
    // The head's closing brace gives way to the documents.
    let mut out = head.to_string().into_bytes();
    out.pop();
    out.extend_from_slice(b",\"documents\":[");
    for (n, id) in site.index.documents.iter().enumerate() {
        out.extend_from_slice(if n == 0 { b"\n" } else { b",\n" });
        // Writing into memory can't fail.
        _ = serde_json::to_writer(&mut out, &document(reader, *id));
    }
    out.extend_from_slice(b"\n]}\n");
    out
}

fn document(reader: &Reader<'_>, id: DocumentId) -> Value {
    let site = reader.site;
    let catalogue = site.catalogue();
    let config = site.config();
    let document = catalogue.document(id);
    let facts = &document.facts;
    let text = |t: &Localised| Value::from(reader.plain(t));
    let number = |n: &Option<String>| n.as_ref().map(|n| reader.text_in(document.original_language(), n).text);
    let texts = |all: &[Localised]| Value::from(all.iter().map(text).collect::<Vec<_>>());
    let party = |p: &Party| match p {
        Party::Organisation(o) => json!({ "id": catalogue.organisation(*o).id, "name": text(&catalogue.organisation(*o).name) }),
        Party::Named(name) => json!({ "name": text(name) }),
    };
    let community = catalogue.community(document.community);
    let mut it = Map::new();
    let mut put = |key: &str, value: Value| {
        let empty = match &value {
            Value::Null => true,
            Value::Array(all) => all.is_empty(),
            _ => false,
        };
        if !empty {
            it.insert(key.to_owned(), value);
        }
    };
    put("id", document.id.clone().into());
    put("url", reader.absolute(&site.path(Route::Document(id), reader.locale)).into());
    put("title", text(&document.title));
    put("subtitle", document.subtitle.as_ref().map(text).into());
    put("summary", document.summary.as_ref().map(text).into());
    put("community", json!({ "id": community.id, "name": text(&community.name) }));
    put("period", json!({ "id": document.period.to_string(), "label": reader.period_label(document.period) }));
    put("kind", json!({ "id": config.kind(document.kind).id, "name": text(&config.kind(document.kind).name) }));
    put("status", facts.status.it.as_str().into());
    put("example", if facts.example { true.into() } else { Value::Null });
    put("issued", facts.issued.as_ref().map(|d| d.it.to_string()).into());
    put("published", facts.published.as_ref().map(|d| d.it.to_string()).into());
    put("issuers", facts.issuers.iter().map(party).collect::<Vec<_>>().into());
    put("number", number(&facts.number).into());
    put("index-number", facts.index_number.as_ref().map(|n| n.it.clone()).into());
    put("validity", facts.validity.map(|v| v.as_str()).into());
    put("retention", facts.retention.map(|r| r.as_str()).into());
    put("keywords", texts(&facts.keywords));
    put("themes", texts(&facts.themes));
    let basis = facts.basis.iter().map(|b| json!({ "title": text(&b.title), "number": number(&b.number), "url": b.url }));
    put("basis", basis.collect::<Vec<_>>().into());
    if let Some(approval) = &facts.approval {
        let digest = approval.it.digest.as_ref().map(|d| d.it.clone());
        put(
            "approval",
            json!({
                "by": text(&approval.it.by),
                "on": approval.it.on.to_string(),
                "number": number(&approval.it.number),
                "edition": approval.it.edition,
                "digest": digest,
            }),
        );
    }
    let activities = facts.activities.iter().map(|a| {
        json!({
            "id": a.id,
            "type": catalogue.activity_type(a.kind).id,
            "title": a.title.as_ref().map(text),
            "when": a.when.as_ref().map(|w| w.it.to_string()),
            "host": a.host.as_ref().map(party),
            "venue": a.venue.as_ref().map(text),
            "state": a.state.as_str(),
            "every": a.every.map(|e| e.as_str()),
            "attendance": a.attendance,
        })
    });
    put("activities", activities.collect::<Vec<_>>().into());
    let targets = facts.targets.iter().map(|t| {
        let goal = match &t.goal {
            Goal::AtLeast(f) => json!({ "at-least": f.value }),
            Goal::AtMost(f) => json!({ "at-most": f.value }),
            Goal::Equals(f) => json!({ "equals": f.value }),
            Goal::Range(a, b) => json!({ "range": [a.value, b.value] }),
        };
        json!({ "id": t.id, "label": text(&t.label), "goal": goal, "unit": t.unit.as_ref().map(text), "by": t.by.map(|d| d.to_string()) })
    });
    put("targets", targets.collect::<Vec<_>>().into());
    let results = facts.results.iter().map(|r| {
        let of = catalogue.document(r.target.document);
        json!({
            "target": of.facts.targets.get(r.target.index).map(|t| t.id.clone()),
            "of": of.id,
            "value": r.value.value,
            "on": r.on.map(|d| d.to_string()),
            "note": r.note.as_ref().map(text),
        })
    });
    put("results", results.collect::<Vec<_>>().into());
    let phases = facts
        .phases
        .iter()
        .map(|p| json!({ "label": text(&p.label), "when": p.when.map(|w| w.to_string()), "tasks": texts(&p.tasks) }));
    put("phases", phases.collect::<Vec<_>>().into());
    let attachments = facts.attachments.iter().filter_map(|a| {
        let path = reader.table.file(a.source)?;
        let name = catalogue.sources.get(a.source).path.file_name();
        Some(json!({ "title": a.title.as_ref().map(text), "file": name, "url": reader.absolute(path) }))
    });
    put("attachments", attachments.collect::<Vec<_>>().into());
    let link = |id: DocumentId| Value::from(catalogue.document(id).id.clone());
    put("answers", facts.answers.as_ref().map_or(Value::Null, |a| link(a.it)));
    put("supersedes", facts.supersedes.as_ref().map_or(Value::Null, |s| link(s.it)));
    let changes = facts.changes.iter().map(|c| json!({ "on": c.on.to_string(), "note": text(&c.note), "minor": c.minor }));
    put("changes", changes.collect::<Vec<_>>().into());
    put("versions", versions(reader, id).into());
    Value::Object(it)
}

/// The languages and scripts in which a document's text is there.
fn versions(reader: &Reader<'_>, id: DocumentId) -> Vec<Value> {
    let site = reader.site;
    let document = site.catalogue().document(id);
    let mut all = Vec::new();
    for (n, locale) in site.locales.iter().enumerate() {
        let Locale { language, variant, tag, .. } = locale;
        let Some(version) = document.version(*language) else { continue };
        let state = match (variant, &version.freshness) {
            (Some(_), _) => "converted",
            (None, Freshness::Original) => "original",
            (None, Freshness::Current) => "translation",
            (None, Freshness::Stale(_)) => "outdated-translation",
            (None, Freshness::Unknown) => "translation",
        };
        all.push(json!({ "language": tag, "state": state, "url": reader.absolute(&site.path(Route::Document(id), n)) }));
    }
    all
}

/// The columns, by key in `t.columns`.
const COLUMNS: [&str; 15] = [
    "id",
    "title",
    "kind",
    "community",
    "period",
    "status",
    "issued",
    "published",
    "number",
    "index_number",
    "edition",
    "digest",
    "issuers",
    "languages",
    "url",
];

pub(super) fn csv(reader: &Reader<'_>, words: &dyn Words) -> Vec<u8> {
    let site = reader.site;
    let catalogue = site.catalogue();
    // Spreadsheets take a file for UTF-8 only where it begins with the mark.
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer("\u{feff}".as_bytes().to_vec());
    let word = |key: String| words.word(reader.locale, &key);
    // Writing into memory can't fail, and every row has as many cells as the first.
    _ = writer.write_record(COLUMNS.map(|key| word(format!("columns.{key}"))));
    for id in &site.index.documents {
        let document = catalogue.document(*id);
        let facts = &document.facts;
        let approval = facts.approval.as_ref();
        let issuers: Vec<String> = facts.issuers.iter().map(|p| reader.party(p).name.text).collect();
        let languages: Vec<String> = document.versions.iter().map(|v| site.config().language(v.language).name.clone()).collect();
        let date = |d: &Option<crate::source::At<crate::edtf::Edtf>>| d.as_ref().map_or_else(String::new, |d| d.it.to_string());
        let row = [
            document.id.clone(),
            reader.plain(&document.title),
            reader.plain(&site.config().kind(document.kind).name),
            reader.plain(&catalogue.community(document.community).name),
            reader.period_label(document.period),
            word(format!("words.{}", facts.status.it.as_str())),
            date(&facts.issued),
            date(&facts.published),
            facts.number.as_ref().map_or_else(String::new, |n| reader.text_in(document.original_language(), n).text),
            facts.index_number.as_ref().map_or_else(String::new, |n| n.it.clone()),
            approval.map_or_else(String::new, |approval| approval.it.edition.to_string()),
            approval.and_then(|approval| approval.it.digest.as_ref()).map_or_else(String::new, |digest| digest.it.clone()),
            issuers.join("; "),
            languages.join("; "),
            reader.absolute(&site.path(Route::Document(*id), reader.locale)),
        ];
        _ = writer.write_record(row.map(inert));
    }
    writer.into_inner().unwrap_or_default()
}

/// A cell that no spreadsheet takes for a formula.
fn inert(cell: String) -> String {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{cell}") } else { cell }
}
