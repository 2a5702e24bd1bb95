//! Emphasis and line breaks beside Chinese, Japanese and Korean.
//!
//! CommonMark decides by the characters on both sides whether `**` opens or closes, and takes white space and
//! punctuation as signs of a word's edge. Chinese has no spaces between words, so `**注意：**請看` is not emphasised: after
//! the full-width colon, `**` cannot close. The amendment at <https://github.com/tats-u/markdown-cjk-friendly> mends the
//! rule. The parser has no such rule, so [`Prepared`] gives it a text in which the mended rule and its own agree: beside
//! a run of delimiters it puts a character that the parser takes for a letter. Those are taken out of every event
//! again, and ranges are counted back to the text as it was written.

pub use crate::characters::{is_cjk, is_han, is_wide, joins};

use crate::characters::{self, is_ideographic_selector, is_text_selector};
use pulldown_cmark::{CodeBlockKind, CowStr, Event, Tag, TagEnd};
use std::borrow::Cow;
use std::ops::Range;

/// Neither white space nor punctuation: beside it a run of delimiters both opens and closes. A noncharacter, so no text
/// should hold it.
const LETTER: char = '\u{FDD0}';

/// Punctuation (of Duployan shorthand) that no programme document holds: it stands where another run of delimiters
/// must still see the punctuation that [`LETTER`] hides from it.
const MARK: char = '\u{1BC9F}';

/// A text made ready for the parser.
pub struct Prepared<'a> {
    text: Cow<'a, str>,
    insertions: Vec<Insertion>,
}

/// Characters put into the text, in bytes of the prepared text.
struct Insertion {
    start: usize,
    end: usize,
    /// How many inserted bytes lie before it.
    before: usize,
}

impl<'a> Prepared<'a> {
    /// Puts characters beside those runs of `*`, `_` and `~~` that need one.
    pub fn new(text: &'a str) -> Self {
        let mut insertions = Vec::new();
        // A text that holds one of the two characters is left alone: they could not be told from ours.
        if text.is_ascii() || text.contains(LETTER) || text.contains(MARK) {
            return Self { text: Cow::Borrowed(text), insertions };
        }
        let mut prepared = String::new();
        let mut copied = 0;
        let mut insert = |at: usize, characters: &[char]| {
            prepared.push_str(text.get(copied..at).unwrap_or_default());
            copied = at;
            let start = prepared.len();
            prepared.extend(characters);
            insertions.push(Insertion { start, end: prepared.len(), before: start - at });
        };
        for run in runs(text) {
            let (before, after) = (run.before(text), run.after(text));
            if run.byte == b'_' {
                if run.follows_varied_punctuation(text) {
                    insert(run.range.start, &[MARK]);
                }
                continue;
            }
            let (Some(before), Some(after)) = (before, after) else { continue };
            if before.is_whitespace() || after.is_whitespace() || !(run.follows_cjk(text) || is_cjk(after)) {
                continue;
            }
            // Beside letters nothing is needed, and beside `|` a table decides.
            if !(before.is_alphanumeric() || before == '|') {
                insert(run.range.start, if is_delimiter(before) { &[MARK, LETTER] } else { &[LETTER] });
            }
            if !(after.is_alphanumeric() || after == '|') {
                insert(run.range.end, if is_delimiter(after) { &[LETTER, MARK] } else { &[LETTER] });
            }
        }
        if insertions.is_empty() {
            return Self { text: Cow::Borrowed(text), insertions };
        }
        prepared.push_str(text.get(copied..).unwrap_or_default());
        Self { text: Cow::Owned(prepared), insertions }
    }

