//! `lanyard policy`, `lanyard config check` and `lanyard simulate`: what whoever pushes it asks first.

mod common;

use common::Folder;
use serde_json::{Value, json};

const NEW: &str =
    "policy new --id oakfield --name Oakfield --title Rules --dated 2026-03 --review 2027-03 --nation wales --lead DSP";

fn json_of(text: &str) -> Value {
    serde_json::from_str(text).expect("JSON")
}

#[test]
fn a_school_that_is_none_of_the_five_starts_from_one_and_checks_clean() {
    let folder = Folder::new();
    for base in ["tudhoe", "st-marylebone", "droitwich-spa", "beaudesert-park", "educating-for-life"] {
        let folder = Folder::new();
        let said = folder.run(&format!("{NEW} --from {base}")).ok();
        assert!(said.starts_with("oakfield.toml written.\n"), "{said}");
        let said = folder.run("policy check oakfield.toml").ok();
        assert!(said.contains("no problems"), "{base}: {said}");
        // Nothing but the particulars has changed: what staff would see is the same.
        assert!(
            folder.run(&format!("policy diff {base} oakfield.toml")).ok().ends_with("Nothing changes for staff.\n")
        );
    }
    folder.run(NEW).ok();
    assert!(folder.run("policy check oakfield.toml").ok().contains("0 clauses, 0 rules, no problems"));
    // Nothing that is there is written over.
    let before = folder.text("oakfield.toml");
    let said = folder.run(&format!("{NEW} --from tudhoe"));
    assert_eq!((said.code, folder.text("oakfield.toml") == before), (2, true));
    assert!(said.err.contains("nothing was written over"), "{}", said.err);
}

#[test]
fn what_is_not_given_is_asked_and_a_bad_answer_is_asked_again() {
    let folder = Folder::new();
    let answers = "Oak Field\ntudhoe\noakfield\nOakfield School\n\nlast year\n2026-03\n\nwales\n\n";
    let said = folder.run_with("policy new", answers);
    assert_eq!(said.code, 0, "{}", said.err);
    assert_eq!(said.err.matches("expected lower-case letters").count(), 2, "{}", said.err);
    let text = folder.text("oakfield.toml");
    for line in [
        "name = \"Oakfield School\"",
        "policy = \"Staff acceptable use policy\"",
        "nation = \"wales\"",
        "lead = \"DSL\"",
    ] {
        assert!(text.contains(line), "{line}: {text}");
    }
    assert!(!text.contains("review ="), "nothing was said of it");
    let said = Folder::new().run_with("policy new --id oakfield", "Oakfield\n");
    assert_eq!(said.code, 2);
    assert!(said.err.contains("--title: expected the document's title"), "{}", said.err);
}

#[test]
fn every_problem_of_a_pack_has_file_line_key_and_what_to_do() {
    let folder = Folder::new();
    folder.run(&format!("{NEW} --from tudhoe")).ok();
    let text = folder.text("oakfield.toml");
    let text = text.replacen("rule = \"web-copyright\"", "rule = \"web-copyrigt\"", 1);
    let text = text.replacen("tell = \"head-teacher\"", "tell = \"head\"", 1);
    let text = text.replacen("askFirst = true", "askfirst = true", 1);
    folder.file("oakfield.toml", &text);
    let said = folder.run("policy check oakfield.toml");
    assert_eq!(said.code, 1);
    assert!(said.out.contains("expected a rule of the catalogue (did you mean `web-copyright`?)"), "{}", said.out);
    assert!(
        said.out.contains("rules.social-pupil-connection.askfirst: expected an option of this rule"),
        "{}",
        said.out
    );
    assert!(said.out.contains("rules.social-parent-connection.tell: expected the id of a `[[role]]`"), "{}", said.out);
    assert!(said.out.lines().any(|line| line.starts_with("oakfield.toml:")), "{}", said.out);
    let report = json_of(&folder.run("policy check --format json oakfield.toml").out);
    let problem = &report["files"][0]["problems"][0];
    assert_eq!(problem["file"], "oakfield.toml");
    assert!(problem["line"].as_u64() > Some(1) && problem["code"].is_string() && problem["path"].is_string());
    assert_eq!(folder.run("policy check none.toml").code, 2);
}

