//! Draws the handbook's parts.

use std::collections::HashSet;

use lanyard_core::finding::{Message, Severity};
use lanyard_core::policy::{Clause, Policy};
use lanyard_core::protocol::{HandbookReminders, HandbookState, KnownReminder, OwnDetail};
use wasm_bindgen::JsValue;
use web_sys::Element;

use super::model::{self, GUIDES, Guide, How, Topic};
use crate::dom::{Drawn, fill, set};
use crate::glyph::{self, Icon};
use crate::language;
use crate::pen::{Pen, replace};

/// What is drawn, and how.
pub(super) struct Page<'a> {
    pub(super) pen: Pen<'a>,
    pub(super) policy: &'a Policy,
    pub(super) state: &'a HandbookState,
}

/// The frame that stays while the list of clauses changes: search, topics, list, guides.
pub(super) fn frame(page: &Page<'_>) -> Result<(), JsValue> {
    let pen = &page.pen;
    let main = pen.dom.element("main", "book")?;
    let list = pen.dom.element("section", "clauses-of")?;
    list.set_id("clauses");
    let said = pen.dom.element("p", "only-heard")?;
    said.set_id("said");
    set(&said, &[("role", "status")])?;
    let side = pen.dom.element("div", "side")?;
    fill(&side, &[&page.guides()?])?;
    if let Some(own) = &page.state.own {
        fill(&side, &[&page.own(own)?])?;
    }
    fill(&main, &[&page.search()?, &said, &page.topics()?, &list, &side])?;
    replace(pen.dom, &[&page.header()?, &main, &page.pen.footer("handbook.html", &["handbook_words", "popup_sends"])?])
}

