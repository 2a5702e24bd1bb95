//! The sections of a text: what precedes its first heading, then each heading with all up to the next one of any level.

use super::markdown::Body;
use crate::data::{Field, Node, Value, record, wrong_type};
use crate::diagnostic::{Code, Finding, Findings, Wording};
use crate::say;
use serde_json::json;

/// So many digits of a SHA-256 stand for a section.
pub const DIGITS: usize = 12;

/// A section of a body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Section<'t> {
    /// Position of its heading among the body's; `None` for what precedes the first one.
    pub heading: Option<usize>,
    /// Its text, from the beginning of the heading's line, without white space around it.
    pub text: &'t str,
}

/// The sections of a body in order. The one before the first heading is left out where nothing stands there.
pub fn of<'t>(text: &'t str, body: &Body) -> Vec<Section<'t>> {
    let line_of = |at: usize| text.get(..at).and_then(|before| before.rfind('\n')).map_or(0, |newline| newline + 1);
    let starts: Vec<usize> = body.headings.iter().map(|heading| line_of(heading.range.start)).collect();
    let piece = |from: usize, to: Option<&usize>| text.get(from..*to.unwrap_or(&text.len())).unwrap_or("").trim();
    let lead = Section { heading: None, text: piece(0, starts.first()) };
    let headed = starts.iter().enumerate().map(|(n, start)| Section { heading: Some(n), text: piece(*start, starts.get(n + 1)) });
    Some(lead).filter(|lead| !lead.text.is_empty()).into_iter().chain(headed).collect()
}

/// A heading's words without official numbering: `三、成效` is `成效`.
pub fn without_number(text: &str) -> &str {
    let rest = text.trim_start_matches(|c: char| "（()）一二三四五六七八九十".contains(c) || c.is_ascii_digit());
    let rest = rest.trim_start_matches(['、', '.', '．', ' ', '\u{3000}']);
    if rest.is_empty() { text } else { rest }
}

record! {
    /// What a translation records of each section of its original: the first twelve digits of a SHA-256.
    pub struct TranslatedSections {
        /// Of title, subtitle and summary.
        /// | 標題、副標題和摘要的。
        "title" => title: ShortDigest,
        /// Of what precedes the first heading; absent where nothing does.
        /// | 第一個小標題之前的部分；沒有就不寫。
        "lead" => lead: ShortDigest,
        /// Of each heading with the text below it, in order, and the heading: `8d969eef6eca 一、背景`.
        /// | 每個小標題連同其下文字的，按次序，後面寫小標題：8d969eef6eca 一、背景。
        "headings" => headings: crate::data::List<HeadingDigest>,
    }
}

/// The beginning of a SHA-256.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShortDigest(pub String);

/// What a translation records of a heading and the text below it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeadingDigest {
    /// The beginning of the SHA-256.
    pub digest: String,
    /// The heading's words.
    pub heading: String,
}

fn is_digest(text: &str) -> bool {
    text.len() == DIGITS && text.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b))
}

fn malformed(node: &Node, text: &str) -> Finding {
    Finding::new(
        Code::MalformedValue,
        node.span,
        say!("`{text}` does not begin with a digest of {DIGITS} digits", "「{text}」不是以{DIGITS}位摘要值開頭"),
    )
    .hint(say!("let `fangan translate mark` write these lines", "這幾行請用 fangan translate mark 來寫"))
}

impl Field for ShortDigest {
    fn read(node: &Node, findings: &mut Findings) -> Option<Self> {
        let text = String::read(node, findings)?;
        if !is_digest(&text) {
            findings.push(malformed(node, &text));
            return None;
        }
        Some(Self(text))
    }

    fn expected() -> Wording {
        say!("a digest", "摘要值")
    }

    fn schema() -> serde_json::Value {
        json!({ "type": ["string", "number"], "pattern": format!("^[0-9a-f]{{{DIGITS}}}$") })
    }
}

impl Field for HeadingDigest {
    fn read(node: &Node, findings: &mut Findings) -> Option<Self> {
        let (Value::Text(text) | Value::Number(text)) = &node.value else {
            findings.push(wrong_type::<Self>(node));
            return None;
        };
        let (digest, heading) = text.split_once(' ').unwrap_or((text, ""));
        if !is_digest(digest) {
            findings.push(malformed(node, text));
            return None;
        }
        Some(Self { digest: digest.to_owned(), heading: heading.trim().to_owned() })
    }

    fn expected() -> Wording {
        say!("a digest and a heading", "摘要值和標題")
    }

    fn schema() -> serde_json::Value {
        json!({ "type": ["string", "number"], "pattern": format!("^[0-9a-f]{{{DIGITS}}}( |$)") })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::markdown;
    use proptest::prelude::*;

    fn all(text: &str) -> Vec<(Option<usize>, &str)> {
        of(text, &markdown::read(text)).into_iter().map(|s| (s.heading, s.text)).collect()
    }

    #[test]
    fn a_section_goes_from_its_heading_to_the_next_of_any_level() {
        assert_eq!(all(""), []);
        assert_eq!(all("\n引言\n\n"), [(None, "引言")]);
        assert_eq!(all("# 甲 {#a}\n\n一\n\n### 乙\n"), [(Some(0), "# 甲 {#a}\n\n一"), (Some(1), "### 乙")]);
        assert_eq!(
            all("引\n\n甲\n===\n一\n> ## 乙\n> 二\n"),
            [(None, "引"), (Some(0), "甲\n===\n一"), (Some(1), "> ## 乙\n> 二")]
        );
        assert_eq!(all("## 甲\n```\n## 不是\n```\n"), [(Some(0), "## 甲\n```\n## 不是\n```")]);
    }

    #[test]
    fn official_numbers_may_be_left_out() {
        assert_eq!(without_number("三、成效"), "成效");
        assert_eq!(without_number("（一）總體要求"), "總體要求");
        assert_eq!(without_number("1. 目標"), "目標");
        assert_eq!(without_number("三"), "三");
    }

    proptest! {
        #[test]
        fn nothing_but_white_space_is_lost(text in "([#>=\\-`甲a \n]|## ){0,60}") {
            let solid = |text: &str| text.split_whitespace().collect::<String>();
            let sections: String = all(&text).into_iter().map(|(_, part)| part).collect();
            prop_assert_eq!(solid(&sections), solid(&text));
        }
    }
}
