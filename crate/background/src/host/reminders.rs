//! Reminders: what came, what the person knows, and where that is kept.
//!
//! In school mail and school services the tally is on disk, or in session storage where the profile
//! is shared (G15); of everything else nothing is ever on disk (G9).

use lanyard_core::engine::Reads;
use lanyard_core::engine::{Context, Engine};
use lanyard_core::moment::Moment;
use lanyard_core::observation::{Kind, Observation, PageVisit};
use lanyard_core::protocol::{HandbookReminders, KnownReminder, Outcome, ToPage};
use lanyard_core::reminder::{KNOWN, Kept, RULE, Reminder, Tally, of_rule};
use lanyard_core::show;
use lanyard_core::site::web_host;

use super::visits::HASH;
use super::{Area, Clock, Effect, Event, Host, Place};

/// What comes, and what was stored of it.
#[derive(Debug, Default)]
pub(super) struct Reminding {
    pub(super) tally: Tally,
    /// The person wants none.
    pub(super) off: bool,
    /// What was stored, until it is known where this set-up keeps it.
    pub(super) local: Option<Kept>,
    pub(super) session: Option<Kept>,
    pub(super) fleeting: Option<Kept>,
}

/// The scripts that tell of events of the browser's own, each for pages where it can help.
const BACK: &str = "back.js";

impl Host {
    /// Opens the tally where this set-up keeps it. What was kept in the other place goes.
    pub(super) fn open_tally(&mut self, area: Area, clock: &dyn Clock) {
        let context = self.context(clock);
        let reminding = &mut self.reminding;
        let (own, other, elsewhere) = match area {
            Area::Local => (reminding.local.take(), reminding.session.take(), Area::Session),
            Area::Session => (reminding.session.take(), reminding.local.take(), Area::Local),
        };
        reminding.tally = Tally::of(own, reminding.fleeting.take());
        reminding.tally.expire(&context);
        if other.is_some() {
            self.effects.push(Effect::Remove(elsewhere, vec!["reminders"]));
        }
    }

    /// Nothing of a school stays with an account that is not its (G3).
    pub(super) fn forget_reminders(&mut self) {
        self.reminding = Reminding { off: self.reminding.off, ..Reminding::default() };
        self.effects.push(Effect::Remove(Area::Local, vec!["reminders"]));
        self.effects.push(Effect::Remove(Area::Session, vec!["reminders", "reminding"]));
    }

    /// Writes what has changed, before a page hears of it.
    fn keep_tally(&mut self, keep: bool) {
        if keep {
            let area = self.answers.area.unwrap_or(Area::Session);
            let kept = self.reminding.tally.kept();
            self.write(area, "reminders", &kept);
        }
        let fleeting = self.reminding.tally.fleeting();
        self.write(Area::Session, "reminding", &fleeting);
    }

    /// A reminder comes at this place: it is counted, unless it was there already.
    pub(super) fn reminded(&mut self, id: &str, reminder: &Reminder, place: &str, context: &Context) {
        if self.reminding.tally.at(place, context).is_some() {
            return;
        }
        // Social and chat sites are personal places, whosever account is open there.
        let keep = reminder.keep && !self.site_of(id).is_some_and(|site| site.header.personal);
        let tally = &mut self.reminding.tally;
        tally.expire(context);
        tally.came(&Reminder { keep, ..reminder.clone() }, place, context);
        self.keep_tally(keep);
    }

    /// The person pressed something of a reminder. It counts only where that reminder came, also
    /// when the worker has died since.
    pub(super) fn answer_reminder(
        &mut self,
        id: &str,
        surface: &str,
        remedy: &str,
        outcome: Outcome,
        clock: &dyn Clock,
    ) {
        let context = self.context(clock);
        let place = place(id, surface);
        let Some(engine) = self.setup.as_ref().and_then(|setup| setup.engine.as_ref()) else { return };
        let tally = &mut self.reminding.tally;
        let Some(clause) = tally.at(&place, &context).map(str::to_owned) else { return };
        let before = tally.kept();
        match (remedy, outcome) {
            (KNOWN, Outcome::Asked) => tally.know(&clause, engine, &context),
            ("not-now", Outcome::Asked) => tally.leave(&place),
            _ => return,
        }
        let keep = tally.kept() != before;
        self.keep_tally(keep);
        let Some(document) = self.pages.documents.get(id) else { return };
        if document.surfaces.get(surface).is_some() {
            self.judge(id, surface, false, clock);
        } else if let Some(port) = document.port {
            // The page as a whole is not spoken of again after the worker has died.
            let (surface, hash) = (surface.to_owned(), HASH.to_owned());
            let none = ToPage::Findings { surface, hash, findings: Vec::new(), reads: Reads::default() };
            self.effects.push(Effect::Send(port, none));
        }
    }

    /// Something has happened in a document at which a reminder may come. It stands where notes
    /// about the page as a whole do.
    pub(super) fn moment(&mut self, id: &str, moment: Moment, clock: &dyn Clock) {
        if !self.engine().is_some_and(|engine| engine.reminds_at(moment)) {
            return;
        }
        self.at_page(id, Some(moment), clock);
    }

