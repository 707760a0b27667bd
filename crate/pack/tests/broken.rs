//! Broken packs: each mistake is named by file, line and key, and all of them at once.

use lanyard_pack::compile;

const FILE: &str = "extension/policies/oakfield.toml";

const GOOD: &str = r#"[school]
id = "oakfield"
name = "Oakfield School"
policy = "Acceptable Use"
dated = "2024-09"
zone = "Europe/London"
nation = "england"
lead = "DSL"
route = ["head"]

[[role]]
id = "head"
title.en = "the Head"

[[clause]]
id = "1"
section = "1"
line = 3
audience = "staff"
subject = "email"
modality = "should"
severity = "advised"
check = "reminder"
rule = "policy-library"
text.en = "Read the policy."
see = "Useful when somebody looks for it."
offer = "Open the clause."
tell = ["head"]
"#;

/// The mistakes of the good pack with `from` replaced by `to`, as they are printed.
#[track_caller]
fn mistakes(from: &str, to: &str) -> String {
    assert!(GOOD.contains(from), "the pack holds no `{from}`");
    said(&GOOD.replace(from, to))
}

#[track_caller]
fn said(toml: &str) -> String {
    match compile(FILE, toml) {
        Ok(_) => String::new(),
        Err(mistakes) => mistakes.iter().map(|m| format!("{}\n", m.to_string().replace(FILE, "PACK"))).collect(),
    }
}

#[test]
fn a_good_pack_compiles() {
    assert_eq!(said(GOOD), "");
    let policy = compile(FILE, GOOD).expect("the pack compiles");
    assert_eq!(policy.clauses.len(), 1);
    assert_eq!(policy.school.binds.len(), 5);
}

#[test]
fn a_colour_that_is_none() {
    let with = |colour: &str| mistakes("lead = \"DSL\"", &format!("lead = \"DSL\"\ncolour = {colour}"));
    assert_eq!(with("\"#7A1f3d\""), "");
    for wrong in ["\"maroon\"", "\"#7a1\"", "\"7a1f3d\"", "\"#7a1f3g\"", "\"#+a1f3d\"", "\"\""] {
        assert_eq!(
            with(wrong),
            "PACK:9: school.colour: expected six hexadecimal digits after a `#`, such as `#7a1f3d`\n",
            "{wrong}"
        );
    }
    assert!(with("7").starts_with("PACK:9: school.colour: expected "), "{}", with("7"));
}

#[test]
fn text_that_is_no_toml() {
    assert_eq!(
        mistakes("dated = \"2024-09\"", "dated = 2024-09-"),
        "PACK:5: dated: expected TOML that can be read: invalid date, expected day\n"
    );
}

#[test]
fn a_key_that_is_missing() {
    assert_eq!(
        mistakes("see = \"Useful when somebody looks for it.\"\n", ""),
        "PACK:15: clause[0].see: expected the key `see`, which is missing\n"
    );
}

#[test]
fn a_key_that_is_misspelt() {
    assert_eq!(
        mistakes("section = \"1\"", "sectoin = \"1\""),
        "PACK:17: clause[0].sectoin: expected no key of this name (did you mean `section`?)\n"
    );
    assert_eq!(
        mistakes("[[role]]", "[[roles]]"),
        "PACK:11: roles: expected no such key: a pack holds `[school]`, `[[role]]`, `[[clause]]` and `[rules]`, and may hold `extends` and `without` (did you mean `role`?)\n"
    );
}

#[test]
fn a_value_of_the_wrong_type() {
    assert_eq!(
        mistakes("line = 3", "line = \"3\""),
        "PACK:18: clause[0].line: expected a whole number, 0 or more, not string \"3\"\n"
    );
    assert_eq!(
        mistakes("tell = [\"head\"]", "tell = [\"head\", 4]"),
        "PACK:28: clause[0].tell[1]: expected a text in quotes, not integer `4`\n"
    );
}

#[test]
fn a_word_that_is_not_one_of_the_list() {
    assert_eq!(
        mistakes("severity = \"advised\"", "severity = \"advise\""),
        "PACK:22: clause[0].severity: expected one of `informational`, `advised`, `required`, `prohibited`, not `advise` (did you mean `advised`?)\n"
    );
}

