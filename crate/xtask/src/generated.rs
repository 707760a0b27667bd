//! Files that are made from the registries and committed, so that they can be read without a
//! build; a test and `--check` hold that none is stale.

use std::borrow::Cow;

use anyhow::{Result, bail};
use lanyard_core::policy::Policy;

use crate::project::Project;
use crate::{docs, reports, schema, site_docs, types};

/// A generated file.
pub(crate) struct Generated {
    /// Path from the root.
    pub(crate) path: Cow<'static, str>,
    pub(crate) text: String,
}

/// All of them.
pub(crate) fn all(policies: &[Policy]) -> Result<Vec<Generated>> {
    let mut files = vec![schema::generate(), types::generate()];
    files.extend(docs::generate(policies));
    files.push(site_docs::generate(&Project::find())?);
    files.extend(reports::generate()?);
    Ok(files)
}

/// Writes the files, or says which are stale.
pub(crate) fn run(project: &Project, files: Vec<Generated>, check: bool) -> Result<()> {
    if !check {
        for file in files {
            let written = project.write(&project.root.join(&*file.path), file.text.as_bytes())?;
            println!("{} {}", file.path, if written { "written" } else { "is up to date" });
        }
        return Ok(());
    }
    let stale: Vec<String> = files.iter().filter_map(|file| stale(project, file)).collect();
    for line in &stale {
        eprintln!("{line}");
    }
    if !stale.is_empty() {
        bail!("{} generated files are stale: run `cargo xtask generate` and commit what it writes", stale.len());
    }
    Ok(())
}

fn stale(project: &Project, file: &Generated) -> Option<String> {
    let there = project.read(&project.root.join(&*file.path)).unwrap_or_default();
    if there == file.text {
        return None;
    }
    let line = there.lines().zip(file.text.lines()).take_while(|(a, b)| a == b).count() + 1;
    let should = file.text.lines().nth(line - 1).unwrap_or("the end of the file");
    Some(format!("{}:{line}: stale; expected: {should}", file.path))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::packs;

    #[test]
    fn no_generated_file_is_stale() {
        let project = Project::find();
        let policies = packs::compile(&project).expect("the packs compile");
        let stale: Vec<String> =
            all(&policies).expect("they are made").iter().filter_map(|file| stale(&project, file)).collect();
        assert!(stale.is_empty(), "{}", stale.join("\n"));
    }

    #[test]
    fn generating_twice_gives_the_same() {
        let policies = packs::compile(&Project::find()).expect("the packs compile");
        for (one, two) in all(&policies).expect("once").into_iter().zip(all(&policies).expect("twice")) {
            assert_eq!(one.text, two.text, "{}", one.path);
        }
    }
}
