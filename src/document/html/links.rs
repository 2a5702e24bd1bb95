//! Links and pictures in a document's HTML, with their places, so that they are checked as those in Markdown are.

use super::super::cjk::Prepared;
use super::super::markdown::{Link, events};
use super::raw;
use pulldown_cmark::{Event, Tag, TagEnd};
use std::collections::BTreeSet;
use std::ops::Range;

/// What a body's HTML holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// Links and pictures, in order; ranges are bytes of the body.
    pub links: Vec<Link>,
    /// Names that it gives to its elements, for links within the page.
    pub names: BTreeSet<String>,
}

/// Looks through the HTML of a body. What a link leads to is told by the sanitiser, so that what is checked is what
/// it will ask for when the page is written.
pub fn links(text: &str) -> Found {
    let (prepared, own) = (Prepared::new(text), raw::own_mark(text));
    let (mut found, mut block, mut in_block) = (Found::default(), Piece::default(), false);
    for (event, range) in events(&prepared) {
        match event {
            Event::Start(Tag::HtmlBlock) => in_block = true,
            Event::Html(html) if in_block => block.push(&html, range.start),
            Event::End(TagEnd::HtmlBlock) => {
                in_block = false;
                std::mem::take(&mut block).look(&own, &mut found);
            }
            Event::Html(html) | Event::InlineHtml(html) => {
                let mut piece = Piece::default();
                piece.push(&html, range.start);
                piece.look(&own, &mut found);
            }
            _ => {}
        }
    }
    found
}

/// HTML that stands together, without the marks of a quotation around its lines.
#[derive(Default)]
struct Piece {
    html: String,
    /// Where each part of `html` begins in it and in the body.
    parts: Vec<(usize, usize)>,
}

impl Piece {
    fn push(&mut self, html: &str, at: usize) {
        self.parts.push((self.html.len(), at));
        self.html.push_str(html);
    }

    /// Bytes of `html` as bytes of the body.
    fn place(&self, range: &Range<usize>) -> Range<usize> {
        let place = |offset: usize| {
            let part = self.parts.partition_point(|(start, _)| *start <= offset).saturating_sub(1);
            self.parts.get(part).map_or(offset, |(start, at)| at + offset - start)
        };
        let start = place(range.start);
        // The end belongs to what is before it.
        start..place(range.end.saturating_sub(1)).max(start.saturating_sub(1)) + 1
    }

    fn look(self, own: &str, found: &mut Found) {
        let mut at = 0;
        while let Some(start) = self.html.get(at..).and_then(|rest| rest.find('<')).map(|offset| at + offset) {
            let tag = Opening::read(&self.html, start);
            at = tag.as_ref().map_or(start + 1, |tag| tag.range.end);
            let Some(tag) = tag else { continue };
            if let Some((_, name)) = tag.attribute("id") {
                found.names.insert(name.to_owned());
            }
            let image = tag.name.eq_ignore_ascii_case("img");
            let wanted = if image { "src" } else { "href" };
            if !image && !tag.name.eq_ignore_ascii_case("a") {
                continue;
            }
            let Some((value, written)) = tag.attribute(wanted) else { continue };
            let html = self.html.get(tag.range.clone()).unwrap_or_default();
            let to = raw::address(html, own).unwrap_or_else(|| written.to_owned());
            let alt = tag.attribute("alt").map_or_else(String::new, |(_, alt)| alt.to_owned());
            let (range, to_range) = (self.place(&tag.range), self.place(&value));
            found.links.push(Link { to, range, to_range, image, alt });
        }
    }
}

/// An opening tag as browsers read it.
struct Opening<'a> {
    name: &'a str,
    range: Range<usize>,
    /// Each attribute's name, and its value with its place, without quotation marks.
    attributes: Vec<(&'a str, Range<usize>, &'a str)>,
}

