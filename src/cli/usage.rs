//! Wrong usage in words, in both languages.

use super::words;
use crate::diagnostic::{Tongue, Wording};
use crate::say;
use clap::Error;
use clap::error::{ContextKind, ContextValue, ErrorKind};

/// Wrong usage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wrong {
    /// What is wrong.
    pub says: Wording,
    /// What to do, in the order of its use.
    pub hints: Vec<Wording>,
}

/// What clap's error means. `path` is the command that was meant, such as `fangan new plan`.
pub(super) fn wrong(error: &Error, path: &str) -> Wrong {
    let mut hints: Vec<Wording> = [ContextKind::SuggestedSubcommand, ContextKind::SuggestedArg, ContextKind::SuggestedValue]
        .into_iter()
        .flat_map(|kind| all(error, kind))
        .map(|near| say!("did you mean `{near}`?", "是否要寫「{near}」？"))
        .collect();
    if hints.is_empty() {
        let valid = [ContextKind::ValidValue, ContextKind::ValidSubcommand].map(|kind| all(error, kind)).concat();
        if !valid.is_empty() {
            let (en, zh) = (valid.join(", "), valid.join("、"));
            hints.push(say!("there are: {en}", "可用的有：{zh}"));
        }
    }
    hints.push(say!("`{path} --help` tells what can be written", "{path} --help 會列出能寫什麼"));
    Wrong { says: says(error), hints }
}

fn says(error: &Error) -> Wording {
    let first = |kind| all(error, kind).into_iter().next().unwrap_or_default();
    let number = |kind| match error.get(kind) {
        Some(ContextValue::Number(n)) => *n,
        _ => 0,
    };
    let (arg, value) = (Name::new(&first(ContextKind::InvalidArg)), first(ContextKind::InvalidValue));
    let (en, zh) = (&arg.en, &arg.zh);
    match error.kind() {
        ErrorKind::UnknownArgument if en.starts_with('-') => say!("there is no option `{en}` here", "這裡沒有選項「{zh}」"),
        ErrorKind::UnknownArgument => say!("`{en}` is one word too many", "多了「{zh}」，這裡不需要"),
        ErrorKind::InvalidSubcommand => {
            let name = first(ContextKind::InvalidSubcommand);
            say!("there is no command `{name}`", "沒有命令「{name}」")
        }
        ErrorKind::MissingSubcommand => say!("a command is missing", "還缺一個命令"),
        ErrorKind::InvalidValue if value.is_empty() => say!("{en} needs a value", "{zh} 後面要有值"),
        ErrorKind::InvalidValue => say!("{en} can't be `{value}`", "{zh} 不能是「{value}」"),
        ErrorKind::ValueValidation => {
            // The reason is the library's, in English; Chinese makes do without.
            let reason = std::error::Error::source(error).map(|source| format!(": {source}")).unwrap_or_default();
            say!("{en} can't be `{value}`{reason}", "{zh} 不能是「{value}」")
        }
        ErrorKind::MissingRequiredArgument => {
            let missing: Vec<Name> = all(error, ContextKind::InvalidArg).iter().map(|arg| Name::whole(arg)).collect();
            let en: Vec<&str> = missing.iter().map(|name| name.en.as_str()).collect();
            let zh: Vec<&str> = missing.iter().map(|name| name.zh.as_str()).collect();
            let (en, zh) = (en.join(", "), zh.join("、"));
            say!("still missing: {en}", "還缺：{zh}")
        }
        ErrorKind::ArgumentConflict => {
            let other: Vec<Name> = all(error, ContextKind::PriorArg).iter().map(|arg| Name::new(arg)).collect();
            if other.is_empty() || other.iter().any(|name| name.en == *en) {
                return say!("{en} can be given only once", "{zh} 只能寫一次");
            }
            let en_others: Vec<&str> = other.iter().map(|name| name.en.as_str()).collect();
            let zh_others: Vec<&str> = other.iter().map(|name| name.zh.as_str()).collect();
            let (en_others, zh_others) = (en_others.join(", "), zh_others.join("、"));
            say!("{en} can't be used together with {en_others}", "{zh} 不能和 {zh_others} 一起用")
        }
        ErrorKind::NoEquals => say!("{en} and its value need an equals sign between them", "{zh} 和它的值之間要有等號"),
        ErrorKind::TooManyValues => say!("{en} takes no further value `{value}`", "{zh} 不能再有值「{value}」"),
        ErrorKind::TooFewValues => {
            let (least, actual) = (number(ContextKind::MinValues), number(ContextKind::ActualNumValues));
            say!("{en} takes at least {least} values, not {actual}", "{zh} 至少要有 {least} 個值，現在是 {actual} 個")
        }
        ErrorKind::WrongNumberOfValues => {
            let (right, actual) = (number(ContextKind::ExpectedNumValues), number(ContextKind::ActualNumValues));
            say!("{en} takes {right} values, not {actual}", "{zh} 要有 {right} 個值，現在是 {actual} 個")
        }
        ErrorKind::InvalidUtf8 => say!("an argument is not valid UTF-8", "有參數不是有效的 UTF-8 文字"),
        kind => say!("the command can't be read: {kind}", "命令讀不懂"),
    }
}

fn all(error: &Error, kind: ContextKind) -> Vec<String> {
    match error.get(kind) {
        Some(ContextValue::String(one)) => vec![one.clone()],
        Some(ContextValue::Strings(all)) => all.clone(),
        _ => Vec::new(),
    }
}

/// What an argument is called in each language: clap gives it as `--format <FORMAT>` or `<KIND>`.
struct Name {
    en: String,
    zh: String,
}

impl Name {
    /// Without the value that an option takes.
    fn new(written: &str) -> Self {
        match written.split_once(' ') {
            Some((option, _)) if option.starts_with('-') => Self::whole(option),
            _ => Self::whole(written.split_once('=').map_or(written, |(option, _)| option)),
        }
    }

    fn whole(written: &str) -> Self {
        let mut zh = String::new();
        let mut rest = written;
        while let Some((before, after)) = rest.split_once(['<', '[']) {
            let Some((name, more)) = after.split_once(['>', ']']) else { break };
            let (open, close) = (&rest[before.len()..=before.len()], &after[name.len()..=name.len()]);
            zh.extend([before, open, words::value_name(name, Tongue::Zh), close]);
            rest = more;
        }
        zh.push_str(rest);
        Self { en: written.to_owned(), zh }
    }
}
