//! Checking the archive: every byte of it, the log, and that the site still has what was archived.
//!
//! The specification leaves room that this program does not use: a digest may be written in capitals, a stranger's file may
//! lie in the root. Here whatever differs from what this program writes is a doubt, so that no change goes unseen.

use super::log::{self, Edition, Log};
use super::ocfl::files::{Below, Kind, entries};
use super::ocfl::inventory::{self, Inventory, VersionName};
use super::ocfl::object::Checked;
use super::ocfl::{Spec, layout, root, write};
use super::report::{Grade, Problem};
use super::store::{Shelf, is_in_place, is_interrupted};
use super::{name, report};
use crate::catalogue::Catalogue;
use crate::say;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// What was checked, and what is wrong.
#[derive(Clone, Debug, Default)]
pub struct Verified {
    /// Objects that are there, with their newest inventory where it can be read.
    pub objects: BTreeMap<String, Inventory>,
    /// Versions of all objects.
    pub versions: usize,
    /// Files that were read.
    pub files: usize,
    /// Their bytes.
    pub bytes: u64,
    /// The log, where the archive is one of ours.
    pub log: Option<Log>,
    /// What is wrong or worth knowing.
    pub problems: Vec<Problem>,
}

impl Verified {
    /// Whether nothing is in doubt.
    pub fn is_sound(&self) -> bool {
        report::is_sound(&self.problems)
    }

    fn count(&mut self, checked: &Checked) {
        self.versions += checked.inventory.as_ref().map_or(0, |inventory| inventory.versions.len());
        self.files += checked.files;
        self.bytes += checked.bytes;
        self.objects.extend(checked.inventory.clone().map(|inventory| (inventory.id.clone(), inventory)));
        self.problems.extend(checked.problems.iter().cloned());
    }
}

/// Checks any storage root or object by the rules of OCFL alone; `None` where the folder is neither.
pub fn foreign(folder: &Path) -> Option<Verified> {
    let mut verified = Verified::default();
    if root::is_root(folder) {
        let checked = root::check(folder);
        verified.problems = checked.problems;
        checked.objects.values().for_each(|object| verified.count(object));
    } else if folder.is_dir() {
        // Something that is to be an object and has lost its declaration is told so.
        verified.count(&super::ocfl::object::check(folder));
    } else {
        return None;
    }
    Some(verified)
}

/// Checks the archive itself.
pub fn archive(shelf: &Shelf) -> Verified {
    let mut verified = Verified::default();
    let log = Log::read(shelf.log(), &mut verified.problems);
    let checked = root::check(shelf.root());
    let staging = format!("{}/{}", root::EXTENSIONS, write::STAGING);
    // What a killed run left is told in other words.
    let known = |problem: &Problem| problem.rule == "W016" && problem.file.as_ref() == Some(&staging);
    verified.problems.extend(checked.problems.into_iter().filter(|problem| !known(problem)));
    checked.objects.values().for_each(|object| verified.count(object));
    // This program writes nothing that the specification advises against.
    for problem in &mut verified.problems {
        problem.grade = Grade::Doubt;
    }
    verified.problems.extend(own_files(shelf.root(), &staging));
    for (path, object) in &checked.objects {
        verified.problems.extend(own_forms(&shelf.root().join(path), object));
    }
    verified.problems.extend(interruptions(shelf.root(), &log, &staging));
    verified.problems.extend(against_log(&log, &checked.objects));
    verified.files += 4;
    verified.bytes += (shelf.log().len() + layout::DESCRIPTION.len() + layout::PARAMETERS.len()) as u64;
    verified.log = Some(log);
    verified
}

