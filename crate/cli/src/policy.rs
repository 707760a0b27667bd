//! The policy that is asked for: one that comes with Lanyard, by its id, or a file.

use std::path::Path;

use lanyard_core::catalogue::nearest_of;
use lanyard_core::policy::Policy;
use lanyard_core::problem::Problem;

use crate::input::{Bad, Source};

include!(concat!(env!("OUT_DIR"), "/built_in.rs"));

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
    let source = Source::read(path).map_err(|bad| vec![bad])?;
    lanyard_pack::compile(&source.name, &source.text).map_err(|mistakes| {
        mistakes
            .into_iter()
            .map(|mistake| Bad::at(&mistake.file, (mistake.line, mistake.column), mistake.problem))
            .collect()
    })
}

/// A compiled pack, as managed configuration carries it.
fn json(path: &Path) -> Result<Policy, Vec<Bad>> {
    let source = Source::read(path).map_err(|bad| vec![bad])?;
    let policy: Policy = source.json().map_err(|bad| vec![bad])?;
    let problems: Vec<Problem> = policy.check();
    if problems.is_empty() {
        Ok(policy)
    } else {
        Err(problems.into_iter().map(|problem| source.locate(problem)).collect())
    }
}

/// Whether a rule's settings name this clause.
pub(crate) fn cites(settings: &serde_json::Value, clause: &str) -> bool {
    match settings {
        serde_json::Value::String(text) => text == clause,
        serde_json::Value::Array(items) => items.iter().any(|item| cites(item, clause)),
        serde_json::Value::Object(fields) => fields.values().any(|value| cites(value, clause)),
        _ => false,
    }
}
