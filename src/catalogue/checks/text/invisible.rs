//! Characters that are not seen: they split words for search and screen readers, or turn the order of what is read.

use super::survey::Traits;
use super::{Page, Passage};
use crate::diagnostic::{Code, Findings};
use crate::say;

pub(super) fn check(page: &Page<'_>, passage: &Passage<'_>, findings: &mut Findings) {
    if !passage.traits.any(Traits::INVISIBLE) {
        return;
    }
    let right_to_left = passage.text.contains(is_right_to_left);
    let mut before = None;
    let mut rest = passage.text.char_indices().peekable();
    while let Some((start, c)) = rest.next() {
        let after = rest.peek().map(|(_, c)| *c);
        if is_needed(c, before, after, right_to_left) {
            before = Some(c);
            continue;
        }
        let mut end = start + c.len_utf8();
        while let Some((at, c)) = rest.next_if(|(_, next)| is_invisible(*next)) {
            end = at + c.len_utf8();
        }
        let code = format!("U+{:04X}", u32::from(c));
        let message = say!("an invisible character ({code})", "這裡有看不見的字元（{code}）");
        let says = say!("leave it out", "請刪去");
        findings.push(page.mended(Code::InvisibleCharacter, passage, start..end, message, ("", says)));
    }
}

fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
        | '\u{feff}' | '\u{e0001}' | '\u{e0020}'..='\u{e007f}')
}

/// Whether a character is seen, or does here what it is for.
fn is_needed(c: char, before: Option<char>, after: Option<char>, right_to_left: bool) -> bool {
    let beside = |is: fn(char) -> bool| before.is_some_and(is) || after.is_some_and(is);
    match c {
        c if !is_invisible(c) => true,
        // Soft hyphens are for words of letters.
        '\u{ad}' => before.is_some_and(char::is_alphabetic) && before.is_some_and(|c| u32::from(c) < 0x2000),
        // Joiners are for scripts whose letters join, and for emoji.
        '\u{200c}' | '\u{200d}' => beside(is_joining) || beside(is_pictograph),
        // Where words may part in scripts without spaces other than Chinese.
        '\u{200b}' => beside(|c| matches!(c, '\u{e00}'..='\u{109f}' | '\u{1780}'..='\u{17ff}')),
        '\u{e0020}'..='\u{e007f}' => before.is_some_and(|c| is_pictograph(c) || matches!(c, '\u{e0020}'..='\u{e007f}')),
        '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => right_to_left,
        _ => false,
    }
}

fn is_right_to_left(c: char) -> bool {
    matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}' | '\u{10800}'..='\u{10fff}')
        && c != '\u{61c}'
}

/// Arabic, the scripts of India and Mongolian.
fn is_joining(c: char) -> bool {
    matches!(c, '\u{600}'..='\u{dff}' | '\u{f00}'..='\u{109f}' | '\u{1780}'..='\u{18af}' | '\u{fb50}'..='\u{fefc}')
}

fn is_pictograph(c: char) -> bool {
    matches!(c, '\u{fe0f}' | '\u{2190}'..='\u{2bff}' | '\u{1f000}'..='\u{1faff}')
}

#[cfg(test)]
mod tests {
    use super::super::tests::{clean, found, mends};

    #[test]
    fn what_is_not_seen_is_found_and_taken_out() {
        assert_eq!(
            found("zh-Hant", "第一\u{200b}\u{200b}學期\u{feff}"),
            ["invisible-character \u{200b}\u{200b}", "invisible-character \u{feff}"]
        );
        assert_eq!(mends("zh-Hant", "第一\u{200b}學\u{202e}期\u{ad}方案\u{200d}"), "第一學期方案");
        assert_eq!(mends("en", "a\u{2060}b"), "ab");
    }

    #[test]
    fn what_another_script_needs_is_left_alone() {
        for fine in
            ["👩\u{200d}🏫 ❤\u{fe0f}\u{200d}🔥", "می\u{200c}روم \u{200f}שלום", "ไทย\u{200b}ไทย", "pro\u{ad}gramme", "क्\u{200d}ष"]
        {
            clean("en", fine);
        }
    }
}
