//! Objects that break the specification, made here: each is told by its rule.

use super::*;
use crate::archive::ocfl::object;

/// A copy of an object with two versions, to be broken.
struct Object {
    dir: TempDir,
}

impl Object {
    fn new() -> Self {
        let place = Place::filled();
        let dir = tempfile::tempdir_in(place.dir.path().parent().unwrap()).unwrap();
        fs::rename(place.root().join(crate::archive::ocfl::layout::path(A)), dir.path().join("object")).unwrap();
        Self { dir }
    }

    fn path(&self, path: &str) -> PathBuf {
        self.dir.path().join("object").join(path)
    }

    /// Changes an inventory and gives it a sidecar that fits.
    fn inventory(&self, folder: &str, change: impl Fn(&mut serde_json::Value)) {
        let path = self.path(folder).join("inventory.json");
        let mut json = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
        change(&mut json);
        let bytes = serde_json::to_vec(&json).unwrap();
        let algorithm = Algorithm::parse(json["digestAlgorithm"].as_str().unwrap()).unwrap();
        fs::write(
            self.path(folder).join(format!("inventory.json.{}", algorithm.name())),
            format!("{} inventory.json\n", algorithm.of(&bytes)),
        )
        .unwrap();
        fs::write(path, bytes).unwrap();
    }

    /// Changes the object's inventory and that of its newest version.
    fn both(&self, change: impl Fn(&mut serde_json::Value)) {
        self.inventory("", &change);
        self.inventory("v2", &change);
    }

    fn rules(&self, grade: Grade) -> Vec<&'static str> {
        let checked = object::check(&self.path(""));
        checked.problems.into_iter().filter(|problem| problem.grade == grade).map(|problem| problem.rule).collect()
    }

    #[track_caller]
    fn breaks(&self, rule: &str) {
        assert!(self.rules(Grade::Doubt).contains(&rule), "{rule}: {:?}", self.rules(Grade::Doubt));
    }
}

#[test]
fn a_good_object_is_good() {
    let object = Object::new();
    assert_eq!(object::check(&object.path("")).problems, []);
}

