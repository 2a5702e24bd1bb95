//! What the commands share that change a document's state: which documents are meant, the changed texts, a trial of the
//! whole site with them, and writing all of it or nothing.

use super::batch::{Batch, Piece};
use super::{Exit, Terminal, counted, hunks, names, place};
use crate::catalogue::changes::TextChange;
use crate::catalogue::seal::{self, Kept, Seals, Standing};
use crate::catalogue::{Catalogue, DocumentId, Programme, digest};
use crate::cli;
use crate::config::Config;
use crate::data::{EditError, Yaml};
use crate::diagnostic::emit::Format;
use crate::diagnostic::{Code, Finding, Findings, Severity, Wording};
use crate::document::front_matter::FrontMatter;
use crate::edtf::Edtf;
use crate::pipeline::{self, Audience, Reading};
use crate::routes::{RouteTable, Site};
use crate::say;
use crate::source::workspace::read_folder;
use crate::source::{Content, SitePath, SourceId, SourceSet, Span};
use crate::theme;
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// What is at hand when a state is to change.
pub(super) struct Desk<'t> {
    pub(super) terminal: &'t Terminal,
    pub(super) root: PathBuf,
    pub(super) config: Arc<Config>,
    /// The files, and what could not be read of them.
    sources: Arc<SourceSet>,
    unread: Findings,
    /// Everything, as it is being written.
    pub(super) catalogue: Catalogue,
    pub(super) today: Date,
}

impl<'t> Desk<'t> {
    /// Reads the site.
    pub(super) fn open(terminal: &'t Terminal, as_of: Option<&str>) -> Result<Self, Exit> {
        let workspace = terminal.workspace()?;
        let (sources, unread) = workspace.scan(theme::built_in_files());
        let mut reading = pipeline::resolve(Arc::clone(&sources), unread.clone());
        let (Some(config), Some(catalogue)) = (reading.config.take(), reading.catalogue.take()) else {
            return Err(terminal.without_config(reading, Format::Human));
        };
        let today = terminal.today(as_of, &config.time_zone)?;
        Ok(Self { terminal, root: workspace.root().to_owned(), config, sources, unread, catalogue, today })
    }

    /// The document that a name or a file stands for.
    pub(super) fn find(&self, name: &str) -> Result<DocumentId, Exit> {
        names::document(self.terminal, &self.catalogue, &self.root, name)
    }

    /// The documents that these stand for, each once; all that are not there are named.
    pub(super) fn find_all(&self, names: &[String]) -> Result<Vec<DocumentId>, Exit> {
        let mut found = all(names.iter().map(|name| self.find(name)))?;
        let mut seen = HashSet::new();
        found.retain(|id| seen.insert(*id));
        Ok(found)
    }

    /// A document.
    pub(super) fn document(&self, id: DocumentId) -> &Programme {
        self.catalogue.document(id)
    }

    /// A document's text with its facts.
    pub(super) fn text(&self, id: DocumentId) -> &str {
        self.sources.get(self.document(id).source()).text()
    }

    /// The day that a flag gives: a whole date, not in the future.
    pub(super) fn day(&self, flag: &str, text: &str) -> Result<Date, Exit> {
        let terminal = self.terminal;
        let parsed = Edtf::parse(text).map_err(|_| {
            terminal.complain(&say!("{flag}: `{text}` is not a date", "{flag}：「{text}」不是日期"));
            match Edtf::guess(text) {
                Some(meant) => terminal.hint(&say!("write {flag} {meant}", "請寫成 {flag} {meant}")),
                None => terminal.hint(&say!("write {flag} 2024-12-09", "請寫成 {flag} 2024-12-09")),
            }
            Exit::Usage
        })?;
        let Some((day, last)) = parsed.exact_days().filter(|(first, last)| first == last) else {
            terminal.complain(&say!("{flag}: `{text}` is not one day", "{flag}：「{text}」不是具體的一天"));
            terminal.hint(&say!("write {flag} 2024-12-09", "請寫成 {flag} 2024-12-09"));
            return Err(Exit::Usage);
        };
        let today = self.today;
        if last > today {
            terminal
                .complain(&say!("{flag}: {day} is in the future; today is {today}", "{flag}：{day} 還沒有到，今天是 {today}"));
            return Err(Exit::Usage);
        }
        Ok(day)
    }

