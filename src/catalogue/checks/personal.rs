//! Personal data must not go on the web unless someone answers for it: numbers of people in texts, in the names of
//! files, and in the words of files that are published as they are.
//!
//! What is published makes an error, what may be one day a warning. Findings tell what kind of number stands where, and
//! never the number.

use crate::catalogue::{Catalogue, Programme};
use crate::diagnostic::{Code, Finding, Findings, Severity, Wording};
use crate::document::front_matter::Status;
use crate::extract::{self, Unread};
use crate::language::Localised;
use crate::personal::{self, Hit, Kind};
use crate::say;
use crate::source::{Content, SitePath, Source, SourceId, SourceSet, Span, workspace};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// A number of a person, in whatever way it is written.
pub type Number = (Kind, String);

/// How much of a file readers get to see.
enum Shown {
    All,
    Nothing,
    /// These numbers of it: a withdrawn document's page has its title and the reason.
    Only(BTreeSet<Number>),
}

impl Shown {
    fn severity(&self, number: &Number) -> Severity {
        let seen = match self {
            Self::All => true,
            Self::Nothing => false,
            Self::Only(numbers) => numbers.contains(number),
        };
        if seen { Severity::Error } else { Severity::Warning }
    }
}

/// The numbers in the configuration and in each file below `content`, in its name and in its text; files without any
/// are left out. Kept so that the next run reads only files that changed.
#[derive(Debug, Default)]
pub(in crate::catalogue) struct Numbers(BTreeMap<SourceId, (Vec<Hit>, Vec<Hit>)>);

impl Numbers {
    /// Looks at what is not the same as `before`.
    pub fn new(sources: &SourceSet, before: Option<(&SourceSet, &Self)>) -> Self {
        let before = before.filter(|(old, _)| old.has_paths_of(sources));
        let is_known = |id: &SourceId| before.is_some_and(|(old, _)| old.shares(sources, *id));
        let config = sources.find(&SitePath::new(workspace::CONFIG));
        let all = config.into_iter().chain(sources.content().map(|(id, _)| id));
        let new: Vec<SourceId> = all.filter(|id| !is_known(id)).collect();
        let look = |id: SourceId| {
            let source = sources.get(id);
            let hits = (personal::find(source.path.file_name()), personal::find(source.text()));
            (hits != (Vec::new(), Vec::new())).then_some((id, hits))
        };
        let mut numbers: BTreeMap<_, _> = new.into_par_iter().filter_map(look).collect();
        let old = before.map(|(_, numbers)| &numbers.0).into_iter().flatten();
        numbers.extend(old.filter(|(id, _)| is_known(id)).map(|(id, hits)| (*id, hits.clone())));
        Self(numbers)
    }
}

/// Checks every text of the site, and the name of every file below `content`.
pub(in crate::catalogue) fn texts(catalogue: &Catalogue, numbers: &Numbers, findings: &mut Findings) {
    if numbers.0.is_empty() {
        return;
    }
    let shown = shown(catalogue);
    for (id, (in_name, in_text)) in &numbers.0 {
        of_source(catalogue, *id, (in_name, in_text), shown.get(id).unwrap_or(&Shown::Nothing), findings);
    }
}

fn of_source(catalogue: &Catalogue, id: SourceId, (in_name, in_text): (&[Hit], &[Hit]), shown: &Shown, findings: &mut Findings) {
    let source = catalogue.sources.get(id);
    // How to reach it is what a bureau wants to be known.
    let bureau = &catalogue.config.bureau;
    let own = if source.path.as_str() == workspace::CONFIG { numbers_of(bureau.contact.iter()) } else { BTreeSet::new() };
    for Hit { kind, number, .. } in in_name {
        let what = name(*kind);
        let (en, zh) = (what.en, what.zh);
        let says = say!("the file's name holds {en}", "檔名裡有{zh}");
        findings.push(finding(*kind, Span::start_of(id), says, shown.severity(&(*kind, number.clone()))));
    }
    for Hit { kind, range, number } in in_text {
        let number = (*kind, number.clone());
        if own.contains(&number) {
            continue;
        }
        let what = name(*kind);
        let (en, zh) = (what.en, what.zh);
        findings.push(finding(
            *kind,
            Span::new(id, range.clone()),
            say!("{en} stands here", "這裡有{zh}"),
            shown.severity(&number),
        ));
    }
}

