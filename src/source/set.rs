//! The files of a site as one ordered value.

use super::workspace::EDITIONS;
use super::{Picture, SitePath};
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

/// Which source of a [`SourceSet`]; numbered in the order of paths, so that sorting by it sorts by path.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SourceId(pub u32);

/// What a file holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Content {
    /// UTF-8 text without its byte order mark.
    Text(String),
    /// A file that is carried along as it is (attachments, pictures): read again only when it is written.
    Blob {
        /// Its size in bytes.
        size: u64,
        /// What it shows, if it is a picture.
        picture: Option<Picture>,
    },
    /// A file that ought to be text and can't be read as such; a finding says why.
    Damaged,
}

/// One file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// Its path in the site.
    pub path: SitePath,
    /// What it holds.
    pub content: Content,
    /// Where it is on disk, for copying blobs; `None` for files that exist in memory only.
    pub disk: Option<PathBuf>,
}

impl Source {
    /// The text, empty for anything that is not text.
    pub fn text(&self) -> &str {
        match &self.content {
            Content::Text(text) => text,
            _ => "",
        }
    }
}

/// All input of one run, ordered by path. Files are shared with the runs before and after in which they are the same.
#[derive(Clone, Debug, Default)]
pub struct SourceSet {
    sources: Vec<Arc<Source>>,
    by_path: Arc<BTreeMap<SitePath, SourceId>>,
    /// Where a source was read that stands in the place of another.
    origins: BTreeMap<SourceId, SitePath>,
}

impl SourceSet {
    /// Orders the given files; of two with one path the later wins.
    pub fn new(files: impl IntoIterator<Item = impl Into<Arc<Source>>>) -> Self {
        let files = files.into_iter().map(Into::into);
        let ordered: BTreeMap<SitePath, Arc<Source>> = files.map(|s: Arc<Source>| (s.path.clone(), s)).collect();
        let by_path = ordered.keys().zip(0..).map(|(path, n)| (path.clone(), SourceId(n))).collect();
        let sources = ordered.into_values().collect();
        Self { sources, by_path: Arc::new(by_path), origins: BTreeMap::new() }
    }

