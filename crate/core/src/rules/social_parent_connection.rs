//! Rule `social-parent-connection`; its documentation is [`DOC`].

use super::options::{OptionDoc, Options, documented_keys, documented_options};
use super::people::{self, Known, Sign};
use super::{Case, Entry, Outcome, Rule, social, social_pupil_connection, social_pupil_message};
use crate::catalogue::documented;
use crate::finding::{Action, Message, Remedy, Targets};
use crate::observation::{ConnectionRequest, Direction, Kind, Observation, Person};
use crate::policy::Clause;

/// The rule's documentation.
const DOC: &str = r#"
## What it does

Looks at a connection request from, or to, somebody who looks like a parent or carer of the school, and, where
the document names it, at a message to one on a social site or in a chat: by a listed handle or address, or by the
person's own word. By a name alone it asks, where the document forbids the contact; elsewhere it is silent.

## Why

Beaudesert Park's document forbids friendships and messages with parents on social media. Tudhoe's leaves them to the member of
staff and suggests a standard reply. St Marylebone's asks that parents cannot see a profile. The other two
are silent, and so is Lanyard there.

## What it cannot know

Whether a parent is also a friend, a relative or a colleague: "Not a parent here" and "Family" are one click. What goes
to, or comes from, an account that the school lists as its own is not judged.

## Example that warns

```json
{"kind":"connectionRequest","surface":{"site":"facebook","name":"request","n":1},"direction":"received","canDecline":true,
 "person":{"name":"Pat Oak","handle":"pat.oak"}}
```

## Example that does not

```json
{"kind":"connectionRequest","surface":{"site":"facebook","name":"request","n":1},"direction":"received","canDecline":true,
 "person":{"name":"Nobody Known","handle":"nobody.known"}}
```
"#;

pub(super) const ENTRY: Entry = Entry {
    id: "social-parent-connection",
    doc: documented(DOC),
    kinds: &[Kind::ConnectionRequest, Kind::ComposeMessage],
    options: &documented_options([
        OptionDoc {
            name: "accept",
            takes: "clause ids",
            description: "Clauses about accepting a parent's request.",
            configurable: false,
        },
        OptionDoc {
            name: "start",
            takes: "clause ids",
            description: "Clauses about asking a parent. Unset: starting is not judged.",
            configurable: false,
        },
        OptionDoc {
            name: "message",
            takes: "clause ids",
            description: "Clauses about writing to a parent there. Unset: messages are not judged.",
            configurable: false,
        },
        OptionDoc {
            name: "manner",
            takes: "forbidden, discretion or reminder",
            description: "What the document says of it.",
            configurable: false,
        },
        OptionDoc {
            name: "tell",
            takes: "role id",
            description: "Whom the document says to tell when a request is declined.",
            configurable: false,
        },
        OptionDoc {
            name: "askFirst",
            takes: "true or false",
            description: "Whether Accept asks once more. Unset: false.",
            configurable: true,
        },
    ]),
    messages: documented_keys(&[
        "social_parent_connection_seen_listed",
        "social_parent_connection_seen_listed_starting",
        "social_parent_connection_seen_listed_message",
        "social_parent_connection_seen_name",
        "social_parent_connection_seen_like",
        "social_parent_connection_advice_forbidden",
        "social_parent_connection_advice_forbidden_starting",
        "social_parent_connection_advice_forbidden_message",
        "social_parent_connection_advice_discretion",
        "social_parent_connection_advice_visible",
        "social_parent_connection_copy_reply",
        "social_parent_connection_reply",
        "social_parent_connection_answer_parent",
        "social_parent_connection_answer_not_parent",
        "social_parent_connection_answer_family",
        "social_parent_connection_fix_decline",
        "social_pupil_connection_advice_name",
        "social_pupil_connection_caution_delete",
        "social_pupil_connection_done_deleted",
        "remedy_copied",
    ]),
    compile,
};

/// What the document says of connecting with a parent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Manner {
    Forbidden,
    Discretion,
    Reminder,
}

#[derive(Debug)]
struct ParentConnection {
    accept: Vec<Clause>,
    start: Vec<Clause>,
    message: Vec<Clause>,
    manner: Manner,
    tell: Option<String>,
    ask_first: bool,
}

