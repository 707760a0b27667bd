//! Who is on the school's list: keyed fingerprints of names, addresses and handles.
//!
//! The browser holds no list of names. It holds a table of fingerprints and a key, and can ask
//! whether a name that it sees is among them. That makes the table a pseudonym, not anonymous:
//! whoever has table and key can guess names and try them (about 50 million a second).
//!
//! The table is a sorted array of 64-bit entries: 48 bits of a SipHash-2-4 over the school's id,
//! the kind of thing and its normalised text, then 16 bits that say who it is. With 48 bits, a
//! list of 1,500 people answers a million look-ups with about 0.00004 accidental matches;
//! namesakes are what really goes wrong, which is why a name alone only asks (G2).

mod build;
mod date;
mod letters;
mod normal;

use core::hash::Hasher;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use serde::{Deserialize, Serialize};
use siphasher::sip128::{Hasher128, SipHasher24};

use crate::problem::Problem;
use crate::read::readable;

pub use build::{Person, RosterBuilder};
pub use date::Date;
pub use normal::{address, handle, name};

/// Longest life of a roster, in days (G4).
pub const MAX_DAYS: i64 = 35;

const FORMAT: &str = "lanyard-roster";
const KEY_FORMAT: &str = "lanyard-roster-key";
const VERSION: u32 = 1;
const DAY_MS: i64 = 86_400_000;

/// What somebody is to the school.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Role {
    /// A pupil.
    Pupil,
    /// A parent or carer.
    Parent,
    /// A member of staff.
    Staff,
}

/// Since when, or until when.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Status {
    /// Now.
    Current,
    /// Has a place, has not begun.
    Future,
    /// Has left.
    Former,
}

/// One person of the list to whom a name, address or handle may belong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Match {
    /// What they are to the school.
    pub role: Role,
    /// Since when, or until when.
    pub status: Status,
    /// For a former pupil: year and month of turning 18. `None` when that is past or unknown.
    pub turns_18: Option<(i32, u8)>,
}

/// A kind of thing that people are known by. Fingerprints of different kinds never meet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Known {
    Name,
    Address,
    Handle,
}

#[derive(Serialize, Deserialize)]
struct Table {
    format: String,
    version: u32,
    id: String,
    #[serde(default)]
    school: String,
    built: String,
    expires: String,
    people: u32,
    entries: String,
}

#[derive(Serialize, Deserialize)]
struct KeyFile {
    format: String,
    version: u32,
    id: String,
    key: String,
}

readable!(Table {
    format "format", version "version", id "id", school "school" = String::new(), built "built", expires "expires",
    people "people", entries "entries",
});
readable!(KeyFile { format "format", version "version", id "id", key "key" });

/// A roster that can be asked.
#[derive(Clone)]
pub struct Roster {
    id: String,
    school: String,
    built: Date,
    expires: Date,
    people: u32,
    key: [u8; 16],
    entries: Vec<u64>,
}

impl std::fmt::Debug for Roster {
    /// Neither key nor fingerprints: what is printed ends up in logs.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Roster").field("id", &self.id).field("people", &self.people).finish_non_exhaustive()
    }
}

impl Roster {
    /// Opens a table with its key. Both are the texts of the files that `lanyard roster build` writes.
    ///
    /// # Errors
    /// When either is no such file, when they do not belong together, when the table was
    /// changed since it was made, or when it has expired.
    pub fn open(table: &str, key: &str, now_ms: i64) -> Result<Self, Problem> {
        let table: Table = crate::read::parse(table).map_err(|error| {
            Problem::new("roster-shape", "roster", &format!("the roster file made by `lanyard roster build` ({error})"))
        })?;
        // What is wrong is said without what was found: that may be the key.
        let key: KeyFile = crate::read::parse(key).map_err(|error| {
            let expected = format!("the .key file made with the roster ({error})");
            Problem::new("roster-key-shape", "rosterKey", &expected)
        })?;
        check_format("roster", &table.format, FORMAT, table.version)?;
        check_format("rosterKey", &key.format, KEY_FORMAT, key.version)?;
        if table.id != key.id {
            let expected = format!("the key of roster {}; this one is of roster {}", short(&table.id), short(&key.id));
            return Err(Problem::new("roster-mismatch", "rosterKey", &expected)
                .suggest(Some("deliver the .key file that was written together with this roster".to_owned())));
        }
        let key: [u8; 16] = BASE64
            .decode(key.key.as_bytes())
            .ok()
            .and_then(|bytes| bytes.try_into().ok())
            .ok_or_else(|| Problem::new("roster-key-shape", "rosterKey.key", "16 bytes in base64"))?;
        let (built, expires) = (read_date("built", &table.built)?, read_date("expires", &table.expires)?);
        let bytes = BASE64
            .decode(table.entries.as_bytes())
            .ok()
            .filter(|bytes| bytes.len() % 8 == 0)
            .ok_or_else(|| Problem::new("roster-shape", "roster.entries", "whole entries of 8 bytes in base64"))?;
        if seal(&key, &table.school, built, expires, table.people, &bytes) != table.id {
            return Err(Problem::new(
                "roster-damaged",
                "roster",
                "the roster as it was made: something in it was changed",
            )
            .suggest(Some("make it again with `lanyard roster build`".to_owned())));
        }
        let entries = bytes.as_chunks::<8>().0.iter().map(|chunk| u64::from_be_bytes(*chunk)).collect();
        let roster = Self { id: table.id, school: table.school, built, expires, people: table.people, key, entries };
        if !roster.is_current(now_ms) {
            return Err(Problem::new(
                "roster-expired",
                "roster",
                &format!("a roster that has not expired; this one did on {}", roster.expires()),
            )
            .suggest(Some("make a new one with `lanyard roster build`".to_owned())));
        }
        Ok(roster)
    }

