//! Storage roots that break the specification, made here: each is told by its rule.

use super::*;
use crate::archive::ocfl::{layout, root};

/// What is wrong with a storage root and its objects.
fn rules(root: &Path, grade: Grade) -> Vec<&'static str> {
    let checked = root::check(root);
    let of_objects = checked.objects.into_values().flat_map(|object| object.problems);
    checked.problems.into_iter().chain(of_objects).filter(|problem| problem.grade == grade).map(|problem| problem.rule).collect()
}

#[test]
fn each_broken_rule_is_named() {
    type Case = (&'static str, fn(&Path));
    let cases: [Case; 15] = [
        ("E070", |root| fs::write(root.join("ocfl_layout.json"), "{}").unwrap()),
        ("E070", |root| fs::write(root.join("ocfl_layout.json"), "no JSON").unwrap()),
        ("E071", |root| fs::write(root.join("ocfl_layout.json"), r#"{"extension": "own", "description": "x"}"#).unwrap()),
        ("E072", |root| fs::write(root.join(layout::path(A)).parent().unwrap().join("letter.txt"), "").unwrap()),
        ("E073", |root| fs::create_dir_all(root.join("abc/def")).unwrap()),
        ("E076", |root| fs::remove_file(root.join("0=ocfl_1.1")).unwrap()),
        ("E076", |root| fs::write(root.join("0=ocfl_1.0"), "ocfl_1.0\n").unwrap()),
        ("E079", |root| fs::rename(root.join("0=ocfl_1.1"), root.join("0=ocfl_9.9")).unwrap()),
        ("E080", |root| fs::write(root.join("0=ocfl_1.1"), "ocfl_1.0\n").unwrap()),
        ("E081", |root| {
            fs::remove_file(root.join("0=ocfl_1.1")).unwrap();
            fs::write(root.join("0=ocfl_1.0"), "ocfl_1.0\n").unwrap();
        }),
        ("E083", |root| fs::rename(root.join(layout::path(A)), root.join("elsewhere")).unwrap()),
        ("E037", |root| {
            let copy = root.join("copy");
            for (path, bytes) in look(&root.join(layout::path(A))) {
                let to = copy.join(&path);
                fs::create_dir_all(if path.ends_with('/') { to.as_path() } else { to.parent().unwrap() }).unwrap();
                if !path.ends_with('/') {
                    fs::write(to, bytes).unwrap();
                }
            }
        }),
        ("E088", |root| fs::create_dir_all(root.join("x/".repeat(70))).unwrap()),
        ("E090", |root| std::os::unix::fs::symlink("/etc/hostname", root.join("link")).unwrap()),
        ("E112", |root| fs::write(root.join("extensions/file"), "").unwrap()),
    ];
    for (rule, breaks) in cases {
        let place = Place::filled();
        assert_eq!(rules(&place.root(), Grade::Doubt), Vec::<&str>::new());
        breaks(&place.root());
        assert!(rules(&place.root(), Grade::Doubt).contains(&rule), "{rule}: {:?}", rules(&place.root(), Grade::Doubt));
    }
}

#[test]
fn an_extension_that_nobody_knows_is_remarked() {
    let place = Place::filled();
    fs::create_dir(place.root().join("extensions/own")).unwrap();
    assert!(rules(&place.root(), Grade::Remark).contains(&"W016"));
    assert_eq!(rules(&place.root(), Grade::Doubt), Vec::<&str>::new());
}

/// A rule that no test breaks may as well not be there.
#[test]
fn every_rule_is_broken_by_a_test() {
    let of = |text: &str, until: bool| -> std::collections::BTreeSet<String> {
        let (code, tests) = text.split_once("#[cfg(test)]").unwrap_or((text, ""));
        let text = if until { code } else { tests };
        let quoted = text.split('"').filter(|word| word.len() == 4 && word.starts_with(['E', 'W']));
        quoted.filter(|word| word.chars().skip(1).all(|c| c.is_ascii_digit())).map(str::to_owned).collect()
    };
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/archive");
    let read = |folder: PathBuf| -> Vec<String> {
        let files = walkdir::WalkDir::new(folder).into_iter().map(Result::unwrap).filter(|entry| entry.file_type().is_file());
        files.map(|entry| fs::read_to_string(entry.path()).unwrap()).collect()
    };
    let program = read(folder.join("ocfl"));
    let told: std::collections::BTreeSet<String> = program.iter().flat_map(|text| of(text, true)).collect();
    let mut tested: std::collections::BTreeSet<String> = program.iter().flat_map(|text| of(text, false)).collect();
    tested.extend(read(folder.join("tests")).iter().flat_map(|text| of(text, true)));
    assert_eq!(told.difference(&tested).collect::<Vec<_>>(), Vec::<&String>::new());
    assert!(told.len() > 60, "{}", told.len());
}
