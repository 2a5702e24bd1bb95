//! What is wrong, where, and how to mend it: the one kind of value in which every stage reports on content.
//!
//! A [`Finding`] is built where its rule lives, in both languages at once ([`Wording`]), so that no message can lack
//! a translation. [`emit`] prints findings; nothing else does.

mod code;
pub mod emit;
pub mod explain;
pub mod mend;
mod nearest;

pub use code::{Code, Severity};
pub use nearest::nearest;

use crate::source::{SourceSet, Span};
use std::io::{self, ErrorKind};
use std::sync::Arc;

/// A sentence in both languages of the program.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Wording {
    /// English.
    pub en: String,
    /// Chinese, traditional script.
    pub zh: String,
}

/// Makes a [`Wording`] of an English and a Chinese format string; both capture variables of the place.
#[macro_export]
macro_rules! say {
    ($en:literal, $zh:literal $(, $name:ident = $value:expr)* $(,)?) => {{
        $(let $name = $value;)*
        $crate::diagnostic::Wording { en: format!($en), zh: format!($zh) }
    }};
}

/// A number of things in English: `1 edition`, `2 editions`.
pub fn number_of(n: impl TryInto<u64> + Copy, thing: &str) -> String {
    let n: u64 = n.try_into().unwrap_or(u64::MAX);
    format!("{n} {thing}{}", if n == 1 { "" } else { "s" })
}

/// The language that the program speaks in on the terminal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Tongue {
    /// English.
    #[default]
    En,
    /// Chinese.
    Zh,
}

impl Wording {
    /// Why the system refused something: causes that a person can do something about in plain words, others as the
    /// system says them.
    pub fn of_system(error: &io::Error) -> Self {
        match error.kind() {
            ErrorKind::StorageFull => say!("the disk is full", "磁碟已滿"),
            ErrorKind::QuotaExceeded => say!("the disk quota is used up", "磁碟配額已用完"),
            ErrorKind::PermissionDenied => say!("permission denied", "沒有權限"),
            ErrorKind::ReadOnlyFilesystem => say!("the disk is read-only", "磁碟是唯讀的"),
            ErrorKind::NotFound => say!("there is no such file or folder", "沒有這個檔案或資料夾"),
            ErrorKind::AlreadyExists => say!("there is one already", "已經有了"),
            ErrorKind::AddrInUse => say!("the port is taken", "連接埠已被占用"),
            _ => {
                let why = error.to_string();
                say!("{why}", "系統回報「{why}」")
            }
        }
    }

    /// The sentence in one language.
    pub fn get(&self, tongue: Tongue) -> &str {
        match tongue {
            Tongue::En => &self.en,
            Tongue::Zh => &self.zh,
        }
    }
}

/// A further place that belongs to a finding.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Label {
    /// Where.
    pub span: Span,
    /// What is to be seen there.
    pub says: Wording,
}

/// How to mend a finding; with `put` where the mend is plain text for the place.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Hint {
    /// What to do.
    pub says: Wording,
    /// The text to put in place of a range.
    pub put: Option<(Span, String)>,
    /// Whether `put` is right whatever the writer meant, so that `fangan check --fix` may put it there. A name that is
    /// merely near never is.
    pub certain: bool,
}

/// One thing that is wrong or worth knowing.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Finding {
    /// Its stable name.
    pub code: Code,
    /// How bad it is.
    pub severity: Severity,
    /// Where it is; an empty range at the start of a file speaks of the whole file.
    pub span: Span,
    /// What is wrong.
    pub message: Wording,
    /// Other places that belong to it.
    pub labels: Vec<Label>,
    /// How to mend it.
    pub hints: Vec<Hint>,
}

impl Finding {
    /// A finding of the code's own severity.
    pub fn new(code: Code, span: Span, message: Wording) -> Self {
        Self { code, severity: code.severity(), span, message, labels: Vec::new(), hints: Vec::new() }
    }

    /// Points at a second place.
    pub fn label(mut self, span: Span, says: Wording) -> Self {
        self.labels.push(Label { span, says });
        self
    }

