//! `fangan new`: a community or a document in its right place, with what is known about it filled in.

mod community;
mod sheet;

use super::{Exit, Terminal, names, place};
use crate::calendar::Period;
use crate::catalogue::{Catalogue, CommunityId, DocumentId, OrganisationId, Programme};
use crate::cli::{self, NewWhat};
use crate::config::{Config, Due, KindId, YearKind};
use crate::diagnostic::emit::Format;
use crate::document::front_matter::Status;
use crate::document::slug::slug;
use crate::edtf::Year;
use crate::language::{Convention, LanguageId};
use crate::pipeline;
use crate::say;
use crate::source::SitePath;
use jiff::civil::Date;
use sheet::Sheet;
use std::io;
use std::path::PathBuf;
use std::sync::Arc;

/// Where communities stand.
const COMMUNITIES: &str = "content/communities";

pub(super) fn run(terminal: &Terminal, args: &cli::New) -> Exit {
    let made = match &args.what {
        NewWhat::Community(args) => Desk::open(terminal).and_then(|desk| community::new(&desk, args)),
        NewWhat::Plan(args) => document(terminal, "plan", args),
        NewWhat::Summary(args) => document(terminal, "summary", args),
        NewWhat::Activity(args) => document(terminal, "activity", args),
        NewWhat::Document { kind, document: args } => document(terminal, kind, args),
    };
    match made {
        Ok(exit) | Err(exit) => exit,
    }
}

/// What is at hand when something is begun.
struct Desk<'t> {
    terminal: &'t Terminal,
    root: PathBuf,
    config: Arc<Config>,
    /// Everything that could be read; what is wrong with it is no hindrance to beginning something new.
    catalogue: Catalogue,
    today: Date,
    /// The folders from the site's root to where the user stands.
    here: Vec<String>,
}

impl<'t> Desk<'t> {
    fn open(terminal: &'t Terminal) -> Result<Self, Exit> {
        let workspace = terminal.workspace()?;
        let mut reading = pipeline::read(&workspace);
        let (Some(config), Some(catalogue)) = (reading.config.take(), reading.catalogue.take()) else {
            return Err(terminal.without_config(reading, Format::Human));
        };
        let today = terminal.today(None, &config.time_zone)?;
        let here = std::env::current_dir().unwrap_or_default();
        let here = here.strip_prefix(workspace.root()).map(|path| path.to_string_lossy().replace('\\', "/")).unwrap_or_default();
        let here = here.split('/').map(str::to_owned).collect();
        Ok(Self { terminal, root: workspace.root().to_owned(), config, catalogue, today, here })
    }

    /// Writes the file and prints its path.
    fn put(&self, path: &str, text: &str) -> Result<Exit, Exit> {
        let disk = self.root.join(path);
        match place::create(&disk, text) {
            Ok(()) => Ok(self.terminal.print(|to| writeln!(to, "{}", place::from_here(&disk)))),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Err(self.exists(path)),
            Err(error) => {
                let why = error.to_string();
                self.terminal.complain(&say!("{path} can't be written: {why}", "無法寫入 {path}：{why}"));
                Err(Exit::Environment)
            }
        }
    }

    fn exists(&self, path: &str) -> Exit {
        self.terminal.complain(&say!("{path} exists already and stays as it is", "{path} 已經存在，未作改動"));
        Exit::Usage
    }

