//! An annex (附件) that a document refers to is attached to it, or follows in its text.

use super::survey::Traits;
use super::{Page, Passage};
use crate::diagnostic::{Code, Findings};
use crate::document::cjk::is_han;
use crate::document::prose::Kind;
use crate::say;
use std::ops::Range;

pub(super) fn check(page: &Page<'_>, findings: &mut Findings) {
    if page.facts.attached {
        return;
    }
    let passages =
        || page.passages.iter().filter(|passage| passage.is_chinese_with(Traits::ANNEX) && passage.kind != Kind::Value);
    if passages().any(|passage| is_annex(passage)) {
        return;
    }
    // One is enough: what is said of the first holds for all.
    let Some((passage, range)) = passages().find_map(|passage| Some((passage, reference(passage.text)?))) else { return };
    let name = passage.text.get(range.clone()).unwrap_or_default().to_owned();
    let message = say!("`{name}` is referred to, but nothing is attached", "文中提到「{name}」，卻沒有附上任何附件");
    let says =
        say!("put the file beside the document and name it under `attachments`", "請把檔案放在文件旁邊，並寫進 attachments");
    findings.push(page.finding(Code::AnnexNotAttached, passage, range, message).hint(says));
}

/// Whether a passage is the title of an annex in the text itself.
fn is_annex(passage: &Passage<'_>) -> bool {
    let text = passage.text.trim_start();
    let Some(rest) = text.strip_prefix("附件") else { return false };
    match passage.kind {
        Kind::Heading(_) => true,
        // `附件` or `附件1` alone, or `附件一：名稱` on a line of its own; `附件：1. 名稱` lists what is attached.
        Kind::Paragraph => {
            let rest = rest.trim_start();
            let title = rest.trim_start_matches(is_number);
            title.trim_matches([' ', '\u{3000}', '\n', '：', ':']).is_empty() || title.len() < rest.len()
        }
        _ => false,
    }
}

/// Where a text refers to an annex of its own.
fn reference(text: &str) -> Option<Range<usize>> {
    text.match_indices("附件").find_map(|(at, word)| {
        let end = at + word.len();
        let (before, after) = (text.get(..at)?, text.get(end..)?);
        let number = if is_word(after) { 0 } else { after.len() - after.trim_start_matches(is_number).len() };
        // 《…》附件2 is another document's.
        let own = !before.ends_with(['》', '」', '的', '之', '該', '该', '其']) && !is_of_other_rules(before);
        let seen = before.ends_with(['見', '见']);
        let listed = before.trim().is_empty() && after.starts_with(['：', ':']);
        (own && (number > 0 || seen || listed)).then_some(at..end + number)
    })
}

/// Whether a word that begins with a number follows, and no number of an annex: 附件一並提交, 附件一份.
fn is_word(text: &str) -> bool {
    text.strip_prefix('一').is_some_and(|rest| rest.starts_with(['並', '并', '併', '起', '同', '般', '律', '樣', '样']))
        || text.trim_start_matches(is_number).starts_with(['份', '式', '件', '套', '張', '张', '冊', '册', '頁', '页'])
}

/// Whether a text ends in rules that are not this document's: 交通安全規則附件十, and not 本規則附件十.
fn is_of_other_rules(before: &str) -> bool {
    // 第三十九條 of what stands before it.
    let rules = match before.strip_suffix(['條', '条']) {
        Some(article) => article.trim_end_matches(|c: char| is_number(c) || "〇百千".contains(c)).trim_end_matches('第'),
        None => before,
    };
    const RULES: [&str; 14] =
        ["規則", "规则", "辦法", "办法", "條例", "条例", "細則", "细则", "規程", "规程", "規範", "规范", "法", "通則"];
    RULES.iter().find_map(|name| rules.strip_suffix(name)).is_some_and(|rest| rest.ends_with(is_han) && !rest.ends_with('本'))
}

fn is_number(c: char) -> bool {
    c.is_ascii_digit() || "一二三四五六七八九十".contains(c)
}

#[cfg(test)]
mod tests {
    use super::super::tests::{clean, found, found_attached};

    #[test]
    fn an_annex_that_is_not_attached_is_found_once() {
        assert_eq!(found("zh-Hant", "登記表見附件，名單見附件2。"), ["annex-not-attached 附件"]);
        assert_eq!(found("zh-Hant", "填寫附件1。"), ["annex-not-attached 附件1"]);
        assert_eq!(found("zh-Hant", "附件：1.登記表"), ["annex-not-attached 附件"]);
    }

    #[test]
    fn what_is_attached_or_follows_or_is_anothers_is_left_alone() {
        assert!(found_attached("zh-Hant", "登記表見附件。").is_empty());
        clean("zh-Hant", "登記表見附件。\n\n## 附件 登記表\n\n表格");
        clean("zh-Hant", "見附件1。\n\n附件1\n\n表格");
        clean("zh-Hant", "見附件。\n\n附件：\n\n表格");
        clean("zh-Hant", "見附件一。\n\n附件一：名單\n\n名單");
        clean("zh-Hant", "依據《通知》附件2，提交申請書及附件材料。電子郵件的附件。");
        clean("zh-Hant", "見[附件](form.docx)。");
        clean("zh-Hant", "整改情況作為報告附件一並提交。登記表請與附件一同寄回，附件一般不退。");
        clean("zh-Hans", "将证明材料与附件一起报送。");
        clean("zh-Hant", "附件一式三份，附件2份。依校園安全規則第三十九條附件十二及遴選辦法附件二辦理。");
        assert_eq!(found("zh-Hant", "依本規則第三條附件二辦理。"), ["annex-not-attached 附件二"]);
    }
}
