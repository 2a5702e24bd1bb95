//! `fangan check --fix`: what is certain is put in place, nothing else is touched.

use crate::catalogue::Catalogue;
use crate::catalogue::checks::waivers;
use crate::commands::{Exit, Terminal};
use crate::diagnostic::mend;
use crate::diagnostic::{Code, Findings};
use crate::personal;
use crate::pipeline::{self, Reading};
use crate::say;
use crate::source::workspace::Workspace;
use crate::source::{Source, SourceId};
use crate::theme;
use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::Path;
use std::sync::Arc;

/// A mend may bring out another (a comma beside a reading that goes). Text that is still not at rest after so many rounds
/// is left as it is then.
const ROUNDS: usize = 8;

const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";

/// A site as it is with all mends made.
pub(super) struct Mended {
    /// It, read anew.
    pub reading: Reading,
    /// Whether findings stopped the work before.
    pub had_errors: bool,
    /// How many warnings there were before.
    pub had_warnings: usize,
}

/// Mends the files of a site, or only shows what would change.
pub(super) fn run(terminal: &Terminal, workspace: &Workspace, dry_run: bool) -> Result<Mended, Exit> {
    let (old, of_scan) = workspace.scan(theme::built_in_files());
    // The files as they stand: for the public, sealed editions stand in the place of some, and those are nobody's to mend.
    let mut new = Arc::clone(&old);
    let mut reading = pipeline::resolve(Arc::clone(&new), of_scan.clone());
    let first = accepted(&reading);
    let (had_errors, had_warnings) = (first.any_error(), first.count(crate::diagnostic::Severity::Warning));
    let mut done: BTreeMap<SourceId, BTreeMap<Code, usize>> = BTreeMap::new();
    let mut sealed: BTreeMap<SourceId, usize> = BTreeMap::new();
    for _ in 0..ROUNDS {
        let mut mends = mend::certain(accepted(&reading).iter());
        let closed = closed(&reading);
        mends.retain(|source, mends| {
            let open = !closed.contains(source);
            if !open {
                sealed.insert(*source, mends.len());
            }
            open && new.share(*source).is_some_and(|source| source.disk.is_some())
        });
        if mends.is_empty() {
            break;
        }
        for (source, mends) in &mends {
            let counts = done.entry(*source).or_default();
            mends.iter().for_each(|mend| *counts.entry(mend.code).or_default() += 1);
        }
        let texts = mends.iter().map(|(source, mends)| (*source, mend::apply(new.get(*source).text(), mends)));
        new = Arc::new(new.with_texts(texts));
        reading = pipeline::resolve(Arc::clone(&new), of_scan.clone());
    }
    let mut lines = String::new();
    for (source, counts) in &done {
        let (before, now) = (old.get(*source), new.get(*source));
        if dry_run {
            lines.push_str(&mend::difference(before.path.as_str(), before.text(), now.text()));
        } else {
            write(before, now.text()).map_err(|error| terminal.environment(&error))?;
            let line = summary(before.path.as_str(), counts);
            lines.push_str(line.get(terminal.tongue));
            lines.push('\n');
        }
    }
    // A difference is a report like any other: personal data is masked in it.
    match terminal.print(|to| to.write_all(personal::mask(&lines).as_bytes())) {
        Exit::Fine => {}
        exit => return Err(exit),
    }
    for (source, count) in &sealed {
        let path = old.get(*source).path.as_str();
        terminal.close(&say!(
            "{path} is approved with a digest and was left alone ({count} places): approve it again after mending it by hand.",
            "{path} 的審批記錄帶有摘要值，未作改動（{count} 處）：請手工改正後重新辦理審批。"
        ));
    }
    let (places, files) = (done.values().flat_map(BTreeMap::values).sum::<usize>(), done.len());
    let (s, t) = (if places == 1 { "" } else { "s" }, if files == 1 { "" } else { "s" });
    terminal.close(&if dry_run {
        say!(
            "{places} place{s} in {files} file{t} would be mended; nothing was written.",
            "可改正 {files} 個檔案裡的 {places} 處；沒有寫入任何檔案。"
        )
    } else {
        say!("{places} place{s} in {files} file{t} mended.", "改正了 {files} 個檔案裡的 {places} 處。")
    });
    Ok(Mended { reading, had_errors, had_warnings })
}