impl Page<'_> {
    fn language(&self) -> &str {
        &self.state.language
    }

    fn say(&self, key: &str) -> String {
        self.pen.say(key)
    }

    fn words(&self, message: &Message) -> String {
        self.pen.words.text(message)
    }

    fn header(&self) -> Drawn {
        let dom = self.pen.dom;
        let school = &self.policy.school;
        let name = self.pen.school(&school.name)?;
        let document = Message::new("handbook_policy")
            .with("policy", &school.policy)
            .with("date", language::month(self.pen.words, &school.dated));
        let top = dom.element("div", "top")?;
        fill(&top, &[&name, &dom.text("p", "muted", &self.words(&document))?])?;
        let header = dom.element("header", "head")?;
        let lead = dom.text("p", "lead", &self.say("handbook_lead"))?;
        fill(&header, &[&top, &dom.text("h1", "", &self.say("handbook_title"))?, &lead])?;
        Ok(header)
    }

    fn search(&self) -> Drawn {
        let dom = self.pen.dom;
        let form = dom.element("search", "find")?;
        let input = dom.element("input", "")?;
        input.set_id("search");
        set(
            &input,
            &[
                ("type", "search"),
                ("autocomplete", "off"),
                ("spellcheck", "false"),
                ("aria-label", &self.say("handbook_search")),
                ("placeholder", &self.say("handbook_search_hint")),
                ("aria-controls", "clauses"),
            ],
        )?;
        fill(&form, &[&glyph::icon(dom, Icon::Search)?, &input])?;
        Ok(form)
    }

    fn topics(&self) -> Drawn {
        let dom = self.pen.dom;
        let nav = dom.element("nav", "topics")?;
        set(&nav, &[("aria-label", &self.say("handbook_topics"))])?;
        let list = dom.element("ul", "")?;
        for topic in Topic::LIST {
            let count = model::chosen(self.policy, topic, "", self.language()).len();
            if count == 0 {
                continue;
            }
            let button = dom.element("button", "topic")?;
            set(&button, &[("type", "button"), ("data-do", "topic"), ("data-topic", topic.id())])?;
            let name = self.say(&format!("handbook_topic_{}", topic.id()));
            fill(&button, &[&dom.text("span", "", &name)?, &dom.text("span", "number", &count.to_string())?])?;
            let item = dom.element("li", "")?;
            fill(&item, &[&button])?;
            fill(&list, &[&item])?;
        }
        fill(&nav, &[&list])?;
        Ok(nav)
    }

    /// The clauses of a topic, or those that were found.
    pub(super) fn clauses(
        &self,
        into: &Element,
        topic: Topic,
        query: &str,
        ticked: &HashSet<String>,
    ) -> Result<(), JsValue> {
        let dom = self.pen.dom;
        let clauses = model::chosen(self.policy, topic, query, self.language());
        let searching = !query.trim().is_empty();
        let heading = match (searching, clauses.len()) {
            (false, _) => self.say(&format!("handbook_topic_{}", topic.id())),
            (true, 0) => self.say("handbook_found_none"),
            (true, count) => self.pen.count("handbook_found", count),
        };
        let head = dom.element("div", "of")?;
        let title = dom.text("h2", "", &heading)?;
        title.set_id("of");
        fill(&head, &[&title])?;
        let [checked, reminders, unseen] = model::counts(&clauses, &self.state.on);
        if !clauses.is_empty() && topic != Topic::Others {
            let counts = Message::new("handbook_counts")
                .with("checked", checked)
                .with("reminders", reminders)
                .with("unseen", unseen);
            fill(&head, &[&dom.text("p", "muted", &self.words(&counts))?])?;
        }
        // Heard while somebody types: the list itself is not read out.
        if let Some(said) = dom.document.get_element_by_id("said") {
            said.set_text_content(Some(if searching { &heading } else { "" }));
        }
        into.replace_children_with_node_0();
        set(into, &[("aria-labelledby", "of")])?;
        fill(into, &[&head])?;
        if clauses.iter().any(|clause| model::is_self_check(clause)) {
            let note = dom.text("p", "muted note", &self.say("handbook_self_check"))?;
            let checkup = self.pen.link("checkup.html", &self.say("handbook_checkup"))?;
            fill(into, &[&note, &checkup])?;
        }
        if clauses.is_empty() {
            return Ok(());
        }
        let list = dom.element("ol", "rows")?;
        for clause in clauses {
            fill(&list, &[&self.row(clause, ticked)?])?;
        }
        fill(into, &[&list])
    }

    fn row(&self, clause: &Clause, ticked: &HashSet<String>) -> Drawn {
        let dom = self.pen.dom;
        let how = How::of(clause, &self.state.on);
        let row = dom.element("li", "row")?;
        row.set_id(&format!("clause-{}", clause.id));
        set(
            &row,
            &[
                ("tabindex", "-1"),
                ("data-clause", &clause.id),
                ("data-how", how.id()),
                ("data-severity", clause.severity.id()),
            ],
        )?;
        let text = dom.element("div", "")?;
        fill(&text, &[&self.text_of(clause)?])?;

        let chips = dom.element("p", "chips")?;
        let chip = dom.element("span", &format!("chip {}", how.id()))?;
        let icon = match how {
            How::Checked => Icon::Check,
            How::Reminder => Icon::Page,
            How::Off | How::NotYet => Icon::NotChecked,
            How::Unseen => Icon::Unseen,
        };
        let word = if Topic::of(clause) == Topic::Others && how == How::Unseen {
            self.say("handbook_others")
        } else {
            self.say(&format!("handbook_{}", how.id()))
        };
        fill(&chip, &[&glyph::icon(dom, icon)?, &dom.text("span", "", &word)?])?;
        fill(&chips, &[&chip])?;
        if clause.severity != Severity::Informational {
            let strength = dom.element("span", "strength")?;
            let word = self.say(&format!("severity_{}", clause.severity.id()));
            fill(&strength, &[&glyph::severity(dom, clause.severity)?, &dom.text("span", "", &word)?])?;
            fill(&chips, &[&strength])?;
        }
        if let Some(tell) = model::titles(self.state, &clause.tell) {
            let tell = self.words(&Message::new("handbook_tell").with("tell", tell));
            fill(&chips, &[&dom.text("span", "muted", &tell)?])?;
        }
        let reminders = self.state.reminders.as_ref().filter(|reminders| reminders.on);
        if reminders.is_some_and(|reminders| reminders.coming.contains(&clause.id)) {
            fill(&chips, &[&dom.text("span", "muted", &self.say("handbook_coming"))?])?;
        }
        fill(&text, &[&chips])?;
        if let Some(known) = reminders.and_then(|all| all.known.iter().find(|known| known.clause == clause.id)) {
            fill(&text, &[&self.known(known)?])?;
        }

        // What packs say about Lanyard itself is in English only.
        let see = dom.text("p", "see muted", &clause.see)?;
        set(&see, &[("lang", "en")])?;
        fill(&text, &[&see])?;
        if model::is_self_check(clause) {
            fill(&text, &[&self.tick(clause, ticked.contains(&clause.id))?])?;
        }
        fill(&row, &[&dom.text("bdi", "section", &clause.section)?, &text])?;
        Ok(row)
    }

    /// The clause in the reader's language, else in English and marked so (G15).
    fn text_of(&self, clause: &Clause) -> Drawn {
        let text = self.pen.dom.text("p", "text", clause.text.get(self.language()))?;
        if clause.text.cy.is_none() && self.language().starts_with("cy") {
            set(&text, &[("lang", "en")])?;
            let mark = self.pen.dom.text("span", "muted in-english", &self.say("handbook_english"))?;
            set(&mark, &[("lang", self.language())])?;
            fill(&text, &[&mark])?;
        }
        Ok(text)
    }

    fn tick(&self, clause: &Clause, ticked: bool) -> Drawn {
        let label = self.pen.dom.element("label", "tick")?;
        let input = self.pen.dom.element("input", "")?;
        set(&input, &[("type", "checkbox"), ("data-tick", &clause.id)])?;
        if ticked {
            set(&input, &[("checked", "")])?;
        }
        fill(&label, &[&input, &self.pen.dom.text("span", "", &self.say("handbook_done"))?])?;
        Ok(label)
    }

    /// That a reminder rests, and a way to have it back.
    fn known(&self, known: &KnownReminder) -> Drawn {
        let dom = self.pen.dom;
        let line = dom.element("p", "known")?;
        let until = self.words(&Message::new("handbook_known").with("until", &known.until));
        let again = dom.text("button", "ln-button", &self.say("handbook_remind"))?;
        set(&again, &[("type", "button"), ("data-remind", &known.clause)])?;
        fill(&line, &[&dom.text("span", "", &until)?, &again])?;
        Ok(line)
    }

    /// The switch for reminders in pages.
    fn reminders(&self, reminders: &HandbookReminders) -> Drawn {
        let dom = self.pen.dom;
        let section = self.pen.section("reminders", &self.say("handbook_reminders"), "")?;
        let more = self.pen.count("handbook_reminders_more", reminders.per_day.max(1));
        let label = dom.element("label", "tick")?;
        let input = dom.element("input", "")?;
        set(&input, &[("type", "checkbox"), ("data-reminders", "")])?;
        if reminders.on {
            set(&input, &[("checked", "")])?;
        }
        fill(&label, &[&input, &dom.text("span", "", &self.say("handbook_reminders_on"))?])?;
        fill(&section, &[&dom.text("p", "muted", &more)?, &label])?;
        Ok(section)
    }

    /// The form for what is the person's own. It is cleared as soon as it is sent.
    fn own(&self, saved: &[OwnDetail]) -> Drawn {
        let dom = self.pen.dom;
        let section = dom.element("section", "own")?;
        let heading = dom.text("h2", "", &self.say("handbook_own"))?;
        heading.set_id("own");
        set(&section, &[("aria-labelledby", "own")])?;
        let form = dom.element("form", "")?;
        form.set_id("own-form");
        let label = dom.text("label", "", &self.say("handbook_own_label"))?;
        set(&label, &[("for", "own-text")])?;
        let input = dom.element("input", "")?;
        input.set_id("own-text");
        set(
            &input,
            &[
                ("type", "text"),
                ("required", ""),
                ("maxlength", "100"),
                ("autocomplete", "off"),
                ("spellcheck", "false"),
                ("aria-describedby", "own-kept"),
            ],
        )?;
        let add = dom.text("button", "ln-button", &self.say("handbook_own_add"))?;
        set(&add, &[("type", "submit")])?;
        fill(&form, &[&label, &input, &add])?;
        let said = dom.element("p", "said")?;
        said.set_id("own-said");
        set(&said, &[("role", "status")])?;
        let list = dom.element("ul", "")?;
        list.set_id("own-list");
        self.own_list(&list, saved)?;
        let kept = dom.text("p", "muted", &self.say("handbook_own_kept"))?;
        kept.set_id("own-kept");
        let why = dom.text("p", "", &self.say("handbook_own_why"))?;
        fill(&section, &[&heading, &why, &form, &said, &list, &kept])?;
        Ok(section)
    }

    /// What is saved, as far as it is known again.
    pub(super) fn own_list(&self, list: &Element, saved: &[OwnDetail]) -> Result<(), JsValue> {
        let dom = self.pen.dom;
        list.replace_children_with_node_0();
        for (at, detail) in saved.iter().enumerate() {
            let key = if detail.phone { "handbook_own_phone" } else { "handbook_own_email" };
            let item = dom.element("li", "")?;
            let text = dom.text("span", "", &self.words(&Message::new(key).with("hint", &detail.hint)))?;
            text.set_id(&format!("own-{at}"));
            let remove = dom.text("button", "ln-button ln-button--small", &self.say("handbook_own_remove"))?;
            let name = format!("own-remove-{at} own-{at}");
            remove.set_id(&format!("own-remove-{at}"));
            set(&remove, &[("type", "button"), ("data-own", &detail.id), ("aria-labelledby", &name)])?;
            fill(&item, &[&text, &remove])?;
            fill(list, &[&item])?;
        }
        Ok(())
    }

    fn guides(&self) -> Drawn {
        let dom = self.pen.dom;
        let aside = dom.element("aside", "guides")?;
        let heading = dom.text("h2", "", &self.say("handbook_guides"))?;
        heading.set_id("guides");
        set(&aside, &[("aria-labelledby", "guides")])?;
        let list = dom.element("div", "rows")?;
        for guide in &GUIDES {
            fill(&list, &[&self.guide(guide)?])?;
        }
        fill(&aside, &[&heading, &list])?;
        if let Some(reminders) = &self.state.reminders {
            fill(&aside, &[&self.reminders(reminders)?])?;
        }
        Ok(aside)
    }

    fn guide(&self, guide: &Guide) -> Drawn {
        let dom = self.pen.dom;
        let details = dom.element("details", "guide")?;
        details.set_id(&format!("guide-{}", guide.id));
        let summary = dom.text("summary", "", &self.say(&format!("handbook_guide_{}", guide.id)))?;
        fill(&details, &[&summary])?;
        if guide.national {
            let lead = &self.policy.school.lead;
            let first = Message::new("social_pupil_connection_guidance").with("lead", lead);
            let head = Message::new("social_pupil_connection_guidance_head");
            for message in [first, head] {
                fill(&details, &[&dom.text("p", "national", &self.words(&message))?])?;
            }
        }
        let clauses = guide.clauses(self.policy);
        if clauses.is_empty() {
            let silent = match model::titles(self.state, &self.policy.school.route) {
                Some(tell) => self.words(&Message::new("handbook_guide_silent_ask").with("tell", tell)),
                None => self.say("handbook_guide_silent"),
            };
            fill(&details, &[&dom.text("p", "muted", &silent)?])?;
            self.lead_to_report(guide, &details)?;
            return Ok(details);
        }
        let list = dom.element("ul", "")?;
        for clause in clauses {
            let item = dom.element("li", "")?;
            let cited = dom.element("p", "cited")?;
            let link = dom.element("a", "ln-link")?;
            set(&link, &[("href", &format!("#clause-{}", clause.id))])?;
            fill(&link, &[&dom.text("bdi", "", &clause.section)?])?;
            fill(&cited, &[&link])?;
            if let Some(tell) = model::titles(self.state, &clause.tell) {
                let tell = self.words(&Message::new("handbook_tell").with("tell", tell));
                fill(&cited, &[&dom.text("span", "muted", &tell)?])?;
            }
            fill(&item, &[&self.text_of(clause)?, &cited])?;
            fill(&list, &[&item])?;
        }
        fill(&details, &[&list])?;
        self.lead_to_report(guide, &details)?;
        Ok(details)
    }

    /// The way from a guide to a report of it.
    fn lead_to_report(&self, guide: &Guide, details: &Element) -> Result<(), JsValue> {
        let Some(kind) = guide.concern else { return Ok(()) };
        let line = self.pen.dom.element("p", "")?;
        let link = self.pen.link(&format!("concern.html#{kind}"), &self.say("handbook_report"))?;
        fill(&line, &[&link])?;
        fill(details, &[&line])
    }
}