/// The files that are no objects': each as this program writes it, and no others.
fn own_files(folder: &Path, staging: &str) -> Vec<Problem> {
    let mut problems = Vec::new();
    let declaration = Spec::V1_1.root_declaration();
    let parameters = format!("{}/{}/config.json", root::EXTENSIONS, layout::NAME);
    for (file, text) in [(root::LAYOUT, layout::DESCRIPTION), (parameters.as_str(), layout::PARAMETERS)] {
        let path = file.split('/').fold(folder.to_owned(), |path, part| path.join(part));
        if fs::read(path).ok().as_deref() != Some(text.as_bytes()) {
            problems
                .push(Problem::doubt("own-file", say!("it is missing or was changed", "檔案不見了，或被改動過")).in_file(file));
        }
    }
    let stray =
        |file: String| Problem::doubt("stray-file", say!("it was not written by this program", "不是本程式寫的")).in_file(file);
    for (name, kind) in entries(folder).unwrap_or_default() {
        let known = [declaration.as_str(), root::LAYOUT, log::FILE].contains(&name.as_str());
        if kind == Kind::File && !known {
            problems.push(stray(name));
        }
    }
    let extensions = folder.join(root::EXTENSIONS);
    if let Ok(below) = Below::read(&extensions, &format!("{}/", root::EXTENSIONS)) {
        let found = below.files.into_iter().chain(below.empty).chain(below.odd);
        let is_own = |file: &String| {
            *file == parameters || file.strip_prefix(staging).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        problems.extend(found.filter(|file| !is_own(file)).map(stray));
    }
    problems
}

/// What the specification allows in several forms is in the one that this program writes, so that any change shows.
fn own_forms(folder: &Path, object: &Checked) -> Vec<Problem> {
    let Some(inventory) = &object.inventory else { return Vec::new() };
    let mut problems = Vec::new();
    let mut problem =
        |rule, file: String, says| problems.push(Problem::doubt(rule, says).in_file(file).in_object(inventory.id.clone()));
    for part in ["logs", root::EXTENSIONS] {
        if folder.join(part).exists() {
            problem("stray-file", part.to_owned(), say!("it was not written by this program", "不是本程式寫的"));
        }
    }
    let head = object.inventories.get(&inventory.head).map(|digest| (String::new(), digest));
    let versions = object.inventories.iter().map(|(name, digest)| (format!("{name}/"), digest));
    for (prefix, digest) in versions.chain(head) {
        let file = format!("{prefix}{}", inventory::sidecar_name(write::ALGORITHM));
        let path = file.split('/').fold(folder.to_owned(), |path, part| path.join(part));
        if fs::read(path).ok().as_deref() != Some(inventory::sidecar(digest).as_bytes()) {
            problem("own-file", file, say!("it is missing or was changed", "檔案不見了，或被改動過"));
        }
    }
    problems
}

/// What a run that was stopped left behind. Nothing of the archive is harmed by it, unless another problem says so.
fn interruptions(root: &Path, log: &Log, staging: &str) -> Vec<Problem> {
    let mut problems = Vec::new();
    if write::staging(root).exists() {
        problems.push(
            Problem::remark(
                "interrupted",
                say!(
                    "a run was stopped; the next `fangan archive add` clears up",
                    "有一次執行中斷了，下次 fangan archive add 會清理"
                ),
            )
            .in_file(staging),
        );
    }
    if !log.torn.is_empty() {
        problems.push(
            match is_interrupted(root, log) {
                true => Problem::remark(
                    "interrupted",
                    say!(
                        "the last line is cut off; the next `fangan archive add` puts it right",
                        "最後一行不完整，下次 fangan archive add 會改正"
                    ),
                ),
                false => Problem::doubt("log", say!("something stands behind the last line", "最後一行之後有多餘的內容")),
            }
            .in_file(log::FILE),
        );
    }
    for edition in log.open() {
        let says = match is_in_place(root, &edition) {
            true => say!(
                "it was added when the run was stopped; the next `fangan archive add` records it",
                "執行中斷時已經歸檔，下次 fangan archive add 會補記"
            ),
            false => say!("it was not added: the run was stopped", "執行中斷，沒有歸檔"),
        };
        problems.push(Problem::remark("interrupted", says).in_object(edition.object).in_version(edition.version));
    }
    problems
}

/// Every edition of the log is there with its digest, and nothing else.
fn against_log(log: &Log, objects: &BTreeMap<String, Checked>) -> Vec<Problem> {
    let mut problems = Vec::new();
    let open: BTreeSet<Edition> = log.open().into_iter().collect();
    let added = log.added();
    let there: BTreeMap<&str, &Checked> = objects
        .values()
        .filter_map(|object| object.inventory.as_ref().map(|inventory| (inventory.id.as_str(), object)))
        .collect();
    for (id, editions) in &added {
        let Some(object) = there.get(id) else {
            problems
                .push(Problem::doubt("missing-object", say!("it was archived and is gone", "歸檔過的物件不見了")).in_object(*id));
            continue;
        };
        for edition in editions {
            let is = VersionName::parse(&edition.version).and_then(|name| object.inventories.get(&name));
            let says = match is {
                None => say!("the version was archived and is gone", "歸檔過的版本不見了"),
                Some(digest) if *digest != edition.inventory => say!(
                    "the version is not the one that was archived: its inventory is another",
                    "不是當初歸檔的那一版：清單不同"
                ),
                Some(_) => continue,
            };
            problems.push(Problem::doubt("log", says).in_object(*id).in_version(edition.version.clone()));
        }
    }
    for (id, object) in there {
        let known: BTreeSet<&str> = added.get(id).into_iter().flatten().map(|edition| edition.version.as_str()).collect();
        for (name, digest) in &object.inventories {
            let edition = Edition { object: id.to_owned(), version: name.to_string(), inventory: digest.clone() };
            if !known.contains(edition.version.as_str()) && !open.contains(&edition) {
                problems.push(
                    Problem::doubt("log", say!("the log knows nothing of this version", "事件記錄裡沒有這一版"))
                        .in_object(id)
                        .in_version(edition.version),
                );
            }
        }
    }
    problems
}

/// Every archived document is still in the site, or somebody recorded why not.
pub fn against_site(verified: &mut Verified, catalogue: &Catalogue) {
    let documents: BTreeSet<&str> = catalogue.documents.iter().map(|document| document.id.as_str()).collect();
    let gone = |id: &&String| name::document(id).is_none_or(|document| !documents.contains(document.as_str()));
    let mut problems = Vec::new();
    for id in verified.objects.keys().filter(gone) {
        let reason = verified.log.as_ref().and_then(|log| log.reasons(id).last());
        problems.push(
            match reason {
                Some(reason) => Problem::remark(
                    "document-gone",
                    say!("its document is no longer in the site: {reason}", "文件已不在網站裡：{reason}"),
                ),
                None => Problem::doubt(
                    "document-gone",
                    say!(
                        "its document is no longer in the site, and no reason is recorded; `fangan archive note` records one",
                        "文件已不在網站裡，也沒有記下原因；可用 fangan archive note 補記"
                    ),
                ),
            }
            .in_object(id.clone()),
        );
    }
    verified.problems.extend(problems);
}
