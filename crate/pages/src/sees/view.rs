//! Draws what Lanyard sees, what it keeps and what it may do.

use lanyard_core::finding::Message;
use lanyard_core::policy::Policy;
use lanyard_core::protocol::{Looked, Observed, SeesState, Shown};
use lanyard_core::roster::Date;
use lanyard_core::show;
use serde_json::Value;
use web_sys::Element;

use super::kept::{Answer, Less, Stored};
use super::model::{self, MASK, What};
use crate::dom::{Drawn, fill, set};
use crate::glyph::{self, Icon};
use crate::language;
use crate::pen::{Pen, replace};

/// Stands for the host name until it is put in on its own.
const HOLE: char = '\u{fffc}';

/// The frame that stays while what is in it changes.
pub(super) fn frame(pen: &Pen<'_>, manifest: &Value, tab: Option<i32>, active: bool) -> Drawn<()> {
    let dom = pen.dom;
    let header = dom.element("header", "head")?;
    let name = dom.element("p", "school")?;
    fill(&name, &[&glyph::mark(dom)?, &dom.text("strong", "", &pen.say("app_name"))?])?;
    let lead = dom.text("p", "lead", &pen.say("sees_lead"))?;
    fill(&header, &[&name, &dom.text("h1", "", &pen.say("sees_title"))?, &lead])?;

    let main = dom.element("main", "sheet")?;
    let now = pen.section("now", &pen.say("sees_now"), "")?;
    let bar = dom.element("div", "bar")?;
    let show = dom.text("button", "ln-button", &pen.say("sees_show"))?;
    show.set_id("show-names");
    set(&show, &[("type", "button"), ("data-do", "names"), ("hidden", "")])?;
    let said = dom.element("p", "said muted")?;
    said.set_id("names-said");
    set(&said, &[("role", "status")])?;
    fill(&bar, &[&show, &said])?;
    let list = dom.element("div", "surfaces")?;
    list.set_id("observed");
    fill(&now, &[&bar, &list])?;

    let part = |id: &str, heading: &str| -> Drawn<Element> {
        let section = pen.section(id, &pen.say(heading), "")?;
        let inner = dom.element("div", "")?;
        inner.set_id(&format!("{id}-part"));
        fill(&section, &[&inner])?;
        Ok(section)
    };
    let stored = part("stored", "sees_stored")?;
    let clear = dom.text("button", "ln-button", &pen.say("sees_clear"))?;
    clear.set_id("clear");
    set(&clear, &[("type", "button"), ("data-do", "clear"), ("aria-describedby", "clear-note")])?;
    let note = dom.text("p", "muted", &pen.say("sees_clear_note"))?;
    note.set_id("clear-note");
    let said = dom.element("p", "said")?;
    said.set_id("clear-said");
    set(&said, &[("role", "status")])?;
    fill(&stored, &[&note, &clear, &said])?;
    let answers = part("answers", "sees_answers")?;
    let said = dom.element("p", "said")?;
    said.set_id("answers-said");
    set(&said, &[("role", "status")])?;
    fill(&answers, &[&said])?;
    let icon = pen.section("icon", &pen.say("sees_icon"), "")?;
    let badge = dom.element("label", "tick")?;
    let input = dom.element("input", "")?;
    input.set_id("badge");
    set(&input, &[("type", "checkbox"), ("aria-describedby", "badge-note")])?;
    fill(&badge, &[&input, &dom.text("span", "", &pen.say("sees_badge"))?])?;
    let note = dom.text("p", "muted", &pen.say("sees_badge_note"))?;
    note.set_id("badge-note");
    let said = dom.element("p", "said")?;
    said.set_id("badge-said");
    set(&said, &[("role", "status")])?;
    fill(&icon, &[&note, &badge, &said])?;
    let permissions = pen.permissions(manifest)?;
    fill(
        &main,
        &[
            &now,
            &part("where", "sees_where")?,
            &stored,
            &answers,
            &part("less", "sees_less")?,
            &part("counts", "sees_counts")?,
            &icon,
            &permissions,
            &part("audit", "sees_audit")?,
        ],
    )?;

    let footer = dom.element("footer", "foot muted")?;
    fill(&footer, &[&dom.text("p", "", &pen.say("sees_more"))?])?;
    if let Some(leads) = pen.leads(active, tab, "sees.html")? {
        fill(&footer, &[&leads])?;
    }
    replace(dom, &[&header, &main, &footer])
}

