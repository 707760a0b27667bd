//! Rule `web-inappropriate-content`; its documentation is [`DOC`].

use super::options::{OptionDoc, Options};
use super::{Case, Entry, Outcome, Rule, visits};
use crate::catalogue::documented;
use crate::finding::{Action, Certainty, Message, Remedy};
use crate::observation::Kind;
use crate::policy::Clause;

/// The rule's documentation.
const DOC: &str = r#"
## What it does

Looks at sites on the list of adult sites. First comes a private note, of which nothing is recorded;
only where the page stays open for 20 seconds more, a panel. Whoever leaves hears no more of it.

## Why

St Marylebone's document forbids such material in school, in a professional capacity and on the school's
equipment; the unnamed school's, Tudhoe's and Beaudesert Park's forbid it altogether. Droitwich Spa's has
no clause about browsing, and Lanyard is silent there.

## What it cannot know

How somebody came there: a redirect and a slip of the finger are common. Searches, block pages and links
never count, nor do health, relationships education, LGBT+ and faith sites, which are on no list. The
list that comes with Lanyard is a dozen names, no filter; a school adds its own under `adult` in the key
`hosts`. Whoever has the duty `safeguarding` is not told.

## Example that warns

```json
{"kind":"pageVisit","surface":{"site":"web","name":"page","n":1},"host":"www.pornhub.com","categories":["adult"],"stayed":true}
```

## Example that does not

```json
{"kind":"pageVisit","surface":{"site":"web","name":"page","n":1},"host":"www.pornhub.com","categories":["news"],"stayed":true}
```
"#;

pub(super) const ENTRY: Entry = Entry {
    id: "web-inappropriate-content",
    doc: documented(DOC),
    kinds: &[Kind::PageVisit],
    options: &[
        visits::CLAUSES,
        OptionDoc {
            name: "equipment",
            takes: "clause ids",
            description: "Clauses about the school's equipment. Cited only where `device` says that it is one.",
            configurable: false,
        },
        OptionDoc {
            name: "tell",
            takes: "role id",
            description: "Whom the document says to tell of an accident.",
            configurable: false,
        },
        visits::DEVICE,
    ],
    messages: &[
        "web_inappropriate_content_seen",
        "web_inappropriate_content_seen_stayed",
        "web_inappropriate_content_advice",
        "web_inappropriate_content_advice_named",
        "web_leave",
        "web_inappropriate_content_answer_work",
        "web_inappropriate_content_answer_accident",
    ],
    compile,
};

#[derive(Debug)]
struct Inappropriate {
    clauses: Vec<Clause>,
    tell: Option<String>,
}

fn compile(options: &mut Options<'_>) -> Option<Box<dyn Rule>> {
    let mut clauses = options.clauses(visits::CLAUSES.name);
    let equipment = options.clauses("equipment");
    if visits::is_school_device(options) {
        clauses.extend(equipment);
    }
    let tell = options.has("tell").then(|| options.role("tell")).flatten();
    (!clauses.is_empty()).then(|| Box::new(Inappropriate { clauses, tell }) as Box<dyn Rule>)
}

impl Rule for Inappropriate {
    fn categories(&self) -> &[&'static str] {
        &["adult"]
    }

    fn check(&self, case: &Case<'_>) -> Outcome {
        visits::on_lists(case, self.categories(), |visit| {
            let seen = match visit.stayed {
                true => "web_inappropriate_content_seen_stayed",
                false => "web_inappropriate_content_seen",
            };
            let advice = match &self.tell {
                Some(role) => {
                    Message::new("web_inappropriate_content_advice_named").with("tell", format!("role:{role}"))
                }
                None => Message::new("web_inappropriate_content_advice"),
            };
            let leave = Remedy::plain("leave", Action::LeavePage, Message::new("web_leave")).primary();
            let draft = case
                .finding(&self.clauses, Certainty::Likely, Message::new(seen), advice)
                .remedy(leave)
                .remedy(Remedy::answer("work", Message::new("web_inappropriate_content_answer_work")))
                .remedy(Remedy::answer("accident", Message::new("web_inappropriate_content_answer_accident")));
            let draft = if visit.stayed { draft } else { draft.quieter() };
            draft.done(visits::targets(visit))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{Desk, SCHOOLS, visit};
    use crate::finding::{Presentation, Severity};
    use crate::observation::{Page, PageVisit};

    const RULE: &str = "web-inappropriate-content";

    fn adult(stayed: bool) -> PageVisit {
        PageVisit { stayed, ..visit("www.pornhub.com", &["adult"], Page::Plain) }
    }

    fn cited(desk: &Desk) -> Vec<String> {
        desk.one(adult(true)).clauses.into_iter().map(|cited| cited.clause).collect()
    }

    #[test]
    fn first_a_note_and_a_panel_only_where_the_page_stays_open() {
        for school in SCHOOLS {
            for (stayed, presentation) in [(false, Presentation::Note), (true, Presentation::Panel)] {
                let found = Desk::of(school).by_rule(adult(stayed), RULE);
                let found = found.map(|f| (f.severity, f.presentation, f.ask_first));
                let says = school != "droitwich-spa";
                assert_eq!(found, says.then_some((Severity::Prohibited, presentation, false)), "{school} {stayed}");
            }
        }
    }

    #[test]
    fn the_schools_equipment_is_cited_only_where_the_school_marks_the_device() {
        assert_eq!(cited(&Desk::of("st-marylebone")), ["3.5"]);
        let marked = [("rules", r#"{"web-inappropriate-content":{"device":"school"}}"#)];
        assert_eq!(cited(&Desk::with("st-marylebone", &marked)), ["3.5", "3.6"]);
    }

    #[test]
    fn an_accident_is_told_to_whom_the_document_names() {
        for (school, role) in [("educating-for-life", "role:line-manager"), ("tudhoe", "role:head-teacher")] {
            let finding = Desk::of(school).one(adult(false));
            assert_eq!(finding.advice.params.get("tell").map(String::as_str), Some(role), "{school}");
        }
        for school in ["st-marylebone", "beaudesert-park"] {
            assert!(Desk::of(school).one(adult(false)).advice.params.get("tell").is_none(), "{school}");
        }
    }

    #[test]
    fn g9_g14_an_answer_or_a_duty_silences_it_and_nothing_is_kept() {
        for answer in ["work", "accident"] {
            let mut desk = Desk::of("tudhoe");
            let finding = desk.one(adult(false));
            assert!(!finding.targets.keep);
            desk.press(&finding, answer);
            assert!(desk.all(adult(true)).is_empty(), "{answer}");
        }
        assert!(Desk::with("tudhoe", &[("duties", "safeguarding")]).all(adult(true)).is_empty());
    }
}
