//! Tells that something in a site's folder may have changed.
//!
//! Events only wake the preview; what changed is decided by what is read. So it does no harm that editors write a file in
//! five steps, that events come twice, or that some are lost: where that may have happened everything is looked at again.

use super::preview::Change;
use crate::diagnostic::Wording;
use crate::say;
use crate::source::workspace::FOLDERS;
use notify::event::{AccessKind, AccessMode, CreateKind, EventKind, ModifyKind, RemoveKind};
use notify::{ErrorKind, Event, RecommendedWatcher, RecursiveMode, Watcher as _};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::Duration;

/// A save is over when nothing has happened for so long: editors take a few steps in one or two milliseconds.
const QUIET: Duration = Duration::from_millis(6);
/// But nobody waits longer than this for a folder that is never quiet.
const LONGEST: u32 = 20;
/// After folders came or were renamed, files in them may have come unseen: then everything is looked at once more.
const AFTERWARDS: Duration = Duration::from_millis(300);
/// How often everything is looked at where there are no events.
pub const POLL: Duration = Duration::from_millis(700);

/// What wakes the watcher.
enum Signal {
    Event(notify::Result<Event>),
    Stop,
}

/// Ends a watcher.
#[derive(Clone)]
pub struct Stop(Sender<Signal>);

impl Stop {
    /// Ends it; a second time does nothing.
    pub fn stop(&self) {
        _ = self.0.send(Signal::Stop);
    }
}

/// Watches a site's folder.
pub struct Watcher {
    root: PathBuf,
    signals: Receiver<Signal>,
    /// `None` where everything is looked at every now and then.
    events: Option<RecommendedWatcher>,
    /// Why there are no events, where that was not asked for.
    pub note: Option<Wording>,
    /// A second look is due.
    again: bool,
}

impl Watcher {
    /// Begins to watch. With `poll` it does without the system's events, which network drives do not send.
    pub fn new(root: &Path, poll: bool) -> (Self, Stop) {
        let (sender, signals) = channel();
        let stop = Stop(sender.clone());
        let mut watcher = Self { root: root.to_owned(), signals, events: None, note: None, again: false };
        if !poll {
            // Links are not followed when the folder is read, and one may lead round in a circle.
            let config = notify::Config::default().with_follow_symlinks(false);
            let events = RecommendedWatcher::new(move |event| _ = sender.send(Signal::Event(event)), config);
            match events.and_then(|mut events| watch_all(&mut events, root).map(|()| events)) {
                Ok(events) => watcher.events = Some(events),
                Err(error) => watcher.note = Some(why(&error)),
            }
        }
        (watcher, stop)
    }

    /// Waits for the next change; `None` when it was stopped.
    pub fn wait(&mut self) -> Option<Change> {
        loop {
            let wait = match (&self.events, self.again) {
                (None, _) => Some(POLL),
                (Some(_), true) => Some(AFTERWARDS),
                (Some(_), false) => None,
            };
            let first = match wait {
                Some(wait) => match self.signals.recv_timeout(wait) {
                    Ok(signal) => signal,
                    Err(RecvTimeoutError::Timeout) => {
                        self.again = false;
                        return Some(Change::Anything);
                    }
                    Err(RecvTimeoutError::Disconnected) => return None,
                },
                None => self.signals.recv().ok()?,
            };
            let mut gathered = Gathered::default();
            gathered.add(first, &self.root);
            for _ in 0..LONGEST {
                match self.signals.recv_timeout(QUIET) {
                    Ok(signal) => gathered.add(signal, &self.root),
                    Err(_) => break,
                }
            }
            if gathered.stopped {
                return None;
            }
            self.again |= gathered.folders;
            if gathered.tops {
                self.watch_again();
            }
            if gathered.anything {
                return Some(Change::Anything);
            }
            if !gathered.paths.is_empty() {
                return Some(Change::Paths(gathered.paths));
            }
        }
    }

    /// `content/` or `themes/` is another folder than it was, or there again.
    fn watch_again(&mut self) {
        if let Some(events) = &mut self.events {
            for top in FOLDERS {
                _ = events.unwatch(&self.root.join(top));
            }
            if let Err(error) = watch_all(events, &self.root) {
                self.note = Some(why(&error));
                self.events = None;
            }
        }
    }
}

fn watch_all(events: &mut RecommendedWatcher, root: &Path) -> notify::Result<()> {
    // Not everything below it: the output is there, too.
    events.watch(root, RecursiveMode::NonRecursive)?;
    for top in FOLDERS {
        let folder = root.join(top);
        if folder.is_dir() {
            events.watch(&folder, RecursiveMode::Recursive)?;
        }
    }
    Ok(())
}

fn why(error: &notify::Error) -> Wording {
    match &error.kind {
        ErrorKind::MaxFilesWatch => say!(
            "the system watches no more files (fs.inotify.max_user_watches): looking for changes every now and then instead",
            "系統不能再監看更多檔案（fs.inotify.max_user_watches），改為定時查看"
        ),
        _ => {
            let why = error.to_string();
            say!(
                "the system does not tell of changes here ({why}): looking for them every now and then instead",
                "這裡的系統不會通知檔案的改動（{why}），改為定時查看"
            )
        }
    }
}

/// The signals of one change.
#[derive(Default)]
struct Gathered {
    paths: BTreeSet<PathBuf>,
    anything: bool,
    folders: bool,
    tops: bool,
    stopped: bool,
}

impl Gathered {
    fn add(&mut self, signal: Signal, root: &Path) {
        let event = match signal {
            Signal::Stop => {
                self.stopped = true;
                return;
            }
            // Whatever went wrong, something may have been missed.
            Signal::Event(Err(_)) => {
                self.anything = true;
                return;
            }
            Signal::Event(Ok(event)) => event,
        };
        if event.need_rescan() {
            self.anything = true;
        }
        match event.kind {
            EventKind::Access(AccessKind::Close(AccessMode::Write)) => {}
            EventKind::Access(_) => return,
            EventKind::Create(CreateKind::Folder)
            | EventKind::Remove(RemoveKind::Folder)
            | EventKind::Modify(ModifyKind::Name(_)) => {
                self.folders = true;
            }
            _ => {}
        }
        let top = |path: &Path| FOLDERS.iter().any(|top| path == root.join(top));
        if event.paths.iter().any(|path| top(path))
            && !matches!(event.kind, EventKind::Access(_) | EventKind::Modify(ModifyKind::Metadata(_)))
        {
            self.tops = true;
            self.anything = true;
        }
        self.paths.extend(event.paths.into_iter().filter(|path| path != root));
    }
}
