//! `fangan theme`: what themes there are, a new one, a file of the built-in one to change.

use super::{Exit, Terminal, place};
use crate::cli::{self, ThemeWhat};
use crate::data::Text;
use crate::diagnostic::Tongue;
use crate::diagnostic::emit::Format;
use crate::pipeline;
use crate::say;
use crate::source::SitePath;
use crate::source::workspace::CONFIG;
use crate::theme::{self, BUILT_IN};
use std::io;
use std::path::PathBuf;

const ABOUT: &str = include_str!("theme/theme.toml");

pub(super) fn run(terminal: &Terminal, args: &cli::Theme) -> Exit {
    let done = match &args.what {
        ThemeWhat::List => list(terminal),
        ThemeWhat::New(args) => new(terminal, args),
        ThemeWhat::Eject(args) => eject(terminal, args),
    };
    match done {
        Ok(exit) | Err(exit) => exit,
    }
}

fn list(terminal: &Terminal) -> Result<Exit, Exit> {
    let (reading, used) = site(terminal)?;
    Ok(terminal.print(|to| {
        for offer in theme::offers(&reading.sources) {
            let mark = if offer.name == used { '*' } else { ' ' };
            let words = offer.description.map(|words| in_tongue(&words, terminal.tongue)).unwrap_or_default();
            writeln!(to, "{}", format!("{mark} {:<12} {words}", offer.name).trim_end())?;
        }
        Ok(())
    }))
}

fn new(terminal: &Terminal, args: &cli::ThemeNew) -> Result<Exit, Exit> {
    let root = terminal.workspace()?.root().to_owned();
    let name = &args.name;
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    if name.is_empty() || !name.chars().all(plain) || name.starts_with('-') {
        terminal.complain(&say!("`{name}` can't be a theme's name", "「{name}」不能作主題的名稱"));
        terminal.hint(&say!("use small letters, digits and hyphens", "請用小寫字母、數字和連字號"));
        return Err(Exit::Usage);
    }
    if theme::is_built_in(name) || root.join("themes").join(name).symlink_metadata().is_ok() {
        terminal.complain(&say!("there is a theme `{name}` already", "已經有「{name}」這個主題"));
        return Err(Exit::Usage);
    }
    let mut files = vec![("theme.toml".to_owned(), ABOUT.replace("@NAME@", name))];
    for wanted in &args.with {
        files.push(built_in_file(terminal, wanted)?);
    }
    let mut exit = Exit::Fine;
    for (path, text) in files {
        exit = exit.max(put(terminal, root.join("themes").join(name).join(path), &text)?);
    }
    terminal.close(&say!(
        "To use it, write theme = \"{name}\" under [site] in {CONFIG}.",
        "要用它，請在 {CONFIG} 的 [site] 之下寫 theme = \"{name}\"。"
    ));
    Ok(exit)
}

fn eject(terminal: &Terminal, args: &cli::ThemeEject) -> Result<Exit, Exit> {
    let Some(wanted) = &args.file else {
        return Ok(terminal.print(|to| built_in_files().try_for_each(|(path, _)| writeln!(to, "{path}"))));
    };
    let root = terminal.workspace()?.root().to_owned();
    let (path, text) = built_in_file(terminal, wanted)?;
    let name = match &args.theme {
        Some(name) => {
            let (reading, _) = site(terminal)?;
            let offers = theme::offers(&reading.sources);
            if !offers.iter().any(|offer| offer.name == *name) {
                let names: Vec<&str> = offers.iter().map(|offer| offer.name.as_str()).collect();
                return Err(terminal.unknown(&say!("there is no theme `{name}`", "沒有主題「{name}」"), name, &names));
            }
            name.clone()
        }
        None => site(terminal)?.1,
    };
    put(terminal, root.join("themes").join(name).join(path), &text)
}

/// The site with the name of the theme in use.
fn site(terminal: &Terminal) -> Result<(pipeline::Reading, String), Exit> {
    let reading = pipeline::read(&terminal.workspace()?);
    let used = reading.config.as_ref().map(|config| config.theme.it.clone());
    match used {
        Some(used) => Ok((reading, used)),
        None => Err(terminal.without_config(reading, Format::Human)),
    }
}

/// The files of the built-in theme that another can take over, by path in it.
fn built_in_files() -> impl Iterator<Item = (String, String)> {
    let folder = format!("themes/{BUILT_IN}/");
    theme::built_in_files().into_iter().filter_map(move |source| {
        let path = source.path.as_str().strip_prefix(&folder)?.to_owned();
        (path != "theme.toml").then(|| (path, source.text().to_owned()))
    })
}

/// The one that is meant by a path in it, or by a file's name.
fn built_in_file(terminal: &Terminal, wanted: &str) -> Result<(String, String), Exit> {
    let asked = SitePath::new(wanted.to_owned());
    let found = built_in_files().find(|(path, _)| path == wanted || path.rsplit('/').next() == Some(asked.as_str()));
    found.ok_or_else(|| {
        let all: Vec<String> = built_in_files().map(|(path, _)| path).collect();
        let names: Vec<&str> = all.iter().filter_map(|path| path.rsplit('/').next()).collect();
        terminal.unknown(&say!("`{BUILT_IN}` has no file `{wanted}`", "{BUILT_IN} 沒有「{wanted}」這個檔案"), wanted, &names)
    })
}

/// Writes a new file and prints its path.
fn put(terminal: &Terminal, disk: PathBuf, text: &str) -> Result<Exit, Exit> {
    let shown = place::from_here(&disk);
    match place::create(&disk, text) {
        Ok(()) => Ok(terminal.print(|to| writeln!(to, "{shown}"))),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            terminal.complain(&say!("{shown} exists already and stays as it is", "{shown} 已經存在，未作改動"));
            Err(Exit::Usage)
        }
        Err(error) => {
            let why = error.to_string();
            terminal.complain(&say!("{shown} can't be written: {why}", "無法寫入 {shown}：{why}"));
            Err(Exit::Environment)
        }
    }
}

/// Words in the language of messages, or else as they come.
fn in_tongue(words: &Text, tongue: Tongue) -> String {
    let code = match tongue {
        Tongue::En => "en",
        Tongue::Zh => "zh",
    };
    match words {
        Text::Plain(text) => text.clone(),
        Text::Languages(all) => {
            let own = all.iter().find(|(language, _)| language.it.starts_with(code)).or(all.first());
            own.map(|(_, text)| text.it.clone()).unwrap_or_default()
        }
    }
}
