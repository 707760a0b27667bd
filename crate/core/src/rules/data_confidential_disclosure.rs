//! Rule `data-confidential-disclosure`; its documentation is [`DOC`].

use super::mail::{self, Question, Side};
use super::options::{OptionDoc, Options, cites, documented_keys, documented_options};
use super::people::contains_words;
use super::{Case, Entry, Outcome, Rule, posts};
use crate::catalogue::documented;
use crate::finding::{Certainty, Message, Remedy};
use crate::observation::{ComposeMail, Kind, PostAudience};
use crate::policy::Clause;

/// A marking stands in one of the first lines.
const TOP: usize = 3;
/// The longest line that is a heading, in bytes.
const HEADING: usize = 60;

/// The rule's documentation.
const DOC: &str = r#"
## What it does

Looks at a message from a school account that goes to somebody outside. Where the name of an attached file, or a heading
at the top of the person's own words, has one of the markings that the school has listed, it says that this looks
marked, and offers to check with whoever owns the document. "The owner has agreed", "Nothing in it is confidential" and,
where the document has the exception, "Normal part of my job" are silence for the thread. A heading at the top of a post is treated alike where the
document speaks of posts.

## Why

Droitwich Spa forbids to e-mail the school's confidential information, except as a normal part of the job; Tudhoe
forbids sharing confidential information about the school, its pupils or its community, in mail and in posts. St Marylebone's clause
is about social networking alone. The other two do not name it.

## What it cannot know

Whether something without a marking is confidential, and whether a marked document is: a blank form may be marked.
The school lists its markings, and without a list it has no opinion. A marking in the middle of a text or in a footer counts
for nothing. Colleagues, the trust and partners are inside; mail in which a protected correspondent takes part is not read.
Whom Tudhoe's Head Teacher has exempted is not asked: the key `exemptions`.

## Example that warns

```json
{"kind":"composeMail","surface":{"site":"roundcube","name":"compose","n":1},"account":"teacher@oakfield.sch.uk",
 "to":[{"ref":"to/1","address":"someone@example.com"}],
 "attachments":[{"ref":"file/1","name":"Budget_2027_CONFIDENTIAL.pdf"}]}
```

## Example that does not

```json
{"kind":"composeMail","surface":{"site":"roundcube","name":"compose","n":1},"account":"teacher@oakfield.sch.uk",
 "to":[{"ref":"to/1","address":"someone@example.com"}],
 "text":"The menu is below.\n\nKind regards\n\nThis e-mail is confidential and may be privileged.",
 "attachments":[{"ref":"file/1","name":"menu.pdf"}]}
```
"#;

pub(super) const ENTRY: Entry = Entry {
    id: "data-confidential-disclosure",
    doc: documented(DOC),
    kinds: &[Kind::ComposeMail, Kind::PostAudience],
    options: &documented_options([
        cites("clauses", "Clauses that forbid giving confidential information away by e-mail."),
        cites("posts", "Clauses that forbid giving it away in a post. Unset: posts are not looked at."),
        cites("exception", "Clauses that allow it as a normal part of the job: the answer says so."),
        OptionDoc {
            name: "markings",
            takes: "words",
            description: "The school's own markings, such as `Confidential`. Unset: none is known.",
            configurable: true,
        },
    ]),
    messages: documented_keys(&[
        "data_confidential_disclosure_seen_file",
        "data_confidential_disclosure_seen_heading",
        "data_confidential_disclosure_advice",
        "data_confidential_disclosure_answer_agreed",
        "data_confidential_disclosure_answer_plain",
        "data_pupil_personal_outside_answer_part",
        "unchecked_account",
        "unchecked_other_account",
    ]),
    compile,
};

struct Disclosure {
    clauses: Vec<Clause>,
    posts: Vec<Clause>,
    exception: bool,
    markings: Vec<String>,
}

fn compile(options: &mut Options<'_>) -> Option<Box<dyn Rule>> {
    let rule = Disclosure {
        clauses: options.clauses("clauses"),
        posts: options.clauses("posts"),
        exception: !options.clauses("exception").is_empty(),
        markings: options.texts("markings"),
    };
    (!rule.clauses.is_empty() || !rule.posts.is_empty()).then(|| Box::new(rule) as Box<dyn Rule>)
}