    /// Refuses a day before one that a document knows; `en` and `zh` say what happened then.
    pub(super) fn not_before(&self, flag: &str, day: Date, known: Option<Edtf>, what: &Wording) -> Result<(), Exit> {
        match known.and_then(Edtf::first_day) {
            Some(first) if day < first => {
                let (en, zh) = (&what.en, &what.zh);
                self.terminal
                    .complain(&say!("{flag}: {day} is before {first}, when {en}", "{flag}：{day} 早於{zh}的日期 {first}"));
                Err(Exit::Usage)
            }
            _ => Ok(()),
        }
    }

    /// A text in the original's language, or in several, as it is written in YAML: `教研室`, or `zh=教研室` and
    /// `en=Research Office`.
    pub(super) fn words(&self, flag: &str, values: &[String]) -> Result<String, Exit> {
        let terminal = self.terminal;
        let parts = |value: &'_ str| -> Option<(String, String)> {
            let (code, text) = value.split_once('=')?;
            self.config.language_named(code)?;
            Some((code.to_owned(), text.to_owned()))
        };
        let by_language: Vec<(String, String)> = values.iter().filter_map(|value| parts(value)).collect();
        let codes: BTreeSet<&str> = by_language.iter().map(|(code, _)| code.as_str()).collect();
        let empty = by_language.iter().map(|(_, text)| text).chain(values).any(|text| text.trim().is_empty());
        match values {
            _ if empty => {
                terminal.complain(&say!("{flag} is empty", "{flag} 沒有內容"));
                Err(Exit::Usage)
            }
            [one] if by_language.is_empty() => Ok(Yaml::scalar(one)),
            _ if by_language.len() == values.len() && codes.len() == values.len() => {
                let pairs: Vec<String> =
                    by_language.iter().map(|(code, text)| format!("{code}: {}", Yaml::scalar(text))).collect();
                Ok(format!("{{{}}}", pairs.join(", ")))
            }
            _ => {
                let codes: Vec<String> = self.config.languages.iter().map(|l| format!("{flag} {}=…", l.code)).collect();
                let codes = codes.join(" ");
                terminal.complain(&say!("{flag} is given several times", "{flag} 寫了幾次"));
                terminal
                    .hint(&say!("give it once, or once for each language: {codes}", "請只寫一次，或每種語言各寫一次：{codes}"));
                Err(Exit::Usage)
            }
        }
    }

    /// Refuses to change a document's state, with the reason.
    pub(super) fn refuse(&self, why: &Wording, hint: &Wording) -> Exit {
        self.terminal.complain(why);
        self.terminal.hint(hint);
        Exit::Usage
    }

    /// The hint for a document whose next edition is being written.
    pub(super) fn put_back(&self, id: DocumentId, edition: u32) -> Wording {
        let document = self.document(id);
        let from = seal::folder(&document.id, edition);
        let to = self.sources.get(document.source()).path.folder();
        say!(
            "approve the next edition first, or give it up: cp {from}/* {to}/",
            "請先批准下一版，或放棄下一版：cp {from}/* {to}/"
        )
    }

    fn raw(&self, id: SourceId) -> Result<(PathBuf, String), Exit> {
        let source = self.sources.get(id);
        let path = self.root.join(source.path.as_str());
        match std::fs::read_to_string(&path) {
            Ok(raw) if without_mark(&raw) == source.text() => Ok((path, raw)),
            Ok(_) => Err(self.changed_meanwhile(&source.path)),
            Err(error) => Err(self.unwritten(&path, &error)),
        }
    }

    fn changed_meanwhile(&self, path: &SitePath) -> Exit {
        self.terminal.complain(&say!(
            "{path} was changed by somebody else just now; nothing was written",
            "{path} 剛剛被別人改動；沒有寫入任何檔案"
        ));
        self.terminal.hint(&say!("run the command again", "請再執行一次"));
        Exit::Environment
    }

    fn unwritten(&self, path: &Path, error: &io::Error) -> Exit {
        let (place, why) = (place::from_here(path), error.to_string());
        self.terminal
            .complain(&say!("{place} can't be written: {why}; nothing was changed", "無法寫入 {place}：{why}；沒有改動任何檔案"));
        Exit::Environment
    }
}

