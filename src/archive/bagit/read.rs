//! Checking a bag of any version from 0.93 to 1.0, without writing anything.

use super::super::digest::{self, Algorithm};
use super::super::package::{Package, is_safe};
use super::super::report::Problem;
use super::{DECLARATION, INFO, PAYLOAD};
use crate::say;
use encoding_rs::Encoding;
use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;

/// A longer list of digests is not read.
const LONGEST: u64 = 256 * 1024 * 1024;

/// The version from which on every list must have every file.
const STRICT: (u32, u32) = (1, 0);

/// What a bag holds, and what is wrong with it.
#[derive(Clone, Debug, Default)]
pub struct Checked {
    /// Its version, where it can be read.
    pub version: Option<(u32, u32)>,
    /// What it says about itself, in order.
    pub info: Vec<(String, String)>,
    /// Files that are handed over.
    pub files: usize,
    /// Their bytes.
    pub bytes: u64,
    /// The SHA-512 of every file of the package, as it was when it was checked.
    pub digests: BTreeMap<String, String>,
    /// What is wrong with it.
    pub problems: Vec<Problem>,
}

/// Checks a bag.
pub fn check(package: &mut Package) -> Checked {
    let mut check = Check { package, it: Checked::default(), encoding: encoding_rs::UTF_8 };
    check.bag();
    check.it
}

/// What a list says: digests by path.
type Manifest = BTreeMap<String, String>;

struct Check<'a> {
    package: &'a mut Package,
    it: Checked,
    encoding: &'static Encoding,
}

