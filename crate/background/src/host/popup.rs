//! What extension pages ask, and the shortcut.

use lanyard_core::first::First;
use lanyard_core::observation::{Kind, Observation, WEB};
use lanyard_core::protocol::{FromPopup, HandbookRole, HandbookState, Looked, PopupState, Shown, ToPage, Working};
use lanyard_core::reminder::RULE;
use lanyard_core::show;
use lanyard_core::site::web_host;

use super::pages::Seen;
use super::pieces::{Piece, surfaces};
use super::setup::Setup;
use super::{Area, Clock, Effect, Event, Host, Sender};

/// How long it may take until it is known what the school has set. A popup gives up after 3 s.
const SETUP_MS: u32 = 2_500;
/// How long a content script has to connect to a worker that has just started.
const CONNECT_MS: u32 = 1_500;
/// How long it then has to speak of a surface; there may be none.
const SPEAK_MS: u32 = 400;
/// How long after the first surface the rest are waited for.
const MORE_MS: u32 = 60;
/// A timer may be that early.
const EARLY_MS: i64 = 5;
/// Requests of our own, beside those of extension pages, are counted down from here.
const OWN_REQUESTS: u32 = u32::MAX;

/// Stands for the tab where a question is about none.
const NO_TAB: i32 = -1;

/// A question that waits for its answer.
#[derive(Debug)]
pub(super) struct Asked {
    pub(super) tab: i32,
    want: Want,
    /// Address of the tab; `None` until the browser has said.
    pub(super) address: Option<Option<String>>,
    called: bool,
    /// Whether somebody has heard the call.
    heard: bool,
    /// Somebody has spoken since.
    spoken: bool,
    /// When it is answered with what is known by then; 0 while nothing is waited for.
    until: i64,
}

#[derive(Clone, Debug, PartialEq)]
enum Want {
    State,
    /// The same, with what was observed.
    Sees,
    /// What support asks about, of no tab.
    Health,
    Reveal(String),
    /// The policy, of no tab.
    Handbook,
    /// The shortcut: the page where something was found last. Nobody waits for an answer.
    Latest,
}

impl Host {
    pub(super) fn asked(&mut self, request: u32, sender: &Sender, json: &str, clock: &dyn Clock) {
        // Only our own pages: a content script has its page's origin.
        if sender.origin != self.facts.own || self.facts.own.is_empty() {
            return self.refuse(request, "not for pages");
        }
        let (tab, want) = match FromPopup::read(json) {
            Some(FromPopup::Tab { tab }) => {
                self.effects.push(Effect::FindTab(request, tab));
                (tab, Want::State)
            }
            Some(FromPopup::Sees { tab }) => {
                self.effects.push(Effect::FindTab(request, tab));
                (tab, Want::Sees)
            }
            Some(FromPopup::Health {}) => (NO_TAB, Want::Health),
            Some(FromPopup::Reveal { tab, finding }) => (tab, Want::Reveal(finding)),
            Some(FromPopup::Handbook {}) => (NO_TAB, Want::Handbook),
            Some(FromPopup::First {}) => {
                self.first_shown();
                return self.reply_ok(request, true);
            }
            Some(FromPopup::Reminders { on }) => {
                self.switch_reminders(on, clock);
                return self.reply_ok(request, true);
            }
            Some(FromPopup::Badge { on }) => {
                self.switch_badge(on);
                return self.reply_ok(request, true);
            }
            Some(FromPopup::Remind { clause }) => {
                self.remind_again(&clause);
                if clause.starts_with(RULE) {
                    self.judge_open(clock);
                }
                return self.reply_ok(request, true);
            }
            Some(FromPopup::Sent {}) => return self.tell_sent(request),
            Some(FromPopup::Quiet { until }) => return self.set_quiet(request, until, clock),
            Some(FromPopup::OwnAdd { text }) => return self.add_own(request, &text, clock),
            Some(FromPopup::Forget { id }) => return self.forget(request, &id, clock),
            Some(FromPopup::Clear {}) => return self.clear(request, clock),
            None => return self.refuse(request, "not understood"),
        };
        self.ask(request, tab, want, clock);
    }

    pub(super) fn shortcut(&mut self, tab: i32, clock: &dyn Clock) {
        let free = (0..16).map(|n| OWN_REQUESTS - n).find(|request| self.asked.get(request).is_none());
        if let Some(request) = free {
            self.ask(request, tab, Want::Latest, clock);
        }
    }

