//! What goes into a version: everything that an approved document is, files in a fixed order.
//!
//! ```text
//! source/plan.zh.md ...      the texts in all languages, as they were approved
//! source/calendar.csv ...    attachments and files that the texts show or link to
//! page/zh.html ...           the page in each language, one file that stands alone
//! approval.json              who approved what, with the lines that its digest is taken of; a withdrawal
//! metadata.json              elements of the record, what is missing in it, and every file with its SHA-256
//! metadata.xml               the same
//! ```

use super::digest::{self, Algorithm};
use super::error::ArchiveError;
use super::metadata::{self, File, Record};
use super::name::{self, Names};
use super::ocfl::User;
use super::ocfl::write::{Addition, NewFile};
use super::page::{self, Surroundings};
use crate::catalogue::ApprovedDocument;
use crate::catalogue::digest as catalogue_digest;
use crate::diagnostic::Finding;
use crate::language::Localised;
use crate::output::{Bytes, OutputPath};
use crate::pipeline::{self, pages::Pages};
use crate::say;
use crate::source::{Content, SourceId};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde_json::{Map, Value, json};
use std::fs;
use std::io::Read;

/// The logical path of the approval record.
pub const APPROVAL: &str = "approval.json";

/// The logical path of the metadata.
pub const METADATA: &str = "metadata.json";

/// Why an edition could not be put together.
#[derive(Debug)]
pub enum Unmade {
    /// A file could not be read.
    Archive(ArchiveError),
    /// A template has a mistake.
    Template(Box<Finding>),
}

impl From<ArchiveError> for Unmade {
    fn from(error: ArchiveError) -> Self {
        Self::Archive(error)
    }
}

/// Puts editions together.
pub struct Editor<'a> {
    /// The pages of the public site.
    pub pages: &'a Pages<'a>,
    /// The time zone in which days begin.
    pub zone: TimeZone,
    /// The day of editions whose approval or withdrawal is not dated to the day.
    pub day: Option<Date>,
    /// The name and version of this program.
    pub software: &'a str,
}

/// The day on which an edition came into being, where it is known: that of the withdrawal or else of the approval.
pub fn day(approved: &ApprovedDocument<'_>) -> Option<Date> {
    let on = approved.withdrawal().map_or(approved.approval().on, |withdrawal| withdrawal.on);
    on.exact_days().map(|(_, last)| last)
}

