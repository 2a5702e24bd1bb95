//! Bank cards (ISO/IEC 7812): 13 to 19 digits, the last one a check digit by Luhn's formula.

use super::Found;
use super::written::Written;
use super::{context, organisation};

/// Words that say that a number is a card's or an account's.
const NAMES: [&str; 7] = ["卡", "帳", "賬", "账", "card", "account", "iban"];

pub(super) fn read(written: &Written<'_>) -> Option<Found> {
    let digits = written.digits;
    let sound = (13..=19).contains(&digits.len())
        && is_grouped(written)
        && luhn(written)
        && !digits.iter().all(|d| Some(d) == digits.first());
    // Every tenth number of any kind passes Luhn's formula. Without a word, it must look like a card that is in use.
    let named = || context::is_called(written.before(), &NAMES);
    let in_use = || is_issued(digits) && !organisation::is_code(digits);
    (sound && written.is_free() && (named() || in_use())).then(|| (written.range(), written.number()))
}

/// Together, in fours, or as cards of 15, 14 and 19 digits are printed.
fn is_grouped(written: &Written<'_>) -> bool {
    let mut groups = written.groups();
    if groups.len() == 1 {
        return true;
    }
    let last = groups.next_back().unwrap_or(0);
    let fours = groups.all(|digits| digits == 4) && last <= 4;
    let groups: Vec<usize> = written.groups().collect();
    (fours || matches!(groups.as_slice(), [4, 6, 4 | 5] | [6, 10 | 12 | 13])) && written.stands_alone()
}

/// Whether issuers give out numbers that begin so, of this length (ISO/IEC 7812 and the networks' published ranges).
fn is_issued(digits: &[u8]) -> bool {
    let start = digits.iter().take(4).fold(0, |n: u32, digit| n * 10 + u32::from(digit - b'0'));
    match digits.len() {
        15 => matches!(start, 3400..=3499 | 3700..=3799),
        16..=19 => matches!(start, 2221..=2720 | 3528..=3589 | 4000..=6999 | 8100..=8199 | 9000..=9999),
        _ => false,
    }
}

/// Luhn's formula: of every second digit from the end its double, the digits of all together a multiple of ten.
fn luhn(written: &Written<'_>) -> bool {
    let doubled = |(n, digit): (usize, u32)| if n % 2 == 1 { digit * 2 / 10 + digit * 2 % 10 } else { digit };
    written.values().rev().enumerate().map(doubled).sum::<u32>() % 10 == 0
}

#[cfg(test)]
mod tests {
    use super::super::Kind::BankCard;
    use super::super::tests::found;

    #[test]
    fn it_is_found_in_every_writing() {
        for (text, number) in [
            ("6222020000000000000", "6222020000000000000"),
            ("6222 0000 0000 0009", "6222 0000 0000 0009"),
            ("6222-0200-0000-0000-000", "6222-0200-0000-0000-000"),
            ("622202 0000000000000", "622202 0000000000000"),
            ("６２２２　００００　００００　０００９", "６２２２　００００　００００　０００９"),
            ("工行6222000000000009李某", "6222000000000009"),
            ("3700 000000 00002", "3700 000000 00002"),
            ("9558000000000000008", "9558000000000000008"),
            ("卡號：1234000000000006", "1234000000000006"),
            ("銀行卡 36000000000008", "36000000000008"),
        ] {
            assert_eq!(found(text), [(BankCard, number)], "{text}");
        }
    }

    #[test]
    fn numbers_that_only_look_like_one_are_none() {
        for text in [
            "6222000000000008",
            "1234000000000006",
            "36000000000008",
            "9787500000099",
            "6222 0000 0000 0009 0000",
            "62 22 00 00 00 00 00 09",
            "8888888888888888",
            "https://a.example/6222000000000009",
            "sha256:6222000000000009a",
            "1.6222000000000009",
        ] {
            assert_eq!(found(text), [], "{text}");
        }
    }
}
