//! `fangan archive note`: why an archived document is no longer in the site.

use super::{Ground, SOFTWARE};
use crate::archive::ArchiveError;
use crate::archive::name;
use crate::archive::store::{Store, is_archive};
use crate::cli;
use crate::commands::{Exit, Terminal};
use crate::say;

pub(super) fn note(terminal: &Terminal, args: &cli::ArchiveNote) -> Result<Exit, Exit> {
    let ground = Ground::read(terminal)?;
    let root = ground.archive();
    let time = terminal.moment(&ground.config.time_zone)?;
    let reason = args.reason.trim();
    if reason.is_empty() {
        terminal.complain(&say!("the reason is empty", "沒有寫原因"));
        return Err(Exit::Usage);
    }
    if !is_archive(&root) {
        return Err(terminal.archive_error(&ArchiveError::Missing { root }));
    }
    let mut store = Store::open(&root, &time, SOFTWARE).map_err(|error| terminal.archive_error(&error))?;
    let archived: Vec<String> = store.log().added().keys().filter_map(|id| name::document(id)).collect();
    let document = &args.document;
    if !archived.contains(document) {
        let known: Vec<&str> = archived.iter().map(String::as_str).collect();
        return Err(terminal.unknown(&say!("`{document}` is not archived", "檔案庫裡沒有「{document}」"), document, &known));
    }
    store.note(&name::object_id(document), reason).map_err(|error| terminal.archive_error(&error))?;
    terminal.close(&say!("Recorded for {document}.", "已為 {document} 記下。"));
    Ok(Exit::Fine)
}
