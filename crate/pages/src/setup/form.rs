//! The set-up page's form: which key is filled in how, and the keys' text as rows of cells.

use lanyard_core::policy::AUDIENCES;
use serde_json::{Map, Value};

/// How a key is filled in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Input {
    /// One line.
    Line,
    /// One entry a line.
    Lines,
    /// One of these words, or nothing.
    Choice(&'static [&'static str]),
    /// A JSON array of objects that have these keys.
    Rows(&'static [&'static str]),
    /// A JSON object: the first cell is the key, the others what its object holds.
    Named(&'static [&'static str]),
    /// A JSON object of lists: the first cell is the key, the second the list.
    Lists(&'static [&'static str]),
    /// JSON as it is.
    Json,
}

/// A part of the form.
pub(super) struct Group {
    pub(super) id: &'static str,
    pub(super) fields: &'static [(&'static str, Input)],
}

const ON_OFF: &[&str] = &["on", "off"];

/// The form, in the order in which somebody who knows the school answers. A key that nothing in
/// this version acts on is not asked for.
pub(super) const GROUPS: &[Group] = &[
    Group {
        id: "mail",
        fields: &[
            ("schoolDomains", Input::Lines),
            ("partnerDomains", Input::Lines),
            ("protectedDomains", Input::Lines),
        ],
    },
    Group {
        id: "who",
        fields: &[
            ("staffAccounts", Input::Lines),
            ("accountCheck", Input::Choice(ON_OFF)),
            ("audience", Input::Choice(&AUDIENCES)),
            ("duties", Input::Lines),
            ("sharedAccount", Input::Choice(ON_OFF)),
        ],
    },
    Group {
        id: "when",
        fields: &[
            ("hours", Input::Rows(&["days", "from", "to"])),
            ("termDates", Input::Rows(&["from", "to"])),
            ("zone", Input::Line),
        ],
    },
    Group {
        id: "tell",
        fields: &[("contacts", Input::Named(&["role", "title", "email"])), ("officialAccounts", Input::Lines)],
    },
    Group { id: "places", fields: &[("hosts", Input::Lists(&["site", "hosts"])), ("sites", Input::Json)] },
    Group {
        id: "look",
        fields: &[
            ("presentation", Input::Choice(&["full", "marks"])),
            ("language", Input::Choice(&["en", "cy"])),
            ("counters", Input::Choice(ON_OFF)),
        ],
    },
    Group {
        id: "rules",
        fields: &[("rules", Input::Json), ("exemptions", Input::Rows(&["rule", "purpose", "until"]))],
    },
    Group {
        id: "roster",
        fields: &[
            ("roster", Input::Line),
            ("rosterKey", Input::Line),
            ("rosterUrl", Input::Line),
            ("rosterPublicKey", Input::Line),
            ("rosterElsewhere", Input::Choice(ON_OFF)),
        ],
    },
];

/// How this key is filled in.
pub(super) fn input_of(key: &str) -> Option<Input> {
    GROUPS.iter().flat_map(|group| group.fields).find(|(name, _)| *name == key).map(|(_, input)| *input)
}

/// A key's text as rows of cells; nothing where it holds something else, which then stays as it is.
pub(super) fn rows(input: Input, text: &str) -> Option<Vec<Vec<String>>> {
    if text.trim().is_empty() {
        return Some(Vec::new());
    }
    let value: Value = serde_json::from_str(text).ok()?;
    match input {
        Input::Rows(columns) => value.as_array()?.iter().map(|entry| cells(entry.as_object()?, columns)).collect(),
        Input::Named(columns) => {
            let own = columns.get(1..)?;
            let entry = |(name, entry): (&String, &Value)| {
                let mut row = vec![name.clone()];
                row.extend(cells(entry.as_object()?, own)?);
                Some(row)
            };
            value.as_object()?.iter().map(entry).collect()
        }
        Input::Lists(_) => {
            let entry = |(name, entry): (&String, &Value)| {
                let words: Option<Vec<&str>> = entry.as_array()?.iter().map(Value::as_str).collect();
                Some(vec![name.clone(), words?.join(", ")])
            };
            value.as_object()?.iter().map(entry).collect()
        }
        _ => None,
    }
}

/// An object's texts in the columns' order; nothing where it holds anything else.
fn cells(object: &Map<String, Value>, columns: &[&str]) -> Option<Vec<String>> {
    if object.keys().any(|key| !columns.contains(&key.as_str())) {
        return None;
    }
    columns
        .iter()
        .map(|column| match object.get(*column) {
            None => Some(String::new()),
            Some(Value::String(text)) => Some(text.clone()),
            Some(_) => None,
        })
        .collect()
}