fn compile(options: &mut Options<'_>) -> Option<Box<dyn Rule>> {
    let manner = match options.word("manner", &["forbidden", "discretion", "reminder"]).as_deref() {
        Some("forbidden") => Manner::Forbidden,
        Some("discretion") => Manner::Discretion,
        _ => Manner::Reminder,
    };
    let rule = ParentConnection {
        accept: options.clauses("accept"),
        start: options.clauses("start"),
        message: options.clauses("message"),
        manner,
        tell: options.has("tell").then(|| options.role("tell")).flatten(),
        ask_first: options.switch("askFirst", false),
    };
    let says = !(rule.accept.is_empty() && rule.start.is_empty() && rule.message.is_empty());
    says.then(|| Box::new(rule) as Box<dyn Rule>)
}

/// What is done with the person.
#[derive(Clone, Copy, Debug)]
enum Contact<'a> {
    Request(&'a ConnectionRequest),
    Message(&'a Person),
}

impl Contact<'_> {
    fn person(&self) -> &Person {
        match self {
            Self::Request(request) => &request.person,
            Self::Message(person) => person,
        }
    }

    fn targets(&self) -> Targets {
        match self {
            Self::Request(request) => people::targets(request),
            Self::Message(person) => people::targets_of(person, "message"),
        }
    }

    /// One question about one person at a time, and a pupil's comes first.
    fn is_a_pupils(&self, case: &Case<'_>) -> bool {
        match self {
            Self::Request(request) => social_pupil_connection::has_the_floor(case, request),
            Self::Message(person) => social_pupil_message::has_the_floor(case, person, &self.targets().answer),
        }
    }
}

impl Rule for ParentConnection {
    fn wants_kind(&self, kind: Kind) -> bool {
        match kind {
            Kind::ComposeMessage => !self.message.is_empty(),
            _ => !(self.accept.is_empty() && self.start.is_empty()),
        }
    }

    fn check(&self, case: &Case<'_>) -> Outcome {
        let (contact, clauses) = match case.observation {
            Observation::ConnectionRequest(request) => match request.direction {
                Direction::Received => (Contact::Request(request), &self.accept),
                Direction::Starting => (Contact::Request(request), &self.start),
            },
            Observation::ComposeMessage(message) => (Contact::Message(&message.person), &self.message),
            _ => return Outcome::Nothing,
        };
        if clauses.is_empty() || social::is_official(case) || contact.is_a_pupils(case) {
            return Outcome::Nothing;
        }
        let sign = match case.recall(&contact.targets().answer) {
            Some("parent") => Some(Sign::Listed),
            Some(_) => None,
            None => Known::of(case, contact.person()).sign(people::is_parent),
        };
        match sign {
            Some(Sign::Listed) => self.listed(case, contact, clauses),
            Some(sign) if self.manner == Manner::Forbidden => ask(case, contact, clauses, sign),
            _ => Outcome::Nothing,
        }
    }
}

impl ParentConnection {
    fn listed(&self, case: &Case<'_>, contact: Contact<'_>, clauses: &[Clause]) -> Outcome {
        let (seen, forbidden) = match contact {
            Contact::Message(_) => {
                ("social_parent_connection_seen_listed_message", "social_parent_connection_advice_forbidden_message")
            }
            Contact::Request(request) if request.direction == Direction::Starting => {
                ("social_parent_connection_seen_listed_starting", "social_parent_connection_advice_forbidden_starting")
            }
            Contact::Request(_) => {
                ("social_parent_connection_seen_listed", "social_parent_connection_advice_forbidden")
            }
        };
        let advice = match self.manner {
            Manner::Forbidden => forbidden,
            Manner::Discretion => "social_parent_connection_advice_discretion",
            Manner::Reminder => "social_parent_connection_advice_visible",
        };
        let advice = match &self.tell {
            Some(role) => Message::new(advice).with("tell", format!("role:{role}")),
            None => Message::new(advice),
        };
        let mut draft = case
            .finding(clauses, Sign::Listed.certainty(), Message::new(seen), advice)
            .evidence(vec!["person".to_owned()]);
        match (self.manner, contact) {
            (Manner::Forbidden, Contact::Request(request)) => {
                if let Some(fix) =
                    people::decline("decline", request, Message::new("social_parent_connection_fix_decline"))
                {
                    draft = draft.remedy(fix.primary());
                }
            }
            (Manner::Forbidden, Contact::Message(_)) => {}
            // Only where contact is not barred is a reply offered (G12).
            (Manner::Discretion, _) => {
                draft = draft.remedy(Remedy {
                    text: Some(Message::new("social_parent_connection_reply")),
                    done: Some(Message::new("remedy_copied")),
                    ..Remedy::plain("copy-reply", Action::CopyText, Message::new("social_parent_connection_copy_reply"))
                });
            }
            (Manner::Reminder, _) => draft = draft.reminder(),
        }
        draft
            .remedy(Remedy::answer("not-parent", Message::new("social_parent_connection_answer_not_parent")))
            .remedy(Remedy::answer("family", Message::new("social_parent_connection_answer_family")))
            .ask_first(self.ask_first && self.manner == Manner::Forbidden && matches!(contact, Contact::Request(_)))
            .done(contact.targets())
    }
}

