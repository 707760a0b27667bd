//! Rule `email-shared-mailbox`; its documentation is [`DOC`].

use super::mail::{self, Question};
use super::options::{Options, cites, documented_keys, documented_options};
use super::{Case, Entry, Outcome, Rule};
use crate::catalogue::documented;
use crate::finding::{Certainty, Message};
use crate::observation::Kind;
use crate::policy::Clause;
use crate::roster::Role;

/// The rule's documentation.
const DOC: &str = r#"
## What it does

Looks at a message being written in a mailbox that the page shows as opened by delegation. Where the
roster lists that mailbox as a colleague's, it asks whether the Headteacher has agreed. "The head has
agreed" is remembered for that mailbox.

## Why

Droitwich's document forbids opening or sharing a colleague's mailbox without the Headteacher's
permission (4.2), and asks for the colleague's agreement where possible.

## What it cannot know

Role mailboxes are nobody's and are silent: only addresses that the roster lists as a person's are
asked about. It sees a mailbox when a message is written in it, not when one is read, and only on sites
whose address says that it is delegated. Permission for an absence is known once it is answered.

## Example that warns

```json
{"kind":"composeMail","surface":{"site":"gmail","name":"compose","n":1},"account":"col@oakfield.sch.uk",
 "mailbox":"col@oakfield.sch.uk","delegated":true,"to":[{"ref":"to/1","address":"ada@example.com"}]}
```

## Example that does not

```json
{"kind":"composeMail","surface":{"site":"gmail","name":"compose","n":1},"account":"exams@oakfield.sch.uk",
 "mailbox":"exams@oakfield.sch.uk","delegated":true,"to":[{"ref":"to/1","address":"ada@example.com"}]}
```
"#;

pub(super) const ENTRY: Entry = Entry {
    id: "email-shared-mailbox",
    doc: documented(DOC),
    kinds: &[Kind::ComposeMail],
    options: &documented_options([cites("clauses", "Clauses that ask for permission to use a colleague's mailbox.")]),
    messages: documented_keys(&[
        "email_shared_mailbox_seen",
        "email_shared_mailbox_advice",
        "email_shared_mailbox_answer_agreed",
    ]),
    compile,
};

#[derive(Debug)]
struct SharedMailbox(Vec<Clause>);

fn compile(options: &mut Options<'_>) -> Option<Box<dyn Rule>> {
    let clauses = options.clauses("clauses");
    (!clauses.is_empty()).then(|| Box::new(SharedMailbox(clauses)) as Box<dyn Rule>)
}

impl Rule for SharedMailbox {
    fn check(&self, case: &Case<'_>) -> Outcome {
        let Some(mail) = mail::message(case) else { return Outcome::Nothing };
        let Some(mailbox) = mail.mailbox.as_ref().or(mail.account.as_ref()).filter(|_| mail.delegated) else {
            return Outcome::Nothing;
        };
        let colleagues = case.engine.config().is_school_address(mailbox) && mail::is_listed(case, mailbox, Role::Staff);
        if !colleagues || mail::any_protected(case) {
            return Outcome::Nothing;
        }
        // Whether somebody has agreed only the person can say.
        Question {
            clauses: &self.0,
            certainty: Certainty::Weak,
            seen: Message::new("email_shared_mailbox_seen"),
            advice: Message::new("email_shared_mailbox_advice"),
            refs: Vec::new(),
            fixes: Vec::new(),
            answers: &[("agreed", "email_shared_mailbox_answer_agreed")],
            lasting: None,
            targets: mail::of_address("mailbox", mailbox),
        }
        .ask(case)
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{Desk, SCHOOLS, mail};
    use crate::finding::{Finding, Presentation, Severity};
    use crate::observation::ComposeMail;

    const RULE: &str = "email-shared-mailbox";
    const STAFF: [&str; 1] = ["staff,current,Col,League,col@oakfield.sch.uk"];

    fn within(mailbox: &str) -> ComposeMail {
        let mut message = mail().to(&["ada@example.com"]).build();
        message.account = Some(mailbox.to_owned());
        message.mailbox = Some(mailbox.to_owned());
        message.delegated = true;
        message
    }

    fn found(desk: &Desk, message: ComposeMail) -> Option<Finding> {
        desk.by_rule(message, RULE)
    }

    #[test]
    fn only_droitwich_asks_and_it_only_asks() {
        for school in SCHOOLS {
            let said = found(&Desk::of(school).people(&STAFF), within("col@oakfield.sch.uk"));
            let said = said.map(|finding| (finding.severity, finding.presentation));
            let expected = (school == "droitwich-spa").then_some((Severity::Prohibited, Presentation::Note));
            assert_eq!(said, expected, "{school}");
        }
    }

    #[test]
    fn role_mailboxes_and_ones_own_are_silent() {
        let desk = Desk::of("droitwich-spa").people(&STAFF);
        for mailbox in ["office@oakfield.sch.uk", "exams@oakfield.sch.uk", "col@example.com"] {
            assert_eq!(found(&desk, within(mailbox)), None, "{mailbox}");
        }
        let mut own = within("col@oakfield.sch.uk");
        own.delegated = false;
        assert_eq!(found(&desk, own), None, "Col in his own mailbox");
    }

    #[test]
    fn permission_is_remembered_for_the_mailbox_and_duties_are_silent() {
        let mut desk = Desk::of("droitwich-spa").people(&STAFF);
        let finding = found(&desk, within("col@oakfield.sch.uk")).unwrap_or_else(|| unreachable!());
        desk.press(&finding, "agreed");
        assert_eq!(found(&desk, within("col@oakfield.sch.uk")), None);
        for duty in ["office", "exams"] {
            let desk = Desk::with("droitwich-spa", &[("duties", duty)]).people(&STAFF);
            assert_eq!(found(&desk, within("col@oakfield.sch.uk")), None, "g14: {duty}");
        }
    }

    #[test]
    fn g10_protected_mail_is_never_questioned() {
        let mut message = within("col@oakfield.sch.uk");
        message.to.extend(mail().to(&["rep@unison.org.uk"]).build().to);
        assert_eq!(found(&Desk::of("droitwich-spa").people(&STAFF), message), None);
    }
}
