//! A body as HTML.
//!
//! What is written is valid, needs no inline style or script, and links only to where [`Setting`] says: no destination
//! that is written in a document reaches the page by itself. HTML in a document is shown as text, or, where a site
//! allows it, sanitised together with everything around it, so that no split into pieces can get past.

use super::cjk::Prepared;
use super::escape::{push_address, push_attribute, push_text};
use super::highlight::highlight;
use super::markdown::{Body, Heading, Located, destination, events};
use pulldown_cmark::{Alignment, BlockQuoteKind, CodeBlockKind, Event, LinkType, Tag, TagEnd};
use std::borrow::Cow;
use std::collections::HashMap;

mod address;
mod links;
mod nesting;
mod raw;

pub use address::is_safe;
pub use links::{Found, links};
pub(super) use nesting::nest;

/// Where a link leads on the site.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Target {
    /// The address.
    pub href: String,
    /// The language of the page there, where it is another one.
    pub lang: Option<String>,
    /// The name that a file is saved under, if the link is to be saved and not opened.
    pub download: Option<String>,
    /// Whether it leads out of the site.
    pub external: bool,
}

/// An image of the site.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Image {
    /// The address.
    pub src: String,
    /// Width and height in pixels, where they are known.
    pub size: Option<(u32, u32)>,
}

/// What a page knows and a body does not.
pub trait Setting {
    /// Where a destination leads; `None` leaves the link's words as plain text.
    fn link(&self, to: &str) -> Option<Target>;

    /// An image; `None` leaves the words that stand for it.
    fn image(&self, src: &str) -> Option<Image>;

    /// Text as the page's script has it. Asked for text, titles and the words for images, never for code or addresses.
    fn text<'a>(&self, text: &'a str) -> Cow<'a, str>;

    /// Whether the site allows HTML in its documents.
    fn raw_html(&self) -> bool;

    /// The page's own words.
    fn words(&self) -> Words<'_>;
}

/// Words that the page adds to a body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Words<'a> {
    /// The name of the section of notes.
    pub footnotes: &'a str,
    /// The name of the way back from a note to the text; the note's number is put behind it.
    pub back: &'a str,
    /// The title of a note that stands in the text.
    pub note: &'a str,
    /// The title of a tip.
    pub tip: &'a str,
    /// The title of what is important.
    pub important: &'a str,
    /// The title of a warning.
    pub warning: &'a str,
    /// The title of a caution.
    pub caution: &'a str,
    /// The name of the region in which a table scrolls; from the second table on a number is put behind it.
    pub table: &'a str,
}

