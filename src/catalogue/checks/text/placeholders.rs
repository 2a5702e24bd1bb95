//! What was to be filled in and was not, in text that the public reads.

use super::survey::Traits;
use super::{Language, Page, Passage};
use crate::diagnostic::{Code, Findings};
use crate::document::cjk::is_han;
use crate::say;
use std::ops::Range;

pub(super) fn check(page: &Page<'_>, passage: &Passage<'_>, findings: &mut Findings) {
    if !page.facts.published || !passage.traits.any(Traits::PLACEHOLDER) {
        return;
    }
    let chinese = passage.is_chinese();
    if !chinese && passage.language != Language::English {
        return;
    }
    let mut places: Vec<Range<usize>> = Vec::new();
    for word in ["TODO", "TBD", "FIXME"] {
        places.extend(words(passage.text, word).filter(|range| stands_alone(passage.text, range)).filter(|range| {
            // A TODO list and Microsoft TODO are things, in Chinese text too.
            !chinese || !is_within_words(passage.text, range)
        }));
    }
    if chinese {
        places.extend(words(passage.text, "待定").filter(|range| is_open(passage.text, range)));
        places.extend(crosses(passage.text));
    }
    for range in places {
        let word = passage.text.get(range.clone()).unwrap_or_default().to_owned();
        let message = say!("`{word}` still holds a place in published text", "已發布的文字裡還有「{word}」");
        let says = say!("fill it in, or leave the sentence out", "請補上內容，或刪去這一句");
        findings.push(page.finding(Code::Placeholder, passage, range, message).hint(says));
    }
}

fn words<'t>(text: &'t str, word: &'static str) -> impl Iterator<Item = Range<usize>> + 't {
    text.match_indices(word).map(|(at, word)| at..at + word.len())
}

fn around(text: &str, range: &Range<usize>) -> (Option<char>, Option<char>) {
    let before = text.get(..range.start).and_then(|text| text.chars().next_back());
    let after = text.get(range.end..).and_then(|text| text.chars().next());
    (before, after)
}

fn stands_alone(text: &str, range: &Range<usize>) -> bool {
    let is_letter = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric() || c == '_');
    let (before, after) = around(text, range);
    !is_letter(before) && !is_letter(after)
}

fn is_within_words(text: &str, range: &Range<usize>) -> bool {
    let is_letter = |c: char| c.is_ascii_alphabetic();
    let before = text.get(..range.start).and_then(|text| text.strip_suffix(' '));
    let after = text.get(range.end..).and_then(|text| text.strip_prefix(' '));
    before.is_some_and(|text| text.ends_with(is_letter)) || after.is_some_and(|text| text.starts_with(is_letter))
}

/// Whether 待定 ends a phrase; it also begins words (有待定論, 待定崗位), and law calls a thing so (效力待定).
fn is_open(text: &str, range: &Range<usize>) -> bool {
    let (before, after) = around(text, range);
    let ends = after.is_none_or(|c| {
        c.is_whitespace()
            || matches!(c, '。' | '，' | '；' | '、' | '）' | ')' | '」' | '”' | '】' | ']' | '：' | '！' | ',' | ';')
    });
    ends && before != Some('有') && !text.get(..range.start).is_some_and(|text| text.ends_with("效力"))
}

/// Two to four X beside a Han character for what is not told. Those of withheld dates and numbers (20XX年XX月, XX號) are told
/// so on purpose, more of them show the form of a number, and in quotations they stand for any word.
fn crosses(text: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    let is_cross = |c: char| matches!(c, 'X' | 'x' | 'Ｘ' | 'ｘ');
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            let start = at + text.get(at..)?.find(is_cross)?;
            let rest = text.get(start..)?;
            at = start + rest.find(|c| !is_cross(c)).unwrap_or(rest.len());
            let range = start..at;
            let several = (2..=4).contains(&text.get(range.clone())?.chars().count());
            let (_, after) = around(text, &range);
            let head = text.get(..start)?;
            let beside = head.trim_end_matches(' ').ends_with(is_han)
                || rest.trim_start_matches(|c| is_cross(c) || c == ' ').starts_with(is_han);
            let quoted =
                head.matches(['“', '「']).count() > head.matches(['”', '」']).count() || head.matches('"').count() % 2 == 1;
            if beside
                && !quoted
                && several
                && stands_alone(text, &range)
                && !matches!(after, Some('年' | '月' | '日' | '號' | '号' | '〕' | '-'))
            {
                return Some(range);
            }
        }
    })
}

#[cfg(test)]
mod tests {
    use super::super::tests::{clean, found, found_in_draft};

    #[test]
    fn what_holds_a_place_is_found() {
        assert_eq!(found("zh-Hant", "時間待定。地點：XX學校，TODO"), ["placeholder TODO", "placeholder 待定", "placeholder XX"]);
        assert_eq!(found("en", "Venue: TBD."), ["placeholder TBD"]);
        assert!(found_in_draft("zh-Hant", "時間待定。").is_empty());
    }

    #[test]
    fn withheld_digits_and_words_are_left_alone() {
        for fine in [
            "20XX年XX月XX日",
            "〔20XX〕XX號",
            "XXL號、MAXX、TODOS",
            "有待定論，有待定。待定崗位",
            "第X組",
            "編號為XXXXXXXX",
            "如「選用XX教材」",
            "[16, XX]",
            "TODO list",
            "Microsoft TODO",
            "合同效力待定。",
        ] {
            clean("zh-Hant", fine);
        }
        clean("en", "Chapter XX and chapter XXX");
        clean("ja", "待定");
    }
}
