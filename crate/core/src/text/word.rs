//! Words: runs of letters and digits, with a hash of their small letters.

/// What a byte is to the pass.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Class {
    Other,
    Small,
    Capital,
    Digit,
    High,
    At,
    Plus,
    Apostrophe,
    Line,
}

static CLASSES: [Class; 256] = classes();

#[expect(clippy::indexing_slicing, reason = "runs in the compiler only")]
const fn classes() -> [Class; 256] {
    let mut classes = [Class::Other; 256];
    let mut byte = 0;
    while byte < 256 {
        classes[byte] = match byte as u8 {
            b'a'..=b'z' => Class::Small,
            b'A'..=b'Z' => Class::Capital,
            b'0'..=b'9' => Class::Digit,
            0x80..=0xff => Class::High,
            b'@' => Class::At,
            b'+' => Class::Plus,
            b'\'' => Class::Apostrophe,
            b'\n' => Class::Line,
            _ => Class::Other,
        };
        byte += 1;
    }
    classes
}

pub(super) fn class(byte: u8) -> Class {
    // As long as the table has 256 places, there is one for each byte.
    CLASSES.get(usize::from(byte)).copied().unwrap_or(Class::Other)
}

/// A run of letters and digits.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Word {
    pub(super) from: usize,
    pub(super) to: usize,
    /// Of the small letters, without apostrophes.
    pub(super) hash: u32,
    pub(super) letters: u32,
    pub(super) capitals: u32,
    pub(super) digits: u32,
    /// Whether it begins with a capital.
    pub(super) capital: bool,
}

impl Word {
    pub(super) fn all_capitals(&self) -> bool {
        self.capitals == self.letters && self.letters > 0
    }

    /// As a name is written: a capital, then letters.
    pub(super) fn is_name(&self) -> bool {
        self.capital && self.digits == 0 && self.letters > 1
    }
}

pub(super) const SEED: u32 = 0x811c_9dc5;

/// One more byte of a word.
pub(super) const fn mix(hash: u32, byte: u8) -> u32 {
    (hash ^ byte as u32).wrapping_mul(0x0100_0193)
}

/// The word that begins at `at`; no longer than nothing where none does.
pub(super) fn word(bytes: &[u8], at: usize) -> Word {
    let (mut next, mut hash) = (at, SEED);
    // Most words are small letters alone, or after one capital.
    let first = bytes.get(at).copied().unwrap_or_default();
    if first.is_ascii_uppercase() {
        hash = mix(hash, first | 0x20);
        next += 1;
    }
    let capitals = u32::from(next > at);
    while let Some(&byte) = bytes.get(next) {
        if !byte.is_ascii_lowercase() {
            break;
        }
        hash = mix(hash, byte);
        next += 1;
    }
    let letters = u32::try_from(next - at).unwrap_or(u32::MAX);
    let word = Word { from: at, to: next, hash, letters, capitals, digits: 0, capital: capitals > 0 };
    match bytes.get(next).map(|byte| class(*byte)) {
        None | Some(Class::Other | Class::Line | Class::At | Class::Plus) => word,
        Some(_) => longer(bytes, word),
    }
}

/// The same for a word with anything else in it.
fn longer(bytes: &[u8], mut word: Word) -> Word {
    let at = word.from;
    let mut next = word.to;
    while let Some(&byte) = bytes.get(next) {
        match class(byte) {
            Class::Small => {
                word.letters += 1;
                word.hash = mix(word.hash, byte);
            }
            Class::Capital => {
                word.letters += 1;
                word.capitals += 1;
                word.capital |= next == at;
                word.hash = mix(word.hash, byte | 0x20);
            }
            Class::Digit => {
                word.digits += 1;
                word.hash = mix(word.hash, byte);
            }
            Class::Apostrophe if between_letters(bytes, next, 1) => {}
            Class::High => {
                let Some(length) = high(bytes, next, &mut word) else { break };
                next += length;
                word.to = next;
                continue;
            }
            _ => break,
        }
        next += 1;
        word.to = next;
    }
    word
}

/// Takes in a character outside ASCII, unless it ends the word; gives its length.
fn high(bytes: &[u8], at: usize, word: &mut Word) -> Option<usize> {
    let lead = *bytes.get(at)?;
    match lead {
        // Signs and spaces of Latin-1; punctuation and symbols; Chinese punctuation; emoji.
        0xc2 => None,
        0xe2 if bytes.get(at + 1..at + 3) == Some(&[0x80, 0x99]) && between_letters(bytes, at, 3) => Some(3),
        0xe2 => None,
        0xe3 if bytes.get(at + 1) == Some(&0x80) => None,
        0xf0 if bytes.get(at + 1) == Some(&0x9f) => None,
        0xc3 => {
            let second = *bytes.get(at + 1)?;
            let capital = matches!(second, 0x80..=0x96 | 0x98..=0x9e);
            if matches!(second, 0x97 | 0xb7) {
                return None;
            }
            word.capital |= capital && at == word.from;
            word.capitals += u32::from(capital);
            word.letters += 1;
            word.hash = mix(mix(word.hash, lead), if capital { second | 0x20 } else { second });
            Some(2)
        }
        _ => {
            let length = match lead {
                0xf0.. => 4,
                0xe0.. => 3,
                0xc0.. => 2,
                // The middle of a character: no text begins or goes on like this.
                _ => return None,
            };
            let character = core::str::from_utf8(bytes.get(at..at + length)?).ok()?.chars().next()?;
            if !character.is_alphanumeric() {
                return None;
            }
            word.capital |= character.is_uppercase() && at == word.from;
            word.capitals += u32::from(character.is_uppercase());
            word.letters += 1;
            for small in character.to_lowercase() {
                let mut buffer = [0; 4];
                for byte in small.encode_utf8(&mut buffer).bytes() {
                    word.hash = mix(word.hash, byte);
                }
            }
            Some(length)
        }
    }
}

fn between_letters(bytes: &[u8], at: usize, length: usize) -> bool {
    let before = at.checked_sub(1).and_then(|before| bytes.get(before));
    let after = bytes.get(at + length);
    before.is_some_and(|byte| byte.is_ascii_alphabetic() || *byte >= 0x80)
        && after.is_some_and(|byte| byte.is_ascii_alphabetic() || *byte >= 0xc3)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<&str> {
        let bytes = text.as_bytes();
        let (mut at, mut words) = (0, Vec::new());
        while at < bytes.len() {
            let word = word(bytes, at);
            if word.to > at {
                words.push(text.get(at..word.to).unwrap());
            }
            at = word.to.max(at + 1);
        }
        words
    }

    #[test]
    fn words_end_where_people_end_them() {
        assert_eq!(
            words("Zoë’s don't “quote” naïve—dash 7B x@y Łukasz 李明、😀ok"),
            ["Zoë’s", "don't", "quote", "naïve", "dash", "7B", "x", "y", "Łukasz", "李明", "ok"]
        );
    }

    #[test]
    fn case_and_apostrophes_make_no_difference() {
        let hash = |text: &str| word(text.as_bytes(), 0).hash;
        assert_eq!(hash("O'Neill"), hash("oneill"));
        assert_eq!(hash("ÉLAN"), hash("élan"));
        assert_eq!(hash("ŁUKASZ"), hash("łukasz"));
        assert_ne!(hash("élan"), hash("elan"));
    }
}
