//! What the whole-site tests share: sites in temporary folders, runs of the program, output as values.

#![allow(dead_code, reason = "each test file uses its own part")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that can't go on fails")]

pub mod html;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::SystemTime;
use tempfile::TempDir;

/// The moment that "now" means in every test: 24 November 2026, noon in Shanghai.
pub const NOW: &str = "1795492800";

/// Files of a folder by their path below it, parts joined by `/`.
pub type Tree = BTreeMap<String, Vec<u8>>;

/// A site in a folder of its own, which goes with it.
pub struct Site {
    dir: TempDir,
}

impl Site {
    /// A site of these files.
    pub fn new<P: AsRef<str>, C: AsRef<[u8]>>(files: impl IntoIterator<Item = (P, C)>) -> Self {
        let site = Self { dir: TempDir::with_prefix("fangan-site-").unwrap() };
        for (path, content) in files {
            site.write(path.as_ref(), content);
        }
        site
    }

    /// A copy of the sample site, with the theme that is in the program.
    pub fn sample() -> Self {
        Self::new(sample_files())
    }

    /// Its folder.
    pub fn root(&self) -> &Path {
        self.dir.path()
    }

    /// A file in it.
    pub fn path(&self, path: &str) -> PathBuf {
        self.root().join(path)
    }

    /// Writes a file, with the folders that it needs.
    pub fn write(&self, path: &str, content: impl AsRef<[u8]>) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }

    /// A text file of it.
    pub fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    /// Replaces a piece of a text file; it must be there.
    pub fn edit(&self, path: &str, from: &str, to: &str) {
        let text = self.read(path);
        assert!(text.contains(from), "{path} does not hold {from:?}");
        self.write(path, text.replacen(from, to, 1));
    }

    /// Deletes a file.
    pub fn remove(&self, path: &str) {
        fs::remove_file(self.path(path)).unwrap();
    }

    /// Runs the program in it.
    pub fn run(&self, args: &[&str]) -> Run {
        self.run_with(args, &[])
    }

    /// Runs the program in it, with these variables set besides.
    pub fn run_with(&self, args: &[&str], vars: &[(&str, &str)]) -> Run {
        run_in(self.root(), args, vars)
    }

    /// Builds it into `public`; the build must succeed.
    pub fn build(&self, args: &[&str]) -> Tree {
        let mut all = vec!["build"];
        all.extend(args);
        self.run(&all).succeeds();
        self.output()
    }

    /// What stands in `public`.
    pub fn output(&self) -> Tree {
        tree(&self.path("public"))
    }

    /// The findings of `check`, from its JSON form.
    pub fn check(&self) -> Checked {
        let run = self.run(&["check", "--format", "json"]);
        let findings = run.stderr.lines().map(|line| serde_json::from_str(line).unwrap_or_else(|e| panic!("{e}: {line}")));
        Checked { findings: findings.collect(), run }
    }
}

/// What `check` said.
pub struct Checked {
    /// One JSON object a finding.
    pub findings: Vec<serde_json::Value>,
    /// The run.
    pub run: Run,
}

impl Checked {
    /// Findings of a severity as `file:line:column code`.
    pub fn of(&self, severity: &str) -> Vec<String> {
        self.findings.iter().filter(|f| f["severity"] == severity).map(place).collect()
    }
}

/// A finding of the JSON form as `file:line:column code`.
pub fn place(finding: &serde_json::Value) -> String {
    let text = |key: &str| finding[key].as_str().unwrap_or("?").to_owned();
    format!("{}:{}:{} {}", text("file"), finding["line"], finding["column"], text("code"))
}

/// How the program ran.
#[derive(Clone, Debug)]
pub struct Run {
    /// Its exit status.
    pub status: i32,
    /// What it printed.
    pub stdout: String,
    /// What it said.
    pub stderr: String,
}

impl Run {
    /// It must have ended well.
    #[track_caller]
    pub fn succeeds(self) -> Self {
        self.ends(0)
    }

    /// It must have ended with this status.
    #[track_caller]
    pub fn ends(self, status: i32) -> Self {
        assert_eq!(self.status, status, "exit status\n{}{}", self.stdout, self.stderr);
        self
    }
}