    /// Everybody of the list with this name, in whatever order and case it is written.
    #[must_use]
    pub fn by_name(&self, name: &str) -> Vec<Match> {
        normal::name(name).map_or_else(Vec::new, |name| self.look_up(Known::Name, &name))
    }

    /// Everybody of the list with this e-mail or chat address.
    #[must_use]
    pub fn by_address(&self, address: &str) -> Vec<Match> {
        normal::address(address).map_or_else(Vec::new, |address| self.look_up(Known::Address, &address))
    }

    /// Everybody of the list with this handle on this site.
    #[must_use]
    pub fn by_handle(&self, site: &str, handle: &str) -> Vec<Match> {
        normal::handle(site, handle).map_or_else(Vec::new, |handle| self.look_up(Known::Handle, &handle))
    }

    /// Id of table and key.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Id of the pack of the school that it was made for; empty where none was named.
    #[must_use]
    pub fn school(&self) -> &str {
        &self.school
    }

    /// How many people went into it.
    #[must_use]
    pub fn people(&self) -> u32 {
        self.people
    }

    /// The day on which it was made.
    #[must_use]
    pub fn built(&self) -> Date {
        self.built
    }

    /// The last day on which it may be used.
    #[must_use]
    pub fn expires(&self) -> Date {
        self.expires.min(self.built.plus_days(MAX_DAYS))
    }

    /// Whether its last day is not over (UTC).
    #[must_use]
    pub fn is_current(&self, now_ms: i64) -> bool {
        now_ms.div_euclid(DAY_MS) <= self.expires().days()
    }

    /// Whole days since it was made.
    #[must_use]
    pub fn age_days(&self, now_ms: i64) -> i64 {
        (now_ms.div_euclid(DAY_MS) - self.built.days()).max(0)
    }

    fn look_up(&self, known: Known, normalised: &str) -> Vec<Match> {
        let wanted = fingerprint(&self.key, &self.school, known, normalised);
        let from = self.entries.partition_point(|entry| entry >> 16 < wanted);
        // A handful at most: each goes where it belongs.
        let mut matches: Vec<Match> = Vec::new();
        for entry in self.entries.iter().skip(from).take_while(|entry| *entry >> 16 == wanted) {
            if let Some(found) = unpack(*entry, self.built)
                && !matches.contains(&found)
            {
                let at = matches.iter().position(|known| *known > found).unwrap_or(matches.len());
                matches.insert(at, found);
            }
        }
        matches
    }
}

/// The upper 48 bits of the keyed hash. The school's id keeps two schools' tables apart even
/// where somebody gives both the same key.
fn fingerprint(key: &[u8; 16], school: &str, known: Known, normalised: &str) -> u64 {
    let kind: &[u8] = match known {
        Known::Name => b"\0name\0",
        Known::Address => b"\0address\0",
        Known::Handle => b"\0handle\0",
    };
    let mut hasher = SipHasher24::new_with_key(key);
    hasher.write(school.as_bytes());
    hasher.write(kind);
    hasher.write(normalised.as_bytes());
    hasher.finish128().h1 >> 16
}

/// Id of table and key: a keyed hash over everything in the table, so that a key of another
/// roster and a changed table are both noticed.
fn seal(key: &[u8; 16], school: &str, built: Date, expires: Date, people: u32, entries: &[u8]) -> String {
    let mut hasher = SipHasher24::new_with_key(key);
    hasher.write(format!("{FORMAT}\0{VERSION}\0{school}\0{built}\0{expires}\0{people}\0").as_bytes());
    hasher.write(entries);
    let hash = hasher.finish128();
    format!("{:016x}{:016x}", hash.h1, hash.h2)
}

/// The lower 16 bits of an entry: role, status, and months from `built` to turning 18, plus one.
fn pack(person: Match, built: Date) -> u64 {
    let role = match person.role {
        Role::Pupil => 0,
        Role::Parent => 1,
        Role::Staff => 2,
    };
    let status = match person.status {
        Status::Current => 0,
        Status::Future => 1,
        Status::Former => 2,
    };
    let months = person
        .turns_18
        .and_then(|(year, month)| u64::try_from(date::months(year, month) - built.months() + 1).ok())
        .filter(|months| *months < 1 << 12)
        .unwrap_or(0);
    role << 14 | status << 12 | months
}

fn unpack(entry: u64, built: Date) -> Option<Match> {
    let role = match entry >> 14 & 3 {
        0 => Role::Pupil,
        1 => Role::Parent,
        2 => Role::Staff,
        _ => return None,
    };
    let status = match entry >> 12 & 3 {
        0 => Status::Current,
        1 => Status::Future,
        2 => Status::Former,
        _ => return None,
    };
    let months = i64::try_from(entry & 0xfff).unwrap_or(0);
    let turns_18 = (months > 0).then(|| date::year_and_month(built.months() + months - 1));
    Some(Match { role, status, turns_18 })
}

fn check_format(path: &str, format: &str, expected: &str, version: u32) -> Result<(), Problem> {
    if format != expected {
        return Err(Problem::new("roster-format", &format!("{path}.format"), &format!("`{expected}`")));
    }
    if version != VERSION {
        return Err(Problem::new(
            "roster-version",
            &format!("{path}.version"),
            &format!("version {VERSION}, not {version}"),
        )
        .suggest(Some("make the roster again with the `lanyard` of this version".to_owned())));
    }
    Ok(())
}

fn read_date(key: &str, text: &str) -> Result<Date, Problem> {
    Date::parse(text).ok_or_else(|| Problem::new("roster-shape", &format!("roster.{key}"), "a date, YYYY-MM-DD"))
}

fn short(id: &str) -> String {
    id.chars().take(8).collect()
}

#[cfg(test)]
mod tests;