    /// What the parser is to read.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// An event as the text without insertions would have given it, and its range in that text; `None` for text that
    /// was nothing but insertions.
    pub fn restore<'e>(&self, event: Event<'e>, range: Range<usize>) -> Option<(Event<'e>, Range<usize>)> {
        if self.insertions.is_empty() {
            return Some((event, range));
        }
        let event = strip_event(event);
        if matches!(&event, Event::Text(text) if text.is_empty()) {
            return None;
        }
        Some((event, self.original(range.start)..self.original(range.end)))
    }

    /// The place in the text as it was written.
    fn original(&self, offset: usize) -> usize {
        let after = self.insertions.partition_point(|insertion| insertion.start < offset);
        match after.checked_sub(1).and_then(|index| self.insertions.get(index)) {
            Some(Insertion { start, end, before }) => offset.max(*end) - (end - start) - before,
            None => offset,
        }
    }
}

/// A run of one delimiter.
struct Run {
    byte: u8,
    range: Range<usize>,
}

/// The runs of `*`, of `_`, and the `~~` of a text, without those that a backslash escapes.
fn runs(text: &str) -> impl Iterator<Item = Run> + '_ {
    let bytes = text.as_bytes();
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            let rest = bytes.get(at..)?;
            let start = at + rest.iter().position(|byte| matches!(byte, b'\\' | b'*' | b'_' | b'~'))?;
            let byte = *bytes.get(start)?;
            if byte == b'\\' {
                at = start + if bytes.get(start + 1).is_some_and(u8::is_ascii_punctuation) { 2 } else { 1 };
                continue;
            }
            let length = bytes.get(start..)?.iter().take_while(|other| **other == byte).count();
            at = start + length;
            if byte != b'~' || length == 2 {
                return Some(Run { byte, range: start..at });
            }
        }
    })
}

impl Run {
    fn text_before<'t>(&self, text: &'t str) -> &'t str {
        text.get(..self.range.start).unwrap_or_default()
    }

    /// The character before the run, if the line has begun: the marks of a quotation are not part of it.
    fn before(&self, text: &str) -> Option<char> {
        let text = self.text_before(text);
        let begins_line = || text.trim_end_matches(['>', ' ', '\t']).chars().next_back().is_none_or(|c| matches!(c, '\n' | '\r'));
        text.chars().next_back().filter(|before| *before != '>' || !begins_line())
    }

    fn after(&self, text: &str) -> Option<char> {
        text.get(self.range.end..)?.chars().next()
    }

    /// Whether what stands before the run counts as CJK.
    fn follows_cjk(&self, text: &str) -> bool {
        let mut back = self.text_before(text).chars().rev();
        match (back.next(), back.next()) {
            (Some(ideographic), _) if is_ideographic_selector(ideographic) => true,
            // Quotation marks are shared with Latin; this selector asks for their full-width form.
            (Some('\u{FE01}'), Some('‘' | '’' | '“' | '”')) => true,
            (Some(selector), Some(base)) if is_text_selector(selector) => is_cjk(base),
            (Some(before), _) => is_cjk(before),
            (None, _) => false,
        }
    }

    /// Whether a punctuation mark with a variation selector stands before the run: the parser sees the selector alone.
    fn follows_varied_punctuation(&self, text: &str) -> bool {
        let mut back = self.text_before(text).chars().rev();
        back.next().is_some_and(is_text_selector)
            && back.next().is_some_and(|base| !base.is_alphanumeric() && !base.is_whitespace())
    }
}

fn is_delimiter(c: char) -> bool {
    matches!(c, '*' | '_' | '~')
}

