//! Packages that are handed over, and packages that come in.

use super::*;
use fangan::catalogue::digest::sha256;
use std::fs;
use std::io::{Cursor, Read, Write};
use support::run_in;
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

/// A site whose archive is filled.
fn archived() -> Site {
    let site = site();
    site.run(&["archive", "add"]).succeeds();
    site.edit(PLAN_FILE, "status: approved", "status: withdrawn\nwithdrawn: {on: 2026-03-01, reason: 資料有誤}");
    site.run(&["archive", "add"]).succeeds();
    site
}

#[test]
fn a_package_holds_documents_catalogue_and_notes() {
    let site = archived();
    let run = site.run(&["archive", "export", "--year", "2025", "--to", "package"]).succeeds();
    assert!(run.stderr.contains("1 document, 2 editions"), "{}", run.stderr);
    let package = tree(&site.path("package"));
    let text = |path: &str| String::from_utf8(package[path].clone()).unwrap();
    assert_eq!(text("bagit.txt"), "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n");
    let info = text("bag-info.txt");
    for line in ["Source-Organization: 教科室", "Bagging-Date: 2026-11-24", "Bag-Software-Agent: fangan 0.1.0"] {
        assert!(info.lines().any(|other| other == line), "{info}");
    }
    let payload: Vec<&String> = package.keys().filter(|path| path.starts_with("data/")).collect();
    let bytes: usize = payload.iter().map(|path| package[*path].len()).sum();
    assert!(info.contains(&format!("Payload-Oxum: {bytes}.{}\n", payload.len())), "{info}");
    let manifest = text("manifest-sha256.txt");
    let expected: String = payload.iter().map(|path| format!("{}  {path}\n", sha256(&package[*path]))).collect();
    assert_eq!(manifest, expected);
    assert_eq!(text("manifest-sha512.txt").lines().count(), payload.len());
    assert_eq!(text("tagmanifest-sha512.txt").lines().count(), 4);
    assert_eq!(
        text("data/documents/jiangning/2025-1/plan/v1/source/plan.zh.md")
            .replace("approved", "withdrawn\nwithdrawn: {on: 2026-03-01, reason: 資料有誤}"),
        site.read(PLAN_FILE)
    );
    assert!(text("data/documents/jiangning/2025-1/plan/v2/page/zh.html").contains("資料有誤"));
    let csv = text("data/目錄.csv");
    assert_eq!(
        csv,
        "\u{feff}序號,檔號,文號,責任者,題名,日期,密級,頁數,備註\r\n1,,甌教研〔2025〕9號,秣陵中心幼兒園；區教育局,秋季方案,20250901,,,保管期限：30年；共 2 版；2026-03-01 撤回；documents/jiangning/2025-1/plan\r\n"
    );
    let catalogue = json(&text("data/目錄.json"));
    assert_eq!((catalogue["count"].as_u64(), catalogue["documents"][0]["object"].as_str()), (Some(1), Some(PLAN_ID)));
    let note = text("data/移交說明.md");
    for line in ["- 移交單位：教科室", "- 年度：2025", "- 保管期限 30年：1 份", "- 其中已撤回：1 份", "- 密級：1 份"]
    {
        assert!(note.lines().any(|other| other == line), "{line}: {note}");
    }
    assert!(
        text("data/cover-note.md").contains("- security (密級): 1")
            && text("data/cover-note.md").contains("- To be kept for 30 years: 1")
    );
}

#[test]
fn the_same_archive_gives_the_same_package() {
    let site = archived();
    let bytes = ["a.zip", "b.zip"].map(|name| {
        site.run(&["archive", "export", "--to", name]).succeeds();
        fs::read(site.path(name)).unwrap()
    });
    assert_eq!(bytes[0], bytes[1]);
    let mut zip = ZipArchive::new(Cursor::new(&bytes[0])).unwrap();
    let names: Vec<String> = zip.file_names().map(|name| name.unwrap().into_owned()).collect();
    assert!(
        names.iter().all(|name| name.starts_with("fangan-archive/")) && names.iter().any(|name| name.ends_with("/目錄.csv")),
        "{names:?}"
    );
    let time = zip.by_index(0).unwrap().last_modified().unwrap();
    assert_eq!((time.year(), time.month(), time.day()), (1980, 1, 1));
    site.run(&["archive", "export", "--to", "folder"]).succeeds();
    let folder = tree(&site.path("folder"));
    assert_eq!(folder.len(), names.len());
    for (path, bytes) in folder {
        let mut other = Vec::new();
        zip.by_name(&format!("fangan-archive/{path}")).unwrap().read_to_end(&mut other).unwrap();
        assert_eq!(other, bytes, "{path}");
    }
}

