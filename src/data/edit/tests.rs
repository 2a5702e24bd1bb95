use super::*;
use proptest::prelude::*;

const ORDER: &[&str] = &["title", "subtitle", "summary", "status", "approval", "withdrawn", "waivers"];

fn inline(value: &str) -> Yaml {
    Yaml::Inline(value.to_owned())
}

fn block(lines: &[&str]) -> Yaml {
    Yaml::Block(lines.iter().map(|line| (*line).to_owned()).collect())
}

/// Front matter before, the key, its new value, front matter after.
#[track_caller]
fn sets(cases: &[(&str, &str, Yaml, &str)]) {
    for (before, key, value, after) in cases {
        // As it stands, and as Windows and its editors write it.
        for (mark, end) in [("", "\n"), ("\u{feff}", "\r\n")] {
            let text = |front: &str| format!("{mark}---\n{front}---  \n正文\n---\n").replace('\n', end);
            assert_eq!(set(&text(before), key, value, ORDER), Ok(text(after)), "{key} in {before}");
        }
    }
}

#[test]
fn a_value_in_its_line_is_replaced_and_nothing_else() {
    let approved = || inline("approved");
    sets(&[
        ("status: draft\n", "status", approved(), "status: approved\n"),
        ("status: draft # 待辦\ntitle: 甲\n", "status", approved(), "status: approved # 待辦\ntitle: 甲\n"),
        ("status:   'draft'   \n", "status", approved(), "status:   approved   \n"),
        ("status: \"dr\\\"aft\" #x\n", "status", approved(), "status: approved #x\n"),
        ("\"status\" : draft\n", "status", approved(), "\"status\" : approved\n"),
        ("status:\n", "status", approved(), "status: approved\n"),
        ("status:   # 未定\ntitle: 甲\n", "status", approved(), "status: approved   # 未定\ntitle: 甲\n"),
        ("status:\n\n# 題目\ntitle: 甲\n", "status", approved(), "status: approved\n\n# 題目\ntitle: 甲\n"),
        ("status: ~\n", "status", approved(), "status: approved\n"),
        ("status: ''\n", "status", approved(), "status: approved\n"),
        ("status: draft\n  and more\n  # aside\ntitle: 甲\n", "status", approved(), "status: approved\n  # aside\ntitle: 甲\n"),
        ("status: \"draft\n  and more\" # c\ntitle: 甲\n", "status", approved(), "status: approved # c\ntitle: 甲\n"),
        ("  title: 甲\n  status: draft\n", "status", approved(), "  title: 甲\n  status: approved\n"),
        ("title: 甲 # status: x\nstatus: draft\n", "status", approved(), "title: 甲 # status: x\nstatus: approved\n"),
        ("summary: |\n  status: no\nstatus: draft\n", "status", approved(), "summary: |\n  status: no\nstatus: approved\n"),
    ]);
}

