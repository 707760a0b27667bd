//! Content scripts: what they are told, what they may say.

use lanyard_core::engine::Reads;
use lanyard_core::finding::Presentation;
use lanyard_core::protocol::MAX_MESSAGE;

use super::*;

fn site_sent(desk: &Desk, port: u32) -> Option<(Value, bool)> {
    desk.sent.iter().rev().find_map(|(to, message)| match message {
        ToPage::Site { site, quiet, .. } if *to == port => Some((site.clone(), *quiet)),
        _ => None,
    })
}

#[test]
fn a_page_gets_its_own_sites_file_reduced_to_what_a_rule_watches() {
    let mut keys = SCHOOL.to_vec();
    let posts = r#"{"reminders":"off","social-privacy-settings":"off","social-post-about-school":"off","social-post-images":"off","data-confidential-disclosure":"off"}"#;
    keys.push(("rules", posts));
    let mut desk = Desk::of(&keys);
    desk.open(1, FACEBOOK);
    let (site, quiet) = site_sent(&desk, 1).expect("a site file");
    assert_eq!(site["id"], "facebook");
    let names: Vec<&str> = site["surfaces"].as_array().unwrap().iter().filter_map(|s| s["name"].as_str()).collect();
    assert_eq!(names, ["request", "suggestion", "profile", "name"]);
    assert!(site["surfaces"][0].get("root").is_some(), "the rest of the file is for the content script");
    assert!(!quiet);
    desk.open(2, MAIL);
    assert_eq!(site_sent(&desk, 2).expect("a site file").0["id"], "roundcube");
}

#[test]
fn a_page_gets_the_parts_that_it_asks_for_and_words_with_what_shows_findings() {
    let mut desk = Desk::of(SCHOOL);
    desk.open(1, FACEBOOK);
    let document = Place { tab: 1, document: "document 1".to_owned() };
    desk.sent.clear();
    desk.say(1, json!({"type": "need", "part": "read"}));
    assert_eq!(desk.parts, [(1, document.clone(), Part::Read)]);
    assert!(desk.sent.is_empty());
    desk.say(1, json!({"type": "need", "part": "show"}));
    assert_eq!(desk.parts.last(), Some(&(1, document, Part::Show)));
    assert!(!desk.in_mail);
    let Some((1, ToPage::Words { words, language })) = desk.sent.last() else { panic!("words") };
    assert!(!words.is_empty() && words.keys().all(|key| key.starts_with("ui_") && !key.contains("_in_facebook")));
    // The site's own button says Confirm.
    assert_eq!(words.get("ui_press_again_accept").map(String::as_str), Some("Press Confirm again."));
    assert_eq!(language, "en");
}

#[test]
fn webmail_gets_what_is_done_to_a_message_too() {
    let mut desk = Desk::of(SCHOOL);
    desk.open(1, MAIL);
    desk.say(1, json!({"type": "need", "part": "show"}));
    assert!(desk.in_mail);
}

#[test]
fn a_page_that_was_told_nothing_gets_no_part() {
    let mut desk = Desk::of(SCHOOL);
    desk.open(1, "https://news.example");
    let sender = Sender { tab: Some(2), document: "silent".to_owned(), origin: FACEBOOK.to_owned() };
    desk.hear(Event::Connected(2, sender));
    for port in [1, 2, 3] {
        desk.say(port, json!({"type": "need", "part": "read"}));
        desk.say(port, json!({"type": "need", "part": "show"}));
    }
    assert!(desk.parts.is_empty());
}

