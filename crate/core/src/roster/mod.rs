//! Who is on the school's list: keyed fingerprints of names, addresses and handles.
//!
//! The browser holds no list of names. It holds a table of fingerprints and a key, and can ask
//! whether a name that it sees is among them. That makes the table a pseudonym, not anonymous:
//! whoever has table and key can guess names and try them (about 50 million a second).
//!
//! The table is a sorted array of 64-bit entries: 48 bits of a keyed hash, then 16 bits that say
//! who it is and how sure the spelling is. With 48 bits, 100,000 people in eight spellings answer
//! a million look-ups with about 0.003 accidental matches; namesakes are what really goes wrong,
//! which is why a name alone only asks (G2).
//!
//! Each person is stored in a few spellings (`variants`): the name itself, a diminutive, half of
//! a double-barrelled surname, an initial with the surname. Order, middle names and words run
//! together are tried at look-up (`spelling`). A surname or a first name alone is never stored.

mod build;
mod date;
mod file;
mod keyed;
mod letters;
mod nicknames;
mod normal;
mod ordinary;
mod running;
mod spelling;
mod table;
mod variants;

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::problem::Problem;
use keyed::{Fingerprint, Keys};
use table::Table;

pub use build::{Files, Person, RosterBuilder};
pub use date::Date;
pub use file::{MAGIC, from_text, key_text, read_key, to_text};
pub use keyed::WordHash;
pub(crate) use nicknames::{is_given_name, may_be_called};
pub use normal::{address, fold_word, handle, name};
pub(crate) use normal::{fold, is_particle};
pub use running::{Gap, NameHit, Names};

/// Longest life of a roster, in days (G4).
pub const MAX_DAYS: i64 = 35;

const KEY_FORMAT: &str = "lanyard-roster-key";
const VERSION: u8 = 2;
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

/// How near what was written is to what is on the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Strength {
    /// The listed name, address or handle itself.
    Exact,
    /// The same name in another form: a diminutive, half of a double-barrelled surname, another
    /// order, a middle name more or less, words run together.
    Variant,
    /// What many share: an initial and a surname, two changes at once.
    Weak,
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
    /// How near it is.
    pub strength: Strength,
    /// Whether it reads as ordinary English: Grace Hope, Will Power.
    pub ordinary: bool,
    /// Whether people of another role, status or age have it too.
    pub shared: bool,
}

impl Match {
    fn is_of_same_sort(&self, other: &Self) -> bool {
        (self.role, self.status, self.turns_18) == (other.role, other.status, other.turns_18)
    }

    /// Into a list of one for each sort of person, the nearest.
    fn put_into(self, matches: &mut Vec<Self>) {
        match matches.iter_mut().find(|known| known.is_of_same_sort(&self)) {
            Some(known) if self.strength < known.strength => *known = self,
            Some(_) => {}
            // A handful at most: each goes where it belongs.
            None => {
                let at = matches.iter().position(|known| *known > self).unwrap_or(matches.len());
                matches.insert(at, self);
            }
        }
        let shared = matches.len() > 1;
        matches.iter_mut().for_each(|one| one.shared = shared);
    }
}

/// What the order of two words says. `ascending`: the hash of the word taken for the given name
/// is the smaller one. Which way round it is listed is a bit of the entry.
#[derive(Clone, Copy, Debug)]
enum Order {
    /// The given name first, as the words stand; nothing is to be compared.
    Given,
    /// Either way; the other way round is a variant.
    Either { ascending: bool },
    /// This way only.
    Only { ascending: bool },
}

/// A roster that can be asked.
#[derive(Clone)]
pub struct Roster {
    id: String,
    school: String,
    built: Date,
    expires: Date,
    people: u32,
    keys: Keys,
    table: Table,
}

impl std::fmt::Debug for Roster {
    /// Neither key nor fingerprints: what is printed ends up in logs.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Roster").field("id", &self.id).field("people", &self.people).finish_non_exhaustive()
    }
}

impl Roster {
    /// Opens a roster that was delivered as text, with the text of its key file.
    ///
    /// # Errors
    /// When either is no such text, when they do not belong together, when the table was
    /// changed since it was made, or when it has expired.
    pub fn open(table: &str, key: &str, now_ms: i64) -> Result<Self, Problem> {
        Self::open_shared(Arc::new(from_text(table)?), key, now_ms)
    }

    /// The same from the bytes of the table.
    ///
    /// # Errors
    /// As [`Roster::open`].
    pub fn open_bytes(table: &[u8], key: &str, now_ms: i64) -> Result<Self, Problem> {
        Self::open_shared(Arc::new(table.to_vec()), key, now_ms)
    }

