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
    let mut other = Desk::of(SCHOOL);
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
fn facts_that_came_first_are_there_when_the_file_is_listed() {
    let mut desk = tudhoe();
    look(&mut desk, LIST);
    assert!(asked(&desk.observe(1, with_file(None))));
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
