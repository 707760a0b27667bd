//! Rule `social-school-association`; its documentation is [`DOC`].

use super::options::{OptionDoc, Options, documented_keys, documented_options};
use super::{Case, Entry, Outcome, Rule, social, visits};
use crate::catalogue::documented;
use crate::engine::Account;
use crate::finding::Message;
use crate::observation::{Kind, ProfilePart};
use crate::policy::Clause;
use crate::read::Readable;

/// The rule's documentation.
const DOC: &str = r#"
## What it does

Looks at fields of the person's own profile on a social network, and at a check-in, and says so when the
school's full name stands in one. Where the document knows an approval, it says whose.

## Why

St Marylebone's document forbids to use the school's name without written permission, Droitwich Spa's
wants the wording of a profile approved in writing, Tudhoe's advises against naming the school on a
Facebook profile or checking in there. The other two do not name it, and Lanyard is silent there.

## What it cannot know

Whether permission was given: "It has been approved" is one click, and an exemption in the configuration
silences it until a day. Pictures, so no logo; printed matter; what others write. Short forms of a
school's name are places and parishes too and never count; nor does where somebody went to school. The
school's official accounts are left alone.

## Example that warns

```json
{"kind":"profileField","surface":{"site":"instagram","name":"bio","n":1},"field":"about","value":"Maths at Droitwich Spa High School. Dogs."}
```

## Example that does not

```json
{"kind":"profileField","surface":{"site":"instagram","name":"bio","n":1},"field":"about","value":"Maths teacher in Droitwich. Dogs."}
```
"#;

pub(super) const ENTRY: Entry = Entry {
    id: "social-school-association",
    doc: documented(DOC),
    kinds: &[Kind::ProfileField],
    options: &documented_options([
        visits::CLAUSES,
        OptionDoc {
            name: "fields",
            takes: "name, workplace, about, check-in",
            description: "Fields that the document's words cover.",
            configurable: false,
        },
        social::SITES,
        OptionDoc {
            name: "approval",
            takes: "role id",
            description: "Who may approve it in writing. Unset: the document knows no approval.",
            configurable: false,
        },
    ]),
    messages: documented_keys(&[
        "social_school_association_seen",
        "social_school_association_seen_check_in",
        "social_school_association_advice",
        "social_school_association_advice_approval",
        "social_answer_approved",
        "social_privacy_settings_answer_work_account",
    ]),
    compile,
};

#[derive(Debug)]
struct Association {
    clauses: Vec<Clause>,
    fields: Vec<ProfilePart>,
    sites: Vec<String>,
    approval: Option<String>,
}

fn compile(options: &mut Options<'_>) -> Option<Box<dyn Rule>> {
    let mut fields = Vec::new();
    for word in options.texts("fields") {
        match ProfilePart::read(serde_json::Value::String(word)) {
            Ok(field) if field != ProfilePart::Email => fields.push(field),
            _ => options.problem("fields", "name, workplace, about or check-in"),
        }
    }
    let rule = Association {
        clauses: options.clauses(visits::CLAUSES.name),
        fields,
        sites: options.texts(social::SITES.name),
        approval: social::role(options, "approval"),
    };
    let says = !rule.clauses.is_empty() && !rule.fields.is_empty();
    says.then(|| Box::new(rule) as Box<dyn Rule>)
}

impl Rule for Association {
    fn wants_site(&self, site: &str) -> bool {
        social::names_site(&self.sites, site)
    }

