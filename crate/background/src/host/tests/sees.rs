//! What the person may see of what was observed, what they can take back, and what support is told.

use lanyard_core::finding::Presentation;
use lanyard_core::protocol::{HealthState, SeesState};

use super::*;

fn sees(desk: &mut Desk, tab: i32) -> SeesState {
    let request = 700 + desk.replies.len() as u32;
    desk.ask(request, json!({"type": "sees", "tab": tab}));
    desk.time_out();
    SeesState::read(&desk.replies[&request].to_string()).expect("a state")
}

fn health(desk: &mut Desk) -> HealthState {
    let request = 700 + desk.replies.len() as u32;
    let answer = desk.ask(request, json!({"type": "health"})).expect("an answer");
    HealthState::read(&answer.to_string()).expect("a state")
}

#[test]
fn what_is_seen_is_exactly_what_was_judged() {
    let mut desk = Desk::of(SCHOOL);
    desk.tabs.insert(1, "https://mail.oakfield.sch.uk/?_task=mail");
    desk.open(1, MAIL);
    assert!(!desk.observe(1, mail(&FAMILIES)).is_empty());
    let seen = sees(&mut desk, 1);
    assert_eq!(seen.observed.len(), 1);
    let expected: lanyard_core::observation::Observation = serde_json::from_value(mail(&FAMILIES)).unwrap();
    assert_eq!((seen.observed[0].protected, &seen.observed[0].observation), (false, &expected));
    assert!(!seen.state.findings.is_empty(), "with what it led to");
    // Of another tab nothing, and of a surface that has gone nothing.
    assert_eq!(sees(&mut desk, 2).observed, []);
    desk.say(1, json!({"type": "gone", "surface": "roundcube/compose#1"}));
    assert_eq!(sees(&mut desk, 1).observed, []);
}

#[test]
fn nothing_is_written_or_kept_for_it() {
    let mut desk = Desk::of(SCHOOL);
    desk.tabs.insert(1, "https://mail.oakfield.sch.uk/");
    desk.open(1, MAIL);
    desk.observe(1, mail(&FAMILIES));
    let before = (desk.local.clone(), desk.session.clone());
    sees(&mut desk, 1);
    assert_eq!(before, (desk.local.clone(), desk.session.clone()));
}

#[test]
fn a_worker_that_has_just_started_asks_the_pages_again() {
    let mut desk = Desk::of(SCHOOL);
    desk.tabs.insert(1, "https://mail.oakfield.sch.uk/");
    desk.open(1, MAIL);
    desk.observe(1, mail(&FAMILIES));
    desk.wake();
    assert_eq!(sees(&mut desk, 1).observed, []);
    assert_eq!(desk.called, [1]);
    // The scripts connect and say everything again.
    desk.open(2, MAIL);
    desk.observe(2, mail(&FAMILIES));
    desk.tabs.insert(2, "https://mail.oakfield.sch.uk/");
    assert_eq!(sees(&mut desk, 2).observed.len(), 1);
}

#[test]
fn g10_a_message_to_somebody_protected_is_marked_as_one() {
    let mut desk = Desk::of(SCHOOL);
    desk.tabs.insert(1, "https://mail.oakfield.sch.uk/");
    desk.open(1, MAIL);
    desk.observe(1, mail(&["rep@neu.org.uk"]));
    assert!(sees(&mut desk, 1).observed[0].protected);
}

#[test]
fn a_page_of_a_store_is_there_by_its_address_alone() {
    let mut desk = Desk::of(TUDHOE);
    desk.tabs.insert(4, "https://chromewebstore.google.com/detail/some-vpn/abcdefghijklmnop");
    let seen = sees(&mut desk, 4);
    assert_eq!(seen.observed.len(), 1, "{seen:?}");
    let json = seen.observed[0].observation.json();
    assert!(json.contains("chromewebstore.google.com") && !json.contains("some-vpn"), "{json}");
}

#[test]
fn only_our_own_pages_may_ask() {
    let mut desk = Desk::of(SCHOOL);
    for kind in ["health", "clear"] {
        assert_eq!(desk.ask_from(1, MAIL, json!({"type": kind})), Some(json!({"error": "not for pages"})));
    }
    for message in [json!({"type": "sees", "tab": 1}), json!({"type": "forget", "id": "x"})] {
        assert_eq!(desk.ask_from(2, MAIL, message), Some(json!({"error": "not for pages"})));
    }
}

