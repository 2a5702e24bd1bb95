//! The note that goes with a package, in both languages.

use super::catalogue::{CSV, Entry, FOLDER};
use super::{Counted, Order};
use std::collections::BTreeMap;

/// The Chinese one.
pub(super) const ZH: &str = "移交說明.md";

/// The English one.
pub(super) const EN: &str = "cover-note.md";

/// What a note tells.
pub(super) struct Facts {
    bureau: String,
    bureau_en: String,
    fonds: Option<String>,
    year: Option<i16>,
    day: String,
    documents: usize,
    editions: usize,
    counted: Counted,
    withdrawn: usize,
    /// Documents by how long they are kept.
    retention: BTreeMap<String, usize>,
    /// Documents that lack something, by its key and name.
    missing: BTreeMap<(String, String), usize>,
}

pub(super) fn facts(order: &Order<'_>, entries: &[Entry], editions: usize, counted: Counted) -> Facts {
    let config = order.config;
    let bureau = config.bureau.name.as_ref().unwrap_or(&config.title);
    let english = config.language_ids().find(|id| config.language(*id).tag.starts_with("en"));
    let chinese = config.language_ids().find(|id| config.language(*id).tag.starts_with("zh"));
    let name =
        |language: Option<crate::language::LanguageId>| language.map_or(bureau.original(), |id| bureau.pick(id).1).to_owned();
    let mut retention = BTreeMap::new();
    let mut missing = BTreeMap::new();
    for entry in entries {
        *retention.entry(entry.first("retention").unwrap_or_default().to_owned()).or_default() += 1;
        for (key, name) in entry.missing() {
            *missing.entry((key.to_owned(), name.to_owned())).or_default() += 1;
        }
    }
    Facts {
        bureau: name(chinese),
        bureau_en: name(english),
        fonds: config.archive.as_ref().and_then(|archive| archive.fonds.clone()),
        year: order.year,
        day: order.day.to_string(),
        documents: entries.len(),
        editions,
        counted,
        withdrawn: entries.iter().filter(|entry| entry.withdrawn().is_some()).count(),
        retention,
        missing,
    }
}

pub(super) fn zh(facts: &Facts, head: &str) -> String {
    let mut text = String::from("# 移交說明\n\n");
    let mut line = |words: String| text.extend([words.as_str(), "\n"]);
    line(format!("- 移交單位：{}", facts.bureau));
    facts.fonds.iter().for_each(|fonds| line(format!("- 全宗號：{fonds}")));
    facts.year.iter().for_each(|year| line(format!("- 年度：{year:04}")));
    line(format!("- 日期：{}", facts.day));
    line(format!(
        "- 文件：{} 份，共 {} 版；{} 個檔案，{} 位元組",
        facts.documents, facts.editions, facts.counted.files, facts.counted.bytes
    ));
    for (period, n) in &facts.retention {
        line(format!("- 保管期限 {period}：{n} 份"));
    }
    if facts.withdrawn > 0 {
        line(format!("- 其中已撤回：{} 份", facts.withdrawn));
    }
    line(format!("\n目錄在 {CSV}，文件在 {FOLDER}，每份文件一個資料夾，每一版再一個資料夾。"));
    line("\n## 記錄裡沒有的項目\n".into());
    line("以下各項原文件沒有記載，一律留空，不作推測。\n".into());
    for ((_, name), n) in &facts.missing {
        line(format!("- {name}：{n} 份"));
    }
    line("\n## 核對\n".into());
    line("這是 BagIt 1.0 包，任何 BagIt 工具都能核對，也可以在包的資料夾裡執行：\n".into());
    line("```\nsha512sum -c manifest-sha512.txt tagmanifest-sha512.txt\n```\n".into());
    line(format!("檔案庫事件記錄的最後一個雜湊值：sha256:{head}"));
    text
}

pub(super) fn en(facts: &Facts, head: &str) -> String {
    let mut text = String::from("# Cover note\n\n");
    let mut line = |words: String| text.extend([words.as_str(), "\n"]);
    line(format!("- Handed over by: {}", facts.bureau_en));
    facts.fonds.iter().for_each(|fonds| line(format!("- Fonds: {fonds}")));
    facts.year.iter().for_each(|year| line(format!("- Year: {year:04}")));
    line(format!("- Date: {}", facts.day));
    line(format!(
        "- Documents: {}, editions: {}; files: {}, bytes: {}",
        facts.documents, facts.editions, facts.counted.files, facts.counted.bytes
    ));
    for (period, n) in &facts.retention {
        line(format!("- To be kept {}: {n}", period_en(period)));
    }
    if facts.withdrawn > 0 {
        line(format!("- Withdrawn among them: {}", facts.withdrawn));
    }
    line(format!(
        "\nThe catalogue is {CSV}; the documents are in `{FOLDER}`, a folder for each and in it a folder for each edition."
    ));
    line("\n## What the record does not tell\n".into());
    line("The documents say nothing about these; they were left empty and nothing was guessed.\n".into());
    for ((key, name), n) in &facts.missing {
        line(format!("- {key} ({name}): {n}"));
    }
    line("\n## Checking\n".into());
    line("This is a BagIt 1.0 bag, which any BagIt tool can check; or run in the bag's folder:\n".into());
    line("```\nsha512sum -c manifest-sha512.txt tagmanifest-sha512.txt\n```\n".into());
    line(format!("Last hash of the archive's log of events: sha256:{head}"));
    text
}

/// How long, in English; the record has it in the words of the bureaus' tables.
fn period_en(period: &str) -> String {
    match period.strip_suffix('年') {
        Some(years) => format!("for {years} years"),
        None if period == "永久" => "permanently".to_owned(),
        None => period.to_owned(),
    }
}