impl Rule for Disclosure {
    fn goes_wrong(&self) -> bool {
        true
    }

    fn wants_text(&self) -> bool {
        self.wants_kind(Kind::ComposeMail)
    }

    fn wants_files(&self) -> bool {
        self.wants_text()
    }

    fn wants_post(&self, _post: &PostAudience) -> bool {
        self.wants_kind(Kind::PostAudience)
    }

    fn wants_kind(&self, kind: Kind) -> bool {
        let clauses = if kind == Kind::PostAudience { &self.posts } else { &self.clauses };
        !self.markings.is_empty() && !clauses.is_empty()
    }

    fn check(&self, case: &Case<'_>) -> Outcome {
        if let Some(post) = posts::of(case) {
            return self.judge_post(case, post);
        }
        let Some(mail) = mail::message(case).filter(|_| !self.clauses.is_empty()) else { return Outcome::Nothing };
        let outside = mail::people_of(case, Side::Outside);
        if outside.is_empty() || mail::any_protected(case) {
            return Outcome::Nothing;
        }
        let files = self.marked_files(mail);
        let seen = if !files.is_empty() {
            Message::new("data_confidential_disclosure_seen_file").count(files.len())
        } else if mail::own_text(case, mail).is_some_and(|text| self.has_heading(text)) {
            Message::new("data_confidential_disclosure_seen_heading")
        } else {
            return Outcome::Nothing;
        };
        if let Err(other) = mail::school_mail(case) {
            return other;
        }
        Question {
            clauses: &self.clauses,
            certainty: Certainty::Likely,
            seen,
            advice: Message::new("data_confidential_disclosure_advice"),
            refs: if files.is_empty() { mail::refs(&outside) } else { files },
            fixes: Vec::new(),
            answers: ANSWERS.get(..2 + usize::from(self.exception)).unwrap_or_default(),
            lasting: None,
            targets: mail::targets(case, mail, &outside, mail::thread(mail)),
        }
        .ask(case)
    }
}

const ANSWERS: [(&str, &str); 3] = [
    ("agreed", "data_confidential_disclosure_answer_agreed"),
    ("plain", "data_confidential_disclosure_answer_plain"),
    ("work", "data_pupil_personal_outside_answer_part"),
];

impl Disclosure {
    fn judge_post(&self, case: &Case<'_>, post: &PostAudience) -> Outcome {
        let marked = post.text.as_deref().is_some_and(|text| self.has_heading(text));
        let targets = posts::targets(case, "marked").filter(|_| marked && !self.posts.is_empty());
        let Some(targets) = targets else { return Outcome::Nothing };
        let mut draft = case
            .finding(
                &self.posts,
                Certainty::Likely,
                Message::new("data_confidential_disclosure_seen_heading"),
                Message::new("data_confidential_disclosure_advice"),
            )
            .evidence(vec!["text".to_owned()]);
        for (code, label) in ANSWERS.into_iter().take(2) {
            draft = draft.remedy(Remedy::answer(code, Message::new(label)));
        }
        draft.done(targets)
    }

