//! Rule `email-recipient-check`; its documentation is [`DOC`].

use super::greeting::{greeted, shown_name};
use super::mail::{self, Person, Side};
use super::options::{OptionDoc, Options, cites, documented_keys, documented_options};
use super::{Case, Entry, Outcome, Rule};
use crate::catalogue::{documented, nearly};
use crate::config::Config;
use crate::finding::{Action, Certainty, Message, Remedy};
use crate::observation::{ComposeMail, ComposeMode, Field, Kind};
use crate::policy::Clause;

/// The rule's documentation.
const DOC: &str = r#"
## What it does

Looks at a message being written from a school account for a slip in the addresses, and asks. In
this order, one question at a time: an address whose domain is one letter away from a domain of
the school or of a partner agency; a reply that also goes to people outside the school beside
the one who is answered; a greeting with the first name of nobody whom the message goes to; two people with the same
first name, one in the school and one outside; one person outside the school among three or more colleagues, in a new
message.

Of the person's own words the first line is looked at, and only where it is a greeting with one known first name ("Hi Tom,").
A diminutive, a surname, a title, a group ("Dear all") and a name that Lanyard does not know are no slip, and nothing is
asked where one of the recipients shows no name of a person.

## Why

Most personal data that leaves a school by mistake leaves it in a message to the wrong person,
and most of those were offered by the address book. St Marylebone's document asks staff to pick
the right recipients when they send and when they reply (4.1.2(iv)) and advises them to check
who a message goes to (4.3.2).

## What it cannot know

Whether an address is meant. An address is never a slip because it is new; partner agencies and
people of the school's own list do not count as strangers. Somebody may be called by a name that is not in their address. Mail in which a protected
correspondent takes part is never questioned.

## Example that warns

```json
{"kind":"composeMail","surface":{"site":"roundcube","name":"compose","n":1},"account":"teacher@oakfield.sch.uk",
 "to":[{"ref":"to/1","address":"head@oakfeild.sch.uk"}]}
```

## Example that does not

```json
{"kind":"composeMail","surface":{"site":"roundcube","name":"compose","n":1},"account":"teacher@oakfield.sch.uk",
 "to":[{"ref":"to/1","address":"new.parent@example.com"}]}
```
"#;

pub(super) const ENTRY: Entry = Entry {
    id: "email-recipient-check",
    doc: documented(DOC),
    kinds: &[Kind::ComposeMail],
    options: &documented_options([
        cites("clauses", "Clauses that ask to check who a message goes to."),
        OptionDoc {
            name: "outsider",
            takes: "true or false",
            description: "Whether one person outside among colleagues is asked about. Unset: true.",
            configurable: true,
        },
        OptionDoc {
            name: "askFirst",
            takes: "true or false",
            description: "Whether Send asks once more about a near miss of a known domain. Unset: false.",
            configurable: true,
        },
    ]),
    messages: documented_keys(&[
        "email_recipient_check_seen_near",
        "email_recipient_check_advice_near",
        "email_recipient_check_seen_reply",
        "email_recipient_check_advice_reply",
        "email_recipient_check_seen_greeting",
        "email_recipient_check_advice_greeting",
        "email_recipient_check_seen_first",
        "email_recipient_check_advice_first",
        "email_recipient_check_seen_outsider",
        "email_recipient_check_advice_outsider",
        "email_recipient_check_fix_remove",
        "email_recipient_check_done_removed",
        "email_recipient_check_answer_right",
        "unchecked_account",
        "unchecked_other_account",
    ]),
    compile,
};

/// How many colleagues make one outsider odd.
const COLLEAGUES: usize = 3;

/// Above this many recipients two first names that are the same are chance.
const FEW: usize = 10;

#[derive(Debug)]
struct RecipientCheck {
    clauses: Vec<Clause>,
    outsider: bool,
    ask_first: bool,
}