    /// The same, of bytes that stay in use: whoever may have to open the roster again keeps them too, and no copy is made.
    ///
    /// # Errors
    /// As [`Roster::open`].
    pub fn open_shared(table: Arc<Vec<u8>>, key: &str, now_ms: i64) -> Result<Self, Problem> {
        let (header, keys, begins) = file::read(&table, &read_key(key)?)?;
        let roster = Self {
            id: file::hex(&header.build),
            school: header.school,
            built: header.built,
            expires: header.expires,
            people: header.people,
            keys,
            table: Table::new(table, begins),
        };
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

    /// Everybody of the list who may be meant by a displayed name, in whatever order, case and
    /// form it is written; one for each sort of person, the nearest.
    #[must_use]
    pub fn by_name(&self, name: &str) -> Vec<Match> {
        spelling::by_name(self, name)
    }

    /// Everybody of the list whose name a handle spells, or what stands before the @ of an
    /// address: `jsmith07`, `sam.smith.2011`. Never exact.
    #[must_use]
    pub fn by_spelling(&self, handle: &str) -> Vec<Match> {
        spelling::by_spelling(self, handle)
    }

    /// Everybody of the list with this e-mail or chat address.
    #[must_use]
    pub fn by_address(&self, address: &str) -> Vec<Match> {
        normal::address(address).map_or_else(Vec::new, |address| self.thing(ADDRESS, &address))
    }

    /// Everybody of the list with this handle on this site.
    #[must_use]
    pub fn by_handle(&self, site: &str, handle: &str) -> Vec<Match> {
        normal::handle(site, handle).map_or_else(Vec::new, |handle| self.thing(HANDLE, &handle))
    }

    /// The keyed hash of one word, folded by [`fold_word`].
    #[must_use]
    pub fn word(&self, folded: &str) -> WordHash {
        self.keys.word(folded)
    }

    /// Somebody whose given name and surname these are, in this order or the other.
    #[must_use]
    pub fn pair(&self, first: WordHash, second: WordHash) -> Option<Match> {
        self.best(self.keys.pair(first, second), Order::Either { ascending: first < second })
    }

    /// Somebody whose name is these three words, in this order.
    #[must_use]
    pub fn triple(&self, first: WordHash, second: WordHash, third: WordHash) -> Option<Match> {
        self.best(self.keys.run([first, second, third]), Order::Given)
    }

    /// Finds names in running text, word by word.
    #[must_use]
    pub fn names(&self) -> Names<'_> {
        Names::new(self)
    }

    /// Id of this build.
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

    fn keys(&self) -> &Keys {
        &self.keys
    }

    fn thing(&self, kind: &str, normalised: &str) -> Vec<Match> {
        let mut matches = Vec::new();
        for one in self.matches(self.keys.thing(kind, normalised), Order::Given) {
            one.put_into(&mut matches);
        }
        matches
    }

    /// The nearest of those with this fingerprint.
    #[inline]
    fn best(&self, fingerprint: Fingerprint, order: Order) -> Option<Match> {
        let entries = self.table.find(fingerprint);
        if entries.is_empty() {
            return None;
        }
        let mut matches = Vec::new();
        for one in self.matches(fingerprint, order) {
            one.put_into(&mut matches);
        }
        matches.into_iter().min_by_key(|one| one.strength)
    }

    fn matches(&self, fingerprint: Fingerprint, order: Order) -> impl Iterator<Item = Match> {
        let entries = self.table.find(fingerprint).iter();
        entries.filter_map(move |entry| self.unpack(u64::from_be_bytes(*entry), order))
    }

    fn unpack(&self, entry: u64, order: Order) -> Option<Match> {
        let (mut found, listed) = unpack(entry, self.built)?;
        match order {
            Order::Only { ascending } if ascending != listed => return None,
            Order::Either { ascending } if ascending != listed => {
                found.strength = found.strength.max(Strength::Variant)
            }
            Order::Given | Order::Either { .. } | Order::Only { .. } => {}
        }
        Some(found)
    }
}

/// Kinds of things that people are known by beside names.
const ADDRESS: &str = "address";
const HANDLE: &str = "handle";

const ROLES: [Role; 3] = [Role::Pupil, Role::Parent, Role::Staff];
const STATUSES: [Status; 3] = [Status::Current, Status::Future, Status::Former];
const STRENGTHS: [Strength; 3] = [Strength::Exact, Strength::Variant, Strength::Weak];

/// The lower 16 bits of an entry, from the top: role (2), status (2), months from `built` to
/// turning 18, plus one (8), which of the two hashes is the given name's (1), ordinary English
/// (1), strength (2). Spellings of one sort of person differ in the last bits only.
fn pack(person: Match, ascending: bool, built: Date) -> u64 {
    let months = person
        .turns_18
        .and_then(|(year, month)| u64::try_from(date::months(year, month) - built.months() + 1).ok())
        .filter(|months| *months < 1 << 8)
        .unwrap_or(0);
    let index = |at: Option<usize>| at.and_then(|at| u64::try_from(at).ok()).unwrap_or(3);
    index(ROLES.iter().position(|role| *role == person.role)) << 14
        | index(STATUSES.iter().position(|status| *status == person.status)) << 12
        | months << 4
        | u64::from(ascending) << 3
        | u64::from(person.ordinary) << 2
        | index(STRENGTHS.iter().position(|strength| *strength == person.strength))
}

fn unpack(entry: u64, built: Date) -> Option<(Match, bool)> {
    let field = |shift: u32, bits: u32| usize::try_from(entry >> shift & ((1 << bits) - 1)).unwrap_or_default();
    let months = i64::try_from(field(4, 8)).unwrap_or(0);
    let found = Match {
        role: *ROLES.get(field(14, 2))?,
        status: *STATUSES.get(field(12, 2))?,
        turns_18: (months > 0).then(|| date::year_and_month(built.months() + months - 1)),
        strength: *STRENGTHS.get(field(0, 2))?,
        ordinary: field(2, 1) == 1,
        shared: false,
    };
    Some((found, field(3, 1) == 1))
}

#[cfg(test)]
mod matching;
#[cfg(test)]
mod tests;