impl Editor<'_> {
    /// What is to be added for a document.
    pub fn addition(&self, approved: &ApprovedDocument<'_>) -> Result<Addition, Unmade> {
        let id = name::object_id(&approved.document().id);
        let mut made = Made::default();
        self.sources(approved, &mut made)?;
        let url = self.page_files(approved, &mut made)?;
        let approval = metadata::lines(&Self::approval(approved, &made)?);
        made.text(APPROVAL, "approval", None, approval);
        let record = Record::new(approved, &id, url, std::mem::take(&mut made.listed), self.software);
        for (path, bytes) in [(METADATA, record.to_json()), ("metadata.xml", record.to_xml())] {
            made.text(path, "metadata", None, bytes);
        }
        let day = day(approved).or(self.day).unwrap_or_default();
        let moment = day.to_zoned_datetime(self.zone.clone()).map(|moment| moment.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string());
        Ok(Addition {
            created: moment.unwrap_or_else(|_| format!("{day}T00:00:00Z")),
            message: message(approved),
            user: user(approved),
            id,
            files: made.files,
        })
    }

    /// Every file that the approval covers: texts, attachments, what the texts show or link to.
    fn sources(&self, approved: &ApprovedDocument<'_>, made: &mut Made) -> Result<(), ArchiveError> {
        let (catalogue, document) = (approved.catalogue(), approved.document());
        let attached = |id: SourceId| document.facts.attachments.iter().any(|attachment| attachment.source == id);
        for id in approved.files() {
            let source = catalogue.sources.get(*id);
            let text = document.versions.iter().find(|version| version.source == *id);
            let tag = text.map(|version| catalogue.config.language(version.language).tag.clone());
            let role = if tag.is_some() {
                "text"
            } else if attached(*id) {
                "attachment"
            } else {
                "linked"
            };
            let digested = match &source.content {
                Content::Text(text) => Some(catalogue_digest::of_text(text)),
                _ => None,
            };
            made.named(source.path.file_name(), role, tag, pipeline::carried(source), digested)?;
        }
        Ok(())
    }

    /// The page in each language of the site; the address of the original's.
    fn page_files(&self, approved: &ApprovedDocument<'_>, made: &mut Made) -> Result<String, Unmade> {
        let document = approved.document();
        let config = &approved.catalogue().config;
        let Some(route) = self.pages.route(&document.id, document.source()) else { return Ok(String::new()) };
        let mut url = String::new();
        for (n, locale) in self.pages.locales().iter().enumerate().filter(|(_, locale)| locale.variant.is_none()) {
            let html = self.pages.render(route, n).map_err(Unmade::Template)?;
            let html = String::from_utf8_lossy(&html);
            let path = self.pages.path(route, n);
            let file = |path: &str| self.bytes(path);
            let around = Surroundings { base_url: self.pages.base_url(), path: &path, file: &file };
            let code = &config.language(locale.language).code;
            made.text(&format!("page/{code}.html"), "page", Some(locale.tag.clone()), page::alone(&html, &around).into_bytes());
            if locale.language == document.original_language() {
                url = format!("{}{path}", self.pages.base_url());
            }
        }
        Ok(url)
    }

    /// The bytes of a file that a page shows.
    fn bytes(&self, path: &str) -> Option<Vec<u8>> {
        let source = self.pages.sources().get(self.pages.file(path)?);
        match (&source.content, &source.disk) {
            (Content::Text(text), _) => Some(text.as_bytes().to_vec()),
            (Content::Blob { .. }, Some(disk)) => fs::read(disk).ok(),
            _ => None,
        }
    }

    /// The approval record, with the lines that its digest is taken of: those of the files as they were read for the archive.
    fn approval(approved: &ApprovedDocument<'_>, made: &Made) -> Result<Value, ArchiveError> {
        let lines = catalogue_digest::listing(made.digested.iter().map(|(name, hex)| (name.as_str(), hex.clone())));
        let digest = format!("{}{}", catalogue_digest::PREFIX, Algorithm::Sha256.of(lines.as_bytes()));
        if approved.approval().digest.as_ref().map(|recorded| recorded.it.as_str()) != Some(digest.as_str()) {
            let path = approved.catalogue().sources.get(approved.document().source()).path.to_string();
            return Err(ArchiveError::Unfit {
                path: path.into(),
                why: say!("it was changed while it was being archived", "歸檔期間被改動了"),
            });
        }
        let mut record = key(approved);
        record.insert("digested".into(), lines.lines().collect::<Vec<_>>().into());
        Ok(record.into())
    }
}

/// What tells an edition from another: the approval, and the withdrawal if there is one.
fn key(approved: &ApprovedDocument<'_>) -> Map<String, Value> {
    let approval = approved.approval();
    let text = |text: &Localised| {
        let config = &approved.catalogue().config;
        text.all().map(|(id, text)| (config.language(id).code.clone(), Value::from(text))).collect::<Map<_, _>>()
    };
    let withdrawn =
        approved.withdrawal().map(|withdrawal| json!({ "on": withdrawal.on.to_string(), "reason": text(&withdrawal.reason) }));
    let approval = json!({
        "by": text(&approval.by),
        "on": approval.on.to_string(),
        "number": approval.number,
        "edition": approval.edition,
        "digest": approval.digest.as_ref().map(|digest| digest.it.as_str()),
    });
    Map::from_iter([
        ("document".to_owned(), json!(approved.document().id)),
        ("approval".into(), approval),
        ("withdrawn".into(), json!(withdrawn)),
    ])
}