#[test]
fn a_policy_past_its_review_is_said_to_whoever_keeps_it() {
    let folder = Folder::new();
    folder.run(&format!("{} --from tudhoe", NEW.replace("2027-03", "2020-03"))).ok();
    let said = folder.run("policy check oakfield.toml").ok();
    assert!(said.contains("note: the document's review was due in 2020-03"), "{said}");
}

#[test]
fn a_difference_is_said_in_sentences() {
    let folder = Folder::new();
    let said = folder.run("policy diff st-marylebone droitwich-spa").ok();
    assert!(said.contains("Stops: email-recipients-visible"), "{said}");
    assert!(
        said.contains("Starts: email-impersonation (Message sent as someone else). Not allowed, 4.1 must-not 8."),
        "{said}"
    );
    assert!(said.contains("two different ones, of 75 and 100 clauses"), "{said}");

    folder.run(&format!("{NEW} --from tudhoe")).ok();
    let text = folder.text("oakfield.toml");
    let text = text.replacen("askFirst = true", "askFirst = false", 1);
    let text =
        text.replacen("Do not accept a pupil's friend request on social media.", "Accept no pupil's request.", 1);
    // The Passwords clauses' strength, both of them.
    let (before, after) = text.split_once("[[clause]]\nid = \"passwords").expect("a clause on passwords");
    let text = format!("{before}[[clause]]\nid = \"passwords{}", after.replacen("\"prohibited\"", "\"advised\"", 1));
    folder.file("oakfield.toml", &text);
    let said = folder.run("policy diff tudhoe oakfield.toml").ok();
    assert!(said.contains("`askFirst` was true, is false."), "{said}");
    assert!(said.contains("says now: Accept no pupil's request."), "{said}");
    let report = json_of(&folder.run("policy diff --format json tudhoe oakfield.toml").ok());
    let codes: Vec<&str> =
        report["changes"].as_array().unwrap().iter().filter_map(|one| one["code"].as_str()).collect();
    assert!(codes.contains(&"option") && codes.contains(&"clause-text"), "{codes:?}");
    assert!(folder.run("policy diff tudhoe tudhoe").ok().ends_with("Nothing changes for staff.\n"));
}

#[test]
fn stronger_and_weaker_are_told_apart() {
    let folder = Folder::new();
    folder.run(&format!("{NEW} --from st-marylebone")).ok();
    let text = folder.text("oakfield.toml");
    let at = text.find("id = \"2.1.8\"").expect("the clause on passwords");
    let weaker =
        format!("{}{}", &text[..at], text[at..].replacen("severity = \"prohibited\"", "severity = \"advised\"", 1));
    folder.file("oakfield.toml", weaker);
    let said = folder.run("policy diff st-marylebone oakfield.toml").ok();
    assert!(said.contains("Weaker: password-share") && said.contains("Was \"Not allowed\", is \"Advised\"."), "{said}");
    let said = folder.run("policy diff oakfield.toml st-marylebone").ok();
    assert!(said.contains("Stronger: password-share"), "{said}");
}

#[test]
fn a_policy_and_a_rule_of_it_are_explained() {
    let folder = Folder::new();
    let said = folder.run("policy explain tudhoe").ok();
    assert!(said.contains("111 clauses for staff"), "{said}");
    let said = folder.run("policy explain st-marylebone email-recipients-visible").ok();
    for part in ["on, Expected", "4.1.2(iii)", "What a school may set:", "twoInTo"] {
        assert!(said.contains(part), "{part}: {said}");
    }
    let said = folder.run("policy explain tudhoe email-recipients-visible").ok();
    assert!(said.contains("off: the document states no duty that this rule could rest on"), "{said}");
    let said = folder.run("policy explain tudhoe session-lock").ok();
    assert!(said.contains("not a rule that checks"), "{said}");
    let said = folder.run("policy explain tudhoe sesion-lock");
    assert!(said.code == 2 && said.err.contains("did you mean `session-lock`?"), "{}", said.err);
}

