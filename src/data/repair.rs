//! Full-width look-alikes that Chinese input methods put where YAML needs its own characters.
//!
//! They are reported one by one and replaced by as many bytes, so that reading goes on, every offset stays right and the
//! other findings of the file are seen in the same run.

use crate::diagnostic::{Code, Finding, Findings};
use crate::say;
use crate::source::{SourceId, Span};
use std::borrow::Cow;

/// Chinese keys, in either script, that a line may begin with. Others are text.
const CHINESE_KEYS: &[&str] = &[
    "標題",
    "标题",
    "副標題",
    "副标题",
    "摘要",
    "狀態",
    "状态",
    "關鍵詞",
    "关键词",
    "活動",
    "活动",
    "目標",
    "目标",
    "附件",
    "成文日期",
    "發布日期",
    "发布日期",
    "發文機關",
    "发文机关",
    "發文字號",
    "发文字号",
    "索引號",
    "索引号",
    "主題",
    "主题",
    "依據",
    "依据",
    "類型",
    "类型",
    "時間",
    "时间",
    "地點",
    "地点",
    "承辦",
    "承办",
    "對象",
    "对象",
    "議程",
    "议程",
];

/// Reports and replaces look-alikes in front matter that begins at byte `offset` of `source`.
pub fn full_width<'a>(source: SourceId, text: &'a str, offset: usize, findings: &mut Findings) -> Cow<'a, str> {
    if !text.contains(['：', '－', '\u{3000}', '“', '”', '＂']) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut block_indent: Option<usize> = None;
    let mut report = |at: usize, wrong: char, right: &str| {
        let span = Span::new(source, offset + at..offset + at + wrong.len_utf8());
        let (wrong_name, right_name) = (visible(wrong), visible(right.chars().next().unwrap_or(' ')));
        findings.push(
            Finding::new(
                Code::FullWidthSyntax,
                span,
                say!("full-width {wrong_name} where YAML needs {right_name}", "這裡要用半形{right_name}，不是全形{wrong_name}"),
            )
            .mend(
                span,
                right,
                say!("switch the input method to English and type {right_name}", "請切換到英文輸入法，輸入{right_name}"),
            ),
        );
    };
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let indent = line.len() - line.trim_start_matches([' ', '\u{3000}']).len();
        if block_indent.is_some_and(|block| indent > block || line.trim().is_empty()) {
            out.push_str(line);
            start += line.len();
            continue;
        }
        block_indent = None;
        out.push_str(&repair_line(line, |at, wrong, right| report(start + at, wrong, right)));
        let content = line.trim_end();
        if [": |", ": >", ": |-", ": >-", ": |+", ": >+"].iter().any(|end| content.ends_with(end)) {
            block_indent = Some(indent);
        }
        start += line.len();
    }
    Cow::Owned(out)
}

/// One line with every look-alike in a place of syntax replaced by the same number of bytes.
fn repair_line(line: &str, mut report: impl FnMut(usize, char, &str)) -> String {
    let mut out: Vec<char> = Vec::with_capacity(line.len());
    let put = |out: &mut Vec<char>, text: &str| out.extend(text.chars());
    let chars: Vec<(usize, char)> = line.char_indices().collect();
    let mut word = String::new();
    let (mut leading, mut word_may_start, mut quoted, mut value_starts, mut open_curly) = (true, true, None, false, false);
    for (n, &(at, c)) in chars.iter().enumerate() {
        let next = chars.get(n + 1).map(|(_, c)| *c);
        if let Some(quote) = quoted {
            out.push(c);
            if c == quote {
                quoted = None;
            }
            continue;
        }
        let value_ends = chars[n + 1..].iter().all(|(_, c)| c.is_whitespace()) || next.is_some_and(|c| ",]}".contains(c));
        match c {
            '\u{3000}' if leading || value_starts => {
                report(at, c, " ");
                put(&mut out, "   ");
                continue;
            }
            '－' if leading && next.is_none_or(|c| c == ' ' || c == '\u{3000}' || c.is_alphanumeric()) => {
                report(at, c, "-");
                put(&mut out, "-  ");
                continue;
            }
            '：' if is_key(&word) => {
                report(at, c, if next == Some(' ') { ":" } else { ": " });
                put(&mut out, ":  ");
                (word_may_start, value_starts) = (false, true);
                word.clear();
                continue;
            }
            '“' | '＂'
                if value_starts
                    && line[at..].trim_end().ends_with(['”', '＂'])
                    && line[at..].matches(['“', '＂']).count() == 1 =>
            {
                report(at, c, "\"");
                put(&mut out, "  \"");
                (value_starts, open_curly) = (false, true);
                continue;
            }
            '”' | '＂' if open_curly && value_ends => {
                report(at, c, "\"");
                put(&mut out, "\"  ");
                open_curly = false;
                continue;
            }
            _ => out.push(c),
        }
        match c {
            '"' | '\'' if value_starts || leading => quoted = Some(c),
            '{' | ',' | '[' => (word_may_start, value_starts) = (true, c == '['),
            ':' => (word_may_start, value_starts) = (false, true),
            ' ' | '-' if leading => {}
            ' ' => {}
            _ => value_starts = false,
        }
        if !matches!(c, ' ' | '-' | '\u{3000}' | '{' | ',') {
            leading = false;
        }
        if matches!(c, ' ' | '{' | ',' | '[') || (c == '-' && word.is_empty()) {
            word.clear();
            if c == ' ' && !out.iter().rev().skip(1).all(|c| " -".contains(*c)) && !matches!(previous_mark(&out), Some('{' | ','))
            {
                word_may_start = false;
            }
        } else if word_may_start {
            word.push(c);
        }
    }
    out.into_iter().collect()
}

/// The last character before trailing blanks.
fn previous_mark(out: &[char]) -> Option<char> {
    out.iter().rev().copied().find(|c| *c != ' ')
}

fn is_key(word: &str) -> bool {
    !word.is_empty()
        && (word.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-') || CHINESE_KEYS.contains(&word))
}

fn visible(c: char) -> String {
    match c {
        ' ' => "U+0020".into(),
        '\u{3000}' => "U+3000".into(),
        c => format!("`{c}`"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn repaired(text: &str) -> (String, usize) {
        let mut findings = Findings::default();
        let out = full_width(SourceId(0), text, 0, &mut findings).into_owned();
        assert_eq!(out.len(), text.len(), "offsets stay right");
        (out, findings.iter().count())
    }

    #[test]
    fn syntax_is_mended_and_text_is_left_alone() {
        assert_eq!(repaired("title：方案\nstatus: draft"), ("title:  方案\nstatus: draft".into(), 1));
        assert_eq!(repaired("標題：方案"), ("標題:  方案".into(), 1));
        assert_eq!(repaired("－ type：seminar"), ("-   type:  seminar".into(), 2));
        assert_eq!(repaired("title: “方案”"), ("title:   \"方案\"  ".into(), 2));
        assert_eq!(repaired("a:\n\u{3000}\u{3000}b: c").1, 2);
        assert_eq!(repaired("title: {zh：方案, en: Plan}").1, 1);
        for fine in [
            "title: 方案：第一學期",
            "summary: |\n  注意：標題：不是鍵\n  “引”\nstatus: draft",
            "title: “雙減”之後的“作業”",
            "title: {zh: 主題：甲, en: A}",
            "summary: 開始\n  注意：下一行",
            "title: \"甲：乙\"",
        ] {
            assert_eq!(repaired(fine), (fine.to_owned(), 0));
        }
    }
}
