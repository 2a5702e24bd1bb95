//! A log of the Static Analysis Results Interchange Format, SARIF 2.1.0: one run, one result a finding.

use super::{Texts, Tongue, Veiled};
use crate::diagnostic::{Code, Finding, Hint, explain};
use crate::source::Span;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::io::{self, Write};

const SCHEMA: &str = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// What all paths are relative to. The log does not say where that is, so that it is the same on every machine.
const BASE: &str = "SITE";

pub(super) fn emit(report: &Veiled<'_>, tongue: Tongue, to: &mut dyn Write) -> io::Result<()> {
    let mut texts = Texts::new(report);
    let codes: BTreeSet<Code> = report.findings.iter().map(|finding| finding.code).collect();
    let codes: Vec<Code> = codes.into_iter().collect();
    let results: Vec<Value> = report.findings.iter().map(|finding| result(finding, &codes, &mut texts, tongue)).collect();
    let (language, base) = match tongue {
        Tongue::En => ("en", "the site's folder, which holds fangan.toml"),
        Tongue::Zh => ("zh", "網站的資料夾，fangan.toml 所在之處"),
    };
    let log = json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": env!("CARGO_PKG_NAME"),
                "version": env!("CARGO_PKG_VERSION"),
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "rules": codes.iter().map(|code| rule(*code, tongue)).collect::<Vec<_>>(),
            } },
            "language": language,
            "originalUriBaseIds": { BASE: { "description": { "text": base } } },
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    });
    serde_json::to_writer_pretty(&mut *to, &log)?;
    to.write_all(b"\n")
}

fn rule(code: Code, tongue: Tongue) -> Value {
    let help = explain::explain(code, tongue);
    json!({
        "id": code.as_str(),
        "shortDescription": { "text": explain::title(code, tongue) },
        "help": { "text": help, "markdown": help },
        "defaultConfiguration": { "level": code.severity().as_str() },
    })
}

fn result(finding: &Finding, codes: &[Code], texts: &mut Texts<'_>, tongue: Tongue) -> Value {
    let mut result = json!({
        "ruleId": finding.code.as_str(),
        "ruleIndex": codes.iter().position(|code| *code == finding.code),
        "level": finding.severity.as_str(),
        "message": { "text": message(finding, tongue) },
        "locations": [{ "physicalLocation": location(finding.span, texts) }],
    });
    let related: Vec<Value> = (1..)
        .zip(&finding.labels)
        .map(|(id, label)| {
            let message = json!({ "text": label.says.get(tongue) });
            json!({ "id": id, "physicalLocation": location(label.span, texts), "message": message })
        })
        .collect();
    let fixes: Vec<Value> = finding.hints.iter().filter_map(|hint| fix(hint, texts, tongue)).collect();
    for (key, list) in [("relatedLocations", related), ("fixes", fixes)] {
        if !list.is_empty() {
            result[key] = Value::Array(list);
        }
    }
    result
}

/// The message, and what to do about it where that can't be done by a machine.
fn message(finding: &Finding, tongue: Tongue) -> String {
    let words = finding.hints.iter().filter(|hint| hint.put.is_none()).map(|hint| hint.says.get(tongue));
    words.fold(finding.message.get(tongue).to_owned(), |all, hint| all + "\n" + hint)
}

fn location(span: Span, texts: &mut Texts<'_>) -> Value {
    let mut location = json!({ "artifactLocation": artifact(texts.path(span.source)) });
    // A picture has no lines, and a file that can't be read none that anyone could show.
    if texts.has_text(span.source) {
        location["region"] = region(span, texts);
    }
    location
}

fn artifact(path: &str) -> Value {
    json!({ "uri": uri(path), "uriBaseId": BASE })
}

fn region(span: Span, texts: &mut Texts<'_>) -> Value {
    let place = texts.place(span);
    json!({
        "startLine": place.start.line,
        "startColumn": place.start.column,
        "endLine": place.end.line,
        "endColumn": place.end.column,
    })
}

fn fix(hint: &Hint, texts: &mut Texts<'_>, tongue: Tongue) -> Option<Value> {
    let (span, text) = hint.put.as_ref()?;
    Some(json!({
        "description": { "text": hint.says.get(tongue) },
        "artifactChanges": [{
            "artifactLocation": artifact(texts.path(span.source)),
            "replacements": [{ "deletedRegion": region(*span, texts), "insertedContent": { "text": text } }],
        }],
    }))
}

/// A path as a relative reference: everything but unreserved characters and slashes in percent form.
fn uri(path: &str) -> String {
    path.bytes().fold(String::with_capacity(path.len()), |mut uri, byte| {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            _ = write!(uri, "%{byte:02X}");
        }
        uri
    })
}

#[cfg(test)]
mod tests {
    use super::super::tests::{PLAN, PLAN_PATH, printed, printed_in, unknown_key};
    use super::super::{Format, Tongue};
    use super::uri;
    use crate::diagnostic::{Code, Finding};
    use crate::say;
    use crate::source::{Content, SitePath, Source, SourceId, SourceSet, Span};
    use serde_json::Value;

