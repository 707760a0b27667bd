//! After Send: what went while something stood can be called back as long as the mail's own Undo is
//! there, and can be reported after that.
//!
//! The page says that Send was pressed and what became of it; which message that was, and whether
//! anything stood, is known here. All of it is memory: nothing is written, and with the worker it is gone.

use lanyard_core::finding::{Action, Presentation, Severity};
use lanyard_core::observation::Kind;
use lanyard_core::protocol::{Outcome, SentFacts, SentFinding, Shown, ShownRemedy, Step};
use lanyard_core::site::web_host;

use super::{Clock, Effect, Host, Place};

/// The script that hears Send, put where something stands that is worth calling back.
const FILE: &str = "sent.js";
/// How its findings are known.
const ID: &str = "after-send";
/// A mail that leaves its page behind shows the next one by then.
const NEXT_MS: i64 = 60_000;

/// What is being sent, and what has gone.
#[derive(Debug, Default)]
pub(super) struct Sending {
    /// The document where Send was pressed last.
    pressed: String,
    /// Whether only one message was open there.
    alone: bool,
    /// What stood there that is worth calling back.
    standing: Vec<Standing>,
    gone: Option<Gone>,
    /// What the person wants to report, until the page for that has asked: [`SentFacts`] as JSON.
    reported: Option<String>,
}

/// What stood of a message, when Send was pressed.
#[derive(Debug)]
struct Standing {
    /// The gravest of it.
    lead: Shown,
    /// All of it: [`SentFacts`] as JSON.
    facts: String,
}

/// A message that has gone while something stood.
#[derive(Debug)]
struct Gone {
    standing: Standing,
    at: i64,
    tab: i32,
    origin: String,
    /// Where it was written.
    from: String,
    /// Where it is spoken of; empty until the mail has shown its next page.
    document: String,
    /// Whether the mail's own Undo is there.
    undo: bool,
}

impl Host {
    /// Has a document say when a message goes, once, where it is worth calling back.
    pub(super) fn listen_for_send(&mut self, id: &str, surface: &str) {
        let Some(engine) = self.setup.as_ref().and_then(|setup| setup.engine.as_ref()) else { return };
        let Some(document) = self.pages.documents.get_mut(id) else { return };
        let stands = document.surfaces.get(surface).is_some_and(|seen| {
            seen.kind == Kind::ComposeMail && seen.shown.iter().any(|shown| engine.goes_wrong(&shown.rule))
        });
        if stands && !std::mem::replace(&mut document.hears_send, true) {
            let tab = document.tab;
            self.effects.push(Effect::Listen(Place { tab, document: id.to_owned() }, FILE));
        }
    }

    /// The page says how far a message has come.
    pub(super) fn sending(&mut self, id: &str, step: Step, clock: &dyn Clock) {
        let Some(document) = self.pages.documents.get(id).filter(|document| document.is_at_work()) else { return };
        match step {
            Step::Pressed => return self.pressed_send(id, clock),
            Step::Undone => self.forget_sent(id),
            Step::Undoable | Step::Gone => {
                let undo = step == Step::Undoable;
                if let Some(gone) = &mut self.sending.gone {
                    // The Undo that is there now, if any, is of this message.
                    gone.undo = false;
                }
                // One that has left the page, else the only one: a mail may leave it only later.
                let from = std::mem::take(&mut self.sending.pressed);
                let alone = self.sending.alone;
                let mut standing = std::mem::take(&mut self.sending.standing).into_iter();
                let sent = standing.find(|one| alone || document.surfaces.get(&one.lead.surface).is_none());
                if let Some(standing) = sent.filter(|_| from == id) {
                    self.sending.gone = Some(Gone {
                        standing,
                        at: clock.now_ms(),
                        tab: document.tab,
                        origin: document.origin.clone(),
                        from,
                        document: if undo { id.to_owned() } else { String::new() },
                        undo,
                    });
                }
            }
        }
        self.show_sent(id, clock);
    }

    /// Send was pressed: what stands of each message that is open there.
    fn pressed_send(&mut self, id: &str, clock: &dyn Clock) {
        let (Some(document), Some(engine)) = (self.pages.documents.get(id), self.engine()) else { return };
        let mut standing = Vec::new();
        let mut count = 0;
        for (_, seen) in document.surfaces.iter().filter(|(_, seen)| seen.kind == Kind::ComposeMail) {
            count += 1;
            let grave = |shown: &&Shown| shown.severity >= Severity::Required && engine.goes_wrong(&shown.rule);
            let (Some(lead), Some(observation)) = (seen.shown.iter().find(grave), &seen.observation) else { continue };
            let found = seen.shown.iter().filter(grave);
            let facts = SentFacts {
                host: web_host(&document.origin).map(|(_, host)| host).unwrap_or_default(),
                at: clock.now_ms() as f64,
                outside: engine.outside(observation),
                found: found.map(|one| SentFinding { seen: one.seen.clone(), clause: one.clause.clone() }).collect(),
            };
            standing.push(Standing { lead: lead.clone(), facts: serde_json::to_string(&facts).unwrap_or_default() });
        }
        id.clone_into(&mut self.sending.pressed);
        self.sending.alone = count == 1;
        self.sending.standing = standing;
    }

