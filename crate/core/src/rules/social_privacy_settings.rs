//! Rule `social-privacy-settings`; its documentation is [`DOC`].

use serde_json::{Map, Value};

use super::data_share_permissions::DRIVES;
use super::options::{OptionDoc, Options, documented_keys, documented_options};
use super::{Case, Entry, Outcome, Rule, social};
use crate::catalogue::documented;
use crate::engine::Account;
use crate::finding::{Action, Certainty, Message, Remedy, Severity, Targets};
use crate::observation::{Audience, Kind, Observation, Setting};
use crate::policy::Clause;
use crate::read::Readable;

/// The rule's documentation.
const DOC: &str = r#"
## What it does

Looks at the audience of a post being written and at the privacy settings of an open settings page of a
personal account, and says so when one is wider than the school's document asks. It reads; only the
person changes a setting, and the button goes there.

## Why

All five documents speak of privacy settings, each with its own level: not open to the public
(St Marylebone), to be considered (the 2016 document), friends only and no search engines, on Facebook
(Tudhoe), out of pupils' reach (Droitwich Spa), the highest level there is (Beaudesert Park).

## What it cannot know

Pages that were not opened, and whether a post is meant for everyone. The school's official accounts
are left alone.

## Example that warns

```json
{"kind":"postAudience","surface":{"site":"facebook","name":"post","n":1},"audience":"public",
 "offered":["public","friends-of-friends","friends","only-me"]}
```

## Example that does not

```json
{"kind":"postAudience","surface":{"site":"facebook","name":"post","n":1},"audience":"only-me",
 "offered":["public","friends-of-friends","friends","only-me"]}
```
"#;

pub(super) const ENTRY: Entry = Entry {
    id: "social-privacy-settings",
    doc: documented(DOC),
    kinds: &[Kind::PostAudience, Kind::PrivacySetting],
    options: &documented_options([
        OptionDoc {
            name: "sites",
            takes: "site ids",
            description: "Sites that the document names. Unset: all.",
            configurable: false,
        },
        OptionDoc {
            name: "level",
            takes: "tables",
            description: "What is too wide: `audience` (list), `of` (post, account, posts, friend-list, requests, look-up, search-engines), `clauses`, `advice`, and `soft` for a note only.",
            configurable: false,
        },
        OptionDoc {
            name: "severity",
            takes: "a severity",
            description: "Weighs less than the clauses. Unset: as the document has it.",
            configurable: true,
        },
    ]),
    messages: documented_keys(&[
        "social_privacy_settings_seen_post_public",
        "social_privacy_settings_seen_post_fof",
        "social_privacy_settings_seen_post_friends",
        "social_privacy_settings_seen_account_public",
        "social_privacy_settings_seen_posts_public",
        "social_privacy_settings_seen_posts_fof",
        "social_privacy_settings_seen_search_engines",
        "social_privacy_settings_seen_friend_list_public",
        "social_privacy_settings_seen_requests_public",
        "social_privacy_settings_seen_look_up_public",
        "social_privacy_settings_seen_setting_fof",
        "social_privacy_settings_seen_setting_friends",
        "social_privacy_settings_advice_not_public",
        "social_privacy_settings_advice_consider",
        "social_privacy_settings_advice_friends_only",
        "social_privacy_settings_advice_pupils_cannot_see",
        "social_privacy_settings_advice_highest",
        "social_privacy_settings_advice_stricter",
        "social_privacy_settings_fix_open_audience",
        "social_privacy_settings_fix_open_setting",
        "social_privacy_settings_answer_meant_public",
        "social_privacy_settings_answer_work_account",
        "unchecked_account",
    ]),
    compile,
};

const ADVICE: [&str; 6] = ["not-public", "consider", "friends-only", "pupils-cannot-see", "highest", "stricter"];

/// What a level is about: a post, or a setting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Of {
    Post,
    Setting(Setting),
}

#[derive(Debug)]
struct Level {
    audience: Vec<Audience>,
    of: Vec<Of>,
    clauses: Vec<Clause>,
    advice: String,
    soft: bool,
}

#[derive(Debug)]
struct PrivacySettings {
    sites: Vec<String>,
    levels: Vec<Level>,
    severity: Option<Severity>,
}

