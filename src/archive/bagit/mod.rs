//! BagIt (RFC 8493): folders with lists of digests, in which files are handed over.

pub mod read;
pub mod write;

/// The file that makes a folder a bag.
const DECLARATION: &str = "bagit.txt";

/// The file about the bag.
const INFO: &str = "bag-info.txt";

/// The folder of what is handed over.
const PAYLOAD: &str = "data/";
