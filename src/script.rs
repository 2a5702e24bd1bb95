//! Conversion between the traditional and the simplified script, by phrases. The only file that knows the converter.
//!
//! Vocabulary is not exchanged: 行政程序 stays what it is in either script. A site may ask for it (軟體 and 软件), since
//! the tables that do it also turn 項目 into 專案.

use crate::config::Config;
use crate::language::Language;
use ferrous_opencc::OpenCC;
use ferrous_opencc::config::BuiltinConfig;
use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::RangeInclusive;
use std::sync::{Arc, LazyLock};

/// A script in which Chinese is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Script {
    /// 繁體
    Traditional,
    /// 简体
    Simplified,
}

impl Script {
    /// The script of a language tag, said in it or by its region; `None` where the tag leaves it open or is not Chinese.
    pub fn of(tag: &str) -> Option<Self> {
        let mut parts = tag.split('-');
        if parts.next() != Some("zh") {
            return None;
        }
        parts.find_map(|part| match part {
            "Hant" | "TW" | "HK" | "MO" => Some(Self::Traditional),
            "Hans" | "CN" | "SG" => Some(Self::Simplified),
            _ => None,
        })
    }

    /// The other one.
    pub fn other(self) -> Self {
        match self {
            Self::Traditional => Self::Simplified,
            Self::Simplified => Self::Traditional,
        }
    }
}

/// Turns text of one script into the other.
#[derive(Clone)]
pub struct Converter {
    tables: Arc<OpenCC>,
    /// Words with what stands for them, longest first.
    words: Vec<(String, String)>,
}

impl std::fmt::Debug for Converter {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Converter").field("words", &self.words).finish_non_exhaustive()
    }
}

impl Converter {
    /// The converter for a variant of a language; `None` where the two are of one script.
    pub fn new(config: &Config, from: &Language, to: &str) -> Option<Self> {
        if from.tag == to || !from.tag.starts_with("zh") {
            return None;
        }
        let tables = match (to, config.regional) {
            ("zh-Hant", false) => BuiltinConfig::S2tw,
            ("zh-Hant", true) => BuiltinConfig::S2twp,
            ("zh-Hans", false) => BuiltinConfig::Tw2s,
            ("zh-Hans", true) => BuiltinConfig::Tw2sp,
            _ => return None,
        };
        let keep = config.keep.iter().map(|word| (word.clone(), word.clone()));
        let mut words: Vec<(String, String)> =
            keep.chain(config.replace.iter().cloned()).filter(|(from, _)| !from.is_empty()).collect();
        words.sort_by_key(|(from, _)| std::cmp::Reverse(from.len()));
        Self::with(tables, words)
    }

    /// The converter into a script, without a site's own words.
    pub fn plain(to: Script) -> Option<Self> {
        let tables = match to {
            Script::Traditional => BuiltinConfig::S2t,
            Script::Simplified => BuiltinConfig::T2s,
        };
        Self::with(tables, Vec::new())
    }

    /// The converter for the program's own words, which are in the traditional script, in a language that is written in
    /// the simplified one; `None` for any other.
    pub fn of_words(language: &Language) -> Option<Self> {
        language.is_simplified().then(|| Self::with(BuiltinConfig::Tw2s, Vec::new())).flatten()
    }

    fn with(tables: BuiltinConfig, words: Vec<(String, String)>) -> Option<Self> {
        Some(Self { tables: Arc::new(OpenCC::from_config(tables).ok()?), words })
    }

    /// The text in the other script; the glossary's words first.
    pub fn convert<'a>(&self, text: &'a str) -> Cow<'a, str> {
        if text.is_ascii() {
            return Cow::Borrowed(text);
        }
        let mut out = String::with_capacity(text.len());
        let mut rest = text;
        while let Some((at, (from, to))) =
            self.words.iter().filter_map(|word| rest.find(word.0.as_str()).map(|at| (at, word))).min_by_key(|(at, _)| *at)
        {
            out.push_str(&self.tables.convert(&rest[..at]));
            out.push_str(to);
            rest = &rest[at + from.len()..];
        }
        out.push_str(&self.tables.convert(rest));
        Cow::Owned(out)
    }
}

/// One character for all its forms in either script, so that text of one is found by words of the other.
///
/// It is coarser than the converter, which looks at phrases: where a phrase decides (答覆 is 答复, 顛覆 is 颠覆), both
/// forms fold to one.
pub struct Folding {
    /// What each character of [`FOLDED`] folds to.
    to: Vec<char>,
}

/// The characters that may fold to another one.
const FOLDED: RangeInclusive<char> = '\u{3400}'..='\u{9FFF}';

