//! What every page has around its own content.

use super::Ref;
use crate::language::Shown;
use serde::Serialize;

/// What every page has around its own content.
#[derive(Clone, Debug, Serialize)]
pub struct Frame {
    /// BCP 47 tag of the page.
    pub lang: String,
    /// The page's title, without the site's.
    pub title: Shown,
    /// The site's title.
    pub site_title: String,
    /// One sentence for search engines.
    pub description: Option<String>,
    /// Absolute address of this page.
    pub canonical: String,
    /// Relative prefix that leads to the site's root, where `assets/` is: `../../`, or `./`.
    pub root: String,
    /// Where the site's title links to: the home page in this language.
    pub home: String,
    /// This page in every language and script, itself included.
    pub languages: Vec<LanguageLink>,
    /// The main ways in.
    pub nav: Vec<NavItem>,
    /// The search page.
    pub search: String,
    /// Pages such as about and contact.
    pub pages: Vec<Ref>,
    /// From the home page down to the page above this one.
    pub crumbs: Vec<Crumb>,
    /// Feeds and calendars that belong to this page.
    pub feeds: Vec<FeedLink>,
    /// `<meta name content>`.
    pub meta: Vec<Meta>,
    /// `<meta property content>`.
    pub open_graph: Vec<Meta>,
    /// JSON-LD, safe inside a `<script type="application/ld+json">`.
    pub json_ld: Option<String>,
    /// Whether search engines shall leave the page out.
    pub noindex: bool,
    /// Absolute address of the page that they shall show in its place: of an earlier edition that of the present one.
    pub instead: Option<String>,
    /// The list of what is sealed, where anything is.
    pub archive: Option<String>,
    /// The publisher.
    pub bureau: BureauView,
    /// Whether the whole site is an example.
    pub example_site: bool,
    /// Whether unpublished documents are shown: a preview, with a banner on every page.
    pub preview: bool,
}

/// A page in another language.
#[derive(Clone, Debug, Serialize)]
pub struct LanguageLink {
    /// What the language calls itself.
    pub name: String,
    /// Its tag.
    pub tag: String,
    /// Relative link.
    pub href: String,
    /// Absolute link, for `hreflang`.
    pub absolute: String,
    /// Whether it is this page.
    pub current: bool,
    /// Whether it is the default language (`x-default`).
    pub default: bool,
}

/// An entry of the main navigation. `key` is one of home, communities, years, activities, documents.
#[derive(Clone, Debug, Serialize)]
pub struct NavItem {
    /// Key of its name in `t.nav`.
    pub key: &'static str,
    /// Link.
    pub href: String,
    /// Whether this page is it or lies below it.
    pub current: bool,
}

/// A step of the way to this page: either a name from content or a key of `t.nav`.
#[derive(Clone, Debug, Serialize)]
pub struct Crumb {
    /// Key in `t.nav`, where it is a fixed page.
    pub key: Option<&'static str>,
    /// Name, where it comes from content.
    pub name: Option<Shown>,
    /// Link.
    pub href: String,
}

/// A feed or calendar.
#[derive(Clone, Debug, Serialize)]
pub struct FeedLink {
    /// `feed` or `calendar`: key in `t.feeds`.
    pub key: &'static str,
    /// Media type.
    pub mime: &'static str,
    /// What it is of.
    pub of: Shown,
    /// Link.
    pub href: String,
}

/// A meta element.
#[derive(Clone, Debug, Serialize)]
pub struct Meta {
    /// Its name.
    pub name: String,
    /// Its content.
    pub content: String,
}

/// The publisher; what is not configured is absent.
#[derive(Clone, Debug, Default, Serialize)]
pub struct BureauView {
    /// Name.
    pub name: Option<Shown>,
    /// How to reach it.
    pub contact: Option<Shown>,
    /// E-mail.
    pub email: Option<String>,
    /// 網站標識碼.
    pub site_code: Option<String>,
    /// ICP備案號.
    pub icp: Option<String>,
    /// 公安備案號.
    pub police: Option<String>,
}
