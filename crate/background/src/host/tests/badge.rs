//! The number on the icon.

use super::*;

fn with_badge() -> Desk {
    let mut desk = Desk::of(SCHOOL);
    desk.open(1, MAIL);
    assert_eq!(desk.ask(1, json!({"type": "badge", "on": true})), Some(json!({"ok": true})));
    desk
}

#[test]
fn there_is_none_until_somebody_wants_it_and_none_again_when_not() {
    let mut desk = Desk::of(SCHOOL);
    desk.open(1, MAIL);
    desk.observe(1, mail(&FAMILIES));
    assert_eq!(desk.badges, []);
    desk.ask(1, json!({"type": "badge", "on": true}));
    assert_eq!((desk.badges.last(), &desk.local["badge"]), (Some(&(1, 1)), &json!(true)));
    // The worker that has put it there is gone.
    desk.wake();
    desk.ask(2, json!({"type": "badge", "on": false}));
    assert_eq!((desk.badges.last(), &desk.local["badge"]), (Some(&(0, 0)), &json!(false)));
    desk.open(1, MAIL);
    let before = desk.badges.len();
    desk.observe(1, mail(&FAMILIES[..1]));
    desk.observe(1, mail(&FAMILIES));
    assert_eq!(desk.badges.len(), before);
}

#[test]
fn it_is_what_stands_on_the_tab_and_goes_with_it() {
    let mut desk = with_badge();
    assert_eq!(desk.badges, [(1, 0)], "what an earlier worker has put there goes");
    desk.observe(1, mail(&FAMILIES));
    desk.observe(1, mail(&FAMILIES));
    assert_eq!(desk.badges, [(1, 0), (1, 1)], "said once");
    // The next worker knows that somebody wants it.
    desk.wake();
    desk.open_in(2, 1, "document 1", MAIL);
    desk.observe(2, mail(&FAMILIES));
    assert_eq!(desk.badges.last(), Some(&(1, 1)));
    desk.observe(2, mail(&FAMILIES[..1]));
    assert_eq!(desk.badges.last(), Some(&(1, 0)));
    desk.observe(2, mail(&FAMILIES));
    desk.hear(Event::Disconnected(2));
    assert_eq!(desk.badges.last(), Some(&(1, 0)), "the page has gone");
}

#[test]
fn g5_the_icon_is_empty_while_others_may_see_it() {
    let mut desk = with_badge();
    desk.observe(1, mail(&FAMILIES));
    assert_eq!(desk.badges.last(), Some(&(1, 1)));
    let until = (NOW_MS + 3_600_000) as f64;
    // Whatever stands there, also of pages that this worker has not heard of.
    desk.wake();
    desk.ask(3, json!({"type": "quiet", "until": until}));
    assert_eq!(desk.badges.last(), Some(&(0, 0)));
    desk.open(1, MAIL);
    desk.observe(1, mail(&FAMILIES));
    assert_eq!(desk.badges.last(), Some(&(1, 0)));
    desk.ask(4, json!({"type": "quiet", "until": null}));
    desk.observe(1, mail(&FAMILIES));
    assert_eq!(desk.badges.last(), Some(&(1, 1)));
    // As the page alone knows: full screen, a second display.
    desk.say(1, json!({"type": "observe", "hash": "full", "quiet": true, "observation": mail(&FAMILIES)}));
    assert_eq!(desk.badges.last(), Some(&(1, 0)));
}
