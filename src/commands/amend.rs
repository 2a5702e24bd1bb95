//! `fangan amend`: the next edition of an approved document is begun. The public reads the sealed one until then.

use super::state::{Desk, Work, set_all};
use super::{Exit, Terminal};
use crate::catalogue::DocumentId;
use crate::catalogue::seal::{self, Kept, Seals, Standing};
use crate::cli;
use crate::data::{EditError, Yaml};
use crate::document::front_matter::Status;
use crate::say;
use jiff::civil::Date;

pub(super) fn run(terminal: &Terminal, args: &cli::Amend) -> Exit {
    match amend(terminal, args) {
        Ok(exit) | Err(exit) => exit,
    }
}

fn amend(terminal: &Terminal, args: &cli::Amend) -> Result<Exit, Exit> {
    let desk = Desk::open(terminal, args.change.as_of.as_deref())?;
    let document = desk.find(&args.document)?;
    let note = if args.note.is_empty() { None } else { Some(desk.words("--note", &args.note)?) };
    let day = args.on.as_deref().map_or(Ok(desk.today), |on| desk.day("--on", on))?;
    let standing = Seals::new(&desk.catalogue).standing(document);
    let edition = may_be_amended(&desk, document, standing, note.is_some())?;
    if note.is_some() {
        let approved = desk.document(document).facts.approval.as_ref().map(|approval| approval.it.on);
        desk.not_before("--on", day, approved, &say!("edition {edition} was approved", "第 {edition} 版批准"))?;
    }
    let mut work = Work::default();
    if standing == (Standing::Sealed { edition }) && matches!(Kept::of(&desk.catalogue, desk.document(document)), Kept::Missing) {
        // It is as it was sealed: from now on its copy is what the public reads.
        work.keep_as_it_was(document, edition);
    }
    if !matches!(standing, Standing::Amended { .. }) {
        let draft = Yaml::Inline(Status::Draft.as_str().to_owned());
        work.change_state(&desk, document, |text| set_all(text, &[("status", draft)]))?;
    }
    if let Some(note) = &note {
        work.change(&desk, document, |text| set_all(text, &[("changes", noted(text, day, note, args.minor)?)]))?;
    }
    let (id, next) = (&desk.document(document).id, edition.saturating_add(1));
    let done = match note {
        Some(_) => say!(
            "Edition {next} of {id} is a draft; the public reads edition {edition} until it is approved: fangan approve {id} --by … --on …",
            "{id} 的第 {next} 版是草稿，批准之前公眾看到的仍是第 {edition} 版。批准：fangan approve {id} --by … --on …"
        ),
        None => say!(
            "Edition {next} of {id} is a draft; the public reads edition {edition}. It needs a note of what changed: fangan amend {id} --note …",
            "{id} 的第 {next} 版是草稿，公眾看到的仍是第 {edition} 版。還要說明改了什麼：fangan amend {id} --note …"
        ),
    };
    work.finish(&desk, &args.change, &done)
}

/// The edition that was approved last, or why none can be made after it.
fn may_be_amended(desk: &Desk<'_>, document: DocumentId, standing: Standing, has_note: bool) -> Result<u32, Exit> {
    let id = &desk.document(document).id;
    match standing {
        Standing::Sealed { edition } | Standing::Changed { edition } => {
            let folder = seal::folder(id, edition);
            match Kept::of(&desk.catalogue, desk.document(document)) {
                Kept::Whole(_) => Ok(edition),
                Kept::Missing if standing == (Standing::Sealed { edition }) => Ok(edition),
                Kept::Missing => Err(desk.refuse(
                    &say!(
                        "{id} has changed, and there is no copy of edition {edition} in {folder} for the public to read",
                        "{id} 已經改動，而 {folder} 裡沒有第 {edition} 版的副本可供公眾閱讀"
                    ),
                    &say!(
                        "get the folder back, or undo the change first and amend then",
                        "請取回這個資料夾，或先還原改動再執行 amend"
                    ),
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
        Standing::Amended { edition } if has_note => Ok(edition),
        Standing::Amended { edition } => {
            let next = edition.saturating_add(1);
            Err(desk.refuse(
                &say!("edition {next} of {id} is being written already", "{id} 的第 {next} 版已經在寫"),
                &say!(
                    "add another note with --note, or see what changed: fangan diff {id}",
                    "可用 --note 再加一條說明，或查看改動：fangan diff {id}"
                ),
            ))
        }
        Standing::Draft => Err(desk.refuse(
            &say!("{id} was never approved: a draft needs no amendment", "{id} 還沒有批准過：草稿直接改即可"),
            &say!(
                "change it as you like, then fangan approve {id} --by … --on …",
                "隨意修改，再執行 fangan approve {id} --by … --on …"
            ),
        )),
        Standing::Unsealed => Err(desk.refuse(
            &say!("{id} is not sealed: its approval carries no digest", "{id} 沒有封存：審批記錄沒有摘要值"),
            &say!("seal it as it was approved: fangan approve {id}", "請先按批准時的原樣封存：fangan approve {id}"),
        )),
        Standing::Superseded => Err(desk.refuse(
            &say!("{id} is superseded: it stays as it was", "{id} 已經被替代，保持原樣"),
            &say!("amend the document that replaced it", "請修訂替代它的文件"),
        )),
        Standing::Withdrawn => Err(desk.refuse(
            &say!("{id} is withdrawn: it stays as it was", "{id} 已經撤回，保持原樣"),
            &say!("make a new document of it", "請另立一份新文件"),
        )),
    }
}

/// The changes of a front matter with one more.
fn noted(text: &str, day: Date, note: &str, minor: bool) -> Result<Yaml, EditError> {
    let minor = minor.then(|| ("minor", "true".to_owned()));
    let entries: Vec<(&str, String)> = [("on", day.to_string()), ("note", note.to_owned())].into_iter().chain(minor).collect();
    match Yaml::of(text, "changes")? {
        Some(changes) => changes.with_item(&entries),
        None => Ok(Yaml::list_of(&entries)),
    }
}
