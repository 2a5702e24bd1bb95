//! Lengths, figures, dates and the order of names as readers of each language and script get them.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that can't go on fails")]

mod support;

use support::{Site, Tree, small};

const PLAN: &str = "content/communities/jiangning/2025-1/plan";

/// A site with one plan in both languages.
fn built(front: &str, zh: &str, en: &str) -> Tree {
    let site = Site::new(small().into_iter().chain([
        (
            format!("{PLAN}.zh.md"),
            format!("---\ntitle: 方案\nstatus: approved\napproval: {{by: 局, on: 2025-09-01}}\n{front}---\n{zh}\n"),
        ),
        (format!("{PLAN}.en.md"), format!("---\ntitle: Plan\n---\n{en}\n")),
    ]));
    site.build(&[])
}

/// The words of a page's main part in each locale, its blanks made one.
fn texts(output: &Tree, path: &str) -> [String; 3] {
    ["", "zh-hans/", "en/"].map(|prefix| {
        let page = String::from_utf8(output[&format!("{prefix}{path}")].clone()).unwrap();
        let main = page.split("<main").nth(1).unwrap().split("</main>").next().unwrap();
        let text: String = main.split('<').map(|part| part.split_once('>').map_or("", |(_, text)| text)).collect();
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    })
}

#[track_caller]
fn each_has(texts: &[String; 3], parts: [&str; 3]) {
    for (text, part) in texts.iter().zip(parts) {
        assert!(text.contains(part), "{part}\n{text}");
    }
}

#[test]
fn a_document_says_how_long_it_is() {
    let en = "The three schools' well-known plan: 1,200 words, R&D and 秣陵.\n\n```\nnot counted\n```";
    let output = built("", "三校安排 STEM 研討。", en);
    let texts = texts(&output, "communities/jiangning/2025-1/plan/index.html");
    each_has(&texts, ["全文7字 · 閱讀約需1分鐘", "全文7字 · 阅读约需1分钟", "10 words · about 1 minute to read"]);
}

#[test]
fn reading_takes_as_long_as_both_scripts_together() {
    let zh = format!("{}{}", "字".repeat(1000), " word".repeat(230));
    let en = "word ".repeat(1300);
    let output = built("", &zh, &en);
    let texts = texts(&output, "communities/jiangning/2025-1/plan/index.html");
    each_has(&texts, ["全文1230字 · 閱讀約需4分鐘", "全文1230字 · 阅读约需4分钟", "1,300 words · about 6 minutes to read"]);
}

#[test]
fn a_document_without_text_has_no_length() {
    let output = built("", "", "");
    for text in texts(&output, "communities/jiangning/2025-1/plan/index.html") {
        assert!(!text.contains("全文") && !text.contains("words"), "{text}");
    }
}

#[test]
fn figures_and_deadlines_are_written_as_the_language_does() {
    let front = "targets:
  - {id: visitors, label: {zh: 人次, en: Visits}, at-least: 12000, unit: {zh: 人次, en: visits}, by: 2026}
  - {id: rate, label: {zh: 到會率, en: Attendance}, range: [85.5, 95], unit: \"%\", by: 2025-12}
  - {id: cost, label: {zh: 經費, en: Costs}, at-most: 900, by: 2025-12-31}
results:
  - {target: visitors, value: 12345.50}
phases:
  - {label: {zh: 準備, en: Preparation}, when: 2025-09/2025-11}
  - {label: {zh: 開展, en: Work}, when: 2025-12-07/2025-12-22}
";
    let output = built(front, "", "");
    let texts = texts(&output, "communities/jiangning/2025-1/plan/index.html");
    for parts in [
        ["不少於12000人次 2026年底前", "不少于12000人次 2026年底前", "at least 12,000 visits by the end of 2026"],
        ["12345.50人次", "12345.50人次", "12,345.50 visits"],
        ["85.5%至95% 2025年12月底前", "85.5%至95% 2025年12月底前", "85.5% to 95% by the end of December 2025"],
        ["不多於900 2025年12月31日前", "不多于900 2025年12月31日前", "at most 900 by 31 December 2025"],
        ["2025年9月至11月", "2025年9月至11月", "September–November 2025"],
        ["2025年12月7日至22日", "2025年12月7日至22日", "7–22 December 2025"],
    ] {
        each_has(&texts, parts);
    }
}

#[test]
fn members_stand_in_the_order_of_the_readers_language_and_script() {
    let members = [
        ("a", "第十小學", "No. 10 Primary School"),
        ("b", "第二小學", "No. 2 Primary School"),
        ("c", "實驗初中乙", "Experimental Junior School B"),
        ("d", "實驗初中甲", "Experimental Junior School A"),
        // 15 strokes, 5 in the simplified script.
        ("e", "樂園", "Leyuan Kindergarten"),
        ("f", "江北", "Jiangbei Kindergarten"),
    ];
    let members: String = members
        .iter()
        .map(|(id, zh, en)| format!("[[members]]\nid = \"{id}\"\nname = {{ zh = \"{zh}\", en = \"{en}\" }}\nrole = \"member\"\n"))
        .collect();
    let mut files = small();
    let community = files.keys().find(|path| path.ends_with("community.toml")).cloned().unwrap();
    let head = files[&community].split("[[members]]").next().unwrap().to_owned();
    files.insert(community, head + &members);
    let site = Site::new(files);
    let order = |text: &str, names: &[&str]| {
        let places: Vec<Option<usize>> = names.iter().map(|name| text.find(name)).collect();
        assert!(places.iter().all(Option::is_some) && places.is_sorted(), "{names:?}\n{text}");
    };
    let [zh, simplified, en] = texts(&site.build(&[]), "members/index.html");
    order(&zh, &["江北", "第二小學", "第十小學", "實驗初中甲", "實驗初中乙", "樂園"]);
    order(&simplified, &["乐园", "江北", "实验初中甲", "实验初中乙", "第二小学", "第十小学"]);
    let english = ["School A", "School B", "Jiangbei", "Leyuan", "No. 2 ", "No. 10 "];
    order(&en, &english);
    // By sound the script makes no difference.
    let config = site.read("fangan.toml");
    site.write("fangan.toml", config.replace("variants = [\"zh-Hans\"]", "variants = [\"zh-Hans\"]\norder = \"pinyin\""));
    let [zh, simplified, _] = texts(&site.build(&[]), "members/index.html");
    order(&zh, &["第二小學", "第十小學", "江北", "樂園", "實驗初中甲", "實驗初中乙"]);
    order(&simplified, &["第二小学", "第十小学", "江北", "乐园", "实验初中甲", "实验初中乙"]);
}
