//! Rule `email-bulk-unnecessary`; its documentation is [`DOC`].

use super::contact_professional_boundaries::{NEVER, plain, says};
use super::mail::{self, Person, Question, Side};
use super::options::{OptionDoc, Options, cites, documented_keys, documented_options};
use super::{Case, Counted, Entry, Outcome, Rule};
use crate::catalogue::documented;
use crate::engine::Account;
use crate::finding::{Certainty, Message};
use crate::observation::{ComposeMail, Kind};
use crate::policy::Clause;

/// The rule's documentation.
const DOC: &str = r#"
## What it does

Looks at a message being written from a school account, as each document has it.

- To everybody: to an address that the school has listed as its all-staff address, or to more colleagues than the school's own
  limit. It asks whether a smaller group would do. "No smaller group fits" is silence for the thread.
- Again: the same words to many people (20, or an all-staff address) for the third time in a week. "It is part of my work" is
  silence for these words.
- Chain letters: words such as "send this to ten friends" or "don't break the chain" in what the person has typed. "It is for
  teaching" is silence for the thread.

## Why

St Marylebone's document advises to write to single people and particular groups rather than to
everybody (4.2). Droitwich's forbids repeated mail to many, save in the course of one's duties (4.1). Beaudesert Park's
forbids chain letters.

## What it cannot know

Whether everybody needs it: a fire drill does. For that it needs the school's addresses or limit, and has no
opinion without them. Whether a message that left the page was sent, saved or thrown away: it counts each as written, once a
draft where the site gives it an id. For the count it keeps a keyed hash of the words and a number for seven days, of messages to many in
school mail alone. "Forward this to everyone" is said of rotas every day: without "you know" or a number of friends it is no chain
letter; nor are words in quotation marks, or a text that speaks of chain letters, hoaxes or online safety.

## Example that warns

```json
{"kind":"composeMail","surface":{"site":"roundcube","name":"compose","n":1},"account":"teacher@oakfield.sch.uk",
 "to":[{"ref":"to/1","address":"all-staff@oakfield.sch.uk"}]}
```

## Example that does not

```json
{"kind":"composeMail","surface":{"site":"roundcube","name":"compose","n":1},"account":"teacher@oakfield.sch.uk",
 "to":[{"ref":"to/1","address":"maths.team@oakfield.sch.uk"}]}
```
"#;

pub(super) const ENTRY: Entry = Entry {
    id: "email-bulk-unnecessary",
    doc: documented(DOC),
    kinds: &[Kind::ComposeMail],
    options: &documented_options([
        cites("everybody", "Clauses that advise smaller groups."),
        cites("repeated", "Clauses that forbid the same message to many again and again."),
        cites("chain", "Clauses that forbid chain letters."),
        OptionDoc {
            name: "many",
            takes: "a number",
            description: "Fewest people who are many, where a message is repeated. Unset: 20.",
            configurable: true,
        },
        OptionDoc {
            name: "allStaff",
            takes: "addresses",
            description: "Addresses that reach everybody. Unset: none is known.",
            configurable: true,
        },
        OptionDoc {
            name: "limit",
            takes: "a number",
            description: "Most colleagues whom a message may go to without a question. Unset: no limit.",
            configurable: true,
        },
    ]),
    messages: documented_keys(&[
        "email_bulk_unnecessary_seen_everybody",
        "email_bulk_unnecessary_seen_many",
        "email_bulk_unnecessary_advice",
        "email_bulk_unnecessary_answer_none",
        "email_bulk_unnecessary_seen_again",
        "email_bulk_unnecessary_advice_again",
        "email_bulk_unnecessary_answer_duty",
        "email_bulk_unnecessary_seen_chain",
        "email_bulk_unnecessary_advice_chain",
        "email_bulk_unnecessary_answer_teaching",
        "unchecked_account",
        "unchecked_other_account",
    ]),
    compile,
};

#[derive(Debug)]
struct BulkUnnecessary {
    everybody: Vec<Clause>,
    repeated: Vec<Clause>,
    chain: Vec<Clause>,
    all_staff: Vec<String>,
    limit: Option<usize>,
    many: usize,
}

/// Fewest people who are many.
const MANY: usize = 20;
/// How often the same may go to many before it is asked about.
const TIMES: u32 = 2;
/// In how many days.
const DAYS: i64 = 7;
/// Shorter texts are the same by chance.
const SHORTEST: usize = 20;

