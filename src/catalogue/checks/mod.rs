//! Rules about content, one file each: the rule, its wording and its tests.

pub mod approvals;
pub mod attachments;
pub mod changed;
pub mod dates;
pub mod editions;
pub mod index_numbers;
pub mod links;
pub mod numbers;
pub mod personal;
pub mod retention;
pub mod targets;
pub(in crate::catalogue) mod text;
pub mod translations;
pub mod waivers;

use super::seal::Digests;
use super::{Catalogue, Programme};
use crate::config::Config;
use crate::diagnostic::Findings;
use personal::Numbers;

/// The rules that look at one document and nothing else.
pub(super) fn of_document(config: &Config, document: &Programme, findings: &mut Findings) {
    approvals::of_document(document, findings);
    dates::of_document(&config.calendar, document, findings);
    retention::of_document(config, document, findings);
    waivers::of_document(document, findings);
}

/// The rules that look at the whole catalogue, with what was worked out of its files.
pub(super) fn all(catalogue: &Catalogue, numbers: &Numbers, digests: &Digests, findings: &mut Findings) {
    approvals::check(catalogue, digests, findings);
    attachments::unattached(catalogue, findings);
    editions::strays(catalogue, findings);
    index_numbers::check(catalogue, findings);
    personal::texts(catalogue, numbers, findings);
}
