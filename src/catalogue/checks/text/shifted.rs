//! GBK text in which a byte is missing: from there on each character is made of the second byte of one and the first
//! of the next, until a character of one byte puts things right.
//!
//! Three places tell where that begins: a full stop before characters of the row `。ㄒ唬`, a half-width mark before
//! rare characters (`制度?萍疾俊`: the mark is the second byte of what was lost and the first of what follows), and the
//! end of a torn reading (`?xì)廨啓`). What follows is put together anew; it is believed if the result is made of the most
//! common characters and what stood there was not.

use super::han::Han;
use super::readings::{bracketed, is_syllable};
use super::survey::Traits;
use super::{Page, Passage, ends_chinese};
use crate::diagnostic::{Code, Findings};
use crate::document::slug::slug;
use crate::say;
use encoding_rs::GBK;
use std::ops::Range;

/// Stands for a character that can't be told.
const UNKNOWN: char = '□';

pub(super) fn check(page: &Page<'_>, passage: &Passage<'_>, findings: &mut Findings) {
    if !passage.is_chinese_with(Traits::SHIFTED) {
        return;
    }
    let (mut at, mut before) = (0, None);
    while let Some(c) = passage.text.get(at..).and_then(|rest| rest.chars().next()) {
        let Some((range, restored)) = starts(passage.text, at, c, before) else {
            before = Some(c);
            at += c.len_utf8();
            continue;
        };
        at = range.end;
        before = None;
        let message = say!(
            "GBK text that lost a byte here: the characters that follow are wrong",
            "這裡的 GBK 文字丟了一個位元組，其後的字都錯了位"
        );
        findings.push(match restored {
            Some(text) => {
                let says = say!("it was probably `{text}`", "原文大概是「{text}」");
                page.guessed(Code::ShiftedText, passage, range, message, (&text, says))
            }
            None => page
                .finding(Code::ShiftedText, passage, range, message)
                .hint(say!("type what the source document has here", "請對照原件補上這裡的字")),
        });
    }
}

/// If damage begins at `at`: its range and what it was, as far as that can be told.
fn starts(text: &str, at: usize, c: char, before: Option<char>) -> Option<(Range<usize>, Option<String>)> {
    let next = at + c.len_utf8();
    let follows_text = before.is_some_and(|before| ends_chinese(before) || before == ')');
    match c {
        '。' => {
            // The first of two bytes of a blank, A1 A1, was lost; what is left of it made the full stop.
            let first = text.get(next..)?.chars().next()?;
            if !matches!(first, '\u{3105}'..='\u{312d}' | '\u{c0}'..='\u{24f}' | '\u{251}' | '\u{261}') {
                return None;
            }
            let run = Run::read(text, next, 0xA3);
            run.is_believed(3).then_some((at..run.end, Some(run.right)))
        }
        '?' if let Some(end) = torn_reading(text, next) => {
            let first = text.get(end..)?.chars().next()?;
            let Some([_, second]) = bytes(first) else { return Some((at..end, None)) };
            let run = Run::read(text, end + first.len_utf8(), second);
            let believed = run.right.chars().any(|c| c != UNKNOWN) && (run.tail || run.is_believed(2));
            Some(if believed { (at..run.end, Some(format!("{UNKNOWN}{}", run.right))) } else { (at..end, None) })
        }
        '?' | '!' | ';' | ',' | ':' if follows_text => {
            // A full-width mark became a half-width one; both stand for the same second byte.
            let run = Run::read(text, next, u8::try_from(u32::from(c)).ok()? + 0x80);
            let known = run.right.chars().filter(|c| *c != UNKNOWN).count();
            let believed = run.is_believed(3) || (known > 0 && run.tail && run.stood == 0) || (run.is_believed(2) && run.tail);
            // Of the characters that end in A3 these two end a phrase.
            let first = if before.is_some_and(|before| "學学高該该我院名母分各全入領领本".contains(before)) {
                '校'
            } else {
                '。'
            };
            believed.then(|| (at..run.end, Some(format!("{first}{}", run.right))))
        }
        _ => None,
    }
}

/// Where a reading ends whose opening bracket was lost.
fn torn_reading(text: &str, at: usize) -> Option<usize> {
    let rest = text.get(at..)?;
    let length = rest.find(')').filter(|length| *length <= 8)?;
    let syllable = rest.get(..length)?;
    (is_syllable(syllable) && !syllable.is_ascii()).then_some(at + length + 1)
}

/// Characters put together anew.
struct Run {
    /// What it was.
    right: String,
    /// Where it ends in the text.
    end: usize,
    /// Whether it ended with a character of one byte.
    tail: bool,
    /// How many of the characters that stood there ordinary text often has, and how many there were.
    frequent: usize,
    stood: usize,
}

