//! `fangan init`: a new site that builds at once and has nothing to complain of.

use super::{Exit, Terminal, place, translate};
use crate::catalogue::Catalogue;
use crate::catalogue::seal::{self, Seals};
use crate::cli;
use crate::config::Config;
use crate::diagnostic::Findings;
use crate::language::{Convention, LanguageId};
use crate::pipeline;
use crate::say;
use crate::source::workspace::{CONFIG, Workspace, is_left_alone};
use crate::source::{Content, SitePath, Source, SourceId, SourceSet};
use crate::theme;
use jiff::civil::{Date, Weekday};
use std::io;
use std::path::Path;
use std::sync::Arc;
use walkdir::WalkDir;

/// What a site is made of. The configuration comes last: a run that was cut short leaves a folder that is no site yet,
/// and can be begun again.
const FILES: [(&str, &str); 9] = [
    (IGNORE, include_str!("init/gitignore")),
    ("content/activity-types.toml", include_str!("init/activity-types.toml")),
    ("content/organisations.toml", include_str!("init/organisations.toml")),
    ("content/communities/three-schools/community.toml", include_str!("init/community.toml")),
    ("content/communities/three-schools/@PERIOD@/plan.zh.md", include_str!("init/plan.zh.md")),
    ("content/communities/three-schools/@PERIOD@/plan.en.md", include_str!("init/plan.en.md")),
    ("content/pages/about.zh.md", include_str!("init/about.zh.md")),
    ("content/pages/about.en.md", include_str!("init/about.en.md")),
    (CONFIG, include_str!("init/fangan.toml")),
];

const IGNORE: &str = ".gitignore";
/// What git is to leave alone: the folder that `build` writes to.
const IGNORED: &str = "public/";
/// The time zone that the written configuration names.
const TIME_ZONE: &str = "Asia/Shanghai";

pub(super) fn run(terminal: &Terminal, args: &cli::Init) -> Exit {
    match init(terminal, args) {
        Ok(exit) | Err(exit) => exit,
    }
}

fn init(terminal: &Terminal, args: &cli::Init) -> Result<Exit, Exit> {
    let named = args.dir.as_ref().or(terminal.global.site.as_ref());
    let named = named.map_or(Path::new("."), |dir| dir.as_path());
    let root: std::path::PathBuf =
        std::path::absolute(named).map_err(|error| terminal.environment(&error))?.components().collect();
    let here = named.display();
    if root.join(CONFIG).symlink_metadata().is_ok() {
        terminal
            .complain(&say!("there is a site in {here} already: it holds {CONFIG}", "{here} 已經是一個網站：裡面有 {CONFIG}"));
        terminal.hint(&say!("name another folder: fangan init DIR", "請另選一個資料夾：fangan init 資料夾"));
        return Err(Exit::Usage);
    }
    if root.exists() && !root.is_dir() {
        terminal.complain(&say!("{here} is a file, not a folder", "{here} 是檔案，不是資料夾"));
        return Err(Exit::Usage);
    }
    let today = terminal.today(None, TIME_ZONE)?;
    let Some(files) = filled(today) else {
        terminal.complain(&say!("the built-in templates can't be read", "內建的樣板讀不了"));
        return Err(Exit::Environment);
    };
    // A writer's own texts are not to be mixed with samples.
    let has_content = holds_other_content(&root.join("content"), &root, &files);
    let (mut made, mut kept) = (Vec::new(), Vec::new());
    for (path, text) in &files {
        if has_content && path.starts_with("content/") {
            continue;
        }
        match place::create(&root.join(path), text) {
            Ok(()) => made.push(path.as_str()),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => kept.push(path.as_str()),
            Err(error) => {
                let why = error.to_string();
                terminal.complain(&say!("{path} can't be written: {why}", "無法寫入 {path}：{why}"));
                return Err(Exit::Environment);
            }
        }
    }
    let printed = terminal.print(|to| made.iter().try_for_each(|path| writeln!(to, "{}", place::from_here(&root.join(path)))));
    notes(terminal, &root, &kept, has_content);
    next(terminal, &root);
    Ok(printed)
}

