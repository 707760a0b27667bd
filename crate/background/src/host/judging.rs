//! Surfaces: what pages see, what is found there, what the person answers.

use lanyard_core::engine::Context;
use lanyard_core::finding::{Action, Finding, Message, Remedy};
use lanyard_core::moment::Moment;
use lanyard_core::observation::{Kind, Observation, Surface};
use lanyard_core::protocol::{Outcome, Shown, ToPage};
use lanyard_core::reminder;
use lanyard_core::show;
use lanyard_core::site::Covered;

use super::pages::Seen;
use super::reminders::place;
use super::{Area, Clock, Effect, Host};

/// What a page says where the person wants less of a rule, or as much as before.
const LESS: &str = "less";

/// Surfaces of one document that are remembered.
const MAX_SURFACES: usize = 200;

impl Host {
    pub(super) fn observe(
        &mut self,
        id: &str,
        hash: String,
        quiet: bool,
        mut observation: Observation,
        clock: &dyn Clock,
    ) {
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
        self.with_files(id, &mut observation, clock);
        self.with_host(id, &mut observation);
        let Some(seen) = self.remember_surface(id, &surface, observation.kind()) else { return };
        seen.hash = hash;
        seen.quiet = quiet;
        seen.observation = Some(observation);
        self.judge(id, &surface.to_string(), true, clock);
        self.learn_account(id, clock);
        self.heard_from(id, clock);
    }

    pub(super) fn unchecked(&mut self, id: &str, name: &str, reason: &str, clock: &dyn Clock) {
        let Some(surface) = parse_surface(name) else { return };
        let Some(kind) = self.site_of(id).and_then(|site| site.kind(&surface.name)) else { return };
        if !self.is_watched(id, &surface, kind) {
            return;
        }
        let key = match reason {
            "timeout" => "unchecked_timeout",
            "absent" => "unchecked_absent",
            "show" => "unchecked_show",
            "unsure" => "unchecked_unsure",
            _ => "unchecked_expect",
        };
        let words = self.setup.as_ref().map(|setup| setup.say(key));
        if reason == "show" {
            // It was checked: the popup has what the page cannot show.
            let document = self.pages.documents.get_mut(id);
            if let Some(seen) = document.and_then(|document| document.surfaces.get_mut(name)) {
                seen.unchecked = words;
            }
        } else if let Some(seen) = self.remember_surface(id, &surface, kind) {
            let new = seen.unchecked.is_none();
            seen.observation = None;
            seen.verdict = None;
            seen.shown.clear();
            seen.unchecked = words;
            if new && matches!(key, "unchecked_expect" | "unchecked_unsure") {
                self.count_missed(id, &surface);
            }
        }
        self.heard_from(id, clock);
    }

    pub(super) fn gone(&mut self, id: &str, surface: &str, clock: &dyn Clock) {
        let seen = self.pages.documents.get_mut(id).and_then(|document| document.surfaces.take(surface));
        self.left(seen.and_then(|seen| seen.observation), clock);
    }

    /// Surfaces have left their page: what a rule counts of them is written.
    pub(super) fn left(&mut self, observations: impl IntoIterator<Item = Observation>, clock: &dyn Clock) {
        let context = self.context(clock);
        let Some(engine) = self.setup.as_ref().and_then(|setup| setup.engine.as_ref()) else { return };
        let mut counted = false;
        for observation in observations {
            counted |= engine.left(&observation, &context, &mut self.answers.memory);
        }
        if counted {
            self.keep_answers();
        }
    }

    /// Writes both parts of the memory.
    pub(super) fn keep_answers(&mut self) {
        let Some(area) = self.answers.area else { return };
        let (kept, fleeting) = (self.answers.memory.kept(), self.answers.memory.fleeting());
        self.write(area, "kept", &kept);
        self.write(Area::Session, "fleeting", &fleeting);
    }