impl Run {
    /// Reads on from `at`, where the byte `carry` waits for its second.
    fn read(text: &str, at: usize, carry: u8) -> Self {
        let mut run = Self { right: String::new(), end: at, tail: false, frequent: 0, stood: 0 };
        let mut carry = carry;
        for c in text.get(at..).unwrap_or_default().chars() {
            // A full stop whose second byte was lost together with a mark of HTML.
            if c == '?' && carry == 0xA1 && run.stood > 0 {
                run.right.push('。');
                run.end += 1;
                let markup = text.get(run.end..).is_some_and(|rest| rest.starts_with("/p>"));
                run.end += if markup { 3 } else { 0 };
                run.tail = true;
                return run;
            }
            let (first, second) = match bytes(c) {
                Some([first, second]) => (first, Some(second)),
                None if matches!(c, '\u{40}'..='\u{7e}') => (u8::try_from(c).unwrap_or(0), None),
                None => break,
            };
            let Some(right) = together(carry, first).filter(|right| is_plausible(*right)) else { break };
            run.right.push(right);
            run.end += c.len_utf8();
            match second {
                Some(second) => {
                    run.stood += 1;
                    run.frequent += usize::from(Han::of(c).is_frequent());
                    carry = second;
                }
                None => {
                    run.tail = true;
                    // The reading that a converter gave to what it could not read.
                    run.end = bracketed(text, run.end).map_or(run.end, |(end, _)| end);
                    return run;
                }
            }
        }
        if run.stood > 0 {
            // The last character has lost its second byte; its reading may tell it.
            let told = bracketed(text, run.end).and_then(|(end, reading)| Some((end, read_so(carry, reading)?)));
            run.right.push(told.map_or(UNKNOWN, |(_, c)| c));
            run.end = told.map_or(run.end, |(end, _)| end);
        }
        run
    }

    /// Whether so many characters came out, and what stood there was not text.
    fn is_believed(&self, least: usize) -> bool {
        self.right.chars().filter(|c| *c != UNKNOWN).count() >= least && self.frequent * 2 <= self.stood
    }
}

/// The two bytes of a character in GBK, private-use characters among them.
fn bytes(c: char) -> Option<[u8; 2]> {
    let mut buffer = [0; 4];
    let (encoded, _, failed) = GBK.encode(c.encode_utf8(&mut buffer));
    if failed { None } else { <[u8; 2]>::try_from(encoded.as_ref()).ok() }
}

fn together(first: u8, second: u8) -> Option<char> {
    let bytes = [first, second];
    let text = GBK.decode_without_bom_handling_and_without_replacement(&bytes)?;
    let mut chars = text.chars();
    chars.next().filter(|_| chars.next().is_none())
}

/// The one common character that begins with a byte and is read so; `None` where there are several or none.
fn read_so(first: u8, reading: &str) -> Option<char> {
    let reading = slug(reading);
    let is_it = |c: &char| Han::of(*c).is_frequent() && slug(c.encode_utf8(&mut [0; 4])) == reading;
    let mut all = (0x40..=0xFE).filter_map(|second| together(first, second)).filter(is_it);
    all.next().filter(|_| all.next().is_none())
}

fn is_plausible(c: char) -> bool {
    Han::of(c).is_frequent()
        || matches!(
            c,
            '，' | '。' | '、' | '；' | '：' | '？' | '！' | '（' | '）' | '《' | '》' | '“' | '”' | '—' | '…' | '０'..='９'
        )
}

#[cfg(test)]
mod tests {
    use super::super::tests::{clean, found, mends};
    use encoding_rs::GBK;

    /// A text without the byte at `at` of its GBK form.
    fn shifted(text: &str, at: usize) -> String {
        let mut bytes = GBK.encode(text).0.into_owned();
        bytes.remove(at);
        GBK.decode_without_bom_handling(&bytes).0.into_owned()
    }

    #[test]
    fn a_lost_byte_before_a_number_is_put_right() {
        let damaged = shifted("\u{3000}（二）推動科技成果A。", 1);
        assert!(damaged.starts_with("。ǘ"), "{damaged}");
        assert!(mends("zh-Hant", &damaged).starts_with("（二）推動科技成"), "{}", mends("zh-Hant", &damaged));
    }

    #[test]
    fn a_lost_byte_after_a_sentence_is_put_right() {
        for (text, right) in
            [("形成經驗。活動在共同體", "形成經驗。活動在共同體"), ("推動高校科技成果應用", "推動高校科技成果應")]
        {
            let at = 2 * text.chars().take_while(|c| !matches!(c, '。' | '校')).count();
            let damaged = shifted(text, at).replace('？', "?").replace('；', ";");
            let mended = mends("zh-Hant", &damaged);
            assert!(mended.starts_with(right), "{damaged}: {mended}");
        }
        assert_eq!(mends("zh-Hant", "組建共同體?h域內實現"), "組建共同體。縣域內實現");
        assert_eq!(mends("zh-Hant", "。ㄒ唬┞(lián)合開展"), "（一）聯合開展");
        assert_eq!(mends("zh-Hant", "學習共同體,F(xiàn)結合本校"), "學習共同體。現結合本校");
    }

    #[test]
    fn a_torn_reading_is_found_even_where_nothing_can_be_told() {
        assert_eq!(found("zh-Hant", "需加入?yún)^區課程"), ["shifted-text ?yún)"]);
        assert_eq!(mends("zh-Hant", "專家?guī)旃蚕砉灿谩?/p>"), "專家□共享共用。");
    }

    #[test]
    fn sloppy_punctuation_is_no_damage() {
        for text in ["怎麼辦?先看,再做;最後寫:好!行", "對嗎?A組先,B組後", "第一,我們要學習;第二,要研究", "注音。ㄅㄆㄇㄈ"]
        {
            assert!(!found("zh-Hant", text).iter().any(|code| code.starts_with("shifted")), "{text}");
        }
        clean("zh-Hant", "他問：「ㄅ怎麼念？」");
        clean("ja", "制度?萍疾俊");
    }
}
