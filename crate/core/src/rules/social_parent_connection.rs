//! Rule `social-parent-connection`; its documentation is [`DOC`].

use super::options::{OptionDoc, Options, documented_keys, documented_options};
use super::people::{self, Known, Sign};
use super::{Case, Entry, Outcome, Rule, social_pupil_connection};
use crate::catalogue::documented;
use crate::finding::{Action, Message, Remedy};
use crate::observation::{ConnectionRequest, Direction, Kind, Observation};
use crate::policy::Clause;

/// The rule's documentation.
const DOC: &str = r#"
## What it does

Looks at a connection request from, or to, somebody who looks like a parent or carer of the school: by
a listed handle or address, or by the person's own word. By a name alone it asks, where the
document forbids the connection; elsewhere it is silent.

## Why

Beaudesert Park's document forbids online friendships with parents. Tudhoe's leaves them to the member of
staff and suggests a standard reply. St Marylebone's asks that parents cannot see a profile. The other two
are silent, and so is Lanyard there.

## What it cannot know

Whether a parent is also a friend, a relative or a colleague: "Not a parent here" and "Family" are one click.

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
    kinds: &[Kind::ConnectionRequest],
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
        "social_parent_connection_seen_name",
        "social_parent_connection_seen_like",
        "social_parent_connection_advice_forbidden",
        "social_parent_connection_advice_forbidden_starting",
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
        manner,
        tell: options.has("tell").then(|| options.role("tell")).flatten(),
        ask_first: options.switch("askFirst", false),
    };
    let says = !(rule.accept.is_empty() && rule.start.is_empty());
    says.then(|| Box::new(rule) as Box<dyn Rule>)
}

impl Rule for ParentConnection {
    fn check(&self, case: &Case<'_>) -> Outcome {
        let Observation::ConnectionRequest(request) = case.observation else { return Outcome::Nothing };
        let clauses = match request.direction {
            Direction::Received => &self.accept,
            Direction::Starting => &self.start,
        };
        // One question about one person at a time, and a pupil's comes first.
        if clauses.is_empty() || social_pupil_connection::has_the_floor(case, request) {
            return Outcome::Nothing;
        }
        let targets = people::targets(request);
        let sign = match case.recall(&targets.answer) {
            Some("parent") => Some(Sign::Listed),
            Some(_) => None,
            None => Known::of(case, &request.person).sign(people::is_parent),
        };
        match sign {
            Some(Sign::Listed) => self.listed(case, request, clauses),
            Some(sign) if self.manner == Manner::Forbidden => ask(case, request, clauses, sign),
            _ => Outcome::Nothing,
        }
    }
}

impl ParentConnection {
    fn listed(&self, case: &Case<'_>, request: &ConnectionRequest, clauses: &[Clause]) -> Outcome {
        let seen = match request.direction {
            Direction::Received => "social_parent_connection_seen_listed",
            Direction::Starting => "social_parent_connection_seen_listed_starting",
        };
        let advice = match (self.manner, request.direction) {
            (Manner::Forbidden, Direction::Received) => "social_parent_connection_advice_forbidden",
            (Manner::Forbidden, Direction::Starting) => "social_parent_connection_advice_forbidden_starting",
            (Manner::Discretion, _) => "social_parent_connection_advice_discretion",
            (Manner::Reminder, _) => "social_parent_connection_advice_visible",
        };
        let advice = match &self.tell {
            Some(role) => Message::new(advice).with("tell", format!("role:{role}")),
            None => Message::new(advice),
        };
        let mut draft = case
            .finding(clauses, Sign::Listed.certainty(), Message::new(seen), advice)
            .evidence(vec!["person".to_owned()]);
        match self.manner {
            Manner::Forbidden => {
                if let Some(fix) =
                    people::decline("decline", request, Message::new("social_parent_connection_fix_decline"))
                {
                    draft = draft.remedy(fix.primary());
                }
            }
            // Only where contact is not barred is a reply offered (G12).
            Manner::Discretion => {
                draft = draft.remedy(Remedy {
                    text: Some(Message::new("social_parent_connection_reply")),
                    done: Some(Message::new("remedy_copied")),
                    ..Remedy::plain("copy-reply", Action::CopyText, Message::new("social_parent_connection_copy_reply"))
                });
            }
            Manner::Reminder => draft = draft.reminder(),
        }
        draft
            .remedy(Remedy::answer("not-parent", Message::new("social_parent_connection_answer_not_parent")))
            .remedy(Remedy::answer("family", Message::new("social_parent_connection_answer_family")))
            .ask_first(self.ask_first && self.manner == Manner::Forbidden)
            .done(people::targets(request))
    }
}

/// A name alone: a question with no role shown (G2).
fn ask(case: &Case<'_>, request: &ConnectionRequest, clauses: &[Clause], sign: Sign) -> Outcome {
    let seen = Message::new(match sign {
        Sign::Alike => "social_parent_connection_seen_like",
        Sign::Name | Sign::Listed => "social_parent_connection_seen_name",
    });
    case.finding(clauses, sign.certainty(), seen, Message::new("social_pupil_connection_advice_name"))
        .evidence(vec!["person".to_owned()])
        .remedy(Remedy::answer("parent", Message::new("social_parent_connection_answer_parent")))
        .remedy(Remedy::answer("not-parent", Message::new("social_parent_connection_answer_not_parent")))
        .done(people::targets(request))
}

#[cfg(test)]
mod tests {
    use super::super::testing::{Desk, request, starting};
    use crate::finding::{Action, Certainty, Presentation, Severity};

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
    fn family_is_one_click_and_final() {
        let mut desk = Desk::of("beaudesert-park").people(&PEOPLE);
        let finding = desk.one(request("facebook", "Pat Oak", "pat.oak"));
        desk.press(&finding, "family");
        assert!(desk.all(request("facebook", "Pat Oak", "pat.oak")).is_empty());
    }
}
