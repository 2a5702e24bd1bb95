//! `fangan approve`: a document is approved as it is, and sealed.

use super::state::{Desk, Work, all, set_all};
use super::{Exit, Terminal};
use crate::catalogue::seal::{Kept, Seals, Standing};
use crate::catalogue::{Catalogue, DocumentId};
use crate::cli;
use crate::data::{EditError, Field, Split, Yaml, read_yaml, split};
use crate::diagnostic::Findings;
use crate::document::front_matter::{FrontMatter, Status};
use crate::edtf::Edtf;
use crate::say;
use crate::source::SourceId;
use jiff::civil::Date;
use std::collections::BTreeMap;

pub(super) fn run(terminal: &Terminal, args: &cli::Approve) -> Exit {
    match approve(terminal, args) {
        Ok(exit) | Err(exit) => exit,
    }
}

/// What was decided, as far as the command line says it.
struct Decision {
    /// As it is written in YAML.
    by: Option<String>,
    on: Option<Date>,
    number: Option<String>,
}

/// What is to be written about one document.
struct Step {
    document: DocumentId,
    edition: u32,
    /// Whether the approval is on record and only its digest is missing.
    recorded: bool,
}

fn approve(terminal: &Terminal, args: &cli::Approve) -> Result<Exit, Exit> {
    let desk = Desk::open(terminal, args.change.as_of.as_deref())?;
    let decision = Decision {
        by: if args.by.is_empty() { None } else { Some(desk.words("--by", &args.by)?) },
        on: args.on.as_deref().map(|on| desk.day("--on", on)).transpose()?,
        number: args.number.clone(),
    };
    let seals = Seals::new(&desk.catalogue);
    let documents = match args.all_unsealed {
        true => unsealed(&desk.catalogue, &seals),
        false => desk.find_all(&args.documents)?,
    };
    if documents.is_empty() {
        terminal.close(&say!(
            "Nothing to do: every approval that is on record carries its digest.",
            "沒有要辦的：已有的審批記錄都帶有摘要值。"
        ));
        return Ok(Exit::Fine);
    }
    let steps = all(documents.into_iter().map(|id| step(&desk, &seals, &decision, id)))?;
    let mut work = Work::default();
    for old in replaced(&desk.catalogue, &steps) {
        work.change_state(&desk, old, |text| set_all(text, &[("status", word(Status::Superseded))]))?;
    }
    for step in &steps {
        let digest = seals.digest(step.document);
        let status = desk.document(step.document).facts.status.it;
        work.change_state(&desk, step.document, |text| {
            let approval = approval(text, step, &decision, &digest)?;
            let status = if status.is_published() { None } else { Some(("status", word(Status::Approved))) };
            set_all(text, &status.into_iter().chain([("approval", approval)]).collect::<Vec<_>>())
        })?;
        work.keep(step.document, step.edition);
    }
    let done = match steps.as_slice() {
        [step] => {
            let (id, edition, digest) = (&desk.document(step.document).id, step.edition, seals.digest(step.document));
            say!("Approved and sealed: {id}, edition {edition}, {digest}.", "已批准並封存：{id}，第 {edition} 版，{digest}。")
        }
        steps => {
            let n = steps.len();
            say!("Approved and sealed: {n} documents.", "已批准並封存 {n} 份文件。")
        }
    };
    let exit = work.finish(&desk, &args.change, &done)?;
    without_retention(&desk, &steps);
    Ok(exit)
}

/// Documents that are published by an approval on record, which carries no digest.
fn unsealed(catalogue: &Catalogue, seals: &Seals<'_>) -> Vec<DocumentId> {
    let is_on_record = |id: &DocumentId| catalogue.document(*id).facts.approval.is_some();
    catalogue.document_ids().filter(is_on_record).filter(|id| seals.standing(*id) == Standing::Unsealed).collect()
}

fn word(status: Status) -> Yaml {
    Yaml::Inline(status.as_str().to_owned())
}