fn compile(options: &mut Options<'_>) -> Option<Box<dyn Rule>> {
    let rule = RecipientCheck {
        clauses: options.clauses("clauses"),
        outsider: options.switch("outsider", true),
        ask_first: options.switch("askFirst", false),
    };
    (!rule.clauses.is_empty()).then(|| Box::new(rule) as Box<dyn Rule>)
}

/// What looks like a slip.
struct Slip<'a> {
    what: &'static str,
    who: Vec<&'a Person<'a>>,
    /// The domain that was perhaps meant.
    meant: Option<&'a str>,
}

impl Rule for RecipientCheck {
    fn goes_wrong(&self) -> bool {
        true
    }

    fn wants_text(&self) -> bool {
        true
    }

    fn check(&self, case: &Case<'_>) -> Outcome {
        let Some(mail) = mail::message(case) else { return Outcome::Nothing };
        let people = mail::people(case);
        if people.is_empty() || mail::any_protected(case) {
            return Outcome::Nothing;
        }
        if let Err(other) = mail::school_mail(case) {
            return other;
        }
        let outside: Vec<&Person<'_>> = people.iter().filter(|person| is_outside(person)).collect();
        let slips = [
            near_miss(case.engine.config(), people),
            in_reply(mail, &outside),
            mail::own_text(case, mail).and_then(|text| greets_nobody(text, people)),
            same_first_name(people, &outside),
            self.outsider(case, mail, people, &outside),
        ];
        let open = slips.into_iter().flatten().find(|slip| case.recall(&answer(slip, mail)) != Some("right"));
        open.map_or(Outcome::Nothing, |slip| self.ask(case, mail, &slip))
    }
}

impl RecipientCheck {
    fn outsider<'a>(
        &self,
        case: &Case<'_>,
        mail: &ComposeMail,
        people: &[Person<'_>],
        outside: &[&'a Person<'a>],
    ) -> Option<Slip<'a>> {
        let &[one] = outside else { return None };
        let reply = matches!(mail.mode, ComposeMode::Reply | ComposeMode::ReplyAll);
        let colleagues = people.iter().filter(|person| person.side == Side::School).count();
        let odd = self.outsider && !reply && colleagues >= COLLEAGUES && mail::listed(case, one).is_empty();
        odd.then(|| Slip { what: "outsider", who: vec![one], meant: None })
    }

    fn ask(&self, case: &Case<'_>, mail: &ComposeMail, slip: &Slip<'_>) -> Outcome {
        let count = slip.who.len();
        let say = |part: &str| {
            let text = Message::new(&format!("email_recipient_check_{part}_{}", slip.what));
            let text = if slip.what == "reply" { text.count(count) } else { text };
            match slip.meant {
                Some(domain) if part == "seen" => text.with("domain", domain),
                _ => text,
            }
        };
        // A near miss is there on the page; whether the others are slips only the person can say.
        let near = slip.meant.is_some();
        let certainty = if near { Certainty::Likely } else { Certainty::Weak };
        let refs = mail::refs(&slip.who);
        let mut draft = case
            .finding(&self.clauses, certainty, say("seen"), say("advice"))
            .evidence(refs.clone())
            .ask_first(near && self.ask_first);
        if mail.can_move && !matches!(slip.what, "first" | "greeting") {
            let remove = Remedy {
                refs,
                done: Some(Message::new("email_recipient_check_done_removed").count(count)),
                ..Remedy::plain(
                    "remove",
                    Action::RemoveRecipients,
                    Message::new("email_recipient_check_fix_remove").count(count),
                )
            };
            draft = draft.remedy(if near { remove.primary() } else { remove });
        }
        draft.remedy(Remedy::answer("right", Message::new("email_recipient_check_answer_right"))).done(mail::targets(
            case,
            mail,
            &slip.who,
            answer(slip, mail),
        ))
    }
}

