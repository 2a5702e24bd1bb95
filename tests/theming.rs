//! Themes: what a theme may change, where its mistakes are told, and that the documentation lists what templates get.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that can't go on fails")]

mod support;

use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::path::Path;
use support::html::Page;
use support::{Site, none};

/// Where the types are that templates get.
const VIEWS: [&str; 13] = [
    include_str!("../src/routes/view/frame.rs"),
    include_str!("../src/routes/view/items.rs"),
    include_str!("../src/routes/view/home.rs"),
    include_str!("../src/routes/view/community.rs"),
    include_str!("../src/routes/view/document.rs"),
    include_str!("../src/routes/view/archive.rs"),
    include_str!("../src/routes/view/period.rs"),
    include_str!("../src/routes/view/kind.rs"),
    include_str!("../src/routes/view/calendar.rs"),
    include_str!("../src/routes/view/documents.rs"),
    include_str!("../src/routes/view/others.rs"),
    include_str!("../src/plots/axis.rs"),
    include_str!("../src/plots/bar.rs"),
];
const TEMPLATES: &str = include_str!("../src/routes/page/mod.rs");
const CHINESE: &str = include_str!("theming/zh.tsv");

/// A type that templates get.
struct Struct {
    name: String,
    says: String,
    /// Name, type, and what it is.
    fields: Vec<(String, String, String)>,
}

/// The types, as they are written: a comment, `pub struct`, and for each field a comment and `pub name: Type`.
fn structs() -> Vec<Struct> {
    let (mut all, mut says, mut is_open) = (Vec::<Struct>::new(), Vec::new(), false);
    for line in VIEWS.iter().flat_map(|file| file.lines()).map(str::trim) {
        if let Some(text) = line.strip_prefix("/// ") {
            says.push(text);
        } else if let Some(rest) = line.strip_prefix("pub struct ") {
            let name = rest.split(|c: char| !c.is_alphanumeric()).next().unwrap().to_owned();
            all.push(Struct { name, says: std::mem::take(&mut says).join(" "), fields: Vec::new() });
            is_open = rest.ends_with('{');
        } else if let Some((name, kind)) = line.strip_prefix("pub ").filter(|_| is_open).and_then(|rest| rest.split_once(": ")) {
            let field = (name.to_owned(), kind.trim_end_matches(',').to_owned(), std::mem::take(&mut says).join(" "));
            all.last_mut().unwrap().fields.push(field);
        } else if !line.starts_with("#[") {
            is_open &= line != "}";
            says.clear();
        }
    }
    all
}

/// Each template with the type of its view, in the order of the list.
fn templates() -> Vec<(&'static str, &'static str)> {
    let rows = TEMPLATES.lines().filter_map(|line| line.trim().strip_suffix("\","));
    let rows = rows.filter_map(|row| row.split_once("(view::")?.1.split_once(") = \""));
    rows.map(|(view, template)| (template, view)).collect()
}

/// A Rust type in words: what a template has to do with it.
fn in_words(kind: &str, chinese: bool) -> String {
    let inner = |kind: &str, outer: &str| {
        kind.strip_prefix(outer).and_then(|k| k.strip_prefix('<')).and_then(|k| k.strip_suffix('>')).map(str::to_owned)
    };
    let pick = |en: &str, zh: &str| if chinese { zh.to_owned() } else { en.to_owned() };
    if let Some(it) = inner(kind, "Option") {
        let it = in_words(&it, chinese);
        return pick(&format!("{it}, or nothing"), &format!("{it}，可無"));
    }
    if let Some(it) = inner(kind, "Vec") {
        let it = in_words(&it, chinese);
        return pick(&format!("list: {it}"), &format!("列表：{it}"));
    }
    match kind {
        "String" | "&'static str" => pick("text", "文字"),
        "Shown" => pick("text for `shown`", "文字，用 `shown`"),
        "bool" => pick("yes or no", "是否"),
        "usize" | "i8" | "u8" | "u32" | "f64" => pick("number", "數"),
        "Html" => "HTML".to_owned(),
        "[bool; 7]" => pick("seven times yes or no", "七個是否"),
        "(i32, i32)" => pick("two numbers", "兩個數"),
        "(DateView, DateView)" => pick("two of [DateView](#dateview)", "兩個[DateView](#dateview)"),
        other => {
            assert!(structs().iter().any(|known| known.name == other), "how is `{other}` put in words?");
            format!("[{other}](#{})", other.to_lowercase())
        }
    }
}