#[test]
fn a_configuration_is_checked_bare_and_wrapped_and_what_chrome_would_drop_is_said() {
    let folder = Folder::new();
    folder.file(
        "good.json",
        json!({"school": "tudhoe", "schoolDomains": "oakfield.sch.uk", "accountCheck": "off"}).to_string(),
    );
    assert!(folder.run("config check good.json").ok().contains("3 keys, no problems"));
    let wrapped = json!({"school": {"Value": "tudhoe"}, "schoolDomains": {"Value": "oakfield.sch.uk"}, "accountCheck": {"Value": "off"}});
    folder.file("wrapped.json", wrapped.to_string());
    assert!(folder.run("config check wrapped.json").ok().contains("3 keys, no problems"));

    let bad = "{\n  \"school\": \"tudho\",\n  \"schoolDomains\": [\"oakfield.sch.uk\"],\n  \"presentation\": \"loud\",\n  \"hourz\": \"x\"\n}";
    folder.file("bad.json", bad);
    let said = folder.run("config check bad.json");
    assert_eq!(said.code, 1);
    assert!(
        said.out.contains("bad.json:2:3: school: expected one of") && said.out.contains("did you mean `tudhoe`?"),
        "{}",
        said.out
    );
    assert!(
        said.out.contains("bad.json:3:3: schoolDomains: expected a text in quotation marks; found a list"),
        "{}",
        said.out
    );
    assert!(said.out.contains("bad.json:4:3: presentation: expected one of full, marks"), "{}", said.out);
    assert!(said.out.contains("bad.json:5:3: hourz:") && said.out.contains("did you mean `hours`?"), "{}", said.out);
    let report = json_of(&folder.run("config check --format json bad.json").out);
    assert_eq!(report["problems"].as_array().map(Vec::len), Some(4), "{report}");

    folder.file(
        "rules.json",
        json!({"school": "tudhoe", "rules": "{\"social-pupil-connection\":{\"askFrist\":true}}"}).to_string(),
    );
    let said = folder.run("config check rules.json");
    assert!(said.out.contains("rules.social-pupil-connection.askFrist"), "{}", said.out);
    let sites = r#"{"facebook":{"surfaces":{"request":{"fields":{"name":[{"read":"txt","at":"a"}]}},"pots":"off"}},"faceboook":"off","x":{"surfaces":{"request":"off"},"hosts":["a.example"]}}"#;
    folder.file("sites.json", json!({"school": "tudhoe", "accountCheck": "off", "sites": sites}).to_string());
    let said = folder.run("config check sites.json");
    assert_eq!(said.code, 1);
    for part in [
        "sites.facebook.surfaces.request.fields.name[0].read: expected one of text, ",
        "(did you mean `text`?)",
        "sites.facebook.surfaces.pots: expected one of ",
        "(did you mean `post`?)",
        "sites.faceboook: expected the id of a site: ",
        "(did you mean `facebook`?)",
        "sites.x.hosts: expected `on` or `off`",
        "(the key `hosts` names hosts of the school's own)",
        "4 problems",
    ] {
        assert!(said.out.contains(part), "{part} in {}", said.out);
    }
    folder.file("mixed.json", json!({"school": {"Value": "tudhoe"}, "accountCheck": "off"}).to_string());
    assert!(folder.run("config check mixed.json").out.contains("all keys wrapped"));
    folder.file("none.json", "{}");
    assert!(folder.run("config check none.json").out.contains("school: expected `school`, the id of a policy"));
}

