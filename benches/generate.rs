//! A made-up site of any size: communities with a plan and a summary for each of many terms, in two languages.
//!
//! The same size gives the same bytes. About one document in a hundred is a draft.

use std::fmt::Write as _;
use std::fs;
use std::io;
use std::path::Path;

/// Documents of one community: a plan and a summary for each of ten academic years' two terms.
const PER_COMMUNITY: usize = 40;
/// The first academic year.
const FIRST_YEAR: usize = 2016;

const ZH: [&str; 12] = [
    "各成員學校圍繞本學期主題開展研討，由輪值學校提供現場。",
    "教師先分頭備課，再集中議課，記錄交研究室存檔。",
    "共同體每學期組織兩次以上專題活動，全體成員參加。",
    "承辦學校提前兩週報送活動方案，寫明時間、地點和議程。",
    "期末由牽頭學校匯總情況，對照承諾逐項說明。",
    "骨幹教師到成員學校上公開課，課後當場交流。",
    "圖書、課件和題庫在共同體內共用，定期更新。",
    "對新教師實行結對幫扶，每月至少聽課一次。",
    "學生作品在各校巡迴展出，家長可以到場觀看。",
    "活動經費由各校分擔，收支在期末公開。",
    "研究成果編印成冊，送各校圖書館收藏。",
    "安全責任落實到人，外出活動須先報備。",
];
const EN: [&str; 12] = [
    "Member schools hold seminars on the theme of the term; the school on duty provides the setting.",
    "Teachers prepare lessons apart and discuss them together; the record goes to the research office.",
    "The community organises at least two seminars a term, attended by all its members.",
    "The host files a plan two weeks before, with time, place and agenda.",
    "At the end of the term the lead school compares what was done with what was undertaken.",
    "Experienced teachers give open lessons at member schools and talk them over at once.",
    "Books, slides and exercises are shared and kept up to date.",
    "New teachers are paired with experienced ones and visited at least once a month.",
    "Pupils' work travels from school to school, and parents are welcome to see it.",
    "Costs are shared, and the accounts are open at the end of the term.",
    "Results are printed and given to the library of each school.",
    "Someone answers for safety by name, and trips are announced beforehand.",
];

/// A small generator of numbers, so that the same size gives the same site.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap_or(0) % n
    }
}

/// Writes a site of about `documents` documents, each in Chinese and English, into an empty folder.
pub fn site(root: &Path, documents: usize) -> io::Result<()> {
    let mut numbers = Numbers(7);
    fs::create_dir_all(root.join("content/communities"))?;
    fs::write(root.join("fangan.toml"), CONFIG)?;
    fs::write(root.join("content/activity-types.toml"), TYPES)?;
    let communities = documents.div_ceil(PER_COMMUNITY);
    let mut written = 0;
    for c in 0..communities {
        let folder = root.join(format!("content/communities/community-{c:04}"));
        fs::create_dir_all(&folder)?;
        fs::write(folder.join("community.toml"), community(c))?;
        for n in 0..PER_COMMUNITY {
            if written == documents {
                return Ok(());
            }
            let (term, is_summary) = (n / 2, n % 2 == 1);
            let period = folder.join(format!("{}-{}", FIRST_YEAR + term / 2, term % 2 + 1));
            fs::create_dir_all(&period)?;
            let kind = if is_summary { "summary" } else { "plan" };
            fs::write(period.join(format!("{kind}.zh.md")), original(c, term, is_summary, &mut numbers))?;
            fs::write(period.join(format!("{kind}.en.md")), translation(c, term, is_summary, &mut numbers))?;
            written += 1;
        }
    }
    Ok(())
}

const CONFIG: &str = r#"[site]
title = { zh = "規模測試", en = "A large site" }
base-url = "https://records.example/"
[languages.zh]
tag = "zh-Hant"
path = ""
default = true
[languages.en]
tag = "en"
path = "en"
[fields.education]
name = { zh = "教育", en = "Education" }
"#;

const TYPES: &str = r#"[seminar]
name = { zh = "專題研討", en = "Topic seminar" }
[open-lesson]
name = { zh = "公開課", en = "Open lesson" }
[lecture]
name = { zh = "專家講座", en = "Lecture" }
[visit]
name = { zh = "參觀學習", en = "Study visit" }
"#;

