use super::*;

fn hunks(before: &str, after: &str) -> Vec<(Range<usize>, Range<usize>)> {
    TextChange::between(before, after).hunks
}

#[test]
fn differing_lines_are_found() {
    assert_eq!(hunks("a\nb\nc\n", "a\nb\nc\n"), []);
    assert_eq!(hunks("a\nb\nc\n", "a\nx\nc\n"), [(1..2, 1..2)]);
    assert_eq!(hunks("a\nc\n", "a\nb\nc\n"), [(1..1, 1..2)]);
    assert_eq!(hunks("a\nb\nc\n", "a\nc\n"), [(1..2, 1..1)]);
    assert_eq!(hunks("", "a\n"), [(0..0, 0..1)]);
    assert_eq!(hunks("a\nb\nc\nd\ne\n", "x\nb\nc\ne\nf\n"), [(0..1, 0..1), (3..4, 3..3), (5..5, 4..5)]);
    // What repeats itself is not taken twice.
    assert_eq!(hunks("a\na\n", "a\na\na\n"), [(2..2, 2..3)]);
}

#[test]
fn any_two_texts_are_told_apart_by_what_is_taken_out_and_put_in() {
    // Few different lines make many common ones.
    let texts: Vec<String> = (0..200_u32).map(|n| (0..7).map(|k| format!("{}\n", (n >> k) % 3)).collect()).collect();
    for pair in texts.windows(2).chain(texts.rchunks(2).filter(|pair| pair.len() == 2)) {
        let change = TextChange::between(&pair[0], &pair[1]);
        let mut made: Vec<&str> = Vec::new();
        let mut at = 0;
        for (before, after) in &change.hunks {
            made.extend(change.before[at..before.start].iter().map(|l| l.text));
            made.extend(change.after[after.clone()].iter().map(|l| l.text));
            at = before.end;
        }
        made.extend(change.before[at..].iter().map(|l| l.text));
        assert_eq!(made, change.after.iter().map(|l| l.text).collect::<Vec<_>>(), "{pair:?}");
    }
}

#[test]
fn long_texts_are_compared_in_bounded_time() {
    let long = |mark: &str| (0..30_000).map(|n| format!("{mark}{n}\n")).collect::<String>();
    let (before, after) = (format!("same\n{}end\n", long("a")), format!("same\n{}end\n", long("b")));
    assert_eq!(hunks(&before, &after), [(1..30_001, 1..30_001)]);
}

#[test]
fn a_line_stands_under_its_key_or_heading() {
    let text = "---\ntitle: 方案\nactivities:\n  - id: a\n# aside\n    when: 2025\nkeywords:\n- x\n---\n前言\n## 一、目標 {#aims}\n甲\n```\n# code\n```\n乙\n";
    let change = TextChange::between("", text);
    let at = |what: &str| {
        let position = change.after.iter().position(|l| l.text.trim() == what);
        change.section(position.unwrap())
    };
    assert_eq!(at("title: 方案"), Section::Key("title"));
    assert_eq!(at("when: 2025"), Section::Key("activities"));
    assert_eq!(at("- x"), Section::Key("keywords"));
    assert_eq!(at("前言"), Section::Top);
    assert_eq!(at("甲"), Section::Heading("一、目標"));
    assert_eq!(at("乙"), Section::Heading("一、目標"));
    assert_eq!(at("## 一、目標 {#aims}"), Section::Heading("一、目標"));
    assert_eq!(change.section(999), Section::Heading("一、目標"));
}

#[test]
fn state_is_no_change() {
    let draft = "---\ntitle: 方案\nstatus: draft\n---\n甲\n";
    let approved = "---\r\ntitle: 方案\r\nstatus: approved\r\napproval: {by: 局, on: 2025}\r\n---\r\n甲\r\n";
    assert_eq!(hunks(draft, approved), []);
    assert_eq!(TextChange::between_all(draft, approved).hunks, [(2..3, 2..4)]);
}

#[test]
fn hunks_near_each_other_are_shown_together() {
    let text =
        |changed: &[usize]| (0..30).map(|n| format!("{n}{}\n", if changed.contains(&n) { "x" } else { "" })).collect::<String>();
    let (before, after) = (text(&[]), text(&[2, 6, 25]));
    let change = TextChange::between(&before, &after);
    let groups = change.groups(3);
    assert_eq!(groups.len(), 2);
    assert_eq!((&groups[0].hunks, &groups[0].after), (&(0..2), &(0..10)));
    assert_eq!((&groups[1].hunks, &groups[1].before), (&(2..3), &(22..29)));
}

#[test]
fn what_two_lines_differ_in() {
    let parts = |a: &'static str, b: &'static str| {
        let (x, y) = differing(a, b);
        (&a[x], &b[y])
    };
    assert_eq!(parts("安排三次研討", "安排四次研討"), ("三", "四"));
    assert_eq!(parts("aa", "aaa"), ("", "a"));
    assert_eq!(parts("abc", "abc"), ("", ""));
    assert_eq!(parts("甲", "乙"), ("甲", "乙"));
}
