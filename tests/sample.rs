//! The sample site: nothing wrong with it, every fact of the programmes to be found, every link working.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that can't go on fails")]

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::sync::LazyLock;
use support::html::Page;
use support::{Site, Tree, none};

const BASE: &str = "https://records.example/";

/// Each locale: its prefix and its tag.
const LOCALES: [(&str, &str); 3] = [("", "zh-Hant"), ("zh-hans/", "zh-Hans"), ("en/", "en")];

struct Sample {
    files: Tree,
    pages: BTreeMap<String, Page>,
}

/// The sample site, built once.
static SAMPLE: LazyLock<Sample> = LazyLock::new(|| {
    let files = Site::sample().build(&[]);
    let html = files.iter().filter(|(path, _)| path.ends_with(".html"));
    let pages = html.map(|(path, bytes)| (path.clone(), Page::read(std::str::from_utf8(bytes).unwrap()))).collect();
    Sample { files, pages }
});

impl Sample {
    fn pages(&self) -> impl Iterator<Item = (&str, &Page)> {
        self.pages.iter().map(|(path, page)| (path.as_str(), page))
    }

    /// Pages that stand for themselves: not those that only lead on or say that something is not there.
    fn contents(&self) -> impl Iterator<Item = (&str, &Page)> {
        self.pages().filter(|(_, page)| !is_aside(page))
    }
}

fn is(page: &Page, class: &str) -> bool {
    page.all("body").any(|body| body.get("class") == Some(class))
}

/// Whether a page is one that search engines are to leave out.
fn is_aside(page: &Page) -> bool {
    ["redirect", "not-found", "withdrawn", "document edition"].iter().any(|class| is(page, class))
}

/// Documents of the sample site: the path of the page without a locale's prefix, and the front matter of all its files.
fn documents() -> BTreeMap<String, String> {
    let mut documents: BTreeMap<String, String> = BTreeMap::new();
    for (path, text) in support::sample_files() {
        let ["content", "communities", community, period, file] = *path.split('/').collect::<Vec<_>>() else { continue };
        if file.ends_with(".md") {
            let name = fangan::document::slug::slug(fangan::document::file_name(file).0);
            let page = format!("communities/{community}/{}/{name}/index.html", period.to_lowercase());
            let text = String::from_utf8(text).unwrap();
            documents.entry(page).or_default().push_str(text.split("\n---\n").next().unwrap());
        }
    }
    documents
}

/// The locale that a path belongs to.
fn locale(path: &str) -> (&'static str, &'static str) {
    LOCALES.into_iter().skip(1).find(|(prefix, _)| path.starts_with(prefix)).unwrap_or(LOCALES[0])
}

#[test]
fn check_finds_nothing_but_approvals_without_digest() {
    let checked = Site::sample().check();
    let rest = checked.of("error").into_iter().chain(checked.of("warning"));
    none("findings", rest.filter(|place| !place.ends_with(" approval-without-digest")).collect());
    checked.run.ends(0);
}

#[test]
fn everything_published_has_a_page_in_every_locale_and_nothing_else_has() {
    let mut wrong = Vec::new();
    let sources = support::sample_files();
    let others = sources.keys().filter_map(|path| match *path.split('/').collect::<Vec<_>>() {
        ["content", "communities", community, "community.toml"] => Some((format!("communities/{community}/index.html"), true)),
        ["content", "pages", file] => Some((format!("{}/index.html", fangan::document::file_name(file).0), true)),
        _ => None,
    });
    let published = |front: &str| {
        !front.contains("\nstatus: draft\n") && !front.contains("\nstatus: submitted\n") && front.contains("\nstatus: ")
    };
    let documents = documents();
    assert!(documents.values().any(|front| !published(front)), "the sample has a draft");
    for (page, expected) in documents.into_iter().map(|(page, front)| (page, published(&front))).chain(others) {
        for (prefix, _) in LOCALES {
            if SAMPLE.pages.contains_key(&format!("{prefix}{page}")) != expected {
                wrong.push(format!("{prefix}{page} is there: {}", !expected));
            }
        }
    }
    none("pages", wrong);
}

