//! `fangan translate mark`: a translation says what its original says now.

use super::{Desk, Text};
use crate::catalogue::{Difference, Freshness, Page, Section, Sections, Staleness, Version};
use crate::cli::Mark;
use crate::commands::{Exit, names, place};
use crate::data::{self, Yaml};
use crate::diagnostic::Wording;
use crate::document::file_name;
use crate::document::markdown::Heading;
use crate::document::sections::without_number;
use crate::language::LanguageId;
use crate::say;
use std::path::{Path, PathBuf};

/// A translation's file with the digests in it, and what there is to say about it.
struct Marked {
    path: PathBuf,
    old: String,
    new: String,
    says: Wording,
}

pub(super) fn mark(desk: &Desk<'_>, args: &Mark) -> Result<Exit, Exit> {
    if args.documents.len() > 1 && !args.section.is_empty() {
        desk.terminal.complain(&say!("sections are of one document, not of several", "各節屬於一份文件，不能同時指明幾份"));
        return Err(Exit::Usage);
    }
    // All or none: a mistake in the last name leaves nothing half done.
    let marked = args.documents.iter().map(|name| one(desk, name, args)).collect::<Result<Vec<Marked>, Exit>>()?;
    let mut exit = Exit::Fine;
    for Marked { path, old, new, says } in &marked {
        if old != new {
            write(desk, path, old, new)?;
            let shown = place::from_here(path);
            exit = desk.terminal.print(|to| writeln!(to, "{shown}"));
        }
        desk.terminal.close(says);
    }
    Ok(exit)
}

fn one(desk: &Desk<'_>, name: &str, args: &Mark) -> Result<Marked, Exit> {
    let (terminal, catalogue) = (desk.terminal, &desk.catalogue);
    let asked = args.language.as_deref().map(|code| names::language(terminal, &catalogue.config, code)).transpose()?;
    let (text, named) = find(desk, name)?;
    let translation = translation(desk, text, asked.or(named))?;
    let (Some(original), Some(first)) = (text.original(catalogue), text.versions().first()) else { return Err(Exit::Usage) };
    let id = text.id(desk);
    if text.is_sealed(catalogue) {
        terminal.complain(&say!(
            "{id} is sealed by its approval, and recording a translation is a change to it",
            "{id} 已批准並封存，記下譯文的狀態也是改動"
        ));
        terminal.hint(&say!(
            "begin the next edition with `fangan amend {id} --note …`, bring the translation up to date, mark it, and have it approved",
            "請用 fangan amend {id} --note … 開始下一版，更新譯文並記下，再辦理審批"
        ));
        return Err(Exit::Usage);
    }
    let path = desk.root.join(desk.path(translation));
    let old = std::fs::read_to_string(&path).map_err(|error| terminal.environment(&error))?;
    let now = original.sections(&first.outline);
    // What translates the original as it is says the same of each section, whether it recorded that or not.
    let recorded = match translation.freshness {
        Freshness::Current => now.clone(),
        _ => translation.sections.clone().unwrap_or_default(),
    };
    let sections = if args.section.is_empty() {
        now.clone()
    } else {
        let behind = recorded.staleness(&now);
        let chosen = args.section.iter().map(|name| section(desk, name, first, &behind)).collect::<Result<Vec<_>, _>>()?;
        recorded.accept(&now, &chosen.into_iter().flatten().collect::<Vec<_>>())
    };
    let left = sections.staleness(&now);
    let whole = left == Staleness::default();
    let new = record(&old, text, whole.then(|| original.digest()).as_deref(), &sections).map_err(|why| {
        let (path, why) = (place::from_here(&path), why.wording());
        let (en, zh) = (why.en, why.zh);
        terminal.complain(&say!("{path} stays as it is: {en}", "{path} 未作改動：{zh}"));
        Exit::Usage
    })?;
    let what = left.words(&first.outline);
    let (en, zh) = (what.en, what.zh);
    let says = match (old == new, whole) {
        (true, _) => say!("{id}: recorded so already.", "{id}：已經是這樣記的。"),
        (false, true) => say!("{id}: the translation is up to date.", "{id}：已記下，譯文與原文一致。"),
        (false, false) => say!("{id}: recorded. What is left: {en}.", "{id}：已記下。尚未更新：{zh}。"),
    };
    Ok(Marked { path, old, new, says })
}

/// The text that is meant, and the language where a file was named.
fn find<'d>(desk: &'d Desk<'_>, name: &str) -> Result<(Text<'d>, Option<LanguageId>), Exit> {
    let file = names::file(&desk.catalogue, &desk.root, name);
    let named = |text: Text<'_>| text.versions().iter().skip(1).find(|v| Some(v.source) == file).map(|v| v.language);
    let is_page = |page: &&Page| Text::Page(page).id(desk) == name || page.versions.iter().any(|v| Some(v.source) == file);
    let text = match desk.catalogue.pages.iter().find(is_page) {
        Some(page) => Text::Page(page),
        None => {
            let id = names::document(desk.terminal, &desk.catalogue, &desk.root, name)?;
            Text::Document(desk.catalogue.document(id))
        }
    };
    Ok((text, named(text)))
}

