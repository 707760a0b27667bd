//! Counts by rule and week: off unless the school wants them, and never of a personal place (G9).

use super::*;

fn with<'a>(more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    [SCHOOL, more].concat()
}

const ON: (&str, &str) = ("counters", "on");

/// The counts on disk, by rule, whatever the week.
fn counts(desk: &Desk) -> Option<Value> {
    let weeks = desk.local.get("counts")?.as_object()?.clone();
    Some(weeks.into_iter().map(|(_, rules)| rules).next().unwrap_or_default())
}

#[test]
fn off_unless_the_school_wants_them() {
    let mut desk = Desk::of(SCHOOL);
    desk.open(1, MAIL);
    assert!(!desk.observe(1, mail(&FAMILIES)).is_empty());
    assert_eq!(desk.local.get("counts"), None);
}

#[test]
fn a_rule_counts_when_it_begins_to_speak_and_not_while_it_does() {
    let mut desk = Desk::of(&with(&[ON]));
    desk.open(1, MAIL);
    assert!(!desk.observe(1, mail(&FAMILIES)).is_empty());
    assert_eq!(counts(&desk).unwrap()["email-recipients-visible"], 1);
    desk.observe(1, mail(&FAMILIES[..4]));
    assert_eq!(counts(&desk).unwrap()["email-recipients-visible"], 1, "the same warning, other words");
    desk.observe(1, mail(&["head@oakfield.sch.uk"]));
    desk.observe(1, mail(&FAMILIES));
    assert_eq!(counts(&desk).unwrap()["email-recipients-visible"], 2);
    let text = desk.local["counts"].to_string();
    assert!(!text.contains('@'), "{text}");
    // The worker dies: what was counted is on disk, and goes on.
    desk.wake();
    desk.open(2, MAIL);
    desk.observe(2, mail(&FAMILIES));
    assert_eq!(counts(&desk).unwrap()["email-recipients-visible"], 3);
}

#[test]
fn g9_nothing_is_counted_in_personal_places_or_from_personal_accounts() {
    let mut desk = Desk::of(&with(&[ON]));
    desk.open(1, MAIL);
    let mut personal = mail(&FAMILIES);
    personal["account"] = "me@example.com".into();
    desk.observe(1, personal);
    desk.open(2, "https://www.facebook.com");
    desk.observe(
        2,
        json!({"kind": "postAudience", "surface": {"site": "facebook", "name": "post", "n": 1}, "audience": "public",
            "offered": ["public", "friends"], "account": "teacher@oakfield.sch.uk"}),
    );
    assert_eq!(desk.local.get("counts"), None);
}

#[test]
fn wanted_no_longer_they_go_and_with_another_account_too() {
    for more in [
        &[("counters", "off")][..],
        &[ON, ("sharedAccount", "on")],
        &[ON, ("staffAccounts", "*@other.sch.uk"), ("accountCheck", "on")],
    ] {
        let mut desk = Desk::of(&with(&[ON]));
        desk.open(1, MAIL);
        desk.observe(1, mail(&FAMILIES));
        assert!(counts(&desk).is_some());
        desk.push(&with(more));
        assert_eq!(desk.local.get("counts"), None, "{more:?}");
        // And where nobody was there when the school changed its mind.
        let mut desk = Desk::of(&with(&[ON]));
        desk.open(1, MAIL);
        desk.observe(1, mail(&FAMILIES));
        desk.managed = Some(texts(&with(more)));
        desk.wake();
        assert_eq!(desk.local.get("counts"), None, "{more:?}, at the next start");
    }
}

#[test]
fn after_thirteen_weeks_a_week_is_gone() {
    let mut desk = Desk::of(&with(&[ON]));
    desk.open(1, MAIL);
    desk.observe(1, mail(&FAMILIES));
    desk.clock.0.set(desk.clock.0.get() + 13 * 7 * DAY_MS);
    desk.wake();
    assert_eq!(desk.local["counts"].as_object().map(serde_json::Map::len), Some(0));
}
