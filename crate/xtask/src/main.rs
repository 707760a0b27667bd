//! What `build.sh` calls: `cargo xtask COMMAND`.

mod archive;
mod assemble;
mod categories;
mod docs;
mod generated;
mod keys;
mod packs;
mod parts;
mod project;
mod release;
mod reports;
mod schema;
mod site_docs;
mod sites;
mod split;
mod types;
mod wasm;

use std::process::ExitCode;

use anyhow::Result;
use clap::{Args, Parser, Subcommand};

use project::Project;

#[derive(Parser)]
#[command(name = "xtask", about = "Builds the extension from its sources")]
struct Line {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Compiles the packs: extension/policies/*.toml → dist/extension/policies/
    Packs,
    /// Checks the site files and writes their index: extension/sites/*.json → dist/extension/sites/
    Sites,
    /// Writes extension/managed_schema.json from the registry of configuration keys
    Schema(Check),
    /// Writes extension/content/types/protocol.ts from the core's types
    Types(Check),
    /// Writes docs/configuration.md, docs/rules.md and docs/policies.md
    Docs(Check),
    /// Schema, types and docs together
    Generate(Check),
    /// Packs and sites are in order, and no generated file is stale
    Check,
    /// Builds the Wasm of service worker and pages → dist/extension/wasm/
    Wasm,
    /// Puts dist/extension together; the Wasm has to be there
    Assemble(Packing),
    /// Packs dist/extension → dist/lanyard.zip, dist/lanyard.crx, dist/update.xml
    Crx(Packing),
    /// Everything
    All(Packing),
    /// Everything, under its version, with sums, the list of its parts and their licences → dist/release/
    Release(Packing),
}

#[derive(Args)]
struct Check {
    /// Write nothing; fail where the file in the tree is not what would be written
    #[arg(long)]
    check: bool,
}

/// How the extension is signed and where it updates from.
#[derive(Args)]
pub(crate) struct Packing {
    /// Private key of the extension (PEM). Without one, .lanyard/key.pem is made and kept
    #[arg(long, value_name = "FILE.pem", env = "LANYARD_KEY", hide_env_values = true)]
    key: Option<String>,
    /// Where the school will serve update.xml; lanyard.crx is expected beside it
    #[arg(long, value_name = "URL", env = "LANYARD_UPDATE_URL")]
    update_url: Option<String>,
}

fn main() -> ExitCode {
    let project = Project::find();
    match run(&project, Line::parse().command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("xtask: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(project: &Project, command: Command) -> Result<()> {
    match command {
        Command::Packs => packs::write(project),
        Command::Sites => sites::write(project),
        Command::Schema(check) => generated::run(project, vec![schema::generate()], check.check),
        Command::Types(check) => generated::run(project, vec![types::generate()], check.check),
        Command::Docs(check) => generated::run(project, docs::generate(&packs::compile(project)?), check.check),
        Command::Generate(check) => generated::run(project, generated::all(&packs::compile(project)?)?, check.check),
        Command::Check => check_all(project),
        Command::Wasm => wasm::build(project),
        Command::Assemble(packing) => assemble::assemble(project, &packing),
        Command::Crx(packing) => assemble::pack(project, &packing).map(drop),
        Command::Release(packing) => release::release(project, &packing),
        Command::All(packing) => {
            wasm::build(project)?;
            assemble::assemble(project, &packing)?;
            assemble::pack(project, &packing).map(drop)
        }
    }
}

fn check_all(project: &Project) -> Result<()> {
    let packs = packs::compile(project)?;
    sites::read(project)?;
    categories::read(project)?;
    generated::run(project, generated::all(&packs)?, true)
}
