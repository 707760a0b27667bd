//! What of the worker is loaded when, and what holds where it cannot be.

use super::*;

const FACEBOOK: &str = "https://www.facebook.com";

#[test]
fn nothing_is_loaded_before_it_is_needed() {
    let mut desk = Desk::of(SCHOOL);
    desk.open(1, FACEBOOK);
    assert_eq!((&desk.pieces[..], &desk.prepared[..]), (&[][..], &[][..]), "a page with nothing to read");
    desk.say(1, json!({"type": "need", "part": "read"}));
    assert_eq!((&desk.pieces[..], &desk.prepared[..]), (&[][..], &[Piece::Surfaces][..]), "something may be read");
    desk.observe(1, request("Somebody", None));
    assert_eq!(desk.pieces, [Piece::Surfaces]);
    desk.popup(1);
    assert_eq!(desk.pieces, [Piece::Surfaces, Piece::Answers]);
    desk.observe(1, request("Somebody else", None));
    assert_eq!(desk.prepared, [Piece::Surfaces], "once");
}

#[test]
fn a_mail_has_what_judges_fetched_at_once() {
    let mut desk = Desk::of(SCHOOL);
    desk.open(1, MAIL);
    assert_eq!((&desk.pieces[..], &desk.prepared[..]), (&[][..], &[Piece::Surfaces][..]));
    // A page that waits for a worker to wake: before it is known what the school has set.
    desk.slow = true;
    desk.prepared.clear();
    desk.wake();
    desk.open(1, MAIL);
    let index = desk.fetches.iter().position(|file| *file == File::Sites).expect("the site files' headers");
    let index = desk.fetches.remove(index);
    assert!(desk.prepared.is_empty());
    desk.hear(Event::Packaged(index.clone(), packaged(&index)));
    assert_eq!(desk.prepared, [Piece::Surfaces]);
}

#[test]
fn a_question_needs_what_answers_it_and_no_more() {
    let mut desk = Desk::of(SCHOOL);
    desk.ask(1, json!({"type": "handbook"}));
    desk.ask(2, json!({"type": "clear"}));
    assert_eq!(desk.pieces, [Piece::Answers]);
    // A page where no script of ours can be is judged for the answer, where it is on a list.
    desk.tabs.insert(7, "https://news.example/");
    desk.popup(7);
    assert_eq!(desk.pieces, [Piece::Answers]);
    desk.tabs.insert(8, "https://chromewebstore.google.com/detail/free-vpn-for-chrome/abcdefghijklmnop");
    desk.popup(8);
    assert_eq!(desk.pieces, [Piece::Answers, Piece::Surfaces]);
}

#[test]
fn where_what_judges_cannot_be_loaded_it_is_said_and_nothing_is_found() {
    let mut desk = Desk::of(SCHOOL);
    desk.missing = Some(Piece::Surfaces);
    desk.tabs.insert(1, "https://mail.oakfield.sch.uk/?_task=mail&_action=compose");
    desk.listening.push(1);
    desk.open(1, MAIL);
    desk.observe(1, mail(&FAMILIES));
    assert!(!desk.was_sent_findings(1), "no all-clear either");
    let state = desk.popup(1);
    assert!(state.covered && state.findings.is_empty() && state.looked.is_empty());
    let unchecked: Vec<&str> = state.unchecked.iter().map(|one| one.reason.as_str()).collect();
    assert_eq!(unchecked, ["something went wrong inside Lanyard"]);
    // Whatever else there is to it.
    desk.say(1, json!({"type": "moved"}));
    desk.say(1, json!({"type": "act", "finding": "x", "remedy": "y", "outcome": "asked"}));
    desk.say(1, json!({"type": "sent", "step": "pressed"}));
    desk.hear(Event::Sized("document 1".to_owned(), "a.xlsx".to_owned(), 3));
    assert_eq!(desk.ask(50, json!({"type": "ownAdd", "text": "07700 900123"})), Some(json!({"ok": false})));
    let host = desk.host.as_ref().unwrap();
    assert!(!host.wants_file("document 1", "a.xlsx", &desk.clock));
    assert!(host.scan("07700 900123", &desk.clock).is_empty());
    desk.hear(Event::Disconnected(1));
    // The next worker may find it.
    desk.missing = None;
    desk.wake();
    desk.open(1, MAIL);
    assert_eq!(desk.observe(1, mail(&FAMILIES)).len(), 1);
}

#[test]
fn where_what_answers_cannot_be_loaded_judging_goes_on() {
    let mut desk = Desk::of(SCHOOL);
    desk.missing = Some(Piece::Answers);
    assert_eq!(desk.ask(1, json!({"type": "tab", "tab": 1})), Some(json!({"error": "degraded"})));
    desk.open(1, MAIL);
    assert_eq!(desk.observe(1, mail(&FAMILIES)).len(), 1);
    desk.hear(Event::Shortcut(1));
}
