//! Personal data: each place where a number can stand is looked at, published or not, waived or not, and no report in any
//! form shows the digits.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that can't go on fails")]

mod support;

use std::io::{Cursor, Write};
use support::{JIANGNING, Run, Site, none, place, small};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// The number that is hidden in every place, in the form that reports must not show.
const NUMBER: &str = "13712345678";
const PLAN: &str = "2025-1/plan.zh.md";
/// As many lines as [`APPROVED`].
const DRAFT: &str = "status: submitted\nexample: false\n";
const APPROVED: &str = "status: approved\napproval: {by: 教科室, on: 2025-09-01}\n";
const WAIVER: &str = "waivers: [{code: personal-mobile, reason: 值班專用, on: 2025-09-01}]\n";

/// A place for the number: the files of a site that hold it there, with `%` for the state of the plan.
struct Place {
    name: &'static str,
    files: Vec<(String, Vec<u8>)>,
    /// File, line and column of each place where it is found.
    at: Vec<&'static str>,
}

fn plan(front: &str, body: &str) -> (String, Vec<u8>) {
    (format!("{JIANGNING}/{PLAN}"), format!("---\ntitle: 方案\n{front}%---\n{body}").into_bytes())
}

/// A plan with a file that holds the number.
fn attached(name: &'static str, file: &str, bytes: Vec<u8>, at: Vec<&'static str>) -> Place {
    let plan = plan(&format!("attachments: [{{file: \"{file}\", title: 名單}}]\n"), "");
    Place { name, files: vec![plan, (format!("{JIANGNING}/2025-1/{file}"), bytes)], at }
}

