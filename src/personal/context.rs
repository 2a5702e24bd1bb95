//! What stands beside a number: whether it ends there, and what it is called.

/// How far before a number a word is looked for that says what it may be, in bytes: about a dozen Han characters.
const NEAR: usize = 40;

/// Whether a number may begin behind this text: it ends neither in a letter or digit nor in a decimal point.
pub(super) fn ends_freely(before: &str) -> bool {
    let mut back = before.chars().rev();
    match back.next() {
        Some('.' | '．') => !back.next().is_some_and(is_digit),
        Some(c) => !is_letter(c) && !is_digit(c),
        None => true,
    }
}

/// Whether a number may end before this text.
pub(super) fn begins_freely(behind: &str) -> bool {
    let mut ahead = behind.chars();
    match ahead.next() {
        Some('.' | '．') => !ahead.next().is_some_and(is_digit),
        Some(c) => !is_letter(c) && !is_digit(c),
        None => true,
    }
}

/// A Latin letter of either width. Han characters are no letters here: numbers stand among them without blanks.
pub(super) fn is_letter(c: char) -> bool {
    matches!(c, 'a'..='z' | 'A'..='Z' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ')
}

/// A digit of either width.
pub(super) fn is_digit(c: char) -> bool {
    matches!(c, '0'..='9' | '０'..='９')
}

/// Whether more of the number follows under marks that hide it.
pub(super) fn is_masked(behind: &str) -> bool {
    // Up to three asterisks are Markdown's.
    behind.starts_with("****") || behind.starts_with(['＊', '●', '○', '■', '□', '×', '•', '…'])
}

/// The text before a number as far as it can be the number's name: without what may stand between the two.
///
/// `QQ群號碼為：` gives `QQ群`, and so does `| QQ群 | ` or `<dt>QQ群</dt><dd>`.
pub(super) fn name(before: &str) -> &str {
    let mut name = before;
    loop {
        let shorter = without_joint(name);
        if shorter.len() == name.len() {
            return name;
        }
        name = shorter;
    }
}

/// Words between a number and its name.
const JOINTS: [&str; 17] =
    ["號碼", "号码", "編號", "编号", "帳號", "账号", "賬號", "號", "号", "碼", "码", "是", "為", "为", "number", "no", "id"];

/// The end of a text, of at most so many bytes.
fn tail(text: &str, bytes: usize) -> &str {
    let start = text.len().saturating_sub(bytes);
    (start..=text.len()).find_map(|at| text.get(at..)).unwrap_or("")
}

fn without_joint(text: &str) -> &str {
    let marks = |c: char| c.is_whitespace() || ":：=,，、|\"'“”「」『』()（）[]【】<*_`~#&;.．-—/".contains(c);
    let rest = text.trim_end_matches(marks);
    // A tag of HTML ends in `>`, which is no mark.
    if let Some(tag) = rest.strip_suffix('>') {
        return tag.rfind('<').and_then(|at| tag.get(..at)).unwrap_or(rest);
    }
    JOINTS.iter().find_map(|joint| without_word(rest, joint)).unwrap_or(rest)
}

/// The text before a word that it ends in, in small or capital letters.
pub(super) fn without_word<'a>(text: &'a str, word: &str) -> Option<&'a str> {
    let at = text.len().checked_sub(word.len())?;
    let (rest, end) = (text.get(..at)?, text.get(at..)?);
    // A word of letters is not the end of a longer one.
    let whole = !word.starts_with(is_letter) || !rest.ends_with(is_letter);
    (end.eq_ignore_ascii_case(word) && whole).then_some(rest)
}

/// Whether one of some words stands a little before a number.
pub(super) fn is_called(before: &str, names: &[&str]) -> bool {
    let near = tail(before, NEAR).to_lowercase();
    names.iter().any(|name| near.contains(name))
}

/// Whether a text ends in one of some words.
pub(super) fn ends_in(text: &str, words: &[&str]) -> bool {
    words.iter().any(|word| without_word(text, word).is_some())
}

/// The text in the bracket that opens right behind a number.
pub(super) fn in_bracket(behind: &str) -> Option<&str> {
    let inner = behind.trim_start_matches([' ', '\u{3000}']).strip_prefix(['(', '（', '[', '【'])?;
    inner.split([')', '）', ']', '】', '\n']).next()
}

/// Whether the number is part of a web address.
pub(super) fn in_address(before: &str) -> bool {
    let word = before.rsplit(|c: char| !c.is_ascii_graphic() || "<>\"'()[]".contains(c)).next().unwrap_or("");
    word.contains("://")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_found_through_what_joins_it() {
        for before in ["QQ群", "QQ群號碼為：", "- QQ群：**", "| QQ群 | ", "<dt>QQ群</dt><dd class=\"a\">", "QQ群 No. ", "QQ群,\""]
        {
            assert!(name(before).ends_with("QQ群"), "{before}: {}", name(before));
        }
        assert_eq!(name("QQ群眾"), "QQ群眾");
        assert_eq!(name("piano "), "piano");
    }

    #[test]
    fn a_number_in_an_address_is_known() {
        assert!(in_address("見 https://a.example/x?id="));
        assert!(in_address("[見](https://a.example/x_"));
        assert!(!in_address("https://a.example/ 電話 "));
        assert!(!in_address("tel:"));
    }

    #[test]
    fn words_end_texts_whole() {
        assert!(ends_in("加入QQ", &["qq"]) && ends_in("My wechat", &["WeChat"]));
        assert!(!ends_in("piqq", &["qq"]) && !ends_in("Q", &["qq"]));
        assert_eq!(in_bracket("（QQ群）"), Some("QQ群"));
        assert_eq!(in_bracket(" QQ群"), None);
    }
}
