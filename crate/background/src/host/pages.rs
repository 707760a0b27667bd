//! Content scripts: who has connected, what they see, what they were told.
//!
//! Everything that a content script says may come from a renderer that a page has taken over.
//! Who it is comes from the browser; what it says is read by shape, size and rate, about
//! surfaces of its own site only, and moves nothing but what was issued to that document.

use lanyard_core::engine::Engine;
use lanyard_core::finding::{Message, Verdict};
use lanyard_core::moment::Moment;
use lanyard_core::observation::{Kind, Observation};
use lanyard_core::protocol::{FromPage, MAX_MESSAGE, PROTOCOL, Part, Shown, ToPage};
use lanyard_core::site::{Place as SiteOf, web_host};
use lanyard_core::sorted::ByName;
use lanyard_core::words::ON_SITE;
use serde_json::Value;

use super::files::Files;
use super::limit::{Bucket, LookUps};
use super::list::List;
use super::pieces::{Piece, surfaces};
use super::{Clock, Effect, Event, Host, Place, Sender};

/// Messages that wait, all pages together, until it is known what the school has set.
const MAX_HELD: usize = 1_000;
/// How long the limits of a document outlive its Port.
const GONE_MS: i64 = 60_000;

#[derive(Debug, Default)]
pub(super) struct Pages {
    /// Document by Port.
    ports: List<u32, String>,
    pub(super) documents: List<String, Document>,
    held: Vec<(u32, String)>,
    pub(super) count: u64,
}

/// One document with a content script.
#[derive(Debug)]
pub(super) struct Document {
    pub(super) tab: i32,
    pub(super) origin: String,
    /// `None` once it has gone; its limits are kept for a while.
    pub(super) port: Option<u32>,
    hello: bool,
    /// What it was told about showing marks only; `None` until it was sent a site file.
    pub(super) told_quiet: Option<bool>,
    waits_for_site: bool,
    bucket: Bucket,
    pub(super) look_ups: LookUps,
    left_at: i64,
    /// Whether it says when a message goes.
    pub(super) hears_send: bool,
    /// When a page of ours was last opened from here.
    pub(super) opened_at: i64,
    pub(super) surfaces: List<String, Seen>,
    /// What was found in its files.
    pub(super) files: Files,
}

impl Document {
    /// Whether it has been sent a site file.
    pub(super) fn is_at_work(&self) -> bool {
        self.port.is_some() && self.told_quiet.is_some()
    }
}

/// A surface and what was said of it.
#[derive(Debug)]
pub(super) struct Seen {
    pub(super) kind: Kind,
    pub(super) hash: String,
    pub(super) quiet: bool,
    pub(super) observation: Option<Observation>,
    /// What has happened there, for reminders.
    pub(super) event: Option<Moment>,
    pub(super) verdict: Option<Verdict>,
    pub(super) shown: Vec<Shown>,
    /// Why it was not checked, in words.
    pub(super) unchecked: Option<String>,
    /// Counts observations, so that the latest can be told.
    pub(super) at: u64,
}

impl Pages {
    /// The documents of a tab that are connected.
    pub(super) fn of_tab(&self, tab: i32) -> impl Iterator<Item = &Document> {
        self.documents
            .iter()
            .map(|(_, document)| document)
            .filter(move |document| document.tab == tab && document.port.is_some())
    }

    /// Hosts of the documents that are connected.
    pub(super) fn hosts(&self) -> Vec<String> {
        let connected = self.documents.iter().filter(|(_, document)| document.port.is_some());
        connected.filter_map(|(_, document)| web_host(&document.origin)).map(|(_, host)| host).collect()
    }

    pub(super) fn tab_of(&self, document: &str) -> Option<i32> {
        self.documents.get(document).map(|document| document.tab)
    }

    fn of_port(&mut self, port: u32) -> Option<(String, &mut Document)> {
        let id = self.ports.get(&port)?.clone();
        let document = self.documents.get_mut(&id)?;
        Some((id, document))
    }
}

impl Host {
    pub(super) fn connected(&mut self, port: u32, sender: Sender, clock: &dyn Clock) {
        let now = clock.now_ms();
        let Some(tab) = sender.tab.filter(|_| !sender.document.is_empty()) else {
            return self.effects.push(Effect::Close(port));
        };
        let pages = &mut self.pages;
        pages.documents.keep(|document| document.port.is_some() || now - document.left_at <= GONE_MS);
        if pages.documents.get(&sender.document).is_none() {
            pages.documents.put(sender.document.clone(), Document::new(now));
        }
        let Some(document) = pages.documents.get_mut(&sender.document) else { return };
        // One Port a document: the newer script has evicted the older.
        if let Some(older) = document.port.replace(port) {
            pages.ports.take(&older);
            self.effects.push(Effect::Close(older));
        }
        document.tab = tab;
        document.origin = sender.origin;
        document.start_afresh();
        pages.ports.put(port, sender.document);
        self.prefetch_site();
    }