/// Leaves out the soft breaks that mean nothing between Han characters, and makes one event of neighbouring texts.
pub fn join_lines<'e>(events: impl IntoIterator<Item = (Event<'e>, Range<usize>)>) -> Vec<(Event<'e>, Range<usize>)> {
    let mut joined = Joined::default();
    // The last character on the line, and the one before a soft break of which it is not known yet what follows.
    let (mut last, mut before_break) = (None, None);
    // Where in `joined` that break stands; it is held back while nothing has come after it.
    let mut break_at: Option<usize> = None;
    let mut held: Option<Range<usize>> = None;
    for (event, range) in events {
        match &event {
            Event::Text(text) | Event::Code(text) => {
                if let (Some(before), Some(after)) = (before_break.take(), text.chars().next())
                    && joins(before, after)
                {
                    held = None;
                    if let Some(at) = break_at {
                        joined.events.remove(at);
                    }
                }
                last = characters::last(text).or(last);
            }
            Event::SoftBreak => {
                before_break = last.take();
                break_at = None;
                held = Some(range);
                continue;
            }
            // What is on a line but takes no place in it, or, like the number of a note, belongs to what is before it.
            Event::Start(Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Link { .. })
            | Event::End(TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link)
            | Event::FootnoteReference(_)
            | Event::InlineHtml(_) => {}
            _ => {
                before_break = None;
                last = None;
            }
        }
        if let Some(range) = held.take() {
            joined.push(Event::SoftBreak, range);
            break_at = Some(joined.events.len() - 1);
        }
        joined.push(event, range);
    }
    joined.finish()
}

/// Events of which no two neighbours are texts.
#[derive(Default)]
struct Joined<'e> {
    events: Vec<(Event<'e>, Range<usize>)>,
    /// The text of the last event while more is added to it, so that a long one is copied once and not once a line.
    text: Option<String>,
}

impl<'e> Joined<'e> {
    fn push(&mut self, event: Event<'e>, range: Range<usize>) {
        match (event, self.events.last_mut()) {
            (Event::Text(more), Some((Event::Text(first), whole))) => {
                self.text.get_or_insert_with(|| first.to_string()).push_str(&more);
                whole.end = whole.end.max(range.end);
            }
            (event, _) => {
                self.put_text();
                self.events.push((event, range));
            }
        }
    }

    fn put_text(&mut self) {
        if let (Some(all), Some((Event::Text(text), _))) = (self.text.take(), self.events.last_mut()) {
            *text = all.into();
        }
    }

    fn finish(mut self) -> Vec<(Event<'e>, Range<usize>)> {
        self.put_text();
        self.events
    }
}

fn strip_event(event: Event<'_>) -> Event<'_> {
    match event {
        Event::Start(tag) => Event::Start(strip_tag(tag)),
        Event::Text(text) => Event::Text(strip(text)),
        Event::Code(text) => Event::Code(strip(text)),
        Event::InlineMath(text) => Event::InlineMath(strip(text)),
        Event::DisplayMath(text) => Event::DisplayMath(strip(text)),
        Event::Html(text) => Event::Html(strip(text)),
        Event::InlineHtml(text) => Event::InlineHtml(strip(text)),
        Event::FootnoteReference(label) => Event::FootnoteReference(strip(label)),
        event @ (Event::End(_) | Event::SoftBreak | Event::HardBreak | Event::Rule | Event::TaskListMarker(_)) => event,
    }
}

fn strip_tag(tag: Tag<'_>) -> Tag<'_> {
    match tag {
        Tag::Heading { level, id, classes, attrs } => Tag::Heading {
            level,
            id: id.map(strip),
            classes: classes.into_iter().map(strip).collect(),
            attrs: attrs.into_iter().map(|(name, value)| (strip(name), value.map(strip))).collect(),
        },
        Tag::CodeBlock(CodeBlockKind::Fenced(info)) => Tag::CodeBlock(CodeBlockKind::Fenced(strip(info))),
        Tag::FootnoteDefinition(label) => Tag::FootnoteDefinition(strip(label)),
        Tag::Link { link_type, dest_url, title, id } => {
            Tag::Link { link_type, dest_url: strip(dest_url), title: strip(title), id: strip(id) }
        }
        Tag::Image { link_type, dest_url, title, id } => {
            Tag::Image { link_type, dest_url: strip(dest_url), title: strip(title), id: strip(id) }
        }
        tag => tag,
    }
}

fn strip(text: CowStr<'_>) -> CowStr<'_> {
    if text.contains([LETTER, MARK]) { text.replace([LETTER, MARK], "").into() } else { text }
}

#[cfg(test)]
mod tests;
