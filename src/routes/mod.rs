//! Every URL of a site and what stands there.
//!
//! [`RouteTable::new`] gives each page, feed and file its place, once for each language and script; [`page::view`] makes
//! what a template shows of it. Nothing here reads files or knows templates.

mod activities;
mod builder;
mod index;
mod months;
pub mod page;
pub mod parts;
mod route;
mod site;
mod structured;
mod table;
pub mod view;
mod wanted;

pub use activities::{Activities, ActivityRef};
pub use index::{Index, Sealed, YearKey, years_of};
pub use months::{Month, Months};
pub use route::{Facet, Locale, Route};
pub use site::{Kept, Lists, Reader, Site};
pub use table::{Channel, Entry, Item, Origin, RouteTable};
pub use wanted::{ADDRESSES_A_SITEMAP, SEARCH_FOLDER};
