//! Parts of lists: one document or one activity as HTML, printed once for a locale and put into every page that lists it.
//!
//! A document stands in a dozen lists, and its card depends on the reader's language alone. Two things differ from page to
//! page, and a part leaves both open by characters that Unicode keeps for programs' own use: links begin with `ROOT` in
//! place of the way up to the site's root, and what some pages [say already](Said) stands between a mark and [`END`].

use super::ActivityRef;
use super::view::{ActivityView, Card, Html};
use crate::catalogue::DocumentId;
use std::sync::{Arc, OnceLock};

/// Stands for a page's way up to the root.
pub(super) const ROOT: &str = "\u{FDD1}";

/// Ends what a page may say already.
pub const END: &str = "\u{FDD2}";

/// What a page says already of the items of its list, so that they need not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Said {
    /// Whose they are: the page is a community's.
    Whose,
    /// Which period they speak of: the page is the period's.
    When,
    /// Of what type they are: the page is the type's.
    Kind,
    /// Who hosts them: the page is the host's.
    Host,
    /// Which document tells of them.
    Source,
}

impl Said {
    /// Each with its key in the templates' `mark`.
    pub const ALL: [(&'static str, Self); 5] =
        [("whose", Self::Whose), ("when", Self::When), ("kind", Self::Kind), ("host", Self::Host), ("source", Self::Source)];

    /// The mark that it begins with.
    pub fn mark(self) -> &'static str {
        match self {
            Self::Whose => "\u{FDD3}",
            Self::When => "\u{FDD4}",
            Self::Kind => "\u{FDD5}",
            Self::Host => "\u{FDD6}",
            Self::Source => "\u{FDD7}",
        }
    }
}

/// Which part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PartKey {
    /// A document.
    Card(DocumentId),
    /// An activity.
    Activity(ActivityRef),
    /// An activity in calendars.
    Event(ActivityRef),
}

/// What a part shows.
#[derive(Clone, Debug)]
pub enum Part {
    /// A document.
    Card(Box<Card>),
    /// An activity.
    Activity(Box<ActivityView>),
    /// An activity in calendars: text that needs no template.
    Event(String),
}

/// Prints parts by a theme's components.
pub trait Parts: Sync {
    /// The part of a locale, made by `make` when it is first asked for.
    fn part(&self, key: PartKey, locale: usize, make: &dyn Fn() -> Part) -> &str;
}

/// A place for every part of a site, filled as they are asked for by whichever thread asks first.
#[derive(Debug, Default)]
pub struct Shelf {
    locales: usize,
    /// By document: how many activities stand in those before it; how many there are in all comes last.
    before: Arc<[usize]>,
    cards: Slots,
    activities: Slots,
    events: Slots,
}

/// As many places as there may be parts of a kind, made when the first is asked for.
type Slots = OnceLock<Box<[OnceLock<Box<str>>]>>;

impl Shelf {
    /// An empty shelf for so many locales of documents `before` each of which so many activities stand.
    pub(super) fn new(before: Arc<[usize]>, locales: usize) -> Self {
        Self { locales, before, ..Self::default() }
    }

    /// What stands at a place, printed by `print` if nothing does yet; empty for places of another catalogue.
    pub fn get(&self, key: PartKey, locale: usize, print: impl FnOnce() -> String) -> &str {
        let nth = |at: ActivityRef| Some(self.before.get(at.document.index())? + at.index);
        let (slots, of, n) = match key {
            PartKey::Card(id) => (&self.cards, self.before.len(), Some(id.index())),
            PartKey::Activity(at) => (&self.activities, self.before.last().copied().unwrap_or(0), nth(at)),
            PartKey::Event(at) => (&self.events, self.before.last().copied().unwrap_or(0), nth(at)),
        };
        let slots = slots.get_or_init(|| std::iter::repeat_with(OnceLock::new).take(of * self.locales).collect());
        let slot = n.and_then(|n| slots.get(n * self.locales + locale));
        slot.map_or("", |slot| slot.get_or_init(|| print().into_boxed_str()))
    }
}

impl Html {
    /// Adds a part to a page from which `root` leads up, and which says some things `already`.
    pub(super) fn add(&mut self, part: &str, root: &str, already: &[Said]) {
        // Every mark is three bytes long, and few other characters begin with its first.
        const MARKS: [u8; 2] = [0xEF, 0xB7];
        let mut rest = part;
        let mut from = 0;
        let mut silent = false;
        while let Some(at) = rest.as_bytes().get(from..).and_then(|bytes| memchr::memchr(MARKS[0], bytes)) {
            let at = from + at;
            let mark = rest.get(at..at + 3).unwrap_or("");
            let begins = Said::ALL.into_iter().find(|(_, said)| said.mark() == mark).map(|(_, said)| said);
            if begins.is_none() && mark != ROOT && mark != END {
                from = at + 1;
                continue;
            }
            if !silent {
                self.0.push_str(rest.get(..at).unwrap_or(""));
            }
            match begins {
                Some(said) => silent = already.contains(&said),
                None if mark == END => silent = false,
                None if silent => {}
                None => self.0.push_str(root),
            }
            rest = rest.get(at + 3..).unwrap_or("");
            from = 0;
        }
        if !silent {
            self.0.push_str(rest);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_page_puts_its_own_way_up() {
        let part = format!("<a href=\"{ROOT}a/\">甲，</a><a href=\"{ROOT}b/\">乙</a>");
        let mut html = Html::default();
        html.add(&part, "../../", &[]);
        html.add("<hr>", "../", &[]);
        assert_eq!(html.0, "<a href=\"../../a/\">甲，</a><a href=\"../../b/\">乙</a><hr>");
    }

    #[test]
    fn a_page_leaves_out_what_it_says_already() {
        let part = format!("甲{}<i href={ROOT}>何時</i>{END}乙{}誰{END}", Said::When.mark(), Said::Whose.mark());
        let with = |already: &[Said]| {
            let mut html = Html::default();
            html.add(&part, "../", already);
            html.0
        };
        assert_eq!(with(&[]), "甲<i href=../>何時</i>乙誰");
        assert_eq!(with(&[Said::When]), "甲乙誰");
        assert_eq!(with(&[Said::Whose]), "甲<i href=../>何時</i>乙");
        assert_eq!(with(&[Said::When, Said::Whose, Said::Kind]), "甲乙");
    }
}