    fn marked_files(&self, mail: &ComposeMail) -> Vec<String> {
        let mut refs = Vec::new();
        for file in &mail.attachments {
            let name = mail::words_of_name(&file.name);
            if self.markings.iter().any(|marking| contains_words(&name, &mail::words_of_name(marking))) {
                refs.push(file.r#ref.clone());
            }
        }
        refs
    }

    /// A line of its own near the top that is a marking, or the first line where it begins with one
    /// and is no sentence.
    fn has_heading(&self, text: &str) -> bool {
        let lines = text.lines().map(str::trim).filter(|line| !line.is_empty()).take(TOP);
        lines.enumerate().any(|(at, line)| {
            let line = line.to_lowercase();
            let bare = line.trim_matches(|letter: char| !letter.is_alphanumeric());
            let heads = at == 0 && line.len() <= HEADING && !line.ends_with(['.', '?', '!', ',']);
            self.markings.iter().any(|marking| {
                let rest = bare.strip_prefix(marking.as_str());
                rest.is_some_and(|rest| {
                    rest.is_empty() || heads && rest.trim_start().starts_with([':', '-', '–', '—', '(', '/'])
                })
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{Desk, SCHOOLS, mail, wrote};
    use crate::finding::{Certainty, Finding, Presentation, Severity};
    use crate::observation::{Attachment, ComposeMail, Kind};

    const RULE: &str = "data-confidential-disclosure";
    const SET: &str = r#"{"data-confidential-disclosure":{"markings":["Confidential","Official-Sensitive"]}}"#;
    const OUTSIDE: [&str; 1] = ["someone@example.com"];

    fn desk(school: &str) -> Desk {
        let rules = if ["tudhoe", "droitwich-spa", "st-marylebone"].contains(&school) { SET } else { "{}" };
        Desk::with(school, &[("rules", rules), ("partnerDomains", "council.example")])
    }

    fn with(to: &[&str], name: &str) -> ComposeMail {
        let mut message = mail().to(to).build();
        message.attachments =
            vec![Attachment { r#ref: "file/1".to_owned(), name: name.to_owned(), ..Attachment::default() }];
        message
    }

    fn found(desk: &Desk, message: ComposeMail) -> Option<Finding> {
        desk.by_rule(message, RULE)
    }

    #[test]
    fn two_schools_forbid_it_and_one_has_the_exception_of_the_job() {
        for school in SCHOOLS {
            let said = found(&desk(school), with(&OUTSIDE, "Budget CONFIDENTIAL.pdf")).map(|finding| {
                assert_eq!((finding.severity, finding.certainty), (Severity::Prohibited, Certainty::Likely));
                assert_eq!(finding.presentation, Presentation::Panel);
                let answers: Vec<String> = finding.remedies.into_iter().map(|remedy| remedy.id).collect();
                let clauses: Vec<String> = finding.clauses.into_iter().map(|cited| cited.clause).collect();
                (clauses.join(" "), answers.join(" "))
            });
            let expected = match school {
                "tudhoe" => Some(("unacceptable-7", "agreed plain not-now")),
                "droitwich-spa" => Some(("4.1-must-not-6-b", "agreed plain work not-now")),
                _ => None,
            };
            assert_eq!(said, expected.map(|(a, b)| (a.to_owned(), b.to_owned())), "{school}");
        }
    }

    #[test]
    fn a_marked_post_is_seen_where_the_document_speaks_of_posts() {
        for (school, clause) in [
            ("st-marylebone", Some("5.2.3")),
            ("educating-for-life", None),
            ("tudhoe", Some("unacceptable-7")),
            ("droitwich-spa", None),
            ("beaudesert-park", None),
        ] {
            let mut desk = desk(school);
            let finding = desk.by_rule(wrote("facebook", "CONFIDENTIAL\nThe new locks"), RULE);
            let cited = finding.as_ref().map(|finding| finding.clauses[0].clause.as_str());
            assert_eq!(cited, clause, "{school}");
            assert!(desk.by_rule(wrote("facebook", "Is this confidential?"), RULE).is_none(), "{school}");
            let Some(finding) = finding else { continue };
            assert_eq!((finding.severity, finding.presentation), (Severity::Prohibited, Presentation::Panel));
            desk.press(&finding, "plain");
            assert!(desk.by_rule(wrote("facebook", "CONFIDENTIAL\nThe new locks"), RULE).is_none(), "answered");
        }
    }

    #[test]
    fn markings_in_names_of_files_and_at_the_top_of_a_text() {
        let desk = desk("tudhoe");
        for name in
            ["confidential.doc", "2027-confidential-budget.xlsx", "Official_Sensitive list.pdf", "a (Confidential).pdf"]
        {
            assert!(found(&desk, with(&OUTSIDE, name)).is_some(), "{name}");
        }
        for name in ["confidentiality-policy.pdf", "menu.pdf", "official list.pdf", ""] {
            assert!(found(&desk, with(&OUTSIDE, name)).is_none(), "{name}");
        }
        for text in [
            "CONFIDENTIAL\nThe budget for next year",
            "Hi Ann,\n\n*** Official-Sensitive ***\n\nStaffing plan",
            "Confidential: staffing plan 2027",
            "Confidential - governors only\nPart two",
        ] {
            let finding = found(&desk, mail().to(&OUTSIDE).text(text).build());
            assert!(finding.is_some_and(|finding| finding.seen.key.ends_with("heading")), "{text}");
        }
        for text in [
            "Confidential waste is collected on Friday.",
            "Confidential waste bins",
            "Is this confidential? I think the menu is not.",
            "The menu.\n\nAnn\n\nThe office\nOakfield\nCONFIDENTIAL",
            "The menu.\n\nThis e-mail is confidential and may be privileged.",
            "Confidentiality matters",
            "",
        ] {
            assert!(found(&desk, mail().to(&OUTSIDE).text(text).build()).is_none(), "{text}");
        }
    }

    #[test]
    fn without_markings_nothing_is_watched_for_it() {
        for (school, mail, post) in
            [("tudhoe", true, true), ("droitwich-spa", true, false), ("st-marylebone", false, true)]
        {
            for (markings, watched) in [(r#"["Confidential"]"#, true), ("[]", false)] {
                let alone: Vec<String> = super::super::REGISTRY
                    .iter()
                    .map(|entry| match entry.id {
                        RULE => format!(r#""{RULE}":{{"markings":{markings}}}"#),
                        other => format!(r#""{other}":"off""#),
                    })
                    .collect();
                let desk = Desk::with(school, &[("rules", &format!(r#"{{"reminders":"off",{}}}"#, alone.join(",")))]);
                let engine = desk.engine();
                let kinds = engine.kinds();
                for (site, kind, looks) in [("gmail", Kind::ComposeMail, mail), ("facebook", Kind::PostAudience, post)]
                {
                    assert_eq!(engine.watches(site, kind), looks && watched, "{school} {kind:?} {markings}");
                    assert_eq!(kinds.contains(&kind), looks && watched, "{school} {kind:?} {markings}");
                }
            }
        }
    }

    #[test]
    fn colleagues_partners_and_no_list_are_silent() {
        let name = "confidential.doc";
        for to in [["office@oakfield.sch.uk"], ["lado@council.example"]] {
            assert!(found(&desk("tudhoe"), with(&to, name)).is_none(), "{to:?}");
        }
        assert!(found(&Desk::of("tudhoe"), with(&OUTSIDE, name)).is_none(), "no list, no opinion");
    }

    #[test]
    fn each_answer_is_silence_for_the_thread() {
        for answer in ["agreed", "plain", "work"] {
            let mut desk = desk("droitwich-spa");
            let message = with(&OUTSIDE, "confidential.doc");
            let finding = found(&desk, message.clone()).unwrap_or_else(|| unreachable!());
            desk.press(&finding, answer);
            assert!(found(&desk, message.clone()).is_none(), "{answer}");
            let mut other = message;
            other.thread = Some("another".to_owned());
            assert!(found(&desk, other).is_some(), "{answer}");
        }
    }

    #[test]
    fn g14_safeguarding_and_an_exemption_are_silent_and_another_account_is_not_judged() {
        let message = || with(&OUTSIDE, "confidential.doc");
        let until = r#"[{"rule":"data-confidential-disclosure","purpose":"audit","until":"2026-11-22"}]"#;
        for more in [("duties", "safeguarding"), ("exemptions", until)] {
            assert!(found(&Desk::with("tudhoe", &[("rules", SET), more]), message()).is_none(), "{more:?}");
        }
        let mut private = message();
        private.account = Some("me@example.com".to_owned());
        assert!(found(&desk("tudhoe"), private).is_none());
    }

    #[test]
    fn g10_protected_mail_is_never_questioned() {
        let to = ["someone@example.com", "rep@neu.org.uk"];
        assert!(found(&desk("tudhoe"), with(&to, "confidential.doc")).is_none());
        assert!(found(&desk("tudhoe"), mail().to(&to).text("CONFIDENTIAL").build()).is_none());
    }
}
