//! What a translation records of its original, and which sections of it changed since.
//!
//! *The whole*: SHA-256 over the original's title, subtitle, summary and body, each followed by a line feed, line ends as
//! line feeds and white space around the body left out. Facts and state are not in it, so that an approval makes no
//! translation stale.
//!
//! *A section*: the first digits of a SHA-256 over title, subtitle and summary, each followed by a line feed; or over the
//! text before the first heading, or a heading with all up to the next, without white space around it and followed by a
//! line feed.
//!
//! A section is known by its heading's words without their number; of several equal ones the first is the first. Where as
//! many others stand between the same two as did, they are those with new headings.

use super::digest::{PREFIX, sha256};
use crate::data::Yaml;
use crate::diagnostic::Wording;
use crate::document::markdown::Body;
use crate::document::sections::{self, DIGITS, HeadingDigest, ShortDigest, TranslatedSections, without_number};
use crate::say;
use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

/// The text of an original as its translations record it.
pub struct Original<'a> {
    /// Title, subtitle and summary, each followed by a line feed.
    head: String,
    body: &'a str,
}

impl<'a> Original<'a> {
    /// What is absent is empty.
    pub fn new(title: &str, subtitle: &str, summary: &str, body: &'a str) -> Self {
        Self { head: format!("{title}\n{subtitle}\n{summary}\n"), body }
    }

    /// The digest of the whole.
    pub fn digest(&self) -> String {
        format!("{PREFIX}{}", sha256(format!("{}{}\n", self.head, unix(self.body.trim())).as_bytes()))
    }

    /// The digests of its sections; `outline` is the body's.
    pub fn sections(&self, outline: &Body) -> Sections {
        let mut all = Sections { title: Some(short(&self.head)), ..Sections::default() };
        for section in sections::of(self.body, outline) {
            let digest = short(&format!("{}\n", unix(section.text)));
            match section.heading.and_then(|n| outline.headings.get(n)) {
                Some(heading) => all.headings.push(HeadingDigest { digest, heading: one_line(&heading.text) }),
                None => all.lead = Some(digest),
            }
        }
        all
    }
}

/// The digests of the sections of a text, as it is or as a translation recorded them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sections {
    /// Of title, subtitle and summary.
    pub title: Option<String>,
    /// Of what precedes the first heading, if anything does.
    pub lead: Option<String>,
    /// Of each heading with the text below it.
    pub headings: Vec<HeadingDigest>,
}

/// A section of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Section {
    /// Title, subtitle and summary.
    Title,
    /// What precedes the first heading.
    Lead,
    /// A heading with the text below it, by position.
    Heading(usize),
}

/// How a section differs from what was recorded. A position is one among the headings of the original as it is (`now`)
/// or as it was recorded (`then`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Difference {
    /// It is another one.
    Changed {
        /// As it is.
        now: Section,
        /// As it was recorded.
        then: Section,
    },
    /// It was not recorded.
    New {
        /// As it is.
        now: Section,
    },
    /// It was recorded and is no more.
    Gone {
        /// As it was recorded.
        then: Section,
        /// Its heading's words; empty for the text before the first heading.
        heading: String,
    },
}

/// What makes a translation stale. Where both say nothing, it is not known what changed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Staleness {
    /// The sections that differ: those that are there in their order, then those that are gone.
    pub differences: Vec<Difference>,
    /// Whether sections changed places.
    pub reordered: bool,
}

impl Section {
    /// As a message names it; `outline` is that of the text whose section it is.
    pub fn words(self, outline: &Body) -> Wording {
        match self {
            Self::Title => say!("title and summary", "標題和摘要"),
            Self::Lead => say!("the text before the first heading", "第一個標題之前的文字"),
            Self::Heading(n) => {
                let heading = outline.headings.get(n).map_or("", |heading| heading.text.as_str());
                say!("“{heading}”", "「{heading}」")
            }
        }
    }
}

impl Staleness {
    /// What changed, in words; nothing where that is not known. `outline` is the original's as it is.
    pub fn words(&self, outline: &Body) -> Wording {
        let (mut changed, mut new, mut gone) = (Vec::new(), Vec::new(), Vec::new());
        for difference in &self.differences {
            match difference {
                Difference::Changed { now, .. } => changed.push(now.words(outline)),
                Difference::New { now } => new.push(now.words(outline)),
                Difference::Gone { then: Section::Heading(_), heading } => gone.push(say!("“{heading}”", "「{heading}」")),
                Difference::Gone { then, .. } => gone.push(then.words(outline)),
            }
        }
        let list = |all: Vec<Wording>, says: Wording| {
            let (en, zh): (Vec<String>, Vec<String>) = all.into_iter().map(|one| (one.en, one.zh)).unzip();
            (!en.is_empty()).then(|| Wording { en: says.en + &en.join(", "), zh: says.zh + &zh.join("、") })
        };
        let parts = [
            list(changed, say!("changed: ", "有改動：")),
            list(new, say!("new: ", "新增：")),
            list(gone, say!("gone: ", "已刪去：")),
            self.reordered.then(|| say!("the sections stand in another order", "各節次序有變動")),
        ];
        let (en, zh): (Vec<String>, Vec<String>) = parts.into_iter().flatten().map(|part| (part.en, part.zh)).unzip();
        Wording { en: en.join("; "), zh: zh.join("；") }
    }
}

