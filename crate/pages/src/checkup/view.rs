//! Draws the check-up's parts.

use lanyard_core::finding::{Message, Severity};
use lanyard_core::policy::Clause;
use lanyard_core::show;

use super::Page;
use super::model::{self, Good, Item, Level, Site};
use crate::dom::{Drawn, fill, set};
use crate::glyph;
use crate::language;

impl Page<'_> {
    fn say(&self, key: &str) -> String {
        self.pen.say(key)
    }

    fn words(&self, message: &Message) -> String {
        self.pen.words.text(message)
    }

    pub(super) fn header(&self) -> Drawn {
        let dom = self.pen.dom;
        let header = dom.element("header", "head")?;
        let top = dom.element("div", "top")?;
        let print = dom.text("button", "ln-button", &self.say("checkup_print"))?;
        set(&print, &[("type", "button"), ("data-do", "print")])?;
        fill(&top, &[&self.pen.school(&self.policy.school.name)?, &print])?;
        let title = dom.text("h1", "", &self.say("checkup_title"))?;
        fill(&header, &[&top, &title, &dom.text("p", "lead", &self.say("checkup_lead"))?])?;
        Ok(header)
    }

    pub(super) fn main(&self, due: &(bool, String)) -> Drawn {
        let dom = self.pen.dom;
        let main = dom.element("main", "checkup")?;
        let before = dom.element("div", "before")?;
        if let Some(work) = self.at_work()? {
            fill(&before, &[&work])?;
        }
        fill(&before, &[&self.asked()?, &self.term(due)?])?;
        let steps = dom.element("div", "checks")?;
        fill(&steps, &[&self.sites()?, &self.everywhere()?])?;
        let others = self.list.others(self.policy);
        if !others.is_empty() {
            let part = self.part("others", "checkup_others")?;
            let rows = dom.element("ul", "rows")?;
            for clause in others {
                let row = dom.element("li", "check")?;
                set(&row, &[("data-clause", &clause.id)])?;
                let label = self.tick(clause.text.get(&self.state.language), self.in_english(clause))?;
                fill(&row, &[&label, &self.cited(&[clause])?])?;
                fill(&rows, &[&row])?;
            }
            fill(&part, &[&rows])?;
            fill(&steps, &[&part])?;
        }
        fill(&main, &[&before, &steps])?;
        Ok(main)
    }

    fn part(&self, id: &str, key: &str) -> Drawn {
        let part = self.pen.dom.element("section", "piece")?;
        let heading = self.pen.dom.text("h2", "", &self.say(key))?;
        heading.set_id(id);
        set(&part, &[("aria-labelledby", id)])?;
        fill(&part, &[&heading])?;
        Ok(part)
    }

    /// What the document says, once: the settings below cite it.
    fn asked(&self) -> Drawn {
        let part = self.part("asked", "checkup_asked")?;
        let clauses = model::asked(self.policy);
        if clauses.is_empty() {
            fill(&part, &[&self.pen.dom.text("p", "", &self.say("checkup_asked_none"))?])?;
        }
        self.texts(&part, &clauses)?;
        fill(&part, &[&self.pen.dom.text("p", "muted", &self.say("checkup_own"))?])?;
        Ok(part)
    }

    /// When it is due again, and that nobody keeps whether it was done.
    fn term(&self, (set_by_school, day): &(bool, String)) -> Drawn {
        let part = self.part("term", "checkup_term")?;
        let key = if *set_by_school { "checkup_term_next" } else { "checkup_term_weeks" };
        let day = show::day(day, self.pen.words);
        let due = self.pen.dom.text("p", "", &self.words(&Message::new(key).with("day", day)))?;
        set(&due, &[("data-due", "")])?;
        fill(&part, &[&due, &self.pen.dom.text("p", "muted", &self.say("checkup_kept"))?])?;
        Ok(part)
    }

    /// A document that keeps social media off the school's devices has a word on these links too.
    fn at_work(&self) -> Drawn<Option<web_sys::Element>> {
        let clauses = model::at_work(self.policy);
        if clauses.is_empty() {
            return Ok(None);
        }
        let part = self.part("work", "checkup_work")?;
        set(&part, &[("class", "piece work")])?;
        self.texts(&part, &clauses)?;
        fill(&part, &[&self.pen.dom.text("p", "", &self.say("checkup_work_more"))?])?;
        Ok(Some(part))
    }

    fn texts(&self, into: &web_sys::Element, clauses: &[&Clause]) -> Drawn<()> {
        for clause in clauses {
            let text = self.pen.dom.text("p", "", clause.text.get(&self.state.language))?;
            if self.in_english(clause) {
                set(&text, &[("lang", "en")])?;
            }
            fill(into, &[&text, &self.cited(&[clause])?])?;
        }
        Ok(())
    }

    fn sites(&self) -> Drawn {
        let dom = self.pen.dom;
        let part = self.part("sites", "checkup_sites")?;
        let rows = dom.element("div", "rows")?;
        for site in &self.list.sites {
            fill(&rows, &[&self.site(site)?])?;
        }
        fill(&part, &[&rows])?;
        Ok(part)
    }

    fn site(&self, site: &Site) -> Drawn {
        let dom = self.pen.dom;
        let group = dom.element("details", "guide")?;
        group.set_id(&site.id);
        // The place of the number is filled in as boxes are ticked.
        let ticked = Message::new("checkup_count").with("done", '#').with("all", site.items.len());
        set(&group, &[("data-count", &self.words(&ticked)), ("data-site", &site.id)])?;
        let summary = dom.element("summary", "")?;
        let count = dom.text("span", "muted", &self.pen.count("checkup_settings", site.items.len()))?;
        count.set_id(&format!("count-{}", site.id));
        let name = dom.element("span", "name")?;
        fill(&name, &[&dom.text("bdi", "", &site.name)?])?;
        fill(&summary, &[&name, &count])?;
        fill(&group, &[&summary])?;
        if site.app {
            fill(&group, &[&dom.text("p", "muted", &self.say("checkup_app"))?])?;
        }
        let list = dom.element("ul", "")?;
        for item in &site.items {
            fill(&list, &[&self.item(site, item)?])?;
        }
        let month = language::month(self.pen.words, &site.verified);
        let verified = self.words(&Message::new("checkup_verified").with("month", month));
        fill(&group, &[&list, &dom.text("p", "muted", &verified)?])?;
        Ok(group)
    }

    fn item(&self, site: &Site, item: &Item) -> Drawn {
        let dom = self.pen.dom;
        let good = item.good(site, self.policy);
        let row = dom.element("li", "check")?;
        set(&row, &[("data-what", &item.what), ("data-level", level(&good))])?;
        let what = self.say(&format!("checkup_what_{}", item.what));
        let better = dom.element("p", "good")?;
        let aim = dom.text("span", "muted", &self.say("checkup_aim"))?;
        fill(&better, &[&aim, &dom.text("span", "", &self.say(&good.key))?])?;

        let way = dom.element("p", "way")?;
        let key = if item.exact { "checkup_open" } else { "checkup_open_near" };
        let link = self.out(&item.page, &self.say(key))?;
        set(&link, &[("aria-label", &format!("{}: {what} ({})", self.say(key), site.name))])?;
        fill(&way, &[&link])?;
        if !item.label.is_empty() {
            let text = self.words(&Message::new("checkup_label").with("label", HOLE));
            let label = dom.isolated("span", "muted", &text, HOLE, &item.label)?;
            if let Some(own) = label.query_selector("bdi")? {
                set(&own, &[("lang", "en")])?;
            }
            fill(&way, &[&label])?;
        }
        fill(&row, &[&self.tick(&what, false)?, &better, &way, &self.cited(&good.clauses)?])?;
        Ok(row)
    }

    fn everywhere(&self) -> Drawn {
        let dom = self.pen.dom;
        let part = self.part("everywhere", "checkup_everywhere")?;
        let rows = dom.element("ul", "rows")?;
        for one in &self.list.everywhere {
            let row = dom.element("li", "check")?;
            set(&row, &[("data-what", &one.what)])?;
            let what = self.say(&format!("checkup_do_{}", one.what));
            let more = dom.text("p", "", &self.say(&format!("checkup_do_{}_more", one.what)))?;
            fill(&row, &[&self.tick(&what, false)?, &more])?;
            if !one.page.is_empty() {
                let way = dom.element("p", "way")?;
                fill(&way, &[&self.out(&one.page, &self.say(&format!("checkup_do_{}_open", one.what)))?])?;
                fill(&row, &[&way])?;
            }
            fill(&row, &[&self.cited(&one.clauses(self.policy))?])?;
            fill(&rows, &[&row])?;
        }
        fill(&part, &[&rows])?;
        Ok(part)
    }

    /// A link that leads away. It carries nothing: no name, and not where it was pressed (G6).
    fn out(&self, href: &str, text: &str) -> Drawn {
        let link = self.pen.link(href, text)?;
        set(&link, &[("rel", "noopener noreferrer")])?;
        Ok(link)
    }

    fn tick(&self, text: &str, english: bool) -> Drawn {
        let dom = self.pen.dom;
        let label = dom.element("label", "tick")?;
        let input = dom.element("input", "")?;
        set(&input, &[("type", "checkbox"), ("autocomplete", "off")])?;
        let text = dom.text("span", "", text)?;
        if english {
            set(&text, &[("lang", "en")])?;
        }
        fill(&label, &[&input, &text])?;
        Ok(label)
    }

    /// The clauses that ask for it, each a way into the handbook; else that none does.
    fn cited(&self, clauses: &[&Clause]) -> Drawn {
        let dom = self.pen.dom;
        let cited = dom.element("p", "cited")?;
        if clauses.is_empty() {
            fill(&cited, &[&dom.text("span", "muted", &self.say("checkup_no_clause"))?])?;
        }
        for clause in clauses {
            let one = dom.element("span", "strength")?;
            let link = dom.element("a", "ln-link")?;
            set(&link, &[("href", &format!("handbook.html#clause-{}", clause.id)), ("target", "_blank")])?;
            fill(&link, &[&dom.text("bdi", "", &clause.section)?])?;
            if clause.severity != Severity::Informational {
                let word = self.say(&format!("severity_{}", clause.severity.id()));
                set(&one, &[("data-severity", clause.severity.id())])?;
                fill(&one, &[&glyph::severity(dom, clause.severity)?, &dom.text("span", "", &word)?])?;
            }
            fill(&one, &[&link])?;
            fill(&cited, &[&one])?;
        }
        Ok(cited)
    }

    /// Whether the clause has no text in the reader's language (G15).
    fn in_english(&self, clause: &Clause) -> bool {
        clause.text.cy.is_none() && self.state.language.starts_with("cy")
    }
}

/// Stands for the site's own word until it is put in on its own.
const HOLE: char = '\u{fffc}';

fn level(good: &Good<'_>) -> &'static str {
    if good.level == Level::Silent && !good.clauses.is_empty() { "said" } else { good.level.id() }
}
