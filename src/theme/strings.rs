//! The words of a theme, in every language of the site, with equal keys.

use crate::config::Config;
use crate::data::{self, Map, Node, Value};
use crate::diagnostic::{Code, Finding, Findings};
use crate::language::LanguageId;
use crate::say;
use crate::source::{Content, SitePath, SourceId, SourceSet, Span};
use serde_json::Value as Json;
use std::collections::BTreeMap;

/// Words by language.
#[derive(Clone, Debug, Default)]
pub struct Strings {
    languages: Vec<Json>,
}

/// One language's words with their places.
type Words = BTreeMap<String, (String, Span)>;

impl Strings {
    /// Reads `strings/<code>.toml` of every language from the given theme folders, the later over the earlier.
    pub(super) fn load(config: &Config, sources: &SourceSet, folders: &[&str], findings: &mut Findings) -> Self {
        let mut own_findings = Findings::default();
        let mut damaged = false;
        let read: Vec<(String, SourceId, Words)> = config
            .language_ids()
            .filter_map(|id| {
                let language = config.language(id);
                let own = language.tag.split('-').next().unwrap_or(&language.code);
                let mut words = Words::new();
                let mut file = None;
                for folder in folders {
                    let names = [language.code.as_str(), own].map(|name| SitePath::new(format!("{folder}/strings/{name}.toml")));
                    let Some(source) = names.iter().find_map(|path| sources.find(path)) else { continue };
                    damaged |= sources.get(source).content == Content::Damaged;
                    let node = data::read_toml(source, sources.get(source).text(), &mut own_findings);
                    flatten(&node, "", &mut words, &mut own_findings);
                    file = Some(source);
                }
                match file {
                    Some(file) => Some((language.code.clone(), file, words)),
                    None => {
                        let code = &language.code;
                        findings.push(
                            Finding::new(
                                Code::ThemeStrings,
                                config.theme.span,
                                say!("the theme has no words for the language `{code}`", "主題沒有「{code}」這種語言的詞句"),
                            )
                            .hint(say!(
                                "copy strings/en.toml of the theme to strings/{code}.toml and translate it",
                                "請把主題的 strings/en.toml 複製為 strings/{code}.toml 並翻譯"
                            )),
                        );
                        None
                    }
                }
            })
            .collect();
        // What a file lacks that could not be read to its end may well stand there.
        let whole = !damaged && !own_findings.any_error();
        findings.extend(own_findings);
        for (code, file, words) in read.iter().filter(|_| whole) {
            for (other_code, _, other) in &read {
                for (key, (_, place)) in other.iter().filter(|(key, _)| !words.contains_key(*key)) {
                    findings.push(
                        Finding::new(
                            Code::ThemeStrings,
                            Span::start_of(*file),
                            say!("the words for `{code}` lack `{key}`", "「{code}」的詞句缺少「{key}」"),
                        )
                        .label(*place, say!("`{other_code}` has it here", "「{other_code}」在這裡有")),
                    );
                }
            }
        }
        Self { languages: read.into_iter().map(|(_, _, words)| nest(words)).collect() }
    }

    /// A language's words as a tree.
    pub fn of(&self, language: LanguageId) -> Json {
        self.languages.get(usize::from(language.0)).cloned().unwrap_or(Json::Null)
    }
}

/// Words by their keys, joined by dots.
fn flatten(node: &Node, prefix: &str, words: &mut Words, findings: &mut Findings) {
    let Value::Map(Map(entries)) = &node.value else { return };
    for (key, value) in entries {
        let path = if prefix.is_empty() { key.name.clone() } else { format!("{prefix}.{}", key.name) };
        match &value.value {
            Value::Map(_) => flatten(value, &path, words, findings),
            Value::Text(text) | Value::Number(text) => {
                words.insert(path, (text.clone(), value.span));
            }
            _ => findings.push(data::wrong_type::<String>(value)),
        }
    }
}

fn nest(words: Words) -> Json {
    let mut root = serde_json::Map::new();
    for (path, (text, _)) in words {
        let mut at = &mut root;
        let mut parts = path.split('.').peekable();
        while let Some(part) = parts.next() {
            if parts.peek().is_none() {
                at.insert(part.to_owned(), Json::String(text.clone()));
                break;
            }
            let inner = at.entry(part).or_insert_with(|| Json::Object(serde_json::Map::new()));
            let Json::Object(map) = inner else { break };
            at = map;
        }
    }
    Json::Object(root)
}
