//! The words that the pass knows, as a table of hashes.
//!
//! Lists are written as text and hashed by the compiler: what ships is 5 bytes for a word, no
//! string and no pointer, and the offensive terms are nowhere to be read. A phrase is a chain:
//! each of its beginnings has an entry of its own, marked as open.

mod lists;

use super::word;

macro_rules! cues {
    ($($(#[doc = $doc:literal])+ $name:ident,)+) => {
        /// What a word or phrase tells the pass.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[repr(u8)]
        pub(in crate::text) enum Cue {
            $($(#[doc = $doc])+ $name,)+
        }

        const CUES: &[Cue] = &[$(Cue::$name,)+];
    };
}

cues! {
    /// Only the beginning of a phrase.
    Nothing,
    /// "Date of birth".
    Birth,
    /// "NHS".
    Nhs,
    /// "National Insurance".
    Insurance,
    /// "Passport".
    Passport,
    /// "Driving licence".
    Licence,
    /// "Tel", "mobile".
    Phone,
    /// "Reference", "invoice": the number after it is none of a person's.
    Reference,
    /// "Sort code".
    Sort,
    /// "Account number".
    Account,
    /// "Registration", of a vehicle.
    Vehicle,
    /// "Year", "room": a number follows that is no house's.
    Label,
    /// "Road", "street".
    Street,
    /// Name of a month.
    Month,
    /// "Password".
    Password,
    /// "Passcode", "PIN".
    Passcode,
    /// "Wi-Fi key".
    WifiKey,
    /// "Wi-Fi".
    Wifi,
    /// "Zoom", "meeting", "file": what has a passcode of its own.
    Shared,
    /// "Login details".
    Login,
    /// "Below", "attached", "here are".
    Follows,
    /// What follows "password is" and is no password.
    NoValue,
    /// "API key".
    ApiKey,
    /// First part of a token, before its dash.
    TokenPrefix,
    /// "BEGIN" of a key block.
    Begin,
    /// A given name that is common in Britain.
    GivenName,
    /// "Mr", "Mrs".
    Title,
    /// "He", "she".
    Pronoun,
    /// "The pupil", "this student": one of them.
    Pupil,
    /// "Pupils", "Year 9".
    Pupils,
    /// Said, written, called: somebody else's words are near.
    Reported,
    /// Words of special needs that mean nothing else.
    Needs,
    /// The same, where only the capitals tell.
    NeedsCapitals,
    /// Words of special needs that mean other things too.
    NeedsWeak,
    /// Child protection.
    Protection,
    /// The same, where only the capitals tell.
    ProtectionCapitals,
    /// Words of child protection that mean other things too.
    ProtectionWeak,
    /// Health.
    Health,
    /// The same, where only the capitals tell.
    HealthCapitals,
    /// Words of health that mean other things too.
    HealthWeak,
    /// Free school meals.
    Meals,
    /// The same, where only the capitals tell.
    MealsCapitals,
    /// Behaviour and exclusion.
    Behaviour,
    /// The same, where only the capitals tell.
    BehaviourCapitals,
    /// Words of behaviour that mean other things too.
    BehaviourWeak,
    /// Obscene.
    Obscene,
    /// Slur: race.
    Race,
    /// Slur: religion.
    Religion,
    /// Slur: disability.
    Disability,
    /// Slur: sexuality and gender.
    Sexuality,
    /// Slur: women, men.
    Sex,
    /// Threat.
    Threat,
    /// Title of somebody who works in a school.
    StaffTitle,
}

pub(in crate::text) const CUE_COUNT: usize = CUES.len();

/// A state from which a phrase may go on.
pub(in crate::text) type State = u32;

const OPEN: u8 = 0x80;
const MOST: usize = 4096;

/// The state after one more word.
pub(in crate::text) const fn step(state: State, word: u32) -> State {
    if state == 0 { word } else { (state.rotate_left(7) ^ word).wrapping_mul(0x9e37_79b1) }
}

struct Built {
    keys: [u32; MOST],
    marks: [u8; MOST],
    length: usize,
}

static BUILT_KEYS: [u32; LENGTH] = keys();
static BUILT_MARKS: [u8; LENGTH] = marks();
const BUILT: Built = build();
const LENGTH: usize = BUILT.length;

#[expect(clippy::indexing_slicing, reason = "runs in the compiler only")]
const fn keys() -> [u32; LENGTH] {
    let mut keys = [0; LENGTH];
    let mut at = 0;
    while at < LENGTH {
        keys[at] = BUILT.keys[at];
        at += 1;
    }
    keys
}

#[expect(clippy::indexing_slicing, reason = "runs in the compiler only")]
const fn marks() -> [u8; LENGTH] {
    let mut marks = [0; LENGTH];
    let mut at = 0;
    while at < LENGTH {
        marks[at] = BUILT.marks[at];
        at += 1;
    }
    marks
}

/// Every phrase of every list: words apart by a space, phrases by a comma, in small letters
/// without apostrophes.
#[expect(clippy::indexing_slicing, reason = "runs in the compiler only")]
const fn build() -> Built {
    let mut built = Built { keys: [0; MOST], marks: [0; MOST], length: 0 };
    let mut list = 0;
    while list < lists::LISTS.len() {
        let (cue, text) = lists::LISTS[list];
        let bytes = text.as_bytes();
        let (mut at, mut state, mut hash) = (0, 0, word::SEED);
        while at <= bytes.len() {
            let byte = if at < bytes.len() { bytes[at] } else { b',' };
            if byte == b' ' || byte == b',' {
                state = step(state, hash);
                hash = word::SEED;
                built = put(built, state, if byte == b' ' { OPEN } else { cue as u8 });
                if byte == b',' {
                    state = 0;
                }
            } else {
                hash = word::mix(hash, byte);
            }
            at += 1;
        }
        list += 1;
    }
    built
}

/// In its place by key. Two cues for one phrase stop the build.
#[expect(clippy::indexing_slicing, reason = "runs in the compiler only")]
const fn put(mut built: Built, key: u32, mark: u8) -> Built {
    let (mut low, mut high) = (0, built.length);
    while low < high {
        let middle = low.midpoint(high);
        if built.keys[middle] < key {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    if low < built.length && built.keys[low] == key {
        let known = built.marks[low];
        assert!(
            known & !OPEN == 0 || mark & !OPEN == 0 || known & !OPEN == mark & !OPEN,
            "a phrase stands in two lists, or two phrases have one hash"
        );
        built.marks[low] = known | mark;
        return built;
    }
    let mut at = built.length;
    while at > low {
        built.keys[at] = built.keys[at - 1];
        built.marks[at] = built.marks[at - 1];
        at -= 1;
    }
    built.keys[low] = key;
    built.marks[low] = mark;
    built.length += 1;
    built
}

/// The table behind a filter that most words of a text do not pass.
pub(in crate::text) struct Vocabulary {
    filter: [u64; 512],
}

impl Vocabulary {
    pub(in crate::text) fn new() -> Self {
        let mut filter = [0_u64; 512];
        for key in &BUILT_KEYS {
            if let Some(bits) = filter.get_mut(usize_of(key >> 23)) {
                *bits |= 1 << (key >> 17 & 63);
            }
        }
        Self { filter }
    }

    /// Whether the table may have this state; nine words in ten are refused here.
    pub(in crate::text) fn may_be(&self, state: State) -> bool {
        self.filter.get(usize_of(state >> 23)).is_some_and(|bits| bits & 1 << (state >> 17 & 63) != 0)
    }

    /// What this state tells, and whether it may go on.
    pub(in crate::text) fn find(&self, state: State) -> Option<(Cue, bool)> {
        if !self.may_be(state) {
            return None;
        }
        let at = BUILT_KEYS.binary_search(&state).ok()?;
        let mark = *BUILT_MARKS.get(at)?;
        let cue = *CUES.get(usize::from(mark & !OPEN))?;
        Some((cue, mark & OPEN != 0))
    }

    /// What a word by itself tells.
    pub(in crate::text) fn word(&self, bytes: &[u8]) -> Option<Cue> {
        let word = word::word(bytes, 0);
        (word.to == bytes.len()).then(|| self.find(word.hash)).flatten().map(|(cue, _)| cue)
    }
}

fn usize_of(number: u32) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phrases_are_found_word_by_word() {
        let vocabulary = Vocabulary::new();
        let hash = |text: &str| word::word(text.as_bytes(), 0).hash;
        assert_eq!(vocabulary.word(b"Password"), Some(Cue::Password));
        assert_eq!(vocabulary.word(b"passwords2"), None);
        assert_eq!(vocabulary.word(b"free"), Some(Cue::Nothing));
        let free = step(0, hash("free"));
        let school = step(free, hash("school"));
        assert_eq!(vocabulary.find(school).map(|(_, open)| open), Some(true));
        assert_eq!(vocabulary.find(step(school, hash("meals"))).map(|(cue, _)| cue), Some(Cue::Meals));
    }

    #[test]
    fn lists_are_in_one_spelling() {
        for (cue, text) in lists::LISTS {
            for phrase in text.split(',') {
                let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b' ';
                assert!(
                    !phrase.is_empty() && phrase.trim() == phrase && phrase.bytes().all(plain),
                    "{cue:?} {phrase:?}"
                );
            }
        }
    }
}
