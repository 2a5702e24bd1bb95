//! What a body of Markdown holds.

use super::cjk::{self, Prepared};
use super::slug::slug;
use pulldown_cmark::{Event, HeadingLevel, LinkType, Options, Parser, Tag, TagEnd};
use std::collections::{HashMap, HashSet};
use std::ops::Range;

mod excerpt;
mod length;

use excerpt::{Excerpt, Place};
use length::Counter;
pub use length::Length;

/// An event of the parser with its bytes in the text.
pub(super) type Located<'e> = (Event<'e>, Range<usize>);

/// What can be asked of a body without showing it. All ranges are bytes of the text that was read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Body {
    /// The headings, in order.
    pub headings: Vec<Heading>,
    /// The links and images, in order.
    pub links: Vec<Link>,
    /// The footnotes that are defined, in order; where two have one label, the first.
    pub footnotes: Vec<Footnote>,
    /// Where HTML is written out.
    pub raw_html: Vec<Range<usize>>,
    /// The first paragraph in plain text, cut where it is long.
    pub excerpt: String,
    /// How long the text is, code blocks left out.
    pub length: Length,
    /// Whether there is a heading of level 1, as the page's own title is.
    pub has_level_one: bool,
    /// Where it is nested deeper than [`DEEPEST`], if it is.
    pub too_deep: Option<Range<usize>>,
}

/// Lists, quotations, marks and HTML elements may stand inside each other this deep. No reader follows a text any further;
/// browsers give up at 512, and what makes pages of nested elements takes time that grows with the square of the depth.
pub const DEEPEST: usize = 64;

/// A heading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heading {
    /// 1 to 6, as written.
    pub level: u8,
    /// Its name within the page: `{#id}` if one is given, else made of its text. No two are the same.
    pub id: String,
    /// Its text without marks.
    pub text: String,
    /// The whole heading.
    pub range: Range<usize>,
}

/// A link or an image.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// Where it points, without escapes; an e-mail address begins with `mailto:`.
    pub to: String,
    /// The whole link.
    pub range: Range<usize>,
    /// The destination where it is written inside `range`, else (a reference to `[label]: …`) all of `range`.
    pub to_range: Range<usize>,
    /// Whether it is an image.
    pub image: bool,
    /// The words that it shows, or that stand for the image.
    pub alt: String,
}

/// A footnote.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Footnote {
    /// Its label, without `[^` and `]`.
    pub label: String,
    /// The whole definition.
    pub range: Range<usize>,
    /// Where the text refers to it.
    pub references: Vec<Range<usize>>,
}

/// Reads a body. One that is too deep at first sight is not parsed at all: that alone takes time that grows with the square
/// of the depth.
pub fn read(text: &str) -> Body {
    if let Some(too_deep) = overmarked(text) {
        return Body { too_deep: Some(too_deep), ..Body::default() };
    }
    let prepared = Prepared::new(text);
    let mut reader = Reader::default();
    for (event, range) in events(&prepared) {
        reader.event(text, event, range);
    }
    reader.finish()
}

/// The first line that begins with more marks of quotations and list items than may stand inside each other.
fn overmarked(text: &str) -> Option<Range<usize>> {
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        // What is nothing but hyphens, or asterisks, is a rule.
        let is_rule = ['-', '*'].iter().any(|mark| line.chars().all(|c| c == *mark || c.is_whitespace()));
        if !is_rule && line.len() > DEEPEST && marks(line) > DEEPEST {
            return Some(start..start + line.trim_end().len());
        }
        start += line.len();
    }
    None
}

/// How many marks of quotations and list items a line begins with.
fn marks(line: &str) -> usize {
    let (mut rest, mut count) = (line, 0);
    loop {
        rest = rest.trim_start_matches([' ', '\t']);
        let digits = rest.bytes().take(10).take_while(u8::is_ascii_digit).count();
        let after = match rest.strip_prefix('>') {
            Some(after) => after,
            None if digits > 0 => match rest.get(digits..).and_then(|rest| rest.strip_prefix(['.', ')'])) {
                Some(after) if after.starts_with([' ', '\t']) => after,
                _ => return count,
            },
            None => match rest.strip_prefix(['-', '+', '*']) {
                Some(after) if after.starts_with([' ', '\t']) => after,
                _ => return count,
            },
        };
        rest = after;
        count += 1;
    }
}

