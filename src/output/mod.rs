//! Where finished files go: to disk as one transaction, or into memory.
//!
//! Rendering speaks to a [`Sink`] and does not know which one. A file's place is an [`OutputPath`], which cannot point
//! outside the output whatever a document, a theme or a damaged manifest says.
//!
//! - [`files`]: what a path and a file's contents are
//! - [`disk`]: old output or new, never half a file; what is the same stays untouched; what is not ours stays
//! - [`memory`]: the same for tests and the preview, and what differs between two maps of files
//!
//! Absences: nothing here knows what a page is, and only [`disk`] touches the file system.

pub mod disk;
mod error;
pub mod files;
pub mod memory;

pub use disk::{Disk, Transaction, Written};
pub use error::{Doing, OutputError};
pub use files::{BadPath, Bytes, OutputPath, Sink};
pub use memory::{Changes, Memory, diff};
