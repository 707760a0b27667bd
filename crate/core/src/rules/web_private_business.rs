//! Rule `web-private-business`; its documentation is [`DOC`].

use super::options::Options;
use super::visits::{self, ASKS, Words};
use super::{Entry, Rule};
use crate::catalogue::documented;
use crate::observation::Kind;

/// The rule's documentation.
const DOC: &str = r#"
## What it does

Asks about sites of private work: freelance and tutoring agencies, sellers' desks, and the examiners'
marking systems that the school lists under `private-work` in the key `hosts`.

## Why

Droitwich Spa's document forbids to use or depend on the school's systems for private or business
papers. Tudhoe's bars promotion of a private business, which cannot be told from use: it stays a
reminder. The other three are silent.

## What it cannot know

Whose work it is: it only asks. Centre services for the school's own pupils and moderation of its own
entries are one click, and whoever has the duty `exams` is not asked. What a service says of itself
never counts.

## Example that warns

```json
{"kind":"pageVisit","surface":{"site":"web","name":"page","n":1},"host":"www.upwork.com","categories":["private-work"],"page":"plain"}
```

## Example that does not

```json
{"kind":"pageVisit","surface":{"site":"web","name":"page","n":1},"host":"www.upwork.com","categories":["private-work"],"page":"about"}
```
"#;

pub(super) const ENTRY: Entry = Entry {
    id: "web-private-business",
    doc: documented(DOC),
    kinds: &[Kind::PageVisit],
    options: &[visits::CLAUSES],
    messages: &[
        "web_private_business_seen",
        "web_private_business_advice",
        "web_leave",
        "web_private_business_answer_school",
        "web_private_business_answer_entries",
    ],
    compile,
};

const WORDS: Words = Words {
    lists: &["private-work"],
    seen: &[(None, "web_private_business_seen")],
    advice: "web_private_business_advice",
    answers: &[("school", "web_private_business_answer_school"), ("entries", "web_private_business_answer_entries")],
    ..ASKS
};

fn compile(options: &mut Options<'_>) -> Option<Box<dyn Rule>> {
    visits::compile(options, &WORDS)
}

#[cfg(test)]
mod tests {
    use super::super::testing::{Desk, SCHOOLS, visit};
    use crate::finding::{Certainty, Presentation, Severity};
    use crate::observation::{Page, PageVisit};

    fn agency() -> PageVisit {
        visit("www.upwork.com", &["private-work"], Page::Plain)
    }

    #[test]
    fn only_droitwich_asks_and_only_asks() {
        for school in SCHOOLS {
            let found = Desk::of(school).by_rule(agency(), "web-private-business");
            let found = found.map(|f| (f.severity, f.certainty, f.presentation));
            let asks = (Severity::Prohibited, Certainty::Weak, Presentation::Note);
            assert_eq!(found, (school == "droitwich-spa").then_some(asks), "{school}");
        }
    }

    #[test]
    fn g14_exam_officers_are_not_asked() {
        assert!(Desk::with("droitwich-spa", &[("duties", "exams")]).all(agency()).is_empty());
    }

    #[test]
    fn what_a_service_says_of_itself_is_silent_and_an_answer_settles_it() {
        for answer in ["school", "entries"] {
            let mut desk = Desk::of("droitwich-spa");
            assert!(desk.all(visit("www.upwork.com", &["private-work"], Page::About)).is_empty());
            let finding = desk.one(agency());
            desk.press(&finding, answer);
            assert!(desk.all(agency()).is_empty(), "{answer}");
        }
    }
}
