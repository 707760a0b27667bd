//! Site files: the header that the worker reads is checked here, the rest by the content
//! script's own tests against site.schema.json.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context as _, Result, bail};
use lanyard_core::observation::Kind;
use lanyard_core::roster::Date;
use lanyard_core::site::{Host, Place};
use serde::{Deserialize, Serialize};

use crate::categories;
use crate::project::Project;

/// The header of a site file, as `sites/index.json` lists it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Header {
    pub(crate) id: String,
    pub(crate) name: String,
    version: u32,
    pub(crate) verified: String,
    pub(crate) confidence: Confidence,
    pub(crate) place: Place,
    personal: bool,
    pub(crate) hosts: Vec<String>,
    pub(crate) surfaces: Vec<Surface>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Surface {
    pub(crate) name: String,
    pub(crate) kind: Kind,
}

/// A: a maintained tool or a captured page says so. B: one dated note. C: older or indirect.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub(crate) enum Confidence {
    A,
    B,
    C,
}

/// A site file: its header and its text.
pub(crate) struct Site {
    pub(crate) header: Header,
    text: String,
}

/// Reads and checks every site file; all mistakes are printed.
pub(crate) fn read(project: &Project) -> Result<Vec<Site>> {
    let mut sites = Vec::new();
    let mut mistakes = Vec::new();
    let mut hosts: BTreeMap<String, String> = BTreeMap::new();
    for path in project.list(&project.source().join("sites"), "json")? {
        if path.to_string_lossy().ends_with(".schema.json") {
            continue;
        }
        let name = project.name(&path);
        let text = project.read(&path)?;
        match header(&name, &text) {
            Ok(header) => {
                mistakes.extend(check(&path, &name, &header, &mut hosts));
                sites.push(Site { header, text });
            }
            Err(mistake) => mistakes.push(mistake),
        }
    }
    for mistake in &mistakes {
        eprintln!("{mistake}");
    }
    if !mistakes.is_empty() {
        bail!("{} mistakes in the site files", mistakes.len());
    }
    Ok(sites)
}

fn header(name: &str, text: &str) -> Result<Header, String> {
    let mut json = serde_json::Deserializer::from_str(text);
    serde_path_to_error::deserialize(&mut json).map_err(|error| {
        let (at, path) = (error.inner(), error.path());
        let said = at.to_string();
        let message = said.split(" at line ").next().unwrap_or(&said);
        format!("{name}:{}: {path}: expected {}", at.line(), lanyard_pack::explain(message).expected)
    })
}

fn check(path: &Path, name: &str, header: &Header, hosts: &mut BTreeMap<String, String>) -> Vec<String> {
    let mut mistakes = Vec::new();
    let mut wrong = |key: &str, expected: String| mistakes.push(format!("{name}: {key}: expected {expected}"));
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    if stem != header.id {
        wrong("id", format!("`{stem}`, the name of the file"));
    }
    if Date::parse(&header.verified).is_none() {
        wrong("verified", "a day, YYYY-MM-DD".to_owned());
    }
    for (at, host) in header.hosts.iter().enumerate() {
        let key = format!("hosts[{at}]");
        if Host::parse(host).is_none() {
            wrong(&key, format!("a host name; found `{host}`"));
        }
        if let Some(other) = hosts.insert(host.clone(), header.id.clone()) {
            wrong(&key, format!("a host of its own; `{host}` is `{other}` already"));
        }
    }
    for (at, surface) in header.surfaces.iter().enumerate() {
        if header.surfaces.iter().take(at).any(|other| other.name == surface.name) {
            wrong(&format!("surfaces[{at}].name"), format!("a name of its own; `{}` is taken", surface.name));
        }
    }
    mistakes
}

/// What a site file may hold: it ships for what a school sets in place of a fact.
const SHAPE: &str = "sites/site.schema.json";

/// The files with what a page looks for first, in the words of the content script itself.
fn seen(project: &Project, sites: &[Site]) -> Result<Vec<serde_json::Value>> {
    let script = "extension/content/seen.mjs";
    let mut node = Command::new("node")
        .current_dir(&project.root)
        .arg(script)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .context("cannot run node")?;
    let texts: Vec<&str> = sites.iter().map(|site| site.text.as_str()).collect();
    let mut given = node.stdin.take().with_context(|| format!("{script} takes no input"))?;
    given.write_all(format!("[{}]", texts.join(",")).as_bytes())?;
    drop(given);
    let said = node.wait_with_output()?;
    if !said.status.success() {
        bail!("{script} failed");
    }
    Ok(serde_json::from_slice(&said.stdout)?)
}

/// What ships: the files, without the spaces that are for people, their schema, and the index of their headers.
pub(crate) fn files(project: &Project, sites: &[Site]) -> Result<Vec<(String, Vec<u8>)>> {
    let mut files = Vec::new();
    for (site, file) in sites.iter().zip(seen(project, sites)?) {
        files.push((format!("sites/{}.json", site.header.id), serde_json::to_vec(&file)?));
    }
    let shape: serde_json::Value = serde_json::from_str(&project.read(&project.source().join(SHAPE))?)?;
    files.push(("sites/shape.json".to_owned(), serde_json::to_vec(&shape)?));
    let index: Vec<&Header> = sites.iter().map(|site| &site.header).collect();
    files.push(("sites/index.json".to_owned(), serde_json::to_vec(&index)?));
    Ok(files)
}

pub(crate) fn write(project: &Project) -> Result<()> {
    let sites = read(project)?;
    let lists = categories::read(project)?;
    for (name, content) in files(project, &sites)?.into_iter().chain(categories::files(&lists)?) {
        project.write(&project.built().join(name), &content)?;
    }
    println!("{} sites, {} lists of hosts", sites.len(), lists.len());
    Ok(())
}
