//! Passports and permits (護照、往來港澳通行證、居留證 …): so many forms that a number counts only beside its name.

use super::Found;
use super::context::{self, is_letter};
use super::written::Written;

/// What the papers are called; 號, 號碼 and the like may follow.
const NAMES: [&str; 28] = [
    "護照",
    "护照",
    "通行證",
    "通行证",
    "居留證",
    "居留证",
    "居住證",
    "居住证",
    "回鄉證",
    "回乡证",
    "台胞證",
    "台胞证",
    "臺胞證",
    "軍官證",
    "军官证",
    "士兵證",
    "士兵证",
    "駕駛證",
    "驾驶证",
    "駕照",
    "驾照",
    "身份證明",
    "passport",
    "travel permit",
    "residence permit",
    "entry permit",
    "exit permit",
    "driving licence",
];

pub(super) fn read(written: &Written<'_>) -> Option<Found> {
    if !(6..=12).contains(&written.digits.len()) || !written.is_one() || !written.is_free_behind() {
        return None;
    }
    let digits = written.range();
    let before = written.before();
    // Up to three letters stand before the digits, a blank perhaps between.
    let spaced = before.trim_end_matches([' ', '\u{3000}']);
    let bare = spaced.trim_end_matches(is_letter);
    let letters = spaced.get(bare.len()..).unwrap_or("");
    let own = (1..=3).contains(&letters.chars().count()) && !context::ends_in(spaced, &["no", "id"]);
    let (rest, letters) = if own { (bare, letters) } else { (before, "") };
    // `before` is no more than the end of what stands there.
    let start = digits.start - (before.len() - rest.len());
    let named = || context::ends_in(context::name(rest), &NAMES) || context::in_bracket(written.behind()).is_some_and(is_named);
    (context::ends_freely(rest) && named()).then(|| (start..digits.end, narrow(letters) + &written.number()))
}

fn is_named(bracket: &str) -> bool {
    NAMES.iter().any(|name| bracket.starts_with(name))
}

/// Letters as ASCII capitals.
fn narrow(letters: &str) -> String {
    let narrow = |c: char| if c.is_ascii() { Some(c) } else { char::from_u32(u32::from(c).wrapping_sub(0xFEE0)) };
    letters.chars().filter_map(narrow).map(|c| c.to_ascii_uppercase()).collect()
}

#[cfg(test)]
mod tests {
    use super::super::Kind::Passport;
    use super::super::tests::found;

    #[test]
    fn it_is_found_beside_its_name() {
        for (text, number) in [
            ("護照 E00000001", "E00000001"),
            ("护照号码：EA0000001。", "EA0000001"),
            ("Passport No. G00000001", "G00000001"),
            ("passport number: 000000001", "000000001"),
            ("護照號為Ｅ００００００１２", "Ｅ００００００１２"),
            ("港澳通行證號 C 00000001", "C 00000001"),
            ("台胞證：00000001", "00000001"),
            ("E00000001（護照）", "E00000001"),
            ("| 護照號 | E00000001 |", "E00000001"),
        ] {
            assert_eq!(found(text), [(Passport, number)], "{text}");
        }
    }

    #[test]
    fn without_its_name_it_is_any_number() {
        for text in
            ["E00000001", "編號 E00000001", "護照辦理 20240901", "護照已辦 2024-09-01", "passports 12345", "施工許可證 00000001"]
        {
            assert_eq!(found(text), [], "{text}");
        }
    }
}
