//! HTML in pieces: opening tags taken apart, everything else as it stands.

use std::borrow::Cow;

/// A piece of a page. Put behind each other, the pieces are the page.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Piece<'a> {
    /// An opening tag.
    Open(Tag<'a>),
    /// A closing tag: its name, and the whole of it.
    Close(&'a str, &'a str),
    /// Text, comments, the document type.
    Text(&'a str),
}

/// An opening tag.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Tag<'a> {
    /// Its name as written.
    pub name: &'a str,
    /// Names of attributes with values as written between the quotes.
    pub attributes: Vec<(&'a str, Option<&'a str>)>,
    /// Whether it ends with a slash.
    pub closed: bool,
}

impl Tag<'_> {
    /// Whether it is of this name.
    pub fn is(&self, name: &str) -> bool {
        self.name.eq_ignore_ascii_case(name)
    }

    /// The value of an attribute.
    pub fn get(&self, name: &str) -> Option<Cow<'_, str>> {
        let found = self.attributes.iter().find(|(key, _)| key.eq_ignore_ascii_case(name));
        found.map(|(_, value)| plain(value.unwrap_or_default()))
    }
}

/// Elements whose content is no markup.
const RAW: [&str; 4] = ["script", "style", "textarea", "title"];

/// Takes a page apart.
pub(super) fn pieces(html: &str) -> Vec<Piece<'_>> {
    let mut all = Vec::new();
    let mut rest = html;
    while !rest.is_empty() {
        let text = rest.find('<').unwrap_or(rest.len());
        if text > 0 {
            let (before, after) = rest.split_at(text);
            all.push(Piece::Text(before));
            rest = after;
            continue;
        }
        let after_bracket = rest.get(1..).unwrap_or_default();
        let starts_name = |text: &str| text.starts_with(|c: char| c.is_ascii_alphabetic());
        if let Some(comment) = rest.strip_prefix("<!--") {
            let end = comment.find("-->").map_or(rest.len(), |at| at + 7);
            let (piece, after) = rest.split_at(end);
            all.push(Piece::Text(piece));
            rest = after;
        } else if starts_name(after_bracket) {
            match tag(rest) {
                Some((tag, after)) => {
                    rest = after;
                    let raw = RAW.into_iter().find(|name| tag.is(name) && !tag.closed);
                    all.push(Piece::Open(tag));
                    if let Some(name) = raw {
                        let (content, after) = rest.split_at(end_of(rest, name));
                        if !content.is_empty() {
                            all.push(Piece::Text(content));
                        }
                        rest = after;
                    }
                }
                // A tag that is not closed is none.
                None => {
                    all.push(Piece::Text(rest));
                    rest = "";
                }
            }
        } else {
            let is_close = after_bracket.strip_prefix('/').is_some_and(starts_name);
            let is_markup = is_close || after_bracket.starts_with(['!', '?', '/']);
            let end = if is_markup { rest.find('>').map_or(rest.len(), |at| at + 1) } else { 1 };
            let (piece, after) = rest.split_at(end);
            let name = piece.trim_start_matches("</").split(|c: char| c == '>' || c == '/' || c.is_whitespace()).next();
            all.push(if is_close { Piece::Close(name.unwrap_or_default(), piece) } else { Piece::Text(piece) });
            rest = after;
        }
    }
    all
}

/// Where the closing tag of an element begins whose content is no markup.
fn end_of(text: &str, name: &str) -> usize {
    let is_end = |at: usize| {
        let rest = text.get(at + 2..).unwrap_or_default();
        rest.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name))
            && rest.get(name.len()..).is_none_or(|rest| !rest.starts_with(|c: char| c.is_ascii_alphanumeric()))
    };
    text.match_indices("</").map(|(at, _)| at).find(|at| is_end(*at)).unwrap_or(text.len())
}