/// What an approval of the document would be, or why there can be none.
fn step(desk: &Desk<'_>, seals: &Seals<'_>, decision: &Decision, document: DocumentId) -> Result<Step, Exit> {
    let facts = &desk.document(document).facts;
    let id = &desk.document(document).id;
    let before = facts.approval.as_ref().map(|approval| &approval.it);
    let step = match seals.standing(document) {
        Standing::Draft => Step { document, edition: 1, recorded: false },
        Standing::Unsealed => Step { document, edition: before.map_or(1, |a| a.edition), recorded: before.is_some() },
        Standing::Amended { edition } | Standing::Changed { edition } => {
            Step { document, edition: edition.saturating_add(1), recorded: false }
        }
        Standing::Sealed { edition } => {
            let on = before.map_or_else(String::new, |a| a.on.to_string());
            return Err(desk.refuse(
                &say!(
                    "{id} is approved already: edition {edition}, on {on}, and unchanged since",
                    "{id} 已經批准：第 {edition} 版，{on}，此後沒有改動"
                ),
                &say!("begin the next edition: fangan amend {id} --note …", "要改動請開始下一版：fangan amend {id} --note …"),
            ));
        }
        Standing::Superseded => {
            return Err(desk.refuse(
                &say!("{id} is superseded and can't be approved again", "{id} 已經被替代，不能再批准"),
                &say!("approve the document that replaced it", "請批准替代它的文件"),
            ));
        }
        Standing::Withdrawn => {
            return Err(desk.refuse(
                &say!("{id} is withdrawn and can't be approved again", "{id} 已經撤回，不能再批准"),
                &say!("make a new document of it", "請另立一份新文件"),
            ));
        }
    };
    who_and_when(desk, decision, &step)?;
    if step.edition > 1 && !step.recorded {
        note(desk, &step)?;
    }
    names(desk, seals, &step)?;
    Ok(step)
}

/// An approval needs a name and a day, and the day must fit.
fn who_and_when(desk: &Desk<'_>, decision: &Decision, step: &Step) -> Result<(), Exit> {
    let facts = &desk.document(step.document).facts;
    let id = &desk.document(step.document).id;
    let missing = match (step.recorded, &decision.by, decision.on) {
        (true, ..) | (false, Some(_), Some(_)) => None,
        (false, None, Some(_)) => Some("--by TEXT"),
        (false, Some(_), None) => Some("--on DATE"),
        (false, None, None) => Some("--by TEXT --on DATE"),
    };
    if let Some(flags) = missing {
        return Err(desk.refuse(
            &say!("{id}: who approved it, and on which day?", "{id}：由誰、在哪一天批准？"),
            &say!("add {flags}", "請加上 {flags}"),
        ));
    }
    let recorded = facts.approval.as_ref().map(|approval| approval.it.on);
    match decision.on {
        Some(day) => {
            let signed = facts.issued.as_ref().map(|issued| issued.it);
            desk.not_before("--on", day, signed, &say!("{id} was signed", "{id} 成文"))?;
            let earlier = if step.recorded { None } else { recorded.filter(|_| step.edition > 1) };
            desk.not_before("--on", day, earlier, &say!("the edition before it was approved", "上一版批准"))
        }
        None => {
            let today = desk.today;
            match recorded.and_then(Edtf::first_day).filter(|day| *day > today) {
                Some(day) => Err(desk.refuse(
                    &say!(
                        "{id}: its approval is of {day}, in the future; today is {today}",
                        "{id}：審批日期 {day} 還沒有到，今天是 {today}"
                    ),
                    &say!("put the day right, or give --on DATE", "請改正日期，或用 --on 指明"),
                )),
                None => Ok(()),
            }
        }
    }
}

/// From the second edition on readers are told what changed: by a note that the edition before did not have.
fn note(desk: &Desk<'_>, step: &Step) -> Result<(), Exit> {
    let document = desk.document(step.document);
    let (id, facts) = (&document.id, &document.facts);
    let before = match Kept::of(&desk.catalogue, document) {
        Kept::Whole(copy) => copy.iter().map(|file| notes_in(file.text())).max().unwrap_or(0),
        // The record of the edition before is gone: its number says how many notes there must have been.
        Kept::Altered | Kept::Missing => step.edition as usize - 2,
    };
    let since = facts.approval.as_ref().and_then(|approval| approval.it.on.first_day());
    let recent = facts.changes.iter().any(|change| match (change.on.last_day(), since) {
        (Some(day), Some(since)) => day >= since,
        _ => true,
    });
    if facts.changes.len() > before && recent {
        return Ok(());
    }
    let edition = step.edition;
    Err(desk.refuse(
        &say!(
            "{id}: edition {edition} needs a note that tells readers what changed",
            "{id}：第 {edition} 版要向讀者說明改了什麼"
        ),
        &say!("write it: fangan amend {id} --note …", "請寫說明：fangan amend {id} --note …"),
    ))
}

