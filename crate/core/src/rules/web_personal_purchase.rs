//! Rule `web-personal-purchase`; its documentation is [`DOC`].

use super::options::Options;
use super::visits::{self, ASKS, Fix, Words};
use super::{Entry, Rule};
use crate::catalogue::documented;
use crate::observation::{Kind, Page};

/// The rule's documentation.
const DOC: &str = r#"
## What it does

Asks about a page on which an order is paid, in a shop on the list, and offers a note to copy for the Finance
Team. No field of the page is read, least of all a card's.

## Why

Droitwich Spa's document permits no personal purchases on the school's systems, and leaves purchases
for the school to those who are authorised in the Finance Team. The others are silent, and so is
Lanyard there.

## What it cannot know

Whom the order is for, and whether it costs anything: it only asks. Whoever has the duty `finance` in
the configuration is not asked. Baskets, articles and shops that are on no list never count.

## Example that warns

```json
{"kind":"pageVisit","surface":{"site":"web","name":"page","n":1},"host":"www.argos.co.uk","categories":["shops"],"page":"checkout"}
```

## Example that does not

```json
{"kind":"pageVisit","surface":{"site":"web","name":"page","n":1},"host":"www.argos.co.uk","categories":["shops"],"page":"plain"}
```
"#;

pub(super) const ENTRY: Entry = Entry {
    id: "web-personal-purchase",
    doc: documented(DOC),
    kinds: &[Kind::PageVisit],
    options: &[visits::CLAUSES],
    messages: &[
        "web_personal_purchase_seen",
        "web_personal_purchase_advice",
        "web_personal_purchase_copy",
        "web_personal_purchase_note",
        "remedy_copied",
        "web_personal_purchase_answer_free",
        "web_personal_purchase_answer_authorised",
    ],
    compile,
};

const WORDS: Words = Words {
    lists: &["shops"],
    seen: &[(Some(Page::Checkout), "web_personal_purchase_seen")],
    advice: "web_personal_purchase_advice",
    fix: Fix::Note("web_personal_purchase_copy", "web_personal_purchase_note"),
    answers: &[
        ("free", "web_personal_purchase_answer_free"),
        ("authorised", "web_personal_purchase_answer_authorised"),
    ],
    ..ASKS
};

fn compile(options: &mut Options<'_>) -> Option<Box<dyn Rule>> {
    visits::compile(options, &WORDS)
}

#[cfg(test)]
mod tests {
    use super::super::testing::{Desk, SCHOOLS, visit};
    use crate::finding::{Action, Certainty, Presentation, Severity};
    use crate::observation::{Page, PageVisit};

    fn paying() -> PageVisit {
        visit("www.argos.co.uk", &["shops"], Page::Checkout)
    }

    #[test]
    fn only_droitwich_asks_and_only_asks() {
        for school in SCHOOLS {
            let found = Desk::of(school).by_rule(paying(), "web-personal-purchase");
            let found = found.map(|f| (f.severity, f.certainty, f.presentation));
            let asks = (Severity::Prohibited, Certainty::Weak, Presentation::Note);
            assert_eq!(found, (school == "droitwich-spa").then_some(asks), "{school}");
        }
    }

    #[test]
    fn g14_finance_staff_are_not_asked() {
        assert!(Desk::with("droitwich-spa", &[("duties", "finance")]).all(paying()).is_empty());
        assert_eq!(Desk::with("droitwich-spa", &[("duties", "office")]).all(paying()).len(), 1);
    }

    #[test]
    fn baskets_are_silent_and_an_answer_settles_it() {
        for answer in ["free", "authorised"] {
            let mut desk = Desk::of("droitwich-spa");
            assert!(desk.all(visit("www.argos.co.uk", &["shops"], Page::Plain)).is_empty());
            let finding = desk.one(paying());
            assert!(finding.remedies.iter().any(|r| r.action == Action::CopyText && r.primary));
            desk.press(&finding, answer);
            assert!(desk.all(paying()).is_empty(), "{answer}");
        }
    }
}
