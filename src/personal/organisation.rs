//! 統一社會信用代碼 (GB 32100): an organisation's code, eighteen characters like an identity card's number.

/// Characters by their value: digits and capitals without I, O, S, V and Z.
const ALPHABET: &[u8; 31] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";

/// Powers of three modulo 31, and 1 for the check character.
const WEIGHTS: [usize; 18] = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28, 1];

/// Whether 18 characters have the right check character.
pub(super) fn is_code(code: &[u8]) -> bool {
    let value = |c: &u8| ALPHABET.iter().position(|known| known == c);
    let sum = code.iter().zip(WEIGHTS).try_fold(0, |sum, (c, weight)| Some(sum + value(c)? * weight));
    code.len() == WEIGHTS.len() && sum.is_some_and(|sum| sum % ALPHABET.len() == 0)
}

#[cfg(test)]
mod tests {
    use super::is_code;

    #[test]
    fn the_check_character_decides() {
        assert!(is_code(b"12330304MB1D00001J") && is_code(b"913303001450400005"));
        assert!(!is_code(b"12330304MB1D00001K"));
        assert!(!is_code(b"11010519491231002X"), "an identity card's number");
    }
}
