//! Builds that are killed, by the step and for real.

use super::super::commit::{Phase, Step};
use super::*;
use std::process::{Command, Stdio};

const OLD: Files<'static> =
    &[("a", "1"), ("b/c/d", "2"), ("b/e", "3"), ("f/g", "4"), ("h/i", "5"), ("gone/deep/er", "6"), ("same", "7")];
const NEW: Files<'static> =
    &[("a/b/c", "8"), ("b", "9"), ("f/g", "10"), ("f/new", "11"), ("new/folder/x", "12"), ("h/i", "5"), ("same", "7")];

/// Commits, but is killed after so many steps; whether it had come to the end by then.
fn commit_and_die(mut transaction: Transaction, after: usize) -> bool {
    let puts = transaction.sorted_puts();
    let plan = transaction.scene(&puts).plan().unwrap();
    transaction.make_root().unwrap();
    let steps: Vec<Step> = plan
        .phases
        .into_iter()
        .flat_map(|phase| match phase {
            Phase::Together(steps) | Phase::InOrder(steps) => steps,
        })
        .collect();
    for step in steps.iter().take(after) {
        step.run(&transaction.root, &transaction.work).unwrap();
    }
    transaction.work.die();
    after >= steps.len()
}

#[test]
fn killed_after_any_step_the_next_build_puts_everything_right() {
    for next in [NEW, OLD, &[("same", "7"), ("new", "13"), ("gone", "14")]] {
        for after in 0.. {
            let place = Place::new();
            place.build(OLD);
            place.foreign("f/mine", "x");
            let ended = commit_and_die(place.prepare(NEW), after);
            for (path, text) in files(&place.site()) {
                assert!([OLD, NEW].concat().contains(&(path, text)) || path == "f/mine", "{path} after {after} steps");
            }
            let written = place.build(next);
            assert_eq!(written.foreign, ["f/mine"], "after {after} steps");
            let mut expected = next.to_vec();
            expected.push(("f/mine", "x"));
            expected.sort_unstable();
            assert_eq!(files(&place.site()), expected, "after {after} steps");
            let empty = place
                .site()
                .keys()
                .filter(|path| path.ends_with('/'))
                .all(|folder| files(&place.site()).iter().any(|(path, _)| path.starts_with(folder)));
            assert!(empty, "an empty folder is left after {after} steps");
            if ended {
                break;
            }
        }
    }
}

#[test]
fn a_first_build_that_is_killed_leaves_nothing_foreign() {
    for after in 0.. {
        let place = Place::new();
        let ended = commit_and_die(place.prepare(NEW), after);
        let written = place.build(OLD);
        assert_eq!(written.foreign_count, 0, "after {after} steps");
        assert_eq!(files(&place.site()).len(), OLD.len());
        if ended {
            break;
        }
    }
}

#[test]
fn what_a_killed_build_prepared_is_cleared() {
    let place = Place::new();
    place.build(OLD);
    let before = place.look();
    place.prepare(NEW).work.die();
    assert_eq!(names_in(place.root()).len(), 2);
    assert_eq!(place.look(), before);
    place.build(NEW);
    assert_eq!(names_in(place.root()), ["public"]);
}

const FOLDER: &str = "FANGAN_TEST_VICTIM";

/// The content of a file in the `round`-th build of the victim, told from its size and every byte of it.
fn content(round: usize) -> String {
    char::from(b'a' + u8::try_from(round % 26).unwrap()).to_string().repeat(5_000 + round % 26)
}

/// Not a test of its own: the process that the next one kills. Builds again and again, each time something else.
#[test]
fn victim() {
    let Some(folder) = std::env::var_os(FOLDER) else { return };
    for round in 0.. {
        let transaction = match Disk::begin(Path::new(&folder), &[]) {
            Ok(transaction) => transaction,
            Err(error) => panic!("{error}"),
        };
        for n in (0..200).filter(|n| (n + round) % 3 != 0) {
            put(&transaction, &format!("{}/{n}/index.html", (n + round / 5) % 7), &content(round)).unwrap();
        }
        transaction.commit().unwrap();
    }
}

#[test]
fn killed_for_real_no_file_is_half_and_the_next_build_puts_everything_right() {
    let place = Place::new();
    place.foreign("mine", "x");
    let name = concat!(module_path!(), "::victim");
    let name = name.split_once("::").unwrap().1;
    for round in 0..12u64 {
        let mut victim = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", name, "--test-threads", "1"])
            .env(FOLDER, place.output())
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(Duration::from_millis(60 + round * 23 % 97));
        assert!(victim.try_wait().unwrap().is_none(), "the victim ended by itself");
        victim.kill().unwrap();
        victim.wait().unwrap();
        for (path, text) in files(&place.site()).into_iter().filter(|(_, text)| text.len() > 1) {
            let round = usize::from(text.as_bytes().first().copied().unwrap_or(0)).wrapping_sub(usize::from(b'a'));
            assert!(round < 26 && text == content(round), "{path} is half");
        }
        if round % 3 == 2 {
            let written = place.build(&[("3/3/index.html", "1"), ("end", "2")]);
            assert_eq!(written.foreign, ["mine"]);
            assert_eq!(files(&place.site()), [("3/3/index.html", "1"), ("end", "2"), ("mine", "x")]);
        }
    }
}