#[test]
fn nothing_is_written_over() {
    let site = archived();
    site.write("package/mine.txt", "mine");
    site.write("package.zip", "mine");
    for to in ["package", "package.zip"] {
        let run = site.run(&["archive", "export", "--to", to]).ends(3);
        assert!(run.stderr.contains("is there already"), "{}", run.stderr);
    }
    assert_eq!((site.read("package/mine.txt"), site.read("package.zip")), ("mine".into(), "mine".into()));
    site.run(&["archive", "export", "--year", "1999", "--to", "none"]).ends(2);
    assert!(!site.path("none").exists());
}

#[test]
fn what_is_exported_is_received() {
    let site = archived();
    for name in ["package", "package.zip"] {
        site.run(&["archive", "export", "--to", name]).succeeds();
        let to = format!("incoming-{name}");
        let run = site.run(&["archive", "receive", name, "--to", &to]).succeeds();
        assert!(run.stderr.contains("is sound") && run.stderr.contains("Unpacked"), "{}", run.stderr);
        assert_eq!(tree(&site.path(&to)), tree(&site.path("package")));
        let report = json(&site.run(&["archive", "receive", name, "--format", "json"]).succeeds().stdout);
        assert_eq!((report["sound"].as_bool(), report["version"].as_str()), (Some(true), Some("1.0")));
        // What was unpacked can be checked again.
        site.run(&["archive", "receive", &to]).succeeds();
        site.run(&["archive", "receive", name, "--to", &to]).ends(3);
    }
}

#[test]
fn a_changed_package_is_refused_and_nothing_is_written() {
    let site = archived();
    site.run(&["archive", "export", "--to", "package"]).succeeds();
    for (path, bytes) in tree(&site.path("package")) {
        let whole = site.path(&format!("package/{path}"));
        let mut changed = bytes.clone();
        changed[bytes.len() / 2] ^= 1;
        fs::write(&whole, changed).unwrap();
        let run = site.run(&["archive", "receive", "package", "--to", "incoming"]).ends(1);
        assert!(run.stderr.contains("is refused") && !site.path("incoming").exists(), "{path}: {}", run.stderr);
        fs::write(&whole, bytes).unwrap();
    }
    site.run(&["archive", "receive", "package", "--to", "incoming"]).succeeds();
}

/// A bag in a zip file with further entries.
fn bag(more: impl FnOnce(&mut ZipWriter<Cursor<Vec<u8>>>)) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let mut put = |path: &str, text: &str| {
        zip.start_file(path, SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    };
    put("bagit.txt", "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n");
    put("manifest-sha256.txt", &format!("{}  data/a.txt\n", sha256(b"abc")));
    put("data/a.txt", "abc");
    more(&mut zip);
    zip.finish().unwrap().into_inner()
}

#[test]
fn hostile_packages_are_refused_and_nothing_is_written_outside() {
    let plain = SimpleFileOptions::default;
    let one = |name: &'static str| {
        bag(move |zip| {
            zip.start_file(name, plain()).unwrap();
            zip.write_all(b"evil").unwrap();
        })
    };
    let packages: Vec<(&str, Vec<u8>)> = vec![
        ("path", one("../evil.txt")),
        ("path", one("data/../../evil.txt")),
        ("path", one("/tmp/fangan-evil.txt")),
        ("path", one("C:/evil.txt")),
        ("path", one("data\\..\\..\\evil.txt")),
        ("twin", one("data/A.txt")),
        ("twin", one("DATA/b.txt")),
        ("twin", one("data/a.txt/b")),
        ("link", bag(|zip| zip.add_symlink("data/link", "/etc", plain()).unwrap())),
        (
            "too-big",
            bag(|zip| {
                zip.start_file("data/zeros", plain()).unwrap();
                (0..100).for_each(|_| zip.write_all(&vec![0; 1 << 20]).unwrap());
            }),
        ),
        ("unlisted", one("data/b.txt")),
        ("zip", b"not a zip file".to_vec()),
    ];
    for (n, (rule, bytes)) in packages.into_iter().enumerate() {
        let place = Site::new([("in/readme", "")]);
        place.write("in/package.zip", &bytes);
        let before = tree(place.root());
        let run = run_in(&place.path("in"), &["archive", "receive", "package.zip", "--to", "out"], &[]).ends(1);
        assert!(run.stderr.contains(&format!("doubt[{rule}]")), "{n}: {}", run.stderr);
        assert_eq!(tree(place.root()), before, "{n}");
        assert!(!std::path::Path::new("/tmp/fangan-evil.txt").exists());
    }
    let place = Site::new([("in/readme", "")]);
    place.write("in/package.zip", bag(|_| {}));
    run_in(&place.path("in"), &["archive", "receive", "package.zip", "--to", "out"], &[]).succeeds();
    assert_eq!(place.read("in/out/data/a.txt"), "abc");
    run_in(&place.path("in"), &["archive", "receive", "none.zip"], &[]).ends(3);
}
