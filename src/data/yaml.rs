//! YAML front matter as a tree. The only file that knows the YAML parser.
//!
//! Only what front matter needs is read: no anchors, no tags, one document. Types are those of YAML 1.2's core schema
//! (`yes` is text).

use super::{Key, Map, Node, Value, repair};
use crate::characters::{self, joins};
use crate::diagnostic::{Code, Finding, Findings};
use crate::say;
use crate::source::{SourceId, Span};
use saphyr_parser::{Event, Parser, ScalarStyle};
use std::borrow::Cow;
use std::collections::HashMap;
use std::collections::hash_map::Entry;

/// Lists and maps may be nested this deep; documents of this domain need five.
const DEEPEST: usize = 24;

/// Reads the front matter `text` that begins at byte `offset` of `source`. `None` where it is not YAML at all; findings say why.
pub fn read_yaml(source: SourceId, text: &str, offset: usize, findings: &mut Findings) -> Option<Node> {
    let repaired = repair::full_width(source, text, offset, findings);
    let mut bytes: Vec<usize> = repaired.char_indices().map(|(at, _)| at).collect();
    bytes.push(repaired.len());
    let mut reader = Reader { source, text: &repaired, offset, bytes, findings };
    let mut stack: Vec<Open> = Vec::new();
    let mut root = None;
    for event in Parser::new_from_str(&repaired) {
        let (event, place) = match event {
            Ok(pair) => pair,
            Err(error) => {
                let at = reader.byte(error.marker().index());
                reader.syntax(at..at, error.info());
                return None;
            }
        };
        let place = reader.byte(place.start.index())..reader.byte(place.end.index());
        let done = match event {
            Event::Scalar(text, style, anchor, _) => {
                if anchor > 0 {
                    reader.anchor(place.clone());
                }
                let span = reader.scalar_span(place, style);
                let text = reader.unfold(span, style, &text).map_or(text, Cow::Owned);
                Some(Node { span, value: scalar(&text, style) })
            }
            Event::Alias(_) => {
                reader.anchor(place.clone());
                Some(Node { span: reader.span(place), value: Value::Null })
            }
            Event::SequenceStart(..) | Event::MappingStart(..) if stack.len() >= DEEPEST => {
                reader.syntax(place, "nested too deep");
                return None;
            }
            Event::SequenceStart(..) => {
                stack.push(Open::List(place.start, Vec::new()));
                None
            }
            Event::MappingStart(..) => {
                stack.push(Open::Map(place.start, Map::default(), HashMap::new(), None));
                None
            }
            Event::SequenceEnd | Event::MappingEnd => stack.pop().map(|open| {
                let (start, last, value) = match open {
                    Open::List(start, items) => (start, items.last().map(|n| reader.relative_end(n)), Value::List(items)),
                    Open::Map(start, map, ..) => (start, map.0.last().map(|(_, n)| reader.relative_end(n)), Value::Map(map)),
                };
                // A list or map in brackets ends with its bracket; another one with its last value.
                let end = reader.bracket(start, last).or(last).unwrap_or(place.end);
                Node { span: reader.span(start..end.max(start)), value }
            }),
            _ => None,
        };
        let Some(node) = done else { continue };
        match stack.last_mut() {
            None => {
                root = Some(node);
                break;
            }
            Some(Open::List(_, items)) => items.push(node),
            Some(Open::Map(_, map, seen, key)) => match key.take() {
                None => *key = Some(reader.key(node)),
                Some(name) => match seen.entry(name.name.clone()) {
                    Entry::Occupied(first) => reader.duplicate(&name, *first.get()),
                    Entry::Vacant(free) => {
                        free.insert(name.span);
                        map.0.push((name, node));
                    }
                },
            },
        }
    }
    root.or_else(|| Some(Node { span: reader.span(0..0), value: Value::Null }))
}

