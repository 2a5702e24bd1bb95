//! The preview's web server: the site's own URLs, rendered when they are asked for, and a stream of what changes.
//!
//! It serves what the table of URLs holds and nothing else, so no path leads anywhere else on the disk. It answers only to
//! the names of this machine, so that no page of the web can read drafts by a name of its own that leads here.

use super::insert;
use super::preview::{Generation, Ready};
use super::reported::{Places, word};
use super::{Editor, desk};
use crate::diagnostic::{Finding, Tongue};
use crate::output::Bytes;
use crate::source::SitePath;
use axum::Router;
use axum::body::Body;
use axum::extract::{Query, Request, State};
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use futures_util::stream::{self, Stream};
use percent_encoding::percent_decode_str;
use std::collections::{BTreeMap, BTreeSet};
use std::convert::Infallible;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;
use tokio::sync::watch::Receiver;

/// Nothing from another host, nothing inline, in no frame.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; \
                      form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

const SCRIPT: &str = include_str!("assets/preview.js");
const STYLE: &str = include_str!("assets/preview.css");

/// What every answer is made with.
pub struct Server {
    /// The present generation, and word of the next.
    pub generations: Receiver<Arc<Generation>>,
    /// The site's folder.
    pub root: PathBuf,
    /// How files open.
    pub editor: Editor,
    /// The language of the preview's own words.
    pub tongue: Tongue,
    /// The address that it listens on.
    pub address: SocketAddr,
}

/// Answers until `stop` says so; open streams end with it.
pub async fn serve(
    listener: tokio::net::TcpListener,
    server: Arc<Server>,
    stop: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    let router = Router::new()
        .route("/_preview/events", get(events))
        .fallback(answer)
        .layer(middleware::from_fn_with_state(Arc::clone(&server), only_by_name))
        .with_state(server);
    axum::serve(listener, router).with_graceful_shutdown(stop).await
}

/// Refuses names that are not this machine's.
async fn only_by_name(State(server): State<Arc<Server>>, request: Request, next: Next) -> Response {
    let host = request.headers().get(header::HOST).and_then(|host| host.to_str().ok());
    let mut answer = if host.is_some_and(|host| is_own_name(host, server.address)) {
        next.run(request).await
    } else {
        (StatusCode::FORBIDDEN, "this preview answers only to localhost and to addresses of this machine\n").into_response()
    };
    let headers = answer.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    answer
}

/// Whether a `Host` header names this machine at the port that is listened on: `localhost`, or an address written out. A
/// name of the web may be made to lead here by whoever owns it, an address can't.
fn is_own_name(host: &str, address: SocketAddr) -> bool {
    let bracketed = host.strip_prefix('[').and_then(|rest| rest.split_once(']'));
    let (name, port) = match bracketed {
        Some((name, rest)) => (name, rest.strip_prefix(':')),
        None => host.rsplit_once(':').map_or((host, None), |(name, port)| (name, Some(port))),
    };
    let same_port = port.map_or(address.port() == 80, |port| port.parse() == Ok(address.port()));
    let own = match name.parse::<IpAddr>() {
        // Where it listens on every address of the machine, each of them is its own.
        Ok(ip) => address.ip().is_unspecified() || ip == address.ip() || (ip.is_loopback() && address.ip().is_loopback()),
        Err(_) => name.eq_ignore_ascii_case("localhost"),
    };
    same_port && own
}

/// Where a request leads.
enum Asked {
    /// Below the site's root: a folder with its closing slash, or a file.
    Path(String),
    /// No path of any site.
    Nowhere,
}

/// The path below the root that a request means. Everything that some file system would understand as another place is none.
fn asked(raw: &str) -> Asked {
    let Ok(path) = percent_decode_str(raw).decode_utf8() else { return Asked::Nowhere };
    let Some(path) = path.strip_prefix('/') else { return Asked::Nowhere };
    let harmful = |part: &str| part == "." || part == "..";
    if path.contains(['\\', '\0']) || path.contains("//") || path.starts_with('/') || path.split('/').any(harmful) {
        return Asked::Nowhere;
    }
    let path = path.strip_suffix("index.html").filter(|folder| folder.is_empty() || folder.ends_with('/')).unwrap_or(path);
    Asked::Path(path.to_owned())
}

