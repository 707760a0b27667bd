//! The roster as it lies on a school's site: encrypted, because a file there is public, and
//! signed, so that nobody but the school can put another in its place (G4).
//!
//! Numbers are big-endian. `LNYE`, version (1 byte), sequence (8), day made and last day (4 each,
//! days since 1970), length of the school's id (1) and the id, nonce (12); then the table of
//! [`crate::roster`] under AES-256-GCM, with everything before it as associated data; then an
//! Ed25519 signature (64) over all of that. The AES key is derived from the school's key and
//! its id, so that one key file serves for every build.
//!
//! This module reads and writes the form. Signing and encrypting is the command line's,
//! verifying and decrypting the browser's own (WebCrypto): neither is in here.

use hmac::{Hmac, Mac};
use sha2::Sha256;

use crate::base64;
use crate::roster::{Date, MAX_DAYS};

/// Largest file that is fetched. In base64, as it is kept for a shared profile, it has to fit into the browser's 10 MB of storage.
pub const MAX_BYTES: usize = 7_000_000;

/// So many bytes at the start of a file hold all that stands before its encrypted table.
pub const HEAD_BYTES: usize = 4 + 1 + 8 + 4 + 4 + 1 + u8::MAX as usize + 12;
const SIGNATURE_BYTES: usize = 64;

const MAGIC: &[u8; 4] = b"LNYE";
const VERSION: u8 = 1;
const DAY_MS: i64 = 86_400_000;
const PUBLIC_KEY: &str = "ed25519:";

/// What stands before the encrypted table, and is signed with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Header {
    /// Id of the school's policy.
    pub school: String,
    /// Grows with every file: an older one is not taken for the newest.
    pub sequence: u64,
    /// The day on which the table was made.
    pub built: Date,
    /// Its last day.
    pub expires: Date,
}

/// A sealed file, taken apart. Nothing of it is to be believed before its signature holds.
#[derive(Clone, Copy, Debug)]
pub struct Parts<'a> {
    /// What is signed: everything before the signature.
    pub signed: &'a [u8],
    /// What the encryption is bound to: everything before the encrypted table.
    pub bound: &'a [u8],
    /// Nonce of the encryption.
    pub nonce: &'a [u8; 12],
    /// The encrypted table.
    pub sealed: &'a [u8],
    /// The signature.
    pub signature: &'a [u8; 64],
}

/// What a sealed file begins with, and where its parts are. Nothing of it is to be believed before its signature holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    /// What the file says of itself.
    pub header: Header,
    /// Nonce of the encryption.
    pub nonce: [u8; 12],
    /// Where the encrypted table begins, and what it is bound to ends.
    pub bound: usize,
    /// Where the signature begins, and what is signed ends.
    pub signature: usize,
}

/// Why a file is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// It did not come, or not as a file.
    Unreachable,
    /// It is larger than [`MAX_BYTES`].
    TooLarge,
    /// It is cut off, changed, or something else.
    Damaged,
    /// It is of a form that this version does not read.
    Version,
    /// Not signed with the school's key.
    Signature,
    /// Not encrypted with the school's key.
    Key,
    /// Made for another school.
    School,
    /// Older than one that was taken already.
    Older,
    /// Its last day is over.
    Expired,
    /// The browser cannot verify Ed25519 (Chrome before 137).
    Browser,
}

const REFUSALS: [(Refusal, &str); 10] = [
    (Refusal::Unreachable, "unreachable"),
    (Refusal::TooLarge, "too_large"),
    (Refusal::Damaged, "damaged"),
    (Refusal::Version, "version"),
    (Refusal::Signature, "signature"),
    (Refusal::Key, "key"),
    (Refusal::School, "school"),
    (Refusal::Older, "older"),
    (Refusal::Expired, "expired"),
    (Refusal::Browser, "browser"),
];

impl Refusal {
    /// In one word, as it is kept and as message keys end.
    #[must_use]
    pub fn id(self) -> &'static str {
        REFUSALS.iter().find(|(refusal, _)| *refusal == self).map_or("", |(_, id)| id)
    }

    /// The refusal of this word.
    #[must_use]
    pub fn of(id: &str) -> Option<Self> {
        REFUSALS.iter().find(|(_, known)| *known == id).map(|(refusal, _)| *refusal)
    }
}

