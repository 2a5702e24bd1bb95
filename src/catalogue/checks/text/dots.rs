//! `...` and `--` in place of …… and ——.

use super::survey::Traits;
use super::{Page, Passage, after, before, begins_chinese, ends_chinese};
use crate::diagnostic::{Code, Findings};
use crate::say;
use std::ops::Range;

/// A longer row of dots leads the eye to a page number.
const LONGEST_ELLIPSIS: usize = 6;

/// A longer row of hyphens is a line.
const LONGEST_DASH: usize = 4;

pub(super) fn check(page: &Page<'_>, passage: &Passage<'_>, findings: &mut Findings) {
    if !passage.is_chinese_with(Traits::ROW) {
        return;
    }
    for range in rows(passage.text) {
        let (length, row) = (range.len(), passage.text.get(range.clone()).unwrap_or_default());
        let ends =
            before(passage.text, range.start).is_some_and(|c| ends_chinese(c) || matches!(c, '，' | '。' | '、' | '！' | '？'));
        let begins = after(passage.text, range.end).is_some_and(begins_chinese);
        let closes = after(passage.text, range.end)
            .is_none_or(|c| matches!(c, '”' | '」' | '』' | '）' | '》' | '，' | '。' | '？' | '！'));
        let right = if row.starts_with('.') {
            (3..=LONGEST_ELLIPSIS).contains(&length) && ends && (begins || closes)
        } else {
            (2..=LONGEST_DASH).contains(&length) && begins && (ends || range.start == 0)
        };
        if right {
            let put = if row.starts_with('.') { "……" } else { "——" };
            let row = row.to_owned();
            let message = say!("`{row}` in place of `{put}`", "「{put}」寫成了「{row}」");
            let says = say!("write `{put}`", "請寫「{put}」");
            findings.push(page.mended(Code::MakeshiftPunctuation, passage, range, message, (put, says)));
        }
    }
}

/// Where dots or hyphens stand in a row.
fn rows(text: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    let mut at = 0;
    std::iter::from_fn(move || {
        let rest = text.as_bytes().get(at..)?;
        let start = at + rest.iter().position(|byte| matches!(byte, b'.' | b'-'))?;
        let byte = *text.as_bytes().get(start)?;
        let length = text.as_bytes().get(start..)?.iter().take_while(|other| **other == byte).count();
        at = start + length;
        Some(start..at)
    })
}

#[cfg(test)]
mod tests {
    use super::super::tests::{clean, mends};

    #[test]
    fn what_was_typed_in_their_place_is_exchanged() {
        assert_eq!(mends("zh-Hant", "觀摩、研討...等活動......"), "觀摩、研討……等活動……");
        assert_eq!(mends("zh-Hant", "請進來--邀請專家，走出去---參觀"), "請進來——邀請專家，走出去——參觀");
        assert_eq!(mends("zh-Hans", "“等等...”"), "“等等……”");
    }

    #[test]
    fn numbers_lines_and_foreign_words_are_left_alone() {
        for fine in
            ["第一章........12", "版本 1.2.3、2024-2025、a--b", "3...5", "../甲", "見 plan...md", "甲.乙-丙", "甲------乙"]
        {
            clean("zh-Hant", fine);
        }
        clean("en", "and so on... -- well");
    }
}
