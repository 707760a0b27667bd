//! `lanyard roster keys`, `seal` and `verify`: the roster as a file on the school's own site.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use aes_gcm::aead::{Aead, KeyInit, Payload};
use aes_gcm::{Aes256Gcm, Nonce};
use clap::Args;
use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};
use jiff::Timestamp;
use lanyard_core::envelope::{self, Header, MAX_BYTES};
use lanyard_core::roster::{Roster, from_text, read_key};

use crate::Outcome;
use crate::check::roster_text;
use crate::input::{Bad, Source, plain};
use crate::roster::{random, write_private};

const SIGNING_KEY: &str = "lanyard-signing-key:";

#[derive(Args)]
pub(crate) struct Keys {
    /// Where the private key goes. It stays with the school's IT: whoever has it can sign a roster
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
}

#[derive(Args)]
pub(crate) struct Seal {
    /// The roster that `lanyard roster build --school ID` made
    #[arg(value_name = "FILE")]
    roster: PathBuf,
    /// Its key file
    #[arg(long, value_name = "FILE.key")]
    key: PathBuf,
    /// The private key that `lanyard roster keys` made
    #[arg(long, value_name = "FILE")]
    sign_key: PathBuf,
    /// Where the sealed file goes: the one for the school's site
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
}

#[derive(Args)]
pub(crate) struct Verify {
    /// A sealed roster, as it lies on the school's site
    #[arg(value_name = "FILE")]
    sealed: PathBuf,
    /// The public key, as it stands in rosterPublicKey
    #[arg(long, value_name = "ed25519:…")]
    public_key: String,
    /// The roster's key file: with it the table inside is opened too
    #[arg(long, value_name = "FILE.key")]
    key: Option<PathBuf>,
}

impl Keys {
    pub(crate) fn run(&self) -> Outcome {
        let name = self.out.display().to_string();
        if self.out.exists() {
            let advice =
                "a lost signing key means new configuration on every device: delete it yourself if you mean to";
            return Err(vec![Bad::file(&name, "a file that is not there yet", Some(advice))]);
        }
        let pair = SigningKey::from_bytes(&random()?);
        let text = format!("{SIGNING_KEY}{}\n", envelope::to_text(pair.as_bytes()));
        write_private(&self.out, text.as_bytes()).map_err(|bad| vec![bad])?;
        Ok(format!(
            "{name}: the private key. Keep it with the school's IT, and no copy with the roster.\n\
             For rosterPublicKey:\n{}\n",
            envelope::public_key_text(pair.verifying_key().as_bytes())
        ))
    }
}

impl Seal {
    pub(crate) fn run(&self) -> Outcome {
        let table = roster_text(&self.roster).map_err(|one| vec![one])?;
        let key = text(&self.key)?;
        let pair = signing_key(&text(&self.sign_key)?)?;
        let now = Timestamp::now().as_millisecond();
        let roster = Roster::open(&table.text, &key.text, now).map_err(|problem| vec![table.locate(problem)])?;
        if roster.school().is_empty() {
            let advice = "make it with `lanyard roster build --school ID`";
            return Err(vec![Bad::file(&table.name, "a roster that names its school's policy", Some(advice))]);
        }
        let school_key = read_key(&key.text).map_err(|problem| vec![key.locate(problem)])?;
        let plain = from_text(&table.text).map_err(|problem| vec![table.locate(problem)])?;
        let header = Header {
            school: roster.school().to_owned(),
            sequence: u64::try_from(now).unwrap_or_default(),
            built: roster.built(),
            expires: roster.expires(),
        };
        let sealed = seal(&header, &plain, &school_key, &random()?, &pair);
        let name = self.out.display().to_string();
        if sealed.len() > MAX_BYTES {
            let expected = format!("at most {} MB; it would be {} MB", MAX_BYTES / 1_000_000, sealed.len() / 1_000_000);
            return Err(vec![Bad::file(&name, &expected, Some("one roster for each school, not one for a trust"))]);
        }
        write_private(&self.out, &sealed).map_err(|bad| vec![bad])?;
        Ok(format!(
            "{name}: {} people of {}, {} KB, last day {}. Put this file on the school's site, and neither key.\n\
             Signed with {}\n",
            roster.people(),
            header.school,
            sealed.len().div_ceil(1000),
            header.expires,
            envelope::public_key_text(pair.verifying_key().as_bytes()),
        ))
    }
}

