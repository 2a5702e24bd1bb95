//! Names that stand on the command line: what they mean in this site, or what else may have been meant.

use super::{Exit, Terminal};
use crate::calendar::Period;
use crate::catalogue::{Catalogue, CommunityId, DocumentId, Programme};
use crate::cli::Narrowing;
use crate::config::{Config, KindId};
use crate::document::file_name;
use crate::document::front_matter::Status;
use crate::language::LanguageId;
use crate::say;
use crate::source::{SitePath, SourceId};
use jiff::civil::Date;
use std::path::Path;

/// Where documents stand.
const DOCUMENTS: &str = "content/communities/";

/// Where documents stand that a command is about, looked up.
pub(super) struct Narrowed {
    pub community: Option<CommunityId>,
    pub period: Option<Period>,
    pub kind: Option<KindId>,
}

impl Narrowed {
    /// Complains of a name that the site does not have.
    pub fn new(terminal: &Terminal, args: &Narrowing, catalogue: &Catalogue, today: Date) -> Result<Self, Exit> {
        Ok(Self {
            community: args.community.as_deref().map(|name| community(terminal, catalogue, name)).transpose()?,
            period: args.period.as_deref().map(|text| period(terminal, catalogue, text, today)).transpose()?,
            kind: args.kind.as_deref().map(|name| kind(terminal, &catalogue.config, name)).transpose()?,
        })
    }

    /// Whether a document is among them.
    pub fn has(&self, document: &Programme) -> bool {
        self.community.is_none_or(|community| community == document.community)
            && self.period.is_none_or(|period| period == document.period)
            && self.kind.is_none_or(|kind| kind == document.kind)
    }

    /// Whether nothing is left out.
    pub fn is_everything(&self) -> bool {
        self.community.is_none() && self.period.is_none() && self.kind.is_none()
    }
}

/// A community by its folder's name.
pub(super) fn community(terminal: &Terminal, catalogue: &Catalogue, name: &str) -> Result<CommunityId, Exit> {
    let all: Vec<&str> = catalogue.communities.iter().map(|c| c.id.as_str()).collect();
    catalogue.community_ids().find(|id| catalogue.community(*id).id == name).ok_or_else(|| {
        let exit = terminal.unknown(&say!("there is no community `{name}`", "沒有「{name}」這個共同體"), name, &all);
        if all.is_empty() {
            terminal.hint(&say!("make one: fangan new community ID", "請先新建：fangan new community 編號"));
        }
        exit
    })
}

/// A document by its name, `community/period/name`, or by one of its files, as a path from here or from the site's root.
pub(super) fn document(terminal: &Terminal, catalogue: &Catalogue, root: &Path, name: &str) -> Result<DocumentId, Exit> {
    let given = name.trim_end_matches('/');
    let by_id = |id: &str| catalogue.document_ids().find(|document| catalogue.document(*document).id == id);
    let file = file(catalogue, root, given);
    let of_file = |source| {
        catalogue.document_ids().find(|id| catalogue.document(*id).versions.iter().any(|version| version.source == source))
    };
    if let Some(id) = by_id(given).or_else(|| file.and_then(of_file)) {
        return Ok(id);
    }
    // A document that can't be read is in no catalogue.
    let stem = |path: &SitePath| path.as_str().strip_prefix(DOCUMENTS).map(|path| file_name(path).0.to_owned());
    let is_there = |id: &str| catalogue.sources.content().any(|(_, source)| stem(&source.path).as_deref() == Some(id));
    if file.is_some() || is_there(given) {
        terminal.complain(&say!("`{name}` can't be read as a document", "「{name}」不能作為文件讀取"));
        terminal.hint(&say!("`fangan check` says what is wrong with it", "fangan check 會說明問題所在"));
        return Err(Exit::Usage);
    }
    let all: Vec<&str> = catalogue.documents.iter().map(|document| document.id.as_str()).collect();
    let wrong = file_name(given.strip_prefix(DOCUMENTS).unwrap_or(given)).0;
    let exit = terminal.unknown(&say!("there is no document `{name}`", "沒有「{name}」這份文件"), wrong, &all);
    terminal.hint(&say!(
        "a document is named community/period/name, such as jiangning/2024-1/plan, or by one of its files",
        "文件寫作「共同體/時期/名稱」，例如 jiangning/2024-1/plan，也可以寫它的檔案"
    ));
    Err(exit)
}

