//! Rule `email-encrypt-attachment`; its documentation is [`DOC`].

use super::mail::{self, Person, Question, Side};
use super::options::{OptionDoc, Options, cites, documented_keys, documented_options};
use super::people::contains_words;
use super::{Case, Entry, Outcome, Rule};
use crate::catalogue::documented;
use crate::engine::Account;
use crate::file::{FileFacts, Protection, Reason};
use crate::finding::{Certainty, Message, Targets};
use crate::observation::{Attachment, ComposeMail, ComposeMode, Kind};
use crate::policy::Clause;
use crate::sorted::Set;
use crate::text;

/// The rule's documentation.
const DOC: &str = r#"
## What it does

Looks at files attached to a message that leaves the school. Where a file looks sensitive and nothing
shows that it is protected, it asks whether it is. "It is protected" is silence for these files in this
thread. "It is not" brings the school's clause and what to do instead.

A file looks sensitive when what is in it says so: a class list, pupil numbers, dates of birth, listed
pupils, needs, health, protection or behaviour beside a person, in plain sight or not (a hidden sheet, a
comment, a deleted passage). Where it could not be read, its name or the subject of a new message may
say so by the school's own `sensitiveTerms`.

## Why

Tudhoe asks staff to encrypt attachments that hold sensitive or confidential information, so that only
the intended person can open them. Other schools' documents do not require it.

## What it cannot know

Whether the message itself is protected on its way, or the file is protected in a way that cannot be
seen: so it asks and never says that a file is not. A file that was read to the end and holds nothing of
the kind is not asked about, whatever its name: blank forms have such names. A link is no attachment.
A PDF that calls itself encrypted and opens for anyone is not protected. Mail to a partner's domain and
mail in which a protected correspondent takes part is never questioned.

## Example that warns

```json
{"kind":"composeMail","surface":{"site":"roundcube","name":"compose","n":1},"account":"teacher@oakfield.sch.uk",
 "to":[{"ref":"to/1","address":"someone@example.com"}],
 "attachments":[{"ref":"file/1","name":"trip.xlsx","facts":{"format":"spreadsheet","protection":"none",
  "holds":[{"place":"hidden-sheet","kind":"class-list","count":1}]}}]}
```

## Example that does not

```json
{"kind":"composeMail","surface":{"site":"roundcube","name":"compose","n":1},"account":"teacher@oakfield.sch.uk",
 "to":[{"ref":"to/1","address":"someone@example.com"}],
 "attachments":[{"ref":"file/1","name":"trip.xlsx","facts":{"protection":"protected","unchecked":"protected"}}]}
```
"#;

pub(super) const ENTRY: Entry = Entry {
    id: "email-encrypt-attachment",
    doc: documented(DOC),
    kinds: &[Kind::ComposeMail],
    options: &documented_options([
        cites("clauses", "Clauses that ask for sensitive attachments to be encrypted."),
        OptionDoc {
            name: "sensitiveTerms",
            takes: "words",
            description: "Words in a file's name or a new message's subject that say it is sensitive, where the file cannot be read.",
            configurable: true,
        },
    ]),
    messages: documented_keys(&[
        "email_encrypt_attachment_seen_open",
        "email_encrypt_attachment_seen_name",
        "email_encrypt_attachment_seen_unprotected",
        "email_encrypt_attachment_advice_ask",
        "email_encrypt_attachment_advice_protect",
        "email_encrypt_attachment_answer_protected",
        "email_encrypt_attachment_answer_unprotected",
    ]),
    compile,
};

#[derive(Debug)]
struct EncryptAttachment {
    clauses: Vec<Clause>,
    terms: Vec<String>,
}

fn compile(options: &mut Options<'_>) -> Option<Box<dyn Rule>> {
    let rule = EncryptAttachment { clauses: options.clauses("clauses"), terms: options.texts("sensitiveTerms") };
    (!rule.clauses.is_empty()).then(|| Box::new(rule) as Box<dyn Rule>)
}

impl Rule for EncryptAttachment {
    fn goes_wrong(&self) -> bool {
        true
    }

    fn wants_subject(&self) -> bool {
        true
    }

    fn wants_files(&self) -> bool {
        true
    }

    fn wants_content(&self) -> bool {
        true
    }

