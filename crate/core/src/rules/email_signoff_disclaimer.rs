//! Rule `email-signoff-disclaimer`; its documentation is [`DOC`].

use super::mail::{self, Question, Side};
use super::options::{OptionDoc, Options, cites, documented_keys, documented_options};
use super::{Case, Entry, Outcome, Rule};
use crate::catalogue::documented;
use crate::engine::Account;
use crate::finding::{Action, Certainty, Message, Remedy};
use crate::observation::Kind;
use crate::policy::Clause;

/// The rule's documentation.
const DOC: &str = r#"
## What it does

Looks whether the text that the school has set is in a message from a school account: in what is written, or in the
signature, and not in what is quoted. Spaces, lines and capitals do not count. Where it is missing, it says so and offers it to
copy. "Added when it is sent" is silence for this account.

## Why

Droitwich's document asks for the school's standard sign-off and disclaimer on all messages (4.2).

## What it cannot know

What a mail server adds after Send: a school whose server does so leaves the text unset, and the rule is off. It has no opinion
where the site's editor cannot be read, and none while an address is half typed or somebody protected is on the message. The page says
yes or no, and hands no word of the message over for it.

## Example that warns

```json
{"kind":"composeMail","surface":{"site":"roundcube","name":"compose","n":1},"account":"teacher@oakfield.sch.uk",
 "signoff":false,"to":[{"ref":"to/1","address":"ada@example.com"}]}
```

## Example that does not

```json
{"kind":"composeMail","surface":{"site":"roundcube","name":"compose","n":1},"account":"teacher@oakfield.sch.uk",
 "signoff":true,"to":[{"ref":"to/1","address":"ada@example.com"}]}
```
"#;

pub(super) const ENTRY: Entry = Entry {
    id: "email-signoff-disclaimer",
    doc: documented(DOC),
    kinds: &[Kind::ComposeMail],
    options: &documented_options([
        cites("clauses", "Clauses that ask for the sign-off."),
        OptionDoc {
            name: "text",
            takes: "text",
            description: "The school's sign-off and disclaimer, without anybody's name. Unset: the rule is off, as where the mail server adds it.",
            configurable: true,
        },
        OptionDoc {
            name: "internal",
            takes: "true or false",
            description: "Whether messages that go to the school's own addresses alone are meant too. Unset: true.",
            configurable: true,
        },
    ]),
    messages: documented_keys(&[
        "email_signoff_disclaimer_seen",
        "email_signoff_disclaimer_advice",
        "email_signoff_disclaimer_copy",
        "email_signoff_disclaimer_text",
        "email_signoff_disclaimer_answer_added",
        "remedy_copied",
    ]),
    compile,
};

struct Signoff {
    clauses: Vec<Clause>,
    text: String,
    internal: bool,
}

fn compile(options: &mut Options<'_>) -> Option<Box<dyn Rule>> {
    let rule = Signoff {
        clauses: options.clauses("clauses"),
        text: options.text("text").unwrap_or_default(),
        internal: options.switch("internal", true),
    };
    (!rule.clauses.is_empty()).then(|| Box::new(rule) as Box<dyn Rule>)
}

impl Rule for Signoff {
    fn wants_signoff(&self) -> Option<&str> {
        Some(self.text.as_str()).filter(|text| !text.trim().is_empty())
    }

