//! Places in the site, and their paths.

use super::{Month, YearKey};
use crate::calendar::Period;
use crate::catalogue::{Catalogue, CommunityId, DocumentId, OrganisationId, TypeId};
use crate::config::{Config, KindId};
use crate::document::front_matter::Status;
use crate::language::LanguageId;

/// A language in a script, under its prefix.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Locale {
    /// The language.
    pub language: LanguageId,
    /// Which of its variants; `None` is the language as it is written.
    pub variant: Option<usize>,
    /// BCP 47 tag.
    pub tag: String,
    /// URL prefix with its closing slash, or empty.
    pub prefix: String,
    /// What it calls itself.
    pub name: String,
}

impl Locale {
    /// Every language and variant of a site, the default language first.
    pub fn all(config: &Config) -> Vec<Self> {
        let prefix = |path: &str| if path.is_empty() { String::new() } else { format!("{path}/") };
        let mut all = Vec::new();
        for id in config.language_ids() {
            let language = config.language(id);
            all.push(Self {
                language: id,
                variant: None,
                tag: language.tag.clone(),
                prefix: prefix(&language.path),
                name: language.name.clone(),
            });
            for (n, variant) in language.variants.iter().enumerate() {
                all.push(Self {
                    language: id,
                    variant: Some(n),
                    tag: variant.tag.clone(),
                    prefix: prefix(&variant.path),
                    name: variant.name.clone(),
                });
            }
        }
        all
    }
}

/// What a list of documents or activities is narrowed to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Facet {
    /// A year.
    Year(YearKey),
    /// A kind.
    Kind(KindId),
    /// A field of work, by position in the configuration.
    Field(usize),
    /// How far the community reaches.
    Level(crate::catalogue::raw::Level),
    /// A state.
    State(Status),
    /// A language that the text is in.
    Language(LanguageId),
}

impl Facet {
    /// Key in `t.facets`, and part of the URL.
    pub fn key(self) -> &'static str {
        match self {
            Self::Year(_) => "year",
            Self::Kind(_) => "kind",
            Self::Field(_) => "field",
            Self::Level(_) => "level",
            Self::State(_) => "state",
            Self::Language(_) => "language",
        }
    }

    /// The part of the URL that names the value.
    pub fn value(self, config: &Config) -> String {
        let text = match self {
            Self::Year(year) => return year.to_string(),
            Self::Kind(kind) => &config.kind(kind).id,
            Self::Field(field) => config.fields.get(field).map_or("", |f| f.id.as_str()),
            Self::Level(level) => level.as_str(),
            Self::State(state) => state.as_str(),
            Self::Language(language) => &config.language(language).code,
        };
        crate::document::slug::slug(text)
    }
}

/// A page, without its language. Lists that may grow have their pages counted from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs, reason = "each is the page of the same name in the table of the site's pages")]
pub enum Route {
    Home,
    Communities,
    Community(CommunityId, usize),
    CommunityActivities(CommunityId, usize),
    CommunityCalendar(CommunityId),
    Document(DocumentId),
    Withdrawn(usize),
    Edition(usize),
    Archive(usize),
    Years,
    Year(YearKey, usize),
    YearNarrowed(YearKey, Facet, usize),
    Term(Period, usize),
    Types,
    Type(TypeId, usize),
    Calendar,
    CalendarMonth(Month, usize),
    CalendarComing(usize),
    CalendarWithoutDay(usize),
    TypeNarrowed(TypeId, Facet, usize),
    Members(usize),
    Member(OrganisationId, usize),
    Documents(Option<Facet>, usize),
    Search,
    Page(usize),
    Accessibility,
    NotFound,
}

