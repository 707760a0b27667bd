//! Rule `social-pupil-connection`; its documentation is [`DOC`].

use super::options::{OptionDoc, Options, documented_keys, documented_options};
use super::people::{self, Known, Sign};
use super::{Case, Entry, Outcome, Rule, social};
use crate::catalogue::documented;
use crate::finding::{Message, Remedy};
use crate::observation::{ConnectionRequest, Direction, Kind, Observation};
use crate::policy::Clause;
use crate::roster::Status;

/// The rule's documentation.
const DOC: &str = r#"
## What it does

Looks at a connection request that waits for an answer, or that the member of staff is about to send,
and says so when it looks like a pupil's: by a listed handle or address, by a listed name together
with a second sign (the school on the card, a class or year in the name or handle), or by the person's own word.
By a name alone, or something like one (a diminutive, an initial, a handle that spells it), it only asks. It stands
beside Accept before anything is pressed; where the school marked it so, Accept asks once more.

## Why

Four of the five documents keep staff and pupils apart on social media, each in its own way: accepting
only (Tudhoe), starting and accepting with future pupils too (Droitwich Spa), any online friendship
(Beaudesert Park), or through who can see a profile (St Marylebone). The 2016 document does not name
requests, so there it is a reminder.

## What it cannot know

Whether a name on the list is this person. A namesake is asked about, never accused. Requests to an account that the
school lists as its own (`officialAccounts`) are not judged.

## Example that warns

```json
{"kind":"connectionRequest","surface":{"site":"facebook","name":"request","n":1},"direction":"received","canDecline":true,
 "person":{"name":"Sam Oak","handle":"oakfield.sam"}}
```

## Example that does not

```json
{"kind":"connectionRequest","surface":{"site":"facebook","name":"request","n":1},"direction":"received","canDecline":true,
 "person":{"name":"Nobody Known","handle":"nobody.known"}}
```
"#;

pub(super) const ENTRY: Entry = Entry {
    id: "social-pupil-connection",
    doc: documented(DOC),
    kinds: &[Kind::ConnectionRequest],
    options: &documented_options([
        OptionDoc {
            name: "accept",
            takes: "clause ids",
            description: "Clauses about accepting a pupil's request.",
            configurable: false,
        },
        OptionDoc {
            name: "start",
            takes: "clause ids",
            description: "Clauses about asking a pupil. Unset: starting is not judged.",
            configurable: false,
        },
        OptionDoc {
            name: "block",
            takes: "clause ids",
            description: "Clauses that ask to block the pupil. Unset: blocking is not mentioned.",
            configurable: false,
        },
        OptionDoc {
            name: "statuses",
            takes: "current, future",
            description: "Which pupils the clauses name. Unset: current.",
            configurable: false,
        },
        OptionDoc {
            name: "manner",
            takes: "prohibited, visible or reminder",
            description: "What the document says of it: not allowed, a matter of who sees the profile, or only touched on.",
            configurable: false,
        },
        OptionDoc {
            name: "tell",
            takes: "role id",
            description: "Whom the document says to tell.",
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
        "social_pupil_connection_seen_listed",
        "social_pupil_connection_seen_listed_starting",
        "social_pupil_connection_seen_name",
        "social_pupil_connection_seen_like",
        "social_pupil_connection_advice_name",
        "social_pupil_connection_advice_accept_prohibited",
        "social_pupil_connection_advice_decline",
        "social_pupil_connection_advice_report",
        "social_pupil_connection_advice_visible",
        "social_pupil_connection_advice_reminder",
        "social_pupil_connection_advice_starting",
        "social_pupil_connection_fix_delete",
        "social_pupil_connection_fix_pupil_delete",
        "social_pupil_connection_answer_pupil",
        "social_pupil_connection_answer_not_pupil",
        "social_pupil_connection_caution_delete",
        "social_pupil_connection_done_deleted",
        "social_pupil_connection_copy_facts",
        "social_pupil_connection_facts",
        "remedy_copied",
    ]),
    compile,
};

/// What the document says of connecting with a pupil.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Manner {
    Prohibited,
    Visible,
    Reminder,
}

#[derive(Debug)]
struct PupilConnection {
    accept: Vec<Clause>,
    start: Vec<Clause>,
    statuses: Vec<Status>,
    block: Vec<Clause>,
    manner: Manner,
    tell: Option<String>,
    ask_first: bool,
}