#[test]
fn folders_and_declarations() {
    type Case = (&'static str, fn(&Object));
    let cases: [Case; 16] = [
        ("E001", |o| fs::write(o.path("extra"), "").unwrap()),
        ("E001", |o| fs::create_dir(o.path("folder")).unwrap()),
        ("E001", |o| fs::write(o.path("inventory.json.md5"), "").unwrap()),
        ("E003", |o| fs::remove_file(o.path("0=ocfl_object_1.1")).unwrap()),
        ("E003", |o| fs::write(o.path("0=ocfl_object_1.0"), "ocfl_object_1.0\n").unwrap()),
        ("E004", |o| fs::rename(o.path("0=ocfl_object_1.1"), o.path("0=ocfl_object_9.9")).unwrap()),
        ("E007", |o| fs::write(o.path("0=ocfl_object_1.1"), "ocfl_object_1.1").unwrap()),
        ("E010", |o| fs::remove_dir_all(o.path("v1")).unwrap()),
        ("E015", |o| fs::write(o.path("v1/extra"), "").unwrap()),
        ("E023", |o| fs::write(o.path("v1/content/extra"), "").unwrap()),
        ("E024", |o| fs::create_dir(o.path("v1/content/empty")).unwrap()),
        ("E046", |o| fs::create_dir(o.path("v3")).unwrap()),
        ("E058", |o| fs::remove_file(o.path("inventory.json.sha512")).unwrap()),
        ("E061", |o| fs::write(o.path("v1/inventory.json.sha512"), "x").unwrap()),
        ("E060", |o| fs::write(o.path("inventory.json.sha512"), format!("{} inventory.json\n", "0".repeat(128))).unwrap()),
        ("E063", |o| fs::remove_file(o.path("inventory.json")).unwrap()),
    ];
    for (rule, breaks) in cases {
        let object = Object::new();
        breaks(&object);
        object.breaks(rule);
    }
    let object = Object::new();
    fs::create_dir_all(object.path("extensions/own")).unwrap();
    fs::create_dir(object.path("logs")).unwrap();
    fs::create_dir(object.path("v1/other")).unwrap();
    assert_eq!(object.rules(Grade::Doubt), Vec::<&str>::new());
    assert_eq!(object.rules(Grade::Remark), ["W013", "W002"]);
    fs::write(object.path("extensions/file"), "").unwrap();
    object.breaks("E067");
}

#[test]
#[cfg(unix)]
fn links_are_nowhere() {
    for path in ["link", "v1/link", "v1/content/link"] {
        let object = Object::new();
        std::os::unix::fs::symlink("/etc/hostname", object.path(path)).unwrap();
        object.breaks("E090");
    }
}

#[test]
fn inventories_against_each_other() {
    let object = Object::new();
    object.inventory("", |json| json["versions"]["v2"]["message"] = "other".into());
    object.breaks("E064");
    let object = Object::new();
    object.inventory("v1", |json| json["id"] = "urn:x:other".into());
    object.breaks("E037");
    let object = Object::new();
    object.inventory("v1", |json| json["contentDirectory"] = "other".into());
    object.breaks("E019");
    let object = Object::new();
    object.both(|json| json["type"] = "https://ocfl.io/1.0/spec/#inventory".into());
    object.breaks("E103");
    object.breaks("E038");
    let object = Object::new();
    object.inventory("v1", |json| json["versions"]["v1"]["created"] = "2020-01-01T00:00:00Z".into());
    assert_eq!((object.rules(Grade::Doubt), object.rules(Grade::Remark)), (vec![], vec!["W011"]));
    let object = Object::new();
    fs::remove_file(object.path("v1/inventory.json")).unwrap();
    fs::remove_file(object.path("v1/inventory.json.sha512")).unwrap();
    assert_eq!((object.rules(Grade::Doubt), object.rules(Grade::Remark)), (vec![], vec!["W010"]));
}

#[test]
fn files_against_inventories() {
    let object = Object::new();
    object.both(|json| {
        let state = json["versions"]["v1"]["state"].clone();
        let (first, second) = (
            state.as_object().unwrap().keys().next().unwrap().clone(),
            state.as_object().unwrap().keys().nth(1).unwrap().clone(),
        );
        let paths = json["versions"]["v1"]["state"][&first].take();
        json["versions"]["v1"]["state"][&first] = json["versions"]["v1"]["state"][&second].take();
        json["versions"]["v1"]["state"][&second] = paths;
    });
    object.breaks("E066");
    let object = Object::new();
    object.both(|json| json["fixity"] = serde_json::json!({ "md5": { "00": ["v1/content/source/附件.csv"] } }));
    object.breaks("E093");
    let object = Object::new();
    let md5 = Algorithm::Md5.of(b"same");
    object.both(|json| json["fixity"] = serde_json::json!({ "md5": { (&md5): ["v1/content/source/附件.csv"] }, "other": {} }));
    assert_eq!((object.rules(Grade::Doubt), object.rules(Grade::Remark)), (vec![], vec!["E026"]));
    let object = Object::new();
    fs::remove_file(object.path("v1/content/source/附件.csv")).unwrap();
    object.breaks("E092");
}

/// Another algorithm in an older version: files are compared, not their digests as they are written.
#[test]
fn digests_of_another_kind() {
    let object = Object::new();
    let (same, one) = (Algorithm::Sha256.of(b"same"), Algorithm::Sha256.of(b"1"));
    object.inventory("v1", |json| {
        json["digestAlgorithm"] = "sha256".into();
        json["manifest"] =
            serde_json::json!({ (&same): ["v1/content/source/附件.csv"], (&one): ["v1/content/source/plan.zh.md"] });
        json["versions"]["v1"]["state"] =
            serde_json::json!({ (&same): ["source/附件.csv"], (&one): ["source/plan.zh.md", "page/zh.html"] });
    });
    fs::remove_file(object.path("v1/inventory.json.sha512")).unwrap();
    assert_eq!((object.rules(Grade::Doubt), object.rules(Grade::Remark)), (vec![], vec!["W004"]));
    object.inventory("v1", |json| {
        json["versions"]["v1"]["state"] =
            serde_json::json!({ (&one): ["source/附件.csv"], (&same): ["source/plan.zh.md", "page/zh.html"] });
    });
    object.breaks("E066");
}
