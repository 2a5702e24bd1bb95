//! Dates of a document agree with each other and with its period.

use crate::calendar::Calendar;
use crate::catalogue::Programme;
use crate::diagnostic::{Code, Finding, Findings};
use crate::language::{Convention, date};
use crate::say;

/// Checks a document.
pub fn of_document(calendar: &Calendar, document: &Programme, findings: &mut Findings) {
    let facts = &document.facts;
    if let (Some(issued), Some(published)) = (&facts.issued, &facts.published)
        && let (Some(first), Some(last)) = (issued.it.first_day(), published.it.last_day())
        && last < first
    {
        findings.push(
            Finding::new(Code::DateOrder, published.span, say!("it was published before it was signed", "發布日期早於成文日期"))
                .label(issued.span, say!("signed on this day", "成文日期")),
        );
    }
    if let Some(withdrawn) = &facts.withdrawn
        && let (Some(gone), Some(first)) =
            (withdrawn.it.on.last_day(), facts.published.as_ref().or(facts.issued.as_ref()).and_then(|d| d.it.first_day()))
        && gone < first
    {
        findings.push(Finding::new(
            Code::DateOrder,
            withdrawn.span,
            say!("it was withdrawn before it was published", "撤回日期早於發布日期"),
        ));
    }
    let Some((first, last)) = document.period.days(calendar) else { return };
    for activity in &facts.activities {
        let Some(when) = &activity.when else { continue };
        let before = when.it.last_day().is_some_and(|day| day < first);
        let after = when.it.first_day().is_some_and(|day| day > last);
        if before || after {
            let period = document.period.label(calendar, crate::config::Config::DEFAULT, Convention::English);
            let whole = crate::edtf::Edtf::Interval(Some(crate::edtf::Date::day(first)), Some(crate::edtf::Date::day(last)));
            let (en, zh) = (date(Convention::English, whole), date(Convention::Chinese, whole));
            findings.push(
                Finding::new(
                    Code::DateOutsidePeriod,
                    when.span,
                    say!("the activity lies outside the document's period", "活動日期不在文件的時期之內"),
                )
                .hint(say!("{period} is {en}", "這一時期是{zh}")),
            );
        }
    }
}
