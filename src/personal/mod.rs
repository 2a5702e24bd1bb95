//! Personal data in text: numbers that belong to one person and must not go on the web unseen.
//!
//! [`find`] tells where they stand, [`mask`] gives the text without them. One file a kind of datum: its shape, what is
//! mistaken for it, its tests. All of them look at a `Written` number: digits in the groups in which
//! someone wrote them, with what stands beside them.
//!
//! Nothing here knows files or findings. The work is linear in the length of the text, and little where there are few
//! digits, because every page that is made passes through.

mod bank_card;
mod context;
mod group_number;
mod mobile;
mod organisation;
mod passport;
mod resident_id;
mod written;

use std::borrow::Cow;
use std::ops::Range;
use written::{Scanner, Written};

/// What a number is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// 居民身份證號碼.
    ResidentId,
    /// A mobile telephone's number.
    Mobile,
    /// A bank card's number.
    BankCard,
    /// A passport's or permit's number.
    Passport,
    /// The number of a chat group or account: QQ, 微信.
    GroupNumber,
}

/// A number of a person in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    /// What it is.
    pub kind: Kind,
    /// Its bytes in the text, on boundaries of characters.
    pub range: Range<usize>,
    /// The number itself in one form, however it is written: ASCII digits and capitals without blanks.
    pub number: String,
}

/// A number's bytes in the text, and the number in its one form.
type Found = (Range<usize>, String);

/// Tells whether a written number is of a kind.
type Read = fn(&Written<'_>) -> Option<Found>;

/// How many digits the shortest of them has.
const FEWEST_DIGITS: usize = 5;
/// How many digits the longest of them has.
const MOST_DIGITS: usize = 19;

/// The personal numbers of a text, in order; none lies in another.
pub fn find(text: &str) -> Vec<Hit> {
    find_in(text.as_bytes())
}

/// As [`find`], in the bytes of a text.
pub fn find_in(text: &[u8]) -> Vec<Hit> {
    let mut hits = Vec::new();
    let mut scanner = Scanner::new(text);
    while let Some(stretch) = scanner.next_stretch() {
        let mut first = 0;
        while first < stretch.groups() {
            // The longest reading is the right one: an identity number in groups holds shorter numbers.
            let reach = first + 1..=stretch.reach(first, MOST_DIGITS);
            match reach.rev().find_map(|end| Some((end, judge(&stretch.written(first..end)?)?))) {
                Some((end, hit)) => {
                    hits.push(hit);
                    first = end;
                }
                None => first += 1,
            }
        }
    }
    hits
}

/// What a written number is, if it is a person's.
fn judge(written: &Written<'_>) -> Option<Hit> {
    let kinds: [(Kind, Read); 5] = [
        (Kind::ResidentId, resident_id::read),
        (Kind::Mobile, mobile::read),
        (Kind::BankCard, bank_card::read),
        (Kind::Passport, passport::read),
        (Kind::GroupNumber, group_number::read),
    ];
    let (kind, (range, number)) = kinds.into_iter().find_map(|(kind, read)| Some((kind, read(written)?)))?;
    // Addresses are full of numbers that only look like somebody's. An identity card's looks like nothing else.
    (kind == Kind::ResidentId || !context::in_address(written.before())).then_some(Hit { kind, range, number })
}

/// The text with `*` for the digits of its personal numbers but the last two characters of each, which help to tell
/// numbers apart. Every character keeps its bytes and its width, so that places in the text stay what they are.
pub fn mask(text: &str) -> Cow<'_, str> {
    let hits = find(text);
    if hits.is_empty() { Cow::Borrowed(text) } else { Cow::Owned(mask_at(text, hits.iter().map(|hit| hit.range.clone()))) }
}

/// As [`mask`], for numbers whose places are known.
pub fn mask_at(text: &str, places: impl IntoIterator<Item = Range<usize>>) -> String {
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for place in places {
        let (Some(before), Some(number)) = (text.get(at..place.start), text.get(place.clone())) else { continue };
        out.push_str(before);
        out.push_str(&hidden(number));
        at = place.end;
    }
    out.push_str(text.get(at..).unwrap_or(""));
    out
}

