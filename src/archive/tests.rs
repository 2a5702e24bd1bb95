//! The archive as a whole: stopped at every step, every byte changed, disks that are full or poor.

mod flipped;
mod hostile;
mod killed;
#[cfg(unix)]
mod roots;
mod together;

use super::digest::Algorithm;
use super::disk::Disk;
use super::error::ArchiveError;
use super::ocfl::User;
use super::ocfl::write::{Addition, NewFile};
use super::report::{Grade, Problem};
use super::store::{Shelf, Store};
use super::verify::{self, Verified};
use crate::output::{Bytes, OutputPath};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

const TIME: &str = "2026-11-24T12:00:00+08:00";
const A: &str = "urn:fangan:a/2025-1/plan";
const B: &str = "urn:fangan:b/2025-1/plan";

/// A folder for an archive.
struct Place {
    dir: TempDir,
}

impl Place {
    /// In memory where that can be had: there it costs nothing to wait for the disk.
    fn new() -> Self {
        Self { dir: tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).unwrap() }
    }

    /// With the first editions of two documents and the second of one.
    fn filled() -> Self {
        let place = Self::new();
        let mut store = place.store(Disk::default()).unwrap();
        add(&mut store, &[edition(A, "1"), edition(B, "1")]).unwrap();
        add(&mut store, &[edition(A, "2")]).unwrap();
        place
    }

    fn root(&self) -> PathBuf {
        self.dir.path().join("archive")
    }

    fn store(&self, disk: Disk) -> Result<Store, ArchiveError> {
        Store::open_on(disk, &self.root(), TIME, "fangan test")
    }

    fn verify(&self) -> Verified {
        verify::archive(&Shelf::open(&self.root()).unwrap())
    }

    /// Everything below the archive's folder: files with their bytes, empty folders.
    fn look(&self) -> BTreeMap<String, Vec<u8>> {
        look(&self.root())
    }
}

fn look(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let name = |path: &Path| path.strip_prefix(folder).unwrap().to_str().unwrap().to_owned();
    // Before the first step there is no folder yet.
    let there = folder.exists().then(|| walkdir::WalkDir::new(folder).min_depth(1));
    let entries = there.into_iter().flatten().map(Result::unwrap);
    entries
        .map(|entry| match entry.file_type().is_dir() {
            true => (format!("{}/", name(entry.path())), Vec::new()),
            false => (name(entry.path()), fs::read(entry.path()).unwrap()),
        })
        .collect()
}

/// An edition whose text tells it apart; one file stays the same, one is there twice.
fn edition(id: &str, text: &str) -> Addition {
    let file = |path: &str, text: &str| file(path, Bytes::Made(text.as_bytes().to_vec()), text);
    Addition {
        id: id.to_owned(),
        created: format!("2025-09-0{text}T00:00:00+08:00"),
        message: format!("edition {text}"),
        user: User { name: "局".into(), address: Some("mailto:a@b.example".into()) },
        files: vec![file("source/plan.zh.md", text), file("source/附件.csv", "same"), file("page/zh.html", text)],
    }
}

/// A file whose bytes are expected to be this text.
fn file(path: &str, bytes: Bytes, text: &str) -> NewFile {
    NewFile { path: OutputPath::new(path).unwrap(), bytes, sha256: Algorithm::Sha256.of(text.as_bytes()) }
}

fn add(store: &mut Store, editions: &[Addition]) -> Result<(), ArchiveError> {
    store.add(editions, |edition| Ok::<_, ArchiveError>(edition.clone()), &mut |_| {})
}

fn doubts(verified: &Verified) -> Vec<&Problem> {
    verified.problems.iter().filter(|problem| problem.grade == Grade::Doubt).collect()
}

#[test]
fn what_is_added_is_there_and_sound() {
    let place = Place::filled();
    let verified = place.verify();
    assert_eq!(verified.problems, []);
    assert_eq!((verified.objects.len(), verified.versions), (2, 3));
    let log = verified.log.unwrap();
    assert_eq!((log.events.len(), log.open().len()), (7, 0));
    let inventory = &verified.objects[A];
    let newest = inventory.newest().unwrap();
    let files = inventory.files(newest);
    assert_eq!(files.keys().copied().collect::<Vec<_>>(), ["page/zh.html", "source/plan.zh.md", "source/附件.csv"]);
    // What did not change lies where it was, and what is the same lies there once.
    assert_eq!(files["source/附件.csv"].0, "v1/content/source/附件.csv");
    assert_eq!(files["page/zh.html"].0, "v2/content/source/plan.zh.md");
    assert!(place.look().keys().all(|path| !path.contains("staging")));
}

#[test]
fn the_same_additions_give_the_same_bytes() {
    assert_eq!(Place::filled().look(), Place::filled().look());
}

#[test]
fn opening_changes_nothing() {
    let place = Place::filled();
    let before = place.look();
    drop(place.store(Disk::default()).unwrap());
    assert_eq!(place.look(), before);
}

#[test]
fn nothing_is_ever_rewritten_but_the_newest_inventory() {
    let place = Place::new();
    let mut store = place.store(Disk::default()).unwrap();
    add(&mut store, &[edition(A, "1")]).unwrap();
    let before = place.look();
    add(&mut store, &[edition(A, "2"), edition(B, "1")]).unwrap();
    let after = place.look();
    for (path, bytes) in &before {
        let is_newest = path.contains("/inventory.json") && !path.contains("/v1/");
        if path == "events.jsonl" {
            assert!(after[path].starts_with(bytes));
        } else if !is_newest {
            assert_eq!(after.get(path), Some(bytes), "{path}");
        }
    }
}

#[test]
fn reasons_are_recorded() {
    let place = Place::filled();
    place.store(Disk::default()).unwrap().note(A, "社區撤銷").unwrap();
    let verified = place.verify();
    assert_eq!(verified.problems, []);
    assert_eq!(verified.log.unwrap().reasons(A).collect::<Vec<_>>(), ["社區撤銷"]);
}