/// What the user ought to know about the folder that they chose.
fn notes(terminal: &Terminal, root: &Path, kept: &[&str], has_content: bool) {
    if has_content {
        terminal.close(&say!(
            "Note: content/ holds files already, so no examples were put there.",
            "註：content/ 裡已有檔案，沒有放入示例內容。"
        ));
    }
    for path in kept {
        terminal.close(&say!("Note: {path} was there already and stays as it is.", "註：{path} 原已存在，未作改動。"));
    }
    let ignored = |text: &str| text.lines().any(|line| line.trim().trim_matches('/') == IGNORED.trim_matches('/'));
    if kept.contains(&IGNORE) && !std::fs::read_to_string(root.join(IGNORE)).is_ok_and(|text| ignored(&text)) {
        terminal.close(&say!(
            "  Add a line {IGNORED} to it: what is built need not be kept.",
            "  請在裡面加一行 {IGNORED}：建成的網站不必保存。"
        ));
    }
    if let Some(outer) = root.parent().and_then(Workspace::find) {
        let outer = outer.root().display();
        terminal.close(&say!(
            "Note: this folder lies inside another site, {outer}. Commands given in it speak of the new site only.",
            "註：這個資料夾在另一個網站 {outer} 之內。在這裡執行的命令只管新網站。"
        ));
    }
}

/// The next two commands.
fn next(terminal: &Terminal, root: &Path) {
    let here = std::env::current_dir().unwrap_or_default();
    let place = place::from_here(root);
    let place = if place.contains(|c: char| c.is_whitespace() || "\"$`\\'&;()".contains(c)) {
        format!("'{}'", place.replace('\'', r"'\''"))
    } else {
        place
    };
    let go = if root == here { String::new() } else { format!("\n  cd {place}") };
    terminal.close(&say!(
        "The site is ready. Next:{go}\n  fangan build               makes the web pages, in public/\n  fangan new community ID    adds a community of your own",
        "網站已建好。接下來：{go}\n  fangan build               建成網頁，放在 public/\n  fangan new community 編號  添加自己的共同體"
    ));
}

/// Whether `folder` holds anything that a run of `init` did not put there.
fn holds_other_content(folder: &Path, root: &Path, files: &[(String, String)]) -> bool {
    WalkDir::new(folder).into_iter().flatten().filter(|entry| !entry.file_type().is_dir()).any(|entry| {
        let ours = files.iter().find(|(path, _)| root.join(path) == entry.path());
        let same = ours.is_some_and(|(_, text)| std::fs::read(entry.path()).is_ok_and(|bytes| bytes == text.as_bytes()));
        !same && !is_left_alone(&entry.file_name().to_string_lossy())
    })
}

/// The files with everything filled in that depends on the day: the current term, dates in it, and the digests that a
/// translation and an approval record.
fn filled(today: Date) -> Option<Vec<(String, String)>> {
    let calendar = resolve(&FILES.map(|(path, text)| (path.to_owned(), text.to_owned())))?.0.calendar.clone();
    let period = calendar.term_at(today)?;
    let (first, last) = period.days(&calendar)?;
    let span = (last - first).get_days();
    let wednesday = |days: i32| {
        let day = first.checked_add(jiff::Span::new().days(days)).unwrap_or(first);
        let ahead = i32::from(day.weekday().until(Weekday::Wednesday));
        day.checked_add(jiff::Span::new().days(ahead)).unwrap_or(day).to_string()
    };
    let label = |language, convention| period.label(&calendar, language, convention);
    let words = [
        ("@PERIOD@", period.to_string()),
        ("@LABEL-ZH@", label(LanguageId(0), Convention::Chinese)),
        ("@LABEL-EN@", label(LanguageId(1), Convention::English)),
        ("@FIRST@", first.to_string()),
        ("@EARLY@", wednesday(span / 16)),
        ("@MIDDLE@", wednesday(span * 5 / 16)),
        ("@LATE@", wednesday(span / 2)),
    ];
    let fill = |text: &str| words.iter().fold(text.to_owned(), |text, (mark, word)| text.replace(mark, word));
    let mut files: Vec<(String, String)> = FILES.iter().map(|(path, text)| (fill(path), fill(text))).collect();
    // A translation records the digest of its original, and an approval that of both.
    let (_, catalogue) = resolve(&files)?;
    let documents = catalogue.documents.iter().map(|d| (&d.versions, catalogue.original(d)));
    let pages = catalogue.pages.iter().map(|p| (&p.versions, catalogue.original_page(p)));
    for (versions, original) in documents.chain(pages) {
        let lines = translate::lines(&original?, versions.first()?).join("\n");
        versions.iter().for_each(|v| put(&mut files, &catalogue, v, "# @TRANSLATED@", &lines));
    }
    let (_, catalogue) = resolve(&files)?;
    let seals = Seals::new(&catalogue);
    for id in catalogue.document_ids() {
        put(&mut files, &catalogue, catalogue.document(id).versions.first()?, "@APPROVED@", &seals.digest(id));
    }
    // The edition that is sealed so is kept, as `fangan approve` keeps it; the configuration stays last.
    let copies = catalogue.document_ids().flat_map(|id| {
        let folder = seal::folder(&catalogue.document(id).id, 1);
        seals.files(id).into_iter().map(move |file| (folder.clone(), file))
    });
    let copy = |(folder, file): (SitePath, SourceId)| {
        let path = &catalogue.sources.get(file).path;
        let (_, text) = files.iter().find(|(other, _)| other == path.as_str())?;
        Some((format!("{folder}/{}", path.file_name()), text.clone()))
    };
    let copies: Vec<(String, String)> = copies.map(copy).collect::<Option<_>>()?;
    let config = files.len().saturating_sub(1);
    files.splice(config..config, copies);
    Some(files)
}