fn compile(options: &mut Options<'_>) -> Option<Box<dyn Rule>> {
    let mut statuses = Vec::new();
    for word in options.texts("statuses") {
        match word.as_str() {
            "current" => statuses.push(Status::Current),
            "future" => statuses.push(Status::Future),
            _ => options.problem("statuses", "`current` or `future`"),
        }
    }
    if statuses.is_empty() {
        statuses.push(Status::Current);
    }
    let manner = match options.word("manner", &["prohibited", "visible", "reminder"]).as_deref() {
        Some("visible") => Manner::Visible,
        Some("reminder") => Manner::Reminder,
        _ => Manner::Prohibited,
    };
    let rule = PupilConnection {
        accept: options.clauses("accept"),
        start: options.clauses("start"),
        statuses,
        block: options.clauses("block"),
        manner,
        tell: options.has("tell").then(|| options.role("tell")).flatten(),
        ask_first: options.switch("askFirst", false),
    };
    let says = !(rule.accept.is_empty() && rule.start.is_empty());
    says.then(|| Box::new(rule) as Box<dyn Rule>)
}

impl Rule for PupilConnection {
    fn check(&self, case: &Case<'_>) -> Outcome {
        let Observation::ConnectionRequest(request) = case.observation else { return Outcome::Nothing };
        let clauses = match request.direction {
            Direction::Received => &self.accept,
            Direction::Starting => &self.start,
        };
        if clauses.is_empty() {
            return Outcome::Nothing;
        }
        match sign(case, request, &self.statuses) {
            Some(Sign::Listed) => self.listed(case, request, clauses),
            Some(sign) if self.manner != Manner::Reminder => ask(case, request, clauses, sign),
            _ => Outcome::Nothing,
        }
    }
}

/// How this request is known to be a pupil's, the person's own word first.
fn sign(case: &Case<'_>, request: &ConnectionRequest, statuses: &[Status]) -> Option<Sign> {
    if social::is_official(case) {
        return None;
    }
    match case.recall_of(ENTRY.id, &people::targets(request).answer) {
        Some("pupil") => Some(Sign::Listed),
        Some(_) => None,
        None => Known::of(case, &request.person).sign(|found| people::is_pupil(found, statuses)),
    }
}

/// Whether this rule has a question or a finding about the request, so that no other rule asks
/// about the same person at the same time.
pub(super) fn has_the_floor(case: &Case<'_>, request: &ConnectionRequest) -> bool {
    case.engine.is_on(ENTRY.id) && sign(case, request, &[Status::Current, Status::Future]).is_some()
}

impl PupilConnection {
    fn listed(&self, case: &Case<'_>, request: &ConnectionRequest, clauses: &[Clause]) -> Outcome {
        let starting = request.direction == Direction::Starting;
        let seen = if starting {
            "social_pupil_connection_seen_listed_starting"
        } else {
            "social_pupil_connection_seen_listed"
        };
        let advice = match (self.manner, starting, &self.tell) {
            (Manner::Reminder, ..) => Message::new("social_pupil_connection_advice_reminder"),
            (Manner::Visible, ..) => Message::new("social_pupil_connection_advice_visible"),
            (Manner::Prohibited, true, _) => Message::new("social_pupil_connection_advice_starting"),
            (Manner::Prohibited, false, Some(role)) => {
                // Blocking is said only where the document says it: no duty is added to it.
                let steps = if self.block.is_empty() {
                    "social_pupil_connection_advice_report"
                } else {
                    "social_pupil_connection_advice_accept_prohibited"
                };
                Message::new(steps).with("tell", format!("role:{role}"))
            }
            (Manner::Prohibited, false, None) => Message::new("social_pupil_connection_advice_decline"),
        };
        let mut draft = case
            .finding(clauses, Sign::Listed.certainty(), Message::new(seen), advice)
            .evidence(vec!["person".to_owned()]);
        if self.manner == Manner::Reminder {
            draft = draft.reminder();
        } else if let Some(fix) = people::decline("delete", request, Message::new("social_pupil_connection_fix_delete"))
        {
            draft = draft.remedy(fix.primary());
        }
        if self.manner == Manner::Prohibited && self.tell.is_some() {
            draft = draft.remedy(people::copy_facts(case, "social_pupil_connection_facts"));
        }
        draft
            .remedy(Remedy::answer("not-pupil", Message::new("social_pupil_connection_answer_not_pupil")))
            .ask_first(self.ask_first && self.manner == Manner::Prohibited)
            .done(people::targets(request))
    }
}

