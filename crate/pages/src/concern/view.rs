//! Draws the report's parts.

use lanyard_core::finding::Message;
use lanyard_core::policy::{Clause, Policy};
use lanyard_core::protocol::{HandbookRole, HandbookState};
use wasm_bindgen::JsValue;
use web_sys::Element;

use super::Facts;
use super::model::{FIELDS, Kind, Route, is_long};
use crate::dom::{Drawn, fill, set};
use crate::glyph;
use crate::pen::{Pen, replace};

/// What is drawn, and how.
pub(super) struct Page<'a> {
    pub(super) pen: Pen<'a>,
    pub(super) policy: &'a Policy,
    pub(super) state: &'a HandbookState,
}

/// All but what depends on the kind of concern.
pub(super) fn frame(page: &Page<'_>, facts: &Facts) -> Result<(), JsValue> {
    let dom = page.pen.dom;
    let main = dom.element("main", "report")?;
    let route = dom.element("section", "to-tell")?;
    route.set_id("route");
    set(&route, &[("aria-labelledby", "who")])?;
    let heard = dom.element("p", "only-heard")?;
    heard.set_id("heard");
    set(&heard, &[("role", "status")])?;
    fill(&main, &[&page.first()?, &page.kinds(facts)?, &route, &heard, &page.form(facts)?, &page.copied()?])?;
    replace(dom, &[&page.header()?, &main, &page.pen.footer("concern.html", &["handbook_words", "popup_sends"])?])
}

