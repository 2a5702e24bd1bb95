//! Chinese as readers get it: lines put together without spaces, and each script free of the other, everywhere that text
//! goes.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that can't go on fails")]

mod support;

use ferrous_opencc::OpenCC;
use ferrous_opencc::config::BuiltinConfig;
use std::collections::BTreeMap;
use support::{JIANGNING, Site, Tree, none, small};

const TRADITIONAL: &str = r#"---
title: 發展方案
subtitle: 里程與頭髮
summary: 乾淨的幹部，皇后之後
keywords: [發展, 理髮]
status: approved
issued: 2026-09-01
published: 2026-09-02
issuers: [裡外機關]
number: 甌委辦發〔2026〕9號
basis:
  - {title: 關於發展的通知, number: 國辦發〔2025〕1號, url: "https://host.example/發展"}
themes: [頭緒與後續]
activities:
  - id: yan-tao
    type: seminar
    title: 體育館研討
    when: 2026-12-09
    host: moling
    venue: 樓後廣場
    audience: 全體幹部
    agenda: [開場導語, 總結]
    outcome: 裡程碑達成
targets:
  - {id: lv, label: 參與率, at-least: 90, unit: 個}
phases:
  - {label: 準備階段, when: 2026-10, tasks: [擬訂計劃]}
attachments:
  - {file: table.csv, title: 統計表}
approval: {by: 教育局長, on: 2026-09-01, number: 甌教審〔2026〕3號}
changes:
  - {on: 2026-10-01, note: 補充說明}
---

## 發展與頭髮

用軟體記錄頭髮與里程，乾淨的[幹部](https://host.example/發展 "連結標題")，于右任題字，國語日報刊載。

程式 `發展 = 頭髮` 與：

```text
發展 頭髮
```

![長髮圖](picture.svg)

| 項目 | 數量 |
|---|---|
| 發條 | 3 |

正文有註[^1]，網址 <https://host.example/發展>。

[^1]: 註腳裡的發現
"#;

const SIMPLIFIED: &str = r#"---
title: 发展方案
subtitle: 里程与头发
summary: 干净的干部，皇后之后
keywords: [发展, 理发]
status: approved
issued: 2026-09-01
published: 2026-09-02
issuers: [里外机关]
number: 瓯委办发〔2026〕9号
basis:
  - {title: 关于发展的通知, number: 国办发〔2025〕1号, url: "https://host.example/发展"}
themes: [头绪与后续]
activities:
  - id: yan-tao
    type: seminar
    title: 体育馆研讨
    when: 2026-12-09
    host: moling
    venue: 楼后广场
    audience: 全体干部
    agenda: [开场导语, 总结]
    outcome: 里程碑达成
targets:
  - {id: lv, label: 参与率, at-least: 90, unit: 个}
phases:
  - {label: 准备阶段, when: 2026-10, tasks: [拟订计划]}
attachments:
  - {file: table.csv, title: 统计表}
approval: {by: 教育局长, on: 2026-09-01, number: 瓯教审〔2026〕3号}
changes:
  - {on: 2026-10-01, note: 补充说明}
---

## 发展与头发

用软件记录头发与里程，干净的[干部](https://host.example/发展 "链接标题")，于右任题字，国语日报刊载。

程序 `发展 = 头发` 与：

```text
发展 头发
```

![长发图](picture.svg)

| 项目 | 数量 |
|---|---|
| 发条 | 3 |

正文有注[^1]，网址 <https://host.example/发展>。

[^1]: 注脚里的发现
"#;

/// A site of one plan in one script, published in the other too.
fn site(tag: &str, variant: &str, plan: &str, glossary: &str) -> Site {
    let mut files = small();
    let own = OpenCC::from_config(BuiltinConfig::T2s).unwrap();
    if tag == "zh-Hans" {
        files.values_mut().for_each(|text| *text = own.convert(text));
    }
    let config = files["fangan.toml"].clone();
    let config = config.replace("tag = \"zh-Hant\"", &format!("tag = \"{tag}\""));
    let config = config.replace("variants = [\"zh-Hans\"]", &format!("variants = [\"{variant}\"]"));
    files.insert("fangan.toml".to_owned(), format!("{config}\n[glossary]\n{glossary}\n"));
    let here = format!("{JIANGNING}/2026-1");
    files.insert(format!("{here}/plan.zh.md"), plan.to_owned());
    files.insert(format!("{here}/table.csv"), "a,b\n".to_owned());
    files.insert(format!("{here}/picture.svg"), "<svg xmlns=\"http://www.w3.org/2000/svg\"/>".to_owned());
    Site::new(files)
}

/// What is not to be converted, taken out: code, addresses, kept words, and the names by which scripts call themselves.
fn converted_part(text: &str, keep: &[&str]) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = ["<code", "https://host.example/"].iter().filter_map(|start| rest.find(start)).min() {
        out.push_str(&rest[..at]);
        let ends: &[char] = &['"', '<', '\\', ',', '\n'];
        rest = match rest[at..].starts_with("<code") {
            true => rest[at..].split_once("</code>").map_or("", |(_, after)| after),
            false => rest[at..].find(ends).map_or("", |end| &rest[at + end..]),
        };
    }
    out.push_str(rest);
    keep.iter().chain(&["繁體中文", "简体中文"]).fold(out, |text, word| text.replace(word, ""))
}

/// Text files below a prefix, or outside all prefixes.
fn texts<'t>(tree: &'t Tree, prefix: &'t str) -> impl Iterator<Item = (&'t str, &'t str)> {
    tree.iter().filter_map(move |(path, bytes)| {
        let other = ["en/", "zh-hans/", "zh-hant/", "assets/"].iter().any(|p| path.starts_with(p));
        let wanted = if prefix.is_empty() { !other } else { path.starts_with(prefix) };
        (wanted && !path.ends_with(".svg")).then(|| Some((path.as_str(), std::str::from_utf8(bytes).ok()?)))?
    })
}

