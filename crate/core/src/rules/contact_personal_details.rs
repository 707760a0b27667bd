//! Rule `contact-personal-details`; its documentation is [`DOC`].

use super::mail::{self, Person, Question};
use super::options::{FAMILY, OptionDoc, Options, cites, documented_keys, documented_options};
use super::{Case, Entry, Outcome, Rule};
use crate::catalogue::documented;
use crate::finding::{Certainty, Message};
use crate::observation::Kind;
use crate::policy::Clause;
use crate::roster::Role;
use crate::text::Kind as Sort;

/// The rule's documentation.
const DOC: &str = r#"
## What it does

Looks at the person's own words in a message from a school account to an address that the school lists as a pupil's, or where
the document says so as a parent's. Where they hold a telephone number or an e-mail address that the person has saved as
their own, it says so. "It is my family" and, where the document lets the Headteacher agree, "The Headteacher has
agreed" are silence for these people.

What is one's own, the person says: in the handbook, under "Your own number and address". It is kept on this device as a
keyed hash, with a number's last two digits or an address's first letter, and never in the school's configuration.

## Why

The 2016 document asks staff not to give pupils a number or address of their own unless the Headteacher has agreed. Tudhoe forbids
both towards pupils and parents. Beaudesert Park says that pupils should not have staff's own numbers. The other two do not
name it.

## What it cannot know

A number or an address that was not saved: no other number is looked for, so the school's office, its mobile telephones and
helplines say nothing. It needs the school's list, and reads own words alone: a number in a signature, in a file or in a quoted message
is not seen. A number without its area code is not known again.

## Example that warns

```json
{"kind":"composeMail","surface":{"site":"roundcube","name":"compose","n":1},"account":"teacher@oakfield.sch.uk",
 "to":[{"ref":"to/1","address":"sam@oakfield.sch.uk"}],
 "text":"If the coach is late, ring me on +44 7700 900123."}
```

## Example that does not

```json
{"kind":"composeMail","surface":{"site":"roundcube","name":"compose","n":1},"account":"teacher@oakfield.sch.uk",
 "to":[{"ref":"to/1","address":"sam@oakfield.sch.uk"}],
 "text":"If the coach is late, ring the office on 01632 960001."}
```

In both, 07700 900123 has been saved as the person's own.
"#;

pub(super) const ENTRY: Entry = Entry {
    id: "contact-personal-details",
    doc: documented(DOC),
    kinds: &[Kind::ComposeMail],
    options: &documented_options([
        cites("pupilPhone", "Clauses about giving pupils one's own number. Unset: not looked at."),
        cites("pupilEmail", "Clauses about giving pupils one's own e-mail address. Unset: not looked at."),
        cites("parentPhone", "Clauses about giving parents one's own number. Unset: not looked at."),
        cites("parentEmail", "Clauses about giving parents one's own e-mail address. Unset: not looked at."),
        OptionDoc {
            name: "permission",
            takes: "true or false",
            description: "Whether the document lets the Headteacher agree. Unset: false.",
            configurable: false,
        },
        FAMILY,
    ]),
    messages: documented_keys(&[
        "contact_personal_details_seen_phone",
        "contact_personal_details_seen_email",
        "contact_personal_details_seen_both",
        "contact_personal_details_advice",
        "contact_personal_details_answer_agreed",
        "contact_school_channel_answer_family",
    ]),
    compile,
};

struct PersonalDetails {
    /// To whom what may not be given, by which clauses.
    clauses: [(Role, Sort, Vec<Clause>); 4],
    answers: Vec<(&'static str, &'static str)>,
}

fn compile(options: &mut Options<'_>) -> Option<Box<dyn Rule>> {
    let clauses = [
        (Role::Pupil, Sort::Phone, options.clauses("pupilPhone")),
        (Role::Pupil, Sort::Email, options.clauses("pupilEmail")),
        (Role::Parent, Sort::Phone, options.clauses("parentPhone")),
        (Role::Parent, Sort::Email, options.clauses("parentEmail")),
    ];
    let mut answers = Vec::new();
    if options.switch("permission", false) {
        answers.push(("agreed", "contact_personal_details_answer_agreed"));
    }
    if options.switch(FAMILY.name, true) {
        answers.push(("family", "contact_school_channel_answer_family"));
    }
    let any = clauses.iter().any(|(_, _, clauses)| !clauses.is_empty());
    any.then(|| Box::new(PersonalDetails { clauses, answers }) as Box<dyn Rule>)
}

impl Rule for PersonalDetails {
    fn wants_own(&self) -> bool {
        true
    }

