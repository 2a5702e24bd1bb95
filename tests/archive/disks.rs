//! Processes that are killed, that meet each other, and disks that are full or can only be read.

use super::*;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

/// A site with many short documents.
fn large() -> Site {
    let mut files = small();
    for n in 0..60 {
        let text = format!(
            "---\ntitle: 第{n}號活動\nretention: 10\nstatus: approved\napproval: {{by: 教科室, on: 2025-09-02, digest: \"{DIGEST}\"}}\n---\n\n正文 {n}\n"
        );
        files.insert(format!("{JIANGNING}/2025-1/activity-n{n}.zh.md"), text);
    }
    let site = Site::new(files);
    seal(&site);
    site
}

fn program(site: &Site, args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_fangan"));
    command.current_dir(site.root()).args(["--lang", "en", "--color", "never"]).args(args).env("SOURCE_DATE_EPOCH", support::NOW);
    command.stdout(Stdio::null()).stderr(Stdio::null());
    command
}

#[test]
fn killed_at_any_moment_the_archive_is_sound_and_the_next_run_goes_on() {
    let site = large();
    let log = site.path("archive/events.jsonl");
    let length = || fs::metadata(&log).map_or(0, |data| data.len());
    for round in 0..8_u64 {
        let before = length();
        let mut victim = program(&site, &["archive", "add"]).spawn().unwrap();
        // Once it writes, it is killed somewhere on its way.
        while length() == before && victim.try_wait().unwrap().is_none() {
            std::thread::sleep(Duration::from_millis(1));
        }
        std::thread::sleep(Duration::from_micros(900 * round));
        victim.kill().unwrap();
        victim.wait().unwrap();
        if site.path("archive/0=ocfl_1.1").exists() {
            site.run(&["archive", "verify"]).succeeds();
        }
    }
    site.run(&["archive", "add"]).succeeds();
    let run = site.run(&["archive", "verify"]).succeeds();
    assert!(run.stderr.contains("60 documents, 60 editions") && !run.stderr.contains("note["), "{}", run.stderr);
}

#[test]
fn a_second_process_is_told_that_the_first_is_at_work() {
    let site = site();
    site.run(&["archive", "add", "--kind", "plan"]).succeeds();
    let before = archive(&site);
    let lock = fs::File::open(site.path("archive/events.jsonl")).unwrap();
    lock.try_lock().unwrap();
    for args in [&["archive", "add"][..], &["archive", "verify"], &["archive", "export", "--to", "package"]] {
        let run = site.run(args).ends(3);
        assert!(run.stderr.contains("another process is working with the archive"), "{}", run.stderr);
    }
    assert_eq!(archive(&site), before);
    lock.unlock().unwrap();
    site.run(&["archive", "add"]).succeeds();
}

#[test]
fn two_processes_at_once_make_one_sound_archive() {
    let site = large();
    let mut both = [(); 2].map(|()| program(&site, &["archive", "add"]).spawn().unwrap());
    let ends = both.each_mut().map(|one| one.wait().unwrap().code());
    assert!(ends.contains(&Some(0)) && ends.iter().all(|end| matches!(end, Some(0 | 3))), "{ends:?}");
    site.run(&["archive", "add"]).succeeds();
    let run = site.run(&["archive", "verify"]).succeeds();
    assert!(run.stderr.contains("60 documents, 60 editions"), "{}", run.stderr);
}

/// Runs a script where it may mount what it likes and nobody else sees it; `None` where the system forbids that.
fn with_mounts(folder: &Path, script: &str) -> Option<String> {
    let unshare = |script: &str| {
        Command::new("unshare").args(["--map-root-user", "--mount", "sh", "-c", script]).current_dir(folder).output()
    };
    let may = unshare("mount -t tmpfs none .").is_ok_and(|output| output.status.success());
    if !may {
        return None;
    }
    let script = format!(
        "set -u; export SOURCE_DATE_EPOCH={}; fangan() {{ {} --lang en --color never \"$@\" 2>&1; }}; {script}",
        support::NOW,
        env!("CARGO_BIN_EXE_fangan")
    );
    let output = unshare(&script).unwrap();
    Some(String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr))
}

#[test]
fn on_a_full_disk_it_says_so_and_the_archive_is_sound() {
    let site = large();
    fs::create_dir(site.path("archive")).unwrap();
    // Room for some of the documents, whose pages are some 50 KB each.
    let script = "mount -t tmpfs -o size=1500k none archive; fangan archive add; echo ends $?; fangan archive verify; echo ends $?; \
                  mount -o remount,size=100m archive; fangan archive add; echo ends $?; fangan archive verify; echo ends $?";
    let Some(said) = with_mounts(site.root(), script) else { return };
    assert!(said.contains("the disk is full"), "{said}");
    assert!(said.contains("60 documents, 60 editions"), "{said}");
    assert_eq!(
        said.lines().filter(|line| line.starts_with("ends")).collect::<Vec<_>>(),
        ["ends 3", "ends 0", "ends 0", "ends 0"],
        "{said}"
    );
}

#[test]
fn on_a_disk_that_can_only_be_read_it_says_so_and_verifies() {
    let site = site();
    site.run(&["archive", "add", "--kind", "plan"]).succeeds();
    let script = "mount --bind archive archive && mount -o remount,bind,ro archive; fangan archive add; echo ends $?; fangan archive verify; echo ends $?; \
                  fangan archive export --to package.zip; echo ends $?";
    let Some(said) = with_mounts(site.root(), script) else { return };
    assert!(said.contains("read-only"), "{said}");
    assert_eq!(
        said.lines().filter(|line| line.starts_with("ends")).collect::<Vec<_>>(),
        ["ends 3", "ends 0", "ends 0"],
        "{said}"
    );
}
