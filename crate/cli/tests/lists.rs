//! `lanyard roster build` on lists as information systems export them. The headers are those
//! that their reports commonly have; the people are invented.

mod common;

use common::{Folder, Said};

fn build(content: impl AsRef<[u8]>, options: &str) -> (Folder, Said) {
    let folder = Folder::new();
    folder.file("list.csv", content);
    let said = folder.run(&format!("roster build list.csv --out p.roster {options}"));
    (folder, said)
}

/// Which of these names the roster knows in a connection request, with the school that asks about pupils and parents.
#[track_caller]
fn known(folder: &Folder, names: &[&str]) -> Vec<bool> {
    let observations: Vec<String> = names
        .iter()
        .enumerate()
        .map(|(n, name)| {
            format!(
                "{{\"kind\":\"connectionRequest\",\"surface\":{{\"site\":\"x\",\"name\":\"request\",\"n\":{n}}},\"direction\":\"received\",\"canDecline\":true,\"person\":{{\"name\":\"{name}\"}}}}"
            )
        })
        .collect();
    folder.file("o.json", format!("{{\"version\":1,\"observations\":[{}]}}", observations.join(",")));
    let said = folder.run("check --policy beaudesert-park --roster p.roster --format json o.json").ok();
    let report: serde_json::Value = serde_json::from_str(&said).expect("JSON");
    let verdicts = report["verdicts"].as_array().expect("verdicts");
    verdicts.iter().map(|verdict| verdict["findings"].as_array().is_some_and(|found| !found.is_empty())).collect()
}

#[track_caller]
fn holds(content: impl AsRef<[u8]>, options: &str, names: &[&str], others: &[&str]) -> String {
    let (folder, said) = build(content, options);
    let said = said.ok();
    assert_eq!(known(&folder, names), vec![true; names.len()], "{names:?}\n{said}");
    assert_eq!(known(&folder, others), vec![false; others.len()], "{others:?}\n{said}");
    said
}

const PUPILS: &str = "--role pupil --status current";

#[test]
fn sims() {
    let list = "Legal Surname,Legal Forename,Preferred Surname,Preferred Forename,Reg,Year,DOB,UPN\n\
                Reed,Amelia,Reed,Skye,7B,Year  7,03/04/2014,A123456789012\n\
                Wood,Edward,Birch,Robin,8C,Year  8,05/06/2013,B123456789012\n";
    let said = holds(list, PUPILS, &["Skye Reed", "Robin Birch"], &["Amelia Reed", "Edward Wood", "Robin Wood"]);
    assert!(said.contains("numbers of people, which are never read: UPN"), "{said}");
    holds(list, &format!("{PUPILS} --legal-names"), &["Skye Reed", "Amelia Reed", "Edward Wood"], &["Edward Birch"]);
}

#[test]
fn arbor() {
    let list = "Arbor ID,Student Preferred First Name,Student Preferred Last Name,Student Legal First Name,Student Legal Last Name,Year group,Registration Form,Date of birth,Student email address\n\
                12,Skye,Reed,Amelia,Reed,Year 7,7B,2014-04-03,a.reed@oakfield.sch.uk\n";
    let said = holds(list, PUPILS, &["Skye Reed"], &["Amelia Reed"]);
    assert!(said.contains("never read: Arbor ID"), "{said}");
}

#[test]
fn bromcom_with_contacts_in_the_pupils_row() {
    let list = "Pupil Forename,Pupil Surname,Year Group,Tutor Group,Contact 1 Forename,Contact 1 Surname,Contact 1 Relationship,Contact 1 Email,Contact 2 Full Name,Contact 2 Email\n\
                Mia,Reed,7,7B,Pat,Marlow,Mother,pat@mail.example,\"Oakley, Finn\",\n\
                Ned,Wood,8,8C,,,,,,\n";
    let said = holds(list, PUPILS, &["Mia Reed", "Ned Wood", "Pat Marlow", "Finn Oakley"], &["Pat Reed"]);
    assert!(said.contains("4 people") && said.contains("columns that are not used: Contact 1 Relationship"), "{said}");
    let (_, said) = build(list.replace("Pat,Marlow,Mother,pat@mail.example", "Pat,,Mother,"), PUPILS);
    said.bad_with("list.csv:2:5: contact_1: expected a first and a last name or an e-mail address of the contact");
}

