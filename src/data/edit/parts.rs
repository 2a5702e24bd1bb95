//! Values in parts: one entry of a map, one item of a list, the others as they were typed.

use super::{EditError, Layout, Yaml, is_aside, lines_of, meaning, read};
use crate::data::{Map, Value};

impl Yaml {
    /// The value of a key as it stands in a text, its comments left out; `None` where there is no value.
    pub fn of(text: &str, key: &str) -> Result<Option<Self>, EditError> {
        let layout = Layout::read(text)?;
        let Some(entry) = layout.position(key).and_then(|at| layout.entries.get(at)) else { return Ok(None) };
        if entry.value == Value::Null {
            return Ok(None);
        }
        let tried = if entry.inline.is_empty() {
            let block = text.get(entry.block.clone()).ok_or(EditError::Unusual)?;
            let first = block.lines().find(|line| !is_aside(line)).unwrap_or("");
            let indent = first.strip_suffix(first.trim_start_matches(' ')).unwrap_or("");
            let bare = lines_of(block, indent).iter().map(|line| line.code.to_owned()).collect();
            // What looks like a comment may be a part of a text.
            let whole = block.lines().filter(|line| !is_aside(line)).filter_map(|line| line.strip_prefix(indent));
            vec![Self::Block(bare), Self::Block(whole.map(str::to_owned).collect())]
        } else {
            vec![Self::Inline(text.get(entry.inline.clone()).unwrap_or("").replace("\r\n", "\n"))]
        };
        let right = tried.into_iter().find(|value| meaning(key, value).is_ok_and(|it| it.same(&entry.value)));
        right.map(Some).ok_or(EditError::Unusual)
    }

    /// The map with an entry more, or with another value for the one of this name; `value` is written as it is.
    pub fn with_entry(&self, name: &str, value: &str) -> Result<Self, EditError> {
        let mut entries = self.entries()?;
        let new = (name.to_owned(), vec![format!("{name}: {value}")]);
        match entries.iter_mut().find(|(other, _)| other == name) {
            Some(old) => *old = new,
            None => entries.push(new),
        }
        Ok(self.of_entries(entries))
    }

    /// The map without an entry.
    pub fn without_entry(&self, name: &str) -> Result<Self, EditError> {
        let mut entries = self.entries()?;
        entries.retain(|(other, _)| other != name);
        Ok(self.of_entries(entries))
    }

    /// The list with a map more at its end; its values are written as they are.
    pub fn with_item(&self, entries: &[(&str, String)]) -> Result<Self, EditError> {
        let pairs: Vec<String> = entries.iter().map(|(name, value)| format!("{name}: {value}")).collect();
        let flow = format!("{{{}}}", pairs.join(", "));
        match self {
            Self::Inline(list) => {
                let inner = list.trim().strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).ok_or(EditError::Unusual)?;
                let inner = inner.trim().trim_end_matches(',');
                Ok(Self::Inline(if inner.is_empty() { format!("[{flow}]") } else { format!("[{inner}, {flow}]") }))
            }
            Self::Block(lines) => {
                let last = lines.iter().rfind(|line| line.starts_with("- "));
                let new = match last {
                    Some(last) if last.trim_start_matches(['-', ' ']).starts_with('{') => vec![format!("- {flow}")],
                    _ => Self::item(&pairs),
                };
                Ok(Self::Block(lines.iter().cloned().chain(new).collect()))
            }
        }
    }

    /// A list of one map.
    pub fn list_of(entries: &[(&str, String)]) -> Self {
        Self::Block(Self::item(&entries.iter().map(|(name, value)| format!("{name}: {value}")).collect::<Vec<_>>()))
    }

    fn item(pairs: &[String]) -> Vec<String> {
        pairs.iter().enumerate().map(|(n, pair)| format!("{} {pair}", if n == 0 { "-" } else { " " })).collect()
    }

    /// The entries of a map by name: the lines of each, or what stands between the commas.
    fn entries(&self) -> Result<Vec<(String, Vec<String>)>, EditError> {
        match self {
            Self::Block(lines) => {
                let mut entries: Vec<(String, Vec<String>)> = Vec::new();
                for line in lines {
                    let inner = line.starts_with(' ') || line.starts_with("- ");
                    match entries.last_mut() {
                        Some((_, of_last)) if inner => of_last.push(line.clone()),
                        _ => {
                            let (name, _) = line.split_once(':').ok_or(EditError::Unusual)?;
                            entries.push((name.trim().trim_matches(['"', '\'']).to_owned(), vec![line.clone()]));
                        }
                    }
                }
                Ok(entries)
            }
            Self::Inline(text) => {
                let front = format!("x: {text}\n");
                let map = read(&front).ok_or(EditError::Unusual)?;
                let Some(Value::Map(map)) = map.get("x").map(|(_, node)| &node.value) else { return Err(EditError::Unusual) };
                let end = front.trim_end().strip_suffix('}').ok_or(EditError::Unusual)?.len();
                pieces(&front, map, end).ok_or(EditError::Unusual)
            }
        }
    }

    fn of_entries(&self, entries: Vec<(String, Vec<String>)>) -> Self {
        let lines = entries.into_iter().flat_map(|(_, lines)| lines);
        match self {
            Self::Block(_) => Self::Block(lines.collect()),
            Self::Inline(_) => Self::Inline(format!("{{{}}}", lines.collect::<Vec<_>>().join(", "))),
        }
    }
}

