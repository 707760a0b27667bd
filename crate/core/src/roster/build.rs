//! Making a roster: people in, a table and its key out.

use std::collections::BTreeSet;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;

use super::{Date, FORMAT, KEY_FORMAT, KeyFile, Known, MAX_DAYS, Match, Role, Status, Table, VERSION};
use super::{fingerprint, normal, pack, seal};

/// Somebody of the list, before anything is left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// What they are to the school.
    pub role: Role,
    /// Since when, or until when.
    pub status: Status,
    /// Every name that they go by. The school decides whether legal names are among them (G8).
    pub names: Vec<String>,
    /// E-mail and chat addresses.
    pub addresses: Vec<String>,
    /// Site and handle.
    pub handles: Vec<(String, String)>,
    /// Date of birth. Only the month of turning 18 is kept, and only for former pupils who have
    /// not turned 18: no other rule asks for an age.
    pub born: Option<Date>,
}

/// Collects people.
#[derive(Clone, Debug)]
pub struct RosterBuilder {
    school: String,
    people: Vec<Person>,
}

impl RosterBuilder {
    /// For the school with this pack id; empty where none is to be named.
    #[must_use]
    pub fn new(school: &str) -> Self {
        Self { school: school.to_owned(), people: Vec::new() }
    }

    /// Takes somebody in. `false`, and nothing taken, where nothing of them could ever be
    /// matched: no full name, no address, no handle.
    pub fn add_person(&mut self, person: Person) -> bool {
        let known = !things(&person).is_empty();
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

    /// The texts of the roster file and of its key file. `key` has to be random and new for
    /// every roster; `expires` is the last day, [`MAX_DAYS`] after `built` at most.
    #[must_use]
    pub fn finish(&self, key: [u8; 16], built: Date, expires: Date) -> (String, String) {
        let expires = expires.min(built.plus_days(MAX_DAYS));
        let mut entries = BTreeSet::new();
        for person in &self.people {
            let who = Match { role: person.role, status: person.status, turns_18: turns_18(person, built) };
            for (known, normalised) in things(person) {
                entries.insert(fingerprint(&key, &self.school, known, &normalised) << 16 | pack(who, built));
            }
        }
        let bytes: Vec<u8> = entries.into_iter().flat_map(u64::to_be_bytes).collect();
        let people = u32::try_from(self.people.len()).unwrap_or(u32::MAX);
        let id = seal(&key, &self.school, built, expires, people, &bytes);
        let table = Table {
            format: FORMAT.to_owned(),
            version: VERSION,
            id: id.clone(),
            school: self.school.clone(),
            built: built.to_string(),
            expires: expires.to_string(),
            people,
            entries: BASE64.encode(bytes),
        };
        let key = KeyFile { format: KEY_FORMAT.to_owned(), version: VERSION, id, key: BASE64.encode(key) };
        // Structs of texts and numbers: serde_json has nothing to refuse here.
        (serde_json::to_string(&table).unwrap_or_default(), serde_json::to_string(&key).unwrap_or_default())
    }
}

fn things(person: &Person) -> Vec<(Known, String)> {
    let names = person.names.iter().filter_map(|text| normal::name(text)).map(|text| (Known::Name, text));
    let addresses = person.addresses.iter().filter_map(|text| normal::address(text)).map(|text| (Known::Address, text));
    let handles =
        person.handles.iter().filter_map(|(site, text)| normal::handle(site, text)).map(|text| (Known::Handle, text));
    names.chain(addresses).chain(handles).collect()
}

fn turns_18(person: &Person, built: Date) -> Option<(i32, u8)> {
    if (person.role, person.status) != (Role::Pupil, Status::Former) {
        return None;
    }
    let month = person.born.map(|born| (born.year() + 18, born.month()))?;
    (month >= (built.year(), built.month())).then_some(month)
}