    /// The community that is named, that the user stands in, or the only one.
    fn community(&self, asked: Option<&str>) -> Result<CommunityId, Exit> {
        if let Some(name) = asked {
            return names::community(self.terminal, &self.catalogue, name);
        }
        match (self.here.as_slice(), self.catalogue.communities.as_slice()) {
            ([a, b, folder, ..], _) if format!("{a}/{b}") == COMMUNITIES => {
                names::community(self.terminal, &self.catalogue, folder)
            }
            (_, [_]) => self.catalogue.community_ids().next().ok_or(Exit::Usage),
            (_, []) => {
                self.terminal.complain(&say!("the site has no community yet", "網站還沒有共同體"));
                self.terminal.hint(&say!("make one: fangan new community ID", "請先新建：fangan new community 編號"));
                Err(Exit::Usage)
            }
            (_, several) => {
                let ids: Vec<&str> = several.iter().map(|c| c.id.as_str()).take(24).collect();
                let (en, zh) = (ids.join(", "), ids.join("、"));
                let more = if several.len() > ids.len() { " …" } else { "" };
                self.terminal.complain(&say!("of which community?", "是哪個共同體的？"));
                self.terminal.hint(&say!(
                    "give --community, or stand in its folder. There are: {en}{more}",
                    "請用 --community 指明，或先進入它的資料夾。現有：{zh}{more}"
                ));
                Err(Exit::Usage)
            }
        }
    }

    /// The period that is named, that the user stands in, or the current one of the form that the community uses.
    fn period(&self, asked: Option<&str>, community: CommunityId, kind: KindId) -> Result<Period, Exit> {
        let calendar = &self.config.calendar;
        if let Some(text) = asked {
            return names::period(self.terminal, &self.catalogue, text, self.today);
        }
        let id = &self.catalogue.community(community).id;
        if let [a, b, folder, period, ..] = self.here.as_slice()
            && format!("{a}/{b}") == COMMUNITIES
            && folder == id
            && let Some(period) = Period::parse(period, calendar.terms.len())
        {
            return Ok(period);
        }
        let current = match self.form(community, kind) {
            Form::Term => calendar.term_at(self.today),
            Form::AcademicYear => calendar.academic_year_at(self.today).map(|year| Period::AcademicYear(Year::known(year))),
            Form::CalendarYear => Some(Period::CalendarYear(Year::known(self.today.year()))),
        };
        current.ok_or_else(|| {
            self.terminal.complain(&say!("the calendar does not say which term it is", "校曆沒有說明現在是哪個學期"));
            self.terminal.hint(&say!("give the period, such as --period 2024-1", "請寫明時期，例如 --period 2024-1"));
            Exit::Usage
        })
    }

    /// What the community's documents of this kind speak of most often, or else all its documents, or else what the
    /// site counts years by. Programmes for several years tell nothing about the next one.
    fn form(&self, community: CommunityId, kind: KindId) -> Form {
        let own = self.catalogue.documents.iter().filter(|d| d.community == community);
        let count = |documents: Vec<&Programme>| {
            let mut forms: Vec<(usize, Period, Form)> = Vec::new();
            for document in documents {
                let form = match document.period {
                    Period::Term { .. } => Form::Term,
                    Period::AcademicYear(_) => Form::AcademicYear,
                    Period::CalendarYear(_) => Form::CalendarYear,
                    Period::Years(..) => continue,
                };
                match forms.iter_mut().find(|(.., f)| *f == form) {
                    Some((n, latest, _)) => (*n, *latest) = (*n + 1, document.period.max(*latest)),
                    None => forms.push((1, document.period, form)),
                }
            }
            forms.into_iter().max_by_key(|(n, latest, _)| (*n, *latest)).map(|(.., form)| form)
        };
        let same_kind = count(own.clone().filter(|d| d.kind == kind).collect());
        same_kind.or_else(|| count(own.collect())).unwrap_or(match self.config.year {
            YearKind::Academic => Form::Term,
            YearKind::Calendar => Form::CalendarYear,
        })
    }

    /// Who is on duty in a period: a year's turn covers its terms.
    fn on_duty(&self, community: CommunityId, period: Period) -> Option<OrganisationId> {
        let rota = self.catalogue.community(community).rota.as_ref()?;
        let calendar = &self.config.calendar;
        let year = || period.academic_year().map(Period::AcademicYear);
        rota.on_duty(period, calendar).or_else(|| rota.on_duty(year()?, calendar))
    }

