//! `fangan diff`: what changed in a document since it was approved.

use super::state::Desk;
use super::{Exit, Terminal, hunks};
use crate::catalogue::changes::{self, FileChange, What};
use crate::catalogue::seal::{self, Kept, Seals, Standing};
use crate::catalogue::{DocumentId, Programme};
use crate::cli;
use crate::personal;
use crate::say;
use crate::source::{Content, Source};
use std::sync::Arc;

pub(super) fn run(terminal: &Terminal, args: &cli::Diff) -> Exit {
    match diff(terminal, args) {
        Ok(exit) | Err(exit) => exit,
    }
}

fn diff(terminal: &Terminal, args: &cli::Diff) -> Result<Exit, Exit> {
    let desk = Desk::open(terminal, None)?;
    let document = desk.find(&args.document)?;
    let seals = Seals::new(&desk.catalogue);
    let standing = seals.standing(document);
    let (edition, copy) = sealed(&desk, document, standing, args.edition)?;
    let sources = &desk.catalogue.sources;
    let files = seals.files(document);
    let changes = changes::compare(&copy, sources, &files);
    let folder = seal::folder(&desk.document(document).id, edition);
    let exit = terminal.print(|to| changes.iter().try_for_each(|change| show(terminal, &desk, &folder, change, to)));
    let (id, n) = (&desk.document(document).id, changes.len());
    terminal.close(&match n {
        0 => say!("{id} is as edition {edition} was approved.", "{id} 與批准的第 {edition} 版相同。"),
        1 => say!("{id}: one file differs from edition {edition}.", "{id}：有 1 個檔案與第 {edition} 版不同。"),
        n => say!("{id}: {n} files differ from edition {edition}.", "{id}：有 {n} 個檔案與第 {edition} 版不同。"),
    });
    // What stops the build ends as a build does.
    Ok(if matches!(standing, Standing::Changed { .. }) { exit.max(Exit::Findings) } else { exit })
}

/// The files of the edition that is asked for, or of the last one.
fn sealed(
    desk: &Desk<'_>,
    document: DocumentId,
    standing: Standing,
    asked: Option<u32>,
) -> Result<(u32, Vec<Arc<Source>>), Exit> {
    let document = desk.document(document);
    let id = &document.id;
    let last = document.facts.approval.as_ref().map_or(1, |approval| approval.it.edition);
    if matches!(standing, Standing::Draft | Standing::Unsealed) {
        return Err(desk.refuse(
            &say!("no edition of {id} was sealed", "{id} 沒有封存過任何一版"),
            &say!("seal it: fangan approve {id}", "請封存：fangan approve {id}"),
        ));
    }
    let edition = asked.unwrap_or(last);
    if edition == 0 || edition > last {
        return Err(desk.refuse(
            &say!("{id} has no edition {edition}", "{id} 沒有第 {edition} 版"),
            &say!("the last one that was approved is {last}", "最近批准的是第 {last} 版"),
        ));
    }
    let folder = seal::folder(id, edition);
    match kept(desk, document, edition, edition == last) {
        Kept::Whole(copy) => Ok((edition, copy)),
        Kept::Missing => Err(desk.refuse(
            &say!("there is no copy of edition {edition} in {folder}", "{folder} 裡沒有第 {edition} 版的副本"),
            &say!("get the folder back, from your version control or the archive", "請從版本管理或檔案庫裡取回這個資料夾"),
        )),
        Kept::Altered => Err(desk.refuse(
            &say!("the copy of edition {edition} in {folder} was changed", "{folder} 裡第 {edition} 版的副本改動過"),
            &say!(
                "get the folder back as it was, from your version control or the archive",
                "請從版本管理或檔案庫裡取回這個資料夾"
            ),
        )),
    }
}

/// The copy of an edition. Of the last one the document knows the digest; an earlier one says its own.
fn kept(desk: &Desk<'_>, document: &Programme, edition: u32, is_last: bool) -> Kept {
    if is_last {
        return Kept::of(&desk.catalogue, document);
    }
    Kept::earlier(&desk.catalogue.sources, &document.id, edition)
}

fn show(
    terminal: &Terminal,
    desk: &Desk<'_>,
    folder: &crate::source::SitePath,
    change: &FileChange<'_>,
    to: &mut dyn std::io::Write,
) -> std::io::Result<()> {
    let sources = &desk.catalogue.sources;
    let name = change.name;
    let before = format!("{folder}/{name}");
    let now = change.now.map_or_else(|| name.to_owned(), |id| sources.get(id).path.to_string());
    let says = match &change.what {
        What::Text(text) => {
            // A difference is a report like any other: personal data is masked in it.
            let mut shown = Vec::new();
            hunks::print(&mut shown, [&before, &now], text, terminal.colors_output())?;
            return to.write_all(personal::mask(&String::from_utf8_lossy(&shown)).as_bytes());
        }
        What::Added => match change.now.map(|id| &sources.get(id).content) {
            Some(Content::Text(_)) => say!("{now}: a text that was added", "{now}：後來加的文本"),
            _ => say!("{now}: a file that was added", "{now}：後來加的檔案"),
        },
        What::Removed => say!("{before}: a file that was taken out", "{before}：已經拿掉的檔案"),
        What::Replaced => say!("{now}: a file that was replaced", "{now}：已經換過的檔案"),
    };
    writeln!(to, "{}", says.get(terminal.tongue))
}