/// What stands between the marks of `docs/theming.md`, or of its Chinese sister.
fn reference(chinese: bool) -> String {
    let words: BTreeMap<&str, &str> = CHINESE.lines().filter_map(|line| line.split_once('\t')).collect();
    let own = |key: &str, english: &str| if chinese { words.get(key).map_or("", |w| w).to_owned() } else { english.to_owned() };
    let templates = templates();
    let template_of = |name: &str| templates.iter().find(|(_, view)| *view == name).map(|(template, _)| *template);
    let mut all = structs();
    // The frame, the views in the order of the templates, then what they are made of.
    all.sort_by_key(|s| match templates.iter().position(|(_, view)| *view == s.name) {
        _ if s.name == "Frame" => (0, 0),
        Some(at) => (1, at),
        None => (2, 0),
    });
    let mut out = String::new();
    for it in &all {
        let says = it.says.split_once("`: ").filter(|_| it.says.starts_with('`')).map_or(it.says.as_str(), |(_, rest)| rest);
        let says = if it.says.ends_with(".html`") { "" } else { says };
        let mark = template_of(&it.name).map(|template| format!(" · `{template}`")).unwrap_or_default();
        writeln!(out, "### {}{mark}\n\n{}\n", it.name, own(&it.name, says)).unwrap();
        if !it.fields.is_empty() {
            out.push_str(if chinese {
                "| 名稱 | 種類 | 說明 |\n|---|---|---|\n"
            } else {
                "| name | kind | what |\n|---|---|---|\n"
            });
            for (name, kind, what) in &it.fields {
                let what = own(&format!("{}.{name}", it.name), what);
                writeln!(out, "| `{name}` | {} | {} |", in_words(kind, chinese), what.replace('|', "\\|")).unwrap();
            }
            out.push('\n');
        }
    }
    out
}

/// What templates get is told in the documentation as the types have it; `REFRESH=1` writes it anew.
#[test]
fn the_documentation_lists_what_templates_get() {
    for (file, chinese) in [("docs/theming.md", false), ("docs/theming.zh.md", true)] {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(file);
        let text = fs::read_to_string(&path).unwrap();
        let (begin, end) = ("<!-- fields -->\n\n", "<!-- /fields -->");
        let (before, rest) = text.split_once(begin).unwrap();
        let (there, after) = rest.split_once(end).unwrap();
        let wanted = reference(chinese);
        if std::env::var_os("REFRESH").is_some() {
            fs::write(&path, format!("{before}{begin}{wanted}{end}{after}")).unwrap();
        } else {
            assert!(there == wanted, "{file} is behind the types: REFRESH=1 cargo test --test theming writes it anew");
        }
    }
}

/// Every field has its Chinese words, and there are none for fields that are gone.
#[test]
fn every_field_is_told_of_in_chinese() {
    let words: BTreeMap<&str, &str> = CHINESE.lines().filter_map(|line| line.split_once('\t')).collect();
    let mut fields: Vec<String> = Vec::new();
    for it in structs() {
        fields.extend(it.fields.iter().map(|(name, ..)| format!("{}.{name}", it.name)));
        fields.push(it.name);
    }
    assert!(fields.len() > 250, "{}", fields.len());
    none("fields without Chinese", fields.iter().filter(|f| !words.contains_key(f.as_str())).cloned().collect());
    none("Chinese without a field", words.keys().filter(|w| !fields.iter().any(|f| f == *w)).map(|w| (*w).to_owned()).collect());
}

fn town() -> Site {
    let site = Site::sample();
    site.edit("fangan.toml", "\"bureau\"", "\"town\"");
    site
}