#[test]
fn every_locale_has_the_same_files() {
    let of = |prefix: &str, tag: &str| -> BTreeSet<&str> {
        let own = SAMPLE.contents().filter(|(path, _)| locale(path).1 == tag).map(|(path, _)| path);
        let data = SAMPLE.files.keys().map(String::as_str).filter(|path| locale(path).1 == tag);
        let data = data.filter(|path| [".xml", ".ics", ".json", "catalogue.csv"].iter().any(|end| path.ends_with(end)));
        own.chain(data).map(|path| path.strip_prefix(prefix).unwrap()).filter(|path| *path != "sitemap.xml").collect()
    };
    let first = of("", "zh-Hant");
    assert!(first.len() > 300, "{first:?}");
    for (prefix, tag) in &LOCALES[1..] {
        let other = of(prefix, tag);
        none(tag, first.symmetric_difference(&other).map(|path| (*path).to_owned()).collect());
    }
}

#[test]
fn every_fact_is_on_a_page_of_its_community_in_both_languages() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let parents: BTreeMap<String, String> = fs::read_dir(root.join("content/communities"))
        .unwrap()
        .map(|entry| entry.unwrap())
        .filter_map(|entry| {
            let text = fs::read_to_string(entry.path().join("community.toml")).unwrap();
            let parent = text.parse::<toml::Table>().unwrap().get("parent")?.as_str()?.to_owned();
            Some((entry.file_name().into_string().unwrap(), parent))
        })
        .collect();
    let belongs = |community: &str, to: &str| {
        let mut at = Some(community);
        std::iter::from_fn(|| {
            let now = at?;
            at = parents.get(now).map(String::as_str);
            Some(now)
        })
        .take(20)
        .any(|now| now == to)
    };
    let (mut facts, mut missing) = (0, Vec::new());
    for (file, seed) in support::tree(&root.join("tests/seeds")) {
        let seed: toml::Table = std::str::from_utf8(&seed).unwrap().parse().unwrap();
        let community = seed["community"].as_str().unwrap();
        for (prefix, language) in [("", "zh"), ("en/", "en")] {
            let here = format!("{prefix}communities/");
            let text: String = SAMPLE
                .contents()
                .filter_map(|(path, page)| {
                    let of = path.strip_prefix(&here)?.split('/').next()?;
                    belongs(of, community).then_some(page.shown.as_str())
                })
                .collect::<Vec<_>>()
                .join("\n");
            assert!(!text.is_empty(), "{file}: {community} has no pages in {language}");
            let text = closed_up(&text);
            for fact in seed["fact"].as_array().unwrap() {
                for said in fact[language].as_array().unwrap_or_else(|| panic!("{file}: {fact:?} lacks {language}")) {
                    facts += 1;
                    let said = said.as_str().unwrap();
                    if !text.contains(&closed_up(said)) {
                        missing.push(format!("{file} {}: {said}", fact["what"].as_str().unwrap_or("")));
                    }
                }
            }
        }
    }
    none("facts that are on no page", missing);
    assert!(facts > 800, "{facts}");
}

/// Without blanks beside Chinese characters, where they come from line ends and mark-up.
fn closed_up(text: &str) -> String {
    let wide = |c: Option<char>| c.is_some_and(|c| ('\u{2e80}'..='\u{ffef}').contains(&c) || "“”‘’—…·".contains(c));
    let mut out = String::with_capacity(text.len());
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        if c != ' ' || !(wide(out.chars().next_back()) || wide(rest.peek().copied())) {
            out.push(c);
        }
    }
    out
}

