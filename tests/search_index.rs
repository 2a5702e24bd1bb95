//! The search index as files: where they stand, what script variants share, what can't take their place. What a query
//! finds is tested by `tests/search` and `tests/browser`.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that can't go on fails")]

mod support;

use serde_json::Value;
use support::{CONFIG, JIANGNING, Site, Tree, none, small};

const APPROVED: &str = "status: approved\napproval: {by: 教科室, on: 2025-09-01}\n";

/// A small site with one document.
fn site(config: &str, front: &str) -> Site {
    let mut files = small();
    files.insert("fangan.toml".into(), config.into());
    files.insert(
        format!("{JIANGNING}/2025-1/plan.zh.md"),
        format!("---\ntitle: 互聯網方案\n{APPROVED}{front}---\n## 一、目標\n\n互聯網進校園。\n"),
    );
    Site::new(files)
}

fn json(files: &Tree, path: &str) -> Value {
    serde_json::from_slice(files.get(path).unwrap_or_else(|| panic!("{path} is not there"))).unwrap()
}

/// All terms of a language.
fn terms(files: &Tree, prefix: &str) -> Vec<String> {
    let files = files.iter().filter(|(path, _)| path.starts_with(&format!("{prefix}search/terms/")));
    let text = files.map(|(_, bytes)| std::str::from_utf8(bytes).unwrap()).collect::<String>();
    text.lines().map(|line| line.split_once('\t').unwrap().0.to_owned()).collect()
}

#[test]
fn script_variants_share_their_terms_and_have_their_own_entries() {
    let files = site(CONFIG, "").build(&[]);
    assert_eq!(json(&files, "search/index.json")["terms"], "../search/terms/");
    let variant = json(&files, "zh-hans/search/index.json");
    assert_eq!(variant["terms"], "../../search/terms/");
    assert_eq!(variant["version"], json(&files, "search/index.json")["version"]);
    none("terms of the variant", terms(&files, "zh-hans/"));
    let entry = |prefix: &str| json(&files, &format!("{prefix}search/entries/0.json"))[0].clone();
    assert_eq!(entry("")["title"], "互聯網方案");
    assert_eq!(entry("zh-hans/")["title"], "互联网方案");
    assert_eq!(entry("en/")["lang"], "zh-Hant");
    assert_eq!(entry("en/")["path"], "communities/jiangning/2025-1/plan/");
    let zh = terms(&files, "");
    for term in ["互联", "联网", "网进", "=kind/plan", "=year/2025", "=community/jiangning", "'hlwfa", "'hulianwangfangan"]
    {
        assert!(zh.iter().any(|t| t == term), "{term}");
    }
    // The English page has the title and the facts, not the text.
    let en = terms(&files, "en/");
    assert!(en.iter().any(|t| t == "联网") && !en.iter().any(|t| t == "网进"));
}

#[test]
fn words_that_a_glossary_exchanges_are_found_in_either_form() {
    let config = format!("{CONFIG}\n[glossary]\nreplace = {{ \"互聯網\" = \"因特网\" }}\n");
    let files = site(&config, "").build(&[]);
    assert_eq!(json(&files, "zh-hans/search/index.json")["terms"], "../../zh-hans/search/terms/");
    assert!(terms(&files, "").contains(&"互联".to_owned()));
    assert!(terms(&files, "zh-hans/").contains(&"因特".to_owned()));
    assert!(!terms(&files, "zh-hans/").contains(&"互联".to_owned()));
}

#[test]
fn terms_are_in_order_and_each_file_begins_where_the_index_says() {
    let files = Site::sample().build(&[]);
    for prefix in ["", "en/"] {
        let starts = json(&files, &format!("{prefix}search/index.json"))["starts"].clone();
        let starts: Vec<&str> = starts.as_array().unwrap().iter().map(|s| s.as_str().unwrap()).collect();
        assert!(starts.is_sorted());
        for (n, start) in starts.iter().enumerate() {
            let text = std::str::from_utf8(&files[&format!("{prefix}search/terms/{n}.txt")]).unwrap();
            let own: Vec<&str> = text.lines().map(|line| line.split_once('\t').unwrap().0).collect();
            assert_eq!(own.first(), Some(start));
            assert!(own.is_sorted());
        }
    }
}

#[test]
fn nothing_takes_the_place_of_the_index() {
    for alias in ["/search/terms/0.txt", "/search/entries/", "/zh-hans/search/index.json", "/search/"] {
        let checked = site(CONFIG, &format!("aliases: [{alias}]\n")).run(&["build"]).ends(1);
        assert!(checked.stderr.contains("duplicate-url"), "{alias}\n{}", checked.stderr);
    }
}
