//! Any bytes after the beginning of a PDF.

#![no_main]

use lanyard_document::{Memory, inspect};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let file = [&b"%PDF-1.4\n"[..], bytes].concat();
    inspect(&Memory(&file), &mut |_, _| {}).expect("nothing is missing in memory");
});
