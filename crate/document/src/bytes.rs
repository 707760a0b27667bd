//! Numbers out of bytes. What is not there is `None`, never a panic.

/// Bytes with the order of their numbers.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Bytes<'a> {
    pub(crate) all: &'a [u8],
    pub(crate) big: bool,
}

impl<'a> Bytes<'a> {
    pub(crate) fn little(all: &'a [u8]) -> Self {
        Self { all, big: false }
    }

    pub(crate) fn big(all: &'a [u8]) -> Self {
        Self { all, big: true }
    }

    pub(crate) fn part(self, at: usize, count: usize) -> Option<&'a [u8]> {
        self.all.get(at..at.checked_add(count)?)
    }

    pub(crate) fn u8(self, at: usize) -> Option<u8> {
        self.all.get(at).copied()
    }

    pub(crate) fn u16(self, at: usize) -> Option<u16> {
        let bytes = self.part(at, 2)?.try_into().ok()?;
        Some(if self.big { u16::from_be_bytes(bytes) } else { u16::from_le_bytes(bytes) })
    }

    pub(crate) fn u32(self, at: usize) -> Option<u32> {
        let bytes = self.part(at, 4)?.try_into().ok()?;
        Some(if self.big { u32::from_be_bytes(bytes) } else { u32::from_le_bytes(bytes) })
    }

    pub(crate) fn u64(self, at: usize) -> Option<u64> {
        let bytes = self.part(at, 8)?.try_into().ok()?;
        Some(if self.big { u64::from_be_bytes(bytes) } else { u64::from_le_bytes(bytes) })
    }
}

/// Whether `needle` is in `hay`.
pub(crate) fn has(hay: &[u8], needle: &[u8]) -> bool {
    memchr::memmem::find(hay, needle).is_some()
}
