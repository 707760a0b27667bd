//! A file of which some parts are here.

use std::cell::RefCell;
use std::ops::Range;

use lanyard_core::file::Reason;
use lanyard_document::{Source, Stop, limit};

/// Bytes are asked for and kept in blocks of this size.
const BLOCK: u64 = 64 << 10;

/// The parts of a file that have come, and those that are wanted.
#[derive(Debug, Default)]
pub struct Blocks {
    size: u64,
    here: Vec<Option<Box<[u8]>>>,
    wanted: RefCell<Vec<Range<u64>>>,
}

impl Blocks {
    /// A file of which nothing is here yet.
    #[must_use]
    pub fn new(size: u64) -> Self {
        let count = usize::try_from(size.div_ceil(BLOCK)).unwrap_or(0).min(1 << 20);
        Self { size, here: vec![None; count], wanted: RefCell::default() }
    }

    /// Takes in bytes that were asked for, from the beginning of a block on. Others are dropped.
    pub fn feed(&mut self, at: u64, bytes: &[u8]) {
        if !at.is_multiple_of(BLOCK) {
            return;
        }
        for (n, block) in (at / BLOCK..).zip(bytes.chunks(BLOCK as usize)) {
            let whole = BLOCK.min(self.size.saturating_sub(n * BLOCK));
            let place = usize::try_from(n).ok().and_then(|n| self.here.get_mut(n));
            if let Some(place) = place.filter(|_| block.len() as u64 == whole) {
                *place = Some(block.into());
            }
        }
    }

    /// What is wanted, in blocks, and forgets it.
    pub fn wanted(&mut self) -> Vec<Range<u64>> {
        let mut blocks: Vec<u64> =
            self.wanted.take().into_iter().flat_map(|range| range.start / BLOCK..range.end.div_ceil(BLOCK)).collect();
        blocks.sort_unstable();
        blocks.dedup();
        let mut ranges: Vec<Range<u64>> = Vec::new();
        for block in blocks.into_iter().filter(|block| !self.has(*block)) {
            let (from, to) = (block * BLOCK, ((block + 1) * BLOCK).min(self.size));
            match ranges.last_mut().filter(|last| last.end == from) {
                Some(last) => last.end = to,
                None => ranges.push(from..to),
            }
        }
        ranges
    }

    fn has(&self, block: u64) -> bool {
        usize::try_from(block).ok().and_then(|block| self.here.get(block)).is_some_and(Option::is_some)
    }

    fn held(&self) -> u64 {
        self.here.iter().flatten().map(|block| block.len() as u64).sum()
    }
}

impl Source for Blocks {
    fn size(&self) -> u64 {
        self.size
    }

    fn read(&self, at: u64, into: &mut [u8]) -> Result<usize, Stop> {
        let end = at.saturating_add(into.len() as u64).min(self.size);
        if at >= end {
            return Ok(0);
        }
        self.want(std::slice::from_ref(&(at..end)))?;
        let mut filled = 0;
        while at + (filled as u64) < end {
            let place = at + filled as u64;
            let block = usize::try_from(place / BLOCK).ok().and_then(|n| self.here.get(n)).and_then(Option::as_ref);
            let rest = block.and_then(|block| block.get((place % BLOCK) as usize..)).unwrap_or_default();
            let room = into.get_mut(filled..).unwrap_or_default();
            let count = rest.len().min(room.len());
            if count == 0 {
                break;
            }
            if let (Some(to), Some(from)) = (room.get_mut(..count), rest.get(..count)) {
                to.copy_from_slice(from);
            }
            filled += count;
        }
        Ok(filled)
    }

    fn want(&self, ranges: &[Range<u64>]) -> Result<(), Stop> {
        let missing: Vec<Range<u64>> = ranges
            .iter()
            .filter(|range| {
                (range.start / BLOCK..range.end.min(self.size).div_ceil(BLOCK)).any(|block| !self.has(block))
            })
            .map(|range| range.start..range.end.min(self.size))
            .collect();
        if missing.is_empty() {
            return Ok(());
        }
        let size: u64 = missing.iter().map(|range| range.end.saturating_sub(range.start)).sum();
        // The first bytes and the last are always had: they say whether it is protected.
        if self.held().saturating_add(size) > limit::FILE + 4 * BLOCK {
            return Err(Stop::Because(Reason::TooLarge));
        }
        self.wanted.borrow_mut().extend(missing);
        Err(Stop::Missing)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asks(blocks: &mut Blocks, file: &[u8]) -> (usize, usize) {
        let (mut rounds, mut bytes) = (0, 0);
        loop {
            match lanyard_document::inspect(blocks, &mut |_, _| {}) {
                Ok(facts) => {
                    assert_eq!(facts.unchecked, None);
                    return (rounds, bytes);
                }
                Err(_) => rounds += 1,
            }
            let wanted = blocks.wanted();
            assert!(!wanted.is_empty());
            for range in wanted {
                let part = &file[range.start as usize..range.end as usize];
                bytes += part.len();
                blocks.feed(range.start, part);
            }
        }
    }

    #[test]
    fn a_file_is_asked_for_in_few_rounds_and_no_byte_twice() {
        let file = "a@example.org and more\n".repeat(20_000);
        let mut blocks = Blocks::new(file.len() as u64);
        let (rounds, bytes) = asks(&mut blocks, file.as_bytes());
        assert_eq!(bytes, file.len());
        assert!(rounds <= 3, "{rounds}");
    }

    #[test]
    fn what_was_not_asked_for_in_blocks_is_dropped() {
        let mut blocks = Blocks::new(200_000);
        blocks.feed(1, &[0; 100]);
        blocks.feed(0, &[0; 100]);
        blocks.feed(u64::MAX - 1, &[0; 100]);
        blocks.feed(1 << 40, &vec![0; 65_536]);
        assert_eq!(blocks.read(0, &mut [0; 10]), Err(Stop::Missing));
        blocks.feed(0, &vec![7; 65_536]);
        assert_eq!(blocks.read(0, &mut [0; 10]), Ok(10));
        assert_eq!(blocks.read(200_000, &mut [0; 10]), Ok(0));
    }

    #[test]
    fn a_file_without_end_takes_no_memory() {
        let blocks = Blocks::new(1 << 50);
        assert_eq!(blocks.want(std::slice::from_ref(&(0..1 << 50))), Err(Stop::Because(Reason::TooLarge)));
        assert_eq!(blocks.read(1 << 49, &mut [0; 4096]), Err(Stop::Missing));
    }
}
