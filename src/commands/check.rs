//! `fangan check`: every finding, nothing written unless `--fix` asks for it.

mod fix;

use super::{Exit, Terminal, counted};
use crate::catalogue::publish::Visible;
use crate::cli::{self, FindingFormat};
use crate::diagnostic::Severity;
use crate::diagnostic::emit::Format;
use crate::output::{Bytes, OutputPath, Sink};
use crate::pipeline::{self, Audience, Options};
use crate::say;
use std::io;

pub(super) fn run(terminal: &Terminal, args: &cli::Check) -> Exit {
    match check(terminal, args) {
        Ok(exit) | Err(exit) => exit,
    }
}

fn check(terminal: &Terminal, args: &cli::Check) -> Result<Exit, Exit> {
    let format = match args.format {
        FindingFormat::Human => Format::Human,
        FindingFormat::Short => Format::Short,
        FindingFormat::Json => Format::Json,
        FindingFormat::Sarif => Format::Sarif,
        FindingFormat::Github => Format::Github,
    };
    let workspace = terminal.workspace()?;
    let mended = if args.fix { Some(fix::run(terminal, &workspace, args.dry_run)?) } else { None };
    // Where nothing was written the findings of before still stand.
    let before = mended.as_ref().filter(|_| args.dry_run).map(|mended| (mended.had_errors, mended.had_warnings));
    let mut reading = mended.map_or_else(|| pipeline::read(&workspace), |mended| mended.reading);
    let Some(config) = reading.config.clone() else { return Err(terminal.without_config(reading, format)) };
    let today = terminal.today(args.as_of.as_deref(), &config.time_zone)?;
    let drafts = reading.catalogue.clone();
    let public = reading.take_catalogue(Audience::Public);
    let mut findings = std::mem::take(&mut reading.findings);
    if let (Some(drafts), Some(public)) = (drafts, public) {
        let drafts = Visible::to_writers(drafts);
        let public = pipeline::visible(public, Audience::Public, &mut findings);
        if let Some(theme) = &reading.theme {
            // Templates are tried on the public's pages; the URLs of drafts are looked at too, so that approving one holds no surprise.
            let options = Options { audience: Audience::Public, base_url: None, today };
            let mut of_pages = crate::diagnostic::Findings::default();
            let rendered = pipeline::render(&public, theme, &options, &mut of_pages, &Nowhere, &|_, _| {});
            rendered.map_err(|error| {
                terminal.complain(&error.wording());
                Exit::Environment
            })?;
            findings.extend(of_pages);
            let site = crate::routes::Site::new(&drafts, &config.base_url, today);
            pipeline::table(&site, &mut findings);
        }
    }
    let findings = findings.sorted();
    let mut exit = terminal.report(&findings, &reading.sources, format);
    let (errors, warnings) = before.unwrap_or_default();
    if errors || (args.deny.is_some() && warnings + findings.count(Severity::Warning) > 0) {
        exit = Exit::Findings;
    }
    if format == Format::Human {
        let count = counted(&findings);
        let (en, zh) = (count.en, count.zh);
        terminal.close(&say!("Checked: {en}.", "檢查完畢：{zh}。"));
    }
    Ok(exit)
}

/// Takes files and keeps none.
struct Nowhere;

impl Sink for Nowhere {
    fn put(&self, _: &OutputPath, _: Bytes) -> io::Result<()> {
        Ok(())
    }
}
