//! Keeps what ARCHITECTURE.md says true, by reading the program's text. A broken rule names file and line.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that can't go on fails")]

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use support::{none, tree};

/// What each module of the crate may use. `say` is the macro that every finding is made with.
const MAY_USE: &[(&str, &str)] = &[
    ("personal", ""),
    ("extract", ""),
    ("plots", ""),
    // Findings point into sources, and sources are read with findings.
    ("source", "diagnostic"),
    ("diagnostic", "source personal"),
    ("edtf", "source diagnostic"),
    ("characters", ""),
    ("data", "source diagnostic edtf characters"),
    ("language", "source diagnostic data edtf"),
    ("calendar", "source diagnostic data edtf language"),
    ("config", "source diagnostic data edtf language calendar"),
    ("script", "source diagnostic data edtf language config"),
    ("order", "source diagnostic data edtf language config"),
    ("document", "source diagnostic data edtf characters language calendar config"),
    ("catalogue", "source diagnostic data edtf language calendar config script document personal extract"),
    ("routes", "source diagnostic data edtf language calendar config script order document catalogue plots"),
    ("formats", "source diagnostic data edtf language calendar config script order document catalogue routes"),
    ("search", "source diagnostic data edtf language calendar config script order document catalogue routes"),
    ("theme", "source diagnostic data edtf language calendar config script order document catalogue routes"),
    ("render", "source diagnostic data edtf language calendar config script order document catalogue routes theme"),
    ("output", "diagnostic"),
    (
        "pipeline",
        "source diagnostic data edtf language calendar config script order document catalogue routes formats search theme render output \
         personal",
    ),
    (
        "serve",
        "source diagnostic data edtf language calendar config script order document catalogue routes formats search theme render \
         output pipeline personal",
    ),
    (
        "archive",
        "source diagnostic characters data edtf language calendar config script order document catalogue routes formats theme render output \
         pipeline",
    ),
    ("cli", "diagnostic characters"),
    (
        "commands",
        "source diagnostic data edtf language calendar config script order document catalogue routes formats search theme render \
          output pipeline cli serve archive personal",
    ),
];

/// Where each foreign crate may be named. A new one must be given its place here; `*` is everywhere.
const KNOWN_BY: &[(&str, &str)] = &[
    ("ammonia", "document/html"),
    ("annotate_snippets", "diagnostic/emit/human"),
    ("anstream", "commands/mod.rs"),
    ("axum", "serve/http.rs"),
    ("blake2", "archive/digest.rs"),
    ("clap", "cli.rs cli/"),
    ("clap_complete", "cli/check.rs commands/mod.rs"),
    ("csv", "formats/catalogue.rs commands/print.rs archive/export/catalogue.rs"),
    ("encoding_rs", "source/workspace catalogue/checks/text/ extract/plain.rs extract/pdf/font.rs archive/bagit/read.rs"),
    ("ferrous_opencc", "script.rs"),
    ("flate2", "extract/pdf/file.rs"),
    ("futures_util", "serve/http.rs"),
    ("icu_collator", "order.rs"),
    ("icu_locale_core", "order.rs"),
    ("icu_normalizer", "search/text.rs archive/name.rs"),
    ("include_dir", "theme/built_in.rs"),
    ("indicatif", "commands/"),
    ("jiff", "*"),
    ("md_5", "archive/digest.rs"),
    ("memchr", "routes/parts.rs"),
    // The program's allocator, and nothing else of it.
    ("mimalloc", "main.rs"),
    ("mime_guess", "serve/http.rs archive/media.rs"),
    ("notify", "serve/watch.rs"),
    ("open", "commands/serve.rs"),
    ("percent_encoding", "catalogue/links.rs document/ formats/ routes/ serve/ archive/name.rs"),
    ("pinyin", "document/slug"),
    ("pulldown_cmark", "document/"),
    ("quick_xml", "formats/ source/picture/svg.rs extract/xml.rs archive/metadata.rs"),
    ("rayon", "*"),
    ("rustix", "archive/disk.rs"),
    ("saphyr_parser", "data/yaml.rs"),
    ("serde", "*"),
    ("serde_json", "*"),
    ("sha1", "archive/digest.rs"),
    ("sha2", "catalogue/digest.rs source/workspace archive/digest.rs"),
    ("syntect", "document/highlight.rs"),
    ("tera", "render.rs"),
    ("terminal_size", "commands/"),
    ("tokio", "serve/http.rs commands/serve.rs"),
    // `data` has a module of that name.
    ("toml", "data/toml.rs data/mod.rs"),
    ("unicode_width", "cli/ commands/"),
    // `init` looks whether a folder is empty before there is a site.
    ("walkdir", "source/workspace commands/init.rs"),
    ("zip", "extract/package.rs archive/package.rs archive/pack.rs"),
];

