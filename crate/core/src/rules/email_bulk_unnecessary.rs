//! Rule `email-bulk-unnecessary`; its documentation is [`DOC`].

use super::mail::{self, Person, Question, Side};
use super::options::{OptionDoc, Options, cites, documented_keys, documented_options};
use super::{Case, Entry, Outcome, Rule};
use crate::catalogue::documented;
use crate::finding::{Certainty, Message};
use crate::observation::Kind;
use crate::policy::Clause;

/// The rule's documentation.
const DOC: &str = r#"
## What it does

Looks at a message being written from a school account to everybody: to an address that the school
has listed as its all-staff address, or to more people than the school's own limit. It asks whether a
smaller group would do. "No smaller group fits" is silence for the thread.

## Why

St Marylebone's document advises to write to single people and particular groups rather than to
everybody (4.2).

## What it cannot know

Whether everybody needs it: a fire drill does. It needs the school's addresses or limit, and has no
opinion without them. Repeated bulk mail (Droitwich) and chain letters (Beaudesert Park) are other
clauses; this rule does not see them yet.

## Example that warns

```json
{"kind":"composeMail","surface":{"site":"roundcube","name":"compose","n":1},"account":"teacher@oakfield.sch.uk",
 "to":[{"ref":"to/1","address":"all-staff@oakfield.sch.uk"}]}
```

## Example that does not

```json
{"kind":"composeMail","surface":{"site":"roundcube","name":"compose","n":1},"account":"teacher@oakfield.sch.uk",
 "to":[{"ref":"to/1","address":"maths.team@oakfield.sch.uk"}]}
```
"#;

pub(super) const ENTRY: Entry = Entry {
    id: "email-bulk-unnecessary",
    doc: documented(DOC),
    kinds: &[Kind::ComposeMail],
    options: &documented_options([
        cites("everybody", "Clauses that advise smaller groups."),
        OptionDoc {
            name: "allStaff",
            takes: "addresses",
            description: "Addresses that reach everybody. Unset: none is known.",
            configurable: true,
        },
        OptionDoc {
            name: "limit",
            takes: "a number",
            description: "Most colleagues whom a message may go to without a question. Unset: no limit.",
            configurable: true,
        },
    ]),
    messages: documented_keys(&[
        "email_bulk_unnecessary_seen_everybody",
        "email_bulk_unnecessary_seen_many",
        "email_bulk_unnecessary_advice",
        "email_bulk_unnecessary_answer_none",
        "unchecked_account",
        "unchecked_other_account",
    ]),
    compile,
};

#[derive(Debug)]
struct BulkUnnecessary {
    everybody: Vec<Clause>,
    all_staff: Vec<String>,
    limit: Option<usize>,
}

fn compile(options: &mut Options<'_>) -> Option<Box<dyn Rule>> {
    let rule = BulkUnnecessary {
        everybody: options.clauses("everybody"),
        all_staff: options.texts("allStaff"),
        limit: options.number("limit"),
    };
    (!rule.everybody.is_empty()).then(|| Box::new(rule) as Box<dyn Rule>)
}