/// All of them, or the worst of what went wrong after each had its say.
pub(super) fn all<T>(results: impl Iterator<Item = Result<T, Exit>>) -> Result<Vec<T>, Exit> {
    let (mut fine, mut wrong) = (Vec::new(), None);
    for result in results {
        match result {
            Ok(one) => fine.push(one),
            Err(exit) => wrong = wrong.max(Some(exit)),
        }
    }
    wrong.map_or(Ok(fine), Err)
}

fn without_mark(text: &str) -> &str {
    text.strip_prefix('\u{feff}').unwrap_or(text)
}

/// What a command is going to do.
#[derive(Default)]
pub(super) struct Work {
    /// New texts of files, in the order in which they are to be written.
    order: Vec<SourceId>,
    texts: BTreeMap<SourceId, String>,
    /// Whose files they are.
    documents: BTreeSet<DocumentId>,
    /// Editions of which a copy is to be kept.
    copies: Vec<Copy>,
}

/// A copy that is to be kept.
#[derive(Clone, Copy)]
struct Copy {
    document: DocumentId,
    edition: u32,
    /// Whether it is of the files as they are about to be, not as they are.
    anew: bool,
}

impl Work {
    /// Changes what a document's front matter says.
    pub(super) fn change(
        &mut self,
        desk: &Desk<'_>,
        id: DocumentId,
        change: impl FnOnce(&str) -> Result<String, EditError>,
    ) -> Result<(), Exit> {
        let source = desk.document(id).source();
        let text = self.texts.get(&source).map_or(desk.text(id), String::as_str);
        let changed = change(text).map_err(|error| cannot(desk, id, &error.wording()))?;
        self.documents.insert(id);
        if self.texts.insert(source, changed).is_none() {
            self.order.push(source);
        }
        Ok(())
    }

    /// As [`Work::change`], of keys that tell the document's state: what an approval covers must stay as it is.
    pub(super) fn change_state(
        &mut self,
        desk: &Desk<'_>,
        id: DocumentId,
        change: impl FnOnce(&str) -> Result<String, EditError>,
    ) -> Result<(), Exit> {
        let before = self.texts.get(&desk.document(id).source()).map_or(desk.text(id), String::as_str).to_owned();
        self.change(desk, id, change)?;
        let after = self.texts.get(&desk.document(id).source()).map_or("", String::as_str);
        if digest::same_content(&before, after) {
            return Ok(());
        }
        let why = say!(
            "`status`, `approval` and `withdrawn` are not written as keys that begin their line",
            "status、approval、withdrawn 不是頂格寫的鍵"
        );
        Err(cannot(desk, id, &why))
    }

    /// Whether there is nothing to do.
    pub(super) fn is_empty(&self) -> bool {
        self.order.is_empty() && self.copies.is_empty()
    }

    /// Keeps a copy of the edition that the changes make.
    pub(super) fn keep(&mut self, document: DocumentId, edition: u32) {
        self.documents.insert(document);
        self.copies.push(Copy { document, edition, anew: true });
    }

    /// Keeps a copy of an edition as it stands there before the changes.
    pub(super) fn keep_as_it_was(&mut self, document: DocumentId, edition: u32) {
        self.documents.insert(document);
        self.copies.push(Copy { document, edition, anew: false });
    }

    /// Tries the whole site with the changes, shows what is wrong with the documents that change, and writes everything
    /// unless something stops it. `done` is the closing line.
    pub(super) fn finish(self, desk: &Desk<'_>, args: &cli::Change, done: &Wording) -> Result<Exit, Exit> {
        let terminal = desk.terminal;
        let trial = Trial::run(desk, &self)?;
        let findings = trial.concerning(desk, &self).sorted();
        terminal.report(&findings, &trial.sources, Format::Human);
        if findings.any_error() {
            let count = counted(&findings);
            let (en, zh) = (count.en, count.zh);
            terminal.close(&say!("Nothing was written: {en}.", "沒有寫入任何檔案：{zh}。"));
            return Err(Exit::Findings);
        }
        self.is_as_meant(desk, &trial)?;
        if args.dry_run {
            return self.show(desk);
        }
        self.write(desk, &trial)?;
        terminal.close(done);
        Ok(Exit::Fine)
    }

