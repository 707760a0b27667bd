//! Compiles the packs into the program: `--policy tudhoe` needs no file beside it. A mistake in
//! a pack ends the build with its file, line and key.

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::{env, fs};

fn main() {
    let extension = Path::new(&env::var("CARGO_MANIFEST_DIR").unwrap_or_default()).join("../../extension");
    let out = PathBuf::from(env::var("OUT_DIR").unwrap_or_default());

    let mut packs = String::new();
    let mut mistakes = Vec::new();
    for path in files(&extension.join("policies"), "toml") {
        let name = format!("extension/policies/{}", path.file_name().unwrap_or_default().to_string_lossy());
        let text = fs::read_to_string(&path).unwrap_or_else(|error| stop(&format!("{name}: {error}")));
        match lanyard_pack::compile(&name, &text) {
            Ok(policy) => {
                let json = serde_json::to_string(&policy).unwrap_or_else(|error| stop(&format!("{name}: {error}")));
                let _ = writeln!(packs, "    ({:?}, {json:?}),", policy.school.id);
            }
            Err(found) => mistakes.extend(found.iter().map(ToString::to_string)),
        }
    }
    if !mistakes.is_empty() {
        stop(&mistakes.join("\n"));
    }

    let mut sites = String::new();
    for path in files(&extension.join("sites"), "json") {
        let stem = path.file_stem().unwrap_or_default().to_string_lossy();
        if !stem.ends_with(".schema") {
            let _ = write!(sites, "{stem:?}, ");
        }
    }

    let code = format!(
        "/// The packs that come with Lanyard: id and compiled JSON.\n\
         pub(crate) const PACKS: &[(&str, &str)] = &[\n{packs}];\n\n\
         /// Ids of the site files.\n\
         pub(crate) const SITES: &[&str] = &[{sites}];\n"
    );
    fs::write(out.join("built_in.rs"), code).unwrap_or_else(|error| stop(&error.to_string()));
}

fn files(folder: &Path, extension: &str) -> Vec<PathBuf> {
    println!("cargo::rerun-if-changed={}", folder.display());
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let mut files: Vec<PathBuf> = entries
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|found| found == extension))
        .collect();
    files.sort();
    for file in &files {
        println!("cargo::rerun-if-changed={}", file.display());
    }
    files
}

fn stop(message: &str) -> ! {
    for line in message.lines() {
        println!("cargo::error={line}");
    }
    std::process::exit(1);
}