    /// Says how to mend it.
    pub fn hint(mut self, says: Wording) -> Self {
        self.hints.push(Hint { says, put: None, certain: false });
        self
    }

    /// Says what may be meant in place of `span`: a person decides.
    pub fn put(mut self, span: Span, text: impl Into<String>, says: Wording) -> Self {
        self.hints.push(Hint { says, put: Some((span, text.into())), certain: false });
        self
    }

    /// Says what to put in place of `span`, where that is certain.
    pub fn mend(mut self, span: Span, text: impl Into<String>, says: Wording) -> Self {
        self.hints.push(Hint { says, put: Some((span, text.into())), certain: true });
        self
    }

    /// As [`Finding::nearest`], for a word that does not stand in the file's text, such as a part of its name.
    pub fn nearest_word<'a>(self, wrong: &str, valid: impl IntoIterator<Item = &'a str>) -> Self {
        let mut finding = self.nearest(wrong, valid);
        finding.hints.iter_mut().for_each(|hint| hint.put = None);
        finding
    }

    /// Suggests the nearest of the valid names for `wrong`, or lists them where none is near and they are few.
    pub fn nearest<'a>(self, wrong: &str, valid: impl IntoIterator<Item = &'a str>) -> Self {
        let mut valid: Vec<&str> = valid.into_iter().collect();
        valid.sort_unstable();
        valid.dedup();
        let span = self.span;
        match nearest(wrong, &valid) {
            Some(name) => self.put(span, name, say!("did you mean `{name}`?", "是否要寫「{name}」？")),
            None if !valid.is_empty() && valid.len() <= 24 => {
                let (en, zh) = (valid.join(", "), valid.join("、"));
                self.hint(say!("valid are: {en}", "可用的有：{zh}"))
            }
            None => self,
        }
    }
}

/// The findings of a run or of one stage of it. A copy shares them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Findings(Vec<Arc<Finding>>);

impl Findings {
    /// Adds one.
    pub fn push(&mut self, finding: impl Into<Arc<Finding>>) {
        self.0.push(finding.into());
    }

    /// Adds all of another stage's.
    pub fn extend(&mut self, more: impl IntoIterator<Item = impl Into<Arc<Finding>>>) {
        self.0.extend(more.into_iter().map(Into::into));
    }

    /// Whether nothing was found.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether any finding stops the work.
    pub fn any_error(&self) -> bool {
        self.0.iter().any(|f| f.severity == Severity::Error)
    }

    /// How many there are of a severity.
    pub fn count(&self, severity: Severity) -> usize {
        self.0.iter().filter(|f| f.severity == severity).count()
    }

    /// All of them, in the order they were made.
    pub fn iter(&self) -> impl Iterator<Item = &Finding> {
        self.0.iter().map(Arc::as_ref)
    }

    /// All of them, to be shared.
    pub fn shared(&self) -> impl Iterator<Item = &Arc<Finding>> {
        self.0.iter()
    }

    /// Keeps only what `keep` accepts.
    pub fn retain(&mut self, mut keep: impl FnMut(&Finding) -> bool) {
        self.0.retain(|finding| keep(finding));
    }

    /// Changes each in place.
    pub fn for_each_mut(&mut self, mut change: impl FnMut(&mut Finding)) {
        self.0.iter_mut().for_each(|finding| change(Arc::make_mut(finding)));
    }

    /// Sorted by file, place and code, each said once.
    pub fn sorted(mut self) -> Self {
        self.0.sort_by(|a, b| (a.span, a.code, &a.message).cmp(&(b.span, b.code, &b.message)));
        self.0.dedup();
        self
    }
}

impl IntoIterator for Findings {
    type Item = Arc<Finding>;
    type IntoIter = std::vec::IntoIter<Arc<Finding>>;
    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

/// A report ready to be printed: findings and the texts that they point into.
#[derive(Clone, Copy)]
pub struct Report<'a> {
    /// Sorted findings.
    pub findings: &'a Findings,
    /// The texts.
    pub sources: &'a SourceSet,
}
