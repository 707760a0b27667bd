//! Rule `contact-professional-boundaries`; its documentation is [`DOC`].

use super::mail::{self, Person, Question};
use super::options::{FAMILY, Options, cites, documented_keys, documented_options};
use super::{Case, Entry, Outcome, Rule};
use crate::catalogue::documented;
use crate::finding::{Certainty, Message};
use crate::observation::{ComposeMail, Kind};
use crate::policy::Clause;
use crate::roster::{Match, Role};

/// Fewer than this are written to as single people, not as a class or a team.
const GROUP: usize = 3;

/// The rule's documentation.
const DOC: &str = r#"
## What it does

Looks at the person's own words in a message from a school account to an address that the school lists as a pupil's,
and where the document says so as a parent's. Kisses (two or more), pet names, words of love and words that ask for
secrecy bring a question: could this be read in another way? It asks and never says so. "It is my family" is
silence for these people, "The words are fine here" for the thread.

## Why

Words that a colleague would not think twice about can be read as favouritism or as grooming, and a message keeps. St
Marylebone asks for clear and professional boundaries with students and advises the same for parents; the 2016 document and
Beaudesert Park ask that what is sent to pupils fits the professional role. The other two do not name it.

## What it cannot know

What is meant. The hour, plain emoji, a single x and words in quotation marks say nothing. Where a message goes to three
or more pupils, warm words are praise for a group: only secrecy is asked about. Which addresses are pupils' the
school's list says; without a list it has no opinion. Messages to colleagues are covered by the 2016 document and
are not looked at.

## Example that warns

```json
{"kind":"composeMail","surface":{"site":"roundcube","name":"compose","n":1},"account":"teacher@oakfield.sch.uk",
 "to":[{"ref":"to/1","address":"sam@oakfield.sch.uk"}],
 "text":"You can have the extra ticket, but don't tell anyone."}
```

## Example that does not

```json
{"kind":"composeMail","surface":{"site":"roundcube","name":"compose","n":1},"account":"teacher@oakfield.sch.uk",
 "to":[{"ref":"to/1","address":"sam@oakfield.sch.uk"}],
 "text":"Don't tell anyone your password. Well done on Friday x"}
```
"#;

pub(super) const ENTRY: Entry = Entry {
    id: "contact-professional-boundaries",
    doc: documented(DOC),
    kinds: &[Kind::ComposeMail],
    options: &documented_options([
        cites("pupils", "Clauses about messages to pupils."),
        cites("parents", "Clauses about messages to parents. Unset: not looked at."),
        FAMILY,
    ]),
    messages: documented_keys(&[
        "contact_professional_boundaries_seen_close",
        "contact_professional_boundaries_seen_secret",
        "contact_professional_boundaries_advice",
        "contact_professional_boundaries_answer_fine",
        "contact_school_channel_answer_family",
    ]),
    compile,
};

struct Boundaries {
    pupils: Vec<Clause>,
    parents: Vec<Clause>,
    family: bool,
}

fn compile(options: &mut Options<'_>) -> Option<Box<dyn Rule>> {
    let rule = Boundaries {
        pupils: options.clauses("pupils"),
        parents: options.clauses("parents"),
        family: options.switch("family", true),
    };
    (!rule.pupils.is_empty()).then(|| Box::new(rule) as Box<dyn Rule>)
}

impl Rule for Boundaries {
    fn wants_text(&self) -> bool {
        true
    }

    fn check(&self, case: &Case<'_>) -> Outcome {
        let Some(mail) = mail::message(case) else { return Outcome::Nothing };
        let Some(text) = mail::own_text(case, mail) else { return Outcome::Nothing };
        let people = mail::people(case);
        for (role, clauses) in [(Role::Pupil, &self.pupils), (Role::Parent, &self.parents)] {
            let of_role = |found: &Match| found.role == role && mail::is_pupil_or_parent(found);
            let who: Vec<&Person<'_>> =
                people.iter().filter(|person| mail::listed(case, person).iter().any(of_role)).collect();
            if !who.is_empty() && !clauses.is_empty() {
                return self.judge(case, mail, clauses, &who, &plain(text));
            }
        }
        Outcome::Nothing
    }
}

