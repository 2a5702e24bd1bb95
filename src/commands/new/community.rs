//! The text of a new `community.toml`.

use super::{COMMUNITIES, Desk};
use crate::catalogue::raw::Level;
use crate::cli;
use crate::commands::{Exit, cells, names};
use crate::diagnostic::Wording;
use crate::document::slug::slug;
use crate::say;

/// Where hints stand, where the line before them leaves room.
const HINTS: usize = 34;

pub(super) fn new(desk: &Desk<'_>, args: &cli::NewCommunity) -> Result<Exit, Exit> {
    let terminal = desk.terminal;
    let id = names::fresh(terminal, &args.id)?;
    let parent = args.parent.as_deref().map(|name| names::community(terminal, &desk.catalogue, name)).transpose()?;
    let path = format!("{COMMUNITIES}/{id}/community.toml");
    if desk.root.join(&path).symlink_metadata().is_ok() {
        return Err(desk.exists(&path));
    }
    let url = slug(id);
    if let Some(other) = desk.catalogue.communities.iter().find(|c| c.slug == url) {
        let other = &other.id;
        terminal.complain(&say!("`{id}` and `{other}` would have one URL: {url}", "「{id}」與「{other}」的網址相同：{url}"));
        terminal.hint(&say!("choose another id", "請換一個編號"));
        return Err(Exit::Usage);
    }
    let exit = desk.put(&path, &text(desk, id, args.name.as_deref(), parent))?;
    terminal.close(&say!(
        "Made: the community {id}. Next: fill in its members, then fangan new plan --community {id}",
        "已新建共同體 {id}。接下來：填寫成員，再執行 fangan new plan --community {id}"
    ));
    Ok(exit)
}

fn text(desk: &Desk<'_>, id: &str, name: Option<&str>, parent: Option<crate::catalogue::CommunityId>) -> String {
    let tongue = desk.terminal.tongue;
    let (config, catalogue) = (&desk.config, &desk.catalogue);
    let mut out = String::new();
    let mut line = |text: &str, says: Option<&Wording>| {
        match says.map(|says| says.get(tongue)) {
            Some(hint) if text.is_empty() => out.push_str(&format!("# {hint}")),
            Some(hint) => out.push_str(&format!("{}  # {hint}", cells::pad(text, HINTS))),
            None => out.push_str(text),
        }
        out.push('\n');
    };
    let texts = config.languages.iter().map(|l| format!("{} = \"…\"", l.code)).collect::<Vec<_>>().join(", ");
    let or_both = say!("or in each language: {{ {texts} }}", "或分語言寫：{{ {texts} }}");
    line(&format!("name = {}", toml(name.unwrap_or(id))), Some(&or_both));
    line("# short-name = \"\"", None);
    let fields = config.fields.iter().map(|f| f.id.as_str()).collect::<Vec<_>>().join(" | ");
    let fields = Wording { en: fields.clone(), zh: fields };
    let inherited = parent.and_then(|id| catalogue.community(id).field).and_then(|n| config.fields.get(n));
    match (inherited, config.fields.first()) {
        (Some(field), _) => line(&format!("field = {}", toml(&field.id)), Some(&fields)),
        (None, Some(first)) => line(&format!("# field = {}", toml(&first.id)), Some(&fields)),
        (None, None) => line("# field = \"\"", Some(&say!("a field of fangan.toml", "fangan.toml 裡的領域"))),
    }
    let levels = Level::ALL.iter().map(|l| l.as_str()).collect::<Vec<_>>().join(" | ");
    line("# level = \"county\"", Some(&Wording { en: levels.clone(), zh: levels }));
    line("# area = \"\"", Some(&say!("where it is", "所在地")));
    match parent {
        Some(parent) => line(&format!("parent = {}", toml(&catalogue.community(parent).id)), None),
        None => line("# parent = \"\"", Some(&say!("the community that it belongs to", "所屬的共同體"))),
    }
    let known: Vec<String> = catalogue.organisations.iter().map(|o| toml(&o.id)).take(3).collect();
    let known = if known.is_empty() { vec!["\"first-school\"".to_owned(), "\"second-school\"".to_owned()] } else { known };
    let first = known.first().map_or("", String::as_str);
    line(&format!("# organisers = [{first}]"), Some(&say!("organisations that run it", "主辦機構")));
    line("# motto = \"\"", None);
    line("# contact = \"\"", None);
    line("# website = \"https://\"", None);
    line("", None);
    line(
        "",
        Some(&say!(
            "Members: ids of content/organisations.toml, or described here as {{ id, name, role }}; role is lead, member or associate.",
            "成員：content/organisations.toml 裡的編號，或在這裡寫 {{ id, name, role }}；role 是 lead（牽頭）、member（成員）、associate（聯繫）。"
        )),
    );
    line("# members = [", None);
    for (n, id) in known.iter().enumerate() {
        let role = if n == 0 { "lead" } else { "member" };
        line(&format!("#   {{ id = {id}, role = \"{role}\" }},"), None);
    }
    line("# ]", None);
    line("", None);
    line(
        "",
        Some(&say!(
            "The rota: who is on duty when, a term or an academic-year each.",
            "輪值：每學期（term）或每學年（academic-year）一輪。"
        )),
    );
    let term = config.calendar.term_at(desk.today).map_or_else(|| "2024-1".to_owned(), |p| p.to_string());
    line("# [rota]", None);
    line("# per = \"term\"", None);
    line(&format!("# order = [{}]", known.join(", ")), None);
    line(&format!("# from = \"{term}\""), Some(&say!("the period of the first turn", "第一輪的時期")));
    line("", None);
    line("", Some(&say!("Posts; one without a holder is vacant.", "職務；沒有 holder 的是空缺。")));
    line("# [[roles]]", None);
    line("# role = \"\"", None);
    line("# holder = \"\"", None);
    line("", None);
    line(
        "",
        Some(&say!(
            "What it has undertaken; `fangan new plan` makes an activity of each.",
            "承諾；fangan new plan 會為每一項起草一個活動。"
        )),
    );
    let kind = catalogue.types.first().map_or("activity", |t| t.id.as_str());
    line("# [[commitments]]", None);
    line("# id = \"each-term\"", None);
    line(
        &format!("# what = {}", toml(kind)),
        Some(&say!("an activity type, a document kind, or \"activity\" for any", "活動類型、文種，或 \"activity\"（任何活動）")),
    );
    line("# at-least = 1", None);
    line(
        "# per = \"term\"",
        Some(&say!("term | academic-year | calendar-year | month | week", "term | academic-year | calendar-year | month | week")),
    );
    line("# by = \"community\"", Some(&say!("community | lead | each-member", "community | lead | each-member")));
    line("# label = \"\"", Some(&say!("in words", "用文字說明")));
    out
}

/// A text as a TOML value.
fn toml(text: &str) -> String {
    let text: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    serde_json::Value::String(text.trim().to_owned()).to_string()
}
