//! Takes any bytes for a sealed roster: apart, judged, and together again.

#![no_main]

use lanyard_core::envelope::{Refusal, read};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    match read(bytes) {
        Ok((header, parts)) => {
            assert_eq!([parts.bound, parts.sealed, parts.signature].concat(), bytes);
            assert_eq!(header.bytes(parts.nonce), parts.bound, "what is signed is what was read");
            let _ = header.admit(&header.school, header.sequence, 1_795_348_800_000);
        }
        Err(refusal) => assert!(matches!(refusal, Refusal::Damaged | Refusal::Version)),
    }
});
