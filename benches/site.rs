//! How long a large site takes, beside a floor on the same machine: `cargo bench --bench site [-- DOCUMENTS]`.
//!
//! The floor reads the same Markdown files, renders their bodies and writes one bare page each, on as many threads:
//! what no generator can be quicker than. Figures are whole-process times; the ratio is what carries over to other machines.

mod generate;

use fangan::pipeline::{self, Audience};
use fangan::render::Renderer;
use fangan::routes::{Item, RouteTable, Site};
use fangan::search;
use fangan::source::workspace::Workspace;
use rayon::prelude::*;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let documents = env::args().skip(1).find_map(|arg| arg.parse().ok()).unwrap_or(5_000);
    // A file system in memory, where there is one, so that the disk is not what is measured.
    let base = if Path::new("/dev/shm").is_dir() { PathBuf::from("/dev/shm") } else { env::temp_dir() };
    let root = base.join(format!("fangan-bench-{}", std::process::id()));
    let outcome = measure(&root, documents);
    fs::remove_dir_all(&root)?;
    outcome
}

fn measure(root: &Path, documents: usize) -> io::Result<()> {
    let site = root.join("site");
    generate::site(&site, documents)?;
    let output = root.join("public");
    let floor = best_of(3, || {
        let out = root.join("floor");
        let started = Instant::now();
        floor(&site, &out)?;
        let seconds = started.elapsed().as_secs_f64();
        fs::remove_dir_all(&out)?;
        Ok(seconds)
    })?;
    let full = best_of(3, || {
        if output.exists() {
            fs::remove_dir_all(&output)?;
        }
        build(&site, &output)
    })?;
    let again = best_of(3, || build(&site, &output))?;
    let pages = walk(&output).iter().filter(|path| path.extension().is_some_and(|e| e == "html")).count();
    println!("{documents} documents in two languages, {pages} pages; best of three, seconds");
    println!("floor (read, render, write)   {floor:7.2}");
    println!("full build                    {full:7.2}   {:4.1} times the floor", full / floor);
    println!("build again, nothing changed  {again:7.2}   {:4.2} of a full build", again / full);
    let index = Index::of(&site)?;
    let Index { seconds, files, bytes, largest } = index;
    #[allow(clippy::cast_precision_loss, reason = "megabytes for people")]
    let megabytes = bytes as f64 / 1e6;
    println!(
        "the search index by itself    {seconds:7.2}   {:4.2} of a full build, {:.1} times the floor; {megabytes:.1} MB in {files} files, the largest {largest} bytes",
        seconds / full,
        seconds / floor
    );
    Ok(())
}

/// What the search index of a site takes.
#[derive(Clone, Copy)]
struct Index {
    seconds: f64,
    files: usize,
    bytes: usize,
    largest: usize,
}

impl Index {
    /// Makes it by itself, in this process; the best of three.
    fn of(site: &Path) -> io::Result<Self> {
        let lacking = || io::Error::other("the site can't be read");
        let reading = pipeline::read(&Workspace::find(site).ok_or_else(lacking)?);
        let (catalogue, theme) = reading.catalogue.zip(reading.theme).ok_or_else(lacking)?;
        let mut findings = reading.findings;
        let visible = pipeline::visible(catalogue, Audience::Public, &mut findings);
        let site = Site::new(&visible, "https://records.example/", jiff::civil::date(2026, 11, 24));
        let table = RouteTable::new(&site, &mut findings);
        let renderer = Renderer::new(&theme, &reading.sources).map_err(|_| lacking())?.with_words(&theme, &site);
        let mut best: Option<Self> = None;
        for _ in 0..3 {
            let [files, bytes, largest] = [(); 3].map(|()| AtomicUsize::new(0));
            let started = Instant::now();
            table.entries().par_iter().filter(|entry| entry.item == Item::SearchIndex).try_for_each(|entry| {
                search::write(&site, &table, entry.locale, &renderer, &|_, content| {
                    files.fetch_add(1, Ordering::Relaxed);
                    bytes.fetch_add(content.len(), Ordering::Relaxed);
                    largest.fetch_max(content.len(), Ordering::Relaxed);
                    io::Result::Ok(())
                })
            })?;
            let seconds = started.elapsed().as_secs_f64();
            if best.is_none_or(|best| seconds < best.seconds) {
                let [files, bytes, largest] = [files, bytes, largest].map(AtomicUsize::into_inner);
                best = Some(Self { seconds, files, bytes, largest });
            }
        }
        best.ok_or_else(lacking)
    }
}

fn best_of(times: usize, mut run: impl FnMut() -> io::Result<f64>) -> io::Result<f64> {
    (0..times).try_fold(f64::MAX, |best, _| Ok(best.min(run()?)))
}

fn build(site: &Path, output: &Path) -> io::Result<f64> {
    let started = Instant::now();
    let status = Command::new(env!("CARGO_BIN_EXE_fangan"))
        .arg("--site")
        .arg(site)
        .args(["build", "--quiet", "--output"])
        .arg(output)
        .status()?;
    let seconds = started.elapsed().as_secs_f64();
    if status.success() { Ok(seconds) } else { Err(io::Error::other("the build failed")) }
}

fn floor(site: &Path, out: &Path) -> io::Result<()> {
    let files: Vec<PathBuf> = walk(site).into_iter().filter(|path| path.extension().is_some_and(|e| e == "md")).collect();
    files.par_iter().try_for_each(|path| {
        let text = fs::read_to_string(path)?;
        let body = text.split_once("\n---\n").map_or(text.as_str(), |(_, body)| body);
        let mut page = String::from("<!doctype html><meta charset=utf-8>");
        pulldown_cmark::html::push_html(&mut page, pulldown_cmark::Parser::new_ext(body, pulldown_cmark::Options::ENABLE_TABLES));
        let to = out.join(path.strip_prefix(site).unwrap_or(path)).with_extension("html");
        if let Some(folder) = to.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::write(to, page)
    })
}

fn walk(folder: &Path) -> Vec<PathBuf> {
    walkdir::WalkDir::new(folder)
        .into_iter()
        .filter_map(Result::ok)
        .filter(|e| e.file_type().is_file())
        .map(walkdir::DirEntry::into_path)
        .collect()
}
