//! How long a text is: in characters as Chinese counts it, in words as English does.

use crate::document::cjk;

/// What a text has, whatever it is written in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Length {
    /// Han characters, kana, bopomofo and hangul.
    pub characters: usize,
    /// Runs of such characters: what they are among words.
    pub runs: usize,
    /// Words and numbers in other scripts.
    pub words: usize,
}

/// Where in the text a count stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Place {
    /// Between words.
    #[default]
    Outside,
    /// Behind a letter of a word.
    Word,
    /// Behind a digit.
    Digit,
    /// Behind a mark that may join two parts of a word, or of a number only.
    Joint,
    /// Behind a character that stands for itself.
    Run,
}

/// Counts a text piece by piece.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Counter {
    /// What has been counted.
    pub length: Length,
    place: Place,
}

impl Counter {
    /// Counts on; a word may have begun in the piece before.
    pub fn add(&mut self, text: &str) {
        text.chars().for_each(|c| self.character(c));
    }

    /// Nothing that comes is part of a word that has been.
    pub fn edge(&mut self) {
        self.place = Place::Outside;
    }

    fn character(&mut self, c: char) {
        // Most characters of most bodies.
        if self.place == Place::Run && ('\u{4E00}'..='\u{9FFF}').contains(&c) {
            self.length.characters += 1;
            return;
        }
        self.place = match (c, self.place) {
            // Marks inside words that are not seen, and accents.
            ('\u{ad}' | '\u{200c}' | '\u{200d}' | '\u{2060}' | '\u{300}'..='\u{36f}', place) => place,
            (c, place) if c.is_alphanumeric() && is_character(c) => {
                self.length.characters += 1;
                self.length.runs += usize::from(place != Place::Run);
                Place::Run
            }
            (c, place) if c.is_alphanumeric() => {
                self.length.words += usize::from(matches!(place, Place::Outside | Place::Run));
                if c.is_numeric() { Place::Digit } else { Place::Word }
            }
            // It's, well-known, R&D and 3.5 are one word each.
            ('\'' | '’' | '-' | '‐' | '‑' | '.' | '_' | '&', Place::Word | Place::Digit) => Place::Joint,
            // So are 1,000 and 9:30.
            (',' | ':', Place::Digit) => Place::Joint,
            _ => Place::Outside,
        };
    }
}

/// Whether a letter stands for itself: all that is wide but the full-width twins of Latin letters and digits.
fn is_character(c: char) -> bool {
    cjk::is_cjk(c) && !('！'..='～').contains(&c)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn count(text: &str) -> (usize, usize, usize) {
        let mut counter = Counter::default();
        counter.add(text);
        let Length { characters, runs, words } = counter.length;
        (characters, runs, words)
    }

    #[test]
    fn english_is_counted_in_words() {
        for (text, words) in [
            ("", 0),
            ("Four seminars, twice.", 3),
            ("well-known mother-in-law", 2),
            ("It's the teachers’ ‘own’ work", 5),
            ("rock 'n' roll", 3),
            ("and/or", 2),
            ("one—two three–four – five", 5),
            ("wait -- no...yes", 3),
            ("1,234 people at 9:30, 3.5% of R&D", 7),
            ("in 2024, 31 schools", 4),
            ("e.g. U.S. naïve e\u{301}tude co\u{ad}operate", 5),
            ("snake_case", 1),
            ("— … · * #", 0),
        ] {
            assert_eq!(count(text), (0, 0, words), "{text}");
        }
    }

    #[test]
    fn chinese_is_counted_in_characters_without_its_marks() {
        assert_eq!(count("本學期，安排「四次」研討。"), (9, 4, 0));
        assert_eq!(count("々〇𠮷"), (3, 1, 0));
        assert_eq!(count("ひらがな カタカナー ㄅㄆㄇ"), (12, 3, 0));
        assert_eq!(count("한국어 문장"), (5, 2, 0));
        assert_eq!(count("ＡＢＣ　１２"), (0, 0, 2));
    }

    #[test]
    fn each_script_is_counted_in_its_own_way() {
        assert_eq!(count("用AI技術做STEM教育"), (6, 3, 2));
        assert_eq!(count("Moling (秣陵) and Guli 谷里"), (4, 2, 3));
        assert_eq!(count("2024年12月9日"), (3, 3, 3));
    }
}
