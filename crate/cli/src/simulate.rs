//! `lanyard simulate`: a folder of observations through a policy, before anything is pushed.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::{Path, PathBuf};

use clap::Args;
use lanyard_core::finding::Verdict;
use serde::Serialize;

use crate::Outcome;
use crate::check::{Desk, Format, Given};
use crate::evaluate::json;
use crate::input::{Bad, Source, plain};
use crate::observations;

#[derive(Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    given: Given,
    /// What is printed
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// Observation files (.json), in it and in the folders inside
    #[arg(value_name = "DIR")]
    folder: PathBuf,
}

#[derive(Serialize)]
struct File {
    file: String,
    verdicts: Vec<Verdict>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Simulated {
    version: u32,
    files: Vec<File>,
    /// How often each rule spoke.
    spoke: BTreeMap<String, usize>,
}

pub(crate) fn run(arguments: &Arguments) -> Outcome {
    let mut bad = Vec::new();
    let desk = Desk::set(&arguments.given).map_err(|found| bad.extend(found)).ok();
    let mut paths = Vec::new();
    if let Err(found) = collect(&arguments.folder, &mut paths) {
        bad.push(found);
    } else if paths.is_empty() {
        let name = arguments.folder.display().to_string();
        bad.push(Bad::file(&name, "a folder with observation files (.json) in it", None));
    }
    let mut read = Vec::new();
    for path in &paths {
        match Source::read(path).map_err(|one| vec![one]).and_then(|source| observations::read(&source)) {
            Ok(observations) => read.push((path.display().to_string(), observations)),
            Err(found) => bad.extend(found),
        }
    }
    let Some(desk) = desk.filter(|_| bad.is_empty()) else { return Err(bad) };
    let files: Vec<File> = read
        .into_iter()
        .map(|(file, observations)| File { file, verdicts: observations.iter().map(|one| desk.judge(one)).collect() })
        .collect();
    let mut spoke = BTreeMap::new();
    for finding in files.iter().flat_map(|file| &file.verdicts).flat_map(|verdict| &verdict.findings) {
        *spoke.entry(finding.rule.clone()).or_insert(0) += 1;
    }
    if arguments.format == Format::Json {
        return json(&Simulated { version: 1, files, spoke });
    }
    desk.complain();
    let mut text = String::new();
    for file in &files {
        let _ = writeln!(text, "{}", file.file);
        for verdict in &file.verdicts {
            text += &desk.text(verdict);
        }
        text.push('\n');
    }
    text += &summary(&files, &spoke);
    Ok(text)
}

fn summary(files: &[File], spoke: &BTreeMap<String, usize>) -> String {
    let verdicts: Vec<&Verdict> = files.iter().flat_map(|file| &file.verdicts).collect();
    let quiet = verdicts.iter().filter(|verdict| verdict.findings.is_empty() && verdict.unchecked.is_none()).count();
    let unchecked = verdicts.iter().filter(|verdict| verdict.unchecked.is_some()).count();
    let mut text = format!(
        "{} observations in {} files: {} with something to say, {quiet} with nothing, {unchecked} not checked\n",
        verdicts.len(),
        files.len(),
        verdicts.len() - quiet - unchecked
    );
    for (rule, count) in spoke {
        let _ = writeln!(text, "  {count:>4}  {rule}");
    }
    text
}

fn collect(folder: &Path, paths: &mut Vec<PathBuf>) -> Result<(), Bad> {
    let name = folder.display().to_string();
    let wrong =
        |error: &std::io::Error| Bad::file(&name, &format!("a folder that can be read: {}", plain(error)), None);
    let mut entries: Vec<PathBuf> = std::fs::read_dir(folder)
        .and_then(|entries| entries.map(|entry| entry.map(|entry| entry.path())).collect())
        .map_err(|error| wrong(&error))?;
    entries.sort();
    for path in entries {
        if path.is_dir() {
            collect(&path, paths)?;
        } else if path.extension().is_some_and(|ending| ending == "json") {
            paths.push(path);
        }
    }
    Ok(())
}
