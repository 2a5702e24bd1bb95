//! Any series of builds ends with exactly the last one's files and what is foreign.

use super::*;
use proptest::prelude::*;

/// Few names at few depths, so that files and folders often meet.
fn paths() -> impl Strategy<Value = String> {
    prop::collection::vec("[abc]", 1..4).prop_map(|parts| parts.join("/"))
}

/// A set of files none of which lies in another.
fn site() -> impl Strategy<Value = BTreeMap<String, String>> {
    prop::collection::btree_map(paths(), "[xy]{0,2}", 0..8).prop_map(|mut files| {
        let all: Vec<String> = files.keys().cloned().collect();
        files.retain(|path, _| !all.iter().any(|other| other.starts_with(&format!("{path}/"))));
        files
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]
    #[test]
    fn a_series_of_builds_ends_with_exactly_the_last(
        sites in prop::collection::vec((site(), 0..4u8), 1..6),
        foreign in prop::collection::btree_map("[abc](/[abc])?/mine[12]", "[xy]", 0..3),
    ) {
        let place = Place::new();
        let mut wanted: BTreeMap<String, String> = BTreeMap::new();
        let mut foreign_there = BTreeMap::new();
        for (n, (site, fate)) in sites.iter().enumerate() {
            if n == 1 {
                for (path, text) in &foreign {
                    let path_free = (0..path.len()).filter(|at| path.as_bytes()[*at] == b'/').all(|at| !place.at(&path[..at]).is_file());
                    if path_free {
                        place.foreign(path, text);
                        foreign_there.insert(path.clone(), text.clone());
                    }
                }
            }
            let before = place.look();
            let transaction = place.begin();
            for (path, text) in site {
                put(&transaction, path, text).unwrap();
            }
            let blocked = site.keys().any(|path| foreign_there.keys().any(|mine| mine.starts_with(&format!("{path}/"))));
            match (fate, blocked) {
                (0, _) => {
                    drop(transaction);
                    prop_assert_eq!(place.look(), before);
                }
                (_, true) => {
                    let refused = matches!(transaction.commit(), Err(OutputError::InTheWay { .. }));
                    prop_assert!(refused);
                    prop_assert_eq!(place.look(), before);
                }
                (_, false) => {
                    let written = transaction.commit().unwrap();
                    prop_assert_eq!(written.new + written.changed + written.unchanged, site.len());
                    wanted = site.clone();
                }
            }
            let mut expected = wanted.clone();
            expected.extend(foreign_there.clone());
            let there = place.site();
            prop_assert_eq!(files(&there), expected.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect::<Vec<_>>());
            for folder in there.keys().filter(|path| path.ends_with('/')) {
                prop_assert!(there.keys().any(|path| path != folder && path.starts_with(folder)), "{} is empty", folder);
            }
            place.refuse_leftovers();
        }
    }
}
