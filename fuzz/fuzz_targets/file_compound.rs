//! Any bytes after the beginning of a compound file.

#![no_main]

use lanyard_document::{Memory, inspect};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let file = [&b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"[..], bytes].concat();
    inspect(&Memory(&file), &mut |_, _| {}).expect("nothing is missing in memory");
});
