//! What the person presses, and what is kept of it.

use lanyard_core::finding::Presentation;

use super::*;

fn pupil_desk() -> Desk {
    let roster = roster("tudhoe", NOW_MS);
    let mut desk = Desk::of(&with_roster(TUDHOE, &roster));
    desk.open(1, FACEBOOK);
    desk
}

#[test]
fn a_dismissal_holds_for_exactly_these_recipients() {
    let mut desk = Desk::of(SCHOOL);
    desk.open(1, MAIL);
    let shown = desk.observe(1, mail(&FAMILIES));
    assert_eq!(shown[0].presentation, Presentation::Panel);
    desk.sent.clear();
    desk.act(1, &shown[0], "not-now", "asked");
    assert_eq!(desk.findings(1)[0].presentation, Presentation::Mark);
    assert_eq!(desk.observe(1, mail(&FAMILIES))[0].presentation, Presentation::Mark);
    let more: Vec<&str> = FAMILIES.into_iter().chain(["gorse@example.com"]).collect();
    assert_eq!(desk.observe(1, mail(&more))[0].presentation, Presentation::Panel, "one more recipient, one more look");
}

#[test]
fn an_answer_is_remembered_and_can_be_taken_back() {
    let mut desk = Desk::of(SCHOOL);
    desk.open(1, MAIL);
    let shown = desk.observe(1, mail(&FAMILIES));
    let answer = shown[0]
        .remedies
        .iter()
        .find(|r| r.action == lanyard_core::finding::Action::Answer)
        .expect("a reason")
        .id
        .clone();
    desk.act(1, &shown[0], &answer, "asked");
    assert!(desk.findings(1).is_empty() && desk.was_sent_findings(1));
    let more: Vec<&str> = FAMILIES.into_iter().chain(["gorse@example.com"]).collect();
    assert!(desk.observe(1, mail(&more)).is_empty(), "for the thread, not for the list");
}

#[test]
fn a_dismissal_that_is_taken_back_is_forgotten_on_disk_too() {
    let mut desk = Desk::of(SCHOOL);
    desk.open(1, MAIL);
    let shown = desk.observe(1, mail(&FAMILIES));
    desk.act(1, &shown[0], "not-now", "asked");
    let kept = |desk: &Desk| desk.local["kept"]["entries"].as_array().unwrap().len();
    assert_eq!(kept(&desk), 1);
    desk.act(1, &shown[0], "not-now", "undone");
    assert_eq!(kept(&desk), 0);
    assert_eq!(desk.findings(1)[0].presentation, Presentation::Panel);
}

#[test]
fn what_is_kept_is_written_before_the_page_hears_of_it() {
    let mut desk = Desk::of(SCHOOL);
    desk.open(1, MAIL);
    let shown = desk.observe(1, mail(&FAMILIES));
    desk.log.clear();
    desk.act(1, &shown[0], "not-now", "asked");
    assert_eq!(desk.log, ["write disk", "send"]);
}

#[test]
fn only_what_was_issued_to_a_document_can_be_pressed_there() {
    let mut desk = Desk::of(SCHOOL);
    desk.open(1, MAIL);
    desk.open(2, MAIL);
    let shown = desk.observe(1, mail(&FAMILIES));
    desk.log.clear();
    desk.act(2, &shown[0], "not-now", "asked");
    desk.act(1, &shown[0], "no-such-remedy", "asked");
    let mut forged = shown[0].clone();
    forged.id = "roundcube/compose#1 social-pupil-connection".to_owned();
    desk.act(1, &forged, "not-now", "asked");
    // What the content script carries out is not the worker's to be asked, and the other way round.
    desk.act(1, &shown[0], &shown[0].remedies[0].id.clone(), "asked");
    desk.act(1, &shown[0], "not-now", "done");
    desk.act(1, &shown[0], "not-now", "failed");
    assert!(desk.log.is_empty(), "{:?}", desk.log);
    desk.observe(1, mail(&FAMILIES[..1]));
    desk.log.clear();
    desk.act(1, &shown[0], "not-now", "asked");
    assert!(desk.log.is_empty(), "it is not there any more");
}

#[test]
fn a_dismissal_in_school_mail_outlives_worker_and_browser() {
    let mut desk = Desk::of(SCHOOL);
    desk.open(1, MAIL);
    let shown = desk.observe(1, mail(&FAMILIES));
    desk.act(1, &shown[0], "not-now", "asked");
    desk.session.clear();
    desk.wake();
    desk.open(2, MAIL);
    assert_eq!(desk.observe(2, mail(&FAMILIES))[0].presentation, Presentation::Mark);
    desk.clock.0.set(NOW_MS + 400 * DAY_MS);
    desk.wake();
    desk.open(3, MAIL);
    assert_eq!(desk.observe(3, mail(&FAMILIES))[0].presentation, Presentation::Panel, "and ends some day");
}