/// A name alone: a question with no role shown (G2).
fn ask(case: &Case<'_>, contact: Contact<'_>, clauses: &[Clause], sign: Sign) -> Outcome {
    let seen = Message::new(match sign {
        Sign::Alike => "social_parent_connection_seen_like",
        Sign::Name | Sign::Listed => "social_parent_connection_seen_name",
    });
    case.finding(clauses, sign.certainty(), seen, Message::new("social_pupil_connection_advice_name"))
        .evidence(vec!["person".to_owned()])
        .remedy(Remedy::answer("parent", Message::new("social_parent_connection_answer_parent")))
        .remedy(Remedy::answer("not-parent", Message::new("social_parent_connection_answer_not_parent")))
        .done(contact.targets())
}

#[cfg(test)]
mod tests {
    use super::super::testing::{Desk, SCHOOLS, message, request, starting};
    use crate::finding::{Action, Certainty, Presentation, Severity};
    use crate::observation::Kind;

    const PEOPLE: [&str; 3] = [
        "parent,current,Pat,Oak,pat@example.com,facebook:pat.oak",
        "pupil,current,Sam,Oak,,facebook:oakfield.sam",
        "parent,current,Sam,Oak,,facebook:sam.oak.parent",
    ];

    #[test]
    fn each_school_gives_its_own_answer() {
        for (school, expected) in [
            ("st-marylebone", Some((Severity::Required, Presentation::Mark))),
            ("educating-for-life", None),
            ("tudhoe", Some((Severity::Informational, Presentation::Mark))),
            ("droitwich-spa", None),
            ("beaudesert-park", Some((Severity::Prohibited, Presentation::Panel))),
        ] {
            let found = Desk::of(school)
                .people(&PEOPLE)
                .by_rule(request("facebook", "Pat Oak", "pat.oak"), "social-parent-connection");
            assert_eq!(found.map(|f| (f.severity, f.presentation)), expected, "{school}");
        }
    }

    #[test]
    fn tudhoe_leaves_it_to_staff_and_offers_a_reply() {
        let finding = Desk::of("tudhoe").people(&PEOPLE).one(request("facebook", "Pat Oak", "pat.oak"));
        assert!(finding.remedies.iter().any(|r| r.action == Action::CopyText && r.id == "copy-reply"));
        assert!(!finding.ask_first);
    }

    #[test]
    fn g12_no_reply_where_contact_is_barred() {
        let finding = Desk::of("beaudesert-park").people(&PEOPLE).one(request("facebook", "Pat Oak", "pat.oak"));
        assert!(finding.remedies.iter().all(|r| r.action != Action::CopyText));
        assert!(finding.ask_first);
    }

    #[test]
    fn g2_a_name_alone_asks_only_where_it_is_forbidden() {
        for (school, asks) in [("beaudesert-park", true), ("tudhoe", false), ("st-marylebone", false)] {
            let found = Desk::of(school)
                .people(&PEOPLE)
                .by_rule(request("facebook", "Pat Oak", "unknown"), "social-parent-connection");
            assert_eq!(found.map(|f| (f.certainty, f.ask_first)), asks.then_some((Certainty::Weak, false)), "{school}");
        }
    }

