//! Checking a storage root: its declaration, its layout, the folders down to the objects, and every object.

use super::super::report::Problem;
use super::files::{Kind, entries};
use super::json::Json;
use super::object::{self, Checked, REGISTERED};
use super::{Spec, layout};
use crate::say;
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// The name of the file that describes the layout.
pub const LAYOUT: &str = "ocfl_layout.json";

/// The folder of extensions.
pub const EXTENSIONS: &str = "extensions";

/// How deep objects may lie: the deepest layout has 32 folders above an object.
const DEEPEST: usize = 64;

/// What a storage root holds, and what is wrong with it.
#[derive(Clone, Debug, Default)]
pub struct Root {
    /// Its objects by their path below it.
    pub objects: BTreeMap<String, Checked>,
    /// What is wrong outside the objects.
    pub problems: Vec<Problem>,
}

/// Whether a folder declares itself a storage root.
pub fn is_root(folder: &Path) -> bool {
    Spec::ALL.into_iter().any(|spec| folder.join(spec.root_declaration()).is_file())
}

/// Whether a folder declares itself an object.
pub fn is_object(folder: &Path) -> bool {
    let found = entries(folder).unwrap_or_default();
    found.iter().any(|(name, _)| name.starts_with("0=ocfl_object_"))
}

/// Checks a storage root and all objects in it, several at once.
pub fn check(folder: &Path) -> Root {
    let mut root = Root::default();
    let found = match entries(folder) {
        Ok(found) => found,
        Err(error) => {
            let why = error.to_string();
            root.problems.push(Problem::doubt("unreadable", say!("it can't be read: {why}", "無法讀取：{why}")));
            return root;
        }
    };
    let spec = declaration(folder, &found, &mut root.problems);
    let is_known_layout = is_known_layout(folder, &found, &mut root.problems);
    let mut paths = Vec::new();
    for (name, kind) in &found {
        match kind {
            Kind::Folder if name == EXTENSIONS => extensions(&folder.join(name), &mut root.problems),
            Kind::Folder => look(&folder.join(name), name, 1, &mut paths, &mut root.problems),
            Kind::Odd => root.problems.push(odd(name)),
            // What a validator does not know here it must leave alone.
            Kind::File => {}
        }
    }
    let objects: Vec<(String, Checked)> =
        paths.into_par_iter().map(|path| (path.clone(), object::check(&folder.join(path)))).collect();
    let mut ids: BTreeMap<String, String> = BTreeMap::new();
    for (path, mut checked) in objects {
        if let Some(inventory) = &checked.inventory {
            let id = inventory.id.clone();
            let object_spec = inventory.spec;
            if let Some(other) = ids.insert(id.clone(), path.clone()) {
                checked
                    .problems
                    .push(Problem::doubt("E037", say!("`{other}` has the same identifier", "「{other}」的識別碼相同")));
            }
            if is_known_layout && layout::path(&id) != path {
                let wanted = layout::path(&id);
                checked.problems.push(Problem::doubt(
                    "E083",
                    say!("by the layout it ought to lie in `{wanted}`", "按照布局，它應在「{wanted}」"),
                ));
            }
            if spec.is_some_and(|spec| object_spec > spec) {
                checked.problems.push(Problem::doubt(
                    "E081",
                    say!("the object is of a newer OCFL than the storage root", "物件的 OCFL 版本比儲存根的新"),
                ));
            }
        }
        let name = checked.inventory.as_ref().map_or_else(|| path.clone(), |inventory| inventory.id.clone());
        checked.problems = checked.problems.into_iter().map(|problem| problem.in_object(name.clone())).collect();
        root.objects.insert(path, checked);
    }
    root
}

fn odd(path: &str) -> Problem {
    Problem::doubt("E090", say!("links and devices must not be here", "這裡不可以有連結或裝置")).in_file(path)
}

