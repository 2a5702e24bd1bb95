//! A target says in exactly one way what fulfils it.

use crate::catalogue::Goal;
use crate::diagnostic::{Code, Finding, Findings};
use crate::document::front_matter::RawTarget;
use crate::say;
use crate::source::Span;

/// The goal of a target, or a finding.
pub fn goal(raw: &RawTarget, span: Span, findings: &mut Findings) -> Option<Goal> {
    const WAYS: [&str; 4] = ["at-least", "at-most", "equals", "range"];
    if raw.unread.iter().any(|key| WAYS.contains(key)) {
        return None;
    }
    let given: Vec<&str> = raw.given().into_iter().map(|(key, _)| key).filter(|key| WAYS.contains(key)).collect();
    let at = Span { end: span.start, ..span };
    let hint =
        || say!("give exactly one of at-least, at-most, equals and range", "at-least、at-most、equals、range 四者只寫一個");
    match given.as_slice() {
        ["at-least"] => raw.at_least.as_ref().map(|f| Goal::AtLeast(f.it.clone())),
        ["at-most"] => raw.at_most.as_ref().map(|f| Goal::AtMost(f.it.clone())),
        ["equals"] => raw.equals.as_ref().map(|f| Goal::Equals(f.it.clone())),
        ["range"] => {
            let range = raw.range.as_ref()?;
            match range.it.as_slice() {
                [low, high] if low.it.value <= high.it.value => Some(Goal::Range(low.it.clone(), high.it.clone())),
                _ => {
                    findings.push(
                        Finding::new(
                            Code::MalformedTarget,
                            range.span,
                            say!("a range is two figures, the smaller first", "範圍要寫兩個數，小的在前"),
                        )
                        .hint(say!("write it like [1, 2]", "請寫成 [1, 2]")),
                    );
                    None
                }
            }
        }
        [] => {
            findings
                .push(Finding::new(Code::MalformedTarget, at, say!("the target gives no figure", "目標沒有寫數目")).hint(hint()));
            None
        }
        several => {
            let names = several.join(", ");
            findings.push(
                Finding::new(
                    Code::MalformedTarget,
                    at,
                    say!("the target gives several figures: {names}", "目標寫了幾個互相牴觸的數目：{names}"),
                )
                .hint(hint()),
            );
            None
        }
    }
}
