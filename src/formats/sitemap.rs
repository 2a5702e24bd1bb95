//! Sitemaps with every language of a page, and robots.txt.

use super::uri;
use crate::routes::{Entry, Item, Reader, Route};
use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};
use std::io;

const NAMESPACE: (&str, &str) = ("xmlns", "http://www.sitemaps.org/schemas/sitemap/0.9");

pub(super) fn sitemap(reader: &Reader<'_>) -> Vec<u8> {
    let addresses: Vec<&Entry> = reader.table.addresses().collect();
    let a_part = crate::routes::ADDRESSES_A_SITEMAP;
    document(|to| {
        if addresses.len() <= a_part {
            return urls(reader, &addresses, to);
        }
        to.create_element("sitemapindex").with_attributes([NAMESPACE]).write_inner_content(|to| {
            for part in 0..addresses.len().div_ceil(a_part) {
                let url = reader.absolute(&format!("sitemap-{}.xml", part + 1));
                to.create_element("sitemap").write_inner_content(|to| text(to, "loc", &url))?;
            }
            Ok(())
        })?;
        Ok(())
    })
}

pub(super) fn part(reader: &Reader<'_>, part: usize) -> Vec<u8> {
    let a_part = crate::routes::ADDRESSES_A_SITEMAP;
    let addresses: Vec<&Entry> = reader.table.addresses().skip(part * a_part).take(a_part).collect();
    document(|to| urls(reader, &addresses, to))
}

fn document(content: impl FnOnce(&mut Writer<&mut Vec<u8>>) -> io::Result<()>) -> Vec<u8> {
    let mut out = Vec::new();
    let mut writer = Writer::new_with_indent(&mut out, b' ', 1);
    // Writing into memory can't fail.
    _ = writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("utf-8"), None)));
    _ = content(&mut writer);
    out.push(b'\n');
    out
}

fn urls(reader: &Reader<'_>, addresses: &[&Entry], to: &mut Writer<&mut Vec<u8>>) -> io::Result<()> {
    let site = reader.site;
    to.create_element("urlset")
        .with_attributes([NAMESPACE, ("xmlns:xhtml", "http://www.w3.org/1999/xhtml")])
        .write_inner_content(|to| {
            for entry in addresses {
                let Item::Page(route) = entry.item else { continue };
                to.create_element("url").write_inner_content(|to| {
                    text(to, "loc", &uri(&reader.absolute(&entry.path)))?;
                    if let Route::Document(id) = route
                        && let Some((_, day)) = site.catalogue().document(id).updated().and_then(|d| d.exact_days())
                    {
                        text(to, "lastmod", &day.to_string())?;
                    }
                    let mut alternate = |tag: &str, path: &str| {
                        let href = uri(&reader.absolute(path));
                        to.create_element("xhtml:link")
                            .with_attributes([("rel", "alternate"), ("hreflang", tag), ("href", &href)])
                            .write_empty()
                            .map(|_| ())
                    };
                    for (n, locale) in site.locales.iter().enumerate() {
                        alternate(&locale.tag, &site.path(route, n))?;
                    }
                    alternate("x-default", &site.path(route, 0))
                })?;
            }
            Ok(())
        })?;
    Ok(())
}

fn text(to: &mut Writer<&mut Vec<u8>>, name: &str, content: &str) -> io::Result<()> {
    to.create_element(name).write_text_content(BytesText::new(content))?;
    Ok(())
}

pub(super) fn robots(reader: &Reader<'_>) -> Vec<u8> {
    if reader.site.visible.is_preview() {
        return b"User-agent: *\nDisallow: /\n".to_vec();
    }
    format!("User-agent: *\nAllow: /\n\nSitemap: {}\n", reader.absolute("sitemap.xml")).into_bytes()
}