fn compile(options: &mut Options<'_>) -> Option<Box<dyn Rule>> {
    let rule = BulkUnnecessary {
        everybody: options.clauses("everybody"),
        repeated: options.clauses("repeated"),
        chain: options.clauses("chain"),
        many: options.number("many").unwrap_or(MANY),
        all_staff: options.texts("allStaff"),
        limit: options.number("limit"),
    };
    let any = [&rule.everybody, &rule.repeated, &rule.chain].iter().any(|clauses| !clauses.is_empty());
    any.then(|| Box::new(rule) as Box<dyn Rule>)
}

impl Rule for BulkUnnecessary {
    fn wants_text(&self) -> bool {
        !self.repeated.is_empty() || !self.chain.is_empty()
    }

    fn counts(&self, case: &Case<'_>) -> Option<Counted> {
        let mail = mail::message(case)?;
        let target = self.same(case, mail)?;
        let once = format!("{target} {}", mail::thread(mail));
        Some(Counted { target, once, days: DAYS, keep: true })
    }

    fn check(&self, case: &Case<'_>) -> Outcome {
        let Some(mail) = mail::message(case) else { return Outcome::Nothing };
        if mail::any_protected(case) {
            return Outcome::Nothing;
        }
        if let Some(outcome) = self.is_chain(case, mail).or_else(|| self.is_again(case, mail)) {
            return outcome;
        }
        if self.everybody.is_empty() {
            return Outcome::Nothing;
        }
        let inside = mail::people_of(case, Side::School);
        let everybody: Vec<&Person<'_>> =
            inside.iter().filter(|person| self.all_staff.contains(&person.address)).copied().collect();
        let (seen, who) = if !everybody.is_empty() {
            (Message::new("email_bulk_unnecessary_seen_everybody"), everybody)
        } else if self.limit.is_some_and(|limit| inside.len() > limit) {
            (Message::new("email_bulk_unnecessary_seen_many").count(inside.len()), inside)
        } else {
            return Outcome::Nothing;
        };
        if let Err(other) = mail::school_mail(case) {
            return other;
        }
        Question {
            clauses: &self.everybody,
            certainty: Certainty::Certain,
            seen,
            advice: Message::new("email_bulk_unnecessary_advice"),
            refs: mail::refs(&who),
            fixes: Vec::new(),
            answers: &[("no-smaller-group", "email_bulk_unnecessary_answer_none")],
            lasting: None,
            targets: mail::targets(case, mail, &who, mail::thread(mail)),
        }
        .ask(case)
    }
}

impl BulkUnnecessary {
    /// What makes a message to many the same as another: a keyed hash of its words.
    fn same(&self, case: &Case<'_>, mail: &ComposeMail) -> Option<String> {
        if self.repeated.is_empty() || case.account != Account::School || mail.text_cut {
            return None;
        }
        let people = mail::people(case);
        if people.len() < self.many && !people.iter().any(|person| self.all_staff.contains(&person.address)) {
            return None;
        }
        let words = plain(mail::own_text(case, mail)?);
        (words.len() >= SHORTEST).then(|| format!("words {}", case.memory.fingerprint(&words)))
    }

    fn is_again(&self, case: &Case<'_>, mail: &ComposeMail) -> Option<Outcome> {
        let same = self.same(case, mail)?;
        let times: u32 = case.recall(&same)?.parse().ok()?;
        // It is the same one while it is open.
        if times < TIMES || case.recall(&format!("{same} {}", mail::thread(mail))).is_some() {
            return None;
        }
        let question = Question {
            clauses: &self.repeated,
            certainty: Certainty::Weak,
            seen: Message::new("email_bulk_unnecessary_seen_again").with("times", times),
            advice: Message::new("email_bulk_unnecessary_advice_again"),
            refs: mail::refs(&mail::people(case).iter().collect::<Vec<_>>()),
            fixes: Vec::new(),
            answers: &[("duty", "email_bulk_unnecessary_answer_duty")],
            lasting: None,
            targets: mail::targets(case, mail, &[], format!("duty {same}")),
        };
        Some(question.ask(case))
    }

