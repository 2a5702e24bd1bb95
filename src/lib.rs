//! fangan (方案) turns a bureau's programme documents into a public record.
//!
//! It is a compiler: text in, pages out, findings on the way.
//!
//! ```text
//! Workspace -scan-> SourceSet -parse-> Vec<Document> -resolve-> Catalogue -route-> RouteTable -render-> SiteFiles -> disk
//! ```

pub mod data;
pub mod diagnostic;
pub mod edtf;
pub mod output;
pub mod source;
