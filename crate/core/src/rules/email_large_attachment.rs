//! Rule `email-large-attachment`; its documentation is [`DOC`].

use super::mail::{self, Person};
use super::options::{OptionDoc, Options, documented_keys, documented_options};
use super::{Case, Entry, Outcome, Rule};
use crate::catalogue::documented;
use crate::engine::Account;
use crate::file::FileFormat;
use crate::finding::{Certainty, Message, Remedy};
use crate::observation::{Attachment, Kind};
use crate::policy::Clause;

/// The rule's documentation.
const DOC: &str = r#"
## What it does

Looks at the pictures attached to a message from a school account: the end of the file's name, and its size when it is
attached. Where one is larger than the school has set, it says so. "Needed at full size" is silence for the
message.

## Why

Beaudesert Park's document forbids loading the network with large pictures, for instance by e-mail. It speaks of the
network's speed and of what is done knowingly, so this is shown as quietly as a tip.

## What it cannot know

What is large: the school says, and without a size it has no opinion. A picture that was attached before Lanyard was
there has no size that it can see; a link to a picture has none at all. What is in the picture is not looked at.

## Example that warns

```json
{"kind":"composeMail","surface":{"site":"roundcube","name":"compose","n":1},"account":"teacher@oakfield.sch.uk",
 "to":[{"ref":"to/1","address":"parent@example.com"}],
 "attachments":[{"ref":"file/1","name":"display.jpg","size":9000000}]}
```

## Example that does not

```json
{"kind":"composeMail","surface":{"site":"roundcube","name":"compose","n":1},"account":"teacher@oakfield.sch.uk",
 "to":[{"ref":"to/1","address":"parent@example.com"}],
 "attachments":[{"ref":"file/1","name":"display.jpg","size":400000},{"ref":"file/2","name":"plan.docx","size":9000000}]}
```
"#;

pub(super) const ENTRY: Entry = Entry {
    id: "email-large-attachment",
    doc: documented(DOC),
    kinds: &[Kind::ComposeMail],
    options: &documented_options([
        OptionDoc {
            name: "clauses",
            takes: "clause ids",
            description: "Clauses about large pictures.",
            configurable: false,
        },
        OptionDoc {
            name: "megabytes",
            takes: "a number",
            description: "Size of a picture from which on it is large. Unset: no opinion.",
            configurable: true,
        },
    ]),
    messages: documented_keys(&[
        "email_large_attachment_seen",
        "email_large_attachment_advice",
        "email_large_attachment_answer_needed",
    ]),
    compile,
};

/// Ends of the names of pictures.
const PICTURES: [&str; 11] = ["jpg", "jpeg", "png", "gif", "webp", "heic", "heif", "tif", "tiff", "bmp", "avif"];

struct LargeAttachment {
    clauses: Vec<Clause>,
    megabytes: Option<usize>,
}

fn compile(options: &mut Options<'_>) -> Option<Box<dyn Rule>> {
    let rule = LargeAttachment { clauses: options.clauses("clauses"), megabytes: options.number("megabytes") };
    (!rule.clauses.is_empty()).then(|| Box::new(rule) as Box<dyn Rule>)
}

impl Rule for LargeAttachment {
    fn wants_files(&self) -> bool {
        self.megabytes.is_some()
    }

