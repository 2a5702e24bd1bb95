//! Changes one key of a document's front matter and nothing else: every other byte of the text stays as it was typed.
//!
//! The parser says where keys and values stand, so that no form of YAML is mistaken for another; what can't be changed
//! surely is refused. The outcome is read again before it is given: the key has the new value, all others have theirs.
//!
//! A comment behind the value stays behind the new one, or behind the key. Comments between keys stay where they are. A
//! value over several lines that gives way to another keeps the lines that both have, with the comments on and above
//! them; other comments inside it go with it.

mod parts;

use super::{Map, Split, Value, read_yaml, split};
use crate::diagnostic::{Findings, Wording};
use crate::say;
use crate::source::SourceId;
use std::fmt::Write as _;
use std::ops::Range;

/// A value as it is to be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Yaml {
    /// Behind the key, in its line.
    Inline(String),
    /// Below the key: lines of a map or a list, indented among themselves only.
    Block(Vec<String>),
}

impl Yaml {
    /// Text, in quotation marks unless it is surely plain; white space of any kind becomes one blank.
    pub fn text(text: &str) -> Self {
        Self::Inline(Self::scalar(text))
    }

    /// Text as [`Yaml::text`] writes it, to be made part of a line.
    pub fn scalar(text: &str) -> String {
        const WORDS: [&str; 7] = ["true", "false", "null", "yes", "no", "on", "off"];
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let plain = |c: char| c.is_alphanumeric() || " -_/（）《》「」、。·—–".contains(c);
        let surely = text.starts_with(char::is_alphabetic) && text.chars().all(plain);
        if surely && !WORDS.contains(&text.to_lowercase().as_str()) { text } else { Self::quoted(&text) }
    }

    /// Text in quotation marks, to be made part of a line.
    pub fn quoted(text: &str) -> String {
        let json = serde_json::Value::String(text.to_owned()).to_string();
        json.chars().fold(String::with_capacity(json.len()), |mut out, c| {
            if Self::prints(c) {
                out.push(c)
            } else {
                _ = write!(out, "\\u{:04x}", u32::from(c))
            }
            out
        })
    }

    /// Whether a character may stand in YAML as it is, in a line.
    pub fn prints(c: char) -> bool {
        !c.is_control() && !matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}')
    }
}

/// Why a text was not changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EditError {
    /// It has no front matter.
    NoFrontMatter,
    /// Its front matter has no end.
    Unclosed,
    /// Its front matter can't be read without findings.
    Broken,
    /// It is written in a form in which one key can't be changed without touching others.
    Unusual,
}

impl EditError {
    /// As a message says it.
    pub fn wording(self) -> Wording {
        match self {
            Self::NoFrontMatter => say!("the document has no front matter", "文件沒有文件頭"),
            Self::Unclosed => say!("the front matter has no end", "文件頭沒有結束"),
            Self::Broken => say!("the front matter has mistakes that `fangan check` shows", "文件頭有錯，見 fangan check"),
            Self::Unusual => say!(
                "the front matter is written in a form that can't be changed without touching other keys",
                "文件頭的寫法特殊，改動一個鍵必然牽動其他鍵"
            ),
        }
    }
}

/// Gives `key` a value. A key that is not there is put behind the nearest of those before it in `order` that is, or else
/// at the end.
pub fn set(text: &str, key: &str, value: &Yaml, order: &[&str]) -> Result<String, EditError> {
    let layout = Layout::read(text)?;
    let mut expected = layout.values();
    let new = meaning(key, value)?;
    match layout.position(key) {
        Some(at) => {
            let entry = layout.entries.get(at).ok_or(EditError::Unusual)?;
            if let Some(old) = expected.get_mut(at) {
                old.1 = new;
            }
            let tried = [true, false].map(|keep| (entry.lines.start..entry.end, entry.rewritten(&layout, value, keep)));
            layout.first_that_reads(tried, &expected)
        }
        None => {
            let at = layout.place_for(key, order);
            expected.insert(at, (key.to_owned(), new));
            let ends = match at.checked_sub(1).and_then(|before| layout.entries.get(before)) {
                Some(entry) => [entry.lines.end, entry.loose_end],
                None => [layout.front.end; 2],
            };
            let written = layout.put(&format!("{}{key}:", layout.indent), " ", "", value, &layout.block_indent(), &[]);
            layout.first_that_reads(ends.map(|byte| (byte..byte, written.clone())), &expected)
        }
    }
}

