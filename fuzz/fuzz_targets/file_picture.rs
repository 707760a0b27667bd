//! Any bytes after the beginning of a picture of each kind.

#![no_main]

use lanyard_document::{Memory, inspect};
use libfuzzer_sys::fuzz_target;

const BEGINNINGS: [&[u8]; 6] = [
    b"\xff\xd8\xff\xe1\x40\x00Exif\0\0II*\0\x08\0\0\0",
    b"\x89PNG\r\n\x1a\n\0\0\x40\0eXIfMM\0*\0\0\0\x08",
    b"RIFF\0\0\0\0WEBPEXIF\0\x40\0\0II*\0",
    b"II*\0",
    b"MM\0*",
    b"\0\0\0\x18ftypheic\0\0\0\0mif1heic\0\0\x40\0meta\0\0\0\0",
];

fuzz_target!(|input: (u8, &[u8])| {
    let (kind, bytes) = input;
    let file = [BEGINNINGS[usize::from(kind) % BEGINNINGS.len()], bytes].concat();
    inspect(&Memory(&file), &mut |_, _| {}).expect("nothing is missing in memory");
});