impl Check<'_> {
    fn doubt(&mut self, rule: &'static str, file: &str, en: impl Into<String>, zh: impl Into<String>) {
        let (en, zh) = (en.into(), zh.into());
        self.it.problems.push(Problem::doubt(rule, say!("{en}", "{zh}")).in_file(file));
    }

    fn remark(&mut self, rule: &'static str, file: &str, en: impl Into<String>, zh: impl Into<String>) {
        let (en, zh) = (en.into(), zh.into());
        self.it.problems.push(Problem::remark(rule, say!("{en}", "{zh}")).in_file(file));
    }

    fn bag(&mut self) {
        self.declaration();
        let Some(version) = self.it.version else { return };
        self.info(version);
        let tags: Vec<String> =
            self.package.files().map(|(path, _)| path.to_owned()).filter(|path| !path.contains('/')).collect();
        let mut payload: Vec<(Algorithm, String, Manifest)> = Vec::new();
        let mut of_tags: Vec<(Algorithm, String, Manifest)> = Vec::new();
        let mut unknown = Vec::new();
        for file in tags {
            let is_tags = file.starts_with("tagmanifest-");
            let Some(name) = file
                .strip_prefix("tagmanifest-")
                .or_else(|| file.strip_prefix("manifest-"))
                .and_then(|rest| rest.strip_suffix(".txt"))
            else {
                continue;
            };
            let Some(algorithm) = Algorithm::parse(&name.to_ascii_lowercase()) else {
                unknown.push(file);
                continue;
            };
            let Some(manifest) = self.manifest(&file, algorithm, version, is_tags) else { continue };
            if is_tags { &mut of_tags } else { &mut payload }.push((algorithm, file, manifest));
        }
        for file in unknown {
            self.remark("algorithm", &file, "digests of this kind can't be checked here", "這裡不能核對這種摘要");
        }
        if payload.is_empty() {
            self.doubt("manifest", "", "there is no list of digests that can be checked", "沒有可以核對的摘要列表");
        }
        self.fetch(version);
        self.complete(version, &payload);
        self.digests(&payload, &of_tags);
        self.oxum();
    }

    /// A short file in the encoding of tag files.
    fn text(&mut self, file: &str, encoding: &'static Encoding) -> Option<String> {
        let mut bytes = Vec::new();
        let read = self.package.read(file, |from| from.take(LONGEST + 1).read_to_end(&mut bytes));
        if let Err(error) = read {
            self.unreadable(file, &error.to_string());
            return None;
        }
        if bytes.len() as u64 > LONGEST {
            self.doubt("unreadable", file, "it is too long", "太長了");
            return None;
        }
        let (text, _, wrong) = encoding.decode(&bytes);
        if wrong {
            let name = encoding.name();
            self.doubt("encoding", file, format!("it is not {name} text"), format!("不是 {name} 文字"));
            return None;
        }
        Some(text.into_owned())
    }

    fn unreadable(&mut self, file: &str, why: &str) {
        self.doubt("unreadable", file, format!("it can't be read: {why}"), format!("無法讀取：{why}"));
    }

    /// Two lines: the version, and the encoding of what is said about the bag.
    fn declaration(&mut self) {
        if !self.package.has(DECLARATION) {
            return self.doubt("declaration", DECLARATION, "it is missing, so this is no bag", "沒有這個檔案，不是 BagIt 包");
        }
        let Some(text) = self.text(DECLARATION, encoding_rs::UTF_8) else { return };
        let mut first = [0; 3];
        let has_mark = self.package.read(DECLARATION, |from| from.read_exact(&mut first)).is_ok() && first == [0xEF, 0xBB, 0xBF];
        let lines: Vec<&str> = text.lines().collect();
        let value = |line: Option<&&str>, label: &str| {
            line.and_then(|line| line.strip_prefix(label)?.strip_prefix(':')).map(str::to_owned)
        };
        let (Some(number), Some(encoding), 2, false) =
            (value(lines.first(), "BagIt-Version"), value(lines.get(1), "Tag-File-Character-Encoding"), lines.len(), has_mark)
        else {
            return self.doubt(
                "declaration",
                DECLARATION,
                "it does not have the two lines that it must have",
                "內容不是規定的兩行",
            );
        };
        let Some(version) = version(number.trim()) else {
            let number = number.trim();
            return self.doubt(
                "declaration",
                DECLARATION,
                format!("`{number}` is no version that is known here"),
                format!("「{number}」不是已知的版本"),
            );
        };
        let is_exact = |value: &str| value.strip_prefix(' ').is_some_and(|value| value == value.trim() && !value.is_empty());
        if version >= STRICT && !(is_exact(&number) && is_exact(&encoding)) {
            self.doubt("declaration", DECLARATION, "there are blanks where none may be", "有不應有的空白");
        }
        match Encoding::for_label(encoding.trim().as_bytes()) {
            Some(encoding) => self.encoding = encoding,
            None => self.doubt(
                "encoding",
                DECLARATION,
                format!("the encoding `{}` is not known", encoding.trim()),
                format!("不認得「{}」這種編碼", encoding.trim()),
            ),
        }
        self.it.version = Some(version);
    }

    /// Labels with values; a line that begins with a blank goes on with the value before.
    fn info(&mut self, version: (u32, u32)) {
        if !self.package.has(INFO) {
            return;
        }
        let Some(text) = self.text(INFO, self.encoding) else { return };
        for line in lines(&text).filter(|line| !line.trim().is_empty()) {
            match (line.starts_with([' ', '\t']), line.split_once(':')) {
                (true, _) => match self.it.info.last_mut() {
                    Some((_, value)) => *value = format!("{value} {}", line.trim()),
                    None => self.doubt("info", INFO, "the first line has no label", "第一行沒有標籤"),
                },
                (false, Some((label, value))) => self.it.info.push((label.trim().to_owned(), value.trim().to_owned())),
                (false, None) => {
                    let line = line.chars().take(60).collect::<String>();
                    self.doubt("info", INFO, format!("`{line}` has no label"), format!("「{line}」沒有標籤"));
                }
            }
        }
        let oxums = self.it.info.iter().filter(|(label, _)| label.eq_ignore_ascii_case("Payload-Oxum")).count();
        if oxums > 1 && version >= STRICT {
            self.doubt("oxum", INFO, "Payload-Oxum is there twice", "Payload-Oxum 重複");
        }
    }

    /// One line a file: a digest, blanks, the path.
    fn manifest(&mut self, file: &str, algorithm: Algorithm, version: (u32, u32), of_tags: bool) -> Option<Manifest> {
        let text = self.text(file, self.encoding)?;
        let mut manifest = Manifest::new();
        let mut marked = false;
        for (number, line) in (1..).zip(lines(&text)).filter(|(_, line)| !line.trim().is_empty()) {
            let parsed = line.split_once([' ', '\t']).map(|(digest, path)| (digest, path.trim_start_matches([' ', '\t'])));
            let is_digest =
                |digest: &str| digest.len() == algorithm.length() && digest.bytes().all(|byte| byte.is_ascii_hexdigit());
            let Some((digest, path)) = parsed.filter(|(digest, path)| is_digest(digest) && !path.is_empty()) else {
                self.doubt(
                    "manifest",
                    file,
                    format!("line {number} is no digest with a path"),
                    format!("第 {number} 行不是摘要加路徑"),
                );
                continue;
            };
            // As `md5sum` marks binary files, and as `find` writes paths.
            let unmarked = path.strip_prefix('*').unwrap_or(path);
            let plain = unmarked.strip_prefix("./").unwrap_or(unmarked);
            marked |= plain.len() < path.len();
            let path = self.decoded(plain, version);
            if !is_safe(&path) || path.starts_with(PAYLOAD) == of_tags {
                self.doubt(
                    "path",
                    file,
                    format!("line {number}: `{path}` lies outside"),
                    format!("第 {number} 行：「{path}」在範圍之外"),
                );
                continue;
            }
            if let Some(other) = manifest.insert(path.clone(), digest.to_ascii_lowercase()) {
                if version >= STRICT || !other.eq_ignore_ascii_case(digest) {
                    self.doubt("manifest", file, format!("`{path}` is listed twice"), format!("「{path}」列了兩次"));
                } else {
                    self.remark("manifest", file, format!("`{path}` is listed twice"), format!("「{path}」列了兩次"));
                }
            }
        }
        if marked {
            self.remark("manifest", file, "`*` or `./` before paths was passed over", "路徑前的「*」或「./」已略過");
        }
        Some(manifest)
    }

    /// A path whose line breaks and, in newer bags, percent signs are written as `%0A`, `%0D`, `%25`. Programs disagree on the
    /// last, so a file whose name is the path as it stands is taken too.
    fn decoded(&self, path: &str, version: (u32, u32)) -> String {
        if self.package.has(path) {
            return path.to_owned();
        }
        let mut out = String::with_capacity(path.len());
        let mut rest = path;
        while let Some((before, after)) = rest.split_once('%') {
            out.push_str(before);
            let c = match after.get(..2).map(str::to_ascii_uppercase).as_deref() {
                Some("0A") => Some('\n'),
                Some("0D") => Some('\r'),
                Some("25") if version >= STRICT => Some('%'),
                _ => None,
            };
            out.push(c.unwrap_or('%'));
            rest = c.and_then(|_| after.get(2..)).unwrap_or(after);
        }
        out + rest
    }

    /// Files that are to be fetched from somewhere must be there already: nothing is fetched.
    fn fetch(&mut self, version: (u32, u32)) {
        const FETCH: &str = "fetch.txt";
        if !self.package.has(FETCH) {
            return;
        }
        let Some(text) = self.text(FETCH, self.encoding) else { return };
        for line in lines(&text).filter(|line| !line.trim().is_empty()) {
            let parts: Vec<&str> = line.splitn(3, [' ', '\t']).collect();
            let path = parts.get(2).map(|path| self.decoded(path.trim_start(), version));
            match path {
                Some(path) if is_safe(&path) && path.starts_with(PAYLOAD) => {
                    if !self.package.has(&path) {
                        self.doubt(
                            "fetch",
                            &path,
                            "it would have to be fetched from elsewhere, and nothing is fetched",
                            "須從別處取得；本程式不會去取",
                        );
                    }
                }
                _ => self.doubt("path", FETCH, "a path lies outside of what is handed over", "有路徑在範圍之外"),
            }
        }
    }

    /// Every file is listed, and every listed file is there.
    fn complete(&mut self, version: (u32, u32), manifests: &[(Algorithm, String, Manifest)]) {
        let files: Vec<(String, u64)> = self
            .package
            .files()
            .filter(|(path, _)| path.starts_with(PAYLOAD))
            .map(|(path, size)| (path.to_owned(), size))
            .collect();
        self.it.files = files.len();
        self.it.bytes = files.iter().map(|(_, size)| size).sum();
        for (path, _) in &files {
            let without: Vec<&str> = manifests
                .iter()
                .filter(|(_, _, manifest)| !manifest.contains_key(path))
                .map(|(_, file, _)| file.as_str())
                .collect();
            if without.len() == manifests.len() {
                self.doubt("unlisted", path, "no list has it", "沒有列在任何列表裡");
            } else if let Some(file) = without.first().filter(|_| version >= STRICT) {
                self.doubt("unlisted", path, format!("`{file}` does not list it"), format!("「{file}」沒有列出它"));
            }
        }
        let listed: BTreeSet<&String> = manifests.iter().flat_map(|(_, _, manifest)| manifest.keys()).collect();
        for path in listed {
            if !self.package.has(path) {
                self.doubt("missing", path, "it is listed and is not there", "列表裡有，檔案卻不在");
            }
        }
    }

    /// Reads every file once and compares it with all lists that have it.
    fn digests(&mut self, payload: &[(Algorithm, String, Manifest)], of_tags: &[(Algorithm, String, Manifest)]) {
        let files: Vec<String> = self.package.files().map(|(path, _)| path.to_owned()).collect();
        for (_, list, manifest) in of_tags {
            for path in manifest.keys().filter(|path| !self.package.has(path)).cloned().collect::<Vec<_>>() {
                self.doubt(
                    "missing",
                    &path,
                    format!("`{list}` lists it and it is not there"),
                    format!("「{list}」列有它，檔案卻不在"),
                );
            }
        }
        let has_digests = !of_tags.is_empty();
        for path in files {
            let lists: Vec<(Algorithm, &str, &str)> = payload
                .iter()
                .chain(of_tags)
                .filter_map(|(algorithm, list, manifest)| Some((*algorithm, list.as_str(), manifest.get(&path)?.as_str())))
                .collect();
            if lists.is_empty() && !path.starts_with(PAYLOAD) && !path.starts_with("tagmanifest-") && has_digests {
                self.remark("unlisted", &path, "no digest vouches for it", "沒有摘要可以核對它");
            }
            let algorithms: BTreeSet<Algorithm> =
                lists.iter().map(|(algorithm, ..)| *algorithm).chain([Algorithm::Sha512]).collect();
            let algorithms: Vec<Algorithm> = algorithms.into_iter().collect();
            let read = match self.package.read(&path, |from| digest::read(from, &algorithms)) {
                Ok(read) => read,
                Err(error) => {
                    self.unreadable(&path, &error.to_string());
                    continue;
                }
            };
            let is: BTreeMap<Algorithm, String> = algorithms.into_iter().zip(read.digests).collect();
            for (algorithm, list, wanted) in lists {
                if is.get(&algorithm).map(String::as_str) != Some(wanted) {
                    self.doubt(
                        "changed",
                        &path,
                        format!("it does not have the digest of `{list}`: it was changed"),
                        format!("與「{list}」的摘要不符：被改動過"),
                    );
                }
            }
            self.it.digests.extend(is.get(&Algorithm::Sha512).map(|digest| (path, digest.clone())));
        }
    }

    fn oxum(&mut self) {
        let (bytes, files) = (self.it.bytes, self.it.files);
        let is = format!("{bytes}.{files}");
        let wrong: Vec<String> = self
            .it
            .info
            .iter()
            .filter(|(label, value)| label.eq_ignore_ascii_case("Payload-Oxum") && *value != is)
            .map(|(_, value)| value.clone())
            .collect();
        for value in wrong {
            self.doubt(
                "oxum",
                INFO,
                format!("Payload-Oxum is {value}, but there are {is}"),
                format!("Payload-Oxum 寫的是 {value}，實際是 {is}"),
            );
        }
    }
}

