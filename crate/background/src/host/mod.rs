//! The worker as a state machine: events in, effects out. No browser, no clock of its own.
//!
//! A worker can die at any moment. Everything here comes back from storage, from the packaged
//! files and from the content scripts, which connect and say everything again.

mod after;
mod badge;
mod counting;
mod event;
mod files;
mod hosted;
mod judging;
mod keeping;
mod limit;
pub(crate) mod list;
mod missed;
mod own;
mod pages;
mod pieces;
mod popup;
mod reminders;
mod sees;
mod setup;
mod stored;
mod visits;

use lanyard_core::counts::Counts;
use lanyard_core::engine::Engine;
use lanyard_core::memory::Memory;
use serde::Serialize;
use serde_json::{Map, Value};

pub use event::{Area, Clock, Effect, Event, File, Inject, Place, Read, Script, Sender, Start};
pub use hosted::{Download, Opened, Seal, Sealed, Shelf};
pub use pieces::Piece;

use after::Sending;
use badge::Badge;
use list::List;
use pages::Pages;
use pieces::{Pieces, answers, surfaces};
use popup::Asked;
use reminders::Reminding;
use setup::{Facts, Setup};

/// The reply where there is nobody to answer: the shim makes of it what each page is told then.
const UNANSWERED: &str = "{\"error\":\"degraded\"}";

/// More than quiet ever lasts: to the midnight after next, on a day of 25 hours.
const QUIET_MOST_MS: i64 = 49 * 3_600_000;

/// The worker.
#[derive(Debug)]
pub struct Host {
    facts: Facts,
    /// `None` until it is known what the school has set.
    setup: Option<Setup>,
    answers: Answers,
    reminding: Reminding,
    /// How often each rule spoke; `None` where the school does not count.
    counts: Option<Counts>,
    /// How often a surface could not be read, since the browser started.
    missed: Map<String, Value>,
    /// What was stored of them, until it is known whether it counts.
    stored_counts: Option<Value>,
    /// The introduction has been shown.
    first_seen: bool,
    badge: Badge,
    sending: Sending,
    pages: Pages,
    hosted: hosted::Kept,
    asked: List<u32, Asked>,
    pieces: Pieces,
    /// Until when marks only are shown.
    quiet_until: i64,
    /// The next registration reaches pages that are open already.
    inject: Inject,
    effects: Vec<Effect>,
}

/// What the person has answered, and where it is kept.
#[derive(Debug)]
struct Answers {
    memory: Memory,
    /// On disk or, where the profile is shared, in session storage. `None` until it is known.
    area: Option<Area>,
    local: stored::Answers,
    session: stored::Answers,
    fleeting: Option<lanyard_core::memory::Kept>,
    random: [u8; 32],
}

impl Host {
    /// The worker's start.
    #[must_use]
    pub fn start(start: Start, clock: &dyn Clock) -> (Self, Vec<Effect>) {
        let stored = stored::Stored::read(start.local, start.session);
        let mut host = Self {
            facts: Facts {
                cached: stored.managed.clone(),
                on_disk: stored.on_disk,
                in_session: stored.in_session,
                device: stored.device,
                language: start.language,
                version: start.version,
                own: start.own,
                shortcut: start.shortcut,
                ..Facts::default()
            },
            setup: None,
            answers: Answers {
                memory: Memory::new(start.random),
                area: None,
                local: stored.local,
                session: stored.session,
                fleeting: stored.fleeting,
                random: start.random,
            },
            reminding: stored.reminding,
            counts: None,
            missed: stored.missed,
            stored_counts: stored.counts,
            first_seen: stored.first_seen,
            badge: Badge { on: stored.badge, ..Badge::default() },
            sending: Sending::default(),
            pages: Pages::default(),
            hosted: stored.hosted,
            asked: List::default(),
            pieces: Pieces::default(),
            quiet_until: stored.quiet_until.unwrap_or(0),
            // Loaded anew, as after a crash or being switched off: open pages hold no script, or an orphaned one.
            inject: if stored.reached { Inject::New } else { Inject::All },
            effects: Vec::new(),
        };
        if stored.stale {
            host.effects.push(Effect::Remove(
                Area::Local,
                vec![
                    "version",
                    "managed",
                    "secret",
                    "kept",
                    "own",
                    "hosted",
                    "sealed",
                    "reminders",
                    "remindersOff",
                    "counts",
                    "firstSeen",
                    "badge",
                    "since",
                ],
            ));
        }
        if stored.unknown {
            // Also where storage was lost, which says what there is.
            host.effects.push(Effect::DropFile);
        }
        host.prefetch();
        host.settle(clock);
        let effects = std::mem::take(&mut host.effects);
        (host, effects)
    }