/// Checks the words of files that documents attach, link to or show. Reads them from the disk.
pub fn files(catalogue: &Catalogue, findings: &mut Findings) {
    let shown = shown(catalogue);
    let blob = |id: &SourceId| matches!(catalogue.sources.get(*id).content, Content::Blob { .. });
    let all: Vec<(SourceId, &Shown)> = shown.iter().filter(|(id, _)| blob(id)).map(|(id, shown)| (*id, shown)).collect();
    let found = all.into_par_iter().flat_map_iter(|(id, shown)| of_file(catalogue.sources.get(id), id, shown));
    findings.extend(found.collect::<Vec<_>>());
}

fn of_file(source: &Source, id: SourceId, shown: &Shown) -> Vec<Finding> {
    let file = source.path.file_name();
    if extract::is_wordless(file) {
        return Vec::new();
    }
    let mut words = String::new();
    let read = match workspace::read_blob(source, extract::LARGEST_FILE) {
        Ok(Some(bytes)) => extract::words(file, &bytes, &mut words).err(),
        Ok(None) => Some(Unread::TooLong),
        // That it can't be read is told by whoever publishes it.
        Err(_) => return Vec::new(),
    };
    let mut numbers: BTreeMap<Kind, BTreeSet<String>> = BTreeMap::new();
    for hit in personal::find(&words) {
        numbers.entry(hit.kind).or_default().insert(hit.number);
    }
    let found = numbers.into_iter().map(|(kind, numbers)| {
        let what = name(kind);
        let (en, zh, n) = (what.en, what.zh, numbers.len());
        let says = match n {
            1 => say!("the text of this file holds {en}", "這個檔案的內容裡有{zh}"),
            _ => say!("the text of this file holds {en} ({n} of them)", "這個檔案的內容裡有{zh}（共 {n} 個）"),
        };
        let severity = numbers.into_iter().map(|number| shown.severity(&(kind, number))).min().unwrap_or(Severity::Warning);
        finding(kind, Span::start_of(id), says, severity)
    });
    let mut findings: Vec<Finding> = found.collect();
    findings.extend(read.map(|why| unexamined(id, why)));
    findings
}

/// The numbers that stand in what a catalogue shows or in its configuration: those that findings tell of, or that
/// someone has accepted.
pub fn told(catalogue: &Catalogue) -> BTreeSet<Number> {
    let config = catalogue.sources.find(&SitePath::new(workspace::CONFIG));
    let all = shown(catalogue).into_keys().chain(config);
    all.flat_map(|id| {
        let source = catalogue.sources.get(id);
        personal::find(source.text()).into_iter().chain(personal::find(source.path.file_name()))
    })
    .map(|hit| (hit.kind, hit.number))
    .collect()
}

/// The numbers in texts of several languages.
pub fn numbers_of<'a>(texts: impl Iterator<Item = &'a Localised>) -> BTreeSet<Number> {
    texts.flat_map(Localised::all).flat_map(|(_, text)| personal::find(text)).map(|hit| (hit.kind, hit.number)).collect()
}

