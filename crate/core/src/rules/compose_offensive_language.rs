//! Rule `compose-offensive-language`; its documentation is [`DOC`].

use super::mail::{self, Person};
use super::options::{OptionDoc, Options, documented_keys, documented_options};
use super::{Case, Entry, Outcome, Rule, posts};
use crate::catalogue::documented;
use crate::finding::{Certainty, Message, Remedy, Targets};
use crate::observation::{Kind, PostAudience};
use crate::policy::Clause;
use crate::text::{self, Around, Kind as Seen};

/// The rule's documentation.
const DOC: &str = r#"
## What it does

Looks at the person's own words in a message from a school account: what they have just typed, without
the quoted thread and the signature. Where these hold a strong obscenity, a slur or a plain threat from a list of
words, it says that one is there, of which sort, and asks whether it is a quotation. It does not say which word it is
and keeps no part of the text. Where the document has a clause about it, an obscenity in a post's own words too.

## Why

Four of the five documents forbid offensive or obscene language in something that is sent; Beaudesert Park says so where
it speaks of monitoring, and that any viewpoint may be expressed. Droitwich Spa makes an exception of what somebody's
duties need. St Marylebone's document has no such clause, so the rule is off there.

## What it cannot know

What is meant. A list knows words: not tone, bullying, defamation or extremism, and never an opinion. Words in quotation
marks, and beside words that report (said, called, incident, the word), are not counted, even where they report nothing
("nobody says thank you"); nor is anything that is also a name, a place, a food or what people call themselves. A message in which a protected correspondent takes part is not read.

## Example that warns

```json
{"kind":"composeMail","surface":{"site":"roundcube","name":"compose","n":1},"account":"teacher@oakfield.sch.uk",
 "to":[{"ref":"to/1","address":"cover@oakfield.sch.uk"}],
 "text":"Nobody read the bloody rota and now it is all shit."}
```

## Example that does not

```json
{"kind":"composeMail","surface":{"site":"roundcube","name":"compose","n":1},"account":"teacher@oakfield.sch.uk",
 "to":[{"ref":"to/1","address":"head@oakfield.sch.uk"}],
 "text":"Incident at break: he called her a slag and told the supervisor to piss off. Mr Hancock of Scunthorpe saw it."}
```
"#;

pub(super) const ENTRY: Entry = Entry {
    id: "compose-offensive-language",
    doc: documented(DOC),
    kinds: &[Kind::ComposeMail, Kind::PostAudience],
    options: &documented_options([
        OptionDoc {
            name: "clauses",
            takes: "clause ids",
            description: "Clauses about any offensive or obscene words.",
            configurable: false,
        },
        OptionDoc {
            name: "obscene",
            takes: "clause ids",
            description: "Clauses about obscene words alone.",
            configurable: false,
        },
        OptionDoc {
            name: "slurs",
            takes: "clause ids",
            description: "Clauses about words against a sort of people alone.",
            configurable: false,
        },
        OptionDoc {
            name: "threats",
            takes: "clause ids",
            description: "Clauses about threats alone.",
            configurable: false,
        },
        OptionDoc {
            name: "posts",
            takes: "clause ids",
            description: "Clauses about obscene words in a post. Unset: posts are not looked at.",
            configurable: false,
        },
        OptionDoc {
            name: "duties",
            takes: "true or false",
            description: "Whether the document makes an exception of what somebody's duties need.",
            configurable: false,
        },
    ]),
    messages: documented_keys(&[
        "compose_offensive_language_seen_obscene",
        "compose_offensive_language_seen_slur",
        "compose_offensive_language_seen_threat",
        "compose_offensive_language_advice",
        "compose_offensive_language_answer_quoting",
        "compose_offensive_language_answer_duty",
    ]),
    compile,
};

struct OffensiveLanguage {
    clauses: Vec<Clause>,
    obscene: Vec<Clause>,
    slurs: Vec<Clause>,
    threats: Vec<Clause>,
    posts: Vec<Clause>,
    duties: bool,
}

fn compile(options: &mut Options<'_>) -> Option<Box<dyn Rule>> {
    let rule = OffensiveLanguage {
        clauses: options.clauses("clauses"),
        obscene: options.clauses("obscene"),
        slurs: options.clauses("slurs"),
        threats: options.clauses("threats"),
        posts: options.clauses("posts"),
        duties: options.switch("duties", false),
    };
    (!rule.clauses.is_empty()).then(|| Box::new(rule) as Box<dyn Rule>)
}

