//! Text as it is searched: characters folded, taken apart into Han characters and words.
//!
//! `themes/bureau/assets/search-index.js` reads queries and pages in the same way; `tests/search` holds both to the same
//! examples. Everything is decided one character at a time, so that a place in folded text is a place in the text.

use crate::document::cjk::is_han;
use crate::script::{Folding, folding};
use icu_normalizer::{DecomposingNormalizer, DecomposingNormalizerBorrowed};

/// English words that stand in every text and are no help in finding one. They keep their place, so that phrases that
/// hold them are phrases. In order.
pub const SKIPPED: &[&str] = &[
    "a", "an", "and", "are", "as", "at", "be", "by", "for", "from", "in", "is", "it", "its", "of", "on", "or", "s", "that",
    "the", "their", "this", "to", "was", "were", "with",
];

/// A piece of text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Token<'t> {
    /// A Han character.
    Han(char),
    /// Letters and digits of other scripts, without accents, in small letters, English ones in the singular.
    Word(&'t str),
    /// What parts sentences and their parts. Quotation marks, brackets, hyphens and blanks part nothing: 〔2015〕 is found
    /// by [2015] and by 2015.
    Break,
}

/// Takes texts apart.
pub struct Lexer {
    folding: &'static Folding,
    decomposed: DecomposingNormalizerBorrowed<'static>,
    word: String,
}

impl Lexer {
    /// One that can be used for any number of texts.
    pub fn new() -> Self {
        Self { folding: folding(), decomposed: DecomposingNormalizer::new_nfkd(), word: String::new() }
    }

    /// Gives `put` the tokens of a text in order.
    pub fn read(&mut self, text: &str, mut put: impl FnMut(Token<'_>)) {
        let Self { folding, decomposed, word } = self;
        word.clear();
        let mut one = |c: char| {
            if is_han(c) {
                end(word, &mut put);
                put(Token::Han(folding.fold(c)));
            } else if c.is_alphanumeric() {
                word.push(c);
            } else {
                end(word, &mut put);
                if is_break(c) {
                    put(Token::Break);
                }
            }
        };
        for c in text.chars() {
            if c.is_ascii() {
                one(c.to_ascii_lowercase());
            } else if matches!(c, '\u{3400}'..='\u{9FFF}') {
                // Most of a Chinese text: nothing here has another form but in the other script.
                one(c);
            } else {
                let parts = decomposed.normalize_iter(std::iter::once(c));
                parts.filter(|c| !matches!(c, '\u{300}'..='\u{36F}')).flat_map(char::to_lowercase).for_each(&mut one);
            }
        }
        end(word, &mut put);
    }
}

fn end(word: &mut String, put: &mut impl FnMut(Token<'_>)) {
    if !word.is_empty() {
        singular(word);
        put(Token::Word(word));
        word.clear();
    }
}

fn is_break(c: char) -> bool {
    matches!(c, ',' | ';' | ':' | '!' | '?' | '。' | '、' | '\n')
}

/// Takes the ending of an English plural off a word of four letters or more.
fn singular(word: &mut String) {
    let ends = |endings: &[&str]| endings.iter().any(|ending| word.ends_with(ending));
    if word.len() < 4 || !word.bytes().all(|b| b.is_ascii_lowercase()) || ends(&["ss", "us", "is"]) {
        return;
    }
    if ends(&["ies"]) {
        word.truncate(word.len() - 3);
        word.push('y');
    } else if ends(&["sses", "shes", "ches", "xes", "zes"]) {
        word.truncate(word.len() - 2);
    } else if ends(&["s"]) {
        word.truncate(word.len() - 1);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> String {
        let mut all = Vec::new();
        Lexer::new().read(text, |token| {
            all.push(match token {
                Token::Han(c) => c.to_string(),
                Token::Word(word) => format!("<{word}>"),
                Token::Break => "|".to_owned(),
            });
        });
        all.concat()
    }

    /// The page's script is held to the same examples.
    #[test]
    fn either_script_any_width_no_accents() {
        let examples = include_str!("../../tests/search/tokens.txt").lines().filter(|line| !line.starts_with('#'));
        for (text, expected) in examples.map(|line| line.split_once('\t').unwrap()) {
            assert_eq!(read(text), expected, "{text}");
        }
        assert_eq!(read("甲\n乙"), "甲|乙");
    }

    #[test]
    fn skipped_words_are_in_order() {
        assert!(SKIPPED.is_sorted());
    }
}