#[test]
fn mistakes_in_two_tables_are_both_named() {
    let broken = GOOD.replace("line = 3", "line = -1").replace("lead = \"DSL\"", "leed = \"DSL\"");
    assert_eq!(
        said(&broken),
        "PACK:8: school.leed: expected no key of this name (did you mean `lead`?)\n\
         PACK:18: clause[0].line: expected a whole number, 0 or more, not integer `-1`\n"
    );
}

#[test]
fn a_role_that_nobody_defined() {
    assert_eq!(
        mistakes("tell = [\"head\"]", "tell = [\"head\", \"bursar\"]"),
        "PACK:28: clause[0].tell[1]: expected the id of a `[[role]]`; there is no `bursar`\n"
    );
}

#[test]
fn a_rule_that_is_not_in_the_catalogue() {
    let said = mistakes("rule = \"policy-library\"", "rule = \"policy-libary\"");
    assert!(said.starts_with("PACK:24: clause[0].rule: expected a rule of the catalogue"), "{said}");
    assert!(said.contains("policy-library"), "{said}");
}

#[test]
fn a_clause_that_says_pending_when_nothing_is_to_be_built() {
    let said = mistakes("tell = [\"head\"]", "tell = [\"head\"]\npending = true");
    assert!(said.starts_with("PACK:29: clause[0].pending: expected no `pending`"), "{said}");
}

#[test]
fn a_checkable_clause_whose_rule_is_not_built_must_say_pending() {
    // No key to point at: the clause itself.
    let said =
        mistakes("check = \"reminder\"\nrule = \"policy-library\"", "check = \"automatic\"\nrule = \"web-copyright\"");
    assert!(said.starts_with("PACK:15: clause[0].pending: expected `pending = true`"), "{said}");
}

#[test]
fn settings_of_a_rule_that_is_not_built() {
    let said = said(&format!("{GOOD}\n[rules]\nweb-copyright = true\n"));
    assert!(said.starts_with("PACK:31: rules.web-copyright: expected a rule that is built"), "{said}");
}

#[test]
fn options_that_a_rule_does_not_know_are_found_by_the_engine() {
    let said = said(&format!("{GOOD}\n[rules.social-privacy-settings]\nthreshhold = \"public\"\n"));
    assert!(said.starts_with("PACK:31: rules.social-privacy-settings.threshhold: expected "), "{said}");
}

#[test]
fn a_pack_is_named_like_its_file() {
    assert_eq!(
        mistakes("id = \"oakfield\"", "id = \"oakfeld\""),
        "PACK:2: school.id: expected `oakfield`, the name of the file\n"
    );
}

#[test]
fn an_empty_file_asks_for_its_school() {
    assert_eq!(said(""), "PACK:1: school: expected a `[school]` table\n");
}

#[test]
fn columns_count_characters() {
    let broken = GOOD.replace("route = [\"head\"]", "names = [\"Ysgol Tŷ’r Dderwen\", 4]\nroute = [\"head\"]");
    let mistakes = compile(FILE, &broken).expect_err("a list with a number");
    assert_eq!((mistakes[0].line, mistakes[0].column), (9, 32));
}

#[test]
fn moments_are_of_the_closed_set_of_reminders_for_staff_alone_and_each_once() {
    assert_eq!(mistakes("check = \"reminder\"\n", "check = \"reminder\"\nmoments = [\"print\"]\n"), "");
    let unknown = mistakes("check = \"reminder\"\n", "check = \"reminder\"\nmoments = [\"print\", \"lunch\"]\n");
    assert!(unknown.starts_with("PACK:24: clause[0].moments[1]: expected one of `print`, `records`"), "{unknown}");
    let other = mistakes("check = \"reminder\"\n", "check = \"not-visible\"\nmoments = [\"print\"]\n");
    assert!(other.starts_with("PACK:24: clause[0].moments: expected no moments"), "{other}");
    let school = mistakes("audience = \"staff\"", "audience = \"school\"\nmoments = [\"print\"]");
    assert!(school.starts_with("PACK:20: clause[0].moments: expected no moments"), "{school}");
    let twice = mistakes("check = \"reminder\"\n", "check = \"reminder\"\nmoments = [\"print\", \"print\"]\n");
    assert!(twice.starts_with("PACK:24: clause[0].moments[1]: expected each moment once"), "{twice}");
}