impl Rule for OffensiveLanguage {
    fn wants_text(&self) -> bool {
        true
    }

    fn wants_post(&self, _post: &PostAudience) -> bool {
        self.wants_kind(Kind::PostAudience)
    }

    fn wants_kind(&self, kind: Kind) -> bool {
        kind != Kind::PostAudience || !self.posts.is_empty()
    }

    fn check(&self, case: &Case<'_>) -> Outcome {
        if let Some(post) = posts::of(case) {
            return self.judge_post(case, post);
        }
        let Some(mail) = mail::message(case) else { return Outcome::Nothing };
        let Some(text) = mail::own_text(case, mail) else { return Outcome::Nothing };
        let people = mail::people(case);
        if people.is_empty() {
            return Outcome::Nothing;
        }
        let found = text::scan(text, &Around::default());
        let all: usize = found.counts().filter(|(kind, _)| kind.is_offensive()).map(|(_, count)| count).sum();
        let (obscene, threats) = (found.count(Seen::OffensiveObscene), found.count(Seen::OffensiveThreat));
        // The gravest is said; a person who looks for it finds the others.
        let (seen, more) = if threats > 0 {
            ("compose_offensive_language_seen_threat", &self.threats)
        } else if all > obscene {
            ("compose_offensive_language_seen_slur", &self.slurs)
        } else if obscene > 0 {
            ("compose_offensive_language_seen_obscene", &self.obscene)
        } else {
            return Outcome::Nothing;
        };
        let everybody: Vec<&Person<'_>> = people.iter().collect();
        let thread = mail.thread.as_deref().unwrap_or("");
        let targets = mail::targets(case, mail, &everybody, format!("language {thread}"));
        if case.recall(&targets.answer).is_some() {
            return Outcome::Nothing;
        }
        let mut clauses = self.clauses.clone();
        clauses.extend(more.iter().cloned());
        self.ask(case, &clauses, seen, mail::refs(&everybody), all, targets)
    }
}

impl OffensiveLanguage {
    /// The clauses about posts speak of obscene words; defamation and views are not for a list to judge.
    fn judge_post(&self, case: &Case<'_>, post: &PostAudience) -> Outcome {
        let Some(text) = post.text.as_deref().filter(|_| !self.posts.is_empty()) else { return Outcome::Nothing };
        let obscene = text::scan(text, &Around::default()).count(Seen::OffensiveObscene);
        let targets = posts::targets(case, "language").filter(|_| obscene > 0);
        let Some(targets) = targets else { return Outcome::Nothing };
        let seen = "compose_offensive_language_seen_obscene";
        self.ask(case, &self.posts, seen, vec!["text".to_owned()], obscene, targets)
    }

