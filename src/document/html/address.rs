//! Which addresses may be followed.

/// Whether an address is of a kind that may stand in a link: `http`, `https`, `mailto`, `tel`, or a relative one on the
/// same host. Never `javascript:`, `data:` or `vbscript:`, however they are disguised.
pub fn is_safe(to: &str) -> bool {
    is_safe_as_it_is(to) && (!to.contains('&') || is_safe_as_it_is(&without_entities(to)))
}

fn is_safe_as_it_is(to: &str) -> bool {
    // Browsers leave out control characters and spaces before they look for a scheme.
    let to: String = to.chars().filter(|c| !c.is_control() && !c.is_whitespace()).take(64).collect();
    // Two slashes, of either kind, name another host.
    if to.starts_with(['/', '\\']) && to.get(1..).is_some_and(|rest| rest.starts_with(['/', '\\'])) {
        return false;
    }
    let Some((scheme, _)) = to.split_once(':') else { return true };
    // A colon further on, as in `a/b:c` or `#a:b`, ends no scheme; nor does one behind other than ASCII, as in `章:節.md`.
    let is_scheme = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte));
    !is_scheme || ["http", "https", "mailto", "tel"].iter().any(|safe| scheme.eq_ignore_ascii_case(safe))
}

/// `text` with those HTML entities resolved that can disguise a scheme.
fn without_entities(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('&') {
        out.push_str(before);
        let (c, length) = entity(after).unwrap_or(('&', 0));
        out.push(c);
        rest = after.get(length..).unwrap_or_default();
    }
    out.push_str(rest);
    out
}

/// The character that an entity (without its `&`) stands for, and the entity's length.
fn entity(text: &str) -> Option<(char, usize)> {
    for (name, c) in [("colon;", ':'), ("Tab;", '\t'), ("NewLine;", '\n'), ("sol;", '/'), ("bsol;", '\\')] {
        if text.starts_with(name) {
            return Some((c, name.len()));
        }
    }
    let number = text.strip_prefix('#')?;
    let (digits, radix) = match number.strip_prefix(['x', 'X']) {
        Some(digits) => (digits, 16),
        None => (number, 10),
    };
    let count = digits.chars().take_while(|c| c.is_digit(radix)).count();
    // Browsers do without the semicolon.
    let end = digits.get(count..).map_or(0, |rest| usize::from(rest.starts_with(';')));
    let c = char::from_u32(u32::from_str_radix(digits.get(..count)?, radix).ok()?)?;
    Some((c, text.len() - digits.len() + count + end))
}

#[cfg(test)]
mod tests {
    use super::is_safe;

    #[test]
    fn only_known_schemes_and_relative_addresses() {
        for to in [
            "https://a.example/b?c=d:e#f",
            "HTTP://a.example",
            "mailto:a@b.example",
            "tel:+86-25-1234",
            "",
            "a.md",
            "../2024-1/summary.zh.md#成效",
            "/a/b:c",
            "a/b:c",
            "?a:b",
            "#a:b",
            "章:節.md",
            "a&b.md",
            "a&amp;b.md",
            "/",
        ] {
            assert!(is_safe(to), "{to}");
        }
        for to in [
            "javascript:alert(1)",
            "JavaScript:alert(1)",
            "java\nscript:alert(1)",
            "java\tscript:alert(1)",
            " \u{1}javascript:alert(1)",
            "java\0script:alert(1)",
            "javascript\u{a0}:alert(1)",
            "&#106;avascript:alert(1)",
            "&#x6A;avascript:alert(1)",
            "&#0000106avascript:alert(1)",
            "javascript&colon;alert(1)",
            "java&Tab;script:alert(1)",
            "java&NewLine;script&#58;alert(1)",
            "data:text/html,x",
            "DATA:text/html;base64,x",
            "vbscript:x",
            "file:///etc/passwd",
            "blob:x",
            "C:\\a",
            "//evil.example",
            "\\\\evil.example",
            "/\\evil.example",
            "/\t/evil.example",
            "&sol;/evil.example",
        ] {
            assert!(!is_safe(to), "{to}");
        }
    }
}
