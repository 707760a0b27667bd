//! Rule `social-profile-identifiable`; its documentation is [`DOC`].

use super::options::{Options, documented_keys, documented_options};
use super::{Case, Entry, Outcome, Rule, social, visits};
use crate::catalogue::documented;
use crate::engine::Account;
use crate::finding::{Certainty, Message};
use crate::observation::{Kind, ProfilePart};
use crate::policy::Clause;
use crate::roster::{Role, Status, Strength};

/// The rule's documentation.
const DOC: &str = r#"
## What it does

Looks at the name on the person's own Facebook profile, where it is changed, and leaves a mark when it is
written just as a member of staff's on the school's list.

## Why

Tudhoe's document advises another form of one's name: first and middle names, a maiden name, the surname
backwards. The other four do not name it, and Lanyard is silent there.

## What it cannot know

Whether the site allows such a form: some want the name of everyday life. Without staff on the school's
list there is nothing to compare with. Professional networks are not meant, and "Keep this name" settles it. Meta changes an
Instagram name on the same page, which does not say which of the two it is.

## Example that warns

```json
{"kind":"profileField","surface":{"site":"facebook","name":"name","n":1},"field":"name","value":"Col League"}
```

## Example that does not

```json
{"kind":"profileField","surface":{"site":"facebook","name":"name","n":1},"field":"name","value":"Col James"}
```
"#;

pub(super) const ENTRY: Entry = Entry {
    id: "social-profile-identifiable",
    doc: documented(DOC),
    kinds: &[Kind::ProfileField],
    options: &documented_options([visits::CLAUSES, social::SITES]),
    messages: documented_keys(&[
        "social_profile_identifiable_seen",
        "social_profile_identifiable_advice",
        "social_profile_identifiable_answer_keep",
    ]),
    compile,
};

#[derive(Debug)]
struct Identifiable {
    clauses: Vec<Clause>,
    sites: Vec<String>,
}

fn compile(options: &mut Options<'_>) -> Option<Box<dyn Rule>> {
    let (clauses, sites) = (options.clauses(visits::CLAUSES.name), options.texts(social::SITES.name));
    (!clauses.is_empty()).then(|| Box::new(Identifiable { clauses, sites }) as Box<dyn Rule>)
}

impl Rule for Identifiable {
    fn wants_site(&self, site: &str) -> bool {
        social::names_site(&self.sites, site)
    }

    fn check(&self, case: &Case<'_>) -> Outcome {
        let Some((ProfilePart::Name, name)) = social::field(case) else { return Outcome::Nothing };
        let found = case.engine.roster_for(case.context).map(|roster| roster.by_name(name)).unwrap_or_default();
        let on_list = found
            .iter()
            .any(|one| one.role == Role::Staff && one.status == Status::Current && one.strength == Strength::Exact);
        if !on_list || case.account == Account::Official {
            return Outcome::Nothing;
        }
        social::of_account(
            case,
            &self.clauses,
            Certainty::Weak,
            "social_profile_identifiable_seen",
            Message::new("social_profile_identifiable_advice"),
            &[("keep", "social_profile_identifiable_answer_keep")],
        )
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{Desk, SCHOOLS, profile};
    use crate::finding::{Presentation, Severity};
    use crate::observation::ProfilePart;

    const PEOPLE: [&str; 3] = ["staff,current,Col,League", "staff,former,Old,Hand", "pupil,current,Sam,Oak"];

    #[test]
    fn tudhoe_alone_has_a_mark_on_facebook() {
        for school in SCHOOLS {
            let desk = Desk::of(school).people(&PEOPLE);
            let found = desk.all(profile("facebook", ProfilePart::Name, "Col League"));
            let expected = (Severity::Advised, Presentation::Mark);
            let said: Vec<_> = found.iter().map(|f| (f.severity, f.presentation)).collect();
            assert_eq!(said, if school == "tudhoe" { vec![expected] } else { vec![] }, "{school}");
        }
    }

    #[test]
    fn other_names_other_fields_and_other_networks_are_left_alone() {
        let desk = Desk::of("tudhoe").people(&PEOPLE);
        for (site, field, value) in [
            ("linkedin", ProfilePart::Name, "Col League"),
            ("facebook", ProfilePart::About, "Col League"),
            ("facebook", ProfilePart::Name, "Col James"),
            ("facebook", ProfilePart::Name, "C League"),
            ("facebook", ProfilePart::Name, "Old Hand"),
            ("facebook", ProfilePart::Name, "Sam Oak"),
            ("facebook", ProfilePart::Name, ""),
        ] {
            assert!(desk.all(profile(site, field, value)).is_empty(), "{site} {field:?} {value}");
        }
        assert!(Desk::of("tudhoe").all(profile("facebook", ProfilePart::Name, "Col League")).is_empty(), "no list");
    }

    #[test]
    fn keeping_the_name_settles_it_in_memory_only() {
        let mut desk = Desk::of("tudhoe").people(&PEOPLE);
        let finding = desk.one(profile("facebook", ProfilePart::Name, "Col League"));
        assert!(!finding.targets.keep, "G9");
        desk.press(&finding, "keep");
        assert!(desk.all(profile("facebook", ProfilePart::Name, "Col League")).is_empty());
    }
}
