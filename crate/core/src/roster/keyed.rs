//! Keyed hashes of words, pairs of words, addresses and handles.
//!
//! Each word is hashed once with SipHash-2-4, a keyed hash made to be one; pairs and longer runs
//! are mixed from the hashes of their words with secret odd numbers. Hashes of words are as good
//! as random, so two mixtures meet as seldom as two random numbers; and a text of n words is
//! hashed n times although every pair of it is looked up.

use hmac::{Hmac, Mac};
use sha2::Sha256;
use siphasher::sip::SipHasher24;
use siphasher::sip128::{Hasher128, SipHasher24 as SipHasher128};

/// The keyed hash of one folded word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct WordHash(u64);

/// What is looked up: 48 bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Fingerprint(pub(super) u64);

/// The keys of one table, made from the school's key and the table's build id: a new build has
/// new fingerprints under the same school key.
#[derive(Clone)]
pub(super) struct Keys {
    words: SipHasher24,
    things: SipHasher24,
    mix: [u64; 2],
    seal: [u8; 16],
}

impl Keys {
    /// The school's id keeps two schools apart even where somebody gives both the same key.
    pub(super) fn new(school_key: &[u8; 16], build: &[u8; 16], school: &str) -> Self {
        let derive = |purpose: &str| -> [u8; 32] {
            let parts: [&[u8]; 4] = [purpose.as_bytes(), b"\0", build, school.as_bytes()];
            hmac(school_key, &parts)
        };
        let (words, mix) = halves(derive("lanyard-roster words"));
        let (things, seal) = halves(derive("lanyard-roster things"));
        let mut odd = mix.as_chunks::<8>().0.iter().map(|bytes| u64::from_le_bytes(*bytes) | 1);
        let mix = [odd.next().unwrap_or(1), odd.next().unwrap_or(1)];
        Self { words: SipHasher24::new_with_key(&words), things: SipHasher24::new_with_key(&things), mix, seal }
    }

    /// One folded word.
    pub(super) fn word(&self, folded: &str) -> WordHash {
        WordHash(self.words.hash(folded.as_bytes()))
    }

    /// Two words in either order.
    #[inline]
    pub(super) fn pair(&self, a: WordHash, b: WordHash) -> Fingerprint {
        self.fingerprint(self.join(a.min(b).0, a.max(b)))
    }

    /// Three words and more, in order; a single one that is a whole name.
    pub(super) fn run(&self, words: impl IntoIterator<Item = WordHash>) -> Fingerprint {
        self.fingerprint(words.into_iter().fold(0, |run, word| self.join(run ^ run >> 32, word)))
    }

    /// An address or a handle.
    pub(super) fn thing(&self, kind: &str, normalised: &str) -> Fingerprint {
        let mut bytes = Vec::with_capacity(kind.len() + 1 + normalised.len());
        bytes.extend_from_slice(kind.as_bytes());
        bytes.push(0);
        bytes.extend_from_slice(normalised.as_bytes());
        Fingerprint(self.things.hash(&bytes) >> 16)
    }

    /// A keyed hash over a whole table: a changed one and a wrong key are noticed.
    pub(super) fn seal(&self, parts: &[&[u8]]) -> [u8; 16] {
        use core::hash::Hasher as _;
        let mut hasher = SipHasher128::new_with_key(&self.seal);
        for part in parts {
            hasher.write(part);
        }
        hasher.finish128().as_bytes()
    }

    #[inline]
    fn join(&self, a: u64, b: WordHash) -> u64 {
        let [first, second] = self.mix;
        a.wrapping_mul(first).wrapping_add(b.0.wrapping_mul(second))
    }

    /// The upper bits of a product depend on all of it.
    #[inline]
    fn fingerprint(&self, mixed: u64) -> Fingerprint {
        let [first, _] = self.mix;
        Fingerprint((mixed ^ mixed >> 32).wrapping_mul(first) >> 16)
    }
}

/// Says which key a table was made with, and tells nothing of the key.
pub(super) fn key_id(school_key: &[u8; 16]) -> [u8; 8] {
    let [a, b, c, d, e, f, g, h, ..] = hmac(school_key, &[b"lanyard-roster key id"]);
    [a, b, c, d, e, f, g, h]
}

fn hmac(key: &[u8; 16], parts: &[&[u8]]) -> [u8; 32] {
    // HMAC takes a key of any length.
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(key) else { return [0; 32] };
    for part in parts {
        mac.update(part);
    }
    mac.finalize().into_bytes().into()
}

fn halves(bytes: [u8; 32]) -> ([u8; 16], [u8; 16]) {
    let mut halves = bytes.as_chunks::<16>().0.iter();
    (halves.next().copied().unwrap_or_default(), halves.next().copied().unwrap_or_default())
}
