//! The person's own numbers and addresses: where they are kept, and when they go.

use super::*;

const NUMBER: &str = "07700 900123";

fn tudhoe<'a>(roster: &'a (String, String), more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let mut keys = with_roster(TUDHOE, roster);
    keys.push(("hosts", r#"{"roundcube":["mail.oakfield.sch.uk"]}"#));
    keys.extend(more);
    keys
}

fn ring(text: &str) -> Value {
    let mut mail = mail(&["sam.birch@example.com"]);
    mail["text"] = text.into();
    mail
}

fn own(desk: &mut Desk) -> Value {
    let request = 500 + desk.replies.len() as u32;
    desk.ask(request, json!({"type": "handbook"})).expect("a state")["own"].clone()
}

fn add(desk: &mut Desk, text: &str) -> bool {
    let request = 500 + desk.replies.len() as u32;
    desk.ask(request, json!({"type": "ownAdd", "text": text})).expect("an answer")["ok"] == true
}

fn said(desk: &mut Desk, port: u32) -> bool {
    let shown = desk.observe(port, ring("Ring me on 07700900123."));
    shown.iter().any(|shown| shown.rule == "contact-personal-details")
}

#[test]
fn a_number_that_is_saved_is_looked_for_at_once_and_until_it_is_removed() {
    let roster = roster("tudhoe", NOW_MS);
    let mut desk = Desk::of(&tudhoe(&roster, &[]));
    desk.open(1, MAIL);
    assert!(!said(&mut desk, 1));
    assert_eq!(own(&mut desk), json!([]));
    assert!(add(&mut desk, NUMBER) && add(&mut desk, "me@example.com"));
    assert!(desk.findings(1).iter().any(|shown| shown.rule == "contact-personal-details"), "what is open is judged");
    let saved = own(&mut desk);
    assert_eq!((&saved[0]["hint"], &saved[1]["hint"]), (&json!("23"), &json!("m")));
    for refused in ["900123", "what I wrote", "teacher@oakfield.sch.uk"] {
        assert!(!add(&mut desk, refused), "{refused}");
    }
    // The worker dies.
    desk.wake();
    desk.open(2, MAIL);
    assert!(said(&mut desk, 2));
    let id = saved[0]["id"].clone();
    assert_eq!(desk.ask(900, json!({"type": "forget", "id": id})), Some(json!({"ok": true})));
    assert!(!said(&mut desk, 2) && own(&mut desk).as_array().is_some_and(|own| own.len() == 1));
}

#[test]
fn g6_nothing_of_it_but_a_hash_and_a_hint_is_anywhere() {
    let roster = roster("tudhoe", NOW_MS);
    let mut desk = Desk::of(&tudhoe(&roster, &[]));
    assert!(add(&mut desk, NUMBER));
    let stored = desk.local["own"].to_string();
    for part in ["07700", "7700900123", "900123", "900 123"] {
        assert!(!stored.contains(part), "{stored}");
        assert!(
            !format!("{:?}", desk.sent).contains(part)
                && !desk.replies.values().any(|reply| reply.to_string().contains(part))
        );
    }
    assert!(!desk.session.contains_key("own"));
}

#[test]
fn only_our_own_pages_may_save_one_and_only_where_a_rule_looks_for_it() {
    let roster = roster("tudhoe", NOW_MS);
    let mut desk = Desk::of(&tudhoe(&roster, &[]));
    for message in [json!({"type": "ownAdd", "text": NUMBER}), json!({"type": "forget", "id": "x"})] {
        assert_eq!(desk.ask_from(1, MAIL, message), Some(json!({"error": "not for pages"})));
    }
    assert!(!desk.local.contains_key("own"));
    let mut other = Desk::of(SCHOOL);
    assert_eq!(own(&mut other), Value::Null);
    assert!(!add(&mut other, NUMBER) && !other.local.contains_key("own"));
}

#[test]
fn g3_it_goes_with_the_account() {
    let roster = roster("tudhoe", NOW_MS);
    let mut keys = tudhoe(&roster, &[("staffAccounts", "*@staff.oakfield.sch.uk")]);
    keys.retain(|(key, _)| *key != "accountCheck");
    let mut desk = Desk::new();
    desk.account = "t.teacher@staff.oakfield.sch.uk";
    desk.managed = Some(texts(&keys));
    desk.wake();
    assert!(add(&mut desk, NUMBER) && desk.local.contains_key("own"));
    desk.account = "pupil@oakfield.sch.uk";
    desk.hear(Event::Profile(desk.account.to_owned()));
    assert!(!desk.local.contains_key("own") && !desk.session.contains_key("own"));
    desk.account = "t.teacher@staff.oakfield.sch.uk";
    desk.hear(Event::Profile(desk.account.to_owned()));
    assert_eq!(own(&mut desk), json!([]));
}

#[test]
fn g3_a_worker_that_wakes_for_another_account_erases_it_too() {
    let roster = roster("tudhoe", NOW_MS);
    let mut keys = tudhoe(&roster, &[("staffAccounts", "*@staff.oakfield.sch.uk")]);
    keys.retain(|(key, _)| *key != "accountCheck");
    let mut desk = Desk::new();
    desk.account = "t.teacher@staff.oakfield.sch.uk";
    desk.managed = Some(texts(&keys));
    desk.wake();
    assert!(add(&mut desk, NUMBER));
    desk.account = "pupil@oakfield.sch.uk";
    desk.wake();
    assert!(!desk.local.contains_key("own"));
}

#[test]
fn g15_a_shared_profile_keeps_it_for_the_session_only() {
    let roster = roster("tudhoe", NOW_MS);
    let mut desk = Desk::of(&tudhoe(&roster, &[]));
    assert!(add(&mut desk, NUMBER));
    desk.push(&tudhoe(&roster, &[("sharedAccount", "on")]));
    assert!(!desk.local.contains_key("own"), "what was on disk goes");
    assert!(add(&mut desk, NUMBER));
    assert!(desk.session.contains_key("own") && !desk.local.contains_key("own"));
    desk.managed = None;
    desk.wake();
    desk.open(2, MAIL);
    assert!(said(&mut desk, 2));
}
