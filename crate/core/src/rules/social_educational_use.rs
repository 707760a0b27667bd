//! Rule `social-educational-use`; its documentation is [`DOC`].

use super::options::{Options, documented_keys, documented_options};
use super::posts::{self, About, Words};
use super::{Entry, Rule, visits};
use crate::catalogue::documented;
use crate::observation::Kind;

/// The rule's documentation.
const DOC: &str = r#"
## What it does

Looks at the words of a post that is being written in a personal account and asks, where they are such as one
says to a class (homework, a class code), whether it is for pupils.

## Why

Droitwich Spa's document keeps social networks out of teaching, except through an account that is not
personal and there for nothing else. The words that open its clause were lost at a page break; the sense is
taken from what follows. The other four do not name it, and Lanyard is silent there.

## What it cannot know

Whom a post is for: colleagues talk of homework too, and one click says so. The class's account is one of the
school's official ones, named in `officialAccounts`. Of a post on X
that is a thread, and of one on another network than Facebook, Instagram, X and LinkedIn, no words are read. LinkedIn
does not say whose account it is.

## Example that warns

```json
{"kind": "postAudience", "surface": {"site": "facebook", "name": "post", "n": 1}, "audience": "only-me", "text": "Homework for Friday: read chapter four."}
```

## Example that does not

```json
{"kind": "postAudience", "surface": {"site": "facebook", "name": "post", "n": 1}, "audience": "only-me", "text": "A lovely chapter four, read in the bath."}
```
"#;

pub(super) const ENTRY: Entry = Entry {
    id: "social-educational-use",
    doc: documented(DOC),
    kinds: &[Kind::PostAudience],
    options: &documented_options([visits::CLAUSES]),
    messages: documented_keys(&[
        "social_educational_use_seen",
        "social_educational_use_advice",
        "social_educational_use_seen_yes",
        "social_educational_use_advice_yes",
        "social_answer_yes",
        "social_answer_no",
    ]),
    compile,
};

const CLASS: Words = Words {
    about: About::Teaching,
    pictures: false,
    official: Some(false),
    seen: "social_educational_use_seen",
    advice: "social_educational_use_advice",
    seen_yes: "social_educational_use_seen_yes",
    advice_yes: "social_educational_use_advice_yes",
    answers: ["social_answer_yes", "social_answer_no"],
};

fn compile(options: &mut Options<'_>) -> Option<Box<dyn Rule>> {
    posts::compile(options, &CLASS)
}

#[cfg(test)]
mod tests {
    use super::super::testing::{Desk, SCHOOLS, wrote};
    use crate::finding::{Certainty, Presentation, Severity};
    use crate::observation::PostAudience;

    const RULE: &str = "social-educational-use";
    const TASK: &str = "Homework for Friday: read chapter four.";

    fn desk(school: &str) -> Desk {
        Desk::with(school, &[("officialAccounts", "facebook:class9b")])
    }

    fn post(account: &str, text: &str) -> PostAudience {
        PostAudience { account: Some(account.to_owned()), ..wrote("facebook", text) }
    }

    #[test]
    fn droitwich_alone_asks_in_personal_accounts_alone() {
        for school in SCHOOLS {
            let found = desk(school).by_rule(post("me.myself", TASK), RULE).map(|f| (f.severity, f.certainty));
            let expected = (Severity::Prohibited, Certainty::Weak);
            assert_eq!(found, (school == "droitwich-spa").then_some(expected), "{school}");
            assert!(desk(school).by_rule(post("class9b", TASK), RULE).is_none(), "{school}: the class's account");
        }
    }

    #[test]
    fn whole_words_that_are_said_to_a_class_count() {
        for (text, asks) in [
            ("The essay is due on Monday, hand it in to me.", true),
            ("Class code: abc123", true),
            ("HOMEWORK!", true),
            ("homeworking is bliss", false),
            ("My baby is due in May.", false),
            ("Back to school tomorrow.", false),
        ] {
            assert_eq!(!desk("droitwich-spa").all(post("me.myself", text)).is_empty(), asks, "{text}");
        }
    }

    #[test]
    fn a_yes_names_the_class_account_and_a_no_settles_it() {
        let (mut yes, mut no) = (desk("droitwich-spa"), desk("droitwich-spa"));
        let asked = yes.one(post("me.myself", TASK));
        yes.press(&asked, "yes");
        assert_eq!(yes.one(post("me.myself", TASK)).presentation, Presentation::Panel);
        no.press(&asked, "no");
        assert!(no.all(post("me.myself", TASK)).is_empty());
    }
}
