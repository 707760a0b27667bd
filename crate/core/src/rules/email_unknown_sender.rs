//! Rule `email-unknown-sender`; its documentation is [`DOC`].

use super::mail::{self, Question};
use super::options::{Options, cites, documented_keys, documented_options};
use super::{Case, Entry, Outcome, Rule};
use crate::catalogue::documented;
use crate::engine::Account;
use crate::finding::{Certainty, Message};
use crate::observation::{ComposeMode, Kind};
use crate::policy::Clause;

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

## Why

St Marylebone asks for care when files are moved and attachments opened, so that no virus gets into school. Who forwards
such a file passes it on with a colleague's name on it.

## What it cannot know

Who sent the file, and what it does: only its name is seen, and only where the site shows it. Somebody's own
files are not asked about: a new message or a reply is silent, whatever is attached. A first message from a new parent says
nothing.

Droitwich's clause is about answering, or opening a file from, a sender whom one does not know, and it is not watched yet. Half of what
would show it stands in the received message: a request for passwords or bank details, or a risky file. Lanyard reads the sender, the
recipients and the service's own banner of received mail and nothing else, so that half stays unseen. The other half is the
service's warning itself. Roundcube has one for addresses that look forged (`#suspicious-content-message`, in version 1.6); for
Gmail's no dated source says how it is marked in the page. Nothing reads received mail so far: it needs a kind of observation
with the sender and whether there is such a banner, and the worker to know of it when a reply is begun on another page. An
outside sender, or a first message, is no reason to ask.

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
    kinds: &[Kind::ComposeMail],
    options: &documented_options([cites("clauses", "Clauses that ask for care with attachments.")]),
    messages: documented_keys(&[
        "email_unknown_sender_seen",
        "email_unknown_sender_advice",
        "email_unknown_sender_answer_known",
        "email_unknown_sender_answer_confirmed",
    ]),
    compile,
};

#[derive(Debug)]
struct UnknownSender(Vec<Clause>);

fn compile(options: &mut Options<'_>) -> Option<Box<dyn Rule>> {
    let clauses = options.clauses("clauses");
    (!clauses.is_empty()).then(|| Box::new(UnknownSender(clauses)) as Box<dyn Rule>)
}

impl Rule for UnknownSender {
    fn wants_files(&self) -> bool {
        true
    }

    fn check(&self, case: &Case<'_>) -> Outcome {
        let Some(mail) = mail::message(case) else { return Outcome::Nothing };
        let mut refs = Vec::new();
        for file in &mail.attachments {
            if runs(&file.name) {
                refs.push(file.r#ref.clone());
            }
        }
        let goes_on = mail.mode == ComposeMode::Forward && !mail::people(case).is_empty();
        let passes_on = case.account == Account::School && goes_on;
        if !passes_on || refs.is_empty() || mail::any_protected(case) {
            return Outcome::Nothing;
        }
        let thread = mail::thread(mail);
        // Who sent it only the person can say.
        Question {
            clauses: &self.0,
            certainty: Certainty::Weak,
            seen: Message::new("email_unknown_sender_seen").count(refs.len()),
            advice: Message::new("email_unknown_sender_advice"),
            refs,
            fixes: Vec::new(),
            answers: &[
                ("known", "email_unknown_sender_answer_known"),
                ("confirmed", "email_unknown_sender_answer_confirmed"),
            ],
            lasting: None,
            targets: mail::targets(case, mail, &[], thread),
        }
        .ask(case)
    }
}

fn runs(name: &str) -> bool {
    let name = name.trim().to_lowercase();
    name.rsplit_once('.').is_some_and(|(_, ending)| RUNS.split('|').any(|one| one == ending))
}

#[cfg(test)]
mod tests {
    use super::super::testing::{Desk, SCHOOLS, mail};
    use crate::finding::{Finding, Presentation, Severity};
    use crate::observation::{Attachment, ComposeMail, ComposeMode};

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
