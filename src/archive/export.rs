//! Packages to hand over: a bag with the documents, a catalogue of them and a note, made of the archive alone.

mod catalogue;
mod note;

use super::bagit::write::{Bag, Counted};
use super::digest::Algorithm;
use super::edition::METADATA;
use super::error::ArchiveError;
use super::log::Log;
use super::name::{self, folded};
use super::ocfl::layout;
use super::pack::Pack;
use super::report::is_sound;
use super::store::{self, Shelf};
use crate::config::Config;
use crate::say;
use catalogue::Entry;
use jiff::civil::Date;
use serde_json::Value;
use std::collections::BTreeSet;
use std::fs::File;
use std::path::{Path, PathBuf};

/// What is to be handed over, and what the package says about itself.
pub struct Order<'a> {
    /// Only documents of this year.
    pub year: Option<i16>,
    /// Only documents whose name (`community/period/name`) this accepts.
    pub wants: &'a dyn Fn(&str) -> bool,
    /// The day of the package.
    pub day: Date,
    /// Who hands over.
    pub config: &'a Config,
    /// The name and version of this program.
    pub software: &'a str,
}

/// What was handed over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Exported {
    /// Documents.
    pub documents: usize,
    /// Their editions.
    pub editions: usize,
    /// Files, and their bytes.
    pub counted: Counted,
}

/// Writes a package. `None` where no document fits.
pub fn export(shelf: &Shelf, order: &Order<'_>, to: &Path) -> Result<Option<Exported>, ArchiveError> {
    let mut problems = Vec::new();
    let log = Log::read(shelf.log(), &mut problems);
    if !is_sound(&problems) {
        let why = say!("the log is damaged; `fangan archive verify` tells more", "事件記錄已損壞，詳見 fangan archive verify");
        return Err(ArchiveError::Unfit { path: shelf.root().join(super::log::FILE), why });
    }
    let entries = entries(shelf, &log, order)?;
    if entries.is_empty() {
        return Ok(None);
    }
    let editions = entries.iter().map(|entry| entry.inventory.versions.len()).sum();
    let mut pack = Pack::begin(to, &folder_name(order))?;
    let mut bag = Bag::new(&mut pack);
    for entry in &entries {
        put_document(shelf, entry, &mut bag)?;
    }
    let documents = bag.counted();
    let (note, head) = (note::facts(order, &entries, editions, documents), log.head.clone());
    let made = [
        (catalogue::CSV, catalogue::csv(&entries)),
        (catalogue::JSON, catalogue::json(&entries)),
        (note::ZH, note::zh(&note, &head).into_bytes()),
        (note::EN, note::en(&note, &head).into_bytes()),
    ];
    for (path, bytes) in made {
        bag.payload(path, bytes.len() as u64, &mut bytes.as_slice()).map_err(ArchiveError::write(to))?;
    }
    let counted = bag.finish(&info(order, &entries, &head)).map_err(ArchiveError::write(to))?;
    pack.finish()?;
    Ok(Some(Exported { documents: entries.len(), editions, counted }))
}

/// The documents that fit, in the order of their names.
fn entries(shelf: &Shelf, log: &Log, order: &Order<'_>) -> Result<Vec<Entry>, ArchiveError> {
    let mut entries = Vec::new();
    let mut folders = BTreeSet::new();
    for id in log.added().keys() {
        let Some(document) = name::document(id).filter(|document| (order.wants)(document)) else { continue };
        let Some(inventory) = shelf.newest(id)? else {
            let why = say!(
                "it was archived and is gone; `fangan archive verify` tells more",
                "歸檔過的物件不見了，詳見 fangan archive verify"
            );
            return Err(ArchiveError::Unfit { path: PathBuf::from(*id), why });
        };
        let metadata = store::content(shelf.root(), &inventory, METADATA)?.unwrap_or_default();
        let metadata: Value = serde_json::from_slice(&metadata).unwrap_or_default();
        let entry = Entry { folder: folder(&document, &mut folders), document, inventory, metadata };
        if order.year.is_none_or(|year| entry.first("year") == Some(format!("{year:04}").as_str())) {
            entries.push(entry);
        }
    }
    Ok(entries)
}

