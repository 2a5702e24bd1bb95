//! What each finding means.
//!
//! One Markdown file a code stands in `explain/`, English and Chinese part; `explain/README.md` tells their form.

mod example;

pub use example::{Example, Files, example};

use super::{Code, Tongue};

/// What parts the languages of a file.
const CHINESE: &str = "<!-- zh -->\n";

/// The explanation of a code as Markdown.
pub fn explain(code: Code, tongue: Tongue) -> &'static str {
    let text = code.explanation();
    let (en, zh) = text.split_once(CHINESE).unwrap_or((text, text));
    match tongue {
        Tongue::En => en.trim_end(),
        Tongue::Zh => zh.trim(),
    }
}

/// One line about a code: the title of its explanation.
pub fn title(code: Code, tongue: Tongue) -> &'static str {
    let heading = explain(code, tongue).lines().next().unwrap_or("");
    heading.split_once([':', '：']).map_or(code.title(), |(_, title)| title.trim())
}

#[cfg(test)]
mod tests {
    use super::example::{Block, blocks};
    use super::*;
    use crate::data::{read_toml, read_yaml};
    use crate::diagnostic::Findings;
    use crate::source::SourceId;
    use std::collections::BTreeSet;

    fn parts() -> impl Iterator<Item = (Code, Tongue, &'static str)> {
        let both = |code: &Code| [Tongue::En, Tongue::Zh].map(|tongue| (*code, tongue, explain(*code, tongue)));
        Code::ALL.iter().flat_map(both)
    }

    #[test]
    fn every_code_is_explained_in_both_languages() {
        for (code, tongue, text) in parts() {
            assert_eq!(code.explanation().matches(CHINESE).count(), 1, "{code} has one Chinese part");
            let colon = if tongue == Tongue::En { ": " } else { "：" };
            assert!(text.starts_with(&format!("# {code}{colon}")), "{code} {tongue:?} begins with its heading");
            assert!(!title(code, tongue).is_empty() && !title(code, tongue).ends_with(['.', '。']), "{code} has a title");
            let han = text.lines().next().unwrap_or("").contains(|c: char| ('\u{4e00}'..='\u{9fff}').contains(&c));
            assert!(han || tongue == Tongue::En, "the Chinese title of {code} is Chinese");
        }
    }

    #[test]
    fn every_explanation_has_an_example_and_its_mend_and_both_languages_the_same() {
        for (code, tongue, text) in parts() {
            let blocks = blocks(text);
            let sections: BTreeSet<_> = blocks.iter().map(|block| block.section).collect();
            assert_eq!(sections, BTreeSet::from([Some(0), Some(1)]), "{code} {tongue:?}");
            assert_eq!(blocks, super::example::blocks(explain(code, Tongue::En)), "{code}");
            assert_eq!(text.matches("```").count(), 2 * blocks.len(), "{code} closes every block");
        }
    }

    #[test]
    fn no_explanation_speaks_of_a_code_that_does_not_exist() {
        let words: BTreeSet<&str> = Code::ALL.iter().flat_map(|code| code.as_str().split('-')).collect();
        // A hyphenated name of words that codes are made of is meant as one.
        let like_a_code = |word: &str| word.contains('-') && word.split('-').all(|part| words.contains(part));
        for (code, _, text) in parts() {
            let prose = blocks(text).iter().fold(text.to_owned(), |prose, block| prose.replace(block.text, ""));
            for word in prose.split('`').skip(1).step_by(2).filter(|word| like_a_code(word)) {
                assert!(Code::parse(word).is_some(), "{code} speaks of {word}");
            }
        }
    }

    /// Only these can't be shown as text: they are troubles of the disk.
    const OF_THE_DISK: [Code; 3] = [Code::UnreadableFile, Code::NotUtf8, Code::SymbolicLink];

    #[test]
    fn examples_are_files_and_mends_change_them() {
        for code in Code::ALL {
            let Some(Example { cause, mended }) = example(*code) else {
                assert!(OF_THE_DISK.contains(code), "{code}");
                continue;
            };
            assert!(!OF_THE_DISK.contains(code) && cause != mended, "{code}");
            for path in cause.keys().chain(mended.keys()) {
                let known = ["content/", "themes/"].iter().any(|top| path.starts_with(top)) || path == "fangan.toml";
                assert!(known, "{code}: {path}");
            }
        }
    }

    /// The codes that reading the data of some files gives.
    fn read(files: &Files) -> BTreeSet<Code> {
        let mut findings = Findings::default();
        for (path, text) in files {
            if path.ends_with(".toml") {
                read_toml(SourceId(0), text, &mut findings);
            } else if let Some((front, _)) = text.strip_prefix("---\n").and_then(|rest| rest.split_once("---\n")) {
                read_yaml(SourceId(0), front, 4, &mut findings);
            }
        }
        findings.iter().map(|finding| finding.code).collect()
    }

    #[test]
    fn examples_can_be_read_unless_they_show_that_they_can_not() {
        let of_syntax = [Code::YamlSyntax, Code::TomlSyntax, Code::FullWidthSyntax, Code::DuplicateKey];
        for code in Code::ALL {
            let Some(Example { cause, mended }) = example(*code) else { continue };
            let expected = if of_syntax.contains(code) { BTreeSet::from([*code]) } else { BTreeSet::new() };
            assert_eq!(read(&cause), expected, "the example of {code}");
            assert_eq!(read(&mended), BTreeSet::new(), "the mend of {code}");
        }
    }

    #[test]
    fn blocks_are_told_apart_from_text() {
        let text = "# a: b\n\n## Example\n\n```toml title=\"x y.toml\"\n## no section\n```\n\n## Mend\n\n```sh\nmv a b\n```\n";
        let block = |section, language, file, text| Block { section: Some(section), language, file, text };
        let all = [block(0, "toml", Some("x y.toml"), "## no section\n"), block(1, "sh", None, "mv a b\n")];
        assert_eq!(blocks(text), all);
    }
}