/// Every character below a prefix that the tables would change by itself, with where it stands.
fn strangers(tree: &Tree, prefix: &str, tables: BuiltinConfig, keep: &[&str], shared: &str) -> Vec<String> {
    let tables = OpenCC::from_config(tables).unwrap();
    let mut known: BTreeMap<char, bool> = BTreeMap::new();
    let mut found = Vec::new();
    // The search index has both scripts, so that either finds either.
    for (path, text) in texts(tree, prefix).filter(|(path, _)| !path.contains("search/")) {
        let text = converted_part(text, keep);
        let chars: Vec<char> = text.chars().collect();
        for (at, c) in chars.iter().enumerate().filter(|(_, c)| !c.is_ascii() && !shared.contains(**c)) {
            if *known.entry(*c).or_insert_with(|| tables.convert(&c.to_string()) != c.to_string()) {
                let around: String = chars[at.saturating_sub(8)..(at + 8).min(chars.len())].iter().collect();
                found.push(format!("{path}: {c} in {around:?}"));
            }
        }
    }
    found.dedup();
    found
}

/// Characters that are right in either script, by themselves or in one of the words above.
const SHARED: &str = "里后干于面台表向制注准松云志系";

#[test]
fn the_simplified_variant_has_no_traditional_text() {
    let site = site("zh-Hant", "zh-Hans", TRADITIONAL, "keep = [\"國語日報\"]\nreplace = {\"軟體\" = \"软件\"}");
    let tree = site.build(&[]);
    none("traditional", strangers(&tree, "zh-hans/", BuiltinConfig::T2s, &["國語日報"], ""));
    let page = String::from_utf8(tree["zh-hans/communities/jiangning/2026-1/plan/index.html"].clone()).unwrap();
    for part in [
        "里程与头发",
        "干净的干部，皇后之后",
        "用软件记录头发与里程",
        "国语日报".replace("国语日报", "國語日報").as_str(),
        "<code>發展 = 頭髮</code>",
        "alt=\"长发图\"",
        "id=\"fa-zhan-yu-tou-fa\"",
        "title=\"连结标题\"",
        "瓯委办发〔2026〕9号",
        "\"name\":\"发展方案\"",
    ] {
        assert!(page.contains(part), "{part}\n{page}");
    }
    // The original stays as it was written.
    let page = String::from_utf8(tree["communities/jiangning/2026-1/plan/index.html"].clone()).unwrap();
    for part in ["里程與頭髮", "乾淨的幹部，皇后之後", "用軟體記錄頭髮與里程", "id=\"fa-zhan-yu-tou-fa\"", "裡程碑達成"]
    {
        assert!(page.contains(part), "{part}");
    }
}

#[test]
fn the_traditional_variant_has_no_simplified_text() {
    let site = site("zh-Hans", "zh-Hant", SIMPLIFIED, "keep = [\"国语日报\", \"于右任\"]\nreplace = {\"软件\" = \"軟體\"}");
    let tree = site.build(&[]);
    // A site in the simplified script speaks it throughout, the program's own words too.
    none("traditional", strangers(&tree, "", BuiltinConfig::T2s, &[], ""));
    none("simplified", strangers(&tree, "zh-hant/", BuiltinConfig::S2tw, &["国语日报"], SHARED));
    let page = String::from_utf8(tree["zh-hant/communities/jiangning/2026-1/plan/index.html"].clone()).unwrap();
    for part in [
        "里程與頭髮",
        "乾淨的幹部，皇后之後",
        "用軟體記錄頭髮與里程",
        "于右任題字，国语日报刊載",
        "<code>发展 = 头发</code>",
        "alt=\"長髮圖\"",
        "id=\"fa-zhan-yu-tou-fa\"",
        "甌委辦發〔2026〕9號",
        "裡外機關",
        "\"name\":\"發展方案\"",
    ] {
        assert!(page.contains(part), "{part}\n{page}");
    }
    let page = String::from_utf8(tree["communities/jiangning/2026-1/plan/index.html"].clone()).unwrap();
    for part in ["2026—2027学年第一学期", "用软件记录头发与里程"] {
        assert!(page.contains(part), "{part}");
    }
}