/// Takes `key` away, with the comment behind its value and the indented ones below it. A text without it stays as it is.
pub fn remove(text: &str, key: &str) -> Result<String, EditError> {
    let layout = Layout::read(text)?;
    let Some(entry) = layout.position(key).and_then(|at| layout.entries.get(at)) else { return Ok(text.to_owned()) };
    let mut expected = layout.values();
    expected.retain(|(name, _)| name != key);
    let ends = [entry.lines.end, entry.loose_end];
    layout.first_that_reads(ends.map(|end| (entry.lines.start..end, String::new())), &expected)
}

/// What a value means once it is written.
fn meaning(key: &str, value: &Yaml) -> Result<Value, EditError> {
    let text = match value {
        Yaml::Inline(value) => format!("{key}: {value}\n"),
        Yaml::Block(lines) => format!("{key}:\n{}", lines.iter().map(|line| format!("  {line}\n")).collect::<String>()),
    };
    let map = read(&text).ok_or(EditError::Unusual)?;
    match <[_; 1]>::try_from(map.0) {
        Ok([(name, node)]) if name.name == key => Ok(node.value),
        _ => Err(EditError::Unusual),
    }
}

/// Front matter without any finding.
fn read(front: &str) -> Option<Map> {
    let mut findings = Findings::default();
    let node = read_yaml(SourceId(0), front, 0, &mut findings)?;
    if findings.iter().next().is_some() {
        return None;
    }
    match node.value {
        Value::Map(map) => Some(map),
        Value::Null if front.lines().all(is_aside) => Some(Map::default()),
        _ => None,
    }
}

/// Whether a line holds nothing but blanks or a comment.
fn is_aside(line: &str) -> bool {
    let line = line.trim();
    line.is_empty() || line.starts_with('#')
}

/// Where everything stands. All ranges are bytes of `text`.
struct Layout<'t> {
    /// The whole text.
    text: &'t str,
    front: Range<usize>,
    line_end: &'static str,
    /// What stands before each key.
    indent: &'t str,
    entries: Vec<Entry>,
}

/// A key with its value.
struct Entry {
    name: String,
    value: Value,
    /// Its lines, those of the indented comments directly below it included.
    lines: Range<usize>,
    /// Where blank and indented lines below it end, which a value over several lines may take for its own.
    loose_end: usize,
    /// Where the lines of its value end.
    end: usize,
    /// Just behind the colon.
    colon: usize,
    /// The value as far as it stands in the key's line or goes on from there; empty where it stands below, or nowhere.
    inline: Range<usize>,
    /// What follows on the line where the value, or else the key, ends: blanks and a comment.
    comment: Range<usize>,
    /// The lines below the key of a value that stands there.
    block: Range<usize>,
}

impl<'t> Layout<'t> {
    fn read(text: &'t str) -> Result<Self, EditError> {
        let bare = text.strip_prefix('\u{feff}').unwrap_or(text);
        let mark = text.len() - bare.len();
        let front = match split(bare) {
            Split::Both { front, .. } => front.start + mark..front.end + mark,
            Split::BodyOnly => return Err(EditError::NoFrontMatter),
            Split::Unclosed => return Err(EditError::Unclosed),
        };
        let fence = text.get(..front.start).unwrap_or("");
        let line_end = if fence.ends_with("\r\n") { "\r\n" } else { "\n" };
        let map = read(text.get(front.clone()).unwrap_or("")).ok_or(EditError::Broken)?;
        let mut layout = Self { text, front, line_end, indent: "", entries: Vec::new() };
        layout.enter(map).ok_or(EditError::Unusual)?;
        Ok(layout)
    }

    fn enter(&mut self, map: Map) -> Option<()> {
        let starts: Vec<usize> =
            map.0.iter().map(|(key, _)| self.line_start(self.front.start + key.span.range().start)).collect();
        if starts.is_empty() {
            let written = self.text.get(self.front.clone())?;
            return written.lines().all(is_aside).then_some(());
        }
        for (n, (key, node)) in map.0.into_iter().enumerate() {
            let start = *starts.get(n)?;
            let limit = starts.get(n + 1).copied().unwrap_or(self.front.end);
            let key_place = key.span.range().start + self.front.start..key.span.range().end + self.front.start;
            let before = self.text.get(start..key_place.start)?;
            let behind = self.text.get(key_place.end..limit)?;
            let (before, behind) = match before.strip_suffix(['"', '\'']) {
                Some(before) => (before, behind.strip_prefix(['"', '\''])?),
                None => (before, behind),
            };
            if n == 0 {
                self.indent = before;
            }
            let colon = limit - behind.trim_start_matches(' ').strip_prefix(':')?.len();
            if start >= limit || before != self.indent || !before.bytes().all(|b| b == b' ') {
                return None;
            }
            let end_by_parser = (node.span.range().end + self.front.start).clamp(colon, limit);
            let entry = self.entry(key.name, node.value, start..limit, colon, end_by_parser)?;
            self.entries.push(entry);
        }
        Some(())
    }

