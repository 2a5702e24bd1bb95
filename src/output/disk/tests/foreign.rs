//! What fangan did not write: it stays, and nothing leads outside.

use super::*;

#[test]
fn foreign_files_stay_and_are_named() {
    let place = Place::new();
    place.foreign(".git/objects/ab", "x");
    place.foreign("CNAME", "x");
    place.build(&[("a/b", "1"), ("c", "2")]);
    place.foreign("a/mine.txt", "x");
    place.foreign("a/deep/mine.txt", "x");
    let written = place.build(&[("c", "2")]);
    assert_eq!(written.foreign, [".git/", "CNAME", "a/deep/", "a/mine.txt"]);
    assert_eq!(written.foreign_count, 4);
    assert_eq!(
        files(&place.site()),
        [(".git/objects/ab", "x"), ("CNAME", "x"), ("a/deep/mine.txt", "x"), ("a/mine.txt", "x"), ("c", "2")]
    );
    for n in 0..30 {
        place.foreign(&format!("more-{n}"), "x");
    }
    let written = place.build(&[("c", "2")]);
    // Nothing of ours is left in `a`, so it is named as a whole.
    assert_eq!((written.foreign.len(), written.foreign_count), (20, 33));
}

#[test]
fn files_go_into_foreign_folders_beside_what_is_there() {
    let place = Place::new();
    place.foreign("assets/mine.css", "x");
    place.foreign("assets/fonts/mine.woff", "x");
    for round in 0..2 {
        let written = place.build(&[("assets/ours.css", "1"), ("assets/new/deep/ours.js", "2")]);
        assert_eq!(written.foreign, ["assets/fonts/", "assets/mine.css"], "{round}");
        assert_eq!(written.unchanged, 2 * round);
    }
    assert_eq!(place.build(&[]).foreign, ["assets/fonts/", "assets/mine.css"]);
    assert_eq!(files(&place.site()), [("assets/fonts/mine.woff", "x"), ("assets/mine.css", "x")]);
}

#[test]
fn a_foreign_file_is_never_replaced() {
    for (foreign, ours) in [
        ("a", "a"),
        ("a", "a/b/c"),
        ("a/b/c", "a"),
        ("a/b/c", "a/b"),
        ("a/b/c", "a/b/c/d"),
        ("a/b/c", "a/b/c"),
        ("ours/mine", "ours"),
        ("ours/x/mine", "ours"),
    ] {
        let place = Place::new();
        place.build(&[("ours/file", "1"), ("index", "1")]);
        place.foreign(foreign, "x");
        let before = place.look();
        let error = place.try_build(&[("index", "2"), (ours, "3"), ("z", "4")]).unwrap_err();
        assert!(matches!(error, OutputError::InTheWay { .. }), "{foreign} {ours}");
        assert_eq!(place.look(), before, "{foreign} {ours}");
    }
}

#[test]
fn a_foreign_file_that_is_the_same_becomes_ours() {
    let place = Place::new();
    place.foreign("a/b", "1");
    place.foreign("c", "2");
    let then = age(&place.at("a/b"));
    let written = place.build(&[("a/b", "1"), ("c", "2")]);
    assert_eq!((written.unchanged, written.foreign_count), (2, 0));
    assert_eq!(modified(&place.at("a/b")), then);
    assert_eq!(place.build(&[("a/b", "3")]).removed, 1);
}

#[test]
fn a_hostile_manifest_deletes_nothing_outside() {
    let place = Place::new();
    let outside = place.root().join("outside");
    fs::create_dir_all(outside.join("folder")).unwrap();
    fs::write(outside.join("folder/file"), "x").unwrap();
    place.foreign("inside/file", "x");
    let absolute = outside.join("folder/file");
    let lines = [
        "../outside/folder/file",
        absolute.to_str().unwrap(),
        "inside/../../outside/folder/file",
        "a/..",
        ".",
        "..",
        "",
        "/",
        "inside",
    ];
    place.foreign(".fangan-manifest", &format!("fangan-manifest 1 {}\n{}\n", lines.len(), lines.join("\n")));
    place.build(&[("a/b", "1")]);
    assert_eq!(files(&look(&outside)), [("folder/file", "x")]);
    assert_eq!(files(&place.site()), [("a/b", "1"), ("inside/file", "x")]);
}

#[test]
fn a_damaged_manifest_is_repaired() {
    for damage in ["", "\0\0\0", "fangan-manifest 1 3\na/b\n", "fangan-manifest 7 3\na/b\nc\nd\n"] {
        let place = Place::new();
        place.build(&[("a/b", "1"), ("c", "2"), ("d", "3")]);
        place.foreign("mine", "x");
        fs::write(place.at(".fangan-manifest"), damage).unwrap();
        place.build(&[("a/b", "4"), ("c", "2"), ("d", "5")]);
        assert_eq!(files(&place.site()), [("a/b", "4"), ("c", "2"), ("d", "5"), ("mine", "x")], "{damage}");
        assert_eq!(place.read(".fangan-manifest"), "fangan-manifest 1 3\na/b\nc\nd\n");
    }
}

