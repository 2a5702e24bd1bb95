//! Facts live once, in the original; a translation says what it translates.

use crate::catalogue::Freshness;
use crate::diagnostic::{Code, Finding, Findings};
use crate::document::ProgrammeFile;
use crate::document::front_matter::FrontMatter;
use crate::say;
use crate::source::{At, SourceId, SourceSet, Span};

/// Reports facts that a translation says again.
pub fn repeated_facts(sources: &SourceSet, original: &ProgrammeFile, translation: &ProgrammeFile, findings: &mut Findings) {
    let first = original.front.given();
    for (key, span) in translation.front.given() {
        if FrontMatter::TRANSLATED.contains(&key) {
            continue;
        }
        let text = |span: Span| {
            let text = sources.get(span.source).text().get(span.range()).unwrap_or("");
            text.split_whitespace().collect::<Vec<_>>().join(" ").trim_matches(['"', '\'']).to_owned()
        };
        let there = first.iter().find(|(k, _)| *k == key).map(|(_, span)| *span);
        let delete =
            || say!("leave `{key}` out of the translation: facts live in the original", "請從譯文刪去 {key}：事實只寫在原文裡");
        findings.push(match there {
            Some(there) if text(there) == text(span) => {
                Finding::new(Code::RepeatedFact, span, say!("`{key}` is said again", "重複寫了 {key}"))
                    .label(there, say!("the original says it here", "原文在這裡"))
                    .hint(delete())
            }
            Some(there) => Finding::new(
                Code::TranslationConflict,
                span,
                say!("the translation gives another `{key}` than the original", "譯文的 {key} 與原文不同"),
            )
            .label(there, say!("the original says this", "原文是這樣"))
            .hint(delete()),
            None => Finding::new(
                Code::TranslationConflict,
                span,
                say!("the translation gives a `{key}` that the original does not", "譯文寫了原文沒有的 {key}"),
            )
            .hint(say!("move it to the original", "請移到原文裡")),
        });
    }
}

/// How a translation stands to the original with this digest; a stale one is reported.
pub fn freshness(recorded: Option<&At<String>>, current: &str, original: SourceId, findings: &mut Findings) -> Freshness {
    let Some(recorded) = recorded else { return Freshness::Unknown };
    if recorded.it == current {
        return Freshness::Current;
    }
    findings.push(
        Finding::new(
            Code::StaleTranslation,
            recorded.span,
            say!("the original changed after this translation was made", "這份譯文之後，原文又改動了"),
        )
        .label(Span::start_of(original), say!("the original", "原文"))
        .put(
            recorded.span,
            current,
            say!("bring the translation up to date, then record the new digest", "請更新譯文，再寫上新的摘要值"),
        ),
    );
    Freshness::Stale
}
