//! How long a record is kept is said before it is archived, and never guessed.

use crate::catalogue::Programme;
use crate::config::Config;
use crate::diagnostic::{Code, Finding, Findings, Severity};
use crate::say;

/// Where the site has an archive, documents that will go into it are warned of.
pub fn of_document(config: &Config, document: &Programme, findings: &mut Findings) {
    if config.archive.is_some() && document.facts.status.it.is_published() && document.facts.retention.is_none() {
        findings.push(finding(document, Severity::Warning));
    }
}

/// The finding; archiving itself makes an error of it.
pub fn finding(document: &Programme, severity: Severity) -> Finding {
    let finding = Finding::new(
        Code::MissingRetention,
        document.facts.status.span,
        say!("the document does not say how long it is kept, so it can't be archived", "文件沒有寫保管期限，不能歸檔"),
    )
    .hint(say!(
        "write `retention: permanent`, `30` or `10` (years) as the bureau's own table says, and have it approved again",
        "請按本單位的保管期限表寫上 retention: permanent、30 或 10（年），並重新辦理審批"
    ));
    Finding { severity, ..finding }
}