    fn check(&self, case: &Case<'_>) -> Outcome {
        let Some((field, value)) = social::field(case) else { return Outcome::Nothing };
        let meant = self.fields.contains(&field) && case.account != Account::Official;
        if !meant || !social::names_school(case, value) {
            return Outcome::Nothing;
        }
        let seen = match field {
            ProfilePart::CheckIn => "social_school_association_seen_check_in",
            _ => "social_school_association_seen",
        };
        let (advice, answer) = match &self.approval {
            Some(role) => (
                Message::new("social_school_association_advice_approval").with("tell", format!("role:{role}")),
                ("approved", "social_answer_approved"),
            ),
            None => (Message::new("social_school_association_advice"), social::WORK_ACCOUNT),
        };
        social::of_account(case, &self.clauses, social::certainty(case), seen, advice, &[answer])
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{Desk, SCHOOLS, profile};
    use crate::finding::{Certainty, Presentation, Severity};
    use crate::observation::{ProfileField, ProfilePart};

    const RULE: &str = "social-school-association";

    fn name(school: &str) -> String {
        Desk::of(school).policy().school.names.first().cloned().unwrap_or_else(|| "Oakfield School".to_owned())
    }

    fn bio(school: &str) -> ProfileField {
        profile("facebook", ProfilePart::About, &format!("I teach at {}, and I row.", name(school)))
    }

    #[test]
    fn each_school_gives_its_own_answer() {
        use ProfilePart::{About, CheckIn, Email, Name, Workplace};
        for school in SCHOOLS {
            let (severity, presentation, fields) = match school {
                "st-marylebone" => (Severity::Prohibited, Presentation::Panel, &[Name, Workplace, About][..]),
                "tudhoe" => (Severity::Advised, Presentation::Note, &[Workplace, About, CheckIn][..]),
                "droitwich-spa" => (Severity::Required, Presentation::Panel, &[Name, Workplace, About][..]),
                _ => (Severity::Informational, Presentation::Mark, &[][..]),
            };
            for field in [Name, Workplace, About, CheckIn, Email] {
                let found = Desk::of(school).by_rule(profile("facebook", field, &name(school).to_uppercase()), RULE);
                let expected = fields.contains(&field).then_some((severity, Certainty::Likely, presentation));
                assert_eq!(found.map(|f| (f.severity, f.certainty, f.presentation)), expected, "{school} {field:?}");
            }
        }
    }

    #[test]
    fn tudhoe_speaks_of_facebook_alone() {
        for (site, speaks) in [("facebook", true), ("instagram", false), ("linkedin", false)] {
            let field = profile(site, ProfilePart::Workplace, "Tudhoe Learning Trust");
            assert_eq!(!Desk::of("tudhoe").all(field).is_empty(), speaks, "{site}");
        }
    }

    #[test]
    fn places_parishes_and_longer_words_are_not_the_school() {
        for (school, text) in [
            ("st-marylebone", "St Marylebone, London"),
            ("st-marylebone", "Bellringer at St Marylebone parish church"),
            ("tudhoe", "Tudhoe village"),
            ("droitwich-spa", "Droitwich Spa Lido"),
            ("droitwich-spa", "Droitwich Spa High Schooling"),
            ("droitwich-spa", ""),
        ] {
            let field = profile("facebook", ProfilePart::About, text);
            assert!(Desk::of(school).all(field).is_empty(), "{school}: {text}");
        }
    }

    #[test]
    fn who_may_approve_is_named_and_one_click_settles_it() {
        for (school, answer, role) in [
            ("st-marylebone", "approved", Some("role:head-of-school")),
            ("droitwich-spa", "approved", Some("role:headteacher")),
            ("tudhoe", "work-account", None),
        ] {
            let mut desk = Desk::of(school);
            let finding = desk.one(bio(school));
            assert_eq!(finding.advice.params.get("tell").map(String::as_str), role, "{school}");
            assert!(!finding.targets.keep, "G9");
            desk.press(&finding, answer);
            assert!(desk.all(bio(school)).is_empty(), "{school}");
        }
    }

    #[test]
    fn a_recorded_approval_and_an_official_account_are_silent() {
        let exempt = format!(r#"[{{"rule":"{RULE}","purpose":"APPROVED-PROFILE","until":"2026-12-18"}}]"#);
        assert!(Desk::with("droitwich-spa", &[("exemptions", &exempt)]).all(bio("droitwich-spa")).is_empty());
        let desk = Desk::with("droitwich-spa", &[("officialAccounts", "facebook:oakfieldschool")]);
        let official = ProfileField { account: Some("OakfieldSchool".to_owned()), ..bio("droitwich-spa") };
        assert!(desk.all(official).is_empty());
        assert_eq!(desk.one(bio("droitwich-spa")).certainty, Certainty::Weak, "it may be the school's own");
    }
}
