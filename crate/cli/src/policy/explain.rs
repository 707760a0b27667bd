//! `lanyard policy explain`: what a policy asks, and how a rule is set in it.

use std::fmt::Write;

use clap::Args;
use lanyard_core::catalogue::nearest;
use lanyard_core::policy::{Check, Clause, Policy};
use lanyard_core::rules::REGISTRY;

use super::{cited, read, sections, strength, title, word};
use crate::Outcome;
use crate::input::Bad;

#[derive(Args)]
pub(crate) struct Arguments {
    /// Id of a policy that comes with Lanyard, or a pack's file
    #[arg(value_name = "PACK")]
    policy: String,
    /// One rule of it, by its id
    #[arg(value_name = "RULE")]
    rule: Option<String>,
}

pub(super) fn run(arguments: &Arguments) -> Outcome {
    let policy = read(&arguments.policy)?;
    match &arguments.rule {
        None => Ok(whole(&policy)),
        Some(rule) if title(rule).is_empty() => {
            Err(vec![Bad::argument("RULE", "a rule of the catalogue (docs/rules.md)", nearest(rule))])
        }
        Some(rule) => Ok(one(&policy, rule)),
    }
}

fn whole(policy: &Policy) -> String {
    let school = &policy.school;
    let mut text = format!("{}\n{}, {}", school.name, school.policy, school.dated);
    if let Some(review) = &school.review {
        let _ = write!(text, ", review due {review}");
    }
    let _ = writeln!(text, "\nBinds: {}", school.binds.join(", "));
    let staff: Vec<&Clause> = policy.clauses.iter().filter(|clause| clause.audience == "staff").collect();
    let count = |check: Check| staff.iter().filter(|clause| clause.check == check).count();
    let _ = writeln!(
        text,
        "\n{} clauses for staff: {} checked automatically, {} with the school's own data, {} reminders, {} that a browser cannot see.",
        staff.len(),
        count(Check::Automatic),
        count(Check::Configured),
        count(Check::Reminder),
        count(Check::NotVisible)
    );
    text += "\nRules that this policy has clauses for:\n";
    for (rule, _) in policy.rules.iter() {
        let strength = strength(policy, rule).map_or("", word);
        let _ = writeln!(text, "  {rule}: {}\n    {strength} ({})", title(rule), sections(policy, rule));
    }
    let pending: Vec<&&Clause> = staff.iter().filter(|clause| clause.pending).collect();
    if !pending.is_empty() {
        text += "\nClauses that could be checked and have no rule yet:\n";
        for clause in pending {
            let _ = writeln!(text, "  {} ({}): {}", clause.section, clause.rule, clause.text.en);
        }
    }
    text
}

fn one(policy: &Policy, rule: &str) -> String {
    let mut text = format!("{rule}: {}\n\n{}: ", title(rule), policy.school.name);
    let clauses = cited(policy, rule);
    match (policy.rules.get(rule), strength(policy, rule)) {
        (Some(settings), strength) => {
            let _ = writeln!(text, "on, {}", strength.map_or("without a clause", word));
            for (option, value) in settings.as_object().into_iter().flatten() {
                let _ = writeln!(text, "  {option} = {value}");
            }
        }
        (None, _) if !REGISTRY.iter().any(|entry| entry.id == rule) => {
            text += "not a rule that checks: see its clauses\n";
        }
        (None, _) => text += "off: the document states no duty that this rule could rest on\n",
    }
    for clause in &clauses {
        text += &described(policy, clause);
    }
    let spoken: Vec<&Clause> = policy
        .clauses
        .iter()
        .filter(|clause| clause.rule == rule && !clauses.iter().any(|cited| cited.id == clause.id))
        .collect();
    if !spoken.is_empty() {
        text += "\nClauses on the same matter that it does not rest on:\n";
    }
    for clause in spoken {
        text += &described(policy, clause);
    }
    if let Some(entry) = REGISTRY.iter().find(|entry| entry.id == rule) {
        let _ = writeln!(text, "\n{}", entry.doc.trim());
        let options: Vec<_> = entry.options.iter().filter(|option| option.configurable).collect();
        if !options.is_empty() {
            text += "\nWhat a school may set:\n";
        }
        for option in options {
            let _ = writeln!(text, "  {}: {}. {}", option.name, option.takes, option.description);
        }
    }
    text
}

/// When a reminder comes in a page, in the words of its pack.
fn moments(clause: &Clause) -> String {
    if clause.moments.is_empty() {
        return "handbook only".to_owned();
    }
    let ids: Vec<&str> = clause.moments.iter().map(|moment| moment.id()).collect();
    format!("in pages: {}", ids.join(", "))
}

fn described(policy: &Policy, clause: &Clause) -> String {
    let mut text = format!("\n  {} · {} ({})\n", word(clause.severity), clause.section, clause.id);
    let _ = writeln!(text, "  {}\n    Seen: {}\n    Offered: {}", clause.text.en, clause.see, clause.offer);
    if clause.check == Check::Reminder {
        let _ = writeln!(text, "    Comes: {}", moments(clause));
    }
    let tell: Vec<&str> =
        clause.tell.iter().filter_map(|id| policy.role(id)).map(|role| role.title.en.as_str()).collect();
    if !tell.is_empty() {
        let _ = writeln!(text, "    Tell: {}", tell.join(", "));
    }
    text
}
