//! Where the front matter of a Markdown text stands.

use std::ops::Range;

/// A text's front matter and body, as byte ranges of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Split {
    /// Front matter, without its fences, and body.
    Both {
        /// The lines between the fences.
        front: Range<usize>,
        /// Everything behind the second fence.
        body: Range<usize>,
    },
    /// The text begins with something else than a fence.
    BodyOnly,
    /// A first fence and no second one.
    Unclosed,
}

/// Takes a text without byte order mark apart. A fence is a line of `---`, with or without blanks behind it.
pub fn split(text: &str) -> Split {
    let mut lines = text.split_inclusive('\n');
    let first = lines.next().unwrap_or("");
    if first.trim_end() != "---" {
        return Split::BodyOnly;
    }
    let start = first.len();
    let mut at = start;
    for line in lines {
        if line.trim_end() == "---" {
            return Split::Both { front: start..at, body: at + line.len()..text.len() };
        }
        at += line.len();
    }
    Split::Unclosed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn front_matter_and_body_are_told_apart() {
        let both = |text| match split(text) {
            Split::Both { front, body } => Some((text[front].to_owned(), text[body].to_owned())),
            _ => None,
        };
        assert_eq!(both("---\na: 1\n---\n正文"), Some(("a: 1\n".into(), "正文".into())));
        assert_eq!(both("---\r\na: 1\r\n---\r\nx"), Some(("a: 1\r\n".into(), "x".into())));
        assert_eq!(both("---\n---"), Some((String::new(), String::new())));
        assert_eq!(split("正文"), Split::BodyOnly);
        assert_eq!(split("---\na: 1\n"), Split::Unclosed);
    }
}
