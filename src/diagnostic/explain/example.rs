//! The examples of the explanations as files, so that tests can feed them to the program.

use crate::diagnostic::Code;
use std::collections::BTreeMap;

/// Files by path.
pub type Files = BTreeMap<String, String>;

/// A site that causes a finding, and the same site mended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Example {
    /// With the finding.
    pub cause: Files,
    /// Without it.
    pub mended: Files,
}

/// A fenced block of an explanation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Block<'a> {
    /// Which `##` section it stands in, from 0; what stands before the first is in none.
    pub section: Option<usize>,
    /// The language behind the fence.
    pub language: &'a str,
    /// The file that it is.
    pub file: Option<&'a str>,
    /// What it holds, with its last line end.
    pub text: &'a str,
}

/// The example of a code; `None` where the explanation tells it in commands, because no text could show it.
pub fn example(code: Code) -> Option<Example> {
    let blocks = blocks(super::explain(code, crate::diagnostic::Tongue::En));
    let part = |n: usize| blocks.iter().filter(move |block| block.section == Some(n));
    let mut cause = files(self::blocks(include_str!("README.md")).iter());
    let own = files(part(0));
    if own.is_empty() {
        return None;
    }
    cause.extend(own);
    let mut mended = cause.clone();
    mended.extend(files(part(1)));
    for line in part(1).filter(|block| block.language == "sh").flat_map(|block| block.text.lines()) {
        match line.split_whitespace().collect::<Vec<_>>().as_slice() {
            ["mv", from, to] => {
                let moved = mended.remove(*from);
                mended.extend(moved.map(|text| ((*to).to_owned(), text)));
            }
            ["rm", file] => _ = mended.remove(*file),
            _ => {}
        }
    }
    Some(Example { cause, mended })
}

fn files<'a>(blocks: impl Iterator<Item = &'a Block<'a>>) -> Files {
    blocks.filter_map(|block| Some((block.file?.to_owned(), block.text.to_owned()))).collect()
}

/// The fenced blocks of an explanation.
pub(super) fn blocks(text: &str) -> Vec<Block<'_>> {
    let mut blocks = Vec::new();
    let (mut section, mut at) = (None, 0);
    let mut open: Option<(&str, usize)> = None;
    for line in text.split_inclusive('\n') {
        let end = at + line.len();
        match (open, line.trim_end().strip_prefix("```")) {
            (None, Some(info)) => open = Some((info, end)),
            (Some((info, start)), Some("")) => {
                let (language, rest) = info.split_once(' ').unwrap_or((info, ""));
                let file = rest.trim().strip_prefix("title=\"").and_then(|rest| rest.strip_suffix('"'));
                blocks.push(Block { section, language, file, text: text.get(start..at).unwrap_or("") });
                open = None;
            }
            (None, None) if line.starts_with("## ") => section = Some(section.map_or(0, |n: usize| n + 1)),
            _ => {}
        }
        at = end;
    }
    blocks
}
