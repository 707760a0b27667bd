//! `lanyard roster build`.

mod common;

use common::Folder;

const HEAD: &str = "role,status,first_name,last_name,preferred_name,email,handles,date_of_birth,exclude\n";

/// What is said of a list with these rows: exit 2, nothing written.
#[track_caller]
fn refused(rows: &str, expected: &str) {
    let folder = Folder::new();
    folder.file("people.csv", format!("{HEAD}{rows}"));
    let said = folder.run("roster build people.csv --out p.roster");
    assert_eq!(said.code, 2, "{}", said.err);
    let first = said.err.lines().next().unwrap_or_default();
    assert_eq!(first, expected);
    assert!(!folder.path("p.roster").exists() && !folder.path("p.roster.key").exists());
    // G6: what stands in a list is about people.
    for word in ["Mia", "Reed", "mia", "2010"] {
        assert!(!said.err.contains(word), "{}", said.err);
    }
}

#[track_caller]
fn taken(list: impl AsRef<[u8]>) -> String {
    let folder = Folder::new();
    folder.file("people.csv", list);
    let said = folder.run("roster build people.csv --out p.roster").ok();
    assert!(folder.path("p.roster").exists() && folder.path("p.roster.key").exists());
    said
}

#[test]
fn a_list_becomes_two_files() {
    let folder = Folder::new();
    folder.file(
        "people.csv",
        format!("{HEAD}pupil,current,Mia,Reed,,,,,\nparent,current,Bo,Reed,,bo@example.org;b@example.org,,,\n"),
    );
    let said = folder.run("roster build people.csv --out p.roster --school st-marylebone --expires 7").ok();
    assert!(said.starts_with("p.roster: 2 people, 1 KB, last day "), "{said}");
    let (table, key) = (folder.text("p.roster"), folder.text("p.roster.key"));
    assert!(table.starts_with("lanyard-roster:"), "{table}");
    assert!(key.starts_with("{\"format\":\"lanyard-roster-key\",\"version\":2,"), "{key}");
    assert!(!table.to_lowercase().contains("reed"));
    #[cfg(unix)]
    for name in ["p.roster", "p.roster.key"] {
        use std::os::unix::fs::PermissionsExt;
        let mode = std::fs::metadata(folder.path(name)).expect("a file").permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{name}");
    }
    let left: Vec<_> = std::fs::read_dir(folder.path(".")).expect("a folder").collect();
    assert_eq!(left.len(), 3, "nothing half-written stays");
}

#[test]
fn every_roster_has_a_key_of_its_own() {
    let folder = Folder::new();
    folder.file("people.csv", format!("{HEAD}pupil,current,Mia,Reed,,,,,\n"));
    let build = || {
        folder.run("roster build people.csv --out p.roster").ok();
        folder.text("p.roster.key")
    };
    assert_ne!(build(), build());
}

#[test]
fn columns_in_any_order_and_spelling() {
    assert!(taken("Last Name,FIRST-NAME,Status,role,Form\nReed,Mia,Current,PUPIL,7B\n").contains("1 people"));
    assert!(taken("\u{feff}role,status,first_name,last_name\r\npupil,current,Mia,Reed\r\n").contains("1 people"));
    assert!(
        taken(format!("{HEAD}pupil,current,\"Mia\",\"Reed, the younger\",,,,,\n\n,,,,,,,,\n")).contains("1 people")
    );
    assert!(
        taken("role,status,first_name,last_name,house\npupil,current,Mia,Reed,Elm\n")
            .contains("columns that are not used: house")
    );
}

#[test]
fn words_that_are_none_of_the_list() {
    refused(
        "pupl,current,Mia,Reed,,,,,\n",
        "people.csv:2:1: role: expected pupil, parent, staff (did you mean `pupil`?)",
    );
    refused(
        "pupil,curent,Mia,Reed,,,,,\n",
        "people.csv:2:2: status: expected current, future, former (did you mean `current`?)",
    );
    refused("pupil,current,Mia,Reed,,,,,maybe\n", "people.csv:2:9: exclude: expected yes or no");
    refused(
        "pupil,current,Mia,Reed,,mia,,,\n",
        "people.csv:2:6: email: expected e-mail addresses, several separated by ;",
    );
    refused(
        "pupil,current,Mia,,,,,,\n",
        "people.csv:2:4: last_name: expected a first and a last name, an e-mail address or a handle",
    );
}