#[test]
fn addresses_and_names_are_the_same_in_both_scripts() {
    for (tag, variant, plan, prefix) in
        [("zh-Hant", "zh-Hans", TRADITIONAL, "zh-hans/"), ("zh-Hans", "zh-Hant", SIMPLIFIED, "zh-hant/")]
    {
        let tree = site(tag, variant, plan, "").build(&[]);
        let plain: Vec<&str> = texts(&tree, "").map(|(path, _)| path).collect();
        let converted: Vec<&str> = texts(&tree, prefix).map(|(path, _)| &path[prefix.len()..]).collect();
        let pages = |path: &&&str| path.ends_with("index.html") || path.ends_with(".ics") || path.ends_with("feed.xml");
        let missing = plain.iter().filter(pages).filter(|path| !converted.contains(path));
        none("pages of one script only", missing.map(|path| (*path).to_owned()).collect());
        let page = |path: String| String::from_utf8(tree[&path].clone()).unwrap();
        let of = |prefix: &str| page(format!("{prefix}communities/jiangning/2026-1/plan/index.html"));
        let pieces = |text: &str, from: &str| -> Vec<String> {
            let all = text.split(from).skip(1).map(|rest| rest.split('"').next().unwrap_or_default().to_owned());
            all.filter(|value| !value.contains("zh-han") && !value.contains("../en/")).collect()
        };
        let (one, other) = (of(""), of(prefix));
        assert_eq!(pieces(&one, " id=\""), pieces(&other, " id=\""));
        let outward = |text: &str| -> Vec<String> {
            pieces(text, " href=\"")
                .into_iter()
                .filter(|href| href.starts_with("https://host.example/") || href.starts_with('#'))
                .collect()
        };
        assert!(!outward(&one).is_empty());
        assert_eq!(outward(&one), outward(&other));
    }
}

#[test]
fn vocabulary_is_exchanged_only_where_a_site_asks_for_it() {
    let page = |glossary: &str, tag: &str, variant: &str, plan: &str, prefix: &str| {
        let tree = site(tag, variant, plan, glossary).build(&[]);
        String::from_utf8(tree[&format!("{prefix}communities/jiangning/2026-1/plan/index.html")].clone()).unwrap()
    };
    assert!(page("", "zh-Hant", "zh-Hans", TRADITIONAL, "zh-hans/").contains("用软体记录"));
    assert!(page("regional = true", "zh-Hant", "zh-Hans", TRADITIONAL, "zh-hans/").contains("用软件记录"));
    assert!(page("", "zh-Hans", "zh-Hant", SIMPLIFIED, "zh-hant/").contains("用軟件記錄"));
    assert!(page("regional = true", "zh-Hans", "zh-Hant", SIMPLIFIED, "zh-hant/").contains("用軟體記錄"));
    // The glossary has the last word.
    let kept = page("regional = true\nkeep = [\"軟體\"]", "zh-Hant", "zh-Hans", TRADITIONAL, "zh-hans/");
    assert!(kept.contains("用軟體记录"), "{kept}");
}

