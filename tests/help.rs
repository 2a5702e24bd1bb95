//! What the program says of itself, and of wrong usage, in both languages.

#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used, reason = "a test fails by panicking")]

use std::process::Command;

/// Standard output, standard error, exit status.
fn fangan(locale: &[(&str, &str)], args: &[&str]) -> (String, String, Option<i32>) {
    let folder = tempfile::tempdir().expect("a folder");
    let mut command = Command::new(env!("CARGO_BIN_EXE_fangan"));
    command.args(args).current_dir(folder.path());
    for name in ["LC_ALL", "LC_MESSAGES", "LANG", "COLUMNS", "CLICOLOR_FORCE"] {
        command.env_remove(name);
    }
    let output = command.envs(locale.iter().copied()).output().expect("the program runs");
    let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
    (text(output.stdout), text(output.stderr), output.status.code())
}

#[test]
fn help_is_in_the_language_that_is_asked_for_or_in_that_of_the_locale() {
    let chinese = |locale: &[(&str, &str)], args: &[&str]| {
        let (out, err, code) = fangan(locale, args);
        assert_eq!((err.as_str(), code), ("", Some(0)), "{args:?}");
        let (zh, en) = (out.contains("用法：fangan"), out.contains("Usage: fangan"));
        assert!(zh != en, "{out}");
        zh
    };
    assert!(chinese(&[], &["--lang", "zh", "--help"]));
    assert!(chinese(&[], &["build", "-h", "--lang=zh"]));
    assert!(chinese(&[("LANG", "zh_TW.UTF-8")], &["help", "build"]));
    assert!(chinese(&[("LC_MESSAGES", "zh_CN.UTF-8"), ("LANG", "en_GB.UTF-8")], &["-h"]));
    assert!(!chinese(&[("LC_ALL", "C"), ("LANG", "zh_TW.UTF-8")], &["-h"]));
    assert!(!chinese(&[("LANG", "zh_TW.UTF-8")], &["--lang", "en", "new", "plan", "--help"]));
    assert!(!chinese(&[], &["help", "new", "community"]));
}

#[test]
fn help_of_a_command_has_its_own_flags_and_those_of_all() {
    let (out, _, _) = fangan(&[], &["--lang", "zh", "check", "--help"]);
    for part in [
        "用法：fangan check [選項]\n",
        "選項：\n      --format <格式>  問題用什麼格式列出［預設：human］\n",
        "                         json    每個問題一個 JSON 物件\n",
        "各命令共用的選項：\n      --site <資料夾>",
        "  -q, --quiet          不顯示進度和結語；發現的問題照樣列出\n",
    ] {
        assert!(out.contains(part), "{part}\n{out}");
    }
    let (out, _, _) = fangan(&[], &["new", "document", "--help"]);
    assert!(out.contains("Usage: fangan new document [OPTIONS] <KIND>\n"), "{out}");
    assert!(out.contains("Arguments:\n  <KIND>  The kind\n"), "{out}");
}

#[test]
fn without_a_command_the_help_is_wrong_usage() {
    for (locale, args, usage) in
        [("zh_TW", &[][..], "用法：fangan [選項] <命令>"), ("C", &["new"], "Usage: fangan new [OPTIONS] <COMMAND>")]
    {
        let (out, err, code) = fangan(&[("LANG", locale)], args);
        assert_eq!((out.as_str(), code), ("", Some(2)));
        assert!(err.contains(usage), "{err}");
    }
}