    pub(super) fn disconnected(&mut self, port: u32, clock: &dyn Clock) {
        let mut open = Vec::new();
        if let Some((_, document)) = self.pages.of_port(port) {
            document.port = None;
            document.left_at = clock.now_ms();
            open.extend(document.surfaces.iter_mut().filter_map(|(_, seen)| seen.observation.take()));
            document.start_afresh();
        }
        self.pages.ports.take(&port);
        if !open.is_empty() && self.is_there(Piece::Surfaces) {
            surfaces::left(self, open, clock);
        }
    }

    pub(super) fn said(&mut self, port: u32, json: String, clock: &dyn Clock) {
        let Some((_, document)) = self.pages.of_port(port) else { return };
        if json.len() > MAX_MESSAGE || !document.bucket.take(clock.now_ms()) {
            return;
        }
        if self.setup.is_some() {
            self.hear(port, &json, clock);
        } else if self.pages.held.len() < MAX_HELD {
            self.pages.held.push((port, json));
        }
    }

    /// What was said before it was known what the school has set.
    pub(super) fn say_held(&mut self, clock: &dyn Clock) {
        for (port, json) in std::mem::take(&mut self.pages.held) {
            self.hear(port, &json, clock);
        }
    }

    fn hear(&mut self, port: u32, json: &str, clock: &dyn Clock) {
        let Some((id, document)) = self.pages.of_port(port) else { return };
        let opening = FromPage::read_opening(json);
        if let Some(FromPage::Hello { protocol }) = opening {
            if protocol == PROTOCOL {
                document.hello = true;
                self.greet(&id, clock);
            } else {
                // A script of another version of this extension: it is told to leave.
                self.effects.push(Effect::Send(port, ToPage::Nothing));
                self.effects.push(Effect::Close(port));
            }
            return;
        }
        if !document.hello {
            return;
        }
        if self.engine().and_then(Engine::roster).is_some_and(|roster| !roster.is_current(clock.now_ms())) {
            self.settle_again(clock);
        }
        if let Some(FromPage::Need { part }) = opening {
            self.need_part(port, part);
        } else if self.is_there(Piece::Surfaces) {
            surfaces::hear(self, &id, json, clock);
        }
    }

    pub(super) fn hear_surface(&mut self, id: &str, json: &str, clock: &dyn Clock) {
        let Some(message) = FromPage::read(json) else { return };
        match message {
            FromPage::Hello { .. } | FromPage::Need { .. } => {}
            FromPage::Observe { hash, quiet, observation } => self.observe(id, hash, quiet, observation, clock),
            FromPage::Unchecked { surface, reason, .. } => self.unchecked(id, &surface, &reason, clock),
            FromPage::Gone { surface } => self.gone(id, &surface, clock),
            FromPage::Moved {} => {
                self.moment_over(id, clock);
                self.sent_over(id, clock);
                self.look_at(id);
            }
            FromPage::Moment { moment } if moment.is_told_by_page() => self.moment(id, moment, clock),
            FromPage::Moment { .. } => {}
            FromPage::Sent { step } => self.sending(id, step, clock),
            FromPage::Act { finding, remedy, outcome } => self.act(id, &finding, &remedy, outcome, clock),
        }
    }

    /// A document that was told what to look at gets another part of the content script: it
    /// has found something to read, or was sent something to show.
    fn need_part(&mut self, port: u32, part: Part) {
        let Some((id, document)) = self.pages.of_port(port).filter(|(_, document)| document.is_at_work()) else {
            return;
        };
        let place = Place { tab: document.tab, document: id };
        let site = self.site_of(&place.document).map(|site| &site.header);
        let mail = site.is_some_and(|site| site.place == SiteOf::Mail);
        let site = site.map_or(String::new(), |site| site.id.clone());
        if let (Part::Show, Some(setup)) = (part, &self.setup) {
            let mut words = ByName::new();
            for (key, text) in setup.words.with_prefix("ui_").filter(|(key, _)| !key.contains(ON_SITE)) {
                let text = match setup.words.key_on(key, &site) {
                    Some(own) => setup.words.text(&Message::new(&own)),
                    None => text.to_owned(),
                };
                words.insert(key.to_owned(), text);
            }
            name_keys(&mut words, &self.facts.shortcut);
            let language = setup.words.language().to_owned();
            self.effects.push(Effect::Send(port, ToPage::Words { words, language }));
        }
        self.effects.push(Effect::Inject(port, place, part, mail));
        self.prepare(Piece::Surfaces);
    }

    pub(super) fn refused(&mut self, port: u32, part: Part) {
        if self.pages.of_port(port).is_some() {
            self.effects.push(Effect::Send(port, ToPage::Refused { part }));
        }
    }

