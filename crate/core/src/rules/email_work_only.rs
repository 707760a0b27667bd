//! Rule `email-work-only`; its documentation is [`DOC`].

use super::options::{Options, documented_keys, documented_options};
use super::{Case, Entry, Outcome, Rule, visits};
use crate::catalogue::documented;
use crate::finding::{Certainty, Message, Remedy, Targets};
use crate::observation::{Kind, Observation, ProfilePart};
use crate::policy::Clause;

/// Lists of hosts that are for somebody's own time.
const LISTS: &[&str] = &["dating", "games", "leisure", "shops"];

/// The rule's documentation.
const DOC: &str = r#"
## What it does

Looks at a form for a new account on a site that is for somebody's own time: shops, streaming and other leisure, games, dating. Where
the e-mail address in it is one of the school's, it asks whether the account is for oneself. Of the address, the domain alone is
read. "It is for work" is silence for that site, in memory and for a day.

## Why

Tudhoe's document asks that the school's e-mail account is used for work only. The 2016 document allows what the Headteacher finds
reasonable, and Droitwich's says what the system is for: both are reminders.

## What it cannot know

What the account is for: that is asked. Who a message goes to is never used. It sees sites of the lists only, and forms that call
themselves a sign-up or ask for a new password; signing in is not looked at. A school may put a site on a list or approve
of it, under `hosts`.

## Example that warns

```json
{"kind":"profileField","surface":{"site":"web","name":"signup","n":1},"host":"www.netflix.com",
 "field":"email","value":"@oakfield.sch.uk"}
```

## Example that does not

```json
{"kind":"profileField","surface":{"site":"web","name":"signup","n":1},"host":"www.netflix.com",
 "field":"email","value":"@example.com"}
```
"#;

pub(super) const ENTRY: Entry = Entry {
    id: "email-work-only",
    doc: documented(DOC),
    kinds: &[Kind::ProfileField],
    options: &documented_options([visits::CLAUSES]),
    messages: documented_keys(&["email_work_only_seen", "email_work_only_advice", "email_work_only_answer_work"]),
    compile,
};

struct WorkOnly(Vec<Clause>);

fn compile(options: &mut Options<'_>) -> Option<Box<dyn Rule>> {
    let clauses = options.clauses(visits::CLAUSES.name);
    (!clauses.is_empty()).then(|| Box::new(WorkOnly(clauses)) as Box<dyn Rule>)
}

impl Rule for WorkOnly {
    fn categories(&self) -> &[&'static str] {
        LISTS
    }

    fn wants_site(&self, site: &str) -> bool {
        site == visits::WEB
    }

    fn check(&self, case: &Case<'_>) -> Outcome {
        let Observation::ProfileField(field) = case.observation else { return Outcome::Nothing };
        let host = field.host.as_deref().unwrap_or_default();
        let ours = field.field == ProfilePart::Email && case.engine.config().is_school_address(&field.value);
        if !ours || case.is_answered(host) {
            return Outcome::Nothing;
        }
        // What it is for only the person can say. Where somebody shops leaves no trace (G9).
        case.finding(
            &self.0,
            Certainty::Weak,
            Message::new("email_work_only_seen"),
            Message::new("email_work_only_advice"),
        )
        .evidence(vec!["value".to_owned()])
        .remedy(Remedy::answer("work", Message::new("email_work_only_answer_work")))
        .done(Targets { now: host.to_owned(), answer: host.to_owned(), keep: false })
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{Desk, SCHOOLS, profile};
    use crate::finding::{Presentation, Severity};
    use crate::observation::{ProfileField, ProfilePart};

    const RULE: &str = "email-work-only";

    fn form(host: &str, value: &str) -> ProfileField {
        ProfileField { host: Some(host.to_owned()), ..profile("web", ProfilePart::Email, value) }
    }

    #[test]
    fn one_school_asks_and_softly() {
        for school in SCHOOLS {
            for domain in ["@oakfield.sch.uk", "@Staff.Oakfield.sch.uk"] {
                let said = Desk::of(school).all(form("www.netflix.com", domain)).into_iter().map(|finding| {
                    let clauses: Vec<String> = finding.clauses.iter().map(|cited| cited.clause.clone()).collect();
                    (finding.rule, finding.severity, finding.presentation, clauses)
                });
                let asks = || {
                    let clauses = vec!["phones-email-b".to_owned()];
                    (RULE.to_owned(), Severity::Required, Presentation::Note, clauses)
                };
                let expected: Vec<_> = (school == "tudhoe").then(asks).into_iter().collect();
                assert_eq!(said.collect::<Vec<_>>(), expected, "{school} {domain}: and no other rule");
            }
        }
    }

    #[test]
    fn other_addresses_other_fields_and_sites_of_their_own_are_silent() {
        let desk = Desk::of("tudhoe");
        for value in ["@example.com", "@notoakfield.sch.uk", "@", "", "oakfield.sch.uk"] {
            assert!(desk.all(form("www.netflix.com", value)).is_empty(), "{value}");
        }
        let name = ProfileField { field: ProfilePart::Name, ..form("www.netflix.com", "@oakfield.sch.uk") };
        assert!(desk.all(name).is_empty());
        let instagram = profile("instagram", ProfilePart::Email, "@oakfield.sch.uk");
        assert!(desk.by_rule(instagram, RULE).is_none(), "a social account has a rule of its own");
    }

    #[test]
    fn g9_it_is_for_work_holds_for_that_site_in_memory_only() {
        let mut desk = Desk::of("tudhoe");
        let finding = desk.one(form("www.amazon.co.uk", "@oakfield.sch.uk"));
        assert!(!finding.targets.keep);
        desk.press(&finding, "work");
        assert!(desk.all(form("www.amazon.co.uk", "@oakfield.sch.uk")).is_empty());
        assert_eq!(desk.all(form("www.netflix.com", "@oakfield.sch.uk")).len(), 1);
    }

    #[test]
    fn it_looks_at_lists_of_leisure_alone() {
        let (config, _) = crate::config::Config::parse(&[("schoolDomains".to_owned(), "a.example".to_owned())].into());
        let (engine, _) = crate::engine::Engine::new(Desk::of("tudhoe").policy().clone(), config, None);
        assert_eq!(
            engine.lists_with(crate::observation::Kind::ProfileField).collect::<Vec<_>>(),
            ["dating", "games", "leisure", "shops"]
        );
    }
}
