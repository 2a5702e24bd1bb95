//! One look at a passage that tells which rules need to look closer: most passages need none.

use super::han::Han;

/// What a passage holds, as bits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Traits(u32);

impl Traits {
    /// Characters that no text should hold.
    pub const DAMAGE: Self = Self(1);
    /// Characters that are not seen.
    pub const INVISIBLE: Self = Self(1 << 1);
    /// Letters with accents, which other encodings turn into.
    pub const ACCENTS: Self = Self(1 << 2);
    /// Han characters that UTF-8 turns into when read as GBK.
    pub const GARBLED: Self = Self(1 << 3);
    /// A bracket with a Latin letter inside, behind a Han character.
    pub const READING: Self = Self(1 << 4);
    /// What GBK shifted by a byte leaves.
    pub const SHIFTED: Self = Self(1 << 5);
    /// Characters of the Simplified script only.
    pub const SIMPLIFIED: Self = Self(1 << 6);
    /// Characters of the Traditional script only.
    pub const TRADITIONAL: Self = Self(1 << 7);
    /// Half-width punctuation.
    pub const HALF_WIDTH: Self = Self(1 << 8);
    /// Dots or hyphens in a row.
    pub const ROW: Self = Self(1 << 9);
    /// Full-width digits or letters.
    pub const FULL_WIDTH: Self = Self(1 << 10);
    /// What may hold a place.
    pub const PLACEHOLDER: Self = Self(1 << 11);
    /// A digit before 號.
    pub const NUMBERED: Self = Self(1 << 12);
    /// 附件.
    pub const ANNEX: Self = Self(1 << 13);
    /// Brackets in pairs.
    pub const BRACKETS: Self = Self(1 << 14);

    /// Whether any of `others` is there.
    pub fn any(self, others: Self) -> bool {
        self.0 & others.0 != 0
    }

    /// Both together.
    pub const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// What a text holds.
    pub fn of(text: &str) -> Self {
        let (mut all, mut before) = (Self::default(), '\n');
        for c in text.chars() {
            all = all.and(if c.is_ascii() { ascii(before, c) } else { other(before, c) });
            before = c;
        }
        all
    }
}

fn ascii(before: char, c: char) -> Traits {
    const NONE: Traits = Traits(0);
    match c {
        'a'..='z' | 'A'..='Z' => match (before, c) {
            ('(' | '（', _) => Traits::READING,
            ('X', 'X') | ('x', 'x') | ('T', 'O' | 'B') | ('F', 'I') => Traits::PLACEHOLDER,
            _ => NONE,
        },
        ' ' | '0'..='9' => NONE,
        ',' | ':' | ';' | '!' | '?' | '\'' | '`' if !before.is_ascii() => Traits::HALF_WIDTH.and(Traits::SHIFTED),
        ',' | ':' | ';' | '!' | '?' if before == ')' => Traits::HALF_WIDTH.and(Traits::SHIFTED),
        ',' | ':' | ';' | '!' | '?' if before == ' ' => Traits::HALF_WIDTH,
        '(' | ')' => Traits::HALF_WIDTH.and(Traits::BRACKETS),
        '.' | '-' if before == c => Traits::ROW,
        '\t' | '\n' | '\r' => NONE,
        '\0'..='\u{1f}' | '\u{7f}' => Traits::DAMAGE,
        _ => NONE,
    }
}

