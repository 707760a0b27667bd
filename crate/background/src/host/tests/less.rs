//! "Show me less of this": one step quieter, until the term ends, where that is the person's to say.

use lanyard_core::finding::{Presentation, Severity};

use super::*;

fn post(audience: &str) -> Value {
    json!({"kind": "postAudience", "surface": {"site": "facebook", "name": "post", "n": 1},
        "audience": audience, "offered": ["public", "friends", "only-me"]})
}

fn stored(storage: &Map<String, Value>) -> String {
    Value::Object(storage.clone()).to_string()
}

fn listed(desk: &mut Desk) -> Vec<(String, String)> {
    let state = desk.ask(7, json!({"type": "handbook"})).unwrap();
    let less = state["less"].as_array().unwrap();
    less.iter().map(|one| (one["clause"].as_str().unwrap().into(), one["until"].as_str().unwrap().into())).collect()
}

#[test]
fn a_rule_of_which_less_is_wanted_is_a_line_until_the_term_ends_and_as_before_when_taken_back() {
    let terms = ("termDates", r#"[{"from":"2026-09-02","to":"2026-12-18"},{"from":"2027-01-05","to":"2027-03-27"}]"#);
    let mut desk = Desk::of(&[SCHOOL, &[terms]].concat());
    desk.open(1, MAIL);
    let shown = desk.observe(1, mail(&FAMILIES));
    assert_eq!((shown[0].presentation, shown[0].less.as_deref()), (Presentation::Panel, Some("Show me less of this")));
    desk.log.clear();
    desk.act(1, &shown[0], "less", "asked");
    assert_eq!(desk.log[..2], ["write disk", "write session"], "written before the page hears of it");
    let shown = desk.findings(1);
    assert_eq!((shown[0].presentation, shown[0].less.as_deref()), (Presentation::Note, Some("Show it as before")));
    assert_eq!(shown[0].severity, Severity::Required, "the document's strength is not the person's to change");
    assert_eq!(listed(&mut desk), [("rule:email-recipients-visible".into(), "18 December 2026".into())]);
    // In another message, for another worker, and after the browser has ended.
    desk.session.clear();
    desk.wake();
    desk.open(1, MAIL);
    let shown = desk.observe(1, mail(&FAMILIES[..2]));
    assert_eq!(shown[0].presentation, Presentation::Note);
    desk.act(1, &shown[0], "less", "asked");
    assert_eq!(desk.findings(1)[0].presentation, Presentation::Panel);
    assert!(listed(&mut desk).is_empty());
    let shown = desk.findings(1);
    desk.act(1, &shown[0], "less", "asked");
    assert_eq!(desk.findings(1)[0].presentation, Presentation::Note);
    // The page of what is remembered takes it back too, and what is open is judged anew.
    desk.ask(8, json!({"type": "remind", "clause": "rule:email-recipients-visible"}));
    assert_eq!(desk.findings(1)[0].presentation, Presentation::Panel);
    let shown = desk.findings(1);
    desk.act(1, &shown[0], "less", "asked");
    desk.clock.0.set(NOW_MS + 27 * DAY_MS);
    assert_eq!(desk.observe(1, mail(&FAMILIES))[0].presentation, Presentation::Panel, "the term is over");
}

#[test]
fn a_page_cannot_have_less_shown_of_what_it_was_not_sent_or_what_is_not_the_persons_to_lower() {
    let mut desk = Desk::of(SCHOOL);
    desk.open(1, MAIL);
    desk.say(1, json!({"type": "act", "finding": "roundcube/compose#1 email-recipients-visible", "remedy": "less", "outcome": "asked"}));
    assert_eq!(desk.observe(1, mail(&FAMILIES))[0].presentation, Presentation::Panel);
    // The school asks once more before such a message goes.
    let rules = ("rules", r#"{"email-recipients-visible":{"askFirst":true},"reminders":"off"}"#);
    let mut desk = Desk::of(&[SCHOOL, &[rules]].concat());
    desk.open(1, MAIL);
    let shown = desk.observe(1, mail(&FAMILIES));
    assert!(shown[0].ask_first && shown[0].less.is_none());
    desk.act(1, &shown[0], "less", "asked");
    assert!(!desk.was_sent_findings(1) || desk.findings(1)[0].presentation == Presentation::Panel);
    assert!(listed(&mut desk).is_empty());
    // The document forbids it.
    let list = roster("tudhoe", NOW_MS);
    let mut desk = Desk::of(&with_roster(TUDHOE, &list));
    desk.open(1, FACEBOOK);
    let shown = desk.observe(1, request("Robin Alder", Some("robin.alder.9")));
    assert_eq!((shown[0].severity, shown[0].less.is_none()), (Severity::Prohibited, true));
    desk.act(1, &shown[0], "less", "asked");
    assert!(listed(&mut desk).is_empty());
}

#[test]
fn g9_what_was_said_at_a_post_is_in_memory_alone() {
    let mut desk = Desk::of(SCHOOL);
    desk.open(1, FACEBOOK);
    let shown = desk.observe(1, post("public"));
    assert_eq!((shown[0].rule.as_str(), shown[0].presentation), ("social-privacy-settings", Presentation::Panel));
    desk.act(1, &shown[0], "less", "asked");
    assert_eq!(desk.findings(1)[0].presentation, Presentation::Note);
    assert!(!stored(&desk.local).contains("social-privacy"), "{}", stored(&desk.local));
    assert!(stored(&desk.session).contains("rule:social-privacy-settings"));
    desk.wake();
    desk.open(1, FACEBOOK);
    assert_eq!(desk.observe(1, post("public"))[0].presentation, Presentation::Note, "as long as the browser runs");
    desk.session.clear();
    desk.wake();
    desk.open(1, FACEBOOK);
    assert_eq!(desk.observe(1, post("public"))[0].presentation, Presentation::Panel);
}

#[test]
fn g5_while_others_may_look_there_is_a_mark_and_nothing_to_say_so_with() {
    let mut desk = Desk::of(SCHOOL);
    desk.open(1, MAIL);
    let message = json!({"type": "observe", "hash": "h1", "quiet": true, "observation": mail(&FAMILIES)});
    desk.say(1, message);
    let shown = desk.findings(1);
    assert_eq!((shown[0].presentation, shown[0].less.is_none()), (Presentation::Mark, true));
}