    fn check(&self, case: &Case<'_>) -> Outcome {
        let Some(mail) = mail::message(case) else { return Outcome::Nothing };
        let people = mail::people(case);
        let meant = self.internal || people.iter().any(|person| person.side != Side::School);
        if case.account != Account::School
            || self.wants_signoff().is_none()
            || mail.signoff != Some(false)
            || people.is_empty()
            || !meant
            || mail::any_protected(case)
        {
            return Outcome::Nothing;
        }
        let copy = Remedy {
            text: Some(Message::new("email_signoff_disclaimer_text").with("text", &self.text)),
            done: Some(Message::new("remedy_copied")),
            ..Remedy::plain("copy-signoff", Action::CopyText, Message::new("email_signoff_disclaimer_copy"))
        };
        let account = mail.account.as_deref().unwrap_or_default().to_lowercase();
        Question {
            clauses: &self.clauses,
            certainty: Certainty::Likely,
            seen: Message::new("email_signoff_disclaimer_seen"),
            advice: Message::new("email_signoff_disclaimer_advice"),
            refs: Vec::new(),
            fixes: vec![copy.primary()],
            answers: &[("added", "email_signoff_disclaimer_answer_added")],
            lasting: None,
            targets: mail::targets(case, mail, &[], format!("account {account}")),
        }
        .ask(case)
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{Desk, SCHOOLS, mail};
    use crate::finding::{Action, Finding, Presentation, Severity};
    use crate::observation::ComposeMail;

    const RULE: &str = "email-signoff-disclaimer";
    const SET: &str = r#"{"email-signoff-disclaimer":{"text":"Sent by Oakfield School."}}"#;

    fn desk() -> Desk {
        Desk::with("droitwich-spa", &[("rules", SET)])
    }

    fn without(to: &[&str]) -> ComposeMail {
        ComposeMail { signoff: Some(false), ..mail().to(to).build() }
    }

    fn found(desk: &Desk, message: ComposeMail) -> Option<Finding> {
        desk.by_rule(message, RULE)
    }

    #[test]
    fn one_school_asks_for_it_and_only_with_its_text() {
        for school in SCHOOLS {
            let has = Desk::of(school).policy().rules.contains_key(RULE);
            assert_eq!(has, school == "droitwich-spa", "{school}");
            assert_eq!(found(&Desk::of(school), without(&["ada@example.com"])), None, "{school}: nothing set");
            assert_eq!(Desk::of(school).reads(without(&["ada@example.com"])).signoff, None, "{school}");
        }
        let finding = found(&desk(), without(&["ada@example.com"])).unwrap_or_else(|| unreachable!());
        assert_eq!((finding.severity, finding.presentation), (Severity::Required, Presentation::Panel));
        let cited: Vec<&str> = finding.clauses.iter().map(|cited| cited.clause.as_str()).collect();
        assert_eq!(cited, ["4.2-bullet-2"]);
        let copy = finding.remedies.iter().find(|remedy| remedy.action == Action::CopyText);
        let text = copy.and_then(|copy| copy.text.as_ref()).and_then(|text| text.params.get("text").cloned());
        assert_eq!(text.as_deref(), Some("Sent by Oakfield School."));
    }

    #[test]
    fn there_or_not_known_is_silent() {
        for signoff in [Some(true), None] {
            assert_eq!(found(&desk(), ComposeMail { signoff, ..without(&["ada@example.com"]) }), None);
        }
        assert_eq!(found(&desk(), without(&[])), None, "to nobody yet");
    }

    #[test]
    fn all_messages_unless_the_school_leaves_its_own_out() {
        let inside = ["col@oakfield.sch.uk"];
        assert!(found(&desk(), without(&inside)).is_some());
        let set = SET.replace("{\"text\"", "{\"internal\":false,\"text\"");
        let desk = Desk::with("droitwich-spa", &[("rules", &set)]);
        assert_eq!(found(&desk, without(&inside)), None);
        assert!(found(&desk, without(&["col@oakfield.sch.uk", "ada@example.com"])).is_some());
    }

    #[test]
    fn added_when_it_is_sent_holds_for_the_account() {
        let mut desk = desk();
        let finding = found(&desk, without(&["ada@example.com"])).unwrap_or_else(|| unreachable!());
        desk.press(&finding, "added");
        let other = ComposeMail { thread: Some("another".to_owned()), ..without(&["pat@example.com"]) };
        assert_eq!(found(&desk, other.clone()), None);
        let office = ComposeMail { account: Some("office@oakfield.sch.uk".to_owned()), ..other };
        assert!(found(&desk, office).is_some());
    }

    #[test]
    fn g14_g10_another_account_and_protected_mail_are_not_looked_at() {
        let desk = desk();
        let reads = |message: ComposeMail| desk.reads(message).signoff;
        assert_eq!(reads(without(&["ada@example.com"])).as_deref(), Some("Sent by Oakfield School."));
        for account in [Some("me@example.com".to_owned()), None] {
            let message = ComposeMail { account, ..without(&["ada@example.com"]) };
            assert_eq!((reads(message.clone()), found(&desk, message)), (None, None));
        }
        let protected = without(&["ada@example.com", "rep@neu.org.uk"]);
        assert_eq!((reads(protected.clone()), found(&desk, protected)), (None, None));
        let mut half = without(&["ada@example.com"]);
        half.to.push(crate::observation::Recipient {
            r#ref: "to/2".to_owned(),
            address: None,
            name: None,
            group: false,
            unfinished: true,
        });
        assert_eq!(reads(half), None);
    }
}
