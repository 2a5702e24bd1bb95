use super::*;
use crate::document::markdown::read;
use proptest::prelude::*;

/// A site in which every link leads somewhere, unless it begins with `no`.
struct Site {
    raw: bool,
}

impl Setting for Site {
    fn link(&self, to: &str) -> Option<Target> {
        let target = Target { href: to.to_owned(), ..Target::default() };
        match to {
            _ if to.starts_with("no") || to == "#own" => None,
            "en.md" => Some(Target { href: "/en/".to_owned(), lang: Some("en".to_owned()), ..target }),
            "a.pdf" => Some(Target { download: Some("甲\".pdf".to_owned()), ..target }),
            _ if to.starts_with("https:") => Some(Target { external: true, ..target }),
            _ => Some(target),
        }
    }

    fn image(&self, src: &str) -> Option<Image> {
        let size = (src == "sized.png").then_some((640, 480));
        (!src.starts_with("no") && !src.starts_with("https:")).then(|| Image { src: src.to_owned(), size })
    }

    fn text<'a>(&self, text: &'a str) -> Cow<'a, str> {
        if text.contains('湾') { text.replace('湾', "灣").into() } else { text.into() }
    }

    fn raw_html(&self) -> bool {
        self.raw
    }

    fn words(&self) -> Words<'_> {
        Words {
            footnotes: "注釋",
            back: "返回",
            note: "注",
            tip: "提示",
            important: "重要",
            warning: "警告",
            caution: "小心",
            table: "表格",
        }
    }
}

fn shown(text: &str) -> String {
    html(text, &read(text), &Site { raw: false })
}

fn shown_raw(text: &str) -> String {
    html(text, &read(text), &Site { raw: true })
}

#[track_caller]
fn all(cases: &[(&str, &str)]) {
    for (text, expected) in cases {
        assert_eq!(&shown(text).trim_end(), expected, "{text}");
    }
}

#[test]
fn headings_begin_below_the_page_s_own() {
    all(&[
        ("## 甲\n### 乙", "<h2 id=\"jia\">甲</h2>\n<h3 id=\"yi\">乙</h3>"),
        ("# 甲\n## 乙", "<h2 id=\"jia\">甲</h2>\n<h3 id=\"yi\">乙</h3>"),
        ("# 甲\n###### 乙", "<h2 id=\"jia\">甲</h2>\n<h6 id=\"yi\">乙</h6>"),
        ("## 甲 {#x .c onclick=alert(1)}", "<h2 id=\"x\">甲</h2>"),
        ("## 甲\n> ## 甲", "<h2 id=\"jia\">甲</h2>\n<blockquote>\n<h2 id=\"jia-2\">甲</h2>\n</blockquote>"),
    ]);
}

#[test]
fn text_emphasis_and_lines() {
    all(&[
        ("這是**「重點」**的\n*下* ~~一~~ 行", "<p>這是<strong>「重點」</strong>的<em>下</em> <del>一</del> 行</p>"),
        ("one\ntwo  \nthree", "<p>one\ntwo<br>\nthree</p>"),
        ("a < b & \"c\"", "<p>a &lt; b &amp; \"c\"</p>"),
        ("台湾 `台湾`", "<p>台灣 <code>台湾</code></p>"),
        (
            "> 甲\n\n---\n\n3. 乙\n4. 丙",
            "<blockquote>\n<p>甲</p>\n</blockquote>\n<hr>\n<ol start=\"3\">\n<li>乙</li>\n<li>丙</li>\n</ol>",
        ),
        ("a\0b\u{7f}", "<p>a\u{fffd}b\u{fffd}</p>"),
    ]);
}

#[test]
fn links_lead_where_the_setting_says() {
    all(&[
        ("[甲](a b.md)", "<p>[甲](a b.md)</p>"),
        ("[台湾](<a b.md> \"台湾\")", "<p><a href=\"a%20b.md\" title=\"台灣\">台灣</a></p>"),
        ("[**甲**](none.md)乙", "<p><strong>甲</strong>乙</p>"),
        ("[甲<https://a.example>](x)", "<p><a href=\"x\">甲https://a.example</a></p>"),
        ("[甲](en.md)", "<p><a href=\"/en/\" hreflang=\"en\">甲</a></p>"),
        ("[甲](a.pdf)", "<p><a href=\"a.pdf\" download=\"甲&quot;.pdf\">甲</a></p>"),
        (
            "<https://a.example/湾?b&c>",
            "<p><a href=\"https://a.example/%E6%B9%BE?b&amp;c\" rel=\"noopener\">https://a.example/湾?b&amp;c</a></p>",
        ),
        ("<a@b.example>", "<p><a href=\"mailto:a@b.example\">a@b.example</a></p>"),
    ]);
}