/// An address that is right is right in every message; who else is in it, for the thread.
fn answer(slip: &Slip<'_>, mail: &ComposeMail) -> String {
    let thread = if slip.meant.is_some() { "" } else { mail.thread.as_deref().unwrap_or("") };
    format!("{} {thread}{}", slip.what, mail::list(&slip.who))
}

/// Neither the school's, nor a partner's, nor a group or a name without an address.
fn is_outside(person: &Person<'_>) -> bool {
    person.side == Side::Outside && !person.recipient.group
}

/// A domain one letter away from one that the school knows.
fn near_miss<'a>(config: &'a Config, people: &'a [Person<'a>]) -> Option<Slip<'a>> {
    let known = || config.school_domains.iter().chain(&config.partner_domains);
    people.iter().filter(|person| person.side == Side::Outside).find_map(|person| {
        let (_, domain) = person.address.rsplit_once('@')?;
        let meant = known().find(|known| nearly(tail(domain, known), known))?;
        Some(Slip { what: "near", who: vec![person], meant: Some(meant) })
    })
}

/// As many of the last parts of a domain as the known one has.
fn tail<'a>(domain: &'a str, known: &str) -> &'a str {
    let parts = known.matches('.').count();
    domain.rmatch_indices('.').nth(parts).and_then(|(at, dot)| domain.get(at + dot.len()..)).unwrap_or(domain)
}

