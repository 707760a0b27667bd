//! Pages that are judged by their address alone, and on some of them forms for an account and prompts to assistants.
//!
//! The address comes from the browser, never from the page. What is kept of it, in memory and
//! for as long as the page is open, is the host, its lists and the sort of page (G6, G9).

use lanyard_core::category::{Categories, Told};
use lanyard_core::engine::Engine;
use lanyard_core::observation::{Kind, Observation, PageVisit, Surface, WEB};
use lanyard_core::problem::Problem;
use lanyard_core::protocol::Shown;
use lanyard_core::show;
use lanyard_core::site::web_host;
use serde_json::{Value, json};

use super::{Clock, Effect, File, Host};

/// The surface of a page that has no site file.
const SURFACE: &str = "page";
/// The surface of a form for a new account there.
const FORM: &str = "signup";
/// What such a form is: one that asks for a new password, or calls itself a sign-up, and has a field for an
/// e-mail address. A form that lets somebody in has neither.
const FORMS: &str = r#"[{
    "name": "signup", "kind": "profileField", "part": "email",
    "root": ["SIGNUP"], "seen": [["SIGNUP"]],
    "fields": {"value": [{"read": "address", "at": "EMAIL"}]},
    "parts": {"control": {"any": ["EMAIL"]}, "avoid": ["input", "button"]}
}]"#;
const SIGNUP: &str = "form:is(:has([autocomplete~='new-password']),:has([type=password][name*=confirm i]),[action*=signup i],\
[action*=sign-up i],[action*=register i],[id*=signup i],[id*=sign-up i],[id*=register i],[name*=signup i],\
[name*=register i]):has(EMAIL)";
const EMAIL: &str = "input:is([type=email],[autocomplete~=email],[name*=email i])";
/// The box of an AI assistant, once it holds something to send.
const PROMPT: &str = "prompt";
/// What such a box is: one for several lines beside a button that sends. Nothing else is known of the sites. In
/// most of them the button is there only while there is something to send.
const PROMPTS: &str = r#"[{
    "name": "prompt", "kind": "postAudience",
    "root": [{"css": "BOX", "holding": "SEND", "visible": true}], "seen": [["BOX"]],
    "fields": {"words": [{"read": "own-words", "at": "BOX"}]},
    "parts": {"control": {"any": ["BOX"]}, "editor": ["BOX"], "avoid": ["button"]},
    "observe": {"attributes": ["disabled", "aria-disabled", "aria-label"]}
}]"#;
const BOX: &str =
    "[contenteditable=true],textarea:not([readonly],[hidden],[style*='display: none'],[style*='display:none'])";
const SEND: &str = "button:is([type=submit],[aria-label*=send i],[aria-label*=submit i],[data-testid*=send i])";
/// What such a surface answers to: a page sends no hash for it.
pub(super) const HASH: &str = "page";
/// Longer than it takes to read a note and leave.
const STAY_MS: u32 = 20_000;

impl Host {
    /// Has the lists of hosts read where some rule looks at one. False while they are waited for.
    pub(super) fn read_lists(&mut self) -> bool {
        let Some(setup) = &self.setup else { return true };
        if setup.lists.is_some() || !setup.wants_lists() {
            return true;
        }
        let Ok(text) = self.need(File::Categories) else { return false };
        let headers = self.headers(&mut Vec::new()).unwrap_or_default();
        let Some(setup) = &mut self.setup else { return true };
        let Some(engine) = &setup.engine else { return true };
        let Some(text) = text else {
            setup.problems.push(Problem::new("categories", "sites/categories.txt", "the lists of hosts"));
            setup.lists = Some(Categories::default());
            return true;
        };
        let (mut categories, problems) = Categories::new(&text, &engine.config().hosts, &engine.categories());
        // A site that is off is off for its address too.
        for header in headers.iter().filter(|header| engine.config().sites_off.contains(&header.id)) {
            categories = categories.without(&header.hosts);
        }
        setup.problems.extend(problems);
        setup.lists = Some(categories);
        true
    }

