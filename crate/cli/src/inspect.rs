//! `lanyard inspect`: what is known of files, as the extension would know it.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use clap::Args;
use lanyard_core::file::{FileFacts, Place, Reason};
use lanyard_core::text::{Around, scan};
use lanyard_document::{Source, Stop};
use schemars::JsonSchema;
use serde::Serialize;

use crate::check::{Format, open_roster};
use crate::input::{Bad, plain};
use crate::{Outcome, policy};

#[derive(Args)]
pub(crate) struct Arguments {
    /// Policy whose school's names are looked for: an id, or a pack's file (.toml, or compiled .json)
    #[arg(long, value_name = "PACK")]
    policy: Option<String>,
    /// Roster made by `lanyard roster build`, to see who is named
    #[arg(long, value_name = "FILE")]
    roster: Option<PathBuf>,
    /// Its key; FILE.key unless given
    #[arg(long, value_name = "FILE.key", requires = "roster")]
    roster_key: Option<PathBuf>,
    /// What is printed
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// The files
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
}

/// Version of [`Inspection`].
const VERSION: u32 = 1;

/// What `lanyard inspect` prints as JSON.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Inspection {
    /// Version of this shape.
    version: u32,
    /// One for each file, in order.
    files: Vec<Inspected>,
}

/// One file.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
struct Inspected {
    /// As it was named.
    file: String,
    /// What is known of it.
    facts: FileFacts,
}

pub(crate) fn run(arguments: &Arguments) -> Outcome {
    let mut bad = Vec::new();
    let mut keep = |result: Result<_, Vec<Bad>>| result.map_err(|found| bad.extend(found)).ok();
    let policy = arguments.policy.as_deref().and_then(|policy| keep(policy::read(policy)));
    let school = policy.map(|policy| policy.school.names).unwrap_or_default();
    let roster = open_roster(arguments.roster.as_deref(), arguments.roster_key.as_ref())
        .map_err(|one| bad.push(one))
        .ok()
        .flatten();
    let around = Around { school: &school, roster: roster.as_ref() };
    let mut files = Vec::new();
    for path in &arguments.files {
        match inspected(path, &around) {
            Ok(facts) => files.push(Inspected { file: path.display().to_string(), facts }),
            Err(one) => bad.push(one),
        }
    }
    if !bad.is_empty() {
        return Err(bad);
    }
    if arguments.format == Format::Json {
        let report = Inspection { version: VERSION, files };
        let json = serde_json::to_string_pretty(&report)
            .map_err(|error| vec![Bad::file("report", &error.to_string(), None)])?;
        return Ok(json + "\n");
    }
    Ok(files.iter().map(|file| text(&file.file, &file.facts)).collect())
}

fn inspected(path: &Path, around: &Around<'_>) -> Result<FileFacts, Bad> {
    let name = path.display().to_string();
    let wrong = |error: &std::io::Error| Bad::file(&name, &format!("a file that can be read: {}", plain(error)), None);
    let about = std::fs::metadata(path).map_err(|error| wrong(&error))?;
    if about.is_dir() {
        return Err(Bad::file(&name, "a file; this is a folder", None));
    }
    let disk = Disk { file: File::open(path).map_err(|error| wrong(&error))?, size: about.len() };
    let mut look = |text: &str, each: &mut dyn FnMut(&str, u32)| {
        for (kind, count) in scan(text, around).counts() {
            each(kind.id(), u32::try_from(count).unwrap_or(u32::MAX));
        }
    };
    // The disk has every byte or none: nothing is missing for now.
    Ok(lanyard_document::inspect(&disk, &mut look).unwrap_or_else(|_| lanyard_document::not_checked(Reason::NotGiven)))
}

struct Disk {
    file: File,
    size: u64,
}

impl Source for Disk {
    fn size(&self) -> u64 {
        self.size
    }

    fn read(&self, at: u64, into: &mut [u8]) -> Result<usize, Stop> {
        let gone = |_| Stop::Because(Reason::NotGiven);
        let mut file = &self.file;
        file.seek(SeekFrom::Start(at)).map_err(gone)?;
        let mut filled = 0;
        while let Some(rest) = into.get_mut(filled..).filter(|rest| !rest.is_empty()) {
            match file.read(rest).map_err(gone)? {
                0 => break,
                count => filled += count,
            }
        }
        Ok(filled)
    }
}

fn text(name: &str, facts: &FileFacts) -> String {
    let mut text = format!("{name}\n  {}, {}\n", id(&facts.format), id(&facts.protection));
    if let Some(reason) = facts.unchecked {
        let _ = writeln!(text, "  not checked: {}", id(&reason));
    }
    for part in &facts.parts {
        let _ = writeln!(text, "  has {}: {}", id(&part.place), part.count);
    }
    let mut places: BTreeMap<Place, Vec<String>> = BTreeMap::new();
    for held in &facts.holds {
        places.entry(held.place).or_default().push(format!("{} {}", held.kind, held.count));
    }
    for (place, kinds) in places {
        let _ = writeln!(text, "  {}: {}", id(&place), kinds.join(", "));
    }
    text
}

/// The word that JSON has for it.
fn id(value: &impl Serialize) -> String {
    serde_json::to_value(value).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}