/// Lines, however they end.
fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.split('\n').flat_map(|line| line.split('\r'))
}

/// A version that is known.
fn version(text: &str) -> Option<(u32, u32)> {
    let (major, minor) = text.split_once('.')?;
    let number = |digits: &str| digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse().ok()).flatten();
    let version = (number(major)?, number(minor)?);
    ((0, 93)..=(0, 97)).contains(&version).then_some(version).or((version == STRICT).then_some(version))
}

#[cfg(test)]
mod tests {
    use super::super::super::report::Grade;
    use super::*;
    use std::fs;

    /// A bag in a folder, to be broken.
    struct Bag(tempfile::TempDir);

    impl Bag {
        fn new(version: &str) -> Self {
            let bag = Self(tempfile::tempdir().unwrap());
            bag.write("bagit.txt", &format!("BagIt-Version: {version}\nTag-File-Character-Encoding: UTF-8\n"));
            bag.write("bag-info.txt", "Contact-Name: 檔案員\nExternal-Description: two\n  lines\nPayload-Oxum: 6.2\n");
            bag.write("data/a.txt", "abc");
            bag.write("data/方案/b.txt", "abc");
            let list: Vec<String> = ["data/a.txt", "data/方案/b.txt"]
                .iter()
                .map(|path| format!("{}  {path}\n", Algorithm::Sha256.of(b"abc")))
                .collect();
            bag.write("manifest-sha256.txt", &list.concat());
            bag.tags();
            bag
        }