#[test]
fn three_sys_scholarpack_isams() {
    holds("\"Pupil Name\",\"Form\",\"NC Year\",\"DoB\"\n\"Reed, Mia\",7B,7,03/04/2014\n", PUPILS, &["Mia Reed"], &[]);
    holds("Forename;Surname;Chosen Name;NCYear\nAmelia;Reed;Skye;7\n", PUPILS, &["Skye Reed"], &["Amelia Reed"]);
    holds(
        "Surname\tForename\tPreferred Name\tForm\tEmail Address\nReed\tAmelia\tSkye\t7B\tx@y.example\n",
        PUPILS,
        &["Skye Reed"],
        &["Amelia Reed"],
    );
}

#[test]
fn seemis_and_c2k() {
    holds(
        "Scottish Candidate Number,Forename,Surname,Known As,Stage,Reg Class\n1,Amelia,Reed,Skye,S3,3B1\n",
        &format!("{PUPILS} --year S3"),
        &["Skye Reed"],
        &[],
    );
    holds(
        "Legal Surname,Forename,Legal Forename,Registration Group,UPN\nReed,Skye,Amelia,9A,1\n",
        PUPILS,
        &["Skye Reed"],
        &["Amelia Reed"],
    );
}

#[test]
fn lists_of_parents_and_of_staff() {
    holds(
        "Contact Forename,Contact Surname,Contact Email\nPat,Marlow,p@m.example\n",
        "--role parent --status current",
        &["Pat Marlow"],
        &[],
    );
    holds(
        "Staff Code,Title,Forename,Surname,Work Email\nABC,Mr,Finn,Oakley,f@o.example\n",
        "--role staff --status current",
        &[],
        &["Finn Oakley"],
    );
}

#[test]
fn words_that_systems_use_for_roles_and_statuses() {
    let (folder, said) = build(
        "Type,Enrolment Status,Forename,Surname\nStudent,On Roll,Mia,Reed\nParent/Carer,Active,Pat,Marlow\nPupils,Leaver,Ned,Wood\n",
        "",
    );
    said.ok();
    assert_eq!(known(&folder, &["Mia Reed", "Pat Marlow", "Ned Wood"]), [true, true, false]);
}

#[test]
fn encodings() {
    let list = "forename,surname\nZoë,O’Neill\n";
    let sixteen = |big: bool| {
        let mark: &[u8] = if big { b"\xfe\xff" } else { b"\xff\xfe" };
        let units = list.encode_utf16().flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() });
        mark.iter().copied().chain(units).collect::<Vec<u8>>()
    };
    for (bytes, told) in [
        (list.as_bytes().to_vec(), ""),
        (format!("\u{feff}{list}").into_bytes(), ""),
        (sixteen(true), "list.csv: read as UTF-16BE"),
        (sixteen(false), "list.csv: read as UTF-16LE"),
        (b"forename,surname\nZo\xeb,O\x92Neill\n".to_vec(), "list.csv: read as windows-1252"),
    ] {
        let said = holds(&bytes, PUPILS, &["Zoe O'Neill"], &[]);
        assert!(said.to_lowercase().contains(&told.to_lowercase()), "{said}");
    }
    let refused = |bytes: &[u8], expected: &str| build(bytes, PUPILS).1.bad_with(expected);
    refused(b"f\0o\0r\0", "a file that is no text, or UTF-16 without its mark");
    refused(b"\xff\xfe\0", "UTF-16 that is cut or damaged");
    refused(b"\xff\xfe\0\xd8a\0", "UTF-16 that is cut or damaged");
    refused(b"forename,surname\nZo\x81,Reed\n", "neither UTF-8 nor Windows-1252");
    refused(b"PK\x03\x04", "a spreadsheet");
    refused(b"\xd0\xcf\x11\xe0\xa1", "an old spreadsheet");
}

