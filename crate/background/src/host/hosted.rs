//! The roster on the school's own site (G4): when it is fetched, what of it is taken, and when
//! it goes.
//!
//! What is kept is the file as it was fetched, encrypted. Its key is in managed configuration
//! and, while there is a roster, in session storage: never on the disk beside it. A worker that
//! starts again opens the kept file with the key; nothing is judged before that.
//!
//! Nothing is done on a clock: whether a day has gone is looked at when the worker wakes and
//! when a page connects.

use lanyard_core::config::{AccountCheck, Config, Hosted};
use lanyard_core::envelope::{self, Refusal};
use lanyard_core::roster::Roster;
use serde_json::{Value, json};

use super::setup::Source;
use super::{Area, Clock, Effect, Host};

const DAY_MS: i64 = 86_400_000;
/// A worker that dies while it fetches tries again after this.
const INTERRUPTED_MS: i64 = 30_000;
/// After so many failures in a row; then daily.
const BACK_OFF_MS: [i64; 3] = [900_000, 3_600_000, 4 * 3_600_000];

/// What came from the school's address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Download {
    /// What was fetched last still holds.
    Same,
    /// A file, with the validators that the server gave it.
    File {
        /// The sealed roster.
        bytes: Vec<u8>,
        /// Its `ETag`.
        etag: String,
        /// Its `Last-Modified`.
        modified: String,
    },
    /// Nothing that can be used.
    Nothing(Refusal),
}

/// Where a sealed roster comes from, and how it is opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seal {
    /// The file.
    pub file: Vec<u8>,
    /// Public key of its signature.
    pub public_key: [u8; 32],
    /// Key of its encryption.
    pub key: [u8; 32],
}

/// What is known of the hosted roster.
#[derive(Debug, Default)]
pub(super) struct Kept {
    /// The address and public key that the rest is about.
    of: String,
    etag: String,
    modified: String,
    /// When the address was asked last, and when it is asked next.
    asked: i64,
    next: i64,
    failures: usize,
    /// Of the newest file that was taken.
    sequence: u64,
    refusal: Option<Refusal>,
    /// The last good file, as text.
    sealed: Option<String>,
    /// The table inside, in memory only.
    table: Table,
    /// A file that was fetched and is being opened, with its validators.
    fresh: Option<(Vec<u8>, String, String)>,
    /// Where it is kept; `None` until that is known.
    area: Option<Area>,
    fetching: bool,
}

#[derive(Debug, Default)]
enum Table {
    #[default]
    Closed,
    Opening,
    Open(Vec<u8>),
}

impl Kept {
    /// From storage.
    pub(super) fn read(values: Option<Value>, sealed: Option<Value>, area: Area) -> Self {
        let values = values.unwrap_or_default();
        let text = |name: &str| values.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
        let number = |name: &str| values.get(name).and_then(Value::as_u64).unwrap_or_default();
        Self {
            of: text("of"),
            etag: text("etag"),
            modified: text("modified"),
            asked: i64::try_from(number("asked")).unwrap_or_default(),
            next: i64::try_from(number("next")).unwrap_or_default(),
            failures: usize::try_from(number("failures")).unwrap_or_default(),
            sequence: number("sequence"),
            refusal: Refusal::of(&text("refusal")),
            sealed: match sealed {
                Some(Value::String(text)) => Some(text),
                _ => None,
            },
            area: Some(area),
            ..Self::default()
        }
    }

    fn values(&self) -> Value {
        json!({
            "of": self.of, "etag": self.etag, "modified": self.modified, "asked": self.asked, "next": self.next,
            "failures": self.failures, "sequence": self.sequence,
            "refusal": self.refusal.map_or("", Refusal::id),
        })
    }

    /// The table, where one is open.
    pub(super) fn table(&self) -> Option<&[u8]> {
        match &self.table {
            Table::Open(table) => Some(table),
            Table::Closed | Table::Opening => None,
        }
    }

    /// Why there is none, or no newer one, as a message key.
    pub(super) fn note(&self) -> Option<String> {
        match (self.refusal, &self.table) {
            (Some(refusal), _) => Some(format!("setup_hosted_{}", refusal.id())),
            (None, Table::Open(_)) => None,
            (None, _) => Some("setup_hosted_waiting".to_owned()),
        }
    }

    fn is_empty(&self) -> bool {
        self.of.is_empty() && self.sealed.is_none()
    }
}

