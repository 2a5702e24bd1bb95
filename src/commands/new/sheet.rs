//! The text of a new document: front matter with what is known filled in and hints beside the rest, and the headings
//! that documents of its kind have.

use super::{Desk, Subject};
use crate::catalogue::{Activity, Commitment, DocumentId, Goal, Measure, Party, Programme, TypeId};
use crate::commands::{cells, translate};
use crate::config::{Config, Due};
use crate::data::Yaml;
use crate::diagnostic::{Tongue, Wording};
use crate::document::front_matter::ActivityState;
use crate::language::{Convention, LanguageId, Localised};
use crate::say;
use crate::script::Converter;

/// Where hints stand, where the line before them leaves room.
const HINTS: usize = 34;

/// A document being written down.
pub(super) struct Sheet<'a> {
    desk: &'a Desk<'a>,
    subject: &'a Subject,
    out: String,
}

impl<'a> Sheet<'a> {
    /// A document that nobody has written in any language.
    pub(super) fn document(desk: &'a Desk<'a>, subject: &'a Subject) -> String {
        let mut sheet = Self { desk, subject, out: String::new() };
        let due = desk.config.kind(subject.kind).due;
        sheet.line("---");
        sheet.head();
        match due {
            Due::End => sheet.report(),
            Due::Start => sheet.programme(),
            Due::None => sheet.activity(),
        }
        sheet.tail();
        sheet.line("---");
        for section in sheet.sections() {
            let section = sheet.own(*section);
            sheet.out.push_str(&format!("\n## {section}\n"));
        }
        sheet.out
    }

    /// A translation of a document: only what is put into another language.
    pub(super) fn translation(desk: &'a Desk<'a>, subject: &'a Subject, original: &Programme) -> String {
        let mut sheet = Self { desk, subject, out: String::new() };
        sheet.line("---");
        let title = sheet.title();
        sheet.line(&format!("title: {}", Yaml::scalar(&title)));
        if original.subtitle.is_some() {
            sheet.line("# subtitle:");
        }
        if original.summary.is_some() {
            sheet.line("# summary:");
        }
        sheet.note(
            "",
            &say!(
                "facts (dates, activities, approval) are not repeated: they live in the original",
                "日期、活動、審批等事實不必重寫，只寫在原文裡"
            ),
        );
        sheet.note(
            "",
            &say!(
                "when the translation is done, take away the `# ` of the lines below, which record what was translated",
                "譯完後去掉以下各行開頭的「# 」：它們記下譯的是哪一稿"
            ),
        );
        if let (Some(text), Some(version)) = (desk.catalogue.original(original), original.versions.first()) {
            translate::lines(&text, version).iter().for_each(|line| sheet.line(&format!("# {line}")));
        }
        sheet.line("---");
        let body = original.versions.first().map_or("", |version| desk.catalogue.body(version));
        for heading in headings(body) {
            sheet.out.push_str(&format!("\n{heading}\n"));
        }
        sheet.out
    }

    fn line(&mut self, text: &str) {
        self.out.push_str(text.trim_end());
        self.out.push('\n');
    }

    /// A line with a hint beside it.
    fn said(&mut self, text: &str, says: &Wording) {
        let hint = says.get(self.desk.terminal.tongue);
        let line = format!("{}  # {hint}", cells::pad(text, HINTS));
        self.line(&line);
    }

    /// A line that is only a hint.
    fn note(&mut self, indent: &str, says: &Wording) {
        let line = format!("{indent}# {}", one_line(says.get(self.desk.terminal.tongue)));
        self.line(&line);
    }

    fn language(&self) -> LanguageId {
        self.subject.language
    }

    fn convention(&self) -> Convention {
        self.desk.config.language(self.subject.language).convention
    }

    /// Words of the program itself, in the document's language and script.
    fn own(&self, words: (&str, &str)) -> String {
        let (en, zh) = words;
        match self.convention() {
            Convention::English => en.to_owned(),
            Convention::Chinese => self.script(zh),
        }
    }

    fn script(&self, text: &str) -> String {
        let language = self.desk.config.language(self.subject.language);
        Converter::of_words(language).map_or_else(|| text.to_owned(), |converter| converter.convert(text).into_owned())
    }