    /// What was written must be read again as what was meant: a seal that does not fit would be worse than none.
    fn is_as_meant(&self, desk: &Desk<'_>, trial: &Trial) -> Result<(), Exit> {
        let seals = Seals::new(&trial.catalogue);
        let by_id: BTreeMap<&str, DocumentId> =
            trial.catalogue.document_ids().map(|id| (trial.catalogue.document(id).id.as_str(), id)).collect();
        for Copy { document, edition, .. } in &self.copies {
            let standing = by_id.get(desk.document(*document).id.as_str()).map(|there| seals.standing(*there));
            let fits = match standing {
                Some(Standing::Sealed { edition: read } | Standing::Amended { edition: read }) => read == *edition,
                Some(Standing::Superseded | Standing::Withdrawn) => true,
                _ => false,
            };
            if !fits {
                return Err(cannot(desk, *document, &EditError::Unusual.wording()));
            }
        }
        Ok(())
    }

    /// Shows what would be written.
    fn show(&self, desk: &Desk<'_>) -> Result<Exit, Exit> {
        let terminal = desk.terminal;
        let exit = terminal.print(|to| {
            for id in &self.order {
                let source = desk.sources.get(*id);
                let after = self.texts.get(id).map_or("", String::as_str);
                let path = source.path.as_str();
                hunks::print(to, [path, path], &TextChange::between_all(source.text(), after), terminal.colors_output())?;
            }
            let folders = self.copies.iter().map(|copy| seal::folder(&desk.document(copy.document).id, copy.edition));
            folders.into_iter().try_for_each(|folder| writeln!(to, "+ {folder}/"))
        });
        terminal.close(&say!("A trial: nothing was written.", "這是試運行，沒有寫入任何檔案。"));
        Ok(exit)
    }

    fn write(&self, desk: &Desk<'_>, trial: &Trial) -> Result<(), Exit> {
        let mut batch = Batch::default();
        let mut written: BTreeMap<SourceId, Vec<u8>> = BTreeMap::new();
        for id in &self.order {
            let (path, raw) = desk.raw(*id)?;
            let mark = if raw.starts_with('\u{feff}') { "\u{feff}" } else { "" };
            let text = self.texts.get(id).map_or("", String::as_str);
            let new = format!("{mark}{text}").into_bytes();
            match batch.change(&path, raw.as_bytes(), &new) {
                Ok(true) => _ = written.insert(*id, new),
                Ok(false) => return Err(desk.changed_meanwhile(&desk.sources.get(*id).path)),
                Err(error) => return Err(desk.unwritten(&path, &error)),
            }
        }
        // Files of a document are those that it had before: its state brings none.
        let seals = Seals::new(&desk.catalogue);
        let nothing = BTreeMap::new();
        for copy in &self.copies {
            stage(desk, &seals, *copy, if copy.anew { &written } else { &nothing }, &mut batch)?;
        }
        batch.commit().map_err(|error| desk.unwritten(&desk.root, &error))?;
        let paths = self.order.iter().map(|id| desk.root.join(trial.sources.get(*id).path.as_str()));
        desk.terminal.print(|to| paths.into_iter().try_for_each(|path| writeln!(to, "{}", place::from_here(&path))));
        Ok(())
    }
}

/// Prepares the copy of an edition, and looks whether it is what the digest says.
fn stage(
    desk: &Desk<'_>,
    seals: &Seals<'_>,
    copy: Copy,
    written: &BTreeMap<SourceId, Vec<u8>>,
    batch: &mut Batch,
) -> Result<(), Exit> {
    let id = &desk.document(copy.document).id;
    let folder = seal::folder(id, copy.edition);
    let path = desk.root.join(folder.as_str());
    let digest = seals.digest(copy.document);
    if let Kept::Altered = Kept::find(&desk.sources, id, copy.edition, &digest) {
        return Err(desk.refuse(
            &say!(
                "{folder} holds another text already: an edition that is kept is never written over",
                "{folder} 裡已經有另一份文本：保存的版本不能覆蓋"
            ),
            &say!("move the folder away if no approval ever spoke of it", "如果從來沒有審批對應它，請把這個資料夾移走"),
        ));
    }
    let mut files = Vec::new();
    for file in seals.files(copy.document) {
        let source = desk.sources.get(file);
        let piece = match (written.get(&file), &source.content, &source.disk) {
            (Some(bytes), ..) => Piece::Bytes(bytes.clone()),
            (None, Content::Text(_), _) => Piece::Bytes(desk.raw(file)?.1.into_bytes()),
            (None, _, Some(disk)) => Piece::CopyOf(disk.clone()),
            (None, _, None) => continue,
        };
        files.push((source.path.file_name().to_owned(), piece));
    }
    let draft = batch.folder(&path, files).map_err(|error| desk.unwritten(&path, &error))?;
    match read_folder(&draft).map_err(|error| desk.unwritten(&path, &error))? {
        written if seal::is_of(written.iter(), &digest) => Ok(()),
        _ => Err(desk.changed_meanwhile(&folder)),
    }
}

