//! Document pages, withdrawn documents and plain pages.

use super::Words;
use crate::catalogue::seal;
use crate::catalogue::{Attachment, DocumentId, Freshness, Goal, LinkTarget, Phase, Programme, Target, Version};
use crate::document::front_matter::{Retention, Status, Validity};
use crate::document::html::{self, Image, Setting, Target as LinkHref, Words as BodyWords};
use crate::edtf::Edtf;
use crate::language::{Convention, Localised, Shown};
use crate::plots::{Bar, TimeLine};
use crate::routes::view::{
    ActivityPair, ActivityView, AttachmentView, ChangeView, ContentsItem, DocumentView, EditionView, Fact, FactValue, Length,
    Name, Notice, NoticeLink, PageView, PhaseView, Ref, ResultView, SealView, Sibling, TargetView, WithdrawnView,
};
use crate::routes::{ActivityRef, Reader, Route};
use crate::source::{Content, Picture, SourceId};
use std::borrow::Cow;

impl Reader<'_> {
    pub(super) fn document_view(&self, id: DocumentId, words: &dyn Words) -> DocumentView {
        let index = &self.site.index;
        let document = self.site.catalogue().document(id);
        let mut view = self.view_of(Shows { id, document, earlier: None }, words);
        let (previous, next) = self.neighbours(id);
        let beside = self.site.ledger.documents(document.community, document.period).iter();
        view.previous = previous.map(|id| self.sibling(id));
        view.next = next.map(|id| self.sibling(id));
        view.beside = beside.filter(|other| **other != id).map(|id| self.sibling(*id)).collect();
        view.answered_by = index.answered_by.get(&id).into_iter().flatten().map(|s| self.reference(*s)).collect();
        view.superseded_by = index.superseded_by.get(&id).map(|s| self.reference(*s));
        view
    }

    /// An earlier edition: what it said, without what the site has come to say of it.
    pub(super) fn edition_view(&self, n: usize, words: &dyn Words) -> DocumentView {
        let edition = &self.site.catalogue().editions[n];
        self.view_of(Shows { id: edition.document, document: &edition.programme, earlier: Some(n) }, words)
    }

    fn reference(&self, id: DocumentId) -> Ref {
        Ref { name: self.text(&self.site.catalogue().document(id).title), href: self.link(Route::Document(id)) }
    }

    fn view_of(&self, shows: Shows<'_>, words: &dyn Words) -> DocumentView {
        let document = shows.document;
        let facts = &document.facts;
        let version = document.version(self.language());
        let activities = self.pairs(shows);
        let (phases, line) = self.phases(document);
        DocumentView {
            title: self.text(&document.title),
            subtitle: document.subtitle.as_ref().map(|s| self.text(s)),
            summary: document.summary.as_ref().map(|s| self.text(s)),
            kind: self.text(&self.site.config().kind(document.kind).name),
            period: self.period(document.period),
            notices: self.notices(shows, words),
            facts: self.facts(shows, words),
            record: self.record(document),
            themes: facts.themes.iter().map(|t| self.text(t)).collect(),
            contents: version.map(|v| self.contents(v)).unwrap_or_default(),
            unnumbered: self.convention() == Convention::Chinese && version.is_some_and(is_unnumbered),
            body: version.map(|v| self.body(v, words)),
            has_planned: activities.iter().any(|pair| pair.planned.is_some()),
            has_held: activities.iter().any(|pair| !pair.held.is_empty()),
            activities,
            targets: self.targets(shows),
            phases,
            phase_ends: line.map(|line| {
                let (first, last) = line.ends();
                (self.date(Edtf::day(first)), self.date(Edtf::day(last)))
            }),
            phase_ticks: line.map_or_else(Vec::new, |line| line.ticks(|day, months| self.tick(day, months))),
            attachments: facts.attachments.iter().filter_map(|a| self.attachment(a)).collect(),
            answers: facts.answers.as_ref().map(|a| self.reference(a.it)),
            answered_by: Vec::new(),
            supersedes: facts.supersedes.as_ref().map(|a| self.reference(a.it)),
            superseded_by: None,
            previous: None,
            next: None,
            beside: Vec::new(),
            changes: facts
                .changes
                .iter()
                .map(|c| ChangeView { on: Some(self.date(c.on)), note: self.text(&c.note), minor: c.minor })
                .collect(),
            editions: self.editions(shows),
            waivers: facts
                .waivers
                .iter()
                .map(|w| ChangeView { on: Some(self.date(w.on)), note: self.text(&w.reason), minor: false })
                .collect(),
            seal: facts.approval.as_ref().filter(|approval| approval.it.digest.is_some() && facts.status.it.is_published()).map(
                |approval| SealView {
                    edition: approval.it.edition,
                    id: document.id.clone(),
                    folder: seal::folder(&document.id, approval.it.edition).to_string(),
                    recipe: format!("{}#_verify", self.link(Route::Archive(1))),
                },
            ),
            permalink: self.absolute(&self.site.path(shows.route(), self.locale)),
            length: version.and_then(|v| self.length(v)),
        }
    }

    /// Every edition of a document that can be read, newest first; none where there is only one.
    fn editions(&self, shows: Shows<'_>) -> Vec<EditionView> {
        let catalogue = self.site.catalogue();
        let now = Shows { earlier: None, document: catalogue.document(shows.id), ..shows };
        let earlier = catalogue.editions_of(shows.id).rev();
        let earlier = earlier.map(|(n, edition)| Shows { id: shows.id, document: &edition.programme, earlier: Some(n) });
        let view = |it: Shows<'_>| {
            let approval = it.document.facts.approval.as_ref().filter(|_| it.document.facts.status.it.is_published())?;
            Some(EditionView {
                number: approval.it.edition,
                on: self.date(approval.it.on),
                href: self.link(it.route()),
                here: it.earlier == shows.earlier,
                current: it.earlier.is_none(),
            })
        };
        let all: Vec<EditionView> = std::iter::once(now).chain(earlier).filter_map(view).collect();
        if all.iter().all(|edition| edition.current) { Vec::new() } else { all }
    }

    pub(super) fn withdrawn_view(&self, n: usize) -> WithdrawnView {
        let withdrawn = &self.site.visible.withdrawn()[n];
        WithdrawnView {
            title: self.text(&withdrawn.title),
            on: withdrawn.withdrawal.as_ref().map(|w| self.date(w.on)),
            reason: withdrawn.withdrawal.as_ref().map(|w| self.text(&w.reason)),
        }
    }

    pub(super) fn page_view(&self, n: usize, words: &dyn Words) -> PageView {
        let page = &self.site.catalogue().pages[n];
        let version = page.versions.iter().find(|v| v.language == self.language());
        let notices = self.of_translation(&page.versions, Route::Page(n), words).into_iter().collect();
        PageView {
            title: self.text(&page.title),
            notices,
            contents: version.map(|v| self.contents(v)).unwrap_or_default(),
            body: version.map(|v| self.body(v, words)),
        }
    }

    fn contents(&self, version: &Version) -> Vec<ContentsItem> {
        let shift = u8::from(version.outline.has_level_one);
        let headings = version.outline.headings.iter();
        headings
            .map(|h| ContentsItem { id: h.id.clone(), text: self.script(&h.text).into_owned(), level: (h.level + shift).min(6) })
            .collect()
    }

    /// A body as HTML, its links leading to this site's pages in the reader's language.
    pub(super) fn body(&self, version: &Version, words: &dyn Words) -> String {
        let word = |key: &str| words.word(self.locale, key);
        let setting = BodySetting {
            reader: self,
            version,
            footnotes: word("body.footnotes"),
            back: word("body.back"),
            alerts: ["note", "tip", "important", "warning", "caution"].map(|kind| word(&format!("body.{kind}"))),
            table: word("body.table"),
        };
        html::html(self.site.catalogue().body(version), &version.outline, &setting)
    }

    /// How long a text is for its readers, and how long it takes them.
    fn length(&self, version: &Version) -> Option<Length> {
        let has = version.outline.length;
        if has.characters + has.words == 0 {
            return None;
        }
        // Reading speeds: about 400 characters or 230 words a minute.
        let minutes = (has.characters as f64 / 400.0 + has.words as f64 / 230.0).round().max(1.0) as usize;
        let (key, count) = match self.convention() {
            Convention::Chinese => ("characters", has.characters + has.words),
            Convention::English => ("words", has.words + has.runs),
        };
        Some(Length { key, count: self.count(count), minutes: self.count(minutes) })
    }

    fn notices(&self, shows: Shows<'_>, words: &dyn Words) -> Vec<Notice> {
        let Shows { id, document, earlier } = shows;
        let facts = &document.facts;
        let plain = |key| Notice { key, links: Vec::new(), details: Vec::new() };
        let mut notices = Vec::new();
        if facts.example {
            notices.push(plain("example"));
        }
        let to = |id: DocumentId| {
            let Ref { name, href } = self.reference(id);
            NoticeLink { name, href: Some(href), hreflang: None }
        };
        match facts.status.it {
            _ if earlier.is_some() => notices.push(Notice { links: vec![to(id)], ..plain("earlier_edition") }),
            _ if document.is_amendment() => notices.push(plain("amendment")),
            Status::Draft => notices.push(plain("draft")),
            Status::Submitted => notices.push(plain("submitted")),
            Status::Superseded => {
                let links = self.site.index.superseded_by.get(&id).map(|newer| to(*newer));
                notices.push(Notice { links: links.into_iter().collect(), ..plain("superseded") });
            }
            Status::Approved | Status::Withdrawn => {}
        }
        match facts.validity {
            Some(Validity::Expired) => notices.push(plain("expired")),
            Some(Validity::Repealed) => notices.push(plain("repealed")),
            Some(Validity::Amended) => notices.push(plain("amended")),
            Some(Validity::InForce) | None => {}
        }
        notices.extend(self.of_translation(&document.versions, shows.route(), words));
        notices
    }

    /// The facts table, in the order that readers of official documents know.
    fn facts(&self, shows: Shows<'_>, words: &dyn Words) -> Vec<Fact> {
        let document = shows.document;
        let facts = &document.facts;
        let config = self.site.config();
        let text = |text: Shown| FactValue { text, word: None, href: None, datetime: None, note: None };
        let own = |s: &str| text(self.neutral(s));
        let localised = |l: &Localised| text(self.text(l));
        let date = |d: Edtf| {
            let view = self.date(d);
            FactValue { datetime: view.datetime, ..text(self.neutral(view.text)) }
        };
        let word = |key: &str| FactValue { word: Some(key.to_owned()), ..own("") };
        let name = |name: Name| FactValue { href: name.href, ..text(name.name) };
        let reference = |r: Ref| FactValue { href: Some(r.href), ..text(r.name) };
        let mut rows: Vec<Fact> = Vec::new();
        let mut row = |key: &'static str, values: Vec<FactValue>| {
            if !values.is_empty() {
                rows.push(Fact { key, values });
            }
        };
        row("index_number", facts.index_number.iter().map(|n| own(&n.it)).collect());
        row("kind", vec![localised(&config.kind(document.kind).name)]);
        row("issuers", facts.issuers.iter().map(|p| name(self.party(p))).collect());
        row("issued", facts.issued.iter().map(|d| date(d.it)).collect());
        row("number", facts.number.iter().map(|n| text(self.text_in(document.original_language(), n))).collect());
        row("published", facts.published.iter().map(|d| date(d.it)).collect());
        row("keywords", facts.keywords.iter().map(localised).collect());
        row("validity", facts.validity.iter().map(|v| word(v.as_str())).collect());
        row("status", vec![word(if shows.earlier.is_some() { "earlier_edition" } else { facts.status.it.as_str() })]);
        let period = self.period(document.period);
        row("period", vec![FactValue { href: Some(period.href), ..own(&period.label) }]);
        row("community", vec![reference(self.community(document.community))]);
        row(
            "basis",
            facts
                .basis
                .iter()
                .map(|b| FactValue {
                    href: b.url.clone(),
                    note: b.number.as_ref().map(|n| self.script(n).into_owned()),
                    ..localised(&b.title)
                })
                .collect(),
        );
        let languages = document.versions.iter().map(|v| {
            let language = config.language(v.language);
            FactValue {
                note: (v.freshness == Freshness::Original).then(|| words.word(self.locale, "words.original")),
                ..text(Shown { text: language.name.clone(), lang: Some(language.tag.clone()) })
            }
        });
        row("languages", languages.collect());
        rows
    }

    /// How it was approved and is kept.
    fn record(&self, document: &Programme) -> Vec<Fact> {
        let facts = &document.facts;
        let value = |text: Shown| FactValue { text, word: None, href: None, datetime: None, note: None };
        let mut rows: Vec<Fact> = Vec::new();
        let mut row = |key: &'static str, values: Vec<FactValue>| {
            if !values.is_empty() {
                rows.push(Fact { key, values });
            }
        };
        if let Some(approval) = &facts.approval {
            row("approved_by", vec![value(self.text(&approval.it.by))]);
            let on = self.date(approval.it.on);
            row("approved_on", vec![FactValue { datetime: on.datetime, ..value(self.neutral(on.text)) }]);
            let number = |n: &String| value(self.text_in(document.original_language(), n));
            row("approval_number", approval.it.number.iter().map(number).collect());
            let edition = approval.it.edition;
            row(
                "edition",
                (edition > 1 || approval.it.digest.is_some())
                    .then(|| value(self.neutral(edition.to_string())))
                    .into_iter()
                    .collect(),
            );
            row("digest", approval.it.digest.iter().map(|d| value(self.neutral(d.it.clone()))).collect());
        }
        let word =
            |retention: &Retention| FactValue { word: Some(retention_word(*retention).to_owned()), ..value(self.neutral("")) };
        row("retention", facts.retention.iter().map(word).collect());
        rows
    }

    /// What the plan says beside what the summary says.
    fn pairs(&self, shows: Shows<'_>) -> Vec<ActivityPair> {
        let Shows { id, document, earlier } = shows;
        let catalogue = self.site.catalogue();
        let own = |n: usize| {
            let activity = document.facts.activities.get(n)?;
            let plan = document.facts.answers.as_ref().map(|answers| &catalogue.document(answers.it).facts);
            let planned = activity.reports.and_then(|n| plan?.activities.get(n));
            Some(self.activity_of(id, document, activity, planned))
        };
        let foreign = |of: DocumentId, n: usize| {
            catalogue.document(of).facts.activities.get(n)?;
            Some(ActivityView { anchor: String::new(), ..self.activity(ActivityRef { document: of, index: n }) })
        };
        let count = document.facts.activities.len();
        let reports_of = |of: DocumentId, n: usize| {
            let activities = catalogue.document(of).facts.activities.iter().enumerate();
            activities.filter(move |(_, a)| a.reports == Some(n)).map(|(at, _)| at)
        };
        if earlier.is_some() {
            // What else was said of its activities may have been said since.
            let took_place = |n: usize| document.facts.activities.get(n).is_some_and(crate::catalogue::Activity::took_place);
            return (0..count)
                .map(|n| match took_place(n) {
                    true => ActivityPair { planned: None, held: own(n).into_iter().collect() },
                    false => ActivityPair { planned: own(n), held: Vec::new() },
                })
                .collect();
        }
        if let Some(plan) = document.facts.answers.as_ref().map(|a| a.it) {
            // A report: each planned activity once with all that is told of it, where it is first told of.
            return (0..count)
                .filter_map(|n| match document.facts.activities.get(n)?.reports {
                    Some(planned) if reports_of(id, planned).next() != Some(n) => None,
                    Some(planned) => Some(ActivityPair {
                        planned: foreign(plan, planned),
                        held: reports_of(id, planned).filter_map(own).collect(),
                    }),
                    None => Some(ActivityPair { planned: None, held: own(n).into_iter().collect() }),
                })
                .collect();
        }
        let reports: Vec<DocumentId> = self.site.index.answered_by.get(&id).into_iter().flatten().copied().collect();
        (0..count)
            .map(|n| {
                if document.facts.activities.get(n).is_some_and(crate::catalogue::Activity::took_place) {
                    return ActivityPair { planned: None, held: own(n).into_iter().collect() };
                }
                let held = reports.iter().flat_map(|summary| reports_of(*summary, n).filter_map(|at| foreign(*summary, at)));
                ActivityPair { planned: own(n), held: held.collect() }
            })
            .collect()
    }

    /// The document's own targets with their results, and on a report those of its plan.
    fn targets(&self, shows: Shows<'_>) -> Vec<TargetView> {
        let Shows { id, document, earlier } = shows;
        let catalogue = self.site.catalogue();
        let answers = self.site.index.answered_by.get(&id).into_iter().flatten().copied().filter(|_| earlier.is_none());
        let reports: Vec<DocumentId> = std::iter::once(id).chain(answers).collect();
        let facts_of = |place: DocumentId| if place == id { &document.facts } else { &catalogue.document(place).facts };
        let result_of = |of: DocumentId, index: usize, places: &[DocumentId]| {
            places.iter().find_map(|place| {
                facts_of(*place).results.iter().find(|r| r.target.document == of && r.target.index == index).map(|r| (*place, r))
            })
        };
        let mut views = Vec::new();
        for (n, target) in document.facts.targets.iter().enumerate() {
            views.push(self.target(target, result_of(id, n, &reports)));
        }
        if let Some(plan) = document.facts.answers.as_ref().map(|a| a.it) {
            for (n, target) in catalogue.document(plan).facts.targets.iter().enumerate() {
                if let Some(result) = result_of(plan, n, &[id]) {
                    views.push(self.target(target, Some(result)));
                }
            }
        }
        views
    }

    /// The day as of which a result tells: its own, or else its document's.
    fn as_of(&self, document: DocumentId, result: &crate::catalogue::Outcome) -> Option<jiff::civil::Date> {
        result.on.or_else(|| self.site.catalogue().document(document).dated())?.last_day()
    }

    fn target(&self, target: &Target, result: Option<(DocumentId, &crate::catalogue::Outcome)>) -> TargetView {
        let (goal, a, b) = match &target.goal {
            Goal::AtLeast(f) => ("at_least", f, None),
            Goal::AtMost(f) => ("at_most", f, None),
            Goal::Equals(f) => ("equals", f, None),
            Goal::Range(low, high) => ("range", low, Some(high)),
        };
        let value = result.map(|(_, r)| r.value.value);
        let percent = target.unit.as_ref().is_some_and(|u| u.original().contains('%'));
        let (from, to) = match &target.goal {
            Goal::AtLeast(f) => (Some(f.value), None),
            Goal::AtMost(f) => (None, Some(f.value)),
            Goal::Equals(f) => (Some(f.value), Some(f.value)),
            Goal::Range(low, high) => (Some(low.value), Some(high.value)),
        };
        TargetView {
            anchor: format!("target-{}", crate::document::slug::slug(&target.id)),
            label: self.text(&target.label),
            goal,
            a: self.figure(a),
            b: b.map(|b| self.figure(b)),
            unit: target.unit.as_ref().map(|u| self.text(u)),
            by: target.by.map(|d| self.deadline(d)),
            result: result.map(|(document, r)| ResultView {
                value: self.figure(&r.value),
                on: r.on.map(|d| self.date(d)),
                note: r.note.as_ref().map(|n| self.text(n)),
                standing: target.attainment(r.value.value, self.as_of(document, r)).as_str(),
                document: Ref {
                    name: self.text(&self.site.catalogue().document(document).title),
                    href: self.link(Route::Document(document)),
                },
            }),
            bar: Bar::new(from, to, value, percent),
        }
    }

    /// Phases, and where they lie on a common line as far as their dates are known.
    fn phases(&self, document: &Programme) -> (Vec<PhaseView>, Option<TimeLine>) {
        let days = |when: Option<Edtf>| when.and_then(|w| w.first_day().zip(w.last_day()));
        let known: Vec<_> = document.facts.phases.iter().filter_map(|p| days(p.when)).collect();
        let line = TimeLine::new(&known);
        let view = |phase: &Phase| PhaseView {
            label: self.text(&phase.label),
            when: phase.when.map(|w| self.date(w)),
            tasks: phase.tasks.iter().map(|t| self.text(t)).collect(),
            bar: line.zip(days(phase.when)).map(|(line, (from, to))| line.place(from, to)),
        };
        (document.facts.phases.iter().map(view).collect(), line)
    }

    /// A mark on a time line: the month, or the year where it begins.
    fn tick(&self, day: jiff::civil::Date, months: i32) -> String {
        if months < 12 && day.month() > 1 { self.short_month(day) } else { day.year().to_string() }
    }

    fn sibling(&self, id: DocumentId) -> Sibling {
        let document = self.site.catalogue().document(id);
        Sibling {
            title: self.text(&document.title),
            href: self.link(Route::Document(id)),
            kind: self.text(&self.site.config().kind(document.kind).name),
            period: self.period_label(document.period),
        }
    }

    fn attachment(&self, attachment: &Attachment) -> Option<AttachmentView> {
        let path = self.site.table_file(self, attachment.source)?;
        let source = self.site.catalogue().sources.get(attachment.source);
        let file = source.path.file_name().to_owned();
        let size = match source.content {
            Content::Blob { size, .. } => size,
            _ => source.text().len() as u64,
        };
        Some(AttachmentView {
            title: attachment.title.as_ref().map_or_else(|| self.neutral(file.clone()), |t| self.text(t)),
            href: path,
            kind: file.rsplit_once('.').map_or("", |(_, ending)| ending).to_uppercase(),
            size: human_size(size),
            file,
        })
    }

    /// The same kind of document of the same community, the period before and after.
    fn neighbours(&self, id: DocumentId) -> (Option<DocumentId>, Option<DocumentId>) {
        let catalogue = self.site.catalogue();
        let document = catalogue.document(id);
        if document.period.is_withheld() {
            return (None, None);
        }
        let mut same: Vec<DocumentId> = self
            .site
            .index
            .communities
            .get(&document.community)
            .into_iter()
            .flatten()
            .copied()
            .filter(|other| {
                let other_document = catalogue.document(*other);
                other_document.kind == document.kind
                    && other_document.period.same_form(document.period)
                    && !other_document.period.is_withheld()
                    && (other_document.period != document.period || *other == id)
            })
            .collect();
        same.sort_by_key(|d| (catalogue.document(*d).period, *d));
        let Some(at) = same.iter().position(|d| *d == id) else { return (None, None) };
        (at.checked_sub(1).and_then(|n| same.get(n)).copied(), same.get(at + 1).copied())
    }
}

