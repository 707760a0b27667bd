//! Rule `social-tagging-staff`; its documentation is [`DOC`].

use super::mentions::{self, Mention};
use super::options::{Options, documented_keys, documented_options};
use super::people::{self, Known};
use super::{Case, Entry, Outcome, Rule, posts, social, visits};
use crate::catalogue::documented;
use crate::finding::{Message, Remedy};
use crate::observation::{Kind, Person, PostAudience};
use crate::policy::Clause;
use crate::roster::{Match, Role, Status};

/// The rule's documentation.
const DOC: &str = r#"
## What it does

Looks at who is tagged in a post on Facebook that is being written, and leaves a quiet word where one looks
like a colleague on the school's list. In the browser it sees a tag that is being typed: an `@` at the start
of a word in the person's own words, and behind it the handle that the list has for Facebook, or a name. A
name alone only asks.

## Why

Tudhoe's document advises care before colleagues are tagged. The other four do not name it, and Lanyard is
silent there.

## What it cannot know

Whether they agreed, and whether a namesake is meant: both are one click. Somebody who is chosen with
Facebook's own button "Tag people", on a photograph, or from the list that opens under an `@` before the name
was typed in full: how the post box shows them is not known well enough to read it, and the browser is silent
there. `lanyard check` judges what it is given, `tagged` as well. A first name alone says nothing, and an
address with an `@` in it is no tag.

## Example that warns

```json
{"kind":"postAudience","surface":{"site":"facebook","name":"post","n":1},"audience":"only-me","text":"Choir tonight, with @Col League at the piano."}
```

## Example that does not

```json
{"kind":"postAudience","surface":{"site":"facebook","name":"post","n":1},"audience":"only-me","text":"Choir tonight, with @Anna Friend. Ask col@oakfield.sch.uk.","tagged":[{"name":"A Friend","handle":"a.friend"}]}
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

    fn wants_post(&self, _post: &PostAudience) -> bool {
        true
    }

    fn check(&self, case: &Case<'_>) -> Outcome {
        let Some(post) = posts::of(case) else { return Outcome::Nothing };
        let tagged = post.tagged.iter().map(|person| (person.clone(), "tagged"));
        let typed = mentions::of(post.text.as_deref().unwrap_or_default());
        let typed = typed.flat_map(|mention| people_of(case, &mention)).map(|person| (person, "text"));
        for (person, part) in tagged.chain(typed) {
            let targets = people::targets_of(&person, "tagged");
            if case.recall(&targets.answer).is_some() {
                continue;
            }
            let Some(sign) = Known::of(case, &person).sign(is_colleague) else { continue };
            let seen = Message::new("social_tagging_staff_seen");
            let advice = Message::new("social_tagging_staff_advice");
            return case
                .finding(&self.clauses, sign.certainty(), seen, advice)
                .evidence(vec![part.to_owned()])
                .remedy(Remedy::answer("agreed", Message::new("social_tagging_staff_answer_agreed")))
                .remedy(Remedy::answer("other", Message::new("social_tagging_staff_answer_other")))
                .done(targets);
        }
        Outcome::Nothing
    }
}

fn is_colleague(found: &Match) -> bool {
    found.role == Role::Staff && found.status == Status::Current
}

/// Who may be meant: whoever is listed with that handle, and nobody else; or the longest name that
/// somebody has. What a handle spells says nothing here, "@everyone" is on every site.
fn people_of(case: &Case<'_>, mention: &Mention<'_>) -> Option<Person> {
    let roster = case.engine.roster_for(case.context)?;
    if !roster.by_handle(&case.observation.surface().site, mention.handle).is_empty() {
        return Some(Person { handle: Some(mention.handle.to_owned()), ..Person::default() });
    }
    let name = mention.names.iter().find(|name| !roster.by_name(name).is_empty())?;
    Some(Person { name: Some((*name).to_owned()), ..Person::default() })
}

#[cfg(test)]
mod tests {
    use super::super::testing::{Desk, SCHOOLS, request, wrote};
    use crate::finding::{Certainty, Presentation, Severity};
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
    fn tudhoe_alone_has_a_quiet_word_where_a_tag_is_typed_on_facebook() {
        for school in SCHOOLS {
            for (text, presentation) in [
                ("Tea with @Col League today", Presentation::Mark),
                ("Tea with @col league", Presentation::Mark),
                ("@League Col", Presentation::Mark),
                ("(@Col League\u{2019}s idea)", Presentation::Mark),
                ("@Col.League, look", Presentation::Note),
            ] {
                let found = desk(school).by_rule(wrote("facebook", text), RULE);
                let expected = (Severity::Advised, presentation, vec!["text".to_owned()]);
                assert_eq!(
                    found.map(|f| (f.severity, f.presentation, f.evidence.refs)),
                    (school == "tudhoe").then_some(expected),
                    "{school} {text}"
                );
            }
            assert!(desk(school).by_rule(wrote("x", "Tea with @Col League"), RULE).is_none(), "{school}");
            assert_eq!(desk(school).engine().rules().any(|rule| rule == RULE), school == "tudhoe");
        }
    }

    #[test]
    fn what_is_no_tag_of_a_colleague_is_left_alone() {
        let desk = desk("tudhoe").people(&[
            "staff,current,Col,League,col@oakfield.sch.uk,facebook:col.l",
            "staff,former,Old,Hand",
            "pupil,current,Sam,Oak,,facebook:col.oak",
            "staff,current,Eve,Ryone",
        ]);
        for text in [
            "Tea with Col League today",
            "Tea with @Col today, and League later",
            "Write to col@oakfield.sch.uk or Col@League Col",
            "Tea @ Col League's",
            "@Anna Friend, @everyone",
            "@Old Hand",
            "@Sam Oak",
            "@Col Lea",
            "@Col, League won",
            // Somebody else has that handle, whatever it looks like.
            "@col.oak League",
        ] {
            assert!(desk.by_rule(wrote("facebook", text), RULE).is_none(), "{text}");
        }
        let mut spent = desk;
        spent.context.may_look_up = false;
        assert!(spent.all(wrote("facebook", "@Col League")).is_empty(), "G16");
    }

    #[test]
    fn the_words_are_read_for_it_where_tudhoe_asks_and_nowhere_else() {
        let without = |rules: &[&str]| {
            let off: Vec<String> = rules.iter().map(|rule| format!("\"{rule}\": \"off\"")).collect();
            Desk::with("tudhoe", &[("rules", &format!("{{{}}}", off.join(",")))])
        };
        let others = ["social-post-about-school", "compose-offensive-language", "data-confidential-disclosure"];
        let alone = without(&others);
        assert!(alone.reads(wrote("facebook", "")).text);
        assert!(!alone.reads(wrote("x", "")).text);
        assert!(!without(&[&others[..], &[RULE]].concat()).reads(wrote("facebook", "")).text);
    }

    #[test]
    fn of_several_tags_each_is_asked_about_once() {
        let mut desk = desk("tudhoe").people(&["staff,current,Col,League", "staff,current,Ann,Brown"]);
        let by = |desk: &Desk| desk.by_rule(wrote("facebook", "@Col League @Anna Friend @Ann Marie Brown"), RULE);
        for _ in 0..2 {
            let finding = by(&desk).unwrap_or_else(|| unreachable!("asks"));
            assert_eq!(finding.certainty, Certainty::Weak);
            desk.press(&finding, "agreed");
        }
        assert!(by(&desk).is_none());
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
