//! Builds on real folders.

mod foreign;
mod killed;
mod series;
mod together;

use super::super::{Bytes, Disk, OutputError, OutputPath, Sink, Written};
use super::Transaction;
use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};
use tempfile::TempDir;

/// A folder to build in, with the output at `public`.
struct Place {
    folder: TempDir,
}

type Files<'a> = &'a [(&'a str, &'a str)];

impl Place {
    fn new() -> Self {
        // In memory where there is such a place: the tests build some thousand times.
        Self { folder: tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).unwrap() }
    }

    fn root(&self) -> &Path {
        self.folder.path()
    }

    fn output(&self) -> PathBuf {
        self.root().join("public")
    }

    fn at(&self, path: &str) -> PathBuf {
        self.output().join(path)
    }

    fn begin(&self) -> Transaction {
        Disk::begin(&self.output(), &[]).unwrap()
    }

    /// A transaction that has been given these files.
    fn prepare(&self, files: Files) -> Transaction {
        let transaction = self.begin();
        for (path, text) in files {
            put(&transaction, path, text).unwrap();
        }
        transaction
    }

    fn try_build(&self, files: Files) -> Result<Written, OutputError> {
        self.prepare(files).commit()
    }

    fn build(&self, files: Files) -> Written {
        let written = self.try_build(files).unwrap();
        self.refuse_leftovers();
        written
    }

    fn refuse_leftovers(&self) {
        let left: Vec<String> = names_in(self.root()).into_iter().filter(|name| name.starts_with('.')).collect();
        assert!(left.is_empty(), "left: {left:?}");
        assert!(!self.at(".fangan").exists());
    }

    /// Writes a file that is not ours.
    fn foreign(&self, path: &str, text: &str) {
        let path = self.at(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn read(&self, path: &str) -> String {
        fs::read_to_string(self.at(path)).unwrap()
    }

    fn look(&self) -> BTreeMap<String, String> {
        look(&self.output())
    }

    /// What is in the output, without the manifest.
    fn site(&self) -> BTreeMap<String, String> {
        let mut site = self.look();
        site.remove(".fangan-manifest");
        site
    }
}

fn put(sink: &impl Sink, path: &str, text: &str) -> io::Result<()> {
    sink.put(&OutputPath::new(path).unwrap(), Bytes::Made(text.as_bytes().to_vec()))
}

fn names_in(folder: &Path) -> Vec<String> {
    fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
}

/// Everything below a folder: texts of files, folders with a slash, links with an arrow.
fn look(folder: &Path) -> BTreeMap<String, String> {
    let mut all = BTreeMap::new();
    if !folder.exists() {
        return all;
    }
    for entry in walkdir::WalkDir::new(folder).min_depth(1) {
        let entry = entry.unwrap();
        let path = entry.path().strip_prefix(folder).unwrap().to_str().unwrap().replace('\\', "/");
        if entry.file_type().is_dir() {
            all.insert(format!("{path}/"), String::new());
        } else if entry.file_type().is_symlink() {
            all.insert(path, format!("-> {}", fs::read_link(entry.path()).unwrap().display()));
        } else {
            all.insert(path, fs::read_to_string(entry.path()).unwrap());
        }
    }
    all
}

/// Files of a map of [`look`], folders left out.
fn files(all: &BTreeMap<String, String>) -> Vec<(&str, &str)> {
    all.iter().filter(|(path, _)| !path.ends_with('/')).map(|(path, text)| (path.as_str(), text.as_str())).collect()
}

/// Sets a time stamp long ago and gives it.
fn age(path: &Path) -> SystemTime {
    let then = SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000_000);
    fs::File::options().write(true).open(path).unwrap().set_modified(then).unwrap();
    then
}

fn modified(path: &Path) -> SystemTime {
    path.metadata().unwrap().modified().unwrap()
}

#[test]
fn a_first_build_writes_everything() {
    let place = Place::new();
    let written = place.build(&[("index.html", "i"), ("a/b/c.html", "c"), ("a/d.html", "dd")]);
    assert_eq!(written, Written { new: 3, bytes: 4, ..Written::default() });
    assert_eq!(files(&place.site()), [("a/b/c.html", "c"), ("a/d.html", "dd"), ("index.html", "i")]);
    assert_eq!(place.read(".fangan-manifest"), "fangan-manifest 1 3\na/b/c.html\na/d.html\nindex.html\n");
}