enum Open {
    List(usize, Vec<Node>),
    /// Where it begins, what it holds, where each key first stood, and the key whose value comes next.
    Map(usize, Map, HashMap<String, Span>, Option<Key>),
}

struct Reader<'a> {
    source: SourceId,
    text: &'a str,
    offset: usize,
    bytes: Vec<usize>,
    findings: &'a mut Findings,
}

impl Reader<'_> {
    fn byte(&self, character: usize) -> usize {
        self.bytes.get(character).copied().unwrap_or(self.text.len())
    }

    fn span(&self, range: std::ops::Range<usize>) -> Span {
        // A block scalar's mark may run on into the next line; what is underlined is the text itself.
        let text = self.text.get(range.clone()).unwrap_or("");
        let end = range.start + text.trim_end().len();
        Span::new(self.source, self.offset + range.start..self.offset + end)
    }

    /// The text itself, without its quotation marks: what a hint puts in its place goes between them.
    fn scalar_span(&self, range: std::ops::Range<usize>, style: ScalarStyle) -> Span {
        let quote = match style {
            ScalarStyle::SingleQuoted => '\'',
            ScalarStyle::DoubleQuoted => '"',
            _ => return self.span(range),
        };
        // The parser's range runs on to what follows, a comment even.
        let inner = self.text.get(range.start..).and_then(|text| text.strip_prefix(quote));
        match inner.and_then(|inner| closing(inner, quote)) {
            Some(length) => Span::new(self.source, self.offset + range.start + 1..self.offset + range.start + 1 + length),
            None => self.span(range),
        }
    }

    /// Where a list or map that begins with a bracket at `start` ends, if it does; its last value ends at `last`.
    fn bracket(&self, start: usize, last: Option<usize>) -> Option<usize> {
        let close = match self.text.get(start..)?.chars().next()? {
            '[' => ']',
            '{' => '}',
            _ => return None,
        };
        let mut at = last.unwrap_or(0).max(start + 1);
        loop {
            // What may stand between: blanks, a comma, a key's colon without a value, the last value's quotation mark, comments.
            let rest = self.text.get(at..)?;
            let found = rest.trim_start_matches([' ', '\t', '\r', '\n', ',', ':', '?', '"', '\'']);
            at += rest.len() - found.len();
            match found.chars().next()? {
                '#' => at += found.find('\n')?,
                c if c == close => return Some(at + 1),
                _ => return None,
            }
        }
    }

    /// The text of a scalar that goes over several lines, which YAML puts together with spaces, as Chinese has it:
    /// without. `None` where there is nothing to do, or where the lines as written are not found in the text.
    fn unfold(&self, place: Span, style: ScalarStyle, text: &str) -> Option<String> {
        let place = place.range();
        let written = self.text.get(place.start.checked_sub(self.offset)?..place.end.checked_sub(self.offset)?)?.trim();
        if text.is_ascii() || !written.contains('\n') {
            return None;
        }
        let written = match style {
            ScalarStyle::Plain => Cow::Borrowed(written),
            ScalarStyle::SingleQuoted => written.replace("''", "'").into(),
            ScalarStyle::DoubleQuoted if written.contains('\\') => return None,
            ScalarStyle::DoubleQuoted => written.into(),
            ScalarStyle::Folded => {
                written.split_once('\n').filter(|(head, _)| head.starts_with('>')).map_or(written, |(_, rest)| rest).into()
            }
            ScalarStyle::Literal => return None,
        };
        let mut out = String::with_capacity(text.len());
        let mut rest = text;
        for line in written.lines().map(str::trim).filter(|line| !line.is_empty()) {
            let at = rest.find(|c: char| !c.is_whitespace())?;
            let (gap, after) = rest.split_at(at);
            rest = after.strip_prefix(line)?;
            let folded = characters::last(&out).zip(line.chars().next()).is_some_and(|(before, after)| joins(before, after));
            out.push_str(if gap == " " && folded { "" } else { gap });
            out.push_str(line);
        }
        out.push_str(rest);
        Some(out)
    }

    fn relative_end(&self, node: &Node) -> usize {
        (node.span.end as usize).saturating_sub(self.offset)
    }

    fn syntax(&mut self, range: std::ops::Range<usize>, why: &str) {
        let why = why.to_owned();
        let mut finding = Finding::new(
            Code::YamlSyntax,
            self.span(range),
            say!("the front matter is not valid YAML: {why}", "文件頭不是有效的 YAML：{why}"),
        );
        finding = finding.hint(say!(
            "put text that contains `: `, `#` or begins with a special character between double quotes",
            "含有「: 」「#」或以特殊符號開頭的文字，請放在半形雙引號之間"
        ));
        self.findings.push(finding);
    }

    fn anchor(&mut self, range: std::ops::Range<usize>) {
        let span = self.span(range);
        self.findings.push(
            Finding::new(Code::YamlSyntax, span, say!("anchors and aliases are not used here", "這裡不用 YAML 的錨點與別名"))
                .hint(say!("write the value out", "請把值直接寫出來")),
        );
    }

    fn key(&mut self, node: Node) -> Key {
        let name = match node.value {
            Value::Text(text) | Value::Number(text) => text,
            Value::Bool(yes) => yes.to_string(),
            Value::Null => String::new(),
            Value::List(_) | Value::Map(_) => {
                self.findings.push(Finding::new(
                    Code::YamlSyntax,
                    node.span,
                    say!("a key must be a plain word", "鍵必須是一個詞"),
                ));
                String::new()
            }
        };
        Key { name, span: node.span }
    }

    fn duplicate(&mut self, key: &Key, first: Span) {
        let name = &key.name;
        self.findings.push(
            Finding::new(Code::DuplicateKey, key.span, say!("`{name}` is given twice", "「{name}」寫了兩次"))
                .label(first, say!("first given here", "第一次在這裡")),
        );
    }
}

