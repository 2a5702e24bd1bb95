//! Checking an object: every rule of the specification, every byte of its files.

use super::super::digest::{self, Algorithm};
use super::super::report::Problem;
use super::files::{Below, Kind, entries};
use super::inventory::{self, Inventory, Paths, Spec, VersionName};
use crate::say;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// A longer inventory is not read: no object of programme documents has one.
const LONGEST: u64 = 256 * 1024 * 1024;

/// Extensions of objects and storage roots that are registered.
pub(super) const REGISTERED: [&str; 13] = [
    "0001-digest-algorithms",
    "0002-flat-direct-storage-layout",
    "0003-hash-and-id-n-tuple-storage-layout",
    "0004-hashed-n-tuple-storage-layout",
    "0005-mutable-head",
    "0006-flat-omit-prefix-storage-layout",
    "0007-n-tuple-omit-prefix-storage-layout",
    "0008-schema-registry",
    "0009-digest-algorithms",
    "0010-differential-n-tuple-omit-prefix-storage-layout",
    "0011-direct-clean-path-layout",
    "0012-digest-algorithms",
    "initial",
];

/// What an object is made of, and what is wrong with it.
#[derive(Clone, Debug, Default)]
pub struct Checked {
    /// Its newest inventory, where it can be read.
    pub inventory: Option<Inventory>,
    /// The digest of each version's own inventory, by the algorithm that it names.
    pub inventories: BTreeMap<VersionName, String>,
    /// Files that were read to the end, inventories among them.
    pub files: usize,
    /// Their bytes.
    pub bytes: u64,
    /// What is wrong with it.
    pub problems: Vec<Problem>,
}

/// Checks the object in a folder.
pub fn check(folder: &Path) -> Checked {
    let mut check = Check { folder, it: Checked::default(), content: BTreeSet::new() };
    check.object();
    let Check { mut it, .. } = check;
    // The newest version's inventory is the object's own: what is wrong with both is told once.
    it.problems.dedup();
    it
}

struct Check<'a> {
    folder: &'a Path,
    it: Checked,
    /// Every file in a content folder.
    content: BTreeSet<String>,
}

/// An inventory with where it lies.
struct Read {
    bytes: Vec<u8>,
    inventory: Option<Inventory>,
    digest: Option<String>,
}