/// How many changes the front matter of a text tells.
fn notes_in(text: &str) -> usize {
    let Split::Both { front, .. } = split(text) else { return 0 };
    let mut unheard = Findings::default();
    let node = read_yaml(SourceId(0), text.get(front).unwrap_or(""), 0, &mut unheard);
    let front = node.and_then(|node| FrontMatter::read(&node, &mut unheard));
    front.and_then(|front| front.changes).map_or(0, |changes| changes.it.len())
}

/// A copy of an edition is one folder: no two files of a document may have one name.
fn names(desk: &Desk<'_>, seals: &Seals<'_>, step: &Step) -> Result<(), Exit> {
    let files = seals.files(step.document);
    let mut names = files.iter().map(|file| desk.catalogue.sources.get(*file).path.file_name()).peekable();
    while let Some(name) = names.next() {
        if names.peek() == Some(&name) {
            let id = &desk.document(step.document).id;
            return Err(desk.refuse(
                &say!("{id}: two of its files are called {name}", "{id}：有兩個檔案都叫 {name}"),
                &say!("rename one of them", "請改其中一個的檔名"),
            ));
        }
    }
    Ok(())
}

/// Approved documents that those which are approved now replace.
fn replaced(catalogue: &Catalogue, steps: &[Step]) -> Vec<DocumentId> {
    let mut old: Vec<DocumentId> =
        steps.iter().filter_map(|step| Some(catalogue.document(step.document).facts.supersedes.as_ref()?.it)).collect();
    old.retain(|id| catalogue.document(*id).facts.status.it == Status::Approved);
    old.sort_unstable();
    old.dedup();
    old
}

/// The approval as it is to be written: what is there already stays as it was typed.
fn approval(text: &str, step: &Step, decision: &Decision, digest: &str) -> Result<Yaml, EditError> {
    let mut value = Yaml::of(text, "approval")?.unwrap_or(Yaml::Block(Vec::new()));
    let given: BTreeMap<&str, Option<String>> = BTreeMap::from([
        ("by", decision.by.clone()),
        ("on", decision.on.map(|day| day.to_string())),
        ("number", decision.number.as_deref().map(Yaml::scalar)),
    ]);
    for key in ["by", "on", "number"] {
        value = match given.get(key).and_then(Option::as_ref) {
            Some(new) => value.with_entry(key, new)?,
            // Another decision has another number, or none.
            None if !step.recorded => value.without_entry(key)?,
            None => value,
        };
    }
    if step.edition > 1 {
        value = value.with_entry("edition", &step.edition.to_string())?;
    }
    value.with_entry("digest", digest)
}

/// A fact that the archive will ask for can't be added to a sealed document.
fn without_retention(desk: &Desk<'_>, steps: &[Step]) {
    let without: Vec<&str> = steps
        .iter()
        .map(|step| desk.document(step.document))
        .filter(|document| document.facts.retention.is_none())
        .map(|document| document.id.as_str())
        .collect();
    let n = without.len();
    match without.as_slice() {
        [] => {}
        [id] => desk.terminal.close(&say!(
            "Note: {id} does not say how long it is kept (`retention`); without it it can't be archived, and it can be added in the next edition only.",
            "註：{id} 沒有寫保管期限（retention）。沒有它不能歸檔，而且要到下一版才能補上。"
        )),
        _ => desk.terminal.close(&say!(
            "Note: {n} of them do not say how long they are kept (`retention`); without it they can't be archived, and it can be added in their next editions only.",
            "註：其中 {n} 份沒有寫保管期限（retention）。沒有它不能歸檔，而且要到下一版才能補上。"
        )),
    }
}
