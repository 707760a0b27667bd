//! Takes any text for a list of people: every row is a person, left out on purpose, or named as bad.

#![no_main]

use lanyard_core::roster::Date;
use lanyard_people::{Options, Text, read};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let lists = [Text { name: "list.csv".to_owned(), text: text.to_owned(), encoding: None }];
    match read(&lists, &Options::plain(Date::of_ms(1_795_348_800_000))) {
        // A row may end at either sign, and of a bad one several things may be said.
        Ok(list) => {
            let rows = text.split(['\n', '\r']).count();
            assert!(list.people.len() + list.excluded + list.elsewhere <= rows, "more people than rows");
        }
        Err(mistakes) => assert!(!mistakes.is_empty(), "refused, and nothing said"),
    }
});
