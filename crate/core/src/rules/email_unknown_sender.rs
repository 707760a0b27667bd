//! Rule `email-unknown-sender`; its documentation is [`DOC`].

use super::mail::{self, Question};
use super::options::{Options, cites, documented_keys, documented_options};
use super::{Case, Counted, Entry, Outcome, Rule};
use crate::catalogue::documented;
use crate::engine::Account;
use crate::finding::{Certainty, Message};
use crate::observation::{ComposeMode, Kind, Observation};
use crate::policy::Clause;
use crate::protected::is_protected;

/// Endings of files that run something when they are opened: programs, scripts, shortcuts, discs,
/// and documents with macros.
const RUNS: &str = "exe|scr|com|pif|msi|msp|cpl|bat|cmd|ps1|vbs|vbe|js|jse|wsf|wsh|hta|jar|lnk|reg|iso|img|vhd|\
    docm|dotm|xlsm|xltm|xlsb|xlam|pptm|potm|ppam|ppsm";

/// The rule's documentation.
const DOC: &str = r#"
## What it does

Looks at a message being forwarded from a school account. Where it carries a file that runs something when it is opened (a
program, a script, a document with macros), it asks whether the person knows who sent it. "I know the sender" and "The
sender confirmed it" are silence for the thread.

Looks at a reply from a school account to somebody about whose message the mail service itself has warned. It asks whether the person
knows them, before they answer. The same two answers are silence for that sender.

## Why

St Marylebone asks for care when files are moved and attachments opened, so that no virus gets into school. Who forwards
such a file passes it on with a colleague's name on it. Droitwich's document forbids answering an unknown sender (4.1).

## What it cannot know

Who sent the file, and what it does: only its name is seen, and only where the site shows it. Somebody's own
files are not asked about: a new message or a reply is silent, whatever is attached. A first message from a new parent says
nothing.

Of a received message Lanyard reads the sender, and only where the service's own banner is there: never the subject, the text or
a file. So it does not know whether somebody asks for passwords or bank details, and it does not see that a received file is opened:
of Droitwich's clause that half is not watched. Banners are known of Roundcube alone (from 1.6: "suspicious email addresses", its
check of addresses that look forged); for Gmail's no dated source says how it is marked in the page. An outside sender or a first
message is no banner and no reason to ask. The sender is remembered as a keyed hash for a day, in memory.

## Example that warns

```json
{"kind":"composeMail","surface":{"site":"roundcube","name":"compose","n":1},"account":"teacher@oakfield.sch.uk",
 "mode":"forward","to":[{"ref":"to/1","address":"office@oakfield.sch.uk"}],
 "attachments":[{"ref":"file/1","name":"Invoice.pdf.exe"}]}
```

## Example that does not

```json
{"kind":"composeMail","surface":{"site":"roundcube","name":"compose","n":1},"account":"teacher@oakfield.sch.uk",
 "mode":"new","to":[{"ref":"to/1","address":"office@oakfield.sch.uk"}],
 "attachments":[{"ref":"file/1","name":"Timetable.xlsm"}]}
```
"#;

pub(super) const ENTRY: Entry = Entry {
    id: "email-unknown-sender",
    doc: documented(DOC),
    kinds: &[Kind::ComposeMail, Kind::ReceivedMail],
    options: &documented_options([
        cites("clauses", "Clauses that ask for care with attachments. Unset: not looked at."),
        cites("reply", "Clauses about answering somebody whom one does not know. Unset: not looked at."),
    ]),
    messages: documented_keys(&[
        "email_unknown_sender_seen",
        "email_unknown_sender_advice",
        "email_unknown_sender_answer_known",
        "email_unknown_sender_answer_confirmed",
        "email_unknown_sender_seen_reply",
        "email_unknown_sender_advice_reply",
    ]),
    compile,
};

#[derive(Debug)]
struct UnknownSender {
    files: Vec<Clause>,
    reply: Vec<Clause>,
}

/// How long a sender is remembered about whose message the mail service has warned.
const DAYS: i64 = 1;

const ANSWERS: [(&str, &str); 2] =
    [("known", "email_unknown_sender_answer_known"), ("confirmed", "email_unknown_sender_answer_confirmed")];

fn compile(options: &mut Options<'_>) -> Option<Box<dyn Rule>> {
    let rule = UnknownSender { files: options.clauses("clauses"), reply: options.clauses("reply") };
    (!rule.files.is_empty() || !rule.reply.is_empty()).then(|| Box::new(rule) as Box<dyn Rule>)
}

impl Rule for UnknownSender {
    fn wants_files(&self) -> bool {
        !self.files.is_empty()
    }