    #[test]
    fn a_pupils_namesake_is_asked_about_once() {
        let mut desk = Desk::of("beaudesert-park").people(&PEOPLE);
        let findings = desk.all(request("facebook", "Sam Oak", "unknown"));
        assert_eq!(findings.iter().map(|f| f.rule.as_str()).collect::<Vec<_>>(), ["social-pupil-connection"]);
        let listed = desk.all(request("facebook", "Sam Oak", "sam.oak.parent"));
        assert_eq!(listed.iter().map(|f| f.rule.as_str()).collect::<Vec<_>>(), ["social-parent-connection"]);
        if let Some(asked) = findings.first() {
            desk.press(asked, "not-pupil");
        }
        let after = desk.all(request("facebook", "Sam Oak", "unknown"));
        assert_eq!(after.iter().map(|f| f.rule.as_str()).collect::<Vec<_>>(), ["social-parent-connection"]);
    }

    #[test]
    fn beaudesert_covers_starting_too() {
        let desk = Desk::of("beaudesert-park").people(&PEOPLE);
        assert_eq!(desk.one(starting("facebook", "Pat Oak", "pat.oak")).severity, Severity::Prohibited);
        assert!(Desk::of("tudhoe").people(&PEOPLE).all(starting("facebook", "Pat Oak", "pat.oak")).is_empty());
    }

    #[test]
    fn beaudesert_covers_a_message_and_the_others_do_not() {
        for school in SCHOOLS {
            let desk = Desk::of(school).people(&PEOPLE);
            for (name, handle, certainty) in
                [("Pat Oak", "pat.oak", Certainty::Likely), ("Pat Oak", "unknown", Certainty::Weak)]
            {
                let found = desk.by_rule(message("facebook", name, handle), "social-parent-connection");
                let expected = (Severity::Prohibited, certainty, false);
                assert_eq!(
                    found.map(|f| (f.severity, f.certainty, f.ask_first)),
                    (school == "beaudesert-park").then_some(expected),
                    "{school}: {handle}"
                );
            }
            assert!(desk.by_rule(message("facebook", "No Body", "no.body"), "social-parent-connection").is_none());
        }
    }

    #[test]
    fn a_chat_is_watched_only_where_the_document_speaks_of_messages() {
        for school in SCHOOLS {
            let off = r#"{"social-pupil-message":"off","reminders":"off"}"#;
            let desk = Desk::with(school, &[("rules", off)]);
            assert_eq!(
                desk.engine().watches("whatsapp", Kind::ComposeMessage),
                school == "beaudesert-park",
                "{school}"
            );
        }
    }

    #[test]
    fn a_pupils_namesake_is_asked_about_once_in_a_chat_too() {
        let mut desk = Desk::of("beaudesert-park").people(&PEOPLE);
        let rules = |desk: &Desk| -> Vec<String> {
            desk.all(message("facebook", "Sam Oak", "unknown")).into_iter().map(|f| f.rule.to_string()).collect()
        };
        assert_eq!(rules(&desk), ["social-pupil-message"]);
        if let Some(asked) = desk.all(message("facebook", "Sam Oak", "unknown")).first() {
            desk.press(asked, "not-pupil");
        }
        assert_eq!(rules(&desk), ["social-parent-connection"]);
    }

    #[test]
    fn an_account_of_the_schools_own_may_be_followed_and_written_to() {
        let desk = Desk::with("beaudesert-park", &[("officialAccounts", "facebook:oakfieldschool")]).people(&PEOPLE);
        let mut asked = request("facebook", "Pat Oak", "pat.oak");
        let mut written = message("facebook", "Pat Oak", "pat.oak");
        (asked.0.account, written.account) = (Some("oakfieldschool".to_owned()), Some("oakfieldschool".to_owned()));
        assert!(desk.all(asked).is_empty() && desk.all(written).is_empty());
    }

    #[test]
    fn family_is_one_click_and_final() {
        let mut desk = Desk::of("beaudesert-park").people(&PEOPLE);
        let finding = desk.one(request("facebook", "Pat Oak", "pat.oak"));
        desk.press(&finding, "family");
        assert!(desk.all(request("facebook", "Pat Oak", "pat.oak")).is_empty());
    }
}
