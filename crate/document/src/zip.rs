//! The list of files in a zip, from its end, as programs that open it read it.

use std::ops::Range;

use lanyard_core::file::Reason;
use miniz_oxide::DataFormat;

use crate::bytes::Bytes;
use crate::collect::Budget;
use crate::inflate::Run;
use crate::limit;
use crate::source::{DAMAGED, Source, Stop, take, up_to};

const END: usize = 22;
const LONGEST_COMMENT: usize = 65_535;
const LOCATOR: usize = 20;
const AES: u16 = 99;

/// One file in a zip.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    pub(crate) name: String,
    pub(crate) encrypted: bool,
    method: u16,
    packed: u64,
    at: u64,
}

impl Entry {
    pub(crate) fn is_folder(&self) -> bool {
        self.name.ends_with('/')
    }
}

/// A zip whose list has been read.
pub(crate) struct Zip<'s> {
    source: &'s dyn Source,
    pub(crate) entries: Vec<Entry>,
    budget: Budget,
}

impl<'s> Zip<'s> {
    pub(crate) fn read(source: &'s dyn Source, budget: &Budget) -> Result<Self, Stop> {
        let (at, size, count) = end(source)?;
        if count > limit::ENTRIES as u64 {
            return Err(Stop::Because(Reason::Unpacks));
        }
        let list = take(source, at, usize::try_from(size).map_err(|_| DAMAGED)?)?;
        let entries = entries(&list, count)?;
        overlap(&entries)?;
        Ok(Self { source, entries, budget: budget.clone() })
    }

    pub(crate) fn get(&self, name: &str) -> Option<&Entry> {
        // Two files of one name: programs take the last.
        self.entries.iter().rev().find(|entry| entry.name == name)
    }

    pub(crate) fn has(&self, name: &str) -> bool {
        self.get(name).is_some()
    }

    /// Says which entries will be read.
    pub(crate) fn want<'e>(&self, entries: impl Iterator<Item = &'e Entry>) -> Result<(), Stop> {
        let ranges: Vec<Range<u64>> = entries
            .map(|entry| {
                // The local header is as long as the listed one, but for an extra field of its own.
                let head = 30 + entry.name.len() as u64 + 1_000;
                entry.at..entry.at.saturating_add(head).saturating_add(entry.packed).min(self.source.size())
            })
            .collect();
        self.source.want(&ranges)
    }

    /// The entry's content.
    pub(crate) fn open(&self, entry: &Entry) -> Result<Run<'s>, Stop> {
        if entry.encrypted {
            return Err(Stop::Because(Reason::Protected));
        }
        let head = take(self.source, entry.at, 30)?;
        let head = Bytes::little(&head);
        if head.part(0, 4) != Some(b"PK\x03\x04") {
            return Err(DAMAGED);
        }
        let (name, extra) = (head.u16(26).ok_or(DAMAGED)?, head.u16(28).ok_or(DAMAGED)?);
        let at = entry.at + 30 + u64::from(name) + u64::from(extra);
        if at.checked_add(entry.packed).is_none_or(|end| end > self.source.size()) {
            return Err(DAMAGED);
        }
        match entry.method {
            0 => Ok(Run::plain(self.source, at, entry.packed, &self.budget)),
            8 => Ok(Run::packed(self.source, at, entry.packed, DataFormat::Raw, &self.budget)),
            _ => Err(Stop::Because(Reason::Format)),
        }
    }
}

/// Where the list is, how long, and how many are in it.
fn end(source: &dyn Source) -> Result<(u64, u64, u64), Stop> {
    let from = source.size().saturating_sub((END + LONGEST_COMMENT) as u64);
    let tail = up_to(source, from, END + LONGEST_COMMENT)?;
    let found = memchr::memmem::rfind(&tail, b"PK\x05\x06").ok_or(DAMAGED)?;
    let tail = Bytes::little(&tail);
    let (count, size, at) = (tail.u16(found + 10), tail.u32(found + 12), tail.u32(found + 16));
    let (Some(count), Some(size), Some(at)) = (count, size, at) else { return Err(DAMAGED) };
    if count != u16::MAX && size != u32::MAX && at != u32::MAX {
        return Ok((u64::from(at), u64::from(size), u64::from(count)));
    }
    let locator = (from + found as u64).checked_sub(LOCATOR as u64).ok_or(DAMAGED)?;
    let locator = take(source, locator, LOCATOR)?;
    if !locator.starts_with(b"PK\x06\x07") {
        return Err(DAMAGED);
    }
    let place = Bytes::little(&locator).u64(8).ok_or(DAMAGED)?;
    let record = take(source, place, 56)?;
    if !record.starts_with(b"PK\x06\x06") {
        return Err(DAMAGED);
    }
    let record = Bytes::little(&record);
    match (record.u64(48), record.u64(40), record.u64(32)) {
        (Some(at), Some(size), Some(count)) => Ok((at, size, count)),
        _ => Err(DAMAGED),
    }
}

fn entries(list: &[u8], count: u64) -> Result<Vec<Entry>, Stop> {
    let mut entries = Vec::new();
    let mut at = 0;
    for _ in 0..count {
        let (entry, next) = entry(list, at).ok_or(DAMAGED)?;
        entries.push(entry);
        at = next;
    }
    Ok(entries)
}

fn entry(list: &[u8], at: usize) -> Option<(Entry, usize)> {
    let all = Bytes::little(list.get(at..)?);
    if all.part(0, 4)? != b"PK\x01\x02" {
        return None;
    }
    let (flags, method) = (all.u16(8)?, all.u16(10)?);
    let (name, extra, comment) = (usize::from(all.u16(28)?), usize::from(all.u16(30)?), usize::from(all.u16(32)?));
    let mut wide = [u64::from(all.u32(24)?), u64::from(all.u32(20)?), u64::from(all.u32(42)?)];
    widen(all.part(46 + name, extra)?, &mut wide);
    // What it says it unpacks to is not believed.
    let [_, packed, place] = wide;
    let name_bytes = all.part(46, name)?;
    let entry = Entry {
        name: String::from_utf8_lossy(name_bytes).replace('\\', "/"),
        encrypted: flags & 1 == 1 || method == AES,
        method,
        packed,
        at: place,
    };
    Some((entry, at + 46 + name + extra + comment))
}

/// Sizes and places that are too large for their own fields stand in an extra field.
fn widen(extra: &[u8], wide: &mut [u64; 3]) {
    let mut rest = extra;
    while let (Some(id), Some(size)) = (Bytes::little(rest).u16(0), Bytes::little(rest).u16(2)) {
        let size = usize::from(size);
        let Some(field) = rest.get(4..4 + size) else { return };
        if id == 1 {
            let mut at = 0;
            for value in wide.iter_mut().filter(|value| **value == u64::from(u32::MAX)) {
                let Some(real) = Bytes::little(field).u64(at) else { return };
                *value = real;
                at += 8;
            }
        }
        rest = rest.get(4 + size..).unwrap_or_default();
    }
}

/// Entries that share their bytes unpack to more than any single one tells.
fn overlap(entries: &[Entry]) -> Result<(), Stop> {
    let mut places: Vec<(u64, u64)> = entries.iter().map(|entry| (entry.at, entry.packed)).collect();
    places.sort_unstable();
    for pair in places.windows(2) {
        let [(at, packed), (next, _)] = pair else { continue };
        if at.saturating_add(30).saturating_add(*packed) > *next {
            return Err(Stop::Because(Reason::Unpacks));
        }
    }
    Ok(())
}