    /// A set of texts in memory, for tests and for checking single files.
    pub fn of_texts<'a>(files: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        Self::new(files.into_iter().map(|(path, text)| Source {
            path: SitePath::new(path),
            content: Content::Text(text.to_owned()),
            disk: None,
        }))
    }

    /// The same paths with these files in place of those that have their paths; `None` where one is of no known path.
    pub fn with(&self, files: impl IntoIterator<Item = Arc<Source>>) -> Option<Self> {
        let mut set = self.clone();
        for file in files {
            let id = self.find(&file.path)?;
            *set.sources.get_mut(id.0 as usize)? = file;
        }
        Some(set)
    }

    /// The same files, some with other texts.
    pub fn with_texts(&self, texts: impl IntoIterator<Item = (SourceId, String)>) -> Self {
        let mut set = self.clone();
        for (id, text) in texts {
            if let Some(source) = set.sources.get_mut(id.0 as usize) {
                *source = Arc::new(Source { content: Content::Text(text), ..Source::clone(source) });
            }
        }
        set
    }

    /// The same files without some, and with others in their place: each has the path at which it is to stand, and
    /// beside it the one that it was read from. Ids of this set are good in the new one, which is no more in the order of
    /// paths.
    pub fn with_others(&self, without: &[SourceId], others: impl IntoIterator<Item = (Source, SitePath)>) -> Self {
        let mut set = self.clone();
        let mut by_path = BTreeMap::clone(&self.by_path);
        by_path.retain(|_, id| !without.contains(id));
        for (id, (source, origin)) in (self.sources.len()..).zip(others) {
            let Ok(id) = u32::try_from(id).map(SourceId) else { break };
            by_path.insert(source.path.clone(), id);
            set.origins.insert(id, origin);
            set.sources.push(Arc::new(source));
        }
        Self { by_path: Arc::new(by_path), ..set }
    }

    /// The source with this id; ids of another set give an empty one rather than a panic.
    pub fn get(&self, id: SourceId) -> &Source {
        static NONE: std::sync::LazyLock<Source> =
            std::sync::LazyLock::new(|| Source { path: SitePath::new(""), content: Content::Damaged, disk: None });
        self.sources.get(id.0 as usize).map_or(&NONE, |source| source)
    }

    /// Where a source was read, as people are told: its path, unless it stands in the place of another.
    pub fn shown_path(&self, id: SourceId) -> &SitePath {
        self.origins.get(&id).unwrap_or(&self.get(id).path)
    }

    /// The source with this id as it is shared between runs.
    pub fn share(&self, id: SourceId) -> Option<&Arc<Source>> {
        self.sources.get(id.0 as usize)
    }

    /// Whether both sets have the same paths, so that a [`SourceId`] means the same in both.
    pub fn has_paths_of(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.by_path, &other.by_path) || self.by_path == other.by_path
    }

    /// Whether a source of both sets is the same file with the same content.
    pub fn shares(&self, other: &Self, id: SourceId) -> bool {
        self.share(id).zip(other.share(id)).is_some_and(|(a, b)| Arc::ptr_eq(a, b))
    }

    /// The sources of two sets with the same paths that are not the same file with the same content.
    pub fn changed<'a>(&'a self, other: &'a Self) -> impl Iterator<Item = (SourceId, &'a Source)> {
        let pairs = self.sources.iter().zip(&other.sources).zip(0..);
        pairs.filter(|((a, b), _)| !Arc::ptr_eq(a, b)).map(|((a, _), n)| (SourceId(n), a.as_ref()))
    }

    /// The source at a path.
    pub fn find(&self, path: &SitePath) -> Option<SourceId> {
        self.by_path.get(path).copied()
    }

    /// Every source in order of path.
    pub fn iter(&self) -> impl Iterator<Item = (SourceId, &Source)> {
        self.by_path.values().map(|id| (*id, self.get(*id)))
    }

    /// The sources below a folder, in order of path; `folder` without a closing slash.
    pub fn below<'a>(&'a self, folder: &'a str) -> impl Iterator<Item = (SourceId, &'a Source)> {
        self.by_path
            .range(SitePath::new(format!("{folder}/"))..)
            .take_while(move |(path, _)| path.is_below(folder))
            .map(|(_, id)| (*id, self.get(*id)))
    }

    /// What people write: the sources below `content`, in order of path, but for the copies of sealed editions.
    pub fn content(&self) -> impl Iterator<Item = (SourceId, &Source)> {
        self.below("content").filter(|(_, source)| !source.path.is_below(EDITIONS))
    }

    /// How many files there are.
    pub fn len(&self) -> usize {
        self.by_path.len()
    }

    /// One more than the highest id: files that others stand in the place of still have theirs.
    pub fn slots(&self) -> usize {
        self.sources.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.by_path.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_set_made_of_another_leaves_it_alone_and_shares_its_ids() {
        let set = SourceSet::of_texts([("a/x.md", "one"), ("b", "two"), ("z", "last")]);
        let id = |set: &SourceSet, path: &str| set.find(&SitePath::new(path));
        let (x, b) = (id(&set, "a/x.md").unwrap(), id(&set, "b").unwrap());
        let other = Source { path: SitePath::new("a/x.md"), content: Content::Text("sealed".into()), disk: None };
        let more = set.with_others(&[x, b], [(other, SitePath::new("content/editions/x.md"))]);
        let new = id(&more, "a/x.md").unwrap();
        assert_eq!((set.get(x).text(), more.get(x).text(), more.get(new).text()), ("one", "one", "sealed"));
        assert_eq!((id(&more, "b"), id(&set, "b")), (None, Some(b)));
        assert_eq!(more.below("a").map(|(at, _)| at).collect::<Vec<_>>(), [new]);
        assert_eq!((more.shown_path(new).as_str(), more.shown_path(x).as_str()), ("content/editions/x.md", "a/x.md"));
        assert_eq!((more.len(), set.len()), (2, 3));
        assert_eq!(set.with_texts([(b, "new".to_owned())]).get(b).text(), "new");
        assert_eq!(set.get(b).text(), "two");
    }
}
