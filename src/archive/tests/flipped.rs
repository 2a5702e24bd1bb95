//! Changes from outside: no byte, no file, no folder can be changed, lost, added or exchanged unseen.

use super::*;

/// A small archive, with what verifying it says after something was done to it.
struct Victim {
    place: Place,
}

impl Victim {
    fn new() -> Self {
        let victim = Self { place: Place::filled() };
        assert!(victim.place.verify().is_sound());
        victim
    }

    fn files(&self) -> Vec<String> {
        self.place.look().into_keys().filter(|path| !path.ends_with('/')).collect()
    }

    fn path(&self, path: &str) -> PathBuf {
        self.place.root().join(path)
    }

    /// The doubts; an archive that can't even be opened is in doubt too.
    fn doubts(&self) -> usize {
        Shelf::open(&self.place.root()).map_or(1, |shelf| doubts(&verify::archive(&shelf)).len())
    }
}

#[test]
fn every_changed_byte_is_found() {
    let victim = Victim::new();
    let mut flipped = 0;
    for file in victim.files() {
        let path = victim.path(&file);
        let bytes = fs::read(&path).unwrap();
        for at in 0..bytes.len() {
            // One bit each, the one that makes a small letter a capital among them: digests may be written in both.
            let bit = if bytes[at].is_ascii_alphabetic() && at % 2 == 0 { 5 } else { at % 8 };
            let mut changed = bytes.clone();
            changed[at] ^= 1 << bit;
            fs::write(&path, &changed).unwrap();
            assert!(victim.doubts() > 0, "{file}: byte {at}, bit {bit}");
            flipped += 1;
        }
        fs::write(&path, &bytes).unwrap();
    }
    assert!(flipped > 5_000, "{flipped}");
    assert_eq!(victim.doubts(), 0);
}

#[test]
fn a_changed_file_is_named_with_object_and_version() {
    let victim = Victim::new();
    let file = victim.files().into_iter().find(|file| file.ends_with("v1/content/source/附件.csv")).unwrap();
    fs::write(victim.path(&file), "sane").unwrap();
    let verified = victim.place.verify();
    let problem = doubts(&verified).into_iter().find(|problem| problem.rule == "E092").cloned().unwrap();
    assert_eq!(problem.object.as_deref(), Some(A));
    assert_eq!(problem.file.as_deref(), Some("v1/content/source/附件.csv"));
    assert!(problem.says.zh.contains("改動"));
}

#[test]
fn every_missing_file_is_found() {
    let victim = Victim::new();
    for file in victim.files() {
        let bytes = fs::read(victim.path(&file)).unwrap();
        fs::remove_file(victim.path(&file)).unwrap();
        assert!(victim.doubts() > 0, "{file}");
        fs::write(victim.path(&file), bytes).unwrap();
    }
    assert_eq!(victim.doubts(), 0);
}

#[test]
fn every_cut_or_longer_file_is_found() {
    let victim = Victim::new();
    for file in victim.files() {
        let bytes = fs::read(victim.path(&file)).unwrap();
        for changed in [[&bytes[..], b"\n"].concat(), [&bytes[..], b" "].concat(), bytes[..bytes.len() - 1].to_vec(), Vec::new()]
        {
            fs::write(victim.path(&file), changed).unwrap();
            assert!(victim.doubts() > 0, "{file}");
        }
        fs::write(victim.path(&file), bytes).unwrap();
    }
    assert_eq!(victim.doubts(), 0);
}

#[test]
fn a_new_file_or_folder_is_found_wherever_it_lies() {
    let victim = Victim::new();
    let folders: Vec<String> =
        victim.place.look().into_keys().filter(|path| path.ends_with('/')).chain([String::new()]).collect();
    for folder in folders {
        for name in ["new.txt", ".hidden", "0=ocfl_object_1.0", "v9"] {
            let path = victim.path(&folder).join(name);
            fs::write(&path, "new").unwrap();
            assert!(victim.doubts() > 0, "{folder}{name}");
            fs::remove_file(&path).unwrap();
            fs::create_dir(&path).unwrap();
            assert!(victim.doubts() > 0, "{folder}{name}/");
            fs::remove_dir(&path).unwrap();
        }
    }
    assert_eq!(victim.doubts(), 0);
}

#[test]
fn exchanged_files_are_found() {
    let victim = Victim::new();
    let files = victim.files();
    let mut exchanged = 0;
    for (n, one) in files.iter().enumerate() {
        for other in &files[n + 1..] {
            let (a, b) = (fs::read(victim.path(one)).unwrap(), fs::read(victim.path(other)).unwrap());
            if a == b {
                continue;
            }
            fs::write(victim.path(one), &b).unwrap();
            fs::write(victim.path(other), &a).unwrap();
            assert!(victim.doubts() > 0, "{one} and {other}");
            fs::write(victim.path(one), &a).unwrap();
            fs::write(victim.path(other), &b).unwrap();
            exchanged += 1;
        }
    }
    assert!(exchanged > 100);
}

/// Whoever changes a file and all digests of it is caught by the log.
#[test]
fn an_object_that_was_made_anew_is_found() {
    let victim = Victim::new();
    let other = Place::new();
    let mut store = other.store(Disk::default()).unwrap();
    add(&mut store, &[edition(A, "1"), edition(B, "3")]).unwrap();
    let object = crate::archive::ocfl::layout::path(B);
    fs::remove_dir_all(victim.path(&object)).unwrap();
    fs::rename(other.root().join(&object), victim.path(&object)).unwrap();
    let verified = victim.place.verify();
    assert!(doubts(&verified).iter().any(|problem| problem.rule == "log" && problem.object.as_deref() == Some(B)));
}

#[test]
fn a_lost_object_is_found() {
    let victim = Victim::new();
    let object = crate::archive::ocfl::layout::path(B);
    fs::remove_dir_all(victim.path(object.split('/').next().unwrap())).unwrap();
    let verified = victim.place.verify();
    assert!(doubts(&verified).iter().any(|problem| problem.rule == "missing-object" && problem.object.as_deref() == Some(B)));
}
