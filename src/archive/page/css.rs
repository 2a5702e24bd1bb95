//! Style sheets with what they load in them.

use super::address::{Address, Base};
use super::{Surroundings, media};

/// Sheets that import sheets are followed so deep.
const DEEPEST: usize = 4;

/// The style sheet at an address, with its pictures and fonts; `None` where it is no file of the site.
pub(super) fn sheet(href: &str, base: &Base<'_>, around: &Surroundings<'_>) -> Option<String> {
    read(href, base, around, 0)
}

fn read(href: &str, base: &Base<'_>, around: &Surroundings<'_>, depth: usize) -> Option<String> {
    let Address::Inside { path, .. } = base.resolve(href) else { return None };
    let text = String::from_utf8((around.file)(&path)?).ok()?;
    Some(whole(&text, &Base { url: base.url, path: &path }, around, depth))
}

/// Puts what a sheet loads in place of its address.
fn whole(text: &str, base: &Base<'_>, around: &Surroundings<'_>, depth: usize) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    let mut importing = false;
    while let Some(next) = rest.chars().next() {
        let (piece, after) = if let Some(comment) = rest.strip_prefix("/*") {
            let end = comment.find("*/").map_or(rest.len(), |at| at + 4);
            rest.split_at(end)
        } else if rest.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("url(")) {
            let end = closing(rest.get(4..).unwrap_or_default()).map_or(rest.len(), |at| at + 4);
            let (piece, after) = rest.split_at(end);
            let value = piece.get(4..).unwrap_or_default().trim_end_matches(')').trim().trim_matches(['"', '\'']);
            out.push_str(&format!("url(\"{}\")", loaded(value, base, around, importing, depth)));
            importing = false;
            rest = after;
            continue;
        } else if next == '"' || next == '\'' {
            let end = quoted(rest, next);
            let (piece, after) = rest.split_at(end);
            if importing {
                out.push_str(&format!("\"{}\"", loaded(piece.trim_matches(next), base, around, true, depth)));
                importing = false;
                rest = after;
                continue;
            }
            (piece, after)
        } else if rest.get(..7).is_some_and(|start| start.eq_ignore_ascii_case("@import")) {
            importing = true;
            rest.split_at(7)
        } else {
            rest.split_at(next.len_utf8())
        };
        out.push_str(piece);
        rest = after;
    }
    out
}

/// Where a `url(` ends, behind its bracket.
fn closing(text: &str) -> Option<usize> {
    let blank = text.len() - text.trim_start().len();
    match text.trim_start().chars().next() {
        Some(quote @ ('"' | '\'')) => {
            let end = blank + quoted(text.trim_start(), quote);
            text.get(end..)?.find(')').map(|at| end + at + 1)
        }
        _ => text.find(')').map(|at| at + 1),
    }
}

/// Where a quoted text ends, behind its quote.
fn quoted(text: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, c) in text.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            c if c == quote => return at + c.len_utf8(),
            _ => {}
        }
    }
    text.len()
}

fn loaded(value: &str, base: &Base<'_>, around: &Surroundings<'_>, importing: bool, depth: usize) -> String {
    if importing && depth < DEEPEST {
        return read(value, base, around, depth + 1)
            .map_or_else(|| base.absolute(value), |sheet| media::data_uri("text/css", sheet.as_bytes()));
    }
    match base.resolve(value) {
        Address::Inside { path, .. } => match (around.file)(&path) {
            Some(bytes) => media::data_uri(&media::media_type(&path), &bytes),
            None => base.absolute(value),
        },
        Address::Here | Address::Elsewhere => value.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sheet_has_its_pictures_and_sheets_in_it() {
        let file = |path: &str| {
            match path {
            "assets/a.css" => Some(
                "/* url(x) */ @import \"b/b.css\"; a { background: url( 'b/p.png' ) } b::after { content: \"url(p)\" } c { background: url(#g) url(none.png) }"
                    .as_bytes()
                    .to_vec(),
            ),
            "assets/b/b.css" => Some(b"d { background: URL(p.png) }".to_vec()),
            "assets/b/p.png" => Some(b"PNG".to_vec()),
            _ => None,
        }
        };
        let around = Surroundings { base_url: "https://a.example/", path: "x/index.html", file: &file };
        let base = Base { url: around.base_url, path: around.path };
        let imported = media::data_uri("text/css", b"d { background: url(\"data:image/png;base64,UE5H\") }");
        let expected = format!(
            "/* url(x) */ @import \"{imported}\"; a {{ background: url(\"data:image/png;base64,UE5H\") }} b::after {{ content: \"url(p)\" }} c {{ background: url(\"#g\") url(\"https://a.example/assets/none.png\") }}"
        );
        assert_eq!(sheet("../assets/a.css", &base, &around), Some(expected));
        assert_eq!(sheet("../assets/none.css", &base, &around), None);
        assert_eq!(sheet("https://b.example/a.css", &base, &around), None);
    }

    #[test]
    fn what_is_not_closed_ends_with_the_sheet() {
        let around = Surroundings { base_url: "https://a.example/", path: "", file: &|_| None };
        let base = Base { url: around.base_url, path: "" };
        for text in ["/* a", "a { b: url(", "a { b: \"c", "@import", "方案"] {
            assert!(!whole(text, &base, &around, 0).is_empty());
        }
    }
}
