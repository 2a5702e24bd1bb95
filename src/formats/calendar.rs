//! iCalendar (RFC 5545): activities whose days are known, each as an all-day event.
//!
//! The UID is that of the planned activity, also where a report stands in its place, so that subscribers see one event
//! change and not two. What a superseded plan alone tells of is cancelled, so that it goes from their calendars.
//! Activities of withheld or partial dates are on pages only.

use super::{host, uri};
use crate::document::front_matter::ActivityState;
use crate::routes::page::Words;
use crate::routes::parts::{Part, PartKey};
use crate::routes::{ActivityRef, Channel, Reader, Route};
use std::collections::HashSet;

/// Lines are folded after so many octets.
const FOLD: usize = 75;

pub(super) fn calendar(reader: &Reader<'_>, channel: Channel, words: &dyn Words) -> Vec<u8> {
    let catalogue = reader.site.catalogue();
    let index = &reader.site.index;
    let site_title = reader.plain(&reader.site.config().title);
    let none: &[ActivityRef] = &[];
    let (name, activities) = match channel {
        Channel::All => (site_title, index.activities.all.as_slice()),
        Channel::Community(id) => {
            let name = format!("{} · {site_title}", reader.plain(&catalogue.community(id).name));
            (name, index.activities.by_community.get(&id).map_or(none, Vec::as_slice))
        }
        Channel::Type(id) => {
            let name = format!("{} · {site_title}", reader.plain(&catalogue.activity_type(id).name));
            (name, index.activities.by_type.get(&id).map_or(none, Vec::as_slice))
        }
    };
    let mut out = Lines(Vec::new());
    out.line("BEGIN:VCALENDAR");
    out.line("VERSION:2.0");
    out.line("PRODID:-//fangan//programme calendar//EN");
    out.line("CALSCALE:GREGORIAN");
    out.line("METHOD:PUBLISH");
    out.line(&format!("X-WR-CALNAME:{}", escape(&name)));
    // One event for an activity: the first in the list is the newest telling.
    let mut seen = HashSet::new();
    for at in activities.iter().filter(|at| seen.insert(told_of(reader, **at))) {
        let make = || Part::Event(event(reader, *at, words));
        out.0.extend_from_slice(reader.parts.part(PartKey::Event(*at), reader.locale, &make).as_bytes());
    }
    out.line("END:VCALENDAR");
    out.0
}

/// An activity as an event; empty where its days are not known.
fn event(reader: &Reader<'_>, at: ActivityRef, words: &dyn Words) -> String {
    let mut out = Lines(Vec::new());
    write_event(reader, at, words, &mut out);
    String::from_utf8(out.0).unwrap_or_default()
}

fn write_event(reader: &Reader<'_>, at: ActivityRef, words: &dyn Words, out: &mut Lines) {
    let catalogue = reader.site.catalogue();
    let (document, activity) = at.get(catalogue);
    let (plan, planned) = told_of(reader, at).get(catalogue);
    let Some((first, last)) = activity.when.as_ref().or(planned.when.as_ref()).and_then(|w| w.it.exact_days()) else { return };
    let Ok(end) = last.tomorrow() else { return };
    let uid = format!("{}/{}@{}", uri(&plan.id), uri(planned.id.as_deref().unwrap_or(&planned.anchor)), host(reader));
    let view = reader.activity(at);
    let stamp = document.updated().and_then(|d| d.exact_days()).map_or(first, |(_, day)| day);
    out.line("BEGIN:VEVENT");
    out.line(&format!("UID:{uid}"));
    out.line(&format!("DTSTAMP:{}T000000Z", stamp.strftime("%Y%m%d")));
    out.line(&format!("DTSTART;VALUE=DATE:{}", first.strftime("%Y%m%d")));
    // The end of an all-day event is the first day that it no longer covers.
    out.line(&format!("DTEND;VALUE=DATE:{}", end.strftime("%Y%m%d")));
    let (sequence, status) = match activity.state {
        _ if at.is_void(catalogue) => (2, "CANCELLED"),
        ActivityState::Planned => (0, "CONFIRMED"),
        ActivityState::Held => (1, "CONFIRMED"),
        ActivityState::Moved => (2, "CONFIRMED"),
        ActivityState::Cancelled => (2, "CANCELLED"),
    };
    out.line(&format!("SEQUENCE:{sequence}"));
    out.line(&format!("STATUS:{status}"));
    out.line("TRANSP:TRANSPARENT");
    out.line(&format!("SUMMARY:{}", escape(&view.title.text)));
    let place: Vec<String> = [view.host.as_ref().map(|h| h.name.text.clone()), view.venue.as_ref().map(|v| v.text.clone())]
        .into_iter()
        .flatten()
        .collect();
    if !place.is_empty() {
        out.line(&format!("LOCATION:{}", escape(&place.join(" · "))));
    }
    let word = |key: &str| words.word(reader.locale, key);
    let mut told = vec![view.community.name.text.clone(), word(&format!("activity_states.{}", view.state))];
    told.extend(view.audience.map(|a| a.text));
    told.extend(view.agenda.into_iter().enumerate().map(|(n, step)| format!("{}. {}", n + 1, step.text)));
    told.extend(view.outcome.map(|o| o.text));
    if document.facts.example {
        told.push(word("words.example"));
    }
    out.line(&format!("DESCRIPTION:{}", escape(&told.join("\n"))));
    if let Some(kind) = view.kind {
        out.line(&format!("CATEGORIES:{}", escape(&kind.name.text)));
    }
    let page = reader.absolute(&reader.site.path(Route::Document(at.document), reader.locale));
    out.line(&format!("URL:{}#{}", uri(&page), uri(&activity.anchor)));
    out.line("END:VEVENT");
}

/// The planned activity that a report stands for, or else the activity itself.
fn told_of(reader: &Reader<'_>, at: ActivityRef) -> ActivityRef {
    let (document, activity) = at.get(reader.site.catalogue());
    let planned = document.facts.answers.as_ref().zip(activity.reports);
    planned.map_or(at, |(plan, index)| ActivityRef { document: plan.it, index })
}

/// Text values: RFC 5545, section 3.3.11.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' | ';' | ',' => {
                out.push('\\');
                out.push(c);
            }
            '\n' => out.push_str("\\n"),
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}

/// Content lines: CRLF, folded between characters (RFC 5545, section 3.1).
struct Lines(Vec<u8>);

impl Lines {
    fn line(&mut self, text: &str) {
        let mut width = 0;
        for c in text.chars() {
            if width + c.len_utf8() > FOLD {
                self.0.extend(b"\r\n ");
                width = 1;
            }
            let mut buffer = [0; 4];
            self.0.extend(c.encode_utf8(&mut buffer).as_bytes());
            width += c.len_utf8();
        }
        self.0.extend(b"\r\n");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_folded_between_characters() {
        let mut lines = Lines(Vec::new());
        lines.line(&format!("SUMMARY:{}", "共同體活動".repeat(20)));
        let text = String::from_utf8(lines.0).unwrap_or_default();
        assert!(text.lines().all(|line| line.len() <= FOLD), "{text}");
        assert_eq!(text.replace("\r\n ", ""), format!("SUMMARY:{}\r\n", "共同體活動".repeat(20)));
    }

    #[test]
    fn text_is_escaped() {
        assert_eq!(escape("a,b;c\\d\ne"), "a\\,b\\;c\\\\d\\ne");
    }
}
