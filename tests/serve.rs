//! `fangan serve` as its users meet it: started, asked over the network, with files changing under it, and ended.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that can't go on fails")]

mod support;

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::{Duration, Instant};
use support::{JIANGNING, Site, small};

/// No step of a test may take longer.
const PATIENCE: Duration = Duration::from_secs(30);
const PLAN: &str = "/communities/jiangning/2025-1/plan/";

struct Preview {
    child: Child,
    port: u16,
    /// What it says, line by line.
    said: Receiver<String>,
    /// What it said before it was ready.
    first: String,
}

impl Drop for Preview {
    fn drop(&mut self) {
        _ = self.child.kill();
        _ = self.child.wait();
    }
}

fn site() -> Site {
    let mut files = small();
    files.insert(format!("{JIANGNING}/2025-1/plan.zh.md"), "---\ntitle: 秋季方案\n---\n\n## 目標\n\n正文一\n".to_owned());
    files.insert(format!("{JIANGNING}/2025-1/plan.en.md"), "---\ntitle: Autumn plan\n---\n\n## Aims\n\nText\n".to_owned());
    Site::new(files)
}

fn start(site: &Site, args: &[&str]) -> Preview {
    start_by(Command::new(env!("CARGO_BIN_EXE_fangan")), site, args)
}

fn start_by(mut command: Command, site: &Site, args: &[&str]) -> Preview {
    let mut child = command
        .args(["--color", "never", "--lang", "en", "serve", "--as-of", "2026-11-24"])
        .args(args)
        .current_dir(site.root())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let (sender, said) = channel();
    let stderr = child.stderr.take().unwrap();
    thread::spawn(move || BufReader::new(stderr).lines().map_while(Result::ok).try_for_each(|line| sender.send(line)));
    let mut preview = Preview { child, port: 0, said, first: String::new() };
    let (line, first) = preview.hears_after("The preview is at http://localhost:");
    preview.first = first.join("\n");
    let port = line.split("http://localhost:").nth(1).and_then(|rest| rest.split('/').next()).unwrap();
    preview.port = port.parse().unwrap();
    preview
}

impl Preview {
    /// Waits for a line that holds this.
    fn hears(&self, what: &str) -> String {
        self.hears_after(what).0
    }

    /// As [`Preview::hears`], with what was said before.
    fn hears_after(&self, what: &str) -> (String, Vec<String>) {
        let started = Instant::now();
        let mut all = Vec::new();
        while let Ok(line) = self.said.recv_timeout(PATIENCE.saturating_sub(started.elapsed())) {
            if line.contains(what) {
                return (line, all);
            }
            all.push(line);
        }
        panic!("it never said {what:?}, but {all:#?}");
    }

    fn ask(&self, request: &str) -> String {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        stream.write_all(request.as_bytes()).unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        String::from_utf8_lossy(&answer).into_owned()
    }

    fn get_as(&self, host: &str, path: &str) -> String {
        self.ask(&format!("GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"))
    }

    fn get(&self, path: &str) -> String {
        self.get_as(&format!("localhost:{}", self.port), path)
    }

    fn status(&self, path: &str) -> u16 {
        status(&self.get(path))
    }

    /// Waits until a page fits.
    fn until(&self, path: &str, fits: impl Fn(&str) -> bool) -> String {
        let started = Instant::now();
        loop {
            let page = self.get(path);
            if fits(&page) {
                return page;
            }
            assert!(started.elapsed() < PATIENCE, "{path} never fitted: {page}");
            thread::sleep(Duration::from_millis(5));
        }
    }
}

fn status(answer: &str) -> u16 {
    answer.split_whitespace().nth(1).and_then(|code| code.parse().ok()).unwrap_or(0)
}

