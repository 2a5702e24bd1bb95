//! What the program says of its commands, flags and values, in one language.
//!
//! Their comments hold both: `English | 中文`. What clap adds of its own is worded here.

use crate::characters::one_line;
use crate::diagnostic::{Tongue, Wording};
use crate::say;
use clap::builder::{PossibleValue, PossibleValuesParser};
use clap::{Arg, Command};

/// Names of values, as they stand in `<…>`.
const VALUES: &[(&str, &str)] = &[
    ("FILTER", "條件"),
    ("THEME", "主題"),
    ("DIR|FILE", "資料夾|檔案"),
    ("REASON", "原因"),
    ("OBJECT", "物件"),
    ("PACKAGE", "檔案包"),
    ("PATH", "路徑"),
    ("YEAR", "年度"),
    ("FILE", "檔案"),
    ("DIR|FILE.zip", "資料夾|檔案.zip"),
    ("EDITION", "版次"),
    ("DOCUMENT", "文件"),
    ("DOCUMENTS", "文件"),
    ("STATE", "情況"),
    ("SECTION", "標題"),
    ("BY", "文件"),
    ("HOST", "位址"),
    ("PORT", "埠號"),
    ("TEXT", "文字"),
    ("NUMBER", "數字"),
    ("HEADING", "標題"),
    ("EDITOR", "編輯器"),
    ("DOC", "文件"),
    ("ADDRESS", "位址"),
    ("CODE", "代碼"),
    ("COLOR", "何時"),
    ("COMMAND", "命令"),
    ("COMMUNITY", "共同體"),
    ("DATE", "日期"),
    ("DIR", "資料夾"),
    ("FORMAT", "格式"),
    ("ID", "編號"),
    ("KIND", "文種"),
    ("LANG", "語種"),
    ("LANGUAGE", "語種"),
    ("NAME", "名稱"),
    ("OF", "檔案"),
    ("PARENT", "共同體"),
    ("PERIOD", "時期"),
    ("SHELL", "shell 名稱"),
    ("SLUG", "名稱"),
    ("STATUS", "狀態"),
    ("TITLE", "標題"),
    ("URL", "網址"),
    ("WHAT", "什麼"),
];

/// Both languages of a text of the form `English | 中文`.
pub fn both(text: &str) -> Option<Wording> {
    let (en, zh) = text.split_once(" | ")?;
    // The lines of a comment reach us with a blank between them, which Chinese has no use for.
    Some(Wording { en: en.to_owned(), zh: one_line(zh.split(' ')) })
}

fn one(text: &str, tongue: Tongue) -> String {
    both(text).map_or_else(|| text.to_owned(), |says| says.get(tongue).to_owned())
}

/// What a command does.
pub(super) fn of_command(command: &Command, tongue: Tongue) -> String {
    if command.get_name() == "help" {
        return say!("Print this help, or that of a command", "顯示這份說明，或某個命令的說明").get(tongue).to_owned();
    }
    command.get_about().map(|text| one(&text.to_string(), tongue)).unwrap_or_default()
}

/// What an argument is for.
pub(super) fn of_arg(arg: &Arg, tongue: Tongue) -> String {
    match arg.get_id().as_str() {
        "help" => say!("Print help", "顯示說明").get(tongue).to_owned(),
        "version" => say!("Print the version", "顯示版本").get(tongue).to_owned(),
        // Of the command `help`.
        "subcommand" => say!("Of which command", "哪個命令的").get(tongue).to_owned(),
        _ => arg.get_help().map(|text| one(&text.to_string(), tongue)).unwrap_or_default(),
    }
}

/// What one of the possible values means; empty where its name says it.
pub(super) fn of_value(value: &PossibleValue, tongue: Tongue) -> String {
    value.get_help().map(|text| one(&text.to_string(), tongue)).unwrap_or_default()
}

/// The name of a value in one language.
pub(super) fn value_name(name: &str, tongue: Tongue) -> &str {
    match tongue {
        Tongue::En => name,
        Tongue::Zh => chinese_name(name).unwrap_or(name),
    }
}

fn chinese_name(name: &str) -> Option<&'static str> {
    VALUES.iter().find(|(en, _)| *en == name).map(|(_, zh)| *zh)
}

