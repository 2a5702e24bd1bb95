//! Rules that several parts of an inventory share.

use std::collections::BTreeSet;

/// What is wrong with a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum PathFault {
    /// It begins or ends with a slash.
    Slash,
    /// A part of it is empty, `.` or `..`.
    Part,
}

/// Judges a content path or a logical path.
pub(super) fn path_fault(path: &str) -> Option<PathFault> {
    if path.starts_with('/') || path.ends_with('/') {
        return Some(PathFault::Slash);
    }
    path.split('/').any(|part| matches!(part, "" | "." | "..")).then_some(PathFault::Part)
}

/// Paths that are there twice, or are the folder of another.
pub(super) fn conflicts<'a>(paths: impl Iterator<Item = &'a str> + Clone) -> Vec<&'a str> {
    let mut seen = BTreeSet::new();
    let mut wrong: Vec<&str> = paths.clone().filter(|path| !seen.insert(*path)).collect();
    let folders = paths.flat_map(|path| path.match_indices('/').filter_map(move |(at, _)| path.get(..at)));
    let folders: BTreeSet<&str> = folders.collect();
    wrong.extend(seen.intersection(&folders));
    wrong
}

/// Whether a text is a date and time as RFC 3339 writes them, to the second, with a zone.
pub(super) fn is_moment(text: &str) -> bool {
    let shape = |text: &str, shape: &str| {
        text.len() == shape.len()
            && text
                .bytes()
                .zip(shape.bytes())
                .all(|(c, s)| if s == b'0' { c.is_ascii_digit() } else { c.eq_ignore_ascii_case(&s) })
    };
    let Some((head, rest)) = text.split_at_checked(19) else { return false };
    let fraction = rest.strip_prefix('.').map_or(0, |digits| 1 + digits.bytes().take_while(u8::is_ascii_digit).count());
    let Some(zone) = rest.get(fraction..).filter(|_| fraction != 1) else { return false };
    let is_zone = zone.eq_ignore_ascii_case("Z") || ["+00:00", "-00:00"].iter().any(|form| shape(zone, form));
    let hours = if zone.len() == 6 { zone.get(1..3).and_then(|h| h.parse().ok()) } else { Some(0) };
    let minutes = if zone.len() == 6 { zone.get(4..6).and_then(|m| m.parse().ok()) } else { Some(0) };
    let zone_exists = hours.is_some_and(|h: u8| h < 24) && minutes.is_some_and(|m: u8| m < 60);
    let seconds = head.get(..17).map(|to_minutes| format!("{to_minutes}00"));
    let exists = seconds.is_some_and(|moment| moment.parse::<jiff::civil::DateTime>().is_ok());
    let second = head.get(17..).and_then(|s| s.parse::<u8>().ok());
    shape(head, "0000-00-00T00:00:00") && exists && second.is_some_and(|s| s <= 60) && is_zone && zone_exists
}

/// Whether a text begins as a URI does.
pub(super) fn is_uri(text: &str) -> bool {
    let Some((scheme, rest)) = text.split_once(':') else { return false };
    let letter = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.');
    scheme.starts_with(|c: char| c.is_ascii_alphabetic()) && scheme.chars().all(letter) && !rest.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_stay_inside() {
        for good in ["a", "a/b", "v1/content/附件.csv", "..a/b.."] {
            assert_eq!(path_fault(good), None, "{good}");
        }
        for (bad, fault) in [
            ("/a", PathFault::Slash),
            ("a/", PathFault::Slash),
            ("", PathFault::Part),
            ("a//b", PathFault::Part),
            ("a/../b", PathFault::Part),
            (".", PathFault::Part),
        ] {
            assert_eq!(path_fault(bad), Some(fault), "{bad}");
        }
    }

    #[test]
    fn a_path_is_there_once_and_no_folder_of_another() {
        assert_eq!(conflicts(["a/b", "a/c", "d"].into_iter()), Vec::<&str>::new());
        assert_eq!(conflicts(["a/b", "a/b"].into_iter()), ["a/b"]);
        assert_eq!(conflicts(["a", "a/b/c", "a/b"].into_iter()), ["a", "a/b"]);
    }

    #[test]
    fn moments_are_exact_to_the_second_and_have_a_zone() {
        for good in ["2019-01-01T02:03:04Z", "2024-02-29T23:59:60.125+08:00", "2019-01-01t02:03:04z"] {
            assert!(is_moment(good), "{good}");
        }
        for bad in [
            "2019-01-01",
            "2019-01-01T02:03Z",
            "2019-01-01T02:03:04",
            "2019-02-29T00:00:00Z",
            "2019-01-01T25:00:00Z",
            "2019-01-01T02:03:04.Z",
            "2019-01-01T02:03:04+0800",
            "2019-01-01T02:03:04+25:00",
            "2019-01-01 02:03:04Z",
            "方案",
            "",
        ] {
            assert!(!is_moment(bad), "{bad}");
        }
    }

    #[test]
    fn identifiers_should_be_uris() {
        assert!(is_uri("urn:fangan:a/b/c") && is_uri("http://example.org/x") && is_uri("info:x"));
        assert!(!is_uri("plan") && !is_uri(":x") && !is_uri("方案:x") && !is_uri("urn:"));
    }
}
