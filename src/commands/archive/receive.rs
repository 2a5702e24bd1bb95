//! `fangan archive receive`: a package that was sent.

use super::doubts;
use crate::archive::receive::Received;
use crate::cli::{self, ReportFormat};
use crate::commands::{Exit, Terminal, place};
use crate::diagnostic::number_of;
use crate::say;
use serde_json::{Value, json};

pub(super) fn receive(terminal: &Terminal, args: &cli::ArchiveReceive) -> Result<Exit, Exit> {
    let received = Received::open(&args.package).map_err(|error| terminal.archive_error(&error))?;
    let is_sound = received.is_sound();
    let checked = received.checked.clone();
    if let Some(to) = args.to.as_ref().filter(|_| is_sound) {
        received.unpack(to).map_err(|error| terminal.archive_error(&error))?;
    }
    let (files, bytes) = (checked.files, checked.bytes);
    let exit = if is_sound { Exit::Fine } else { Exit::Findings };
    if args.format == ReportFormat::Json {
        let info: Vec<Value> = checked.info.iter().map(|(label, value)| json!({ "label": label, "value": value })).collect();
        let printed = terminal.json(&json!({
            "package": args.package.display().to_string(),
            "sound": is_sound,
            "version": checked.version.map(|(major, minor)| format!("{major}.{minor}")),
            "files": files,
            "bytes": bytes,
            "info": info,
            "unpacked": args.to.as_ref().filter(|_| is_sound).map(|to| to.display().to_string()),
            "problems": checked.problems.iter().map(|problem| problem.json(terminal.tongue)).collect::<Vec<_>>(),
        }));
        return Ok(if printed == Exit::Fine { exit } else { printed });
    }
    terminal.tell(&checked.problems);
    let package = place::from_here(&args.package);
    let things = [number_of(files, "file"), number_of(bytes, "byte")].join(", ");
    terminal.close(&match (is_sound, &args.to) {
        (true, Some(to)) => {
            let to = place::from_here(to);
            say!(
                "{package} is sound: {things}. Unpacked into {to}.",
                "{package} 完好：{files} 個檔案、{bytes} 位元組。已解開到 {to}。"
            )
        }
        (true, None) => {
            say!("{package} is sound: {things}.", "{package} 完好：{files} 個檔案、{bytes} 位元組。")
        }
        (false, _) => {
            let n = doubts(&checked.problems);
            let doubts = number_of(n, "doubt");
            say!("{package} is refused: {doubts}. Nothing was written.", "不接受 {package}：有 {n} 處存疑。沒有寫入任何檔案。")
        }
    });
    Ok(exit)
}