/// What stands between the commas of a map in braces that end at `end`.
fn pieces(front: &str, map: &Map, end: usize) -> Option<Vec<(String, Vec<String>)>> {
    // A quotation mark before a key belongs to it.
    let start = |at: usize| at - usize::from(front.get(..at).is_some_and(|before| before.ends_with(['"', '\''])));
    let starts: Vec<usize> = map.0.iter().map(|(key, _)| start(key.span.range().start)).collect();
    let ends = starts.iter().skip(1).copied().chain([end]);
    let piece = |((key, from), to): ((&crate::data::Key, &usize), usize)| {
        let text = front.get(*from..to)?.trim_end().trim_end_matches(',').trim_end();
        Some((key.name.clone(), vec![text.to_owned()]))
    };
    map.0.iter().map(|(key, _)| key).zip(&starts).zip(ends).map(piece).collect()
}

#[cfg(test)]
mod tests {
    use super::super::{remove, set};
    use super::*;

    fn of(front: &str) -> Option<Yaml> {
        Yaml::of(&format!("---\n{front}---\n"), "approval").unwrap()
    }

    fn written(front: &str, change: impl Fn(&Yaml) -> Result<Yaml, EditError>) -> String {
        let text = format!("---\n{front}---\n");
        let value = Yaml::of(&text, "approval").unwrap().unwrap();
        let changed = set(&text, "approval", &change(&value).unwrap(), &[]).unwrap();
        changed.strip_prefix("---\n").unwrap().strip_suffix("---\n").unwrap().to_owned()
    }

    #[test]
    fn a_map_gets_an_entry_and_keeps_its_layout() {
        let sealed = |front: &str| written(front, |v| v.with_entry("digest", "sha256:1"));
        assert_eq!(sealed("approval: {by: 局, on: 2025}  # 會\n"), "approval: {by: 局, on: 2025, digest: sha256:1}  # 會\n");
        assert_eq!(
            sealed("approval:\n  # who\n  by: 局 # 二\n  on: 2025\n  # end\ntitle: x\n"),
            "approval:\n  # who\n  by: 局 # 二\n  on: 2025\n  digest: sha256:1\n  # end\ntitle: x\n"
        );
        assert_eq!(
            sealed("approval: {by: \"a, b: c\", digest: x, on: 2025}\n"),
            "approval: {by: \"a, b: c\", digest: sha256:1, on: 2025}\n"
        );
        assert_eq!(
            sealed("approval:\n    by:\n      zh: 局\n      en: \"Office #3\"\n    on: 2025\n"),
            "approval:\n    by:\n      zh: 局\n      en: \"Office #3\"\n    on: 2025\n    digest: sha256:1\n"
        );
        assert_eq!(
            sealed("approval: {'by': {zh: 局,\n  en: \"O\"}, }\n"),
            "approval: {'by': {zh: 局,\n  en: \"O\"}, digest: sha256:1}\n"
        );
    }

    #[test]
    fn an_entry_goes() {
        let without = |front: &str| written(front, |v| v.without_entry("number"));
        assert_eq!(without("approval: {by: 局, number: 3, on: 2025}\n"), "approval: {by: 局, on: 2025}\n");
        assert_eq!(without("approval:\n  by: 局\n  number: 3 # c\n  on: 2025\n"), "approval:\n  by: 局\n  on: 2025\n");
    }

    #[test]
    fn a_list_gets_an_item_in_its_own_form() {
        let item = [("on", "2025-01-02".to_owned()), ("note", "改".to_owned())];
        let longer = |front: &str| written(front, |v| v.with_item(&item));
        assert_eq!(
            longer("approval:\n  - on: 2024 # c\n    note: 甲\n"),
            "approval:\n  - on: 2024 # c\n    note: 甲\n  - on: 2025-01-02\n    note: 改\n"
        );
        assert_eq!(longer("approval:\n- {on: 2024}\n"), "approval:\n- {on: 2024}\n- {on: 2025-01-02, note: 改}\n");
        assert_eq!(longer("approval: [{on: 2024}]\n"), "approval: [{on: 2024}, {on: 2025-01-02, note: 改}]\n");
        assert_eq!(longer("approval: []\n"), "approval: [{on: 2025-01-02, note: 改}]\n");
        let new = set("---\ntitle: x\n---\n", "approval", &Yaml::list_of(&item), &[]).unwrap();
        assert_eq!(new, "---\ntitle: x\napproval:\n  - on: 2025-01-02\n    note: 改\n---\n");
        assert_eq!(remove(&new, "approval").unwrap(), "---\ntitle: x\n---\n");
    }

    #[test]
    fn what_is_not_there_is_nothing_and_what_is_no_map_is_refused() {
        assert_eq!(of("title: x\n"), None);
        assert_eq!(of("approval:\n"), None);
        for front in ["approval: text\n", "approval: [a]\n", "approval:\n  - a\n"] {
            assert_eq!(of(front).unwrap().with_entry("a", "1"), Err(EditError::Unusual), "{front}");
        }
        assert_eq!(of("approval: text\n").unwrap().with_item(&[]), Err(EditError::Unusual));
    }
}
