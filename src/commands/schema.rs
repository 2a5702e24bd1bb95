//! `fangan schema`: JSON Schema from the records that read the files, with the words of the site that it is run in.

use super::{Exit, Terminal};
use crate::catalogue::Catalogue;
use crate::catalogue::raw::{RawCommunity, RawOrganisations, RawTypes};
use crate::cli::{self, SchemaOf};
use crate::config::RawConfig;
use crate::data::Field;
use crate::diagnostic::Tongue;
use crate::document::front_matter::{FrontMatter, PageFrontMatter};
use crate::pipeline;
use crate::say;
use crate::source::workspace::Workspace;
use serde_json::{Map, Value, json};

pub(super) fn run(terminal: &Terminal, args: &cli::Schema) -> Exit {
    let site = match site(terminal) {
        Ok(site) => site,
        Err(exit) => return exit,
    };
    let schema = schema(args.of, terminal, site.as_ref());
    terminal.print(|to| {
        serde_json::to_writer_pretty(&mut *to, &schema)?;
        writeln!(to)
    })
}

/// The site that the command runs in, if it runs in one that can be read.
fn site(terminal: &Terminal) -> Result<Option<Catalogue>, Exit> {
    let workspace = match &terminal.global.site {
        // Who names a site means it.
        Some(_) => Some(terminal.workspace()?),
        None => std::env::current_dir().ok().and_then(|here| Workspace::find(&here)),
    };
    let Some(workspace) = workspace else { return Ok(None) };
    let catalogue = pipeline::read(&workspace).catalogue;
    if catalogue.is_none() {
        terminal.close(&say!(
            "Note: fangan.toml can't be read, so the schema knows no words of this site. `fangan check` says what is wrong.",
            "註：fangan.toml 讀不出來，結構描述裡沒有本站的詞彙。請看 fangan check。"
        ));
    }
    Ok(catalogue)
}

fn schema(of: SchemaOf, terminal: &Terminal, site: Option<&Catalogue>) -> Value {
    let (title, mut body) = match of {
        SchemaOf::Document => (say!("Front matter of a programme document", "文件的文件頭"), FrontMatter::schema()),
        SchemaOf::Community => (say!("community.toml", "community.toml"), RawCommunity::schema()),
        SchemaOf::Site => (say!("fangan.toml", "fangan.toml"), RawConfig::schema()),
        SchemaOf::Page => (say!("Front matter of a page", "頁面的文件頭"), PageFrontMatter::schema()),
        SchemaOf::ActivityTypes => (say!("activity-types.toml", "activity-types.toml"), RawTypes::schema()),
        SchemaOf::Organisations => (say!("organisations.toml", "organisations.toml"), RawOrganisations::schema()),
    };
    if let Some(site) = site {
        words_of(site, of, &mut body);
    }
    with_numbers(&mut body);
    in_tongue(&mut body, terminal.tongue);
    let mut schema = Map::new();
    schema.insert("$schema".into(), "https://json-schema.org/draft/2020-12/schema".into());
    schema.insert("title".into(), title.get(terminal.tongue).into());
    if let Value::Object(body) = body {
        schema.extend(body);
    }
    schema.into()
}

/// Says which words may stand where, as far as the site decides it.
fn words_of(site: &Catalogue, of: SchemaOf, schema: &mut Value) {
    let config = &site.config;
    let languages: Vec<&str> = config.languages.iter().map(|l| l.code.as_str()).collect();
    let types: Vec<&str> = site.types.iter().map(|t| t.id.as_str()).collect();
    let kinds: Vec<&str> = config.kinds.iter().map(|k| k.id.as_str()).collect();
    let fields: Vec<&str> = config.fields.iter().map(|f| f.id.as_str()).collect();
    let communities: Vec<&str> = site.communities.iter().map(|c| c.id.as_str()).collect();
    let organisations: Vec<&str> = site.organisations.iter().map(|o| o.id.as_str()).collect();
    let measures: Vec<&str> = types.iter().chain(&kinds).copied().chain(["activity"]).collect();
    let places: &[(&str, &[&str])] = match of {
        SchemaOf::Document => &[
            ("/properties/community", &communities),
            ("/properties/kind", &kinds),
            ("/properties/language", &languages),
            ("/properties/activities/items/properties/type", &types),
            ("/properties/activities/items/properties/host", &organisations),
        ],
        SchemaOf::Community => &[
            ("/properties/field", &fields),
            ("/properties/parent", &communities),
            ("/properties/commitments/items/properties/what", &measures),
        ],
        SchemaOf::ActivityTypes => &[("/additionalProperties/properties/parent", &types)],
        SchemaOf::Site | SchemaOf::Page | SchemaOf::Organisations => &[],
    };
    for (place, words) in places {
        // A vocabulary that is empty allows nothing, which helps nobody who is about to write it.
        if let Some(Value::Object(value)) = schema.pointer_mut(place)
            && !words.is_empty()
        {
            value.insert("enum".into(), json!(words));
        }
    }
    // The configuration is where languages are named; everywhere else they are known.
    if of != SchemaOf::Site {
        in_languages(schema, &languages);
    }
}

/// A word of digits, such as the years of `retention`, is a number to an editor.
fn with_numbers(schema: &mut Value) {
    match schema {
        Value::Object(object) => {
            if let Some(Value::Array(words)) = object.get_mut("enum") {
                let number = |word: &Value| word.as_str()?.parse::<u32>().ok().map(Value::from);
                let numbers: Vec<Value> = words.iter().filter_map(number).collect();
                words.extend(numbers);
            }
            object.iter_mut().filter(|(key, _)| *key != "enum").for_each(|(_, value)| with_numbers(value));
        }
        Value::Array(items) => items.iter_mut().for_each(with_numbers),
        _ => {}
    }
}

/// What keys mean, in one language: the comments on records hold both.
fn in_tongue(schema: &mut Value, tongue: Tongue) {
    match schema {
        Value::Object(object) => {
            for (key, value) in object {
                match value {
                    Value::String(text) if key == "description" => {
                        if let Some(says) = cli::both(text) {
                            *text = says.get(tongue).to_owned();
                        }
                    }
                    value => in_tongue(value, tongue),
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| in_tongue(item, tongue)),
        _ => {}
    }
}

/// Texts by language have the site's languages.
fn in_languages(schema: &mut Value, languages: &[&str]) {
    match schema {
        Value::Object(object) => {
            let texts = object.get("type") == Some(&json!("object")) && object.contains_key("minProperties");
            if texts {
                object.insert("propertyNames".into(), json!({ "enum": languages }));
            }
            object.values_mut().for_each(|value| in_languages(value, languages));
        }
        Value::Array(items) => items.iter_mut().for_each(|item| in_languages(item, languages)),
        _ => {}
    }
}
