//! Rule `social-use-on-school-device`; its documentation is [`DOC`].

use super::options::{OptionDoc, Options, documented_keys, documented_options};
use super::{Case, Entry, Outcome, Rule, social, visits};
use crate::catalogue::documented;
use crate::category::CATEGORIES;
use crate::engine::Account;
use crate::finding::{Action, Certainty, Message, Remedy};
use crate::observation::{Kind, Page};
use crate::policy::Clause;

/// The rule's documentation.
const DOC: &str = r#"
## What it does

Looks at pages of social networks, blogging sites and chats, as the school's document names them, and
only under its own conditions. Where the address and the hour are all that the document speaks of, it
says so; where the purpose decides, it asks.

| mode | school | speaks |
| --- | --- | --- |
| at-work | St Marylebone | on a device that the school has marked as its own, in its hours |
| school-hours | Tudhoe | in its hours, on any device; as advice |
| never | Droitwich Spa | on a marked device at any time: asks whether it is personal |
| chat-only | Beaudesert Park | at a chat, not at a feed of posts: asks whether it is for teaching |

## Why

Four documents limit social media at work, each in its own way; the one of 2016 does not, and Lanyard is
silent there.

## What it cannot know

What somebody does there, and whether it is their break: breaks are the school's to leave out of `hours`.
Without `hours` nothing is said of working time, and without `device` nothing of the school's equipment.
The school's official accounts, sites that it has approved, video sites, its own chat and pages about a
service are left alone; an account that cannot be told, where the school runs one on that site, is only
asked about. "For teaching", "For other school work" and "The school's account" are one click each and
hold for the site until the browser closes, a day at most.

## Example that warns

```json
{"kind":"pageVisit","surface":{"site":"web","name":"page","n":1},"host":"web.telegram.org","categories":["chat"]}
```

## Example that does not

```json
{"kind":"pageVisit","surface":{"site":"web","name":"page","n":1},"host":"discord.com","categories":["chat"],"page":"about"}
```
"#;

pub(super) const ENTRY: Entry = Entry {
    id: "social-use-on-school-device",
    doc: documented(DOC),
    kinds: &[Kind::PageVisit],
    options: &documented_options([
        visits::CLAUSES,
        OptionDoc {
            name: "mode",
            takes: "never, at-work, school-hours or chat-only",
            description: "When the document limits it. A school that does not want it switches the rule off.",
            configurable: false,
        },
        OptionDoc {
            name: "lists",
            takes: "ids of lists",
            description: "Lists of hosts that the document's words cover. Unset: social; in mode chat-only: chat.",
            configurable: false,
        },
        visits::DEVICE,
    ]),
    messages: documented_keys(&[
        "social_use_on_school_device_seen_at_work",
        "social_use_on_school_device_seen_hours",
        "social_use_on_school_device_seen_personal",
        "social_use_on_school_device_seen_chat",
        "social_use_on_school_device_advice_at_work",
        "social_use_on_school_device_advice_hours",
        "social_use_on_school_device_advice_personal",
        "social_use_on_school_device_advice_chat",
        "social_answer_teaching",
        "social_answer_work",
        "social_answer_official",
        "web_leave",
    ]),
    compile,
};

/// When a document limits it, and the words for that.
#[derive(Debug)]
struct Mode {
    word: &'static str,
    /// Only on a device that the school has marked as its own.
    on_device: bool,
    /// Only in the school's hours.
    in_hours: bool,
    certainty: Certainty,
    seen: &'static str,
    advice: &'static str,
    answers: &'static [(&'static str, &'static str)],
}

const TEACHING: (&str, &str) = ("teaching", "social_answer_teaching");
const WORK: (&str, &str) = ("work", "social_answer_work");
const OFFICIAL: (&str, &str) = ("official", "social_answer_official");

const MODES: [Mode; 4] = [
    Mode {
        word: "at-work",
        on_device: true,
        in_hours: true,
        certainty: Certainty::Likely,
        seen: "social_use_on_school_device_seen_at_work",
        advice: "social_use_on_school_device_advice_at_work",
        answers: &[TEACHING, WORK, OFFICIAL],
    },
    Mode {
        word: "school-hours",
        on_device: false,
        in_hours: true,
        certainty: Certainty::Likely,
        seen: "social_use_on_school_device_seen_hours",
        advice: "social_use_on_school_device_advice_hours",
        answers: &[TEACHING, WORK, OFFICIAL],
    },
    Mode {
        word: "never",
        on_device: true,
        in_hours: false,
        certainty: Certainty::Weak,
        seen: "social_use_on_school_device_seen_personal",
        advice: "social_use_on_school_device_advice_personal",
        answers: &[TEACHING, WORK, OFFICIAL],
    },
    // "Except for valid educational use": no other work is excepted.
    Mode {
        word: "chat-only",
        on_device: false,
        in_hours: false,
        certainty: Certainty::Weak,
        seen: "social_use_on_school_device_seen_chat",
        advice: "social_use_on_school_device_advice_chat",
        answers: &[TEACHING],
    },
];

