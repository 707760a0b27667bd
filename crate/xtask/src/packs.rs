//! School packs: TOML in, the JSON of the policy out.

use anyhow::{Result, bail};
use lanyard_core::policy::Policy;
use serde_json::json;

use crate::project::Project;

/// Compiles every pack.
///
/// Every mistake in every pack is printed with file, line and key; any of them ends the build.
pub(crate) fn compile(project: &Project) -> Result<Vec<Policy>> {
    let mut policies = Vec::new();
    let mut mistakes = Vec::new();
    for path in project.list(&project.source().join("policies"), "toml")? {
        match lanyard_pack::compile(&project.name(&path), &project.read(&path)?) {
            Ok(policy) => policies.push(policy),
            Err(found) => mistakes.extend(found),
        }
    }
    if mistakes.is_empty() && !policies.is_empty() {
        return Ok(policies);
    }
    for mistake in &mistakes {
        eprintln!("{mistake}");
    }
    bail!("{} mistakes in the packs, {} packs are good", mistakes.len(), policies.len());
}

/// What ships: `ID.json` each, the part of it that the worker wakes with, and the index that
/// the popup and the documents list.
pub(crate) fn files(policies: &[Policy]) -> Result<Vec<(String, Vec<u8>)>> {
    let mut files = Vec::new();
    for policy in policies {
        files.push((format!("policies/{}.json", policy.school.id), serde_json::to_vec(policy)?));
        files.push((format!("policies/{}.rules.json", policy.school.id), serde_json::to_vec(&policy.for_rules())?));
    }
    let index: Vec<_> =
        policies.iter().map(|policy| json!({ "id": policy.school.id, "name": policy.school.name })).collect();
    files.push(("policies/index.json".to_owned(), serde_json::to_vec(&index)?));
    Ok(files)
}

pub(crate) fn write(project: &Project) -> Result<()> {
    let policies = compile(project)?;
    for (name, content) in files(&policies)? {
        project.write(&project.built().join(name), &content)?;
    }
    let clauses: usize = policies.iter().map(|policy| policy.clauses.len()).sum();
    println!("{} packs, {clauses} clauses", policies.len());
    Ok(())
}
