//! The `fangan` program.
use std::sync::Arc;
fn main() {
    let ws = fangan::source::workspace::Workspace::find(&std::env::current_dir().unwrap()).unwrap();
    let (sources, mut findings) = ws.scan();
    let sources = Arc::new(sources);
    let config = Arc::new(fangan::config::Config::read(&sources, &mut findings).expect("config"));
    let docs = fangan::document::parse(&config, &sources, &mut findings);
    let cat = fangan::catalogue::resolve::resolve(&config, &sources, docs, &mut findings);
    println!("{} communities {} documents {} orgs {} types", cat.communities.len(), cat.documents.len(), cat.organisations.len(), cat.types.len());
    let findings = fangan::catalogue::checks::waivers::apply(&cat, findings).sorted();
    for f in findings.iter() {
        let s = sources.get(f.span.source);
        let at = fangan::source::lines::locate(s.text(), f.span.start as usize);
        if f.code != fangan::diagnostic::Code::ApprovalWithoutDigest {
        println!("{}:{}:{} {}[{}] {}  {:?}", s.path, at.line, at.column, f.severity.as_str(), f.code, f.message.en, f.hints.iter().map(|h| &h.says.en).collect::<Vec<_>>()); }
    }
}