#[test]
fn a_value_over_several_lines_gives_way_as_a_whole() {
    let both = || block(&["by: 局", "on: 2025-09-02"]);
    let written = "approval:\n  by: 局\n  on: 2025-09-02\n";
    sets(&[
        ("approval: {by: 甲, on: 2025-01-01}\n", "approval", both(), written),
        ("approval: {by: 甲,\n  on: 2025-01-01\n }\n", "approval", both(), written),
        ("approval: {\n  by: 甲, # c\n\n  on: 2025-01-01\n  } # 存檔\n", "approval", both(), &written.replace("l:", "l: # 存檔")),
        ("approval: # 存檔\n  by: 甲\n", "approval", both(), &written.replace("l:", "l: # 存檔")),
        ("approval:\n  by: 甲\n  number:\n\n# next\ntitle: 甲\n", "approval", both(), &format!("{written}\n# next\ntitle: 甲\n")),
        ("approval:\n    by: 甲\n", "approval", both(), "approval:\n    by: 局\n    on: 2025-09-02\n"),
        ("approval:\n- 甲\n- 乙\ntitle: 甲\n", "approval", both(), &format!("{written}title: 甲\n")),
        ("approval:\n- 甲\n-\n", "approval", inline("none"), "approval: none\n"),
        ("waivers:\n- 甲\n# aside\n- 乙\ntitle: 甲\n", "waivers", block(&["- 丙"]), "waivers:\n- 丙\ntitle: 甲\n"),
        ("waivers:\n  - 甲\n", "waivers", block(&["- 丙", "- 丁"]), "waivers:\n  - 丙\n  - 丁\n"),
        ("waivers: [甲,\n 乙]\ntitle: 甲\n", "waivers", inline("[丙]"), "waivers: [丙]\ntitle: 甲\n"),
        ("summary: |\n  一\n\n  # 二\n# aside\ntitle: 甲\n", "summary", inline("三"), "summary: 三\n# aside\ntitle: 甲\n"),
        ("summary: >- # 摘\n  一\n\ntitle: 甲\n", "summary", inline("三"), "summary: 三 # 摘\n\ntitle: 甲\n"),
        ("summary: |+\n  一\n\n\ntitle: 甲\n", "summary", inline("三"), "summary: 三\n\n\ntitle: 甲\n"),
        ("summary: |\ntitle: 甲\n", "summary", inline("三"), "summary: 三\ntitle: 甲\n"),
        ("summary:\n  '一\n\n  二'\ntitle: 甲\n", "summary", inline("三"), "summary: 三\ntitle: 甲\n"),
        ("summary:\n  一\n  二\ntitle: 甲\n", "summary", inline("三"), "summary: 三\ntitle: 甲\n"),
    ]);
}

#[test]
fn lines_that_stay_keep_their_comments() {
    sets(&[
        (
            "approval:\n  # 會議\n  by: 局 # 第三次\n  # 日期\n  on: 2025-01-01 # 舊\n  # 文號\n  number: 甲1\n  # 尾\ntitle: 甲\n",
            "approval",
            block(&["by: 局", "on: 2025-09-02", "number: 甲1", "digest: x"]),
            "approval:\n  # 會議\n  by: 局 # 第三次\n  on: 2025-09-02\n  # 文號\n  number: 甲1\n  digest: x\n  # 尾\ntitle: 甲\n",
        ),
        ("waivers:\n- a: 1 # c\n  b: 2\n", "waivers", block(&["- a: 1", "  b: 3"]), "waivers:\n- a: 1 # c\n  b: 3\n"),
        // What looks like a kept line and means something else is written anew.
        ("waivers:\n  a: |\n    b: 1 # c\n", "waivers", block(&["a: |", "  b: 1"]), "waivers:\n  a: |\n    b: 1\n"),
    ]);
}

#[test]
fn a_new_key_stands_behind_those_that_come_before_it() {
    let draft = || inline("draft");
    sets(&[
        ("", "status", draft(), "status: draft\n"),
        ("# 說明\n", "status", draft(), "# 說明\nstatus: draft\n"),
        ("title: 甲\n", "status", draft(), "title: 甲\nstatus: draft\n"),
        (
            "title: 甲\n\n# 審批\napproval:\n  by: 局\n",
            "status",
            draft(),
            "title: 甲\nstatus: draft\n\n# 審批\napproval:\n  by: 局\n",
        ),
        ("approval:\n  by: 局\n  # 尾\nx: 1\n", "withdrawn", draft(), "approval:\n  by: 局\n  # 尾\nwithdrawn: draft\nx: 1\n"),
        ("summary: |\n  一\n\n  二\ntitle: 甲\n", "status", draft(), "summary: |\n  一\n\n  二\nstatus: draft\ntitle: 甲\n"),
        ("approval: {by: 局}\n", "title", inline("甲"), "approval: {by: 局}\ntitle: 甲\n"),
        ("title: 甲\n", "unheard-of", draft(), "title: 甲\nunheard-of: draft\n"),
        ("  title: 甲\n", "withdrawn", block(&["on: 2025"]), "  title: 甲\n  withdrawn:\n    on: 2025\n"),
        ("summary: |+\n  一\n\n# 註\nx: 1\n", "status", draft(), "summary: |+\n  一\n\nstatus: draft\n# 註\nx: 1\n"),
        ("title:\n", "status", draft(), "title:\nstatus: draft\n"),
    ]);
}

