//! What machines read of a page: JSON-LD (schema.org), Open Graph, and the meta elements that Chinese authorities' sites
//! carry (State Council General Office, 2017 no. 47), each only from what content and configuration say.

use super::view::Meta;
use super::{Reader, Route};
use crate::catalogue::{Activity, Party, Programme};
use crate::config::Due;
use crate::document::front_matter::ActivityState;
use crate::language::{Localised, Shown};
use serde_json::{Map, Value, json};

impl Reader<'_> {
    /// `<meta name>` elements.
    pub(super) fn meta(&self, route: Route, title: &Shown, description: Option<&str>) -> Vec<Meta> {
        let bureau = &self.site.config().bureau;
        let mut all = Vec::new();
        // These elements are an authority's: a site without a registered domain or code is none.
        if bureau.site_code.is_none() && bureau.domain.is_none() {
            return all;
        }
        let mut add = |name: &str, content: Option<String>| {
            all.extend(content.filter(|c| !c.is_empty()).map(|content| Meta { name: name.to_owned(), content }));
        };
        add("SiteName", Some(self.plain(&self.site.config().title)));
        add("SiteDomain", bureau.domain.clone());
        add("SiteIDCode", bureau.site_code.clone());
        match route {
            Route::Home | Route::NotFound | Route::Withdrawn(_) | Route::Edition(_) => {}
            Route::Document(id) => {
                let document = self.site.catalogue().document(id);
                let facts = &document.facts;
                add("ArticleTitle", Some(title.text.clone()));
                add("PubDate", facts.published.as_ref().or(facts.issued.as_ref()).and_then(|d| d.it.html_datetime()));
                let source = facts.issuers.iter().map(|i| self.party(i).name.text).collect::<Vec<_>>().join(" ");
                let bureau_name = || bureau.name.as_ref().map(|n| self.plain(n)).unwrap_or_default();
                add("ContentSource", Some(if source.is_empty() { bureau_name() } else { source }));
                add("Keywords", Some(facts.keywords.iter().map(|k| self.plain(k)).collect::<Vec<_>>().join(";")));
                add("Description", description.map(str::to_owned));
                add("Url", Some(self.absolute(&self.site.path(route, self.locale))));
            }
            _ => {
                add("ColumnName", Some(title.text.clone()));
                add("ColumnDescription", description.map_or_else(|| Some(title.text.clone()), |d| Some(d.to_owned())));
                add("ColumnKeywords", Some(title.text.clone()));
                add("ColumnType", Some(self.plain(&self.site.config().title)));
            }
        }
        all
    }

    /// Open Graph properties.
    pub(super) fn open_graph(&self, route: Route, title: &Shown, description: Option<&str>, canonical: &str) -> Vec<Meta> {
        let article = matches!(route, Route::Document(_) | Route::Edition(_));
        let locale = self.its_locale().tag.replace('-', "_");
        let mut all = vec![
            ("og:type", if article { "article".to_owned() } else { "website".to_owned() }),
            ("og:title", title.text.clone()),
            ("og:url", canonical.to_owned()),
            ("og:site_name", self.plain(&self.site.config().title)),
            ("og:locale", locale),
        ];
        all.extend(description.map(|d| ("og:description", d.to_owned())));
        if let Route::Document(id) = route {
            let facts = &self.site.catalogue().document(id).facts;
            all.extend(facts.published.as_ref().and_then(|d| d.it.html_datetime()).map(|d| ("article:published_time", d)));
        }
        all.into_iter().map(|(name, content)| Meta { name: name.to_owned(), content }).collect()
    }

    /// JSON-LD, with every `<` escaped so that it can stand in a script element.
    pub(super) fn json_ld(&self, route: Route, canonical: &str) -> Option<String> {
        let graph = match route {
            Route::Home => self.about_site(canonical),
            Route::Document(id) => {
                let document = self.site.catalogue().document(id);
                let mut graph = vec![self.about_document(document, canonical)];
                graph.extend(document.facts.activities.iter().filter_map(|a| self.about_event(document, a, canonical)));
                graph
            }
            Route::Community(id, 1) => vec![self.about_community(id, canonical)],
            _ => return None,
        };
        let whole = json!({ "@context": "https://schema.org", "@graph": graph });
        serde_json::to_string(&whole).ok().map(|text| text.replace('<', "\\u003c"))
    }

    fn text_value(&self, text: &Localised) -> Value {
        let shown = self.text(text);
        match shown.lang {
            Some(lang) => json!({ "@value": shown.text, "@language": lang }),
            None => Value::String(shown.text),
        }
    }

    fn publisher(&self) -> Option<Value> {
        let bureau = &self.site.config().bureau;
        let mut organisation = Map::new();
        organisation.insert("@type".into(), "GovernmentOrganization".into());
        organisation.insert("name".into(), self.text_value(bureau.name.as_ref()?));
        if let Some(email) = &bureau.email {
            organisation.insert("email".into(), email.clone().into());
        }
        Some(Value::Object(organisation))
    }

    fn about_site(&self, canonical: &str) -> Vec<Value> {
        let config = self.site.config();
        let mut site = Map::new();
        site.insert("@type".into(), "WebSite".into());
        site.insert("@id".into(), canonical.into());
        site.insert("url".into(), canonical.into());
        site.insert("name".into(), self.text_value(&config.title));
        site.insert("inLanguage".into(), self.its_locale().tag.clone().into());
        if let Some(description) = &config.description {
            site.insert("description".into(), self.text_value(description));
        }
        if let Some(publisher) = self.publisher() {
            site.insert("publisher".into(), publisher);
        }
        vec![Value::Object(site)]
    }

    fn about_community(&self, id: crate::catalogue::CommunityId, canonical: &str) -> Value {
        let community = self.site.catalogue().community(id);
        let mut it = Map::new();
        it.insert("@type".into(), "Organization".into());
        it.insert("@id".into(), canonical.into());
        it.insert("url".into(), canonical.into());
        it.insert("name".into(), self.text_value(&community.name));
        let members: Vec<Value> = community
            .members
            .iter()
            .map(|m| {
                let name = &self.site.catalogue().organisation(m.organisation).name;
                json!({ "@type": "Organization", "name": self.text_value(name) })
            })
            .collect();
        if !members.is_empty() {
            it.insert("member".into(), members.into());
        }
        Value::Object(it)
    }

    fn about_document(&self, document: &Programme, canonical: &str) -> Value {
        let facts = &document.facts;
        let is_report = self.site.config().kind(document.kind).due == Due::End;
        let mut it = Map::new();
        let mut put = |key: &str, value: Option<Value>| {
            if let Some(value) = value {
                it.insert(key.into(), value);
            }
        };
        put("@type", Some(if is_report { "Report" } else { "CreativeWork" }.into()));
        put("@id", Some(canonical.into()));
        put("url", Some(canonical.into()));
        put("name", Some(self.text_value(&document.title)));
        put("inLanguage", Some(self.its_locale().tag.clone().into()));
        put("abstract", document.summary.as_ref().map(|s| self.text_value(s)));
        put("dateCreated", facts.issued.as_ref().and_then(|d| d.it.html_datetime()).map(Value::from));
        put("datePublished", facts.published.as_ref().and_then(|d| d.it.html_datetime()).map(Value::from));
        put("version", facts.approval.as_ref().filter(|a| a.it.digest.is_some()).map(|a| a.it.edition.into()));
        put("identifier", facts.index_number.as_ref().map(|n| Value::from(n.it.clone())));
        if is_report {
            put("reportNumber", facts.number.as_ref().map(|n| Value::from(self.script(n).into_owned())));
        }
        let keywords: Vec<String> = facts.keywords.iter().map(|k| self.plain(k)).collect();
        put("keywords", (!keywords.is_empty()).then(|| keywords.join(", ").into()));
        let authors: Vec<Value> = facts.issuers.iter().map(|i| self.organisation_value(i)).collect();
        put("author", (!authors.is_empty()).then(|| authors.into()));
        put("publisher", self.publisher());
        let basis: Vec<Value> = facts
            .basis
            .iter()
            .map(|b| {
                let mut work = Map::new();
                work.insert("@type".into(), "CreativeWork".into());
                work.insert("name".into(), self.text_value(&b.title));
                if let Some(url) = &b.url {
                    work.insert("url".into(), url.clone().into());
                }
                Value::Object(work)
            })
            .collect();
        put("isBasedOn", (!basis.is_empty()).then(|| basis.into()));
        put("temporalCoverage", document.period.days(&self.site.config().calendar).map(|(a, b)| format!("{a}/{b}").into()));
        Value::Object(it)
    }

    fn organisation_value(&self, party: &Party) -> Value {
        let name = match party {
            Party::Organisation(id) => &self.site.catalogue().organisation(*id).name,
            Party::Named(name) => name,
        };
        json!({ "@type": "Organization", "name": self.text_value(name) })
    }

    /// An event, only where its day and its place are known.
    fn about_event(&self, document: &Programme, activity: &Activity, canonical: &str) -> Option<Value> {
        let (first, last) = activity.when.as_ref()?.it.exact_days()?;
        let venue = activity.venue.as_ref()?;
        let kind = self.site.catalogue().activity_type(activity.kind);
        let mut it = Map::new();
        it.insert("@type".into(), "Event".into());
        it.insert("@id".into(), format!("{canonical}#{}", activity.anchor).into());
        it.insert("name".into(), self.text_value(activity.title.as_ref().unwrap_or(&kind.name)));
        it.insert("startDate".into(), first.to_string().into());
        it.insert("endDate".into(), last.to_string().into());
        it.insert("location".into(), json!({ "@type": "Place", "name": self.text_value(venue) }));
        let status = match activity.state {
            ActivityState::Cancelled => "https://schema.org/EventCancelled",
            ActivityState::Moved => "https://schema.org/EventRescheduled",
            ActivityState::Planned | ActivityState::Held => "https://schema.org/EventScheduled",
        };
        it.insert("eventStatus".into(), status.into());
        let organiser = activity.host.as_ref().map(|h| self.organisation_value(h));
        let community = || json!({ "@type": "Organization", "name": self.text_value(&self.site.catalogue().community(document.community).name) });
        it.insert("organizer".into(), organiser.unwrap_or_else(community));
        Some(Value::Object(it))
    }
}
