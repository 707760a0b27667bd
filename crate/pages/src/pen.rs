//! What every page of ours is drawn with.

use lanyard_core::finding::Message;
use lanyard_core::problem::Problem;
use lanyard_core::words::Words;
use wasm_bindgen::JsValue;
use web_sys::Element;

use crate::dom::{Dom, Drawn, fill, set};
use crate::glyph::{self, Icon};

/// What every part is drawn with.
pub(crate) struct Pen<'a> {
    pub(crate) dom: &'a Dom,
    pub(crate) words: &'a Words,
}

impl Pen<'_> {
    pub(crate) fn say(&self, key: &str) -> String {
        self.words.text(&Message::new(key))
    }

    pub(crate) fn count(&self, key: &str, count: usize) -> String {
        self.words.text(&Message::new(key).count(count))
    }

    /// A section with a heading that names it.
    pub(crate) fn section(&self, id: &str, heading: &str, class: &str) -> Drawn {
        let section = self.dom.element("section", "part")?;
        let heading = self.dom.text("h2", class, heading)?;
        heading.set_id(id);
        set(&section, &[("aria-labelledby", id)])?;
        fill(&section, &[&heading])?;
        Ok(section)
    }

    /// Whose page it is: Lanyard's mark and the school's name.
    pub(crate) fn school(&self, name: &str) -> Drawn {
        let line = self.dom.element("p", "school")?;
        fill(&line, &[&glyph::mark(self.dom)?, &self.dom.text("strong", "", name)?])?;
        Ok(line)
    }

    /// A link to a page of ours, in a tab of its own.
    pub(crate) fn link(&self, href: &str, text: &str) -> Drawn {
        let link = self.dom.text("a", "ln-link", text)?;
        set(&link, &[("href", href), ("target", "_blank")])?;
        Ok(link)
    }

    /// Why nothing is checked, in place of what would have been found.
    pub(crate) fn idle(&self, title: &str, more: &str) -> Drawn {
        let section = self.dom.element("section", "part idle")?;
        let text = self.dom.element("div", "")?;
        let heading = self.dom.text("h2", "title", &self.say(title))?;
        heading.set_id("idle");
        set(&section, &[("aria-labelledby", "idle"), ("role", "status"), ("data-why", title)])?;
        fill(&text, &[&heading, &self.dom.text("p", "", &self.say(more))?])?;
        fill(&section, &[&glyph::icon(self.dom, Icon::Attention)?, &text])?;
        Ok(section)
    }

    /// What is wrong with a key: where, what was expected, what to do.
    pub(crate) fn problem(&self, problem: &Problem) -> Drawn {
        let item = self.dom.element("li", "")?;
        set(&item, &[("data-problem", &problem.code), ("data-path", &problem.path)])?;
        fill(&item, &[&self.dom.text("code", "path", &problem.path)?])?;
        let expected = Message::new("popup_problem_expected").with("expected", &problem.expected);
        fill(&item, &[&self.technical(&expected)?])?;
        if let Some(suggestion) = &problem.suggestion {
            fill(&item, &[&self.technical(&Message::new("popup_problem_suggestion").with("suggestion", suggestion))?])?;
        }
        let code = Message::new("popup_problem_code").with("code", &problem.code);
        fill(&item, &[&self.dom.text("p", "muted", &self.words.text(&code))?])?;
        Ok(item)
    }

    fn technical(&self, message: &Message) -> Drawn<Element> {
        self.dom.text("p", "", &self.words.text(message))
    }
}

/// Draws parts in place of what is there.
pub(crate) fn replace(dom: &Dom, parts: &[&Element]) -> Result<(), JsValue> {
    let Some(body) = dom.document.body() else { return Ok(()) };
    body.replace_children_with_node_0();
    fill(&body, parts)
}
