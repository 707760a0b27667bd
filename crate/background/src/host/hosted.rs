//! The roster on the school's own site (G4): when it is fetched, what of it is taken, and when
//! it goes.
//!
//! What is kept is the file as it was fetched, encrypted: on the disk as a file in the extension's own folder, where the
//! profile is shared as text in session storage. Its bytes are none of the host's: it says which file is to be opened and
//! where it is to lie, and gets the table. The key is in managed configuration and, while there is a roster, in session
//! storage: never on the disk beside it. A worker that starts again opens the kept file with the key; nothing is judged
//! before that.
//!
//! A worker can die between two writes. So a file is written before what is said of it (`hosted`), and erased before that is
//! taken back: what is there without being known is written over or erased, what is known and not there is fetched again.
//!
//! Nothing is done on a clock: whether a day has gone is looked at when the worker wakes and
//! when a page connects.

use std::sync::Arc;

use lanyard_core::config::{AccountCheck, Config, Hosted};
use lanyard_core::envelope::{self, Header, Refusal};
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
        /// By which it is asked for.
        number: u32,
        /// Its `ETag`.
        etag: String,
        /// Its `Last-Modified`.
        modified: String,
    },
    /// Nothing that can be used.
    Nothing(Refusal),
}

/// A sealed file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sealed {
    /// The one that was fetched under this number. It is there until the next one is.
    Fetched(u32),
    /// The one that lies there.
    Kept(Shelf),
}

/// Where a sealed file lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shelf {
    /// On the disk, as a file.
    File,
    /// In storage, as text: that of a shared profile in the browser's memory, and on the disk that of a version before.
    Text(Area),
}

impl Shelf {
    fn area(self) -> Area {
        match self {
            Self::File => Area::Local,
            Self::Text(area) => area,
        }
    }

    /// Where it lies in a profile that is shared, or is not (G15).
    fn of(shared: bool) -> Self {
        if shared { Self::Text(Area::Session) } else { Self::File }
    }
}

/// A sealed file, and what opens it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seal {
    /// The file.
    pub sealed: Sealed,
    /// Public key of its signature.
    pub public_key: [u8; 32],
    /// The school's key, from which that of its encryption is made.
    pub school_key: [u8; 16],
}

/// A sealed file whose signature holds, decrypted.
#[derive(Clone, PartialEq, Eq)]
pub struct Opened {
    /// What it says of itself.
    pub header: Header,
    /// The table inside.
    pub table: Vec<u8>,
}

impl std::fmt::Debug for Opened {
    /// No fingerprints: what is printed ends up in logs.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Opened").field("header", &self.header).finish_non_exhaustive()
    }
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
    /// Where the last good file lies.
    kept: Option<Shelf>,
    /// One that lies where it did before, beside it.
    left: Option<Shelf>,
    /// The table inside, in memory only.
    table: Table,
    /// A file that was fetched and is being opened, or written down.
    fresh: Option<Fresh>,
    /// The kept file is being moved, or could not be: that is not tried again in a worker's life.
    moved: bool,
    /// Where what is said of it lies; `None` where it is nowhere.
    area: Option<Area>,
    fetching: bool,
}

#[derive(Debug)]
struct Fresh {
    number: u32,
    etag: String,
    modified: String,
}

#[derive(Debug, Default)]
enum Table {
    #[default]
    Closed,
    Opening,
    Open(Arc<Vec<u8>>),
    /// The file could not be read now. It may be another time.
    Unread,
}

impl Kept {
    /// From storage: what is said of it with its place, and where there is a text of the file.
    pub(super) fn read(values: Option<(Value, Area)>, texts: impl Iterator<Item = Area>) -> Self {
        let (values, area) = values.map_or((Value::Null, None), |(values, area)| (values, Some(area)));
        let text = |name: &str| values.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
        let number = |name: &str| values.get(name).and_then(Value::as_u64).unwrap_or_default();
        let file = values.get("file").and_then(Value::as_bool) == Some(true);
        let mut places = file.then_some(Shelf::File).into_iter().chain(texts.map(Shelf::Text));
        Self {
            of: text("of"),
            etag: text("etag"),
            modified: text("modified"),
            asked: i64::try_from(number("asked")).unwrap_or_default(),
            next: i64::try_from(number("next")).unwrap_or_default(),
            failures: usize::try_from(number("failures")).unwrap_or_default(),
            sequence: number("sequence"),
            refusal: Refusal::of(&text("refusal")),
            kept: places.next(),
            left: places.next(),
            area,
            ..Self::default()
        }
    }

    fn values(&self) -> Value {
        json!({
            "of": self.of, "etag": self.etag, "modified": self.modified, "asked": self.asked, "next": self.next,
            "failures": self.failures, "sequence": self.sequence, "file": self.kept == Some(Shelf::File),
            "refusal": self.refusal.map_or("", Refusal::id),
        })
    }

