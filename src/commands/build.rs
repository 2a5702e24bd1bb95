//! `fangan build`: the public site.

use super::{Exit, Terminal, counted};
use crate::cli;
use crate::diagnostic::emit::Format;
use crate::diagnostic::{Severity, number_of};
use crate::output::disk::{Disk, Written};
use crate::pipeline::{self, Audience, Options};
use crate::say;
use crate::source::At;
use crate::source::workspace::FOLDERS;
use crate::source::{SourceId, Span};
use indicatif::{ProgressBar, ProgressStyle};
use std::time::Instant;

/// Where a site is written unless another folder is named.
const OUTPUT: &str = "public";

pub(super) fn run(terminal: &Terminal, args: &cli::Build) -> Exit {
    match build(terminal, args) {
        Ok(exit) | Err(exit) => exit,
    }
}

fn build(terminal: &Terminal, args: &cli::Build) -> Result<Exit, Exit> {
    let started = Instant::now();
    let workspace = terminal.workspace()?;
    let mut reading = pipeline::read(&workspace);
    let Some(config) = reading.config.clone() else { return Err(terminal.without_config(reading, Format::Human)) };
    let today = terminal.today(args.as_of.as_deref(), &config.time_zone)?;
    let base_url = args.base_url.as_ref().map(|url| base_url(terminal, url)).transpose()?;
    let audience = if args.drafts { Audience::Writers } else { Audience::Public };
    let catalogue = reading.take_catalogue(audience);
    let mut findings = std::mem::take(&mut reading.findings);
    let (Some(catalogue), theme) = (catalogue, reading.theme) else { return Err(Exit::Usage) };
    let visible = pipeline::visible(catalogue, audience, &mut findings);
    let stopped = |findings: crate::diagnostic::Findings| {
        let findings = findings.sorted();
        let exit = terminal.report(&findings, &reading.sources, Format::Human);
        let count = counted(&findings);
        let (en, zh) = (count.en, count.zh);
        terminal.close(&say!("Nothing was written: {en}.", "沒有寫入任何檔案：{zh}。"));
        exit
    };
    // Whatever stops the work is said before the output folder is so much as looked at.
    let Some(theme) = theme.filter(|_| !findings.any_error()) else { return Ok(stopped(findings)) };
    let output = args.output.clone().unwrap_or_else(|| workspace.root().join(OUTPUT));
    let keep_out = FOLDERS.map(|folder| workspace.root().join(folder));
    let keep_out = keep_out.into_iter().chain([super::archive::folder(&workspace, &config)]);
    let protected: Vec<_> = keep_out.chain([workspace.root().join(crate::source::workspace::CONFIG)]).collect();
    let transaction = Disk::begin(&output, &protected).map_err(|error| {
        terminal.complain(&error.wording());
        Exit::Environment
    })?;
    let transaction = if args.clean { transaction.anew() } else { transaction };
    let bar = terminal.shows_progress().then(progress_bar);
    let tell = |done: usize, total: usize| {
        if let Some(bar) = &bar {
            bar.set_length(total as u64);
            bar.set_position(done as u64);
        }
    };
    let options = Options { audience, base_url, today };
    let made = pipeline::render(&visible, &theme, &options, &mut findings, &transaction, &tell).map_err(|error| {
        terminal.complain(&error.wording());
        Exit::Environment
    })?;
    if let Some(bar) = &bar {
        bar.finish_and_clear();
    }
    if findings.any_error() {
        // The transaction is dropped: the old output stays as it was.
        drop(transaction);
        return Ok(stopped(findings));
    }
    let written = transaction.commit().map_err(|error| {
        terminal.complain(&error.wording());
        Exit::Environment
    })?;
    foreign(terminal, &written);
    let (pages, documents, seconds) = (made.pages, made.documents, started.elapsed().as_secs_f64());
    let Written { new, changed, unchanged, removed, .. } = written;
    let count = counted(&findings);
    let (en, zh) = (count.en, count.zh);
    let (of, in_all) = (number_of(documents, "document"), number_of(pages, "page"));
    let appeared = number_of(new, "file");
    let place = output.strip_prefix(std::env::current_dir().unwrap_or_default()).unwrap_or(&output).display().to_string();
    terminal.close(&say!(
        "Built {in_all} of {of} into {place} in {seconds:.2} s: {appeared} new, {changed} changed, {unchanged} unchanged, {removed} removed; {en}.",
        "已建成：{documents} 份文件、{pages} 個網頁，在 {place}，用時 {seconds:.2} 秒；新增 {new}、更新 {changed}、未變 {unchanged}、移除 {removed} 個檔案；{zh}。"
    ));
    if findings.count(Severity::Warning) > 0 {
        terminal.close(&say!("`fangan check` shows the warnings.", "fangan check 會列出這些警告。"));
    }
    if args.drafts {
        terminal.close(&say!(
            "This site shows unpublished documents: do not put it on the web.",
            "這個網站含有未發布的文件，請勿放到網上。"
        ));
    }
    Ok(Exit::Fine)
}

fn base_url(terminal: &Terminal, url: &str) -> Result<String, Exit> {
    let mut findings = crate::diagnostic::Findings::default();
    let place = Span::start_of(SourceId(0));
    crate::config::base_url(&At::new(url.to_owned(), place), &mut findings).ok_or_else(|| {
        for finding in findings.iter() {
            terminal.complain(&finding.message);
            finding.hints.iter().for_each(|hint| terminal.hint(&hint.says));
        }
        Exit::Usage
    })
}

/// Files in the output folder that are not ours are named once, and left alone.
fn foreign(terminal: &Terminal, written: &Written) {
    let Some(first) = written.foreign.first() else { return };
    let count = written.foreign_count;
    terminal.close(&match count {
        1 => say!("Note: {first} is not of this program and was left alone.", "註：{first} 不是本程式寫的，未作改動。"),
        _ => say!(
            "Note: {count} files, such as {first}, are not of this program and were left alone.",
            "註：{first} 等 {count} 個檔案不是本程式寫的，未作改動。"
        ),
    });
}

pub(super) fn progress_bar() -> ProgressBar {
    let bar = ProgressBar::new(0);
    if let Ok(style) = ProgressStyle::with_template("{bar:32} {pos}/{len}") {
        bar.set_style(style);
    }
    bar
}
