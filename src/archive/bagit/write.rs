//! Writing a bag: BagIt 1.0 with SHA-256 and SHA-512.

use super::super::digest::{Algorithm, Digested};
use super::{DECLARATION, INFO, PAYLOAD};
use std::fmt::Write as _;
use std::io::{self, Read};

/// The digests of every file, in the order of [`Digested`].
pub const ALGORITHMS: [Algorithm; 2] = [Algorithm::Sha256, Algorithm::Sha512];

/// Where a bag is written to.
pub trait Sink {
    /// Takes a file, of this many bytes, and digests it on the way.
    fn file(&mut self, path: &str, size: u64, from: &mut dyn Read, algorithms: &[Algorithm]) -> io::Result<Digested>;
}

/// A bag that is being written: first what is handed over, then what is said about it.
pub struct Bag<'a> {
    sink: &'a mut dyn Sink,
    payload: Vec<(String, Vec<String>)>,
    tags: Vec<(String, Vec<String>)>,
    bytes: u64,
}

/// What a bag holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Counted {
    /// Files that are handed over.
    pub files: usize,
    /// Their bytes.
    pub bytes: u64,
}

impl<'a> Bag<'a> {
    /// An empty one.
    pub fn new(sink: &'a mut dyn Sink) -> Self {
        Self { sink, payload: Vec::new(), tags: Vec::new(), bytes: 0 }
    }

    /// Adds a file of what is handed over, at a path that holds no `%` and no line break.
    pub fn payload(&mut self, path: &str, size: u64, from: &mut dyn Read) -> io::Result<Vec<String>> {
        let path = format!("{PAYLOAD}{path}");
        let digested = self.sink.file(&path, size, from, &ALGORITHMS)?;
        self.bytes += digested.size;
        self.payload.push((path, digested.digests.clone()));
        Ok(digested.digests)
    }

    /// What was added so far.
    pub fn counted(&self) -> Counted {
        Counted { files: self.payload.len(), bytes: self.bytes }
    }

    /// Writes what is said about the bag: labels with values. Oxum and size are added to them.
    pub fn finish(mut self, info: &[(&str, String)]) -> io::Result<Counted> {
        let counted = self.counted();
        let mut text = String::new();
        for (label, value) in info {
            // A line break would begin another label.
            let value: Vec<&str> = value.split_whitespace().collect();
            _ = writeln!(text, "{label}: {}", value.join(" "));
        }
        _ = writeln!(text, "Bag-Size: {}", size(counted.bytes));
        _ = writeln!(text, "Payload-Oxum: {}.{}", counted.bytes, counted.files);
        self.tag(DECLARATION, "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n")?;
        self.tag(INFO, &text)?;
        let payload = std::mem::take(&mut self.payload);
        for (n, algorithm) in ALGORITHMS.into_iter().enumerate() {
            self.tag(&format!("manifest-{}.txt", algorithm.name()), &manifest(payload.clone(), n))?;
        }
        let tags = std::mem::take(&mut self.tags);
        for (n, algorithm) in ALGORITHMS.into_iter().enumerate() {
            self.tag(&format!("tagmanifest-{}.txt", algorithm.name()), &manifest(tags.clone(), n))?;
        }
        Ok(counted)
    }

    fn tag(&mut self, path: &str, text: &str) -> io::Result<()> {
        let digested = self.sink.file(path, text.len() as u64, &mut text.as_bytes(), &ALGORITHMS)?;
        self.tags.push((path.to_owned(), digested.digests));
        Ok(())
    }
}

fn manifest(mut files: Vec<(String, Vec<String>)>, algorithm: usize) -> String {
    files.sort();
    files.iter().fold(String::new(), |mut all, (path, digests)| {
        _ = writeln!(all, "{}  {path}", digests.get(algorithm).map_or("", String::as_str));
        all
    })
}

/// A size for people.
fn size(bytes: u64) -> String {
    let units = ["KB", "MB", "GB", "TB"];
    let mut at = (bytes, "bytes");
    for unit in units {
        if at.0 < 1000 {
            break;
        }
        at = (at.0.div_ceil(1000), unit);
    }
    format!("{} {}", at.0, at.1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::archive::digest;
    use std::collections::BTreeMap;

    #[derive(Default)]
    struct Memory(BTreeMap<String, String>);

    impl Sink for Memory {
        fn file(&mut self, path: &str, _: u64, from: &mut dyn Read, algorithms: &[Algorithm]) -> io::Result<Digested> {
            let mut bytes = Vec::new();
            let digested = digest::copy(from, &mut bytes, algorithms)?;
            self.0.insert(path.to_owned(), String::from_utf8(bytes).unwrap());
            Ok(digested)
        }
    }

    #[test]
    fn a_bag_says_what_is_in_it() {
        let mut memory = Memory::default();
        let mut bag = Bag::new(&mut memory);
        bag.payload("b.txt", 3, &mut &b"abc"[..]).unwrap();
        bag.payload("a/方案.md", 0, &mut &b""[..]).unwrap();
        let counted = bag.finish(&[("Source-Organization", "教科室\nX: y".into())]).unwrap();
        assert_eq!(counted, Counted { files: 2, bytes: 3 });
        let files = memory.0;
        assert_eq!(files["bagit.txt"], "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n");
        assert_eq!(files["bag-info.txt"], "Source-Organization: 教科室 X: y\nBag-Size: 3 bytes\nPayload-Oxum: 3.2\n");
        let abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        let nothing = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
        assert_eq!(files["manifest-sha256.txt"], format!("{nothing}  data/a/方案.md\n{abc}  data/b.txt\n"));
        let tags = &files["tagmanifest-sha512.txt"];
        let listed: Vec<&str> = tags.lines().filter_map(|line| line.split("  ").nth(1)).collect();
        assert_eq!(listed, ["bag-info.txt", "bagit.txt", "manifest-sha256.txt", "manifest-sha512.txt"]);
    }

    #[test]
    fn sizes_are_for_people() {
        assert_eq!(
            (size(0), size(999), size(1000), size(1_234_567)),
            ("0 bytes".into(), "999 bytes".into(), "1 KB".into(), "2 MB".into())
        );
    }
}
