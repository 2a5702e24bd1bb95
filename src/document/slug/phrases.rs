//! Words in which a character is not read as it mostly is.
//!
//! The list holds what titles of education bureaus hold, not a whole dictionary. Some entries have the usual reading:
//! they are there so that their last character is not taken for the first of another entry (注重新課程 is not 重新).

use std::collections::HashMap;
use std::sync::LazyLock;

/// The longest listed word that `text` begins with, and its syllables.
pub(super) fn longest_at_start(text: &str) -> Option<(&'static str, &'static str)> {
    static BY_FIRST: LazyLock<HashMap<char, Vec<(&str, &str)>>> = LazyLock::new(|| {
        let mut map: HashMap<char, Vec<(&str, &str)>> = HashMap::new();
        for (words, reading) in WORDS {
            for word in words.split(' ') {
                if let Some(first) = word.chars().next() {
                    map.entry(first).or_default().push((word, reading));
                }
            }
        }
        for words in map.values_mut() {
            words.sort_by_key(|(word, _)| std::cmp::Reverse(word.len()));
        }
        map
    });
    BY_FIRST.get(&text.chars().next()?)?.iter().find(|(word, _)| text.starts_with(word)).copied()
}

/// Words in both scripts, with one reading.
const WORDS: &[(&str, &str)] = &[
    // 重
    ("重慶 重庆", "chong qing"),
    ("重陽 重阳", "chong yang"),
    ("重新", "chong xin"),
    ("重複 重复", "chong fu"),
    ("重建", "chong jian"),
    ("重構 重构", "chong gou"),
    ("重組 重组", "chong zu"),
    ("重溫 重温", "chong wen"),
    ("雙重 双重", "shuang chong"),
    ("多重", "duo chong"),
    ("重點 重点", "zhong dian"),
    ("注重", "zhu zhong"),
    ("尊重", "zun zhong"),
    ("側重 侧重", "ce zhong"),
    ("嚴重 严重", "yan zhong"),
    ("並重 并重", "bing zhong"),
    // 行
    ("銀行 银行", "yin hang"),
    ("央行", "yang hang"),
    ("行業 行业", "hang ye"),
    ("行列", "hang lie"),
    ("行長 行长", "hang zhang"),
    ("行家", "hang jia"),
    ("排行", "pai hang"),
    ("各行各業 各行各业", "ge hang ge ye"),
    ("行動 行动", "xing dong"),
    ("進行 进行", "jin xing"),
    ("執行 执行", "zhi xing"),
    ("舉行 举行", "ju xing"),
    ("實行 实行", "shi xing"),
    ("推行", "tui xing"),
    ("施行", "shi xing"),
    ("試行 试行", "shi xing"),
    ("運行 运行", "yun xing"),
    ("先行", "xian xing"),
    // 長, read zhang by itself
    ("校長 校长", "xiao zhang"),
    ("園長 园长", "yuan zhang"),
    ("局長 局长", "ju zhang"),
    ("組長 组长", "zu zhang"),
    ("部長 部长", "bu zhang"),
    ("會長 会长", "hui zhang"),
    ("家長 家长", "jia zhang"),
    ("院長 院长", "yuan zhang"),
    ("班長 班长", "ban zhang"),
    ("隊長 队长", "dui zhang"),
    ("所長 所长", "suo zhang"),
    ("科長 科长", "ke zhang"),
    ("處長 处长", "chu zhang"),
    ("區長 区长", "qu zhang"),
    ("鎮長 镇长", "zhen zhang"),
    ("縣長 县长", "xian zhang"),
    ("市長 市长", "shi zhang"),
    ("省長 省长", "sheng zhang"),
    ("師長 师长", "shi zhang"),
    ("成長 成长", "cheng zhang"),
    ("增長 增长", "zeng zhang"),
    ("生長 生长", "sheng zhang"),
    ("助長 助长", "zhu zhang"),
    ("長三角 长三角", "chang san jiao"),
    ("長江 长江", "chang jiang"),
    ("長城 长城", "chang cheng"),
    ("長征 长征", "chang zheng"),
    ("長沙 长沙", "chang sha"),
    ("長春 长春", "chang chun"),
    ("長寧 长宁", "chang ning"),
    ("長安 长安", "chang an"),
    ("長期 长期", "chang qi"),
    ("長效 长效", "chang xiao"),
    ("長遠 长远", "chang yuan"),
    ("長途 长途", "chang tu"),
    ("長處 长处", "chang chu"),
    ("長度 长度", "chang du"),
    ("長短 长短", "chang duan"),
    ("長假 长假", "chang jia"),
    ("長跑 长跑", "chang pao"),
    ("特長 特长", "te chang"),
    ("專長 专长", "zhuan chang"),
    ("擅長 擅长", "shan chang"),
    ("延長 延长", "yan chang"),
    ("周長 周长", "zhou chang"),
    // 樂
    ("音樂 音乐", "yin yue"),
    ("樂器 乐器", "yue qi"),
    ("樂隊 乐队", "yue dui"),
    ("樂團 乐团", "yue tuan"),
    ("樂曲 乐曲", "yue qu"),
    ("樂譜 乐谱", "yue pu"),
    ("樂理 乐理", "yue li"),
    ("聲樂 声乐", "sheng yue"),
    ("民樂 民乐", "min yue"),
    ("器樂 器乐", "qi yue"),
    ("管樂 管乐", "guan yue"),
    ("弦樂 弦乐", "xian yue"),
    ("禮樂 礼乐", "li yue"),
    ("樂清 乐清", "yue qing"),
    // 調, read diao by itself
    ("調整 调整", "tiao zheng"),
    ("協調 协调", "xie tiao"),
    ("調節 调节", "tiao jie"),
    ("調解 调解", "tiao jie"),
    ("調控 调控", "tiao kong"),
    ("調試 调试", "tiao shi"),
    ("調適 调适", "tiao shi"),
    ("調和 调和", "tiao he"),
    ("調研 调研", "diao yan"),
    ("強調 强调", "qiang diao"),
    // 會
    ("會計 会计", "kuai ji"),
    ("會計劃 会计划", "hui ji hua"),
    ("財會 财会", "cai kuai"),
    ("社會 社会", "she hui"),
    // 教, 校
    ("教學 教学", "jiao xue"),
    ("教研", "jiao yan"),
    ("校對 校对", "jiao dui"),
    ("校準 校准", "jiao zhun"),
    ("校驗 校验", "jiao yan"),
    ("校正", "jiao zheng"),
    // 都, read dou by itself
    ("首都", "shou du"),
    ("古都", "gu du"),
    ("都市", "du shi"),
    ("都城", "du cheng"),
    ("成都", "cheng du"),
    ("都江堰", "du jiang yan"),
    // Places
    ("廈門 厦门", "xia men"),
    ("六合", "lu he"),
    ("六安", "lu an"),
    ("蚌埠", "beng bu"),
    ("番禺", "pan yu"),
    ("單縣 单县", "shan xian"),
    ("西藏", "xi zang"),
    ("藏族", "zang zu"),
    ("秘魯 秘鲁", "bi lu"),
    // One by one
    ("參差 参差", "cen ci"),
    ("出差", "chu chai"),
    ("率先", "shuai xian"),
    ("率領 率领", "shuai ling"),
    ("表率", "biao shuai"),
    ("傳記 传记", "zhuan ji"),
    ("自傳 自传", "zi zhuan"),
    ("睡覺 睡觉", "shui jiao"),
    ("便宜", "pian yi"),
    ("供給 供给", "gong ji"),
    ("補給 补给", "bu ji"),
    ("給予 给予", "ji yu"),
    ("模板", "mu ban"),
    ("模樣 模样", "mu yang"),
    ("角色", "jue se"),
    ("主角", "zhu jue"),
    ("標識 标识", "biao zhi"),
    ("著力 着力", "zhuo li"),
    ("著眼 着眼", "zhuo yan"),
    ("著重 着重", "zhuo zhong"),
    ("著手 着手", "zhuo shou"),
    ("沿著", "yan zhe"),
    ("目的", "mu di"),
    ("的確 的确", "di que"),
    ("了解", "liao jie"),
    ("反省", "fan xing"),
    ("自省", "zi xing"),
    ("大夫", "dai fu"),
    ("乾坤", "qian kun"),
    ("乾隆", "qian long"),
    ("乾", "gan"),
    ("薄", "bo"),
    ("似的", "shi de"),
    ("似", "si"),
    ("奇數 奇数", "ji shu"),
    ("可惡 可恶", "ke wu"),
    ("仔細 仔细", "zi xi"),
    ("投降", "tou xiang"),
    ("游說 游说", "you shui"),
    ("朝氣 朝气", "zhao qi"),
    ("沒收 没收", "mo shou"),
    ("曾子", "zeng zi"),
];

#[cfg(test)]
mod tests {
    use super::WORDS;

    #[test]
    fn every_character_has_one_syllable() {
        for (words, reading) in WORDS {
            for word in words.split(' ') {
                assert_eq!(word.chars().count(), reading.split(' ').count(), "{word} {reading}");
            }
        }
    }

    #[test]
    fn no_word_is_listed_twice() {
        let mut words: Vec<&str> = WORDS.iter().flat_map(|(words, _)| words.split(' ')).collect();
        let all = words.len();
        words.sort_unstable();
        words.dedup();
        assert_eq!(words.len(), all);
    }
}
