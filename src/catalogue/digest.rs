//! Digests that anyone can recompute with standard tools.
//!
//! *What a translation translates*: SHA-256 over the original's title, subtitle, summary and body, each followed by a
//! line feed, line ends as line feeds and blanks at the end of the body left out. Facts and state are not in it, so
//! that an approval makes no translation stale.
//!
//! *What an approval approves*: one line `<sha256>  <file name>\n` for each of the document's files, as `sha256sum`
//! prints them, sorted by file name; the digest is the SHA-256 of these lines. A language version is taken without the
//! keys that tell its state, see [`lines`]; any other file as it is. `docs/approval.md` has the recipe.

use sha2::{Digest, Sha256};
use std::fmt::Write as _;

/// What works out the digest of an approval without this program: functions for `bash`.
pub const RECIPE: &str = include_str!("digest/recipe.sh");

/// What digests begin with.
pub const PREFIX: &str = "sha256:";

/// Keys of a state, which an approval itself changes.
const STATE_KEYS: [&str; 3] = ["status:", "approval:", "withdrawn:"];

/// SHA-256 in lower-case hexadecimal digits.
pub fn sha256(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

fn hex(digest: &[u8]) -> String {
    digest.iter().fold(String::with_capacity(64), |mut hex, byte| {
        _ = write!(hex, "{byte:02x}");
        hex
    })
}

/// The digest that a translation records of its original.
pub fn of_original(title: &str, subtitle: &str, summary: &str, body: &str) -> String {
    let body = body.replace("\r\n", "\n");
    format!("{PREFIX}{}", sha256(format!("{title}\n{subtitle}\n{summary}\n{}\n", body.trim()).as_bytes()))
}

/// A line of a language version that an approval covers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Line<'t> {
    /// Which line of the file it is, from 0.
    pub number: usize,
    /// Where it begins in the text, in bytes.
    pub start: usize,
    /// The line without its end.
    pub text: &'t str,
    /// Whether it stands between the fences of the front matter.
    pub in_front: bool,
}

/// The lines of a language version that an approval covers: all but those of the front matter's top-level keys
/// `status`, `approval` and `withdrawn`, which are the line of the key and the lines below it that begin with a blank.
/// Empty lines and comments that begin their line belong to no key.
pub fn lines(text: &str) -> impl Iterator<Item = Line<'_>> {
    let mut skipping = false;
    all_lines(text).filter(move |line| {
        match line.text.bytes().next() {
            _ if !line.in_front => skipping = false,
            None | Some(b'#') => return true,
            Some(b' ' | b'\t') => {}
            Some(_) => skipping = STATE_KEYS.iter().any(|key| line.text.starts_with(key)),
        }
        !skipping
    })
}

/// Every line of a language version.
pub fn all_lines(text: &str) -> impl Iterator<Item = Line<'_>> {
    let is_fence = |line: &str| line.trim_end_matches([' ', '\t']) == "---";
    let (mut at, mut in_front) = (0, false);
    text.split_inclusive('\n').enumerate().map(move |(number, whole)| {
        let start = at;
        at += whole.len();
        let line = whole.strip_suffix('\n').unwrap_or(whole);
        let line = line.strip_suffix('\r').unwrap_or(line);
        let opens = number == 0 && is_fence(line);
        in_front = in_front && !is_fence(line);
        let line = Line { number, start, text: line, in_front };
        in_front |= opens;
        line
    })
}

/// SHA-256 of a language version as an approval digests it: of its [`lines`], each with a line feed.
pub fn of_text(text: &str) -> String {
    let mut hasher = Sha256::new();
    for line in lines(text) {
        hasher.update(line.text);
        hasher.update(b"\n");
    }
    hex(&hasher.finalize())
}

/// Whether two texts differ in nothing that an approval covers.
pub fn same_content(one: &str, other: &str) -> bool {
    lines(one).map(|line| line.text).eq(lines(other).map(|line| line.text))
}

/// The lines that an approval digests: of file names with the SHA-256 of what is digested of each.
pub fn listing<N: AsRef<str>>(files: impl IntoIterator<Item = (N, String)>) -> String {
    let mut lines: Vec<(N, String)> = files.into_iter().collect();
    lines.sort_by(|(a, x), (b, y)| (a.as_ref(), x).cmp(&(b.as_ref(), y)));
    lines.iter().fold(String::new(), |mut all, (name, hex)| {
        _ = writeln!(all, "{hex}  {}", name.as_ref());
        all
    })
}

/// The digest of an approval: of file names with the SHA-256 of what is digested of each.
pub fn of_approval<N: AsRef<str>>(files: impl IntoIterator<Item = (N, String)>) -> String {
    format!("{PREFIX}{}", sha256(listing(files).as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn without_state(text: &str) -> String {
        let all: String = lines(text).map(|line| format!("{}\n", line.text)).collect();
        assert_eq!(of_text(text), sha256(all.as_bytes()));
        all
    }

    #[test]
    fn state_is_no_part_of_what_is_approved() {
        let draft = "---\ntitle: 方案\nstatus: submitted\nissued: 2025-09-01\n---\n正文\n";
        let approved =
            "---\ntitle: 方案\nstatus: approved\nissued: 2025-09-01\napproval:\n  by: 局\n  on: 2025-09-02\n---\n正文\n";
        assert!(same_content(draft, approved));
        assert_eq!(without_state(draft), "---\ntitle: 方案\nissued: 2025-09-01\n---\n正文\n");
        assert!(!same_content(draft, &approved.replace("正文", "正誤")));
        assert_eq!(without_state("---\na: 1\n---\nstatus: in the body\n"), "---\na: 1\n---\nstatus: in the body\n");
    }

    #[test]
    fn line_ends_are_no_part_of_it_and_blanks_within_are() {
        assert_eq!(without_state("---\r\nstatus: draft\r\na: 1\r\n---\r\nb"), "---\na: 1\n---\nb\n");
        assert_eq!(without_state("--- \na: 1\nstatus: x\n--- \nb\n"), "--- \na: 1\n--- \nb\n");
        assert_eq!(without_state("---\na: |\n  x\n\n  y\n---\n"), "---\na: |\n  x\n\n  y\n---\n");
        assert_eq!(without_state(""), "");
    }

    #[test]
    fn what_stands_around_a_state_stays() {
        let text = "---\na: 1\nstatus: draft # who?\n\n# of b\nb: 2\napproval:\n# seen\n  by: x\n\n  on: 2025\nc: 3\n---\n";
        assert_eq!(without_state(text), "---\na: 1\n\n# of b\nb: 2\n# seen\n\nc: 3\n---\n");
        // Keys that only look like it.
        assert_eq!(without_state("---\nstatus-note: 1\n  status: 2\n---\n"), "---\nstatus-note: 1\n  status: 2\n---\n");
    }

    #[test]
    fn lines_know_their_place() {
        let text = "---\nstatus: draft\n題: 1\n---\n正文\n";
        let all: Vec<_> = lines(text).map(|l| (l.number, &text[l.start..], l.in_front)).collect();
        assert_eq!(all[1], (2, "題: 1\n---\n正文\n", true));
        assert_eq!(all[3], (4, "正文\n", false));
    }

    #[test]
    fn the_known_answer() {
        assert_eq!(sha256(b"abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        let listing = format!("{}  a.md\n{}  b.csv\n", sha256(b"1"), sha256(b"2"));
        let files = [("b.csv", sha256(b"2")), ("a.md", sha256(b"1"))];
        assert_eq!(of_approval(files), format!("{PREFIX}{}", sha256(listing.as_bytes())));
    }
}