/// Characters of Traditional script that have another form in Simplified script whatever the word is.
const TRADITIONAL: &str = "學體區會國書們這個來對時東車門開關員發動業師習課題實驗縣標準點歲還園訓練聯繫務問間長張條導團隊級組織結經給統計記語說請議論講評讀調變讓認識證護專業傳價優僅備儲價億產親觀覽覺規視記訂討託設許訪評詞試該詳誠誤誰談請諸謝證譜貝負財責貨質費資賓賞賢購贈趕跡軍軌較載輔輕輩輪輯輸轉農運過達違遠適選遺鄉鄰醫釋針鈴銀銅錄錢鐘鐵鑑閉閱陽陰陳陸際隨險雙雜雞離難電靜韓響頁頂項順須預領頭題額願類顧顯風飛飯飲養館馬駕驗騎體鬥魚鮮鳥鳴麗麥黃齊齒龍龜";

/// Every text in JSON-LD but document numbers.
fn words(data: &serde_json::Value, look: &mut impl FnMut(&str)) {
    match data {
        serde_json::Value::String(word) => look(word),
        serde_json::Value::Array(all) => all.iter().for_each(|data| words(data, look)),
        serde_json::Value::Object(map) => {
            map.iter().filter(|(key, _)| *key != "reportNumber").for_each(|(_, data)| words(data, look))
        }
        _ => {}
    }
}

#[test]
fn simplified_pages_hold_no_traditional_characters() {
    let traditional: BTreeSet<char> = TRADITIONAL.chars().collect();
    let (mut pages, mut wrong) = (0, BTreeSet::new());
    for (path, page) in SAMPLE.pages().filter(|(path, _)| locale(path).1 == "zh-Hans") {
        pages += 1;
        let mut look = |lang: &str, text: &str| {
            // What a language calls itself stays as it is.
            let text = text.replace("繁體中文", "");
            // And so do the names of documents in commands that are told.
            let text = ["activity-同課異構", "summary-同課異構"].iter().fold(text, |text, id| text.replace(id, ""));
            if lang == "zh-Hans" && text.contains(|c| traditional.contains(&c)) {
                wrong.insert(format!("{path}: {}", text.trim().chars().take(60).collect::<String>()));
            }
        };
        // Code is left alone, and document numbers are as they were given.
        for text in page.texts.iter().filter(|text| !text.inside.iter().any(|name| name == "pre" || name == "code")) {
            if text.inside.last().is_some_and(|name| name == "script") {
                let data: serde_json::Value = serde_json::from_str(&text.text).unwrap_or_else(|error| panic!("{path}: {error}"));
                words(&data, &mut |word| look(&text.lang, word));
            } else {
                look(&text.lang, &text.text);
            }
        }
        for tag in &page.tags {
            for name in ["title", "alt", "aria-label", "content", "placeholder", "label"] {
                look(&tag.lang, tag.get(name).unwrap_or(""));
            }
        }
    }
    assert!(pages > 250, "{pages}");
    none("Traditional characters", wrong.into_iter().collect());
}

#[test]
fn every_link_leads_to_a_file_and_every_fragment_to_a_place_in_it() {
    let ids: BTreeMap<&str, BTreeSet<&str>> = SAMPLE.pages().map(|(path, page)| (path, page.ids().collect())).collect();
    let (mut links, mut broken) = (0, BTreeSet::new());
    for (path, page) in SAMPLE.pages() {
        for tag in &page.tags {
            for name in ["href", "src", "action", "data", "poster"] {
                let Some(to) = tag.get(name) else { continue };
                links += 1;
                if to.trim().is_empty() {
                    broken.insert(format!("{path}: empty {name} of <{}>", tag.name));
                    continue;
                }
                let Some((file, fragment)) = support::html::follow(path, to, BASE) else { continue };
                if !SAMPLE.files.contains_key(&file) {
                    broken.insert(format!("{path}: {to} ({file} is not there)"));
                } else if !fragment.is_empty() && ids.get(file.as_str()).is_some_and(|ids| !ids.contains(fragment.as_str())) {
                    broken.insert(format!("{path}: {to} (no such id)"));
                }
            }
        }
    }
    assert!(links > 20_000, "{links}");
    none("links that lead nowhere", broken.into_iter().collect());
}

