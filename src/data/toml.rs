//! TOML files as a tree. The only file that knows the TOML parser.

use super::{Field, Key, Map, Node, Value};
use crate::diagnostic::{Code, Finding, Findings};
use crate::say;
use crate::source::{Content, SourceId, SourceSet, Span};
use toml::de::{DeTable, DeValue};

/// Reads a TOML file as a record or table. In a file that is not valid TOML nothing is called missing: it may well be
/// there, behind the mistake. `None` where the file could not even be read.
pub fn read_toml_as<T: Field>(sources: &SourceSet, source: SourceId, findings: &mut Findings) -> Option<T> {
    if sources.get(source).content == Content::Damaged {
        return None;
    }
    let mut own = Findings::default();
    let node = read_toml(source, sources.get(source).text(), &mut own);
    let broken = own.any_error();
    let value = T::read(&node, &mut own);
    own.retain(|finding| !broken || !matches!(finding.code, Code::MissingKey | Code::MissingTitle));
    findings.extend(own);
    value
}

/// Reads a whole TOML file. What can't be parsed is reported, and what could be is returned.
pub fn read_toml(source: SourceId, text: &str, findings: &mut Findings) -> Node {
    let (table, errors) = DeTable::parse_recoverable(text);
    for error in errors {
        let span = Span::new(source, error.span().unwrap_or(0..0));
        let why = error.message().to_owned();
        let code = if why.contains("duplicate") { Code::DuplicateKey } else { Code::TomlSyntax };
        findings.push(Finding::new(code, span, say!("not valid TOML: {why}", "不是有效的 TOML：{why}")));
    }
    let value = map(source, text, table.get_ref());
    Node { span: Span::new(source, 0..0), value }
}

fn map(source: SourceId, text: &str, table: &DeTable<'_>) -> Value {
    let mut entries: Vec<(Key, Node)> = table
        .iter()
        .map(|(key, value)| {
            let name = Key { name: key.get_ref().to_string(), span: Span::new(source, key.span()) };
            (name, node(source, text, value.span(), value.get_ref()))
        })
        .collect();
    entries.sort_by_key(|(key, _)| key.span);
    Value::Map(Map(entries))
}

fn node(source: SourceId, text: &str, span: std::ops::Range<usize>, value: &DeValue<'_>) -> Node {
    let value = match value {
        DeValue::String(text) => Value::Text(text.to_string()),
        DeValue::Integer(number) if number.radix() == 10 => Value::Number(number.as_str().to_owned()),
        DeValue::Integer(number) => Value::Text(number.to_string()),
        DeValue::Float(number) => Value::Number(number.as_str().to_owned()),
        DeValue::Boolean(yes) => Value::Bool(*yes),
        DeValue::Datetime(date) => Value::Text(date.to_string()),
        DeValue::Array(items) => Value::List(items.iter().map(|item| node(source, text, item.span(), item.get_ref())).collect()),
        DeValue::Table(table) => map(source, text, table),
    };
    // The text itself, without its quotation marks: what a hint puts in its place goes between them.
    let written = text.get(span.clone()).unwrap_or("");
    let marks = match &value {
        Value::Text(_) => ["\"\"\"", "'''", "\"", "'"]
            .into_iter()
            .find(|m| written.starts_with(m) && written.len() >= 2 * m.len())
            .map_or(0, str::len),
        _ => 0,
    };
    Node { span: Span::new(source, span.start + marks..span.end - marks), value }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn order_and_places_are_kept_and_errors_do_not_stop_the_rest() {
        let mut findings = Findings::default();
        let node = read_toml(SourceId(0), "b = 1\na = \"甲\"\nc = \nd = 2024-09-02\n", &mut findings);
        assert_eq!(findings.iter().count(), 1);
        let Value::Map(map) = node.value else { unreachable!("a map") };
        let names: Vec<_> = map.0.iter().map(|(key, _)| key.name.as_str()).collect();
        assert_eq!(names[..2], ["b", "a"]);
        assert_eq!(map.get("a").map(|(_, n)| n.span.range()), Some(11..14));
        assert_eq!(map.get("d").map(|(_, n)| n.value.clone()), Some(Value::Text("2024-09-02".into())));
    }
}
