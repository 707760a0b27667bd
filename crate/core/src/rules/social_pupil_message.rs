//! Rule `social-pupil-message`; its documentation is [`DOC`].

use super::options::{OptionDoc, Options, documented_keys, documented_options};
use super::people::{self, Known, Sign};
use super::{Case, Entry, Outcome, Rule, visits};
use crate::catalogue::documented;
use crate::finding::{Message, Remedy};
use crate::observation::{Kind, Observation, Person};
use crate::policy::Clause;
use crate::roster::Status;

/// The rule's documentation.
const DOC: &str = r#"
## What it does

Looks at an open box for writing to one person on a social network or in a chat, and says so when that
person looks like a pupil: by a listed handle or address, or by the person's own word. By a name alone it
asks. It stands there before anything is written; what is written is not read.

## Why

St Marylebone's document keeps staff from contacting students through social networks, the one of 2016 from
using anything but approved platforms, Beaudesert Park's from any online communication with pupils; that
one expects professional contact elsewhere, so school systems stay quiet there. The other two do not name
it, and Lanyard is silent there.

## What it cannot know

Who wrote first, what is written, and whether anything is sent: nothing is held back. A platform that the
school approves is named in `approved`; a post that pupils happen to read is no message to them. The box is
found in Converse; on other networks no dated source says where it stands.

## Example that warns

```json
{"kind":"composeMessage","surface":{"site":"facebook","name":"message","n":1},"person":{"name":"Sam Oak","handle":"oakfield.sam"}}
```

## Example that does not

```json
{"kind":"composeMessage","surface":{"site":"facebook","name":"message","n":1},"person":{"name":"Col League","handle":"col.league"}}
```
"#;

pub(super) const ENTRY: Entry = Entry {
    id: "social-pupil-message",
    doc: documented(DOC),
    kinds: &[Kind::ComposeMessage],
    options: &documented_options([
        visits::CLAUSES,
        OptionDoc {
            name: "tell",
            takes: "role id",
            description: "Whom the document says to tell when a pupil has written.",
            configurable: false,
        },
        OptionDoc {
            name: "approved",
            takes: "site ids",
            description: "Platforms that the school approves for contact with pupils. Unset: none.",
            configurable: true,
        },
    ]),
    messages: documented_keys(&[
        "social_pupil_message_seen_listed",
        "social_pupil_message_advice",
        "social_pupil_message_advice_tell",
        "social_pupil_message_facts",
        "social_pupil_connection_seen_name",
        "social_pupil_connection_seen_like",
        "social_pupil_connection_advice_name",
        "social_pupil_connection_answer_pupil",
        "social_pupil_connection_answer_not_pupil",
        "social_pupil_connection_copy_facts",
        "remedy_copied",
    ]),
    compile,
};

#[derive(Debug)]
struct PupilMessage {
    clauses: Vec<Clause>,
    tell: Option<String>,
    approved: Vec<String>,
}

fn compile(options: &mut Options<'_>) -> Option<Box<dyn Rule>> {
    let rule = PupilMessage {
        clauses: options.clauses(visits::CLAUSES.name),
        tell: options.has("tell").then(|| options.role("tell")).flatten(),
        approved: options.texts("approved"),
    };
    (!rule.clauses.is_empty()).then(|| Box::new(rule) as Box<dyn Rule>)
}

impl Rule for PupilMessage {
    fn wants_site(&self, site: &str) -> bool {
        !self.approved.iter().any(|approved| approved == site)
    }

    fn check(&self, case: &Case<'_>) -> Outcome {
        let Observation::ComposeMessage(message) = case.observation else { return Outcome::Nothing };
        let targets = people::targets_of(&message.person, "message");
        let Some(sign) = sign(case, &message.person, &targets.answer) else { return Outcome::Nothing };
        let (seen, advice) = match (sign, &self.tell) {
            (Sign::Listed, Some(role)) => (
                "social_pupil_message_seen_listed",
                Message::new("social_pupil_message_advice_tell").with("tell", format!("role:{role}")),
            ),
            (Sign::Listed, None) => ("social_pupil_message_seen_listed", Message::new("social_pupil_message_advice")),
            (Sign::Name, _) => {
                ("social_pupil_connection_seen_name", Message::new("social_pupil_connection_advice_name"))
            }
            (Sign::Alike, _) => {
                ("social_pupil_connection_seen_like", Message::new("social_pupil_connection_advice_name"))
            }
        };
        let mut draft = case
            .finding(&self.clauses, sign.certainty(), Message::new(seen), advice)
            .evidence(vec!["person".to_owned()]);
        if sign != Sign::Listed {
            let pupil = Message::new("social_pupil_connection_answer_pupil");
            draft = draft.remedy(Remedy::answer("pupil", pupil));
        } else if self.tell.is_some() {
            draft = draft.remedy(people::copy_facts(case, "social_pupil_message_facts"));
        }
        draft
            .remedy(Remedy::answer("not-pupil", Message::new("social_pupil_connection_answer_not_pupil")))
            .done(targets)
    }
}

/// How the person is known as a pupil. What was said of them beside their request holds here too.
fn sign(case: &Case<'_>, person: &Person, target: &str) -> Option<Sign> {
    match case.recall_of(ENTRY.id, target).or_else(|| case.recall_of("social-pupil-connection", target)) {
        Some("pupil") => Some(Sign::Listed),
        Some(_) => None,
        None => Known::of(case, person).sign(|found| people::is_pupil(found, &[Status::Current])),
    }
}

