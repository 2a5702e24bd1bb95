//! What is published was approved, and is as it was approved.

use super::changed;
use crate::catalogue::seal::{Digests, Seals};
use crate::catalogue::{Catalogue, Programme};
use crate::diagnostic::{Code, Finding, Findings};
use crate::document::front_matter::Status;
use crate::say;
use std::cell::OnceCell;

/// What an approval must say, whatever its digest covers.
pub fn of_document(document: &Programme, findings: &mut Findings) {
    let facts = &document.facts;
    let status = &facts.status;
    let published = status.it.is_published();
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
        Some(approval) if published => {
            if approval.it.digest.is_none() {
                findings.push(
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
                );
            }
            let (edition, notes) = (approval.it.edition, facts.changes.len());
            if u64::from(edition) > notes as u64 + 1 {
                findings.push(
                    Finding::new(
                        Code::MissingChangeNote,
                        approval.span,
                        say!(
                            "edition {edition} needs a note of what changed, and `changes` has {notes}",
                            "這是第 {edition} 版，要說明改了什麼，changes 裡卻只有 {notes} 條"
                        ),
                    )
                    .hint(say!(
                        "write under `changes` what each edition from the second on changed: {{on: …, note: …}}",
                        "自第二版起，每一版改了什麼，都請寫進 changes：{{on: …, note: …}}"
                    )),
                );
            }
        }
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
}

/// Sealed documents are as they were approved, and what was replaced says so.
pub fn check(catalogue: &Catalogue, digests: &Digests, findings: &mut Findings) {
    let seals = OnceCell::new();
    for id in catalogue.document_ids() {
        let document = catalogue.document(id);
        let facts = &document.facts;
        if !facts.status.it.is_published() {
            continue;
        }
        let recorded = facts.approval.as_ref().and_then(|approval| approval.it.digest.as_ref());
        if let Some(recorded) = recorded
            && digests.get(id) != Some(&recorded.it)
        {
            findings.push(changed::finding(seals.get_or_init(|| Seals::new(catalogue)), id, recorded));
        }
        if let Some(supersedes) = &facts.supersedes
            && let old = catalogue.document(supersedes.it)
            && old.facts.status.it == Status::Approved
        {
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