    fn ask(&mut self, request: u32, tab: i32, want: Want, clock: &dyn Clock) {
        self.asked
            .put(request, Asked { tab, want, address: None, called: false, heard: false, spoken: false, until: 0 });
        self.advance(request, clock);
    }

    pub(super) fn reply_ok(&mut self, request: u32, ok: bool) {
        self.effects.push(Effect::Reply(request, format!("{{\"ok\":{ok}}}")));
    }

    /// Whether the introduction may come now: once, where the school has not switched it off, and not
    /// while somebody has said that others see the screen.
    fn introduces(&self, clock: &dyn Clock) -> Option<First> {
        let first = self.engine()?.first();
        (first != First::Off && !self.first_seen && !self.quiet(clock)).then_some(first)
    }

    /// The introduction has been shown. Kept before anything else, so that it comes once.
    fn first_shown(&mut self) {
        if !std::mem::replace(&mut self.first_seen, true) {
            let area = self.answers.area.unwrap_or(Area::Session);
            self.write(area, "firstSeen", &true);
        }
    }

    /// Opens the introduction where the school wants it in a tab.
    pub(super) fn introduce(&mut self, clock: &dyn Clock) {
        if self.introduces(clock) == Some(First::Tab) {
            self.first_shown();
            self.effects.push(Effect::First);
        }
    }

    fn refuse(&mut self, request: u32, why: &str) {
        self.effects.push(Effect::Reply(request, format!("{{\"error\":\"{why}\"}}")));
    }

    fn set_quiet(&mut self, request: u32, until: Option<f64>, clock: &dyn Clock) {
        self.quiet_until = until.filter(|until| until.is_finite()).map_or(0, |until| until as i64);
        let until = self.quiet_until;
        self.write(Area::Session, "quietUntil", &until);
        if self.badge.on && self.quiet(clock) {
            self.clear_icons();
        }
        self.greet_all(clock);
        self.reply_ok(request, true);
    }

    pub(super) fn tab_found(&mut self, request: u32, address: Option<String>, clock: &dyn Clock) {
        if let Some(asked) = self.asked.get_mut(&request) {
            asked.address = Some(address);
            self.advance(request, clock);
        }
    }

    /// Whether anybody in the tab heard the call.
    pub(super) fn called(&mut self, request: u32, heard: bool, clock: &dyn Clock) {
        match self.asked.get_mut(&request) {
            Some(asked) if heard => asked.heard = true,
            Some(_) => self.answer(request, clock),
            None => {}
        }
    }

    /// The time for a question is over: it is answered with what is known.
    pub(super) fn waited(&mut self, request: u32, clock: &dyn Clock) {
        if self.asked.get(&request).is_some_and(|asked| clock.now_ms() + EARLY_MS >= asked.until) {
            self.answer(request, clock);
        }
    }

    /// A document has been sent what to look at.
    pub(super) fn greeted(&mut self, document: &str, clock: &dyn Clock) {
        self.wait_for(document, SPEAK_MS, false, clock);
    }

    /// A document has spoken of a surface.
    pub(super) fn heard_from(&mut self, document: &str, clock: &dyn Clock) {
        self.wait_for(document, MORE_MS, true, clock);
    }

    fn wait_for(&mut self, document: &str, ms: u32, spoken: bool, clock: &dyn Clock) {
        let Some(tab) = self.pages.tab_of(document) else { return };
        for (request, asked) in
            self.asked.iter_mut().filter(|(_, asked)| asked.tab == tab && asked.called && !asked.spoken)
        {
            asked.spoken = spoken;
            asked.until = clock.now_ms() + i64::from(ms);
            self.effects.push(Effect::Wait(*request, ms));
        }
    }

    /// Whether the question that an event is about is about a page on a list.
    pub(super) fn asks_of_list(&self, event: &Event) -> bool {
        let on_list = |address: Option<&String>| address.is_some_and(|address| self.told(address).is_some());
        match event {
            Event::Tab(_, address) => on_list(address.as_ref()),
            Event::Called(request, _) | Event::Waited(request) => {
                self.asked.get(request).is_some_and(|asked| on_list(asked.address.iter().flatten().next()))
            }
            Event::Settled => self.asked.iter().any(|(_, asked)| on_list(asked.address.iter().flatten().next())),
            _ => false,
        }
    }

    /// It has become known what the school has set.
    pub(super) fn advance_all(&mut self, clock: &dyn Clock) {
        for request in self.asked.iter().map(|(request, _)| *request).collect::<Vec<_>>() {
            self.advance(request, clock);
        }
    }

