//! Trying a policy before it is pushed: ordinary situations of a school day, judged by the core
//! that ships, with invented people.

use lanyard_core::config::{AccountCheck, Config};
use lanyard_core::engine::{Civil, Context, Engine};
use lanyard_core::memory::Memory;
use lanyard_core::observation::Observation;
use lanyard_core::policy::Policy;
use lanyard_core::protocol::Shown;
use lanyard_core::roster::{Date, Person, Role, Roster, RosterBuilder, Status};
use lanyard_core::show;
use lanyard_core::sorted::ByName;
use lanyard_core::words::Words;

/// A situation: its id in the words, and what the page would be seen to hold. `DOMAIN` stands for
/// the school's own.
pub(super) struct Situation {
    pub(super) id: &'static str,
    seen: &'static str,
}

const FAMILIES: &str = r#"{"kind":"composeMail","surface":{"site":"gmail","name":"compose","n":1},"account":"a.teacher@DOMAIN",
    "mode":"new","canMove":true,"to":[{"ref":"to:1","address":"one@family.example"},{"ref":"to:2","address":"two@family.example"},
    {"ref":"to:3","address":"three@family.example"}]}"#;
const PASSWORD: &str = r#"{"kind":"composeMail","surface":{"site":"gmail","name":"compose","n":1},"account":"a.teacher@DOMAIN",
    "mode":"new","to":[{"ref":"to:1","address":"colleague@DOMAIN"}],"text":"You can use my account for the register.\nUser: a.teacher\nPassword: Sunflower27"}"#;
const PERSONAL: &str = r#"{"kind":"composeMail","surface":{"site":"gmail","name":"compose","n":1},"account":"a.teacher@post.example",
    "mode":"new","to":[{"ref":"to:1","address":"pat.sample@family.example"}]}"#;
const PUPIL: &str = r#"{"kind":"connectionRequest","surface":{"site":"facebook","name":"request","n":1},"direction":"received",
    "person":{"name":"Sam Sample","handle":"sam.sample.pupil"},"canDecline":true}"#;
const NAMESAKE: &str = r#"{"kind":"connectionRequest","surface":{"site":"facebook","name":"request","n":1},"direction":"received",
    "person":{"name":"Sam Sample","handle":"somebody.else"},"canDecline":true}"#;
const PARENT: &str = r#"{"kind":"connectionRequest","surface":{"site":"facebook","name":"request","n":1},"direction":"received",
    "person":{"name":"Pat Sample","handle":"pat.sample.parent"},"canDecline":true}"#;
const PUBLIC: &str = r#"{"kind":"privacySetting","surface":{"site":"facebook","name":"setting","n":1},"account":"a.teacher",
    "setting":"posts","audience":"public","offered":["public","friends","only-me"]}"#;
const POST: &str = r#"{"kind":"postAudience","surface":{"site":"facebook","name":"post","n":1},"account":"a.teacher","audience":"public",
    "offered":["public","friends","only-me"],"text":"What a day at SCHOOL. The trip was a mess again."}"#;
const GAME: &str = r#"{"kind":"pageVisit","surface":{"site":"web","name":"page","n":1},"host":"poki.com","categories":["games"],"page":"play"}"#;
const VPN: &str = r#"{"kind":"pageVisit","surface":{"site":"web","name":"page","n":1},"host":"chromewebstore.google.com",
    "categories":["stores"],"page":"install-tunnel"}"#;

/// Every situation, in the order of the list.
pub(super) const SITUATIONS: [Situation; 10] = [
    Situation { id: "families", seen: FAMILIES },
    Situation { id: "password", seen: PASSWORD },
    Situation { id: "personal", seen: PERSONAL },
    Situation { id: "pupil", seen: PUPIL },
    Situation { id: "namesake", seen: NAMESAKE },
    Situation { id: "parent", seen: PARENT },
    Situation { id: "public", seen: PUBLIC },
    Situation { id: "post", seen: POST },
    Situation { id: "game", seen: GAME },
    Situation { id: "vpn", seen: VPN },
];

