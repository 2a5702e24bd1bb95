//! Rules about content, one file each: the rule, its wording and its tests.

pub mod approvals;
pub mod attachments;
pub mod dates;
pub mod index_numbers;
pub mod links;
pub mod numbers;
pub mod personal;
pub mod targets;
pub mod translations;
pub mod waivers;

use super::Catalogue;
use crate::diagnostic::Findings;

/// The rules that look at the whole catalogue.
pub fn all(catalogue: &Catalogue, findings: &mut Findings) {
    approvals::check(catalogue, findings);
    attachments::unattached(catalogue, findings);
    dates::check(catalogue, findings);
    index_numbers::check(catalogue, findings);
    personal::texts(catalogue, findings);
    waivers::check(catalogue, findings);
}
