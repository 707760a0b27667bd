//! Rule `social-school-email`; its documentation is [`DOC`].

use super::options::{Options, documented_keys, documented_options};
use super::{Case, Entry, Outcome, Rule, social, visits};
use crate::catalogue::documented;
use crate::engine::Account;
use crate::finding::Message;
use crate::observation::{Kind, ProfilePart};
use crate::policy::Clause;

/// The rule's documentation.
const DOC: &str = r#"
## What it does

Looks at the address in a form for a social account and says so when its domain is one of the school's.
Only what stands from the @ on is taken from the page.

## Why

Tudhoe's document advises against joining a work address to one's social accounts, Droitwich Spa's
forbids the school address for personal use of social media. The other three do not name it, and Lanyard
is silent there.

## What it cannot know

Whose account it will be: "This is a work account" is one click and holds for the account. The school's
official accounts are left alone, and where the school runs one on that site and no account can be told
it only asks. Signing in to a learning tool with the school account is no such form.

## Example that warns

```json
{"kind":"profileField","surface":{"site":"instagram","name":"sign-up","n":1},"field":"email","value":"@oakfield.sch.uk"}
```

## Example that does not

```json
{"kind":"profileField","surface":{"site":"instagram","name":"sign-up","n":1},"field":"email","value":"@example.com"}
```
"#;

pub(super) const ENTRY: Entry = Entry {
    id: "social-school-email",
    doc: documented(DOC),
    kinds: &[Kind::ProfileField],
    options: &documented_options([visits::CLAUSES]),
    messages: documented_keys(&[
        "social_school_email_seen",
        "social_school_email_advice",
        "social_privacy_settings_answer_work_account",
    ]),
    compile,
};

#[derive(Debug)]
struct SchoolEmail {
    clauses: Vec<Clause>,
}

fn compile(options: &mut Options<'_>) -> Option<Box<dyn Rule>> {
    let clauses = options.clauses(visits::CLAUSES.name);
    (!clauses.is_empty()).then(|| Box::new(SchoolEmail { clauses }) as Box<dyn Rule>)
}

impl Rule for SchoolEmail {
    // Pages on a list of hosts are no social accounts.
    fn wants_site(&self, site: &str) -> bool {
        site != visits::WEB
    }

    fn check(&self, case: &Case<'_>) -> Outcome {
        match social::field(case) {
            Some((ProfilePart::Email, value))
                if case.account != Account::Official && case.engine.config().is_school_address(value) =>
            {
                let advice = Message::new("social_school_email_advice");
                let certainty = social::certainty(case);
                social::of_account(
                    case,
                    &self.clauses,
                    certainty,
                    "social_school_email_seen",
                    advice,
                    &[social::WORK_ACCOUNT],
                )
            }
            _ => Outcome::Nothing,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{Desk, SCHOOLS, profile};
    use crate::finding::{Certainty, Presentation, Severity};
    use crate::observation::{ProfileField, ProfilePart};

    const RULE: &str = "social-school-email";

    fn address(domain: &str) -> ProfileField {
        profile("instagram", ProfilePart::Email, domain)
    }

    #[test]
    fn each_school_gives_its_own_answer() {
        for school in SCHOOLS {
            let expected = match school {
                "tudhoe" => Some((Severity::Advised, Presentation::Note)),
                "droitwich-spa" => Some((Severity::Prohibited, Presentation::Panel)),
                _ => None,
            };
            for domain in ["@oakfield.sch.uk", "@Staff.Oakfield.sch.uk"] {
                let found = Desk::of(school).by_rule(address(domain), RULE);
                assert_eq!(found.map(|f| (f.severity, f.presentation)), expected, "{school} {domain}");
            }
            for other in ["@example.com", "@notoakfield.sch.uk", "@", "", "oakfield.sch.uk"] {
                assert!(Desk::of(school).all(address(other)).is_empty(), "{school} {other}");
            }
            let bio = profile("instagram", ProfilePart::About, "me@oakfield.sch.uk");
            assert!(Desk::of(school).by_rule(bio, RULE).is_none(), "{school}: not an address field");
        }
    }

    #[test]
    fn official_accounts_are_left_alone_and_unknown_ones_beside_them_asked_about() {
        let desk = Desk::with("droitwich-spa", &[("officialAccounts", "instagram:oakfieldschool")]);
        let of = |account: &str| ProfileField { account: Some(account.to_owned()), ..address("@oakfield.sch.uk") };
        assert!(desk.all(of("oakfieldschool")).is_empty());
        assert_eq!(desk.one(of("me.myself")).certainty, Certainty::Likely);
        assert_eq!(desk.one(address("@oakfield.sch.uk")).certainty, Certainty::Weak);
    }

    #[test]
    fn g9_a_work_account_is_left_alone_once_said_in_memory_only() {
        let mut desk = Desk::of("tudhoe");
        let finding = desk.one(address("@oakfield.sch.uk"));
        assert!(!finding.targets.keep);
        desk.press(&finding, "work-account");
        assert!(desk.all(address("@oakfield.sch.uk")).is_empty());
    }
}
