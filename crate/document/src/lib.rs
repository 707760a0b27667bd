//! What is inside a file that is about to be attached: whether it is protected, what kinds of
//! personal data it holds, and where. Kinds, counts and places; no text leaves.
//!
//! Pure: bytes come from a [`Source`], text goes to a scanner, facts come out. Nothing is
//! unpacked whole: entries are inflated piece by piece and parsed as they come, within
//! [`limit`]s that hold for the file and everything inside it together. Bytes come from outside
//! and are never trusted: a file that cannot be read is "not checked" and says why.

mod archive;
mod bytes;
mod cfb;
mod collect;
mod columns;
mod csv;
mod inflate;
pub mod limit;
mod markup;
mod odf;
mod ooxml;
mod open;
mod pdf;
mod picture;
mod source;
mod text;
mod xml;
mod zip;

pub use collect::Scan;
use lanyard_core::file::{FileFacts, Reason};
pub use source::{Memory, Source, Stop};

/// Looks into a file. `Err` only where the source does not have bytes that are needed: once it
/// has those that it was asked for, ask again.
///
/// # Errors
///
/// [`Stop::Missing`], when the source said so.
pub fn inspect(source: &dyn Source, scan: Scan<'_>) -> Result<FileFacts, Stop> {
    let mut job = collect::Job::new(scan);
    match open::open(source, &mut job, 0) {
        Err(Stop::Missing) => Err(Stop::Missing),
        Err(Stop::Because(reason)) => Ok(job.finish(Some(reason))),
        Ok(()) => Ok(job.finish(None)),
    }
}

/// The facts of a file that could not be read at all.
#[must_use]
pub fn not_checked(reason: Reason) -> FileFacts {
    FileFacts { unchecked: Some(reason), ..FileFacts::default() }
}
