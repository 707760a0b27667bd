//! Rule `web-unauthorised-service`; its documentation is [`DOC`].

use super::options::Options;
use super::visits::{self, ASKS, Fix, Words};
use super::{Entry, Rule};
use crate::catalogue::documented;
use crate::observation::{Kind, Page};

/// The rule's documentation.
const DOC: &str = r#"
## What it does

Asks whether an application is approved, on the page where Google or Microsoft asks whether to let it into an
account. It offers a note to copy for whoever approves. Nothing of the page is read.

## Why

Tudhoe's document forbids to set up software, applications or web services on the school's network without
approval by authorised personnel. The others do not name it, and Lanyard is silent there.

## What it cannot know

Which application asks, whether it is on the school's list, and whether the account is the school's: the address
tells none of these, so it only asks, and one click settles it for the day. Signing up with a form and signing in with an
account never count. Microsoft shows most such questions at the address at which one signs in; only those for a
whole school have an address of their own, so the others are not seen.

## Example that warns

```json
{"kind":"pageVisit","surface":{"site":"web","name":"page","n":1},"host":"accounts.google.com","categories":["consent"],"page":"consent"}
```

## Example that does not

```json
{"kind":"pageVisit","surface":{"site":"web","name":"page","n":1},"host":"accounts.google.com","categories":["consent"],"page":"plain"}
```
"#;

pub(super) const ENTRY: Entry = Entry {
    id: "web-unauthorised-service",
    doc: documented(DOC),
    kinds: &[Kind::PageVisit],
    options: &[visits::CLAUSES],
    messages: &[
        "web_unauthorised_service_seen",
        "web_unauthorised_service_advice",
        "web_unauthorised_service_copy",
        "web_unauthorised_service_note",
        "remedy_copied",
        "web_unauthorised_service_answer_approved",
        "web_unauthorised_service_answer_own",
    ],
    compile,
};

const WORDS: Words = Words {
    lists: &["consent"],
    seen: &[(Some(Page::Consent), "web_unauthorised_service_seen")],
    advice: "web_unauthorised_service_advice",
    fix: Fix::Note("web_unauthorised_service_copy", "web_unauthorised_service_note"),
    answers: &[
        ("approved", "web_unauthorised_service_answer_approved"),
        ("own", "web_unauthorised_service_answer_own"),
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

    const RULE: &str = "web-unauthorised-service";

    fn consent() -> PageVisit {
        visit("accounts.google.com", &["consent"], Page::Consent)
    }

    #[test]
    fn only_tudhoe_asks_and_only_asks() {
        for school in SCHOOLS {
            let found = Desk::of(school).by_rule(consent(), RULE);
            let found = found.map(|f| (f.severity, f.certainty, f.presentation, f.ask_first));
            let asks = (Severity::Prohibited, Certainty::Weak, Presentation::Note, false);
            assert_eq!(found, (school == "tudhoe").then_some(asks), "{school}");
        }
    }

    #[test]
    fn signing_in_is_silent_and_an_answer_settles_it() {
        for answer in ["approved", "own"] {
            let mut desk = Desk::of("tudhoe");
            for page in [Page::Plain, Page::About, Page::Install] {
                assert!(desk.all(visit("accounts.google.com", &["consent"], page)).is_empty(), "{page:?}");
            }
            let finding = desk.one(consent());
            assert!(finding.remedies.iter().any(|r| r.action == Action::CopyText && r.primary));
            assert!(!finding.targets.keep, "G9");
            desk.press(&finding, answer);
            assert!(desk.all(consent()).is_empty(), "{answer}");
        }
    }

    #[test]
    fn an_exemption_by_the_head_silences_it() {
        let exemption = format!(r#"[{{"rule":"{RULE}","purpose":"TRIAL","until":"2026-11-22"}}]"#);
        assert!(Desk::with("tudhoe", &[("exemptions", &exemption)]).all(consent()).is_empty());
    }
}
