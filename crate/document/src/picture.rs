//! What a camera wrote into a picture: where it was taken, and with what. Never what it shows.

use lanyard_core::file::{FileFormat, Place, Protection};

use crate::bytes::{Bytes, has};
use crate::collect::Job;
use crate::source::{Source, Stop, up_to};

/// Segments, chunks, boxes and directory entries that are looked at.
const MOST: usize = 1_000;

/// Longest metadata that is read.
const LONGEST: usize = 256 << 10;

pub(crate) fn is(head: &[u8]) -> bool {
    matches!(
        head,
        [0xff, 0xd8, 0xff, ..]
            | [0x89, b'P', b'N', b'G', ..]
            | [b'G', b'I', b'F', b'8', ..]
            | [b'B', b'M', ..]
            | [b'I', b'I', 42, 0, ..]
            | [b'M', b'M', 0, 42, ..]
    ) || head.starts_with(b"RIFF") && head.get(8..12) == Some(b"WEBP")
        || head.get(4..8) == Some(b"ftyp")
            && matches!(head.get(8..12), Some(b"heic" | b"heix" | b"mif1" | b"msf1" | b"avif" | b"heim" | b"heis"))
}

pub(crate) fn read(source: &dyn Source, job: &mut Job<'_>) -> Result<(), Stop> {
    (job.format, job.protection) = (FileFormat::Picture, Protection::None);
    source.want(std::slice::from_ref(&(0..source.size().min(LONGEST as u64))))?;
    let head = up_to(source, 0, LONGEST)?;
    let mut seen = Seen::default();
    match head.as_slice() {
        [0xff, 0xd8, ..] => jpeg(&head, &mut seen),
        [0x89, ..] => png(&head, &mut seen),
        [b'R', ..] => webp(source, &mut seen)?,
        [b'I', b'I', ..] | [b'M', b'M', ..] => tiff(&head, &mut seen),
        [b'G' | b'B', ..] => {}
        _ => heic(source, &head, &mut seen)?,
    }
    if seen.place {
        job.hold(Place::Picture, "photo-place", 1);
    }
    if seen.camera {
        job.hold(Place::Picture, "photo-camera", 1);
    }
    if seen.owner {
        job.hold(Place::Picture, "author", 1);
    }
    Ok(())
}

#[derive(Default)]
struct Seen {
    place: bool,
    camera: bool,
    owner: bool,
}

fn jpeg(bytes: &[u8], seen: &mut Seen) {
    let all = Bytes::big(bytes);
    let mut at = 2;
    for _ in 0..MOST {
        let (Some(0xff), Some(marker)) = (all.u8(at), all.u8(at + 1)) else { return };
        match marker {
            0xff => at += 1,
            0xd0..=0xd8 | 1 => at += 2,
            0xda | 0xd9 => return,
            _ => {
                let Some(size) = all.u16(at + 2).map(usize::from) else { return };
                let segment = bytes.get(at + 4..(at + 2 + size).min(bytes.len())).unwrap_or_default();
                if marker == 0xe1 {
                    metadata(segment, seen);
                }
                at += 2 + size.max(2);
            }
        }
    }
}

fn metadata(segment: &[u8], seen: &mut Seen) {
    if let Some(exif) = segment.strip_prefix(b"Exif\0\0") {
        tiff(exif, seen);
    } else {
        xmp(segment, seen);
    }
}

fn xmp(packet: &[u8], seen: &mut Seen) {
    seen.place |= has(packet, b"exif:GPSLatitude");
    seen.camera |= has(packet, b"tiff:Model");
}

fn png(bytes: &[u8], seen: &mut Seen) {
    let all = Bytes::big(bytes);
    let mut at = 8;
    for _ in 0..MOST {
        let (Some(size), Some(kind)) = (all.u32(at), all.part(at + 4, 4)) else { return };
        let end = at.saturating_add(8).saturating_add(size as usize);
        let chunk = bytes.get(at + 8..end.min(bytes.len())).unwrap_or_default();
        match kind {
            b"eXIf" => tiff(chunk, seen),
            b"iTXt" | b"tEXt" => xmp(chunk, seen),
            b"IEND" => return,
            _ => {}
        }
        at = end.saturating_add(4);
    }
}

fn webp(source: &dyn Source, seen: &mut Seen) -> Result<(), Stop> {
    let mut at = 12;
    for _ in 0..MOST {
        let head = up_to(source, at, 8)?;
        let (Some(kind), Some(size)) = (head.get(..4), Bytes::little(&head).u32(4)) else { break };
        if matches!(kind, b"EXIF" | b"XMP ") {
            let chunk = up_to(source, at + 8, (size as usize).min(LONGEST))?;
            if kind == b"EXIF" {
                tiff(chunk.strip_prefix(b"Exif\0\0").unwrap_or(&chunk), seen);
            } else {
                xmp(&chunk, seen);
            }
        }
        at += 8 + u64::from(size) + u64::from(size & 1);
    }
    Ok(())
}

