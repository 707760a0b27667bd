//! Rule `email-recipients-visible`; its documentation is [`DOC`].

use super::mail::{self, Person, Side};
use super::options::{ASK_FIRST, OptionDoc, Options, cites, documented_keys, documented_options};
use super::{Case, Entry, Outcome, Rule};
use crate::catalogue::documented;
use crate::finding::{Action, Certainty, Message, Remedy, Targets};
use crate::observation::{ComposeMail, Field, Kind};
use crate::policy::Clause;
use crate::roster::Role;

/// The rule's documentation.
const DOC: &str = r#"
## What it does

Looks at a message being written from a school account to more than one recipient. It warns when
people outside the school, a group that the school has listed, or anybody in Cc can be seen by the
others, as far as the school's own document asks for Bcc.

## Why

Addresses of families that can be seen by other families are the commonest data breach that schools
report. St Marylebone's document asks for Bcc in 4.1.2, with one exception in 4.1.3.

## What it cannot know

Who is inside a group; whether the recipients know each other already. Names without an address are
never counted as outside.

## Example that warns

```json
{"kind":"composeMail","surface":{"site":"roundcube","name":"compose","n":1},"account":"teacher@oakfield.sch.uk",
 "to":[{"ref":"to/1","address":"ada@example.com"},{"ref":"to/2","address":"bo@example.org"},{"ref":"to/3","address":"office@oakfield.sch.uk"}]}
```

## Example that does not

```json
{"kind":"composeMail","surface":{"site":"roundcube","name":"compose","n":1},"account":"teacher@oakfield.sch.uk",
 "to":[{"ref":"to/1","address":"office@oakfield.sch.uk"}],
 "bcc":[{"ref":"bcc/1","address":"ada@example.com"},{"ref":"bcc/2","address":"bo@example.org"}]}
```
"#;

pub(super) const ENTRY: Entry = Entry {
    id: "email-recipients-visible",
    doc: documented(DOC),
    kinds: &[Kind::ComposeMail],
    options: &documented_options([
        cites("outside", "Clauses that ask for Bcc for people outside the school."),
        cites("group", "Clauses that ask for Bcc for groups."),
        cites("copies", "Clauses that ask for Bcc instead of Cc."),
        cites("exception", "Clauses that let recipients see each other where the work needs it."),
        OptionDoc {
            name: "groupAddresses",
            takes: "addresses",
            description: "Addresses that are groups. Unset: only what the page itself marks as a group.",
            configurable: true,
        },
        OptionDoc {
            name: "twoInTo",
            takes: "true or false",
            description: "Whether two colleagues in To count, with nobody in Cc. Unset: false.",
            configurable: true,
        },
        ASK_FIRST,
    ]),
    messages: documented_keys(&[
        "email_recipients_visible_seen_outside",
        "email_recipients_visible_seen_families",
        "email_recipients_visible_seen_group",
        "email_recipients_visible_seen_cc",
        "email_recipients_visible_seen_to",
        "email_recipients_visible_advice_outside",
        "email_recipients_visible_advice_group",
        "email_recipients_visible_advice_cc",
        "email_recipients_visible_advice_to",
        "email_recipients_visible_fix_move",
        "email_recipients_visible_fix_copy",
        "email_recipients_visible_done_moved",
        "email_recipients_visible_done_copied",
        "email_recipients_visible_answer_needed",
        "unchecked_account",
        "unchecked_other_account",
    ]),
    compile,
};

#[derive(Debug)]
struct RecipientsVisible {
    outside: Vec<Clause>,
    group: Vec<Clause>,
    copies: Vec<Clause>,
    exception: Vec<Clause>,
    group_addresses: Vec<String>,
    two_in_to: bool,
    ask_first: bool,
}

fn compile(options: &mut Options<'_>) -> Option<Box<dyn Rule>> {
    let rule = RecipientsVisible {
        outside: options.clauses("outside"),
        group: options.clauses("group"),
        copies: options.clauses("copies"),
        exception: options.clauses("exception"),
        group_addresses: options.texts("groupAddresses"),
        two_in_to: options.switch("twoInTo", false),
        ask_first: options.switch("askFirst", false),
    };
    let asks = !(rule.outside.is_empty() && rule.group.is_empty() && rule.copies.is_empty());
    asks.then(|| Box::new(rule) as Box<dyn Rule>)
}

