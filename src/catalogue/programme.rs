//! Programme documents: facts that live once, text in several languages.

use super::links::LinkTarget;
use super::sections::{Sections, Staleness};
use super::{CommunityId, DocumentId, Party, TypeId};
use crate::calendar::Period;
use crate::config::KindId;
use crate::document::front_matter::{ActivityState, Every, Retention, Status, Validity};
use crate::document::markdown;
use crate::edtf::Edtf;
use crate::language::{LanguageId, Localised};
use crate::source::{At, SourceId, Span};
use jiff::civil::Date;
use std::collections::BTreeMap;
use std::ops::Range;

/// A programme document.
#[derive(Clone, Debug, PartialEq)]
pub struct Programme {
    /// `community/period/name`, as other documents refer to it.
    pub id: String,
    /// Whose it is.
    pub community: CommunityId,
    /// What it speaks of.
    pub period: Period,
    /// Its kind.
    pub kind: KindId,
    /// The last part of its URL.
    pub slug: String,
    /// Title.
    pub title: Localised,
    /// Subtitle.
    pub subtitle: Option<Localised>,
    /// Summary.
    pub summary: Option<Localised>,
    /// Its facts.
    pub facts: Facts,
    /// Its text in each language, the original first.
    pub versions: Vec<Version>,
    /// The place of the whole front matter in the original.
    pub span: Span,
}

/// Everything that a document says in its front matter, once for all languages.
#[derive(Clone, Debug, PartialEq)]
pub struct Facts {
    /// State.
    pub status: At<Status>,
    /// 成文日期.
    pub issued: Option<At<Edtf>>,
    /// 發布日期.
    pub published: Option<At<Edtf>>,
    /// 發文機關 in order.
    pub issuers: Vec<Party>,
    /// 發文字號.
    pub number: Option<String>,
    /// 索引號.
    pub index_number: Option<At<String>>,
    /// 有效性.
    pub validity: Option<Validity>,
    /// Keywords.
    pub keywords: Vec<Localised>,
    /// Documents that it rests on.
    pub basis: Vec<BasisDocument>,
    /// Research themes.
    pub themes: Vec<Localised>,
    /// Activities.
    pub activities: Vec<Activity>,
    /// Targets.
    pub targets: Vec<Target>,
    /// Results.
    pub results: Vec<Outcome>,
    /// Phases.
    pub phases: Vec<Phase>,
    /// Files.
    pub attachments: Vec<Attachment>,
    /// The plan that it reports on.
    pub answers: Option<At<DocumentId>>,
    /// The document that it replaces.
    pub supersedes: Option<At<DocumentId>>,
    /// Approval.
    pub approval: Option<At<Approval>>,
    /// Withdrawal.
    pub withdrawn: Option<At<Withdrawal>>,
    /// Changes that readers are told.
    pub changes: Vec<Change>,
    /// Old URLs.
    pub aliases: Vec<At<String>>,
    /// 保管期限.
    pub retention: Option<Retention>,
    /// Findings that are accepted.
    pub waivers: Vec<Waiver>,
    /// Whether the page says that it is an example.
    pub example: bool,
}

impl Facts {
    /// The same facts, each as if it stood nowhere: for telling whether a text that was moved says the same.
    pub fn without_places(&self) -> Self {
        fn nowhere<T>(at: &mut At<T>) {
            at.span = Span::start_of(SourceId(0));
        }
        let mut facts = self.clone();
        let Self {
            status,
            issued,
            published,
            issuers: _,
            number: _,
            index_number,
            validity: _,
            keywords: _,
            basis: _,
            themes: _,
            activities,
            targets: _,
            results: _,
            phases: _,
            attachments: _,
            answers,
            supersedes,
            approval,
            withdrawn,
            changes: _,
            aliases,
            retention: _,
            waivers,
            example: _,
        } = &mut facts;
        nowhere(status);
        [issued, published].into_iter().flatten().for_each(nowhere);
        index_number.iter_mut().for_each(nowhere);
        activities.iter_mut().filter_map(|activity| activity.when.as_mut()).for_each(nowhere);
        [answers, supersedes].into_iter().flatten().for_each(nowhere);
        if let Some(approval) = approval {
            nowhere(approval);
            approval.it.digest.iter_mut().for_each(nowhere);
        }
        withdrawn.iter_mut().for_each(nowhere);
        aliases.iter_mut().for_each(nowhere);
        waivers.iter_mut().for_each(|waiver| nowhere(&mut waiver.code));
        facts
    }

