//! One file at a time: what its path says, its front matter, its body.
//!
//! [`markdown`] reads a body: headings, links, notes, counts, each with its bytes. [`html`] writes it. Both see the text
//! through [`cjk`], which makes emphasis and line breaks work beside Han characters. Everything here is a pure function
//! of its arguments: no files, no clock, no network, and no text makes it fail.

pub mod cjk;
pub mod escape;
pub mod front_matter;
pub mod highlight;
pub mod html;
pub mod markdown;
pub mod plain;
pub mod prose;
pub mod sections;
pub mod slug;

use crate::config::Config;
use crate::data::{self, Field, Split};
use crate::diagnostic::{Code, Finding, Findings};
use crate::language::LanguageId;
use crate::say;
use crate::source::{At, Content, SitePath, Source, SourceId, SourceSet, Span};
use front_matter::{FrontMatter, PageFrontMatter, ProfileFrontMatter};
use rayon::prelude::*;
use std::ops::Range;
use std::sync::Arc;

/// A Markdown file of the site, parsed by itself.
#[derive(Clone, Debug)]
pub enum Document {
    /// A programme document.
    Programme(Arc<ProgrammeFile>),
    /// A page.
    Page(Arc<PageFile>),
    /// A community's profile.
    Profile(Arc<ProfileFile>),
}

impl Document {
    /// Its file.
    pub fn source(&self) -> SourceId {
        match self {
            Self::Programme(file) => file.source,
            Self::Page(file) => file.source,
            Self::Profile(file) => file.source,
        }
    }

    /// Whether the other is this very value, and not only like it.
    pub fn is_same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Programme(a), Self::Programme(b)) => Arc::ptr_eq(a, b),
            (Self::Page(a), Self::Page(b)) => Arc::ptr_eq(a, b),
            (Self::Profile(a), Self::Profile(b)) => Arc::ptr_eq(a, b),
            _ => false,
        }
    }
}

/// A programme document in one language.
#[derive(Clone, Debug)]
pub struct ProgrammeFile {
    /// The file.
    pub source: SourceId,
    /// The community's folder.
    pub community: String,
    /// The period's folder.
    pub period: String,
    /// The file's name without language and ending: `plan`, `activity-visit`.
    pub name: String,
    /// The kind that the name begins with, if it is one.
    pub kind: Option<crate::config::KindId>,
    /// The language.
    pub language: LanguageId,
    /// Front matter.
    pub front: FrontMatter,
    /// Where the body stands in the file.
    pub body: Range<usize>,
    /// What the body holds.
    pub outline: markdown::Body,
}

impl ProgrammeFile {
    /// `community/period/name`, as other documents refer to it.
    pub fn id(&self) -> String {
        format!("{}/{}/{}", self.community, self.period, self.name)
    }
}

/// A page in one language.
#[derive(Clone, Debug)]
pub struct PageFile {
    /// The file.
    pub source: SourceId,
    /// The file's name without language and ending.
    pub name: String,
    /// The language.
    pub language: LanguageId,
    /// Front matter.
    pub front: PageFrontMatter,
    /// Where the body stands in the file.
    pub body: Range<usize>,
    /// What the body holds.
    pub outline: markdown::Body,
}

/// A profile in one language.
#[derive(Clone, Debug)]
pub struct ProfileFile {
    /// The file.
    pub source: SourceId,
    /// The community's folder.
    pub community: String,
    /// The language.
    pub language: LanguageId,
    /// Front matter.
    pub front: ProfileFrontMatter,
    /// Where the body stands in the file.
    pub body: Range<usize>,
    /// What the body holds.
    pub outline: markdown::Body,
}

/// Every Markdown file under `content/`, parsed, in order of path.
#[derive(Clone, Debug)]
pub struct Parsed {
    config: Arc<Config>,
    sources: Arc<SourceSet>,
    files: Vec<File>,
}

/// A file with what is wrong in it.
#[derive(Clone, Debug)]
struct File {
    document: Option<Document>,
    findings: Arc<Findings>,
}

impl Parsed {
    /// Parses what is not the same as it was `before`.
    pub fn new(config: &Arc<Config>, sources: &Arc<SourceSet>, before: Option<&Self>) -> Self {
        let before = before.filter(|old| Arc::ptr_eq(&old.config, config) && old.sources.has_paths_of(sources));
        let files: Vec<(SourceId, &Source)> = sources.content().filter(|(_, s)| s.path.file_name().ends_with(".md")).collect();
        let parse = |n: usize, id: SourceId, source: &Source| {
            // The same paths in the same order: a file stands where it stood.
            let known = before.filter(|old| old.sources.shares(sources, id)).and_then(|old| old.files.get(n));
            known.cloned().unwrap_or_else(|| {
                let mut findings = Findings::default();
                let document = parse_one(config, id, source, &mut findings);
                File { document, findings: Arc::new(findings) }
            })
        };
        let files = files.into_par_iter().enumerate().map(|(n, (id, source))| parse(n, id, source)).collect();
        Self { config: Arc::clone(config), sources: Arc::clone(sources), files }
    }