#[test]
fn the_order_of_putting_leaves_no_trace() {
    let (one, other) = (Place::new(), Place::new());
    one.build(&[("a", "1"), ("b/c", "2"), ("b/d", "3")]);
    other.build(&[("b/d", "0"), ("e", "0")]);
    other.build(&[("b/d", "3"), ("b/c", "2"), ("a", "1")]);
    assert_eq!(one.look(), other.look());
}

#[test]
fn what_is_the_same_keeps_its_time_stamp() {
    let place = Place::new();
    let long = "學".repeat(50_000);
    place.build(&[("a/same", "s"), ("a/long", &long), ("a/other", "1"), ("a/empty", "")]);
    let then = ["a/same", "a/long", "a/other", "a/empty", ".fangan-manifest"].map(|path| age(&place.at(path)))[0];
    let mut longer = long.clone();
    longer.replace_range(149_997.., "習");
    let written = place.build(&[("a/same", "s"), ("a/long", &longer), ("a/other", "2"), ("a/empty", "")]);
    assert_eq!((written.unchanged, written.changed, written.new, written.removed), (2, 2, 0, 0));
    for path in ["a/same", "a/empty", ".fangan-manifest"] {
        assert_eq!(modified(&place.at(path)), then, "{path}");
    }
    assert_ne!(modified(&place.at("a/other")), then);
    assert_eq!(place.read("a/long"), longer);
}

#[test]
fn what_no_page_owns_any_more_goes_with_its_folders() {
    let place = Place::new();
    place.build(&[("a/b/c/d", "1"), ("a/b/e", "2"), ("f/g", "3"), ("h", "4")]);
    let written = place.build(&[("f/i", "5"), ("h", "4")]);
    assert_eq!((written.unchanged, written.changed, written.new, written.removed), (1, 0, 1, 3));
    assert_eq!(place.site().keys().collect::<Vec<_>>(), ["f/", "f/i", "h"]);
    assert_eq!(place.build(&[]).removed, 2);
    assert!(place.site().is_empty());
}

#[test]
fn a_build_that_is_dropped_leaves_no_trace() {
    let place = Place::new();
    drop(place.prepare(&[("a/b", "1")]));
    assert!(names_in(place.root()).is_empty());
    place.build(&[("a/b", "1"), ("c", "2")]);
    place.foreign("d", "3");
    let before = place.look();
    let then = age(&place.at("a/b"));
    drop(place.prepare(&[("a/b", "other"), ("c/d", "new"), ("e/f/g", "new")]));
    assert_eq!(place.look(), before);
    assert_eq!(modified(&place.at("a/b")), then);
    assert_eq!(names_in(place.root()), ["public"]);
}

#[test]
fn missing_folders_around_the_output_are_made_and_taken_away_again() {
    let place = Place::new();
    let output = place.root().join("deep/er/public");
    drop(Disk::begin(&output, &[]).unwrap());
    assert!(names_in(place.root()).is_empty());
    let transaction = Disk::begin(&output, &[]).unwrap();
    put(&transaction, "a", "1").unwrap();
    transaction.commit().unwrap();
    assert_eq!(look(&output).len(), 2);
}

#[test]
fn files_become_folders_and_folders_files() {
    let place = Place::new();
    place.build(&[("a", "1"), ("b/c/d", "2"), ("b/e", "3"), ("f", "4")]);
    let written = place.build(&[("a/b/c", "5"), ("a/d", "6"), ("b", "7"), ("f", "4")]);
    assert_eq!((written.unchanged, written.changed, written.new, written.removed), (1, 0, 3, 3));
    assert_eq!(files(&place.site()), [("a/b/c", "5"), ("a/d", "6"), ("b", "7"), ("f", "4")]);
    place.build(&[("a", "1"), ("b/c/d", "2"), ("b/e", "3")]);
    assert_eq!(files(&place.site()), [("a", "1"), ("b/c/d", "2"), ("b/e", "3")]);
}

