//! Rule `email-school-account-only`; its documentation is [`DOC`].

use super::mail::{self, Person, Question, Side};
use super::options::{Options, cites, documented_keys, documented_options};
use super::people::contains_words;
use super::{Case, Entry, Outcome, Rule};
use crate::catalogue::documented;
use crate::engine::Account;
use crate::finding::{Certainty, Message};
use crate::observation::{ComposeMail, ComposeMode, Kind};
use crate::policy::Clause;

/// The rule's documentation.
const DOC: &str = r#"
## What it does

Looks at a message being written from an account that is not the school's. Where it goes to an
address of the school, or the subject of a new message names the school, it asks whether this is
school business. "No" is silence for the whole thread. "Yes" brings the school's clause and the way
to school mail: an empty message there, and what is written here to copy by hand.

## Why

School mail in a private account cannot be found, kept or deleted as the law asks. St Marylebone and
Tudhoe ask for the school's own address; the 2016 document accepts any system that the school has
approved. Tudhoe also forbids sending work materials from a personal account: that is asked in the
same question, because only the person knows.

## What it cannot know

What the message is about: a member of staff who writes as a parent looks the same. So it asks, and
never says that it is school business. The subject of a reply is somebody else's and is not read.
Mail in which a protected correspondent takes part is never questioned.

## Example that warns

```json
{"kind":"composeMail","surface":{"site":"gmail","name":"compose","n":1},"account":"me@example.com",
 "to":[{"ref":"to/1","address":"office@oakfield.sch.uk"}]}
```

## Example that does not

```json
{"kind":"composeMail","surface":{"site":"gmail","name":"compose","n":1},"account":"me@example.com",
 "to":[{"ref":"to/1","address":"friend@example.org"}],"subject":"School run on Friday"}
```
"#;

pub(super) const ENTRY: Entry = Entry {
    id: "email-school-account-only",
    doc: documented(DOC),
    kinds: &[Kind::ComposeMail],
    options: &documented_options([
        cites("clauses", "Clauses that ask for the school's own account for school business."),
        cites("materials", "Clauses about work materials sent from a personal account. Unset: not asked."),
        mail::APPROVED_DOMAINS,
        mail::SCHOOL_MAIL,
    ]),
    messages: documented_keys(&[
        "email_school_account_only_seen_recipient",
        "email_school_account_only_seen_subject",
        "email_school_account_only_advice_ask",
        "email_school_account_only_answer_business",
        "email_school_account_only_answer_materials",
        "email_school_account_only_answer_no",
        "email_school_account_only_seen_business",
        "email_school_account_only_seen_materials",
        "email_school_account_only_advice_switch",
        "mail_fix_open",
        "mail_fix_copy",
        "mail_done_copied",
        "mail_caution_drafts",
    ]),
    compile,
};

#[derive(Debug)]
struct SchoolAccountOnly {
    clauses: Vec<Clause>,
    materials: Vec<Clause>,
    approved: Vec<String>,
    school_mail: Option<String>,
}

fn compile(options: &mut Options<'_>) -> Option<Box<dyn Rule>> {
    let rule = SchoolAccountOnly {
        clauses: options.clauses("clauses"),
        materials: options.clauses("materials"),
        approved: options.texts("approvedDomains"),
        school_mail: options.page("schoolMail"),
    };
    (!rule.clauses.is_empty()).then(|| Box::new(rule) as Box<dyn Rule>)
}

impl Rule for SchoolAccountOnly {
    fn wants_subject(&self) -> bool {
        true
    }

    fn check(&self, case: &Case<'_>) -> Outcome {
        let Some(mail) = mail::message(case) else { return Outcome::Nothing };
        if case.account != Account::Personal || mail::is_approved(mail, &self.approved) || mail::any_protected(case) {
            return Outcome::Nothing;
        }
        let school: Vec<&Person<'_>> = mail::people(case).iter().filter(|person| prompts(case, person)).collect();
        let seen = if !school.is_empty() {
            "email_school_account_only_seen_recipient"
        } else if subject_names_school(case, mail) {
            "email_school_account_only_seen_subject"
        } else {
            return Outcome::Nothing;
        };
        const NO: (&str, &str) = ("no", "email_school_account_only_answer_no");
        const ANSWERS: [(&str, &str); 3] = [
            NO,
            ("business", "email_school_account_only_answer_business"),
            ("materials", "email_school_account_only_answer_materials"),
        ];
        let question = Question {
            clauses: &self.clauses,
            certainty: Certainty::Weak,
            seen: Message::new(seen),
            advice: Message::new("email_school_account_only_advice_ask"),
            refs: mail::refs(&school),
            fixes: Vec::new(),
            answers: ANSWERS.get(..3 - usize::from(self.materials.is_empty())).unwrap_or_default(),
            lasting: None,
            targets: mail::targets(case, mail, &school, mail::thread(mail)),
        };
        let (clauses, seen) = match case.recall(&question.targets.answer) {
            Some("business") => (&self.clauses, "email_school_account_only_seen_business"),
            Some("materials") => (&self.materials, "email_school_account_only_seen_materials"),
            _ => return question.ask(case),
        };
        Question {
            clauses,
            certainty: Certainty::Certain,
            seen: Message::new(seen),
            advice: Message::new("email_school_account_only_advice_switch"),
            fixes: mail::to_school_mail(self.school_mail.as_deref()),
            answers: &[NO],
            ..question
        }
        .say(case)
    }
}

/// An address of the school that is not asked about elsewhere: pupils and parents of the list
/// are `contact-school-channel`'s, where the school has that.
fn prompts(case: &Case<'_>, person: &Person<'_>) -> bool {
    person.side == Side::School
        && !(case.engine.is_on("contact-school-channel")
            && mail::listed(case, person).iter().any(mail::is_pupil_or_parent))
}

