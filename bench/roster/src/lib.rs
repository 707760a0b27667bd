//! What is measured of the roster. It reads no clock: whoever calls it does, `main.rs` natively
//! and `bench/figures/roster.mjs` in Wasm.

use std::cell::RefCell;

use lanyard_core::roster::{Date, Files, Gap, Person, Role, Roster, RosterBuilder, Status};

const NOW_MS: i64 = 1_795_348_800_000;

/// Given names as they are given: many with a diminutive.
const GIVEN: &[&str] = &[
    "Olivia",
    "Amelia",
    "Isla",
    "Ava",
    "Ivy",
    "Freya",
    "Lily",
    "Florence",
    "Mia",
    "Willow",
    "Rosie",
    "Sophia",
    "Isabella",
    "Grace",
    "Daisy",
    "Elizabeth",
    "Emily",
    "Evie",
    "Poppy",
    "Sienna",
    "Charlotte",
    "Phoebe",
    "Matilda",
    "Alice",
    "Ella",
    "Zoe",
    "Aisha",
    "Fatima",
    "Maryam",
    "Zainab",
    "Noah",
    "Oliver",
    "George",
    "Arthur",
    "Muhammad",
    "Leo",
    "Harry",
    "Oscar",
    "Archie",
    "Henry",
    "Theodore",
    "Freddie",
    "Jack",
    "Charlie",
    "Alfie",
    "Jacob",
    "Thomas",
    "William",
    "James",
    "Joshua",
    "Samuel",
    "Daniel",
    "Benjamin",
    "Edward",
    "Alexander",
    "Joseph",
    "Yusuf",
    "Ibrahim",
    "Kacper",
    "Mateusz",
    "Rhys",
    "Dylan",
    "Callum",
    "Finlay",
    "Niamh",
    "Ciara",
    "Megan",
    "Ffion",
    "Harriet",
    "Katherine",
    "Rebecca",
    "Jessica",
    "Abigail",
    "Eleanor",
];

const BEGINNINGS: &[&str] = &[
    "Ash", "Bar", "Brad", "Brom", "Cal", "Car", "Chad", "Clif", "Cor", "Dal", "Dun", "Ed", "El", "Fair", "Farn", "Gar",
    "Gil", "Had", "Hal", "Har", "Hol", "Kel", "Kil", "Lang", "Lin", "Mar", "Mel", "Mid", "Nor", "Oak", "Pem", "Rad",
    "Ram", "Ros", "Rush", "Sal", "Sel", "Shel", "Stan", "Sut", "Thorn", "Til", "Wal", "Wes", "Whit", "Win", "Wood",
    "Wy",
];
const MIDDLES: &[&str] = &["", "a", "e", "en", "er", "ing", "le", "or", "ow"];
const ENDINGS: &[&str] = &[
    "bourne", "bridge", "burn", "bury", "by", "cott", "croft", "dale", "den", "field", "ford", "gate", "ham", "hurst",
    "land", "leigh", "ley", "man", "more", "mouth", "ness", "shaw", "son", "stead", "stone", "thorpe", "ton", "well",
    "wick", "worth",
];

/// Numbers without a library: splitmix64.
#[derive(Clone, Debug)]
pub struct Numbers(u64);

impl Numbers {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ self.0 >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ mixed >> 31
    }

    fn one<'a>(&mut self, words: &[&'a str]) -> &'a str {
        words[usize::try_from(self.next() % words.len() as u64).unwrap_or_default()]
    }

    fn surname(&mut self) -> String {
        format!("{}{}{}", self.one(BEGINNINGS), self.one(MIDDLES), self.one(ENDINGS))
    }
}

/// An invented school: six in ten pupils, three parents, one of staff. One surname in twelve is
/// double-barrelled; everybody has an address, every second pupil a handle.
#[must_use]
pub fn school(people: usize) -> RosterBuilder {
    let mut numbers = Numbers(7);
    let mut builder = RosterBuilder::new("oakfield");
    for n in 0..people {
        let role = [Role::Pupil, Role::Parent, Role::Staff][[0, 0, 0, 0, 0, 0, 1, 1, 1, 2][n % 10]];
        let mut last = numbers.surname();
        if n % 12 == 0 {
            last = format!("{last}-{}", numbers.surname());
        }
        builder.add_person(Person {
            role,
            status: if n % 40 == 0 { Status::Former } else { Status::Current },
            names: vec![format!("{last}, {}", numbers.one(GIVEN))],
            addresses: vec![format!("person{n}@mail.example")],
            handles: if n % 10 < 6 && n % 2 == 0 {
                vec![("instagram".to_owned(), format!("person_{n}"))]
            } else {
                Vec::new()
            },
            born: (role == Role::Pupil).then(|| Date::of_ms(NOW_MS).plus_days(-5500)),
        });
    }
    builder
}

/// The roster and its key file.
#[must_use]
pub fn files(builder: &RosterBuilder) -> Files {
    let built = Date::of_ms(NOW_MS);
    builder.finish(*b"a key for a test", *b"one build of it.", built, built.plus_days(30))
}

/// # Panics
/// When a roster that was just made does not open.
#[must_use]
pub fn open(files: &Files) -> Roster {
    match Roster::open_bytes(&files.table, &files.key, NOW_MS) {
        Ok(roster) => roster,
        Err(problem) => panic!("{problem}"),
    }
}

