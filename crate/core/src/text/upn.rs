//! Unique Pupil Numbers, after the Department for Education's guide for schools.

/// Values of the letters, from 0. I, O and S are left out.
const LETTERS: &[u8; 23] = b"ABCDEFGHJKLMNPQRTUVWXYZ";

/// Whether these 13 characters are one: check letter, local authority, establishment, year and
/// serial; the last may be a letter while the number is temporary.
pub(super) fn is_upn(word: &[u8]) -> bool {
    let Some((letter, rest)) = word.split_first().filter(|(_, rest)| rest.len() == 12) else { return false };
    let mut sum = 0;
    for (weight, byte) in (2_usize..).zip(rest) {
        let value = match byte {
            b'0'..=b'9' => usize::from(byte - b'0'),
            _ if weight == 13 => match value(*byte) {
                Some(value) => value,
                None => return false,
            },
            _ => return false,
        };
        sum += weight * value;
    }
    // Authorities are numbered from 201; which there are changes, so the list is not asked.
    let authority_known = rest.first().is_some_and(|digit| *digit >= b'2');
    authority_known && value(*letter) == Some(sum % 23)
}

fn value(letter: u8) -> Option<usize> {
    LETTERS.iter().position(|known| *known == letter.to_ascii_uppercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// From the validators of the multiplication tables check and the children-in-need census,
    /// and python-stdnum's documentation.
    #[test]
    fn published_numbers() {
        for valid in
            ["H801200001001", "G80120000101A", "g80120000101a", "B801200005001", "A950000178301", "H243278544154"]
        {
            assert!(is_upn(valid.as_bytes()), "{valid}");
        }
        for wrong in [
            "Z801200001001",
            "H813E00000121",
            "A801200005001",
            "X80120000A001",
            "E000200005001",
            "R247962919251",
            "X428558133462",
            "ASFFAGSVSV123",
            "BADCODE",
            "R325",
            "",
        ] {
            assert!(!is_upn(wrong.as_bytes()), "{wrong}");
        }
    }
}
