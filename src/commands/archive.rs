//! `fangan archive`: approved editions kept for good. What the commands share; one file each for what they do.

mod add;
mod export;
mod list;
mod note;
mod receive;
mod verify;

use super::{Exit, Terminal};
use crate::archive::{ArchiveError, Grade, Problem};
use crate::catalogue::Catalogue;
use crate::cli::{self, ArchiveWhat, Selection};
use crate::config::{self, Config};
use crate::diagnostic::Findings;
use crate::diagnostic::emit::Format;
use crate::pipeline::{self, Audience, Reading};
use crate::say;
use crate::source::workspace::Workspace;
use std::path::PathBuf;
use std::sync::Arc;

/// What the archive calls this program.
const SOFTWARE: &str = concat!("fangan ", env!("CARGO_PKG_VERSION"));

/// So many problems are told to people; programs get all.
const TOLD: usize = 200;

pub(super) fn run(terminal: &Terminal, args: &cli::Archive) -> Exit {
    let run = match &args.what {
        ArchiveWhat::Add(args) => add::add(terminal, args),
        ArchiveWhat::Verify(args) => verify::verify(terminal, args),
        ArchiveWhat::List(args) => list::list(terminal, args),
        ArchiveWhat::Export(args) => export::export(terminal, args),
        ArchiveWhat::Receive(args) => receive::receive(terminal, args),
        ArchiveWhat::Note(args) => note::note(terminal, args),
    };
    match run {
        Ok(exit) | Err(exit) => exit,
    }
}

/// A site as the archive's commands need it.
struct Ground {
    workspace: Workspace,
    reading: Reading,
    config: Arc<Config>,
    /// As the public reads it: sealed editions in the place of what is being amended.
    catalogue: Catalogue,
    findings: Findings,
}

impl Ground {
    fn read(terminal: &Terminal) -> Result<Self, Exit> {
        let workspace = terminal.workspace()?;
        let mut reading = pipeline::read(&workspace);
        let catalogue = reading.take_catalogue(Audience::Public);
        let findings = std::mem::take(&mut reading.findings);
        match (reading.config.clone(), catalogue) {
            (Some(config), Some(catalogue)) => Ok(Self { workspace, reading, config, catalogue, findings }),
            _ => {
                reading.findings = findings;
                Err(terminal.without_config(reading, Format::Human))
            }
        }
    }

    /// The archive's folder.
    fn archive(&self) -> PathBuf {
        folder(&self.workspace, &self.config)
    }
}

/// The folder of a site's archive.
pub(super) fn folder(workspace: &Workspace, config: &Config) -> PathBuf {
    let path = config.archive.as_ref().map_or(config::Archive::PATH, |archive| archive.path.as_str());
    workspace.root().join(path)
}

impl Selection {
    /// Whether a document of this name is meant.
    fn wants(&self, document: &str) -> bool {
        let mut parts = document.splitn(3, '/');
        let mut fits = |wanted: &Option<String>, is: &dyn Fn(&str, &str) -> bool| {
            let part = parts.next().unwrap_or_default();
            wanted.as_ref().is_none_or(|wanted| is(part, wanted))
        };
        let same = |part: &str, wanted: &str| part == wanted;
        let of_kind =
            |name: &str, kind: &str| name.strip_prefix(kind).is_some_and(|rest| rest.is_empty() || rest.starts_with('-'));
        (self.documents.is_empty() || self.documents.iter().any(|wanted| wanted == document))
            && fits(&self.narrowing.community, &same)
            && fits(&self.narrowing.period, &same)
            && fits(&self.narrowing.kind, &of_kind)
    }

    /// Complains of a name that is neither in the site nor among the archived documents.
    fn check(&self, terminal: &Terminal, catalogue: &Catalogue, archived: &[String]) -> Result<(), Exit> {
        let mut documents: Vec<&str> = catalogue.documents.iter().map(|document| document.id.as_str()).collect();
        documents.extend(archived.iter().map(String::as_str));
        if let Some(wrong) = self.documents.iter().find(|wanted| !documents.contains(&wanted.as_str())) {
            return Err(terminal.unknown(&say!("there is no document `{wrong}`", "沒有「{wrong}」這份文件"), wrong, &documents));
        }
        let part = |n: usize| -> Vec<&str> {
            let mut parts: Vec<&str> = documents.iter().filter_map(|document| document.split('/').nth(n)).collect();
            parts.sort_unstable();
            parts.dedup();
            parts
        };
        if let Some(wrong) = &self.narrowing.community {
            let known: Vec<&str> = catalogue.communities.iter().map(|c| c.id.as_str()).chain(part(0)).collect();
            if !known.contains(&wrong.as_str()) {
                return Err(terminal.unknown(
                    &say!("there is no community `{wrong}`", "沒有「{wrong}」這個共同體"),
                    wrong,
                    &known,
                ));
            }
        }
        if let Some(wrong) = self.narrowing.period.as_ref().filter(|wrong| !part(1).contains(&wrong.as_str())) {
            return Err(terminal.unknown(
                &say!("no document is of the period `{wrong}`", "沒有「{wrong}」這一時期的文件"),
                wrong,
                &part(1),
            ));
        }
        if let Some(wrong) = self.narrowing.kind.as_ref().filter(|wrong| catalogue.config.kind_named(wrong).is_none()) {
            let kinds: Vec<&str> = catalogue.config.kinds.iter().map(|kind| kind.id.as_str()).collect();
            return Err(terminal.unknown(
                &say!("there is no kind of document `{wrong}`", "沒有「{wrong}」這個文種"),
                wrong,
                &kinds,
            ));
        }
        Ok(())
    }
}

impl Terminal {
    /// An error of the archive: the environment's, all of them.
    fn archive_error(&self, error: &ArchiveError) -> Exit {
        self.complain(&error.wording());
        if matches!(error, ArchiveError::Missing { .. }) {
            self.hint(&say!("`fangan archive add` makes one", "fangan archive add 會建立"));
        }
        Exit::Environment
    }

    /// What the clock says, as RFC 3339 writes it in the site's time zone; `SOURCE_DATE_EPOCH` takes its place.
    fn moment(&self, time_zone: &str) -> Result<String, Exit> {
        let zone = jiff::tz::TimeZone::get(time_zone).unwrap_or(jiff::tz::TimeZone::UTC);
        let moment = match self.epoch()? {
            Some(moment) => moment,
            None => jiff::Timestamp::now(),
        };
        Ok(moment.to_zoned_datetime(zone).strftime("%Y-%m-%dT%H:%M:%S%:z").to_string())
    }

    /// Problems for people, one a line.
    fn tell(&self, problems: &[Problem]) {
        let mut sorted: Vec<&Problem> = problems.iter().collect();
        sorted.sort_by_key(|problem| problem.grade);
        for problem in sorted.iter().take(TOLD) {
            let grade = match problem.grade {
                Grade::Doubt => say!("doubt", "存疑"),
                Grade::Remark => say!("note", "註"),
            };
            let (grade, place, says) = (self.word(&grade), problem.place(), problem.says.get(self.tongue));
            let place = if place.is_empty() { String::new() } else { format!("{place}: ") };
            self.say(&format!("{grade}[{}] {place}{says}", problem.rule));
        }
        if let Some(more) = sorted.len().checked_sub(TOLD).filter(|more| *more > 0) {
            self.say(&self.word(&say!("... and {more} more; --format json has all", "……另有 {more} 項，見 --format json")));
        }
    }
}

/// How many of the problems are doubts.
fn doubts(problems: &[Problem]) -> usize {
    problems.iter().filter(|problem| problem.grade == Grade::Doubt).count()
}
