//! JSON Schema of what goes in and what comes out.

use clap::{Args, ValueEnum};
use lanyard_core::config::keys::{KEYS, Key, Shape};
use lanyard_core::finding::Finding;
use lanyard_core::observation::{Observation, ObservationFile};
use schemars::{JsonSchema, schema_for};
use serde_json::{Map, Value, json};

use crate::Outcome;
use crate::check::Report;
use crate::inspect::Inspection;

#[derive(Args)]
pub(crate) struct Arguments {
    /// Of what
    #[arg(value_enum)]
    of: Of,
}

#[derive(Clone, Copy, ValueEnum)]
enum Of {
    /// What `lanyard check` reads
    Observation,
    /// What `lanyard check --format json` prints, and one finding of it
    Finding,
    /// What `lanyard inspect --format json` prints
    Inspection,
    /// What `--config` takes
    Config,
}

/// An observation file, or one observation by itself.
#[derive(JsonSchema)]
#[serde(untagged)]
#[expect(dead_code, reason = "only its schema is used")]
enum Observations {
    File(ObservationFile),
    One(Box<Observation>),
}

/// The report of a check, or one finding of it.
#[derive(JsonSchema)]
#[serde(untagged)]
#[expect(dead_code, reason = "only its schema is used")]
enum Findings {
    Report(Report),
    One(Box<Finding>),
}

pub(crate) fn run(arguments: &Arguments) -> Outcome {
    let schema = match arguments.of {
        Of::Observation => schema_for!(Observations).to_value(),
        Of::Finding => schema_for!(Findings).to_value(),
        Of::Inspection => schema_for!(Inspection).to_value(),
        Of::Config => config(),
    };
    Ok(format!("{schema:#}\n"))
}

/// Bare, or wrapped in `Value` as the Admin console wants it; structure as itself or as text.
fn config() -> Value {
    let properties: Map<String, Value> = KEYS
        .iter()
        .map(|key| {
            let bare = bare(key);
            let wrapped = json!({
                "type": "object", "properties": { "Value": bare }, "required": ["Value"], "additionalProperties": false
            });
            let schema = json!({ "title": key.title, "description": key.description, "anyOf": [bare, wrapped] });
            (key.name.to_owned(), schema)
        })
        .collect();
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Lanyard's managed configuration",
        "type": "object",
        "properties": properties,
        "additionalProperties": false,
    })
}

fn bare(key: &Key) -> Value {
    match key.shape {
        Shape::Text => json!({ "type": "string" }),
        Shape::Switch => json!({ "enum": ["on", "off"] }),
        Shape::List => json!({ "type": ["string", "array"], "items": { "type": "string" } }),
        Shape::Object => json!({ "type": ["string", "object"] }),
        Shape::Objects => json!({ "type": ["string", "array"], "items": { "type": "object" } }),
    }
}
