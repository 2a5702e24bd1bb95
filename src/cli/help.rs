//! The help of a command, in one language. clap's own can't be had in another than English, and does not break lines
//! of Chinese.

use super::words;
use crate::diagnostic::Tongue;
use crate::say;
use clap::{Arg, Command};
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// A name wider than this has its text on the next line.
const NAMES: usize = 28;

/// How a page is set.
#[derive(Clone, Copy, Debug)]
pub struct Setting {
    /// In which language.
    pub tongue: Tongue,
    /// How many cells a line may have.
    pub width: usize,
    /// Whether headings are bold.
    pub bold: bool,
}

/// The help of a command.
pub(super) fn page(command: &Command, setting: Setting) -> String {
    let tongue = setting.tongue;
    let mut page = Page { setting, text: String::new() };
    wrap(&words::of_command(command, tongue), setting.width).iter().for_each(|line| page.line(line));
    page.line("");
    let title = page.bold(say!("Usage:", "用法：").get(tongue));
    let gap = if tongue == Tongue::En { " " } else { "" };
    let written = wrap(&usage(command, tongue), setting.width.saturating_sub(8));
    let mut lines = written.iter();
    page.line(&format!("{title}{gap}{}", lines.next().map_or("", String::as_str)));
    lines.for_each(|line| page.line(&format!("       {line}")));
    let commands = command.get_subcommands().filter(|command| !command.is_hide_set()).map(|command| Entry {
        name: command.get_name().to_owned(),
        says: words::of_command(command, tongue),
        values: Vec::new(),
    });
    page.section(say!("Commands", "命令").get(tongue), &commands.collect::<Vec<_>>());
    let shown = || command.get_arguments().filter(|arg| !arg.is_hide_set());
    let (everywhere, own): (Vec<&Arg>, Vec<&Arg>) =
        shown().filter(|arg| !arg.is_positional()).partition(|arg| arg.is_global_set() || is_claps(arg));
    let sections = [
        (say!("Arguments", "參數"), shown().filter(|arg| arg.is_positional()).collect()),
        (say!("Options", "選項"), own),
        (say!("Options of every command", "各命令共用的選項"), everywhere),
    ];
    for (heading, args) in sections {
        let entries: Vec<Entry> = args.into_iter().map(|arg| Entry::new(arg, tongue)).collect();
        page.section(heading.get(tongue), &entries);
    }
    page.text
}

fn is_claps(arg: &Arg) -> bool {
    matches!(arg.get_id().as_str(), "help" | "version")
}

/// How a command is written, such as `fangan new document [OPTIONS] <KIND>`.
pub(super) fn usage(command: &Command, tongue: Tongue) -> String {
    let mut words = vec![command.get_bin_name().unwrap_or_else(|| command.get_name()).to_owned()];
    let shown = || command.get_arguments().filter(|arg| !arg.is_hide_set());
    if shown().any(|arg| !arg.is_positional() && !arg.is_required_set()) {
        words.push(say!("[OPTIONS]", "[選項]").get(tongue).to_owned());
    }
    let required = shown().filter(|arg| !arg.is_positional() && arg.is_required_set());
    words.extend(required.map(|arg| written(arg, tongue).trim_start().to_owned()));
    words.extend(shown().filter(|arg| arg.is_positional()).map(|arg| written(arg, tongue)));
    if command.has_subcommands() {
        words.push(say!("<COMMAND>", "<命令>").get(tongue).to_owned());
    }
    words.join(" ")
}

/// How an argument is written, such as `-o, --output <DIR>`; without a short form, as far to the right.
fn written(arg: &Arg, tongue: Tongue) -> String {
    let names = arg.get_value_names().unwrap_or_default();
    let values: Vec<&str> = names.iter().map(|name| words::value_name(name, tongue)).collect();
    let many = if arg.get_num_args().is_some_and(|range| range.max_values() > names.len().max(1)) { "..." } else { "" };
    let values = values.join(" ");
    match (arg.get_short(), arg.get_long()) {
        (None, None) if arg.is_required_set() => format!("<{values}>{many}"),
        (None, None) => format!("[{values}]{many}"),
        (short, long) => {
            let short_form = short.map(|short| format!("-{short}")).unwrap_or_else(|| "  ".to_owned());
            let comma = if short.is_some() && long.is_some() { ", " } else { "  " };
            let long = long.map(|long| format!("--{long}")).unwrap_or_default();
            let value = if arg.get_action().takes_values() { format!(" <{values}>{many}") } else { String::new() };
            format!("{short_form}{comma}{long}{value}")
        }
    }
}

/// An argument or command in words.
pub(super) struct Entry {
    pub(super) name: String,
    pub(super) says: String,
    /// Possible values and what they mean.
    pub(super) values: Vec<(String, String)>,
}

impl Entry {
    pub(super) fn new(arg: &Arg, tongue: Tongue) -> Self {
        let mut says = words::of_arg(arg, tongue);
        let defaults: Vec<_> = arg.get_default_values().iter().map(|value| value.to_string_lossy()).collect();
        if !defaults.is_empty() && arg.get_action().takes_values() {
            let given = defaults.join(" ");
            says.push_str(say!(" [default: {given}]", "［預設：{given}］").get(tongue));
        }
        let possible = arg.get_possible_values();
        let told = possible.iter().filter(|value| !value.is_hide_set());
        let mut values: Vec<_> = told.map(|v| (v.get_name().to_owned(), words::of_value(v, tongue))).collect();
        // Values that speak for themselves need no line each.
        if !values.is_empty() && values.iter().all(|(_, says)| says.is_empty()) {
            let names: Vec<String> = values.into_iter().map(|(name, _)| name).collect();
            let (en, zh) = (names.join(", "), names.join("、"));
            says.push_str(say!(": {en}", "：{zh}").get(tongue));
            values = Vec::new();
        }
        Self { name: written(arg, tongue), says, values }
    }
}

