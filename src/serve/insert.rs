//! What the preview adds to a page of the site: a box over a page whose document is broken, and a tray with every finding.
//!
//! It is one element at the end of the body and two in the head, so that a page without them is what a build writes.
//! All of it is there without scripts.

use super::preview::Generation;
use super::reported::{Places, escape, word};
use crate::diagnostic::{Finding, Severity, Tongue, number_of};
use crate::source::SitePath;
use std::collections::BTreeSet;
use std::fmt::Write as _;

/// Findings that a tray shows; the desk has all of them.
const IN_TRAY: usize = 40;

/// Where the preview's own files are.
pub const OWN: &str = "/_preview/";

/// What belongs to the head of every page of the preview.
pub(super) fn head(generation: &Generation) -> String {
    let number = generation.number;
    format!(
        "<link rel=\"stylesheet\" href=\"{OWN}preview.css\"><script src=\"{OWN}preview.js\" data-generation=\"{number}\" defer></script>"
    )
}

/// A page with the preview's own parts. `about` are the files that the page is about.
pub(super) fn into_page(html: &str, places: &Places<'_>, about: &BTreeSet<&SitePath>) -> String {
    let generation = places.generation;
    let (before, after) = html.split_at(html.find("</head>").unwrap_or(0));
    let (body, end) = after.split_at(after.rfind("</body>").unwrap_or(after.len()));
    [before, &head(generation), body, &tray(places, about), end].concat()
}

fn tray(places: &Places<'_>, about: &BTreeSet<&SitePath>) -> String {
    let Places { generation, tongue, .. } = *places;
    let tag = if tongue == Tongue::Zh { "zh-Hant" } else { "en" };
    let own: Vec<&Finding> = generation
        .findings
        .iter()
        .filter(|f| f.severity != Severity::Note && about.contains(&generation.sources.get(f.span.source).path))
        .collect();
    let errors = generation.findings.count(Severity::Error);
    let warnings = generation.findings.count(Severity::Warning);
    let mut out = format!("<aside id=\"_preview\" lang=\"{tag}\" aria-label=\"{}\">", word(tongue, "Preview", "預覽"));
    if own.iter().any(|f| f.severity == Severity::Error) {
        let old = about.iter().any(|path| generation.broken.contains(*path));
        let says = if old {
            word(
                tongue,
                "This page has errors: what you see is its last good state.",
                "這一頁有錯誤：現在看到的是上一個正確的狀態。",
            )
        } else {
            word(tongue, "This page has errors.", "這一頁有錯誤。")
        };
        _ = write!(out, "<div class=\"_here\" role=\"alert\"><p><b>{says}</b></p>");
        out += &places.list(own.iter().copied().filter(|f| f.severity == Severity::Error));
        out.push_str("</div>");
    }
    let counts = match tongue {
        Tongue::En => format!("{}, {}", number_of(errors, "error"), number_of(warnings, "warning")),
        Tongue::Zh => format!("{errors} 個錯誤，{warnings} 個警告"),
    };
    let desk = word(tongue, "Desk", "工作臺");
    let state = if errors > 0 {
        "_bad"
    } else if warnings > 0 {
        "_fair"
    } else {
        "_good"
    };
    _ = write!(out, "<div class=\"_bar {state}\"><details id=\"_tray\"><summary>{}</summary>", escape(&counts));
    let warnings_here = own.iter().copied().filter(|f| f.severity == Severity::Warning);
    let elsewhere =
        generation.findings.iter().filter(|f| f.severity == Severity::Error && !own.iter().any(|o| std::ptr::eq(*o, *f)));
    let shown: Vec<&Finding> = own
        .iter()
        .copied()
        .filter(|f| f.severity == Severity::Error)
        .chain(elsewhere)
        .chain(warnings_here)
        .take(IN_TRAY)
        .collect();
    if shown.is_empty() {
        _ = write!(out, "<p>{}</p>", word(tongue, "Nothing more about this page.", "這一頁沒有別的問題。"));
    } else {
        out += &places.list(shown.into_iter());
    }
    _ = write!(out, "</details><a href=\"/_desk/\">{desk}</a></div></aside>");
    out
}

/// A page of the preview's own: `body` is HTML.
pub(super) fn own_page(places: &Places<'_>, title: &str, body: &str) -> String {
    let tag = if places.tongue == Tongue::Zh { "zh-Hant" } else { "en" };
    format!(
        "<!DOCTYPE html><html lang=\"{tag}\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
         <meta name=\"color-scheme\" content=\"light dark\"><title>{}</title><link rel=\"icon\" type=\"image/svg+xml\" href=\"/assets/favicon.svg\">{}</head><body class=\"_own\"><main id=\"_main\" tabindex=\"-1\">{body}</main></body></html>",
        escape(title),
        head(places.generation),
    )
}