fn compile(options: &mut Options<'_>) -> Option<Box<dyn Rule>> {
    let sites = options.texts("sites");
    let severity = options.severity("severity");
    let tables = options.tables("level");
    let levels: Vec<Level> = tables.iter().enumerate().filter_map(|(at, table)| level(options, at, table)).collect();
    (!levels.is_empty()).then(|| Box::new(PrivacySettings { sites, levels, severity }) as Box<dyn Rule>)
}

fn level(options: &mut Options<'_>, at: usize, table: &Map<String, Value>) -> Option<Level> {
    let key = |name: &str| format!("level[{at}].{name}");
    let words = |name: &str| -> Vec<String> {
        let list = table.get(name).and_then(Value::as_array);
        list.map(|items| items.iter().filter_map(Value::as_str).map(str::to_owned).collect()).unwrap_or_default()
    };
    let audience: Vec<Audience> =
        words("audience").iter().filter_map(|word| Audience::read(Value::String(word.clone())).ok()).collect();
    if audience.is_empty() || audience.len() != words("audience").len() {
        options.problem(&key("audience"), "an array of public, friends-of-friends, friends, custom, only-me");
        return None;
    }
    let mut of = Vec::new();
    for word in words("of") {
        match (word.as_str(), Setting::read(Value::String(word.clone()))) {
            ("post", _) => of.push(Of::Post),
            (_, Ok(setting)) => of.push(Of::Setting(setting)),
            _ => options.problem(
                &key("of"),
                "an array of post, account, posts, friend-list, requests, look-up, search-engines",
            ),
        }
    }
    if of.is_empty() {
        options.problem(
            &key("of"),
            "at least one of post, account, posts, friend-list, requests, look-up, search-engines",
        );
        return None;
    }
    let advice = table.get("advice").and_then(Value::as_str).unwrap_or_default().to_owned();
    if !ADVICE.contains(&advice.as_str()) {
        options.problem(&key("advice"), &format!("one of {}", ADVICE.join(", ")));
        return None;
    }
    let clauses = options.resolve(&words("clauses"), &format!("rules.{}.{}", ENTRY.id, key("clauses")));
    if clauses.is_empty() {
        options
            .problem(&key("clauses"), "at least one clause: a level that no clause states is no duty of the school's");
        return None;
    }
    for name in table.keys().filter(|name| !["audience", "of", "clauses", "advice", "soft"].contains(&name.as_str())) {
        options.problem(&key(name), "one of audience, of, clauses, advice, soft");
    }
    let soft = table.get("soft").and_then(Value::as_bool).unwrap_or(false);
    Some(Level { audience, of, clauses, advice, soft })
}

impl Rule for PrivacySettings {
    fn wants_site(&self, site: &str) -> bool {
        // A file's link is no setting of somebody's account.
        !DRIVES.contains(&site) && (self.sites.is_empty() || self.sites.iter().any(|named| named == site))
    }

    fn check(&self, case: &Case<'_>) -> Outcome {
        let (of, audience, offered) = match case.observation {
            Observation::PostAudience(post) => {
                let Some(audience) = post.audience else { return Outcome::Nothing };
                (Of::Post, audience, &post.offered)
            }
            Observation::PrivacySetting(setting) => (Of::Setting(setting.setting), setting.audience, &setting.offered),
            _ => return Outcome::Nothing,
        };
        let Some(level) = self.levels.iter().find(|level| level.of.contains(&of) && level.audience.contains(&audience))
        else {
            return Outcome::Nothing;
        };
        // Nothing narrower to choose: a network that is public by design is not the person's doing.
        if !offered.is_empty() && !offered.iter().any(|choice| *choice > audience) {
            return Outcome::Nothing;
        }
        match case.account {
            Account::Official | Account::School => return Outcome::Nothing,
            Account::Unknown if social::may_be_official(case) => {
                return Outcome::Unchecked(Message::new("unchecked_account"));
            }
            Account::Unknown | Account::Personal => {}
        }
        let targets = targets(case, of, audience);
        if case.recall(&targets.answer).is_some() || case.recall(&social::account_targets(case).answer).is_some() {
            return Outcome::Nothing;
        }
        self.found(case, level, of, audience, targets)
    }
}

