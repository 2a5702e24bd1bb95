//! The Oxford Common File Layout, versions 1.0 and 1.1: folders in which objects with their versions are kept so that they
//! can be understood and checked without the program that wrote them.
//!
//! - [`inventory`]: what an object lists
//! - [`layout`]: where an object lies
//! - [`object`], [`root`]: checking all that the specification demands
//! - [`mod@write`]: adding a version, as a transaction

pub mod files;
pub mod inventory;
pub mod json;
pub mod layout;
pub mod object;
pub mod root;
pub mod write;

pub use inventory::{Inventory, Spec, User, Version, VersionName};
