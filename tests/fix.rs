//! `fangan check --fix`: what is certain is put in place, and nothing else is touched.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that can't go on fails")]

mod support;

use std::fs;
use support::{JIANGNING, Site, files, small, times};

const PLAN: &str = "content/communities/jiangning/2025-1/plan.zh.md";

/// A plan with mends of many kinds, some of which others bring out, and with things that only a person can decide.
const DAMAGED: &str = "---\ntitle：學(xué)習(xí)方案\nsummary: 落實精神,推進建設\nnumber: 例江教[2025]3號\nkeywords: [觀察記錄 (含 a)]\n---\n\n\
                       # 一.背景\n\n1、 學(xué)習(xí),研討...等\n\n推進课程，觀察&#44;記錄，`甲,乙`，見[說明](a.svg)。\n\n依據甌委辦發[2015]99號，２０２５年\u{200b}起。\n";

const MENDED: &str = "---\ntitle: 學習方案\nsummary: 落實精神，推進建設\nnumber: 例江教〔2025〕3號\nkeywords: [觀察記錄 (含 a)]\n---\n\n\
                      # 一、背景\n\n1.學習，研討……等\n\n推進课程，觀察&#44;記錄，`甲,乙`，見[說明](a.svg)。\n\n依據甌委辦發〔2015〕99號，2025年起。\n";

fn site(plan: &str) -> Site {
    let mut files = small();
    files.insert(PLAN.to_owned(), plan.to_owned());
    files.insert(format!("{JIANGNING}/2025-1/a.svg"), "<svg xmlns=\"http://www.w3.org/2000/svg\"/>".to_owned());
    Site::new(files)
}

#[test]
fn what_is_certain_is_mended_and_told_and_the_rest_is_reported() {
    let site = site(DAMAGED);
    let run = site.run(&["check", "--fix"]).succeeds();
    assert_eq!(site.read(PLAN), MENDED);
    let line = run.stdout.lines().find(|line| line.starts_with(PLAN)).unwrap_or_else(|| panic!("{}", run.stdout));
    assert_eq!(
        line,
        format!(
            "{PLAN}: 14 mended (1 full-width-syntax, 1 malformed-document-number, 1 invisible-character, 4 reading-in-text, \
             2 half-width-punctuation, 1 makeshift-punctuation, 1 full-width-letters, 2 numbering-form, 1 document-number-brackets)"
        )
    );
    assert!(run.stderr.contains("14 places in 1 file mended.") && run.stderr.contains("mixed-script"), "{}", run.stderr);
    assert!(!run.stderr.contains("reading-in-text"), "what is mended is not reported: {}", run.stderr);
}

#[test]
fn a_second_run_changes_nothing() {
    let site = site(DAMAGED);
    site.run(&["check", "--fix"]).succeeds();
    let (text, before) = (site.read(PLAN), times(site.root()));
    let run = site.run(&["check", "--fix"]).succeeds();
    assert_eq!((site.read(PLAN), times(site.root())), (text, before));
    assert_eq!(run.stdout, "");
    assert!(run.stderr.contains("0 places in 0 files mended."), "{}", run.stderr);
}

#[test]
fn a_dry_run_shows_the_difference_and_writes_nothing() {
    let site = site(DAMAGED);
    let before = times(site.root());
    // The colon behind `title` is an error as long as it stands there.
    let run = site.run(&["check", "--fix", "--dry-run"]).ends(1);
    assert_eq!((site.read(PLAN).as_str(), times(site.root())), (DAMAGED, before));
    let head =
        format!("--- a/{PLAN}\n+++ b/{PLAN}\n@@ -1,14 +1,14 @@\n ---\n-title：學(xué)習(xí)方案\n-summary: 落實精神,推進建設\n");
    assert!(run.stdout.starts_with(&head), "{}", run.stdout);
    assert!(run.stdout.contains("\n+1.學習，研討……等\n"), "{}", run.stdout);
    assert!(run.stderr.contains("would be mended; nothing was written."), "{}", run.stderr);
    site.run(&["check", "--dry-run"]).ends(2);
}

#[cfg(unix)]
#[test]
fn line_ends_byte_order_mark_and_permissions_stay() {
    use std::os::unix::fs::PermissionsExt;
    let site = site("");
    let text = format!("\u{feff}{}", DAMAGED.replace('\n', "\r\n"));
    site.write(PLAN, &text);
    fs::set_permissions(site.path(PLAN), fs::Permissions::from_mode(0o640)).unwrap();
    site.run(&["check", "--fix"]).succeeds();
    assert_eq!(site.read(PLAN), format!("\u{feff}{}", MENDED.replace('\n', "\r\n")));
    assert_eq!(fs::metadata(site.path(PLAN)).unwrap().permissions().mode() & 0o777, 0o640);
    let left: Vec<String> = files(site.root()).into_keys().filter(|name| name.contains(".tmp")).collect();
    assert_eq!(left, Vec::<String>::new());
}