impl Header {
    /// Everything before the encrypted table.
    #[must_use]
    pub fn bytes(&self, nonce: &[u8; 12]) -> Vec<u8> {
        let day = |date: Date| u32::try_from(date.days()).unwrap_or_default().to_be_bytes();
        let school: Vec<u8> = self.school.bytes().take(usize::from(u8::MAX)).collect();
        let mut bytes = MAGIC.to_vec();
        bytes.push(VERSION);
        bytes.extend_from_slice(&self.sequence.to_be_bytes());
        bytes.extend_from_slice(&day(self.built));
        bytes.extend_from_slice(&day(self.expires));
        bytes.push(u8::try_from(school.len()).unwrap_or(u8::MAX));
        bytes.extend_from_slice(&school);
        bytes.extend_from_slice(nonce);
        bytes
    }

    /// The last day on which it may be used, whatever it says itself.
    #[must_use]
    pub fn last_day(&self) -> Date {
        self.expires.min(self.built.plus_days(MAX_DAYS))
    }

    /// Whether a file with this header, whose signature holds, may be used: by this school,
    /// after one of this sequence, now.
    ///
    /// # Errors
    /// Why not.
    pub fn admit(&self, school: &str, newest: u64, now_ms: i64) -> Result<(), Refusal> {
        if self.school != school {
            Err(Refusal::School)
        } else if self.sequence < newest {
            Err(Refusal::Older)
        } else if now_ms.div_euclid(DAY_MS) > self.last_day().days() {
            Err(Refusal::Expired)
        } else {
            Ok(())
        }
    }
}

/// Takes a file apart.
///
/// # Errors
/// When it is no such file, cut off, or of another version.
pub fn read(file: &[u8]) -> Result<(Header, Parts<'_>), Refusal> {
    let head = head(file, file.len())?;
    let parts = || {
        let (signed, signature) = file.split_last_chunk::<SIGNATURE_BYTES>()?;
        let (bound, sealed) = signed.split_at_checked(head.bound)?;
        Some(Parts { signed, bound, nonce: bound.last_chunk()?, sealed, signature })
    };
    let parts = parts().ok_or(Refusal::Damaged)?;
    Ok((head.header, parts))
}

/// What a file begins with, of which `start` is the first [`HEAD_BYTES`], or all of it, and `length` the whole: megabytes
/// need not be here to be taken apart.
///
/// # Errors
/// As [`read`].
pub fn head(start: &[u8], length: usize) -> Result<Head, Refusal> {
    let mut rest = start;
    if take::<4>(&mut rest) != Some(MAGIC) {
        return Err(Refusal::Damaged);
    }
    match take::<1>(&mut rest) {
        Some([VERSION]) => {}
        Some(_) => return Err(Refusal::Version),
        None => return Err(Refusal::Damaged),
    }
    head_of(start.len(), rest, length).ok_or(Refusal::Damaged)
}

fn head_of(all: usize, mut rest: &[u8], length: usize) -> Option<Head> {
    let sequence = u64::from_be_bytes(*take(&mut rest)?);
    // A day after year 9999 would be read as another one.
    let mut day = || {
        let days = i64::from(u32::from_be_bytes(*take(&mut rest)?));
        Some(Date::of_ms(days * DAY_MS)).filter(|date| date.days() == days)
    };
    let (built, expires) = (day()?, day()?);
    let [named] = *take(&mut rest)?;
    let (school, after) = rest.split_at_checked(usize::from(named))?;
    rest = after;
    let nonce = *take(&mut rest)?;
    let bound = all.checked_sub(rest.len())?;
    let signature = length.checked_sub(SIGNATURE_BYTES)?;
    // The encryption's own tag is 16 bytes.
    if signature.checked_sub(bound)? < 16 {
        return None;
    }
    let header = Header { school: std::str::from_utf8(school).ok()?.to_owned(), sequence, built, expires };
    Some(Head { header, nonce, bound, signature })
}

fn take<'a, const N: usize>(rest: &mut &'a [u8]) -> Option<&'a [u8; N]> {
    let (taken, after) = rest.split_first_chunk::<N>()?;
    *rest = after;
    Some(taken)
}

/// The key of the encryption.
#[must_use]
pub fn key(school_key: &[u8; 16], school: &str) -> [u8; 32] {
    let mut mac = match Hmac::<Sha256>::new_from_slice(school_key) {
        Ok(mac) => mac,
        // HMAC takes a key of any length; the error type is there for other MACs.
        Err(_) => return [0; 32],
    };
    mac.update(b"lanyard-envelope-1\0");
    mac.update(school.as_bytes());
    mac.finalize().into_bytes().into()
}

/// A public key, as configuration holds it.
#[must_use]
pub fn public_key_text(key: &[u8; 32]) -> String {
    format!("{PUBLIC_KEY}{}", base64::encode(key))
}

/// The public key of such a text.
#[must_use]
pub fn public_key(text: &str) -> Option<[u8; 32]> {
    base64::decode(text.trim().strip_prefix(PUBLIC_KEY)?)?.try_into().ok()
}

