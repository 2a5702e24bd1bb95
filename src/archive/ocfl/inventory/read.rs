//! Reading an inventory, with every rule of the specification that one inventory alone can break.

use super::super::super::digest::Algorithm;
use super::super::super::report::Problem;
use super::super::json::Json;
use super::rules::{PathFault, conflicts, is_moment, is_uri, path_fault};
use super::{Inventory, Paths, Spec, User, Version, VersionName};
use crate::say;
use std::collections::{BTreeMap, BTreeSet};

const KEYS: [&str; 8] = ["id", "type", "digestAlgorithm", "head", "contentDirectory", "manifest", "versions", "fixity"];
const VERSION_KEYS: [&str; 4] = ["created", "state", "message", "user"];
const USER_KEYS: [&str; 2] = ["name", "address"];

impl Inventory {
    /// Reads an inventory and says what is wrong with it; `None` where it can't be used at all.
    pub fn read(bytes: &[u8], problems: &mut Vec<Problem>) -> Option<Self> {
        let json = match Json::parse(bytes) {
            Ok(Json::Map(entries)) => entries,
            Ok(_) => {
                problems.push(Problem::doubt("E033", say!("the inventory is no JSON object", "清單不是 JSON 物件")));
                return None;
            }
            Err(why) => {
                problems.push(Problem::doubt("E033", say!("the inventory is not JSON: {why}", "清單不是 JSON：{why}")));
                return None;
            }
        };
        let mut reader = Reader { problems };
        reader.keys(&json, &KEYS, "E102");
        reader.inventory(&json)
    }
}

struct Reader<'p> {
    problems: &'p mut Vec<Problem>,
}

fn get<'j>(entries: &'j [(String, Json)], key: &str) -> Option<&'j Json> {
    entries.iter().find(|(name, _)| name == key).map(|(_, value)| value)
}