impl Sections {
    /// As a translation recorded them.
    pub fn recorded(said: &TranslatedSections) -> Self {
        let digest = |at: &Option<crate::source::At<ShortDigest>>| at.as_ref().map(|at| at.it.0.clone());
        let headings = said.headings.iter().flat_map(|list| &list.it).map(|heading| heading.it.clone());
        Self { title: digest(&said.title), lead: digest(&said.lead), headings: headings.collect() }
    }

    /// As the front matter of a translation has them, below `translated-sections`.
    pub fn yaml(&self) -> Yaml {
        let head = [("title", &self.title), ("lead", &self.lead)];
        let mut lines: Vec<String> =
            head.into_iter().filter_map(|(key, digest)| Some(format!("{key}: {}", quoted(digest.clone()?)))).collect();
        if !self.headings.is_empty() {
            lines.push("headings:".to_owned());
        }
        let item =
            |one: &HeadingDigest| format!("  - {}", quoted(format!("{} {}", one.digest, one.heading).trim_end().to_owned()));
        lines.extend(self.headings.iter().map(item));
        Yaml::Block(lines)
    }

    /// What differs in `now` from these, which were recorded.
    pub fn staleness(&self, now: &Self) -> Staleness {
        let mut differences = Vec::new();
        for (section, then, now) in [(Section::Title, &self.title, &now.title), (Section::Lead, &self.lead, &now.lead)] {
            match (then, now) {
                (Some(a), Some(b)) if a != b => differences.push(Difference::Changed { now: section, then: section }),
                (None, Some(_)) => differences.push(Difference::New { now: section }),
                _ => {}
            }
        }
        let pairs = self.pairs(now);
        for (n, (heading, pair)) in now.headings.iter().zip(&pairs).enumerate() {
            let now = Section::Heading(n);
            match pair.and_then(|then| Some((then, self.headings.get(then)?))) {
                None => differences.push(Difference::New { now }),
                Some((then, recorded)) if recorded.digest != heading.digest => {
                    differences.push(Difference::Changed { now, then: Section::Heading(then) });
                }
                Some(_) => {}
            }
        }
        if self.lead.is_some() && now.lead.is_none() {
            differences.push(Difference::Gone { then: Section::Lead, heading: String::new() });
        }
        let there: HashSet<usize> = pairs.iter().flatten().copied().collect();
        for (n, recorded) in self.headings.iter().enumerate().filter(|(n, _)| !there.contains(n)) {
            differences.push(Difference::Gone { then: Section::Heading(n), heading: recorded.heading.clone() });
        }
        let order: Vec<usize> = pairs.into_iter().flatten().collect();
        Staleness { differences, reordered: !order.is_sorted() }
    }

    /// For each heading of `now` the one of these that it is.
    fn pairs(&self, now: &Self) -> Vec<Option<usize>> {
        let known: HashMap<(&str, usize), usize> = self.names().enumerate().map(|(n, name)| (name, n)).collect();
        let mut pairs: Vec<Option<usize>> = now.names().map(|name| known.get(&name).copied()).collect();
        let same: HashSet<usize> = pairs.iter().flatten().copied().collect();
        let mut at = 0;
        while at < pairs.len() {
            let renamed = pairs.iter().skip(at).take_while(|pair| pair.is_none()).count();
            let from = at.checked_sub(1).and_then(|before| pairs.get(before).copied().flatten()).map_or(0, |before| before + 1);
            let were = (from..self.headings.len()).take_while(|n| !same.contains(n)).count();
            if renamed == were {
                pairs.iter_mut().skip(at).take(renamed).zip(from..).for_each(|(pair, then)| *pair = Some(then));
            }
            at += renamed + 1;
        }
        pairs
    }

    /// What each heading is known by: its words without their number, and how many before it have the same.
    fn names(&self) -> impl Iterator<Item = (&str, usize)> {
        let mut counts: HashMap<&str, usize> = HashMap::new();
        self.headings.iter().map(move |heading| {
            let name = without_number(&heading.heading);
            let count = counts.entry(name).or_default();
            *count += 1;
            (name, *count)
        })
    }

