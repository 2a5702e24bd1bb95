//! Official numbering: 一、 then （一） then 1. then （1） (GB/T 9704). Its form, and that no number is left out or given twice.

mod number;

use super::{Page, Passage};
use crate::diagnostic::{Code, Finding, Findings};
use crate::document::prose::Kind;
use crate::say;
use number::{Level, Number, mentions, written};
use std::ops::Range;

/// A number further ahead than this is of another list, or of another text.
const FURTHEST: u32 = 3;

pub(super) fn check(page: &Page<'_>, findings: &mut Findings) {
    // Headings and the paragraphs below one heading count by themselves where they have numbers of the same form, and
    // together where some of one list are headings and some are not. What either explains is no mistake.
    let (mut all, mut headings, mut paragraphs) = (Count::default(), Count::default(), Count::default());
    let mut quoted = 0;
    for passage in page.passages.iter().filter(|passage| passage.is_chinese()) {
        let in_quotation = quoted > 0;
        quoted = (quoted + quotation_marks(passage.text)).max(0);
        let heading = match passage.kind {
            Kind::Heading(_) => true,
            Kind::Paragraph => false,
            Kind::Numbered(number) => {
                let n = u32::try_from(number).unwrap_or(0);
                for count in [&mut all, &mut paragraphs] {
                    count.pass(Level::Third, n, passage.start, page.prose.text.as_str());
                }
                continue;
            }
            _ => continue,
        };
        // What is quoted has the numbers of another text.
        if in_quotation {
            continue;
        }
        let mut numbered = false;
        for at in beginnings(passage.text) {
            let rest = passage.text.get(at..).unwrap_or_default();
            if begins_part(rest) {
                (all, headings, paragraphs) = Default::default();
            }
            let Some(number) = Number::read(rest) else { continue };
            let (level, n) = (number.level, number.n);
            // What may be a number or not (一、一般設施) is one where it is the next. Where it may be the first, nothing is known
            // of what follows.
            if !number.sure && !all.expects(level, n) {
                if n == 1 {
                    [&mut all, &mut headings, &mut paragraphs].into_iter().for_each(|count| count.forget(level));
                }
                continue;
            }
            numbered = true;
            let range = at + number.from..at + number.from + number.length;
            if let Some(right) = &number.right {
                findings.push(form(page, passage, range.clone(), right));
            }
            let place = passage.start + at;
            let own = if heading { &mut headings } else { &mut paragraphs };
            let together = all.pass(level, n, place, &page.prose.text);
            let slip = match (together, own.pass(level, n, place, &page.prose.text)) {
                (Some(Slip::Levels), _) if heading => Some(Slip::Levels),
                (Some(Slip::Levels), _) | (_, Some(Slip::Levels)) => None,
                (together, own) => together.and(own),
            };
            findings.extend(slip.map(|slip| order(page, passage, range, level, n, slip)));
        }
        if heading {
            paragraphs = Count::default();
            // A heading without number begins something new.
            if !numbered {
                (all, headings) = Default::default();
            }
        }
    }
}

/// How many quotations a text leaves open, less those that it closes.
fn quotation_marks(text: &str) -> i32 {
    text.chars()
        .map(|c| match c {
            '“' | '「' => 1,
            '”' | '」' => -1,
            _ => 0,
        })
        .sum()
}

/// Where a number may stand: at the beginning, and on each line after one that ends a sentence.
fn beginnings(text: &str) -> impl Iterator<Item = usize> + '_ {
    let ends = |line: &str| line.trim_end().ends_with(['。', '；', '：', '！', '？', '”', '」', '）', ';', ':', '.']);
    let lines = text.match_indices('\n').filter(move |(at, _)| text.get(..*at).is_some_and(ends));
    std::iter::once(0).chain(lines.map(|(at, _)| at + 1))
}

/// Whether a chapter, an article or another part with a number of its own begins here.
fn begins_part(text: &str) -> bool {
    let Some(rest) = text.trim_start().strip_prefix('第') else { return false };
    let number = rest.trim_start_matches(|c: char| c.is_ascii_digit() || "〇零一二三四五六七八九十百千".contains(c));
    number.len() < rest.len()
        && number.starts_with(['章', '節', '节', '條', '条', '編', '编', '篇', '部', '款', '項', '项', '課', '课'])
}

/// What is wrong with a number where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Slip {
    /// It was given before.
    Again,
    /// This one should stand here.
    Skipped(u32),
    /// Levels are missing above it.
    Levels,
}

/// How far each level has been counted, and where in the text.
#[derive(Clone, Copy, Debug, Default)]
struct Count([Option<(u32, usize)>; 4]);

impl Count {
    /// Whether a number is the next of its level.
    fn expects(&self, level: Level, n: u32) -> bool {
        self.0.get(level as usize).copied().flatten().is_some_and(|(last, _)| n == last + 1)
    }

    /// Whatever comes next of a level is right.
    fn forget(&mut self, level: Level) {
        self.0.iter_mut().skip(level as usize).for_each(|count| *count = None);
    }

