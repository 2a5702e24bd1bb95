//! The first words of a body, for lists and descriptions.

use super::super::cjk;

/// How wide an excerpt may be: a Han character counts two, a Latin letter one.
const WIDTH: usize = 240;

/// Up to how many characters a paragraph that ends in a colon is taken for an address (各成員單位：).
const ADDRESS: usize = 40;

/// Where text stands, as far as it matters to an excerpt.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// In a quotation or a list: taken where there is nothing better.
    Inside,
    /// In a table or a note: never taken.
    Nowhere,
}

/// Finds the excerpt while a body is read: its first paragraph, else what is said to whom, else the first quoted
/// paragraph, else the first item.
#[derive(Default)]
pub(super) struct Excerpt {
    paragraph: Option<String>,
    /// A first paragraph that only says to whom the text speaks, if another paragraph may follow it.
    address: Option<String>,
    inside: Option<String>,
    item: Option<String>,
    places: Vec<Place>,
    paragraph_start: usize,
    item_start: Option<usize>,
}

impl Excerpt {
    pub(super) fn enter(&mut self, place: Place) {
        self.places.push(place);
    }

    pub(super) fn leave(&mut self) {
        self.places.pop();
    }

    pub(super) fn block_starts(&mut self, is_paragraph: bool) {
        // What follows an address is a list or heading: then it leads into that and is no address.
        if !is_paragraph && self.paragraph.is_none() {
            self.paragraph = self.address.take();
        }
    }

    pub(super) fn paragraph_starts(&mut self, at: usize) {
        self.paragraph_start = at;
        self.item_start = None;
    }

    pub(super) fn paragraph_ends(&mut self, plain: &str) {
        let text = plain.get(self.paragraph_start..).unwrap_or_default().trim();
        if self.paragraph.is_some() || text.is_empty() || self.places.contains(&Place::Nowhere) {
            return;
        }
        if !self.places.is_empty() {
            self.inside.get_or_insert_with(|| shorten(text));
        } else if self.address.is_none() && text.ends_with(['：', ':']) && text.chars().count() <= ADDRESS {
            self.address = Some(text.to_owned());
        } else {
            self.paragraph = Some(shorten(text));
        }
    }

    pub(super) fn item_starts(&mut self, at: usize) {
        self.item_start = (self.item.is_none() && !self.places.contains(&Place::Nowhere)).then_some(at);
    }

    pub(super) fn item_ends(&mut self, plain: &str) {
        let text = self.item_start.take().and_then(|start| plain.get(start..)).unwrap_or_default().trim();
        if !text.is_empty() {
            self.item = Some(shorten(text));
        }
    }

    pub(super) fn finish(self) -> String {
        self.paragraph.or(self.address).or(self.inside).or(self.item).unwrap_or_default()
    }
}

/// `text` itself where it is short, else its beginning up to the end of a sentence or a word, and an ellipsis.
fn shorten(text: &str) -> String {
    let (mut width, mut sentence, mut word) = (0, None, 0);
    let mut before = ' ';
    let mut after_sentence = false;
    for (at, c) in text.char_indices() {
        if at > 0 && may_break(before, c) {
            word = at;
        }
        let closing = is_closing(c);
        if after_sentence && !closing {
            // A full stop ends a sentence where a space follows it, its Chinese kin anywhere.
            if !before.is_ascii() || c.is_whitespace() {
                sentence = (width >= WIDTH / 2).then_some(at).or(sentence);
            }
            after_sentence = false;
        }
        width += if cjk::is_cjk(c) { 2 } else { 1 };
        if width > WIDTH {
            // A single word without end is cut all the same.
            let cut = sentence.unwrap_or(if word > 0 { word } else { at });
            let kept = text.get(..cut).unwrap_or_default().trim_end();
            return format!("{}…", kept.trim_end_matches(['，', '、', '；', '：', ',', ';', ':']));
        }
        after_sentence = matches!(c, '。' | '！' | '？' | '.' | '!' | '?') || (after_sentence && closing);
        before = c;
    }
    text.to_owned()
}

fn is_closing(c: char) -> bool {
    matches!(c, '」' | '』' | '”' | '’' | '）' | '》' | '〉' | '】' | '〕' | ')' | ']' | '"' | '\'')
}

/// Whether a text may be cut between two characters.
fn may_break(before: char, after: char) -> bool {
    let selector = matches!(after, '\u{FE00}'..='\u{FE0F}' | '\u{E0100}'..='\u{E01EF}' | '\u{200D}' | '\u{300}'..='\u{36F}');
    let in_word = |c: char| !c.is_whitespace() && !cjk::is_wide(c);
    let opening = matches!(before, '「' | '『' | '“' | '‘' | '（' | '《' | '〈' | '【' | '〔' | '\u{200D}');
    let stays = matches!(after, '，' | '、' | '。' | '；' | '：' | '！' | '？' | '…' | '—' | '·') || is_closing(after);
    !(selector || opening || stays || in_word(before) && in_word(after))
}

#[cfg(test)]
mod tests {
    use super::shorten;

    #[test]
    fn short_text_stays() {
        let han = "學".repeat(120);
        assert_eq!(shorten(&han), han);
        let latin = "word ".repeat(48);
        assert_eq!(shorten(latin.trim()), latin.trim());
    }

    #[test]
    fn long_text_ends_with_a_sentence() {
        let text = format!("{}。「{}。」{}", "甲".repeat(50), "乙".repeat(40), "丙".repeat(100));
        assert_eq!(shorten(&text), format!("{}。「{}。」…", "甲".repeat(50), "乙".repeat(40)));
        let text = format!("{}. {} 3.14 {}", "word ".repeat(30).trim(), "tail ".repeat(10).trim(), "x ".repeat(100));
        assert_eq!(shorten(&text), format!("{}.…", "word ".repeat(30).trim()));
    }

    #[test]
    fn or_with_a_word_and_never_before_a_comma() {
        let text = "education ".repeat(30);
        assert_eq!(shorten(&text), format!("{}…", "education ".repeat(24).trim()));
        let text = format!("{}，{}", "甲".repeat(120), "乙".repeat(20));
        assert_eq!(shorten(&text), format!("{}…", "甲".repeat(119)));
        let text = format!("{}《乙》{}", "甲".repeat(119), "丙".repeat(20));
        assert_eq!(shorten(&text), format!("{}…", "甲".repeat(119)));
        assert_eq!(shorten(&"a".repeat(300)), format!("{}…", "a".repeat(240)));
    }
}
