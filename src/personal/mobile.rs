//! Mobile numbers of the mainland: `1`, a digit from 3 to 9, and nine more, also behind the country's code.

use super::Found;
use super::context;
use super::written::Written;

/// What may stand before the number's own eleven digits.
const PREFIXES: [&[u8]; 4] = [b"", b"86", b"0086", b"0"];

/// Words that are written together with the number.
const GLUED: [&str; 8] = ["tel", "t", "m", "mob", "mobile", "phone", "wx", "weixin"];

pub(super) fn read(written: &Written<'_>) -> Option<Found> {
    let (prefix, own) = written.digits.split_at_checked(written.digits.len().checked_sub(11)?)?;
    let shaped = PREFIXES.contains(&prefix) && matches!(own, [b'1', b'3'..=b'9', ..]);
    // 138-0000-0000 and the like; smaller groups are figures of a table.
    let grouped =
        written.groups().len() == 1 || written.groups().all(|digits| digits >= 3) || prefix_is_a_group(written, prefix.len());
    let free = written.is_free() || written.is_free_behind() && context::ends_in(written.before(), &GLUED);
    (shaped && grouped && free).then(|| (written.range(), String::from_utf8_lossy(own).into_owned()))
}

/// Whether the code of the country is a group of its own, before groups of three or more.
fn prefix_is_a_group(written: &Written<'_>, prefix: usize) -> bool {
    let mut groups = written.groups();
    prefix > 0 && groups.next() == Some(prefix) && groups.all(|digits| digits >= 3)
}

#[cfg(test)]
mod tests {
    use super::super::Kind::Mobile;
    use super::super::tests::found;

    #[test]
    fn it_is_found_in_every_writing() {
        for (text, number) in [
            ("13800000000", "13800000000"),
            ("電話：13800000000同微信", "13800000000"),
            ("１３８００００００００", "１３８００００００００"),
            ("138 0000 0000", "138 0000 0000"),
            ("138-0000-0000", "138-0000-0000"),
            ("138－0000－0000", "138－0000－0000"),
            ("1380000 0000", "1380000 0000"),
            ("138\u{200b}0000\u{200b}0000", "138\u{200b}0000\u{200b}0000"),
            ("+86 138 0000 0000", "86 138 0000 0000"),
            ("+8613800000000", "8613800000000"),
            ("0086-13800000000", "0086-13800000000"),
            ("013800000000", "013800000000"),
            ("Tel13800000000", "13800000000"),
            ("13800000000@mail.example", "13800000000"),
            ("1. 19900000000。", "19900000000"),
            ("見 tel:13800000000.", "13800000000"),
            ("2024-13800000000", "13800000000"),
        ] {
            assert_eq!(found(text), [(Mobile, number)], "{text}");
        }
    }

    #[test]
    fn other_numbers_of_eleven_digits_are_none() {
        for text in [
            "12800000000",
            "138000000000",
            "1380000000",
            "0577-88880000",
            "010-15000000",
            "1 380 000 000 0",
            "15 30 45 60 100",
            "a13800000000b",
            "0.13800000000",
            "13800000000.5",
            "213800000000",
            "https://a.example/node=13800000000",
            "(https://a.example/sales-1986-2545781)",
        ] {
            assert_eq!(found(text), [], "{text}");
        }
    }
}