#[test]
fn handles_name_their_site() {
    let form =
        "people.csv:2:7: handles: expected `site:handle`, several separated by ;, such as facebook:jo.lee;instagram:jo";
    refused("pupil,current,Mia,Reed,,,mia.reed,,\n", form);
    refused("pupil,current,Mia,Reed,,,https://facebook.com/mia.reed,,\n", form);
    refused(
        "pupil,current,Mia,Reed,,,facebok:mia.reed,,\n",
        "people.csv:2:7: handles: expected a site that Lanyard knows before the colon (did you mean `facebook`?)",
    );
    refused("pupil,current,Mia,Reed,,,facebook:@,,\n", "people.csv:2:7: handles: expected a handle after the colon");
    assert!(
        taken(format!("{HEAD}pupil,current,Mia,Reed,,,facebook:mia.reed; Instagram: @mia ;,,\n")).contains("1 people")
    );
}

#[test]
fn g8_dates_that_could_be_read_in_two_ways_are_refused() {
    let form = "people.csv:2:8: date_of_birth: expected a date of birth as DD/MM/YYYY or YYYY-MM-DD";
    for date in ["3/4/2010", "03/04/10", "03-04-2010", "3 April 2010", "20100403", "2010-4-3", "31/02/2010"] {
        refused(&format!("pupil,former,Mia,Reed,,,,{date},\n"), form);
    }
    refused(
        "pupil,former,Mia,Reed,,,,04/25/2010,\n",
        &format!("{form} (this one has the month first; write the day first)"),
    );
    // One date with the month first makes the others doubtful, but not those that read the same either way.
    let rows = "pupil,former,Mia,Reed,,,,04/03/2010,\npupil,former,Mia,Reed,,,,04/25/2010,\n";
    refused(
        rows,
        "people.csv:2:8: date_of_birth: expected a date that can be read in one way only (line 3 has the month first, so this one can be read in two ways; write YYYY-MM-DD)",
    );
    refused(
        "pupil,former,Mia,Reed,,,,01/01/2199,\n",
        "people.csv:2:8: date_of_birth: expected a date of birth of somebody alive",
    );
    assert!(
        taken(format!("{HEAD}pupil,former,Mia,Reed,,,,03/04/2010,\npupil,former,Ned,Wood,,,,2010-04-03,\n"))
            .contains("2 people")
    );
}

#[test]
fn g8_exclude_leaves_anyone_out() {
    let folder = Folder::new();
    folder.file("people.csv", format!("{HEAD}pupil,current,Mia,Reed,,,,,yes\npupil,current,Ned,Wood,,,,,no\n"));
    let said = folder.run("roster build people.csv --out p.roster").ok();
    assert!(said.contains("1 people") && said.contains("1 left out by the column exclude"), "{said}");
    let request = |name: &str| {
        format!(
            "{{\"kind\":\"connectionRequest\",\"surface\":{{\"site\":\"x\",\"name\":\"request\",\"n\":1}},\"direction\":\"received\",\"canDecline\":true,\"person\":{{\"name\":\"{name}\"}}}}"
        )
    };
    folder.file("mia.json", request("Mia Reed")).file("ned.json", request("Ned Wood"));
    assert!(folder.run("check --policy tudhoe --roster p.roster mia.json").ok().contains("nothing to say"));
    assert!(folder.run("check --policy tudhoe --roster p.roster ned.json").ok().contains("Same name"));
}

#[test]
fn g8_preferred_names_only_unless_asked() {
    let folder = Folder::new();
    folder.file(
        "people.csv",
        format!("{HEAD}pupil,current,Amelia,Reed,Skye,,,,\npupil,current,Edward,Wood,Robin Wood,,,,\n"),
    );
    let names = ["Skye Reed", "Robin Wood", "Amelia Reed", "Edward Wood"];
    let observations: Vec<String> = names
        .iter()
        .enumerate()
        .map(|(n, name)| format!("{{\"kind\":\"connectionRequest\",\"surface\":{{\"site\":\"x\",\"name\":\"request\",\"n\":{n}}},\"direction\":\"received\",\"canDecline\":true,\"person\":{{\"name\":\"{name}\"}}}}"))
        .collect();
    folder.file("o.json", format!("{{\"version\":1,\"observations\":[{}]}}", observations.join(",")));
    let known = |option: &str| {
        folder.run(&format!("roster build people.csv --out p.roster {option}")).ok();
        let said = folder.run("check --policy tudhoe --roster p.roster o.json").ok();
        said.matches("Same name").count()
    };
    assert_eq!(known(""), 2);
    assert_eq!(known("--legal-names"), 4);
}

