//! Results in the forms that people and programs want.

use super::{Exit, Terminal, cells, width};
use crate::catalogue::Version;
use crate::diagnostic::Wording;
use crate::say;
use serde_json::Value;
use std::io::{self, IsTerminal};

/// How a text in a language stands to its original, in the word that programs get.
pub(super) fn standing(version: Option<&Version>) -> &'static str {
    version.map_or("missing", |version| version.freshness.as_str())
}

impl Terminal {
    /// How many cells a line may have; a pipe takes any.
    pub(super) fn room(&self) -> Option<usize> {
        io::stdout().is_terminal().then(width)
    }

    /// A word in the language of the terminal.
    pub(super) fn word(&self, says: &Wording) -> String {
        says.get(self.tongue).to_owned()
    }

    /// How a text stands to its original, in the word that people get.
    pub(super) fn standing(&self, standing: &str) -> String {
        self.word(&match standing {
            "original" => say!("original", "原文"),
            "current" => say!("current", "最新"),
            "stale" => say!("stale", "過時"),
            "unknown" => say!("unknown", "未註明"),
            _ => say!("missing", "沒有"),
        })
    }

    /// Rows under their heads; the columns `shrink` give way where there is no room.
    pub(super) fn table(&self, heads: &[&str], rows: &[Vec<String>], shrink: &[usize]) -> Exit {
        let lines = cells::table(heads, rows, shrink, self.room());
        self.print(|to| lines.iter().try_for_each(|line| writeln!(to, "{line}")))
    }

    pub(super) fn json(&self, value: &Value) -> Exit {
        self.print(|to| {
            serde_json::to_writer_pretty(&mut *to, value)?;
            writeln!(to)
        })
    }

    pub(super) fn csv(&self, head: &[&str], rows: &[Vec<String>]) -> Exit {
        self.print(|to| {
            let mut csv = csv::Writer::from_writer(to);
            csv.write_record(head)?;
            for row in rows {
                csv.write_record(row)?;
            }
            csv.flush()
        })
    }

    /// An empty list is no mistake.
    pub(super) fn nothing_fits(&self) {
        self.close(&say!("Nothing fits.", "沒有符合的項目。"));
    }
}