struct Page {
    setting: Setting,
    text: String,
}

impl Page {
    fn line(&mut self, line: &str) {
        self.text.push_str(line.trim_end());
        self.text.push('\n');
    }

    fn bold(&self, text: &str) -> String {
        if self.setting.bold { format!("\u{1b}[1m{text}\u{1b}[0m") } else { text.to_owned() }
    }

    fn section(&mut self, heading: &str, entries: &[Entry]) {
        if entries.is_empty() {
            return;
        }
        let colon = if self.setting.tongue == Tongue::En { ":" } else { "：" };
        let heading = self.bold(&format!("{heading}{colon}"));
        self.line("");
        self.line(&heading);
        let names: Vec<(&str, &str)> = entries.iter().map(|entry| (entry.name.as_str(), entry.says.as_str())).collect();
        let column = column(&names);
        for entry in entries {
            self.pair(2, column, &entry.name, &entry.says);
            let values: Vec<(&str, &str)> = entry.values.iter().map(|(name, says)| (name.as_str(), says.as_str())).collect();
            let inner = self::column(&values);
            for (name, says) in values {
                self.pair(2 + column + 2 + 2, inner, name, says);
            }
        }
    }

    /// A name, and beside it, or beneath it where it is too wide, what is said of it.
    fn pair(&mut self, indent: usize, column: usize, name: &str, says: &str) {
        let left = indent + column + 2;
        let mut lines = wrap(says, self.setting.width.saturating_sub(left).max(16)).into_iter();
        let first = if name.width() <= column { lines.next().unwrap_or_default() } else { String::new() };
        let gap = " ".repeat((column + 2).saturating_sub(name.width()));
        self.line(&format!("{}{name}{gap}{first}", " ".repeat(indent)));
        for line in lines {
            self.line(&format!("{}{line}", " ".repeat(left)));
        }
    }
}

fn column(names: &[(&str, &str)]) -> usize {
    names.iter().map(|(name, _)| name.width()).filter(|width| *width <= NAMES).max().unwrap_or(NAMES)
}

/// Lines of at most `cells`, broken at blanks and beside Han characters, but not so that a line begins with a mark that
/// closes or ends with one that opens. A word that is wider than a line stays whole.
fn wrap(text: &str, cells: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    for word in pieces(text) {
        if !line.is_empty() && line.width() + word.trim_end().width() > cells {
            lines.push(line.trim_end().to_owned());
            line.clear();
        }
        line.push_str(word);
    }
    lines.push(line.trim_end().to_owned());
    lines
}

/// What a line may be broken between.
fn pieces(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let mut before = rest.chars().next()?;
        for (at, after) in rest.char_indices().skip(1) {
            if may_break(before, after) {
                let (piece, more) = rest.split_at(at);
                rest = more;
                return Some(piece);
            }
            before = after;
        }
        Some(std::mem::take(&mut rest))
    })
}

fn may_break(before: char, after: char) -> bool {
    let wide = |c: char| c.width() == Some(2);
    let opens = |c: char| "（「『《〈［〔".contains(c);
    let closes = |c: char| "，。、；：！？）」』》〉］〕…—".contains(c);
    match (before, after) {
        (_, ' ') => false,
        (' ', _) => true,
        _ => (wide(before) || wide(after)) && !opens(before) && !closes(after),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_break_where_they_may() {
        assert_eq!(wrap("one two three", 8), ["one two", "three"]);
        assert_eq!(wrap("沒有就新建；不指定時", 10), ["沒有就新", "建；不指定", "時"]);
        assert_eq!(wrap("甲乙（丙）丁", 6), ["甲乙", "（丙）", "丁"]);
        assert_eq!(wrap("見 community.toml", 10), ["見", "community.toml"]);
        assert_eq!(wrap("", 10), [""]);
    }

    #[test]
    fn every_page_is_in_one_language_and_fits() {
        fn each(command: &Command, check: &dyn Fn(&Command)) {
            check(command);
            command.get_subcommands().for_each(|command| each(command, check));
        }
        let han = |text: &str| text.chars().any(|c| ('\u{4E00}'..='\u{9FFF}').contains(&c));
        let tree = crate::cli::read::tree();
        for width in [72, 100] {
            each(&tree, &|command| {
                let english = page(command, Setting { tongue: Tongue::En, width, bold: false });
                assert!(!han(&english), "{english}");
                let chinese = page(command, Setting { tongue: Tongue::Zh, width, bold: false });
                for word in ["Usage", "Options", "OPTIONS", "Commands", "COMMAND>", "default", "possible", "Print"] {
                    assert!(!chinese.contains(word), "{word}:\n{chinese}");
                }
                let wide = |line: &&str| line.width() > width && line.trim_start().contains(' ');
                assert_eq!(english.lines().chain(chinese.lines()).find(wide), None);
            });
        }
    }
}