/// Keys, rules and codes of the answers in this part of the storage.
fn answers(values: &Map<String, Value>, key: &str) -> Vec<(String, String, String)> {
    let entries = values.get(key).and_then(|kept| kept["entries"].as_array().cloned()).unwrap_or_default();
    let text = |entry: &Value, key: &str| entry[key].as_str().unwrap_or_default().to_owned();
    entries.iter().map(|entry| (text(entry, "key"), text(entry, "rule"), text(entry, "code"))).collect()
}

#[test]
fn an_answer_is_listed_with_its_rule_and_asked_again_once_it_is_taken_back() {
    let mut desk = Desk::of(SCHOOL);
    desk.open(1, MAIL);
    let shown = desk.observe(1, mail(&FAMILIES));
    let first = shown.iter().find(|shown| shown.rule == "email-recipients-visible").expect("a finding").clone();
    desk.act(1, &first, "not-now", "asked");
    let kept = answers(&desk.local, "kept");
    assert_eq!(kept.len(), 1);
    assert_eq!((kept[0].1.as_str(), kept[0].2.as_str()), ("email-recipients-visible", "not-now"));
    for part in ["ash", "example", "teacher", "t1"] {
        assert!(!desk.local["kept"].to_string().contains(part), "no name in it");
    }
    let presented =
        |shown: &[Shown]| shown.iter().find(|shown| shown.rule == first.rule).map(|shown| shown.presentation);
    assert_eq!(presented(&desk.findings(1)), Some(Presentation::Mark));
    desk.sent.clear();
    assert_eq!(desk.ask(900, json!({"type": "forget", "id": kept[0].0})), Some(json!({"ok": true})));
    assert_eq!(presented(&desk.findings(1)), Some(Presentation::Panel), "what is open is judged again");
    assert_eq!(answers(&desk.local, "kept"), []);
    // And it stays so when the worker dies.
    desk.wake();
    desk.open(2, MAIL);
    assert_eq!(presented(&desk.observe(2, mail(&FAMILIES))), Some(Presentation::Panel));
}