#[test]
fn no_dangerous_destination_reaches_the_page() {
    for to in [
        "javascript:alert(1)",
        "JAVASCRIPT:alert(1)",
        "&#106;avascript:alert(1)",
        "java&#10;script:alert(1)",
        "<java\tscript:alert(1)>",
        "javascript&colon;alert(1)",
        "&#1;javascript:alert(1)",
        "data:text/html,x",
        "vbscript:x",
        "//evil.example",
    ] {
        for text in [format!("[甲]({to})"), format!("![甲]({to})"), format!("[甲]\n\n[甲]: {to}")] {
            for html in [shown(&text), shown_raw(&format!("{text}\n\n<b>x</b>"))] {
                assert!(!html.contains("href") && !html.contains("src"), "{text}: {html}");
            }
        }
    }
    let html = shown("<javascript:alert(1)>");
    assert_eq!(html, "<p>javascript:alert(1)</p>\n");
}

#[test]
fn images_and_figures() {
    let img = |title: &str| format!("<img src=\"a.png\" alt=\"台灣 二\"{title} loading=\"lazy\" decoding=\"async\">");
    all(&[
        ("甲![台湾 *二*](a.png \"題\")", &format!("<p>甲{}</p>", img(" title=\"題\""))),
        ("![台湾 *二*](a.png \"湾\")", &format!("<figure>{}<figcaption>灣</figcaption></figure>", img(""))),
        ("![台湾 *二*](a.png)", &format!("<figure>{}</figure>", img(""))),
        (
            "![二](sized.png)",
            "<figure><img src=\"sized.png\" width=\"640\" height=\"480\" alt=\"二\" loading=\"lazy\" decoding=\"async\"></figure>",
        ),
        ("![台湾\n二](no.png)", "<p>台灣二</p>"),
        ("![](no.png)", "<p></p>"),
        ("[![台湾 二](a.png)](b)", &format!("<p><a href=\"b\">{}</a></p>", img(""))),
        ("![甲 ![乙](b.png) `丙`](a.png)丁", "<p><img src=\"a.png\" alt=\"甲 乙 丙\" loading=\"lazy\" decoding=\"async\">丁</p>"),
    ]);
}

#[test]
fn tables_scroll_and_align_without_style() {
    all(&[(
        "| 甲 | | 丙 |\n|:--|:-:|--:|\n| 1 | 2 | **3** |\n\n| x |\n|---|\n",
        "<div class=\"table\" role=\"region\" tabindex=\"0\" aria-label=\"表格\">\n<table>\n<thead>\n\
         <tr><th scope=\"col\" class=\"left\">甲</th><td></td><th scope=\"col\" class=\"right\">丙</th></tr>\n</thead>\n<tbody>\n\
         <tr><td class=\"left\">1</td><td class=\"center\">2</td><td class=\"right\"><strong>3</strong></td></tr>\n</tbody>\n</table>\n</div>\n\
         <div class=\"table\" role=\"region\" tabindex=\"0\" aria-label=\"表格 2\">\n<table>\n<thead>\n\
         <tr><th scope=\"col\">x</th></tr>\n</thead>\n</table>\n</div>",
    )]);
}

#[test]
fn notes_are_numbered_by_their_first_reference() {
    let html = shown("甲[^b]乙[^a]丙[^b]\n\n[^a]: 一，見[^c]\n[^b]: 二\n\n    又\n[^c]: - 三\n[^d]: 無人提及[^e]\n[^e]: 也無\n");
    assert_eq!(
        html,
        "<p>甲<sup class=\"footnote\"><a id=\"fnref-1\" href=\"#fn-1\">1</a></sup>\
         乙<sup class=\"footnote\"><a id=\"fnref-2\" href=\"#fn-2\">2</a></sup>\
         丙<sup class=\"footnote\"><a id=\"fnref-1-2\" href=\"#fn-1\">1</a></sup></p>\n\
         <section class=\"footnotes\" aria-label=\"注釋\">\n<ol>\n\
         <li id=\"fn-1\">\n<p>二</p>\n<p>又 \
         <a class=\"footnote-back\" href=\"#fnref-1\" aria-label=\"返回 1\">\u{21a9}\u{fe0e}</a> \
         <a class=\"footnote-back\" href=\"#fnref-1-2\" aria-label=\"返回 1-2\">\u{21a9}\u{fe0e}<sup>2</sup></a></p>\n</li>\n\
         <li id=\"fn-2\">\n<p>一，見<sup class=\"footnote\"><a id=\"fnref-3\" href=\"#fn-3\">3</a></sup> \
         <a class=\"footnote-back\" href=\"#fnref-2\" aria-label=\"返回 2\">\u{21a9}\u{fe0e}</a></p>\n</li>\n\
         <li id=\"fn-3\">\n<ul>\n<li>三</li>\n</ul>\n<p> \
         <a class=\"footnote-back\" href=\"#fnref-3\" aria-label=\"返回 3\">\u{21a9}\u{fe0e}</a></p>\n</li>\n\
         </ol>\n</section>\n"
    );
}

