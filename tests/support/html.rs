//! Pages as their tags and text. Reads the program's own, well-formed HTML; whether it is well-formed is for the
//! conformance scripts to say.

use std::sync::Arc;

/// A page taken apart.
pub struct Page {
    /// Tags in order.
    pub tags: Vec<Tag>,
    /// Pieces of text in order, entities decoded.
    pub texts: Vec<Text>,
    /// What a reader sees, one line a block.
    pub shown: String,
}

/// An opening tag.
#[derive(Debug)]
pub struct Tag {
    /// Its name.
    pub name: String,
    /// Its attributes in order, entities decoded.
    pub attributes: Vec<(String, String)>,
    /// The language in which its attributes stand.
    pub lang: Arc<str>,
}

/// A piece of text between two tags.
#[derive(Debug)]
pub struct Text {
    /// What it says.
    pub text: String,
    /// The language in which it stands.
    pub lang: Arc<str>,
    /// Names of the elements around it, the innermost last.
    pub inside: Arc<Vec<String>>,
}

const VOID: [&str; 14] =
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr", "param"];

/// Elements that stand in a line of text and do not part words.
const INLINE: [&str; 22] = [
    "a", "abbr", "b", "bdi", "cite", "code", "data", "del", "em", "i", "ins", "kbd", "mark", "q", "s", "small", "span", "strong",
    "sub", "sup", "time", "u",
];

impl Tag {
    /// An attribute's value.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(n, _)| n == name).map(|(_, value)| value.as_str())
    }
}

impl Page {
    /// Takes a page apart.
    pub fn read(html: &str) -> Self {
        let (mut tags, mut texts, mut shown): (Vec<Tag>, Vec<Text>, String) = (Vec::new(), Vec::new(), String::new());
        // Elements that are open, each with the language inside it.
        let mut open: Vec<(String, Arc<str>)> = Vec::new();
        let mut names: Arc<Vec<String>> = Arc::default();
        let mut rest = html;
        while !rest.is_empty() {
            let lang = open.last().map_or_else(Arc::default, |(_, lang)| Arc::clone(lang));
            let raw = open.last().map(|(name, _)| name.as_str()).filter(|name| ["script", "style"].contains(name));
            let end = match raw {
                Some(name) => rest.find(&format!("</{name}")),
                None => rest.find('<'),
            };
            let end = end.unwrap_or(rest.len());
            if end > 0 {
                let text = if raw.is_some() { rest[..end].to_owned() } else { decode(&rest[..end]) };
                let text = Text { text, lang, inside: Arc::clone(&names) };
                if !text.is_hidden() {
                    shown.push_str(&text.text.replace('\n', " "));
                }
                texts.push(text);
                rest = &rest[end..];
                continue;
            }
            if let Some(comment) = rest.strip_prefix("<!--") {
                rest = comment.split_once("-->").map_or("", |(_, after)| after);
            } else if rest.starts_with("<!") {
                rest = rest.split_once('>').map_or("", |(_, after)| after);
            } else if let Some(closing) = rest.strip_prefix("</") {
                let (name, after) = closing.split_once('>').unwrap_or((closing, ""));
                part(&mut shown, name);
                if let Some(at) = open.iter().rposition(|(open, _)| open == name.trim()) {
                    open.truncate(at);
                    Arc::make_mut(&mut names).truncate(at);
                }
                rest = after;
            } else {
                let (mut tag, closed, after) = tag(&rest[1..]);
                part(&mut shown, &tag.name);
                tag.lang = tag.get("lang").map_or(lang, Arc::from);
                if !closed && !VOID.contains(&tag.name.as_str()) {
                    open.push((tag.name.clone(), Arc::clone(&tag.lang)));
                    Arc::make_mut(&mut names).push(tag.name.clone());
                }
                tags.push(tag);
                rest = after;
            }
        }
        let lines = shown.lines().map(squeeze).filter(|line| !line.is_empty());
        Self { tags, texts, shown: lines.collect::<Vec<_>>().join("\n") }
    }

    /// Tags of a name.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Tag> {
        self.tags.iter().filter(move |tag| tag.name == name)
    }

    /// Values of every `id`.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.tags.iter().filter_map(|tag| tag.get("id"))
    }
}

impl Text {
    /// Whether readers do not see it as part of the page.
    pub fn is_hidden(&self) -> bool {
        self.inside.iter().any(|name| ["script", "style", "head", "template"].contains(&name.as_str()))
    }
}

