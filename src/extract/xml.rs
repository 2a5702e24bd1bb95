//! The words of XML: its text, cut where paragraphs, cells and the like end.

use super::{Unread, plain};
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

/// Elements after which something else begins, by their local names in Office Open XML, OpenDocument and SVG.
const BLOCKS: [&str; 16] =
    ["p", "h", "tr", "tc", "c", "v", "f", "row", "si", "br", "cr", "table-cell", "line-break", "text", "title", "desc"];

/// Elements that stand for a blank within a text.
const BLANKS: [&str; 2] = ["tab", "s"];

/// Attributes that a reader is shown or can follow.
const SHOWN: [&str; 4] = ["descr", "title", "Target", "alt"];

/// Adds the words of an XML text.
pub(super) fn words(bytes: &[u8], into: &mut String) -> Result<(), Unread> {
    let text = plain::text(bytes);
    let mut reader = Reader::from_str(&text);
    reader.config_mut().check_end_names = false;
    loop {
        match reader.read_event() {
            Ok(Event::Text(text)) => into.push_str(&text),
            Ok(Event::CData(text)) => into.push_str(&text),
            Ok(Event::GeneralRef(name)) => into.extend(referred(&name)),
            Ok(Event::Start(tag)) => shown(&tag, into),
            Ok(Event::Empty(tag)) => {
                shown(&tag, into);
                close(tag.local_name().as_ref(), into);
            }
            Ok(Event::End(tag)) => close(tag.local_name().as_ref(), into),
            Ok(Event::Eof) => return Ok(()),
            Ok(_) => {}
            Err(_) => return Err(Unread::Damaged),
        }
    }
}

fn close(name: &str, into: &mut String) {
    match name {
        name if BLOCKS.contains(&name) => into.push('\n'),
        name if BLANKS.contains(&name) => into.push(' '),
        "noBreakHyphen" => into.push('-'),
        _ => {}
    }
}

/// What attributes show, on lines of their own before the text of the element.
fn shown(tag: &BytesStart<'_>, into: &mut String) {
    for attribute in tag.attributes().with_checks(false).flatten() {
        if SHOWN.contains(&attribute.key.local_name().as_ref()) {
            into.push('\n');
            into.push_str(&attribute.value);
            into.push('\n');
        }
    }
}

/// The character that `&name;` stands for.
fn referred(name: &str) -> Option<char> {
    match (name, name.strip_prefix("#x"), name.strip_prefix('#')) {
        ("amp", ..) => Some('&'),
        ("lt", ..) => Some('<'),
        ("gt", ..) => Some('>'),
        ("quot", ..) => Some('"'),
        ("apos", ..) => Some('\''),
        (_, Some(hex), _) => char::from_u32(u32::from_str_radix(hex, 16).ok()?),
        (_, _, Some(digits)) => char::from_u32(digits.parse().ok()?),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> String {
        let mut out = String::new();
        assert_eq!(words(text.as_bytes(), &mut out), Ok(()), "{text}");
        out
    }

    #[test]
    fn runs_of_a_paragraph_are_joined_and_paragraphs_are_not() {
        let text = "<w:p><w:r><w:t>138</w:t></w:r><w:r><w:t>00000000</w:t></w:r></w:p><w:p><w:r><w:t>12</w:t></w:r></w:p>";
        assert_eq!(of(text), "13800000000\n12\n");
        assert_eq!(of("<row><c><v>1</v></c><c><v>2</v></c></row>"), "1\n\n2\n\n\n");
        assert_eq!(of("a<w:tab/>b<w:br/>c&#49;&amp;&#x32;<![CDATA[3]]>"), "a b\nc1&23");
    }

    #[test]
    fn what_attributes_show_is_there_and_nothing_else() {
        assert_eq!(of(r#"<docPr id="7" descr="一張表"/><path d="1 2"/>"#), "\n一張表\n");
        assert_eq!(of(r#"<Relationship Target="tel:12345"/>"#), "\ntel:12345\n");
    }

    #[test]
    fn broken_xml_is_broken() {
        assert_eq!(words(b"<a><b", &mut String::new()), Err(Unread::Damaged));
    }
}
