//! Names in running text: each word is hashed once, each pair of neighbours looked up.

use super::keyed::WordHash;
use super::normal::{fold_word, is_particle};
use super::{Match, Order, Roster, Strength};

/// Words that are remembered with their hashes: most of any text is a few hundred words.
const CACHE_BITS: u32 = 11;
/// Letters of a word that can be remembered.
const SHORT: usize = 16;

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
    open: Open,
}

/// A word that was met before: its letters as a number, its hash.
#[derive(Clone, Copy, Debug, Default)]
struct Known {
    packed: Packed,
    hash: WordHash,
    particle: bool,
}

/// The letters of a word as numbers: the first eight, the next eight.
type Packed = (u64, u64);

#[derive(Clone, Copy, Debug)]
struct Seen {
    hash: WordHash,
    capital: bool,
    gap: Gap,
}

/// A surname that has begun with particles.
#[derive(Clone, Debug, Default)]
struct Open {
    /// The word before it.
    first: Option<Seen>,
    /// The particles.
    surname: String,
    /// Words so far, the first included.
    words: usize,
}

impl<'a> Names<'a> {
    pub(super) fn new(roster: &'a Roster) -> Self {
        Self { roster, cache: vec![Known::default(); 1 << CACHE_BITS], last: None, before: None, open: Open::default() }
    }

    /// The next word, as it is written, and what stands before it. The name that ends with it,
    /// if one does.
    #[inline]
    pub fn word(&mut self, gap: Gap, word: &str) -> Option<NameHit> {
        let capital = match word.as_bytes().first() {
            Some(first) if first.is_ascii() => first.is_ascii_uppercase(),
            _ => word.chars().next().is_some_and(char::is_uppercase),
        };
        let known = match short(word) {
            Some(packed) => self.remembered(packed, word),
            None => self.new_word((0, 0), word),
        };
        let seen = Seen { hash: known.hash, capital, gap };
        let last = self.last.filter(|_| gap != Gap::Break);
        let of_particles = if known.particle || self.open.first.is_some() {
            self.particles(last, seen, word, known.particle)
        } else {
            None
        };
        let hit = of_particles.or_else(|| self.judge(last?, seen));
        self.before = last;
        self.last = Some(seen);
        hit
    }

    /// No name goes on from here.
    pub fn stop(&mut self) {
        (self.last, self.before, self.open) = (None, None, Open::default());
    }

    /// A surname with particles goes on, or ends with this word.
    fn particles(&mut self, last: Option<Seen>, seen: Seen, word: &str, particle: bool) -> Option<NameHit> {
        let mut open = std::mem::take(&mut self.open);
        if !matches!(seen.gap, Gap::Space | Gap::Hyphen) {
            open = Open::default();
        }
        open.surname.push_str(&fold_word(word));
        if particle && let Some(last) = last {
            let first = open.first.or(Some(last));
            self.open = Open { first, words: open.words.max(1) + 1, surname: open.surname };
            return None;
        }
        let hash = self.roster.word(&open.surname);
        let found = self.pair(open.first?, Seen { hash, gap: Gap::Space, ..seen })?;
        Some(NameHit { found, words: open.words + 1 })
    }

    #[inline]
    fn judge(&self, last: Seen, seen: Seen) -> Option<NameHit> {
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
    fn remembered(&mut self, packed: Packed, word: &str) -> Known {
        let slot = slot(packed);
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

    #[cold]
    fn new_word(&self, packed: Packed, word: &str) -> Known {
        let folded = fold_word(word);
        Known { packed, hash: self.roster.word(&folded), particle: is_particle(&folded) }
    }
}

/// The place of a word in the cache: the upper bits of a product are the well mixed ones.
#[inline]
fn slot((first, rest): Packed) -> usize {
    let mixed = (first ^ rest.rotate_left(23)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    usize::try_from(mixed >> (64 - CACHE_BITS)).unwrap_or_default()
}

/// A word of ASCII letters and digits that is not long as numbers, in small letters.
#[inline]
fn short(word: &str) -> Option<Packed> {
    let bytes = word.as_bytes();
    if bytes.len() > SHORT {
        return None;
    }
    let (first, rest) = bytes.split_at_checked(8).unwrap_or((bytes, &[]));
    Some((pack(first)?, pack(rest)?))
}

#[inline]
fn pack(letters: &[u8]) -> Option<u64> {
    let mut packed = 0;
    for letter in letters {
        // Above the digits, ASCII is letters and marks that fold to nothing.
        if letter.wrapping_sub(b'0') >= 0x50 {
            return None;
        }
        // The bit that tells small letters from capitals; digits have it anyway.
        packed = packed << 8 | u64::from(letter | 0x20);
    }
    Some(packed)
}
