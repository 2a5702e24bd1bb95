//! Types of files, by the ending of their names.

/// The media type of a file; `application/octet-stream` where its ending says nothing.
pub fn media_type(name: &str) -> String {
    mime_guess::from_path(name).first_or_octet_stream().to_string()
}

/// Bytes as an address that holds them.
pub fn data_uri(media: &str, bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut uri = format!("data:{media};base64,");
    uri.reserve(bytes.len().div_ceil(3) * 4);
    for piece in bytes.chunks(3) {
        let number = (0..3).fold(0_u32, |all, n| all << 8 | u32::from(piece.get(n).copied().unwrap_or(0)));
        for n in 0..4 {
            let digit = DIGITS.get((number >> (18 - 6 * n) & 63) as usize).copied().unwrap_or(b'=');
            uri.push(if n <= piece.len() { char::from(digit) } else { '=' });
        }
    }
    uri
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn endings_tell_types() {
        assert_eq!(media_type("A.CSV"), "text/csv");
        assert_eq!(media_type("附件.docx"), "application/vnd.openxmlformats-officedocument.wordprocessingml.document");
        assert_eq!(media_type("README"), "application/octet-stream");
    }

    /// The examples of RFC 4648.
    #[test]
    fn bytes_become_addresses() {
        for (text, encoded) in
            [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("foobar", "Zm9vYmFy")]
        {
            assert_eq!(data_uri("text/plain", text.as_bytes()), format!("data:text/plain;base64,{encoded}"));
        }
        assert!(data_uri("x", &[0xfb, 0xff, 0xfe]).ends_with("+//+"));
    }
}
