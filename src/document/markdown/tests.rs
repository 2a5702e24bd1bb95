use super::*;
use proptest::prelude::*;

fn ids(text: &str) -> Vec<String> {
    read(text).headings.into_iter().map(|heading| heading.id).collect()
}

#[test]
fn headings_have_text_level_range_and_name() {
    let text = "# 一、**指導**思想\n\n正文\n\nSecond *level* `code`\n-----\n\n### 註[^1]與![圖](a.png)\n\n[^1]: x\n";
    let body = read(text);
    assert!(body.has_level_one);
    let seen: Vec<_> = body.headings.iter().map(|h| (h.level, h.id.as_str(), h.text.as_str(), &text[h.range.clone()])).collect();
    assert_eq!(
        seen,
        [
            (1, "yi-zhi-dao-si-xiang", "一、指導思想", "# 一、**指導**思想"),
            (2, "second-level-code", "Second level code", "Second *level* `code`\n-----"),
            (3, "zhu-yu-tu", "註與圖", "### 註[^1]與![圖](a.png)"),
        ]
    );
    assert!(!read("## 甲\n").has_level_one);
}

#[test]
fn names_are_unique_and_given_names_win() {
    assert_eq!(ids("## 甲\n## 甲\n## 甲\n"), ["jia", "jia-2", "jia-3"]);
    assert_eq!(ids("## 甲\n## 甲\n## 甲-2\n## 甲\n"), ["jia", "jia-3", "jia-2", "jia-4"]);
    assert_eq!(ids("## 成效\n## 其他 {#cheng-xiao}\n"), ["cheng-xiao-2", "cheng-xiao"]);
    assert_eq!(ids("## 甲 {#a}\n## 乙 {#a}\n"), ["a", "a-2"]);
    assert_eq!(ids("## 甲 {#成效}\n"), ["成效"]);
    assert_eq!(ids("## ！？\n## …\n##\n"), ["section", "section-2", "section-3"]);
    // What other things on the page are called is theirs.
    assert_eq!(ids("## FN 1\n## x {#fnref-2}\n## fnord\n"), ["section-fn-1", "section-fnref-2", "fnord"]);
    assert_eq!(ids("## Activity 1\n## Target\n## x {#target-a}\n"), ["section-activity-1", "target", "section-target-a"]);
}

#[test]
fn headings_of_one_text_are_named_after_what_they_stand_under() {
    let text = "## 教學\n### 目標\n### 措施\n## 教研\n### 目標\n#### 目標\n### 措施\n### 措施\n";
    let named = [
        "jiao-xue",
        "mu-biao",
        "cuo-shi",
        "jiao-yan",
        "jiao-yan-mu-biao",
        "jiao-yan-mu-biao-mu-biao",
        "jiao-yan-cuo-shi",
        "jiao-yan-cuo-shi-2",
    ];
    assert_eq!(ids(text), named);
    // What is added after, or under another heading, changes no name.
    let more = format!("## 總則\n{text}## 保障\n### 措施\n### 目標\n");
    let all = ids(&more);
    assert_eq!(all[1..=named.len()], named);
    assert_eq!(all[named.len() + 1..], ["bao-zhang", "bao-zhang-cuo-shi", "bao-zhang-mu-biao"]);
    // Where the first of a text goes, the next takes its name; the others keep theirs.
    let without_first = ids(&text.replacen("### 措施\n", "", 1));
    assert_eq!(without_first[2..], ["jiao-yan", "jiao-yan-mu-biao", "jiao-yan-mu-biao-mu-biao", "cuo-shi", "jiao-yan-cuo-shi"]);
}

#[test]
fn many_equal_headings_are_no_work() {
    let body = read(&"# 甲\n".repeat(20_000));
    assert_eq!(body.headings.last().map(|h| h.id.as_str()), Some("jia-20000"));
}