    /// What is known of a document that says nothing.
    pub(super) fn of_draft(span: Span) -> Self {
        Self {
            status: At::new(Status::Draft, span),
            issued: None,
            published: None,
            issuers: Vec::new(),
            number: None,
            index_number: None,
            validity: None,
            keywords: Vec::new(),
            basis: Vec::new(),
            themes: Vec::new(),
            activities: Vec::new(),
            targets: Vec::new(),
            results: Vec::new(),
            phases: Vec::new(),
            attachments: Vec::new(),
            answers: None,
            supersedes: None,
            approval: None,
            withdrawn: None,
            changes: Vec::new(),
            aliases: Vec::new(),
            retention: None,
            waivers: Vec::new(),
            example: false,
        }
    }
}

/// A text in one language.
#[derive(Clone, Debug, PartialEq)]
pub struct Version {
    /// The language.
    pub language: LanguageId,
    /// The file.
    pub source: SourceId,
    /// Where the body stands in the file.
    pub body: Range<usize>,
    /// What the body holds.
    pub outline: markdown::Body,
    /// What each link of the body leads to, by the text of its destination.
    pub links: BTreeMap<String, LinkTarget>,
    /// How it stands to the original.
    pub freshness: Freshness,
    /// The digest that a translation of this text records, or that this translation recorded.
    pub digest: String,
    /// The sections of the original that this translation recorded.
    pub sections: Option<Sections>,
}

impl Version {
    /// A text whose links are still to be followed.
    pub(super) fn new(
        language: LanguageId,
        source: SourceId,
        body: Range<usize>,
        outline: markdown::Body,
        freshness: Freshness,
        digest: String,
    ) -> Self {
        Self { language, source, body, outline, links: BTreeMap::new(), freshness, digest, sections: None }
    }
}

/// How a text stands to the original.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Freshness {
    /// It is the original.
    Original,
    /// It translates the original as it is.
    Current,
    /// The original changed since.
    Stale(Staleness),
    /// It does not say what it translates.
    Unknown,
}

impl Freshness {
    /// As lists and JSON have it.
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::Original => "original",
            Self::Current => "current",
            Self::Stale(_) => "stale",
            Self::Unknown => "unknown",
        }
    }
}

/// A document that another rests on.
#[derive(Clone, Debug, PartialEq)]
pub struct BasisDocument {
    /// Title.
    pub title: Localised,
    /// Number.
    pub number: Option<String>,
    /// Where it can be read.
    pub url: Option<String>,
}

/// An activity.
#[derive(Clone, Debug, PartialEq)]
pub struct Activity {
    /// Its id, if it has one.
    pub id: Option<String>,
    /// Its anchor on the document's page.
    pub anchor: String,
    /// Its type.
    pub kind: TypeId,
    /// Title.
    pub title: Option<Localised>,
    /// When.
    pub when: Option<At<Edtf>>,
    /// Who hosts it.
    pub host: Option<Party>,
    /// Where.
    pub venue: Option<Localised>,
    /// Who takes part.
    pub audience: Option<Localised>,
    /// Steps.
    pub agenda: Vec<Localised>,
    /// State; where it is not given, what the kind of document implies.
    pub state: ActivityState,
    /// How many came.
    pub attendance: Option<u32>,
    /// What came of it.
    pub outcome: Option<Localised>,
    /// How often it recurs.
    pub every: Option<Every>,
    /// The planned activity that it reports: position in the plan that its document answers.
    pub reports: Option<usize>,
}

impl Activity {
    /// Whether it took place: held, or moved and reported.
    pub fn took_place(&self) -> bool {
        match self.state {
            ActivityState::Held => true,
            ActivityState::Moved => self.attendance.is_some() || self.outcome.is_some() || self.reports.is_some(),
            ActivityState::Planned | ActivityState::Cancelled => false,
        }
    }
}

/// A target.
#[derive(Clone, Debug, PartialEq)]
pub struct Target {
    /// Its id.
    pub id: String,
    /// What is measured.
    pub label: Localised,
    /// The goal.
    pub goal: Goal,
    /// Unit.
    pub unit: Option<Localised>,
    /// By when.
    pub by: Option<Edtf>,
}

