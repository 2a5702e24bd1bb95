//! `fangan serve`: the preview.

use super::{Exit, Terminal, counted};
use crate::cli;
use crate::diagnostic::emit::Format;
use crate::diagnostic::{Findings, Severity};
use crate::say;
use crate::serve::http::{self, Server};
use crate::serve::preview::{Change, Generation, Preview};
use crate::serve::watch::{Stop, Watcher};
use crate::serve::{Editor, desk};
use std::io;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::net::TcpListener;
use tokio::sync::watch;

/// How many ports are tried from the one that is asked for.
const PORTS: u16 = 20;
/// How long open connections may take to end.
const GRACE: Duration = Duration::from_secs(2);

pub(super) fn run(terminal: &Terminal, args: &cli::Serve) -> Exit {
    match serve(terminal, args) {
        Ok(exit) | Err(exit) => exit,
    }
}

fn serve(terminal: &Terminal, args: &cli::Serve) -> Result<Exit, Exit> {
    let started = Instant::now();
    let workspace = terminal.workspace()?;
    let editor = Editor::parse(&args.editor).map_err(|valid| {
        let wrong = &args.editor;
        terminal.complain(&say!("`{wrong}` does not say how files open", "「{wrong}」不能說明怎樣打開檔案"));
        terminal
            .hint(&say!("write --editor {valid}", "可寫 --editor vscode、none，或帶有 {{path}}、{{line}}、{{column}} 的網址"));
        Exit::Usage
    })?;
    let host = host(terminal, &args.host)?;
    // Asked for once, so that a day that is none is told before anything is served.
    terminal.today(args.as_of.as_deref(), "UTC")?;
    let (clock, as_of) = (terminal.clone(), args.as_of.clone());
    let today = move |zone: &str| clock.today(as_of.as_deref(), zone).unwrap_or_default();
    // Before the first reading, so that nothing that is saved meanwhile is missed.
    let (watcher, stop) = Watcher::new(workspace.root(), args.poll);
    if let Some(note) = &watcher.note {
        terminal.close(note);
    }
    let preview = Preview::new(workspace, Box::new(today));
    let first = Arc::clone(preview.generation());
    let (sender, receiver) = watch::channel(Arc::clone(&first));
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
    let runtime = runtime.map_err(|error| terminal.environment(&error))?;
    let listener = runtime.block_on(listen(terminal, host, args.port))?;
    let at = listener.local_addr().map_err(|error| terminal.environment(&error))?;
    let root = preview.workspace().root().to_owned();
    let server = Arc::new(Server { generations: receiver, root, editor, tongue: terminal.tongue, address: at });
    tell_first(terminal, &first, at, started.elapsed());
    if args.open
        && let Err(error) = open::that_detached(http::address(at))
    {
        let why = error.to_string();
        terminal.close(&say!("The browser could not be opened: {why}", "無法打開瀏覽器：{why}"));
    }
    let teller = terminal.clone();
    let worker = std::thread::spawn(move || follow(&teller, preview, watcher, &sender));
    let served = runtime.block_on(until_stopped(listener, server, stop));
    _ = worker.join();
    served.map_err(|error| terminal.environment(&error))?;
    terminal.close(&say!("The preview has ended.", "預覽已結束。"));
    Ok(Exit::Fine)
}

/// Serves until Ctrl-C; then open connections have a moment to end.
async fn until_stopped(listener: TcpListener, server: Arc<Server>, stop: Stop) -> io::Result<()> {
    let (tell, told) = tokio::sync::oneshot::channel::<()>();
    let serving = http::serve(listener, server, async {
        _ = told.await;
    });
    let serving = tokio::spawn(serving);
    interrupted().await;
    // The watcher ends, and with it the streams to open pages.
    stop.stop();
    _ = tell.send(());
    match tokio::time::timeout(GRACE, serving).await {
        Ok(Ok(served)) => served,
        // Whoever holds a connection open is not waited for.
        _ => Ok(()),
    }
}

async fn interrupted() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminate) = signal(SignalKind::terminate()) {
            tokio::select! {
                _ = tokio::signal::ctrl_c() => {}
                _ = terminate.recv() => {}
            }
            return;
        }
    }
    _ = tokio::signal::ctrl_c().await;
}

/// Takes in one change after another until it is stopped.
fn follow(terminal: &Terminal, mut preview: Preview, mut watcher: Watcher, sender: &watch::Sender<Arc<Generation>>) {
    let had_events = watcher.note.is_none();
    let mut told = false;
    while let Some(change) = watcher.wait() {
        let started = Instant::now();
        let before = Arc::clone(preview.generation());
        let now = Arc::clone(preview.update(&change));
        if let Some(note) = watcher.note.as_ref().filter(|_| had_events && !told) {
            terminal.close(note);
            told = true;
        }
        if now.number == before.number {
            continue;
        }
        _ = sender.send(Arc::clone(&now));
        tell(terminal, &before, &now, &change, started.elapsed());
        // What the pages of old generations were made of goes while nobody waits.
        drop(before);
    }
}