/// The recipients that others can see, told apart. Each is one distinct address.
#[derive(Default)]
struct Visible<'a> {
    groups: Vec<&'a Person<'a>>,
    outside: Vec<&'a Person<'a>>,
    inside_cc: Vec<&'a Person<'a>>,
    inside_to: Vec<&'a Person<'a>>,
    /// All recipients of the message, hidden ones included.
    total: usize,
}

impl Rule for RecipientsVisible {
    fn goes_wrong(&self) -> bool {
        true
    }

    fn check(&self, case: &Case<'_>) -> Outcome {
        let Some(mail) = mail::message(case) else { return Outcome::Nothing };
        let visible = self.visible(mail::people(case));
        if visible.total < 2 {
            return Outcome::Nothing;
        }
        // The policy follows the From account: another account's mail is not this school's to judge.
        if let Err(other) = mail::school_mail(case) {
            return other;
        }
        // "Not now" holds for exactly these recipients; "They need to see each other" for the thread.
        let seen = [&visible.groups, &visible.outside, &visible.inside_cc, &visible.inside_to];
        let seen: Vec<&Person<'_>> = seen.into_iter().flatten().copied().collect();
        let targets = mail::targets(case, mail, &seen, mail::thread(mail));
        if !self.exception.is_empty() && case.recall(&targets.answer) == Some("need-to-see") {
            return Outcome::Nothing;
        }
        self.judge(case, mail, &visible, targets)
    }
}

