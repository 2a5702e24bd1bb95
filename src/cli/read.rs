//! From a command line to what it asks for, or to what is said instead.

use super::{Cli, Global, Lang, Setting, Wrong, usage, words};
use crate::diagnostic::Tongue;
use clap::error::{ContextKind, ErrorKind};
use clap::{CommandFactory, FromArgMatches, ValueEnum};
use std::ffi::{OsStr, OsString};

/// What is said instead of doing anything.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// The help of a command, called by its whole name: `fangan new plan`.
    Help {
        /// The command.
        of: String,
        /// Whether it was asked for; otherwise something else is missing.
        asked: bool,
    },
    /// The version.
    Version(String),
    /// What is wrong with the line.
    Wrong(Wrong),
}

/// Reads a command line, the program's name first.
pub fn read(line: &[OsString]) -> Result<Cli, Answer> {
    // Help and usage are printed here and not by clap: it is made to give the name of the command in their place.
    let matches = named(tree()).try_get_matches_from_mut(line);
    matches.and_then(|mut matches| Cli::from_arg_matches_mut(&mut matches)).map_err(|error| match error.kind() {
        ErrorKind::DisplayHelp => Answer::Help { of: error.to_string().trim().to_owned(), asked: true },
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            Answer::Help { of: error.to_string().trim().to_owned(), asked: false }
        }
        ErrorKind::DisplayVersion => Answer::Version(error.to_string()),
        _ => {
            let usage = error.get(ContextKind::Usage).map(ToString::to_string);
            let named = usage.and_then(|usage| usage.split_once(": ").map(|(_, path)| path.trim().to_owned()));
            Answer::Wrong(usage::wrong(&error, &named.unwrap_or_else(|| meant(line))))
        }
    })
}

/// The whole name of the command that a line is for, as far as it can be made out: clap does not always tell.
fn meant(line: &[OsString]) -> String {
    let tree = tree();
    let mut command = &tree;
    let mut path = tree.get_name().to_owned();
    for word in line.iter().skip(1).filter_map(|word| word.to_str()) {
        if let Some(below) = command.find_subcommand(word) {
            path = format!("{path} {}", below.get_name());
            command = below;
        }
    }
    path
}

/// The language of messages before a line is read, which may be wrong: what `--lang` asks for, else the locale's.
pub fn tongue(line: &[OsString]) -> Tongue {
    let words = || line.iter().map(OsString::as_os_str).take_while(|word| *word != OsStr::new("--"));
    let value = |(word, next): (&OsStr, Option<&OsStr>)| match word.to_str()?.strip_prefix("--lang")? {
        "" => Lang::from_str(next?.to_str()?, false).ok(),
        with => Lang::from_str(with.strip_prefix('=')?, false).ok(),
    };
    let lang = words().zip(words().skip(1).map(Some).chain([None])).find_map(value);
    Global { lang, ..Global::default() }.tongue()
}

/// The help of a command that [`Answer::Help`] names.
pub fn help(of: &str, setting: Setting) -> String {
    let tree = tree();
    let command = of.split(' ').skip(1).try_fold(&tree, |above, name| above.find_subcommand(name));
    super::help::page(command.unwrap_or(&tree), setting)
}

/// The manual page, as roff.
pub fn manual(tongue: Tongue) -> String {
    super::manual::page(&tree(), tongue)
}

/// All commands, their texts in one language, to make completions of.
pub fn spoken(tongue: Tongue) -> clap::Command {
    words::spoken(tree(), tongue)
}

/// All commands as they are defined, and what clap adds.
pub(super) fn tree() -> clap::Command {
    let mut tree = Cli::command();
    tree.build();
    tree
}

/// The commands, each with its whole name for help and usage.
fn named(command: clap::Command) -> clap::Command {
    let name = command.get_bin_name().unwrap_or_else(|| command.get_name()).to_owned();
    command.override_help(name.clone()).override_usage(name).mut_subcommands(named)
}
