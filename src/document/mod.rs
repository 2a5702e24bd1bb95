//! From the text of a document to what can be asked of it and shown of it.
//!
//! [`markdown`] reads a body: headings, links, notes, counts, each with its bytes. [`html`] writes it. Both see the
//! text through [`cjk`], which makes emphasis and line breaks work beside Han characters. Everything here is a pure
//! function of its arguments: no files, no clock, no network, and no text makes it fail.

pub mod cjk;
mod escape;
pub mod highlight;
pub mod html;
pub mod markdown;
pub mod slug;
