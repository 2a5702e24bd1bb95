//! 居民身份證號碼 (GB 11643): six digits for the place, eight for the day of birth, three to tell people apart, and a
//! check character.

use super::Found;
use super::written::Written;
use super::{context, organisation};
use std::ops::Range;

const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const CHECKS: [u8; 11] = *b"10X98765432";

/// What an organisation's code is called.
const CODES: [&str; 4] = ["代碼", "代码", "信用", "credit code"];

pub(super) fn read(written: &Written<'_>) -> Option<Found> {
    // Letters may stand before it: a pupil's number is `G` and the number of her identity card.
    let (range, number) = match written.digits.len() {
        18 if written.is_free_behind() => (written.range(), written.number()),
        17 => {
            let end = end_behind_x(written.behind())?;
            (written.range().start..written.range().end + end, written.number() + "X")
        }
        _ => return None,
    };
    // An organisation's code has a check character of its own. Few numbers pass both checks, and then its name decides.
    let of_organisation = || organisation::is_code(number.as_bytes()) && context::is_called(written.before(), &CODES);
    (is_valid(number.as_bytes()) && !of_organisation()).then_some((range, number))
}

/// Where the check character X ends, if the text begins with it. It is also written as a Roman ten or a multiplication sign.
fn end_behind_x(behind: &str) -> Option<usize> {
    let rest = behind.strip_prefix([' ', '-', '\u{3000}']).unwrap_or(behind);
    let rest = rest.strip_prefix(['X', 'x', 'Ｘ', 'ｘ', 'Ⅹ', 'ⅹ', '×'])?;
    context::begins_freely(rest).then_some(behind.len() - rest.len())
}

/// Whether 18 characters have a day of birth and the right check character.
fn is_valid(number: &[u8]) -> bool {
    let Some((check, digits)) = number.split_last() else { return false };
    let sum: u32 = digits.iter().zip(WEIGHTS).map(|(digit, weight)| u32::from(digit - b'0') * weight).sum();
    CHECKS.get(sum as usize % CHECKS.len()) == Some(check) && digits.get(6..14).is_some_and(is_birthday)
}

/// Whether eight digits are a day of the last two centuries.
fn is_birthday(digits: &[u8]) -> bool {
    let part = |range: Range<usize>| {
        digits.get(range).map_or(0, |part| part.iter().fold(0, |n, digit| n * 10 + i16::from(digit - b'0')))
    };
    let (year, month, day) = (part(0..4), part(4..6), part(6..8));
    let small = |n: i16| i8::try_from(n).unwrap_or(0);
    (1850..2050).contains(&year) && jiff::civil::Date::new(year, small(month), small(day)).is_ok()
}

#[cfg(test)]
mod tests {
    use super::super::Kind::ResidentId;
    use super::super::tests::found;

    #[test]
    fn it_is_found_in_every_writing() {
        for (text, number) in [
            ("11010519491231002X", "11010519491231002X"),
            ("身份證號：11010519491231002x。", "11010519491231002x"),
            ("１１０１０５１９４９１２３１００２Ｘ", "１１０１０５１９４９１２３１００２Ｘ"),
            ("11010519491231002Ⅹ", "11010519491231002Ⅹ"),
            ("110105 19491231 002X", "110105 19491231 002X"),
            ("110105-1990-0101-0010的", "110105-1990-0101-0010"),
            ("1101 0519 9001 0100 10", "1101 0519 9001 0100 10"),
            ("000000190001010017", "000000190001010017"),
            ("學籍號 G110105199001010010", "110105199001010010"),
        ] {
            assert_eq!(found(text), [(ResidentId, number)], "{text}");
        }
    }

    #[test]
    fn a_wrong_check_or_day_is_no_number() {
        for text in [
            "110105199001010011",
            "11010519491331002X",
            "11010519490229002X",
            "1101051990010100100",
            "11010519491231002XX",
            "11010529491231002X",
            "1101051949123100",
        ] {
            assert_eq!(found(text), [], "{text}");
        }
    }

    #[test]
    fn a_number_that_passes_both_checks_is_an_organisations_where_it_is_called_so() {
        let both = "123304200001010939";
        assert_eq!(found(both), [(ResidentId, both)]);
        assert_eq!(found(&format!("統一社會信用代碼：{both}")), []);
    }
}