/// What only some places may name: the world outside.
const OUTSIDE: &[(&str, &str)] = &[
    ("std::fs", "source/workspace output/ archive/ commands/ serve/http.rs"),
    ("File::open", "source/workspace output/ archive/ commands/"),
    ("std::env", "commands/ cli.rs main.rs"),
    ("std::process", "commands/ main.rs"),
    ("std::net", "serve/http.rs commands/serve.rs"),
    ("Timestamp::now", "commands/"),
    ("Zoned::now", ""),
    ("SystemTime", "source/workspace"),
    ("Instant::now", "commands/"),
    ("io::stderr", "commands/"),
    ("io::stdout", "commands/"),
    ("thread::sleep", ""),
];

/// What may stand in tests only: input must not be able to stop the program.
const PANICS: &[&str] = &[
    ".unwrap()",
    ".unwrap_err()",
    ".expect(",
    ".expect_err(",
    "panic!(",
    "todo!(",
    "unimplemented!(",
    "unreachable!(",
    "assert!(",
    "assert_eq!(",
    "assert_ne!(",
    "dbg!(",
    "println!(",
    "eprintln!(",
    "process::exit(",
    "process::abort(",
];

/// A line of the program that is neither comment nor test.
struct Line {
    /// The file, below `src`.
    file: String,
    number: usize,
    text: String,
}

impl Line {
    fn place(&self) -> String {
        format!("src/{}:{}: {}", self.file, self.number, self.text.trim())
    }

    /// The module of the crate that it belongs to.
    fn module(&self) -> &str {
        self.file.split('/').next().unwrap().trim_end_matches(".rs")
    }

    /// Whether the file is one of these, or below one of these folders.
    fn is_in(&self, places: &str) -> bool {
        places == "*" || places.split_whitespace().any(|place| self.file.starts_with(place))
    }
}

/// Every line of the program without its tests.
fn lines() -> Vec<Line> {
    let mut lines = Vec::new();
    for (file, text) in tree(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src")) {
        let in_tests = file.split('/').any(|part| part == "tests" || part == "tests.rs");
        if !file.ends_with(".rs") || in_tests {
            continue;
        }
        let text = String::from_utf8(text).unwrap();
        // The end of the item that is for tests only: a line of this form.
        let mut until: Option<String> = None;
        for (n, line) in text.lines().enumerate() {
            let bare = line.trim_start();
            let indent = &line[..line.len() - bare.len()];
            match &until {
                // The tests of a file are its end; what they hold may look like anything.
                Some(_) if bare.starts_with("mod tests {") => break,
                Some(end) if line == end || (bare.ends_with(';') && end == &format!("{indent}}}")) => until = None,
                Some(_) => {}
                None if bare.starts_with("#[cfg(test)]") || bare.starts_with("#[cfg(all(test,") => {
                    until = Some(format!("{indent}}}"))
                }
                None if bare.starts_with("//") => {}
                None => lines.push(Line { file: file.clone(), number: n + 1, text: line.to_owned() }),
            }
        }
    }
    assert!(lines.len() > 8_000, "{}", lines.len());
    lines
}

/// Whether a line names a path that begins with this crate or module.
fn names(text: &str, path: &str) -> bool {
    text.match_indices(path).any(|(at, _)| {
        let before = text[..at].chars().next_back();
        let after = text[at + path.len()..].chars().next();
        let is_word = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_');
        let inside = before == Some(':') || before == Some('.') || is_word(before) || is_word(after);
        let used = text[at + path.len()..].starts_with("::")
            || text.trim_start().starts_with("use ")
            || text.trim_start().starts_with("pub use ");
        !inside && used
    })
}