/// Looks up pairs of which neither word is any listed name, and counts those that are found all the same.
#[must_use]
pub fn strangers(roster: &Roster, pairs: u64, seed: u64) -> u64 {
    let mut numbers = Numbers(seed);
    // Words with a digit are in no name. Each is hashed once and meets all others.
    let words: Vec<_> = (0..4096_u32).map(|n| roster.word(&format!("{seed}x{n}"))).collect();
    let word = |number: u64| words[usize::try_from(number % 4096).unwrap_or_default()];
    let found = (0..pairs).filter(|_| {
        let number = numbers.next();
        roster.pair(word(number), word(number >> 32)).is_some()
    });
    found.count() as u64
}

/// Looks up displayed names, all of strangers, the whole way.
#[must_use]
pub fn displayed(roster: &Roster, names: u32) -> u32 {
    let found = (0..names).filter(|n| !roster.by_name(&format!("Qx{} Middle Zy{n}", n % 777)).is_empty());
    u32::try_from(found.count()).unwrap_or(u32::MAX)
}

/// The measure of a text: one look at each byte.
#[must_use]
pub fn classes(text: &str) -> u64 {
    static CLASSES: [u8; 256] = {
        let mut classes = [0; 256];
        let mut at = 0;
        while at < 256 {
            classes[at] = (at as u8).is_ascii_alphanumeric() as u8 + 2 * (at as u8).is_ascii_uppercase() as u8;
            at += 1;
        }
        classes
    };
    let mut before = 0;
    let mut starts = 0;
    for byte in text.bytes() {
        let class = CLASSES[usize::from(byte)];
        starts += u64::from(class & !before & 1);
        before = class;
    }
    starts
}

/// Words and gaps of a text, to `each`; how many words there are.
pub fn words(text: &str, mut each: impl FnMut(Gap, &str)) -> usize {
    let bytes = text.as_bytes();
    let is_word = |byte: u8| byte.is_ascii_alphanumeric() || byte >= 0x80 || byte == b'\'';
    let (mut at, mut count, mut gap) = (0, 0, Gap::Break);
    while at < bytes.len() {
        let from = at;
        while at < bytes.len() && is_word(bytes[at]) {
            at += 1;
        }
        if at > from {
            each(gap, &text[from..at]);
            count += 1;
            gap = Gap::Space;
        } else {
            match bytes[at] {
                b' ' => {}
                b',' => gap = Gap::Comma,
                b'-' => gap = Gap::Hyphen,
                _ => gap = Gap::Break,
            }
            at += 1;
        }
    }
    count
}

/// Names found in a text.
#[must_use]
pub fn names_in(roster: &Roster, text: &str) -> usize {
    let mut names = roster.names();
    let mut found = 0;
    words(text, |gap, word| found += usize::from(names.word(gap, word).is_some()));
    found
}

thread_local! {
    static HELD: RefCell<Held> = const { RefCell::new(Held { roster: None, files: None, text: String::new() }) };
}

struct Held {
    roster: Option<Roster>,
    files: Option<Files>,
    text: String,
}

/// Makes room for a text of this many bytes; where they are to be put.
#[unsafe(no_mangle)]
pub extern "C" fn text_room(bytes: usize) -> *mut u8 {
    HELD.with_borrow_mut(|held| {
        held.text = " ".repeat(bytes);
        held.text.as_mut_ptr()
    })
}

/// Builds a roster of so many people; its bytes.
#[unsafe(no_mangle)]
pub extern "C" fn build(people: usize) -> usize {
    let files = files(&school(people));
    HELD.with_borrow_mut(|held| held.files.insert(files).table.len())
}

/// Opens what was built.
#[unsafe(no_mangle)]
pub extern "C" fn open_built() {
    HELD.with_borrow_mut(|held| held.roster = held.files.as_ref().map(open));
}

/// [`classes`] of the text, so many times.
#[unsafe(no_mangle)]
pub extern "C" fn class_pass(times: u32) -> u64 {
    HELD.with_borrow(|held| (0..times).map(|_| std::hint::black_box(classes(std::hint::black_box(&held.text)))).sum())
}

/// The text's words alone, so many times.
#[unsafe(no_mangle)]
pub extern "C" fn word_pass(times: u32) -> usize {
    HELD.with_borrow(|held| {
        (0..times)
            .map(|_| {
                words(std::hint::black_box(&held.text), |gap, word| {
                    std::hint::black_box((gap, word));
                })
            })
            .sum()
    })
}

/// [`names_in`] the text, so many times.
#[unsafe(no_mangle)]
pub extern "C" fn name_pass(times: u32) -> usize {
    HELD.with_borrow(|held| {
        held.roster.as_ref().map_or(0, |roster| (0..times).map(|_| names_in(roster, &held.text)).sum())
    })
}

/// [`strangers`] of the roster.
#[unsafe(no_mangle)]
pub extern "C" fn stranger_pass(pairs: u32) -> u64 {
    HELD.with_borrow(|held| held.roster.as_ref().map_or(0, |roster| strangers(roster, u64::from(pairs), 11)))
}

/// [`displayed`] names.
#[unsafe(no_mangle)]
pub extern "C" fn displayed_pass(names: u32) -> u32 {
    HELD.with_borrow(|held| held.roster.as_ref().map_or(0, |roster| displayed(roster, names)))
}