fn cannot(desk: &Desk<'_>, id: DocumentId, why: &Wording) -> Exit {
    let path = &desk.sources.get(desk.document(id).source()).path;
    let (en, zh) = (&why.en, &why.zh);
    desk.terminal.complain(&say!("{path} can't be changed: {en}", "無法改動 {path}：{zh}"));
    Exit::Findings
}

/// The whole site with the changes.
struct Trial {
    sources: Arc<SourceSet>,
    catalogue: Catalogue,
    findings: Findings,
}

impl Trial {
    fn run(desk: &Desk<'_>, work: &Work) -> Result<Self, Exit> {
        let sources = desk.sources.with_texts(work.texts.iter().map(|(id, text)| (*id, text.clone())));
        let mut reading = pipeline::resolve(Arc::new(sources), desk.unread.clone());
        let Some(catalogue) = reading.catalogue.clone() else {
            return Err(desk.terminal.without_config(reading, Format::Human));
        };
        let findings = findings(desk, &mut reading);
        Ok(Self { sources: reading.sources, catalogue, findings })
    }

    /// The findings in the files of documents that change, and errors elsewhere that were not there before.
    fn concerning(&self, desk: &Desk<'_>, work: &Work) -> Findings {
        let seals = Seals::new(&self.catalogue);
        let changing: BTreeSet<&str> = work.documents.iter().map(|id| desk.document(*id).id.as_str()).collect();
        let ids = self.catalogue.document_ids().filter(|id| changing.contains(self.catalogue.document(*id).id.as_str()));
        let mut own: HashSet<SourceId> = ids.flat_map(|id| seals.files(id)).collect();
        // A document that can't be read any more is in no catalogue.
        own.extend(work.order.iter().copied());
        // Copies that are about to be kept are not there yet.
        let kept: HashSet<SourceId> = work.copies.iter().map(|copy| desk.document(copy.document).source()).collect();
        let of_copies = [Code::BrokenEdition, Code::MissingEdition];
        let missed = |finding: &Finding| of_copies.contains(&finding.code) && kept.contains(&finding.span.source);
        let (mut concerning, mut others) = (Findings::default(), Vec::new());
        for finding in self.findings.iter().filter(|finding| !missed(finding)).cloned() {
            if own.contains(&finding.span.source) {
                concerning.push(finding);
            } else if finding.severity == Severity::Error {
                others.push(finding);
            }
        }
        if !others.is_empty() {
            let mut before = pipeline::resolve(Arc::clone(&desk.sources), desk.unread.clone());
            let known = findings(desk, &mut before);
            let known: HashSet<(Code, Span, &str)> = known.iter().map(key).collect();
            concerning.extend(others.into_iter().filter(|finding| !known.contains(&key(finding))));
        }
        concerning
    }
}

fn key(finding: &Finding) -> (Code, Span, &str) {
    (finding.code, finding.span, finding.message.en.as_str())
}

/// Everything that would stop a build of the public site, as far as it is known before pages are made.
fn findings(desk: &Desk<'_>, reading: &mut Reading) -> Findings {
    let public = reading.take_catalogue(Audience::Public);
    let mut findings = std::mem::take(&mut reading.findings);
    if let Some(public) = public {
        let visible = pipeline::visible(public, Audience::Public, &mut findings);
        let site = Site::new(&visible, &desk.config.base_url, desk.today);
        RouteTable::new(&site, &mut findings);
    }
    findings
}

/// Sets keys of a front matter one after the other.
pub(super) fn set_all(text: &str, keys: &[(&str, Yaml)]) -> Result<String, EditError> {
    keys.iter().try_fold(text.to_owned(), |text, (key, value)| crate::data::set(&text, key, value, FrontMatter::KEYS))
}
