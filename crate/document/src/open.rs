//! Tells what a file is, by its content, and hands it to whoever reads that.

use lanyard_core::file::{FileFormat, Protection, Reason};

use crate::collect::Job;
use crate::source::{Source, Stop, up_to};
use crate::{archive, cfb, limit, pdf, picture, text};

const HEAD: usize = 4096;

/// Reads a file, or a file inside a file.
pub(crate) fn open(source: &dyn Source, job: &mut Job<'_>, depth: u8) -> Result<(), Stop> {
    if depth > limit::DEPTH {
        return Err(Stop::Because(Reason::TooDeep));
    }
    let head = up_to(source, 0, HEAD)?;
    if source.size() == 0 {
        (job.format, job.protection) = (FileFormat::Text, Protection::None);
        return Ok(());
    }
    match head.as_slice() {
        [b'P', b'K', 3, 4, ..] | [b'P', b'K', 5, 6, ..] => archive::read(source, job, depth),
        [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, ..] => cfb::read(source, job),
        [b'7', b'z', 0xbc, 0xaf, 0x27, 0x1c, ..] | [b'R', b'a', b'r', b'!', 0x1a, 0x07, ..] | [0x1f, 0x8b, ..] => {
            job.format = FileFormat::Archive;
            Err(Stop::Because(Reason::Archive))
        }
        _ if pdf::is(&head) => pdf::read(source, job, depth),
        _ if picture::is(&head) => picture::read(source, job),
        _ if text::is(&head) => text::read(source, &head, job),
        _ => {
            job.protection = Protection::Unknown;
            Err(Stop::Because(Reason::Format))
        }
    }
}

/// Reads a file inside the file; its protection is the result.
pub(crate) fn open_inner(source: &dyn Source, job: &mut Job<'_>, depth: u8) -> Result<Protection, Stop> {
    let outer = (job.format, job.protection, job.inside);
    (job.format, job.protection, job.inside) = (FileFormat::Other, Protection::Unknown, true);
    let result = open(source, job, depth);
    let inner = job.protection;
    (job.format, job.protection, job.inside) = outer;
    // One that is protected is not left out: nobody else can read it either.
    let result = if inner == Protection::Protected { Ok(()) } else { result };
    job.bear(result)?;
    Ok(inner)
}
