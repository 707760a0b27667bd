//! Rule `social-ex-pupil-connection`; its documentation is [`DOC`].

use super::options::{OptionDoc, Options, documented_keys, documented_options};
use super::people::{self, Known, Sign};
use super::{Case, Entry, Outcome, Rule, social, social_pupil_connection};
use crate::catalogue::documented;
use crate::finding::{Message, Remedy};
use crate::observation::{Direction, Kind, Observation};
use crate::policy::Clause;

/// The rule's documentation.
const DOC: &str = r#"
## What it does

Looks at a request that waits for an answer and says so when it looks like a former pupil's who is
still under 18: by a listed handle or address, or by the person's own word. By a name alone it asks.

## Why

Droitwich Spa's document keeps staff from accepting leavers until they are 18. The other four are
silent on former pupils, and so is Lanyard there.

## What it cannot know

The age of somebody without a date of birth in the roster. An unknown age never accuses; in the month
of the eighteenth birthday nothing is said, for the roster keeps the month only.

## Example that warns

```json
{"kind":"connectionRequest","surface":{"site":"facebook","name":"request","n":1},"direction":"received","canDecline":true,
 "person":{"name":"Lee Ash","handle":"lee.ash"}}
```

## Example that does not

```json
{"kind":"connectionRequest","surface":{"site":"facebook","name":"request","n":1},"direction":"received","canDecline":true,
 "person":{"name":"Old Yew","handle":"old.yew"}}
```
"#;

pub(super) const ENTRY: Entry = Entry {
    id: "social-ex-pupil-connection",
    doc: documented(DOC),
    kinds: &[Kind::ConnectionRequest],
    options: &documented_options([
        OptionDoc {
            name: "accept",
            takes: "clause ids",
            description: "Clauses about accepting a leaver's request.",
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
        "social_ex_pupil_connection_seen_listed",
        "social_ex_pupil_connection_advice",
        "social_ex_pupil_connection_fix_decline",
        "social_ex_pupil_connection_answer_adult",
        "social_ex_pupil_connection_answer_under",
        "social_pupil_connection_seen_name",
        "social_pupil_connection_seen_like",
        "social_pupil_connection_advice_name",
        "social_pupil_connection_caution_delete",
        "social_pupil_connection_done_deleted",
    ]),
    compile,
};

#[derive(Debug)]
struct ExPupilConnection {
    accept: Vec<Clause>,
    ask_first: bool,
}

fn compile(options: &mut Options<'_>) -> Option<Box<dyn Rule>> {
    let rule = ExPupilConnection { accept: options.clauses("accept"), ask_first: options.switch("askFirst", false) };
    (!rule.accept.is_empty()).then(|| Box::new(rule) as Box<dyn Rule>)
}

impl Rule for ExPupilConnection {
    fn check(&self, case: &Case<'_>) -> Outcome {
        let Observation::ConnectionRequest(request) = case.observation else { return Outcome::Nothing };
        // The clause is about accepting; a request that staff start is not in it.
        let judged = request.direction == Direction::Received && !social::is_official(case);
        if !judged || social_pupil_connection::has_the_floor(case, request) {
            return Outcome::Nothing;
        }
        let targets = people::targets(request);
        let sign = match case.recall(&targets.answer) {
            Some("under-18") => Some(Sign::Listed),
            Some(_) => None,
            None => Known::of(case, &request.person).sign(|found| people::is_former_under_18(found, case.context)),
        };
        let Some(sign) = sign else { return Outcome::Nothing };
        let (seen, advice) = match sign {
            Sign::Listed => ("social_ex_pupil_connection_seen_listed", "social_ex_pupil_connection_advice"),
            Sign::Name => ("social_pupil_connection_seen_name", "social_pupil_connection_advice_name"),
            Sign::Alike => ("social_pupil_connection_seen_like", "social_pupil_connection_advice_name"),
        };
        let mut draft = case
            .finding(&self.accept, sign.certainty(), Message::new(seen), Message::new(advice))
            .evidence(vec!["person".to_owned()])
            .ask_first(self.ask_first && sign == Sign::Listed);
        match sign {
            Sign::Listed => {
                if let Some(fix) =
                    people::decline("decline", request, Message::new("social_ex_pupil_connection_fix_decline"))
                {
                    draft = draft.remedy(fix.primary());
                }
            }
            Sign::Name | Sign::Alike => {
                draft =
                    draft.remedy(Remedy::answer("under-18", Message::new("social_ex_pupil_connection_answer_under")))
            }
        }
        draft.remedy(Remedy::answer("adult", Message::new("social_ex_pupil_connection_answer_adult"))).done(targets)
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{Desk, request, starting};
    use crate::finding::{Certainty, Severity};

    // The desk's clock stands at 2026-11-22.
    const PEOPLE: [&str; 4] = [
        "pupil,former,Lee,Ash,,facebook:lee.ash,2009-03-04",
        "pupil,former,Old,Yew,,facebook:old.yew,2004-03-04",
        "pupil,former,No,Date,,facebook:no.date",
        "pupil,former,This,Month,,facebook:this.month,2008-11-25",
    ];

    #[test]
    fn droitwich_alone_says_so_of_leavers_under_18() {
        for (school, expected) in [
            ("st-marylebone", None),
            ("educating-for-life", None),
            ("tudhoe", None),
            ("droitwich-spa", Some(Severity::Prohibited)),
            ("beaudesert-park", None),
        ] {
            let desk = Desk::of(school).people(&PEOPLE);
            assert_eq!(
                desk.all(request("facebook", "Lee Ash", "lee.ash")).first().map(|f| f.severity),
                expected,
                "{school}"
            );
            for (name, handle) in [("Old Yew", "old.yew"), ("No Date", "no.date"), ("This Month", "this.month")] {
                assert!(desk.all(request("facebook", name, handle)).is_empty(), "{school}: {name}");
            }
        }
    }

    #[test]
    fn a_request_that_staff_start_is_not_in_the_clause() {
        assert!(Desk::of("droitwich-spa").people(&PEOPLE).all(starting("facebook", "Lee Ash", "lee.ash")).is_empty());
    }

    #[test]
    fn g2_a_name_alone_asks_and_a_no_is_final() {
        let mut desk = Desk::of("droitwich-spa").people(&PEOPLE);
        let finding = desk.one(request("facebook", "Lee Ash", "unknown"));
        assert_eq!((finding.certainty, finding.ask_first), (Certainty::Weak, false));
        desk.press(&finding, "adult");
        assert!(desk.all(request("facebook", "Lee Ash", "unknown")).is_empty());
    }
}