#[test]
fn every_bad_row_is_listed_and_none_dropped() {
    let folder = Folder::new();
    folder.file(
        "people.csv",
        format!(
            "{HEAD}pupil,current,Mia,Reed,,,,,\npupl,current,A,B,,,,,\nparent,now,C,D,,x,,,\nstaff,current,E,F,,,\n"
        ),
    );
    let said = folder.run("roster build people.csv --out p.roster");
    let places: Vec<&str> = said.err.lines().map(|line| line.split(": ").next().unwrap_or_default()).collect();
    assert_eq!(
        places,
        ["people.csv:3:1", "people.csv:4:2", "people.csv:4:6", "people.csv:5:1", "people.csv"],
        "{}",
        said.err
    );
    assert!(said.err.contains("Nothing was written"), "{}", said.err);
    assert_eq!(said.code, 2);

    let said = folder.run("roster build people.csv --out p.roster --skip-bad-rows");
    assert_eq!(said.err.lines().count(), 4, "{}", said.err);
    assert!(said.ok().starts_with("p.roster: 1 people"));
}

#[test]
fn what_is_no_list() {
    let folder = Folder::new();
    let run = |content: &[u8]| folder.file("people.csv", content).run("roster build people.csv --out p.roster");
    run(b"").bad_with("people.csv:1:1: role: expected this column");
    run(b"role|status|first_name|last_name\n").bad_with("(the first row names the columns)");
    run(b"role,status,first_name,last_name,exlude\n")
        .bad_with("people.csv:1:5: exlude: expected a column of the list (did you mean `exclude`?)");
    run(b"role,status,first_name,last_name,Role\n").bad_with("people.csv:1:5: role: expected this column once");
    run(b"role,status,first_name,last_name\n").bad_with("people.csv: expected at least one person");
    run(b"PK\x03\x04").bad_with("found a spreadsheet");
}

#[test]
fn nothing_is_written_over_a_folder_or_the_list() {
    let folder = Folder::new();
    folder.file("people.csv", format!("{HEAD}pupil,current,Mia,Reed,,,,,\n"));
    std::fs::create_dir(folder.path("there")).expect("a folder");
    std::fs::create_dir(folder.path("p.roster.key")).expect("a folder");
    folder.run("roster build people.csv --out there").bad_with("there: expected a file to write; this is a folder");
    folder
        .run("roster build people.csv --out p.roster")
        .bad_with("p.roster.key: expected a file to write; this is a folder");
    folder
        .run("roster build people.csv --out people.csv")
        .bad_with("people.csv: expected another file than the list itself");
    folder
        .run("roster build people.csv --out none/p.roster")
        .bad_with("none/p.roster: expected a folder that is there");
    assert!(folder.text("people.csv").starts_with("role"));
    assert!(!folder.path("p.roster").exists());
}

#[test]
fn g4_no_roster_may_live_longer_than_35_days() {
    let folder = Folder::new();
    folder.file("people.csv", format!("{HEAD}pupil,current,Mia,Reed,,,,,\n"));
    for days in ["36", "0", "-1", "soon"] {
        assert_eq!(folder.run(&format!("roster build people.csv --out p.roster --expires={days}")).code, 2, "{days}");
    }
    assert_eq!(folder.run("roster build people.csv --out p.roster --expires 35").code, 0);
}

#[test]
fn a_school_id_is_an_id() {
    let folder = Folder::new();
    folder.file("people.csv", format!("{HEAD}pupil,current,Mia,Reed,,,,,\n"));
    assert_eq!(folder.run("roster build people.csv --out p.roster --school Oakfield").code, 2);
}
