//! After Send: what is said, to whom, and that nothing of it is kept.

use super::*;

const FAMILIES: &str = r#"[{"ref":"to/1","address":"a.one@example.com"},{"ref":"to/2","address":"b.two@example.org"},{"ref":"to/3","address":"office@oakfield.sch.uk"}]"#;
const ALONE: &str = r#"[{"ref":"to/1","address":"office@oakfield.sch.uk"}]"#;

/// Opens a document in a tab, which says hello on this Port.
fn connect(desk: &mut Desk, port: u32, tab: i32, origin: &str) {
    desk.open_in(port, tab, &format!("document-{port}"), origin);
}

/// Says what is here as JSON.
fn say(desk: &mut Desk, port: u32, message: &str) {
    desk.say(port, serde_json::from_str(message).unwrap());
}

/// What stands on a surface, as a Port was told last.
fn on(desk: &Desk, port: u32, wanted: &str) -> Vec<Shown> {
    let last = desk.sent.iter().rev().find_map(|(to, message)| match message {
        ToPage::Findings { findings, surface, .. } if *to == port && surface == wanted => Some(findings.clone()),
        _ => None,
    });
    last.unwrap_or_default()
}

fn message(n: u32, to: &str) -> String {
    format!(
        r#"{{"type":"observe","hash":"h{n}","quiet":false,"observation":{{"kind":"composeMail","surface":{{"site":"gmail","name":"compose","n":{n}}},"account":"me@oakfield.sch.uk","mode":"new","thread":"t{n}","to":{to},"canMove":true}}}}"#
    )
}

