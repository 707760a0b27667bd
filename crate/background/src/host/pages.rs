//! Content scripts: who has connected, what they see, what they were told.
//!
//! Everything that a content script says may come from a renderer that a page has taken over.
//! Who it is comes from the browser; what it says is read by shape, size and rate, about
//! surfaces of its own site only, and moves nothing but what was issued to that document.

use std::collections::BTreeMap;

use lanyard_core::engine::{Context, Engine};
use lanyard_core::finding::{Action, Finding, Message, Remedy, Verdict};
use lanyard_core::observation::{Kind, Observation, Surface};
use lanyard_core::protocol::{FromPage, MAX_MESSAGE, Outcome, PROTOCOL, Shown, ToPage};
use lanyard_core::show;
use lanyard_core::site::Covered;

use super::limit::{Bucket, LookUps};
use super::list::List;
use super::{Area, Clock, Effect, Host, Sender};

/// Surfaces of one document that are remembered.
const MAX_SURFACES: usize = 200;
/// Messages that wait, all pages together, until it is known what the school has set.
const MAX_HELD: usize = 1_000;
/// How long the limits of a document outlive its Port.
const GONE_MS: i64 = 60_000;

#[derive(Debug, Default)]
pub(super) struct Pages {
    /// Document by Port.
    ports: List<u32, String>,
    documents: List<String, Document>,
    held: Vec<(u32, String)>,
    count: u64,
}

/// One document with a content script.
#[derive(Debug)]
pub(super) struct Document {
    pub(super) tab: i32,
    origin: String,
    /// `None` once it has gone; its limits are kept for a while.
    pub(super) port: Option<u32>,
    hello: bool,
    /// What it was told about showing marks only; `None` until it was sent a site file.
    told_quiet: Option<bool>,
    waits_for_site: bool,
    bucket: Bucket,
    look_ups: LookUps,
    left_at: i64,
    pub(super) surfaces: List<String, Seen>,
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
    hash: String,
    quiet: bool,
    observation: Option<Observation>,
    verdict: Option<Verdict>,
    pub(super) shown: Vec<Shown>,
    /// Why it was not checked, in words.
    pub(super) unchecked: Option<String>,
    /// Counts observations, so that the latest can be told.
    pub(super) at: u64,
}

impl Pages {
    /// The documents of a tab that are connected.
    pub(super) fn of_tab(&self, tab: i32) -> impl Iterator<Item = &Document> {
        self.documents.iter().map(|(_, document)| document).filter(move |document| document.tab == tab && document.port.is_some())
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
    }