/// The events of a text, ranges in the text as it was written, line breaks between Han characters left out.
pub(super) fn events<'p>(prepared: &'p Prepared<'_>) -> Vec<Located<'p>> {
    cjk::join_lines(unjoined_events(prepared))
}

/// The events of a text, ranges in the text as it was written, each piece of text as it stands there.
pub(super) fn unjoined_events<'p>(prepared: &'p Prepared<'_>) -> impl Iterator<Item = Located<'p>> {
    let events = parser(prepared.text()).into_offset_iter();
    events.filter_map(|(event, range)| prepared.restore(event, range))
}

/// The parser with what documents may use.
pub(super) fn parser(text: &str) -> Parser<'_> {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_DEFINITION_LIST
        | Options::ENABLE_GFM;
    Parser::new_ext(text, options)
}

/// The destination of a link as it is looked up: the parser gives e-mail addresses without their scheme.
pub(super) fn destination(link_type: LinkType, url: &str) -> String {
    if link_type == LinkType::Email { format!("mailto:{url}") } else { url.to_owned() }
}

#[derive(Default)]
struct Reader {
    body: Body,
    /// The visible text so far, without code blocks; what is being read holds the place where its own text begins.
    plain: String,
    line_ended: bool,
    counter: Counter,
    code_block: bool,
    heading: Option<usize>,
    ids: Vec<Option<String>>,
    links: Vec<Open>,
    excerpt: Excerpt,
    images: usize,
    references: HashMap<String, Vec<Range<usize>>>,
    /// How many blocks and marks are open, and which HTML elements.
    depth: usize,
    elements: Vec<String>,
}

/// A link or image that has begun and not ended.
struct Open {
    index: usize,
    link_type: LinkType,
    text_start: usize,
    /// Where the last thing inside it ended, in the source.
    inner_end: usize,
}

impl Reader {
    fn event(&mut self, text: &str, event: Event<'_>, range: Range<usize>) {
        // The last of the links opened is the innermost; what ends it is not inside it.
        if !matches!(event, Event::End(TagEnd::Link | TagEnd::Image))
            && let Some(open) = self.links.last_mut()
        {
            open.inner_end = open.inner_end.max(range.end);
        }
        match &event {
            Event::Start(_) => self.depth += 1,
            Event::End(_) => self.depth = self.depth.saturating_sub(1),
            Event::Html(html) | Event::InlineHtml(html) => super::html::nest(html, &mut self.elements),
            _ => {}
        }
        if self.depth + self.elements.len() > DEEPEST && self.body.too_deep.is_none() {
            self.body.too_deep = Some(trimmed(text, range.clone()));
        }
        match event {
            Event::Start(tag) => self.start(text, tag, range),
            Event::End(tag) => self.end(text, tag, range),
            Event::Text(_) if self.code_block => {}
            Event::Text(words) | Event::Code(words) => self.words(&words),
            Event::SoftBreak | Event::HardBreak => {
                self.line_ended = true;
                self.counter.edge();
            }
            Event::InlineHtml(_) => match self.body.raw_html.last_mut() {
                Some(last) if last.end == range.start => last.end = range.end,
                _ => self.body.raw_html.push(range),
            },
            Event::FootnoteReference(label) => {
                self.references.entry(label.into_string()).or_default().push(range);
            }
            Event::Html(_) | Event::Rule | Event::TaskListMarker(_) | Event::InlineMath(_) | Event::DisplayMath(_) => {}
        }
    }