/// Bytes as text, as keys are written.
#[must_use]
pub fn to_text(bytes: &[u8]) -> String {
    base64::encode(bytes)
}

/// The bytes of such a text.
#[must_use]
pub fn from_text(text: &str) -> Option<Vec<u8>> {
    base64::decode(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn header() -> Header {
        let built = Date::parse("2026-11-22").unwrap();
        Header { school: "tudhoe".to_owned(), sequence: 1_795_348_800_000, built, expires: built.plus_days(35) }
    }

    fn file() -> Vec<u8> {
        [header().bytes(&[7; 12]), vec![1; 40], vec![2; 64]].concat()
    }

    const NOON: i64 = 43_200_000;

    fn at(day: &str) -> i64 {
        Date::parse(day).unwrap().days() * DAY_MS + NOON
    }

    #[test]
    fn g4_a_file_comes_apart_as_it_was_put_together() {
        let file = file();
        let (read, parts) = read(&file).unwrap();
        assert_eq!(read, header());
        assert_eq!((parts.nonce, parts.sealed, parts.signature), (&[7; 12], &[1; 40][..], &[2; 64]));
        assert_eq!(parts.bound, header().bytes(&[7; 12]));
        assert_eq!([parts.signed, parts.signature].concat(), file);
    }

    #[test]
    fn a_file_is_known_by_its_start_and_its_length() {
        let longest = Header { school: "s".repeat(255), ..header() };
        assert_eq!(longest.bytes(&[7; 12]).len(), HEAD_BYTES);
        for header in [header(), longest] {
            let file = [header.bytes(&[7; 12]), vec![1; 400], vec![2; 64]].concat();
            let head = head(&file[..HEAD_BYTES], file.len()).unwrap();
            let (whole, parts) = read(&file).unwrap();
            assert_eq!((&head.header, &head.nonce), (&whole, parts.nonce));
            assert_eq!((&file[..head.bound], &file[..head.signature]), (parts.bound, parts.signed));
        }
    }

    #[test]
    fn g4_a_file_that_is_cut_off_anywhere_is_damaged_or_shorter_sealed() {
        let file = file();
        for length in 0..file.len() - 24 {
            assert_eq!(read(&file[..length]).map(|(header, _)| header), Err(Refusal::Damaged), "{length}");
        }
        let mut never = file.clone();
        never[17..21].fill(0xff);
        assert_eq!(read(&never).map(|(header, _)| header), Err(Refusal::Damaged), "found by fuzzing");
        let mut other = file.clone();
        other[4] = 2;
        assert_eq!(read(&other).map(|(header, _)| header), Err(Refusal::Version));
    }

    #[test]
    fn g4_another_school_an_older_file_and_one_that_is_over_are_refused() {
        let header = header();
        let newest = header.sequence;
        assert_eq!(header.admit("tudhoe", newest, at("2026-11-22")), Ok(()));
        assert_eq!(header.admit("tudhoe", newest, at("2026-12-27")), Ok(()));
        assert_eq!(header.admit("tudhoe", newest, at("2026-12-28")), Err(Refusal::Expired));
        assert_eq!(header.admit("st-marylebone", newest, at("2026-11-22")), Err(Refusal::School));
        assert_eq!(header.admit("tudhoe", newest + 1, at("2026-11-22")), Err(Refusal::Older));
        let forever = Header { expires: header.built.plus_days(400), ..header };
        assert_eq!(forever.admit("tudhoe", 0, at("2026-12-28")), Err(Refusal::Expired), "35 days, whatever it says");
    }

    #[test]
    fn keys_differ_by_school_and_public_keys_are_read_as_written() {
        assert_ne!(key(&[1; 16], "tudhoe"), key(&[1; 16], "st-marylebone"));
        assert_ne!(key(&[1; 16], "tudhoe"), key(&[2; 16], "tudhoe"));
        assert_eq!(public_key(&public_key_text(&[9; 32])), Some([9; 32]));
        for wrong in
            ["", "ed25519:", "ed25519:AAAA", "rsa:AAAA", public_key_text(&[9; 32]).trim_start_matches("ed25519:")]
        {
            assert_eq!(public_key(wrong), None, "{wrong}");
        }
        for (refusal, id) in REFUSALS {
            assert_eq!((refusal.id(), Refusal::of(id)), (id, Some(refusal)));
        }
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..300), head in any::<bool>()) {
            let bytes = if head { [b"LNYE\x01".to_vec(), bytes].concat() } else { bytes };
            if let Ok((header, parts)) = read(&bytes) {
                prop_assert_eq!([parts.bound, parts.sealed, parts.signature].concat(), bytes);
                let _ = header.admit("tudhoe", 0, 0);
            }
        }
    }
}