    /// What is wrong in the files.
    pub fn findings(&self) -> impl Iterator<Item = Arc<Finding>> + '_ {
        self.files.iter().flat_map(|file| file.findings.shared().cloned())
    }

    /// The files that could be read.
    pub fn documents(self) -> Vec<Document> {
        self.files.into_iter().filter_map(|file| file.document).collect()
    }
}

/// Parses these Markdown files, whatever folder they were read from.
pub fn parse_files(config: &Config, sources: &SourceSet, files: Vec<SourceId>, findings: &mut Findings) -> Vec<Document> {
    let parse = |id: SourceId| parse_one(config, id, sources.get(id), findings);
    files.into_iter().filter_map(parse).collect()
}

/// Parses a Markdown file as if it stood in another place.
pub fn parse_as(
    config: &Config,
    sources: &SourceSet,
    id: SourceId,
    path: &SitePath,
    findings: &mut Findings,
) -> Option<Document> {
    parse_at(config, id, sources.get(id), path, findings)
}

fn parse_one(config: &Config, id: SourceId, source: &Source, findings: &mut Findings) -> Option<Document> {
    parse_at(config, id, source, &source.path, findings)
}

fn parse_at(config: &Config, id: SourceId, source: &Source, path: &SitePath, findings: &mut Findings) -> Option<Document> {
    let parts: Vec<&str> = path.parts().collect();
    let (stem, code) = file_name(path.file_name());
    let place = match parts.as_slice() {
        ["content", "communities", community, period, _] => Place::Programme { community, period },
        ["content", "communities", community, _] if stem == "about" => Place::Profile { community },
        ["content", "pages", _] => Place::Page,
        _ => {
            findings.push(
                Finding::new(
                    Code::MisplacedFile,
                    Span::start_of(id),
                    say!("a Markdown file in this place is not published", "這個位置的 Markdown 檔不會發布"),
                )
                .hint(say!(
                    "documents stand in content/communities/<community>/<period>/, pages in content/pages/",
                    "文件放在 content/communities/<共同體>/<時期>/，頁面放在 content/pages/"
                )),
            );
            return None;
        }
    };
    let name = path.file_name();
    let Some(code) = code else {
        let default = &config.language(Config::DEFAULT).code;
        findings.push(
            Finding::new(
                Code::MalformedFileName,
                Span::start_of(id),
                say!("the name `{name}` does not say its language", "檔名「{name}」沒有寫出語言"),
            )
            .hint(say!("name it {stem}.{default}.md", "請命名為 {stem}.{default}.md")),
        );
        return None;
    };
    let Some(language) = config.language_named(code) else {
        let code = At::new(code.to_owned(), Span::start_of(id));
        findings.push(crate::config::unknown_language(&code, config.languages.iter().map(|l| l.code.as_str())));
        return None;
    };
    if source.content == Content::Damaged {
        return None;
    }
    let text = source.text();
    let (front, body) = match data::split(text) {
        Split::Both { front, body } => (Some(front), body),
        Split::BodyOnly => (None, 0..text.len()),
        Split::Unclosed => {
            findings.push(
                Finding::new(Code::YamlSyntax, Span::new(id, 0..3), say!("the front matter has no end", "文件頭沒有結束"))
                    .hint(say!("put a line `---` after its last key", "請在最後一個鍵之後另起一行寫「---」")),
            );
            return None;
        }
    };
    if front.is_none() && !matches!(place, Place::Profile { .. }) {
        findings.push(
            Finding::new(
                Code::MissingFrontMatter,
                Span::start_of(id),
                say!("the document has no front matter", "文件沒有文件頭"),
            )
            .hint(say!(
                "begin it with a line `---`, a line `title: …` and a line `---`",
                "請在開頭寫三行：「---」「title: …」「---」"
            )),
        );
        return None;
    }
    let (body, outline) = read_body(id, text, body, findings);
    let node = match front {
        Some(range) => data::read_yaml(id, text.get(range.clone()).unwrap_or(""), range.start, findings)?,
        None => data::Node { span: Span::start_of(id), value: data::Value::Map(data::Map::default()) },
    };
    let node = match node.value {
        // An empty front matter is an empty map: what is missing is said key by key.
        data::Value::Null => data::Node { value: data::Value::Map(data::Map::default()), ..node },
        _ => node,
    };
    Some(match place {
        Place::Programme { community, period } => {
            let front = FrontMatter::read(&node, findings)?;
            let kind = config
                .kinds
                .iter()
                .filter(|k| stem == k.id || stem.strip_prefix(k.id.as_str()).is_some_and(|rest| rest.starts_with('-')))
                .max_by_key(|k| k.id.len())
                .and_then(|k| config.kind_named(&k.id));
            if kind.is_none() {
                let wrong = stem.split('-').next().unwrap_or(stem);
                findings.push(
                    Finding::new(
                        Code::UnknownKind,
                        Span::start_of(id),
                        say!(
                            "the file name begins with `{wrong}`, which is not a kind of document",
                            "檔名開頭的「{wrong}」不是已設定的文種"
                        ),
                    )
                    .nearest_word(wrong, config.kinds.iter().map(|k| k.id.as_str())),
                );
            }
            let file = ProgrammeFile {
                source: id,
                community: community.to_owned(),
                period: period.to_owned(),
                name: stem.to_owned(),
                kind,
                language,
                front,
                body,
                outline,
            };
            agree(config, &file, code, findings);
            Document::Programme(Arc::new(file))
        }
        Place::Page => Document::Page(Arc::new(PageFile {
            source: id,
            name: stem.to_owned(),
            language,
            front: PageFrontMatter::read(&node, findings)?,
            body,
            outline,
        })),
        Place::Profile { community } => Document::Profile(Arc::new(ProfileFile {
            source: id,
            community: community.to_owned(),
            language,
            front: ProfileFrontMatter::read(&node, findings)?,
            body,
            outline,
        })),
    })
}

