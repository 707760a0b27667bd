//! Rule `email-subject-tag`; its documentation is [`DOC`].

use super::mail::{self, Person, Question};
use super::options::{OptionDoc, Options, cites, documented_keys, documented_options};
use super::people::contains_words;
use super::{Case, Entry, Outcome, Rule};
use crate::catalogue::documented;
use crate::engine::Account;
use crate::finding::{Action, Certainty, Message, Remedy};
use crate::observation::{ComposeMode, Kind};
use crate::policy::Clause;

/// The rule's documentation.
const DOC: &str = r#"
## What it does

Looks at a new message from a school account to a group of staff whose subject does not have the
school's title for such mail. It asks whether the message is about work. "About work" is silence for
the thread; "Not about work" brings the title to copy into the subject.

## Why

St Marylebone's document asks for the title SPAM on mail to groups of staff about matters of interest
that are not work (4.2.1). It has no title for mail that is about work.

## What it cannot know

What a message is about: so it asks. Which addresses are groups of staff: the school lists them, and
without a list it has no opinion. Replies carry the subject of somebody else and are not looked at.

## Example that warns

```json
{"kind":"composeMail","surface":{"site":"roundcube","name":"compose","n":1},"account":"teacher@oakfield.sch.uk",
 "mode":"new","subject":"Kittens","to":[{"ref":"to/1","address":"all-staff@oakfield.sch.uk"}]}
```

## Example that does not

```json
{"kind":"composeMail","surface":{"site":"roundcube","name":"compose","n":1},"account":"teacher@oakfield.sch.uk",
 "mode":"new","subject":"SPAM: kittens","to":[{"ref":"to/1","address":"all-staff@oakfield.sch.uk"}]}
```
"#;

pub(super) const ENTRY: Entry = Entry {
    id: "email-subject-tag",
    doc: documented(DOC),
    kinds: &[Kind::ComposeMail],
    options: &documented_options([
        cites("clauses", "Clauses that ask for a title in the subject."),
        OptionDoc { name: "tag", takes: "text", description: "The title.", configurable: false },
        OptionDoc {
            name: "groups",
            takes: "addresses",
            description: "Addresses that are groups of staff. Unset: none is known.",
            configurable: true,
        },
    ]),
    messages: documented_keys(&[
        "email_subject_tag_seen_ask",
        "email_subject_tag_seen_missing",
        "email_subject_tag_advice",
        "email_subject_tag_answer_work",
        "email_subject_tag_answer_other",
        "email_subject_tag_copy",
        "email_subject_tag_text",
        "remedy_copied",
    ]),
    compile,
};

#[derive(Debug)]
struct SubjectTag {
    clauses: Vec<Clause>,
    tag: String,
    groups: Vec<String>,
}

fn compile(options: &mut Options<'_>) -> Option<Box<dyn Rule>> {
    let rule = SubjectTag {
        clauses: options.clauses("clauses"),
        tag: options.text("tag").unwrap_or_default(),
        groups: options.texts("groups"),
    };
    (!rule.clauses.is_empty() && !rule.tag.is_empty()).then(|| Box::new(rule) as Box<dyn Rule>)
}

impl Rule for SubjectTag {
    fn wants_subject(&self) -> bool {
        true
    }