/// A name alone: a question, with no role, year or status shown, and no ask-first (G2).
fn ask(case: &Case<'_>, request: &ConnectionRequest, clauses: &[Clause], sign: Sign) -> Outcome {
    let seen = Message::new(match sign {
        Sign::Alike => "social_pupil_connection_seen_like",
        Sign::Name | Sign::Listed => "social_pupil_connection_seen_name",
    });
    let advice = Message::new("social_pupil_connection_advice_name");
    let mut draft = case.finding(clauses, sign.certainty(), seen, advice).evidence(vec!["person".to_owned()]);
    let yes = people::decline("pupil", request, Message::new("social_pupil_connection_fix_pupil_delete"))
        .map(|fix| Remedy { value: Some("pupil".to_owned()), ..fix })
        .unwrap_or_else(|| Remedy::answer("pupil", Message::new("social_pupil_connection_answer_pupil")));
    draft = draft.remedy(yes);
    draft
        .remedy(Remedy::answer("not-pupil", Message::new("social_pupil_connection_answer_not_pupil")))
        .done(people::targets(request))
}

#[cfg(test)]
mod tests {
    use super::super::testing::{Desk, request, starting};
    use crate::finding::{Certainty, Presentation, Severity};

    const PEOPLE: [&str; 6] = [
        "pupil,current,Sam,Oak,sam@oakfield.sch.uk,facebook:oakfield.sam",
        "pupil,future,Fay,Elm,,facebook:fay.elm",
        "pupil,former,Lee,Ash,,facebook:lee.ash,2009-03-04",
        "parent,current,Pat,Oak,pat@example.com,facebook:pat.oak",
        "staff,current,Col,League,,facebook:col.league",
        "parent,current,Sam,Elm,,facebook:sam.elm.parent",
    ];

    fn desk(school: &str) -> Desk {
        Desk::of(school).people(&PEOPLE)
    }