async fn answer(State(server): State<Arc<Server>>, request: Request) -> Response {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return (StatusCode::METHOD_NOT_ALLOWED, [(header::ALLOW, "GET, HEAD")]).into_response();
    }
    let Asked::Path(path) = asked(request.uri().path()) else {
        return (StatusCode::BAD_REQUEST, "no such path\n").into_response();
    };
    let query = request.uri().query().map(str::to_owned);
    // Rendering is work, and other requests are not to wait for it.
    let made = tokio::task::spawn_blocking(move || server.respond(&path, query.as_deref())).await;
    made.unwrap_or_else(|_| StatusCode::INTERNAL_SERVER_ERROR.into_response())
}

impl Server {
    fn places<'a>(&'a self, generation: &'a Generation, path: &str) -> Places<'a> {
        // A page of the site is spoken of in its own language where the preview has it.
        let tongue = generation.ready.as_ref().map_or(self.tongue, |ready| tongue_of(ready, path).unwrap_or(self.tongue));
        Places { generation, root: &self.root, editor: &self.editor, tongue }
    }

    fn respond(&self, path: &str, query: Option<&str>) -> Response {
        let generation = Arc::clone(&self.generations.borrow());
        match path.strip_prefix("_preview/") {
            Some("preview.js") => return file("preview.js", SCRIPT.into()),
            Some("preview.css") => return file("preview.css", STYLE.into()),
            _ => {}
        }
        match self.page(&generation, path) {
            Made::Page(status, html) => (status, typed("a.html"), html).into_response(),
            Made::File(output, Bytes::Made(bytes)) => file(&output, bytes),
            Made::File(output, Bytes::Copy { from, .. }) => match std::fs::read(from) {
                Ok(bytes) => file(&output, bytes),
                // It was there a moment ago: the next generation will know.
                Err(_) => StatusCode::NOT_FOUND.into_response(),
            },
            Made::Elsewhere(to) => {
                let to = query.map_or(to.clone(), |query| format!("{to}?{query}"));
                (StatusCode::PERMANENT_REDIRECT, [(header::LOCATION, to)]).into_response()
            }
        }
    }

    fn page(&self, generation: &Generation, path: &str) -> Made {
        let places = self.places(generation, path);
        if path == "_desk/" || path == "_desk" {
            return Made::Page(StatusCode::OK, desk::page(&Places { tongue: self.tongue, ..places }));
        }
        let Some(ready) = &generation.ready else {
            let title = word(places.tongue, "The site can't be shown yet", "網站還不能顯示");
            let body = format!("<h1>{title}</h1>{}", places.list(generation.findings.iter()));
            return Made::Page(StatusCode::SERVICE_UNAVAILABLE, insert::own_page(&places, title, &body));
        };
        // The page for what is not there links by the site's own path.
        let base = ready.site().base_path;
        let path =
            base.strip_prefix('/').filter(|base| !base.is_empty()).and_then(|base| path.strip_prefix(base)).unwrap_or(path);
        let (status, served) = match ready.serve(path) {
            Some(served) => (StatusCode::OK, served),
            None => {
                let folder = format!("{path}/");
                if !path.ends_with('/') && ready.table().entries().binary_search_by(|e| e.path.as_str().cmp(&folder)).is_ok() {
                    return Made::Elsewhere(format!("/{folder}"));
                }
                let locales = ready.site().locales;
                let prefixes = locales.iter().map(|l| l.prefix.as_str()).filter(|prefix| path.starts_with(prefix));
                let prefix = prefixes.max_by_key(|prefix| prefix.len()).unwrap_or("");
                match ready.serve(&format!("{prefix}404.html")) {
                    Some(served) => (StatusCode::NOT_FOUND, served),
                    None => return Made::Page(StatusCode::NOT_FOUND, insert::own_page(&places, "404", "<h1>404</h1>")),
                }
            }
        };
        match served {
            Ok(served) if served.output.ends_with(".html") => {
                let Bytes::Made(bytes) = served.bytes else { return Made::File(served.output, served.bytes) };
                let sources = &ready.visible.catalogue().sources;
                let about: BTreeSet<&SitePath> = served.sources.iter().map(|id| &sources.get(*id).path).collect();
                let html = String::from_utf8(bytes).unwrap_or_default();
                Made::Page(status, insert::into_page(&html, &places, &about))
            }
            Ok(served) => Made::File(served.output, served.bytes),
            Err(mistakes) => Made::Page(StatusCode::INTERNAL_SERVER_ERROR, template_mistakes(&places, &mistakes)),
        }
    }

