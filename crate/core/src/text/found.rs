//! What a scan brings back.

use super::kind::{KINDS, Kind};

/// Most places that are kept; counting goes on.
pub const MAX_HITS: usize = 10_000;

/// One thing seen: what, and where. In bytes of the text, on borders of characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hit {
    /// What it is.
    pub kind: Kind,
    /// First byte.
    pub from: usize,
    /// Byte after the last.
    pub to: usize,
}

/// Everything seen in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// By place, [`MAX_HITS`] at most.
    pub hits: Vec<Hit>,
    counts: [u32; KINDS],
}

impl Found {
    pub(super) fn new() -> Self {
        Self { hits: Vec::new(), counts: [0; KINDS] }
    }

    pub(super) fn add(&mut self, kind: Kind, from: usize, to: usize) {
        if let Some(count) = self.counts.get_mut(kind as usize) {
            *count = count.saturating_add(1);
        }
        if self.hits.len() < MAX_HITS {
            self.hits.push(Hit { kind, from, to });
        }
    }

    /// By place. Hits of one kind that overlap are one: "SEN" within "SEN register".
    pub(super) fn sorted(mut self) -> Self {
        sort(&mut self.hits, |hit| (hit.kind as usize, hit.from, hit.to));
        let counts = &mut self.counts;
        self.hits.dedup_by(|next, hit| {
            let same = next.kind == hit.kind && next.from < hit.to;
            if same {
                hit.to = hit.to.max(next.to);
                if let Some(count) = counts.get_mut(hit.kind as usize) {
                    *count = count.saturating_sub(1);
                }
            }
            same
        });
        sort(&mut self.hits, |hit| (hit.from, hit.to, hit.kind as usize));
        self
    }

    /// Where the last secret ends that was seen, for the one that comes now.
    pub(super) fn last_of_secrets(&self) -> usize {
        self.hits.iter().rev().take(8).find(|hit| hit.kind.is_secret()).map_or(0, |hit| hit.to)
    }

    /// How many of this kind.
    #[must_use]
    pub fn count(&self, kind: Kind) -> usize {
        self.counts.get(kind as usize).map_or(0, |count| usize::try_from(*count).unwrap_or(usize::MAX))
    }

    /// How many of the kinds that `which` accepts.
    pub fn count_of(&self, which: impl Fn(Kind) -> bool) -> usize {
        self.counts().filter(|(kind, _)| which(*kind)).map(|(_, count)| count).sum()
    }

    /// The kinds that were seen, with how many of each.
    pub fn counts(&self) -> impl Iterator<Item = (Kind, usize)> + '_ {
        Kind::ALL.iter().map(|kind| (*kind, self.count(*kind))).filter(|(_, count)| *count > 0)
    }

    /// Whether nothing was seen.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.hits.is_empty()
    }
}

/// Heap sort. The library's sorts are 3 to 5 KB of Wasm for each order; this is a few hundred bytes for both.
fn sort(hits: &mut [Hit], key: fn(&Hit) -> (usize, usize, usize)) {
    for root in (0..hits.len() / 2).rev() {
        sift(hits, root, key);
    }
    for end in (1..hits.len()).rev() {
        hits.swap(0, end);
        sift(hits.get_mut(..end).unwrap_or_default(), 0, key);
    }
}

/// Lets one sink to where nothing below it is larger.
fn sift(hits: &mut [Hit], mut at: usize, key: fn(&Hit) -> (usize, usize, usize)) {
    let of = |hits: &[Hit], at: usize| hits.get(at).map(key);
    loop {
        let mut child = 2 * at + 1;
        if of(hits, child) < of(hits, child + 1) {
            child += 1;
        }
        if of(hits, child) <= of(hits, at) {
            return;
        }
        hits.swap(at, child);
        at = child;
    }
}

/// The hits' places in UTF-16 units, as a browser counts: the one place where they are converted.
#[must_use]
pub fn utf16(text: &str, hits: &[Hit]) -> Vec<(usize, usize)> {
    let mut borders: Vec<(usize, usize, bool)> =
        hits.iter().enumerate().flat_map(|(at, hit)| [(hit.from, at, false), (hit.to, at, true)]).collect();
    borders.sort_unstable();
    let mut places = vec![(0, 0); hits.len()];
    let (mut bytes, mut units) = (0, 0);
    for (border, at, is_end) in borders {
        units += text.get(bytes..border).map_or(0, |part| part.encode_utf16().count());
        bytes = border;
        if let Some((from, to)) = places.get_mut(at) {
            *(if is_end { to } else { from }) = units;
        }
    }
    places
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sorted_as_the_library_sorts() {
        for count in 0..60_usize {
            let at = |n: usize, by: usize| n * by % 17;
            let hits = (0..count).map(|n| Hit { kind: Kind::ALL[at(n, 7)], from: at(n, 5), to: at(n, 3) });
            let mut hits: Vec<Hit> = hits.collect();
            let mut expected = hits.clone();
            expected.sort_by_key(|hit| (hit.from, hit.to, hit.kind));
            sort(&mut hits, |hit| (hit.from, hit.to, hit.kind as usize));
            assert_eq!(hits, expected);
        }
    }

    #[test]
    fn places_in_utf16() {
        let text = "é😀 a@b.example";
        let from = text.find('a').unwrap();
        let hits =
            [Hit { kind: Kind::Email, from, to: text.len() }, Hit { kind: Kind::Phone, from: 0, to: "é😀".len() }];
        assert_eq!(utf16(text, &hits), [(4, 15), (0, 3)]);
    }
}
