//! Rules about content, one file each: the rule, its wording and its tests.

pub mod approvals;
pub mod attachments;
pub mod changed;
pub mod dates;
pub mod index_numbers;
pub mod links;
pub mod numbers;
pub mod personal;
pub mod retention;
pub mod targets;
pub(in crate::catalogue) mod text;
pub mod translations;
pub mod waivers;

use super::Catalogue;
use super::seal::Digests;
use crate::diagnostic::Findings;

/// The rules that look at the whole catalogue; what they worked out of files is kept for the next run.
pub fn all(catalogue: &Catalogue, before: &Digests, findings: &mut Findings) -> Digests {
    let digests = approvals::check(catalogue, before, findings);
    attachments::unattached(catalogue, findings);
    dates::check(catalogue, findings);
    index_numbers::check(catalogue, findings);
    personal::texts(catalogue, findings);
    retention::check(catalogue, findings);
    waivers::check(catalogue, findings);
    digests
}
