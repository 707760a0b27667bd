//! Draws the set-up page's parts.

use lanyard_core::finding::Message;
use lanyard_core::policy::{Policy, cites};
use lanyard_core::problem::{Mistake, Problem};
use lanyard_core::protocol::Shown;
use wasm_bindgen::JsValue;
use web_sys::Element;

use super::export::{self, Place};
use super::form::{self, GROUPS, Group, Input};
use super::{State, files, people, trial};
use crate::dom::{Drawn, fill, set};
use crate::glyph::{self, Icon};
use crate::pen::{Pen, replace};

/// Bad rows that are shown: a list that is wrong throughout is wrong in one way.
const ROWS_SHOWN: usize = 50;

/// What is drawn, and how.
pub(super) struct Page<'a> {
    pub(super) pen: Pen<'a>,
    pub(super) state: &'a State,
    pub(super) place: Place,
    pub(super) situation: usize,
    pub(super) beside: String,
}

impl Page<'_> {
    fn say(&self, key: &str) -> String {
        self.pen.say(key)
    }

    fn element(&self, tag: &str, class: &str) -> Drawn {
        self.pen.dom.element(tag, class)
    }

    fn text(&self, tag: &str, class: &str, text: &str) -> Drawn {
        self.pen.dom.text(tag, class, text)
    }

    /// The whole page.
    pub(super) fn draw(&self) -> Result<(), JsValue> {
        self.pen.dom.document.set_title(&self.say("admin_title"));
        let main = self.element("main", "book")?;
        let form = self.element("div", "form")?;
        fill(&form, &[&self.import()?, &self.policy()?])?;
        for group in GROUPS {
            fill(&form, &[&self.group(group)?])?;
        }
        fill(&form, &[&self.trial()?, &self.export()?])?;
        fill(&main, &[&self.contents()?, &form, &self.health()?])?;
        replace(self.pen.dom, &[&self.header()?, &main, &self.footer()?])
    }

    fn header(&self) -> Drawn {
        let header = self.element("header", "head")?;
        let name = self.element("p", "school")?;
        fill(&name, &[&glyph::mark(self.pen.dom)?, &self.text("strong", "", "Lanyard")?])?;
        let lead = self.text("p", "lead", &self.say("admin_lead"))?;
        fill(&header, &[&name, &self.text("h1", "", &self.say("admin_title"))?, &lead])?;
        if self.state.managed.is_some() {
            let line = self.text("p", "told", &self.say("admin_managed"))?;
            let button = self.button("import-managed", "admin_import_managed", "ln-button ln-button--small")?;
            fill(&header, &[&line, &button])?;
        }
        Ok(header)
    }

    fn footer(&self) -> Drawn {
        let footer = self.element("footer", "foot muted")?;
        fill(&footer, &[&self.text("p", "", &self.say("admin_foot"))?])?;
        Ok(footer)
    }

    /// Links to the parts.
    fn contents(&self) -> Drawn {
        let nav = self.element("nav", "topics")?;
        set(&nav, &[("aria-label", &self.say("admin_contents"))])?;
        let list = self.element("ul", "")?;
        let groups = GROUPS.iter().map(|group| group.id);
        for id in ["import", "policy"].into_iter().chain(groups).chain(["trial", "export"]) {
            let link = self.text("a", "topic", &self.say(&format!("admin_part_{id}")))?;
            set(&link, &[("href", &format!("#part-{id}"))])?;
            let item = self.element("li", "")?;
            fill(&item, &[&link])?;
            fill(&list, &[&item])?;
        }
        fill(&nav, &[&list])?;
        Ok(nav)
    }

    /// A part with its heading and a word on what it is for.
    fn part(&self, id: &str) -> Drawn {
        let part = self.element("section", "part")?;
        part.set_id(&format!("part-{id}"));
        let heading = self.text("h2", "", &self.say(&format!("admin_part_{id}")))?;
        heading.set_id(&format!("heading-{id}"));
        set(&part, &[("aria-labelledby", &format!("heading-{id}"))])?;
        fill(&part, &[&heading])?;
        let about = format!("admin_about_{id}");
        if self.pen.words.has(&about) {
            fill(&part, &[&self.text("p", "about", &self.say(&about))?])?;
        }
        Ok(part)
    }

    fn button(&self, what: &str, label: &str, class: &str) -> Drawn {
        let button = self.text("button", class, &self.say(label))?;
        set(&button, &[("type", "button"), ("data-do", what)])?;
        button.set_id(&format!("do-{what}"));
        Ok(button)
    }

    /// A label and its field.
    fn labelled(&self, id: &str, label: &str, field: &Element) -> Drawn {
        let line = self.element("div", "field")?;
        let name = self.text("label", "", label)?;
        set(&name, &[("for", id)])?;
        field.set_id(id);
        fill(&line, &[&name, field])?;
        Ok(line)
    }

    /// A button that chooses files, which reads as one for screen readers too.
    fn chooser(&self, id: &str, label: &str, what: &str, accept: &str, several: bool) -> Drawn {
        let input = self.element("input", "file")?;
        set(&input, &[("type", "file"), ("data-file", what), ("accept", accept)])?;
        if several {
            set(&input, &[("multiple", "")])?;
        }
        self.labelled(id, &self.say(label), &input)
    }

    fn options(&self, select: &Element, options: &[(String, String)], chosen: &str) -> Result<(), JsValue> {
        for (value, label) in options {
            let option = self.text("option", "", label)?;
            set(&option, &[("value", value)])?;
            if value == chosen {
                set(&option, &[("selected", "")])?;
            }
            fill(select, &[&option])?;
        }
        Ok(())
    }

    fn import(&self) -> Drawn {
        let part = self.part("import")?;
        fill(&part, &[&self.chooser("import-file", "admin_import_file", "import", ".json,.txt", false)?])?;
        let area = self.element("textarea", "code")?;
        set(&area, &[("rows", "4"), ("spellcheck", "false")])?;
        fill(&part, &[&self.labelled("paste", &self.say("admin_import_paste"), &area)?])?;
        fill(&part, &[&self.button("import", "admin_import", "ln-button")?])?;
        match &self.state.imported {
            Some(Ok(keys)) => fill(&part, &[&self.status(&self.pen.count("admin_imported", *keys))?])?,
            Some(Err(problem)) => fill(&part, &[&self.problems(std::slice::from_ref(problem))?])?,
            None => {}
        }
        Ok(part)
    }

    fn status(&self, text: &str) -> Drawn {
        let line = self.text("p", "told", text)?;
        set(&line, &[("role", "status")])?;
        Ok(line)
    }

    fn policy(&self) -> Drawn {
        let part = self.part("policy")?;
        let select = self.element("select", "")?;
        let mut options = vec![(String::new(), self.say("admin_policy_none"))];
        options.extend(self.state.packaged.iter().map(|one| (one.school.id.clone(), one.school.name.clone())));
        if let Some(own) = &self.state.own {
            options.push(("own".to_owned(), own.school.name.clone()));
        }
        let chosen = if self.state.values.contains_key("pack") { "own" } else { self.state.value("school") };
        self.options(&select, &options, chosen)?;
        fill(&part, &[&self.labelled("policy", &self.say("admin_policy"), &select)?])?;
        fill(&part, &[&self.chooser("pack-file", "admin_pack_file", "pack", ".toml,.json", false)?])?;
        if !self.state.mistakes.is_empty() {
            fill(&part, &[&self.mistakes(&self.state.mistakes)?])?;
        }
        if let Some(policy) = self.state.policy() {
            let rules = policy.rules.keys().count();
            let line = Message::new("admin_policy_is")
                .with("policy", &policy.school.policy)
                .with("date", crate::language::month(self.pen.words, &policy.school.dated))
                .with("clauses", policy.clauses.len())
                .with("rules", rules);
            fill(&part, &[&self.text("p", "", &self.pen.words.text(&line))?])?;
            fill(&part, &[&self.button("save-pack", "admin_save_pack", "ln-button ln-button--small")?])?;
        }
        Ok(part)
    }

    fn group(&self, group: &Group) -> Drawn {
        let part = self.part(group.id)?;
        match group.id {
            "rules" => fill(&part, &[&self.rules()?])?,
            "roster" => fill(&part, &[&self.people()?])?,
            _ => {}
        }
        // What only a specialist types stands behind one line.
        let fields = self.element("div", "fields")?;
        for (key, input) in group.fields {
            fill(&fields, &[&self.field(key, *input)?])?;
        }
        if group.id == "roster" {
            let more = self.element("details", "more")?;
            more.set_id("more-roster");
            fill(&more, &[&self.text("summary", "", &self.say("admin_more"))?, &fields])?;
            fill(&part, &[&more])?;
        } else {
            fill(&part, &[&fields])?;
        }
        Ok(part)
    }

    fn field(&self, key: &str, input: Input) -> Drawn {
        let known = self.state.keys.get(key);
        let title = known.map_or(key, |text| text.title.as_str());
        let id = format!("f-{key}");
        let rows = match input {
            Input::Rows(columns) | Input::Named(columns) | Input::Lists(columns) => {
                form::rows(input, self.state.value(key)).map(|rows| (columns, rows))
            }
            _ => None,
        };
        let about = format!("h-{key} p-{key}");
        let field = if let Some((columns, rows)) = rows {
            let set_of = self.element("fieldset", "field")?;
            fill(&set_of, &[&self.text("legend", "", title)?, &self.table(key, columns, &rows)?])?;
            set(&set_of, &[("aria-describedby", &about)])?;
            set_of
        } else {
            let control = match input {
                Input::Choice(words) => {
                    let select = self.element("select", "")?;
                    let mut options = vec![(String::new(), self.say("admin_unset"))];
                    options.extend(words.iter().map(|word| ((*word).to_owned(), (*word).to_owned())));
                    self.options(&select, &options, self.state.value(key))?;
                    select
                }
                Input::Line => {
                    let line = self.element("input", "")?;
                    set(&line, &[("type", "text"), ("spellcheck", "false"), ("autocomplete", "off")])?;
                    set(&line, &[("value", self.state.value(key))])?;
                    line
                }
                _ => {
                    let area = self.element("textarea", if input == Input::Lines { "" } else { "code" })?;
                    let text = match input {
                        Input::Lines => form::lines(self.state.value(key)),
                        _ => self.state.value(key).to_owned(),
                    };
                    let rows = text.lines().count().clamp(2, 8).to_string();
                    set(&area, &[("rows", &rows), ("spellcheck", "false")])?;
                    area.set_text_content(Some(&text));
                    area
                }
            };
            set(&control, &[("data-key", key), ("aria-describedby", &about)])?;
            self.labelled(&id, title, &control)?
        };
        set(&field, &[("data-field", key)])?;
        let help = self.element("p", "help")?;
        help.set_id(&format!("h-{key}"));
        // Its last sentence says which text the key takes; here a field makes that text.
        let description = known.map_or("", |text| text.description.as_str());
        let description = match input {
            Input::Json | Input::Line => description,
            _ => description.rsplit_once(" Takes ").map_or(description, |(about, _)| about),
        };
        fill(&help, &[&self.text("code", "", key)?, &self.text("span", "", description)?])?;
        let wrong = self.element("div", "wrong")?;
        wrong.set_id(&format!("p-{key}"));
        fill(&field, &[&help, &wrong])?;
        Ok(field)
    }

    fn table(&self, key: &str, columns: &[&str], rows: &[Vec<String>]) -> Drawn {
        let place = self.element("div", "rows-of")?;
        place.set_id(&format!("rows-{key}"));
        self.rows_into(&place, key, columns, rows)?;
        Ok(place)
    }

    /// Draws a key's rows anew, the last one with the focus.
    pub(super) fn rows_anew(&self, key: &str, rows: &[Vec<String>]) -> Result<(), JsValue> {
        let (Some(Input::Rows(columns) | Input::Named(columns) | Input::Lists(columns)), Some(place)) =
            (form::input_of(key), self.pen.dom.document.get_element_by_id(&format!("rows-{key}")))
        else {
            return Ok(());
        };
        place.replace_children_with_node_0();
        self.rows_into(&place, key, columns, rows)?;
        let last = rows.len().checked_sub(1).map(|at| format!("c-{key}-{at}-0"));
        files::focus(self.pen.dom, &last.unwrap_or_else(|| format!("add-{key}")));
        Ok(())
    }

    fn rows_into(&self, place: &Element, key: &str, columns: &[&str], rows: &[Vec<String>]) -> Result<(), JsValue> {
        if !rows.is_empty() {
            let table = self.element("table", "")?;
            let head = self.element("tr", "")?;
            for column in columns {
                let cell = self.text("th", "", &self.say(&format!("admin_column_{column}")))?;
                set(&cell, &[("scope", "col")])?;
                fill(&head, &[&cell])?;
            }
            fill(&head, &[&self.element("td", "")?])?;
            fill(&table, &[&head])?;
            for (at, row) in rows.iter().enumerate() {
                fill(&table, &[&self.row(key, columns, at, row)?])?;
            }
            fill(place, &[&table])?;
        }
        let add = self.text("button", "ln-button ln-button--small", &self.say("admin_add"))?;
        add.set_id(&format!("add-{key}"));
        set(&add, &[("type", "button"), ("data-do", "add-row"), ("data-of", key)])?;
        fill(place, &[&add])
    }

    fn row(&self, key: &str, columns: &[&str], at: usize, row: &[String]) -> Drawn {
        let line = self.element("tr", "")?;
        set(&line, &[("data-row-of", key)])?;
        for (n, column) in columns.iter().enumerate() {
            let text = row.get(n).map(String::as_str).unwrap_or_default();
            let control = match (*column, self.state.policy()) {
                ("role", Some(policy)) => {
                    let select = self.element("select", "")?;
                    let mut options = vec![(String::new(), String::new())];
                    options.extend(policy.roles.iter().map(|role| (role.id.clone(), role.title.en.clone())));
                    if !options.iter().any(|(id, _)| id == text) {
                        options.push((text.to_owned(), text.to_owned()));
                    }
                    self.options(&select, &options, text)?;
                    select
                }
                ("rule", Some(policy)) => {
                    let select = self.element("select", "")?;
                    let mut options = vec![(String::new(), String::new())];
                    options.extend(policy.rules.keys().map(|rule| (rule.clone(), rule.clone())));
                    if !options.iter().any(|(id, _)| id == text) {
                        options.push((text.to_owned(), text.to_owned()));
                    }
                    self.options(&select, &options, text)?;
                    select
                }
                _ => {
                    let kind = match (*column, key) {
                        ("from" | "to", "hours") => "time",
                        ("from" | "to", _) | ("until", _) => "date",
                        _ => "text",
                    };
                    let input = self.element("input", "")?;
                    set(&input, &[("type", kind), ("value", text), ("autocomplete", "off")])?;
                    if *column == "days" {
                        set(&input, &[("placeholder", "mon-fri")])?;
                    }
                    input
                }
            };
            let name = Message::new("admin_cell")
                .with("column", self.say(&format!("admin_column_{column}")))
                .with("row", at + 1);
            control.set_id(&format!("c-{key}-{at}-{n}"));
            set(&control, &[("data-cell", key), ("aria-label", &self.pen.words.text(&name))])?;
            let cell = self.element("td", "")?;
            fill(&cell, &[&control])?;
            fill(&line, &[&cell])?;
        }
        let remove = self.text("button", "ln-button ln-button--small", &self.say("admin_remove"))?;
        let name = self.pen.words.text(&Message::new("admin_remove_row").with("row", at + 1));
        set(&remove, &[("type", "button"), ("data-do", "remove-row"), ("data-of", key), ("aria-label", &name)])?;
        set(&remove, &[("data-row", &at.to_string())])?;
        let cell = self.element("td", "")?;
        fill(&cell, &[&remove])?;
        fill(&line, &[&cell])?;
        Ok(line)
    }

    /// The rules that the policy has clauses for, each with a switch.
    fn rules(&self) -> Drawn {
        let list = self.element("ul", "switches-of")?;
        let Some(policy) = self.state.policy() else {
            return self.text("p", "muted", &self.say("admin_policy_first"));
        };
        for (rule, settings) in policy.rules.iter() {
            let off = form::is_off(self.state.value("rules"), rule);
            let clauses: Vec<_> = policy.clauses.iter().filter(|clause| cites(settings, &clause.id)).collect();
            let item = self.element("li", "")?;
            let label = self.element("label", "rule")?;
            let input = self.element("input", "")?;
            input.set_id(&format!("rule-{rule}"));
            set(&input, &[("type", "checkbox"), ("data-rule-switch", rule)])?;
            if !off {
                set(&input, &[("checked", "")])?;
            }
            let text = self.element("span", "")?;
            fill(&text, &[&self.text("code", "", rule)?])?;
            if let Some(clause) = clauses.iter().max_by_key(|clause| clause.severity) {
                let said = clause.text.get(self.pen.words.language());
                fill(&text, &[&self.text("span", "says", &format!("{said} ({})", clause.section))?])?;
            }
            fill(&label, &[&input, &text])?;
            fill(&item, &[&label])?;
            fill(&list, &[&item])?;
        }
        Ok(list)
    }

    fn people(&self) -> Drawn {
        let part = self.element("div", "fields")?;
        for (id, key, words) in [
            ("people-role", "admin_people_role", ["pupil", "parent", "staff"]),
            ("people-status", "admin_people_status", ["current", "future", "former"]),
        ] {
            let select = self.element("select", "")?;
            let mut options = vec![(String::new(), self.say("admin_people_in_list"))];
            options.extend(words.map(|word| (word.to_owned(), self.say(&format!("admin_people_{word}")))));
            self.options(&select, &options, &files::value(self.pen.dom, id))?;
            fill(&part, &[&self.labelled(id, &self.say(key), &select)?])?;
        }
        let legal = self.element("label", "rule")?;
        let input = self.element("input", "")?;
        input.set_id("people-legal");
        set(&input, &[("type", "checkbox")])?;
        if files::checked(self.pen.dom, "people-legal") {
            set(&input, &[("checked", "")])?;
        }
        fill(&legal, &[&input, &self.text("span", "", &self.say("admin_people_legal"))?])?;
        let chooser = self.chooser("people-file", "admin_people_file", "people", ".csv,.txt,.tsv", true)?;
        fill(&part, &[&legal, &chooser])?;
        if let Some(read) = &self.state.read {
            fill(&part, &[&self.read(read)?])?;
        }
        Ok(part)
    }

    /// What a list came to.
    fn read(&self, read: &people::Read) -> Drawn {
        let place = self.element("div", "read")?;
        place.set_id("people-read");
        set(&place, &[("role", "status")])?;
        let counts = Message::new("admin_people_counts")
            .with("pupils", read.pupils)
            .with("parents", read.parents)
            .with("staff", read.staff);
        fill(&place, &[&self.text("p", "", &self.pen.words.text(&counts))?])?;
        for (key, count) in [
            ("admin_people_former_count", read.former),
            ("admin_people_future_count", read.future),
            ("admin_people_excluded", read.excluded),
            ("admin_people_ageless", read.ageless),
            ("admin_people_bad", read.bad.len()),
        ] {
            if count > 0 {
                fill(&place, &[&self.text("p", "", &self.pen.count(key, count))?])?;
            }
        }
        if !read.bad.is_empty() {
            fill(&place, &[&self.mistakes(&read.bad)?])?;
        }
        for note in &read.notes {
            fill(&place, &[&self.text("p", "muted", note)?])?;
        }
        if let Some(made) = &read.roster {
            let line = Message::new("admin_people_made")
                .with("size", made.table.len().div_ceil(1000))
                .with("day", &made.last_day);
            let actions = self.element("div", "actions")?;
            if made.is_inline() {
                fill(&actions, &[&self.button("roster-in", "admin_people_in", "ln-button")?])?;
            }
            fill(&actions, &[&self.button("save-roster", "admin_people_save", "ln-button")?])?;
            fill(&actions, &[&self.button("save-key", "admin_people_save_key", "ln-button")?])?;
            fill(&place, &[&self.text("p", "", &self.pen.words.text(&line))?, &actions])?;
            let more = if made.is_inline() { "admin_people_apart" } else { "admin_people_large" };
            fill(&place, &[&self.text("p", "help", &self.say(more))?])?;
        }
        Ok(place)
    }

    fn trial(&self) -> Drawn {
        let part = self.part("trial")?;
        let choices = self.element("div", "choices")?;
        let select = self.element("select", "")?;
        let options: Vec<(String, String)> = trial::SITUATIONS
            .iter()
            .enumerate()
            .map(|(at, one)| (at.to_string(), self.say(&format!("admin_try_{}", one.id))))
            .collect();
        self.options(&select, &options, &self.situation.to_string())?;
        fill(&choices, &[&self.labelled("situation", &self.say("admin_situation"), &select)?])?;
        let select = self.element("select", "")?;
        let options: Vec<(String, String)> =
            self.state.packaged.iter().map(|one| (one.school.id.clone(), one.school.name.clone())).collect();
        self.options(&select, &options, &self.beside)?;
        fill(&choices, &[&self.labelled("beside", &self.say("admin_beside"), &select)?])?;
        let tried = self.element("div", "tried")?;
        tried.set_id("tried");
        set(&tried, &[("aria-live", "polite")])?;
        fill(&part, &[&choices, &tried])?;
        Ok(part)
    }

    fn export(&self) -> Drawn {
        let part = self.part("export")?;
        let select = self.element("select", "")?;
        let options: Vec<(String, String)> = Place::ALL
            .iter()
            .map(|place| (place.id().to_owned(), self.say(&format!("admin_place_{}", place.id()))))
            .collect();
        self.options(&select, &options, self.place.id())?;
        fill(&part, &[&self.labelled("place", &self.say("admin_place"), &select)?])?;
        let how = self.element("p", "help")?;
        how.set_id("how");
        let out = self.element("textarea", "code")?;
        set(&out, &[("rows", "10"), ("readonly", ""), ("spellcheck", "false"), ("aria-describedby", "how")])?;
        fill(&part, &[&how, &self.labelled("out", &self.say("admin_out"), &out)?])?;
        let actions = self.element("div", "actions")?;
        fill(
            &actions,
            &[
                &self.button("copy", "admin_copy", "ln-button")?,
                &self.button("save", "admin_save", "ln-button")?,
                &self.button("try-here", "admin_here", "ln-button")?,
            ],
        )?;
        if self.state.on_device {
            fill(&actions, &[&self.button("forget-here", "admin_here_forget", "ln-button")?])?;
        }
        let said = self.element("p", "told")?;
        said.set_id("said");
        set(&said, &[("role", "status")])?;
        fill(&part, &[&actions, &said, &self.text("p", "help", &self.say("admin_here_help"))?])?;
        Ok(part)
    }

    /// What is wrong, beside the form at all times.
    fn health(&self) -> Drawn {
        let aside = self.element("aside", "guides")?;
        set(&aside, &[("aria-labelledby", "heading-health")])?;
        let heading = self.text("h2", "", &self.say("admin_health"))?;
        heading.set_id("heading-health");
        let list = self.element("div", "health")?;
        list.set_id("health");
        fill(&aside, &[&heading, &list])?;
        Ok(aside)
    }

    /// What follows from what was filled in.
    pub(super) fn results(&self) -> Result<(), JsValue> {
        let problems = self.state.problems();
        if let Some(list) = self.pen.dom.document.get_element_by_id("health") {
            list.replace_children_with_node_0();
            let line = self.element("p", "told")?;
            set(&line, &[("role", "status"), ("data-problems", &problems.len().to_string())])?;
            let icon = if problems.is_empty() { Icon::Check } else { Icon::Attention };
            let text = if problems.is_empty() {
                self.say("admin_no_problems")
            } else {
                self.pen.count("popup_problems", problems.len())
            };
            fill(&line, &[&glyph::icon(self.pen.dom, icon)?, &self.text("span", "", &text)?])?;
            fill(&list, &[&line])?;
            if !problems.is_empty() {
                fill(&list, &[&self.problems(&problems)?])?;
            }
        }
        for (key, _) in GROUPS.iter().flat_map(|group| group.fields) {
            let Some(place) = self.pen.dom.document.get_element_by_id(&format!("p-{key}")) else { continue };
            place.replace_children_with_node_0();
            for problem in problems.iter().filter(|one| one.path.split(['.', '[']).next() == Some(*key)) {
                fill(&place, &[&self.text("p", "attention", &problem.to_string())?])?;
            }
        }
        self.results_of_trial()?;
        let text = export::text(self.place, &self.state.values, &self.state.extension, &self.state.update_url);
        if let Some(out) = self.pen.dom.document.get_element_by_id("out") {
            files::set_value(&out, &text);
        }
        if let Some(how) = self.pen.dom.document.get_element_by_id("how") {
            how.set_text_content(Some(&self.say(&format!("admin_how_{}", self.place.id()))));
        }
        Ok(())
    }

    fn results_of_trial(&self) -> Result<(), JsValue> {
        let Some(place) = self.pen.dom.document.get_element_by_id("tried") else { return Ok(()) };
        let Some(situation) = trial::SITUATIONS.get(self.situation) else { return Ok(()) };
        place.replace_children_with_node_0();
        let column = |policy: Option<&Policy>, own: bool| -> Drawn {
            let column = self.element("section", "column")?;
            let Some(policy) = policy else {
                fill(&column, &[&self.text("p", "muted", &self.say("admin_policy_first"))?])?;
                return Ok(column);
            };
            fill(&column, &[&self.text("h3", "", &policy.school.name)?])?;
            // The other school's own configuration is not known: its policy is tried as it comes.
            let mut values = self.state.values.clone();
            if !own {
                for key in ["rules", "exemptions", "contacts"] {
                    values.remove(key);
                }
            }
            let shown = trial::tried(situation, policy, &values, self.pen.words, files::now_ms());
            if shown.is_empty() {
                fill(&column, &[&self.text("p", "muted", &self.say("admin_try_nothing"))?])?;
            }
            for one in &shown {
                fill(&column, &[&self.shown(one)?])?;
            }
            Ok(column)
        };
        let own = column(self.state.policy(), true)?;
        let other = column(self.state.packaged_by(&self.beside), false)?;
        fill(&place, &[&own, &other])
    }

    /// A warning as it would read.
    fn shown(&self, shown: &Shown) -> Drawn {
        let card = self.element("div", "finding")?;
        let severity = serde_json::to_value(shown.severity).ok().and_then(|word| word.as_str().map(str::to_owned));
        set(&card, &[("data-severity", &severity.unwrap_or_default()), ("data-rule", &shown.rule)])?;
        let text = self.element("div", "seen")?;
        let cited = self.element("p", "cited")?;
        fill(
            &cited,
            &[&self.text("span", "ln-strength", &shown.strength)?, &self.text("span", "muted", &shown.clause)?],
        )?;
        let buttons: Vec<&str> = shown.remedies.iter().map(|remedy| remedy.label.as_str()).collect();
        fill(
            &text,
            &[
                &self.text("strong", "", &shown.seen)?,
                &self.text("p", "", &shown.advice)?,
                &self.text("p", "muted", &buttons.join(" · "))?,
                &cited,
            ],
        )?;
        fill(&card, &[&glyph::severity(self.pen.dom, shown.severity)?, &text])?;
        Ok(card)
    }

    fn problems(&self, problems: &[Problem]) -> Drawn {
        let list = self.element("ul", "list problems")?;
        for problem in problems {
            fill(&list, &[&self.pen.problem(problem)?])?;
        }
        Ok(list)
    }

    /// What is wrong with a file, each with its place.
    fn mistakes(&self, mistakes: &[Mistake]) -> Drawn {
        let list = self.element("ul", "list problems")?;
        for mistake in mistakes.iter().take(ROWS_SHOWN) {
            let item = self.element("li", "")?;
            set(&item, &[("data-problem", &mistake.problem.code), ("data-line", &mistake.line.to_string())])?;
            let place = if mistake.line == 0 {
                mistake.file.clone()
            } else {
                let place = Message::new("admin_at").with("file", &mistake.file).with("line", mistake.line);
                self.pen.words.text(&place)
            };
            fill(&item, &[&self.text("code", "path", &place)?])?;
            fill(&item, &[&self.text("p", "", &mistake.problem.to_string())?])?;
            fill(&list, &[&item])?;
        }
        if let Some(more) = mistakes.len().checked_sub(ROWS_SHOWN).filter(|more| *more > 0) {
            fill(&list, &[&self.text("li", "", &self.pen.count("admin_more_rows", more))?])?;
        }
        Ok(list)
    }
}