    fn advance(&mut self, request: u32, clock: &dyn Clock) {
        let Some(asked) = self.asked.get_mut(&request) else { return };
        let known = match &self.setup {
            // Not yet; but nobody is left without an answer.
            None => {
                if asked.until == 0 {
                    asked.until = clock.now_ms() + i64::from(SETUP_MS);
                    self.effects.push(Effect::Wait(request, SETUP_MS));
                }
                return;
            }
            Some(setup) => {
                asked.tab == NO_TAB
                    || setup.working != Working::Active
                    || self.pages.of_tab(asked.tab).any(super::pages::Document::is_at_work)
            }
        };
        let of_page = matches!(asked.want, Want::State | Want::Sees);
        if of_page && asked.address.is_none() {
            return;
        }
        let on_the_web = !of_page || asked.address.as_ref().and_then(|address| web_host(address.as_deref()?)).is_some();
        if known || !on_the_web {
            return self.answer(request, clock);
        }
        if !std::mem::replace(&mut asked.called, true) {
            // The worker has just started: have the scripts in this tab connect again.
            let tab = asked.tab;
            asked.until = clock.now_ms() + i64::from(CONNECT_MS);
            self.effects.push(Effect::Call(request, tab));
            self.effects.push(Effect::Wait(request, CONNECT_MS));
        }
    }

    fn answer(&mut self, request: u32, clock: &dyn Clock) {
        let Some(asked) = self.asked.take(&request) else { return };
        match &asked.want {
            Want::State => {
                let state = self.popup_state(&asked, clock);
                self.effects.push(Effect::Reply(request, serde_json::to_string(&state).unwrap_or_default()));
            }
            Want::Sees => {
                let json = self.sees(&asked, clock);
                self.effects.push(Effect::Reply(request, json));
            }
            Want::Health => {
                let json = self.health(&asked, clock);
                self.effects.push(Effect::Reply(request, json));
            }
            Want::Handbook => {
                let state = self.handbook_state(clock);
                self.effects.push(Effect::Reply(request, serde_json::to_string(&state).unwrap_or_default()));
            }
            Want::Reveal(finding) => {
                let found = self.reveal(asked.tab, Some(finding));
                self.reply_ok(request, found);
            }
            Want::Latest => {
                self.reveal(asked.tab, None);
            }
        }
    }

    /// Brings up a finding, or has the page where something was found last take the shortcut.
    fn reveal(&mut self, tab: i32, wanted: Option<&str>) -> bool {
        let shown = self
            .pages
            .of_tab(tab)
            .flat_map(|document| document.surfaces.iter().map(move |(_, seen)| (document.port, seen)));
        let latest = shown
            .filter_map(|(port, seen)| {
                // The word after a fix stands where nothing is found any more, and is to be reached too.
                let found = wanted.is_none_or(|id| seen.shown.iter().any(|finding| finding.id == id));
                Some(((!seen.shown.is_empty(), seen.at), port.filter(|_| found)?))
            })
            .max_by_key(|(at, _)| *at);
        let Some((_, port)) = latest else { return false };
        let message = wanted.map_or(ToPage::Toggle, |id| ToPage::Reveal { finding: id.to_owned() });
        self.effects.push(Effect::Send(port, message));
        true
    }

    fn handbook_state(&self, clock: &dyn Clock) -> HandbookState {
        let mut state = HandbookState { language: "en".to_owned(), ..HandbookState::default() };
        let Some(setup) = &self.setup else { return state };
        state.state = setup.working;
        setup.words.language().clone_into(&mut state.language);
        let Some(engine) = &setup.engine else { return state };
        let config = engine.config();
        state.pack.clone_from(&config.pack);
        state.school.clone_from(&config.school);
        state.reminders = self.handbook_reminders(clock);
        state.less = self.less(clock);
        state.on = engine.rules().map(str::to_owned).collect();
        state.next_term = config.next_term(&self.context(clock).civil.day_text()).map(str::to_owned);
        state.own = self.looks_for_own().then(|| self.answers.memory.own_shown());
        state.roles = engine
            .policy()
            .roles
            .iter()
            .map(|role| HandbookRole {
                id: role.id.clone(),
                title: engine.role_title(&role.id, &state.language).unwrap_or_default(),
                email: config.contacts.get(&role.id).and_then(|contact| contact.email.clone()),
            })
            .collect();
        state
    }

