//! What changed in a document's files since an edition of it was sealed.
//!
//! Files are compared as approvals digest them: the keys of a document's state and the kind of line ends are no change.

use super::digest::{self, Line};
use crate::source::{Content, Source, SourceId, SourceSet, workspace::digest_blob};
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

/// A file that is not as it was.
#[derive(Clone, Debug)]
pub struct FileChange<'a> {
    /// Its name.
    pub name: &'a str,
    /// The file as it is; `None` where it belongs to the document no more.
    pub now: Option<SourceId>,
    /// What changed.
    pub what: What<'a>,
}

/// What changed in a file.
#[derive(Clone, Debug)]
pub enum What<'a> {
    /// The edition did not have it.
    Added,
    /// The document does not have it any more.
    Removed,
    /// It holds something else; what, only its own program could say.
    Replaced,
    /// Lines of its text.
    Text(TextChange<'a>),
}

/// Two texts, and where they differ.
#[derive(Clone, Debug, Default)]
pub struct TextChange<'a> {
    /// The lines that were sealed.
    pub before: Vec<Line<'a>>,
    /// The lines as they are.
    pub after: Vec<Line<'a>>,
    /// The differing stretches in order: positions in `before` and in `after`.
    pub hunks: Vec<(Range<usize>, Range<usize>)>,
}

/// The files that differ between an edition's copy and a document as it is now, in order of name.
pub fn compare<'a>(copy: &'a [Arc<Source>], sources: &'a SourceSet, now: &[SourceId]) -> Vec<FileChange<'a>> {
    let before: BTreeMap<&str, &Source> = copy.iter().map(|source| (source.path.file_name(), source.as_ref())).collect();
    let after: BTreeMap<&str, SourceId> = now.iter().map(|id| (sources.get(*id).path.file_name(), *id)).collect();
    let mut names: Vec<&str> = before.keys().chain(after.keys()).copied().collect();
    names.sort_unstable();
    names.dedup();
    let change = |name| {
        let now = after.get(name).copied();
        let what = match (before.get(name), now.map(|id| sources.get(id))) {
            (None, _) => What::Added,
            (_, None) => What::Removed,
            (Some(before), Some(after)) => match (&before.content, &after.content) {
                (Content::Text(before), Content::Text(after)) if digest::same_content(before, after) => return None,
                (Content::Text(before), Content::Text(after)) => What::Text(TextChange::between(before, after)),
                _ if digest_blob(before) == digest_blob(after) => return None,
                _ => What::Replaced,
            },
        };
        Some(FileChange { name, now, what })
    };
    names.into_iter().filter_map(change).collect()
}

impl<'a> TextChange<'a> {
    /// Compares two language versions.
    pub fn between(before: &'a str, after: &'a str) -> Self {
        Self::of_lines(digest::lines(before).collect(), digest::lines(after).collect())
    }

    /// Compares two texts in whole, the keys of their state included.
    pub fn between_all(before: &'a str, after: &'a str) -> Self {
        Self::of_lines(digest::all_lines(before).collect(), digest::all_lines(after).collect())
    }

    fn of_lines(before: Vec<Line<'a>>, after: Vec<Line<'a>>) -> Self {
        let same = |a: &Line<'_>, b: &Line<'_>| a.text == b.text;
        let head = before.iter().zip(&after).take_while(|(a, b)| same(a, b)).count();
        let room = before.len().min(after.len()) - head;
        let tail = before.iter().rev().zip(after.iter().rev()).take(room).take_while(|(a, b)| same(a, b)).count();
        let middle = |lines: &[Line<'a>]| -> Vec<&'a str> {
            lines.get(head..lines.len() - tail).unwrap_or(&[]).iter().map(|line| line.text).collect()
        };
        let hunks = stretches(&middle(&before), &middle(&after))
            .into_iter()
            .map(|(a, b)| (a.start + head..a.end + head, b.start + head..b.end + head))
            .collect();
        Self { before, after, hunks }
    }

    /// What a line of the text as it is stands under: its top-level key, or the heading above it.
    pub fn section(&self, position: usize) -> Section<'a> {
        section(&self.after, position)
    }

    /// The hunks that stand so near to each other that they are shown together, with up to `context` lines around them.
    pub fn groups(&self, context: usize) -> Vec<Group> {
        let around = |stretch: &Range<usize>, len| stretch.start.saturating_sub(context)..(stretch.end + context).min(len);
        let mut groups: Vec<Group> = Vec::new();
        for (n, (before, after)) in self.hunks.iter().enumerate() {
            let (before, after) = (around(before, self.before.len()), around(after, self.after.len()));
            match groups.last_mut() {
                Some(last) if after.start <= last.after.end => {
                    (last.hunks.end, last.before.end, last.after.end) = (n + 1, before.end, after.end);
                }
                _ => groups.push(Group { hunks: n..n + 1, before, after }),
            }
        }
        groups
    }
}

