use super::*;
use crate::document::markdown::{events, parser};
use proptest::prelude::*;
use pulldown_cmark::{Options, Parser, html::push_html};

fn html(text: &str) -> String {
    let prepared = Prepared::new(text);
    let mut out = String::new();
    push_html(&mut out, events(&prepared).into_iter().map(|(event, _)| event));
    let out = out.trim_end();
    out.strip_prefix("<p>").and_then(|out| out.strip_suffix("</p>")).unwrap_or(out).to_owned()
}

#[track_caller]
fn all(cases: &[(&str, &str)]) {
    for (text, expected) in cases {
        assert_eq!(&html(text), expected, "{text}");
    }
}

#[test]
fn strong_beside_punctuation() {
    all(&[
        ("**該星號不會被識別，而是直接顯示。**這是因為…", "<strong>該星號不會被識別，而是直接顯示。</strong>這是因為…"),
        ("這是**「重點」**的", "這是<strong>「重點」</strong>的"),
        ("**注意：**請看", "<strong>注意：</strong>請看"),
        ("請看**（附件一）**和**（附件二）**。", "請看<strong>（附件一）</strong>和<strong>（附件二）</strong>。"),
        ("見**《方案》**第三條", "見<strong>《方案》</strong>第三條"),
        ("他說**“好”**就走", "他說<strong>“好”</strong>就走"),
        ("**完成**。**！**是嗎", "<strong>完成</strong>。<strong>！</strong>是嗎"),
        ("到**100%**了", "到<strong>100%</strong>了"),
        ("學習**C#**和**F#**語言", "學習<strong>C#</strong>和<strong>F#</strong>語言"),
        ("從**$10**起", "從<strong>$10</strong>起"),
        ("*（楷體）*二字", "<em>（楷體）</em>二字"),
        ("這是***「很重要」***的", "這是<em><strong>「很重要」</strong></em>的"),
        ("外*「內**「中」**內」*外", "外<em>「內<strong>「中」</strong>內」</em>外"),
    ]);
}

#[test]
fn strong_around_links_code_and_images() {
    all(&[
        ("請看**[方案](a.md)**的正文", "請看<strong><a href=\"a.md\">方案</a></strong>的正文"),
        ("用**`cargo`**編譯", "用<strong><code>cargo</code></strong>編譯"),
        ("先**`甲`：**後", "先<strong><code>甲</code>：</strong>後"),
        ("圖**![圖](a.png)**後", "圖<strong><img src=\"a.png\" alt=\"圖\" /></strong>後"),
        ("[**「甲」**乙](a.md)", "<a href=\"a.md\"><strong>「甲」</strong>乙</a>"),
        ("在`**「甲」**乙`裡", "在<code>**「甲」**乙</code>裡"),
        ("[甲](a*「b」*c.md \"題*「目」*\")", "<a href=\"a*%E3%80%8Cb%E3%80%8D*c.md\" title=\"題*「目」*\">甲</a>"),
    ]);
}

#[test]
fn runs_that_touch() {
    all(&[
        ("甲**_「乙」_**丙", "甲<strong><em>「乙」</em></strong>丙"),
        ("甲**~~「乙」~~**丙", "甲<strong><del>「乙」</del></strong>丙"),
        ("甲~~**「乙」**~~丙", "甲<del><strong>「乙」</strong></del>丙"),
        ("，_**「乙」**_，", "，<em><strong>「乙」</strong></em>，"),
        ("甲\\**「乙」*丙", "甲*<em>「乙」</em>丙"),
        ("甲\\*\\*「乙」**丙", "甲**「乙」**丙"),
    ]);
}

#[test]
fn strikethrough_and_underscores() {
    all(&[
        ("~~（舊）~~新", "<del>（舊）</del>新"),
        ("a~~a()~~あ", "a<del>a()</del>あ"),
        ("あ~~()a~~a", "あ<del>()a</del>a"),
        ("__注意__：事項", "<strong>注意</strong>：事項"),
        ("注意：__事項__", "注意：<strong>事項</strong>"),
        ("這是_不_是", "這是_不_是"),
        ("正體字。\u{fe01}_Traditional._", "正體字。\u{fe01}<em>Traditional.</em>"),
        ("“\u{fe01}Git”\u{fe01}__Hub__", "“\u{fe01}Git”\u{fe01}<strong>Hub</strong>"),
    ]);
}

