//! What an address on a page leads to.

/// A page: what relative addresses are seen from.
#[derive(Clone, Copy, Debug)]
pub(super) struct Base<'a> {
    /// Where the site stands, with a closing slash.
    pub url: &'a str,
    /// Where the page or style sheet stands below it.
    pub path: &'a str,
}

/// What an address leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Address {
    /// Below the site's root: the path, and query and fragment behind it.
    Inside { path: String, rest: String },
    /// A place on the page itself.
    Here,
    /// Anything else: another site, a mail address.
    Elsewhere,
}

/// Whether opening the address would run something.
pub(super) fn is_script(value: &str) -> bool {
    let scheme: String = value.chars().filter(|c| !c.is_control() && !c.is_whitespace()).take(11).collect();
    ["javascript:", "vbscript:"].iter().any(|name| scheme.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name)))
}

impl Base<'_> {
    /// What an address leads to.
    pub fn resolve(&self, value: &str) -> Address {
        let value = value.trim();
        if value.is_empty() || value.starts_with('#') {
            return Address::Here;
        }
        let (head, rest) = value.split_at(value.find(['?', '#']).unwrap_or(value.len()));
        let has_scheme = head.split_once(':').is_some_and(|(scheme, _)| {
            scheme.starts_with(|c: char| c.is_ascii_alphabetic())
                && scheme.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'))
        });
        if has_scheme || head.starts_with("//") {
            return Address::Elsewhere;
        }
        let inside = |path: String| Address::Inside { path, rest: rest.to_owned() };
        if let Some(path) = head.strip_prefix('/') {
            let (_, after_host) = self.url.split_once("://").unwrap_or(("", self.url));
            let root = after_host.split_once('/').map_or("", |(_, path)| path);
            return path.strip_prefix(root).map_or(Address::Elsewhere, |path| inside(path.to_owned()));
        }
        if head.is_empty() {
            return inside(self.path.to_owned());
        }
        let folder = self.path.rsplit_once('/').map_or("", |(folder, _)| folder);
        let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
        let mut ends_in_folder = true;
        for part in head.split('/') {
            ends_in_folder = matches!(part, "" | "." | "..");
            match part {
                "" | "." => {}
                ".." => _ = parts.pop(),
                part => parts.push(part),
            }
        }
        let slash = if ends_in_folder && !parts.is_empty() { "/" } else { "" };
        inside(format!("{}{slash}", parts.join("/")))
    }

    /// The address for a reader elsewhere.
    pub fn absolute(&self, value: &str) -> String {
        match self.resolve(value) {
            Address::Inside { path, rest } => format!("{}{path}{rest}", self.url),
            Address::Here | Address::Elsewhere => value.to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BASE: Base<'static> = Base { url: "https://a.example/b/", path: "en/c/index.html" };

    #[test]
    fn addresses_are_seen_from_the_page() {
        for (value, absolute) in [
            ("x", "https://a.example/b/en/c/x"),
            ("./", "https://a.example/b/en/c/"),
            ("..", "https://a.example/b/en/"),
            ("../../", "https://a.example/b/"),
            ("../../../../x.css?v=1", "https://a.example/b/x.css?v=1"),
            ("?q", "https://a.example/b/en/c/index.html?q"),
            ("/b/x#y", "https://a.example/b/x#y"),
            ("/other/x", "/other/x"),
            ("a:b/c", "a:b/c"),
            ("方案.csv", "https://a.example/b/en/c/方案.csv"),
        ] {
            assert_eq!(BASE.absolute(value), absolute, "{value}");
        }
    }

    #[test]
    fn scripts_are_known_however_they_are_written() {
        for value in ["javascript:x", " JavaScript:x", "java\nscript:x", "\u{1}javascript:x"] {
            assert!(is_script(value), "{value:?}");
        }
        assert!(!is_script("https://javascript.example/") && !is_script("javascript.html"));
    }
}
