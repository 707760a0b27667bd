//! Rule `contact-school-channel`; its documentation is [`DOC`].

use super::mail::{self, Person, Question};
use super::options::{FAMILY, Options, cites, documented_keys, documented_options};
use super::{Case, Entry, Outcome, Rule};
use crate::catalogue::documented;
use crate::engine::Account;
use crate::finding::{Certainty, Message};
use crate::observation::Kind;
use crate::policy::Clause;

/// The rule's documentation.
const DOC: &str = r#"
## What it does

Looks at a message being written from an account that is not the school's. Where an address in it
is on the school's list as a pupil's or a parent's, it says so and offers school mail. Family and
private matters are one press, remembered for these people and never written to disk.

## Why

A school channel keeps a record that protects both sides. St Marylebone's document requires it for
e-mail to students, parents and carers; the 2016 document advises it for every contact.

## What it cannot know

Whether the person is family or a friend: that is asked. It goes by listed addresses only, never by
names, and needs the school's roster. It cannot see phones or other apps. Mail in which a protected
correspondent takes part is never questioned.

## Example that warns

```json
{"kind":"composeMail","surface":{"site":"gmail","name":"compose","n":1},"account":"me@example.com",
 "to":[{"ref":"to/1","address":"pat@example.com"}]}
```

## Example that does not

```json
{"kind":"composeMail","surface":{"site":"gmail","name":"compose","n":1},"account":"teacher@oakfield.sch.uk",
 "to":[{"ref":"to/1","address":"pat@example.com"}]}
```
"#;

pub(super) const ENTRY: Entry = Entry {
    id: "contact-school-channel",
    doc: documented(DOC),
    kinds: &[Kind::ComposeMail],
    options: &documented_options([
        cites("clauses", "Clauses that ask for the school's own channel."),
        FAMILY,
        mail::APPROVED_DOMAINS,
        mail::SCHOOL_MAIL,
    ]),
    messages: documented_keys(&[
        "contact_school_channel_seen",
        "contact_school_channel_advice",
        "contact_school_channel_answer_family",
        "contact_school_channel_answer_private",
        "mail_fix_open",
        "mail_fix_copy",
        "mail_done_copied",
        "mail_caution_drafts",
        "unchecked_account",
    ]),
    compile,
};

#[derive(Debug)]
struct SchoolChannel {
    clauses: Vec<Clause>,
    family: bool,
    approved: Vec<String>,
    school_mail: Option<String>,
}

fn compile(options: &mut Options<'_>) -> Option<Box<dyn Rule>> {
    let rule = SchoolChannel {
        clauses: options.clauses("clauses"),
        family: options.switch("family", true),
        approved: options.texts("approvedDomains"),
        school_mail: options.page("schoolMail"),
    };
    (!rule.clauses.is_empty()).then(|| Box::new(rule) as Box<dyn Rule>)
}