#[test]
fn nothing_is_loaded_from_another_host_and_nothing_runs_in_the_page() {
    let mut wrong = Vec::new();
    for (path, page) in SAMPLE.pages() {
        for tag in &page.tags {
            let name = tag.name.as_str();
            let loads = match name {
                "a" => None,
                "link" if tag.get("rel").is_some_and(|rel| ["canonical", "alternate", "license"].contains(&rel)) => None,
                _ => tag.get("src").or(tag.get("href")).or(tag.get("data")).or(tag.get("srcset")),
            };
            if loads.is_some_and(|to| to.contains("//") || to.starts_with("data:")) {
                wrong.push(format!("{path}: <{name}> loads {loads:?}"));
            }
            let runs = name == "script" && tag.get("src").is_none() && tag.get("type") != Some("application/ld+json");
            let handler = tag.attributes.iter().any(|(name, _)| name.starts_with("on") || name == "style");
            if runs || handler || ["style", "base", "iframe", "object", "embed"].contains(&name) {
                wrong.push(format!("{path}: {tag:?}"));
            }
            if tag.get("href").is_some_and(|to| to.trim().to_ascii_lowercase().starts_with("javascript:")) {
                wrong.push(format!("{path}: {tag:?}"));
            }
        }
        let policy = page.all("meta").find(|tag| tag.get("http-equiv") == Some("Content-Security-Policy"));
        if policy.is_none_or(|tag| {
            tag.get("content").is_none_or(|policy| !policy.contains("default-src 'none'") || policy.contains("unsafe"))
        }) {
            wrong.push(format!("{path}: no strict Content-Security-Policy"));
        }
    }
    for (path, bytes) in SAMPLE.files.iter().filter(|(path, _)| path.ends_with(".css")) {
        let text = String::from_utf8_lossy(bytes);
        if text.contains("@import") || text.contains("url(http") || text.contains("url(//") {
            wrong.push(format!("{path}: loads something from elsewhere"));
        }
    }
    none("requests and scripts", wrong);
}

#[test]
fn every_page_says_what_it_is() {
    let mut wrong = Vec::new();
    for (path, page) in SAMPLE.pages() {
        let (prefix, tag) = locale(path);
        let mut complain = |what: &str| wrong.push(format!("{path}: {what}"));
        if page.all("html").filter_map(|html| html.get("lang")).collect::<Vec<_>>() != [tag] {
            complain("another lang than its path says");
        }
        if page.all("h1").count() != 1 {
            complain("not one h1");
        }
        if page.all("main").count() != 1 {
            complain("not one main");
        }
        let mut ids = BTreeSet::new();
        if let Some(twice) = page.ids().find(|id| !ids.insert(*id)) {
            complain(&format!("id {twice} twice"));
        }
        let title = page.texts.iter().find(|text| text.inside.last().is_some_and(|name| name == "title"));
        if title.is_none_or(|title| title.text.trim().is_empty()) {
            complain("no title");
        }
        if is_aside(page) {
            if !page.all("meta").any(|meta| meta.get("name") == Some("robots") && meta.get("content") == Some("noindex")) {
                complain("not marked noindex");
            }
            continue;
        }
        let own = path.strip_suffix("index.html").unwrap_or(path);
        let links = |rel: &str| -> BTreeMap<String, String> {
            let links = page.all("link").filter(|link| link.get("rel") == Some(rel) && link.get("type").is_none());
            links.map(|link| (link.get("hreflang").unwrap_or("").to_owned(), link.get("href").unwrap_or("").to_owned())).collect()
        };
        if links("canonical") != BTreeMap::from([(String::new(), format!("{BASE}{own}"))]) {
            complain(&format!("canonical is {:?}", links("canonical")));
        }
        let rest = own.strip_prefix(prefix).unwrap_or(own);
        let mut expected: BTreeMap<String, String> =
            LOCALES.iter().map(|(prefix, tag)| ((*tag).to_owned(), format!("{BASE}{prefix}{rest}"))).collect();
        expected.insert("x-default".to_owned(), format!("{BASE}{rest}"));
        if links("alternate") != expected {
            complain(&format!("hreflang is {:?}", links("alternate")));
        }
    }
    none("pages", wrong);
}