fn step(step: &str) -> String {
    format!(r#"{{"type":"sent","step":"{step}"}}"#)
}

/// St Marylebone without reminders: what is said is then of a rule.
fn quiet() -> Vec<(&'static str, &'static str)> {
    SCHOOL.iter().copied().chain([("rules", r#"{"reminders":"off"}"#)]).collect()
}

/// A desk of St Marylebone with Gmail open in tab 1, and a message with two families in To.
fn gmail() -> Desk {
    let mut desk = Desk::of(&quiet());
    connect(&mut desk, 1, 1, "https://mail.google.com");
    say(&mut desk, 1, &message(1, FAMILIES));
    desk
}

/// What stands beside the page as a whole.
fn page(desk: &Desk, port: u32) -> Vec<Shown> {
    on(desk, port, "gmail/page#1")
}

fn ids(shown: &Shown) -> Vec<&str> {
    shown.remedies.iter().map(|remedy| remedy.id.as_str()).collect()
}

fn facts(desk: &mut Desk) -> Value {
    let request = 900 + desk.replies.len() as u32;
    desk.ask(request, json!({"type": "sent"})).unwrap()
}

#[test]
fn a_script_hears_send_only_where_something_stands_and_once() {
    let mut desk = Desk::of(SCHOOL);
    connect(&mut desk, 1, 1, "https://mail.google.com");
    say(&mut desk, 1, &message(1, ALONE));
    assert!(!desk.listening_for.iter().any(|(_, file)| *file == "sent.js"));
    say(&mut desk, 1, &message(1, FAMILIES));
    say(&mut desk, 1, &message(2, FAMILIES));
    assert_eq!(desk.listening_for.iter().filter(|(_, file)| *file == "sent.js").count(), 1);
}

#[test]
fn what_has_just_gone_can_be_called_back_with_the_reason_and_reported_when_it_cannot() {
    let mut desk = gmail();
    say(&mut desk, 1, &step("pressed"));
    assert_eq!(page(&desk, 1), [], "whether it goes is not known yet");
    say(&mut desk, 1, r#"{"type":"gone","surface":"gmail/compose#1"}"#);
    say(&mut desk, 1, &step("undoable"));
    let [shown] = &page(&desk, 1)[..] else { panic!("{:?}", page(&desk, 1)) };
    assert_eq!(shown.seen, "2 people outside the school can see each other's addresses.");
    assert_eq!(shown.advice, "It has just gone. Undo brings the draft back.");
    assert_eq!((shown.rule.as_str(), shown.ask_first), ("email-recipients-visible", false));
    assert_eq!(ids(shown), ["undo-send", "report", "not-now"]);
    say(&mut desk, 1, &step("gone"));
    let [shown] = &page(&desk, 1)[..] else { panic!() };
    assert_eq!(ids(shown), ["report", "not-now"]);
    let act = format!(r#"{{"type":"act","finding":"{}","remedy":"report","outcome":"asked"}}"#, shown.id);
    say(&mut desk, 1, &act);
    assert_eq!(desk.opened, ["concern.html#sent"]);
    assert_eq!(page(&desk, 1), [], "it is being reported");
    let told = facts(&mut desk);
    assert_eq!(told["host"], "mail.google.com");
    assert_eq!(told["outside"], 2);
    assert_eq!(told["at"], NOW_MS as f64);
    assert_eq!(told["found"][0]["seen"], "2 people outside the school can see each other's addresses.");
    assert!(told["found"][0]["clause"].as_str().unwrap().contains("4.1.2(iii)"));
    assert_eq!(facts(&mut desk), Value::Null, "it is told once and forgotten");
}

#[test]
fn g6_g9_the_facts_hold_no_address_and_nothing_is_written() {
    let mut desk = gmail();
    let (local, session) = (desk.local.clone(), desk.session.clone());
    say(&mut desk, 1, &step("pressed"));
    say(&mut desk, 1, r#"{"type":"gone","surface":"gmail/compose#1"}"#);
    say(&mut desk, 1, &step("undoable"));
    let id = page(&desk, 1)[0].id.clone();
    say(&mut desk, 1, &format!(r#"{{"type":"act","finding":"{id}","remedy":"report","outcome":"asked"}}"#));
    assert!(!page(&desk, 1).is_empty(), "it can still be called back");
    let told = facts(&mut desk).to_string();
    assert!(!told.contains('@') && !told.contains("example"), "{told}");
    assert_eq!((desk.local.clone(), desk.session.clone()), (local, session));
    assert!(desk.opened.iter().all(|page| page == "concern.html#sent"), "{:?}", desk.opened);
}

#[test]
fn undone_or_put_off_it_is_gone() {
    for last in [
        step("undone"),
        r#"{"type":"act","finding":"gmail/page#1 after-send","remedy":"undo-send","outcome":"done"}"#.to_owned(),
        r#"{"type":"act","finding":"gmail/page#1 after-send","remedy":"not-now","outcome":"asked"}"#.to_owned(),
    ] {
        let mut desk = gmail();
        say(&mut desk, 1, &step("pressed"));
        say(&mut desk, 1, r#"{"type":"gone","surface":"gmail/compose#1"}"#);
        say(&mut desk, 1, &step("undoable"));
        assert_eq!(page(&desk, 1).len(), 1);
        say(&mut desk, 1, &last);
        assert_eq!(page(&desk, 1), [], "{last}");
        // What comes late says nothing more.
        say(&mut desk, 1, &step("gone"));
        assert_eq!(page(&desk, 1), [], "{last}");
    }
}

#[test]
fn a_message_in_which_nothing_stood_brings_nothing_and_of_two_the_one_that_has_gone_counts() {
    let mut desk = gmail();
    say(&mut desk, 1, &message(2, ALONE));
    say(&mut desk, 1, &step("pressed"));
    say(&mut desk, 1, r#"{"type":"gone","surface":"gmail/compose#2"}"#);
    say(&mut desk, 1, &step("undoable"));
    assert_eq!(page(&desk, 1), [], "the other one is still being written");
    say(&mut desk, 1, &step("pressed"));
    say(&mut desk, 1, r#"{"type":"gone","surface":"gmail/compose#1"}"#);
    say(&mut desk, 1, &step("undoable"));
    assert_eq!(page(&desk, 1).len(), 1);
}

#[test]
fn a_page_that_says_that_a_message_has_gone_without_one_is_not_believed() {
    let mut desk = gmail();
    say(&mut desk, 1, &step("undoable"));
    say(&mut desk, 1, &step("gone"));
    assert_eq!(page(&desk, 1), []);
    // A report opens at a press of the person's, at most once in a second, and without facts.
    for _ in 0..3 {
        say(&mut desk, 1, r#"{"type":"act","finding":"gmail/page#1 after-send","remedy":"report","outcome":"asked"}"#);
    }
    assert_eq!(desk.opened, ["concern.html#sent"]);
    assert_eq!(facts(&mut desk), Value::Null);
}

#[test]
fn a_mail_without_undo_that_leaves_its_page_is_spoken_of_on_the_next_one_of_the_same_tab() {
    let to = FAMILIES;
    let compose = format!(
        r#"{{"type":"observe","hash":"h","quiet":false,"observation":{{"kind":"composeMail","surface":{{"site":"roundcube","name":"compose","n":1}},"account":"me@oakfield.sch.uk","mode":"new","thread":"t","to":{to},"canMove":true}}}}"#
    );
    let mut desk = Desk::of(&quiet());
    connect(&mut desk, 1, 1, "https://mail.oakfield.sch.uk");
    say(&mut desk, 1, &compose);
    say(&mut desk, 1, &step("pressed"));
    say(&mut desk, 1, &step("gone"));
    assert_eq!(on(&desk, 1, "roundcube/page#1"), [], "the page it was written in is left at once");
    desk.hear(Event::Disconnected(1));
    // Another tab is another matter, and so is a frame inside the page.
    connect(&mut desk, 2, 2, "https://mail.oakfield.sch.uk");
    assert_eq!(on(&desk, 2, "roundcube/page#1"), []);
    connect(&mut desk, 3, 1, "https://mail.oakfield.sch.uk");
    assert_eq!(on(&desk, 3, "roundcube/page#1"), [], "a frame has no address of its own");
    desk.frames.insert("document-4".to_owned(), "https://mail.oakfield.sch.uk/?_task=mail");
    connect(&mut desk, 4, 1, "https://mail.oakfield.sch.uk");
    let [shown] = &on(&desk, 4, "roundcube/page#1")[..] else { panic!() };
    assert_eq!(ids(shown), ["report", "not-now"]);
    assert_eq!(shown.advice, "It has gone. If it went wrong, here is who to tell.");
    // Going elsewhere ends it.
    say(&mut desk, 4, r#"{"type":"moved"}"#);
    assert_eq!(on(&desk, 4, "roundcube/page#1"), []);
}

#[test]
fn g5_while_others_may_see_the_screen_it_is_a_mark() {
    let mut desk = gmail();
    desk.ask(1, json!({"type": "quiet", "until": NOW_MS + 3_600_000}));
    say(&mut desk, 1, &message(1, FAMILIES));
    say(&mut desk, 1, &step("pressed"));
    say(&mut desk, 1, r#"{"type":"gone","surface":"gmail/compose#1"}"#);
    say(&mut desk, 1, &step("undoable"));
    assert_eq!(page(&desk, 1)[0].presentation, lanyard_core::finding::Presentation::Mark);
}