/// The translation that is meant: in the language that is given, or the only one.
fn translation<'d>(desk: &'d Desk<'_>, text: Text<'d>, language: Option<LanguageId>) -> Result<&'d Version, Exit> {
    let terminal = desk.terminal;
    let id = text.id(desk);
    let translations = text.versions().get(1..).unwrap_or(&[]);
    let codes = || translations.iter().map(|v| desk.code(v.language)).collect::<Vec<_>>();
    let Some(language) = language else {
        return match translations {
            [only] => Ok(only),
            [] => {
                terminal.complain(&say!("{id} has no translation", "{id} 還沒有譯文"));
                let kind = missing_hint(desk, text, None);
                Err(kind)
            }
            _ => {
                let (en, zh) = (codes().join(", "), codes().join("、"));
                terminal.complain(&say!("{id} has several translations", "{id} 有多種譯文"));
                terminal.hint(&say!("give --language: {en}", "請用 --language 指明：{zh}"));
                Err(Exit::Usage)
            }
        };
    };
    let code = desk.code(language);
    if text.versions().first().is_some_and(|original| original.language == language) {
        terminal.complain(&say!(
            "`{code}` is the language of the original of {id}, which translates nothing",
            "{id} 的原文就是「{code}」，它不是譯文"
        ));
        if !translations.is_empty() {
            let (en, zh) = (codes().join(", "), codes().join("、"));
            terminal.hint(&say!("its translations: {en}", "它的譯文：{zh}"));
        }
        return Err(Exit::Usage);
    }
    translations.iter().find(|v| v.language == language).ok_or_else(|| {
        terminal.complain(&say!("{id} has no translation in `{code}`", "{id} 沒有「{code}」譯文"));
        missing_hint(desk, text, Some(language))
    })
}

/// How to get a translation that is not there, or can't be read.
fn missing_hint(desk: &Desk<'_>, text: Text<'_>, language: Option<LanguageId>) -> Exit {
    let beside = text.versions().first().map(|original| desk.path(original)).unwrap_or_default();
    let (folder, name) = beside.rsplit_once('/').unwrap_or(("", beside));
    let stem = file_name(name).0;
    let code = language.map_or("<language>", |language| desk.code(language));
    let path = format!("{folder}/{stem}.{code}.md");
    let terminal = desk.terminal;
    if desk.root.join(&path).exists() {
        terminal.hint(&say!("{path} can't be read; `fangan check` says why", "{path} 讀不出來，原因見 fangan check"));
    } else {
        terminal.hint(&say!("it would be {path}; `fangan new` begins one", "譯文應為 {path}；可用 fangan new 新建"));
    }
    Exit::Usage
}

/// The difference that a section's name stands for; none where the section is as it was recorded.
fn section(desk: &Desk<'_>, name: &str, original: &Version, behind: &Staleness) -> Result<Option<Difference>, Exit> {
    let headings = &original.outline.headings;
    let ways: [&dyn Fn(&Heading) -> bool; 3] =
        [&|h| h.id == name.trim_start_matches('#'), &|h| h.text == name, &|h| without_number(&h.text) == name];
    let found = ways.iter().find_map(|fits| headings.iter().position(fits)).map(Section::Heading);
    let found = found.or(match name {
        "title" => Some(Section::Title),
        "lead" => Some(Section::Lead),
        _ => None,
    });
    let gone = |difference: &&Difference| match difference {
        Difference::Gone { heading, .. } => !heading.is_empty() && [heading, without_number(heading)].contains(&name),
        _ => false,
    };
    let meant = |difference: &&Difference| match (difference, found) {
        (Difference::Changed { now, .. } | Difference::New { now }, Some(section)) => *now == section,
        (Difference::Gone { then: Section::Lead, .. }, Some(Section::Lead)) => true,
        _ => false,
    };
    let difference = behind.differences.iter().find(meant).or_else(|| behind.differences.iter().find(gone));
    if difference.is_some() || found.is_some() {
        return Ok(difference.cloned());
    }
    let gone = behind.differences.iter().filter_map(|difference| match difference {
        Difference::Gone { heading, .. } if !heading.is_empty() => Some(heading.as_str()),
        _ => None,
    });
    let all: Vec<&str> = ["title", "lead"].into_iter().chain(headings.iter().map(|h| h.text.as_str())).chain(gone).collect();
    Err(desk.terminal.unknown(&say!("the original has no section “{name}”", "原文沒有「{name}」一節"), name, &all))
}

/// A translation's text with the digests in its front matter.
fn record(old: &str, text: Text<'_>, digest: Option<&str>, sections: &Sections) -> Result<String, data::EditError> {
    let with_digest = match digest {
        Some(digest) => data::set(old, "translated-from", &Yaml::Inline(digest.to_owned()), text.keys())?,
        None => old.to_owned(),
    };
    data::set(&with_digest, "translated-sections", &sections.yaml(), text.keys())
}

fn write(desk: &Desk<'_>, path: &Path, old: &str, new: &str) -> Result<(), Exit> {
    match place::replace(path, old, new) {
        Ok(true) => Ok(()),
        Ok(false) => {
            let path = place::from_here(path);
            desk.terminal.complain(&say!("{path} was changed by something else just now", "{path} 剛剛被別的程式改動"));
            Err(Exit::Environment)
        }
        Err(error) => {
            let (path, why) = (place::from_here(path), error.to_string());
            desk.terminal.complain(&say!("{path} can't be written: {why}", "無法寫入 {path}：{why}"));
            Err(Exit::Environment)
        }
    }
}
