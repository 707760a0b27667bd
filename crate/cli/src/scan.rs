//! `lanyard scan`: what would be seen in a text. Kinds and places, never the text.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::PathBuf;

use clap::Args;
use lanyard_core::text::{self, Around, Found};
use serde::Serialize;

use crate::Outcome;
use crate::check::{Format, open_roster};
use crate::input::{Bad, Source};
use crate::policy;

#[derive(Args)]
pub(crate) struct Arguments {
    /// Policy whose names of the school are looked for: an id, or a pack's file
    #[arg(long, value_name = "PACK")]
    policy: Option<String>,
    /// Roster made by `lanyard roster build`, whose names are looked for
    #[arg(long, value_name = "FILE")]
    roster: Option<PathBuf>,
    /// Its key; FILE.key unless given
    #[arg(long, value_name = "FILE.key", requires = "roster")]
    roster_key: Option<PathBuf>,
    /// What is printed
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// The text; - reads what is piped in
    #[arg(value_name = "FILE")]
    file: PathBuf,
}

/// Version of [`Report`].
const VERSION: u32 = 1;

#[derive(Serialize)]
struct Report {
    version: u32,
    /// How many of each kind.
    counts: BTreeMap<&'static str, usize>,
    /// By place; the first ten thousand.
    hits: Vec<Line>,
}

#[derive(Serialize)]
struct Line {
    kind: &'static str,
    from: Place,
    to: Place,
}

/// From 1, in characters.
#[derive(Clone, Copy, Serialize)]
struct Place {
    line: usize,
    column: usize,
}

pub(crate) fn run(arguments: &Arguments) -> Outcome {
    let mut bad = Vec::new();
    let policy =
        arguments.policy.as_deref().map(policy::read).transpose().map_err(|found| bad.extend(found)).ok().flatten();
    let roster = open_roster(arguments.roster.as_deref(), arguments.roster_key.as_ref())
        .map_err(|found| bad.push(found))
        .ok()
        .flatten();
    let source = Source::read(&arguments.file).map_err(|found| bad.push(found)).ok();
    let Some(source) = source.filter(|_| bad.is_empty()) else { return Err(bad) };
    let names = policy.map(|policy| policy.school.names).unwrap_or_default();
    let around = Around { school: &names, roster: roster.as_ref() };
    let found = text::scan(&source.text, &around);
    match arguments.format {
        Format::Text => Ok(in_text(&source.text, &found)),
        Format::Json => {
            let counts = found.counts().map(|(kind, count)| (kind.id(), count)).collect();
            let report = Report { version: VERSION, counts, hits: lines(&source.text, &found) };
            let json = serde_json::to_string_pretty(&report)
                .map_err(|error| vec![Bad::file("report", &error.to_string(), None)])?;
            Ok(json + "\n")
        }
    }
}

fn in_text(text: &str, found: &Found) -> String {
    let mut said = String::new();
    for Line { kind, from, to } in lines(text, found) {
        let _ = writeln!(said, "{}:{}-{}:{} {kind}", from.line, from.column, to.line, to.column);
    }
    let counts: Vec<String> = found.counts().map(|(kind, count)| format!("{count} {}", kind.id())).collect();
    if counts.is_empty() { "nothing to see\n".to_owned() } else { said + &counts.join(", ") + "\n" }
}

/// The hits are in order of where they begin, so one walk finds every place.
fn lines(text: &str, found: &Found) -> Vec<Line> {
    let (mut at, mut place) = (0, Place { line: 1, column: 1 });
    found
        .hits
        .iter()
        .map(|hit| {
            place = after(place, text.get(at..hit.from).unwrap_or_default());
            at = hit.from;
            Line { kind: hit.kind.id(), from: place, to: after(place, text.get(hit.from..hit.to).unwrap_or_default()) }
        })
        .collect()
}

fn after(place: Place, text: &str) -> Place {
    let column = text.rsplit('\n').next().unwrap_or_default().chars().count();
    match text.matches('\n').count() {
        0 => Place { column: place.column + column, ..place },
        lines => Place { line: place.line + lines, column: column + 1 },
    }
}
