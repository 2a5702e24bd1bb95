//! Runs that are stopped: after every step, at every moment, for want of space.

use super::*;
use crate::archive::ocfl::{layout, root};
use std::process::{Command, Stdio};
use std::time::Duration;

/// What a run does: makes the archive, adds, adds a further edition beside a new document, records a reason.
fn whole_run(place: &Place, disk: Disk) -> Result<(), ArchiveError> {
    let mut store = place.store(disk)?;
    let missing = |store: &Store, editions: &[Addition]| -> Result<Vec<Addition>, ArchiveError> {
        let mut missing = Vec::new();
        for edition in editions {
            let head = store.newest(&edition.id)?;
            if !head.is_some_and(|inventory| inventory.versions.iter().any(|(_, v)| v.created == edition.created)) {
                missing.push(edition.clone());
            }
        }
        Ok(missing)
    };
    for editions in [
        &[edition(A, "1"), edition(B, "1")][..],
        &[edition(A, "2")],
        &[edition(A, "3"), edition("urn:fangan:c/2025-1/plan", "1")],
    ] {
        let missing = missing(&store, editions)?;
        add(&mut store, &missing)?;
    }
    if store.log().reasons(B).next().is_none() {
        store.note(B, "gone")?;
    }
    Ok(())
}

/// Every version with the digest of its inventory.
fn editions(place: &Place) -> BTreeMap<String, Vec<String>> {
    let verified = place.verify();
    let of = |inventory: &crate::archive::ocfl::Inventory| {
        let folder = place.root().join(layout::path(&inventory.id));
        let digest = |name: &crate::archive::ocfl::VersionName| {
            Algorithm::Sha256.of(&fs::read(folder.join(name.to_string()).join("inventory.json")).unwrap())
        };
        inventory.versions.iter().map(|(name, _)| digest(name)).collect()
    };
    verified.objects.values().map(|inventory| (inventory.id.clone(), of(inventory))).collect()
}

fn disk(change: impl Fn(&crate::archive::disk::fuse::Fuse)) -> Disk {
    let disk = Disk::default();
    change(&disk.fuse);
    disk
}

/// The disk's state is seen after it went into the store.
fn run_until(place: &Place, steps: i64, plain: bool) -> bool {
    whole_run(
        place,
        disk(|fuse| {
            fuse.make_plain(plain);
            fuse.die_after(steps);
        }),
    )
    .is_ok()
}

#[test]
fn killed_after_any_step_the_archive_is_sound_at_once_and_the_next_run_finishes() {
    let expected = {
        let place = Place::new();
        whole_run(&place, Disk::default()).unwrap();
        editions(&place)
    };
    for steps in 0.. {
        let place = Place::new();
        let ended = run_until(&place, steps, false);
        if root::is_root(&place.root()) {
            let verified = place.verify();
            assert_eq!(doubts(&verified), Vec::<&Problem>::new(), "after {steps} steps");
        }
        whole_run(&place, Disk::default()).unwrap_or_else(|error| panic!("after {steps} steps: {error}"));
        assert_eq!(place.verify().problems, [], "after {steps} steps and another run");
        assert_eq!(editions(&place), expected, "after {steps} steps");
        if ended {
            assert!(steps > 100, "{steps}");
            break;
        }
    }
}

#[test]
fn where_folders_can_not_be_exchanged_the_next_run_finishes_all_the_same() {
    for steps in 0.. {
        let place = Place::new();
        let ended = run_until(&place, steps, true);
        let had: Vec<(String, Vec<u8>)> =
            place.look().into_iter().filter(|(path, _)| path.contains("/content/") && !path.contains("staging")).collect();
        whole_run(&place, disk(|fuse| fuse.make_plain(true))).unwrap_or_else(|error| panic!("after {steps} steps: {error}"));
        assert_eq!(place.verify().problems, [], "after {steps} steps and another run");
        let has = place.look();
        assert!(had.iter().all(|(path, bytes)| has.get(path) == Some(bytes)), "after {steps} steps");
        if ended {
            break;
        }
    }
}

#[test]
fn killed_again_while_it_is_put_right_it_is_still_put_right() {
    for first in (0..220).step_by(13) {
        for second in (0..40).step_by(6) {
            let place = Place::new();
            run_until(&place, first, first % 2 == 0);
            run_until(&place, second, second % 2 == 0);
            whole_run(&place, Disk::default()).unwrap_or_else(|error| panic!("after {first} and {second} steps: {error}"));
            assert_eq!(place.verify().problems, [], "after {first} and {second} steps");
        }
    }
}

#[test]
fn on_a_full_disk_it_says_so_and_stays_sound() {
    for steps in 0.. {
        let place = Place::new();
        let run = whole_run(&place, disk(|fuse| fuse.full_after(steps)));
        if root::is_root(&place.root()) {
            assert_eq!(doubts(&place.verify()), Vec::<&Problem>::new(), "after {steps} steps");
        }
        match run {
            Ok(()) => break,
            Err(error) => {
                assert!(error.wording().en.contains("disk is full") || error.wording().en.contains("the fuse"), "{error}")
            }
        }
        whole_run(&place, Disk::default()).unwrap();
        assert_eq!(place.verify().problems, [], "after {steps} steps");
    }
}

const FOLDER: &str = "FANGAN_TEST_ARCHIVE";

/// Not a test of its own: the process that the next one kills. Adds edition after edition.
#[test]
fn victim() {
    let Some(folder) = std::env::var_os(FOLDER) else { return };
    let mut store = Store::open(Path::new(&folder), TIME, "victim").unwrap();
    loop {
        let number = store.newest(A).unwrap().map_or(0, |inventory| inventory.head.number);
        let mut next = edition(A, "1");
        next.message = number.to_string();
        next.files.push(file("number", Bytes::Made(number.to_string().into_bytes()), &number.to_string()));
        let other = Addition { id: format!("urn:fangan:x/2025/{number}-{}", std::process::id()), ..next.clone() };
        add(&mut store, &[next, other]).unwrap();
    }
}

#[test]
fn killed_for_real_it_is_sound_at_once() {
    let place = Place::filled();
    let name = concat!(module_path!(), "::victim").split_once("::").unwrap().1;
    for round in 0..10_u64 {
        let mut victim = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", name, "--test-threads", "1"])
            .env(FOLDER, place.root())
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        let length = || fs::metadata(place.root().join("events.jsonl")).map_or(0, |data| data.len());
        let before = length();
        // It has begun to add; then it is killed somewhere in between.
        while length() == before {
            assert!(victim.try_wait().unwrap().is_none(), "the victim ended by itself");
            std::thread::sleep(Duration::from_millis(1));
        }
        std::thread::sleep(Duration::from_micros(1700 * round));
        victim.kill().unwrap();
        victim.wait().unwrap();
        let verified = place.verify();
        assert_eq!(doubts(&verified), Vec::<&Problem>::new(), "round {round}");
    }
    drop(place.store(Disk::default()).unwrap());
    assert_eq!(place.verify().problems, []);
    assert!(place.verify().versions > 3);
}
