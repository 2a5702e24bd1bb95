//! Templates into HTML. The only file that knows Tera.
//!
//! A template gets four values: `page` (what every page has), `view` (its own content), `t` (the theme's words in the
//! page's language) and `theme` (the theme's own `styles`), and pure filters: `shown`, `fill`, `count`. Items of lists are printed by components, once each.

use crate::diagnostic::{Code, Finding};
use crate::document::escape::escape;
use crate::routes::Site;
use crate::routes::page::{Page, Words};
use crate::routes::parts::{END, Part, PartKey, Parts, Said, Shelf};
use crate::say;
use crate::source::{SourceId, SourceSet, Span};
use crate::theme::{BUILT_IN, Theme};
use serde_json::Value as Json;
use std::collections::BTreeMap;
use std::io::{self, Write};
use std::sync::{Arc, Mutex, PoisonError};
use tera::{Context, Filter, Kwargs, State, Tera, TeraResult, Value};

/// Where a theme's components are.
const COMPONENTS: &str = "components.html";

/// Templates and words, ready to render any page from any thread.
pub struct Renderer {
    tera: Arc<Tera>,
    sources: Arc<SourceSet>,
    templates: Arc<BTreeMap<String, SourceId>>,
    /// By locale, as templates get them.
    strings: Arc<[Value]>,
    /// By locale, for the few words that pages are made with.
    words: Arc<[Json]>,
    /// What the theme says of itself.
    own: Value,
    /// What parts put around that which some pages say already.
    marks: Value,
    /// The parts of lists that have been printed.
    shelf: Shelf,
    /// Mistakes in the templates of parts.
    mistakes: Mutex<Vec<Finding>>,
}

impl Renderer {
    /// Parses every template of a theme. The error is a finding in the template.
    pub fn new(theme: &Theme, sources: &Arc<SourceSet>) -> Result<Self, Box<Finding>> {
        let mut tera = Tera::new();
        tera.register_filter("shown", ShownFilter);
        tera.register_filter("fill", fill);
        tera.register_filter("count", count);
        let prefixed = format!("{BUILT_IN}/");
        let located = |error: &tera::Error| finding(error, "", &theme.templates, sources);
        tera.set_fallback_prefixes([prefixed]).map_err(|e| located(&e))?;
        let templates: Vec<(String, String)> =
            theme.templates.iter().map(|(name, id)| (name.clone(), sources.get(*id).text().to_owned())).collect();
        tera.add_raw_templates(templates).map_err(|e| located(&e))?;
        let marks: BTreeMap<&str, &str> = Said::ALL.iter().map(|(key, said)| (*key, said.mark())).chain([("end", END)]).collect();
        Ok(Self {
            tera: Arc::new(tera),
            sources: Arc::clone(sources),
            templates: Arc::new(theme.templates.clone()),
            strings: Arc::default(),
            words: Arc::default(),
            own: Value::from_serializable(&BTreeMap::from([("styles", &theme.styles)])),
            marks: Value::from_serializable(&marks),
            shelf: Shelf::default(),
            mistakes: Mutex::default(),
        })
    }

    /// With the words of every locale of a site, in its script.
    pub fn with_words(mut self, theme: &Theme, site: &Site<'_>) -> Self {
        self.words = site
            .locales
            .iter()
            .enumerate()
            .map(|(n, locale)| {
                let mut words = theme.strings.of(locale.language);
                if let Some(converter) = site.converter_of_words(n) {
                    convert(&mut words, &|text| converter.convert(text).into_owned());
                }
                words
            })
            .collect();
        self.strings = self.words.iter().map(Value::from_serializable).collect();
        self.shelf = site.shelf();
        self
    }

    /// The same theme for another generation of a site with the same languages: nothing is printed yet.
    pub fn again(&self, sources: &Arc<SourceSet>, site: &Site<'_>) -> Self {
        Self {
            tera: Arc::clone(&self.tera),
            sources: Arc::clone(sources),
            templates: Arc::clone(&self.templates),
            strings: Arc::clone(&self.strings),
            words: Arc::clone(&self.words),
            own: self.own.clone(),
            marks: self.marks.clone(),
            shelf: site.shelf(),
            mistakes: Mutex::default(),
        }
    }