    /// Tells every page what to look at, from the start.
    pub(super) fn greet_all(&mut self, clock: &dyn Clock) {
        let ids: Vec<String> =
            self.pages.documents.iter().filter(|(_, document)| document.hello).map(|(id, _)| id.clone()).collect();
        for id in ids {
            self.greet(&id, clock);
        }
    }

    /// Tells those that waited for a site file.
    pub(super) fn greet_waiting(&mut self, clock: &dyn Clock) {
        let ids: Vec<String> = self
            .pages
            .documents
            .iter()
            .filter(|(_, document)| document.waits_for_site)
            .map(|(id, _)| id.clone())
            .collect();
        for id in ids {
            self.greet(&id, clock);
        }
    }

    pub(super) fn greet(&mut self, id: &str, clock: &dyn Clock) {
        let quiet = self.quiet(clock);
        let print = self.hears_of_printing(clock);
        let Some(document) = self.pages.documents.get(id) else { return };
        let (Some(port), Some(setup)) = (document.port, &self.setup) else { return };
        let site = setup.coverage.site_of(&document.origin).map(|site| site.header.id.clone());
        let file = site.as_ref().map(|site| self.site_file(site));
        let page_file = self.pages.documents.get(id).map(|document| self.page_file(&document.origin));
        let (Some(document), Some(setup)) = (self.pages.documents.get_mut(id), &self.setup) else { return };
        document.surfaces.clear();
        document.told_quiet = None;
        let wants_lists = setup.wants_lists();
        // Beside the mail stands what is said of a message that has gone.
        let is_mail = site
            .as_ref()
            .and_then(|site| setup.coverage.site(site))
            .is_some_and(|site| site.header.place == SiteOf::Mail);
        let wants_page =
            is_mail || wants_lists || setup.engine.as_ref().is_some_and(|engine| engine.reminds_on(Kind::PageVisit));
        let unlisted = wants_lists && setup.lists.is_none();
        document.waits_for_site = matches!(file, Some(None)) || (site.is_none() && unlisted);
        if document.waits_for_site {
            return;
        }
        let listed = setup.lists.as_ref().is_some_and(|lists| lists.told(&document.origin).is_some());
        let changed = site.as_ref().and_then(|site| setup.changed.get(site)).cloned();
        let covered = site.and_then(|site| setup.coverage.site(&site));
        let file = changed.or_else(|| serde_json::from_str(&file.flatten().flatten()?).ok());
        let mut reduced = covered.zip(file).map(|(covered, file)| covered.reduce(file));
        if reduced.is_none() && listed {
            reduced = page_file;
        }
        if let Some(Value::Object(site)) = reduced.as_mut().filter(|_| wants_page) {
            site.insert("page".to_owned(), Value::Bool(true));
        }
        self.effects.push(Effect::Send(
            port,
            match reduced {
                None => ToPage::Nothing,
                Some(site) => {
                    document.told_quiet = Some(quiet);
                    ToPage::Site { site, language: setup.words.language().to_owned(), quiet, print }
                }
            },
        ));
        if document.told_quiet.is_some() {
            self.hear_of_files(id);
            self.greeted(id, clock);
            self.listen_for_moments(id, clock);
            if is_mail {
                // It will have something to judge, and the person writes there.
                self.prepare(Piece::Surfaces);
            }
            if self.speaks_of_sent(id) {
                self.effects.push(Effect::Again(Event::Page(id.to_owned(), None)));
            } else if self.awaits_sent(id, clock) {
                self.effects.push(Effect::FindFrame(id.to_owned()));
            }
            self.look_at(id);
        }
    }
}

/// Puts the keys that hold now into what is said of them; without keys nothing is said.
fn name_keys(words: &mut ByName<String>, shortcut: &str) {
    let Some(text) = words.get_mut("ui_shortcut") else { return };
    // Read aloud, a plus is a word of its own.
    *text = if shortcut.is_empty() { String::new() } else { text.replace("{keys}", &shortcut.replace('+', " ")) };
}

impl Seen {
    pub(super) fn new(kind: Kind) -> Self {
        Self {
            kind,
            hash: String::new(),
            quiet: false,
            observation: None,
            event: None,
            verdict: None,
            shown: Vec::new(),
            unchecked: None,
            at: 0,
        }
    }
}

impl Document {
    fn new(now_ms: i64) -> Self {
        Self {
            tab: 0,
            origin: String::new(),
            port: None,
            hello: false,
            told_quiet: None,
            waits_for_site: false,
            bucket: Bucket::new(now_ms),
            look_ups: LookUps::default(),
            left_at: now_ms,
            hears_send: false,
            opened_at: i64::MIN / 2,
            surfaces: List::default(),
            files: List::default(),
        }
    }

    fn start_afresh(&mut self) {
        self.hello = false;
        self.told_quiet = None;
        self.waits_for_site = false;
        self.surfaces.clear();
    }
}