/// What a body holds. One that is nested too deep is left out; the rest of its file is looked at all the same.
fn read_body(id: SourceId, text: &str, body: Range<usize>, findings: &mut Findings) -> (Range<usize>, markdown::Body) {
    let outline = markdown::read(text.get(body.clone()).unwrap_or(""));
    let Some(at) = &outline.too_deep else { return (body, outline) };
    let deepest = markdown::DEEPEST;
    let place = Span::new(id, body.start + at.start..body.start + at.start);
    findings.push(
        Finding::new(
            Code::NestedTooDeep,
            place,
            say!("the text is nested more than {deepest} deep here", "正文在這裡的嵌套超過 {deepest} 層"),
        )
        .hint(say!("close what was opened further up, or write it as paragraphs", "請補上前面漏掉的結束標記，或改寫成普通段落")),
    );
    (text.len()..text.len(), markdown::Body::default())
}

enum Place<'a> {
    Programme { community: &'a str, period: &'a str },
    Page,
    Profile { community: &'a str },
}

/// `activity-visit.zh.md` is `activity-visit` and `zh`.
pub fn file_name(name: &str) -> (&str, Option<&str>) {
    let stem = name.strip_suffix(".md").unwrap_or(name);
    match stem.rsplit_once('.') {
        Some((stem, code)) if !stem.is_empty() => (stem, Some(code)),
        _ => (stem, None),
    }
}

/// Where front matter says again what the path says, both must agree.
fn agree(config: &Config, file: &ProgrammeFile, code: &str, findings: &mut Findings) {
    let kind = file.kind.map_or("", |k| config.kind(k).id.as_str());
    let checks = [
        (&file.front.community, file.community.as_str(), "community"),
        (&file.front.period, file.period.as_str(), "period"),
        (&file.front.kind, kind, "kind"),
        (&file.front.language, code, "language"),
    ];
    for (said, path, key) in checks {
        if let Some(said) = said
            && said.it != path
        {
            let wrong = &said.it;
            findings.push(
                Finding::new(
                    Code::PathConflict,
                    said.span,
                    say!(
                        "`{key}` is `{wrong}` here and `{path}` in the file's path",
                        "這裡的 {key} 是「{wrong}」，檔案路徑裡卻是「{path}」"
                    ),
                )
                .label(Span::start_of(file.source), say!("the path says `{path}`", "路徑是「{path}」"))
                .hint(say!("leave the key out: the path says it", "請刪去此鍵：路徑已經說明")),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn file_names_are_taken_apart() {
        assert_eq!(file_name("plan.zh.md"), ("plan", Some("zh")));
        assert_eq!(file_name("activity-同課異構.zh.md"), ("activity-同課異構", Some("zh")));
        assert_eq!(file_name("plan.md"), ("plan", None));
    }
}