#[test]
fn a_key_is_removed_with_all_its_lines() {
    for (before, after) in [
        ("title: 甲\nstatus: draft # 待辦\nx: 1\n", "title: 甲\nx: 1\n"),
        ("title: 甲\nstatus:\n- a\n\n- b\n  # tail\n\n# 題\nx: 1\n", "title: 甲\n\n# 題\nx: 1\n"),
        ("status: [a,\n b]\n", ""),
        ("title: 甲\n", "title: 甲\n"),
        ("title: |\n  甲\nstatus: a\n\n   # 註\nx: 1\n", "title: |\n  甲\nx: 1\n"),
        ("# above\nstatus: draft\n", "# above\n"),
    ] {
        for end in ["\n", "\r\n"] {
            let text = |front: &str| format!("---\n{front}---\nstatus: draft\n").replace('\n', end);
            assert_eq!(remove(&text(before), "status"), Ok(text(after)), "{before}");
        }
    }
}

#[test]
fn what_cannot_be_changed_surely_is_refused() {
    use EditError::{Broken, NoFrontMatter, Unclosed, Unusual};
    for (text, why) in [
        ("正文\n", NoFrontMatter),
        ("", NoFrontMatter),
        ("---\ntitle: 甲\n", Unclosed),
        ("---\ntitle: [甲\n---\n", Broken),
        ("---\nstatus: a\nstatus: b\n---\n", Broken),
        ("---\nstatus：a\n---\n", Broken),
        ("---\n- 甲\n---\n", Broken),
        ("---\n甲\n---\n", Broken),
        ("---\nx: &a 1\n---\n", Broken),
        ("---\n{title: 甲}\n---\n", Unusual),
        ("---\n{}\n---\n", Unusual),
        ("---\n? title\n: 甲\n---\n", Unusual),
        ("---\nstatus: !!str a\n---\n", Unusual),
    ] {
        assert_eq!(set(text, "status", &inline("draft"), ORDER), Err(why), "{text}");
    }
    let fine = "---\ntitle: 甲\n---\n";
    assert_eq!(set(fine, "status", &inline("[a"), ORDER), Err(Unusual), "a value that is no YAML");
    assert_eq!(set(fine, "status", &inline("a\nother: b"), ORDER), Err(Unusual), "a value that brings another key");
    assert_eq!(set(fine, "status", &inline("a # b"), ORDER).as_deref(), Ok("---\ntitle: 甲\nstatus: a # b\n---\n"));
}

#[test]
fn values_are_quoted_where_yaml_would_read_them_otherwise() {
    for plain in ["公開課", "open-lesson", "三校（東片）方案", "Year 4 classroom"] {
        assert_eq!(Yaml::scalar(plain), plain);
    }
    for quoted in ["Plan: autumn", "a, b", "[x]", "2024", "true", "“讓學生多說”", "#1", "- x", "", "a\"b", "標題：甲"]
    {
        assert_eq!(Yaml::scalar(quoted), serde_json::to_string(quoted).unwrap(), "{quoted}");
    }
    assert_eq!(Yaml::scalar("two\nlines"), "two lines");
    for odd in ["\u{feff}甲", "\u{7f}", "\u{9b}a", "a\0", "\u{ffff}"] {
        assert!(meaning("k", &Yaml::text(odd)).unwrap().same(&Value::Text(odd.to_owned())), "{odd:?}");
    }
}

/// One key with a value in any form that people write, `{key}` in the place of its name.
fn entry() -> impl Strategy<Value = String> {
    prop::sample::select(vec![
        "{key}: 值\n",
        "{key}:  'it''s'  # 註\n",
        "{key}: \"a: #b\"\n",
        "{key}: a#b:c\n  d\n",
        "{key}:\n",
        "{key}: # 無\n",
        "{key}: ~\n",
        "{key}: 2024-12-09\n",
        "{key}: {by: 局, on: 2025}\n",
        "{key}: {by: 局,\n\n  # 註\n  on: '#' }  # 尾\n",
        "{key}: [a,\n b,\n ]\n",
        "{key}: [] #\n",
        "{key}:\n- a\n# 中\n-\n- 'b'\n",
        "{key}:\n  # 上\n  by: 局\n\n  on:\n  # 下\n",
        "{key}:\n  - type: x\n    at: \"y\n\n      z\"\n  - {a: 1}\n",
        "{key}: |\n  一\n\n  # 不是註\n   二: [\n",
        "{key}: |+\n  一\n\n\n",
        "{key}: >-\n    一\n    二\n",
        "{key}: |2\n   一\n",
        "\"{key}\": 值\n",
        "{key} : 值\n",
    ])
    .prop_map(str::to_owned)
}

