//! How large a picture is, so that a page can leave room for it before it is loaded. Only its first bytes are read.

use std::io::{self, BufRead, BufReader, ErrorKind, Read, Seek};

mod raster;
mod svg;

/// What the first bytes of a picture say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Picture {
    /// Width and height in pixels, as it is shown.
    Sized(u32, u32),
    /// A drawing that is as large as its place.
    Unsized,
    /// It is not the picture that its name says, or not whole.
    Damaged,
}

/// A drawing's root stands within this many bytes: before it there may be remarks, such as a licence.
const LONGEST_PROLOGUE: u64 = 64 * 1024;

/// Whether a file of this name is a picture whose size can be told: JPEG, PNG, GIF, WebP or SVG.
pub fn is_picture(name: &str) -> bool {
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
    ["jpg", "jpeg", "png", "gif", "webp", "svg"].iter().any(|known| ending.eq_ignore_ascii_case(known))
}

/// Measures a picture. Which kind it is, its bytes tell, as they tell a browser. The error is the disk's.
pub fn measure(file: impl Read + Seek) -> io::Result<Picture> {
    let mut file = BufReader::with_capacity(1024, file);
    let size = match file.fill_buf()? {
        [0xFF, 0xD8, ..] => raster::jpeg(&mut file),
        [0x89, b'P', b'N', b'G', ..] => raster::png(&mut file),
        [b'G', b'I', b'F', b'8', ..] => raster::gif(&mut file),
        [b'R', b'I', b'F', b'F', ..] => raster::webp(&mut file),
        _ => {
            let mut beginning = Vec::new();
            file.take(LONGEST_PROLOGUE).read_to_end(&mut beginning)?;
            return Ok(svg::measure(&beginning));
        }
    };
    match size {
        Ok(Some((width, height))) if width > 0 && height > 0 => Ok(Picture::Sized(width, height)),
        Ok(_) => Ok(Picture::Damaged),
        Err(error) if error.kind() == ErrorKind::UnexpectedEof => Ok(Picture::Damaged),
        Err(error) => Err(error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Cursor;

    fn size(bytes: &[u8]) -> Picture {
        measure(Cursor::new(bytes)).unwrap()
    }

    fn png(width: u32, height: u32) -> Vec<u8> {
        let mut bytes = b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR".to_vec();
        bytes.extend([width.to_be_bytes(), height.to_be_bytes()].concat());
        bytes
    }

    /// A JPEG of 4032 by 3024 with an orientation, as phones write it.
    fn jpeg(orientation: u8, order: &[u8; 2]) -> Vec<u8> {
        let short = |n: u16| if order == b"II" { n.to_le_bytes() } else { n.to_be_bytes() };
        let long = |n: u32| if order == b"II" { n.to_le_bytes() } else { n.to_be_bytes() };
        let mut tiff = order.to_vec();
        tiff.extend(short(42));
        tiff.extend(long(8));
        tiff.extend(short(2));
        for (tag, value) in [(0x0100, 1), (0x0112, u16::from(orientation))] {
            tiff.extend([short(tag), short(3)].concat());
            tiff.extend(long(1));
            tiff.extend([short(value), short(0)].concat());
        }
        let mut bytes = b"\xff\xd8".to_vec();
        let exif = [b"Exif\0\0".as_slice(), &tiff].concat();
        for (marker, body) in
            [(0xe0, b"JFIF".to_vec()), (0xe1, exif), (0xc4, vec![0; 9]), (0xc2, vec![8, 11, 208, 15, 192, 3, 0, 0])]
        {
            bytes.extend([0xff, 0xff, marker]);
            bytes.extend(u16::try_from(body.len() + 2).unwrap().to_be_bytes());
            bytes.extend(body);
        }
        bytes
    }

    #[test]
    fn pictures_are_known_by_their_names() {
        assert!(is_picture("現場.JPG") && is_picture("a.b.svg"));
        assert!(!is_picture("png") && !is_picture("a.pdf") && !is_picture(""));
    }

    #[test]
    fn the_size_stands_in_the_first_bytes() {
        assert_eq!(size(&png(640, 480)), Picture::Sized(640, 480));
        assert_eq!(size(b"GIF89a\x80\x02\xe0\x01..."), Picture::Sized(640, 480));
        assert_eq!(size(b"RIFF\0\0\0\0WEBPVP8 \0\0\0\0...\x9d\x01\x2a\x80\x42\xe0\x01"), Picture::Sized(640, 480));
        assert_eq!(size(b"RIFF\0\0\0\0WEBPVP8L\0\0\0\0\x2f\x7f\xc2\x77\x00"), Picture::Sized(640, 480));
        assert_eq!(size(b"RIFF\0\0\0\0WEBPVP8X\0\0\0\0....\x7f\x02\0\xdf\x01\0"), Picture::Sized(640, 480));
    }

    #[test]
    fn a_photograph_is_as_wide_as_it_is_shown() {
        for order in [b"II", b"MM"] {
            for (orientation, expected) in [(1, (4032, 3024)), (3, (4032, 3024)), (6, (3024, 4032)), (8, (3024, 4032))] {
                assert_eq!(size(&jpeg(orientation, order)), Picture::Sized(expected.0, expected.1), "{orientation}");
            }
        }
    }

    #[test]
    fn drawings_may_have_a_size() {
        let svg =
            |attributes: &str| size(format!("\u{feff}<?xml version=\"1.0\"?><!-- 甲 --><svg {attributes}><g/></svg>").as_bytes());
        assert_eq!(svg("width=\"64\" height=\"48px\" viewBox=\"0 0 1 1\""), Picture::Sized(64, 48));
        assert_eq!(svg("viewBox=\"0 0 640.4, 480\" width='100%'"), Picture::Sized(640, 480));
        assert_eq!(svg("viewBox=\"0 0 a 480\" width=\"1em\""), Picture::Unsized);
        assert_eq!(svg(""), Picture::Unsized);
        assert_eq!(size(b"<s:svg xmlns:s=\"http://www.w3.org/2000/svg\" width=\"3\" height=\"2\"/>"), Picture::Sized(3, 2));
        // The root need not end where reading ends.
        let long = format!("<svg width=\"3\" height=\"2\">{}", "<g/>".repeat(9999));
        assert_eq!(size(long.as_bytes()), Picture::Sized(3, 2));
    }

    #[test]
    fn what_is_no_picture_or_not_whole_is_damaged() {
        for bytes in [
            &b""[..],
            b"not looked at",
            b"<html><svg/></html>",
            b"\xff\xd8",
            b"\xff\xd8abc",
            b"RIFF\0\0\0\0WAVEfmt ",
            b"GIF8",
            b"\xff\xd8\xff\xe0\0\0",
        ] {
            assert_eq!(size(bytes), Picture::Damaged, "{bytes:?}");
        }
        assert_eq!(size(&png(0, 480)), Picture::Damaged);
        let whole = jpeg(6, b"II");
        for end in 0..whole.len() - 4 {
            assert_eq!(size(&whole[..end]), Picture::Damaged, "{end}");
        }
    }

    proptest::proptest! {
        #[test]
        fn no_bytes_make_it_fail(kind in 0..8_usize, bytes in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..200)) {
            let beginnings: [&[u8]; 8] = [b"", b"\xff\xd8\xff\xe1", b"\x89PNG", b"GIF8", b"RIFF....WEBPVP8X", b"<svg ", b"\xff\xd8\xff\xe1\0\x30Exif\0\0II*\0", b"<"];
            let _ = size(&[beginnings[kind], &bytes].concat());
        }
    }
}
