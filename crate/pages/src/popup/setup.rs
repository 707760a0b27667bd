//! The last part of the popup: how Lanyard is set up, and what is wrong with it.

use lanyard_core::finding::Message;
use lanyard_core::protocol::{PopupState, Working};

use super::model;
use crate::dom::{Drawn, fill, set};
use crate::glyph::{self, Icon};
use crate::language;
use crate::pen::Pen;

pub(super) fn draw(pen: &Pen<'_>, state: &PopupState, tab: Option<i32>) -> Drawn {
    let footer = pen.dom.element("footer", "setup")?;
    let heading = pen.dom.text("h2", "only-heard", &pen.say("popup_setup_heading"))?;
    fill(&footer, &[&heading, &pen.summary(state, tab)?, &pen.details(state)?])?;
    Ok(footer)
}

impl Pen<'_> {
    /// What everybody should see at once.
    fn summary(&self, state: &PopupState, tab: Option<i32>) -> Drawn {
        let line = self.dom.element("div", "summary")?;
        let text = self.dom.element("div", "")?;
        let mut icon = None;
        if state.state == Working::Active {
            let working = self.dom.element("div", "working")?;
            fill(&working, &[&self.dom.text("strong", "", &self.say("state_active"))?])?;
            if let Some(dated) = &state.dated {
                let policy = Message::new("popup_setup_dated").with("date", language::month(self.words, dated));
                fill(&working, &[&self.dom.text("p", "", &self.words.text(&policy))?])?;
            }
            fill(&working, &[&self.dom.text("p", "", &model::roster(self.words, state.roster_days))?])?;
            fill(&text, &[&working])?;
            icon = Some(Icon::Check);
        }
        if !state.problems.is_empty() {
            icon = Some(Icon::Attention);
            let count = self.words.text(&Message::new("popup_problems").count(state.problems.len()));
            let line = self.dom.text("p", "attention", &count)?;
            set(&line, &[("data-problems", &state.problems.len().to_string())])?;
            fill(&text, &[&line])?;
        }
        fill(&text, &[&self.dom.text("p", "", &self.say("popup_sends"))?])?;
        if let Some(leads) = self.leads(state.state == Working::Active, tab, "popup.html")? {
            fill(&text, &[&leads])?;
        }
        if let Some(icon) = icon {
            fill(&line, &[&glyph::icon(self.dom, icon)?])?;
        }
        fill(&line, &[&text])?;
        Ok(line)
    }

    /// Everything else, nothing technical hidden.
    fn details(&self, state: &PopupState) -> Drawn {
        let details = self.dom.element("details", "more")?;
        details.set_id("setup-details");
        if state.state == Working::Broken {
            set(&details, &[("open", "")])?;
        }
        fill(&details, &[&self.dom.text("summary", "", &self.say("popup_setup_show"))?])?;
        if let (Some(policy), Some(dated)) = (&state.policy, &state.dated) {
            let text = Message::new("popup_setup_policy")
                .with("policy", policy)
                .with("date", language::month(self.words, dated));
            fill(&details, &[&self.dom.text("p", "", &self.words.text(&text))?])?;
        }
        let source = match state.source.as_str() {
            "managed" => "popup_source_managed",
            "device" => "popup_source_device",
            _ => "popup_source_none",
        };
        let source = self.dom.text("p", "", &self.say(source))?;
        set(&source, &[("data-source", &state.source)])?;
        fill(&details, &[&source, &self.dom.text("p", "", &model::roster(self.words, state.roster_days))?])?;
        // Where a school manages the browser there is nothing to set up here.
        if state.source != "managed" {
            let line = self.dom.element("p", "")?;
            fill(&line, &[&self.link("setup.html", &self.say("popup_set_up"))?])?;
            fill(&details, &[&line])?;
        }
        for note in &state.notes {
            fill(&details, &[&self.dom.text("p", "setup-note", note)?])?;
        }
        if !state.problems.is_empty() {
            let list = self.dom.element("ul", "list problems")?;
            for problem in &state.problems {
                fill(&list, &[&self.problem(problem)?])?;
            }
            fill(&details, &[&list])?;
        }
        let line = self.dom.element("p", "")?;
        fill(&line, &[&self.link("health.html", &self.say("popup_health"))?])?;
        fill(&details, &[&line])?;
        let version = Message::new("popup_version").with("version", &state.version);
        fill(&details, &[&self.dom.text("p", "muted", &self.words.text(&version))?])?;
        Ok(details)
    }
}
