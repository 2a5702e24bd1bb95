//! Every command that the READMEs name runs, in the order in which a newcomer types them.

#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Lines of the blocks that a reader copies into a shell.
fn commands(readme: &str) -> Vec<String> {
    let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(readme)).expect("the file");
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
            // The job of the sample site is what tests/sample.rs runs, on the same program; this is the test command;
            // the benchmark is nothing for a test.
            ["cargo", "run", "--release", "--", "build"] | ["cargo", "test"] | ["cargo", "bench", "--bench", "site"] => {}
            other => panic!("a command that nothing tries: {other:?}"),
        }
    }
    assert!(here.join("public/index.html").is_file());
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
