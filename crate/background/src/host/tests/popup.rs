//! What extension pages ask, and the shortcut.

use lanyard_core::protocol::{HandbookState, Working};

use super::*;

fn mail_desk() -> Desk {
    let mut desk = Desk::of(SCHOOL);
    desk.tabs.insert(1, "https://mail.oakfield.sch.uk/?_task=mail&_action=compose");
    desk.tabs.insert(2, "chrome://extensions/");
    desk.tabs.insert(3, "https://news.example/");
    desk.listening.push(1);
    desk.open(1, MAIL);
    desk
}

#[test]
fn a_popup_shows_what_was_found_looked_at_and_not_checked() {
    let mut desk = mail_desk();
    desk.observe(1, mail(&FAMILIES));
    let mut second = mail(&FAMILIES[..1]);
    second["surface"]["n"] = 2.into();
    desk.observe(1, second);
    desk.say(1, json!({"type": "unchecked", "surface": "roundcube/compose#3", "reason": "expect", "missing": ["to"]}));
    let state = desk.popup(1);
    assert_eq!(state.state, Working::Active);
    assert_eq!(state.host.as_deref(), Some("mail.oakfield.sch.uk"));
    assert!(state.covered && state.school.is_some() && state.dated.is_some());
    let ids: Vec<&str> = state.findings.iter().map(|finding| finding.id.as_str()).collect();
    assert_eq!(ids, ["roundcube/compose#1 email-recipients-visible"]);
    let looked: Vec<&str> = state.looked.iter().map(|looked| looked.surface.as_str()).collect();
    assert_eq!(looked, ["roundcube/compose#1", "roundcube/compose#2"]);
    assert_eq!(state.unchecked[0].surface, "roundcube/compose#3");
    assert!(!state.unchecked[0].reason.is_empty() && !state.looked[0].label.contains('_'));
    desk.say(1, json!({"type": "gone", "surface": "roundcube/compose#1"}));
    assert!(desk.popup(1).findings.is_empty());
    desk.hear(Event::Disconnected(1));
    desk.listening.clear();
    assert!(desk.popup(1).looked.is_empty(), "a page that has gone into the back/forward cache is not there");
}

#[test]
fn a_page_that_no_rule_covers_is_said_to_be_none() {
    let mut desk = mail_desk();
    for tab in [2, 3, 99] {
        let state = desk.popup(tab);
        assert!(!state.covered && state.unchecked.is_empty() && state.findings.is_empty(), "{tab}");
    }
    assert_eq!(desk.popup(2).host, None);
    assert_eq!(desk.popup(3).host.as_deref(), Some("news.example"));
    assert!(!desk.called.contains(&2), "nobody of ours is on a page of the browser's own");
}

#[test]
fn only_our_own_pages_are_answered() {
    let mut desk = mail_desk();
    for (request, origin) in
        [(1, MAIL), (2, "null"), (3, ""), (4, "chrome-extension://lanyard.evil"), (5, "https://lanyard")]
    {
        let answer = desk.ask_from(request, origin, json!({"type": "tab", "tab": 1}));
        assert_eq!(answer, Some(json!({"error": "not for pages"})), "{origin}");
    }
    assert_eq!(desk.ask(6, json!({"type": "everything"})), Some(json!({"error": "not understood"})));
}

#[test]
fn a_worker_that_has_just_started_has_the_page_say_everything_again() {
    let mut desk = mail_desk();
    desk.observe(1, mail(&FAMILIES));
    desk.wake();
    assert_eq!(desk.ask(7, json!({"type": "tab", "tab": 1})), None);
    assert_eq!(desk.called, [1]);
    desk.open_in(5, 1, "document 1", MAIL);
    desk.observe(5, mail(&FAMILIES));
    desk.time_out();
    assert!(desk.clock.0.get() >= NOW_MS + 1_500, "all timers have ended");
    let state: PopupState = serde_json::from_value(desk.replies[&7].clone()).unwrap();
    assert_eq!(state.findings.len(), 1);

    // Not longer than it needs, and long enough for a slow page.
    desk.clock.0.set(NOW_MS);
    desk.wake();
    desk.ask(8, json!({"type": "tab", "tab": 1}));
    desk.clock.0.set(NOW_MS + 1_400);
    desk.open_in(5, 1, "document 1", MAIL);
    desk.clock.0.set(NOW_MS + 1_500);
    desk.hear(Event::Waited(8));
    assert!(!desk.replies.contains_key(&8), "it has connected, and may speak now");
    desk.observe(5, mail(&FAMILIES));
    desk.clock.0.set(NOW_MS + 1_559);
    desk.hear(Event::Waited(8));
    assert_eq!(desk.replies[&8]["findings"].as_array().unwrap().len(), 1);
    desk.clock.0.set(NOW_MS);
    desk.called.clear();
    assert_eq!(desk.popup(1).findings.len(), 1);
    assert!(desk.called.is_empty(), "what is known is answered at once");
}

