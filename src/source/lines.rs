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

#[cfg(test)]
mod tests {
    use super::{LineColumn, locate};

    #[test]
    fn columns_count_characters_and_never_split_one() {
        let text = "甲乙\n丙丁";
        assert_eq!(locate(text, 0), LineColumn { line: 1, column: 1 });
        assert_eq!(locate(text, 3), LineColumn { line: 1, column: 2 });
        assert_eq!(locate(text, 4), LineColumn { line: 1, column: 2 });
        assert_eq!(locate(text, 10), LineColumn { line: 2, column: 2 });
        assert_eq!(locate(text, 999), LineColumn { line: 2, column: 3 });
    }
}
