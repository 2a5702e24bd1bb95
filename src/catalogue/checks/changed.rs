//! A document that changed after it was approved: what changed, and where.

use crate::catalogue::changes::{self, FileChange, Section, TextChange, What};
use crate::catalogue::seal::{self, Kept, Seals};
use crate::catalogue::{DocumentId, Programme};
use crate::diagnostic::{Code, Finding, Wording};
use crate::say;
use crate::source::{At, SourceId, Span};

/// A finding points at so many places; `fangan diff` shows all.
const MOST_PLACES: usize = 6;

/// A quotation of a text is cut to so many characters.
const LONGEST_QUOTE: usize = 48;

/// The finding about a document that is no more what its approval says; what changed is told from the copy of the
/// edition, where it is kept.
pub fn finding(seals: &Seals<'_>, id: DocumentId, recorded: &At<String>) -> Finding {
    let catalogue = seals.catalogue();
    let document = catalogue.document(id);
    let name = &document.id;
    let finding = Finding::new(
        Code::ChangedAfterApproval,
        recorded.span,
        say!("the document changed after it was approved", "文件在批准之後改動過"),
    );
    let finding = match Kept::of(catalogue, document) {
        Kept::Whole(copy) => {
            let sources = &catalogue.sources;
            let changes = changes::compare(&copy, sources, &seals.files(id));
            let places = changes.iter().flat_map(|change| places(change)).collect::<Vec<_>>();
            let (shown, more) = places.split_at(places.len().min(MOST_PLACES));
            let finding = shown.iter().fold(finding, |finding, place| match place {
                Place::At(span, says) => finding.label(*span, says.clone()),
                Place::Nowhere(says) => finding.hint(says.clone()),
            });
            match more.len() {
                0 => finding,
                n => finding
                    .hint(say!("and {n} more places: `fangan diff {name}` shows them", "另有 {n} 處，見 fangan diff {name}")),
            }
        }
        Kept::Altered => {
            let folder = folder(document);
            finding.hint(say!(
                "what was approved can't be shown: its copy in {folder} was changed too",
                "無法列出改動：{folder} 裡保存的副本也改動過"
            ))
        }
        Kept::Missing => {
            let folder = folder(document);
            finding.hint(say!(
                "what was approved can't be shown: there is no copy of it in {folder}",
                "無法列出改動：{folder} 裡沒有批准時的副本"
            ))
        }
    };
    finding.hint(say!(
        "undo the change, or make it the next edition: `fangan amend {name} --note …`, then `fangan approve`",
        "請還原改動；確實要改的，用 fangan amend {name} --note … 開始下一版，再用 fangan approve 辦理審批"
    ))
}

fn folder(document: &Programme) -> String {
    let edition = document.facts.approval.as_ref().map_or(1, |approval| approval.it.edition);
    seal::folder(&document.id, edition).to_string()
}

/// Where something changed, and what.
enum Place {
    At(Span, Wording),
    Nowhere(Wording),
}

fn places(change: &FileChange<'_>) -> Vec<Place> {
    let name = change.name;
    match (&change.what, change.now) {
        (What::Text(text), Some(source)) => lines(text, source),
        (What::Added, Some(source)) if name.ends_with(".md") => {
            vec![Place::At(Span::start_of(source), say!("this file was added", "這個檔案是後來加的"))]
        }
        (What::Added, _) => vec![Place::Nowhere(say!("the file `{name}` was added", "檔案「{name}」是後來加的"))],
        (What::Removed, _) | (_, None) => {
            vec![Place::Nowhere(say!("the file `{name}` was taken out", "檔案「{name}」已經拿掉"))]
        }
        (What::Replaced, _) => vec![Place::Nowhere(say!("the file `{name}` was replaced", "檔案「{name}」已經換過"))],
    }
}

/// Each line that changed, beside the one that it was.
fn lines(text: &TextChange<'_>, source: SourceId) -> Vec<Place> {
    let mut places = Vec::new();
    for (before, after) in &text.hunks {
        for n in 0..before.len().max(after.len()) {
            let was = before.clone().nth(n).and_then(|at| text.before.get(at)).map(|line| line.text);
            let position = after.clone().nth(n);
            let is = position.and_then(|at| text.after.get(at));
            // What is an empty line more or less is told with its neighbour, where it has one.
            if was.is_none_or(|was| was.trim().is_empty()) && is.is_none_or(|is| is.text.trim().is_empty()) && n > 0 {
                continue;
            }
            let (en, zh) = section(text.section(position.unwrap_or(after.end)));
            places.push(match (was, is) {
                (Some(was), Some(is)) => {
                    let (old, new) = changes::differing(was, is.text);
                    let quote = quote(was, &old);
                    let span = Span::new(source, is.start + new.start..is.start + new.end);
                    Place::At(span, say!("{en}this was “{quote}”", "{zh}原為「{quote}」"))
                }
                (None, Some(is)) => {
                    let indent = is.text.len() - is.text.trim_start().len();
                    let span = Span::new(source, is.start + indent..is.start + is.text.len());
                    Place::At(span, say!("{en}added", "{zh}後來加的"))
                }
                (Some(was), None) => {
                    let quote = quote(was, &(0..was.len()));
                    let start = text
                        .after
                        .get(after.end)
                        .map_or_else(|| text.after.last().map_or(0, |line| line.start + line.text.len()), |line| line.start);
                    Place::At(Span::new(source, start..start), say!("{en}taken out here: “{quote}”", "{zh}這裡刪去「{quote}」"))
                }
                (None, None) => continue,
            });
        }
    }
    places
}

fn section(section: Section<'_>) -> (String, String) {
    match section {
        Section::Key(key) => (format!("`{key}`: "), format!("{key}：")),
        Section::Heading(words) => {
            let words = cut(words, LONGEST_QUOTE / 2);
            (format!("under “{words}”: "), format!("「{words}」一節："))
        }
        Section::Top => (String::new(), String::new()),
    }
}

/// The part of a line that matters, with some of what stands around it.
fn quote(line: &str, part: &std::ops::Range<usize>) -> String {
    const AROUND: usize = 12;
    if line.trim().chars().count() <= LONGEST_QUOTE {
        return line.trim().to_owned();
    }
    let (head, rest) = (line.get(..part.start).unwrap_or(""), line.get(part.end..).unwrap_or(""));
    let inner = line.get(part.clone()).unwrap_or(line);
    let before: Vec<char> = head.trim_start().chars().rev().take(AROUND + 1).collect();
    let after: Vec<char> = rest.trim_end().chars().take(AROUND + 1).collect();
    let whole = |all: &[char]| all.len() <= AROUND;
    let before_text: String = before.iter().take(AROUND).rev().collect();
    let after_text: String = after.iter().take(AROUND).collect();
    let (start, end) = (if whole(&before) { "" } else { "…" }, if whole(&after) { "" } else { "…" });
    let inner = cut(inner, LONGEST_QUOTE);
    format!("{start}{}{end}", format!("{before_text}{inner}{after_text}").trim())
}

fn cut(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    text.chars().take(most.saturating_sub(1)).chain(['…']).collect()
}