#[test]
fn other_scripts_and_planes() {
    all(&[
        ("これは**私のやりたかったこと。**だからするの。", "これは<strong>私のやりたかったこと。</strong>だからするの。"),
        ("税込**¥10,000**で入手", "税込<strong>¥10,000</strong>で入手"),
        ("**스크립트(script)**라고", "<strong>스크립트(script)</strong>라고"),
        ("**`npm publish`**를 실행", "<strong><code>npm publish</code></strong>를 실행"),
        ("ᅡ**(a)**", "ᅡ<strong>(a)</strong>"),
        ("𩸽**（a）**𠮷", "𩸽<strong>（a）</strong>𠮷"),
        ("a~~a()~~𩸽", "a<del>a()</del>𩸽"),
        ("葛\u{e0100}**()a**a", "葛\u{e0100}<strong>()a</strong>a"),
        ("羽\u{fe00}**()a**a", "羽\u{fe00}<strong>()a</strong>a"),
        ("a**〰**a", "a<strong>〰</strong>a"),
        // Emoji and Latin keep the old rule.
        ("a**a«**a", "a**a«**a"),
        ("a**✅**a", "a**✅**a"),
    ]);
}

#[test]
fn blocks_stay_what_they_are() {
    all(&[
        ("甲 ** 乙 ** 丙", "甲 ** 乙 ** 丙"),
        ("* 「甲」\n* 乙", "<ul>\n<li>「甲」</li>\n<li>乙</li>\n</ul>"),
        (">**「甲」**乙", "<blockquote>\n<p><strong>「甲」</strong>乙</p>\n</blockquote>"),
        ("## **「標題」**{#id}", "<h2 id=\"id\"><strong>「標題」</strong></h2>"),
        ("~~~甲\n**「乙」**丙\n~~~", "<pre><code class=\"language-甲\">**「乙」**丙\n</code></pre>"),
        ("    **「乙」**丙", "<pre><code>**「乙」**丙</code></pre>"),
        ("<b>**「甲」**乙</b>", "<b><strong>「甲」</strong>乙</b>"),
    ]);
    let table = html("|甲|乙|\n|-|-|\n|**「丙」**|~~（丁）~~戊|");
    assert!(table.contains("<td><strong>「丙」</strong></td><td><del>（丁）</del>戊</td>"), "{table}");
}

#[test]
fn text_without_cjk_is_not_touched() {
    for text in ["**a.**b _c_ ~~d~~", "é**«ü»**ö", "**“x”**y — ***z***", "a\\**b*", "**🎉**a"] {
        assert!(matches!(Prepared::new(text), Prepared { text: Cow::Borrowed(_), .. }), "{text}");
    }
}

#[test]
fn text_that_holds_our_characters_is_not_touched() {
    for text in ["甲\u{fdd0}**「乙」**丙", "甲\u{1bc9f}**「乙」**丙"] {
        assert_eq!(Prepared::new(text).text(), text);
        assert!(html(text).contains(text.trim_end_matches("**「乙」**丙")));
    }
}

#[test]
fn ranges_are_those_of_the_text_as_written() {
    let text = "前**「甲」**乙[**（丙）**丁](x.md)";
    let prepared = Prepared::new(text);
    let found: Vec<&str> = events(&prepared)
        .into_iter()
        .filter(|(event, _)| matches!(event, Event::Start(Tag::Strong | Tag::Link { .. }) | Event::Text(_)))
        .map(|(_, range)| &text[range])
        .collect();
    assert_eq!(found, ["前", "**「甲」**", "「甲」", "乙", "[**（丙）**丁](x.md)", "**（丙）**", "（丙）", "丁"]);
}

#[test]
fn lines_join_without_a_space_in_chinese_and_japanese() {
    all(&[
        ("第一行\n第二行", "第一行第二行"),
        ("第一行，\n第二行", "第一行，第二行"),
        ("第一行\r\n第二行", "第一行第二行"),
        ("甲\n**乙**\n[丙](x)\n~~丁~~", "甲<strong>乙</strong><a href=\"x\">丙</a><del>丁</del>"),
        ("他說\n“好”\n就走", "他說“好”就走"),
        ("第一行\nsecond line\n第三行", "第一行\nsecond line\n第三行"),
        ("用\n`cargo`\n編譯", "用\n<code>cargo</code>\n編譯"),
        ("用\n`代碼`\n編譯", "用<code>代碼</code>編譯"),
        ("第一行，\nsecond line", "第一行，second line"),
        ("**第一行：**\nsecond line", "<strong>第一行：</strong>second line"),
        ("line（\n甲）", "line（甲）"),
        ("圖\n![乙](a.png)\n丙", "圖\n<img src=\"a.png\" alt=\"乙\" />\n丙"),
        ("한국어\n문장", "한국어\n문장"),
        ("カタカナ\nひらがな", "カタカナひらがな"),
        ("葛\u{e0100}\n飾", "葛\u{e0100}飾"),
        ("甲\\\n乙", "甲<br />\n乙"),
    ]);
    let note = html("甲[^1]\n乙\n\n[^1]: 註");
    assert!(note.starts_with("<p>甲<sup") && note.contains("</sup>乙</p>"), "{note}");
}