#[test]
fn modules_depend_leftwards_only() {
    let may_use: BTreeMap<&str, BTreeSet<&str>> =
        MAY_USE.iter().map(|(name, others)| (*name, others.split_whitespace().collect())).collect();
    let mut wrong = Vec::new();
    for line in lines() {
        let module = line.module();
        if ["lib", "main"].contains(&module) {
            continue;
        }
        let Some(allowed) = may_use.get(module) else {
            wrong.push(format!("{} (the module {module} has no place in the order)", line.place()));
            continue;
        };
        for (at, _) in line.text.match_indices("crate::") {
            let rest = &line.text[at + "crate::".len()..];
            let used: Vec<&str> = match rest.strip_prefix('{') {
                Some(list) => list.split(',').collect(),
                None => vec![rest],
            };
            let used = used.iter().map(|name| name.trim().split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap());
            let wrongly = used.filter(|name| !name.is_empty() && *name != "say" && *name != module && !allowed.contains(name));
            wrong.extend(wrongly.map(|name| format!("{} ({module} must not use {name})", line.place())));
        }
    }
    none("dependencies", wrong);
}

/// The table itself must be an order, but for sources and findings, which need each other.
#[test]
fn the_order_of_modules_has_no_circle() {
    let mut seen: BTreeSet<&str> = BTreeSet::from(["diagnostic"]);
    for (name, others) in MAY_USE {
        none(name, others.split_whitespace().filter(|other| !seen.contains(other)).map(str::to_owned).collect());
        seen.insert(name);
    }
}

#[test]
fn each_foreign_crate_is_known_where_it_belongs() {
    let manifest: toml::Table =
        std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml")).unwrap().parse().unwrap();
    let crates: BTreeSet<String> =
        manifest["dependencies"].as_table().unwrap().keys().map(|name| name.replace('-', "_")).collect();
    let known: BTreeMap<&str, &str> = KNOWN_BY.iter().copied().collect();
    none("crates without a place", crates.iter().filter(|name| !known.contains_key(name.as_str())).cloned().collect());
    none(
        "places of crates that are not used",
        known.keys().filter(|name| !crates.contains(**name)).map(|name| (*name).to_owned()).collect(),
    );
    let mut wrong = Vec::new();
    for line in lines() {
        // A path of the crate itself may hold the name of another: `crate::data::toml`.
        for (name, places) in KNOWN_BY {
            if names(&line.text, name) && !line.is_in(places) {
                wrong.push(line.place());
            }
        }
    }
    none("crates named elsewhere", wrong);
}

#[test]
fn the_world_outside_is_touched_in_few_places() {
    let mut wrong = Vec::new();
    for line in lines() {
        wrong.extend(
            OUTSIDE.iter().filter(|(name, places)| line.text.contains(name) && !line.is_in(places)).map(|_| line.place()),
        );
    }
    none("files, clock, environment", wrong);
}

#[test]
fn nothing_panics_outside_tests() {
    let wrong = lines()
        .into_iter()
        .filter(|line| PANICS.iter().any(|word| line.text.contains(word) && !line.text.contains(&format!("debug_{word}"))));
    none("panics", wrong.map(|line| line.place()).collect());
}

#[test]
fn every_code_is_explained_in_both_languages_and_no_explanation_is_left_over() {
    use fangan::diagnostic::{Code, Tongue, explain};
    let mut files: BTreeSet<String> =
        tree(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src/diagnostic/explain")).into_keys().collect();
    let mut wrong = Vec::new();
    for code in Code::ALL {
        let file = format!("{code}.md");
        if !files.remove(&file) {
            wrong.push(format!("{file} is not there"));
        }
        for (tongue, colon, sections) in
            [(Tongue::En, ": ", ["## Example", "## Mend"]), (Tongue::Zh, "：", ["## 例子", "## 改法"])]
        {
            let text = explain::explain(*code, tongue);
            if !text.starts_with(&format!("# {code}{colon}"))
                || sections.iter().any(|section| !text.contains(&format!("\n{section}\n")))
            {
                wrong.push(format!("src/diagnostic/explain/{file}:1: the part for {tongue:?} lacks its heading or a section"));
            }
        }
    }
    files.retain(|file| file.ends_with(".md") && file != "README.md");
    wrong.extend(files.into_iter().map(|file| format!("src/diagnostic/explain/{file}:1: there is no such code")));
    none("explanations", wrong);
}

/// Both languages of a theme have the same words; the program checks it at each start, this says it before.
#[test]
fn the_words_of_the_theme_are_the_same_in_both_languages() {
    let keys = |code: &str| {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("themes/bureau/strings/{code}.toml"));
        let mut keys = BTreeMap::new();
        flatten("", &toml::Value::Table(std::fs::read_to_string(path).unwrap().parse().unwrap()), &mut keys);
        keys
    };
    let (zh, en) = (keys("zh"), keys("en"));
    let names = |keys: &BTreeMap<String, String>| keys.keys().cloned().collect::<BTreeSet<_>>();
    none("keys of one language only", names(&zh).symmetric_difference(&names(&en)).cloned().collect());
    let places = |text: &str| {
        text.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name.to_owned()).collect::<BTreeSet<_>>()
    };
    // English may leave a number out of its singular.
    let differ = zh.iter().filter(|(key, text)| !key.ends_with(".one") && places(text) != places(&en[*key]));
    none("words with other places to fill", differ.map(|(key, text)| format!("{key}: {text} / {}", en[key])).collect());
}

