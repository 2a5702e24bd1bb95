//! What is archived, when, and what is not.

use super::*;
use support::{NOW, run_in};

#[test]
fn an_approved_edition_is_archived_whole() {
    let site = site();
    let run = site.run(&["archive", "add"]).succeeds();
    assert!(run.stderr.contains("Archived 2 editions in archive."), "{}", run.stderr);
    let verified = site.run(&["archive", "verify"]).succeeds();
    assert!(verified.stderr.contains("All is sound: 2 documents, 2 editions"), "{}", verified.stderr);
    let inventory = json(&plan_file(&site, "inventory.json"));
    assert_eq!(inventory["id"], PLAN_ID);
    let version = &inventory["versions"]["v1"];
    assert_eq!(version["created"], "2025-09-02T00:00:00+08:00");
    assert_eq!(version["user"], serde_json::json!({ "name": "教科室", "address": "https://records.example/" }));
    let mut files: Vec<&str> = version["state"]
        .as_object()
        .unwrap()
        .values()
        .flat_map(|paths| paths.as_array().unwrap())
        .map(|path| path.as_str().unwrap())
        .collect();
    files.sort_unstable();
    let expected = [
        "approval.json",
        "metadata.json",
        "metadata.xml",
        "page/en.html",
        "page/zh.html",
        "source/chart.svg",
        "source/list.csv",
        "source/plan.en.md",
        "source/plan.zh.md",
    ];
    assert_eq!(files, expected);
    assert_eq!(plan_file(&site, "v1/content/source/plan.zh.md"), site.read(PLAN_FILE));
}

#[test]
fn a_page_stands_alone() {
    let site = site();
    site.run(&["archive", "add"]).succeeds();
    let page = plan_file(&site, "v1/content/page/zh.html");
    for held in [
        "秋季方案",
        "<style>",
        "src=\"data:image/svg+xml;base64,",
        "href=\"https://records.example/communities/jiangning/2025-1/list.csv\"",
    ] {
        assert!(page.contains(held), "{held}");
    }
    for gone in ["<script", "stylesheet", "src=\"../", "href=\"../"] {
        assert!(!page.contains(gone), "{gone}");
    }
    assert!(plan_file(&site, "v1/content/page/en.html").contains("lang=\"en\""));
}

#[test]
fn metadata_tell_what_is_known_and_list_what_is_not() {
    let site = site();
    site.edit("fangan.toml", "[languages.zh]", "[archive]\nfonds = \"J012\"\n\n[languages.zh]");
    seal(&site);
    site.run(&["archive", "add"]).succeeds();
    let metadata = json(&plan_file(&site, "v1/content/metadata.json"));
    let text = |key: &str| metadata["elements"][key]["values"][0]["text"].clone();
    for (key, value) in [
        ("fonds", "J012"),
        ("fonds-name", "教科室"),
        ("year", "2025"),
        ("retention", "30年"),
        ("title", "秋季方案"),
        ("creator", "秣陵中心幼兒園"),
        ("number", "甌教研〔2025〕9號"),
        ("date", "2025-09-01"),
        ("genre", "方案"),
    ] {
        assert_eq!(text(key), value, "{key}");
    }
    let missing: Vec<&str> = metadata["missing"].as_array().unwrap().iter().map(|it| it["key"].as_str().unwrap()).collect();
    assert_eq!(missing, ["archival-code", "security", "pages", "drafted", "reviewed", "published"]);
    assert_eq!(metadata["elements"]["title"]["standard"], "DA/T 46");
    assert_eq!(metadata["actions"][0]["by"][0]["text"], "教科室");
    let xml = plan_file(&site, "v1/content/metadata.xml");
    assert!(xml.contains("<element key=\"year\" name=\"年度\" standard=\"DA/T 46\">2025</element>"), "{xml}");
    assert!(xml.contains("<missing key=\"security\" name=\"密級\"/>"), "{xml}");
    // What the digests are of can be counted again with standard tools.
    let listed = metadata["files"].as_array().unwrap().iter().find(|file| file["path"] == "source/list.csv").unwrap();
    assert_eq!(listed["sha256"], fangan::catalogue::digest::sha256("甲,乙\n".as_bytes()));
    let approval = json(&plan_file(&site, "v1/content/approval.json"));
    let lines: String =
        approval["digested"].as_array().unwrap().iter().map(|line| format!("{}\n", line.as_str().unwrap())).collect();
    let digest = format!("sha256:{}", fangan::catalogue::digest::sha256(lines.as_bytes()));
    assert_eq!(approval["approval"]["digest"], digest);
    assert!(site.read(PLAN_FILE).contains(&digest));
}

