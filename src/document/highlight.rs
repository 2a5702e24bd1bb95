//! Colours for code.
//!
//! The words of a program get one of a few classes, of which the theme makes colours. Nothing of this is loaded until
//! the first block of code comes.

use super::escape::push_text;
use std::ops::Range;
use std::sync::LazyLock;
use syntect::parsing::{ParseState, Scope, ScopeStack, SyntaxSet};

/// The classes, by the names that syntax definitions give to what they find. The first that fits counts.
const CLASSES: &[(&str, &str)] = &[
    ("comment", "hl-c"),
    ("markup.inserted", "hl-i"),
    ("markup.deleted", "hl-d"),
    ("constant.numeric", "hl-n"),
    ("constant.character.escape", "hl-o"),
    ("string", "hl-s"),
    ("constant", "hl-o"),
    ("support.constant", "hl-o"),
    ("variable.language", "hl-o"),
    ("entity.name.tag", "hl-g"),
    ("entity.other.attribute-name", "hl-a"),
    ("entity.name.function", "hl-f"),
    ("support.function", "hl-f"),
    ("variable.function", "hl-f"),
    ("entity.name", "hl-t"),
    ("entity.other.inherited-class", "hl-t"),
    ("support.type", "hl-t"),
    ("support.class", "hl-t"),
    ("storage", "hl-k"),
    ("keyword.operator", ""),
    ("keyword", "hl-k"),
    // Code inside a string is not of the string's colour.
    ("meta.interpolation", ""),
];

/// More code than this is shown without colours: a listing of that length is data, and colours cost a thousand times
/// what the rest of a page does.
const LONGEST_CODE: usize = 64 * 1024;

/// A line longer than this is not written by hand, and patterns may take very long on it.
const LONGEST_LINE: usize = 2 * 1024;

struct Syntaxes {
    set: SyntaxSet,
    classes: Vec<(Scope, &'static str)>,
}

static SYNTAXES: LazyLock<Syntaxes> = LazyLock::new(|| Syntaxes {
    set: SyntaxSet::load_defaults_newlines(),
    classes: CLASSES.iter().filter_map(|(scope, class)| Some((Scope::new(scope).ok()?, *class))).collect(),
});

/// `code` as HTML: escaped, and in `<span class="hl-…">` where `language` (a name or a file's extension) is known.
pub fn highlight(code: &str, language: &str) -> String {
    let mut out = String::with_capacity(code.len() * 2);
    if language.is_empty() || code.len() > LONGEST_CODE || code.lines().any(|line| line.len() > LONGEST_LINE) {
        push_text(&mut out, code);
        return out;
    }
    let mut at = 0;
    for (range, class) in classes(code, language) {
        push_text(&mut out, code.get(at..range.start).unwrap_or_default());
        out.push_str("<span class=\"");
        out.push_str(class);
        out.push_str("\">");
        push_text(&mut out, code.get(range.clone()).unwrap_or_default());
        out.push_str("</span>");
        at = range.end;
    }
    push_text(&mut out, code.get(at..).unwrap_or_default());
    out
}

/// The parts of `code` that have a class, neighbours of one class made one.
fn classes(code: &str, language: &str) -> Vec<(Range<usize>, &'static str)> {
    let syntaxes = &*SYNTAXES;
    let mut parts = Vec::new();
    let Some(syntax) = syntaxes.set.find_syntax_by_token(language) else { return parts };
    let (mut state, mut stack) = (ParseState::new(syntax), ScopeStack::new());
    let mut line_start = 0;
    for line in code.split_inclusive('\n') {
        // Where a definition is at fault, the rest stays plain.
        let Ok(changes) = state.parse_line(line, &syntaxes.set) else { return parts };
        let mut at = 0;
        for (offset, change) in changes {
            put(&mut parts, code, line_start + at..line_start + offset, syntaxes.class(&stack));
            at = offset;
            if stack.apply(&change).is_err() {
                return parts;
            }
        }
        put(&mut parts, code, line_start + at..line_start + line.len(), syntaxes.class(&stack));
        line_start += line.len();
    }
    parts
}

fn put(parts: &mut Vec<(Range<usize>, &'static str)>, code: &str, range: Range<usize>, class: &'static str) {
    if range.is_empty() || class.is_empty() {
        return;
    }
    match parts.last_mut() {
        // White space between two parts of a class joins them.
        Some((last, same)) if *same == class && code.get(last.end..range.start).is_some_and(|gap| gap.trim().is_empty()) => {
            last.end = range.end;
        }
        _ => parts.push((range, class)),
    }
}

impl Syntaxes {
    /// The class of what has these scopes: the innermost one that has any counts.
    fn class(&self, stack: &ScopeStack) -> &'static str {
        let find = |scope: &Scope| self.classes.iter().find(|(prefix, _)| prefix.is_prefix_of(*scope)).map(|(_, class)| *class);
        stack.as_slice().iter().rev().find_map(find).unwrap_or("")
    }
}

#[cfg(test)]
mod tests {
    use super::highlight;
    use proptest::prelude::*;

    #[test]
    fn words_of_a_known_language_get_classes() {
        let html = highlight("fn main() {\n    // <註>\n    let n = 42; \"a & b\"\n}\n", "rust");
        for part in [
            "<span class=\"hl-k\">fn</span>",
            "<span class=\"hl-f\">main</span>",
            "<span class=\"hl-c\">// &lt;註&gt;\n</span>",
            "<span class=\"hl-n\">42</span>",
            "<span class=\"hl-s\">\"a &amp; b\"</span>",
        ] {
            assert!(html.contains(part), "{part} in {html}");
        }
    }

    #[test]
    fn names_extensions_and_case_are_all_the_same() {
        let expected = highlight("x = 1\n", "python");
        assert!(expected.contains("hl-n"));
        assert_eq!(highlight("x = 1\n", "py"), expected);
        assert_eq!(highlight("x = 1\n", "Python"), expected);
    }

    #[test]
    fn differences_show() {
        let html = highlight("-a\n+b\n", "diff");
        assert!(html.contains("hl-d\">-a") && html.contains("hl-i\">+b"), "{html}");
    }

    #[test]
    fn what_is_unknown_or_huge_is_plain() {
        assert_eq!(highlight("a < b", "no-such-language"), "a &lt; b");
        assert_eq!(highlight("a < b", ""), "a &lt; b");
        assert!(!highlight(&"let x = 1;\n".repeat(10_000), "rust").contains("span"));
        assert!(!highlight(&"let x = 1;".repeat(1_000), "rust").contains("span"));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(60))]

        #[test]
        fn the_text_stays_the_same(code in "([a-z<>&\"'/*(){}\\[\\]#=+-]|甲| |\n){0,60}", language in "(rust|js|html|md|yaml|sh|c|css)") {
            let html = highlight(&code, &language);
            let mut text = String::new();
            for (i, part) in html.split('<').enumerate() {
                text.push_str(if i == 0 { part } else { part.split_once('>').map_or("", |(_, rest)| rest) });
            }
            let text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
            prop_assert_eq!(text, code);
        }
    }
}