#[test]
fn a_manifest_that_is_a_folder_is_in_the_way() {
    let place = Place::new();
    fs::create_dir_all(place.at(".fangan-manifest")).unwrap();
    assert!(matches!(Disk::begin(&place.output(), &[]), Err(OutputError::InTheWay { .. })));
    assert_eq!(names_in(place.root()), ["public"]);
}

#[cfg(unix)]
mod links {
    use super::*;
    use std::os::unix::fs::symlink;

    /// An output whose folder `a` has been replaced by a link to a folder outside that holds the same names.
    fn linked() -> (Place, PathBuf) {
        let place = Place::new();
        place.build(&[("a/b/c", "1"), ("d", "2")]);
        let outside = place.root().join("outside");
        fs::rename(place.at("a"), &outside).unwrap();
        symlink(&outside, place.at("a")).unwrap();
        (place, outside)
    }

    #[test]
    fn nothing_is_written_through_a_link() {
        for path in ["a/b/c", "a/b/new", "a/new", "a/new/deep", "a"] {
            let (place, outside) = linked();
            let before = (place.look(), look(&outside));
            let error = place.try_build(&[(path, "3"), ("d", "4")]).unwrap_err();
            assert!(matches!(&error, OutputError::InTheWay { path } if path.ends_with("a")), "{error}");
            assert_eq!((place.look(), look(&outside)), before);
        }
    }

    #[test]
    fn nothing_is_deleted_through_a_link() {
        let (place, outside) = linked();
        let written = place.build(&[("d", "4")]);
        assert_eq!((written.removed, written.foreign), (0, vec!["a".to_owned()]));
        assert_eq!(files(&look(&outside)), [("b/c", "1")]);
        assert!(place.at("a").symlink_metadata().unwrap().is_symlink());
    }

    #[test]
    fn a_link_in_place_of_a_file_is_not_followed() {
        let place = Place::new();
        place.build(&[("a", "1"), ("b", "1")]);
        let outside = place.root().join("outside");
        fs::write(&outside, "x").unwrap();
        fs::remove_file(place.at("a")).unwrap();
        symlink(&outside, place.at("a")).unwrap();
        assert!(matches!(place.try_build(&[("a", "2")]), Err(OutputError::InTheWay { .. })));
        assert!(matches!(place.try_build(&[("a/b", "2")]), Err(OutputError::InTheWay { .. })));
        place.build(&[("b", "2")]);
        assert_eq!(fs::read_to_string(&outside).unwrap(), "x");
    }

    #[test]
    fn a_link_made_while_the_site_is_built_is_noticed() {
        for files in [&[("a/b/c", "3"), ("d", "4")][..], &[("d", "4")], &[("a/b/c", "1"), ("a/b/n/e/w", "3"), ("d", "4")]] {
            let place = Place::new();
            place.build(&[("a/b/c", "1"), ("d", "2")]);
            let transaction = place.prepare(files);
            let outside = place.root().join("outside");
            fs::rename(place.at("a"), &outside).unwrap();
            symlink(&outside, place.at("a")).unwrap();
            let before = (place.look(), look(&outside));
            assert!(matches!(transaction.commit(), Err(OutputError::InTheWay { .. })));
            assert_eq!((place.look(), look(&outside)), before);
        }
    }

    #[test]
    fn an_output_that_is_a_link_stands_for_its_folder() {
        let place = Place::new();
        fs::create_dir(place.root().join("real")).unwrap();
        symlink("real", place.output()).unwrap();
        place.build(&[("a/b", "1")]);
        assert_eq!(files(&look(&place.root().join("real"))).len(), 2);
        assert!(place.output().symlink_metadata().unwrap().is_symlink());
    }

    #[test]
    fn links_in_the_hidden_folder_lead_nowhere() {
        let place = Place::new();
        place.build(&[("a", "1")]);
        let outside = place.root().join("outside");
        fs::create_dir_all(outside.join("staging")).unwrap();
        fs::write(outside.join("staging/file"), "x").unwrap();
        let hidden = place.root().join(".public.fangan");
        symlink(&outside, &hidden).unwrap();
        place.try_build(&[("a", "2")]).unwrap();
        fs::remove_file(&hidden).unwrap();
        fs::create_dir(&hidden).unwrap();
        symlink(outside.join("staging"), hidden.join("staging")).unwrap();
        symlink(outside.join("new"), hidden.join("lock")).unwrap();
        place.build(&[("a", "3")]);
        assert_eq!(files(&look(&outside)), [("staging/file", "x")]);
        assert_eq!(place.read("a"), "3");
    }

    #[test]
    fn names_that_are_not_unicode_are_foreign() {
        use std::os::unix::ffi::OsStrExt;
        let place = Place::new();
        place.build(&[("a/b", "1"), ("c", "1")]);
        let odd = place.at("a").join(std::ffi::OsStr::from_bytes(b"\xff"));
        if fs::write(&odd, "x").is_err() {
            return;
        }
        assert_eq!(place.build(&[("c", "1")]).foreign, ["a/\u{fffd}"]);
        assert!(odd.exists());
    }
}