impl Page<'_> {
    fn say(&self, key: &str) -> String {
        self.pen.say(key)
    }

    fn words(&self, message: &Message) -> String {
        self.pen.words.text(message)
    }

    fn header(&self) -> Drawn {
        let dom = self.pen.dom;
        let name = dom.element("p", "school")?;
        fill(&name, &[&glyph::mark(dom)?, &dom.text("strong", "", &self.policy.school.name)?])?;
        let header = dom.element("header", "head")?;
        let lead = dom.text("p", "lead", &self.say("concern_lead"))?;
        fill(&header, &[&name, &dom.text("h1", "", &self.say("concern_title"))?, &lead])?;
        Ok(header)
    }

    /// G1: what holds for everybody comes before anything of the school's.
    fn first(&self) -> Drawn {
        let dom = self.pen.dom;
        let aside = dom.element("aside", "first")?;
        set(&aside, &[("aria-label", &self.say("concern_first"))])?;
        let lead = Message::new("social_pupil_connection_guidance").with("lead", &self.policy.school.lead);
        for message in [lead, Message::new("social_pupil_connection_guidance_head")] {
            fill(&aside, &[&dom.text("p", "national", &self.words(&message))?])?;
        }
        Ok(aside)
    }

    fn kinds(&self, facts: &Facts) -> Drawn {
        let dom = self.pen.dom;
        let group = dom.element("fieldset", "kinds")?;
        fill(&group, &[&dom.text("legend", "", &self.say("concern_kinds"))?])?;
        for kind in Kind::LIST {
            let label = dom.element("label", "kind")?;
            let input = dom.element("input", "")?;
            set(&input, &[("type", "radio"), ("name", "kind"), ("data-kind", kind.id())])?;
            if facts.kind == Some(kind) {
                set(&input, &[("checked", "")])?;
            }
            let name = self.say(&format!("concern_kind_{}", kind.id()));
            fill(&label, &[&input, &dom.text("span", "", &name)?])?;
            fill(&group, &[&label])?;
        }
        Ok(group)
    }

    /// Whom to tell, and what the document says about it.
    pub(super) fn route(&self, into: &Element, kind: Option<Kind>) -> Result<(), JsValue> {
        let dom = self.pen.dom;
        into.replace_children_with_node_0();
        let heading = dom.text("h2", "", &self.say("concern_who"))?;
        heading.set_id("who");
        fill(into, &[&heading])?;
        let Some(kind) = kind else { return fill(into, &[&dom.text("p", "muted", &self.say("concern_choose"))?]) };
        let route = Route::of(kind, self.policy, &self.state.roles);
        let clauses = kind.clauses(self.policy);
        let key = match &route {
            Route::National => "concern_head_route",
            Route::Nobody => "concern_nobody",
            Route::Usual(_) if clauses.is_empty() => "concern_usual",
            Route::Usual(_) => "concern_usual_said",
            Route::Named(_) => "concern_named",
        };
        let class = if route == Route::National { "national" } else { "" };
        let line = dom.text("p", class, &self.say(key))?;
        set(&line, &[("data-route", key)])?;
        fill(into, &[&line])?;
        if !route.people().is_empty() {
            let list = dom.element("ol", "people")?;
            for role in route.people() {
                fill(&list, &[&self.role(role)?])?;
            }
            fill(into, &[&list])?;
            // Without a mailbox there is nothing to open, and that is said once.
            let any = route.people().iter().any(|role| role.email.is_some());
            let note = if any { "concern_draft_note" } else { "concern_no_mailbox" };
            fill(into, &[&dom.text("p", "muted", &self.say(note))?])?;
        }
        if !clauses.is_empty() {
            let list = dom.element("ul", "cited-all")?;
            for clause in clauses {
                fill(&list, &[&self.clause(clause)?])?;
            }
            fill(into, &[&dom.text("h3", "", &self.say("concern_says"))?, &list])?;
        }
        Ok(())
    }

    /// Somebody to tell. The draft that opens is empty: no text of the report goes into an address (G6), and
    /// the only address there is the mailbox of a role that the school has set.
    fn role(&self, role: &HandbookRole) -> Drawn {
        let dom = self.pen.dom;
        let item = dom.element("li", "")?;
        set(&item, &[("data-role", &role.id)])?;
        fill(&item, &[&dom.text("strong", "", &role.title)?])?;
        if let Some(email) = &role.email {
            let link = dom.text("a", "ln-button", &self.say("concern_draft"))?;
            let named = self.words(&Message::new("concern_draft_to").with("tell", &role.title));
            set(&link, &[("href", &format!("mailto:{email}")), ("aria-label", &named)])?;
            fill(&item, &[&dom.text("bdi", "muted", email)?, &link])?;
        }
        Ok(item)
    }

    fn clause(&self, clause: &Clause) -> Drawn {
        let dom = self.pen.dom;
        let language = &self.state.language;
        let item = dom.element("li", "")?;
        set(&item, &[("data-clause", &clause.id)])?;
        let text = dom.text("p", "text", clause.text.get(language))?;
        if clause.text.cy.is_none() && language.starts_with("cy") {
            set(&text, &[("lang", "en")])?;
        }
        let cited = dom.element("p", "cited")?;
        let link = self.pen.link(&format!("handbook.html#clause-{}", clause.id), "")?;
        fill(&link, &[&dom.text("bdi", "", &clause.section)?])?;
        fill(&cited, &[&link])?;
        fill(&item, &[&text, &cited])?;
        Ok(item)
    }

    fn form(&self, facts: &Facts) -> Drawn {
        let dom = self.pen.dom;
        let section = dom.element("section", "fields")?;
        let heading = dom.text("h2", "", &self.say("concern_report"))?;
        heading.set_id("fields");
        set(&section, &[("aria-labelledby", "fields")])?;
        fill(&section, &[&heading])?;
        if !facts.seen.is_empty() {
            fill(&section, &[&dom.text("p", "muted", &self.say("concern_filled"))?])?;
        }
        for field in FIELDS {
            let id = format!("field-{field}");
            let label = dom.text("label", "", &self.say(&format!("concern_label_{field}")))?;
            set(&label, &[("for", &id)])?;
            let value = match field {
                "when" => facts.when.as_str(),
                "where" => facts.host.as_str(),
                "seen" => facts.seen.as_str(),
                _ => "",
            };
            let input = dom.element(if is_long(field) { "textarea" } else { "input" }, "")?;
            input.set_id(&id);
            set(&input, &[("autocomplete", "off")])?;
            if is_long(field) {
                input.set_text_content(Some(value));
                set(&input, &[("rows", "4")])?;
            } else {
                set(&input, &[("type", "text"), ("value", value)])?;
            }
            fill(&section, &[&label, &input])?;
            if field == "own" {
                let hint = dom.text("p", "muted", &self.say("concern_own_hint"))?;
                hint.set_id("own-hint");
                set(&input, &[("aria-describedby", "own-hint")])?;
                fill(&section, &[&hint])?;
            }
        }
        Ok(section)
    }

    /// The text as it is copied, and the button for that.
    fn copied(&self) -> Drawn {
        let dom = self.pen.dom;
        let section = dom.element("section", "copied")?;
        let heading = dom.text("h2", "", &self.say("concern_preview"))?;
        heading.set_id("copied");
        set(&section, &[("aria-labelledby", "copied")])?;
        let preview = dom.element("pre", "")?;
        preview.set_id("preview");
        // It may be longer than its box: then the keyboard has to reach it.
        set(&preview, &[("tabindex", "0"), ("role", "group"), ("aria-labelledby", "copied")])?;
        let button = dom.text("button", "ln-button copy", &self.say("concern_copy"))?;
        button.set_id("copy");
        set(&button, &[("type", "button")])?;
        let said = dom.element("p", "said")?;
        said.set_id("said");
        set(&said, &[("role", "status")])?;
        let kept = dom.text("p", "muted", &self.say("concern_kept"))?;
        fill(&section, &[&heading, &preview, &button, &said, &kept])?;
        Ok(section)
    }
}