#[test]
fn a_new_theme_changes_nothing_until_something_in_it_does() {
    let site = Site::sample();
    let before = site.build(&[]);
    site.run(&["theme", "new", "town"]).succeeds();
    site.edit("fangan.toml", "\"bureau\"", "\"town\"");
    assert!(site.build(&[]) == before);
    site.run(&["theme", "new", "town"]).ends(2);
    site.run(&["theme", "new", "plain"]).ends(2);
    site.run(&["theme", "new", "../town"]).ends(2);
    let list = site.run(&["theme", "list", "--lang", "en"]).succeeds().stdout;
    assert!(list.contains("* town") && list.contains("  bureau") && list.contains("  plain"), "{list}");
    // One template, taken over and changed.
    site.run(&["theme", "eject", "years.html"]).succeeds();
    assert!(site.build(&[]) == before);
    site.edit("themes/town/templates/years.html", "{{ t.years.lead }}", "changed");
    let after = site.build(&[]);
    let changed: Vec<&String> = after.iter().filter(|(path, bytes)| before[*path] != **bytes).map(|(path, _)| path).collect();
    assert_eq!(changed, ["en/years/index.html", "years/index.html", "zh-hans/years/index.html"]);
    site.run(&["theme", "eject", "years.html"]).ends(2);
    site.run(&["theme", "eject", "yaers.html"]).ends(2);
    // One begun with a file.
    site.run(&["theme", "new", "village", "--with", "style.css"]).succeeds();
    assert!(site.path("themes/village/assets/style.css").is_file());
}

#[test]
fn one_colour_one_word_one_block() {
    let site = town();
    site.write("themes/town/theme.toml", "name = \"town\"\nstyles = [\"colours.css\"]\n");
    site.write("themes/town/assets/colours.css", ":root:root { --link: #7a1f1f; }\n");
    site.write("themes/town/strings/zh.toml", "[nav]\nhome = \"大門\"\n");
    site.write("themes/town/strings/en.toml", "[nav]\nhome = \"Front door\"\n");
    site.write(
        "themes/town/templates/document.html",
        "{% extends \"bureau/document.html\" %}\n{% block main %}<p class=\"stamp\">town</p>{{ super() }}{% endblock main %}\n",
    );
    let output = site.build(&[]);
    let text = |path: &str| String::from_utf8_lossy(&output[path]).into_owned();
    let home = text("en/index.html");
    assert!(home.contains("Front door") && text("zh-hans/index.html").contains("大门"));
    let sheets = |html: &str| html.matches("rel=\"stylesheet\"").count();
    let own = home.find("assets/colours.css").unwrap();
    assert!(home.find("assets/style.css").unwrap() < own && sheets(&home) == 5, "{home}");
    let plan = text("communities/jiangning-play/2025-1/plan/index.html");
    assert!(plan.contains("<p class=\"stamp\">town</p>") && plan.contains("class=\"facts\""));
}

/// What a theme names must be there; what its templates get wrong is told at its place in them.
#[test]
fn mistakes_are_told_where_they_are() {
    let place = |files: &[(&str, &str)]| {
        let site = town();
        files.iter().for_each(|(path, text)| site.write(path, text));
        site.run(&["build", "--lang", "en"]).ends(1).stderr
    };
    let toml = ("themes/town/theme.toml", "name = \"town\"\n");
    let page = |text: &'static str| ("themes/town/templates/years.html", text);
    for (files, expected) in [
        (vec![("themes/town/theme.toml", "name = \"town\"\nstyles = [\"colour.css\"]\n")], "themes/town/theme.toml:2:12"),
        (vec![("themes/town/theme.toml", "without = [\"theme.j\"]\n")], "themes/town/theme.toml:1:13"),
        (vec![("themes/town/theme.toml", "nmae = \"town\"\n")], "themes/town/theme.toml:1:1"),
        (vec![toml, page("<p>年度</p>\n<p>{{ page.title</p>\n")], "themes/town/templates/years.html:2:"),
        (vec![toml, page("<p>年度</p>\n<p>{{ view.no_such_thing }}</p>\n")], "themes/town/templates/years.html:2:"),
        (vec![toml, page("{% extends \"bas.html\" %}\n")], "themes/town/templates/years.html:1:"),
    ] {
        let said = place(&files);
        assert!(said.contains(expected), "{expected}:\n{said}");
    }
}

/// The second theme shows the same facts without a script, and has no file that it does not use.
#[test]
fn the_plain_theme_has_no_scripts() {
    let site = Site::sample();
    let bureau = site.build(&[]);
    site.edit("fangan.toml", "\"bureau\"", "\"plain\"");
    let plain = site.build(&[]);
    let pages = |path: &&String| path.ends_with(".html");
    assert!(bureau.keys().filter(pages).eq(plain.keys().filter(pages)));
    let mut wrong = Vec::new();
    for (path, bytes) in plain.iter().filter(|(path, _)| pages(path)) {
        let html = String::from_utf8_lossy(bytes);
        if html.contains("<script") || html.contains("style=") {
            wrong.push(format!("{path} has a script or an inline style"));
        }
        let page = Page::read(&html);
        if page.all("h1").count() != 1 {
            wrong.push(format!("{path} has not one main heading"));
        }
    }
    let assets: Vec<&str> = plain.keys().filter_map(|path| path.strip_prefix("assets/")).collect();
    assert_eq!(assets, ["archive.css", "calendar.css", "favicon.svg", "plots.css", "style.css"]);
    none("pages", wrong);
    assert_ne!(bureau["assets/style.css"], plain["assets/style.css"]);
}