#[test]
fn the_site_contradicting_itself_changes_nothing() {
    let place = Place::new();
    place.build(&[("x", "1")]);
    let before = place.look();
    for files in [&[("a", "1"), ("a/b", "2"), ("a-b", "3")], &[("x/a", "1"), ("x", "2"), ("y", "3")]] {
        let transaction = place.begin();
        let put_all = files.iter().try_for_each(|(path, text)| put(&transaction, path, text));
        assert!(transaction.commit().is_err(), "{put_all:?}");
    }
    let transaction = place.prepare(&[("x", "1"), ("b", "1")]);
    put(&transaction, "b", "1").unwrap();
    let error = transaction.commit().unwrap_err();
    assert_eq!(error.to_string(), "can't write `b`: the site has two files of this name");
    assert_eq!(place.look(), before);
}

#[test]
fn copies_are_compared_and_copied() {
    let place = Place::new();
    let source = place.root().join("source");
    let path = OutputPath::new("a/copy").unwrap();
    let build = |size: u64| {
        let transaction = place.begin();
        transaction.put(&path, Bytes::Copy { from: source.clone(), size })?;
        Ok::<_, io::Error>(transaction.commit().unwrap())
    };
    let long = "x".repeat(100_000);
    fs::write(&source, &long).unwrap();
    assert_eq!(build(100_000).unwrap().new, 1);
    let then = age(&place.at("a/copy"));
    assert_eq!(build(100_000).unwrap().unchanged, 1);
    assert_eq!(modified(&place.at("a/copy")), then);
    fs::write(&source, format!("{}y", &long[1..])).unwrap();
    assert_eq!(build(100_000).unwrap().changed, 1);
    assert!(place.read("a/copy").ends_with("xy"));
    for size in [99_999, 100_001] {
        assert!(build(size).unwrap_err().to_string().ends_with("the file changed while the site was built"));
    }
    fs::remove_file(&source).unwrap();
    assert_eq!(build(100_000).unwrap_err().kind(), io::ErrorKind::Other);
    assert!(place.read("a/copy").ends_with("xy"));
}

#[test]
fn files_of_the_last_build_can_be_kept_without_their_bytes() {
    let place = Place::new();
    place.build(&[("a/b", "12"), ("c", "3"), ("cut", "4"), ("gone", "5")]);
    place.foreign("mine", "6");
    fs::write(place.at("cut"), "").unwrap();
    fs::remove_file(place.at("gone")).unwrap();
    let transaction = place.begin();
    let keep = |path: &str, size| transaction.keep(&OutputPath::new(path).unwrap(), size);
    assert!(keep("a/b", 2));
    for (path, size) in [("c", 2), ("cut", 1), ("gone", 1), ("mine", 1), ("new", 1), ("a", 1)] {
        assert!(!keep(path, size), "{path}");
    }
    let written = transaction.commit().unwrap();
    assert_eq!((written.unchanged, written.removed, written.bytes), (1, 2, 2));
    assert_eq!(files(&place.site()), [("a/b", "12"), ("mine", "6")]);
}

#[test]
fn a_file_that_failed_keeps_the_rest_from_being_committed() {
    let place = Place::new();
    place.build(&[("a", "1"), ("b", "2")]);
    let before = place.look();
    let transaction = place.prepare(&[("a", "3")]);
    let missing = Bytes::Copy { from: place.root().join("missing"), size: 1 };
    transaction.put(&OutputPath::new("b").unwrap(), missing).unwrap_err();
    assert!(matches!(transaction.commit(), Err(OutputError::Io { .. })));
    assert_eq!(place.look(), before);
}

#[test]
fn an_output_that_disappears_meanwhile_is_made_anew_or_an_error() {
    let place = Place::new();
    place.build(&[("a/b", "1"), ("c", "2")]);
    let transaction = place.prepare(&[("a/b", "3"), ("c", "4")]);
    fs::remove_dir_all(place.output()).unwrap();
    assert!(transaction.commit().is_err());
    place.build(&[("a/b", "3"), ("c", "4")]);
    assert_eq!(files(&place.site()), [("a/b", "3"), ("c", "4")]);
}