#[test]
fn g9_a_personal_place_leaves_nothing_on_disk() {
    let mut desk = pupil_desk();
    let before = desk.local.clone();
    let shown = desk.observe(1, request("Robin Alder", Some("robin.alder.9")));
    assert_eq!(shown[0].rule, "social-pupil-connection");
    desk.log.clear();
    for remedy in shown[0].remedies.clone() {
        for outcome in ["asked", "done", "failed", "undone"] {
            desk.act(1, &shown[0], &remedy.id, outcome);
        }
    }
    desk.act(1, &shown[0], "not-now", "asked");
    assert!(!desk.log.contains(&"write disk") && desk.log.contains(&"write session"));
    assert_eq!(desk.local, before);
}

#[test]
fn g9_a_dismissal_in_a_personal_place_outlives_the_worker_but_not_the_browser() {
    let mut desk = pupil_desk();
    let shown = desk.observe(1, request("Robin Alder", Some("robin.alder.9")));
    desk.act(1, &shown[0], "not-now", "asked");
    desk.wake();
    desk.open(2, FACEBOOK);
    assert_eq!(desk.observe(2, request("Robin Alder", Some("robin.alder.9")))[0].presentation, Presentation::Mark);
    desk.session.clear();
    desk.wake();
    desk.open(3, FACEBOOK);
    assert_eq!(desk.observe(3, request("Robin Alder", Some("robin.alder.9")))[0].presentation, Presentation::Panel);
}

#[test]
fn g9_a_personal_account_in_webmail_leaves_nothing_on_disk() {
    let mut desk = Desk::of(SCHOOL);
    let before = desk.local.clone();
    desk.open(1, "https://mail.google.com");
    let mut own = mail(&FAMILIES);
    own["surface"]["site"] = "gmail".into();
    own["account"] = "somebody@gmail.example".into();
    for finding in desk.observe(1, own) {
        desk.act(1, &finding, "not-now", "asked");
    }
    assert_eq!(desk.local, before);
}

#[test]
fn g6_what_is_kept_names_nobody() {
    let mut desk = Desk::of(SCHOOL);
    desk.open(1, MAIL);
    let shown = desk.observe(1, mail(&FAMILIES));
    desk.act(1, &shown[0], "not-now", "asked");
    let stored = Value::Object(desk.local.clone()).to_string() + &Value::Object(desk.session.clone()).to_string();
    for name in FAMILIES.into_iter().chain(["teacher@", "\"t1\"", "compose"]) {
        assert!(!stored.contains(name), "{name} in {stored}");
    }
}

#[test]
fn an_answer_reaches_other_surfaces_that_it_holds_for() {
    let mut desk = pupil_desk();
    desk.open(2, FACEBOOK);
    let shown = desk.observe(1, request("Robin Alder", Some("robin.alder.9")));
    assert_eq!(desk.observe(2, request("Robin Alder", Some("robin.alder.9")))[0].presentation, Presentation::Panel);
    desk.observe(1, request("Robin Alder", Some("robin.alder.9")));
    desk.sent.clear();
    desk.act(1, &shown[0], "not-now", "asked");
    assert_eq!(desk.findings(2)[0].presentation, Presentation::Mark, "the same person, in another tab");
}

#[test]
fn the_same_to_many_is_counted_when_it_leaves_the_page_and_nothing_but_a_hash_is_kept() {
    let school: Vec<(&str, &str)> = SCHOOL
        .iter()
        .map(|&(key, value)| if key == "school" { (key, "droitwich-spa") } else { (key, value) })
        .collect();
    let mut desk = Desk::of(&school);
    let many: Vec<String> = (0..20).map(|n| format!("colleague{n}@oakfield.sch.uk")).collect();
    let many: Vec<&str> = many.iter().map(String::as_str).collect();
    let message = |thread: &str| {
        let mut message = mail(&many);
        message["text"] = "The photocopier on the second floor is out of order.".into();
        message["thread"] = thread.into();
        message
    };
    let says = |shown: &[Shown]| shown.iter().any(|one| one.rule == "email-bulk-unnecessary");
    desk.open(1, MAIL);
    assert!(!says(&desk.observe(1, message("a"))));
    // Gmail: the window goes. Roundcube: the page does.
    desk.say(1, json!({"type": "gone", "surface": "roundcube/compose#1"}));
    desk.open(2, MAIL);
    assert!(!says(&desk.observe(2, message("b"))));
    desk.hear(Event::Disconnected(2));
    desk.wake();
    desk.open(3, MAIL);
    assert!(says(&desk.observe(3, message("c"))));
    let stored = Value::Object(desk.local.clone()).to_string();
    assert!(!stored.contains("photocopier") && !stored.contains("colleague1"));
    assert!(!Value::Object(desk.session.clone()).to_string().contains("photocopier"));
    // A message to few, and one in a personal account, leave nothing.
    let before = desk.local["kept"].clone();
    for (port, change) in [(4, "to"), (5, "account")] {
        let mut other = message("d");
        if change == "to" {
            other["to"] = json!([{"ref": "to/0", "address": "ada@example.com"}]);
        } else {
            other["account"] = "me@example.com".into();
        }
        desk.open(port, MAIL);
        desk.observe(port, other);
        desk.hear(Event::Disconnected(port));
    }
    assert_eq!(desk.local["kept"], before);
}
