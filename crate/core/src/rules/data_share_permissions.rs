//! Rule `data-share-permissions`; its documentation is [`DOC`].

use super::options::{Options, documented_keys};
use super::visits::CLAUSES;
use super::{Case, Entry, Outcome, Rule};
use crate::catalogue::documented;
use crate::engine::Account;
use crate::finding::{Action, Certainty, Message, Remedy, Targets};
use crate::observation::{Audience, Kind, Observation, Setting};
use crate::policy::Clause;

/// The rule's documentation.
const DOC: &str = r#"
## What it does

Looks at the share window of a file in Google Drive and asks when it says "Anyone with the link". The button goes to the
control; only the person changes it.

## Why

Tudhoe's document makes staff responsible, where appropriate, for the permissions of the accounts and files they control.
Beaudesert Park's speaks of private files and stays a reminder. The others do not name it, and Lanyard is silent there.

## What it cannot know

What is in the file, and whether it is meant for everyone, as a worksheet may be: it only asks. Whose account it is, as the window
does not say so, and which file: an answer holds for the day. People who are added by name never count. Only the English
window of Google Drive is known, from memory and not from a captured page; OneDrive and SharePoint are not read.

## Example that warns

```json
{"kind":"privacySetting","surface":{"site":"drive","name":"share","n":1},"setting":"file-link","audience":"public","offered":["public","only-me"]}
```

## Example that does not

```json
{"kind":"privacySetting","surface":{"site":"drive","name":"share","n":1},"setting":"file-link","audience":"only-me","offered":["public","only-me"]}
```
"#;

pub(super) const ENTRY: Entry = Entry {
    id: "data-share-permissions",
    doc: documented(DOC),
    kinds: &[Kind::PrivacySetting],
    options: &[CLAUSES],
    messages: documented_keys(&[
        "data_share_permissions_seen",
        "data_share_permissions_advice",
        "data_share_permissions_fix_choose",
        "data_share_permissions_answer_everyone",
    ]),
    compile,
};

/// Sites whose files have links.
pub(super) const DRIVES: [&str; 1] = ["drive"];

#[derive(Debug)]
struct SharePermissions {
    clauses: Vec<Clause>,
}

fn compile(options: &mut Options<'_>) -> Option<Box<dyn Rule>> {
    let clauses = options.clauses(CLAUSES.name);
    (!clauses.is_empty()).then(|| Box::new(SharePermissions { clauses }) as Box<dyn Rule>)
}

impl Rule for SharePermissions {
    fn wants_site(&self, site: &str) -> bool {
        DRIVES.contains(&site)
    }

    fn check(&self, case: &Case<'_>) -> Outcome {
        let Observation::PrivacySetting(link) = case.observation else { return Outcome::Nothing };
        let open = link.setting == Setting::FileLink && link.audience == Audience::Public;
        let target = format!("link {}", link.surface);
        // Another account's files are not this school's (G14).
        if !open || case.account == Account::Personal || case.recall(&target).is_some() {
            return Outcome::Nothing;
        }
        let choose = Message::new("data_share_permissions_fix_choose");
        case.finding(
            &self.clauses,
            Certainty::Weak,
            Message::new("data_share_permissions_seen"),
            Message::new("data_share_permissions_advice"),
        )
        .evidence(vec!["audience".to_owned()])
        .remedy(
            Remedy { refs: vec!["audience".to_owned()], ..Remedy::plain("open-setting", Action::OpenSetting, choose) }
                .primary(),
        )
        .remedy(Remedy::answer("everyone", Message::new("data_share_permissions_answer_everyone")))
        .done(Targets { now: format!("now {target}"), answer: target, keep: false })
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{Desk, SCHOOLS, setting};
    use crate::finding::{Action, Certainty, Presentation, Severity};
    use crate::observation::{Audience, Observation, Setting};

    const RULE: &str = "data-share-permissions";

    fn link(audience: Audience) -> Observation {
        setting("drive", Setting::FileLink, audience)
    }

    #[test]
    fn only_tudhoe_asks_and_only_asks() {
        for school in SCHOOLS {
            let found = Desk::of(school).all(link(Audience::Public));
            let found: Vec<_> =
                found.into_iter().map(|f| (f.rule, f.severity, f.certainty, f.presentation, f.ask_first)).collect();
            let asks = (RULE.to_owned(), Severity::Required, Certainty::Weak, Presentation::Note, false);
            assert_eq!(found, if school == "tudhoe" { vec![asks] } else { vec![] }, "{school}");
        }
    }

    #[test]
    fn named_people_other_settings_and_other_accounts_are_silent() {
        for audience in [Audience::Custom, Audience::OnlyMe] {
            assert!(Desk::of("tudhoe").all(link(audience)).is_empty(), "{audience:?}");
        }
        assert!(Desk::of("tudhoe").all(setting("drive", Setting::LookUp, Audience::Public)).is_empty());
        for (account, silent) in [("me@example.com", true), ("teacher@oakfield.sch.uk", false)] {
            let mut own = link(Audience::Public);
            if let Observation::PrivacySetting(link) = &mut own {
                link.account = Some(account.to_owned());
            }
            assert_eq!(Desk::of("tudhoe").all(own).is_empty(), silent, "{account}");
        }
    }

    #[test]
    fn an_answer_settles_it_and_not_now_leaves_the_mark() {
        let mut desk = Desk::of("tudhoe");
        let finding = desk.one(link(Audience::Public));
        assert!(!finding.targets.keep);
        assert!(finding.remedies.iter().any(|r| r.action == Action::OpenSetting && r.primary));
        desk.press(&finding, "not-now");
        assert_eq!(desk.one(link(Audience::Public)).presentation, Presentation::Mark);
        desk.press(&finding, "everyone");
        assert!(desk.all(link(Audience::Public)).is_empty());
    }
}
