//! `lanyard config check`: what is wrong with what a school has set, or is about to paste.

use std::fmt::Write;
use std::path::PathBuf;

use clap::{Args, Subcommand};
use lanyard_core::config::{Pasted, pasted};
use lanyard_core::finding::Message;
use serde::Serialize;

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
    // Said first, with its place: a text that is no JSON.
    let _: serde_json::Map<String, serde_json::Value> = source.json().map_err(|bad| vec![bad])?;
    let find = |id: &str| policy::built_in(id).ok_or_else(|| policy::unknown_school(id));
    let Pasted { values, config, problems } =
        pasted(&source.text, &find).map_err(|problem| vec![source.locate(problem)])?;
    let notes = config.notes();
    let words = words(&config)?;
    let of_sites = crate::site::problems(&config).map_err(|bad| vec![bad])?;
    let problems: Vec<Bad> = problems.into_iter().chain(of_sites).map(|problem| source.locate(problem)).collect();
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
    let _ = writeln!(text, "{}: {} keys, {count}", source.name, values.len());
    for note in notes {
        let _ = writeln!(text, "  note: {note}");
    }
    Ok(Report { text, problems: any })
}