    /// As given, or made of community, period and kind.
    fn title(&self) -> String {
        if let Some(title) = &self.subject.title {
            return title.clone();
        }
        let config = &self.desk.config;
        let name = self.desk.catalogue.community(self.subject.community).name.pick(self.language()).1;
        let kind = self.script(config.kind(self.subject.kind).name.pick(self.language()).1);
        let label = self.script(&self.subject.period.label(&config.calendar, self.language(), self.convention()));
        // A name in letters that are no part of a URL was chosen to be read.
        let of = self.subject.slug.as_deref().filter(|slug| !slug.is_ascii());
        match (self.convention(), of) {
            (Convention::Chinese, None) => format!("{name}{label}{kind}"),
            (Convention::Chinese, Some(of)) => format!("{name}{label}{kind}：{of}"),
            (Convention::English, None) => format!("{name}: {kind}, {label}"),
            (Convention::English, Some(of)) => format!("{name}: {kind}, {label}: {of}"),
        }
    }

    /// A day within the period, as an example of how one is written.
    fn day(&self) -> String {
        match self.subject.period.days(&self.desk.config.calendar) {
            Some((first, last)) => {
                let half = (last - first).get_days() / 2;
                first.checked_add(jiff::Span::new().days(half)).unwrap_or(first).to_string()
            }
            None => "20XX-10-15".to_owned(),
        }
    }

    fn within(&self) -> Wording {
        match self.subject.period.days(&self.desk.config.calendar) {
            Some((first, last)) => {
                say!("a day between {first} and {last}; a month is enough", "{first} 至 {last} 之間；只知道月份也可")
            }
            None => say!("withheld digits are written X", "隱去的數字寫作 X"),
        }
    }

    /// What every document begins with.
    fn head(&mut self) {
        let title = self.title();
        let today = self.desk.today;
        let year = today.year();
        self.line(&format!("title: {}", Yaml::scalar(&title)));
        self.said("# summary:", &say!("one or two sentences, for lists and searches", "一兩句話，用於列表和搜尋"));
        self.said("# keywords: []", &say!("keywords", "關鍵詞"));
        self.said(
            "status: draft",
            &say!(
                "draft → submitted → approved; only approved documents are published",
                "draft 草稿 → submitted 送審 → approved 批准；批准後才發布"
            ),
        );
        self.said(&format!("# issued: {today}"), &say!("when it was signed", "成文日期"));
        self.said(&format!("# published: {today}"), &say!("when it went on the web", "發布日期"));
        let community = self.desk.catalogue.community(self.subject.community);
        let organisers = community.organisers.iter().map(|party| match party {
            Party::Organisation(id) => Yaml::scalar(&self.desk.catalogue.organisation(*id).id),
            Party::Named(name) => self.text(name),
        });
        let issuers = organisers.collect::<Vec<_>>().join(", ");
        self.said(
            &format!("# issuers: [{issuers}]"),
            &say!("who issues it, in order: ids of organisations, or names", "發文機關，按順序：機構編號或名稱"),
        );
        self.said(&format!("# number: ○○發〔{year}〕1號"), &say!("the document number", "發文字號"));
        self.said("# index-number:", &say!("unique, and never used again", "索引號，不得重複使用"));
    }

    /// What every document ends with.
    fn tail(&mut self) {
        let table = self.own(("Timetable", "日程表"));
        self.said("# attachments:", &say!("files beside this one", "附件：放在同一資料夾的檔案"));
        self.line(&format!("#   - {{file: timetable.csv, title: {}}}", Yaml::scalar(&table)));
        self.said(
            "# retention: 10",
            &say!("how long the record is kept: permanent, 30 or 10 years", "保管期限：permanent（永久）、30 或 10 年"),
        );
    }

