//! Text that was read in another encoding than it was written in, where it can still be told what it was.

use super::han::Han;
use super::survey::Traits;
use super::{Page, Passage};
use crate::diagnostic::{Code, Findings};
use crate::document::cjk::{is_cjk, is_han};
use crate::say;
use encoding_rs::{GBK, WINDOWS_1252};
use std::ops::Range;

pub(super) fn check(page: &Page<'_>, passage: &Passage<'_>, findings: &mut Findings) {
    if !passage.traits.any(Traits::ACCENTS.and(Traits::GARBLED)) {
        return;
    }
    let mut at = 0;
    while let Some(c) = passage.text.get(at..).and_then(|rest| rest.chars().next()) {
        let read = match c {
            c if is_western(c) => western(passage.text, at),
            c if Han::of(c).is_garbled() => chinese(passage.text, at),
            _ => Read::Skip(c.len_utf8()),
        };
        match read {
            Read::Skip(length) => at += length,
            Read::Found(right) => {
                let (range, text) = (at..right.range.end, right.text);
                at = range.end;
                let message =
                    say!("this was read in another encoding than it was written in", "這裡的文字曾以錯誤的編碼讀取，成了亂碼");
                let says = say!("it was `{text}`", "原文是「{text}」");
                findings.push(if right.whole {
                    page.mended(Code::DamagedText, passage, range, message, (&text, says))
                } else {
                    page.guessed(Code::DamagedText, passage, range, message, (&text, says))
                });
            }
        }
    }
}

enum Read {
    /// Nothing is wrong with so many bytes.
    Skip(usize),
    Found(Right),
}

/// What a range was before.
struct Right {
    range: Range<usize>,
    text: String,
    /// Whether nothing of it is lost.
    whole: bool,
}

/// Whether a character is one of the upper half of Windows-1252 or Latin-1.
fn is_western(c: char) -> bool {
    matches!(c, '\u{80}'..='\u{ff}' | 'Œ' | 'œ' | 'Š' | 'š' | 'Ÿ' | 'Ž' | 'ž' | 'ƒ' | 'ˆ' | '˜' | '–' | '—' | '‘'..='‚' | '“'..='„'
        | '†'..='•' | '…' | '‰' | '‹' | '›' | '€' | '™')
}

/// UTF-8 or GBK read as Windows-1252: runs of letters with accents and of signs that no language has.
fn western(text: &str, at: usize) -> Read {
    let rest = text.get(at..).unwrap_or_default();
    let run = rest.get(..rest.find(|c| !is_western(c)).unwrap_or(rest.len())).unwrap_or_default();
    let (bytes, _, _) = WINDOWS_1252.encode(run);
    let found = |text: String, whole| Read::Found(Right { range: at..at + run.len(), text, whole });
    let right = String::from_utf8_lossy(&bytes);
    let lost = right.matches('\u{fffd}').count();
    let (wide, letters) = right.chars().fold((0, 0), |(wide, letters), c| match c {
        '\u{fffd}' => (wide, letters),
        '\u{2000}'..='\u{206f}' => (wide + 1, letters),
        c if is_cjk(c) => (wide + 1, letters),
        '\u{a0}'..='\u{ff}' => (wide, letters + 1),
        _ => (wide, letters),
    });
    // `Ã»` may end a Portuguese quotation in capitals.
    if (wide > 0 && wide >= lost) || (letters > 0 && lost == 0 && run != "Ã»") {
        return found(right.replace('\u{fffd}', "□"), lost == 0);
    }
    let letters_only = run.chars().all(|c| matches!(c, '\u{a1}'..='\u{ff}'));
    if run.chars().count() >= 4
        && letters_only
        && let Some(right) = GBK.decode_without_bom_handling_and_without_replacement(&bytes)
    {
        let frequent = right.chars().filter(|c| Han::of(*c).is_frequent()).count();
        if frequent * 2 >= right.chars().count() && right.chars().all(is_cjk) {
            return found(right.into_owned(), true);
        }
    }
    Read::Skip(run.len())
}