/// What staff would see in a situation.
pub(super) fn tried(
    situation: &Situation,
    policy: &Policy,
    values: &ByName<String>,
    words: &Words,
    now_ms: i64,
) -> Vec<Shown> {
    let (mut config, _) = Config::parse(values);
    // The invented people are nobody's list: that the account is not checked yet does not keep them out.
    if config.account_check == AccountCheck::Unset {
        config.account_check = AccountCheck::Off;
    }
    let domain = config.school_domains.first().cloned().unwrap_or_else(|| "school.example".to_owned());
    if config.school_domains.is_empty() {
        config.school_domains.push(domain.clone());
    }
    let school = policy.school.names.first().unwrap_or(&policy.school.name);
    let json = situation.seen.replace("DOMAIN", &domain).replace("SCHOOL", &school.replace(['"', '\\'], " "));
    let Ok(observation) = serde_json::from_str::<Observation>(&json) else { return Vec::new() };
    let (engine, _) = Engine::new(policy.clone(), config, people(&policy.school.id, now_ms));
    // A Tuesday morning.
    let civil = Civil { year: 2026, month: 9, day: 15, hour: 10, minute: 30, weekday: 2 };
    let context = Context { now_ms, civil, quiet: false, may_look_up: true, has_own: false };
    let verdict = engine.judge(&observation, &context, &Memory::new([0; 32]));
    verdict.findings.iter().map(|finding| show::finding(finding, &engine, words)).collect()
}

/// One pupil and one parent who do not exist.
fn people(school: &str, now_ms: i64) -> Option<Roster> {
    let today = Date::of_ms(now_ms);
    let person = |role, name: &str, address: &str, handle: &str| Person {
        role,
        status: Status::Current,
        names: vec![name.to_owned()],
        addresses: vec![address.to_owned()],
        handles: vec![("facebook".to_owned(), handle.to_owned())],
        born: None,
    };
    let mut builder = RosterBuilder::new(school);
    builder.add_person(person(Role::Pupil, "Sample, Sam", "sam.sample@pupils.example", "sam.sample.pupil"));
    builder.add_person(person(Role::Parent, "Sample, Pat", "pat.sample@family.example", "pat.sample.parent"));
    // Nothing is kept of it, so that nobody needs to be unable to guess its key.
    let files = builder.finish([7; 16], [7; 16], today, today.plus_days(1));
    Roster::open(&files.text(), &files.key, now_ms).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::tests::words;

    fn policy(id: &str) -> Policy {
        let path = format!("{}/../../extension/policies/{id}.toml", env!("CARGO_MANIFEST_DIR"));
        lanyard_pack::compile(&format!("{id}.toml"), &std::fs::read_to_string(path).unwrap()).unwrap()
    }

    fn rules(situation: &str, school: &str, values: &[(&str, &str)]) -> Vec<String> {
        let situation = SITUATIONS.iter().find(|one| one.id == situation).unwrap();
        let values = values.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect();
        let shown = tried(situation, &policy(school), &values, &words("en"), 1_789_000_000_000);
        shown.into_iter().map(|one| one.rule).collect()
    }

    #[test]
    fn every_situation_is_one_that_some_school_speaks_of() {
        let schools = ["st-marylebone", "educating-for-life", "tudhoe", "droitwich-spa", "beaudesert-park"];
        let marked = [("schoolDomains", "oakfield.sch.uk"), ("rules", "{}")];
        for situation in &SITUATIONS {
            let said: Vec<bool> =
                schools.iter().map(|school| !rules(situation.id, school, &marked).is_empty()).collect();
            assert!(said.contains(&true), "{}: nobody says anything", situation.id);
        }
    }

    #[test]
    fn schools_differ_as_their_documents_do() {
        assert_eq!(rules("families", "st-marylebone", &[]), ["email-recipients-visible"]);
        assert!(rules("families", "tudhoe", &[]).is_empty());
        assert_eq!(rules("pupil", "tudhoe", &[]), ["social-pupil-connection"]);
        assert!(rules("game", "droitwich-spa", &[]).contains(&"web-games".to_owned()));
        assert!(!rules("game", "st-marylebone", &[]).contains(&"web-games".to_owned()));
    }

    #[test]
    fn what_is_switched_off_says_nothing() {
        let off = r#"{"email-recipients-visible":"off"}"#;
        assert!(rules("families", "st-marylebone", &[("rules", off)]).is_empty());
    }
}
