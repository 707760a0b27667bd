//! Rule `social-official-account`; its documentation is [`DOC`].

use super::options::{OptionDoc, Options, documented_keys, documented_options};
use super::{Case, Entry, Outcome, Rule, social, visits};
use crate::catalogue::documented;
use crate::engine::Account;
use crate::finding::{Certainty, Message};
use crate::observation::{Kind, ProfilePart};
use crate::policy::Clause;

/// The rule's documentation.
const DOC: &str = r#"
## What it does

Looks at a post being written and at settings, where the page shows whose account it is.

| manner | school | asks |
| --- | --- | --- |
| people | Tudhoe, the school of 2016 | when somebody who is not among its authors uses a school account |
| approval | Droitwich Spa | when somebody without the Headteacher's approval speaks with a school account |
| site | Beaudesert Park | when an account bears the school's name and is not among the official ones |

## Why

Tudhoe's document lets only authorised staff use the school's accounts, the one of 2016 only registered
people post on its community pages; Droitwich Spa's asks for approval before somebody speaks for the
school, Beaudesert Park's before the school uses a site at all. St Marylebone's speaks of name and logo
alone, and Lanyard is silent there.

## What it cannot know

Who the authors are: a school says `authorised` "no" for the unit or group whose people are not among them,
and for whomever it says nothing the rule is silent. What somebody writes is not read, so "on behalf of"
in a personal post is not seen. An approval that was recorded is an exemption in the configuration, or one
click here. Reading a public page shows no account of the person's and never counts.

## Example that warns

```json
{"kind":"postAudience","surface":{"site":"x","name":"post","n":1},"account":"beaudesertparkschool","audience":"public"}
```

## Example that does not

```json
{"kind":"postAudience","surface":{"site":"x","name":"post","n":1},"account":"m_hartley","audience":"public"}
```
"#;

pub(super) const ENTRY: Entry = Entry {
    id: "social-official-account",
    doc: documented(DOC),
    kinds: &[Kind::PostAudience, Kind::PrivacySetting, Kind::ProfileField],
    options: &documented_options([
        visits::CLAUSES,
        OptionDoc {
            name: "manner",
            takes: "people, approval or site",
            description: "What the document asks for: named authors, approval to speak, or approval of a site.",
            configurable: false,
        },
        OptionDoc { name: "approval", takes: "role id", description: "Who approves.", configurable: false },
        OptionDoc {
            name: "authorised",
            takes: "yes or no",
            description: "Whether the people of this unit or group may use the school's accounts. Unset: not known, and nothing \
                          is said. Not looked at in manner site.",
            configurable: true,
        },
    ]),
    messages: documented_keys(&[
        "social_official_account_seen",
        "social_official_account_seen_site",
        "social_official_account_advice_people",
        "social_official_account_advice_approval",
        "social_official_account_advice_site",
        "social_official_account_answer_authorised",
        "social_official_account_answer_mine",
        "social_answer_approved",
    ]),
    compile,
};

#[derive(Debug)]
struct OfficialAccount {
    clauses: Vec<Clause>,
    approval: String,
    /// Its advice, and the answers that settle it.
    advice: &'static str,
    answers: &'static [(&'static str, &'static str)],
    site: bool,
    /// Whether the school has said what it takes to say something.
    speaks: bool,
}

const AUTHORISED: (&str, &str) = ("authorised", "social_official_account_answer_authorised");
const APPROVED: (&str, &str) = ("approved", "social_answer_approved");
const MINE: (&str, &str) = ("mine", "social_official_account_answer_mine");

fn compile(options: &mut Options<'_>) -> Option<Box<dyn Rule>> {
    let clauses = options.clauses(visits::CLAUSES.name);
    let manner = options.word("manner", &["people", "approval", "site"]);
    let not_authorised = options.word("authorised", &["yes", "no"]).as_deref() == Some("no");
    let approval = options.role("approval")?;
    let (advice, answers, site): (_, &[_], _) = match manner.as_deref()? {
        "site" => ("social_official_account_advice_site", &[APPROVED, MINE], true),
        "approval" => ("social_official_account_advice_approval", &[APPROVED], false),
        _ => ("social_official_account_advice_people", &[AUTHORISED], false),
    };
    let speaks = site || not_authorised;
    let rule = OfficialAccount { clauses, approval, advice, answers, site, speaks };
    (!rule.clauses.is_empty()).then(|| Box::new(rule) as Box<dyn Rule>)
}

impl Rule for OfficialAccount {
    fn wants_site(&self, _site: &str) -> bool {
        self.speaks
    }

    fn check(&self, case: &Case<'_>) -> Outcome {
        let (seen, certainty) = match (self.site, case.account) {
            (false, Account::Official) => ("social_official_account_seen", Certainty::Likely),
            (true, Account::Personal | Account::Unknown) if bears_name(case) => {
                ("social_official_account_seen_site", Certainty::Weak)
            }
            _ => return Outcome::Nothing,
        };
        let advice = Message::new(self.advice).with("tell", format!("role:{}", self.approval));
        social::of_account(case, &self.clauses, certainty, seen, advice, self.answers)
    }
}