#[test]
fn notes_may_refer_to_each_other_and_to_none() {
    let html = shown("甲[^a]\n\n[^a]: 見[^b]\n[^b]: 見[^a]\n");
    assert_eq!(html.matches("<li id").count(), 2);
    assert!(html.contains("id=\"fnref-1-2\"") && html.contains("href=\"#fnref-1-2\""));
    assert_eq!(shown("甲[^x]\n"), "<p>甲[^x]</p>\n");
    assert_eq!(shown("甲\n\n[^x]: 註\n"), "<p>甲</p>\n");
}

#[test]
fn a_heading_in_a_note_keeps_its_name() {
    let html = shown("[^1]: ## 甲\n\n## 甲\n\n乙[^1]\n");
    assert!(html.contains("<h2 id=\"jia-2\">甲</h2>\n<p>乙") && html.contains("<h2 id=\"jia\">甲</h2>"), "{html}");
}

#[test]
fn alerts_say_what_they_are() {
    for (kind, class, title) in [
        ("NOTE", "note", "注"),
        ("TIP", "tip", "提示"),
        ("IMPORTANT", "important", "重要"),
        ("WARNING", "warning", "警告"),
        ("CAUTION", "caution", "小心"),
    ] {
        assert_eq!(
            shown(&format!("> [!{kind}]\n> 甲")),
            format!("<aside class=\"alert alert-{class}\">\n<p class=\"alert-title\">{title}</p>\n<p>甲</p>\n</aside>\n")
        );
    }
}

#[test]
fn tasks_are_boxes_with_labels() {
    all(&[
        (
            "- [x] **甲**\n- [ ] 乙\n  - 丙\n- 丁",
            "<ul>\n<li class=\"task\"><label><input type=\"checkbox\" disabled checked> <strong>甲</strong></label></li>\n\
             <li class=\"task\"><label><input type=\"checkbox\" disabled> 乙</label><ul>\n<li>丙</li>\n</ul>\n</li>\n<li>丁</li>\n</ul>",
        ),
        (
            "- [ ] 甲\n\n  乙",
            "<ul>\n<li class=\"task\"><p><label><input type=\"checkbox\" disabled> 甲</label></p>\n<p>乙</p>\n</li>\n</ul>",
        ),
    ]);
}

#[test]
fn definition_lists() {
    all(&[
        ("甲\n: 乙\n: 丙", "<dl>\n<dt>甲</dt>\n<dd>乙</dd>\n<dd>丙</dd>\n</dl>"),
        ("甲\n\n: 乙\n\n  丙", "<dl>\n<dt>甲</dt>\n<dd><p>乙</p>\n<p>丙</p>\n</dd>\n</dl>"),
    ]);
}

#[test]
fn code_is_coloured_and_never_converted() {
    all(&[
        ("```\n台湾 <b>\n```", "<pre class=\"code\" tabindex=\"0\"><code>台湾 &lt;b&gt;\n</code></pre>"),
        ("    a", "<pre class=\"code\" tabindex=\"0\"><code>a</code></pre>"),
        (
            "```python title=\"x\"\nx = 1\n```",
            "<pre class=\"code\" tabindex=\"0\"><code class=\"language-python\">x = <span class=\"hl-n\">1</span>\n</code></pre>",
        ),
        ("```a\"b\nx\n```", "<pre class=\"code\" tabindex=\"0\"><code class=\"language-a&quot;b\">x\n</code></pre>"),
    ]);
}