#[derive(Debug)]
struct UseOnSchoolDevice {
    clauses: Vec<Clause>,
    lists: Vec<&'static str>,
    mode: &'static Mode,
}

fn compile(options: &mut Options<'_>) -> Option<Box<dyn Rule>> {
    let clauses = options.clauses(visits::CLAUSES.name);
    let mode = options.word("mode", &["never", "at-work", "school-hours", "chat-only"]);
    let mode = MODES.iter().find(|known| Some(known.word) == mode.as_deref());
    let named = options.texts("lists");
    let mut lists: Vec<&'static str> =
        CATEGORIES.into_iter().filter(|id| named.iter().any(|name| name == id)).collect();
    let school_device = visits::is_school_device(options);
    let mode = mode?;
    if lists.is_empty() {
        lists.push(if mode.word == "chat-only" { "chat" } else { "social" });
    }
    // Where it could never speak it looks at no list, and no page on one gets a script.
    if mode.on_device && !school_device || mode.in_hours && !options.has_hours() {
        lists.clear();
    }
    (!clauses.is_empty()).then(|| Box::new(UseOnSchoolDevice { clauses, lists, mode }) as Box<dyn Rule>)
}

impl Rule for UseOnSchoolDevice {
    fn categories(&self) -> &[&'static str] {
        &self.lists
    }

