//! Every command that the READMEs name runs, in the order in which a newcomer types them.

#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Lines of the blocks that a reader copies into a shell.
fn commands(readme: &str) -> Vec<String> {
    let text = read(readme);
    let mut lines = Vec::new();
    let mut inside = false;
    for line in text.lines() {
        match line {
            "```sh" => inside = true,
            "```" => inside = false,
            line if inside => lines.push(line.to_owned()),
            _ => {}
        }
    }
    lines
}

/// A text file of the repository.
fn read(path: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// Words of a line, with double quotes.
fn words(line: &str) -> Vec<String> {
    line.split('"')
        .enumerate()
        .flat_map(
            |(n, part)| if n % 2 == 1 { vec![part.to_owned()] } else { part.split_whitespace().map(str::to_owned).collect() },
        )
        .collect()
}

#[test]
fn both_readmes_name_the_same_commands_and_all_of_them_run() {
    let english = commands("README.md");
    let plain: Vec<String> = commands("README.zh.md");
    assert_eq!(english, plain);
    let folder = tempfile::tempdir().expect("a folder");
    let mut here: PathBuf = folder.path().to_owned();
    for line in english {
        let words = words(&line);
        match words.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
            ["cd", to] => here.push(to),
            ["fangan", args @ ..] => {
                let output = Command::new(env!("CARGO_BIN_EXE_fangan")).args(args).current_dir(&here).output().expect("run");
                assert!(output.status.success(), "{line}: {}", String::from_utf8_lossy(&output.stderr));
            }
            // Cargo runs the same program, in the repository; here it runs in a copy of the sample site.
            ["cargo", "run", "--release", "--", args @ ..] => {
                let sample = support::Site::sample();
                sample.run(args).succeeds();
                assert!(sample.path("public/index.html").is_file(), "{line}");
            }
            // This runs in it.
            ["cargo", "test"] => {}
            ["cargo", "bench", "--bench", name] => {
                let manifest: toml::Table = read("Cargo.toml").parse().expect("TOML");
                let benches = manifest["bench"].as_array().expect("a list");
                assert!(benches.iter().any(|bench| bench["name"].as_str() == Some(name)), "{line}");
                assert!(read(&format!("benches/{name}.rs")).contains("fn main()"), "{line}");
            }
            other => panic!("a command that nothing tries: {other:?}"),
        }
    }
    assert!(here.join("public/index.html").is_file());
    assert!(here.join("content/communities/three-schools").is_dir());
}

/// The output folder, the benchmark and whatever else a reader is told to use is called in both languages as it is.
#[test]
fn what_the_readmes_lead_to_is_there() {
    for readme in ["README.md", "README.zh.md"] {
        let text = read(readme);
        let targets = text.split("](").skip(1).filter_map(|rest| rest.split_once(')')).map(|(target, _)| target);
        for target in targets.filter(|target| !target.contains("://")) {
            assert!(Path::new(env!("CARGO_MANIFEST_DIR")).join(target).exists(), "{readme}: {target}");
        }
        // The tour names files of the sample site, some from the communities' folder on.
        let tour = text.split("\n## ").find(|part| part.matches("`ouhai-east/").count() > 0).expect("the tour");
        for name in tour.split('`').skip(1).step_by(2).filter(|name| name.contains('/') && !name.starts_with('/')) {
            let place = name.strip_prefix("content/communities/").unwrap_or(name);
            let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("content/communities").join(place);
            let there = path.exists() || ["zh.md", "en.md"].iter().any(|end| path.with_extension(end).exists());
            assert!(there, "{readme}: {name}");
        }
    }
}

#[test]
fn every_command_of_the_program_is_in_the_readme() {
    let help = Command::new(env!("CARGO_BIN_EXE_fangan")).arg("--help").output().expect("run");
    let help = String::from_utf8(help.stdout).expect("text");
    let readme = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")).expect("the file");
    let listed = help.lines().skip_while(|line| *line != "Commands:").skip(1).take_while(|line| !line.trim().is_empty());
    let mut seen = 0;
    for name in listed.filter_map(|line| line.split_whitespace().next()).filter(|name| *name != "help") {
        assert!(readme.contains(&format!("`fangan {name}")), "{name}");
        seen += 1;
    }
    assert!(seen >= 9, "{help}");
}
