//! `lanyard coverage` and `lanyard evaluate`.

mod common;

use common::Folder;
use serde_json::Value;

const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../..");

fn lines(report: &Value, key: &str) -> Vec<String> {
    report[key].as_array().expect(key).iter().map(|line| line.as_str().unwrap_or_default().to_owned()).collect()
}

#[test]
fn every_clause_has_a_rule_a_reminder_or_a_reason_and_every_rule_its_examples() {
    let said = Folder::new().run("coverage --format json");
    let report: Value = serde_json::from_str(&said.out).expect("JSON");
    assert_eq!(lines(&report, "problems"), Vec::<String>::new());
    assert_eq!(said.code, 0);
    assert_eq!(report["clauses"].as_array().map(Vec::len), Some(509));
    // Nothing is pending. Of the reminders and the clauses that no page shows, 180 and 73 bind staff.
    let counted = |state: &str| {
        report["clauses"].as_array().into_iter().flatten().filter(|clause| clause["state"] == state).count()
    };
    let states = ["automatic", "configured", "reminder", "not-visible", "not-staff", "pending"];
    assert_eq!(states.map(counted), [57, 81, 197, 170, 4, 0]);
    let rules: std::collections::BTreeSet<&str> =
        report["rules"].as_array().into_iter().flatten().filter_map(|one| one["rule"].as_str()).collect();
    assert_eq!(rules.len(), 46);
}

#[test]
fn a_clause_that_no_rule_cites_must_say_pending_and_is_named_so() {
    let pack = std::fs::read_to_string(format!("{ROOT}/extension/policies/st-marylebone.toml")).expect("the pack");
    let dropped = pack.replacen("clauses = [\"4.1.2-iv\", \"4.3.2\"]", "clauses = [\"4.1.2-iv\"]", 1);
    let folder = Folder::new();
    folder.file("st-marylebone.toml", &dropped);
    let said = folder.run("coverage --policy st-marylebone.toml");
    assert_eq!(said.code, 2);
    assert!(said.err.contains("no built rule of this pack cites this clause yet"), "{}", said.err);
    folder.file("st-marylebone.toml", dropped.replacen("id = \"4.3.2\"\n", "id = \"4.3.2\"\npending = true\n", 1));
    let said = folder.run("coverage --policy st-marylebone.toml");
    assert!(said.out.contains("| 4.3.2 (4.3.2) | pending: the rule is not built yet |"), "{}", said.out);
}

#[test]
fn a_rule_without_an_example_at_its_school_is_a_problem() {
    let pack = std::fs::read_to_string(format!("{ROOT}/extension/policies/tudhoe.toml")).expect("the pack");
    let folder = Folder::new();
    folder.file("elsewhere.toml", pack.replacen("id = \"tudhoe\"", "id = \"elsewhere\"", 1));
    let said = folder.run("coverage --policy elsewhere.toml");
    assert_eq!(said.code, 1);
    assert!(said.out.contains("email-school-account-only: no example in which it warns"), "{}", said.out);
}

#[test]
fn the_corpus_is_judged_as_it_says_without_a_miss() {
    let said = Folder::new().run(&format!("evaluate {ROOT}/tests/corpus --format json"));
    let report: Value = serde_json::from_str(&said.out).expect("JSON");
    assert_eq!(lines(&report, "missed"), Vec::<String>::new());
    assert_eq!(lines(&report, "surplus"), Vec::<String>::new());
    for (cases, at_least) in [("quiet", 300), ("warning", 300)] {
        assert!(report[cases].as_u64() >= Some(at_least), "{cases}: {}", report[cases]);
    }
    assert_eq!(said.code, 0, "more than one false alarm in 200: {:?}", lines(&report, "falseAlarms"));
}

const CASE: &str = r#"{"version": 1, "about": "x", "cases": [{"name": "Two families in To", "observation":
  {"kind": "composeMail", "surface": {"site": "roundcube", "name": "compose", "n": 1}, "account": "t@oakfield.sch.uk",
   "to": [{"ref": "to/1", "address": "a@example.com"}, {"ref": "to/2", "address": "b@example.org"}]},
  "expect": EXPECT}]}"#;

fn evaluate(expect: &str) -> common::Said {
    let folder = Folder::new();
    std::fs::create_dir_all(folder.path("cases")).expect("a folder");
    folder.file("config.json", r#"{"schoolDomains": "oakfield.sch.uk"}"#);
    folder.file("cases/one.json", CASE.replace("EXPECT", expect));
    folder.run("evaluate --policy st-marylebone .")
}

#[test]
fn misses_and_false_alarms_are_named_and_end_with_one() {
    let right = evaluate(r#"{"email-recipients-visible": ["st-marylebone"]}"#);
    assert_eq!(right.code, 0, "{}", right.out);
    assert!(right.out.contains("| `email-recipients-visible` | st-marylebone | 1 | 1 | 0 | 0 | 100 % | 100 % |"));
    let alarm = evaluate("{}");
    assert_eq!(alarm.code, 1);
    assert!(alarm.out.contains("False alarms:\n\n- Two families in To · st-marylebone · email-recipients-visible"));
    let missed = evaluate(r#"{"email-recipient-check": ["st-marylebone"]}"#);
    assert_eq!(missed.code, 1);
    assert!(missed.out.contains("Missed:\n\n- Two families in To · st-marylebone · email-recipient-check"));
    assert_eq!(evaluate("7").code, 2);
}