    fn check(&self, case: &Case<'_>) -> Outcome {
        let Some(mail) = mail::message(case) else { return Outcome::Nothing };
        let files: Vec<&Attachment> = mail.attachments.iter().filter(|file| self.looks_sensitive(mail, file)).collect();
        let outside = mail::people_of(case, Side::Outside);
        if outside.is_empty() || mail::any_protected(case) {
            return Outcome::Nothing;
        }
        if files.is_empty() {
            // Silence would say that there is nothing in it.
            let unread = mail.attachments.iter().find_map(|file| file.facts.as_ref()?.unchecked.and_then(Reason::says));
            let unread = unread.filter(|_| case.account == Account::School);
            return unread.map_or(Outcome::Nothing, |key| Outcome::Unchecked(Message::new(key)));
        }
        if let Err(other) = mail::school_mail(case) {
            return other;
        }
        let read = files.iter().any(|file| file.facts.as_ref().is_some_and(holds_sensitive));
        let seen = if read { "email_encrypt_attachment_seen_open" } else { "email_encrypt_attachment_seen_name" };
        let protected = ("protected", "email_encrypt_attachment_answer_protected");
        let question = Question {
            clauses: &self.clauses,
            certainty: Certainty::Weak,
            seen: Message::new(seen).count(files.len()),
            advice: Message::new("email_encrypt_attachment_advice_ask"),
            refs: files.iter().map(|file| file.r#ref.clone()).collect(),
            fixes: Vec::new(),
            answers: &[("unprotected", "email_encrypt_attachment_answer_unprotected"), protected],
            lasting: None,
            targets: targets(mail, &files, &outside),
        };
        if case.recall(&question.targets.answer) != Some("unprotected") {
            return question.ask(case);
        }
        Question {
            certainty: Certainty::Certain,
            seen: Message::new("email_encrypt_attachment_seen_unprotected").count(files.len()),
            advice: Message::new("email_encrypt_attachment_advice_protect"),
            answers: &[protected],
            ..question
        }
        .say(case)
    }
}

impl EncryptAttachment {
    fn looks_sensitive(&self, mail: &ComposeMail, file: &Attachment) -> bool {
        match &file.facts {
            Some(facts) if facts.protection == Protection::Protected => false,
            Some(facts) if holds_sensitive(facts) => true,
            // Read to the end: nothing in it.
            Some(facts) if facts.unchecked.is_none() => false,
            _ => self.says_sensitive(mail, file),
        }
    }

