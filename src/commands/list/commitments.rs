//! What communities have undertaken and how it stands, and which documents are due.

use super::Page;
use super::documents::by_language;
use crate::calendar::Period;
use crate::catalogue::publish::Visible;
use crate::catalogue::standing::{Filed, Ledger, Presence, Standing, Tally};
use crate::catalogue::{Catalogue, Commitment, Community, CommunityId, Measure};
use crate::cli::ListFormat;
use crate::commands::{Exit, cells};
use crate::config::{Due, KindId};
use crate::say;
use serde_json::{Value, json};
use std::sync::Arc;

/// So many of a community's latest periods are shown.
const RECENT: usize = 4;
/// A community's first and last document are never further apart than so many periods; a mistyped year may be.
const LONGEST: usize = 400;

/// A community's part of the list.
struct Part<'a> {
    community: &'a Community,
    /// Its recent periods, oldest first.
    periods: Vec<Period>,
    /// Each undertaking with its tally in each of the periods.
    kept: Vec<(&'a Commitment, Vec<Tally>)>,
    /// Documents that ought to be there or will have to be.
    due: Vec<(Period, KindId, bool)>,
}

pub(super) fn list(page: &Page<'_>, format: ListFormat) -> Exit {
    // A document that was withdrawn keeps no promise.
    let visible = Visible::to_writers(page.catalogue.clone());
    let catalogue = visible.catalogue();
    let ledger = Ledger::new(catalogue, Arc::new(Filed::new(catalogue)), page.today);
    let wanted = |id: &CommunityId| page.filter.narrowed.community.is_none_or(|wanted| wanted == *id);
    let parts: Vec<Part<'_>> = catalogue
        .community_ids()
        .filter(wanted)
        .map(|id| part(page, catalogue, &ledger, id))
        .filter(|p| !p.kept.is_empty() || !p.due.is_empty())
        .collect();
    if parts.is_empty() {
        page.terminal.nothing_fits();
    }
    match format {
        ListFormat::Json => page.terminal.json(&parts.iter().map(|part| object(page, catalogue, part)).collect()),
        ListFormat::Csv => csv(page, catalogue, &parts),
        ListFormat::Table => table(page, catalogue, &parts),
    }
}

fn part<'a>(page: &Page<'_>, catalogue: &'a Catalogue, ledger: &Ledger<'_>, id: CommunityId) -> Part<'a> {
    let community = catalogue.community(id);
    let active = active(catalogue, ledger, id);
    let wanted = |period: &Period| page.filter.narrowed.period.is_none_or(|wanted| wanted == *period);
    let of_kind = |kind: KindId| page.filter.narrowed.kind.is_none_or(|wanted| wanted == kind);
    let due = active.iter().copied().filter(wanted).flat_map(|period| {
        ledger.expected(id, period).into_iter().filter_map(move |(kind, presence)| match presence {
            Presence::Present(_) => None,
            Presence::Missing => Some((period, kind, true)),
            Presence::NotDue => Some((period, kind, false)),
        })
    });
    let due = due.filter(|(_, kind, _)| of_kind(*kind)).collect();
    let periods: Vec<Period> = active.iter().copied().filter(wanted).collect();
    let periods = periods.get(periods.len().saturating_sub(RECENT)..).unwrap_or_default().to_vec();
    let counts = |commitment: &&Commitment| match (page.filter.narrowed.kind, commitment.what) {
        (None, _) => true,
        (Some(wanted), Measure::Kind(kind)) => wanted == kind,
        (Some(_), _) => false,
    };
    let tallies = |commitment| periods.iter().map(|period| ledger.tally(id, commitment, *period)).collect();
    let kept = community.commitments.iter().filter(counts).map(|commitment| (commitment, tallies(commitment))).collect();
    Part { community, periods, kept, due }
}