    /// Counts a number that stands at `place` of the text, and tells what is wrong with it.
    fn pass(&mut self, level: Level, n: u32, place: usize, text: &str) -> Option<Slip> {
        let (upper, lower) = self.0.split_at_mut(level as usize);
        let (own, below) = lower.split_first_mut()?;
        let slip = match own.replace((n, place)) {
            Some((last, _)) if n == last => Some(Slip::Again),
            // It may stand in the middle of a line, in a table or in a quotation.
            Some((last, from)) if n > last + 1 && n - last <= FURTHEST => {
                let between = text.get(from..place).unwrap_or_default();
                (!mentions(between, level, last + 1)).then_some(Slip::Skipped(last + 1))
            }
            // 一、 may go on with 1. where there are only two levels, but not with （1）.
            None if n == 1 && level == Level::Fourth => {
                let next = upper.last().is_some_and(Option::is_some);
                (!next && upper.iter().any(Option::is_some)).then_some(Slip::Levels)
            }
            _ => None,
        };
        below.fill(None);
        slip
    }
}

fn form(page: &Page<'_>, passage: &Passage<'_>, range: Range<usize>, right: &str) -> Finding {
    let wrong = passage.text.get(range.clone()).unwrap_or_default().trim_end().to_owned();
    let message = say!("`{wrong}` is not how numbers are written here", "序數「{wrong}」的寫法不對");
    let says = say!("write `{right}`: 一、 then （一） then 1. then （1）", "請寫「{right}」：依次用 一、（一）1.（1）");
    page.mended(Code::NumberingForm, passage, range, message, (right, says))
}

fn order(page: &Page<'_>, passage: &Passage<'_>, range: Range<usize>, level: Level, n: u32, slip: Slip) -> Finding {
    let this = written(level, n);
    let message = match slip {
        Slip::Again => say!("`{this}` is given twice", "序數「{this}」重複"),
        Slip::Skipped(expected) => {
            let expected = written(level, expected);
            say!("`{this}` where `{expected}` should stand", "這裡應為「{expected}」，卻是「{this}」")
        }
        Slip::Levels => say!("`{this}` without a level `1.` above it", "「{this}」之上缺少「1.」這一層"),
    };
    page.finding(Code::NumberingOrder, passage, range, message)
        .hint(say!("look whether something is missing, and count again", "請看是否有缺漏，並重新編號"))
}

#[cfg(test)]
mod tests {
    use super::super::tests::{clean, found, mends};

    #[test]
    fn forms_are_put_right() {
        assert_eq!(
            mends("zh-Hant", "1、 甲園\n\n(二)、乙園\n\n（三）、丙園\n\n四.丁園\n\n(5)戊園\n\n## 2、己園\n"),
            "1.甲園\n\n（二）乙園\n\n（三）丙園\n\n四、丁園\n\n（5）戊園\n\n## 2.己園\n"
        );
        assert_eq!(found("zh-Hant", "一.甲園"), ["numbering-form 一."]);
    }

    #[test]
    fn numbers_that_are_left_out_or_given_twice_are_found() {
        assert_eq!(found("zh-Hant", "一、甲\n\n三、乙\n"), ["numbering-order 三、"]);
        assert_eq!(found("zh-Hant", "（一）甲\n\n（二）乙\n\n（二）丙\n\n（三）丁"), ["numbering-order （二）"]);
        assert_eq!(
            found("zh-Hant", "## 一、甲\n\n1.乙\n\n3.丙\n\n## 二、丁\n\n## 四、戊"),
            ["numbering-order 3.", "numbering-order 四、"]
        );
        assert_eq!(found("zh-Hant", "## 一、甲\n\n### （1）乙\n"), ["numbering-order （1）"]);
        assert_eq!(found("zh-Hant", "甲：\n一、乙；\n二、丙；\n四、丁。"), ["numbering-order 四、"]);
    }

    #[test]
    fn right_numbers_and_what_only_looks_like_numbers_is_left_alone() {
        for fine in [
            "一、甲\n\n（一）乙\n\n1.丙\n\n（1）丁\n\n（2）戊\n\n2.己\n\n（二）庚\n\n二、辛\n\n（一）壬\n",
            "一、甲\n\n1.乙\n\n2.丙\n\n二、丁\n\n1.戊\n",
            "一、二年級參加。\n\n三、四年級不參加。",
            "1、2號樓\n\n3.5萬元\n\n（2020）甲\n\n一方面\n\n十分重要\n\n2024.5.1",
            "1. 列表\n2. 列表\n\n   續\n\n3. 列表",
            "（一）甲\n\n見列表：\n\n| 序 |\n|---|\n| （五） |\n\n（二）乙\n",
            "一、將第二條改為：\n\n「第二條 甲：\n\n（一）乙；\n\n（三）丙。」\n\n二、丁",
            "第一章\n\n第二條\n\n（一）甲\n\n第三條\n\n（一）乙\n\n（二）丙",
            "十九、甲\n\n二十、乙\n\n二十一、丙",
            "二十九、甲\n\n三　十、乙\n\n三十一、丙",
            "（二十九）甲\n\n（三  十）乙\n\n（三十一）丙",
            "(1) Introduction\n\n(i) 甲",
            "（一）甲\n\n（二）乙\n\n（一）、（二）項所列\n\n（一）至（三）項\n\n（三）丙",
            "（一）甲；（二）乙；\n\n（三）丙",
            "三、甲\n\n四、一九四九年\n\n五、乙\n\n1.丙\n\n2.ABC系統\n\n3.5G網絡\n\n4.丁",
            "一、甲\n\n包括：\n\n（1）乙",
            "一、甲\n\n二、乙\n\n種類：\n\n一、一次退休金\n\n二、月退休金\n\n三、丙",
            "## 一、甲\n\n一、乙\n\n二、丙\n\n## 二、丁\n\n一、戊\n\n## 三、己\n",
        ] {
            clean("zh-Hant", fine);
        }
        clean("ja", "1、甲\n\n1、乙");
    }
}
