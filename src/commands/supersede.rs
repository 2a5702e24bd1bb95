//! `fangan supersede`: a newer document takes the place of an approved one, at once or with its own approval.

use super::state::{Desk, Work, set_all};
use super::{Exit, Terminal};
use crate::catalogue::DocumentId;
use crate::catalogue::seal::{Seals, Standing};
use crate::cli;
use crate::data::Yaml;
use crate::document::front_matter::Status;
use crate::say;

pub(super) fn run(terminal: &Terminal, args: &cli::Supersede) -> Exit {
    match supersede(terminal, args) {
        Ok(exit) | Err(exit) => exit,
    }
}

fn supersede(terminal: &Terminal, args: &cli::Supersede) -> Result<Exit, Exit> {
    let desk = Desk::open(terminal, args.change.as_of.as_deref())?;
    let (old, new) = (desk.find(&args.document)?, desk.find(&args.by)?);
    let (old_id, new_id) = (&desk.document(old).id, &desk.document(new).id);
    may_be_replaced(&desk, old)?;
    let says_it = may_replace(&desk, old, new)?;
    let mut work = Work::default();
    let at_once = desk.document(new).facts.status.it == Status::Approved;
    if at_once {
        let superseded = Yaml::Inline(Status::Superseded.as_str().to_owned());
        work.change_state(&desk, old, |text| set_all(text, &[("status", superseded)]))?;
    }
    if !says_it {
        work.change(&desk, new, |text| set_all(text, &[("supersedes", Yaml::Inline(old_id.clone()))]))?;
    }
    if work.is_empty() {
        terminal.close(&say!(
            "Nothing to do: {new_id} says so already, and {old_id} is superseded when {new_id} is approved.",
            "沒有要辦的：{new_id} 已經寫明，它批准時 {old_id} 即被替代。"
        ));
        return Ok(Exit::Fine);
    }
    let done = match at_once {
        true => say!("{new_id} takes the place of {old_id}.", "{new_id} 已替代 {old_id}。"),
        false => say!("{new_id} takes the place of {old_id} when it is approved.", "{new_id} 批准時即替代 {old_id}。"),
    };
    work.finish(&desk, &args.change, &done)
}

fn may_be_replaced(desk: &Desk<'_>, old: DocumentId) -> Result<(), Exit> {
    let document = desk.document(old);
    let id = &document.id;
    match (document.facts.status.it, Seals::new(&desk.catalogue).standing(old)) {
        (Status::Approved, _) => Ok(()),
        (Status::Superseded, _) => Err(desk.refuse(
            &say!("{id} is superseded already", "{id} 已經被替代"),
            &say!("name the document that took its place", "請改寫替代它的那份文件"),
        )),
        (Status::Withdrawn, _) => Err(desk.refuse(
            &say!("{id} is withdrawn: there is nothing left to replace", "{id} 已經撤回，無從替代"),
            &say!("a new document needs no `supersedes`", "新文件不必寫 supersedes"),
        )),
        (Status::Draft | Status::Submitted, Standing::Amended { edition }) => {
            let next = edition.saturating_add(1);
            Err(desk.refuse(
                &say!("edition {next} of {id} is being written", "{id} 的第 {next} 版正在寫"),
                &desk.put_back(old, edition),
            ))
        }
        (Status::Draft | Status::Submitted, _) => Err(desk.refuse(
            &say!("{id} was never approved: there is nothing to replace", "{id} 沒有批准過，無從替代"),
            &say!("change the draft itself", "請直接修改草稿"),
        )),
    }
}

/// Whether the newer document says already what it replaces.
fn may_replace(desk: &Desk<'_>, old: DocumentId, new: DocumentId) -> Result<bool, Exit> {
    let (old_id, new_id) = (&desk.document(old).id, &desk.document(new).id);
    if old == new {
        return Err(desk.refuse(
            &say!("{old_id} can't replace itself", "{old_id} 不能替代自己"),
            &say!("for a new edition: fangan amend {old_id} --note …", "要出新一版：fangan amend {old_id} --note …"),
        ));
    }
    let facts = &desk.document(new).facts;
    let replaces = facts.supersedes.as_ref().map(|reference| reference.it);
    if desk.document(old).facts.supersedes.as_ref().is_some_and(|reference| reference.it == new) {
        return Err(desk.refuse(
            &say!("{old_id} says that it replaced {new_id}", "{old_id} 寫明是它替代了 {new_id}"),
            &say!("was it meant the other way round?", "兩份文件是否寫反了？"),
        ));
    }
    if let Some(other) = replaces.filter(|other| *other != old) {
        let other = &desk.document(other).id;
        return Err(desk.refuse(
            &say!(
                "{new_id} replaces {other} already, and one document replaces one",
                "{new_id} 已經替代 {other}，一份文件只能替代一份"
            ),
            &say!("withdraw {old_id}, or name another document", "可以撤回 {old_id}，或改寫另一份文件"),
        ));
    }
    let says_it = replaces == Some(old);
    match (facts.status.it, Seals::new(&desk.catalogue).standing(new)) {
        (Status::Superseded | Status::Withdrawn, _) => {
            let status = facts.status.it.as_str();
            Err(desk.refuse(
                &say!("{new_id} is {status} itself", "{new_id} 本身的狀態是 {status}"),
                &say!("name a document that is in force", "請改寫現行的文件"),
            ))
        }
        (Status::Approved, Standing::Sealed { .. } | Standing::Changed { .. }) if !says_it => Err(desk.refuse(
            &say!(
                "{new_id} is sealed and does not say that it replaces {old_id}",
                "{new_id} 已經封存，裡面沒有寫明替代 {old_id}"
            ),
            &say!(
                "begin its next edition first: fangan amend {new_id} --note …",
                "請先開始它的下一版：fangan amend {new_id} --note …"
            ),
        )),
        _ => Ok(says_it),
    }
}
