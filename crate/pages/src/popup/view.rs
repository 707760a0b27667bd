//! Draws the popup's parts, in the order in which they are read and reached by keyboard.

use lanyard_core::finding::Message;
use lanyard_core::protocol::{Looked as Surface, PopupState, Shown};
use lanyard_core::words::Words;
use wasm_bindgen::JsValue;
use web_sys::Element;

use super::model::{Looked, Quiet};
use super::setup;
use crate::dom::{Dom, Drawn, fill, set};
use crate::glyph::{self, Icon};
use crate::language;
use crate::pen::{Pen, replace};

/// Stands for the host name until it is put in on its own.
const HOLE: char = '\u{fffc}';

/// Draws the whole popup in place of what is there.
pub(super) fn draw(
    dom: &Dom,
    words: &Words,
    state: &PopupState,
    quiet: (Quiet, String),
    tab: Option<i32>,
    panel: Option<usize>,
) -> Result<(), JsValue> {
    let pen = Pen { dom, words };
    let header = pen.header(state)?;
    let main = dom.element("main", "")?;
    match language::idle(state.state) {
        Some((title, more)) => fill(&main, &[&pen.idle(title, more)?])?,
        None => {
            if let Some(at) = panel {
                let text = |text: &Option<String>| text.clone().unwrap_or_default();
                fill(&main, &[&pen.panels(at, &text(&state.school), &text(&state.policy))?])?;
            }
            for part in [pen.found(state)?, pen.looked(state)?, pen.unchecked(state)?].into_iter().flatten() {
                fill(&main, &[&part])?;
            }
            fill(&main, &[&pen.switches(quiet)?])?;
        }
    }
    replace(dom, &[&header, &main, &setup::draw(&pen, state, tab)?])
}

/// What is drawn when the worker does not answer.
pub(super) fn unreachable(dom: &Dom, words: &Words) -> Result<(), JsValue> {
    let pen = Pen { dom, words };
    let header = pen.header(&PopupState::default())?;
    let main = dom.element("main", "")?;
    fill(&main, &[&pen.idle("state_unreachable", "state_unreachable_more")?])?;
    let health = dom.element("section", "part")?;
    fill(&health, &[&pen.link("health.html", &pen.say("popup_health"))?])?;
    fill(&main, &[&health])?;
    replace(dom, &[&header, &main])
}

