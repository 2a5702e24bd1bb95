//! What is published was approved, and is as it was approved.

use crate::catalogue::{Catalogue, Programme, digest};
use crate::diagnostic::{Code, Finding, Findings};
use crate::document::front_matter::Status;
use crate::say;
use crate::source::Content;

/// Checks the state of every document.
pub fn check(catalogue: &Catalogue, findings: &mut Findings) {
    for document in catalogue.documents.iter() {
        let facts = &document.facts;
        let status = &facts.status;
        let published = matches!(status.it, Status::Approved | Status::Superseded | Status::Withdrawn);
        let state = status.it.as_str();
        match &facts.approval {
            None if published => findings.push(
                Finding::new(
                    Code::MissingApproval,
                    status.span,
                    say!("the document is {state}, but has no approval", "文件的狀態是 {state}，卻沒有審批記錄"),
                )
                .hint(say!("approve it, or write `approval: {{by: …, on: …}}`", "請辦理審批，或寫上 approval: {{by: …, on: …}}")),
            ),
            Some(approval) if published => match &approval.it.digest {
                None => findings.push(
                    Finding::new(
                        Code::ApprovalWithoutDigest,
                        approval.span,
                        say!(
                            "the approval carries no digest, so later changes can't be noticed",
                            "審批記錄沒有摘要值，之後的改動無從察覺"
                        ),
                    )
                    .hint(say!(
                        "approve it with `fangan approve`, which records the digest",
                        "請用 fangan approve 辦理審批，由它記下摘要值"
                    )),
                ),
                Some(recorded) => {
                    let now = approval_digest(catalogue, document);
                    if recorded.it != now {
                        findings.push(
                            Finding::new(
                                Code::ChangedAfterApproval,
                                recorded.span,
                                say!("the document changed after it was approved", "文件在批准之後改動過"),
                            )
                            .hint(say!("undo the change, or have the document approved again", "請還原改動，或重新辦理審批")),
                        );
                    }
                }
            },
            _ => {}
        }
        if status.it == Status::Withdrawn && facts.withdrawn.is_none() {
            findings.push(
                Finding::new(
                    Code::MissingWithdrawal,
                    status.span,
                    say!("it is withdrawn, but does not say when and why", "文件已撤回，卻沒有寫日期和原因"),
                )
                .hint(say!("write `withdrawn: {{on: …, reason: …}}`", "請寫上 withdrawn: {{on: …, reason: …}}")),
            );
        }
        if let Some(withdrawn) = &facts.withdrawn
            && status.it != Status::Withdrawn
        {
            findings.push(
                Finding::new(
                    Code::StateConflict,
                    withdrawn.span,
                    say!("it tells of a withdrawal, but its status is {state}", "寫了撤回，狀態卻是 {state}"),
                )
                .label(status.span, say!("the status", "狀態")),
            );
        }
        if let Some(supersedes) = &facts.supersedes
            && published
        {
            let old = catalogue.document(supersedes.it);
            if old.facts.status.it == Status::Approved {
                let name = &old.id;
                findings.push(
                    Finding::new(
                        Code::StateConflict,
                        supersedes.span,
                        say!(
                            "`{name}` is replaced here, but its status is still approved",
                            "這裡替代了「{name}」，但它的狀態仍是 approved"
                        ),
                    )
                    .label(old.facts.status.span, say!("write `status: superseded` there", "請在那裡寫 status: superseded")),
                );
            }
        }
    }
}

/// The digest that an approval of the document would record now.
pub fn approval_digest(catalogue: &Catalogue, document: &Programme) -> String {
    let sources = &catalogue.sources;
    let texts = document.versions.iter().map(|v| {
        let source = sources.get(v.source);
        (source.path.file_name(), digest::sha256(digest::without_state(source.text()).as_bytes()))
    });
    let files = document.facts.attachments.iter().map(|a| {
        let source = sources.get(a.source);
        let hex = match &source.content {
            Content::Text(text) => digest::sha256(text.as_bytes()),
            _ => crate::source::workspace::digest_blob(source),
        };
        (source.path.file_name(), hex)
    });
    digest::of_approval(texts.chain(files))
}