    /// A plan: what the community has undertaken becomes its first activities.
    fn programme(&mut self) {
        let (day, by) = (self.day(), self.day());
        let month = by.get(..7).unwrap_or(&by).to_owned();
        self.said("# basis:", &say!("documents that it rests on", "依據"));
        self.line("#   - {title: , number: , url: }");
        self.said("# themes: []", &say!("the period's themes", "本期主題"));
        let community = self.desk.catalogue.community(self.subject.community);
        let mut undertaken: Vec<(&Commitment, TypeId)> = Vec::new();
        for commitment in &community.commitments {
            let kind = match commitment.what {
                Measure::Type(kind) => Some(kind),
                Measure::Activity => self.desk.catalogue.type_ids().next(),
                Measure::Kind(_) => None,
            };
            if let Some(kind) = kind
                && undertaken.iter().all(|(known, _)| known.id != commitment.id)
            {
                undertaken.push((commitment, kind));
            }
        }
        if undertaken.is_empty() {
            self.activities_to_fill_in();
        } else {
            self.line("activities:");
            for (commitment, kind) in undertaken {
                self.undertaken(commitment, kind, &day);
            }
        }
        let label = self.own(("Share of those expected who attend", "應到人員的參加率"));
        self.said("# targets:", &say!("what can be measured", "目標：可以衡量的"));
        self.line(&format!("#   - {{id: attendance, label: {}, at-least: 90, unit: \"%\", by: {month}}}", Yaml::scalar(&label)));
        let (first, task) = (self.own(("Preparation", "準備")), self.own(("A working group is set up", "成立工作小組")));
        self.said("# phases:", &say!("steps, in order", "實施步驟，按順序"));
        self.line(&format!("#   - {{label: {}, when: {month}, tasks: [{}]}}", Yaml::scalar(&first), Yaml::scalar(&task)));
    }

    /// One activity for an undertaking.
    fn undertaken(&mut self, commitment: &Commitment, kind: TypeId, day: &str) {
        let tongue = self.desk.terminal.tongue;
        let reader = self.desk.config.language_ids().find(|id| self.desk.config.language(*id).convention == convention(tongue));
        let label = one_line(commitment.label.pick(reader.unwrap_or(Config::DEFAULT)).1);
        self.note("  ", &say!("undertaken: {label}", "承諾：{label}"));
        self.line(&format!("  - id: {}", Yaml::scalar(&commitment.id)));
        self.stub(kind, day, commitment.what == Measure::Activity);
    }

    /// Type, title, date, host and place of an activity that is yet to be planned.
    fn stub(&mut self, kind: TypeId, day: &str, any: bool) {
        let name = &self.desk.catalogue.activity_type(kind).name;
        let id = &self.desk.catalogue.activity_type(kind).id;
        let title = self.text(name);
        let line = format!("    type: {}", Yaml::scalar(id));
        match any {
            true => {
                self.said(&line, &say!("any type of content/activity-types.toml", "content/activity-types.toml 裡的任何類型"))
            }
            false => self.line(&line),
        }
        self.line(&format!("    title: {title}"));
        let within = self.within();
        self.said(&format!("    # when: {day}"), &within);
        self.host();
        self.said("    # venue:", &say!("where", "地點"));
        self.said("    # audience:", &say!("who takes part", "對象"));
        self.said("    # agenda: []", &say!("its steps in order", "議程，按順序"));
    }

    /// The host is who is on duty.
    fn host(&mut self) {
        let desk = self.desk;
        match desk.on_duty(self.subject.community, self.subject.period) {
            Some(id) => {
                let host = Yaml::scalar(&desk.catalogue.organisation(id).id);
                self.said(&format!("    host: {host}"), &say!("on duty in this period", "本期當值"));
            }
            None => {
                let members = desk.catalogue.community(self.subject.community).members.iter();
                let ids: Vec<&str> = members.map(|m| desk.catalogue.organisation(m.organisation).id.as_str()).take(12).collect();
                let (en, zh) = (ids.join(", "), ids.join("、"));
                let says = match ids.is_empty() {
                    true => say!("a member's id", "成員編號"),
                    false => say!("a member: {en}", "成員之一：{zh}"),
                };
                self.said("    # host:", &says);
            }
        }
    }

    /// Activities of a community that has undertaken none, as a comment.
    fn activities_to_fill_in(&mut self) {
        let day = self.day();
        let kind = self.desk.catalogue.types.first().map_or("", |t| t.id.as_str());
        self.said(
            "# activities:",
            &say!("what is planned, with types of content/activity-types.toml", "活動；類型見 content/activity-types.toml"),
        );
        self.line(&format!("#   - {{id: first, type: {kind}, title: , when: {day}}}"));
    }

