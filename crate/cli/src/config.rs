//! `lanyard config check`: what is wrong with what a school has set, or is about to paste.

use std::fmt::Write;
use std::path::PathBuf;

use clap::{Args, Subcommand};
use lanyard_core::config::{Config, unwrap_console};
use lanyard_core::engine::Engine;
use lanyard_core::finding::Message;
use lanyard_core::policy::Policy;
use lanyard_core::problem::Problem;
use serde::Serialize;
use serde_json::{Map, Value};

use crate::Report;
use crate::check::{Format, words};
use crate::evaluate::json;
use crate::input::{Bad, Source};
use crate::policy;

#[derive(Subcommand)]
pub(crate) enum Command {
    /// Says everything that is wrong with a configuration, bare or wrapped in "Value" for the Admin console
    Check(Arguments),
}

#[derive(Args)]
pub(crate) struct Arguments {
    /// What is printed
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// The configuration as JSON; - reads what is piped in
    #[arg(value_name = "FILE")]
    file: PathBuf,
}

#[derive(Serialize)]
struct Checked {
    version: u32,
    problems: Vec<Bad>,
    /// What unset keys mean.
    notes: Vec<String>,
}

pub(crate) fn run(command: &Command) -> Result<Report, Vec<Bad>> {
    let Command::Check(arguments) = command;
    let source = Source::read(&arguments.file).map_err(|bad| vec![bad])?;
    let keys: Map<String, Value> = source.json().map_err(|bad| vec![bad])?;
    let values = unwrap_console(&source.text).map_err(|problem| vec![source.locate(problem)])?;
    let mut problems: Vec<Problem> = keys.iter().filter_map(|(name, value)| dropped(name, value)).collect();
    let (config, found) = Config::parse(&values);
    // A key that does not arrive is not judged further.
    let gone: Vec<String> = problems.iter().map(|problem| problem.path.clone()).collect();
    let arrives = |one: &Problem| !gone.iter().any(|key| one.path.split(['.', '[']).next() == Some(key));
    problems.extend(found.into_iter().filter(arrives));
    let notes = config.notes();
    let words = words(&config)?;
    problems.extend(of_policy(config));
    problems.extend(both_shapes(&keys));
    let problems: Vec<Bad> = problems.into_iter().map(|problem| source.locate(problem)).collect();
    let any = !problems.is_empty();
    let notes: Vec<String> = notes.into_iter().map(|key| words.text(&Message::new(key))).collect();
    if arguments.format == Format::Json {
        return Ok(Report { text: json(&Checked { version: 1, problems, notes })?, problems: any });
    }
    let mut text = String::new();
    for problem in &problems {
        let _ = writeln!(text, "{problem}");
    }
    let count = match problems.len() {
        0 => "no problems".to_owned(),
        1 => "1 problem".to_owned(),
        count => format!("{count} problems"),
    };
    let _ = writeln!(text, "{}: {} keys, {count}", source.name, keys.len());
    for note in notes {
        let _ = writeln!(text, "  note: {note}");
    }
    Ok(Report { text, problems: any })
}

/// Chrome drops a whole key, without a word, whose value is no text.
fn dropped(name: &str, value: &Value) -> Option<Problem> {
    let bare = match value {
        Value::Object(wrapped) if wrapped.len() == 1 => wrapped.get("Value").unwrap_or(value),
        other => other,
    };
    let kind = match bare {
        Value::String(_) => return None,
        Value::Null => "null",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    };
    let expected =
        format!("a text in quotation marks; found {kind}, for which Chrome drops the whole key without a word");
    let suggestion = match bare {
        Value::Array(_) | Value::Object(_) => Some(format!("write it as text: {}", Value::from(bare.to_string()))),
        _ => None,
    };
    Some(Problem::new("dropped-by-chrome", name, &expected).suggest(suggestion))
}

/// The console's box wants every key wrapped, and a policy file none.
fn both_shapes(keys: &Map<String, Value>) -> Option<Problem> {
    let wrapped = |value: &Value| value.as_object().is_some_and(|map| map.len() == 1 && map.contains_key("Value"));
    let bare = keys.iter().find(|(_, value)| !wrapped(value))?.0;
    keys.values().any(wrapped).then(|| {
        Problem::new("shape", bare, "all keys wrapped in { \"Value\": … }, as the Admin console wants them, or none")
    })
}

/// What only shows when the policy is at hand: rules and their options.
fn of_policy(config: Config) -> Vec<Problem> {
    let policy = match (&config.pack, &config.school) {
        (Some(pack), _) => match Policy::parse(pack) {
            Ok(policy) => {
                let path = |problem: Problem| Problem { path: format!("pack.{}", problem.path), ..problem };
                let problems: Vec<Problem> = policy.check().into_iter().map(path).collect();
                if !problems.is_empty() {
                    return problems;
                }
                policy
            }
            Err(problem) => return vec![problem],
        },
        (None, Some(id)) => match policy::built_in(id) {
            Some(policy) => policy,
            None => return vec![policy::unknown_school(id)],
        },
        (None, None) => {
            let expected = "`school`, the id of a policy that comes with Lanyard, or `pack`, a school's own";
            return vec![Problem::new("policy-none", "school", expected)];
        }
    };
    Engine::new(policy, config, None).1
}