#[test]
fn what_is_there_is_not_added_again_and_nothing_is_touched() {
    let site = site();
    site.run(&["archive", "add"]).succeeds();
    let (before, times) = (archive(&site), support::times(&site.path("archive")));
    let run = site.run(&["archive", "add"]).succeeds();
    assert!(run.stderr.contains("Nothing new"), "{}", run.stderr);
    // What is no part of the approval makes no edition.
    site.edit(PLAN_FILE, "status: approved", "status: superseded");
    site.run(&["archive", "add"]).succeeds();
    assert_eq!(archive(&site), before);
    assert_eq!(support::times(&site.path("archive")), times);
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    let trees = [(); 2].map(|()| {
        let site = site();
        site.run(&["archive", "add"]).succeeds();
        archive(&site)
    });
    assert_eq!(trees[0], trees[1]);
    assert!(trees[0]["events.jsonl"].starts_with(b"{\"seq\":1,\"time\":\"2026-11-24T12:00:00+08:00\",\"event\":\"created\""));
}

#[test]
fn a_new_edition_and_a_withdrawal_are_further_versions() {
    let site = site();
    site.run(&["archive", "add"]).succeeds();
    let first = archive(&site);
    site.edit(PLAN_FILE, "## 目標", "## 新目標");
    site.run(&["archive", "add"]).ends(1);
    site.edit(PLAN_FILE, "on: 2025-09-02", "on: 2025-10-08");
    seal(&site);
    site.run(&["archive", "add"]).succeeds();
    site.edit(PLAN_FILE, "status: approved", "status: withdrawn\nwithdrawn: {on: 2026-03-01, reason: 資料有誤}");
    site.run(&["archive", "add"]).succeeds();
    site.run(&["archive", "add"]).succeeds();
    let inventory = json(&plan_file(&site, "inventory.json"));
    let created = |version: &str| inventory["versions"][version]["created"].as_str().unwrap().to_owned();
    assert_eq!(inventory["head"], "v3");
    assert_eq!([created("v2"), created("v3")].map(|moment| moment[..10].to_owned()), ["2025-10-08", "2026-03-01"]);
    let record = json(&plan_file(&site, "v3/content/approval.json"));
    assert_eq!(record["withdrawn"], serde_json::json!({ "on": "2026-03-01", "reason": { "zh": "資料有誤" } }));
    assert!(plan_file(&site, "v3/content/page/zh.html").contains("資料有誤"));
    assert!(plan_file(&site, "v2/content/page/zh.html").contains("新目標"));
    // Of the first edition nothing was changed; the attachment is not kept twice.
    let now = archive(&site);
    assert!(first.iter().filter(|(path, _)| path.contains("/v1/")).all(|(path, bytes)| now.get(path) == Some(bytes)));
    assert_eq!(now.keys().filter(|path| path.ends_with("source/list.csv")).count(), 1);
    site.run(&["archive", "verify"]).succeeds();
}