/// Whether this rule has something to say of the person, so that no other asks about them at the same time.
pub(super) fn has_the_floor(case: &Case<'_>, person: &Person, target: &str) -> bool {
    case.engine.is_on(ENTRY.id) && sign(case, person, target).is_some()
}

#[cfg(test)]
mod tests {
    use super::super::testing::{Desk, SCHOOLS, message, request};
    use crate::finding::{Certainty, Presentation, Severity};

    const RULE: &str = "social-pupil-message";
    const PEOPLE: [&str; 4] = [
        "pupil,current,Sam,Oak,sam@oakfield.sch.uk,facebook:oakfield.sam;xmpp:sam@chat.example",
        "pupil,former,Lee,Ash,,facebook:lee.ash,2009-03-04",
        "parent,current,Pat,Oak,pat@example.com,facebook:pat.oak",
        "staff,current,Col,League,,facebook:col.league",
    ];

    fn desk(school: &str) -> Desk {
        Desk::of(school).people(&PEOPLE)
    }

    const FORBID: [&str; 3] = ["st-marylebone", "educating-for-life", "beaudesert-park"];

    #[test]
    fn three_schools_forbid_it_and_two_do_not_name_it() {
        for school in SCHOOLS {
            let found = desk(school).by_rule(message("facebook", "Sam Oak", "oakfield.sam"), RULE);
            let found = found.map(|f| (f.severity, f.certainty, f.presentation, f.ask_first));
            let expected = (Severity::Prohibited, Certainty::Likely, Presentation::Panel, false);
            assert_eq!(found, FORBID.contains(&school).then_some(expected), "{school}");
            for (name, handle) in
                [("Col League", "col.league"), ("Pat Oak", "pat.oak"), ("Lee Ash", "lee.ash"), ("No Body", "no.body")]
            {
                assert!(desk(school).by_rule(message("facebook", name, handle), RULE).is_none(), "{school}: {name}");
            }
        }
    }

    #[test]
    fn a_chat_address_is_known_whatever_client_shows_it() {
        let mut chat = message("converse", "sam", "x");
        chat.person.handle = None;
        chat.person.address = Some("sam@chat.example".to_owned());
        assert_eq!(desk("beaudesert-park").one(chat).certainty, Certainty::Likely);
    }

    #[test]
    fn an_approved_platform_is_silent() {
        for (approved, silent) in [("facebook", true), ("converse", false)] {
            let rules = format!(r#"{{"{RULE}":{{"approved":["{approved}"]}}}}"#);
            let desk = Desk::with("educating-for-life", &[("rules", &rules)]).people(&PEOPLE);
            assert_eq!(desk.all(message("facebook", "Sam Oak", "oakfield.sam")).is_empty(), silent, "{approved}");
        }
    }

    #[test]
    fn g2_a_name_alone_only_asks_and_shows_no_role() {
        for school in FORBID {
            let mut desk = desk(school);
            let asked = desk.one(message("facebook", "Sam Oak", "someone.else"));
            assert_eq!((asked.certainty, asked.presentation), (Certainty::Weak, Presentation::Note), "{school}");
            assert_eq!(asked.seen.key, "social_pupil_connection_seen_name");
            desk.press(&asked, "pupil");
            assert_eq!(desk.one(message("facebook", "Sam Oak", "someone.else")).certainty, Certainty::Likely);
        }
    }

    #[test]
    fn an_answer_holds_for_the_person_here_and_beside_their_request() {
        let mut desk = desk("beaudesert-park");
        let asked = desk.one(request("facebook", "Sam Oak", "someone.else"));
        desk.press(&asked, "not-pupil");
        assert!(desk.all(message("facebook", "Sam Oak", "someone.else")).is_empty());
        let listed = desk.one(message("facebook", "Sam Oak", "oakfield.sam"));
        desk.press(&listed, "not-pupil");
        assert!(desk.all(message("facebook", "Sam Oak", "oakfield.sam")).is_empty());
        assert_eq!(desk.all(request("facebook", "Sam Oak", "oakfield.sam")).len(), 1, "a request is another matter");
    }

    #[test]
    fn g1_where_somebody_is_to_be_told_the_facts_can_be_copied_without_a_name() {
        for school in FORBID {
            let found = desk(school).one(message("facebook", "Sam Oak", "oakfield.sam"));
            let copy = found.remedies.iter().find(|remedy| remedy.id == "copy-facts").and_then(|r| r.text.as_ref());
            assert_eq!(copy.is_some(), school == "beaudesert-park", "{school}");
            assert!(copy.is_none_or(|text| !text.params.values().any(|value| value.contains("Sam"))));
            assert_eq!(found.advice.params.get("tell").is_some(), school == "beaudesert-park", "{school}");
        }
    }

    #[test]
    fn g9_nothing_of_it_is_kept_on_disk() {
        assert!(!desk("st-marylebone").one(message("facebook", "Sam Oak", "oakfield.sam")).targets.keep);
    }

    #[test]
    fn g3_and_g16_without_account_check_or_look_ups_nobody_is_matched() {
        let unset = Desk::with("st-marylebone", &[("accountCheck", "")]).people(&PEOPLE);
        assert!(unset.all(message("facebook", "Sam Oak", "oakfield.sam")).is_empty());
        let mut spent = desk("st-marylebone");
        spent.context.may_look_up = false;
        assert!(spent.all(message("facebook", "Sam Oak", "oakfield.sam")).is_empty());
    }
}
