//! Observation files.

use lanyard_core::observation::{FILE_VERSION, Kind, Observation};
use lanyard_core::problem::Problem;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::input::{Bad, Source};

/// Reads `{"version": 1, "observations": […]}` or one observation by itself.
pub(crate) fn read(source: &Source) -> Result<Vec<Observation>, Vec<Bad>> {
    let file: Value = source.json().map_err(|bad| vec![bad])?;
    let whole = |problem: Problem| Err(vec![source.locate(problem)]);
    let Value::Object(map) = &file else {
        return whole(Problem::new("shape", "", "an observation, or { \"version\": 1, \"observations\": [ … ] }"));
    };
    if map.contains_key("kind") {
        return one(source, "", file).map(|observation| vec![observation]).map_err(|bad| vec![bad]);
    }
    for key in map.keys() {
        if !["version", "observations"].contains(&key.as_str()) {
            let problem = Problem::new("shape", key, "no key of this name");
            return whole(problem.suggest(Some(
                "a file holds `version` and `observations`; an observation begins with its `kind`".to_owned(),
            )));
        }
    }
    match map.get("version").map(Value::as_u64) {
        Some(Some(version)) if version == u64::from(FILE_VERSION) => {}
        Some(_) => {
            return whole(Problem::new(
                "version",
                "version",
                &format!("{FILE_VERSION}, the version that this program reads"),
            ));
        }
        None => return whole(Problem::new("shape", "version", "the key `version`, which is missing")),
    }
    let Some(Value::Array(list)) = map.get("observations") else {
        return whole(Problem::new("shape", "observations", "a list of observations in [ ]"));
    };
    let mut observations = Vec::new();
    let mut bad = Vec::new();
    for (at, value) in list.iter().enumerate() {
        match one(source, &format!("observations[{at}]"), value.clone()) {
            Ok(observation) => observations.push(observation),
            Err(found) => bad.push(found),
        }
    }
    if bad.is_empty() { Ok(observations) } else { Err(bad) }
}

/// Reads the kind first, then what that kind holds: serde's own way for tagged values loses
/// the path to a mistake.
fn one(source: &Source, path: &str, mut value: Value) -> Result<Observation, Bad> {
    let Value::Object(map) = &mut value else {
        return Err(source.locate(Problem::new("shape", path, "an observation in { }")));
    };
    let Some(kind) = map.remove("kind") else {
        return Err(source.locate(Problem::new("shape", &join(path, "kind"), "the key `kind`, which is missing")));
    };
    let kind: Kind = serde_json::from_value(kind).map_err(|error| source.shape(&join(path, "kind"), &error))?;
    Ok(match kind {
        Kind::ComposeMail => Observation::ComposeMail(read_as(source, path, &value)?),
        Kind::ConnectionRequest => Observation::ConnectionRequest(read_as(source, path, &value)?),
        Kind::PostAudience => Observation::PostAudience(read_as(source, path, &value)?),
        Kind::PrivacySetting => Observation::PrivacySetting(read_as(source, path, &value)?),
        Kind::ComposeMessage => Observation::ComposeMessage(read_as(source, path, &value)?),
        Kind::ProfileField => Observation::ProfileField(read_as(source, path, &value)?),
        Kind::PageVisit => Observation::PageVisit(read_as(source, path, &value)?),
        Kind::ReceivedMail => Observation::ReceivedMail(read_as(source, path, &value)?),
    })
}

fn read_as<T: DeserializeOwned>(source: &Source, path: &str, value: &Value) -> Result<T, Bad> {
    serde_path_to_error::deserialize(value).map_err(|error| {
        let inside = error.path().to_string();
        let path = if inside == "." { path.to_owned() } else { join(path, &inside) };
        source.shape(&path, error.inner())
    })
}

fn join(path: &str, key: &str) -> String {
    if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") }
}