        fn write(&self, path: &str, text: &str) {
            let path = self.0.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }

        fn read(&self, path: &str) -> String {
            fs::read_to_string(self.0.path().join(path)).unwrap()
        }

        fn tags(&self) {
            let list: Vec<String> = ["bagit.txt", "bag-info.txt", "manifest-sha256.txt"]
                .iter()
                .map(|path| format!("{}  {path}\n", Algorithm::Md5.of(self.read(path).as_bytes())))
                .collect();
            self.write("tagmanifest-md5.txt", &list.concat());
        }

        fn check(&self) -> Checked {
            let mut problems = Vec::new();
            let package = Package::open(self.0.path(), &mut problems).unwrap();
            package.map_or_else(|| Checked { problems, ..Checked::default() }, |mut package| check(&mut package))
        }

        fn rules(&self) -> Vec<&'static str> {
            self.check()
                .problems
                .into_iter()
                .filter(|problem| problem.grade == Grade::Doubt)
                .map(|problem| problem.rule)
                .collect()
        }
    }

    #[test]
    fn a_good_bag_is_good() {
        for version in ["0.93", "0.97", "1.0"] {
            let checked = Bag::new(version).check();
            assert_eq!(checked.problems, []);
            assert_eq!((checked.files, checked.bytes, checked.digests.len()), (2, 6, 6));
            assert_eq!(checked.info[1], ("External-Description".into(), "two lines".into()));
        }
    }

    #[test]
    fn each_fault_is_told() {
        type Case = (&'static str, fn(&Bag));
        let cases: [Case; 19] = [
            ("declaration", |b| fs::remove_file(b.0.path().join("bagit.txt")).unwrap()),
            ("declaration", |b| b.write("bagit.txt", "BagIt-Version: 1.0\n")),
            ("declaration", |b| b.write("bagit.txt", "\u{feff}BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n")),
            ("declaration", |b| b.write("bagit.txt", "BagIt-Version : 1.0\nTag-File-Character-Encoding: UTF-8\n")),
            ("declaration", |b| b.write("bagit.txt", "BagIt-Version: 2.0\nTag-File-Character-Encoding: UTF-8\n")),
            ("encoding", |b| b.write("bagit.txt", "BagIt-Version: 1.0\nTag-File-Character-Encoding: X\n")),
            ("changed", |b| b.write("data/a.txt", "abd")),
            ("changed", |b| b.write("bag-info.txt", "Contact-Name: x\n")),
            ("missing", |b| fs::remove_file(b.0.path().join("data/a.txt")).unwrap()),
            ("unlisted", |b| b.write("data/c.txt", "")),
            ("oxum", |b| b.write("bag-info.txt", "Payload-Oxum: 7.2\n")),
            ("oxum", |b| b.write("bag-info.txt", "Payload-Oxum: 6.2\nPayload-Oxum: 6.2\n")),
            ("info", |b| b.write("bag-info.txt", "no label\n")),
            ("manifest", |b| b.write("manifest-sha256.txt", "x  data/a.txt\n")),
            ("manifest", |b| fs::remove_file(b.0.path().join("manifest-sha256.txt")).unwrap()),
            ("manifest", |b| b.write("manifest-sha256.txt", &b.read("manifest-sha256.txt").repeat(2))),
            ("unlisted", |b| b.write("manifest-md5.txt", &format!("{}  data/a.txt\n", Algorithm::Md5.of(b"abc")))),
            ("path", |b| b.write("manifest-sha256.txt", &format!("{}  ../x\n", Algorithm::Sha256.of(b"abc")))),
            ("fetch", |b| b.write("fetch.txt", "https://x.example/ - data/c.txt\n")),
        ];
        for (rule, break_it) in cases {
            let bag = Bag::new("1.0");
            break_it(&bag);
            assert!(bag.rules().contains(&rule), "{rule}: {:?}", bag.rules());
        }
    }

    #[test]
    fn older_bags_may_be_looser() {
        let bag = Bag::new("0.97");
        bag.write("manifest-md5.txt", &format!("{} *./data/a.txt\n", Algorithm::Md5.of(b"abc")));
        bag.write("manifest-sha256.txt", &bag.read("manifest-sha256.txt").repeat(2));
        bag.tags();
        assert_eq!(bag.rules(), Vec::<&str>::new());
    }

    #[test]
    fn percent_signs_are_read_as_they_are_meant() {
        for (version, name, written) in
            [("1.0", "a%b", "a%25b"), ("1.0", "a%b", "a%b"), ("0.97", "a%25b", "a%25b"), ("1.0", "a%25b", "a%25b")]
        {
            let bag = Bag::new(version);
            bag.write(&format!("data/{name}"), "abc");
            bag.write(
                "manifest-sha256.txt",
                &format!("{}{}  data/{written}\n", bag.read("manifest-sha256.txt"), Algorithm::Sha256.of(b"abc")),
            );
            bag.write("bag-info.txt", "");
            bag.tags();
            assert_eq!(bag.rules(), Vec::<&str>::new(), "{version} {name} {written}");
        }
    }
}