    pub(super) fn popup_state(&self, asked: &Asked, clock: &dyn Clock) -> PopupState {
        let address = asked.address.clone().flatten();
        let mut state = PopupState {
            host: address.as_deref().and_then(web_host).map(|(_, host)| host),
            source: "none".to_owned(),
            version: self.facts.version.clone(),
            language: "en".to_owned(),
            quiet_until: self.quiet(clock).then_some(self.quiet_until as f64),
            ..PopupState::default()
        };
        let Some(setup) = &self.setup else { return state };
        state.state = setup.working;
        state.source = setup.source.id().to_owned();
        state.problems.clone_from(&setup.problems);
        state.notes.clone_from(&setup.notes);
        state.language = setup.words.language().to_owned();
        let Some(engine) = &setup.engine else { return state };
        state.first = self.introduces(clock).is_some();
        state.notes.extend(show::exemptions(engine, &self.context(clock), &setup.words));
        let school = &engine.policy().school;
        state.school = Some(school.name.clone());
        state.colour.clone_from(&school.colour);
        state.policy = Some(school.policy.clone());
        state.dated = Some(school.dated.clone());
        state.roster_days = engine.roster().map(|roster| roster.age_days(clock.now_ms()));
        let covered = address.as_deref().and_then(|address| setup.coverage.site_of(address));
        let mut at_work = false;
        for document in self.pages.of_tab(asked.tab).filter(|document| document.is_at_work()) {
            at_work = true;
            for (surface, seen) in document.surfaces.iter() {
                let looked = Looked {
                    surface: surface.clone(),
                    label: setup.say(&label_key(surface, seen.kind)),
                    reason: seen.unchecked.clone().or_else(|| only_use(seen, setup)).unwrap_or_default(),
                };
                if seen.unchecked.is_some() {
                    state.unchecked.push(looked)
                } else {
                    state.looked.push(looked)
                }
                seen.shown.iter().for_each(|finding| add(&mut state.findings, finding.clone()));
            }
        }
        if at_work && self.lacks(Piece::Surfaces) {
            // What would judge it could not be loaded.
            state.unchecked.push(Looked {
                surface: "worker/surfaces#1".to_owned(),
                label: state.host.clone().unwrap_or_default(),
                reason: setup.say("unchecked_error"),
            });
        }
        // Where no script can be, a store of the browser's own, the address is all there is.
        let visited = address.as_deref().filter(|_| !at_work && covered.is_none());
        let visited = visited.filter(|address| self.told(address).is_some() && self.is_there(Piece::Surfaces));
        let visited = visited.and_then(|address| surfaces::visited(self, address, clock));
        state.covered = at_work || covered.is_some() || visited.is_some();
        if let Some((surface, findings)) = visited {
            let label = setup.say("surface_pageVisit");
            state.looked.push(Looked { surface, label, reason: String::new() });
            findings.into_iter().for_each(|finding| add(&mut state.findings, finding));
        }
        if let Some(site) = covered.filter(|_| !at_work) {
            // A covered page without our script, such as one where the browser forbids it, or
            // with one that does not answer: not "all clear".
            let why = if asked.heard { "unchecked_timeout" } else { "unchecked_absent" };
            state.unchecked.push(Looked {
                surface: format!("{}/page#1", site.header.id),
                label: site.header.name.clone(),
                reason: setup.say(why),
            });
        }
        state
    }
}

/// Of a network, chat or dating site without a site file the address is all there is: that is said.
fn only_use(seen: &Seen, setup: &Setup) -> Option<String> {
    let Some(Observation::PageVisit(visit)) = &seen.observation else { return None };
    let is = |id: &String| ["social", "chat", "dating"].contains(&id.as_str());
    (visit.surface.site == WEB && visit.categories.iter().any(is)).then(|| setup.say("only_use"))
}

/// Gravest first.
fn add(findings: &mut Vec<Shown>, new: Shown) {
    let rank = |finding: &Shown| (finding.severity, finding.certainty);
    let at = findings.iter().position(|known| rank(known) < rank(&new)).unwrap_or(findings.len());
    findings.insert(at, new);
}

/// Key of what people call such a surface.
pub(super) fn label_key(surface: &str, kind: Kind) -> String {
    let kind = match kind {
        Kind::PostAudience if surface.starts_with("web/") => "prompt",
        Kind::ComposeMail => "composeMail",
        Kind::ConnectionRequest => "connectionRequest",
        Kind::PostAudience => "postAudience",
        Kind::PrivacySetting => "privacySetting",
        Kind::ComposeMessage => "composeMessage",
        Kind::ProfileField => "profileField",
        Kind::PageVisit => "pageVisit",
        Kind::ReceivedMail => "receivedMail",
    };
    format!("surface_{kind}")
}
