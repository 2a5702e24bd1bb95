//! fangan (方案) turns a bureau's programme documents into a public record.
//!
//! It is a compiler: text in, pages out, findings on the way.
//!
//! ```text
//! Workspace -scan-> SourceSet -parse-> Vec<Document> -resolve-> Catalogue -route-> RouteTable -render-> SiteFiles -> disk
//! ```

pub mod archive;
pub mod calendar;
pub mod catalogue;
pub mod characters;
pub mod cli;
pub mod commands;
pub mod config;
pub mod data;
pub mod diagnostic;
pub mod document;
pub mod edtf;
pub mod extract;
pub mod formats;
pub mod language;
pub mod order;
pub mod output;
pub mod personal;
pub mod pipeline;
pub mod plots;
pub mod render;
pub mod routes;
pub mod script;
pub mod search;
pub mod serve;
pub mod source;
pub mod theme;
