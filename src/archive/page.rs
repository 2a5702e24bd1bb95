//! A page of the site as one file that stands alone: style sheets and pictures are in it, scripts are not, and its links
//! lead to the site's address.

mod address;
mod css;
mod markup;

use super::media;
use crate::document::escape::escape;
use address::{Address, Base};
use markup::{Piece, Tag, pieces};
use std::borrow::Cow;

/// What the page may do where it is opened: nothing but show itself.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline' data:; img-src data:; font-src data:; media-src data:; base-uri 'none'; form-action 'none'";

/// Elements whose `src`, `href` or `poster` is shown as a part of the page.
const SHOWN: [&str; 8] = ["img", "source", "video", "audio", "track", "image", "input", "feimage"];

/// Attributes that hold an address.
const ADDRESSES: [&str; 8] = ["href", "src", "poster", "action", "formaction", "cite", "data", "xlink:href"];

/// What is needed to make a page stand alone.
pub struct Surroundings<'a> {
    /// Where the site stands, with a closing slash.
    pub base_url: &'a str,
    /// Where the page stands below it.
    pub path: &'a str,
    /// The bytes of a file of the site that is no page, by its path.
    pub file: &'a dyn Fn(&str) -> Option<Vec<u8>>,
}

/// Makes a page stand alone.
pub fn alone(html: &str, around: &Surroundings<'_>) -> String {
    let base = Base { url: around.base_url, path: around.path };
    let mut out = String::with_capacity(html.len() * 2);
    let mut skipping: Option<&str> = None;
    for piece in pieces(html) {
        match (&piece, skipping) {
            (Piece::Close(name, _), Some(skipped)) if name.eq_ignore_ascii_case(skipped) => skipping = None,
            (_, Some(_)) => {}
            (Piece::Open(tag), None) if tag.is("script") => skipping = Some("script"),
            (Piece::Open(tag), None) => open(tag, &base, around, &mut out),
            (Piece::Text(text) | Piece::Close(_, text), None) => out.push_str(text),
        }
    }
    out
}

fn open(tag: &Tag<'_>, base: &Base<'_>, around: &Surroundings<'_>, out: &mut String) {
    let rel = tag.get("rel").unwrap_or_default().to_ascii_lowercase();
    let rel: Vec<&str> = rel.split_ascii_whitespace().collect();
    let is_link = tag.is("link");
    // A base of its own would turn every link; what is to be loaded ahead is not needed.
    if tag.is("base") || (is_link && ["preload", "modulepreload", "prefetch", "preconnect"].iter().any(|word| rel.contains(word)))
    {
        return;
    }
    if is_link
        && rel.contains(&"stylesheet")
        && let Some(sheet) = tag.get("href").and_then(|href| css::sheet(&href, base, around))
    {
        out.push_str("<style");
        if let Some(media) = tag.get("media") {
            out.push_str(&format!(" media=\"{}\"", escape(&media)));
        }
        // What looks like the end of the element in a style sheet can only stand in a text there.
        out.push_str(&format!(">\n{}\n</style>", sheet.replace("</", "<\\/").trim()));
        return;
    }
    let is_policy =
        tag.is("meta") && tag.get("http-equiv").is_some_and(|name| name.eq_ignore_ascii_case("content-security-policy"));
    let is_shown = SHOWN.iter().any(|name| tag.is(name)) || (is_link && rel.contains(&"icon"));
    out.push('<');
    out.push_str(tag.name);
    for (name, value) in &tag.attributes {
        let key = name.to_ascii_lowercase();
        let value = value.as_ref().map(|value| markup::plain(value));
        let put = match (key.as_str(), value) {
            (key, _) if key.starts_with("on") => continue,
            ("content", Some(_)) if is_policy => Some(Cow::Borrowed(POLICY)),
            ("srcset", Some(value)) => Some(Cow::Owned(source_set(&value, base, around))),
            ("integrity" | "nonce", _) if is_link => continue,
            (key, Some(value)) if ADDRESSES.contains(&key) => {
                if address::is_script(&value) {
                    continue;
                }
                Some(Cow::Owned(if is_shown { shown(&value, base, around) } else { base.absolute(&value) }))
            }
            (_, value) => value.map(|value| Cow::Owned(value.into_owned())),
        };
        out.push(' ');
        out.push_str(name);
        if let Some(value) = put {
            out.push_str(&format!("=\"{}\"", escape(&value)));
        }
    }
    out.push_str(if tag.closed { "/>" } else { ">" });
}

