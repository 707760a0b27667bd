//! Rule `social-post-images`; its documentation is [`DOC`].

use super::options::{OptionDoc, Options, documented_keys, documented_options};
use super::posts::{self, About, Words};
use super::{Entry, Rule, visits};
use crate::catalogue::documented;
use crate::observation::Kind;

/// The rule's documentation.
const DOC: &str = r#"
## What it does

Looks at a post with pictures whose words name the school in full or a pupil on its list, and asks what the
pictures show. They are not looked at.

## Why

St Marylebone's document forbids pictures of staff, students and others during school activities on
personal accounts, Droitwich Spa's pictures with pupils in them, for the school's use as well. The other three
do not name it, and Lanyard is silent there.

## What it cannot know

What is in a picture, and a post without such words. Whether there is one is read on
Facebook and X, where a film counts as well, and every post on Instagram has one; on LinkedIn it is not known, and
the browser is silent there.

## Example that warns

```json
{"kind": "postAudience", "surface": {"site": "facebook", "name": "post", "n": 1}, "audience": "only-me", "text": "Sports day at Droitwich Spa High School", "pictures": true}
```

## Example that does not

```json
{"kind": "postAudience", "surface": {"site": "facebook", "name": "post", "n": 1}, "audience": "only-me", "text": "Sports day at Droitwich Spa High School"}
```
"#;

pub(super) const ENTRY: Entry = Entry {
    id: "social-post-images",
    doc: documented(DOC),
    kinds: &[Kind::PostAudience],
    options: &documented_options([
        visits::CLAUSES,
        OptionDoc {
            name: "manner",
            takes: "activity or pupils",
            description: "Whom the document means: anyone at a school activity, or pupils anywhere. Unset: pupils.",
            configurable: false,
        },
    ]),
    messages: documented_keys(&[
        "social_post_images_seen_activity",
        "social_post_images_seen_pupils",
        "social_post_images_advice",
        "social_post_images_seen_yes",
        "social_post_images_advice_yes",
        "social_answer_yes",
        "social_answer_no",
    ]),
    compile,
};

const PUPILS: Words = Words {
    about: About::Pupils,
    pictures: true,
    official: None,
    seen: "social_post_images_seen_pupils",
    advice: "social_post_images_advice",
    seen_yes: "social_post_images_seen_yes",
    advice_yes: "social_post_images_advice_yes",
    answers: ["social_answer_yes", "social_answer_no"],
};

/// Anyone linked with the school, outside its own accounts.
const ACTIVITY: Words =
    Words { about: About::School, official: Some(false), seen: "social_post_images_seen_activity", ..PUPILS };

fn compile(options: &mut Options<'_>) -> Option<Box<dyn Rule>> {
    let activity = options.word("manner", &["activity", "pupils"]).as_deref() == Some("activity");
    posts::compile(options, if activity { &ACTIVITY } else { &PUPILS })
}

#[cfg(test)]
mod tests {
    use super::super::testing::{Desk, SCHOOLS, wrote};
    use crate::finding::{Certainty, Presentation, Severity};
    use crate::observation::PostAudience;

    const RULE: &str = "social-post-images";

    fn desk(school: &str) -> Desk {
        Desk::with(school, &[("officialAccounts", "facebook:oakfieldschool")])
            .people(&["pupil,current,Mia,Reed", "staff,current,Ned,Ogden"])
    }

    fn pictures(account: &str, text: &str) -> PostAudience {
        PostAudience { account: Some(account.to_owned()), pictures: true, ..wrote("facebook", text) }
    }

    #[test]
    fn two_schools_ask_and_each_means_something_else() {
        // A pupil named; a colleague named; a pupil named by the school's own account.
        for (school, expected) in [
            ("st-marylebone", [true, true, false]),
            ("educating-for-life", [false; 3]),
            ("tudhoe", [false; 3]),
            ("droitwich-spa", [true, false, true]),
            ("beaudesert-park", [false; 3]),
        ] {
            let said =
                [("me.myself", "Mia Reed wins"), ("me.myself", "Ned Ogden wins"), ("oakfieldschool", "Mia Reed wins")]
                    .map(|(account, text)| {
                        desk(school).by_rule(pictures(account, text), RULE).map(|f| (f.severity, f.certainty))
                    });
            let asked = Some((Severity::Prohibited, Certainty::Weak));
            assert_eq!(said, expected.map(|asks| asked.filter(|_| asks)), "{school}");
        }
    }

    #[test]
    fn without_a_picture_or_a_name_nothing_is_asked() {
        for school in SCHOOLS {
            let plain = PostAudience { pictures: false, ..pictures("me.myself", "Mia Reed wins") };
            assert!(desk(school).by_rule(plain, RULE).is_none(), "{school}");
            assert!(desk(school).by_rule(pictures("me.myself", "The art room in June"), RULE).is_none(), "{school}");
        }
    }

    #[test]
    fn words_are_read_for_it_only_where_there_are_pictures() {
        let others = super::super::REGISTRY.iter().filter(|entry| entry.id != RULE);
        let off: Vec<String> = others.map(|entry| format!(r#""{}":"off""#, entry.id)).collect();
        let desk = Desk::with("droitwich-spa", &[("rules", &format!("{{{}}}", off.join(",")))]);
        for shows in [true, false] {
            let post = PostAudience { pictures: shows, ..pictures("me.myself", "") };
            assert_eq!(desk.reads(post).text, shows);
        }
    }

    #[test]
    fn a_yes_says_to_leave_it_out_and_a_no_settles_it() {
        for school in ["st-marylebone", "droitwich-spa"] {
            let post = || pictures("me.myself", "Mia Reed wins");
            let (mut yes, mut no) = (desk(school), desk(school));
            let asked = yes.by_rule(post(), RULE).unwrap_or_else(|| unreachable!("{school}"));
            yes.press(&asked, "yes");
            assert_eq!(yes.by_rule(post(), RULE).map(|f| f.presentation), Some(Presentation::Panel), "{school}");
            no.press(&asked, "no");
            assert!(no.by_rule(post(), RULE).is_none(), "{school}");
        }
    }
}