#[test]
fn saved_changes_are_served_in_both_languages() {
    let site = site();
    let preview = start(&site, &["--port", "0"]);
    let page = preview.get(PLAN);
    assert_eq!(status(&page), 200);
    assert!(page.contains("正文一") && page.contains("id=\"_preview\"") && page.contains("banner-preview"), "{page}");
    let plan = format!("{JIANGNING}/2025-1/plan.zh.md");
    site.edit(&plan, "正文一", "正文二");
    preview.until(PLAN, |page| page.contains("正文二"));
    preview.hears("Changed: plan.zh.md");
    site.edit(&format!("{JIANGNING}/2025-1/plan.en.md"), "Text", "Words");
    preview.until(&format!("/en{PLAN}"), |page| page.contains("Words"));
    // Saved by another file that takes its place.
    site.write(&format!("{plan}.tmp"), site.read(&plan).replace("正文二", "正文三"));
    fs::rename(site.path(&format!("{plan}.tmp")), site.path(&plan)).unwrap();
    preview.until(PLAN, |page| page.contains("正文三"));
    // A new document, and its end.
    site.write(&format!("{JIANGNING}/2026-1/plan.zh.md"), "---\ntitle: 新方案\n---\n新\n");
    preview.until("/communities/jiangning/2026-1/plan/", |page| status(page) == 200);
    fs::remove_dir_all(site.path(&format!("{JIANGNING}/2026-1"))).unwrap();
    preview.until("/communities/jiangning/2026-1/plan/", |page| status(page) == 404);
    // The whole content goes and comes back, as when another branch is checked out.
    fs::rename(site.path("content"), site.path("elsewhere")).unwrap();
    preview.until(PLAN, |page| status(page) == 404);
    fs::rename(site.path("elsewhere"), site.path("content")).unwrap();
    preview.until(PLAN, |page| page.contains("正文三"));
    site.edit(&plan, "正文三", "正文四");
    preview.until(PLAN, |page| page.contains("正文四"));
}

#[test]
fn what_is_wrong_is_shown_where_it_is_wrong_until_it_is_mended() {
    let site = site();
    let preview = start(&site, &["--port", "0"]);
    let plan = format!("{JIANGNING}/2025-1/plan.zh.md");
    let good = site.read(&plan);
    site.write(&plan, good.replace("title:", "titel:"));
    let page = preview.until(PLAN, |page| page.contains("class=\"_here\""));
    assert!(page.contains("秋季方案") && page.contains("plan.zh.md:2:1") && page.contains("unknown-key"), "{page}");
    preview.hears("error[unknown-key]");
    // Elsewhere it stands in the tray, and nothing covers the page; an English page says it in English.
    let english = preview.get("/en/");
    assert!(!english.contains("_here") && english.contains("unknown key `titel`"), "{english}");
    assert!(preview.get("/_desk/").contains("unknown key `titel`"));
    site.write(&plan, &good);
    let page = preview.until(PLAN, |page| !page.contains("_here"));
    assert!(page.contains("0 個錯誤"), "{page}");
}

#[test]
fn an_open_page_is_told_when_it_changed_and_only_then() {
    let site = site();
    let preview = start(&site, &["--port", "0"]);
    let listen = |page: &str| {
        let mut stream = TcpStream::connect(("127.0.0.1", preview.port)).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        let request = format!(
            "GET /_preview/events?page={page}&generation=1 HTTP/1.1\r\nHost: localhost:{}\r\nAccept: text/event-stream\r\n\r\n",
            preview.port
        );
        stream.write_all(request.as_bytes()).unwrap();
        let mut lines = BufReader::new(stream).lines().map_while(Result::ok);
        assert!(lines.by_ref().any(|line| line.contains("text/event-stream")));
        lines
    };
    let mut plan = listen(PLAN);
    let mut page_of_types = listen("/activities/");
    site.edit(&format!("{JIANGNING}/2025-1/plan.zh.md"), "正文一", "正文二");
    assert!(plan.by_ref().any(|line| line == "event: page"));
    // The page of types shows nothing of it: the next that it hears of is the style.
    site.write("themes/bureau/assets/style.css", "body { color: red }\n");
    let next = page_of_types.by_ref().find(|line| line.starts_with("event: "));
    assert_eq!(next.as_deref(), Some("event: style"));
}

#[test]
fn it_serves_nothing_but_the_site_and_only_under_its_own_name() {
    let site = site();
    site.write("secret.txt", "秘密");
    let preview = start(&site, &["--port", "0"]);
    for path in [
        "/../secret.txt",
        "/%2e%2e/secret.txt",
        "/..%2fsecret.txt",
        "/..%5csecret.txt",
        "/%252e%252e/secret.txt",
        "/secret.txt",
        "/fangan.toml",
        "/content/communities/jiangning/community.toml",
        "/assets/../../secret.txt",
        "//secret.txt",
        "/%00",
        "/assets/%2e%2e/%2e%2e/fangan.toml",
        "/en/..;/secret.txt",
        "/.git/config",
    ] {
        let answer = preview.get(path);
        assert!(matches!(status(&answer), 400 | 404), "{path}: {answer}");
        assert!(!answer.contains("秘密") && !answer.contains("base-url"), "{path}: {answer}");
    }
    assert_eq!(status(&preview.get_as("evil.example", "/")), 403);
    assert_eq!(status(&preview.get_as(&format!("evil.example:{}", preview.port), "/_preview/events?page=/")), 403);
    assert_eq!(status(&preview.get_as(&format!("127.0.0.1:{}", preview.port), "/")), 200);
    let post = format!("POST / HTTP/1.1\r\nHost: localhost:{}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n", preview.port);
    assert_eq!(status(&preview.ask(&post)), 405);
    assert_eq!(preview.status("/en"), 308);
    let page = preview.get("/");
    assert!(page.contains("content-security-policy: default-src 'none'; script-src 'self'"), "{page}");
}

