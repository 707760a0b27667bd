//! `lanyard check` and `lanyard schema`.

mod common;

use common::Folder;
use serde_json::Value;

const MAIL: &str = r#"{
  "kind": "composeMail",
  "surface": { "site": "roundcube", "name": "compose", "n": 1 },
  "account": "teacher@oakfield.sch.uk",
  "to": [
    { "ref": "to/1", "address": "ada@example.com" },
    { "ref": "to/2", "address": "bo@example.org" },
    { "ref": "to/3", "address": "office@oakfield.sch.uk" }
  ],
  "canMove": true
}
"#;

const CONFIG: &str = r#"{ "schoolDomains": "oakfield.sch.uk", "staffAccounts": "*@oakfield.sch.uk" }"#;

const REQUESTS: &str = r#"{ "version": 1, "observations": [
  { "kind": "connectionRequest", "surface": { "site": "facebook", "name": "request", "n": 1 }, "direction": "received",
    "canDecline": true, "person": { "name": "Mia Reed", "handle": "mia.reed" } },
  { "kind": "connectionRequest", "surface": { "site": "facebook", "name": "request", "n": 2 }, "direction": "received",
    "canDecline": true, "person": { "name": "Somebody Else", "handle": "somebody.else" } }
] }"#;

const PEOPLE: &str = "role,status,first_name,last_name,handles,date_of_birth\n\
    pupil,current,Mia,Reed,facebook:mia.reed,\n\
    pupil,former,Ned,Wood,facebook:ned.wood,2010-06-15\n";

fn folder() -> Folder {
    let folder = Folder::new();
    folder.file("o.json", MAIL).file("c.json", CONFIG).file("r.json", REQUESTS).file("people.csv", PEOPLE);
    folder
}

fn json(text: &str) -> Value {
    serde_json::from_str(text).expect("JSON")
}

#[test]
fn says_what_staff_would_see() {
    let said = folder().run("check --policy st-marylebone --config c.json o.json").ok();
    assert!(said.starts_with("roundcube/compose#1\n\n  Expected · email-recipients-visible"), "{said}");
    assert!(said.contains("2 people outside the school can see each other's addresses."), "{said}");
    assert!(said.contains("4.1.2(iii)") && said.contains("[Move 2 to Bcc]"), "{said}");
}

#[test]
fn prints_verdicts_as_json() {
    let folder = folder();
    let report = json(&folder.run("check --policy st-marylebone --config c.json --format json o.json").ok());
    assert_eq!((report["version"].as_u64(), &report["problems"]), (Some(1), &Value::Array(Vec::new())));
    let finding = &report["verdicts"][0]["findings"][0];
    assert_eq!(finding["rule"], "email-recipients-visible");
    assert_eq!(finding["clauses"][0]["section"], "4.1.2(iii)");
    assert_eq!(finding["evidence"]["count"], 2);
    // The other four schools have no such clause.
    for policy in ["tudhoe", "droitwich-spa", "beaudesert-park", "educating-for-life"] {
        let report = json(&folder.run(&format!("check --policy {policy} --config c.json --format json o.json")).ok());
        assert_eq!(report["verdicts"][0]["findings"], Value::Array(Vec::new()), "{policy}");
    }
}

#[test]
fn says_when_there_is_nothing_to_say() {
    assert_eq!(
        folder().run("check --policy tudhoe --config c.json o.json").ok(),
        "roundcube/compose#1\n  nothing to say\n"
    );
}

#[test]
fn reads_what_is_piped_in() {
    let said = folder().run_with("check --policy st-marylebone --config c.json -", MAIL).ok();
    assert!(said.contains("email-recipients-visible"), "{said}");
}

