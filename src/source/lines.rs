//! From byte offsets to the lines and columns that people count.

/// A place as people say it: both count from 1, columns in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct LineColumn {
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
}

/// Where `offset` stands in `text`; an offset inside a character or past the end counts as its nearest boundary before.
pub fn locate(text: &str, offset: usize) -> LineColumn {
    let mut offset = offset.min(text.len());
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    let before = &text[..offset];
    let line_start = before.rfind('\n').map_or(0, |at| at + 1);
    LineColumn { line: before.matches('\n').count() + 1, column: before[line_start..].chars().count() + 1 }
}

/// The lines of one text, for locating many offsets in it: a file with a thousand findings is not read a thousand times.
#[derive(Clone, Debug)]
pub struct Lines<'a> {
    text: &'a str,
    /// Where each line begins.
    starts: Vec<usize>,
    /// How many characters begin before every [`STRIDE`]th byte, so that a column far out on a very long line is near at hand.
    marks: Vec<usize>,
}

const STRIDE: usize = 1024;

/// How many characters begin in these bytes.
fn characters(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| (**byte & 0xC0) != 0x80).count()
}

impl<'a> Lines<'a> {
    /// Reads the text once.
    pub fn new(text: &'a str) -> Self {
        let starts = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        let mut marks = vec![0];
        for chunk in text.as_bytes().chunks(STRIDE) {
            marks.push(marks.last().copied().unwrap_or(0) + characters(chunk));
        }
        Self { text, starts, marks }
    }

    /// The text itself.
    pub fn text(&self) -> &'a str {
        self.text
    }

    /// As [`locate`].
    pub fn locate(&self, offset: usize) -> LineColumn {
        let offset = self.boundary(offset);
        let line = self.starts.partition_point(|start| *start <= offset);
        let start = self.starts.get(line.saturating_sub(1)).copied().unwrap_or(0);
        LineColumn { line, column: self.before(offset) - self.before(start) + 1 }
    }

    /// The nearest boundary between characters at or before `offset`.
    pub fn boundary(&self, offset: usize) -> usize {
        let mut offset = offset.min(self.text.len());
        while !self.text.is_char_boundary(offset) {
            offset -= 1;
        }
        offset
    }

    /// The bytes of a line (from 1) without its line end; empty for a line that is not there.
    pub fn range(&self, line: usize) -> std::ops::Range<usize> {
        let Some(start) = line.checked_sub(1).and_then(|n| self.starts.get(n)).copied() else { return 0..0 };
        let end = self.starts.get(line).map_or(self.text.len(), |next| next - 1);
        let text = self.text.get(start..end).unwrap_or("");
        start..start + text.strip_suffix('\r').unwrap_or(text).len()
    }

    fn before(&self, offset: usize) -> usize {
        let chunk = offset / STRIDE;
        let rest = self.text.as_bytes().get(chunk * STRIDE..offset).unwrap_or(&[]);
        self.marks.get(chunk).copied().unwrap_or(0) + characters(rest)
    }
}

#[cfg(test)]
mod tests {
    use super::{LineColumn, Lines, STRIDE, locate};

    #[test]
    fn columns_count_characters_and_never_split_one() {
        let text = "甲乙\n丙丁";
        assert_eq!(locate(text, 0), LineColumn { line: 1, column: 1 });
        assert_eq!(locate(text, 3), LineColumn { line: 1, column: 2 });
        assert_eq!(locate(text, 4), LineColumn { line: 1, column: 2 });
        assert_eq!(locate(text, 10), LineColumn { line: 2, column: 2 });
        assert_eq!(locate(text, 999), LineColumn { line: 2, column: 3 });
    }

    #[test]
    fn lines_read_once_locate_as_a_search_does() {
        let long = "甲a乙".repeat(STRIDE);
        for text in ["", "a", "甲乙\n丙丁", "甲\r\n\r\n乙\n", long.as_str(), &"x".repeat(2 * STRIDE), &format!("{long}\n{long}")]
        {
            let lines = Lines::new(text);
            for offset in (0..text.len() + 3).step_by(if text.len() > 99 { 97 } else { 1 }).chain([text.len()]) {
                assert_eq!(lines.locate(offset), locate(text, offset), "{offset} of {text:.9}");
            }
        }
    }

    #[test]
    fn a_line_is_its_text_without_its_end() {
        let text = "甲\r\n\n乙\n";
        let lines = Lines::new(text);
        let all: Vec<&str> = (0..=5).map(|line| &text[lines.range(line)]).collect();
        assert_eq!(all, ["", "甲", "", "乙", "", ""]);
        assert_eq!(lines.range(4), text.len()..text.len());
    }
}
