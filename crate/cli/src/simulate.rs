//! `lanyard simulate`: a folder of observations and saved pages through a policy, before anything is
//! pushed.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::{Path, PathBuf};

use clap::Args;
use lanyard_core::finding::Verdict;
use lanyard_core::observation::Observation;
use serde::Serialize;

use crate::Outcome;
use crate::check::{Desk, Format, Given};
use crate::evaluate::json;
use crate::input::{Bad, Source, plain};
use crate::observations;
use crate::saved::{Eyes, Page, Reader};

#[derive(Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    given: Given,
    /// What is printed
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    #[command(flatten)]
    reader: Reader,
    /// Observation files (.json) and saved pages (.html), in it and in the folders inside
    #[arg(value_name = "DIR")]
    folder: PathBuf,
}

#[derive(Default, Serialize)]
#[serde(rename_all = "camelCase")]
struct File {
    file: String,
    verdicts: Vec<Verdict>,
    /// Of a saved page: surfaces that are there, or should be, and could not be read.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    not_read: Vec<String>,
    /// Of a saved page: no rule of this school looks at the place that it was saved from.
    #[serde(skip_serializing_if = "is_false")]
    not_covered: bool,
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
        bad.push(Bad::file(&name, "a folder with observation files (.json) or saved pages (.html) in it", None));
    }
    let mut read = Vec::new();
    for path in &paths {
        match Found::read(path) {
            Ok(found) => read.push((path.display().to_string(), found)),
            Err(found) => bad.extend(found),
        }
    }
    let Some(desk) = desk.filter(|_| bad.is_empty()) else { return Err(bad) };
    let mut eyes = None;
    let mut files = Vec::new();
    for (file, found) in read {
        let mut made = match found {
            Found::Observations(all) => {
                File { verdicts: all.iter().map(|one| desk.judge(one)).collect(), ..File::default() }
            }
            Found::Page(page) => of_page(&page, &desk, &arguments.reader, &mut eyes).map_err(|one| vec![one])?,
        };
        made.file = file;
        files.push(made);
    }
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
        for surface in &file.not_read {
            let _ = writeln!(text, "{surface}\n  not checked: it is there, or should be, and cannot be read");
        }
        if file.not_covered {
            text += "  not covered: no rule of this school looks there\n";
        } else if file.verdicts.is_empty() && file.not_read.is_empty() {
            text += "  nothing on this page that a rule looks at\n";
        }
        text.push('\n');
    }
    text += &summary(&files, &spoke);
    Ok(text)
}

/// What a file of the folder holds.
enum Found {
    Observations(Vec<Observation>),
    Page(Page),
}

impl Found {
    fn read(path: &Path) -> Result<Self, Vec<Bad>> {
        if is_page(path) {
            return Page::read(path, None).map(Self::Page).map_err(|one| vec![one]);
        }
        let source = Source::read(path).map_err(|one| vec![one])?;
        observations::read(&source).map(Self::Observations)
    }
}

/// What staff would see on a page, as it was when it was saved. The browser is started for the first.
fn of_page(page: &Page, desk: &Desk, reader: &Reader, eyes: &mut Option<Eyes>) -> Result<File, Bad> {
    let Some(site) = desk.site_at(&page.address)? else {
        return Ok(File { not_covered: true, ..File::default() });
    };
    let eyes = match eyes {
        Some(eyes) => eyes,
        None => eyes.insert(Eyes::open(reader)?),
    };
    let seen = eyes.look(page, &site, &mut |observation| desk.reads(observation))?;
    Ok(File {
        verdicts: seen.observations.iter().map(|one| desk.judge(one)).collect(),
        not_read: seen.unchecked.into_iter().map(|one| one.surface).collect(),
        ..File::default()
    })
}

fn is_page(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending == "html" || ending == "htm")
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde's own signature")]
fn is_false(value: &bool) -> bool {
    !value
}

fn summary(files: &[File], spoke: &BTreeMap<String, usize>) -> String {
    let verdicts: Vec<&Verdict> = files.iter().flat_map(|file| &file.verdicts).collect();
    let quiet = verdicts.iter().filter(|verdict| verdict.findings.is_empty() && verdict.unchecked.is_none()).count();
    let unread: usize = files.iter().map(|file| file.not_read.len()).sum();
    let unchecked = verdicts.iter().filter(|verdict| verdict.unchecked.is_some()).count();
    let mut text = format!(
        "{} observations in {} files: {} with something to say, {quiet} with nothing, {unchecked} not checked\n",
        verdicts.len(),
        files.len(),
        verdicts.len() - quiet - unchecked
    );
    let pages = files.iter().filter(|file| is_page(Path::new(&file.file))).count();
    if pages > 0 {
        let _ = writeln!(text, "{pages} of the files are saved pages; {unread} surfaces on them could not be read");
    }
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
            // What a browser saves beside a page belongs to it.
            let beside = path.file_name().is_some_and(|name| name.to_string_lossy().ends_with("_files"));
            if !beside {
                collect(&path, paths)?;
            }
        } else if is_page(&path) || path.extension().is_some_and(|ending| ending == "json") {
            paths.push(path);
        }
    }
    Ok(())
}