    pub(super) fn disconnected(&mut self, port: u32, clock: &dyn Clock) {
        if let Some((_, document)) = self.pages.of_port(port) {
            document.port = None;
            document.left_at = clock.now_ms();
            document.start_afresh();
        }
        self.pages.ports.take(&port);
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
        let Some(message) = FromPage::read(json) else { return };
        if let FromPage::Hello { protocol } = message {
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
        match message {
            FromPage::Hello { .. } => {}
            FromPage::Observe { hash, quiet, observation } => self.observe(&id, hash, quiet, observation, clock),
            FromPage::Unchecked { surface, reason, .. } => self.unchecked(&id, &surface, &reason),
            FromPage::Gone { surface } => self.gone(&id, &surface),
            FromPage::Act { finding, remedy, outcome } => self.act(&id, &finding, &remedy, outcome, clock),
        }
    }

    /// Tells every page what to look at, from the start.
    pub(super) fn greet_all(&mut self, clock: &dyn Clock) {
        let ids: Vec<String> = self.pages.documents.iter().filter(|(_, document)| document.hello).map(|(id, _)| id.clone()).collect();
        for id in ids {
            self.greet(&id, clock);
        }
    }

    /// Tells those that waited for a site file.
    pub(super) fn greet_waiting(&mut self, clock: &dyn Clock) {
        let ids: Vec<String> = self.pages.documents.iter().filter(|(_, document)| document.waits_for_site).map(|(id, _)| id.clone()).collect();
        for id in ids {
            self.greet(&id, clock);
        }
    }

    fn greet(&mut self, id: &str, clock: &dyn Clock) {
        let quiet = self.quiet(clock);
        let Some(document) = self.pages.documents.get(id) else { return };
        let (Some(port), Some(setup)) = (document.port, &self.setup) else { return };
        let site = setup.coverage.site_of(&document.origin).map(|site| site.header.id.clone());
        let file = site.as_ref().map(|site| self.site_file(site));
        let (Some(document), Some(setup)) = (self.pages.documents.get_mut(id), &self.setup) else { return };
        document.surfaces.clear();
        document.told_quiet = None;
        document.waits_for_site = matches!(file, Some(None));
        if document.waits_for_site {
            return;
        }
        let covered = site.and_then(|site| setup.coverage.site(&site));
        let reduced = covered.zip(file.flatten().flatten()).and_then(|(covered, text)| covered.reduce(&text).ok());
        self.effects.push(Effect::Send(
            port,
            match reduced {
                None => ToPage::Nothing,
                Some(site) => {
                    document.told_quiet = Some(quiet);
                    let mut words = BTreeMap::new();
                    for (key, text) in setup.words.with_prefix("ui_") {
                        words.insert(key.to_owned(), text.to_owned());
                    }
                    ToPage::Site {
                        site,
                        words,
                        language: setup.words.language().to_owned(),
                        quiet,
                    }
                }
            },
        ));
    }

    fn observe(&mut self, id: &str, hash: String, quiet: bool, observation: Observation, clock: &dyn Clock) {
        let surface = observation.surface().clone();
        if hash.len() > 200 || !self.is_watched(id, &surface, observation.kind()) {
            return;
        }
        // Marks only has ended by itself, and nobody was there to say so.
        let now_quiet = self.quiet(clock);
        let Some(document) = self.pages.documents.get(id) else { return };
        if document.told_quiet.is_some_and(|told| told != now_quiet) {
            return self.greet(id, clock);
        }
        let Some(seen) = self.remember_surface(id, &surface, observation.kind()) else { return };
        seen.hash = hash;
        seen.quiet = quiet;
        seen.observation = Some(observation);
        self.judge(id, &surface.to_string(), true, clock);
        self.heard_from(id);
    }

    fn unchecked(&mut self, id: &str, name: &str, reason: &str) {
        let Some(surface) = parse_surface(name) else { return };
        let Some(kind) = self.site_of(id).and_then(|site| site.kind(&surface.name)) else { return };
        if !self.is_watched(id, &surface, kind) {
            return;
        }
        let key = if reason == "timeout" { "unchecked_timeout" } else { "unchecked_expect" };
        let words = self.setup.as_ref().map(|setup| setup.say(key));
        if let Some(seen) = self.remember_surface(id, &surface, kind) {
            seen.observation = None;
            seen.verdict = None;
            seen.shown.clear();
            seen.unchecked = words;
        }
        self.heard_from(id);
    }

    fn gone(&mut self, id: &str, surface: &str) {
        if let Some(document) = self.pages.documents.get_mut(id) {
            document.surfaces.take(surface);
        }
    }

    /// The person pressed something. It counts only for a finding that this document was sent.
    fn act(&mut self, id: &str, finding: &str, remedy: &str, outcome: Outcome, clock: &dyn Clock) {
        let Some((finding, remedy)) = self.issued(id, finding, remedy) else { return };
        let context = self.context(clock);
        let Some(engine) = self.setup.as_ref().and_then(|setup| setup.engine.as_ref()) else { return };
        let memory = &mut self.answers.memory;
        let ours = matches!(remedy.action, Action::Answer | Action::NotNow);
        let changed = match outcome {
            Outcome::Asked if ours => memory.remember(engine, &finding, &remedy, &context),
            // What the content script carried out may carry an answer with it.
            Outcome::Done if !ours => memory.remember(engine, &finding, &remedy, &context),
            Outcome::Undone => {
                memory.forget(engine, &finding, &remedy);
                true
            }
            Outcome::Asked | Outcome::Done | Outcome::Failed => false,
        };
        if !changed {
            return;
        }
        // Written before the page hears of it: the worker may die right after.
        let memory = &self.answers.memory;
        let area = self.answers.area.unwrap_or(Area::Session);
        if finding.targets.keep {
            let kept = memory.kept();
            self.write(area, "kept", &kept);
        } else {
            let fleeting = memory.fleeting();
            self.write(Area::Session, "fleeting", &fleeting);
        }
        self.judge(id, &finding.surface, true, clock);
        self.judge_others(id, &finding.surface, clock);
    }

    fn issued(&self, id: &str, finding: &str, remedy: &str) -> Option<(Finding, Remedy)> {
        let document = self.pages.documents.get(id)?;
        let verdicts = document.surfaces.iter().filter_map(|(_, seen)| seen.verdict.as_ref());
        let finding = verdicts.flat_map(|verdict| &verdict.findings).find(|known| known.id == finding)?;
        let remedy = finding.remedies.iter().find(|known| known.id == remedy)?;
        Some((finding.clone(), remedy.clone()))
    }

    /// An answer may hold for other surfaces, here and in other tabs.
    fn judge_others(&mut self, id: &str, surface: &str, clock: &dyn Clock) {
        let all: Vec<(String, String)> = self
            .pages
            .documents
            .iter()
            .flat_map(|(document, known)| known.surfaces.iter().map(|(surface, _)| (document.clone(), surface.clone())))
            .filter(|(document, other)| !(document == id && other == surface))
            .collect();
        for (document, surface) in all {
            self.judge(&document, &surface, false, clock);
        }
    }

    /// Judges what is known of a surface, and says so if anything has changed, or `always`.
    fn judge(&mut self, id: &str, surface: &str, always: bool, clock: &dyn Clock) {
        let context = self.context(clock);
        let Some(document) = self.pages.documents.get_mut(id) else { return };
        let Some(seen) = document.surfaces.get(surface) else { return };
        let Some(observation) = &seen.observation else { return };
        let Some(setup) = &self.setup else { return };
        let Some(engine) = &setup.engine else { return };
        let may_look_up = engine.roster().is_none() || document.look_ups.allow(observation, clock.now_ms());
        let context = Context { may_look_up, quiet: seen.quiet || context.quiet, ..context };
        let verdict = engine.judge(observation, &context, &self.answers.memory);
        let shown: Vec<Shown> = verdict.findings.iter().map(|finding| show::finding(finding, engine, &setup.words)).collect();
        let unchecked = verdict.unchecked.as_ref().map(|why| show::text(why, engine, &setup.words)).or_else(|| {
            // Without the list nothing can be said of a person: silence would not be honest.
            let refused = !may_look_up && observation.kind() == Kind::ConnectionRequest;
            refused.then(|| setup.words.text(&Message::new("unchecked_look_ups")))
        });
        let Some(document) = self.pages.documents.get_mut(id) else { return };
        let Some(seen) = document.surfaces.get_mut(surface) else { return };
        let changed = seen.shown != shown;
        seen.verdict = Some(verdict);
        seen.unchecked = unchecked;
        seen.shown.clone_from(&shown);
        if let Some(port) = document.port.filter(|_| always || changed) {
            let message = ToPage::Findings { surface: surface.to_owned(), hash: seen.hash.clone(), findings: shown };
            self.effects.push(Effect::Send(port, message));
        }
    }

    fn context(&self, clock: &dyn Clock) -> Context {
        let now_ms = clock.now_ms();
        let zone = self.engine().map_or("UTC", |engine| engine.config().zone.as_deref().unwrap_or(&engine.policy().school.zone));
        Context { now_ms, civil: clock.civil(now_ms, zone), quiet: self.quiet(clock), may_look_up: true }
    }

    fn site_of(&self, id: &str) -> Option<&Covered> {
        let document = self.pages.documents.get(id)?;
        self.setup.as_ref()?.coverage.site_of(&document.origin)
    }

    /// Whether a document may speak of this surface: its own site's, of the right kind, and
    /// watched by a rule.
    fn is_watched(&self, id: &str, surface: &Surface, kind: Kind) -> bool {
        self.site_of(id).is_some_and(|site| site.header.id == surface.site && site.watches(&surface.name, kind))
    }

    fn remember_surface(&mut self, id: &str, surface: &Surface, kind: Kind) -> Option<&mut Seen> {
        self.pages.count += 1;
        let at = self.pages.count;
        let document = self.pages.documents.get_mut(id)?;
        let name = surface.to_string();
        if document.surfaces.get(&name).is_none() {
            if document.surfaces.len() >= MAX_SURFACES {
                return None;
            }
            document.surfaces.put(name.clone(), Seen::new(kind));
        }
        let seen = document.surfaces.get_mut(&name)?;
        seen.at = at;
        Some(seen)
    }
}

impl Seen {
    fn new(kind: Kind) -> Self {
        Self {
            kind,
            hash: String::new(),
            quiet: false,
            observation: None,
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
            surfaces: List::default(),
        }
    }

    fn start_afresh(&mut self) {
        self.hello = false;
        self.told_quiet = None;
        self.waits_for_site = false;
        self.surfaces.clear();
    }
}

/// `SITE/NAME#N`.
fn parse_surface(text: &str) -> Option<Surface> {
    let (site, rest) = text.split_once('/')?;
    let (name, n) = rest.split_once('#')?;
    Some(Surface { site: site.to_owned(), name: name.to_owned(), n: n.parse().ok()? })
}
