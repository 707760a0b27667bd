//! Opens a table of any bytes with a key file of any text. Most of what comes is no table, so
//! it is also tried as a change to a good one: the seal must refuse whatever differs.

#![no_main]

use std::sync::LazyLock;

use lanyard_core::roster::{Date, Files, Person, Role, Roster, RosterBuilder, Status, from_text, read_key};
use libfuzzer_sys::fuzz_target;

const NOW_MS: i64 = 1_795_348_800_000;

static GOOD: LazyLock<Files> = LazyLock::new(|| {
    let mut builder = RosterBuilder::new("oakfield");
    builder.add_person(Person {
        role: Role::Pupil,
        status: Status::Current,
        names: vec!["Reed, Mia".to_owned()],
        addresses: vec!["mia@oakfield.example".to_owned()],
        handles: Vec::new(),
        born: None,
    });
    let built = Date::of_ms(NOW_MS);
    builder.finish([1; 16], [2; 16], built, built.plus_days(30))
});

fuzz_target!(|input: (&[u8], &str, u16)| {
    let (bytes, key, at) = input;
    let _ = Roster::open_bytes(bytes, key, NOW_MS);
    let _ = Roster::open_bytes(bytes, &GOOD.key, NOW_MS);
    let _ = (read_key(key), from_text(key).map(|bytes| Roster::open_bytes(&bytes, &GOOD.key, NOW_MS).is_ok()));

    let mut changed = GOOD.table.clone();
    let at = usize::from(at) % changed.len();
    changed.splice(at..changed.len().min(at + bytes.len()), bytes.iter().copied());
    let opened = Roster::open_bytes(&changed, &GOOD.key, NOW_MS).is_ok();
    assert_eq!(opened, changed == GOOD.table);
});