#[test]
fn a_taken_port_is_passed_over_and_it_ends_when_it_is_told() {
    let taken = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let port = taken.local_addr().unwrap().port();
    let site = site();
    let mut preview = start(&site, &["--port", &port.to_string()]);
    assert_ne!(preview.port, port);
    // An open stream does not keep it.
    let mut stream = TcpStream::connect(("127.0.0.1", preview.port)).unwrap();
    write!(stream, "GET /_preview/events?page=/ HTTP/1.1\r\nHost: localhost:{}\r\n\r\n", preview.port).unwrap();
    thread::sleep(Duration::from_millis(100));
    let ended = Command::new("kill").args(["-INT", &preview.child.id().to_string()]).status().unwrap();
    assert!(ended.success());
    let started = Instant::now();
    let exit = loop {
        if let Some(exit) = preview.child.try_wait().unwrap() {
            break exit;
        }
        assert!(started.elapsed() < PATIENCE, "it does not end");
        thread::sleep(Duration::from_millis(10));
    };
    assert_eq!(exit.code(), Some(0));
    preview.hears("The preview has ended.");
}

#[test]
fn without_events_it_looks_every_now_and_then() {
    let site = site();
    let preview = start(&site, &["--port", "0", "--poll"]);
    site.edit(&format!("{JIANGNING}/2025-1/plan.zh.md"), "正文一", "正文二");
    preview.until(PLAN, |page| page.contains("正文二"));
}

#[cfg(unix)]
#[test]
fn a_link_that_leads_round_in_a_circle_is_left_out() {
    let site = site();
    std::os::unix::fs::symlink("..", site.path(&format!("{JIANGNING}/round"))).unwrap();
    let preview = start(&site, &["--port", "0"]);
    assert!(preview.get("/_desk/").contains("symbolic-link"));
    site.edit(&format!("{JIANGNING}/2025-1/plan.zh.md"), "正文一", "正文二");
    preview.until(PLAN, |page| page.contains("正文二"));
}

/// In a name space of its own a process may be allowed to watch next to nothing. Not every machine lets it have one.
#[cfg(target_os = "linux")]
#[test]
fn where_the_system_watches_no_more_files_it_looks_itself() {
    let apart = |script: &str| {
        let mut command = Command::new("unshare");
        command.args(["--user", "--map-root-user", "sh", "-c", script]);
        command
    };
    const LIMIT: &str = "echo 2 > /proc/sys/user/max_inotify_watches";
    if !apart(LIMIT).stderr(Stdio::null()).status().is_ok_and(|status| status.success()) {
        return;
    }
    let site = site();
    let mut command = apart(&format!("{LIMIT} && exec \"$0\" \"$@\""));
    command.arg(env!("CARGO_BIN_EXE_fangan"));
    let preview = start_by(command, &site, &["--port", "0"]);
    assert!(preview.first.contains("max_user_watches"), "{}", preview.first);
    site.edit(&format!("{JIANGNING}/2025-1/plan.zh.md"), "正文一", "正文二");
    preview.until(PLAN, |page| page.contains("正文二"));
}

#[test]
fn wrong_words_are_told() {
    let site = site();
    for (args, says) in [
        (&["serve", "--host", "nowhere"][..], "is not an address to listen on"),
        (&["serve", "--editor", "emacs"], "does not say how files open"),
        (&["serve", "--as-of", "yesterday"], "is not a day"),
    ] {
        let run = site.run(args).ends(2);
        assert!(run.stderr.contains(says), "{args:?}: {}", run.stderr);
    }
    // A documentation address (RFC 5737) is none of this machine's.
    let run = site.run(&["serve", "--host", "192.0.2.1", "--port", "0"]).ends(3);
    assert!(run.stderr.contains("can't listen at 192.0.2.1:0"), "{}", run.stderr);
}
