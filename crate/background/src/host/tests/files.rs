//! Files that are attached: what is asked of a page, and what becomes of the answer.

use super::*;

const HOSTS: (&str, &str) = ("hosts", r#"{"roundcube":["mail.oakfield.sch.uk"]}"#);
const RULE: &str = "email-encrypt-attachment";
const LIST: &str = r#"{"protection":"none","holds":[{"place":"hidden-sheet","kind":"class-list","count":1}]}"#;

fn tudhoe() -> Desk {
    let mut keys = TUDHOE.to_vec();
    keys.push(HOSTS);
    let mut desk = Desk::of(&keys);
    desk.open(1, MAIL);
    desk
}

fn with_file(facts: Option<&str>) -> Value {
    let mut message = mail(&["someone@example.com"]);
    message["attachments"] = json!([{"ref": "file/1", "name": "trip.xlsx"}]);
    if let Some(facts) = facts {
        message["attachments"][0]["facts"] = serde_json::from_str(facts).unwrap();
    }
    message
}

fn asked(findings: &[Shown]) -> bool {
    findings.iter().any(|finding| finding.rule == RULE)
}

fn look(desk: &mut Desk, facts: &str) {
    desk.hear(Event::Looked("document 1".to_owned(), "trip.xlsx".to_owned(), facts.to_owned()));
}

#[test]
fn only_where_a_rule_wants_them_are_files_asked_for() {
    let mut desk = tudhoe();
    assert_eq!(desk.offers, [(1, "document 1".to_owned())]);
    let wants = |desk: &Desk, document: &str| desk.host.as_ref().unwrap().wants_files(document);
    assert!(wants(&desk, "document 1"));
    assert!(!wants(&desk, "document 9"));
    desk.open(2, FACEBOOK);
    assert!(!wants(&desk, "document 2"));
    desk.hear(Event::Disconnected(1));
    assert!(!wants(&desk, "document 1"));
    // Names alone, for whoever passes on a program: what is inside is not asked for.
    let mut names = Desk::of(SCHOOL);
    names.open(1, MAIL);
    names.observe(1, with_file(None));
    assert!(wants(&names, "document 1"));
    assert!(!names.host.as_ref().unwrap().wants_file("document 1", "trip.xlsx", &names.clock));
    let mut keys = SCHOOL.to_vec();
    keys.push(("rules", r#"{"email-unknown-sender":"off"}"#));
    let mut other = Desk::of(&keys);
    other.open(1, MAIL);
    assert!(!wants(&other, "document 1") && other.offers.is_empty(), "another school has no such clause");
}

#[test]
fn facts_that_come_later_are_judged_and_said() {
    let mut desk = tudhoe();
    assert!(!asked(&desk.observe(1, with_file(None))));
    desk.sent.clear();
    look(&mut desk, LIST);
    assert!(asked(&desk.findings(1)));
    look(&mut desk, r#"{"protection":"protected","unchecked":"protected"}"#);
    assert!(!asked(&desk.findings(1)), "the same name, protected since");
}

#[test]
fn facts_of_a_file_hold_while_another_recipient_is_added() {
    let mut desk = tudhoe();
    desk.observe(1, with_file(None));
    look(&mut desk, LIST);
    let mut half_typed = mail(&["someone@example.com"]);
    half_typed["cc"] = json!([{"ref": "cc/1", "unfinished": true}]);
    desk.observe(1, half_typed);
    desk.offers.clear();
    let mut message = with_file(None);
    message["cc"] = mail(&["other@example.com"])["to"].clone();
    assert!(asked(&desk.observe(1, message)));
    assert!(desk.offers.is_empty(), "it is not looked into again");
}

#[test]
fn a_file_that_was_taken_off_and_comes_again_is_looked_into_again() {
    let mut desk = tudhoe();
    desk.observe(1, with_file(None));
    look(&mut desk, LIST);
    assert!(!asked(&desk.observe(1, mail(&["someone@example.com"]))));
    desk.offers.clear();
    assert!(!asked(&desk.observe(1, with_file(None))), "it may be another by this name");
    assert_eq!(desk.offers.len(), 1);
}

#[test]
fn g10_a_file_is_looked_into_only_where_it_is_on_a_message_that_may_be_read() {
    let mut desk = tudhoe();
    desk.offers.clear();
    let wants = |desk: &Desk, name: &str| desk.host.as_ref().unwrap().wants_file("document 1", name, &desk.clock);
    let to_look_at = |desk: &Desk| -> Vec<String> {
        let host = desk.host.as_ref().unwrap();
        host.files_to_look_at("document 1", &desk.clock).into_iter().map(str::to_owned).collect()
    };
    assert!(!wants(&desk, "trip.xlsx"), "on no message yet");
    look(&mut desk, LIST);
    let mut union = with_file(None);
    union["to"] = mail(&["rep@neu.org.uk"])["to"].clone();
    assert!(!asked(&desk.observe(1, union.clone())), "what came unasked is not taken");
    assert!(!wants(&desk, "trip.xlsx") && to_look_at(&desk).is_empty() && desk.offers.is_empty());
    look(&mut desk, LIST);
    assert!(!asked(&desk.findings(1)));
    desk.observe(1, with_file(None));
    assert!(wants(&desk, "trip.xlsx") && !wants(&desk, "other.xlsx"));
    assert_eq!((to_look_at(&desk), desk.offers.len()), (vec!["trip.xlsx".to_owned()], 1));
    look(&mut desk, LIST);
    assert!(asked(&desk.findings(1)) && to_look_at(&desk).is_empty());
    desk.observe(1, union);
    assert!(!wants(&desk, "trip.xlsx"));
}

#[test]
fn a_pages_own_word_for_what_is_in_a_file_is_not_taken() {
    let mut desk = tudhoe();
    assert!(!asked(&desk.observe(1, with_file(Some(LIST)))));
    look(&mut desk, "{\"holds\":7}");
    look(&mut desk, "nonsense");
    assert!(!asked(&desk.findings(1)));
}

#[test]
fn a_file_that_is_not_known_is_asked_for_once() {
    let mut desk = tudhoe();
    desk.offers.clear();
    desk.observe(1, with_file(None));
    desk.observe(1, with_file(None));
    assert_eq!(desk.offers.len(), 1);
}

#[test]
fn nothing_of_a_file_is_kept() {
    let mut desk = tudhoe();
    look(&mut desk, LIST);
    desk.observe(1, with_file(None));
    let stored = format!("{:?}{:?}", desk.local, desk.session);
    assert!(!stored.contains("trip.xlsx") && !stored.contains("class-list"), "{stored}");
}

#[test]
fn a_rule_about_sizes_alone_has_sizes_asked_for_and_no_content() {
    let keys = [
        ("school", "beaudesert-park"),
        ("schoolDomains", "oakfield.sch.uk"),
        ("accountCheck", "off"),
        ("rules", r#"{"email-large-attachment":{"megabytes":2}}"#),
        HOSTS,
    ];
    let mut desk = Desk::of(&keys);
    desk.open(1, MAIL);
    let picture = || {
        let mut message = with_file(None);
        message["attachments"][0]["name"] = "trip.jpg".into();
        message
    };
    let large = |findings: &[Shown]| findings.iter().any(|finding| finding.rule == "email-large-attachment");
    assert!(!large(&desk.observe(1, picture())));
    let host = desk.host.as_ref().unwrap();
    assert_eq!(host.files_to_look_at("document 1", &desk.clock), ["trip.jpg"]);
    assert!(!host.wants_file("document 1", "trip.jpg", &desk.clock), "its content is nobody's business");
    desk.hear(Event::Sized("document 1".to_owned(), "trip.jpg".to_owned(), 9_000_000));
    assert!(large(&desk.findings(1)));
    assert_eq!(desk.host.as_ref().unwrap().files_to_look_at("document 1", &desk.clock), Vec::<&str>::new());
}
