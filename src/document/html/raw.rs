//! HTML that a document holds, where a site allows it.
//!
//! A tag, its content and its end come as separate events, so no piece can be judged alone. Hence the page is written
//! with the document's HTML in it, and then all of it is sanitised. What is ours must survive that and what is the
//! document's must not pass for ours: our addresses and names begin with a mark that the document can't contain.

use super::super::escape::{DAMAGED, encoded, is_forbidden};
use super::{Heading, Setting, is_safe};
use ammonia::Builder;
use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap, HashSet};
use std::hash::{DefaultHasher, Hasher};
use std::sync::{Arc, Mutex, PoisonError};

/// What names in a document's HTML begin with on the page, so that none is that of a heading or of the theme.
const PREFIX: &str = "user-";

/// Elements of which the end tag, if it is missing, would be looked for to the end of the page. Their tags are shown as
/// text, as GitHub does.
const SWALLOWING: [&str; 15] = [
    "iframe",
    "math",
    "noembed",
    "noframes",
    "noscript",
    "object",
    "plaintext",
    "script",
    "select",
    "style",
    "svg",
    "template",
    "textarea",
    "title",
    "xmp",
];

/// Elements that a document may use.
const ELEMENTS: &str = "a abbr aside b bdi bdo blockquote br caption cite code col colgroup dd del details dfn div dl dt em \
    figcaption figure h2 h3 h4 h5 h6 hr i img ins kbd label li mark ol p pre q rp rt ruby s samp section small span strong sub \
    summary sup table tbody td tfoot th thead time tr u ul var wbr";

/// Attributes of any element.
const COMMON: &str = "id class lang dir title aria-label";

/// Attributes of some.
const ATTRIBUTES: [(&str, &str); 14] = [
    ("a", "href hreflang download rel"),
    ("col", "span"),
    ("colgroup", "span"),
    ("del", "datetime"),
    ("details", "open"),
    ("div", "role tabindex"),
    ("img", "src alt width height loading decoding"),
    ("ins", "datetime"),
    ("li", "value"),
    ("ol", "start reversed type"),
    ("pre", "tabindex"),
    ("td", "colspan rowspan"),
    ("th", "colspan rowspan scope"),
    ("time", "datetime"),
];

/// A mark for what is ours in a page made of `text`. It depends on all of the text, so the text can't hold it; it ends
/// in a slash, so that what begins with it is a relative address whatever follows.
pub(super) fn own_mark(text: &str) -> String {
    let mut hasher = DefaultHasher::new();
    hasher.write(text.as_bytes());
    format!("own{:016x}/", hasher.finish())
}

/// Appends a piece of the document's HTML as it is, except that tags which would swallow what follows become text.
pub(super) fn push(out: &mut String, html: &str) {
    for (index, part) in html.split('<').enumerate() {
        if index > 0 {
            let name = part.strip_prefix('/').unwrap_or(part);
            let name = name.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
            out.push_str(if SWALLOWING.iter().any(|bad| bad.eq_ignore_ascii_case(name)) { "&lt;" } else { "<" });
        }
        out.push_str(part);
    }
}

/// The box of a task. It can't be changed; the words beside it are its label.
pub(super) fn checkbox(done: bool) -> &'static str {
    if done { "<input type=\"checkbox\" disabled checked>" } else { "<input type=\"checkbox\" disabled>" }
}

/// Appends what becomes a box after the page has been sanitised, for the document itself may not make any.
pub(super) fn push_checkbox(out: &mut String, own: &str, done: bool) {
    out.push_str(&checkbox_place(own, done));
}

fn checkbox_place(own: &str, done: bool) -> String {
    format!("<span class=\"{own}{done}\"></span>")
}