    fn ask(
        &self,
        case: &Case<'_>,
        clauses: &[Clause],
        seen: &str,
        refs: Vec<String>,
        count: usize,
        targets: Targets,
    ) -> Outcome {
        let advice = Message::new("compose_offensive_language_advice");
        let mut draft = case
            .finding(clauses, Certainty::Weak, Message::new(seen), advice)
            .evidence(refs)
            .count(count)
            .remedy(Remedy::answer("quoting", Message::new("compose_offensive_language_answer_quoting")));
        if self.duties {
            draft = draft.remedy(Remedy::answer("duty", Message::new("compose_offensive_language_answer_duty")));
        }
        draft.done(targets)
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{Desk, SCHOOLS, mail, wrote};
    use crate::finding::{Finding, Presentation, Severity};
    use crate::observation::ComposeMail;

    const RULE: &str = "compose-offensive-language";
    const OBSCENE: &str = "What a load of shit this rota is.";
    const SLUR: &str = "Those retards broke it again.";
    const THREAT: &str = "I know where you live.";

    fn saying(text: &str) -> ComposeMail {
        mail().to(&["cover@oakfield.sch.uk"]).text(text).build()
    }

    fn found(desk: &Desk, message: ComposeMail) -> Option<Finding> {
        desk.by_rule(message, RULE)
    }

    #[test]
    fn each_school_asks_what_its_document_says() {
        for (school, obscene, slur, threat) in [
            ("st-marylebone", vec![], vec![], vec![]),
            ("educating-for-life", vec!["para-5-b"], vec!["para-5-b"], vec!["para-5-b"]),
            ("tudhoe", vec!["unacceptable-15"], vec!["unacceptable-15"], vec!["unacceptable-15"]),
            (
                "droitwich-spa",
                vec!["4.1-bullet-1-b", "4.1-bullet-6"],
                vec!["4.1-bullet-1-b", "4.1-bullet-7"],
                vec!["4.1-bullet-1-b", "4.1-bullet-8"],
            ),
            (
                "beaudesert-park",
                vec!["intellectual-freedom"],
                vec!["intellectual-freedom"],
                vec!["intellectual-freedom"],
            ),
        ] {
            for (text, clauses, sort) in
                [(OBSCENE, obscene, "obscene"), (SLUR, slur, "slur"), (THREAT, threat, "threat")]
            {
                let finding = found(&Desk::of(school), saying(text));
                assert_eq!(finding.is_some(), !clauses.is_empty(), "{school} {sort}");
                let Some(finding) = finding else { continue };
                assert_eq!(finding.clauses.iter().map(|c| c.clause.as_str()).collect::<Vec<_>>(), clauses, "{school}");
                assert!(finding.seen.key.ends_with(sort), "{school} {sort}: {}", finding.seen.key);
                assert_eq!((finding.severity, finding.presentation), (Severity::Prohibited, Presentation::Note));
                let buttons: Vec<_> = finding.remedies.iter().map(|r| r.id.as_str()).collect();
                let duty = school == "droitwich-spa";
                assert_eq!(buttons, if duty { vec!["quoting", "duty", "not-now"] } else { vec!["quoting", "not-now"] });
                assert!(!finding.ask_first, "{school}");
            }
        }
    }

    #[test]
    fn a_post_is_looked_at_for_obscene_words_where_the_document_speaks_of_them() {
        for school in SCHOOLS {
            let mut desk = Desk::of(school);
            let asks = school == "droitwich-spa";
            assert!(desk.by_rule(wrote("facebook", SLUR), RULE).is_none(), "{school}: not in this clause");
            assert!(desk.by_rule(wrote("facebook", "Off to Scunthorpe"), RULE).is_none(), "{school}");
            let finding = desk.by_rule(wrote("facebook", OBSCENE), RULE);
            assert_eq!(finding.is_some(), asks, "{school}");
            let Some(finding) = finding else { continue };
            assert_eq!(finding.clauses.iter().map(|c| c.clause.as_str()).collect::<Vec<_>>(), ["5.2-must-not-3"]);
            assert_eq!((finding.severity, finding.presentation), (Severity::Prohibited, Presentation::Note));
            desk.press(&finding, "quoting");
            assert!(desk.by_rule(wrote("facebook", OBSCENE), RULE).is_none(), "answered");
        }
    }

    #[test]
    fn reports_quotations_names_and_opinions_are_silent() {
        for school in SCHOOLS {
            for text in [
                "He called her a slut at break, see the incident log.",
                "The pupil wrote \"this is shit\" on the wall.",
                "Mr Hancock and Mrs Dick drive to Scunthorpe, Middlesex.",
                "The dyke at the weir, faggots and peas, the gay rights assembly.",
                "I think the new policy is a mistake and the union is right.",
                "We read Of Mice and Men; the word nigger is in the set text.",
                "",
            ] {
                assert!(found(&Desk::of(school), saying(text)).is_none(), "{school}: {text}");
            }
        }
    }

    #[test]
    fn an_answer_holds_for_the_message_and_no_other() {
        for answer in ["quoting", "duty"] {
            let mut desk = Desk::of("droitwich-spa");
            let finding = found(&desk, saying(OBSCENE)).unwrap();
            desk.press(&finding, answer);
            assert!(found(&desk, saying(SLUR)).is_none());
            let mut other = saying(OBSCENE);
            other.thread = Some("another".to_owned());
            assert!(found(&desk, other).is_some());
        }
    }

    #[test]
    fn g10_and_g14_protected_mail_and_other_accounts_are_not_read() {
        let desk = Desk::of("tudhoe");
        let union = mail().to(&["rep@neu.org.uk"]).text(OBSCENE).build();
        assert!(!desk.reads(union.clone()).text && found(&desk, union).is_none());
        let mut private = saying(OBSCENE);
        private.account = Some("me@example.com".to_owned());
        assert!(!desk.reads(private.clone()).text && found(&desk, private).is_none());
    }

    #[test]
    fn no_word_of_the_text_is_in_the_finding() {
        let said = format!("{:?}", Desk::of("tudhoe").all(saying(OBSCENE)));
        assert!(!said.contains("shit") && !said.contains("rota"), "{said}");
    }
}