impl Boundaries {
    fn judge(
        &self,
        case: &Case<'_>,
        mail: &ComposeMail,
        clauses: &[Clause],
        who: &[&Person<'_>],
        words: &str,
    ) -> Outcome {
        let seen = if asks_for_secrecy(words) {
            "contact_professional_boundaries_seen_secret"
        } else if who.len() < GROUP && is_close(words) {
            "contact_professional_boundaries_seen_close"
        } else {
            return Outcome::Nothing;
        };
        let family = ("family", "contact_school_channel_answer_family", format!("people{}", mail::list(who)));
        Question {
            clauses,
            certainty: Certainty::Weak,
            seen: Message::new(seen),
            advice: Message::new("contact_professional_boundaries_advice"),
            refs: mail::refs(who),
            fixes: Vec::new(),
            answers: &[("fine", "contact_professional_boundaries_answer_fine")],
            lasting: self.family.then_some(family),
            targets: mail::targets(case, mail, who, mail::thread(mail)),
        }
        .ask(case)
    }
}

/// Small letters, one space between words, ` . ` where a sentence or a part of it ends, and
/// ` . | ` where a line does. What stands in quotation marks is somebody else's, and left out.
pub(super) fn plain(text: &str) -> String {
    let mut words = String::from(" . ");
    let mut quoted = false;
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '\n' => {
                quoted = false;
                end(&mut words);
                words.push_str("| ");
            }
            '“' => quoted = true,
            '"' | '”' => quoted = letter == '"' && !quoted,
            _ => {}
        }
        // "xx/xx/26" and "7.30" are one word each.
        let joins = matches!(letter, '.' | '/' | ':') && letters.peek().is_some_and(|next| next.is_alphanumeric());
        match letter {
            _ if quoted || letter == '\n' => {}
            // Chapter XX is no kiss.
            'X' => words.push('×'),
            '’' => words.push('\''),
            '\'' => words.push(letter),
            _ if joins || letter.is_alphanumeric() => words.push(letter.to_ascii_lowercase()),
            ' ' | '\t' | '\u{a0}' => space(&mut words),
            _ => end(&mut words),
        }
    }
    end(&mut words);
    words
}

fn end(words: &mut String) {
    space(words);
    if !words.ends_with(". ") {
        words.push_str(". ");
    }
}

fn space(words: &mut String) {
    if !words.ends_with(' ') {
        words.push(' ');
    }
}

/// Whether one of these phrases, with `|` between them, stands in plain words, and after which
/// words if not any.
pub(super) fn says(words: &str, phrases: &str, after: &[&str]) -> bool {
    let (mut last, mut rest) = ("", words);
    while let Some((word, tail)) = rest.split_once(' ') {
        if !matches!(word, "." | "|" | "my") {
            last = word;
        }
        let here = |phrase: &str| tail.strip_prefix(phrase).is_some_and(|tail| tail.starts_with(' '));
        if (after.is_empty() || after.contains(&last)) && phrases.split('|').any(here) {
            return true;
        }
        rest = tail;
    }
    false
}

/// Words of love or of longing, whoever says them to a child at school.
const CLOSE: &str = "my love .|love you .|love you lots|love you loads|love you so much|love you xx|i miss you|missing you .|\
    lots of love .|all my love .|with love .|hugs and kisses|love and kisses|love and hugs|big hug .|big hugs|\
    you look gorgeous|you looked gorgeous|you're gorgeous|you are gorgeous|you look sexy|you looked sexy|\
    can't stop thinking about you|thinking about you .|sweet dreams";

/// Pet names. As words of a text they are surnames, food and films: they count where somebody is
/// spoken to.
const PET_NAMES: &str = "darling .|sweetheart .|sweetie .|babe .|babes .|hun .|hunni .|gorgeous .|cutie .";

/// Those that are nothing else: they count between commas too.
const SURE: &str = ". sweetheart .|. sweetie .|. babes .|. hunni .|. cutie .";

/// The same right after a greeting, whatever follows.
const GREETED: &str = "darling|sweetheart|sweetie|babe|babes|hun|hunni|gorgeous|cutie";
const GREETINGS: [&str; 4] = ["hi", "hiya", "hello", "hey"];

/// What may stand before a pet name.
const SPOKEN_TO: [&str; 13] = [
    "morning",
    "evening",
    "night",
    "goodnight",
    "thanks",
    "you",
    "bye",
    "sorry",
    "ok",
    "okay",
    "yes",
    "done",
    "course",
];

const SECRET: &str = "our secret .|our little secret|just between us|between you and me .|between the two of us|\
    between ourselves|nobody needs to know|no one needs to know|nobody has to know|no one has to know|\
    keep this to yourself|keep it to yourself|keep this secret .|keep it secret .|keep this a secret|keep it a secret|\
    keep this between us|keep it between us|delete our messages|delete our chat";

/// What is asked for after "don't". "Don't tell anyone your password" is good advice.
const TELL: &str = "tell anyone .|tell anyone about this|tell anyone else .|tell anyone we|tell anyone i|tell anyone that|\
    tell anyone but|tell anybody .|tell anybody about this|tell anybody else .|tell your mum|tell your dad|\
    tell your parents|tell your family|tell your friends|tell the others .|tell the other teachers|\
    mention this to anyone|mention it to anyone|mention this to your|show this to anyone|show anyone this|\
    let anyone know|let anyone see this";

