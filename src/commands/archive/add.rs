//! `fangan archive add`: every approved edition that is not there yet.

use super::{Ground, SOFTWARE};
use crate::archive::edition::{self, APPROVAL, Editor, Unmade};
use crate::archive::ocfl::write::newest;
use crate::archive::store::{Store, content, is_archive};
use crate::archive::{ArchiveError, name};
use crate::catalogue::checks::retention;
use crate::catalogue::seal::Seals;
use crate::catalogue::{ApprovedDocument, Catalogue, NotApproved};
use crate::cli;
use crate::commands::{Exit, Terminal, build, counted, place};
use crate::diagnostic::emit::Format;
use crate::diagnostic::{Findings, Severity, number_of};
use crate::pipeline::{self, Audience, Options, pages::Pages};
use crate::say;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use std::collections::{BTreeMap, BTreeSet};
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
    let failed = |error: ArchiveError| terminal.archive_error(&error);
    let wanted = Wanted::new(&ground.catalogue, &|document| args.selection.wants(document));
    let needed = missing(&root, &wanted.approved).map_err(failed)?;
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
        terminal
            .hint(&say!("say which day the edition is to have: --as-of 2024-12-09", "請指明這一版的日期：--as-of 2024-12-09"));
        return Err(Exit::Usage);
    }
    if needed.is_empty() {
        wanted.tell(terminal);
        let n = wanted.approved.len();
        terminal.close(&match n {
            1 => say!("Nothing new to archive: the document is there already.", "沒有新的版本要歸檔；這份文件已在檔案庫。"),
            _ => say!(
                "Nothing new to archive: {n} documents are there already.",
                "沒有新的版本要歸檔；已在檔案庫的有 {n} 份文件。"
            ),
        });
        return Ok(Exit::Fine);
    }
    let options = Options { audience: Audience::Public, base_url: None, today };
    let Some(pages) = Pages::new(&visible, theme, &options, &mut findings) else { return Ok(stopped(findings)) };
    let store = Store::open(&root, &time, SOFTWARE).map_err(failed)?;
    // Another process may have added some before the lock was ours.
    let needed = missing(store.root(), &wanted.approved).map_err(failed)?;
    let mut run = Run { terminal, store, zone: TimeZone::get(&zone).unwrap_or(TimeZone::UTC), day, done: 0 };
    let added = run.earlier(&ground, &needed, theme, &options).and_then(|()| run.put(&needed, &pages));
    let (done, place) = (run.done, place::from_here(&root));
    let editions = number_of(done, "edition");
    match added {
        Ok(()) => {
            wanted.tell(terminal);
            terminal.close(&say!("Archived {editions} in {place}.", "已歸檔 {done} 個版本，在 {place}。"));
            Ok(Exit::Fine)
        }
        Err(unmade) => {
            let exit = match unmade {
                Unmade::Archive(error) => failed(error),
                Unmade::Template(finding) => {
                    findings.push(*finding);
                    terminal.report(&findings.sorted(), &ground.reading.sources, Format::Human)
                }
            };
            terminal.close(&say!(
                "Archived {editions} in {place} before that; the archive is sound, and the next run goes on.",
                "在此之前已歸檔 {done} 個版本，在 {place}；檔案庫完好，下次執行會接著做。"
            ));
            Ok(exit)
        }
    }
}

/// A run that adds.
struct Run<'t> {
    terminal: &'t Terminal,
    store: Store,
    zone: TimeZone,
    day: Option<Date>,
    done: usize,
}

impl Run<'_> {
    /// Adds documents as they stand.
    fn put(&mut self, needed: &[ApprovedDocument<'_>], pages: &Pages<'_>) -> Result<(), Unmade> {
        let editor = Editor { pages, zone: self.zone.clone(), day: self.day, software: SOFTWARE };
        let bar = self.terminal.shows_progress().then(build::progress_bar);
        bar.iter().for_each(|bar| bar.set_length(needed.len() as u64));
        let done = &mut self.done;
        let mut told = |_: &_| {
            *done += 1;
            bar.iter().for_each(|bar| bar.inc(1));
        };
        let added = self.store.add(needed, |approved| editor.addition(approved), &mut told);
        bar.iter().for_each(indicatif::ProgressBar::finish_and_clear);
        added
    }

    /// Adds the editions before those that the documents have now, as they were kept when they were approved: one of each
    /// document in a round, for each is the next version of its object.
    fn earlier(
        &mut self,
        ground: &Ground,
        needed: &[ApprovedDocument<'_>],
        theme: &crate::theme::Theme,
        options: &Options,
    ) -> Result<(), Unmade> {
        let mut lost: BTreeSet<(String, u32)> = BTreeSet::new();
        loop {
            let mut next: BTreeMap<String, u32> = BTreeMap::new();
            for approved in needed {
                let id = &approved.document().id;
                // A document that was withdrawn before it was archived was approved before that.
                let last = approved.approval().edition + u32::from(approved.withdrawal().is_some());
                let from = archived(self.store.root(), id)? + 1;
                next.extend((from..last).find(|n| !lost.contains(&(id.clone(), *n))).map(|n| (id.clone(), n)));
            }
            if next.is_empty() {
                return Ok(());
            }
            let Some(catalogue) = pipeline::earlier(&ground.reading, &next) else { return Ok(()) };
            let visible = pipeline::visible(catalogue.clone(), Audience::Public, &mut Findings::default());
            let whole = Wanted::new(&catalogue, &|document| next.contains_key(document)).approved;
            let is_whole = |approved: &ApprovedDocument<'_>| {
                let is_it = next.get(&approved.document().id) == Some(&approved.approval().edition);
                is_it && approved.document().facts.retention.is_some() && (self.day.or(edition::day(approved))).is_some()
            };
            let whole: Vec<ApprovedDocument<'_>> = whole.into_iter().filter(is_whole).collect();
            let pages = Pages::new(&visible, theme, options, &mut Findings::default());
            if let Some(pages) = &pages {
                self.put(&whole, pages)?;
            }
            for (id, edition) in next {
                if pages.is_none() || !whole.iter().any(|approved| approved.document().id == id) {
                    self.terminal.close(&say!(
                        "Note: edition {edition} of `{id}` can't be archived: its copy is gone or changed, or lacks retention or a day.",
                        "註：「{id}」第 {edition} 版不能歸檔：副本不見了或改動過，或者沒有保管期限、確切日期。"
                    ));
                    lost.insert((id, edition));
                }
            }
        }
    }
}

/// The newest edition of a document that is archived; 0 where none is.
fn archived(root: &Path, document: &str) -> Result<u32, ArchiveError> {
    let Some(inventory) = newest(root, &name::object_id(document))? else { return Ok(0) };
    let record = content(root, &inventory, APPROVAL)?;
    Ok(record.as_deref().and_then(edition::archived_edition).unwrap_or(0))
}

/// The documents that are meant, as far as they may be archived.
pub(super) struct Wanted<'a> {
    pub approved: Vec<ApprovedDocument<'a>>,
    /// Those that were approved without a digest.
    pub undigested: Vec<&'a str>,
}

impl<'a> Wanted<'a> {
    pub fn new(catalogue: &'a Catalogue, wants: &dyn Fn(&str) -> bool) -> Self {
        let seals = Seals::new(catalogue);
        let mut wanted = Self { approved: Vec::new(), undigested: Vec::new() };
        for id in catalogue.document_ids() {
            let document = catalogue.document(id);
            if !wants(&document.id) {
                continue;
            }
            match ApprovedDocument::of(&seals, id) {
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
            missing.push(approved.clone());
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