    fn check(&self, case: &Case<'_>) -> Outcome {
        let Some(mail) = mail::message(case) else { return Outcome::Nothing };
        let large: Vec<&Attachment> = mail.attachments.iter().filter(|file| self.is_large(file)).collect();
        let people = mail::people(case);
        if large.is_empty() || people.is_empty() || case.account != Account::School || mail::any_protected(case) {
            return Outcome::Nothing;
        }
        let everybody: Vec<&Person<'_>> = people.iter().collect();
        let thread = mail.thread.as_deref().unwrap_or("");
        let targets = mail::targets(case, mail, &everybody, format!("pictures {thread}"));
        if case.recall(&targets.answer).is_some() {
            return Outcome::Nothing;
        }
        let seen = Message::new("email_large_attachment_seen").count(large.len());
        case.finding(&self.clauses, Certainty::Weak, seen, Message::new("email_large_attachment_advice"))
            .evidence(large.iter().map(|file| file.r#ref.clone()).collect())
            .count(large.len())
            .remedy(Remedy::answer("needed", Message::new("email_large_attachment_answer_needed")))
            .done(targets)
    }
}

impl LargeAttachment {
    fn is_large(&self, file: &Attachment) -> bool {
        let named = file.name.rsplit_once('.').is_some_and(|(_, end)| {
            let end = end.to_lowercase();
            PICTURES.contains(&end.as_str())
        });
        let is_picture = named || file.facts.as_ref().is_some_and(|facts| facts.format == FileFormat::Picture);
        let limit = self.megabytes.map(|megabytes| megabytes.saturating_mul(1_000_000));
        is_picture && file.size.zip(limit).is_some_and(|(size, limit)| size as usize > limit)
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{Desk, SCHOOLS, mail};
    use crate::finding::{Finding, Presentation, Severity};
    use crate::observation::{Attachment, ComposeMail};

    const RULE: &str = "email-large-attachment";
    const SET: &str = r#"{"email-large-attachment":{"megabytes":2}}"#;

    fn desk() -> Desk {
        Desk::with("beaudesert-park", &[("rules", SET)])
    }

    fn with(name: &str, size: Option<u32>) -> ComposeMail {
        let mut message = mail().to(&["parent@example.com"]).build();
        message.attachments = vec![Attachment { r#ref: "file/1".to_owned(), name: name.to_owned(), size, facts: None }];
        message
    }

    fn found(desk: &Desk, message: ComposeMail) -> Option<Finding> {
        desk.by_rule(message, RULE)
    }

    #[test]
    fn one_school_has_the_clause_and_says_it_as_a_tip_once_it_has_set_a_size() {
        for school in SCHOOLS {
            let others = r#"{"email-encrypt-attachment":"off","email-unknown-sender":"off"}"#;
            let desk = Desk::with(school, &[("rules", others)]);
            assert!(found(&desk, with("a.jpg", Some(90_000_000))).is_none(), "{school}: no size set");
            assert!(!desk.reads(mail().to(&["parent@example.com"]).build()).files, "{school}: nor is its name read");
        }
        let finding = found(&desk(), with("Display.JPG", Some(2_000_001))).unwrap();
        assert_eq!(finding.clauses.iter().map(|c| c.clause.as_str()).collect::<Vec<_>>(), ["network-b"]);
        assert_eq!((finding.severity, finding.presentation), (Severity::Prohibited, Presentation::Note));
        assert_eq!((finding.evidence.count, finding.ask_first), (1, false));
    }

    #[test]
    fn small_pictures_other_files_and_unknown_sizes_are_silent() {
        for (name, size) in
            [("a.jpg", Some(2_000_000)), ("plan.docx", Some(90_000_000)), ("jpg", Some(90_000_000)), ("a.jpg", None)]
        {
            assert!(found(&desk(), with(name, size)).is_none(), "{name} {size:?}");
        }
    }

    #[test]
    fn needed_at_full_size_holds_for_the_message() {
        let mut desk = desk();
        let message = with("a.heic", Some(9_000_000));
        let finding = found(&desk, message.clone()).unwrap();
        desk.press(&finding, "needed");
        assert!(found(&desk, message).is_none());
    }

    #[test]
    fn g10_and_g14_protected_mail_and_other_accounts_are_silent() {
        let mut union = with("a.jpg", Some(9_000_000));
        union.cc = mail().cc(&["rep@neu.org.uk"]).build().cc;
        assert!(!desk().reads(union.clone()).files && found(&desk(), union).is_none());
        let mut private = with("a.jpg", Some(9_000_000));
        private.account = Some("me@example.com".to_owned());
        assert!(found(&desk(), private).is_none());
    }
}