/// Where the quotation mark stands that closes a text of which the opening one is cut off.
fn closing(text: &str, quote: char) -> Option<usize> {
    let mut characters = text.char_indices().peekable();
    while let Some((at, c)) = characters.next() {
        match c {
            '\\' if quote == '"' => _ = characters.next(),
            '\'' if quote == '\'' && characters.peek().is_some_and(|(_, next)| *next == '\'') => _ = characters.next(),
            c if c == quote => return Some(at),
            _ => {}
        }
    }
    None
}

fn scalar(text: &str, style: ScalarStyle) -> Value {
    if style != ScalarStyle::Plain {
        return Value::Text(text.to_owned());
    }
    match text {
        "" | "~" | "null" | "Null" | "NULL" => Value::Null,
        "true" | "True" | "TRUE" => Value::Bool(true),
        "false" | "False" | "FALSE" => Value::Bool(false),
        _ if is_number(text) => Value::Number(text.to_owned()),
        _ => Value::Text(text.to_owned()),
    }
}

/// Whether plain text is a number of the core schema, written in decimal digits.
fn is_number(text: &str) -> bool {
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    let (whole, part) = digits.split_once('.').unwrap_or((digits, "0"));
    !whole.is_empty() && !part.is_empty() && whole.bytes().chain(part.bytes()).all(|b| b.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (Option<Node>, Vec<Finding>) {
        let mut findings = Findings::default();
        let node = read_yaml(SourceId(0), text, 4, &mut findings);
        (node, findings.iter().cloned().collect())
    }

    #[test]
    fn every_node_has_its_place_in_bytes() {
        let text = "title: 秣陵方案\nactivities:\n  - type: seminar\n";
        let (node, findings) = read(text);
        assert!(findings.is_empty());
        let Some(Node { value: Value::Map(map), .. }) = node else { unreachable!("a map") };
        let (key, title) = &map.0[0];
        assert_eq!((key.span.start, key.span.end), (4, 9));
        assert_eq!(&text[title.span.start as usize - 4..title.span.end as usize - 4], "秣陵方案");
    }

    #[test]
    fn a_value_ends_with_its_mark_whatever_follows() {
        for (text, value) in [
            ("a: \"x\\\" y\" # 註\n", "x\\\" y"),
            ("a: 'x''y'   # 註\nb: 1", "x''y"),
            ("a: ''\n", ""),
            ("a: x # 註\n", "x"),
            ("a: 'x\n\n  y' # 註\n", "x\n\n  y"),
            ("a: {b: 1, c: '#' }  # 註\n", "{b: 1, c: '#' }"),
            ("a: {\n  b: 'x', # 註\n\n  } # 註\n", "{\n  b: 'x', # 註\n\n  }"),
            ("a: [x] # 註\nb: 1", "[x]"),
            ("a:\n  - {a: 1} # 註\n  # 註\nb: 1", "- {a: 1}"),
            ("a: |\n  x\n  # y\n# 註\nb: 1\n", "x\n  # y"),
        ] {
            let (node, _) = read(text);
            let Some(Node { value: Value::Map(map), .. }) = node else { unreachable!("a map") };
            let place = map.0[0].1.span.range();
            assert_eq!(&text[place.start - 4..place.end - 4], value, "{text}");
        }
    }

    #[test]
    fn lines_of_chinese_are_put_together_without_a_space() {
        let texts = |text: &str| {
            let (node, findings) = read(text);
            assert!(findings.is_empty(), "{text}");
            let Some(Node { value: Value::Map(map), .. }) = node else { unreachable!("a map") };
            map.0.into_iter().map(|(_, node)| node.value).collect::<Vec<_>>()
        };
        for (written, read) in [
            ("a: 第一行\n  第二行，\n  third\n  line\n  第四 行", "第一行第二行，third line 第四 行"),
            ("a: '第一''行\n  第二行'", "第一'行第二行"),
            ("a: \"第一行\n\n  第二行\n  第三行\"", "第一行\n第二行第三行"),
            ("a: >-\n  第一行\n  第二行\n\n  第三\n  word\n\n", "第一行第二行\n第三 word"),
            ("a: >\n  第一行\n  第二行\n", "第一行第二行\n"),
            ("a: |\n  第一行\n  第二行\n", "第一行\n第二行\n"),
            ("a: 甲 乙甲\n  乙", "甲 乙甲乙"),
            ("a: 甲\n  乙 # no part of it", "甲乙"),
            ("a: '甲\n  乙' # no part of it", "甲乙"),
            // Escapes are not undone twice: the space of YAML stays.
            ("a: \"甲\\u3000\n  乙\"", "甲\u{3000} 乙"),
        ] {
            assert_eq!(texts(&format!("{written}\nb: c")), [Value::Text(read.into()), Value::Text("c".into())], "{written}");
        }
    }

    #[test]
    fn damage_gives_findings_and_no_panic() {
        for text in ["a: [", "a: b: c", "{", "- a\nb: c", "a: &x 1\nb: *x", "? [a]\n: b", "a: \"", &"[".repeat(999)] {
            let (_, findings) = read(text);
            assert!(!findings.is_empty(), "{text:.20}");
        }
    }

    #[test]
    fn only_the_core_schema_types_are_known() {
        let (node, _) = read("[yes, true, 12, 1.50, 2024-12-09, ~, '7', 1e3]");
        let Some(Node { value: Value::List(items), .. }) = node else { unreachable!("a list") };
        let values: Vec<_> = items.into_iter().map(|n| n.value).collect();
        let text = |t: &str| Value::Text(t.into());
        let number = |t: &str| Value::Number(t.into());
        assert_eq!(
            values,
            [
                text("yes"),
                Value::Bool(true),
                number("12"),
                number("1.50"),
                text("2024-12-09"),
                Value::Null,
                text("7"),
                text("1e3")
            ]
        );
    }
}