#[test]
fn lines_are_put_together_without_spaces_everywhere() {
    let mut files = small();
    let plan = "---\ntitle: 第一行標題\n  第二行標題\nsubtitle: >\n  副標題甲，\n  副標題乙\nsummary: |\n  摘要甲\n  摘要乙 STEM\n  words of\n  English\nstatus: approved\nissued: 2026-09-01\npublished: 2026-09-01\napproval: {by: 局, on: 2026-09-01}\nactivities:\n  - type: seminar\n    title: \"活動甲\n      活動乙\"\n    when: 2026-12-09\n---\n\n第一段甲\n第一段乙，\nEnglish words\nof it **強調\n丙**。\n\n多行標題\n丁戊\n---\n";
    let english = "---\ntitle: A title\n  of two lines\n---\n\nFirst line\nsecond line\n";
    files.insert(format!("{JIANGNING}/2026-1/plan.zh.md"), plan.to_owned());
    files.insert(format!("{JIANGNING}/2026-1/plan.en.md"), english.to_owned());
    let summary = "---\ntitle: 小結\nstatus: approved\nissued: 2027-01-10\npublished: 2027-01-10\napproval: {by: 局, on: 2027-01-10}\nanswers: jiangning/2026-1/plan\n---\n\n沒有摘要時，\n首段\n就是摘要 ABC\n丁。\n";
    files.insert(format!("{JIANGNING}/2026-1/summary.zh.md"), summary.to_owned());
    let tree = Site::new(files).build(&[]);
    let text = |path: &str| String::from_utf8(tree[path].clone()).unwrap();
    let everywhere: String = texts(&tree, "").chain(texts(&tree, "zh-hans/")).map(|(_, text)| text).collect();
    for (whole, parts) in [
        ("第一行標題第二行標題", ("第一行標題 ", "第一行標題\n")),
        ("副標題甲，副標題乙", ("副標題甲， ", "副標題甲，\n")),
        ("摘要甲摘要乙 STEM words of English", ("摘要甲 ", "摘要甲\n")),
        ("活動甲活動乙", ("活動甲 ", "活動甲\n")),
        ("第一段甲第一段乙，English words", ("第一段甲 ", "第一段乙， ")),
        ("沒有摘要時，首段就是摘要 ABC 丁。", ("沒有摘要時， ", "首段\n")),
        ("多行標題丁戊", ("多行標題 ", "多行標題\n")),
    ] {
        assert!(everywhere.contains(whole), "{whole}");
        assert!(!everywhere.contains(parts.0) && !everywhere.contains(parts.1), "{whole}");
    }
    assert!(text("feed.xml").contains("<title>第一行標題第二行標題</title>"), "{}", text("feed.xml"));
    assert!(text("communities/jiangning/2026-1/plan/index.html").contains("of it <strong>強調丙</strong>。"));
    assert!(text("en/communities/jiangning/2026-1/plan/index.html").contains("A title of two lines"));
    assert!(text("zh-hans/catalogue.csv").contains("第一行标题第二行标题"));
}

/// The checklist of Chinese layout names what the stylesheet does about each line; both its languages name the same.
#[test]
fn the_checklist_says_what_the_stylesheet_does() {
    let read = |path: &str| std::fs::read_to_string(std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap();
    let style = read("themes/bureau/assets/style.css");
    assert!(style.len() < 30_000, "the stylesheet has grown to {} bytes", style.len());
    let style = style + &read("themes/bureau/assets/print.css");
    let named = |text: &str| -> Vec<String> {
        let rows = text.lines().filter(|line| line.starts_with("| ") && !line.contains("ruby-position"));
        let quoted = rows.flat_map(|row| row.split('`').skip(1).step_by(2).map(str::to_owned).collect::<Vec<_>>());
        quoted.filter(|code| code.contains(':') || code.starts_with(['-', '.', '@'])).collect()
    };
    let (english, chinese) = (named(&read("docs/clreq.md")), named(&read("docs/clreq.zh.md")));
    assert_eq!(english, chinese);
    assert!(english.len() > 25, "{}", english.len());
    none("what the stylesheet does not say", english.into_iter().filter(|code| !style.contains(code.as_str())).collect());
}

/// Headings get the numbers of official documents where a Chinese text has none, and never a second one.
#[test]
fn headings_are_numbered_once() {
    let page = |body: &str, prefix: &str| {
        let mut files = small();
        let front = "---\ntitle: 方案\nstatus: approved\nissued: 2026-09-01\npublished: 2026-09-01\napproval: {by: 局, on: 2026-09-01}\n---\n";
        files.insert(format!("{JIANGNING}/2026-1/plan.zh.md"), format!("{front}{body}"));
        files.insert(
            format!("{JIANGNING}/2026-1/plan.en.md"),
            "---\ntitle: Plan\n---\n\n## Aim\n\nText.\n\n## Means\n\nText.\n".into(),
        );
        let tree = Site::new(files).build(&[]);
        String::from_utf8(tree[&format!("{prefix}communities/jiangning/2026-1/plan/index.html")].clone()).unwrap()
    };
    let bare = "\n## 目標\n\n文。\n\n## 措施\n\n### 教研\n\n文。\n";
    for (prefix, wanted) in [("", true), ("zh-hans/", true), ("en/", false)] {
        assert_eq!(page(bare, prefix).contains("class=\"prose body numbered\""), wanted, "{prefix}");
    }
    for typed in
        ["\n## 一、目標\n\n文。\n\n## 措施\n\n文。\n", "\n## 目標\n\n文。\n\n## 2. 措施\n\n文。\n", "\n## 目標\n\n文。\n"]
    {
        assert!(!page(typed, "").contains(" numbered\""), "{typed}");
    }
}
