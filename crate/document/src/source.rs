//! Where bytes come from.

use std::ops::Range;

use lanyard_core::file::Reason;

/// Why looking at a file, or at a part of it, ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stop {
    /// The source does not have the bytes yet.
    Missing,
    /// There is nothing more to be had from it.
    Because(Reason),
}

/// What is read past the end, or does not hold together.
pub(crate) const DAMAGED: Stop = Stop::Because(Reason::Damaged);

/// Bytes of a file, by position.
pub trait Source {
    /// Size of the file.
    fn size(&self) -> u64;

    /// Fills `into` with the bytes from `at` on; past the end, as far as there are any. Gives
    /// how many.
    ///
    /// # Errors
    ///
    /// [`Stop::Missing`], when the source does not have them yet and has noted that they are wanted.
    fn read(&self, at: u64, into: &mut [u8]) -> Result<usize, Stop>;

    /// Says that these will be read soon, so that they can be fetched together.
    ///
    /// # Errors
    ///
    /// [`Stop::Missing`], when the source does not have all of them yet.
    fn want(&self, _ranges: &[Range<u64>]) -> Result<(), Stop> {
        Ok(())
    }

    /// All bytes at once, where they lie in one piece.
    fn whole(&self) -> Option<&[u8]> {
        None
    }
}

/// A file that is in memory as a whole.
#[derive(Clone, Copy, Debug)]
pub struct Memory<'a>(pub &'a [u8]);

impl Source for Memory<'_> {
    fn size(&self) -> u64 {
        self.0.len() as u64
    }

    fn read(&self, at: u64, into: &mut [u8]) -> Result<usize, Stop> {
        let rest = usize::try_from(at).ok().and_then(|at| self.0.get(at..)).unwrap_or_default();
        let count = rest.len().min(into.len());
        if let (Some(to), Some(from)) = (into.get_mut(..count), rest.get(..count)) {
            to.copy_from_slice(from);
        }
        Ok(count)
    }

    fn whole(&self) -> Option<&[u8]> {
        Some(self.0)
    }
}

/// Exactly these bytes.
pub(crate) fn take(source: &dyn Source, at: u64, count: usize) -> Result<Vec<u8>, Stop> {
    if at.checked_add(count as u64).is_none_or(|end| end > source.size()) {
        return Err(DAMAGED);
    }
    let bytes = up_to(source, at, count)?;
    if bytes.len() == count { Ok(bytes) } else { Err(DAMAGED) }
}

/// These bytes, as far as there are any.
pub(crate) fn up_to(source: &dyn Source, at: u64, count: usize) -> Result<Vec<u8>, Stop> {
    let there = source.size().saturating_sub(at).min(count as u64);
    let mut bytes = vec![0; usize::try_from(there).unwrap_or(0)];
    let read = source.read(at, &mut bytes)?;
    bytes.truncate(read);
    Ok(bytes)
}