    /// The entry that has the lines up to the next key's at most; `end` is where the parser saw its value end.
    fn entry(&self, name: String, value: Value, room: Range<usize>, colon: usize, end: usize) -> Option<Entry> {
        let key_line_end = self.line_stop(colon);
        let rest = self.text.get(colon..key_line_end)?;
        let written = rest.trim_start();
        let start = key_line_end - written.len();
        let below = written.is_empty() || written.starts_with('#');
        // Nothing has no place that could be relied on.
        let end = if below && value == Value::Null { colon } else { end };
        let (inline, comment) = match written.chars().next() {
            _ if below => (colon..colon, colon..key_line_end),
            Some('!' | '&' | '*') | None => return None,
            Some('|' | '>') => {
                let header = written.find([' ', '\t']).map_or(key_line_end, |length| start + length);
                let length = self.text.get(start..end)?.trim_end().len();
                (start..header.max(start + length), header..key_line_end)
            }
            Some(quote) => {
                let closed = matches!(quote, '"' | '\'') && self.text.get(end..)?.starts_with(quote);
                let end = end + usize::from(closed);
                (start..end, end..self.line_stop(end))
            }
        };
        if !is_aside(self.text.get(comment.clone())?) {
            return None;
        }
        let mut lines_end = self.line_end_after(if below { end.max(key_line_end) } else { inline.end });
        // Nothing at the end of a list or map, and closing quotation marks, may lie beyond what the parser saw.
        let mut at = lines_end;
        for line in self.text.get(lines_end..room.end)?.split_inclusive('\n') {
            at += line.len();
            if !is_aside(line) {
                lines_end = at;
            }
        }
        let tail = self.text.get(lines_end..room.end)?;
        let deeper = |line: &str| line.strip_prefix(self.indent).is_some_and(|rest| rest.starts_with([' ', '\t']));
        let comments = tail.split_inclusive('\n').take_while(|line| deeper(line) && line.trim_start().starts_with('#'));
        let with_comments = lines_end + comments.map(str::len).sum::<usize>();
        let loose = tail.split_inclusive('\n').take_while(|line| deeper(line) || line.trim().is_empty());
        let loose_end = lines_end + loose.map(str::len).sum::<usize>();
        let block = if below { self.line_end_after(key_line_end)..lines_end } else { lines_end..lines_end };
        let lines = room.start..with_comments;
        Some(Entry { name, value, lines, loose_end, end: lines_end, colon, inline, comment, block })
    }

    fn line_start(&self, at: usize) -> usize {
        self.text.get(..at).and_then(|before| before.rfind('\n')).map_or(0, |newline| newline + 1)
    }

    /// Where the line that holds `at` ends, its line end left out.
    fn line_stop(&self, at: usize) -> usize {
        let rest = self.text.get(at..).unwrap_or("");
        let line = rest.split('\n').next().unwrap_or("");
        at + line.strip_suffix('\r').unwrap_or(line).len()
    }

    /// Where the line that holds `at` ends, its line end included.
    fn line_end_after(&self, at: usize) -> usize {
        self.text.get(at..).and_then(|rest| rest.find('\n')).map_or(self.text.len(), |newline| at + newline + 1)
    }

    fn position(&self, key: &str) -> Option<usize> {
        self.entries.iter().position(|entry| entry.name == key)
    }

    fn values(&self) -> Vec<(String, Value)> {
        self.entries.iter().map(|entry| (entry.name.clone(), entry.value.clone())).collect()
    }

    /// How many entries are to stand before a new one.
    fn place_for(&self, key: &str, order: &[&str]) -> usize {
        let rank = |name: &str| order.iter().position(|other| *other == name);
        let ranked = self.entries.iter().enumerate().filter_map(|(at, entry)| Some((rank(&entry.name)?, at)));
        let before = ranked.filter(|(other, _)| rank(key).is_some_and(|own| *other < own)).max();
        before.map_or(self.entries.len(), |(_, at)| at + 1)
    }

