//! Looks into a file of any bytes, once whole and once with every part missing at first: the
//! same facts come of both, and none of it panics. Fixtures make a good corpus:
//! `cargo fuzz run file_any corpus/file_any ../crate/document/tests/files`.

#![no_main]

use lanyard_document::{Memory, inspect};
use lanyard_reader::Blocks;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let mut scan =
        |text: &str, each: &mut dyn FnMut(&str, u32)| each("letters", u32::try_from(text.len()).unwrap_or(0));
    let whole = inspect(&Memory(bytes), &mut scan).expect("nothing is missing in memory");
    let mut blocks = Blocks::new(bytes.len() as u64);
    for _ in 0..10_000 {
        match inspect(&blocks, &mut scan) {
            Ok(facts) => {
                assert_eq!(facts, whole);
                return;
            }
            Err(_) => {
                let wanted = blocks.wanted();
                assert!(!wanted.is_empty(), "something is missing, and nothing is asked for");
                for range in wanted {
                    blocks.feed(range.start, &bytes[range.start as usize..range.end as usize]);
                }
            }
        }
    }
    panic!("asks without end");
});