/// Whether a text has several headings, and none that looks as if its number had been typed.
fn is_unnumbered(version: &Version) -> bool {
    let has_number =
        |text: &str| text.trim_start().starts_with(|c: char| c.is_ascii_digit() || "〇零一二三四五六七八九十第（(".contains(c));
    let headings = &version.outline.headings;
    headings.len() > 1 && !headings.iter().any(|heading| has_number(&heading.text))
}

fn human_size(bytes: u64) -> String {
    match bytes {
        0..1_000 => format!("{bytes} B"),
        1_000..1_000_000 => format!("{} KB", bytes.div_ceil(1_000)),
        _ => format!("{}.{} MB", bytes / 1_000_000, bytes % 1_000_000 / 100_000),
    }
}

impl crate::routes::Site<'_> {
    /// A link to a file that is carried along.
    fn table_file(&self, reader: &Reader<'_>, source: SourceId) -> Option<String> {
        reader.table.file(source).map(|path| reader.href(path))
    }
}

/// What a document's page shows.
#[derive(Clone, Copy)]
struct Shows<'d> {
    /// The document.
    id: DocumentId,
    /// The edition that is shown.
    document: &'d Programme,
    /// Its position among the earlier editions, if it is one.
    earlier: Option<usize>,
}

impl Shows<'_> {
    /// The page.
    fn route(self) -> Route {
        self.earlier.map_or(Route::Document(self.id), Route::Edition)
    }
}

