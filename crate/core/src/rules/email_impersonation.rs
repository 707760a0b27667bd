//! Rule `email-impersonation`; its documentation is [`DOC`].

use super::mail::{self, Question};
use super::options::{Options, cites, documented_keys, documented_options};
use super::{Case, Entry, Outcome, Rule};
use crate::catalogue::documented;
use crate::engine::Account;
use crate::finding::{Certainty, Message};
use crate::observation::Kind;
use crate::policy::Clause;
use crate::roster::Role;

/// The rule's documentation.
const DOC: &str = r#"
## What it does

Looks at a message being written from a mailbox of the school with another From address. Where the
roster lists that address as a colleague's, it asks whose it is. "I send for them" and "It is my own"
are silence for that address.

## Why

Droitwich's document forbids messages in another person's name (4.1).

## What it cannot know

Role mailboxes such as the office's are nobody's and are silent: only addresses that the roster lists
as a person's are asked about. An earlier name of one's own looks like a colleague's, so it asks and
never asserts. A mailbox that is open by delegation shows "on behalf of" and is silent here.

## Example that warns

```json
{"kind":"composeMail","surface":{"site":"gmail","name":"compose","n":1},"account":"col@oakfield.sch.uk",
 "mailbox":"teacher@oakfield.sch.uk","to":[{"ref":"to/1","address":"ada@example.com"}]}
```

## Example that does not

```json
{"kind":"composeMail","surface":{"site":"gmail","name":"compose","n":1},"account":"office@oakfield.sch.uk",
 "mailbox":"teacher@oakfield.sch.uk","to":[{"ref":"to/1","address":"ada@example.com"}]}
```
"#;

pub(super) const ENTRY: Entry = Entry {
    id: "email-impersonation",
    doc: documented(DOC),
    kinds: &[Kind::ComposeMail],
    options: &documented_options([cites("clauses", "Clauses that forbid messages in another person's name.")]),
    messages: documented_keys(&[
        "email_impersonation_seen",
        "email_impersonation_advice",
        "email_impersonation_answer_own",
        "email_impersonation_answer_delegated",
    ]),
    compile,
};

#[derive(Debug)]
struct Impersonation(Vec<Clause>);

fn compile(options: &mut Options<'_>) -> Option<Box<dyn Rule>> {
    let clauses = options.clauses("clauses");
    (!clauses.is_empty()).then(|| Box::new(Impersonation(clauses)) as Box<dyn Rule>)
}

impl Rule for Impersonation {
    fn check(&self, case: &Case<'_>) -> Outcome {
        let Some(mail) = mail::message(case) else { return Outcome::Nothing };
        let (Some(from), Some(mailbox)) = (&mail.account, &mail.mailbox) else { return Outcome::Nothing };
        let others = case.account == Account::School
            && !mail.delegated
            && !from.eq_ignore_ascii_case(mailbox)
            && case.engine.config().is_school_address(mailbox)
            && mail::is_listed(case, from, Role::Staff);
        if !others || mail::any_protected(case) {
            return Outcome::Nothing;
        }
        // Whose address it is only the person can say.
        Question {
            clauses: &self.0,
            certainty: Certainty::Weak,
            seen: Message::new("email_impersonation_seen"),
            advice: Message::new("email_impersonation_advice"),
            refs: Vec::new(),
            fixes: Vec::new(),
            answers: &[
                ("own", "email_impersonation_answer_own"),
                ("delegated", "email_impersonation_answer_delegated"),
            ],
            lasting: None,
            targets: mail::of_address("from", from),
        }
        .ask(case)
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{Desk, SCHOOLS, mail};
    use crate::finding::{Finding, Presentation, Severity};
    use crate::observation::ComposeMail;

    const RULE: &str = "email-impersonation";
    const STAFF: [&str; 1] = ["staff,current,Col,League,col@oakfield.sch.uk"];

    fn from(account: &str) -> ComposeMail {
        let mut message = mail().to(&["ada@example.com"]).build();
        message.account = Some(account.to_owned());
        message.mailbox = Some("teacher@oakfield.sch.uk".to_owned());
        message
    }

    fn found(desk: &Desk, message: ComposeMail) -> Option<Finding> {
        desk.by_rule(message, RULE)
    }

    #[test]
    fn only_droitwich_asks_and_it_only_asks() {
        for school in SCHOOLS {
            let said = found(&Desk::of(school).people(&STAFF), from("col@oakfield.sch.uk"));
            let said = said.map(|finding| (finding.severity, finding.presentation));
            let expected = (school == "droitwich-spa").then_some((Severity::Prohibited, Presentation::Note));
            assert_eq!(said, expected, "{school}");
        }
    }

    #[test]
    fn ones_own_role_mailboxes_and_delegation_are_silent() {
        let desk = Desk::of("droitwich-spa").people(&STAFF);
        for account in
            ["teacher@oakfield.sch.uk", "Teacher@Oakfield.sch.uk", "office@oakfield.sch.uk", "me@example.com"]
        {
            assert_eq!(found(&desk, from(account)), None, "{account}");
        }
        let mut delegated = from("col@oakfield.sch.uk");
        delegated.delegated = true;
        assert_eq!(found(&desk, delegated), None);
        let mut unknown = from("col@oakfield.sch.uk");
        unknown.mailbox = None;
        assert_eq!(found(&desk, unknown), None);
        assert_eq!(found(&Desk::of("droitwich-spa"), from("col@oakfield.sch.uk")), None, "no roster, no person");
    }

    #[test]
    fn an_answer_holds_for_the_address_and_the_offices_duty_is_silent() {
        let mut desk = Desk::of("droitwich-spa").people(&STAFF);
        let finding = found(&desk, from("col@oakfield.sch.uk")).unwrap_or_else(|| unreachable!());
        desk.press(&finding, "delegated");
        assert_eq!(found(&desk, from("col@oakfield.sch.uk")), None);
        let office = Desk::with("droitwich-spa", &[("duties", "office")]).people(&STAFF);
        assert_eq!(found(&office, from("col@oakfield.sch.uk")), None, "g14");
    }

    #[test]
    fn g10_protected_mail_is_never_questioned() {
        let mut message = from("col@oakfield.sch.uk");
        message.to.extend(mail().to(&["rep@unison.org.uk"]).build().to);
        assert_eq!(found(&Desk::of("droitwich-spa").people(&STAFF), message), None);
    }
}
