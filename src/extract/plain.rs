//! Plain text, in the encodings that tables and notes are saved in here.

use encoding_rs::{BIG5, Encoding, GB18030, UTF_8, UTF_16BE, UTF_16LE};

/// A text. Where nothing tells the encoding, any will do: figures and letters are the same in all of them.
pub(super) fn text(bytes: &[u8]) -> String {
    if let Some((marked, _)) = Encoding::for_bom(bytes) {
        return marked.decode(bytes).0.into_owned();
    }
    let zeros = |from: usize| bytes.iter().skip(from).step_by(2).filter(|byte| **byte == 0).count() * 8 > bytes.len();
    let wide = [(0, UTF_16BE), (1, UTF_16LE)].into_iter().find(|(from, _)| zeros(*from)).map(|(_, encoding)| encoding);
    let known = wide.or_else(|| [UTF_8, GB18030, BIG5].into_iter().find(|encoding| fits(encoding, bytes)));
    known.unwrap_or(UTF_8).decode_without_bom_handling(bytes).0.into_owned()
}

fn fits(encoding: &'static Encoding, bytes: &[u8]) -> bool {
    encoding.decode_without_bom_handling_and_without_replacement(bytes).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_encoding_is_read() {
        let table = "姓名,电话\n王某,13800000000\n";
        let utf16 = |bytes: fn(u16) -> [u8; 2]| table.encode_utf16().flat_map(bytes).collect::<Vec<u8>>();
        let all =
            [table.as_bytes().to_vec(), GB18030.encode(table).0.into_owned(), utf16(u16::to_le_bytes), utf16(u16::to_be_bytes)];
        for bytes in all {
            assert_eq!(text(&bytes), table);
        }
        assert!(text(&BIG5.encode("電話13800000000").0).contains("13800000000"));
        assert!(text(b"\xff13800000000\x80").contains("13800000000"));
    }
}