/// The directories of a TIFF, which is what Exif is.
fn tiff(bytes: &[u8], seen: &mut Seen) {
    let all = match bytes {
        [b'I', b'I', ..] => Bytes::little(bytes),
        [b'M', b'M', ..] => Bytes::big(bytes),
        _ => return,
    };
    let Some(first) = all.u32(4) else { return };
    directory(all, first as usize, |tag, at| match tag {
        0x010f | 0x0110 => seen.camera = true,
        0x013b => seen.owner |= has_words(all, at),
        0x8825 => {
            let Some(place) = all.u32(at + 8) else { return };
            let (mut north, mut east) = (false, false);
            directory(all, place as usize, |tag, at| match tag {
                2 => north = is_somewhere(all, at),
                4 => east = is_somewhere(all, at),
                _ => {}
            });
            seen.place |= north && east;
        }
        0x8769 => {
            let Some(more) = all.u32(at + 8) else { return };
            directory(all, more as usize, |tag, at| match tag {
                0xa430 => seen.owner |= has_words(all, at),
                0xa431 => seen.camera = true,
                _ => {}
            });
        }
        _ => {}
    });
}

fn directory(all: Bytes<'_>, at: usize, mut each: impl FnMut(u16, usize)) {
    let Some(count) = all.u16(at) else { return };
    for n in 0..usize::from(count).min(MOST) {
        let entry = at + 2 + 12 * n;
        let Some(tag) = all.u16(entry) else { return };
        each(tag, entry);
    }
}

/// Whether an entry's text has letters: cameras fill the owner with blanks.
fn has_words(all: Bytes<'_>, entry: usize) -> bool {
    let Some(count) = all.u32(entry + 4).map(|count| (count as usize).min(200)) else { return false };
    let at = if count <= 4 { entry + 8 } else { all.u32(entry + 8).map_or(usize::MAX, |at| at as usize) };
    all.part(at, count).is_some_and(|text| text.iter().any(u8::is_ascii_alphabetic))
}

/// Whether degrees, minutes and seconds are there: some programs leave them at nothing when they take them out.
fn is_somewhere(all: Bytes<'_>, entry: usize) -> bool {
    let (Some(3), Some(at)) = (all.u32(entry + 4), all.u32(entry + 8)) else { return false };
    (0..3).any(|n| {
        let part = at as usize + 8 * n;
        matches!((all.u32(part), all.u32(part + 4)), (Some(over), Some(under)) if over > 0 && under > 0)
    })
}

/// HEIF: the `meta` box lists items (`iinf`) and where they are (`iloc`); one is of type Exif.
fn heic(source: &dyn Source, head: &[u8], seen: &mut Seen) -> Result<(), Stop> {
    let Some(meta) = boxed(head, b"meta").and_then(|meta| meta.get(4..)) else { return Ok(()) };
    let (Some(items), Some(places)) = (boxed(meta, b"iinf"), boxed(meta, b"iloc")) else { return Ok(()) };
    let Some((at, size)) = exif_item(items).and_then(|item| located(places, item)) else { return Ok(()) };
    let exif = up_to(source, at, size.min(LONGEST))?;
    // The first four bytes say how far the TIFF's own beginning is.
    let skip = Bytes::big(&exif).u32(0).map_or(0, |skip| skip as usize);
    tiff(exif.get(4usize.saturating_add(skip)..).unwrap_or_default(), seen);
    Ok(())
}

fn boxed<'a>(bytes: &'a [u8], name: &[u8]) -> Option<&'a [u8]> {
    let all = Bytes::big(bytes);
    let mut at = 0_usize;
    for _ in 0..MOST {
        let size = all.u32(at)? as usize;
        if all.part(at + 4, 4)? == name {
            let end = if size == 0 { bytes.len() } else { at.saturating_add(size).min(bytes.len()) };
            return bytes.get(at + 8..end);
        }
        at = at.checked_add(size.max(8))?;
    }
    None
}

fn exif_item(items: &[u8]) -> Option<u32> {
    let all = Bytes::big(items);
    let mut at = if all.u8(0)? == 0 { 6 } else { 8 };
    for _ in 0..MOST {
        let size = all.u32(at)? as usize;
        let version = all.u8(at + 8)?;
        let (id, kind) =
            if version >= 3 { (all.u32(at + 12)?, at + 18) } else { (u32::from(all.u16(at + 12)?), at + 16) };
        if version >= 2 && all.part(kind, 4)? == b"Exif" {
            return Some(id);
        }
        at = at.checked_add(size.max(8))?;
    }
    None
}

fn located(places: &[u8], item: u32) -> Option<(u64, usize)> {
    let all = Bytes::big(places);
    let version = all.u8(0)?;
    let (offset_size, length_size) = (all.u8(4)? >> 4, all.u8(4)? & 15);
    let (base_size, index_size) = (all.u8(5)? >> 4, if version == 0 { 0 } else { all.u8(5)? & 15 });
    let wide = version == 2;
    let mut at = if wide { 10 } else { 8 };
    let count = if wide { all.u32(6)? } else { u32::from(all.u16(6)?) };
    let number = |at: &mut usize, size: u8| {
        let value = match size {
            0 => Some(0),
            4 => all.u32(*at).map(u64::from),
            8 => all.u64(*at),
            _ => None,
        };
        *at += usize::from(size);
        value
    };
    for _ in 0..count.min(MOST as u32) {
        let id = number(&mut at, if wide { 4 } else { 0 });
        let id = if wide { id? as u32 } else { u32::from(all.u16(at)?) };
        at += if wide { 0 } else { 2 };
        at += if version == 0 { 0 } else { 2 } + 2;
        let base = number(&mut at, base_size)?;
        let extents = all.u16(at)?;
        at += 2;
        for n in 0..extents {
            number(&mut at, index_size)?;
            let (offset, length) = (number(&mut at, offset_size)?, number(&mut at, length_size)?);
            if id == item && n == 0 {
                return Some((base.checked_add(offset)?, usize::try_from(length).ok()?));
            }
        }
    }
    None
}
