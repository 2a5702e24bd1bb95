//! Atom feeds (RFC 4287). Ids are permanent `tag:` URIs (RFC 4151); `updated` moves on major changes only. A document
//! without any exact date is in no feed: a feed can't say "some time in 20XX".

use super::{documents, host, moment, uri};
use crate::catalogue::Programme;
use crate::routes::page::Words;
use crate::routes::{Channel, Reader, Route};
use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};
use std::io;

/// Entries of a feed.
const ENTRIES: usize = 50;

pub(super) fn feed(reader: &Reader<'_>, channel: Channel, path: &str, words: &dyn Words) -> Vec<u8> {
    let mut out = Vec::new();
    // Writing into memory can't fail.
    _ = write(reader, channel, path, words, &mut Writer::new_with_indent(&mut out, b' ', 1));
    out.push(b'\n');
    out
}

fn write(reader: &Reader<'_>, channel: Channel, path: &str, words: &dyn Words, to: &mut Writer<&mut Vec<u8>>) -> io::Result<()> {
    let catalogue = reader.site.catalogue();
    let config = reader.site.config();
    let tag = &reader.its_locale().tag;
    let site_title = reader.plain(&config.title);
    let (title, home) = match channel {
        Channel::All => (site_title.clone(), Route::Home),
        Channel::Community(id) => {
            (format!("{} · {site_title}", reader.plain(&catalogue.community(id).name)), Route::Community(id, 1))
        }
        Channel::Type(id) => (format!("{} · {site_title}", reader.plain(&catalogue.activity_type(id).name)), Route::Type(id, 1)),
    };
    let dated = |document: &Programme| document.updated().and_then(|d| moment(reader, d));
    let mut entries: Vec<_> =
        documents(reader, channel).into_iter().filter_map(|(id, document)| Some((dated(document)?, id, document))).collect();
    entries.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.2.id.cmp(&b.2.id)));
    entries.truncate(ENTRIES);
    let updated = entries.first().map(|(moment, ..)| moment.clone()).unwrap_or_else(|| "1970-01-01T00:00:00Z".to_owned());
    let author = config.bureau.name.as_ref().map_or(site_title, |name| reader.plain(name));
    let address = |route| uri(&reader.absolute(&reader.site.path(route, reader.locale)));
    let host = host(reader);

    to.write_event(Event::Decl(BytesDecl::new("1.0", Some("utf-8"), None)))?;
    to.create_element("feed")
        .with_attributes([("xmlns", "http://www.w3.org/2005/Atom"), ("xml:lang", tag.as_str())])
        .write_inner_content(|to| {
            text(to, "id", &format!("tag:{host},2020:{}", uri(path)))?;
            text(to, "title", &title)?;
            text(to, "updated", &updated)?;
            link(to, "self", "application/atom+xml", &uri(&reader.absolute(path)), tag)?;
            link(to, "alternate", "text/html", &address(home), tag)?;
            to.create_element("author").write_inner_content(|to| text(to, "name", &author))?;
            text(to, "generator", "fangan")?;
            for (moment_updated, id, document) in &entries {
                to.create_element("entry").write_inner_content(|to| {
                    text(to, "id", &format!("tag:{host},2020:{}/{}", uri(tag), uri(&document.id)))?;
                    let shown = reader.text(&document.title);
                    text_in(to, "title", &shown.text, shown.lang.as_deref())?;
                    text(to, "updated", moment_updated)?;
                    if let Some(published) = document.dated().and_then(|d| moment(reader, d)) {
                        text(to, "published", &published)?;
                    }
                    link(to, "alternate", "text/html", &address(Route::Document(*id)), tag)?;
                    let kind = config.kind(document.kind);
                    to.create_element("category")
                        .with_attributes([("term", kind.id.as_str()), ("label", reader.plain(&kind.name).as_str())])
                        .write_empty()?;
                    if document.facts.example {
                        let label = words.word(reader.locale, "words.example");
                        to.create_element("category")
                            .with_attributes([("term", "example"), ("label", label.as_str())])
                            .write_empty()?;
                    }
                    let period = reader.period_label(document.period);
                    let community = reader.plain(&catalogue.community(document.community).name);
                    let summary = document.summary.as_ref().map(|s| reader.plain(s));
                    let all = [Some(community), Some(period), summary].into_iter().flatten().collect::<Vec<_>>().join(" · ");
                    text(to, "summary", &all)
                })?;
            }
            Ok(())
        })?;
    Ok(())
}

fn text(to: &mut Writer<&mut Vec<u8>>, name: &str, content: &str) -> io::Result<()> {
    text_in(to, name, content, None)
}

fn text_in(to: &mut Writer<&mut Vec<u8>>, name: &str, content: &str, lang: Option<&str>) -> io::Result<()> {
    // Characters that XML 1.0 can't hold are left out.
    let clean: String = content
        .chars()
        .filter(|c| matches!(c, '\t' | '\n' | '\r' | '\u{20}'..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..))
        .collect();
    let element = to.create_element(name);
    let element = match lang {
        Some(lang) => element.with_attribute(("xml:lang", lang)),
        None => element,
    };
    element.write_text_content(BytesText::new(&clean))?;
    Ok(())
}

fn link(to: &mut Writer<&mut Vec<u8>>, rel: &str, mime: &str, href: &str, tag: &str) -> io::Result<()> {
    to.create_element("link").with_attributes([("rel", rel), ("type", mime), ("href", href), ("hreflang", tag)]).write_empty()?;
    Ok(())
}