    fn start(&mut self, text: &str, tag: Tag<'_>, range: Range<usize>) {
        let image = matches!(tag, Tag::Image { .. });
        if !is_inline(&tag) {
            self.block_edge();
            self.excerpt.block_starts(matches!(tag, Tag::Paragraph));
        }
        match tag {
            Tag::Paragraph => self.excerpt.paragraph_starts(self.plain.len()),
            Tag::Heading { level, id, .. } => {
                self.body.has_level_one |= level == HeadingLevel::H1;
                let range = trimmed(text, range);
                self.body.headings.push(Heading { level: level as u8, id: String::new(), text: String::new(), range });
                self.ids.push(id.map(|id| id.into_string()));
                self.heading = Some(self.plain.len());
            }
            Tag::Link { link_type, dest_url, .. } | Tag::Image { link_type, dest_url, .. } => {
                self.images += usize::from(image);
                self.links.push(Open {
                    index: self.body.links.len(),
                    link_type,
                    text_start: self.plain.len(),
                    inner_end: range.start + if image { 2 } else { 1 },
                });
                let to = destination(link_type, &dest_url);
                self.body.links.push(Link { to, to_range: range.clone(), range, image, alt: String::new() });
            }
            Tag::BlockQuote(_) => self.excerpt.enter(Place::Inside),
            Tag::List(_) => {
                self.excerpt.item_ends(&self.plain);
                self.excerpt.enter(Place::Inside);
            }
            Tag::Item | Tag::DefinitionListDefinition => self.excerpt.item_starts(self.plain.len()),
            Tag::DefinitionList => self.excerpt.enter(Place::Inside),
            Tag::Table(_) => self.excerpt.enter(Place::Nowhere),
            Tag::FootnoteDefinition(label) => {
                self.excerpt.enter(Place::Nowhere);
                let label = label.into_string();
                let range = trimmed(text, range);
                self.body.footnotes.push(Footnote { label, range, references: Vec::new() });
            }
            Tag::CodeBlock(_) => self.code_block = true,
            Tag::HtmlBlock => self.body.raw_html.push(trimmed(text, range)),
            _ => {}
        }
    }

    fn end(&mut self, text: &str, tag: TagEnd, range: Range<usize>) {
        match tag {
            TagEnd::Paragraph => self.excerpt.paragraph_ends(&self.plain),
            TagEnd::Heading(_) => {
                if let (Some(start), Some(heading)) = (self.heading.take(), self.body.headings.last_mut()) {
                    heading.text = self.plain.get(start..).unwrap_or_default().trim().to_owned();
                }
            }
            TagEnd::Link | TagEnd::Image => {
                self.images -= usize::from(tag == TagEnd::Image && self.images > 0);
                if let Some(open) = self.links.pop()
                    && let Some(link) = self.body.links.get_mut(open.index)
                {
                    link.alt = self.plain.get(open.text_start..).unwrap_or_default().trim().to_owned();
                    if let Some(place) = find_destination(text, &link.to, &range, &open) {
                        link.to_range = place;
                    }
                    // Words that stand for an image are part of a link's or heading's text, but not of a paragraph's.
                    if link.image && self.links.is_empty() && self.heading.is_none() {
                        self.plain.truncate(open.text_start);
                    }
                }
                if let Some(outer) = self.links.last_mut() {
                    outer.inner_end = outer.inner_end.max(range.end);
                }
            }
            TagEnd::BlockQuote(_) | TagEnd::List(_) | TagEnd::DefinitionList | TagEnd::Table | TagEnd::FootnoteDefinition => {
                self.excerpt.leave()
            }
            TagEnd::Item | TagEnd::DefinitionListDefinition => self.excerpt.item_ends(&self.plain),
            TagEnd::CodeBlock => self.code_block = false,
            _ => {}
        }
        if !matches!(tag, TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link | TagEnd::Image) {
            self.block_edge();
        }
    }

    /// Nothing that comes is part of a word, line or paragraph that has been.
    fn block_edge(&mut self) {
        self.counter.edge();
        self.line_ended = true;
    }

    fn words(&mut self, words: &str) {
        if let (true, Some(after)) = (std::mem::take(&mut self.line_ended), words.chars().next())
            && self.plain.chars().next_back().is_some_and(|before| !before.is_whitespace() && !cjk::joins(before, after))
        {
            self.plain.push(' ');
        }
        self.plain.push_str(words);
        if self.images == 0 {
            self.counter.add(words);
        }
    }

    fn finish(mut self) -> Body {
        assign_ids(&mut self.body.headings, self.ids);
        self.body.length = self.counter.length;
        self.body.excerpt = self.excerpt.finish();
        let mut seen = HashSet::new();
        self.body.footnotes.retain(|note| seen.insert(note.label.clone()));
        for note in &mut self.body.footnotes {
            note.references = self.references.remove(&note.label).unwrap_or_default();
        }
        self.body
    }
}

pub(super) fn is_inline(tag: &Tag<'_>) -> bool {
    matches!(tag, Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Link { .. } | Tag::Image { .. })
}

/// `range` without white space at its end.
fn trimmed(text: &str, range: Range<usize>) -> Range<usize> {
    let length = text.get(range.clone()).map_or(range.len(), |source| source.trim_end().len());
    range.start..range.start + length
}