/// UTF-8 read as GBK: three bytes a character taken for two.
fn chinese(text: &str, at: usize) -> Read {
    let rest = text.get(at..).unwrap_or_default();
    let skip = Read::Skip(rest.chars().next().map_or(1, char::len_utf8));
    // Each character and its bytes as far as they go on being UTF-8; a run of garble is short, or a whole paragraph.
    let (mut bytes, mut ends) = (Vec::new(), Vec::new());
    for (offset, c) in rest.char_indices() {
        let (encoded, _, failed) = GBK.encode(rest.get(offset..offset + c.len_utf8()).unwrap_or_default());
        if failed || encoded.len() != 2 {
            break;
        }
        bytes.extend_from_slice(&encoded);
        ends.push(offset + c.len_utf8());
        let valid = match std::str::from_utf8(&bytes) {
            Ok(_) => bytes.len(),
            Err(error) => error.valid_up_to(),
        };
        // A character of UTF-8 that is not ended after another one of GBK will never be.
        if valid + 3 < bytes.len() {
            break;
        }
    }
    let (valid, torn) = match std::str::from_utf8(&bytes) {
        Ok(_) => (bytes.len(), false),
        Err(error) => (error.valid_up_to(), error.error_len().is_none()),
    };
    let Some(right) = bytes.get(..valid).and_then(|valid| std::str::from_utf8(valid).ok()) else { return skip };
    let han = right.chars().filter(|c| is_han(*c)).count();
    let frequent = |text: &str| text.chars().filter(|c| Han::of(*c).is_frequent()).count();
    // What it becomes must be more likely than what it is: 錄存案 is a word.
    let read = text.get(at..at + ends.last().copied().unwrap_or(0)).unwrap_or_default();
    let likely = frequent(right) * 2 > han && frequent(read) * 3 <= read.chars().count();
    if han < 2 || !likely || !right.chars().all(|c| is_cjk(c) || matches!(c, '\u{2000}'..='\u{206f}')) {
        return skip;
    }
    if !torn && valid % 2 == 0 {
        let end = ends.get(valid / 2 - 1).copied().unwrap_or(0);
        return Read::Found(Right { range: at..at + end, text: right.to_owned(), whole: true });
    }
    // The last character lost a byte, and what is left of it was read as something else.
    let end = at + if torn { ends.last() } else { ends.get(valid / 2) }.copied().unwrap_or(0);
    let remains = text.get(end..).and_then(|rest| rest.chars().next()).filter(|c| matches!(c, '\u{fffd}' | '?'));
    Read::Found(Right { range: at..end + remains.map_or(0, char::len_utf8), text: format!("{right}□"), whole: false })
}

#[cfg(test)]
mod tests {
    use super::super::tests::{clean, mends};
    use encoding_rs::{GBK, WINDOWS_1252};

    #[test]
    fn utf_8_read_as_western_text_is_read_again() {
        let garbled = |text: &str| WINDOWS_1252.decode_without_bom_handling(text.as_bytes()).0.into_owned();
        for right in ["學校的方案", "“學習”——方案……", "café", "第一學期"] {
            for tag in ["zh-Hant", "en"] {
                let text = format!("see {} here", garbled(right));
                let mended = mends(tag, &text);
                assert!(mended.contains(&format!("see {right} here")), "{text}: {mended}");
            }
        }
    }

    #[test]
    fn gbk_read_as_western_text_is_read_again() {
        let garbled = WINDOWS_1252.decode_without_bom_handling(&GBK.encode("学习共同体").0).0.into_owned();
        assert_eq!(mends("zh-Hans", &format!("建设{garbled}，")), "建设学习共同体，");
    }

    #[test]
    fn utf_8_read_as_gbk_is_read_again() {
        let garbled = |text: &str| GBK.decode_without_bom_handling(text.as_bytes()).0.into_owned();
        assert_eq!(mends("zh-Hans", &garbled("我们的学习活动")), "我们的学习活□");
        assert_eq!(mends("zh-Hans", &garbled("活动安排")), "活动安排");
    }

    #[test]
    fn foreign_words_and_rare_characters_are_left_alone() {
        for fine in ["Été, naïve, CAFÉ», Ærø, “façade” — …", "20 °C ± 1 µm, § 5, ©", "São Paulo, IRMÃ»", "Việt Nam, Łódź"]
        {
            clean("en", fine);
        }
        clean("zh-Hant", "鐘、鏡、鋼、鐵、鍵、銀、錄、鑑、鈺、瀏、濟、浙、涓涓細流，鏗鏘有聲。");
        clean("zh-Hans", "联通、涓涓细流、铿锵、瀛洲、濮阳、濂溪。");
        clean("zh-Hant", "應製作紀錄存案，蒐集資料後錄存。由處長核閱存案，鏈結、閱讀、錄用、鈔錄存檔。");
    }
}
