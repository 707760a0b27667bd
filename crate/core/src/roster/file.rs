//! The roster as bytes: what is delivered, signed, encrypted and kept.
//!
//! Numbers are big-endian. `LNYR`, version (1 byte), key id (8), build id (16), day made and last
//! day (4 each, days since 1970), people (4), length of the school's id (1) and the id, seal
//! (16), number of entries (4), then 8 bytes an entry in ascending order: 48 bits of fingerprint
//! and 16 that say who it is. The seal is a keyed hash over everything but itself.
//!
//! Inline, the same bytes travel as text: `lanyard-roster:` and base64.

use serde::{Deserialize, Serialize};

use super::keyed::{Keys, key_id};
use super::{Date, KEY_FORMAT, VERSION};
use crate::base64;
use crate::problem::Problem;
use crate::read::readable;

/// How the bytes of a roster begin.
pub const MAGIC: &[u8; 4] = b"LNYR";
const TEXT: &str = "lanyard-roster:";
/// How the first form began, which was JSON.
const FIRST_FORM: &str = "{\"format\":\"lanyard-roster\"";

/// Everything of a table but what is derived from it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Header {
    pub(super) key_id: [u8; 8],
    pub(super) build: [u8; 16],
    pub(super) built: Date,
    pub(super) expires: Date,
    pub(super) people: u32,
    pub(super) school: String,
}

#[derive(Serialize, Deserialize)]
struct KeyFile {
    format: String,
    version: u32,
    id: String,
    key: String,
}

readable!(KeyFile { format "format", version "version", id "id", key "key" });

impl Header {
    fn bytes(&self) -> Vec<u8> {
        let day = |date: Date| u32::try_from(date.days()).unwrap_or_default().to_be_bytes();
        let mut bytes = Vec::with_capacity(64);
        bytes.extend_from_slice(MAGIC);
        bytes.push(VERSION);
        bytes.extend_from_slice(&self.key_id);
        bytes.extend_from_slice(&self.build);
        bytes.extend_from_slice(&day(self.built));
        bytes.extend_from_slice(&day(self.expires));
        bytes.extend_from_slice(&self.people.to_be_bytes());
        bytes.push(u8::try_from(self.school.len()).unwrap_or(u8::MAX));
        bytes.extend_from_slice(self.school.as_bytes());
        bytes
    }
}

/// The bytes of a table. `entries` are sorted.
pub(super) fn write(header: &Header, keys: &Keys, entries: &[u64]) -> Vec<u8> {
    let head = header.bytes();
    let count = u32::try_from(entries.len()).unwrap_or(u32::MAX).to_be_bytes();
    let body: Vec<u8> = entries.iter().flat_map(|entry| entry.to_be_bytes()).collect();
    let seal = keys.seal(&[&head, &count, &body]);
    [head.as_slice(), &seal, &count, &body].concat()
}

/// A table's header, its keys and where its entries begin, where the seal holds.
pub(super) fn read(bytes: &[u8], school_key: &[u8; 16]) -> Result<(Header, Keys, usize), Problem> {
    let (header, seal, body) = split(bytes)?;
    let (ours, theirs) = (key_id(school_key), header.key_id);
    if ours != theirs {
        let expected = format!("the key of roster {}; this one is key {}", hex(&theirs), hex(&ours));
        return Err(Problem::new("roster-mismatch", "rosterKey", &expected)
            .suggest(Some("deliver the .key file that this roster was made with".to_owned())));
    }
    let keys = Keys::new(school_key, &header.build, &header.school);
    let (count, entries) = body.split_at_checked(4).ok_or_else(damaged)?;
    if keys.seal(&[&header.bytes(), count, entries]) != *seal {
        return Err(damaged());
    }
    let from = bytes.len().checked_sub(entries.len()).ok_or_else(damaged)?;
    Ok((header, keys, from))
}

