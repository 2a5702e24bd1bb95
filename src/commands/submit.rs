//! `fangan submit`: a draft is handed in for approval.

use super::state::{Desk, Work, all, set_all};
use super::{Exit, Terminal};
use crate::catalogue::DocumentId;
use crate::cli;
use crate::data::Yaml;
use crate::document::front_matter::Status;
use crate::say;

pub(super) fn run(terminal: &Terminal, args: &cli::Submit) -> Exit {
    match submit(terminal, args) {
        Ok(exit) | Err(exit) => exit,
    }
}

fn submit(terminal: &Terminal, args: &cli::Submit) -> Result<Exit, Exit> {
    let desk = Desk::open(terminal, args.change.as_of.as_deref())?;
    let documents = desk.find_all(&args.documents)?;
    all(documents.iter().map(|id| is_draft(&desk, *id)))?;
    let mut work = Work::default();
    for id in &documents {
        let submitted = Yaml::Inline(Status::Submitted.as_str().to_owned());
        work.change_state(&desk, *id, |text| set_all(text, &[("status", submitted)]))?;
    }
    let n = documents.len();
    let done = match documents.as_slice() {
        [id] => {
            let id = &desk.document(*id).id;
            say!(
                "Submitted: {id}. Next: fangan approve {id} --by … --on …",
                "已送審：{id}。接下來：fangan approve {id} --by … --on …"
            )
        }
        _ => say!("Submitted: {n} documents.", "已送審 {n} 份文件。"),
    };
    work.finish(&desk, &args.change, &done)
}

fn is_draft(desk: &Desk<'_>, document: DocumentId) -> Result<(), Exit> {
    let document = desk.document(document);
    let (id, status) = (&document.id, document.facts.status.it);
    match status {
        Status::Draft => Ok(()),
        Status::Submitted => Err(desk.refuse(
            &say!("{id} is submitted already", "{id} 已經送審"),
            &say!("approve it: fangan approve {id} --by … --on …", "批准：fangan approve {id} --by … --on …"),
        )),
        Status::Approved | Status::Superseded | Status::Withdrawn => {
            let status = status.as_str();
            Err(desk.refuse(
                &say!("{id} is {status}; drafts only are handed in", "{id} 的狀態是 {status}，只有草稿才要送審"),
                &say!(
                    "to change an approved document: fangan amend {id} --note …",
                    "要改動已批准的文件：fangan amend {id} --note …"
                ),
            ))
        }
    }
}