impl Route {
    /// The path below the language's prefix: a folder with its closing slash, or a file.
    pub fn path(self, catalogue: &Catalogue, withdrawn: &[crate::catalogue::publish::WithdrawnDocument]) -> String {
        let paged = |base: String, page: usize| if page > 1 { format!("{base}page/{page}/") } else { base };
        let community = |id| format!("communities/{}/", catalogue.community(id).slug);
        let narrowed = |facet: Facet| format!("{}/{}/", facet.key(), facet.value(&catalogue.config));
        match self {
            Self::Home => String::new(),
            Self::Communities => "communities/".into(),
            Self::Community(id, page) => paged(community(id), page),
            Self::CommunityActivities(id, page) => paged(community(id) + "activities/", page),
            Self::CommunityCalendar(id) => community(id) + "calendar/",
            Self::Document(id) => {
                let document = catalogue.document(id);
                format!("{}{}/{}/", community(document.community), period_path(document.period), document.slug)
            }
            Self::Withdrawn(n) => withdrawn
                .get(n)
                .map_or_else(String::new, |w| format!("communities/{}/{}/{}/", w.community, period_path(w.period), w.slug)),
            Self::Edition(n) => catalogue.editions.get(n).map_or_else(String::new, |edition| {
                format!("{}editions/{}/", Self::Document(edition.document).path(catalogue, withdrawn), edition.number)
            }),
            Self::Archive(page) => paged("archive/".into(), page),
            Self::Years => "years/".into(),
            Self::Year(year, page) => paged(format!("years/{year}/"), page),
            Self::YearNarrowed(year, facet, page) => paged(format!("years/{year}/{}", narrowed(facet)), page),
            Self::Term(period, page) => paged(format!("terms/{}/", period_path(period)), page),
            Self::Types => "activities/".into(),
            Self::Type(id, page) => paged(format!("activities/{}/", catalogue.activity_type(id).slug), page),
            Self::Calendar => "calendar/".into(),
            Self::CalendarMonth(month, page) => paged(format!("calendar/{month}/"), page),
            Self::CalendarComing(page) => paged("calendar/coming/".into(), page),
            Self::CalendarWithoutDay(page) => paged("calendar/without-day/".into(), page),
            Self::TypeNarrowed(id, facet, page) => {
                paged(format!("activities/{}/{}", catalogue.activity_type(id).slug, narrowed(facet)), page)
            }
            Self::Members(page) => paged("members/".into(), page),
            Self::Member(id, page) => paged(format!("members/{}/", catalogue.organisation(id).slug), page),
            Self::Documents(None, page) => paged("documents/".into(), page),
            Self::Documents(Some(facet), page) => paged(format!("documents/{}", narrowed(facet)), page),
            Self::Search => super::SEARCH_FOLDER.into(),
            Self::Page(n) => catalogue.pages.get(n).map_or_else(String::new, |p| format!("{}/", p.slug)),
            Self::Accessibility => "accessibility/".into(),
            Self::NotFound => "404.html".into(),
        }
    }

    /// Whether search engines shall leave the page out.
    pub fn is_left_out(self) -> bool {
        matches!(self, Self::NotFound | Self::Withdrawn(_) | Self::Edition(_))
    }

    /// The first page of the same list.
    pub fn first(self) -> Self {
        self.at(1)
    }

    /// Another page of the same list.
    pub fn at(self, page: usize) -> Self {
        match self {
            Self::Community(id, _) => Self::Community(id, page),
            Self::CommunityActivities(id, _) => Self::CommunityActivities(id, page),
            Self::Year(year, _) => Self::Year(year, page),
            Self::YearNarrowed(year, facet, _) => Self::YearNarrowed(year, facet, page),
            Self::Term(period, _) => Self::Term(period, page),
            Self::Type(id, _) => Self::Type(id, page),
            Self::CalendarMonth(month, _) => Self::CalendarMonth(month, page),
            Self::CalendarComing(_) => Self::CalendarComing(page),
            Self::CalendarWithoutDay(_) => Self::CalendarWithoutDay(page),
            Self::TypeNarrowed(id, facet, _) => Self::TypeNarrowed(id, facet, page),
            Self::Members(_) => Self::Members(page),
            Self::Member(id, _) => Self::Member(id, page),
            Self::Documents(facet, _) => Self::Documents(facet, page),
            Self::Archive(_) => Self::Archive(page),
            other => other,
        }
    }
}

/// A period in URLs: small letters only, so that no server's file system can confuse two.
pub fn period_path(period: Period) -> String {
    period.to_string().to_lowercase()
}