impl<'a> Opening<'a> {
    /// The tag that begins with the `<` at `start`, if it is one and has an end.
    fn read(html: &'a str, start: usize) -> Option<Self> {
        let name = word(html, start + 1, |c| c.is_whitespace() || matches!(c, '/' | '>'));
        if !html.get(name.clone())?.starts_with(|c: char| c.is_ascii_alphabetic()) {
            return None;
        }
        let (mut at, mut attributes) = (name.end, Vec::new());
        loop {
            at = word(html, at, |c| !c.is_whitespace() && c != '/').end;
            if html.get(at..)?.starts_with('>') {
                return Some(Self { name: html.get(name)?, range: start..at + 1, attributes });
            }
            // A name may even begin with `=`.
            let first = at + html.get(at..)?.chars().next()?.len_utf8();
            let key = at..word(html, first, |c| c.is_whitespace() || matches!(c, '/' | '>' | '=')).end;
            let after = word(html, key.end, |c| !c.is_whitespace()).end;
            let mut value = key.end..key.end;
            at = key.end;
            if html.get(after..)?.starts_with('=') {
                let begin = word(html, after + 1, |c| !c.is_whitespace()).end;
                match html.get(begin..)?.chars().next()? {
                    mark @ ('"' | '\'') => {
                        value = word(html, begin + 1, |c| c == mark);
                        html.get(value.end..)?.chars().next()?;
                        at = value.end + 1;
                    }
                    _ => {
                        value = word(html, begin, |c| c.is_whitespace() || c == '>');
                        at = value.end;
                    }
                }
            }
            attributes.push((html.get(key)?, value.clone(), html.get(value)?));
        }
    }

    /// The value of an attribute and its place; of two of one name the first counts.
    fn attribute(&self, name: &str) -> Option<(Range<usize>, &'a str)> {
        self.attributes.iter().find(|(key, ..)| key.eq_ignore_ascii_case(name)).map(|(_, range, value)| (range.clone(), *value))
    }
}

/// From `start` to where a character `ends` it, or else to the end of all.
fn word(html: &str, start: usize, ends: impl Fn(char) -> bool) -> Range<usize> {
    let rest = html.get(start..).unwrap_or_default();
    start..start + rest.find(ends).unwrap_or(rest.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Each link's destination, what stands at its place, and its words.
    fn all(text: &str) -> Vec<(String, &str, String)> {
        links(text).links.into_iter().map(|link| (link.to, text.get(link.to_range).unwrap_or("?"), link.alt)).collect()
    }

    #[test]
    fn links_have_their_places() {
        let one =
            |text, to: &str, written, alt: &str| assert_eq!(all(text), [(to.to_owned(), written, alt.to_owned())], "{text}");
        one("甲<a href=\"a.md#乙\">乙</a>", "a.md#乙", "a.md#乙", "");
        one("<A title=\"a>b\" HREF = 'a&amp;b.md' href=c>乙", "a&b.md", "a&amp;b.md", "");
        one("<div>\n<img alt=現場 src=a.png>\n</div>", "a.png", "a.png", "現場");
        one("> <p\n> class=x><a\n> href=\"a.md\">甲</a>", "a.md", "a.md", "");
        one("**「甲」**乙<a href=\"a.md\">", "a.md", "a.md", "");
        one("<a href=javascript:alert(1)>", "javascript:alert(1)", "javascript:alert(1)", "");
        one("<a href=\"\">甲</a>", "", "", "");
        assert_eq!(all("<b href=x><!-- <a> -->`<a href=y>`\n\n    <a href=z>"), []);
        assert_eq!(links("<b id=甲>乙</b>").names, BTreeSet::from(["甲".to_owned()]));
    }

    proptest! {
        #[test]
        fn places_are_in_the_text(parts in prop::collection::vec(prop::sample::select(vec![
            "<a ", "<img ", "href", "src", "=", "\"", "'", ">", "a.md", " ", "/", "甲", "\n", "> ", "**", "<", "</a>", "&amp;", "<!--", "-->", "id",
        ]), 0..30)) {
            let text = parts.concat();
            for link in links(&text).links {
                prop_assert!(text.get(link.range.clone()).is_some() && text.get(link.to_range.clone()).is_some(), "{:?}", link);
            }
        }
    }
}
