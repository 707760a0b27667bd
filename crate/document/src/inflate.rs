//! A packed or plain run of bytes, piece by piece.

use lanyard_core::file::Reason;
use miniz_oxide::inflate::stream::{InflateState, inflate};
use miniz_oxide::{DataFormat, MZFlush, MZStatus};

use crate::collect::Budget;
use crate::limit;
use crate::source::{DAMAGED, Source, Stop};

const PIECE: usize = 32 << 10;

/// Gives bytes, piece by piece; an empty piece is the end.
pub(crate) trait Pull {
    fn pull(&mut self) -> Result<&[u8], Stop>;
}

/// A run of bytes of a source, inflated where it is packed.
pub(crate) struct Run<'s> {
    source: &'s dyn Source,
    at: u64,
    left: u64,
    packed: Vec<u8>,
    used: usize,
    state: Option<Box<InflateState>>,
    out: Vec<u8>,
    budget: Budget,
    read: u64,
    written: u64,
    ended: bool,
}

impl<'s> Run<'s> {
    /// Bytes as they are.
    pub(crate) fn plain(source: &'s dyn Source, at: u64, size: u64, budget: &Budget) -> Self {
        Self {
            source,
            at,
            left: size,
            packed: Vec::new(),
            used: 0,
            state: None,
            out: Vec::new(),
            budget: budget.clone(),
            read: 0,
            written: 0,
            ended: false,
        }
    }

    /// Deflated bytes, bare (zip) or in a zlib wrapper (PDF).
    pub(crate) fn packed(source: &'s dyn Source, at: u64, size: u64, format: DataFormat, budget: &Budget) -> Self {
        Self { state: Some(InflateState::new_boxed(format)), ..Self::plain(source, at, size, budget) }
    }

    fn fetch(&mut self) -> Result<bool, Stop> {
        let count = usize::try_from(self.left).unwrap_or(usize::MAX).min(PIECE);
        self.packed.resize(count, 0);
        let read = if count == 0 { 0 } else { self.source.read(self.at, &mut self.packed)? };
        self.packed.truncate(read);
        self.used = 0;
        self.at += read as u64;
        self.left = if read == 0 { 0 } else { self.left.saturating_sub(read as u64) };
        Ok(read > 0)
    }

    /// All of it, up to `most` bytes; more is [`Reason::TooLarge`].
    pub(crate) fn whole(mut self, most: usize) -> Result<Vec<u8>, Stop> {
        let mut all = Vec::new();
        loop {
            let piece = self.pull()?;
            if piece.is_empty() {
                return Ok(all);
            }
            if all.len() + piece.len() > most {
                return Err(Stop::Because(Reason::TooLarge));
            }
            all.extend_from_slice(piece);
        }
    }

    /// The first bytes, as far as there are any.
    pub(crate) fn first(mut self, most: usize) -> Result<Vec<u8>, Stop> {
        let mut all = Vec::new();
        while all.len() < most {
            let piece = self.pull()?;
            if piece.is_empty() {
                break;
            }
            all.extend_from_slice(piece);
        }
        all.truncate(most);
        Ok(all)
    }
}

impl Pull for Run<'_> {
    fn pull(&mut self) -> Result<&[u8], Stop> {
        if self.ended {
            return Ok(&[]);
        }
        if self.state.is_none() {
            self.fetch()?;
            self.budget.spend(self.packed.len())?;
            return Ok(&self.packed);
        }
        self.out.resize(PIECE, 0);
        loop {
            if self.used >= self.packed.len() {
                self.fetch()?;
            }
            let Some(state) = &mut self.state else { return Err(DAMAGED) };
            let input = self.packed.get(self.used..).unwrap_or_default();
            let step = inflate(state, input, &mut self.out, MZFlush::None);
            self.used += step.bytes_consumed;
            self.read += step.bytes_consumed as u64;
            self.written += step.bytes_written as u64;
            match step.status {
                Ok(MZStatus::StreamEnd) => self.ended = true,
                Ok(_) => {}
                // Nothing more comes: what was there before counts.
                Err(_) if step.bytes_written > 0 => self.ended = true,
                Err(_) => return Err(DAMAGED),
            }
            if self.written > limit::FREE && self.written > self.read.saturating_mul(limit::RATIO) {
                return Err(Stop::Because(Reason::Unpacks));
            }
            if step.bytes_written > 0 || self.ended {
                self.budget.spend(step.bytes_written)?;
                return Ok(self.out.get(..step.bytes_written).unwrap_or_default());
            }
            if step.bytes_consumed == 0 && self.left == 0 && self.used >= self.packed.len() {
                return Err(DAMAGED);
            }
        }
    }
}
