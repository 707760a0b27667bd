//! `lanyard policy check`: everything that is wrong with packs, all at once.

use std::fmt::Write;
use std::path::{Path, PathBuf};

use clap::Args;
use jiff::Zoned;
use lanyard_core::config::Config;
use lanyard_core::engine::Engine;
use lanyard_core::policy::Policy;
use serde::Serialize;

use super::{json_of, toml_of};
use crate::Report;
use crate::check::Format;
use crate::evaluate::json;
use crate::input::{Bad, Source};

#[derive(Args)]
pub(crate) struct Arguments {
    /// What is printed
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// Packs: .toml, or compiled .json
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
}

/// What was found of one pack.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Checked {
    file: String,
    /// The school's id, where the file could be read that far.
    #[serde(skip_serializing_if = "Option::is_none")]
    school: Option<String>,
    clauses: usize,
    /// Ids of the rules that would run.
    rules: Vec<String>,
    problems: Vec<Bad>,
    /// For whoever keeps the pack; nothing is wrong.
    notes: Vec<String>,
}

#[derive(Serialize)]
struct Reported {
    version: u32,
    files: Vec<Checked>,
}

pub(super) fn run(arguments: &Arguments) -> Result<Report, Vec<Bad>> {
    let mut unreadable = Vec::new();
    let mut files = Vec::new();
    for path in &arguments.files {
        match checked(path) {
            Ok(checked) => files.push(checked),
            Err(bad) => unreadable.push(bad),
        }
    }
    if !unreadable.is_empty() {
        return Err(unreadable);
    }
    let problems = files.iter().any(|file| !file.problems.is_empty());
    let text = match arguments.format {
        Format::Json => json(&Reported { version: 1, files })?,
        Format::Text => files.iter().map(text).collect(),
    };
    Ok(Report { text, problems })
}

fn checked(path: &Path) -> Result<Checked, Bad> {
    let source = Source::read(path)?;
    let is_json = path.extension().is_some_and(|ending| ending == "json");
    let read = if is_json { json_of(&source) } else { toml_of(&source) };
    let file = source.name.clone();
    let none = Checked { file, school: None, clauses: 0, rules: Vec::new(), problems: Vec::new(), notes: Vec::new() };
    Ok(match read {
        Err(problems) => Checked { problems, ..none },
        Ok(policy) => {
            let (engine, _) = Engine::new(policy.clone(), Config::default(), None);
            Checked {
                school: Some(policy.school.id.clone()),
                clauses: policy.clauses.len(),
                rules: engine.rules().map(str::to_owned).collect(),
                notes: notes(&policy),
                ..none
            }
        }
    })
}

/// What is not wrong, and good to know for whoever keeps the pack. Staff are not shown it.
fn notes(policy: &Policy) -> Vec<String> {
    let mut notes = Vec::new();
    let now = Zoned::now();
    let month = format!("{:04}-{:02}", now.year(), now.month());
    if let Some(review) = policy.school.review.as_ref().filter(|review| **review < month) {
        notes.push(format!("the document's review was due in {review}: is there a newer one?"));
    }
    let pending = policy.clauses.iter().filter(|clause| clause.pending).count();
    if pending > 0 {
        notes.push(format!("{pending} clauses could be checked, and this version of Lanyard has no rule for them"));
    }
    notes
}

fn text(checked: &Checked) -> String {
    let mut text = String::new();
    for problem in &checked.problems {
        let _ = writeln!(text, "{problem}");
    }
    match (&checked.school, checked.problems.len()) {
        (Some(school), _) => {
            let (clauses, rules) = (checked.clauses, checked.rules.len());
            let _ = writeln!(text, "{}: {school}, {clauses} clauses, {rules} rules, no problems", checked.file);
        }
        (None, 1) => {
            let _ = writeln!(text, "{}: 1 problem", checked.file);
        }
        (None, count) => {
            let _ = writeln!(text, "{}: {count} problems", checked.file);
        }
    }
    for note in &checked.notes {
        let _ = writeln!(text, "  note: {note}");
    }
    text
}
