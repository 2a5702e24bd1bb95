//! A body as plain text, block by block: what search finds in it.

use super::cjk::Prepared;
use super::markdown::{events, is_inline};
use pulldown_cmark::{Event, Tag, TagEnd};

/// The text of a paragraph, heading, item, cell or block of code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Block<'t> {
    /// Its words without marks; a line break is a space.
    pub text: &'t str,
    /// Whether it is a heading.
    pub is_heading: bool,
}

/// Gives `put` the blocks of a body that have text, in order. HTML is text unless the site passes it on.
pub fn blocks(text: &str, raw_html: bool, mut put: impl FnMut(Block<'_>)) {
    let prepared = Prepared::new(text);
    let mut plain = String::new();
    let mut is_heading = false;
    for (event, _) in events(&prepared) {
        match &event {
            Event::Text(words) | Event::Code(words) => plain.push_str(words),
            Event::Html(words) | Event::InlineHtml(words) if !raw_html => plain.push_str(words),
            Event::SoftBreak | Event::HardBreak => plain.push(' '),
            Event::Start(tag) if !is_inline(tag) => {
                flush(&mut plain, is_heading, &mut put);
                is_heading = matches!(tag, Tag::Heading { .. });
            }
            Event::End(tag) if !ends_inline(tag) => {
                flush(&mut plain, is_heading, &mut put);
                is_heading = false;
            }
            _ => {}
        }
    }
    flush(&mut plain, is_heading, &mut put);
}

fn flush(plain: &mut String, is_heading: bool, put: &mut impl FnMut(Block<'_>)) {
    let text = plain.trim();
    if !text.is_empty() {
        put(Block { text, is_heading });
    }
    plain.clear();
}

fn ends_inline(tag: &TagEnd) -> bool {
    matches!(tag, TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link | TagEnd::Image)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, raw_html: bool) -> Vec<(bool, String)> {
        let mut all = Vec::new();
        blocks(text, raw_html, |block| all.push((block.is_heading, block.text.to_owned())));
        all
    }

    #[test]
    fn each_block_by_itself_without_marks() {
        let text =
            "## 一、**目標**\n\n這是**「重\n點」**的[連結](a.md)。\n\n- 甲\n- 乙\n  丙\n\n| 列 | 行 |\n|---|---|\n| 1 | `x` |\n";
        let expected = [
            (true, "一、目標"),
            (false, "這是「重點」的連結。"),
            (false, "甲"),
            (false, "乙丙"),
            (false, "列"),
            (false, "行"),
            (false, "1"),
            (false, "x"),
        ];
        assert_eq!(read(text, false), expected.map(|(heading, text)| (heading, text.to_owned())));
    }

    #[test]
    fn html_is_text_where_it_is_shown_as_text() {
        assert_eq!(read("a <b>c</b>", false), [(false, "a <b>c</b>".to_owned())]);
        assert_eq!(read("a <b>c</b>", true), [(false, "a c".to_owned())]);
    }
}
