//! The packs against what was read from the five documents: `clauses.tsv` holds the facts of each
//! clause, without its words. A change to either has to be made in both, and meant.

use std::collections::BTreeMap;

use lanyard_core::policy::Policy;
use lanyard_pack::compile;
use serde_json::{Value, json};

const FACTS: [&str; 8] = ["section", "line", "audience", "subject", "modality", "severity", "check", "rule"];

/// Whom each document binds.
const BINDS: [(&str, &[&str]); 5] = [
    ("beaudesert-park", &["staff"]),
    ("droitwich-spa", &["staff", "governor", "volunteer", "trainee", "contractor"]),
    ("educating-for-life", &["staff"]),
    ("st-marylebone", &["staff"]),
    ("tudhoe", &["staff", "governor", "volunteer", "trainee", "contractor"]),
];

fn pack(id: &str) -> Policy {
    let file = format!("{}/../../extension/policies/{id}.toml", env!("CARGO_MANIFEST_DIR"));
    let toml = std::fs::read_to_string(&file).expect("the pack is there");
    compile(&file, &toml).expect("the pack compiles")
}

/// The facts of each school's clauses, in the order of the document.
fn read() -> BTreeMap<String, Vec<Vec<String>>> {
    let mut schools: BTreeMap<String, Vec<Vec<String>>> = BTreeMap::new();
    for row in include_str!("clauses.tsv").lines().skip(1) {
        let mut fields = row.split('\t').map(str::to_owned);
        let school = fields.next().expect("a school");
        schools.entry(school).or_default().push(fields.collect());
    }
    schools
}

fn facts(clause: &Value) -> Vec<String> {
    FACTS
        .iter()
        .map(|key| match &clause[*key] {
            Value::String(text) => text.clone(),
            other => other.to_string(),
        })
        .collect()
}

#[test]
fn all_509_clauses_are_in_their_packs_as_they_were_read() {
    let schools = read();
    assert_eq!(schools.values().map(Vec::len).sum::<usize>(), 509);
    assert_eq!(schools.keys().map(String::as_str).collect::<Vec<_>>(), BINDS.map(|(id, _)| id));
    for (id, rows) in schools {
        let clauses = json!(pack(&id).clauses);
        let held: Vec<Vec<String>> = clauses.as_array().expect("clauses").iter().map(facts).collect();
        for (at, (row, held)) in rows.iter().zip(&held).enumerate() {
            assert_eq!(row, held, "{id}, clause {at}: {FACTS:?}");
        }
        assert_eq!(rows.len(), held.len(), "{id}");
    }
}

#[test]
fn g14_each_pack_binds_whom_its_document_binds() {
    for (id, who) in BINDS {
        assert_eq!(pack(id).school.binds, who, "{id}");
    }
}

#[test]
fn roles_are_offices_and_never_people() {
    for (id, _) in BINDS {
        let text = json!(pack(id)).to_string();
        for title in ["Mr ", "Mrs ", "Ms ", "Miss ", "Dr "] {
            assert!(!text.contains(title), "{id} holds {title}");
        }
        assert!(!text.contains('@'), "{id} holds an address");
    }
}