#[test]
fn a_covered_page_without_our_script_is_not_all_clear() {
    let mut desk = mail_desk();
    desk.wake();
    desk.listening.clear();
    let state = desk.popup(1);
    assert!(state.covered && state.looked.is_empty());
    assert_eq!(state.unchecked.len(), 1);
    assert!(!state.unchecked[0].reason.contains("unchecked_"), "{}", state.unchecked[0].reason);
    // And one whose script hears and never answers: to reload it would be the wrong advice.
    desk.listening.push(1);
    let reason = desk.popup(1).unchecked[0].reason.clone();
    assert_ne!(reason, state.unchecked[0].reason);
    assert!(reason.contains("in time"), "{reason}");
}

#[test]
fn a_popup_before_anything_is_known_waits_and_then_says_so() {
    let mut desk = Desk::new();
    desk.managed = None;
    desk.wake();
    assert_eq!(desk.ask(1, json!({"type": "tab", "tab": 1})), None);
    desk.push(SCHOOL);
    assert_eq!(desk.replies[&1]["state"], "active");
    let mut desk = Desk::new();
    desk.managed = None;
    desk.wake();
    assert_eq!(desk.popup(1).state, Working::NoPolicy);
}

#[test]
fn a_finding_is_brought_up_where_it_is() {
    let mut desk = mail_desk();
    desk.open_in(2, 1, "frame", MAIL);
    let shown = desk.observe(1, mail(&FAMILIES));
    desk.observe(2, mail(&FAMILIES[..1]));
    let answer = desk.ask(8, json!({"type": "reveal", "tab": 1, "finding": shown[0].id}));
    assert_eq!(answer, Some(json!({"ok": true})));
    assert_eq!(desk.sent.last(), Some(&(1, ToPage::Reveal { finding: shown[0].id.clone() })));
    assert_eq!(desk.ask(9, json!({"type": "reveal", "tab": 1, "finding": "x/y#1 z"})), Some(json!({"ok": false})));
    assert_eq!(desk.ask(10, json!({"type": "reveal", "tab": 3, "finding": shown[0].id})), Some(json!({"ok": false})));
}

#[test]
fn the_shortcut_goes_to_the_frame_that_changed_last() {
    let mut desk = mail_desk();
    desk.observe(1, mail(&FAMILIES));
    desk.open_in(2, 1, "a frame", MAIL);
    desk.observe(2, mail(&FAMILIES));
    desk.hear(Event::Shortcut(1));
    assert_eq!(desk.sent.last(), Some(&(2, ToPage::Toggle)));
    desk.observe(1, mail(&FAMILIES));
    desk.hear(Event::Shortcut(1));
    assert_eq!(desk.sent.last(), Some(&(1, ToPage::Toggle)));
    desk.sent.clear();
    desk.hear(Event::Shortcut(2));
    desk.time_out();
    assert!(desk.sent.is_empty());
}

#[test]
fn pages_are_told_the_keys_that_hold_now_and_nothing_where_there_are_none() {
    let mut desk = mail_desk();
    for (keys, said) in
        [("Alt+Shift+Y", "Alt Shift Y for the fix."), ("Ctrl+Shift+8", "Ctrl Shift 8 for the fix."), ("", "")]
    {
        desk.shortcut = keys;
        desk.wake();
        desk.open(1, MAIL);
        desk.say(1, json!({"type": "need", "part": "show"}));
        let words = desk.sent.iter().find_map(|(_, message)| match message {
            ToPage::Words { words, .. } => words.get("ui_shortcut").cloned(),
            _ => None,
        });
        assert_eq!(words.as_deref(), Some(said));
    }
}

#[test]
fn the_shortcut_reaches_the_word_after_a_fix_where_nothing_is_found_any_more() {
    let mut desk = mail_desk();
    desk.observe(1, mail(&FAMILIES));
    assert!(desk.observe(1, mail(&["head@oakfield.sch.uk"])).is_empty());
    desk.hear(Event::Shortcut(1));
    assert_eq!(desk.sent.last(), Some(&(1, ToPage::Toggle)));
    desk.open_in(2, 1, "a frame", MAIL);
    desk.observe(2, mail(&FAMILIES));
    desk.observe(1, mail(&["head@oakfield.sch.uk"]));
    desk.hear(Event::Shortcut(1));
    assert_eq!(desk.sent.last(), Some(&(2, ToPage::Toggle)), "what is found comes first");
}

