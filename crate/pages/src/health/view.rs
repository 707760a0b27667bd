//! Draws the health page.

use lanyard_core::problem::Problem;

use super::model::Fact;
use crate::dom::{Drawn, fill, set};
use crate::glyph::{self, Icon};
use crate::pen::{Pen, replace};

pub(super) fn draw(pen: &Pen<'_>, facts: &[Fact], problems: &[Problem], active: bool) -> Drawn<()> {
    let dom = pen.dom;
    let header = dom.element("header", "head")?;
    let name = dom.element("p", "school")?;
    fill(&name, &[&glyph::mark(dom)?, &dom.text("strong", "", &pen.say("app_name"))?])?;
    let lead = dom.text("p", "lead", &pen.say("health_lead"))?;
    fill(&header, &[&name, &dom.text("h1", "", &pen.say("health_title"))?, &lead])?;

    let main = dom.element("main", "sheet")?;
    let report = pen.section("report", &pen.say("health_report"), "")?;
    let list = dom.element("dl", "lines card")?;
    for fact in facts {
        let line = dom.element("div", if fact.look { "line look" } else { "line" })?;
        set(&line, &[("data-fact", fact.id)])?;
        let value = dom.element("dd", "")?;
        if fact.look {
            fill(&value, &[&glyph::icon(dom, Icon::Attention)?])?;
        }
        fill(&value, &[&dom.text("bdi", "", &fact.value)?])?;
        fill(&line, &[&dom.text("dt", "", &fact.label)?, &value])?;
        fill(&list, &[&line])?;
    }
    let bar = dom.element("div", "bar")?;
    let copy = dom.text("button", "ln-button", &pen.say("health_copy"))?;
    copy.set_id("copy");
    set(&copy, &[("type", "button"), ("aria-describedby", "copy-note")])?;
    let said = dom.element("p", "said")?;
    said.set_id("copy-said");
    set(&said, &[("role", "status")])?;
    fill(&bar, &[&copy, &said])?;
    let note = dom.text("p", "muted", &pen.say("health_copy_note"))?;
    note.set_id("copy-note");
    fill(&report, &[&bar, &note, &list, &dom.text("p", "muted", &pen.say("health_blocked_note"))?])?;
    fill(&report, &[&dom.text("p", "muted", &pen.say("health_unread_note"))?])?;
    fill(&main, &[&report])?;

    if !problems.is_empty() {
        let section = pen.section("problems", &pen.say("health_problems"), "")?;
        let list = dom.element("ul", "list problems")?;
        for problem in problems {
            fill(&list, &[&pen.problem(problem)?])?;
        }
        fill(&section, &[&list])?;
        fill(&main, &[&section])?;
    }

    let footer = dom.element("footer", "foot muted")?;
    fill(&footer, &[&dom.text("p", "", &pen.say("popup_sends"))?])?;
    if let Some(leads) = pen.leads(active, None, "health.html")? {
        fill(&footer, &[&leads])?;
    }
    replace(dom, &[&header, &main, &footer])
}