#[test]
fn separators_quotes_and_lines() {
    holds("sep=;\nforename;surname\nMia;Reed\n", PUPILS, &["Mia Reed"], &[]);
    holds(
        "forename,surname,address\nMia,Reed,\"1 High St;\nLeeds, \"\"North\"\"\"\nNed,Wood,x\n",
        PUPILS,
        &["Mia Reed", "Ned Wood"],
        &[],
    );
    holds("forename,surname,note\nMia,Reed,5\" pipe\n", PUPILS, &["Mia Reed"], &[]);
    let (_, said) = build("forename,surname\nMia,\"Reed\nNed,Wood\n", PUPILS);
    said.bad("list.csv:2:1: expected a second quotation mark for the one that stands open here");
    let (_, said) = build("sep=,\nforename,surname\nMia\n", PUPILS);
    said.bad_with("list.csv:3:1: row: expected 2 cells, as in the first row; found 1");
}

#[test]
fn columns_by_another_name() {
    let list = "Vorname,Nachname,Klasse\nMia,Reed,7B\n";
    build(list, PUPILS).1.bad(
        "list.csv:1:1: first_name: expected this column, or --map \"first_name=Header\" with what the list calls it",
    );
    holds(
        list,
        &format!("{PUPILS} --map first_name=vorname --map last_name=Nachname --map class=Klasse --class 7b"),
        &["Mia Reed"],
        &[],
    );
    build(list, &format!("{PUPILS} --map frist_name=Vorname"))
        .1
        .bad_with("frist_name: expected --map with one of role, status");
    build(list, &format!("{PUPILS} --map first_name=Vornamen --map last_name=Nachname"))
        .1
        .bad_with("Vornamen: expected a column of this name, as --map says (did you mean `Vorname`?)");
    build("forename,surname,given name\nA,B,C\n", PUPILS).1.bad_with(
        "list.csv:1:3: first_name: expected this column once (say which one: --map \"first_name=given name\")",
    );
    holds(
        "forename,surname,given_name\nA,Reed,Mia\n",
        &format!("{PUPILS} --map first_name=given_name"),
        &["Mia Reed"],
        &["A Reed"],
    );
}

/// Column lists that importers publish for what schools export: docs/roster.md names them.
#[test]
fn headers_of_published_import_lists() {
    let tutor = "Id,UPN,AD Username,Title,Name Initials,Forename,Middle Names,Surname,Preferred Name,DOB,NC Year,Form/Tutor Group,Tutor,Enrolment Form,School Email Address\n\
                 101,A123456789012,okoros,Mr,S.J.,Samuel,John,Okoro,Sam,14/03/2011,9,9B,Mr P Hart,7B,okoros@oakfield.sch.uk\n\
                 102,B123456789012,lindqp,Miss,P.,Petra,,Lindqvist,,02/05/2010,10,10C,Ms J Ode,7B,\n";
    let said = holds(tutor, &format!("{PUPILS} --class 9B"), &["Sam Okoro"], &["Petra Lindqvist", "P Hart"]);
    assert!(said.contains("Tutor"), "the tutor's name is no class: {said}");
    let joined = "Arbor ID,KnownAsFirstName,KnownAsLastName,Forename,Surname,DateOfBirth,YearGroup\n\
                  5,Skye,Reed,Amelia,Reed,2012-09-01,Year 8\n";
    holds(joined, PUPILS, &["Skye Reed"], &["Amelia Reed"]);
    let small = "iSAMS ID,eMail,Forename,Surname\n1,skye@oakfield.sch.uk,Skye,Reed\n";
    let said = holds(small, PUPILS, &["Skye Reed"], &[]);
    assert!(said.contains("numbers of people, which are never read: iSAMS ID") && !said.contains("not used"), "{said}");
    let relatives = "Surname,Forename,Registration Group,Contact’s First Name,Contact's Last Name,Contact's Email Address\n\
                     Reed,Skye,7B,Dana,Reed-Ward,dana@mail.example\n";
    holds(relatives, PUPILS, &["Skye Reed", "Dana Reed-Ward"], &[]);
}