/// An opening tag at the start of a text, and what follows it.
fn tag(text: &str) -> Option<(Tag<'_>, &str)> {
    let body = text.strip_prefix('<')?;
    let end_of_name = body.find(|c: char| c.is_whitespace() || c == '/' || c == '>')?;
    let (name, mut rest) = body.split_at(end_of_name);
    let mut attributes = Vec::new();
    loop {
        rest = rest.trim_start();
        if let Some(after) = rest.strip_prefix("/>") {
            return Some((Tag { name, attributes, closed: true }, after));
        }
        if let Some(after) = rest.strip_prefix('>') {
            return Some((Tag { name, attributes, closed: false }, after));
        }
        if let Some(after) = rest.strip_prefix('/') {
            rest = after;
            continue;
        }
        // A name may begin with `=`, and nothing else would end it there.
        let first = rest.chars().next()?.len_utf8();
        let end = first + rest.get(first..)?.find(|c: char| c.is_whitespace() || matches!(c, '=' | '>' | '/'))?;
        let (key, after) = rest.split_at(end);
        let Some(value) = after.trim_start().strip_prefix('=') else {
            attributes.push((key, None));
            rest = after;
            continue;
        };
        let value = value.trim_start();
        let (value, after) = match value.chars().next()? {
            quote @ ('"' | '\'') => value.get(1..)?.split_once(quote)?,
            _ => value.split_at(value.find(|c: char| c.is_whitespace() || c == '>')?),
        };
        attributes.push((key, Some(value)));
        rest = after;
    }
}

/// The text that an attribute's value means.
pub(super) fn plain(value: &str) -> Cow<'_, str> {
    if !value.contains('&') {
        return Cow::Borrowed(value);
    }
    let mut out = String::with_capacity(value.len());
    let mut rest = value;
    while let Some((before, after)) = rest.split_once('&') {
        out.push_str(before);
        let entity = after.split_once(';').and_then(|(name, rest)| Some((character(name)?, rest)));
        match entity {
            Some((c, behind)) => {
                out.push(c);
                rest = behind;
            }
            None => {
                out.push('&');
                rest = after;
            }
        }
    }
    out.push_str(rest);
    Cow::Owned(out)
}

fn character(name: &str) -> Option<char> {
    match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => {
            let digits = name.strip_prefix('#')?;
            let hex = digits.strip_prefix(['x', 'X']).map(|hex| u32::from_str_radix(hex, 16).ok());
            char::from_u32(hex.unwrap_or_else(|| digits.parse().ok())?)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::escape::escape;
    use proptest::prelude::*;

    #[test]
    fn tags_are_taken_apart() {
        let pieces = pieces("<a HREF='x y' b = c disabled/>t</a >");
        let tag = Tag { name: "a", attributes: vec![("HREF", Some("x y")), ("b", Some("c")), ("disabled", None)], closed: true };
        assert_eq!(pieces, [Piece::Open(tag), Piece::Text("t"), Piece::Close("a", "</a >")]);
    }

    #[test]
    fn values_are_read_as_they_are_meant() {
        assert_eq!(plain("a&amp;b&#20540;&#x27;&nbsp;&"), "a&b值'&nbsp;&");
        assert_eq!(plain(&escape("<\"值\" & 'b'>")), "<\"值\" & 'b'>");
    }

    proptest! {
        /// Whatever the markup, nothing of it is lost and nothing is read twice.
        #[test]
        fn pieces_are_the_whole(html in "[<>/a-c=\"'! ?-]{0,40}") {
            let mut at = 0;
            for piece in pieces(&html) {
                match piece {
                    Piece::Text(text) | Piece::Close(_, text) => {
                        prop_assert!(html[at..].starts_with(text));
                        at += text.len();
                    }
                    Piece::Open(_) => {
                        let (_, after) = tag(&html[at..]).unwrap();
                        at = html.len() - after.len();
                    }
                }
            }
            prop_assert_eq!(at, html.len());
        }
    }
}