fn tell_first(terminal: &Terminal, first: &Generation, at: SocketAddr, took: Duration) {
    // Warnings of the whole site would bury its errors; the tray and the desk have them.
    report(terminal, &first.findings, first, Severity::Error);
    let address = http::address(at);
    let (count, seconds) = (counted(&first.findings), took.as_secs_f64());
    let (en, zh) = (count.en, count.zh);
    terminal.close(&say!(
        "The preview is at {address} (the desk at {address}_desk/), ready in {seconds:.2} s; {en}. Ctrl-C ends it.",
        "預覽：{address}（工作臺：{address}_desk/），準備用時 {seconds:.2} 秒；{zh}。按 Ctrl-C 結束。"
    ));
    if !at.ip().is_loopback() {
        terminal.close(&say!(
            "Everyone who can reach this machine at port {port} can read every draft now.",
            "注意：凡能連到這臺電腦 {port} 埠的人，現在都能看到所有草稿。",
            port = at.port()
        ));
    }
}

/// Findings that are new, once, and what was made of a change.
fn tell(terminal: &Terminal, before: &Generation, now: &Generation, change: &Change, took: Duration) {
    report(terminal, &desk::news(before, now), now, Severity::Warning);
    let (count, ms) = (counted(&now.findings), took.as_millis());
    let (en, zh) = (count.en, count.zh);
    let files = match change {
        Change::Paths(paths) if paths.len() == 1 => {
            let name = paths.iter().next().and_then(|path| path.file_name()).map(|name| name.to_string_lossy().into_owned());
            let name = name.unwrap_or_default();
            say!("{name}", "{name}")
        }
        Change::Paths(paths) => {
            let n = paths.len();
            say!("{n} files", "{n} 個檔案")
        }
        Change::Anything => say!("the folder", "資料夾"),
    };
    let (what_en, what_zh) = (files.en, files.zh);
    terminal.close(&say!("Changed: {what_en}; {ms} ms; {en}.", "已更新：{what_zh}；{ms} 毫秒；{zh}。"));
}

/// Findings that are at least so bad.
fn report(terminal: &Terminal, findings: &Findings, generation: &Generation, least: Severity) {
    let mut said = findings.clone();
    said.retain(|finding| finding.severity <= least);
    terminal.report(&said, &generation.sources, Format::Human);
}

fn host(terminal: &Terminal, text: &str) -> Result<IpAddr, Exit> {
    if text.eq_ignore_ascii_case("localhost") {
        return Ok(IpAddr::V4(Ipv4Addr::LOCALHOST));
    }
    text.trim_matches(['[', ']']).parse().map_err(|_| {
        terminal.complain(&say!("`{text}` is not an address to listen on", "「{text}」不是可以監聽的位址"));
        terminal.hint(&say!(
            "write --host 127.0.0.1 for this machine alone, or --host 0.0.0.0 for everyone who can reach it",
            "只供本機使用請寫 --host 127.0.0.1；要讓能連到本機的人都看到，請寫 --host 0.0.0.0"
        ));
        Exit::Usage
    })
}

/// The port that is asked for, or the next one that is free.
async fn listen(terminal: &Terminal, host: IpAddr, port: u16) -> Result<TcpListener, Exit> {
    let mut last = None;
    for n in 0..PORTS {
        let Some(candidate) = port.checked_add(n).filter(|_| port != 0 || n == 0) else { break };
        match TcpListener::bind((host, candidate)).await {
            Ok(listener) => {
                if n > 0 {
                    terminal.close(&say!("Port {port} is taken: using {candidate}.", "{port} 埠已被占用，改用 {candidate}。"));
                }
                return Ok(listener);
            }
            Err(error) if error.kind() == io::ErrorKind::AddrInUse => last = Some(error),
            Err(error) => {
                let why = error.to_string();
                terminal.complain(&say!("can't listen at {host}:{candidate}: {why}", "無法監聽 {host}:{candidate}：{why}"));
                return Err(Exit::Environment);
            }
        }
    }
    let why = last.map_or_else(String::new, |error| error.to_string());
    terminal.complain(&say!("no port is free from {port} on: {why}", "從 {port} 起的埠都被占用：{why}"));
    terminal.hint(&say!("name another with --port", "請用 --port 另指定一個"));
    Err(Exit::Environment)
}