    fn counts(&self, case: &Case<'_>) -> Option<Counted> {
        let Observation::ReceivedMail(mail) = case.observation else { return None };
        let target = warned(&mail.sender);
        (!self.reply.is_empty() && !is_protected(&mail.sender, case.engine.config())).then(|| Counted {
            once: format!("{target} once"),
            target,
            days: DAYS,
            keep: false,
        })
    }

    fn check(&self, case: &Case<'_>) -> Outcome {
        let Some(mail) = mail::message(case) else { return Outcome::Nothing };
        if matches!(mail.mode, ComposeMode::Reply | ComposeMode::ReplyAll) {
            return self.reply(case);
        }
        let mut refs = Vec::new();
        for file in &mail.attachments {
            if runs(&file.name) {
                refs.push(file.r#ref.clone());
            }
        }
        let goes_on = mail.mode == ComposeMode::Forward && !mail::people(case).is_empty();
        let passes_on = case.account == Account::School && goes_on;
        if self.files.is_empty() || !passes_on || refs.is_empty() || mail::any_protected(case) {
            return Outcome::Nothing;
        }
        let thread = mail::thread(mail);
        // Who sent it only the person can say.
        Question {
            clauses: &self.files,
            certainty: Certainty::Weak,
            seen: Message::new("email_unknown_sender_seen").count(refs.len()),
            advice: Message::new("email_unknown_sender_advice"),
            refs,
            fixes: Vec::new(),
            answers: &ANSWERS,
            lasting: None,
            targets: mail::targets(case, mail, &[], thread),
        }
        .ask(case)
    }
}

impl UnknownSender {
    fn reply(&self, case: &Case<'_>) -> Outcome {
        let people = mail::people(case);
        let sender = people.iter().find(|person| case.recall(&warned(&person.address)).is_some());
        let Some(sender) = sender.filter(|_| case.account == Account::School && !self.reply.is_empty()) else {
            return Outcome::Nothing;
        };
        if mail::any_protected(case) {
            return Outcome::Nothing;
        }
        Question {
            clauses: &self.reply,
            certainty: Certainty::Weak,
            seen: Message::new("email_unknown_sender_seen_reply"),
            advice: Message::new("email_unknown_sender_advice_reply"),
            refs: mail::refs(&[sender]),
            fixes: Vec::new(),
            answers: &ANSWERS,
            lasting: None,
            targets: mail::of_address("sender", &sender.address),
        }
        .ask(case)
    }
}

/// What is remembered of a sender.
fn warned(sender: &str) -> String {
    format!("warned {}", sender.trim().to_lowercase())
}

fn runs(name: &str) -> bool {
    let name = name.trim().to_lowercase();
    name.rsplit_once('.').is_some_and(|(_, ending)| RUNS.split('|').any(|one| one == ending))
}

#[cfg(test)]
mod tests {
    use super::super::testing::{Desk, SCHOOLS, mail};
    use crate::finding::{Finding, Presentation, Severity};
    use crate::observation::{Attachment, ComposeMail, ComposeMode, Observation, ReceivedMail, Surface};

    const RULE: &str = "email-unknown-sender";

