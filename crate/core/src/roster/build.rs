//! Making a roster: people in, a table and its key out.

use super::keyed::{Fingerprint, Keys, key_id};
use super::variants::{Speller, Spelling};
use super::{ADDRESS, Date, HANDLE, MAX_DAYS, Match, Role, Status, Strength};
use super::{file, normal, pack};

/// Somebody of the list, before anything is left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// What they are to the school.
    pub role: Role,
    /// Since when, or until when.
    pub status: Status,
    /// Every name that they go by, "Given Family" or, where it is known which is which, "Family,
    /// Given". The school decides whether legal names are among them (G8).
    pub names: Vec<String>,
    /// E-mail and chat addresses.
    pub addresses: Vec<String>,
    /// Site and handle.
    pub handles: Vec<(String, String)>,
    /// Date of birth. Only the month of turning 18 is kept, and only for former pupils who have
    /// not turned 18: no other rule asks for an age.
    pub born: Option<Date>,
}

/// A roster that was made.
#[derive(Clone, Debug)]
pub struct Files {
    /// The table, as a file.
    pub table: Vec<u8>,
    /// The text of the key file.
    pub key: String,
    /// How many entries the table has: spellings, addresses and handles.
    pub entries: usize,
}

impl Files {
    /// The table as text, as it travels inline.
    #[must_use]
    pub fn text(&self) -> String {
        file::to_text(&self.table)
    }
}

/// Collects people.
#[derive(Clone, Debug)]
pub struct RosterBuilder {
    school: String,
    people: Vec<Person>,
    speller: Speller,
}

impl RosterBuilder {
    /// For the school with this pack id; empty where none is to be named.
    #[must_use]
    pub fn new(school: &str) -> Self {
        // Its length is one byte of the file. No pack has an id of this length.
        Self { school: school.chars().take(60).collect(), people: Vec::new(), speller: Speller::new() }
    }

    /// Takes somebody in. `false`, and nothing taken, where nothing of them could ever be
    /// matched: no full name, no address, no handle.
    pub fn add_person(&mut self, person: Person) -> bool {
        let known = person.names.iter().any(|name| !self.speller.spell(name).is_empty())
            || person.addresses.iter().any(|address| normal::address(address).is_some())
            || person.handles.iter().any(|(site, handle)| normal::handle(site, handle).is_some());
        if known {
            self.people.push(person);
        }
        known
    }

    /// How many people were taken in.
    #[must_use]
    pub fn people(&self) -> usize {
        self.people.len()
    }

    /// The roster and its key file. `school_key` has to be random; it may be used for many
    /// rosters of one school. `build` has to be random and new for each. `expires` is the last
    /// day, [`MAX_DAYS`] after `built` at most.
    #[must_use]
    pub fn finish(&self, school_key: [u8; 16], build: [u8; 16], built: Date, expires: Date) -> Files {
        let keys = Keys::new(&school_key, &build, &self.school);
        let mut entries = Vec::new();
        for person in &self.people {
            self.put(person, &keys, built, &mut entries);
        }
        entries.sort_unstable();
        // The same spelling of the same sort of person, as strong as it comes.
        entries.dedup_by_key(|entry| *entry >> 2);
        let header = file::Header {
            key_id: key_id(&school_key),
            build,
            built,
            expires: expires.min(built.plus_days(MAX_DAYS)),
            people: u32::try_from(self.people.len()).unwrap_or(u32::MAX),
            school: self.school.clone(),
        };
        Files { table: file::write(&header, &keys, &entries), key: file::key_text(school_key), entries: entries.len() }
    }

    fn put(&self, person: &Person, keys: &Keys, built: Date, entries: &mut Vec<u64>) {
        let who = Match {
            role: person.role,
            status: person.status,
            turns_18: turns_18(person, built),
            strength: Strength::Exact,
            ordinary: false,
            shared: false,
        };
        let mut put = |fingerprint: Fingerprint, who: Match, ascending: bool| {
            entries.push(fingerprint.0 << 16 | pack(who, ascending, built));
        };
        for spelling in person.names.iter().flat_map(|name| self.speller.spell(name)) {
            let Spelling { words, strength, ordinary } = spelling;
            let who = Match { strength, ordinary, ..who };
            let hashes: Vec<_> = words.iter().map(|word| keys.word(word)).collect();
            match hashes.as_slice() {
                &[given, family] => put(keys.pair(given, family), who, given < family),
                _ => put(keys.run(hashes), who, false),
            }
        }
        for address in person.addresses.iter().filter_map(|text| normal::address(text)) {
            put(keys.thing(ADDRESS, &address), who, false);
        }
        for handle in person.handles.iter().filter_map(|(site, text)| normal::handle(site, text)) {
            put(keys.thing(HANDLE, &handle), who, false);
        }
    }
}

fn turns_18(person: &Person, built: Date) -> Option<(i32, u8)> {
    if (person.role, person.status) != (Role::Pupil, Status::Former) {
        return None;
    }
    let month = person.born.map(|born| (born.year() + 18, born.month()))?;
    (month >= (built.year(), built.month())).then_some(month)
}