#[test]
fn the_shortcut_wakes_a_worker_that_has_died() {
    let mut desk = mail_desk();
    desk.wake();
    desk.hear(Event::Shortcut(1));
    assert_eq!(desk.called, [1]);
    desk.open_in(5, 1, "document 1", MAIL);
    desk.observe(5, mail(&FAMILIES));
    desk.time_out();
    assert_eq!(desk.sent.last(), Some(&(5, ToPage::Toggle)));
    assert!(desk.replies.is_empty());
}

#[test]
fn g5_presenting_is_told_to_all_pages_and_ends_by_itself() {
    let mut desk = mail_desk();
    desk.open(2, FACEBOOK);
    desk.observe(1, mail(&FAMILIES));
    desk.sent.clear();
    let until = (NOW_MS + 3_600_000) as f64;
    assert_eq!(desk.ask(1, json!({"type": "quiet", "until": until})), Some(json!({"ok": true})));
    let told = |desk: &Desk, port| {
        desk.sent.iter().any(|(to, message)| *to == port && matches!(message, ToPage::Site { quiet: true, .. }))
    };
    assert!(told(&desk, 1) && told(&desk, 2));
    assert_eq!(desk.observe(1, mail(&FAMILIES))[0].presentation, lanyard_core::finding::Presentation::Mark);
    assert_eq!(desk.popup(1).quiet_until, Some(until));
    assert!(desk.local.get("quietUntil").is_none() && desk.session.get("quietUntil").is_some());
    // Over the worker's death.
    desk.wake();
    assert_eq!(desk.popup(1).quiet_until, Some(until));
    desk.open_in(5, 1, "document 1", MAIL);
    // An hour later the page is told, once it speaks.
    desk.clock.0.set(NOW_MS + 3_600_001);
    desk.observe(5, mail(&FAMILIES));
    assert!(matches!(desk.sent.last(), Some((5, ToPage::Site { quiet: false, .. }))));
    assert_eq!(desk.observe(5, mail(&FAMILIES))[0].presentation, lanyard_core::finding::Presentation::Panel);
    assert_eq!(desk.popup(1).quiet_until, None);
    // And at once when the person says so.
    desk.ask(2, json!({"type": "quiet", "until": until + 3_600_000.0}));
    desk.ask(3, json!({"type": "quiet", "until": null}));
    assert!(matches!(desk.sent.last(), Some((_, ToPage::Site { quiet: false, .. }))));
    // A clock that is put back makes no week of silence out of an hour.
    let now = desk.clock.0.get();
    desk.ask(4, json!({"type": "quiet", "until": now + 3_600_000}));
    assert!(desk.popup(1).quiet_until.is_some());
    desk.clock.0.set(now - 7 * 24 * 3_600_000);
    assert_eq!(desk.popup(1).quiet_until, None);
    // Nor does a moment that is none.
    for (n, until) in [(5, -1e308), (6, 1e308)] {
        desk.ask(n, json!({"type": "quiet", "until": until}));
        assert_eq!(desk.popup(1).quiet_until, None);
    }
}

#[test]
fn a_popup_knows_the_state_of_the_whole_worker() {
    let mut desk = Desk::new();
    desk.managed = Some(texts(&[("school", "tudhoe"), ("staffAccounts", "*@staff.oakfield.sch.uk")]));
    desk.tabs.insert(1, "https://www.facebook.com/");
    desk.wake();
    let state = desk.popup(1);
    assert_eq!((state.state, state.covered, state.findings.len()), (Working::NotThisAccount, false, 0));
    assert_eq!(state.version, "0.1.0");
    assert!(desk.called.is_empty(), "nobody of ours is there");
}

#[test]
fn the_handbook_is_told_which_policy_holds_and_which_rules_are_on() {
    let mut desk = mail_desk();
    let answer = desk.ask(7, json!({"type": "handbook"})).unwrap();
    let state: HandbookState = serde_json::from_value(answer).unwrap();
    assert_eq!((state.state, state.school.as_deref(), state.pack), (Working::Active, Some("st-marylebone"), None));
    assert!(state.on.iter().any(|rule| rule == "email-recipients-visible"));
    assert!(!state.on.iter().any(|rule| rule == "email-impersonation"), "the document says nothing of it");
    assert!(state.roles.iter().all(|role| !role.title.is_empty() && role.email.is_none()));
    let refused = desk.ask_from(8, MAIL, json!({"type": "handbook"}));
    assert_eq!(refused, Some(json!({"error": "not for pages"})));
}
