//! Rule `social-references`; its documentation is [`DOC`].

use super::options::{OptionDoc, Options, documented_keys, documented_options};
use super::{Case, Entry, Outcome, Rule, visits};
use crate::catalogue::documented;
use crate::finding::{Action, Certainty, Message, Remedy};
use crate::observation::{Kind, Page};
use crate::policy::Clause;

/// The rule's documentation.
const DOC: &str = r#"
## What it does

Looks at the page of a professional network on which a recommendation for somebody else is written. Its
address tells; nothing of it is read.

## Why

Droitwich Spa's document keeps staff from giving references there: the school could be held liable. The
other four do not name it, and Lanyard is silent there.

## What it cannot know

What is written, for whom, and whether it is sent. Endorsing a skill, reading recommendations and asking
for one are other pages and are left alone. The addresses are known for LinkedIn alone.

## Example that warns

```json
{"kind":"pageVisit","surface":{"site":"linkedin","name":"page","n":1},"host":"www.linkedin.com","categories":["references"],"page":"recommend"}
```

## Example that does not

```json
{"kind":"pageVisit","surface":{"site":"linkedin","name":"page","n":1},"host":"www.linkedin.com","categories":["references"],"page":"plain"}
```
"#;

pub(super) const ENTRY: Entry = Entry {
    id: "social-references",
    doc: documented(DOC),
    kinds: &[Kind::PageVisit],
    options: &documented_options([
        visits::CLAUSES,
        OptionDoc {
            name: "to",
            takes: "role id",
            description: "Who answers requests for references.",
            configurable: false,
        },
    ]),
    messages: documented_keys(&[
        "social_references_seen",
        "social_references_advice",
        "social_references_answer_other",
        "web_leave",
    ]),
    compile,
};

#[derive(Debug)]
struct References {
    clauses: Vec<Clause>,
    to: String,
}

fn compile(options: &mut Options<'_>) -> Option<Box<dyn Rule>> {
    let clauses = options.clauses(visits::CLAUSES.name);
    let to = options.role("to")?;
    (!clauses.is_empty()).then(|| Box::new(References { clauses, to }) as Box<dyn Rule>)
}

impl Rule for References {
    fn categories(&self) -> &[&'static str] {
        &["references"]
    }

    fn check(&self, case: &Case<'_>) -> Outcome {
        visits::on_lists(case, self.categories(), |visit| {
            if visit.page != Page::Recommend {
                return Outcome::Nothing;
            }
            let advice = Message::new("social_references_advice").with("tell", format!("role:{}", self.to));
            case.finding(&self.clauses, Certainty::Likely, Message::new("social_references_seen"), advice)
                .remedy(Remedy::plain("leave", Action::LeavePage, Message::new("web_leave")).primary())
                .remedy(Remedy::answer("other", Message::new("social_references_answer_other")))
                .done(visits::targets(visit))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{Desk, SCHOOLS, visit};
    use crate::finding::{Certainty, Presentation, Severity};
    use crate::observation::Page;

    const RULE: &str = "social-references";
    const HOST: &str = "www.linkedin.com";

    #[test]
    fn droitwich_alone_says_so() {
        for school in SCHOOLS {
            let found = Desk::of(school).by_rule(visit(HOST, &["references"], Page::Recommend), RULE);
            let found = found.map(|f| (f.severity, f.certainty, f.presentation, f.ask_first));
            let expected = (Severity::Prohibited, Certainty::Likely, Presentation::Panel, false);
            assert_eq!(found, (school == "droitwich-spa").then_some(expected), "{school}");
        }
    }

    #[test]
    fn other_pages_of_the_network_are_left_alone() {
        for (list, page) in [("references", Page::Plain), ("references", Page::About), ("social", Page::Recommend)] {
            assert!(Desk::of("droitwich-spa").all(visit(HOST, &[list], page)).is_empty(), "{list} {page:?}");
        }
    }

    #[test]
    fn g9_that_it_is_something_else_is_remembered_for_the_site_in_memory() {
        let mut desk = Desk::of("droitwich-spa");
        let finding = desk.one(visit(HOST, &["references"], Page::Recommend));
        assert!(!finding.targets.keep);
        assert_eq!(finding.advice.params.get("tell").map(String::as_str), Some("role:headteacher"));
        desk.press(&finding, "other");
        assert!(desk.all(visit(HOST, &["references"], Page::Recommend)).is_empty());
    }
}
