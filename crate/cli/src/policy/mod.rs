//! `lanyard policy`, and the policy that any command is asked for: one that comes with Lanyard,
//! by its id, or a file.

mod build;
mod check;
mod diff;
mod explain;
mod new;

use std::cell::RefCell;
use std::path::{Path, PathBuf};

use clap::Subcommand;
use lanyard_core::catalogue::{self, nearest_of};
use lanyard_core::config::Config;
use lanyard_core::engine::Engine;
use lanyard_core::finding::Severity;
use lanyard_core::policy::{Clause, Policy, cites};
use lanyard_core::problem::{Mistake, Problem};
use lanyard_pack::NoBase;

use crate::Report;
use crate::input::{Bad, Source};

include!(concat!(env!("OUT_DIR"), "/built_in.rs"));

#[derive(Subcommand)]
pub(crate) enum Command {
    /// Compiles a pack to the JSON that the key `pack` of the managed configuration takes
    Build(build::Arguments),
    /// Says everything that is wrong with packs: file, line, key, what was expected, what to do
    Check(check::Arguments),
    /// Says in sentences what changes for staff from one policy to another
    Diff(diff::Arguments),
    /// Says what a policy asks, which rules rest on it, and how one of them is set
    Explain(explain::Arguments),
    /// Writes a pack to start from: a school's particulars, and the clauses of another pack
    New(new::Arguments),
}

pub(crate) fn run(command: &Command) -> Result<Report, Vec<Bad>> {
    match command {
        Command::Build(arguments) => build::run(arguments).map(Report::from),
        Command::Check(arguments) => check::run(arguments),
        Command::Diff(arguments) => diff::run(arguments).map(Report::from),
        Command::Explain(arguments) => explain::run(arguments).map(Report::from),
        Command::New(arguments) => new::run(arguments).map(Report::from),
    }
}

/// The policies that come with Lanyard.
pub(crate) fn all() -> Result<Vec<Policy>, Vec<Bad>> {
    PACKS.iter().map(|(id, _)| read(id)).collect()
}

pub(crate) fn read(name: &str) -> Result<Policy, Vec<Bad>> {
    if let Some((_, json)) = PACKS.iter().find(|(id, _)| *id == name) {
        return Policy::parse(json).map_err(|problem| vec![Bad::argument("--policy", &problem.to_string(), None)]);
    }
    let path = Path::new(name);
    let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
    match ending {
        "toml" => toml(path),
        "json" => json(path),
        _ => {
            let ids: Vec<&str> = PACKS.iter().map(|(id, _)| *id).collect();
            let expected = format!("one of {}, or a file that ends in .toml or .json", ids.join(", "));
            Err(vec![Bad::argument("--policy", &expected, nearest_of(name, ids.into_iter()))])
        }
    }
}

fn toml(path: &Path) -> Result<Policy, Vec<Bad>> {
    toml_of(&Source::read(path).map_err(|bad| vec![bad])?)
}

fn json(path: &Path) -> Result<Policy, Vec<Bad>> {
    json_of(&Source::read(path).map_err(|bad| vec![bad])?)
}

pub(crate) fn toml_of(source: &Source) -> Result<Policy, Vec<Bad>> {
    extending(source, &mut Vec::new()).map_err(|mistakes| mistakes.into_iter().map(Bad::from).collect())
}

/// Compiles a pack and those that it extends, each found beside the one that names it.
fn extending(source: &Source, above: &mut Vec<PathBuf>) -> Result<Policy, Vec<Mistake>> {
    let here = PathBuf::from(&source.name);
    let folder = here.parent().map(Path::to_owned).unwrap_or_default();
    let whole = std::fs::canonicalize(&here).unwrap_or(here);
    let circle = above.contains(&whole);
    above.push(whole);
    let above = RefCell::new(above);
    lanyard_pack::compile_with(&source.name, &source.text, &|name| {
        let wrong = |expected: &str, suggestion| {
            NoBase::Name(Problem::new("pack-extends", "extends", expected).suggest(suggestion))
        };
        if circle {
            return Err(wrong("a pack that does not extend this one in turn", None));
        }
        if let Some(policy) = built_in(name) {
            return Ok(policy);
        }
        if !name.ends_with(".toml") {
            let ids: Vec<&str> = PACKS.iter().map(|(id, _)| *id).collect();
            let expected = format!("one of {}, or a file beside this one that ends in .toml", ids.join(", "));
            return Err(wrong(&expected, nearest_of(name, ids.into_iter())));
        }
        let base = Source::read(&folder.join(name)).map_err(|bad| wrong(&bad.plain(), None))?;
        extending(&base, &mut above.borrow_mut()).map_err(NoBase::Mistakes)
    })
}

/// A compiled pack, as managed configuration carries it.
pub(crate) fn json_of(source: &Source) -> Result<Policy, Vec<Bad>> {
    let policy: Policy = source.json().map_err(|bad| vec![bad])?;
    let mut problems: Vec<Problem> = policy.check();
    let (_, of_engine) = Engine::new(policy.clone(), Config::default(), None);
    problems.extend(of_engine);
    if problems.is_empty() {
        Ok(policy)
    } else {
        Err(problems.into_iter().map(|problem| source.locate(problem)).collect())
    }
}

/// A policy that comes with Lanyard.
pub(crate) fn built_in(id: &str) -> Option<Policy> {
    PACKS.iter().find(|(known, _)| *known == id).and_then(|(_, json)| Policy::parse(json).ok())
}

pub(crate) fn unknown_school(id: &str) -> Problem {
    let ids: Vec<&str> = PACKS.iter().map(|(id, _)| *id).collect();
    let found: String = id.chars().take(40).collect();
    Problem::new("school-unknown", "school", &format!("one of {}; found `{found}`", ids.join(", ")))
        .suggest(nearest_of(id, ids.into_iter()))
}

/// The clauses that a rule's settings name, in the document's order.
pub(crate) fn cited<'a>(policy: &'a Policy, rule: &str) -> Vec<&'a Clause> {
    let Some(settings) = policy.rules.get(rule) else { return Vec::new() };
    policy.clauses.iter().filter(|clause| cites(settings, &clause.id)).collect()
}

/// How strongly a school's document puts what a rule rests on: the gravest of its clauses.
pub(crate) fn strength(policy: &Policy, rule: &str) -> Option<Severity> {
    cited(policy, rule).into_iter().map(|clause| clause.severity).max()
}

/// Their numbers or headings, each once.
pub(crate) fn sections(policy: &Policy, rule: &str) -> String {
    let mut sections: Vec<&str> = Vec::new();
    for clause in cited(policy, rule) {
        if !sections.contains(&clause.section.as_str()) {
            sections.push(&clause.section);
        }
    }
    if sections.is_empty() { "no clause".to_owned() } else { sections.join("; ") }
}

/// The word that staff see for it.
pub(crate) fn word(severity: Severity) -> &'static str {
    match severity {
        Severity::Prohibited => "Not allowed",
        Severity::Required => "Expected",
        Severity::Advised => "Advised",
        Severity::Informational => "Good to know",
    }
}

pub(crate) fn title(rule: &str) -> &'static str {
    catalogue::RULES.iter().find(|listed| listed.id == rule).map_or("", |listed| listed.title)
}