    fn is_chain(&self, case: &Case<'_>, mail: &ComposeMail) -> Option<Outcome> {
        if self.chain.is_empty()
            || mail::people(case).is_empty()
            || !reads_like_a_chain(&plain(mail::own_text(case, mail)?))
        {
            return None;
        }
        let question = Question {
            clauses: &self.chain,
            certainty: Certainty::Likely,
            seen: Message::new("email_bulk_unnecessary_seen_chain"),
            advice: Message::new("email_bulk_unnecessary_advice_chain"),
            refs: Vec::new(),
            fixes: Vec::new(),
            answers: &[("teaching", "email_bulk_unnecessary_answer_teaching")],
            lasting: None,
            targets: mail::targets(case, mail, &[], format!("chain {}", mail::thread(mail))),
        };
        Some(question.ask(case))
    }
}

/// What a chain letter asks for, up to whom it is to go to.
const PASS_ON: &str = "forward this to|forward it to|forward this on to|forward this email to|forward this message to|pass this on to|\
    pass it on to|pass this message on to|pass this email on to|send this to|send it to|send this on to|send it on to|\
    send this email to|send this message to|send this email on to|send this message on to|share this with|share this message with";

/// To whom, where it is no number.
const EVERYONE: &str = "everyone you know|everybody you know|everyone you care about|everyone you love|\
    everyone in your address book|everyone in your contacts|everyone on your list|all your friends|all of your friends|\
    all your contacts|all of your contacts|all your family and friends|all your friends and family";

