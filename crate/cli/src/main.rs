//! `lanyard`: the same core as in the extension, for administrators and tests.
//!
//! Exit 0: judged, findings or not. 1: a checking command found problems. 2: bad input.
//! 3: an error of Lanyard's own.

mod check;
mod config;
mod coverage;
mod evaluate;
mod input;
mod inspect;
mod locate;
mod observations;
mod people;
mod policy;
mod roster;
mod saved;
mod scan;
mod schema;
mod seal;
mod simulate;
mod site;

use std::io::Write;
use std::process::ExitCode;

use clap::{CommandFactory, Parser, Subcommand};
use clap_complete::Shell;

use input::Bad;

const EXIT: &str = "Exit codes:
  0  Done; of what was judged, findings or not
  1  A checking command found problems
  2  Bad input, each mistake with its file, line, column and key
  3  An error of Lanyard's own";

/// Tries a school's policy on observations, looks into files, and makes rosters. Nothing is sent anywhere.
#[derive(Parser)]
#[command(name = "lanyard", version, arg_required_else_help = true, after_help = EXIT)]
struct Line {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Judges observations by a school's policy and says what staff would see
    Check(check::Arguments),
    /// Prints what a shell needs to complete commands, options and their values
    Completions {
        /// The shell; for bash: lanyard completions bash > ~/.local/share/bash-completion/completions/lanyard
        shell: Shell,
    },
    /// Looks over what a school has set
    #[command(subcommand)]
    Config(config::Command),
    /// Says of each clause how it is watched, by which rules, and which tests show it
    Coverage(coverage::Arguments),
    /// Judges a corpus whose files say what is expected: precision and recall, rule by rule
    Evaluate(evaluate::Arguments),
    /// Looks into files: whether they are protected, what personal data they hold and where
    Inspect(inspect::Arguments),
    /// Makes, checks, compares and explains policies
    #[command(subcommand)]
    Policy(policy::Command),
    /// Says what would be seen in a text: kinds and places, never the text
    Scan(scan::Arguments),
    /// Prints the JSON Schema of what goes in and what comes out
    Schema(schema::Arguments),
    /// Makes the fingerprint file of the school's list
    #[command(subcommand)]
    Roster(roster::Command),
    /// Runs a folder of observations through a policy: what staff would see, before anything is pushed
    Simulate(simulate::Arguments),
    /// Tries site files on saved pages, and makes saved pages fit to be sent
    #[command(subcommand)]
    Site(site::Command),
}

fn main() -> ExitCode {
    // A panic is an error of ours. Its message may quote what was being read, so only the place is said (G6).
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        eprintln!("lanyard: an error of Lanyard's own, at {place}. Please report this line.");
        std::process::exit(3);
    }));
    let result = match Line::parse().command {
        Command::Check(arguments) => check::run(&arguments).map(Report::from),
        Command::Completions { shell } => Ok(completions(shell)),
        Command::Config(command) => config::run(&command),
        Command::Coverage(arguments) => coverage::run(&arguments),
        Command::Evaluate(arguments) => evaluate::run(&arguments),
        Command::Inspect(arguments) => inspect::run(&arguments).map(Report::from),
        Command::Policy(command) => policy::run(&command),
        Command::Scan(arguments) => scan::run(&arguments).map(Report::from),
        Command::Schema(arguments) => schema::run(&arguments).map(Report::from),
        Command::Roster(command) => roster::run(&command).map(Report::from),
        Command::Site(command) => site::run(&command),
        Command::Simulate(arguments) => simulate::run(&arguments).map(Report::from),
    };
    match result {
        Ok(report) => {
            // Whoever closes the pipe early has seen enough.
            let _ = std::io::stdout().write_all(report.text.as_bytes());
            if report.problems { ExitCode::from(1) } else { ExitCode::SUCCESS }
        }
        Err(bad) => {
            let lines: String = bad.iter().map(|one| format!("{one}\n")).collect();
            let _ = std::io::stderr().write_all(lines.as_bytes());
            ExitCode::from(2)
        }
    }
}

fn completions(shell: Shell) -> Report {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Line::command(), "lanyard", &mut script);
    String::from_utf8_lossy(&script).into_owned().into()
}

/// What a checking command prints, and whether it found problems.
struct Report {
    text: String,
    problems: bool,
}

impl From<String> for Report {
    fn from(text: String) -> Self {
        Self { text, problems: false }
    }
}

/// What a command prints, or everything that was wrong with its input.
type Outcome = Result<String, Vec<Bad>>;