fn package(parts: &[(&str, String)]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(text.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// As a word processor writes it: a number in two runs.
fn docx() -> Vec<u8> {
    let (first, last) = NUMBER.split_at(4);
    let text = format!(
        "<w:document><w:body><w:p><w:r><w:t>電話</w:t></w:r><w:r><w:t>{first}</w:t></w:r><w:r><w:t>{last}</w:t></w:r></w:p></w:body></w:document>"
    );
    package(&[("[Content_Types].xml", "<Types/>".to_owned()), ("word/document.xml", text)])
}

/// As a spreadsheet writes it: a number in a cell, a word among the shared strings.
fn xlsx() -> Vec<u8> {
    let sheet = format!(
        "<worksheet><sheetData><row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\"><v>{NUMBER}</v></c></row></sheetData></worksheet>"
    );
    package(&[("xl/worksheets/sheet1.xml", sheet), ("xl/sharedStrings.xml", "<sst><si><t>王某</t></si></sst>".to_owned())])
}

/// A page with a font of two-byte glyphs and the map that says what they are; its content is packed.
fn pdf() -> Vec<u8> {
    let glyphs: String = NUMBER.bytes().map(|digit| format!("{:04x}", digit - b'0' + 3)).collect();
    let mut packed = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::default());
    packed.write_all(format!("BT /F1 12 Tf 1 0 0 1 72 700 Tm [<{glyphs}>] TJ ET").as_bytes()).unwrap();
    let packed = packed.finish().unwrap();
    let map = "1 begincodespacerange <0000> <FFFF> endcodespacerange 1 beginbfrange <0003> <000C> <0030> endbfrange";
    let head = format!(
        "%PDF-1.7\n1 0 obj\n<</Type/Pages/Kids[2 0 R]/Count 1>>\nendobj\n\
         2 0 obj\n<</Type/Page/Parent 1 0 R/Contents 4 0 R/Resources<</Font<</F1 3 0 R>>>>>>\nendobj\n\
         3 0 obj\n<</Type/Font/Subtype/Type0/Encoding/Identity-H/ToUnicode 5 0 R>>\nendobj\n\
         5 0 obj\n<</Length {}>>\nstream\n{map}\nendstream\nendobj\n\
         4 0 obj\n<</Filter/FlateDecode/Length {}>>\nstream\n",
        map.len(),
        packed.len()
    );
    [head.as_bytes(), &packed, b"\nendstream\nendobj\n%%EOF\n"].concat()
}

fn places() -> Vec<Place> {
    let here = |front: &str, body: &str| vec![plan(front, body)];
    let spaced = "137 1234 5678";
    let wide: String = NUMBER.chars().filter_map(|c| char::from_u32(c as u32 + 0xFEE0)).collect();
    let picture = ("content/communities/jiangning/2025-1/a.png".to_owned(), b"PNG".to_vec());
    vec![
        Place { name: "body", files: here("", &format!("王老師電話{NUMBER}，請聯繫。\n")), at: vec!["plan.zh.md:6:6"] },
        Place { name: "body, in groups", files: here("", &format!("電話 {spaced}\n")), at: vec!["plan.zh.md:6:4"] },
        Place { name: "body, full width", files: here("", &format!("電話{wide}\n")), at: vec!["plan.zh.md:6:3"] },
        Place { name: "front matter", files: here(&format!("summary: 報名 {NUMBER}\n"), ""), at: vec!["plan.zh.md:3:13"] },
        Place {
            name: "alternative text",
            files: [here("", &format!("![王老師{NUMBER}](a.png)\n")), vec![picture]].concat(),
            at: vec!["plan.zh.md:6:6"],
        },
        attached("file name", &format!("名單{NUMBER}.png"), b"PNG".to_vec(), vec!["plan.zh.md:3:25", "名單*********78.png:1:1"]),
        attached("docx", "a.docx", docx(), vec!["a.docx:1:1"]),
        attached("xlsx", "a.xlsx", xlsx(), vec!["a.xlsx:1:1"]),
        attached("pdf", "a.pdf", pdf(), vec!["a.pdf:1:1"]),
        attached("csv", "a.csv", format!("姓名,電話\n王某,{NUMBER}\n").into_bytes(), vec!["a.csv:1:1"]),
    ]
}

impl Place {
    /// The site with the plan in a state.
    fn site(&self, state: &str) -> Site {
        let site = Site::new(small());
        for (path, bytes) in &self.files {
            let text = path.ends_with(PLAN).then(|| String::from_utf8(bytes.clone()).unwrap().replacen('%', state, 1));
            site.write(path, text.map_or_else(|| bytes.clone(), String::into_bytes));
        }
        site
    }
}

/// The findings of `check` but for what every approved document of these tests lacks.
fn findings(site: &Site) -> Vec<(String, String)> {
    let all = site.check().findings;
    // What is said of the places besides, as text and as pictures, has tests of its own.
    let besides = ["approval-without-digest", "full-width-letters", "damaged-picture"];
    let others = all.iter().filter(|f| f["code"].as_str().is_some_and(|code| !besides.contains(&code)));
    others.map(|f| (f["severity"].as_str().unwrap().to_owned(), place(f))).collect()
}

/// Lines, messages, paths: nothing that a run prints holds the number in whatever form.
fn shows(run: &Run) -> bool {
    let digits = |text: &str| -> String {
        text.chars()
            .filter_map(|c| match c {
                '０'..='９' => char::from_u32(c as u32 - 0xFEE0),
                ' ' | '-' => None,
                c => Some(c),
            })
            .collect()
    };
    // Half of it would be enough to find the rest.
    [&run.stdout, &run.stderr].into_iter().any(|text| digits(text).contains(&NUMBER[..8]) || digits(text).contains(&NUMBER[3..]))
}

/// What is wrong with findings that should be one for each place, of this severity.
fn differences(here: &Place, severity: &str, found: &[(String, String)]) -> Option<String> {
    let right = |(at, (found, place)): (&&str, &(String, String))| {
        found == severity && place.ends_with(&format!("/{at} personal-mobile"))
    };
    let fine = here.at.len() == found.len() && here.at.iter().zip(found).all(right);
    (!fine).then(|| format!("{}: {found:?}", here.name))
}

#[test]
fn a_number_in_a_draft_is_a_warning_where_it_stands() {
    none("places", places().iter().filter_map(|here| differences(here, "warning", &findings(&here.site(DRAFT)))).collect());
}

#[test]
fn a_number_that_would_be_published_stops_the_build_and_leaves_the_output_as_it_was() {
    let mut wrong = Vec::new();
    for here in places() {
        let site = here.site(DRAFT);
        site.build(&[]);
        let (before, times) = (site.output(), support::times(&site.path("public")));
        site.write(&format!("{JIANGNING}/{PLAN}"), here.site(APPROVED).read(&format!("{JIANGNING}/{PLAN}")));
        wrong.extend(differences(&here, "error", &findings(&site)));
        let run = site.run(&["build"]);
        if run.status != 1 || site.output() != before || support::times(&site.path("public")) != times || shows(&run) {
            wrong.push(format!("{}: the build ends with {} or touched the output or showed it", here.name, run.status));
        }
    }
    none("places", wrong);
}

#[test]
fn a_number_that_someone_answers_for_is_published() {
    let mut wrong = Vec::new();
    for here in places() {
        let site = here.site(&format!("{APPROVED}{WAIVER}"));
        let found = findings(&site);
        if !found.is_empty() {
            wrong.push(format!("{}: {found:?}", here.name));
        }
        let run = site.run(&["build"]);
        if run.status != 0 {
            wrong.push(format!("{}: {}", here.name, run.stderr));
        }
    }
    none("places", wrong);
}

#[test]
fn a_waiver_needs_its_reason_and_its_day() {
    for lacking in ["reason: 值班專用", "on: 2025-09-01"] {
        let waiver = WAIVER.replace(&format!(", {lacking}"), "");
        let site = places()[0].site(&format!("{APPROVED}{waiver}"));
        let found = findings(&site);
        for code in ["missing-key", "personal-mobile"] {
            assert!(found.iter().any(|(severity, place)| severity == "error" && place.ends_with(code)), "{lacking}: {found:?}");
        }
    }
    let site = places()[0].site(&format!("{APPROVED}{}", WAIVER.replace("mobile", "passport")));
    let found = findings(&site);
    assert!(found.iter().any(|(_, place)| place.ends_with("unused-waiver")) && found.len() == 2, "{found:?}");
}

/// All places at once, each in a period of its own.
#[test]
fn no_form_of_report_shows_the_digits() {
    let site = Site::new(small());
    for (n, here) in places().iter().enumerate() {
        for (path, bytes) in &here.files {
            let text = path.ends_with(PLAN).then(|| String::from_utf8(bytes.clone()).unwrap().replacen('%', APPROVED, 1));
            let path = path.replace("2025-1", &format!("20{}-1", n + 10));
            site.write(&path, text.map_or_else(|| bytes.clone(), String::into_bytes));
        }
    }
    let expected: usize = places().iter().map(|here| here.at.len()).sum();
    for format in ["human", "short", "json", "sarif", "github"] {
        for lang in ["en", "zh"] {
            let run = site.run(&["check", "--format", format, "--lang", lang]).ends(1);
            assert!(!shows(&run), "{format} in {lang}:\n{}", run.stderr);
            assert!(run.stderr.matches("personal-mobile").count() >= expected, "{format} in {lang}:\n{}", run.stderr);
        }
    }
}

/// A finding of another kind on the same line, and one whose message quotes the number.
#[test]
fn findings_of_other_kinds_do_not_show_it_either() {
    let site = Site::new(small());
    let text = format!(
        "---\ntitle: 方案\nissued: {NUMBER}\n電話{NUMBER}: 甲\n---\n見[王老師](no.md) {NUMBER}，[乙](tel{NUMBER}.md)。\n"
    );
    site.write(&format!("{JIANGNING}/{PLAN}"), text);
    for format in ["human", "short", "json", "sarif", "github"] {
        let run = site.run(&["check", "--format", format]).ends(1);
        for code in ["malformed-date", "unknown-key", "broken-link"] {
            assert!(run.stderr.contains(code), "{format}: no {code}\n{}", run.stderr);
        }
        assert!(!shows(&run), "{format}:\n{}", run.stderr);
    }
}

/// What underlines a place stays under it.
#[test]
fn a_masked_line_is_as_long_as_it_was() {
    let run = places()[0].site(APPROVED).run(&["check"]).ends(1);
    let lines: Vec<&str> = run.stderr.lines().collect();
    let at = lines
        .iter()
        .position(|line| line.contains("王老師電話*********78，請聯繫。"))
        .unwrap_or_else(|| panic!("{}", run.stderr));
    assert!(lines[at + 1].ends_with(&format!("| {}{}", " ".repeat(10), "^".repeat(11))), "{}", run.stderr);
}

/// Text that no source under `content` holds: a theme's own template, and its words.
#[test]
fn what_only_the_output_shows_is_found_where_the_theme_says_it() {
    let path = "themes/ours/templates/base.html";
    let template = built_in("templates/base.html").replace("</body>", &format!("<p>值班 {NUMBER}</p>\n</body>"));
    let site = Site::new(small());
    site.edit("fangan.toml", "theme = \"bureau\"", "theme = \"ours\"");
    site.write(path, &template);
    let line = template[..template.find(NUMBER).unwrap()].lines().count();
    let found = findings(&site);
    let expected = ("error".to_owned(), format!("{path}:{line}:7 personal-mobile"));
    assert_eq!(found, [expected]);
    let run = site.run(&["build"]).ends(1);
    assert!(!site.path("public").exists() && !shows(&run) && run.stderr.contains("more files"), "{}", run.stderr);
    // A document that has it by its own right, and answers for it, answers for it on the page too.
    site.write(&format!("{JIANGNING}/{PLAN}"), format!("---\ntitle: 方案\n{APPROVED}{WAIVER}---\n{NUMBER}\n"));
    site.run(&["build"]).succeeds();
}

/// A file of the theme in the program.
fn built_in(path: &str) -> String {
    std::fs::read_to_string(std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("themes/bureau").join(path)).unwrap()
}

#[test]
fn a_withdrawn_documents_page_is_all_that_is_published_of_it() {
    let state = "status: withdrawn\napproval: {by: 教科室, on: 2025-09-01}\nwithdrawn: {on: 2025-09-02, reason: %}\n";
    let site = |reason: &str| {
        let site = Site::new(small());
        let front = state.replace('%', reason);
        site.write(&format!("{JIANGNING}/{PLAN}"), format!("---\ntitle: 方案\n{front}---\n{NUMBER}\n"));
        site
    };
    let gone = site("誤發個人資料");
    assert_eq!(findings(&gone).into_iter().map(|(severity, _)| severity).collect::<Vec<_>>(), ["warning"]);
    none("files that still hold it", holding(&gone.build(&[])));
    let told = findings(&site(&format!("誤發 {NUMBER}")));
    assert!(told.iter().all(|(severity, _)| severity == "error") && told.len() == 2, "{told:?}");
}

/// Files that hold the number.
fn holding(output: &support::Tree) -> Vec<String> {
    output.iter().filter(|(_, bytes)| String::from_utf8_lossy(bytes).contains(NUMBER)).map(|(path, _)| path.clone()).collect()
}

#[test]
fn the_bureaus_own_contact_is_its_own_affair_and_a_communitys_is_not() {
    let site = Site::new(small());
    site.edit("fangan.toml", "[bureau]\n", &format!("[bureau]\ncontact = \"值班 {NUMBER}\"\n"));
    assert_eq!(findings(&site), []);
    assert!(!holding(&site.build(&[])).is_empty());
    site.edit(&format!("{JIANGNING}/community.toml"), "field =", &format!("contact = \"王老師 {NUMBER}\"\nfield ="));
    let found = findings(&site);
    assert!(found.len() == 1 && found[0].0 == "error" && found[0].1.contains("community.toml:2:16"), "{found:?}");
}

#[test]
fn a_file_that_can_not_be_looked_at_is_a_warning_and_published() {
    for (file, bytes) in
        [("a.doc", b"\xD0\xCF\x11\xE0".to_vec()), ("a.docx", b"PK\x03\x04broken".to_vec()), ("a.pdf", b"%PDF-1.7\n".to_vec())]
    {
        let site = attached(file, file, bytes, Vec::new()).site(APPROVED);
        let found = findings(&site);
        assert!(
            found.len() == 1 && found[0].0 == "warning" && found[0].1.ends_with(&format!("{file}:1:1 unexamined-file")),
            "{found:?}"
        );
        site.run(&["build"]).succeeds();
    }
}

#[test]
fn the_sample_site_is_nobodys_business() {
    none(
        "findings",
        Site::sample()
            .check()
            .findings
            .iter()
            .map(place)
            .filter(|at| at.contains("personal") || at.contains("unexamined"))
            .collect(),
    );
}