impl PrivacySettings {
    fn found(&self, case: &Case<'_>, level: &Level, of: Of, audience: Audience, targets: Targets) -> Outcome {
        let advice = format!("social_privacy_settings_advice_{}", level.advice.replace('-', "_"));
        let label = match of {
            Of::Post => "social_privacy_settings_fix_open_audience",
            Of::Setting(_) => "social_privacy_settings_fix_open_setting",
        };
        let mut draft = case
            .finding(&level.clauses, Certainty::Certain, Message::new(seen(of, audience)), Message::new(&advice))
            .evidence(vec!["audience".to_owned()])
            .remedy(
                Remedy {
                    refs: vec!["audience".to_owned()],
                    ..Remedy::plain("open-setting", Action::OpenSetting, Message::new(label))
                }
                .primary(),
            );
        if let Some(severity) = self.severity {
            draft = draft.at_most(severity);
        }
        if level.advice == "stricter" {
            // The document says "highest possible", but what is chosen is no breach: an offer only.
            draft = draft.at_most(Severity::Informational);
        }
        if level.soft {
            draft = draft.quieter();
        }
        draft = match of {
            Of::Post => draft
                .remedy(Remedy::answer("meant-public", Message::new("social_privacy_settings_answer_meant_public"))),
            Of::Setting(_) => draft
                .remedy(Remedy::answer("work-account", Message::new("social_privacy_settings_answer_work_account"))),
        };
        draft.done(targets)
    }
}

fn seen(of: Of, audience: Audience) -> &'static str {
    use Audience::{FriendsOfFriends, Public};
    match (of, audience) {
        (Of::Post, Public) => "social_privacy_settings_seen_post_public",
        (Of::Post, FriendsOfFriends) => "social_privacy_settings_seen_post_fof",
        (Of::Post, _) => "social_privacy_settings_seen_post_friends",
        (Of::Setting(Setting::SearchEngines), _) => "social_privacy_settings_seen_search_engines",
        (Of::Setting(Setting::Account), Public) => "social_privacy_settings_seen_account_public",
        (Of::Setting(Setting::Posts), Public) => "social_privacy_settings_seen_posts_public",
        (Of::Setting(Setting::Posts), FriendsOfFriends) => "social_privacy_settings_seen_posts_fof",
        (Of::Setting(Setting::FriendList), Public) => "social_privacy_settings_seen_friend_list_public",
        (Of::Setting(Setting::Requests), Public) => "social_privacy_settings_seen_requests_public",
        (Of::Setting(Setting::LookUp), Public) => "social_privacy_settings_seen_look_up_public",
        (Of::Setting(_), FriendsOfFriends) => "social_privacy_settings_seen_setting_fof",
        (Of::Setting(_), _) => "social_privacy_settings_seen_setting_friends",
    }
}