/// Runs the program in a folder. It must not panic.
pub fn run_in(dir: &Path, args: &[&str], vars: &[(&str, &str)]) -> Run {
    let mut command = Command::new(env!("CARGO_BIN_EXE_fangan"));
    command.current_dir(dir).args(["--color", "never", "--lang", "en"]).args(args);
    command.env("SOURCE_DATE_EPOCH", NOW).env_remove("CLICOLOR_FORCE").env_remove("COLUMNS").env_remove("RUST_BACKTRACE");
    command.envs(vars.iter().copied());
    let output = command.output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("the program speaks UTF-8");
    let run = Run { status: output.status.code().unwrap_or(-1), stdout: text(output.stdout), stderr: text(output.stderr) };
    assert!(!run.stderr.contains("panicked"), "{args:?} panics\n{}", run.stderr);
    run
}

/// The files of the sample site without its theme folder, whose files are in the program.
pub fn sample_files() -> Tree {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let content = tree(&root.join("content")).into_iter().map(|(path, bytes)| (format!("content/{path}"), bytes));
    content.chain([("fangan.toml".to_owned(), fs::read(root.join("fangan.toml")).unwrap())]).collect()
}

/// Every file below a folder; none where it does not exist.
pub fn tree(folder: &Path) -> Tree {
    files(folder).into_iter().map(|(name, path)| (name, fs::read(path).unwrap())).collect()
}

/// When each file below a folder was last changed.
pub fn times(folder: &Path) -> BTreeMap<String, SystemTime> {
    files(folder).into_iter().map(|(name, path)| (name, fs::metadata(path).unwrap().modified().unwrap())).collect()
}

/// Every file below a folder, by its name there.
pub fn files(folder: &Path) -> BTreeMap<String, PathBuf> {
    let entries = walkdir::WalkDir::new(folder).into_iter().filter_map(Result::ok).filter(|e| !e.file_type().is_dir());
    entries.map(|entry| (name(folder, entry.path()), entry.into_path())).collect()
}

fn name(folder: &Path, path: &Path) -> String {
    let below = path.strip_prefix(folder).unwrap();
    below.components().map(|part| part.as_os_str().to_str().unwrap()).collect::<Vec<_>>().join("/")
}

/// All complaints of a test at once, so that one run shows everything.
#[track_caller]
pub fn none(what: &str, complaints: Vec<String>) {
    let some = complaints.iter().take(40).map(|c| format!("\n  {c}")).collect::<String>();
    assert!(complaints.is_empty(), "{what}: {}{some}", complaints.len());
}

/// A small site's configuration: Chinese with its simplified variant, and English.
pub const CONFIG: &str = r#"[site]
title = { zh = "方案集", en = "Programmes" }
base-url = "https://records.example/"
theme = "bureau"

[bureau]
name = { zh = "教科室", en = "Research Office" }

[languages.zh]
tag = "zh-Hant"
path = ""
default = true
variants = ["zh-Hans"]

[languages.en]
tag = "en"
path = "en"

[fields.education]
name = { zh = "教育", en = "Education" }
"#;

/// A small site's activity types.
pub const TYPES: &str = r#"[seminar]
name = { zh = "專題研討", en = "Topic seminar" }

[visit]
name = { zh = "參觀學習", en = "Study visit" }
"#;

/// A small site's community.
pub const COMMUNITY: &str = r#"name = { zh = "江寧共同體", en = "Jiangning Community" }
field = "education"
level = "district"

[[members]]
id = "moling"
name = { zh = "秣陵中心幼兒園", en = "Moling Central Kindergarten" }
role = "lead"

[[members]]
id = "guli"
name = { zh = "谷里中心幼兒園", en = "Guli Central Kindergarten" }
role = "member"
"#;

/// Where a small site's community stands.
pub const JIANGNING: &str = "content/communities/jiangning";

/// The files that every small site has: a configuration, activity types and one community.
pub fn small() -> BTreeMap<String, String> {
    BTreeMap::from([
        ("fangan.toml".to_owned(), CONFIG.to_owned()),
        ("content/activity-types.toml".to_owned(), TYPES.to_owned()),
        (format!("{JIANGNING}/community.toml"), COMMUNITY.to_owned()),
    ])
}
