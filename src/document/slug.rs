//! Names in URLs.

mod phrases;

use pinyin::ToPinyin;

/// `text` as a part of a URL: Han characters as pinyin without tones, Latin in lower case without accents, digits, and
/// one `-` for any run of other things. Empty where nothing of that is left.
pub fn slug(text: &str) -> String {
    let mut slug = String::with_capacity(text.len());
    let mut gap = false;
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        // A syllable is a word of its own: it stands apart from what is before and after.
        if let Some((han, reading)) = phrases::longest_at_start(rest) {
            for syllable in reading.split(' ') {
                put(&mut slug, syllable, true);
            }
            gap = true;
            rest = rest.get(han.len()..).unwrap_or_default();
            continue;
        }
        rest = rest.get(first.len_utf8()..).unwrap_or_default();
        if let Some(syllable) = syllable(first) {
            put(&mut slug, &syllable, true);
            gap = true;
            continue;
        }
        let first = narrow(first);
        let lower = first.to_ascii_lowercase();
        if lower.is_ascii_alphanumeric() {
            put(&mut slug, lower.encode_utf8(&mut [0; 4]), gap);
            gap = false;
        } else if let Some(letters) = without_accent(first) {
            put(&mut slug, letters, gap);
            gap = false;
        } else if !('\u{300}'..='\u{36f}').contains(&first) {
            // Accents that stand as characters of their own are left out without leaving a gap.
            gap = true;
        }
    }
    slug
}

/// The readings of the Han characters of a text without tones, one a character: a list for each run of them. Letters and
/// digits part runs; quotation marks and the like do not.
pub fn readings(text: &str) -> Vec<Vec<String>> {
    let mut runs = vec![Vec::new()];
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let listed = phrases::longest_at_start(rest);
        rest = rest.get(listed.map_or(first.len_utf8(), |(han, _)| han.len())..).unwrap_or_default();
        let syllables: Vec<String> = match listed {
            Some((_, reading)) => reading.split(' ').map(str::to_owned).collect(),
            None => syllable(first).into_iter().collect(),
        };
        if syllables.is_empty() && first.is_alphanumeric() {
            runs.push(Vec::new());
        } else if let Some(run) = runs.last_mut() {
            run.extend(syllables);
        }
    }
    runs.retain(|run| !run.is_empty());
    runs
}

fn put(slug: &mut String, letters: &str, apart: bool) {
    if apart && !slug.is_empty() {
        slug.push('-');
    }
    slug.push_str(letters);
}

/// The most common reading of one Han character, in ASCII.
fn syllable(han: char) -> Option<String> {
    let plain = han.to_pinyin()?.plain();
    if plain.is_ascii() {
        return Some(plain.to_owned());
    }
    // ü as passports write it (GB/T 28039), so that 呂 (lyu) is not 路 (lu). No other letter with an accent occurs.
    Some(plain.replace('ü', "yu"))
}

/// The ASCII form of a full-width letter or digit.
fn narrow(c: char) -> char {
    match c {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        _ => c,
    }
}

/// The plain letters under the accents of common European languages.
fn without_accent(c: char) -> Option<&'static str> {
    const FOLDED: [(&str, &str); 31] = [
        ("a", "àáâãåāăąǎ"),
        ("ae", "æ"),
        ("a", "ä"),
        ("c", "çćĉċč"),
        ("d", "ďđð"),
        ("e", "èéêëēĕėęě"),
        ("g", "ĝğġģ"),
        ("h", "ĥħ"),
        ("i", "ìíîïĩīĭįıǐ"),
        ("ij", "ĳ"),
        ("j", "ĵ"),
        ("k", "ķĸ"),
        ("l", "ĺļľŀł"),
        ("m", "ḿ"),
        ("n", "ñńņňŋǹ"),
        ("o", "òóôõöøōŏőǒ"),
        ("oe", "œ"),
        ("r", "ŕŗř"),
        ("s", "śŝşšſș"),
        ("ss", "ßẞ"),
        ("t", "ţťŧț"),
        ("th", "þ"),
        ("u", "ùúûüũūŭůűųǔǖǘǚǜ"),
        ("w", "ŵẁẃẅ"),
        ("y", "ýÿŷ"),
        ("z", "źżž"),
        ("e", "ẽẹẻ"),
        ("a", "ạảấầẩẫậ"),
        ("e", "ếềểễệ"),
        ("o", "ơọỏốồổỗộ"),
        ("u", "ưụủ"),
    ];
    let lower = c.to_lowercase().next().unwrap_or(c);
    FOLDED.iter().find(|(_, accented)| accented.contains(lower)).map(|(plain, _)| *plain)
}

