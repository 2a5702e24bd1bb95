//! Characters that no text should hold: they stand where others were lost.

use super::survey::Traits;
use super::{Page, Passage};
use crate::diagnostic::{Code, Findings, Wording};
use crate::document::prose::GAP;
use crate::say;

/// What the replacement character becomes when it is read as GBK, and what memory that nobody filled is.
const REMAINS: [&str; 6] = ["錕斤拷", "锟斤拷", "烫烫烫烫", "燙燙燙燙", "屯屯屯屯", "葺葺葺葺"];

pub(super) fn check(page: &Page<'_>, passage: &Passage<'_>, findings: &mut Findings) {
    if !passage.traits.any(Traits::DAMAGE) {
        return;
    }
    let mut rest = passage.text.char_indices().peekable();
    while let Some((start, c)) = rest.next() {
        let Some(kind) = Kind::of(c) else { continue };
        let mut end = start + c.len_utf8();
        while let Some((at, c)) = rest.next_if(|(_, next)| Kind::of(*next) == Some(kind)) {
            end = at + c.len_utf8();
        }
        let finding = page.finding(Code::DamagedText, passage, start..end, kind.message(c));
        findings.push(finding.hint(kind.hint()));
    }
    for remains in REMAINS {
        let mut from = 0;
        while let Some(at) = passage.text.get(from..).and_then(|text| text.find(remains)) {
            let start = from + at;
            let rest = passage.text.get(start..).unwrap_or_default();
            let length = rest.find(|c| !remains.contains(c)).unwrap_or(rest.len());
            let message = say!("`{remains}` is what is left of lost characters", "「{remains}」是文字丟失後的殘留");
            let finding = page.finding(Code::DamagedText, passage, start..start + length, message);
            findings.push(finding.hint(Kind::Lost.hint()));
            from = start + length;
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Lost,
    Object,
    Private,
    Control,
}

impl Kind {
    fn of(c: char) -> Option<Self> {
        match c {
            '\u{fffd}' => Some(Self::Lost),
            '\u{fffc}' => Some(Self::Object),
            '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..='\u{ffffd}' | '\u{100000}'..='\u{10fffd}' => Some(Self::Private),
            '\t' | '\n' | '\r' | GAP => None,
            '\u{2028}' | '\u{2029}' => Some(Self::Control),
            c if c.is_control() => Some(Self::Control),
            _ => None,
        }
    }

    fn message(self, first: char) -> Wording {
        let code = format!("U+{:04X}", u32::from(first));
        match self {
            Self::Lost => say!("characters were lost here ({code})", "這裡有字丟失了（{code}）"),
            Self::Object => say!(
                "something of a word processor's stood here and is lost ({code})",
                "這裡原有文書處理軟體的物件，已丟失（{code}）"
            ),
            Self::Private => say!(
                "a private-use character, which other computers show otherwise or not at all ({code})",
                "這是私用區的字元，別的電腦顯示不出或顯示成別的（{code}）"
            ),
            Self::Control => say!("a control character, which no text should hold ({code})", "正文裡不應有控制字元（{code}）"),
        }
    }

    fn hint(self) -> Wording {
        match self {
            Self::Lost | Self::Private => {
                say!("type what the source document has here", "請對照原件補上這裡的字")
            }
            Self::Object => say!("put what it was into the text, or leave the character out", "請補上原有內容，或刪去這個字元"),
            Self::Control => say!("leave it out", "請刪去"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{clean, found};

    #[test]
    fn damage_is_found_in_any_language() {
        for tag in ["zh-Hant", "en", "ja"] {
            assert_eq!(found(tag, "第一\u{fffd}\u{fffd}期"), ["damaged-text \u{fffd}\u{fffd}"]);
            assert_eq!(
                found(tag, "甲\u{e46a}乙\u{8}丙\u{fffc}"),
                ["damaged-text \u{e46a}", "damaged-text \u{8}", "damaged-text \u{fffc}"]
            );
            assert_eq!(found(tag, "各校錕斤拷錕斤拷活動"), ["damaged-text 錕斤拷錕斤拷"]);
        }
    }

    #[test]
    fn code_is_left_alone() {
        clean("en", "The character `\u{fffd}` and\n\n```\n\u{e46a}\n```\n");
        clean("zh-Hant", "湯很燙燙。一屯屯兵。");
    }
}
