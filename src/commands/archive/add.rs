//! `fangan archive add`: every approved edition that is not there yet.

use super::{Ground, SOFTWARE};
use crate::archive::edition::{self, APPROVAL, Editor, Unmade};
use crate::archive::ocfl::write::newest;
use crate::archive::store::{Store, content, is_archive};
use crate::archive::{ArchiveError, name};
use crate::catalogue::checks::retention;
use crate::catalogue::{ApprovedDocument, Catalogue, NotApproved};
use crate::cli;
use crate::commands::{Exit, Terminal, build, counted, place};
use crate::diagnostic::emit::Format;
use crate::diagnostic::{Findings, Severity};
use crate::pipeline::{self, Audience, Options, pages::Pages};
use crate::say;
use jiff::tz::TimeZone;
use std::path::Path;

pub(super) fn add(terminal: &Terminal, args: &cli::ArchiveAdd) -> Result<Exit, Exit> {
    let mut ground = Ground::read(terminal)?;
    let zone = ground.config.time_zone.clone();
    let day = terminal.given_day(args.as_of.as_deref(), &zone)?;
    let today = terminal.today(args.as_of.as_deref(), &zone)?;
    let time = terminal.moment(&zone)?;
    args.selection.check(terminal, &ground.catalogue, &[])?;
    let mut findings = std::mem::take(&mut ground.findings);
    let visible = pipeline::visible(ground.catalogue.clone(), Audience::Public, &mut findings);
    let root = ground.archive();
    let wanted = Wanted::new(&ground.catalogue, &|document| args.selection.wants(document));
    let needed = missing(&root, &wanted.approved).map_err(|error| terminal.archive_error(&error))?;
    for approved in needed.iter().filter(|approved| approved.document().facts.retention.is_none()) {
        findings.push(retention::finding(approved.document(), Severity::Error));
    }
    let stopped = |findings: Findings| {
        let findings = findings.sorted();
        let exit = terminal.report(&findings, &ground.reading.sources, Format::Human);
        let count = counted(&findings);
        let (en, zh) = (count.en, count.zh);
        terminal.close(&say!("Nothing was archived: {en}.", "沒有歸檔任何文件：{zh}。"));
        exit
    };
    let Some(theme) = ground.reading.theme.as_ref().filter(|_| !findings.any_error()) else { return Ok(stopped(findings)) };
    if day.is_none()
        && let Some(vague) = needed.iter().find(|approved| edition::day(approved).is_none())
    {
        let document = &vague.document().id;
        terminal.complain(&say!("the approval of `{document}` is not dated to the day", "「{document}」的批准日期沒有精確到日"));
        terminal.hint(&say!("say which day the edition is to have: --as-of 2024-12-09", "請指明這一版的日期：--as-of 2024-12-09"));
        return Err(Exit::Usage);
    }
    if needed.is_empty() {
        wanted.tell(terminal);
        let n = wanted.approved.len();
        terminal.close(&say!("Nothing new to archive: {n} editions are there already.", "沒有新的版本要歸檔；已在檔案庫的有 {n} 份。"));
        return Ok(Exit::Fine);
    }
    let options = Options { audience: Audience::Public, base_url: None, today };
    let Some(pages) = Pages::new(&visible, theme, &options, &mut findings) else { return Ok(stopped(findings)) };
    let mut store = Store::open(&root, &time, SOFTWARE).map_err(|error| terminal.archive_error(&error))?;
    // Another process may have added some before the lock was ours.
    let needed = missing(store.root(), &wanted.approved).map_err(|error| terminal.archive_error(&error))?;
    let editor = Editor { pages: &pages, zone: TimeZone::get(&zone).unwrap_or(TimeZone::UTC), day, software: SOFTWARE };
    let bar = terminal.shows_progress().then(build::progress_bar);
    bar.iter().for_each(|bar| bar.set_length(needed.len() as u64));
    let mut done = 0;
    let mut told = |_: &_| {
        done += 1;
        bar.iter().for_each(|bar| bar.inc(1));
    };
    let added = store.add(&needed, |approved| editor.addition(approved), &mut told);
    bar.iter().for_each(indicatif::ProgressBar::finish_and_clear);
    let place = place::from_here(&root);
    match added {
        Ok(()) => {
            wanted.tell(terminal);
            terminal.close(&say!("Archived {done} editions in {place}.", "已歸檔 {done} 個版本，在 {place}。"));
            Ok(Exit::Fine)
        }
        Err(unmade) => {
            let exit = match unmade {
                Unmade::Archive(error) => terminal.archive_error(&error),
                Unmade::Template(finding) => {
                    findings.push(*finding);
                    terminal.report(&findings.sorted(), &ground.reading.sources, Format::Human)
                }
            };
            let all = needed.len();
            terminal.close(&say!(
                "Archived {done} of {all} editions in {place}; the archive is sound, and the next run goes on.",
                "已歸檔 {done} 個版本，共 {all} 個，在 {place}；檔案庫完好，下次執行會接著做。"
            ));
            Ok(exit)
        }
    }
}