impl Reader<'_> {
    fn doubt(&mut self, rule: &'static str, en: impl Into<String>, zh: impl Into<String>) {
        let (en, zh) = (en.into(), zh.into());
        self.problems.push(Problem::doubt(rule, say!("{en}", "{zh}")));
    }

    fn remark(&mut self, rule: &'static str, en: impl Into<String>, zh: impl Into<String>) {
        let (en, zh) = (en.into(), zh.into());
        self.problems.push(Problem::remark(rule, say!("{en}", "{zh}")));
    }

    /// Each key once, and none that is not known.
    fn keys(&mut self, entries: &[(String, Json)], known: &[&str], rule: &'static str) {
        let mut seen = BTreeSet::new();
        for (key, _) in entries {
            if !known.contains(&key.as_str()) {
                self.doubt(rule, format!("the key `{key}` is not allowed"), format!("不可以有「{key}」這個鍵"));
            }
            if !seen.insert(key) {
                self.doubt("E033", format!("the key `{key}` is given twice"), format!("鍵「{key}」重複"));
            }
        }
    }

    /// A text that must be there.
    fn needed<'j>(&mut self, entries: &'j [(String, Json)], key: &str, rule: &'static str) -> Option<&'j str> {
        let found = get(entries, key);
        let text = found.and_then(Json::text).filter(|text| !text.is_empty());
        if text.is_none() {
            match found {
                None => self.doubt(rule, format!("the key `{key}` is missing"), format!("缺少「{key}」")),
                Some(_) => self.doubt(rule, format!("`{key}` is no text"), format!("「{key}」不是文字")),
            }
        }
        text
    }

    fn inventory(&mut self, json: &[(String, Json)]) -> Option<Inventory> {
        let id = self.needed(json, "id", if get(json, "id").is_some() { "E037" } else { "E036" });
        if let Some(id) = id.filter(|id| !is_uri(id)) {
            self.remark("W005", format!("the identifier `{id}` is no URI"), format!("識別碼「{id}」不是 URI"));
        }
        let kind = self.needed(json, "type", "E036");
        let spec = kind.and_then(|kind| Spec::ALL.into_iter().find(|spec| spec.inventory_type() == kind));
        if let (Some(kind), None) = (kind, spec) {
            self.doubt("E038", format!("`{kind}` is no type of inventory"), format!("「{kind}」不是清單的類型"));
        }
        let algorithm = self.algorithm(json);
        let head = self.needed(json, "head", if get(json, "head").is_some() { "E040" } else { "E036" }).and_then(|text| {
            let head = VersionName::parse(text);
            if head.is_none() {
                self.doubt("E040", format!("the head `{text}` is no version"), format!("head「{text}」不是版本"));
            }
            head
        });
        let content_directory = get(json, "contentDirectory").and_then(|value| self.content_directory(value));
        let manifest = self.manifest(get(json, "manifest"));
        let versions = self.versions(get(json, "versions"), manifest.as_ref());
        let fixity = get(json, "fixity").map_or_else(Vec::new, |fixity| self.fixity(fixity));
        let (manifest, versions) = (manifest?, versions?);
        self.used(&manifest, &versions);
        let head = head?;
        if let Some((newest, _)) = versions.last().filter(|(newest, _)| *newest != head) {
            self.doubt("E040", format!("the head is {head}, but there is {newest}"), format!("head 是 {head}，卻有 {newest}"));
        }
        let inventory = Inventory {
            spec: spec?,
            id: id?.to_owned(),
            algorithm: algorithm?,
            head,
            content_directory,
            manifest,
            versions,
            fixity,
        };
        self.places(&inventory);
        Some(inventory)
    }

    fn algorithm(&mut self, json: &[(String, Json)]) -> Option<Algorithm> {
        let name = self.needed(json, "digestAlgorithm", "E036")?;
        match Algorithm::parse(name) {
            Some(algorithm @ Algorithm::Sha512) => Some(algorithm),
            Some(algorithm @ Algorithm::Sha256) => {
                self.remark("W004", "the digests are SHA-256, not SHA-512", "摘要用的是 SHA-256，不是 SHA-512");
                Some(algorithm)
            }
            _ => {
                self.doubt("E025", format!("`{name}` is not an allowed digest"), format!("不可以用「{name}」這種摘要"));
                None
            }
        }
    }

    fn content_directory(&mut self, value: &Json) -> Option<String> {
        match value.text() {
            Some(name) if !name.is_empty() && !name.contains('/') && name != "." && name != ".." => Some(name.to_owned()),
            _ => {
                self.doubt("E017", "`contentDirectory` is no folder's name", "contentDirectory 不是資料夾名稱");
                None
            }
        }
    }

    /// Digests with paths; `fault` is the rule that a wrong form breaks, `twice` the rule for digests that are there twice.
    fn paths(&mut self, entries: &[(String, Json)], fault: &'static str, twice: &'static str) -> Paths {
        let mut seen = BTreeSet::new();
        let mut all = Paths::new();
        for (digest, paths) in entries {
            if !seen.insert(digest.to_lowercase()) {
                self.doubt(twice, format!("the digest {digest} is there twice"), format!("摘要 {digest} 重複"));
            }
            match paths.texts().filter(|paths| !paths.is_empty()) {
                Some(paths) => all.push((digest.clone(), paths.into_iter().map(str::to_owned).collect())),
                None => self.doubt(fault, format!("{digest} has no list of paths"), format!("{digest} 沒有路徑列表")),
            }
        }
        all
    }

    fn content_paths(&mut self, paths: &Paths) {
        for path in paths.iter().flat_map(|(_, paths)| paths) {
            match path_fault(path) {
                Some(PathFault::Slash) => self.doubt(
                    "E100",
                    format!("the content path `{path}` begins or ends with a slash"),
                    format!("內容路徑「{path}」以斜線開頭或結尾"),
                ),
                Some(PathFault::Part) => self.doubt(
                    "E099",
                    format!("the content path `{path}` leads elsewhere"),
                    format!("內容路徑「{path}」指向別處"),
                ),
                None => {}
            }
        }
        for path in conflicts(paths.iter().flat_map(|(_, paths)| paths).map(String::as_str)) {
            self.doubt("E101", format!("the content path `{path}` is there twice"), format!("內容路徑「{path}」重複或互相衝突"));
        }
    }

    fn manifest(&mut self, value: Option<&Json>) -> Option<Paths> {
        let Some(value) = value else {
            self.doubt("E041", "there is no manifest", "缺少 manifest");
            return None;
        };
        let Some(entries) = value.map() else {
            self.doubt("E106", "the manifest is no JSON object", "manifest 不是 JSON 物件");
            return None;
        };
        let paths = self.paths(entries, "E092", "E096");
        self.content_paths(&paths);
        Some(paths)
    }

    fn fixity(&mut self, value: &Json) -> Vec<(String, Paths)> {
        let Some(blocks) = value.map() else {
            self.doubt("E111", "`fixity` is no JSON object", "fixity 不是 JSON 物件");
            return Vec::new();
        };
        let mut all = Vec::new();
        for (algorithm, block) in blocks {
            let Some(entries) = block.map() else {
                self.doubt(
                    "E057",
                    format!("the fixity of {algorithm} is no JSON object"),
                    format!("fixity 的 {algorithm} 不是 JSON 物件"),
                );
                continue;
            };
            let paths = self.paths(entries, "E057", "E097");
            self.content_paths(&paths);
            all.push((algorithm.clone(), paths));
        }
        all
    }

    fn versions(&mut self, value: Option<&Json>, manifest: Option<&Paths>) -> Option<Vec<(VersionName, Version)>> {
        let Some(value) = value else {
            self.doubt("E043", "there are no versions", "缺少 versions");
            return None;
        };
        let Some(entries) = value.map() else {
            self.doubt("E044", "`versions` is no JSON object", "versions 不是 JSON 物件");
            return None;
        };
        if entries.is_empty() {
            self.doubt("E008", "there is no version", "一個版本都沒有");
            return None;
        }
        let mut all = BTreeMap::new();
        for (name, value) in entries {
            let Some(version_name) = VersionName::parse(name) else {
                self.doubt("E046", format!("`{name}` is no version"), format!("「{name}」不是版本"));
                continue;
            };
            let before = self.problems.len();
            let version = self.version(value, manifest);
            for problem in self.problems.iter_mut().skip(before) {
                problem.version.get_or_insert_with(|| name.clone());
            }
            if let Some(version) = version
                && all.insert(version_name, version).is_some()
            {
                self.doubt("E033", format!("{name} is there twice"), format!("{name} 重複"));
            }
        }
        self.sequence(all.keys().copied());
        (!all.is_empty()).then(|| all.into_iter().collect())
    }

    /// From 1, without gaps, all named in one way.
    fn sequence(&mut self, names: impl Iterator<Item = VersionName> + Clone) {
        if let Some((expected, _)) = (1..).zip(names.clone()).find(|(n, name)| *n != name.number) {
            self.doubt("E010", format!("version {expected} is missing"), format!("缺少第 {expected} 版"));
        }
        let widths: BTreeSet<usize> = names.clone().map(|name| name.width).collect();
        if widths.len() > 1 {
            self.doubt("E012", "versions are named in different ways", "版本的命名方式不一致");
        }
        if widths.iter().any(|width| *width > 0) {
            self.remark("W001", "the numbers of versions are padded with zeros", "版本號前面補了零");
        }
    }

    fn version(&mut self, value: &Json, manifest: Option<&Paths>) -> Option<Version> {
        let Some(entries) = value.map() else {
            self.doubt("E047", "the version is no JSON object", "版本不是 JSON 物件");
            return None;
        };
        self.keys(entries, &VERSION_KEYS, "E102");
        let created = get(entries, "created");
        match created.map(Json::text) {
            None => self.doubt("E048", "`created` is missing", "缺少 created"),
            Some(text) if text.is_some_and(is_moment) => {}
            Some(_) => self.doubt("E049", "`created` is no date and time with a zone", "created 不是帶時區的日期時間"),
        }
        let message = get(entries, "message").and_then(|message| {
            if message.text().is_none() {
                self.doubt("E094", "`message` is no text", "message 不是文字");
            }
            message.text().map(str::to_owned)
        });
        let user = get(entries, "user").and_then(|user| self.user(user));
        if get(entries, "message").is_none() || get(entries, "user").is_none() {
            self.remark("W007", "message or user is not given", "沒有 message 或 user");
        }
        let state = match get(entries, "state") {
            None => {
                self.doubt("E048", "`state` is missing", "缺少 state");
                return None;
            }
            Some(state) => match state.map() {
                None => {
                    self.doubt("E050", "`state` is no JSON object", "state 不是 JSON 物件");
                    return None;
                }
                Some(entries) => self.state(entries, manifest),
            },
        };
        Some(Version { created: created.and_then(Json::text).unwrap_or_default().to_owned(), message, user, state })
    }

    fn user(&mut self, value: &Json) -> Option<User> {
        let Some(entries) = value.map() else {
            self.doubt("E054", "`user` is no JSON object", "user 不是 JSON 物件");
            return None;
        };
        self.keys(entries, &USER_KEYS, "E102");
        let name = self.needed(entries, "name", "E054")?.to_owned();
        let address = get(entries, "address").and_then(Json::text);
        match address {
            None => self.remark("W008", "the user has no address", "user 沒有 address"),
            Some(address) if !is_uri(address) => self.remark(
                "W009",
                format!("the user's address `{address}` is no URI"),
                format!("user 的 address「{address}」不是 URI"),
            ),
            Some(_) => {}
        }
        Some(User { name, address: address.map(str::to_owned) })
    }

    fn state(&mut self, entries: &[(String, Json)], manifest: Option<&Paths>) -> Paths {
        let state = self.paths(entries, "E051", "E050");
        let known: BTreeSet<&str> = manifest.into_iter().flatten().map(|(digest, _)| digest.as_str()).collect();
        for (digest, _) in state.iter().filter(|(digest, _)| manifest.is_some() && !known.contains(digest.as_str())) {
            self.doubt("E050", format!("the digest {digest} is not in the manifest"), format!("摘要 {digest} 不在 manifest 裡"));
        }
        for path in state.iter().flat_map(|(_, paths)| paths) {
            match path_fault(path) {
                Some(PathFault::Slash) => self.doubt(
                    "E053",
                    format!("the logical path `{path}` begins or ends with a slash"),
                    format!("邏輯路徑「{path}」以斜線開頭或結尾"),
                ),
                Some(PathFault::Part) => self.doubt(
                    "E052",
                    format!("the logical path `{path}` leads elsewhere"),
                    format!("邏輯路徑「{path}」指向別處"),
                ),
                None => {}
            }
        }
        for path in conflicts(state.iter().flat_map(|(_, paths)| paths).map(String::as_str)) {
            self.doubt("E095", format!("the logical path `{path}` is there twice"), format!("邏輯路徑「{path}」重複或互相衝突"));
        }
        state
    }

    /// Every digest of the manifest belongs to some version.
    fn used(&mut self, manifest: &Paths, versions: &[(VersionName, Version)]) {
        let used: BTreeSet<String> =
            versions.iter().flat_map(|(_, version)| &version.state).map(|(digest, _)| digest.to_lowercase()).collect();
        for (digest, paths) in manifest.iter().filter(|(digest, _)| !used.contains(&digest.to_lowercase())) {
            let file = paths.first().cloned().unwrap_or_default();
            self.problems.push(
                Problem::doubt("E107", say!("no version has the digest {digest}", "沒有一個版本用到摘要 {digest}")).in_file(file),
            );
        }
    }

    /// Content paths lie in the content folder of a version that there is.
    fn places(&mut self, inventory: &Inventory) {
        let content = inventory.content().to_owned();
        for path in inventory.manifest.iter().flat_map(|(_, paths)| paths) {
            let mut parts = path.splitn(3, '/');
            let version = parts.next().and_then(VersionName::parse);
            let fits = version.is_some_and(|name| inventory.version(name).is_some())
                && parts.next() == Some(&content)
                && parts.next().is_some();
            if !fits {
                self.problems.push(
                    Problem::doubt("E042", say!("the path lies in no version's content", "路徑不在任何版本的內容資料夾裡"))
                        .in_file(path.clone()),
                );
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::super::report::Grade;
    use super::*;

    const DIGEST: &str = "abc";

    fn text(change: impl Fn(&mut serde_json::Value)) -> Vec<u8> {
        let mut json = serde_json::json!({
            "id": "urn:x:1", "type": "https://ocfl.io/1.1/spec/#inventory", "digestAlgorithm": "sha512", "head": "v1",
            "manifest": { DIGEST: ["v1/content/a.txt"] },
            "versions": { "v1": {
                "created": "2024-01-01T00:00:00Z", "message": "m", "user": { "name": "n", "address": "mailto:a@b.example" },
                "state": { DIGEST: ["a.txt"] },
            } },
        });
        change(&mut json);
        serde_json::to_vec(&json).unwrap()
    }

    fn rules(bytes: &[u8], grade: Grade) -> Vec<&'static str> {
        let mut problems = Vec::new();
        Inventory::read(bytes, &mut problems);
        problems.into_iter().filter(|p| p.grade == grade).map(|p| p.rule).collect()
    }

    #[test]
    fn a_good_inventory_is_read_and_written_again_alike() {
        let mut problems = Vec::new();
        let inventory = Inventory::read(&text(|_| {}), &mut problems).unwrap();
        assert_eq!(problems, []);
        let again = Inventory::read(&inventory.to_bytes(), &mut problems).unwrap();
        assert_eq!((again, problems), (inventory, Vec::new()));
    }

    #[test]
    fn each_broken_rule_is_named() {
        type Case = (&'static str, fn(&mut serde_json::Value));
        let broken: [Case; 38] = [
            ("E036", |j| _ = j.as_object_mut().unwrap().remove("id")),
            ("E037", |j| j["id"] = 1.into()),
            ("E038", |j| j["type"] = "x".into()),
            ("E025", |j| j["digestAlgorithm"] = "md5".into()),
            ("E040", |j| j["head"] = "1".into()),
            ("E036", |j| _ = j.as_object_mut().unwrap().remove("head")),
            ("E040", |j| j["head"] = "v2".into()),
            ("E040", |j| j["head"] = 1.into()),
            ("E044", |j| j["versions"] = 1.into()),
            ("E047", |j| j["versions"]["v1"] = 1.into()),
            ("E051", |j| j["versions"]["v1"]["state"][DIGEST] = "a.txt".into()),
            ("E053", |j| j["versions"]["v1"]["state"][DIGEST] = serde_json::json!(["/a.txt"])),
            ("E057", |j| j["fixity"] = serde_json::json!({ "md5": 1 })),
            ("E057", |j| j["fixity"] = serde_json::json!({ "md5": { "00": "v1/content/a.txt" } })),
            ("E097", |j| j["fixity"] = serde_json::json!({ "md5": { "aa": ["v1/content/a.txt"], "AA": ["v1/content/a.txt"] } })),
            ("E099", |j| j["manifest"][DIGEST] = serde_json::json!(["v1/content/../a.txt"])),
            ("E100", |j| j["manifest"][DIGEST] = serde_json::json!(["/v1/content/a.txt"])),
            ("E101", |j| j["manifest"][DIGEST] = serde_json::json!(["v1/content/a.txt", "v1/content/a.txt"])),
            ("E111", |j| j["fixity"] = 1.into()),
            ("E048", |j| _ = j["versions"]["v1"].as_object_mut().unwrap().remove("created")),
            ("E017", |j| j["contentDirectory"] = "a/b".into()),
            ("E041", |j| _ = j.as_object_mut().unwrap().remove("manifest")),
            ("E106", |j| j["manifest"] = 1.into()),
            ("E092", |j| j["manifest"][DIGEST] = "a".into()),
            ("E096", |j| j["manifest"]["ABC"] = serde_json::json!(["v1/content/b.txt"])),
            ("E042", |j| j["manifest"][DIGEST] = serde_json::json!(["v1/a.txt"])),
            ("E043", |j| _ = j.as_object_mut().unwrap().remove("versions")),
            ("E008", |j| j["versions"] = serde_json::json!({})),
            ("E046", |j| j["versions"]["x"] = 1.into()),
            ("E102", |j| j["extra"] = 1.into()),
            ("E049", |j| j["versions"]["v1"]["created"] = "2024".into()),
            ("E048", |j| _ = j["versions"]["v1"].as_object_mut().unwrap().remove("state")),
            ("E050", |j| j["versions"]["v1"]["state"]["x"] = serde_json::json!(["b"])),
            ("E052", |j| j["versions"]["v1"]["state"][DIGEST] = serde_json::json!(["../b"])),
            ("E054", |j| j["versions"]["v1"]["user"] = serde_json::json!({})),
            ("E094", |j| j["versions"]["v1"]["message"] = 1.into()),
            ("E095", |j| j["versions"]["v1"]["state"][DIGEST] = serde_json::json!(["a", "a/b"])),
            ("E107", |j| j["manifest"]["unused"] = serde_json::json!(["v1/content/b.txt"])),
        ];
        for (rule, change) in broken {
            assert!(rules(&text(change), Grade::Doubt).contains(&rule), "{rule}: {:?}", rules(&text(change), Grade::Doubt));
        }
        assert_eq!(rules(b"[]", Grade::Doubt), ["E033"]);
        assert_eq!(rules(b"{", Grade::Doubt), ["E033"]);
        assert!(rules(br#"{"id": "urn:x:1", "id": "urn:x:2"}"#, Grade::Doubt).contains(&"E033"));
    }

    #[test]
    fn what_only_ought_to_be_is_remarked() {
        assert_eq!(rules(&text(|j| j["id"] = "x".into()), Grade::Remark), ["W005"]);
        assert_eq!(rules(&text(|j| _ = j["versions"]["v1"].as_object_mut().unwrap().remove("message")), Grade::Remark), ["W007"]);
        assert_eq!(
            rules(&text(|j| _ = j["versions"]["v1"]["user"].as_object_mut().unwrap().remove("address")), Grade::Remark),
            ["W008"]
        );
        assert_eq!(rules(&text(|j| j["versions"]["v1"]["user"]["address"] = "here".into()), Grade::Remark), ["W009"]);
        let padded = |j: &mut serde_json::Value| {
            let version = j["versions"]["v1"].take();
            j["versions"] = serde_json::json!({ "v001": version });
            j["manifest"][DIGEST] = serde_json::json!(["v001/content/a.txt"]);
            j["head"] = "v001".into();
        };
        assert_eq!((rules(&text(padded), Grade::Doubt), rules(&text(padded), Grade::Remark)), (vec![], vec!["W001"]));
    }

    #[test]
    fn versions_are_named_alike_and_none_is_skipped() {
        assert_eq!(VersionName::parse("v3"), Some(VersionName::plain(3)));
        assert_eq!(VersionName::parse("v003").map(|v| v.to_string()).as_deref(), Some("v003"));
        for bad in ["3", "v", "v0", "v000", "vx", "v1 ", "v-1", "V1", "v99999999999"] {
            assert_eq!(VersionName::parse(bad), None, "{bad}");
        }
        let two = |name: &str| {
            let name = name.to_owned();
            text(move |j| {
                let version = j["versions"]["v1"].clone();
                j["versions"][&name] = version;
                j["head"] = name.clone().into();
            })
        };
        assert_eq!(rules(&two("v2"), Grade::Doubt), Vec::<&str>::new());
        assert_eq!(rules(&two("v3"), Grade::Doubt), ["E010"]);
        assert_eq!(rules(&two("v002"), Grade::Doubt), ["E012"]);
    }
}
