//! The part of a line that is shown: a paragraph of three thousand characters is one line here, and a terminal is narrow.

use std::ops::Range;

/// A line, or as much of it as fits around a place, with `…` on the sides that are cut.
pub(super) struct Window {
    /// What is shown.
    pub text: String,
    /// The bytes of the whole text that it shows.
    shown: Range<usize>,
    /// How many bytes of `text` stand before them.
    lead: usize,
}

const CUT: char = '…';

impl Window {
    /// Cuts the line at `line` of `text` to `cells` around `focus`, both ranges of bytes of `text` and on boundaries
    /// of characters.
    pub fn new(text: &str, line: Range<usize>, focus: Range<usize>, cells: usize) -> Self {
        let shown =
            if forward(text, line.clone(), cells) == line.end { line.clone() } else { around(text, &line, &focus, cells) };
        let mut out = String::new();
        if shown.start > line.start {
            out.push(CUT);
        }
        let lead = out.len();
        out.extend(text.get(shown.clone()).unwrap_or("").chars().map(harmless));
        if shown.end < line.end {
            out.push(CUT);
        }
        Self { text: out, shown, lead }
    }

    /// Where in `text` a byte of the whole text is shown; what is cut away counts as the nearest that is not.
    pub fn find(&self, offset: usize) -> usize {
        self.lead + offset.clamp(self.shown.start, self.shown.end) - self.shown.start
    }

    /// Whether all of a range is shown.
    pub fn shows(&self, range: &Range<usize>) -> bool {
        self.shown.start <= range.start && range.end <= self.shown.end
    }
}

/// The focus stands in the middle. One that does not fit begins near the left edge and runs out at the right one.
fn around(text: &str, line: &Range<usize>, focus: &Range<usize>, cells: usize) -> Range<usize> {
    let room = cells.saturating_sub(2);
    let wide = forward(text, focus.start..focus.end, room * 3 / 4);
    let taken: usize = text.get(focus.start..wide).unwrap_or("").chars().map(width).sum();
    let start = backward(text, line.start..focus.start, (room - taken.min(room)) / 2);
    match forward(text, start..line.end, room) {
        end if end == line.end => backward(text, line.clone(), room)..end,
        end => start..end,
    }
}

/// How far from the start of a range one comes in so many cells.
fn forward(text: &str, range: Range<usize>, cells: usize) -> usize {
    let part = text.get(range.clone()).unwrap_or("");
    let mut used = 0;
    let over = part.char_indices().find(|(_, c)| {
        used += width(*c);
        used > cells
    });
    over.map_or(range.end, |(at, _)| range.start + at)
}

/// How far back from the end of a range one comes in so many cells.
fn backward(text: &str, range: Range<usize>, cells: usize) -> usize {
    let part = text.get(range.clone()).unwrap_or("");
    let mut used = 0;
    let over = part.char_indices().rev().find(|(_, c)| {
        used += width(*c);
        used > cells
    });
    over.map_or(range.start, |(at, c)| range.start + at + c.len_utf8())
}

/// How many cells a character takes at most. Only the cut depends on it, so that more than the truth does no harm.
fn width(c: char) -> usize {
    match c {
        '\t' => 4,
        '\0'..='\u{10ff}' => 1,
        _ => 2,
    }
}

/// Characters that steer a terminal and that the printer lets through, exchanged for some of the same length.
fn harmless(c: char) -> char {
    match c {
        '\u{80}'..='\u{9f}' => '¤',
        '\u{200b}'..='\u{200f}' | '\u{2028}' | '\u{2029}' | '\u{fdd0}' | '\u{feff}' => '\u{fffd}',
        c => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str, focus: &str, cells: usize) -> String {
        let at = text.find(focus).unwrap_or_default();
        let window = Window::new(text, 0..text.len(), at..at + focus.len(), cells);
        let marks: String = window.text[window.find(at)..window.find(at + focus.len())].into();
        format!("{} [{marks}]", window.text)
    }

    #[test]
    fn a_line_that_fits_is_whole() {
        assert_eq!(cut("各成員單位", "單位", 10), "各成員單位 [單位]");
        assert_eq!(cut("", "", 10), " []");
    }

    #[test]
    fn a_long_line_is_cut_around_its_place() {
        let line = "一二三四五六七八九十甲乙丙丁戊己庚辛壬癸";
        assert_eq!(cut(line, "甲", 16), "…八九十甲乙丙丁… [甲]");
        assert_eq!(cut(line, "一二", 16), "一二三四五六七… [一二]");
        assert_eq!(cut(line, "癸", 16), "…丁戊己庚辛壬癸 [癸]");
        assert_eq!(cut(line, "三四五六七八九十甲乙丙丁", 16), "…二三四五六七八… [三四五六七八]");
    }

    #[test]
    fn a_window_is_never_wider_than_asked() {
        let line = "第a一b\t學期\u{fdd0}的方案".repeat(9);
        for cells in 4..60 {
            for (at, c) in line.char_indices() {
                let window = Window::new(&line, 0..line.len(), at..at + c.len_utf8(), cells);
                let total: usize = window.text.chars().map(|c| if c == CUT { 1 } else { width(c) }).sum();
                assert!(total <= cells, "{total} of {cells}: {}", window.text);
                assert!(cells < 12 || window.shows(&(at..at + c.len_utf8())));
            }
        }
    }
}
