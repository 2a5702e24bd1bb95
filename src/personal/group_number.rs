//! Numbers of chat groups and accounts: five to eleven digits beside 群, QQ or 微信.

use super::Found;
use super::context;
use super::written::Written;

/// What they are called; 號, 號碼 and the like may follow.
const NAMES: [&str; 10] = ["群", "羣", "qq", "微信", "qq group", "wechat", "wechat group", "weixin", "企鵝", "企鹅"];

/// Words that end in 群 and are no group of a chat.
const CROWDS: [&str; 14] =
    ["人群", "人羣", "集群", "集羣", "種群", "种群", "社群", "族群", "机群", "機群", "樓群", "楼群", "島群", "岛群"];

/// What is counted, where a figure is followed by it.
const COUNTED: [&str; 24] = [
    "人", "名", "位", "家", "個", "个", "次", "萬", "万", "億", "亿", "元", "戶", "户", "件", "條", "条", "篇", "份", "%", "％",
    "餘", "余", "多",
];

pub(super) fn read(written: &Written<'_>) -> Option<Found> {
    let shaped = (5..=11).contains(&written.digits.len()) && written.is_one() && written.is_free();
    (shaped && !is_date(written.digits) && is_beside_its_name(written)).then(|| (written.range(), written.number()))
}

/// Whether eight digits are a day of our time, written together.
fn is_date(digits: &[u8]) -> bool {
    matches!(digits, [b'1', b'9', _, _, b'0' | b'1', _, b'0'..=b'3', _] | [b'2', b'0', _, _, b'0' | b'1', _, b'0'..=b'3', _])
}

fn is_beside_its_name(written: &Written<'_>) -> bool {
    let behind = written.behind();
    let counted = || COUNTED.iter().any(|word| behind.trim_start().starts_with(word));
    let name = context::name(written.before());
    if context::ends_in(name, &NAMES) && !context::ends_in(name, &CROWDS) {
        return !counted() && !context::is_masked(behind);
    }
    // 123456群, 123456（QQ群）
    let group = behind.strip_prefix(['群', '羣']).is_some_and(|rest| !rest.starts_with(|c: char| c.is_alphabetic()));
    group || context::in_bracket(behind).is_some_and(|bracket| NAMES.iter().any(|name| begins_with(bracket, name)))
}

fn begins_with(text: &str, word: &str) -> bool {
    text.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word))
}

#[cfg(test)]
mod tests {
    use super::super::Kind::GroupNumber;
    use super::super::tests::found;

    #[test]
    fn it_is_found_beside_its_name() {
        for (text, number) in [
            ("QQ群：123456789", "123456789"),
            ("加入qq群（12345）", "12345"),
            ("教研群號碼是 12345678，", "12345678"),
            ("微信號：12345678", "12345678"),
            ("QQ 12345678901", "12345678901"),
            ("群１２３４５６", "１２３４５６"),
            ("QQ群 123 456 789", "123 456 789"),
            ("QQ：1234-5678", "1234-5678"),
            ("123456789（QQ群）", "123456789"),
            ("請加 123456789群。", "123456789"),
            ("**QQ群** 123456", "123456"),
            ("QQ群 **123456**", "123456"),
            ("| 微信群 | 123456 |", "123456"),
            ("WeChat group: 123456", "123456"),
            ("QQ group no. 123456", "123456"),
            ("<dt>QQ群</dt><dd>123456</dd>", "123456"),
            ("QQ羣 123456", "123456"),
        ] {
            assert_eq!(found(text), [(GroupNumber, number)], "{text}");
        }
    }

    #[test]
    fn figures_near_such_words_are_none() {
        for text in [
            "QQ群 1234****",
            "QQ群 12345****",
            "QQ群 1234",
            "微信群 123456 人",
            "微信公眾號 123456",
            "群眾 123456",
            "10000群眾",
            "目標人群：123456",
            "微信群 2024-2025 學年",
            "QQ群 20240901",
            "電話 88880000 QQ 見下",
            "IQQ 123456",
        ] {
            assert_eq!(found(text), [], "{text}");
        }
    }
}
