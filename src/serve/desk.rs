//! The desk at `/_desk/`: how every document stands, what is wrong, what is due, and what would be published today.

use super::insert::own_page;
use super::preview::{Generation, Ready};
use super::reported::{Places, escape, word};
use crate::catalogue::publish::Visible;
use crate::catalogue::standing::{Presence, Standing};
use crate::catalogue::{DocumentId, Freshness, Programme};
use crate::diagnostic::{Code, Finding, Findings, Severity, Tongue, Wording};
use crate::document::front_matter::Status;
use crate::language::LanguageId;
use crate::routes::{Route, Site};
use crate::source::SitePath;
use std::collections::{BTreeMap, HashSet};
use std::fmt::Write as _;
use std::sync::Arc;

/// Findings of each kind that the desk shows.
const MOST: usize = 500;

/// The page.
pub(super) fn page(places: &Places<'_>) -> String {
    let tongue = places.tongue;
    let title = word(tongue, "Desk", "工作臺");
    let mut body = format!("<h1>{title}</h1>");
    match &places.generation.ready {
        Some(ready) => {
            let ways = [
                ("/", word(tongue, "To the site", "到網站")),
                ("#_findings", word(tongue, "Findings", "問題")),
                ("#_due", word(tongue, "Due", "待辦")),
                ("#_documents", word(tongue, "Documents", "文件")),
            ];
            _ = write!(body, "<nav aria-label=\"{title}\"><ul>");
            for (to, name) in ways {
                _ = write!(body, "<li><a href=\"{to}\">{name}</a></li>");
            }
            body.push_str("</ul></nav>");
            findings(places, &mut body);
            due(places, ready, &mut body);
            publication(places, ready, &mut body);
        }
        None => findings(places, &mut body),
    }
    own_page(places, title, &body)
}

fn section(body: &mut String, id: &str, title: &str) {
    _ = write!(body, "<section aria-labelledby=\"{id}\"><h2 id=\"{id}\">{}</h2>", escape(title));
}

fn findings(places: &Places<'_>, body: &mut String) {
    let Places { generation, tongue, .. } = *places;
    let all: Vec<&Finding> = generation.findings.iter().collect();
    let title = match tongue {
        Tongue::En => format!(
            "Findings: {} errors, {} warnings",
            generation.findings.count(Severity::Error),
            generation.findings.count(Severity::Warning)
        ),
        Tongue::Zh => format!(
            "問題：{} 個錯誤，{} 個警告",
            generation.findings.count(Severity::Error),
            generation.findings.count(Severity::Warning)
        ),
    };
    section(body, "_findings", &title);
    if all.is_empty() {
        _ = write!(body, "<p>{}</p>", word(tongue, "Nothing is wrong.", "沒有問題。"));
    } else {
        let (errors, others): (Vec<&Finding>, Vec<&Finding>) = all.into_iter().partition(|f| f.severity == Severity::Error);
        if !errors.is_empty() {
            *body += &places.list(errors.into_iter().take(MOST));
        }
        if !others.is_empty() {
            let n = others.len();
            _ = write!(body, "<details><summary>{} ({n})</summary>", word(tongue, "Warnings and notes", "警告和說明"));
            *body += &places.list(others.into_iter().take(MOST));
            body.push_str("</details>");
        }
    }
    body.push_str("</section>");
}