#[test]
fn a_folder_is_run_through_a_policy_before_anything_is_pushed() {
    let mail = |to: &[&str]| {
        let to: Vec<Value> =
            to.iter().enumerate().map(|(n, address)| json!({"ref": format!("to/{n}"), "address": address})).collect();
        json!({"kind": "composeMail", "surface": {"site": "roundcube", "name": "compose", "n": 1}, "account": "a@oakfield.sch.uk", "to": to, "canMove": true})
    };
    let folder = Folder::new();
    std::fs::create_dir_all(folder.path("seen/inside")).expect("a folder");
    folder.file("seen/a.json", mail(&["ada@example.com", "bo@example.org"]).to_string());
    folder.file(
        "seen/inside/b.json",
        json!({"version": 1, "observations": [mail(&["office@oakfield.sch.uk"])]}).to_string(),
    );
    folder.file("c.json", json!({"schoolDomains": "oakfield.sch.uk"}).to_string());
    let said = folder.run("simulate --policy st-marylebone --config c.json seen").ok();
    assert!(
        said.contains("2 observations in 2 files: 1 with something to say, 1 with nothing, 0 not checked"),
        "{said}"
    );
    assert!(said.contains("1  email-recipients-visible"), "{said}");
    let report = json_of(&folder.run("simulate --policy st-marylebone --config c.json --format json seen").ok());
    assert_eq!(report["spoke"], json!({"email-recipients-visible": 1}));
    // The other schools say nothing of it.
    let said = folder.run("simulate --policy tudhoe --config c.json seen").ok();
    assert!(said.contains("0 with something to say"), "{said}");
    folder.file("seen/bad.json", "{");
    let said = folder.run("simulate --policy tudhoe seen");
    assert!(said.code == 2 && said.err.contains("bad.json"), "{}", said.err);
    std::fs::create_dir_all(folder.path("empty")).expect("a folder");
    assert!(folder.run("simulate --policy tudhoe empty").err.contains("a folder with observation files"));
}

/// A trust's pack, and a school's that says only what differs.
const SCHOOL: &str = r#"
extends = "trust.toml"
without = ["social-media-9"]

[school]
id = "riverside"
name = "Riverside Primary"
names = ["Riverside Primary"]
lead = "DSP"

[[role]]
id = "head-teacher"
title.en = "the Headteacher of Riverside"

[[role]]
id = "office"
title.en = "the office"

[[clause]]
id = "passwords"
severity = "advised"
text.cy = "Ein geiriau ni."

[[clause]]
id = "riverside-visitors"
section = "Addendum 1"
line = 1
audience = "staff"
subject = "devices"
modality = "should"
severity = "advised"
check = "reminder"
rule = "device-personal-use"
text.en = "Ask visitors to leave their phones at the office."
see = "No signal: it stands in the handbook."
offer = "Read the clause."
tell = ["office"]

[rules.social-pupil-connection]
askFirst = false
"#;

fn trust() -> Folder {
    let folder = Folder::new();
    folder.run(&format!("{} --from tudhoe", NEW.replace("oakfield", "trust"))).ok();
    folder
}

#[test]
fn a_school_of_a_trust_says_only_what_differs() {
    let folder = trust();
    let dropped = json_of(&folder.run("policy build trust.toml").ok())["clause"]
        .as_array()
        .unwrap()
        .iter()
        .find(|clause| clause["rule"] == "social-disrepute")
        .map(|clause| clause["id"].as_str().unwrap().to_owned())
        .unwrap();
    folder.file("riverside.toml", SCHOOL.replace("social-media-9", &dropped));
    let said = folder.run("policy check riverside.toml").ok();
    assert!(said.contains("riverside, 158 clauses"), "one fewer, one more: {said}");

    let built = json_of(&folder.run("policy build riverside.toml").ok());
    let clause = |id: &str| built["clause"].as_array().unwrap().iter().find(|one| one["id"] == id).cloned();
    assert_eq!(clause(&dropped), None);
    let passwords = clause("passwords").unwrap();
    assert_eq!((&passwords["severity"], &passwords["text"]["cy"]), (&json!("advised"), &json!("Ein geiriau ni.")));
    let base = json_of(&folder.run("policy build trust.toml").ok());
    let of_base = base["clause"].as_array().unwrap().iter().find(|one| one["id"] == "passwords").unwrap();
    assert_eq!((&passwords["rule"], &passwords["text"]["en"]), (&of_base["rule"], &of_base["text"]["en"]));
    assert_eq!(of_base["severity"], "required");
    assert_eq!(built["school"]["lead"], "DSP");
    assert_eq!(built["school"]["dated"], "2026-03", "the trust's document");
    let mut connection = base["rules"]["social-pupil-connection"].clone();
    assert_eq!(connection["askFirst"], true);
    connection["askFirst"] = json!(false);
    assert_eq!(built["rules"]["social-pupil-connection"], connection, "the rest is the trust's");
    let titles = built["role"].as_array().unwrap().iter().filter(|role| role["id"] == "head-teacher");
    assert_eq!(titles.map(|role| role["title"]["en"].clone()).collect::<Vec<_>>(), ["the Headteacher of Riverside"]);

    // What is pushed is what was checked: the JSON stands alone.
    folder.run("policy build riverside.toml --out riverside.json").ok();
    assert!(folder.run("policy check riverside.json").ok().contains("no problems"));
    let said = folder.run("policy diff riverside.toml riverside.json").ok();
    assert!(said.ends_with("Nothing changes for staff.\n"), "{said}");
    let said = folder.run("policy diff trust.toml riverside.toml").ok();
    assert!(said.contains("New clause Addendum 1") && said.contains("`askFirst` was true, is false."), "{said}");
}

