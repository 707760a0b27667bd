//! The table in memory: sorted entries, and a filter before them that sends most of what is not
//! there away after one look.

use super::keyed::Fingerprint;

/// Bits of a fingerprint.
const BITS: u32 = 48;
/// Bits of the filter for each entry, as a power of two: about one stranger in nine passes it.
const SPARSE: u32 = 3;

/// Entries: 48 bits of fingerprint, then 16 that say who it is.
#[derive(Clone, Debug, Default)]
pub(super) struct Table {
    entries: Vec<u64>,
    /// How far a fingerprint is shifted to its bit of the filter.
    shift: u32,
    /// For 64 bits of the filter each: the bits, and where their entries begin.
    filter: Vec<(u64, u32)>,
}

impl Table {
    /// Of sorted entries.
    pub(super) fn new(entries: Vec<u64>) -> Self {
        let wanted = entries.len().max(64).next_power_of_two().trailing_zeros() + SPARSE;
        let shift = BITS.saturating_sub(wanted);
        let words = 1_usize << (BITS - shift).saturating_sub(6);
        let mut filter = vec![(0_u64, 0_u32); words];
        let mut next = 0;
        for (at, entry) in (0_u32..).zip(&entries) {
            let bit = entry >> 16 >> shift;
            let word = usize::try_from(bit >> 6).unwrap_or(usize::MAX);
            while next <= word
                && let Some((_, from)) = filter.get_mut(next)
            {
                *from = at;
                next += 1;
            }
            if let Some((bits, _)) = filter.get_mut(word) {
                *bits |= 1 << (bit & 63);
            }
        }
        Self { entries, shift, filter }
    }

    /// The entries with this fingerprint.
    #[inline]
    pub(super) fn find(&self, wanted: Fingerprint) -> &[u64] {
        let bit = wanted.0 >> self.shift;
        let Some((bits, from)) = usize::try_from(bit >> 6).ok().and_then(|word| self.filter.get(word)) else {
            return &[];
        };
        if bits >> (bit & 63) & 1 == 0 {
            return &[];
        }
        self.among(wanted, usize::try_from(*from).unwrap_or(usize::MAX))
    }

    fn among(&self, wanted: Fingerprint, from: usize) -> &[u64] {
        let entries = self.entries.get(from..).unwrap_or_default();
        let before = entries.iter().take_while(|entry| **entry >> 16 < wanted.0).count();
        let entries = entries.get(before..).unwrap_or_default();
        let same = entries.iter().take_while(|entry| **entry >> 16 == wanted.0).count();
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

    proptest! {
        #[test]
        fn finds_what_is_there_and_nothing_else(entries in proptest::collection::vec(any::<u64>(), 0..400), strangers in proptest::collection::vec(any::<u64>(), 50)) {
            let entries = sorted(entries);
            let table = Table::new(entries.clone());
            for wanted in entries.iter().chain(&strangers).map(|entry| entry >> 16).chain([0, (1 << 48) - 1]) {
                let expected: Vec<u64> = entries.iter().copied().filter(|entry| entry >> 16 == wanted).collect();
                prop_assert_eq!(table.find(Fingerprint(wanted)), expected);
            }
        }

        #[test]
        fn many_with_one_fingerprint(fingerprint in 0_u64..(1 << 48), whose in proptest::collection::vec(any::<u16>(), 1..100)) {
            let entries = sorted(whose.into_iter().map(|who| fingerprint << 16 | u64::from(who)).collect());
            let table = Table::new(entries.clone());
            prop_assert_eq!(table.find(Fingerprint(fingerprint)), entries);
        }
    }
}