/// Pairs that the converter exchanges in some phrases only, or in one direction only: what folds, and what to.
const ALIKE: &str = "幺么 着著 仿彷 沉沈 渖沈 抵牴 划画 瞭了 藉借 衹只 祇只 覆复 钜巨 链炼 锺钟 𫫇恶 傢家 俱具 雠仇 侭尽 赒周 伕夫 牠它 暱昵 揹背 讬托 谘咨 馀余 麹曲 麺面 擡抬 薰熏 幷并 谿溪 濬浚 澂澄 座坐 㓰画 㳽弥 䌽彩 䙓摆 䦆镢 䩄腼 稆穞 縆緪 缐线 镟旋";

/// The folding, made of the converter's tables when it is first asked for.
pub fn folding() -> &'static Folding {
    static FOLDING: LazyLock<Folding> = LazyLock::new(Folding::new);
    &FOLDING
}

impl Folding {
    fn new() -> Self {
        let tables = OpenCC::from_config(BuiltinConfig::T2s).ok();
        let simple = |c: char| match &tables {
            Some(tables) => {
                let simple = tables.convert(c.encode_utf8(&mut [0; 4]));
                simple.chars().next().filter(|s| simple.len() == s.len_utf8()).unwrap_or(c)
            }
            None => c,
        };
        let alike: HashMap<char, char> =
            ALIKE.split(' ').filter_map(|pair| pair.chars().next().zip(pair.chars().nth(1))).collect();
        let step = |c: char| alike.get(&c).copied().unwrap_or_else(|| simple(c));
        // Some forms lead to another over a third.
        let last = |c: char| {
            let next = step(c);
            if next == c { c } else { step(step(next)) }
        };
        Self { to: FOLDED.map(last).collect() }
    }

    /// The form that stands for all forms of a character; itself for all that is not Han.
    pub fn fold(&self, c: char) -> char {
        let place = u32::from(c).wrapping_sub(u32::from(*FOLDED.start()));
        usize::try_from(place).ok().and_then(|place| self.to.get(place)).copied().unwrap_or(c)
    }

    /// Every character that folds to another one, with that one.
    pub fn pairs(&self) -> impl Iterator<Item = (char, char)> + '_ {
        FOLDED.zip(&self.to).map(|(from, to)| (from, *to)).filter(|(from, to)| from != to)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_scripts_fold_to_one() {
        let fold = |text: &str| text.chars().map(|c| folding().fold(c)).collect::<String>();
        for (a, b) in [
            ("學校發展計劃", "学校发展计划"),
            ("計畫", "计划"),
            ("答覆", "答复"),
            ("顛覆", "颠覆"),
            ("一目瞭然", "一目了然"),
            ("乾淨的乾坤", "干净的乾坤"),
            ("憑藉", "凭借"),
            ("著重", "着重"),
            ("臺灣", "台湾"),
            ("裏面裡面", "里面里面"),
        ] {
            assert_eq!(fold(a), fold(b), "{a} {b}");
        }
        assert_eq!(fold("Plan A，甲"), "Plan A，甲");
    }

    #[test]
    fn folding_once_is_enough_and_agrees_with_the_converter_on_every_character() {
        let folding = folding();
        let (to_simple, to_traditional) =
            (OpenCC::from_config(BuiltinConfig::T2s).unwrap(), OpenCC::from_config(BuiltinConfig::S2t).unwrap());
        let mut wrong = Vec::new();
        for c in FOLDED {
            let folded = folding.fold(c);
            let others = [&to_simple, &to_traditional].map(|tables| tables.convert(&c.to_string()).chars().next().unwrap());
            // Rare characters beyond the basic plane stay as they are.
            let others = others.into_iter().filter(|other| u32::from(*other) <= 0xFFFF).chain([folded]);
            for other in others.filter(|other| folding.fold(*other) != folded) {
                wrong.push((c, other));
            }
        }
        assert_eq!(wrong, []);
    }

    #[test]
    fn words_that_phrases_decide_fold_to_one() {
        let (to_simple, to_traditional) =
            (OpenCC::from_config(BuiltinConfig::T2s).unwrap(), OpenCC::from_config(BuiltinConfig::S2t).unwrap());
        let fold = |text: &str| text.chars().map(|c| folding().fold(c)).collect::<String>();
        for text in ["回覆批覆答覆覆蓋", "於是沈澱沈著", "瞭解瞭望", "錢鍾書鍾情", "籌畫計畫繪畫", "鐵鍊鍛鍊", "藉口狼藉"]
        {
            assert_eq!(fold(&to_simple.convert(text)), fold(text), "{text}");
        }
        for text in
            ["干部干净干涉", "头发发展", "台风台湾讲台", "里面公里", "征求长征", "复习复杂答复", "坐标高抬贵手", "并且并州"]
        {
            assert_eq!(fold(&to_traditional.convert(text)), fold(text), "{text}");
        }
    }
}
