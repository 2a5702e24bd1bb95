//! Digests that anyone can recompute with standard tools.
//!
//! *What an approval approves*: for each language version and each attachment one line `<sha256>  <file name>\n`, as
//! `sha256sum` prints them, sorted by file name; the digest is the SHA-256 of these lines. A language version is
//! digested without its top-level keys `status`, `approval` and `withdrawn` (their lines and the indented lines that
//! follow), with line feeds as line ends.

use sha2::{Digest, Sha256};
use std::fmt::Write as _;

/// What digests begin with.
pub const PREFIX: &str = "sha256:";

/// Keys of a state, which an approval itself changes.
const STATE_KEYS: [&str; 3] = ["status:", "approval:", "withdrawn:"];

/// SHA-256 in lower-case hexadecimal digits.
pub fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().fold(String::with_capacity(64), |mut hex, byte| {
        _ = write!(hex, "{byte:02x}");
        hex
    })
}

/// A language version's text as an approval digests it.
pub fn without_state(text: &str) -> String {
    let text = text.replace("\r\n", "\n");
    let Some(rest) = text.strip_prefix("---\n") else { return text };
    let mut out = String::from("---\n");
    let (mut in_front, mut skipping) = (true, false);
    for line in rest.split_inclusive('\n') {
        if in_front && line.trim_end() == "---" {
            in_front = false;
        }
        if in_front {
            let belongs_to_key_before = line.starts_with([' ', '\t']) || line.trim().is_empty();
            skipping = if belongs_to_key_before { skipping } else { STATE_KEYS.iter().any(|key| line.starts_with(key)) };
            if skipping {
                continue;
            }
        }
        out.push_str(line);
    }
    out
}

/// The digest of an approval: of file names with their bytes as they are to be digested.
pub fn of_approval<'a>(files: impl IntoIterator<Item = (&'a str, String)>) -> String {
    let mut lines: Vec<(&str, String)> = files.into_iter().collect();
    lines.sort();
    let listing = lines.iter().fold(String::new(), |mut all, (name, hex)| {
        _ = writeln!(all, "{hex}  {name}");
        all
    });
    format!("{PREFIX}{}", sha256(listing.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn state_is_no_part_of_what_is_approved() {
        let draft = "---\ntitle: 方案\nstatus: submitted\nissued: 2025-09-01\n---\n正文\n";
        let approved =
            "---\ntitle: 方案\nstatus: approved\nissued: 2025-09-01\napproval:\n  by: 局\n  on: 2025-09-02\n---\n正文\n";
        assert_eq!(without_state(draft), without_state(approved));
        assert_eq!(without_state(draft), "---\ntitle: 方案\nissued: 2025-09-01\n---\n正文\n");
        assert_ne!(without_state(draft), without_state(&approved.replace("正文", "正誤")));
        assert_eq!(without_state("---\na: 1\n---\nstatus: in the body\n"), "---\na: 1\n---\nstatus: in the body\n");
    }

    #[test]
    fn the_known_answer() {
        assert_eq!(sha256(b"abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }
}