#[test]
fn titles_tell_pages_of_a_locale_apart() {
    let mut seen: BTreeMap<(&str, &str), &str> = BTreeMap::new();
    let mut twice = Vec::new();
    for (path, page) in SAMPLE.contents() {
        let title = page.texts.iter().find(|text| text.inside.last().is_some_and(|name| name == "title")).unwrap();
        if let Some(first) = seen.insert((locale(path).1, &title.text), path) {
            twice.push(format!("{first} and {path}: {}", title.text));
        }
    }
    none("pages of one title", twice);
}

#[test]
fn no_word_of_the_theme_is_left_unfilled() {
    let mut wrong = BTreeSet::new();
    for (path, page) in SAMPLE.pages() {
        let texts = page
            .texts
            .iter()
            .filter(|t| !t.inside.iter().any(|name| ["pre", "code", "script", "style"].contains(&name.as_str())));
        let texts = texts.map(|text| text.text.as_str());
        let names = ["title", "alt", "aria-label", "content", "placeholder", "value"];
        let attributes = page.tags.iter().flat_map(|tag| names.iter().filter_map(|name| tag.get(name)));
        for text in texts.chain(attributes) {
            if placeholder(text) || is_key(text.trim()) || ["undefined", "null", "None", "NaN"].contains(&text.trim()) {
                wrong.insert(format!("{path}: {}", text.trim()));
            }
        }
    }
    none("unfilled words", wrong.into_iter().collect());
}

/// `{name}` or `{{ name }}`.
fn placeholder(text: &str) -> bool {
    text.contains("{{")
        || text.split('{').skip(1).any(|rest| {
            rest.split_once('}')
                .is_some_and(|(name, _)| !name.is_empty() && name.chars().all(|c| c.is_ascii_lowercase() || c == '_' || c == '-'))
        })
}

/// `document.facts_title`: a key that stands where its word ought to.
fn is_key(text: &str) -> bool {
    let parts: Vec<&str> = text.split('.').collect();
    let file = ["md", "toml", "csv", "svg", "html", "example", "xml", "ics", "json"].contains(parts.last().unwrap_or(&""));
    let word = |part: &&str| !part.is_empty() && part.chars().all(|c| c.is_ascii_lowercase() || c == '_');
    parts.len() > 1 && !file && parts.iter().all(word)
}

#[test]
fn the_map_of_the_site_lists_its_pages() {
    let map = String::from_utf8(SAMPLE.files["sitemap.xml"].clone()).unwrap();
    let listed: BTreeSet<String> =
        map.match_indices("<loc>").map(|(at, _)| map[at + 5..].split('<').next().unwrap().to_owned()).collect();
    let pages = SAMPLE.contents().map(|(path, _)| format!("{BASE}{}", path.strip_suffix("index.html").unwrap_or(path)));
    let pages: BTreeSet<String> = pages.collect();
    none("sitemap.xml and the pages differ", listed.symmetric_difference(&pages).cloned().collect());
}

#[test]
fn examples_are_marked() {
    let has_notice =
        |page: &Page| page.tags.iter().any(|tag| tag.get("class").is_some_and(|class| class.contains("notice-example")));
    let examples = documents().into_iter().filter(|(_, front)| front.contains("\nexample: true"));
    let pages = examples.flat_map(|(page, _)| LOCALES.map(|(prefix, _)| format!("{prefix}{page}")));
    let pages: Vec<String> = pages.filter(|page| SAMPLE.pages.get(page).is_some_and(|page| !is_aside(page))).collect();
    assert!(pages.len() > 3 * 6, "{pages:?}");
    none(
        "pages that do not say that they are examples",
        pages.into_iter().filter(|page| !has_notice(&SAMPLE.pages[page])).collect(),
    );
}

#[test]
fn no_page_is_enormous() {
    let pages = SAMPLE.files.iter().filter(|(path, bytes)| path.ends_with(".html") && bytes.len() > 300_000);
    none("long pages", pages.map(|(path, bytes)| format!("{path}: {} bytes", bytes.len())).collect());
}