    /// Takes in one event.
    pub fn handle(&mut self, event: Event, clock: &dyn Clock) -> Vec<Effect> {
        match event {
            Event::Installed => {
                self.inject = Inject::All;
                self.register();
            }
            Event::Managed(values, read) => self.managed(values, read, clock),
            Event::Device(config) => {
                if config.is_some() {
                    self.write(Area::Local, "since", &clock.now_ms());
                }
                self.facts.device_gone = config.is_none();
                self.facts.device = config;
                self.settle(clock);
            }
            Event::Profile(address) => {
                self.facts.account = Some(address);
                self.settle(clock);
            }
            Event::Packaged(file, text) => {
                // Where the school has changed a site file, the set-up waits for it too.
                let site = matches!(file, File::Site(_)) && self.facts.files.get(&File::SiteShape).is_none();
                let index = file == File::Sites;
                let lists = file == File::Categories;
                self.facts.files.put(file, Some(text));
                if lists {
                    self.lists_read(clock)
                } else if site {
                    self.greet_waiting(clock)
                } else {
                    self.settle(clock);
                    self.greet_waiting(clock)
                }
                if index {
                    self.prefetch_site();
                }
            }
            Event::Downloaded(download) => self.downloaded(download, clock),
            Event::Unsealed(sealed, opened) => self.unsealed(sealed, opened, clock),
            Event::Kept(sealed, shelf, done) => self.kept(sealed, shelf, done, clock),
            Event::Connected(port, sender) => {
                self.connected(port, sender, clock);
                self.fetch_roster(clock);
            }
            Event::Said(port, json) => self.said(port, json, clock),
            Event::Refused(port, part) => self.refused(port, part),
            Event::Disconnected(port) => self.disconnected(port, clock),
            Event::Sized(..) | Event::Looked(..) | Event::Frame(..) | Event::Stayed(_) | Event::Page(..) => {
                if self.is_there(Piece::Surfaces) {
                    surfaces::handle(self, event, clock);
                }
            }
            Event::Asked(..)
            | Event::Tab(..)
            | Event::Called(..)
            | Event::Waited(_)
            | Event::Shortcut(_)
            | Event::Settled => {
                if self.is_there(Piece::Answers) {
                    answers::handle(self, event, clock);
                } else if let Event::Asked(request, ..) = event {
                    self.effects.push(Effect::Reply(request, UNANSWERED.to_owned()));
                }
            }
        }
        self.count_on_icon(clock);
        std::mem::take(&mut self.effects)
    }

    fn engine(&self) -> Option<&Engine> {
        self.setup.as_ref().and_then(|setup| setup.engine.as_ref())
    }

    fn quiet(&self, clock: &dyn Clock) -> bool {
        // More is left only where the clock was put back.
        (1..=QUIET_MOST_MS).contains(&self.quiet_until.saturating_sub(clock.now_ms()))
    }

    /// Writes a key; on disk it goes with the version.
    fn write(&mut self, area: Area, key: &'static str, value: &impl Serialize) {
        let mut values = vec![(key, serde_json::to_string(value).unwrap_or_default())];
        if area == Area::Local {
            values.push(("version", stored::VERSION.to_string()));
        }
        self.effects.push(Effect::Write(area, values));
    }
}

#[cfg(test)]
mod tests;