/// The hosted roster, where this set-up may use one: G3 has been asked, and the key is not on
/// this device's disk.
pub(super) fn wanted(config: &Config, source: Source, asleep: bool) -> Option<&Hosted> {
    let may = source == Source::Managed && !asleep && config.account_check != AccountCheck::Unset;
    config.hosted.as_ref().filter(|_| may)
}

impl Host {
    /// Has the kept file opened; whether that has to be waited for.
    pub(super) fn open_kept(&mut self, hosted: Option<&Hosted>) -> bool {
        let kept = &mut self.hosted;
        match (&kept.table, hosted.and_then(|hosted| hosted.school_key.zip(Some(hosted.public_key)))) {
            (Table::Opening, _) => true,
            (Table::Closed, Some((school_key, public_key))) => {
                let Some(file) = kept.sealed.as_deref().and_then(envelope::from_text) else { return false };
                let Ok((header, _)) = envelope::read(&file) else { return false };
                let key = envelope::key(&school_key, &header.school);
                kept.table = Table::Opening;
                self.effects.push(Effect::Unseal(Seal { file, public_key, key }));
                true
            }
            (Table::Closed | Table::Open(_), _) => false,
        }
    }

    /// Fetches the roster where it is due.
    pub(super) fn fetch_roster(&mut self, clock: &dyn Clock) {
        let Some((hosted, shared)) = self.hosted_setting() else { return };
        if hosted.school_key.is_none() {
            return;
        }
        let of = format!("{} {}", hosted.url, envelope::public_key_text(&hosted.public_key));
        let kept = &mut self.hosted;
        if kept.of != of {
            // Another address: its validators are its own. Another key: what was signed with the
            // last one is not to be believed any more.
            if !kept.of.is_empty() && kept.of.split(' ').next_back() != of.split(' ').next_back() {
                self.hosted = Kept { sealed: self.hosted.sealed.take(), ..Kept::default() };
                self.erase_sealed();
                return self.change_key(of, clock);
            }
            *kept = Kept { of, ..std::mem::take(kept) };
            (kept.etag, kept.modified, kept.next) = Default::default();
        }
        // A clock that was wrong once must not hold the next fetch off for years.
        let due = clock.now_ms() >= kept.next || kept.next > clock.now_ms() + 2 * DAY_MS;
        if kept.fetching || !due {
            return;
        }
        kept.fetching = true;
        kept.asked = clock.now_ms();
        kept.next = kept.asked + INTERRUPTED_MS;
        // Validators of a file that is no longer there would get a 304 and no file.
        let have = kept.sealed.is_some();
        let validator = |text: &String| if have { text.clone() } else { String::new() };
        let fetch = Effect::Download(hosted.url, validator(&kept.etag), validator(&kept.modified));
        self.keep_hosted(shared);
        self.effects.push(fetch);
    }

    fn change_key(&mut self, of: String, clock: &dyn Clock) {
        self.hosted.of = of;
        self.settle_again(clock);
    }

    /// Has what is kept where this set-up keeps it: not on disk where the profile is shared (G15).
    pub(super) fn place_hosted(&mut self, shared: bool) {
        let area = if shared { Area::Session } else { Area::Local };
        let elsewhere = if shared { Area::Local } else { Area::Session };
        if self.hosted.area != Some(area)
            && let Some(sealed) = self.hosted.sealed.clone()
        {
            self.write(area, "sealed", &sealed);
            self.keep_hosted(shared);
            self.effects.push(Effect::Remove(elsewhere, vec!["hosted", "sealed"]));
        }
        self.hosted.area = Some(area);
    }

    /// What came of it.
    pub(super) fn downloaded(&mut self, download: Download, clock: &dyn Clock) {
        self.hosted.fetching = false;
        let Some((hosted, _)) = self.hosted_setting() else { return };
        match download {
            // Without a file there were no validators: nothing is the same as nothing.
            Download::Same if self.hosted.sealed.is_none() => self.fetched(Err(Refusal::Unreachable), clock),
            Download::Same => self.fetched(Ok(()), clock),
            Download::Nothing(refusal) => self.fetched(Err(refusal), clock),
            Download::File { bytes, etag, modified } => match (envelope::read(&bytes), hosted.school_key) {
                (Ok((header, _)), Some(school_key)) => {
                    let key = envelope::key(&school_key, &header.school);
                    self.effects.push(Effect::Unseal(Seal { file: bytes.clone(), public_key: hosted.public_key, key }));
                    self.hosted.fresh = Some((bytes, etag, modified));
                    self.hosted.fetching = true;
                }
                (Err(refusal), _) => self.fetched(Err(refusal), clock),
                (Ok(_), None) => {}
            },
        }
    }