    fn log(text: &str) -> Value {
        serde_json::from_str(text).unwrap_or_default()
    }

    #[test]
    fn a_log_holds_rules_and_results() {
        let text = printed(Format::Sarif, Tongue::Zh, &[(PLAN_PATH, PLAN)], vec![unknown_key()]);
        let mut log = log(&text);
        // The explanation has its own test.
        let rule = log["runs"][0]["tool"]["driver"]["rules"][0].take();
        assert_eq!(rule["id"], "unknown-key");
        assert_eq!(rule["help"]["text"], rule["help"]["markdown"]);
        assert!(rule["shortDescription"]["text"].as_str().is_some_and(|title| !title.is_empty()));
        insta::assert_snapshot!(format!("{log:#}"), @r#"
{
  "$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
  "version": "2.1.0",
  "runs": [
    {
      "tool": {
        "driver": {
          "name": "fangan",
          "version": "0.1.0",
          "semanticVersion": "0.1.0",
          "rules": [
            null
          ]
        }
      },
      "language": "zh",
      "originalUriBaseIds": {
        "SITE": {
          "description": {
            "text": "網站的資料夾，fangan.toml 所在之處"
          }
        }
      },
      "columnKind": "unicodeCodePoints",
      "results": [
        {
          "ruleId": "unknown-key",
          "ruleIndex": 0,
          "level": "error",
          "message": {
            "text": "不認識的鍵「sumary」\n請看鍵的清單"
          },
          "locations": [
            {
              "physicalLocation": {
                "artifactLocation": {
                  "uri": "content/communities/%E7%A7%A3%E9%99%B5/2024-1/plan.zh.md",
                  "uriBaseId": "SITE"
                },
                "region": {
                  "startLine": 3,
                  "startColumn": 1,
                  "endLine": 3,
                  "endColumn": 7
                }
              }
            }
          ],
          "relatedLocations": [
            {
              "id": 1,
              "physicalLocation": {
                "artifactLocation": {
                  "uri": "content/communities/%E7%A7%A3%E9%99%B5/2024-1/plan.zh.md",
                  "uriBaseId": "SITE"
                },
                "region": {
                  "startLine": 2,
                  "startColumn": 8,
                  "endLine": 2,
                  "endColumn": 15
                }
              },
              "message": {
                "text": "標題，100%\n確定"
              }
            }
          ],
          "fixes": [
            {
              "description": {
                "text": "是否要寫「summary」？"
              },
              "artifactChanges": [
                {
                  "artifactLocation": {
                    "uri": "content/communities/%E7%A7%A3%E9%99%B5/2024-1/plan.zh.md",
                    "uriBaseId": "SITE"
                  },
                  "replacements": [
                    {
                      "deletedRegion": {
                        "startLine": 3,
                        "startColumn": 1,
                        "endLine": 3,
                        "endColumn": 7
                      },
                      "insertedContent": {
                        "text": "summary"
                      }
                    }
                  ]
                }
              ]
            }
          ]
        }
      ]
    }
  ]
}
"#);
    }

    #[test]
    fn every_code_that_occurs_is_a_rule_once_and_results_point_at_theirs() {
        let at = |code| Finding::new(code, Span::start_of(SourceId(0)), say!("x", "甲"));
        let findings = vec![at(Code::BrokenLink), at(Code::NotUtf8), at(Code::BrokenLink).hint(say!("y", "乙"))];
        let log = log(&printed(Format::Sarif, Tongue::En, &[("a.md", "甲")], findings));
        let run = &log["runs"][0];
        let rules: Vec<_> = run["tool"]["driver"]["rules"].as_array().into_iter().flatten().map(|r| &r["id"]).collect();
        assert_eq!(rules, ["not-utf-8", "broken-link"]);
        for result in run["results"].as_array().into_iter().flatten() {
            let index = result["ruleIndex"].as_u64().and_then(|n| usize::try_from(n).ok()).unwrap_or(99);
            assert_eq!(Some(&&result["ruleId"]), rules.get(index));
        }
    }

    #[test]
    fn a_file_without_text_has_no_region() {
        let files = [("a.md", Content::Damaged), ("b.png", Content::Blob { size: 9, picture: None })]
            .map(|(path, content)| Source { path: SitePath::new(path), content, disk: None });
        let findings = [0, 1].map(|n| Finding::new(Code::UnreadableFile, Span::start_of(SourceId(n)), say!("x", "甲"))).to_vec();
        let text = printed_in(80, Format::Sarif, Tongue::En, &SourceSet::new(files), findings);
        assert!(text.contains("b.png") && !text.contains("region"));
    }

    #[test]
    fn paths_become_references() {
        assert_eq!(uri("content/a b/秣.md"), "content/a%20b/%E7%A7%A3.md");
        assert_eq!(uri("a:b%?#"), "a%3Ab%25%3F%23");
    }
}
