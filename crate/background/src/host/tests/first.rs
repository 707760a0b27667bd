//! The introduction: once, for the school's own accounts, and nowhere where it would be in the way.

use super::*;

const TAB: (&str, &str) = ("rules", r#"{"first-run":{"tab":true}}"#);

fn tudhoe<'a>(more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    [TUDHOE, more].concat()
}

fn shown(desk: &mut Desk) {
    assert_eq!(desk.ask(900, json!({"type": "first"})), Some(json!({"ok": true})));
}

#[test]
fn it_comes_in_the_popup_until_it_was_shown_and_never_again() {
    let mut desk = Desk::of(TUDHOE);
    assert!(desk.popup(1).first);
    assert_eq!(desk.introduced, 0, "no tab opens by itself");
    shown(&mut desk);
    assert!(!desk.popup(1).first);
    assert_eq!(desk.local["firstSeen"], true);
    desk.wake();
    assert!(!desk.popup(1).first, "nor after the worker has died");
}

#[test]
fn g3_no_account_but_the_schools_has_it() {
    let staff = [("school", "tudhoe"), ("staffAccounts", "*@oakfield.sch.uk"), TAB];
    let mut desk = Desk::new();
    desk.account = "pupil@pupils.example";
    desk.managed = Some(texts(&staff));
    desk.wake();
    assert!(!desk.popup(1).first && desk.introduced == 0);
    let mut desk = Desk::new();
    desk.account = "pat.hill@oakfield.sch.uk";
    desk.managed = Some(texts(&staff));
    desk.wake();
    assert_eq!(desk.introduced, 1);
    let mut none = Desk::of(&[]);
    assert!(!none.popup(1).first, "nothing to introduce");
}

#[test]
fn g15_a_shared_profile_has_none_unless_the_school_says_so_and_then_nothing_is_on_disk() {
    let mut desk = Desk::of(&tudhoe(&[("sharedAccount", "on"), TAB]));
    assert!(!desk.popup(1).first && desk.introduced == 0);
    let both = ("rules", r#"{"first-run":{"tab":true,"sharedAccount":true}}"#);
    let mut desk = Desk::of(&tudhoe(&[("sharedAccount", "on"), both]));
    assert_eq!(desk.introduced, 1);
    assert!(desk.local.get("firstSeen").is_none() && desk.session["firstSeen"] == true);
    desk.wake();
    assert_eq!(desk.introduced, 1);
}

#[test]
fn the_school_switches_it_off_or_has_it_in_a_tab_once() {
    let mut desk = Desk::of(&tudhoe(&[("rules", r#"{"first-run":"off"}"#)]));
    assert_eq!(desk.problems(), Vec::<String>::new());
    assert!(!desk.popup(1).first && desk.introduced == 0);
    let mut desk = Desk::of(&tudhoe(&[TAB]));
    assert_eq!((desk.introduced, desk.problems()), (1, Vec::new()));
    assert!(!desk.popup(1).first, "what has come in a tab does not come in the popup");
    desk.wake();
    desk.wake();
    assert_eq!(desk.introduced, 1);
}

#[test]
fn g5_it_waits_while_others_see_the_screen() {
    let mut desk = Desk::of(TUDHOE);
    let later = desk.clock.0.get() + 3_600_000;
    desk.ask(901, json!({"type": "quiet", "until": later}));
    assert!(!desk.popup(1).first);
    desk.managed = Some(texts(&tudhoe(&[TAB])));
    desk.wake();
    assert_eq!(desk.introduced, 0);
    desk.clock.0.set(later + 1);
    desk.wake();
    assert_eq!(desk.introduced, 1);
}

#[test]
fn the_pages_are_told_when_the_next_term_begins() {
    let dates = r#"[{"from":"2026-09-02","to":"2026-12-18"},{"from":"2027-01-04","to":"2027-03-26"}]"#;
    let mut desk = Desk::of(&tudhoe(&[("termDates", dates)]));
    assert_eq!(desk.ask(900, json!({"type": "handbook"})).expect("an answer")["nextTerm"], "2027-01-04");
    let mut none = Desk::of(TUDHOE);
    assert_eq!(none.ask(900, json!({"type": "handbook"})).expect("an answer")["nextTerm"], Value::Null);
}