/// Undertakings of the present periods that are not kept yet, and reports that are missing.
fn due(places: &Places<'_>, ready: &Ready, body: &mut String) {
    let tongue = places.tongue;
    let site = ready.site();
    let catalogue = site.catalogue();
    let config = site.config();
    let mut missing = Vec::new();
    let mut open = Vec::new();
    for id in catalogue.community_ids() {
        let community = catalogue.community(id);
        let name = said(&community.name, tongue, &site);
        for period in site.ledger.periods_of(id) {
            let label = period.label(&config.calendar, language(tongue, &site), convention(tongue, &site));
            for (kind, presence) in site.ledger.expected(id, period) {
                if presence == Presence::Missing {
                    let kind = said(&config.kind(kind).name, tongue, &site);
                    missing.push(format!("<td>{}</td><td>{}</td><td>{}</td>", escape(&name), escape(&label), escape(&kind)));
                }
            }
            let today = ready.today;
            let is_now = period.days(&config.calendar).is_some_and(|(first, last)| first <= today && today <= last);
            for commitment in community.commitments.iter().filter(|_| is_now) {
                let tally = site.ledger.tally(id, commitment, period);
                if matches!(tally.standing, Standing::Open | Standing::Short) {
                    let what = said(&commitment.label, tongue, &site);
                    open.push(format!(
                        "<td>{}</td><td>{}</td><td>{}</td><td>{}</td><td>{}</td>",
                        escape(&name),
                        escape(&label),
                        escape(&what),
                        tally.planned,
                        tally.held
                    ));
                }
            }
        }
    }
    section(body, "_due", word(tongue, "Due", "待辦"));
    let heads: &[&str] = match tongue {
        Tongue::En => &["Community", "Period", "Missing"],
        Tongue::Zh => &["共同體", "時期", "缺少"],
    };
    table(body, word(tongue, "Reports that are missing", "尚缺的文件"), heads, &missing, tongue);
    let heads: &[&str] = match tongue {
        Tongue::En => &["Community", "Period", "Undertaking", "Planned", "Done"],
        Tongue::Zh => &["共同體", "時期", "承諾", "已計劃", "已完成"],
    };
    table(body, word(tongue, "Undertakings of this period that are not done yet", "本期尚未完成的承諾"), heads, &open, tongue);
    body.push_str("</section>");
}

/// Every document: what would be published today and what would not, and why; its state, languages and freshness.
fn publication(places: &Places<'_>, ready: &Ready, body: &mut String) {
    let Places { generation, tongue, .. } = *places;
    let site = ready.site();
    let catalogue = site.catalogue();
    // What a build would say besides what the preview says.
    let mut of_public = Findings::default();
    Visible::to_public(catalogue.clone(), &mut of_public);
    let mut by_file: BTreeMap<&SitePath, Vec<&Finding>> = BTreeMap::new();
    let errors = generation.findings.iter().chain(of_public.iter()).filter(|f| f.severity == Severity::Error);
    for finding in errors {
        by_file.entry(&generation.sources.get(finding.span.source).path).or_default().push(finding);
    }
    section(body, "_documents", word(tongue, "Documents: what would be published today", "文件：今天會發布哪些"));
    let mut heads = vec![
        word(tongue, "Document", "文件").to_owned(),
        word(tongue, "State", "狀態").to_owned(),
        word(tongue, "Published today", "今天發布").to_owned(),
    ];
    let languages: Vec<LanguageId> = site.config().language_ids().collect();
    heads.extend(languages.iter().map(|id| site.config().language(*id).name.clone()));
    heads.push(word(tongue, "Files", "檔案").to_owned());
    let rows: Vec<String> = catalogue.document_ids().map(|id| row(places, &site, id, &by_file, &languages)).collect();
    let heads: Vec<&str> = heads.iter().map(String::as_str).collect();
    table(body, word(tongue, "Documents", "文件"), &heads, &rows, tongue);
    body.push_str("</section>");
}

fn row(
    places: &Places<'_>,
    site: &Site<'_>,
    id: DocumentId,
    by_file: &BTreeMap<&SitePath, Vec<&Finding>>,
    languages: &[LanguageId],
) -> String {
    let Places { generation, tongue, .. } = *places;
    let document = site.catalogue().document(id);
    let own_errors: Vec<&Finding> = document
        .versions
        .iter()
        .filter_map(|v| by_file.get(&site.catalogue().sources.get(v.source).path))
        .flatten()
        .copied()
        .collect();
    let published = match (document.facts.status.it, own_errors.first()) {
        (Status::Draft, _) => word(tongue, "no: it is a draft", "否：是草稿").to_owned(),
        (Status::Submitted, _) => word(tongue, "no: it is not approved yet", "否：尚未批准").to_owned(),
        (Status::Withdrawn, _) => word(tongue, "only that it was withdrawn", "只公告已撤回").to_owned(),
        (_, Some(error)) => format!("{} {}", word(tongue, "no:", "否："), escape(error.message.get(tongue))),
        (_, None) if generation.findings.any_error() => {
            word(tongue, "once the errors of the site are mended", "待全站錯誤改正之後").to_owned()
        }
        (Status::Approved | Status::Superseded, None) => word(tongue, "yes", "是").to_owned(),
    };
    let mut out = format!(
        "<td><a href=\"/{}\">{}</a><br><code>{}</code></td><td>{}</td><td>{published}</td>",
        escape(&site.path(Route::Document(id), 0)),
        escape(&said(&document.title, tongue, site)),
        escape(&document.id),
        state(document.facts.status.it, tongue),
    );
    for language in languages {
        _ = write!(out, "<td>{}</td>", freshness(document, *language, tongue));
    }
    let files = document.versions.iter().map(|v| places.file(site.catalogue().sources.get(v.source).path.as_str(), 1, 1));
    _ = write!(out, "<td>{}</td>", files.collect::<Vec<_>>().join("<br>"));
    out
}

