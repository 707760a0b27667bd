//! Scans any text: what is found lies in it, in order, and none of it panics.

#![no_main]

use lanyard_core::text::{Around, scan};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let school = ["Oakfield School".to_owned()];
    let found = scan(text, &Around { school: &school, roster: None });
    let mut before = 0;
    for hit in &found.hits {
        assert!(hit.from <= hit.to && before <= hit.from, "{hit:?} after {before}");
        assert!(text.get(hit.from..hit.to).is_some(), "{hit:?} cuts a character");
        before = hit.from;
    }
});
