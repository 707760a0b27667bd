//! Folds words, and looks up names, handles and addresses of any text.

#![no_main]

use std::sync::LazyLock;

use lanyard_core::roster::{Date, Gap, Person, Role, Roster, RosterBuilder, Status, address, fold_word, handle, name};
use libfuzzer_sys::fuzz_target;

const NOW_MS: i64 = 1_795_348_800_000;

static ROSTER: LazyLock<Option<Roster>> = LazyLock::new(|| {
    let mut builder = RosterBuilder::new("oakfield");
    for listed in ["Reed, Mia", "van der Berg, Jan", "Smith-Lane, Katherine", "O'Neill, Zoë", "陈, 小明"] {
        builder.add_person(Person {
            role: Role::Pupil,
            status: Status::Current,
            names: vec![listed.to_owned()],
            addresses: Vec::new(),
            handles: Vec::new(),
            born: None,
        });
    }
    let built = Date::of_ms(NOW_MS);
    let files = builder.finish([1; 16], [2; 16], built, built.plus_days(30));
    Roster::open_bytes(&files.table, &files.key, NOW_MS).ok()
});

fuzz_target!(|text: &str| {
    let folded = fold_word(text);
    assert!(!folded.contains(' '));
    let _ = (name(text), address(text), handle("x", text));

    let Some(roster) = &*ROSTER else { return };
    let _ = (roster.by_name(text), roster.by_spelling(text), roster.by_address(text), roster.by_handle("x", text));
    let mut names = roster.names();
    for (at, word) in text.split([' ', ',', '-', '.']).enumerate() {
        let gap = [Gap::Space, Gap::Comma, Gap::Hyphen, Gap::Break][at % 4];
        if let Some(hit) = names.word(gap, word) {
            assert!(hit.words >= 2 && hit.words <= at + 1);
        }
    }

    // Whatever stands before and after, a listed name between breaks is found.
    names.stop();
    names.word(Gap::Break, "Mia");
    assert!(names.word(Gap::Space, "Reed").is_some());

    // Anybody can be put on a list, and is found again as they are written there.
    let mut builder = RosterBuilder::new("");
    let person = Person {
        role: Role::Parent,
        status: Status::Current,
        names: vec![text.to_owned()],
        addresses: vec![text.to_owned()],
        handles: vec![("x".to_owned(), text.to_owned())],
        born: None,
    };
    builder.add_person(person);
});
