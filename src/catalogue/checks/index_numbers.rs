//! An index number (索引號) is given once and never used again.

use crate::catalogue::Catalogue;
use crate::diagnostic::{Code, Finding, Findings};
use crate::say;
use crate::source::Span;
use std::collections::BTreeMap;

/// Reports index numbers that two documents have.
pub fn check(catalogue: &Catalogue, findings: &mut Findings) {
    let mut seen: BTreeMap<&str, Span> = BTreeMap::new();
    for number in catalogue.documents.iter().filter_map(|d| d.facts.index_number.as_ref()) {
        if let Some(first) = seen.insert(number.it.as_str(), number.span) {
            let text = &number.it;
            findings.push(
                Finding::new(
                    Code::DuplicateId,
                    number.span,
                    say!("the index number `{text}` belongs to another document", "索引號「{text}」已屬於另一份文件"),
                )
                .label(first, say!("that one", "在這裡")),
            );
        }
    }
}
