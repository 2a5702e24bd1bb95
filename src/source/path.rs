//! Paths inside a site, the same on every platform.

use std::fmt;
use std::sync::Arc;

/// A path relative to the site's root, parts joined by `/`, without `.` or `..`; a copy costs nothing.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SitePath(Arc<str>);

impl SitePath {
    /// From text that already has the form `a/b/c`.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into().into())
    }

    /// As text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The parts between the slashes.
    pub fn parts(&self) -> impl DoubleEndedIterator<Item = &str> {
        self.0.split('/')
    }

    /// The last part.
    pub fn file_name(&self) -> &str {
        self.0.rsplit('/').next().unwrap_or(&self.0)
    }

    /// Everything before the last part; empty at the root.
    pub fn folder(&self) -> &str {
        self.0.rsplit_once('/').map_or("", |(folder, _)| folder)
    }

    /// Whether it lies below a folder, however deep.
    pub fn is_below(&self, folder: &str) -> bool {
        self.0.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'))
    }

    /// What the relative reference `to` (as an editor follows it from this file) means, or `None` where it leaves the site.
    pub fn join(&self, to: &str) -> Option<Self> {
        let mut parts: Vec<&str> = self.folder().split('/').filter(|p| !p.is_empty()).collect();
        for part in to.split('/') {
            match part {
                "" | "." => {}
                ".." => {
                    parts.pop()?;
                }
                part => parts.push(part),
            }
        }
        Some(Self::new(parts.join("/")))
    }
}

impl fmt::Display for SitePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::SitePath;

    #[test]
    fn a_relative_reference_is_followed_from_the_folder_of_its_file() {
        let plan = SitePath::new("content/communities/a/2024-1/plan.zh.md");
        let join = |to| plan.join(to).map(|p| p.to_string());
        assert_eq!(join("../2024-2/summary.zh.md").as_deref(), Some("content/communities/a/2024-2/summary.zh.md"));
        assert_eq!(join("./table.csv").as_deref(), Some("content/communities/a/2024-1/table.csv"));
        assert_eq!(join("../../../../../x"), None);
    }
}
