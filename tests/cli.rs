//! The command line as a user meets it.
#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used, reason = "a test fails by panicking")]

use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// 24 November 2026: the autumn term of 2026.
const DAY: &str = "1795478400";

/// What a command said and did.
struct Said {
    out: String,
    err: String,
    code: Option<i32>,
}

fn fangan(folder: &Path, args: &[&str]) -> Said {
    let output = Command::new(env!("CARGO_BIN_EXE_fangan"))
        .args(args)
        .current_dir(folder)
        .env("SOURCE_DATE_EPOCH", DAY)
        .env("LC_ALL", "C")
        .env_remove("COLUMNS")
        .output()
        .expect("the program runs");
    let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
    Said { out: text(output.stdout), err: text(output.stderr), code: output.status.code() }
}

/// Runs what must succeed; what it printed.
fn fine(folder: &Path, args: &[&str]) -> String {
    let said = fangan(folder, args);
    assert_eq!(said.code, Some(0), "fangan {args:?}\n{}\n{}", said.out, said.err);
    said.out
}

/// Runs what must be refused; what it said.
fn refused(folder: &Path, args: &[&str]) -> String {
    let said = fangan(folder, args);
    assert_eq!((said.code, said.out.as_str()), (Some(2), ""), "fangan {args:?}\n{}", said.err);
    said.err
}

/// A new site, and the folder that goes with it when the test ends.
fn site() -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().expect("a folder");
    let root = folder.path().canonicalize().expect("its path").join("site");
    fine(folder.path(), &["init", "site"]);
    (folder, root)
}

/// No finding but those that are named.
fn sound(root: &Path) {
    let said = fangan(root, &["check", "--deny", "warnings"]);
    assert_eq!((said.code, said.err.contains("0 errors, 0 warnings")), (Some(0), true), "{}", said.err);
}

