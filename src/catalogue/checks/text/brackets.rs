//! Brackets and quotation marks that are opened and not closed, or closed and not opened.
//!
//! A quotation may go on over several paragraphs, opened anew in each and closed in the last; a bracket may hold a list.
//! Therefore the partner of a mark is looked for in the passages around, and only a mark that has none there is told of.

use super::survey::Traits;
use super::{Page, Passage};
use crate::diagnostic::{Code, Finding, Findings};
use crate::document::prose::Kind;
use crate::say;

/// The pairs. Half-width brackets may close full-width ones, and are told of by another rule.
const PAIRS: [(char, char); 6] = [('「', '」'), ('『', '』'), ('《', '》'), ('（', '）'), ('〔', '〕'), ('(', ')')];

/// So many passages further on no partner is looked for.
const REACH: usize = 40;

/// A mark: which pair, in which passage, where.
#[derive(Clone, Copy)]
struct Mark {
    pair: usize,
    mark: char,
    passage: usize,
    at: usize,
}

pub(super) fn check(page: &Page<'_>, findings: &mut Findings) {
    let mut open: Vec<Mark> = Vec::new();
    let mut alone: Vec<Mark> = Vec::new();
    for (number, passage) in page.passages.iter().enumerate() {
        if !passage.is_chinese_with(Traits::BRACKETS) || passage.is_drawn() {
            continue;
        }
        // Cells, values and the words of pictures stand by themselves.
        let apart = matches!(passage.kind, Kind::Cell | Kind::Value | Kind::Alternative);
        let mut outside = if apart { std::mem::take(&mut open) } else { Vec::new() };
        for (at, c) in passage.text.char_indices() {
            let mark = |pair| Mark { pair, mark: c, passage: number, at };
            if let Some(pair) = PAIRS.iter().position(|(opening, _)| *opening == c) {
                let again = at == 0 && open.iter().any(|other| other.pair == pair && other.passage < number);
                if !again {
                    open.push(mark(pair));
                }
            } else if let Some(pair) = PAIRS.iter().position(|(_, closing)| *closing == c) {
                let round = |pair: usize| matches!(PAIRS.get(pair), Some(('（' | '(', _)));
                let partner = |other: &Mark| other.pair == pair || (round(other.pair) && round(pair));
                match open.iter().rposition(partner) {
                    Some(index) => _ = open.remove(index),
                    None if is_of_number(passage.text, at) => {}
                    None => alone.push(mark(pair)),
                }
            }
        }
        if apart {
            alone.append(&mut open);
            std::mem::swap(&mut open, &mut outside);
        } else {
            // What stands too far back has no partner any more.
            let far = open.iter().position(|mark| number - mark.passage <= REACH).unwrap_or(open.len());
            alone.extend(open.drain(..far));
        }
    }
    alone.extend(open);
    // Half-width brackets have other uses, such as faces.
    let told = alone.iter().filter(|mark| !mark.mark.is_ascii());
    findings.extend(told.filter_map(|mark| Some(finding(page, page.passages.get(mark.passage)?, *mark))));
}

/// Whether a closing bracket ends a number at the beginning of a phrase, as in `1）`.
fn is_of_number(text: &str, at: usize) -> bool {
    let before = text.get(..at).unwrap_or_default();
    let number =
        before.trim_end_matches(|c: char| c.is_alphanumeric() && !super::is_han(c) || "一二三四五六七八九十".contains(c));
    let length = before.get(number.len()..).map_or(0, |number| number.chars().count());
    (1..=3).contains(&length) && number.chars().next_back().is_none_or(|c| !c.is_alphanumeric())
}

fn finding(page: &Page<'_>, passage: &Passage<'_>, mark: Mark) -> Finding {
    let c = mark.mark;
    let opens = PAIRS.iter().any(|(opening, _)| *opening == c);
    let message = if opens {
        say!("`{c}` is opened and not closed", "「{c}」沒有配對的後半")
    } else {
        say!("`{c}` closes what was not opened", "「{c}」沒有配對的前半")
    };
    page.finding(Code::UnbalancedBrackets, passage, mark.at..mark.at + c.len_utf8(), message)
}

#[cfg(test)]
mod tests {
    use super::super::tests::{clean, found};

    #[test]
    fn marks_without_partner_are_found() {
        for (text, mark) in [
            ("落實《指南精神，推進《綱要》", "《"),
            ("落實指南》精神", "》"),
            ("提出「觀察與記錄的主題。", "「"),
            ("各單位（含分校參加。", "（"),
            ("依據〔2015號", "〔"),
            ("| 表 |\n|---|\n| 甲（乙 |\n\n丙）丁", "（"),
        ] {
            assert!(
                found("zh-Hant", text).contains(&format!("unbalanced-brackets {mark}")),
                "{text}: {:?}",
                found("zh-Hant", text)
            );
        }
    }

    #[test]
    fn pairs_over_several_passages_are_pairs() {
        for fine in [
            "「第一段。\n\n「第二段。\n\n「第三段。」\n",
            "包括（共三項：\n\n- 甲\n- 乙）\n",
            "1）甲；2）乙；a）丙；（3）丁；一）戊",
            "《〈論語〉注》、「『甲』乙」、（甲〔2015〕1號）",
            "好 :)",
            "│甲│應適用「甲、中央│",
            "│　上）。　├──",
        ] {
            clean("zh-Hant", fine);
        }
    }
}