impl Pen<'_> {
    fn header(&self, state: &PopupState) -> Drawn {
        let name = state.school.clone().unwrap_or_else(|| self.say("app_name"));
        let place = match &state.host {
            Some(host) => {
                let text = self.words.text(&Message::new("popup_this_tab").with("host", HOLE));
                self.dom.isolated("p", "muted", &text, HOLE, host)?
            }
            None => self.dom.text("p", "muted", &self.say("popup_unknown_tab"))?,
        };
        let text = self.dom.element("div", "")?;
        fill(&text, &[&self.dom.text("h1", "", &name)?, &place])?;
        let header = self.dom.element("header", "head")?;
        fill(&header, &[&glyph::mark(self.dom)?, &text])?;
        Ok(header)
    }

    fn found(&self, state: &PopupState) -> Drawn<Option<Element>> {
        if state.findings.is_empty() {
            return Ok(None);
        }
        let section = self.section("found", &self.count("popup_found", state.findings.len()), "")?;
        let list = self.dom.element("ul", "list findings")?;
        for finding in &state.findings {
            fill(&list, &[&self.finding(finding)?])?;
        }
        fill(&section, &[&list])?;
        Ok(Some(section))
    }

    fn finding(&self, finding: &Shown) -> Drawn {
        let item = self.dom.element("li", "finding")?;
        set(
            &item,
            &[
                ("data-rule", &finding.rule),
                ("data-severity", finding.severity.id()),
                ("data-surface", &finding.surface),
            ],
        )?;
        // Ids of elements may not hold spaces, ids of findings do.
        let key = finding.id.replace(char::is_whitespace, "~");
        let texts = format!("text-{key}");

        let cited = self.dom.element("p", "cited")?;
        fill(&cited, &[&self.dom.text("span", "ln-strength", &finding.strength)?])?;
        if finding.clause_texts.is_empty() {
            fill(&cited, &[&self.dom.text("span", "muted", &finding.clause)?])?;
        } else {
            let clause = self.dom.element("button", "ln-link")?;
            fill(&clause, &[&self.dom.text("bdi", "", &finding.clause)?])?;
            clause.set_id(&format!("clause-{key}"));
            set(
                &clause,
                &[("type", "button"), ("data-do", "clause"), ("aria-expanded", "false"), ("aria-controls", &texts)],
            )?;
            fill(&cited, &[&clause])?;
        }

        let show = self.dom.text("button", "ln-button ln-button--small", &self.say("popup_show_me"))?;
        show.set_id(&format!("show-{key}"));
        let what = self.words.text(&Message::new("popup_show_me_what").with("seen", &finding.seen));
        set(&show, &[("type", "button"), ("data-do", "reveal"), ("data-finding", &finding.id), ("aria-label", &what)])?;

        let clauses = self.dom.element("div", "clauses")?;
        clauses.set_id(&texts);
        set(&clauses, &[("hidden", "")])?;
        for clause in &finding.clause_texts {
            let heading = self.words.text(&Message::new("popup_clause_section").with("section", &clause.section));
            let link = self.link(&format!("handbook.html#clause-{}", clause.id), &self.say("popup_handbook_clause"))?;
            let named = format!("{} {}", heading, self.say("popup_handbook_clause"));
            set(&link, &[("aria-label", &named)])?;
            fill(&clauses, &[&self.dom.text("h3", "", &heading)?, &self.dom.text("p", "", &clause.text)?, &link])?;
        }
        if finding.rule == "social-privacy-settings" {
            let site = finding.surface.split('/').next().unwrap_or_default();
            let link = self.link(&format!("checkup.html#{site}"), &self.say("popup_checkup_site"))?;
            fill(&clauses, &[&link])?;
        }

        let sign = glyph::severity(self.dom, finding.severity)?;
        fill(&item, &[&sign, &self.dom.text("p", "seen", &finding.seen)?, &cited, &clauses, &show])?;
        Ok(item)
    }

    fn looked(&self, state: &PopupState) -> Drawn<Option<Element>> {
        let heading = match Looked::of(state) {
            Looked::Unsaid => return Ok(None),
            Looked::NothingYet => return self.line("popup_nothing_yet").map(Some),
            Looked::NotCovered => return self.line("popup_nothing_covered").map(Some),
            Looked::List => self.count("popup_looked", state.looked.len()),
            Looked::NothingFound => self.say("popup_nothing_found"),
        };
        let section = self.section("looked", &heading, "")?;
        fill(&section, &[&self.surfaces(&state.looked, "data-looked", Icon::Looked)?])?;
        Ok(Some(section))
    }

    fn unchecked(&self, state: &PopupState) -> Drawn<Option<Element>> {
        if state.unchecked.is_empty() {
            return Ok(None);
        }
        let section = self.section("unchecked", &self.count("popup_unchecked", state.unchecked.len()), "")?;
        fill(&section, &[&self.surfaces(&state.unchecked, "data-unchecked", Icon::NotChecked)?])?;
        Ok(Some(section))
    }

    fn surfaces(&self, surfaces: &[Surface], attribute: &str, icon: Icon) -> Drawn {
        let list = self.dom.element("ul", "list")?;
        for surface in surfaces {
            let item = self.dom.element("li", "surface")?;
            set(&item, &[(attribute, &surface.surface)])?;
            let text = self.dom.element("p", "")?;
            fill(&text, &[&self.dom.text("span", "", &surface.label)?])?;
            if !surface.reason.is_empty() {
                let reason = self.words.text(&Message::new("popup_unchecked_reason").with("reason", &surface.reason));
                fill(&text, &[&self.dom.text("span", "muted", &reason)?])?;
            }
            fill(&item, &[&glyph::icon(self.dom, icon)?, &text])?;
            fill(&list, &[&item])?;
        }
        Ok(list)
    }

    fn line(&self, key: &str) -> Drawn {
        let part = self.dom.element("section", "part")?;
        fill(&part, &[&self.dom.text("p", "", &self.say(key))?])?;
        Ok(part)
    }

    fn switches(&self, (quiet, end): (Quiet, String)) -> Drawn {
        let section = self.section("quiet", &self.say("popup_quiet_heading"), "only-heard")?;
        let pair = self.dom.element("div", "switches")?;
        fill(&pair, &[&self.switch("lesson", "popup_quiet", Icon::Bell, quiet == Quiet::Lesson)?])?;
        fill(&pair, &[&self.switch("presenting", "popup_presenting", Icon::Screen, quiet == Quiet::Presenting)?])?;
        let note = match quiet {
            Quiet::Off => self.say("popup_quiet_off"),
            Quiet::Lesson => self.words.text(&Message::new("popup_quiet_on").with("time", end)),
            Quiet::Presenting => self.say("popup_presenting_on"),
        };
        let note = self.dom.text("p", "muted note", &note)?;
        note.set_id("quiet-note");
        fill(&section, &[&pair, &note])?;
        Ok(section)
    }

    fn switch(&self, name: &str, key: &str, icon: Icon, on: bool) -> Drawn {
        let button = self.dom.element("button", "ln-button switch")?;
        button.set_id(&format!("switch-{name}"));
        let checked = if on { "true" } else { "false" };
        set(
            &button,
            &[
                ("type", "button"),
                ("role", "switch"),
                ("aria-checked", checked),
                ("aria-describedby", "quiet-note"),
                ("data-do", name),
            ],
        )?;
        let icon = glyph::icon(self.dom, if on { Icon::Check } else { icon })?;
        fill(&button, &[&icon, &self.dom.text("span", "", &self.say(key))?])?;
        Ok(button)
    }
}
