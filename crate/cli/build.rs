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
            let _ = writeln!(sites, "    ({stem:?}, {:?}),", read(&path));
        }
    }

    let code = format!(
        "/// The packs that come with Lanyard: id and compiled JSON.\n\
         pub(crate) const PACKS: &[(&str, &str)] = &[\n{packs}];\n\n\
         /// The site files that come with Lanyard: id and JSON.\n\
         pub(crate) const SITES: &[(&str, &str)] = &[\n{sites}];\n"
    );
    let code = code + &evidence(&extension.join("../tests"));
    fs::write(out.join("built_in.rs"), code).unwrap_or_else(|error| stop(&error.to_string()));
}

/// What the tests of this repository show, for `lanyard coverage`: the rules that each judged
/// example is expected to bring, and the rules that each browser test names.
fn evidence(tests: &Path) -> String {
    let mut shown = String::new();
    for path in files(&tests.join("corpus/cases"), "json") {
        let file: serde_json::Value =
            read(&path).parse().unwrap_or_else(|error| stop(&format!("{}: {error}", path.display())));
        for case in file["cases"].as_array().into_iter().flatten() {
            let expected = case["expect"].as_object().into_iter().flatten().flat_map(|(rule, schools)| {
                schools
                    .as_array()
                    .into_iter()
                    .flatten()
                    .filter_map(move |school| Some((rule.clone(), school.as_str()?.to_owned())))
            });
            let _ = writeln!(shown, "    ({:?}, &{:?}),", kind(&case["observation"]), expected.collect::<Vec<_>>());
        }
    }
    // Agreed findings, one line a school and observation: `SCHOOL NAME: SEVERITY RULE …; …`.
    let agreed = tests.join("corpus/expected.txt");
    println!("cargo::rerun-if-changed={}", agreed.display());
    for line in read(&agreed).lines() {
        let Some((head, findings)) = line.split_once(": ") else { continue };
        let Some((school, name)) = head.split_once(' ') else { continue };
        let file: serde_json::Value =
            read(&tests.join(format!("corpus/observations/{name}.json"))).parse().unwrap_or_default();
        let rules = findings.split("; ").filter_map(|finding| finding.split(' ').nth(1)).map(|rule| (rule, school));
        let _ = writeln!(shown, "    ({:?}, &{:?}),", kind(&file["observations"][0]), rules.collect::<Vec<_>>());
    }
    let mut browser = String::new();
    for path in files(&tests.join("e2e"), "mjs") {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let _ = writeln!(browser, "    ({name:?}, {:?}),", rules_named(&read(&path)));
    }
    format!(
        "\n/// Judged examples: the kind of surface, and the rules that speak at a school.\n\
         pub(crate) const EXAMPLES: &[(&str, &[(&str, &str)])] = &[\n{shown}];\n\n\
         /// Browser tests and the rules that they name.\n\
         pub(crate) const BROWSER_TESTS: &[(&str, &str)] = &[\n{browser}];\n"
    )
}

fn kind(observation: &serde_json::Value) -> &str {
    observation["kind"].as_str().unwrap_or_default()
}

/// Everything that is shaped as a rule's id, but for comments.
fn rules_named(text: &str) -> String {
    let mut names: Vec<&str> = text
        .lines()
        .map(str::trim_start)
        .filter(|line| !["//", "/*", "* "].iter().any(|mark| line.starts_with(mark)))
        .flat_map(|line| line.split(|c: char| !(c.is_ascii_lowercase() || c == '-')))
        .filter(|word| word.contains('-') && !word.starts_with('-') && !word.ends_with('-'))
        .collect();
    names.sort_unstable();
    names.dedup();
    format!(" {} ", names.join(" "))
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| stop(&format!("{}: {error}", path.display())))
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
