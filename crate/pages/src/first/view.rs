//! Draws the panels.

use lanyard_core::finding::Message;

use super::PANELS;
use crate::dom::{Drawn, fill, set};
use crate::glyph::{self, Icon};
use crate::pen::Pen;

impl Pen<'_> {
    /// One panel: a heading and a few sentences.
    pub(crate) fn panel(&self, at: usize, policy: &str) -> Drawn {
        let (name, count) = PANELS.get(at).copied().unwrap_or_default();
        let section = self.dom.element("section", "panel")?;
        let heading = self.dom.text("h2", "", &self.say(&format!("first_{name}")))?;
        let id = format!("first-{name}");
        heading.set_id(&id);
        set(&section, &[("aria-labelledby", &id), ("data-panel", name)])?;
        let list = self.dom.element("ul", "")?;
        let icon = match name {
            "does" => Icon::Check,
            "never" => Icon::NotChecked,
            _ => Icon::Search,
        };
        for n in 1..=count {
            let item = self.dom.element("li", "")?;
            let text = self.words.text(&Message::new(&format!("first_{name}_{n}")).with("policy", policy));
            fill(&item, &[&glyph::icon(self.dom, icon)?, &self.dom.text("span", "", &text)?])?;
            fill(&list, &[&item])?;
        }
        fill(&section, &[&heading, &list])?;
        Ok(section)
    }

    /// The panels one after the other, with a way on and a way past them.
    pub(crate) fn panels(&self, at: usize, school: &str, policy: &str) -> Drawn {
        let part = self.dom.element("section", "part first")?;
        let from = self.words.text(&Message::new("first_from").with("school", school));
        let label = self.dom.text("p", "muted", &from)?;
        label.set_id("first-from");
        set(&part, &[("aria-labelledby", "first-from"), ("data-first", "")])?;
        let row = self.dom.element("div", "steps")?;
        let last = at + 1 == PANELS.len();
        let place = Message::new("first_place").with("number", at + 1).with("all", PANELS.len());
        let place = self.dom.text("span", "muted", &self.words.text(&place))?;
        let on = self.dom.text("button", "ln-button", &self.say(if last { "first_done" } else { "first_next" }))?;
        on.set_id("first-next");
        set(&on, &[("type", "button"), ("data-do", if last { "first-skip" } else { "first-next" })])?;
        fill(&row, &[&place, &on])?;
        if !last {
            let skip = self.dom.text("button", "ln-link", &self.say("first_skip"))?;
            set(&skip, &[("type", "button"), ("data-do", "first-skip")])?;
            fill(&row, &[&skip])?;
        }
        fill(&part, &[&label, &self.panel(at, policy)?, &row])?;
        Ok(part)
    }
}