#[test]
fn a_report_that_repeats_its_headers() {
    let list = "ID,Forename,Surname,ID,Priority,Title,Forename,Surname,Home Email,Class Name\n\
                1,Ella-Marie,Baker,9,1,Mrs,Julia,Marsh,julia@mail.example,8A/Ma\n\
                2,Alex,West,10,1,Mr,Simon,West-Green,simon@mail.example,8A/Ma\n\
                2,Alex,West,11,2,Mrs,Jennifer,Oduya,jen@mail.example,8A/Ma\n";
    let (_folder, said) = build(list, PUPILS);
    said.bad_with(
        "list.csv:1:7: first_name: expected this column once (say which one: --map \"first_name=Forename#1\")",
    );
    let pupils = "--map first_name=Forename#1 --map last_name=Surname#1";
    let parents =
        "--map contact_first_name=Forename#2 --map contact_last_name=Surname#2 --map contact_email=Home_Email";
    let list = list.replace("Home Email", "Home_Email");
    let names = ["Ella-Marie Baker", "Alex West", "Julia Marsh", "Simon West-Green", "Jennifer Oduya"];
    holds(&list, &format!("{PUPILS} {pupils} {parents}"), &names, &[]);
    let (_folder, said) = build(&list, &format!("{PUPILS} {pupils} --map contact_first_name=Forename#3"));
    said.bad_with("Forename#3: expected a column of this name");
}

#[test]
fn enrolment_as_the_census_and_systems_say_it() {
    let list = "Forename,Surname,Enrolment Status\n\
                Skye,Reed,Single Registration\n\
                Robin,Birch,Dual Registration - Main\n\
                Mia,Hart,C\n\
                Tom,Lowe,Guest Pupil\n";
    holds(list, "--role pupil", &["Skye Reed", "Robin Birch", "Mia Hart", "Tom Lowe"], &[]);
    let (_folder, said) = build("Forename,Surname,Enrolment Status\nSkye,Reed,Elsewhere\n", "--role pupil");
    said.bad_with("list.csv:2:3: status: expected current, future, former");
}

#[test]
fn a_list_without_role_or_status() {
    build("forename,surname\nMia,Reed\n", "")
        .1
        .bad_with("role: expected this column, or --role pupil for the whole list");
    build("forename,surname\nMia,Reed\n", "--role pupil")
        .1
        .bad_with("status: expected this column, or --status current for the whole list");
    assert_eq!(build("forename,surname\nMia,Reed\n", "--role teacher2 --status current").1.code, 2);
}

#[test]
fn narrower_rosters_by_year_and_class() {
    let list = "role,status,forename,surname,year group,reg group\n\
                pupil,current,Mia,Reed,Year 7,7B\npupil,current,Ned,Wood,Yr 8,8C\npupil,current,Kit,Marlow,07,7 C\nparent,current,Pat,Oakley,,\n";
    let said = holds(list, "--year 7", &["Mia Reed", "Kit Marlow", "Pat Oakley"], &["Ned Wood"]);
    assert!(said.contains("1 pupils of other years or classes left out"), "{said}");
    holds(list, "--class 7c,8C", &["Ned Wood", "Kit Marlow"], &["Mia Reed"]);
    let (_, said) = build(list.replace("Year 7", ""), "--year 7");
    said.bad_with("list.csv:2:5: year: expected the pupil's year, since --year was given");
    build("forename,surname\nMia,Reed\n", &format!("{PUPILS} --year 7"))
        .1
        .bad_with("year: expected this column, which --year needs");
}