    /// The lists have been read: pages on them get their script, and those that are open are looked at.
    pub(super) fn lists_read(&mut self, clock: &dyn Clock) {
        self.register();
        self.greet_waiting(clock);
        for id in self.pages.documents.iter().map(|(id, _)| id.clone()).collect::<Vec<_>>() {
            self.look_at(&id);
        }
    }

    /// Asks the browser where a document is, if its host is on a list.
    pub(super) fn look_at(&mut self, id: &str) {
        let at_work = self.pages.documents.get(id).filter(|document| document.is_at_work());
        if at_work.is_some_and(|document| self.told(&document.origin).is_some()) {
            self.effects.push(Effect::FindFrame(id.to_owned()));
        }
    }

    /// What an address says, where it is on a list that some rule looks at.
    pub(super) fn told(&self, address: &str) -> Option<Told> {
        self.setup.as_ref()?.lists.as_ref()?.told(address)
    }

    /// The browser has said where a document is: `None` inside another page, or when it has gone.
    pub(super) fn framed(&mut self, id: &str, address: Option<&str>, clock: &dyn Clock) {
        self.visited_at(id, address, clock);
        if address.is_some() {
            self.arrived(id, clock);
        }
    }

    fn visited_at(&mut self, id: &str, address: Option<&str>, clock: &dyn Clock) {
        let told = address.and_then(|address| self.told(address));
        let Some(document) = self.pages.documents.get(id).filter(|document| document.is_at_work()) else { return };
        // A document that is no longer where it said hello is not believed.
        let told = told.filter(|told| self.told(&document.origin).is_some_and(|origin| origin.host == told.host));
        let surface = self.page_surface(&document.origin);
        let name = surface.to_string();
        let Some(told) = told else {
            return self.gone(id, &name, clock);
        };
        let mut visit = made(surface.clone(), told);
        if let Some(Observation::PageVisit(before)) =
            document.surfaces.get(&name).and_then(|seen| seen.observation.as_ref())
            && before.host == visit.host
        {
            visit.account.clone_from(&before.account);
            visit.stayed = before.stayed;
            visit.files.clone_from(&before.files);
            if *before == visit {
                return;
            }
        }
        visit.account = visit.account.or_else(|| self.account_of(id));
        let Some(seen) = self.remember_surface(id, &surface, Kind::PageVisit) else { return };
        HASH.clone_into(&mut seen.hash);
        let wait = !visit.stayed;
        seen.observation = Some(Observation::PageVisit(visit));
        self.judge(id, &name, true, clock);
        if wait && self.has_findings(id, &name) {
            self.effects.push(Effect::Stay(id.to_owned(), STAY_MS));
        }
        self.hear_of_files(id);
        self.heard_from(id, clock);
    }

    /// A page with a finding is open for longer than it takes to leave.
    pub(super) fn stayed(&mut self, id: &str, clock: &dyn Clock) {
        self.revisit(id, clock, |visit| !std::mem::replace(&mut visit.stayed, true));
    }

    /// Another surface of the document has shown whose account it is.
    pub(super) fn learn_account(&mut self, id: &str, clock: &dyn Clock) {
        let account = self.account_of(id);
        self.revisit(id, clock, |visit| {
            let news = account.is_some() && visit.account != account;
            if news {
                visit.account.clone_from(&account);
            }
            news
        });
    }

    pub(super) fn revisit(&mut self, id: &str, clock: &dyn Clock, change: impl FnOnce(&mut PageVisit) -> bool) {
        let Some(document) = self.pages.documents.get_mut(id) else { return };
        let mut changed = None;
        for (name, seen) in document.surfaces.iter_mut() {
            if let Some(Observation::PageVisit(visit)) = &mut seen.observation {
                changed = Some(name.clone());
                if !change(visit) {
                    return;
                }
                break;
            }
        }
        if let Some(name) = changed {
            self.judge(id, &name, false, clock);
        }
    }