    /// The plan that a report of this name answers: of the same name, or the only one of the period.
    fn plan(&self, community: CommunityId, period: Period, kind: KindId, name: &str) -> Option<DocumentId> {
        let plans: Vec<DocumentId> = self
            .catalogue
            .document_ids()
            .filter(|id| {
                let d = self.catalogue.document(*id);
                d.community == community && d.period == period && self.config.kind(d.kind).due == Due::Start
            })
            .collect();
        let rest = name.strip_prefix(self.config.kind(kind).id.as_str()).unwrap_or("");
        let named = |wanted: &str| plans.iter().copied().find(|id| self.catalogue.document(*id).name() == wanted);
        let only = || plans.first().copied().filter(|_| plans.len() == 1);
        named(&format!("plan{rest}")).or_else(|| named("plan")).or_else(only)
    }
}

/// The forms of period that can be current.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    Term,
    AcademicYear,
    CalendarYear,
}

/// What a new document is.
struct Subject {
    community: CommunityId,
    period: Period,
    kind: KindId,
    /// The file's name without language and ending.
    name: String,
    /// The part of it that the user chose.
    slug: Option<String>,
    language: LanguageId,
    title: Option<String>,
}

fn document(terminal: &Terminal, kind: &str, args: &cli::NewDocument) -> Result<Exit, Exit> {
    let desk = Desk::open(terminal)?;
    let (config, catalogue) = (&desk.config, &desk.catalogue);
    let kind = names::kind(terminal, config, kind)?;
    let slug = args.slug.as_deref().map(|slug| names::fresh(terminal, slug)).transpose()?;
    let language = args.language.as_deref().map_or(Ok(Config::DEFAULT), |code| names::language(terminal, config, code))?;
    let community = desk.community(args.community.as_deref())?;
    let period = desk.period(args.period.as_deref(), community, kind)?;
    let kind_id = &config.kind(kind).id;
    let name = slug.map_or_else(|| kind_id.clone(), |slug| format!("{kind_id}-{slug}"));
    let subject = Subject { community, period, kind, name, slug: slug.map(str::to_owned), language, title: args.title.clone() };
    let folder = format!("{COMMUNITIES}/{}/{period}", catalogue.community(community).id);
    let file = |language| format!("{folder}/{}.{}.md", subject.name, config.language(language).code);
    let path = file(language);
    if desk.root.join(&path).symlink_metadata().is_ok() {
        let exit = desk.exists(&path);
        terminal.hint(&say!(
            "for another one of the kind in this period give it a name: --slug NAME; for another period: --period",
            "同一時期的另一份，請取名：--slug 名稱；另一時期的，請用 --period"
        ));
        return Err(exit);
    }
    free(&desk, &subject)?;
    let others = config.language_ids().filter(|other| *other != language);
    let beside = others.map(file).find(|path| catalogue.sources.find(&SitePath::new(path)).is_some());
    let id = format!("{}/{period}/{}", catalogue.community(community).id, subject.name);
    let original = catalogue.documents.iter().find(|d| d.id == id);
    let text = match (original, beside) {
        (Some(original), _) => {
            may_be_translated(&desk, original, language)?;
            Sheet::translation(&desk, &subject, original)
        }
        (None, Some(beside)) => {
            terminal.complain(&say!("{beside} can't be read, so there is nothing to translate", "{beside} 讀不出來，無從翻譯"));
            terminal.hint(&say!("`fangan check` says what is wrong with it", "fangan check 會說明問題所在"));
            return Err(Exit::Usage);
        }
        (None, None) => Sheet::document(&desk, &subject),
    };
    let exit = desk.put(&path, &text)?;
    told(&desk, &subject, original);
    Ok(exit)
}