/// The statement comes from the configuration; a page written by hand may take its place, but not stand beside it.
#[test]
fn the_accessibility_statement_is_configured_or_written() {
    let site = Site::sample();
    let output = site.build(&[]);
    let english = String::from_utf8_lossy(&output["en/accessibility/index.html"]).into_owned();
    for part in [
        "but for what is named below",
        "Examined: 20 November 2026.",
        "Attachments are given as they are",
        "records@records.example",
    ] {
        assert!(english.contains(part), "{part}: {english}");
    }
    assert!(String::from_utf8_lossy(&output["accessibility/index.html"]).contains("附件按原樣提供"));
    assert!(String::from_utf8_lossy(&output["zh-hans/accessibility/index.html"]).contains("附件按原样提供"));
    assert!(String::from_utf8_lossy(&output["en/index.html"]).contains(">Accessibility statement</a>"));
    site.write("content/pages/accessibility.zh.md", "---\ntitle: 無障礙\n---\n自己寫的。\n");
    let said = site.run(&["check", "--lang", "en"]).ends(1).stderr;
    assert!(said.contains("duplicate-url") && said.contains("fangan.toml"), "{said}");
    let config = site.read("fangan.toml");
    site.write("fangan.toml", config.split("\n[accessibility]").next().unwrap());
    assert!(String::from_utf8_lossy(&site.build(&[])["accessibility/index.html"]).contains("自己寫的。"));
    site.remove("content/pages/accessibility.zh.md");
    assert!(!site.build(&[]).contains_key("accessibility/index.html"));
}

/// What Chinese authorities' sites carry: three elements on the home page, seven on lists, the document's own on documents;
/// the footer; and nothing of it where none is configured.
#[test]
fn authorities_pages_carry_their_elements() {
    let site = Site::sample();
    let meta = |html: &str| -> Vec<String> {
        let page = Page::read(html);
        let names = page.all("meta").filter_map(|tag| tag.get("name").map(str::to_owned));
        names.filter(|name| name.starts_with(|c: char| c.is_ascii_uppercase())).collect()
    };
    let before = site.build(&[]);
    assert_eq!(meta(&String::from_utf8_lossy(&before["index.html"])), Vec::<String>::new());
    site.edit(
        "fangan.toml",
        "[bureau]\n",
        "[bureau]\nsite-code = \"3201000000\"\nicp = \"蘇ICP備00000000號\"\npolice = \"蘇公網安備00000000000000號\"\ndomain = \"records.example\"\n",
    );
    let output = site.build(&[]);
    let text = |path: &str| String::from_utf8_lossy(&output[path]).into_owned();
    let site_wide = ["SiteName", "SiteDomain", "SiteIDCode"];
    assert_eq!(meta(&text("index.html")), site_wide);
    let list = ["ColumnName", "ColumnDescription", "ColumnKeywords", "ColumnType"];
    for path in ["documents/index.html", "years/2025/index.html", "communities/index.html", "activities/seminar/index.html"] {
        assert_eq!(meta(&text(path)), [&site_wide[..], &list].concat(), "{path}");
    }
    let plan = text("communities/jiangning-play/2025-1/plan/index.html");
    let article = ["ArticleTitle", "PubDate", "ContentSource", "Keywords", "Description", "Url"];
    assert_eq!(meta(&plan), [&site_wide[..], &article].concat());
    for part in
        ["content=\"3201000000\"", "content=\"江寧區教科室\"", "蘇ICP備00000000號</dd>", "蘇公網安備00000000000000號</dd>"]
    {
        assert!(plan.contains(part), "{part}");
    }
    assert!(text("zh-hans/index.html").contains("苏ICP备00000000号") || text("zh-hans/index.html").contains("蘇ICP備00000000號"));
}
