//! Several builds, and several threads in one.

use super::*;
use rayon::prelude::*;
use std::sync::atomic::{AtomicUsize, Ordering};

#[test]
fn a_second_build_is_told_that_another_one_is_writing() {
    let place = Place::new();
    place.build(&[("a", "1")]);
    let first = place.prepare(&[("a", "2")]);
    let error = Disk::begin(&place.output(), &[]).unwrap_err();
    assert!(matches!(error, OutputError::Locked { .. }));
    assert!(error.wording().zh.contains("另一個建置"));
    put(&first, "b", "3").unwrap();
    first.commit().unwrap();
    assert_eq!(files(&place.site()), [("a", "2"), ("b", "3")]);
    place.build(&[("a", "4")]);
}

#[test]
fn no_two_builds_ever_hold_the_folder_at_once() {
    let place = Place::new();
    let (inside, done) = (AtomicUsize::new(0), AtomicUsize::new(0));
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                while done.load(Ordering::SeqCst) < 400 {
                    match Disk::begin(&place.output(), &[]) {
                        Ok(transaction) => {
                            assert_eq!(inside.fetch_add(1, Ordering::SeqCst), 0);
                            std::thread::yield_now();
                            assert_eq!(inside.fetch_sub(1, Ordering::SeqCst), 1);
                            drop(transaction);
                            done.fetch_add(1, Ordering::SeqCst);
                        }
                        Err(OutputError::Locked { .. }) => std::thread::yield_now(),
                        Err(error) => panic!("{error}"),
                    }
                }
            });
        }
    });
    assert!(names_in(place.root()).is_empty());
}

#[test]
fn threads_put_at_once() {
    let place = Place::new();
    let build = |change: usize| {
        let transaction = place.begin();
        (0..500usize).into_par_iter().for_each(|n| {
            let text = if n.is_multiple_of(change) { format!("{n}") } else { format!("{n} old") };
            put(&transaction, &format!("{}/{}/{n}/index.html", n % 3, n % 7), &text).unwrap();
        });
        transaction.commit().unwrap()
    };
    assert_eq!(build(1).new, 500);
    let written = build(2);
    assert_eq!((written.changed, written.unchanged), (250, 250));
    assert_eq!(files(&place.site()).len(), 500);
}

#[test]
fn where_nothing_can_be_written_beside_the_output_it_is_inside() {
    let place = Place::new();
    place.build(&[("a", "1"), ("b/c", "2")]);
    // Stands for a folder without permission, which the tests may well have.
    fs::write(place.root().join(".public.fangan"), "").unwrap();
    let transaction = place.prepare(&[("a", "2"), ("d/e", "3")]);
    assert!(place.at(".fangan/lock").exists());
    assert!(matches!(Disk::begin(&place.output(), &[]), Err(OutputError::Locked { .. })));
    // Also one that could write beside now.
    fs::remove_file(place.root().join(".public.fangan")).unwrap();
    assert!(matches!(Disk::begin(&place.output(), &[]), Err(OutputError::Locked { .. })));
    let written = transaction.commit().unwrap();
    assert_eq!((written.foreign_count, written.new, written.changed, written.removed), (0, 1, 1, 1));
    assert_eq!(place.site().keys().collect::<Vec<_>>(), ["a", "d/", "d/e"]);
    fs::write(place.root().join(".public.fangan"), "").unwrap();
    place.prepare(&[("a", "3")]).work.die();
    fs::remove_file(place.root().join(".public.fangan")).unwrap();
    place.build(&[("a", "4")]);
    assert_eq!(place.site().keys().collect::<Vec<_>>(), ["a"]);
}