#[test]
fn a_part_that_the_browser_refuses_is_told_to_the_page_and_the_popup_still_has_the_finding() {
    let mut desk = Desk::of(SCHOOL);
    desk.open(1, MAIL);
    desk.tabs.insert(1, MAIL);
    desk.observe(1, mail(&FAMILIES));
    desk.hear(Event::Refused(1, Part::Show));
    assert_eq!(desk.sent.last(), Some(&(1, ToPage::Refused { part: Part::Show })));
    desk.say(1, json!({"type": "unchecked", "surface": "roundcube/compose#1", "reason": "show", "missing": []}));
    let state = desk.popup(1);
    assert_eq!(state.findings.len(), 1);
    assert_eq!(state.unchecked.len(), 1);
    assert!(state.unchecked[0].reason.contains("cannot be shown"), "{}", state.unchecked[0].reason);
    // The next verdict may find the page in order again.
    desk.observe(1, mail(&FAMILIES[..4]));
    assert!(desk.popup(1).unchecked.is_empty());
    desk.say(1, json!({"type": "unchecked", "surface": "roundcube/compose#2", "reason": "absent", "missing": []}));
    assert!(desk.popup(1).unchecked[0].reason.contains("reload"));
    desk.sent.clear();
    desk.hear(Event::Refused(7, Part::Read));
    assert!(desk.sent.is_empty(), "nobody is there to be told");
}

#[test]
fn a_page_that_nothing_covers_is_told_so() {
    let mut desk = Desk::of(SCHOOL);
    for (port, origin) in
        [(1, "https://www.facebook.com.evil.example"), (2, "http://www.facebook.com"), (3, "null"), (4, "")]
    {
        desk.open(port, origin);
        assert_eq!(desk.sent.last(), Some(&(port, ToPage::Nothing)), "{origin}");
    }
}

#[test]
fn a_script_of_another_version_is_told_to_leave() {
    let mut desk = Desk::of(SCHOOL);
    desk.hear(Event::Connected(1, Sender { tab: Some(1), document: "d".to_owned(), origin: MAIL.to_owned() }));
    desk.say(1, json!({"type": "hello", "protocol": 99}));
    assert_eq!((desk.sent.last(), desk.closed.as_slice()), (Some(&(1, ToPage::Nothing)), &[1][..]));
}

#[test]
fn nobody_outside_a_tab_is_heard() {
    let mut desk = Desk::of(SCHOOL);
    desk.hear(Event::Connected(1, Sender { document: "d".to_owned(), origin: MAIL.to_owned(), ..Sender::default() }));
    desk.hear(Event::Connected(2, Sender { tab: Some(1), origin: MAIL.to_owned(), ..Sender::default() }));
    assert_eq!(desk.closed, [1, 2]);
}

#[test]
fn a_message_is_judged_and_its_hash_comes_back() {
    let mut desk = Desk::of(SCHOOL);
    desk.open(1, MAIL);
    let shown = desk.observe(1, mail(&FAMILIES));
    assert_eq!(shown.len(), 1);
    assert_eq!(shown[0].rule, "email-recipients-visible");
    assert!(shown[0].clause.contains("4.1.2(iii)"), "{}", shown[0].clause);
    assert!(!shown[0].seen.contains('{') && shown[0].seen.contains('5'), "{}", shown[0].seen);
    let Some((1, ToPage::Findings { surface, hash, .. })) = desk.sent.last() else { panic!("findings") };
    assert_eq!((surface.as_str(), hash.as_str()), ("roundcube/compose#1", "h1"));
    assert!(
        desk.observe(1, mail(&FAMILIES[..1])).is_empty() && desk.was_sent_findings(1),
        "gone with its cause, and said so"
    );
}