/// The activities on each day of the calendar's months: by day, the page and the anchor that tell of them.
fn calendar(prefix: &str) -> BTreeMap<String, BTreeSet<String>> {
    let mut days: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let months = format!("{prefix}calendar/2");
    for (path, page) in SAMPLE.pages().filter(|(path, _)| path.starts_with(&months)) {
        let mut day = "";
        for tag in &page.tags {
            if let Some(date) = tag.get("datetime").filter(|_| tag.name == "time") {
                day = date;
            }
            if tag.get("class") == Some("month-what") {
                let (file, anchor) = support::html::follow(path, tag.get("href").unwrap(), BASE).unwrap();
                days.entry(day.to_owned()).or_default().insert(format!("{file}#{anchor}"));
            }
        }
    }
    days
}

#[test]
fn the_calendar_has_what_the_calendar_feed_has_on_the_same_days() {
    for (prefix, tag) in LOCALES {
        let days = calendar(prefix);
        let feed = std::str::from_utf8(&SAMPLE.files[&format!("{prefix}calendar.ics")]).unwrap().replace("\r\n ", "");
        let (mut events, mut wrong) = (0, Vec::new());
        for event in feed.split("BEGIN:VEVENT").skip(1) {
            let of = |key: &str| event.lines().find_map(|line| line.strip_prefix(key)).unwrap();
            let date = |key: &str| jiff::civil::Date::strptime("%Y%m%d", of(key)).unwrap();
            let (file, anchor) = support::html::follow("index.html", of("URL:"), BASE).unwrap();
            let place = format!("{file}#{anchor}");
            let (mut day, end) = (date("DTSTART;VALUE=DATE:"), date("DTEND;VALUE=DATE:"));
            if (end - day).get_days() > 31 {
                continue;
            }
            while day < end {
                events += 1;
                if !days.get(&day.to_string()).is_some_and(|on| on.contains(&place)) {
                    wrong.push(format!("{place} is not on {day}"));
                }
                day = day.tomorrow().unwrap();
            }
        }
        assert!(events > 100, "{events}");
        none(tag, wrong);
        // The feed has one event for a planned activity, the calendar each of several reports on it, on its own days.
        let several = documents().into_iter().filter(|(_, front)| {
            let mut told = BTreeSet::new();
            let plans = front.split("plan: ").skip(1).filter_map(|rest| rest.split([',', '}', '\n']).next());
            !plans.into_iter().all(|plan| told.insert(plan))
        });
        let several: BTreeSet<String> = several.map(|(page, _)| format!("{prefix}{page}")).collect();
        let all: usize = days.values().map(BTreeSet::len).sum();
        let of_one = days.values().flatten().filter(|place| !several.contains(place.split('#').next().unwrap())).count();
        assert!(of_one <= events && events <= all && !several.is_empty(), "{tag}: {of_one} {events} {all}");
    }
}

#[test]
fn what_stands_on_no_day_is_in_a_list_of_its_own() {
    for (prefix, _) in LOCALES {
        assert!(calendar(prefix).keys().all(|day| day.len() == 10 && !day.contains('X')));
        let lists: Vec<&Page> = SAMPLE
            .pages()
            .filter(|(path, _)| path.starts_with(&format!("{prefix}calendar/without-day/")))
            .map(|(_, page)| page)
            .collect();
        let items =
            lists.iter().flat_map(|page| page.all("li")).filter(|li| li.get("class").is_some_and(|c| c.starts_with("act ")));
        assert!(items.count() > 20, "{prefix}");
        assert!(lists.iter().any(|page| page.shown.contains("20XX")));
    }
}