fn put(files: &mut [(String, String)], catalogue: &Catalogue, version: &crate::catalogue::Version, mark: &str, word: &str) {
    let path = catalogue.sources.get(version.source).path.as_str();
    if let Some((_, text)) = files.iter_mut().find(|(p, _)| p == path) {
        *text = text.replace(mark, word);
    }
}

/// The catalogue of files that are not on disk yet.
fn resolve(files: &[(String, String)]) -> Option<(Arc<Config>, Catalogue)> {
    let sources =
        files.iter().map(|(path, text)| Source { path: SitePath::new(path), content: Content::Text(text.clone()), disk: None });
    let all = SourceSet::new(theme::built_in_files().into_iter().chain(sources));
    let reading = pipeline::resolve(Arc::new(all), Findings::default());
    reading.config.zip(reading.catalogue)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_left_to_fill_in_on_any_day() {
        for day in ["2024-02-29", "2026-01-31", "2026-08-31", "2026-09-01", "2031-12-31"] {
            let files = filled(day.parse().unwrap()).unwrap();
            let left: Vec<&str> = files
                .iter()
                .filter(|(path, text)| path.contains('@') || text.split_whitespace().any(|w| w.matches('@').count() > 1))
                .map(|(path, _)| path.as_str())
                .collect();
            assert_eq!(left, [""; 0], "{day}");
            let sources = files.iter().map(|(path, text)| Source {
                path: SitePath::new(path),
                content: Content::Text(text.clone()),
                disk: None,
            });
            let reading = pipeline::resolve(
                Arc::new(SourceSet::new(theme::built_in_files().into_iter().chain(sources))),
                Findings::default(),
            );
            let said: Vec<_> = reading.findings.iter().map(|f| (f.code, f.message.en.clone())).collect();
            assert_eq!(said, [], "{day}");
        }
    }

    #[test]
    fn the_configuration_says_what_would_hold_without_it() {
        let written = resolve(&FILES.map(|(path, text)| (path.to_owned(), text.to_owned()))).unwrap().0;
        let least = r#"
            [site]
            title = "t"
            base-url = "https://records.example/"
            [languages.zh]
            tag = "zh-Hant"
            default = true
            variants = ["zh-Hans"]
            [languages.en]
            tag = "en"
        "#;
        let least = resolve(&[(CONFIG.to_owned(), least.to_owned())]).unwrap().0;
        assert_eq!(written.calendar, least.calendar);
        assert_eq!(written.languages, least.languages);
        assert_eq!(written.theme.it, least.theme.it);
        assert_eq!((written.year, &written.time_zone), (least.year, &least.time_zone));
        assert_eq!((written.example, written.raw_html), (least.example, least.raw_html));
        let kinds = |config: &Config| config.kinds.iter().map(|k| (k.id.clone(), k.name.clone(), k.due)).collect::<Vec<_>>();
        assert_eq!(kinds(&written), kinds(&least));
        assert_eq!(written.time_zone, TIME_ZONE);
    }
}
