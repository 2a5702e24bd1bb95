//! What may be archived: documents whose approval carries the digest of exactly what they say now.
//!
//! The archive takes nothing but an [`ApprovedDocument`], and only this file makes one.

use super::seal::Seals;
use super::{Approval, Catalogue, DocumentId, Programme, Withdrawal};
use crate::document::front_matter::Status;
use crate::source::SourceId;

/// A document that was approved and says what it said then.
#[derive(Clone, Debug)]
pub struct ApprovedDocument<'a> {
    catalogue: &'a Catalogue,
    document: &'a Programme,
    approval: &'a Approval,
    withdrawal: Option<&'a Withdrawal>,
    files: Vec<SourceId>,
}

/// Why a document may not be archived.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotApproved {
    /// Its state is not one of those that follow an approval.
    Unpublished,
    /// There is no approval.
    NoApproval,
    /// The approval carries no digest.
    NoDigest,
    /// Text, facts or a file differ from what was approved.
    Changed,
    /// It is withdrawn, and does not say when and why.
    NoWithdrawal,
}

impl<'a> ApprovedDocument<'a> {
    /// A document of a catalogue, where its approval holds.
    pub fn of(seals: &Seals<'a>, id: DocumentId) -> Result<Self, NotApproved> {
        let catalogue = seals.catalogue();
        let document = catalogue.document(id);
        let facts = &document.facts;
        let withdrawal = match (facts.status.it, &facts.withdrawn) {
            (Status::Approved | Status::Superseded, _) => None,
            (Status::Withdrawn, Some(withdrawal)) => Some(&withdrawal.it),
            (Status::Withdrawn, None) => return Err(NotApproved::NoWithdrawal),
            (Status::Draft | Status::Submitted, _) => return Err(NotApproved::Unpublished),
        };
        let approval = &facts.approval.as_ref().ok_or(NotApproved::NoApproval)?.it;
        let recorded = approval.digest.as_ref().ok_or(NotApproved::NoDigest)?;
        if recorded.it != seals.digest(id) {
            return Err(NotApproved::Changed);
        }
        Ok(Self { catalogue, document, approval, withdrawal, files: seals.files(id) })
    }

    /// The catalogue that it belongs to.
    pub fn catalogue(&self) -> &'a Catalogue {
        self.catalogue
    }

    /// The document.
    pub fn document(&self) -> &'a Programme {
        self.document
    }

    /// The approval; its digest is there and right.
    pub fn approval(&self) -> &'a Approval {
        self.approval
    }

    /// Its withdrawal, if it was withdrawn since.
    pub fn withdrawal(&self) -> Option<&'a Withdrawal> {
        self.withdrawal
    }

    /// Every file that the approval covers, in order of name.
    pub fn files(&self) -> &[SourceId] {
        &self.files
    }
}