#[test]
fn retention_is_demanded_and_never_guessed() {
    let site = site();
    site.edit(PLAN_FILE, "retention: 30\n", "");
    seal(&site);
    let run = site.run(&["archive", "add"]).ends(1);
    assert!(run.stderr.contains("missing-retention") && run.stderr.contains(PLAN_FILE), "{}", run.stderr);
    assert!(run.stderr.contains("Nothing was archived"), "{}", run.stderr);
    assert!(!site.path("archive").exists());
    // What is not asked for does not stand in the way.
    site.run(&["archive", "add", "--kind", "summary"]).succeeds();
    // Without an archive in the configuration nobody else is bothered.
    assert!(site.check().of("warning").iter().all(|warning| !warning.contains("retention")));
    site.edit("fangan.toml", "[languages.zh]", "[archive]\npath = \"archive\"\n\n[languages.zh]");
    assert!(site.check().of("warning").iter().any(|warning| warning.ends_with("missing-retention")));
}

/// Makes a document a draft that was never approved.
fn draft(site: &Site, path: &str) {
    let text = site.read(path).replace("status: approved", "status: draft");
    let lines = text.lines().filter(|line| !line.starts_with("approval:"));
    site.write(path, lines.map(|line| format!("{line}\n")).collect::<String>());
}

#[test]
fn only_what_was_approved_with_a_digest_is_archived() {
    let site = site();
    draft(&site, PLAN_FILE);
    let path = "content/communities/jiangning/2025-1/summary.zh.md";
    let text = site.read(path);
    let digest = text.split("digest: ").nth(1).unwrap().split('}').next().unwrap().to_owned();
    site.write(path, text.replace(&format!(", digest: {digest}"), ""));
    let run = site.run(&["archive", "add"]).succeeds();
    assert!(run.stderr.contains("carries no digest") && run.stderr.contains("Nothing new"), "{}", run.stderr);
    assert!(!site.path("archive").exists());
}

#[test]
fn an_approval_without_a_day_needs_one() {
    let site = site();
    site.edit(PLAN_FILE, "on: 2025-09-02", "on: 2025-09");
    site.edit(PLAN_FILE, "issued: 2025-09-01\n", "");
    seal(&site);
    let args = ["--color", "never", "--lang", "en", "archive", "add"];
    let without = std::process::Command::new(env!("CARGO_BIN_EXE_fangan"))
        .args(args)
        .current_dir(site.root())
        .env_remove("SOURCE_DATE_EPOCH")
        .output()
        .unwrap();
    let said = String::from_utf8(without.stderr).unwrap();
    assert_eq!(without.status.code(), Some(2), "{said}");
    assert!(said.contains("not dated to the day") && !site.path("archive").exists(), "{said}");
    run_in(site.root(), &["archive", "add", "--as-of", "2025-12-01"], &[("SOURCE_DATE_EPOCH", NOW)]).succeeds();
    assert!(plan_file(&site, "inventory.json").contains("2025-12-01T00:00:00+08:00"));
}

#[test]
fn a_document_that_is_gone_is_a_doubt_until_somebody_says_why() {
    let site = site();
    site.run(&["archive", "add"]).succeeds();
    for file in ["plan.zh.md", "plan.en.md", "list.csv", "chart.svg"] {
        site.remove(&format!("{JIANGNING}/2025-1/{file}"));
    }
    let run = site.run(&["archive", "verify"]).ends(1);
    assert!(run.stderr.contains("doubt[document-gone] urn:fangan:jiangning/2025-1/plan"), "{}", run.stderr);
    let listed = site.run(&["archive", "list"]).succeeds();
    assert!(listed.stdout.contains("gone from the site"), "{}", listed.stdout);
    site.run(&["archive", "note", "jiangning/2025-1/plna", "--reason", "x"]).ends(2);
    site.run(&["archive", "note", "jiangning/2025-1/plan", "--reason", "併入全年方案"]).succeeds();
    let run = site.run(&["archive", "verify"]).succeeds();
    assert!(run.stderr.contains("併入全年方案"), "{}", run.stderr);
}