impl Pen<'_> {
    /// What is seen of the tab, in place of what was there.
    pub(super) fn observed(&self, into: &Element, state: Option<&SeesState>, tab: bool, shown: bool) -> Drawn<()> {
        let dom = self.dom;
        into.replace_children_with_node_0();
        if !tab {
            return fill(into, &[&dom.text("p", "", &self.say("sees_no_tab"))?]);
        }
        let Some(state) = state else {
            return fill(into, &[&self.idle("state_unreachable", "state_unreachable_more")?]);
        };
        if let Some((title, more)) = language::idle(state.state.state) {
            return fill(into, &[&self.idle(title, more)?]);
        }
        let text = |key: &str| self.words.text(&Message::new(key).with("host", HOLE));
        match &state.state.host {
            Some(host) => fill(into, &[&dom.isolated("p", "muted", &text("popup_this_tab"), HOLE, host)?])?,
            None => fill(into, &[&dom.text("p", "muted", &self.say("popup_unknown_tab"))?])?,
        }
        if state.observed.is_empty() {
            let key = if state.state.covered { "sees_nothing_yet" } else { "sees_nothing" };
            fill(into, &[&dom.text("p", "", &self.say(key))?])?;
        }
        for observed in &state.observed {
            fill(into, &[&self.surface_seen(observed, state, shown)?])?;
        }
        if !state.state.unchecked.is_empty() {
            let heading = self.count("popup_unchecked", state.state.unchecked.len());
            let list = dom.element("ul", "unread")?;
            for unread in &state.state.unchecked {
                fill(&list, &[&self.unread(unread)?])?;
            }
            fill(into, &[&dom.text("h3", "", &heading)?, &list])?;
        }
        Ok(())
    }

    /// A surface that could not be read, and why.
    pub(crate) fn unread(&self, unread: &Looked) -> Drawn {
        let item = self.dom.element("li", "")?;
        set(&item, &[("data-unread", &unread.surface)])?;
        let reason = Message::new("popup_unchecked_reason").with("reason", &unread.reason);
        fill(
            &item,
            &[
                &glyph::icon(self.dom, Icon::NotChecked)?,
                &self.dom.text("span", "", &unread.label)?,
                &self.dom.text("span", "muted", &self.words.text(&reason))?,
            ],
        )?;
        Ok(item)
    }

    fn surface_seen(&self, observed: &Observed, state: &SeesState, shown: bool) -> Drawn {
        let dom = self.dom;
        let name = observed.observation.surface().to_string();
        let key = name.replace(['/', '#'], "-");
        let card = dom.element("section", "card")?;
        set(&card, &[("data-observed", &name), ("aria-labelledby", &format!("seen-{key}"))])?;
        let label = state.state.looked.iter().chain(&state.state.unchecked).find(|looked| looked.surface == name);
        let head = dom.element("div", "card-head")?;
        let title = dom.text("h3", "", label.map_or(name.as_str(), |looked| looked.label.as_str()))?;
        title.set_id(&format!("seen-{key}"));
        fill(&head, &[&title, &dom.text("code", "muted", &name)?])?;
        fill(&card, &[&head])?;
        if observed.protected {
            fill(&card, &[&dom.text("p", "protected", &self.say("sees_protected"))?])?;
        }
        let list = dom.element("dl", "lines")?;
        for line in model::lines(observed) {
            let row = dom.element("div", "line")?;
            set(&row, &[("data-line", line.name.trim_start_matches("sees_"))])?;
            fill(&row, &[&dom.text("dt", "", &self.say(line.name))?, &self.what(&line.what, shown)?])?;
            fill(&list, &[&row])?;
        }
        fill(&card, &[&list, &self.led_to(&state.state.findings, &name)?, &self.as_json(observed, &key, shown)?])?;
        Ok(card)
    }

    fn what(&self, what: &What, shown: bool) -> Drawn {
        let dom = self.dom;
        match what {
            What::Said(message) => dom.text("dd", "", &self.words.text(message)),
            What::Id(id) => {
                let value = dom.element("dd", "")?;
                fill(&value, &[&dom.text("bdi", "", id)?])?;
                Ok(value)
            }
            What::Text(text) => self.hidden(dom.element("dd", "")?, text, None, shown),
            What::Written(text) => {
                let length = self.count("sees_characters", text.chars().count());
                self.hidden(dom.element("dd", "")?, text, Some(length), shown)
            }
            What::Many(many) => {
                let value = dom.element("dd", "")?;
                let count = self.count("sees_count", many.len());
                if !shown {
                    return self.hidden(value, "", Some(count), false);
                }
                let list = dom.element("ul", "many")?;
                for (text, said) in many {
                    let item = dom.element("li", "")?;
                    fill(&item, &[&dom.text("bdi", "theirs", text)?])?;
                    for said in said {
                        fill(&item, &[&dom.text("span", "muted", &self.words.text(said))?])?;
                    }
                    fill(&list, &[&item])?;
                }
                fill(&value, &[&dom.text("span", "muted", &count)?, &list])?;
                Ok(value)
            }
        }
    }

    /// A text of the page, or that it is hidden.
    fn hidden(&self, value: Element, text: &str, said: Option<String>, shown: bool) -> Drawn {
        let dom = self.dom;
        if let Some(said) = said {
            fill(&value, &[&dom.text("span", "muted", &said)?])?;
        }
        if shown {
            fill(&value, &[&dom.text("bdi", "theirs", text)?])?;
        } else {
            let mask = dom.text("span", "mask", MASK)?;
            set(&mask, &[("aria-hidden", "true")])?;
            fill(&value, &[&mask, &dom.text("span", "only-heard", &self.say("sees_hidden"))?])?;
        }
        Ok(value)
    }

    fn led_to(&self, findings: &[Shown], surface: &str) -> Drawn {
        let dom = self.dom;
        let part = dom.element("div", "led")?;
        fill(&part, &[&dom.text("h4", "", &self.say("sees_led"))?])?;
        let list = dom.element("ul", "")?;
        for finding in findings.iter().filter(|finding| finding.surface == surface) {
            let item = dom.element("li", "")?;
            set(&item, &[("data-led", &finding.rule), ("data-severity", finding.severity.id())])?;
            let cited = dom.element("p", "cited")?;
            fill(&cited, &[&dom.text("span", "ln-strength", &finding.strength)?])?;
            if finding.clause_texts.is_empty() {
                fill(&cited, &[&dom.text("bdi", "muted", &finding.clause)?])?;
            }
            for clause in &finding.clause_texts {
                let link = self.link(&format!("handbook.html#clause-{}", clause.id), &clause.section)?;
                fill(&cited, &[&link])?;
            }
            let sign = glyph::severity(dom, finding.severity)?;
            fill(&item, &[&sign, &dom.text("p", "", &finding.seen)?, &cited])?;
            fill(&list, &[&item])?;
        }
        let none = list.child_element_count() == 0;
        fill(&part, &[&if none { dom.text("p", "muted", &self.say("sees_led_none"))? } else { list }])?;
        Ok(part)
    }

    fn as_json(&self, observed: &Observed, key: &str, shown: bool) -> Drawn {
        let details = self.dom.element("details", "more")?;
        details.set_id(&format!("json-{key}"));
        let summary = self.dom.text("summary", "", &self.say("sees_json"))?;
        summary.set_id(&format!("json-of-{key}"));
        let json = self.dom.text("pre", "json", &model::text(observed, shown))?;
        set(&json, &[("tabindex", "0"), ("dir", "ltr"), ("role", "region"), ("aria-label", &self.say("sees_json"))])?;
        fill(&details, &[&summary, &json])?;
        Ok(details)
    }

    /// Where what was observed went. `roster`: the host that the school's list comes from.
    pub(super) fn went(&self, into: &Element, roster: Option<&str>) -> Drawn<()> {
        into.replace_children_with_node_0();
        fill(into, &[&self.dom.text("p", "", &self.say("sees_where_here"))?])?;
        if let Some(host) = roster {
            let text = self.words.text(&Message::new("sees_where_roster").with("host", HOLE));
            fill(into, &[&self.dom.isolated("p", "", &text, HOLE, host)?])?;
        }
        fill(into, &[&self.dom.text("p", "", &self.say("popup_sends"))?])
    }

    /// What is stored, the two places apart.
    pub(super) fn stored(&self, into: &Element, disk: &[Stored], memory: &[Stored]) -> Drawn<()> {
        let dom = self.dom;
        into.replace_children_with_node_0();
        for (heading, list) in [("sees_on_disk", disk), ("sees_in_memory", memory)] {
            fill(into, &[&dom.text("h3", "", &self.say(heading))?])?;
            if list.is_empty() {
                fill(into, &[&dom.text("p", "muted", &self.say("sees_none"))?])?;
                continue;
            }
            let rows = dom.element("ul", "rows keys")?;
            for one in list {
                let row = dom.element("li", "")?;
                set(&row, &[(if one.file { "data-file" } else { "data-key" }, &one.key)])?;
                let how = dom.element("p", "muted")?;
                fill(&how, &[&dom.text("code", "", &one.key)?])?;
                if one.file {
                    fill(&how, &[&dom.text("span", "", &self.say("sees_as_file"))?])?;
                }
                if let Some(entries) = one.entries {
                    fill(&how, &[&dom.text("span", "", &self.count("sees_entries", entries))?])?;
                }
                fill(&how, &[&dom.text("span", "", &self.words.text(&model::size_of(one.bytes)))?])?;
                if one.theirs {
                    fill(&how, &[&dom.text("span", "", &self.say("sees_yours"))?])?;
                }
                fill(&row, &[&dom.text("p", "", &self.say(&one.says))?, &how])?;
                fill(&rows, &[&row])?;
            }
            fill(into, &[&rows])?;
        }
        Ok(())
    }

    /// The answers that are remembered, each with a way to take it back.
    pub(super) fn answers(&self, into: &Element, answers: &[Answer], policy: Option<&Policy>) -> Drawn<()> {
        let dom = self.dom;
        into.replace_children_with_node_0();
        let note = if answers.is_empty() { "sees_answers_none" } else { "sees_answers_note" };
        fill(into, &[&dom.text("p", "muted", &self.say(note))?])?;
        if answers.is_empty() {
            return Ok(());
        }
        let rows = dom.element("ul", "rows keys")?;
        for (at, answer) in answers.iter().enumerate() {
            let row = dom.element("li", "answer")?;
            set(&row, &[("data-answer", &answer.rule)])?;
            let text = dom.element("div", "")?;
            text.set_id(&format!("answer-{at}"));
            let clauses = policy.iter().flat_map(|policy| &policy.clauses).filter(|clause| clause.rule == answer.rule);
            for clause in clauses.filter(|_| !answer.rule.is_empty()) {
                let about = dom.element("p", "")?;
                let section = Message::new("popup_clause_section").with("section", &clause.section);
                let link = self.link(&format!("handbook.html#clause-{}", clause.id), &self.words.text(&section))?;
                let words = dom.text("span", "", clause.text.get(self.words.language()))?;
                if clause.text.cy.is_none() {
                    set(&words, &[("lang", "en")])?;
                }
                fill(&about, &[&link, &words])?;
                fill(&text, &[&about])?;
            }
            if text.child_element_count() == 0 {
                fill(&text, &[&dom.text("p", "", &self.say("sees_answer_unknown"))?])?;
            }
            let how = dom.element("p", "muted")?;
            let day = Date::of_ms(answer.until);
            let day = show::day(&format!("{:04}-{:02}-{:02}", day.year(), day.month(), day.day()), self.words);
            let until = if answer.on_disk { "sees_answer_until" } else { "sees_answer_fleeting" };
            fill(
                &how,
                &[
                    &dom.text("span", "", &self.say(answer.says))?,
                    &dom.text("span", "", &self.words.text(&Message::new(until).with("day", day)))?,
                ],
            )?;
            if !answer.rule.is_empty() {
                fill(&how, &[&dom.text("code", "", &answer.rule)?])?;
            }
            fill(&text, &[&how])?;
            let forget = dom.text("button", "ln-button ln-button--small", &self.say("sees_answer_forget"))?;
            forget.set_id(&format!("forget-{at}"));
            let name = format!("forget-{at} answer-{at}");
            set(&forget, &[("type", "button"), ("data-forget", &answer.key), ("aria-labelledby", &name)])?;
            fill(&row, &[&text, &forget])?;
            fill(&rows, &[&row])?;
        }
        fill(into, &[&rows])
    }

    /// Rules of which less is shown, each with a way back.
    pub(super) fn less(&self, into: &Element, less: &[Less]) -> Drawn<()> {
        let dom = self.dom;
        into.replace_children_with_node_0();
        let note = if less.is_empty() { "sees_less_none" } else { "sees_less_note" };
        fill(into, &[&dom.text("p", "muted", &self.say(note))?])?;
        if less.is_empty() {
            return Ok(());
        }
        let rows = dom.element("ul", "rows keys")?;
        for (at, one) in less.iter().enumerate() {
            let row = dom.element("li", "answer")?;
            set(&row, &[("data-less", &one.rule)])?;
            let text = dom.element("div", "")?;
            text.set_id(&format!("less-{at}"));
            let day = show::day(&one.until, self.words);
            let until = self.words.text(&Message::new("sees_less_until").with("day", day));
            fill(&text, &[&dom.text("code", "", &one.rule)?, &dom.text("p", "muted", &until)?])?;
            let again = dom.text("button", "ln-button ln-button--small", &self.say("sees_less_again"))?;
            again.set_id(&format!("again-{at}"));
            let name = format!("again-{at} less-{at}");
            set(&again, &[("type", "button"), ("data-again", &one.key), ("aria-labelledby", &name)])?;
            fill(&row, &[&text, &again])?;
            fill(&rows, &[&row])?;
        }
        fill(into, &[&rows])
    }

    /// How often each rule spoke, where the school has it counted.
    pub(super) fn counts(&self, into: &Element, counted: &[(String, String, u64)]) -> Drawn<()> {
        let dom = self.dom;
        into.replace_children_with_node_0();
        let note = if counted.is_empty() { "sees_counts_none" } else { "sees_counts_note" };
        fill(into, &[&dom.text("p", "muted", &self.say(note))?])?;
        if counted.is_empty() {
            return Ok(());
        }
        let list = dom.element("dl", "lines card")?;
        for (week, rule, count) in counted {
            let line = dom.element("div", "line")?;
            set(&line, &[("data-counted", rule)])?;
            let week = self.words.text(&Message::new("sees_counts_week").with("day", show::day(week, self.words)));
            let value = dom.element("dd", "")?;
            let times = self.count("sees_counts_times", usize::try_from(*count).unwrap_or(usize::MAX));
            fill(&value, &[&dom.text("code", "", rule)?, &dom.text("span", "", &times)?])?;
            fill(&line, &[&dom.text("dt", "", &week)?, &value])?;
            fill(&list, &[&line])?;
        }
        let save = dom.text("button", "ln-button", &self.say("sees_counts_save"))?;
        save.set_id("save-counts");
        set(&save, &[("type", "button"), ("data-do", "save-counts")])?;
        fill(into, &[&list, &save])
    }

    fn permissions(&self, manifest: &Value) -> Drawn {
        let dom = self.dom;
        let section = self.section("permissions", &self.say("sees_permissions"), "")?;
        let rows = dom.element("ul", "rows keys")?;
        for list in ["permissions", "host_permissions"] {
            for name in manifest[list].as_array().into_iter().flatten().filter_map(Value::as_str) {
                let row = dom.element("li", "")?;
                set(&row, &[("data-permission", name)])?;
                let says = self.say(&model::permission(name));
                let how = dom.element("p", "muted")?;
                fill(&how, &[&dom.text("code", "", name)?])?;
                fill(&row, &[&dom.text("p", "", &says)?, &how])?;
                fill(&rows, &[&row])?;
            }
        }
        fill(&section, &[&rows])?;
        Ok(section)
    }

    /// What the extension itself has asked the network for. `asked`: when and how the school's address was asked last.
    pub(super) fn audit(&self, into: &Element, others: Option<&[String]>, asked: Option<String>) -> Drawn<()> {
        let dom = self.dom;
        into.replace_children_with_node_0();
        match others {
            None => fill(into, &[&dom.text("p", "", &self.say("sees_audit_unknown"))?])?,
            Some([]) => fill(into, &[&dom.text("p", "", &self.say("sees_audit_none"))?])?,
            Some(others) => {
                let list = dom.element("ul", "many")?;
                for host in others {
                    let item = dom.element("li", "")?;
                    set(&item, &[("data-request", host)])?;
                    fill(&item, &[&dom.text("bdi", "", host)?])?;
                    fill(&list, &[&item])?;
                }
                fill(into, &[&dom.text("p", "", &self.count("sees_audit_some", others.len()))?, &list])?;
            }
        }
        if let Some(asked) = asked {
            fill(into, &[&dom.text("p", "", &asked)?])?;
        }
        fill(into, &[&dom.text("p", "muted", &self.say("sees_audit_how"))?])
    }
}