/// What fulfils a target.
#[derive(Clone, Debug, PartialEq)]
pub enum Goal {
    /// This figure or more.
    AtLeast(crate::data::Figure),
    /// This figure or less.
    AtMost(crate::data::Figure),
    /// This figure.
    Equals(crate::data::Figure),
    /// Anything between the two, both in.
    Range(crate::data::Figure, crate::data::Figure),
}

impl Goal {
    /// Whether a figure fulfils it.
    pub fn is_met(&self, value: f64) -> bool {
        match self {
            Self::AtLeast(figure) => value >= figure.value,
            Self::AtMost(figure) => value <= figure.value,
            Self::Equals(figure) => (value - figure.value).abs() < f64::EPSILON * figure.value.abs().max(1.0),
            Self::Range(low, high) => (low.value..=high.value).contains(&value),
        }
    }
}

/// What a result says of a target.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Attainment {
    /// It is reached.
    Met,
    /// Its time is not over, and it is not reached for good.
    Open,
    /// It was not reached in time.
    Missed,
}

impl Attainment {
    /// Key in `t.results`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Met => "met",
            Self::Open => "open",
            Self::Missed => "missed",
        }
    }
}

impl Target {
    /// What a figure as of a day says of it. Until its time is over nothing is missed, and what must not grow too much
    /// may still do so.
    pub fn attainment(&self, value: f64, as_of: Option<Date>) -> Attainment {
        let ends = self.by.and_then(Edtf::last_day);
        let is_open = ends.zip(as_of).is_some_and(|(ends, as_of)| as_of < ends);
        let may_be_left = matches!(self.goal, Goal::AtMost(_) | Goal::Range(..));
        match (self.goal.is_met(value), is_open) {
            (true, true) if may_be_left => Attainment::Open,
            (true, _) => Attainment::Met,
            (false, true) => Attainment::Open,
            (false, false) => Attainment::Missed,
        }
    }
}

/// A target of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TargetRef {
    /// Whose.
    pub document: DocumentId,
    /// Its position there.
    pub index: usize,
}

/// A result.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcome {
    /// The target that it speaks of: the document's own or its plan's.
    pub target: TargetRef,
    /// The figure.
    pub value: crate::data::Figure,
    /// As of when.
    pub on: Option<Edtf>,
    /// A remark.
    pub note: Option<Localised>,
}

/// A phase.
#[derive(Clone, Debug, PartialEq)]
pub struct Phase {
    /// Name.
    pub label: Localised,
    /// When.
    pub when: Option<Edtf>,
    /// Tasks.
    pub tasks: Vec<Localised>,
}

/// A file that belongs to a document.
#[derive(Clone, Debug, PartialEq)]
pub struct Attachment {
    /// The file.
    pub source: SourceId,
    /// Title.
    pub title: Option<Localised>,
}

/// An approval.
#[derive(Clone, Debug, PartialEq)]
pub struct Approval {
    /// Who approved.
    pub by: Localised,
    /// When.
    pub on: Edtf,
    /// The number of the decision.
    pub number: Option<String>,
    /// The digest of what was approved.
    pub digest: Option<At<String>>,
    /// Which edition of the document it approves, from 1.
    pub edition: u32,
}

/// A withdrawal.
#[derive(Clone, Debug, PartialEq)]
pub struct Withdrawal {
    /// When.
    pub on: Edtf,
    /// Why.
    pub reason: Localised,
}

/// A change.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// When.
    pub on: Edtf,
    /// What changed.
    pub note: Localised,
    /// Whether it is minor.
    pub minor: bool,
}

/// A finding that is accepted.
#[derive(Clone, Debug, PartialEq)]
pub struct Waiver {
    /// The finding.
    pub code: At<crate::diagnostic::Code>,
    /// Why.
    pub reason: Localised,
    /// Since when.
    pub on: Edtf,
}

/// A document of which nothing is known.
impl Default for Programme {
    fn default() -> Self {
        let span = Span::start_of(SourceId(u32::MAX));
        Self {
            id: String::new(),
            community: CommunityId::new(0),
            period: Period::CalendarYear(crate::edtf::Year::known(0)),
            kind: KindId(0),
            slug: String::new(),
            title: Localised::new(crate::config::Config::DEFAULT, ""),
            subtitle: None,
            summary: None,
            facts: Facts::of_draft(span),
            versions: Vec::new(),
            span,
        }
    }
}

