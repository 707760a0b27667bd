//! `lanyard inspect`.

mod common;

use common::Folder;

const PUPILS: &str = "Surname,Forename,DOB,SEN\nField,Ada,01/03/2013,K\nMarsh,Bo,02/03/2013,N\nBrook,Cai,03/03/2013,K\n\
    Heath,Dee,04/03/2013,N\nGlen,Eve,05/03/2013,N\n";

#[test]
fn what_is_in_a_file_is_said_by_place() {
    let folder = Folder::new();
    folder.file("pupils.csv", PUPILS).file("empty.txt", "");
    let said = folder.run("inspect pupils.csv empty.txt").ok();
    let (pupils, empty) = said.split_once("empty.txt\n").expect("both files");
    assert!(pupils.starts_with("pupils.csv\n  text, none\n  visible: "), "{pupils}");
    assert!(pupils.contains("listed-person 5") && pupils.contains("sensitive-column 2"), "{pupils}");
    assert_eq!(empty, "  text, none\n");
    assert!(!said.contains("Field") && !said.contains("2013"), "only kinds, counts and places: {said}");
}

#[test]
fn json_holds_the_facts() {
    let folder = Folder::new();
    folder.file("a.7z", [b'7', b'z', 0xbc, 0xaf, 0x27, 0x1c, 0]);
    let said: serde_json::Value = serde_json::from_str(&folder.run("inspect --format json a.7z").ok()).expect("JSON");
    assert_eq!(
        said,
        serde_json::json!({ "version": 1, "files": [{ "file": "a.7z", "facts": {
            "format": "archive", "protection": "unknown", "holds": [], "parts": [], "unchecked": "archive"
        }}]})
    );
}

#[test]
fn a_file_that_cannot_be_understood_is_judged_and_one_that_cannot_be_read_is_not() {
    let folder = Folder::new();
    folder.file("a.zip", b"PK\x03\x04 and no more");
    assert_eq!(folder.run("inspect a.zip").ok(), "a.zip\n  archive, unknown\n  not checked: damaged\n");
    folder.run("inspect a.zip none.zip .").bad(
        "none.zip: expected a file that can be read: no such file or directory\n.: expected a file; this is a folder",
    );
}

#[test]
fn a_mistyped_policy_and_a_missing_key_are_said() {
    let folder = Folder::new();
    folder.file("a.txt", "").file("r", "{}");
    folder.run("inspect --policy tudho a.txt").bad_with("did you mean `tudhoe`");
    folder.run("inspect --roster r a.txt").bad_with("r.key: expected a file that can be read");
}

#[test]
fn a_roster_too_large_for_text_is_taken_as_it_was_written() {
    let folder = Folder::new();
    let mut people = "role,status,first_name,last_name\n".to_owned();
    for n in 0..12_000_u32 {
        let name: String =
            (0..5).map(|at| char::from(b'a' + u8::try_from(n >> (3 * at) & 7).expect("a digit"))).collect();
        people += &format!("pupil,current,Q{name},Z{name}\n");
    }
    folder.file("people.csv", people.as_bytes());
    folder.run("roster build people.csv --out people").ok();
    assert!(std::fs::read(folder.path("people")).expect("a roster").starts_with(b"LNYR"));
    folder.file("note.csv", b"a,b\n1,2\n");
    folder.run("inspect note.csv --roster people").ok();
    folder.file("note.txt", b"Nothing here.\n");
    folder.run("scan note.txt --roster people").ok();
}