#[test]
fn drawings_stay_within_their_bounds_and_have_their_figures_beside_them() {
    let (mut drawings, mut wrong) = (0, Vec::new());
    for (path, page) in SAMPLE.pages() {
        let mut complain = |what: String| wrong.push(format!("{path}: {what}"));
        let plots =
            page.all("svg").filter(|svg| svg.get("class").is_some_and(|class| class.starts_with("plot"))).collect::<Vec<_>>();
        drawings += plots.len();
        for svg in &plots {
            // Either it has words of its own, or everything that it shows is text beside it.
            let (hidden, named) = (svg.get("aria-hidden") == Some("true"), svg.get("aria-label").is_some_and(|l| !l.is_empty()));
            if hidden == named || named != (svg.get("role") == Some("img")) {
                complain(format!("{svg:?} is neither hidden nor named"));
            }
        }
        let styled = page.all("link").any(|link| link.get("href").is_some_and(|href| href.ends_with("assets/plots.css")));
        if !plots.is_empty() && !styled {
            complain("drawings without their style".to_owned());
        }
        for tag in page.tags.iter().filter(|tag| tag.get("class").is_some_and(|class| class.starts_with("plot"))) {
            let percent = |name: &str| tag.get(name).and_then(|v| v.strip_suffix('%')).map(|v| v.parse::<f64>().unwrap());
            let ends =
                [percent("x"), percent("x1"), percent("x2"), Some(percent("x").unwrap_or(0.0) + percent("width").unwrap_or(0.0))];
            if !ends.into_iter().flatten().all(|end| (-0.05..=100.05).contains(&end)) {
                complain(format!("{tag:?}"));
            }
        }
    }
    assert!(drawings > 300, "{drawings}");
    none("drawings", wrong);
    for page in ["index.html", "years/index.html", "terms/2025-1/index.html", "years/2025/index.html", "activities/index.html"] {
        let drawn = SAMPLE.pages[page].all("svg").any(|svg| svg.get("class") == Some("plot"));
        assert!(drawn, "{page}");
    }
}

#[test]
fn activities_by_type_add_up_to_those_of_each_year() {
    let page = std::str::from_utf8(&SAMPLE.files["activities/index.html"]).unwrap();
    let table = page.split("class=\"table plots plot-types\"").nth(1).unwrap().split("</table>").next().unwrap();
    let text = |cell: &str| -> String {
        let inside = cell.split_once('>').unwrap().1;
        support::html::squeeze(
            &inside.split('<').map(|part| part.split_once('>').map_or(part, |(_, text)| text)).collect::<String>(),
        )
    };
    let heads: Vec<&str> =
        table.split("<thead>").nth(1).unwrap().split("</thead>").next().unwrap().split("<th").skip(2).collect();
    let mut sums = vec![0_usize; heads.len()];
    for row in table.split("<tr>").skip(2).filter(|row| row.contains("class=\"depth-0\"")) {
        for (n, cell) in row.split("<td").skip(1).enumerate() {
            sums[n] += text(cell.split("<svg").next().unwrap()).trim().parse::<usize>().unwrap();
        }
    }
    for (head, sum) in heads.iter().zip(sums) {
        let href = head.split("href=\"").nth(1).unwrap().split('"').next().unwrap();
        let (file, _) = support::html::follow("activities/index.html", href, BASE).unwrap();
        let said = &SAMPLE.pages[&file].shown;
        assert!(said.contains(&format!("{sum}項活動")), "{file} does not say {sum}");
    }
}

/// How many links it takes from a locale's home page to each page of it.
fn steps_from_home(prefix: &str, tag: &str) -> BTreeMap<String, usize> {
    let home = format!("{prefix}index.html");
    let mut steps = BTreeMap::from([(home.clone(), 0)]);
    let mut next = std::collections::VecDeque::from([home]);
    while let Some(path) = next.pop_front() {
        let Some(page) = SAMPLE.pages.get(&path) else { continue };
        for to in page.all("a").filter_map(|link| link.get("href")) {
            let Some((file, _)) = support::html::follow(&path, to, BASE) else { continue };
            if locale(&file).1 == tag && !steps.contains_key(&file) {
                steps.insert(file.clone(), steps[&path] + 1);
                next.push_back(file);
            }
        }
    }
    steps
}