/// An address of something that is shown: its bytes where it is a file of the site.
fn shown(value: &str, base: &Base<'_>, around: &Surroundings<'_>) -> String {
    match base.resolve(value) {
        Address::Inside { path, .. } => match (around.file)(&path) {
            Some(bytes) => media::data_uri(&media::media_type(&path), &bytes),
            None => base.absolute(value),
        },
        Address::Elsewhere | Address::Here => value.to_owned(),
    }
}

/// A list of pictures for several sizes.
fn source_set(value: &str, base: &Base<'_>, around: &Surroundings<'_>) -> String {
    let one = |candidate: &str| {
        let candidate = candidate.trim();
        let (address, size) = candidate.split_once(char::is_whitespace).unwrap_or((candidate, ""));
        format!("{} {}", shown(address, base, around), size.trim()).trim().to_owned()
    };
    value.split(',').filter(|candidate| !candidate.trim().is_empty()).map(one).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn made(html: &str) -> String {
        let file = |path: &str| match path {
            "assets/style.css" => Some(b"body { background: url(\"ground.png\") }".to_vec()),
            "assets/ground.png" | "communities/a/2025-1/festival.png" => Some(b"PNG".to_vec()),
            _ => None,
        };
        let around =
            Surroundings { base_url: "https://records.example/x/", path: "en/communities/a/2025-1/plan/index.html", file: &file };
        alone(html, &around)
    }

    #[test]
    fn style_sheets_and_pictures_come_into_the_page() {
        let html = made(
            r#"<link rel="stylesheet" href="../../../../../assets/style.css"><img alt="a &amp; b" src="/x/communities/a/2025-1/festival.png">"#,
        );
        assert_eq!(
            html,
            "<style>\nbody { background: url(\"data:image/png;base64,UE5H\") }\n</style><img alt=\"a &amp; b\" src=\"data:image/png;base64,UE5H\">"
        );
        assert_eq!(
            made(r#"<img src="none.png">"#),
            r#"<img src="https://records.example/x/en/communities/a/2025-1/plan/none.png">"#
        );
        assert_eq!(
            made(r#"<img srcset="../../../../../communities/a/2025-1/festival.png 2x, b.png">"#),
            r#"<img srcset="data:image/png;base64,UE5H 2x, https://records.example/x/en/communities/a/2025-1/plan/b.png">"#
        );
    }

    #[test]
    fn links_lead_to_the_site() {
        assert_eq!(
            made(r#"<a href="../../?q=1&amp;r=2#x">"#),
            r#"<a href="https://records.example/x/en/communities/a/?q=1&amp;r=2#x">"#
        );
        for same in [
            r##"<a href="#_main">"##,
            r#"<a href="https://other.example/">"#,
            r#"<a href="mailto:a@b.example">"#,
            r#"<a href="//other.example/">"#,
        ] {
            assert_eq!(made(same), same);
        }
    }

    #[test]
    fn no_script_remains() {
        assert_eq!(made("a<script src=\"x.js\"></script>b<SCRIPT type=\"x\">if (a < b) { '<p>' }</SCRIPT>c"), "abc");
        assert_eq!(made(r#"<p onclick="x()" class="y">"#), r#"<p class="y">"#);
        assert_eq!(made(r#"<a href=" java&#115;cript:x()">x</a>"#), "<a>x</a>");
        let policy = made(r#"<meta http-equiv="Content-Security-Policy" content="script-src 'self'">"#);
        assert!(policy.contains("default-src 'none'") && !policy.contains("script-src"));
    }

    #[test]
    fn what_needs_no_change_is_not_changed() {
        for same in [
            "<!DOCTYPE html>\n<html lang=\"zh-Hant\">\n<!-- <script> --><title>a < b</title><p>方案 &amp; 1 < 2</p><br/><input disabled></html>",
            "<textarea><script></textarea>",
            "<pre>a <b",
            "<",
            "",
        ] {
            assert_eq!(made(same), same);
        }
    }
}