impl Rule for SchoolChannel {
    fn check(&self, case: &Case<'_>) -> Outcome {
        let Some(mail) = mail::message(case) else { return Outcome::Nothing };
        match case.account {
            Account::Personal if !mail::is_approved(mail, &self.approved) => {}
            Account::Unknown => return Outcome::Unchecked(Message::new("unchecked_account")),
            _ => return Outcome::Nothing,
        }
        if mail::any_protected(case) {
            return Outcome::Nothing;
        }
        let theirs = |person: &&Person<'_>| mail::listed(case, person).iter().any(mail::is_pupil_or_parent);
        let listed: Vec<&Person<'_>> = mail::people(case).iter().filter(theirs).collect();
        if listed.is_empty() {
            return Outcome::Nothing;
        }
        const ANSWERS: [(&str, &str); 2] =
            [("family", "contact_school_channel_answer_family"), ("private", "contact_school_channel_answer_private")];
        Question {
            clauses: &self.clauses,
            certainty: Certainty::Likely,
            seen: Message::new("contact_school_channel_seen").count(listed.len()),
            advice: Message::new("contact_school_channel_advice"),
            refs: mail::refs(&listed),
            fixes: mail::to_school_mail(self.school_mail.as_deref()),
            answers: ANSWERS.get(usize::from(!self.family)..).unwrap_or_default(),
            lasting: None,
            targets: mail::targets(case, mail, &listed, format!("people{}", mail::list(&listed))),
        }
        .ask(case)
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{Desk, mail};
    use crate::finding::{Action, Finding, Presentation, Severity};
    use crate::observation::ComposeMail;

    const RULE: &str = "contact-school-channel";
    const PEOPLE: [&str; 4] = [
        "pupil,current,Sam,Oak,sam@oakfield.sch.uk",
        "parent,current,Pat,Oak,pat@example.com",
        "pupil,former,Lee,Ash,lee@example.com",
        "staff,current,Col,League,col@example.com",
    ];

    fn from(account: &str, to: &[&str]) -> ComposeMail {
        let mut message = mail().to(to).build();
        message.account = Some(account.to_owned());
        message
    }

    fn found(desk: &Desk, message: ComposeMail) -> Option<Finding> {
        desk.by_rule(message, RULE)
    }

    #[test]
    fn each_school_says_what_its_document_says() {
        for (school, expected) in [
            ("st-marylebone", Some((Severity::Required, Presentation::Panel, vec!["4-intro-c", "4.1.1-b"]))),
            ("educating-for-life", Some((Severity::Advised, Presentation::Note, vec!["para-10"]))),
            ("tudhoe", None),
            ("droitwich-spa", None),
            ("beaudesert-park", None),
        ] {
            let desk = Desk::of(school).people(&PEOPLE);
            let said = found(&desk, from("me@example.com", &["pat@example.com"])).map(|finding| {
                let clauses: Vec<String> = finding.clauses.iter().map(|cited| cited.clause.clone()).collect();
                (finding.severity, finding.presentation, clauses)
            });
            let expected = expected.map(|(severity, shown, clauses)| {
                (severity, shown, clauses.into_iter().map(str::to_owned).collect::<Vec<_>>())
            });
            assert_eq!(said, expected, "{school}");
        }
    }

    #[test]
    fn pupils_and_parents_of_now_and_nobody_else() {
        let desk = Desk::of("st-marylebone").people(&PEOPLE);
        for (address, count) in [("sam@oakfield.sch.uk", 1), ("pat@example.com", 1)] {
            let finding = found(&desk, from("me@example.com", &[address]));
            assert_eq!(finding.map(|finding| finding.evidence.count), Some(count), "{address}");
        }
        for address in ["lee@example.com", "col@example.com", "stranger@example.org"] {
            assert!(found(&desk, from("me@example.com", &[address])).is_none(), "{address}");
        }
        assert!(found(&Desk::of("st-marylebone"), from("me@example.com", &["pat@example.com"])).is_none(), "no roster");
    }

    #[test]
    fn school_mail_approved_mail_and_official_accounts_are_silent() {
        let desk = Desk::with(
            "st-marylebone",
            &[
                ("rules", r#"{"contact-school-channel":{"approvedDomains":["trust.example"]}}"#),
                ("officialAccounts", "news@example.com"),
            ],
        )
        .people(&PEOPLE);
        for account in ["teacher@oakfield.sch.uk", "me@trust.example", "news@example.com"] {
            assert!(found(&desk, from(account, &["pat@example.com"])).is_none(), "{account}");
        }
    }

    #[test]
    fn g6_school_mail_opens_empty_and_only_where_the_school_has_set_it() {
        let desk = Desk::of("st-marylebone").people(&PEOPLE);
        let actions = |desk: &Desk| {
            found(desk, from("me@example.com", &["pat@example.com"]))
                .map(|finding| finding.remedies.iter().map(|r| (r.action, r.link.clone())).collect::<Vec<_>>())
                .unwrap_or_default()
        };
        assert_eq!(actions(&desk).first(), Some(&(Action::CopyDraft, None)));
        let set =
            r#"{"contact-school-channel":{"schoolMail":"https://mail.oakfield.sch.uk/?_task=mail&_action=compose"}}"#;
        let desk = Desk::with("st-marylebone", &[("rules", set)]).people(&PEOPLE);
        let link = "https://mail.oakfield.sch.uk/?_task=mail&_action=compose";
        assert_eq!(actions(&desk).first(), Some(&(Action::OpenSchoolMail, Some(link.to_owned()))));
    }

    #[test]
    fn family_is_the_schools_decision_and_holds_for_the_person() {
        let mut desk = Desk::of("st-marylebone").people(&PEOPLE);
        let message = || from("me@example.com", &["pat@example.com"]);
        let finding = found(&desk, message()).unwrap_or_else(|| unreachable!());
        assert!(!finding.targets.keep, "g9: nothing of a personal account goes to disk");
        desk.press(&finding, "family");
        assert!(found(&desk, message()).is_none());
        let mut other = message();
        other.thread = Some("another".to_owned());
        assert!(found(&desk, other).is_none());
        let off =
            Desk::with("st-marylebone", &[("rules", r#"{"contact-school-channel":{"family":false}}"#)]).people(&PEOPLE);
        let finding = found(&off, message()).unwrap_or_else(|| unreachable!());
        assert!(finding.remedies.iter().all(|remedy| remedy.id != "family"));
    }

    #[test]
    fn g10_protected_mail_is_never_questioned() {
        let desk = Desk::of("st-marylebone").people(&PEOPLE);
        assert!(found(&desk, from("me@example.com", &["pat@example.com", "rep@unison.org.uk"])).is_none());
    }

    #[test]
    fn g16_the_words_tell_neither_who_nor_which() {
        let desk = Desk::of("st-marylebone").people(&PEOPLE);
        let of = |address: &str| found(&desk, from("me@example.com", &[address])).map(|f| (f.seen, f.advice));
        assert_eq!(of("pat@example.com"), of("sam@oakfield.sch.uk"));
    }
}