/// A reader who comes to the home page finds a plan, what was done of a kind in a year, and what a school hosts in three
/// steps, without scripts; what is coming, and the term that it belongs to, at once.
#[test]
fn three_steps_lead_from_home_to_what_readers_look_for() {
    let mut far = Vec::new();
    for (prefix, tag) in LOCALES {
        let steps = steps_from_home(prefix, tag);
        let mut at_most = |wanted: usize, what: &str, pages: Vec<&str>| {
            assert!(pages.len() > 10, "{what}: {pages:?}");
            for path in pages {
                let taken = steps.get(path).copied();
                if taken.is_none_or(|taken| taken > wanted) {
                    far.push(format!("{path}: {what} in {taken:?} steps"));
                }
            }
        };
        let of = |class: &'static str| SAMPLE.pages().filter(move |(path, page)| locale(path).1 == tag && is(page, class));
        let whole = |path: &str| !path.contains("/page/");
        let by_year = |path: &str| path.strip_prefix(prefix).unwrap_or(path).split('/').nth(2) == Some("year");
        at_most(3, "a document", of("document").map(|(path, _)| path).collect());
        at_most(3, "a type in a year", of("activity-type").map(|(path, _)| path).filter(|p| whole(p) && by_year(p)).collect());
        at_most(3, "an organisation", of("member").map(|(path, _)| path).filter(|p| whole(p)).collect());
        at_most(
            3,
            "a narrowed year",
            of("documents").map(|(path, _)| path).filter(|p| whole(p) && p.contains("years/")).collect(),
        );
        assert_eq!(steps[&format!("{prefix}terms/2026-1/index.html")], 1);
        let home = &SAMPLE.pages[&format!("{prefix}index.html")];
        let coming = home.all("time").filter_map(|time| time.get("datetime")).filter(|day| *day > "2026-11-24").count();
        assert!(coming >= 5, "{coming}");
    }
    none("what is far from home", far);
}

/// A list that is narrowed holds what it says and no more, and its counts are those of the page that leads to it.
#[test]
fn narrowed_lists_are_as_long_as_they_say() {
    let mut wrong = Vec::new();
    let mut looked_at = 0;
    for (path, page) in SAMPLE.pages().filter(|(path, page)| {
        !path.contains("/page/") && (is(page, "year") || is(page, "documents") || is(page, "activity-type"))
    }) {
        let html = String::from_utf8_lossy(&SAMPLE.files[path]);
        let Some(facets) = html.split("<nav class=\"facets\"").nth(1).and_then(|rest| rest.split("</nav>").next()) else {
            continue;
        };
        for row in facets.split("<li>").skip(1) {
            let href = row.split("href=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap();
            let count: usize =
                row.split("class=\"count\">").nth(1).and_then(|rest| rest.split('<').next()).unwrap().parse().unwrap();
            let (file, _) = support::html::follow(path, href, BASE).unwrap();
            let there = String::from_utf8_lossy(&SAMPLE.files[&file]);
            let items = there.matches("<li class=\"card\">").count() + there.matches("<li class=\"act act-").count();
            looked_at += 1;
            // A page of a list holds forty.
            if items != count.min(40) {
                wrong.push(format!("{path}: {href} says {count} and shows {items}"));
            }
        }
        assert_eq!(page.all("h1").count(), 1);
    }
    assert!(looked_at > 500, "{looked_at}");
    none("narrowed lists", wrong);
}

/// As the summary's own text counts them.
#[test]
fn a_target_whose_time_is_not_over_is_neither_met_nor_missed() {
    let path = "communities/qinggang-medical/2019/summary/index.html";
    for prefix in ["", "zh-hans/", "en/"] {
        let page = &SAMPLE.files[&format!("{prefix}{path}")];
        let text = String::from_utf8_lossy(page);
        let count = |standing: &str| text.matches(&format!("class=\"result-{standing}\"")).count();
        assert_eq!((count("met"), count("missed"), count("open")), (5, 3, 3), "{prefix}");
    }
}