fn other(before: char, c: char) -> Traits {
    const NONE: Traits = Traits(0);
    match c {
        '\u{4e00}'..='\u{9fff}' => {
            let han = Han::of(c);
            let mut traits = NONE;
            for (is, trait_) in [
                (han.is_simplified(), Traits::SIMPLIFIED),
                (han.is_traditional(), Traits::TRADITIONAL),
                (han.is_garbled(), Traits::GARBLED),
            ] {
                if is {
                    traits = traits.and(trait_);
                }
            }
            match (before, c) {
                ('錕' | '锟', '斤') | ('烫' | '燙', '烫' | '燙') | ('屯', '屯') => traits.and(Traits::DAMAGE),
                ('待', '定') => traits.and(Traits::PLACEHOLDER),
                ('附', '件') => traits.and(Traits::ANNEX),
                ('0'..='9' | 'X' | 'x' | '０'..='９' | ' ', '號' | '号') => traits.and(Traits::NUMBERED),
                _ => traits,
            }
        }
        '，' | '；' | '：' | '！' | '？' | '。' | '、' => NONE,
        '「' | '」' | '『' | '』' | '《' | '》' | '（' | '）' | '〔' | '〕' => Traits::BRACKETS,
        '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ' => {
            let twice = before == c && matches!(c, 'Ｘ' | 'ｘ');
            if twice { Traits::FULL_WIDTH.and(Traits::PLACEHOLDER) } else { Traits::FULL_WIDTH }
        }
        // Between them stand the letters of pinyin; GBK has them in the row that （ shifted by a byte leads to.
        '\u{c0}'..='\u{24f}' | '\u{251}' | '\u{261}' if matches!(before, '(' | '（') => {
            Traits::READING.and(Traits::ACCENTS).and(Traits::SHIFTED)
        }
        '\u{80}'..='\u{9f}' => Traits::DAMAGE.and(Traits::ACCENTS),
        '\u{ad}' => Traits::INVISIBLE,
        '\u{a0}'..='\u{24f}' => Traits::ACCENTS.and(Traits::SHIFTED),
        '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' => {
            Traits::INVISIBLE
        }
        '\u{e0001}' | '\u{e0020}'..='\u{e007f}' => Traits::INVISIBLE,
        '\u{2028}' | '\u{2029}' | '\u{fffc}' | '\u{fffd}' => Traits::DAMAGE,
        '\u{3105}'..='\u{312d}' | '\u{2500}'..='\u{254b}' => Traits::SHIFTED,
        '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..='\u{10ffff}' => Traits::DAMAGE.and(Traits::GARBLED).and(Traits::SHIFTED),
        _ => NONE,
    }
}

#[cfg(test)]
mod tests {
    use super::Traits;

    #[test]
    fn clean_text_needs_no_closer_look() {
        for clean in
            ["各成員單位圍繞本學期主題，開展研討。", "A plan, in 3 parts: one; two, three - four.", "9:00—11:30，3:1", ""]
        {
            let needed = Traits::of(clean);
            let script_and_brackets = Traits::TRADITIONAL.and(Traits::BRACKETS).and(Traits::HALF_WIDTH);
            assert!(needed.and(script_and_brackets) == script_and_brackets, "{clean}");
        }
    }

    #[test]
    fn what_rules_look_for_is_noticed() {
        for (text, expected) in [
            ("甲\u{fffd}", Traits::DAMAGE),
            ("锟斤拷", Traits::DAMAGE),
            ("甲\u{200b}乙", Traits::INVISIBLE),
            ("å\u{AD}¦", Traits::ACCENTS),
            ("涓枃", Traits::GARBLED),
            ("學(xué)", Traits::READING),
            ("學(āi)", Traits::READING),
            ("。ㄒ唬", Traits::SHIFTED),
            ("制度?萍疾", Traits::SHIFTED),
            ("学", Traits::SIMPLIFIED),
            ("學", Traits::TRADITIONAL),
            ("甲,乙", Traits::HALF_WIDTH),
            ("等...", Traits::ROW),
            ("２０２４", Traits::FULL_WIDTH),
            ("XX學校", Traits::PLACEHOLDER),
            ("待定", Traits::PLACEHOLDER),
            ("[2015]99號", Traits::NUMBERED),
            ("見附件", Traits::ANNEX),
            ("《甲》", Traits::BRACKETS),
        ] {
            assert!(Traits::of(text).any(expected), "{text}");
        }
    }
}
