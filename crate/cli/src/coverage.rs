//! `lanyard coverage`: of each clause how it is watched, by which rules, and what shows it.

use std::fmt::Write;

use clap::Args;
use lanyard_core::catalogue;
use lanyard_core::config::Config;
use lanyard_core::engine::Engine;
use lanyard_core::moment::Moment;
use lanyard_core::policy::{Check, Clause, Policy, cites};
use lanyard_core::rules::{Entry, REGISTRY};
use serde::Serialize;

use crate::Report;
use crate::check::Format;
use crate::evaluate::json;
use crate::input::Bad;
use crate::policy::{self, BROWSER_TESTS, EXAMPLES};

#[derive(Args)]
pub(crate) struct Arguments {
    /// One policy only
    #[arg(long, value_name = "PACK")]
    policy: Option<String>,
    /// What is printed
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

/// How a clause is covered.
#[derive(Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
enum State {
    Automatic,
    Configured,
    Reminder,
    NotVisible,
    /// A browser could see it, and its rule is not built yet.
    Pending,
    /// It binds somebody else than staff: shown, never judged.
    NotStaff,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Row {
    school: String,
    clause: String,
    section: String,
    state: State,
    /// The rule of the catalogue that speaks for it.
    rule: String,
    /// Rules that are on for this school and cite it.
    watched_by: Vec<&'static str>,
    /// Of a reminder, the moments at which it comes in a page; none: it is in the handbook only.
    #[serde(skip_serializing_if = "Option::is_none")]
    moments: Option<Vec<Moment>>,
    /// What a browser can see of it, or why it can see nothing.
    reason: String,
}

/// A rule that is on for a school, and what shows it.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Shown {
    school: String,
    rule: &'static str,
    /// Judged examples in which it speaks, and in which it could and is silent.
    warns: usize,
    silent: usize,
    browser_tests: Vec<&'static str>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Coverage {
    version: u32,
    clauses: Vec<Row>,
    rules: Vec<Shown>,
    problems: Vec<String>,
}

pub(crate) fn run(arguments: &Arguments) -> Result<Report, Vec<Bad>> {
    let policies = match &arguments.policy {
        Some(name) => vec![policy::read(name)?],
        None => policy::all()?,
    };
    let mut coverage = Coverage { version: 1, clauses: Vec::new(), rules: Vec::new(), problems: Vec::new() };
    for policy in &policies {
        cover(policy, &mut coverage);
    }
    let text = match arguments.format {
        Format::Text => text(&policies, &coverage),
        Format::Json => json(&coverage)?,
    };
    Ok(Report { text, problems: !coverage.problems.is_empty() })
}

fn cover(policy: &Policy, coverage: &mut Coverage) {
    let school = &policy.school.id;
    let (engine, _) = Engine::new(policy.clone(), Config::default(), None);
    let on: Vec<&Entry> = REGISTRY.iter().filter(|entry| engine.rules().any(|rule| rule == entry.id)).collect();
    for clause in &policy.clauses {
        let watched_by: Vec<&'static str> = on
            .iter()
            .filter(|entry| policy.rules.get(entry.id).is_some_and(|settings| cites(settings, &clause.id)))
            .map(|entry| entry.id)
            .collect();
        let state = state(clause);
        if let Some(problem) = problem(clause, state, &watched_by) {
            coverage.problems.push(format!("{school} {}: {problem}", clause.id));
        }
        coverage.clauses.push(Row {
            school: school.clone(),
            clause: clause.id.clone(),
            section: clause.section.clone(),
            state,
            rule: clause.rule.clone(),
            watched_by,
            moments: (state == State::Reminder).then(|| clause.moments.clone()),
            reason: clause.see.clone(),
        });
    }
    // A switch looks at nothing, and has no example.
    for entry in on.into_iter().filter(|entry| !entry.kinds.is_empty()) {
        let shown = shown(school, entry);
        for (what, count) in [("warns", shown.warns), ("is silent", shown.silent)] {
            if count == 0 {
                coverage.problems.push(format!(
                    "{school} {}: no example in which it {what}; add one to tests/corpus/cases",
                    entry.id
                ));
            }
        }
        coverage.rules.push(shown);
    }
}

fn state(clause: &Clause) -> State {
    match clause.check {
        Check::Automatic | Check::Configured if clause.audience != "staff" => State::NotStaff,
        Check::Automatic | Check::Configured if clause.pending => State::Pending,
        Check::Automatic => State::Automatic,
        Check::Configured => State::Configured,
        Check::Reminder => State::Reminder,
        Check::NotVisible => State::NotVisible,
    }
}

/// What a clause lacks: a rule, a reminder or a reason.
fn problem(clause: &Clause, state: State, watched_by: &[&str]) -> Option<String> {
    if !catalogue::RULES.iter().any(|listed| listed.id == clause.rule) {
        return Some(format!("its rule `{}` is not in the catalogue", clause.rule));
    }
    if clause.see.trim().is_empty() {
        return Some("it says neither what can be seen nor why nothing can".to_owned());
    }
    let unwatched = matches!(state, State::Automatic | State::Configured) && watched_by.is_empty();
    unwatched.then(|| format!("`{}` is built, and no rule of this school cites it", clause.rule))
}

fn shown(school: &str, entry: &Entry) -> Shown {
    let kinds: Vec<String> =
        entry.kinds.iter().filter_map(|kind| serde_json::to_value(kind).ok()?.as_str().map(str::to_owned)).collect();
    let of_kind = || EXAMPLES.iter().filter(|(kind, _)| kinds.iter().any(|known| known == kind));
    let speaks = |said: &[(&str, &str)]| said.iter().any(|(rule, at)| *rule == entry.id && *at == school);
    Shown {
        school: school.to_owned(),
        rule: entry.id,
        warns: of_kind().filter(|(_, said)| speaks(said)).count(),
        silent: of_kind().filter(|(_, said)| !speaks(said)).count(),
        browser_tests: BROWSER_TESTS
            .iter()
            .filter(|(_, rules)| rules.contains(&format!(" {} ", entry.id)))
            .map(|(file, _)| *file)
            .collect(),
    }
}

fn text(policies: &[Policy], coverage: &Coverage) -> String {
    let mut text = String::from(
        "| school | automatic | with the school's data | pending | reminders | not visible | not about staff |\n\
         | --- | --- | --- | --- | --- | --- | --- |\n",
    );
    let of = |school: &str| {
        let school = school.to_owned();
        coverage.clauses.iter().filter(move |row| row.school == school)
    };
    for policy in policies {
        let count = |state| of(&policy.school.id).filter(|row| row.state == state).count();
        let _ = writeln!(
            text,
            "| {} | {} | {} | {} | {} | {} | {} |",
            policy.school.id,
            count(State::Automatic),
            count(State::Configured),
            count(State::Pending),
            count(State::Reminder),
            count(State::NotVisible),
            count(State::NotStaff)
        );
    }
    for policy in policies {
        let school = &policy.school.id;
        let _ = write!(text, "\n## {school}\n\n{}\n", policy.school.name);
        text += "\n| rule that is on | examples: warns, is silent | browser tests |\n| --- | --- | --- |\n";
        for shown in coverage.rules.iter().filter(|shown| shown.school == *school) {
            let tests = if shown.browser_tests.is_empty() { "none".to_owned() } else { shown.browser_tests.join(", ") };
            let _ = writeln!(text, "| `{}` | {}, {} | {tests} |", shown.rule, shown.warns, shown.silent);
        }
        text += "\n| clause | how | by | what can be seen, or why nothing can |\n| --- | --- | --- | --- |\n";
        for row in of(school) {
            let by = if row.watched_by.is_empty() { row.rule.clone() } else { row.watched_by.join(", ") };
            let cell = |text: &str| text.replace('|', "\\|");
            let _ = writeln!(
                text,
                "| {} ({}) | {} | `{}` | {} |",
                cell(&row.section),
                row.clause,
                how(row),
                by.replace(", ", "`, `"),
                cell(&row.reason)
            );
        }
    }
    if !coverage.problems.is_empty() {
        text += "\n## Problems\n\n";
        for problem in &coverage.problems {
            let _ = writeln!(text, "- {problem}");
        }
    }
    text
}

fn how(row: &Row) -> String {
    let Some(moments) = &row.moments else { return word(row.state).to_owned() };
    if moments.is_empty() {
        return "reminder, handbook only".to_owned();
    }
    let ids: Vec<&str> = moments.iter().map(|moment| moment.id()).collect();
    format!("reminder, in pages at {}", ids.join(", "))
}

fn word(state: State) -> &'static str {
    match state {
        State::Automatic => "automatic",
        State::Configured => "with the school's data",
        State::Reminder => "reminder",
        State::NotVisible => "not visible",
        State::Pending => "pending: the rule is not built yet",
        State::NotStaff => "not about staff",
    }
}
