//! What is known of each Han character: which script it belongs to, whether official text often has it, and whether it
//! is of those that UTF-8 turns into when it is read as GBK.

use encoding_rs::GBK;
use std::sync::LazyLock;

/// Characters that only the Simplified script has; those that Traditional text has too (后, 里, 台, and 恒 beside 恆) are not
/// among them.
const SIMPLIFIED: &str = include_str!("han/simplified.txt");

/// Characters that only the Traditional script has; 噁 is no longer one, chemistry has it back.
const TRADITIONAL: &str = include_str!("han/traditional.txt");

/// The characters that make up nearly all of laws, plans and prose in either script. Text that was decoded wrongly is
/// made of others.
const FREQUENT: &str = include_str!("han/frequent.txt");

/// What is known of a character, as bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Han(u8);

impl Han {
    const SIMPLIFIED: u8 = 1;
    const TRADITIONAL: u8 = 2;
    const FREQUENT: u8 = 4;
    const GARBLED: u8 = 8;

    /// What is known of a character; nothing of those outside the Unicode block of common ideographs.
    pub fn of(c: char) -> Self {
        let index = u32::from(c).wrapping_sub(FIRST);
        Self(usize::try_from(index).ok().and_then(|index| TABLE.get(index)).copied().unwrap_or(0))
    }

    /// Whether Simplified text alone has it.
    pub fn is_simplified(self) -> bool {
        self.0 & Self::SIMPLIFIED != 0
    }

    /// Whether Traditional text alone has it.
    pub fn is_traditional(self) -> bool {
        self.0 & Self::TRADITIONAL != 0
    }

    /// Whether ordinary text often has it.
    pub fn is_frequent(self) -> bool {
        self.0 & Self::FREQUENT != 0
    }

    /// Whether UTF-8 read as GBK often begins with it.
    pub fn is_garbled(self) -> bool {
        self.0 & Self::GARBLED != 0
    }
}

/// U+4E00, the first of the block.
const FIRST: u32 = 0x4E00;

static TABLE: LazyLock<Box<[u8]>> = LazyLock::new(|| {
    let mut table = vec![0; 0xA000 - FIRST as usize];
    let mut mark = |c: char, bit: u8| {
        let index = u32::from(c).wrapping_sub(FIRST) as usize;
        if let Some(known) = table.get_mut(index) {
            *known |= bit;
        }
    };
    for (characters, bit) in [(SIMPLIFIED, Han::SIMPLIFIED), (TRADITIONAL, Han::TRADITIONAL), (FREQUENT, Han::FREQUENT)] {
        characters.chars().for_each(|c| mark(c, bit));
    }
    // The first two bytes of a Han character in UTF-8, or of a full-width mark.
    for lead in (0xE3..=0xE9_u8).chain([0xEF]) {
        for second in 0x80..=0xBF_u8 {
            if let Some(text) = GBK.decode_without_bom_handling_and_without_replacement(&[lead, second]) {
                text.chars().for_each(|c| mark(c, Han::GARBLED));
            }
        }
    }
    table.into_boxed_slice()
});

/// Whether GB 2312 has a character: the Simplified script's own set.
#[cfg(test)]
fn in_gb2312(c: char) -> bool {
    let text = c.to_string();
    let (bytes, _, failed) = GBK.encode(&text);
    !failed && matches!(bytes.as_ref(), [0xB0..=0xF7, 0xA1..=0xFE])
}

/// Whether Big5 has a character: the Traditional script's own set, without the later additions of Hong Kong.
#[cfg(test)]
fn in_big5(c: char) -> bool {
    let text = c.to_string();
    let (bytes, _, failed) = encoding_rs::BIG5.encode(&text);
    match bytes.as_ref() {
        _ if failed => false,
        [0xA4..=0xC5, _] | [0xC6, 0x40..=0x7E] | [0xC9..=0xF8, _] | [0xF9, 0x40..=0xD5] => true,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::script::{Converter, Script};

    /// What the tables must hold: a character that the other script's set does not have and that the converter exchanges for
    /// another, one that may take its place. The converter must give it back, unless what it becomes is no character of its
    /// own script anyway (為 becomes 为, which becomes 爲; but 甯 becomes 宁, which is another word too).
    fn derived(to: Script, [own, others, may]: [fn(char) -> bool; 3]) -> String {
        let all: Vec<String> = ('\u{4E00}'..='\u{9FFF}').map(String::from).collect();
        // One conversion for all is a hundred times quicker than one for each; a line feed keeps them apart.
        let converted = |to: Script, texts: &[String]| -> Vec<String> {
            Converter::plain(to).unwrap().convert(&texts.join("\n")).lines().map(str::to_owned).collect()
        };
        let there = converted(to, &all);
        let back = converted(to.other(), &there);
        assert_eq!((all.len(), all.len()), (there.len(), back.len()));
        let only = all.iter().zip(&there).zip(&back).filter(|((one, other), again)| {
            let goes_back = again == one || !other.chars().any(own);
            one != other
                && !["噁", "恒"].contains(&one.as_str())
                && !one.chars().any(others)
                && other.chars().all(may)
                && goes_back
        });
        only.map(|((one, _), _)| one.as_str()).collect()
    }

    #[test]
    fn the_tables_of_scripts_are_what_the_converter_says() {
        let mut wrong = Vec::new();
        // Big5 lacks some that the converter gives (爲); GB 2312 lacks only what no text of today has.
        for (file, table, to, sets) in [
            ("simplified", SIMPLIFIED, Script::Traditional, [in_gb2312 as fn(char) -> bool, in_big5, |_| true]),
            ("traditional", TRADITIONAL, Script::Simplified, [in_big5, in_gb2312, in_gb2312]),
        ] {
            let derived = derived(to, sets);
            let table: String = table.chars().filter(|c| *c != '\n').collect();
            if table != derived {
                wrong.push(file);
                let path = std::env::temp_dir().join(format!("fangan-{file}.txt"));
                let characters: Vec<char> = derived.chars().collect();
                let text: String = characters.chunks(60).map(|line| line.iter().collect::<String>() + "\n").collect();
                std::fs::write(&path, text).unwrap();
            }
        }
        assert!(wrong.is_empty(), "{wrong:?} are not what the converter says; the right ones are in {:?}", std::env::temp_dir());
    }

    #[test]
    fn shared_characters_are_of_no_script() {
        for c in "后里台面只干云松谷系制准余征斗出了升昇乾著於恒".chars() {
            let han = Han::of(c);
            assert!(!han.is_simplified(), "{c}");
        }
        for c in "学习发项们为".chars() {
            assert!(Han::of(c).is_simplified() && !Han::of(c).is_traditional(), "{c}");
        }
        for c in "學習發項們為".chars() {
            assert!(Han::of(c).is_traditional() && !Han::of(c).is_simplified(), "{c}");
        }
        for c in "昇乾著瞭喆堃騞劏".chars() {
            assert!(!Han::of(c).is_traditional(), "{c}");
        }
    }

    #[test]
    fn what_utf_8_becomes_in_gbk_is_known() {
        assert!("涓鐨瀛鎴".chars().all(|c| Han::of(c).is_garbled()));
        assert!(!"的一是學校".chars().any(|c| Han::of(c).is_garbled()));
        assert!(Han::of('a') == Han(0) && Han::of('\u{20000}') == Han(0));
    }
}