    /// These with the given differences from `now` accepted: what changed as it is, what is new beside what stands before
    /// it, what is gone left out.
    pub fn accept(&self, now: &Self, accepted: &[Difference]) -> Self {
        let mut all = self.clone();
        let pairs = self.pairs(now);
        // Where each recorded heading stands in the outcome; what is put in between has none.
        let mut headings: Vec<(Option<usize>, HeadingDigest)> =
            self.headings.iter().cloned().enumerate().map(|(n, heading)| (Some(n), heading)).collect();
        let mut added: HashMap<usize, HeadingDigest> = HashMap::new();
        for difference in accepted {
            match difference {
                Difference::Changed { now: Section::Title, .. } | Difference::New { now: Section::Title } => {
                    all.title.clone_from(&now.title);
                }
                Difference::Changed { now: Section::Lead, .. } | Difference::New { now: Section::Lead } => {
                    all.lead.clone_from(&now.lead);
                }
                Difference::Gone { then: Section::Title, .. } => all.title = None,
                Difference::Gone { then: Section::Lead, .. } => all.lead = None,
                Difference::Gone { then: Section::Heading(n), .. } => headings.retain(|(then, _)| *then != Some(*n)),
                Difference::Changed { now: Section::Heading(n), then } => {
                    let slot = headings.iter_mut().find(|(at, _)| at.map(Section::Heading) == Some(*then));
                    if let (Some((_, slot)), Some(new)) = (slot, now.headings.get(*n)) {
                        slot.clone_from(new);
                    }
                }
                Difference::New { now: Section::Heading(n) } => {
                    added.extend(now.headings.get(*n).map(|new| (*n, new.clone())));
                }
            }
        }
        let mut before: Option<usize> = None;
        for n in 0..now.headings.len() {
            let place = pairs.get(n).copied().flatten().and_then(|then| headings.iter().position(|(at, _)| *at == Some(then)));
            before = match (place, added.remove(&n)) {
                (Some(place), _) => Some(place),
                (None, Some(new)) => {
                    let place = before.map_or(0, |before| before + 1);
                    headings.insert(place, (None, new));
                    Some(place)
                }
                (None, None) => before,
            };
        }
        all.headings = headings.into_iter().map(|(_, heading)| heading).collect();
        all
    }
}

fn short(text: &str) -> String {
    let mut digest = sha256(text.as_bytes());
    digest.truncate(DIGITS);
    digest
}

fn unix(text: &str) -> Cow<'_, str> {
    if text.contains('\r') { Cow::Owned(text.replace("\r\n", "\n")) } else { Cow::Borrowed(text) }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A digest, or one with a heading behind it, as a YAML value: plain wherever it can be.
