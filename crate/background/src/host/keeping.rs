//! What is kept of a set-up, where, and when it goes.

use lanyard_core::memory::Memory;
use lanyard_core::protocol::Working;
use serde_json::{Map, Value};

use super::setup::{Setup, Source};
use super::stored::{Answers, hex};
use super::{Area, Clock, Effect, Host};

const ROSTER_KEYS: [&str; 2] = ["roster", "rosterKey"];

impl Host {
    /// Keeps the last good managed configuration; a roster only while it may be used (G3, G4),
    /// and not on disk where that is not the place for it (`apart`): a shared profile (G15), the key of a
    /// hosted roster (G4).
    pub(super) fn keep_configuration(&mut self, setup: &Setup, apart: bool, with_roster: bool, now_ms: i64) {
        let managed = setup.texts(Source::Managed);
        let lean = managed.cloned().map(|mut texts| {
            ROSTER_KEYS.iter().for_each(|key| drop(texts.remove(key)));
            texts
        });
        let full = if with_roster { managed.cloned() } else { lean.clone() };
        let on_disk = if apart { lean } else { full.clone() };
        let in_session = full.filter(|_| apart);
        if self.facts.on_disk != on_disk {
            match &on_disk {
                Some(texts) => {
                    self.write(Area::Local, "managed", texts);
                    self.write(Area::Local, "since", &now_ms);
                }
                None => self.effects.push(Effect::Remove(Area::Local, vec!["managed"])),
            }
            self.facts.on_disk = on_disk;
        }
        if self.facts.in_session != in_session {
            match &in_session {
                Some(texts) => self.write(Area::Session, "managed", texts),
                None => self.effects.push(Effect::Remove(Area::Session, vec!["managed"])),
            }
            self.facts.in_session = in_session;
        }
        self.erase_device_roster(setup);
    }

    /// A roster that was set on this device goes as well when it has run out or the account
    /// is not a staff account.
    fn erase_device_roster(&mut self, setup: &Setup) {
        let over = setup.problems.iter().find(|problem| problem.code == "roster-expired");
        let gone = setup.source == Source::Device && (over.is_some() || setup.working == Working::NotThisAccount);
        let Some(Value::Object(values)) = self.facts.device.as_mut().filter(|_| gone) else { return };
        if ROSTER_KEYS.iter().any(|key| values.contains_key(*key)) {
            let mut left = Map::new();
            for (key, value) in std::mem::take(values) {
                if !ROSTER_KEYS.contains(&key.as_str()) {
                    left.insert(key, value);
                }
            }
            *values = left.clone();
            self.facts.erased = over.cloned();
            self.write(Area::Local, "config", &left);
        }
    }

    /// G3: nothing of a school stays with an account that is not its.
    pub(super) fn forget_everything(&mut self) {
        self.forget_hosted();
        self.forget_answers();
    }

    /// Nothing stays of what the person has answered or saved, nor of which reminders came.
    pub(super) fn forget_answers(&mut self) {
        self.forget_reminders();
        self.erase_counts();
        self.forget_missed();
        let answers = &mut self.answers;
        let any = |stored: &mut Answers| {
            let stored = std::mem::take(stored);
            stored.secret.is_some() || stored.kept.is_some() || stored.own.is_some()
        };
        let on_disk = any(&mut answers.local);
        let in_session = any(&mut answers.session) | answers.fleeting.take().is_some();
        let written = answers.area.take().is_some();
        answers.memory = Memory::new(answers.random);
        if on_disk || written {
            self.effects.push(Effect::Remove(Area::Local, vec!["secret", "kept", "own"]));
        }
        if in_session || written {
            self.effects.push(Effect::Remove(Area::Session, vec!["secret", "kept", "own", "fleeting"]));
        }
    }

    /// Opens the memory where this set-up keeps it: on disk, or in session storage for a
    /// shared profile (G15). What was kept in the other place goes.
    pub(super) fn open_memory(&mut self, shared: bool, clock: &dyn Clock) {
        let area = if shared { Area::Session } else { Area::Local };
        if self.answers.area == Some(area) {
            return;
        }
        let answers = &mut self.answers;
        let (own, other, elsewhere) = match area {
            Area::Local => (&mut answers.local, &mut answers.session, Area::Session),
            Area::Session => (&mut answers.session, &mut answers.local, Area::Local),
        };
        let stored = own.secret.is_some();
        let secret = *own.secret.get_or_insert(answers.random);
        let leave = other.secret.take().is_some() | other.kept.take().is_some() | other.own.take().is_some();
        // Hashes under another key say nothing.
        let mut memory = Memory::new(secret);
        if let Some(kept) = own.kept.take().filter(|_| stored) {
            memory.load(kept);
        }
        if let Some(details) = own.own.take().filter(|_| stored) {
            memory.load_own(details);
        }
        if let Some(fleeting) = answers.fleeting.take().filter(|_| stored) {
            memory.load_fleeting(fleeting);
        }
        memory.expire(clock.now_ms());
        answers.memory = memory;
        answers.area = Some(area);
        self.open_tally(area, clock);
        if leave {
            self.effects.push(Effect::Remove(elsewhere, vec!["secret", "kept", "own"]));
        }
        if !stored {
            self.write(area, "secret", &hex(&secret));
        }
    }
}