/// Leaves of a page only what is harmless. Addresses in the document's HTML are asked for as those of its links are.
pub(super) fn sanitise(html: &str, own: &str, headings: &[Heading], setting: &dyn Setting) -> String {
    let names: Arc<HashSet<String>> = Arc::new(headings.iter().map(|heading| heading.id.clone()).collect());
    // The sanitiser's filter may not borrow anything, so the addresses are collected first and put in then.
    let found: Arc<Mutex<BTreeSet<(bool, String)>>> = Arc::default();
    let collect = {
        let found = Arc::clone(&found);
        move |image: bool, to: &str| {
            found.lock().unwrap_or_else(PoisonError::into_inner).insert((image, to.to_owned()));
            None
        }
    };
    let mut clean = clean(html, own, &names, collect);
    let found = std::mem::take(&mut *found.lock().unwrap_or_else(PoisonError::into_inner));
    if !found.is_empty() {
        let resolve = |(image, to): (bool, String)| {
            let address = match image {
                true => setting.image(&to).map(|image| image.src),
                false => setting.link(&to).map(|target| target.href).or_else(|| {
                    // Names in the document's own HTML are not known outside.
                    to.strip_prefix('#').filter(|name| !name.is_empty()).map(|name| format!("#{}", named(name, &names)))
                }),
            };
            address.filter(|address| is_safe(address)).map(|address| ((image, to), encoded(&address)))
        };
        let known: HashMap<(bool, String), String> = found.into_iter().filter_map(resolve).collect();
        clean = self::clean(html, own, &names, move |image, to| known.get(&(image, to.to_owned())).cloned());
    }
    for done in [true, false] {
        clean = clean.replace(&checkbox_place(own, done), checkbox(done));
    }
    clean.replace(is_forbidden, DAMAGED)
}

/// What the link or picture of one tag leads to, as the sanitiser asks for it; `None` where it asks for nothing.
pub(super) fn address(tag: &str, own: &str) -> Option<String> {
    let found: Arc<Mutex<Option<String>>> = Arc::default();
    let collect = {
        let found = Arc::clone(&found);
        move |_: bool, to: &str| {
            found.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert_with(|| to.to_owned());
            None
        }
    };
    clean(tag, own, &Arc::default(), collect);
    found.lock().unwrap_or_else(PoisonError::into_inner).take()
}

fn clean(
    html: &str,
    own: &str,
    names: &Arc<HashSet<String>>,
    address: impl Fn(bool, &str) -> Option<String> + Send + Sync + 'static,
) -> String {
    let (own, names) = (own.to_owned(), Arc::clone(names));
    let words = |list: &'static str| list.split_ascii_whitespace();
    Builder::new()
        .tags(words(ELEMENTS).collect())
        .generic_attributes(words(COMMON).collect())
        .tag_attributes(ATTRIBUTES.iter().map(|(tag, list)| (*tag, words(list).collect())).collect())
        .clean_content_tags(SWALLOWING.into_iter().collect())
        .url_schemes(["http", "https", "mailto", "tel"].into_iter().collect())
        .link_rel(None)
        .attribute_filter(move |element, attribute, value| match (element, attribute) {
            (_, "id") => Some(match value.strip_prefix(&own) {
                Some(ours) => ours.into(),
                None => named(value, &names).into(),
            }),
            (_, "href" | "src") => match value.strip_prefix(&own) {
                Some(ours) => Some(ours.into()),
                None => address(element == "img", value).map(Cow::Owned),
            },
            (_, "role") => (value == "region").then(|| value.into()),
            (_, "tabindex") => (value == "0").then(|| value.into()),
            (_, "rel") => (value == "noopener").then(|| value.into()),
            _ => Some(value.into()),
        })
        .clean(html)
        .to_string()
}

/// What an element that the document calls `name` is called on the page.
fn named(name: &str, taken: &HashSet<String>) -> String {
    let mut name = format!("{PREFIX}{}", name.split_whitespace().collect::<Vec<_>>().join("-"));
    while taken.contains(&name) {
        name.insert_str(0, PREFIX);
    }
    name
}