/// "Not now" and "meant for everyone" hold for this post or setting at this audience; "a work
/// account" for the account on this site.
fn targets(case: &Case<'_>, of: Of, audience: Audience) -> Targets {
    let surface = case.observation.surface();
    let answer = match of {
        Of::Post => format!("post {surface} {audience:?}"),
        Of::Setting(_) => social::account_targets(case).answer,
    };
    Targets { now: format!("audience {surface} {of:?} {audience:?}"), answer, keep: false }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{Desk, SCHOOLS, post, setting};
    use crate::finding::{Action, Finding, Presentation, Severity};
    use crate::observation::{Audience, Audience::*, Observation, Setting};

    fn shown(school: &str, observation: Observation) -> Option<(Severity, Presentation)> {
        let findings: Vec<Finding> = Desk::of(school).all(observation);
        assert!(findings.len() <= 1);
        findings.first().map(|f| (f.severity, f.presentation))
    }

    type Row = [Option<(Severity, Presentation)>; 5];
    const R: Option<(Severity, Presentation)> = Some((Severity::Required, Presentation::Panel));
    const RN: Option<(Severity, Presentation)> = Some((Severity::Required, Presentation::Note));
    const A: Option<(Severity, Presentation)> = Some((Severity::Advised, Presentation::Note));
    const I: Option<(Severity, Presentation)> = Some((Severity::Informational, Presentation::Mark));

    #[test]
    fn five_schools_five_thresholds_for_a_post_on_facebook() {
        let table: [(Audience, Row); 5] = [
            (Public, [R, A, A, R, R]),
            (FriendsOfFriends, [RN, None, A, None, R]),
            (Friends, [None, None, None, None, I]),
            (Custom, [None; 5]),
            (OnlyMe, [None; 5]),
        ];
        for (audience, row) in table {
            for (school, expected) in SCHOOLS.into_iter().zip(row) {
                assert_eq!(shown(school, post("facebook", audience)), expected, "{school} {audience:?}");
            }
        }
    }

    #[test]
    fn five_schools_five_thresholds_for_settings() {
        let table: [(&str, Setting, Audience, Row); 8] = [
            ("facebook", Setting::Posts, Public, [R, A, A, R, R]),
            ("facebook", Setting::Posts, FriendsOfFriends, [RN, None, A, None, R]),
            ("facebook", Setting::SearchEngines, Public, [None, None, A, None, R]),
            ("facebook", Setting::LookUp, Public, [None, None, None, None, R]),
            ("instagram", Setting::Account, Public, [R, A, None, R, R]),
            ("instagram", Setting::Account, Friends, [None; 5]),
            ("x", Setting::Account, Public, [R, A, None, R, R]),
            ("x", Setting::Account, Friends, [None; 5]),
        ];
        for (site, which, audience, row) in table {
            for (school, expected) in SCHOOLS.into_iter().zip(row) {
                assert_eq!(
                    shown(school, setting(site, which, audience)),
                    expected,
                    "{school} {site} {which:?} {audience:?}"
                );
            }
        }
    }

    #[test]
    fn a_network_that_is_public_by_design_is_nobodys_fault() {
        let mut only = setting("x", Setting::Account, Public);
        if let Observation::PrivacySetting(s) = &mut only {
            s.offered = vec![Public];
        }
        assert_eq!(shown("beaudesert-park", only), None);
    }

    #[test]
    fn a_post_whose_audience_the_page_does_not_show_is_not_judged() {
        for school in SCHOOLS {
            let mut unseen = post("x", Public);
            if let Observation::PostAudience(p) = &mut unseen {
                p.audience = None;
            }
            assert_eq!(shown(school, unseen), None, "{school}");
        }
    }

    #[test]
    fn official_accounts_are_left_alone() {
        let desk = Desk::with("st-marylebone", &[("officialAccounts", "facebook:oakfieldschool")]);
        let mut official = post("facebook", Public);
        if let Observation::PostAudience(p) = &mut official {
            p.account = Some("OakfieldSchool".to_owned());
        }
        assert!(desk.all(official.clone()).is_empty());
        if let Observation::PostAudience(p) = &mut official {
            p.account = None;
        }
        let verdict = desk.verdict(official);
        assert!(verdict.findings.is_empty());
        assert_eq!(verdict.unchecked.map(|m| m.key).as_deref(), Some("unchecked_account"));
    }

    #[test]
    fn the_fix_goes_to_the_setting_and_changes_nothing() {
        let finding = Desk::of("tudhoe").one(post("facebook", Public));
        assert_eq!(finding.remedies.first().map(|r| (r.action, r.primary)), Some((Action::OpenSetting, true)));
    }

    #[test]
    fn a_post_that_is_meant_for_everyone_is_left_alone() {
        let mut desk = Desk::of("st-marylebone");
        let finding = desk.one(post("facebook", Public));
        desk.press(&finding, "meant-public");
        assert!(desk.all(post("facebook", Public)).is_empty());
        assert_eq!(desk.all(setting("facebook", Setting::Posts, Public)).len(), 1);
    }

    #[test]
    fn a_work_account_is_left_alone_once_said() {
        let mut desk = Desk::of("st-marylebone");
        let finding = desk.one(setting("facebook", Setting::Posts, Public));
        desk.press(&finding, "work-account");
        assert!(desk.all(setting("facebook", Setting::Account, Public)).is_empty());
        assert!(desk.all(post("facebook", Public)).is_empty());
    }

    #[test]
    fn a_school_may_weigh_it_less_but_never_more() {
        let less = Desk::with("st-marylebone", &[("rules", r#"{"social-privacy-settings":{"severity":"advised"}}"#)]);
        assert_eq!(less.one(post("facebook", Public)).severity, Severity::Advised);
        let more =
            Desk::with("st-marylebone", &[("rules", r#"{"social-privacy-settings":{"severity":"prohibited"}}"#)]);
        assert_eq!(more.one(post("facebook", Public)).severity, Severity::Required);
    }
}
