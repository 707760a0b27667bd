//! `lanyard policy diff`: in sentences, what changes for staff from one policy to another.

use std::collections::BTreeSet;
use std::fmt::Write;

use clap::Args;
use lanyard_core::policy::{Clause, Policy, cites};
use serde::Serialize;
use serde_json::Value;

use super::{read, sections, strength, title, word};
use crate::Outcome;
use crate::check::Format;
use crate::evaluate::json;

#[derive(Args)]
pub(crate) struct Arguments {
    /// The policy as it is: an id, or a pack's file
    #[arg(value_name = "FROM")]
    from: String,
    /// The policy as it would be
    #[arg(value_name = "TO")]
    to: String,
    /// What is printed
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

/// One thing that changes.
#[derive(Debug, PartialEq, Eq, Serialize)]
struct Change {
    /// `people`, `starts`, `stops`, `stronger`, `weaker`, `cites`, `option`, `clause-new`, `clause-gone`, `clause-text`.
    code: &'static str,
    /// A rule's id, or a clause's.
    about: String,
    /// The sentence.
    says: String,
}

#[derive(Serialize)]
struct Compared<'a> {
    version: u32,
    from: &'a str,
    to: &'a str,
    changes: Vec<Change>,
}

pub(super) fn run(arguments: &Arguments) -> Outcome {
    let (from, to) = match (read(&arguments.from), read(&arguments.to)) {
        (Ok(from), Ok(to)) => (from, to),
        (from, to) => return Err([from.err(), to.err()].into_iter().flatten().flatten().collect()),
    };
    let changes = changes(&from, &to);
    if arguments.format == Format::Json {
        return json(&Compared { version: 1, from: &from.school.id, to: &to.school.id, changes });
    }
    let about = |policy: &Policy| format!("{} ({}, {})", policy.school.id, policy.school.policy, policy.school.dated);
    let mut text = format!("From {}\nto   {}\n\n", about(&from), about(&to));
    if changes.is_empty() {
        text += "Nothing changes for staff.\n";
    }
    for change in changes {
        let _ = writeln!(text, "{}", change.says);
    }
    Ok(text)
}

fn changes(from: &Policy, to: &Policy) -> Vec<Change> {
    let mut changes = people(from, to);
    let rules: BTreeSet<&String> = from.rules.keys().chain(to.rules.keys()).collect();
    for rule in rules {
        changes.extend(of_rule(from, to, rule));
    }
    changes.extend(clauses(from, to));
    changes
}

fn people(from: &Policy, to: &Policy) -> Vec<Change> {
    let mut changes = Vec::new();
    let mut say = |about: &str, says: String| changes.push(Change { code: "people", about: about.to_owned(), says });
    for who in to.school.binds.iter().filter(|who| !from.school.binds.contains(who)) {
        say(who, format!("It binds {who}s from now on.").replace("staffs", "staff"));
    }
    for who in from.school.binds.iter().filter(|who| !to.school.binds.contains(who)) {
        say(who, format!("It no longer binds {who}s.").replace("staffs", "staff"));
    }
    if from.school.colour != to.school.colour {
        let says = match &to.school.colour {
            Some(colour) => format!("Lanyard's own pages have the school's colour, {colour}, at their head."),
            None => "Lanyard's own pages have no colour of the school's at their head.".to_owned(),
        };
        say("colour", says);
    }
    let route = |policy: &Policy| -> Vec<String> {
        policy.school.route.iter().filter_map(|id| policy.role(id)).map(|role| role.title.en.clone()).collect()
    };
    let (before, after) = (route(from), route(to));
    if before != after {
        let line = |titles: &[String]| if titles.is_empty() { "nobody".to_owned() } else { titles.join(", then ") };
        say("route", format!("Questions and reports go to {} instead of {}.", line(&after), line(&before)));
    }
    changes
}

fn of_rule(from: &Policy, to: &Policy, rule: &str) -> Vec<Change> {
    let change = |code, says: String| Change { code, about: rule.to_owned(), says };
    let named = format!("{rule} ({})", title(rule));
    let (before, after) = match (from.rules.get(rule), to.rules.get(rule)) {
        (None, Some(_)) => {
            let strength = strength(to, rule).map_or("", word);
            return vec![change("starts", format!("Starts: {named}. {strength}, {}.", sections(to, rule)))];
        }
        (Some(_), None) => return vec![change("stops", format!("Stops: {named}. The document has no clause for it."))],
        (None, None) => return Vec::new(),
        (Some(before), Some(after)) => (before, after),
    };
    let mut changes = Vec::new();
    if let (Some(was), Some(is)) = (strength(from, rule), strength(to, rule))
        && was != is
    {
        let (code, how) = if is > was { ("stronger", "Stronger") } else { ("weaker", "Weaker") };
        changes.push(change(code, format!("{how}: {named}. Was \"{}\", is \"{}\".", word(was), word(is))));
    }
    let (was, is) = (sections(from, rule), sections(to, rule));
    if was != is {
        changes.push(change("cites", format!("Cites {is} instead of {was}: {named}.")));
    }
    let options: BTreeSet<&String> =
        [before, after].into_iter().filter_map(Value::as_object).flat_map(|map| map.keys()).collect();
    for option in options {
        let (was, is) = (before.get(option), after.get(option));
        // Which clauses it cites has been said.
        let names_clauses = |policy: &Policy, value: Option<&Value>| {
            value.is_some_and(|value| policy.clauses.iter().any(|clause| cites(value, &clause.id)))
        };
        if was == is || names_clauses(from, was) || names_clauses(to, is) {
            continue;
        }
        let shown = |value: Option<&Value>| value.map_or("unset".to_owned(), Value::to_string);
        changes.push(change("option", format!("Set: {named}. `{option}` was {}, is {}.", shown(was), shown(is))));
    }
    changes
}

/// Clauses are compared where the two are versions of one document: half of the ids are the same.
fn clauses(from: &Policy, to: &Policy) -> Vec<Change> {
    let staff = |policy: &'static str, clause: &Clause| clause.audience == policy;
    let of_staff = |clause: &&Clause| staff("staff", clause);
    let before: Vec<&Clause> = from.clauses.iter().filter(of_staff).collect();
    let after: Vec<&Clause> = to.clauses.iter().filter(of_staff).collect();
    let shared = after.iter().filter(|clause| before.iter().any(|one| one.id == clause.id)).count();
    if shared * 2 < before.len().min(after.len()) {
        let says = format!(
            "The documents are two different ones, of {} and {} clauses for staff: they are not compared clause by clause.",
            before.len(),
            after.len()
        );
        return vec![Change { code: "documents", about: to.school.id.clone(), says }];
    }
    let mut changes = Vec::new();
    let mut say = |code, clause: &Clause, says| changes.push(Change { code, about: clause.id.clone(), says });
    for clause in &after {
        match before.iter().find(|one| one.id == clause.id) {
            None => say("clause-new", clause, format!("New clause {}: {}", clause.section, clause.text.en)),
            Some(old) if old.text != clause.text || old.section != clause.section => {
                say("clause-text", clause, format!("Clause {} says now: {}", clause.section, clause.text.en));
            }
            Some(_) => {}
        }
    }
    for clause in before.iter().filter(|clause| !after.iter().any(|one| one.id == clause.id)) {
        say("clause-gone", clause, format!("Clause {} is gone: {}", clause.section, clause.text.en));
    }
    changes
}