/// The bytes of a link's destination, where the link itself holds it.
fn find_destination(text: &str, to: &str, range: &Range<usize>, open: &Open) -> Option<Range<usize>> {
    let found = match open.link_type {
        LinkType::Inline => {
            let after_text = text.get(open.inner_end..range.end)?;
            let rest = after_text.get(after_text.find("](")? + 2..)?.trim_start();
            let (rest, end) = match rest.strip_prefix('<') {
                Some(rest) => (rest, end_unescaped(rest, |c, _| matches!(c, '>' | '\n'))),
                None => (rest, end_unescaped(rest, |c, depth| c.is_ascii_whitespace() || c.is_control() || depth < 0)),
            };
            let start = range.end - rest.len();
            start..start + end
        }
        LinkType::Autolink | LinkType::Email => range.start + 1..range.end.checked_sub(1)?,
        _ => return None,
    };
    let source = text.get(found.clone()).filter(|source| !source.is_empty())?;
    let same = source == to || to.strip_prefix("mailto:") == Some(source);
    // With escapes or entities the two differ and the place is right all the same.
    (same || source.contains(['\\', '&'])).then_some(found)
}

/// Where `ends` first says so of a character that no backslash escapes and of how many more parentheses have been
/// opened than closed.
fn end_unescaped(text: &str, ends: impl Fn(char, isize) -> bool) -> usize {
    let (mut escaped, mut depth) = (false, 0);
    for (at, c) in text.char_indices() {
        if escaped && c.is_ascii_punctuation() {
            escaped = false;
            continue;
        }
        escaped = c == '\\';
        depth += match c {
            '(' => 1,
            ')' => -1,
            _ => 0,
        };
        if ends(c, depth) {
            return at;
        }
    }
    text.len()
}

/// Gives every heading a name of its own, so that links from elsewhere hold while other headings come and go: first the
/// names that were given, then to the first heading of each text the name that its text makes, at last to the others of
/// the same text the name of the heading above them and their own. Only where that does not tell them apart, because
/// they stand under one heading or under none, are they numbered.
fn assign_ids(headings: &mut [Heading], given: Vec<Option<String>>) {
    let mut taken: HashSet<String> = HashSet::new();
    // Whether each has its name; those that were given one which is not free have to take another.
    let mut wanted: Vec<Option<String>> = Vec::with_capacity(headings.len());
    for (heading, given) in headings.iter_mut().zip(given) {
        let given = given.filter(|id| !id.is_empty());
        wanted.push(match given {
            Some(id) if !is_reserved(&id) && taken.insert(id.clone()) => {
                heading.id = id;
                None
            }
            given => Some(own_name(given.unwrap_or_else(|| slug(&heading.text)))),
        });
    }
    for (heading, wanted) in headings.iter_mut().zip(&mut wanted) {
        if wanted.as_ref().is_some_and(|name| taken.insert(name.clone())) {
            heading.id = wanted.take().unwrap_or_default();
        }
    }
    // How far the numbers of a name have come, so that a thousand equal headings are not counted a million times.
    let mut numbers: HashMap<String, usize> = HashMap::new();
    // The headings that the one at hand stands under: level and name.
    let mut above: Vec<(u8, String)> = Vec::new();
    for (heading, wanted) in headings.iter_mut().zip(wanted) {
        while above.last().is_some_and(|(level, _)| *level >= heading.level) {
            above.pop();
        }
        if let Some(name) = wanted {
            let base = above.last().map_or_else(|| name.clone(), |(_, above)| format!("{above}-{name}"));
            let mut id = base.clone();
            while !taken.insert(id.clone()) {
                let number = numbers.entry(base.clone()).or_insert(1);
                *number += 1;
                id = format!("{base}-{number}");
            }
            heading.id = id;
        }
        above.push((heading.level, heading.id.clone()));
    }
}

/// A name that is a heading's to take.
fn own_name(name: String) -> String {
    match name {
        name if name.is_empty() => "section".to_owned(),
        name if is_reserved(&name) => format!("section-{name}"),
        name => name,
    }
}

/// Whether a name is of the kind that something else on the page gets: a footnote, an activity, a target, a commitment.
fn is_reserved(id: &str) -> bool {
    let of_note = |prefix| id.strip_prefix(prefix).is_some_and(|rest: &str| rest.starts_with(|c: char| c.is_ascii_digit()));
    ["fn-", "fnref-"].into_iter().any(of_note)
        || ["activity-", "target-", "commitment-"].iter().any(|prefix| id.starts_with(prefix))
}

#[cfg(test)]
mod tests;