#[test]
fn html_is_text_unless_the_site_allows_it() {
    all(&[
        ("甲<b onclick=\"x\">乙</b>", "<p>甲&lt;b onclick=\"x\"&gt;乙&lt;/b&gt;</p>"),
        ("<div>\n<script>alert(1)</script>\n</div>", "<p>&lt;div&gt;\n&lt;script&gt;alert(1)&lt;/script&gt;\n&lt;/div&gt;</p>"),
        ("<!-- 甲 -->", "<p>&lt;!-- 甲 --&gt;</p>"),
    ]);
}

#[test]
fn allowed_html_is_sanitised() {
    for (text, expected) in [
        ("甲<mark>乙</mark>", "<p>甲<mark>乙</mark></p>\n"),
        ("<b onclick=\"x\" style=\"color:red\">乙</b>", "<p><b>乙</b></p>\n"),
        ("甲<script>alert(1)</script>", "<p>甲&lt;script&gt;alert(1)&lt;/script&gt;</p>\n"),
        ("<img src=x onerror=alert(1)>", "<img src=\"x\">"),
        ("甲<img src=\"https://t.example/p.gif\" alt=\"乙\">", "<p>甲<img alt=\"乙\"></p>\n"),
        ("<a href=\"javascript:alert(1)\">乙</a>", "<p><a>乙</a></p>\n"),
        ("<a href=\"en.md\">乙</a> <a href=\"none\">丙</a>", "<p><a href=\"/en/\">乙</a> <a>丙</a></p>\n"),
        ("<a href=\"#own\" id=\"own\">乙</a>", "<p><a href=\"#user-own\" id=\"user-own\">乙</a></p>\n"),
        ("</div></article><p>甲", "<p>甲</p>"),
        ("<b title=\"&#xFDD0;\">&#1;\u{1}</b>", "<p><b title=\"\u{fffd}\">\u{fffd}\u{fffd}</b></p>\n"),
        ("<!-- 甲 -->\n\n乙", "\n<p>乙</p>\n"),
        ("甲<input type=text>乙", "<p>甲乙</p>\n"),
        ("<svg><p>甲", "<p>&lt;svg&gt;</p><p>甲</p>\n"),
    ] {
        assert_eq!(shown_raw(text), expected, "{text}");
    }
}

#[test]
fn what_the_page_writes_itself_survives_the_sanitiser() {
    let text = "# 甲\n\n<b>乙</b>[丙](a.pdf \"題\")[丁](https://x.example/湾)[^1]\n\n![戊](sized.png)\n\n| 己 | |\n|--:|-|\n| 庚 | |\n\n- [x] 辛\n\n> [!NOTE]\n> 壬\n\n```python\n1\n```\n\n1 < 2 & 3\n\n[^1]: 癸\n";
    let with_html = shown_raw(text);
    let without = shown_raw(&text.replace("<b>乙</b>", "乙")).replace(">乙<", "><b>乙</b><");
    // The sanitiser writes attributes without values in the longer form.
    assert_eq!(with_html, without.replace(" download>", " download=\"\">"));
}

#[test]
fn names_in_html_never_are_those_of_headings() {
    let html = shown_raw("## User jia\n\n<b id=\"jia\">甲</b>\n");
    assert!(html.contains("<h2 id=\"user-jia\">"), "{html}");
    assert!(html.contains("<b id=\"user-user-jia\">甲</b>"), "{html}");
}

#[test]
fn broken_up_html_does_not_get_past() {
    for text in [
        "<a\nhref=\"javascript:alert(1)\">甲</a>",
        "<div title=\"\n\n<script>alert(1)</script>\n\n\">",
        "<b title='\">'><img src=x onerror=alert(1)>",
        "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">",
        "<svg><style><img src=x onerror=alert(1)></style></svg>",
        "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
        "<scr<b></b>ipt>alert(1)</script>",
        "<<b></b>script>alert(1)</script>",
        "<!--><script>alert(1)</script>-->",
        "<![CDATA[<script>alert(1)</script>]]>",
        "<?php <script>alert(1)</script> ?>",
        "<iframe src=\"https://x.example\"></iframe>",
        "<object data=\"x\"></object><embed src=\"x\">",
        "<form action=\"https://x.example\"><button formaction=\"javascript:x\">甲</button></form>",
        "<style>@import 'https://x.example'</style>",
        "<base href=\"https://x.example\"><meta http-equiv=refresh content=0><link rel=stylesheet href=x>",
        "<a href=\"java&#10;script:alert(1)\">甲</a><a href=\"&#x6a;avascript:alert(1)\">甲</a>",
        "<b>`</b>`<img src=x onerror=alert(1)>",
        "<details open ontoggle=alert(1)>",
        "<plaintext>甲\n\n**乙**",
    ] {
        let html = shown_raw(text);
        let tags = html.to_lowercase();
        for bad in [
            "<script",
            "<style",
            "<iframe",
            "<svg",
            "<math",
            "<object",
            "<embed",
            "<form",
            "<base",
            "<meta",
            "<link",
            "<plaintext",
        ] {
            assert!(!tags.contains(bad), "{text}: {html}");
        }
        for tag in html.split('<').skip(1).filter_map(|part| part.split('>').next()) {
            let names: String = tag.split('"').step_by(2).collect();
            assert!(![" on", " style", "action"].iter().any(|bad| names.contains(bad)), "{text}: {html}");
            assert!(!["\"javascript", "src=\"http"].iter().any(|bad| tag.contains(bad)), "{text}: {html}");
        }
    }
}