/// A number with its digits hidden.
pub fn hidden(number: &str) -> String {
    let shown = number.char_indices().rev().filter(|(_, c)| c.is_alphanumeric()).nth(1).map_or(number.len(), |(at, _)| at);
    let hide = |(at, c): (usize, char)| match c {
        c if at >= shown => c,
        '0'..='9' => '*',
        '０'..='９' => '＊',
        c => c,
    };
    number.char_indices().map(hide).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The kinds and texts of what is found.
    pub(super) fn found(text: &str) -> Vec<(Kind, &str)> {
        let found: Vec<(Kind, &str)> = find(text).into_iter().map(|hit| (hit.kind, &text[hit.range])).collect();
        // What stands far before a number makes no difference to it or to its place.
        let long = format!("{}{text}", "甲乙。".repeat(100));
        let far: Vec<(Kind, &str)> = find(&long).into_iter().map(|hit| (hit.kind, &long[hit.range])).collect();
        assert_eq!(found, far);
        found
    }

    #[test]
    fn numbers_beside_each_other_are_told_apart() {
        let text = "王某 13800000000 110105199001010010，卡號 6222 0200 0000 0000 000 QQ群：123456，護照 E00000001";
        let kinds: Vec<Kind> = find(text).into_iter().map(|hit| hit.kind).collect();
        assert_eq!(
            kinds,
            [Kind::Mobile, Kind::ResidentId, Kind::BankCard, Kind::GroupNumber, Kind::Passport],
            "{:?}",
            found(text)
        );
        let two = "13800000000 13900000000/138 0000 0000 139 0000 0000";
        assert_eq!(found(two).len(), 4, "{:?}", found(two));
    }

    #[test]
    fn one_number_is_one_however_it_is_written() {
        let ways =
            ["13800000000", "138 0000 0000", "138-0000-0000", "１３８００００００００", "+86 138 0000 0000", "138　0000　0000"];
        for way in ways {
            assert_eq!(find(way).into_iter().map(|hit| hit.number).collect::<Vec<_>>(), ["13800000000"], "{way}");
        }
    }

    #[test]
    fn a_masked_text_keeps_its_measure_and_holds_no_number() {
        assert_eq!(mask("電話 138-0000-0012。"), "電話 ***-****-**12。");
        assert_eq!(mask("１３８００００００１２"), "＊＊＊＊＊＊＊＊＊１２");
        assert_eq!(mask("證號 11010519491231002X"), "證號 ****************2X");
        assert!(matches!(mask("2024-12-09，共 12345 人"), Cow::Borrowed(_)));
    }

    #[test]
    fn numbers_of_offices_and_of_documents_are_nobodys() {
        for text in [
            "電話：0577-88880000、010-62345678 轉 8001、400-820-8820、12345",
            "統一社會信用代碼 12330304MB1D00001J、913303001450400005",
            "甌委辦發〔2015〕99號，索引號 001008003015017/2024-00012",
            "索引號：11330304002553890X/2024-43210",
            "ISBN 978-7-5041-6000-4，ISBN 9787504160004",
            "網站標識碼 3303040001，浙ICP備05000000號，浙公網安備 33030402000001號",
            "2024-09-01 至 2025-01-31，20240901，2024.09.01 08:30:00，20240901083000",
            "sha256:34414372673350abc77950179374602ff145155714515036",
            "QQ群 1234****，手機 138****0000，身份證 330304********1234",
            "人均 12345.13800000000 元，經度 120.13812345678",
            "學生 12000 人，占 98.5%，經費 150,000,000 元",
            "微信公眾號閱讀 23456 次，服務人群 12345 人，受益群眾 10000 餘人，產業集群 12345",
            "微信群 2024-2025 學年使用，QQ 空間 10000 人次",
            "https://example.cn/art/2024/9/7/art_1229123456_6222000000000000007.html",
        ] {
            assert_eq!(found(text), [], "{text}");
        }
    }

    proptest! {
        #[test]
        fn places_are_in_order_within_the_text_and_masks_keep_its_measure(text in "[0-9０-９ \\-XＸE群QQ：.*護照一\u{200b}\n]{0,80}") {
            let hits = find(&text);
            let mut at = 0;
            for hit in &hits {
                prop_assert!(at <= hit.range.start && hit.range.start < hit.range.end);
                prop_assert!(text.get(hit.range.clone()).is_some());
                at = hit.range.end;
            }
            let masked = mask(&text);
            prop_assert_eq!(masked.len(), text.len());
            prop_assert_eq!(masked.chars().count(), text.chars().count());
            for hit in &hits {
                prop_assert!(!masked.contains(&text[hit.range.clone()]));
            }
        }
    }
}