    fn forward(name: &str) -> ComposeMail {
        let mut message = mail().to(&["office@oakfield.sch.uk"]).build();
        message.mode = ComposeMode::Forward;
        message.attachments =
            vec![Attachment { r#ref: "file/1".to_owned(), name: name.to_owned(), ..Attachment::default() }];
        message
    }

    fn found(desk: &Desk, message: ComposeMail) -> Option<Finding> {
        desk.by_rule(message, RULE)
    }

    #[test]
    fn one_school_asks_for_care_and_it_only_asks() {
        for school in SCHOOLS {
            let said = found(&Desk::of(school), forward("invoice.docm")).map(|finding| {
                let clauses: Vec<String> = finding.clauses.into_iter().map(|cited| cited.clause).collect();
                (finding.severity, finding.presentation, clauses)
            });
            let expected = (school == "st-marylebone")
                .then(|| (Severity::Required, Presentation::Note, vec!["2.1.11-b".to_owned()]));
            assert_eq!(said, expected, "{school}");
        }
    }

    fn received(sender: &str) -> Observation {
        let surface = Surface { site: "roundcube".to_owned(), name: "received".to_owned(), n: 1 };
        Observation::ReceivedMail(ReceivedMail { surface, account: None, sender: sender.to_owned() })
    }

    fn reply(to: &str) -> ComposeMail {
        ComposeMail { mode: ComposeMode::Reply, ..mail().to(&[to]).build() }
    }

    #[test]
    fn droitwich_asks_before_a_reply_to_a_sender_of_whom_the_service_warns() {
        for school in SCHOOLS {
            let mut desk = Desk::of(school);
            assert!(desk.all(received("head@0akfield.example")).is_empty(), "nothing while it is read");
            assert_eq!(desk.left(received("Head@0akfield.example")), school == "droitwich-spa", "{school}");
            let said = found(&desk, reply("head@0akfield.example")).map(|finding| {
                let clauses: Vec<String> = finding.clauses.into_iter().map(|cited| cited.clause).collect();
                (finding.severity, finding.presentation, clauses)
            });
            let expected = (school == "droitwich-spa")
                .then(|| (Severity::Prohibited, Presentation::Note, vec!["4.1-must-not-11".to_owned()]));
            assert_eq!(said, expected, "{school}");
        }
    }

    #[test]
    fn other_senders_other_accounts_and_a_day_later_are_silent() {
        let mut desk = Desk::of("droitwich-spa");
        assert_eq!(found(&desk, reply("head@0akfield.example")), None, "no banner, however new the sender");
        desk.left(received("head@0akfield.example"));
        assert_eq!(found(&desk, reply("new.parent@example.com")), None);
        for mode in [ComposeMode::New, ComposeMode::Forward] {
            assert_eq!(found(&desk, ComposeMail { mode, ..reply("head@0akfield.example") }), None, "{mode:?}");
        }
        let private = ComposeMail { account: Some("me@example.com".to_owned()), ..reply("head@0akfield.example") };
        assert_eq!(found(&desk, private), None, "g14");
        assert!(!desk.left(received("rep@neu.org.uk")), "g10");
        let mut with_union = reply("head@0akfield.example");
        with_union.cc = mail().to(&["rep@neu.org.uk"]).build().to;
        assert_eq!(found(&desk, with_union), None, "g10");
        let finding = found(&desk, reply("head@0akfield.example")).unwrap_or_else(|| unreachable!());
        let mut answered = Desk::of("droitwich-spa");
        answered.left(received("head@0akfield.example"));
        answered.press(&finding, "known");
        assert_eq!(found(&answered, reply("head@0akfield.example")), None);
        desk.context.now_ms += 25 * 60 * 60 * 1000;
        assert_eq!(found(&desk, reply("head@0akfield.example")), None);
    }

    #[test]
    fn files_that_run_something_and_files_that_do_not() {
        let desk = Desk::of("st-marylebone");
        for name in ["setup.exe", "Invoice.pdf.EXE", "macro.xlsm", "run.ps1", "parcel.js ", "scan.iso"] {
            assert!(found(&desk, forward(name)).is_some(), "{name}");
        }
        for name in ["invoice.pdf", "letter.docx", "exe", "photo.jpeg", "notes.exercise", "js", "marks.xlsx", ""] {
            assert!(found(&desk, forward(name)).is_none(), "{name}");
        }
    }

    #[test]
    fn ones_own_files_nobody_and_other_accounts_are_silent() {
        let desk = Desk::of("st-marylebone");
        for mode in [ComposeMode::New, ComposeMode::Reply, ComposeMode::ReplyAll, ComposeMode::Unknown] {
            let mut own = forward("macro.xlsm");
            own.mode = mode;
            assert!(found(&desk, own).is_none(), "{mode:?}");
        }
        let mut nobody = forward("macro.xlsm");
        nobody.to.clear();
        assert!(found(&desk, nobody).is_none());
        let mut private = forward("macro.xlsm");
        private.account = Some("me@example.com".to_owned());
        assert!(found(&desk, private).is_none(), "g14");
    }

    #[test]
    fn each_answer_holds_for_the_thread_and_not_now_keeps_the_mark() {
        for answer in ["known", "confirmed"] {
            let mut desk = Desk::of("st-marylebone");
            let finding = found(&desk, forward("a.exe")).unwrap_or_else(|| unreachable!());
            desk.press(&finding, answer);
            assert!(found(&desk, forward("a.exe")).is_none(), "{answer}");
            let mut other = forward("a.exe");
            other.thread = Some("another".to_owned());
            assert!(found(&desk, other).is_some(), "{answer}");
        }
        let mut desk = Desk::of("st-marylebone");
        let finding = found(&desk, forward("a.exe")).unwrap_or_else(|| unreachable!());
        desk.press(&finding, "not-now");
        assert_eq!(found(&desk, forward("a.exe")).map(|finding| finding.presentation), Some(Presentation::Mark));
    }

    #[test]
    fn g10_protected_mail_is_never_questioned() {
        let mut message = forward("a.exe");
        message.to.extend(mail().to(&["report@police.uk"]).build().to);
        assert!(found(&Desk::of("st-marylebone"), message).is_none());
    }
}