    fn block_indent(&self) -> String {
        format!("{}  ", self.indent)
    }

    /// An entry: `head` up to its colon, then `gap` and the value, or the value's lines, `kept` ones among them.
    fn put(&self, head: &str, gap: &str, comment: &str, value: &Yaml, indent: &str, kept: &[Kept<'_>]) -> String {
        let end = self.line_end;
        match value {
            Yaml::Inline(value) => format!("{head}{gap}{value}{comment}{end}"),
            Yaml::Block(lines) => {
                let mut out = format!("{head}{comment}{end}");
                let mut rest = kept;
                for line in lines {
                    match rest.iter().position(|kept| kept.code == line) {
                        Some(at) => {
                            out += rest.get(at).map_or("", |kept| kept.lines);
                            rest = rest.get(at + 1..).unwrap_or(&[]);
                        }
                        None => out += &format!("{indent}{line}{end}"),
                    }
                }
                out
            }
        }
    }

    /// The text with the first of these changes after which the front matter says what is expected.
    fn first_that_reads(
        &self,
        changes: impl IntoIterator<Item = (Range<usize>, String)>,
        expected: &[(String, Value)],
    ) -> Result<String, EditError> {
        let says_it = |front: &str| {
            read(front).is_some_and(|map| {
                let pairs = || map.0.iter().zip(expected);
                map.0.len() == expected.len()
                    && pairs().all(|((key, node), (name, value))| key.name == *name && node.value.same(value))
            })
        };
        for (range, new) in changes {
            let (Some(before), Some(after)) = (self.text.get(..range.start), self.text.get(range.end..)) else { continue };
            let all = format!("{before}{new}{after}");
            let front_end = (self.front.end + new.len()).saturating_sub(range.len());
            if all.get(self.front.start..front_end).is_some_and(says_it) {
                return Ok(all);
            }
        }
        Err(EditError::Unusual)
    }
}

/// A line of the old value that may stay.
struct Kept<'t> {
    /// What it says, without indentation and comment.
    code: &'t str,
    /// It and the comments above it.
    lines: &'t str,
}

impl Entry {
    /// Its lines with another value; with `keep`, lines that the old value has too stay as they are.
    fn rewritten(&self, layout: &Layout<'_>, value: &Yaml, keep: bool) -> String {
        let at = |range: Range<usize>| layout.text.get(range).unwrap_or("");
        let (head, comment, block) = (at(self.lines.start..self.colon), at(self.comment.clone()), at(self.block.clone()));
        let gap = if self.inline.is_empty() { "" } else { at(self.colon..self.inline.start) };
        let gap = if gap.is_empty() { " " } else { gap };
        // Blanks at the end of a line are kept where the line itself is; elsewhere they serve nothing.
        let same_line = matches!(value, Yaml::Inline(_)) && !self.inline.is_empty();
        let comment = if comment.trim().is_empty() && !same_line { "" } else { comment };
        let own = layout.block_indent();
        let old = block.lines().find(|line| !is_aside(line)).and_then(|line| line.strip_suffix(line.trim_start_matches(' ')));
        let fits = |old: &str| match value {
            Yaml::Block(lines) => old.len() > layout.indent.len() || lines.first().is_some_and(|line| line.starts_with("- ")),
            Yaml::Inline(_) => false,
        };
        match old.filter(|old| keep && fits(old)) {
            Some(indent) => layout.put(head, gap, comment, value, indent, &lines_of(block, indent)),
            None => layout.put(head, gap, comment, value, &own, &[]),
        }
    }
}

/// The lines of a block, each with the comments above it.
fn lines_of<'t>(block: &'t str, indent: &str) -> Vec<Kept<'t>> {
    let mut kept = Vec::new();
    let (mut start, mut at) = (0, 0);
    for line in block.split_inclusive('\n') {
        at += line.len();
        if is_aside(line) {
            continue;
        }
        if let (Some(code), Some(lines)) = (line.strip_prefix(indent), block.get(start..at)) {
            let code = code.find(" #").map_or(code, |comment| &code[..comment]).trim_end();
            kept.push(Kept { code, lines });
        }
        start = at;
    }
    kept
}

#[cfg(test)]
mod tests;