    /// A programme of one activity.
    fn activity(&mut self) {
        let catalogue = &self.desk.catalogue;
        let named = |id: &TypeId| Some(catalogue.activity_type(*id).id.as_str()) == self.subject.slug.as_deref();
        let commitments = &catalogue.community(self.subject.community).commitments;
        let undertaken = commitments.iter().find_map(|c| if let Measure::Type(kind) = c.what { Some(kind) } else { None });
        match catalogue.type_ids().find(named).or(undertaken).or_else(|| catalogue.type_ids().next()) {
            Some(kind) => {
                let day = self.day();
                self.line("activities:");
                self.line("  - id: activity");
                self.stub(kind, &day, true);
            }
            None => self.activities_to_fill_in(),
        }
    }

    /// A summary: what was planned is there to be reported on.
    fn report(&mut self) {
        let (desk, subject) = (self.desk, self.subject);
        let plan = desk.plan(subject.community, subject.period, subject.kind, &subject.name);
        let Some(plan) = plan else {
            self.said(
                "# answers:",
                &say!("the plan that it reports on: community/period/name", "所對應的方案：共同體/時期/名稱"),
            );
            self.activities_to_fill_in();
            return;
        };
        self.answers(plan);
        let plan = desk.catalogue.document(plan);
        if plan.facts.activities.is_empty() {
            self.activities_to_fill_in();
        } else {
            self.note(
                "",
                &say!(
                    "as planned: put right what came otherwise; state is held, moved or cancelled",
                    "以下照方案抄錄，與實際不同的請改；state 為 held（已舉行）、moved（改期）或 cancelled（取消）"
                ),
            );
            self.line("activities:");
            let mut anonymous = 0;
            for activity in &plan.facts.activities {
                anonymous += usize::from(activity.id.is_none());
                self.reported(activity);
            }
            if anonymous > 0 {
                self.note("  ", &say!(
                    "{anonymous} of them have no id in the plan: give them one there, and `plan: <id>` here, to connect the two",
                    "其中 {anonymous} 項在方案裡沒有編號：在方案裡加上 id，這裡寫 plan: 編號，兩者才能對上"
                ));
            }
        }
        if !plan.facts.targets.is_empty() {
            self.said(
                "# results:",
                &say!("put in the figures and take away the `# ` before each line", "填上數值，去掉每行開頭的「# 」"),
            );
            let today = desk.today;
            for target in &plan.facts.targets {
                let goal = match &target.goal {
                    Goal::AtLeast(figure) => format!("≥ {}", figure.text),
                    Goal::AtMost(figure) => format!("≤ {}", figure.text),
                    Goal::Equals(figure) => format!("= {}", figure.text),
                    Goal::Range(low, high) => format!("{}–{}", low.text, high.text),
                };
                let (label, unit) =
                    (target.label.pick(self.language()).1, target.unit.as_ref().map_or("", |u| u.pick(self.language()).1));
                let hint = one_line(&format!("{label} {goal} {unit}"));
                self.said(
                    &format!("#   - {{target: {}, value: , on: {today}}}", Yaml::scalar(&target.id)),
                    &Wording { en: hint.clone(), zh: hint },
                );
            }
        }
    }

    /// The plan, where the file's name does not lead to it.
    fn answers(&mut self, plan: DocumentId) {
        let id = &self.desk.catalogue.document(plan).id;
        let kind = &self.desk.config.kind(self.subject.kind).id;
        let rest = self.subject.name.strip_prefix("summary").filter(|_| kind == "summary");
        let name = self.desk.catalogue.document(plan).name();
        let by_path = rest.is_some_and(|rest| name == format!("plan{rest}") || name == "plan");
        match by_path {
            true => self.note("", &say!("it reports on {id}", "對應的方案：{id}")),
            false => self.line(&format!("answers: {}", Yaml::scalar(id))),
        }
    }