/// Writes a body. `body` is what [`super::markdown::read`] found in the same text.
pub fn html(text: &str, body: &Body, setting: &dyn Setting) -> String {
    let prepared = Prepared::new(text);
    let (main, notes) = split_notes(events(&prepared));
    // Only what holds HTML needs to be sanitised.
    let holds_html = |part: &[Located<'_>]| part.iter().any(|(event, _)| matches!(event, Event::Html(_) | Event::InlineHtml(_)));
    let raw = setting.raw_html() && (holds_html(&main) || notes.values().any(|note| holds_html(note)));
    let mut writer = Writer {
        out: String::with_capacity(text.len() * 3 / 2),
        setting,
        words: setting.words(),
        headings: &body.headings,
        shift: u8::from(body.has_level_one),
        own: if raw { raw::own_mark(text) } else { String::new() },
        raw,
        links: Vec::new(),
        label: false,
        table: Table::default(),
        tables: 0,
        order: Vec::new(),
        numbers: HashMap::new(),
        defined: &notes,
    };
    writer.write(&main);
    writer.notes();
    let Writer { out, own, .. } = writer;
    if raw { raw::sanitise(&out, &own, &body.headings, setting) } else { out }
}

type Notes<'e> = HashMap<String, Vec<Located<'e>>>;

/// The events of the text itself, and those of each footnote by its label.
fn split_notes(events: Vec<Located<'_>>) -> (Vec<Located<'_>>, Notes<'_>) {
    let mut notes = Notes::new();
    let mut main = Vec::with_capacity(events.len());
    let mut open: Vec<(String, Vec<Located<'_>>)> = Vec::new();
    for (event, range) in events {
        match event {
            Event::Start(Tag::FootnoteDefinition(label)) => open.push((label.into_string(), Vec::new())),
            Event::End(TagEnd::FootnoteDefinition) => {
                if let Some((label, events)) = open.pop() {
                    notes.entry(label).or_insert(events);
                }
            }
            event => open.last_mut().map_or(&mut main, |(_, events)| events).push((event, range)),
        }
    }
    (main, notes)
}

struct Writer<'w, 'e> {
    out: String,
    setting: &'w dyn Setting,
    words: Words<'w>,
    headings: &'w [Heading],
    shift: u8,
    /// What marks our own addresses and names where they are to be told from those in raw HTML; else empty.
    own: String,
    raw: bool,
    links: Vec<Link>,
    /// Whether the label of a task's box is open.
    label: bool,
    table: Table,
    tables: usize,
    /// The notes in order of their first reference, and of each its number and how often it is referred to.
    order: Vec<&'w str>,
    numbers: HashMap<&'w str, (usize, usize)>,
    defined: &'w Notes<'e>,
}

/// A link that is open.
struct Link {
    written: bool,
    /// Whether its words are its address.
    verbatim: bool,
}

#[derive(Default)]
struct Table {
    columns: Vec<Alignment>,
    column: usize,
    in_head: bool,
    in_body: bool,
    cell_start: usize,
}

impl<'w, 'e> Writer<'w, 'e> {
    fn write(&mut self, events: &'w [Located<'e>]) {
        let mut at = 0;
        while let Some(rest) = events.get(at..).filter(|rest| !rest.is_empty()) {
            at += self.next(rest);
        }
    }

    /// Writes what begins `events` and says how many of them that was.
    fn next(&mut self, events: &'w [Located<'e>]) -> usize {
        let Some((event, range)) = events.first() else { return 1 };
        match event {
            Event::Start(tag) => {
                if !is_inline(tag) {
                    self.close_label();
                }
                return self.start(tag, range.start, events);
            }
            Event::End(tag) => self.end(tag),
            Event::Text(text) => {
                if self.links.last().is_some_and(|link| link.verbatim) {
                    push_text(&mut self.out, text);
                } else {
                    push_text(&mut self.out, &self.setting.text(text));
                }
            }
            Event::Code(code) => {
                self.out.push_str("<code>");
                push_text(&mut self.out, code);
                self.out.push_str("</code>");
            }
            Event::SoftBreak => self.out.push('\n'),
            Event::HardBreak => self.out.push_str("<br>\n"),
            Event::Rule => {
                self.close_label();
                self.out.push_str("<hr>\n");
            }
            Event::Html(html) | Event::InlineHtml(html) if self.raw => raw::push(&mut self.out, html),
            Event::Html(html) | Event::InlineHtml(html) => push_text(&mut self.out, html),
            Event::FootnoteReference(label) => self.reference(label),
            Event::TaskListMarker(done) => {
                self.out.push_str("<label>");
                self.checkbox(*done);
                self.out.push(' ');
                self.label = true;
            }
            Event::InlineMath(text) | Event::DisplayMath(text) => push_text(&mut self.out, text),
        }
        1
    }

    fn start(&mut self, tag: &'w Tag<'e>, at: usize, events: &'w [Located<'e>]) -> usize {
        match tag {
            Tag::Paragraph => {
                if let Some(used) = self.figure(events) {
                    return used;
                }
                self.out.push_str("<p>");
            }
            Tag::Heading { level, .. } => {
                self.out.push_str(&format!("<h{}", self.level(*level as u8)));
                if let Ok(index) = self.headings.binary_search_by_key(&at, |heading| heading.range.start)
                    && let Some(heading) = self.headings.get(index)
                {
                    self.id(&heading.id);
                }
                self.out.push('>');
            }
            Tag::BlockQuote(None) => self.out.push_str("<blockquote>\n"),
            Tag::BlockQuote(Some(kind)) => self.alert(*kind),
            Tag::CodeBlock(kind) => return self.code_block(kind, events),
            Tag::HtmlBlock => {
                if !self.raw {
                    return self.html_block(events);
                }
            }
            Tag::List(Some(1)) => self.out.push_str("<ol>\n"),
            Tag::List(Some(first)) => self.out.push_str(&format!("<ol start=\"{first}\">\n")),
            Tag::List(None) => self.out.push_str("<ul>\n"),
            Tag::Item => self.out.push_str(if is_task(events) { "<li class=\"task\">" } else { "<li>" }),
            Tag::DefinitionList => self.out.push_str("<dl>\n"),
            Tag::DefinitionListTitle => self.out.push_str("<dt>"),
            Tag::DefinitionListDefinition => self.out.push_str("<dd>"),
            Tag::Table(columns) => self.table_start(columns),
            Tag::TableHead => {
                self.table.in_head = true;
                self.table.column = 0;
                self.out.push_str("<thead>\n<tr>");
            }
            Tag::TableRow => {
                if !std::mem::replace(&mut self.table.in_body, true) {
                    self.out.push_str("<tbody>\n");
                }
                self.table.column = 0;
                self.out.push_str("<tr>");
            }
            Tag::TableCell => self.table.cell_start = self.cell_start(),
            Tag::Emphasis => self.out.push_str("<em>"),
            Tag::Strong => self.out.push_str("<strong>"),
            Tag::Strikethrough => self.out.push_str("<del>"),
            Tag::Superscript => self.out.push_str("<sup>"),
            Tag::Subscript => self.out.push_str("<sub>"),
            Tag::Link { link_type, dest_url, title, .. } => self.link_start(*link_type, dest_url, title),
            Tag::Image { dest_url, title, .. } => return self.image(dest_url, title, events),
            Tag::FootnoteDefinition(_) | Tag::MetadataBlock(_) => {}
        }
        1
    }

    fn end(&mut self, tag: &TagEnd) {
        if matches!(tag, TagEnd::Paragraph | TagEnd::Item) {
            self.close_label();
        }
        match tag {
            TagEnd::Paragraph => self.out.push_str("</p>\n"),
            TagEnd::Heading(level) => self.out.push_str(&format!("</h{}>\n", self.level(*level as u8))),
            TagEnd::BlockQuote(None) => self.out.push_str("</blockquote>\n"),
            TagEnd::BlockQuote(Some(_)) => self.out.push_str("</aside>\n"),
            TagEnd::List(true) => self.out.push_str("</ol>\n"),
            TagEnd::List(false) => self.out.push_str("</ul>\n"),
            TagEnd::Item => self.out.push_str("</li>\n"),
            TagEnd::DefinitionList => self.out.push_str("</dl>\n"),
            TagEnd::DefinitionListTitle => self.out.push_str("</dt>\n"),
            TagEnd::DefinitionListDefinition => self.out.push_str("</dd>\n"),
            TagEnd::Table => {
                self.out.push_str(if self.table.in_body { "</tbody>\n</table>\n</div>\n" } else { "</table>\n</div>\n" });
            }
            TagEnd::TableHead => {
                self.table.in_head = false;
                self.out.push_str("</tr>\n</thead>\n");
            }
            TagEnd::TableRow => self.out.push_str("</tr>\n"),
            TagEnd::TableCell => self.cell_end(),
            TagEnd::Emphasis => self.out.push_str("</em>"),
            TagEnd::Strong => self.out.push_str("</strong>"),
            TagEnd::Strikethrough => self.out.push_str("</del>"),
            TagEnd::Superscript => self.out.push_str("</sup>"),
            TagEnd::Subscript => self.out.push_str("</sub>"),
            TagEnd::Link => self.link_end(),
            TagEnd::Image | TagEnd::CodeBlock | TagEnd::HtmlBlock | TagEnd::FootnoteDefinition | TagEnd::MetadataBlock(_) => {}
        }
    }

    /// The level on the page, whose own title is of level 1.
    fn level(&self, written: u8) -> u8 {
        (written + self.shift).min(6)
    }

    /// An attribute whose value is converted and escaped.
    fn words_in(&mut self, name: &str, words: &str) {
        let words = self.setting.text(words);
        self.attribute(name, &words);
    }

    fn attribute(&mut self, name: &str, value: &str) {
        self.out.push(' ');
        self.out.push_str(name);
        self.out.push_str("=\"");
        push_attribute(&mut self.out, value);
        self.out.push('"');
    }

    fn id(&mut self, id: &str) {
        let id = format!("{}{id}", self.own);
        self.attribute("id", &id);
    }

    fn address(&mut self, name: &str, address: &str) {
        self.out.push_str(&format!(" {name}=\"{}", self.own));
        push_address(&mut self.out, address);
        self.out.push('"');
    }

    fn alert(&mut self, kind: BlockQuoteKind) {
        let (class, title) = match kind {
            BlockQuoteKind::Note => ("note", self.words.note),
            BlockQuoteKind::Tip => ("tip", self.words.tip),
            BlockQuoteKind::Important => ("important", self.words.important),
            BlockQuoteKind::Warning => ("warning", self.words.warning),
            BlockQuoteKind::Caution => ("caution", self.words.caution),
        };
        self.out.push_str(&format!("<aside class=\"alert alert-{class}\">\n<p class=\"alert-title\">"));
        push_text(&mut self.out, title);
        self.out.push_str("</p>\n");
    }

    fn code_block(&mut self, kind: &CodeBlockKind<'_>, events: &[Located<'e>]) -> usize {
        let language = match kind {
            CodeBlockKind::Fenced(info) => info.split([' ', '\t', ',', '{']).next().unwrap_or_default(),
            CodeBlockKind::Indented => "",
        };
        self.out.push_str("<pre class=\"code\" tabindex=\"0\"><code");
        if !language.is_empty() {
            self.attribute("class", &format!("language-{language}"));
        }
        self.out.push('>');
        let (code, used) = text_until(events, |tag| matches!(tag, TagEnd::CodeBlock));
        self.out.push_str(&highlight(&code, language));
        self.out.push_str("</code></pre>\n");
        used
    }

    /// HTML as text.
    fn html_block(&mut self, events: &[Located<'e>]) -> usize {
        let (html, used) = text_until(events, |tag| matches!(tag, TagEnd::HtmlBlock));
        self.out.push_str("<p>");
        push_text(&mut self.out, html.trim_end());
        self.out.push_str("</p>\n");
        used
    }

    fn table_start(&mut self, columns: &[Alignment]) {
        self.table = Table { columns: columns.to_vec(), ..Table::default() };
        self.tables += 1;
        let name = match self.tables {
            1 => self.words.table.to_owned(),
            number => format!("{} {number}", self.words.table),
        };
        self.out.push_str("<div class=\"table\" role=\"region\" tabindex=\"0\"");
        self.attribute("aria-label", &name);
        self.out.push_str(">\n<table>\n");
    }

    fn cell_start(&mut self) -> usize {
        let start = self.out.len();
        self.out.push_str(if self.table.in_head { "<th scope=\"col\"" } else { "<td" });
        self.out.push_str(match self.table.columns.get(self.table.column) {
            Some(Alignment::Left) => " class=\"left\">",
            Some(Alignment::Center) => " class=\"center\">",
            Some(Alignment::Right) => " class=\"right\">",
            Some(Alignment::None) | None => ">",
        });
        self.table.column += 1;
        start
    }

    fn cell_end(&mut self) {
        let is_empty =
            self.out.get(self.table.cell_start..).is_some_and(|cell| cell.ends_with('>') && cell.matches('<').count() == 1);
        if self.table.in_head && is_empty {
            // An empty cell heads nothing.
            self.out.truncate(self.table.cell_start);
            self.out.push_str("<td></td>");
        } else {
            self.out.push_str(if self.table.in_head { "</th>" } else { "</td>" });
        }
    }

    fn link_start(&mut self, link_type: LinkType, url: &str, title: &str) {
        let verbatim = matches!(link_type, LinkType::Autolink | LinkType::Email);
        // Links may not nest, but the parser finds addresses in `<>` inside others' words: their words are enough then.
        let free = !self.links.iter().any(|link| link.written);
        let target = free.then(|| self.setting.link(&destination(link_type, url))).flatten();
        let target = target.filter(|target| is_safe(&target.href));
        self.links.push(Link { written: target.is_some(), verbatim });
        let Some(target) = target else { return };
        self.out.push_str("<a");
        self.address("href", &target.href);
        if let Some(lang) = &target.lang {
            self.attribute("hreflang", lang);
        }
        match target.download.as_deref() {
            Some("") => self.out.push_str(" download"),
            Some(name) => self.attribute("download", name),
            None => {}
        }
        if target.external {
            self.out.push_str(" rel=\"noopener\"");
        }
        if !title.is_empty() {
            self.words_in("title", title);
        }
        self.out.push('>');
    }

    fn link_end(&mut self) {
        if self.links.pop().is_some_and(|link| link.written) {
            self.out.push_str("</a>");
        }
    }

    /// An image among text; its words where it is not to be shown.
    fn image(&mut self, url: &str, title: &str, events: &[Located<'e>]) -> usize {
        let (alt, used) = alt(events);
        if !self.picture(url, &alt, title) {
            push_text(&mut self.out, &self.setting.text(&alt));
        }
        used
    }

    /// An image that is all of its paragraph.
    fn figure(&mut self, events: &[Located<'e>]) -> Option<usize> {
        let inner = events.get(1..)?;
        let (Event::Start(Tag::Image { dest_url, title, .. }), _) = inner.first()? else { return None };
        let (alt, used) = alt(inner);
        let (Event::End(TagEnd::Paragraph), _) = inner.get(used)? else { return None };
        let start = self.out.len();
        self.out.push_str("<figure>");
        if !self.picture(dest_url, &alt, "") {
            self.out.truncate(start);
            return None;
        }
        if !title.is_empty() {
            self.out.push_str("<figcaption>");
            push_text(&mut self.out, &self.setting.text(title));
            self.out.push_str("</figcaption>");
        }
        self.out.push_str("</figure>\n");
        Some(used + 2)
    }

    fn picture(&mut self, url: &str, alt: &str, title: &str) -> bool {
        let Some(image) = self.setting.image(url).filter(|image| is_safe(&image.src)) else { return false };
        self.out.push_str("<img");
        self.address("src", &image.src);
        if let Some((width, height)) = image.size {
            // The page leaves room for it before it comes.
            self.out.push_str(&format!(" width=\"{width}\" height=\"{height}\""));
        }
        self.words_in("alt", alt);
        if !title.is_empty() {
            self.words_in("title", title);
        }
        self.out.push_str(" loading=\"lazy\" decoding=\"async\">");
        true
    }

    fn checkbox(&mut self, done: bool) {
        if self.raw {
            raw::push_checkbox(&mut self.out, &self.own, done);
        } else {
            self.out.push_str(raw::checkbox(done));
        }
    }

    fn close_label(&mut self) {
        if std::mem::take(&mut self.label) {
            self.out.push_str("</label>");
        }
    }

    fn reference(&mut self, label: &'w str) {
        if !self.defined.contains_key(label) {
            return;
        }
        let next = self.numbers.len() + 1;
        let (number, times) = self.numbers.entry(label).or_insert((next, 0));
        *times += 1;
        let (number, times) = (*number, *times);
        if times == 1 {
            self.order.push(label);
        }
        self.out.push_str("<sup class=\"footnote\"><a");
        self.id(&reference_id(number, times));
        self.address("href", &format!("#fn-{number}"));
        self.out.push_str(&format!(">{number}</a></sup>"));
    }

    /// The notes that are referred to, in order, each with ways back. A note that nothing refers to is left out.
    fn notes(&mut self) {
        if self.order.is_empty() {
            return;
        }
        // A note may refer to further notes, so all are written before it is known how many ways back each needs.
        let text = std::mem::take(&mut self.out);
        let mut written = Vec::new();
        let defined = self.defined;
        while let Some(label) = self.order.get(written.len()).copied() {
            if let Some(events) = defined.get(label) {
                self.write(events);
            }
            written.push((label, std::mem::take(&mut self.out)));
        }
        self.out = text;
        self.out.push_str("<section class=\"footnotes\"");
        self.attribute("aria-label", self.words.footnotes);
        self.out.push_str(">\n<ol>\n");
        for (label, note) in written {
            let (number, times) = self.numbers.get(label).copied().unwrap_or_default();
            self.out.push_str("<li");
            self.id(&format!("fn-{number}"));
            self.out.push_str(">\n");
            let note = note.trim_end();
            let last_paragraph = note.strip_suffix("</p>");
            self.out.push_str(last_paragraph.unwrap_or(note));
            self.out.push_str(if last_paragraph.is_some() { "" } else { "\n<p>" });
            for time in 1..=times {
                self.way_back(number, time);
            }
            self.out.push_str("</p>\n</li>\n");
        }
        self.out.push_str("</ol>\n</section>\n");
    }

    fn way_back(&mut self, number: usize, time: usize) {
        self.out.push_str(" <a class=\"footnote-back\"");
        self.address("href", &format!("#{}", reference_id(number, time)));
        let shown = if time == 1 { number.to_string() } else { format!("{number}-{time}") };
        self.attribute("aria-label", &format!("{} {shown}", self.words.back));
        // The selector keeps the arrow from being drawn as an emoji.
        self.out.push_str(">\u{21a9}\u{fe0e}");
        if time > 1 {
            self.out.push_str(&format!("<sup>{time}</sup>"));
        }
        self.out.push_str("</a>");
    }
}

/// The name of a reference to a note.
fn reference_id(number: usize, time: usize) -> String {
    if time == 1 { format!("fnref-{number}") } else { format!("fnref-{number}-{time}") }
}

fn is_inline(tag: &Tag<'_>) -> bool {
    matches!(
        tag,
        Tag::Emphasis
            | Tag::Strong
            | Tag::Strikethrough
            | Tag::Superscript
            | Tag::Subscript
            | Tag::Link { .. }
            | Tag::Image { .. }
    )
}

/// Whether the item that begins `events` has a box.
fn is_task(events: &[Located<'_>]) -> bool {
    let next = events.iter().skip(1).find(|(event, _)| !matches!(event, Event::Start(Tag::Paragraph)));
    matches!(next, Some((Event::TaskListMarker(_), _)))
}

/// The text from the first of `events` to the end that `ends` knows, and how many events that is.
fn text_until(events: &[Located<'_>], ends: impl Fn(&TagEnd) -> bool) -> (String, usize) {
    let mut all = String::new();
    for (index, (event, _)) in events.iter().enumerate() {
        match event {
            Event::End(tag) if ends(tag) => return (all, index + 1),
            Event::Text(text) | Event::Html(text) => all.push_str(text),
            _ => {}
        }
    }
    (all, events.len())
}

/// The words for the image that begins `events`, and how many events it is.
fn alt(events: &[Located<'_>]) -> (String, usize) {
    let (mut words, mut depth) = (String::new(), 0_usize);
    for (index, (event, _)) in events.iter().enumerate() {
        match event {
            Event::Start(Tag::Image { .. }) => depth += 1,
            Event::End(TagEnd::Image) => {
                depth -= 1;
                if depth == 0 {
                    return (words, index + 1);
                }
            }
            Event::Text(text) | Event::Code(text) => words.push_str(text),
            Event::SoftBreak | Event::HardBreak => words.push(' '),
            _ => {}
        }
    }
    (words, events.len())
}

#[cfg(test)]
mod tests;