/// The documents that are meant, as far as they may be archived.
pub(super) struct Wanted<'a> {
    pub approved: Vec<ApprovedDocument<'a>>,
    /// Those that were approved without a digest.
    pub undigested: Vec<&'a str>,
}

impl<'a> Wanted<'a> {
    pub fn new(catalogue: &'a Catalogue, wants: &dyn Fn(&str) -> bool) -> Self {
        let mut wanted = Self { approved: Vec::new(), undigested: Vec::new() };
        for id in catalogue.document_ids() {
            let document = catalogue.document(id);
            if !wants(&document.id) {
                continue;
            }
            match ApprovedDocument::of(catalogue, id) {
                Ok(approved) => wanted.approved.push(approved),
                Err(NotApproved::NoDigest) => wanted.undigested.push(&document.id),
                // Drafts are nobody's business here, and the rest are errors that were found before.
                Err(NotApproved::Unpublished | NotApproved::NoApproval | NotApproved::Changed | NotApproved::NoWithdrawal) => {}
            }
        }
        wanted
    }

    /// What was left out without being an error.
    fn tell(&self, terminal: &Terminal) {
        let Some(first) = self.undigested.first() else { return };
        terminal.close(&match self.undigested.len() {
            1 => say!(
                "Note: the approval of `{first}` carries no digest, so it is not archived; `fangan approve` records one.",
                "註：「{first}」的審批沒有摘要值，所以沒有歸檔；請用 fangan approve 記下摘要值。"
            ),
            n => say!(
                "Note: the approvals of {n} documents, such as `{first}`, carry no digest, so they are not archived; `fangan approve` records one.",
                "註：「{first}」等 {n} 份文件的審批沒有摘要值，所以沒有歸檔；請用 fangan approve 記下摘要值。"
            ),
        });
    }
}

/// Which of the documents have an edition that is not there yet.
fn missing<'a>(root: &Path, approved: &[ApprovedDocument<'a>]) -> Result<Vec<ApprovedDocument<'a>>, ArchiveError> {
    let mut missing = Vec::new();
    for approved in approved {
        if !is_archived(root, approved)? {
            missing.push(*approved);
        }
    }
    Ok(missing)
}

/// Whether the newest edition in the archive is that of the document as it stands.
pub(super) fn is_archived(root: &Path, approved: &ApprovedDocument<'_>) -> Result<bool, ArchiveError> {
    if !is_archive(root) {
        return Ok(false);
    }
    let Some(inventory) = newest(root, &name::object_id(&approved.document().id))? else { return Ok(false) };
    let record = content(root, &inventory, APPROVAL)?;
    Ok(record.is_some_and(|record| edition::is_archived(&record, approved)))
}
