//! Which characters are Chinese, Japanese or Korean, and what the end of a line between two characters means.

/// Whether a character is CJK as the [amendment](https://github.com/tats-u/markdown-cjk-friendly) of CommonMark has it:
/// wide, full-width or half-width and no emoji by default, or Hangul (Unicode 17).
pub fn is_cjk(c: char) -> bool {
    let c = u32::from(c);
    // Nearly every character that is asked about is a letter of ASCII or a common ideograph.
    c >= 0x1100 && ((0x4E00..=0x9FFF).contains(&c) || is_listed_cjk(c))
}

fn is_listed_cjk(c: u32) -> bool {
    matches!(c,
        0x1100..=0x11FF | 0x20A9 | 0x2329..=0x232A | 0x2630..=0x2637 | 0x268A..=0x268F | 0x2E80..=0x2E99
        | 0x2E9B..=0x2EF3 | 0x2F00..=0x2FD5 | 0x2FF0..=0x303E | 0x3041..=0x3096 | 0x3099..=0x30FF | 0x3105..=0x312F
        | 0x3131..=0x318E | 0x3190..=0x31E5 | 0x31EF..=0x321E | 0x3220..=0x3247 | 0x3250..=0xA48C | 0xA490..=0xA4C6
        | 0xA960..=0xA97C | 0xAC00..=0xD7A3 | 0xD7B0..=0xD7C6 | 0xD7CB..=0xD7FB | 0xF900..=0xFAFF | 0xFE10..=0xFE19
        | 0xFE30..=0xFE52 | 0xFE54..=0xFE66 | 0xFE68..=0xFE6B | 0xFF01..=0xFFBE | 0xFFC2..=0xFFC7 | 0xFFCA..=0xFFCF
        | 0xFFD2..=0xFFD7 | 0xFFDA..=0xFFDC | 0xFFE0..=0xFFE6 | 0xFFE8..=0xFFEE | 0x16FE0..=0x16FE4
        | 0x16FF0..=0x16FF6 | 0x17000..=0x18CD5 | 0x18CFF..=0x18D1E | 0x18D80..=0x18DF2 | 0x1AFF0..=0x1AFF3
        | 0x1AFF5..=0x1AFFB | 0x1AFFD..=0x1AFFE | 0x1B000..=0x1B122 | 0x1B132 | 0x1B150..=0x1B152 | 0x1B155
        | 0x1B164..=0x1B167 | 0x1B170..=0x1B2FB | 0x1D300..=0x1D356 | 0x1D360..=0x1D376 | 0x1F200 | 0x1F202
        | 0x1F210..=0x1F219 | 0x1F21B..=0x1F22E | 0x1F230..=0x1F231 | 0x1F237 | 0x1F23B | 0x1F240..=0x1F248
        | 0x1F260..=0x1F265 | 0x20000..=0x3FFFD)
}

/// Whether a character is Han: an ideograph, 〇 or 々.
pub fn is_han(c: char) -> bool {
    matches!(c, '々' | '〇' | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFD}')
}

fn is_hangul(c: char) -> bool {
    matches!(u32::from(c), 0x1100..=0x11FF | 0x3131..=0x318E | 0x3200..=0x321E | 0x3260..=0x327F | 0xA960..=0xA97C
        | 0xAC00..=0xD7FB | 0xFFA0..=0xFFDC)
}

/// Whether a character belongs to a script that is written without spaces.
pub fn is_wide(c: char) -> bool {
    is_cjk(c) && !is_hangul(c)
}

/// Whether a character is punctuation that only such scripts use, or their space: `，`, `「`, U+3000.
fn is_wide_punctuation(c: char) -> bool {
    matches!(c, '\u{3000}'..='\u{3003}' | '〈'..='】' | '〔'..='〟' | '〰' | '〽' | '゠' | '・' | '\u{FE10}'..='\u{FE19}'
        | '\u{FE30}'..='\u{FE52}' | '\u{FE54}'..='\u{FE61}' | '\u{FE63}' | '\u{FE68}' | '\u{FE6A}'..='\u{FE6B}' | '！'..='＃' | '％'..='＊'
        | '，'..='／' | '：' | '；' | '？' | '＠' | '［'..='］' | '＿' | '｛' | '｝' | '｟'..='･')
}

