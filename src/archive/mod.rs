//! The archive: every approved edition of every document, kept so that nothing is lost and a stranger can check it.
//!
//! It is an OCFL 1.1 storage root: one object a document, one version an edition, with the log of events beside it.
//! Nothing is ever deleted or rewritten; a withdrawal is a version too. Packages to hand over are BagIt 1.0.
//!
//! - [`store`]: the archive on disk, open for adding or for reading
//! - [`log`]: the chain of events
//! - [`ocfl`]: objects, inventories, their rules
//!
//! Absences: nothing here knows the clock or a terminal, and nothing outside of [`disk`] and the packers writes.

pub mod bagit;
pub mod digest;
pub mod disk;
pub mod edition;
mod error;
pub mod export;
mod lock;
pub mod log;
pub mod media;
pub mod metadata;
pub mod name;
pub mod ocfl;
mod pack;
pub mod package;
pub mod page;
pub mod receive;
pub mod report;
pub mod store;
pub mod verify;

#[cfg(test)]
mod tests;

pub use error::ArchiveError;
pub use report::{Grade, Problem};
