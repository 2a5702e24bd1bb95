//! What templates get: one value a page, complete, in the reader's language, every link worked out.
//!
//! A template looks nothing up. Names of states, facts and notices are keys into the theme's strings (`t`); everything
//! that comes from content or configuration is here as text. All `href`s are relative to the page.

mod archive;
mod calendar;
mod community;
mod document;
mod documents;
mod frame;
mod home;
mod items;
mod kind;
mod others;
mod period;

pub use archive::*;
pub use calendar::*;
pub use community::*;
pub use document::*;
pub use documents::*;
pub use frame::*;
pub use home::*;
pub use items::*;
pub use kind::*;
pub use others::*;
pub use period::*;
