//! Document numbers in running text: their year stands in 〔〕, U+3014 and U+3015.

use super::survey::Traits;
use super::{Page, Passage};
use crate::diagnostic::{Code, Findings};
use crate::document::cjk::is_han;
use crate::say;
use std::ops::Range;

pub(super) fn check(page: &Page<'_>, passage: &Passage<'_>, findings: &mut Findings) {
    if !passage.is_chinese_with(Traits::NUMBERED) {
        return;
    }
    for (at, _) in passage.text.match_indices(['號', '号']) {
        let Some((range, year)) = year_before(passage.text, at) else { continue };
        let right = format!("〔{year}〕");
        let message = say!("the year of a document number stands in 〔〕", "發文字號的年份應放在六角括號〔〕裡");
        let says = say!("write `{right}`", "請寫「{right}」");
        findings.push(page.mended(Code::DocumentNumberBrackets, passage, range, message, (&right, says)));
    }
}

/// The year in wrong brackets of a document number that ends with the 號 at `at`.
fn year_before(text: &str, at: usize) -> Option<(Range<usize>, &str)> {
    let digit = |c: char| c.is_ascii_digit() || matches!(c, 'X' | 'x');
    let count = text.get(..at)?.trim_end_matches(' ');
    let before = count.trim_end_matches(digit);
    let before = if before.len() < count.len() { before.trim_end_matches(' ') } else { return None };
    let before = before.strip_suffix('第').unwrap_or(before).trim_end_matches(' ');
    let close = before.chars().next_back().filter(|c| matches!(c, ']' | '］' | '】' | ')' | '）' | '﹞' | '」' | '〗'))?;
    let inside = before.strip_suffix(close)?;
    let head = inside.trim_end_matches(digit);
    let year = inside.get(head.len()..).filter(|year| year.len() == 4 && matches!(year.get(..2), Some("19" | "20")))?;
    let open = head.chars().next_back().filter(|c| matches!(c, '[' | '［' | '【' | '(' | '（' | '﹝' | '「' | '〖'))?;
    let mark = head.strip_suffix(open)?;
    // The issuer's mark: without one it is a case number of a court, (2020)京01民初1號, or no number at all.
    let han = mark.chars().rev().take_while(|c| is_han(*c)).count();
    (han >= 2).then_some((mark.len()..before.len(), year))
}

#[cfg(test)]
mod tests {
    use super::super::tests::{clean, found, mends};

    #[test]
    fn other_brackets_are_exchanged() {
        assert_eq!(found("zh-Hant", "依據甌委辦發[2015]99號"), ["document-number-brackets [2015]"]);
        for wrong in ["甌委辦發[2015]99號", "甌委辦發（2015）99號", "甌委辦發【2015】99號", "甌委辦發(2015)99號"]
        {
            assert_eq!(mends("zh-Hant", wrong), "甌委辦發〔2015〕99號");
        }
        assert_eq!(mends("zh-Hans", "国办发［20XX］第 5 号文件"), "国办发〔20XX〕第 5 号文件");
    }

    #[test]
    fn right_ones_and_other_numbers_are_left_alone() {
        for fine in
            ["甌委辦發〔2015〕99號", "（2020）京01民初123號", "活動（2020）共3號", "第3號", "一號（2020）", "見[說明](a.csv)3號"]
        {
            clean("zh-Hant", fine);
        }
    }
}