/// The findings that nobody has accepted.
fn accepted(reading: &Reading) -> Findings {
    match &reading.catalogue {
        Some(catalogue) => waivers::apply(catalogue.documents.iter(), &catalogue.editions, reading.findings.clone(), false),
        None => reading.findings.clone(),
    }
}

/// The files that an approval with a digest stands for. One whose front matter could not be read counts as such if it
/// names a digest.
fn closed(reading: &Reading) -> BTreeSet<SourceId> {
    let Some(catalogue) = &reading.catalogue else { return BTreeSet::new() };
    let known: BTreeSet<SourceId> = versions(catalogue).map(|(source, _)| source).collect();
    let sealed = versions(catalogue).filter(|(_, sealed)| *sealed).map(|(source, _)| source);
    let unread = reading.sources.below("content/communities").filter(|(id, source)| {
        let front = source.text().split("\n---").next().unwrap_or_default();
        !known.contains(id) && source.path.file_name().ends_with(".md") && front.contains("digest")
    });
    sealed.chain(unread.map(|(id, _)| id)).collect()
}

/// Every file of every document, and whether an approval with a digest stands for it. The digest in the draft of a next
/// edition is that of the edition before.
fn versions(catalogue: &Catalogue) -> impl Iterator<Item = (SourceId, bool)> + '_ {
    catalogue.documents.iter().flat_map(|document| {
        let approval = document.facts.approval.as_ref();
        let sealed = !document.is_amendment() && approval.is_some_and(|approval| approval.it.digest.is_some());
        document.versions.iter().map(move |version| (version.source, sealed))
    })
}

fn summary(path: &str, counts: &BTreeMap<Code, usize>) -> crate::diagnostic::Wording {
    let all: usize = counts.values().sum();
    let each: Vec<String> = counts.iter().map(|(code, count)| format!("{count} {code}")).collect();
    let (en, zh) = (each.join(", "), each.join("、"));
    say!("{path}: {all} mended ({en})", "{path}：改正 {all} 處（{zh}）")
}

/// Puts a text in place of what a file holds, whole or not at all, with its byte order mark and its permissions as they
/// were. A file that was changed since it was read is an error and stays as it is.
fn write(source: &Source, text: &str) -> io::Result<()> {
    let Some(path) = &source.disk else { return Ok(()) };
    let bytes = fs::read(path)?;
    let mark = if bytes.starts_with(BYTE_ORDER_MARK) { BYTE_ORDER_MARK } else { b"" };
    if bytes.get(mark.len()..) != Some(source.text().as_bytes()) {
        let place = path.display();
        return Err(io::Error::other(format!("{place}: changed while it was being mended")));
    }
    let folder = path.parent().unwrap_or(Path::new("."));
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    // Hidden, so that a scan leaves it alone should the run end here.
    let draft = folder.join(format!(".{name}.{}.tmp", std::process::id()));
    let permissions = fs::metadata(path)?.permissions();
    let written = fill(&draft, [mark, text.as_bytes()])
        .and_then(|()| fs::set_permissions(&draft, permissions))
        .and_then(|()| fs::rename(&draft, path));
    if written.is_err() {
        _ = fs::remove_file(&draft);
    }
    written
}

fn fill(path: &Path, parts: [&[u8]; 2]) -> io::Result<()> {
    let mut file = OpenOptions::new().write(true).create_new(true).open(path)?;
    parts.iter().try_for_each(|part| file.write_all(part))?;
    file.sync_all()
}