#[test]
fn g10_own_words_may_be_read_only_while_nobody_protected_is_on_the_message() {
    let mut desk = Desk::of(SCHOOL);
    desk.open(1, MAIL);
    let mut may_read = |to: &[&str]| {
        desk.observe(1, mail(to));
        matches!(desk.sent.last(), Some((1, ToPage::Findings { reads: Reads { text: true, subject: true, .. }, .. })))
    };
    assert!(may_read(&["cover@oakfield.sch.uk"]));
    assert!(!may_read(&[]));
    assert!(!may_read(&["cover@oakfield.sch.uk", "rep@neu.org.uk"]));
    let mut unread = mail(&["rep@neu.org.uk"]);
    unread["text"] = "The password is Sunshine12.".into();
    assert!(desk.observe(1, unread).is_empty(), "and is not judged where a page sends it all the same");
    let mut typed = mail(&["cover@oakfield.sch.uk"]);
    typed["text"] = "The password is Sunshine12.".into();
    assert_eq!(desk.observe(1, typed).first().map(|shown| shown.rule.clone()).as_deref(), Some("password-share"));
}

#[test]
fn a_document_speaks_only_of_watched_surfaces_of_its_own_site() {
    let mut desk = Desk::of(SCHOOL);
    desk.open(1, FACEBOOK);
    desk.observe(1, mail(&FAMILIES));
    assert!(!desk.was_sent_findings(1), "another site's surface");
    desk.open(9, "https://mail.google.com");
    desk.observe(9, mail(&FAMILIES));
    assert!(!desk.was_sent_findings(9), "another site's surface, of a name that this site has as well");
    let mut wrong_kind = request("A", None);
    wrong_kind["surface"]["name"] = "post".into();
    desk.observe(1, wrong_kind);
    assert!(!desk.was_sent_findings(1), "another kind than the site file has");
    let mut unknown = request("A", None);
    unknown["surface"]["name"] = "wall".into();
    desk.observe(1, unknown);
    assert!(!desk.was_sent_findings(1), "no such surface");
    desk.observe(1, request("A", None));
    assert!(desk.was_sent_findings(1));
    desk.say(1, json!({"type": "unchecked", "surface": "roundcube/compose#1", "reason": "expect", "missing": []}));
    desk.say(1, json!({"type": "unchecked", "surface": "facebook/wall#1", "reason": "expect", "missing": []}));
    desk.say(1, json!({"type": "unchecked", "surface": "facebook", "reason": "expect", "missing": []}));
    assert!(desk.popup(1).unchecked.is_empty());
}