    fn says_sensitive(&self, mail: &ComposeMail, file: &Attachment) -> bool {
        // The subject of a reply is somebody else's.
        let subject = mail.subject.as_deref().filter(|_| mail.mode == ComposeMode::New).unwrap_or_default();
        let texts = [mail::words_of_name(&file.name), subject.to_lowercase()];
        self.terms.iter().any(|term| texts.iter().any(|text| contains_words(text, &term.to_lowercase())))
    }
}

/// What tells a person from all others in numbers that no letter has by chance, or says what is protected of them.
fn holds_sensitive(facts: &FileFacts) -> bool {
    facts.holds.iter().any(|held| match text::Kind::by_id(&held.kind) {
        Some(kind) => kind.is_identifier() || kind.is_special(),
        None => held.kind == "sensitive-column",
    })
}

/// Both hold for exactly these files in the thread, and "Not now" for these people too.
fn targets(mail: &ComposeMail, files: &[&Attachment], outside: &[&Person<'_>]) -> Targets {
    let mut names = Set::new();
    for file in files {
        names.insert(format!("{} {}", file.name, file.size.unwrap_or_default()));
    }
    let mut list = mail.thread.clone().unwrap_or_default();
    for name in names {
        list.push('/');
        list += &name;
    }
    Targets {
        now: format!("files {list}{}", mail::list(outside)),
        answer: format!("files {list}"),
        keep: mail.thread.is_some(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{Desk, SCHOOLS, mail};
    use crate::file::{FileFacts, Held, Place, Protection, Reason};
    use crate::finding::{Certainty, Finding, Presentation, Severity};
    use crate::observation::{Attachment, ComposeMail, ComposeMode};

    const RULE: &str = "email-encrypt-attachment";

    fn facts(protection: Protection, kinds: &[&str]) -> FileFacts {
        let holds = kinds.iter().map(|kind| Held { place: Place::HiddenSheet, kind: (*kind).to_owned(), count: 3 });
        FileFacts { protection, holds: holds.collect(), ..FileFacts::default() }
    }

    fn with(to: &[&str], name: &str, facts: Option<FileFacts>) -> ComposeMail {
        let mut message = mail().to(to).build();
        message.attachments =
            vec![Attachment { r#ref: "file/1".to_owned(), name: name.to_owned(), size: Some(9), facts }];
        message
    }

    fn list() -> ComposeMail {
        with(&["someone@example.com"], "trip.xlsx", Some(facts(Protection::None, &["class-list"])))
    }

    fn found(desk: &Desk, message: ComposeMail) -> Option<Finding> {
        desk.by_rule(message, RULE)
    }

    #[test]
    fn only_tudhoe_asks() {
        for school in SCHOOLS {
            let found = found(&Desk::of(school), list());
            assert_eq!(found.is_some(), school == "tudhoe", "{school}");
        }
    }

    #[test]
    fn it_asks_first_and_says_the_clause_once_told() {
        let mut desk = Desk::of("tudhoe");
        let asked = found(&desk, list()).unwrap();
        assert_eq!((asked.certainty, asked.severity), (Certainty::Weak, Severity::Required));
        assert_eq!(asked.seen.key, "email_encrypt_attachment_seen_open");
        assert_ne!(asked.presentation, Presentation::Panel);
        assert!(!asked.ask_first);
        desk.press(&asked, "unprotected");
        let told = found(&desk, list()).unwrap();
        assert_eq!((told.certainty, told.presentation), (Certainty::Certain, Presentation::Panel));
        assert_eq!(told.seen.key, "email_encrypt_attachment_seen_unprotected");
        desk.press(&told, "protected");
        assert!(found(&desk, list()).is_none());
        let mut more = list();
        more.attachments[0].size = Some(10);
        assert!(found(&desk, more).is_some(), "another file is asked about anew");
    }

    #[test]
    fn protected_files_partners_colleagues_and_harmless_files_are_silent() {
        let desk = Desk::with("tudhoe", &[("partnerDomains", "council.example")]);
        let outside = &["someone@example.com"][..];
        for (why, message) in [
            ("protected", with(outside, "confidential.xlsx", Some(facts(Protection::Protected, &[])))),
            (
                "nothing in it",
                with(outside, "confidential form.docx", Some(facts(Protection::None, &["email", "phone"]))),
            ),
            ("not looked at, harmless name", with(outside, "menu.pdf", None)),
            ("a colleague", with(&["office@oakfield.sch.uk"], "a.xlsx", Some(facts(Protection::None, &["upn"])))),
            ("a partner", with(&["x@council.example"], "a.xlsx", Some(facts(Protection::None, &["upn"])))),
            ("a link", mail().to(outside).build()),
        ] {
            assert!(found(&desk, message).is_none(), "{why}");
        }
    }

    #[test]
    fn one_that_opens_for_anyone_or_is_protected_in_part_is_asked_about() {
        for protection in [Protection::OpensForAnyone, Protection::Partly, Protection::Unknown] {
            let message = with(&["a@example.com"], "a.pdf", Some(facts(protection, &["special-needs"])));
            assert!(found(&Desk::of("tudhoe"), message).is_some(), "{protection:?}");
        }
    }

    #[test]
    fn where_it_cannot_be_read_the_schools_own_words_decide() {
        let desk =
            Desk::with("tudhoe", &[("rules", r#"{"email-encrypt-attachment":{"sensitiveTerms":["pastoral log"]}}"#)]);
        let unread = FileFacts { unchecked: Some(Reason::OldFormat), ..FileFacts::default() };
        let named = |name: &str, facts| found(&desk, with(&["a@example.com"], name, facts));
        assert_eq!(named("Pastoral_Log.doc", Some(unread)).unwrap().seen.key, "email_encrypt_attachment_seen_name");
        assert!(named("Pastoral-Log.doc", None).is_some());
        assert!(named("catalogue.doc", None).is_none());
        let mut subject = with(&["a@example.com"], "scan.pdf", None);
        subject.subject = Some("The pastoral log".to_owned());
        assert!(found(&desk, subject.clone()).is_some());
        subject.mode = ComposeMode::Reply;
        assert!(found(&desk, subject).is_none(), "a reply's subject is somebody else's");
    }

    #[test]
    fn a_file_that_could_not_be_read_is_not_checked_and_says_why() {
        let with_reason = |to: &[&str], reason| {
            let facts = FileFacts { unchecked: Some(reason), ..FileFacts::default() };
            Desk::of("tudhoe").verdict(with(to, "menu.bin", Some(facts))).unchecked.map(|why| why.key)
        };
        for reason in [
            Reason::Format,
            Reason::OldFormat,
            Reason::Archive,
            Reason::NoText,
            Reason::TooLarge,
            Reason::Unpacks,
            Reason::TooDeep,
            Reason::Damaged,
            Reason::NotGiven,
        ] {
            let said = with_reason(&["a@example.com"], reason);
            assert_eq!(said.as_deref(), reason.says(), "{reason:?}");
            assert_eq!(with_reason(&["office@oakfield.sch.uk"], reason), None, "nobody outside");
            assert_eq!(with_reason(&["a@example.com", "rep@neu.org.uk"], reason), None, "G10");
        }
        assert_eq!(with_reason(&["a@example.com"], Reason::Protected), None);
    }

    #[test]
    fn g14_another_account_is_not_checked() {
        let mut other = list();
        other.account = Some("me@example.com".to_owned());
        assert!(found(&Desk::of("tudhoe"), other).is_none());
    }

    #[test]
    fn g10_mail_with_a_protected_correspondent_is_never_questioned() {
        let message = with(&["a@example.com", "help@acas.org.uk"], "a.xlsx", Some(facts(Protection::None, &["upn"])));
        assert!(found(&Desk::of("tudhoe"), message).is_none());
    }
}