/// The periods in which a community is active, oldest first: those of its documents and those that lie between.
fn active(catalogue: &Catalogue, ledger: &Ledger<'_>, id: CommunityId) -> Vec<Period> {
    let told: Vec<Period> = ledger.periods_of(id).collect();
    let mut all = told.clone();
    for first in &told {
        let between = (1..).map_while(|n| first.later(n, &catalogue.config.calendar)).take(LONGEST);
        all.extend(between.take_while(|period| ledger.is_active(id, *period)));
    }
    all.sort_unstable();
    all.dedup();
    all
}

/// An undertaking's standing as two words: how it stands, and done of undertaken.
fn tally(page: &Page<'_>, commitment: &Commitment, tally: Tally) -> String {
    let Tally { planned, held, standing } = tally;
    let word = page.terminal.word(&match standing {
        Standing::Kept => say!("kept", "做到"),
        Standing::Short => say!("short", "不足"),
        Standing::Over => say!("over", "超出"),
        Standing::Open => say!("open", "進行中"),
        Standing::Unknown => return "–".to_owned(),
    });
    match (standing, commitment.what) {
        (Standing::Open, Measure::Activity | Measure::Type(_)) => format!("{word} {held}/{planned}"),
        _ => format!("{word} {held}"),
    }
}

fn table(page: &Page<'_>, catalogue: &Catalogue, parts: &[Part<'_>]) -> Exit {
    let config = &catalogue.config;
    let mut lines: Vec<String> = Vec::new();
    for part in parts {
        if !lines.is_empty() {
            lines.push(String::new());
        }
        let (id, name) = (&part.community.id, page.text(&part.community.name));
        lines.push(
            page.terminal.room().map_or_else(|| format!("{id}  {name}"), |room| cells::cut(&format!("{id}  {name}"), room)),
        );
        if part.periods.is_empty() {
            lines.push(format!("  {}", page.terminal.word(&say!("no documents yet", "還沒有文件"))));
        } else if !part.kept.is_empty() {
            let label = page.terminal.word(&say!("undertaken", "承諾"));
            let heads: Vec<String> = [label].into_iter().chain(part.periods.iter().map(Period::to_string)).collect();
            let heads: Vec<&str> = heads.iter().map(String::as_str).collect();
            let row = |(commitment, tallies): &(&Commitment, Vec<Tally>)| {
                let label = page.text(&commitment.label).to_owned();
                std::iter::once(label).chain(tallies.iter().map(|t| tally(page, commitment, *t))).collect::<Vec<_>>()
            };
            let rows: Vec<Vec<String>> = part.kept.iter().map(row).collect();
            // Sentences stand before figures: they are cut even where nothing else is, or the figures drift out of sight.
            let room = page.terminal.room().unwrap_or(110).saturating_sub(2);
            lines.extend(cells::table(&heads, &rows, &[0], Some(room)).into_iter().map(|line| format!("  {line}")));
        }
        for (period, kind, missing) in &part.due {
            let kind = config.kind(*kind);
            let name = page.text(&kind.name);
            let by = deadline(catalogue, *period, kind.due);
            lines.push(format!(
                "  {}",
                page.terminal.word(&match (missing, by) {
                    (true, Some(by)) => say!("{period}: {name} missing, was due {by}", "{period}：缺{name}，應於 {by} 提交"),
                    (true, None) => say!("{period}: {name} missing", "{period}：缺{name}"),
                    (false, Some(by)) => say!("{period}: {name} due {by}", "{period}：{name}應於 {by} 提交"),
                    (false, None) => say!("{period}: {name} will be due", "{period}：{name}待提交"),
                })
            ));
        }
    }
    let exit = page.terminal.print(|to| lines.iter().try_for_each(|line| writeln!(to, "{line}")));
    if parts.iter().any(|part| !part.kept.is_empty() && !part.periods.is_empty()) {
        page.terminal.close(&say!(
            "Figures are what was done; in an open period, done/planned; – where it can't be told.",
            "數字是完成數；進行中的時期寫作「完成/計劃」；「–」表示無從得知。"
        ));
    }
    let missing = parts.iter().flat_map(|p| &p.due).filter(|(_, _, missing)| *missing).count();
    if missing > 0 {
        page.terminal.close(&match missing {
            1 => say!("1 document is missing.", "缺 1 份文件。"),
            _ => say!("{missing} documents are missing.", "缺 {missing} 份文件。"),
        });
    }
    exit
}