    /// A mail that has left the page where a message was written has shown its next one.
    pub(super) fn awaits_sent(&self, id: &str, clock: &dyn Clock) -> bool {
        let Some(document) = self.pages.documents.get(id) else { return false };
        self.sending.gone.as_ref().is_some_and(|gone| {
            gone.document.is_empty()
                && gone.from != id
                && gone.tab == document.tab
                && gone.origin == document.origin
                && clock.now_ms() - gone.at <= NEXT_MS
        })
    }

    /// The same once it is known that this document is the tab's own.
    pub(super) fn arrived(&mut self, id: &str, clock: &dyn Clock) {
        if !self.awaits_sent(id, clock) {
            return;
        }
        if let Some(gone) = &mut self.sending.gone {
            id.clone_into(&mut gone.document);
        }
        self.show_sent(id, clock);
    }

    /// Whether a message that has gone is spoken of in this document.
    pub(super) fn speaks_of_sent(&self, id: &str) -> bool {
        self.sending.gone.as_ref().is_some_and(|gone| gone.document == id)
    }

    /// The person has gone elsewhere. What can still be called back stays.
    pub(super) fn sent_over(&mut self, id: &str, clock: &dyn Clock) {
        if self.sending.gone.as_ref().is_some_and(|gone| gone.document == id && !gone.undo) {
            self.forget_sent(id);
            self.show_sent(id, clock);
        }
    }

    fn forget_sent(&mut self, id: &str) {
        if self.speaks_of_sent(id) {
            self.sending.gone = None;
        }
    }

    /// Shows it where notes about the page as a whole stand, or takes it from there.
    pub(super) fn show_sent(&mut self, id: &str, clock: &dyn Clock) {
        let Some(document) = self.pages.documents.get(id) else { return };
        let surface = self.page_surface(&document.origin).to_string();
        let is_there = document.surfaces.get(&surface).is_some();
        if is_there || self.speaks_of_sent(id) {
            self.at_page(id, None, clock);
        }
    }

    /// What is said of it on this surface: what stood, and what can be done now.
    pub(super) fn after_send(&self, id: &str, surface: &str, quiet: bool) -> Option<Shown> {
        let gone = self.sending.gone.as_ref().filter(|gone| gone.document == id)?;
        let setup = self.setup.as_ref()?;
        if surface != self.page_surface(&gone.origin).to_string() {
            return None;
        }
        let remedy = |id: &str, action: Action, key: &str, primary: bool| ShownRemedy {
            id: id.to_owned(),
            action,
            label: setup.say(key),
            primary,
            refs: Vec::new(),
            text: None,
            link: None,
            done: None,
            caution: None,
        };
        let mut remedies = Vec::new();
        if gone.undo {
            let undo = remedy("undo-send", Action::DeclineRequest, "mail_fix_undo", true);
            remedies.push(ShownRemedy { done: Some(setup.say("mail_done_undo")), ..undo });
        }
        remedies.push(remedy("report", Action::Answer, "mail_fix_report", !gone.undo));
        remedies.push(remedy("not-now", Action::NotNow, "ui_not_now", false));
        Some(Shown {
            id: format!("{surface} {ID}"),
            surface: surface.to_owned(),
            presentation: match (quiet, gone.undo) {
                (true, _) => Presentation::Mark,
                (false, true) => Presentation::Panel,
                (false, false) => Presentation::Note,
            },
            advice: setup.say(if gone.undo { "mail_advice_undo" } else { "mail_advice_sent" }),
            refs: Vec::new(),
            remedies,
            ask_first: false,
            ..gone.standing.lead.clone()
        })
    }

    /// The person pressed something of it. Tells whether it was that. The report opens also where the worker
    /// has died since: without the facts.
    pub(super) fn act_sent(
        &mut self,
        id: &str,
        finding: &str,
        remedy: &str,
        outcome: Outcome,
        clock: &dyn Clock,
    ) -> bool {
        if finding.split(' ').next_back() != Some(ID) {
            return false;
        }
        match (remedy, outcome) {
            ("undo-send", Outcome::Done) | ("not-now", Outcome::Asked) => self.forget_sent(id),
            ("report", Outcome::Asked) => {
                let gone = self.sending.gone.as_ref().filter(|gone| gone.document == id);
                let can_undo = gone.is_some_and(|gone| gone.undo);
                if let Some(gone) = gone {
                    self.sending.reported = Some(gone.standing.facts.clone());
                }
                self.open_page(id, "concern.html#sent".to_owned(), clock);
                if !can_undo {
                    self.forget_sent(id);
                }
            }
            _ => return true,
        }
        self.show_sent(id, clock);
        true
    }

    /// What the person wants to report, once.
    pub(super) fn tell_sent(&mut self, request: u32) {
        let facts = self.sending.reported.take().unwrap_or_else(|| "null".to_owned());
        self.effects.push(Effect::Reply(request, facts));
    }
}