#[test]
fn the_list_tells_what_is_there_and_what_is_not() {
    let site = site();
    let states = |site: &Site| -> Vec<(String, String)> {
        let run = site.run(&["archive", "list", "--format", "json"]).succeeds();
        let rows = json(&run.stdout);
        rows.as_array()
            .unwrap()
            .iter()
            .map(|row| (row["document"].as_str().unwrap().to_owned(), row["state"].as_str().unwrap().to_owned()))
            .collect()
    };
    let row = |document: &str, state: &str| (format!("jiangning/2025-1/{document}"), state.to_owned());
    assert_eq!(states(&site), [row("plan", "missing"), row("summary", "missing")]);
    site.run(&["archive", "add", "jiangning/2025-1/plan"]).succeeds();
    assert_eq!(states(&site), [row("plan", "archived"), row("summary", "missing")]);
    site.edit(PLAN_FILE, "on: 2025-09-02", "on: 2025-09-03");
    assert_eq!(states(&site), [row("plan", "newer"), row("summary", "missing")]);
    draft(&site, PLAN_FILE);
    assert_eq!(states(&site), [row("plan", "unapproved"), row("summary", "missing")]);
}

#[test]
fn a_change_is_named_with_object_version_and_file() {
    let site = site();
    site.run(&["archive", "add"]).succeeds();
    let file = format!("{}/v1/content/source/list.csv", plan_object(&site));
    site.write(&file, "甲,丙\n");
    let run = site.run(&["archive", "verify"]).ends(1);
    assert!(
        run.stderr.contains("doubt[E092] urn:fangan:jiangning/2025-1/plan v1/content/source/list.csv: its sha512 digest"),
        "{}",
        run.stderr
    );
    let run = site.run(&["archive", "verify", "--format", "json", "--lang", "zh"]).ends(1);
    let report = json(&run.stdout);
    assert_eq!((report["sound"].as_bool(), report["objects"].as_u64()), (Some(false), Some(2)));
    let problem = &report["problems"][0];
    assert_eq!((problem["rule"].as_str(), problem["object"].as_str()), (Some("E092"), Some(PLAN_ID)));
    assert!(problem["message"].as_str().unwrap().contains("被改動"), "{problem}");
    // Nothing is handed over that is in doubt.
    site.run(&["archive", "export", "--to", "package"]).ends(3);
    assert!(!site.path("package").exists());
}

#[test]
fn any_storage_root_or_object_can_be_checked() {
    let site = site();
    site.run(&["archive", "add"]).succeeds();
    let elsewhere = Site::new([("readme", "")]);
    let root = site.path("archive");
    run_in(elsewhere.root(), &["archive", "verify", root.to_str().unwrap()], &[]).succeeds();
    let object = site.path(&plan_object(&site));
    run_in(elsewhere.root(), &["archive", "verify", object.to_str().unwrap()], &[]).succeeds();
    std::fs::write(object.join("stray"), "").unwrap();
    let run = run_in(elsewhere.root(), &["archive", "verify", object.to_str().unwrap()], &[]).ends(1);
    assert!(run.stderr.contains("doubt[E001] stray"), "{}", run.stderr);
    run_in(elsewhere.root(), &["archive", "verify", "none"], &[]).ends(3);
    run_in(elsewhere.root(), &["archive", "verify", "readme"], &[]).ends(3);
}

#[test]
fn a_site_is_never_built_into_its_archive() {
    let site = site();
    site.run(&["archive", "add"]).succeeds();
    let before = archive(&site);
    for output in ["archive", "archive/public"] {
        let run = site.run(&["build", "--output", output]).ends(3);
        assert!(run.stderr.contains("can't be the output"), "{}", run.stderr);
    }
    assert_eq!(archive(&site), before);
    site.edit("fangan.toml", "[languages.zh]", "[archive]\npath = \"content/archive\"\n\n[languages.zh]");
    site.run(&["archive", "add"]).ends(2);
}
