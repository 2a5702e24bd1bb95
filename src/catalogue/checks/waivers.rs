//! Findings that someone has looked at and accepts: warnings, notes, and those errors that someone may answer for.

use crate::catalogue::{Edition, Programme};
use crate::diagnostic::{Code, Finding, Findings};
use crate::say;
use crate::source::SourceId;
use std::collections::{BTreeMap, BTreeSet};

/// Reports waivers of findings that stop the work.
pub fn of_document(document: &Programme, findings: &mut Findings) {
    for waiver in &document.facts.waivers {
        if !waiver.code.it.may_be_waived() {
            let code = waiver.code.it.as_str();
            findings.push(
                Finding::new(
                    Code::WaiverNotAllowed,
                    waiver.code.span,
                    say!("`{code}` is an error that can't be waived", "「{code}」是不能豁免的錯誤"),
                )
                .hint(say!("mend what it reports", "請改正它指出的問題")),
            );
        }
    }
}

/// Takes out of all findings of a run those that these documents waive, and reports waivers that accept nothing.
/// Where the words of files were not looked at, a waiver may accept what stands there. What an edition accepted holds for
/// its own files for good, and nobody can leave it out any more.
pub fn apply<'d>(
    documents: impl IntoIterator<Item = &'d Programme>,
    earlier: &[Edition],
    findings: Findings,
    with_files: bool,
) -> Findings {
    let of_earlier = |edition: &Edition| {
        let programme = &edition.programme;
        let codes: Vec<Code> = programme.facts.waivers.iter().map(|w| w.code.it).filter(|code| code.may_be_waived()).collect();
        let own = |source: SourceId| codes.iter().map(move |code| (source, *code)).collect::<Vec<_>>();
        programme.files().flat_map(own).collect::<Vec<_>>()
    };
    let accepted: BTreeSet<(SourceId, Code)> = earlier.iter().flat_map(of_earlier).collect();
    let mut waived: BTreeMap<(SourceId, Code), crate::source::Span> = BTreeMap::new();
    for document in documents {
        for waiver in document.facts.waivers.iter().filter(|w| w.code.it.may_be_waived()) {
            // What a document attaches is looked at with it, and accepted with it.
            for source in document.versions.iter().map(|version| version.source).chain(document.files()) {
                waived.insert((source, waiver.code.it), waiver.code.span);
            }
        }
    }
    if waived.is_empty() {
        return findings;
    }
    let mut used = BTreeSet::new();
    let mut rest = Findings::default();
    for finding in findings {
        match waived.get(&(finding.span.source, finding.code)) {
            Some(waiver) => {
                used.insert(*waiver);
            }
            None if accepted.contains(&(finding.span.source, finding.code)) => {}
            None => rest.push(finding),
        }
    }
    let unused: BTreeSet<_> = waived
        .iter()
        .filter(|((_, code), span)| !used.contains(span) && (with_files || !code.is_of_files()))
        .map(|((_, code), span)| (*span, *code))
        .collect();
    for (span, code) in unused {
        rest.push(
            Finding::new(
                Code::UnusedWaiver,
                span,
                say!("there is no finding `{code}` to waive", "沒有「{code}」這個問題可以豁免"),
            )
            .hint(say!("leave the waiver out", "請刪去這項豁免")),
        );
    }
    rest
}
