//! `fangan explain`: what a finding means.

use super::{Exit, Terminal, cells};
use crate::cli;
use crate::diagnostic::{Code, explain, nearest};
use crate::say;

pub(super) fn run(terminal: &Terminal, args: &cli::Explain) -> Exit {
    let Some(wanted) = &args.code else {
        return terminal.print(|to| {
            for code in Code::ALL {
                let severity = cells::pad(code.severity().word(terminal.tongue), 8);
                writeln!(to, "{:<26} {severity} {}", code.as_str(), explain::title(*code, terminal.tongue))?;
            }
            Ok(())
        });
    };
    // As it stands in a report: `error[unknown-key]`.
    let name = wanted.split_once('[').map_or(wanted.as_str(), |(_, rest)| rest.trim_end_matches(']'));
    if let Some(code) = Code::parse(name) {
        return terminal.print(|to| writeln!(to, "{}", explain::explain(code, terminal.tongue).trim_end()));
    }
    terminal.complain(&say!("there is no finding `{name}`", "沒有「{name}」這種問題"));
    let all: Vec<&str> = Code::ALL.iter().map(|c| c.as_str()).collect();
    match nearest(name, &all) {
        Some(near) => terminal.hint(&say!("did you mean `{near}`?", "是否要寫「{near}」？")),
        None => terminal.hint(&say!("`fangan explain` lists them all", "fangan explain 會列出全部")),
    }
    Exit::Usage
}
