//! `fangan archive verify`: every byte, every digest, the log, and the site beside it.

use super::{Ground, doubts};
use crate::archive::store::Shelf;
use crate::archive::verify::{self, Verified};
use crate::cli::{self, ReportFormat};
use crate::commands::{Exit, Terminal, place};
use crate::diagnostic::{Severity, number_of};
use crate::say;
use serde_json::json;
use std::path::Path;

pub(super) fn verify(terminal: &Terminal, args: &cli::ArchiveVerify) -> Result<Exit, Exit> {
    let (root, verified) = match &args.path {
        Some(path) => {
            let verified = verify::foreign(path);
            let verified = verified.ok_or_else(|| {
                let path = path.display();
                terminal.complain(&say!("there is no folder `{path}`", "沒有「{path}」這個資料夾"));
                Exit::Environment
            })?;
            (path.clone(), verified)
        }
        None => {
            let ground = Ground::read(terminal)?;
            let root = ground.archive();
            let shelf = Shelf::open(&root).map_err(|error| terminal.archive_error(&error))?;
            let mut verified = verify::archive(&shelf);
            verify::against_site(&mut verified, &ground.catalogue);
            if ground.findings.count(Severity::Error) > 0 {
                terminal.close(&say!(
                    "Note: the content has errors, so a document may seem to be gone; `fangan check` shows them.",
                    "註：內容有錯誤，有的文件可能因此看似不在；見 fangan check。"
                ));
            }
            (root, verified)
        }
    };
    let exit = if verified.is_sound() { Exit::Fine } else { Exit::Findings };
    match args.format {
        ReportFormat::Json => {
            let printed = print(terminal, &root, &verified);
            Ok(if printed == Exit::Fine { exit } else { printed })
        }
        ReportFormat::Human => {
            terminal.tell(&verified.problems);
            close(terminal, &root, &verified);
            Ok(exit)
        }
    }
}

fn print(terminal: &Terminal, root: &Path, verified: &Verified) -> Exit {
    let log = verified.log.as_ref();
    terminal.json(&json!({
        "archive": root.display().to_string(),
        "sound": verified.is_sound(),
        "objects": verified.objects.len(),
        "versions": verified.versions,
        "files": verified.files,
        "bytes": verified.bytes,
        "events": log.map(|log| log.events.len()),
        "head": log.map(|log| log.head.as_str()),
        "problems": verified.problems.iter().map(|problem| problem.json(terminal.tongue)).collect::<Vec<_>>(),
    }))
}

fn close(terminal: &Terminal, root: &Path, verified: &Verified) {
    let Verified { versions, files, bytes, .. } = verified;
    let (objects, place) = (verified.objects.len(), place::from_here(root));
    let things =
        [number_of(objects, "document"), number_of(*versions, "edition"), number_of(*files, "file"), number_of(*bytes, "byte")];
    let things = things.join(", ");
    let counted = say!("{things} in {place}", "{place}：{objects} 份文件、{versions} 個版本、{files} 個檔案、{bytes} 位元組");
    let (en, zh) = (counted.en, counted.zh);
    terminal.close(&match doubts(&verified.problems) {
        0 => say!("All is sound: {en}.", "全部完好。{zh}。"),
        1 => say!("One doubt: {en}.", "有 1 處存疑。{zh}。"),
        n => say!("{n} doubts: {en}.", "有 {n} 處存疑。{zh}。"),
    });
    if let Some(log) = &verified.log {
        let (events, head) = (log.events.len(), &log.head);
        let number = number_of(events, "event");
        terminal.close(&say!("Log: {number}, last hash sha256:{head}.", "事件記錄：{events} 筆，最後的雜湊值 sha256:{head}。"));
    }
}