fn quoted(text: String) -> String {
    // Digits alone, or around an `e`, are a number to YAML.
    let number = text.bytes().all(|b| b.is_ascii_digit() || b == b'e');
    let special = number || text.contains(": ") || text.contains(" #") || text.ends_with(':') || !text.chars().all(Yaml::prints);
    if special { Yaml::quoted(&text) } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::{Field, Split, read_yaml, set, split};
    use crate::diagnostic::Findings;
    use crate::document::markdown;
    use crate::source::SourceId;
    use proptest::prelude::*;

    fn sections(title: &str, body: &str) -> Sections {
        Original::new(title, "", "", body).sections(&markdown::read(body))
    }

    fn words(then: &str, now: &str) -> String {
        let staleness = sections("題", then).staleness(&sections("題", now));
        staleness.words(&markdown::read(now)).en
    }

    const BODY: &str = "引\n\n## 一、甲\n1\n## 二、乙\n2\n### 例\n3\n## 三、丙\n4\n### 例\n5\n";

    #[test]
    fn digests_are_those_of_standard_tools() {
        // printf '題\n副題\n\n' | sha256sum; printf '## 一\n\n甲\n' | sha256sum
        let (body, head) = ("\r\n引\r\n## 一\r\n\r\n甲\r\n\r\n", "題\n副題\n\n");
        let original = Original::new("題", "副題", "", body);
        let now = original.sections(&markdown::read(body));
        assert_eq!(now.title, Some(sha256(head.as_bytes())[..12].to_owned()));
        assert_eq!(now.lead, Some(sha256("引\n".as_bytes())[..12].to_owned()));
        let heading = HeadingDigest { digest: sha256("## 一\n\n甲\n".as_bytes())[..12].to_owned(), heading: "一".to_owned() };
        assert_eq!(now.headings, [heading]);
        assert_eq!(original.digest(), format!("sha256:{}", sha256("題\n副題\n\n引\n## 一\n\n甲\n".as_bytes())));
    }

    #[test]
    fn what_changed_is_told_by_name() {
        let change = |from: &str, to: &str| words(BODY, &BODY.replacen(from, to, 1));
        assert_eq!(change("", ""), "");
        assert_eq!(change("\n## 二", "\n\n\n## 二"), "", "blank lines between sections are no change");
        assert_eq!(change("引", "引言"), "changed: the text before the first heading");
        assert_eq!(change("引\n\n", ""), "gone: the text before the first heading");
        assert_eq!(change("2\n", "2a\n"), "changed: “二、乙”");
        assert_eq!(change("5\n", "5a\n"), "changed: “例”", "the second of the two");
        assert_eq!(change("## 二、乙", "## 二、乙的安排"), "changed: “二、乙的安排”");
        assert_eq!(change("## 二", "## 新\n6\n## 二"), "new: “新”");
        assert_eq!(change("## 二、乙\n2\n", ""), "gone: “二、乙”");
        assert_eq!(
            change("## 二、乙\n2\n### 例\n3\n## 三、丙", "## 二、新\n6\n## 三、乙\n2\n### 例\n3\n## 四、丙"),
            "changed: “三、乙”, “四、丙”; new: “二、新”",
            "a section is the same under another number"
        );
        let moved = "引\n\n## 二、乙\n2\n## 一、甲\n1\n";
        assert_eq!(words("引\n\n## 一、甲\n1\n## 二、乙\n2\n", moved), "the sections stand in another order");
        let title = sections("題", "").staleness(&sections("題目", ""));
        assert_eq!(title.words(&Body::default()).zh, "有改動：標題和摘要");
    }

    #[test]
    fn what_is_accepted_is_recorded_and_the_rest_stays() {
        let now = "引言\n\n## 一、甲\n1a\n## 新\n6\n## 二、乙\n2\n### 例\n3\n### 例\n5\n";
        let (then, now) = (sections("題", BODY), sections("題", now));
        let outline = markdown::read("## 一、甲\n## 新\n## 二、乙\n### 例\n### 例\n");
        let mut left = then.clone();
        for expected in ["changed: “一、甲”; new: “新”; gone: “三、丙”", "new: “新”; gone: “三、丙”", "gone: “三、丙”", ""]
        {
            let first = left.staleness(&now).differences.remove(0);
            left = left.accept(&now, &[first]);
            assert_eq!(left.staleness(&now).words(&outline).en, expected);
        }
        assert_eq!(left, now);
        assert_eq!(then.accept(&now, &then.staleness(&now).differences), now);
        // Nothing was recorded before.
        let none = Sections::default();
        assert_eq!(none.accept(&now, &none.staleness(&now).differences), now);
    }

    /// As a translation's front matter is read.
    fn read_back(sections: &Sections) -> Sections {
        let text = set("---\ntitle: 甲\n---\n", "translated-sections", &sections.yaml(), &[]).unwrap();
        let Split::Both { front, .. } = split(&text) else { unreachable!("front matter") };
        let mut findings = Findings::default();
        let node = read_yaml(SourceId(0), &text[front], 0, &mut findings).unwrap();
        let crate::data::Value::Map(map) = node.value else { unreachable!("a map") };
        let said = TranslatedSections::read(&map.get("translated-sections").unwrap().1, &mut findings).unwrap();
        assert_eq!(findings.iter().count(), 0, "{text}");
        Sections::recorded(&said)
    }

    #[test]
    fn digests_that_look_like_numbers_stay_text() {
        let digest = || "123456789e12".to_owned();
        let sections = Sections {
            title: Some(digest()),
            lead: Some("000000000000".to_owned()),
            headings: vec![HeadingDigest { digest: digest(), heading: String::new() }],
        };
        assert_eq!(
            sections.yaml(),
            Yaml::Block(vec![
                "title: \"123456789e12\"".to_owned(),
                "lead: \"000000000000\"".to_owned(),
                "headings:".to_owned(),
                "  - \"123456789e12\"".to_owned(),
            ])
        );
        assert_eq!(read_back(&sections), sections);
    }

    /// A body of short sections, so that equal headings and renamings are common.
    fn body() -> impl Strategy<Value = String> {
        prop::collection::vec("(## (一、|二、)?[甲乙丙]|[a: #\"'{]{0,3})\n", 0..8).prop_map(|lines| lines.concat())
    }

    proptest! {
        #[test]
        fn what_is_recorded_is_read_again(title in ".{0,9}", body in "(## .{0,12}\n|.{0,6}\n){0,6}") {
            let sections = sections(&title, &body);
            prop_assert_eq!(read_back(&sections), sections);
        }

        #[test]
        fn nothing_differs_exactly_where_all_is_the_same(then in body(), now in body()) {
            let (then, now) = (sections("題", &then), sections("題", &now));
            let staleness = then.staleness(&now);
            prop_assert_eq!(staleness == Staleness::default(), then == now);
            // Sections that changed places are recorded all together only.
            if !staleness.reordered {
                prop_assert_eq!(then.accept(&now, &staleness.differences), now);
            }
        }
    }
}