    /// A planned activity as a report on it.
    fn reported(&mut self, activity: &Activity) {
        let catalogue = &self.desk.catalogue;
        let kind = Yaml::scalar(&catalogue.activity_type(activity.kind).id);
        match &activity.id {
            Some(id) => {
                self.line(&format!("  - id: {}", Yaml::scalar(id)));
                self.line(&format!("    plan: {}", Yaml::scalar(id)));
                self.line(&format!("    type: {kind}"));
            }
            None => self.line(&format!("  - type: {kind}")),
        }
        let texts = [("title", &activity.title), ("venue", &activity.venue), ("audience", &activity.audience)];
        let texts = texts.map(|(key, text)| text.as_ref().map(|text| format!("    {key}: {}", self.text(text))));
        let [title, venue, audience] = texts;
        title.iter().for_each(|line| self.line(line));
        match &activity.when {
            Some(when) => self.line(&format!("    when: {}", when.it)),
            None => {
                let (day, within) = (self.day(), self.within());
                self.said(&format!("    # when: {day}"), &within);
            }
        }
        if let Some(Party::Organisation(host)) = activity.host {
            self.line(&format!("    host: {}", Yaml::scalar(&catalogue.organisation(host).id)));
        }
        venue.iter().chain(&audience).for_each(|line| self.line(line));
        let ahead = activity.when.as_ref().and_then(|when| when.it.first_day()).is_some_and(|day| day > self.desk.today);
        match activity.state {
            ActivityState::Cancelled | ActivityState::Moved => self.line(&format!("    state: {}", activity.state.as_str())),
            _ if ahead => self.said("    state: planned", &say!("its day is yet to come", "日期未到")),
            _ => self.line("    state: held"),
        }
        self.said("    # attendance:", &say!("how many came", "人數"));
        self.said("    # outcome:", &say!("what came of it", "成效"));
    }

    /// A text in every language that it is there in.
    fn text(&self, text: &Localised) -> String {
        let all: Vec<(LanguageId, &str)> = text.all().collect();
        match all.as_slice() {
            [(language, text)] if *language == self.language() => Yaml::scalar(text),
            all => {
                let pairs: Vec<String> = all
                    .iter()
                    .map(|(id, text)| format!("{}: {}", self.desk.config.language(*id).code, Yaml::scalar(text)))
                    .collect();
                format!("{{{}}}", pairs.join(", "))
            }
        }
    }

    /// Headings, English and Chinese, that documents of the kind usually have.
    fn sections(&self) -> &'static [(&'static str, &'static str)] {
        match self.desk.config.kind(self.subject.kind).due {
            Due::Start => &[
                ("Background and aims", "一、背景與目標"),
                ("What we will do", "二、主要工作"),
                ("Activities and timetable", "三、活動安排"),
                ("Who is responsible", "四、組織與保障"),
            ],
            Due::End => &[
                ("Overview", "一、工作概況"),
                ("What was done", "二、活動開展情況"),
                ("What was achieved", "三、成效"),
                ("What fell short", "四、問題與不足"),
                ("What comes next", "五、下一步打算"),
            ],
            Due::None => &[
                ("Purpose", "一、目的"),
                ("Time, place and audience", "二、時間、地點與對象"),
                ("Programme", "三、流程"),
                ("Who does what", "四、分工與準備"),
            ],
        }
    }
}

fn convention(tongue: Tongue) -> Convention {
    match tongue {
        Tongue::En => Convention::English,
        Tongue::Zh => Convention::Chinese,
    }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The heading lines of a body, with the names that links use.
fn headings(body: &str) -> impl Iterator<Item = &str> {
    let mut fence: Option<&str> = None;
    body.lines().filter(move |line| {
        let start = line.trim_start();
        let mark = ["```", "~~~"].into_iter().find(|mark| start.starts_with(mark));
        match (fence, mark) {
            (None, Some(mark)) => fence = Some(mark),
            (Some(open), Some(mark)) if open == mark => fence = None,
            _ => {}
        }
        fence.is_none() && line.trim_start_matches('#').starts_with(' ') && line.starts_with('#')
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_outside_code_are_found() {
        let body = "## 一、主題 {#theme}\n\ntext #no\n\n```\n# not this\n```\n### 二\n#tag\n";
        assert_eq!(headings(body).collect::<Vec<_>>(), ["## 一、主題 {#theme}", "### 二"]);
    }
}