/// The tree of commands with its texts in one language: to be printed, not to be parsed with.
pub(super) fn spoken(command: Command, tongue: Tongue) -> Command {
    let about = of_command(&command, tongue);
    let spoken = command.about(about).mut_args(|arg| {
        let help = of_arg(&arg, tongue);
        let values: Vec<PossibleValue> = arg
            .get_possible_values()
            .into_iter()
            .map(|value| match of_value(&value, tongue) {
                help if help.is_empty() => value,
                help => value.help(help),
            })
            .collect();
        let names = arg.get_value_names().unwrap_or_default().to_vec();
        let arg = match tongue {
            Tongue::Zh if !names.is_empty() && arg.get_action().takes_values() => {
                arg.value_names(names.into_iter().map(|name| chinese_name(&name).map_or(name, Into::into)))
            }
            _ => arg,
        };
        let arg = arg.help(help);
        if values.is_empty() { arg } else { arg.value_parser(PossibleValuesParser::new(values)) }
    });
    spoken.mut_subcommands(|command| self::spoken(command, tongue))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    fn has_han(text: &str) -> bool {
        text.chars().any(|c| ('\u{4E00}'..='\u{9FFF}').contains(&c))
    }

    /// Everything that is said of a command and of those below it, with where it is said.
    fn texts(command: &Command, path: &str, into: &mut Vec<(String, String)>, values: &mut BTreeSet<String>) {
        let path = format!("{path} {}", command.get_name());
        into.push((path.clone(), command.get_about().map(ToString::to_string).unwrap_or_default()));
        for arg in command.get_arguments().filter(|arg| !matches!(arg.get_id().as_str(), "help" | "version")) {
            let place = format!("{path} {}", arg.get_id());
            into.push((place.clone(), arg.get_help().map(ToString::to_string).unwrap_or_default()));
            if arg.get_action().takes_values() {
                values.extend(arg.get_value_names().unwrap_or_default().iter().map(ToString::to_string));
            }
            let possible = arg.get_possible_values();
            if possible.iter().any(|value| value.get_help().is_some()) {
                let told = |value: &PossibleValue| value.get_help().map(ToString::to_string).unwrap_or_default();
                into.extend(possible.iter().map(|value| (format!("{place}={}", value.get_name()), told(value))));
            }
        }
        command.get_subcommands().filter(|c| c.get_name() != "help").for_each(|c| texts(c, &path, into, values));
    }

    #[test]
    fn all_that_is_said_of_a_command_is_said_in_both_languages() {
        let (mut all, mut values) = (Vec::new(), BTreeSet::new());
        texts(&crate::cli::read::tree(), "", &mut all, &mut values);
        assert!(all.len() > 80, "{}", all.len());
        for (place, text) in all {
            let says = both(&text).unwrap_or_else(|| panic!("{place}: write `English | 中文` in the comment, not {text:?}"));
            assert!(!says.en.is_empty() && !has_han(&says.en), "{place}: the English is {:?}", says.en);
            assert!(has_han(&says.zh) && !says.zh.contains(" | "), "{place}: the Chinese is {:?}", says.zh);
            assert!(!says.en.ends_with('.') && !says.zh.ends_with('。'), "{place}: no full stop in the end: {text:?}");
        }
        for name in values {
            assert!(VALUES.iter().any(|(en, _)| *en == name), "<{name}> has no Chinese in {}", file!());
        }
    }

    #[test]
    fn the_tree_speaks_one_language() {
        let (mut english, mut chinese) = (Vec::new(), Vec::new());
        texts(&spoken(crate::cli::read::tree(), Tongue::En), "", &mut english, &mut BTreeSet::new());
        texts(&spoken(crate::cli::read::tree(), Tongue::Zh), "", &mut chinese, &mut BTreeSet::new());
        assert!(english.iter().all(|(_, text)| !has_han(text)) && chinese.iter().all(|(_, text)| has_han(text)));
    }

    #[test]
    fn lines_of_a_comment_are_joined() {
        let says = both("A | 甲， 乙 and 丙").expect("both");
        assert_eq!((says.en.as_str(), says.zh.as_str()), ("A", "甲，乙 and 丙"));
        assert_eq!(both("English only"), None);
    }
}
