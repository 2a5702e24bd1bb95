//! Changes of a text on the terminal, as `diff -u` prints them; on a changed line what differs stands out in colour.

use crate::catalogue::changes::{Section, TextChange, differing};
use std::io::{self, Write};
use std::ops::Range;

/// Lines around a change.
const CONTEXT: usize = 3;

const RED: &str = "\u{1b}[31m";
const GREEN: &str = "\u{1b}[32m";
const CYAN: &str = "\u{1b}[36m";
const BOLD: &str = "\u{1b}[1m";
const REVERSED: &str = "\u{1b}[7m";
const STRAIGHT: &str = "\u{1b}[27m";
const PLAIN: &str = "\u{1b}[0m";

/// Prints the lines that differ, each side under its name.
pub(super) fn print(to: &mut dyn Write, names: [&str; 2], change: &TextChange<'_>, color: bool) -> io::Result<()> {
    let paint = |code: &'static str| if color { code } else { "" };
    let (bold, plain, cyan) = (paint(BOLD), paint(PLAIN), paint(CYAN));
    let [before, after] = names.map(tame);
    writeln!(to, "{bold}--- {before}{plain}\n{bold}+++ {after}{plain}")?;
    for group in change.groups(CONTEXT) {
        let first = |lines: &[crate::catalogue::digest::Line<'_>], at: &Range<usize>| match lines.get(at.start) {
            Some(line) if !at.is_empty() => line.number + 1,
            _ => 0,
        };
        let (a, b) = (first(&change.before, &group.before), first(&change.after, &group.after));
        let place = change.hunks.get(group.hunks.start).map_or(group.after.start, |(_, after)| after.start);
        let under = match change.section(place) {
            Section::Key(words) | Section::Heading(words) => format!(" {}", tame(words)),
            Section::Top => String::new(),
        };
        writeln!(to, "{cyan}@@ -{a},{} +{b},{} @@{plain}{under}", group.before.len(), group.after.len())?;
        let mut at = group.before.start;
        for (old, new) in change.hunks.get(group.hunks.clone()).unwrap_or(&[]) {
            same(to, change, at..old.start)?;
            one_side(to, change, (old, new), color)?;
            at = old.end;
        }
        same(to, change, at..group.before.end)?;
    }
    Ok(())
}

fn same(to: &mut dyn Write, change: &TextChange<'_>, lines: Range<usize>) -> io::Result<()> {
    change.before.get(lines).unwrap_or(&[]).iter().try_for_each(|line| writeln!(to, " {}", tame(line.text)))
}

fn one_side(
    to: &mut dyn Write,
    change: &TextChange<'_>,
    (old, new): (&Range<usize>, &Range<usize>),
    color: bool,
) -> io::Result<()> {
    let text = |range: &Range<usize>, lines: &[crate::catalogue::digest::Line<'_>]| -> Vec<String> {
        lines.get(range.clone()).unwrap_or(&[]).iter().map(|line| tame(line.text)).collect()
    };
    let (before, after) = (text(old, &change.before), text(new, &change.after));
    for (sign, own, others, code) in [('-', &before, &after, RED), ('+', &after, &before, GREEN)] {
        for (n, line) in own.iter().enumerate() {
            if !color {
                writeln!(to, "{sign}{line}")?;
                continue;
            }
            // Beside the line of the same position: paragraphs are long, and little of them changes.
            let part = others.get(n).map_or(0..0, |other| differing(line, other).0);
            let (head, rest) = line.split_at_checked(part.start).unwrap_or((line, ""));
            let (inner, tail) = rest.split_at_checked(part.len()).unwrap_or((rest, ""));
            let inner = if inner.is_empty() { String::new() } else { format!("{REVERSED}{inner}{STRAIGHT}") };
            writeln!(to, "{code}{sign}{head}{inner}{tail}{PLAIN}")?;
        }
    }
    Ok(())
}

/// A line that does nothing to a terminal.
fn tame(line: &str) -> String {
    line.chars().map(|c| if c.is_control() && c != '\t' { '\u{fffd}' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn printed(before: &str, after: &str, color: bool) -> String {
        let mut out = Vec::new();
        print(&mut out, ["a", "b"], &TextChange::between(before, after), color).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn lines_are_numbered_as_in_their_files() {
        let before = "---\ntitle: 方案\nstatus: approved\napproval:\n  by: 局\n---\n\n## 一、目標\n\n三次\n";
        let after = "---\ntitle: 方案\nstatus: draft\n---\n\n## 一、目標\n\n四次\n";
        let expected = "--- a\n+++ b\n@@ -7,4 +5,4 @@ 一、目標\n \n ## 一、目標\n \n-三次\n+四次\n";
        assert_eq!(printed(before, after, false), expected);
    }

    #[test]
    fn what_differs_stands_out() {
        let out = printed("三次研討\n", "四次研討\n", true);
        assert!(out.contains("\u{1b}[31m-\u{1b}[7m三\u{1b}[27m次研討\u{1b}[0m\n"), "{out:?}");
        assert!(out.contains("\u{1b}[32m+\u{1b}[7m四\u{1b}[27m次研討\u{1b}[0m\n"), "{out:?}");
        assert!(!printed("a\u{1b}[2J\n", "b\n", false).contains('\u{1b}'));
    }
}
