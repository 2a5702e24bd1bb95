//! The text of a body as readers see it, cut into passages, with the way back to its bytes in the file.
//!
//! What is no prose is left out: code, URLs, HTML, the marks of Markdown. Where something of the kind stands inside a
//! passage, [`GAP`] keeps what is around it apart.

use super::cjk::Prepared;
use super::markdown;
use crate::language::LanguageId;
use pulldown_cmark::{Event, Tag, TagEnd};
use std::ops::Range;

/// Stands for code or a picture inside a passage. A noncharacter, so no text should hold it.
pub const GAP: char = '\u{FDD1}';

/// What a passage is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A heading, 1 to 6.
    Heading(u8),
    /// A paragraph of the body itself.
    Paragraph,
    /// The first text of an item of a numbered list: its number.
    Numbered(u64),
    /// Text in a list, a quotation, a note or a definition.
    Inside,
    /// A cell of a table.
    Cell,
    /// The words that stand for a picture.
    Alternative,
    /// A text of the front matter or of a data file.
    Value,
}

/// A passage: a piece of text that is read as one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passage {
    /// What it is.
    pub kind: Kind,
    /// Its language.
    pub language: LanguageId,
    /// Its bytes in [`Prose::text`].
    pub range: Range<usize>,
}

/// A text cut into passages.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Prose {
    /// All passages, each with a line feed behind it. A line break within a passage is one line feed.
    pub text: String,
    /// Where each stands in it, in order.
    pub passages: Vec<Passage>,
    pieces: Vec<Piece>,
}

/// Where a piece of the text comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Piece {
    /// Where it begins in the text; it ends where the next one begins.
    at: usize,
    /// Its bytes in the file.
    source: Range<usize>,
    /// Whether the bytes are the same: not so where an escape, an entity or code stands in the file.
    same: bool,
}

impl Prose {
    /// Adds a text that stands at byte `offset` of its file just as it is.
    pub fn add_value(&mut self, text: &str, offset: usize, language: LanguageId) {
        let start = self.text.len();
        self.text.push_str(text);
        self.pieces.push(Piece { at: start, source: offset..offset + text.len(), same: true });
        self.finish(Kind::Value, language, start);
    }

    /// Adds a body of Markdown that begins at byte `offset` of its file.
    pub fn add_body(&mut self, body: &str, offset: usize, language: LanguageId) {
        let prepared = Prepared::new(body);
        self.text.reserve(body.len());
        let mut reader = Reader::new(self, body, offset, language);
        for (event, range) in markdown::unjoined_events(&prepared) {
            reader.event(event, range);
        }
        reader.close();
    }

    /// The text of a passage.
    pub fn of(&self, passage: &Passage) -> &str {
        self.text.get(passage.range.clone()).unwrap_or_default()
    }

    /// The bytes of the file that a range of [`Prose::text`] comes from; for an empty range, the place.
    pub fn source(&self, range: Range<usize>) -> Range<usize> {
        let start = self.piece(range.start).map_or(0, |piece| piece.source_of(range.start).start);
        let end = match range.end.checked_sub(1).filter(|last| *last >= range.start) {
            Some(last) => self.piece(last).map_or(start, |piece| piece.source_of(last).end),
            None => start,
        };
        start..end.max(start)
    }

    fn piece(&self, at: usize) -> Option<&Piece> {
        let after = self.pieces.partition_point(|piece| piece.at <= at);
        self.pieces.get(after.checked_sub(1)?)
    }

    fn finish(&mut self, kind: Kind, language: LanguageId, start: usize) {
        self.hide_addresses(start);
        self.passages.push(Passage { kind, language, range: start..self.text.len() });
        self.text.push('\n');
    }

    /// Puts letters in place of web and mail addresses from `start` on: their dots and signs are none of the text's.
    fn hide_addresses(&mut self, start: usize) {
        let text = self.text.get(start..).unwrap_or_default();
        if !text.contains("://") && !text.contains("www.") && !text.contains('@') {
            return;
        }
        let is_of_address = |c: char| c.is_ascii_graphic() && !matches!(c, '<' | '>' | '"' | '`' | '|');
        let is_address = |word: &str| ["://", "www.", "@"].iter().any(|sign| word.contains(sign));
        let mut hidden = String::with_capacity(text.len());
        let mut rest = text;
        while !rest.is_empty() {
            let word = rest.find(|c| !is_of_address(c)).unwrap_or(rest.len());
            let (word, after) = rest.split_at(word);
            if is_address(word) {
                hidden.extend(word.chars().map(|_| 'u'))
            } else {
                hidden.push_str(word)
            }
            let between = after.find(is_of_address).unwrap_or(after.len());
            let (between, after) = after.split_at(between);
            hidden.push_str(between);
            rest = after;
        }
        self.text.truncate(start);
        self.text.push_str(&hidden);
    }
}

