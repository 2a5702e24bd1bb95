//! Single pages of the public site, each when it is asked for.

use super::Options;
use crate::catalogue::publish::Visible;
use crate::diagnostic::{Finding, Findings};
use crate::render::Renderer;
use crate::routes::{Item, Locale, Route, RouteTable, Site, page};
use crate::source::{SourceId, SourceSet};
use crate::theme::Theme;
use std::collections::BTreeMap;

/// A site whose pages can be rendered one by one, from any thread.
pub struct Pages<'a> {
    site: Site<'a>,
    table: RouteTable,
    renderer: Renderer,
    /// Files that pages show or lead to, by their path below the site's root.
    files: BTreeMap<String, SourceId>,
    withdrawn: BTreeMap<SourceId, usize>,
    documents: BTreeMap<&'a str, Route>,
}

impl<'a> Pages<'a> {
    /// Sorts everything once. `None` where a finding stands against it.
    pub fn new(visible: &'a Visible, theme: &Theme, options: &Options, findings: &mut Findings) -> Option<Self> {
        let sources = &visible.catalogue().sources;
        let base_url = options.base_url.clone().unwrap_or_else(|| visible.catalogue().config.base_url.clone());
        let site = Site::new(visible, &base_url, options.today);
        let table = super::table(&site, findings);
        let renderer = match Renderer::new(theme, sources) {
            Ok(renderer) => renderer.with_words(theme, &site),
            Err(finding) => {
                findings.push(*finding);
                return None;
            }
        };
        if findings.any_error() {
            return None;
        }
        let carried = table.entries().iter().filter_map(|entry| match entry.item {
            Item::File(source) => Some((entry.output(), source)),
            _ => None,
        });
        let assets = theme.assets.iter().map(|(path, source)| (format!("assets/{path}"), *source));
        let files = carried.chain(assets).collect();
        let catalogue = visible.catalogue();
        let documents = catalogue.document_ids().map(|id| (catalogue.document(id).id.as_str(), Route::Document(id))).collect();
        let withdrawn = visible.withdrawn().iter().enumerate().map(|(n, document)| (document.span.source, n)).collect();
        Some(Self { site, table, renderer, files, withdrawn, documents })
    }

    /// The page of a document: by its name, or, where only a page about its withdrawal is left, by its file.
    pub fn route(&self, name: &str, source: SourceId) -> Option<Route> {
        self.documents.get(name).copied().or_else(|| self.withdrawn.get(&source).map(|n| Route::Withdrawn(*n)))
    }

    /// The languages and scripts of the site.
    pub fn locales(&self) -> &[Locale] {
        &self.site.locales
    }

    /// The files that the site is made of.
    pub fn sources(&self) -> &SourceSet {
        &self.site.catalogue().sources
    }

    /// The address under which the site stands.
    pub fn base_url(&self) -> &str {
        &self.site.base_url
    }

    /// Where a page stands below the site's root.
    pub fn path(&self, route: Route, locale: usize) -> String {
        self.site.path(route, locale)
    }

    /// A page as HTML. The error is a finding in the template.
    pub fn render(&self, route: Route, locale: usize) -> Result<Vec<u8>, Box<Finding>> {
        let page = page::view(&self.site, &self.table, route, locale, &self.renderer);
        let html = self.renderer.render(&page, locale)?;
        match self.renderer.mistakes().into_iter().next() {
            None => Ok(html),
            Some(mistake) => Err(Box::new(mistake)),
        }
    }

    /// The file at a path below the site's root that is no page.
    pub fn file(&self, path: &str) -> Option<SourceId> {
        self.files.get(path).copied()
    }
}