    fn check(&self, case: &Case<'_>) -> Outcome {
        let Some(mail) = mail::message(case) else { return Outcome::Nothing };
        let Some(text) = mail::own_text(case, mail) else { return Outcome::Nothing };
        let config = case.engine.config();
        let given = case.memory.own_in(text, |address| config.is_school_address(address));
        if given.is_empty() {
            return Outcome::Nothing;
        }
        let mut rests: Vec<Clause> = Vec::new();
        let mut who: Vec<&Person<'_>> = Vec::new();
        let mut kinds: Vec<Sort> = Vec::new();
        for (role, kind, clauses) in &self.clauses {
            if clauses.is_empty() || !given.contains(kind) {
                continue;
            }
            for person in mail::people(case) {
                let listed = mail::listed(case, person);
                if !listed.iter().any(|found| found.role == *role && mail::is_pupil_or_parent(found)) {
                    continue;
                }
                if !who.iter().any(|known| known.address == person.address) {
                    who.push(person);
                }
                if !kinds.contains(kind) {
                    kinds.push(*kind);
                }
                for clause in clauses {
                    if !rests.iter().any(|known| known.id == clause.id) {
                        rests.push(clause.clone());
                    }
                }
            }
        }
        let seen = match kinds.as_slice() {
            [] => return Outcome::Nothing,
            [Sort::Phone] => "contact_personal_details_seen_phone",
            [_] => "contact_personal_details_seen_email",
            _ => "contact_personal_details_seen_both",
        };
        Question {
            clauses: &rests,
            certainty: Certainty::Likely,
            seen: Message::new(seen),
            advice: Message::new("contact_personal_details_advice"),
            refs: mail::refs(&who),
            fixes: Vec::new(),
            answers: &self.answers,
            lasting: None,
            targets: mail::targets(case, mail, &who, format!("people{}", mail::list(&who))),
        }
        .ask(case)
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{Desk, SCHOOLS, mail};
    use crate::finding::{Finding, Presentation, Severity};
    use crate::observation::ComposeMail;

    const RULE: &str = "contact-personal-details";
    const PEOPLE: [&str; 4] = [
        "pupil,current,Sam,Oak,sam@oakfield.sch.uk",
        "parent,current,Pat,Oak,pat@example.com",
        "staff,current,Col,League,col@oakfield.sch.uk",
        "pupil,former,Lee,Ash,lee@example.com",
    ];
    const PHONE: &str = "Ring me on 07700 900 123 if the coach is late.";
    const EMAIL: &str = "Send it to Me.Myself@example.com tonight.";

    fn desk(school: &str) -> Desk {
        Desk::of(school).people(&PEOPLE).own(&["+44 7700 900123", "me.myself@example.com", "head@oakfield.sch.uk"])
    }

    fn found(desk: &Desk, to: &[&str], text: &str) -> Option<Finding> {
        desk.by_rule(mail().to(to).text(text).build(), RULE)
    }

    fn cited(finding: Finding) -> Vec<String> {
        finding.clauses.into_iter().map(|cited| cited.clause).collect()
    }

    #[test]
    fn each_school_in_its_own_words() {
        let para = || vec!["para-11".to_owned()];
        let email = || vec!["phones-email-c".to_owned()];
        let phone = || vec!["phones-email-l".to_owned()];
        for school in SCHOOLS {
            let desk = desk(school);
            let said = |to: &str, text: &str| found(&desk, &[to], text).map(cited).unwrap_or_default();
            let [pupil_phone, pupil_email, parent_phone, parent_email] = match school {
                "educating-for-life" => [para(), para(), vec![], vec![]],
                "tudhoe" => [phone(), email(), phone(), email()],
                "beaudesert-park" => [vec!["app-1-own-number".to_owned()], vec![], vec![], vec![]],
                _ => Default::default(),
            };
            assert_eq!(said("sam@oakfield.sch.uk", PHONE), pupil_phone, "{school}: number to a pupil");
            assert_eq!(said("sam@oakfield.sch.uk", EMAIL), pupil_email, "{school}: address to a pupil");
            assert_eq!(said("pat@example.com", PHONE), parent_phone, "{school}: number to a parent");
            assert_eq!(said("pat@example.com", EMAIL), parent_email, "{school}: address to a parent");
            for to in ["col@oakfield.sch.uk", "lee@example.com", "someone@example.org"] {
                assert_eq!(said(to, &format!("{PHONE} {EMAIL}")), Vec::<String>::new(), "{school}: to {to}");
            }
        }
    }

    #[test]
    fn it_says_which_and_how_strongly() {
        let both = format!("{PHONE} {EMAIL}");
        let finding = found(&desk("tudhoe"), &["sam@oakfield.sch.uk", "pat@example.com"], &both);
        let finding = finding.unwrap_or_else(|| unreachable!());
        assert_eq!((finding.severity, finding.presentation), (Severity::Prohibited, Presentation::Panel));
        assert_eq!(finding.seen.key, "contact_personal_details_seen_both");
        assert_eq!(finding.evidence.refs, ["to/1", "to/2"]);
        assert_eq!(cited(finding), ["phones-email-l", "phones-email-c"]);
        let part = found(&desk("beaudesert-park"), &["sam@oakfield.sch.uk"], &both).unwrap_or_else(|| unreachable!());
        assert_eq!(part.seen.key, "contact_personal_details_seen_phone");
    }

    #[test]
    fn other_numbers_the_schools_own_address_and_an_empty_list_are_silent() {
        let sam = ["sam@oakfield.sch.uk"];
        let desk = desk("tudhoe");
        for text in [
            "Ring the office on 01632 960001, or Childline on 0800 1111.",
            "The trip's mobile is 07700 900124.",
            "Write to head@oakfield.sch.uk or office@oakfield.sch.uk.",
            "Order 07700900123456 has come.",
            "",
        ] {
            assert_eq!(found(&desk, &sam, text), None, "{text}");
        }
        assert_eq!(found(&Desk::of("tudhoe").people(&PEOPLE), &sam, PHONE), None, "nothing saved");
        assert_eq!(found(&Desk::of("tudhoe").own(&["07700 900123"]), &sam, PHONE), None, "no roster");
    }

    #[test]
    fn g14_only_in_school_mail() {
        let from = |account: Option<&str>| -> ComposeMail {
            let message = mail().to(&["sam@oakfield.sch.uk"]).text(PHONE).build();
            ComposeMail { account: account.map(str::to_owned), ..message }
        };
        for account in [Some("me@example.com"), None] {
            assert_eq!(desk("tudhoe").by_rule(from(account), RULE), None);
        }
    }

    #[test]
    fn words_are_read_for_it_only_once_something_is_saved() {
        let off = [(
            "rules",
            r#"{"contact-professional-boundaries":"off","compose-offensive-language":"off","password-share":"off","data-pupil-personal-outside":"off","email-bulk-unnecessary":"off"}"#,
        )];
        for school in ["educating-for-life", "beaudesert-park"] {
            let message = || mail().to(&["sam@oakfield.sch.uk"]).build();
            let rules = if school == "educating-for-life" {
                off[0].1.replace(r#""password-share":"off","#, "")
            } else {
                off[0].1.to_owned()
            };
            let desk = || Desk::with(school, &[("rules", rules.as_str())]).people(&PEOPLE);
            assert!(!desk().reads(message()).text, "{school}");
            assert!(desk().own(&["07700 900123"]).reads(message()).text, "{school}");
        }
    }

    #[test]
    fn g10_protected_mail_is_never_questioned() {
        assert_eq!(found(&desk("tudhoe"), &["sam@oakfield.sch.uk", "rep@neu.org.uk"], PHONE), None);
    }

    #[test]
    fn the_head_can_agree_where_the_document_says_so_and_family_is_silence() {
        for (school, answers) in [
            ("educating-for-life", &["agreed", "family"][..]),
            ("tudhoe", &["family"]),
            ("beaudesert-park", &["family"]),
        ] {
            let finding = found(&desk(school), &["sam@oakfield.sch.uk"], PHONE).unwrap_or_else(|| unreachable!());
            let offered: Vec<&str> = finding.remedies.iter().map(|remedy| remedy.id.as_str()).collect();
            assert_eq!(offered, [answers, &["not-now"]].concat(), "{school}");
            for answer in answers {
                let mut desk = desk(school);
                desk.press(&finding, answer);
                assert_eq!(found(&desk, &["sam@oakfield.sch.uk"], PHONE), None, "{school} {answer}");
                let other = ComposeMail {
                    thread: Some("another".to_owned()),
                    ..mail().to(&["sam@oakfield.sch.uk"]).text(PHONE).build()
                };
                assert_eq!(desk.by_rule(other, RULE), None, "{school} {answer}: for these people");
            }
        }
        let set = [("rules", r#"{"contact-personal-details":{"family":false}}"#)];
        let desk = Desk::with("tudhoe", &set).people(&PEOPLE).own(&["07700 900123"]);
        let finding = found(&desk, &["sam@oakfield.sch.uk"], PHONE).unwrap_or_else(|| unreachable!());
        assert_eq!(finding.remedies.len(), 1);
    }
}