impl Piece {
    /// Where the byte `at` of the text comes from: itself, or all of what the piece stands for.
    fn source_of(&self, at: usize) -> Range<usize> {
        let start = (self.source.start + at - self.at).min(self.source.end);
        if self.same { start..(start + 1).min(self.source.end) } else { self.source.clone() }
    }
}

struct Reader<'p, 'b> {
    prose: &'p mut Prose,
    body: &'b str,
    offset: usize,
    language: LanguageId,
    /// The passage that is being read: what it is and where it begins.
    open: Option<(Kind, usize)>,
    /// Pictures whose words are being read, each with a text of its own, and those that are done.
    pictures: Vec<Words>,
    read: Vec<Words>,
    /// The next number of each list that is open; `None` for one without numbers.
    lists: Vec<Option<u64>>,
    /// The number of the list item that has begun and has no text yet.
    number: Option<u64>,
    /// How many quotations, notes and definitions are open.
    enclosed: usize,
    heading: Option<u8>,
    cell: bool,
    code_block: bool,
}

/// The words of a picture and where they come from.
type Words = (String, Vec<Piece>);

impl<'p, 'b> Reader<'p, 'b> {
    fn new(prose: &'p mut Prose, body: &'b str, offset: usize, language: LanguageId) -> Self {
        Self {
            prose,
            body,
            offset,
            language,
            open: None,
            pictures: Vec::new(),
            read: Vec::new(),
            lists: Vec::new(),
            number: None,
            enclosed: 0,
            heading: None,
            cell: false,
            code_block: false,
        }
    }

    fn event(&mut self, event: Event<'_>, range: Range<usize>) {
        match event {
            Event::Start(tag) => self.start(tag, range),
            Event::End(tag) => self.end(tag),
            Event::Text(text) if !self.code_block => self.push(&text, range),
            Event::Code(_) | Event::InlineMath(_) | Event::DisplayMath(_) => self.gap(range),
            Event::SoftBreak | Event::HardBreak => self.push("\n", range),
            _ => {}
        }
    }

    fn start(&mut self, tag: Tag<'_>, range: Range<usize>) {
        match tag {
            Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Link { .. } => return,
            Tag::Image { .. } => {
                self.gap(range.start..range.start);
                self.pictures.push(Words::default());
                return;
            }
            _ => self.close(),
        }
        match tag {
            Tag::Heading { level, .. } => self.heading = Some(level as u8),
            Tag::List(first) => self.lists.push(first),
            Tag::Item => {
                let list = self.lists.last_mut().and_then(Option::as_mut);
                self.number = list.map(|next| std::mem::replace(next, next.saturating_add(1)));
            }
            Tag::BlockQuote(_) | Tag::FootnoteDefinition(_) | Tag::DefinitionList => self.enclosed += 1,
            Tag::TableCell => self.cell = true,
            Tag::CodeBlock(_) => self.code_block = true,
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link => return,
            TagEnd::Image => {
                self.read.extend(self.pictures.pop());
                return;
            }
            _ => self.close(),
        }
        match tag {
            TagEnd::Heading(_) => self.heading = None,
            TagEnd::List(_) => _ = self.lists.pop(),
            TagEnd::Item => self.number = None,
            TagEnd::BlockQuote(_) | TagEnd::FootnoteDefinition | TagEnd::DefinitionList => {
                self.enclosed = self.enclosed.saturating_sub(1);
            }
            TagEnd::TableCell => self.cell = false,
            TagEnd::CodeBlock => self.code_block = false,
            _ => {}
        }
    }

    fn gap(&mut self, range: Range<usize>) {
        self.push(GAP.encode_utf8(&mut [0; 4]), range);
    }

    fn push(&mut self, text: &str, range: Range<usize>) {
        let (body, start) = (self.body, range.start);
        let source = self.offset + range.start..self.offset + range.end;
        let same = body.get(range) == Some(text);
        if self.pictures.is_empty() && self.open.is_none() {
            self.open = Some((self.kind(), self.prose.text.len()));
        }
        let (to, pieces) = match self.pictures.last_mut() {
            Some((words, pieces)) => (words, pieces),
            None => (&mut self.prose.text, &mut self.prose.pieces),
        };
        // The parser leaves the backslash of an escape out of all ranges.
        let escaped = text.starts_with(|c: char| c.is_ascii_punctuation())
            && start.checked_sub(1).is_some_and(|at| body.as_bytes().get(at) == Some(&b'\\'));
        if escaped {
            pieces.push(Piece { at: to.len(), source: source.start - 1..source.start + 1, same: false });
            pieces.push(Piece { at: to.len() + 1, source: source.start + 1..source.end, same });
        } else {
            pieces.push(Piece { at: to.len(), source, same });
        }
        to.push_str(text);
    }

