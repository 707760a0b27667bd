//! `lanyard_core::text::scan` over a text in this module's memory.

use std::cell::RefCell;

use lanyard_core::roster::Roster;
use lanyard_core::text::{self, Around};

thread_local! {
    static TEXTS: RefCell<[Vec<u8>; 3]> = const { RefCell::new([Vec::new(), Vec::new(), Vec::new()]) };
    static ROSTER: RefCell<Option<Roster>> = const { RefCell::new(None) };
}

/// Room for text 0, roster 1 or its key 2.
#[unsafe(no_mangle)]
pub extern "C" fn room(which: usize, length: usize) -> *mut u8 {
    TEXTS.with_borrow_mut(|texts| {
        texts[which] = vec![0; length];
        texts[which].as_mut_ptr()
    })
}

/// Opens the roster; how many people it has.
#[unsafe(no_mangle)]
pub extern "C" fn open(now_ms: f64) -> u32 {
    TEXTS.with_borrow(|[_, table, key]| {
        let key = std::str::from_utf8(key).unwrap_or_default();
        // Small ones are text, large ones bytes.
        let roster = match std::str::from_utf8(table) {
            Ok(text) => Roster::open(text, key, now_ms as i64),
            Err(_) => Roster::open_bytes(table, key, now_ms as i64),
        };
        let roster = roster.ok();
        let people = roster.as_ref().map_or(0, Roster::people);
        ROSTER.set(roster);
        people
    })
}

/// Scans the text; how many hits.
#[unsafe(no_mangle)]
pub extern "C" fn scan() -> usize {
    let school = ["Oakfield School".to_owned(), "Oakfield".to_owned()];
    TEXTS.with_borrow(|[text, ..]| {
        ROSTER.with_borrow(|roster| {
            let around = Around { school: &school, roster: roster.as_ref() };
            text::scan(std::str::from_utf8(text).unwrap_or_default(), &around).hits.len()
        })
    })
}