fn state(status: Status, tongue: Tongue) -> &'static str {
    match status {
        Status::Draft => word(tongue, "draft", "草稿"),
        Status::Submitted => word(tongue, "submitted", "送審"),
        Status::Approved => word(tongue, "approved", "已批准"),
        Status::Superseded => word(tongue, "superseded", "已替代"),
        Status::Withdrawn => word(tongue, "withdrawn", "已撤回"),
    }
}

fn freshness(document: &Programme, language: LanguageId, tongue: Tongue) -> &'static str {
    match document.version(language).map(|version| &version.freshness) {
        Some(Freshness::Original) => word(tongue, "original", "原文"),
        Some(Freshness::Current) => word(tongue, "up to date", "最新"),
        Some(Freshness::Stale(_)) => word(tongue, "outdated", "過時"),
        Some(Freshness::Unknown) => word(tongue, "not recorded", "未註明"),
        None => word(tongue, "missing", "沒有"),
    }
}

fn table(body: &mut String, caption: &str, heads: &[&str], rows: &[String], tongue: Tongue) {
    if rows.is_empty() {
        _ = write!(body, "<h3>{}</h3><p>{}</p>", escape(caption), word(tongue, "None.", "沒有。"));
        return;
    }
    _ = write!(
        body,
        "<div class=\"_table\" role=\"region\" tabindex=\"0\" aria-label=\"{0}\"><table><caption>{0}</caption><thead><tr>",
        escape(caption)
    );
    for head in heads {
        _ = write!(body, "<th scope=\"col\">{}</th>", escape(head));
    }
    body.push_str("</tr></thead><tbody>");
    for row in rows {
        _ = write!(body, "<tr>{row}</tr>");
    }
    body.push_str("</tbody></table></div>");
}

/// A text in the desk's language, if it has one.
fn said(text: &crate::language::Localised, tongue: Tongue, site: &Site<'_>) -> String {
    text.pick(language(tongue, site)).1.to_owned()
}

/// The site's language that is the desk's, or else its default.
fn language(tongue: Tongue, site: &Site<'_>) -> LanguageId {
    let tag = if tongue == Tongue::Zh { "zh" } else { "en" };
    let config = site.config();
    config.language_ids().find(|id| config.language(*id).tag.starts_with(tag)).unwrap_or(crate::config::Config::DEFAULT)
}

fn convention(tongue: Tongue, site: &Site<'_>) -> crate::language::Convention {
    site.config().language(language(tongue, site)).convention
}

/// What the terminal is told of a generation: findings that the one before did not have.
pub fn news(before: &Generation, now: &Generation) -> Findings {
    fn told<'g>(generation: &'g Generation, finding: &'g Finding) -> (&'g SitePath, Code, &'g Wording) {
        (&generation.sources.get(finding.span.source).path, finding.code, &finding.message)
    }
    let kept: HashSet<*const Finding> = before.findings.shared().map(Arc::as_ptr).collect();
    let mut new = now.findings.shared().filter(|finding| !kept.contains(&Arc::as_ptr(finding))).peekable();
    let mut news = Findings::default();
    // What is another value may say the same.
    if new.peek().is_some() {
        let known: HashSet<_> = before.findings.iter().map(|finding| told(before, finding)).collect();
        news.extend(new.filter(|finding| !known.contains(&told(now, finding))).cloned());
    }
    news
}
