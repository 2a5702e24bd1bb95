//! What must hold of any bytes: nothing panics, and every place that is told is in the text.

use fangan::config::Config;
use fangan::data::{self, Field};
use fangan::diagnostic::emit::{self, Format};
use fangan::diagnostic::{Findings, Report, Tongue};
use fangan::document::front_matter::FrontMatter;
use fangan::document::html::{self, Image, Setting, Target, Words};
use fangan::document::{markdown, slug as slugs};
use fangan::edtf::Edtf;
use fangan::output::Memory;
use fangan::pipeline::{self, Audience, Options};
use fangan::source::{At, Content, SitePath, Source, SourceId, SourceSet, Span};
use fangan::theme;
use std::borrow::Cow;
use std::sync::Arc;

fn text(bytes: &[u8]) -> Cow<'_, str> {
    String::from_utf8_lossy(bytes)
}

/// Every place of every finding lies in its text, on boundaries of characters.
fn places(findings: &Findings, of: impl Fn(SourceId) -> String) {
    for finding in findings.iter() {
        let puts = finding.hints.iter().filter_map(|hint| hint.put.as_ref().map(|(span, _)| *span));
        for span in finding.labels.iter().map(|label| label.span).chain(puts).chain([finding.span]) {
            let text = of(span.source);
            assert!(text.get(span.start as usize..span.end as usize).is_some(), "{finding:?}");
        }
    }
}

/// Front matter: YAML, look-alikes, every key of a document.
pub fn front_matter(bytes: &[u8]) {
    let text = text(bytes);
    let mut findings = Findings::default();
    if let Some(node) = data::read_yaml(SourceId(0), &text, 0, &mut findings) {
        FrontMatter::read(&node, &mut findings);
    }
    places(&findings, |_| text.clone().into_owned());
}

/// A site in which every link leads somewhere.
struct Everywhere {
    raw: bool,
}

impl Setting for Everywhere {
    fn link(&self, to: &str) -> Option<Target> {
        Some(Target { href: to.to_owned(), ..Target::default() })
    }

    fn image(&self, src: &str) -> Option<Image> {
        Some(Image { src: src.to_owned(), size: Some((1, 1)) })
    }

    fn text<'a>(&self, text: &'a str) -> Cow<'a, str> {
        text.into()
    }

    fn raw_html(&self) -> bool {
        self.raw
    }

    fn words(&self) -> Words<'_> {
        let word = "詞";
        Words { footnotes: word, back: word, note: word, tip: word, important: word, warning: word, caution: word, table: word }
    }
}

/// A body: read, written with and without its HTML, its links looked for.
pub fn markdown(bytes: &[u8]) {
    let text = text(bytes);
    let body = markdown::read(&text);
    let found = html::links(&text);
    for link in body.links.iter().chain(&found.links) {
        assert!(text.get(link.range.clone()).is_some() && text.get(link.to_range.clone()).is_some(), "{link:?}");
    }
    assert!(body.headings.iter().all(|heading| text.get(heading.range.clone()).is_some()));
    if body.too_deep.is_none() {
        for raw in [false, true] {
            let html = html::html(&text, &body, &Everywhere { raw });
            for bad in ["<script", "href=\"javascript", "src=\"javascript", " onerror=\""] {
                assert!(!html.contains(bad), "{html}");
            }
        }
    }
}

/// Dates: what is read is written as it was read.
pub fn edtf(bytes: &[u8]) {
    let text = text(bytes);
    if let Ok(date) = Edtf::parse(&text) {
        let written = date.to_string();
        assert_eq!(Edtf::parse(&written), Ok(date), "{text}");
    }
}

/// The configuration.
pub fn config(bytes: &[u8]) {
    let (sources, mut findings) = (one("fangan.toml", bytes), Findings::default());
    Config::read(&sources, &mut findings);
    places(&findings, |id| sources.get(id).text().to_owned());
}

/// Names in URLs: small letters, digits and single hyphens inside, and a name's name is itself.
pub fn slug(bytes: &[u8]) {
    let slug = slugs::slug(&text(bytes));
    assert!(slug.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-'), "{slug}");
    assert!(!slug.starts_with('-') && !slug.ends_with('-') && !slug.contains("--"), "{slug}");
    assert_eq!(slugs::slug(&slug), slug);
}

/// Document numbers: what is put in place of a wrong one is right.
pub fn document_number(bytes: &[u8]) {
    let judge = |text: &str| {
        let mut findings = Findings::default();
        let span = Span::new(SourceId(0), 0..text.len());
        fangan::catalogue::checks::numbers::document_number(&At::new(text.to_owned(), span), &mut findings);
        findings
    };
    let first = judge(&text(bytes));
    for (_, right) in first.iter().flat_map(|finding| &finding.hints).filter_map(|hint| hint.put.as_ref()) {
        assert!(!judge(right).any_error(), "{right}");
    }
}

/// Pictures.
pub fn picture(bytes: &[u8]) {
    fangan::source::picture::measure(std::io::Cursor::new(bytes)).expect("memory can be read");
}

/// Files that a site of random bytes is made of, in the order in which the bytes fill them.
const FILES: [&str; 8] = [
    "content/communities/jiangning/2025-1/plan.zh.md",
    "content/communities/jiangning/2025-1/plan.en.md",
    "content/communities/jiangning/2025-1/summary.zh.md",
    "content/communities/jiangning/community.toml",
    "content/activity-types.toml",
    "content/organisations.toml",
    "content/pages/about.zh.md",
    "content/communities/jiangning/about.zh.md",
];

/// A whole site: the bytes are its files, one after the other, `\xff` between them. What is right is rendered.
pub fn site(bytes: &[u8]) {
    let config = "[site]\ntitle = \"方案集\"\nbase-url = \"https://a.example/\"\nraw-html = true\n[languages.zh]\ntag = \"zh-Hant\"\ndefault = true\nvariants = [\"zh-Hans\"]\n[languages.en]\ntag = \"en\"\npath = \"en\"\n";
    let mut files = theme::built_in_files();
    files.push(file("fangan.toml", config.as_bytes()));
    files.push(file("content/communities/jiangning/community.toml", b"name = \"x\"\n"));
    files.extend(FILES.iter().zip(bytes.split(|byte| *byte == 0xFF)).filter(|(_, part)| !part.is_empty()).map(|(path, part)| file(path, part)));
    let mut reading = pipeline::resolve(Arc::new(SourceSet::new(files)), Findings::default());
    let mut findings = std::mem::take(&mut reading.findings);
    if let (Some(catalogue), Some(theme)) = (reading.catalogue, reading.theme) {
        let visible = pipeline::visible(catalogue, Audience::Public, &mut findings);
        let options = Options { audience: Audience::Public, base_url: None, today: "2026-11-24".parse().expect("a day") };
        if !findings.any_error() {
            pipeline::render(&visible, &theme, &options, &mut findings, &Memory::new(), &|_, _| {}).expect("memory takes all");
        }
    }
    let findings = findings.sorted();
    places(&findings, |id| reading.sources.get(id).text().to_owned());
    for format in Format::ALL {
        let options = emit::Options { format: *format, tongue: Tongue::Zh, color: true, width: 80 };
        emit::emit(Report { findings: &findings, sources: &reading.sources }, &options, &mut Vec::new()).expect("memory takes all");
    }
}

fn one(path: &str, bytes: &[u8]) -> SourceSet {
    SourceSet::new([file(path, bytes)])
}

fn file(path: &str, bytes: &[u8]) -> Source {
    Source { path: SitePath::new(path), content: Content::Text(text(bytes).into_owned()), disk: None }
}
