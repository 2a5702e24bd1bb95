//! Themes: templates, strings and assets, taken file by file from the site's `themes/<name>/`, else from `themes/bureau/`,
//! which is also in the program.

mod built_in;
mod raw;
mod strings;

pub use built_in::{NAME as BUILT_IN, files as built_in_files, has as is_built_in};
pub use raw::RawTheme;
pub use strings::Strings;

use crate::config::Config;
use crate::data::{self, Text};
use crate::diagnostic::{Code, Finding, Findings};
use crate::routes::page::View;
use crate::say;
use crate::source::{At, SitePath, SourceId, SourceSet, Span};
use std::collections::BTreeMap;

/// A theme that can serve a site.
#[derive(Clone, Debug)]
pub struct Theme {
    /// Templates by name: `home.html`, and `bureau/home.html` where another theme overrides it and may want `super()`.
    pub templates: BTreeMap<String, SourceId>,
    /// Words by language of the site.
    pub strings: Strings,
    /// Files that are published under `assets/`, by path below it.
    pub assets: BTreeMap<String, SourceId>,
    /// Style sheets among them that the theme adds to those of `bureau`.
    pub styles: Vec<String>,
}

/// A theme that a site could have.
#[derive(Clone, Debug)]
pub struct Offer {
    /// Its folder's name.
    pub name: String,
    /// What it says of itself, by language where it says so in several.
    pub description: Option<Text>,
}

/// The themes that there are, by name.
pub fn offers(sources: &SourceSet) -> Vec<Offer> {
    let mut names: Vec<&str> = sources.below("themes").filter_map(|(_, s)| s.path.parts().nth(1)).collect();
    names.dedup();
    // What is wrong with a theme is told when it is used.
    let described = |name: &str| read(name, sources, &mut Findings::default())?.description.map(|d| d.it);
    names.into_iter().map(|name| Offer { name: name.to_owned(), description: described(name) }).collect()
}

/// A theme's `theme.toml`, where it has one.
fn read(name: &str, sources: &SourceSet, findings: &mut Findings) -> Option<RawTheme> {
    let file = sources.find(&SitePath::new(format!("themes/{name}/theme.toml")))?;
    data::read_toml_as(sources, file, findings)
}

impl Theme {
    /// Finds the configured theme among the sources and checks that it is whole. `None` after findings.
    pub fn load(config: &Config, sources: &SourceSet, findings: &mut Findings) -> Option<Self> {
        let name = config.theme.it.as_str();
        let folder = format!("themes/{name}");
        if sources.below(&folder).next().is_none() {
            let offers = offers(sources);
            let known = offers.iter().map(|offer| offer.name.as_str());
            findings.push(
                Finding::new(Code::UnknownTheme, config.theme.span, say!("there is no theme `{name}`", "沒有主題「{name}」"))
                    .nearest(name, known)
                    .hint(say!("a theme is a folder under themes/", "主題是 themes/ 之下的資料夾")),
            );
            return None;
        }
        let base = format!("themes/{BUILT_IN}");
        // The built-in theme first, so that the site's own files take the place of its.
        let folders: Vec<&str> = if name == BUILT_IN { vec![base.as_str()] } else { vec![base.as_str(), folder.as_str()] };
        let before = findings.count(crate::diagnostic::Severity::Error);
        let (mut templates, mut assets) = (BTreeMap::new(), BTreeMap::new());
        for (depth, from) in folders.iter().enumerate() {
            let is_base = depth + 1 < folders.len();
            for (id, source) in sources.below(from) {
                let Some(rest) = source.path.as_str().strip_prefix(from).and_then(|r| r.strip_prefix('/')) else { continue };
                if let Some(template) = rest.strip_prefix("templates/") {
                    if is_base {
                        templates.insert(format!("{BUILT_IN}/{template}"), id);
                    } else {
                        templates.insert(template.to_owned(), id);
                    }
                } else if let Some(asset) = rest.strip_prefix("assets/") {
                    assets.insert(asset.to_owned(), id);
                }
            }
        }
        let about = read(name, sources, findings);
        let (styles, without) = about.map_or((None, None), |about| (about.styles, about.without));
        let listed = |list: Option<At<data::List<String>>>| list.map(|list| list.it).into_iter().flatten();
        let mut missing = |file: &At<String>, assets: &BTreeMap<String, SourceId>| {
            let path = &file.it;
            findings.push(
                Finding::new(
                    Code::MalformedValue,
                    file.span,
                    say!("there is no `assets/{path}`", "沒有「assets/{path}」這個檔案"),
                )
                .nearest(path, assets.keys().map(String::as_str)),
            );
        };
        for file in listed(without) {
            if assets.remove(&file.it).is_none() {
                missing(&file, &assets);
            }
        }
        let mut sheets = Vec::new();
        for file in listed(styles) {
            if assets.contains_key(&file.it) {
                sheets.push(file.it);
            } else {
                missing(&file, &assets);
            }
        }
        for (path, source) in &assets {
            if !is_plain(path) {
                let path = path.escape_debug().to_string();
                let finding = Finding::new(
                    Code::MalformedValue,
                    Span::start_of(*source),
                    say!("`{path}` can't be the name of a file on the web", "「{path}」不能作網上的檔名"),
                );
                findings.push(finding.hint(say!("use letters, digits, `.`, `-` and `_`", "請用字母、數字、「.」「-」「_」")));
            }
        }
        for template in View::TEMPLATES {
            if !templates.contains_key(*template) && !templates.contains_key(&format!("{BUILT_IN}/{template}")) {
                findings.push(Finding::new(
                    Code::UnknownTheme,
                    config.theme.span,
                    say!("the theme has no template `{template}`", "主題缺少樣板「{template}」"),
                ));
            }
        }
        let strings = Strings::load(config, sources, &folders, findings);
        (findings.count(crate::diagnostic::Severity::Error) == before).then_some(Self {
            templates,
            strings,
            assets,
            styles: sheets,
        })
    }
}

/// Whether a path can be written in templates and style sheets as it is, and be a file on any computer.
fn is_plain(path: &str) -> bool {
    path.split('/').all(|part| {
        part.len() <= 100
            && part.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '_')
            && part.ends_with(|c: char| c.is_ascii_alphanumeric() || c == '_')
            && part.bytes().all(|b| b.is_ascii_alphanumeric() || b".-_".contains(&b))
    })
}