/// How long a document is kept: key in `t.words`.
pub(super) fn retention_word(retention: Retention) -> &'static str {
    match retention {
        Retention::Permanent => "retention_permanent",
        Retention::Years30 => "retention_30",
        Retention::Years10 => "retention_10",
    }
}

/// How a body's links and words are put for a reader.
struct BodySetting<'r, 's> {
    reader: &'r Reader<'s>,
    version: &'r Version,
    footnotes: String,
    back: String,
    alerts: [String; 5],
    table: String,
}

impl BodySetting<'_, '_> {
    /// The anchor of a heading in the reader's language: the same heading by position, where that text has as many.
    fn fragment(&self, versions: &[Version], heading: Option<&crate::catalogue::Heading>) -> String {
        let Some(heading) = heading else { return String::new() };
        let named = versions.iter().find(|v| v.language == heading.language);
        let shown = versions.iter().find(|v| v.language == self.reader.language());
        let (Some(named), Some(shown)) = (named, shown) else { return String::new() };
        if named.language != shown.language && named.outline.headings.len() != shown.outline.headings.len() {
            return String::new();
        }
        shown.outline.headings.get(heading.index).map_or_else(String::new, |h| format!("#{}", h.id))
    }
}

impl Setting for BodySetting<'_, '_> {
    fn link(&self, to: &str) -> Option<LinkHref> {
        let catalogue = self.reader.site.catalogue();
        let inside = |href: String| LinkHref { href, lang: None, download: None, external: false };
        Some(match self.version.links.get(to)? {
            LinkTarget::External(url) => LinkHref { external: true, ..inside(url.clone()) },
            LinkTarget::Document(id, heading) => {
                let page = self.reader.link(Route::Document(*id));
                inside(page + &self.fragment(&catalogue.document(*id).versions, heading.as_ref()))
            }
            LinkTarget::Page(n, heading) => {
                let page = self.reader.link(Route::Page(*n));
                inside(page + &self.fragment(&catalogue.pages.get(*n)?.versions, heading.as_ref()))
            }
            LinkTarget::Community(id) => inside(self.reader.link(Route::Community(*id, 1))),
            LinkTarget::File(source) => {
                let name = catalogue.sources.get(*source).path.file_name().to_owned();
                LinkHref { download: Some(name), ..inside(self.reader.site.table_file(self.reader, *source)?) }
            }
            LinkTarget::Here(id) => inside(format!("#{id}")),
        })
    }

    fn image(&self, src: &str) -> Option<Image> {
        let LinkTarget::File(source) = self.version.links.get(src)? else { return None };
        let size = match self.reader.site.catalogue().sources.get(*source).content {
            Content::Blob { picture: Some(Picture::Sized(width, height)), .. } => Some((width, height)),
            _ => None,
        };
        Some(Image { src: self.reader.site.table_file(self.reader, *source)?, size })
    }

    fn text<'t>(&self, text: &'t str) -> Cow<'t, str> {
        self.reader.script(text)
    }

    fn raw_html(&self) -> bool {
        self.reader.site.config().raw_html
    }

    fn words(&self) -> BodyWords<'_> {
        let [note, tip, important, warning, caution] = &self.alerts;
        BodyWords { footnotes: &self.footnotes, back: &self.back, note, tip, important, warning, caution, table: &self.table }
    }
}
