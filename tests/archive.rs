//! The archive from the outside: what `fangan archive` does to a site, and to those who would harm it.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that can't go on fails")]

mod support;

#[path = "archive/disks.rs"]
mod disks;
#[path = "archive/editions.rs"]
mod editions;
#[path = "archive/packages.rs"]
mod packages;

use fangan::catalogue::seal::Seals;
use fangan::pipeline;
use fangan::source::workspace::Workspace;
use std::collections::BTreeMap;
use support::{JIANGNING, Site, Tree, small, tree};

/// What stands in front matter where the right digest is to be.
const DIGEST: &str = "sha256:0000";

const PLAN: &str = "---\ntitle: {zh: 秋季方案, en: Autumn plan}\nretention: 30\nissued: 2025-09-01\nissuers: [moling, 區教育局]\nnumber: 甌教研〔2025〕9號\nstatus: approved\napproval: {by: 教科室, on: 2025-09-02, digest: \"sha256:0000\"}\nattachments: [{file: list.csv, title: 名單}]\n---\n\n## 目標\n\n見![圖](chart.svg)和[名單](list.csv)。\n";

/// A small site with an approved plan in both languages, an attachment and a picture, and an approved summary.
fn files() -> BTreeMap<String, String> {
    let mut files = small();
    let folder = format!("{JIANGNING}/2025-1");
    files.insert(format!("{folder}/plan.zh.md"), PLAN.to_owned());
    files.insert(format!("{folder}/plan.en.md"), "---\ntitle: Autumn plan\n---\n\n## Aims\n\nText\n".to_owned());
    files.insert(format!("{folder}/list.csv"), "甲,乙\n".to_owned());
    files.insert(format!("{folder}/chart.svg"), "<svg xmlns=\"http://www.w3.org/2000/svg\"/>\n".to_owned());
    let summary = "---\ntitle: 秋季小結\nretention: permanent\nstatus: approved\napproval: {by: 教科室, on: 2026-01-20, digest: \"sha256:0000\"}\n---\n\n正文\n";
    files.insert(format!("{folder}/summary.zh.md"), summary.to_owned());
    files
}

/// The site, every approval with its digest.
fn site() -> Site {
    let site = Site::new(files());
    seal(&site);
    site
}

/// Puts the right digest into every original, as an approval does.
fn seal(site: &Site) {
    let workspace = Workspace::find(site.root()).unwrap();
    let reading = pipeline::read(&workspace);
    let catalogue = reading.catalogue.unwrap();
    let seals = Seals::new(&catalogue);
    for id in catalogue.document_ids() {
        let document = catalogue.document(id);
        let path = catalogue.sources.get(document.source()).path.to_string();
        let text = site.read(&path);
        let recorded = document.facts.approval.as_ref().and_then(|approval| approval.it.digest.as_ref());
        if let Some(recorded) = recorded {
            site.write(&path, text.replace(&recorded.it, &seals.digest(id)));
        }
    }
    let has = |path: &str| site.path(path).exists() && site.read(path).contains(&format!("\"{DIGEST}\""));
    assert!(!has(&format!("{JIANGNING}/2025-1/plan.zh.md")), "a digest is left out");
}

const PLAN_FILE: &str = "content/communities/jiangning/2025-1/plan.zh.md";
const PLAN_ID: &str = "urn:fangan:jiangning/2025-1/plan";

/// The archive's files.
fn archive(site: &Site) -> Tree {
    tree(&site.path("archive"))
}

/// The folder of the plan's object.
fn plan_object(site: &Site) -> String {
    archive(site)
        .keys()
        .find_map(|path| path.strip_suffix("plan/0=ocfl_object_1.1").map(|folder| format!("archive/{folder}plan")))
        .unwrap()
}

/// A file of a version of the plan.
fn plan_file(site: &Site, path: &str) -> String {
    site.read(&format!("{}/{path}", plan_object(site)))
}

fn json(text: &str) -> serde_json::Value {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"))
}
