//! Text made safe for its place in HTML.

/// Text as the content of an element or as an attribute's value between double quotes.
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    push_attribute(&mut out, text);
    out
}

/// Appends `text` as the content of an element.
pub(super) fn push_text(out: &mut String, text: &str) {
    push(out, text, false);
}

/// Appends `text` as an attribute's value between double quotes.
pub(super) fn push_attribute(out: &mut String, text: &str) {
    push(out, text, true);
}

fn push(out: &mut String, text: &str, quotes: bool) {
    let mut rest = text;
    while let Some((at, c, entity)) = rest.char_indices().find_map(|(at, c)| Some((at, c, entity(c, quotes)?))) {
        out.push_str(rest.get(..at).unwrap_or_default());
        out.push_str(entity);
        rest = rest.get(at + c.len_utf8()..).unwrap_or_default();
    }
    out.push_str(rest);
}

/// What stands for `c` in HTML, where it may not stand for itself.
fn entity(c: char, quotes: bool) -> Option<&'static str> {
    match c {
        '&' => Some("&amp;"),
        '<' => Some("&lt;"),
        '>' => Some("&gt;"),
        '"' if quotes => Some("&quot;"),
        c => is_forbidden(c).then_some(DAMAGED),
    }
}

/// What stands for a character that no page may hold: shown as damaged, it can be found and mended.
pub(super) const DAMAGED: &str = "\u{fffd}";

/// Whether a character makes a page invalid: control characters and noncharacters.
pub(super) fn is_forbidden(c: char) -> bool {
    match c {
        '\t' | '\n' | '\r' => false,
        '\0'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{fdd0}'..='\u{fdef}' => true,
        c => u32::from(c) & 0xfffe == 0xfffe,
    }
}

/// Appends an address as the value of `href` or `src`.
pub(super) fn push_address(out: &mut String, address: &str) {
    push_attribute(out, &encoded(address));
}

/// An address in which what may not stand in a URL is percent-encoded; what is encoded already stays.
pub(super) fn encoded(address: &str) -> String {
    const HEX: &[u8; 16] = b"0123456789ABCDEF";
    let mut out = String::with_capacity(address.len());
    let mut in_fragment = false;
    for (at, byte) in address.bytes().enumerate() {
        let stays = match byte {
            // A fragment may hold anything but another `#`.
            b'#' => !std::mem::replace(&mut in_fragment, true),
            b'%' => address.as_bytes().get(at + 1..at + 3).is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit)),
            byte => byte.is_ascii_alphanumeric() || b"-_.~!*(),@?=;:/+$&".contains(&byte),
        };
        if stays {
            out.push(char::from(byte));
        } else {
            out.push('%');
            for digit in [byte >> 4, byte & 15] {
                out.push(HEX.get(usize::from(digit)).map_or('0', |hex| char::from(*hex)));
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{push_address, push_attribute, push_text};

    fn with(push: fn(&mut String, &str), text: &str) -> String {
        let mut out = String::new();
        push(&mut out, text);
        out
    }

    #[test]
    fn each_place_has_its_own_rules() {
        assert_eq!(with(push_text, "a<b> & \"c\"\0\u{85}\n"), "a&lt;b&gt; &amp; \"c\"\u{fffd}\u{fffd}\n");
        assert_eq!(with(push_attribute, "\"x\" 'y'"), "&quot;x&quot; 'y'");
        assert_eq!(with(push_address, "100%.md%2#a#b%20"), "100%25.md%252#a%23b%20");
        assert_eq!(with(push_address, "../a b/計.md?x=1&y=%20#甲'[\""), "../a%20b/%E8%A8%88.md?x=1&amp;y=%20#%E7%94%B2%27%5B%22");
    }
}