#[test]
fn what_was_approved_with_a_digest_is_left_alone() {
    let approved = |digest: &str| {
        format!(
            "---\ntitle: 方案\nstatus: approved\napproval: {{by: 教科室, on: 2025-09-01{digest}}}\n---\n落實精神,推進建設。\n"
        )
    };
    let digest = ", digest: 'sha256:0000000000000000000000000000000000000000000000000000000000000000'";
    let sealed = site(&approved(digest));
    let run = sealed.run(&["check", "--fix"]).ends(1);
    assert_eq!(sealed.read(PLAN), approved(digest));
    assert!(run.stderr.contains(&format!("{PLAN} is approved with a digest and was left alone")), "{}", run.stderr);
    assert_eq!(run.stdout, "");

    let open = site(&approved(""));
    open.run(&["check", "--fix"]).succeeds();
    assert_eq!(open.read(PLAN), approved("").replace(',', "，").replace("教科室，", "教科室,"));
}

#[test]
fn the_draft_of_a_next_edition_is_mended_and_the_edition_before_it_is_not() {
    let site = site("---\ntitle: 方案\nissued: 2025-09-01\nretention: 10\n---\n落實精神,推進建設。\n");
    site.run(&["approve", "jiangning/2025-1/plan", "--by", "教科室", "--on", "2025-09-01"]).succeeds();
    site.run(&["amend", "jiangning/2025-1/plan", "--note", "增加一句"]).succeeds();
    let edition = "content/editions/jiangning/2025-1/plan/1/plan.zh.md";
    let (kept, draft) = (site.read(edition), site.read(PLAN));
    let community = format!("{JIANGNING}/community.toml");
    site.edit(&community, "level = \"district\"", "level = \"district\"\nmotto = \"合作,共享\"");
    let last = "content/pages/zz.zh.md";
    site.write(last, "---\ntitle: 末頁\n---\n甲組,乙組。\n");
    let run = site.run(&["check", "--fix"]).succeeds();
    assert!(!run.stderr.contains("broken-edition") && !run.stderr.contains("left alone"), "{}", run.stderr);
    assert!(run.stderr.contains("3 places in 3 files mended."), "{}", run.stderr);
    assert_eq!(site.read(PLAN), draft.replace("精神,", "精神，"));
    assert!(site.read(&community).contains("motto = \"合作，共享\""));
    assert_eq!(site.read(last), "---\ntitle: 末頁\n---\n甲組，乙組。\n");
    assert_eq!(site.read(edition), kept);
}

#[test]
fn what_is_waived_is_not_mended() {
    let waived = "---\ntitle: 方案\nwaivers:\n  - {code: half-width-punctuation, reason: 照錄原件, on: 2025-09-01}\n---\n落實精神,推進建設...\n";
    let site = site(waived);
    site.run(&["check", "--fix"]).succeeds();
    assert_eq!(site.read(PLAN), waived.replace("...", "……"));
}

#[test]
fn nearest_names_are_never_put_in() {
    let guess = "---\ntitle: 方案\nsumary: 摘要\nactivities:\n  - type: semnar\n---\n";
    let site = site(guess);
    let run = site.run(&["check", "--fix"]).ends(1);
    assert_eq!(site.read(PLAN), guess);
    assert!(run.stderr.contains("did you mean `seminar`?"), "{}", run.stderr);
    let keys = "---\n標題: 方案\n---\n";
    site.write(PLAN, keys);
    site.run(&["check", "--fix"]).succeeds();
    assert_eq!(site.read(PLAN), keys.replace("標題", "title"));
}

#[test]
fn data_files_and_a_configuration_that_can_not_be_read_are_handled() {
    let site = site("---\ntitle: 方案\n---\n");
    let community = format!("{JIANGNING}/community.toml");
    site.edit(&community, "level = \"district\"", "level = \"district\"\nmotto = \"合作,共享\"");
    site.run(&["check", "--fix"]).succeeds();
    assert!(site.read(&community).contains("motto = \"合作，共享\""));
    site.write("fangan.toml", "[site\n");
    site.run(&["check", "--fix"]).ends(2);
}
