//! `fangan withdraw`: a published document is taken back; a page with title, date and reason remains.

use super::state::{Desk, Work, set_all};
use super::{Exit, Terminal};
use crate::catalogue::DocumentId;
use crate::catalogue::seal::{Seals, Standing};
use crate::cli;
use crate::data::Yaml;
use crate::document::front_matter::Status;
use crate::say;

pub(super) fn run(terminal: &Terminal, args: &cli::Withdraw) -> Exit {
    match withdraw(terminal, args) {
        Ok(exit) | Err(exit) => exit,
    }
}

fn withdraw(terminal: &Terminal, args: &cli::Withdraw) -> Result<Exit, Exit> {
    let desk = Desk::open(terminal, args.change.as_of.as_deref())?;
    let document = desk.find(&args.document)?;
    let reason = desk.words("--reason", &args.reason)?;
    let day = desk.day("--on", &args.on)?;
    may_be_withdrawn(&desk, document)?;
    let facts = &desk.document(document).facts;
    let id = &desk.document(document).id;
    let approved = facts.approval.as_ref().map(|approval| approval.it.on);
    desk.not_before("--on", day, approved, &say!("{id} was approved", "{id} 批准"))?;
    desk.not_before("--on", day, facts.published.as_ref().map(|date| date.it), &say!("{id} was published", "{id} 發布"))?;
    desk.not_before("--on", day, facts.issued.as_ref().map(|date| date.it), &say!("{id} was signed", "{id} 成文"))?;
    let mut work = Work::default();
    let withdrawn = Yaml::Block(vec![format!("on: {day}"), format!("reason: {reason}")]);
    let status = Yaml::Inline(Status::Withdrawn.as_str().to_owned());
    work.change_state(&desk, document, |text| set_all(text, &[("status", status), ("withdrawn", withdrawn)]))?;
    let done = say!(
        "Withdrawn: {id}. With the next build its page has title, date and reason, and nothing else is left of it.",
        "已撤回：{id}。下次建站後，它的網頁只有標題、日期和原因，其他內容都不再出現。"
    );
    work.finish(&desk, &args.change, &done)
}

fn may_be_withdrawn(desk: &Desk<'_>, document: DocumentId) -> Result<(), Exit> {
    let facts = &desk.document(document).facts;
    let id = &desk.document(document).id;
    match (facts.status.it, Seals::new(&desk.catalogue).standing(document)) {
        (Status::Approved | Status::Superseded, _) => Ok(()),
        (Status::Withdrawn, _) => {
            let on = facts.withdrawn.as_ref().map_or_else(String::new, |withdrawn| withdrawn.it.on.to_string());
            Err(desk.refuse(
                &say!("{id} is withdrawn already, on {on}", "{id} 已於 {on} 撤回"),
                &say!("its page tells the reason", "原因見它的網頁"),
            ))
        }
        (Status::Draft | Status::Submitted, Standing::Amended { edition }) => {
            let next = edition.saturating_add(1);
            Err(desk.refuse(
                &say!("edition {next} of {id} is being written", "{id} 的第 {next} 版正在寫"),
                &desk.put_back(document, edition),
            ))
        }
        (Status::Draft | Status::Submitted, _) => Err(desk.refuse(
            &say!("{id} was never published: there is nothing to withdraw", "{id} 沒有發布過，無從撤回"),
            &say!("a draft can be changed or deleted", "草稿可以直接修改或刪除"),
        )),
    }
}
