//! Reminders: how rarely they come, and what is kept of them.

use lanyard_core::finding::{Presentation, Severity};

use super::*;

const RECORDS: &str = "https://oakfield.records.example";
const DROITWICH: &[(&str, &str)] = &[
    ("school", "droitwich-spa"),
    ("schoolDomains", "oakfield.sch.uk"),
    ("accountCheck", "off"),
    ("hosts", r#"{"roundcube":["mail.oakfield.sch.uk"],"records":["oakfield.records.example"]}"#),
];
const BEAUDESERT: &[(&str, &str)] = &[
    ("school", "beaudesert-park"),
    ("schoolDomains", "oakfield.sch.uk"),
    ("accountCheck", "off"),
    ("hosts", r#"{"roundcube":["mail.oakfield.sch.uk"],"records":["oakfield.records.example"]}"#),
];

fn forward(to: &str) -> Value {
    let mut message = mail(&[to]);
    message["mode"] = "forward".into();
    message
}

fn setting() -> Value {
    json!({"kind": "privacySetting", "surface": {"site": "facebook", "name": "friend-list-setting", "n": 1},
        "setting": "friend-list", "audience": "only-me", "offered": ["public", "friends", "only-me"]})
}

fn clauses(shown: &[Shown]) -> Vec<&str> {
    shown.iter().flat_map(|one| &one.clause_texts).map(|clause| clause.id.as_str()).collect()
}

fn later(desk: &Desk, days: i64) {
    desk.clock.0.set(desk.clock.0.get() + days * DAY_MS);
}

/// What is on disk of reminders.
fn on_disk(desk: &Desk) -> String {
    desk.local.get("reminders").map(Value::to_string).unwrap_or_default()
}

/// What the page that was greeted last was told.
fn hears_of_printing(desk: &Desk) -> Option<bool> {
    let told = |said: &ToPage| if let ToPage::Site { print, .. } = said { Some(*print) } else { None };
    desk.sent.iter().rev().find_map(|(_, said)| told(said))
}

fn printed(desk: &mut Desk, port: u32) -> Vec<Shown> {
    desk.sent.clear();
    desk.say(port, json!({"type": "moment", "moment": "print"}));
    desk.findings(port)
}

fn with<'a>(keys: &[(&'a str, &'a str)], more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    [keys, more].concat()
}

#[test]
fn a_forward_outside_brings_one_in_the_schools_own_words() {
    let mut desk = Desk::of(DROITWICH);
    desk.open(1, MAIL);
    assert!(desk.observe(1, forward("head@oakfield.sch.uk")).is_empty());
    let shown = desk.observe(1, forward("pat@elsewhere.example"));
    assert_eq!(clauses(&shown), ["4.2-bullet-5"]);
    assert_eq!(
        (shown[0].rule.as_str(), shown[0].id.as_str()),
        ("email-forward-consider", "roundcube/compose#1 reminder")
    );
    assert_eq!((shown[0].severity, shown[0].presentation), (Severity::Advised, Presentation::Note));
    assert_eq!(shown[0].strength, "Reminder");
    assert!(
        shown[0].seen.starts_with("4.2 bullet 5: Before you forward") || shown[0].seen.contains(": Before you forward"),
        "{}",
        shown[0].seen
    );
    assert!(desk.observe(1, forward("head@oakfield.sch.uk")).is_empty(), "gone with its cause");
    assert_eq!(desk.observe(1, forward("pat@elsewhere.example")).len(), 1, "and back with it");
}

#[test]
fn a_finding_comes_first_and_a_reminder_keeps_away_from_it() {
    let mut desk = Desk::of(DROITWICH);
    desk.open(1, MAIL);
    assert_eq!(clauses(&desk.observe(1, forward("pat@elsewhere.example"))), ["4.2-bullet-5"]);
    let mut message = forward("pat@elsewhere.example");
    message["text"] = "The password is Gr33n-Otter!".into();
    let shown = desk.observe(1, message);
    assert_eq!(shown.iter().map(|one| one.rule.as_str()).collect::<Vec<_>>(), ["password-share"]);
    assert_eq!(clauses(&desk.observe(1, forward("pat@elsewhere.example"))), ["4.2-bullet-5"]);
}

#[test]
fn one_a_day_over_all_tabs_and_none_twice_the_same_day() {
    let mut desk = Desk::of(DROITWICH);
    desk.open(1, MAIL);
    desk.open(2, MAIL);
    let shown = desk.observe(1, forward("pat@elsewhere.example"));
    assert_eq!(shown.len(), 1);
    assert!(desk.observe(2, forward("pat@elsewhere.example")).is_empty(), "in another tab");
    desk.act(1, &shown[0], "not-now", "asked");
    assert!(desk.findings(1).is_empty());
    assert!(desk.observe(1, forward("sam@elsewhere.example")).is_empty(), "not now, and not today");
    desk.wake();
    desk.open(1, MAIL);
    assert!(desk.observe(1, forward("sam@elsewhere.example")).is_empty(), "nor by another worker");
    later(&desk, 1);
    assert_eq!(desk.observe(1, forward("sam@elsewhere.example")).len(), 1, "tomorrow it may");
}

#[test]
fn i_know_this_holds_for_the_term_also_when_worker_and_browser_have_ended() {
    let terms = ("termDates", r#"[{"from":"2026-09-02","to":"2026-12-18"}]"#);
    let mut desk = Desk::of(&with(DROITWICH, &[terms]));
    desk.open(1, MAIL);
    let shown = desk.observe(1, forward("pat@elsewhere.example"));
    desk.log.clear();
    desk.act(1, &shown[0], "known", "asked");
    assert_eq!(desk.log, ["write disk", "write session", "send"], "written before the page hears of it");
    assert!(desk.findings(1).is_empty());
    desk.wake();
    desk.open(1, MAIL);
    assert!(desk.observe(1, forward("pat@elsewhere.example")).is_empty());
    desk.session.clear();
    later(&desk, 20);
    desk.wake();
    desk.open(1, MAIL);
    assert!(desk.observe(1, forward("pat@elsewhere.example")).is_empty(), "a new browser, the same term");
    later(&desk, 10);
    assert_eq!(desk.observe(1, forward("pat@elsewhere.example")).len(), 1, "another term");
}

#[test]
fn it_stays_where_it_came_when_the_worker_dies_and_can_be_answered_by_the_next() {
    let mut desk = Desk::of(DROITWICH);
    desk.open(1, MAIL);
    let shown = desk.observe(1, forward("pat@elsewhere.example"));
    desk.wake();
    desk.open(1, MAIL);
    assert_eq!(desk.observe(1, forward("pat@elsewhere.example")), shown);
    desk.wake();
    desk.open(1, MAIL);
    desk.act(1, &shown[0], "known", "asked");
    assert!(desk.was_sent_findings(1) && desk.findings(1).is_empty(), "pressed before the page has said anything");
    assert!(on_disk(&desk).contains(r#""known":"2027"#), "{}", on_disk(&desk));
}

#[test]
fn only_where_it_came_can_it_be_answered() {
    let mut desk = Desk::of(DROITWICH);
    desk.open(1, MAIL);
    desk.open(2, MAIL);
    let shown = desk.observe(1, forward("pat@elsewhere.example"));
    let before = on_disk(&desk);
    desk.act(2, &shown[0], "known", "asked");
    desk.act(1, &shown[0], "known", "done");
    desk.act(1, &shown[0], "everything", "asked");
    let mut forged = shown[0].clone();
    forged.id = "web/page#1 reminder".to_owned();
    desk.act(1, &forged, "known", "asked");
    assert_eq!(on_disk(&desk), before);
}

#[test]
fn a_page_says_that_it_is_printed_and_nothing_else() {
    let mut desk = Desk::of(BEAUDESERT);
    desk.open(1, MAIL);
    assert_eq!(hears_of_printing(&desk), Some(true));
    assert_eq!(
        desk.sent.iter().filter(|(_, said)| matches!(said, ToPage::Site { site, .. } if site["page"] == true)).count(),
        1
    );
    desk.say(1, json!({"type": "moment", "moment": "pupil-request"}));
    assert!(!desk.was_sent_findings(1), "no page tells of that");
    desk.say(1, json!({"type": "moment", "moment": "records-return"}));
    assert!(desk.findings(1).is_empty(), "webmail is no information system");
    let shown = printed(&mut desk, 1);
    assert_eq!(clauses(&shown), ["printing"]);
    assert_eq!(shown[0].surface, "roundcube/page#1");
    desk.say(1, json!({"type": "moved"}));
    assert!(desk.findings(1).is_empty(), "over when the page is another");
    desk.open(2, MAIL);
    assert_eq!(hears_of_printing(&desk), Some(false), "nothing more today: nobody listens");
    let mut none = Desk::of(TUDHOE);
    none.open(1, FACEBOOK);
    assert_eq!(hears_of_printing(&none), Some(false), "this school says nothing of printing");
    assert!(printed(&mut none, 1).is_empty());
}

#[test]
fn the_note_about_printing_outlives_the_worker() {
    let mut desk = Desk::of(BEAUDESERT);
    desk.open(1, MAIL);
    let shown = printed(&mut desk, 1);
    desk.wake();
    desk.open(1, MAIL);
    assert_eq!(desk.findings(1), shown);
    assert_eq!(desk.popup(1).findings, shown);
}

#[test]
fn the_information_system_brings_one_at_the_days_first_visit_and_on_coming_back() {
    let mut desk = Desk::of(BEAUDESERT);
    desk.frames.insert("document 1".to_owned(), "https://oakfield.records.example/pupils?name=qwertz");
    desk.open(1, RECORDS);
    assert_eq!(clauses(&desk.findings(1)), ["app-1-mis-private"]);
    let pages = desk.scripts.iter().find(|script| script.id == "pages").expect("a registration");
    assert!(
        pages.matches.contains(&"*://*.oakfield.records.example/*".to_owned())
            || pages.matches.iter().any(|p| p.contains("oakfield.records.example"))
    );
    assert!(!format!("{:?}{:?}{:?}", desk.session, desk.local, desk.host).contains("qwertz"), "G6");
    desk.frames.insert("document 2".to_owned(), "https://oakfield.records.example/");
    desk.open(2, RECORDS);
    assert!(desk.findings(2).is_empty(), "the second visit of the day");
    later(&desk, 1);
    desk.open(3, RECORDS);
    assert_eq!(desk.listening_for.last().map(|(_, file)| *file), Some("back.js"));
    desk.say(3, json!({"type": "moment", "moment": "records-return"}));
    assert_eq!(clauses(&desk.findings(3)), ["app-1-lock"]);
}

#[test]
fn g9_a_personal_place_leaves_nothing_on_disk_neither_that_it_came_nor_that_it_is_known() {
    let mut desk = Desk::of(TUDHOE);
    desk.open(1, FACEBOOK);
    let before = desk.local.clone();
    let shown = desk.observe(1, setting());
    assert_eq!(shown.len(), 1, "{shown:?}");
    desk.act(1, &shown[0], "known", "asked");
    assert!(desk.findings(1).is_empty());
    assert_eq!(desk.local, before, "the disk is as it was");
    later(&desk, 1);
    desk.wake();
    desk.open(1, FACEBOOK);
    let next = desk.observe(1, setting());
    assert_ne!(clauses(&next), clauses(&shown), "known for as long as the browser runs");
    assert_eq!(desk.local, before);
    desk.session.clear();
    desk.wake();
    desk.open(1, FACEBOOK);
    assert_eq!(clauses(&desk.observe(1, setting())), clauses(&shown), "and a new browser knows nothing");
}

#[test]
fn g9_printing_in_a_personal_place_leaves_nothing_on_disk_whosever_account_is_open() {
    let mut desk = Desk::of(BEAUDESERT);
    desk.open(1, FACEBOOK);
    let before = desk.local.clone();
    let mut post = setting();
    post["account"] = "teacher@oakfield.sch.uk".into();
    desk.observe(1, post);
    assert_eq!(printed(&mut desk, 1).len(), 1);
    assert_eq!(desk.local, before);
}

#[test]
fn g9_clauses_and_days_are_all_that_is_on_disk_of_school_mail() {
    let mut desk = Desk::of(DROITWICH);
    desk.open(1, MAIL);
    desk.observe(1, forward("pat@elsewhere.example"));
    assert_eq!(on_disk(&desk), r#"{"entries":[{"came":"2026-11-22","clause":"4.2-bullet-5","known":""}],"version":1}"#);
}

#[test]
fn g15_a_shared_profile_has_none_unless_the_school_says_so_and_then_in_memory_alone() {
    let mut desk = Desk::of(&with(DROITWICH, &[("sharedAccount", "on")]));
    desk.open(1, MAIL);
    assert!(desk.observe(1, forward("pat@elsewhere.example")).is_empty());
    let on = ("rules", r#"{"reminders":{"sharedAccount":true}}"#);
    let mut desk = Desk::of(&with(DROITWICH, &[("sharedAccount", "on"), on]));
    desk.open(1, MAIL);
    let shown = desk.observe(1, forward("pat@elsewhere.example"));
    desk.act(1, &shown[0], "known", "asked");
    assert_eq!(on_disk(&desk), "");
    assert!(desk.session["reminders"].to_string().contains("4.2-bullet-5"));
    // A profile that becomes shared takes what was on its disk away.
    let mut desk = Desk::of(DROITWICH);
    desk.open(1, MAIL);
    desk.observe(1, forward("pat@elsewhere.example"));
    assert_ne!(on_disk(&desk), "");
    desk.managed = Some(texts(&with(DROITWICH, &[("sharedAccount", "on"), on])));
    desk.local.remove("managed");
    desk.wake();
    assert_eq!(on_disk(&desk), "");
}

#[test]
fn the_school_switches_them_off_and_nothing_listens_or_is_watched_for_them() {
    let off = with(BEAUDESERT, &[("rules", r#"{"reminders":"off"}"#)]);
    let mut desk = Desk::of(&off);
    assert_eq!(desk.problems(), Vec::<String>::new());
    desk.open(1, MAIL);
    assert!(printed(&mut desk, 1).is_empty());
    assert!(desk.listening_for.is_empty());
    assert!(!desk.matches().iter().any(|pattern| pattern.contains("records")));
    let state = desk.ask(900, json!({"type": "handbook"})).expect("an answer");
    assert_eq!(state["reminders"], Value::Null);
}

#[test]
fn the_person_switches_them_off_and_on_and_sees_what_is_known() {
    let mut desk = Desk::of(DROITWICH);
    desk.open(1, MAIL);
    let shown = desk.observe(1, forward("pat@elsewhere.example"));
    desk.act(1, &shown[0], "known", "asked");
    let state = desk.ask(900, json!({"type": "handbook"})).expect("an answer");
    assert_eq!(state["reminders"]["on"], true);
    assert_eq!(state["reminders"]["perDay"], 1);
    assert_eq!(state["reminders"]["known"], json!([{"clause": "4.2-bullet-5", "until": "21 February 2027"}]));
    assert!(state["reminders"]["coming"].as_array().expect("a list").contains(&json!("7-must-4")));
    desk.ask(901, json!({"type": "remind", "clause": "4.2-bullet-5"}));
    let state = desk.ask(902, json!({"type": "handbook"})).expect("an answer");
    assert_eq!(state["reminders"]["known"], json!([]));
    desk.ask(903, json!({"type": "reminders", "on": false}));
    assert_eq!(desk.local["remindersOff"], true);
    later(&desk, 1);
    desk.wake();
    desk.open(1, MAIL);
    assert!(desk.observe(1, forward("pat@elsewhere.example")).is_empty());
    assert!(!desk.matches().iter().any(|pattern| pattern.contains("records")), "no script for their sake");
    let state = desk.ask(904, json!({"type": "handbook"})).expect("an answer");
    assert_eq!(state["reminders"]["on"], false);
    desk.ask(905, json!({"type": "reminders", "on": true}));
    assert_eq!(desk.observe(1, forward("pat@elsewhere.example")).len(), 1);
    assert_eq!(
        desk.ask_from(906, "https://evil.example", json!({"type": "reminders", "on": false})),
        Some(json!({"error": "not for pages"}))
    );
}

#[test]
fn g5_while_others_may_see_the_screen_it_is_a_mark() {
    let mut desk = Desk::of(DROITWICH);
    desk.ask(900, json!({"type": "quiet", "until": desk.clock.0.get() + 60_000}));
    desk.open(1, MAIL);
    assert_eq!(desk.observe(1, forward("pat@elsewhere.example"))[0].presentation, Presentation::Mark);
}

#[test]
fn g3_an_account_that_is_no_staff_account_keeps_nothing() {
    let mut desk = Desk::of(DROITWICH);
    desk.open(1, MAIL);
    desk.observe(1, forward("pat@elsewhere.example"));
    assert_ne!(on_disk(&desk), "");
    let mine: Vec<(&str, &str)> = DROITWICH
        .iter()
        .map(|(key, value)| (*key, if *key == "accountCheck" { "on" } else { *value }))
        .chain([("staffAccounts", "*@staff.oakfield.sch.uk")])
        .collect();
    desk.account = "pupil@oakfield.sch.uk";
    desk.hear(Event::Profile("pupil@oakfield.sch.uk".to_owned()));
    desk.push(&mine);
    assert_eq!(on_disk(&desk), "");
    assert!(desk.session.get("reminding").is_none());
}

#[test]
fn a_pupils_request_that_was_deleted_brings_what_to_do_next() {
    let roster = roster("tudhoe", NOW_MS);
    let mut desk = Desk::of(&with_roster(TUDHOE, &roster));
    desk.open(1, FACEBOOK);
    let shown = desk.observe(1, request("Robin Alder", Some("robin.alder.9")));
    let delete = shown[0]
        .remedies
        .iter()
        .find(|one| one.action == lanyard_core::finding::Action::DeclineRequest)
        .expect("a fix")
        .id
        .clone();
    desk.act(1, &shown[0], &delete, "done");
    desk.say(1, json!({"type": "gone", "surface": "facebook/request#1"}));
    let shown = desk.findings(1);
    assert_eq!(clauses(&shown), ["app-1-pupil-adds-you-b"]);
    assert_eq!(shown[0].surface, "facebook/page#1");
    assert_eq!(on_disk(&desk), "", "G9");
}

#[test]
fn a_welsh_reader_is_told_that_the_text_is_in_english() {
    let mut desk = Desk::new();
    desk.language = "cy";
    desk.managed = Some(texts(DROITWICH));
    desk.wake();
    desk.open(1, MAIL);
    let shown = desk.observe(1, forward("pat@elsewhere.example"));
    assert!(shown[0].seen.contains("yn Saesneg"), "{}", shown[0].seen);
    assert!(!shown[0].seen.contains('{'));
}