    /// Judges the page as a whole anew, with what has happened there.
    pub(super) fn at_page(&mut self, id: &str, event: Option<Moment>, clock: &dyn Clock) {
        let Some(document) = self.pages.documents.get(id).filter(|document| document.is_at_work()) else { return };
        let origin = document.origin.clone();
        let Some((_, host)) = web_host(&origin) else { return };
        let surface = self.page_surface(&origin);
        let name = surface.to_string();
        let told = self.told(&origin);
        let listed = told.is_some();
        let categories = told.map(|told| told.categories).unwrap_or_default();
        let Some(seen) = self.remember_surface(id, &surface, Kind::PageVisit) else { return };
        seen.event = event.or(seen.event);
        let known = listed && seen.observation.is_some();
        if seen.observation.is_none() {
            HASH.clone_into(&mut seen.hash);
            let page = lanyard_core::observation::Page::Plain;
            let visit = PageVisit { surface, account: None, host, categories, page, stayed: false, files: Vec::new() };
            seen.observation = Some(Observation::PageVisit(visit));
        }
        self.learn_account(id, clock);
        self.judge(id, &name, true, clock);
        if !known && !self.has_findings(id, &name) {
            self.gone(id, &name, clock);
        }
    }

    /// The page's address has changed: what happened there is over.
    pub(super) fn moment_over(&mut self, id: &str, clock: &dyn Clock) {
        let Some(document) = self.pages.documents.get_mut(id) else { return };
        let mut over = Vec::new();
        for (name, seen) in document.surfaces.iter_mut() {
            if seen.event.take().is_some() {
                over.push(name.clone());
            }
        }
        for name in over {
            self.judge(id, &name, false, clock);
        }
    }

    /// Has a document say what it hears of the browser, as long as something may still come today;
    /// and brings back what stood there before the worker died.
    pub(super) fn listen_for_moments(&mut self, id: &str, clock: &dyn Clock) {
        let context = self.context(clock);
        let Some(engine) = self.engine() else { return };
        let Some(document) = self.pages.documents.get(id).filter(|document| document.is_at_work()) else { return };
        let tally = &self.reminding.tally;
        if let Some(clause) = tally.at(&place(id, &self.page_surface(&document.origin).to_string()), &context)
            && let Some(clause) = engine.policy().clause(clause)
            && let Some(event) = clause.moments.iter().find(|moment| moment.is_event())
        {
            let again = Effect::Again(Event::Page(id.to_owned(), Some(*event)));
            return self.effects.push(again);
        }
        let is_records =
            self.told(&document.origin).is_some_and(|told| told.categories.contains(&"records".to_owned()));
        let tab = document.tab;
        if is_records && self.may_remind_at(Moment::RecordsReturn, &context) {
            self.effects.push(Effect::Listen(Place { tab, document: id.to_owned() }, BACK));
        }
    }

    /// Whether pages say that they are printed: where something may still come of it today.
    pub(super) fn hears_of_printing(&self, clock: &dyn Clock) -> bool {
        self.may_remind_at(Moment::Print, &self.context(clock))
    }

    fn may_remind_at(&self, moment: Moment, context: &Context) -> bool {
        self.engine().is_some_and(|engine| {
            engine.reminds_at(moment)
                && engine.reminds_per_day().is_some_and(|most| self.reminding.tally.count(context) < most)
        })
    }

    /// The person switches reminders on or off, on this device.
    pub(super) fn switch_reminders(&mut self, on: bool, clock: &dyn Clock) {
        self.reminding.off = !on;
        let area = self.answers.area.unwrap_or(Area::Session);
        self.write(area, "remindersOff", &!on);
        self.settle_again(clock);
    }

    /// The person wants to see one again.
    pub(super) fn remind_again(&mut self, clause: &str) {
        let before = self.reminding.tally.kept();
        self.reminding.tally.forget(clause);
        self.keep_tally(self.reminding.tally.kept() != before);
    }

    /// Less is shown of a rule until the term ends, or as much as before.
    pub(super) fn toggle_less(&mut self, rule: &str, keep: bool, clock: &dyn Clock) {
        let context = self.context(clock);
        if self.reminding.tally.is_less(rule, &context) {
            return self.remind_again(&of_rule(rule));
        }
        let Some(engine) = self.setup.as_ref().and_then(|setup| setup.engine.as_ref()) else { return };
        self.reminding.tally.lessen(rule, keep, engine, &context);
        self.keep_tally(keep);
    }

    /// Clauses that are known today and rules of which less is shown, as people read their last day.
    fn known(&self, of_rules: bool, clock: &dyn Clock) -> Vec<KnownReminder> {
        let Some(setup) = &self.setup else { return Vec::new() };
        let mut known = Vec::new();
        for (clause, until) in self.reminding.tally.known(&self.context(clock)) {
            if clause.starts_with(RULE) == of_rules {
                known.push(KnownReminder { clause: clause.to_owned(), until: show::day(until, &setup.words) });
            }
        }
        known
    }

    /// What a page shows of rules of which the person wanted to be shown less.
    pub(super) fn less(&self, clock: &dyn Clock) -> Vec<KnownReminder> {
        self.known(true, clock)
    }

    /// What the handbook shows of them; `None` where this school has none, or has switched them off.
    pub(super) fn handbook_reminders(&self, clock: &dyn Clock) -> Option<HandbookReminders> {
        let setup = self.setup.as_ref()?;
        let engine = setup.engine.as_ref()?;
        let on = !self.reminding.off;
        if on && engine.reminds_per_day().is_none() {
            return None;
        }
        let per_day = engine.reminds_per_day().unwrap_or_default();
        Some(HandbookReminders {
            on,
            per_day,
            coming: Engine::reminders(engine).map(|c| c.id.clone()).collect(),
            known: self.known(false, clock),
        })
    }
}

/// Where a reminder stands: this surface of this document.
pub(super) fn place(document: &str, surface: &str) -> String {
    format!("{document} {surface}")
}