/// Hunks near each other, with the lines around them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// Which hunks.
    pub hunks: Range<usize>,
    /// All that is shown of the text that was sealed.
    pub before: Range<usize>,
    /// All that is shown of the text as it is.
    pub after: Range<usize>,
}

/// What a line stands under.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Section<'a> {
    /// A top-level key of the front matter.
    Key(&'a str),
    /// A heading of the body, as it is written, without its marks.
    Heading(&'a str),
    /// Neither: the beginning of front matter or body.
    Top,
}

fn section<'a>(lines: &[Line<'a>], position: usize) -> Section<'a> {
    let upwards = || lines.iter().take(position + 1).rev();
    let in_front = lines.get(position).or(lines.last()).is_some_and(|line| line.in_front);
    if in_front {
        let key = |line: &Line<'a>| line.text.split_once(':').map(|(key, _)| key.trim_matches([' ', '"', '\'']));
        let starts = |line: &&Line<'_>| !line.text.starts_with([' ', '\t', '#', '-']);
        return upwards().filter(starts).find_map(key).map_or(Section::Top, Section::Key);
    }
    // Lines in a fence of code are no headings.
    let fences = lines.iter().take(position + 1).filter(|line| !line.in_front && is_code_fence(line.text)).count();
    let mut in_code = fences % 2 == 1;
    for line in upwards().take_while(|line| !line.in_front) {
        if is_code_fence(line.text) {
            in_code = !in_code;
        } else if !in_code && let Some(heading) = heading(line.text) {
            return Section::Heading(heading);
        }
    }
    Section::Top
}

fn is_code_fence(line: &str) -> bool {
    let line = line.trim_start();
    line.starts_with("```") || line.starts_with("~~~")
}

fn heading(line: &str) -> Option<&str> {
    let rest = line.trim_start_matches('#');
    let marks = line.len() - rest.len();
    let words = rest.split(" {#").next().unwrap_or(rest).trim().trim_end_matches('#').trim_end();
    ((1..=6).contains(&marks) && rest.starts_with(' ') && !words.is_empty()).then_some(words)
}

/// More pairs of lines than this are not compared one by one: texts of this domain have some hundred lines.
const MOST_PAIRS: usize = 4_000_000;

/// Where two lists differ, by their longest common subsequence.
fn stretches<T: PartialEq>(a: &[T], b: &[T]) -> Vec<(Range<usize>, Range<usize>)> {
    if a.is_empty() && b.is_empty() {
        return Vec::new();
    }
    if a.len().saturating_mul(b.len()) > MOST_PAIRS {
        return vec![(0..a.len(), 0..b.len())];
    }
    // How long the longest common subsequence of `a[i..]` and `b[j..]` is.
    let width = b.len() + 1;
    let mut common = vec![0_u32; (a.len() + 1) * width];
    for (i, x) in a.iter().enumerate().rev() {
        for (j, y) in b.iter().enumerate().rev() {
            common[i * width + j] = match x == y {
                true => common[(i + 1) * width + j + 1] + 1,
                false => common[(i + 1) * width + j].max(common[i * width + j + 1]),
            };
        }
    }
    let mut hunks: Vec<(Range<usize>, Range<usize>)> = Vec::new();
    let (mut i, mut j) = (0, 0);
    while let (Some(x), Some(y)) = (a.get(i), b.get(j)) {
        let (from_i, from_j) = (i, j);
        if x == y {
            (i, j) = (i + 1, j + 1);
            continue;
        }
        if common[(i + 1) * width + j] >= common[i * width + j + 1] {
            i += 1;
        } else {
            j += 1;
        }
        widen(&mut hunks, from_i..i, from_j..j);
    }
    if i < a.len() || j < b.len() {
        widen(&mut hunks, i..a.len(), j..b.len());
    }
    hunks
}

/// Adds a stretch to the one that it goes on from, if there is one.
fn widen(hunks: &mut Vec<(Range<usize>, Range<usize>)>, a: Range<usize>, b: Range<usize>) {
    match hunks.last_mut() {
        Some(last) if last.0.end == a.start && last.1.end == b.start => (last.0.end, last.1.end) = (a.end, b.end),
        _ => hunks.push((a, b)),
    }
}

/// What two lines differ in: the bytes of each between what they begin and what they end with alike.
pub fn differing(before: &str, after: &str) -> (Range<usize>, Range<usize>) {
    let head: usize = before.chars().zip(after.chars()).take_while(|(a, b)| a == b).map(|(a, _)| a.len_utf8()).sum();
    let rest = |text: &str| text.len() - head;
    let mut tail = 0;
    for (a, b) in before.chars().rev().zip(after.chars().rev()) {
        if a != b || tail + a.len_utf8() > rest(before).min(rest(after)) {
            break;
        }
        tail += a.len_utf8();
    }
    (head..before.len() - tail, head..after.len() - tail)
}

#[cfg(test)]
mod tests;
