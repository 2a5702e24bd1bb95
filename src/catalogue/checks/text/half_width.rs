//! Half-width punctuation between Chinese characters (GB/T 15834 knows full-width marks only), and stray quotation marks.

use super::survey::Traits;
use super::{Page, Passage, after, before, begins_chinese, ends_chinese};
use crate::diagnostic::{Code, Findings};
use crate::document::cjk::is_han;
use crate::say;
use std::ops::Range;

pub(super) fn check(page: &Page<'_>, passage: &Passage<'_>, findings: &mut Findings) {
    if !passage.is_chinese_with(Traits::HALF_WIDTH) {
        return;
    }
    let text = passage.text;
    let mut open: Vec<(usize, char)> = Vec::new();
    for (at, c) in text.char_indices() {
        match c {
            ',' | ':' | ';' | '!' | '?' if is_between(text, at - blank_before(text, at), at + 1) && !is_ratio(text, at) => {
                // A full-width mark brings its own blank.
                let blank = text.get(at + 1..).is_some_and(|rest| rest.starts_with(' ') && !rest.starts_with("  "));
                tell(page, passage, at - blank_before(text, at)..at + 1 + usize::from(blank), c, findings);
            }
            '\'' | '`' if is_between(text, at, at + 1) && text.matches(is_single_quote).count() == 1 => {
                let message = say!("a stray `{c}` between Chinese characters", "漢字之間有多餘的「{c}」");
                let says = say!("leave it out", "請刪去");
                findings.push(page.guessed(Code::HalfWidthPunctuation, passage, at..at + 1, message, ("", says)));
            }
            '(' | '（' => open.push((at, c)),
            ')' | '）' => {
                if let Some((start, opening)) = open.pop() {
                    for (place, mark) in brackets(text, start..at, opening, c).into_iter().flatten() {
                        tell(page, passage, place..place + 1, mark, findings);
                    }
                }
            }
            _ => {}
        }
    }
}

fn tell(page: &Page<'_>, passage: &Passage<'_>, range: Range<usize>, mark: char, findings: &mut Findings) {
    let Some(full) = full_width(mark) else { return };
    let message = say!("half-width `{mark}` between Chinese characters", "漢字之間用了半形的「{mark}」");
    let says = say!("write `{full}`", "請寫「{full}」");
    findings.push(page.mended(Code::HalfWidthPunctuation, passage, range, message, (full.encode_utf8(&mut [0; 4]), says)));
}

fn full_width(mark: char) -> Option<char> {
    char::from_u32(u32::from(mark) + 0xFEE0).filter(|_| mark.is_ascii_punctuation())
}

/// Whether Chinese text ends before `start` and goes on at `end`, at most one blank between.
fn is_between(text: &str, start: usize, end: usize) -> bool {
    let rest = text.get(end..).unwrap_or_default();
    let blank = usize::from(rest.starts_with(' '));
    before(text, start).is_some_and(ends_chinese) && after(text, end + blank).is_some_and(begins_chinese)
}

/// How many bytes a single blank before `at` has.
fn blank_before(text: &str, at: usize) -> usize {
    usize::from(text.get(..at).is_some_and(|before| before.ends_with(' ') && !before.ends_with("  ")))
}

/// Whether a colon stands in a ratio of two characters, such as 師:生.
fn is_ratio(text: &str, at: usize) -> bool {
    let apart = |c: Option<char>| c.is_none_or(|c| !is_han(c));
    let before = text.get(..at).and_then(|before| before.chars().rev().nth(1));
    let after = text.get(at + 1..).and_then(|after| after.chars().nth(1));
    text.get(at..).is_some_and(|rest| rest.starts_with(':')) && apart(before) && apart(after)
}

fn is_single_quote(c: char) -> bool {
    matches!(c, '\'' | '`' | '‘' | '’')
}

/// Which brackets of a pair ought to be full-width: both where they are half-width and hold Chinese text within Chinese
/// text, and the one that differs from the other.
fn brackets(text: &str, range: Range<usize>, open: char, close: char) -> [Option<(usize, char)>; 2] {
    let inside = text.get(range.start + open.len_utf8()..range.end).unwrap_or_default();
    let chinese = inside.contains(is_han);
    match (open, close) {
        ('(', ')') => {
            let edges = inside.chars().next().is_some_and(begins_chinese) && inside.chars().next_back().is_some_and(ends_chinese);
            // At the beginning of a line it is a number, which has a rule of its own.
            let within = before(text, range.start).is_some_and(ends_chinese);
            let here = edges && within && !text.get(..range.start).is_some_and(|before| before.ends_with('\n'));
            [here.then_some((range.start, '(')), here.then_some((range.end, ')'))]
        }
        ('(', '）') => [chinese.then_some((range.start, '(')), None],
        ('（', ')') => [None, chinese.then_some((range.end, ')'))],
        _ => [None, None],
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{clean, found, mends};

    #[test]
    fn half_width_marks_between_chinese_characters_are_exchanged() {
        assert_eq!(
            mends("zh-Hant", "落實《指南》精神,積極推進:第一步;好!走? 是"),
            "落實《指南》精神，積極推進：第一步；好！走？是"
        );
        assert_eq!(mends("zh-Hant", "負責人(業務園長)為核心,開展\n研討,交流"), "負責人（業務園長）為核心，開展\n研討，交流");
        assert_eq!(mends("zh-Hans", "**注意**:请看"), "**注意**：请看");
        assert_eq!(mends("zh-Hant", "甲 , 乙 ;丙"), "甲，乙；丙");
        assert_eq!(mends("zh-Hant", "甲（乙)丙(丁）"), "甲（乙）丙（丁）");
        assert_eq!(found("zh-Hant", "過程中的'相關經驗"), ["half-width-punctuation '"]);
    }

    #[test]
    fn figures_foreign_words_and_other_languages_are_left_alone() {
        for fine in [
            "比例3:1，上午9:00，1,000人，（2020）",
            "採用AI(人工智能)技術, PBL 教學",
            "計劃(2022-2025年)和f(x)",
            "見`甲,乙`和[連結](a,b.csv)，https://x.cn/a,b",
            "他說 'good' 和'甲'、丙'丁’，師:生 為1:20",
            "說明:\n\n- 甲\n- 乙",
        ] {
            clean("zh-Hant", fine);
        }
        clean("en", "甲,乙");
        clean("ko", "學校,敎育");
    }
}