/// Refuses a name that would be read as another kind's, or whose URL another document has.
fn free(desk: &Desk<'_>, subject: &Subject) -> Result<(), Exit> {
    let (terminal, name) = (desk.terminal, &subject.name);
    let kind = desk.config.kind(subject.kind).id.as_str();
    let longer = desk.config.kinds.iter().map(|k| k.id.as_str()).find(|other| {
        other.len() > kind.len() && name.strip_prefix(other).is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
    });
    if let Some(other) = longer {
        terminal
            .complain(&say!("`{name}` would be read as a document of the kind `{other}`", "「{name}」會被當作文種「{other}」"));
        terminal.hint(&say!("choose another --slug", "請換一個 --slug"));
        return Err(Exit::Usage);
    }
    let url = slug(name);
    let here = |d: &&Programme| d.community == subject.community && d.period == subject.period;
    if let Some(other) = desk.catalogue.documents.iter().filter(here).find(|d| d.slug == url && d.name() != name) {
        let other = other.name();
        terminal.complain(&say!("`{name}` and `{other}` would have one URL: {url}", "「{name}」與「{other}」的網址相同：{url}"));
        terminal.hint(&say!("choose another --slug", "請換一個 --slug"));
        return Err(Exit::Usage);
    }
    Ok(())
}

/// A file in the default language would take the place of an original that does not say that it is one.
fn may_be_translated(desk: &Desk<'_>, original: &Programme, language: LanguageId) -> Result<(), Exit> {
    let source = desk.catalogue.sources.get(original.source());
    let mut front = source.text().lines().skip(1).take_while(|line| line.trim_end() != "---");
    if language != Config::DEFAULT || front.any(|line| line.trim_end().starts_with("original: true")) {
        return Ok(());
    }
    let path = &source.path;
    desk.terminal.complain(&say!(
        "{path} is the original only as long as there is no text in the default language",
        "只有在沒有預設語言的文本時，{path} 才是原文"
    ));
    desk.terminal.hint(&say!("write `original: true` in it first", "請先在它的文件頭裡寫 original: true"));
    Err(Exit::Usage)
}

/// What was made, and what to mind.
fn told(desk: &Desk<'_>, subject: &Subject, original: Option<&Programme>) {
    let (config, catalogue) = (&desk.config, &desk.catalogue);
    let (kind, community) = (config.kind(subject.kind), catalogue.community(subject.community));
    let language =
        |convention| config.language_ids().find(|id| config.language(*id).convention == convention).unwrap_or(Config::DEFAULT);
    let words = |convention| {
        let language = language(convention);
        let label = subject.period.label(&config.calendar, language, convention);
        (kind.name.pick(language).1.to_owned(), community.name.pick(language).1.to_owned(), label)
    };
    let ((k, c, p), (k_zh, c_zh, p_zh)) = (words(Convention::English), words(Convention::Chinese));
    let terminal = desk.terminal;
    let Some(original) = original else {
        terminal.close(&say!(
            "Made: {k}, {c}, {p}. It is a draft and is not published.",
            "已新建：{c_zh}，{p_zh}，{k_zh}。這是草稿，不會發布。"
        ));
        return;
    };
    let from = &config.language(original.original_language()).name;
    terminal
        .close(&say!("Made: a translation from {from}. {k}, {c}, {p}.", "已新建譯文，原文為{from}：{c_zh}，{p_zh}，{k_zh}。"));
    let facts = &original.facts;
    if matches!(facts.status.it, Status::Draft | Status::Submitted) {
        return;
    }
    let id = &original.id;
    terminal.close(&match facts.approval.as_ref().and_then(|a| a.it.digest.as_ref()) {
        Some(_) => say!(
            "Note: the document is sealed, and a translation is a part of it: `fangan build` stops until the next edition is begun with fangan amend {id} --note …",
            "註：這份文件已經封存，譯文也是它的一部分。用 fangan amend {id} --note … 開始下一版之前，fangan build 不會建站。"
        ),
        None => say!(
            "Note: the document is published, and so is this translation with the next build.",
            "註：這份文件已經發布，下次建站時這份譯文也會一同發布。"
        ),
    });
}