/// The day by which a document of the period is due.
fn deadline(catalogue: &Catalogue, period: Period, due: Due) -> Option<String> {
    let (first, last) = period.days(&catalogue.config.calendar)?;
    match due {
        Due::Start => Some(first.to_string()),
        Due::End => Some(last.to_string()),
        Due::None => None,
    }
}

fn what<'a>(catalogue: &'a Catalogue, commitment: &Commitment) -> &'a str {
    match commitment.what {
        Measure::Activity => "activity",
        Measure::Type(kind) => &catalogue.activity_type(kind).id,
        Measure::Kind(kind) => &catalogue.config.kind(kind).id,
    }
}

fn object(page: &Page<'_>, catalogue: &Catalogue, part: &Part<'_>) -> Value {
    let kept = part.kept.iter().map(|(commitment, tallies)| {
        let periods = part.periods.iter().zip(tallies).map(|(period, tally)| {
            json!({ "period": period.to_string(), "planned": tally.planned, "held": tally.held, "standing": tally.standing.as_str() })
        });
        json!({
            "id": commitment.id,
            "label": by_language(page, &commitment.label),
            "what": what(catalogue, commitment),
            "at-least": commitment.at_least,
            "at-most": commitment.at_most,
            "per": commitment.per.map(|p| p.as_str()),
            "by": commitment.by.as_str(),
            "periods": periods.collect::<Vec<_>>(),
        })
    });
    let due = part.due.iter().map(|(period, kind, missing)| {
        let kind = catalogue.config.kind(*kind);
        let state = if *missing { "missing" } else { "not-due" };
        json!({ "period": period.to_string(), "kind": kind.id, "state": state, "due": deadline(catalogue, *period, kind.due) })
    });
    json!({
        "community": part.community.id,
        "name": by_language(page, &part.community.name),
        "commitments": kept.collect::<Vec<_>>(),
        "documents": due.collect::<Vec<_>>(),
    })
}

/// One line for each undertaking in each period, and one for each document that is due.
fn csv(page: &Page<'_>, catalogue: &Catalogue, parts: &[Part<'_>]) -> Exit {
    let head =
        ["community", "period", "commitment", "what", "at-least", "at-most", "per", "by", "planned", "held", "standing", "due"];
    let number = |n: Option<u32>| n.map_or_else(String::new, |n| n.to_string());
    let mut rows: Vec<Vec<String>> = Vec::new();
    for part in parts {
        let community = &part.community.id;
        for (commitment, tallies) in &part.kept {
            rows.extend(part.periods.iter().zip(tallies).map(|(period, tally)| {
                vec![
                    community.clone(),
                    period.to_string(),
                    commitment.id.clone(),
                    what(catalogue, commitment).to_owned(),
                    number(commitment.at_least),
                    number(commitment.at_most),
                    commitment.per.map_or_else(String::new, |p| p.as_str().to_owned()),
                    commitment.by.as_str().to_owned(),
                    tally.planned.to_string(),
                    tally.held.to_string(),
                    tally.standing.as_str().to_owned(),
                    String::new(),
                ]
            }));
        }
        for (period, kind, missing) in &part.due {
            let kind = catalogue.config.kind(*kind);
            let mut row = vec![community.clone(), period.to_string(), String::new(), kind.id.clone()];
            row.extend(std::iter::repeat_n(String::new(), 6));
            row.push(if *missing { "missing" } else { "not-due" }.to_owned());
            row.push(deadline(catalogue, *period, kind.due).unwrap_or_default());
            rows.push(row);
        }
    }
    page.terminal.csv(&head, &rows)
}
