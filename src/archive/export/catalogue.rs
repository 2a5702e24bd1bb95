//! The catalogue of a package, for spreadsheets and for programs.

use super::super::metadata;
use super::super::ocfl::Inventory;
use serde_json::{Map, Value, json};

/// The folder of the documents in the package.
pub(super) const FOLDER: &str = "documents";

/// The catalogue for spreadsheets.
pub(super) const CSV: &str = "目錄.csv";

/// The catalogue for programs.
pub(super) const JSON: &str = "目錄.json";

/// The columns of a catalogue of files (DA/T 22).
const COLUMNS: [&str; 9] = ["序號", "檔號", "文號", "責任者", "題名", "日期", "密級", "頁數", "備註"];

/// A document that is handed over.
pub(super) struct Entry {
    /// `community/period/name`
    pub document: String,
    /// Its folder below [`FOLDER`].
    pub folder: String,
    /// Its object.
    pub inventory: Inventory,
    /// The metadata of its newest edition.
    pub metadata: Value,
}

impl Entry {
    /// The texts of an element, those in Chinese first.
    pub fn values(&self, key: &str) -> Vec<&str> {
        let values = self.metadata.pointer(&format!("/elements/{key}/values")).and_then(Value::as_array);
        let texts = values.into_iter().flatten().filter_map(|value| {
            let lang = value.get("lang").and_then(Value::as_str).unwrap_or("zh");
            Some((!lang.starts_with("zh"), value.get("text")?.as_str()?))
        });
        let mut texts: Vec<(bool, &str)> = texts.collect();
        texts.sort_by_key(|(is_other, _)| *is_other);
        texts.into_iter().map(|(_, text)| text).collect()
    }

    /// The first text of an element.
    pub fn first(&self, key: &str) -> Option<&str> {
        self.values(key).into_iter().next()
    }

    /// The texts of an element in Chinese, or all where there are none.
    fn chinese(&self, key: &str) -> Vec<&str> {
        let values = self.metadata.pointer(&format!("/elements/{key}/values")).and_then(Value::as_array);
        let of = |wanted: bool| -> Vec<&str> {
            let is_chinese = |value: &&Value| value.get("lang").and_then(Value::as_str).is_none_or(|lang| lang.starts_with("zh"));
            let values = values.into_iter().flatten().filter(|value| !wanted || is_chinese(value));
            values.filter_map(|value| value.get("text")?.as_str()).collect()
        };
        let chinese = of(true);
        if chinese.is_empty() { of(false) } else { chinese }
    }

    /// When it was withdrawn, if it was.
    pub fn withdrawn(&self) -> Option<&str> {
        let actions = self.metadata.get("actions").and_then(Value::as_array);
        let withdrawn =
            actions.into_iter().flatten().find(|action| action.get("key").and_then(Value::as_str) == Some("withdrawn"));
        withdrawn.and_then(|action| action.get("on")).and_then(Value::as_str)
    }

    /// Keys and names of what is missing in the record.
    pub fn missing(&self) -> impl Iterator<Item = (&str, &str)> {
        let missing = self.metadata.get("missing").and_then(Value::as_array);
        missing.into_iter().flatten().filter_map(|it| Some((it.get("key")?.as_str()?, it.get("name")?.as_str()?)))
    }
}

/// `目錄.csv`, with the mark by which spreadsheets know UTF-8.
pub(super) fn csv(entries: &[Entry]) -> Vec<u8> {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer("\u{feff}".as_bytes().to_vec());
    // Writing into memory can't fail, and every row has as many cells as the first.
    _ = writer.write_record(COLUMNS);
    for (number, entry) in (1..).zip(entries) {
        let cell = |key: &str| inert(entry.first(key).unwrap_or_default().to_owned());
        let row = [
            number.to_string(),
            cell("archival-code"),
            cell("number"),
            inert(entry.chinese("creator").join("；")),
            cell("title"),
            entry.first("date").and_then(eight_digits).unwrap_or_default(),
            cell("security"),
            cell("pages"),
            inert(remarks(entry)),
        ];
        _ = writer.write_record(row);
    }
    writer.into_inner().unwrap_or_default()
}

/// A day without its hyphens; only a date that is exactly one day has eight digits.
fn eight_digits(date: &str) -> Option<String> {
    let digits: String = date.split('-').collect();
    (date.len() == 10 && digits.len() == 8 && digits.bytes().all(|byte| byte.is_ascii_digit())).then_some(digits)
}

fn remarks(entry: &Entry) -> String {
    let editions = entry.inventory.versions.len();
    let mut remarks = vec![format!("保管期限：{}", entry.first("retention").unwrap_or_default())];
    if editions > 1 {
        remarks.push(format!("共 {editions} 版"));
    }
    remarks.extend(entry.withdrawn().map(|on| format!("{on} 撤回")));
    remarks.push(format!("{FOLDER}/{}", entry.folder));
    remarks.join("；")
}

/// A cell that no spreadsheet takes for a formula.
fn inert(cell: String) -> String {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{cell}") } else { cell }
}

/// `目錄.json`
pub(super) fn json(entries: &[Entry]) -> Vec<u8> {
    let documents = (1..).zip(entries).map(|(number, entry)| {
        let editions = entry.inventory.versions.iter().map(|(name, version)| {
            let mut files: Vec<&str> = version.state.iter().flat_map(|(_, paths)| paths).map(String::as_str).collect();
            files.sort_unstable();
            json!({
                "version": name.to_string(),
                "created": version.created,
                "message": version.message,
                "folder": format!("{FOLDER}/{}/{name}", entry.folder),
                "files": files,
            })
        });
        let part = |key: &str| entry.metadata.get(key).cloned().unwrap_or_default();
        let mut it = Map::new();
        it.insert("number".into(), json!(number));
        it.insert("document".into(), json!(entry.document));
        it.insert("object".into(), json!(entry.inventory.id));
        for key in ["url", "elements", "actions", "missing"] {
            it.insert(key.into(), part(key));
        }
        it.insert("editions".into(), editions.collect::<Vec<_>>().into());
        Value::from(it)
    });
    let columns: Map<String, Value> = metadata::TERMS.iter().map(|term| (term.key.to_owned(), json!(term.name))).collect();
    metadata::lines(&json!({
        "form": "fangan-catalogue-1",
        "count": entries.len(),
        "names": columns,
        "documents": documents.collect::<Vec<_>>(),
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_day_has_eight_digits() {
        assert_eq!(eight_digits("2024-12-09").as_deref(), Some("20241209"));
        for other in ["2024", "2024-12", "20XX-12-07", "2024-12-07/2024-12-22", "2024-12-0X"] {
            assert_eq!(eight_digits(other), None, "{other}");
        }
    }

    #[test]
    fn no_cell_is_a_formula() {
        assert_eq!((inert("=1".into()), inert("方案".into())), ("'=1".into(), "方案".into()));
    }
}