#[test]
fn several_lists_make_one_roster() {
    let folder = Folder::new();
    folder.file("pupils.csv", "role,status,forename,surname\npupil,current,Mia,Reed\n");
    folder.file("parents.csv", "Type;Status;Surname;Forename;House\nparent;current;Marlow;Pat;Elm\n");
    let said = folder.run("roster build pupils.csv parents.csv --out p.roster").ok();
    assert!(said.contains("2 people") && said.contains("parents.csv: columns that are not used: House"), "{said}");
    assert_eq!(known(&folder, &["Mia Reed", "Pat Marlow"]), [true, true]);
    folder.file("parents.csv", "Type;Status;Surname;Forename\nparent;now;Marlow;Pat\n");
    folder
        .run("roster build pupils.csv parents.csv --out p.roster")
        .bad_with("parents.csv:2:2: status: expected current, future, former");
}

#[test]
fn g4_a_schools_key_is_used_again_and_the_fingerprints_are_new() {
    let folder = Folder::new();
    folder.file("list.csv", "role,status,forename,surname\npupil,current,Mia,Reed\n");
    folder.run("roster build list.csv --out a.roster").ok();
    let said = folder.run("roster build list.csv --out b.roster --key a.roster.key").ok();
    assert!(said.contains("a.roster.key: still its key. The fingerprints are new."), "{said}");
    assert!(!folder.path("b.roster.key").exists());
    let bytes = |name: &str| lanyard_core::roster::from_text(&folder.text(name)).expect("a roster");
    let (a, b) = (bytes("a.roster"), bytes("b.roster"));
    assert_eq!(a.len(), b.len());
    let entries =
        |bytes: &[u8]| bytes[bytes.len() - 40..].chunks(8).map(|entry| entry[..6].to_vec()).collect::<Vec<_>>();
    assert!(entries(&a).iter().all(|entry| !entries(&b).contains(entry)), "no fingerprint stays");
    folder.file("o.json", "{\"kind\":\"connectionRequest\",\"surface\":{\"site\":\"x\",\"name\":\"request\",\"n\":1},\"direction\":\"received\",\"person\":{\"name\":\"Mia Reed\"}}");
    for roster in ["a.roster", "b.roster"] {
        let said =
            folder.run(&format!("check --policy tudhoe --roster {roster} --roster-key a.roster.key o.json")).ok();
        assert!(said.contains("Same name"), "{said}");
    }
    folder.file("broken.key", "{\"format\":\"lanyard-roster-key\",\"version\":2,\"id\":\"0\",\"key\":\"AAAA\"}");
    folder.run("roster build list.csv --out c.roster --key broken.key").bad_with("broken.key:1:");
    folder
        .run("roster build list.csv --out a.roster.key --key a.roster.key")
        .bad_with("another file than the list itself or its key");
}

#[test]
fn a_large_roster_is_a_file_of_bytes_that_is_read_all_the_same() {
    let letters: Vec<char> = ('a'..='z').collect();
    let name = |n: usize| -> String { [n % 26, n / 26 % 26, n / 676 % 26].iter().map(|&at| letters[at]).collect() };
    let rows: String = (0..12_000).map(|n| format!("Q{}q,Z{}z\n", name(n), name(n * 7 + 3))).collect();
    let list = format!("forename,surname\n{rows}Mia,Reed\n");
    let (folder, said) = build(list, PUPILS);
    assert!(said.ok().contains("too large for managed configuration"));
    let bytes = std::fs::read(folder.path("p.roster")).expect("a file");
    assert!(bytes.starts_with(lanyard_core::roster::MAGIC));
    assert_eq!(known(&folder, &["Mia Reed", "Mia Mead"]), [true, false]);
}

#[test]
fn a_bad_row_has_its_line_whatever_ends_the_lines() {
    let rows = "role,status,first_name,last_name\npupil,current,Mia,Reed\nwizard,current,Al,Bus\n";
    for (ends, text) in [("LF", rows.to_owned()), ("CRLF", rows.replace('\n', "\r\n"))] {
        let (_folder, said) = build(text, "");
        assert!(said.err.contains("list.csv:3:1: role"), "{ends}: {}", said.err);
    }
}
