//! What machines read: Atom feeds, calendars, the catalogue as JSON and CSV, sitemaps. Each is a function from the site
//! to bytes; nothing here knows templates.

mod atom;
mod calendar;
mod catalogue;
mod sitemap;

use crate::catalogue::{DocumentId, Programme};
use crate::edtf::Edtf;
use crate::routes::page::{Press, Words};
use crate::routes::{Channel, Item, Reader, RouteTable, Site};
use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};

/// The bytes of a machine-readable item; `None` for items of other kinds.
pub fn write(site: &Site<'_>, table: &RouteTable, item: &Item, locale: usize, path: &str, press: &dyn Press) -> Option<Vec<u8>> {
    let reader = Reader::new(site, table, locale, path, press);
    let words: &dyn Words = press;
    Some(match item {
        Item::Feed(channel) => atom::feed(&reader, *channel, path, words),
        Item::Calendar(channel) => calendar::calendar(&reader, *channel, words),
        Item::CatalogueJson => catalogue::json(&reader),
        Item::CatalogueCsv => catalogue::csv(&reader, words),
        Item::Sitemap => sitemap::sitemap(&reader),
        Item::SitemapPart(part) => sitemap::part(&reader, *part),
        Item::Robots => sitemap::robots(&reader),
        Item::Page(_) | Item::Redirect(_) | Item::SearchIndex | Item::File(_) => return None,
    })
}

/// Characters that can't stand in a URI as they are.
const NOT_IN_URI: &AsciiSet =
    &CONTROLS.add(b' ').add(b'"').add(b'<').add(b'>').add(b'\\').add(b'^').add(b'`').add(b'{').add(b'|').add(b'}').add(b'%');

/// Text as part of a URI.
fn uri(text: &str) -> String {
    utf8_percent_encode(text, NOT_IN_URI).to_string()
}

/// The host in the configured address, in which permanent ids are rooted, whatever address a preview is built for.
fn host(reader: &Reader<'_>) -> String {
    let url = &reader.site.config().base_url;
    let host = url.split("://").nth(1).and_then(|rest| rest.split('/').next()).unwrap_or("localhost");
    host.split(':').next().unwrap_or(host).to_owned()
}

/// The documents of a channel, newest first.
fn documents<'s>(reader: &Reader<'s>, channel: Channel) -> Vec<(DocumentId, &'s Programme)> {
    let site = reader.site;
    let catalogue = site.catalogue();
    let of_type = |kind| {
        let activities = site.index.activities.by_type.get(&kind).into_iter().flatten();
        activities.map(|a| a.document).collect::<std::collections::BTreeSet<DocumentId>>()
    };
    let wanted: Box<dyn Fn(DocumentId) -> bool> = match channel {
        Channel::All => Box::new(|_| true),
        Channel::Community(id) => Box::new(move |d| catalogue.document(d).community == id),
        Channel::Type(kind) => {
            let documents = of_type(kind);
            Box::new(move |d| documents.contains(&d))
        }
    };
    let list = match channel {
        Channel::Community(id) => site.index.communities.get(&id).cloned().unwrap_or_default(),
        _ => site.index.documents.clone(),
    };
    list.into_iter().filter(|d| wanted(*d)).map(|d| (d, catalogue.document(d))).collect()
}

/// Midnight of an exact day in the site's time zone, as RFC 3339 writes it.
fn moment(reader: &Reader<'_>, date: Edtf) -> Option<String> {
    let (_, day) = date.exact_days()?;
    let moment = day.to_zoned_datetime(reader.site.time_zone.clone()).ok()?;
    Some(moment.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string())
}
