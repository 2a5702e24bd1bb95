//! Characters of one script in a text of the other.

use super::han::Han;
use super::survey::Traits;
use super::{Language, Page, Passage};
use crate::diagnostic::{Code, Findings, Wording};
use crate::document::cjk::is_han;
use crate::say;
use crate::script::{Converter, Script};
use std::ops::Range;
use std::sync::LazyLock;

/// A passage with more of them is of the other script as a whole, and told of once.
const FEW: usize = 4;

pub(super) fn check(page: &Page<'_>, passage: &Passage<'_>, findings: &mut Findings) {
    let Language::Chinese(Some(script)) = passage.language else { return };
    let strange = match script {
        Script::Traditional => Traits::SIMPLIFIED,
        Script::Simplified => Traits::TRADITIONAL,
    };
    if !passage.traits.any(strange) {
        return;
    }
    let kept = kept(page, passage.text);
    let is_strange = |(at, c): &(usize, char)| {
        let han = Han::of(*c);
        let of_other = match script {
            Script::Traditional => han.is_simplified(),
            Script::Simplified => han.is_traditional(),
        };
        of_other && !kept.iter().any(|range| range.contains(at)) && !is_japanese(passage.text, *at)
    };
    let places: Vec<(usize, char)> = passage.text.char_indices().filter(is_strange).collect();
    let ranges: Vec<Range<usize>> = match places.as_slice() {
        [] => return,
        [(first, _), .., (last, c)] if places.len() > FEW => std::iter::once(*first..last + c.len_utf8()).collect(),
        few => few.iter().map(|(at, c)| *at..at + c.len_utf8()).collect(),
    };
    let count = places.len();
    for range in ranges {
        let message = message(script, if count > FEW { count } else { 1 });
        let right = converted(script, passage.text, range.clone());
        findings.push(match right {
            Some(right) => {
                let says = say!("write `{right}`", "請寫「{right}」");
                page.guessed(Code::MixedScript, passage, range, message, (&right, says))
            }
            None => page.finding(Code::MixedScript, passage, range, message),
        });
    }
}

/// Whether a character belongs to a word of Japanese: kana stand beside the Han characters around it.
fn is_japanese(text: &str, at: usize) -> bool {
    let is_kana = |c: char| matches!(c, '\u{3041}'..='\u{30fa}' | '\u{30fc}'..='\u{30ff}');
    let before = text.get(..at).and_then(|text| text.chars().rev().find(|c| !is_han(*c)));
    let after = text.get(at..).and_then(|text| text.chars().find(|c| !is_han(*c)));
    before.is_some_and(is_kana) || after.is_some_and(is_kana)
}

fn message(script: Script, count: usize) -> Wording {
    match (script, count) {
        (Script::Traditional, 1) => say!("a Simplified character in a Traditional text", "繁體文本裡有簡化字"),
        (Script::Traditional, _) => {
            say!("{count} Simplified characters in a Traditional text", "繁體文本裡有 {count} 個簡化字")
        }
        (Script::Simplified, 1) => say!("a Traditional character in a Simplified text", "簡體文本裡有繁體字"),
        (Script::Simplified, _) => {
            say!("{count} Traditional characters in a Simplified text", "簡體文本裡有 {count} 個繁體字")
        }
    }
}

/// Where words stand that the site's glossary keeps as they are.
fn kept(page: &Page<'_>, text: &str) -> Vec<Range<usize>> {
    let words = page.config.keep.iter().filter(|word| !word.is_empty());
    words.flat_map(|word| text.match_indices(word.as_str()).map(|(at, word)| at..at + word.len())).collect()
}

/// A range of a text in its own script, as its neighbours let one tell it (发 is 發 or 髮).
fn converted(script: Script, text: &str, range: Range<usize>) -> Option<String> {
    static CONVERTERS: [LazyLock<Option<Converter>>; 2] =
        [LazyLock::new(|| Converter::plain(Script::Traditional)), LazyLock::new(|| Converter::plain(Script::Simplified))];
    let [traditional, simplified] = &CONVERTERS;
    let converter = match script {
        Script::Traditional => traditional.as_ref()?,
        Script::Simplified => simplified.as_ref()?,
    };
    let right = converter.convert(text);
    // Conversion exchanges characters one for one but for a few words; where it does not, places can't be told.
    if right.chars().count() != text.chars().count() {
        return None;
    }
    let skipped = text.get(..range.start)?.chars().count();
    let length = text.get(range)?.chars().count();
    Some(right.chars().skip(skipped).take(length).collect())
}

#[cfg(test)]
mod tests {
    use super::super::tests::{clean, found, mends};

    #[test]
    fn characters_of_the_other_script_are_found() {
        assert_eq!(found("zh-Hant", "推進课程改革，學习。"), ["mixed-script 课", "mixed-script 习"]);
        assert_eq!(found("zh-Hans", "推进課程改革"), ["mixed-script 課"]);
        assert_eq!(mends("zh-Hant", "女孩剪了头发，出发了。"), "女孩剪了頭髮，出發了。");
    }

    #[test]
    fn a_passage_of_the_other_script_is_told_of_once() {
        let text = "各成员单位围绕本学期主题开展研讨。";
        let [found] = found("zh-Hant", text).try_into().unwrap();
        assert_eq!(found, "mixed-script 员单位围绕本学期主题开展研讨");
        assert_eq!(mends("zh-Hant", text), "各成員單位圍繞本學期主題開展研討。");
    }

    #[test]
    fn shared_characters_names_and_open_tags_are_left_alone() {
        clean("zh-Hant", "皇后、里長、臺灣與台灣、乾坤、云云、一隻、只有、系列、著作、准許、台階、面子、松樹、舍利。");
        clean("zh-Hans", "乾坤、瞭望、慰藉、覆盖、东昇、喆、堃、甯、徵羽、余下、干部、头发、皇后、公里。");
        clean("zh", "学习與學習");
        clean("ja", "学習");
        clean("zh-Hant", "片假名讀作「ガラス戸を閉めて学ぶ」。");
        clean("zh-Hans", "“蛙飛びこむ水の音”，磺胺甲噁唑");
        clean("zh-Hant", "書法家于右任与友。".replace("与", "與").as_str());
    }
}