#[test]
fn odd_large_and_too_many_messages_are_not_heard() {
    let mut desk = Desk::of(SCHOOL);
    desk.hear(Event::Connected(1, Sender { tab: Some(1), document: "d".to_owned(), origin: MAIL.to_owned() }));
    desk.observe(1, mail(&FAMILIES));
    assert!(!desk.was_sent_findings(1), "before the greeting");
    desk.say(1, json!({"type": "hello", "protocol": 1}));
    desk.sent.clear();
    for odd in
        ["", "null", "[]", "{}", r#"{"type":"hello"}"#, r#"{"type":"observe"}"#, "{\"type\":\"gone\",\"surface\":5}"]
    {
        desk.hear(Event::Said(1, odd.to_owned()));
    }
    let mut extra = mail(&FAMILIES);
    extra["body"] = "what others wrote has no field".into();
    desk.observe(1, extra);
    let mut large = mail(&FAMILIES);
    large["thread"] = "x".repeat(MAX_MESSAGE).into();
    desk.observe(1, large);
    assert!(desk.sent.is_empty());
    let heard = (0..1_000).filter(|_| !desk.observe(1, mail(&FAMILIES)).is_empty()).count();
    assert!((100..250).contains(&heard), "{heard}");
    desk.clock.0.set(NOW_MS + 1_000);
    assert!(!desk.observe(1, mail(&FAMILIES)).is_empty(), "a second later it is heard again");
    // A new Port does not fill the bucket.
    while !desk.observe(1, mail(&FAMILIES)).is_empty() {}
    desk.hear(Event::Disconnected(1));
    desk.open_in(2, 1, "d", MAIL);
    assert!(desk.observe(2, mail(&FAMILIES)).is_empty());
}

#[test]
fn a_message_with_too_much_in_it_is_not_checked_and_says_so() {
    let mut desk = Desk::of(SCHOOL);
    desk.open(1, MAIL);
    desk.tabs.insert(1, "https://mail.oakfield.sch.uk/");
    let many: Vec<String> = (0..5_001).map(|n| format!("family{n}@example.com")).collect();
    let many: Vec<&str> = many.iter().map(String::as_str).collect();
    assert!(desk.observe(1, mail(&many)).is_empty());
    let state = desk.popup(1);
    assert_eq!((state.unchecked.len(), state.looked.len()), (1, 0));
    assert!(state.unchecked[0].reason.contains("too much"), "{}", state.unchecked[0].reason);
}

#[test]
fn g16_sixty_people_a_minute_and_then_it_says_not_checked() {
    let roster = roster("tudhoe", NOW_MS);
    let mut desk = Desk::of(&with_roster(TUDHOE, &roster));
    desk.tabs.insert(1, "https://www.facebook.com/");
    desk.open(1, FACEBOOK);
    for n in 0..60 {
        desk.observe(1, request(&format!("Stranger Number{n}"), None));
    }
    assert!(desk.popup(1).unchecked.is_empty());
    let tried = desk.observe(1, request("Robin Alder", Some("robin.alder.9")));
    assert!(tried.is_empty(), "the 61st is not looked up: {tried:?}");
    assert_eq!(desk.popup(1).unchecked.len(), 1);
    // Not by a new Port of the same document either.
    desk.open_in(2, 1, "document 1", FACEBOOK);
    assert!(desk.observe(2, request("Robin Alder", Some("robin.alder.9"))).is_empty());
    desk.clock.0.set(NOW_MS + 61_000);
    let shown = desk.observe(2, request("Robin Alder", Some("robin.alder.9")));
    assert_eq!(shown.first().map(|finding| finding.rule.as_str()), Some("social-pupil-connection"));
    // A page where nobody asks for people is not limited, and a mail never goes unchecked for it.
    let mut desk = Desk::of(&with_roster(SCHOOL, &super::roster("st-marylebone", NOW_MS)));
    desk.open(1, MAIL);
    let many: Vec<String> = (0..80).map(|n| format!("family{n}@example.com")).collect();
    let many: Vec<&str> = many.iter().map(String::as_str).collect();
    assert_eq!(desk.observe(1, mail(&many)).len(), 1);
}

#[test]
fn the_handbook_opens_at_a_clause_that_was_cited_here_and_once_in_a_while() {
    let mut desk = Desk::of(SCHOOL);
    desk.open(1, MAIL);
    let shown = desk.observe(1, mail(&FAMILIES));
    desk.act(1, &shown[0], "clause:4.1.2-iii", "asked");
    assert_eq!(desk.opened, ["handbook.html#clause-4.1.2-iii"]);
    for (remedy, wait) in [("clause:4.1.2-iii", 500), ("clause:1.3", 5000), ("clause:../popup", 5000)] {
        desk.clock.0.set(desk.clock.0.get() + wait);
        desk.act(1, &shown[0], remedy, "asked");
    }
    assert_eq!(desk.opened.len(), 1, "too soon, and clauses that this finding does not cite");
    desk.clock.0.set(desk.clock.0.get() + 5000);
    desk.act(1, &shown[0], "clause:4.1.2-iii", "asked");
    assert_eq!(desk.opened.len(), 2);
    assert_eq!(desk.findings(1)[0].presentation, Presentation::Panel, "reading a clause answers nothing");
}

#[test]
fn what_is_said_before_anything_is_known_is_heard_in_order_afterwards() {
    let mut desk = Desk::of(SCHOOL);
    desk.managed = None;
    desk.slow = true;
    desk.wake();
    desk.open(1, MAIL);
    desk.observe(1, mail(&FAMILIES));
    desk.say(1, json!({"type": "act", "finding": "roundcube/compose#1 email-recipients-visible", "remedy": "not-now", "outcome": "asked"}));
    assert!(desk.sent.is_empty());
    desk.slow = false;
    for file in std::mem::take(&mut desk.fetches) {
        let text = packaged(&file);
        desk.hear(Event::Packaged(file, text));
    }
    assert!(site_sent(&desk, 1).is_some());
    assert_eq!(desk.findings(1)[0].presentation, Presentation::Mark, "the dismissal came after what it dismisses");
}

#[test]
fn a_page_that_wakes_the_worker_waits_for_no_file_after_another() {
    for (origin, id) in [(MAIL, "roundcube"), (FACEBOOK, "facebook")] {
        let mut desk = Desk::of(SCHOOL);
        desk.managed = None;
        desk.slow = true;
        desk.wake();
        assert!(desk.fetches.contains(&File::Policy("st-marylebone".to_owned())), "with the first files");
        desk.open(1, origin);
        assert!(!desk.fetches.iter().any(|file| matches!(file, File::Site(_))), "nobody knows yet which");
        desk.hear(Event::Packaged(File::Sites, packaged(&File::Sites)));
        let sites: Vec<&File> = desk.fetches.iter().filter(|file| matches!(file, File::Site(_))).collect();
        assert_eq!(sites, [&File::Site(id.to_owned())]);
    }
}

#[test]
fn a_worker_that_died_knows_everything_again_once_pages_say_it() {
    let mut desk = Desk::of(SCHOOL);
    desk.open(1, MAIL);
    let before = desk.observe(1, mail(&FAMILIES));
    desk.wake();
    desk.open(2, MAIL);
    assert_eq!(desk.observe(2, mail(&FAMILIES)), before);
}

#[test]
fn a_change_of_configuration_reaches_open_pages() {
    let mut desk = Desk::of(SCHOOL);
    desk.open(1, MAIL);
    desk.observe(1, mail(&FAMILIES));
    desk.sent.clear();
    let mut keys = SCHOOL.to_vec();
    keys.push(("presentation", "marks"));
    desk.push(&keys);
    assert!(site_sent(&desk, 1).is_some());
    assert_eq!(desk.observe(1, mail(&FAMILIES))[0].presentation, Presentation::Mark);
    let off = mail_rules_off();
    keys.push(("rules", &off));
    desk.push(&keys);
    assert_eq!(desk.sent.last(), Some(&(1, ToPage::Nothing)));
    assert!(desk.observe(1, mail(&FAMILIES)).is_empty() && !desk.was_sent_findings(1));
}

#[test]
fn a_document_has_one_port() {
    let mut desk = Desk::of(SCHOOL);
    desk.open_in(1, 7, "d", MAIL);
    desk.open_in(2, 7, "d", MAIL);
    assert_eq!(desk.closed, [1]);
    desk.observe(1, mail(&FAMILIES));
    assert!(!desk.was_sent_findings(1) && !desk.was_sent_findings(2));
    assert_eq!(desk.observe(2, mail(&FAMILIES)).len(), 1);
    // A greeting is the Port's own.
    desk.hear(Event::Connected(3, Sender { tab: Some(7), document: "d".to_owned(), origin: MAIL.to_owned() }));
    desk.observe(3, mail(&FAMILIES));
    assert!(!desk.was_sent_findings(3));
    desk.open_in(2, 7, "d", MAIL);
    // The old one's farewell is not the new one's.
    desk.hear(Event::Disconnected(1));
    assert_eq!(desk.observe(2, mail(&FAMILIES)).len(), 1);
}

#[test]
fn g5_marks_only_where_the_page_says_so() {
    let mut desk = Desk::of(SCHOOL);
    desk.open(1, MAIL);
    desk.say(1, json!({"type": "observe", "hash": "h", "quiet": true, "observation": mail(&FAMILIES)}));
    let shown = desk.findings(1);
    assert_eq!((shown[0].presentation, shown[0].ask_first), (Presentation::Mark, false));
}
