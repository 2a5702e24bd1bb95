use super::super::tests::{PLAN, PLAN_PATH, printed, printed_in, span, unknown_key};
use super::super::{Format, Tongue};
use crate::diagnostic::{Code, Finding, Findings, Report};
use crate::say;
use crate::source::{Content, SitePath, Source, SourceId, SourceSet, Span};
use proptest::prelude::*;

fn human(tongue: Tongue, files: &[(&str, &str)], findings: Vec<Finding>) -> String {
    printed(Format::Human, tongue, files, findings)
}

#[test]
fn a_finding_looks_as_rustc_prints_it() {
    insta::assert_snapshot!(human(Tongue::En, &[(PLAN_PATH, PLAN)], vec![unknown_key()]), @r"
error[unknown-key]: unknown key `sumary`
 --> content/communities/秣陵/2024-1/plan.zh.md:3:1
  |
2 | title: 秣陵幼兒園方案
  |        -------------- the title, 100% sure
3 | sumary: 三次活動，共二十八人
  | ^^^^^^
  |
  = help: see the list of keys
help: did you mean `summary`?
  |
3 | summary: 三次活動，共二十八人
  |    +
");
}

#[test]
fn everything_is_said_in_chinese_too_and_findings_stand_apart() {
    let warning = Finding::new(Code::RepeatedFact, span(0, PLAN, "三次活動"), say!("again", "重複"));
    let note = Finding::new(Code::WithheldDocumentNumber, span(0, PLAN, "共二十八人"), say!("withheld", "隱去"));
    insta::assert_snapshot!(human(Tongue::Zh, &[(PLAN_PATH, PLAN)], vec![unknown_key(), warning, note]), @r"
錯誤[unknown-key]: 不認識的鍵「sumary」
 --> content/communities/秣陵/2024-1/plan.zh.md:3:1
  |
2 | title: 秣陵幼兒園方案
  |        -------------- 標題，100% 確定
3 | sumary: 三次活動，共二十八人
  | ^^^^^^
  |
  = 建議: 請看鍵的清單
建議: 是否要寫「summary」？
  |
3 | summary: 三次活動，共二十八人
  |    +

警告[repeated-fact]: 重複
 --> content/communities/秣陵/2024-1/plan.zh.md:3:9
  |
3 | sumary: 三次活動，共二十八人
  |         ^^^^^^^^

說明[withheld-document-number]: 隱去
 --> content/communities/秣陵/2024-1/plan.zh.md:3:14
  |
3 | sumary: 三次活動，共二十八人
  |                   ^^^^^^^^^^
");
}

#[test]
fn places_in_other_files_are_snippets_of_their_own() {
    let (en, zh) = ("---\ntitle: Plan\nissued: 2024-09-02\n---\n", "---\ntitle: 方案\nissued: 2024-09-01\n---\n");
    let finding = Finding::new(Code::TranslationConflict, span(0, en, "2024-09-02"), say!("`issued` differs", "issued 不同"))
        .label(span(1, zh, "2024-09-01"), say!("the original says", "原文是"))
        .put(span(1, zh, "2024-09-01"), "2024-09-02", say!("or mend the original", "或改原文"))
        .put(span(0, en, "issued: 2024-09-02\n"), "", say!("leave it out", "請刪去"));
    insta::assert_snapshot!(human(Tongue::En, &[("a/plan.en.md", en), ("a/plan.zh.md", zh)], vec![finding]), @r"
error[translation-conflict]: `issued` differs
 --> a/plan.en.md:3:9
  |
3 | issued: 2024-09-02
  |         ^^^^^^^^^^
  |
 ::: a/plan.zh.md:3:9
  |
3 | issued: 2024-09-01
  |         ---------- the original says
  |
help: or mend the original
 --> a/plan.zh.md:3:9
  |
3 - issued: 2024-09-01
3 + issued: 2024-09-02
  |
help: leave it out
  |
3 - issued: 2024-09-02
  |
");
}

#[test]
fn places_far_apart_in_one_file_are_snippets_of_their_own() {
    let text = format!("a: 1\nb: 2\nc: 3\n{}b: 4\n", "\n".repeat(40));
    let finding = Finding::new(Code::DuplicateKey, span(0, &text, "b: 4"), say!("twice", "兩次"))
        .label(span(0, &text, "b: 2"), say!("first here", "第一次"))
        .label(span(0, &text, "c: 3"), say!("and here", "還有"));
    insta::assert_snapshot!(human(Tongue::En, &[("a.toml", &text)], vec![finding]), @r"
error[duplicate-key]: twice
  --> a.toml:44:1
   |
44 | b: 4
   | ^^^^
   |
  ::: a.toml:2:1
   |
 2 | b: 2
   | ---- first here
 3 | c: 3
   | ---- and here
");
}

#[test]
fn a_long_paragraph_is_cut_around_each_place() {
    let filler = "各成員單位的活動在學期初報教研室備案，".repeat(80);
    let text = format!("{filler}見[小結](summary.zh.md)。{filler}又見[附件](table.csv)。\n");
    let finding = Finding::new(Code::BrokenLink, span(0, &text, "summary.zh.md"), say!("no such file", "沒有這個檔案"))
        .label(span(0, &text, "table.csv"), say!("and neither this one", "這個也沒有"))
        .put(span(0, &text, "summary.zh.md"), "../2024-2/summary.zh.md", say!("did you mean", "是否指"));
    insta::assert_snapshot!(human(Tongue::En, &[("a.md", &text)], vec![finding]), @r"
error[broken-link]: no such file
 --> a.md:1:1527
  |
1 | …學期初報教研室備案，見[小結](summary.zh.md)。各成員單位的活動在學期初報教…
  |                               ^^^^^^^^^^^^^
  |
 ::: a.md:1:3069
  |
1 | …教研室備案，各成員單位的活動在學期初報教研室備案，又見[附件](table.csv)。
  |                                                               --------- and neither this one
  |
help: did you mean
  |
1 | …學期初報教研室備案，見[小結](../2024-2/summary.zh.md)。各成員單位的活動在學期初報教…
  |                               ++++++++++
");
    let whole = Finding::new(Code::RawHtml, span(0, &text, &filler), say!("all of it", "整段"));
    insta::assert_snapshot!(human(Tongue::En, &[("a.md", &text)], vec![whole]), @r"
warning[raw-html]: all of it
 --> a.md:1:1
  |
1 | 各成員單位的活動在學期初報教研室備案，各成員單位的活動在學期初報教研室備案…
  | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
");
}

#[test]
fn a_place_of_several_lines_is_shown_by_its_first() {
    let text = "targets:\n  - 一\n  - 二\n";
    let finding = Finding::new(Code::WrongType, span(0, text, "- 一\n  - 二"), say!("expected text", "應為文字"));
    insta::assert_snapshot!(human(Tongue::En, &[("a.md", text)], vec![finding]), @r"
error[wrong-type]: expected text
 --> a.md:2:3
  |
2 |   - 一
  |   ^^^^
");
}

#[test]
fn the_end_of_a_text_can_be_pointed_at() {
    let at = |text: &str, n| Finding::new(Code::YamlSyntax, Span::new(SourceId(n), text.len()..text.len()), say!("ends", "結束"));
    let files = [("a", "甲\n"), ("b", "甲"), ("c", "甲\r\n乙\r\n")];
    let findings = (0..).zip(files).map(|(n, (_, text))| at(text, n)).collect();
    insta::assert_snapshot!(human(Tongue::En, &files, findings), @r"
error[yaml-syntax]: ends
 --> a:2:1
  |
2 |
  | ^

error[yaml-syntax]: ends
 --> b:1:2
  |
1 | 甲
  |   ^

error[yaml-syntax]: ends
 --> c:3:1
  |
3 |
  | ^
");
}

#[test]
fn lines_can_be_put_in() {
    let text = "---\nsummary: 三次活動\n---\n";
    let finding = Finding::new(Code::MissingTitle, Span::new(SourceId(0), 4..4), say!("`title` is missing", "缺少「title」"))
        .put(Span::new(SourceId(0), 4..4), "title: 方案\n", say!("give it one", "請補上"));
    insta::assert_snapshot!(human(Tongue::En, &[("a.md", text)], vec![finding]), @r"
error[missing-title]: `title` is missing
 --> a.md:2:1
  |
2 | summary: 三次活動
  | ^
  |
help: give it one
  |
2 + title: 方案
  |
");
}

#[test]
fn files_without_text_have_a_place_and_no_line() {
    let contents =
        [Content::Damaged, Content::Blob { size: 9, picture: None }, Content::Text(String::new()), Content::Text("甲".into())];
    let files = ["a.md", "b.png", "c.md", "d.md"].into_iter().zip(contents);
    let sources = SourceSet::new(files.map(|(path, content)| Source { path: SitePath::new(path), content, disk: None }));
    let at = |n| Span::start_of(SourceId(n));
    let mut findings: Vec<Finding> =
        (0..4).map(|n| Finding::new(Code::UnreadableFile, at(n), say!("no", "不行")).hint(say!("do", "請做"))).collect();
    findings.push(Finding::new(Code::DuplicateUrl, at(3), say!("one URL", "同一網址")).label(at(1), say!("of this", "與此")));
    findings.push(Finding::new(Code::UnknownTheme, at(9), say!("nowhere", "無處")));
    insta::assert_snapshot!(printed_in(80, Format::Human, Tongue::En, &sources, findings), @r"
error[unreadable-file]: no
--> a.md:1:1
 = help: do

error[unreadable-file]: no
--> b.png:1:1
 = help: do

error[unreadable-file]: no
--> c.md:1:1
 = help: do

error[unreadable-file]: no
 --> d.md:1:1
  |
1 | 甲
  | ^
  |
  = help: do

error[duplicate-url]: one URL
 --> d.md:1:1
  |
1 | 甲
  | ^
 ::: b.png:1:1
  = note: of this

error[unknown-theme]: nowhere
");
}

#[test]
fn colours_are_for_those_who_ask() {
    let sources = SourceSet::of_texts([(PLAN_PATH, PLAN)]);
    let mut findings = Findings::default();
    findings.push(unknown_key());
    let mut out = Vec::new();
    let options = super::Options { format: Format::Human, tongue: Tongue::En, color: true, width: 80 };
    assert!(super::super::emit(Report { findings: &findings, sources: &sources }, &options, &mut out).is_ok());
    let out = String::from_utf8_lossy(&out);
    assert!(out.contains("\u{1b}[") && out.contains(&format!("{PLAN_PATH}:3:1")), "{out}");
}

proptest! {
    #[test]
    fn nothing_panics_and_nothing_steers_the_terminal(
        text in "([a甲，\n\r\t \u{301}\u{1b}\u{9b}\u{fdd0}\u{202e}👩🏽-]|甲乙丙丁戊己庚辛壬癸甲乙丙丁戊己庚辛壬癸){0,40}",
        put in "[甲a\n\t\u{fdd0}]{0,6}",
        spans in prop::collection::vec((0..2u32, 0..400u32, 0..60u32), 3),
        width in 0..120usize,
    ) {
        let sources = SourceSet::of_texts([("a.md", text.as_str()), ("b.md", "乙\n")]);
        let span = |n: usize| {
            let (source, start, len) = spans[n];
            Span { source: SourceId(source), start, end: start + len }
        };
        let finding = Finding::new(Code::RawHtml, span(0), say!("{text}", "{text}"))
            .label(span(1), say!("{put}", "{put}"))
            .put(span(2), put.clone(), say!("{put}", "{put}"))
            .hint(say!("{text}", "{text}"));
        for format in Format::ALL {
            let out = printed_in(width, *format, Tongue::Zh, &sources, vec![finding.clone()]);
            if matches!(format, Format::Human | Format::Short | Format::Github) {
                prop_assert!(!out.contains(|c: char| c.is_control() && c != '\n'), "{out:?}");
                prop_assert!(!out.contains(super::TOKEN));
            }
        }
    }
}

#[test]
fn what_is_wrong_many_times_on_a_line_is_shown_once() {
    let text = "甲,乙,丙\n丁,戊\n";
    let comma =
        |at: usize| Finding::new(Code::HalfWidthPunctuation, Span::new(SourceId(0), at..at + 1), say!("half-width", "半形"));
    insta::assert_snapshot!(human(Tongue::En, &[("a", text)], vec![comma(3), comma(7), comma(15)]), @r"
warning[half-width-punctuation]: half-width
 --> a:1:2
  |
1 | 甲,乙,丙
  |   ^
  |
  = note: 1 more place on this line

warning[half-width-punctuation]: half-width
 --> a:2:2
  |
2 | 丁,戊
  |   ^
");
}