/// The folder of a document in the package: its name, with characters that some disk can't hold replaced.
fn folder(document: &str, taken: &mut BTreeSet<String>) -> String {
    let clean = |c: char| if c.is_control() || "%\\:*?\"<>|".contains(c) { '_' } else { c };
    let plain: String = document.chars().map(clean).collect();
    let numbered = (2..=taken.len() + 2).map(|n| format!("{plain}-{n}"));
    let free = std::iter::once(plain.clone()).chain(numbered).find(|name| !taken.contains(&folded(name)));
    let name = free.unwrap_or(plain);
    taken.insert(folded(&name));
    name
}

/// All versions of a document, each file compared with its digest on the way.
fn put_document(shelf: &Shelf, entry: &Entry, bag: &mut Bag<'_>) -> Result<(), ArchiveError> {
    let object = shelf.root().join(layout::path(&entry.inventory.id));
    for (version_name, version) in &entry.inventory.versions {
        for (logical, (content, digest)) in entry.inventory.files(version) {
            let disk = content.split('/').fold(object.clone(), |all, part| all.join(part));
            let mut file = File::open(&disk).map_err(ArchiveError::read(&disk))?;
            let size = file.metadata().map_err(ArchiveError::read(&disk))?.len();
            let path = format!("{}/{}/{version_name}/{logical}", catalogue::FOLDER, entry.folder);
            let digests = bag.payload(&path, size, &mut file).map_err(ArchiveError::write(Path::new(&path)))?;
            let is = super::bagit::write::ALGORITHMS.iter().zip(&digests).find(|(algorithm, _)| **algorithm == Algorithm::Sha512);
            if is.map(|(_, is)| is.as_str()) != Some(digest) {
                return Err(damaged(disk));
            }
        }
    }
    Ok(())
}

fn damaged(path: PathBuf) -> ArchiveError {
    ArchiveError::Unfit {
        path,
        why: say!("it was changed; `fangan archive verify` tells more", "檔案被改動過，詳見 fangan archive verify"),
    }
}

/// The name of the package's folder in a zip file.
fn folder_name(order: &Order<'_>) -> String {
    order.year.map_or_else(|| "fangan-archive".to_owned(), |year| format!("fangan-archive-{year:04}"))
}

/// What the bag says about itself.
fn info(order: &Order<'_>, entries: &[Entry], head: &str) -> Vec<(&'static str, String)> {
    let config = order.config;
    let bureau = &config.bureau;
    let archive = config.archive.as_ref();
    let organisation = bureau.name.as_ref().unwrap_or(&config.title).original().to_owned();
    let year = order.year.map(|year| format!(" of {year:04}")).unwrap_or_default();
    let n = entries.len();
    let known = [
        ("Source-Organization", Some(organisation)),
        ("Contact-Name", bureau.contact.as_ref().map(|contact| contact.original().to_owned())),
        ("Contact-Email", bureau.email.clone()),
        ("External-Description", Some(format!("Approved programme documents{year}: {n}. 方案文件 {n} 份"))),
        ("External-Identifier", Some(format!("{}{}", config.base_url, folder_name(order)))),
        ("Internal-Sender-Identifier", archive.and_then(|archive| archive.fonds.clone())),
        (
            "Internal-Sender-Description",
            archive.and_then(|archive| archive.fonds_name.as_ref()).map(|name| name.original().to_owned()),
        ),
        ("Archive-Log-Head", Some(format!("sha256:{head}"))),
        ("Bagging-Date", Some(order.day.to_string())),
        ("Bag-Software-Agent", Some(order.software.to_owned())),
    ];
    known.into_iter().filter_map(|(label, value)| Some((label, value?))).collect()
}
