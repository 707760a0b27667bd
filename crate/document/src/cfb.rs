//! Compound files: protected documents of the newer Office, and all of the older one (doc, xls,
//! ppt), of which only the protection is read.

use lanyard_core::file::{FileFormat, Protection, Reason};

use crate::bytes::Bytes;
use crate::collect::Job;
use crate::source::{DAMAGED, Source, Stop, take, up_to};

/// Sectors that a chain may have before it is taken for a circle.
const LONGEST_CHAIN: usize = 1 << 16;
const ENDS: u32 = 0xffff_fffa;
const ENTRY: usize = 128;

/// First bytes of a stream that tell whether it is protected.
const BEGINNING: usize = 16 << 10;

struct Compound<'s> {
    source: &'s dyn Source,
    sector: usize,
    small_sector: usize,
    small_below: u64,
    /// Sectors that hold the table of chains.
    table: Vec<u32>,
    streams: Vec<Stream>,
    root: Option<Stream>,
    small_table: u32,
}

#[derive(Clone, Debug)]
struct Stream {
    name: String,
    first: u32,
    size: u64,
}

pub(crate) fn read(source: &dyn Source, job: &mut Job<'_>) -> Result<(), Stop> {
    // Chains lead anywhere in the file.
    if source.size() > crate::limit::FILE {
        return Err(Stop::Because(Reason::TooLarge));
    }
    source.want(std::slice::from_ref(&(0..source.size())))?;
    let compound = Compound::open(source)?;
    let has = |name: &str| compound.streams.iter().find(|stream| stream.name.eq_ignore_ascii_case(name));
    let locked = if has("EncryptedPackage").is_some() {
        job.format = kind_of_package(&compound);
        Some(true)
    } else if let Some(stream) = has("WordDocument") {
        job.format = FileFormat::Document;
        word(&compound.beginning(stream)?)
    } else if let Some(stream) = has("Workbook").or_else(|| has("Book")) {
        job.format = FileFormat::Spreadsheet;
        workbook(&compound.beginning(stream)?)
    } else if let Some(stream) = has("Current User").filter(|_| has("PowerPoint Document").is_some()) {
        job.format = FileFormat::Presentation;
        presentation(&compound.beginning(stream)?)
    } else {
        return Err(Stop::Because(Reason::Format));
    };
    job.protection = match locked {
        Some(true) => Protection::Protected,
        Some(false) => Protection::None,
        None => return Err(DAMAGED),
    };
    Err(Stop::Because(if locked == Some(true) { Reason::Protected } else { Reason::OldFormat }))
}

/// The package itself says nothing; it is some Office document.
fn kind_of_package(_compound: &Compound<'_>) -> FileFormat {
    FileFormat::Other
}

/// The File Information Block: bit 8 of its flags is fEncrypted.
fn word(stream: &[u8]) -> Option<bool> {
    let all = Bytes::little(stream);
    matches!(all.u16(0)?, 0xa5ec | 0xa5dc).then_some(())?;
    Some(all.u16(10)? & 0x0100 != 0)
}

/// Records: a FILEPASS (0x2F) among the first says that what follows is encrypted. The
/// protection of sheets and of the workbook's structure are other records.
fn workbook(stream: &[u8]) -> Option<bool> {
    let all = Bytes::little(stream);
    matches!(all.u16(0)?, 0x0809 | 0x0409 | 0x0209 | 0x0009).then_some(())?;
    let mut at = 0_usize;
    for _ in 0..50 {
        let (Some(kind), Some(size)) = (all.u16(at), all.u16(at + 2)) else { return Some(false) };
        match kind {
            0x002f => return Some(true),
            0x000a => return Some(false),
            _ => at += 4 + usize::from(size),
        }
    }
    Some(false)
}

/// The atom of the last user holds one of two numbers.
fn presentation(stream: &[u8]) -> Option<bool> {
    match Bytes::little(stream).u32(12)? {
        0xf3d1_c4df => Some(true),
        0xe391_c05f => Some(false),
        _ => None,
    }
}

impl<'s> Compound<'s> {
    fn open(source: &'s dyn Source) -> Result<Self, Stop> {
        let head = take(source, 0, 512)?;
        let all = Bytes::little(&head);
        let number = |at| all.u32(at).ok_or(DAMAGED);
        let (shift, small_shift) = (all.u16(30).ok_or(DAMAGED)?, all.u16(32).ok_or(DAMAGED)?);
        if !matches!(shift, 9 | 12) || small_shift != 6 {
            return Err(DAMAGED);
        }
        let mut compound = Self {
            source,
            sector: 1 << shift,
            small_sector: 1 << small_shift,
            small_below: u64::from(number(56)?),
            table: (0..109).filter_map(|n| all.u32(76 + 4 * n)).filter(|sector| *sector < ENDS).collect(),
            streams: Vec::new(),
            root: None,
            small_table: number(60)?,
        };
        compound.longer_table(number(68)?)?;
        compound.directory(number(48)?)?;
        Ok(compound)
    }

