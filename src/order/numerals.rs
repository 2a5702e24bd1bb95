//! Chinese numerals and Heavenly Stems in names, as the numbers that they are.

use std::borrow::Cow;

const DIGITS: &str = "〇一二三四五六七八九";

/// What schools and groups without a name of their own are told apart by.
const STEMS: &str = "甲乙丙丁戊己庚辛壬癸";

/// What follows a number that counts something.
const COUNTED: [&str; 13] = ["年級", "年级", "年", "班", "組", "组", "期", "屆", "届", "號", "号", "輪", "轮"];

/// What follows a number in a school's short name, at its end.
const SCHOOLS: [char; 4] = ['中', '小', '幼', '高'];

/// A name with those Chinese numerals in digits that number something: `第十小學` is `第10小學`. They do so behind 第, in
/// brackets, before what is counted (`三年級`), and at the end of a short name (`實驗二小`). Others are part of a name: `三江`.
/// A Heavenly Stem does so in brackets, at the end and before 校, 班, 組, 園 or 院: `東片區初中乙` is `東片區初中2`.
pub fn in_digits(name: &str) -> Cow<'_, str> {
    let is_numeral = |c: char| DIGITS.contains(c) || "零十百千".contains(c) || STEMS.contains(c);
    let mut out = String::new();
    let mut rest = name;
    let mut before = None;
    while let Some(start) = rest.find(is_numeral) {
        let (plain, from) = rest.split_at(start);
        let (numeral, after) = from.split_at(from.find(|c| !is_numeral(c)).unwrap_or(from.len()));
        before = plain.chars().next_back().or(before);
        match number(numeral).filter(|_| counts(before, after)).or_else(|| stem(before, numeral, after)) {
            Some(number) => out.push_str(&format!("{plain}{number}")),
            None => out.push_str(&format!("{plain}{numeral}")),
        }
        before = numeral.chars().next_back();
        rest = after;
    }
    if out.is_empty() { Cow::Borrowed(name) } else { Cow::Owned(out + rest) }
}

/// Whether brackets stand around what stands between these.
fn is_bracketed(before: Option<char>, after: &str) -> bool {
    before.is_some_and(|c| "（(".contains(c)) && after.starts_with(['）', ')'])
}

/// Whether a numeral between these is a number.
fn counts(before: Option<char>, after: &str) -> bool {
    let mut following = after.chars();
    let next = following.next();
    let ends = following.next().is_none_or(|c| !c.is_alphanumeric());
    before == Some('第')
        || is_bracketed(before, after)
        || COUNTED.iter().any(|counted| after.starts_with(counted))
        || (ends && next.is_some_and(|c| SCHOOLS.contains(&c)))
}

/// The number of a Heavenly Stem that stands for one between these.
fn stem(before: Option<char>, stem: &str, after: &str) -> Option<u32> {
    let mut letters = stem.chars();
    let at = letters.next().and_then(|letter| STEMS.chars().position(|c| c == letter))?;
    let ends = before.is_some() && !after.starts_with(char::is_alphanumeric);
    let counts = ends || is_bracketed(before, after) || after.starts_with(['校', '班', '組', '组', '園', '园', '院']);
    u32::try_from(at + 1).ok().filter(|_| counts && letters.next().is_none())
}

/// The value of a numeral below ten thousand, with its places (`二十三`) or digit by digit (`二〇二四`).
fn number(numeral: &str) -> Option<u32> {
    let digit =
        |c: char| if c == '零' { Some(0) } else { DIGITS.chars().position(|d| d == c).and_then(|n| u32::try_from(n).ok()) };
    let place = |c: char| match c {
        '十' => Some(10),
        '百' => Some(100),
        '千' => Some(1000),
        _ => None,
    };
    if !numeral.contains(|c| place(c).is_some()) {
        let digits = numeral.chars().map(digit).collect::<Option<Vec<_>>>()?;
        return digits.into_iter().try_fold(0_u32, |sum, digit| sum.checked_mul(10)?.checked_add(digit));
    }
    let (mut sum, mut open, mut least) = (0, None, 10_000);
    for c in numeral.chars() {
        match (place(c), digit(c), open) {
            // Only ten may stand by itself: 十二, 一百十.
            (Some(place), _, open) if place < least && (open.is_some() || place == 10) => {
                sum += open.unwrap_or(1) * place;
                least = place;
            }
            (None, Some(0), None) => {}
            (None, Some(digit), None) if digit > 0 => {
                open = Some(digit);
                continue;
            }
            _ => return None,
        }
        open = None;
    }
    Some(sum + open.unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn numerals_that_number_something_are_digits() {
        for (name, digits) in [
            ("第一小學", "第1小學"),
            ("瑞安市第十小學", "瑞安市第10小學"),
            ("第二十三中學", "第23中學"),
            ("第一百零八中學", "第108中學"),
            ("第一百二十班", "第120班"),
            ("二〇二四屆", "2024屆"),
            ("渭南三年級（二）班", "渭南3年級（2）班"),
            ("實驗二小", "實驗2小"),
            ("十一中（東校區）", "11中（東校區）"),
            ("第三、第十", "第3、第10"),
            ("東片區初中乙", "東片區初中2"),
            ("甲校", "1校"),
            ("四校共同體（丁）", "四校共同體（4）"),
            ("中心區公辦初中丙（東校區）", "中心區公辦初中3（東校區）"),
        ] {
            assert_eq!(in_digits(name), digits);
        }
        for name in [
            "三江小學",
            "五星中學",
            "七里中心小學",
            "百年老校",
            "丁家小學",
            "甲",
            "甲乙",
            "三甲醫院",
            "第一百百中學",
            "第十十",
            "三中心",
            "千島湖",
            "秣陵",
            "",
        ] {
            assert_eq!(in_digits(name), name);
        }
    }

    fn written(n: u32) -> String {
        let digit = |n: u32| DIGITS.chars().nth(n as usize).unwrap().to_string();
        let mut out = String::new();
        let mut gap = false;
        for (place, word) in [(1000, "千"), (100, "百"), (10, "十"), (1, "")] {
            let at = n / place % 10;
            match at {
                0 => gap = !out.is_empty(),
                1 if place == 10 && out.is_empty() => out.push('十'),
                _ => {
                    let zero = if std::mem::take(&mut gap) { "零" } else { "" };
                    out += &format!("{zero}{}{word}", digit(at));
                }
            }
        }
        out
    }

    proptest! {
        #[test]
        fn every_number_is_read_as_it_is_written(n in 1..10_000_u32) {
            prop_assert_eq!(number(&written(n)), Some(n), "{}", written(n));
        }

        #[test]
        fn no_name_makes_it_fail(name in "[第（）一二十百千零〇中小年級甲乙校a]{0,12}") {
            let digits = in_digits(&name);
            let is_number = |c: char| c.is_ascii_digit() || DIGITS.contains(c) || "零十百千".contains(c) || STEMS.contains(c);
            let plain = |text: &str| text.chars().filter(|c| !is_number(*c)).collect::<String>();
            prop_assert_eq!(plain(&digits), plain(&name));
        }
    }
}
