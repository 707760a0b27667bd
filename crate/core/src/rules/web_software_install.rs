//! Rule `web-software-install`; its documentation is [`DOC`].

use super::options::Options;
use super::visits::{self, ASKS, Fix, Words};
use super::{Entry, Rule};
use crate::catalogue::documented;
use crate::observation::{Kind, Page};

/// The rule's documentation.
const DOC: &str = r#"
## What it does

On a device that the school has marked as its own (`device`), asks about a store's page of one application or
extension, and about a page from which an installer is fetched. It offers a note to copy for whoever looks
after ICT.

## Why

Droitwich Spa's document asks staff to consult the ICT Support Team before specific software is installed,
and forbids software that is not for school; Beaudesert Park's forbids downloaded software. The others do
not name it, and Lanyard is silent there.

## What it cannot know

Whether something is installed, what ICT has agreed to, and whether it is for school: it only asks. A file
that is being downloaded is not seen, nor is an installer on a site that is on no list. Without `device` in the
configuration it is silent: a home computer with a school's profile is not the school's. On a store of the
browser's own nothing can be drawn: the popup lists it.

## Example that warns

```json
{"kind":"pageVisit","surface":{"site":"web","name":"page","n":1},"host":"play.google.com","categories":["stores"],"page":"install"}
```

## Example that does not

```json
{"kind":"pageVisit","surface":{"site":"web","name":"page","n":1},"host":"play.google.com","categories":["stores"],"page":"plain"}
```
"#;

pub(super) const ENTRY: Entry = Entry {
    id: "web-software-install",
    doc: documented(DOC),
    kinds: &[Kind::PageVisit],
    options: &[visits::CLAUSES, visits::DEVICE],
    messages: &[
        "web_software_install_seen",
        "web_software_install_advice",
        "web_copy_for_it",
        "web_software_install_note",
        "remedy_copied",
        "web_answer_agreed_it",
        "web_software_install_answer_school",
    ],
    compile,
};

const WORDS: Words = Words {
    lists: &["stores", "installers"],
    seen: &[(Some(Page::Install), SEEN), (Some(Page::InstallTunnel), SEEN), (Some(Page::Download), SEEN)],
    advice: "web_software_install_advice",
    fix: Fix::Note("web_copy_for_it", "web_software_install_note"),
    answers: &[("agreed", "web_answer_agreed_it"), ("school", "web_software_install_answer_school")],
    ..ASKS
};

const SEEN: &str = "web_software_install_seen";

fn compile(options: &mut Options<'_>) -> Option<Box<dyn Rule>> {
    visits::compile_for_device(options, &WORDS)
}

#[cfg(test)]
mod tests {
    use super::super::testing::{Desk, SCHOOLS, visit};
    use crate::finding::{Certainty, Presentation, Severity};
    use crate::observation::Page;

    const RULE: &str = "web-software-install";
    const MARKED: [(&str, &str); 1] = [("rules", r#"{"web-software-install":{"device":"school"}}"#)];

    fn marked(school: &str) -> Desk {
        Desk::with(school, if ["droitwich-spa", "beaudesert-park"].contains(&school) { &MARKED } else { &[] })
    }

    #[test]
    fn two_schools_ask_and_only_on_a_device_that_is_marked() {
        for school in SCHOOLS {
            let asks = ["droitwich-spa", "beaudesert-park"].contains(&school);
            for (list, page) in
                [("stores", Page::Install), ("stores", Page::InstallTunnel), ("installers", Page::Download)]
            {
                let found = marked(school).by_rule(visit("a.example", &[list], page), RULE);
                let found = found.map(|f| (f.severity, f.certainty, f.presentation, f.ask_first));
                let expected = (Severity::Prohibited, Certainty::Weak, Presentation::Note, false);
                assert_eq!(found, asks.then_some(expected), "{school} {page:?}");
                assert!(Desk::of(school).by_rule(visit("a.example", &[list], page), RULE).is_none(), "not marked");
            }
        }
    }

    #[test]
    fn droitwich_cites_both_what_it_forbids_and_that_it_wants_to_be_asked() {
        let finding = marked("droitwich-spa").one(visit("play.google.com", &["stores"], Page::Install));
        let cited: Vec<&str> = finding.clauses.iter().map(|cited| cited.clause.as_str()).collect();
        assert_eq!(cited, ["7-must-not-2", "7-must-3"]);
    }

    #[test]
    fn searches_and_lists_are_silent_and_an_answer_settles_it() {
        for answer in ["agreed", "school"] {
            let mut desk = marked("droitwich-spa");
            for page in [Page::Plain, Page::About] {
                assert!(desk.all(visit("play.google.com", &["stores"], page)).is_empty(), "{page:?}");
            }
            let finding = desk.one(visit("play.google.com", &["stores"], Page::Install));
            assert!(!finding.targets.keep, "G9");
            desk.press(&finding, answer);
            assert!(desk.all(visit("play.google.com", &["stores"], Page::Install)).is_empty(), "{answer}");
            assert_eq!(desk.all(visit("sourceforge.net", &["installers"], Page::Download)).len(), 1);
        }
    }
}
