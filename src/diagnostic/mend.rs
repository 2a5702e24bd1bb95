//! Putting what is certain in place of what findings tell of, and showing the difference.

use super::{Code, Finding};
use crate::source::SourceId;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::ops::Range;

/// One change of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mend {
    /// The bytes that go.
    pub range: Range<usize>,
    /// What takes their place.
    pub put: String,
    /// The finding that it settles.
    pub code: Code,
}

/// The certain mends of findings by file, in order, none within another: of two that overlap the one that begins first,
/// or else the longer, is taken; what the other tells of is looked at again in the mended text.
pub fn certain<'f>(findings: impl IntoIterator<Item = &'f Finding>) -> BTreeMap<SourceId, Vec<Mend>> {
    let mut all: BTreeMap<SourceId, Vec<Mend>> = BTreeMap::new();
    for finding in findings {
        for hint in finding.hints.iter().filter(|hint| hint.certain) {
            let Some((span, put)) = &hint.put else { continue };
            let mend = Mend { range: span.range(), put: put.clone(), code: finding.code };
            all.entry(span.source).or_default().push(mend);
        }
    }
    for mends in all.values_mut() {
        mends.sort_by(|a, b| (a.range.start, b.range.end, a.code, &a.put).cmp(&(b.range.start, a.range.end, b.code, &b.put)));
        let mut end = 0;
        mends.retain(|mend| {
            let free = mend.range.start >= end && mend.range.start < mend.range.end;
            if free {
                end = mend.range.end;
            }
            free
        });
    }
    all.retain(|_, mends| !mends.is_empty());
    all
}

/// A text with mends that are in order and do not overlap. One that does not fit the text is left out.
pub fn apply(text: &str, mends: &[Mend]) -> String {
    let mut mended = String::with_capacity(text.len());
    let mut done = 0;
    for Mend { range, put, .. } in mends {
        let (Some(before), Some(_)) = (text.get(done..range.start), text.get(range.clone())) else { continue };
        mended.push_str(before);
        mended.push_str(put);
        done = range.end;
    }
    mended.push_str(text.get(done..).unwrap_or_default());
    mended
}

/// So many unchanged lines stand around each change.
const CONTEXT: usize = 3;

/// The difference of two texts in the unified form that `diff -u` prints and `patch` reads; empty where they are the same.
pub fn difference(path: &str, old: &str, new: &str) -> String {
    let (old, new): (Vec<&str>, Vec<&str>) = (old.split_inclusive('\n').collect(), new.split_inclusive('\n').collect());
    let mut out = String::new();
    for hunk in hunks(&old, &new) {
        if out.is_empty() {
            _ = write!(out, "--- a/{path}\n+++ b/{path}\n");
        }
        let (from, to) = (hunk.first().map_or(0, |c| c.old.start), hunk.last().map_or(0, |c| c.old.end));
        let start = from.saturating_sub(CONTEXT);
        let end = (to + CONTEXT).min(old.len());
        let grown = hunk.iter().fold(end - start, |lines, change| lines + change.new.len() - change.old.len());
        // Lines before the hunk are as many in both texts, but for what changed in them.
        let shift = hunk.first().map_or(0, |c| c.new.start) + start - from;
        _ = writeln!(out, "@@ -{},{} +{},{grown} @@", start + 1, end - start, shift + 1);
        let mut at = start;
        for change in &hunk {
            lines(&mut out, ' ', old.get(at..change.old.start));
            lines(&mut out, '-', old.get(change.old.clone()));
            lines(&mut out, '+', new.get(change.new.clone()));
            at = change.old.end;
        }
        lines(&mut out, ' ', old.get(at..end));
    }
    out
}

/// Lines of one text that became lines of the other.
struct Change {
    old: Range<usize>,
    new: Range<usize>,
}