    fn place(&self, sector: u32) -> u64 {
        (u64::from(sector) + 1) * self.sector as u64
    }

    fn sector(&self, sector: u32) -> Result<Vec<u8>, Stop> {
        take(self.source, self.place(sector), self.sector)
    }

    /// A table of more than 109 sectors goes on elsewhere.
    fn longer_table(&mut self, first: u32) -> Result<(), Stop> {
        let mut next = first;
        for _ in 0..LONGEST_CHAIN {
            if next >= ENDS {
                return Ok(());
            }
            let bytes = self.sector(next)?;
            let all = Bytes::little(&bytes);
            let count = self.sector / 4 - 1;
            self.table.extend((0..count).filter_map(|n| all.u32(4 * n)).filter(|sector| *sector < ENDS));
            next = all.u32(4 * count).ok_or(DAMAGED)?;
            if self.table.len() > LONGEST_CHAIN {
                break;
            }
        }
        Err(DAMAGED)
    }

    fn after(&self, sector: u32) -> Result<u32, Stop> {
        let each = self.sector as u32 / 4;
        let table = self.table.get((sector / each) as usize).ok_or(DAMAGED)?;
        let place = self.place(*table) + u64::from(sector % each) * 4;
        Bytes::little(&take(self.source, place, 4)?).u32(0).ok_or(DAMAGED)
    }

    /// The sectors of a chain, `most` at most.
    fn chain(&self, first: u32, most: usize) -> Result<Vec<u32>, Stop> {
        let (mut chain, mut next) = (Vec::new(), first);
        while next < ENDS && chain.len() < most {
            chain.push(next);
            next = self.after(next)?;
        }
        Ok(chain)
    }

    fn directory(&mut self, first: u32) -> Result<(), Stop> {
        // Some hundred streams are many; a circle ends here.
        for sector in self.chain(first, 2_000)? {
            let bytes = self.sector(sector)?;
            for entry in bytes.chunks_exact(ENTRY) {
                let all = Bytes::little(entry);
                let (Some(length), Some(kind), Some(first), Some(size)) =
                    (all.u16(64), all.u8(66), all.u32(116), all.u64(120))
                else {
                    continue;
                };
                let units = (0..usize::from(length / 2).saturating_sub(1).min(31)).filter_map(|n| all.u16(2 * n));
                let name: String = char::decode_utf16(units).map(|letter| letter.unwrap_or('?')).collect();
                // Older files leave rubbish in the upper half of the size.
                let size = if self.sector == 512 { size & 0xffff_ffff } else { size };
                match kind {
                    2 => self.streams.push(Stream { name, first, size }),
                    5 => self.root = Some(Stream { name, first, size }),
                    _ => {}
                }
            }
        }
        Ok(())
    }

    /// The first bytes of a stream.
    fn beginning(&self, stream: &Stream) -> Result<Vec<u8>, Stop> {
        let most = usize::try_from(stream.size).unwrap_or(usize::MAX).min(BEGINNING);
        let mut bytes = Vec::new();
        if stream.size >= self.small_below {
            for sector in self.chain(stream.first, most.div_ceil(self.sector))? {
                bytes.extend(up_to(self.source, self.place(sector), self.sector)?);
            }
        } else {
            let root = self.root.as_ref().ok_or(DAMAGED)?;
            let home = self.chain(root.first, LONGEST_CHAIN)?;
            let table = self.chain(self.small_table, LONGEST_CHAIN)?;
            let (mut next, per) = (stream.first, self.sector / self.small_sector);
            while next < ENDS && bytes.len() < most {
                let sector = home.get(next as usize / per).ok_or(DAMAGED)?;
                let place = self.place(*sector) + (next as usize % per * self.small_sector) as u64;
                bytes.extend(up_to(self.source, place, self.small_sector)?);
                let entry = next as usize * 4;
                let sector = table.get(entry / self.sector).ok_or(DAMAGED)?;
                next = Bytes::little(&take(self.source, self.place(*sector) + (entry % self.sector) as u64, 4)?)
                    .u32(0)
                    .ok_or(DAMAGED)?;
            }
        }
        bytes.truncate(most);
        Ok(bytes)
    }
}