/// A reply that goes to people outside beside the one who is answered. Some sites call every
/// reply a reply: there it takes somebody in Cc.
fn in_reply<'a>(mail: &ComposeMail, outside: &[&'a Person<'a>]) -> Option<Slip<'a>> {
    let answered = mail.to.iter().find(|recipient| !recipient.unfinished).map(|recipient| recipient.r#ref.as_str());
    let also = |person: &&&Person<'_>| match mail.mode {
        ComposeMode::ReplyAll => person.field != Field::Bcc && answered != Some(person.recipient.r#ref.as_str()),
        ComposeMode::Reply => person.field == Field::Cc,
        ComposeMode::Unknown | ComposeMode::New | ComposeMode::Forward => false,
    };
    let who: Vec<&Person<'_>> = outside.iter().filter(also).copied().collect();
    (!who.is_empty()).then_some(Slip { what: "reply", who, meant: None })
}

/// Two people with one first name, one inside and one outside: the address book's favourite.
/// The same full name is the same person, as far as anybody can tell.
fn same_first_name<'a>(people: &'a [Person<'a>], outside: &[&'a Person<'a>]) -> Option<Slip<'a>> {
    if people.len() > FEW {
        return None;
    }
    let is_out = |person: &Person<'_>| outside.iter().any(|one| one.address == person.address);
    outside.iter().find_map(|out| {
        let (first, last) = names(out)?;
        let other = people.iter().find(|person| {
            !is_out(person) && names(person).is_some_and(|(other, rest)| other == first && rest != last)
        })?;
        Some(Slip { what: "first", who: vec![out, other], meant: None })
    })
}

/// A greeting with a first name that none of them has. Who shows no name may have any.
fn greets_nobody<'a>(text: &str, people: &'a [Person<'a>]) -> Option<Slip<'a>> {
    let greeted = greeted(text)?;
    let nobody = people.iter().all(|person| shown_name(person).is_some_and(|name| !greeted.is_of(&name)));
    let who: Vec<&Person<'_>> = people.iter().filter(|person| person.field == Field::To).take(FEW).collect();
    (nobody && !who.is_empty()).then_some(Slip { what: "greeting", who, meant: None })
}

/// First name and the rest, lower case, from the shown name, else from an address such as `sam.oak@…`.
fn names(person: &Person<'_>) -> Option<(String, String)> {
    const TITLES: [&str; 7] = ["mr", "mrs", "ms", "miss", "dr", "prof", "rev"];
    let shown = person.recipient.name.as_deref().unwrap_or_default().to_lowercase();
    let shown = match shown.split_once(',') {
        Some((last, first)) => format!("{first} {last}"),
        None => shown,
    };
    let mailbox = person.address.split('@').next().unwrap_or_default();
    let text = if shown.trim().contains(' ') { shown.as_str() } else { mailbox };
    let mut words =
        text.split(|c: char| !c.is_alphabetic() && c != '\'').filter(|word| !word.is_empty() && !TITLES.contains(word));
    let first = words.next()?.to_owned();
    let rest: Vec<&str> = words.collect();
    (first.chars().count() > 2 && !rest.is_empty()).then(|| (first, rest.join(" ")))
}

#[cfg(test)]
mod tests {
    use super::super::testing::{Desk, SCHOOLS, mail};
    use crate::finding::{Action, Finding, Presentation, Severity};
    use crate::observation::{ComposeMail, ComposeMode};

    const RULE: &str = "email-recipient-check";

    fn desk() -> Desk {
        Desk::with("st-marylebone", &[("partnerDomains", "county.gov.uk")])
    }

    fn seen(desk: &Desk, mail: ComposeMail) -> Option<String> {
        desk.by_rule(mail, RULE).map(|finding| finding.seen.key.replace("email_recipient_check_seen_", ""))
    }

    fn found(desk: &Desk, mail: ComposeMail) -> Finding {
        desk.by_rule(mail, RULE).unwrap_or_else(|| unreachable!("nothing found"))
    }

    #[test]
    fn a_slip_in_a_known_domain_is_asked_about_with_its_clauses() {
        let finding = found(&desk(), mail().to(&["head@oakfeild.sch.uk", "office@oakfield.sch.uk"]).build());
        assert_eq!(finding.seen.params.get("domain").map(String::as_str), Some("oakfield.sch.uk"));
        assert_eq!((finding.severity, finding.presentation), (Severity::Required, Presentation::Panel));
        let sections: Vec<&str> = finding.clauses.iter().map(|c| c.section.as_str()).collect();
        assert_eq!(sections, ["4.1.2(iv)", "4.3.2"]);
        assert_eq!(finding.remedies.first().map(|r| (r.action, r.primary)), Some((Action::RemoveRecipients, true)));
        assert_eq!(finding.evidence.refs, ["to/1"]);
    }

    #[test]
    fn near_misses_and_what_is_none() {
        for address in [
            "a@oakfild.sch.uk",
            "a@oakfieldd.sch.uk",
            "a@oakfield.sch.uj",
            "a@staff.oakfeild.sch.uk",
            "a@countyy.gov.uk",
        ] {
            assert_eq!(seen(&desk(), mail().to(&[address]).build()).as_deref(), Some("near"), "{address}");
        }
        for address in [
            "a@oakfield.sch.uk",
            "a@staff.oakfield.sch.uk",
            "a@social.county.gov.uk",
            "a@example.com",
            "a@oakhill.sch.uk",
        ] {
            assert_eq!(seen(&desk(), mail().to(&[address]).build()), None, "{address}");
        }
    }

    #[test]
    fn the_other_four_schools_raise_no_such_duty() {
        for school in SCHOOLS.iter().filter(|school| **school != "st-marylebone") {
            assert_eq!(seen(&Desk::of(school), mail().to(&["head@oakfeild.sch.uk"]).build()), None, "{school}");
        }
    }

    #[test]
    fn a_reply_to_all_asks_about_people_outside_beside_the_one_who_is_answered() {
        let reply = |mode, to: &[&str], cc: &[&str]| {
            let mut reply = mail().to(to).cc(cc).build();
            reply.mode = mode;
            reply
        };
        let all = reply(ComposeMode::ReplyAll, &["head@oakfield.sch.uk"], &["a@example.com", "b@example.org"]);
        let finding = found(&desk(), all.clone());
        assert_eq!(finding.seen.params.get("count").map(String::as_str), Some("2"));
        assert_eq!(finding.presentation, Presentation::Note, "a question, one step down");
        assert_eq!(seen(&desk(), reply(ComposeMode::ReplyAll, &["a@example.com"], &["head@oakfield.sch.uk"])), None);
        assert_eq!(seen(&desk(), reply(ComposeMode::Reply, &["a@example.com"], &[])), None);
        assert_eq!(seen(&desk(), reply(ComposeMode::ReplyAll, &["head@oakfield.sch.uk"], &["a@county.gov.uk"])), None);
        let mut answered = desk();
        answered.press(&finding, "right");
        assert_eq!(seen(&answered, all.clone()), None);
        let mut elsewhere = all;
        elsewhere.thread = Some("another".to_owned());
        assert_eq!(seen(&answered, elsewhere).as_deref(), Some("reply"));
    }

    fn greeting(text: &str, to: &[(&str, &str)]) -> Option<String> {
        let addresses: Vec<&str> = to.iter().map(|(address, _)| *address).collect();
        let mut mail = mail().to(&addresses).text(text).build();
        for (recipient, (_, name)) in mail.to.iter_mut().zip(to) {
            recipient.name = (!name.is_empty()).then(|| (*name).to_owned());
        }
        seen(&desk(), mail)
    }

    #[test]
    fn a_greeting_that_names_nobody_is_asked_about() {
        let liz = [("e.green@example.com", "Elizabeth Green")];
        for text in
            ["Hi Tom,\nabout Friday", "Dear Tom\n\nabout", "Good morning Tom, it is", "Hello Tom Brown,", "HI TOM!"]
        {
            assert_eq!(greeting(text, &liz).as_deref(), Some("greeting"), "{text}");
        }
        let spelled = [("elizabeth.green@example.com", "")];
        assert_eq!(greeting("Hi Tom,", &spelled).as_deref(), Some("greeting"));
        let two = [("e.green@oakfield.sch.uk", "Elizabeth Green"), ("b.rowe@oakfield.sch.uk", "Rowe, Beatrice")];
        assert_eq!(greeting("Hi Tom,", &two).as_deref(), Some("greeting"));
        assert_eq!(greeting("Hi Bea,", &two), None);
    }

    #[test]
    fn titles_nicknames_groups_and_what_is_unfinished_are_no_slip() {
        let liz = [("e.green@example.com", "Elizabeth Green")];
        for text in [
            "Hi Liz,",
            "Hi Beth,",
            "Dear Elizabeth,",
            "Dear Mrs Green,",
            "Dear Mr Brown,",
            "Dear Green,",
            "Hi Smudge,",
            "Dear all,",
            "Hi Tom and Liz,",
            "Dear parents,",
            "Hello there,",
            "Hi both,",
            "Hi Tom",
            "Hi Tom thanks for this.",
            "Tom,",
            "About Tom, he said",
            "Hi Tom's mum,",
            "Dear Tom Green,",
            "Hi Art department,",
            "",
            "Hi,",
        ] {
            assert_eq!(greeting(text, &liz), None, "{text}");
        }
        for to in [
            ("office@example.com", "School Office"),
            ("sunshine77@example.com", ""),
            ("t.green@example.com", ""),
            ("green@example.com", "Green"),
            ("x@example.com", "tom.green@example.com"),
            ("tgreen@example.com", "Thomas Green"),
        ] {
            assert_eq!(greeting("Hi Tom,", &[to]), None, "{to:?}");
        }
        let one_unknown = [("e.green@example.com", "Elizabeth Green"), ("sunshine77@example.com", "")];
        assert_eq!(greeting("Hi Tom,", &one_unknown), None);
    }

    #[test]
    fn a_greeting_that_was_meant_is_settled_for_the_thread() {
        let mut desk = desk();
        let to_liz = mail().to(&["elizabeth.green@example.com"]).text("Hi Tom,\nabout Friday").build();
        let finding = found(&desk, to_liz.clone());
        assert_eq!((finding.severity, finding.presentation), (Severity::Required, Presentation::Note));
        assert!(finding.remedies.iter().all(|remedy| remedy.action != Action::RemoveRecipients));
        assert!(!format!("{finding:?}").to_lowercase().contains("tom"), "the words are nowhere in it");
        desk.press(&finding, "right");
        assert_eq!(seen(&desk, to_liz), None);
    }

    #[test]
    fn two_people_with_one_first_name_on_both_sides() {
        let two = |a: &str, b: &str| mail().to(&[a, b]).build();
        assert_eq!(seen(&desk(), two("sam.oak@oakfield.sch.uk", "sam.yew@example.com")).as_deref(), Some("first"));
        let mut named = two("so@oakfield.sch.uk", "sy@example.com");
        for (recipient, name) in named.to.iter_mut().zip(["Oak, Sam", "Mr Sam Yew"]) {
            recipient.name = Some(name.to_owned());
        }
        assert_eq!(seen(&desk(), named).as_deref(), Some("first"));
        // One person's two addresses, two colleagues, two parents.
        assert_eq!(seen(&desk(), two("sam.oak@oakfield.sch.uk", "sam.oak@example.com")), None);
        assert_eq!(seen(&desk(), two("sam.oak@oakfield.sch.uk", "sam.yew@oakfield.sch.uk")), None);
        assert_eq!(seen(&desk(), two("sam.oak@example.com", "sam.yew@example.com")), None);
    }

    #[test]
    fn one_outsider_among_colleagues_in_a_new_message() {
        let with = |to: &[&str]| mail().to(to).build();
        let colleagues = ["a@oakfield.sch.uk", "b@oakfield.sch.uk", "c@oakfield.sch.uk"];
        let mut four = colleagues.to_vec();
        four.push("k@example.com");
        assert_eq!(seen(&desk(), with(&four)).as_deref(), Some("outsider"));
        assert_eq!(seen(&desk(), with(&colleagues)), None);
        assert_eq!(seen(&desk(), with(&["a@oakfield.sch.uk", "k@example.com"])), None, "merely new");
        let listed = desk().people(&["parent,current,Kim,Oak,k@example.com"]);
        assert_eq!(seen(&listed, with(&four)), None, "somebody of the school's list");
        let mut reply = with(&four);
        reply.mode = ComposeMode::Reply;
        assert_eq!(seen(&desk(), reply), None);
        let off = Desk::with("st-marylebone", &[("rules", r#"{"email-recipient-check":{"outsider":false}}"#)]);
        assert_eq!(seen(&off, with(&four)), None);
    }

    #[test]
    fn g10_protected_mail_is_never_questioned() {
        assert_eq!(seen(&desk(), mail().to(&["head@oakfeild.sch.uk"]).cc(&["rep@neu.org.uk"]).build()), None);
    }

    #[test]
    fn g14_another_account_is_not_this_schools_to_judge() {
        let mut other = mail().to(&["head@oakfeild.sch.uk"]).build();
        other.account = Some("me@example.com".to_owned());
        assert_eq!(seen(&desk(), other), None);
    }

    #[test]
    fn an_address_that_is_right_stays_right_in_every_message() {
        let mut desk = desk();
        let finding = found(&desk, mail().to(&["head@oakfeild.sch.uk"]).build());
        desk.press(&finding, "right");
        let mut other = mail().to(&["head@oakfeild.sch.uk"]).build();
        other.thread = Some("another".to_owned());
        assert_eq!(seen(&desk, other), None);
    }

    #[test]
    fn g5_no_name_and_no_address_of_a_person_is_in_the_words() {
        let finding = found(&desk(), mail().to(&["head@oakfeild.sch.uk"]).build());
        assert!(finding.seen.params.values().chain(finding.advice.params.values()).all(|value| !value.contains('@')));
    }
}