/// Words that may stand around a number of friends.
const FILLS: [&str; 8] = ["at", "least", "another", "other", "more", "of", "your", "close"];
const NUMBERS: [&str; 11] =
    ["five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "fifteen", "twenty", "thirty"];
const FRIENDS: [&str; 6] = ["people", "friends", "others", "contacts", "mates", "loved"];

const BREAKS: &str =
    "break the chain .|break this chain .|be the one to break the chain|be the one who breaks the chain";
const GOES_ON: &str = "keep the chain going|keep this chain going|keep the chain alive|or you will have bad luck|\
    or you'll have bad luck|or bad luck will|or you will be cursed";

/// A text about chain letters is none.
const ABOUT: &str = "chain letter|chain letters|chain mail|chain email|chain emails|chain message|chain messages|hoax|hoaxes|\
    online safety|e safety|phishing";

fn reads_like_a_chain(words: &str) -> bool {
    if says(words, ABOUT, &[]) {
        return false;
    }
    says(words, BREAKS, &NEVER) || says(words, GOES_ON, &[]) || asks_to_pass_on(words)
}

fn asks_to_pass_on(words: &str) -> bool {
    let (mut last, mut rest) = ("", words);
    while let Some((word, tail)) = rest.split_once(' ') {
        last = if matches!(word, "." | "|") { last } else { word };
        let whom = PASS_ON.split('|').find_map(|phrase| tail.strip_prefix(phrase.trim())?.strip_prefix(' '));
        if whom.is_some_and(|whom| !NEVER.contains(&last) && (is_everyone(whom) || is_some_friends(whom))) {
            return true;
        }
        rest = tail;
    }
    false
}

fn is_everyone(whom: &str) -> bool {
    EVERYONE.split('|').any(|phrase| whom.strip_prefix(phrase.trim()).is_some_and(|tail| tail.starts_with(' ')))
}

/// "Ten friends", "at least 10 people", "5 of your contacts".
fn is_some_friends(whom: &str) -> bool {
    let mut words = whom.split(' ').filter(|word| !FILLS.contains(word));
    let number = words.next().unwrap_or_default();
    let is_many = NUMBERS.contains(&number) || number.parse().is_ok_and(|number: u32| (5..1000).contains(&number));
    is_many && words.next().is_some_and(|word| FRIENDS.contains(&word))
}

#[cfg(test)]
mod tests {
    use super::super::testing::{Desk, SCHOOLS, mail};
    use crate::finding::{Finding, Presentation, Severity};
    use crate::observation::ComposeMail;

    const RULE: &str = "email-bulk-unnecessary";

    const SET: &str = r#"{"email-bulk-unnecessary":{"allStaff":["All-Staff@oakfield.sch.uk"],"limit":3}}"#;

    fn desk() -> Desk {
        Desk::with("st-marylebone", &[("rules", SET)])
    }

    fn found(desk: &Desk, message: ComposeMail) -> Option<Finding> {
        desk.by_rule(message, RULE)
    }

    fn everybody() -> ComposeMail {
        mail().bcc(&["all-staff@oakfield.sch.uk"]).build()
    }

    const CHAIN: &str = "This little poem has been round the world. Send this to ten friends and see what happens!";
    const NOTICE: &str = "The photocopier on the second floor is out of order again.";

    fn many() -> Vec<String> {
        (1..=20).map(|n| format!("colleague{n}@oakfield.sch.uk")).collect()
    }

    fn to_many(thread: &str, text: &str) -> ComposeMail {
        let many = many();
        let many: Vec<&str> = many.iter().map(String::as_str).collect();
        ComposeMail { thread: Some(thread.to_owned()), ..mail().bcc(&many).text(text).build() }
    }

    #[test]
    fn chain_letters_are_one_schools_matter() {
        for school in SCHOOLS {
            let message = || mail().to(&["col@oakfield.sch.uk"]).text(CHAIN).build();
            let said = found(&Desk::of(school), message()).map(|finding| {
                let clauses: Vec<String> = finding.clauses.iter().map(|cited| cited.clause.clone()).collect();
                (finding.severity, finding.presentation, clauses)
            });
            let expected = (school == "beaudesert-park")
                .then(|| (Severity::Prohibited, Presentation::Panel, vec!["network".to_owned()]));
            assert_eq!(said, expected, "{school}");
        }
        let mut desk = Desk::of("beaudesert-park");
        let message = || mail().to(&["col@oakfield.sch.uk"]).text(CHAIN).build();
        let finding = found(&desk, message()).unwrap_or_else(|| unreachable!());
        desk.press(&finding, "teaching");
        assert_eq!(found(&desk, message()), None);
        assert_eq!(found(&desk, mail().to(&["rep@neu.org.uk"]).text(CHAIN).build()), None, "g10");
        let private = ComposeMail { account: Some("me@example.com".to_owned()), ..message() };
        assert_eq!(found(&desk, private), None, "g14");
    }

    #[test]
    fn what_reads_like_a_chain_letter_and_what_does_not() {
        let desk = Desk::of("beaudesert-park");
        let says = |text: &str| found(&desk, mail().to(&["col@oakfield.sch.uk"]).text(text).build()).is_some();
        for text in [
            "Pass this on to at least 10 people.",
            "Please forward this to everyone you know!",
            "Don\u{2019}t break the chain.",
            "Whatever you do, do not break the chain!",
            "Send this email to 5 of your contacts today",
            "Forward this on to all your friends",
            "Keep the chain going.",
            "Send it to seven people or you will have bad luck.",
        ] {
            assert!(says(text), "{text}");
        }
        for text in [
            "Can you forward this to everyone?",
            "Please forward this to everyone in your department.",
            "Pass this on to the ten people in your tutor group.",
            "Pass this on or let me know who should have it.",
            "Could you send this to two people in the office?",
            "Don't forward this to everyone you know.",
            "Washing hands will break the chain of infection.",
            "Year 5 are learning about chain letters: send this to ten friends, they say.",
            "The poem says \u{201c}send this to ten friends\u{201d}.",
            "The bike chain is broken. Good luck!",
            "Send this to 2026 leavers.",
        ] {
            assert!(!says(text), "{text}");
        }
    }

    #[test]
    fn the_same_to_many_is_asked_about_the_third_time_in_a_week() {
        let mut desk = Desk::of("droitwich-spa");
        for thread in ["a", "b"] {
            assert_eq!(found(&desk, to_many(thread, NOTICE)), None, "{thread}");
            assert!(desk.left(to_many(thread, NOTICE)));
        }
        let finding = found(&desk, to_many("c", NOTICE)).unwrap_or_else(|| unreachable!());
        assert_eq!((finding.severity, finding.presentation), (Severity::Prohibited, Presentation::Note));
        assert_eq!(finding.seen.params.get("times").map(String::as_str), Some("2"));
        assert!(!format!("{finding:?}").contains("photocopier"), "no word of it");
        let again = NOTICE.to_uppercase().replace(' ', "\n ");
        assert!(
            found(&desk, to_many("c", &again.to_lowercase().replace('\n', ""))).is_some(),
            "spaces and capitals do not count"
        );
        assert_eq!(found(&desk, to_many("c", "The photocopier on the third floor is out of order again.")), None);
        assert_eq!(found(&desk, mail().to(&["col@oakfield.sch.uk"]).text(NOTICE).build()), None, "to one");
        desk.context.now_ms += 8 * 24 * 60 * 60 * 1000;
        assert_eq!(found(&desk, to_many("c", NOTICE)), None, "a week later");
    }

    #[test]
    fn a_draft_counts_once_and_other_mail_not_at_all() {
        let mut desk = Desk::of("droitwich-spa");
        assert!(desk.left(to_many("a", NOTICE)));
        assert!(!desk.left(to_many("a", NOTICE)), "the same draft");
        let mut few = to_many("b", NOTICE);
        few.bcc.truncate(19);
        let private = ComposeMail { account: Some("me@example.com".to_owned()), ..to_many("c", NOTICE) };
        let cut = ComposeMail { text_cut: true, ..to_many("d", NOTICE) };
        for message in [few, private, cut, to_many("e", "Thanks"), to_many("f", "")] {
            assert!(!desk.left(message));
        }
        for school in SCHOOLS.iter().filter(|school| **school != "droitwich-spa") {
            assert!(!Desk::of(school).left(to_many("a", NOTICE)), "{school}");
        }
    }

    #[test]
    fn part_of_ones_work_is_silence_for_these_words() {
        let mut desk = Desk::of("droitwich-spa");
        for thread in ["a", "b"] {
            desk.left(to_many(thread, NOTICE));
        }
        let finding = found(&desk, to_many("c", NOTICE)).unwrap_or_else(|| unreachable!());
        desk.press(&finding, "duty");
        desk.left(to_many("c", NOTICE));
        assert_eq!(found(&desk, to_many("d", NOTICE)), None);
    }

    #[test]
    fn only_the_school_that_advises_smaller_groups_asks_and_softly() {
        for school in SCHOOLS {
            let desk = if school == "st-marylebone" { desk() } else { Desk::of(school) };
            let said = found(&desk, everybody()).map(|finding| {
                let clauses: Vec<String> = finding.clauses.iter().map(|cited| cited.clause.clone()).collect();
                (finding.severity, finding.presentation, clauses)
            });
            let expected =
                (school == "st-marylebone").then(|| (Severity::Advised, Presentation::Note, vec!["4.2-b".to_owned()]));
            assert_eq!(said, expected, "{school}");
        }
    }

    #[test]
    fn the_schools_own_addresses_and_limit_and_nothing_without_them() {
        let to = |desk: &Desk, to: &[&str]| found(desk, mail().to(to).build()).map(|finding| finding.seen.key);
        assert!(to(&desk(), &["all-staff@oakfield.sch.uk"]).is_some_and(|key| key.ends_with("everybody")));
        let four = ["a@oakfield.sch.uk", "b@oakfield.sch.uk", "c@oakfield.sch.uk", "d@oakfield.sch.uk"];
        assert!(to(&desk(), &four).is_some_and(|key| key.ends_with("many")));
        for people in [&four[..3], &["maths.team@oakfield.sch.uk"]] {
            assert_eq!(to(&desk(), people), None);
        }
        let unset = Desk::of("st-marylebone");
        assert_eq!(to(&unset, &four).or(to(&unset, &["all-staff@oakfield.sch.uk"])), None);
    }

    #[test]
    fn somebody_elses_all_staff_and_families_are_not_everybody() {
        let desk = desk();
        assert_eq!(found(&desk, mail().to(&["all-staff@example.com"]).build()), None);
        assert_eq!(found(&desk, mail().bcc(&["a@example.com", "b@example.org"]).build()), None);
    }

    #[test]
    fn no_smaller_group_holds_for_the_thread() {
        let mut desk = desk();
        let finding = found(&desk, everybody()).unwrap_or_else(|| unreachable!());
        desk.press(&finding, "no-smaller-group");
        assert_eq!(found(&desk, everybody()), None);
        let mut other = everybody();
        other.thread = Some("another".to_owned());
        assert!(found(&desk, other).is_some());
    }

    #[test]
    fn g14_the_office_writes_to_everybody_every_day() {
        assert_eq!(found(&Desk::with("st-marylebone", &[("rules", SET), ("duties", "office")]), everybody()), None);
        assert!(found(&Desk::with("st-marylebone", &[("rules", SET), ("duties", "finance")]), everybody()).is_some());
    }

    #[test]
    fn g10_protected_mail_is_never_questioned() {
        assert_eq!(found(&desk(), mail().to(&["all-staff@oakfield.sch.uk", "rep@neu.org.uk"]).build()), None);
    }
}
