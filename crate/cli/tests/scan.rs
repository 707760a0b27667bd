//! `lanyard scan`.

mod common;

use common::Folder;
use serde_json::Value;

const LETTER: &str = "Dear all,\n\nZoë’s number is 07700 900123,\nwrite to a@b.example.\n\n\
    The wifi password is Guest2024 😀 (pupil H801200001001)\n";

#[test]
fn says_kinds_and_places() {
    let folder = Folder::new();
    let said = folder.file("letter.txt", LETTER).run("scan letter.txt").ok();
    let expected = "3:17-3:29 phone\n4:10-4:21 email\n6:22-6:31 wifi-key\n6:41-6:54 upn\n\
        1 upn, 1 phone, 1 email, 1 wifi-key\n";
    assert_eq!(said, expected);
    assert_eq!(folder.run_with("scan -", "Nothing of anybody’s.").ok(), "nothing to see\n");
}

#[test]
fn never_prints_the_text() {
    let folder = Folder::new();
    let said = folder.file("letter.txt", LETTER).run("scan --format json letter.txt").ok();
    for secret in ["07700", "b.example", "Guest2024", "H8012", "Zoë"] {
        assert!(!said.contains(secret), "{said}");
    }
    let report: Value = serde_json::from_str(&said).expect("JSON");
    assert_eq!(report["version"], 1);
    assert_eq!(report["counts"]["phone"], 1);
    assert_eq!(report["hits"][2]["kind"], "wifi-key");
    assert_eq!(report["hits"][2]["from"], serde_json::json!({ "line": 6, "column": 22 }));
}

#[test]
fn knows_the_school_and_its_people() {
    let folder = Folder::new();
    folder.file("people.csv", "role,status,first_name,last_name\npupil,current,Mia,Reed\nparent,current,Ada,Reed\n");
    folder.run("roster build people.csv --out school.roster --school tudhoe").ok();
    folder.file("note.txt", "Mia Reed of Tudhoe Learning Trust has an EHCP; her mother is Ada Reed.\n");
    let said = folder.run("scan --policy tudhoe --roster school.roster note.txt").ok();
    let expected = "1:1-1:9 pupil-name\n1:13-1:34 school-name\n1:42-1:46 special-needs\n1:62-1:70 parent-name\n\
        1 pupil-name, 1 parent-name, 1 special-needs, 1 school-name\n";
    assert_eq!(said, expected);
}

#[test]
fn bad_input_is_said_at_once() {
    let folder = Folder::new();
    folder.run("scan none.txt").bad_with("none.txt: expected a file that can be read");
    folder
        .file("picture.png", [0x89, b'P', 0xff, 0xfe])
        .run("scan picture.png")
        .bad_with("picture.png: expected text in UTF-8");
    folder.run("scan --policy nowhere none.txt").bad_with("--policy");
    folder.file("a.txt", "").run("scan --roster none.roster a.txt").bad_with("none.roster");
}
