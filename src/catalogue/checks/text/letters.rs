//! Full-width digits and letters.

use super::survey::Traits;
use super::{Page, Passage};
use crate::diagnostic::{Code, Findings};
use crate::say;

pub(super) fn check(page: &Page<'_>, passage: &Passage<'_>, findings: &mut Findings) {
    if !passage.is_chinese_with(Traits::FULL_WIDTH) || passage.is_drawn() {
        return;
    }
    let mut rest = passage.text.char_indices().peekable();
    while let Some((start, c)) = rest.next() {
        let Some(first) = half_width(c) else { continue };
        let (mut right, mut end) = (String::from(first), start + c.len_utf8());
        while let Some((at, c)) = rest.next_if(|(_, next)| half_width(*next).is_some()) {
            right.extend(half_width(c));
            end = at + c.len_utf8();
        }
        let wrong = passage.text.get(start..end).unwrap_or_default();
        let message = say!("full-width digits or letters: `{wrong}`", "數字或字母用了全形：「{wrong}」");
        let says = say!("write `{right}`", "請寫「{right}」");
        findings.push(page.mended(Code::FullWidthLetters, passage, start..end, message, (&right, says)));
    }
}

/// The half-width form of a full-width digit or letter.
fn half_width(c: char) -> Option<char> {
    let full = matches!(c, '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ');
    if full { char::from_u32(u32::from(c) - 0xFEE0) } else { None }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{clean, found, mends};

    #[test]
    fn full_width_digits_and_letters_are_exchanged() {
        assert_eq!(found("zh-Hant", "２０２４年ＡＩ課"), ["full-width-letters ２０２４", "full-width-letters ＡＩ"]);
        assert_eq!(mends("zh-Hant", "２０２４年ＡＩ課"), "2024年AI課");
    }

    #[test]
    fn punctuation_and_japanese_are_left_alone() {
        clean("zh-Hant", "（一）甲，乙；「丙」　丁％＋－");
        clean("ja", "２０２４年");
        clean("zh-Hant", "│１│Ａ班│");
    }
}
