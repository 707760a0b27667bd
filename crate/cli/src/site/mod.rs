//! `lanyard site`: what a site file finds on a saved page, and a saved page that may be shown around.

mod redact;
mod test;

use clap::Subcommand;
use lanyard_core::config::Config;
use lanyard_core::problem::Problem;
use lanyard_core::site::{Header, changes, parse_index};
use serde_json::Value;

use crate::Report;
use crate::input::{Bad, Source};
use crate::policy::SITES;

#[derive(Subcommand)]
pub(crate) enum Command {
    /// Reads a saved page as the extension would, and prints what it found: names, addresses and texts masked
    Test(test::Arguments),
    /// Takes texts, names and addresses out of a saved page and leaves its structure
    Redact(redact::Arguments),
}

pub(crate) fn run(command: &Command) -> Result<Report, Vec<Bad>> {
    match command {
        Command::Test(arguments) => test::run(arguments),
        Command::Redact(arguments) => redact::run(arguments).map(Report::from),
    }
}

/// Headers of the site files that come with Lanyard.
pub(crate) fn headers() -> Result<Vec<Header>, Bad> {
    let index: Vec<&str> = SITES.iter().map(|(_, json)| *json).collect();
    let wrong = |problem: Problem| Bad::file("sites", &problem.to_string(), None);
    parse_index(&format!("[{}]", index.join(","))).map_err(wrong)
}

/// A site file that comes with Lanyard.
pub(crate) fn packaged(id: &str) -> Option<Value> {
    SITES.iter().find(|(known, _)| *known == id).and_then(|(_, json)| serde_json::from_str(json).ok())
}

/// What a site file may hold.
pub(crate) fn shape() -> Value {
    serde_json::from_str(include_str!("../../../../extension/sites/site.schema.json")).unwrap_or_default()
}

/// What is wrong with what a school sets in place of a site file's facts.
pub(crate) fn problems(config: &Config) -> Result<Vec<Problem>, Bad> {
    let mut problems = changes::unknown(config, &headers()?);
    for (id, change) in config.sites_changed.iter() {
        let Some(file) = packaged(id) else { continue };
        problems.extend(changes::merged(id, file, change, &shape()).1);
    }
    Ok(problems)
}

/// The site file with this id, or in this file.
fn site(given: &str) -> Result<serde_json::Value, Bad> {
    let packaged = SITES.iter().find(|(id, _)| *id == given);
    let source = match packaged {
        Some((id, json)) => Source { name: format!("{id}.json"), text: (*json).to_owned() },
        None if given.contains(['.', '/', '\\']) => Source::read(given.as_ref())?,
        None => {
            let known: Vec<&str> = SITES.iter().map(|(id, _)| *id).collect();
            let nearest = lanyard_core::catalogue::nearest_of(given, known.iter().copied());
            let expected = format!("the id of a site, {}, or a site file (.json)", known.join(", "));
            return Err(Bad::argument("SITE", &expected, nearest));
        }
    };
    source.json()
}

/// Letters and digits of a text by `x` and `0`: its length and shape remain, not what it says.
fn masked(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            c if c.is_numeric() => '0',
            c if c.is_alphabetic() => 'x',
            c => c,
        })
        .collect()
}
