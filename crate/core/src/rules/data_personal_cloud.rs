//! Rule `data-personal-cloud`; its documentation is [`DOC`].

use super::options::Options;
use super::visits::{self, ASKS, Fix, Words};
use super::{Entry, Rule};
use crate::catalogue::documented;
use crate::observation::{Kind, Page};

/// The rule's documentation.
const DOC: &str = r#"
## What it does

Puts a mark on the page of a file store where somebody's own files are kept, and asks there whether the
work is in the school's user area too. Once a file is chosen, dropped or pasted there, the mark is a note. A store that the school
uses goes under `approved` in the key `hosts`.

## Why

Droitwich Spa's document wants work saved in the user area that the school gave, so that it is backed up and monitored.
The 2016 document allows data to be taken out for professional purposes, and Beaudesert Park's speaks of private
computers: both stay reminders, and Lanyard is silent there.

## What it cannot know

Whether anything is saved there in the end, whether it is work, and whether there is a copy: so it is a question, no more. What is
in a file this rule does not look at. Files that others have shared, and places that only hand files on, never count. Whose account is open in Google
Drive or OneDrive for schools cannot be told from the address: these are on no list.

## Example that warns

```json
{"kind":"pageVisit","surface":{"site":"web","name":"page","n":1},"host":"www.dropbox.com","categories":["file-stores"],"page":"files"}
```

## Example that does not

```json
{"kind":"pageVisit","surface":{"site":"web","name":"page","n":1},"host":"wetransfer.com","categories":["file-stores"],"page":"plain"}
```
"#;

pub(super) const ENTRY: Entry = Entry {
    id: "data-personal-cloud",
    doc: documented(DOC),
    kinds: &[Kind::PageVisit],
    options: &[visits::CLAUSES],
    messages: &[
        "data_personal_cloud_seen",
        "data_personal_cloud_advice",
        "data_personal_cloud_answer_copy",
        "data_personal_cloud_answer_own",
    ],
    compile,
};

const WORDS: Words = Words {
    lists: &["file-stores"],
    seen: &[(Some(Page::Files), "data_personal_cloud_seen")],
    advice: "data_personal_cloud_advice",
    fix: Fix::Nothing,
    answers: &[("copy", "data_personal_cloud_answer_copy"), ("own", "data_personal_cloud_answer_own")],
    quiet: true,
    uploads: true,
    ..ASKS
};

fn compile(options: &mut Options<'_>) -> Option<Box<dyn Rule>> {
    visits::compile(options, &WORDS)
}

#[cfg(test)]
mod tests {
    use super::super::testing::{Desk, SCHOOLS, visit};
    use crate::finding::{Certainty, Presentation, Severity};
    use crate::observation::{Page, PageVisit};

    fn store() -> PageVisit {
        visit("www.dropbox.com", &["file-stores"], Page::Files)
    }

    #[test]
    fn only_droitwich_asks_and_no_louder_than_a_mark() {
        for school in SCHOOLS {
            let found = Desk::of(school).by_rule(store(), "data-personal-cloud");
            let found = found.map(|f| (f.severity, f.certainty, f.presentation, f.ask_first));
            let asks = (Severity::Required, Certainty::Weak, Presentation::Mark, false);
            assert_eq!(found, (school == "droitwich-spa").then_some(asks), "{school}");
        }
    }

    #[test]
    fn a_file_that_is_given_to_it_makes_the_mark_a_note() {
        let mut page = store();
        page.files = vec![crate::observation::Attachment { name: "plan.docx".to_owned(), ..Default::default() }];
        for school in SCHOOLS {
            let found = Desk::of(school).by_rule(page.clone(), "data-personal-cloud").map(|found| found.presentation);
            assert_eq!(found, (school == "droitwich-spa").then_some(Presentation::Note), "{school}");
        }
        // Another sort of page stays silent: nobody keeps files there.
        page.page = Page::About;
        assert!(Desk::of("droitwich-spa").by_rule(page, "data-personal-cloud").is_none());
    }

    #[test]
    fn what_was_shared_and_what_hands_files_on_is_silent_and_an_answer_settles_it() {
        for answer in ["copy", "own"] {
            let mut desk = Desk::of("droitwich-spa");
            for page in [Page::Plain, Page::About, Page::Download] {
                assert!(desk.all(visit("www.dropbox.com", &["file-stores"], page)).is_empty(), "{page:?}");
            }
            let finding = desk.one(store());
            assert!(!finding.targets.keep, "G9");
            desk.press(&finding, answer);
            assert!(desk.all(store()).is_empty(), "{answer}");
            assert_eq!(desk.all(visit("mega.nz", &["file-stores"], Page::Files)).len(), 1);
        }
    }
}
