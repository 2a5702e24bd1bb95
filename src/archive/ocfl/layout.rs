//! Where an object lies: the storage layout 0003, *hashed truncated n-tuple trees with object id encapsulating
//! directory*, with its defaults (SHA-256, three times three characters).

use super::super::digest::Algorithm;
use std::fmt::Write as _;

/// The registered name of the layout.
pub const NAME: &str = "0003-hash-and-id-n-tuple-storage-layout";

/// `ocfl_layout.json`, as this program writes it.
pub const DESCRIPTION: &str = concat!(
    "{\n",
    "  \"extension\": \"0003-hash-and-id-n-tuple-storage-layout\",\n",
    "  \"description\": \"Hashed Truncated N-tuple Trees with Object ID Encapsulating Directory for OCFL Storage Hierarchies\"\n",
    "}\n",
);

/// The parameters of the layout, as this program writes them into its extension's folder.
pub const PARAMETERS: &str = concat!(
    "{\n",
    "  \"extensionName\": \"0003-hash-and-id-n-tuple-storage-layout\",\n",
    "  \"digestAlgorithm\": \"sha256\",\n",
    "  \"tupleSize\": 3,\n",
    "  \"numberOfTuples\": 3\n",
    "}\n",
);

/// A longer name of the last folder is cut here and ends with the digest.
const LONGEST: usize = 100;

/// The path of an object below the storage root.
pub fn path(id: &str) -> String {
    let digest = Algorithm::Sha256.of(id.as_bytes());
    let tuple = |from: usize| digest.get(from..from + 3).unwrap_or_default();
    let mut name = String::with_capacity(id.len());
    for byte in id.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' => name.push(char::from(byte)),
            _ => _ = write!(name, "%{byte:02x}"),
        }
    }
    if let Some(cut) = name.get(..LONGEST).filter(|_| name.len() > LONGEST) {
        name = format!("{cut}-{digest}");
    }
    format!("{}/{}/{}/{name}", tuple(0), tuple(3), tuple(6))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The examples of the layout's own specification.
    #[test]
    fn objects_lie_where_the_layout_says() {
        assert_eq!(path("object-01"), "3c0/ff4/240/object-01");
        assert_eq!(path("..hor/rib:le-$id"), "487/326/d8c/%2e%2ehor%2frib%3ale-%24id");
    }

    #[test]
    fn a_long_name_is_cut() {
        let path = path(&format!("urn:fangan:{}", "a".repeat(100)));
        let name = path.rsplit('/').next().unwrap();
        assert_eq!(name.len(), LONGEST + 1 + 64);
        assert!(name.starts_with("urn%3afangan%3aaaa"));
    }

    #[test]
    fn what_describes_the_layout_is_json() {
        for text in [DESCRIPTION, PARAMETERS] {
            let json: serde_json::Value = serde_json::from_str(text).unwrap();
            assert!(json.to_string().contains(NAME));
        }
    }
}
