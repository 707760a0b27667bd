//! Facts of any text: what is read is what is written again.

#![no_main]

use lanyard_core::file::FileFacts;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|json: &str| {
    if let Some(facts) = FileFacts::read_json(json) {
        let again = serde_json::to_string(&facts).expect("facts can be written");
        assert_eq!(FileFacts::read_json(&again), Some(facts));
    }
});