    fn check(&self, case: &Case<'_>) -> Outcome {
        let Some(mail) = mail::message(case) else { return Outcome::Nothing };
        let subject = mail.subject.as_deref().unwrap_or_default().to_lowercase();
        let groups: Vec<&Person<'_>> =
            mail::people(case).iter().filter(|person| self.groups.contains(&person.address)).collect();
        if case.account != Account::School
            || mail.mode != ComposeMode::New
            || groups.is_empty()
            // Somebody who has not come to the subject yet is not asked about it.
            || subject.is_empty()
            || contains_words(&subject, &self.tag.to_lowercase())
            || mail::any_protected(case)
        {
            return Outcome::Nothing;
        }
        let targets = mail::targets(case, mail, &groups, mail::thread(mail));
        let say = |key: &str| Message::new(key).with("tag", &self.tag);
        let work = ("work", "email_subject_tag_answer_work");
        let question = Question {
            clauses: &self.clauses,
            certainty: Certainty::Weak,
            seen: Message::new("email_subject_tag_seen_ask"),
            advice: say("email_subject_tag_advice"),
            refs: mail::refs(&groups),
            fixes: Vec::new(),
            answers: &[work, ("other", "email_subject_tag_answer_other")],
            lasting: None,
            targets,
        };
        if case.recall(&question.targets.answer) != Some("other") {
            return question.ask(case);
        }
        let copy = Remedy {
            text: Some(say("email_subject_tag_text")),
            done: Some(Message::new("remedy_copied")),
            ..Remedy::plain("copy-tag", Action::CopyText, say("email_subject_tag_copy"))
        };
        Question {
            certainty: Certainty::Certain,
            seen: Message::new("email_subject_tag_seen_missing"),
            fixes: vec![copy.primary()],
            answers: &[work],
            ..question
        }
        .say(case)
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{Desk, SCHOOLS, mail};
    use crate::finding::{Action, Finding, Presentation, Severity};
    use crate::observation::{ComposeMail, ComposeMode};

    const RULE: &str = "email-subject-tag";
    const SET: &str = r#"{"email-subject-tag":{"groups":["Maths.Team@oakfield.sch.uk"]}}"#;

    fn desk() -> Desk {
        Desk::with("st-marylebone", &[("rules", SET)])
    }

    fn to_group(subject: &str) -> ComposeMail {
        let mut message = mail().to(&["maths.team@oakfield.sch.uk"]).build();
        message.subject = Some(subject.to_owned());
        message
    }

    fn found(desk: &Desk, message: ComposeMail) -> Option<Finding> {
        desk.by_rule(message, RULE)
    }

    #[test]
    fn one_school_asks_and_never_more_than_a_mark_before_it_is_answered() {
        for school in SCHOOLS {
            let desk = if school == "st-marylebone" { desk() } else { Desk::of(school) };
            let said = found(&desk, to_group("Kittens")).map(|f| (f.severity, f.presentation));
            let expected = (school == "st-marylebone").then_some((Severity::Advised, Presentation::Mark));
            assert_eq!(said, expected, "{school}");
        }
    }

    #[test]
    fn not_about_work_brings_the_title_to_copy() {
        let mut desk = desk();
        let question = found(&desk, to_group("Kittens")).unwrap_or_else(|| unreachable!());
        desk.press(&question, "other");
        let finding = found(&desk, to_group("Kittens")).unwrap_or_else(|| unreachable!());
        assert_eq!(finding.remedies.first().map(|r| r.action), Some(Action::CopyText));
        assert_eq!(finding.presentation, Presentation::Note);
        assert_eq!(found(&desk, to_group("SPAM: Kittens")), None, "the title is there");
        desk.press(&finding, "work");
        assert_eq!(found(&desk, to_group("Kittens")), None);
    }

    #[test]
    fn replies_single_people_unlisted_groups_and_no_subject_are_silent() {
        let desk = desk();
        let mut reply = to_group("Re: Kittens");
        reply.mode = ComposeMode::Reply;
        assert_eq!(found(&desk, reply), None);
        assert_eq!(found(&desk, to_group("")), None);
        let mut one = to_group("Kittens");
        one.to = mail().to(&["head@oakfield.sch.uk"]).build().to;
        assert_eq!(found(&desk, one), None);
        assert_eq!(found(&Desk::of("st-marylebone"), to_group("Kittens")), None, "no list, no opinion");
        let mut private = to_group("Kittens");
        private.account = Some("me@example.com".to_owned());
        assert_eq!(found(&desk, private), None);
    }

    #[test]
    fn g10_protected_mail_is_never_questioned() {
        let mut message = to_group("Kittens");
        message.cc = mail().cc(&["rep@neu.org.uk"]).build().cc;
        assert_eq!(found(&desk(), message), None);
    }
}