/// How much is shown of each file that something speaks of; what is missing here is not published.
fn shown(catalogue: &Catalogue) -> BTreeMap<SourceId, Shown> {
    let mut shown = BTreeMap::new();
    for (id, source) in catalogue.sources.content() {
        if source.path.file_name().ends_with(".toml") {
            shown.insert(id, Shown::All);
        }
    }
    shown.extend(catalogue.sources.find(&SitePath::new(workspace::CONFIG)).map(|id| (id, Shown::All)));
    let mut files: BTreeSet<(bool, SourceId)> = BTreeSet::new();
    for document in catalogue.documents.iter() {
        shown.extend(document.versions.iter().map(|version| (version.source, of_document(document))));
        let seen = matches!(document.facts.status.it, Status::Approved | Status::Superseded);
        files.extend(document.files().map(|id| (seen, id)));
    }
    // The texts of earlier editions are looked at on their pages.
    files.extend(catalogue.editions.iter().flat_map(|edition| edition.programme.files()).map(|id| (true, id)));
    let pages = catalogue.pages.iter().flat_map(|page| page.versions.iter().map(move |version| (version, !page.draft)));
    let profiles = catalogue.communities.iter().flat_map(|c| &c.profile).map(|version| (version, true));
    for (version, seen) in pages.chain(profiles) {
        files.insert((seen, version.source));
        files.extend(version.files().map(|id| (seen, id)));
    }
    files.extend(catalogue.communities.iter().filter_map(|c| c.logo).map(|id| (true, id)));
    // What is seen in one place comes last and counts.
    shown.extend(files.into_iter().map(|(seen, id)| (id, if seen { Shown::All } else { Shown::Nothing })));
    shown
}

fn of_document(document: &Programme) -> Shown {
    match document.facts.status.it {
        Status::Approved | Status::Superseded => Shown::All,
        Status::Withdrawn => {
            let reason = document.facts.withdrawn.iter().map(|withdrawn| &withdrawn.it.reason);
            Shown::Only(numbers_of(std::iter::once(&document.title).chain(reason)))
        }
        Status::Draft | Status::Submitted => Shown::Nothing,
    }
}

/// What a kind of number is called.
pub fn name(kind: Kind) -> Wording {
    match kind {
        Kind::ResidentId => say!("an identity card's number", "身份證號碼"),
        Kind::Mobile => say!("a mobile number", "手機號碼"),
        Kind::BankCard => say!("a bank card's number", "銀行卡號"),
        Kind::Passport => say!("a passport's or permit's number", "護照或證件號碼"),
        Kind::GroupNumber => say!("the number of a chat group or account", "群號或帳號"),
    }
}

fn code(kind: Kind) -> Code {
    match kind {
        Kind::ResidentId => Code::PersonalResidentId,
        Kind::Mobile => Code::PersonalMobile,
        Kind::BankCard => Code::PersonalBankCard,
        Kind::Passport => Code::PersonalPassport,
        Kind::GroupNumber => Code::PersonalGroupNumber,
    }
}

/// The finding that a number stands somewhere.
pub fn finding(kind: Kind, span: Span, says: Wording, severity: Severity) -> Finding {
    let code = code(kind);
    let finding = Finding { severity, ..Finding::new(code, span, says) };
    finding.hint(say!(
        "take it out, or put asterisks in the place of its digits; if it has to be public, say why in the document's `waivers` (code {code})",
        "請刪去，或用星號遮去數字；確須公開的，請在文件的 waivers 裡寫明原因（code 是 {code}）"
    ))
}

fn unexamined(id: SourceId, why: Unread) -> Finding {
    let why = match why {
        Unread::Form => say!("files of this kind can't be read", "讀不了這類檔案"),
        Unread::Locked => say!("it is locked with a password", "檔案有密碼保護"),
        Unread::Damaged => say!("it is damaged, or not what its name says", "檔案損壞，或與副檔名不符"),
        Unread::TooLong => say!("it is too long", "檔案太大"),
        Unread::Pictures => say!("some of it shows pictures of words", "有些文字是圖片"),
    };
    let (en, zh) = (why.en, why.zh);
    Finding::new(
        Code::UnexaminedFile,
        Span::start_of(id),
        say!("the text of this file could not be looked at for personal data: {en}", "未能檢查檔案內容有沒有個人資料：{zh}"),
    )
    .hint(say!(
        "look through it yourself, or attach it as docx, xlsx, csv or a PDF with text",
        "請人工檢查，或改附 docx、xlsx、csv 或含文字的 PDF"
    ))
}