    /// The person pressed something. It counts only for a finding that this document was sent.
    pub(super) fn act(&mut self, id: &str, finding: &str, remedy: &str, outcome: Outcome, clock: &dyn Clock) {
        if let Some(clause) = remedy.strip_prefix("clause:") {
            return self.open_handbook(id, finding, clause, clock);
        }
        if remedy == LESS {
            return self.show_less(id, finding, clock);
        }
        if self.act_sent(id, finding, remedy, outcome, clock) {
            return;
        }
        if let Some(surface) = reminder::surface_of(finding) {
            return self.answer_reminder(id, surface, remedy, outcome, clock);
        }
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
        let happened = Moment::after(&finding, &remedy).filter(|_| outcome == Outcome::Done);
        if !changed {
            return happened.into_iter().for_each(|moment| self.moment(id, moment, clock));
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
        happened.into_iter().for_each(|moment| self.moment(id, moment, clock));
    }

    /// Opens the handbook at a clause that a finding of this document cites.
    fn open_handbook(&mut self, id: &str, finding: &str, clause: &str, clock: &dyn Clock) {
        let Some(document) = self.pages.documents.get(id) else { return };
        let mut shown = document.surfaces.iter().flat_map(|(_, seen)| &seen.shown);
        let cites = shown.any(|known| known.id == finding && known.clause_texts.iter().any(|text| text.id == clause));
        drop(shown);
        if cites {
            self.open_page(id, format!("handbook.html#clause-{clause}"), clock);
        }
    }

    /// Opens a page of ours. Of several in a row only the first: a page that has got hold of its content
    /// script cannot fill the window with tabs.
    pub(super) fn open_page(&mut self, id: &str, page: String, clock: &dyn Clock) {
        const PAUSE_MS: i64 = 1000;
        let now = clock.now_ms();
        let Some(document) = self.pages.documents.get_mut(id) else { return };
        if !(0..PAUSE_MS).contains(&(now - document.opened_at)) {
            document.opened_at = now;
            self.effects.push(Effect::Open(page));
        }
    }

    /// The person wants less of the rule of a finding that this document was sent, or takes that back.
    fn show_less(&mut self, id: &str, finding: &str, clock: &dyn Clock) {
        let Some(document) = self.pages.documents.get(id) else { return };
        let offered = |seen: &Seen| seen.shown.iter().any(|known| known.id == finding && known.less.is_some());
        let Some((_, seen)) = document.surfaces.iter().find(|(_, seen)| offered(seen)) else { return };
        let mut issued = seen.verdict.iter().flat_map(|verdict| &verdict.findings);
        let Some(Finding { rule, surface, targets, .. }) = issued.find(|known| known.id == finding).cloned() else {
            return;
        };
        let keep = targets.keep && !self.site_of(id).is_some_and(|site| site.header.personal);
        self.toggle_less(&rule, keep, clock);
        self.judge(id, &surface, true, clock);
        self.judge_others(id, &surface, clock);
    }

    fn issued(&self, id: &str, finding: &str, remedy: &str) -> Option<(Finding, Remedy)> {
        let document = self.pages.documents.get(id)?;
        let verdicts = document.surfaces.iter().filter_map(|(_, seen)| seen.verdict.as_ref());
        let finding = verdicts.flat_map(|verdict| &verdict.findings).find(|known| known.id == finding)?;
        let remedy = finding.remedies.iter().find(|known| known.id == remedy)?;
        Some((finding.clone(), remedy.clone()))
    }

    /// An answer may hold for other surfaces, here and in other tabs.
    pub(super) fn judge_others(&mut self, id: &str, surface: &str, clock: &dyn Clock) {
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
    pub(super) fn judge(&mut self, id: &str, surface: &str, always: bool, clock: &dyn Clock) {
        let context = self.context(clock);
        let sent = self.after_send(id, surface, context.quiet);
        let Some(document) = self.pages.documents.get_mut(id) else { return };
        let Some(seen) = document.surfaces.get(surface) else { return };
        let Some(observation) = &seen.observation else { return };
        let Some(setup) = &self.setup else { return };
        let Some(engine) = &setup.engine else { return };
        let may_look_up = engine.roster().is_none() || document.look_ups.allow(observation, clock.now_ms());
        let context = Context { may_look_up, quiet: seen.quiet || context.quiet, ..context };
        let verdict = engine.judge(observation, &context, &self.answers.memory);
        let reads = engine.reads(observation, &context);
        let mut shown: Vec<Shown> = Vec::new();
        for finding in &verdict.findings {
            let mut one = show::finding(finding, engine, &setup.words);
            show::lessen(&mut one, self.reminding.tally.is_less(&finding.rule, &context), &setup.words);
            shown.push(one);
        }
        // What a rule has to say comes first: a reminder keeps away from it.
        let place = place(id, surface);
        let quiet = verdict.findings.is_empty() && verdict.unchecked.is_none() && sent.is_none();
        let memory = &self.answers.memory;
        let remind = || {
            let tally = &self.reminding.tally;
            engine.remind(observation, seen.event, &context, memory, tally, &place, always)
        };
        let reminder = quiet.then(remind).flatten();
        shown.splice(0..0, sent);
        shown.extend(reminder.iter().map(|reminder| show::reminder(reminder, engine, &setup.words)));
        let unchecked = verdict.unchecked.as_ref().map(|why| show::text(why, engine, &setup.words)).or_else(|| {
            // Without the list nothing can be said of a person: silence would not be honest.
            let refused = !may_look_up && observation.kind() == Kind::ConnectionRequest;
            refused.then(|| setup.words.text(&Message::new("unchecked_look_ups")))
        });
        if let Some(reminder) = &reminder {
            self.reminded(id, reminder, &place, &context);
        }
        self.count(id, surface, &verdict, &context);
        let Some(document) = self.pages.documents.get_mut(id) else { return };
        let Some(seen) = document.surfaces.get_mut(surface) else { return };
        let changed = seen.shown != shown;
        seen.verdict = Some(verdict);
        seen.unchecked = unchecked;
        seen.shown.clone_from(&shown);
        if let Some(port) = document.port.filter(|_| always || changed) {
            let message =
                ToPage::Findings { surface: surface.to_owned(), hash: seen.hash.clone(), findings: shown, reads };
            self.effects.push(Effect::Send(port, message));
        }
        self.listen_for_send(id, surface);
    }

    pub(super) fn context(&self, clock: &dyn Clock) -> Context {
        let now_ms = clock.now_ms();
        let zone = self
            .engine()
            .map_or("UTC", |engine| engine.config().zone.as_deref().unwrap_or(&engine.policy().school.zone));
        let has_own = self.answers.memory.has_own();
        Context { now_ms, civil: clock.civil(now_ms, zone), quiet: self.quiet(clock), may_look_up: true, has_own }
    }

    pub(super) fn site_of(&self, id: &str) -> Option<&Covered> {
        let document = self.pages.documents.get(id)?;
        self.setup.as_ref()?.coverage.site_of(&document.origin)
    }

    /// Whether a document may speak of this surface: its own site's, of the right kind, and
    /// watched by a rule.
    fn is_watched(&self, id: &str, surface: &Surface, kind: Kind) -> bool {
        self.site_of(id).is_some_and(|site| site.header.id == surface.site && site.watches(&surface.name, kind))
            || self.is_on_list(id, surface, kind)
    }

    pub(super) fn remember_surface(&mut self, id: &str, surface: &Surface, kind: Kind) -> Option<&mut Seen> {
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

/// `SITE/NAME#N`.
fn parse_surface(text: &str) -> Option<Surface> {
    let (site, rest) = text.split_once('/')?;
    let (name, n) = rest.split_once('#')?;
    Some(Surface { site: site.to_owned(), name: name.to_owned(), n: n.parse().ok()? })
}