#[test]
fn a_clause_that_is_left_out_takes_the_rules_with_it_that_rest_on_it_alone() {
    let folder = Folder::new();
    let head = "extends = \"st-marylebone\"\nwithout = [\"4.1.2-iii\"]\n\n[school]\nid = \"oakfield\"\n";
    folder.file("oakfield.toml", head);
    folder.run("policy check oakfield.toml").ok();
    let built = json_of(&folder.run("policy build oakfield.toml").ok());
    let rule = &built["rules"]["email-recipients-visible"];
    assert!(rule.is_object() && !rule.to_string().contains("4.1.2-iii"), "it rests on others too: {rule}");
    let cites: Vec<String> = built["clause"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|clause| clause["rule"] == "email-recipients-visible" && clause["check"] != "reminder")
        .map(|clause| format!("\"{}\"", clause["id"].as_str().unwrap()))
        .collect();
    let mut all = cites.join(", ");
    all += ", \"4.1.2-iii\"";
    folder.file("oakfield.toml", head.replace("\"4.1.2-iii\"", &all));
    let said = folder.run("policy check oakfield.toml");
    assert_eq!(said.code, 0, "{}", said.out);
    assert_eq!(
        json_of(&folder.run("policy build oakfield.toml").ok())["rules"]["email-recipients-visible"],
        Value::Null
    );
}

#[test]
fn a_schools_colour_travels_in_its_pack_and_one_that_is_none_is_said() {
    let folder = Folder::new();
    folder.run(&format!("{NEW} --from tudhoe")).ok();
    let text = folder.text("oakfield.toml");
    let with = text.replacen("# colour = \"#7a1f3d\"", "colour = \"#7a1f3d\"", 1);
    assert_ne!(with, text, "the start of a pack shows how");
    folder.file("oakfield.toml", &with);
    folder.run("policy check oakfield.toml").ok();
    let said = folder.run("policy diff tudhoe oakfield.toml").ok();
    assert!(said.ends_with("\nLanyard's own pages have the school's colour, #7a1f3d, at their head.\n"), "{said}");

    let pack = folder.run("policy build oakfield.toml").ok();
    assert_eq!(json_of(&pack)["school"]["colour"], "#7a1f3d");
    let config =
        |pack: &str| json!({"pack": pack, "schoolDomains": "oakfield.sch.uk", "accountCheck": "off"}).to_string();
    folder.file("config.json", config(pack.trim()));
    folder.run("config check config.json").ok();
    folder.file("config.json", config(pack.trim().replace("#7a1f3d", "maroon").as_str()));
    let said = folder.run("config check config.json");
    assert_eq!(said.code, 1);
    assert!(said.out.contains("pack.school.colour: expected six hexadecimal digits after a `#`"), "{}", said.out);
}