fn flatten(path: &str, value: &toml::Value, into: &mut BTreeMap<String, String>) {
    match value {
        toml::Value::Table(table) => table.iter().for_each(|(key, value)| flatten(&format!("{path}.{key}"), value, into)),
        other => _ = into.insert(path.to_owned(), other.as_str().unwrap_or_default().to_owned()),
    }
}

/// A word that no template asks for, or that a template asks for and no file has, is a mistake that nobody would see.
#[test]
fn templates_ask_for_words_that_are_there() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut keys = BTreeMap::new();
    let strings = std::fs::read_to_string(root.join("themes/bureau/strings/en.toml")).unwrap();
    flatten("", &toml::Value::Table(strings.parse().unwrap()), &mut keys);
    let has = |path: &str| keys.keys().any(|key| key == path || key.starts_with(&format!("{path}.")));
    let mut wrong = Vec::new();
    for (file, text) in tree(&root.join("themes/bureau/templates")) {
        let text = String::from_utf8(text).unwrap();
        for (n, line) in text.lines().enumerate() {
            for (at, _) in line.match_indices("t.") {
                if line[..at].chars().next_back().is_some_and(|c| c.is_alphanumeric() || "_.'\"/-".contains(c)) {
                    continue;
                }
                let path: String =
                    line[at + 2..].chars().take_while(|c| c.is_ascii_alphanumeric() || "_.".contains(*c)).collect();
                let path = path.trim_end_matches('.');
                if !path.is_empty() && !has(&format!(".{path}")) {
                    wrong.push(format!("themes/bureau/templates/{file}:{}: t.{path}", n + 1));
                }
            }
        }
    }
    none("words that are not there", wrong);
}

/// The string literals that a text begins with, blanks and commas between them left out; escapes stay.
fn literals(text: &str) -> Vec<&str> {
    let (mut found, mut rest) = (Vec::new(), text);
    while let Some(after) = rest.trim_start_matches([' ', '\n', ',']).strip_prefix('"') {
        let mut escaped = false;
        let end = after.find(|c| {
            let ends = c == '"' && !escaped;
            escaped = c == '\\' && !escaped;
            ends
        });
        let Some(end) = end else { break };
        found.push(&after[..end]);
        rest = &after[end + 1..];
    }
    found
}

/// Every message of the program stands in both languages at the place where it is made. English may quote Chinese and
/// Chinese English, and names of files are the same in both; a sentence that was left as it is in the other language is
/// a message that nobody translated.
#[test]
fn every_message_is_in_english_and_in_chinese() {
    let han = |text: &str| text.chars().filter(|c| ('\u{4E00}'..='\u{9FFF}').contains(c)).count();
    let latin = |text: &str| text.chars().filter(char::is_ascii_alphabetic).count();
    let sentence = |text: &str| text.split(' ').zip(text.split(' ').skip(1)).any(|(a, b)| latin(a) > 0 && latin(b) > 0);
    let (mut wrong, mut seen) = (Vec::new(), 0);
    for (file, text) in tree(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src")) {
        if !file.ends_with(".rs") {
            continue;
        }
        let text = String::from_utf8(text).unwrap();
        let text = text.split("#[cfg(test)]").next().unwrap_or_default();
        for (at, _) in text.match_indices("say!(") {
            let [en, zh, ..] = literals(&text[at + "say!(".len()..])[..] else { continue };
            // What is filled in has no language here.
            let bare = |text: &str| text.split('{').map(|part| part.rsplit('}').next().unwrap_or_default()).collect::<String>();
            let (english, chinese) = (bare(en), bare(zh));
            seen += 1;
            let same = en == zh && !sentence(&english);
            if !same && (han(&english) > latin(&english) / 2 || latin(&english) > 0 && han(&chinese) == 0) {
                wrong.push(format!("src/{file}:{}: {en:?} / {zh:?}", text[..at].lines().count()));
            }
        }
    }
    assert!(seen > 300, "{seen}");
    none("messages in one language only", wrong);
}