    /// The table, where one is open.
    pub(super) fn table(&self) -> Option<&Arc<Vec<u8>>> {
        match &self.table {
            Table::Open(table) => Some(table),
            Table::Closed | Table::Opening | Table::Unread => None,
        }
    }

    /// The last good file lies there now, and is to lie no longer where it did.
    fn lies(&mut self, place: Shelf) {
        self.left = self.kept.replace(place).filter(|before| *before != place);
    }

    fn is_fresh(&self, number: u32) -> bool {
        self.fresh.as_ref().is_some_and(|fresh| fresh.number == number)
    }

    /// How long is waited after so many failures.
    fn back_off(&self) -> i64 {
        BACK_OFF_MS.get(self.failures.saturating_sub(1)).copied().unwrap_or(DAY_MS)
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
        self.area.is_none() && self.kept.is_none()
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
        match (&kept.table, kept.kept, hosted.and_then(|hosted| hosted.school_key.zip(Some(hosted.public_key)))) {
            (Table::Opening, ..) => true,
            (Table::Closed, Some(place), Some((school_key, public_key))) => {
                kept.table = Table::Opening;
                self.effects.push(Effect::Unseal(Seal { sealed: Sealed::Kept(place), public_key, school_key }));
                true
            }
            (Table::Closed | Table::Open(_) | Table::Unread, ..) => false,
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
                self.forget_hosted();
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
        // Validators of a file that is not there, or that can't be read, would get a 304 and no file.
        let have = kept.kept.is_some() && kept.table().is_some();
        let validator = |text: &String| if have { text.clone() } else { String::new() };
        let fetch = Effect::Download(hosted.url, validator(&kept.etag), validator(&kept.modified));
        self.keep_hosted(shared);
        self.effects.push(fetch);
    }

    fn change_key(&mut self, of: String, clock: &dyn Clock) {
        self.hosted.of = of;
        self.settle_again(clock);
    }

    /// Has what is kept where this set-up keeps it: not on disk where the profile is shared (G15), and there as a file,
    /// which it was not in a version before.
    pub(super) fn place_hosted(&mut self, shared: bool) {
        let place = Shelf::of(shared);
        match self.hosted.kept {
            Some(kept) if kept != place && !self.hosted.moved && self.hosted.fresh.is_none() => {
                self.hosted.moved = true;
                // Written over.
                self.hosted.left.take_if(|left| *left == place);
                self.effects.push(Effect::Keep(Sealed::Kept(kept), place));
            }
            None if self.hosted.area.is_some_and(|area| area != place.area()) => self.keep_hosted(shared),
            _ => {}
        }
        self.erase_left();
    }

    /// What came of it.
    pub(super) fn downloaded(&mut self, download: Download, clock: &dyn Clock) {
        self.hosted.fetching = false;
        let Some((hosted, _)) = self.hosted_setting() else { return };
        match download {
            // Without a file there were no validators: nothing is the same as nothing.
            Download::Same if self.hosted.table().is_none() => self.fetched(Err(Refusal::Unreachable), clock),
            Download::Same => self.fetched(Ok(()), clock),
            Download::Nothing(refusal) => self.fetched(Err(refusal), clock),
            Download::File { number, etag, modified } => {
                let Some(school_key) = hosted.school_key else { return };
                let sealed = Sealed::Fetched(number);
                self.effects.push(Effect::Unseal(Seal { sealed, public_key: hosted.public_key, school_key }));
                self.hosted.fresh = Some(Fresh { number, etag, modified });
                self.hosted.fetching = true;
            }
        }
    }

    /// A file was verified and decrypted, or was not.
    pub(super) fn unsealed(&mut self, sealed: Sealed, opened: Result<Opened, Refusal>, clock: &dyn Clock) {
        match sealed {
            Sealed::Kept(place) => self.opened_kept(place, opened, clock),
            Sealed::Fetched(number) if self.hosted.is_fresh(number) => {
                match opened.and_then(|opened| self.take(opened, clock)) {
                    // How it went is said once it is written down, or is known not to be.
                    Ok(place) => self.effects.push(Effect::Keep(sealed, place)),
                    Err(refusal) => {
                        self.hosted.fresh = None;
                        self.hosted.fetching = false;
                        self.fetched(Err(refusal), clock);
                    }
                }
            }
            // Another key or another address by now.
            Sealed::Fetched(_) => {}
        }
    }

    fn opened_kept(&mut self, place: Shelf, opened: Result<Opened, Refusal>, clock: &dyn Clock) {
        // It was erased meanwhile.
        if !matches!(self.hosted.table, Table::Opening) || self.hosted.kept != Some(place) {
            return;
        }
        match opened {
            Ok(opened) => self.hosted.table = Table::Open(Arc::new(opened.table)),
            // A disk that does not answer may do so another time; until then the school's site may.
            Err(Refusal::Unreachable) => {
                self.hosted.table = Table::Unread;
                self.hosted.next = 0;
            }
            // What can't be opened any more is of no use: it was damaged, or a key was changed.
            Err(refusal) => {
                self.hosted.table = Table::Closed;
                let left = self.hosted.left.take();
                self.hosted.refusal = Some(refusal).filter(|_| left.is_none());
                self.hosted.next = 0;
                self.erase_sealed();
                // Where the worker died while it was moved.
                self.hosted.kept = left;
            }
        }
        self.settle_again(clock);
        self.fetch_roster(clock);
    }

    /// Puts a new file in place of the last one, if it may be used; and where it is to lie.
    fn take(&mut self, opened: Opened, clock: &dyn Clock) -> Result<Shelf, Refusal> {
        let Opened { header, table } = opened;
        let Some(engine) = self.engine() else { return Err(Refusal::Unreachable) };
        let place = Shelf::of(engine.config().shared_account);
        header.admit(&engine.policy().school.id, self.hosted.sequence, clock.now_ms())?;
        let key = engine.config().roster_key.clone().unwrap_or_default();
        let table = Arc::new(table);
        let roster = Roster::open_shared(Arc::clone(&table), &key, clock.now_ms()).map_err(|_| Refusal::Damaged)?;
        if roster.school() != header.school {
            return Err(Refusal::School);
        }
        self.hosted.sequence = header.sequence;
        self.hosted.table = Table::Open(table);
        Ok(place)
    }

    /// A sealed file was written down, or was not.
    pub(super) fn kept(&mut self, sealed: Sealed, place: Shelf, done: bool, clock: &dyn Clock) {
        match sealed {
            Sealed::Fetched(number) if self.hosted.is_fresh(number) => {
                let Some(fresh) = self.hosted.fresh.take() else { return };
                self.hosted.fetching = false;
                if done {
                    (self.hosted.etag, self.hosted.modified) = (fresh.etag, fresh.modified);
                    self.hosted.lies(place);
                    self.fetched(Ok(()), clock);
                } else {
                    // The next worker has the file before, or none. It is fetched again as after a failure: a full disk
                    // is not asked every few minutes.
                    self.hosted.failures += 1;
                    self.asked_again_after(self.hosted.back_off(), None, clock);
                }
            }
            Sealed::Kept(before) if self.hosted.kept == Some(before) => {
                let shared = place == Shelf::of(true);
                self.hosted.moved = !done && !shared;
                if done {
                    self.hosted.lies(place);
                    self.keep_hosted(shared);
                } else if shared {
                    // Better none than one on the disk (G15).
                    self.erase_sealed();
                    self.hosted.next = 0;
                    self.keep_hosted(shared);
                    self.fetch_roster(clock);
                }
            }
            Sealed::Fetched(_) | Sealed::Kept(_) => {}
        }
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
                kept.back_off()
            }
        };
        self.asked_again_after(wait, result.err(), clock);
    }

    fn asked_again_after(&mut self, wait: i64, refusal: Option<Refusal>, clock: &dyn Clock) {
        self.hosted.refusal = refusal;
        self.hosted.next = clock.now_ms() + wait;
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

    /// Nothing of it stays: another account (G3), another key, or the school has taken the address away.
    pub(super) fn forget_hosted(&mut self) {
        if !self.hosted.is_empty() {
            self.hosted = Kept::default();
            // Also one that is being written at this moment: what is asked for later is done later.
            self.effects.push(Effect::DropFile);
            for area in [Area::Local, Area::Session] {
                self.effects.push(Effect::Remove(area, vec!["hosted", "sealed"]));
            }
        }
    }

    fn erase_sealed(&mut self) {
        if let Some(place) = self.hosted.kept.take() {
            self.erase(place);
            if let Some(area) = self.hosted.area {
                self.keep_hosted(area == Area::Session);
            }
        }
    }

    /// What lies where it did before goes: there is one in its place by now.
    fn erase_left(&mut self) {
        if let Some(left) = self.hosted.left.take() {
            self.erase(left);
        }
    }

    fn erase(&mut self, place: Shelf) {
        self.effects.push(match place {
            Shelf::File => Effect::DropFile,
            Shelf::Text(area) => Effect::Remove(area, vec!["sealed"]),
        });
    }

    /// Writes what is said of it: where the file lies, so that one on the disk is known of for as long as it is there.
    fn keep_hosted(&mut self, shared: bool) {
        let values = self.hosted.values();
        let area = self.hosted.kept.unwrap_or(Shelf::of(shared)).area();
        self.write(area, "hosted", &values);
        if self.hosted.kept.is_some() {
            self.erase_left();
        }
        if let Some(before) = self.hosted.area.replace(area).filter(|before| *before != area) {
            self.effects.push(Effect::Remove(before, vec!["hosted"]));
        }
    }

    /// What the school has set, where it is in use, and whether the profile is shared.
    fn hosted_setting(&self) -> Option<(Hosted, bool)> {
        let setup = self.setup.as_ref()?;
        let config = setup.engine.as_ref()?.config();
        wanted(config, setup.source, false).map(|hosted| (hosted.clone(), config.shared_account))
    }
}