/// The changes, those together whose surroundings touch. Mends stay within their lines, so that lines are compared one by
/// one; where the numbers of lines differ all the same, everything from the first to the last difference is one change.
fn hunks(old: &[&str], new: &[&str]) -> Vec<Vec<Change>> {
    let mut changes: Vec<Change> = Vec::new();
    if old.len() == new.len() {
        for (n, _) in old.iter().zip(new).enumerate().filter(|(_, (a, b))| a != b) {
            match changes.last_mut() {
                Some(last) if last.old.end == n => (last.old.end, last.new.end) = (n + 1, n + 1),
                _ => changes.push(Change { old: n..n + 1, new: n..n + 1 }),
            }
        }
    } else {
        let head = old.iter().zip(new).take_while(|(a, b)| a == b).count();
        let rest = old.len().min(new.len()) - head;
        let tail = old.iter().rev().zip(new.iter().rev()).take(rest).take_while(|(a, b)| a == b).count();
        changes.push(Change { old: head..old.len() - tail, new: head..new.len() - tail });
    }
    let mut hunks: Vec<Vec<Change>> = Vec::new();
    for change in changes {
        match hunks.last_mut() {
            Some(hunk) if hunk.last().is_some_and(|last| change.old.start <= last.old.end + 2 * CONTEXT) => hunk.push(change),
            _ => hunks.push(vec![change]),
        }
    }
    hunks
}

fn lines(out: &mut String, sign: char, lines: Option<&[&str]>) {
    for line in lines.unwrap_or_default() {
        out.push(sign);
        out.push_str(line);
        if !line.ends_with('\n') {
            out.push_str("\n\\ No newline at end of file\n");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::say;
    use crate::source::Span;

    fn finding(code: Code, range: Range<usize>, put: &str) -> Finding {
        let span = Span::new(SourceId(0), range);
        Finding::new(code, span, say!("x", "甲")).mend(span, put, say!("y", "乙"))
    }

    #[test]
    fn certain_mends_are_put_in_and_guesses_are_not() {
        let text = "甲,乙(b)丙";
        let guess = Finding::new(Code::MixedScript, Span::new(SourceId(0), 0..3), say!("x", "甲"));
        let guess = guess.put(Span::new(SourceId(0), 0..3), "丁", say!("y", "乙"));
        let findings = [
            finding(Code::ReadingInText, 7..10, ""),
            finding(Code::HalfWidthPunctuation, 3..4, "，"),
            finding(Code::HalfWidthPunctuation, 7..8, "（"),
            finding(Code::HalfWidthPunctuation, 3..4, "，"),
            finding(Code::HalfWidthPunctuation, 5..99, "？"),
            guess,
        ];
        let mends = certain(&findings);
        let codes: Vec<Code> = mends[&SourceId(0)].iter().map(|mend| mend.code).collect();
        assert_eq!(codes, [Code::HalfWidthPunctuation, Code::HalfWidthPunctuation]);
        let (first, last) = (&mends[&SourceId(0)][..1], certain(&findings[..2]));
        assert_eq!(apply(text, first), "甲，乙(b)丙");
        assert_eq!(apply(text, &last[&SourceId(0)]), "甲，乙丙");
        assert_eq!(apply(text, &mends[&SourceId(0)]), "甲，乙(b)丙", "a range that does not fit is left out");
    }

    #[test]
    fn a_difference_is_shown_as_diff_does() {
        let old = "1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n11\n12\n13\n14\n15\n16\n17\n18\n19\n20";
        let new = old.replace("5\n", "五\n").replacen("6\n", "六\n", 1).replace("20", "二十");
        let expected = "--- a/x\n+++ b/x\n@@ -2,8 +2,8 @@\n 2\n 3\n 4\n-5\n-6\n+五\n+六\n 7\n 8\n 9\n@@ -12,9 +12,9 @@\n 12\n 13\n 14\n-15\n+1五\n-16\n+1六\n";
        let shown = difference("x", old, &new);
        assert!(shown.starts_with(&expected[..60]), "{shown}");
        assert!(shown.ends_with("-20\n\\ No newline at end of file\n+二十\n\\ No newline at end of file\n"), "{shown}");
        assert_eq!(difference("x", old, old), "");
        assert_eq!(difference("x", "a\nb\nc\n", "a\nc\n"), "--- a/x\n+++ b/x\n@@ -1,3 +1,2 @@\n a\n-b\n c\n");
    }
}