impl Verify {
    pub(crate) fn run(&self) -> Outcome {
        let name = self.sealed.display().to_string();
        let bad = |expected: &str| vec![Bad::file(&name, expected, None)];
        let file =
            fs::read(&self.sealed).map_err(|error| bad(&format!("a file that can be read: {}", plain(&error))))?;
        let Some(public) = envelope::public_key(&self.public_key) else {
            return Err(vec![Bad::argument("--public-key", "the line that `lanyard roster keys` printed", None)]);
        };
        let (header, parts) = envelope::read(&file)
            .map_err(|refusal| bad(&format!("a roster sealed by `lanyard roster seal` ({})", refusal.id())))?;
        let signed = VerifyingKey::from_bytes(&public)
            .is_ok_and(|key| key.verify_strict(parts.signed, &Signature::from_bytes(parts.signature)).is_ok());
        if !signed {
            return Err(bad("a file signed with this key, and not changed since"));
        }
        let now = Timestamp::now().as_millisecond();
        if let Err(refusal) = header.admit(&header.school, 0, now) {
            return Err(bad(&format!(
                "a roster that may be used today; its last day was {} ({})",
                header.last_day(),
                refusal.id()
            )));
        }
        let mut said = format!(
            "{name}: signed with this key, for {}, made {}, last day {}, sequence {}\n",
            header.school,
            header.built,
            header.last_day(),
            header.sequence
        );
        if let Some(path) = &self.key {
            let key = text(path)?;
            let school_key = read_key(&key.text).map_err(|problem| vec![key.locate(problem)])?;
            let payload = Payload { msg: parts.sealed, aad: parts.bound };
            let table = cipher(&school_key, &header.school)
                .decrypt(Nonce::from_slice(parts.nonce), payload)
                .map_err(|_| bad("a file that was sealed with this key file"))?;
            let roster = Roster::open_bytes(&table, &key.text, now).map_err(|problem| vec![key.locate(problem)])?;
            let _ = writeln!(said, "opens with {}: {} people", key.name, roster.people());
        }
        Ok(said)
    }
}

fn seal(header: &Header, table: &[u8], school_key: &[u8; 16], nonce: &[u8; 12], pair: &SigningKey) -> Vec<u8> {
    let bound = header.bytes(nonce);
    let payload = Payload { msg: table, aad: &bound };
    // AES-GCM refuses only what is longer than 64 GB.
    let sealed = cipher(school_key, &header.school).encrypt(Nonce::from_slice(nonce), payload).unwrap_or_default();
    let mut file = [bound, sealed].concat();
    let signature = pair.sign(&file);
    file.extend_from_slice(&signature.to_bytes());
    file
}

fn cipher(school_key: &[u8; 16], school: &str) -> Aes256Gcm {
    Aes256Gcm::new(&envelope::key(school_key, school).into())
}

fn text(path: &Path) -> Result<Source, Vec<Bad>> {
    Source::read(path).map_err(|bad| vec![bad])
}

/// What is wrong is said without what was found: that may be the key.
fn signing_key(source: &Source) -> Result<SigningKey, Vec<Bad>> {
    let bytes = source.text.trim().strip_prefix(SIGNING_KEY).and_then(envelope::from_text);
    bytes
        .and_then(|bytes| <[u8; 32]>::try_from(bytes).ok())
        .map(|bytes| SigningKey::from_bytes(&bytes))
        .ok_or_else(|| vec![Bad::file(&source.name, "the private key that `lanyard roster keys` made", None)])
}