#[test]
fn configuration_may_be_wrapped_as_the_console_wants_it() {
    let folder = folder();
    folder.file("w.json", r#"{ "schoolDomains": { "Value": ["oakfield.sch.uk"] }, "language": { "Value": "cy" } }"#);
    let said = folder.run("check --policy st-marylebone --config w.json o.json").ok();
    assert!(said.contains("Disgwylir · email-recipients-visible"), "{said}");
}

#[test]
fn problems_of_the_configuration_are_said_and_the_rest_works() {
    let folder = folder();
    folder.file("c.json", "{\n  \"schoolDomains\": \"oakfield.sch.uk\",\n  \"langage\": \"en\",\n  \"rules\": { \"email-recipients-visible\": { \"askFrist\": true } }\n}\n");
    let said = folder.run("check --policy st-marylebone --config c.json o.json");
    assert!(
        said.err.contains("c.json:3:3: langage: expected a key of Lanyard's configuration (did you mean `language`?)"),
        "{}",
        said.err
    );
    assert!(said.err.contains("c.json:4:44: rules.email-recipients-visible.askFrist: expected"), "{}", said.err);
    assert!(said.ok().contains("email-recipients-visible"));
    let report = json(&folder.run("check --policy st-marylebone --config c.json --format json o.json").ok());
    assert_eq!(report["problems"].as_array().map(Vec::len), Some(2));
}

#[test]
fn a_roster_tells_pupils_from_strangers() {
    let folder = folder();
    folder.run("roster build people.csv --out p.roster").ok();
    let report = json(&folder.run("check --policy tudhoe --roster p.roster --format json r.json").ok());
    assert_eq!(report["verdicts"][0]["findings"][0]["rule"], "social-pupil-connection");
    assert_eq!(report["verdicts"][0]["findings"][0]["certainty"], "likely");
    assert_eq!(report["verdicts"][1]["findings"], Value::Array(Vec::new()));
    // Without it there is nobody to recognise.
    let report = json(&folder.run("check --policy tudhoe --format json r.json").ok());
    assert_eq!(report["verdicts"][0]["findings"], Value::Array(Vec::new()));
}

#[test]
fn g3_says_when_a_browser_would_not_load_the_roster() {
    let folder = folder();
    folder.file("c.json", r#"{ "schoolDomains": "oakfield.sch.uk" }"#);
    folder.run("roster build people.csv --out p.roster").ok();
    let said = folder.run("check --policy tudhoe --roster p.roster --config c.json r.json");
    assert!(said.err.contains("staffAccounts: expected"), "{}", said.err);
    assert!(said.ok().contains("social-pupil-connection"));
}

#[test]
fn g4_an_expired_roster_is_left_out_and_said() {
    let folder = folder();
    folder.run("roster build people.csv --out p.roster").ok();
    let report = json(
        &folder.run("check --policy tudhoe --roster p.roster --at 2199-01-01T00:00:00Z --format json r.json").ok(),
    );
    assert_eq!(report["verdicts"][0]["findings"], Value::Array(Vec::new()));
    assert_eq!(report["problems"][0]["code"], "roster-expired");
}

#[test]
fn a_roster_with_the_wrong_key_is_bad_input() {
    let folder = folder();
    folder.run("roster build people.csv --out a.roster").ok();
    folder.run("roster build people.csv --out b.roster").ok();
    folder
        .run("check --policy tudhoe --roster a.roster --roster-key b.roster.key r.json")
        .bad_with("b.roster.key:1:1: expected the key of roster");
    folder.run("check --policy tudhoe --roster a.roster --roster-key a.roster r.json").bad_with("a.roster:1:");
    folder
        .run("check --policy tudhoe --roster none.roster r.json")
        .bad_with("none.roster: expected a file that can be read");
}

#[test]
fn a_policy_that_is_not_there() {
    folder().run("check --policy tudho o.json").bad(
        "lanyard: --policy: expected one of beaudesert-park, droitwich-spa, educating-for-life, st-marylebone, tudhoe, \
         or a file that ends in .toml or .json (did you mean `tudhoe`?)",
    );
}

#[test]
fn a_pack_of_ones_own() {
    let folder = folder();
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../../extension/policies/st-marylebone.toml");
    let pack = std::fs::read_to_string(root).expect("the pack");
    folder.file("st-marylebone.toml", &pack);
    let said = folder.run("check --policy st-marylebone.toml --config c.json o.json").ok();
    assert!(said.contains("email-recipients-visible"), "{said}");

    folder.file("st-marylebone.toml", pack.replacen("severity = \"required\"", "severity = \"requierd\"", 1));
    folder.run("check --policy st-marylebone.toml o.json").bad_with("(did you mean `required`?)");

    folder.file("p.json", "{\n  \"school\": 3\n}");
    folder
        .run("check --policy p.json o.json")
        .bad_with("p.json:2:3: school: expected a table (School), not integer `3`");
}

#[test]
fn a_time_needs_its_offset() {
    for time in ["yesterday", "2026-03-02T09:30:00", "09:30"] {
        folder()
            .run(&format!("check --policy tudhoe --at {time} o.json"))
            .bad_with("lanyard: --at: expected a time with its offset");
    }
    assert_eq!(folder().run("check --policy tudhoe --at 2026-03-02T09:30:00+01:00 o.json").code, 0);
}

/// What is said of an observation file with this content.
#[track_caller]
fn observation(content: impl AsRef<[u8]>, expected: &str) {
    let folder = folder();
    folder.file("o.json", content).run("check --policy tudhoe o.json").bad(expected);
}

#[test]
fn observations_that_cannot_be_read() {
    observation("{", "o.json:1:1: expected JSON that can be read: EOF while parsing an object");
    observation("[]", "o.json:1:1: expected an observation, or { \"version\": 1, \"observations\": [ … ] }");
    observation("", "o.json:1:0: expected JSON that can be read: EOF while parsing a value");
    observation(
        b"{\"kind\":\"\xe9\"}",
        "o.json: expected text in UTF-8; found another encoding, such as Windows-1252 (in Excel: Save as, \"CSV UTF-8\")",
    );
    observation("{} {}", "o.json:1:4: expected JSON that can be read: trailing characters");
    observation(
        MAIL.replace("composeMail", "composeMial"),
        "o.json:2:3: kind: expected one of `composeMail`, `connectionRequest`, `postAudience`, `privacySetting`, `composeMessage`, `profileField`, `pageVisit`, `receivedMail`, not `composeMial` (did you mean `composeMail`?)",
    );
    observation(
        MAIL.replace("\"account\"", "\"acount\""),
        "o.json:4:3: acount: expected no key of this name (did you mean `account`?)",
    );
    observation(
        MAIL.replace("\"bo@example.org\"", "5"),
        "o.json:7:22: to[1].address: expected a text in quotes, not integer `5`",
    );
    observation(MAIL.replace(", \"n\": 1", ""), "o.json:3:3: surface.n: expected the key `n`, which is missing");
    observation(
        "{\"version\":2,\"observations\":[]}",
        "o.json:1:2: version: expected 1, the version that this program reads",
    );
    observation("{\"version\":1}", "o.json:1:1: observations: expected a list of observations in [ ]");
    observation("[".repeat(100_000), "o.json:1:128: expected JSON that can be read: recursion limit exceeded");
}

#[test]
fn every_bad_observation_of_a_file_is_named() {
    let two = format!(
        "{{ \"version\": 1, \"observations\": [\n{},\n{}\n] }}",
        MAIL.replace("\"n\": 1", "\"n\": -1"),
        MAIL.replace("\"ref\"", "\"reff\"")
    );
    let folder = folder();
    let said = folder.file("o.json", two).run("check --policy tudhoe o.json");
    let lines: Vec<&str> = said.err.lines().collect();
    assert_eq!(lines.len(), 2, "{}", said.err);
    assert!(lines[0].starts_with("o.json:4:56: observations[0].surface.n: expected a whole number"), "{}", lines[0]);
    assert!(
        lines[1].starts_with("o.json:19:7: observations[1].to[0].reff: expected no key of this name"),
        "{}",
        lines[1]
    );
}

#[test]
fn a_folder_is_no_file() {
    folder().run("check --policy tudhoe .").bad(".: expected a file; this is a folder");
}

#[test]
fn too_much_is_not_judged_and_says_so() {
    let folder = folder();
    let long = MAIL.replace("ada@example.com", &format!("{}@example.com", "a".repeat(2000)));
    let said = folder.file("o.json", long).run("check --policy st-marylebone --config c.json o.json").ok();
    assert!(
        said.starts_with("roundcube/compose#1\n  not checked: ") && !said.contains("unchecked_too_large"),
        "{said}"
    );
}

#[test]
fn schemas_are_json_schema() {
    for of in ["observation", "finding", "config"] {
        let schema = json(&Folder::new().run(&format!("schema {of}")).ok());
        assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema", "{of}");
    }
    let config = json(&Folder::new().run("schema config").ok());
    assert_eq!(config["properties"]["schoolDomains"]["anyOf"][0]["type"][0], "string");
}

#[test]
fn the_same_input_gives_the_same_output() {
    let folder = folder();
    let run = || {
        folder.run("check --policy st-marylebone --config c.json --at 2026-03-02T09:30:00Z --format json o.json").ok()
    };
    assert_eq!(run(), run());
}

#[test]
fn usage_errors_end_with_2() {
    for line in ["", "check", "check --policy", "schema", "schema clause", "frobnicate", "roster build people.csv"] {
        let said = Folder::new().run(line);
        assert_eq!(said.code, 2, "{line}: {}", said.err);
        assert!(said.err.to_lowercase().contains("usage") || said.err.contains("--help"), "{line}: {}", said.err);
    }
    assert_eq!(Folder::new().run("--help").code, 0);
}

#[test]
fn nothing_that_is_broken_is_more_than_bad_input() {
    let folder = folder();
    for at in (0..MAIL.len()).step_by(3) {
        let cut = MAIL[..at].to_owned();
        let swapped = format!("{cut}]{}", &MAIL[at + 1..]);
        for broken in [cut, swapped] {
            let said = folder.file("o.json", &broken).run("check --policy st-marylebone --config c.json o.json");
            assert!(matches!(said.code, 0 | 2), "{broken}\n{}", said.err);
        }
    }
}

/// A visit to a social site, judged at a moment by Tudhoe's rule about school hours.
fn speaks(folder: &Folder, at: &str) -> bool {
    let said = folder.run(&format!("check --policy tudhoe --config c.json --at {at} --format json v.json")).ok();
    let said = json(&said);
    assert_eq!(said["problems"], Value::Array(Vec::new()), "{said}");
    !said["verdicts"][0]["findings"].as_array().expect("findings").is_empty()
}

#[test]
fn hours_and_terms_are_the_schools_own_when_the_clocks_change() {
    const VISIT: &str = r#"{"kind":"pageVisit","surface":{"site":"web","name":"page","n":1},"host":"www.tiktok.com","categories":["social"]}"#;
    let folder = folder();
    folder.file("v.json", VISIT);
    let set = |hours: &str, more: &str| {
        let hours = hours.replace('"', "\\\"");
        folder.file("c.json", format!(r#"{{ "hours": "{hours}"{more} }}"#));
    };
    // In 2026 the clocks go forward on 29 March at 01:00 UTC, and back on 25 October at 01:00 UTC.
    set(r#"[{"days":"mon-fri","from":"08:30","to":"15:45"}]"#, "");
    for (at, expected) in [
        ("2026-03-27T08:29:59Z", false),
        ("2026-03-27T08:30:00Z", true),
        ("2026-03-27T15:44:59Z", true),
        ("2026-03-27T15:45:00Z", false),
        ("2026-03-30T07:29:59Z", false),
        ("2026-03-30T07:30:00Z", true),
        ("2026-03-30T14:44:59Z", true),
        ("2026-03-30T14:45:00Z", false),
        ("2026-10-23T07:30:00Z", true),
        ("2026-10-23T14:45:00Z", false),
        ("2026-10-26T07:30:00Z", false),
        ("2026-10-26T08:30:00Z", true),
        ("2026-10-26T15:44:59Z", true),
        // The same moments as clocks elsewhere say them.
        ("2026-03-30T08:30:00+01:00", true),
        ("2026-03-30T20:29:00+13:00", false),
        ("2026-03-30T00:30:00-07:00", true),
    ] {
        assert_eq!(speaks(&folder, at), expected, "{at}");
    }
    // The hour that there is twice counts twice, the one that there is not never.
    set(r#"[{"days":"sun","from":"01:00","to":"02:00"}]"#, "");
    for (at, expected) in [
        ("2026-10-24T23:59:59Z", false),
        ("2026-10-25T00:00:00Z", true),
        ("2026-10-25T00:59:59Z", true),
        ("2026-10-25T01:00:00Z", true),
        ("2026-10-25T01:59:59Z", true),
        ("2026-10-25T02:00:00Z", false),
        ("2026-03-29T00:59:59Z", false),
        ("2026-03-29T01:00:00Z", false),
    ] {
        assert_eq!(speaks(&folder, at), expected, "{at}");
    }
    // A term begins and ends at midnight in the school, which in summer is 23:00 UTC of the day before.
    let term = r#", "termDates": "[{\"from\":\"2026-04-01\",\"to\":\"2026-10-31\"}]""#;
    set(r#"[{"days":"mon-sun","from":"00:00","to":"24:00"}]"#, term);
    for (at, expected) in [
        ("2026-03-31T22:59:59Z", false),
        ("2026-03-31T23:00:00Z", true),
        ("2026-10-31T23:59:59Z", true),
        ("2026-11-01T00:00:00Z", false),
    ] {
        assert_eq!(speaks(&folder, at), expected, "{at}");
    }
    // A school elsewhere, over a whole and a half hour.
    set(r#"[{"days":"mon-fri","from":"08:30","to":"15:45"}]"#, r#", "zone": "Asia/Kolkata""#);
    for (at, expected) in
        [("2026-03-30T02:59:59Z", false), ("2026-03-30T03:00:00Z", true), ("2026-10-26T10:15:00Z", false)]
    {
        assert_eq!(speaks(&folder, at), expected, "{at}");
    }
}