pub(super) const NEVER: [&str; 8] = ["don't", "dont", "not", "never", "can't", "cannot", "mustn't", "shouldn't"];

fn asks_for_secrecy(words: &str) -> bool {
    says(words, SECRET, &[]) || says(words, TELL, &NEVER)
}

fn is_close(words: &str) -> bool {
    says(words, CLOSE, &[])
        || says(words, SURE, &[])
        || says(words, PET_NAMES, &SPOKEN_TO)
        || says(words, GREETED, &GREETINGS)
        || words.split('|').any(ends_in_kisses)
}

/// What stands before two letters that are still to be filled in.
const TO_FILL: [&str; 14] =
    ["is", "are", "of", "the", "by", "at", "for", "on", "room", "date", "year", "page", "number", "chapter"];

/// Two or more at the end of a line.
fn ends_in_kisses(line: &str) -> bool {
    let mut back = line.rsplit(' ').filter(|word| !matches!(*word, "" | "."));
    let last = back.next().unwrap_or_default();
    (2..=6).contains(&last.len())
        && last.starts_with('x')
        && last.bytes().all(|letter| matches!(letter, b'x' | b'o'))
        && !back.next().is_some_and(|before| TO_FILL.contains(&before))
}

#[cfg(test)]
mod tests {
    use super::super::testing::{Desk, SCHOOLS, mail};
    use super::{asks_for_secrecy, is_close, plain};
    use crate::finding::{Finding, Presentation, Severity};
    use crate::observation::ComposeMail;

    const RULE: &str = "contact-professional-boundaries";
    const PEOPLE: [&str; 6] = [
        "pupil,current,Sam,Oak,sam@oakfield.sch.uk",
        "pupil,current,Mia,Reed,mia@oakfield.sch.uk",
        "pupil,current,Tom,Vance,tom@oakfield.sch.uk",
        "pupil,former,Lee,Ash,lee@example.com",
        "parent,current,Pat,Oak,pat@example.com",
        "staff,current,Col,League,col@oakfield.sch.uk",
    ];
    const SECRET: &str = "This is our little secret.";
    const CLOSE: &str = "Night sweetheart xx";

    fn desk(school: &str) -> Desk {
        Desk::of(school).people(&PEOPLE)
    }

    fn saying(to: &[&str], text: &str) -> ComposeMail {
        mail().to(to).text(text).build()
    }

    fn found(desk: &Desk, message: ComposeMail) -> Option<Finding> {
        desk.by_rule(message, RULE)
    }

    fn clauses(finding: Option<Finding>) -> Vec<String> {
        finding.map(|f| f.clauses.into_iter().map(|cited| cited.clause).collect()).unwrap_or_default()
    }

    #[test]
    fn each_school_asks_about_whom_its_document_names_and_only_asks() {
        for (school, to_pupil, to_parent) in [
            ("st-marylebone", vec!["4.3.5", "4.3.1"], vec!["4.3.1"]),
            ("educating-for-life", vec!["para-12"], vec![]),
            ("tudhoe", vec![], vec![]),
            ("droitwich-spa", vec![], vec![]),
            ("beaudesert-park", vec!["app-1-pupil-contact"], vec![]),
        ] {
            for text in [SECRET, CLOSE] {
                let pupil = found(&desk(school), saying(&["sam@oakfield.sch.uk"], text));
                if let Some(finding) = &pupil {
                    assert_eq!((finding.severity, finding.presentation), (Severity::Required, Presentation::Note));
                    assert!(!finding.ask_first);
                }
                assert_eq!(clauses(pupil), to_pupil, "{school}, {text}");
                let parent = found(&desk(school), saying(&["pat@example.com"], text));
                if let Some(finding) = &parent {
                    assert_eq!((finding.severity, finding.presentation), (Severity::Advised, Presentation::Mark));
                }
                assert_eq!(clauses(parent), to_parent, "{school}, {text}");
            }
        }
        assert_eq!(SCHOOLS.len(), 5);
    }

    #[test]
    fn words_that_bring_a_question() {
        for text in [
            "See you at practice xx",
            "Good luck tomorrow xxx",
            "Well done!\nxoxo",
            "Thanks darling, that is kind",
            "Hi sweetheart",
            "Night, my love.",
            "Of course hun!",
            "See you tomorrow, sweetheart.",
            "Can't wait. Love you!",
            "I miss you in class",
            "Lots of love,\nMr B",
            "You looked gorgeous at prom",
            "hiya babes cant wait",
            "Chin up my love.",
            "Night my darling",
            "See you tomorrow! xx 😀\nBring boots",
        ] {
            assert!(is_close(&plain(text)), "{text}");
        }
        for text in [
            "Don't tell anyone.",
            "do not tell your mum I said so",
            "Please dont tell anybody about this",
            "You mustn’t tell anyone else!",
            "It's our secret",
            "This stays just between us",
            "Keep it to yourself, please",
            "No one needs to know.",
            "Never mention this to anyone at school",
        ] {
            assert!(asks_for_secrecy(&plain(text)), "{text}");
        }
    }

