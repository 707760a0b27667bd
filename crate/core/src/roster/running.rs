//! Names in running text: each word is hashed once, each pair of neighbours looked up.

use super::keyed::WordHash;
use super::normal::{fold_word, is_particle};
use super::{Match, Order, Roster, Strength};

/// Words that are remembered with their hashes. Half of any English text is a few hundred words.
const CACHE_BITS: u32 = 11;
/// Letters of a word that can be remembered.
const SHORT: usize = 8;

/// What stands between a word and the one before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gap {
    /// White space, an underscore, a dot after an initial.
    Space,
    /// A hyphen.
    Hyphen,
    /// A comma: what follows is a given name, if anything.
    Comma,
    /// Anything that no name goes across: the end of a sentence, a line, a cell.
    Break,
}

/// A name found in text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NameHit {
    /// Who it may be. Where `found.ordinary` or `found.strength` is weak, text around it has to
    /// speak for a person before anything is said.
    pub found: Match,
    /// How many words it spans, the one just given included.
    pub words: usize,
}

/// Goes through the words of a text and finds listed names. A surname or a first name alone is
/// never one.
#[derive(Clone, Debug)]
pub struct Names<'a> {
    roster: &'a Roster,
    cache: Vec<Known>,
    last: Option<Seen>,
    before: Option<Seen>,
    /// A surname that has begun with particles: the word before it, the particles, their number.
    open: Option<(Seen, String, usize)>,
}

/// A word that was met before: its letters as a number, its hash, whether it is a particle.
#[derive(Clone, Copy, Debug, Default)]
struct Known {
    packed: u64,
    hash: WordHash,
    particle: bool,
}

#[derive(Clone, Copy, Debug)]
struct Seen {
    hash: WordHash,
    capital: bool,
    gap: Gap,
}

impl<'a> Names<'a> {
    pub(super) fn new(roster: &'a Roster) -> Self {
        Self { roster, cache: vec![Known::default(); 1 << CACHE_BITS], last: None, before: None, open: None }
    }

    /// The next word, as it is written, and what stands before it. The name that ends with it,
    /// if one does.
    pub fn word(&mut self, gap: Gap, word: &str) -> Option<NameHit> {
        let capital = match word.as_bytes().first() {
            Some(first) if first.is_ascii() => first.is_ascii_uppercase(),
            _ => word.chars().next().is_some_and(char::is_uppercase),
        };
        let Known { hash, particle, .. } = match short(word) {
            Some(packed) => self.remembered(packed, word),
            None => self.new_word(0, word),
        };
        let seen = Seen { hash, capital, gap };
        let hit = self.judge(seen, word, particle);
        self.before = self.last.filter(|_| gap != Gap::Break);
        self.last = Some(seen);
        hit
    }

    /// No name goes on from here.
    pub fn stop(&mut self) {
        (self.last, self.before, self.open) = (None, None, None);
    }

    fn judge(&mut self, seen: Seen, word: &str, particle: bool) -> Option<NameHit> {
        let last = self.last.filter(|_| seen.gap != Gap::Break);
        let open = self.open.take().filter(|_| matches!(seen.gap, Gap::Space | Gap::Hyphen));
        if particle && let Some(last) = last {
            let (first, mut surname, words) = open.unwrap_or((last, String::new(), 1));
            surname.push_str(&fold_word(word));
            self.open = Some((first, surname, words + 1));
        } else if let Some((first, surname, words)) = open {
            let hash = self.roster.word(&format!("{surname}{}", fold_word(word)));
            let surname = Seen { hash, gap: Gap::Space, ..seen };
            if let Some(found) = self.pair(first, surname) {
                return Some(NameHit { found, words: words + 1 });
            }
        }
        let last = last?;
        let three = self.before.filter(|first| {
            let names = first.capital && last.capital && seen.capital;
            last.gap != Gap::Comma && seen.gap != Gap::Comma && (names || last.gap == Gap::Hyphen)
        });
        if let Some(first) = three {
            let run = self.roster.keys().run([first.hash, last.hash, seen.hash]);
            if let Some(found) = self.roster.best(run, Order::Given) {
                return Some(NameHit { found, words: 3 });
            }
        }
        if let Some(found) = self.pair(last, seen) {
            return Some(NameHit { found, words: 2 });
        }
        let found = self.pair(three?, seen)?;
        Some(NameHit { found: Match { strength: found.strength.max(Strength::Variant), ..found }, words: 3 })
    }

    #[inline]
    fn pair(&self, first: Seen, second: Seen) -> Option<Match> {
        let fingerprint = self.roster.keys().pair(first.hash, second.hash);
        // After a comma the given name follows: "Smith, John", but never "John, Smith".
        let order = match second.gap {
            Gap::Comma => Order::Only { ascending: second.hash < first.hash },
            _ => Order::Either { ascending: first.hash < second.hash },
        };
        let found = self.roster.best(fingerprint, order)?;
        let capitals = first.capital && second.capital;
        (capitals || !(found.ordinary || found.strength == Strength::Weak)).then_some(found)
    }

    #[inline]
    fn remembered(&mut self, packed: u64, word: &str) -> Known {
        // The upper bits of a product are the well mixed ones.
        let slot = usize::try_from(packed.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> (64 - CACHE_BITS)).unwrap_or_default();
        if let Some(known) = self.cache.get(slot)
            && known.packed == packed
        {
            return *known;
        }
        let new = self.new_word(packed, word);
        if let Some(place) = self.cache.get_mut(slot) {
            *place = new;
        }
        new
    }

    fn new_word(&self, packed: u64, word: &str) -> Known {
        let folded = fold_word(word);
        Known { packed, hash: self.roster.word(&folded), particle: is_particle(&folded) }
    }
}

/// A short word of ASCII letters and digits as one number, in small letters.
#[inline]
fn short(word: &str) -> Option<u64> {
    if word.len() > SHORT {
        return None;
    }
    let mut packed = 0;
    for byte in word.bytes() {
        if !byte.is_ascii_alphanumeric() {
            return None;
        }
        packed = packed << 8 | u64::from(byte | 0x20);
    }
    Some(packed)
}