    fn kind(&mut self) -> Kind {
        match (self.heading, self.number.take()) {
            (Some(level), _) => Kind::Heading(level),
            (None, _) if self.cell => Kind::Cell,
            (None, Some(number)) => Kind::Numbered(number),
            (None, None) if self.lists.is_empty() && self.enclosed == 0 => Kind::Paragraph,
            (None, None) => Kind::Inside,
        }
    }

    /// Ends the passage that is open, and puts the words of its pictures behind it.
    fn close(&mut self) {
        if let Some((kind, start)) = self.open.take() {
            self.prose.finish(kind, self.language, start);
        }
        for (words, pieces) in std::mem::take(&mut self.read) {
            let start = self.prose.text.len();
            self.prose.text.push_str(&words);
            self.prose.pieces.extend(pieces.into_iter().map(|piece| Piece { at: start + piece.at, ..piece }));
            self.prose.finish(Kind::Alternative, self.language, start);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of_body(body: &str, offset: usize) -> Prose {
        let mut prose = Prose::default();
        prose.add_body(body, offset, LanguageId(0));
        prose
    }

    /// Each passage as its kind and text.
    fn passages(prose: &Prose) -> Vec<(Kind, &str)> {
        prose.passages.iter().map(|passage| (passage.kind, prose.of(passage))).collect()
    }

    #[test]
    fn a_body_is_cut_into_what_is_read_as_one() {
        let body = "# 一、**背景** {#a}\n\n甲`x`乙\n丙 [連結](http://x.cn/a)。\n\n- 項目\n- 又一項\n\n  續段\n\n3. 三\n4. 四\n\n\
                    > 引文\n\n| 表頭 |\n|---|\n| 格 |\n\n```\ncode，\n```\n\n<div>字</div>\n\n見![圖一](a.png)後。\n";
        let prose = of_body(body, 0);
        assert_eq!(
            passages(&prose),
            [
                (Kind::Heading(1), "一、背景"),
                (Kind::Paragraph, "甲\u{FDD1}乙\n丙 連結。"),
                (Kind::Inside, "項目"),
                (Kind::Inside, "又一項"),
                (Kind::Inside, "續段"),
                (Kind::Numbered(3), "三"),
                (Kind::Numbered(4), "四"),
                (Kind::Inside, "引文"),
                (Kind::Cell, "表頭"),
                (Kind::Cell, "格"),
                (Kind::Paragraph, "見\u{FDD1}後。"),
                (Kind::Alternative, "圖一"),
            ]
        );
    }

    #[test]
    fn every_range_leads_back_to_its_bytes() {
        let body = "甲**乙**丙&amp;丁\\*戊\n己\r\n庚 `碼` 辛 ![壬](x.png)癸\n";
        let prose = of_body(body, 7);
        let back = |word: &str| {
            let at = prose.text.find(word).unwrap();
            let range = prose.source(at..at + word.len());
            body[range.start - 7..range.end - 7].to_owned()
        };
        for word in ["甲", "乙", "丙", "丁", "戊", "己", "庚", "辛", "壬", "癸", "丁*戊", "\n己"] {
            let expected = match word {
                "丁*戊" => "丁\\*戊",
                other => other,
            };
            assert_eq!(back(word), expected);
        }
        assert_eq!(back("&"), "&amp;");
        assert_eq!(back("甲乙丙"), "甲**乙**丙");
        assert_eq!(back("己\n庚"), "己\r\n庚");
    }

    #[test]
    fn addresses_are_no_text() {
        let prose = of_body("見https://a.cn/b,c（甲）及a.b@c.cn，又www.x.cn。", 0);
        assert!(!prose.text.contains(['@', '.', ',']) && prose.text.contains("（甲）"), "{}", prose.text);
        assert_eq!(prose.text.len(), "見https://a.cn/b,c（甲）及a.b@c.cn，又www.x.cn。\n".len());
    }

    #[test]
    fn a_value_is_one_passage() {
        let mut prose = Prose::default();
        prose.add_value("第一學期方案", 12, LanguageId(0));
        prose.add_value("小結", 60, LanguageId(1));
        assert_eq!(passages(&prose), [(Kind::Value, "第一學期方案"), (Kind::Value, "小結")]);
        let second = prose.passages[1].range.clone();
        assert_eq!((prose.source(3..6), prose.source(second)), (15..18, 60..66));
    }
}
