//! `lanyard site`: what a site file finds on a saved page, and a saved page that may be shown around.

mod redact;
mod test;

use clap::Subcommand;

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
