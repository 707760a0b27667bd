//! Rule `social-post-about-school`; its documentation is [`DOC`].

use super::options::{OptionDoc, Options, documented_keys, documented_options};
use super::posts::{self, About, Words};
use super::{Entry, Rule, social, visits};
use crate::catalogue::documented;
use crate::observation::Kind;

/// The rule's documentation.
const DOC: &str = r#"
## What it does

Looks at the words of a post that is being written. Where they name the school in full or somebody on its
list it asks the school's own question, and only after a yes says whom to raise it with instead.

## Why

St Marylebone's and Beaudesert Park's documents speak of one event, matter or person; Droitwich Spa's of any
reference to the school and its people; Tudhoe's advises against comments on them, on Facebook. The one of
2016 does not name it, and Lanyard is silent there.

## What it cannot know

What a post means: criticism and discussion are never judged, and words of the job alone never count. The
school's official accounts are left alone. Of a post on X that is a thread, and of one on
another network than Facebook, Instagram, X and LinkedIn, no words are read.

## Example that warns

```json
{"kind": "postAudience", "surface": {"site": "facebook", "name": "post", "n": 1}, "audience": "only-me", "text": "Droitwich Spa High School has a new hall."}
```

## Example that does not

```json
{"kind": "postAudience", "surface": {"site": "facebook", "name": "post", "n": 1}, "audience": "only-me", "text": "Our school has a new hall."}
```
"#;

pub(super) const ENTRY: Entry = Entry {
    id: "social-post-about-school",
    doc: documented(DOC),
    kinds: &[Kind::PostAudience],
    options: &documented_options([
        visits::CLAUSES,
        OptionDoc {
            name: "manner",
            takes: "particular or any",
            description: "What the document means: one event, matter or person, or any reference. Unset: any.",
            configurable: false,
        },
        social::SITES,
        posts::TELL,
    ]),
    messages: documented_keys(&[
        "social_post_about_school_seen_particular",
        "social_post_about_school_seen_any",
        "social_post_about_school_advice",
        "social_post_about_school_seen_yes",
        "social_post_about_school_advice_yes",
        "social_answer_yes",
        "social_answer_no",
    ]),
    compile,
};

const ANY: Words = Words {
    about: About::School,
    pictures: false,
    official: Some(false),
    seen: "social_post_about_school_seen_any",
    advice: "social_post_about_school_advice",
    seen_yes: "social_post_about_school_seen_yes",
    advice_yes: "social_post_about_school_advice_yes",
    answers: ["social_answer_yes", "social_answer_no"],
};

const PARTICULAR: Words = Words { seen: "social_post_about_school_seen_particular", ..ANY };

fn compile(options: &mut Options<'_>) -> Option<Box<dyn Rule>> {
    let particular = options.word("manner", &["particular", "any"]).as_deref() == Some("particular");
    posts::compile(options, if particular { &PARTICULAR } else { &ANY })
}

#[cfg(test)]
mod tests {
    use super::super::testing::{Desk, SCHOOLS, mail, wrote};
    use crate::engine::Reads;
    use crate::finding::{Certainty, Presentation, Severity};
    use crate::observation::PostAudience;

    const RULE: &str = "social-post-about-school";
    const PEOPLE: [&str; 3] = ["pupil,current,Mia,Reed", "staff,current,Ned,Ogden", "parent,current,Ada,Vance"];

    fn desk(school: &str) -> Desk {
        Desk::with(school, &[("officialAccounts", "facebook:oakfieldschool")]).people(&PEOPLE)
    }

    fn by(account: &str, post: PostAudience) -> PostAudience {
        PostAudience { account: Some(account.to_owned()), ..post }
    }

    fn about(text: &str) -> PostAudience {
        by("me.myself", wrote("facebook", text))
    }