/// Rows as the key's text. A row without a single cell is none, and no row is no key.
pub(super) fn text(input: Input, rows: &[Vec<String>]) -> String {
    let filled: Vec<&Vec<String>> = rows.iter().filter(|row| row.iter().any(|cell| !cell.trim().is_empty())).collect();
    if filled.is_empty() {
        return String::new();
    }
    let object = |columns: &[&str], cells: &[String]| {
        let pairs = columns.iter().zip(cells).filter(|(_, cell)| !cell.trim().is_empty());
        Value::Object(pairs.map(|(column, cell)| ((*column).to_owned(), cell.trim().into())).collect())
    };
    let name = |row: &[String]| row.first().map(|cell| cell.trim().to_owned()).unwrap_or_default();
    let value = match input {
        Input::Rows(columns) => Value::Array(filled.iter().map(|row| object(columns, row)).collect()),
        Input::Named(columns) => {
            let own = columns.get(1..).unwrap_or_default();
            filled.iter().map(|row| (name(row), object(own, row.get(1..).unwrap_or_default()))).collect()
        }
        _ => {
            let list = |row: &[String]| -> Value {
                let cell = row.get(1).map(String::as_str).unwrap_or_default();
                cell.split([',', ' ', ';']).map(str::trim).filter(|word| !word.is_empty()).map(Value::from).collect()
            };
            filled.iter().map(|row| (name(row), list(row))).collect()
        }
    };
    value.to_string()
}

/// A list as one entry a line.
pub(super) fn lines(text: &str) -> String {
    match serde_json::from_str::<Vec<String>>(text) {
        Ok(words) => words.join("\n"),
        Err(_) => {
            text.split([',', ';', '\n']).map(str::trim).filter(|word| !word.is_empty()).collect::<Vec<_>>().join("\n")
        }
    }
}

/// One entry a line as the key's text.
pub(super) fn list(lines: &str) -> String {
    let words: Vec<&str> = lines.split(['\n', ',', ';']).map(str::trim).filter(|word| !word.is_empty()).collect();
    if words.is_empty() { String::new() } else { Value::from(words).to_string() }
}

/// The `rules` with one of them switched off, or as the policy has it. Options that were set stay
/// unless the rule is switched off.
pub(super) fn switched(rules: &str, rule: &str, off: bool) -> Option<String> {
    let mut all: Map<String, Value> =
        if rules.trim().is_empty() { Map::new() } else { serde_json::from_str(rules).ok()? };
    if off {
        all.insert(rule.to_owned(), "off".into());
    } else if all.get(rule).is_some_and(|value| value == "off") {
        all.remove(rule);
    }
    Some(if all.is_empty() { String::new() } else { Value::Object(all).to_string() })
}

/// Whether the `rules` switch this one off.
pub(super) fn is_off(rules: &str, rule: &str) -> bool {
    serde_json::from_str::<Map<String, Value>>(rules).is_ok_and(|all| all.get(rule).is_some_and(|value| value == "off"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use lanyard_core::config::keys::KEYS;

    #[test]
    fn every_key_that_something_acts_on_is_in_the_form_once() {
        let own = ["school", "pack", "configKeys"];
        for key in KEYS.iter().filter(|key| key.acts && !own.contains(&key.name)) {
            let count = GROUPS.iter().flat_map(|group| group.fields).filter(|(name, _)| *name == key.name).count();
            assert_eq!(count, 1, "{}", key.name);
        }
        for (name, _) in GROUPS.iter().flat_map(|group| group.fields) {
            assert!(KEYS.iter().any(|key| key.name == *name && key.acts), "{name}");
        }
    }

    #[test]
    fn the_example_of_every_key_of_rows_comes_back_as_it_was() {
        for key in KEYS {
            let Some(input @ (Input::Rows(_) | Input::Named(_) | Input::Lists(_))) = input_of(key.name) else {
                continue;
            };
            let cells = rows(input, key.example).unwrap_or_else(|| panic!("{}: {}", key.name, key.example));
            let back: Value = serde_json::from_str(&text(input, &cells)).unwrap();
            assert_eq!(back, serde_json::from_str::<Value>(key.example).unwrap(), "{}", key.name);
        }
    }

    #[test]
    fn what_rows_cannot_hold_is_left_alone() {
        let hours = Input::Rows(&["days", "from", "to"]);
        for text in ["{}", "[1]", r#"[{"days":"mon","until":"16:00"}]"#, r#"[{"days":1}]"#, "not json"] {
            assert_eq!(rows(hours, text), None, "{text}");
        }
        assert_eq!(rows(hours, " "), Some(Vec::new()));
        assert_eq!(text(hours, &[vec![String::new(), " ".into(), String::new()]]), "");
    }

    #[test]
    fn lists_are_lines_whatever_they_were() {
        assert_eq!(lines("a.sch.uk, b.sch.uk"), "a.sch.uk\nb.sch.uk");
        assert_eq!(lines(r#"["a.sch.uk","b.sch.uk"]"#), "a.sch.uk\nb.sch.uk");
        assert_eq!(list("a.sch.uk\n\n b.sch.uk\n"), r#"["a.sch.uk","b.sch.uk"]"#);
        assert_eq!(list(" \n"), "");
    }

    #[test]
    fn a_rule_is_switched_off_and_on_again_and_options_stay() {
        let off = switched("", "web-games", true).unwrap();
        assert!(is_off(&off, "web-games") && !is_off(&off, "password-share"));
        assert_eq!(switched(&off, "web-games", false).unwrap(), "");
        let set = r#"{"web-games":{"x":1}}"#;
        assert_eq!(switched(set, "web-games", false).unwrap(), set);
        assert_eq!(switched("[", "web-games", true), None, "what cannot be read is not written over");
    }
}
