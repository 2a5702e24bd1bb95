//! Readings in brackets behind characters, `學(xué)習(xí)`: what a converter of scripts leaves where it knows no character.
//!
//! Readers are told a reading where they may not know it; a converter tells those of the most common characters. Two
//! such places make the case; one is enough for a character of which GB 2312, all that such converters know, has no code.

use super::han::Han;
use super::survey::Traits;
use super::{Page, Passage};
use crate::diagnostic::{Code, Findings};
use crate::document::slug::slug;
use crate::say;
use std::collections::HashMap;
use std::ops::Range;

/// Common characters with several readings, of which a text may well tell the one.
const SEVERAL: &str =
    "長长重行樂乐還还得都著着為为處处調调曾藏傳传彈弹發发會会降間间將将覺觉強强切省盛興兴應应與与種种轉转數数難难當当冠參参差";

pub(super) fn check(page: &Page<'_>, findings: &mut Findings) {
    let mut readings: Vec<(&Passage<'_>, Range<usize>, char, &str)> = Vec::new();
    for passage in page.passages.iter().filter(|passage| passage.is_chinese_with(Traits::READING)) {
        let mut last = None;
        for (at, c) in passage.text.char_indices() {
            let before: Option<char> = last.replace(c);
            let Some(han) = before.filter(|_| matches!(c, '(' | '（')).filter(|han| is_of_converter(*han)) else { continue };
            let Some((end, syllable)) = bracketed(passage.text, at) else { continue };
            // A syllable without tone may be a word; it is taken for a reading if it is this character's.
            let toned = syllable.chars().any(|c| !c.is_ascii() && c != 'ü');
            if !toned && slug(han.encode_utf8(&mut [0; 4])) != slug(syllable) {
                continue;
            }
            readings.push((passage, at..end, han, syllable));
        }
    }
    // A converter knows one reading of each character; who tells two of one means them.
    let mut known: HashMap<char, Option<&str>> = HashMap::new();
    for (_, _, han, syllable) in &readings {
        let one = known.entry(*han).or_insert(Some(syllable));
        *one = one.filter(|one| one == syllable);
    }
    let left: Vec<_> = readings.iter().filter(|(_, _, han, _)| known.get(han).is_some_and(Option::is_some)).collect();
    let weight = |han: char, syllable: &str| match han {
        han if syllable.chars().all(|c| c.is_ascii() || c == 'ü') || !Han::of(han).is_frequent() => 0,
        han if SEVERAL.contains(han) => 1,
        han if Han::of(han).is_traditional() => 2,
        _ => 1,
    };
    if left.iter().map(|(_, _, han, syllable)| weight(*han, syllable)).sum::<usize>() < 2 {
        return;
    }
    for (passage, range, ..) in left {
        let message = say!("a converter left the reading of a character in the text", "轉換軟體把漢字的讀音留在了文中");
        let says = say!("leave the reading out", "請刪去讀音");
        findings.push(page.mended(Code::ReadingInText, passage, range.clone(), message, ("", says)));
    }
}

/// Whether a converter may have told how a character is read: it is common, or of one script only.
fn is_of_converter(han: char) -> bool {
    let known = Han::of(han);
    known.is_frequent() || known.is_traditional() || known.is_simplified()
}

/// The syllable in the brackets that open at `at`, and where they end.
pub(super) fn bracketed(text: &str, at: usize) -> Option<(usize, &str)> {
    let open = text.get(at..)?.chars().next()?;
    let inside = text.get(at + open.len_utf8()..)?;
    let length = inside.find([')', '）'])?;
    let syllable = inside.get(..length).filter(|syllable| is_syllable(syllable))?;
    let close = inside.get(length..)?.chars().next()?;
    Some((at + open.len_utf8() + length + close.len_utf8(), syllable))
}

/// Whether text has the form of one syllable of pinyin.
pub(super) fn is_syllable(text: &str) -> bool {
    let is_letter = |c: char| {
        c.is_ascii_lowercase()
            || matches!(
                c,
                'ā' | 'á'
                    | 'ǎ'
                    | 'à'
                    | 'ē'
                    | 'é'
                    | 'ě'
                    | 'è'
                    | 'ī'
                    | 'í'
                    | 'ǐ'
                    | 'ì'
                    | 'ō'
                    | 'ó'
                    | 'ǒ'
                    | 'ò'
                    | 'ū'
                    | 'ú'
                    | 'ǔ'
                    | 'ù'
                    | 'ü'
                    | 'ǖ'
                    | 'ǘ'
                    | 'ǚ'
                    | 'ǜ'
                    | 'ń'
                    | 'ň'
                    | 'ǹ'
                    | 'ḿ'
                    | 'ê'
                    | 'ɑ'
                    | 'ɡ'
            )
    };
    (1..=6).contains(&text.chars().count()) && text.chars().all(is_letter)
}

#[cfg(test)]
mod tests {
    use super::super::tests::{clean, found, mends};

    #[test]
    fn readings_of_common_characters_are_taken_out() {
        assert_eq!(
            found("zh-Hant", "兒童學(xué)習(xí)與發(fā)展"),
            ["reading-in-text (xué)", "reading-in-text (xí)", "reading-in-text (fā)"]
        );
        assert_eq!(mends("zh-Hant", "我們(men)的學（xué）習，推進(jìn)課程，謹(jǐn)慎。"), "我們的學習，推進課程，謹慎。");
        assert_eq!(mends("zh-Hans", "学(xué)习(xí)小组"), "学习小组");
        assert_eq!(mends("zh-Hant", "推進(jìn)課程建設"), "推進課程建設");
    }

    #[test]
    fn a_reader_may_be_told_how_a_character_is_read() {
        for fine in [
            "饕(tāo)餮(tiè)紋",
            "秣(mò)陵、漷(huǒ)縣",
            "組長(zhǎng)負責",
            "行(háng)業",
            "「行」讀作行(xíng)走或行(háng)業，「長」讀作長(zhǎng)或長(cháng)",
            "英文(ai)、學(A)校",
            "學習(learn)和學(xue1)",
        ] {
            clean("zh-Hant", fine);
        }
        clean("ja", "学(xué)習(xí)");
    }
}