#[test]
fn clearing_takes_what_is_the_persons_and_leaves_what_is_the_schools() {
    let roster = roster("tudhoe", NOW_MS);
    let mut keys = with_roster(TUDHOE, &roster);
    keys.push(("hosts", r#"{"roundcube":["mail.oakfield.sch.uk"]}"#));
    let mut desk = Desk::of(&keys);
    desk.ask(1, json!({"type": "ownAdd", "text": "07700 900123"}));
    desk.ask(2, json!({"type": "reminders", "on": false}));
    desk.ask(3, json!({"type": "quiet", "until": NOW_MS + 1000}));
    desk.clock.0.set(NOW_MS + 2000);
    desk.open(1, FACEBOOK);
    let shown = desk.observe(1, request("Robin Alder", Some("robin.alder.9")));
    desk.act(1, &shown[0], "not-now", "asked");
    assert_eq!(answers(&desk.session, "fleeting").len(), 1);
    desk.open(2, MAIL);
    desk.observe(2, mail(&FAMILIES));
    let managed = desk.local["managed"].clone();
    desk.sent.clear();
    assert_eq!(desk.ask(4, json!({"type": "clear"})), Some(json!({"ok": true})));
    for (area, key) in
        [(&desk.local, "kept"), (&desk.local, "own"), (&desk.local, "reminders"), (&desk.session, "fleeting")]
    {
        assert!(!area.contains_key(key), "{key}");
    }
    assert_eq!(desk.local["managed"], managed, "configuration and roster stay");
    assert_eq!((&desk.local["remindersOff"], desk.session.contains_key("quietUntil")), (&json!(true), true));
    assert!(desk.local.contains_key("secret"), "there is a key for what is answered from now on");
    assert_eq!(desk.findings(1)[0].presentation, Presentation::Panel, "the request is spoken of again");
    // Everything still works: answered again, kept again, over a worker's death.
    let again = desk.findings(1)[0].clone();
    desk.act(1, &again, "not-now", "asked");
    desk.wake();
    desk.open(3, FACEBOOK);
    let shown = desk.observe(3, request("Robin Alder", Some("robin.alder.9")));
    assert_eq!(shown[0].presentation, Presentation::Mark);
}

#[test]
fn clearing_works_where_no_policy_is_in_force_any_more() {
    let mut desk = Desk::of(SCHOOL);
    desk.open(1, MAIL);
    let shown = desk.observe(1, mail(&FAMILIES));
    desk.act(1, &shown[0], "not-now", "asked");
    desk.push(&[]);
    desk.wake();
    desk.read_managed(Read::Settled);
    assert!(desk.local.contains_key("kept"));
    assert_eq!(desk.ask(4, json!({"type": "clear"})), Some(json!({"ok": true})));
    assert!(!desk.local.contains_key("kept") && !desk.local.contains_key("secret"));
}

#[test]
fn health_says_how_it_is_set_up_in_every_state() {
    let roster = roster("st-marylebone", NOW_MS);
    let mut desk = Desk::of(&with_roster(SCHOOL, &roster));
    let state = health(&mut desk);
    assert_eq!(state.people, Some(2));
    assert_eq!((state.state.source.as_str(), state.state.roster_days), ("managed", Some(0)));
    assert_eq!(desk.local["since"], json!(NOW_MS), "since when it is this configuration");
    desk.clock.0.set(NOW_MS + DAY_MS);
    desk.wake();
    assert_eq!(desk.local["since"], json!(NOW_MS), "a start changes nothing");
    desk.push(SCHOOL);
    assert_eq!((desk.local["since"].clone(), health(&mut desk).people), (json!(NOW_MS + DAY_MS), None));
    let mut broken = Desk::of(&[("school", "hogwarts"), ("accountCheck", "off")]);
    let state = health(&mut broken).state;
    assert_eq!((state.state, state.problems.is_empty()), (lanyard_core::protocol::Working::Broken, false));
    let mut none = Desk::of(&[]);
    none.read_managed(Read::Settled);
    assert_eq!(health(&mut none).state.source, "none");
}

#[test]
fn g9_what_could_not_be_read_is_counted_in_memory_and_health_has_the_schools_alone() {
    let mut desk = Desk::of(SCHOOL);
    let unread = |surface: &str, reason: &str| json!({"type": "unchecked", "surface": surface, "reason": reason, "missing": ["to"]});
    desk.open(1, FACEBOOK);
    desk.say(1, unread("facebook/request#1", "expect"));
    desk.open(2, MAIL);
    desk.say(2, unread("roundcube/compose#1", "expect"));
    // Said again it is the same; in another window it is another time; a slow worker is no change of the site.
    desk.say(2, unread("roundcube/compose#1", "expect"));
    desk.say(2, unread("roundcube/compose#2", "unsure"));
    desk.say(2, unread("roundcube/compose#3", "timeout"));
    assert!(desk.popup(2).unchecked.iter().any(|one| one.reason.contains("do not agree")));
    let school = json!({"roundcube/compose": 2});
    assert_eq!(health(&mut desk).missed, school);
    assert_eq!(desk.session["missed"], json!({"school": school, "elsewhere": {"facebook/request": 1}}));
    assert!(!desk.local.contains_key("missed"));
    desk.wake();
    assert_eq!(health(&mut desk).missed, school, "the next worker has it too");
    desk.ask(9, json!({"type": "clear"}));
    assert_eq!(health(&mut desk).missed, Value::Null);
    assert!(!desk.session.contains_key("missed"));
}

#[test]
fn g9_of_open_pages_health_names_only_those_of_the_school() {
    let mut desk = Desk::of(SCHOOL);
    let unread =
        |surface: &str| json!({"type": "unchecked", "surface": surface, "reason": "expect", "missing": ["to"]});
    desk.open(1, FACEBOOK);
    desk.say(1, unread("facebook/request#1"));
    desk.open(2, "https://mail.google.com");
    desk.say(2, unread("gmail/compose#1"));
    assert_eq!(health(&mut desk).unread, [], "nobody knows whose mail it is");
    desk.open(3, MAIL);
    desk.say(3, unread("roundcube/compose#2"));
    let found = |desk: &mut Desk| health(desk).unread.into_iter().map(|one| one.surface).collect::<Vec<_>>();
    assert_eq!(found(&mut desk), ["roundcube/compose#2"]);
    // A school account on the same page says whose mail it is; a private one does not.
    let mut other = mail(&FAMILIES);
    other["surface"] = json!({"site": "gmail", "name": "compose", "n": 2});
    other["account"] = "somebody@example.com".into();
    desk.observe(2, other.clone());
    assert_eq!(found(&mut desk), ["roundcube/compose#2"]);
    other["account"] = "teacher@oakfield.sch.uk".into();
    desk.observe(2, other);
    assert_eq!(found(&mut desk), ["gmail/compose#1", "roundcube/compose#2"]);
}

#[test]
fn g7_an_exemption_is_not_in_the_report() {
    let exempt = r#"[{"rule":"email-recipients-visible","purpose":"medical","until":"2027-01-31"}]"#;
    let mut keys = SCHOOL.to_vec();
    keys.push(("exemptions", exempt));
    let mut desk = Desk::of(&keys);
    let popup = desk.popup(0).notes;
    let report = health(&mut desk).state.notes;
    assert!(popup.len() > report.len(), "{popup:?} {report:?}");
}