/// The amendment's public cases: Markdown and what it becomes.
fn amendment() -> Vec<(&'static str, &'static str)> {
    let text = include_str!("amendment.txt");
    let cases = text.split("\n\n").filter(|block| !block.starts_with([' ', '#']) && block.lines().count() == 2);
    cases.skip(1).filter_map(|block| block.trim_end().split_once('\n')).collect()
}

/// What the parser makes of a text by itself.
fn alone(text: &str) -> String {
    let mut out = String::new();
    push_html(&mut out, parser(text));
    out.trim_end().to_owned()
}

/// Holds both READMEs to a row of their table: how many cases there are, how many we meet, how many the parser alone.
#[track_caller]
fn told(cases: usize, met: usize, alone: usize) {
    let row = format!("| {cases} | {met} | {alone} |");
    for readme in [include_str!("../../../README.md"), include_str!("../../../README.zh.md")] {
        assert!(readme.contains(&row), "the table of conformance lacks {row}");
    }
}

#[test]
fn every_public_case_of_the_amendment_is_met() {
    let cases = amendment();
    all(&cases);
    let by_itself = cases.iter().filter(|(text, expected)| alone(text) == format!("<p>{expected}</p>")).count();
    told(cases.len(), cases.len(), by_itself);
}

/// Run by `tests/conformance/run.sh`, which fetches the specification and two implementations of the amendment.
#[test]
#[ignore = "needs the file that tests/conformance/markdown.mjs writes, named by FANGAN_MARKDOWN"]
fn others_make_the_same_of_markdown() {
    #[derive(serde::Deserialize)]
    struct Others {
        spec: Vec<String>,
        amended: Vec<(String, String)>,
    }
    let file = std::env::var("FANGAN_MARKDOWN").expect("FANGAN_MARKDOWN");
    let Others { spec, amended } = serde_json::from_str(&std::fs::read_to_string(file).expect("the file")).expect("JSON");
    for text in &spec {
        let prepared = Prepared::new(text);
        let plain: Vec<_> = parser(text).into_offset_iter().collect();
        let ours: Vec<_> = parser(prepared.text()).into_offset_iter().filter_map(|(e, r)| prepared.restore(e, r)).collect();
        assert_eq!(plain, ours, "{text}");
        let mut made = String::new();
        push_html(&mut made, events(&prepared).into_iter().map(|(event, _)| event));
        assert_eq!(made.trim_end(), alone(text), "{text}");
    }
    told(spec.len(), spec.len(), spec.len());
    let differ: Vec<String> = amended
        .iter()
        .map(|(text, expected)| (text, expected, format!("<p>{}</p>", html(text))))
        .filter(|(_, expected, made)| *expected != made)
        .map(|(text, expected, made)| format!("{text}\n  others: {expected}\n  ours:   {made}"))
        .collect();
    assert!(differ.is_empty(), "{} of {} differ:\n{}", differ.len(), amended.len(), differ.join("\n"));
    told(amended.len(), amended.len(), amended.iter().filter(|(text, expected)| alone(text) == *expected).count());
}

fn markdownish(alphabet: &'static str) -> impl Strategy<Value = String> {
    let characters: Vec<char> = alphabet.chars().collect();
    prop::collection::vec(prop::sample::select(characters), 0..60).prop_map(String::from_iter)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn without_cjk_the_events_are_the_parser_s_own(text in markdownish("**__~~~\\`[]()!<>#|:-+ \n\n\t1.aé«»“”—xé&;^={}'\"/")) {
        let prepared = Prepared::new(&text);
        prop_assert_eq!(prepared.text(), text.as_str());
        let options = Options::all() & !Options::ENABLE_SMART_PUNCTUATION;
        let plain: Vec<_> = Parser::new_ext(&text, options).into_offset_iter().collect();
        let passed: Vec<_> = Parser::new_ext(prepared.text(), options)
            .into_offset_iter()
            .filter_map(|(event, range)| prepared.restore(event, range))
            .collect();
        prop_assert_eq!(plain, passed);
    }

    #[test]
    fn nothing_inserted_is_left_and_ranges_are_sound(
        text in markdownish("**__~~~\\`[]()!<>#|:-+ \n\n\t1.a&;^={}'\"/甲乙「」，。：（）“”—한あ𠮷\u{fe00}\u{fe01}\u{e0100}"),
    ) {
        let prepared = Prepared::new(&text);
        let events = events(&prepared);
        for (event, range) in &events {
            prop_assert!(!format!("{event:?}").contains(['\u{fdd0}', '\u{1bc9f}']), "{event:?}");
            prop_assert!(text.get(range.clone()).is_some(), "{event:?} {range:?}");
        }
        let plain: String = prepared.text().replace(['\u{fdd0}', '\u{1bc9f}'], "");
        prop_assert_eq!(plain, text);
    }
}
