//! The headers of JPEG (ITU-T T.81, with the orientation of Exif 2.3), PNG (ISO/IEC 15948), GIF (89a) and WebP (RFC 9649).

use std::io::{BufReader, Read, Result, Seek};

/// Width and height; `None` where the bytes are not what they seemed to be.
type Size = Option<(u32, u32)>;

fn bytes<const N: usize>(file: &mut impl Read) -> Result<[u8; N]> {
    let mut bytes = [0; N];
    file.read_exact(&mut bytes)?;
    Ok(bytes)
}

pub(super) fn png(file: &mut impl Read) -> Result<Size> {
    let head: [u8; 16] = bytes(file)?;
    let (width, height) = (u32::from_be_bytes(bytes(file)?), u32::from_be_bytes(bytes(file)?));
    Ok(head.ends_with(b"IHDR").then_some((width, height)))
}

pub(super) fn gif(file: &mut impl Read) -> Result<Size> {
    let _: [u8; 6] = bytes(file)?;
    let (width, height) = (u16::from_le_bytes(bytes(file)?), u16::from_le_bytes(bytes(file)?));
    Ok(Some((width.into(), height.into())))
}

pub(super) fn webp(file: &mut impl Read) -> Result<Size> {
    let head: [u8; 12] = bytes(file)?;
    let chunk: [u8; 4] = bytes(file)?;
    let _: [u8; 4] = bytes(file)?;
    if !head.ends_with(b"WEBP") {
        return Ok(None);
    }
    Ok(match &chunk {
        // One key frame: the frame's tag, its start code, then 14 bits each; the others are for scaling.
        b"VP8 " => {
            let [_, _, _, 0x9D, 0x01, 0x2A, w0, w1, h0, h1] = bytes(file)? else { return Ok(None) };
            let side = |low, high| u32::from(u16::from_le_bytes([low, high]) & 0x3FFF);
            Some((side(w0, w1), side(h0, h1)))
        }
        // Lossless: a signature, then 14 bits each, less one.
        b"VP8L" => {
            let [0x2F, rest @ ..]: [u8; 5] = bytes(file)? else { return Ok(None) };
            let bits = u32::from_le_bytes(rest);
            Some(((bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1))
        }
        // Extended: flags, then the canvas in 24 bits each, less one.
        b"VP8X" => {
            let [_, _, _, _, w0, w1, w2, h0, h1, h2] = bytes(file)?;
            Some((u32::from_le_bytes([w0, w1, w2, 0]) + 1, u32::from_le_bytes([h0, h1, h2, 0]) + 1))
        }
        _ => None,
    })
}

/// Goes from segment to segment to the one that begins the frame.
pub(super) fn jpeg(file: &mut BufReader<impl Read + Seek>) -> Result<Size> {
    let _: [u8; 2] = bytes(file)?;
    let mut turned = false;
    loop {
        if bytes(file)? != [0xFF] {
            return Ok(None);
        }
        let mut marker = 0xFF;
        while marker == 0xFF {
            [marker] = bytes(file)?;
        }
        let Some(length) = u16::from_be_bytes(bytes(file)?).checked_sub(2) else { return Ok(None) };
        match marker {
            // A frame of any kind; the numbers between are tables and extensions.
            0xC0..=0xCF if ![0xC4, 0xC8, 0xCC].contains(&marker) => {
                let [_, h0, h1, w0, w1] = bytes(file)?;
                let (width, height) = (u16::from_be_bytes([w0, w1]).into(), u16::from_be_bytes([h0, h1]).into());
                return Ok(Some(if turned { (height, width) } else { (width, height) }));
            }
            0xE1 => {
                let mut segment = vec![0; length.into()];
                file.read_exact(&mut segment)?;
                turned |= segment.strip_prefix(b"Exif\0\0").and_then(orientation).is_some_and(|way| (5..=8).contains(&way));
            }
            // Pictures begin here, or end, before a frame was announced.
            0xD8..=0xDA => return Ok(None),
            _ => file.seek_relative(length.into())?,
        }
    }
}

/// How a photograph is to be turned: tag 0x0112 of the first directory; 5 to 8 stand on their side.
fn orientation(tiff: &[u8]) -> Option<u16> {
    let little = tiff.starts_with(b"II");
    let short = |at: usize| {
        let pair = tiff.get(at..)?.first_chunk().copied()?;
        Some(if little { u16::from_le_bytes(pair) } else { u16::from_be_bytes(pair) })
    };
    let four = tiff.get(4..)?.first_chunk().copied()?;
    let directory = if little { u32::from_le_bytes(four) } else { u32::from_be_bytes(four) };
    let directory = usize::try_from(directory).ok()?;
    let entries = usize::from(short(directory)?);
    (0..entries)
        .map_while(|n| directory.checked_add(2 + n * 12))
        .find(|at| short(*at) == Some(0x0112))
        .and_then(|at| short(at + 8))
}