    #[test]
    fn words_of_ordinary_school_mail_do_not() {
        for text in [
            "Well done x",
            "Solve 3x + 2 = 11 for x.",
            "The date is xx/xx/2026 and the room is xx.yy",
            "Read Chapter XX. Louis XX was never crowned.",
            "We would love you to join the choir",
            "I'd love you all to try",
            "Do not tell anyone your password, and never tell anyone where you live.",
            "Our Secret Santa is on Friday; bring £5",
            "The Secret Garden is our secret weapon",
            "The team: Oak, Reed, Darling.",
            "Grace Darling was a lighthouse keeper's daughter",
            "You need butter, sugar, honey.",
            "Attila the Hun, and the film Babe",
            "He says \"don't tell anyone\" in Act 2. How does “my darling” sound?",
            "The difference between you and me is the form number",
            "Great work today 😀😀🎉",
            "We will miss you at the match on Friday",
            "Give my love of Latin a rest",
            "We found a gorgeous view",
            "Tell anyone who asks",
            "Sent at 23:58",
            "Fill in: H2 + xx -> 2 HCl, where xx is a gas.",
            "If x = 4, what is xx? Write it as x squared.",
            "Room: xx\nThe date is xx\nwe meet on xx",
            "Ma chérie means my darling; learn both",
            "hello there, the babe in the manger",
            "Thank you. Miss Love will collect you.",
            "",
        ] {
            let words = plain(text);
            assert!(!is_close(&words) && !asks_for_secrecy(&words), "{text}: {words}");
        }
    }

    #[test]
    fn others_a_group_and_no_list_are_silent() {
        let desk = desk("st-marylebone");
        for to in ["col@oakfield.sch.uk", "lee@example.com", "someone@example.com"] {
            assert_eq!(found(&desk, saying(&[to], SECRET)), None, "{to}");
        }
        let team = ["sam@oakfield.sch.uk", "mia@oakfield.sch.uk", "tom@oakfield.sch.uk"];
        assert_eq!(found(&desk, saying(&team, "So proud of all of you xx")), None, "praise for a group");
        assert!(found(&desk, saying(&team, SECRET)).is_some());
        assert_eq!(found(&Desk::of("st-marylebone"), saying(&team, SECRET)), None, "no list, no opinion");
        let mut private = saying(&team, SECRET);
        private.account = Some("me@example.com".to_owned());
        assert_eq!(found(&desk, private), None, "g9, g14: other mail is not read");
    }

    #[test]
    fn fine_holds_for_the_thread_and_family_for_the_people() {
        let message = |thread: &str| {
            let mut message = saying(&["sam@oakfield.sch.uk"], CLOSE);
            message.thread = Some(thread.to_owned());
            message
        };
        let mut desk = desk("st-marylebone");
        let finding = found(&desk, message("t1")).unwrap_or_else(|| unreachable!());
        desk.press(&finding, "fine");
        assert_eq!(found(&desk, message("t1")), None);
        let finding = found(&desk, message("t2")).unwrap_or_else(|| unreachable!("another thread is asked about anew"));
        desk.press(&finding, "family");
        assert_eq!(found(&desk, message("t3")), None);
        assert!(found(&desk, saying(&["mia@oakfield.sch.uk"], CLOSE)).is_none(), "t1 was answered");
        let mut other = saying(&["mia@oakfield.sch.uk"], CLOSE);
        other.thread = Some("t4".to_owned());
        assert!(found(&desk, other).is_some(), "another child is not family");
        let off = Desk::with("st-marylebone", &[("rules", r#"{"contact-professional-boundaries":{"family":false}}"#)]);
        let finding = found(&off.people(&PEOPLE), message("t1")).unwrap_or_else(|| unreachable!());
        assert!(finding.remedies.iter().all(|remedy| remedy.id != "family"));
    }

    #[test]
    fn g10_protected_mail_is_not_read() {
        let message = saying(&["sam@oakfield.sch.uk", "help@childline.org.uk"], SECRET);
        assert_eq!(found(&desk("st-marylebone"), message), None);
    }

    #[test]
    fn g16_the_words_tell_neither_who_nor_which() {
        let desk = desk("st-marylebone");
        let of = |to: &str| found(&desk, saying(&[to], SECRET)).map(|finding| (finding.seen, finding.advice));
        assert_eq!(of("sam@oakfield.sch.uk"), of("pat@example.com"));
        assert!(of("sam@oakfield.sch.uk").is_some());
    }
}
