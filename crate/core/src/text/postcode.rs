//! Postcodes, after Royal Mail's Programmer's Guide to the Postcode Address File.

use super::word::Word;

/// The postcode areas, two letters each; a dot fills what has one.
const AREAS: &[u8] = b"AB AL B  BA BB BD BF BH BL BN BR BS BT BX CA CB CF CH CM CO CR CT CV CW DA DD DE DG DH DL DN DT DY E  \
EC EH EN EX FK FY G  GL GU GY HA HD HG HP HR HS HU HX IG IM IP IV JE KA KT KW KY L  LA LD LE LL LN LS LU M  ME MK ML N  \
NE NG NN NP NR NW OL OX PA PE PH PL PO PR RG RH RM S  SA SE SG SK SL SM SN SO SP SR SS ST SW SY TA TD TF TN TQ TR TS TW \
UB W  WA WC WD WF WN WR WS WV YO ZE ";

/// Where the postcode that begins with this word ends.
pub(super) fn read(bytes: &[u8], word: Word) -> Option<usize> {
    let code = bytes.get(word.from..word.to)?;
    let (outward, inward, to, spaced) = match code.len() {
        2..=4 => {
            let inward = bytes.get(word.to + 1..word.to + 4)?;
            if bytes.get(word.to) != Some(&b' ') || bytes.get(word.to + 4).is_some_and(u8::is_ascii_alphanumeric) {
                return None;
            }
            (code, inward, word.to + 4, true)
        }
        5..=7 => {
            let (outward, inward) = code.split_at_checked(code.len() - 3)?;
            (outward, inward, word.to, false)
        }
        _ => return None,
    };
    let capitals = outward.iter().chain(inward).all(|byte| !byte.is_ascii_lowercase());
    let small = outward.iter().chain(inward).all(|byte| !byte.is_ascii_uppercase());
    let area = outward.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
    let known = is_area(outward.get(..area)?);
    // Without a space, in small letters, or like "W1 2nd" only the area tells it from other codes.
    let telling = known || spaced && capitals && area == 2 && !is_ordinal(inward);
    // ab791dd is how programs number their versions.
    let small = small && (spaced || code.iter().any(|byte| matches!(byte, b'g'..=b'z')));
    let ordinal = is_ordinal(inward) && (outward.len() == 2 || small);
    ((capitals || small) && telling && !ordinal && is_inward(inward) && is_outward(outward, area)).then_some(to)
}

fn is_area(letters: &[u8]) -> bool {
    let wanted = match letters {
        [one] => [one.to_ascii_uppercase(), b' '],
        [one, two] => [one.to_ascii_uppercase(), two.to_ascii_uppercase()],
        _ => return false,
    };
    AREAS.as_chunks::<3>().0.iter().any(|area| area.starts_with(&wanted))
}

/// 1st, 2nd, 3rd, 4th.
fn is_ordinal(inward: &[u8]) -> bool {
    let small: Vec<u8> = inward.iter().map(u8::to_ascii_lowercase).collect();
    matches!(
        small.as_slice(),
        [b'1', b's', b't'] | [b'2', b'n', b'd'] | [b'3', b'r', b'd'] | [b'0' | b'4'..=b'9', b't', b'h']
    )
}

fn is_inward(inward: &[u8]) -> bool {
    let letter = |byte: &u8| {
        byte.is_ascii_alphabetic() && !matches!(byte.to_ascii_uppercase(), b'C' | b'I' | b'K' | b'M' | b'O' | b'V')
    };
    matches!(inward, [digit, a, b] if digit.is_ascii_digit() && letter(a) && letter(b))
}

/// A9, A99, A9A, AA9, AA99, AA9A.
fn is_outward(outward: &[u8], area: usize) -> bool {
    let first = outward.first().is_some_and(|byte| !matches!(byte.to_ascii_uppercase(), b'Q' | b'V' | b'X'));
    let second =
        area < 2 || outward.get(1).is_some_and(|byte| !matches!(byte.to_ascii_uppercase(), b'I' | b'J' | b'Z'));
    let district = outward.get(area..).is_some_and(|district| match district {
        [digit] => digit.is_ascii_digit(),
        [digit, last] if last.is_ascii_digit() => digit.is_ascii_digit() && *digit != b'0',
        [digit, last] => digit.is_ascii_digit() && ends_district(area, last.to_ascii_uppercase()),
        _ => false,
    });
    (1..=2).contains(&area) && first && second && district
}

/// The letters of central London's districts.
fn ends_district(area: usize, letter: u8) -> bool {
    let letters: &[u8] = if area == 1 { b"ABCDEFGHJKPSTUW" } else { b"ABEHMNPRVWXY" };
    letters.contains(&letter)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::word::word;

    fn is_postcode(text: &str) -> bool {
        let word = word(text.as_bytes(), 0);
        word.digits > 0 && read(text.as_bytes(), word) == Some(text.len())
    }

    #[test]
    fn forms_as_published_and_as_people_write_them() {
        for valid in [
            "L27 8XY", "NR103EZ", "RG45AY", "NE69 7AW", "SE23 2NF", "MA1 1AA", "BT35 8GE", "EC1A 1BB", "W1A 0AX",
            "M1 1AE", "B33 8TH", "CR2 6XH", "DN55 1PT", "W1A1HQ", "dl16 6aa", "se232nf",
        ] {
            assert!(is_postcode(valid), "{valid}");
        }
        for wrong in [
            "Definitely wrong",
            "12FSSD",
            "1A1 1AA",
            "EH1 JS",
            "EH1JS",
            "EH 1JS",
            "W1 2ND",
            "P1 3AB",
            "Y7 1ST",
            "KS3 7TH",
            "A1 1AA",
            "M1 1Ae",
            "Q1 1AA",
            "B1 1OK",
            "b1 2nd",
            "XX11AA",
            "Y10 5AB",
        ] {
            assert!(!is_postcode(wrong), "{wrong}");
        }
    }
}
