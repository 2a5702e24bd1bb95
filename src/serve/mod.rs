//! The preview: the site from memory, drafts included, kept up to date while people write.
//!
//! [`watch`] tells that something in the folder changed, [`preview`] makes the next [`preview::Generation`] of the site,
//! sharing with the last one whatever is the same, and [`http`] renders a page when somebody asks for it. What the
//! preview adds to a page ([`insert`], [`desk`]) stands apart from what the site's own stages made, so that everything
//! else is byte for byte what a build with drafts would write.

mod address;
pub mod desk;
pub mod http;
pub mod insert;
pub mod preview;
mod reported;
pub mod watch;

pub use address::Editor;
