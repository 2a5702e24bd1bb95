//! The finished output, looked at once more for personal data before anything is put in its place: what stands in a
//! template, in the theme's words, or only comes about on the page.

use crate::catalogue::checks::personal::{self as rules, Number};
use crate::catalogue::publish::Visible;
use crate::diagnostic::{Finding, Severity};
use crate::output::Bytes;
use crate::personal;
use crate::routes::Origin;
use crate::say;
use crate::source::{SitePath, SourceId, SourceSet, Span, workspace};
use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

/// What was seen in the output so far.
#[derive(Default)]
pub(super) struct Proof {
    /// For each number the first file, in order of path, that shows it, with where that comes from, and how many do.
    seen: Mutex<BTreeMap<Number, Seen>>,
}

struct Seen {
    path: String,
    origin: Option<Origin>,
    files: usize,
}

impl Proof {
    /// Looks at a file that was made; those that are carried along are looked at as sources. `origin` is what it is of.
    pub fn look(&self, path: &str, bytes: &Bytes, origin: Option<Origin>) {
        let Bytes::Made(bytes) = bytes else { return };
        let mut numbers: Vec<Number> = personal::find_in(bytes).into_iter().map(|hit| (hit.kind, hit.number)).collect();
        if numbers.is_empty() {
            return;
        }
        numbers.sort_unstable();
        numbers.dedup();
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        for number in numbers {
            let new = || Seen { path: path.to_owned(), origin, files: 0 };
            let first = seen.entry(number).or_insert_with(new);
            // Threads come in any order, and the report is to be the same.
            if path < first.path.as_str() {
                *first = Seen { files: first.files, ..new() };
            }
            first.files += 1;
        }
    }

    /// The numbers of the output that no text of the site has told of already.
    pub fn findings(self, visible: &Visible) -> Vec<Finding> {
        let mut seen = self.seen.into_inner().unwrap_or_else(PoisonError::into_inner);
        if seen.is_empty() {
            return Vec::new();
        }
        let mut told = rules::told(visible.catalogue());
        for withdrawn in visible.withdrawn() {
            let reason = withdrawn.withdrawal.iter().map(|withdrawal| &withdrawal.reason);
            told.extend(rules::numbers_of(std::iter::once(&withdrawn.title).chain(reason)));
        }
        seen.retain(|number, _| !told.contains(number));
        let sources = &visible.catalogue().sources;
        let severity = if visible.is_preview() { Severity::Warning } else { Severity::Error };
        seen.into_iter()
            .map(|((kind, number), seen)| {
                let (path, more, what) = (seen.path, seen.files - 1, rules::name(kind));
                let (en, zh) = (what.en, what.zh);
                let says = match more {
                    0 => say!("`/{path}` would show {en}", "網頁「/{path}」會出現{zh}"),
                    _ => say!(
                        "`/{path}` would show {en}, and so would {more} more files",
                        "網頁「/{path}」和另外 {more} 個檔案會出現{zh}"
                    ),
                };
                let place = in_theme(sources, &(kind, number))
                    .or_else(|| seen.origin.map(|origin| origin.span(visible)))
                    .unwrap_or_else(|| of_site(sources));
                rules::finding(kind, place, says, severity)
            })
            .collect()
    }
}

/// Where a theme holds a number.
fn in_theme(sources: &SourceSet, number: &Number) -> Option<Span> {
    sources.below("themes").find_map(|(id, source)| {
        let hit = personal::find(source.text()).into_iter().find(|hit| hit.kind == number.0 && hit.number == number.1)?;
        Some(Span::new(id, hit.range))
    })
}

/// The site as a whole.
fn of_site(sources: &SourceSet) -> Span {
    Span::start_of(sources.find(&SitePath::new(workspace::CONFIG)).unwrap_or(SourceId(0)))
}
