//! Text that is not in UTF-8 is told by name.

/// What a file that is not UTF-8 seems to be written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Encoding {
    Utf16(&'static str),
    Gb18030,
    Big5,
    Unknown { at: usize },
}

pub(super) fn decode(bytes: Vec<u8>) -> Result<String, Encoding> {
    if bytes.starts_with(&[0xFF, 0xFE]) {
        return Err(Encoding::Utf16("UTF-16LE"));
    }
    if bytes.starts_with(&[0xFE, 0xFF]) {
        return Err(Encoding::Utf16("UTF-16BE"));
    }
    match String::from_utf8(bytes) {
        Ok(text) if text.contains('\0') && text.len() > 3 => {
            // ASCII text in UTF-16 without a mark is valid UTF-8 with a NUL beside every letter.
            let first_is_nul = text.starts_with('\0');
            if text.bytes().filter(|b| *b == 0).count() * 3 > text.len() {
                Err(Encoding::Utf16(if first_is_nul { "UTF-16BE" } else { "UTF-16LE" }))
            } else {
                Err(Encoding::Unknown { at: text.find('\0').unwrap_or(0) })
            }
        }
        Ok(text) => Ok(text.strip_prefix('\u{FEFF}').map(str::to_owned).unwrap_or(text)),
        Err(error) => {
            let at = error.utf8_error().valid_up_to();
            let bytes = error.into_bytes();
            let nul = bytes.iter().filter(|b| **b == 0).count();
            if nul * 8 > bytes.len() {
                let even = bytes.iter().step_by(2).filter(|b| **b == 0).count();
                return Err(Encoding::Utf16(if even * 2 > nul { "UTF-16BE" } else { "UTF-16LE" }));
            }
            let fits = |encoding: &'static encoding_rs::Encoding| {
                encoding.decode_without_bom_handling_and_without_replacement(&bytes).map(|text| common_han(&text))
            };
            let (gb, big5) = (fits(encoding_rs::GB18030), fits(encoding_rs::BIG5));
            Err(match (gb, big5) {
                (Some(gb), Some(big5)) if big5 > gb => Encoding::Big5,
                (Some(gb), _) if gb > 0.0 => Encoding::Gb18030,
                (None, Some(big5)) if big5 > 0.0 => Encoding::Big5,
                _ => Encoding::Unknown { at },
            })
        }
    }
}

/// The share of a text's Han characters that are among the most common: wrong decodings yield rare ones.
fn common_han(text: &str) -> f64 {
    const COMMON: &str = "的一是不了在有人我他這这中大來来上個个國国和地到說说們们為为子時时道出要於于就下得可你年生會会學学校教師师活動动方案期區区共同體体研究小組组結结作工業业課课題题主要各項项年月日第文標标單单位市縣县";
    let han: Vec<char> = text.chars().filter(|c| ('\u{3400}'..='\u{9fff}').contains(c)).collect();
    if han.is_empty() {
        return 0.0;
    }
    let common = han.iter().filter(|c| COMMON.contains(**c)).count();
    #[allow(clippy::cast_precision_loss, reason = "a share of characters")]
    let share = (common as f64 + 0.01) / han.len() as f64;
    share
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn other_encodings_are_told_by_name() {
        let text = "---\ntitle: 秣陵中心幼兒園活動方案\n---\n各成員單位的活動在學期初報教研室。\n";
        let simplified = "---\ntitle: 秣陵中心幼儿园活动方案\n---\n各成员单位的活动在学期初报教研室。\n";
        let utf16 = |bytes: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(bytes).collect::<Vec<u8>>();
        assert_eq!(decode(encoding_rs::GB18030.encode(simplified).0.into_owned()), Err(Encoding::Gb18030));
        assert_eq!(decode(encoding_rs::BIG5.encode(text).0.into_owned()), Err(Encoding::Big5));
        assert_eq!(decode(utf16(u16::to_le_bytes)), Err(Encoding::Utf16("UTF-16LE")));
        assert_eq!(decode(utf16(u16::to_be_bytes)), Err(Encoding::Utf16("UTF-16BE")));
        assert_eq!(decode(b"ab\xff\xff".to_vec()), Err(Encoding::Unknown { at: 2 }));
        assert_eq!(decode(format!("\u{feff}{text}").into_bytes()).as_deref(), Ok(text));
    }
}