/// A block begins a new line.
fn part(shown: &mut String, name: &str) {
    if !INLINE.contains(&name.trim()) && !shown.ends_with('\n') {
        shown.push('\n');
    }
}

/// One blank for any white space.
pub fn squeeze(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The tag that `text` begins with, after its `<`; whether it closes itself, and what follows it.
fn tag(text: &str) -> (Tag, bool, &str) {
    let end = text.find(|c: char| c.is_whitespace() || c == '>' || c == '/').unwrap_or(text.len());
    let mut tag = Tag { name: text[..end].to_ascii_lowercase(), attributes: Vec::new(), lang: Arc::default() };
    let mut rest = &text[end..];
    loop {
        rest = rest.trim_start();
        if let Some(after) = rest.strip_prefix("/>") {
            return (tag, true, after);
        }
        if let Some(after) = rest.strip_prefix('>') {
            return (tag, false, after);
        }
        if rest.is_empty() {
            return (tag, false, "");
        }
        let end = rest.find(|c: char| c.is_whitespace() || "=>/".contains(c)).unwrap_or(rest.len()).max(1);
        let name = rest[..end].to_ascii_lowercase();
        rest = &rest[end..];
        let mut value = String::new();
        if let Some(after) = rest.strip_prefix("=\"") {
            let (inside, after) = after.split_once('"').unwrap_or((after, ""));
            value = decode(inside);
            rest = after;
        } else if let Some(after) = rest.strip_prefix('=') {
            let end = after.find(|c: char| c.is_whitespace() || c == '>').unwrap_or(after.len());
            value = decode(&after[..end]);
            rest = &after[end..];
        }
        tag.attributes.push((name, value));
    }
}

/// Character references become characters.
pub fn decode(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let end = rest.find(';').filter(|end| *end < 12);
        let named = end.and_then(|end| match &rest[1..end] {
            "amp" => Some('&'),
            "lt" => Some('<'),
            "gt" => Some('>'),
            "quot" => Some('"'),
            "apos" => Some('\''),
            "nbsp" => Some('\u{a0}'),
            number => {
                let digits = number.strip_prefix('#')?;
                let code = match digits.strip_prefix(['x', 'X']) {
                    Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                    None => digits.parse().ok()?,
                };
                char::from_u32(code)
            }
        });
        match (named, end) {
            (Some(c), Some(end)) => {
                out.push(c);
                rest = &rest[end + 1..];
            }
            _ => {
                out.push('&');
                rest = &rest[1..];
            }
        }
    }
    out + rest
}

/// Which file of the output, and which place in it, the reference `to` on the page `from` means; `None` for what leads
/// out of the site.
pub fn follow(from: &str, to: &str, base: &str) -> Option<(String, String)> {
    let (to, fragment) = to.split_once('#').unwrap_or((to, ""));
    let to = to.split('?').next().unwrap_or(to);
    let root = base.split_once("://").map_or("", |(_, rest)| rest.split_once('/').map_or("", |(_, path)| path));
    let scheme =
        to.split_once(':').is_some_and(|(scheme, _)| scheme.chars().all(|c| c.is_ascii_alphanumeric()) && !scheme.is_empty());
    let path = if let Some(rest) = to.strip_prefix(base) {
        rest.to_owned()
    } else if scheme || to.starts_with("//") {
        return None;
    } else if let Some(rest) = to.strip_prefix('/') {
        // What lies beside the site on its host is not a file of it.
        rest.strip_prefix(root).map_or_else(|| format!("../{rest}"), str::to_owned)
    } else if to.is_empty() {
        from.to_owned()
    } else {
        let folder = from.rsplit_once('/').map_or("", |(folder, _)| folder);
        let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
        for part in to.split('/') {
            match part {
                "." => {}
                ".." => {
                    if parts.pop().is_none() {
                        return Some((format!("outside the site: {to}"), String::new()));
                    }
                }
                part => parts.push(part),
            }
        }
        parts.join("/")
    };
    let text = |encoded: &str| percent_encoding::percent_decode_str(encoded).decode_utf8_lossy().into_owned();
    let path = text(&path);
    let file = if path.is_empty() || path.ends_with('/') { format!("{path}index.html") } else { path };
    Some((file, text(fragment)))
}