fn community(c: usize) -> String {
    let mut text = format!(
        "name = {{ zh = \"第{c}共同體\", en = \"Community {c}\" }}\nfield = \"education\"\nlevel = \"district\"\n\
         area = {{ zh = \"第{}區\", en = \"District {}\" }}\n",
        c % 12,
        c % 12
    );
    for m in 0..6 {
        let role = if m == 0 { "lead" } else { "member" };
        _ = write!(
            text,
            "[[members]]\nid = \"school-{c}-{m}\"\nname = {{ zh = \"第{c}共同體第{m}學校\", en = \"School {m} of community {c}\" }}\nrole = \"{role}\"\n"
        );
    }
    _ = write!(
        text,
        "[rota]\nper = \"term\"\norder = [\"school-{c}-0\", \"school-{c}-1\", \"school-{c}-2\"]\nfrom = \"{FIRST_YEAR}-1\"\n\
         [[commitments]]\nid = \"seminars\"\nwhat = \"seminar\"\nat-least = 2\nper = \"term\"\nlabel = {{ zh = \"每學期兩次研討\", en = \"Two seminars a term\" }}\n"
    );
    text
}

fn original(c: usize, term: usize, is_summary: bool, numbers: &mut Numbers) -> String {
    let (year, half) = (FIRST_YEAR + term / 2, term % 2);
    let month = |m: usize| if half == 0 { 9 + m } else { 3 + m };
    let calendar_year = if half == 0 { year } else { year + 1 };
    let status = if numbers.below(100) == 0 { "draft" } else { "approved" };
    let word = if is_summary { "小結" } else { "方案" };
    let mut text = format!(
        "---\ntitle: 第{c}共同體第{term}期{word}\nsummary: {}\nstatus: {status}\nissued: {calendar_year}-{:02}-0{}\n\
         issuers: [school-{c}-0]\nindex-number: C{c}-T{term}-{}\nretention: 10\napproval: {{by: 教育局, on: {calendar_year}-{:02}-15}}\nactivities:\n",
        ZH[numbers.below(ZH.len())],
        month(0),
        1 + numbers.below(9),
        u8::from(is_summary),
        month(0),
    );
    for (n, kind) in ["seminar", "seminar", "open-lesson", "lecture"].iter().enumerate().take(2 + numbers.below(3)) {
        let day = 1 + numbers.below(27);
        let report = if is_summary { format!(", state: held, attendance: {}", 20 + numbers.below(80)) } else { String::new() };
        _ = writeln!(
            text,
            "  - {{id: a{n}, type: {kind}, when: {calendar_year}-{:02}-{day:02}, host: school-{c}-{}{report}}}",
            month(n.min(3)),
            numbers.below(6)
        );
    }
    text.push_str("---\n");
    body(&mut text, &ZH, &["一、基本思路", "二、活動安排", "三、保障措施"], "", numbers);
    text
}

fn translation(c: usize, term: usize, is_summary: bool, numbers: &mut Numbers) -> String {
    let word = if is_summary { "summary" } else { "plan" };
    let mut text = format!("---\ntitle: Community {c}, {word} of term {term}\n---\n");
    body(&mut text, &EN, &["Aims", "Activities", "Resources"], " ", numbers);
    text
}

fn body(text: &mut String, sentences: &[&str], headings: &[&str], between: &str, numbers: &mut Numbers) {
    let paragraph = |text: &mut String, numbers: &mut Numbers| {
        for _ in 0..3 + numbers.below(4) {
            text.push_str(sentences[numbers.below(sentences.len())]);
            text.push_str(between);
        }
        text.push_str("\n\n");
    };
    for (n, heading) in headings.iter().enumerate() {
        _ = write!(text, "\n## {heading}\n\n");
        paragraph(text, numbers);
        paragraph(text, numbers);
        if n == 1 {
            for _ in 0..5 {
                _ = writeln!(text, "- **{}**", sentences[numbers.below(sentences.len())]);
            }
            _ = write!(text, "\n| 1 | 2 |\n|---|---|\n");
            for row in 0..4 {
                _ = writeln!(text, "| {row} | {} |", sentences[numbers.below(sentences.len())]);
            }
            text.push('\n');
        }
    }
}