/// Whether a character asks for one of the forms of the ideograph before it.
pub fn is_ideographic_selector(c: char) -> bool {
    ('\u{E0100}'..='\u{E01EF}').contains(&c)
}

/// Whether a character asks for one of the forms of the character before it, other than for an emoji.
pub fn is_text_selector(c: char) -> bool {
    ('\u{FE00}'..='\u{FE0E}').contains(&c)
}

/// Whether a line may end after `before` and the next begin with `after` without meaning a space.
///
/// As [CSS Text](https://www.w3.org/TR/2020/WD-css-text-3-20200429/#line-break-transform) has it, on which level 4 builds:
/// nothing stands between two characters of a script without spaces, nor beside punctuation of such a script, nor at a
/// zero-width space; marks that Chinese shares with Latin count with their neighbour. Between Han and Latin, and between
/// words of Korean, it is a space.
pub fn joins(before: char, after: char) -> bool {
    const ZERO_WIDTH_SPACE: char = '\u{200B}';
    let shared = |c| matches!(c, '“' | '”' | '‘' | '’' | '—' | '…' | '·');
    match (is_wide(before), is_wide(after)) {
        (true, true) => true,
        (true, false) => shared(after) || is_wide_punctuation(before) || after == ZERO_WIDTH_SPACE,
        (false, true) => shared(before) || is_wide_punctuation(after) || before == ZERO_WIDTH_SPACE,
        // The two halves of —— and ……, which are no words of their own.
        (false, false) if before == after && matches!(before, '—' | '…') => true,
        (false, false) => before == ZERO_WIDTH_SPACE || after == ZERO_WIDTH_SPACE,
    }
}

/// The last character of a line as [`joins`] wants it: the one that a selector belongs to.
pub fn last(text: &str) -> Option<char> {
    text.chars().rev().find(|c| !is_ideographic_selector(*c) && !is_text_selector(*c))
}

/// Lines put together to one, each without the white space at its ends.
pub fn one_line<'a>(lines: impl IntoIterator<Item = &'a str>) -> String {
    let mut out = String::new();
    for line in lines.into_iter().map(str::trim) {
        if let (Some(before), Some(after)) = (last(&out), line.chars().next())
            && !joins(before, after)
        {
            out.push(' ');
        }
        out.push_str(line);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_end_of_a_line_is_what_css_makes_of_it() {
        for (before, after, expected) in [
            ('甲', '乙', true),
            ('，', '乙', true),
            ('甲', '「', true),
            ('か', 'カ', true),
            ('甲', '𠮷', true),
            ('ㄅ', '甲', true),
            ('a', 'b', false),
            ('甲', 'a', false),
            ('a', '甲', false),
            ('甲', '1', false),
            ('한', '글', false),
            ('甲', '한', false),
            // Punctuation of its own takes its space with it.
            ('，', 'a', true),
            ('a', '（', true),
            ('。', '한', true),
            ('\u{3000}', 'a', true),
            ('＋', 'a', false),
            // Marks that are shared count with their neighbour.
            ('”', '甲', true),
            ('—', '—', true),
            ('…', '…', true),
            ('—', 'a', false),
            ('甲', '—', true),
            ('…', 'a', false),
            ('”', 'a', false),
            ('.', '甲', false),
            ('a', '\u{200b}', true),
            ('甲', '🎉', false),
        ] {
            assert_eq!(joins(before, after), expected, "{before} {after}");
        }
        assert!(is_wide_punctuation('〕') && !is_wide_punctuation('甲') && !is_wide_punctuation('〇'));
    }

    #[test]
    fn lines_become_one() {
        assert_eq!(one_line("甲方\n  乙方\nword\n\nother\n葛\u{e0100}\n飾".lines()), "甲方乙方 word other 葛\u{e0100}飾");
        assert_eq!(one_line([]), "");
    }

    #[test]
    fn every_wide_punctuation_mark_is_wide() {
        for c in (0..=0xFFFF).filter_map(char::from_u32).filter(|c| is_wide_punctuation(*c)) {
            assert!(is_wide(c), "{c} U+{:X}", u32::from(c));
        }
    }
}