#[test]
fn links_know_where_their_destination_is_written() {
    for (text, to, written) in [
        ("見[**「甲」**乙](../a.md#成效)。", "../a.md#成效", "../a.md#成效"),
        ("[a](<b c.md> \"題\")", "b c.md", "b c.md"),
        ("[a]( b.md\n'題')", "b.md", "b.md"),
        ("[a](b(c)d.md)", "b(c)d.md", "b(c)d.md"),
        ("[a](b\\)c.md)", "b)c.md", "b\\)c.md"),
        ("[a](b&amp;c)", "b&c", "b&amp;c"),
        ("[a\\](x)](b.md)", "b.md", "b.md"),
        ("[`](x)`](b.md)", "b.md", "b.md"),
        ("![圖「一」](p.png)", "p.png", "p.png"),
        ("<https://a.example/x>", "https://a.example/x", "https://a.example/x"),
        ("<a@b.example>", "mailto:a@b.example", "a@b.example"),
        ("[a][r]\n\n[r]: b.md", "b.md", "[a][r]"),
        ("[r]\n\n[r]: b.md", "b.md", "[r]"),
        ("[]()", "", "[]()"),
        ("**「甲」**乙[a](b.md)", "b.md", "b.md"),
    ] {
        let body = read(text);
        let link = &body.links[0];
        assert_eq!((link.to.as_str(), &text[link.to_range.clone()]), (to, written), "{text}");
    }
}

#[test]
fn links_and_images_have_their_words() {
    let text = "[看 **圖** ![一](a.png)](b.md) 與 ![二 *三*](c.png)";
    let body = read(text);
    let seen: Vec<_> = body.links.iter().map(|l| (l.to.as_str(), l.image, l.alt.as_str(), &text[l.range.clone()])).collect();
    assert_eq!(
        seen,
        [
            ("b.md", false, "看 圖 一", "[看 **圖** ![一](a.png)](b.md)"),
            ("a.png", true, "一", "![一](a.png)"),
            ("c.png", true, "二 三", "![二 *三*](c.png)"),
        ]
    );
}

#[test]
fn notes_know_their_references() {
    let text = "甲[^a]乙[^b]丙[^a]\n\n[^a]: 一\n[^b]: 二\n[^c]: 三\n[^a]: 又一\n";
    let body = read(text);
    let seen: Vec<_> = body.footnotes.iter().map(|n| (n.label.as_str(), &text[n.range.clone()], n.references.len())).collect();
    assert_eq!(seen, [("a", "[^a]: 一", 2), ("b", "[^b]: 二", 1), ("c", "[^c]: 三", 0)]);
}

#[test]
fn raw_html_is_reported_once_a_piece() {
    let text = "<div>\n甲\n</div>\n\n乙<b><i>丙</i></b>\n\n`<b>` \\<b> 5 < 6\n";
    let body = read(text);
    let seen: Vec<_> = body.raw_html.iter().map(|range| &text[range.clone()]).collect();
    assert_eq!(seen, ["<div>\n甲\n</div>", "<b><i>", "</i></b>"]);
}

#[test]
fn the_excerpt_is_the_first_paragraph() {
    for (text, expected) in [
        ("# 標題\n\n第一段\n**「換行」**`碼`[^1]，\n見[連結](x)。\n\n第二段。\n\n[^1]: 註", "第一段「換行」碼，見連結。"),
        ("A line\nand *more*.\\\nLast.", "A line and more. Last."),
        ("![圖](a.png)\n\n正文。", "正文。"),
        ("```\n碼\n```\n\n正文。", "正文。"),
        ("[^1]: 註\n\n正文[^1]。", "正文。"),
        ("> 引文。\n\n正文。", "正文。"),
        ("> 引文。\n", "引文。"),
        ("- 甲\n  - 乙\n- 丙\n", "甲"),
        ("各成員單位：\n\n現將方案印發。", "現將方案印發。"),
        ("各成員單位：\n\n- 甲\n\n正文。", "各成員單位："),
        ("各成員單位：", "各成員單位："),
        ("| 甲 |\n|-|\n| 乙 |\n\n正文。", "正文。"),
        ("# 標題\n", ""),
        ("", ""),
    ] {
        assert_eq!(read(text).excerpt, expected, "{text}");
    }
}

