//! The reports that the command line makes: what is covered, and how often the rules are right.

use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::generated::Generated;
use crate::project::Project;

const COVERAGE: &str = "# Coverage\n\n\
    Every clause of the documents that come with Lanyard: how it is watched, by which rules, and what shows it.\n\
    `lanyard coverage` prints the same; it ends with an error where a clause has no rule, no reminder and no reason,\n\
    or where a rule has no example in which it speaks, or none in which it is silent, for a school that uses it.\n\
    A clause that is marked as a reminder belongs to the reminders and the handbook, never to a warning.\n\n";

const EVALUATION: &str = "# Evaluation\n\n\
    The rules on a corpus of ordinary school life ([tests/corpus/cases](../tests/corpus/cases)): invented people of\n\
    Oakfield School, each case judged by all policies. `lanyard evaluate tests/corpus` prints the same.\n\n\
    The cases were written from the documents by the people who wrote the rules: this holds what was agreed, and is\n\
    no measure of a real school's mail. A question that is answered with one press counts as an alarm here.\n\n";

/// Runs the command line for each.
pub(crate) fn generate() -> Result<Vec<Generated>> {
    let coverage = lanyard(&["coverage"], COVERAGE)?;
    let evaluation = lanyard(&["evaluate", "tests/corpus"], EVALUATION)?;
    Ok(vec![
        Generated { path: "docs/coverage.md".into(), text: coverage },
        Generated { path: "docs/evaluation.md".into(), text: evaluation },
    ])
}

fn lanyard(arguments: &[&str], head: &str) -> Result<String> {
    let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.current_dir(Project::find().root).args(["run", "-q", "-p", "lanyard-cli", "--"]).args(arguments);
    let output = cargo.output().context("cannot run cargo")?;
    let said = String::from_utf8(output.stdout)?;
    // 1 says that a problem was found: it is in the report, and a test of the command line's fails.
    if !matches!(output.status.code(), Some(0 | 1)) {
        bail!("`lanyard {}` failed: {}", arguments.join(" "), String::from_utf8_lossy(&output.stderr).trim());
    }
    let command = arguments.join(" ");
    Ok(format!(
        "<!-- Made by `cargo xtask generate` from `lanyard {command}`. Change what it is made from, not this. -->\n\n{head}{said}"
    ))
}