/// Header, seal, and the rest: number of entries and entries.
fn split(bytes: &[u8]) -> Result<(Header, &[u8; 16], &[u8]), Problem> {
    let mut rest = bytes;
    if take::<4>(&mut rest) != Some(MAGIC) {
        return Err(shape());
    }
    let version = take::<1>(&mut rest).map(|[version]| *version).ok_or_else(shape)?;
    if version != VERSION {
        return Err(other_version("roster", u32::from(version)));
    }
    let mut header = || {
        let key_id = *take::<8>(&mut rest)?;
        let build = *take::<16>(&mut rest)?;
        let mut number = || take::<4>(&mut rest).map(|bytes| u32::from_be_bytes(*bytes));
        let (built, expires, people) = (number()?, number()?, number()?);
        let day = |days: u32| Date::of_ms(i64::from(days) * super::DAY_MS);
        let [length] = *take::<1>(&mut rest)?;
        let (school, after) = rest.split_at_checked(usize::from(length))?;
        rest = after;
        let school = std::str::from_utf8(school).ok()?.to_owned();
        Some(Header { key_id, build, built: day(built), expires: day(expires), people, school })
    };
    let header = header().ok_or_else(damaged)?;
    let seal = take::<16>(&mut rest).ok_or_else(damaged)?;
    let count = rest.first_chunk::<4>().map(|count| u32::from_be_bytes(*count)).ok_or_else(damaged)?;
    let whole = usize::try_from(count).ok().and_then(|count| count.checked_mul(8)?.checked_add(4));
    if whole == Some(rest.len()) { Ok((header, seal, rest)) } else { Err(damaged()) }
}

fn take<'a, const N: usize>(rest: &mut &'a [u8]) -> Option<&'a [u8; N]> {
    let (taken, after) = rest.split_first_chunk::<N>()?;
    *rest = after;
    Some(taken)
}

/// The text in which a roster travels inline.
#[must_use]
pub fn to_text(bytes: &[u8]) -> String {
    format!("{TEXT}{}", base64::encode(bytes))
}

/// The bytes of a roster that travelled as text.
///
/// # Errors
/// When it is no such text, or that of an older version.
pub fn from_text(text: &str) -> Result<Vec<u8>, Problem> {
    let text = text.trim();
    let Some(bytes) = text.strip_prefix(TEXT) else {
        return Err(if text.starts_with(FIRST_FORM) { other_version("roster", 1) } else { shape() });
    };
    base64::decode(bytes).ok_or_else(shape)
}

/// The text of the file that holds a school's key.
#[must_use]
pub fn key_text(school_key: [u8; 16]) -> String {
    let file = KeyFile {
        format: KEY_FORMAT.to_owned(),
        version: u32::from(VERSION),
        id: hex(&key_id(&school_key)),
        key: base64::encode(&school_key),
    };
    // A struct of texts and a number: serde_json has nothing to refuse here.
    serde_json::to_string(&file).unwrap_or_default()
}

/// The school's key from the text of its file.
///
/// # Errors
/// When it is no such file, that of an older version, or was changed.
pub fn read_key(text: &str) -> Result<[u8; 16], Problem> {
    // What is wrong is said without what was found: that may be the key.
    let file: KeyFile = crate::read::parse(text).map_err(|error| {
        let expected = format!("the .key file made with the roster ({error})");
        Problem::new("roster-key-shape", "rosterKey", &expected)
    })?;
    if file.format != KEY_FORMAT {
        return Err(Problem::new("roster-format", "rosterKey.format", &format!("`{KEY_FORMAT}`")));
    }
    if file.version != u32::from(VERSION) {
        return Err(other_version("rosterKey.version", file.version));
    }
    base64::decode(&file.key)
        .and_then(|bytes| bytes.try_into().ok())
        .filter(|key| hex(&key_id(key)) == file.id)
        .ok_or_else(|| Problem::new("roster-key-shape", "rosterKey.key", "the 16 bytes in base64 that were made"))
}

fn other_version(path: &str, version: u32) -> Problem {
    Problem::new("roster-version", path, &format!("version {VERSION}, not {version}"))
        .suggest(Some("make the roster again with the `lanyard` of this version".to_owned()))
}

fn shape() -> Problem {
    Problem::new("roster-shape", "roster", "the roster made by `lanyard roster build`")
}

fn damaged() -> Problem {
    Problem::new("roster-damaged", "roster", "the roster as it was made: something in it was changed")
        .suggest(Some("make it again with `lanyard roster build`".to_owned()))
}

pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