    /// (school, received by a current pupil, received by a future pupil, started with a current pupil)
    type Row = (&'static str, Option<Severity>, Option<Severity>, Option<Severity>);
    const SCHOOLS: [Row; 5] = [
        ("st-marylebone", Some(Severity::Required), None, None),
        ("educating-for-life", Some(Severity::Advised), None, None),
        ("tudhoe", Some(Severity::Prohibited), None, None),
        ("droitwich-spa", Some(Severity::Prohibited), Some(Severity::Prohibited), Some(Severity::Prohibited)),
        ("beaudesert-park", Some(Severity::Prohibited), None, Some(Severity::Prohibited)),
    ];

    #[test]
    fn each_school_gives_its_own_answer() {
        for (school, current, future, start) in SCHOOLS {
            let desk = desk(school);
            let severity = |o| desk.by_rule(o, "social-pupil-connection").map(|f| f.severity);
            assert_eq!(severity(request("facebook", "Sam Oak", "oakfield.sam")), current, "{school}: current");
            assert_eq!(severity(request("facebook", "Fay Elm", "fay.elm")), future, "{school}: future");
            assert_eq!(severity(starting("facebook", "Sam Oak", "oakfield.sam")), start, "{school}: starting");
            for (name, handle) in
                [("Col League", "col.league"), ("No Body", "no.body"), ("Pat Oak", "pat.oak"), ("Lee Ash", "lee.ash")]
            {
                assert_eq!(severity(request("facebook", name, handle)), None, "{school}: {name}");
            }
        }
    }

    #[test]
    fn the_2016_school_is_a_reminder_only() {
        let desk = desk("educating-for-life");
        let finding = desk.one(request("facebook", "Sam Oak", "oakfield.sam"));
        assert_eq!(finding.presentation, Presentation::Mark);
        assert!(!finding.ask_first);
        assert!(desk.all(request("facebook", "Sam Oak", "someone.else")).is_empty());
    }

    #[test]
    fn prohibited_ones_ask_first_and_the_others_do_not() {
        for (school, asks) in
            [("tudhoe", true), ("droitwich-spa", true), ("beaudesert-park", true), ("st-marylebone", false)]
        {
            assert_eq!(desk(school).one(request("facebook", "Sam Oak", "oakfield.sam")).ask_first, asks, "{school}");
        }
    }

    #[test]
    fn g2_a_name_alone_only_asks() {
        let finding = desk("tudhoe").one(request("facebook", "Sam Oak", "someone.else"));
        assert_eq!(finding.certainty, Certainty::Weak);
        assert_eq!(finding.presentation, Presentation::Note);
        assert!(!finding.ask_first);
        assert_eq!(finding.seen.key, "social_pupil_connection_seen_name");
        assert_eq!(
            finding.remedies.iter().map(|r| r.id.as_str()).collect::<Vec<_>>(),
            ["pupil", "not-pupil", "not-now"]
        );
        assert!(finding.remedies.iter().all(|r| !r.primary));
    }

    #[test]
    fn g2_a_name_with_the_school_on_the_card_looks_like_a_pupil() {
        let mut on_card = request("facebook", "Sam Oak", "someone.else");
        on_card.person.about = Some("Studies at Tudhoe Learning Trust".to_owned());
        assert_eq!(desk("tudhoe").one(on_card).certainty, Certainty::Likely);
    }

    #[test]
    fn a_namesake_by_listed_handle_is_who_the_handle_says() {
        let namesakes = Desk::of("tudhoe").people(&[
            "pupil,current,Sam,Oak,,facebook:oakfield.sam",
            "parent,current,Sam,Oak,,facebook:sam.oak.parent",
        ]);
        assert_eq!(
            namesakes.by_rule(request("facebook", "Sam Oak", "sam.oak.parent"), "social-pupil-connection"),
            None
        );
        let asked = namesakes.by_rule(request("facebook", "Sam Oak", "unknown"), "social-pupil-connection");
        assert_eq!(asked.map(|f| f.certainty), Some(Certainty::Weak));
    }

    #[test]
    fn an_answer_holds_for_the_person() {
        let mut no = desk("tudhoe");
        let finding = no.one(request("facebook", "Sam Oak", "someone.else"));
        no.press(&finding, "not-pupil");
        assert!(no.all(request("facebook", "Sam Oak", "someone.else")).is_empty());
        assert_eq!(no.all(request("facebook", "Sam Oak", "another")).len(), 1);

        let mut yes = desk("tudhoe");
        let finding = yes.one(request("facebook", "Sam Oak", "someone.else"));
        yes.press(&finding, "pupil");
        assert_eq!(yes.one(request("facebook", "Sam Oak", "someone.else")).certainty, Certainty::Likely);
    }

    #[test]
    fn g9_answers_about_people_are_never_kept() {
        let finding = desk("tudhoe").one(request("facebook", "Sam Oak", "oakfield.sam"));
        assert!(!finding.targets.keep);
    }

    #[test]
    fn g12_delete_says_beforehand_that_it_cannot_be_undone() {
        let finding = desk("tudhoe").one(request("facebook", "Sam Oak", "oakfield.sam"));
        assert!(finding.remedies.iter().any(|r| r.id == "delete" && r.caution.is_some()));
    }

    #[test]
    fn g1_facts_can_be_copied_before_the_request_goes() {
        for school in ["tudhoe", "beaudesert-park"] {
            let finding = desk(school).one(request("facebook", "Sam Oak", "oakfield.sam"));
            let copy = finding.remedies.iter().find(|r| r.id == "copy-facts");
            assert!(
                copy.is_some_and(|r| r.text.as_ref().is_some_and(|t| !t.params.values().any(|v| v.contains("Sam")))),
                "{school}"
            );
        }
    }

    #[test]
    fn g3_without_an_account_check_the_roster_is_not_used() {
        let desk = Desk::with("tudhoe", &[("accountCheck", "")]).people(&PEOPLE);
        assert!(desk.all(request("facebook", "Sam Oak", "oakfield.sam")).is_empty());
    }

    #[test]
    fn g16_without_look_ups_left_nothing_is_matched() {
        let mut desk = desk("tudhoe");
        desk.context.may_look_up = false;
        assert!(desk.all(request("facebook", "Sam Oak", "oakfield.sam")).is_empty());
    }
}
