//! Small sites, each with the whole of its output as text, so that whoever changes what comes out sees it in review.
//!
//! A case is a folder of `tests/sites/`: a site, and `expected.txt`. Of a page that file has what its head says of it,
//! what its main part shows and where that leads; of every other file all there is. After a change that is meant:
//!
//! ```text
//! REFRESH=1 cargo test --test sites
//! ```

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that can't go on fails")]

mod support;

use std::fmt::Write;
use std::fs;
use std::path::Path;
use support::html::Page;
use support::{Site, Tree, tree};

const EXPECTED: &str = "expected.txt";

#[test]
fn small_sites_come_out_as_expected() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sites");
    let refresh = std::env::var_os("REFRESH").is_some();
    let mut cases: Vec<_> = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    cases.sort();
    assert!(cases.len() >= 6, "{cases:?}");
    let mut wrong = Vec::new();
    for case in cases {
        let mut files = tree(&case);
        let expected = files.remove(EXPECTED).map(|text| String::from_utf8(text).unwrap()).unwrap_or_default();
        let found = told(&Site::new(&files).build(&[]));
        if found == expected {
            continue;
        }
        if refresh {
            fs::write(case.join(EXPECTED), found).unwrap();
        } else {
            wrong.push(format!("{}: {}", case.file_name().unwrap().to_string_lossy(), first_difference(&expected, &found)));
        }
    }
    support::none("sites that came out otherwise (REFRESH=1 takes it over)", wrong);
}

/// The output as one text. The theme's own files are the same for every site.
fn told(output: &Tree) -> String {
    let mut all = String::new();
    for (path, bytes) in output.iter().filter(|(path, _)| !path.starts_with("assets/")) {
        let text = String::from_utf8_lossy(bytes);
        writeln!(all, "=== {path}").unwrap();
        if path.ends_with(".html") {
            page(&text, &mut all);
        } else {
            // Line ends of calendars and tables are part of the format.
            all.push_str(&text.replace('\r', "␍"));
            if !text.ends_with('\n') {
                all.push_str("␄\n");
            }
        }
        all.push('\n');
    }
    all
}

fn page(html: &str, all: &mut String) {
    let whole = Page::read(html);
    let lang = whole.all("html").find_map(|tag| tag.get("lang")).unwrap_or("");
    let title = whole
        .texts
        .iter()
        .find(|text| text.inside.last().is_some_and(|name| name == "title"))
        .map_or("", |text| text.text.as_str());
    writeln!(all, "({lang}) {title}").unwrap();
    for tag in &whole.tags {
        let get = |name: &str| tag.get(name).unwrap_or("");
        match (tag.name.as_str(), get("rel"), get("name")) {
            ("link", "canonical" | "alternate", _) => {
                let kind = if get("hreflang").is_empty() { get("type") } else { get("hreflang") };
                writeln!(all, "<{} {kind}> {}", get("rel"), get("href")).unwrap();
            }
            ("meta", _, name @ ("description" | "robots")) => writeln!(all, "<{name}> {}", get("content")).unwrap(),
            ("meta", ..) if tag.get("http-equiv") == Some("refresh") => writeln!(all, "<refresh> {}", get("content")).unwrap(),
            _ => {}
        }
    }
    let main = html.split_once("<main").and_then(|(_, rest)| rest.split_once("</main>")).map_or("", |(main, _)| main);
    let main = Page::read(&format!("<main{main}"));
    writeln!(all, "{}", main.shown).unwrap();
    for tag in &main.tags {
        match (tag.get("href"), tag.get("src")) {
            (Some(to), _) => {
                writeln!(all, "-> {to}{}", tag.get("hreflang").map_or_else(String::new, |lang| format!(" ({lang})"))).unwrap()
            }
            (_, Some(from)) => {
                let size = tag
                    .get("width")
                    .zip(tag.get("height"))
                    .map_or_else(String::new, |(width, height)| format!(" {width}x{height}"));
                writeln!(all, "[{}] {from}{size}", tag.get("alt").unwrap_or("")).unwrap();
            }
            _ => {}
        }
    }
}

fn first_difference(expected: &str, found: &str) -> String {
    let mut file = "";
    for (n, (old, new)) in expected.lines().chain([""].into_iter().cycle()).zip(found.lines()).enumerate() {
        if new.starts_with("=== ") {
            file = new;
        }
        if old != new {
            return format!("line {} ({file}): {old:?} became {new:?}", n + 1);
        }
    }
    format!("it ends after {} lines", found.lines().count())
}