    /// A file was verified and decrypted, or was not.
    pub(super) fn unsealed(&mut self, opened: Result<Vec<u8>, Refusal>, clock: &dyn Clock) {
        match self.hosted.fresh.take() {
            None => self.opened_kept(opened, clock),
            Some((file, etag, modified)) => {
                self.hosted.fetching = false;
                let taken = opened.and_then(|table| self.take(&file, table, clock));
                if taken.is_ok() {
                    self.hosted.etag = etag;
                    self.hosted.modified = modified;
                }
                self.fetched(taken, clock);
            }
        }
    }

    fn opened_kept(&mut self, opened: Result<Vec<u8>, Refusal>, clock: &dyn Clock) {
        match opened {
            Ok(table) => self.hosted.table = Table::Open(table),
            // What can't be opened any more is of no use: a key was changed.
            Err(refusal) => {
                self.hosted.table = Table::Closed;
                self.hosted.refusal = Some(refusal);
                self.hosted.next = 0;
                self.erase_sealed();
            }
        }
        self.settle_again(clock);
        self.fetch_roster(clock);
    }

    /// Puts a new file in place of the last one, if it may be used.
    fn take(&mut self, file: &[u8], table: Vec<u8>, clock: &dyn Clock) -> Result<(), Refusal> {
        let (header, _) = envelope::read(file)?;
        let Some(engine) = self.engine() else { return Err(Refusal::Unreachable) };
        let shared = engine.config().shared_account;
        header.admit(&engine.policy().school.id, self.hosted.sequence, clock.now_ms())?;
        let key = engine.config().roster_key.clone().unwrap_or_default();
        let roster = Roster::open_bytes(&table, &key, clock.now_ms()).map_err(|_| Refusal::Damaged)?;
        if roster.school() != header.school {
            return Err(Refusal::School);
        }
        let sealed = envelope::to_text(file);
        self.write(if shared { Area::Session } else { Area::Local }, "sealed", &sealed);
        self.hosted.sealed = Some(sealed);
        self.hosted.sequence = header.sequence;
        self.hosted.table = Table::Open(table);
        Ok(())
    }

    /// Writes down how it went and when to ask again; says so on the set-up line.
    fn fetched(&mut self, result: Result<(), Refusal>, clock: &dyn Clock) {
        let kept = &mut self.hosted;
        let wait = match result {
            Ok(()) => {
                kept.failures = 0;
                DAY_MS
            }
            Err(_) => {
                kept.failures += 1;
                BACK_OFF_MS.get(kept.failures - 1).copied().unwrap_or(DAY_MS)
            }
        };
        kept.refusal = result.err();
        kept.next = clock.now_ms() + wait;
        let shared = self.engine().is_some_and(|engine| engine.config().shared_account);
        self.keep_hosted(shared);
        self.settle_again(clock);
    }

    /// The last day of the kept file is over: file, table and key go. `keep_configuration`
    /// takes the key, as there is no roster any more.
    pub(super) fn hosted_expired(&mut self) {
        self.hosted.table = Table::Closed;
        self.hosted.refusal = self.hosted.refusal.or(Some(Refusal::Expired));
        self.erase_sealed();
    }

    /// Nothing of it stays: another account (G3), or the school has taken the address away.
    pub(super) fn forget_hosted(&mut self) {
        if !self.hosted.is_empty() {
            self.hosted = Kept::default();
            for area in [Area::Local, Area::Session] {
                self.effects.push(Effect::Remove(area, vec!["hosted", "sealed"]));
            }
        }
    }

    fn erase_sealed(&mut self) {
        if self.hosted.sealed.take().is_some() {
            for area in [Area::Local, Area::Session] {
                self.effects.push(Effect::Remove(area, vec!["sealed"]));
            }
        }
    }

    fn keep_hosted(&mut self, shared: bool) {
        let values = self.hosted.values();
        self.write(if shared { Area::Session } else { Area::Local }, "hosted", &values);
    }

    /// What the school has set, where it is in use, and whether the profile is shared.
    fn hosted_setting(&self) -> Option<(Hosted, bool)> {
        let setup = self.setup.as_ref()?;
        let config = setup.engine.as_ref()?.config();
        wanted(config, setup.source, false).map(|hosted| (hosted.clone(), config.shared_account))
    }
}