/// What may stand between keys.
fn between() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec!["", "", "\n", "# 註：a\n", "\n# key: b\n\n", "   \n"])
}

fn front_matter() -> impl Strategy<Value = String> {
    prop::collection::vec((entry(), between()), 0..6).prop_map(|entries| {
        entries
            .iter()
            .enumerate()
            .map(|(n, (entry, between))| between.to_string() + &entry.replace("{key}", &format!("key-{n}")))
            .collect()
    })
}

fn value() -> impl Strategy<Value = Yaml> {
    prop_oneof![
        any::<String>().prop_map(|text| Yaml::text(&text)),
        "[a\u{7f}-\u{a0}\u{2028}\u{fefe}-\u{ff00}\u{fff0}-\u{ffff}]{0,4}".prop_map(|text| Yaml::text(&text)),
        Just(inline("{by: 局, on: [2025]}")),
        prop::collection::vec(any::<String>(), 1..4)
            .prop_map(|items| Yaml::Block(items.iter().map(|item| format!("- {}", Yaml::scalar(item))).collect())),
        prop::sample::subsequence(vec!["by: 局", "on: 2025", "more:", "  - a", "number: \"#1\""], 1..5)
            .prop_filter("an item needs its list", |lines| !lines.contains(&"  - a") || lines.contains(&"more:"))
            .prop_map(|lines| block(&lines)),
    ]
}

fn parsed(text: &str) -> Vec<(String, Value)> {
    let bare = text.strip_prefix('\u{feff}').unwrap();
    let Split::Both { front, body } = split(bare) else { unreachable!("fences stay") };
    assert_eq!(&bare[body], "body\r\n---\r\n");
    read(&bare[front]).unwrap().0.into_iter().map(|(key, node)| (key.name, node.value)).collect()
}

fn same(a: &[(String, Value)], b: &[(String, Value)]) -> bool {
    a.len() == b.len() && a.iter().zip(b).all(|((a, x), (b, y))| a == b && x.same(y))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn one_key_changes_and_no_other(front in front_matter(), n in 0..8usize, value in value()) {
        let text = format!("\u{feff}---\n{front}---\nbody\n---\n").replace('\n', "\r\n");
        let key = format!("key-{n}");
        let before = parsed(&text);
        let edited = set(&text, &key, &value, &["key-0", "key-1", "key-2", "key-3", "key-4", "key-5", "key-6", "key-7"]).unwrap();
        let after = parsed(&edited);

        let new = after.iter().find(|(name, _)| *name == key).map(|(_, value)| value);
        prop_assert!(new.unwrap().same(&meaning(&key, &value).unwrap()));
        let others = |all: &[(String, Value)]| all.iter().filter(|(name, _)| *name != key).cloned().collect::<Vec<_>>();
        prop_assert!(same(&others(&before), &others(&after)));
        // Of the lines that are not the key's own, none is lost and all keep their order.
        let (again, gone) = (set(&edited, &key, &value, &[]).unwrap(), remove(&edited, &key).unwrap());
        prop_assert_eq!(&again, &edited);
        prop_assert!(same(&parsed(&gone), &others(&before)));
        if before.len() != after.len() {
            prop_assert_eq!(gone, text);
        }
    }

    #[test]
    fn no_text_makes_it_fail(text in "(---\n)?([a-c\"':#\\[\\]{}|>&*!?~ \n甲：-]{0,40}\n)?(---\n)?.{0,8}", key in "[a-c]") {
        if let Ok(edited) = set(&text, &key, &inline("1"), &["a", "b", "c"]) {
            prop_assert!(remove(&edited, &key).is_ok());
        }
    }
}
