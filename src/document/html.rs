//! stub
use std::borrow::Cow;
/// s
pub fn is_safe(_to: &str) -> bool { true }
/// s
pub struct Target { /// s
pub href: String, /// s
pub lang: Option<String>, /// s
pub download: Option<String>, /// s
pub external: bool }
/// s
pub trait Setting { /// s
fn link(&self, to: &str) -> Option<Target>; /// s
fn image(&self, src: &str) -> Option<String>; /// s
fn text<'a>(&self, text: &'a str) -> Cow<'a, str>; /// s
fn raw_html(&self) -> bool; /// s
fn words(&self) -> Words<'_>; }
/// s
pub struct Words<'a> { /// s
pub footnotes: &'a str, /// s
pub back: &'a str, /// s
pub note: &'a str, /// s
pub tip: &'a str, /// s
pub important: &'a str, /// s
pub warning: &'a str, /// s
pub caution: &'a str, /// s
pub table: &'a str }
/// s
pub fn html(text: &str, _b: &super::markdown::Body, _s: &dyn Setting) -> String { let mut o = String::new(); pulldown_cmark::html::push_html(&mut o, pulldown_cmark::Parser::new_ext(text, pulldown_cmark::Options::all())); o }
