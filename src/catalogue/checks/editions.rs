//! The folder of sealed copies holds nothing else.

use crate::catalogue::Catalogue;
use crate::diagnostic::{Code, Finding, Findings};
use crate::say;
use crate::source::workspace::EDITIONS;
use crate::source::{SitePath, Span};

/// Reports files below [`EDITIONS`] that are no part of a copy.
pub fn strays(catalogue: &Catalogue, findings: &mut Findings) {
    for (id, _) in catalogue.sources.below(EDITIONS).filter(|(_, source)| !is_of_a_copy(&source.path)) {
        findings.push(
            Finding::new(
                Code::MisplacedFile,
                Span::start_of(id),
                say!("{EDITIONS} is kept for the copies of approved editions", "{EDITIONS} 專門保存歷次批准版本的副本"),
            )
            .hint(say!(
                "move it out: `fangan approve` writes {EDITIONS}/<community>/<period>/<name>/<edition>/, and nothing else belongs there",
                "請移到別處：這裡只有 fangan approve 寫入的 {EDITIONS}/<共同體>/<時期>/<名稱>/<版次>/"
            )),
        );
    }
}

/// Whether it is a file of an edition: `community/period/name/edition/file`.
fn is_of_a_copy(path: &SitePath) -> bool {
    let parts: Vec<&str> = path.parts().skip(EDITIONS.split('/').count()).collect();
    matches!(parts.as_slice(), [_, _, _, edition, _] if edition.parse::<u32>().is_ok_and(|n| n > 0 && n.to_string() == *edition))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn copies_are_told_from_other_files() {
        for (path, is) in [
            ("jiangning/2024-1/plan/1/plan.zh.md", true),
            ("江寧/20XX/plan-b/12/名單.csv", true),
            ("jiangning/2024-1/plan/01/plan.zh.md", false),
            ("jiangning/2024-1/plan/0/plan.zh.md", false),
            ("jiangning/2024-1/plan/draft/plan.zh.md", false),
            ("jiangning/2024-1/plan/plan.zh.md", false),
            ("jiangning/2024-1/plan/1/old/plan.zh.md", false),
            ("notes.md", false),
        ] {
            assert_eq!(is_of_a_copy(&SitePath::new(format!("{EDITIONS}/{path}"))), is, "{path}");
        }
    }
}
