//! The table in memory: sorted entries, and a filter before them that sends most of what is not
//! there away after one look.
//!
//! The entries stay where they came, in the bytes of the file: a hosted list has megabytes of them, and a second copy would
//! stay as long as the worker.

use std::sync::Arc;

use super::keyed::Fingerprint;

/// Bits of a fingerprint.
const BITS: u32 = 48;
/// Bits of the filter for each entry, as a power of two: about one stranger in nine passes it.
const SPARSE: u32 = 3;

/// An entry as it is in the file, big-endian: 48 bits of fingerprint, then 16 that say who it is.
type Entry = [u8; 8];

/// The table.
#[derive(Clone, Debug, Default)]
pub(super) struct Table {
    /// The file, and where its entries begin.
    file: Arc<Vec<u8>>,
    begins: usize,
    /// How far a fingerprint is shifted to its bit of the filter.
    shift: u32,
    /// A bit for each prefix that some entry has.
    filter: Vec<u64>,
    /// Where the entries of 64 bits of the filter begin.
    from: Vec<u32>,
}

impl Table {
    /// Of sorted entries, which stand in these bytes from there on.
    pub(super) fn new(file: Arc<Vec<u8>>, begins: usize) -> Self {
        let mut table = Self { file, begins, ..Self::default() };
        let entries = table.entries();
        let wanted = entries.len().max(64).next_power_of_two().trailing_zeros() + SPARSE;
        let shift = BITS.saturating_sub(wanted);
        let words = 1_usize << (BITS - shift).saturating_sub(6);
        let mut filter = vec![0_u64; words];
        let mut from = vec![0_u32; words];
        let mut next = 0;
        for (at, entry) in (0_u32..).zip(entries) {
            let bit = u64::from_be_bytes(*entry) >> 16 >> shift;
            let word = usize::try_from(bit >> 6).unwrap_or(usize::MAX);
            while next <= word
                && let Some(from) = from.get_mut(next)
            {
                *from = at;
                next += 1;
            }
            if let Some(bits) = filter.get_mut(word) {
                *bits |= 1 << (bit & 63);
            }
        }
        (table.shift, table.filter, table.from) = (shift, filter, from);
        table
    }

    fn entries(&self) -> &[Entry] {
        self.file.get(self.begins..).unwrap_or_default().as_chunks().0
    }

    /// The entries with this fingerprint.
    #[inline]
    pub(super) fn find(&self, wanted: Fingerprint) -> &[Entry] {
        let bit = wanted.0 >> self.shift;
        let word = usize::try_from(bit >> 6).unwrap_or(usize::MAX);
        match self.filter.get(word) {
            Some(bits) if bits >> (bit & 63) & 1 == 1 => self.among(wanted, word),
            _ => &[],
        }
    }

    #[inline(never)]
    fn among(&self, wanted: Fingerprint, word: usize) -> &[Entry] {
        let fingerprint = |entry: &&Entry| u64::from_be_bytes(**entry) >> 16;
        let from = self.from.get(word).and_then(|from| usize::try_from(*from).ok()).unwrap_or(usize::MAX);
        let entries = self.entries().get(from..).unwrap_or_default();
        let before = entries.iter().take_while(|entry| fingerprint(entry) < wanted.0).count();
        let entries = entries.get(before..).unwrap_or_default();
        let same = entries.iter().take_while(|entry| fingerprint(entry) == wanted.0).count();
        entries.get(..same).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn sorted(mut entries: Vec<u64>) -> Vec<u64> {
        entries.sort_unstable();
        entries.dedup();
        entries
    }

    /// A table of these, behind a header of so many bytes as nothing is aligned to.
    fn table(entries: &[u64]) -> Table {
        let header = [0xff; 13];
        let bytes = header.into_iter().chain(entries.iter().flat_map(|entry| entry.to_be_bytes()));
        Table::new(Arc::new(bytes.collect()), header.len())
    }

    fn numbers(found: &[Entry]) -> Vec<u64> {
        found.iter().map(|entry| u64::from_be_bytes(*entry)).collect()
    }

    /// Numbers as even as hashes: splitmix64.
    fn number(seed: u64) -> u64 {
        let mixed = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15);
        let mixed = (mixed ^ mixed >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ mixed >> 31
    }

    /// How many of two million strangers a table of 100,000 people in eight spellings finds, with
    /// fingerprints of so many bits.
    fn accidents(bits: u32) -> usize {
        let fingerprint = |seed: u64| number(seed) >> (64 - bits) << (BITS - bits);
        let table = table(&sorted((1..=800_000).map(|seed| fingerprint(seed) << 16).collect()));
        (1..=2_000_000).filter(|seed| !table.find(Fingerprint(fingerprint(seed + (1 << 40)))).is_empty()).count()
    }

    #[test]
    fn less_than_one_stranger_in_a_million_is_found_by_accident() {
        assert!(accidents(BITS) < 2);
        // 800,000 ÷ 2³² of two million: the measure sees what it should.
        let seen = accidents(32);
        assert!((290..460).contains(&seen), "{seen}");
    }

    proptest! {
        #[test]
        fn finds_what_is_there_and_nothing_else(entries in proptest::collection::vec(any::<u64>(), 0..400), strangers in proptest::collection::vec(any::<u64>(), 50)) {
            let entries = sorted(entries);
            let table = table(&entries);
            for wanted in entries.iter().chain(&strangers).map(|entry| entry >> 16).chain([0, (1 << 48) - 1]) {
                let expected: Vec<u64> = entries.iter().copied().filter(|entry| entry >> 16 == wanted).collect();
                prop_assert_eq!(numbers(table.find(Fingerprint(wanted))), expected);
            }
        }

        #[test]
        fn many_with_one_fingerprint(fingerprint in 0_u64..(1 << 48), whose in proptest::collection::vec(any::<u16>(), 1..100)) {
            let entries = sorted(whose.into_iter().map(|who| fingerprint << 16 | u64::from(who)).collect());
            let table = table(&entries);
            prop_assert_eq!(numbers(table.find(Fingerprint(fingerprint))), entries);
        }
    }
}
