//! `lanyard site test`: an administrator can say what Lanyard reads on a page without showing the page.

use std::fmt::Write;
use std::path::PathBuf;

use clap::Args;
use lanyard_core::engine::Reads;
use lanyard_core::site::web_host;
use serde::Serialize;
use serde_json::{Map, Value};

use super::masked;
use crate::Report;
use crate::check::Format;
use crate::evaluate::json;
use crate::input::Bad;
use crate::saved::{Eyes, Page, Reader, Seen};

#[derive(Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    reader: Reader,
    /// Where the page was, if its file does not say so
    #[arg(long, value_name = "ADDRESS")]
    url: Option<String>,
    /// What is printed
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// Id of a site, or a site file of your own (.json)
    #[arg(value_name = "SITE")]
    site: String,
    /// The page, saved from a browser as "Webpage, complete"
    #[arg(value_name = "PAGE.html")]
    page: PathBuf,
}

/// Version of [`Tested`].
const VERSION: u32 = 1;

/// What was read, with nothing in it of what it says.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Tested {
    version: u32,
    /// Of Lanyard.
    program: &'static str,
    site: Value,
    verified: Value,
    confidence: Value,
    host: String,
    surfaces: Vec<Read>,
    not_checked: Vec<NotChecked>,
}

#[derive(Serialize)]
struct Read {
    surface: String,
    kind: Value,
    /// Path and masked value of everything in the observation.
    read: Vec<(String, String)>,
}

#[derive(Serialize)]
struct NotChecked {
    surface: String,
    why: String,
    missing: Vec<String>,
}

pub(super) fn run(arguments: &Arguments) -> Result<Report, Vec<Bad>> {
    let mut bad = Vec::new();
    let site = super::site(&arguments.site).map_err(|one| bad.push(one)).ok();
    let page = Page::read(&arguments.page, arguments.url.as_deref()).map_err(|one| bad.push(one)).ok();
    let (Some(site), Some(page)) = (site, page) else { return Err(bad) };
    // Everything that can be read is asked for: it is masked before it is printed.
    let all = Reads { subject: true, files: true, text: true, signoff: None };
    let seen = Eyes::open(&arguments.reader)
        .and_then(|mut eyes| eyes.look(&page, &site, &mut |_| all.clone()))
        .map_err(|one| vec![one])?;
    let tested = tested(&site, &page, seen);
    let problems = tested.surfaces.is_empty() || !tested.not_checked.is_empty();
    let text = if arguments.format == Format::Json { json(&tested)? } else { text(&tested) };
    Ok(Report { text, problems })
}

fn tested(site: &Value, page: &Page, seen: Seen) -> Tested {
    let surfaces = seen.observations.iter().map(|observation| {
        let mut value = serde_json::to_value(observation).unwrap_or_default();
        let kind = value["kind"].take();
        let surface = observation.surface().to_string();
        let mut read = Vec::new();
        if let Value::Object(fields) = &mut value {
            fields.remove("surface");
            fields.remove("kind");
            flatten(fields, "", &mut read);
        }
        Read { surface, kind, read }
    });
    let not_checked = seen.unchecked.iter().map(|one| NotChecked {
        surface: one.surface.clone(),
        why: one.reason.clone(),
        missing: one.missing.clone(),
    });
    Tested {
        version: VERSION,
        program: env!("CARGO_PKG_VERSION"),
        site: site["id"].clone(),
        verified: site["verified"].clone(),
        confidence: site["confidence"].clone(),
        host: web_host(&page.address).map(|(_, host)| host).unwrap_or_default(),
        surfaces: surfaces.collect(),
        not_checked: not_checked.collect(),
    }
}

/// Fields whose values are words of Lanyard's own.
const OWN_WORDS: [&str; 8] = ["audience", "direction", "field", "kinds", "mode", "offered", "setting", "status"];

fn flatten(fields: &Map<String, Value>, under: &str, into: &mut Vec<(String, String)>) {
    for (key, value) in fields {
        let path = if under.is_empty() { key.clone() } else { format!("{under}.{key}") };
        one(key, path, value, into);
    }
}

fn one(key: &str, path: String, value: &Value, into: &mut Vec<(String, String)>) {
    match value {
        Value::Object(fields) => flatten(fields, &path, into),
        Value::Array(values) => {
            for (at, value) in values.iter().enumerate() {
                one(key, format!("{path}[{at}]"), value, into);
            }
        }
        Value::String(text) if !OWN_WORDS.contains(&key) => into.push((path, masked(text))),
        Value::String(text) => into.push((path, text.clone())),
        other => into.push((path, other.to_string())),
    }
}

fn text(tested: &Tested) -> String {
    let plain = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let mut text = format!(
        "Lanyard {}, site file {}, verified {}, confidence {}\non {}\n",
        tested.program,
        plain(&tested.site),
        plain(&tested.verified),
        plain(&tested.confidence),
        tested.host
    );
    for surface in &tested.surfaces {
        let _ = writeln!(text, "\n{} ({})", surface.surface, plain(&surface.kind));
        let width = surface.read.iter().map(|(path, _)| path.chars().count()).max().unwrap_or_default();
        for (path, value) in &surface.read {
            let _ = writeln!(text, "  {path:width$}  {value}");
        }
    }
    for one in &tested.not_checked {
        let why = match one.why.as_str() {
            "expect" => format!("there, but without {}", one.missing.join(", ")),
            "unsure" => format!("uncertain: the ways to find {} do not agree", one.missing.join(", ")),
            "absent" => "the part that reads it did not come".to_owned(),
            other => other.to_owned(),
        };
        let why = if one.missing == ["root"] { "the address promises it, and it is not there".to_owned() } else { why };
        let _ = writeln!(text, "\n{}\n  not checked: {why}", one.surface);
    }
    if tested.surfaces.is_empty() && tested.not_checked.is_empty() {
        text += "\nnothing that this site file knows is on this page\n";
    }
    text
}
