//! Findings as a page shows them.

use super::Editor;
use super::preview::Generation;
use crate::diagnostic::{Finding, Severity, Tongue};
pub(super) use crate::document::escape::escape;
use crate::personal;
use crate::source::lines::locate;
use std::fmt::Write as _;
use std::path::Path;

/// A word in the language that the preview speaks.
pub(super) fn word(tongue: Tongue, en: &'static str, zh: &'static str) -> &'static str {
    match tongue {
        Tongue::En => en,
        Tongue::Zh => zh,
    }
}

/// Where the preview's own words about files lead.
pub(super) struct Places<'a> {
    pub generation: &'a Generation,
    pub root: &'a Path,
    pub editor: &'a Editor,
    pub tongue: Tongue,
}

impl Places<'_> {
    /// `content/…/plan.zh.md:7:11`, as a link where the editor opens it.
    pub fn place(&self, finding: &Finding) -> String {
        let source = self.generation.sources.get(finding.span.source);
        let at = locate(source.text(), finding.span.start as usize);
        self.file(source.path.as_str(), at.line, at.column)
    }

    /// A file at a place.
    pub fn file(&self, path: &str, line: usize, column: usize) -> String {
        // A file's name may hold what must not be shown.
        let name = personal::mask(path);
        let shown = if (line, column) == (1, 1) { name.into_owned() } else { format!("{name}:{line}:{column}") };
        match self.editor.open(self.root, path, line, column) {
            Some(address) => format!("<a href=\"{}\"><code>{}</code></a>", escape(&address), escape(&shown)),
            None => format!("<code>{}</code>", escape(&shown)),
        }
    }

    /// Findings as a list.
    pub fn list<'f>(&self, findings: impl Iterator<Item = &'f Finding>) -> String {
        let mut out = String::from("<ol class=\"_findings\">");
        for finding in findings {
            let severity = match finding.severity {
                Severity::Error => word(self.tongue, "error", "錯誤"),
                Severity::Warning => word(self.tongue, "warning", "警告"),
                Severity::Note => word(self.tongue, "note", "說明"),
            };
            _ = write!(
                out,
                "<li class=\"_{}\"><p><b>{severity}</b> {} <code class=\"_code\">{}</code></p><p class=\"_place\">{}</p>",
                finding.severity.as_str(),
                escape(finding.message.get(self.tongue)),
                finding.code,
                self.place(finding),
            );
            for hint in &finding.hints {
                _ = write!(out, "<p class=\"_hint\">{}", escape(hint.says.get(self.tongue)));
                if let Some((_, put)) = hint.put.as_ref().filter(|(_, put)| !put.is_empty() && put.len() < 200) {
                    _ = write!(out, " <code>{}</code>", escape(put));
                }
                out.push_str("</p>");
            }
            out.push_str("</li>");
        }
        out + "</ol>"
    }
}