/// Whether the school's full name is spelled by the account's handle, or by the name that it is being given.
fn bears_name(case: &Case<'_>) -> bool {
    let letters = |text: &str| -> String { text.to_lowercase().chars().filter(|c| c.is_alphanumeric()).collect() };
    let name = social::field(case).filter(|(field, _)| *field == ProfilePart::Name).map(|(_, value)| value);
    let texts = [case.observation.account(), name];
    let names = &case.engine.policy().school.names;
    texts.into_iter().flatten().map(letters).any(|text| names.iter().any(|name| text.contains(&letters(name))))
}

#[cfg(test)]
mod tests {
    use super::super::testing::{Desk, SCHOOLS, post, profile, setting};
    use crate::finding::{Certainty, Finding, Presentation, Severity};
    use crate::observation::{Audience, Observation, ProfilePart, Setting};

    const RULE: &str = "social-official-account";

    fn by(account: &str, mut observation: Observation) -> Observation {
        let account = Some(account.to_owned());
        match &mut observation {
            Observation::PostAudience(o) => o.account = account,
            Observation::PrivacySetting(o) => o.account = account,
            Observation::ProfileField(o) => o.account = account,
            _ => {}
        }
        observation
    }

    fn desk(school: &str, authorised: &str) -> Desk {
        // A setting for a rule that a school does not have is a problem.
        let rules = match (school, authorised) {
            ("st-marylebone", _) | (_, "") => "{}".to_owned(),
            _ => format!(r#"{{"{RULE}":{{"authorised":"{authorised}"}}}}"#),
        };
        Desk::with(school, &[("officialAccounts", "facebook:oakfieldschool"), ("rules", &rules)])
    }

    fn found(desk: &Desk, account: &str, observation: Observation) -> Option<Finding> {
        desk.by_rule(by(account, observation), RULE)
    }

    #[test]
    fn each_school_gives_its_own_answer() {
        for school in SCHOOLS {
            let expected = match school {
                "tudhoe" => Some((Severity::Prohibited, Presentation::Panel)),
                "educating-for-life" => Some((Severity::Advised, Presentation::Note)),
                "droitwich-spa" => Some((Severity::Required, Presentation::Panel)),
                _ => None,
            };
            for observation in [
                post("facebook", Audience::Public),
                setting("facebook", Setting::Posts, Audience::Public),
                profile("facebook", ProfilePart::About, "Anything").into(),
            ] {
                let of = |authorised: &str, account: &str| {
                    found(&desk(school, authorised), account, observation.clone()).map(|f| (f.severity, f.presentation))
                };
                assert_eq!(of("no", "OakfieldSchool"), expected, "{school}");
                assert_eq!(of("no", "me.myself"), None, "{school}: a personal account");
                assert_eq!(of("yes", "oakfieldschool"), None, "{school}: an author");
                assert_eq!(of("", "oakfieldschool"), None, "{school}: not known");
            }
        }
    }

    #[test]
    fn beaudesert_park_asks_of_an_account_with_its_name_that_is_not_official() {
        let desk = Desk::with("beaudesert-park", &[("officialAccounts", "facebook:beaudesertpark.school")]);
        let public = || post("facebook", Audience::Public);
        for (account, asks) in [
            ("Beaudesert.Park_School", true),
            ("thebeaudesertparkschool2", true),
            ("beaudesertpark.school", false),
            ("beaudesert", false),
            ("parkschool", false),
            ("me.myself", false),
        ] {
            let found = found(&desk, account, public());
            let expected = asks.then_some((Severity::Required, Certainty::Weak, Presentation::Note));
            assert_eq!(found.map(|f| (f.severity, f.certainty, f.presentation)), expected, "{account}");
        }
        let named = |value: &str| desk.by_rule(profile("facebook", ProfilePart::Name, value), RULE).is_some();
        assert!(named("Beaudesert Park School Choir"));
        assert!(!named("Park School Choir"));
        for school in SCHOOLS.into_iter().filter(|school| *school != "beaudesert-park") {
            assert!(found(&Desk::of(school), "beaudesertparkschool", public()).is_none(), "{school}");
        }
    }

    #[test]
    fn one_click_settles_it_for_the_account_in_memory_only() {
        for (school, account, answers) in [
            ("tudhoe", "oakfieldschool", &["authorised"][..]),
            ("droitwich-spa", "oakfieldschool", &["approved"]),
            ("beaudesert-park", "beaudesertparkschool", &["approved", "mine"]),
        ] {
            for answer in answers {
                let mut desk = desk(school, "no");
                let public = || post("facebook", Audience::Public);
                let finding = found(&desk, account, public()).unwrap_or_else(|| unreachable!("{school}"));
                assert!(!finding.targets.keep, "G9");
                assert!(finding.advice.params.contains_key("tell") || school == "tudhoe", "{school}");
                desk.press(&finding, answer);
                assert!(found(&desk, account, public()).is_none(), "{school} {answer}");
            }
        }
    }
}