/// Only a subject that the person has written: a reply's is somebody else's.
fn subject_names_school(case: &Case<'_>, mail: &ComposeMail) -> bool {
    let Some(subject) = mail.subject.as_deref().map(str::to_lowercase) else { return false };
    let names = &case.engine.policy().school.names;
    mail.mode == ComposeMode::New && names.iter().any(|name| contains_words(&subject, &name.to_lowercase()))
}

#[cfg(test)]
mod tests {
    use super::super::testing::{Desk, mail};
    use crate::finding::{Action, Finding, Presentation, Severity};
    use crate::observation::{ComposeMail, ComposeMode};

    const RULE: &str = "email-school-account-only";

    fn private(to: &[&str]) -> ComposeMail {
        let mut message = mail().to(to).build();
        message.account = Some("me@example.com".to_owned());
        message
    }

    fn found(desk: &Desk, message: ComposeMail) -> Option<Finding> {
        desk.by_rule(message, RULE)
    }

    fn asked(desk: &Desk) -> Finding {
        found(desk, private(&["office@oakfield.sch.uk"])).unwrap_or_else(|| unreachable!("nothing asked"))
    }

    #[test]
    fn each_school_asks_what_its_document_says() {
        for (school, buttons) in [
            ("st-marylebone", Some(vec!["no", "business", "not-now"])),
            ("educating-for-life", Some(vec!["no", "business", "not-now"])),
            ("tudhoe", Some(vec!["no", "business", "materials", "not-now"])),
            ("droitwich-spa", None),
            ("beaudesert-park", None),
        ] {
            let finding = found(&Desk::of(school), private(&["office@oakfield.sch.uk"]));
            if let Some(finding) = &finding {
                assert_eq!(finding.presentation, Presentation::Note, "{school}: a question, one step down");
            }
            let said = finding.map(|f| f.remedies.iter().map(|r| r.id.clone()).collect::<Vec<_>>());
            assert_eq!(said, buttons.map(|all| all.into_iter().map(str::to_owned).collect()), "{school}");
        }
    }

    #[test]
    fn yes_brings_the_clause_and_the_way_to_school_mail() {
        for (school, answer, severity, clauses) in [
            ("st-marylebone", "business", Severity::Required, vec!["2.1.12", "4.1.1"]),
            ("educating-for-life", "business", Severity::Required, vec!["para-4"]),
            ("tudhoe", "business", Severity::Required, vec!["phones-email"]),
            ("tudhoe", "materials", Severity::Prohibited, vec!["phones-email-d"]),
        ] {
            let mut desk = Desk::of(school);
            let question = asked(&desk);
            desk.press(&question, answer);
            let finding = asked(&desk);
            assert_eq!((finding.severity, finding.presentation), (severity, Presentation::Panel), "{school} {answer}");
            assert_eq!(
                finding.clauses.iter().map(|c| c.clause.as_str()).collect::<Vec<_>>(),
                clauses,
                "{school} {answer}"
            );
            assert_eq!(finding.remedies.first().map(|r| r.action), Some(Action::CopyDraft));
            desk.press(&finding, "no");
            assert!(found(&desk, private(&["office@oakfield.sch.uk"])).is_none(), "{school}: taken back");
        }
    }

    #[test]
    fn no_is_silence_for_the_thread_and_is_never_kept() {
        let mut desk = Desk::of("tudhoe");
        let question = asked(&desk);
        assert!(!question.targets.keep, "g9");
        desk.press(&question, "no");
        assert!(found(&desk, private(&["office@oakfield.sch.uk", "head@oakfield.sch.uk"])).is_none());
        let mut other = private(&["office@oakfield.sch.uk"]);
        other.thread = Some("another".to_owned());
        assert!(found(&desk, other).is_some());
    }

    #[test]
    fn the_subject_of_a_new_message_may_name_the_school_and_a_replys_may_not() {
        let desk = Desk::of("tudhoe");
        let name = desk.policy().school.names.first().cloned().unwrap_or_default();
        let mut message = private(&["friend@example.org"]);
        message.subject = Some(format!("Trip with {}", name.to_uppercase()));
        assert!(found(&desk, message.clone()).is_some());
        message.mode = ComposeMode::Reply;
        assert!(found(&desk, message.clone()).is_none());
        message.mode = ComposeMode::New;
        message.subject = Some(format!("{name}gate parking"));
        assert!(found(&desk, message).is_none());
    }

    #[test]
    fn school_and_approved_and_unknown_accounts_are_silent() {
        let approved = r#"{"email-school-account-only":{"approvedDomains":["trust.example"]}}"#;
        let desk = Desk::with("educating-for-life", &[("rules", approved)]);
        for account in [Some("teacher@oakfield.sch.uk"), Some("me@trust.example"), None] {
            let mut message = private(&["office@oakfield.sch.uk"]);
            message.account = account.map(str::to_owned);
            assert!(found(&desk, message).is_none(), "{account:?}");
        }
    }

    #[test]
    fn a_listed_pupil_is_asked_about_once() {
        let message = || private(&["sam@oakfield.sch.uk"]);
        let pupil = ["pupil,current,Sam,Oak,sam@oakfield.sch.uk"];
        let desk = Desk::of("st-marylebone").people(&pupil);
        assert_eq!(desk.one(message()).rule, "contact-school-channel");
        assert_eq!(Desk::of("tudhoe").people(&pupil).one(message()).rule, RULE, "no such clause there");
    }

    #[test]
    fn g10_protected_mail_is_never_questioned() {
        let message = private(&["office@oakfield.sch.uk", "adviser@acas.org.uk"]);
        assert!(found(&Desk::of("tudhoe"), message).is_none());
    }
}