impl RecipientsVisible {
    fn visible<'a>(&self, people: &'a [Person<'a>]) -> Visible<'a> {
        let mut visible = Visible { total: people.len(), ..Visible::default() };
        for person in people {
            let in_cc = match person.field {
                Field::Bcc | Field::Unplaced => continue,
                Field::To => false,
                Field::Cc => true,
            };
            let list = if person.recipient.group || self.group_addresses.contains(&person.address) {
                &mut visible.groups
            } else if person.side != Side::School && person.recipient.address.is_some() {
                &mut visible.outside
            } else if in_cc {
                &mut visible.inside_cc
            } else {
                &mut visible.inside_to
            };
            list.push(person);
        }
        visible
    }

    /// The gravest thing that the school's document says about these recipients, in one finding.
    fn judge(&self, case: &Case<'_>, mail: &ComposeMail, visible: &Visible<'_>, targets: Targets) -> Outcome {
        let outside = !self.outside.is_empty() && !visible.outside.is_empty();
        let group = !self.group.is_empty() && !visible.groups.is_empty();
        let mut moved: Vec<&Person<'_>> = Vec::new();
        let mut clauses = Vec::new();
        if group {
            moved.extend(&visible.groups);
            clauses.extend(self.group.iter().cloned());
        }
        if outside {
            moved.extend(&visible.outside);
            clauses.extend(self.outside.iter().cloned());
        }
        let count = visible.outside.len();
        let (seen, advice, quiet) = if outside {
            // Only where the roster lists every address as a parent's is "families" said (G11).
            let is_parent =
                |person: &&Person<'_>| mail::listed(case, person).iter().any(|one| one.role == Role::Parent);
            let families = visible.outside.iter().all(is_parent);
            let seen = if families {
                "email_recipients_visible_seen_families"
            } else {
                "email_recipients_visible_seen_outside"
            };
            let advice =
                if group { "email_recipients_visible_advice_group" } else { "email_recipients_visible_advice_outside" };
            (Message::new(seen).count(count), Message::new(advice).count(count), false)
        } else if group {
            (
                Message::new("email_recipients_visible_seen_group"),
                Message::new("email_recipients_visible_advice_group"),
                false,
            )
        } else if !self.copies.is_empty() && !visible.inside_cc.is_empty() {
            moved.extend(&visible.inside_cc);
            clauses.extend(self.copies.iter().cloned());
            (
                Message::new("email_recipients_visible_seen_cc").count(visible.inside_cc.len()),
                Message::new("email_recipients_visible_advice_cc").count(visible.inside_cc.len()),
                true,
            )
        } else if !self.copies.is_empty() && self.two_in_to && visible.inside_to.len() > 1 {
            moved.extend(&visible.inside_to);
            clauses.extend(self.copies.iter().cloned());
            (
                Message::new("email_recipients_visible_seen_to").count(visible.inside_to.len()),
                Message::new("email_recipients_visible_advice_to").count(visible.inside_to.len()),
                true,
            )
        } else {
            return Outcome::Nothing;
        };
        let refs = mail::refs(&moved);
        let count = refs.len();
        let (action, label, done) = if mail.can_move {
            (Action::MoveToBcc, "email_recipients_visible_fix_move", "email_recipients_visible_done_moved")
        } else {
            (Action::CopyToBcc, "email_recipients_visible_fix_copy", "email_recipients_visible_done_copied")
        };
        let fix = Remedy {
            refs: refs.clone(),
            done: Some(Message::new(done).count(count)),
            ..Remedy::plain("move-to-bcc", action, Message::new(label).count(count))
        };
        let mut draft = case
            .finding(&clauses, Certainty::Certain, seen, advice)
            .evidence(refs)
            .remedy(fix.primary())
            .ask_first(self.ask_first && !quiet);
        if quiet {
            draft = draft.quieter();
        }
        if !self.exception.is_empty() {
            draft = draft.remedy(Remedy::answer("need-to-see", Message::new("email_recipients_visible_answer_needed")));
        }
        draft.done(targets)
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{Desk, mail};
    use crate::finding::{Action, Presentation, Severity};

    const OUTSIDE: [&str; 5] = ["a@example.com", "b@example.org", "c@example.net", "d@example.com", "e@example.org"];

    fn seven() -> crate::observation::ComposeMail {
        let mut all: Vec<&str> = OUTSIDE.to_vec();
        all.extend(["office@oakfield.sch.uk", "head@oakfield.sch.uk"]);
        mail().to(&all).build()
    }

    #[test]
    fn five_families_in_to_are_moved_and_only_they() {
        let finding = Desk::of("st-marylebone").one(seven());
        assert_eq!(finding.seen.key, "email_recipients_visible_seen_outside");
        assert_eq!(finding.seen.params.get("count").map(String::as_str), Some("5"));
        assert_eq!(finding.severity, Severity::Required);
        assert_eq!(finding.presentation, Presentation::Panel);
        assert_eq!(finding.clauses.iter().map(|c| c.section.as_str()).collect::<Vec<_>>(), ["4.1.2(iii)"]);
        assert_eq!(finding.evidence.refs, ["to/1", "to/2", "to/3", "to/4", "to/5"]);
        assert_eq!(
            finding.remedies.iter().map(|r| r.id.as_str()).collect::<Vec<_>>(),
            ["move-to-bcc", "need-to-see", "not-now"]
        );
    }

    #[test]
    fn the_other_four_schools_raise_no_such_duty() {
        for school in ["educating-for-life", "tudhoe", "droitwich-spa", "beaudesert-park"] {
            assert!(Desk::of(school).all(seven()).is_empty(), "{school}");
        }
    }

    #[test]
    fn one_recipient_is_never_a_finding() {
        assert!(Desk::of("st-marylebone").all(mail().to(&["a@example.com"]).build()).is_empty());
        assert!(Desk::of("st-marylebone").all(mail().to(&["a@example.com", "A@Example.com"]).build()).is_empty());
    }

    #[test]
    fn people_in_bcc_are_not_seen() {
        assert!(Desk::of("st-marylebone").all(mail().to(&["office@oakfield.sch.uk"]).bcc(&OUTSIDE).build()).is_empty());
    }

    #[test]
    fn unfinished_text_and_unplaced_people_do_not_count() {
        let mut half = mail().to(&["office@oakfield.sch.uk"]).build();
        half.to.push(crate::observation::Recipient {
            r#ref: "to/9".to_owned(),
            address: Some("a@example.c".to_owned()),
            name: None,
            group: false,
            unfinished: true,
        });
        assert!(Desk::of("st-marylebone").all(half.clone()).is_empty());
        half.to.pop();
        half.unplaced = mail().to(&OUTSIDE).build().to;
        assert!(Desk::of("st-marylebone").all(half).is_empty());
    }

    #[test]
    fn g11_a_group_has_its_own_sentence_and_no_count() {
        let desk = Desk::with(
            "st-marylebone",
            &[("rules", r#"{"email-recipients-visible":{"groupAddresses":["All-Staff@oakfield.sch.uk"]}}"#)],
        );
        let finding = desk.one(mail().to(&["all-staff@oakfield.sch.uk", "head@oakfield.sch.uk"]).build());
        assert_eq!(finding.seen.key, "email_recipients_visible_seen_group");
        assert!(finding.seen.params.is_empty());
        assert_eq!(finding.clauses.iter().map(|c| c.section.as_str()).collect::<Vec<_>>(), ["4.1.2(i)"]);
    }

    #[test]
    fn a_colleague_in_cc_is_the_quiet_form() {
        let finding =
            Desk::of("st-marylebone").one(mail().to(&["head@oakfield.sch.uk"]).cc(&["office@oakfield.sch.uk"]).build());
        assert_eq!(finding.clauses.iter().map(|c| c.section.as_str()).collect::<Vec<_>>(), ["4.1.2(ii)"]);
        assert_eq!(finding.presentation, Presentation::Note);
        assert!(!finding.ask_first);
    }

    #[test]
    fn two_colleagues_in_to_only_where_the_school_asks() {
        let message = mail().to(&["head@oakfield.sch.uk", "office@oakfield.sch.uk"]).build();
        assert!(Desk::of("st-marylebone").all(message.clone()).is_empty());
        let desk = Desk::with("st-marylebone", &[("rules", r#"{"email-recipients-visible":{"twoInTo":true}}"#)]);
        assert_eq!(desk.one(message).seen.key, "email_recipients_visible_seen_to");
    }

    #[test]
    fn need_to_see_holds_for_the_thread_and_for_recipients_added_later() {
        let mut desk = Desk::of("st-marylebone");
        let finding = desk.one(seven());
        desk.press(&finding, "need-to-see");
        assert!(desk.all(seven()).is_empty());
        let mut more = seven();
        more.to.extend(mail().to(&["new@example.com"]).build().to);
        assert!(desk.all(more).is_empty());
        let mut other = seven();
        other.thread = Some("another".to_owned());
        assert_eq!(desk.all(other).len(), 1);
    }

    #[test]
    fn not_now_is_the_mark_until_the_recipients_change() {
        let mut desk = Desk::of("st-marylebone");
        let finding = desk.one(seven());
        desk.press(&finding, "not-now");
        assert_eq!(desk.one(seven()).presentation, Presentation::Mark);
        let mut more = seven();
        more.to.extend(mail().to(&["new@example.com"]).build().to);
        assert_eq!(desk.one(more).presentation, Presentation::Panel);
    }

    #[test]
    fn g14_another_account_is_not_checked() {
        let mut other = mail().to(&OUTSIDE).build();
        other.account = Some("me@example.com".to_owned());
        let verdict = Desk::of("st-marylebone").verdict(other);
        assert!(verdict.findings.is_empty());
        assert_eq!(verdict.unchecked.map(|m| m.key).as_deref(), Some("unchecked_other_account"));
        let mut unknown = seven();
        unknown.account = None;
        assert_eq!(
            Desk::of("st-marylebone").verdict(unknown).unchecked.map(|m| m.key).as_deref(),
            Some("unchecked_account")
        );
    }

    #[test]
    fn g11_families_only_where_the_roster_knows_it() {
        let desk = Desk::of("st-marylebone")
            .people(&["parent,current,Ada,Field,a@example.com", "parent,current,Bo,Field,b@example.org"]);
        let finding = desk.one(mail().to(&["a@example.com", "b@example.org"]).build());
        assert_eq!(finding.seen.key, "email_recipients_visible_seen_families");
        let finding = desk.one(mail().to(&["a@example.com", "c@example.org"]).build());
        assert_eq!(finding.seen.key, "email_recipients_visible_seen_outside");
    }

    #[test]
    fn where_moving_is_not_safe_the_addresses_are_copied() {
        let mut message = seven();
        message.can_move = false;
        assert_eq!(Desk::of("st-marylebone").one(message).remedies.first().map(|r| r.action), Some(Action::CopyToBcc));
    }

    #[test]
    fn g5_a_quiet_screen_shows_the_mark_and_asks_nothing() {
        let mut desk = Desk::with("st-marylebone", &[("rules", r#"{"email-recipients-visible":{"askFirst":true}}"#)]);
        assert!(desk.one(seven()).ask_first);
        desk.context.quiet = true;
        let finding = desk.one(seven());
        assert_eq!(finding.presentation, Presentation::Mark);
        assert!(!finding.ask_first);
    }
}