    #[test]
    fn each_school_asks_its_own_question_and_goes_on_from_the_answer() {
        for (school, expected) in [
            ("st-marylebone", Some((Severity::Prohibited, "particular", Presentation::Panel, "role:line-manager"))),
            ("educating-for-life", None),
            ("tudhoe", Some((Severity::Advised, "any", Presentation::Note, "role:head-teacher"))),
            ("droitwich-spa", Some((Severity::Prohibited, "any", Presentation::Panel, "role:headteacher"))),
            ("beaudesert-park", Some((Severity::Prohibited, "particular", Presentation::Panel, "role:headmaster"))),
        ] {
            for text in ["Mia Reed was a star today.", "Ned Ogden again...", "Coffee with Ada Vance"] {
                let mut desk = desk(school);
                let asked = desk.by_rule(about(text), RULE);
                assert_eq!(asked.is_some(), expected.is_some(), "{school} {text}");
                let (Some(asked), Some((severity, manner, presentation, tell))) = (asked, expected) else { continue };
                assert_eq!((asked.severity, asked.certainty), (severity, Certainty::Weak), "{school}");
                assert_eq!(asked.seen.key, format!("social_post_about_school_seen_{manner}"), "{school}");
                desk.press(&asked, "yes");
                let said = desk.one(about(text));
                assert_eq!((said.certainty, said.presentation), (Certainty::Likely, presentation), "{school}");
                assert_eq!(said.advice.params.get("tell").map(String::as_str), Some(tell), "{school}");
            }
        }
    }

    #[test]
    fn the_schools_full_name_counts_and_a_place_does_not() {
        for (school, text, asks) in [
            ("st-marylebone", "Open day at St Marylebone CE Bridge School", true),
            ("st-marylebone", "A walk through St Marylebone", false),
            ("droitwich-spa", "Droitwich Spa High School, what a day", true),
            ("droitwich-spa", "Droitwich Spa lido, what a day", false),
            ("tudhoe", "Reports, reports. Year 9 are lovely. My job is a joy.", false),
        ] {
            assert_eq!(desk(school).by_rule(about(text), RULE).is_some(), asks, "{school}: {text}");
        }
    }

    #[test]
    fn a_posts_words_are_read_for_it_alone_and_no_mail_is() {
        for school in SCHOOLS {
            let reads = desk(school).reads(about(""));
            assert_eq!(reads, Reads { text: school != "educating-for-life", ..Reads::default() }, "{school}");
        }
        let rules = r#"{"social-post-about-school":"off","social-tagging-staff":"off"}"#;
        for off in [("sites", r#"{"facebook":"off"}"#), ("rules", rules)] {
            assert_eq!(Desk::with("tudhoe", &[off]).reads(about("")), Reads::default(), "{off:?}");
        }
        for school in ["st-marylebone", "droitwich-spa"] {
            let off = r#"{"email-recipient-check":"off","password-share":"off","data-pupil-personal-outside":"off","contact-professional-boundaries":"off","compose-offensive-language":"off","web-preview-resources":"off","email-bulk-unnecessary":"off"}"#;
            let desk = Desk::with(school, &[("rules", off)]);
            assert!(!desk.reads(mail().to(&["a@example.com"]).build()).text, "{school}");
        }
    }

    #[test]
    fn official_accounts_other_sites_and_posts_without_words_are_silent() {
        for school in SCHOOLS {
            let official = by("oakfieldschool", wrote("facebook", "Mia Reed was a star today."));
            assert!(desk(school).by_rule(official, RULE).is_none(), "{school}");
            let silent = PostAudience { text: None, ..about("") };
            assert!(desk(school).by_rule(silent, RULE).is_none(), "{school}");
        }
        let elsewhere = wrote("x", "Mia Reed was a star today.");
        assert!(desk("tudhoe").by_rule(elsewhere.clone(), RULE).is_none(), "the cheat sheet is about Facebook");
        assert!(desk("beaudesert-park").by_rule(elsewhere, RULE).is_some());
    }

    #[test]
    fn g9_a_no_holds_for_what_is_named_in_memory_only() {
        let mut desk = desk("droitwich-spa");
        let asked = desk.one(about("Mia Reed was a star."));
        assert!(!asked.targets.keep);
        desk.press(&asked, "no");
        assert!(desk.all(about("Mia Reed was a star, and more.")).is_empty());
        assert_eq!(desk.all(about("Mia Reed and Ned Ogden")).len(), 1);
    }
}