impl Rule for BulkUnnecessary {
    fn check(&self, case: &Case<'_>) -> Outcome {
        let Some(mail) = mail::message(case) else { return Outcome::Nothing };
        if mail::any_protected(case) {
            return Outcome::Nothing;
        }
        let inside = mail::people_of(case, Side::School);
        let everybody: Vec<&Person<'_>> =
            inside.iter().filter(|person| self.all_staff.contains(&person.address)).copied().collect();
        let (seen, who) = if !everybody.is_empty() {
            (Message::new("email_bulk_unnecessary_seen_everybody"), everybody)
        } else if self.limit.is_some_and(|limit| inside.len() > limit) {
            (Message::new("email_bulk_unnecessary_seen_many").count(inside.len()), inside)
        } else {
            return Outcome::Nothing;
        };
        if let Err(other) = mail::school_mail(case) {
            return other;
        }
        Question {
            clauses: &self.everybody,
            certainty: Certainty::Certain,
            seen,
            advice: Message::new("email_bulk_unnecessary_advice"),
            refs: mail::refs(&who),
            fixes: Vec::new(),
            answers: &[("no-smaller-group", "email_bulk_unnecessary_answer_none")],
            lasting: None,
            targets: mail::targets(case, mail, &who, mail::thread(mail)),
        }
        .ask(case)
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{Desk, SCHOOLS, mail};
    use crate::finding::{Finding, Presentation, Severity};
    use crate::observation::ComposeMail;

    const RULE: &str = "email-bulk-unnecessary";

    const SET: &str = r#"{"email-bulk-unnecessary":{"allStaff":["All-Staff@oakfield.sch.uk"],"limit":3}}"#;

    fn desk() -> Desk {
        Desk::with("st-marylebone", &[("rules", SET)])
    }

    fn found(desk: &Desk, message: ComposeMail) -> Option<Finding> {
        desk.by_rule(message, RULE)
    }

    fn everybody() -> ComposeMail {
        mail().bcc(&["all-staff@oakfield.sch.uk"]).build()
    }

    #[test]
    fn only_the_school_that_advises_smaller_groups_asks_and_softly() {
        for school in SCHOOLS {
            let desk = if school == "st-marylebone" { desk() } else { Desk::of(school) };
            let said = found(&desk, everybody()).map(|finding| {
                let clauses: Vec<String> = finding.clauses.iter().map(|cited| cited.clause.clone()).collect();
                (finding.severity, finding.presentation, clauses)
            });
            let expected =
                (school == "st-marylebone").then(|| (Severity::Advised, Presentation::Note, vec!["4.2-b".to_owned()]));
            assert_eq!(said, expected, "{school}");
        }
    }

    #[test]
    fn the_schools_own_addresses_and_limit_and_nothing_without_them() {
        let to = |desk: &Desk, to: &[&str]| found(desk, mail().to(to).build()).map(|finding| finding.seen.key);
        assert!(to(&desk(), &["all-staff@oakfield.sch.uk"]).is_some_and(|key| key.ends_with("everybody")));
        let four = ["a@oakfield.sch.uk", "b@oakfield.sch.uk", "c@oakfield.sch.uk", "d@oakfield.sch.uk"];
        assert!(to(&desk(), &four).is_some_and(|key| key.ends_with("many")));
        for people in [&four[..3], &["maths.team@oakfield.sch.uk"]] {
            assert_eq!(to(&desk(), people), None);
        }
        let unset = Desk::of("st-marylebone");
        assert_eq!(to(&unset, &four).or(to(&unset, &["all-staff@oakfield.sch.uk"])), None);
    }

    #[test]
    fn somebody_elses_all_staff_and_families_are_not_everybody() {
        let desk = desk();
        assert_eq!(found(&desk, mail().to(&["all-staff@example.com"]).build()), None);
        assert_eq!(found(&desk, mail().bcc(&["a@example.com", "b@example.org"]).build()), None);
    }

    #[test]
    fn no_smaller_group_holds_for_the_thread() {
        let mut desk = desk();
        let finding = found(&desk, everybody()).unwrap_or_else(|| unreachable!());
        desk.press(&finding, "no-smaller-group");
        assert_eq!(found(&desk, everybody()), None);
        let mut other = everybody();
        other.thread = Some("another".to_owned());
        assert!(found(&desk, other).is_some());
    }

    #[test]
    fn g14_the_office_writes_to_everybody_every_day() {
        assert_eq!(found(&Desk::with("st-marylebone", &[("rules", SET), ("duties", "office")]), everybody()), None);
        assert!(found(&Desk::with("st-marylebone", &[("rules", SET), ("duties", "finance")]), everybody()).is_some());
    }

    #[test]
    fn g10_protected_mail_is_never_questioned() {
        assert_eq!(found(&desk(), mail().to(&["all-staff@oakfield.sch.uk", "rep@neu.org.uk"]).build()), None);
    }
}
