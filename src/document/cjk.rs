//! Emphasis and line breaks beside Chinese, Japanese and Korean.
//!
//! CommonMark decides by the characters on both sides whether `**` opens or closes, and takes white space and
//! punctuation as signs of a word's edge. Chinese has no spaces between words, so `**注意：**請看` is not emphasised: after
//! the full-width colon, `**` cannot close. The amendment at <https://github.com/tats-u/markdown-cjk-friendly> mends the
//! rule. The parser has no such rule, so [`Prepared`] gives it a text in which the mended rule and its own agree: beside
//! a run of delimiters it puts a character that the parser takes for a letter. Those are taken out of every event
//! again, and ranges are counted back to the text as it was written.

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

fn is_ideographic_selector(c: char) -> bool {
    ('\u{E0100}'..='\u{E01EF}').contains(&c)
}

/// A variation selector other than the one that asks for an emoji.
fn is_text_selector(c: char) -> bool {
    ('\u{FE00}'..='\u{FE0E}').contains(&c)
}

/// Whether a character is CJK as the amendment has it: wide, full-width or half-width and no emoji by default, or Hangul
/// (Unicode 17).
pub fn is_cjk(c: char) -> bool {
    let c = u32::from(c);
    // Nearly every character that is asked about is a letter of ASCII or a common ideograph.
    c >= 0x1100 && ((0x4E00..=0x9FFF).contains(&c) || is_listed_cjk(c))
}

fn is_listed_cjk(c: u32) -> bool {
    matches!(c,
        0x1100..=0x11FF | 0x20A9 | 0x2329..=0x232A | 0x2630..=0x2637 | 0x268A..=0x268F | 0x2E80..=0x2E99
        | 0x2E9B..=0x2EF3 | 0x2F00..=0x2FD5 | 0x2FF0..=0x303E | 0x3041..=0x3096 | 0x3099..=0x30FF | 0x3105..=0x312F
        | 0x3131..=0x318E | 0x3190..=0x31E5 | 0x31EF..=0x321E | 0x3220..=0x3247 | 0x3250..=0xA48C | 0xA490..=0xA4C6
        | 0xA960..=0xA97C | 0xAC00..=0xD7A3 | 0xD7B0..=0xD7C6 | 0xD7CB..=0xD7FB | 0xF900..=0xFAFF | 0xFE10..=0xFE19
        | 0xFE30..=0xFE52 | 0xFE54..=0xFE66 | 0xFE68..=0xFE6B | 0xFF01..=0xFFBE | 0xFFC2..=0xFFC7 | 0xFFCA..=0xFFCF
        | 0xFFD2..=0xFFD7 | 0xFFDA..=0xFFDC | 0xFFE0..=0xFFE6 | 0xFFE8..=0xFFEE | 0x16FE0..=0x16FE4
        | 0x16FF0..=0x16FF6 | 0x17000..=0x18CD5 | 0x18CFF..=0x18D1E | 0x18D80..=0x18DF2 | 0x1AFF0..=0x1AFF3
        | 0x1AFF5..=0x1AFFB | 0x1AFFD..=0x1AFFE | 0x1B000..=0x1B122 | 0x1B132 | 0x1B150..=0x1B152 | 0x1B155
        | 0x1B164..=0x1B167 | 0x1B170..=0x1B2FB | 0x1D300..=0x1D356 | 0x1D360..=0x1D376 | 0x1F200 | 0x1F202
        | 0x1F210..=0x1F219 | 0x1F21B..=0x1F22E | 0x1F230..=0x1F231 | 0x1F237 | 0x1F23B | 0x1F240..=0x1F248
        | 0x1F260..=0x1F265 | 0x20000..=0x3FFFD)
}

/// Whether a character is Han: an ideograph, 〇 or 々.
pub fn is_han(c: char) -> bool {
    matches!(c, '々' | '〇' | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFD}')
}

fn is_hangul(c: char) -> bool {
    matches!(u32::from(c), 0x1100..=0x11FF | 0x3131..=0x318E | 0x3200..=0x321E | 0x3260..=0x327F | 0xA960..=0xA97C
        | 0xAC00..=0xD7FB | 0xFFA0..=0xFFDC)
}

/// Whether a character belongs to a script that is written without spaces.
pub fn is_wide(c: char) -> bool {
    is_cjk(c) && !is_hangul(c)
}

/// Whether a line may end after `before` and begin with `after` without meaning a space: Chinese and Japanese are
/// written without spaces, Korean is not.
pub fn joins(before: char, after: char) -> bool {
    // Marks that Chinese shares with Latin count with the neighbour.
    let shared = |c| matches!(c, '“' | '”' | '‘' | '’' | '—' | '…' | '·');
    match (is_wide(before), is_wide(after)) {
        (true, true) => true,
        (true, false) => shared(after),
        (false, true) => shared(before),
        (false, false) => false,
    }
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
            Event::Text(text) => {
                if let (Some(before), Some(after)) = (before_break.take(), text.chars().next())
                    && joins(before, after)
                {
                    held = None;
                    if let Some(at) = break_at {
                        joined.events.remove(at);
                    }
                }
                let end = text.chars().rev().find(|c| !is_ideographic_selector(*c) && !is_text_selector(*c));
                last = end.or(last);
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
