//! Where finished files go.
//!
//! Rendering speaks to a [`Sink`] and does not know which one. A file's place is an [`OutputPath`], which cannot point
//! outside the output whatever a document, a theme or a damaged manifest says.
//!
//! - [`files`]: what a path and a file's contents are
//! - [`memory`]: the same for tests and the preview, and what differs between two maps of files
//!
//! Absences: nothing here knows what a page is.

mod error;
pub mod files;
pub mod memory;

pub use error::{Doing, OutputError};
pub use files::{BadPath, Bytes, OutputPath, Sink};
pub use memory::{Changes, Memory, diff};