fn declaration(folder: &Path, found: &[(String, Kind)], problems: &mut Vec<Problem>) -> Option<Spec> {
    let declared: Vec<&str> = found.iter().map(|(name, _)| name.as_str()).filter(|name| name.starts_with("0=")).collect();
    let [name] = declared.as_slice() else {
        let n = declared.len();
        problems.push(Problem::doubt(
            "E076",
            say!("there are {n} declarations of a storage root, not one", "儲存根的宣告檔有 {n} 個，應為一個"),
        ));
        return None;
    };
    let spec = Spec::ALL.into_iter().find(|spec| spec.root_declaration() == *name);
    let wanted = format!("{}\n", name.trim_start_matches("0="));
    if spec.is_none() {
        problems.push(
            Problem::doubt("E079", say!("it declares no storage root that is known here", "不是已知的儲存根宣告")).in_file(*name),
        );
    } else if fs::read(folder.join(name)).ok().as_deref() != Some(wanted.as_bytes()) {
        problems.push(
            Problem::doubt("E080", say!("the declaration says something else than its name", "宣告檔的內容與檔名不符"))
                .in_file(*name),
        );
    }
    spec
}

/// Whether the objects lie as [`layout`] puts them; reads what describes the layout.
fn is_known_layout(folder: &Path, found: &[(String, Kind)], problems: &mut Vec<Problem>) -> bool {
    if !found.iter().any(|(name, _)| name == LAYOUT) {
        return false;
    }
    let json = fs::read(folder.join(LAYOUT)).map_err(|error| error.to_string()).and_then(|bytes| Json::parse(&bytes));
    let text = |key: &str| json.as_ref().ok().and_then(|json| json.get(key)).and_then(Json::text);
    let (Some(extension), Some(_)) = (text("extension"), text("description")) else {
        problems.push(
            Problem::doubt("E070", say!("it does not name extension and description", "沒有寫明 extension 和 description"))
                .in_file(LAYOUT),
        );
        return false;
    };
    if !REGISTERED.contains(&extension) {
        problems.push(
            Problem::doubt("E071", say!("the layout `{extension}` is not registered", "布局「{extension}」沒有登記"))
                .in_file(LAYOUT),
        );
    }
    // Other parameters make another layout.
    let parameters = fs::read(folder.join(EXTENSIONS).join(layout::NAME).join("config.json")).ok();
    let same = |bytes: Vec<u8>| {
        let read = |bytes: &[u8]| serde_json::from_slice::<serde_json::Value>(bytes).ok();
        read(&bytes) == read(layout::PARAMETERS.as_bytes())
    };
    extension == layout::NAME && parameters.is_none_or(same)
}

fn extensions(folder: &Path, problems: &mut Vec<Problem>) {
    for (name, kind) in entries(folder).unwrap_or_default() {
        let file = format!("{EXTENSIONS}/{name}");
        if kind != Kind::Folder {
            problems.push(
                Problem::doubt("E112", say!("only folders may lie in `extensions`", "extensions 裡只可以有資料夾")).in_file(file),
            );
        } else if !REGISTERED.contains(&name.as_str()) {
            problems.push(Problem::remark("W016", say!("the extension is not registered", "這項擴充沒有登記")).in_file(file));
        }
    }
}

/// Goes down to the objects.
fn look(folder: &Path, path: &str, depth: usize, paths: &mut Vec<String>, problems: &mut Vec<Problem>) {
    let found = match entries(folder) {
        Ok(found) => found,
        Err(error) => {
            let why = error.to_string();
            problems.push(Problem::doubt("unreadable", say!("it can't be read: {why}", "無法讀取：{why}")).in_file(path));
            return;
        }
    };
    if found.iter().any(|(name, _)| name.starts_with("0=")) {
        paths.push(path.to_owned());
        return;
    }
    if found.is_empty() {
        problems.push(Problem::doubt("E073", say!("the folder is empty", "資料夾是空的")).in_file(path));
    }
    for (name, kind) in found {
        let below = format!("{path}/{name}");
        match kind {
            Kind::Folder if depth < DEEPEST => look(&folder.join(&name), &below, depth + 1, paths, problems),
            Kind::Folder => {
                problems.push(Problem::doubt("E088", say!("no object lies so deep", "物件不會在這麼深的地方")).in_file(below))
            }
            Kind::Odd => problems.push(odd(&below)),
            Kind::File => {
                problems.push(Problem::doubt("E072", say!("it belongs to no object", "它不屬於任何物件")).in_file(below))
            }
        }
    }
}