    /// What is looked for on a page that has no site file: forms and prompts, where its host is on a list for that.
    pub(super) fn page_file(&self, address: &str) -> Value {
        let mut surfaces = String::from("[]");
        if self.has(address, FORM, Kind::ProfileField) {
            surfaces = FORMS.replace("SIGNUP", SIGNUP).replace("EMAIL", EMAIL);
        } else if self.has(address, PROMPT, Kind::PostAudience) {
            surfaces = PROMPTS.replace("BOX", BOX).replace("SEND", SEND);
        }
        json!({ "id": WEB, "surfaces": serde_json::from_str::<Value>(&surfaces).unwrap_or_default() })
    }

    fn has(&self, address: &str, name: &str, kind: Kind) -> bool {
        let (Some(engine), Some(told)) = (self.engine(), self.told(address)) else { return false };
        !engine.config().is_off(WEB, name)
            && engine.lists_with(kind).any(|id| told.categories.iter().any(|known| known == id))
    }

    /// Whether a document may speak of such a surface.
    pub(super) fn is_on_list(&self, id: &str, surface: &Surface, kind: Kind) -> bool {
        let is = matches!((kind, surface.name.as_str()), (Kind::ProfileField, FORM) | (Kind::PostAudience, PROMPT));
        let document = self.pages.documents.get(id).filter(|_| is && surface.site == WEB);
        document.is_some_and(|document| self.has(&document.origin, &surface.name, kind))
    }

    /// Puts the host into what is said of a form; a page's own word for it is not taken.
    pub(super) fn with_host(&self, id: &str, observation: &mut Observation) {
        let Observation::ProfileField(field) = observation else { return };
        let origin = self.pages.documents.get(id).map(|document| document.origin.as_str()).unwrap_or_default();
        field.host = web_host(origin).map(|(_, host)| host).filter(|_| field.surface.site == WEB);
    }

    /// What a rule says of a tab where no script of ours can be, such as a store of the browser's own.
    pub(super) fn visited(&self, address: &str, clock: &dyn Clock) -> Option<(String, Vec<Shown>)> {
        let setup = self.setup.as_ref()?;
        let engine = setup.engine.as_ref()?;
        let visit = self.visit(address)?;
        let verdict = engine.judge(&visit, &self.context(clock), &self.answers.memory);
        let shown = verdict.findings.iter().map(|finding| show::finding(finding, engine, &setup.words)).collect();
        Some((visit.surface().to_string(), shown))
    }

    /// What is seen there.
    pub(super) fn visit(&self, address: &str) -> Option<Observation> {
        Some(Observation::PageVisit(made(self.page_surface(address), self.told(address)?)))
    }

    pub(super) fn page_surface(&self, address: &str) -> Surface {
        let site = self.setup.as_ref().and_then(|setup| setup.coverage.site_of(address));
        let site = site.map_or(WEB, |site| &site.header.id);
        Surface { site: site.to_owned(), name: SURFACE.to_owned(), n: 1 }
    }

    pub(super) fn account_of(&self, id: &str) -> Option<String> {
        let document = self.pages.documents.get(id)?;
        let others = document.surfaces.iter().filter(|(_, seen)| seen.kind != Kind::PageVisit);
        others.filter_map(|(_, seen)| seen.observation.as_ref()?.account()).next().map(str::to_owned)
    }

    pub(super) fn has_findings(&self, id: &str, name: &str) -> bool {
        let seen = self.pages.documents.get(id).and_then(|document| document.surfaces.get(name));
        seen.is_some_and(|seen| !seen.shown.is_empty())
    }
}

impl super::setup::Setup {
    /// Whether some rule looks at a list of hosts.
    pub(super) fn wants_lists(&self) -> bool {
        self.engine.as_ref().is_some_and(|engine: &Engine| !engine.categories().is_empty())
    }
}

fn made(surface: Surface, told: Told) -> PageVisit {
    PageVisit {
        surface,
        account: None,
        host: told.host,
        categories: told.categories,
        page: told.page,
        stayed: false,
        files: Vec::new(),
    }
}
