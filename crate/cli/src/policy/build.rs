//! `lanyard policy build`: a pack as managed configuration carries it.

use std::path::PathBuf;

use clap::Args;

use super::read;
use crate::Outcome;
use crate::input::{Bad, plain};

#[derive(Args)]
pub(crate) struct Arguments {
    /// The pack; what it extends is built in
    #[arg(value_name = "PACK")]
    pack: String,
    /// The file to write; without, the JSON is printed
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

pub(super) fn run(arguments: &Arguments) -> Outcome {
    let policy = read(&arguments.pack)?;
    let unexpected = |error: &dyn std::fmt::Display| vec![Bad::file(&arguments.pack, &error.to_string(), None)];
    let json = serde_json::to_string(&policy).map_err(|error| unexpected(&error))?;
    let Some(out) = &arguments.out else { return Ok(json + "\n") };
    let file = out.display().to_string();
    std::fs::write(out, format!("{json}\n"))
        .map_err(|error| vec![Bad::file(&file, &format!("a file that can be written: {}", plain(&error)), None)])?;
    let (id, clauses, size) = (&policy.school.id, policy.clauses.len(), json.len().div_ceil(1000));
    Ok(format!("{file} written: {id}, {clauses} clauses, {size} KB. Paste it as the value of the key `pack`.\n"))
}