#[cfg(test)]
mod tests {
    use super::{readings, slug};
    use proptest::prelude::*;

    #[test]
    fn han_is_read_and_latin_is_folded() {
        for (text, expected) in [
            ("江寧", "jiang-ning"),
            ("江宁", "jiang-ning"),
            ("2024-1", "2024-1"),
            ("20XX-1", "20xx-1"),
            ("２０２４年第１學期", "2024-nian-di-1-xue-qi"),
            ("Activity plan: Spring", "activity-plan-spring"),
            ("Café Müller, Łódź", "cafe-muller-lodz"),
            ("Cafe\u{301}", "cafe"),
            ("STEM教育", "stem-jiao-yu"),
            ("教育STEM", "jiao-yu-stem"),
            ("一、指導思想", "yi-zhi-dao-si-xiang"),
            ("綠色戰略", "lyu-se-zhan-lyue"),
            ("  --「」--  ", ""),
            ("こんにちは", ""),
            ("", ""),
        ] {
            assert_eq!(slug(text), expected, "{text}");
        }
    }

    #[test]
    fn characters_with_several_readings() {
        for (text, expected) in [
            ("重慶", "chong-qing"),
            ("重庆银行", "chong-qing-yin-hang"),
            ("校長調研", "xiao-zhang-diao-yan"),
            ("音樂教學", "yin-yue-jiao-xue"),
            ("调整", "tiao-zheng"),
            ("廈門", "xia-men"),
            ("教師成長", "jiao-shi-cheng-zhang"),
            ("長三角行動", "chang-san-jiao-xing-dong"),
            ("重點", "zhong-dian"),
            ("教研會計劃", "jiao-yan-hui-ji-hua"),
            ("社會計算", "she-hui-ji-suan"),
            ("會計", "kuai-ji"),
            ("首都", "shou-du"),
            ("六合區", "lu-he-qu"),
            ("注重新課程", "zhu-zhong-xin-ke-cheng"),
            ("進行業務培訓", "jin-xing-ye-wu-pei-xun"),
            ("共同行動", "gong-tong-xing-dong"),
            ("同行評議", "tong-hang-ping-yi"),
            ("國家長遠規劃", "guo-jia-chang-yuan-gui-hua"),
            ("學校對口支援", "xue-xiao-dui-kou-zhi-yuan"),
            ("為了解決未了事項", "wei-le-jie-jue-wei-liao-shi-xiang"),
            ("圍繞著著作", "wei-rao-zhe-zhu-zuo"),
            ("重啟與尊重生命", "chong-qi-yu-zun-zhong-sheng-ming"),
            ("弹性作息", "tan-xing-zuo-xi"),
            ("差旅报销", "chai-lyu-bao-xiao"),
        ] {
            assert_eq!(slug(text), expected, "{text}");
        }
    }

    #[test]
    fn runs_of_han_are_read() {
        let joined = |text| readings(text).iter().map(|run| run.join(" ")).collect::<Vec<_>>();
        assert_eq!(joined("2025年「重慶」行動，STEM教育"), ["nian chong qing xing dong", "jiao yu"]);
        assert!(readings("Plan 2025").is_empty());
    }

    proptest! {
        #[test]
        fn only_letters_digits_and_single_inner_hyphens(text in "\\PC{0,40}") {
            let slug = slug(&text);
            prop_assert!(slug.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-'), "{slug}");
            prop_assert!(!slug.starts_with('-') && !slug.ends_with('-') && !slug.contains("--"), "{slug}");
        }

        #[test]
        fn a_slug_is_its_own_slug(text in "\\PC{0,40}") {
            let once = slug(&text);
            prop_assert_eq!(slug(&once), once);
        }
    }
}
