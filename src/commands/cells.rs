//! Text in columns: a Han character is two cells wide.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// How many cells a text takes.
pub(super) fn width(text: &str) -> usize {
    text.width()
}

/// The text with blanks behind it until it is `cells` wide.
pub(super) fn pad(text: &str, cells: usize) -> String {
    let blanks = cells.saturating_sub(width(text));
    format!("{text}{}", " ".repeat(blanks))
}

/// As much of a text as fits into `cells`, an ellipsis for the rest.
pub(super) fn cut(text: &str, cells: usize) -> String {
    if width(text) <= cells {
        return text.to_owned();
    }
    let mut out = String::new();
    let mut used = 1;
    for c in text.chars() {
        used += c.width().unwrap_or(0);
        if used > cells {
            break;
        }
        out.push(c);
    }
    out.push('…');
    out
}

/// Rows under their heads in columns two blanks apart. Where they are wider than `room`, the widest columns among
/// `shrink` are cut until they fit or are `LEAST` wide.
pub(super) fn table(heads: &[&str], rows: &[Vec<String>], shrink: &[usize], room: Option<usize>) -> Vec<String> {
    /// A column narrower than this says nothing.
    const LEAST: usize = 14;
    let column = |n: usize| rows.iter().filter_map(|row| row.get(n)).map(|cell| width(cell)).max().unwrap_or(0);
    let mut widths: Vec<usize> = heads.iter().enumerate().map(|(n, head)| width(head).max(column(n))).collect();
    let gaps = 2 * widths.len().saturating_sub(1);
    while room.is_some_and(|room| widths.iter().sum::<usize>() + gaps > room) {
        let widest = shrink.iter().copied().filter_map(|n| widths.get(n).map(|w| (*w, n))).filter(|(w, _)| *w > LEAST).max();
        let Some(place) = widest.and_then(|(_, n)| widths.get_mut(n)) else { break };
        *place -= 1;
    }
    let line = |cells: &mut dyn Iterator<Item = &str>| {
        let line: Vec<String> = cells.zip(&widths).map(|(cell, width)| pad(&cut(cell, *width), *width)).collect();
        line.join("  ").trim_end().to_owned()
    };
    let head = line(&mut heads.iter().copied());
    std::iter::once(head).chain(rows.iter().map(|row| line(&mut row.iter().map(String::as_str)))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_stand_under_each_other_whatever_the_script() {
        let rows = vec![vec!["方案".to_owned(), "a".to_owned()], vec!["plan".to_owned(), "b".to_owned()]];
        assert_eq!(table(&["k", "x"], &rows, &[], None), ["k     x", "方案  a", "plan  b"]);
    }

    #[test]
    fn what_does_not_fit_is_cut() {
        assert_eq!(cut("共同發展體方案", 9), "共同發展…");
        assert_eq!(cut("共同發展體方案", 8), "共同發…");
        assert_eq!(cut("plan", 4), "plan");
        let rows = vec![vec!["江寧區幼兒園遊戲化課程教研共同體".to_owned(), "draft".to_owned()]];
        assert!(table(&["t", "s"], &rows, &[0], Some(24)).iter().all(|line| width(line) <= 24));
    }
}