#[test]
fn wrong_usage_is_told_in_both_languages() {
    for (args, english, chinese) in [
        (
            &["check", "--fromat", "x"][..],
            "error: there is no option `--fromat` here\n  help: did you mean `--format`?\n  help: `fangan check --help` tells what can be written\n",
            "錯誤: 這裡沒有選項「--fromat」\n  建議: 是否要寫「--format」？\n  建議: fangan check --help 會列出能寫什麼\n",
        ),
        (
            &["check", "--format", "jsn"],
            "error: --format can't be `jsn`\n  help: did you mean `json`?\n  help: `fangan check --help` tells what can be written\n",
            "錯誤: --format 不能是「jsn」\n  建議: 是否要寫「json」？\n  建議: fangan check --help 會列出能寫什麼\n",
        ),
        (
            &["check", "--deny"],
            "error: --deny needs a value\n  help: there are: warnings\n  help: `fangan check --help` tells what can be written\n",
            "錯誤: --deny 後面要有值\n  建議: 可用的有：warnings\n  建議: fangan check --help 會列出能寫什麼\n",
        ),
        (
            &["buidl"],
            "error: there is no command `buidl`\n  help: did you mean `build`?\n  help: `fangan --help` tells what can be written\n",
            "錯誤: 沒有命令「buidl」\n  建議: 是否要寫「build」？\n  建議: fangan --help 會列出能寫什麼\n",
        ),
        (
            &["-q"],
            "error: a command is missing\n  help: there are: init, new, build",
            "錯誤: 還缺一個命令\n  建議: 可用的有：init、new、build",
        ),
        (
            &["new", "document"],
            "error: still missing: <KIND>\n  help: `fangan new document --help` tells what can be written\n",
            "錯誤: 還缺：<文種>\n  建議: fangan new document --help 會列出能寫什麼\n",
        ),
        (
            &["build", "x"],
            "error: `x` is one word too many\n  help: `fangan build --help` tells what can be written\n",
            "錯誤: 多了「x」，這裡不需要\n  建議: fangan build --help 會列出能寫什麼\n",
        ),
        (
            &["list", "--commitments", "--status", "draft"],
            "error: --commitments can't be used together with --status\n  help: `fangan list --help` tells what can be written\n",
            "錯誤: --commitments 不能和 --status 一起用\n  建議: fangan list --help 會列出能寫什麼\n",
        ),
        (
            &["check", "-q", "-q"],
            "error: --quiet can be given only once\n  help: `fangan check --help` tells what can be written\n",
            "錯誤: --quiet 只能寫一次\n  建議: fangan check --help 會列出能寫什麼\n",
        ),
    ] {
        let chinese_args: Vec<&str> = ["--lang", "zh"].iter().chain(args).copied().collect();
        for (args, says) in [(args, english), (&chinese_args, chinese)] {
            let (out, err, code) = fangan(&[], args);
            assert_eq!((out.as_str(), code), ("", Some(2)), "{args:?}");
            // The end of a list of all commands is not for this test.
            assert!(if says.ends_with('\n') { err == says } else { err.starts_with(says) }, "{err}");
        }
    }
    let (_, err, code) = fangan(&[], &["--lang", "fr", "check"]);
    assert!(code == Some(2) && err.starts_with("error: --lang can't be `fr`\n  help: there are: en, zh\n"), "{err}");
}

#[test]
fn completions_and_manual_page_are_in_one_language() {
    let (out, _, code) = fangan(&[], &["--lang", "zh", "completions", "zsh"]);
    assert!(code == Some(0) && out.contains("--output=[網站寫到哪個資料夾]:資料夾:"), "{out}");
    assert!(out.contains("json\\:\"每個問題一個 JSON 物件\""), "{out}");
    let (out, _, _) = fangan(&[], &["completions", "fish"]);
    assert!(out.contains("Where to write the site") && out.is_ascii(), "{out}");
    let (out, _, code) = fangan(&[("LANG", "zh_TW")], &["man"]);
    assert!(code == Some(0) && out.contains(".SH 名稱\n") && out.contains(".SS fangan build [選項]\n"), "{out}");
    let (out, _, _) = fangan(&[], &["man"]);
    assert!(out.starts_with(".TH fangan 1 ") && out.contains(".SH EXIT STATUS\n"), "{out}");
    assert_eq!(fangan(&[("LANG", "zh_TW")], &["--version"]).0, format!("fangan {}\n", env!("CARGO_PKG_VERSION")));
}
