//! Rule `social-official-content`; its documentation is [`DOC`].

use super::options::{Options, documented_keys, documented_options};
use super::posts::{self, About, Words};
use super::{Entry, Rule, visits};
use crate::catalogue::documented;
use crate::observation::Kind;

/// The rule's documentation.
const DOC: &str = r#"
## What it does

Looks at the words of a post that is being written in one of the school's official accounts, and asks where a
name is that of somebody on its list of pupils. After "It is a pupil" it says to take the name out.

## Why

Beaudesert Park's document allows no individual names of children there. Tudhoe's refers to guidelines that
it does not contain: a reminder. The other three do not name it, and Lanyard is silent there.

## What it cannot know

Whether a namesake is meant: a former pupil, a visitor, an author. Photographs and the list of those who are
not to be shown. Facebook tells an account by its number: a school that lists its handle alone is not asked
there. LinkedIn does not say whose account it is. Of a thread on X no words are read.

## Example that warns

```json
{"kind": "postAudience", "surface": {"site": "x", "name": "post", "n": 1}, "account": "oakfieldschool", "audience": "only-me", "text": "Sam Oak wins the cup!"}
```

## Example that does not

```json
{"kind": "postAudience", "surface": {"site": "x", "name": "post", "n": 1}, "account": "me.myself", "audience": "only-me", "text": "Sam Oak wins the cup!"}
```
"#;

pub(super) const ENTRY: Entry = Entry {
    id: "social-official-content",
    doc: documented(DOC),
    kinds: &[Kind::PostAudience],
    options: &documented_options([visits::CLAUSES]),
    messages: documented_keys(&[
        "social_pupil_connection_seen_name",
        "social_pupil_connection_advice_name",
        "social_pupil_connection_seen_answered",
        "social_official_content_advice_yes",
        "social_pupil_connection_answer_pupil",
        "social_pupil_connection_answer_not_pupil",
    ]),
    compile,
};

const NAMES: Words = Words {
    about: About::PupilNames,
    pictures: false,
    official: Some(true),
    seen: "social_pupil_connection_seen_name",
    advice: "social_pupil_connection_advice_name",
    seen_yes: "social_pupil_connection_seen_answered",
    advice_yes: "social_official_content_advice_yes",
    answers: ["social_pupil_connection_answer_pupil", "social_pupil_connection_answer_not_pupil"],
};

fn compile(options: &mut Options<'_>) -> Option<Box<dyn Rule>> {
    posts::compile(options, &NAMES)
}

#[cfg(test)]
mod tests {
    use super::super::testing::{Desk, SCHOOLS, wrote};
    use crate::finding::{Certainty, Presentation, Severity};
    use crate::observation::{Audience, PostAudience};

    const RULE: &str = "social-official-content";

    fn desk(school: &str) -> Desk {
        Desk::with(school, &[("officialAccounts", "facebook:oakfieldschool")])
            .people(&["pupil,current,Mia,Reed", "staff,current,Ned,Ogden"])
    }

    fn post(account: &str, text: &str) -> PostAudience {
        PostAudience { account: Some(account.to_owned()), ..wrote("facebook", text) }
    }

    #[test]
    fn beaudesert_park_alone_asks_in_official_accounts_alone() {
        for school in SCHOOLS {
            for (account, text, meant) in [
                ("oakfieldschool", "Mia Reed wins the cup", true),
                ("oakfieldschool", "Ned Ogden wins the cup", false),
                ("oakfieldschool", "Year 6 win the cup", false),
                ("me.myself", "Mia Reed wins the cup", false),
            ] {
                let found = desk(school).by_rule(post(account, text), RULE).map(|f| (f.severity, f.certainty));
                let expected = (Severity::Prohibited, Certainty::Weak);
                assert_eq!(found, (meant && school == "beaudesert-park").then_some(expected), "{school} {text}");
            }
        }
    }

    #[test]
    fn an_account_that_a_page_tells_by_its_number_is_known_by_that_number_alone() {
        for (listed, meant) in [
            ("facebook:61550000000001", true),
            ("facebook:oakfieldschool, facebook:61550000000001", true),
            ("facebook:oakfieldschool", false),
            ("facebook:61550000000002", false),
        ] {
            let desk =
                Desk::with("beaudesert-park", &[("officialAccounts", listed)]).people(&["pupil,current,Mia,Reed"]);
            let by = |account: &str| {
                desk.verdict(PostAudience {
                    audience: Some(Audience::Public),
                    ..post(account, "Mia Reed wins the cup")
                })
            };
            let rules = |account: &str| by(account).findings.into_iter().map(|f| f.rule).collect::<Vec<_>>();
            assert_eq!(rules("61550000000001").contains(&RULE.to_owned()), meant, "{listed}");
            // A number that may be the school's is not said to be somebody's own.
            let known = listed != "facebook:oakfieldschool";
            assert_eq!(rules("100000000000009").contains(&"social-privacy-settings".to_owned()), known, "{listed}");
        }
    }

    #[test]
    fn g2_a_name_alone_only_asks() {
        let mut desk = desk("beaudesert-park");
        let asked = desk.one(post("oakfieldschool", "Mia Reed wins the cup"));
        assert_eq!(asked.seen.key, "social_pupil_connection_seen_name");
        assert_eq!(asked.presentation, Presentation::Note);
        desk.press(&asked, "yes");
        let said = desk.one(post("oakfieldschool", "Mia Reed wins the cup"));
        assert_eq!((said.certainty, said.presentation), (Certainty::Likely, Presentation::Panel));
        assert!(!said.targets.keep, "G9");
    }
}
