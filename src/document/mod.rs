//! From the text of a document to what can be asked of it and shown of it.

pub mod cjk;
mod escape;
pub mod highlight;
pub mod markdown;
pub mod slug;