    /// A page as HTML. The error is a finding in the template.
    pub fn render(&self, page: &Page, locale: usize) -> Result<Vec<u8>, Box<Finding>> {
        let mut context = self.words_of(locale);
        context.insert("page", &page.page);
        context.insert("view", &page.view);
        context.insert_value("theme", self.own.clone());
        let mut out = Html { bytes: Vec::with_capacity(16 * 1024), is_full: false };
        match self.tera.render_to(page.view.template(), &context, &mut out) {
            Ok(()) => Ok(out.bytes),
            Err(_) if out.is_full => Err(self.endless(page.view.template())),
            Err(error) => Err(finding(&error, page.view.template(), &self.templates, &self.sources)),
        }
    }

    /// Mistakes in the templates of parts, met since the last call.
    pub fn mistakes(&self) -> Vec<Finding> {
        std::mem::take(&mut self.mistakes.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn words_of(&self, locale: usize) -> Context {
        let mut context = Context::new();
        context.insert_value("t", self.strings.get(locale).cloned().unwrap_or_else(Value::none));
        context
    }

    fn print(&self, part: Part, locale: usize) -> String {
        let mut context = Context::new();
        context.insert_value("mark", self.marks.clone());
        let component = match part {
            Part::Card(card) => {
                context.insert("c", card.as_ref());
                "ui.card"
            }
            Part::Activity(activity) => {
                context.insert("a", activity.as_ref());
                "ui.activity"
            }
            Part::Event(text) => return text,
        };
        let mut out = Html { bytes: Vec::with_capacity(1024), is_full: false };
        let words = self.words_of(locale);
        let mistake = match self.tera.render_component_with_implicits_to(component, &context, &words, None, true, &mut out) {
            Ok(()) => return String::from_utf8(out.bytes).unwrap_or_default(),
            Err(_) if out.is_full => self.endless(COMPONENTS),
            Err(error) => finding(&error, COMPONENTS, &self.templates, &self.sources),
        };
        self.mistakes.lock().unwrap_or_else(PoisonError::into_inner).push(*mistake);
        String::new()
    }
}

impl Parts for Renderer {
    fn part(&self, key: PartKey, locale: usize, make: &dyn Fn() -> Part) -> &str {
        self.shelf.get(key, locale, || self.print(make(), locale))
    }
}

/// A page while it is written.
struct Html {
    bytes: Vec<u8>,
    is_full: bool,
}

/// No page is longer: the longest text that is read makes less. A template that writes more is in a loop without end.
const LONGEST_PAGE: usize = 256 * 1024 * 1024;

impl Write for Html {
    fn write(&mut self, more: &[u8]) -> io::Result<usize> {
        self.is_full |= self.bytes.len() + more.len() > LONGEST_PAGE;
        if self.is_full {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        self.bytes.extend_from_slice(more);
        Ok(more.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Renderer {
    fn endless(&self, template: &str) -> Box<Finding> {
        let span = Span::start_of(self::template(template, &self.templates).unwrap_or(SourceId(0)));
        Box::new(
            Finding::new(Code::TemplateError, span, say!("mistake in a template: its page has no end", "樣板有誤：頁面沒有盡頭"))
                .hint(say!("look for loops inside loops", "請檢查迴圈裡的迴圈")),
        )
    }
}

impl Words for Renderer {
    fn word(&self, locale: usize, key: &str) -> String {
        let found = self.words.get(locale).and_then(|words| key.split('.').try_fold(words, |at, part| at.get(part)));
        found.and_then(Json::as_str).unwrap_or(key).to_owned()
    }
}

fn convert(words: &mut Json, to: &dyn Fn(&str) -> String) {
    match words {
        Json::String(text) => *text = to(text),
        Json::Object(map) => map.values_mut().for_each(|inner| convert(inner, to)),
        Json::Array(all) => all.iter_mut().for_each(|inner| convert(inner, to)),
        _ => {}
    }
}

/// The file of a template: the site's own, or else the built-in one.
fn template(name: &str, templates: &BTreeMap<String, SourceId>) -> Option<SourceId> {
    templates.get(name).or_else(|| templates.get(&format!("{BUILT_IN}/{name}"))).copied()
}

/// A template's mistake at its place in the template; where that is not told, at the beginning of the one that was `asked`
/// for.
fn finding(error: &tera::Error, asked: &str, templates: &BTreeMap<String, SourceId>, sources: &SourceSet) -> Box<Finding> {
    use tera::ErrorKind;
    let (message, file, range) = match error.kind() {
        ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => {
            (report.message().to_owned(), report.filename().to_owned(), report.span().range.clone())
        }
        ErrorKind::MissingParent { current, parent } => (format!("`{parent}` does not exist"), current.clone(), 0..0),
        ErrorKind::CircularExtend { tpl, .. } | ErrorKind::CircularInclude { tpl, .. } => {
            ("templates include or extend each other in a circle".to_owned(), tpl.clone(), 0..0)
        }
        other => (other.to_string(), asked.to_owned(), 0..0),
    };
    let source = template(&file, templates).or_else(|| templates.values().next().copied()).unwrap_or(SourceId(0));
    let len = sources.get(source).text().len();
    let span = Span::new(source, range.start.min(len)..range.end.min(len));
    Box::new(Finding::new(Code::TemplateError, span, say!("mistake in a template: {message}", "樣板有誤：{message}")).hint(say!(
        "a template gets `page`, `view`, `t` and `theme`, as docs/theming.md lists them",
        "樣板可用的有 page、view、t 和 theme，詳見 docs/theming.zh.md"
    )))
}

/// `{{ title | shown }}`: a text, escaped, with its language where that is not the page's.
struct ShownFilter;

impl Filter<Value, Value> for ShownFilter {
    fn call(&self, value: Value, _: Kwargs, _: &State) -> Value {
        let text = value.get_from_path("text").and_then(Value::as_str).or_else(|| value.as_str()).unwrap_or("");
        match value.get_from_path("lang").and_then(Value::as_str) {
            Some(lang) => Value::safe_string(&format!("<span lang=\"{}\">{}</span>", escape(lang), escape(text))),
            None => Value::safe_string(&escape(text)),
        }
    }

    fn is_safe(&self) -> bool {
        true
    }
}

/// `{{ t.x | fill(name="…", n=3) }}`: `{name}` and `{n}` in the text are replaced.
fn fill(text: &str, kwargs: Kwargs, _: &State) -> TeraResult<String> {
    Ok(fill_in(text, &kwargs))
}

fn fill_in(text: &str, values: &Kwargs) -> String {
    let mut out = text.to_owned();
    for (key, value) in values.iter() {
        let place = format!("{{{key}}}");
        if out.contains(&place) {
            out = out.replace(&place, &plain(value));
        }
    }
    out
}

/// A value in a sentence: a count in the language's form, a text without its language, anything else as it is.
fn plain(value: &Value) -> String {
    match value.get_from_path("text").and_then(Value::as_str) {
        Some(text) => text.to_owned(),
        None => value.to_string(),
    }
}

/// `{{ t.documents | count(n=view.count) }}`: the form for one or for other numbers, its `{n}` replaced.
fn count(forms: Value, kwargs: Kwargs, _: &State) -> TeraResult<String> {
    let n = kwargs.must_get::<Value>("n")?;
    let number = n.get_from_path("n").and_then(Value::as_i128).or_else(|| n.as_i128());
    let form = if number == Some(1) { "one" } else { "other" };
    let text = forms.get_from_path(form).and_then(Value::as_str).or_else(|| forms.as_str()).unwrap_or("");
    Ok(fill_in(text, &kwargs))
}