fn read(root: &Path, path: &str) -> String {
    fs::read_to_string(root.join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn write(root: &Path, path: &str, text: &str) {
    let path = root.join(path);
    fs::create_dir_all(path.parent().expect("a folder")).expect("made");
    fs::write(path, text).expect("written");
}

const PLAN: &str = "content/communities/three-schools/2026-1/plan.zh.md";

#[test]
fn transcripts() {
    trycmd::TestCases::new()
        .env("SOURCE_DATE_EPOCH", DAY)
        .env("LC_ALL", "C")
        .default_bin_name("fangan")
        .case("tests/cli/*.md")
        .run();
}

#[test]
fn a_new_site_builds_and_has_nothing_to_complain_of() {
    let (_folder, root) = site();
    sound(&root);
    fine(&root, &["build"]);
    let page = read(&root, "public/communities/three-schools/2026-1/plan/index.html");
    assert!(page.contains("2026—2027學年第一學期"), "the plan is of the current term and published");
    assert!(root.join("public/en/communities/three-schools/2026-1/plan/index.html").is_file());
}

#[test]
fn init_leaves_alone_what_is_there() {
    let (folder, root) = site();
    let before = read(&root, "fangan.toml");
    write(&root, "fangan.toml", "# mine\n");
    assert!(refused(&root, &["init"]).contains("there is a site in . already"));
    assert_eq!(read(&root, "fangan.toml"), "# mine\n");
    write(&root, "fangan.toml", &before);

    // Inside another site, beside a file of the user's own.
    write(&root, "inner/.gitignore", "*.bak\n");
    let said = fangan(&root, &["init", "inner"]);
    assert_eq!(said.code, Some(0), "{}", said.err);
    assert!(said.err.contains("lies inside another site"), "{}", said.err);
    assert!(said.err.contains(".gitignore was there already") && said.err.contains("Add a line public/"), "{}", said.err);
    assert_eq!(read(&root, "inner/.gitignore"), "*.bak\n");
    sound(&root.join("inner"));

    // Among texts that are there no examples are strewn.
    let own = folder.path().join("own");
    write(&own, "content/pages/about.zh.md", "---\ntitle: 我們\n---\n");
    let said = fangan(folder.path(), &["init", "own"]);
    assert!(said.code == Some(0) && said.err.contains("no examples were put there"), "{}", said.err);
    assert!(!own.join("content/communities").exists());
    sound(&own);

    write(folder.path(), "file", "");
    assert!(refused(folder.path(), &["init", "file"]).contains("is a file, not a folder"));
}

#[test]
fn a_run_that_was_cut_short_can_be_begun_again() {
    let (folder, root) = site();
    fs::remove_file(root.join("fangan.toml")).expect("removed");
    fs::remove_file(root.join(PLAN)).expect("removed");
    fine(folder.path(), &["init", "site"]);
    sound(&root);
}

#[test]
fn what_new_makes_builds_at_once() {
    let (_folder, root) = site();
    for args in [
        &["new", "plan", "--slug", "秋季"][..],
        &["new", "plan", "--period", "ay2026", "--title", "標題：a \"b\" #c"],
        &["new", "plan", "--period", "20XX"],
        &["new", "plan", "--period", "2025-2026", "--language", "en"],
        &["new", "summary"],
        &["--lang", "zh", "new", "summary", "--period", "2025-1"],
        &["new", "activity", "--slug", "open-lesson", "--language", "en"],
        &["new", "community", "江寧", "--name", "江\"寧", "--parent", "three-schools"],
        &["--lang", "zh", "new", "community", "second"],
        &["new", "plan", "--community", "江寧"],
        &["new", "document", "summary", "--community", "second"],
    ] {
        let out = fine(&root, args);
        assert!(root.join(out.trim_end()).is_file(), "the path is printed: {out}");
        sound(&root);
    }
    let listed: Value = serde_json::from_str(&fine(&root, &["list", "--format", "json", "--status", "draft"])).expect("JSON");
    assert_eq!(listed.as_array().map(Vec::len), Some(9));
    fine(&root, &["build", "--drafts"]);
    assert!(root.join("public/communities/three-schools/2026-1/plan-qiu-ji").exists());
    fine(&root, &["build"]);
    assert!(!root.join("public/communities/three-schools/2026-1/plan-qiu-ji").exists(), "a draft reaches no public site");
}

#[test]
fn a_plan_begins_with_what_was_undertaken_and_who_is_on_duty() {
    let (_folder, root) = site();
    let path = fine(&root, &["new", "plan", "--period", "2027-1"]);
    let text = read(&root, path.trim_end());
    for part in
        ["  - id: open-lessons\n    type: open-lesson\n", "host: riverside-school", "公開課, en: Open lesson", "status: draft"]
    {
        assert!(text.contains(part), "{part}\n{text}");
    }
}

#[test]
fn a_summary_begins_with_what_was_planned() {
    let (_folder, root) = site();
    let path = fine(&root, &["new", "summary"]);
    let text = read(&root, path.trim_end());
    assert_eq!(text.matches("    plan: ").count(), 3);
    assert_eq!(text.matches("    state: held").count(), 3);
    assert!(text.contains("#   - {target: attendance, value: , on: 2026-11-24}"), "{text}");
    // What is yet to come was not held.
    fs::remove_file(root.join(path.trim_end())).expect("removed");
    write(&root, PLAN, &read(&root, PLAN).replace("2026-11-18", "2026-12-18"));
    let text = read(&root, fine(&root, &["new", "summary"]).trim_end());
    assert_eq!((text.matches("state: held").count(), text.matches("state: planned").count()), (2, 1));
    // A hint taken up is valid.
    let filled = text
        .replace("# results:  ", "results:  ")
        .replace("#   - {target: attendance, value: ,", "  - {target: attendance, value: 93.5,");
    write(&root, "content/communities/three-schools/2026-1/summary.zh.md", &filled);
    let said = fangan(&root, &["check", "--format", "short"]);
    assert!(!said.err.contains("summary.zh.md"), "{}", said.err);
}

#[test]
fn new_never_writes_over_a_file() {
    let (_folder, root) = site();
    let before = read(&root, PLAN);
    let said = refused(&root, &["new", "plan"]);
    assert!(said.contains(PLAN) && said.contains("--slug"), "{said}");
    assert_eq!(read(&root, PLAN), before);
    assert!(refused(&root, &["new", "community", "three-schools"]).contains("exists already"));
}

#[test]
fn new_refuses_what_would_not_build() {
    let (_folder, root) = site();
    for (args, says) in [
        (&["new", "community", "../outside"][..], "use letters, digits and hyphens, in any script: `outside`"),
        (&["new", "community", "/etc"], "can't be a name"),
        (&["new", "community", ".."], "can't be a name"),
        (&["new", "community", "three_schools"], "one URL: three-schools"),
        (&["new", "plan", "--slug", "a/b"], "`a-b`"),
        (&["new", "plan", "--slug", ""], "can't be a name"),
        (&["new", "plan", "--community", "three-school"], "did you mean `three-schools`?"),
        (&["new", "document", "sumary"], "did you mean `summary`?"),
        (&["new", "plan", "--period", "2026-3"], "did you mean `2026-1`?"),
        (&["new", "plan", "--period", "next"], "periods are named"),
        (&["new", "plan", "--language", "eng"], "did you mean `en`?"),
    ] {
        let said = refused(&root, args);
        assert!(said.contains(says), "{args:?}\n{said}");
    }
    fine(&root, &["new", "plan", "--slug", "江"]);
    assert!(refused(&root, &["new", "plan", "--slug", "jiang"]).contains("one URL: plan-jiang"));
    assert!(refused(root.parent().expect("above"), &["new", "plan"]).contains("there is no fangan.toml"));
}

#[test]
fn the_folder_says_community_and_period() {
    let (_folder, root) = site();
    fine(&root, &["new", "community", "second"]);
    assert!(refused(&root, &["new", "plan"]).contains("of which community?"));
    let inside = root.join("content/communities/second");
    assert_eq!(fine(&inside, &["new", "plan"]), "2026-1/plan.zh.md\n");
    fs::create_dir(inside.join("ay2025")).expect("made");
    assert_eq!(fine(&inside.join("ay2025"), &["new", "summary"]), "summary.zh.md\n");
    // A community whose documents speak of years gets one for the year.
    fine(&root, &["new", "community", "third"]);
    fine(&root, &["new", "plan", "-c", "third", "-p", "2025"]);
    assert_eq!(fine(&root, &["new", "plan", "-c", "third"]), "content/communities/third/2026/plan.zh.md\n");
}

#[test]
fn a_translation_has_the_headings_and_no_facts() {
    let (_folder, root) = site();
    let path = fine(&root, &["new", "plan", "--slug", "a"]);
    write(
        &root,
        path.trim_end(),
        &format!("{}\n```\n## not this\n```\n\n## 五、其他 {{#other}}\n", read(&root, path.trim_end())),
    );
    let text = read(&root, fine(&root, &["new", "plan", "--slug", "a", "--language", "en"]).trim_end());
    assert!(text.contains("# translated-from: sha256:") && text.contains("\n## 五、其他 {#other}\n"), "{text}");
    assert!(!text.contains("status:") && !text.contains("not this"), "{text}");
    sound(&root);
    let done: Value = {
        write(
            &root,
            "content/communities/three-schools/2026-1/plan-a.en.md",
            &text.replace("# translated-", "translated-").replace("#   ", "  "),
        );
        sound(&root);
        serde_json::from_str(&fine(&root, &["list", "--format", "json", "--status", "draft"])).expect("JSON")
    };
    assert_eq!(done[0]["translations"]["en"]["state"], "current");
    assert_eq!(done[0]["translations"]["en"]["recorded"], done[0]["digest"]);
    // The sections too: which one changed is known.
    let original = read(&root, path.trim_end());
    write(&root, path.trim_end(), &original.replace("## 五、其他 {#other}", "## 五、其他 {#other}\n\n還有。"));
    let stale: Value = serde_json::from_str(&fine(&root, &["list", "--format", "json", "--status", "draft"])).expect("JSON");
    let en = &stale[0]["translations"]["en"];
    assert_eq!((&en["state"], &en["sections"]["changed"][0]["anchor"]), (&"stale".into(), &"other".into()), "{en}");
    write(&root, path.trim_end(), &original);

    // An original in another language than the default has to say that it is one before it is joined.
    let other = fine(&root, &["new", "activity", "--language", "en"]);
    assert!(refused(&root, &["new", "activity"]).contains("original: true"));
    write(&root, other.trim_end(), &read(&root, other.trim_end()).replacen("---\n", "---\noriginal: true\n", 1));
    fine(&root, &["new", "activity"]);
    sound(&root);
}

#[test]
fn a_site_in_the_simplified_script_gets_simplified_headings() {
    let (_folder, root) = site();
    let config = read(&root, "fangan.toml")
        .replace("tag = \"zh-Hant\"", "tag = \"zh-Hans\"")
        .replace("variants = [\"zh-Hans\"]", "variants = []");
    write(&root, "fangan.toml", &config);
    let text = read(&root, fine(&root, &["new", "plan", "--slug", "a"]).trim_end());
    assert!(text.contains("## 一、背景与目标") && text.contains("学年第一学期"), "{text}");
}

#[test]
fn lists_are_for_people_and_for_programs() {
    let (_folder, root) = site();
    fine(&root, &["new", "summary"]);
    let table = fine(&root, &["list"]);
    let lines: Vec<&str> = table.lines().collect();
    assert_eq!(lines.len(), 3, "{table}");
    assert!(
        lines[1].starts_with("three-schools/2026-1/plan     approved  original  current  2026-09-01  Three Schools"),
        "{table}"
    );
    assert!(lines[2].starts_with("three-schools/2026-1/summary  draft     original  missing  –           三校"), "{table}");
    let table = fine(&root, &["--lang", "zh", "list", "--kind", "plan"]);
    assert_eq!(table.lines().next(), Some("文件                       狀態    zh    en    日期        標題"), "{table}");

    let json: Value = serde_json::from_str(&fine(&root, &["list", "--format", "json", "--kind", "plan"])).expect("JSON");
    let one = &json[0];
    assert_eq!(
        (&one["id"], &one["period"], &one["original"]),
        (&"three-schools/2026-1/plan".into(), &"2026-1".into(), &"zh".into())
    );
    assert_eq!(one["translations"]["en"]["recorded"], one["digest"]);
    assert_eq!(one["translations"]["en"]["file"], "content/communities/three-schools/2026-1/plan.en.md");
    assert_eq!(one["title"]["en"], "Three Schools Teaching Research Community: Plan, Autumn term 2026–27");

    let csv = fine(&root, &["list", "--format", "csv"]);
    assert!(csv.starts_with("id,community,period,kind,status,"), "{csv}");
    assert_eq!(csv.lines().count(), 3);

    let ids = |args: &[&str]| {
        let all: Vec<&str> = ["list", "--format", "csv"].iter().chain(args).copied().collect();
        fine(&root, &all).lines().skip(1).map(|l| l.split(',').next().unwrap_or("").to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(ids(&["--untranslated", "en"]), ["three-schools/2026-1/summary"]);
    assert_eq!(ids(&["--status", "approved"]), ["three-schools/2026-1/plan"]);
    assert_eq!(ids(&["--period", "2025-1"]), [""; 0]);
    // A change to the original makes its translation stale, and the list says what is wrong elsewhere.
    write(&root, PLAN, &read(&root, PLAN).replace("三校一起研究", "三校共同研究"));
    let said = fangan(&root, &["list", "--untranslated", "en", "--kind", "plan"]);
    assert!(said.code == Some(0) && said.out.contains("stale"), "{}", said.out);
    assert!(said.err.contains("one error in the content"), "{}", said.err);
}

#[test]
fn an_empty_list_is_no_mistake_but_a_wrong_filter_is() {
    let (_folder, root) = site();
    let said = fangan(&root, &["list", "--period", "2020"]);
    assert_eq!((said.code, said.out.as_str(), said.err.as_str()), (Some(0), "", "Nothing fits.\n"));
    assert_eq!(fine(&root, &["list", "--period", "2020", "--format", "json"]), "[]\n");
    for (args, says) in [
        (&["--status", "approvd"][..], "did you mean `approved`?"),
        (&["--kind", "plans"], "did you mean `plan`?"),
        (&["--community", "three"], "there are: three-schools"),
        (&["--period", "2026-9"], "did you mean `2026-1`?"),
        (&["--untranslated", "fr"], "did you mean"),
        (&["--as-of", "tomorrow"], "is not a day"),
    ] {
        let all: Vec<&str> = ["list"].iter().chain(args).copied().collect();
        let said = refused(&root, &all);
        assert!(said.contains(says) || said.contains("there are: zh, en"), "{args:?}\n{said}");
    }
}

#[test]
fn commitments_are_told_with_what_is_due() {
    let (_folder, root) = site();
    write(&root, "content/communities/three-schools/2025-1/summary.zh.md", "---\ntitle: 小結\n---\n");
    let table = fine(&root, &["list", "--commitments"]);
    for part in [
        "At least one open lesson a term",
        "open 0/1",
        "2025-2: Plan missing, was due 2026-02-01",
        "2026-1: Summary due 2027-01-31",
    ] {
        assert!(table.contains(part), "{part}\n{table}");
    }
    let json: Value = serde_json::from_str(&fine(&root, &["list", "--commitments", "--format", "json"])).expect("JSON");
    assert_eq!(json[0]["commitments"][0]["periods"][2]["standing"], "open");
    assert!(
        json[0]["documents"].as_array().is_some_and(|d| d.iter().any(|d| d["state"] == "missing" && d["period"] == "2025-2"))
    );
    let csv = fine(&root, &["list", "--commitments", "--format", "csv"]);
    assert!(csv.contains("three-schools,2026-1,open-lessons,open-lesson,1,,term,community,1,0,open,\n"), "{csv}");
    assert!(csv.contains("three-schools,2025-2,,plan,,,,,,,missing,2026-02-01\n"), "{csv}");
}

#[test]
fn schemas_name_the_words_of_the_site() {
    let (folder, root) = site();
    let schema = |folder: &Path, of: &str| -> Value { serde_json::from_str(&fine(folder, &["schema", of])).expect("JSON") };
    for of in ["document", "community", "site", "page", "activity-types", "organisations"] {
        for place in [&root, &folder.path().to_owned()] {
            let schema = schema(place, of);
            assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema");
            assert!(schema["title"].is_string() && schema["type"] == "object" && schema.get("$id").is_none(), "{of}");
        }
    }
    let inside = schema(&root, "document");
    let kind = &inside["properties"]["activities"]["items"]["properties"]["type"];
    assert!(kind["enum"].as_array().is_some_and(|words| words.contains(&"open-lesson".into())), "{kind}");
    assert_eq!(inside["properties"]["community"]["enum"], serde_json::json!(["three-schools"]));
    assert_eq!(inside["properties"]["title"]["anyOf"][1]["propertyNames"]["enum"], serde_json::json!(["zh", "en"]));
    let outside = schema(folder.path(), "document");
    assert_eq!(outside["properties"]["community"].get("enum"), None);
    let community = schema(&root, "community");
    assert_eq!(community["properties"]["field"]["enum"], serde_json::json!(["education", "health", "science"]));
}

#[test]
fn schemas_say_what_each_key_means_in_the_language_that_is_asked_for() {
    fn keys(schema: &Value, path: &str, into: &mut Vec<(String, String)>) {
        match schema {
            Value::Object(object) => {
                for (name, key) in object.get("properties").and_then(Value::as_object).into_iter().flatten() {
                    let says = key["description"].as_str().unwrap_or_default();
                    into.push((format!("{path}/{name}"), says.to_owned()));
                }
                object.iter().for_each(|(name, value)| keys(value, &format!("{path}/{name}"), into));
            }
            Value::Array(items) => items.iter().for_each(|item| keys(item, path, into)),
            _ => {}
        }
    }
    let folder = tempfile::tempdir().expect("a folder");
    let has_han = |text: &str| text.contains(|c| matches!(c, '\u{4e00}'..='\u{9fff}'));
    for of in ["document", "community", "site", "page", "activity-types", "organisations"] {
        let [english, chinese] = ["en", "zh"].map(|tongue| {
            let schema: Value = serde_json::from_str(&fine(folder.path(), &["schema", of, "--lang", tongue])).expect("JSON");
            let mut all = Vec::new();
            keys(&schema, "", &mut all);
            all
        });
        assert!(english.len() > 2 && english.len() == chinese.len(), "{of}");
        for ((key, en), (_, zh)) in english.iter().zip(&chinese) {
            assert!(en.ends_with('.') && !en.contains(" | "), "{of}{key}: {en:?}");
            assert!(zh.ends_with('。') && has_han(zh) && !zh.contains(" | "), "{of}{key}: {zh:?}");
        }
    }
}

/// The sample site is what its own schemas allow.
#[test]
fn the_sample_site_is_as_its_schemas_say() {
    use fangan::data::{read_toml, read_yaml};
    use fangan::diagnostic::Findings;
    use fangan::source::SourceId;
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let schema = |of: &str| -> Value { serde_json::from_str(&fine(root, &["schema", of])).expect("JSON") };
    let (document, page, community) = (schema("document"), schema("page"), schema("community"));
    let mut looked_at = 0;
    for entry in walkdir::WalkDir::new(root.join("content")).into_iter().map(|e| e.expect("an entry")) {
        let path = entry.path().strip_prefix(root).expect("below the root").to_string_lossy().replace('\\', "/");
        let name = path.rsplit('/').next().unwrap_or("");
        let schema = match (path.as_str(), name) {
            (_, "community.toml") => &community,
            ("content/activity-types.toml", _) => &schema("activity-types"),
            ("content/organisations.toml", _) => &schema("organisations"),
            _ if !name.ends_with(".md") || name.starts_with("about.") && !path.contains("/pages/") => continue,
            (path, _) if path.starts_with("content/pages/") => &page,
            _ => &document,
        };
        let (text, mut findings) = (read(root, &path), Findings::default());
        let node = match text.strip_prefix("---\n").and_then(|rest| rest.split_once("\n---")) {
            Some((front, _)) => read_yaml(SourceId(0), front, 4, &mut findings).expect("YAML"),
            None => read_toml(SourceId(0), &text, &mut findings),
        };
        assert!(!findings.any_error(), "{path}");
        let value = json(&node.value);
        if let Some(wrong) = wrong(schema, &value) {
            panic!("{path}: {wrong}");
        }
        looked_at += 1;
    }
    assert!(looked_at > 60, "{looked_at}");
}

/// As an editor reads the value.
fn json(value: &fangan::data::Value) -> Value {
    use fangan::data::Value as V;
    match value {
        V::Null => Value::Null,
        V::Bool(yes) => (*yes).into(),
        V::Number(text) => {
            text.parse::<i64>().map(Value::from).or_else(|_| text.parse::<f64>().map(Value::from)).expect("a number")
        }
        V::Text(text) => text.as_str().into(),
        V::List(items) => items.iter().map(|item| json(&item.value)).collect(),
        V::Map(map) => {
            map.0.iter().map(|(key, node)| (key.name.clone(), json(&node.value))).collect::<serde_json::Map<_, _>>().into()
        }
    }
}

/// What a value has that a schema does not allow, as far as these schemas say it (patterns are left to editors).
fn wrong(schema: &Value, value: &Value) -> Option<String> {
    if let Some(ways) = schema["anyOf"].as_array() {
        let all: Vec<String> = ways.iter().filter_map(|way| wrong(way, value)).collect();
        if all.len() == ways.len() {
            return Some(all.join(" and "));
        }
    }
    let is = |kind: &Value| match (kind.as_str(), value) {
        (Some("integer"), Value::Number(number)) => number.is_i64(),
        (Some("string"), Value::String(_))
        | (Some("number"), Value::Number(_))
        | (Some("boolean"), Value::Bool(_))
        | (Some("array"), Value::Array(_))
        | (Some("object"), Value::Object(_)) => true,
        _ => false,
    };
    let fits = match &schema["type"] {
        Value::Null => true,
        Value::Array(kinds) => kinds.iter().any(is),
        kind => is(kind),
    };
    if !fits {
        return Some(format!("{value} is not {}", schema["type"]));
    }
    if let Some(words) = schema["enum"].as_array()
        && !words.contains(value)
    {
        return Some(format!("{value} is none of {words:?}"));
    }
    if let (Some(items), Value::Array(all)) = (schema.get("items"), value) {
        return all.iter().find_map(|item| wrong(items, item));
    }
    let Value::Object(object) = value else { return None };
    for key in schema["required"].as_array().into_iter().flatten() {
        if !object.contains_key(key.as_str().unwrap_or("")) {
            return Some(format!("{key} is missing"));
        }
    }
    object.iter().find_map(|(key, value)| {
        let names = schema["propertyNames"]["enum"].as_array();
        if names.is_some_and(|names| !names.contains(&key.as_str().into())) {
            return Some(format!("{key} is no name"));
        }
        match (schema["properties"].get(key), schema.get("additionalProperties")) {
            (Some(known), _) => wrong(known, value).map(|why| format!("{key}: {why}")),
            (None, Some(Value::Bool(false))) => Some(format!("{key} is unknown")),
            (None, Some(other)) if other.is_object() => wrong(other, value).map(|why| format!("{key}: {why}")),
            _ => None,
        }
    })
}
