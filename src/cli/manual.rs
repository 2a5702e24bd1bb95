//! The manual page, in one language: roff, for `man -l` and packagers.

use super::{help, words};
use crate::diagnostic::Tongue;
use crate::say;
use clap::{Arg, Command};

/// The page of the whole program, a section for each command.
pub(super) fn page(program: &Command, tongue: Tongue) -> String {
    let name = program.get_name();
    let version = program.get_version().unwrap_or_default();
    let mut page = Page { tongue, text: format!(".TH {name} 1 \"\" \"{name} {version}\"\n") };
    page.heading(say!("NAME", "名稱").get(tongue));
    page.text(&format!("{name} \u{2013} {}", words::of_command(program, tongue)));
    page.heading(say!("SYNOPSIS", "用法").get(tongue));
    page.text(&help::usage(program, tongue));
    page.heading(say!("OPTIONS OF EVERY COMMAND", "各命令共用的選項").get(tongue));
    page.arguments(program.get_arguments());
    page.heading(say!("COMMANDS", "命令").get(tongue));
    page.commands(program);
    page.heading(say!("EXIT STATUS", "退出碼").get(tongue));
    for (code, says) in [
        ("0", say!("all is well", "正常")),
        ("1", say!("findings stop the work", "有問題，工作停止")),
        ("2", say!("wrong usage, or a configuration that can't be read", "用法不對，或設定檔讀不了")),
        ("3", say!("the environment: disk, permission, port", "磁碟、權限、連接埠等環境問題")),
    ] {
        page.entry(code, says.get(tongue));
    }
    page.text
}

struct Page {
    tongue: Tongue,
    text: String,
}

impl Page {
    fn heading(&mut self, heading: &str) {
        self.text.push_str(&format!(".SH {}\n", escape(heading)));
    }

    fn text(&mut self, text: &str) {
        self.text.push_str(&escape(text));
        self.text.push('\n');
    }

    fn entry(&mut self, name: &str, says: &str) {
        self.text.push_str(&format!(".TP\n\\fB{}\\fR\n{}\n", escape(name.trim_start()), escape(says)));
    }

    fn commands(&mut self, above: &Command) {
        for command in above.get_subcommands().filter(|command| !command.is_hide_set() && command.get_name() != "help") {
            self.text.push_str(&format!(".SS {}\n", escape(&help::usage(command, self.tongue))));
            self.text(&words::of_command(command, self.tongue));
            self.arguments(command.get_arguments().filter(|arg| !arg.is_global_set()));
            self.commands(command);
        }
    }

    fn arguments<'a>(&mut self, args: impl Iterator<Item = &'a Arg>) {
        for arg in args.filter(|arg| !arg.is_hide_set() && !matches!(arg.get_id().as_str(), "help" | "version")) {
            let entry = help::Entry::new(arg, self.tongue);
            self.entry(&entry.name, &entry.says);
            if !entry.values.is_empty() {
                self.text.push_str(".RS\n");
                entry.values.iter().for_each(|(name, says)| self.entry(name, says));
                self.text.push_str(".RE\n");
            }
        }
    }
}

/// Text that roff takes for nothing else: no escapes, no command at the start of a line, hyphens that can be copied.
fn escape(text: &str) -> String {
    let plain = text.replace('\\', "\\e").replace('-', "\\-");
    if plain.starts_with(['.', '\'']) { format!("\\&{plain}") } else { plain }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_has_every_command_in_its_language() {
        let tree = crate::cli::read::tree();
        let (english, chinese) = (page(&tree, Tongue::En), page(&tree, Tongue::Zh));
        for name in ["new document", "build", "check", "explain", "list"] {
            assert!(english.contains(&format!(".SS fangan {name}")) && chinese.contains(&format!(".SS fangan {name}")), "{name}");
        }
        assert!(english.contains("\\fB\\-\\-base\\-url <URL>\\fR\n"), "{english}");
        assert!(chinese.contains("\\fB\\-\\-base\\-url <網址>\\fR\n"), "{chinese}");
        assert!(english.is_ascii() || english.chars().all(|c| c.is_ascii() || c == '–'), "{english}");
        assert_eq!(escape(".a\\b"), "\\&.a\\eb");
    }
}
