//! Rule `web-personal-use`; its documentation is [`DOC`].

use super::options::{OptionDoc, Options};
use super::visits::{self, ASKS, Fix, Words};
use super::{Entry, Rule};
use crate::catalogue::documented;
use crate::observation::Kind;

/// The rule's documentation.
const DOC: &str = r#"
## What it does

In the hours that the school has set, asks once a day about a site that is mostly for somebody's own time:
a shop, streaming and sport, a game, dating, personal mail.

## Why

The 2016 document does not allow personal use in contact time or in the presence of students. Tudhoe's
does not allow it in working time, and wants no pupils present. Both permit it otherwise, as the other
three do, and Lanyard is silent there.

## What it cannot know

Whether it is personal, whether somebody teaches at that moment, works part-time or has a break, and whether
pupils are in the room: it only asks, and one answer holds for the day. Without `hours` in the configuration it is silent;
breaks are left out of them by the school. Nothing is counted. "Excessive", "overused" and "disrupt" have no measure in any
of the documents: those clauses stay reminders. News and social networks are not on its lists; the latter have rules of their own.

## Example that warns

```json
{"kind":"pageVisit","surface":{"site":"web","name":"page","n":1},"host":"www.netflix.com","categories":["leisure"],"page":"plain"}
```

## Example that does not

```json
{"kind":"pageVisit","surface":{"site":"web","name":"page","n":1},"host":"www.theguardian.com","categories":["news"],"page":"plain"}
```
"#;

pub(super) const ENTRY: Entry = Entry {
    id: "web-personal-use",
    doc: documented(DOC),
    kinds: &[Kind::PageVisit],
    options: &[
        visits::CLAUSES,
        OptionDoc {
            name: "time",
            takes: "`lessons` or `work`",
            description: "What the document keeps free of personal use: contact time, or working time. Unset: `work`.",
            configurable: false,
        },
    ],
    messages: &[
        "web_personal_use_seen_lessons",
        "web_personal_use_seen_work",
        "web_personal_use_advice_lessons",
        "web_personal_use_advice_work",
        "web_leave",
        "web_personal_use_answer_school",
        "web_personal_use_answer_alone",
        "web_personal_use_answer_break",
    ],
    compile,
};

const LISTS: &[&str] = &["dating", "games", "leisure", "shops", "webmail"];
const SCHOOL: (&str, &str) = ("school", "web_personal_use_answer_school");

const LESSONS: Words = Words {
    lists: LISTS,
    seen: &[(None, "web_personal_use_seen_lessons")],
    advice: "web_personal_use_advice_lessons",
    fix: Fix::Leave,
    answers: &[SCHOOL, ("alone", "web_personal_use_answer_alone")],
    in_hours: true,
    once: true,
    ..ASKS
};

const WORK: Words = Words {
    seen: &[(None, "web_personal_use_seen_work")],
    advice: "web_personal_use_advice_work",
    answers: &[SCHOOL, ("break", "web_personal_use_answer_break")],
    ..LESSONS
};

fn compile(options: &mut Options<'_>) -> Option<Box<dyn Rule>> {
    let lessons = options.word("time", &["lessons", "work"]).is_some_and(|time| time == "lessons");
    visits::compile(options, if lessons { &LESSONS } else { &WORK })
}

#[cfg(test)]
mod tests {
    use super::super::testing::{Desk, SCHOOLS, visit};
    use crate::finding::{Certainty, Presentation, Severity};
    use crate::observation::{Page, PageVisit};

    /// The desk's moment is a Sunday, at noon.
    const NOW: (&str, &str) = ("hours", r#"[{"days":"sun","from":"08:30","to":"16:00"}]"#);
    const BREAK: (&str, &str) =
        ("hours", r#"[{"days":"sun","from":"08:30","to":"12:00"},{"days":"sun","from":"13:00","to":"16:00"}]"#);

    fn film() -> PageVisit {
        visit("www.netflix.com", &["leisure"], Page::Plain)
    }

    #[test]
    fn two_schools_ask_in_their_hours() {
        for school in SCHOOLS {
            let says = match school {
                "educating-for-life" => Some("web_personal_use_seen_lessons"),
                "tudhoe" => Some("web_personal_use_seen_work"),
                _ => None,
            };
            for list in ["dating", "games", "leisure", "shops", "webmail"] {
                let found =
                    Desk::with(school, &[NOW]).by_rule(visit("a.example", &[list], Page::Plain), "web-personal-use");
                let found = found.map(|f| (f.seen.key, f.severity, f.certainty, f.presentation, f.ask_first));
                let asks = (Severity::Prohibited, Certainty::Weak, Presentation::Note, false);
                let expected = says.map(|key| (key.to_owned(), asks.0, asks.1, asks.2, asks.3));
                assert_eq!(found, expected, "{school} {list}");
            }
        }
    }

    #[test]
    fn g15_breaks_and_a_school_without_hours_are_silent() {
        for school in ["educating-for-life", "tudhoe"] {
            assert!(Desk::with(school, &[BREAK]).all(film()).is_empty(), "{school} in a break");
            assert!(Desk::of(school).all(film()).is_empty(), "{school} without hours");
            let terms = [NOW, ("termDates", r#"[{"from":"2026-09-02","to":"2026-11-20"}]"#)];
            assert!(Desk::with(school, &terms).all(film()).is_empty(), "{school} after its term");
        }
    }

    #[test]
    fn g9_one_answer_holds_for_the_day_and_is_never_kept_on_disk() {
        for (school, answer) in [
            ("educating-for-life", "school"),
            ("educating-for-life", "alone"),
            ("tudhoe", "school"),
            ("tudhoe", "break"),
        ] {
            let mut desk = Desk::with(school, &[NOW]);
            let finding = desk.one(film());
            assert!(!finding.targets.keep);
            desk.press(&finding, answer);
            assert!(desk.all(visit("www.ebay.co.uk", &["shops"], Page::Plain)).is_empty(), "{school} {answer}");
            desk.context.now_ms += 25 * 60 * 60 * 1000;
            assert_eq!(desk.all(film()).len(), 1, "{school} {answer}: the day after");
        }
    }

    #[test]
    fn news_social_networks_and_pages_about_a_service_are_silent() {
        for school in ["educating-for-life", "tudhoe"] {
            for (list, page) in
                [("news", Page::Plain), ("social", Page::Plain), ("chat", Page::Plain), ("dating", Page::About)]
            {
                let desk = Desk::with(school, &[NOW]);
                assert!(
                    desk.by_rule(visit("a.example", &[list], page), "web-personal-use").is_none(),
                    "{list} {page:?}"
                );
            }
        }
    }
}