/// The edition that an archived approval record is of.
pub fn archived_edition(record: &[u8]) -> Option<u32> {
    let record: Value = serde_json::from_slice(record).unwrap_or_default();
    record.pointer("/approval/edition")?.as_u64().and_then(|edition| u32::try_from(edition).ok())
}

/// Whether an archived approval record is that of the document as it stands now.
pub fn is_archived(record: &[u8], approved: &ApprovedDocument<'_>) -> bool {
    let record: Value = serde_json::from_slice(record).unwrap_or_default();
    key(approved).iter().all(|(name, value)| record.get(name) == Some(value))
}

fn message(approved: &ApprovedDocument<'_>) -> String {
    let approval = approved.approval();
    match approved.withdrawal() {
        Some(withdrawal) => {
            let (on, reason) = (withdrawal.on, withdrawal.reason.original());
            format!("Withdrawn on {on} 撤回：{reason}")
        }
        None => {
            let (edition, on, by) = (approval.edition, approval.on, approval.by.original());
            let number = approval.number.as_deref().map(|number| format!(" {number}")).unwrap_or_default();
            format!("Edition {edition}, approved on {on} 第 {edition} 版，批准：{by}{number}")
        }
    }
}

/// The bureau, or else the site.
fn user(approved: &ApprovedDocument<'_>) -> User {
    let config = &approved.catalogue().config;
    let name = config.bureau.name.as_ref().unwrap_or(&config.title).original().to_owned();
    let address = config.bureau.email.as_ref().map_or_else(|| config.base_url.clone(), |email| format!("mailto:{email}"));
    User { name, address: Some(address) }
}

/// Files so far.
#[derive(Default)]
struct Made {
    files: Vec<NewFile>,
    listed: Vec<File>,
    /// Names of files of the site with what the approval digests of each.
    digested: Vec<(String, String)>,
    names: Names,
}

impl Made {
    /// A file that comes from the site under a name; `approved` is what the approval digests of it, where that is not the
    /// SHA-256 of its bytes.
    fn named(
        &mut self,
        name: &str,
        role: &'static str,
        language: Option<String>,
        bytes: Bytes,
        approved: Option<String>,
    ) -> Result<(), ArchiveError> {
        let digested = match &bytes {
            Bytes::Made(bytes) => digest::read(&mut bytes.as_slice(), &[Algorithm::Sha256]),
            Bytes::Copy { from, size } => {
                fs::File::open(from).and_then(|file| digest::read(&mut file.take(size.saturating_add(1)), &[Algorithm::Sha256]))
            }
        };
        let digested = digested.map_err(ArchiveError::read(std::path::Path::new(name)))?;
        let hex = approved.unwrap_or_else(|| digested.digests.first().cloned().unwrap_or_default());
        self.digested.push((name.to_owned(), hex));
        if let Some(path) = self.names.path("source", name) {
            self.list(path, Some(name.to_owned()), role, language, bytes, digested);
        }
        Ok(())
    }

    /// A file that was made here.
    fn text(&mut self, path: &str, role: &'static str, language: Option<String>, bytes: Vec<u8>) {
        let sha256 = Algorithm::Sha256.of(&bytes);
        let digested = digest::Digested { size: bytes.len() as u64, digests: vec![sha256] };
        if let Ok(path) = OutputPath::new(path) {
            self.list(path, None, role, language, Bytes::Made(bytes), digested);
        }
    }

    fn list(
        &mut self,
        path: OutputPath,
        name: Option<String>,
        role: &'static str,
        language: Option<String>,
        bytes: Bytes,
        digested: digest::Digested,
    ) {
        let sha256: String = digested.digests.into_iter().collect();
        self.listed.push(File { path: path.to_string(), name, role, language, size: digested.size, sha256: sha256.clone() });
        self.files.push(NewFile { path, bytes, sha256 });
    }
}
