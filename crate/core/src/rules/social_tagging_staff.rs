//! Rule `social-tagging-staff`; its documentation is [`DOC`].

use super::options::{Options, documented_keys, documented_options};
use super::people::{self, Known};
use super::{Case, Entry, Outcome, Rule, posts, social, visits};
use crate::catalogue::documented;
use crate::finding::{Message, Remedy};
use crate::observation::Kind;
use crate::policy::Clause;
use crate::roster::{Role, Status};

/// The rule's documentation.
const DOC: &str = r#"
## What it does

Looks at the people who are tagged in a post on Facebook that is being written, and leaves a quiet word where
one looks like a colleague on the school's list.

## Why

Tudhoe's document advises care before colleagues are tagged. The other four do not name it, and Lanyard is
silent there.

## What it cannot know

Whether they agreed, and whether a namesake is meant: both are one click. How Facebook's post box shows who is
tagged is not known well enough to read it: in this version the browser is silent here, and `lanyard check` judges
what it is given.

## Example that warns

```json
{"kind":"postAudience","surface":{"site":"facebook","name":"post","n":1},"audience":"only-me","tagged":[{"name":"Col League","handle":"col.league"}]}
```

## Example that does not

```json
{"kind":"postAudience","surface":{"site":"facebook","name":"post","n":1},"audience":"only-me","tagged":[{"name":"A Friend","handle":"a.friend"}]}
```
"#;

pub(super) const ENTRY: Entry = Entry {
    id: "social-tagging-staff",
    doc: documented(DOC),
    kinds: &[Kind::PostAudience],
    options: &documented_options([visits::CLAUSES, social::SITES]),
    messages: documented_keys(&[
        "social_tagging_staff_seen",
        "social_tagging_staff_advice",
        "social_tagging_staff_answer_agreed",
        "social_tagging_staff_answer_other",
    ]),
    compile,
};

#[derive(Debug)]
struct TaggingStaff {
    clauses: Vec<Clause>,
    sites: Vec<String>,
}

fn compile(options: &mut Options<'_>) -> Option<Box<dyn Rule>> {
    let rule =
        TaggingStaff { clauses: options.clauses(visits::CLAUSES.name), sites: options.texts(social::SITES.name) };
    (!rule.clauses.is_empty()).then(|| Box::new(rule) as Box<dyn Rule>)
}

impl Rule for TaggingStaff {
    fn wants_site(&self, site: &str) -> bool {
        social::names_site(&self.sites, site)
    }

    fn check(&self, case: &Case<'_>) -> Outcome {
        let Some(post) = posts::of(case) else { return Outcome::Nothing };
        for person in &post.tagged {
            let targets = people::targets_of(person, "tagged");
            let is_staff = |found: &crate::roster::Match| found.role == Role::Staff && found.status == Status::Current;
            if case.recall(&targets.answer).is_some() {
                continue;
            }
            let Some(sign) = Known::of(case, person).sign(is_staff) else { continue };
            let seen = Message::new("social_tagging_staff_seen");
            let advice = Message::new("social_tagging_staff_advice");
            return case
                .finding(&self.clauses, sign.certainty(), seen, advice)
                .evidence(vec!["tagged".to_owned()])
                .remedy(Remedy::answer("agreed", Message::new("social_tagging_staff_answer_agreed")))
                .remedy(Remedy::answer("other", Message::new("social_tagging_staff_answer_other")))
                .done(targets);
        }
        Outcome::Nothing
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{Desk, SCHOOLS, request, wrote};
    use crate::finding::{Presentation, Severity};
    use crate::observation::PostAudience;

    const RULE: &str = "social-tagging-staff";

    fn desk(school: &str) -> Desk {
        Desk::of(school).people(&["staff,current,Col,League,,facebook:col.league", "pupil,current,Sam,Oak"])
    }

    fn tagged(site: &str, people: &[(&str, &str)]) -> PostAudience {
        let tagged = people.iter().map(|(name, handle)| request(site, name, handle).0.person).collect();
        PostAudience { text: None, tagged, ..wrote(site, "") }
    }

    #[test]
    fn tudhoe_alone_has_a_quiet_word_on_facebook() {
        for school in SCHOOLS {
            for (handle, presentation) in [("col.league", Presentation::Note), ("someone.else", Presentation::Mark)] {
                let found =
                    desk(school).by_rule(tagged("facebook", &[("A Friend", "a.friend"), ("Col League", handle)]), RULE);
                let expected = (Severity::Advised, presentation);
                assert_eq!(
                    found.map(|f| (f.severity, f.presentation)),
                    (school == "tudhoe").then_some(expected),
                    "{school}"
                );
            }
        }
        assert!(desk("tudhoe").all(tagged("x", &[("Col League", "col.league")])).is_empty());
    }

    #[test]
    fn friends_and_pupils_are_not_colleagues() {
        for (name, handle) in [("A Friend", "a.friend"), ("Sam Oak", "x1")] {
            assert!(desk("tudhoe").all(tagged("facebook", &[(name, handle)])).is_empty(), "{name}");
        }
        assert!(desk("tudhoe").all(tagged("facebook", &[])).is_empty());
    }

    #[test]
    fn g9_one_click_settles_it_for_the_person_in_memory_only() {
        for answer in ["agreed", "other"] {
            let mut desk = desk("tudhoe");
            let finding = desk.one(tagged("facebook", &[("Col League", "col.league")]));
            assert!(!finding.targets.keep);
            desk.press(&finding, answer);
            assert!(desk.all(tagged("facebook", &[("Col League", "col.league")])).is_empty(), "{answer}");
        }
    }
}