    fn check(&self, case: &Case<'_>) -> Outcome {
        visits::on_lists(case, &self.lists, |visit| {
            let Mode { in_hours, certainty, seen, advice, answers, .. } = self.mode;
            let now = case.engine.config().school_time(&case.context.civil) == Some(true);
            if visit.page == Page::About || case.account == Account::Official || *in_hours && !now {
                return Outcome::Nothing;
            }
            // It may be the school's own account: nothing is asserted.
            let certainty = if social::may_be_official(case) { Certainty::Weak } else { *certainty };
            let leave = Remedy::plain("leave", Action::LeavePage, Message::new("web_leave"));
            let mut draft = case
                .finding(&self.clauses, certainty, Message::new(seen), Message::new(advice))
                .remedy(leave.primary());
            for (code, label) in *answers {
                draft = draft.remedy(Remedy::answer(code, Message::new(label)));
            }
            draft.done(visits::targets(visit))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{Desk, SCHOOLS, visit};
    use crate::finding::{Certainty, Presentation, Severity};
    use crate::observation::{Page, PageVisit};

    const RULE: &str = "social-use-on-school-device";
    const HOURS: &str =
        r#"[{"days":"mon-fri","from":"08:30","to":"12:30"},{"days":"mon-fri","from":"13:15","to":"15:45"}]"#;
    const DEVICE: &str = r#"{"social-use-on-school-device":{"device":"school"}}"#;

    /// A desk in the school's hours or out of them, on a device that it has marked or on another.
    fn desk(school: &str, in_hours: bool, marked: bool) -> Desk {
        // A setting for a rule that a school does not have is a problem.
        let rules = if marked && school != "educating-for-life" { DEVICE } else { "{}" };
        let mut desk = Desk::with(school, &[("hours", HOURS), ("rules", rules)]);
        // Monday the 23rd, in the morning or at lunch.
        desk.context.civil.day = 23;
        desk.context.civil.weekday = 1;
        desk.context.civil.hour = if in_hours { 10 } else { 13 };
        desk
    }

    fn feed() -> PageVisit {
        visit("www.tiktok.com", &["social"], Page::Plain)
    }

    fn chat() -> PageVisit {
        visit("web.telegram.org", &["chat"], Page::Plain)
    }

    fn blog() -> PageVisit {
        visit("www.tumblr.com", &["blogs"], Page::Plain)
    }

    #[test]
    fn each_school_gives_its_own_answer_under_its_own_conditions() {
        use Certainty::{Likely, Weak};
        use Presentation::{Note, Panel};
        use Severity::{Advised, Prohibited};
        type Said = Option<(Severity, Certainty, Presentation)>;
        const NOTHING: Said = None;
        const AT_WORK: Said = Some((Prohibited, Likely, Panel));
        const ASKED: Said = Some((Prohibited, Weak, Note));
        const ADVICE: Said = Some((Advised, Likely, Note));
        // In hours on a marked device: a feed, a blog, a chat; then the feed in hours on another
        // device, and the feed out of hours on a marked one.
        for (school, expected) in [
            ("st-marylebone", [AT_WORK, AT_WORK, NOTHING, NOTHING, NOTHING]),
            ("educating-for-life", [NOTHING; 5]),
            ("tudhoe", [ADVICE, NOTHING, NOTHING, ADVICE, NOTHING]),
            ("droitwich-spa", [ASKED, ASKED, ASKED, NOTHING, ASKED]),
            ("beaudesert-park", [NOTHING, NOTHING, ASKED, NOTHING, NOTHING]),
        ] {
            let said = |in_hours, marked, visit: PageVisit| {
                let found = desk(school, in_hours, marked).by_rule(visit, RULE);
                found.map(|f| (f.severity, f.certainty, f.presentation))
            };
            assert_eq!(said(true, true, feed()), expected[0], "{school}: feed");
            assert_eq!(said(true, true, blog()), expected[1], "{school}: blog");
            assert_eq!(said(true, true, chat()), expected[2], "{school}: chat");
            assert_eq!(said(true, false, feed()), expected[3], "{school}: another device");
            assert_eq!(said(false, true, feed()), expected[4], "{school}: at lunch");
        }
    }

    #[test]
    fn beaudesert_park_asks_at_a_chat_on_any_device_at_any_time() {
        for (in_hours, marked) in [(true, true), (true, false), (false, false)] {
            assert!(desk("beaudesert-park", in_hours, marked).by_rule(chat(), RULE).is_some());
        }
    }

    #[test]
    fn g15_without_hours_nothing_is_said_of_working_time() {
        for school in ["st-marylebone", "tudhoe"] {
            assert!(Desk::with(school, &[("rules", DEVICE)]).all(feed()).is_empty(), "{school}");
        }
    }

    #[test]
    fn outside_term_no_hour_is_a_school_hour() {
        let terms = r#"[{"from":"2026-09-02","to":"2026-11-20"}]"#;
        let mut desk = Desk::with("tudhoe", &[("hours", HOURS), ("termDates", terms)]);
        (desk.context.civil.day, desk.context.civil.weekday, desk.context.civil.hour) = (23, 1, 10);
        assert!(desk.all(feed()).is_empty());
        (desk.context.civil.day, desk.context.civil.weekday) = (20, 5);
        assert_eq!(desk.all(feed()).len(), 1);
    }

    #[test]
    fn pages_about_a_service_other_lists_and_official_accounts_are_silent() {
        for school in SCHOOLS.into_iter().filter(|school| *school != "educating-for-life") {
            let desk = Desk::with(
                school,
                &[
                    ("hours", r#"[{"days":"mon-sun","from":"00:00","to":"24:00"}]"#),
                    ("rules", DEVICE),
                    ("officialAccounts", "facebook:oakfieldschool"),
                ],
            );
            for list in ["social", "chat", "blogs"] {
                assert!(desk.by_rule(visit("a.example", &[list], Page::About), RULE).is_none(), "{school} {list}");
            }
            assert!(desk.by_rule(visit("a.example", &["news", "webmail"], Page::Plain), RULE).is_none(), "{school}");
            let mut own = visit("www.facebook.com", &["social", "chat"], Page::Plain);
            own.surface.site = "facebook".to_owned();
            own.account = Some("OakfieldSchool".to_owned());
            assert!(desk.by_rule(own, RULE).is_none(), "{school}: the school's own account");
        }
    }

    #[test]
    fn where_the_school_runs_an_account_and_none_can_be_told_nothing_is_asserted() {
        let always = r#"[{"days":"mon-sun","from":"00:00","to":"24:00"}]"#;
        let desk = Desk::with(
            "st-marylebone",
            &[("hours", always), ("rules", DEVICE), ("officialAccounts", "facebook:oakfieldschool")],
        );
        let mut facebook = visit("www.facebook.com", &["social"], Page::Plain);
        facebook.surface.site = "facebook".to_owned();
        assert_eq!(desk.one(facebook.clone()).certainty, Certainty::Weak);
        facebook.account = Some("me.myself".to_owned());
        assert_eq!(desk.one(facebook).certainty, Certainty::Likely);
        assert_eq!(desk.one(feed()).certainty, Certainty::Likely, "none on that site");
    }

    #[test]
    fn g9_an_answer_holds_for_the_host_and_is_never_kept_on_disk() {
        for (school, answers) in [
            ("st-marylebone", &["teaching", "work", "official"][..]),
            ("droitwich-spa", &["teaching", "work", "official"]),
            ("beaudesert-park", &["teaching"]),
        ] {
            let page = if school == "beaudesert-park" { chat() } else { feed() };
            for answer in answers {
                let mut desk = desk(school, true, true);
                let finding = desk.one(page.clone());
                assert!(!finding.targets.keep);
                desk.press(&finding, answer);
                assert!(desk.all(page.clone()).is_empty(), "{school} {answer}");
                let other = PageVisit { host: "b.example".to_owned(), ..page.clone() };
                assert_eq!(desk.all(other).len(), 1, "{school} {answer}");
            }
            let finding = desk(school, true, true).one(page);
            assert_eq!(finding.remedies.len(), answers.len() + 2, "{school}: leave, the answers, not now");
        }
    }
}