#[test]
fn deep_nesting_and_long_lines_are_no_trouble() {
    for text in [
        "> ".repeat(5_000),
        "- ".repeat(2_000),
        "*a ".repeat(20_000),
        "[".repeat(20_000),
        "<b>".repeat(2_000),
        "**「".repeat(20_000),
    ] {
        shown(&text);
        shown_raw(&text);
    }
}

fn pieces() -> impl Strategy<Value = String> {
    let pieces = [
        "*",
        "**",
        "_",
        "~~",
        "`",
        "```",
        "[",
        "](",
        "](javascript:",
        "](a.png)",
        ")",
        ">",
        "!",
        "[^1]",
        "[^2]",
        "\n\n[^1]: ",
        "<b>",
        "</b>",
        "<div>",
        "</p>",
        "<script>",
        "<img src=x onerror=y>",
        "<a href=\"",
        "\">",
        "<!--",
        "-->",
        "# ",
        "## ",
        "{#a}",
        "|",
        "|\n|-|\n|",
        "- ",
        "1. ",
        "- [x] ",
        "> ",
        "> [!NOTE]\n> ",
        "\n: ",
        "\n",
        "\n\n",
        " ",
        "    ",
        "\\",
        "&lt;",
        "<https://a.b>",
        "\"",
        "'",
        "=",
        "a",
        "1",
        "甲",
        "乙丙",
        "「",
        "」",
        "，",
        "。",
        "𠮷",
        "\u{0}",
        "\u{fdd0}",
    ];
    prop::collection::vec(prop::sample::select(pieces.to_vec()), 0..40).prop_map(|pieces| pieces.concat())
}

/// Reads HTML strictly: every tag closed in order, attributes quoted, no name twice, no link in a link.
fn check_form(html: &str, nested_links: bool) -> Result<(), String> {
    let (mut open, mut ids) = (Vec::new(), std::collections::HashSet::new());
    for part in html.split('<').skip(1) {
        let (tag, _) = part.split_once('>').ok_or("a tag without end")?;
        if let Some(name) = tag.strip_prefix('/') {
            if open.pop() != Some(name) {
                return Err(format!("</{name}> closes another element"));
            }
            continue;
        }
        let name = tag.split(' ').next().unwrap_or_default();
        if !["br", "hr", "img", "input"].contains(&name) {
            if name == "a" && !nested_links && open.contains(&"a") {
                return Err("a link in a link".to_owned());
            }
            open.push(name);
        }
        if tag.matches('"').count() % 2 != 0 {
            return Err(format!("quotes in <{tag}>"));
        }
        if let Some(id) = tag.split(" id=\"").nth(1).and_then(|rest| rest.split('"').next())
            && !ids.insert(id)
        {
            return Err(format!("two of id {id}"));
        }
    }
    if open.is_empty() { Ok(()) } else { Err(format!("{open:?} stay open")) }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn whatever_is_written_is_well_formed(text in pieces()) {
        let html = shown(&text);
        prop_assert_eq!(check_form(&html, false), Ok(()), "{}", html);
        prop_assert!(!html.contains("href=\"javascript"));
    }

    #[test]
    fn whatever_is_allowed_is_harmless(text in pieces()) {
        let html = shown_raw(&text);
        // A link that a document opens and never closes may hold those of a table further on; browsers know how.
        prop_assert_eq!(check_form(&html, true), Ok(()), "{}", html);
        prop_assert!(!html.contains("<script") && !html.contains(" onerror=\""), "{}", html);
        // No mark of ours is left.
        prop_assert!(!html.contains("\"own"), "{}", html);
    }
}