/// A file of the site, as a path from here or from the site's root.
pub(super) fn file(catalogue: &Catalogue, root: &Path, given: &str) -> Option<SourceId> {
    let here = Path::new(given).canonicalize().ok().zip(root.canonicalize().ok());
    let here = here.and_then(|(path, root)| Some(path.strip_prefix(root).ok()?.to_string_lossy().replace('\\', "/")));
    here.into_iter().chain([given.to_owned()]).find_map(|path| catalogue.sources.find(&SitePath::new(path)))
}

/// A kind of document by its id.
pub(super) fn kind(terminal: &Terminal, config: &Config, name: &str) -> Result<KindId, Exit> {
    let all: Vec<&str> = config.kinds.iter().map(|k| k.id.as_str()).collect();
    let known = config.kind_named(name);
    known.ok_or_else(|| terminal.unknown(&say!("there is no kind of document `{name}`", "沒有「{name}」這個文種"), name, &all))
}

/// A language by its code.
pub(super) fn language(terminal: &Terminal, config: &Config, code: &str) -> Result<LanguageId, Exit> {
    let all: Vec<&str> = config.languages.iter().map(|l| l.code.as_str()).collect();
    let known = config.language_named(code);
    known.ok_or_else(|| {
        terminal.unknown(&say!("the language `{code}` is not configured", "沒有設定「{code}」這種語言"), code, &all)
    })
}

/// A state by its word.
pub(super) fn status(terminal: &Terminal, name: &str) -> Result<Status, Exit> {
    let all: Vec<&str> = Status::ALL.iter().map(|s| s.as_str()).collect();
    let known = Status::ALL.iter().copied().find(|s| s.as_str() == name);
    known.ok_or_else(|| terminal.unknown(&say!("there is no state `{name}`", "沒有「{name}」這種狀態"), name, &all))
}

/// A period as folders are named.
pub(super) fn period(terminal: &Terminal, catalogue: &Catalogue, text: &str, today: Date) -> Result<Period, Exit> {
    let calendar = &catalogue.config.calendar;
    let terms = calendar.terms.len();
    if let Some(period) = Period::parse(text, terms) {
        return Ok(period);
    }
    // Those that there are, the current ones, and those of the year that the text names.
    let digits: String = text.chars().skip_while(|c| !c.is_ascii_digit()).take(4).map(|c| c.to_ascii_uppercase()).collect();
    let years = [digits, today.year().to_string()];
    let of_year = |year: &String| {
        let terms = (1..=terms).map(move |term| format!("{year}-{term}"));
        terms.chain([format!("ay{year}"), year.clone()]).collect::<Vec<_>>()
    };
    let near = catalogue.periods().into_iter().chain(calendar.term_at(today)).map(|p| p.to_string());
    let near: Vec<String> =
        near.chain(years.iter().flat_map(of_year)).filter(|name| Period::parse(name, terms).is_some()).collect();
    terminal.complain(&say!("`{text}` is not a period", "「{text}」不是時期"));
    let near: Vec<&str> = near.iter().map(String::as_str).collect();
    terminal.hint(&match crate::diagnostic::nearest(text, &near) {
        Some(near) => say!("did you mean `{near}`?", "是否要寫「{near}」？"),
        None => say!(
            "periods are named 2024-1 (term), ay2024 (academic year), 2024 (year), 2022-2025 (years), 20XX-2 or 20XX (withheld)",
            "時期寫作 2024-1（學期）、ay2024（學年）、2024（年）、2022-2025（跨年）、20XX-2 或 20XX（原文隱去）"
        ),
    });
    Err(Exit::Usage)
}

/// A name for a new folder or file: letters and digits of any script, hyphens, underlines.
pub(super) fn fresh<'a>(terminal: &Terminal, name: &'a str) -> Result<&'a str, Exit> {
    let allowed = |c: char| c.is_alphanumeric() || c == '-' || c == '_';
    let fine =
        name.chars().all(allowed) && name.starts_with(char::is_alphanumeric) && !crate::document::slug::slug(name).is_empty();
    if fine {
        return Ok(name);
    }
    terminal.complain(&say!("`{name}` can't be a name", "「{name}」不能作名稱"));
    let mended: String = name.chars().map(|c| if allowed(c) { c } else { '-' }).collect();
    let parts: Vec<&str> = mended.split('-').filter(|part| !part.is_empty()).collect();
    let mended = parts.join("-");
    let usable = mended.starts_with(char::is_alphanumeric) && !crate::document::slug::slug(&mended).is_empty();
    terminal.hint(&match usable {
        true => say!("use letters, digits and hyphens, in any script: `{mended}`", "請用文字、數字和連字號，例如「{mended}」"),
        false => say!("use letters, digits and hyphens, in any script", "請用文字、數字和連字號"),
    });
    Err(Exit::Usage)
}
