//! What a site is made of on disk: the files, read once, and places in them.
//!
//! [`workspace`] is the only reader of input. Everything later works on a [`SourceSet`] and speaks of places as
//! [`Span`]s: a source and a byte range. Lines and columns are worked out in [`lines`] only when a finding is printed.

pub mod lines;
mod path;
pub mod picture;
mod set;
mod span;
pub mod workspace;

pub use path::SitePath;
pub use picture::Picture;
pub use set::{Content, Source, SourceId, SourceSet};
pub use span::{At, Span};
