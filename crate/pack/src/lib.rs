//! Compiles a school's pack from TOML to [`Policy`], at build time and in the command line.
//!
//! The worker never reads TOML: it gets the JSON of the compiled policy. What is wrong with a
//! pack comes back all at once, each mistake with its file, line and key.

mod base;
mod shape;
mod source;

use lanyard_core::config::Config;
use lanyard_core::engine::Engine;
use lanyard_core::policy::Policy;
use lanyard_core::problem::Problem;

pub use lanyard_core::problem::Mistake;

pub use base::{Find, NoBase};
pub use shape::{Explained, explain};
use source::Source;

/// Reads a pack and checks everything that can be checked without a school's configuration.
///
/// # Errors
/// Every mistake that was found. A file that is not TOML, or whose shape is wrong, is not
/// judged further: what would be said of the rest would be guesses.
pub fn compile(file_name: &str, toml: &str) -> Result<Policy, Vec<Mistake>> {
    compile_with(file_name, toml, &|_| {
        Err(NoBase::Name(Problem::new(
            "pack-extends",
            "extends",
            "a pack that stands alone: here none can be extended",
        )))
    })
}

/// The same for a pack that may extend another, which `find` gives.
///
/// # Errors
/// As [`compile`]; what is wrong with the other pack is said of its own file.
pub fn compile_with(file_name: &str, toml: &str, find: Find<'_>) -> Result<Policy, Vec<Mistake>> {
    let source = Source::read(file_name, toml)?;
    let (policy, places) = shape::policy(&source, find)?;

    let mut problems = policy.check();
    problems.extend(name_of_file(file_name, &policy));
    let (_, of_engine) = Engine::new(policy.clone(), Config::default(), None);
    for problem in of_engine {
        if !problems.iter().any(|known| known.path == problem.path) {
            problems.push(problem);
        }
    }
    if problems.is_empty() {
        return Ok(policy);
    }
    let mut mistakes: Vec<Mistake> = problems.into_iter().map(|problem| places.locate(&source, problem)).collect();
    mistakes.sort_by_key(|mistake| (mistake.line, mistake.column));
    Err(mistakes)
}

/// A pack is found by its file name, so that the id in it must be the same.
fn name_of_file(file_name: &str, policy: &Policy) -> Option<Problem> {
    let stem = std::path::Path::new(file_name).file_stem()?.to_str()?;
    (stem != policy.school.id).then(|| Problem::new("pack-id", "school.id", &format!("`{stem}`, the name of the file")))
}