#[test]
fn what_is_wrong_with_an_extending_pack_is_said_where_it_stands() {
    let folder = trust();
    let school = "[school]\nid = \"riverside\"\n";
    for (text, line, says) in [
        (format!("extends = \"trust.tml\"\n{school}"), 1, "extends: expected one of beaudesert-park"),
        (format!("extends = \"tudho\"\n{school}"), 1, "did you mean `tudhoe`?"),
        (format!("extends = \"none.toml\"\n{school}"), 1, "none.toml"),
        (format!("extends = 3\n{school}"), 1, "extends: expected a text in quotes"),
        (format!("extends = \"trust.toml\"\nwithout = [\"passwrds\"]\n{school}"), 2, "did you mean `passwords`?"),
        (format!("without = [\"passwords\"]\n{school}"), 1, "without: expected `extends` beside it"),
        (
            format!("extends = \"trust.toml\"\n{school}\n[[clause]]\nid = \"passwords\"\nseverity = \"harsh\"\n"),
            7,
            "clause[0].severity",
        ),
        (
            format!("extends = \"trust.toml\"\n{school}\n[[clause]]\nid = \"new\"\nseverity = \"advised\"\n"),
            5,
            "which is missing",
        ),
        (
            format!("extends = \"trust.toml\"\n{school}\n[[clause]]\nid = \"passwords\"\ntell = [\"nobody\"]\n"),
            7,
            "clause[0].tell[0]: expected the id of a `[[role]]`",
        ),
        (
            format!("extends = \"trust.toml\"\n{school}\n[rules.social-pupil-connection]\naskfirst = true\n"),
            6,
            "rules.social-pupil-connection.askfirst",
        ),
        (
            format!(
                "extends = \"trust.toml\"\n{school}\n[[clause]]\nid = \"passwords\"\n\n[[clause]]\nid = \"passwords\"\n"
            ),
            9,
            "an id of its own",
        ),
    ] {
        folder.file("riverside.toml", &text);
        let said = folder.run("policy check riverside.toml");
        assert_eq!(said.code, 1, "{text}: {} {}", said.out, said.err);
        assert!(
            said.out.contains(&format!("riverside.toml:{line}:")) && said.out.contains(says),
            "{text}: {}",
            said.out
        );
    }
    // A mistake in the trust's pack is the trust's.
    let text = folder.text("trust.toml").replacen("rule = \"web-copyright\"", "rule = \"web-copyrigt\"", 1);
    folder.file("trust.toml", text).file("riverside.toml", format!("extends = \"trust.toml\"\n{school}"));
    let said = folder.run("policy check riverside.toml");
    assert!(said.out.starts_with("trust.toml:") && said.out.contains("did you mean `web-copyright`?"), "{}", said.out);
    // Nobody waits for ever for two packs that extend each other.
    folder.file("trust.toml", "extends = \"riverside.toml\"\n[school]\nid = \"trust\"\n");
    let said = folder.run("policy check riverside.toml");
    assert_eq!(said.code, 1);
    assert!(said.out.contains("a pack that does not extend this one in turn"), "{}", said.out);
}

#[test]
fn the_commands_and_the_example_of_the_document_hold() {
    let document = include_str!("../../../docs/own-policy.md");
    let folder = trust();
    let clause = json_of(&folder.run("policy build trust.toml").ok())["clause"]
        .as_array()
        .unwrap()
        .iter()
        .find(|clause| clause["check"] == "not-visible")
        .map(|clause| clause["id"].as_str().unwrap().to_owned())
        .unwrap();
    let example = document.split("```toml\n").nth(1).and_then(|rest| rest.split("```").next()).expect("an example");
    folder.file("riverside.toml", example.replace("use-of-phones", &clause));
    assert!(folder.run("policy check riverside.toml").ok().contains("no problems"));
    std::fs::create_dir(folder.path("tries")).expect("a folder");
    let observation = include_str!("../../../tests/corpus/observations/mail-families-in-bcc.json");
    folder.file("tries/one.json", observation);
    let commands = document.split("```sh\n").nth(1).and_then(|rest| rest.split("```").next()).expect("commands");
    for line in commands.lines() {
        let command = line.split('#').next().unwrap_or_default().trim();
        let command = command.strip_prefix("lanyard ").expect("a command of ours");
        let answers = "oakfield\nOakfield School\n\n2026-03\n\n\n\n";
        // The second way to begin would write over what the first one wrote.
        let code = folder.run_with(command, answers).code;
        assert_eq!(code, if command == "policy new" { 2 } else { 0 }, "{command}");
    }
}

#[test]
fn a_shell_is_given_what_it_needs_to_complete() {
    let folder = Folder::new();
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = folder.run(&format!("completions {shell}")).ok();
        for word in ["simulate", "roster", "--policy"] {
            assert!(script.contains(word) || script.contains(word.trim_start_matches('-')), "{shell}: {word}");
        }
    }
    assert_eq!(folder.run("completions cmd").code, 2);
}
