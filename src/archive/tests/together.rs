//! Two processes at once, and folders that can't serve.

use super::*;

#[test]
fn a_second_writer_and_a_reader_are_told_to_wait() {
    let place = Place::filled();
    let first = place.store(Disk::default()).unwrap();
    assert!(matches!(place.store(Disk::default()), Err(ArchiveError::Locked { .. })));
    let error = Shelf::open(&place.root()).unwrap_err();
    assert!(matches!(error, ArchiveError::Locked { .. }) && error.wording().zh.contains("另一個程序"));
    drop(first);
    let reader = Shelf::open(&place.root()).unwrap();
    // Readers do not disturb each other, and a writer waits for them.
    drop(Shelf::open(&place.root()).unwrap());
    assert!(matches!(place.store(Disk::default()), Err(ArchiveError::Locked { .. })));
    drop(reader);
    place.store(Disk::default()).unwrap();
}

#[test]
fn many_writers_make_one_archive() {
    let place = Place::new();
    let done = std::sync::atomic::AtomicUsize::new(0);
    std::thread::scope(|scope| {
        for n in 0..4 {
            let (place, done) = (&place, &done);
            scope.spawn(move || {
                loop {
                    match place.store(Disk::default()) {
                        Ok(mut store) => {
                            add(&mut store, &[edition(&format!("urn:fangan:a/2025/{n}"), "1"), edition(A, &(n + 1).to_string())])
                                .unwrap();
                            done.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
                            break;
                        }
                        Err(ArchiveError::Locked { .. }) => std::thread::yield_now(),
                        Err(error) => panic!("{error}"),
                    }
                }
            });
        }
    });
    let verified = place.verify();
    assert_eq!(verified.problems, []);
    assert_eq!((verified.objects.len(), verified.versions), (5, 8));
}

#[test]
fn a_folder_with_something_else_is_no_archive() {
    let place = Place::new();
    fs::create_dir(place.root()).unwrap();
    fs::write(place.root().join("letter.txt"), "x").unwrap();
    let error = place.store(Disk::default()).unwrap_err();
    assert!(error.wording().en.contains("letter.txt"), "{error}");
    assert_eq!(place.look().len(), 1);
    assert!(matches!(Shelf::open(&place.root()), Err(ArchiveError::Missing { .. })));
    assert!(matches!(Shelf::open(&place.root().join("none")), Err(ArchiveError::Missing { .. })));
}

#[test]
fn nothing_is_added_to_a_damaged_log_or_object() {
    let place = Place::filled();
    let log = place.root().join("events.jsonl");
    let bytes = fs::read(&log).unwrap();
    for damaged in [&bytes[..bytes.len() - 1], &[&bytes[..], b"{\"seq\":"].concat(), &bytes[1..]] {
        fs::write(&log, damaged).unwrap();
        assert!(matches!(place.store(Disk::default()), Err(ArchiveError::Unfit { .. })));
    }
    fs::write(&log, bytes).unwrap();
    let inventory = place.root().join(crate::archive::ocfl::layout::path(A)).join("inventory.json");
    let text = fs::read_to_string(&inventory).unwrap();
    fs::write(&inventory, text.replacen("edition 1", "edition 7", 1)).unwrap();
    let before = place.look();
    let mut store = place.store(Disk::default()).unwrap();
    assert!(matches!(add(&mut store, &[edition(A, "3")]), Err(ArchiveError::Unfit { .. })));
    drop(store);
    assert_eq!(place.look(), before);
}

/// A disk that can only be read: the error is told, nothing else happens. (Root may write anywhere, so a file stands where
/// the folder must be.)
#[test]
fn where_nothing_can_be_written_it_says_so() {
    let place = Place::new();
    fs::write(place.root(), "").unwrap();
    let error = place.store(Disk::default()).unwrap_err();
    assert!(matches!(error, ArchiveError::Disk(_)), "{error}");
}

#[test]
fn a_file_that_changes_while_it_is_archived_is_noticed() {
    let place = Place::new();
    let attachment = place.dir.path().join("attachment.csv");
    fs::write(&attachment, "12345").unwrap();
    let mut store = place.store(Disk::default()).unwrap();
    for (size, text) in [(4, "12345"), (6, "123456"), (5, "12346")] {
        let mut edition = edition(A, "1");
        edition.files.push(file("source/attachment.csv", Bytes::Copy { from: attachment.clone(), size }, text));
        assert!(matches!(add(&mut store, &[edition]), Err(ArchiveError::Unfit { .. })));
    }
    let mut edition = edition(A, "1");
    edition.files.push(file("source/attachment.csv", Bytes::Copy { from: attachment, size: 5 }, "12345"));
    add(&mut store, &[edition]).unwrap();
    drop(store);
    assert_eq!(place.verify().problems, []);
}