impl Check<'_> {
    fn problem(&mut self, problem: Problem) {
        self.it.problems.push(problem);
    }

    fn unreadable(&mut self, file: &str, error: &io::Error) {
        let why = error.to_string();
        self.problem(Problem::doubt("unreadable", say!("it can't be read: {why}", "無法讀取：{why}")).in_file(file));
    }

    fn object(&mut self) {
        let entries = match entries(self.folder) {
            Ok(entries) => entries,
            Err(error) => return self.unreadable("", &error),
        };
        let spec = self.declaration(&entries);
        let versions = self.root_entries(&entries);
        if !entries.iter().any(|(name, kind)| name == inventory::FILE && *kind == Kind::File) {
            return self
                .problem(Problem::doubt("E063", say!("the object has no inventory", "物件沒有清單")).in_file(inventory::FILE));
        }
        let Some(root) = self.inventory("") else { return };
        let Some(newest) = root.inventory else { return };
        if let Some(spec) = spec
            && newest.spec != spec
        {
            let (a, b) = (spec.number(), newest.spec.number());
            self.problem(
                Problem::doubt("E038", say!("the object is of OCFL {a}, its inventory of {b}", "物件屬 OCFL {a}，清單卻屬 {b}"))
                    .in_file(inventory::FILE),
            );
        }
        self.sidecars(&entries, newest.algorithm);
        self.folders(&versions, &newest);
        let mut own: Vec<(VersionName, Inventory)> = Vec::new();
        for (name, _) in &newest.versions {
            if versions.contains(name) {
                own.extend(self.version(*name, &newest, &root.bytes).map(|inventory| (*name, inventory)));
            }
        }
        self.orders(&own);
        let digests = self.contents(&newest, &own);
        for (name, inventory) in own.iter().filter(|(name, _)| *name != newest.head) {
            self.agrees(*name, inventory, &newest, &digests);
        }
        self.it.inventory = Some(newest);
    }

    /// Exactly one declaration, with what it ought to say.
    fn declaration(&mut self, entries: &[(String, Kind)]) -> Option<Spec> {
        let declared: Vec<&str> = entries.iter().map(|(name, _)| name.as_str()).filter(|name| name.starts_with("0=")).collect();
        let [name] = declared.as_slice() else {
            let says = match declared.len() {
                0 => say!("there is no declaration of an OCFL object", "沒有 OCFL 物件的宣告檔"),
                n => say!("there are {n} declarations", "有 {n} 個宣告檔"),
            };
            self.problem(Problem::doubt("E003", says));
            return None;
        };
        let Some(spec) = Spec::ALL.into_iter().find(|spec| spec.object_declaration() == *name) else {
            self.problem(
                Problem::doubt("E004", say!("`{name}` declares no object that is known here", "「{name}」不是已知的物件宣告"))
                    .in_file(*name),
            );
            return None;
        };
        let wanted = format!("{}\n", name.trim_start_matches("0="));
        match self.short(name, 256) {
            Some(bytes) if bytes == wanted.as_bytes() => {}
            Some(_) => self.problem(
                Problem::doubt("E007", say!("the declaration says something else than its name", "宣告檔的內容與檔名不符"))
                    .in_file(*name),
            ),
            None => {}
        }
        Some(spec)
    }

    /// Nothing in the object's folder but what the specification names; the version folders that are there.
    fn root_entries(&mut self, entries: &[(String, Kind)]) -> Vec<VersionName> {
        let mut versions = Vec::new();
        for (name, kind) in entries {
            match (kind, VersionName::parse(name)) {
                (Kind::Odd, _) => self.problem(
                    Problem::doubt("E090", say!("links and devices must not be here", "這裡不可以有連結或裝置")).in_file(name),
                ),
                (Kind::Folder, Some(version)) => versions.push(version),
                (Kind::Folder, None) if name == "logs" => {}
                (Kind::Folder, None) if name == "extensions" => self.extensions(),
                (Kind::File, _) if name.starts_with("0=") || name == inventory::FILE || name.starts_with("inventory.json.") => {}
                _ => self.problem(Problem::doubt("E001", say!("it does not belong here", "這裡不應有它")).in_file(name)),
            }
        }
        versions.sort_unstable();
        versions
    }

    fn extensions(&mut self) {
        match entries(&self.folder.join("extensions")) {
            Ok(found) => {
                for (name, kind) in found {
                    let file = format!("extensions/{name}");
                    if kind != Kind::Folder {
                        self.problem(
                            Problem::doubt("E067", say!("only folders may lie in `extensions`", "extensions 裡只可以有資料夾"))
                                .in_file(file),
                        );
                    } else if !REGISTERED.contains(&name.as_str()) {
                        self.problem(
                            Problem::remark("W013", say!("the extension is not registered", "這項擴充沒有登記")).in_file(file),
                        );
                    }
                }
            }
            Err(error) => self.unreadable("extensions", &error),
        }
    }

    /// A file that ought to be short.
    fn short(&mut self, file: &str, most: u64) -> Option<Vec<u8>> {
        let path = self.path(file);
        let read = || -> io::Result<Vec<u8>> {
            use std::io::Read as _;
            let mut bytes = Vec::new();
            fs::File::open(&path)?.take(most.saturating_add(1)).read_to_end(&mut bytes)?;
            if bytes.len() as u64 > most { Err(io::ErrorKind::FileTooLarge.into()) } else { Ok(bytes) }
        };
        match read() {
            Ok(bytes) => {
                self.it.files += 1;
                self.it.bytes += bytes.len() as u64;
                Some(bytes)
            }
            Err(error) => {
                self.unreadable(file, &error);
                None
            }
        }
    }

    fn path(&self, file: &str) -> PathBuf {
        file.split('/').fold(self.folder.to_owned(), |path, part| path.join(part))
    }

    /// The inventory of a folder (`v1/`, or nothing for the object's own) with its sidecar.
    fn inventory(&mut self, prefix: &str) -> Option<Read> {
        let file = format!("{prefix}{}", inventory::FILE);
        let bytes = self.short(&file, LONGEST)?;
        let mut problems = Vec::new();
        let inventory = Inventory::read(&bytes, &mut problems);
        self.it.problems.extend(problems.into_iter().map(|problem| problem.in_file(file.clone())));
        let digest = inventory.as_ref().map(|inventory| self.sidecar(prefix, inventory.algorithm, &bytes));
        Some(Read { bytes, inventory, digest })
    }

    /// Compares an inventory with its sidecar; the digest that the bytes have.
    fn sidecar(&mut self, prefix: &str, algorithm: Algorithm, bytes: &[u8]) -> String {
        let digest = algorithm.of(bytes);
        let file = format!("{prefix}{}", inventory::sidecar_name(algorithm));
        if !self.path(&file).is_file() {
            self.problem(Problem::doubt("E058", say!("the inventory's digest is missing", "缺少清單的摘要檔")).in_file(file));
            return digest;
        }
        let Some(text) = self.short(&file, 4096) else { return digest };
        let text = String::from_utf8_lossy(&text);
        let parts: Vec<&str> = text.split_ascii_whitespace().collect();
        match parts.as_slice() {
            [recorded, inventory::FILE] if text.starts_with(recorded) => {
                if !recorded.eq_ignore_ascii_case(&digest) {
                    self.problem(
                        Problem::doubt(
                            "E060",
                            say!("the inventory is not the one that this digest was taken of", "清單與摘要不符"),
                        )
                        .in_file(file),
                    );
                }
            }
            _ => self.problem(
                Problem::doubt("E061", say!("it does not say `DIGEST inventory.json`", "內容不是「摘要 inventory.json」"))
                    .in_file(file),
            ),
        }
        digest
    }

    /// No sidecar of another algorithm.
    fn sidecars(&mut self, entries: &[(String, Kind)], algorithm: Algorithm) {
        let own = inventory::sidecar_name(algorithm);
        for (name, _) in entries.iter().filter(|(name, _)| name.starts_with("inventory.json.") && *name != own) {
            self.problem(
                Problem::doubt("E001", say!("it is the digest of no inventory here", "這裡沒有它所屬的清單")).in_file(name),
            );
        }
    }

    /// The version folders are those that the inventory names.
    fn folders(&mut self, there: &[VersionName], newest: &Inventory) {
        for (name, _) in newest.versions.iter().filter(|(name, _)| !there.contains(name)) {
            self.problem(
                Problem::doubt("E010", say!("the version's folder is missing", "缺少這一版的資料夾"))
                    .in_version(name.to_string()),
            );
        }
        for name in there.iter().filter(|name| newest.version(**name).is_none()) {
            self.problem(
                Problem::doubt("E046", say!("the inventory knows nothing of this version", "清單裡沒有這一版"))
                    .in_version(name.to_string()),
            );
        }
    }

    /// Looks through a version's folder; its own inventory, if it has one.
    fn version(&mut self, name: VersionName, newest: &Inventory, root: &[u8]) -> Option<Inventory> {
        let found = match entries(&self.folder.join(name.to_string())) {
            Ok(found) => found,
            Err(error) => {
                self.unreadable(&name.to_string(), &error);
                return None;
            }
        };
        let has_inventory = found.iter().any(|(file, kind)| file == inventory::FILE && *kind == Kind::File);
        let read = if has_inventory { self.inventory(&format!("{name}/")) } else { None };
        if !has_inventory {
            self.problem(
                Problem::remark("W010", say!("the version has no inventory of its own", "這一版沒有自己的清單"))
                    .in_version(name.to_string()),
            );
        }
        if let Some(digest) = read.as_ref().and_then(|read| read.digest.clone()) {
            self.it.inventories.insert(name, digest);
        }
        let own = read.as_ref().and_then(|read| read.inventory.as_ref());
        let sidecar = own.map(|own| inventory::sidecar_name(own.algorithm));
        for (file, kind) in found {
            let path = format!("{name}/{file}");
            match kind {
                Kind::Odd => self.problem(
                    Problem::doubt("E090", say!("links and devices must not be here", "這裡不可以有連結或裝置")).in_file(path),
                ),
                Kind::File if file == inventory::FILE || Some(&file) == sidecar.as_ref() => {}
                // The sidecar of an inventory that can't be read.
                Kind::File if has_inventory && sidecar.is_none() && file.starts_with("inventory.json.") => {}
                Kind::File => self.problem(Problem::doubt("E015", say!("it does not belong here", "這裡不應有它")).in_file(path)),
                Kind::Folder if file == newest.content() => self.content_folder(&path),
                Kind::Folder => self.problem(
                    Problem::remark("W002", say!("it is no folder of the version's content", "不是這一版的內容資料夾"))
                        .in_file(path),
                ),
            }
        }
        if let Some(read) = &read
            && name == newest.head
            && read.bytes != root
        {
            self.problem(
                Problem::doubt("E064", say!("it differs from the object's own inventory", "與物件的清單不同"))
                    .in_file(format!("{name}/{}", inventory::FILE)),
            );
        }
        let own = read?.inventory?;
        self.own_inventory(name, &own, newest);
        Some(own)
    }

    fn content_folder(&mut self, path: &str) {
        match Below::read(&self.path(path), &format!("{path}/")) {
            Ok(below) => {
                for empty in below.empty {
                    self.problem(Problem::doubt("E024", say!("the folder is empty", "資料夾是空的")).in_file(empty));
                }
                for odd in below.odd {
                    self.problem(
                        Problem::doubt("E090", say!("links and devices must not be here", "這裡不可以有連結或裝置")).in_file(odd),
                    );
                }
                self.content.extend(below.files);
            }
            Err(error) => self.unreadable(path, &error),
        }
    }

    /// What a version's own inventory must have in common with the newest one.
    fn own_inventory(&mut self, name: VersionName, own: &Inventory, newest: &Inventory) {
        let mut wrong = Vec::new();
        if own.id != newest.id {
            wrong.push(("E037", say!("the identifier differs from the object's", "識別碼與物件的不同")));
        }
        if own.head != name {
            let head = own.head.to_string();
            wrong.push(("E040", say!("the inventory of {name} has {head} as its head", "{name} 的清單以 {head} 為 head")));
        }
        if own.content() != newest.content() {
            wrong.push(("E019", say!("`contentDirectory` differs from the object's", "contentDirectory 與物件的不同")));
        }
        let file = format!("{name}/{}", inventory::FILE);
        wrong.into_iter().for_each(|(rule, says)| self.problem(Problem::doubt(rule, says).in_file(file.clone())));
    }

    /// No version goes back to an older specification.
    fn orders(&mut self, own: &[(VersionName, Inventory)]) {
        for pair in own.windows(2) {
            if let [(_, before), (name, after)] = pair
                && after.spec < before.spec
            {
                self.problem(
                    Problem::doubt(
                        "E103",
                        say!("the version is of an older OCFL than the one before", "這一版的 OCFL 比前一版舊"),
                    )
                    .in_version(name.to_string()),
                );
            }
        }
    }

    /// Reads every file, compares it with every inventory; the digests of each file.
    fn contents(
        &mut self,
        newest: &Inventory,
        own: &[(VersionName, Inventory)],
    ) -> BTreeMap<String, BTreeMap<Algorithm, String>> {
        let inventories: Vec<&Inventory> = own.iter().map(|(_, inventory)| inventory).chain([newest]).collect();
        let mut wanted: BTreeMap<String, BTreeSet<Algorithm>> = BTreeMap::new();
        let manifests = inventories.iter().map(|inventory| (inventory.algorithm, &inventory.manifest));
        let fixity = inventories.iter().flat_map(|inventory| &inventory.fixity);
        let fixity = fixity.filter_map(|(name, paths)| Algorithm::parse(name).map(|algorithm| (algorithm, paths)));
        for (algorithm, paths) in manifests.chain(fixity) {
            for path in paths.iter().flat_map(|(_, paths)| paths) {
                wanted.entry(path.clone()).or_default().insert(algorithm);
            }
        }
        let mut digests = BTreeMap::new();
        for (path, algorithms) in wanted {
            if self.content.contains(&path) {
                digests.extend(self.digests(&path, &algorithms).map(|found| (path, found)));
            }
        }
        for (version, inventory) in own.iter().map(|(name, inventory)| (Some(*name), inventory)).chain([(None, newest)]) {
            self.manifest(version, inventory, &digests);
        }
        digests
    }

    fn digests(&mut self, path: &str, algorithms: &BTreeSet<Algorithm>) -> Option<BTreeMap<Algorithm, String>> {
        let algorithms: Vec<Algorithm> = algorithms.iter().copied().collect();
        let read = fs::File::open(self.path(path)).and_then(|mut file| digest::read(&mut file, &algorithms));
        match read {
            Ok(read) => {
                self.it.files += 1;
                self.it.bytes += read.size;
                Some(algorithms.into_iter().zip(read.digests).collect())
            }
            Err(error) => {
                self.unreadable(path, &error);
                None
            }
        }
    }

    /// Compares one inventory with the files: those of its own versions are all listed, and all that are listed are there
    /// and have their digests.
    fn manifest(
        &mut self,
        version: Option<VersionName>,
        inventory: &Inventory,
        digests: &BTreeMap<String, BTreeMap<Algorithm, String>>,
    ) {
        let listed: BTreeSet<&str> = paths(&inventory.manifest).map(|(_, path)| path).collect();
        let head = version.map_or(u32::MAX, |name| name.number);
        let own = |path: &str| path.split('/').next().and_then(VersionName::parse).is_some_and(|name| name.number <= head);
        let mut found = Vec::new();
        for path in self.content.iter().filter(|path| own(path) && !listed.contains(path.as_str())) {
            found.push(Problem::doubt("E023", say!("no inventory lists it", "清單裡沒有它")).in_file(path.clone()));
        }
        let fixity = inventory
            .fixity
            .iter()
            .filter_map(|(name, paths)| Algorithm::parse(name).map(|algorithm| (algorithm, paths, "E093")));
        for (algorithm, block, rule) in [(inventory.algorithm, &inventory.manifest, "E092")].into_iter().chain(fixity) {
            for (digest, path) in paths(block) {
                if !self.content.contains(path) {
                    found.push(Problem::doubt(rule, say!("it is listed and is not there", "清單裡有，檔案卻不在")).in_file(path));
                } else if let Some(is) = digests.get(path).and_then(|of| of.get(&algorithm))
                    && !is.eq_ignore_ascii_case(digest)
                {
                    let name = algorithm.name();
                    found.push(
                        Problem::doubt(
                            rule,
                            say!(
                                "its {name} digest is not the one that is recorded: the file was changed",
                                "{name} 摘要與記錄不符：檔案被改動過"
                            ),
                        )
                        .in_file(path),
                    );
                }
            }
        }
        for (name, _) in inventory.fixity.iter().filter(|(name, _)| Algorithm::parse(name).is_none()) {
            found.push(
                Problem::remark("E026", say!("digests by `{name}` were not checked", "「{name}」摘要沒有核對"))
                    .in_file(inventory::FILE),
            );
        }
        // The same is wrong for every inventory that lists the file.
        found.retain(|problem| !self.it.problems.contains(problem));
        self.it.problems.extend(found);
    }

    /// A version of an older inventory is still the same in the newest one.
    fn agrees(
        &mut self,
        name: VersionName,
        old: &Inventory,
        newest: &Inventory,
        digests: &BTreeMap<String, BTreeMap<Algorithm, String>>,
    ) {
        // By the newest inventory's algorithm, whatever the old one used.
        let digest_of = |path: &str| digests.get(path).and_then(|of| of.get(&newest.algorithm)).cloned();
        let file = format!("{name}/{}", inventory::FILE);
        for (version, before) in &old.versions {
            let Some(now) = newest.version(*version) else {
                self.problem(
                    Problem::doubt(
                        "E066",
                        say!("the newest inventory does not have {version} any more", "最新的清單已沒有 {version}"),
                    )
                    .in_file(file.clone()),
                );
                continue;
            };
            let then: BTreeMap<&str, Option<String>> =
                old.files(before).into_iter().map(|(logical, (path, _))| (logical, digest_of(path))).collect();
            let now_files: BTreeMap<&str, Option<String>> =
                newest.files(now).into_iter().map(|(logical, (path, _))| (logical, digest_of(path))).collect();
            if then != now_files {
                self.problem(
                    Problem::doubt(
                        "E066",
                        say!("{version} had other files than the newest inventory says", "{version} 的檔案與最新的清單所說不同"),
                    )
                    .in_file(file.clone()),
                );
            }
            if (&before.created, &before.message, &before.user) != (&now.created, &now.message, &now.user) {
                self.problem(
                    Problem::remark(
                        "W011",
                        say!(
                            "date, message or user of {version} differ from the newest inventory",
                            "{version} 的日期、說明或人員與最新的清單不同"
                        ),
                    )
                    .in_file(file.clone()),
                );
            }
        }
    }
}

fn paths(block: &Paths) -> impl Iterator<Item = (&str, &str)> {
    block.iter().flat_map(|(digest, paths)| paths.iter().map(move |path| (digest.as_str(), path.as_str())))
}