#[test]
fn characters_and_words_are_counted_apart() {
    let count = |text: &str| (read(text).length.characters, read(text).length.words);
    assert_eq!(count("## 標題\n\n正文，STEM 教育 well-known it's 3.5。\n"), (6, 4));
    assert_eq!(count("甲`乙`\n\n```\n丙 code\n```\n"), (2, 0));
    assert_eq!(count("foo**bar** baz\nqux"), (0, 3));
    assert_eq!(count("한국어 문장 ひらがな ＡＢＣ 々〇"), (11, 1));
    assert_eq!(count("![圖 a](x.png)"), (0, 0));
    assert_eq!(count("| a b | 甲 |\n|---|---|\n| c | 乙丙 |\n"), (3, 3));
}

fn markdownish() -> impl Strategy<Value = String> {
    let pieces = [
        "*",
        "**",
        "_",
        "~~",
        "`",
        "```",
        "[",
        "](",
        ")",
        "](<",
        ">",
        "!",
        "[^1]",
        "[^1]: ",
        "<b>",
        "</b>",
        "<div>",
        "<!--",
        "-->",
        "# ",
        "## ",
        "{#",
        "}",
        "|",
        "|-|",
        "- ",
        "1. ",
        "- [x] ",
        "> ",
        "> [!NOTE]\n",
        ": ",
        "\n",
        "\n\n",
        " ",
        "    ",
        "\\",
        "&amp;",
        "&#x41;",
        "<https://a.b>",
        "<a@b.c>",
        "\"",
        "'",
        "=",
        "---",
        "\t",
        "\r\n",
        "a",
        "é",
        "1",
        "甲",
        "乙丙",
        "「",
        "」",
        "，",
        "。",
        "：",
        "“",
        "”",
        "한",
        "𠮷",
        "\u{fe00}",
        "\u{0}",
        "🎉",
        "[r]",
        "[r]: x\n",
        "\u{fdd0}",
    ];
    prop::collection::vec(prop::sample::select(pieces.to_vec()), 0..40).prop_map(|pieces| pieces.concat())
}

#[test]
fn what_is_nested_deeper_than_anyone_can_follow_is_told_at_once() {
    let deep = |text: &str| read(text).too_deep;
    assert_eq!(deep(&format!("甲\n{}乙", "> ".repeat(100_000))), Some(4..200_007));
    for marks in ["1. ", "+ ", "- > ", "9) * "] {
        assert!(deep(&format!("{}甲", marks.repeat(100_000))).is_some(), "{marks}");
    }
    for fine in [
        "- ".repeat(200),
        "* * *\n".repeat(99),
        format!("{}甲", "> ".repeat(DEEPEST - 1)),
        "- 甲\n".repeat(999),
        "**甲*乙* ".repeat(999),
    ] {
        assert_eq!(deep(&fine), None, "{fine:.20}");
    }
    // Marks and elements count as well.
    let marks = format!("{}c{}", "*a _b ".repeat(40), " c_ c*".repeat(40));
    assert!(deep(&marks).is_some());
    assert!(deep(&"<b>".repeat(DEEPEST)).is_some() && deep(&"<b>甲</b>".repeat(999)).is_none());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn whatever_is_read_its_ranges_are_sound(text in markdownish()) {
        let body = read(&text);
        let mut ids = HashSet::new();
        for heading in &body.headings {
            prop_assert!(text.get(heading.range.clone()).is_some());
            prop_assert!(!heading.id.is_empty() && ids.insert(&heading.id), "{:?}", body.headings);
        }
        for link in &body.links {
            prop_assert!(text.get(link.range.clone()).is_some() && text.get(link.to_range.clone()).is_some());
            prop_assert!(link.range.start <= link.to_range.start && link.to_range.end <= link.range.end, "{link:?}");
        }
        for note in &body.footnotes {
            prop_assert!(text.get(note.range.clone()).is_some());
            prop_assert!(note.references.iter().all(|range| text.get(range.clone()).is_some()));
        }
        prop_assert!(body.raw_html.iter().all(|range| text.get(range.clone()).is_some()));
    }
}