    /// What tells whether a page changed.
    fn fingerprint(&self, generation: &Generation, path: &str) -> u64 {
        let mut hasher = DefaultHasher::new();
        match self.page(generation, path) {
            // The generation's number stands on every page.
            Made::Page(status, html) => (status.as_u16(), html.replace(&insert::head(generation), "")).hash(&mut hasher),
            Made::File(output, _) => output.hash(&mut hasher),
            Made::Elsewhere(to) => to.hash(&mut hasher),
        }
        hasher.finish()
    }
}

/// An answer before it has headers.
enum Made {
    Page(StatusCode, String),
    File(String, Bytes),
    Elsewhere(String),
}

fn template_mistakes(places: &Places<'_>, mistakes: &[Finding]) -> String {
    let title = word(places.tongue, "A template has a mistake", "樣板有誤");
    let body = format!("<h1>{title}</h1>{}", places.list(mistakes.iter()));
    insert::own_page(places, title, &body)
}

/// The language of a page by its path, where the preview speaks it.
fn tongue_of(ready: &Ready, path: &str) -> Option<Tongue> {
    let site = ready.site();
    let locale = site.locales.iter().filter(|l| path.starts_with(&l.prefix)).max_by_key(|l| l.prefix.len())?;
    match locale.tag.split('-').next() {
        Some("zh") => Some(Tongue::Zh),
        Some("en") => Some(Tongue::En),
        _ => None,
    }
}

fn typed(output: &str) -> [(header::HeaderName, String); 1] {
    let mime = mime_guess::from_path(output).first_or_octet_stream();
    let text = mime.type_() == "text" || matches!(mime.subtype().as_str(), "javascript" | "json" | "xml" | "svg+xml");
    let charset = if text || output.ends_with(".xml") { "; charset=utf-8" } else { "" };
    [(header::CONTENT_TYPE, format!("{}{charset}", mime.essence_str()))]
}

fn file(output: &str, bytes: Vec<u8>) -> Response {
    (typed(output), Body::from(bytes)).into_response()
}

/// What an open page waits for.
struct Waiting {
    server: Arc<Server>,
    generations: Receiver<Arc<Generation>>,
    path: String,
    page: u64,
    styles: Vec<u64>,
    /// Whether it was made before the present generation.
    late: bool,
}

