//! `fangan archive export`: a package to hand over.

use super::{Ground, SOFTWARE};
use crate::archive::export::{self, Order};
use crate::archive::log::Log;
use crate::archive::name;
use crate::archive::store::Shelf;
use crate::cli;
use crate::commands::{Exit, Terminal, place};
use crate::diagnostic::number_of;
use crate::say;

pub(super) fn export(terminal: &Terminal, args: &cli::ArchiveExport) -> Result<Exit, Exit> {
    let ground = Ground::read(terminal)?;
    let day = terminal.today(args.as_of.as_deref(), &ground.config.time_zone)?;
    let shelf = Shelf::open(&ground.archive()).map_err(|error| terminal.archive_error(&error))?;
    let archived: Vec<String> =
        Log::read(shelf.log(), &mut Vec::new()).added().keys().filter_map(|id| name::document(id)).collect();
    args.selection.check(terminal, &ground.catalogue, &archived)?;
    let wants = |document: &str| args.selection.wants(document);
    let order = Order { year: args.year, wants: &wants, day, config: &ground.config, software: SOFTWARE };
    let exported = export::export(&shelf, &order, &args.to).map_err(|error| terminal.archive_error(&error))?;
    let Some(exported) = exported else {
        terminal.complain(&say!("no archived document fits; nothing was written", "檔案庫裡沒有符合的文件，沒有寫入任何檔案"));
        return Err(Exit::Usage);
    };
    let (documents, editions, files, bytes) =
        (exported.documents, exported.editions, exported.counted.files, exported.counted.bytes);
    let place = place::from_here(&args.to);
    let things =
        [number_of(documents, "document"), number_of(editions, "edition"), number_of(files, "file"), number_of(bytes, "byte")];
    let things = things.join(", ");
    terminal.close(&say!(
        "Wrote {place}: {things}.",
        "已寫入 {place}：{documents} 份文件、{editions} 個版本、{files} 個檔案、{bytes} 位元組。"
    ));
    Ok(Exit::Fine)
}