impl Version {
    /// The files that the text links to or shows.
    pub fn files(&self) -> impl Iterator<Item = SourceId> + '_ {
        self.links.values().filter_map(|target| match target {
            LinkTarget::File(source) => Some(*source),
            _ => None,
        })
    }
}

impl Programme {
    /// The text in a language, if there is one.
    pub fn version(&self, language: LanguageId) -> Option<&Version> {
        self.versions.iter().find(|v| v.language == language)
    }

    /// The original's language.
    pub fn original_language(&self) -> LanguageId {
        self.versions.first().map_or(crate::config::Config::DEFAULT, |v| v.language)
    }

    /// The files that are published with it: attachments, and what its texts link to or show.
    pub fn files(&self) -> impl Iterator<Item = SourceId> + '_ {
        self.facts.attachments.iter().map(|a| a.source).chain(self.versions.iter().flat_map(Version::files))
    }

    /// The original's file.
    pub fn source(&self) -> SourceId {
        self.span.source
    }

    /// The file's name without language and ending.
    pub fn name(&self) -> &str {
        self.id.rsplit('/').next().unwrap_or(&self.id)
    }

    /// Whether it is the edition behind one that was sealed, and not approved yet.
    pub fn is_amendment(&self) -> bool {
        let sealed = self.facts.approval.as_ref().is_some_and(|approval| approval.it.digest.is_some());
        sealed && !self.facts.status.it.is_published()
    }

    /// The year that its record belongs to: of its signing, or else of its approval; `None` where that is withheld.
    pub fn year_of_record(&self) -> Option<i16> {
        let signed = self.facts.issued.as_ref().map(|issued| issued.it);
        match signed.or_else(|| self.facts.approval.as_ref().map(|approval| approval.it.on))? {
            Edtf::Date(date) | Edtf::Interval(Some(date), _) | Edtf::Interval(None, Some(date)) => date.year.number(),
            Edtf::Interval(None, None) => None,
        }
    }

    /// The date by which lists of the newest are ordered: published, or else signed, or else approved.
    pub fn dated(&self) -> Option<Edtf> {
        let facts = &self.facts;
        facts.published.as_ref().or(facts.issued.as_ref()).map(|d| d.it).or_else(|| facts.approval.as_ref().map(|a| a.it.on))
    }

    /// When readers were last told of a change: the last major change, or else [`Programme::dated`].
    pub fn updated(&self) -> Option<Edtf> {
        let changes = self.facts.changes.iter().filter(|c| !c.minor).map(|c| c.on);
        changes.chain(self.dated()).max_by_key(|d| d.order())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_missed_before_its_time_is_over() {
        let figure = |value: f64| crate::data::Figure { value, text: value.to_string() };
        let target = |goal, by: &str| Target {
            id: "t".into(),
            label: Localised::new(crate::config::Config::DEFAULT, ""),
            goal,
            unit: None,
            by: Edtf::parse(by).ok(),
        };
        let on = |day: &str| day.parse().ok();
        let more = target(Goal::AtLeast(figure(13.0)), "2020");
        assert_eq!(more.attainment(0.0, on("2019-12-31")), Attainment::Open);
        assert_eq!(more.attainment(13.0, on("2019-12-31")), Attainment::Met);
        assert_eq!(more.attainment(12.0, on("2020-12-31")), Attainment::Missed);
        assert_eq!(more.attainment(12.0, None), Attainment::Missed);
        let less = target(Goal::AtMost(figure(3.0)), "2020-06");
        assert_eq!(less.attainment(2.0, on("2020-01-31")), Attainment::Open);
        assert_eq!(less.attainment(4.0, on("2020-01-31")), Attainment::Open);
        assert_eq!(less.attainment(3.0, on("2020-06-30")), Attainment::Met);
        let all = target(Goal::Equals(figure(2.0)), "2019");
        assert_eq!(all.attainment(2.0, on("2019-05-20")), Attainment::Met);
        let any_time = target(Goal::Equals(figure(1.3)), "");
        assert_eq!(any_time.attainment(1.2, on("2019-12-31")), Attainment::Missed);
    }
}