/// Tells an open page when it is no longer what it would be: `page`, or `style` where only styles differ.
async fn events(
    State(server): State<Arc<Server>>,
    Query(query): Query<BTreeMap<String, String>>,
) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    let path = match asked(query.get("page").map_or("/", String::as_str)) {
        Asked::Path(path) => path,
        Asked::Nowhere => String::new(),
    };
    let mut generations = server.generations.clone();
    let now = Arc::clone(&generations.borrow_and_update());
    let late = query.get("generation").and_then(|n| n.parse().ok()).is_some_and(|n: u64| n != now.number);
    let waiting = Waiting { page: server.fingerprint(&now, &path), styles: styles(&now), server, generations, path, late };
    let stream = stream::unfold(waiting, |mut waiting| async move {
        if std::mem::take(&mut waiting.late) {
            return Some((Ok(Event::default().event("page").data("")), waiting));
        }
        loop {
            // The channel closes when the program ends, and the stream with it.
            waiting.generations.changed().await.ok()?;
            let now = Arc::clone(&waiting.generations.borrow_and_update());
            let (server, path) = (Arc::clone(&waiting.server), waiting.path.clone());
            let look = Arc::clone(&now);
            let page = tokio::task::spawn_blocking(move || server.fingerprint(&look, &path)).await.ok()?;
            let styles = styles(&now);
            let page_differs = std::mem::replace(&mut waiting.page, page) != page;
            let styles_differ = waiting.styles != styles;
            waiting.styles = styles;
            if page_differs || styles_differ {
                let event = match (page_differs, styles_differ) {
                    (true, true) => "both",
                    (true, false) => "page",
                    _ => "style",
                };
                return Some((Ok(Event::default().event(event).data(now.number.to_string())), waiting));
            }
        }
    });
    Sse::new(stream).keep_alive(KeepAlive::default())
}

/// What tells whether styles changed.
fn styles(generation: &Generation) -> Vec<u64> {
    let Some(ready) = &generation.ready else { return Vec::new() };
    let sources = &ready.visible.catalogue().sources;
    let styles = ready.theme.assets.iter().filter(|(path, _)| path.ends_with(".css"));
    styles
        .map(|(path, source)| {
            let mut hasher = DefaultHasher::new();
            (path, sources.get(*source).text()).hash(&mut hasher);
            hasher.finish()
        })
        .collect()
}

/// The address of a path of the preview.
pub fn address(at: SocketAddr) -> String {
    let host = match at.ip() {
        ip if ip.is_unspecified() || ip.is_loopback() => "localhost".to_owned(),
        IpAddr::V6(ip) => format!("[{ip}]"),
        ip => ip.to_string(),
    };
    format!("http://{host}:{}/", at.port())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path(raw: &str) -> Option<String> {
        match asked(raw) {
            Asked::Path(path) => Some(path),
            Asked::Nowhere => None,
        }
    }

    #[test]
    fn paths_stay_below_the_root() {
        assert_eq!(path("/").as_deref(), Some(""));
        assert_eq!(path("/en/index.html").as_deref(), Some("en/"));
        assert_eq!(path("/index.html").as_deref(), Some(""));
        assert_eq!(path("/a%20b/").as_deref(), Some("a b/"));
        for wrong in [
            "/../x",
            "/a/../../x",
            "/%2e%2e/x",
            "/%2E%2E%2Fx",
            "/..%5cx",
            "/a\\b",
            "//etc/passwd",
            "/a//b",
            "/%00",
            "/%ff",
            "x",
            "/./a",
            "/a/..",
        ] {
            assert_eq!(path(wrong), None, "{wrong}");
        }
        // Once decoded it is a name and not a way up.
        assert_eq!(path("/%252e%252e/x").as_deref(), Some("%2e%2e/x"));
    }

    #[test]
    fn only_own_names_are_answered() {
        let local: SocketAddr = ([127, 0, 0, 1], 4747).into();
        for fine in ["localhost:4747", "127.0.0.1:4747", "LOCALHOST:4747", "[::1]:4747", "127.0.0.2:4747"] {
            assert!(is_own_name(fine, local), "{fine}");
        }
        for foreign in
            ["evil.example:4747", "localhost.evil.example:4747", "localhost", "127.0.0.1:80", "10.0.0.1:4747", "", "[::1", "::1"]
        {
            assert!(!is_own_name(foreign, local), "{foreign}");
        }
        let all: SocketAddr = ([0, 0, 0, 0], 4747).into();
        assert!(is_own_name("10.0.0.1:4747", all) && !is_own_name("evil.example:4747", all));
    }
}
