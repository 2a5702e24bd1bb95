//! Digests of bytes by every algorithm that OCFL and BagIt name.

use blake2::Blake2b512;
use md5::Md5;
use sha1::Sha1;
use sha2::digest::DynDigest;
use sha2::{Sha224, Sha256, Sha384, Sha512, Sha512_256};
use std::fmt::Write as _;
use std::io::{self, Read, Write};

/// An algorithm by which bytes are digested.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Algorithm {
    /// MD5, of old packages only.
    Md5,
    /// SHA-1, of old packages only.
    Sha1,
    /// SHA-224.
    Sha224,
    /// SHA-256.
    Sha256,
    /// SHA-384.
    Sha384,
    /// SHA-512.
    Sha512,
    /// SHA-512/256.
    Sha512Of256,
    /// BLAKE2b, 512 bits.
    Blake2b512,
}

impl Algorithm {
    const ALL: [Self; 8] =
        [Self::Md5, Self::Sha1, Self::Sha224, Self::Sha256, Self::Sha384, Self::Sha512, Self::Sha512Of256, Self::Blake2b512];

    /// Its name in file names and inventories.
    pub fn name(self) -> &'static str {
        match self {
            Self::Md5 => "md5",
            Self::Sha1 => "sha1",
            Self::Sha224 => "sha224",
            Self::Sha256 => "sha256",
            Self::Sha384 => "sha384",
            Self::Sha512 => "sha512",
            Self::Sha512Of256 => "sha512/256",
            Self::Blake2b512 => "blake2b-512",
        }
    }

    /// The algorithm of this name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|algorithm| algorithm.name() == name)
    }

    /// How many hexadecimal digits a digest has.
    pub fn length(self) -> usize {
        match self {
            Self::Md5 => 32,
            Self::Sha1 => 40,
            Self::Sha224 => 56,
            Self::Sha256 | Self::Sha512Of256 => 64,
            Self::Sha384 => 96,
            Self::Sha512 | Self::Blake2b512 => 128,
        }
    }

    /// The digest of bytes that are at hand, in small hexadecimal digits.
    pub fn of(self, bytes: &[u8]) -> String {
        let mut hasher = self.hasher();
        hasher.update(bytes);
        hex(&hasher.finalize())
    }

    fn hasher(self) -> Box<dyn DynDigest + Send> {
        match self {
            Self::Md5 => Box::<Md5>::default(),
            Self::Sha1 => Box::<Sha1>::default(),
            Self::Sha224 => Box::<Sha224>::default(),
            Self::Sha256 => Box::<Sha256>::default(),
            Self::Sha384 => Box::<Sha384>::default(),
            Self::Sha512 => Box::<Sha512>::default(),
            Self::Sha512Of256 => Box::<Sha512_256>::default(),
            Self::Blake2b512 => Box::<Blake2b512>::default(),
        }
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(2 * bytes.len()), |mut hex, byte| {
        _ = write!(hex, "{byte:02x}");
        hex
    })
}

/// How much is read at a time.
const CHUNK: usize = 64 * 1024;

/// What was read: how much, and its digests in the order of the algorithms asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Digested {
    /// How many bytes.
    pub size: u64,
    /// The digests, in small hexadecimal digits.
    pub digests: Vec<String>,
}

/// Reads to the end, once for all algorithms.
pub fn read(from: &mut dyn Read, algorithms: &[Algorithm]) -> io::Result<Digested> {
    copy(from, &mut io::sink(), algorithms)
}

/// Copies to the end, and digests on the way.
pub fn copy(from: &mut dyn Read, to: &mut dyn Write, algorithms: &[Algorithm]) -> io::Result<Digested> {
    let mut hashers: Vec<_> = algorithms.iter().map(|algorithm| algorithm.hasher()).collect();
    let mut chunk = vec![0; CHUNK];
    let mut size = 0;
    loop {
        let length = match from.read(&mut chunk) {
            Ok(0) => break,
            Ok(length) => length,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        let piece = chunk.get(..length).unwrap_or_default();
        hashers.iter_mut().for_each(|hasher| hasher.update(piece));
        to.write_all(piece)?;
        size += length as u64;
    }
    Ok(Digested { size, digests: hashers.into_iter().map(|hasher| hex(&hasher.finalize())).collect() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digests_of_nothing_and_of_abc_are_the_known_ones() {
        // From the OCFL specification and FIPS 180-4.
        let nothing = [
            (Algorithm::Md5, "d41d8cd98f00b204e9800998ecf8427e"),
            (Algorithm::Sha1, "da39a3ee5e6b4b0d3255bfef95601890afd80709"),
            (Algorithm::Sha256, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        ];
        for (algorithm, digest) in nothing {
            assert_eq!(algorithm.of(b""), digest);
        }
        assert!(Algorithm::Sha512.of(b"").starts_with("cf83e1357eefb8bdf1542850d66d8007d620e405"));
        assert!(Algorithm::Blake2b512.of(b"").starts_with("786a02f742015903c6c6fd852552d272912f4740"));
        assert!(Algorithm::Sha224.of(b"abc").starts_with("23097d22"));
        assert!(Algorithm::Sha384.of(b"abc").starts_with("cb00753f"));
        assert!(Algorithm::Sha512Of256.of(b"abc").starts_with("53048e26"));
    }

    #[test]
    fn every_algorithm_has_its_name_and_length() {
        for algorithm in Algorithm::ALL {
            assert_eq!(Algorithm::parse(algorithm.name()), Some(algorithm));
            assert_eq!(algorithm.of(b"x").len(), algorithm.length());
        }
        assert_eq!(Algorithm::parse("crc32"), None);
    }

    #[test]
    fn a_long_text_is_digested_as_a_whole_and_copied() {
        let text = "方案".repeat(50_000);
        let mut copied = Vec::new();
        let read = copy(&mut text.as_bytes(), &mut copied, &[Algorithm::Sha512, Algorithm::Md5]).unwrap();
        assert_eq!(copied, text.as_bytes());
        assert_eq!(read.size, text.len() as u64);
        assert_eq!(read.digests, [Algorithm::Sha512.of(text.as_bytes()), Algorithm::Md5.of(text.as_bytes())]);
    }
}
