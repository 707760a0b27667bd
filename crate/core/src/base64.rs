//! Base64 with padding: how a roster and its keys travel as text.
//!
//! Our own, for the crate that does it is 6 KB of Wasm. A worker that wakes reads a hosted roster of megabytes, and is waited for: so
//! whole groups of letters go through a table into bytes that are there already.

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// No letter of the alphabet.
const NONE: u8 = 0xff;

/// What each letter stands for.
static VALUES: [u8; 256] = values();

#[allow(clippy::indexing_slicing, reason = "evaluated by the compiler")]
const fn values() -> [u8; 256] {
    let mut all = [NONE; 256];
    let mut at = 0;
    while at < ALPHABET.len() {
        all[ALPHABET[at] as usize] = at as u8;
        at += 1;
    }
    all
}

fn value(letter: u8) -> u8 {
    VALUES.get(usize::from(letter)).copied().unwrap_or(NONE)
}

/// The text of these bytes.
pub(crate) fn encode(bytes: &[u8]) -> String {
    let mut text = vec![b'='; bytes.len().div_ceil(3) * 4];
    let (fours, _) = text.as_chunks_mut::<4>();
    for (four, three) in fours.iter_mut().zip(bytes.chunks(3)) {
        let byte = |at: usize| three.get(at).map_or(0, |byte| u32::from(*byte));
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        for (at, letter) in four.iter_mut().enumerate().take(three.len() + 1) {
            *letter = *ALPHABET.get((bits >> (18 - 6 * at) & 63) as usize).unwrap_or(&b'=');
        }
    }
    String::from_utf8(text).unwrap_or_default()
}

/// The bytes of such a text; `None` for any other, however little it differs.
pub(crate) fn decode(text: &str) -> Option<Vec<u8>> {
    let (fours, rest) = text.as_bytes().as_chunks::<4>();
    let Some((last, fours)) = fours.split_last() else { return rest.is_empty().then(Vec::new) };
    let mut bytes = vec![0; fours.len() * 3];
    // Looked at once, in the end: a value has no more than six bits.
    let mut wrong = 0;
    for ([first, second, third], [a, b, c, d]) in bytes.as_chunks_mut::<3>().0.iter_mut().zip(fours) {
        let [a, b, c, d] = [value(*a), value(*b), value(*c), value(*d)];
        wrong |= a | b | c | d;
        *first = a << 2 | b >> 4;
        *second = b << 4 | c >> 2;
        *third = c << 6 | d;
    }
    // Padding ends the text: one or two at the end of the last four.
    let letters = last.iter().rposition(|letter| *letter != b'=')? + 1;
    let mut bits: u32 = 0;
    for (at, letter) in last.iter().enumerate() {
        let six = if at < letters { value(*letter) } else { 0 };
        wrong |= six;
        bits = bits << 6 | u32::from(six);
    }
    // What is no whole byte is zero, so that each text has one form.
    let (whole, none) = match letters {
        4 => (3, 0),
        3 => (2, bits & 0xff),
        2 => (1, bits & 0xffff),
        _ => return None,
    };
    let [_, end @ ..] = bits.to_be_bytes();
    bytes.extend(end.iter().take(whole));
    (rest.is_empty() && wrong < 64 && none == 0).then_some(bytes)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn as_the_standard_has_it() {
        let known =
            [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE=")];
        for (bytes, text) in known {
            assert_eq!(encode(bytes.as_bytes()), text);
            assert_eq!(decode(text).as_deref(), Some(bytes.as_bytes()));
        }
    }

    #[test]
    fn anything_else_is_refused() {
        for text in [
            "Z",
            "Zg",
            "Zg=",
            "Zg===",
            "Zh==",
            "Zm9=",
            "Zm8=Zm8=",
            "=",
            "====",
            "Z===",
            "Z=g=",
            "Zm9v\n",
            "Zm9 ",
            "Zm9é",
            "_m9v",
            "Zm9v=m9vZm9v",
            "Zm9vZ=9vZm9v",
            "Zm9v\u{ff}Zm9",
            "Zm9v====",
        ] {
            assert_eq!(decode(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn there_and_back(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            prop_assert_eq!(decode(&encode(&bytes)), Some(bytes));
        }

        #[test]
        fn each_text_has_one_form(text in "[A-Za-z0-9+/]{0,12}={0,3}") {
            if let Some(bytes) = decode(&text) {
                prop_assert_eq!(encode(&bytes), text);
            }
        }
    }
}
